/**
 * Number, string and bytes literals: the values of `Constant` (CPython's `Parser/string_parser.c` and the number actions of `pegen.c`).
 *
 * Strings are decoded to the code points Python sees: a `WideStr` where one is above U+FFFF or where escapes put a high surrogate before a
 * low one, a JavaScript string otherwise.
 */
import { intFromText } from '../values/int'
import { characterByName } from '../values/unicode_names'
import { PyBytes, PyComplex, PyFloat, type Str, type Value } from '../values/value'
import { fromCodePoints, fromText } from '../values/wide'
import { invalidUtf8Message } from './decode'
import type { Lowering } from './lower'
import { invalidEscapeWarning, invalidOctalEscapeWarning } from './warnings'

/** Digits a decimal integer literal may have (`sys.get_int_max_str_digits()` at start-up). */
const maxIntDigits = 4300

/** The value of the number literal at a token. */
export function numberValue(cx: Lowering, token: number): Value {
  const start = cx.tokenStart[token]
  const end = cx.tokenEnd[token]
  const first = cx.text.charCodeAt(start)
  // Nearly all are one or two digits.
  if (end - start === 1) return first - 48
  let text = cx.text.slice(start, end)
  if (text.includes('_')) text = text.replaceAll('_', '')
  const last = text.charCodeAt(text.length - 1) | 32
  if (first === 48 && text.length > 1) {
    const letter = text.charCodeAt(1) | 32
    if (letter === 120) return intFromText(text.slice(2), 16)
    if (letter === 111) return intFromText(text.slice(2), 8)
    if (letter === 98) return intFromText(text.slice(2), 2)
  }
  if (last === 106) return new PyComplex(0, Number(text.slice(0, -1)))
  if (/[.eE]/.test(text)) return new PyFloat(Number(text))
  if (text.length <= 15) return Number(text)
  if (text.length > maxIntDigits) {
    const digits = text.replace(/^0+/, '').length
    if (digits > maxIntDigits)
      cx.fail(
        `Exceeds the limit (${maxIntDigits} digits) for integer string conversion: value has ${digits} digits; ` +
          'use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal ' +
          'conversion limits.',
        token,
        token + 1,
      )
  }
  return intFromText(text, 10)
}

/** What the prefix of a string literal says, and where its text is. */
export interface StringParts {
  bytes: boolean
  raw: boolean
  /** Prefix `u`, which `Constant.kind` keeps. */
  unicode: boolean
  start: number
  end: number
}

/** Splits the string literal at a token into prefix, quotes and text. */
export function stringParts(cx: Lowering, token: number): StringParts {
  const { text } = cx
  let start = cx.tokenStart[token]
  const end = cx.tokenEnd[token]
  let bytes = false
  let raw = false
  let unicode = false
  let c = text.charCodeAt(start)
  while (c !== 34 && c !== 39) {
    if (c === 117) unicode = true
    else if ((c | 32) === 98) bytes = true
    else if ((c | 32) === 114) raw = true
    c = text.charCodeAt(++start)
  }
  const quotes = end - start >= 6 && text.charCodeAt(start + 1) === c && text.charCodeAt(start + 2) === c ? 3 : 1
  return { bytes, raw, unicode, start: start + quotes, end: end - quotes }
}

/** The str of a piece of source text, escapes decoded unless it is raw. `token` is where errors and warnings belong. */
export function strValue(cx: Lowering, start: number, end: number, raw: boolean, token: number): Str {
  return strOfText(cx, cx.text.slice(start, end), start, raw, token)
}

/** The same for a text that is not, or no longer, in the source as it stands; `start` is where it began. */
export function strOfText(cx: Lowering, text: string, start: number, raw: boolean, token: number): Str {
  if (!cx.source.ascii) {
    const invalid = invalidUtf8Message(text)
    if (invalid !== null) cx.fail(`(unicode error) ${invalid}`, token, token + 1)
  }
  if (raw || !text.includes('\\')) return cx.source.ascii ? text : fromText(text)
  return decodeEscapes(cx, text, start, token)
}

const simpleEscapes: Record<string, number> = {
  '\\': 92,
  "'": 39,
  '"': 34,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
}

const isOctal = (c: number) => c >= 48 && c <= 55

function decodeEscapes(cx: Lowering, text: string, offset: number, token: number): Str {
  let out = ''
  // Code points instead of `out`, from the first escape that JavaScript's strings could not tell from a pair.
  let points: number[] | null = null
  const add = (piece: string) => {
    if (points === null) out += piece
    else for (const ch of piece) points.push(ch.codePointAt(0)!)
  }
  let i = 0
  let warned = false
  for (;;) {
    const backslash = text.indexOf('\\', i)
    if (backslash < 0) {
      add(text.slice(i))
      break
    }
    if (backslash > i) add(text.slice(i, backslash))
    const c = text[backslash + 1]
    i = backslash + 2
    const simple = simpleEscapes[c]
    if (simple !== undefined) {
      add(String.fromCharCode(simple))
      continue
    }
    switch (c) {
      case '\n':
        break
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7': {
        let end = i
        while (end < backslash + 4 && isOctal(text.charCodeAt(end))) end++
        const value = Number.parseInt(text.slice(backslash + 1, end), 8)
        if (value > 0o377 && !warned) {
          warned = true
          warnEscape(cx, offset + backslash, invalidOctalEscapeWarning(text.slice(backslash + 1, end)))
        }
        add(String.fromCharCode(value))
        i = end
        break
      }
      case 'x':
      case 'u':
      case 'U': {
        const digits = c === 'x' ? 2 : c === 'u' ? 4 : 8
        let end = i
        while (end < i + digits && /[0-9a-fA-F]/.test(text[end] ?? '')) end++
        if (end < i + digits) {
          unicodeError(cx, text, backslash, end, `truncated \\${c}${'X'.repeat(digits)} escape`, token)
        }
        const value = Number.parseInt(text.slice(i, end), 16)
        if (value > 0x10ffff) unicodeError(cx, text, backslash, end, 'illegal Unicode character', token)
        if (value >= 0xd800 && value < 0xe000 && points === null) {
          points = Array.from(out, (ch) => ch.codePointAt(0)!)
        }
        if (points !== null) points.push(value)
        else out += String.fromCodePoint(value)
        i = end
        break
      }
      case 'N': {
        const close = text[i] === '{' ? text.indexOf('}', i) : -1
        if (close <= i + 1) {
          unicodeError(
            cx,
            text,
            backslash,
            close < 0 ? (text[i] === '{' ? text.length : i) : close + 1,
            'malformed \\N character escape',
            token,
          )
        }
        const value = characterByName(text.slice(i + 1, close))
        if (value === undefined) unicodeError(cx, text, backslash, close + 1, 'unknown Unicode character name', token)
        add(String.fromCodePoint(value))
        i = close + 1
        break
      }
      default:
        if (!warned) {
          warned = true
          warnEscape(
            cx,
            offset + backslash,
            invalidEscapeWarning(String.fromCodePoint(text.codePointAt(backslash + 1) ?? 92)),
          )
        }
        add('\\')
        i = backslash + 1
    }
  }
  return points === null ? fromText(out) : fromCodePoints(points)
}

/** The error of the codec that CPython decodes escapes with; it counts positions in bytes of the text between the quotes. */
function unicodeError(cx: Lowering, text: string, start: number, end: number, reason: string, token: number): never {
  const from = codecOffset(text, start)
  const to = codecOffset(text, end) - 1
  const where = to > from ? `bytes in position ${from}-${to}` : `byte 0x5c in position ${from}`
  cx.fail(`(unicode error) 'unicodeescape' codec can't decode ${where}: ${reason}`, token, token + 1)
}

/** Position in what CPython hands to the codec, where a character beyond ASCII has become a ten-character `\U` escape. */
function codecOffset(text: string, index: number): number {
  let offset = index
  for (let i = 0; i < index; i++) {
    const c = text.charCodeAt(i)
    if (c < 128) continue
    if (c >= 0xd800 && c < 0xdc00) {
      i++
      offset += 8
    } else offset += 9
  }
  return offset
}

function warnEscape(cx: Lowering, pos: number, message: string): void {
  cx.warn?.('SyntaxWarning', message, cx.source.lineAt(pos))
}

/** The value of a piece of a bytes literal. */
export function bytesValue(cx: Lowering, parts: StringParts, token: number): Uint8Array {
  const { text } = cx
  const { start, end, raw } = parts
  const out = new Uint8Array(end - start)
  let length = 0
  let warned = false
  for (let i = start; i < end; i++) {
    if (text.charCodeAt(i) > 127) cx.fail('bytes can only contain ASCII literal characters', token, token + 1)
  }
  for (let i = start; i < end; ) {
    const c = text.charCodeAt(i++)
    if (c !== 92 || raw) {
      out[length++] = c
      continue
    }
    const backslash = i - 1
    const escaped = text[i++]
    const simple = simpleEscapes[escaped]
    if (simple !== undefined) out[length++] = simple
    else if (escaped === '\n') continue
    else if (isOctal(escaped.charCodeAt(0))) {
      let stop = i
      while (stop < backslash + 4 && stop < end && isOctal(text.charCodeAt(stop))) stop++
      const value = Number.parseInt(text.slice(backslash + 1, stop), 8)
      if (value > 0o377 && !warned) {
        warned = true
        warnEscape(cx, backslash, invalidOctalEscapeWarning(text.slice(backslash + 1, stop)))
      }
      out[length++] = value & 255
      i = stop
    } else if (escaped === 'x') {
      const hex = text.slice(i, Math.min(i + 2, end))
      if (!/^[0-9a-fA-F]{2}$/.test(hex)) {
        cx.fail(`(value error) invalid \\x escape at position ${backslash - start}`, token, token + 1)
      }
      out[length++] = Number.parseInt(hex, 16)
      i += 2
    } else {
      if (!warned) {
        warned = true
        warnEscape(cx, backslash, invalidEscapeWarning(escaped))
      }
      out[length++] = 92
      i = backslash + 1
    }
  }
  return length === out.length ? out : out.slice(0, length)
}

/** The bytes object of adjacent pieces. */
export function joinBytes(pieces: Uint8Array[]): PyBytes {
  if (pieces.length === 1) return new PyBytes(pieces[0])
  let length = 0
  for (const piece of pieces) length += piece.length
  const data = new Uint8Array(length)
  length = 0
  for (const piece of pieces) {
    data.set(piece, length)
    length += piece.length
  }
  return new PyBytes(data)
}
