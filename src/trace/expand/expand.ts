/**
 * Expansion of builtins: what an operation that runs no Python code does inside, told as sub-steps that a reader, or a model, can follow one by one.
 *
 * An expander gets the operands as they were before the operation and the result, and returns notes. It computes nothing the program can see: it runs
 * after the operation and works on copies. To add one: a function of type `Expander`, and a row in the table of its file (`text.ts`, `characters.ts`,
 * `containers.ts`, `functions.ts`) keyed `type.method` for methods, by name for builtin functions, or `[]` / `[:]` for subscripts and slices.
 *
 * Notes are written for people and models alike: positions are spelled out (string indexing is where models fail), every note can be checked against the ones
 * before it, and values are Python reprs.
 */
import { typeOf } from '../../objects/type'
import { PyDict } from '../../values/dict'
import { PySet } from '../../values/set'
import { isInt, isStr, PyBytes, PyFloat, PyList, PyTuple, type Value } from '../../values/value'
import { strLength } from '../../values/wide'

/** An operand as an expander sees it. */
export interface Operand {
  value: Value
  /** `repr` before the operation. */
  text: string
  /** Items of a list, tuple, set, range, str (its characters), dict (its keys), copied before the operation; null for anything else. */
  items: readonly Value[] | null
}

export interface Operation {
  /** For methods. */
  self: Operand | null
  args: readonly Operand[]
  /** Keyword arguments by name. */
  named: ReadonlyMap<string, Operand>
  /** NULL when the operation raised. */
  result: Operand | null
  /** `repr` of any value. */
  show(v: Value): string
  /** Python's `==`, for values whose comparison runs no Python code; others by identity. */
  same(a: Value, b: Value): boolean
  /** Python's `<` between numbers or strs; null where it cannot be told without running code. */
  less(a: Value, b: Value): boolean | null
}

export type Expander = (op: Operation) => string[]

/** The argument at a position or by a name. */
export function argument(op: Operation, index: number, name: string): Operand | undefined {
  return op.args[index] ?? op.named.get(name)
}

/** An int argument, or a default where it is absent or None. Huge ones are as good as the largest that fits. */
export function intArgument(op: Operation, index: number, name: string, absent: number): number {
  const v = argument(op, index, name)?.value
  if (typeof v === 'bigint') return v < 0n ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER
  return typeof v === 'number' ? v : typeof v === 'boolean' ? Number(v) : absent
}

/** Resolves start and stop of `find`, `count`, `index` as Python does. A start beyond the end stays there: not even an empty text lies between. */
export function window(op: Operation, length: number, first: number): [number, number] {
  let start = intArgument(op, first, 'start', 0)
  let stop = intArgument(op, first + 1, 'stop', length)
  if (start < 0) start = Math.max(0, start + length)
  if (stop < 0) stop = Math.max(0, stop + length)
  return [start, Math.min(stop, length)]
}

/** Python's truth of a value, where it runs no Python code; null otherwise. */
export function truth(v: Value): boolean | null {
  if (v === null) return false
  if (typeof v === 'boolean') return v
  if (isInt(v)) return v !== 0 && v !== 0n
  if (isStr(v)) return strLength(v) > 0
  if (v instanceof PyFloat) return v.v !== 0
  if (!isPlain(v)) return null
  if (v instanceof PyBytes) return v.data.length > 0
  return v instanceof PyDict || v instanceof PySet ? v.used > 0 : (v as PyList | PyTuple).items.length > 0
}

/** True for values of builtin types all the way down: comparing them runs no Python code. */
export function isPlain(v: Value, depth = 0): boolean {
  if (v === null || typeof v !== 'object' || isStr(v) || v instanceof PyFloat) return true
  if (depth > 20 || typeOf(v).module !== 'builtins') return false
  if (v instanceof PyBytes) return true
  if (v instanceof PyList || v instanceof PyTuple) return v.items.every((x) => isPlain(x, depth + 1))
  if (v instanceof PySet) return v.toArray().every((x) => isPlain(x, depth + 1))
  return (
    v instanceof PyDict &&
    v.keys.every((k, i) => k === undefined || (isPlain(k, depth + 1) && isPlain(v.values[i]!, depth + 1)))
  )
}

/** The value of a key, by the comparison of the expanders. */
export function lookUp(op: Operation, dict: PyDict, key: Value): Value | undefined {
  const i = dict.keys.findIndex((k) => k !== undefined && op.same(k, key))
  return i < 0 ? undefined : dict.values[i]
}
