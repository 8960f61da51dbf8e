/** Patterns of the match statement: nodes of the Lezer tree to CPython's `pattern` nodes. */
import * as ast from '../ast/nodes.gen'
import { PyComplex } from '../values/value'
import { stringAtom, stringsAtom } from './fstring'
import { numberValue } from './literals'
import type { Lowering } from './lower'
import { expression, operatorAt } from './lower_expr'
import * as T from './parser.terms.gen'

/** The pattern of a node. */
export function pattern(cx: Lowering, node: number): ast.pattern {
  const from = cx.from[node]
  const last = cx.to[node] - 1
  const child = cx.first[node]
  switch (cx.type[node]) {
    case T.Name: {
      const name = cx.nameAt(from)
      return new ast.MatchAs(
        null,
        name === '_' ? null : name,
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.None:
    case T.True:
    case T.False: {
      const value = cx.type[node] === T.None ? null : cx.type[node] === T.True
      return new ast.MatchSingleton(value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.Number:
    case T.SignedNumber:
    case T.ComplexNumber:
    case T.String:
    case T.Strings:
    case T.FString:
    case T.ValuePattern: {
      const value = literal(cx, node)
      return new ast.MatchValue(value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.GroupPattern:
      return pattern(cx, child)
    case T.SequencePattern:
    case T.OpenSequencePattern:
      return new ast.MatchSequence(
        patterns(cx, child),
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    case T.StarPattern: {
      const name = cx.nameAt(last)
      return new ast.MatchStar(
        name === '_' ? null : name,
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    }
    case T.OrPattern:
      return new ast.MatchOr(
        patterns(cx, child),
        cx.lineOf(from),
        cx.colOf(from),
        cx.endLineOf(last),
        cx.endColOf(last),
      )
    case T.AsPattern: {
      const name = cx.nameAt(last)
      if (name === '_') cx.reject(last)
      const inner = pattern(cx, child)
      return new ast.MatchAs(inner, name, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.MappingPattern:
      return mapping(cx, node)
    case T.ClassPattern:
      return classPattern(cx, node)
  }
  throw new Error(`no pattern: node type ${cx.type[node]}`)
}

function patterns(cx: Lowering, child: number): ast.pattern[] {
  const list: ast.pattern[] = []
  for (; child !== 0; child = cx.next[child]) list.push(pattern(cx, child))
  return list
}

/** The expression of a literal or dotted name. */
function literal(cx: Lowering, node: number): ast.expr {
  const from = cx.from[node]
  const last = cx.to[node] - 1
  switch (cx.type[node]) {
    case T.String:
      return stringAtom(cx, from)
    case T.Strings:
    case T.FString:
      return stringsAtom(cx, node, expression)
    case T.SignedNumber:
    case T.ComplexNumber: {
      let numberNode = cx.first[node]
      let value: ast.expr = numberAt(cx, cx.from[numberNode])
      if (cx.type[node] === T.ComplexNumber && (value as ast.Constant).value instanceof PyComplex) {
        cx.fail('real number required in complex literal', from, cx.to[numberNode])
      }
      if (cx.tokenType[from] === T.minus) {
        const end = cx.from[numberNode]
        value = new ast.UnaryOp('USub', value, cx.lineOf(from), cx.colOf(from), cx.endLineOf(end), cx.endColOf(end))
      }
      const operatorToken = cx.to[numberNode]
      numberNode = cx.next[numberNode]
      if (numberNode === 0) return value
      const imaginary = numberAt(cx, last)
      if (!(imaginary.value instanceof PyComplex))
        cx.fail('imaginary number required in complex literal', last, last + 1)
      const op = operatorAt(cx, operatorToken)
      return new ast.BinOp(value, op, imaginary, cx.lineOf(from), cx.colOf(from), cx.endLineOf(last), cx.endColOf(last))
    }
    case T.ValuePattern:
      return dottedName(cx, cx.first[node])
  }
  return expression(cx, node)
}

function numberAt(cx: Lowering, token: number): ast.Constant {
  const value = numberValue(cx, token)
  return new ast.Constant(value, null, cx.lineOf(token), cx.colOf(token), cx.endLineOf(token), cx.endColOf(token))
}

/** `a.b.c` from its first `Name` node; the names are siblings. */
function dottedName(cx: Lowering, nameNode: number): ast.expr {
  const from = cx.from[nameNode]
  let result = expression(cx, nameNode)
  for (let child = cx.next[nameNode]; child !== 0 && cx.type[child] === T.Name; child = cx.next[child]) {
    const token = cx.from[child]
    if (cx.tokenType[token - 1] !== T.dot) break
    result = new ast.Attribute(
      result,
      cx.nameAt(token),
      'Load',
      cx.lineOf(from),
      cx.colOf(from),
      cx.endLineOf(token),
      cx.endColOf(token),
    )
  }
  return result
}

function mapping(cx: Lowering, node: number): ast.MatchMapping {
  const keys: ast.expr[] = []
  const values: ast.pattern[] = []
  let rest: string | null = null
  for (let child = cx.first[node]; child !== 0; child = cx.next[child]) {
    if (rest !== null) cx.reject(cx.from[child])
    const part = cx.first[child]
    if (cx.type[child] === T.DoubleStarPattern) {
      rest = cx.nameAt(cx.from[part])
      if (rest === '_') cx.reject(cx.from[part])
    } else {
      keys.push(literal(cx, part))
      values.push(pattern(cx, cx.next[part]))
    }
  }
  const from = cx.from[node]
  const last = cx.to[node] - 1
  return new ast.MatchMapping(
    keys,
    values,
    rest,
    cx.lineOf(from),
    cx.colOf(from),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}

function classPattern(cx: Lowering, node: number): ast.MatchClass {
  const from = cx.from[node]
  const last = cx.to[node] - 1
  let child = cx.first[node]
  const cls = dottedName(cx, child)
  // Past the names of the class: the first child after the parenthesis.
  let open = cx.to[child]
  child = cx.next[child]
  while (cx.tokenType[open] === T.dot) {
    open += 2
    child = cx.next[child]
  }
  const positional: ast.pattern[] = []
  const names: string[] = []
  const values: ast.pattern[] = []
  for (; child !== 0; child = cx.next[child]) {
    if (cx.type[child] === T.KeywordPattern) {
      names.push(cx.nameAt(cx.from[child]))
      values.push(pattern(cx, cx.next[cx.first[child]]))
    } else {
      if (names.length > 0) cx.reject(cx.to[child])
      positional.push(pattern(cx, child))
    }
  }
  return new ast.MatchClass(
    cls,
    positional,
    names,
    values,
    cx.lineOf(from),
    cx.colOf(from),
    cx.endLineOf(last),
    cx.endColOf(last),
  )
}
