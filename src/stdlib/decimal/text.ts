/** Decimal numbers to text and back: reading, the scientific and the engineering form, the format mini-language. */
import { memoryError, valueError } from '../../objects/raise'
import { type Arith, Cond, cut, invalid, Kind, MAX, pow10, PyDecimal, raised, type Round } from './number'
import { rescale } from './arithmetic'

const NUMBER = /^([+-]?)(?:(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?|(inf(?:inity)?)|(s?)nan(\d*))$/i

/** Reads a number of ASCII text without blanks around it; a bad one is an invalid operation. */
export function readDecimal(text: string): PyDecimal {
  const m = NUMBER.exec(text)
  if (m === null) return invalid(Cond.CONVERSION_SYNTAX)
  const sign = m[1] === '-' ? 1 : 0
  if (m[5] !== undefined) return new PyDecimal(sign, 0n, 0, Kind.INFINITE)
  if (m[7] !== undefined) {
    return new PyDecimal(sign, BigInt(m[7] || 0), 0, m[6] ? Kind.SIGNALING : Kind.QUIET)
  }
  const whole = m[2] ?? ''
  const fraction = m[3] ?? ''
  if (whole === '' && fraction === '') return invalid(Cond.CONVERSION_SYNTAX)
  return new PyDecimal(sign, BigInt(whole + fraction), Number(m[4] ?? 0) - fraction.length)
}

/** An exact number: beyond the greatest exponents it is an invalid operation. */
export function checkRange(a: PyDecimal): PyDecimal {
  if (!a.isFinite) return a
  return a.adjusted > MAX || a.exp < 2 * -MAX ? invalid() : a
}

const special = (a: PyDecimal): string =>
  (a.sign ? '-' : '') +
  (a.isInfinite ? 'Infinity' : `${a.kind === Kind.SIGNALING ? 'sNaN' : 'NaN'}${a.coef === 0n ? '' : a.coef}`)

/** Places the point in digits and adds the exponent that is left. */
function place(digits: string, exp: number, point: number, e: string): string {
  let out: string
  if (point <= 0) out = `0.${'0'.repeat(-point)}${digits}`
  else if (point >= digits.length) out = digits + '0'.repeat(point - digits.length)
  else out = `${digits.slice(0, point)}.${digits.slice(point)}`
  const left = exp + digits.length - point
  return left === 0 ? out : `${out}${e}${left < 0 ? '-' : '+'}${Math.abs(left)}`
}

export function toText(a: PyDecimal, capitals: boolean, engineering = false): string {
  if (!a.isFinite) return special(a)
  const digits = a.coef.toString()
  const left = a.exp + digits.length
  let point: number
  if (a.exp <= 0 && left > -6) point = left
  else if (!engineering) point = 1
  else if (a.coef === 0n) point = mod3(left + 1) - 1
  else point = mod3(left - 1) + 1
  return (a.sign ? '-' : '') + place(digits, a.exp, point, capitals ? 'E' : 'e')
}

const mod3 = (n: number): number => ((n % 3) + 3) % 3

interface Spec {
  fill: string
  align: string
  sign: string
  noNegativeZero: boolean
  zeroPad: boolean
  width: number
  grouping: boolean
  precision: number
  type: string
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?#?(0)?(\d+)?(,)?(?:\.(\d+))?([eEfFgGn%])?$/su

function parseSpec(text: string): Spec {
  const m = SPEC.exec(text)
  if (m === null) throw valueError('invalid format string')
  const zeroPad = m[5] !== undefined
  if (zeroPad && m[2] !== undefined) throw valueError('invalid format string')
  if (m[9] === 'n' && m[7] !== undefined) throw valueError('invalid format string')
  const width = Number(m[6] ?? 0)
  const precision = m[8] === undefined ? -1 : Number(m[8])
  if (width > MAX || precision > MAX) throw valueError('invalid format string')
  if (width + Math.max(0, precision) > 200_000_000) throw memoryError()
  return {
    fill: m[1] ?? (zeroPad ? '0' : ' '),
    align: m[2] ?? (zeroPad ? '=' : '>'),
    sign: m[3] ?? '-',
    noNegativeZero: m[4] !== undefined,
    zeroPad,
    width,
    grouping: m[7] !== undefined,
    precision,
    type: m[9] ?? '',
  }
}

/** Rounded to so many digits, where it has more. */
function toDigits(a: PyDecimal, n: number, rounding: Round): PyDecimal {
  const excess = a.digits - n
  if (excess <= 0 || a.coef === 0n) return a
  const coef = cut(a.coef, excess, a.sign, rounding)
  return coef === pow10(n)
    ? new PyDecimal(a.sign, coef / 10n, a.exp + excess + 1)
    : new PyDecimal(a.sign, coef, a.exp + excess)
}

/** `format(a, text)`. */
export function formatDecimal(a: PyDecimal, text: string, c: Arith, capitals: boolean): string {
  const spec = parseSpec(text)
  const before = raised.bits
  let body: string
  if (!a.isFinite) {
    const negative = a.sign === 1
    body = special(a).replace('-', '')
    if (spec.type === '%') body += '%'
    return layout(spec.zeroPad ? { ...spec, fill: ' ', align: '>' } : spec, negative, '', body, false)
  }
  let type = spec.type
  let e = capitals ? 'E' : 'e'
  if (type === 'E' || type === 'F' || type === 'G') e = 'E'
  else if (type === 'e' || type === 'f' || type === 'g' || type === 'n') e = 'e'
  type = type === 'n' ? 'g' : type.toLowerCase()
  let x = type === '%' ? new PyDecimal(a.sign, a.coef, a.exp + 2) : a
  if (spec.precision >= 0) {
    if (type === 'e') x = x.coef === 0n ? new PyDecimal(x.sign, 0n, x.exp) : toDigits(x, spec.precision + 1, c.rounding)
    else if (type === 'f' || type === '%') x = rescale(x, -spec.precision, c.rounding)
    else x = toDigits(x, Math.max(1, spec.precision), c.rounding)
  } else if ((type === 'f' || type === '%') && x.exp > 0) x = rescale(x, 0, c.rounding)
  raised.bits = before
  let digits = x.coef.toString()
  const left = x.exp + digits.length
  let point: number
  if (type === 'e') {
    digits = digits.padEnd(spec.precision + 1, '0')
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits
    // The zeros after a zero count too.
    return layoutNumber(spec, x, mantissa, exponent(x.coef === 0n ? x.exp + digits.length - 1 : left - 1, e))
  }
  if (type === 'f' || type === '%') point = left
  else if (x.exp <= 0 && left > -6) point = left
  else point = 1
  const out = place(digits, x.exp, point, e)
  const at = out.search(/[eE]/)
  return layoutNumber(
    spec,
    x,
    at < 0 ? out : out.slice(0, at),
    (at < 0 ? '' : out.slice(at)) + (type === '%' ? '%' : ''),
  )
}

const exponent = (n: number, e: string): string => `${e}${n < 0 ? '-' : '+'}${Math.abs(n)}`

function layoutNumber(spec: Spec, x: PyDecimal, mantissa: string, tail: string): string {
  const at = mantissa.indexOf('.')
  const whole = at < 0 ? mantissa : mantissa.slice(0, at)
  const negative = x.sign === 1 && !(spec.noNegativeZero && x.coef === 0n)
  return layout(spec, negative, whole, (at < 0 ? '' : mantissa.slice(at)) + tail, spec.zeroPad)
}

function layout(spec: Spec, negative: boolean, whole: string, rest: string, zeroPad: boolean): string {
  const sign = negative ? '-' : spec.sign === '-' ? '' : spec.sign
  if (zeroPad && whole !== '') {
    const least = spec.width - sign.length - rest.length
    // n digits take n + floor((n − 1) / 3) characters in groups.
    const n = spec.grouping ? Math.max(whole.length, Math.ceil((least * 3 + 1) / 4)) : Math.max(whole.length, least)
    whole = whole.padStart(n, '0')
  }
  if (spec.grouping) whole = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const missing = spec.width - sign.length - whole.length - rest.length
  if (missing <= 0) return sign + whole + rest
  const pad = spec.fill.repeat(missing)
  switch (spec.align) {
    case '<':
      return sign + whole + rest + pad
    case '=':
      return sign + pad + whole + rest
    case '^': {
      const before = missing >> 1
      return spec.fill.repeat(before) + sign + whole + rest + spec.fill.repeat(missing - before)
    }
    default:
      return pad + sign + whole + rest
  }
}
