/**
 * The first stage of compiling: constant folding on the syntax tree (CPython's Python/ast_opt.c).
 *
 * Operators, subscripts and tuples of constants become constants; `'...%s' % (a,)` becomes an f-string; a list or set that is
 * only iterated over or searched becomes a tuple or frozenset; `not a in b` becomes `a not in b`; `__debug__` becomes its value.
 * What Python would refuse to compute is left for run time. The tree is changed in place.
 *
 * This is also where the depth of the tree is limited, since every later stage walks the same tree. Chains that are deep
 * without being nested in the source (`a + b + c + …`, `a.b.c…`, elif ladders) are walked by loops, here and later.
 */
import type * as ast from '../ast/nodes.gen'
import {
  type BinOp,
  type Compare,
  Constant,
  FormattedValue,
  JoinedStr,
  Tuple,
  type arguments_,
  type comprehension,
  type expr,
  type mod,
  type pattern,
  type stmt,
  type type_param,
} from '../ast/nodes.gen'
import { PyTuple, type Str, type Value, isStr } from '../values/value'
import { codePoints, fromCodePoints } from '../values/wide'
import { binaryConstant, subscriptConstant, unaryConstant } from './const_ops'
import { type CompileWarningSink, tooDeep } from './errors'
import { frozensetOf } from './frozenset'

/** How deep a tree may be: CPython's C recursion limit less what it has used when it gets here. */
const MAX_DEPTH = 9998

const INVERTED_BOOL =
  "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion " +
  'of the underlying int object and is usually not what you expect from negating a bool. ' +
  "Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int."

/** Optimizes a tree in place. `futureAnnotations`: annotations become strings, so they are left as written. */
export function optimizeAst(
  mod: mod,
  optimize: number,
  futureAnnotations: boolean,
  onWarning: CompileWarningSink | undefined,
): void {
  new Folder(optimize, futureAnnotations, onWarning).mod(mod)
}

/** The docstring of a body, if it begins with one. */
export function docstring(body: readonly stmt[]): Str | undefined {
  const first = body[0]
  if (first === undefined || first.kind !== 'Expr' || first.value.kind !== 'Constant') return undefined
  return isStr(first.value.value) ? first.value.value : undefined
}

class Folder {
  private depth = 0

  constructor(
    private readonly optimize: number,
    private readonly futureAnnotations: boolean,
    private readonly onWarning: CompileWarningSink | undefined,
  ) {}

  mod(mod: mod): void {
    switch (mod.kind) {
      case 'Module':
        return this.body(mod.body)
      case 'Interactive':
        return this.stmts(mod.body)
      case 'Expression':
        mod.body = this.expr(mod.body)
    }
  }

  /** A body that can have a docstring. Folding must not make one where there was none. */
  private body(body: stmt[]): void {
    const had = docstring(body) !== undefined
    this.stmts(body)
    if (had || docstring(body) === undefined) return
    const first = body[0] as ast.Expr
    first.value = new JoinedStr([first.value], first.lineno, first.col_offset, first.end_lineno, first.end_col_offset)
  }

  private stmts(body: stmt[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i])
  }

  private exprs(list: (expr | null)[]): void {
    for (let i = 0; i < list.length; i++) {
      const e = list[i]
      if (e !== null) list[i] = this.expr(e)
    }
  }

  private optional(e: expr | null): expr | null {
    return e === null ? null : this.expr(e)
  }

  private annotation(e: expr | null): expr | null {
    return e === null || this.futureAnnotations ? e : this.expr(e)
  }

  private stmt(s: stmt): void {
    const depth = this.depth
    if (++this.depth > MAX_DEPTH) throw tooDeep()
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.typeParams(s.type_params)
        this.arguments(s.args)
        this.body(s.body)
        this.exprs(s.decorator_list)
        s.returns = this.annotation(s.returns)
        break
      case 'ClassDef':
        this.typeParams(s.type_params)
        this.exprs(s.bases)
        for (const k of s.keywords) k.value = this.expr(k.value)
        this.body(s.body)
        this.exprs(s.decorator_list)
        break
      case 'Return':
        s.value = this.optional(s.value)
        break
      case 'Delete':
        this.exprs(s.targets)
        break
      case 'Assign':
        this.exprs(s.targets)
        s.value = this.expr(s.value)
        break
      case 'AugAssign':
        s.target = this.expr(s.target)
        s.value = this.expr(s.value)
        break
      case 'AnnAssign':
        s.target = this.expr(s.target)
        s.annotation = this.annotation(s.annotation)!
        s.value = this.optional(s.value)
        break
      case 'TypeAlias':
        s.name = this.expr(s.name)
        this.typeParams(s.type_params)
        s.value = this.expr(s.value)
        break
      case 'For':
      case 'AsyncFor':
        s.target = this.expr(s.target)
        s.iter = s.kind === 'For' ? iterated(this.expr(s.iter)) : this.expr(s.iter)
        this.stmts(s.body)
        this.stmts(s.orelse)
        break
      case 'While':
        s.test = this.expr(s.test)
        this.stmts(s.body)
        this.stmts(s.orelse)
        break
      case 'If':
        this.ifLadder(s)
        break
      case 'With':
      case 'AsyncWith':
        for (const item of s.items) {
          item.context_expr = this.expr(item.context_expr)
          item.optional_vars = this.optional(item.optional_vars)
        }
        this.stmts(s.body)
        break
      case 'Raise':
        s.exc = this.optional(s.exc)
        s.cause = this.optional(s.cause)
        break
      case 'Try':
      case 'TryStar':
        this.stmts(s.body)
        for (const h of s.handlers) {
          h.type = this.optional(h.type)
          this.stmts(h.body)
        }
        this.stmts(s.orelse)
        this.stmts(s.finalbody)
        break
      case 'Assert':
        s.test = this.expr(s.test)
        s.msg = this.optional(s.msg)
        break
      case 'Expr':
        s.value = this.expr(s.value)
        break
      case 'Match':
        s.subject = this.expr(s.subject)
        for (const c of s.cases) {
          this.pattern(c.pattern)
          c.guard = this.optional(c.guard)
          this.stmts(c.body)
        }
        break
    }
    this.depth = depth
  }

  /** An `if` with its `elif`s, each of which is nested in the one before. */
  private ifLadder(s: ast.If): void {
    for (;;) {
      s.test = this.expr(s.test)
      this.stmts(s.body)
      const next = s.orelse
      if (next.length !== 1 || next[0].kind !== 'If') return this.stmts(next)
      s = next[0]
      if (++this.depth > MAX_DEPTH) throw tooDeep()
    }
  }

  private arguments(a: arguments_): void {
    for (const list of [a.posonlyargs, a.args, a.kwonlyargs])
      for (const p of list) p.annotation = this.annotation(p.annotation)
    if (a.vararg !== null) a.vararg.annotation = this.annotation(a.vararg.annotation)
    this.exprs(a.kw_defaults)
    if (a.kwarg !== null) a.kwarg.annotation = this.annotation(a.kwarg.annotation)
    this.exprs(a.defaults)
  }

  private typeParams(params: type_param[]): void {
    for (const p of params) {
      if (p.kind === 'TypeVar') p.bound = this.optional(p.bound)
      p.default_value = this.optional(p.default_value)
    }
  }

  private pattern(p: pattern): void {
    switch (p.kind) {
      case 'MatchValue':
        p.value = this.expr(p.value)
        break
      case 'MatchSequence':
      case 'MatchOr':
        for (const q of p.patterns) this.pattern(q)
        break
      case 'MatchMapping':
        this.exprs(p.keys)
        for (const q of p.patterns) this.pattern(q)
        break
      case 'MatchClass':
        p.cls = this.expr(p.cls)
        for (const q of p.patterns) this.pattern(q)
        for (const q of p.kwd_patterns) this.pattern(q)
        break
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern)
    }
  }

  private generators(list: comprehension[]): void {
    for (const g of list) {
      g.target = this.expr(g.target)
      g.iter = iterated(this.expr(g.iter))
      this.exprs(g.ifs)
    }
  }

  /** Optimizes an expression; gives what takes its place. */
  private expr(e: expr): expr {
    const depth = this.depth
    if (++this.depth > MAX_DEPTH) throw tooDeep()
    const left = chainedOperand(e)
    const result = left !== null && chainedOperand(left) !== null ? this.chain(e) : this.exprBelow(e)
    this.depth = depth
    return result
  }

  /** A chain of operators, attributes, calls and subscripts, from its innermost left operand outwards. */
  private chain(e: expr): expr {
    const chain: expr[] = []
    let innermost = e
    for (let left = chainedOperand(e); left !== null; left = chainedOperand(innermost)) {
      chain.push(innermost)
      innermost = left
    }
    const base = this.depth
    this.depth += chain.length - 1
    let operand = this.expr(innermost)
    for (let i = chain.length - 1; i >= 0; i--) {
      this.depth = base + i
      const node = chain[i]
      switch (node.kind) {
        case 'BinOp':
          node.left = operand
          node.right = this.expr(node.right)
          operand = foldBinOp(node)
          break
        case 'UnaryOp':
          node.operand = operand
          operand = this.foldUnaryOp(node)
          break
        case 'Attribute':
          node.value = operand
          operand = node
          break
        case 'Subscript':
          node.value = operand
          node.slice = this.expr(node.slice)
          operand = foldSubscript(node)
          break
        case 'Call':
          node.func = operand
          this.exprs(node.args)
          for (const k of node.keywords) k.value = this.expr(k.value)
          operand = node
      }
    }
    return operand
  }

  /** `a if b else c if d else …`: each nested in the one before. */
  private conditionals(e: ast.IfExp): void {
    for (;;) {
      e.test = this.expr(e.test)
      e.body = this.expr(e.body)
      if (e.orelse.kind !== 'IfExp') break
      e = e.orelse
      if (++this.depth > MAX_DEPTH) throw tooDeep()
    }
    e.orelse = this.expr(e.orelse)
  }

  private exprBelow(e: expr): expr {
    switch (e.kind) {
      case 'BoolOp':
        this.exprs(e.values)
        return e
      case 'BinOp':
        e.left = this.expr(e.left)
        e.right = this.expr(e.right)
        return foldBinOp(e)
      case 'UnaryOp':
        e.operand = this.expr(e.operand)
        return this.foldUnaryOp(e)
      case 'Lambda':
        this.arguments(e.args)
        e.body = this.expr(e.body)
        return e
      case 'IfExp':
        this.conditionals(e)
        return e
      case 'Dict':
        this.exprs(e.keys)
        this.exprs(e.values)
        return e
      case 'Set':
      case 'List':
        this.exprs(e.elts)
        return e
      case 'Tuple':
        this.exprs(e.elts)
        return e.ctx === 'Load' ? foldTuple(e) : e
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        e.elt = this.expr(e.elt)
        this.generators(e.generators)
        return e
      case 'DictComp':
        e.key = this.expr(e.key)
        e.value = this.expr(e.value)
        this.generators(e.generators)
        return e
      case 'Await':
      case 'YieldFrom':
      case 'Attribute':
      case 'Starred':
      case 'NamedExpr':
        e.value = this.expr(e.value)
        return e
      case 'Yield':
        e.value = this.optional(e.value)
        return e
      case 'Compare':
        e.left = this.expr(e.left)
        this.exprs(e.comparators)
        return foldCompare(e)
      case 'Call':
        e.func = this.expr(e.func)
        this.exprs(e.args)
        for (const k of e.keywords) k.value = this.expr(k.value)
        return e
      case 'FormattedValue':
        e.value = this.expr(e.value)
        e.format_spec = this.optional(e.format_spec)
        return e
      case 'JoinedStr':
        this.exprs(e.values)
        return e
      case 'Subscript':
        e.value = this.expr(e.value)
        e.slice = this.expr(e.slice)
        return foldSubscript(e)
      case 'Slice':
        e.lower = this.optional(e.lower)
        e.upper = this.optional(e.upper)
        e.step = this.optional(e.step)
        return e
      case 'Name':
        return e.ctx === 'Load' && e.id === '__debug__' ? constant(this.optimize === 0, e) : e
      default:
        return e
    }
  }

  private foldUnaryOp(e: ast.UnaryOp): expr {
    const { operand } = e
    if (operand.kind === 'Constant') {
      if (e.op === 'Invert' && typeof operand.value === 'boolean') {
        this.onWarning?.('DeprecationWarning', INVERTED_BOOL, null)
      }
      return folded(unaryConstant(e.op, operand.value), e)
    }
    // `==` and the orderings can be redefined so that their opposites are not opposite.
    if (e.op !== 'Not' || operand.kind !== 'Compare' || operand.ops.length !== 1) return e
    const opposite = OPPOSITE[operand.ops[0]]
    if (opposite === undefined) return e
    operand.ops[0] = opposite
    return operand
  }
}

const OPPOSITE: Partial<Record<ast.cmpop, ast.cmpop>> = { Is: 'IsNot', IsNot: 'Is', In: 'NotIn', NotIn: 'In' }

/** The operand by which an expression can nest without brackets; null for other expressions. */
export function chainedOperand(e: expr): expr | null {
  switch (e.kind) {
    case 'BinOp':
      return e.left
    case 'UnaryOp':
      return e.operand
    case 'Attribute':
    case 'Subscript':
      return e.value
    case 'Call':
      return e.func
    default:
      return null
  }
}

function constant(value: Value, at: expr): Constant {
  return new Constant(value, null, at.lineno, at.col_offset, at.end_lineno, at.end_col_offset)
}

/** A constant in the place of an expression, or the expression if there is no value. */
function folded(value: Value | undefined, e: expr): expr {
  return value === undefined ? e : constant(value, e)
}

function foldBinOp(e: BinOp): expr {
  const { left, right } = e
  if (left.kind !== 'Constant') return e
  if (e.op === 'Mod' && isStr(left.value) && right.kind === 'Tuple' && !hasStarred(right.elts)) {
    return foldFormat(e, left.value, right.elts)
  }
  return right.kind === 'Constant' ? folded(binaryConstant(e.op, left.value, right.value), e) : e
}

function foldSubscript(e: ast.Subscript): expr {
  if (e.ctx !== 'Load' || e.value.kind !== 'Constant' || e.slice.kind !== 'Constant') return e
  return folded(subscriptConstant(e.value.value, e.slice.value), e)
}

function hasStarred(elts: readonly expr[]): boolean {
  return elts.some((e) => e.kind === 'Starred')
}

/** The values of a list of constants; `undefined` if they are not all constants. */
function constantItems(elts: readonly expr[]): Value[] | undefined {
  const items: Value[] = []
  for (const e of elts) {
    if (e.kind !== 'Constant') return undefined
    items.push(e.value)
  }
  return items
}

function foldTuple(e: Tuple): expr {
  const items = constantItems(e.elts)
  return items === undefined ? e : constant(new PyTuple(items), e)
}

/** An expression whose value is only iterated over or searched: a list may be a tuple, a set of constants a frozenset. */
function iterated(e: expr): expr {
  if (e.kind === 'List' && !hasStarred(e.elts)) {
    return foldTuple(new Tuple(e.elts, e.ctx, e.lineno, e.col_offset, e.end_lineno, e.end_col_offset))
  }
  if (e.kind !== 'Set') return e
  const items = constantItems(e.elts)
  return items === undefined ? e : constant(frozensetOf(items), e)
}

function foldCompare(e: Compare): expr {
  const last = e.ops.length - 1
  const op = e.ops[last]
  if (op === 'In' || op === 'NotIn') e.comparators[last] = iterated(e.comparators[last])
  return e
}

const PERCENT = 37
/** A width or precision of at most this many digits is folded. */
const MAX_DIGITS = 3
const MINUS = 45
const isFlag = (c: number) => c === MINUS || c === 43 || c === 32 || c === 35 || c === 48
const isDigit = (c: number) => c >= 48 && c <= 57
const CONVERSIONS = [115, 114, 97] // s r a

/** `format % (args)` as an f-string, if the format uses nothing but %s, %r, %a and %%, each once per argument. */
function foldFormat(e: BinOp, format: Str, args: readonly expr[]): expr {
  const cps = codePoints(format)
  const parts: expr[] = []
  let next = 0
  let at = 0
  while (at < cps.length) {
    const literal: number[] = []
    while (at < cps.length) {
      if (cps[at] === PERCENT) {
        if (cps[at + 1] !== PERCENT) break
        at++
      }
      literal.push(cps[at++])
    }
    // CPython gives these constants no position.
    if (literal.length > 0) parts.push(new Constant(fromCodePoints(literal), null, -1, -1, -1, -1))
    if (at >= cps.length) break
    if (next >= args.length) return e
    const field = parseField(cps, at + 1)
    if (field === undefined) return e
    at = field.end
    const arg = args[next++]
    const spec = field.spec === '' ? null : new Constant(field.spec, null, -1, -1, -1, -1)
    parts.push(
      new FormattedValue(arg, field.conversion, spec, arg.lineno, arg.col_offset, arg.end_lineno, arg.end_col_offset),
    )
  }
  if (next < args.length) return e
  return new JoinedStr(parts, e.lineno, e.col_offset, e.end_lineno, e.end_col_offset)
}

/** Reads what follows a `%`: flags, width, precision, conversion; `undefined` if it has no f-string equivalent. */
function parseField(cps: Int32Array, at: number): { end: number; conversion: number; spec: string } | undefined {
  let leftAligned = false
  for (; at < cps.length && isFlag(cps[at]); at++) if (cps[at] === MINUS) leftAligned = true
  const number = (): string | undefined => {
    let digits = ''
    for (; at < cps.length && isDigit(cps[at]); at++) {
      digits += String.fromCharCode(cps[at])
      if (digits.length >= MAX_DIGITS) return undefined
    }
    return digits
  }
  const width = number()
  if (width === undefined) return undefined
  let precision: string | undefined
  if (cps[at] === 46) {
    at++
    precision = number()
    if (precision === undefined) return undefined
    if (precision === '') precision = '0'
  }
  const conversion = cps[at]
  if (!CONVERSIONS.includes(conversion)) return undefined
  let spec = ''
  // str.__format__ aligns to the left where % aligns to the right.
  if (!leftAligned && Number(width) > 0) spec += '>'
  if (width !== '') spec += String(Number(width))
  if (precision !== undefined) spec += `.${Number(precision)}`
  return { end: at + 1, conversion, spec }
}
