/**
 * From the machine's stack to the notes of an expander: which builtin operation is about to run, on what.
 *
 * `capture` looks at a call or subscript instruction before it runs and copies what its expander will need; `notes` is asked once the result is there.
 */
import type { CodeObject } from '../../compile/code'
import { Op } from '../../compile/op.gen'
import { PyBuiltinFunction, PyMethodDescriptor } from '../../objects/descr'
import type { Frame } from '../../objects/frame'
import { PyMethod } from '../../objects/method'
import { PyType } from '../../objects/type'
import { PyDict } from '../../values/dict'
import { PySet } from '../../values/set'
import {
  isInt,
  isStr,
  type Str,
  PyBytes,
  PyFloat,
  PyList,
  PyRange,
  PySlice,
  PyTuple,
  type Value,
} from '../../values/value'
import { codePoints, compareStr, fromCodePoint, fromText, strEquals, textOf } from '../../values/wide'
import type { PictureMaker } from '../snapshot'
import { characterExpanders } from './characters'
import { containerExpanders } from './containers'
import { isPlain, type Expander, type Operand, type Operation } from './expand'
import { functionExpanders } from './functions'
import { textExpanders } from './text'

const METHODS: Record<string, Expander> = { ...textExpanders, ...characterExpanders, ...containerExpanders }

/** What is expanded: `type.method`, `[]` and `[:]`, and names of functions. */
export const expanded: readonly string[] = [...Object.keys(METHODS), ...Object.keys(functionExpanders)]

/** Longest operand copied; a longer one is not expanded. */
const MAX_ITEMS = 2000
/** Most notes told of one operation. */
const MAX_NOTES = 200

/** A builtin operation in progress. */
export interface Captured {
  /** Instruction of the plain code. */
  index: number
  expander: Expander
  self: Operand | null
  args: Operand[]
  named: Map<string, Operand>
}

/** Instructions that may run a builtin an expander knows. */
export function mayExpand(op: number): boolean {
  return (
    op === Op.CALL ||
    op === Op.CALL_KW ||
    op === Op.CALL_FUNCTION_EX ||
    op === Op.BINARY_SUBSCR ||
    op === Op.BINARY_SLICE
  )
}

function itemsOf(v: Value): readonly Value[] | null {
  if (isStr(v)) return Array.from(codePoints(v), (cp) => fromCodePoint(cp))
  if (v instanceof PyList || v instanceof PyTuple) return v.items.slice()
  if (v instanceof PyDict) return v.keys.filter((k) => k !== undefined)
  if (v instanceof PySet) return v.toArray()
  if (
    v instanceof PyRange &&
    typeof v.length === 'number' &&
    v.length <= MAX_ITEMS &&
    typeof v.start === 'number' &&
    typeof v.step === 'number'
  ) {
    const { start, step } = v
    return Array.from({ length: v.length }, (_, i) => start + i * step)
  }
  return null
}

function sizeOf(v: Value): number {
  if (isStr(v)) return textOf(v).length
  if (v instanceof PyList || v instanceof PyTuple) return v.items.length
  if (v instanceof PyDict || v instanceof PySet) return v.used
  return 0
}

export class Expansion {
  constructor(private readonly maker: PictureMaker) {}

  /** The operation instruction `index` is about to run; null where no expander knows it. */
  capture(frame: Frame, code: CodeObject, index: number): Captured | null {
    const L = frame.localsplus
    const top = frame.sp
    const op = code.ops[2 * index]
    const n = code.ops[2 * index + 1]!
    if (op === Op.BINARY_SUBSCR || op === Op.BINARY_SLICE) {
      const width = op === Op.BINARY_SUBSCR ? 2 : 3
      const sliced = op === Op.BINARY_SLICE || L[top - 1] instanceof PySlice
      const container = L[top - width]!
      if (!isStr(container) && !(container instanceof PyList) && !(container instanceof PyTuple)) return null
      return this.take(index, METHODS[sliced ? '[:]' : '[]'], container, L.slice(top - width + 1, top) as Value[], null)
    }
    let end = top
    let kwnames: readonly Value[] | null = null
    let args: Value[]
    if (op === Op.CALL_FUNCTION_EX) {
      const named = n & 1 ? L[--end] : null
      const given = L[--end]
      if (!(given instanceof PyTuple || given instanceof PyList) || (named !== null && !(named instanceof PyDict)))
        return null
      args = given.items.slice()
      if (named !== null) {
        kwnames = named.keys.filter((k) => k !== undefined)
        args.push(
          ...(named.values.slice(0, named.keys.length).filter((_, i) => named.keys[i] !== undefined) as Value[]),
        )
      }
    } else {
      if (op === Op.CALL_KW) kwnames = (L[--end] as PyTuple).items
      args = L.slice(end - n, end) as Value[]
      end -= n
    }
    let callable: Value = L[end - 2]!
    let self = L[end - 1]
    if (callable instanceof PyMethod) {
      self = callable.self
      callable = callable.func
    }
    if (callable instanceof PyMethodDescriptor) {
      if (self === undefined) self = args.shift()
      if (self === undefined) return null
      const name = `${textOf(callable.objclass.name)}.${callable.def.name}`
      return this.take(index, METHODS[name], self, args, kwnames)
    }
    if (callable instanceof PyType && self === undefined && callable.module === 'builtins') {
      return this.take(index, functionExpanders[textOf(callable.name)], undefined, args, kwnames)
    }
    if (callable instanceof PyBuiltinFunction && self === undefined) {
      const bound = callable.self
      const { name } = callable.def
      if (bound !== null && bound !== undefined && !(typeof bound === 'object' && bound.type.name === 'module')) {
        const type =
          bound instanceof PyType ? bound : typeof bound === 'string' ? null : (bound as { type?: PyType }).type
        return this.take(index, METHODS[`${type ? textOf(type.name) : 'str'}.${name}`], bound, args, kwnames)
      }
      return this.take(index, functionExpanders[name], undefined, args, kwnames)
    }
    return null
  }

  private take(
    index: number,
    expander: Expander | undefined,
    self: Value | undefined,
    values: Value[],
    kwnames: readonly Value[] | null,
  ): Captured | null {
    if (expander === undefined) return null
    if (self !== undefined && sizeOf(self) > MAX_ITEMS) return null
    for (const v of values) if (sizeOf(v) > MAX_ITEMS) return null
    const args = values.map((v) => this.operand(v))
    const named = new Map<string, Operand>()
    if (kwnames) {
      const operands = args.splice(args.length - kwnames.length)
      for (const [i, name] of kwnames.entries()) named.set(textOf(name as Str), operands[i]!)
    }
    return { index, expander, self: self === undefined ? null : this.operand(self), args, named }
  }

  private operand(value: Value): Operand {
    return { value, text: this.maker.text(value), items: itemsOf(value) }
  }

  /** The sub-steps of an operation, given what it returned (NULL: it raised). */
  notes(captured: Captured, result: Value | undefined): string[] {
    const operation: Operation = {
      self: captured.self,
      args: captured.args,
      named: captured.named,
      result: result === undefined ? null : this.operand(result),
      show: (v) => this.maker.text(typeof v === 'string' ? fromText(v) : v),
      same: (a, b) => sameValue(a, b),
      less: lessThan,
    }
    const notes = captured.expander(operation)
    if (notes.length <= MAX_NOTES) return notes
    return [...notes.slice(0, MAX_NOTES), `… ${notes.length - MAX_NOTES} more`]
  }
}

function numberOf(v: Value): number | bigint | null {
  if (typeof v === 'boolean') return Number(v)
  if (isInt(v)) return v
  return v instanceof PyFloat ? v.v : null
}

/** Python's `==` where it runs no Python code; identity otherwise. */
function sameValue(a: Value, b: Value, depth = 0): boolean {
  if (a === b) return true
  const x = numberOf(a)
  const y = numberOf(b)
  // biome-ignore lint/suspicious/noDoubleEquals: 1 == 1n is what is asked
  if (x !== null && y !== null) return x == y
  if (isStr(a) && isStr(b)) return strEquals(a, b)
  if ((a instanceof PyTuple && b instanceof PyTuple) || (a instanceof PyList && b instanceof PyList))
    return (
      depth < 20 && a.items.length === b.items.length && a.items.every((v, i) => sameValue(v, b.items[i]!, depth + 1))
    )
  if (depth >= 20 || !isPlain(a) || !isPlain(b)) return false
  if (a instanceof PyBytes && b instanceof PyBytes)
    return a.data.length === b.data.length && a.data.every((c, i) => c === b.data[i])
  if (a instanceof PySet && b instanceof PySet) {
    const others = b.toArray()
    return a.used === b.used && a.toArray().every((v) => others.some((w) => sameValue(v, w, depth + 1)))
  }
  if (a instanceof PyDict && b instanceof PyDict)
    return (
      a.used === b.used &&
      a.keys.every((k, i) => {
        if (k === undefined) return true
        const j = b.keys.findIndex((o) => o !== undefined && sameValue(k, o, depth + 1))
        return j >= 0 && sameValue(a.values[i]!, b.values[j]!, depth + 1)
      })
    )
  return false
}

function lessThan(a: Value, b: Value): boolean | null {
  const x = numberOf(a)
  const y = numberOf(b)
  if (x !== null && y !== null) return x < y
  if (isStr(a) && isStr(b)) return compareStr(a, b) < 0
  return null
}
