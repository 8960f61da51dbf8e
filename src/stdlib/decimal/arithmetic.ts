/** The operations on decimal numbers but for the transcendental ones: sums, products, quotients, remainders, quantizing, neighbours, digit-wise logic. */
import {
  type Arith,
  compareMagnitude,
  compareNumbers,
  Cond,
  countDigits,
  cut,
  etiny,
  etop,
  finish,
  fix,
  infinity,
  invalid,
  Kind,
  nanOf,
  pow10,
  PyDecimal,
  raised,
  Round,
  stripZeros,
} from './number'

export const decimalOf = (n: bigint, exp = 0): PyDecimal => new PyDecimal(n < 0n ? 1 : 0, n < 0n ? -n : n, exp)
export const one = new PyDecimal(0, 1n, 0)
export const zero = new PyDecimal(0, 0n, 0)

/** The finite sum; `sign` is that of b, which is turned round for a difference. */
function sum(a: PyDecimal, b: PyDecimal, sign: number, c: Arith): PyDecimal {
  let x = a.coef
  let y = b.coef
  let exp = a.exp
  if (a.exp !== b.exp) {
    let big = a
    let small = b
    if (a.exp < b.exp) {
      big = b
      small = a
    }
    let bigCoef = big.coef
    let smallCoef = small.coef
    exp = small.exp
    let gap = big.exp - small.exp
    // Far below the last digit that counts a number is but a trace.
    if (gap > c.prec + small.digits + 3 && gap > 50) {
      if (bigCoef === 0n) gap = 0
      else {
        const limit = Math.min(big.exp, big.adjusted - c.prec) - 2
        if (small.coef === 0n) {
          exp = Math.max(exp, limit)
          gap = big.exp - exp
        } else if (small.adjusted < limit) {
          smallCoef = 1n
          exp = limit
          gap = big.exp - exp
        }
      }
    }
    if (gap > 0) bigCoef *= pow10(gap)
    if (big === a) {
      x = bigCoef
      y = smallCoef
    } else {
      x = smallCoef
      y = bigCoef
    }
  }
  if (a.sign === sign) return finish(sign, x + y, exp, c)
  if (x === y) return finish(c.rounding === Round.FLOOR ? 1 : 0, 0n, exp, c)
  return x > y ? finish(a.sign, x - y, exp, c) : finish(sign, y - x, exp, c)
}

function addSigned(a: PyDecimal, b: PyDecimal, flip: number, c: Arith): PyDecimal {
  if (a.kind !== Kind.FINITE || b.kind !== Kind.FINITE) {
    const nan = nanOf(c, a, b)
    if (nan !== undefined) return nan
    const sign = b.sign ^ flip
    if (a.isInfinite) return b.isInfinite && a.sign !== sign ? invalid() : a
    return infinity(sign)
  }
  return sum(a, b, b.sign ^ flip, c)
}

export const add = (a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal => addSigned(a, b, 0, c)
export const subtract = (a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal => addSigned(a, b, 1, c)

export function multiply(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const sign = a.sign ^ b.sign
  if (a.kind !== Kind.FINITE || b.kind !== Kind.FINITE) {
    const nan = nanOf(c, a, b)
    if (nan !== undefined) return nan
    return a.isZero || b.isZero ? invalid() : infinity(sign)
  }
  return finish(sign, a.coef * b.coef, a.exp + b.exp, c)
}

export function fma(a: PyDecimal, b: PyDecimal, third: PyDecimal, c: Arith): PyDecimal {
  if (a.isNaN || b.isNaN || third.isNaN) {
    if (a.isNaN || b.isNaN) {
      const signaling = [a, b, third].find((x) => x.kind === Kind.SIGNALING)
      return signaling !== undefined ? nanOf(c, signaling)! : nanOf(c, a, b)!
    }
    if ((a.isInfinite && b.isZero) || (a.isZero && b.isInfinite)) return invalid()
    return nanOf(c, third)!
  }
  const sign = a.sign ^ b.sign
  if (a.isInfinite || b.isInfinite) {
    if (a.isZero || b.isZero) return invalid()
    return add(infinity(sign), third, c)
  }
  return add(new PyDecimal(sign, a.coef * b.coef, a.exp + b.exp), third, c)
}

export function divide(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const sign = a.sign ^ b.sign
  if (a.kind !== Kind.FINITE || b.kind !== Kind.FINITE) {
    const nan = nanOf(c, a, b)
    if (nan !== undefined) return nan
    if (a.isInfinite) return b.isInfinite ? invalid() : infinity(sign)
    raised.bits |= Cond.CLAMPED
    return new PyDecimal(sign, 0n, etiny(c))
  }
  if (b.coef === 0n) {
    if (a.coef === 0n) return invalid(Cond.DIVISION_UNDEFINED)
    raised.bits |= Cond.DIVISION_BY_ZERO
    return infinity(sign)
  }
  const ideal = a.exp - b.exp
  if (a.coef === 0n) return finish(sign, 0n, ideal, c)
  const shift = b.digits - a.digits + c.prec + 1
  let exp = ideal - shift
  const x = shift > 0 ? a.coef * pow10(shift) : a.coef
  const y = shift < 0 ? b.coef * pow10(-shift) : b.coef
  let q = x / y
  if (q * y !== x) {
    if (q % 5n === 0n) q += 1n
  } else if (exp < ideal) {
    const [rest, n] = stripZeros(q, ideal - exp)
    q = rest
    exp += n
  }
  return finish(sign, q, exp, c)
}

/** Whole quotient and remainder of finite numbers, b not zero; undefined where the quotient has too many digits. */
function quotient(a: PyDecimal, b: PyDecimal, c: Arith): [PyDecimal, PyDecimal] | undefined {
  const sign = a.sign ^ b.sign
  const ideal = b.isInfinite ? a.exp : Math.min(a.exp, b.exp)
  const difference = b.isInfinite ? -3 : a.adjusted - b.adjusted
  if (a.coef === 0n || difference <= -2) {
    const coef = a.coef === 0n ? 0n : a.coef * pow10(a.exp - ideal)
    return [new PyDecimal(sign, 0n, 0), new PyDecimal(a.sign, coef, ideal)]
  }
  if (difference > c.prec) return undefined
  const x = a.exp > b.exp ? a.coef * pow10(a.exp - b.exp) : a.coef
  const y = b.exp > a.exp ? b.coef * pow10(b.exp - a.exp) : b.coef
  const q = x / y
  if (countDigits(q) > c.prec) return undefined
  return [new PyDecimal(sign, q, 0), new PyDecimal(a.sign, x - q * y, ideal)]
}

export function divideInt(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const sign = a.sign ^ b.sign
  const nan = nanOf(c, a, b)
  if (nan !== undefined) return nan
  if (a.isInfinite) return b.isInfinite ? invalid() : infinity(sign)
  if (b.isZero) {
    if (a.isZero) return invalid(Cond.DIVISION_UNDEFINED)
    raised.bits |= Cond.DIVISION_BY_ZERO
    return infinity(sign)
  }
  if (b.isInfinite) return new PyDecimal(sign, 0n, 0)
  const both = quotient(a, b, c)
  return both === undefined ? invalid(Cond.DIVISION_IMPOSSIBLE) : fix(both[0], c)
}

export function remainder(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a, b)
  if (nan !== undefined) return nan
  if (a.isInfinite) return invalid()
  if (b.isZero) return invalid(a.isZero ? Cond.DIVISION_UNDEFINED : Cond.INVALID_OPERATION)
  if (b.isInfinite) return fix(a, c)
  const both = quotient(a, b, c)
  return both === undefined ? invalid(Cond.DIVISION_IMPOSSIBLE) : fix(both[1], c)
}

export function divmod(a: PyDecimal, b: PyDecimal, c: Arith): [PyDecimal, PyDecimal] {
  const sign = a.sign ^ b.sign
  const nan = nanOf(c, a, b)
  if (nan !== undefined) return [nan, nan]
  if (a.isInfinite) {
    if (b.isInfinite) return [invalid(), invalid()]
    return [infinity(sign), invalid()]
  }
  if (b.isZero) {
    if (a.isZero) return [invalid(Cond.DIVISION_UNDEFINED), invalid(Cond.DIVISION_UNDEFINED)]
    const rest = invalid()
    raised.bits |= Cond.DIVISION_BY_ZERO
    return [infinity(sign), rest]
  }
  if (b.isInfinite) return [new PyDecimal(sign, 0n, 0), fix(a, c)]
  const both = quotient(a, b, c)
  if (both === undefined) return [invalid(Cond.DIVISION_IMPOSSIBLE), invalid(Cond.DIVISION_IMPOSSIBLE)]
  return [fix(both[0], c), fix(both[1], c)]
}

export function remainderNear(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a, b)
  if (nan !== undefined) return nan
  if (a.isInfinite) return invalid()
  if (b.isZero) return invalid(a.isZero ? Cond.DIVISION_UNDEFINED : Cond.INVALID_OPERATION)
  if (b.isInfinite) return fix(a, c)
  const ideal = Math.min(a.exp, b.exp)
  if (a.isZero) return finish(a.sign, 0n, ideal, c)
  const difference = a.adjusted - b.adjusted
  if (difference >= c.prec + 1) return invalid(Cond.DIVISION_IMPOSSIBLE)
  if (difference <= -2) return finish(a.sign, a.coef * pow10(a.exp - ideal), ideal, c)
  const x = a.coef * pow10(a.exp - ideal)
  const y = b.coef * pow10(b.exp - ideal)
  let q = x / y
  let r = x - q * y
  let sign = a.sign
  if (2n * r + (q & 1n) > y) {
    r = y - r
    sign ^= 1
    q += 1n
  }
  if (countDigits(q) > c.prec) return invalid(Cond.DIVISION_IMPOSSIBLE)
  return finish(sign, r, ideal, c)
}

export const plus = (a: PyDecimal, c: Arith): PyDecimal => {
  const nan = nanOf(c, a)
  if (nan !== undefined) return nan
  return fix(a.isZero && c.rounding !== Round.FLOOR ? a.withSign(0) : a, c)
}

export const minus = (a: PyDecimal, c: Arith): PyDecimal => {
  const nan = nanOf(c, a)
  if (nan !== undefined) return nan
  return fix(a.withSign(a.isZero && c.rounding !== Round.FLOOR ? 0 : a.sign ^ 1), c)
}

export const absolute = (a: PyDecimal, c: Arith): PyDecimal => (a.sign === 1 ? minus(a, c) : plus(a, c))

/** A finite number with another exponent; digits that go are rounded away. */
export function rescale(a: PyDecimal, exp: number, rounding: Round): PyDecimal {
  if (a.coef === 0n) return new PyDecimal(a.sign, 0n, exp)
  if (a.exp >= exp) return new PyDecimal(a.sign, a.coef * pow10(a.exp - exp), exp)
  return new PyDecimal(a.sign, cut(a.coef, exp - a.exp, a.sign, rounding), exp)
}

export function quantize(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a, b)
  if (nan !== undefined) return nan
  if (a.isInfinite || b.isInfinite) return a.isInfinite && b.isInfinite ? a : invalid()
  if (b.exp > c.emax || b.exp < etiny(c)) return invalid()
  if (a.isZero) return finish(a.sign, 0n, b.exp, c)
  if (a.adjusted > c.emax || a.adjusted - b.exp + 1 > c.prec) return invalid()
  const before = raised.bits
  const r = rescale(a, b.exp, c.rounding)
  if (r.adjusted > c.emax || r.digits > c.prec) {
    raised.bits = before
    return invalid()
  }
  if (r.coef !== 0n && r.adjusted < c.emin) raised.bits |= Cond.SUBNORMAL
  return finish(r.sign, r.coef, r.exp, c)
}

/** The nearest integer; `exact` notes what was lost. */
export function toIntegral(a: PyDecimal, c: Arith, exact: boolean): PyDecimal {
  const nan = nanOf(c, a)
  if (nan !== undefined) return nan
  if (a.isInfinite || a.exp >= 0) return a
  const before = raised.bits
  const r = rescale(a, 0, c.rounding)
  if (!exact) raised.bits = before
  return r
}

export function normalize(a: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a)
  if (nan !== undefined) return nan
  const r = fix(a, c)
  if (!r.isFinite) return r
  if (r.coef === 0n) return new PyDecimal(r.sign, 0n, 0)
  const [coef, n] = stripZeros(r.coef, (c.clamp ? etop(c) : c.emax) - r.exp)
  return new PyDecimal(r.sign, coef, r.exp + n)
}

export function compare(a: PyDecimal, b: PyDecimal, c: Arith, signal: boolean): PyDecimal {
  if (signal && (a.isNaN || b.isNaN)) raised.bits |= Cond.INVALID_OPERATION
  return nanOf(c, a, b) ?? decimalOf(BigInt(compareNumbers(a, b)))
}

/** The order of representations: equal numbers are told apart by their exponents, NaNs stand outside. */
export function compareTotal(a: PyDecimal, b: PyDecimal): number {
  if (a.sign !== b.sign) return a.sign ? -1 : 1
  const flip = a.sign ? -1 : 1
  if (a.isNaN || b.isNaN) {
    const rank = (x: PyDecimal): number => (x.kind === Kind.QUIET ? 2 : x.kind === Kind.SIGNALING ? 1 : 0)
    const order = rank(a) - rank(b) || (a.coef < b.coef ? -1 : a.coef > b.coef ? 1 : 0)
    return Math.sign(order) * flip
  }
  return compareNumbers(a, b) || Math.sign(a.exp - b.exp) * flip
}

const magnitude = (x: PyDecimal): PyDecimal => x.withSign(0)
export const compareTotalMagnitude = (a: PyDecimal, b: PyDecimal): number => compareTotal(magnitude(a), magnitude(b))

/** `max` (`way` 1) and `min` (-1), of magnitudes where asked for. */
export function extreme(a: PyDecimal, b: PyDecimal, c: Arith, way: number, byMagnitude: boolean): PyDecimal {
  if (a.isNaN || b.isNaN) {
    // A quiet NaN loses against a number.
    if (a.kind === Kind.QUIET && !b.isNaN) return fix(b, c)
    if (b.kind === Kind.QUIET && !a.isNaN) return fix(a, c)
    return nanOf(c, a, b)!
  }
  const order = (byMagnitude ? compareNumbers(magnitude(a), magnitude(b)) : compareNumbers(a, b)) || compareTotal(a, b)
  return fix(order * way >= 0 ? a : b, c)
}

/** The neighbour upwards (`way` 1) or downwards (-1). Notes nothing but an invalid operand. */
export function next(a: PyDecimal, c: Arith, way: number): PyDecimal {
  const nan = nanOf(c, a)
  if (nan !== undefined) return nan
  const before = raised.bits
  let r: PyDecimal
  if (a.isInfinite) {
    const outward = (a.sign === 0) === way > 0
    r = outward ? a : new PyDecimal(a.sign, pow10(c.prec) - 1n, etop(c))
  } else {
    const towards: Arith = {
      prec: c.prec,
      emin: c.emin,
      emax: c.emax,
      clamp: c.clamp,
      rounding: way > 0 ? Round.CEILING : Round.FLOOR,
    }
    r = fix(a, towards)
    if (compareNumbers(r, a) === 0) r = add(a, new PyDecimal(way > 0 ? 0 : 1, 1n, etiny(c) - 1), towards)
  }
  raised.bits = before
  return r
}

export function nextToward(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a, b)
  if (nan !== undefined) return nan
  const order = compareNumbers(a, b)
  if (order === 0) return fix(a.withSign(b.sign), c)
  const r = next(a, c, -order)
  if (r.isInfinite) raised.bits |= Cond.OVERFLOW | Cond.ROUNDED | Cond.INEXACT
  else if (r.adjusted < c.emin) {
    raised.bits |= Cond.UNDERFLOW | Cond.SUBNORMAL | Cond.ROUNDED | Cond.INEXACT
    if (r.isZero) raised.bits |= Cond.CLAMPED
  }
  return r
}

/** The value of an operand that must be a whole number from -limit to limit; undefined otherwise. */
function small(b: PyDecimal, limit: number): number | undefined {
  if (!b.isFinite || b.exp !== 0) return undefined
  const n = Number(b.coef)
  return n > limit ? undefined : b.sign ? -n : n
}

export function scaleb(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a, b)
  if (nan !== undefined) return nan
  const n = small(b, 2 * (c.emax + c.prec))
  if (n === undefined) return invalid()
  return a.isInfinite ? a : finish(a.sign, a.coef, a.exp + n, c)
}

export function shift(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a, b)
  if (nan !== undefined) return nan
  const n = small(b, c.prec)
  if (n === undefined) return invalid()
  if (a.isInfinite) return a
  const kept = a.digits > c.prec ? a.coef % pow10(c.prec) : a.coef
  return new PyDecimal(a.sign, n < 0 ? kept / pow10(-n) : (kept * pow10(n)) % pow10(c.prec), a.exp)
}

export function rotate(a: PyDecimal, b: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a, b)
  if (nan !== undefined) return nan
  let n = small(b, c.prec)
  if (n === undefined) return invalid()
  if (a.isInfinite) return a
  if (n < 0) n += c.prec
  const kept = a.digits > c.prec ? a.coef % pow10(c.prec) : a.coef
  const high = kept / pow10(c.prec - n)
  return new PyDecimal(a.sign, (kept - high * pow10(c.prec - n)) * pow10(n) + high, a.exp)
}

export function logb(a: PyDecimal, c: Arith): PyDecimal {
  const nan = nanOf(c, a)
  if (nan !== undefined) return nan
  if (a.isInfinite) return infinity(0)
  if (a.isZero) {
    raised.bits |= Cond.DIVISION_BY_ZERO
    return infinity(1)
  }
  return fix(decimalOf(BigInt(a.adjusted)), c)
}

/** The digits of a logical operand (zeros and ones only, no sign, no exponent), or undefined. */
function logicalDigits(a: PyDecimal, c: Arith): string | undefined {
  if (!a.isFinite || a.sign || a.exp !== 0) return undefined
  const text = a.coef.toString()
  return /^[01]+$/.test(text) ? text.slice(-c.prec) : undefined
}

export function logical(a: PyDecimal, b: PyDecimal, c: Arith, op: (x: number, y: number) => number): PyDecimal {
  const x = logicalDigits(a, c)
  const y = logicalDigits(b, c)
  if (x === undefined || y === undefined) return invalid()
  const n = Math.max(x.length, y.length)
  const p = x.padStart(n, '0')
  const q = y.padStart(n, '0')
  let out = ''
  for (let i = 0; i < n; i++) out += op(p.charCodeAt(i) & 1, q.charCodeAt(i) & 1)
  return decimalOf(BigInt(out))
}

export function logicalInvert(a: PyDecimal, c: Arith): PyDecimal {
  const x = logicalDigits(a, c)
  if (x === undefined) return invalid()
  return decimalOf(BigInt([...x.padStart(c.prec, '0')].map((d) => (d === '1' ? '0' : '1')).join('')))
}

export function isNormal(a: PyDecimal, c: Arith): boolean {
  return a.isFinite && a.coef !== 0n && a.adjusted >= c.emin
}

export function isSubnormal(a: PyDecimal, c: Arith): boolean {
  return a.isFinite && a.coef !== 0n && a.adjusted < c.emin
}

export function numberClass(a: PyDecimal, c: Arith): string {
  if (a.isNaN) return a.kind === Kind.SIGNALING ? 'sNaN' : 'NaN'
  const what = a.isInfinite ? 'Infinity' : a.coef === 0n ? 'Zero' : a.adjusted < c.emin ? 'Subnormal' : 'Normal'
  return (a.sign ? '-' : '+') + what
}

export const sameQuantum = (a: PyDecimal, b: PyDecimal): boolean =>
  a.isFinite && b.isFinite ? a.exp === b.exp : (a.isNaN && b.isNaN) || (a.isInfinite && b.isInfinite)

export const isWhole = (a: PyDecimal): boolean => {
  if (!a.isFinite) return false
  return a.exp >= 0 || a.coef === 0n || stripZeros(a.coef, -a.exp)[1] === -a.exp
}

export const compareOne = (a: PyDecimal): number => compareMagnitude(a, one)
