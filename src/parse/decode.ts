/**
 * Bytes of a source file to text: byte order mark, PEP 263 declaration, decoding (CPython's `Parser/tokenizer/helpers.c`).
 *
 * CPython reads a script from a file and source bytes handed to `compile` in two ways that complain differently; `script` chooses. Bytes
 * handed over that are not UTF-8 are only an error where they are read: in a comment they pass. They become lone surrogates U+DC80 to
 * U+DCFF here, one a byte, and the literal decoder complains when it meets one.
 *
 * UTF-8, Latin-1 and ASCII are decoded here, other encodings by the host's `TextDecoder`, which knows those of the web.
 */
import { PySyntaxError } from './messages'

/** Names of Python codecs for which `TextDecoder` has another one. */
const webNames: Record<string, string> = {
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  shiftjis: 'shift_jis',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  cp936: 'gbk',
  cp950: 'big5',
  cp874: 'windows-874',
  'tis-620': 'windows-874',
  'mac-roman': 'macintosh',
  macroman: 'macintosh',
  'mac-cyrillic': 'x-mac-cyrillic',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  'iso2022-jp': 'iso-2022-jp',
}

const notText = new Set([
  'rot13',
  'rot-13',
  'hex',
  'hex-codec',
  'base64',
  'base64-codec',
  'bz2',
  'bz2-codec',
  'zlib',
  'zip',
  'uu',
  'quopri',
])

/** What decoding complains with: no position but a line and column of 0. */
function encodingError(msg: string, filename: string): PySyntaxError {
  return new PySyntaxError('SyntaxError', msg, 0, -1, null, null, null, filename)
}

/** CPython's short names for the two encodings it knows itself. */
function normalName(name: string): string {
  const lower = name.slice(0, 12).toLowerCase().replaceAll('_', '-')
  if (lower === 'utf-8' || lower.startsWith('utf-8-')) return 'utf-8'
  if (/^(latin-1|iso-8859-1|iso-latin-1)(-|$)/.test(lower)) return 'iso-8859-1'
  return name
}

/** The encoding declared in the first two lines, null if none is. */
function declaredEncoding(bytes: Uint8Array): string | null {
  let start = 0
  for (let line = 0; line < 2 && start < bytes.length; line++) {
    let end = start
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++
    let at = start
    while (bytes[at] === 32 || bytes[at] === 9 || bytes[at] === 12) at++
    if (at < end && bytes[at] !== 35) return null
    let text = ''
    for (let i = at; i < end; i++) text += String.fromCharCode(bytes[i])
    const found = /coding[:=][ \t]*([-\w.]+)/.exec(text)
    if (found) return normalName(found[1])
    start = bytes[end] === 13 && bytes[end + 1] === 10 ? end + 2 : end + 1
  }
  return null
}

/**
 * Decodes source bytes.
 * @param script whether they are a file being run, rather than bytes handed to `compile`
 * @throws PySyntaxError for an unknown encoding, or bytes that are not in it
 */
export function decodeSource(bytes: Uint8Array, filename: string, script: boolean): string {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  if (mark) bytes = bytes.subarray(3)
  const declared = declaredEncoding(bytes)
  if (mark && declared !== null && declared !== 'utf-8') {
    throw encodingError(`encoding problem: ${declared} with BOM`, filename)
  }
  if (declared === null || declared === 'utf-8') return decodeUtf8(bytes, filename, script)
  if (declared === 'iso-8859-1') return latin1(bytes)
  return decodeWith(declared, bytes, filename, script)
}

function decodeUtf8(bytes: Uint8Array, filename: string, script: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    if (!script) return escapeInvalid(bytes)
    throw notUtf8(bytes, filename)
  }
}

/** What windows-1252 has at 0x80 to 0x9f, U+FFFD where nothing: some hosts decode it as Latin-1. */
const windows1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ'

function decodeWith(encoding: string, bytes: Uint8Array, filename: string, script: boolean): string {
  const name = encoding.toLowerCase().replaceAll('_', '-')
  const fail = (msg: string) => encodingError(script ? `encoding problem: ${encoding}` : msg, filename)
  if (notText.has(name)) {
    throw fail(`'${encoding}' is not a text encoding; use codecs.decode() to handle arbitrary codecs`)
  }
  if (name === 'ascii' || name === 'us-ascii' || name === '646') {
    const at = bytes.findIndex((byte) => byte > 127)
    if (at >= 0) {
      throw fail(`'ascii' codec can't decode byte 0x${hex(bytes[at])} in position ${at}: ordinal not in range(128)`)
    }
    return latin1(bytes)
  }
  if (/^(latin-?1|l1|latin|8859|cp819|iso8859-1|iso8859)$/.test(name)) return latin1(bytes)
  if (/^(utf-?8|u8|utf|cp65001|utf-?8-ucs2)$/.test(name)) return decodeUtf8(bytes, filename, script)
  const label =
    webNames[name] ?? name.replace(/^(?:cp|windows-?)(125\d)$/, 'windows-$1').replace(/^iso8859-/, 'iso-8859-')
  let decoder: TextDecoder
  try {
    decoder = new TextDecoder(label, { fatal: true })
  } catch {
    throw fail(`unknown encoding: ${encoding}`)
  }
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw fail(`'${encoding}' codec can't decode the source`)
  }
  if (decoder.encoding === 'windows-1252') {
    text = latin1(bytes).replace(/[\x80-\x9f]/g, (c) => {
      const char = windows1252[c.charCodeAt(0) - 0x80]
      return char === '\ufffd' ? c : char
    })
  }
  // The web maps the bytes Windows leaves undefined to controls; Python refuses them.
  const undefinedAt = /^windows-125/.test(decoder.encoding) ? text.search(/[\x80-\x9f]/) : -1
  if (undefinedAt >= 0) {
    throw fail(
      `'charmap' codec can't decode byte 0x${hex(bytes[undefinedAt])} in position ${undefinedAt}: character maps to <undefined>`,
    )
  }
  return text
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + 8192) as unknown as number[])
  }
  return text
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0')

function notUtf8(bytes: Uint8Array, filename: string): PySyntaxError {
  let at = 0
  let line = 1
  while (at < bytes.length) {
    const { length } = utf8Sequence(bytes, at)
    if (length === 0) break
    if (bytes[at] === 10) line++
    at += length
  }
  return encodingError(
    `Non-UTF-8 code starting with '\\x${hex(bytes[at])}' in file ${filename} on line ${line}, but no encoding declared; ` +
      'see https://peps.python.org/pep-0263/ for details',
    filename,
  )
}

/** Length of the UTF-8 sequence at an offset; 0 with Python's reason if there is none. */
function utf8Sequence(bytes: ArrayLike<number>, at: number): { length: number; reason: string } {
  const first = bytes[at]
  if (first < 0x80) return { length: 1, reason: '' }
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (length === 0) return { length, reason: 'invalid start byte' }
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) return { length: 0, reason: 'unexpected end of data' }
    const low = i > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
    const high = i > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
    if (byte < low || byte > high) return { length: 0, reason: 'invalid continuation byte' }
  }
  return { length, reason: '' }
}

/** UTF-8 with each byte that is none as a lone surrogate. */
function escapeInvalid(bytes: Uint8Array): string {
  const decoder = new TextDecoder()
  let text = ''
  let start = 0
  let at = 0
  while (at < bytes.length) {
    const { length } = utf8Sequence(bytes, at)
    if (length > 0) {
      at += length
      continue
    }
    text += decoder.decode(bytes.subarray(start, at)) + String.fromCharCode(0xdc00 + bytes[at])
    start = ++at
  }
  return text + decoder.decode(bytes.subarray(start))
}

/** The complaint about the first byte in a piece of text that was no UTF-8, null if there is none. */
export function invalidUtf8Message(text: string): string | null {
  if (!/[\udc80-\udcff]/u.test(text)) return null
  // Back to bytes, to find the position and the reason.
  const bytes: number[] = []
  const encoder = new TextEncoder()
  for (const char of text) {
    const cp = char.codePointAt(0)!
    if (cp >= 0xdc80 && cp <= 0xdcff) bytes.push(cp - 0xdc00)
    else bytes.push(...encoder.encode(char))
  }
  for (let at = 0; at < bytes.length; ) {
    const { length, reason } = utf8Sequence(bytes, at)
    if (length === 0) return `'utf-8' codec can't decode byte 0x${hex(bytes[at])} in position ${at}: ${reason}`
    at += length
  }
  return null
}
