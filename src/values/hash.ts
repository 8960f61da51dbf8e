/**
 * CPython's hashes on a 64-bit build (Python/pyhash.c, and the combiners of Objects/tupleobject.c, setobject.c and
 * complexobject.c), reproducible as with PYTHONHASHSEED=0.
 *
 * A hash is a signed 64-bit number. On hot paths it travels as two signed 32-bit halves without any allocation: functions
 * return the low half and leave the high half in `H.hi`. `toInt` and `splitInt` convert from and to a Python int. −1 is never
 * a hash (it is an error code in C); it becomes −2.
 *
 * Numbers hash by their value modulo the prime 2**61 − 1, so that equal numbers of different types agree; str and bytes by
 * SipHash-1-3 with a key that is zero for seed 0.
 */
import { floatParts, norm } from './int'
import type { Int, Str, WideStr } from './value'

/** The high half of the hash that was computed last. */
export const H = { hi: 0 }

/** The signed 64-bit hash as an int. */
export function toInt(lo: number, hi: number): Int {
  // Up to 2**53 the double is exact.
  if (hi >= -0x200000 && hi < 0x200000) {
    const n = hi * 4294967296 + (lo >>> 0)
    if (n !== -9007199254740992) return n
  }
  return norm((BigInt(hi) << 32n) | BigInt(lo >>> 0))
}

/** Low half of an int taken modulo 2**64, the high half in `H.hi`. */
export function splitInt(n: Int): number {
  if (typeof n === 'number') {
    H.hi = Math.floor(n / 4294967296) | 0
    return n | 0
  }
  const b = BigInt.asIntN(64, n)
  H.hi = Number(b >> 32n)
  return Number(BigInt.asIntN(32, b))
}

const MODULUS = (1n << 61n) - 1n

export function hashInt(n: Int): number {
  if (typeof n === 'number') {
    if (n === -1) n = -2
    H.hi = Math.floor(n / 4294967296) | 0
    return n | 0
  }
  const h = n < 0n ? -(-n % MODULUS) : n % MODULUS
  return splitInt(norm(h === -1n ? -2n : h))
}

/** Hash of a float that is not NaN (a NaN hashes by identity). */
export function hashFloat(x: number): number {
  if (Number.isSafeInteger(x)) return hashInt(x + 0)
  if (x === Infinity) return hashInt(314159)
  if (x === -Infinity) return hashInt(-314159)
  // m * 2**e modulo 2**61 − 1 is m rotated by e within 61 bits.
  const [m, exponent] = floatParts(x)
  const e = ((exponent % 61) + 61) % 61
  const magnitude = Math.abs(m)
  let lo = magnitude | 0
  let hi = Math.floor(magnitude / 4294967296) | 0
  if (e >= 32) {
    const rest = e - 32
    // Rotate by 32, then by what is left.
    const newHi = ((lo & 0x1fffffff) | 0) >>> 0
    const newLo = (hi << 3) | (lo >>> 29) | 0
    hi = newHi | 0
    lo = newLo
    if (rest > 0) [lo, hi] = rotate61(lo, hi, rest)
  } else if (e > 0) [lo, hi] = rotate61(lo, hi, e)
  if (x < 0) {
    lo = (~lo + 1) | 0
    hi = (~hi + (lo === 0 ? 1 : 0)) | 0
    if (lo === -1 && hi === -1) lo = -2
  }
  H.hi = hi
  return lo
}

/** Rotates a 61-bit number (29 high bits) left by 1 … 29. */
function rotate61(lo: number, hi: number, e: number): [number, number] {
  const wide = e <= 29 ? hi >>> (29 - e) : (hi << (e - 29)) | (lo >>> (61 - e))
  const newHi = ((hi << e) | (lo >>> (32 - e))) & 0x1fffffff
  return [(lo << e) | wide, newHi]
}

/** Hash of a complex number from the hashes of its parts: real part given as halves, imaginary likewise. */
export function hashComplexParts(reLo: number, reHi: number, imLo: number, imHi: number): number {
  multiply(imLo, imHi, 1000003, 0)
  let lo = (mulLo + reLo) | 0
  const hi = (mulHi + reHi + carry(mulLo, reLo)) | 0
  if (lo === -1 && hi === -1) lo = -2
  H.hi = hi
  return lo
}

// 64-bit arithmetic in halves --------------------------------------------------------------------------------------------

let mulLo = 0
let mulHi = 0

/** The low 64 bits of a product, in `mulLo` and `mulHi`. */
function multiply(aLo: number, aHi: number, bLo: number, bHi: number): void {
  const a0 = aLo & 0xffff
  const a1 = aLo >>> 16
  const b0 = bLo & 0xffff
  const b1 = bLo >>> 16
  const p00 = a0 * b0
  const p01 = a0 * b1
  const p10 = a1 * b0
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff)
  mulLo = (p00 & 0xffff) | (middle << 16)
  const high = a1 * b1 + Math.floor(p01 / 65536) + Math.floor(p10 / 65536) + (middle >>> 16)
  mulHi = ((high | 0) + Math.imul(aHi, bLo) + Math.imul(aLo, bHi)) | 0
}

/** The carry out of the low halves of a sum. */
function carry(a: number, b: number): number {
  return (a >>> 0) + (b >>> 0) > 4294967295 ? 1 : 0
}

// Tuples ----------------------------------------------------------------------------------------------------------------

/** The xxHash-like combiner of tuples (and slices): one object a tuple, `add` an item's hash, then `end`. */
export class TupleHasher {
  private lo = XXPRIME_5_LO
  private hi = XXPRIME_5_HI

  add(lo: number, hi: number): void {
    multiply(lo, hi, XXPRIME_2_LO, XXPRIME_2_HI)
    const sumLo = (this.lo + mulLo) | 0
    const sumHi = (this.hi + mulHi + carry(this.lo, mulLo)) | 0
    // Rotate left by 31.
    const rotLo = (sumLo << 31) | (sumHi >>> 1)
    const rotHi = (sumHi << 31) | (sumLo >>> 1)
    multiply(rotLo, rotHi, XXPRIME_1_LO, XXPRIME_1_HI)
    this.lo = mulLo
    this.hi = mulHi
  }

  /** The hash of a tuple of `n` items. */
  end(n: number): number {
    const addLo = (n ^ XXPRIME_5_LO ^ 3527539) | 0
    const lo = (this.lo + addLo) | 0
    const hi = (this.hi + XXPRIME_5_HI + carry(this.lo, addLo)) | 0
    return finish(lo, hi)
  }

  /** The hash of a slice, which leaves the number of parts out. */
  endSlice(): number {
    return finish(this.lo, this.hi)
  }
}

function finish(lo: number, hi: number): number {
  if (lo === -1 && hi === -1) {
    H.hi = 0
    return 1546275796
  }
  H.hi = hi
  return lo
}

const [XXPRIME_1_LO, XXPRIME_1_HI] = halves(11400714785074694791n)
const [XXPRIME_2_LO, XXPRIME_2_HI] = halves(14029467366897019727n)
const [XXPRIME_5_LO, XXPRIME_5_HI] = halves(2870177450012600261n)

function halves(n: bigint): [number, number] {
  return [Number(BigInt.asIntN(32, n)), Number(BigInt.asIntN(32, n >> 32n))]
}

// Frozensets ------------------------------------------------------------------------------------------------------------

/** The order-independent combiner of frozensets: `add` each member's hash, then `end` with their number. */
export class FrozensetHasher {
  private lo = 0
  private hi = 0

  add(lo: number, hi: number): void {
    multiply(lo ^ 89869747 ^ (lo << 16), hi ^ ((hi << 16) | (lo >>> 16)), 3644798167 | 0, 0)
    this.lo ^= mulLo
    this.hi ^= mulHi
  }

  end(n: number): number {
    multiply(n + 1, 0, 1927868237, 0)
    let lo = this.lo ^ mulLo
    let hi = this.hi ^ mulHi
    // hash ^= (hash >> 11) ^ (hash >> 25), unsigned.
    const lo11 = (lo >>> 11) | (hi << 21)
    const lo25 = (lo >>> 25) | (hi << 7)
    lo ^= lo11 ^ lo25
    hi ^= (hi >>> 11) ^ (hi >>> 25)
    multiply(lo, hi, 69069, 0)
    lo = (mulLo + 907133923) | 0
    hi = (mulHi + carry(mulLo, 907133923)) | 0
    if (lo === -1 && hi === -1) {
      lo = 590923713
      hi = 0
    }
    H.hi = hi
    return lo
  }
}

// SipHash-1-3 -----------------------------------------------------------------------------------------------------------

let k0lo = 0
let k0hi = 0
let k1lo = 0
let k1hi = 0

/**
 * Sets the key of str and bytes hashes as PYTHONHASHSEED would: 0 is the zero key, any other 32-bit seed derives it by a linear
 * congruential generator. Call it before anything is hashed.
 */
export function setHashSeed(seed: number): void {
  strCache.clear()
  k0lo = k0hi = k1lo = k1hi = 0
  if (seed === 0) return
  let x = seed | 0
  const key = new Uint8Array(16)
  for (let i = 0; i < 16; i++) {
    x = (Math.imul(x, 214013) + 2531011) | 0
    key[i] = x >>> 16
  }
  const view = new DataView(key.buffer)
  k0lo = view.getInt32(0, true)
  k0hi = view.getInt32(4, true)
  k1lo = view.getInt32(8, true)
  k1hi = view.getInt32(12, true)
}

let v0lo = 0
let v0hi = 0
let v1lo = 0
let v1hi = 0
let v2lo = 0
let v2hi = 0
let v3lo = 0
let v3hi = 0

function start(): void {
  v0lo = k0lo ^ 0x70736575
  v0hi = k0hi ^ 0x736f6d65
  v1lo = k1lo ^ 0x6e646f6d
  v1hi = k1hi ^ 0x646f7261
  v2lo = k0lo ^ 0x6e657261
  v2hi = k0hi ^ 0x6c796765
  v3lo = k1lo ^ 0x79746573
  v3hi = k1hi ^ 0x74656462
}

/** One SipRound. */
function round(): void {
  let t = 0
  // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
  let lo = (v0lo + v1lo) | 0
  let hi = (v0hi + v1hi + carry(v0lo, v1lo)) | 0
  t = ((v1lo << 13) | (v1hi >>> 19)) ^ lo
  v1hi = ((v1hi << 13) | (v1lo >>> 19)) ^ hi
  v1lo = t
  v0lo = hi
  v0hi = lo
  // v2 += v3; v3 = rotl(v3, 16) ^ v2
  lo = (v2lo + v3lo) | 0
  hi = (v2hi + v3hi + carry(v2lo, v3lo)) | 0
  t = ((v3lo << 16) | (v3hi >>> 16)) ^ lo
  v3hi = ((v3hi << 16) | (v3lo >>> 16)) ^ hi
  v3lo = t
  v2lo = lo
  v2hi = hi
  // v0 += v3; v3 = rotl(v3, 21) ^ v0
  lo = (v0lo + v3lo) | 0
  hi = (v0hi + v3hi + carry(v0lo, v3lo)) | 0
  t = ((v3lo << 21) | (v3hi >>> 11)) ^ lo
  v3hi = ((v3hi << 21) | (v3lo >>> 11)) ^ hi
  v3lo = t
  v0lo = lo
  v0hi = hi
  // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
  lo = (v2lo + v1lo) | 0
  hi = (v2hi + v1hi + carry(v2lo, v1lo)) | 0
  t = ((v1lo << 17) | (v1hi >>> 15)) ^ lo
  v1hi = ((v1hi << 17) | (v1lo >>> 15)) ^ hi
  v1lo = t
  v2lo = hi
  v2hi = lo
}

function absorb(lo: number, hi: number): void {
  v3lo ^= lo
  v3hi ^= hi
  round()
  v0lo ^= lo
  v0hi ^= hi
}

/** Takes the last, partial word; `length` is that of the whole input in bytes. */
function end(lo: number, hi: number, length: number): number {
  absorb(lo, hi | (length << 24))
  v2lo ^= 0xff
  round()
  round()
  round()
  lo = v0lo ^ v1lo ^ v2lo ^ v3lo
  hi = v0hi ^ v1hi ^ v2hi ^ v3hi
  if (lo === -1 && hi === -1) lo = -2
  H.hi = hi
  return lo
}

export function hashBytes(data: Uint8Array): number {
  const n = data.length
  if (n === 0) {
    H.hi = 0
    return 0
  }
  start()
  let i = 0
  for (; i + 8 <= n; i += 8) {
    absorb(
      data[i] | (data[i + 1] << 8) | (data[i + 2] << 16) | (data[i + 3] << 24),
      data[i + 4] | (data[i + 5] << 8) | (data[i + 6] << 16) | (data[i + 7] << 24),
    )
  }
  let lo = 0
  let hi = 0
  for (let k = 0; i < n; i++, k++) {
    if (k < 4) lo |= data[i] << (8 * k)
    else hi |= data[i] << (8 * (k - 4))
  }
  return end(lo, hi, n)
}

class CachedHash {
  constructor(
    readonly lo: number,
    readonly hi: number,
  ) {}
}

const strCache = new Map<string, CachedHash>()
const CACHE_SIZE = 1 << 16
/** Longer texts are hashed again each time rather than kept alive by the cache. */
const CACHE_LENGTH = 1024

/** Hash of a str. */
export function hashStr(s: Str): number {
  if (typeof s !== 'string') return hashWide(s)
  if (s.length > CACHE_LENGTH) return sipText(s)
  const known = strCache.get(s)
  if (known !== undefined) {
    H.hi = known.hi
    return known.lo
  }
  const lo = sipText(s)
  if (strCache.size >= CACHE_SIZE) strCache.clear()
  strCache.set(s, new CachedHash(lo, H.hi))
  return lo
}

/** SipHash of CPython's representation: a byte a character up to U+00FF, else two. */
function sipText(s: string): number {
  const n = s.length
  if (n === 0) {
    H.hi = 0
    return 0
  }
  let all = 0
  for (let i = 0; i < n; i++) all |= s.charCodeAt(i)
  start()
  let i = 0
  let lo = 0
  let hi = 0
  if (all < 256) {
    for (; i + 8 <= n; i += 8) {
      absorb(
        s.charCodeAt(i) | (s.charCodeAt(i + 1) << 8) | (s.charCodeAt(i + 2) << 16) | (s.charCodeAt(i + 3) << 24),
        s.charCodeAt(i + 4) | (s.charCodeAt(i + 5) << 8) | (s.charCodeAt(i + 6) << 16) | (s.charCodeAt(i + 7) << 24),
      )
    }
    for (let k = 0; i < n; i++, k++) {
      if (k < 4) lo |= s.charCodeAt(i) << (8 * k)
      else hi |= s.charCodeAt(i) << (8 * (k - 4))
    }
    return end(lo, hi, n)
  }
  for (; i + 4 <= n; i += 4) {
    absorb(s.charCodeAt(i) | (s.charCodeAt(i + 1) << 16), s.charCodeAt(i + 2) | (s.charCodeAt(i + 3) << 16))
  }
  if (i < n) lo = s.charCodeAt(i)
  if (i + 1 < n) lo |= s.charCodeAt(i + 1) << 16
  if (i + 2 < n) hi = s.charCodeAt(i + 2)
  return end(lo, hi, n * 2)
}

function hashWide(s: WideStr): number {
  const cps = s.cps
  const n = cps.length
  let all = 0
  for (let i = 0; i < n; i++) all |= cps[i]
  if (all <= 0xffff) {
    // Surrogates side by side: two bytes a character.
    const data = new Uint8Array(2 * n)
    for (let i = 0; i < n; i++) {
      data[2 * i] = cps[i]
      data[2 * i + 1] = cps[i] >> 8
    }
    return hashBytes(data)
  }
  start()
  let i = 0
  for (; i + 2 <= n; i += 2) absorb(cps[i], cps[i + 1])
  return end(i < n ? cps[i] : 0, 0, n * 4)
}
