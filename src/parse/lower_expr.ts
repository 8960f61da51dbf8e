/**
 * Expressions: nodes of the Lezer tree to CPython's `expr` nodes.
 *
 * Positions are taken from token ranges, not from the children: `(a).b` begins at the parenthesis, its `Name` does not.
 *
 * Operators come flat (see `Operation` in the grammar). `operation` resolves their precedence with an explicit stack, so that neither
 * 30,000 terms nor 5,000 `not`s recurse. What the flat form lets through is rejected there: an operand that begins with `not` after a
 * tighter operator, `await` before anything but a primary.
 */
import * as ast from '../ast/nodes.gen'
import { Ellipsis } from '../values/value'
import { storeTarget } from './early_errors'
import { stringAtom, stringsAtom } from './fstring'
import { numberValue } from './literals'
import { type Lowering, parserStackOverflow } from './lower'
import * as T from './parser.terms.gen'
import { Op } from './scanner'

/** Binding strength of operators; those of `notPrefix`, `unaryPrefix` and `awaitPrefix` are prefix operators. */
const enum Prec {
  Or = 1,
  And,
  Not,
  Compare,
  BitOr,
  BitXor,
  BitAnd,
  Shift,
  Sum,
  Product,
  Unary,
  Power,
  Await,
}

/** `Op`s that exist only here: two tokens, or a prefix reading of an operator token. */
const enum Extra {
  NotIn = 32,
  IsNot,
  UAdd,
  USub,
}

const precedence = new Uint8Array(64)
precedence[Op.Or] = Prec.Or
precedence[Op.And] = Prec.And
precedence[Op.Not] = Prec.Not
for (const op of [Op.Lt, Op.Gt, Op.Eq, Op.GtE, Op.LtE, Op.NotEq, Op.In, Op.Is, Extra.NotIn, Extra.IsNot])
  precedence[op] = Prec.Compare
precedence[Op.BitOr] = Prec.BitOr
precedence[Op.BitXor] = Prec.BitXor
precedence[Op.BitAnd] = Prec.BitAnd
precedence[Op.LShift] = precedence[Op.RShift] = Prec.Shift
precedence[Op.Add] = precedence[Op.Sub] = Prec.Sum
for (const op of [Op.Mult, Op.MatMult, Op.Div, Op.Mod, Op.FloorDiv]) precedence[op] = Prec.Product
precedence[Op.Invert] = precedence[Extra.UAdd] = precedence[Extra.USub] = Prec.Unary
precedence[Op.Pow] = Prec.Power
precedence[Op.Await] = Prec.Await

const operators: ast.operator[] = []
operators[Op.BitOr] = 'BitOr'
operators[Op.BitXor] = 'BitXor'
operators[Op.BitAnd] = 'BitAnd'
operators[Op.LShift] = 'LShift'
operators[Op.RShift] = 'RShift'
operators[Op.Add] = 'Add'
operators[Op.Sub] = 'Sub'
operators[Op.Mult] = 'Mult'
operators[Op.MatMult] = 'MatMult'
operators[Op.Div] = 'Div'
operators[Op.Mod] = 'Mod'
operators[Op.FloorDiv] = 'FloorDiv'
operators[Op.Pow] = 'Pow'

const comparisons: ast.cmpop[] = []
comparisons[Op.Lt] = 'Lt'
comparisons[Op.Gt] = 'Gt'
comparisons[Op.Eq] = 'Eq'
comparisons[Op.GtE] = 'GtE'
comparisons[Op.LtE] = 'LtE'
comparisons[Op.NotEq] = 'NotEq'
comparisons[Op.In] = 'In'
comparisons[Op.Is] = 'Is'
comparisons[Extra.NotIn] = 'NotIn'
comparisons[Extra.IsNot] = 'IsNot'

/** How deep CPython's parser nests prefix operators before it gives up with a MemoryError. */
const maxPrefixDepth = 5969
/** And `lambda`s, each of which takes two of its levels. */
const maxLambdaDepth = 2984

/** The name of an operator token of a binary operator, for augmented assignment and complex patterns. */
export function operatorAt(cx: Lowering, token: number): ast.operator {
  return operators[cx.tokenValue[token]]
}

/** The expression of a node. */
export function expression(cx: Lowering, node: number): ast.expr {
  const from = cx.from[node]
  switch (cx.type[node]) {
    case T.Name:
      return new ast.Name(
        cx.nameAt(from),
        'Load',
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(from),
        cx.endColOf(from),
      )
    case T.Postfix:
      return postfix(cx, node)
    case T.Number:
      return constant(cx, numberValue(cx, from), from)
    case T.String:
      return stringAtom(cx, from)
    case T.Strings:
    case T.FString:
      return stringsAtom(cx, node, expression)
    case T.None:
      return constant(cx, null, from)
    case T.True:
      return constant(cx, true, from)
    case T.False:
      return constant(cx, false, from)
    case T.Ellipsis:
      return constant(cx, Ellipsis, from)
    case T.Operation:
      return operation(cx, node)
    case T.ParenthesizedExpression:
      return expression(cx, cx.first[node])
    case T.TupleExpression:
    case T.BareTuple:
    case T.TargetTuple:
    case T.SubjectTuple:
    case T.PlainTuple: {
      const last = cx.to[node] - 1
      return new ast.Tuple(
        expressions(cx, node),
        'Load',
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.ListExpression: {
      const last = cx.to[node] - 1
      return new ast.List(
        expressions(cx, node),
        'Load',
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.SetExpression: {
      const last = cx.to[node] - 1
      return new ast.Set(expressions(cx, node), cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.DictExpression:
      return dict(cx, node)
    case T.GeneratorExpression: {
      const last = cx.to[node] - 1
      const child = cx.first[node]
      const elt = expression(cx, child)
      const generators = comprehensions(cx, cx.next[child])
      return new ast.GeneratorExp(
        elt,
        generators,
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.ListComprehension: {
      const last = cx.to[node] - 1
      const child = cx.first[node]
      const elt = expression(cx, child)
      const generators = comprehensions(cx, cx.next[child])
      return new ast.ListComp(elt, generators, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.SetComprehension: {
      const last = cx.to[node] - 1
      const child = cx.first[node]
      const elt = expression(cx, child)
      const generators = comprehensions(cx, cx.next[child])
      return new ast.SetComp(elt, generators, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.DictComprehension: {
      const last = cx.to[node] - 1
      const keyNode = cx.first[node]
      const valueNode = cx.next[keyNode]
      const key = expression(cx, keyNode)
      const value = expression(cx, valueNode)
      const generators = comprehensions(cx, cx.next[valueNode])
      return new ast.DictComp(
        key,
        value,
        generators,
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.Starred:
      rejectLooseOperators(cx, cx.first[node])
      return starred(cx, node)
    case T.StarredTest:
    case T.StarredTarget:
      return starred(cx, node)
    case T.NamedExpression: {
      const last = cx.to[node] - 1
      const nameNode = cx.first[node]
      const target = expression(cx, nameNode) as ast.Name
      target.ctx = 'Store'
      const value = expression(cx, cx.next[nameNode])
      return new ast.NamedExpr(target, value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.ConditionalExpression:
      return conditional(cx, node)
    case T.LambdaExpression:
      return lambda(cx, node)
    case T.YieldExpression: {
      const last = cx.to[node] - 1
      const child = cx.first[node]
      if (child !== 0 && cx.tokenType[from + 1] === T.fromKw) {
        const value = expression(cx, child)
        return new ast.YieldFrom(value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
      }
      const value = child === 0 ? null : expression(cx, child)
      return new ast.Yield(value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.Slice:
      return slice(cx, node)
    case T.WithAs:
      // Covered for parenthesised `with`; anywhere else the `as` is one too many.
      return cx.reject(cx.to[cx.first[node]])
  }
  throw new Error(`no expression: node type ${cx.type[node]}`)
}

/** The expressions of all children. */
export function expressions(cx: Lowering, node: number): ast.expr[] {
  const list: ast.expr[] = []
  for (let child = cx.first[node]; child !== 0; child = cx.next[child]) list.push(expression(cx, child))
  return list
}

/** An expression that is assigned to. */
export function target(cx: Lowering, node: number): ast.expr {
  return storeTarget(cx, expression(cx, node), cx.to[node])
}

function constant(cx: Lowering, value: ast.Constant['value'], token: number): ast.Constant {
  return new ast.Constant(value, null, cx.lineOf(token), cx.colOf(token), cx.endLineOf(token), cx.endColOf(token))
}

function starred(cx: Lowering, node: number): ast.Starred {
  const from = cx.from[node]
  const last = cx.to[node] - 1
  const value = expression(cx, cx.first[node])
  return new ast.Starred(value, 'Load', cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
}

/** After `*` and `**` stands a bitwise-or expression: no comparison, `not`, `and`, `or`. */
export function rejectLooseOperators(cx: Lowering, node: number): void {
  if (cx.type[node] !== T.Operation) return
  let token = cx.from[node]
  for (let child = cx.first[node]; child !== 0; child = cx.next[child]) {
    for (; token < cx.from[child]; token++) {
      const prec = precedence[cx.tokenValue[token]]
      if (prec <= Prec.Compare) cx.reject(token)
    }
    token = cx.to[child]
  }
}

function dict(cx: Lowering, node: number): ast.Dict {
  const keys: (ast.expr | null)[] = []
  const values: ast.expr[] = []
  for (let child = cx.first[node]; child !== 0; child = cx.next[child]) {
    if (cx.type[child] === T.DoubleStarred) {
      rejectLooseOperators(cx, cx.first[child])
      keys.push(null)
      values.push(expression(cx, cx.first[child]))
    } else {
      keys.push(expression(cx, child))
      child = cx.next[child]
      values.push(expression(cx, child))
    }
  }
  const from = cx.from[node]
  const last = cx.to[node] - 1
  return new ast.Dict(keys, values, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
}

/** The `for` clauses of a comprehension, from the given sibling on. */
function comprehensions(cx: Lowering, child: number): ast.comprehension[] {
  const list: ast.comprehension[] = []
  for (; child !== 0; child = cx.next[child]) {
    const targetNode = cx.first[child]
    const iterNode = cx.next[targetNode]
    const to = target(cx, targetNode)
    const iter = expression(cx, iterNode)
    const ifs: ast.expr[] = []
    for (let condition = cx.next[iterNode]; condition !== 0; condition = cx.next[condition]) {
      ifs.push(expression(cx, condition))
    }
    list.push(new ast.comprehension(to, iter, ifs, cx.tokenType[cx.from[child]] === T.asyncKw ? 1 : 0))
  }
  return list
}

function conditional(cx: Lowering, node: number): ast.expr {
  const nodes: number[] = []
  for (let child = cx.first[node]; child !== 0; child = cx.next[child]) nodes.push(child)
  if (nodes.length > 2 * maxPrefixDepth + 1) throw parserStackOverflow(cx.source)
  // In source order: the children are read once, from the left.
  const parts = nodes.map((child) => expression(cx, child))
  const last = cx.to[node] - 1
  let result = parts[parts.length - 1]
  for (let i = parts.length - 3; i >= 0; i -= 2) {
    const from = cx.from[nodes[i]]
    result = new ast.IfExp(
      parts[i + 1],
      parts[i],
      result,
      cx.lineOf(from),
      cx.colOf(from),
      cx.endLineOf(last),
      cx.endColOf(last),
    )
  }
  return result
}

function lambda(cx: Lowering, node: number): ast.expr {
  const heads: number[] = []
  let child = cx.first[node]
  for (; cx.type[child] === T.LambdaHead; child = cx.next[child]) heads.push(child)
  if (heads.length > maxLambdaDepth) throw parserStackOverflow(cx.source)
  const parameters = heads.map((head) => argumentsOf(cx, head))
  let result = expression(cx, child)
  const last = cx.to[node] - 1
  for (let i = heads.length - 1; i >= 0; i--) {
    const from = cx.from[heads[i]]
    result = new ast.Lambda(
      parameters[i],
      result,
      cx.lineOf(from),
      cx.colOf(from),
      cx.endLineOf(last),
      cx.endColOf(last),
    )
  }
  return result
}

function slice(cx: Lowering, node: number): ast.Slice {
  const from = cx.from[node]
  const last = cx.to[node] - 1
  let child = cx.first[node]
  let token = from
  let lower: ast.expr | null = null
  let upper: ast.expr | null = null
  let step: ast.expr | null = null
  if (child !== 0 && cx.from[child] === token) {
    lower = expression(cx, child)
    token = cx.to[child]
    child = cx.next[child]
  }
  token++
  if (child !== 0 && cx.from[child] === token) {
    upper = expression(cx, child)
    child = cx.next[child]
  }
  if (child !== 0) step = expression(cx, child)
  return new ast.Slice(lower, upper, step, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
}

/** Attributes, calls and subscripts, applied from left to right. */
function postfix(cx: Lowering, node: number): ast.expr {
  const from = cx.from[node]
  const lineno = cx.lineOf(from)
  const col = cx.colOf(from)
  let child = cx.first[node]
  let result = expression(cx, child)
  for (child = cx.next[child]; child !== 0; child = cx.next[child]) {
    const last = cx.to[child] - 1
    switch (cx.type[child]) {
      case T.Name:
        result = new ast.Attribute(result, cx.nameAt(last), 'Load', lineno, col, cx.endLineOf(last), cx.endColOf(last))
        break
      case T.ArgList: {
        const args: ast.expr[] = []
        const keywords: ast.keyword[] = []
        callArguments(cx, child, args, keywords, true)
        result = new ast.Call(result, args, keywords, lineno, col, cx.endLineOf(last), cx.endColOf(last))
        break
      }
      default: {
        const index = subscript(cx, child)
        result = new ast.Subscript(result, index, 'Load', lineno, col, cx.endLineOf(last), cx.endColOf(last))
      }
    }
  }
  return result
}

function subscript(cx: Lowering, node: number): ast.expr {
  const item = cx.first[node]
  const from = cx.from[item]
  // The last token before the bracket: a comma makes a tuple of a single item.
  const last = cx.to[node] - 2
  if (cx.next[item] === 0 && cx.to[item] > last && cx.type[item] !== T.StarredTest) return expression(cx, item)
  return new ast.Tuple(
    expressions(cx, node),
    'Load',
    cx.lineOf(from),
    cx.colOf(from),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}

/**
 * The arguments of a call or class definition, added to `args` and `keywords`. `generator` tells whether a bare generator expression may
 * stand for the only argument.
 */
export function callArguments(
  cx: Lowering,
  node: number,
  args: ast.expr[],
  keywords: ast.keyword[],
  generator: boolean,
): void {
  let seenKeyword = false
  let seenDoubleStar = false
  for (let child = cx.first[node]; child !== 0; child = cx.next[child]) {
    const from = cx.from[child]
    const last = cx.to[child] - 1
    switch (cx.type[child]) {
      case T.KeywordArgument: {
        const nameNode = cx.first[child]
        const value = expression(cx, cx.next[nameNode])
        keywords.push(
          new ast.keyword(
            cx.nameAt(from),
            value,
            cx.lineOf(from),
            cx.colOf(from),
            cx.endLineOf(last),
            cx.endColOf(last),
          ),
        )
        seenKeyword = true
        break
      }
      case T.DoubleStarredTest: {
        const value = expression(cx, cx.first[child])
        keywords.push(
          new ast.keyword(null, value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last)),
        )
        seenKeyword = seenDoubleStar = true
        break
      }
      case T.StarredTest:
        if (seenDoubleStar) cx.reject(from)
        args.push(expression(cx, child))
        break
      case T.GeneratorArgument: {
        const eltNode = cx.first[child]
        const open = cx.from[node]
        const close = cx.to[node] - 1
        if (!generator || from !== open + 1 || last !== close - 1) cx.reject(cx.to[eltNode])
        const elt = expression(cx, eltNode)
        const generators = comprehensions(cx, cx.next[eltNode])
        args.push(
          new ast.GeneratorExp(
            elt,
            generators,
            cx.lineOf(open),
            cx.colOf(open),
            cx.endLineOf(close),
            cx.endColOf(close),
          ),
        )
        break
      }
      default:
        if (seenKeyword) cx.reject(cx.to[child])
        args.push(expression(cx, child))
    }
  }
}

// ---- Operators

/** An `Operation` node: operands are the children, operators the tokens before and between them. */
function operation(cx: Lowering, node: number): ast.expr {
  const { tokenType, tokenValue } = cx
  const from = cx.from[node]
  const firstChild = cx.first[node]
  const second = cx.next[firstChild]
  if (
    second !== 0 &&
    cx.next[second] === 0 &&
    cx.from[firstChild] === from &&
    cx.from[second] === cx.to[firstChild] + 1
  ) {
    return simpleOperation(cx, node, firstChild, second)
  }

  // Operands that wait, with the token ranges they cover (parentheses included).
  const values: ast.expr[] = []
  const starts: number[] = []
  const ends: number[] = []
  // Operators that wait; of a prefix operator also its token.
  const ops: number[] = []
  const opTokens: number[] = []

  /** Applies the waiting operators that bind tighter than `prec`, or as tight if they group to the left. */
  const reduce = (prec: number): void => {
    while (ops.length > 0) {
      const op = ops[ops.length - 1]
      const top = precedence[op]
      if (top < prec) return
      if (top === prec && (top === Prec.Power || top <= Prec.Compare)) return
      let last = values.length - 1
      const endToken = ends[last] - 1
      if (op === Op.Await || top === Prec.Not || top === Prec.Unary) {
        const token = opTokens[opTokens.length - 1]
        const operand = values[last]
        const lineno = cx.lineOf(token)
        const col = cx.colOf(token)
        const endLine = cx.endLineOf(endToken)
        const endCol = cx.endColOf(endToken)
        values[last] =
          op === Op.Await
            ? new ast.Await(operand, lineno, col, endLine, endCol)
            : new ast.UnaryOp(unaryOperator(op), operand, lineno, col, endLine, endCol)
        starts[last] = token
        ops.pop()
        opTokens.pop()
        continue
      }
      if (top <= Prec.Compare) {
        // All neighbours of the same kind make one node.
        let count = 1
        while (count < ops.length && precedence[ops[ops.length - 1 - count]] === top) count++
        const base = last - count
        const lineno = cx.lineOf(starts[base])
        const col = cx.colOf(starts[base])
        const endLine = cx.endLineOf(endToken)
        const endCol = cx.endColOf(endToken)
        const operands = values.splice(base, count + 1)
        const joined = ops.splice(ops.length - count, count)
        opTokens.length -= count
        values.push(
          top === Prec.Compare
            ? new ast.Compare(
                operands[0],
                joined.map((o) => comparisons[o]),
                operands.slice(1),
                lineno,
                col,
                endLine,
                endCol,
              )
            : new ast.BoolOp(top === Prec.And ? 'And' : 'Or', operands, lineno, col, endLine, endCol),
        )
        ends[base] = ends[last]
        starts.length = ends.length = base + 1
        continue
      }
      const right = values.pop()!
      const start = starts[--last]
      values[last] = new ast.BinOp(
        values[last],
        operators[op],
        right,
        cx.lineOf(start),
        cx.colOf(start),
        cx.endLineOf(endToken),
        cx.endColOf(endToken),
      )
      ends[last] = ends[last + 1]
      starts.length = ends.length = last + 1
      ops.pop()
      opTokens.pop()
    }
  }

  let token = from
  for (let child = firstChild; ; child = cx.next[child]) {
    // Prefix operators of this operand.
    for (; token < cx.from[child]; token++) {
      let op: number = tokenValue[token]
      if (op === Op.Not) {
        if (ops.length > 0 && precedence[ops[ops.length - 1]] >= Prec.Compare) cx.reject(token)
      } else if (op === Op.Await) {
        if (token + 1 !== cx.from[child]) cx.reject(token + 1)
      } else if (op === Op.Add) op = Extra.UAdd
      else if (op === Op.Sub) op = Extra.USub
      ops.push(op)
      opTokens.push(token)
    }
    if (ops.length * 2 > maxPrefixDepth && prefixDepth(ops) > maxPrefixDepth) throw parserStackOverflow(cx.source)
    values.push(expression(cx, child))
    starts.push(cx.from[child])
    token = cx.to[child]
    ends.push(token)
    if (cx.next[child] === 0) break
    let op: number = tokenValue[token++]
    if (op === Op.Not) {
      op = Extra.NotIn
      token++
    } else if (op === Op.Is && tokenType[token] === T.notKw) {
      op = Extra.IsNot
      token++
    }
    reduce(precedence[op])
    ops.push(op)
    opTokens.push(token)
  }
  reduce(0)
  return values[0]
}

/** How many operators at the top of the stack nest in each other: prefix operators and powers. */
function prefixDepth(ops: number[]): number {
  let count = 0
  for (let i = ops.length - 1; i >= 0; i--) {
    const prec = precedence[ops[i]]
    if (prec !== Prec.Not && prec !== Prec.Unary && prec !== Prec.Power) break
    count += prec === Prec.Power ? 2 : 1
  }
  return count
}

/** Two operands and an operator of one token between them: most operations. */
function simpleOperation(cx: Lowering, node: number, leftNode: number, rightNode: number): ast.expr {
  const left = expression(cx, leftNode)
  const right = expression(cx, rightNode)
  const op = cx.tokenValue[cx.to[leftNode]]
  const prec = precedence[op]
  const from = cx.from[node]
  const last = cx.to[node] - 1
  const lineno = cx.lineOf(from)
  const col = cx.colOf(from)
  const endLine = cx.endLineOf(last)
  const endCol = cx.endColOf(last)
  if (prec > Prec.Compare) return new ast.BinOp(left, operators[op], right, lineno, col, endLine, endCol)
  if (prec === Prec.Compare) return new ast.Compare(left, [comparisons[op]], [right], lineno, col, endLine, endCol)
  return new ast.BoolOp(prec === Prec.And ? 'And' : 'Or', [left, right], lineno, col, endLine, endCol)
}

function unaryOperator(op: number): ast.unaryop {
  if (op === Op.Not) return 'Not'
  if (op === Op.Invert) return 'Invert'
  return op === Extra.USub ? 'USub' : 'UAdd'
}

// ---- Parameters

/** The parameters of a function (`ParamList`) or of one `lambda` (`LambdaHead`). */
export function argumentsOf(cx: Lowering, node: number): ast.arguments_ {
  const posonlyargs: ast.arg[] = []
  let args: ast.arg[] = []
  const kwonlyargs: ast.arg[] = []
  const kw_defaults: (ast.expr | null)[] = []
  const defaults: ast.expr[] = []
  let positional = posonlyargs
  let vararg: ast.arg | null = null
  let kwarg: ast.arg | null = null
  let star = false
  let bareStar = 0
  positional = args
  for (let child = cx.first[node]; child !== 0; child = cx.next[child]) {
    const from = cx.from[child]
    if (kwarg !== null) cx.reject(from)
    const part = cx.first[child]
    switch (cx.type[child]) {
      case T.SlashParam:
        if (star || posonlyargs.length > 0 || args.length === 0) cx.reject(from)
        posonlyargs.push(...args)
        args = positional = []
        break
      case T.StarParam:
      case T.LambdaStarParam:
        if (star) cx.reject(from)
        star = true
        if (part !== 0) vararg = parameter(cx, part)
        else bareStar = child
        break
      case T.DoubleStarParam:
      case T.LambdaDoubleStarParam:
        if (bareStar !== 0 && kwonlyargs.length === 0) cx.reject(from)
        kwarg = parameter(cx, part)
        break
      default: {
        const arg = parameter(cx, part)
        const defaultNode = defaultOf(cx, part)
        const value = defaultNode === 0 ? null : expression(cx, defaultNode)
        if (star) {
          kwonlyargs.push(arg)
          kw_defaults.push(value)
        } else {
          positional.push(arg)
          if (value !== null) defaults.push(value)
          else if (defaults.length > 0) cx.reject(cx.to[child])
        }
      }
    }
  }
  if (bareStar !== 0 && kwonlyargs.length === 0) cx.reject(cx.to[bareStar])
  return new ast.arguments_(posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults)
}

/** Name and annotation of a parameter, given its `Name` node. */
function parameter(cx: Lowering, nameNode: number): ast.arg {
  const token = cx.from[nameNode]
  const after = cx.next[nameNode]
  let annotation: ast.expr | null = null
  let last = token
  if (after !== 0 && cx.tokenType[cx.from[after] - 1] === T.colon) {
    annotation = expression(cx, after)
    last = cx.to[after] - 1
  }
  return new ast.arg(
    cx.nameAt(token),
    annotation,
    null,
    cx.lineOf(token),
    cx.colOf(token),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}

/** The node after `=` among the siblings of a parameter's name, 0 if there is none. */
export function defaultOf(cx: Lowering, nameNode: number): number {
  for (let child = cx.next[nameNode]; child !== 0; child = cx.next[child]) {
    if (cx.tokenType[cx.from[child] - 1] === T.equal) return child
  }
  return 0
}
