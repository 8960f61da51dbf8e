/**
 * `sys.getsizeof`: the sizes objects have in CPython 3.13 on a 64-bit machine, for the types whose size follows from their content.
 */
import { getAttrOrNull, asIndex } from '../objects/abstract'
import { PyByteArray } from '../objects/bytes_like'
import type { Context } from '../objects/context'
import { PyDict } from '../values/dict'
import { bitLength } from '../values/int'
import { PySet } from '../values/set'
import { PyBytes, PyComplex, PyFloat, PyList, PyRange, PySlice, PyTuple, type Value, WideStr } from '../values/value'

function strSize(s: string): number {
  let max = 0
  for (let i = 0; i < s.length; i++) max |= s.charCodeAt(i)
  if (max < 0x80) return 41 + s.length
  return max < 0x100 ? 57 + s.length : 58 + 2 * s.length
}

function native(v: Value): number | undefined {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return 24 + 4 * Math.max(1, Math.ceil(bitLength(v) / 30))
    case 'boolean':
      return 28
    case 'string':
      return strSize(v)
  }
  if (v === null) return 16
  if (v instanceof WideStr) return 60 + 4 * v.cps.length
  if (v instanceof PyFloat) return 24
  if (v instanceof PyComplex) return 32
  if (v instanceof PyBytes) return 33 + v.data.length
  if (v instanceof PyTuple) return 40 + 8 * v.items.length
  if (v instanceof PyList) return 56 + 8 * v.items.length
  if (v instanceof PyRange) return 48
  if (v instanceof PySlice) return 56
  if (v instanceof PyByteArray) return 57
  if (v instanceof PyDict) return v.capacity === 0 ? 64 : 64 + 24 * Math.floor((v.capacity * 2) / 3) + v.capacity
  if (v instanceof PySet) return 216
  return undefined
}

export function sizeOf(cx: Context, o: Value, fallback: Value | undefined): Value {
  const own = typeof o === 'object' && o !== null ? getAttrOrNull(cx, o.type, '__sizeof__') : undefined
  const n = native(o)
  if (n !== undefined) return n
  if (own !== undefined) {
    const size = cx.call(own, [o])
    return asIndex(cx, size) + 16
  }
  return fallback ?? 56
}
