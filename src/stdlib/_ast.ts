/**
 * `_ast`: syntax trees as Python objects (CPython's Python-ast.c). The node classes are made in Python (`ast`, from the text of the abstract grammar) and handed over by `_setup`;
 * here trees of the parser become instances of them, and back for the compiler and `unparse`.
 */
import * as nodes from '../ast/nodes.gen'
import { type AST, type FieldInfo, type Kind, nodeInfo } from '../ast/nodes.gen'
import { unparse } from '../ast/unparse'
import { compileAst } from '../compile/compile'
import { CompileError } from '../compile/errors'
import { getAttrOrNull, isInstance, repr, toArray } from '../objects/abstract'
import type { Context } from '../objects/context'
import { bytesOf } from '../objects/bytes_like'
import { defineModule } from '../objects/define'
import { excTypes } from '../objects/exceptions'
import { asIntValue } from '../objects/int'
import { PyInstance } from '../objects/object'
import { raiseOf, typeError, valueError } from '../objects/raise'
import { asStrValue } from '../objects/str'
import { warn } from '../objects/warn'
import { type PyType, typeName } from '../objects/type'
import { parse } from '../parse/parse'
import type { PyDict } from '../values/dict'
import { Ellipsis, PyBytes, PyComplex, PyFloat, PyList, PyTuple, type Value, WideStr } from '../values/value'
import { PyFrozenSet } from '../values/set'
import { fromText, textOf } from '../values/wide'
import { asSyntaxError } from '../vm/compile_source'
import { asPythonError } from '../vm/source'
import type { VM } from '../vm/vm'
import { astHooks } from './builtin_types'

/** Node classes by name, for each interpreter. */
const classes = new WeakMap<Context, PyDict>()

function classOf(cx: Context, name: string): PyType {
  if (!classes.has(cx)) cx.importModule('ast')
  return classes.get(cx)!.getStr(name) as PyType
}

const POSITIONS = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'] as const

// To Python -------------------------------------------------------------------------------------------------------------

/** The instances of operators and contexts that all trees of an interpreter share. */
const singles = new WeakMap<Context, Map<string, Value>>()

class Maker {
  private readonly singles: Map<string, Value>
  constructor(private readonly cx: Context) {
    const known = singles.get(cx)
    this.singles = known ?? new Map()
    if (known === undefined) singles.set(cx, this.singles)
  }

  private single(name: string): Value {
    let v = this.singles.get(name)
    if (v === undefined) {
      v = this.cx.call(classOf(this.cx, name), [], null)
      this.singles.set(name, v)
    }
    return v
  }

  value(v: unknown, type: string): Value {
    if (v === null || v === undefined) return null
    if (Array.isArray(v)) return new PyList(v.map((item) => this.value(item, type)))
    if (type === 'identifier' || type === 'string') return fromText(v as string)
    if (type === 'constant' || type === 'int') return v as Value
    return typeof v === 'string' ? this.single(v) : this.node(v as AST)
  }

  node(node: AST): Value {
    const info = nodeInfo[node.kind]
    const made = new PyInstance(classOf(this.cx, node.kind))
    const d = made.dict!
    const from = node as unknown as Record<string, unknown>
    for (const [name, type, , property] of info.fields) d.setStr(name, this.value(from[property], type))
    if (info.positions) for (const name of POSITIONS) d.setStr(name, from[name] as number)
    return made
  }
}

/** Parses source into a tree of Python objects. */
function parseToObjects(cx: Context, source: string | Uint8Array, filename: string, mode: string): Value {
  let tree: AST
  try {
    tree = parse(source, { filename, mode: mode as 'exec' })
  } catch (e) {
    throw asPythonError(cx as VM, e, filename)
  }
  return new Maker(cx).node(tree)
}

// From Python -----------------------------------------------------------------------------------------------------------

const constructors = new Map<string, new (...args: unknown[]) => AST>()
for (const [name, value] of Object.entries(nodes)) {
  if (typeof value === 'function') constructors.set(name.replace(/_$/, ''), value as never)
}

class Reader {
  constructor(
    private readonly cx: Context,
    /** Fill missing positions in instead of refusing the tree. */
    private readonly lenient: boolean,
  ) {}

  /** The kind of node an object is, by its class or a base of it. */
  private kindOf(v: Value): string | undefined {
    if (typeof v !== 'object' || v === null) return undefined
    for (const t of (v as PyInstance).type.mro) {
      const name = textOf(t.name)
      if (Object.hasOwn(nodeInfo, name) && classOf(this.cx, name) === t) return name
      if (classOf(this.cx, name) === t && t.subclasses.length === 0) return name
    }
    return undefined
  }

  node(v: Value, sum: string): AST {
    const kind = this.kindOf(v)
    if (kind === undefined || !Object.hasOwn(nodeInfo, kind) || nodeInfo[kind as Kind].sum !== sum) {
      throw typeError(`expected some sort of ${sum}, but got ${textOf(repr(this.cx, v))}`)
    }
    const info = nodeInfo[kind as Kind]
    const args: unknown[] = info.fields.map((field) => this.field(v, kind, field))
    if (info.positions) {
      for (const name of POSITIONS) args.push(this.position(v, name, info.sum, args))
    }
    return new (constructors.get(kind)!)(...args)
  }

  private position(v: Value, name: string, sum: string, soFar: unknown[]): number {
    const found = getAttrOrNull(this.cx, v, name)
    if (found === undefined || found === null) {
      if (name.startsWith('end_')) return soFar[soFar.length - 2] as number
      if (this.lenient) return 1
      if (found === undefined) throw typeError(`required field "${name}" missing from ${sum}`)
    }
    const n = asIntValue(found as Value)
    if (n === undefined) throw valueError(`invalid integer value: ${textOf(repr(this.cx, found as Value))}`)
    return Number(n)
  }

  private field(v: Value, kind: string, [name, type, quantifier]: FieldInfo): unknown {
    const found = getAttrOrNull(this.cx, v, name)
    if (quantifier === '*' || quantifier === '?*') {
      if (found === undefined) return []
      if (!(found instanceof PyList))
        throw typeError(`${kind} field "${name}" must be a list, not a ${typeName(found)}`)
      return toArray(this.cx, found).map((item) =>
        item === null && quantifier === '?*' ? null : this.value(item, type, kind, name),
      )
    }
    if (found === undefined || (found === null && type !== 'constant')) {
      if (quantifier === '?') return null
      if (type === 'expr_context') return 'Load'
      if (found === undefined) throw typeError(`required field "${name}" missing from ${kind}`)
      if (type === 'identifier' || type === 'int') throw valueError(`field '${name}' is required for ${kind}`)
    }
    return this.value(found as Value, type, kind, name)
  }

  private value(v: Value, type: string, kind: string, name: string): unknown {
    if (type === 'identifier') {
      const s = asStrValue(v)
      if (s === undefined) throw typeError('AST identifier must be of type str')
      return textOf(s)
    }
    if (type === 'string') {
      const s = asStrValue(v)
      if (s === undefined) throw typeError('AST string must be of type str')
      return textOf(s)
    }
    if (type === 'int') {
      const n = asIntValue(v)
      if (n === undefined) throw valueError(`invalid integer value: ${textOf(repr(this.cx, v))}`)
      return Number(n)
    }
    if (type === 'constant') return this.constant(v)
    const single = this.kindOf(v)
    if (single !== undefined && Object.hasOwn(nodeInfo, single)) return this.node(v, type)
    const base = classOf(this.cx, type)
    if (single === undefined || base === undefined || !isInstance(this.cx, v, base)) {
      if (v === null && (type === 'expr' || type === 'stmt'))
        throw valueError(`field '${name}' is required for ${kind}`)
      throw typeError(`expected some sort of ${type}, but got ${textOf(repr(this.cx, v))}`)
    }
    return single
  }

  private constant(v: Value): Value {
    if (v === null || typeof v !== 'object' || v === Ellipsis || v instanceof WideStr) return v
    if (v instanceof PyFloat || v instanceof PyComplex || v instanceof PyBytes) return v
    if (v instanceof PyTuple || v instanceof PyFrozenSet) {
      for (const item of toArray(this.cx, v)) this.constant(item)
      return v
    }
    throw typeError(`got an invalid type in Constant: ${typeName(v)}`)
  }
}

const ROOTS: Record<string, string> = {
  exec: 'Module',
  eval: 'Expression',
  single: 'Interactive',
  func_type: 'FunctionType',
}

function compileObjects(cx: Context, v: Value, filename: string, mode: string, flags: number, optimize: number): Value {
  const root = ROOTS[mode]!
  if (!isInstance(cx, v, classOf(cx, root))) throw typeError(`expected ${root} node, got ${typeName(v)}`)
  const tree = new Reader(cx, false).node(v, 'mod') as nodes.mod
  try {
    return compileAst(tree, {
      filename,
      flags,
      optimize: optimize < 0 ? 0 : optimize,
      onWarning: (_category, message) => warn(cx, excTypes.SyntaxWarning, message),
    })
  } catch (e) {
    throw asPythonError(cx as VM, e instanceof CompileError ? asSyntaxError(e) : e, filename)
  }
}

const ONLY_AST = 0x400

astHooks.compile = (cx, source, filename, mode, flags, optimize) => {
  const isTree = classes.has(cx) && isInstance(cx, source, classOf(cx, 'AST'))
  if (isTree) return flags & ONLY_AST ? source : compileObjects(cx, source, filename, mode, flags & ~ONLY_AST, optimize)
  if (!(flags & ONLY_AST)) return undefined
  const s = asStrValue(source)
  const bytes = s === undefined ? bytesOf(source) : undefined
  if (s === undefined && bytes === undefined) throw typeError('compile() arg 1 must be a string, bytes or AST object')
  const input = s === undefined ? Uint8Array.from(bytes!) : textOf(s)
  if (typeof input === 'string' ? input.includes('\0') : input.includes(0)) {
    throw raiseOf(excTypes.SyntaxError, 'source code string cannot contain null bytes')
  }
  return parseToObjects(cx, input, filename, mode)
}

export const load = defineModule('_ast', 'Syntax trees as objects.', {
  functions: {
    '_setup(classes, /)': [
      'Hand over the node classes.',
      (cx, made: PyDict) => {
        classes.set(cx, made)
      },
    ],
    '_unparse(node, sum, /)': [
      'The source text of a node of a sum type.',
      (cx, node: Value, sum: string) => fromText(unparse(new Reader(cx, true).node(node, sum) as nodes.expr)),
    ],
  },
})
