/**
 * Frozenset constants, made without the object layer: `x in {1, 2, 3}` is compiled to a constant, whose order of iteration
 * (visible in `dis` and in `for`) depends on the hashes of its members and the order they were added in.
 *
 * Only what a constant can be is hashable here: None, Ellipsis, bools, numbers, strings, bytes, and tuples and frozensets of them.
 */
import {
  FrozensetHasher,
  H,
  TupleHasher,
  hashBytes,
  hashComplexParts,
  hashFloat,
  hashInt,
  hashStr,
} from '../values/hash'
import { PyFrozenSet } from '../values/set'
import { PyBytes, PyComplex, PyFloat, PyTuple, type Value, WideStr } from '../values/value'

/** CPython's fixed hash of None, low and high half. */
const NONE_HASH = [0xfca86420 | 0, 0]

/** Hash of a constant: low half returned, high half in `H.hi`. Objects hashed by address (Ellipsis, NaN) get 0. */
function constantHash(value: Value): number {
  if (value === null) {
    H.hi = NONE_HASH[1]
    return NONE_HASH[0]
  }
  switch (typeof value) {
    case 'boolean':
      return hashInt(value ? 1 : 0)
    case 'number':
    case 'bigint':
      return hashInt(value)
    case 'string':
      return hashStr(value)
  }
  if (value instanceof WideStr) return hashStr(value)
  if (value instanceof PyFloat && !Number.isNaN(value.v)) return hashFloat(value.v)
  if (value instanceof PyBytes) return hashBytes(value.data)
  if (value instanceof PyComplex && !Number.isNaN(value.re) && !Number.isNaN(value.im)) {
    const reLo = hashFloat(value.re)
    const reHi = H.hi
    const imLo = hashFloat(value.im)
    return hashComplexParts(reLo, reHi, imLo, H.hi)
  }
  if (value instanceof PyTuple) {
    const hasher = new TupleHasher()
    for (const item of value.items) {
      const lo = constantHash(item)
      hasher.add(lo, H.hi)
    }
    return hasher.end(value.items.length)
  }
  if (value instanceof PyFrozenSet) {
    const hasher = new FrozensetHasher()
    for (const item of frozensetItems(value)) {
      const lo = constantHash(item)
      hasher.add(lo, H.hi)
    }
    return hasher.end(value.used)
  }
  H.hi = 0
  return 0
}

/** A text that two constants share exactly if Python's `==` holds between them; unlike constants may be equal, as 1 and 1.0. */
export function equalityKey(value: Value): string | object {
  if (value === null) return 'N'
  switch (typeof value) {
    case 'boolean':
      return value ? '1' : '0'
    case 'number':
    case 'bigint':
      return String(value)
    case 'string':
      return `s${value}`
  }
  if (value instanceof WideStr) return `w${Array.from(value.cps).join()}`
  if (value instanceof PyFloat) return floatEqualityKey(value.v) ?? value
  if (value instanceof PyBytes) return `b${value.data.join()}`
  if (value instanceof PyComplex) {
    const re = floatEqualityKey(value.re)
    const im = floatEqualityKey(value.im)
    if (re === undefined || im === undefined) return value
    return im === '0' ? re : `c${re},${im}`
  }
  if (value instanceof PyTuple) return containerKey('t', value.items, value)
  if (value instanceof PyFrozenSet) {
    const keys = frozensetItems(value).map(equalityKey)
    return keys.every((k) => typeof k === 'string') ? `f${JSON.stringify(keys.sort())}` : value
  }
  return value
}

function containerKey(kind: string, items: readonly Value[], itself: object): string | object {
  const keys = items.map(equalityKey)
  return keys.every((k) => typeof k === 'string') ? kind + JSON.stringify(keys) : itself
}

/** Integral floats equal ints; undefined for NaN, which equals nothing. */
function floatEqualityKey(v: number): string | undefined {
  if (Number.isNaN(v)) return undefined
  if (Number.isInteger(v)) return Number.isSafeInteger(v) ? String(v === 0 ? 0 : v) : String(BigInt(v))
  return `f${v}`
}

/** The members of a frozenset in its order. */
export function frozensetItems(set: PyFrozenSet): Value[] {
  const items: Value[] = []
  for (let i = set.next(0); i >= 0; i = set.next(i + 1)) items.push(set.keys[i] as Value)
  return items
}

/** A frozenset of constants, added in the given order; of equal ones the first stays. */
export function frozensetOf(items: readonly Value[]): PyFrozenSet {
  const set = new PyFrozenSet()
  const seen = new Set<string | object>()
  for (const item of items) {
    const key = equalityKey(item)
    if (seen.has(key)) continue
    seen.add(key)
    const lo = constantHash(item)
    set.addNew(item, lo, H.hi)
  }
  return set
}
