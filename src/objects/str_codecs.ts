/**
 * Encoding and decoding of texts (CPython's codecs in Objects/unicodeobject.c and the `encodings` package): utf-8, utf-8-sig,
 * utf-16 and utf-32 in all byte orders, utf-7, latin-1, ascii, unicode_escape, raw_unicode_escape and the single-byte code
 * pages, with all error handlers.
 *
 * An encoder is called with the code points and writes bytes; where a character has none it calls the error handler, which gives a
 * replacement and the position to go on from. Decoders likewise. Errors carry CPython's codec name, range and reason.
 */
import { PyBytes, PyTuple, type Str, type Value } from '../values/value'
import { escapeCodePoint } from '../values/repr'
import { codePoints, fromCodePoints, textOf } from '../values/wide'
import type { Context } from './context'
import { excTypes } from './exceptions'
import { asIntValue } from './int'
import { indexError, lookupError, type PyRaise, raiseOf, typeError } from './raise'
import { asStrValue } from './str'
import { charmaps } from './str_charmaps'
import { characterByName, nameOfCharacter } from '../values/unicode_names'

/** Handlers registered by `codecs.register_error`, by name. */
export const errorHandlers = new Map<string, Value>()

// Errors ----------------------------------------------------------------------------------------------------------------

const BUILTIN_HANDLERS = new Set([
  'strict',
  'ignore',
  'replace',
  'backslashreplace',
  'xmlcharrefreplace',
  'surrogateescape',
  'surrogatepass',
  'namereplace',
])

const unknownHandler = (errors: string): PyRaise => lookupError(`unknown error handler name '${errors}'`)

/** The UnicodeEncodeError of code points that cannot be encoded. */
function encodeError(codec: string, text: Str, start: number, end: number, reason: string): PyRaise {
  return raiseOf(excTypes.UnicodeEncodeError, codec, text, start, end, reason)
}

function decodeError(codec: string, data: Uint8Array, start: number, end: number, reason: string): PyRaise {
  return raiseOf(excTypes.UnicodeDecodeError, codec, new PyBytes(data.slice()), start, end, reason)
}

/** What a handler written in Python gives: the replacement and where to go on. */
function callHandler(cx: Context, handler: Value, error: PyRaise, size: number, encoding: boolean): [Value, number] {
  const r = cx.call(handler, [error.exc])
  const shape = encoding ? '(str/bytes, int)' : '(str, int)'
  const where = encoding ? 'encoding' : 'decoding'
  const bad = () => typeError(`${where} error handler must return ${shape} tuple`)
  if (!(r instanceof PyTuple) || r.items.length !== 2) throw bad()
  const [replacement, position] = r.items
  const at = asIntValue(position)
  if (at === undefined) throw bad()
  if (asStrValue(replacement) === undefined && !(encoding && replacement instanceof PyBytes)) throw bad()
  let next = Number(at)
  if (next < 0) next += size
  if (next < 0 || next > size) throw indexError(`position ${at} from error handler out of bounds`)
  return [replacement, next]
}

// Encoding --------------------------------------------------------------------------------------------------------------

/** Growing bytes. */
class Output {
  data: Uint8Array
  n = 0
  constructor(room: number) {
    this.data = new Uint8Array(room)
  }
  put(b: number): void {
    if (this.n === this.data.length) this.grow(1)
    this.data[this.n++] = b
  }
  putAll(bytes: Uint8Array): void {
    if (this.n + bytes.length > this.data.length) this.grow(bytes.length)
    this.data.set(bytes, this.n)
    this.n += bytes.length
  }
  private grow(more: number): void {
    const bigger = new Uint8Array(Math.max(this.data.length * 2, this.n + more, 16))
    bigger.set(this.data)
    this.data = bigger
  }
  bytes(): Uint8Array {
    return this.n === this.data.length ? this.data : this.data.slice(0, this.n)
  }
}

interface Encoder {
  /** Name in errors. */
  codec: string
  reason: string
  /** Whether each character that cannot be encoded is an error by itself, rather than all of a row one. */
  single?: boolean
  /** Writes a code point, or tells that it cannot. */
  put(out: Output, cp: number): boolean
  /** Writes lone surrogates as they are, for surrogatepass. */
  putSurrogate?(out: Output, cp: number): void
}

function encodeWith(cx: Context, text: Str, encoder: Encoder, errors: string, out: Output): Uint8Array {
  const cps = codePoints(text)
  const n = cps.length
  let i = 0
  while (i < n) {
    if (encoder.put(out, cps[i])) {
      i++
      continue
    }
    // All characters in a row that cannot be encoded are one error.
    let end = i + 1
    const probe = new Output(8)
    while (!encoder.single && end < n && !encoder.put(probe, cps[end])) {
      probe.n = 0
      end++
    }
    i = handleEncodeError(cx, text, cps, i, end, encoder, errors, out)
  }
  return out.bytes()
}

function handleEncodeError(
  cx: Context,
  text: Str,
  cps: Int32Array,
  start: number,
  end: number,
  encoder: Encoder,
  errors: string,
  out: Output,
): number {
  const fail = () => encodeError(encoder.codec, text, start, end, encoder.reason)
  const own = errorHandlers.get(errors)
  if (own !== undefined) {
    const [replacement, next] = callHandler(cx, own, fail(), cps.length, true)
    if (replacement instanceof PyBytes) out.putAll(replacement.data)
    else for (const cp of codePoints(asStrValue(replacement)!)) if (!encoder.put(out, cp)) throw fail()
    return next
  }
  const putText = (s: string) => {
    for (let k = 0; k < s.length; k++) if (!encoder.put(out, s.charCodeAt(k))) throw fail()
  }
  switch (errors) {
    case 'strict':
      throw fail()
    case 'ignore':
      return end
    case 'replace':
      for (let k = start; k < end; k++) putText('?')
      return end
    case 'backslashreplace':
      for (let k = start; k < end; k++) putText(escapeCodePoint(cps[k]))
      return end
    case 'xmlcharrefreplace':
      for (let k = start; k < end; k++) putText(`&#${cps[k]};`)
      return end
    case 'namereplace':
      for (let k = start; k < end; k++) {
        const name = nameOfCharacter(cps[k])
        putText(name ? `\\N{${name}}` : escapeCodePoint(cps[k]))
      }
      return end
    case 'surrogateescape': {
      let k = start
      while (k < end && cps[k] >= 0xdc80 && cps[k] <= 0xdcff) out.put(cps[k++] - 0xdc00)
      if (k === start) throw fail()
      return k
    }
    case 'surrogatepass': {
      let k = start
      while (k < end && encoder.putSurrogate && cps[k] >= 0xd800 && cps[k] < 0xe000) encoder.putSurrogate(out, cps[k++])
      if (k === start) throw fail()
      return k
    }
    default:
      throw unknownHandler(errors)
  }
}

function putUtf8(out: Output, cp: number): void {
  if (cp < 0x80) out.put(cp)
  else if (cp < 0x800) {
    out.put(0xc0 | (cp >> 6))
    out.put(0x80 | (cp & 63))
  } else if (cp < 0x10000) {
    out.put(0xe0 | (cp >> 12))
    out.put(0x80 | ((cp >> 6) & 63))
    out.put(0x80 | (cp & 63))
  } else {
    out.put(0xf0 | (cp >> 18))
    out.put(0x80 | ((cp >> 12) & 63))
    out.put(0x80 | ((cp >> 6) & 63))
    out.put(0x80 | (cp & 63))
  }
}

const isSurrogate = (cp: number): boolean => cp >= 0xd800 && cp < 0xe000

const utf8Encoder: Encoder = {
  codec: 'utf-8',
  reason: 'surrogates not allowed',
  put(out, cp) {
    if (isSurrogate(cp)) return false
    putUtf8(out, cp)
    return true
  },
  putSurrogate: putUtf8,
}

function byteEncoder(codec: string, limit: number): Encoder {
  return {
    codec,
    reason: `ordinal not in range(${limit})`,
    put(out, cp) {
      if (cp >= limit) return false
      out.put(cp)
      return true
    },
  }
}

function put16(out: Output, unit: number, little: boolean): void {
  out.put(little ? unit & 255 : unit >> 8)
  out.put(little ? unit >> 8 : unit & 255)
}

function utf16Encoder(codec: string, little: boolean): Encoder {
  return {
    codec,
    reason: 'surrogates not allowed',
    put(out, cp) {
      if (isSurrogate(cp)) return false
      if (cp < 0x10000) put16(out, cp, little)
      else {
        put16(out, 0xd7c0 + (cp >> 10), little)
        put16(out, 0xdc00 | (cp & 0x3ff), little)
      }
      return true
    },
    single: true,
    putSurrogate: (out, cp) => put16(out, cp, little),
  }
}

function put32(out: Output, cp: number, little: boolean): void {
  for (let k = 0; k < 4; k++) out.put((cp >> (8 * (little ? k : 3 - k))) & 255)
}

function utf32Encoder(codec: string, little: boolean): Encoder {
  return {
    codec,
    reason: 'surrogates not allowed',
    put(out, cp) {
      if (isSurrogate(cp)) return false
      put32(out, cp, little)
      return true
    },
    single: true,
    putSurrogate: (out, cp) => put32(out, cp, little),
  }
}

/** A code page: `table` gives the code point of each byte, −1 where there is none. */
function charmapEncoder(table: Int32Array): Encoder {
  const bytes = new Map<number, number>()
  for (let b = 0; b < 256; b++) if (table[b] >= 0) bytes.set(table[b], b)
  return {
    codec: 'charmap',
    reason: 'character maps to <undefined>',
    put(out, cp) {
      const b = bytes.get(cp)
      if (b === undefined) return false
      out.put(b)
      return true
    },
  }
}

const asciiBytes = (s: string): Uint8Array => Uint8Array.from(s, (c) => c.charCodeAt(0))

function encodeUnicodeEscape(cps: Int32Array): Uint8Array {
  let out = ''
  for (const cp of cps) {
    if (cp === 92) out += '\\\\'
    else if (cp >= 32 && cp < 127) out += String.fromCharCode(cp)
    else if (cp === 9) out += '\\t'
    else if (cp === 10) out += '\\n'
    else if (cp === 13) out += '\\r'
    else out += escapeCodePoint(cp)
  }
  return asciiBytes(out)
}

function encodeRawUnicodeEscape(cps: Int32Array): Uint8Array {
  let out = ''
  for (const cp of cps) out += cp < 256 ? String.fromCharCode(cp) : escapeCodePoint(cp)
  return asciiBytes(out)
}

const UTF7_DIRECT = /^[A-Za-z0-9'(),\-./:?\s!"#$%&*;<=>@[\]^_`{|}]$/
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function encodeUtf7(cps: Int32Array): Uint8Array {
  let out = ''
  let bits = 0
  let value = 0
  let shifted = false
  const flush = () => {
    if (bits > 0) out += BASE64[(value << (6 - bits)) & 63]
    bits = 0
    value = 0
  }
  for (const cp of cps) {
    const c = cp < 128 ? String.fromCharCode(cp) : ''
    if (c && c !== '+' && UTF7_DIRECT.test(c)) {
      if (shifted) {
        flush()
        shifted = false
        // A character of the alphabet or a dash needs the end marked.
        if (BASE64.includes(c) || c === '-') out += '-'
      }
      out += c
      continue
    }
    if (!shifted && c === '+') {
      out += '+-'
      continue
    }
    if (!shifted) {
      out += '+'
      shifted = true
    }
    const units = cp < 0x10000 ? [cp] : [0xd7c0 + (cp >> 10), 0xdc00 | (cp & 0x3ff)]
    for (const unit of units) {
      value = (value << 16) | unit
      bits += 16
      while (bits >= 6) {
        bits -= 6
        out += BASE64[(value >> bits) & 63]
      }
      value &= (1 << bits) - 1
    }
  }
  if (shifted) {
    flush()
    out += '-'
  }
  return asciiBytes(out)
}

// Decoding --------------------------------------------------------------------------------------------------------------

/** Collects code points and applies the error handler. */
class Decoder {
  readonly out: number[] = []
  constructor(
    private readonly cx: Context,
    private readonly codec: string,
    readonly data: Uint8Array,
    private readonly errors: string,
  ) {}

  /** Handles the bytes `start … end` that cannot be decoded; returns where to go on. */
  fail(start: number, end: number, reason: string): number {
    const { data, errors, out } = this
    const error = () => decodeError(this.codec, data, start, end, reason)
    const own = errorHandlers.get(errors)
    if (own !== undefined) {
      const [replacement, next] = callHandler(this.cx, own, error(), data.length, false)
      for (const cp of codePoints(asStrValue(replacement)!)) out.push(cp)
      return next
    }
    switch (errors) {
      case 'strict':
        throw error()
      case 'ignore':
        return end
      case 'replace':
        out.push(0xfffd)
        return end
      case 'backslashreplace':
        for (let k = start; k < end; k++) for (const c of escapeCodePoint(data[k])) out.push(c.charCodeAt(0))
        return end
      case 'surrogateescape': {
        let k = start
        while (k < end && k < start + 4 && data[k] >= 128) out.push(0xdc00 + data[k++])
        if (k === start) throw error()
        return k
      }
      case 'surrogatepass': {
        const r = this.surrogate(start)
        if (r < 0) throw error()
        return r
      }
      default:
        if (BUILTIN_HANDLERS.has(errors)) {
          throw typeError(`don't know how to handle UnicodeDecodeError in error callback`)
        }
        throw unknownHandler(errors)
    }
  }

  /** Decodes a surrogate that the codec rejects, for surrogatepass; −1 where there is none. */
  private surrogate(i: number): number {
    const { data, codec } = this
    let cp = -1
    let size = 0
    if (codec === 'utf-8') {
      if (
        data[i] === 0xed &&
        i + 2 < data.length &&
        data[i + 1] >= 0xa0 &&
        (data[i + 1] & 0xc0) === 0x80 &&
        (data[i + 2] & 0xc0) === 0x80
      ) {
        cp = 0xd000 | ((data[i + 1] & 63) << 6) | (data[i + 2] & 63)
        size = 3
      }
    } else if (codec.startsWith('utf-16') && i + 1 < data.length) {
      cp = codec.endsWith('le') ? data[i] | (data[i + 1] << 8) : data[i + 1] | (data[i] << 8)
      size = 2
    } else if (codec.startsWith('utf-32') && i + 3 < data.length) {
      const order = codec.endsWith('le') ? [3, 2, 1, 0] : [0, 1, 2, 3]
      cp = order.reduce((v, k) => v * 256 + data[i + k], 0)
      size = 4
    }
    if (!isSurrogate(cp)) return -1
    this.out.push(cp)
    return i + size
  }

  result(): Str {
    return fromCodePoints(this.out)
  }
}

function latin1Text(data: Uint8Array): string {
  let out = ''
  for (let i = 0; i < data.length; i += 8192)
    out += String.fromCharCode.apply(null, data.subarray(i, i + 8192) as unknown as number[])
  return out
}

/** True when every byte is ASCII. */
function allAscii(data: Uint8Array): boolean {
  for (let i = 0; i < data.length; i++) if (data[i] > 127) return false
  return true
}

function decodeUtf8(d: Decoder): Str {
  const { data, out } = d
  const n = data.length
  let i = 0
  while (i < n) {
    const b = data[i]
    if (b < 0x80) {
      out.push(b)
      i++
      continue
    }
    const size = b < 0xc2 ? 0 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf5 ? 4 : 0
    if (size === 0) {
      i = d.fail(i, i + 1, 'invalid start byte')
      continue
    }
    // The second byte has a narrower range after some first bytes.
    let good = 1
    let cp = b & (size === 2 ? 31 : size === 3 ? 15 : 7)
    while (good < size && i + good < n) {
      const c = data[i + good]
      if ((c & 0xc0) !== 0x80) break
      if (good === 1) {
        if ((b === 0xe0 && c < 0xa0) || (b === 0xed && c >= 0xa0)) break
        if ((b === 0xf0 && c < 0x90) || (b === 0xf4 && c >= 0x90)) break
      }
      cp = (cp << 6) | (c & 63)
      good++
    }
    if (good === size) {
      out.push(cp)
      i += size
    } else if (i + good >= n) i = d.fail(i, n, 'unexpected end of data')
    else i = d.fail(i, i + good, 'invalid continuation byte')
  }
  return d.result()
}

function decodeUtf16(d: Decoder, start: number, little: boolean): Str {
  const { data, out } = d
  const n = data.length
  const unit = (k: number): number => (little ? data[k] | (data[k + 1] << 8) : data[k + 1] | (data[k] << 8))
  let i = start
  while (i < n) {
    if (i + 1 >= n) {
      i = d.fail(i, n, 'truncated data')
      continue
    }
    const u = unit(i)
    if (u < 0xd800 || u >= 0xe000) {
      out.push(u)
      i += 2
    } else if (u >= 0xdc00) i = d.fail(i, i + 2, 'illegal encoding')
    else if (i + 3 >= n) i = d.fail(i, n, 'unexpected end of data')
    else {
      const low = unit(i + 2)
      if (low >= 0xdc00 && low < 0xe000) {
        out.push(0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00))
        i += 4
      } else i = d.fail(i, i + 2, 'illegal UTF-16 surrogate')
    }
  }
  return d.result()
}

function decodeUtf32(d: Decoder, start: number, little: boolean): Str {
  const { data, out } = d
  const n = data.length
  let i = start
  while (i < n) {
    if (i + 3 >= n) {
      i = d.fail(i, n, 'truncated data')
      continue
    }
    const b = little
      ? [data[i + 3], data[i + 2], data[i + 1], data[i]]
      : [data[i], data[i + 1], data[i + 2], data[i + 3]]
    const cp = b[0] * 0x1000000 + (b[1] << 16) + (b[2] << 8) + b[3]
    if (isSurrogate(cp)) i = d.fail(i, i + 4, 'code point in surrogate code point range(0xd800, 0xe000)')
    else if (cp > 0x10ffff) i = d.fail(i, i + 4, 'code point not in range(0x110000)')
    else {
      out.push(cp)
      i += 4
    }
  }
  return d.result()
}

function decodeAscii(d: Decoder): Str {
  const { data, out } = d
  let i = 0
  while (i < data.length) {
    if (data[i] < 128) out.push(data[i++])
    else i = d.fail(i, i + 1, 'ordinal not in range(128)')
  }
  return d.result()
}

function decodeCharmap(d: Decoder, table: Int32Array): Str {
  const { data, out } = d
  let i = 0
  while (i < data.length) {
    const cp = table[data[i]]
    if (cp >= 0) {
      out.push(cp)
      i++
    } else i = d.fail(i, i + 1, 'character maps to <undefined>')
  }
  return d.result()
}

const SIMPLE_ESCAPES: Record<number, number> = {
  92: 92,
  39: 39,
  34: 34,
  98: 8,
  102: 12,
  116: 9,
  110: 10,
  114: 13,
  118: 11,
  97: 7,
}

function hexValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48
  if (c >= 97 && c <= 102) return c - 87
  return c >= 65 && c <= 70 ? c - 55 : -1
}

function decodeUnicodeEscape(d: Decoder, raw: boolean): Str {
  const { data, out } = d
  const n = data.length
  let i = 0
  while (i < n) {
    const b = data[i]
    if (b !== 92 || (raw && i + 1 >= n)) {
      out.push(b)
      i++
      continue
    }
    if (i + 1 >= n) {
      i = d.fail(i, n, '\\ at end of string')
      continue
    }
    const c = data[i + 1]
    if (raw && c !== 117 && c !== 85) {
      out.push(b, c)
      i += 2
      continue
    }
    const count = c === 120 ? 2 : c === 117 ? 4 : c === 85 ? 8 : 0
    if (count > 0) {
      let k = 0
      let cp = 0
      for (; k < count && i + 2 + k < n; k++) {
        const h = hexValue(data[i + 2 + k])
        if (h < 0) break
        cp = cp * 16 + h
      }
      if (k < count)
        i = d.fail(
          i,
          i + 2 + k,
          count === 2
            ? 'truncated \\xXX escape'
            : count === 4
              ? 'truncated \\uXXXX escape'
              : 'truncated \\UXXXXXXXX escape',
        )
      else if (cp > 0x10ffff) i = d.fail(i, i + 2 + k, raw ? '\\Uxxxxxxxx out of range' : 'illegal Unicode character')
      else {
        out.push(cp)
        i += 2 + count
      }
      continue
    }
    i += 2
    if (c in SIMPLE_ESCAPES) out.push(SIMPLE_ESCAPES[c])
    else if (c === 10) continue
    else if (c >= 48 && c <= 55) {
      let v = c - 48
      for (let k = 0; k < 2 && i < n && data[i] >= 48 && data[i] <= 55; k++) v = v * 8 + data[i++] - 48
      out.push(v)
    } else if (c === 78) {
      const end = data[i] === 123 ? data.indexOf(125, i) : -1
      if (end < 0 || end === i + 1) {
        const stop = data[i] === 123 ? (end < 0 ? n : end + 1) : i
        i = d.fail(i - 2, stop, 'malformed \\N character escape')
        continue
      }
      const cp = characterByName(latin1Text(data.subarray(i + 1, end)))
      if (cp === undefined) i = d.fail(i - 2, end + 1, 'unknown Unicode character name')
      else {
        out.push(cp)
        i = end + 1
      }
    } else out.push(92, c)
  }
  return d.result()
}

function decodeUtf7(d: Decoder): Str {
  const { data, out } = d
  const n = data.length
  let i = 0
  let shifted = false
  let shiftStart = 0
  let bits = 0
  let value = 0
  const unitOut = (u: number) => {
    const last = out.length - 1
    if (u >= 0xdc00 && u < 0xe000 && last >= 0 && out[last] >= 0xd800 && out[last] < 0xdc00) {
      out[last] = 0x10000 + ((out[last] - 0xd800) << 10) + (u - 0xdc00)
    } else out.push(u)
  }
  while (i < n) {
    const c = data[i]
    if (shifted) {
      const v = c < 128 ? BASE64.indexOf(String.fromCharCode(c)) : -1
      if (v >= 0) {
        value = ((value << 6) | v) & 0x3fffff
        bits += 6
        if (bits >= 16) {
          bits -= 16
          unitOut((value >> bits) & 0xffff)
          value &= (1 << bits) - 1
        }
        i++
        continue
      }
      shifted = false
      if (bits >= 6) {
        i = d.fail(shiftStart, i + 1, 'partial character in base64 sequence')
        bits = 0
        continue
      }
      if (bits > 0 && value !== 0) {
        i = d.fail(shiftStart, i + 1, 'non-zero padding bits in base64 sequence')
        bits = 0
        continue
      }
      bits = 0
      value = 0
      if (c === 45) i++
      continue
    }
    if (c === 43) {
      shiftStart = i++
      if (i < n && data[i] === 45) {
        i++
        out.push(43)
      } else if (i < n && BASE64.indexOf(String.fromCharCode(data[i])) < 0) {
        i = d.fail(shiftStart, i + 1, 'ill-formed sequence')
      } else {
        shifted = true
        bits = 0
        value = 0
      }
    } else if (c < 128) {
      out.push(c)
      i++
    } else i = d.fail(i, i + 1, 'unexpected special character')
  }
  if (shifted && (bits >= 6 || (bits > 0 && value !== 0) || shiftStart === n - 1))
    d.fail(shiftStart, n, 'unterminated shift sequence')
  return d.result()
}

// Names -----------------------------------------------------------------------------------------------------------------

const ALIASES: Record<string, string> = {
  u8: 'utf_8',
  utf: 'utf_8',
  utf8: 'utf_8',
  cp65001: 'utf_8',
  utf8_ucs2: 'utf_8',
  utf8_ucs4: 'utf_8',
  utf_8: 'utf_8',
  utf_8_sig: 'utf_8_sig',
  utf8_sig: 'utf_8_sig',
  u16: 'utf_16',
  utf16: 'utf_16',
  utf_16: 'utf_16',
  utf_16le: 'utf_16_le',
  utf_16_le: 'utf_16_le',
  unicodelittleunmarked: 'utf_16_le',
  utf_16be: 'utf_16_be',
  utf_16_be: 'utf_16_be',
  unicodebigunmarked: 'utf_16_be',
  u32: 'utf_32',
  utf32: 'utf_32',
  utf_32: 'utf_32',
  utf_32le: 'utf_32_le',
  utf_32_le: 'utf_32_le',
  utf_32be: 'utf_32_be',
  utf_32_be: 'utf_32_be',
  u7: 'utf_7',
  utf7: 'utf_7',
  utf_7: 'utf_7',
  unicode_1_1_utf_7: 'utf_7',
  ascii: 'ascii',
  us_ascii: 'ascii',
  '646': 'ascii',
  ansi_x3_4_1968: 'ascii',
  ansi_x3_4_1986: 'ascii',
  cp367: 'ascii',
  csascii: 'ascii',
  ibm367: 'ascii',
  iso646_us: 'ascii',
  iso_646_irv_1991: 'ascii',
  iso_ir_6: 'ascii',
  us: 'ascii',
  latin_1: 'latin_1',
  latin1: 'latin_1',
  latin: 'latin_1',
  l1: 'latin_1',
  iso8859: 'latin_1',
  iso8859_1: 'latin_1',
  iso_8859_1: 'latin_1',
  iso_8859_1_1987: 'latin_1',
  iso_ir_100: 'latin_1',
  '8859': 'latin_1',
  cp819: 'latin_1',
  csisolatin1: 'latin_1',
  ibm819: 'latin_1',
  unicode_escape: 'unicode_escape',
  unicodeescape: 'unicode_escape',
  raw_unicode_escape: 'raw_unicode_escape',
  rawunicodeescape: 'raw_unicode_escape',
}

const BYTES_CODECS =
  /^(hex|hex_codec|base64|base_64|base64_codec|bz2|bz2_codec|zip|zlib|zlib_codec|uu|uu_codec|quopri|quopri_codec|quoted_printable|quotedprintable|rot13|rot_13)$/

/** The canonical name of a codec in lower case with underscores, or NULL. */
export function canonicalEncoding(name: string): string | undefined {
  const key = name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .replace(/^_|_$/g, '')
  // Other names may be written with dots, the canonical ones may not.
  const dotted = key.replaceAll('.', '_')
  const other = ALIASES[dotted]
  return ALIASES[key] ?? (other === dotted ? undefined : other) ?? charmaps.canonical(key)
}

function lookup(encoding: string, verb: string): string {
  const codec = canonicalEncoding(encoding)
  if (codec !== undefined) return codec
  if (BYTES_CODECS.test(encoding.toLowerCase().replaceAll('-', '_'))) {
    throw lookupError(`'${encoding}' is not a text encoding; use codecs.${verb}() to handle arbitrary codecs`)
  }
  throw lookupError(`unknown encoding: ${encoding}`)
}

/** The bytes of `text` in an encoding. */
export function encode(cx: Context, text: Str, encoding: string, errors: string): Uint8Array {
  const codec = lookup(encoding, 'encode')
  switch (codec) {
    case 'utf_8':
      if (typeof text === 'string' && !/[^\0-\x7f]/.test(text)) return asciiBytes(text)
      return encodeWith(cx, text, utf8Encoder, errors, new Output(textOf(text).length * 3))
    case 'utf_8_sig': {
      const out = new Output(16)
      out.putAll(Uint8Array.of(0xef, 0xbb, 0xbf))
      return encodeWith(cx, text, utf8Encoder, errors, out)
    }
    case 'ascii':
      return encodeWith(cx, text, byteEncoder('ascii', 128), errors, new Output(16))
    case 'latin_1':
      return encodeWith(cx, text, byteEncoder('latin-1', 256), errors, new Output(16))
    case 'utf_16': {
      const out = new Output(16)
      put16(out, 0xfeff, true)
      return encodeWith(cx, text, utf16Encoder('utf-16', true), errors, out)
    }
    case 'utf_16_le':
    case 'utf_16_be':
      return encodeWith(
        cx,
        text,
        utf16Encoder(codec.replaceAll('_', '-'), codec === 'utf_16_le'),
        errors,
        new Output(16),
      )
    case 'utf_32': {
      const out = new Output(16)
      put32(out, 0xfeff, true)
      return encodeWith(cx, text, utf32Encoder('utf-32', true), errors, out)
    }
    case 'utf_32_le':
    case 'utf_32_be':
      return encodeWith(
        cx,
        text,
        utf32Encoder(codec.replaceAll('_', '-'), codec === 'utf_32_le'),
        errors,
        new Output(16),
      )
    case 'utf_7':
      return encodeUtf7(codePoints(text))
    case 'unicode_escape':
      return encodeUnicodeEscape(codePoints(text))
    case 'raw_unicode_escape':
      return encodeRawUnicodeEscape(codePoints(text))
    default:
      return encodeWith(cx, text, charmapEncoder(charmaps.table(codec)), errors, new Output(16))
  }
}

/** The text of bytes in an encoding. Of no bytes it is '', whatever the encoding is called. */
export function decode(cx: Context, data: Uint8Array, encoding: string, errors: string): Str {
  if (data.length === 0) return ''
  const codec = lookup(encoding, 'decode')
  const decoder = (name: string) => new Decoder(cx, name, data, errors)
  switch (codec) {
    case 'utf_8':
      return allAscii(data) ? latin1Text(data) : decodeUtf8(decoder('utf-8'))
    case 'utf_8_sig': {
      const body = data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? data.subarray(3) : data
      return decodeUtf8(new Decoder(cx, 'utf-8', body, errors))
    }
    case 'ascii':
      return allAscii(data) ? latin1Text(data) : decodeAscii(decoder('ascii'))
    case 'latin_1':
      return latin1Text(data)
    case 'utf_16': {
      const big = data[0] === 0xfe && data[1] === 0xff
      const marked = big || (data[0] === 0xff && data[1] === 0xfe)
      return decodeUtf16(decoder(big ? 'utf-16-be' : 'utf-16-le'), marked ? 2 : 0, !big)
    }
    case 'utf_16_le':
    case 'utf_16_be':
      return decodeUtf16(decoder(codec.replaceAll('_', '-')), 0, codec === 'utf_16_le')
    case 'utf_32': {
      const big = data[0] === 0 && data[1] === 0 && data[2] === 0xfe && data[3] === 0xff
      const marked = big || (data[0] === 0xff && data[1] === 0xfe && data[2] === 0 && data[3] === 0)
      return decodeUtf32(decoder(big ? 'utf-32-be' : 'utf-32-le'), marked ? 4 : 0, !big)
    }
    case 'utf_32_le':
    case 'utf_32_be':
      return decodeUtf32(decoder(codec.replaceAll('_', '-')), 0, codec === 'utf_32_le')
    case 'utf_7':
      return decodeUtf7(decoder('utf7'))
    case 'unicode_escape':
      return decodeUnicodeEscape(decoder('unicodeescape'), false)
    case 'raw_unicode_escape':
      return decodeUnicodeEscape(decoder('rawunicodeescape'), true)
    default:
      return decodeCharmap(decoder('charmap'), charmaps.table(codec))
  }
}
