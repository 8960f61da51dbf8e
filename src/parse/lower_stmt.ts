/**
 * Statements: nodes of the Lezer tree to CPython's `stmt` nodes, and the tops.
 *
 * A statement ends at its last token that is not layout. Blocks nest by recursion (100 indentations are the limit); `elif` ladders and
 * statement lists are flat in the tree and are not recursed on.
 */
import * as ast from '../ast/nodes.gen'
import { deleteTarget, singleTarget, storeTarget } from './early_errors'
import type { Lowering } from './lower'
import { argumentsOf, callArguments, defaultOf, expression, operatorAt, target } from './lower_expr'
import { pattern } from './lower_pattern'
import * as T from './parser.terms.gen'

/** The module, expression, … of the top node. */
export function lowerTop(cx: Lowering): ast.mod {
  switch (cx.type[0]) {
    case T.File:
      return new ast.Module(statements(cx, cx.first[0]), [])
    case T.Interactive: {
      const only = cx.first[0]
      const compound = cx.next[only] === 0 && cx.tokenType[cx.to[only]] !== T.newline && isCompound(cx.type[only])
      // Lezer may merge the state that still waits for the line end with one that does not.
      if (compound) cx.reject(cx.tokens.count)
      return new ast.Interactive(statements(cx, only))
    }
    case T.Eval:
      return new ast.Expression(expression(cx, cx.first[0]))
  }
  const types: ast.expr[] = []
  let stage = 0
  let child = cx.first[0]
  for (; cx.next[child] !== 0; child = cx.next[child]) {
    // `*args` before `**kwargs`, each once and last.
    const kind = cx.type[child] === T.StarredTest ? 1 : cx.type[child] === T.DoubleStarredTest ? 2 : 0
    if (stage > 0 && kind <= stage) cx.reject(cx.from[child])
    stage = kind
    types.push(expression(cx, kind === 0 ? child : cx.first[child]))
  }
  return new ast.FunctionType(types, expression(cx, child))
}

function isCompound(type: number): boolean {
  switch (type) {
    case T.IfStatement:
    case T.WhileStatement:
    case T.ForStatement:
    case T.TryStatement:
    case T.WithStatement:
    case T.MatchStatement:
    case T.FunctionDefinition:
    case T.ClassDefinition:
    case T.DecoratedStatement:
      return true
  }
  return false
}

function statements(cx: Lowering, child: number): ast.stmt[] {
  const list: ast.stmt[] = []
  for (; child !== 0; child = cx.next[child]) list.push(statement(cx, child))
  return list
}

/** The statements of a `Body` node. */
function body(cx: Lowering, node: number): ast.stmt[] {
  return statements(cx, cx.first[node])
}

function statement(cx: Lowering, node: number): ast.stmt {
  const from = cx.from[node]
  const child = cx.first[node]
  switch (cx.type[node]) {
    case T.ExprStatement: {
      const last = cx.to[node] - 1
      const value = expression(cx, child)
      return new ast.Expr(value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.AssignStatement: {
      const last = cx.to[node] - 1
      const targets: ast.expr[] = []
      let part = child
      for (; cx.next[part] !== 0; part = cx.next[part]) targets.push(target(cx, part))
      const value = expression(cx, part)
      return new ast.Assign(
        targets,
        value,
        null,
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.AnnAssignStatement: {
      const last = cx.to[node] - 1
      const to = singleTarget(cx, expression(cx, child), cx.to[child])
      const annotationNode = cx.next[child]
      const annotation = expression(cx, annotationNode)
      const valueNode = cx.next[annotationNode]
      const value = valueNode === 0 ? null : expression(cx, valueNode)
      const simple = cx.type[child] === T.Name ? 1 : 0
      return new ast.AnnAssign(
        to,
        annotation,
        value,
        simple,
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.AugAssignStatement: {
      const last = cx.to[node] - 1
      const to = singleTarget(cx, expression(cx, child), cx.to[child])
      const op = operatorAt(cx, cx.to[child])
      const value = expression(cx, cx.next[child])
      return new ast.AugAssign(to, op, value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.ReturnStatement: {
      const last = cx.to[node] - 1
      const value = child === 0 ? null : expression(cx, child)
      return new ast.Return(value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.PassStatement:
      return new ast.Pass(cx.lineOf(from), cx.colOf(from), cx.endLineOf(from), cx.endColOf(from))
    case T.BreakStatement:
      return new ast.Break(cx.lineOf(from), cx.colOf(from), cx.endLineOf(from), cx.endColOf(from))
    case T.ContinueStatement:
      return new ast.Continue(cx.lineOf(from), cx.colOf(from), cx.endLineOf(from), cx.endColOf(from))
    case T.DelStatement: {
      const last = cx.to[node] - 1
      const targets: ast.expr[] = []
      for (let part = child; part !== 0; part = cx.next[part]) {
        targets.push(deleteTarget(cx, expression(cx, part), cx.to[part]))
      }
      return new ast.Delete(targets, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.RaiseStatement: {
      const last = cx.to[node] - 1
      const exc = child === 0 ? null : expression(cx, child)
      const causeNode = child === 0 ? 0 : cx.next[child]
      const cause = causeNode === 0 ? null : expression(cx, causeNode)
      return new ast.Raise(exc, cause, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.AssertStatement: {
      const last = cx.to[node] - 1
      const test = expression(cx, child)
      const messageNode = cx.next[child]
      const msg = messageNode === 0 ? null : expression(cx, messageNode)
      return new ast.Assert(test, msg, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.GlobalStatement: {
      const last = cx.to[node] - 1
      return new ast.Global(nameList(cx, child), cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.NonlocalStatement: {
      const last = cx.to[node] - 1
      return new ast.Nonlocal(
        nameList(cx, child),
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.ImportStatement: {
      const last = cx.to[node] - 1
      const names: ast.alias[] = []
      for (let part = child; part !== 0; part = cx.next[part]) names.push(dottedAlias(cx, part))
      return new ast.Import(names, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.ImportFromStatement:
      return importFrom(cx, node)
    case T.TypeAliasStatement: {
      const last = cx.to[node] - 1
      const name = expression(cx, child) as ast.Name
      name.ctx = 'Store'
      let part = cx.next[child]
      let params: ast.type_param[] = []
      if (cx.type[part] === T.TypeParamList) {
        params = typeParams(cx, part)
        part = cx.next[part]
      }
      const value = expression(cx, part)
      return new ast.TypeAlias(
        name,
        params,
        value,
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.IfStatement:
      return ifStatement(cx, node)
    case T.WhileStatement: {
      const last = cx.lastToken(cx.to[node])
      const test = expression(cx, child)
      const bodyNode = cx.next[child]
      const loop = body(cx, bodyNode)
      const orelse = elseBody(cx, cx.next[bodyNode])
      return new ast.While(test, loop, orelse, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.ForStatement: {
      const last = cx.lastToken(cx.to[node])
      const to = target(cx, child)
      const iterNode = cx.next[child]
      const iter = expression(cx, iterNode)
      const bodyNode = cx.next[iterNode]
      const loop = body(cx, bodyNode)
      const orelse = elseBody(cx, cx.next[bodyNode])
      const For = cx.tokenType[from] === T.asyncKw ? ast.AsyncFor : ast.For
      return new For(
        to,
        iter,
        loop,
        orelse,
        null,
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.TryStatement:
      return tryStatement(cx, node)
    case T.WithStatement:
      return withStatement(cx, node)
    case T.FunctionDefinition:
      return functionDefinition(cx, node, [])
    case T.ClassDefinition:
      return classDefinition(cx, node, [])
    case T.DecoratedStatement: {
      const decorators: ast.expr[] = []
      let part = child
      for (; cx.type[part] === T.Decorator; part = cx.next[part]) decorators.push(expression(cx, cx.first[part]))
      return cx.type[part] === T.ClassDefinition
        ? classDefinition(cx, part, decorators)
        : functionDefinition(cx, part, decorators)
    }
    case T.MatchStatement: {
      const last = cx.lastToken(cx.to[node])
      const subject = expression(cx, child)
      const cases: ast.match_case[] = []
      for (let clause = cx.next[child]; clause !== 0; clause = cx.next[clause]) {
        const patternNode = cx.first[clause]
        let part = cx.next[patternNode]
        const matched = pattern(cx, patternNode)
        let guard: ast.expr | null = null
        if (cx.type[part] === T.Guard) {
          guard = expression(cx, cx.first[part])
          part = cx.next[part]
        }
        cases.push(new ast.match_case(matched, guard, body(cx, part)))
      }
      return new ast.Match(subject, cases, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
  }
  throw new Error(`no statement: node type ${cx.type[node]}`)
}

function nameList(cx: Lowering, child: number): string[] {
  const names: string[] = []
  for (; child !== 0; child = cx.next[child]) names.push(cx.nameAt(cx.from[child]))
  return names
}

// ---- Imports

/** The text of a `DottedName`. */
function dottedName(cx: Lowering, node: number): string {
  const child = cx.first[node]
  let name = cx.nameAt(cx.from[child])
  for (let part = cx.next[child]; part !== 0; part = cx.next[part]) name += `.${cx.nameAt(cx.from[part])}`
  return name
}

function dottedAlias(cx: Lowering, node: number): ast.alias {
  const from = cx.from[node]
  const last = cx.to[node] - 1
  const nameNode = cx.first[node]
  const asNode = cx.next[nameNode]
  const asname = asNode === 0 ? null : cx.nameAt(last)
  return new ast.alias(
    dottedName(cx, nameNode),
    asname,
    cx.lineOf(from),
    cx.colOf(from),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}

function importFrom(cx: Lowering, node: number): ast.ImportFrom {
  const from = cx.from[node]
  const last = cx.to[node] - 1
  let level = 0
  let token = from + 1
  for (; ; token++) {
    if (cx.tokenType[token] === T.dot) level++
    else if (cx.tokenType[token] === T.Ellipsis) level += 3
    else break
  }
  // The dots that came as `...` are nodes.
  let child = cx.first[node]
  while (child !== 0 && cx.type[child] === T.Ellipsis) child = cx.next[child]
  let module: string | null = null
  if (child !== 0 && cx.type[child] === T.DottedName) {
    module = dottedName(cx, child)
    child = cx.next[child]
  }
  const names: ast.alias[] = []
  if (child === 0) {
    names.push(new ast.alias('*', null, cx.lineOf(last), cx.colOf(last), cx.endLineOf(last), cx.endColOf(last)))
  }
  for (; child !== 0; child = cx.next[child]) {
    const nameToken = cx.from[child]
    const end = cx.to[child] - 1
    const asname = end === nameToken ? null : cx.nameAt(end)
    names.push(
      new ast.alias(
        cx.nameAt(nameToken),
        asname,
        cx.lineOf(nameToken),
        cx.colOf(nameToken),
        cx.endLineOf(end),
        cx.endColOf(end),
      ),
    )
  }
  return new ast.ImportFrom(
    module,
    names,
    level,
    cx.lineOf(from),
    cx.colOf(from),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}

// ---- Compound statements

/** The statements of an `ElseClause` or `FinallyClause`, none if the node is 0. */
function elseBody(cx: Lowering, node: number): ast.stmt[] {
  return node === 0 ? [] : body(cx, cx.first[node])
}

function ifStatement(cx: Lowering, node: number): ast.If {
  const last = cx.lastToken(cx.to[node])
  const endLine = cx.endLineOf(last)
  const endCol = cx.endColOf(last)
  const testNode = cx.first[node]
  const bodyNode = cx.next[testNode]
  const make = (start: number, test: number, block: number) =>
    new ast.If(expression(cx, test), body(cx, block), [], cx.lineOf(start), cx.colOf(start), endLine, endCol)
  const result = make(cx.from[node], testNode, bodyNode)
  let current = result
  for (let clause = cx.next[bodyNode]; clause !== 0; clause = cx.next[clause]) {
    if (cx.type[clause] === T.ElifClause) {
      const elif = make(cx.from[clause], cx.first[clause], cx.next[cx.first[clause]])
      current.orelse = [elif]
      current = elif
    } else current.orelse = elseBody(cx, clause)
  }
  return result
}

function tryStatement(cx: Lowering, node: number): ast.Try | ast.TryStar {
  const from = cx.from[node]
  const last = cx.lastToken(cx.to[node])
  const bodyNode = cx.first[node]
  const block = body(cx, bodyNode)
  const handlers: ast.ExceptHandler[] = []
  let orelse: ast.stmt[] = []
  let finalbody: ast.stmt[] = []
  let star = false
  for (let clause = cx.next[bodyNode]; clause !== 0; clause = cx.next[clause]) {
    switch (cx.type[clause]) {
      case T.ElseClause:
        orelse = elseBody(cx, clause)
        break
      case T.FinallyClause:
        finalbody = elseBody(cx, clause)
        break
      default:
        if (cx.type[clause] === T.ExceptStarClause) star = true
        handlers.push(exceptHandler(cx, clause))
    }
  }
  const Try = star ? ast.TryStar : ast.Try
  return new Try(
    block,
    handlers,
    orelse,
    finalbody,
    cx.lineOf(from),
    cx.colOf(from),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}

function exceptHandler(cx: Lowering, node: number): ast.ExceptHandler {
  const from = cx.from[node]
  const last = cx.lastToken(cx.to[node])
  let child = cx.first[node]
  let type: ast.expr | null = null
  let name: string | null = null
  if (cx.type[child] !== T.Body) {
    type = expression(cx, child)
    child = cx.next[child]
    if (cx.type[child] !== T.Body) {
      name = cx.nameAt(cx.from[child])
      child = cx.next[child]
    }
  }
  return new ast.ExceptHandler(
    type,
    name,
    body(cx, child),
    cx.lineOf(from),
    cx.colOf(from),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}

function withStatement(cx: Lowering, node: number): ast.With | ast.AsyncWith {
  const from = cx.from[node]
  const last = cx.lastToken(cx.to[node])
  const firstItem = cx.first[node]
  const items: ast.withitem[] = []
  let child = firstItem
  const only = cx.first[firstItem]
  if (cx.type[cx.next[firstItem]] === T.Body && cx.next[only] === 0 && isItemList(cx, only)) {
    // One parenthesis around everything: its elements are the items.
    for (let part = cx.first[only]; part !== 0; part = cx.next[part]) {
      items.push(cx.type[part] === T.WithAs ? withItem(cx, part) : new ast.withitem(expression(cx, part), null))
    }
    child = cx.next[firstItem]
  } else {
    for (; cx.type[child] === T.WithItem; child = cx.next[child]) items.push(withItem(cx, child))
  }
  const block = body(cx, child)
  const With = cx.tokenType[from] === T.asyncKw ? ast.AsyncWith : ast.With
  return new With(items, block, null, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
}

/** Whether a parenthesis holds with-items, none of which could not stand without it. */
function isItemList(cx: Lowering, node: number): boolean {
  if (cx.type[node] !== T.ParenthesizedExpression && cx.type[node] !== T.TupleExpression) return false
  if (cx.first[node] === 0) return false
  for (let part = cx.first[node]; part !== 0; part = cx.next[part]) {
    const type = cx.type[part]
    if (type === T.Starred || type === T.NamedExpression || type === T.YieldExpression) return false
  }
  return true
}

/** A `WithItem` or `WithAs` node. */
function withItem(cx: Lowering, node: number): ast.withitem {
  const context = cx.first[node]
  const targetNode = cx.next[context]
  const value = expression(cx, context)
  return new ast.withitem(
    value,
    targetNode === 0 ? null : storeTarget(cx, expression(cx, targetNode), cx.to[targetNode]),
  )
}

// ---- Definitions

function functionDefinition(
  cx: Lowering,
  node: number,
  decorators: ast.expr[],
): ast.FunctionDef | ast.AsyncFunctionDef {
  const from = cx.from[node]
  const last = cx.lastToken(cx.to[node])
  let child = cx.first[node]
  const name = cx.nameAt(cx.from[child])
  child = cx.next[child]
  let params: ast.type_param[] = []
  if (cx.type[child] === T.TypeParamList) {
    params = typeParams(cx, child)
    child = cx.next[child]
  }
  const args = argumentsOf(cx, child)
  child = cx.next[child]
  let returns: ast.expr | null = null
  if (cx.type[child] === T.Returns) {
    returns = expression(cx, cx.first[child])
    child = cx.next[child]
  }
  const block = body(cx, child)
  const FunctionDef = cx.tokenType[from] === T.asyncKw ? ast.AsyncFunctionDef : ast.FunctionDef
  return new FunctionDef(
    name,
    args,
    block,
    decorators,
    returns,
    null,
    params,
    cx.lineOf(from),
    cx.colOf(from),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}

function classDefinition(cx: Lowering, node: number, decorators: ast.expr[]): ast.ClassDef {
  const from = cx.from[node]
  const last = cx.lastToken(cx.to[node])
  let child = cx.first[node]
  const name = cx.nameAt(cx.from[child])
  child = cx.next[child]
  let params: ast.type_param[] = []
  if (cx.type[child] === T.TypeParamList) {
    params = typeParams(cx, child)
    child = cx.next[child]
  }
  const bases: ast.expr[] = []
  const keywords: ast.keyword[] = []
  if (cx.type[child] === T.ArgList) {
    callArguments(cx, child, bases, keywords, false)
    child = cx.next[child]
  }
  const block = body(cx, child)
  return new ast.ClassDef(
    name,
    bases,
    keywords,
    block,
    decorators,
    params,
    cx.lineOf(from),
    cx.colOf(from),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}

/** `[T: bound = default, *Ts, **P]` */
function typeParams(cx: Lowering, node: number): ast.type_param[] {
  const list: ast.type_param[] = []
  for (let child = cx.first[node]; child !== 0; child = cx.next[child]) {
    const from = cx.from[child]
    const last = cx.to[child] - 1
    const nameNode = cx.first[child]
    const name = cx.nameAt(cx.from[nameNode])
    const after = cx.next[nameNode]
    const bound = after !== 0 && cx.tokenType[cx.from[after] - 1] === T.colon ? expression(cx, after) : null
    const defaultNode = defaultOf(cx, nameNode)
    const value = defaultNode === 0 ? null : expression(cx, defaultNode)
    const [lineno, col, endLine, endCol] = [cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last)]
    if (cx.type[child] === T.TypeVar) list.push(new ast.TypeVar(name, bound, value, lineno, col, endLine, endCol))
    else if (cx.type[child] === T.ParamSpec) list.push(new ast.ParamSpec(name, value, lineno, col, endLine, endCol))
    else list.push(new ast.TypeVarTuple(name, value, lineno, col, endLine, endCol))
  }
  return list
}
