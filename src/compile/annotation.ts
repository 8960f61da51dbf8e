/**
 * Annotations as source text, for `from __future__ import annotations` (CPython's Python/ast_unparse.c).
 *
 * This is not `ast.unparse` (`ast/unparse.ts`): the interpreter has an unparser of its own, for expressions only, which spaces a
 * lambda without positional parameters otherwise, writes every f-string as the `repr` of its body, puts no second pair of
 * parentheses around a generator expression that is an only argument, and knows fewer cases in which parentheses can be left out.
 */
import type * as ast from '../ast/nodes.gen'
import { PyComplex, PyFloat, PyTuple, type Str, type Value, isInt } from '../values/value'
import { fromText, textOf } from '../values/wide'
import { reprConstant } from './dis'

/** How tightly a place binds, loosest first. */
const enum Level {
  TUPLE,
  TEST,
  OR,
  AND,
  NOT,
  CMP,
  EXPR,
  BXOR,
  BAND,
  SHIFT,
  ARITH,
  TERM,
  FACTOR,
  POWER,
  AWAIT,
  ATOM,
}

const BINARY: Record<ast.operator, readonly [text: string, level: Level]> = {
  Add: [' + ', Level.ARITH],
  Sub: [' - ', Level.ARITH],
  Mult: [' * ', Level.TERM],
  MatMult: [' @ ', Level.TERM],
  Div: [' / ', Level.TERM],
  Mod: [' % ', Level.TERM],
  LShift: [' << ', Level.SHIFT],
  RShift: [' >> ', Level.SHIFT],
  BitOr: [' | ', Level.EXPR],
  BitXor: [' ^ ', Level.BXOR],
  BitAnd: [' & ', Level.BAND],
  FloorDiv: [' // ', Level.TERM],
  Pow: [' ** ', Level.POWER],
}

const UNARY: Record<ast.unaryop, readonly [text: string, level: Level]> = {
  Invert: ['~', Level.FACTOR],
  Not: ['not ', Level.NOT],
  UAdd: ['+', Level.FACTOR],
  USub: ['-', Level.FACTOR],
}

const COMPARE: Record<ast.cmpop, string> = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
}

/** The text of an annotation as `__annotations__` holds it. */
export function annotationText(e: ast.expr): string {
  return text(e, Level.TEST)
}

function text(e: ast.expr, level: Level): string {
  const enclosed = (inner: string, own: Level) => (level > own ? `(${inner})` : inner)
  switch (e.kind) {
    case 'BoolOp': {
      const [op, own] = e.op === 'And' ? [' and ', Level.AND] : [' or ', Level.OR]
      return enclosed(e.values.map((v) => text(v, own + 1)).join(op), own)
    }
    case 'BinOp': {
      const [op, own] = BINARY[e.op]
      const right = e.op === 'Pow'
      return enclosed(text(e.left, own + (right ? 1 : 0)) + op + text(e.right, own + (right ? 0 : 1)), own)
    }
    case 'UnaryOp': {
      const [op, own] = UNARY[e.op]
      return enclosed(op + text(e.operand, own), own)
    }
    case 'Lambda': {
      const positional = e.args.posonlyargs.length + e.args.args.length > 0
      return enclosed(`lambda${positional ? ' ' : ''}${parameters(e.args)}: ${text(e.body, Level.TEST)}`, Level.TEST)
    }
    case 'IfExp': {
      const [body, test] = [text(e.body, Level.TEST + 1), text(e.test, Level.TEST + 1)]
      return enclosed(`${body} if ${test} else ${text(e.orelse, Level.TEST)}`, Level.TEST)
    }
    case 'Dict': {
      const items = e.values.map((value, i) => {
        const key = e.keys[i]
        return key === null ? `**${text(value, Level.EXPR)}` : `${text(key, Level.TEST)}: ${text(value, Level.TEST)}`
      })
      return `{${items.join(', ')}}`
    }
    case 'Set':
      return `{${list(e.elts)}}`
    case 'List':
      return `[${list(e.elts)}]`
    case 'Tuple': {
      if (e.elts.length === 0) return '()'
      return enclosed(list(e.elts) + (e.elts.length === 1 ? ',' : ''), Level.TUPLE)
    }
    case 'ListComp':
      return `[${text(e.elt, Level.TEST)}${clauses(e.generators)}]`
    case 'SetComp':
      return `{${text(e.elt, Level.TEST)}${clauses(e.generators)}}`
    case 'GeneratorExp':
      return `(${text(e.elt, Level.TEST)}${clauses(e.generators)})`
    case 'DictComp':
      return `{${text(e.key, Level.TEST)}: ${text(e.value, Level.TEST)}${clauses(e.generators)}}`
    case 'Await':
      return enclosed(`await ${text(e.value, Level.ATOM)}`, Level.AWAIT)
    case 'Yield':
      return e.value === null ? '(yield)' : `(yield ${text(e.value, Level.TEST)})`
    case 'YieldFrom':
      return `(yield from ${text(e.value, Level.TEST)})`
    case 'Compare': {
      const rest = e.comparators.map((c, i) => COMPARE[e.ops[i]] + text(c, Level.CMP + 1))
      return enclosed(text(e.left, Level.CMP + 1) + rest.join(''), Level.CMP)
    }
    case 'Call':
      return text(e.func, Level.ATOM) + callArguments(e)
    case 'JoinedStr':
    case 'FormattedValue':
      return fstring(e, false)
    case 'Constant':
      return constant(e.value, e.kind_ ?? '')
    case 'Attribute': {
      // `1.real` would be a float.
      const dot = e.value.kind === 'Constant' && isInt(e.value.value) ? ' .' : '.'
      return text(e.value, Level.ATOM) + dot + e.attr
    }
    case 'Starred':
      return `*${text(e.value, Level.EXPR)}`
    case 'Name':
      return e.id
    case 'Slice': {
      const part = (p: ast.expr | null) => (p === null ? '' : text(p, Level.TEST))
      return `${part(e.lower)}:${part(e.upper)}${e.step === null ? '' : `:${part(e.step)}`}`
    }
    case 'Subscript':
      return `${text(e.value, Level.ATOM)}[${text(e.slice, Level.TUPLE)}]`
    case 'NamedExpr':
      return enclosed(`${text(e.target, Level.ATOM)} := ${text(e.value, Level.ATOM)}`, Level.TUPLE)
  }
}

function list(elements: readonly ast.expr[]): string {
  return elements.map((e) => text(e, Level.TEST)).join(', ')
}

function callArguments(e: ast.Call): string {
  if (e.args.length === 1 && e.keywords.length === 0 && e.args[0].kind === 'GeneratorExp') {
    return text(e.args[0], Level.TEST)
  }
  const parts = e.args.map((a) => text(a, Level.TEST))
  for (const { arg, value } of e.keywords) parts.push((arg === null ? '**' : `${arg}=`) + text(value, Level.TEST))
  return `(${parts.join(', ')})`
}

function parameters(a: ast.arguments_): string {
  const parts: string[] = []
  const parameter = (p: ast.arg, fallback: ast.expr | null | undefined) =>
    p.arg +
    (p.annotation === null ? '' : `: ${text(p.annotation, Level.TEST)}`) +
    (fallback ? `=${text(fallback, Level.TEST)}` : '')
  const positional = [...a.posonlyargs, ...a.args]
  const firstDefault = positional.length - a.defaults.length
  positional.forEach((p, i) => {
    parts.push(parameter(p, i >= firstDefault ? a.defaults[i - firstDefault] : null))
    if (i === a.posonlyargs.length - 1) parts.push('/')
  })
  if (a.vararg !== null || a.kwonlyargs.length > 0) parts.push(`*${a.vararg === null ? '' : parameter(a.vararg, null)}`)
  a.kwonlyargs.forEach((p, i) => {
    parts.push(parameter(p, a.kw_defaults[i]))
  })
  if (a.kwarg !== null) parts.push(`**${parameter(a.kwarg, null)}`)
  return parts.join(', ')
}

function clauses(generators: readonly ast.comprehension[]): string {
  return generators
    .map((g) => {
      const head = `${g.is_async ? ' async' : ''} for ${text(g.target, Level.TUPLE)} in ${text(g.iter, Level.TEST + 1)}`
      return head + g.ifs.map((test) => ` if ${text(test, Level.TEST + 1)}`).join('')
    })
    .join('')
}

// Constants and f-strings

function constant(value: Value, prefix: string): string {
  if (value instanceof PyTuple) {
    const items = value.items.map((item) => constant(item, ''))
    return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`
  }
  const repr = reprConstant(value)
  if (repr === 'Ellipsis') return '...'
  // A float too large for its type has no literal of its own.
  return prefix + (value instanceof PyFloat || value instanceof PyComplex ? repr.replaceAll('inf', '1e309') : repr)
}

/** An f-string, or the body of a format specification, which is one without quotes. */
function fstring(e: ast.expr, specification: boolean): string {
  switch (e.kind) {
    case 'Constant':
      return textOf(e.value as Str)
        .replaceAll('{', '{{')
        .replaceAll('}', '}}')
    case 'JoinedStr': {
      const body = e.values.map((part) => fstringPart(part, specification)).join('')
      return specification ? body : `f${reprConstant(fromText(body))}`
    }
    default:
      return fstringPart(e, specification)
  }
}

function fstringPart(e: ast.expr, specification: boolean): string {
  if (e.kind !== 'FormattedValue') return fstring(e, specification)
  const value = text(e.value, Level.TEST + 1)
  const conversion = e.conversion > 0 ? `!${String.fromCharCode(e.conversion)}` : ''
  const spec = e.format_spec === null ? '' : `:${fstring(e.format_spec, true)}`
  return `{${value.startsWith('{') ? ' ' : ''}${value}${conversion}${spec}}`
}
