/**
 * `ast.dump`: the AST as text, exactly as CPython 3.13 prints it (`Lib/ast.py`).
 *
 * It works with its own stack, so that the depth of a tree is no limit. Each node is formatted from its parts' texts, together with whether
 * it is "simple" (a class name with nothing in it, or a plain value), which decides whether the parent breaks its line.
 */
import { Ellipsis, PyBytes, PyComplex, PyFloat, PyTuple, type Str, type Value, WideStr } from '../values/value'
import { intToText } from '../values/int'
import { reprBytes, reprComplex, reprFloat, reprStr } from '../values/repr'
import { fromText, textOf } from '../values/wide'
import { type AST, type FieldInfo, nodeInfo } from './nodes.gen'

/** The options of `ast.dump`. */
export interface DumpOptions {
  annotate_fields?: boolean
  include_attributes?: boolean
  /** Blanks a level, or the text of a level; null for a single line. */
  indent?: number | string | null
  show_empty?: boolean
}

const attributes = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset']

/** A node or list being formatted. */
interface Frame {
  node: AST | null
  /** Fields of the node; null for a list. */
  fields: readonly FieldInfo[] | null
  list: readonly unknown[] | null
  index: number
  args: string[]
  /** Empty fields that are shown only if a later one is and names are not. */
  buffer: string[]
  keywords: boolean
  allSimple: boolean
  /** `name=` to put before the text of the part that is being formatted. */
  label: string
}

/** The text of a tree, as `ast.dump(node, …)`. */
export function dumpAst(node: AST, options: DumpOptions = {}): string {
  const { annotate_fields = true, include_attributes = false, indent = null, show_empty = false } = options
  const step = indent === null ? null : typeof indent === 'number' ? ' '.repeat(indent) : indent
  const stack: Frame[] = []
  let text = ''
  let simple = true

  const open = (value: unknown): boolean => {
    if (Array.isArray(value)) {
      if (value.length === 0) {
        text = '[]'
        simple = true
        return false
      }
      stack.push(frame(null, null, value))
      return true
    }
    if (value !== null && typeof value === 'object' && 'kind' in value) {
      const child = value as AST
      stack.push(frame(child, nodeInfo[child.kind].fields, null))
      return true
    }
    text = reprValue(value as Value)
    simple = true
    return false
  }
  const frame = (owner: AST | null, fields: Frame['fields'], list: Frame['list']): Frame => ({
    node: owner,
    fields,
    list,
    index: 0,
    args: [],
    buffer: [],
    keywords: annotate_fields,
    allSimple: true,
    label: '',
  })
  /** Takes the finished text of a part. */
  const take = (top: Frame) => {
    top.args.push(top.label + text)
    if (top.fields !== null) top.allSimple = top.allSimple && simple
  }

  open(node)
  while (stack.length > 0) {
    const top = stack[stack.length - 1]
    const prefix = step === null ? '' : `\n${step.repeat(stack.length)}`
    const separator = step === null ? ', ' : `,${prefix}`
    if (top.list !== null) {
      if (top.index < top.list.length) {
        if (!open(top.list[top.index++])) take(top)
        continue
      }
      text = `[${prefix}${top.args.join(separator)}]`
      simple = false
    } else {
      const fields = top.fields!
      const owner = top.node!
      if (top.index < fields.length) {
        const [name, type, quantifier, property] = fields[top.index++]
        const value = (owner as unknown as Record<string, unknown>)[property]
        if (value === null && quantifier === '?') {
          top.keywords = true
          continue
        }
        const isEmpty = value === null || (Array.isArray(value) && value.length === 0)
        if (!show_empty && isEmpty && owner.kind !== 'Constant' && owner.kind !== 'MatchSingleton') {
          top.buffer.push(value === null ? 'None' : '[]')
          continue
        }
        if (!top.keywords) {
          top.args.push(...top.buffer)
          top.buffer = []
        }
        top.label = top.keywords ? `${name}=` : ''
        if (typeof value === 'string' && isEnum(type)) {
          // Operators and contexts are nodes without fields in CPython.
          text = `${value}()`
          simple = true
          take(top)
        } else if (Array.isArray(value) && isEnum(type) && value.length > 0) {
          const inner = step === null ? '' : `\n${step.repeat(stack.length + 1)}`
          text = `[${inner}${value.map((v) => `${v}()`).join(step === null ? ', ' : `,${inner}`)}]`
          simple = false
          take(top)
        } else if (!open(value)) take(top)
        continue
      }
      if (include_attributes && nodeInfo[owner.kind].positions) {
        for (const name of attributes) {
          const value = (owner as unknown as Record<string, number>)[name]
          if (value !== null && value !== undefined) top.args.push(`${name}=${value}`)
        }
      }
      if (top.allSimple && top.args.length <= 3) {
        text = `${owner.kind}(${top.args.join(', ')})`
        simple = top.args.length === 0
      } else {
        text = `${owner.kind}(${prefix}${top.args.join(separator)})`
        simple = false
      }
    }
    stack.pop()
    if (stack.length > 0) take(stack[stack.length - 1])
  }
  return text
}

const enums = new Set(['expr_context', 'boolop', 'operator', 'unaryop', 'cmpop'])

function isEnum(type: string): boolean {
  return enums.has(type)
}

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
  return `<${value.constructor.name}>`
}

/** Identifiers are JavaScript strings, which may hold pairs. */
function str(value: Str): Str {
  return typeof value === 'string' ? fromText(value) : value
}
