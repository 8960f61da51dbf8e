/**
 * Square root, exponential, logarithms and powers of decimal numbers.
 *
 * `exp`, `ln` and `log10` are rounded correctly (half to even, whatever the context says): they are computed in binary fixed point, on bigints, with more and more bits until
 * the error cannot reach the rounding. Powers follow libmpdec: repeated multiplication for whole exponents, `exp(y * ln(x))` otherwise, with digits to spare.
 */
import { modPow, isqrt, norm, toBig } from '../../values/int'
import { decimalOf, divide, isWhole, multiply, one } from './arithmetic'
import {
  type Arith,
  compareMagnitude,
  compareNumbers,
  Cond,
  etiny,
  finish,
  infinity,
  invalid,
  maxContext,
  nanOf,
  pow10,
  PyDecimal,
  raised,
  Round,
  stripZeros,
  countDigits,
} from './number'

const halfEven = (c: Arith): Arith => ({
  prec: c.prec,
  emin: c.emin,
  emax: c.emax,
  clamp: c.clamp,
  rounding: Round.HALF_EVEN,
})

export function sqrt(a: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a)
  if (nan !== undefined) return nan
  const ideal = Math.floor(a.exp / 2)
  const context = halfEven(c)
  if (a.isZero) return finish(a.sign, 0n, ideal, context)
  if (a.sign) return invalid()
  if (a.isInfinite) return a
  const odd = a.exp - 2 * ideal
  const even = odd ? a.coef * 10n : a.coef
  const shift = c.prec + 1 - ((a.digits + odd + 1) >> 1)
  const unit = pow10(Math.abs(shift))
  const square = unit * unit
  const n = shift >= 0 ? even * square : even / square
  let root = toBig(isqrt(norm(n)))
  let exp = ideal - shift
  if (root * root === n && (shift >= 0 || n * square === even)) {
    if (shift >= 0) {
      const [rest, zeros] = stripZeros(root, shift)
      root = rest
      exp += zeros
    } else {
      root *= unit
      exp = ideal
    }
  } else if (root % 5n === 0n) root += 1n
  return finish(0, root, exp, context)
}

// Fixed point -----------------------------------------------------------------------------------------------------------

const BITS_PER_DIGIT = 3.3219280948873626

/** atanh(1 / n) with so many bits behind the point. */
function atanhInverse(n: bigint, bits: bigint): bigint {
  const square = n * n
  let power = (1n << bits) / n
  let sum = power
  for (let k = 3n; power !== 0n; k += 2n) {
    power /= square
    sum += power / k
  }
  return sum
}

let knownLn10 = { bits: 0, value: 0n }

function ln10(bits: number): bigint {
  if (knownLn10.bits < bits) {
    const w = bits + 64
    const b = BigInt(w)
    knownLn10 = {
      bits: w,
      value: 46n * atanhInverse(31n, b) + 34n * atanhInverse(49n, b) + 20n * atanhInverse(161n, b),
    }
  }
  return knownLn10.value >> BigInt(knownLn10.bits - bits)
}

/** exp of a number of moderate size: halved k times, summed, squared k times. */
function fixedExp(r: bigint, bits: number): bigint {
  const k = Math.max(4, Math.floor(Math.sqrt(bits)))
  const w = bits + 2 * k + 24
  const W = BigInt(w)
  const x = r << BigInt(w - bits - k)
  let term = 1n << W
  let sum = term
  for (let i = 1n; term !== 0n; i++) {
    term = ((term * x) >> W) / i
    sum += term
  }
  for (let i = 0; i < k; i++) sum = (sum * sum) >> W
  return sum >> BigInt(w - bits)
}

/** ln of a number between 0.3 and 3.3 by Halley's iteration on the exponential: each step has three times the digits. */
function fixedLn(m: bigint, bits: number): bigint {
  const steps: number[] = []
  for (let w = bits + 16; w > 46; w = Math.ceil(w / 3) + 4) steps.push(w)
  let w = 60
  const start = bits >= 60 ? Number(m >> BigInt(bits - 60)) : Number(m << BigInt(60 - bits))
  let y = BigInt(Math.round(Math.log(start / 2 ** 60) * 2 ** 60))
  for (const next of steps.reverse()) {
    y = next > w ? y << BigInt(next - w) : y >> BigInt(w - next)
    w = next
    const e = fixedExp(y, w)
    const target = w > bits ? m << BigInt(w - bits) : m >> BigInt(bits - w)
    y += ((target - e) << BigInt(w + 1)) / (target + e)
  }
  return y >> BigInt(w - bits)
}

/**
 * Rounds an inexact value that is known as `value / 2**bits`, up to an error of 64 in the last place, to the precision of the context; undefined where the error could change
 * the outcome. `scale` is a power of ten that multiplies the value.
 */
function settle(sign: number, value: bigint, bits: number, scale: number, c: Arith): PyDecimal | undefined {
  if (value <= 0n) return undefined
  // All places that the bits make sure, or nearly so.
  const places = Math.floor((bits - 8) / BITS_PER_DIGIT)
  const unit = places >= 0 ? pow10(places) : 1n
  const at = (v: bigint): bigint => (places >= 0 ? (v * unit) >> BigInt(bits) : (v >> BigInt(bits)) / pow10(-places))
  const low = at(value - 64n)
  const high = at(value + 64n)
  const excess = countDigits(low) - c.prec
  if (excess < 2) return undefined
  const unitOut = pow10(excess)
  const half = unitOut / 2n
  const below = low % unitOut
  const above = high % unitOut
  if (low / unitOut !== high / unitOut || below < half !== above < half || below === half) return undefined
  return finish(sign, high * 10n + 1n, scale - places - 1, c)
}

/** A finite number in fixed point. */
function toFixed(a: PyDecimal, bits: number): bigint {
  const m = a.exp >= 0 ? (a.coef * pow10(a.exp)) << BigInt(bits) : (a.coef << BigInt(bits)) / pow10(-a.exp)
  return a.sign ? -m : m
}

export function exp(a: PyDecimal, context: Arith): PyDecimal {
  const c = halfEven(context)
  const nan = nanOf(c, a)
  if (nan !== undefined) return nan
  if (a.isInfinite) return a.sign ? new PyDecimal(0, 0n, 0) : a
  if (a.isZero) return one
  const p = c.prec
  const size = a.adjusted
  if (size < -p - 2) {
    return a.sign ? finish(0, pow10(p + 2) - 1n, -p - 2, c) : finish(0, pow10(p + 1) + 1n, -p - 1, c)
  }
  if (size > 19) return a.sign ? finish(0, 1n, etiny(c) - 2, c) : finish(0, 1n, c.emax + 1, c)
  for (let spare = 40; ; spare *= 2) {
    const bits = Math.ceil(p * BITS_PER_DIGIT) + spare + Math.max(0, size) * 4
    const x = toFixed(a, bits)
    const base = ln10(bits)
    const n = x / base
    const power = Number(n)
    if (power > c.emax + 1) return finish(0, 1n, c.emax + 1, c)
    if (power < etiny(c) - 2) return finish(0, 1n, etiny(c) - 2, c)
    const value = fixedExp(x - (n * ln10(bits + 64)) / (1n << 64n), bits)
    const r = settle(0, value, bits, power, c)
    if (r !== undefined) return r
  }
}

/** ln(a) for a positive finite number other than 1, with an error far below 64 units of the last bit. */
function logarithm(a: PyDecimal, bits: number, decimal: boolean): bigint {
  let scale = a.adjusted
  // Leading digits between 0.3 and 3.3; numbers near 1 stay as they are.
  const lead = a.digits > 17 ? Number(a.coef / pow10(a.digits - 17)) : Number(a.coef * pow10(17 - a.digits))
  if (lead > 3.2e16) scale++
  const w = bits + 24
  const y = fixedLn(toFixed(new PyDecimal(0, a.coef, a.exp - scale), w), w)
  const r = decimal
    ? (BigInt(scale) << BigInt(w)) + (y << BigInt(w)) / ln10(w)
    : y + ((BigInt(scale) * ln10(w + 64)) >> 64n)
  return r >> 24n
}

function log(a: PyDecimal, context: Arith, decimal: boolean): PyDecimal {
  const c = halfEven(context)
  const nan = nanOf(c, a)
  if (nan !== undefined) return nan
  if (a.isZero) return infinity(1)
  if (a.sign) return invalid()
  if (a.isInfinite) return a
  if (compareMagnitude(a, one) === 0) return new PyDecimal(0, 0n, 0)
  if (decimal && stripZeros(a.coef, a.digits)[0] === 1n) {
    const n = decimalOf(BigInt(a.adjusted))
    return finish(n.sign, n.coef, n.exp, c)
  }
  // Digits lost because the number is near 1.
  let lost = 0
  if (a.adjusted === 0 || a.adjusted === -1) {
    const unit = pow10(-a.exp)
    const distance = a.coef > unit ? a.coef - unit : unit - a.coef
    lost = -(countDigits(distance) + a.exp)
  }
  for (let spare = 40; ; spare *= 2) {
    const bits = Math.ceil((c.prec + Math.max(0, lost)) * BITS_PER_DIGIT) + spare
    const value = logarithm(a, bits, decimal)
    const sign = value < 0n ? 1 : 0
    const r = settle(sign, sign ? -value : value, bits, 0, c)
    if (r !== undefined) return r
  }
}

export const ln = (a: PyDecimal, c: Arith): PyDecimal => log(a, c, false)
export const log10 = (a: PyDecimal, c: Arith): PyDecimal => log(a, c, true)

// Powers ----------------------------------------------------------------------------------------------------------------

const isOdd = (a: PyDecimal): boolean => a.isFinite && a.exp <= 0 && ((a.coef / pow10(-a.exp)) & 1n) === 1n

/** The value of a whole number. */
export const wholeValue = (a: PyDecimal): bigint => {
  const m = a.exp >= 0 ? a.coef * pow10(a.exp) : a.coef / pow10(-a.exp)
  return a.sign ? -m : m
}

function powerWhole(base: PyDecimal, e: PyDecimal, sign: number, c: Arith): PyDecimal {
  const work: Arith = {
    prec: c.prec + e.digits + e.exp + 2 + (e.sign ? 1 : 0),
    emin: c.emin,
    emax: c.emax,
    rounding: Round.HALF_EVEN,
    clamp: false,
  }
  const b = e.sign ? divide(one, base, work) : base
  // What the work itself runs into shows in the result where it matters.
  const bits = (wholeValue(e) * (e.sign ? -1n : 1n)).toString(2)
  let r = b
  for (let i = 1; i < bits.length; i++) {
    r = multiply(r, r, work)
    if (bits[i] === '1') r = multiply(r, b, work)
    if (r.isInfinite) return finish(sign, 1n, c.emax + 1, c)
    if (r.isZero) break
  }
  return finish(sign, r.coef, r.exp, c)
}

function powerReal(base: PyDecimal, e: PyDecimal, c: Arith): PyDecimal {
  const work: Arith = { ...maxContext, prec: Math.max(base.digits, c.prec) + 23 }
  const before = raised.bits
  const r = exp(multiply(ln(base, work), e, work), work)
  raised.bits = before | Cond.INEXACT | Cond.ROUNDED
  if (r.isInfinite) return finish(0, 1n, c.emax + 1, c)
  if (r.isZero) return finish(0, 1n, etiny(c) - 2, c)
  // Also an exact result is shown with all its digits.
  const missing = c.prec - r.digits
  return missing > 0 ? finish(0, r.coef * pow10(missing), r.exp - missing, c) : finish(0, r.coef, r.exp, c)
}

export function power(base: PyDecimal, e: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, base, e)
  if (nan !== undefined) return nan
  const whole = isWhole(e)
  const sign = base.sign && whole && isOdd(e) ? 1 : 0
  if (base.isZero) {
    if (e.isZero) return invalid()
    return e.sign ? infinity(sign) : new PyDecimal(sign, 0n, 0)
  }
  if (base.sign && !whole) return invalid()
  const padded = (): PyDecimal => {
    raised.bits |= Cond.INEXACT | Cond.ROUNDED
    return new PyDecimal(0, pow10(c.prec - 1), 1 - c.prec)
  }
  if (e.isInfinite) {
    const order = base.isInfinite ? 1 : compareNumbers(base, one)
    if (order === 0) return padded()
    return order < 0 === (e.sign === 0) ? new PyDecimal(0, 0n, 0) : infinity(0)
  }
  if (base.isInfinite) {
    if (e.isZero) return one
    return e.sign ? new PyDecimal(sign, 0n, 0) : infinity(sign)
  }
  if (e.isZero) return one
  if (compareMagnitude(base, one) === 0) {
    if (!whole) return padded()
    if (e.sign) return new PyDecimal(sign, 1n, 0)
    let places = Number(wholeValue(e)) * -base.exp
    if (places > c.prec - 1) {
      places = c.prec - 1
      raised.bits |= Cond.ROUNDED
    }
    return places <= 0 ? new PyDecimal(sign, 1n, 0) : new PyDecimal(sign, pow10(places), -places)
  }
  // log10 of the magnitude of the result's exponent is at least `reach`: far beyond the limits nothing needs to be computed.
  const t = base.adjusted > 0 ? base.adjusted : -base.adjusted - 1
  const reach = t > 0 ? String(t).length - 1 + e.adjusted : -1
  const large = compareMagnitude(base, one) > 0 === (e.sign === 0)
  if (reach > String(large ? c.emax : -etiny(c)).length) {
    return large ? finish(sign, 1n, c.emax + 1, c) : finish(sign, 1n, etiny(c) - 2, c)
  }
  // A base next to 1 and an exponent without bounds.
  if (e.adjusted > 20) return large ? finish(sign, 1n, c.emax + 1, c) : finish(sign, 1n, etiny(c) - 2, c)
  return whole ? powerWhole(base, e, sign, c) : powerReal(base, e, c)
}

export function powerModulo(base: PyDecimal, e: PyDecimal, modulus: PyDecimal, c: Arith): PyDecimal {
  if (base.isNaN || e.isNaN || modulus.isNaN) {
    const nan = [base, e, modulus].find((x) => x.kind === 3) ?? [base, e, modulus].find((x) => x.isNaN)!
    return nanOf(c, nan)!
  }
  if (!isWhole(base) || !isWhole(e) || !isWhole(modulus) || e.sign || modulus.isZero) return invalid()
  if (modulus.adjusted >= c.prec || (base.isZero && e.isZero)) return invalid()
  const m = wholeValue(modulus)
  const r = toBig(modPow(norm(wholeValue(base.withSign(0))), norm(wholeValue(e)), norm(m < 0n ? -m : m)))
  return finish(base.sign && isOdd(e) ? 1 : 0, r, 0, c)
}
