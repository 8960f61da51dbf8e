/**
 * `ast.dump`: the AST as text, exactly as CPython 3.13 prints it (`Lib/ast.py`).
 *
 * It works with its own stack and writes from left to right, so that neither the depth of a tree is a limit nor a deep one slow.
 */
import { Ellipsis, PyBytes, PyComplex, PyFloat, PyTuple, type Str, type Value, WideStr } from '../values/value'
import { intToText } from '../values/int'
import { reprBytes, reprComplex, reprFloat, reprStr } from '../values/repr'
import { PyFrozenSet } from '../values/set'
import { fromText, textOf } from '../values/wide'
import { type AST, nodeInfo } from './nodes.gen'

/** The options of `ast.dump`. */
export interface DumpOptions {
  annotate_fields?: boolean
  include_attributes?: boolean
  /** Blanks a level, or the text of a level; null for a single line. */
  indent?: number | string | null
  show_empty?: boolean
}

const attributes = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset']

/** A node or list whose parts are being written. */
class Frame {
  index = 0
  constructor(
    /** Texts to write, and nodes and lists to go into. */
    readonly parts: readonly (string | AST | readonly unknown[])[],
    readonly separator: string,
    readonly close: string,
  ) {}
}

/** The text of a tree, as `ast.dump(node, …)`. */
export function dumpAst(node: AST, options: DumpOptions = {}): string {
  const { annotate_fields = true, include_attributes = false, indent = null, show_empty = false } = options
  const step = indent === null ? null : typeof indent === 'number' ? ' '.repeat(indent) : indent
  const stack: Frame[] = []
  const out: string[] = []

  /**
   * The parts of a node: for each field that is shown, its `name=` if need be and its value, in turn. Names alone are not enough to leave
   * out: once a field was skipped that CPython does not have, the others are named.
   */
  const partsOf = (owner: AST): (string | AST | readonly unknown[])[] => {
    const parts: (string | AST | readonly unknown[])[] = []
    let buffer: string[] = []
    let keywords = annotate_fields
    for (const [name, type, quantifier, property] of nodeInfo[owner.kind].fields) {
      const value = (owner as unknown as Record<string, unknown>)[property]
      if (value === null && quantifier === '?') {
        keywords = true
        continue
      }
      const isEmpty = value === null || (Array.isArray(value) && value.length === 0)
      if (!show_empty && isEmpty && owner.kind !== 'Constant' && owner.kind !== 'MatchSingleton') {
        buffer.push(value === null ? 'None' : '[]')
        continue
      }
      if (!keywords) {
        for (const text of buffer) parts.push('', text)
        buffer = []
      }
      parts.push(keywords ? `${name}=` : '', partOf(value, type))
    }
    if (include_attributes && nodeInfo[owner.kind].positions) {
      for (const name of attributes) {
        const value = (owner as unknown as Record<string, number>)[name]
        if (value !== null && value !== undefined) parts.push(`${name}=`, String(value))
      }
    }
    return parts
  }

  /** CPython keeps a node on one line if it has at most three parts and none of them has parts. */
  const isSimple = (part: string | AST | readonly unknown[]): boolean => {
    if (typeof part === 'string') return true
    return !Array.isArray(part) && partsOf(part as AST).length === 0
  }

  const open = (part: string | AST | readonly unknown[]): void => {
    if (typeof part === 'string') {
      out.push(part)
      return
    }
    const prefix = step === null ? '' : `\n${step.repeat(stack.length + 1)}`
    if (Array.isArray(part)) {
      const items: (string | AST | readonly unknown[])[] = []
      for (const item of part) items.push('', partOf(item, ''))
      out.push('[', prefix)
      stack.push(new Frame(items, step === null ? ', ' : `,${prefix}`, ']'))
      return
    }
    const owner = part as AST
    const parts = partsOf(owner)
    let inline = parts.length <= 6
    for (let i = 1; inline && i < parts.length; i += 2) inline = isSimple(parts[i])
    out.push(owner.kind, '(')
    if (!inline) out.push(prefix)
    stack.push(new Frame(parts, inline || step === null ? ', ' : `,${prefix}`, ')'))
  }

  open(node)
  while (stack.length > 0) {
    const top = stack[stack.length - 1]
    const { parts, index } = top
    if (index === parts.length) {
      out.push(top.close)
      stack.pop()
      continue
    }
    top.index += 2
    if (index > 0) out.push(top.separator)
    if (parts[index] !== '') out.push(parts[index] as string)
    open(parts[index + 1])
  }
  return out.join('')
}

/** What a field's value is written as: a text, or a node or list that is not empty. */
function partOf(value: unknown, type: string): string | AST | readonly unknown[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return enums.has(type) ? value.map((operator) => new Operator(operator as string)) : value
  }
  // Operators and contexts are nodes without fields in CPython.
  if (value instanceof Operator) return `${value.name}()`
  if (typeof value === 'string' && enums.has(type)) return `${value}()`
  if (value !== null && typeof value === 'object' && 'kind' in value) return value as AST
  return reprValue(value as Value)
}

/** An operator in a list, to tell it from the strings of other lists. */
class Operator {
  constructor(readonly name: string) {}
}

const enums = new Set(['expr_context', 'boolop', 'operator', 'unaryop', 'cmpop'])

/** `repr` of what a `Constant` can hold, of identifiers and of ints. */
export function reprValue(value: Value): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'string' || value instanceof WideStr) return textOf(reprStr(str(value)))
  if (typeof value === 'number' || typeof value === 'bigint') return intToText(value)
  if (value instanceof PyFloat) return reprFloat(value.v)
  if (value instanceof PyComplex) return reprComplex(value.re, value.im)
  if (value instanceof PyBytes) return reprBytes(value.data)
  if (value === Ellipsis) return 'Ellipsis'
  if (value instanceof PyTuple) {
    const items = value.items.map(reprValue)
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
  }
  if (value instanceof PyFrozenSet) {
    // Only an optimized tree has one.
    const items = value.toArray().map(reprValue)
    return items.length === 0 ? 'frozenset()' : `frozenset({${items.join(', ')}})`
  }
  return `<${value.constructor.name}>`
}

/** Identifiers are JavaScript strings, which may hold pairs. */
function str(value: Str): Str {
  return typeof value === 'string' ? fromText(value) : value
}
