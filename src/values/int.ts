/**
 * Integer arithmetic on the two representations of a Python int: a JavaScript `number` while it is a safe integer, a native
 * `bigint` beyond (CPython's Objects/longobject.c, without its Python errors).
 *
 * Invariants every function keeps: a result is a `number` exactly when it is a safe integer, and never −0. The functions know
 * nothing of Python exceptions: callers check for a zero divisor, a negative shift count or exponent and for sizes beforehand.
 *
 * This is the only file that imports `big-integer`; it serves what the language lacks (modular powers and inverses, reading
 * digits of any radix), never the everyday operators, where it would be several times slower than native bigint.
 */
import bigInt from 'big-integer'
import type { Int } from './value'

const MAX_SAFE = Number.MAX_SAFE_INTEGER
const BIG_MAX = BigInt(MAX_SAFE)
const BIG_MIN = -BIG_MAX

/** Narrows a bigint: the canonical Int of the same value. */
export function norm(b: bigint): Int {
  return b <= BIG_MAX && b >= BIG_MIN ? Number(b) : b
}

export function toBig(a: Int): bigint {
  return typeof a === 'bigint' ? a : BigInt(a)
}

/** The Int of a finite float, truncated towards zero. */
export function fromFloat(x: number): Int {
  const t = Math.trunc(x)
  return t <= MAX_SAFE && t >= -MAX_SAFE ? t + 0 : norm(BigInt(t))
}

/** The nearest float, ties to even; infinite when out of range. */
export function toFloat(a: Int): number {
  return Number(a)
}

export function add(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r
  }
  return norm(BigInt(a) + BigInt(b))
}

export function sub(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r
  }
  return norm(BigInt(a) - BigInt(b))
}

export function mul(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b
    // Adding 0 turns −0 into 0 and changes nothing else.
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r + 0
  }
  return norm(BigInt(a) * BigInt(b))
}

/** Floor division; `b` is not zero. */
export function floordiv(a: Int, b: Int): Int {
  // For safe integers the quotient of the doubles never rounds up to an integer it does not reach, so its floor is exact.
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b) + 0
  const x = BigInt(a)
  const y = BigInt(b)
  const q = x / y
  return norm(x < 0n !== y < 0n && q * y !== x ? q - 1n : q)
}

/** Remainder with the sign of the divisor; `b` is not zero. */
export function mod(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const m = a % b
    if (m === 0) return 0
    return m < 0 !== b < 0 ? m + b : m
  }
  const y = BigInt(b)
  const m = BigInt(a) % y
  return norm(m !== 0n && m < 0n !== y < 0n ? m + y : m)
}

/** `[a // b, a % b]`; `b` is not zero. */
export function divmod(a: Int, b: Int): [Int, Int] {
  if (typeof a === 'number' && typeof b === 'number') return [floordiv(a, b), mod(a, b)]
  const x = BigInt(a)
  const y = BigInt(b)
  let q = x / y
  let m = x - q * y
  if (m !== 0n && m < 0n !== y < 0n) {
    q -= 1n
    m += y
  }
  return [norm(q), norm(m)]
}

/**
 * `a ** b` for `b >= 0`. The caller has made sure that the result is of a bearable size (`bitLength(a) * b` bits at most).
 */
export function pow(a: Int, b: Int): Int {
  if (typeof a === 'number') {
    if (a === 2 && typeof b === 'number' && b < 53) return 2 ** b
    if (typeof b === 'number' && b < 64) {
      let result = 1
      let base = a
      let exponent = b
      for (;;) {
        if (exponent & 1) {
          result *= base
          if (result > MAX_SAFE || result < -MAX_SAFE) break
        }
        exponent >>= 1
        if (exponent === 0) return result + 0
        base *= base
        if (base > MAX_SAFE) break
      }
    } else if (a === 0) return 0
    else if (a === 1) return 1
    else if (a === -1) return isOdd(b) ? -1 : 1
  }
  return norm(BigInt(a) ** BigInt(b))
}

/** Four bits of the exponent at a time, read off its text: big-integer divides the whole exponent by two at each bit, which is quadratic. */
function modPowBig(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const powers = [1n]
  for (let i = 1; i < 16; i++) powers.push((powers[i - 1]! * base) % modulus)
  let result = 1n
  for (const digit of exponent.toString(16)) {
    for (let i = 0; i < 4; i++) result = (result * result) % modulus
    result = (result * powers[Number.parseInt(digit, 16)]!) % modulus
  }
  return result
}

/** `pow(a, b, m)` for `b >= 0`, `m` not zero: the result has the sign of `m`. */
export function modPow(a: Int, b: Int, m: Int): Int {
  const big = toBig(m)
  const modulus = big < 0n ? -big : big
  if (modulus === 1n) return 0
  let result: bigint
  if (modulus <= 94906265n && typeof b === 'number') {
    // The squares of residues are safe integers: plain numbers do.
    const n = Number(modulus)
    let base = Number(mod(a, n))
    let r = 1
    for (let e = b; e > 0; e = Math.floor(e / 2)) {
      if (e % 2 === 1) r = (r * base) % n
      base = (base * base) % n
    }
    result = BigInt(r)
  } else {
    result = modPowBig(toBig(mod(a, norm(modulus))), toBig(b), modulus)
  }
  if (big < 0n && result !== 0n) result += big
  return norm(result)
}

/** The inverse of `a` modulo `m` (not zero) with the sign of `m`, or undefined when they are not coprime. */
export function modInv(a: Int, m: Int): Int | undefined {
  const big = toBig(m)
  const modulus = big < 0n ? -big : big
  if (modulus === 1n) return 0
  const residue = toBig(mod(a, norm(modulus)))
  if (toBig(gcd(norm(residue), norm(modulus))) !== 1n) return undefined
  let result = unwrap(bigInt(residue).modInv(bigInt(modulus)))
  if (result < 0n) result += modulus
  if (big < 0n && result !== 0n) result += big
  return norm(result)
}

function unwrap(b: bigInt.BigInteger): bigint {
  const value = (b as unknown as { value: unknown }).value
  return typeof value === 'bigint' ? value : BigInt(b.toString())
}

export function isOdd(a: Int): boolean {
  return typeof a === 'number' ? a % 2 !== 0 : (a & 1n) === 1n
}

/** `a << n` for `n >= 0`; the caller has checked the size of the result. */
export function shl(a: Int, n: Int): Int {
  if (a === 0) return 0
  if (typeof a === 'number' && typeof n === 'number' && n < 53) {
    const r = a * 2 ** n
    if (r <= MAX_SAFE && r >= -MAX_SAFE) return r
  }
  return norm(BigInt(a) << BigInt(n))
}

/** `a >> n` for `n >= 0`: rounds towards minus infinity. */
export function shr(a: Int, n: Int): Int {
  if (typeof a === 'number') {
    if (typeof n === 'number' && n < 32 && (a | 0) === a) return a >> n
    if (n > 53) return a < 0 ? -1 : 0
    return Math.floor(a / 2 ** Number(n))
  }
  if (typeof n === 'bigint') return a < 0n ? -1 : 0
  return norm(a >> BigInt(n))
}

export function and(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a & b
    if (a >= 0 && b >= 0) {
      // Both halves by themselves: still far quicker than two conversions.
      const high = (a / 4294967296) & (b / 4294967296)
      return high * 4294967296 + ((a & b) >>> 0)
    }
  }
  return norm(BigInt(a) & BigInt(b))
}

export function or(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a | b
    if (a >= 0 && b >= 0) {
      const high = (a / 4294967296) | (b / 4294967296)
      return high * 4294967296 + ((a | b) >>> 0)
    }
  }
  return norm(BigInt(a) | BigInt(b))
}

export function xor(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a ^ b
    if (a >= 0 && b >= 0) {
      const high = (a / 4294967296) ^ (b / 4294967296)
      return high * 4294967296 + ((a ^ b) >>> 0)
    }
  }
  return norm(BigInt(a) ^ BigInt(b))
}

export function neg(a: Int): Int {
  // 2**53 − 1 is symmetric: the negation of a number is a number, that of a bigint a bigint.
  return typeof a === 'number' ? 0 - a : -a
}

export function invert(a: Int): Int {
  return typeof a === 'number' ? sub(-1, a) : norm(~a)
}

export function abs(a: Int): Int {
  return a < 0 ? neg(a) : a
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function cmpInt(a: Int, b: Int): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Number of bits of the magnitude; 0 for 0. */
export function bitLength(a: Int): number {
  if (typeof a === 'number') {
    if (a < 0) a = -a
    return a < 4294967296 ? 32 - Math.clz32(a) : 64 - Math.clz32(a / 4294967296)
  }
  return bigBitLength(a < 0n ? -a : a)
}

function bigBitLength(a: bigint): number {
  const hex = a.toString(16)
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0], 16)))
}

/** Number of ones in the magnitude. */
export function bitCount(a: Int): number {
  if (typeof a === 'number') {
    if (a < 0) a = -a
    return popcount32(a | 0) + popcount32((a / 4294967296) | 0)
  }
  const hex = (a < 0n ? -a : a).toString(16)
  let count = 0
  for (let end = hex.length; end > 0; end -= 8) {
    count += popcount32(Number.parseInt(hex.slice(Math.max(0, end - 8), end), 16) | 0)
  }
  return count
}

function popcount32(x: number): number {
  x -= (x >>> 1) & 0x55555555
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  x = (x + (x >>> 4)) & 0x0f0f0f0f
  return Math.imul(x, 0x01010101) >>> 24
}

/** Greatest common divisor, never negative. */
export function gcd(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    a = Math.abs(a)
    b = Math.abs(b)
    while (b !== 0) {
      const r: number = a % b
      a = b
      b = r
    }
    return a
  }
  let x = BigInt(a)
  let y = BigInt(b)
  if (x < 0n) x = -x
  if (y < 0n) y = -y
  // Native remainders until both are small, then plain numbers.
  while (y !== 0n) {
    if (x <= BIG_MAX && y <= BIG_MAX) return gcd(Number(x), Number(y))
    const r = x % y
    x = y
    y = r
  }
  return norm(x)
}

/** Floor of the square root of `a >= 0`. */
export function isqrt(a: Int): Int {
  if (typeof a === 'number') {
    let r = Math.floor(Math.sqrt(a))
    while (r * r > a) r--
    return r
  }
  // Newton's iteration from above, doubling the precision: start from the root of the leading half.
  const root = (n: bigint): bigint => {
    if (n < 4503599627370496n) return BigInt(Math.floor(Math.sqrt(Number(n))))
    const shift = BigInt(Math.floor((bigBitLength(n) - 1) / 4))
    const x = root(n >> (2n * shift)) << shift
    let y = (x + n / x) >> 1n
    while (y * y > n) y -= 1n
    while ((y + 1n) * (y + 1n) <= n) y += 1n
    return y
  }
  return norm(root(a))
}

/** The float nearest to `a / b`, ties to even; infinite on overflow. `b` is not zero. */
export function trueDivide(a: Int, b: Int): number {
  if (typeof a === 'number' && typeof b === 'number') return a / b
  let x = BigInt(a)
  let y = BigInt(b)
  const negative = x < 0n !== y < 0n
  if (x < 0n) x = -x
  if (y < 0n) y = -y
  const r = ratio(x, y)
  return negative ? -r : r
}

/** Nearest float to the quotient of two positive bigints (the dividend may be zero): 55 significant bits and a sticky one. */
function ratio(x: bigint, y: bigint): number {
  if (x === 0n) return 0
  // The quotient lies in (2**(d - 1), 2**(d + 1)).
  const d = bigBitLength(x) - bigBitLength(y)
  if (d > 1025) return Infinity
  if (d < -1077) return 0
  // The smallest exponent a result bit can have is −1074: keep two bits beyond the last one kept.
  const shift = Math.max(d - 55, -1076)
  let q: bigint
  let inexact: boolean
  if (shift >= 0) {
    const divisor = y << BigInt(shift)
    q = x / divisor
    inexact = q * divisor !== x
  } else {
    const dividend = x << BigInt(-shift)
    q = dividend / y
    inexact = q * y !== dividend
  }
  if (inexact) q |= 1n
  return scale(q, shift)
}

/** `q * 2**e`, rounded once, for `q < 2**58` and `e >= -1076`. */
function scale(q: bigint, e: number): number {
  // A normal result is exact after the rounding that Number() does; 2**-100 keeps the second factor representable.
  if (bigBitLength(q) + e > -1021) return e < -900 ? Number(q) * 2 ** -100 * 2 ** (e + 100) : Number(q) * 2 ** e
  // Possibly subnormal: round to a multiple of 2**-1074.
  if (e >= -1074) return Number(q) * 2 ** e
  const drop = BigInt(-1074 - e)
  let r = q >> drop
  const rest = q - (r << drop)
  const half = 1n << (drop - 1n)
  if (rest > half || (rest === half && (r & 1n) === 1n)) r += 1n
  return Number(r) * 5e-324
}

/** The numerator and the positive denominator of a finite float in lowest terms. */
export function floatRatio(x: number): [Int, Int] {
  if (Number.isInteger(x)) return [fromFloat(x), 1]
  const [m, e] = floatParts(x)
  // Not an integer: the exponent is negative, and the odd mantissa leaves nothing to cancel.
  return [m, shl(1, -e)]
}

const bits = new DataView(new ArrayBuffer(8))

/** `[m, e]` with `x = m * 2**e`, `m` an odd safe integer (or 0 with exponent 0). `x` is finite. */
export function floatParts(x: number): [number, number] {
  if (x === 0) return [0, 0]
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  const low = bits.getUint32(4)
  const biased = (high >>> 20) & 0x7ff
  let top = high & 0xfffff
  let e = -1074
  if (biased !== 0) {
    top |= 0x100000
    e = biased - 1075
  }
  let m: number
  if (low !== 0) {
    const zeros = 31 - Math.clz32(low & -low)
    m = (top * 4294967296 + low) / 2 ** zeros
    e += zeros
  } else {
    const zeros = 31 - Math.clz32(top & -top)
    m = top / 2 ** zeros
    e += zeros + 32
  }
  return [x < 0 ? -m : m, e]
}

/** Lower-case digits in any base from 2 to 36, with a sign where negative. */
export function intToText(a: Int, base = 10): string {
  return a.toString(base)
}

/**
 * The int of a run of digits of `base` (2 to 36, letters in either case, nothing else: no sign, no underscores, not empty).
 */
export function intFromText(digits: string, base = 10): Int {
  if (digits.length <= 10 || (base === 10 && digits.length <= 15)) return Number.parseInt(digits, base)
  switch (base) {
    case 10:
      return norm(BigInt(digits))
    case 16:
      return norm(BigInt(`0x${digits}`))
    case 8:
      return norm(BigInt(`0o${digits}`))
    case 2:
      return norm(BigInt(`0b${digits}`))
    default:
      return norm(unwrap(bigInt(digits, base)))
  }
}

/** The low `n` bytes of the two's complement, least significant first. */
export function toBytesLE(a: Int, n: number): Uint8Array {
  const out = new Uint8Array(n)
  if (typeof a === 'number' && a >= 0) {
    for (let i = 0; i < n && a > 0; i++) {
      out[i] = a % 256
      a = Math.floor(a / 256)
    }
    return out
  }
  const hex = BigInt.asUintN(n * 8, BigInt(a)).toString(16)
  for (let i = 0, end = hex.length; end > 0; i++, end -= 2) {
    out[i] = Number.parseInt(hex.slice(Math.max(0, end - 2), end), 16)
  }
  return out
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

/** The int whose bytes these are, least significant first. */
export function fromBytesLE(bytes: ArrayLike<number>, signed = false): Int {
  const n = bytes.length
  if (n === 0) return 0
  let value: Int
  if (n <= 6) {
    let v = 0
    for (let i = n - 1; i >= 0; i--) v = v * 256 + bytes[i]
    return signed && bytes[n - 1] >= 128 ? v - 2 ** (8 * n) : v
  }
  let hex = '0x'
  for (let i = n - 1; i >= 0; i--) hex += HEX[bytes[i]]
  value = BigInt(hex)
  if (signed && bytes[n - 1] >= 128) value -= 1n << BigInt(8 * n)
  return norm(value)
}
