/** The module `binascii` (CPython's Modules/binascii.c). */
import { PyBytes, type Int, type Value } from '../values/value'
import { codePoints } from '../values/wide'
import { bytesLike } from '../objects/bytes_like'
import { hexText, needBytes } from '../objects/bytes_methods'
import type { Context } from '../objects/context'
import { defineModule, defineType } from '../objects/define'
import { excTypes } from '../objects/exceptions'
import { raiseOf, typeError, valueError } from '../objects/raise'
import { asStrValue } from '../objects/str'
import { typeName, type PyType } from '../objects/type'
import { toBig } from '../values/int'
import { crc32 } from './hashing'

const exception = (name: string, base: PyType, module: string): PyType =>
  defineType(name, null, { base, module, hasDict: true })

export const errorType = exception('Error', excTypes.ValueError, 'binascii')
const incompleteType = exception('Incomplete', excTypes.Exception, 'binascii')
const error = (text: string) => raiseOf(errorType, text)

/** Bytes, or the bytes of an ASCII text. */
function asciiInput(v: Value): Uint8Array {
  const s = asStrValue(v)
  if (s !== undefined) {
    const cps = codePoints(s)
    if (cps.some((c) => c > 127)) throw valueError('string argument should contain only ASCII characters')
    return Uint8Array.from(cps)
  }
  const data = bytesLike(v)
  if (data === undefined) throw typeError(`argument should be bytes, buffer or ASCII string, not '${typeName(v)}'`)
  return data
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Int8Array(256).fill(-1)
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i

function toBase64(data: Uint8Array, newline: boolean): Uint8Array {
  const out: number[] = []
  for (let i = 0; i < data.length; i += 3) {
    const n = (data[i] << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0)
    out.push(ALPHABET.charCodeAt(n >> 18), ALPHABET.charCodeAt((n >> 12) & 63))
    out.push(i + 1 < data.length ? ALPHABET.charCodeAt((n >> 6) & 63) : 61)
    out.push(i + 2 < data.length ? ALPHABET.charCodeAt(n & 63) : 61)
  }
  if (newline) out.push(10)
  return Uint8Array.from(out)
}

function fromBase64(data: Uint8Array, strict: boolean): Uint8Array {
  const out: number[] = []
  let quad = 0
  let left = 0
  let pads = 0
  if (strict && data.length > 0 && data[0] === 61) throw error('Leading padding not allowed')
  for (let i = 0; i < data.length; i++) {
    const c = data[i]
    if (c === 61) {
      if (strict && quad === 0) throw error('Excess padding not allowed')
      pads++
      if (quad >= 2 && quad + pads >= 4) {
        if (strict && i + 1 < data.length) throw error('Excess data after padding')
        return Uint8Array.from(out)
      }
      continue
    }
    const v = VALUES[c]
    if (v < 0) {
      if (strict) throw error('Only base64 data is allowed')
      continue
    }
    if (strict && pads > 0) throw error('Discontinuous padding not allowed')
    pads = 0
    switch (quad) {
      case 0:
        quad = 1
        left = v
        break
      case 1:
        quad = 2
        out.push((left << 2) | (v >> 4))
        left = v & 15
        break
      case 2:
        quad = 3
        out.push((left << 4) | (v >> 2))
        left = v & 3
        break
      default:
        quad = 0
        out.push((left << 6) | v)
        left = 0
    }
  }
  if (quad === 1) {
    const n = Math.floor(out.length / 3) * 4 + 1
    throw error(`Invalid base64-encoded string: number of data characters (${n}) cannot be 1 more than a multiple of 4`)
  }
  if (quad !== 0) throw error('Incorrect padding')
  return Uint8Array.from(out)
}

function unhexlify(v: Value): PyBytes {
  const data = asciiInput(v)
  if (data.length % 2) throw error('Odd-length string')
  const digit = (c: number): number => {
    const d = Number.parseInt(String.fromCharCode(c), 16)
    if (Number.isNaN(d)) throw error('Non-hexadecimal digit found')
    return d
  }
  const out = new Uint8Array(data.length / 2)
  for (let i = 0; i < out.length; i++) out[i] = digit(data[2 * i]) * 16 + digit(data[2 * i + 1])
  return new PyBytes(out)
}

const hexlify = (cx: Context, data: Value, sep: Value | undefined, group: number) =>
  new PyBytes(Uint8Array.from(hexText(cx, needBytes(data), sep, group), (c) => c.charCodeAt(0)))

const start = (n: Int): number => Number(BigInt.asUintN(32, toBig(n)))

const crc = (_cx: Context, data: Value, value: Int) => crc32(needBytes(data), start(value))

export const load = defineModule('binascii', 'Conversions between binary and ASCII.', {
  functions: {
    'hexlify(data, sep=<unrepresentable>, bytes_per_sep: int = 1)': ['Hexadecimal digits of bytes.', hexlify],
    'b2a_hex(data, sep=<unrepresentable>, bytes_per_sep: int = 1)': ['Hexadecimal digits of bytes.', hexlify],
    'unhexlify(hexstr, /)': ['The bytes of hexadecimal digits.', (_cx, v: Value) => unhexlify(v)],
    'a2b_hex(hexstr, /)': ['The bytes of hexadecimal digits.', (_cx, v: Value) => unhexlify(v)],
    'b2a_base64(data, /, *, newline: bool = True)': [
      'A line of base64.',
      (_cx, data: Value, newline: boolean) => new PyBytes(toBase64(needBytes(data), newline)),
    ],
    'a2b_base64(data, /, *, strict_mode: bool = False)': [
      'The bytes of base64 text.',
      (_cx, data: Value, strict: boolean) => new PyBytes(fromBase64(asciiInput(data), strict)),
    ],
    'crc32(data, crc: object = 0, /)': ['The CRC-32 checksum.', crc],
  },
  values: () => ({ Error: errorType, Incomplete: incompleteType }),
})
