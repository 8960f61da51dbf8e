/**
 * The C mathematical library: elementary functions rounded correctly in all but very few cases.
 *
 * JavaScript leaves their exactness open and V8's differ from a good C library in one result of ten or so. The functions here compute
 * about 66 to 70 bits before they round, so they agree with any library that rounds well. The method is that of table-driven
 * libraries: the argument is reduced to a point of a table plus a small rest; the table's value, a pair of doubles, is combined
 * with a short polynomial of the rest. Tables are made by integer arithmetic when first needed.
 *
 * Pairs of doubles: a function that gives a pair returns the high part and leaves the low part in `REST[0]`.
 */

/** The low part of the pair that was computed last, then the rest of an angle, its sine and cosine as pairs: an array, so that no store allocates. */
const REST = new Float64Array(7)

// Error-free transformations --------------------------------------------------------------------------------------------

const SPLIT = 134217729 // 2**27 + 1

/** a * b: the rounded product, its error in `REST[0]`. */
function twoProduct(a: number, b: number): number {
  const p = a * b
  let c = SPLIT * a
  const ah = c - (c - a)
  const al = a - ah
  c = SPLIT * b
  const bh = c - (c - b)
  const bl = b - bh
  REST[0] = ah * bh - p + ah * bl + al * bh + al * bl
  return p
}

/** a + b for any order of magnitude: the rounded sum, its error in `REST[0]`. */
function twoSum(a: number, b: number): number {
  const s = a + b
  const t = s - a
  REST[0] = a - (s - t) + (b - t)
  return s
}

// Tables by integer arithmetic ------------------------------------------------------------------------------------------

/** Bits behind the point of the fixed-point numbers that tables are made with. */
const FIX = 200n
const ONE = 1n << FIX

/** The pair of doubles nearest to a fixed-point number. */
function pair(n: bigint): [number, number] {
  const hi = fixedToFloat(n)
  return [hi, fixedToFloat(n - floatToFixed(hi))]
}

function fixedToFloat(n: bigint): number {
  return Number(n) * 2 ** -200
}

function floatToFixed(x: number): bigint {
  // Multiples of 2**-200 only: enough for all that is put in.
  let e = 0
  while (!Number.isInteger(x)) {
    x *= 2
    e++
  }
  return (BigInt(x) << FIX) >> BigInt(e)
}

function root(n: bigint): bigint {
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const y = (x + n / x) >> 1n
    if (y >= x) return x
    x = y
  }
}

/** ln(n / d) for n / d near 1, by the series of the inverse hyperbolic tangent. */
function fixedLog(n: bigint, d: bigint): bigint {
  const s = ((n - d) << FIX) / (n + d)
  const square = (s * s) >> FIX
  let term = s
  let sum = 0n
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += term / k
    // Division rounds towards zero: a negative term ends too.
    term = (term * square) / ONE
  }
  return 2n * sum
}

const FIXED_LN2 = (() => {
  // 18 atanh(1/26) − 2 atanh(1/4801) + 8 atanh(1/8749)
  const atanh = (n: bigint): bigint => {
    let term = ONE / n
    let sum = 0n
    for (let k = 1n; term !== 0n; k += 2n) {
      sum += term / k
      term /= n * n
    }
    return sum
  }
  return () => 18n * atanh(26n) - 2n * atanh(4801n) + 8n * atanh(8749n)
})()

/** arctan(1 / n) with so many bits. */
function fixedArctan(n: bigint, bits: bigint): bigint {
  let term = (1n << bits) / n
  let sum = 0n
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += k % 4n === 1n ? term / k : -(term / k)
    term /= n * n
  }
  return sum
}

/** π with so many bits behind the point (Machin). */
function fixedPi(bits: bigint): bigint {
  const more = bits + 16n
  return (16n * fixedArctan(5n, more) - 4n * fixedArctan(239n, more)) >> 16n
}

// Exponential -----------------------------------------------------------------------------------------------------------

// ln 2 / 32 in three parts; products of the first two with an int of 16 bits are exact.
const EXP_STEPS = 32
let expHi: Float64Array | undefined
let expLo: Float64Array
let LN2_A = 0
let LN2_B = 0
let LN2_C = 0

function trimBits(x: number, bits: number): number {
  const scale = 2 ** (bits - Math.ceil(Math.log2(Math.abs(x))))
  return Math.trunc(x * scale) / scale
}

function makeExpTable(): void {
  expHi = new Float64Array(EXP_STEPS)
  expLo = new Float64Array(EXP_STEPS)
  let step = 2n * ONE
  for (let k = 0; k < 5; k++) step = root(step << FIX)
  let v = ONE
  for (let j = 0; j < EXP_STEPS; j++) {
    ;[expHi[j], expLo[j]] = pair(v)
    v = (v * step) >> FIX
  }
  const unit = FIXED_LN2() / 32n
  LN2_A = trimBits(fixedToFloat(unit), 33)
  const rest = unit - floatToFixed(LN2_A)
  LN2_B = trimBits(fixedToFloat(rest), 33)
  LN2_C = fixedToFloat(rest - floatToFixed(LN2_B))
}

/** 2**k times a number, without a detour through overflow or twofold rounding of subnormals. */
function scaleBy(hi: number, lo: number, k: number): number {
  const sum = hi + lo
  if (k > -1000 && k < 1000) return sum * 2 ** k
  if (k > 0) return sum * 2 ** (k - 100) * 2 ** 100
  if (k < -1100) return 0
  const exact = sum * 2 ** (k + 200) * 2 ** -200
  if (exact > 2.3e-308 || exact < -2.3e-308) return exact
  // Subnormal: round the sum once, at the last bit that is left.
  const unit = 2 ** (-1074 - k)
  const n = Math.floor(hi / unit)
  let rest = hi - n * unit + lo
  let r = n
  if (rest < 0) {
    r--
    rest += unit
  }
  if (rest > unit / 2 || (rest === unit / 2 && r % 2 === 1)) r++
  return r * 5e-324
}

/** e**(x + y) for a small y. */
function expPair(x: number, y: number): number {
  if (x > 710) return Infinity
  if (x < -746) return 0
  if (expHi === undefined) makeExpTable()
  const k = Math.round(x * 46.16624130844683)
  // The rest, |r| < 0.011, as a pair.
  let r = x - k * LN2_A
  r = twoSum(r, -k * LN2_B)
  let rl = REST[0] + (y - k * LN2_C)
  const r2 = r + rl
  rl = r - r2 + rl
  r = r2
  const q = r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r / 5040)))))
  const p = twoSum(r, q)
  const pl = REST[0] + rl * (1 + r)
  const j = k & 31
  const t = expHi![j]
  // t + t * p + …
  const tp = twoProduct(t, p)
  const tpl = REST[0] + t * pl + expLo[j] * (1 + p)
  const hi = twoSum(t, tp)
  return scaleBy(hi, REST[0] + tpl, (k - j) / 32)
}

export function exp(x: number): number {
  if (Number.isNaN(x)) return x
  if (x === 0) return 1
  return expPair(x, 0)
}

export function exp2(x: number): number {
  if (Number.isInteger(x)) return x > 1023 ? Infinity : x < -1075 ? 0 : 2 ** x
  if (Number.isNaN(x)) return x
  if (x > 1025) return Infinity
  if (x < -1080) return 0
  const k = Math.round(x)
  const [hi, lo] = ln2()
  const f = x - k
  const p = twoProduct(f, hi)
  const r = expPair(p, REST[0] + f * lo)
  return k < -1000 ? r * 2 ** (k + 500) * 2 ** -500 : k > 1000 ? r * 2 ** (k - 100) * 2 ** 100 : r * 2 ** k
}

// Logarithm -------------------------------------------------------------------------------------------------------------

const LOG_STEPS = 128
let logInverse: Float64Array | undefined
let logHi: Float64Array
let logLo: Float64Array
let ln2Pair: [number, number] | undefined

function ln2(): [number, number] {
  return (ln2Pair ??= pair(FIXED_LN2()))
}

function makeLogTable(): void {
  logInverse = new Float64Array(LOG_STEPS)
  logHi = new Float64Array(LOG_STEPS)
  logLo = new Float64Array(LOG_STEPS)
  for (let j = 0; j < LOG_STEPS; j++) {
    // Interval j of [0.703125, 1.40625): its middle has this inverse, in few bits.
    const middle = (0.703125 + ((j + 0.5) * 0.703125) / LOG_STEPS) as number
    let inverse = Math.round(512 / middle) / 512
    if (Math.abs(middle - 1) < 0.004) inverse = 1
    logInverse[j] = inverse
    const n = BigInt(inverse * 512)
    ;[logHi[j], logLo[j]] = pair(-fixedLog(n, 512n))
  }
}

const bits = new DataView(new ArrayBuffer(8))

/** ln x of a positive finite number as a pair. */
function logPair(x: number): number {
  if (logInverse === undefined) makeLogTable()
  let k = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984
    k = -54
  }
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  k += (high >>> 20) - 1023
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000)
  let z = bits.getFloat64(0)
  if (z >= 1.40625) {
    z /= 2
    k++
  }
  const j = ((z - 0.703125) * 182.04444444444445) | 0
  const inverse = logInverse![j]
  // z * inverse − 1, exactly: the inverse has ten bits.
  const p = twoProduct(z, inverse)
  const r = p - 1 + REST[0]
  const rl = p - 1 - r + REST[0]
  // ln(1 + r) = r − r²/2 + r³/3 − …
  const square = twoProduct(r, r)
  const squareLow = REST[0] + 2 * r * rl
  const tail = r * square * (1 / 3 + r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r / 9))))))
  let hi = twoSum(r, -0.5 * square)
  let lo = REST[0] + rl - 0.5 * squareLow
  if (logHi[j] !== 0 || k !== 0) {
    const [l2h, l2l] = ln2()
    hi = twoSum(logHi[j], hi)
    lo += REST[0] + logLo[j]
    if (k !== 0) {
      const kl = twoProduct(k, l2h)
      const kll = REST[0] + k * l2l
      hi = twoSum(kl, hi)
      lo += REST[0] + kll
    }
  }
  hi = twoSum(hi, tail)
  lo += REST[0]
  const sum = hi + lo
  REST[0] = hi - sum + lo
  return sum
}

export function log(x: number): number {
  if (!(x > 0) || x === Infinity) return Math.log(x)
  return logPair(x)
}

let inverseLn2: [number, number] | undefined

export function log2(x: number): number {
  if (!(x > 0) || x === Infinity) return Math.log2(x)
  bits.setFloat64(0, x)
  // Powers of two are exact.
  if ((bits.getUint32(0) & 0xfffff) === 0 && bits.getUint32(4) === 0 && x >= 2.2250738585072014e-308) {
    return (bits.getUint32(0) >>> 20) - 1023
  }
  inverseLn2 ??= pair((ONE << FIX) / FIXED_LN2())
  const l = logPair(x)
  const ll = REST[0]
  const p = twoProduct(l, inverseLn2[0])
  return p + (REST[0] + ll * inverseLn2[0] + l * inverseLn2[1])
}

/** As C libraries of the Sun family do: the exponent's part is added last. */
export function log10(x: number): number {
  if (!(x > 0) || x === Infinity) return Math.log10(x)
  let k = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984
    k = -54
  }
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  k += (high >>> 20) - 1023
  const i = k < 0 ? 1 : 0
  bits.setUint32(0, (high & 0xfffff) | ((0x3ff - i) << 20))
  const y = k + i
  const z = y * 3.694239077158931e-13 + Math.LOG10E * log(bits.getFloat64(0))
  return z + y * 0.30102999566361177
}

// Power -----------------------------------------------------------------------------------------------------------------

/** C's pow: 1 to any power and anything to the power 0 are 1, NaN or not. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  if (y === 1) return x
  if (y === 2) return x * x
  if (x === -1 && (y === Infinity || y === -Infinity)) return 1
  if (!Number.isFinite(x) || !Number.isFinite(y) || x === 0) return x ** y
  let sign = 1
  if (x < 0) {
    if (!Number.isInteger(y)) return Number.NaN
    if (Math.abs(y) % 2 === 1) sign = -1
    x = -x
    if (x === 1) return sign
  }
  if (Number.isInteger(y) && y > 0 && y < 64 && Number.isInteger(x) && x < 4194304) {
    // Small powers of small ints are exact as long as they are safe.
    let r = 1
    let n = y
    let b = x
    while (n > 0) {
      if (n & 1) r *= b
      n >>= 1
      if (n > 0) b *= b
    }
    if (r <= 9007199254740992 && b <= 9007199254740992) return sign * r
  }
  const l = logPair(x)
  const ll = REST[0]
  if (Math.abs(y) > 1e300 || Math.abs(l * y) > 1000) return sign * (l > 0 === y > 0 ? Infinity : 0)
  const p = twoProduct(l, y)
  return sign * expPair(p, REST[0] + ll * y)
}

// Trigonometry ----------------------------------------------------------------------------------------------------------

const SIN_STEPS = 64
let sinHi: Float64Array | undefined
let sinLo: Float64Array
let cosHi: Float64Array
let cosLo: Float64Array
let PIO2_A = 0
let PIO2_B = 0
let PIO2_C = 0
let PIO2_D = 0

/** sine and cosine of a fixed-point angle below 1. */
function fixedSinCos(a: bigint): [bigint, bigint] {
  const square = (a * a) >> FIX
  let term = a
  let sine = 0n
  for (let k = 1n; term !== 0n; k += 2n) {
    sine += term
    term = -((term * square) >> FIX) / ((k + 1n) * (k + 2n))
  }
  term = ONE
  let cosine = 0n
  for (let k = 0n; term !== 0n; k += 2n) {
    cosine += term
    term = -((term * square) >> FIX) / ((k + 1n) * (k + 2n))
  }
  return [sine, cosine]
}

function makeSinTable(): void {
  sinHi = new Float64Array(SIN_STEPS)
  sinLo = new Float64Array(SIN_STEPS)
  cosHi = new Float64Array(SIN_STEPS)
  cosLo = new Float64Array(SIN_STEPS)
  for (let j = 0; j < SIN_STEPS; j++) {
    const [s, c] = fixedSinCos((BigInt(j) << FIX) / BigInt(SIN_STEPS))
    ;[sinHi[j], sinLo[j]] = pair(s)
    ;[cosHi[j], cosLo[j]] = pair(c)
  }
  let rest = fixedPi(FIX) >> 1n
  PIO2_A = trimBits(fixedToFloat(rest), 33)
  rest -= floatToFixed(PIO2_A)
  PIO2_B = trimBits(fixedToFloat(rest), 33)
  rest -= floatToFixed(PIO2_B)
  PIO2_C = trimBits(fixedToFloat(rest), 33)
  rest -= floatToFixed(PIO2_C)
  PIO2_D = fixedToFloat(rest)
}

let quadrant = 0

/** Reduces a finite angle to a rest within ±π/4 and a quadrant. */
function reduceAngle(x: number): void {
  if (Math.abs(x) < 0.7853981633974483) {
    quadrant = 0
    REST[1] = x
    REST[2] = 0
    return
  }
  if (Math.abs(x) < 500000) {
    const k = Math.round(x * 0.6366197723675814)
    let hi = x - k * PIO2_A
    hi = twoSum(hi, -k * PIO2_B)
    let lo = REST[0]
    hi = twoSum(hi, -k * PIO2_C)
    lo += REST[0]
    hi = twoSum(hi, lo)
    lo = REST[0] - k * PIO2_D
    REST[1] = hi + lo
    REST[2] = hi - REST[1] + lo
    quadrant = k & 3
    return
  }
  // Exactly, with as many bits of π as the angle has digits.
  let m = x
  let e = 0
  while (!Number.isInteger(m)) {
    m *= 2
    e--
  }
  const extra = 1200n
  const angle = e < 0 ? (BigInt(m) << extra) >> BigInt(-e) : BigInt(m) << extra
  const half = (hugePi ??= fixedPi(extra)) >> 1n
  let k = angle / half
  let rest = angle - k * half
  if (2n * rest > half) {
    k++
    rest -= half
  } else if (2n * rest < -half) {
    k--
    rest += half
  }
  quadrant = Number(((k % 4n) + 4n) % 4n)
  ;[REST[1], REST[2]] = pair(rest >> (extra - FIX))
}
let hugePi: bigint | undefined

/** Sine and cosine of `hi + lo`, within ±π/4 or a little beyond, as pairs. */
function sinCosPair(hi: number, lo: number): void {
  const negative = hi < 0
  if (negative) {
    hi = -hi
    lo = -lo
  }
  const j = Math.min(SIN_STEPS - 1, Math.round(hi * SIN_STEPS))
  // The table's point is exact: so is the difference.
  let b = hi - j / SIN_STEPS
  const b2 = b + lo
  const bl = b - b2 + lo
  b = b2
  const square = b * b
  // sin b = b + p, cos b = 1 − b²/2 + q
  const p = b * square * (-1 / 6 + square * (1 / 120 + square * (-1 / 5040 + square / 362880)))
  const half = twoProduct(b, b)
  const halfLow = REST[0]
  const q = square * square * (1 / 24 + square * (-1 / 720 + square / 40320))
  const s = twoSum(b, p)
  const sl = REST[0] + bl
  const c = twoSum(-0.5 * half, q)
  const cl = REST[0] - 0.5 * halfLow - b * bl
  const [S, C] = [sinHi![j], cosHi[j]]
  // sin(a + b) = S + S * c + C * s
  let p1 = twoProduct(S, c)
  let e1 = REST[0]
  let p2 = twoProduct(C, s)
  let e2 = REST[0]
  let t = twoSum(p2, p1)
  let e3 = REST[0]
  let r = twoSum(S, t)
  let rest = REST[0] + (e1 + e2 + e3 + S * cl + C * sl + sinLo[j] * (1 + c) + cosLo[j] * s)
  REST[3] = r + rest
  REST[4] = r - REST[3] + rest
  // cos(a + b) = C + C * c − S * s
  p1 = twoProduct(C, c)
  e1 = REST[0]
  p2 = twoProduct(S, s)
  e2 = REST[0]
  t = twoSum(p1, -p2)
  e3 = REST[0]
  r = twoSum(C, t)
  rest = REST[0] + (e1 - e2 + e3 + C * cl - S * sl + cosLo[j] * (1 + c) - sinLo[j] * s)
  REST[5] = r + rest
  REST[6] = r - REST[5] + rest
  if (negative) {
    REST[3] = -REST[3]
    REST[4] = -REST[4]
  }
}

function sinCosOf(x: number): void {
  if (sinHi === undefined) makeSinTable()
  reduceAngle(x)
  sinCosPair(REST[1], REST[2])
}

export function sin(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  if (Math.abs(x) < 1e-8) return x
  sinCosOf(x)
  return quadrant === 0 ? REST[3] : quadrant === 1 ? REST[5] : quadrant === 2 ? -REST[3] : -REST[5]
}

export function cos(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  sinCosOf(x)
  return quadrant === 0 ? REST[5] : quadrant === 1 ? -REST[3] : quadrant === 2 ? -REST[5] : REST[3]
}

/** (a + al) / (b + bl) rounded. */
function dividePairs(a: number, al: number, b: number, bl: number): number {
  const q = a / b
  const p = twoProduct(q, b)
  return q + (a - p - REST[0] + al - q * bl) / b
}

export function tan(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN
  if (Math.abs(x) < 1e-8) return x
  sinCosOf(x)
  return quadrant & 1
    ? -dividePairs(REST[5], REST[6], REST[3], REST[4])
    : dividePairs(REST[3], REST[4], REST[5], REST[6])
}

/** Sine and cosine of any moderate angle as pairs in `REST`, quadrant put in. */
function fullSinCos(x: number): void {
  sinCosOf(x)
  const [sh, sl, ch, cl] = [REST[3], REST[4], REST[5], REST[6]]
  if (quadrant === 1) [REST[3], REST[4], REST[5], REST[6]] = [ch, cl, -sh, -sl]
  else if (quadrant === 2) [REST[3], REST[4], REST[5], REST[6]] = [-sh, -sl, -ch, -cl]
  else if (quadrant === 3) [REST[3], REST[4], REST[5], REST[6]] = [-ch, -cl, sh, sl]
}

/** The angle of the point (x, y), both pairs, given a good approximation of it: one step of Newton's method. */
function refineAngle(angle: number, y: number, yl: number, x: number, xl: number): number {
  fullSinCos(angle)
  // The sine of the difference, times the radius.
  const p1 = twoProduct(y, REST[5])
  const e1 = REST[0] + y * REST[6] + yl * REST[5]
  const p2 = twoProduct(x, REST[3])
  const e2 = REST[0] + x * REST[4] + xl * REST[3]
  const across = p1 - p2 + (e1 - e2)
  return angle + across / (x * REST[5] + y * REST[3])
}

export function atan2(y: number, x: number): number {
  const angle = Math.atan2(y, x)
  if (!Number.isFinite(x) || !Number.isFinite(y) || y === 0 || x === 0) return angle
  const ratio = Math.abs(y / x)
  if (ratio > 1e15 || ratio < 1e-15) return angle
  // Scale so that no product over- or underflows.
  const scale = 2 ** -Math.round(Math.log2(Math.max(Math.abs(x), Math.abs(y))))
  if (!Number.isFinite(scale)) return angle
  return refineAngle(angle, y * scale, 0, x * scale, 0)
}

export function atan(x: number): number {
  if (!Number.isFinite(x) || Math.abs(x) < 1e-8 || Math.abs(x) > 1e15) return Math.atan(x)
  return atan2(x, 1)
}

/** √(1 − x²) as a pair. */
function complement(x: number): number {
  // (1 − x)(1 + x)
  const a = twoSum(1, -x)
  const al = REST[0]
  const b = twoSum(1, x)
  const bl = REST[0]
  const p = twoProduct(a, b)
  const pl = REST[0] + a * bl + al * b
  const w = Math.sqrt(p)
  const square = twoProduct(w, w)
  REST[0] = (p - square - REST[0] + pl) / (2 * w)
  return w
}

export function asin(x: number): number {
  if (!(Math.abs(x) < 1) || Math.abs(x) < 1e-8) return Math.asin(x)
  const w = complement(x)
  return refineAngle(Math.asin(x), x, 0, w, REST[0])
}

export function acos(x: number): number {
  if (!(Math.abs(x) < 1) || Math.abs(x) < 1e-17) return Math.acos(x)
  const w = complement(x)
  return refineAngle(Math.acos(x), w, REST[0], x, 0)
}

// Hyperbolic functions: the formulas of the Sun family of libraries -------------------------------------------------------

export function sinh(x: number): number {
  const h = x < 0 ? -0.5 : 0.5
  const a = Math.abs(x)
  if (!Number.isFinite(x)) return x
  if (a < 22) {
    if (a < 2 ** -28) return x
    const t = Math.expm1(a)
    return a < 1 ? h * (2 * t - (t * t) / (t + 1)) : h * (t + t / (t + 1))
  }
  if (a < 709.7822265625) return h * exp(a)
  if (a <= 710.4758600739439) {
    const w = exp(0.5 * a)
    return h * w * w
  }
  return x * Infinity
}

export function cosh(x: number): number {
  const a = Math.abs(x)
  if (a < 22) {
    if (a < 0.5 * Math.LN2) {
      const t = Math.expm1(a)
      const w = 1 + t
      return a < 2 ** -55 ? w : 1 + (t * t) / (w + w)
    }
    const t = exp(a)
    return 0.5 * t + 0.5 / t
  }
  if (a < 709.7822265625) return 0.5 * exp(a)
  if (a <= 710.4758600739439) {
    const w = exp(0.5 * a)
    return 0.5 * w * w
  }
  return a * Infinity
}

export function asinh(x: number): number {
  const a = Math.abs(x)
  if (!Number.isFinite(x) || a < 2 ** -28) return x
  let w: number
  if (a > 2 ** 28) w = log(a) + Math.LN2
  else if (a > 2) w = log(2 * a + 1 / (Math.sqrt(a * a + 1) + a))
  else w = Math.log1p(a + (a * a) / (1 + Math.sqrt(1 + a * a)))
  return x > 0 ? w : -w
}

export function acosh(x: number): number {
  if (!(x > 1)) return x === 1 ? 0 : Number.NaN
  if (x > 2 ** 28) return x === Infinity ? x : log(x) + Math.LN2
  if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)))
  const t = x - 1
  return Math.log1p(t + Math.sqrt(2 * t + t * t))
}

// Roots and lengths -----------------------------------------------------------------------------------------------------

export function cbrt(x: number): number {
  const r = Math.cbrt(x)
  if (!Number.isFinite(x) || x === 0) return r
  // One step of Newton's method with the exact cube of the approximation.
  const square = twoProduct(r, r)
  const squareLow = REST[0]
  const cube = twoProduct(square, r)
  return r - (cube - x + (REST[0] + squareLow * r)) / (3 * square)
}

// Gamma and error functions ---------------------------------------------------------------------------------------------

const LANCZOS_G = 6.02468004077673
const LANCZOS_NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.03721, 6039542586.352028, 1439720407.3117216,
  248874557.86205417, 31426415.585400194, 2876370.6289353725, 186056.26539522348, 8071.672002365816, 210.82427775157936,
  2.5066282746310002,
]
const LANCZOS_DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
]

/** The rational function of Lanczos' approximation (13 terms), from the side where it does not overflow. */
function lanczosSum(x: number): number {
  let n = 0
  let d = 0
  if (x < 5) {
    for (let i = 12; i >= 0; i--) {
      n = n * x + LANCZOS_NUMERATOR[i]
      d = d * x + LANCZOS_DENOMINATOR[i]
    }
  } else {
    for (let i = 0; i < 13; i++) {
      n = n / x + LANCZOS_NUMERATOR[i]
      d = d / x + LANCZOS_DENOMINATOR[i]
    }
  }
  return n / d
}

/** sin(πx), exact at the multiples of one half. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2
  let r: number
  switch (Math.round(2 * y)) {
    case 0:
      r = sin(Math.PI * y)
      break
    case 1:
      r = cos(Math.PI * (y - 0.5))
      break
    case 2:
      r = sin(Math.PI * (1 - y))
      break
    case 3:
      r = -cos(Math.PI * (y - 1.5))
      break
    default:
      r = sin(Math.PI * (y - 2))
  }
  return x < 0 ? -r : r
}

let factorials: number[] | undefined

/** Γ(x) of a finite x that is no pole; infinite on overflow. */
export function gamma(x: number): number {
  if (Number.isInteger(x) && x >= 1 && x <= 23) {
    if (factorials === undefined) {
      factorials = [1]
      for (let i = 1; i < 23; i++) factorials.push(factorials[i - 1] * i)
    }
    return factorials[x - 1]
  }
  const a = Math.abs(x)
  if (a < 1e-20) return 1 / x
  if (a > 200) return x < 0 ? 0 / sinPi(x) : Infinity
  const y = a + LANCZOS_G - 0.5
  let z: number
  if (a > LANCZOS_G - 0.5) z = y - a - (LANCZOS_G - 0.5)
  else z = y - (LANCZOS_G - 0.5) - a
  z = (z * LANCZOS_G) / y
  let r: number
  if (x < 0) {
    r = ((-Math.PI / sinPi(a) / a) * exp(y)) / lanczosSum(a)
    r -= z * r
    if (a < 140) r /= pow(y, a - 0.5)
    else {
      const root = pow(y, a / 2 - 0.25)
      r /= root
      r /= root
    }
  } else {
    r = lanczosSum(a) / exp(y)
    r += z * r
    if (a < 140) r *= pow(y, a - 0.5)
    else {
      const root = pow(y, a / 2 - 0.25)
      r *= root
      r *= root
    }
  }
  return r
}

/** ln |Γ(x)| of a finite x that is no pole. */
export function lgamma(x: number): number {
  if (Number.isInteger(x) && (x === 1 || x === 2)) return 0
  const a = Math.abs(x)
  if (a < 1e-20) return -log(a)
  let r = log(lanczosSum(a)) - LANCZOS_G
  r += (a - 0.5) * (log(a + LANCZOS_G - 0.5) - 1)
  if (x < 0) r = log(Math.PI) - log(Math.abs(sinPi(a))) - log(a) - r
  return r
}

/** erf by its series with integers of 200 bits and more where it cancels. */
function fixedErf(x: number): bigint {
  // The largest term is about e**(x²): as many bits more.
  const precision = FIX + BigInt(Math.ceil(x * x * 1.5)) + 20n
  const one = 1n << precision
  const t = (floatToFixed(x) << (precision - FIX)) as bigint
  const square = (t * t) / one
  let term = t
  let sum = 0n
  for (let k = 0n; term !== 0n; k++) {
    sum += term / (2n * k + 1n)
    term = -(term * square) / one / (k + 1n)
  }
  // 2 / √π
  const pi = fixedPi(precision)
  return ((2n * sum * one) / root(pi * one)) >> (precision - FIX)
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x
  const a = Math.abs(x)
  if (a >= 6) return x > 0 ? 1 : -1
  if (a < 2 ** -60) return x * 1.1283791670955126
  const r = fixedToFloat(fixedErf(a))
  return x < 0 ? -r : r
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x
  if (x <= -6) return 2
  if (x < 6) return x < 0 ? fixedToFloat(ONE + fixedErf(-x)) : fixedToFloat(ONE - fixedErf(x))
  if (x > 27.3) return 0
  // The continued fraction, from far inside out.
  let f = x
  for (let k = 120; k >= 1; k--) f = x + k / 2 / f
  const square = twoProduct(x, x)
  const rest = REST[0]
  return (expPair(-square, -rest) / f) * 0.5641895835477563
}

/** The length of a vector, rounded once. */
export function hypot(...xs: number[]): number {
  let max = 0
  let nan = false
  for (const x of xs) {
    const a = Math.abs(x)
    if (a === Infinity) return Infinity
    if (Number.isNaN(a)) nan = true
    else if (a > max) max = a
  }
  if (nan) return Number.NaN
  if (max === 0) return 0
  bits.setFloat64(0, max)
  const e = (bits.getUint32(0) >>> 20) - 1023
  const scale = e > 1000 ? 2 ** -600 : e < -500 ? 2 ** 600 : 2 ** -e
  let sum = 0
  let rest = 0
  for (const x of xs) {
    const s = x * scale
    const p = twoProduct(s, s)
    const pl = REST[0]
    sum = twoSum(sum, p)
    rest += REST[0] + pl
  }
  const total = sum + rest
  rest = sum - total + rest
  const w = Math.sqrt(total)
  const square = twoProduct(w, w)
  return (w + (total - square - REST[0] + rest) / (2 * w)) / scale
}
