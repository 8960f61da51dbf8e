/**
 * `%` formatting of str and bytes (CPython's unicode_format in Objects/unicodeobject.c and _PyBytes_FormatEx in bytesobject.c).
 *
 *     %[(key)][flags][width][.precision][length]type
 *
 * One machine serves both: `Kind` holds what differs (texts of errors, `%s` and `%b`, `%c`, the lookup of keys).
 */
import { PyDict } from '../values/dict'
import { PyBytes, PyFloat, PyTuple, type Int, type Str, type Value } from '../values/value'
import { intToText } from '../values/int'
import { floatText } from '../values/repr'
import { codePoints, concatAll, fromCodePoint, fromCodePoints, repeatStr, strLength, strSlice } from '../values/wide'
import { ascii, asFloat, getItem, index, lookupSpecial, repr, str } from './abstract'
import { bytesLike, PyByteArray } from './bytes_like'
import type { Context } from './context'
import { excTypes } from './exceptions'
import { asIntValue, intToDecimal, toIntValue } from './int'
import { isRaiseOf, memoryError, overflowError, typeError, valueError } from './raise'
import { asStrValue } from './str'
import { typeName, typeOf } from './type'

const LEFT = 1
const SIGN = 2
const BLANK = 4
const ALTERNATE = 8
const ZERO = 16

interface Kind {
  bytes: boolean
  name: string
}

const STR: Kind = { bytes: false, name: 'string' }
const BYTES: Kind = { bytes: true, name: 'bytes' }

/** Is the right operand something keys may be looked up in (but no tuple and no text)? */
function isMapping(v: Value, kind: Kind): boolean {
  if (v instanceof PyDict) return true
  if (v instanceof PyTuple || asStrValue(v) !== undefined) return false
  if (kind.bytes && (v instanceof PyBytes || v instanceof PyByteArray)) return false
  return typeOf(v).mp_subscript !== undefined
}

class Percent {
  private i = 0
  private readonly n: number
  private args: Value[] | null
  private single: Value | undefined
  private next = 0
  private readonly mapping: boolean
  private readonly out: Str[] = []

  constructor(
    private readonly cx: Context,
    private readonly cps: Int32Array,
    private readonly operand: Value,
    private readonly kind: Kind,
  ) {
    this.n = cps.length
    this.args = operand instanceof PyTuple ? operand.items : null
    this.single = operand instanceof PyTuple ? undefined : operand
    this.mapping = isMapping(operand, kind)
  }

  private take(): Value {
    if (this.args !== null) {
      if (this.next < this.args.length) return this.args[this.next++]
    } else if (this.single !== undefined) {
      const v = this.single
      this.single = undefined
      this.next = 1
      return v
    }
    throw typeError('not enough arguments for format string')
  }

  /** True when an argument is left that had to be used. */
  private leftOver(): boolean {
    return this.args !== null ? this.next < this.args.length : this.single !== undefined
  }

  render(): Str {
    const { cps, n } = this
    while (this.i < n) {
      const start = this.i
      while (this.i < n && cps[this.i] !== 37) this.i++
      if (this.i > start) this.out.push(fromCodePoints(cps.subarray(start, this.i)))
      if (this.i >= n) break
      this.i++
      if (cps[this.i] === 37) {
        // Only two percent signs side by side are one.
        this.i++
        this.out.push('%')
      } else this.field()
    }
    if (!this.mapping && this.leftOver()) {
      throw typeError(`not all arguments converted during ${this.kind.name} formatting`)
    }
    return concatAll(this.out)
  }

  private char(): number {
    if (this.i >= this.n) throw valueError('incomplete format')
    return this.cps[this.i++]
  }

  private star(): number {
    const v = this.take()
    const x = asIntValue(v)
    if (x === undefined) throw typeError('* wants int')
    if (x > 9223372036854775807n || x < -9223372036854775808n) {
      throw overflowError('Python int too large to convert to C ssize_t')
    }
    return Number(x)
  }

  private digits(c: number, what: string): [number, number] {
    let value = 0
    while (c >= 48 && c <= 57) {
      value = value * 10 + c - 48
      if (value > (what === 'width' ? 9223372036854775000 : 2147483647)) throw valueError(`${what} too big`)
      c = this.char()
    }
    return [value, c]
  }

  private field(): void {
    const { cps } = this
    let flags = 0
    let width = -1
    let precision = -1
    let c = this.char()
    if (c === 40) {
      if (!this.mapping) throw typeError('format requires a mapping')
      const start = this.i
      let depth = 1
      while (depth > 0 && this.i < this.n) {
        const k = cps[this.i++]
        if (k === 41) depth--
        else if (k === 40) depth++
      }
      if (depth > 0) throw valueError('incomplete format key')
      const key = fromCodePoints(cps.subarray(start, this.i - 1))
      const name: Value = this.kind.bytes ? new PyBytes(latin1(key)) : key
      this.args = null
      this.single = getItem(this.cx, this.operand, name)
      this.next = 0
      c = this.char()
    }
    for (;;) {
      if (c === 45) flags |= LEFT
      else if (c === 43) flags |= SIGN
      else if (c === 32) flags |= BLANK
      else if (c === 35) flags |= ALTERNATE
      else if (c === 48) flags |= ZERO
      else break
      c = this.char()
    }
    if (c === 42) {
      width = this.star()
      if (width < 0) {
        flags |= LEFT
        width = -width
      }
      c = this.char()
    } else if (c >= 48 && c <= 57) [width, c] = this.digits(c, 'width')
    if (c === 46) {
      precision = 0
      c = this.char()
      if (c === 42) {
        precision = Math.max(0, this.star())
        c = this.char()
      } else [precision, c] = this.digits(c, this.kind.bytes ? 'prec' : 'precision')
    }
    if (c === 104 || c === 108 || c === 76) c = this.char()
    if (width > 1000) {
      if (width > 2 ** 29) throw memoryError()
      this.cx.charge(width)
    }
    const type = String.fromCodePoint(c)
    const value = this.take()
    const { cx } = this
    switch (type) {
      case 's':
      case 'b':
        if (this.kind.bytes) this.put(formatBytesArgument(cx, value), width, precision, flags)
        else if (type === 's') this.put(str(cx, value), width, precision, flags)
        else throw this.unsupported(type, c)
        return
      case 'r':
        this.put(this.kind.bytes ? ascii(cx, value) : repr(cx, value), width, precision, flags)
        return
      case 'a':
        this.put(ascii(cx, value), width, precision, flags)
        return
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X':
        this.int(value, type, width, precision, flags)
        return
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        this.float(value, type, width, precision, flags)
        return
      case 'c':
        this.put(this.kind.bytes ? byteChar(value) : strChar(cx, value), width, -1, flags)
        return
      default:
        throw this.unsupported(type, c)
    }
  }

  private unsupported(type: string, c: number) {
    const shown = c > 31 && c < 127 ? type : this.kind.bytes ? type : '?'
    return valueError(`unsupported format character '${shown}' (0x${c.toString(16)}) at index ${this.i - 1}`)
  }

  private put(s: Str, width: number, precision: number, flags: number): void {
    if (precision >= 0 && precision < strLength(s)) s = strSlice(s, 0, precision)
    const missing = width - strLength(s)
    if (missing > 0 && !(flags & LEFT)) this.out.push(repeatStr(' ', missing))
    this.out.push(s)
    if (missing > 0 && flags & LEFT) this.out.push(repeatStr(' ', missing))
  }

  /** Sign, prefix and digits within a width. */
  private number(negative: boolean, prefix: string, digits: string, width: number, flags: number): void {
    const sign = negative ? '-' : flags & SIGN ? '+' : flags & BLANK ? ' ' : ''
    const missing = width - sign.length - prefix.length - digits.length
    if (missing <= 0) this.out.push(sign + prefix + digits)
    else if (flags & LEFT) this.out.push(sign + prefix + digits + ' '.repeat(missing))
    else if (flags & ZERO) this.out.push(sign + prefix + '0'.repeat(missing) + digits)
    else this.out.push(' '.repeat(missing) + sign + prefix + digits)
  }

  private int(value: Value, type: string, width: number, precision: number, flags: number): void {
    const { cx } = this
    let n: Int | undefined = asIntValue(value)
    if (n === undefined) {
      const t = typeOf(value)
      const decimal = type === 'd' || type === 'i' || type === 'u'
      try {
        if (decimal && (t.nb_int !== undefined || t.nb_index !== undefined)) n = toIntValue(cx, value)
        else if (!decimal && t.nb_index !== undefined) n = index(cx, value)
      } catch (e) {
        if (!isRaiseOf(e, excTypes.TypeError)) throw e
      }
      if (n === undefined) {
        const wanted = decimal ? 'a real number is required' : 'an integer is required'
        throw typeError(`%${type === 'i' && this.kind.bytes ? 'd' : type} format: ${wanted}, not ${typeName(value)}`)
      }
    }
    const negative = n < 0
    const magnitude = negative ? -n : n
    let digits: string
    let prefix = ''
    switch (type) {
      case 'o':
        digits = intToText(magnitude, 8)
        if (flags & ALTERNATE) prefix = '0o'
        break
      case 'x':
      case 'X':
        digits = intToText(magnitude, 16)
        if (type === 'X') digits = digits.toUpperCase()
        if (flags & ALTERNATE) prefix = `0${type}`
        break
      default:
        digits = intToDecimal(cx, magnitude)
    }
    if (precision > digits.length) {
      if (precision > 2 ** 29) throw memoryError()
      cx.charge(precision)
      digits = digits.padStart(precision, '0')
    }
    this.number(negative, prefix, digits, width, flags)
  }

  private float(value: Value, type: string, width: number, precision: number, flags: number): void {
    let x: number
    if (value instanceof PyFloat) x = value.v
    else {
      const t = typeOf(value)
      if (t.nb_float === undefined && t.nb_index === undefined) {
        throw typeError(
          this.kind.bytes
            ? `float argument required, not ${typeName(value)}`
            : `must be real number, not ${typeName(value)}`,
        )
      }
      x = asFloat(this.cx, value)
    }
    if (precision > 1000) this.cx.charge(precision)
    let text = floatText(x, type.toLowerCase() as 'e', precision < 0 ? 6 : precision, (flags & ALTERNATE) !== 0, false)
    const negative = text.startsWith('-')
    if (negative) text = text.slice(1)
    if (type < 'a') text = text.toUpperCase()
    this.number(negative, '', text, width, flags)
  }
}

function strChar(cx: Context, value: Value): Str {
  const s = asStrValue(value)
  if (s !== undefined) {
    if (strLength(s) === 1) return s
    throw typeError('%c requires int or char')
  }
  if (asIntValue(value) === undefined && typeOf(value).nb_index === undefined)
    throw typeError('%c requires int or char')
  const n = index(cx, value)
  if (n < 0 || n > 0x10ffff) throw overflowError('%c arg not in range(0x110000)')
  return fromCodePoint(Number(n))
}

function byteChar(value: Value): Str {
  if (value instanceof PyBytes || value instanceof PyByteArray) {
    const data = value.data
    if (data.length === 1) return String.fromCharCode(data[0])
  } else {
    const n = asIntValue(value)
    if (n !== undefined) {
      if (n < 0 || n > 255) throw overflowError('%c arg not in range(256)')
      return String.fromCharCode(Number(n))
    }
  }
  throw typeError('%c requires an integer in range(256) or a single byte')
}

/** The bytes of a `%s` or `%b` argument, a character a byte. */
function formatBytesArgument(cx: Context, value: Value): string {
  const data = bytesLike(value)
  if (data !== undefined) return latin1Text(data)
  const f = lookupSpecial(cx, value, '__bytes__')
  if (f !== undefined) {
    const r = cx.call(f, [])
    if (!(r instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeName(r)})`)
    return latin1Text(r.data)
  }
  throw typeError(`%b requires a bytes-like object, or an object that implements __bytes__, not '${typeName(value)}'`)
}

function latin1Text(data: Uint8Array): string {
  let out = ''
  for (let i = 0; i < data.length; i += 8192) out += String.fromCharCode(...data.subarray(i, i + 8192))
  return out
}

function latin1(s: Str): Uint8Array {
  return Uint8Array.from(codePoints(s))
}

/** `s % operand`. */
export function percentStr(cx: Context, s: Str, operand: Value): Str {
  return new Percent(cx, codePoints(s), operand, STR).render()
}

/** `data % operand`, as fresh bytes. */
export function percentBytes(cx: Context, data: Uint8Array, operand: Value): Uint8Array {
  return latin1(new Percent(cx, Int32Array.from(data), operand, BYTES).render())
}
