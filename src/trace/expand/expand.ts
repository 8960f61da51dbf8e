/**
 * Expansion of builtins: what an operation that runs no Python code does inside, told as sub-steps that a reader, or a model, can follow one by one.
 *
 * An expander gets the operands as they were before the operation and the result, and returns notes. It computes nothing the program can see: it runs
 * after the operation and works on copies. To add one: a function of type `Expander`, and a row in the table of its file (`text.ts`, `containers.ts`,
 * `functions.ts`) keyed `type.method` for methods, by name for builtin functions, or `[]` / `[:]` for subscripts and slices.
 *
 * Notes are written for people and models alike: positions are spelled out (string indexing is where models fail), every note can be checked against the ones
 * before it, and values are Python reprs.
 */
import type { Value } from '../../values/value'

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

/** An int argument, or a default where it is absent or None. */
export function intArgument(op: Operation, index: number, name: string, absent: number): number {
  const v = argument(op, index, name)?.value
  return typeof v === 'number' ? v : typeof v === 'boolean' ? Number(v) : absent
}

/** Resolves start and stop of `find`, `count`, `index` as Python does. */
export function window(op: Operation, length: number, first: number): [number, number] {
  let start = intArgument(op, first, 'start', 0)
  let stop = intArgument(op, first + 1, 'stop', length)
  if (start < 0) start = Math.max(0, start + length)
  if (stop < 0) stop = Math.max(0, stop + length)
  return [Math.min(start, length), Math.min(stop, length)]
}
