/**
 * Python's `tokenize`: the token stream with comments, blank lines and positions in code points (Lib/tokenize.py over
 * Python/Python-tokenize.c), and the text `python -m tokenize` prints.
 *
 * `tokenize()` is the engine of the `tokenize` and `_tokenize` modules as well as of `pytracify tokenize`; the tokens come from
 * the exact tokenizer in its `extraTokens` mode, which accepts more than the parser's (bad number endings, any identifier).
 */
import { reprStr } from '../values/repr'
import { fromText, textOf } from '../values/wide'
import { decodeSource } from './decode'
import { PySyntaxError } from './messages'
import * as T from './token'
import { codePoints, Tokenizer } from './tokenizer'

/** One token, as Python's `tokenize.TokenInfo`; `start` and `end` are line (from 1) and code point column (from 0). */
export interface TokenInfo {
  type: number
  string: string
  start: readonly [number, number]
  end: readonly [number, number]
  line: string
}

/** A text that cannot be tokenized. `IndentationError`s keep their type; all others are `tokenize.TokenError`. */
export class TokenizeError extends Error {
  override readonly name = 'TokenizeError'
  constructor(
    readonly type: 'TokenError' | 'IndentationError' | 'TabError',
    readonly msg: string,
    readonly lineno: number,
    readonly offset: number,
    /** The line shown with an IndentationError. */
    readonly text: string,
  ) {
    super(msg)
  }
}

/**
 * The tokens of a decoded text, newlines as they stand in the file; the last is ENDMARKER. With an `encoding` an ENCODING token
 * comes first, as from `tokenize.tokenize` on bytes.
 */
export function* tokenize(text: string, encoding?: string): Generator<TokenInfo, void, undefined> {
  if (encoding !== undefined) yield { type: T.ENCODING, string: encoding, start: [0, 0], end: [0, 0], line: '' }
  const tokenizer = new Tokenizer(text, { extraTokens: true })
  const { source } = tokenizer
  for (;;) {
    let type = tokenizer.next()
    if (type === T.ERRORTOKEN) throw tokenizeError(tokenizer)
    const trailing = type === T.ENDMARKER || (type === T.DEDENT && tokenizer.done === 'eof')
    if (trailing) {
      const place = [tokenizer.lineno + 1, 0] as const
      yield { type, string: '', start: place, end: place, line: '' }
      if (type === T.ENDMARKER) return
      continue
    }
    let { start, end } = tokenizer
    let string = tokenizer.string
    const lineStart = T.isStringPart(type) ? tokenizer.multiLineStart : tokenizer.lineStart
    const line = source.slice(lineStart, tokenizer.lineEnd - (tokenizer.implicitNewline ? 1 : 0))
    if (start < 0) start = end = tokenizer.cur
    const startColumn = codePoints(source, lineStart, start)
    let endColumn = codePoints(source, tokenizer.lineStart, end)
    if (type > T.DEDENT && type < T.OP) type = T.OP
    else if (type === T.NEWLINE) {
      string = tokenizer.implicitNewline ? '' : source.startsWith('\r', start) ? '\r\n' : '\n'
      endColumn++
    } else if (type === T.NL && tokenizer.implicitNewline) string = ''
    yield {
      type,
      string,
      start: [tokenizer.startLineno, startColumn],
      end: [tokenizer.endLineno, endColumn],
      line,
    }
  }
}

/**
 * The encoding of source bytes by byte order mark or PEP 263 declaration, as `tokenize.detect_encoding` names it.
 * @throws PySyntaxError (without position) as that function does
 */
export function detectEncoding(bytes: Uint8Array, filename: string | null): string {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const where = inFile(filename)
  let start = mark ? 3 : 0
  for (let n = 0; n < 2; n++) {
    const newline = bytes.indexOf(10, start)
    const end = newline < 0 ? bytes.length : newline + 1
    let line: string
    try {
      line = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, end))
    } catch {
      throw plainError(`invalid or missing encoding declaration${where}`)
    }
    const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)
    if (cookie) {
      const name = normalName(cookie[1]!)
      if (mark && name !== 'utf-8') throw plainError(`encoding problem${where}: utf-8`)
      return mark ? 'utf-8-sig' : name
    }
    if (!/^[ \t\f]*(?:[#\r\n]|$)/.test(line)) break
    start = end
  }
  return mark ? 'utf-8-sig' : 'utf-8'
}

/** The tokens of source bytes: `tokenize.tokenize`. `filename` is the name of the stream, null if it has none. */
export function* tokenizeBytes(bytes: Uint8Array, filename: string | null): Generator<TokenInfo, void, undefined> {
  const encoding = detectEncoding(bytes, filename)
  let text: string
  try {
    text = decodeSource(bytes, filename ?? '', true)
  } catch (e) {
    if (!(e instanceof PySyntaxError) || !e.msg.startsWith('encoding problem')) throw e
    throw plainError(`unknown encoding${inFile(filename)}: ${encoding}`)
  }
  yield* tokenize(text, encoding === 'utf-8-sig' ? 'utf-8' : encoding)
}

function inFile(filename: string | null): string {
  return filename === null ? '' : ` for ${reprString(filename)}`
}

/** The one name `tokenize` uses for UTF-8 and for Latin-1. */
function normalName(name: string): string {
  const lower = name.slice(0, 12).toLowerCase().replaceAll('_', '-')
  if (lower === 'utf-8' || lower.startsWith('utf-8-')) return 'utf-8'
  return /^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(lower) ? 'iso-8859-1' : name
}

function plainError(msg: string): PySyntaxError {
  return new PySyntaxError('SyntaxError', msg, null, null, null, null, null)
}

function tokenizeError(tokenizer: Tokenizer): TokenizeError {
  const { error, source, lineno, lineStart, lineEnd, cur } = tokenizer
  if (error !== null) {
    const msg = error.msg.startsWith('unterminated triple-quoted string') ? 'EOF in multi-line string' : error.msg
    return new TokenizeError('TokenError', msg, error.lineno, error.offset, error.text)
  }
  const line = source.slice(lineStart, lineEnd)
  const column = codePoints(source, lineStart, cur)
  const held = codePoints(source, tokenizer.bufStart, lineEnd)
  switch (tokenizer.done) {
    case 'dedent':
      return new TokenizeError(
        'IndentationError',
        'unindent does not match any outer indentation level',
        lineno,
        column,
        line,
      )
    case 'tabspace':
      return new TokenizeError('TabError', 'inconsistent use of tabs and spaces in indentation', lineno, column, line)
    case 'toodeep':
      return new TokenizeError('IndentationError', 'too many levels of indentation', lineno, column, line)
    case 'linecont':
      return new TokenizeError(
        'TokenError',
        'unexpected character after line continuation character',
        lineno,
        held,
        line,
      )
    default:
      return new TokenizeError('TokenError', 'unexpected EOF in multi-line statement', lineno, held, line)
  }
}

/** A line of `python -m tokenize`; `exact` names operators by their own type, as its `-e`. */
export function formatToken(token: TokenInfo, exact: boolean): string {
  const type = exact && token.type === T.OP ? (T.EXACT_TOKEN_TYPES.get(token.string) ?? T.OP) : token.type
  const range = `${token.start[0]},${token.start[1]}-${token.end[0]},${token.end[1]}:`
  return pad(range, 20) + pad(T.TOKEN_NAMES[type]!, 15) + pad(reprString(token.string), 15)
}

/** Left-justifies to a width in code points. */
function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - codePoints(text, 0, text.length)))
}

/** Python's `repr` of a text. */
export function reprString(text: string): string {
  return textOf(reprStr(fromText(text)))
}
