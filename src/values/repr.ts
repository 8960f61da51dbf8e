/**
 * Texts of constants: `repr` of floats, complex numbers, strs and bytes, and the digits of floats that all number formatting is
 * made of (CPython's Python/pystrtod.c and dtoa.c, and the repr functions of Objects/unicodeobject.c and bytesobject.c).
 *
 * Digits come from JavaScript where it is sure to round as Python does: shortest digits are the same by definition; `toFixed`
 * and `toExponential` differ on exact ties only (they round them up, Python to even), and ties are told beforehand. What is left
 * is done exactly with bigints.
 */
import { floatParts } from './int'
import type { Str } from './value'
import { codePoints, fromText } from './wide'
import { isPrintable } from './unicode'

/** `repr` of a float: the shortest digits that read back as the same number. */
export function reprFloat(x: number): string {
  if (Number.isInteger(x)) {
    if (x < 1e16 && x > -1e16) return x === 0 && 1 / x < 0 ? '-0.0' : `${x}.0`
  } else {
    const magnitude = Math.abs(x)
    // JavaScript and Python agree on plain notation in this range.
    if (magnitude >= 1e-4 && magnitude < 1e16) return String(x)
  }
  return floatText(x, 'r', 0, false, true)
}

/** `repr` of a complex number. */
export function reprComplex(re: number, im: number): string {
  if (re === 0 && 1 / re > 0) return `${floatText(im, 'r', 0, false, false)}j`
  const imaginary = floatText(im, 'r', 0, false, false)
  const sign = imaginary.startsWith('-') ? '' : '+'
  return `(${floatText(re, 'r', 0, false, false)}${sign}${imaginary}j)`
}

/**
 * A float as text, as C's printf would give it.
 *
 * @param code `r` shortest digits, `e` `f` `g` as in C; upper case is the caller's.
 * @param precision digits after the point (`e`, `f`) or significant digits (`g`); not used by `r`.
 * @param alternate keeps the decimal point, and trailing zeros for `g`.
 * @param dot0 appends `.0` where neither point nor exponent would show that this is a float.
 */
export function floatText(
  x: number,
  code: 'r' | 'e' | 'f' | 'g',
  precision: number,
  alternate: boolean,
  dot0: boolean,
): string {
  if (Number.isNaN(x)) return 'nan'
  if (x === Infinity) return 'inf'
  if (x === -Infinity) return '-inf'
  const sign = x < 0 || (x === 0 && 1 / x < 0) ? '-' : ''
  if (sign) x = -x
  if (code === 'f') {
    const text = fixedDigits(x, precision)
    return sign + (precision === 0 && alternate ? `${text}.` : text)
  }
  if (code === 'e') {
    const [digits, exponent] = significantDigits(x, precision + 1)
    return sign + exponential(digits, exponent, alternate)
  }
  let digits: string
  let exponent: number
  let useExponent: boolean
  if (code === 'r') {
    ;[digits, exponent] = shortestDigits(x)
    useExponent = exponent < -4 || exponent >= 16
  } else {
    if (precision === 0) precision = 1
    ;[digits, exponent] = significantDigits(x, precision)
    // A digit has to fit behind the point where one is asked for.
    useExponent = exponent < -4 || exponent >= (dot0 ? precision - 1 : precision)
    if (!alternate) digits = digits.replace(/0+$/, '') || '0'
  }
  if (useExponent) return sign + exponential(digits, exponent, alternate)
  let text: string
  if (exponent < 0) text = `0.${'0'.repeat(-exponent - 1)}${digits}`
  else if (digits.length > exponent + 1) text = `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`
  else {
    text = digits + '0'.repeat(exponent + 1 - digits.length)
    if (alternate) text += '.'
    else if (dot0) text += '.0'
  }
  return sign + text
}

function exponential(digits: string, exponent: number, alternate: boolean): string {
  const point = digits.length > 1 || alternate ? '.' : ''
  const magnitude = Math.abs(exponent)
  return `${digits[0]}${point}${digits.slice(1)}e${exponent < 0 ? '-' : '+'}${magnitude < 10 ? '0' : ''}${magnitude}`
}

/** The shortest digits that identify `x >= 0`, and the decimal exponent of the first. */
export function shortestDigits(x: number): [string, number] {
  if (x === 0) return ['0', 0]
  const text = x.toExponential()
  const e = text.indexOf('e')
  return [text[0] + text.slice(2, e), Number(text.slice(e + 1))]
}

/** `x >= 0` rounded half to even to `decimals` places. */
export function fixedDigits(x: number, decimals: number): string {
  if (x === 0) return decimals > 0 ? `0.${'0'.repeat(decimals)}` : '0'
  // The digits end in an exact tie only if x is a multiple of 2**(−decimals − 1).
  if (decimals <= 100 && x < 1e21 && !Number.isInteger(x * 2 ** (decimals + 1))) return x.toFixed(decimals)
  const [m, e] = floatParts(x)
  if (decimals <= 100 && x < 1e21 && -e !== decimals + 1) return x.toFixed(decimals)
  const scaled = roundHalfEven(BigInt(m) * 10n ** BigInt(decimals), e)
  const digits = scaled.toString().padStart(decimals + 1, '0')
  return decimals > 0 ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits
}

/** `n * 2**e` as an integer, rounded half to even; `n >= 0`. */
function roundHalfEven(n: bigint, e: number): bigint {
  if (e >= 0) return n << BigInt(e)
  const shift = BigInt(-e)
  const q = n >> shift
  const rest = n - (q << shift)
  const half = 1n << (shift - 1n)
  return rest > half || (rest === half && (q & 1n) === 1n) ? q + 1n : q
}

/** `x >= 0` rounded half to even to `count >= 1` significant digits, and the decimal exponent of the first. */
export function significantDigits(x: number, count: number): [string, number] {
  if (x === 0) return ['0'.repeat(count), 0]
  // Up to 15 digits an exact decimal expansion is the shortest one too: a tie shows as one digit more that is a 5.
  if (count <= 14) {
    const [short] = shortestDigits(x)
    if (short.length !== count + 1 || short[count] !== '5') {
      const text = x.toExponential(count - 1)
      const at = text.indexOf('e')
      return [text[0] + text.slice(2, at), Number(text.slice(at + 1))]
    }
  }
  const [m, e] = floatParts(x)
  let exponent = Number(x.toExponential().split('e')[1])
  for (;;) {
    // Scale so that the integer part has `count` digits, rounding once.
    const scale = count - 1 - exponent
    let digits: string
    if (scale >= 0) digits = roundHalfEven(BigInt(m) * 10n ** BigInt(scale), e).toString()
    else
      digits = divideHalfEven(BigInt(m) << BigInt(Math.max(e, 0)), (10n ** BigInt(-scale)) << BigInt(Math.max(-e, 0)))
    if (digits.length === count) return [digits, exponent]
    // Shortest digits may round up to the next power of ten; rounding to `count` digits may too.
    exponent += digits.length > count ? 1 : -1
  }
}

function divideHalfEven(a: bigint, b: bigint): string {
  let q = a / b
  const twice = (a - q * b) * 2n
  if (twice > b || (twice === b && (q & 1n) === 1n)) q += 1n
  return q.toString()
}

// Strings ---------------------------------------------------------------------------------------------------------------

const PLAIN = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/

/** `repr` of a str. */
export function reprStr(s: Str): Str {
  if (typeof s === 'string' && PLAIN.test(s)) return `'${s}'`
  return fromText(quoted(codePoints(s), false))
}

/** `ascii` of a str: `repr` with everything beyond ASCII escaped. */
export function asciiStr(s: Str): string {
  if (typeof s === 'string' && PLAIN.test(s)) return `'${s}'`
  return quoted(codePoints(s), true)
}

function quoted(cps: Int32Array, ascii: boolean): string {
  const quote = cps.includes(39) && !cps.includes(34) ? 34 : 39
  let out = String.fromCharCode(quote)
  for (const cp of cps) {
    if (cp === quote || cp === 92) out += `\\${String.fromCharCode(cp)}`
    else if (cp >= 32 && cp < 127) out += String.fromCharCode(cp)
    else if (cp === 9) out += '\\t'
    else if (cp === 10) out += '\\n'
    else if (cp === 13) out += '\\r'
    else if (cp < 128 || ascii || !isPrintable(cp)) out += escapeCodePoint(cp)
    else out += String.fromCodePoint(cp)
  }
  return out + String.fromCharCode(quote)
}

/** `\xhh`, `\uhhhh` or `\Uhhhhhhhh`. */
export function escapeCodePoint(cp: number): string {
  if (cp < 0x100) return `\\x${cp.toString(16).padStart(2, '0')}`
  if (cp < 0x10000) return `\\u${cp.toString(16).padStart(4, '0')}`
  return `\\U${cp.toString(16).padStart(8, '0')}`
}

/** `repr` of bytes. */
export function reprBytes(data: Uint8Array): string {
  const quote = data.includes(39) && !data.includes(34) ? 34 : 39
  let out = `b${String.fromCharCode(quote)}`
  for (const c of data) {
    if (c === quote || c === 92) out += `\\${String.fromCharCode(c)}`
    else if (c >= 32 && c < 127) out += String.fromCharCode(c)
    else if (c === 9) out += '\\t'
    else if (c === 10) out += '\\n'
    else if (c === 13) out += '\\r'
    else out += `\\x${c.toString(16).padStart(2, '0')}`
  }
  return out + String.fromCharCode(quote)
}
