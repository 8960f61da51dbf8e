/**
 * Code generation for expressions, but for functions and comprehensions. The value of an expression ends up on top of the stack.
 *
 * The warnings about literals that are called, subscripted or compared by identity are given here.
 */
import type * as ast from '../ast/nodes.gen'
import type { cmpop, expr, keyword, operator } from '../ast/nodes.gen'
import { Ellipsis, PyBytes, PyComplex, PyFloat, PyTuple, type Value, isInt, isStr } from '../values/value'
import { PyFrozenSet } from '../values/set'
import { fromText } from '../values/wide'
import { chainedOperand } from './ast_opt'
import { Codegen, Resume, STACK_USE_GUIDELINE, UnitType } from './codegen'
import { frozensetOf } from './frozenset'
import { syntaxError } from './errors'
import { type Decision, Mark, NONE, detailOf } from './marks'
import { Op, Intrinsic1 } from './op.gen'
import { COMPARE_MASKS } from './opcodes'
import { type Label, type Location, NO_LOCATION, location } from './sequence'
import { Def, Scope } from './symtable'

/** Operands of BINARY_OP; those of the in-place operators are `INPLACE` more. */
const BINARY: Record<operator, number> = {
  Add: 0,
  BitAnd: 1,
  FloorDiv: 2,
  LShift: 3,
  MatMult: 4,
  Mult: 5,
  Mod: 6,
  BitOr: 7,
  Pow: 8,
  RShift: 9,
  Sub: 10,
  Div: 11,
  BitXor: 12,
}
const INPLACE = 13

/** Numbers of the rich comparisons. */
const RICH_COMPARE: Partial<Record<cmpop, number>> = { Lt: 0, LtE: 1, Eq: 2, NotEq: 3, Gt: 4, GtE: 5 }

/** Operands of CONVERT_VALUE by the conversion character. */
const CONVERSION: Record<number, number> = { 115: 1, 114: 2, 97: 3 }

/** Whether all are constants, from `from` up to `to`. */
function allConstant(list: readonly (expr | null)[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (list[i] === null || list[i]!.kind !== 'Constant') return false
  return true
}

function constantValues(list: readonly (expr | null)[], from: number, to: number): Value[] {
  const values: Value[] = []
  for (let i = from; i < to; i++) values.push((list[i] as ast.Constant).value)
  return values
}

function hasStarred(list: readonly expr[]): boolean {
  for (let i = 0; i < list.length; i++) if (list[i].kind === 'Starred') return true
  return false
}

function isTwoElementSlice(e: expr): e is ast.Slice {
  return e.kind === 'Slice' && e.step === null
}

/** The name of the type a constant has. */
export function constantTypeName(v: Value): string {
  if (v === null) return 'NoneType'
  if (typeof v === 'boolean') return 'bool'
  if (isInt(v)) return 'int'
  if (isStr(v)) return 'str'
  if (v instanceof PyFloat) return 'float'
  if (v instanceof PyComplex) return 'complex'
  if (v instanceof PyBytes) return 'bytes'
  if (v instanceof PyTuple) return 'tuple'
  if (v instanceof PyFrozenSet) return 'frozenset'
  return 'ellipsis'
}

const DISPLAY_TYPES: Partial<Record<expr['kind'], string>> = {
  Tuple: 'tuple',
  List: 'list',
  ListComp: 'list',
  Dict: 'dict',
  DictComp: 'dict',
  Set: 'set',
  SetComp: 'set',
  GeneratorExp: 'generator',
  Lambda: 'function',
  JoinedStr: 'str',
  FormattedValue: 'str',
}

/** The name of the type an expression is known to have. */
function inferType(e: expr): string | undefined {
  return e.kind === 'Constant' ? constantTypeName(e.value) : DISPLAY_TYPES[e.kind]
}

/** Whether comparing by identity with the expression can make sense: it is no literal, or one of the singletons. */
function isFitForIdentity(e: expr): boolean {
  if (e.kind !== 'Constant') return true
  const v = e.value
  return v === null || typeof v === 'boolean' || v === Ellipsis
}

/** Whether visiting an expression pushes its value: it is no target. */
function leavesValue(e: expr): boolean {
  return !('ctx' in e) || e.ctx === 'Load'
}

/** A location that starts at the name of an attribute, if that is on a later line. */
export function attributeLocation(loc: Location, attr: ast.Attribute): Location {
  if (loc.lineno === attr.end_lineno) return loc
  const length = [...attr.attr].length
  if (length > attr.end_col_offset) return location(attr.end_lineno, loc.end_lineno, -1, -1)
  return location(attr.end_lineno, loc.end_lineno, attr.end_col_offset - length, loc.end_col_offset)
}

/** Expressions whose first operand can nest them without brackets, so that a flat source makes a deep tree. */
type ChainedExpr = ast.BinOp | ast.UnaryOp | ast.Attribute | ast.Subscript | ast.Call

function isChained(e: expr): e is ChainedExpr {
  const { kind } = e
  return kind === 'Attribute' || kind === 'Call' || kind === 'BinOp' || kind === 'Subscript' || kind === 'UnaryOp'
}

/** `and` or `or` turned out true or false, with some operands left. */
function boolDecision(e: ast.BoolOp, value: boolean, skipped: number): Decision {
  return { kind: e.op === 'And' ? Mark.AND : Mark.OR, loc: e, value, skipped }
}

/** Where the operands from the `i`th on stand. */
function operandsFrom(e: ast.BoolOp, i: number): Location {
  const first = e.values[i]
  return location(first.lineno, e.end_lineno, first.col_offset, e.end_col_offset)
}

/** A chain of comparisons ends with one that is false. */
function chainDecision(e: ast.Compare, skipped: number): Decision {
  return { kind: Mark.COMPARE, loc: e, value: false, skipped }
}

/** `x is None` or `x is not None`. */
function isNoneTest(e: expr): boolean {
  if (e.kind !== 'Compare' || (e.ops[0] !== 'Is' && e.ops[0] !== 'IsNot')) return false
  const [right] = e.comparators
  return right.kind === 'Constant' && right.value === null
}

/** Where the `i`th comparison of a chain stands. */
function pairOf(e: ast.Compare, i: number): Location {
  const left = i === 0 ? e.left : e.comparators[i - 1]
  const right = e.comparators[i]
  return location(left.lineno, right.end_lineno, left.col_offset, right.end_col_offset)
}

/** How deep expressions are visited by recursion; chains below that are visited by a loop. */
const MAX_RECURSION = 100

export abstract class ExprCodegen extends Codegen {
  protected abstract lambda(e: ast.Lambda): void
  protected abstract comprehension(e: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp): void

  /** How deep the expression being visited is nested. */
  private depth = 0

  expr(e: expr): void {
    if (this.depth > MAX_RECURSION && isChained(e) && isChained(chainedOperand(e)!)) {
      this.chain(e)
    } else {
      this.depth++
      this.exprBelow(e)
      this.depth--
    }
    if (this.options.exprMarks && leavesValue(e)) this.mark(e)
  }

  /** A deep chain of operators and trailers (`a + b + c + …`, `a.b().c[0]…`), from its innermost operand outwards. */
  private chain(e: ChainedExpr): void {
    const chain: ChainedExpr[] = []
    const operands: (expr | null)[] = []
    let operand: expr | null = e
    while (operand !== null && isChained(operand)) {
      chain.push(operand)
      operand = this.begin(operand)
      operands.push(operand)
    }
    if (operand !== null) this.expr(operand)
    for (let i = chain.length - 1; i >= 0; i--) {
      this.finish(chain[i], operands[i])
      if (i > 0 && this.options.exprMarks) this.mark(chain[i])
    }
  }

  private chained(e: ChainedExpr): void {
    const operand = this.begin(e)
    if (operand !== null) this.expr(operand)
    this.finish(e, operand)
  }

  /** What is checked of a chained expression before its operand is visited; gives that operand, null if there is none. */
  private begin(e: ChainedExpr): expr | null {
    switch (e.kind) {
      case 'BinOp':
        return e.left
      case 'UnaryOp':
        return e.operand
      case 'Attribute':
        if (e.ctx === 'Load' && this.superArguments(e) !== null) return null
        this.noteStaticAttribute(e)
        return e.value
      case 'Subscript':
        if (e.ctx === 'Load') {
          this.checkSubscripter(e)
          this.checkIndex(e)
        }
        return e.value
      case 'Call': {
        this.checkKeywords(e.keywords)
        const method = this.calledMethod(e)
        if (method === null) {
          this.checkCaller(e)
          return e.func
        }
        return this.superArguments(method) === null ? method.value : null
      }
    }
  }

  /** The rest of a chained expression, once the operand `begin` gave is on the stack. */
  private finish(e: ChainedExpr, operand: expr | null): void {
    switch (e.kind) {
      case 'BinOp':
        this.expr(e.right)
        return this.op1(Op.BINARY_OP, BINARY[e.op], e)
      case 'UnaryOp':
        return this.unaryOp(e)
      case 'Attribute':
        if (operand !== null) return this.attributeOf(e)
        this.superCall(e)
        return this.superAttr(e, false)
      case 'Subscript':
        return this.subscriptOf(e)
      case 'Call':
        if (operand !== e.func) return this.methodCall(e, e.func as ast.Attribute)
        this.op(Op.PUSH_NULL, operand)
        return this.callArguments(0, e.args, e.keywords, e)
    }
  }

  private exprBelow(e: expr): void {
    switch (e.kind) {
      case 'Name':
        if (e.ctx === 'Store') this.markNext(e, Mark.STORE)
        return this.name(e.id, e.ctx, e)
      case 'Constant':
        return this.loadConst(e.value, e)
      case 'BinOp':
        this.expr(e.left)
        this.expr(e.right)
        return this.op1(Op.BINARY_OP, BINARY[e.op], e)
      case 'Attribute':
      case 'Call':
      case 'Subscript':
      case 'UnaryOp':
        return this.chained(e)
      case 'Compare':
        return this.compare(e)
      case 'Tuple':
        if (e.ctx === 'Load') return this.display(e.elts, 0, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND, true, e)
        return e.ctx === 'Store' ? this.unpackInto(e.elts, e) : this.exprs(e.elts)
      case 'List':
        if (e.ctx === 'Load') return this.display(e.elts, 0, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND, false, e)
        return e.ctx === 'Store' ? this.unpackInto(e.elts, e) : this.exprs(e.elts)
      case 'Set':
        return this.display(e.elts, 0, Op.BUILD_SET, Op.SET_ADD, Op.SET_UPDATE, false, e)
      case 'Dict':
        return this.dict(e)
      case 'BoolOp':
        return this.boolOp(e)
      case 'IfExp':
        return this.ifExp(e)
      case 'JoinedStr':
        return this.joinedStr(e)
      case 'FormattedValue':
        return this.formattedValue(e)
      case 'NamedExpr':
        this.expr(e.value)
        this.op1(Op.COPY, 1, e)
        return this.expr(e.target)
      case 'Slice':
        return this.op1(Op.BUILD_SLICE, this.sliceParts(e), e)
      case 'Lambda':
        return this.lambda(e)
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        return this.comprehension(e)
      case 'Yield':
        if (!this.unit.entry.isFunctionLike) syntaxError("'yield' outside function", e)
        if (e.value === null) this.loadConst(null, e)
        else this.expr(e.value)
        return this.yieldValue(e)
      case 'YieldFrom':
        if (!this.unit.entry.isFunctionLike) syntaxError("'yield from' outside function", e)
        if (this.unit.type === UnitType.ASYNC_FUNCTION) syntaxError("'yield from' inside async function", e)
        this.expr(e.value)
        this.op(Op.GET_YIELD_FROM_ITER, e)
        this.loadConst(null, e)
        return this.yieldFrom(e, false)
      case 'Await':
        return this.await(e)
      case 'Starred':
        if (e.ctx === 'Store') syntaxError('starred assignment target must be in a list or tuple', e)
        return syntaxError("can't use starred expression here", e)
    }
  }

  private await(e: ast.Await): void {
    if (!this.topLevelAwait) {
      if (!this.unit.entry.isFunctionLike) syntaxError("'await' outside function", e)
      if (this.unit.type !== UnitType.ASYNC_FUNCTION && this.unit.type !== UnitType.COMPREHENSION) {
        syntaxError("'await' outside async function", e)
      }
    }
    this.expr(e.value)
    this.awaitTop(e, 0)
  }

  /** Yields the value on top of the stack; what is sent takes its place. */
  protected yieldValue(loc: Location): void {
    const { generator, coroutine } = this.unit.entry
    if (generator && coroutine) this.op1(Op.CALL_INTRINSIC_1, Intrinsic1.ASYNC_GEN_WRAP, loc)
    this.op1(Op.YIELD_VALUE, 0, loc)
    this.op1(Op.RESUME, Resume.AFTER_YIELD, loc)
  }

  // Operators

  protected inplaceOp(op: operator, loc: Location): void {
    this.op1(Op.BINARY_OP, BINARY[op] + INPLACE, loc)
  }

  protected binaryOp(op: operator, loc: Location): void {
    this.op1(Op.BINARY_OP, BINARY[op], loc)
  }

  private unaryOp(e: ast.UnaryOp): void {
    switch (e.op) {
      case 'Not':
        this.op(Op.TO_BOOL, e)
        return this.op(Op.UNARY_NOT, e)
      case 'UAdd':
        return this.op1(Op.CALL_INTRINSIC_1, Intrinsic1.UNARY_POSITIVE, e)
      case 'USub':
        return this.op(Op.UNARY_NEGATIVE, e)
      case 'Invert':
        return this.op(Op.UNARY_INVERT, e)
    }
  }

  private boolOp(e: ast.BoolOp): void {
    const stop = e.op === 'Or'
    const opcode = stop ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE
    const end = this.newLabel()
    const last = e.values.length - 1
    for (let i = 0; i < last; i++) {
      this.expr(e.values[i])
      this.op1(Op.COPY, 1, e)
      this.op(Op.TO_BOOL, e)
      if (this.options.exprMarks) {
        const rest = operandsFrom(e, i + 1)
        const skip = (value: boolean): Decision => ({ kind: Mark.SKIP, loc: rest, value, skipped: 0 })
        const ends = [skip(true), boolDecision(e, stop, last - i)]
        const goesOn = [skip(false)]
        this.markJump(false, stop ? ends : goesOn, stop ? goesOn : ends)
      }
      this.jump(opcode, end, e)
      this.op(Op.POP_TOP, e)
    }
    this.expr(e.values[last])
    this.useLabel(end)
  }

  /** A conditional, and those nested in it as `a if b else c if d else …`, which all end at one place. */
  private ifExp(e: ast.IfExp): void {
    const nested: ast.IfExp[] = []
    const ends: Label[] = []
    let innermost: expr = e
    while (innermost.kind === 'IfExp') {
      const end = this.newLabel()
      const next = this.newLabel()
      this.jumpIfTest(Mark.IF_EXP, innermost.test, next, false, innermost.orelse)
      this.expr(innermost.body)
      this.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION)
      this.useLabel(next)
      nested.push(innermost)
      ends.push(end)
      innermost = innermost.orelse
    }
    this.expr(innermost)
    for (let i = ends.length - 1; i >= 0; i--) {
      this.useLabel(ends[i])
      if (i > 0) this.mark(nested[i])
    }
  }

  protected compareOp(op: cmpop, loc: Location): void {
    switch (op) {
      case 'Is':
      case 'IsNot':
        return this.op1(Op.IS_OP, op === 'IsNot' ? 1 : 0, loc)
      case 'In':
      case 'NotIn':
        return this.op1(Op.CONTAINS_OP, op === 'NotIn' ? 1 : 0, loc)
      default: {
        const rich = RICH_COMPARE[op]!
        this.op1(Op.COMPARE_OP, (rich << 5) | COMPARE_MASKS[rich], loc)
      }
    }
  }

  private compare(e: ast.Compare): void {
    this.checkCompare(e)
    this.expr(e.left)
    const last = e.ops.length - 1
    if (last === 0) {
      this.expr(e.comparators[0])
      return this.compareOp(e.ops[0], e)
    }
    const cleanup = this.newLabel()
    const end = this.newLabel()
    for (let i = 0; i < last; i++) {
      this.expr(e.comparators[i])
      this.op1(Op.SWAP, 2, e)
      this.op1(Op.COPY, 2, e)
      this.compareOp(e.ops[i], e)
      if (this.options.exprMarks) this.mark(pairOf(e, i), Mark.PAIR)
      this.op1(Op.COPY, 1, e)
      this.op(Op.TO_BOOL, e)
      if (this.options.exprMarks) this.markJump(false, NONE, [chainDecision(e, last - i)])
      this.jump(Op.POP_JUMP_IF_FALSE, cleanup, e)
      this.op(Op.POP_TOP, e)
    }
    this.expr(e.comparators[last])
    this.compareOp(e.ops[last], e)
    if (this.options.exprMarks) this.mark(pairOf(e, last), Mark.PAIR)
    this.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION)
    this.useLabel(cleanup)
    this.op1(Op.SWAP, 2, e)
    this.op(Op.POP_TOP, e)
    this.useLabel(end)
  }

  private checkCompare(e: ast.Compare): void {
    let left = e.left
    for (let i = 0; i < e.ops.length; i++) {
      const op = e.ops[i]
      const right = e.comparators[i]
      if ((op === 'Is' || op === 'IsNot') && !(isFitForIdentity(left) && isFitForIdentity(right))) {
        const type = inferType(isFitForIdentity(left) ? right : left)
        this.warn(
          e,
          op === 'Is'
            ? `"is" with '${type}' literal. Did you mean "=="?`
            : `"is not" with '${type}' literal. Did you mean "!="?`,
        )
        return
      }
      left = right
    }
  }

  /**
   * Jumps to `target` if the truth of an expression is `condition`, without making a value of `and`, `or`, `not`. What its being true or false decides is
   * marked, where marks are made.
   */
  protected jumpIf(
    e: expr,
    target: Label,
    condition: boolean,
    ifTrue: readonly Decision[],
    ifFalse: readonly Decision[],
  ): void {
    const marks = this.options.exprMarks
    switch (e.kind) {
      case 'UnaryOp': {
        let operand: expr = e
        while (operand.kind === 'UnaryOp' && operand.op === 'Not') {
          if (marks) {
            const not = (value: boolean): Decision => ({ kind: Mark.NOT, loc: operand, value, skipped: 0 })
            ;[ifTrue, ifFalse] = [
              [not(false), ...ifFalse],
              [not(true), ...ifTrue],
            ]
          }
          operand = operand.operand
          condition = !condition
        }
        if (operand !== e) return this.jumpIf(operand, target, condition, ifTrue, ifFalse)
        break
      }
      case 'BoolOp': {
        const stop = e.op === 'Or'
        const early = stop === condition ? target : this.newLabel()
        const last = e.values.length - 1
        for (let i = 0; i < last; i++) {
          const ends = marks ? [boolDecision(e, stop, last - i), ...(stop ? ifTrue : ifFalse)] : NONE
          this.jumpIf(e.values[i], early, stop, stop ? ends : NONE, stop ? NONE : ends)
        }
        if (marks) {
          ifTrue = [boolDecision(e, true, 0), ...ifTrue]
          ifFalse = [boolDecision(e, false, 0), ...ifFalse]
        }
        this.jumpIf(e.values[last], target, condition, ifTrue, ifFalse)
        if (early !== target) this.useLabel(early)
        return
      }
      case 'IfExp': {
        const ends: Label[] = []
        let innermost: expr = e
        while (innermost.kind === 'IfExp') {
          const end = this.newLabel()
          const next = this.newLabel()
          this.jumpIfTest(Mark.IF_EXP, innermost.test, next, false)
          this.jumpIf(innermost.body, target, condition, ifTrue, ifFalse)
          this.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION)
          this.useLabel(next)
          ends.push(end)
          innermost = innermost.orelse
        }
        this.jumpIf(innermost, target, condition, ifTrue, ifFalse)
        while (ends.length > 0) this.useLabel(ends.pop()!)
        return
      }
      case 'Compare':
        if (e.ops.length > 1) return this.jumpIfCompare(e, target, condition, ifTrue, ifFalse)
    }
    this.expr(e)
    this.op(Op.TO_BOOL, e)
    if (marks && isNoneTest(e)) {
      // The jump compares with None itself: no value of the comparison is ever on the stack.
      const none = (value: boolean): Decision => ({ kind: Mark.COMPARE, loc: e, value, skipped: 0 })
      ifTrue = [none(true), ...ifTrue]
      ifFalse = [none(false), ...ifFalse]
    }
    if (marks) this.markJump(e.kind === 'Compare' && e.ops[0] === 'Is', ifTrue, ifFalse)
    this.jump(condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target, e)
  }

  /** Marks the conditional jump that is added next: what its test being true decides, and what its being false does. */
  private markJump(noneIsTrue: boolean, ifTrue: readonly Decision[], ifFalse: readonly Decision[]): void {
    for (const d of ifTrue) this.markNext(d.loc, d.kind, detailOf(d, true, noneIsTrue))
    for (const d of ifFalse) this.markNext(d.loc, d.kind, detailOf(d, false, noneIsTrue))
  }

  private jumpIfCompare(
    e: ast.Compare,
    target: Label,
    condition: boolean,
    ifTrue: readonly Decision[],
    ifFalse: readonly Decision[],
  ): void {
    const marks = this.options.exprMarks
    this.checkCompare(e)
    const cleanup = this.newLabel()
    const end = this.newLabel()
    const last = e.ops.length - 1
    this.expr(e.left)
    for (let i = 0; i < last; i++) {
      this.expr(e.comparators[i])
      this.op1(Op.SWAP, 2, e)
      this.op1(Op.COPY, 2, e)
      this.compareOp(e.ops[i], e)
      if (marks) this.mark(pairOf(e, i), Mark.PAIR)
      this.op(Op.TO_BOOL, e)
      if (marks) this.markJump(false, NONE, [chainDecision(e, last - i), ...ifFalse])
      this.jump(Op.POP_JUMP_IF_FALSE, cleanup, e)
    }
    this.expr(e.comparators[last])
    this.compareOp(e.ops[last], e)
    if (marks) this.mark(pairOf(e, last), Mark.PAIR)
    this.mark(e)
    this.op(Op.TO_BOOL, e)
    if (marks) this.markJump(e.ops[last] === 'Is', ifTrue, ifFalse)
    this.jump(condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target, e)
    this.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION)
    this.useLabel(cleanup)
    this.op(Op.POP_TOP, e)
    if (!condition) this.jump(Op.JUMP_NO_INTERRUPT, target, NO_LOCATION)
    this.useLabel(end)
  }

  // Attributes and subscripts

  /** The access itself, the owner being on the stack. */
  private attributeOf(e: ast.Attribute): void {
    const loc = attributeLocation(e, e)
    switch (e.ctx) {
      case 'Load':
        return this.loadAttr(e.attr, false, loc)
      case 'Store':
        this.refuseDebug(e.attr, 'Store', loc)
        this.markNext(e, Mark.STORE, 1)
        return this.nameOp(Op.STORE_ATTR, e.attr, loc)
      case 'Del':
        return this.nameOp(Op.DELETE_ATTR, e.attr, loc)
    }
  }

  /** `self.name = …` in a method makes `name` one of the `__static_attributes__` of the class. */
  private noteStaticAttribute(e: ast.Attribute): void {
    if (e.ctx !== 'Store' || e.value.kind !== 'Name' || e.value.id !== 'self') return
    for (let i = this.outer.length - 1; i >= 0; i--) {
      const attributes = this.outer[i].staticAttributes
      if (attributes === null) continue
      attributes.add(e.attr)
      return
    }
  }

  /** The arguments of `super(…)` in `super(…).attr`, if it is the plain builtin; null otherwise. */
  private superArguments(e: ast.Attribute): expr[] | null {
    const call = e.value
    if (call.kind !== 'Call' || call.func.kind !== 'Name' || call.func.id !== 'super') return null
    if (call.keywords.length > 0 || e.attr === '__class__') return null
    const { unit } = this
    if (unit.entry.scope('super') !== Scope.GLOBAL_IMPLICIT) return null
    if (this.symtable.top.scope('super') !== Scope.UNKNOWN) return null
    const { args } = call
    if (args.length === 2) return hasStarred(args) ? null : args
    if (args.length !== 0) return null
    if (unit.counts.argcount === 0 && unit.counts.posonlyargcount === 0) return null
    return unit.entry.scope('__class__') === Scope.FREE ? args : null
  }

  /** Pushes `super` and its two arguments. */
  private superCall(e: ast.Attribute): void {
    const call = e.value as ast.Call
    this.name('super', 'Load', call.func)
    if (call.args.length > 0) return this.exprs(call.args)
    this.name('__class__', 'Load', call)
    this.name(this.unit.varnames.names[0], 'Load', call)
  }

  private superAttr(e: ast.Attribute, method: boolean): void {
    const index = this.unit.names.add(this.mangled(e.attr))
    const twoArguments = (e.value as ast.Call).args.length > 0 ? 2 : 0
    this.op1(Op.LOAD_SUPER_ATTR, (index << 2) | twoArguments | (method ? 1 : 0), e)
    this.op(Op.NOP, attributeLocation(e, e))
  }

  private subscriptOf(e: ast.Subscript): void {
    if (isTwoElementSlice(e.slice) && e.ctx !== 'Del') {
      this.sliceParts(e.slice)
      if (e.ctx === 'Store') this.markNext(e, Mark.STORE, 3)
      return this.op(e.ctx === 'Load' ? Op.BINARY_SLICE : Op.STORE_SLICE, e)
    }
    this.expr(e.slice)
    if (e.ctx === 'Store') this.markNext(e, Mark.STORE, 2)
    this.op(e.ctx === 'Load' ? Op.BINARY_SUBSCR : e.ctx === 'Store' ? Op.STORE_SUBSCR : Op.DELETE_SUBSCR, e)
  }

  /** Pushes the two or three parts of a slice; gives their number. */
  protected sliceParts(e: ast.Slice): number {
    if (e.lower === null) this.loadConst(null, e)
    else this.expr(e.lower)
    if (e.upper === null) this.loadConst(null, e)
    else this.expr(e.upper)
    if (e.step === null) return 2
    this.expr(e.step)
    return 3
  }

  /** `target op= value` of a subscript up to the current value of the target; gives whether it is a plain slice. */
  protected subscriptForUpdate(e: ast.Subscript): boolean {
    this.expr(e.value)
    if (isTwoElementSlice(e.slice)) {
      this.sliceParts(e.slice)
      for (let i = 0; i < 3; i++) this.op1(Op.COPY, 3, e)
      this.op(Op.BINARY_SLICE, e)
      return true
    }
    this.expr(e.slice)
    this.op1(Op.COPY, 2, e)
    this.op1(Op.COPY, 2, e)
    this.op(Op.BINARY_SUBSCR, e)
    return false
  }

  private checkSubscripter(e: ast.Subscript): void {
    const { value } = e
    switch (value.kind) {
      case 'Constant': {
        const v = value.value
        const fits = v === null || v === Ellipsis || typeof v === 'boolean' || isInt(v)
        if (!fits && !(v instanceof PyFloat || v instanceof PyComplex || v instanceof PyFrozenSet)) return
        break
      }
      case 'Set':
      case 'SetComp':
      case 'GeneratorExp':
      case 'Lambda':
        break
      default:
        return
    }
    this.warn(value, `'${inferType(value)}' object is not subscriptable; perhaps you missed a comma?`)
  }

  private checkIndex(e: ast.Subscript): void {
    const index = inferType(e.slice)
    if (index === undefined || index === 'int' || index === 'bool') return
    const { value } = e
    switch (value.kind) {
      case 'Constant':
        if (!(isStr(value.value) || value.value instanceof PyBytes || value.value instanceof PyTuple)) return
        break
      case 'Tuple':
      case 'List':
      case 'ListComp':
      case 'JoinedStr':
      case 'FormattedValue':
        break
      default:
        return
    }
    this.warn(
      value,
      `${inferType(value)} indices must be integers or slices, not ${index}; perhaps you missed a comma?`,
    )
  }

  // Displays

  /**
   * Builds a list, tuple or set of elements, `pushed` of which are on the stack already. Constants are built at once, long
   * displays and those with stars piece by piece.
   */
  protected display(
    elts: readonly expr[],
    pushed: number,
    build: Op,
    add: Op,
    extend: Op,
    tuple: boolean,
    loc: Location,
  ): void {
    const n = elts.length
    if (n > 2 && allConstant(elts, 0, n)) {
      const values = constantValues(elts, 0, n)
      if (tuple && pushed === 0) return this.loadConst(new PyTuple(values), loc)
      this.op1(build, pushed, loc)
      this.loadConst(add === Op.SET_ADD ? frozensetOf(values) : new PyTuple(values), loc)
      this.op1(extend, 1, loc)
      if (tuple) this.op1(Op.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE, loc)
      return
    }
    const big = n + pushed > STACK_USE_GUIDELINE
    if (!big && !hasStarred(elts)) {
      this.exprs(elts)
      return this.op1(tuple ? Op.BUILD_TUPLE : build, n + pushed, loc)
    }
    let built = false
    if (big) {
      this.op1(build, pushed, loc)
      built = true
    }
    for (let i = 0; i < n; i++) {
      const elt = elts[i]
      if (elt.kind === 'Starred') {
        if (!built) this.op1(build, i + pushed, loc)
        built = true
        this.expr(elt.value)
        this.op1(extend, 1, loc)
      } else {
        this.expr(elt)
        if (built) this.op1(add, 1, loc)
      }
    }
    if (tuple) this.op1(Op.CALL_INTRINSIC_1, Intrinsic1.LIST_TO_TUPLE, loc)
  }

  /** Unpacks the value on top of the stack into targets. */
  private unpackInto(elts: readonly expr[], loc: Location): void {
    const n = elts.length
    let starred = false
    for (let i = 0; i < n; i++) {
      if (elts[i].kind !== 'Starred') continue
      if (starred) syntaxError('multiple starred expressions in assignment', loc)
      const after = n - i - 1
      if (i >= 0x100 || after >= 0x7fffff) syntaxError('too many expressions in star-unpacking assignment', loc)
      this.op1(Op.UNPACK_EX, i | (after << 8), loc)
      starred = true
    }
    if (!starred) this.op1(Op.UNPACK_SEQUENCE, n, loc)
    for (const elt of elts) this.expr(elt.kind === 'Starred' ? elt.value : elt)
  }

  private dict(e: ast.Dict): void {
    const { keys, values } = e
    const n = values.length
    let built = false
    let waiting = 0
    const flush = (end: number, to: number) => {
      this.subdict(e, end - waiting, to)
      if (built) this.op1(Op.DICT_UPDATE, 1, e)
      built = true
      waiting = 0
    }
    for (let i = 0; i < n; i++) {
      if (keys[i] === null) {
        if (waiting > 0) flush(i, i)
        if (!built) this.op1(Op.BUILD_MAP, 0, e)
        built = true
        this.expr(values[i])
        this.op1(Op.DICT_UPDATE, 1, e)
      } else if (waiting * 2 > STACK_USE_GUIDELINE) {
        flush(i, i + 1)
      } else {
        waiting++
      }
    }
    if (waiting > 0) flush(n, n)
    if (!built) this.op1(Op.BUILD_MAP, 0, e)
  }

  /** A dict of a run of items without `**`. */
  private subdict(e: ast.Dict, begin: number, end: number): void {
    const { keys, values } = e
    const n = end - begin
    const big = n * 2 > STACK_USE_GUIDELINE
    if (n > 1 && !big && allConstant(keys, begin, end)) {
      for (let i = begin; i < end; i++) this.expr(values[i])
      this.loadConst(new PyTuple(constantValues(keys, begin, end)), e)
      return this.op1(Op.BUILD_CONST_KEY_MAP, n, e)
    }
    if (big) this.op1(Op.BUILD_MAP, 0, e)
    for (let i = begin; i < end; i++) {
      this.expr(keys[i]!)
      this.expr(values[i])
      if (big) this.op1(Op.MAP_ADD, 1, e)
    }
    if (!big) this.op1(Op.BUILD_MAP, n, e)
  }

  // Strings

  private joinedStr(e: ast.JoinedStr): void {
    const { values } = e
    if (values.length > STACK_USE_GUIDELINE) {
      this.loadConst('', e)
      this.loadAttr('join', true, e)
      this.op1(Op.BUILD_LIST, 0, e)
      for (const value of values) {
        this.expr(value)
        this.op1(Op.LIST_APPEND, 1, e)
      }
      return this.op1(Op.CALL, 1, e)
    }
    this.exprs(values)
    if (values.length > 1) this.op1(Op.BUILD_STRING, values.length, e)
    else if (values.length === 0) this.loadConst('', e)
  }

  private formattedValue(e: ast.FormattedValue): void {
    this.expr(e.value)
    if (e.conversion !== -1) {
      const conversion = CONVERSION[e.conversion]
      if (conversion === undefined) syntaxError(`Unrecognized conversion character ${e.conversion}`, e)
      this.op1(Op.CONVERT_VALUE, conversion, e)
    }
    if (e.format_spec === null) return this.op(Op.FORMAT_SIMPLE, e)
    this.expr(e.format_spec)
    this.op(Op.FORMAT_WITH_SPEC, e)
  }

  // Calls

  private checkKeywords(keywords: readonly keyword[]): void {
    for (let i = 0; i < keywords.length; i++) {
      const name = keywords[i].arg
      if (name === null) continue
      this.refuseDebug(name, 'Store', keywords[i])
      for (let j = i + 1; j < keywords.length; j++) {
        if (keywords[j].arg === name) syntaxError(`keyword argument repeated: ${name}`, keywords[j])
      }
    }
  }

  private checkCaller(e: ast.Call): void {
    switch (e.func.kind) {
      case 'Constant':
      case 'Tuple':
      case 'List':
      case 'ListComp':
      case 'Dict':
      case 'DictComp':
      case 'Set':
      case 'SetComp':
      case 'GeneratorExp':
      case 'JoinedStr':
      case 'FormattedValue':
        this.warn(e.func, `'${inferType(e.func)}' object is not callable; perhaps you missed a comma?`)
    }
  }

  /** The attribute that is called, if it can be called as a method, without a bound method in between; null otherwise. */
  private calledMethod(e: ast.Call): ast.Attribute | null {
    const { func, args, keywords } = e
    if (func.kind !== 'Attribute' || func.ctx !== 'Load') return null
    // Attributes of modules are seldom methods.
    if (func.value.kind === 'Name' && this.symtable.top.symbol(func.value.id) & Def.IMPORT) return null
    if (args.length + keywords.length + (keywords.length > 0 ? 1 : 0) >= STACK_USE_GUIDELINE) return null
    if (hasStarred(args)) return null
    for (let i = 0; i < keywords.length; i++) if (keywords[i].arg === null) return null
    return func
  }

  private methodCall(e: ast.Call, method: ast.Attribute): void {
    const { args, keywords } = e
    const methodLoc = attributeLocation(method, method)
    if (this.superArguments(method) !== null) {
      this.superCall(method)
      this.superAttr(method, true)
    } else {
      this.loadAttr(method.attr, true, methodLoc)
    }
    this.exprs(args)
    const loc = attributeLocation(e, method)
    if (keywords.length === 0) return this.op1(Op.CALL, args.length, loc)
    for (const k of keywords) this.expr(k.value)
    this.loadConst(this.tupleOfNames(keywords.map((k) => k.arg!)), methodLoc)
    this.op1(Op.CALL_KW, args.length + keywords.length, loc)
  }

  /** Pushes arguments and calls; `pushed` arguments are on the stack already. */
  protected callArguments(pushed: number, args: readonly expr[], keywords: readonly keyword[], loc: Location): void {
    this.checkKeywords(keywords)
    const plain =
      args.length + keywords.length * 2 <= STACK_USE_GUIDELINE &&
      !hasStarred(args) &&
      !keywords.some((k) => k.arg === null)
    if (!plain) return this.callUnpacking(pushed, args, keywords, loc)
    this.exprs(args)
    if (keywords.length === 0) return this.op1(Op.CALL, pushed + args.length, loc)
    for (const k of keywords) this.expr(k.value)
    this.loadConst(this.tupleOfNames(keywords.map((k) => k.arg!)), loc)
    this.op1(Op.CALL_KW, pushed + args.length + keywords.length, loc)
  }

  private callUnpacking(pushed: number, args: readonly expr[], keywords: readonly keyword[], loc: Location): void {
    const [first] = args
    if (pushed === 0 && args.length === 1 && first.kind === 'Starred') this.expr(first.value)
    else this.display(args, pushed, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND, true, loc)
    if (keywords.length > 0) this.keywordDict(keywords, loc)
    this.op1(Op.CALL_FUNCTION_EX, keywords.length > 0 ? 1 : 0, loc)
  }

  private keywordDict(keywords: readonly keyword[], loc: Location): void {
    let built = false
    let waiting = 0
    const flush = (end: number) => {
      this.keywordRun(keywords, end - waiting, end, loc)
      if (built) this.op1(Op.DICT_MERGE, 1, loc)
      built = true
      waiting = 0
    }
    for (let i = 0; i < keywords.length; i++) {
      if (keywords[i].arg !== null) {
        waiting++
        continue
      }
      if (waiting > 0) flush(i)
      if (!built) this.op1(Op.BUILD_MAP, 0, loc)
      built = true
      this.expr(keywords[i].value)
      this.op1(Op.DICT_MERGE, 1, loc)
    }
    if (waiting > 0) flush(keywords.length)
  }

  /** A dict of a run of keyword arguments without `**`. */
  private keywordRun(keywords: readonly keyword[], begin: number, end: number, loc: Location): void {
    const n = end - begin
    const big = n * 2 > STACK_USE_GUIDELINE
    const run = keywords.slice(begin, end)
    if (n > 1 && !big) {
      for (const k of run) this.expr(k.value)
      this.loadConst(this.tupleOfNames(run.map((k) => k.arg!)), loc)
      return this.op1(Op.BUILD_CONST_KEY_MAP, n, loc)
    }
    if (big) this.op1(Op.BUILD_MAP, 0, NO_LOCATION)
    for (const k of run) {
      this.loadConst(fromText(k.arg!), loc)
      this.expr(k.value)
      if (big) this.op1(Op.MAP_ADD, 1, NO_LOCATION)
    }
    if (!big) this.op1(Op.BUILD_MAP, n, loc)
  }
}
