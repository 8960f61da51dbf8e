/**
 * The format mini-language of `__format__` for str, int, float and complex (CPython's Python/formatter_unicode.c).
 *
 *     [[fill]align][sign][z][#][0][width][grouping][.precision][type]
 *
 * A specifier is parsed once into a `FormatSpec`; each type checks what it does not allow, makes its digits and lays them out:
 * padding, sign, prefix, padding of `=`, grouped digits, the rest of the number.
 */
import type { Int, PyComplex, Str, Value } from '../values/value'
import { intToText } from '../values/int'
import { floatText } from '../values/repr'
import { codePoints, concatAll, fromCodePoint, repeatStr, strLength, strSlice } from '../values/wide'
import { str } from './abstract'
import type { Context } from './context'
import { asIntValue, intToDecimal, intToFloat } from './int'
import { overflowError, valueError } from './raise'
import { typeName } from './type'

interface FormatSpec {
  fill: Str
  /** `<`, `>`, `^`, `=`; the type's own unless given. */
  align: string
  /** `+`, `-`, space, or empty. */
  sign: string
  noNegativeZero: boolean
  alternate: boolean
  /** −1: not given. */
  width: number
  /** `,`, `_`, or empty. */
  grouping: string
  /** −1: not given. */
  precision: number
  /** One character; empty where there is neither one given nor a default. */
  type: string
}

const MAX_INT = 2147483647

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57
}

function parseSpec(text: Str, value: Value, defaultType: string, defaultAlign: string): FormatSpec {
  const cps = codePoints(text)
  const end = cps.length
  const spec: FormatSpec = {
    fill: ' ',
    align: defaultAlign,
    sign: '',
    noNegativeZero: false,
    alternate: false,
    width: -1,
    grouping: '',
    precision: -1,
    type: defaultType,
  }
  let i = 0
  let fillGiven = false
  let alignGiven = false
  const isAlign = (c: number) => c === 60 || c === 62 || c === 61 || c === 94
  if (end >= 2 && isAlign(cps[1])) {
    spec.fill = fromCodePoint(cps[0])
    spec.align = String.fromCharCode(cps[1])
    fillGiven = alignGiven = true
    i = 2
  } else if (end >= 1 && isAlign(cps[0])) {
    spec.align = String.fromCharCode(cps[0])
    alignGiven = true
    i = 1
  }
  if (i < end && (cps[i] === 32 || cps[i] === 43 || cps[i] === 45)) spec.sign = String.fromCharCode(cps[i++])
  if (i < end && cps[i] === 122) {
    spec.noNegativeZero = true
    i++
  }
  if (i < end && cps[i] === 35) {
    spec.alternate = true
    i++
  }
  if (!fillGiven && i < end && cps[i] === 48) {
    spec.fill = '0'
    if (!alignGiven && defaultAlign === '>') spec.align = '='
    i++
  }
  const number = (): number => {
    const start = i
    let n = 0
    while (i < end && isDigit(cps[i])) n = n * 10 + cps[i++] - 48
    // Py_ssize_t in C.
    if (n > 9223372036854775000) throw valueError('Too many decimal digits in format string')
    return i === start ? -1 : n
  }
  spec.width = number()
  if (i < end && cps[i] === 44) {
    spec.grouping = ','
    i++
  }
  if (i < end && cps[i] === 95) {
    if (spec.grouping) throw valueError("Cannot specify both ',' and '_'.")
    spec.grouping = '_'
    i++
  }
  if (i < end && cps[i] === 44 && spec.grouping === '_') throw valueError("Cannot specify both ',' and '_'.")
  if (i < end && cps[i] === 46) {
    i++
    spec.precision = number()
    if (spec.precision < 0) throw valueError('Format specifier missing precision')
  }
  if (end - i > 1) {
    throw valueError(
      `Invalid format specifier '${String.fromCodePoint(...cps)}' for object of type '${typeName(value)}'`,
    )
  }
  if (end - i === 1) spec.type = String.fromCodePoint(cps[i])
  if (spec.grouping && spec.type && !'defgEGF%'.includes(spec.type)) {
    if (spec.grouping === ',' || !'boxX'.includes(spec.type)) {
      const c = spec.type.codePointAt(0)!
      throw valueError(
        `Cannot specify '${spec.grouping}' with '${c > 32 && c < 128 ? spec.type : `\\x${c.toString(16)}`}'.`,
      )
    }
  }
  return spec
}

function unknownType(spec: FormatSpec, value: Value) {
  const c = spec.type.codePointAt(0)!
  const shown = c > 32 && c < 128 ? spec.type : `\\x${c.toString(16)}`
  return valueError(`Unknown format code '${shown}' for object of type '${typeName(value)}'`)
}

function pad(cx: Context, spec: FormatSpec, parts: Str[], length: number): Str {
  const missing = spec.width - length
  if (missing <= 0) return parts.length === 1 ? parts[0] : concatAll(parts)
  cx.charge(missing)
  const left = spec.align === '>' ? missing : spec.align === '^' ? Math.floor(missing / 2) : 0
  return concatAll([repeatStr(spec.fill, left), ...parts, repeatStr(spec.fill, missing - left)])
}

// str -------------------------------------------------------------------------------------------------------------------

/** `format(value, text)` where `value` is a str or an instance of a subclass with the text `s`. */
export function formatStr(cx: Context, value: Value, s: Str, text: Str): Str {
  if (text === '') return typeof value === 'string' ? value : str(cx, value)
  const spec = parseSpec(text, value, 's', '<')
  if (spec.type !== 's') throw unknownType(spec, value)
  if (spec.sign) {
    throw valueError(`${spec.sign === ' ' ? 'Space' : 'Sign'} not allowed in string format specifier`)
  }
  if (spec.noNegativeZero) throw valueError('Negative zero coercion (z) not allowed in string format specifier')
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier')
  if (spec.align === '=') throw valueError("'=' alignment not allowed in string format specifier")
  let length = strLength(s)
  if (spec.precision >= 0 && spec.precision < length) {
    length = spec.precision
    s = strSlice(s, 0, length)
  }
  return pad(cx, spec, [s], length)
}

// Numbers ---------------------------------------------------------------------------------------------------------------

/** `digits` in groups from the right. */
function group(digits: string, separator: string, size: number): string {
  let out = digits.slice(-size)
  for (let end = digits.length - size; end > 0; end -= size) {
    out = digits.slice(Math.max(0, end - size), end) + separator + out
  }
  return out
}

/**
 * A number laid out.
 *
 * @param digits the integer digits, which grouping applies to; empty for `nan`, `inf` and characters
 * @param rest everything after them
 */
function layout(cx: Context, spec: FormatSpec, negative: boolean, prefix: string, digits: string, rest: Str): Str {
  const sign = negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : ''
  const fixed = sign.length + prefix.length + strLength(rest)
  if (spec.width > 0) cx.charge(spec.width)
  if (digits) {
    const size = spec.grouping === '' ? 0 : 'boxX'.includes(spec.type) && spec.type ? 4 : 3
    const least = spec.fill === '0' && spec.align === '=' ? spec.width - fixed : 0
    if (size === 0) digits = digits.padStart(least, '0')
    else {
      // n digits take n + floor((n − 1) / size) characters; a separator never comes first.
      const n = Math.max(digits.length, Math.ceil((least * size + 1) / (size + 1)))
      digits = group(digits.padStart(n, '0'), spec.grouping, size)
    }
  }
  const missing = spec.width - fixed - digits.length
  if (missing <= 0)
    return typeof rest === 'string' ? sign + prefix + digits + rest : concatAll([sign + prefix + digits, rest])
  if (spec.align === '=') return concatAll([sign + prefix, repeatStr(spec.fill, missing), digits, rest])
  return pad(cx, spec, [sign + prefix + digits, rest], fixed + digits.length)
}

/** `format(value, text)` where `value` is an int, a bool or an instance of a subclass. */
export function formatInt(cx: Context, value: Value, text: Str): Str {
  const n = asIntValue(value)!
  if (text === '')
    return typeof value === 'number' || typeof value === 'bigint' ? intToDecimal(cx, value) : str(cx, value)
  const spec = parseSpec(text, value, 'd', '>')
  if (spec.type && 'bcdoxXn'.includes(spec.type)) return formatIntSpec(cx, n, spec)
  if (spec.type && 'eEfFgG%'.includes(spec.type)) return formatFloatSpec(cx, intToFloat(n), spec)
  throw unknownType(spec, value)
}

function formatIntSpec(cx: Context, n: Int, spec: FormatSpec): Str {
  if (spec.precision >= 0) throw valueError('Precision not allowed in integer format specifier')
  if (spec.noNegativeZero) throw valueError('Negative zero coercion (z) not allowed in integer format specifier')
  if (spec.type === 'c') {
    if (spec.sign) throw valueError("Sign not allowed with integer format specifier 'c'")
    if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'")
    if (n < 0 || n > 0x10ffff) throw overflowError('%c arg not in range(0x110000)')
    return layout(cx, spec, false, '', '', fromCodePoint(Number(n)))
  }
  const negative = n < 0
  const magnitude = negative ? -n : n
  let digits: string
  let prefix = ''
  switch (spec.type) {
    case 'b':
      digits = intToText(magnitude, 2)
      prefix = '0b'
      break
    case 'o':
      digits = intToText(magnitude, 8)
      prefix = '0o'
      break
    case 'x':
      digits = intToText(magnitude, 16)
      prefix = '0x'
      break
    case 'X':
      digits = intToText(magnitude, 16).toUpperCase()
      prefix = '0X'
      break
    default:
      digits = intToDecimal(cx, magnitude)
  }
  return layout(cx, spec, negative, spec.alternate ? prefix : '', digits, '')
}

/** `format(value, text)` for a float `x`. */
export function formatFloat(cx: Context, value: Value, x: number, text: Str): Str {
  if (text === '') return str(cx, value)
  const spec = parseSpec(text, value, '', '>')
  if (spec.type && !'eEfFgGn%'.includes(spec.type)) throw unknownType(spec, value)
  return formatFloatSpec(cx, x, spec)
}

function checkPrecision(cx: Context, precision: number): void {
  if (precision > MAX_INT) throw valueError('precision too big')
  if (precision > 1000) cx.charge(precision * 2)
}

/** The unsigned digits of a float under a specifier, and its sign. `dot0`: a lone integer part gets `.0`. */
function floatDigits(cx: Context, x: number, spec: FormatSpec, dot0: boolean): { negative: boolean; text: string } {
  let type = spec.type
  let precision = spec.precision
  checkPrecision(cx, precision)
  const upper = type === 'E' || type === 'F' || type === 'G'
  if (type === '') type = precision < 0 ? 'r' : 'g'
  else dot0 = false
  if (type === 'n') type = 'g'
  if (type === '%') {
    type = 'f'
    x *= 100
  }
  if (precision < 0) precision = 6
  let text = floatText(x, type.toLowerCase() as 'r' | 'e' | 'f' | 'g', precision, spec.alternate, dot0)
  let negative = text.startsWith('-')
  if (negative) text = text.slice(1)
  if (negative && spec.noNegativeZero && !/[1-9in]/.test(text.split('e')[0])) negative = false
  if (spec.type === '%') text += '%'
  return { negative, text: upper ? text.toUpperCase() : text }
}

/** Splits off the integer digits, which are grouped. */
function integerDigits(text: string): number {
  let i = 0
  while (i < text.length && isDigit(text.charCodeAt(i))) i++
  return i
}

function formatFloatSpec(cx: Context, x: number, spec: FormatSpec): Str {
  const { negative, text } = floatDigits(cx, x, spec, true)
  const n = integerDigits(text)
  return layout(cx, spec, negative, '', text.slice(0, n), text.slice(n))
}

/** `format(value, text)` for a complex number. */
export function formatComplex(cx: Context, value: PyComplex, text: Str): Str {
  if (text === '') return str(cx, value)
  const spec = parseSpec(text, value, '', '>')
  if (spec.type && !'eEfFgGn'.includes(spec.type)) throw unknownType(spec, value)
  if (spec.fill === '0') throw valueError('Zero padding is not allowed in complex format specifier')
  if (spec.align === '=') throw valueError("'=' alignment flag is not allowed in complex format specifier")
  const skipReal = spec.type === '' && value.re === 0 && 1 / value.re > 0
  const parens = spec.type === '' && !skipReal
  const part = (x: number, sign: string): string => {
    const { negative, text: digits } = floatDigits(cx, x, spec, false)
    const n = integerDigits(digits)
    const bare = { ...spec, sign, width: -1, fill: ' ' }
    return layout(cx, bare, negative, '', digits.slice(0, n), digits.slice(n)) as string
  }
  const real = skipReal ? '' : part(value.re, spec.sign)
  const imaginary = `${part(value.im, skipReal ? spec.sign : '+')}j`
  const whole = parens ? `(${real}${imaginary})` : real + imaginary
  return pad(cx, spec, [whole], whole.length)
}
