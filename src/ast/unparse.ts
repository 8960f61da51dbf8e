/**
 * AST to source text: `ast.unparse` (Lib/ast.py), character for character.
 *
 * Expressions become strings, statements lines. What decides on parentheses is the precedence an expression is asked for with:
 * it is put in parentheses if it binds less tightly than its place demands. Where CPython's unparser does not say what the place
 * demands, that is `TEST`, which is why a tuple in `return` or `=` gets parentheses and one alone on a line does not.
 *
 * Comments, layout and the spelling of literals are lost; `parse(unparse(tree))` gives an equal tree.
 */
import { PyComplex, PyFloat, type Str, type Value, WideStr } from '../values/value'
import { codePoints, fromText, textOf } from '../values/wide'
import { isPrintable } from '../values/unicode'
import { escapeCodePoint, reprStr } from '../values/repr'
import { reprValue } from './dump'
import type * as ast from './nodes.gen'

// How tightly things bind, loosest first.
const TUPLE = 2
const YIELD = 3
const TEST = 4
const OR = 5
const AND = 6
const NOT = 7
const CMP = 8
const BOR = 9
const BXOR = 10
const BAND = 11
const SHIFT = 12
const ARITH = 13
const TERM = 14
const FACTOR = 15
const POWER = 16
const AWAIT = 17
const ATOM = 18
const NAMED_EXPR = 1

const BINARY: Record<ast.operator, readonly [string, number]> = {
  Add: ['+', ARITH],
  Sub: ['-', ARITH],
  Mult: ['*', TERM],
  MatMult: ['@', TERM],
  Div: ['/', TERM],
  Mod: ['%', TERM],
  FloorDiv: ['//', TERM],
  LShift: ['<<', SHIFT],
  RShift: ['>>', SHIFT],
  BitOr: ['|', BOR],
  BitXor: ['^', BXOR],
  BitAnd: ['&', BAND],
  Pow: ['**', POWER],
}

const COMPARE: Record<ast.cmpop, string> = {
  Eq: '==',
  NotEq: '!=',
  Lt: '<',
  LtE: '<=',
  Gt: '>',
  GtE: '>=',
  Is: 'is',
  IsNot: 'is not',
  In: 'in',
  NotIn: 'not in',
}

const UNARY: Record<ast.unaryop, readonly [string, number]> = {
  Invert: ['~', FACTOR],
  Not: ['not ', NOT],
  UAdd: ['+', FACTOR],
  USub: ['-', FACTOR],
}

type Quote = "'" | '"' | '"""' | "'''"
const MULTI_QUOTES: readonly Quote[] = ['"""', "'''"]
const ALL_QUOTES: readonly Quote[] = ["'", '"', ...MULTI_QUOTES]

/** A float so large that reading it gives infinity. */
const INFINITY = '1e309'

/** The source text of a tree, as `ast.unparse` gives it. */
export function unparse(node: ast.mod | ast.stmt | ast.expr | ast.pattern): string {
  const unparser = new Unparser()
  switch (node.kind) {
    case 'Module':
      unparser.body(node.body, true)
      break
    case 'Interactive':
      // CPython's unparser begins anew with each statement of an Interactive, so that only the last is left.
      unparser.body(node.body.slice(-1), false)
      break
    case 'Expression':
      return expr(node.body)
    case 'FunctionType':
      return `(${list(node.argtypes)}) -> ${expr(node.returns)}`
    default:
      if (isStatement(node)) unparser.statement(node)
      else if (node.kind.startsWith('Match')) return pattern(node as ast.pattern)
      else return expr(node as ast.expr)
  }
  return unparser.lines.join('\n')
}

function isStatement(node: ast.stmt | ast.expr | ast.pattern): node is ast.stmt {
  return STATEMENTS.has(node.kind)
}

const STATEMENTS: ReadonlySet<string> = new Set(
  (
    'FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor While If With AsyncWith ' +
    'Match Raise Try TryStar Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue'
  ).split(' '),
)

/** Writes statements. */
class Unparser {
  readonly lines: string[] = []
  private indent = ''

  private line(text: string): undefined {
    this.lines.push(this.indent + text)
  }

  /** An empty line, except at the very beginning. */
  private gap(): undefined {
    if (this.lines.length > 0) this.lines.push('')
  }

  /** Statements at this depth; the first may be a docstring. */
  body(body: readonly ast.stmt[], mayDocument: boolean): undefined {
    let from = 0
    const first = body[0]
    if (mayDocument && first?.kind === 'Expr' && first.value.kind === 'Constant') {
      const { value, kind_ } = first.value
      if (isStr(value)) {
        this.line((kind_ === 'u' ? 'u' : '') + docstring(value))
        from = 1
      }
    }
    for (let i = from; i < body.length; i++) this.statement(body[i]!)
  }

  /** `header:` and an indented block. */
  private block(header: string, body: readonly ast.stmt[], mayDocument = false): undefined {
    this.line(header)
    const { indent } = this
    this.indent = `${indent}    `
    this.body(body, mayDocument)
    this.indent = indent
  }

  private orElse(body: readonly ast.stmt[]): undefined {
    if (body.length > 0) this.block('else:', body)
  }

  statement(s: ast.stmt): undefined {
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef': {
        this.gap()
        for (const decorator of s.decorator_list) this.line(`@${expr(decorator)}`)
        const word = s.kind === 'FunctionDef' ? 'def' : 'async def'
        const returns = s.returns ? ` -> ${expr(s.returns)}` : ''
        const head = `${word} ${s.name}${typeParams(s.type_params)}(${args(s.args)})${returns}:`
        return this.block(head + typeComment(s.type_comment), s.body, true)
      }
      case 'ClassDef': {
        this.gap()
        for (const decorator of s.decorator_list) this.line(`@${expr(decorator)}`)
        const bases = callArguments(s.bases, s.keywords)
        const head = `class ${s.name}${typeParams(s.type_params)}${bases === '' ? '' : `(${bases})`}:`
        return this.block(head, s.body, true)
      }
      case 'Return':
        return this.line(s.value ? `return ${expr(s.value)}` : 'return')
      case 'Delete':
        return this.line(`del ${list(s.targets)}`)
      case 'Assign': {
        const targets = s.targets.map((target) => `${expr(target, TUPLE)} = `).join('')
        return this.line(targets + expr(s.value) + typeComment(s.type_comment))
      }
      case 'TypeAlias':
        return this.line(`type ${expr(s.name)}${typeParams(s.type_params)} = ${expr(s.value)}`)
      case 'AugAssign':
        return this.line(`${expr(s.target)} ${BINARY[s.op][0]}= ${expr(s.value)}`)
      case 'AnnAssign': {
        const bare = expr(s.target)
        const target = !s.simple && s.target.kind === 'Name' ? `(${bare})` : bare
        return this.line(`${target}: ${expr(s.annotation)}${s.value ? ` = ${expr(s.value)}` : ''}`)
      }
      case 'For':
      case 'AsyncFor': {
        const word = s.kind === 'For' ? 'for' : 'async for'
        this.block(`${word} ${expr(s.target, TUPLE)} in ${expr(s.iter)}:${typeComment(s.type_comment)}`, s.body)
        return this.orElse(s.orelse)
      }
      case 'While':
        this.block(`while ${expr(s.test)}:`, s.body)
        return this.orElse(s.orelse)
      case 'If':
        return this.ifLadder(s)
      case 'With':
      case 'AsyncWith': {
        const items = s.items.map(
          (item) => expr(item.context_expr) + (item.optional_vars ? ` as ${expr(item.optional_vars)}` : ''),
        )
        const word = s.kind === 'With' ? 'with' : 'async with'
        return this.block(`${word} ${items.join(', ')}:${typeComment(s.type_comment)}`, s.body)
      }
      case 'Match':
        return this.match(s)
      case 'Raise':
        if (!s.exc) return this.line('raise')
        return this.line(`raise ${expr(s.exc)}${s.cause ? ` from ${expr(s.cause)}` : ''}`)
      case 'Try':
      case 'TryStar':
        return this.tryStatement(s)
      case 'Assert':
        return this.line(`assert ${expr(s.test)}${s.msg ? `, ${expr(s.msg)}` : ''}`)
      case 'Import':
        return this.line(`import ${aliases(s.names)}`)
      case 'ImportFrom':
        return this.line(`from ${'.'.repeat(s.level ?? 0)}${s.module ?? ''} import ${aliases(s.names)}`)
      case 'Global':
        return this.line(`global ${s.names.join(', ')}`)
      case 'Nonlocal':
        return this.line(`nonlocal ${s.names.join(', ')}`)
      case 'Expr':
        return this.line(expr(s.value, YIELD))
      case 'Pass':
        return this.line('pass')
      case 'Break':
        return this.line('break')
      case 'Continue':
        return this.line('continue')
    }
  }

  /** An `if` that is all there is in an `else` becomes an `elif`. */
  private ifLadder(s: ast.If): undefined {
    this.block(`if ${expr(s.test)}:`, s.body)
    let node = s
    for (;;) {
      const only = node.orelse.length === 1 ? node.orelse[0]! : null
      if (only?.kind !== 'If') return this.orElse(node.orelse)
      node = only
      this.block(`elif ${expr(node.test)}:`, node.body)
    }
  }

  private tryStatement(s: ast.Try | ast.TryStar): undefined {
    this.block('try:', s.body)
    const word = s.kind === 'Try' ? 'except' : 'except*'
    for (const handler of s.handlers) {
      const type = handler.type ? ` ${expr(handler.type)}` : ''
      this.block(`${word}${type}${handler.name ? ` as ${handler.name}` : ''}:`, handler.body)
    }
    this.orElse(s.orelse)
    if (s.finalbody.length > 0) this.block('finally:', s.finalbody)
  }

  private match(s: ast.Match): undefined {
    this.line(`match ${expr(s.subject)}:`)
    const { indent } = this
    this.indent = `${indent}    `
    for (const c of s.cases) {
      this.block(`case ${pattern(c.pattern)}${c.guard ? ` if ${expr(c.guard)}` : ''}:`, c.body)
    }
    this.indent = indent
  }
}

// ---- parts of statements

function typeComment(comment: string | null): string {
  return comment === null ? '' : ` # type: ${comment}`
}

function aliases(names: readonly ast.alias[]): string {
  return names.map((name) => name.name + (name.asname ? ` as ${name.asname}` : '')).join(', ')
}

function typeParams(params: readonly ast.type_param[]): string {
  if (params.length === 0) return ''
  const texts = params.map((p) => {
    const stars = p.kind === 'TypeVar' ? '' : p.kind === 'TypeVarTuple' ? '*' : '**'
    const bound = p.kind === 'TypeVar' && p.bound ? `: ${expr(p.bound)}` : ''
    return `${stars}${p.name}${bound}${p.default_value ? ` = ${expr(p.default_value)}` : ''}`
  })
  return `[${texts.join(', ')}]`
}

function parameter(p: ast.arg): string {
  return p.arg + (p.annotation ? `: ${expr(p.annotation)}` : '')
}

function args(a: ast.arguments_): string {
  const parts: string[] = []
  const positional = [...a.posonlyargs, ...a.args]
  const required = positional.length - a.defaults.length
  positional.forEach((p, i) => {
    const value = i >= required ? `=${expr(a.defaults[i - required]!)}` : ''
    parts.push(parameter(p) + value)
    if (i + 1 === a.posonlyargs.length) parts.push('/')
  })
  if (a.vararg) parts.push(`*${parameter(a.vararg)}`)
  else if (a.kwonlyargs.length > 0) parts.push('*')
  a.kwonlyargs.forEach((p, i) => {
    const value = a.kw_defaults[i]
    parts.push(parameter(p) + (value ? `=${expr(value)}` : ''))
  })
  if (a.kwarg) parts.push(`**${parameter(a.kwarg)}`)
  return parts.join(', ')
}

function callArguments(positional: readonly ast.expr[], keywords: readonly ast.keyword[]): string {
  const parts = positional.map((e) => expr(e))
  for (const keyword of keywords) {
    parts.push((keyword.arg === null ? '**' : `${keyword.arg}=`) + expr(keyword.value))
  }
  return parts.join(', ')
}

// ---- expressions

function list(items: readonly ast.expr[]): string {
  return items.map((e) => expr(e)).join(', ')
}

/** The elements of a tuple: a comma after a single one. */
function tupleItems(items: readonly ast.expr[]): string {
  return items.length === 1 ? `${expr(items[0]!)},` : list(items)
}

function parenthesized(text: string, own: number, wanted: number): string {
  return wanted > own ? `(${text})` : text
}

/** The text of an expression for a place that demands at least the precedence `wanted`. */
function expr(e: ast.expr, wanted = TEST): string {
  switch (e.kind) {
    case 'Name':
      return e.id
    case 'Constant':
      return constant(e)
    case 'Attribute': {
      // `3.x` would be a float: a blank keeps them apart.
      const isInt =
        e.value.kind === 'Constant' &&
        (typeof e.value.value === 'number' || typeof e.value.value === 'bigint' || typeof e.value.value === 'boolean')
      return `${expr(e.value, ATOM)}${isInt ? ' ' : ''}.${e.attr}`
    }
    case 'Call':
      return `${expr(e.func, ATOM)}(${callArguments(e.args, e.keywords)})`
    case 'Subscript': {
      const { slice } = e
      const inside = slice.kind === 'Tuple' && slice.elts.length > 0 ? tupleItems(slice.elts) : expr(slice)
      return `${expr(e.value, ATOM)}[${inside}]`
    }
    case 'BinOp': {
      const [operator, own] = BINARY[e.op]
      const tighter = Math.min(own + 1, ATOM)
      const right = e.op === 'Pow'
      const left = expr(e.left, right ? tighter : own)
      return parenthesized(`${left} ${operator} ${expr(e.right, right ? own : tighter)}`, own, wanted)
    }
    case 'UnaryOp': {
      const [operator, own] = UNARY[e.op]
      return parenthesized(operator + expr(e.operand, own), own, wanted)
    }
    case 'BoolOp': {
      const own = e.op === 'And' ? AND : OR
      // Each operand is asked for more tightly than the one before.
      const parts = e.values.map((value, i) => expr(value, Math.min(own + 1 + i, ATOM)))
      return parenthesized(parts.join(e.op === 'And' ? ' and ' : ' or '), own, wanted)
    }
    case 'Compare': {
      let text = expr(e.left, CMP + 1)
      e.ops.forEach((op, i) => {
        text += ` ${COMPARE[op]} ${expr(e.comparators[i]!, CMP + 1)}`
      })
      return parenthesized(text, CMP, wanted)
    }
    case 'NamedExpr':
      return parenthesized(`${expr(e.target, ATOM)} := ${expr(e.value, ATOM)}`, NAMED_EXPR, wanted)
    case 'IfExp': {
      const text = `${expr(e.body, TEST + 1)} if ${expr(e.test, TEST + 1)} else ${expr(e.orelse)}`
      return parenthesized(text, TEST, wanted)
    }
    case 'Lambda': {
      const parameters = args(e.args)
      return parenthesized(`lambda${parameters === '' ? '' : ` ${parameters}`}: ${expr(e.body)}`, TEST, wanted)
    }
    case 'Await':
      return parenthesized(`await ${expr(e.value, ATOM)}`, AWAIT, wanted)
    case 'Yield':
      return parenthesized(e.value ? `yield ${expr(e.value, ATOM)}` : 'yield', YIELD, wanted)
    case 'YieldFrom':
      return parenthesized(`yield from ${expr(e.value, ATOM)}`, YIELD, wanted)
    case 'Starred':
      return `*${expr(e.value, BOR)}`
    case 'List':
      return `[${list(e.elts)}]`
    case 'Tuple': {
      const text = tupleItems(e.elts)
      return e.elts.length === 0 ? `(${text})` : parenthesized(text, TUPLE, wanted)
    }
    case 'Set':
      // `{}` is a dict, and the name `set` could mean something else.
      return e.elts.length === 0 ? '{*()}' : `{${list(e.elts)}}`
    case 'Dict': {
      const items = e.keys.map((key, i) => {
        const value = e.values[i]!
        return key === null ? `**${expr(value, BOR)}` : `${expr(key)}: ${expr(value)}`
      })
      return `{${items.join(', ')}}`
    }
    case 'ListComp':
      return `[${expr(e.elt)}${generators(e.generators)}]`
    case 'SetComp':
      return `{${expr(e.elt)}${generators(e.generators)}}`
    case 'GeneratorExp':
      return `(${expr(e.elt)}${generators(e.generators)})`
    case 'DictComp':
      return `{${expr(e.key)}: ${expr(e.value)}${generators(e.generators)}}`
    case 'Slice': {
      const step = e.step ? `:${expr(e.step)}` : ''
      return `${e.lower ? expr(e.lower) : ''}:${e.upper ? expr(e.upper) : ''}${step}`
    }
    case 'JoinedStr':
      return joinedString(e)
    case 'FormattedValue':
      return formattedValue(e)
  }
}

function generators(clauses: readonly ast.comprehension[]): string {
  return clauses
    .map((c) => {
      const conditions = c.ifs.map((e) => ` if ${expr(e, TEST + 1)}`).join('')
      const word = c.is_async ? 'async for' : 'for'
      return ` ${word} ${expr(c.target, TUPLE)} in ${expr(c.iter, TEST + 1)}${conditions}`
    })
    .join('')
}

// ---- literals

function isStr(value: Value): value is Str {
  return typeof value === 'string' || value instanceof WideStr
}

function constant(e: ast.Constant): string {
  const { value } = e
  if (value instanceof PyFloat || value instanceof PyComplex) {
    return reprValue(value).replaceAll('inf', INFINITY).replaceAll('nan', `(${INFINITY}-${INFINITY})`)
  }
  const text = reprValue(value)
  if (text === 'Ellipsis') return '...'
  return e.kind_ === 'u' ? `u${text}` : text
}

/** What can stand between quotes for a string, and the quotes it can stand between, best first. */
interface Quoted {
  text: string
  quotes: readonly Quote[]
}

/** Looks for quotes that need as few escapes as possible. */
function quoteString(value: Str, quotes: readonly Quote[], escapeSpace: boolean): Quoted {
  let text = ''
  for (const cp of codePoints(value)) {
    if (cp === 92) text += '\\\\'
    else if (cp === 10 || cp === 9) text += escapeSpace ? (cp === 10 ? '\\n' : '\\t') : String.fromCharCode(cp)
    else if (isPrintable(cp)) text += String.fromCodePoint(cp)
    else text += cp === 13 ? '\\r' : escapeCodePoint(cp)
  }
  let possible = text.includes('\n') ? quotes.filter((q) => q.length === 3) : [...quotes]
  possible = possible.filter((q) => !text.includes(q))
  if (possible.length === 0) {
    // Nothing fits without escaping quotes: `repr` does that, inside one of the wanted quotes if it can be.
    const shown = textOf(reprStr(value))
    const quote = quotes.find((q) => q.includes(shown[0]!)) ?? (shown[0] as Quote)
    return { text: shown.slice(1, -1), quotes: [quote] }
  }
  if (text !== '') {
    const last = text[text.length - 1]!
    // Quotes that the text does not end with come first.
    possible = [...possible.filter((q) => q[0] !== last), ...possible.filter((q) => q[0] === last)]
    if (possible[0]![0] === last) text = `${text.slice(0, -1)}\\${last}`
  }
  return { text, quotes: possible }
}

function docstring(value: Str): string {
  const { text, quotes } = quoteString(value, MULTI_QUOTES, false)
  return quotes[0] + text + quotes[0]
}

function joinedString(e: ast.JoinedStr): string {
  const parts = e.values.map((value) => ({ text: fstringPart(value, false), literal: value.kind === 'Constant' }))
  let quotes: readonly Quote[] = ALL_QUOTES
  let texts: string[] = []
  for (const part of parts) {
    let { text } = part
    if (part.literal) {
      const found = quoteString(fromText(text), quotes, true)
      if (!found.quotes.some((q) => quotes.includes(q))) {
        // No quotes suit all parts.
        quotes = ["'''"]
        texts = parts.map((p) => (p.literal ? textOf(reprStr(fromText(`"${p.text}`))).slice(2, -1) : p.text))
        break
      }
      text = found.text
      quotes = found.quotes
    } else if (text.includes('\n')) quotes = quotes.filter((q) => q.length === 3)
    texts.push(text)
  }
  return `f${quotes[0]}${texts.join('')}${quotes[0]}`
}

/** A part of an f-string or format specification, literal text not yet escaped for its quotes. */
function fstringPart(e: ast.expr, inSpec: boolean): string {
  if (e.kind === 'JoinedStr') return e.values.map((value) => fstringPart(value, inSpec)).join('')
  if (e.kind === 'FormattedValue') return formattedValue(e)
  if (e.kind !== 'Constant' || !isStr(e.value)) throw new Error(`unexpected ${e.kind} in an f-string`)
  const text = textOf(e.value).replace(/[{}]/g, '$&$&')
  if (!inSpec) return text
  return text.replace(/[\\'"]/g, '\\$&').replaceAll('\n', '\\n')
}

const CONVERSIONS: Readonly<Record<number, string>> = { 115: '!s', 114: '!r', 97: '!a' }

function formattedValue(e: ast.FormattedValue): string {
  const value = expr(e.value, TEST + 1)
  const spec = e.format_spec ? `:${fstringPart(e.format_spec, true)}` : ''
  // Two braces in a row would be a literal one.
  return `{${value.startsWith('{') ? ' ' : ''}${value}${CONVERSIONS[e.conversion] ?? ''}${spec}}`
}

// ---- patterns

function pattern(p: ast.pattern, wanted = TEST): string {
  switch (p.kind) {
    case 'MatchValue':
      return expr(p.value)
    case 'MatchSingleton':
      return reprValue(p.value)
    case 'MatchSequence':
      return `[${p.patterns.map((inner) => pattern(inner)).join(', ')}]`
    case 'MatchStar':
      return `*${p.name ?? '_'}`
    case 'MatchMapping': {
      const items = p.keys.map((key, i) => `${expr(key)}: ${pattern(p.patterns[i]!)}`)
      if (p.rest !== null) items.push(`**${p.rest}`)
      return `{${items.join(', ')}}`
    }
    case 'MatchClass': {
      const items = p.patterns.map((inner) => pattern(inner))
      p.kwd_attrs.forEach((name, i) => {
        items.push(`${name}=${pattern(p.kwd_patterns[i]!)}`)
      })
      return `${expr(p.cls, ATOM)}(${items.join(', ')})`
    }
    case 'MatchAs':
      if (p.name === null) return '_'
      if (p.pattern === null) return p.name
      return parenthesized(`${pattern(p.pattern, BOR)} as ${p.name}`, TEST, wanted)
    case 'MatchOr':
      return parenthesized(p.patterns.map((inner) => pattern(inner, BOR + 1)).join(' | '), BOR, wanted)
  }
}
