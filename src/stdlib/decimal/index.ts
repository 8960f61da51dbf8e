/**
 * `_decimal`: the types Decimal and Context. `decimal` (in Python) adds the exceptions and hands them over by `_setup`.
 *
 * Every operation is the same few lines: operands converted exactly, `raised` emptied, the function of `arithmetic.ts` or `functions.ts` called with a context, and the conditions
 * met entered into it.
 */
import { asIntValue, compareResult, getAttr, isInstance, isTrue } from '../../objects/abstract'
import type { Context } from '../../objects/context'
import { defineModule, defineType, type MethodEntry } from '../../objects/define'
import { asciiDigits } from '../../objects/int'
import { adopt, identityHash } from '../../objects/object'
import { attributeError, overflowError, typeError, valueError } from '../../objects/raise'
import { asStrValue } from '../../objects/str'
import { CompareOp, type PyType, typeName } from '../../objects/type'
import { floatRatio, gcd, modPow, norm, toBig } from '../../values/int'
import type { PyDict } from '../../values/dict'
import { NotImplemented, PyComplex, PyFloat, PyList, PyTuple, type Str, type Value } from '../../values/value'
import { fromText, textOf } from '../../values/wide'
import * as A from './arithmetic'
import {
  classOf,
  contextArg,
  getContext,
  note,
  PyDecimalContext,
  reprContext,
  roundingOf,
  setContext,
  setState,
  setters,
  settled,
  signalBits,
  signalList,
  signalsOf,
} from './context'
import * as F from './functions'
import {
  type Arith,
  compareNumbers,
  Cond,
  finish,
  Kind,
  maxContext,
  pow10,
  PyDecimal,
  raised,
  Round,
  ROUND_NAMES,
  stripZeros,
} from './number'
import { checkRange, formatDecimal, readDecimal, toText } from './text'

// Conversions -----------------------------------------------------------------------------------------------------------

const decimalOfInt = (n: number | bigint): PyDecimal => A.decimalOf(BigInt(n))

/** An operand of an operator: decimals and ints; undefined for anything else. */
function operand(v: Value): PyDecimal | undefined {
  if (v instanceof PyDecimal) return v
  const n = asIntValue(v)
  return n === undefined ? undefined : decimalOfInt(n)
}

/** An operand of a method. */
function convert(v: Value): PyDecimal {
  const d = operand(v)
  if (d === undefined) throw typeError(`conversion from ${typeName(v)} to Decimal is not supported`)
  return d
}

function decimalOfFloat(x: number): PyDecimal {
  if (!Number.isFinite(x)) {
    return new PyDecimal(x === -Infinity ? 1 : 0, 0n, 0, Number.isNaN(x) ? Kind.QUIET : Kind.INFINITE)
  }
  const sign = x < 0 || Object.is(x, -0) ? 1 : 0
  const [n, d] = floatRatio(Math.abs(x))
  // The denominator is a power of two: a power of five makes it one of ten.
  const k = toBig(d).toString(2).length - 1
  return new PyDecimal(sign, toBig(n) * 5n ** BigInt(k), -k)
}

const BLANKS = /^[\t-\r\x1c-\x20]+|[\t-\r\x1c-\x20]+$/g

function decimalOfTuple(cx: Context, v: PyTuple | PyList): PyDecimal {
  const { items } = v
  if (items.length !== 3) throw valueError('argument must be a sequence of length 3')
  const sign = asIntValue(items[0])
  if (sign === undefined) throw valueError('sign must be an integer with the value 0 or 1')
  if (sign !== 0 && sign !== 1) throw valueError('sign must be an integer with the value 0 or 1')
  let kind = Kind.FINITE
  let exp = 0
  const last = asStrValue(items[2])
  if (last !== undefined) {
    if (last === 'F') kind = Kind.INFINITE
    else if (last === 'n') kind = Kind.QUIET
    else if (last === 'N') kind = Kind.SIGNALING
    else throw valueError("string argument in the third position must be 'F', 'n' or 'N'")
  } else {
    const e = asIntValue(items[2])
    if (e === undefined) throw valueError('exponent must be an integer')
    exp = Number(e)
  }
  const digits = items[1]
  if (!(digits instanceof PyTuple || digits instanceof PyList))
    throw valueError('coefficient must be a tuple of digits')
  let text = ''
  for (const d of digits.items) {
    const n = asIntValue(d)
    if (n === undefined || n < 0 || n > 9) throw valueError('coefficient must be a tuple of digits')
    text += n
  }
  cx.tick(text.length)
  if (kind === Kind.INFINITE) return new PyDecimal(sign, 0n, 0, kind)
  return new PyDecimal(sign, BigInt(text || '0'), exp, kind)
}

/** The exact decimal of what `Decimal()` takes. */
function exactly(cx: Context, v: Value, c: PyDecimalContext): PyDecimal {
  if (v instanceof PyDecimal) return v
  const s = asStrValue(v)
  raised.bits = 0
  if (s !== undefined) {
    const text = asciiDigits(s).replace(BLANKS, '').replaceAll('_', '')
    if (text.length > 1000) cx.tick(text.length)
    return settled(cx, c, checkRange(readDecimal(text)))
  }
  const n = asIntValue(v)
  if (n !== undefined) return decimalOfInt(n)
  if (v instanceof PyFloat) {
    note(cx, c, Cond.FLOAT_OPERATION)
    return decimalOfFloat(v.v)
  }
  if (v instanceof PyTuple || v instanceof PyList) {
    const d = decimalOfTuple(cx, v)
    return settled(cx, c, checkRange(d))
  }
  throw typeError(`conversion from ${typeName(v)} to Decimal is not supported`)
}

/** `Context.create_decimal`: brought into the context. */
function create(cx: Context, c: PyDecimalContext, v: Value): PyDecimal {
  const s = asStrValue(v)
  raised.bits = 0
  let d: PyDecimal
  if (s !== undefined) d = readDecimal(asciiDigits(s))
  else {
    d = exactly(cx, v, c)
    raised.bits = 0
  }
  if (d.isNaN && raised.bits === 0 && d.coef !== 0n && d.digits > c.prec - (c.clamp ? 1 : 0)) {
    raised.bits |= Cond.CONVERSION_SYNTAX
    d = new PyDecimal(0, 0n, 0, Kind.QUIET)
  } else if (d.isFinite) d = finish(d.sign, d.coef, d.exp, c)
  return settled(cx, c, d)
}

function toWhole(a: PyDecimal, rounding: Round): bigint {
  if (a.isNaN) throw valueError('cannot convert NaN to integer')
  if (a.isInfinite) throw overflowError('cannot convert Infinity to integer')
  return F.wholeValue(A.rescale(a, Math.max(0, a.exp), rounding))
}

const toInt = (a: PyDecimal, rounding: Round): Value => norm(toWhole(a, rounding))

function toFloat(a: PyDecimal): number {
  if (a.kind === Kind.SIGNALING) throw valueError('cannot convert signaling NaN to float')
  if (a.kind === Kind.QUIET) return a.sign ? -Number.NaN : Number.NaN
  return Number(toText(a, false))
}

// Comparing and hashing -------------------------------------------------------------------------------------------------

function compare(cx: Context, self: PyDecimal, other: Value, op: CompareOp): Value {
  const equality = op === CompareOp.EQ || op === CompareOp.NE
  let a = self
  let b = operand(other)
  if (b === undefined) {
    if (other instanceof PyFloat || (other instanceof PyComplex && equality)) {
      if (other instanceof PyComplex && other.im !== 0) return op === CompareOp.NE
      const c = getContext(cx)
      if (equality) c.status |= Cond.FLOAT_OPERATION
      else note(cx, c, Cond.FLOAT_OPERATION)
      b = decimalOfFloat(other instanceof PyFloat ? other.v : other.re)
    } else if (isInstance(cx, other, classOf(cx, 'Rational'))) {
      b = convert(getAttr(cx, other, 'numerator'))
      if (a.isFinite) a = A.multiply(a, convert(getAttr(cx, other, 'denominator')), maxContext)
    } else return NotImplemented
  }
  if (a.isNaN || b.isNaN) {
    // Equality is quiet about quiet NaNs, order is not.
    if (!equality || a.kind === Kind.SIGNALING || b.kind === Kind.SIGNALING)
      note(cx, getContext(cx), Cond.INVALID_OPERATION)
    return op === CompareOp.NE
  }
  return compareResult(compareNumbers(a, b), op)
}

const P = 2n ** 61n - 1n
const INVERSE_10 = toBig(modPow(10, norm(P - 2n), norm(P)))

function hash(cx: Context, a: PyDecimal): number | bigint {
  if (a.kind === Kind.SIGNALING) throw typeError('Cannot hash a signaling NaN value')
  if (a.isNaN) return identityHash(cx, a)
  if (a.isInfinite) return a.sign ? -314159 : 314159
  const base = a.exp >= 0 ? 10 : norm(INVERSE_10)
  const scale = toBig(modPow(base, norm(BigInt(Math.abs(a.exp))), norm(P)))
  const h = ((a.coef % P) * scale) % P
  const signed = a.sign ? -h : h
  return signed === -1n ? -2 : norm(signed)
}

// Operations ------------------------------------------------------------------------------------------------------------

type Unary = (a: PyDecimal, c: Arith) => PyDecimal
type Binary = (a: PyDecimal, b: PyDecimal, c: Arith) => PyDecimal

/** An operator of two operands. */
const operator =
  (f: Binary) =>
  (cx: Context, x: Value, y: Value): Value => {
    const a = x instanceof PyDecimal ? x : operand(x)
    const b = y instanceof PyDecimal ? y : operand(y)
    if (a === undefined || b === undefined) return NotImplemented
    const c = getContext(cx)
    raised.bits = 0
    return settled(cx, c, f(a, b, c))
  }

const unaryOperator =
  (f: Unary) =>
  (cx: Context, a: PyDecimal): Value => {
    const c = getContext(cx)
    raised.bits = 0
    return settled(cx, c, f(a, c))
  }

const pair = ([q, r]: [PyDecimal, PyDecimal]): PyTuple => new PyTuple([q, r])

/** Functions of one operand and a context, methods of both types. */
const unary: Record<string, [doc: string, f: Unary]> = {
  exp: ['e to the power of the number.', F.exp],
  ln: ['The natural logarithm.', F.ln],
  log10: ['The logarithm to base 10.', F.log10],
  next_minus: ['The greatest number that is smaller.', (a, c) => A.next(a, c, -1)],
  next_plus: ['The smallest number that is greater.', (a, c) => A.next(a, c, 1)],
  normalize: ['The number without zeros at the end.', A.normalize],
  sqrt: ['The square root.', F.sqrt],
  logb: ['The exponent of the leading digit.', A.logb],
  logical_invert: ['Each digit 0 or 1 turned over.', A.logicalInvert],
}

const to01 = (order: number): PyDecimal => decimalOfInt(order)

/** Functions of two operands and a context. */
const binary: Record<string, [doc: string, f: Binary]> = {
  compare: ['-1, 0 or 1, or NaN.', (a, b, c) => A.compare(a, b, c, false)],
  compare_signal: ['The same, where a NaN is an invalid operation.', (a, b, c) => A.compare(a, b, c, true)],
  max: ['The greater of two.', (a, b, c) => A.extreme(a, b, c, 1, false)],
  max_mag: ['The one of greater magnitude.', (a, b, c) => A.extreme(a, b, c, 1, true)],
  min: ['The smaller of two.', (a, b, c) => A.extreme(a, b, c, -1, false)],
  min_mag: ['The one of smaller magnitude.', (a, b, c) => A.extreme(a, b, c, -1, true)],
  next_toward: ['The neighbour in the direction of the other.', A.nextToward],
  remainder_near: ['What is left after dividing by the other, with the nearest whole quotient.', A.remainderNear],
  compare_total: ['The order of the representations.', (a, b) => to01(A.compareTotal(a, b))],
  compare_total_mag: ['The same without the signs.', (a, b) => to01(A.compareTotalMagnitude(a, b))],
  copy_sign: ['The number with the sign of the other.', (a, b) => a.withSign(b.sign)],
  logical_and: ['And, digit by digit.', (a, b, c) => A.logical(a, b, c, (x, y) => x & y)],
  logical_or: ['Or, digit by digit.', (a, b, c) => A.logical(a, b, c, (x, y) => x | y)],
  logical_xor: ['Exclusive or, digit by digit.', (a, b, c) => A.logical(a, b, c, (x, y) => x ^ y)],
  rotate: ['The digits rotated by a number of places.', A.rotate],
  scaleb: ['The exponent changed by a number.', A.scaleb],
  shift: ['The digits moved by a number of places.', A.shift],
}

/** Questions that need no context. */
const questions: Record<string, [doc: string, f: (a: PyDecimal) => boolean]> = {
  is_canonical: ['True: all are.', () => true],
  is_finite: ['Whether it is neither infinite nor NaN.', (a) => a.isFinite],
  is_infinite: ['Whether it is an infinity.', (a) => a.isInfinite],
  is_nan: ['Whether it is a NaN.', (a) => a.isNaN],
  is_qnan: ['Whether it is a quiet NaN.', (a) => a.kind === Kind.QUIET],
  is_snan: ['Whether it is a signaling NaN.', (a) => a.kind === Kind.SIGNALING],
  is_signed: ['Whether its sign is minus.', (a) => a.sign === 1],
  is_zero: ['Whether it is a zero.', (a) => a.isZero],
}

const contextQuestions: Record<string, [doc: string, f: (a: PyDecimal, c: Arith) => boolean]> = {
  is_normal: ['Whether it is finite, not zero and not below the least exponent.', A.isNormal],
  is_subnormal: ['Whether it is finite, not zero and below the least exponent.', A.isSubnormal],
}

const copies: Record<string, [doc: string, f: (a: PyDecimal) => PyDecimal]> = {
  copy_abs: ['The number without its sign.', (a) => a.withSign(0)],
  copy_negate: ['The number with its sign turned over.', (a) => a.withSign(a.sign ^ 1)],
}

const roundings: Record<string, [doc: string, exact: boolean]> = {
  to_integral: ['The nearest whole number.', false],
  to_integral_exact: ['The nearest whole number, noting what was lost.', true],
  to_integral_value: ['The nearest whole number.', false],
}

/** The context with another rounding. */
function rounded(c: PyDecimalContext, rounding: Value): Arith {
  if (rounding === null) return c
  return { prec: c.prec, emin: c.emin, emax: c.emax, clamp: c.clamp, rounding: roundingOf(rounding) }
}

function decimalMethods(): Record<string, MethodEntry> {
  const out: Record<string, MethodEntry> = {}
  const withContext =
    (f: (a: PyDecimal, c: PyDecimalContext) => Value) =>
    (cx: Context, a: PyDecimal, context: Value): Value => {
      const c = contextArg(cx, context)
      raised.bits = 0
      return settled(cx, c, f(a, c))
    }
  for (const [name, [doc, f]] of Object.entries(unary)) out[`${name}(self, /, context=None)`] = [doc, withContext(f)]
  for (const [name, [doc, f]] of Object.entries(contextQuestions)) {
    out[`${name}(self, /, context=None)`] = [doc, withContext(f)]
  }
  for (const [name, [doc, exact]] of Object.entries(roundings)) {
    out[`${name}(self, /, rounding=None, context=None)`] = [
      doc,
      (cx, a: PyDecimal, rounding: Value, context: Value) => {
        const c = contextArg(cx, context)
        raised.bits = 0
        return settled(cx, c, A.toIntegral(a, rounded(c, rounding), exact))
      },
    ]
  }
  for (const [name, [doc, f]] of Object.entries(binary)) {
    out[`${name}(self, /, other, context=None)`] = [
      doc,
      (cx, a: PyDecimal, other: Value, context: Value) => {
        const c = contextArg(cx, context)
        const b = convert(other)
        raised.bits = 0
        return settled(cx, c, f(a, b, c))
      },
    ]
  }
  for (const [name, [doc, f]] of Object.entries(questions)) out[`${name}(self, /)`] = [doc, (_cx, a: PyDecimal) => f(a)]
  for (const [name, [doc, f]] of Object.entries(copies)) out[`${name}(self, /)`] = [doc, (_cx, a: PyDecimal) => f(a)]
  return out
}

function contextMethods(): Record<string, MethodEntry> {
  const out: Record<string, MethodEntry> = {}
  const one = (doc: string, f: (a: PyDecimal, c: PyDecimalContext) => Value): MethodEntry => [
    doc,
    (cx, c: PyDecimalContext, x: Value) => {
      const a = convert(x)
      raised.bits = 0
      return settled(cx, c, f(a, c))
    },
  ]
  const two = (doc: string, f: (a: PyDecimal, b: PyDecimal, c: PyDecimalContext) => Value): MethodEntry => [
    doc,
    (cx, c: PyDecimalContext, x: Value, y: Value) => {
      const a = convert(x)
      const b = convert(y)
      raised.bits = 0
      return settled(cx, c, f(a, b, c))
    },
  ]
  const unaries = {
    ...unary,
    abs: ['The magnitude.', A.absolute],
    minus: ['The number negated.', A.minus],
    plus: ['The number rounded.', A.plus],
  } as typeof unary
  for (const [name, [doc, f]] of Object.entries(unaries)) out[`${name}(self, x, /)`] = one(doc, f)
  for (const [name, [doc, exact]] of Object.entries(roundings)) {
    out[`${name}(self, x, /)`] = one(doc, (a, c) => A.toIntegral(a, c, exact))
  }
  const binaries = {
    ...binary,
    add: ['The sum.', A.add],
    subtract: ['The difference.', A.subtract],
    multiply: ['The product.', A.multiply],
    divide: ['The quotient.', A.divide],
    divide_int: ['The whole part of the quotient.', A.divideInt],
    remainder: ['What is left after dividing.', A.remainder],
    quantize: ['The number with the exponent of the other.', A.quantize],
  } as typeof binary
  for (const [name, [doc, f]] of Object.entries(binaries)) out[`${name}(self, x, y, /)`] = two(doc, f)
  out['divmod(self, x, y, /)'] = two('Quotient and remainder.', (a, b, c) => pair(A.divmod(a, b, c)))
  out['same_quantum(self, x, y, /)'] = two('Whether both have one exponent.', A.sameQuantum)
  for (const [name, [doc, f]] of Object.entries({ ...questions, ...contextQuestions })) {
    out[`${name}(self, x, /)`] = one(doc, f as (a: PyDecimal, c: Arith) => boolean)
  }
  for (const [name, [doc, f]] of Object.entries(copies)) out[`${name}(self, x, /)`] = one(doc, f)
  const same = one('The number itself.', (a) => a)
  out['canonical(self, x, /)'] = [
    'The number itself.',
    (_cx, _c, x: Value) => {
      if (!(x instanceof PyDecimal)) throw typeError('argument must be a Decimal')
      return x
    },
  ]
  out['copy_decimal(self, x, /)'] = same
  out['_apply(self, object, /)'] = one('The number rounded.', A.plus)
  out['number_class(self, x, /)'] = one('The kind of number.', A.numberClass)
  out['to_sci_string(self, x, /)'] = one('Its text in scientific notation.', (a, c) => toText(a, c.capitals))
  out['to_eng_string(self, x, /)'] = one('Its text in engineering notation.', (a, c) => toText(a, c.capitals, true))
  return out
}

/** Binds arguments by name and position; omitted ones are undefined. The errors name no function, as those of CPython's original do. */
const nameless =
  <S, R>(names: readonly string[], f: (cx: Context, first: S, ...values: (Value | undefined)[]) => R) =>
  (cx: Context, first: S, args: Value[], kwnames: readonly string[] | null): R => {
    const values: (Value | undefined)[] = new Array(names.length).fill(undefined)
    const positional = args.length - (kwnames?.length ?? 0)
    if (args.length > names.length) {
      throw typeError(`function takes at most ${names.length} arguments (${args.length} given)`)
    }
    for (let i = 0; i < positional; i++) values[i] = args[i]
    kwnames?.forEach((name, k) => {
      const i = names.indexOf(name)
      if (i < 0) throw typeError(`this function got an unexpected keyword argument '${name}'`)
      if (i < positional) throw typeError(`argument for function given by name ('${name}') and position (${i + 1})`)
      values[i] = args[positional + k]
    })
    return f(cx, first, ...values)
  }

// Types -----------------------------------------------------------------------------------------------------------------

function newDecimal(cx: Context, cls: PyType, value: Value, context: Value | undefined): Value {
  const c = contextArg(cx, context)
  const d = exactly(cx, value, c)
  if (cls === decimalType) return d.type === decimalType ? d : new PyDecimal(d.sign, d.coef, d.exp, d.kind)
  return adopt(new PyDecimal(d.sign, d.coef, d.exp, d.kind), cls)
}

const fresh = (cx: Context, cls: PyType, d: PyDecimal): Value => (cls === decimalType ? d : cx.call(cls, [d], null))

function power(cx: Context, x: Value, y: Value, m: Value): Value {
  const a = operand(x)
  const b = operand(y)
  const modulus = m === null ? null : operand(m)
  if (a === undefined || b === undefined || modulus === undefined) return NotImplemented
  const c = getContext(cx)
  return powerIn(cx, c, a, b, modulus)
}

function powerIn(cx: Context, c: PyDecimalContext, a: PyDecimal, b: PyDecimal, m: PyDecimal | null): Value {
  raised.bits = 0
  cx.tick(c.prec < 1e6 ? c.prec : 0)
  return settled(cx, c, m === null ? F.power(a, b, c) : F.powerModulo(a, b, m, c))
}

function asTuple(cx: Context, a: PyDecimal): Value {
  const digits = a.isInfinite ? [0] : a.isNaN && a.coef === 0n ? [] : Array.from(a.coef.toString(), Number)
  const last = a.isFinite ? norm(BigInt(a.exp)) : a.isInfinite ? 'F' : a.kind === Kind.QUIET ? 'n' : 'N'
  return cx.call(classOf(cx, 'DecimalTuple'), [a.sign, new PyTuple(digits), last], null)
}

function ratio(a: PyDecimal): PyTuple {
  if (a.isNaN) throw valueError('cannot convert NaN to integer ratio')
  if (a.isInfinite) throw overflowError('cannot convert Infinity to integer ratio')
  const [coef, zeros] = a.coef === 0n ? [0n, 0] : stripZeros(a.coef, a.digits)
  const e = a.coef === 0n ? 0 : a.exp + zeros
  let n = e >= 0 ? coef * pow10(e) : coef
  let d = e < 0 ? pow10(-e) : 1n
  const g = toBig(gcd(norm(n), norm(d)))
  n /= g
  d /= g
  return new PyTuple([norm(a.sign ? -n : n), norm(d)])
}

const self = (_cx: Context, a: PyDecimal): Value => a

export const decimalType: PyType = defineType('Decimal', PyDecimal, {
  module: 'decimal',
  doc: 'A decimal floating-point number. Decimal(value) is exact; the context decides about what operations give.',
  signature: '(value="0", context=None)',
  slots: {
    tp_new: nameless(['value', 'context'], (cx, cls: PyType, value, context) =>
      newDecimal(cx, cls, value === undefined ? 0 : value, context),
    ),
    tp_repr: (cx, a: PyDecimal) => `Decimal('${toText(a, getContext(cx).capitals)}')`,
    tp_str: (cx, a: PyDecimal) => toText(a, getContext(cx).capitals),
    tp_hash: hash,
    tp_richcompare: compare,
    nb_add: operator(A.add),
    nb_subtract: operator(A.subtract),
    nb_multiply: operator(A.multiply),
    nb_true_divide: operator(A.divide),
    nb_floor_divide: operator(A.divideInt),
    nb_remainder: operator(A.remainder),
    nb_divmod: (cx, x, y) => {
      const a = operand(x)
      const b = operand(y)
      if (a === undefined || b === undefined) return NotImplemented
      const c = getContext(cx)
      raised.bits = 0
      return settled(cx, c, pair(A.divmod(a, b, c)))
    },
    nb_power: power,
    nb_negative: unaryOperator(A.minus),
    nb_positive: unaryOperator(A.plus),
    nb_absolute: unaryOperator(A.absolute),
    nb_bool: (_cx, a: PyDecimal) => !a.isZero,
    nb_int: (_cx, a: PyDecimal) => toInt(a, Round.DOWN),
    nb_float: (_cx, a: PyDecimal) => new PyFloat(toFloat(a)),
  },
  methods: {
    ...decimalMethods(),
    'quantize(self, /, exp, rounding=None, context=None)': [
      'The number rounded to the exponent of another.',
      (cx, a: PyDecimal, exp: Value, rounding: Value, context: Value) => {
        const c = contextArg(cx, context)
        const b = convert(exp)
        const work = rounded(c, rounding)
        raised.bits = 0
        return settled(cx, c, A.quantize(a, b, work))
      },
    ],
    'fma(self, /, other, third, context=None)': [
      'self * other + third, rounded once.',
      (cx, a: PyDecimal, other: Value, third: Value, context: Value) => {
        const c = contextArg(cx, context)
        const b = convert(other)
        const t = convert(third)
        raised.bits = 0
        return settled(cx, c, A.fma(a, b, t, c))
      },
    ],
    'adjusted(self, /)': [
      'The exponent of the leading digit.',
      (_cx, a: PyDecimal) => (a.isFinite && !(a.coef === 0n && a.exp === 0) ? norm(BigInt(a.adjusted)) : 0),
    ],
    'canonical(self, /)': ['The number itself.', self],
    'conjugate(self, /)': ['The number itself.', self],
    'radix(self, /)': ['Decimal(10).', () => decimalOfInt(10)],
    'number_class(self, /, context=None)': [
      'The kind of number, as a text.',
      (cx, a: PyDecimal, context: Value) => A.numberClass(a, contextArg(cx, context)),
    ],
    'to_eng_string(self, /, context=None)': [
      'Its text with an exponent that is a multiple of three.',
      (cx, a: PyDecimal, context: Value) => toText(a, contextArg(cx, context).capitals, true),
    ],
    'same_quantum(self, /, other, context=None)': [
      'Whether both have one exponent.',
      (cx, a: PyDecimal, other: Value, context: Value) => {
        contextArg(cx, context)
        return A.sameQuantum(a, convert(other))
      },
    ],
    'as_tuple(self, /)': ['Sign, digits and exponent.', asTuple],
    'as_integer_ratio(self, /)': ['Numerator and denominator in lowest terms.', (_cx, a: PyDecimal) => ratio(a)],
    '__copy__(self, /)': ['The number itself.', self],
    '__deepcopy__(self, object, /)': ['The number itself.', self],
    '~__format__(self, format_spec, override=None, /)': [
      'The number as the format specifier asks for.',
      (cx, a: PyDecimal, spec: Value) => {
        const s = asStrValue(spec)
        if (s === undefined) throw typeError('format argument must be str')
        const c = getContext(cx)
        return s === '' ? toText(a, c.capitals) : fromText(formatDecimal(a, textOf(s as Str), c, c.capitals))
      },
    ],
    '__reduce__(self, /)': [
      'Class and text, for copying and pickling.',
      (_cx, a: PyDecimal) => new PyTuple([a.type, new PyTuple([toText(a, true)])]),
    ],
    '~__round__(self, ndigits=<unrepresentable>, /)': [
      'The nearest int, or the number rounded to so many places.',
      (cx, a: PyDecimal, ndigits: Value | undefined) => {
        if (ndigits === undefined) return toInt(a, Round.HALF_EVEN)
        const n = asIntValue(ndigits)
        if (n === undefined) throw typeError('optional arg must be an integer')
        const c = getContext(cx)
        raised.bits = 0
        return settled(cx, c, A.quantize(a, new PyDecimal(0, 1n, -Number(n)), c))
      },
    ],
    '__ceil__(self, /)': ['The least int not below.', (_cx, a: PyDecimal) => toInt(a, Round.CEILING)],
    '__floor__(self, /)': ['The greatest int not above.', (_cx, a: PyDecimal) => toInt(a, Round.FLOOR)],
    '__trunc__(self, /)': ['The int towards zero.', (_cx, a: PyDecimal) => toInt(a, Round.DOWN)],
    '__complex__(self, /)': ['The number as complex.', (_cx, a: PyDecimal) => new PyComplex(toFloat(a), 0)],
    '__sizeof__(self, /)': [
      'Bytes of memory.',
      (_cx, a: PyDecimal) => 104 + (a.digits > 76 ? 8 * Math.ceil(a.digits / 19) : 0),
    ],
  },
  classmethods: {
    'from_float(type, f, /)': [
      'The exact decimal of a float or an int.',
      (cx, cls: PyType, f: Value) => {
        if (f instanceof PyFloat) return fresh(cx, cls, decimalOfFloat(f.v))
        const n = asIntValue(f)
        if (n === undefined) throw typeError('argument must be int or float')
        return fresh(cx, cls, decimalOfInt(n))
      },
    ],
  },
  getset: {
    real: [null, self],
    imag: [null, () => decimalOfInt(0)],
  },
})

function initContext(cx: Context, c: PyDecimalContext, ...values: (Value | undefined)[]): null {
  CONTEXT_FIELDS.forEach((name, i) => {
    const v = values[i]
    if (v === null || v === undefined) return
    if (name === 'flags') c.status = signalsOf(cx, v)
    else if (name === 'traps') c.traps = signalsOf(cx, v)
    else setters[name]!(cx, c, v)
  })
  return null
}

const CONTEXT_FIELDS = ['prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps']

type ContextGetter = (cx: Context, c: PyDecimalContext) => Value

function contextAttribute(
  name: string,
  get: ContextGetter,
): [null, ContextGetter, (cx: Context, c: PyDecimalContext, v: Value | undefined) => void] {
  return [
    null,
    get,
    (cx, c, v) => {
      if (v === undefined) throw attributeError('context attributes cannot be deleted')
      setters[name]!(cx, c, v)
    },
  ]
}

function view(cx: Context, c: PyDecimalContext, which: 'flags' | 'traps'): Value {
  const key = which === 'flags' ? 'flagsView' : 'trapsView'
  c[key] ??= cx.call(classOf(cx, 'SignalDict'), [c, which === 'traps'], null)
  return c[key]!
}

const copyContext = (_cx: Context, c: PyDecimalContext): Value => new PyDecimalContext().copyFrom(c)

const contextType: PyType = defineType('Context', PyDecimalContext, {
  module: 'decimal',
  doc: 'Precision, rounding, limits of exponents, flags and traps of decimal operations.',
  signature: '(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)',
  slots: {
    tp_new: (_cx, cls) => {
      const c = new PyDecimalContext()
      return cls === contextType ? c : adopt(c, cls)
    },
    tp_init: nameless(CONTEXT_FIELDS, initContext),
    tp_repr: (_cx, c: PyDecimalContext) => reprContext(c),
  },
  methods: {
    ...contextMethods(),
    'power(self, /, a, b, modulo=None)': [
      'a to the power b, modulo a third number where given.',
      (cx, c: PyDecimalContext, a: Value, b: Value, modulo: Value) =>
        powerIn(cx, c, convert(a), convert(b), modulo === null ? null : convert(modulo)),
    ],
    'fma(self, x, y, z, /)': [
      'x * y + z, rounded once.',
      (cx, c: PyDecimalContext, x: Value, y: Value, z: Value) => {
        const [a, b, t] = [convert(x), convert(y), convert(z)]
        raised.bits = 0
        return settled(cx, c, A.fma(a, b, t, c))
      },
    ],
    'Etiny(self, /)': [
      'The exponent of the smallest subnormal number.',
      (_cx, c: PyDecimalContext) => norm(BigInt(c.eminGiven) - BigInt(c.precGiven) + 1n),
    ],
    'Etop(self, /)': [
      'The greatest exponent of a number with all its digits.',
      (_cx, c: PyDecimalContext) => norm(BigInt(c.emaxGiven) - BigInt(c.precGiven) + 1n),
    ],
    'radix(self, /)': ['Decimal(10).', () => decimalOfInt(10)],
    'clear_flags(self, /)': [
      'Clear all flags.',
      (_cx, c: PyDecimalContext) => {
        c.status = 0
      },
    ],
    'clear_traps(self, /)': [
      'Clear all traps.',
      (_cx, c: PyDecimalContext) => {
        c.traps = 0
      },
    ],
    '__copy__(self, /)': ['A copy.', copyContext],
    'copy(self, /)': ['A copy.', copyContext],
    '__reduce__(self, /)': [
      'Class and arguments, for copying and pickling.',
      (cx, c: PyDecimalContext) =>
        new PyTuple([
          c.type,
          new PyTuple([
            c.precGiven,
            ROUND_NAMES[c.rounding],
            c.eminGiven,
            c.emaxGiven,
            c.capitals ? 1 : 0,
            c.clamp ? 1 : 0,
            signalList(cx, c.status),
            signalList(cx, c.traps),
          ]),
        ]),
    ],
    'create_decimal(self, num="0", /)': [
      'A decimal rounded by the context.',
      (cx, c: PyDecimalContext, v: Value) => create(cx, c, v),
    ],
    'create_decimal_from_float(self, f, /)': [
      'The decimal of a float, rounded by the context.',
      (cx, c: PyDecimalContext, f: Value) => {
        const n = f instanceof PyFloat ? undefined : asIntValue(f)
        if (!(f instanceof PyFloat) && n === undefined) throw typeError('argument must be int or float')
        return create(cx, c, f instanceof PyFloat ? decimalOfFloat(f.v) : n!)
      },
    ],
  },
  getset: {
    prec: contextAttribute('prec', (_cx, c) => c.precGiven),
    Emax: contextAttribute('Emax', (_cx, c) => c.emaxGiven),
    Emin: contextAttribute('Emin', (_cx, c) => c.eminGiven),
    rounding: contextAttribute('rounding', (_cx, c) => ROUND_NAMES[c.rounding]),
    capitals: contextAttribute('capitals', (_cx, c) => (c.capitals ? 1 : 0)),
    clamp: contextAttribute('clamp', (_cx, c) => (c.clamp ? 1 : 0)),
    flags: contextAttribute('flags', (cx, c) => view(cx, c, 'flags')),
    traps: contextAttribute('traps', (cx, c) => view(cx, c, 'traps')),
  },
})

export const load = defineModule('_decimal', 'Decimal arithmetic.', {
  types: [decimalType, contextType],
  functions: {
    'getcontext()': ['The current context.', (cx) => getContext(cx)],
    'setcontext(context, /)': ['Make a context the current one.', setContext],
    '_setup(classes, templates, /)': [
      'Hand over the classes defined in Python and the contexts that are only ever copied.',
      (cx, classes: PyDict, templates: PyTuple) => setState(cx, classes, templates.items as PyDecimalContext[]),
    ],
    '_get_signal(context, traps, signal, /)': [
      'Whether the flag or trap of a signal is set.',
      (cx, c: PyDecimalContext, traps: boolean, signal: Value) =>
        ((traps ? c.traps : c.status) & signalBits(cx, signal)) !== 0,
    ],
    '_set_signal(context, traps, signal, on, /)': [
      'Set or clear it.',
      (cx, c: PyDecimalContext, traps: boolean, signal: Value, on: Value) => {
        const bits = signalBits(cx, signal)
        const key = traps ? 'traps' : 'status'
        c[key] = isTrue(cx, on) ? c[key] | bits : c[key] & ~bits
      },
    ],
  },
  values: () => ({
    MAX_PREC: 999999999999999999n,
    MAX_EMAX: 999999999999999999n,
    MIN_EMIN: -999999999999999999n,
    MIN_ETINY: -1999999999999999997n,
    HAVE_THREADS: true,
    HAVE_CONTEXTVAR: true,
    __version__: '1.70',
    __libmpdec_version__: '2.5.1',
    ...Object.fromEntries(ROUND_NAMES.map((name) => [name, name])),
  }),
})
