/**
 * What can be wrong with a literal once its token is found: bad escapes, bytes beyond ASCII, ints that are too long.
 *
 * CPython finds these when it builds the constant (Parser/string_parser.c, `PyUnicode_DecodeUnicodeEscape`, `PyLong_FromString`).
 * Here nothing is decoded; the functions only say what CPython would say, and are used when a program was refused anyway.
 */
import { characterByName } from '../values/unicode_names'
import { invalidUtf8Message } from './decode'
import { invalidEscapeWarning, invalidOctalEscapeWarning } from './warnings'

/** Findings about a literal. At most one of `error` and `warning` is set. */
export interface LiteralFinding {
  /** Message of the SyntaxError, at the last token read. */
  error: string | null
  /** Message of a SyntaxWarning. */
  warning: string | null
  /** A bytes literal with a character beyond ASCII: an error over the whole literal. */
  nonAscii: boolean
}

const MAX_INT_DIGITS = 4300

/** The message for a number literal that cannot be converted, or null. */
export function checkNumber(text: string): string | null {
  if (text.length <= MAX_INT_DIGITS || !/^[0-9_]+$/.test(text)) return null
  const digits = text.replace(/_/g, '').length
  if (digits <= MAX_INT_DIGITS) return null
  return (
    `Exceeds the limit (${MAX_INT_DIGITS} digits) for integer string conversion: value has ${digits} digits; use ` +
    'sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal ' +
    'conversion limits.'
  )
}

/** Whether the text of a STRING token is a bytes literal. */
export function isBytesLiteral(text: string): boolean {
  const a = text.charCodeAt(0) | 0x20
  const b = text.charCodeAt(1) | 0x20
  return a === 98 || (a === 114 && b === 98)
}

/** Looks at a STRING token with its prefix and quotes; null if all is well. */
export function checkStringLiteral(text: string): LiteralFinding | null {
  let from = 0
  let raw = false
  let bytes = false
  for (; text[from] !== "'" && text[from] !== '"'; from++) {
    const letter = text[from]!.toLowerCase()
    if (letter === 'r') raw = true
    else if (letter === 'b') bytes = true
  }
  const quotes = text.length - from >= 6 && text.startsWith(text[from]!.repeat(3), from) ? 3 : 1
  const body = text.slice(from + quotes, text.length - quotes)
  if (bytes && /[^\0-\x7f]/.test(body)) return { error: null, warning: null, nonAscii: true }
  if (raw || !body.includes('\\')) {
    const undecodable = invalidUtf8Message(body)
    return undecodable === null ? null : failure(`(unicode error) ${undecodable}`)
  }
  // With escapes, each run of characters beyond ASCII is decoded by itself.
  for (const [run] of body.matchAll(/[^\0-\x7f]+/g)) {
    const undecodable = invalidUtf8Message(run)
    if (undecodable !== null) return failure(`(unicode error) ${undecodable}`)
  }
  return checkEscapes(body, bytes)
}

/** Looks at literal text of an f-string; null if all is well. */
export function checkFString(text: string, raw: boolean): LiteralFinding | null {
  const found = raw ? null : checkEscapes(text, false)
  // A backslash before a brace has been warned of when the token was read, and hides what comes after it.
  const known = found?.warning === invalidEscapeWarning('{') || found?.warning === invalidEscapeWarning('}')
  return known ? null : found
}

const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }
const TRUNCATED: Readonly<Record<string, string>> = { x: '\\xXX', u: '\\uXXXX', U: '\\UXXXXXXXX' }

function checkEscapes(body: string, bytes: boolean): LiteralFinding | null {
  let backslash = body.indexOf('\\')
  if (backslash < 0) return null
  let warning: string | null = null
  // CPython's decoder sees a text in which each character beyond ASCII is a 10-byte escape; its positions count those.
  let position = 0
  let counted = 0
  while (backslash >= 0) {
    position += escapedLength(body, counted, backslash, bytes)
    counted = backslash
    const letter = body[backslash + 1]
    let next = backslash + 2
    if (letter === undefined || letter > '\x7f') {
      // A lone backslash stands for itself.
      position += bytes ? 1 : 6
      counted = next = backslash + 1
    } else if (letter === 'x' || (!bytes && (letter === 'u' || letter === 'U'))) {
      const length = HEX_LENGTH[letter]!
      let digits = 0
      while (digits < length && /^[0-9a-fA-F]$/.test(body[next + digits] ?? '')) digits++
      if (bytes && digits < length) return failure(`(value error) invalid \\x escape at position ${position}`)
      const to = position + 2 + digits
      if (digits < length) return unicodeError(position, to, `truncated ${TRUNCATED[letter]} escape`)
      next += length
      if (letter === 'U' && Number.parseInt(body.slice(backslash + 2, next), 16) > 0x10ffff) {
        return unicodeError(position, to, 'illegal Unicode character')
      }
    } else if (!bytes && letter === 'N') {
      const close = body[next] === '{' ? body.indexOf('}', next) : -1
      const malformed = 'malformed \\N character escape'
      if (body[next] !== '{') return unicodeError(position, position + 2, malformed)
      if (close < 0) {
        return unicodeError(position, position + escapedLength(body, backslash, body.length, false), malformed)
      }
      if (close === next + 1) return unicodeError(position, position + 3, malformed)
      const name = body.slice(next + 1, close)
      next = close + 1
      if (characterByName(name) === undefined) {
        const to = position + escapedLength(body, backslash, next, false)
        return unicodeError(position, to, 'unknown Unicode character name')
      }
    } else if (letter >= '0' && letter <= '7') {
      const digits = /^[0-7]{1,3}/.exec(body.slice(backslash + 1, backslash + 4))![0]
      next = backslash + 1 + digits.length
      if (Number.parseInt(digits, 8) > 0o377) warning ??= invalidOctalEscapeWarning(digits)
    } else if (!`\n\\'"abfnrtv`.includes(letter)) warning ??= invalidEscapeWarning(letter)
    backslash = body.indexOf('\\', next)
  }
  return warning === null ? null : { error: null, warning, nonAscii: false }
}

/** Length of `body[from:to]` in the text CPython's decoder sees. */
function escapedLength(body: string, from: number, to: number, bytes: boolean): number {
  if (bytes) return to - from
  let n = 0
  for (let i = from; i < to; i++) {
    const c = body.charCodeAt(i)
    if (c < 0x80) n++
    else if (c >= 0xdc00 && c < 0xe000) continue
    else n += 10
  }
  return n
}

function failure(error: string): LiteralFinding {
  return { error, warning: null, nonAscii: false }
}

function unicodeError(from: number, to: number, reason: string): LiteralFinding {
  return failure(`(unicode error) 'unicodeescape' codec can't decode bytes in position ${from}-${to - 1}: ${reason}`)
}
