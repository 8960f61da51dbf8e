/**
 * Single items of the `struct` module's native formats, as memoryview, array and struct read and write them: little-endian, sizes
 * of a 64-bit Unix.
 */
import { PyBytes, PyFloat, type Int, type Value } from '../values/value'
import { norm } from '../values/int'

/** Size of each native code. */
export const ITEM_SIZES: Readonly<Record<string, number>> = {
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  e: 2,
  i: 4,
  I: 4,
  f: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  P: 8,
  d: 8,
}

/** The least and greatest int of an integer code. */
export function integerRange(code: string): readonly [bigint, bigint] {
  const bits = BigInt(ITEM_SIZES[code] * 8)
  return code === 'P' || (code < 'a' && code !== '?')
    ? [0n, (1n << bits) - 1n]
    : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n]
}

export const isIntegerCode = (code: string): boolean => 'bBhHiIlLqQnNP'.includes(code)

/** Reads the item of a code at a byte offset. */
export function readItem(view: DataView, at: number, code: string, little = true): Value {
  switch (code) {
    case 'c':
      return new PyBytes(Uint8Array.of(view.getUint8(at)))
    case '?':
      return view.getUint8(at) !== 0
    case 'b':
      return view.getInt8(at)
    case 'B':
      return view.getUint8(at)
    case 'h':
      return view.getInt16(at, little)
    case 'H':
      return view.getUint16(at, little)
    case 'i':
      return view.getInt32(at, little)
    case 'I':
      return view.getUint32(at, little)
    case 'e':
      return new PyFloat(readHalf(view.getUint16(at, little)))
    case 'f':
      return new PyFloat(view.getFloat32(at, little))
    case 'd':
      return new PyFloat(view.getFloat64(at, little))
    case 'l':
    case 'q':
    case 'n':
      return norm(view.getBigInt64(at, little))
    default:
      return norm(view.getBigUint64(at, little))
  }
}

/** Writes an int that is in the range of its code. */
export function writeInteger(view: DataView, at: number, code: string, n: Int, little = true): void {
  switch (ITEM_SIZES[code]) {
    case 1:
      view.setUint8(at, Number(n))
      break
    case 2:
      view.setUint16(at, Number(n), little)
      break
    case 4:
      view.setUint32(at, Number(n), little)
      break
    default:
      view.setBigUint64(at, BigInt.asUintN(64, BigInt(n)), little)
  }
}

/** Writes a float; false when it is too large for the code. */
export function writeFloat(view: DataView, at: number, code: string, x: number, little = true): boolean {
  if (code === 'd') {
    view.setFloat64(at, x, little)
    return true
  }
  if (code === 'f') {
    view.setFloat32(at, x, little)
    return !Number.isFinite(x) || Number.isFinite(Math.fround(x))
  }
  const bits = halfBits(x)
  if (bits < 0) return false
  view.setUint16(at, bits, little)
  return true
}

function readHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 0x3ff
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** IEEE half precision, rounded half to even; −1 on overflow. */
function halfBits(x: number): number {
  if (Number.isNaN(x)) return 0x7e00
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0
  x = Math.abs(x)
  if (x === Infinity) return sign | 0x7c00
  if (x === 0) return sign
  let exponent = Math.floor(Math.log2(x))
  if (2 ** exponent > x) exponent--
  if (2 ** (exponent + 1) <= x) exponent++
  const scale = Math.max(exponent, -14) - 10
  const units = x / 2 ** scale
  let r = Math.floor(units)
  const rest = units - r
  if (rest > 0.5 || (rest === 0.5 && r % 2 === 1)) r++
  if (exponent < -14) return sign | r
  const bits = ((exponent + 15) << 10) + (r - 1024)
  return bits >= 0x7c00 ? -1 : sign | bits
}
