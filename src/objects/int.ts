/**
 * int and bool (CPython's Objects/longobject.c and boolobject.c). The arithmetic itself is `values/int.ts`; here are the types, their
 * errors and limits.
 *
 * An int is a JavaScript number or bigint; an instance of a Python subclass is a `PyIntSub` that holds one. Operations take
 * any of these and bool, and give a plain int.
 */
import {
  NotImplemented,
  PyBytes,
  PyFloat,
  PyObject,
  PyTuple,
  WideStr,
  type Int,
  type Str,
  type Value,
} from '../values/value'
import * as I from '../values/int'
import { H, hashInt, toInt } from '../values/hash'
import { decimalValue, isSpace } from '../values/unicode'
import { codePoints, textOf } from '../values/wide'
import { reprBytes, reprStr } from '../values/repr'
import { asIndexClamped, index, isTrue, lookupSpecial } from './abstract'
import { warnStrictSubclass } from './abstract_number'
import { emitDeprecation } from './warn'
import { bytesLike, bytesOf } from './bytes_like'
import { bytesForInt } from './bytes'
import type { Context } from './context'
import { defineType } from './define'
import { powFloat } from './float'
import { formatInt } from './formatter'
import { adopt } from './object'
import { memoryError, overflowError, typeError, valueError, zeroDivisionError } from './raise'
import { noKeywords, wrongCount } from './signature'
import { asStrValue } from './str'
import { CompareOp, primitiveTypes, typeName, typeOf, type PyType } from './type'
import { unexpectedKeyword } from './suggest'

/** An instance of a Python subclass of int. */
export class PyIntSub extends PyObject {
  constructor(public v: Int) {
    super()
  }
}

/** The int behind an int, a bool or an instance of a subclass; NULL for anything else. */
export function asIntValue(v: Value): Int | undefined {
  switch (typeof v) {
    case 'number':
    case 'bigint':
      return v
    case 'boolean':
      return v ? 1 : 0
    default:
      return v instanceof PyIntSub ? v.v : undefined
  }
}

// Limits ----------------------------------------------------------------------------------------------------------------

/** The largest int made here, in bits: what the host's bigints hold. */
const MAX_BITS = 2 ** 30 - 64

/** Charges the making of an int of so many bits. */
function chargeBits(cx: Context, bits: number, work: BitWork): void {
  if (bits < 4096) return
  if (bits > MAX_BITS) throw memoryError()
  cx.charge(bits / 8)
  chargeWork(cx, bits, work)
}

/** Units of work (`Context.tick`) a bit of the operand, as measured: the host's algorithms are nearly linear where it counts. */
export const enum BitWork {
  SHIFT = 0.02,
  MULTIPLY = 0.4,
  DIVIDE = 0.5,
  POWER = 0.8,
  PARSE = 1.2,
  PRINT = 3,
  ROOT = 4,
}

/** Counts the work of one operation of the host on an int of so many bits before it begins: however long, it cannot be interrupted. */
export function chargeWork(cx: Context, bits: number, work: BitWork): void {
  if (bits > 20_000) cx.tick(bits * work)
}

const LONG = 1n << 20_000n
const MINUS_LONG = -LONG

/** Work on it is worth counting. Comparing two bigints of different length costs nothing. */
function isLong(a: Int): boolean {
  return typeof a === 'bigint' && (a > LONG || a < MINUS_LONG)
}

/** Counts the work of an operation on an int; see `chargeWork`. */
export function chargeOperand(cx: Context, a: Int, work: BitWork): void {
  if (isLong(a)) cx.tick(I.bitLength(a) * work)
}

function bitsOf(a: Int): number {
  return typeof a === 'number' ? 53 : I.bitLength(a)
}

export function mulInt(cx: Context, a: Int, b: Int): Int {
  if (isLong(a) || isLong(b)) chargeBits(cx, bitsOf(a) + bitsOf(b), BitWork.MULTIPLY)
  return I.mul(a, b)
}

/** `a << n` for `n >= 0`. */
function shlInt(cx: Context, a: Int, n: Int): Int {
  if (a === 0) return 0
  if (typeof n === 'bigint') throw overflowError('too many digits in integer')
  if (n > 1000) chargeBits(cx, n + bitsOf(a), BitWork.SHIFT)
  return I.shl(a, n)
}

/** `a ** b` for `b >= 0`. */
function powInt(cx: Context, a: Int, b: Int): Int {
  if (typeof a === 'number' && a >= -1 && a <= 1) return I.pow(a, b)
  const bits = I.bitLength(a) * Number(b)
  if (bits > 1000) chargeBits(cx, bits, BitWork.POWER)
  return I.pow(a, b)
}

/** Decimal text within the limit on digits. */
export function intToDecimal(cx: Context, a: Int): string {
  if (typeof a === 'number') return String(a)
  const limit = cx.intMaxStrDigits
  // 3.32 bits a digit: hopeless cases are told without the work.
  if (limit > 0 && I.bitLength(a) > limit * 3.33 + 10) throw digitLimit(limit)
  chargeOperand(cx, a, BitWork.PRINT)
  const text = a.toString()
  if (limit > 0 && text.length - (a < 0n ? 1 : 0) > limit) throw digitLimit(limit)
  return text
}

const digitLimit = (limit: number) =>
  valueError(
    `Exceeds the limit (${limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
  )

// Reading ---------------------------------------------------------------------------------------------------------------

/**
 * Reads an int as the constructor does: blanks around it, a sign, a prefix where the base allows one, single underscores
 * between digits, decimal digits of any script. NULL where the text is no such literal.
 */
export function parseInt_(cx: Context, text: string, base: number): Int | undefined {
  let i = 0
  let end = text.length
  while (i < end && isSpace(text.charCodeAt(i))) i++
  while (end > i && isSpace(text.charCodeAt(end - 1))) end--
  let negative = false
  const sign = text.charCodeAt(i)
  if (sign === 43 || sign === 45) {
    negative = sign === 45
    i++
  }
  let zeroOnly = false
  if (text[i] === '0') {
    const letter = text[i + 1]
    const prefixed =
      letter === 'x' || letter === 'X'
        ? 16
        : letter === 'o' || letter === 'O'
          ? 8
          : letter === 'b' || letter === 'B'
            ? 2
            : 0
    if (base === 0) {
      if (prefixed) base = prefixed
      else {
        // An old octal literal: only zero may begin with zero.
        zeroOnly = true
        base = 10
      }
      if (prefixed) i += 2
    } else if (prefixed === base) i += 2
    if (prefixed && prefixed === base && text[i] === '_') i++
  } else if (base === 0) base = 10
  if (i >= end || text[i] === '_') return undefined
  let digits = text.slice(i, end)
  if (digits.includes('_')) {
    if (digits.endsWith('_') || digits.includes('__')) return undefined
    digits = digits.replaceAll('_', '')
  }
  for (let k = 0; k < digits.length; k++) {
    const c = digits.charCodeAt(k)
    const d = c <= 57 ? c - 48 : c >= 97 ? c - 87 : c >= 65 ? c - 55 : -1
    if (d < 0 || d >= base || c > 122 || (c > 57 && c < 65) || (c > 90 && c < 97)) return undefined
  }
  const limit = cx.intMaxStrDigits
  if (limit > 0 && digits.length > limit && (base & (base - 1)) !== 0) {
    throw valueError(
      `Exceeds the limit (${limit} digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
    )
  }
  chargeWork(cx, digits.length * 3.33, BitWork.PARSE)
  const n = I.intFromText(digits, base)
  if (zeroOnly && n !== 0) return undefined
  return negative ? I.neg(n) : n
}

/** Digits of any script as ASCII digits and blanks as spaces, for the number parsers; other characters beyond ASCII as `?`. */
export function asciiDigits(s: Str): string {
  if (typeof s === 'string' && /^[\0-\x7f]*$/.test(s)) return s
  let out = ''
  for (const cp of codePoints(s)) {
    if (cp < 128) out += String.fromCharCode(cp)
    else if (isSpace(cp)) out += ' '
    else {
      const d = decimalValue(cp)
      out += d >= 0 ? String(d) : '?'
    }
  }
  return out
}

function intFromStr(cx: Context, s: Str, base: number): Int {
  const n = parseInt_(cx, asciiDigits(s), base)
  if (n !== undefined) return n
  throw valueError(`invalid literal for int() with base ${base}: ${textOf(reprStr(s)).slice(0, 200)}`)
}

function intFromBytes(cx: Context, data: Uint8Array, base: number): Int {
  const n = parseInt_(cx, String.fromCharCode(...data), base)
  if (n !== undefined) return n
  throw valueError(`invalid literal for int() with base ${base}: ${reprBytes(data).slice(0, 200)}`)
}

/** What `int(x)` gives: the number protocol, then texts. */
export function toIntValue(cx: Context, x: Value): Int {
  if (typeof x === 'number' || typeof x === 'bigint') return x
  if (typeof x === 'string' || x instanceof WideStr) return intFromStr(cx, x, 10)
  const type = typeOf(x)
  if (type.nb_int !== undefined) {
    const r = type.nb_int(cx, x)
    const n = asIntValue(r)
    if (n === undefined) throw typeError(`__int__ returned non-int (type ${typeName(r)})`)
    if (typeof r !== 'number' && typeof r !== 'bigint') warnStrictSubclass(cx, '__int__', 'int', r)
    return n
  }
  if (type.nb_index !== undefined) return index(cx, x)
  const trunc = lookupSpecial(cx, x, '__trunc__')
  if (trunc !== undefined) {
    emitDeprecation(cx, 'The delegation of int() to __trunc__ is deprecated.')
    const r = cx.call(trunc, [])
    const n = asIntValue(r)
    if (n !== undefined) return n
    if (typeOf(r).nb_index !== undefined) return index(cx, r)
    throw typeError(`__trunc__ returned non-Integral (type ${typeName(r)})`)
  }
  const s = asStrValue(x)
  if (s !== undefined) return intFromStr(cx, s, 10)
  const data = bytesLike(x)
  if (data !== undefined) return intFromBytes(cx, data, 10)
  throw typeError(`int() argument must be a string, a bytes-like object or a real number, not '${typeName(x)}'`)
}

function newInt(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  let x = args[0] as Value | undefined
  let base = args[1] as Value | undefined
  if (kwnames !== null && kwnames.length > 0) {
    const positional = args.length - kwnames.length
    if (args.length > 2) throw typeError(`int() takes at most 2 arguments (${args.length} given)`)
    for (const name of kwnames) {
      if (name !== 'base') throw unexpectedKeyword('int', name, ['base'])
    }
    x = positional > 0 ? args[0] : undefined
    base = args[positional]
  } else if (args.length > 2) throw wrongCount('int', args.length, 0, 2)
  let value: Int
  if (x === undefined) {
    if (base !== undefined) throw typeError('int() missing string argument')
    value = 0
  } else if (base === undefined) value = toIntValue(cx, x)
  else {
    const b = asIndexClamped(cx, base)
    if ((b !== 0 && b < 2) || b > 36) throw valueError('int() base must be >= 2 and <= 36, or 0')
    const s = asStrValue(x)
    if (s !== undefined) value = intFromStr(cx, s, b)
    else {
      const data = bytesOf(x)
      if (data === undefined) throw typeError("int() can't convert non-string with explicit base")
      value = intFromBytes(cx, data, b)
    }
  }
  return cls === intType ? value : adopt(new PyIntSub(value), cls)
}

// Operators -------------------------------------------------------------------------------------------------------------

type IntOp = (cx: Context, a: Int, b: Int) => Value

/** A binary slot of two ints, NotImplemented for anything else. */
function binary(op: IntOp) {
  return (cx: Context, a: Value, b: Value): Value => {
    const x = typeof a === 'number' ? a : asIntValue(a)
    const y = typeof b === 'number' ? b : asIntValue(b)
    return x === undefined || y === undefined ? NotImplemented : op(cx, x, y)
  }
}

export function floorDivideInt(a: Int, b: Int): Int {
  if (b === 0) throw zeroDivisionError('integer division or modulo by zero')
  return I.floordiv(a, b)
}

export function remainderInt(a: Int, b: Int): Int {
  if (b === 0) throw zeroDivisionError('integer modulo by zero')
  return I.mod(a, b)
}

export function trueDivideInt(a: Int, b: Int): PyFloat {
  if (b === 0) throw zeroDivisionError('division by zero')
  const r = I.trueDivide(a, b)
  if (r === Infinity || r === -Infinity) throw overflowError('integer division result too large for a float')
  return new PyFloat(r)
}

/** The float of an int; OverflowError when there is none. */
export function intToFloat(a: Int): number {
  if (typeof a === 'number') return a
  const x = Number(a)
  if (x === Infinity || x === -Infinity) throw overflowError('int too large to convert to float')
  return x
}

function power(cx: Context, a: Value, b: Value, m: Value): Value {
  const x = asIntValue(a)
  const y = asIntValue(b)
  if (x === undefined || y === undefined) return NotImplemented
  if (m === null) {
    if (y >= 0) return powInt(cx, x, y)
    return powFloat(intToFloat(x), intToFloat(y))
  }
  const modulus = asIntValue(m)
  if (modulus === undefined) return NotImplemented
  if (modulus === 0) throw valueError('pow() 3rd argument cannot be 0')
  if (typeof modulus === 'bigint') {
    const bits = I.bitLength(modulus)
    // A squaring and a division for each bit of the exponent.
    cx.tick(I.bitLength(y) * (8 + bits * (bits < 20_000 ? 0.05 : BitWork.MULTIPLY + BitWork.DIVIDE)))
  }
  if (y >= 0) return I.modPow(x, y, modulus)
  const inverse = I.modInv(x, modulus)
  if (inverse === undefined) throw valueError('base is not invertible for the given modulus')
  return I.modPow(inverse, I.neg(y), modulus)
}

function shiftLeft(cx: Context, a: Int, n: Int): Int {
  if (n < 0) throw valueError('negative shift count')
  return shlInt(cx, a, n)
}

function shiftRight(_cx: Context, a: Int, n: Int): Int {
  if (n < 0) throw valueError('negative shift count')
  return I.shr(a, n)
}

/** Compares two numbers of which JavaScript compares any mix exactly. */
export function compareNumbers(a: Int, b: Int, op: CompareOp): boolean {
  switch (op) {
    case CompareOp.LT:
      return a < b
    case CompareOp.LE:
      return a <= b
    case CompareOp.EQ:
      // biome-ignore lint/suspicious/noDoubleEquals: number against bigint
      return a == b
    case CompareOp.NE:
      // biome-ignore lint/suspicious/noDoubleEquals: number against bigint
      return a != b
    case CompareOp.GT:
      return a > b
    default:
      return a >= b
  }
}

function compare(_cx: Context, a: Value, b: Value, op: CompareOp): Value {
  const x = asIntValue(a)
  const y = asIntValue(b)
  if (x === undefined || y === undefined) return NotImplemented
  return compareNumbers(x, y, op)
}

const intOf = (self: Value): Int => asIntValue(self)!

/** `a` rounded half to even to a multiple of `10 ** digits`. */
function roundToPowerOfTen(cx: Context, a: Int, digits: Int): Int {
  // Beyond its own length every int rounds to zero.
  if (digits > I.bitLength(a)) return 0
  const unit = powInt(cx, 10, digits)
  const [, r] = I.divmod(a, unit)
  const twice = I.mul(r, 2)
  const down = I.sub(a, r)
  const d = I.cmpInt(twice, unit)
  if (d < 0) return down
  const up = I.add(down, unit)
  if (d > 0) return up
  return I.isOdd(I.floordiv(down, unit)) ? up : down
}

function byteOrder(order: Str): boolean {
  if (order === 'little') return true
  if (order === 'big') return false
  throw valueError("byteorder must be either 'little' or 'big'")
}

function toBytes(_cx: Context, self: Value, length: number, order: Str, signed: boolean): Value {
  const little = byteOrder(order)
  if (length < 0) throw valueError('length argument must be non-negative')
  const n = intOf(self)
  if (n < 0 && !signed) throw overflowError("can't convert negative int to unsigned")
  const bits = n < 0 ? I.bitLength(I.invert(n)) + 1 : I.bitLength(n) + (signed && n !== 0 ? 1 : 0)
  if (bits > length * 8 && n !== 0) throw overflowError('int too big to convert')
  const data = I.toBytesLE(n, length)
  return new PyBytes(little ? data : data.reverse())
}

function fromBytes(cx: Context, cls: PyType, source: Value, order: Str, signed: boolean): Value {
  const little = byteOrder(order)
  const data = bytesForInt(cx, source)
  const n = I.fromBytesLE(little ? data : data.slice().reverse(), signed)
  return cls === intType ? n : cx.call(cls, [n])
}

const same = (_cx: Context, self: Value): Int => intOf(self)

export const intType: PyType = defineType('int', PyIntSub, {
  doc: 'A whole number of any size. int(x) converts a number or a text, int(text, base) reads digits of a base from 2 to 36 (0: as in a program).',
  slots: {
    tp_new: newInt,
    tp_alloc: (cls) => adopt(new PyIntSub(0), cls),
    tp_repr: (cx, self) => intToDecimal(cx, intOf(self)),
    tp_hash: (_cx, self) => {
      const lo = hashInt(intOf(self))
      return toInt(lo, H.hi)
    },
    tp_richcompare: compare,
    nb_add: binary((_cx, a, b) => I.add(a, b)),
    nb_subtract: binary((_cx, a, b) => I.sub(a, b)),
    nb_multiply: binary(mulInt),
    nb_remainder: binary((cx, a, b) => {
      chargeOperand(cx, a, BitWork.DIVIDE)
      return remainderInt(a, b)
    }),
    nb_divmod: binary((cx, a, b) => {
      chargeOperand(cx, a, BitWork.DIVIDE)
      if (b === 0) throw zeroDivisionError('integer division or modulo by zero')
      return new PyTuple(I.divmod(a, b))
    }),
    nb_power: power,
    nb_negative: (_cx, self) => I.neg(intOf(self)),
    nb_positive: same,
    nb_absolute: (_cx, self) => I.abs(intOf(self)),
    nb_bool: (_cx, self) => intOf(self) !== 0,
    nb_invert: (_cx, self) => I.invert(intOf(self)),
    nb_lshift: binary(shiftLeft),
    nb_rshift: binary(shiftRight),
    nb_and: binary((_cx, a, b) => I.and(a, b)),
    nb_xor: binary((_cx, a, b) => I.xor(a, b)),
    nb_or: binary((_cx, a, b) => I.or(a, b)),
    nb_int: same,
    nb_float: (_cx, self) => new PyFloat(intToFloat(intOf(self))),
    nb_floor_divide: binary((cx, a, b) => {
      chargeOperand(cx, a, BitWork.DIVIDE)
      return floorDivideInt(a, b)
    }),
    nb_true_divide: binary((_cx, a, b) => trueDivideInt(a, b)),
    nb_index: same,
  },
  methods: {
    'conjugate(self, /)': ['The int itself: it has no imaginary part.', same],
    'bit_length(self, /)': ['Number of binary digits of the magnitude.', (_cx, self) => I.bitLength(intOf(self))],
    'bit_count(self, /)': [
      'Number of ones in the binary digits of the magnitude.',
      (_cx, self) => I.bitCount(intOf(self)),
    ],
    "to_bytes(self, /, length: index = 1, byteorder: str = 'big', *, signed: bool = False)": [
      'The bytes that stand for the int, most significant first or, with "little", last.',
      toBytes,
    ],
    'as_integer_ratio(self, /)': ['The pair (int, 1).', (_cx, self) => new PyTuple([intOf(self), 1])],
    '__trunc__(self, /)': ['The int itself.', same],
    '__floor__(self, /)': ['The int itself.', same],
    '__ceil__(self, /)': ['The int itself.', same],
    '__round__(self, ndigits=<unrepresentable>, /)': [
      'The int rounded half to even; a negative number of digits rounds to tens, hundreds and so on.',
      (cx, self, ndigits: Value | undefined) => {
        if (ndigits === undefined) return intOf(self)
        const n = index(cx, ndigits)
        return n >= 0 ? intOf(self) : roundToPowerOfTen(cx, intOf(self), I.neg(n))
      },
    ],
    '__getnewargs__(self, /)': ['Arguments for copying.', (_cx, self) => new PyTuple([intOf(self)])],
    '__format__(self, format_spec: str, /)': [
      'The text of the int in the notation that the format specifier asks for.',
      (cx, self, spec: Str) => formatInt(cx, self, spec),
    ],
    '__sizeof__(self, /)': [
      'Size in memory, in bytes.',
      (_cx, self) => 24 + 4 * Math.max(1, Math.ceil(I.bitLength(intOf(self)) / 30)),
    ],
    'is_integer(self, /)': ['True: for likeness with float.', () => true],
  },
  classmethods: {
    "from_bytes(type, /, bytes, byteorder: str = 'big', *, signed: bool = False)": [
      'The int that these bytes stand for, most significant first or, with "little", last.',
      fromBytes,
    ],
  },
  getset: {
    real: ['the real part: the int itself', same],
    imag: ['the imaginary part: zero', () => 0],
    numerator: ['the numerator in lowest terms: the int itself', same],
    denominator: ['the denominator in lowest terms: one', () => 1],
  },
})
primitiveTypes.int = intType

// bool ------------------------------------------------------------------------------------------------------------------

/** `&`, `|`, `^`: a bool of two bools, otherwise what the ints give. */
function logical(bools: (a: boolean, b: boolean) => boolean, ints: (a: Int, b: Int) => Int) {
  const general = binary((_cx, a, b) => ints(a, b))
  return (cx: Context, a: Value, b: Value): Value =>
    typeof a === 'boolean' && typeof b === 'boolean' ? bools(a, b) : general(cx, a, b)
}

export const boolType: PyType = defineType('bool', null, {
  base: intType,
  final: true,
  signature: '(object=False, /)',
  doc: 'The truth value of an object: True or False, which are the ints 1 and 0.',
  slots: {
    tp_new: (cx, _cls, args, kwnames) => {
      noKeywords('bool()', kwnames)
      if (args.length > 1) throw wrongCount('bool', args.length, 0, 1)
      return args.length === 1 && isTrue(cx, args[0])
    },
    tp_repr: (_cx, self) => (self ? 'True' : 'False'),
    nb_invert: (_cx, self) => (self ? -2 : -1),
    nb_and: logical((a, b) => a && b, I.and),
    nb_xor: logical((a, b) => a !== b, I.xor),
    nb_or: logical((a, b) => a || b, I.or),
  },
})
primitiveTypes.bool = boolType
