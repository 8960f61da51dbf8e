/**
 * float (CPython's Objects/floatobject.c): boxed IEEE doubles.
 *
 * Exact where CPython is exact: comparison with ints of any size, `round` to decimal places, `as_integer_ratio`, `hex` and
 * `fromhex`. Operations take ints too; results are plain floats.
 */
import { NotImplemented, PyFloat, PyTuple, type Str, type Value } from '../values/value'
import * as I from '../values/int'
import { H, hashFloat, hashInt, toInt } from '../values/hash'
import { identityNumber } from '../values/identity'
import { pow } from '../values/libm'
import { fixedDigits, reprBytes, reprFloat, reprStr } from '../values/repr'
import { textOf } from '../values/wide'
import { asFloat, index } from './abstract'
import { bytesLike } from './bytes_like'
import type { PyComplex } from '../values/value'
import { powComplex } from './complex'
import type { Context } from './context'
import { defineType } from './define'
import { formatFloat } from './formatter'
import { asciiDigits, asIntValue, compareNumbers, intToFloat } from './int'
import { adopt } from './object'
import { overflowError, raiseOf, typeError, valueError, zeroDivisionError } from './raise'
import { excTypes } from './exceptions'
import { noKeywords, wrongCount } from './signature'
import { asStrValue } from './str'
import { type CompareOp, typeName, typeOf, type PyType } from './type'

/** The double of a float or int operand; NaN-safe: undefined for anything else. */
function operand(v: Value): number | undefined {
  if (v instanceof PyFloat) return v.v
  const n = asIntValue(v)
  return n === undefined ? undefined : intToFloat(n)
}

type FloatOp = (a: number, b: number) => Value

function binary(op: FloatOp) {
  return (_cx: Context, a: Value, b: Value): Value => {
    const x = a instanceof PyFloat ? a.v : operand(a)
    if (x === undefined) return NotImplemented
    const y = b instanceof PyFloat ? b.v : operand(b)
    return y === undefined ? NotImplemented : op(x, y)
  }
}

export function divideFloat(a: number, b: number): PyFloat {
  if (b === 0) throw zeroDivisionError('float division by zero')
  return new PyFloat(a / b)
}

const copySign = (x: number, sign: number): number => {
  const negative = sign < 0 || (sign === 0 && 1 / sign < 0)
  return negative ? -Math.abs(x) : Math.abs(x)
}

/** The remainder with the sign of the divisor, `b` not zero. */
function modulo(a: number, b: number): number {
  const m = a % b
  if (m === 0) return copySign(0, b)
  return b < 0 !== m < 0 && !Number.isNaN(m) ? m + b : m
}

export function remainderFloat(a: number, b: number): PyFloat {
  if (b === 0) throw zeroDivisionError('float modulo by zero')
  return new PyFloat(modulo(a, b))
}

function floorQuotient(a: number, b: number): number {
  let m = a % b
  let q = (a - m) / b
  if (m !== 0 && b < 0 !== m < 0) {
    m += b
    q -= 1
  }
  if (q === 0) return copySign(0, a / b)
  const f = Math.floor(q)
  return q - f > 0.5 ? f + 1 : f
}

export function floorDivideFloat(a: number, b: number): PyFloat {
  if (b === 0) throw zeroDivisionError('float floor division by zero')
  return new PyFloat(floorQuotient(a, b))
}

/** `a ** b` of doubles: a float, or a complex number for a negative base with a fractional exponent. */
export function powFloat(a: number, b: number): PyFloat | PyComplex {
  if (a === 0 && b < 0 && b !== -Infinity) {
    throw zeroDivisionError('0.0 cannot be raised to a negative power')
  }
  if (a < 0 && a !== -Infinity && Number.isFinite(b) && !Number.isInteger(b)) return powComplex(a, 0, b, 0)
  const r = pow(a, b)
  if ((r === Infinity || r === -Infinity) && Number.isFinite(a) && Number.isFinite(b) && a !== 0) {
    throw raiseOf(excTypes.OverflowError, 34, 'Numerical result out of range')
  }
  return new PyFloat(r)
}

function compare(_cx: Context, self: PyFloat, other: Value, op: CompareOp): Value {
  if (other instanceof PyFloat) return compareNumbers(self.v, other.v, op)
  const n = asIntValue(other)
  return n === undefined ? NotImplemented : compareNumbers(self.v, n, op)
}

/** The int of a float, towards zero; errors for infinities and NaN. */
export function floatToInt(x: number): number | bigint {
  if (Number.isNaN(x)) throw valueError('cannot convert float NaN to integer')
  if (x === Infinity || x === -Infinity) throw overflowError('cannot convert float infinity to integer')
  return I.fromFloat(x)
}

/** Rounds half to even to an integral double. */
export function roundHalfEven(x: number): number {
  const f = Math.floor(x)
  const d = x - f
  if (d < 0.5) return f
  if (d > 0.5) return f + 1
  return f % 2 === 0 ? f : f + 1
}

/** `round(x, digits)`: the nearest double to the exact decimal rounding. */
export function roundFloat(x: number, digits: number): number {
  if (!Number.isFinite(x) || x === 0) return x
  // Too fine to change anything, or too coarse to leave anything.
  if (digits > 323) return x
  if (digits < -308) return copySign(0, x)
  let r: number
  if (digits >= 0) {
    if (Math.abs(x) >= 4503599627370496) return x
    r = Number(fixedDigits(Math.abs(x), digits))
  } else {
    const [n, d] = I.floatRatio(Math.abs(x))
    const unit = I.mul(d, I.pow(10, -digits))
    let [q, rest] = I.divmod(n, unit)
    const c = I.cmpInt(I.mul(rest, 2), unit)
    if (c > 0 || (c === 0 && I.isOdd(q))) q = I.add(q, 1)
    r = Number(I.mul(q, I.pow(10, -digits)))
  }
  if (r === Infinity) throw overflowError('rounded value too large to represent')
  return copySign(r, x)
}

const NUMBER = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/
const SPECIAL = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i

/** Reads a float as `float(text)` does; NULL where the text is none. Blanks around it are the caller's. */
export function parseFloat_(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text.includes('_') ? text.replaceAll('_', '') : text)
  const special = SPECIAL.exec(text)
  if (!special) return undefined
  const x = special[2] ? Infinity : Number.NaN
  return special[1] === '-' ? -x : x
}

// What Python calls blank among ASCII characters (other blanks have become spaces).
const BLANKS = /^[\t-\r\x1c-\x20]+|[\t-\r\x1c-\x20]+$/g

function floatFromStr(s: Str): number {
  const x = parseFloat_(asciiDigits(s).replace(BLANKS, ''))
  if (x === undefined) throw valueError(`could not convert string to float: ${textOf(reprStr(s))}`)
  return x
}

/** What `float(x)` gives. */
function toFloatValue(cx: Context, x: Value): number {
  if (x instanceof PyFloat && x.type === floatType) return x.v
  const s = asStrValue(x)
  if (s !== undefined) return floatFromStr(s)
  const type = typeOf(x)
  if (type.nb_float === undefined && type.nb_index === undefined) {
    const data = bytesLike(x)
    if (data !== undefined) {
      const r = parseFloat_(String.fromCharCode(...data).replace(BLANKS, ''))
      if (r === undefined) throw valueError(`could not convert string to float: ${reprBytes(data)}`)
      return r
    }
    throw typeError(`float() argument must be a string or a real number, not '${typeName(x)}'`)
  }
  return asFloat(cx, x)
}

function newFloat(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  if (cls === floatType || cls.tp_init === floatType.tp_init) noKeywords('float()', kwnames)
  const n = args.length - (kwnames?.length ?? 0)
  if (n > 1) throw wrongCount('float', n, 0, 1)
  const x = n === 0 ? 0 : toFloatValue(cx, args[0])
  return cls === floatType ? new PyFloat(x) : adopt(new PyFloat(x), cls)
}

// Hexadecimal -----------------------------------------------------------------------------------------------------------

function hexText(x: number): string {
  if (!Number.isFinite(x)) return reprFloat(x)
  const sign = copySign(1, x) < 0 ? '-' : ''
  if (x === 0) return `${sign}0x0.0p+0`
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, Math.abs(x))
  const bits = view.getBigUint64(0)
  const biased = Number(bits >> 52n)
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0')
  const exponent = biased === 0 ? -1022 : biased - 1023
  return `${sign}0x${biased === 0 ? 0 : 1}.${fraction}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

const HEX_FLOAT = /^([+-]?)(?:0[xX])?([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([+-]?\d+))?$/

function fromHex(s: Str): number {
  const text = textOf(s).replace(BLANKS, '')
  const special = SPECIAL.exec(text)
  if (special) return parseFloat_(text)!
  const m = HEX_FLOAT.exec(text)
  if (!m || !(m[2] || m[3])) throw valueError('invalid hexadecimal floating-point string')
  const fraction = m[3] ?? ''
  const digits = BigInt(`0x${m[2]}${fraction}`)
  const negative = m[1] === '-'
  if (digits === 0n) return negative ? -0 : 0
  const exponent = Math.max(-1e6, Math.min(1e6, Number(m[4] ?? 0))) - 4 * fraction.length
  const length = I.bitLength(I.norm(digits)) + exponent
  if (length > 1024) throw overflowError('hexadecimal value too large to represent as a float')
  let x = 0
  if (length >= -1075) {
    x =
      exponent >= 0 ? Number(digits << BigInt(exponent)) : I.trueDivide(I.norm(digits), I.norm(1n << BigInt(-exponent)))
  }
  if (x === Infinity) throw overflowError('hexadecimal value too large to represent as a float')
  return negative ? -x : x
}

const same = (_cx: Context, self: PyFloat): Value => (self.type === floatType ? self : new PyFloat(self.v))

/** Hash of a float as an int; a NaN hashes by its identity. */
export function hashOfFloat(f: PyFloat): number | bigint {
  const lo = Number.isNaN(f.v) ? hashInt(identityNumber(f)) : hashFloat(f.v)
  return toInt(lo, H.hi)
}

export const floatType: PyType = defineType('float', PyFloat, {
  signature: '(x=0, /)',
  doc: 'A floating-point number (IEEE 754 double). float(x) converts a number or a text.',
  slots: {
    tp_new: newFloat,
    tp_alloc: (cls) => adopt(new PyFloat(0), cls),
    tp_repr: (_cx, self: PyFloat) => reprFloat(self.v),
    tp_hash: (_cx, self: PyFloat) => hashOfFloat(self),
    tp_richcompare: compare,
    nb_add: binary((a, b) => new PyFloat(a + b)),
    nb_subtract: binary((a, b) => new PyFloat(a - b)),
    nb_multiply: binary((a, b) => new PyFloat(a * b)),
    nb_remainder: binary(remainderFloat),
    nb_divmod: binary((a, b) => {
      if (b === 0) throw zeroDivisionError('float divmod()')
      return new PyTuple([new PyFloat(floorQuotient(a, b)), new PyFloat(modulo(a, b))])
    }),
    nb_power: (_cx, a, b, m) => {
      if (m !== null) throw typeError('pow() 3rd argument not allowed unless all arguments are integers')
      const x = operand(a)
      const y = operand(b)
      return x === undefined || y === undefined ? NotImplemented : powFloat(x, y)
    },
    nb_negative: (_cx, self: PyFloat) => new PyFloat(-self.v),
    nb_positive: same,
    nb_absolute: (_cx, self: PyFloat) => new PyFloat(Math.abs(self.v)),
    nb_bool: (_cx, self: PyFloat) => self.v !== 0,
    nb_int: (_cx, self: PyFloat) => floatToInt(self.v),
    nb_float: same,
    nb_floor_divide: binary(floorDivideFloat),
    nb_true_divide: binary(divideFloat),
  },
  methods: {
    'conjugate(self, /)': ['The float itself: it has no imaginary part.', same],
    '__trunc__(self, /)': ['The int towards zero.', (_cx, self: PyFloat) => floatToInt(self.v)],
    '__floor__(self, /)': ['The greatest int not above.', (_cx, self: PyFloat) => floatToInt(Math.floor(self.v))],
    '__ceil__(self, /)': ['The least int not below.', (_cx, self: PyFloat) => floatToInt(Math.ceil(self.v))],
    '__round__(self, ndigits=None, /)': [
      'The nearest int, or the nearest float with so many decimal places; ties go to the even digit.',
      (cx, self: PyFloat, ndigits: Value) => {
        if (ndigits === null) return floatToInt(Number.isFinite(self.v) ? roundHalfEven(self.v) : self.v)
        const n = index(cx, ndigits)
        return new PyFloat(roundFloat(self.v, n > 100000 ? 100000 : n < -100000 ? -100000 : Number(n)))
      },
    ],
    'as_integer_ratio(self, /)': [
      'The pair of ints, denominator positive and in lowest terms, whose ratio is the float exactly.',
      (_cx, self: PyFloat) => {
        if (Number.isNaN(self.v)) throw valueError('cannot convert NaN to integer ratio')
        if (!Number.isFinite(self.v)) throw overflowError('cannot convert Infinity to integer ratio')
        return new PyTuple(I.floatRatio(self.v))
      },
    ],
    'hex(self, /)': ['The exact value in hexadecimal notation.', (_cx, self: PyFloat) => hexText(self.v)],
    'is_integer(self, /)': ['True when there is no fraction.', (_cx, self: PyFloat) => Number.isInteger(self.v)],
    '__getnewargs__(self, /)': ['Arguments for copying.', (_cx, self: PyFloat) => new PyTuple([new PyFloat(self.v)])],
    '__format__(self, format_spec: str, /)': [
      'The text of the float in the notation that the format specifier asks for.',
      (cx, self: PyFloat, spec: Str) => formatFloat(cx, self, self.v, spec),
    ],
  },
  classmethods: {
    'fromhex(type, string, /)': [
      'The float of a hexadecimal text.',
      (cx, cls: PyType, string: Value) => {
        const s = asStrValue(string)
        if (s === undefined) throw typeError('bad argument type for built-in operation')
        const x = new PyFloat(fromHex(s))
        return cls === floatType ? x : cx.call(cls, [x])
      },
    ],
    '__getformat__(type, typestr: str, /)': [
      'How floats of C type "double" or "float" are stored.',
      (_cx, _cls: PyType, typestr: Str) => {
        if (typestr !== 'double' && typestr !== 'float') {
          throw valueError("__getformat__() argument 1 must be 'double' or 'float'")
        }
        return 'IEEE, little-endian'
      },
    ],
  },
  getset: {
    real: ['the real part: the float itself', same],
    imag: ['the imaginary part: zero', () => new PyFloat(0)],
  },
})
