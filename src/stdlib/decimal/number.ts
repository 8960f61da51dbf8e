/**
 * Decimal numbers and how a result is brought into a context (the core of CPython's Modules/_decimal, after the General Decimal Arithmetic specification).
 *
 * A number is a sign, a coefficient and an exponent, or a special value. Operations compute exactly, or with enough digits and a last digit that stands for the rest, and
 * hand the outcome to `finish`, which rounds, checks the exponent and notes conditions in `raised`. Whoever calls an operation empties `raised` before and looks at it after.
 */
import { memoryError } from '../../objects/raise'
import { PyObject } from '../../values/value'

export const enum Kind {
  FINITE,
  INFINITE,
  QUIET,
  SIGNALING,
}

/** Conditions an operation may meet; a context keeps its flags and traps as sums of these. */
export const enum Cond {
  CLAMPED = 1,
  CONVERSION_SYNTAX = 2,
  DIVISION_BY_ZERO = 4,
  DIVISION_IMPOSSIBLE = 8,
  DIVISION_UNDEFINED = 16,
  INEXACT = 64,
  INVALID_CONTEXT = 128,
  INVALID_OPERATION = 256,
  OVERFLOW = 2048,
  ROUNDED = 4096,
  SUBNORMAL = 8192,
  UNDERFLOW = 16384,
  FLOAT_OPERATION = 32768,
  /** All that belong to the signal InvalidOperation. */
  ANY_INVALID = CONVERSION_SYNTAX | DIVISION_IMPOSSIBLE | DIVISION_UNDEFINED | INVALID_CONTEXT | INVALID_OPERATION,
}

export const enum Round {
  UP,
  DOWN,
  CEILING,
  FLOOR,
  HALF_UP,
  HALF_DOWN,
  HALF_EVEN,
  ZERO_FIVE_UP,
}

export const ROUND_NAMES = [
  'ROUND_UP',
  'ROUND_DOWN',
  'ROUND_CEILING',
  'ROUND_FLOOR',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_HALF_EVEN',
  'ROUND_05UP',
]

/** What arithmetic asks of a context. */
export interface Arith {
  readonly prec: number
  readonly emin: number
  readonly emax: number
  readonly rounding: Round
  readonly clamp: boolean
}

/** The greatest precision and exponents there are; as a double the last digits are lost, which nothing but the limits themselves can show. */
export const MAX = 1e18
export const maxContext: Arith = { prec: MAX, emin: -MAX, emax: MAX, rounding: Round.HALF_EVEN, clamp: false }

/** The conditions met since somebody set this to 0. */
export const raised = { bits: 0 }

export class PyDecimal extends PyObject {
  private length = 0
  /** `sign` is 1 for negative numbers. Of a NaN the coefficient is the payload. */
  constructor(
    readonly sign: number,
    readonly coef: bigint,
    readonly exp: number,
    readonly kind: Kind = Kind.FINITE,
  ) {
    super()
  }

  /** Number of decimal digits; 1 for zero. */
  get digits(): number {
    return this.length || (this.length = countDigits(this.coef))
  }

  /** Exponent of the most significant digit. */
  get adjusted(): number {
    return this.exp + this.digits - 1
  }

  get isZero(): boolean {
    return this.kind === Kind.FINITE && this.coef === 0n
  }

  get isNaN(): boolean {
    return this.kind >= Kind.QUIET
  }

  get isInfinite(): boolean {
    return this.kind === Kind.INFINITE
  }

  get isFinite(): boolean {
    return this.kind === Kind.FINITE
  }

  withSign(sign: number): PyDecimal {
    return new PyDecimal(sign, this.coef, this.exp, this.kind)
  }
}

const powers: bigint[] = [1n]
for (let i = 1; i <= 320; i++) powers.push(powers[i - 1] * 10n)
let lastPower = { n: -1, value: 0n }
/** Beyond this many digits an operation ends in MemoryError. */
const MOST_DIGITS = 200_000_000

export function pow10(n: number): bigint {
  if (n <= 320) return powers[n]
  if (n > MOST_DIGITS) throw memoryError()
  if (lastPower.n !== n) lastPower = { n, value: 10n ** BigInt(n) }
  return lastPower.value
}

/** Number of decimal digits of a coefficient. */
export function countDigits(c: bigint): number {
  if (c < 10n) return 1
  const x = Number(c)
  // The logarithm tells the number up to one.
  let d: number
  if (x < 1e300) d = Math.round(Math.log10(x))
  else {
    const hex = c.toString(16)
    d = Math.floor(
      ((hex.length - 1) * 4 + Math.log2(Number.parseInt(hex.slice(0, 12), 16)) - 4 * (Math.min(12, hex.length) - 1)) *
        0.3010299956639812,
    )
    while (c < pow10(d)) d--
    while (c >= pow10(d + 1)) d++
    return d + 1
  }
  return c >= powers[d] ? d + 1 : d
}

/** Removes up to `most` zeros at the end: the coefficient left and how many went. */
export function stripZeros(c: bigint, most: number): [bigint, number] {
  let n = 0
  while (n + 16 <= most && (c & 0xffffn) === 0n && c % 10000000000000000n === 0n) {
    c /= 10000000000000000n
    n += 16
  }
  while (n < most && (c & 1n) === 0n && c % 10n === 0n) {
    c /= 10n
    n++
  }
  return [c, n]
}

/** Whether the quotient `q` of a cut must go up: `half` compares what was cut (not nothing) with half a unit: -1, 0, 1. */
function goesUp(q: bigint, half: number, sign: number, rounding: Round): boolean {
  switch (rounding) {
    case Round.HALF_EVEN:
      return half > 0 || (half === 0 && (q & 1n) === 1n)
    case Round.HALF_UP:
      return half >= 0
    case Round.HALF_DOWN:
      return half > 0
    case Round.UP:
      return true
    case Round.DOWN:
      return false
    case Round.CEILING:
      return sign === 0
    case Round.FLOOR:
      return sign === 1
    case Round.ZERO_FIVE_UP:
      return q % 5n === 0n
  }
}

/** Cuts `n` digits off, rounding; notes ROUNDED, and INEXACT where a digit other than 0 went. */
export function cut(c: bigint, n: number, sign: number, rounding: Round): bigint {
  raised.bits |= Cond.ROUNDED
  if (c === 0n) return 0n
  if (n > 400 && n > countDigits(c)) {
    // Nothing is left of it but a trace.
    raised.bits |= Cond.INEXACT
    return goesUp(0n, -1, sign, rounding) ? 1n : 0n
  }
  const unit = pow10(n)
  const q = c / unit
  const r = c - q * unit
  if (r === 0n) return q
  raised.bits |= Cond.INEXACT
  const twice = r + r
  return goesUp(q, twice > unit ? 1 : twice < unit ? -1 : 0, sign, rounding) ? q + 1n : q
}

export const etiny = (c: Arith): number => c.emin - c.prec + 1
export const etop = (c: Arith): number => c.emax - c.prec + 1

export const infinity = (sign: number): PyDecimal => new PyDecimal(sign, 0n, 0, Kind.INFINITE)

function overflow(sign: number, c: Arith): PyDecimal {
  raised.bits |= Cond.OVERFLOW | Cond.INEXACT | Cond.ROUNDED
  const r = c.rounding
  if (
    r === Round.DOWN ||
    r === Round.ZERO_FIVE_UP ||
    (r === Round.CEILING && sign === 1) ||
    (r === Round.FLOOR && sign === 0)
  ) {
    return new PyDecimal(sign, pow10(c.prec) - 1n, etop(c))
  }
  return infinity(sign)
}

/** The number of a coefficient and an exponent as the context has it. */
export function finish(sign: number, coef: bigint, exp: number, c: Arith): PyDecimal {
  if (coef === 0n) {
    const least = etiny(c)
    const most = c.clamp ? etop(c) : c.emax
    const e = exp < least ? least : Math.min(exp, most)
    if (e !== exp) raised.bits |= Cond.CLAMPED
    return new PyDecimal(sign, 0n, e)
  }
  let digits = countDigits(coef)
  const adjusted = exp + digits - 1
  if (adjusted > c.emax) return overflow(sign, c)
  if (adjusted < c.emin) {
    raised.bits |= Cond.SUBNORMAL
    const least = etiny(c)
    if (exp < least) {
      const before = raised.bits
      raised.bits &= ~Cond.INEXACT
      coef = cut(coef, least - exp, sign, c.rounding)
      if (raised.bits & Cond.INEXACT) {
        raised.bits |= Cond.UNDERFLOW
        if (coef === 0n) raised.bits |= Cond.CLAMPED
      }
      raised.bits |= before
      exp = least
    }
    return new PyDecimal(sign, coef, exp)
  }
  if (digits > c.prec) {
    const excess = digits - c.prec
    coef = cut(coef, excess, sign, c.rounding)
    exp += excess
    digits = c.prec
    if (c.prec <= 320 ? coef === powers[c.prec] : countDigits(coef) > c.prec) {
      coef /= 10n
      exp++
      if (exp + digits - 1 > c.emax) return overflow(sign, c)
    }
  }
  if (c.clamp && exp > etop(c)) {
    raised.bits |= Cond.CLAMPED
    coef *= pow10(exp - etop(c))
    exp = etop(c)
  }
  return new PyDecimal(sign, coef, exp)
}

/** `plus` without the handling of special values: a finite number brought into the context. */
export const fix = (a: PyDecimal, c: Arith): PyDecimal =>
  a.isNaN ? fixNaN(a, c) : a.isFinite ? finish(a.sign, a.coef, a.exp, c) : a

function fixNaN(a: PyDecimal, c: Arith): PyDecimal {
  const room = c.prec - (c.clamp ? 1 : 0)
  return a.coef !== 0n && a.digits > room ? new PyDecimal(a.sign, a.coef % pow10(room), 0, a.kind) : a
}

/** The result of an operation that makes no sense. */
export function invalid(cond: Cond = Cond.INVALID_OPERATION): PyDecimal {
  raised.bits |= cond
  return new PyDecimal(0, 0n, 0, Kind.QUIET)
}

/** What NaN operands make of an operation: the first signaling one, else the first; undefined where there is none. */
export function nanOf(c: Arith, a: PyDecimal, b?: PyDecimal): PyDecimal | undefined {
  if (a.kind < Kind.QUIET && (b === undefined || b.kind < Kind.QUIET)) return undefined
  let found: PyDecimal
  if (a.kind === Kind.SIGNALING) found = a
  else if (b?.kind === Kind.SIGNALING) found = b
  else found = a.kind === Kind.QUIET ? a : b!
  if (found.kind === Kind.SIGNALING) {
    raised.bits |= Cond.INVALID_OPERATION
    found = new PyDecimal(found.sign, found.coef, 0, Kind.QUIET)
  }
  return fixNaN(found, c)
}

/** Compares magnitudes of finite numbers. */
export function compareMagnitude(a: PyDecimal, b: PyDecimal): number {
  if (a.coef === 0n || b.coef === 0n) return a.coef === b.coef ? 0 : a.coef === 0n ? -1 : 1
  if (a.adjusted !== b.adjusted) return a.adjusted < b.adjusted ? -1 : 1
  const shift = a.exp - b.exp
  const x = shift > 0 ? a.coef * pow10(shift) : a.coef
  const y = shift < 0 ? b.coef * pow10(-shift) : b.coef
  return x < y ? -1 : x > y ? 1 : 0
}

/** Compares numbers that are no NaN: -1, 0, 1. */
export function compareNumbers(a: PyDecimal, b: PyDecimal): number {
  if (a.isZero && b.isZero) return 0
  if (a.sign !== b.sign && !a.isZero && !b.isZero) return a.sign ? -1 : 1
  if (a.isZero) return b.sign ? 1 : -1
  if (b.isZero) return a.sign ? -1 : 1
  const flip = a.sign ? -1 : 1
  if (a.isInfinite || b.isInfinite) return a.isInfinite === b.isInfinite ? 0 : a.isInfinite ? flip : -flip
  return compareMagnitude(a, b) * flip
}
