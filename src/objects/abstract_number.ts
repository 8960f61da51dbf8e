/**
 * The number protocol: operators on any two values (CPython's Objects/abstract.c, "number" part).
 *
 * The order of dispatch is CPython's: the right operand's slot goes first when its class derives from the left operand's and has another slot;
 * then left, then right; then the sequence forms of `+` and `*`. `BinOp` numbers are the opargs of BINARY_OP.
 */
import { floatType } from './float'
import { emitDeprecation } from './warn'
import { type Int, NotImplemented, PyFloat, type Value } from '../values/value'
import { toFloat } from '../values/int'
import type { Context } from './context'
import { asIntValue } from './int'
import { overflowError, typeError } from './raise'
import {
  type BinarySlot,
  isSubtype,
  lookupInType,
  type PyType,
  type TernarySlot,
  TypeFlags,
  typeName,
  typeOf,
} from './type'
import { PyBuiltinFunction } from './descr'

/** Operators in the order of BINARY_OP's oparg; the in-place forms follow, 13 higher. */
export const enum BinOp {
  ADD,
  AND,
  FLOOR_DIVIDE,
  LSHIFT,
  MATRIX_MULTIPLY,
  MULTIPLY,
  REMAINDER,
  OR,
  POWER,
  RSHIFT,
  SUBTRACT,
  TRUE_DIVIDE,
  XOR,
  INPLACE_ADD,
}

const OPERATOR_WORDS = [
  'add',
  'and',
  'floordiv',
  'lshift',
  'matmul',
  'mul',
  'mod',
  'or',
  'pow',
  'rshift',
  'sub',
  'truediv',
  'xor',
]
/** Methods of the operators by BinOp: of the left operand, reflected, in place. */
export const LEFT_NAMES = OPERATOR_WORDS.map((w) => `__${w}__`)
export const RIGHT_NAMES = OPERATOR_WORDS.map((w) => `__r${w}__`)
export const INPLACE_NAMES = OPERATOR_WORDS.map((w) => `__i${w}__`)

const SIGNS = ['+', '&', '//', '<<', '@', '*', '%', '|', '** or pow()', '>>', '-', '/', '^']
const INPLACE_SIGNS = ['+=', '&=', '//=', '<<=', '@=', '*=', '%=', '|=', '**=', '>>=', '-=', '/=', '^=']

function slotOf(t: PyType, op: number): BinarySlot | undefined {
  switch (op) {
    case BinOp.ADD:
      return t.nb_add
    case BinOp.AND:
      return t.nb_and
    case BinOp.FLOOR_DIVIDE:
      return t.nb_floor_divide
    case BinOp.LSHIFT:
      return t.nb_lshift
    case BinOp.MATRIX_MULTIPLY:
      return t.nb_matrix_multiply
    case BinOp.MULTIPLY:
      return t.nb_multiply
    case BinOp.REMAINDER:
      return t.nb_remainder
    case BinOp.OR:
      return t.nb_or
    case BinOp.RSHIFT:
      return t.nb_rshift
    case BinOp.SUBTRACT:
      return t.nb_subtract
    case BinOp.TRUE_DIVIDE:
      return t.nb_true_divide
    case BinOp.XOR:
      return t.nb_xor
    default:
      return t.nb_divmod
  }
}

function inplaceSlotOf(t: PyType, op: number): BinarySlot | undefined {
  switch (op) {
    case BinOp.ADD:
      return t.nb_inplace_add
    case BinOp.AND:
      return t.nb_inplace_and
    case BinOp.FLOOR_DIVIDE:
      return t.nb_inplace_floor_divide
    case BinOp.LSHIFT:
      return t.nb_inplace_lshift
    case BinOp.MATRIX_MULTIPLY:
      return t.nb_inplace_matrix_multiply
    case BinOp.MULTIPLY:
      return t.nb_inplace_multiply
    case BinOp.REMAINDER:
      return t.nb_inplace_remainder
    case BinOp.OR:
      return t.nb_inplace_or
    case BinOp.RSHIFT:
      return t.nb_inplace_rshift
    case BinOp.SUBTRACT:
      return t.nb_inplace_subtract
    case BinOp.TRUE_DIVIDE:
      return t.nb_inplace_true_divide
    default:
      return t.nb_inplace_xor
  }
}

/** Calls a method of the object's class with one argument; NotImplemented where the class has no such method. */
export function callSpecialBinary(cx: Context, self: Value, name: string, arg: Value): Value {
  const t = typeOf(self)
  const f = lookupInType(t, name)
  if (f === undefined) return NotImplemented
  const ft = typeOf(f)
  if (ft.flags & TypeFlags.METHOD_DESCRIPTOR) return cx.call(f, [self, arg], null)
  return cx.call(ft.tp_descr_get === undefined ? f : ft.tp_descr_get(cx, f, self, t), [arg], null)
}

/** Tries the number slots of both operands; NotImplemented when neither answers. */
function binary1(cx: Context, a: Value, b: Value, op: number): Value {
  const ta = typeOf(a)
  const tb = typeOf(b)
  const sa = slotOf(ta, op)
  let sb = ta === tb ? undefined : slotOf(tb, op)
  if (sb === sa) sb = undefined
  if (sa !== undefined) {
    if (sb !== undefined && isSubtype(tb, ta)) {
      const r = sb(cx, a, b)
      if (r !== NotImplemented) return r
      sb = undefined
    }
    const r = sa(cx, a, b)
    if (r !== NotImplemented) return r
  }
  return sb === undefined ? NotImplemented : sb(cx, a, b)
}

/** The TypeError of an operator no operand supports. */
function unsupported(a: Value, b: Value, sign: string) {
  const message = `unsupported operand type(s) for ${sign}: '${typeName(a)}' and '${typeName(b)}'`
  if (sign === '>>' && a instanceof PyBuiltinFunction && a.def.key.startsWith('print(')) {
    return typeError(`${message}. Did you mean "print(<message>, file=<output_stream>)"?`)
  }
  return typeError(message)
}

function repeat(cx: Context, f: (cx: Context, self: Value, n: Int) => Value, seq: Value, n: Value): Value {
  let count: Int
  if (typeof n === 'number') count = n
  else {
    if (!isIndex(n)) throw typeError(`can't multiply sequence by non-int of type '${typeName(n)}'`)
    count = asIndex(cx, n)
  }
  return f(cx, seq, count)
}

/** `a op b` for every operator, in-place forms (`op` from 13 up) included. */
export function binaryOp(cx: Context, a: Value, b: Value, op: number): Value {
  if (op >= BinOp.INPLACE_ADD) return inplaceOp(cx, a, b, op - BinOp.INPLACE_ADD)
  if (op === BinOp.POWER) return power(cx, a, b, null)
  const r = binary1(cx, a, b, op)
  return r !== NotImplemented ? r : sequenceOp(cx, a, b, op)
}

/** The sequence forms of `+` and `*`, where no number slot has an answer. */
function sequenceOp(cx: Context, a: Value, b: Value, op: number): Value {
  if (op === BinOp.ADD) {
    const t = typeOf(a)
    if (t.sq_concat !== undefined) return t.sq_concat(cx, a, b)
  } else if (op === BinOp.MULTIPLY) {
    const ta = typeOf(a)
    if (ta.sq_repeat !== undefined) return repeat(cx, ta.sq_repeat, a, b)
    const tb = typeOf(b)
    if (tb.sq_repeat !== undefined) return repeat(cx, tb.sq_repeat, b, a)
  }
  throw unsupported(a, b, SIGNS[op]!)
}

/**
 * `a op b` (in-place forms included) when the method of `a`, an instance of a Python class, has given NotImplemented and the class of `b` is none of its
 * subclasses: what the right operand says, then the sequence forms.
 */
export function binaryAfterLeft(cx: Context, a: Value, b: Value, op: number): Value {
  const inplace = op >= BinOp.INPLACE_ADD
  const plain = inplace ? op - BinOp.INPLACE_ADD : op
  const ta = typeOf(a)
  const tb = typeOf(b)
  let r: Value = NotImplemented
  if (ta !== tb) {
    if (plain === BinOp.POWER) {
      if (tb.nb_power === ta.nb_power) r = callSpecialBinary(cx, b, RIGHT_NAMES[plain]!, a)
      else if (tb.nb_power !== undefined) r = tb.nb_power(cx, a, b, null)
    } else {
      const slot = slotOf(tb, plain)
      // One slot function for both: that of Python classes, which has asked `a` already.
      if (slot === slotOf(ta, plain)) r = callSpecialBinary(cx, b, RIGHT_NAMES[plain]!, a)
      else if (slot !== undefined) r = slot(cx, a, b)
    }
  }
  if (r !== NotImplemented) return r
  return inplace ? inplaceSequenceOp(cx, a, b, plain) : sequenceOp(cx, a, b, plain)
}

/** `a op= b` when the in-place method has given NotImplemented; `op` is the number of the plain operator. */
export function binaryAfterInplace(cx: Context, a: Value, b: Value, op: number): Value {
  if (op === BinOp.POWER) return power(cx, a, b, null, '**=')
  const r = binary1(cx, a, b, op)
  return r !== NotImplemented ? r : inplaceSequenceOp(cx, a, b, op)
}

/** The TypeError of operands that no method takes; `op` may be an in-place form. */
export function unsupportedOperands(a: Value, b: Value, op: number) {
  return unsupported(a, b, op >= BinOp.INPLACE_ADD ? INPLACE_SIGNS[op - BinOp.INPLACE_ADD]! : SIGNS[op]!)
}

/** `a op= b`; `op` is the number of the plain operator. */
export function inplaceOp(cx: Context, a: Value, b: Value, op: number): Value {
  const ta = typeOf(a)
  if (op === BinOp.POWER) {
    if (ta.nb_inplace_power !== undefined) {
      const r = ta.nb_inplace_power(cx, a, b, null)
      if (r !== NotImplemented) return r
    }
    return power(cx, a, b, null, '**=')
  }
  const slot = inplaceSlotOf(ta, op)
  if (slot !== undefined) {
    const r = slot(cx, a, b)
    if (r !== NotImplemented) return r
  }
  return binaryAfterInplace(cx, a, b, op)
}

function inplaceSequenceOp(cx: Context, a: Value, b: Value, op: number): Value {
  const ta = typeOf(a)
  if (op === BinOp.ADD) {
    const f = ta.sq_inplace_concat ?? ta.sq_concat
    if (f !== undefined) return f(cx, a, b)
  } else if (op === BinOp.MULTIPLY) {
    const f = ta.sq_inplace_repeat ?? ta.sq_repeat
    if (f !== undefined) return repeat(cx, f, a, b)
    const tb = typeOf(b)
    if (tb.sq_repeat !== undefined) return repeat(cx, tb.sq_repeat, b, a)
  }
  throw unsupported(a, b, INPLACE_SIGNS[op]!)
}

/** `pow(a, b, mod)`; `mod` None for the operator. */
export function power(cx: Context, a: Value, b: Value, mod: Value, sign = '** or pow()'): Value {
  const ta = typeOf(a)
  const tb = typeOf(b)
  const sa: TernarySlot | undefined = ta.nb_power
  let sb: TernarySlot | undefined = ta === tb ? undefined : tb.nb_power
  if (sb === sa) sb = undefined
  if (sa !== undefined) {
    if (sb !== undefined && isSubtype(tb, ta)) {
      const r = sb(cx, a, b, mod)
      if (r !== NotImplemented) return r
      sb = undefined
    }
    const r = sa(cx, a, b, mod)
    if (r !== NotImplemented) return r
  }
  if (sb !== undefined) {
    const r = sb(cx, a, b, mod)
    if (r !== NotImplemented) return r
  }
  if (mod === null) throw unsupported(a, b, sign)
  const sm = typeOf(mod).nb_power
  if (sm !== undefined && sm !== sa && sm !== sb) {
    const r = sm(cx, a, b, mod)
    if (r !== NotImplemented) return r
  }
  throw typeError(`unsupported operand type(s) for ${sign}: '${typeName(a)}', '${typeName(b)}', '${typeName(mod)}'`)
}

export function divmodOp(cx: Context, a: Value, b: Value): Value {
  const r = binary1(cx, a, b, -1)
  if (r === NotImplemented) throw unsupported(a, b, 'divmod()')
  return r
}

function unary(cx: Context, a: Value, slot: ((cx: Context, self: Value) => Value) | undefined, what: string): Value {
  if (slot === undefined) throw typeError(`bad operand type for ${what}: '${typeName(a)}'`)
  return slot(cx, a)
}

export const negative = (cx: Context, a: Value): Value =>
  typeof a === 'number' ? (a === 0 ? 0 : -a) : unary(cx, a, typeOf(a).nb_negative, 'unary -')
export const positive = (cx: Context, a: Value): Value => unary(cx, a, typeOf(a).nb_positive, 'unary +')
export const invertOp = (cx: Context, a: Value): Value => unary(cx, a, typeOf(a).nb_invert, 'unary ~')
export const absolute = (cx: Context, a: Value): Value => unary(cx, a, typeOf(a).nb_absolute, 'abs()')

/** Can the value be used as an index? */
export function isIndex(v: Value): boolean {
  return typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean' || typeOf(v).nb_index !== undefined
}

/** A conversion method that gives an instance of a subclass of the type wanted is put up with for now. */
export function warnStrictSubclass(cx: Context, method: string, wanted: string, result: Value): void {
  emitDeprecation(
    cx,
    `${method} returned non-${wanted} (type ${typeName(result)}).  The ability to return an instance of a strict subclass of ${wanted} is deprecated, and may be removed in a future version of Python.`,
  )
}

/** `operator.index(v)`: any integer-like value as an int. */
export function index(cx: Context, v: Value): Int {
  if (typeof v === 'number' || typeof v === 'bigint') return v
  if (typeof v === 'boolean') return v ? 1 : 0
  const own = asIntValue(v)
  if (own !== undefined) return own
  const f = typeOf(v).nb_index
  if (f === undefined) throw typeError(`'${typeName(v)}' object cannot be interpreted as an integer`)
  const r = f(cx, v)
  if (typeof r === 'number' || typeof r === 'bigint') return r
  const n = typeof r === 'boolean' ? (r ? 1 : 0) : asIntValue(r)
  if (n === undefined) throw typeError(`__index__ returned non-int (type ${typeName(r)})`)
  warnStrictSubclass(cx, '__index__', 'int', r)
  return n
}

const SSIZE_MAX = 0x7fffffffffffffffn

/**
 * An int as a C `Py_ssize_t`: what is safe comes as it is; between 2**53 and 2**63 the nearest JavaScript number, enough for sizes that cannot be
 * reached; OverflowError beyond.
 */
export function asIndex(cx: Context, v: Value): number {
  const n = index(cx, v)
  if (typeof n === 'number') return n
  if (n > SSIZE_MAX || n < -SSIZE_MAX - 1n) {
    throw overflowError(`cannot fit '${typeName(v)}' into an index-sized integer`)
  }
  return Number(n)
}

/** An index where out of range is the caller's business: clamps to the safe integers. */
export function asIndexClamped(cx: Context, v: Value): number {
  const n = index(cx, v)
  return typeof n === 'number' ? n : n > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER
}

/** A slice bound: clamps, and has its own wording. */
export function asSliceIndex(cx: Context, v: Value): number {
  if (typeof v === 'number') return v
  if (!isIndex(v)) throw typeError('slice indices must be integers or None or have an __index__ method')
  return asIndexClamped(cx, v)
}

/** An int argument a C `int` receives. */
export function toCInt(cx: Context, v: Value): number {
  const n = index(cx, v)
  if (typeof n === 'bigint' || n > 0x7fffffff || n < -0x80000000) {
    throw overflowError('Python int too large to convert to C int')
  }
  return n
}

/** The int of an int or bool, or of a subclass instance; undefined for anything else. Never calls Python. */
export function asInt(v: Value): Int | undefined {
  if (typeof v === 'number' || typeof v === 'bigint') return v
  if (typeof v === 'boolean') return v ? 1 : 0
  return asIntValue(v)
}

/** A real number as a host float: `__float__`, else `__index__`. */
export function asFloat(cx: Context, v: Value): number {
  if (v instanceof PyFloat) return v.v
  if (typeof v === 'number') return v
  if (typeof v === 'boolean') return v ? 1 : 0
  const own = typeof v === 'bigint' ? v : asIntValue(v)
  if (own !== undefined) return intAsFloat(own)
  const t = typeOf(v)
  if (t.nb_float !== undefined) {
    const r = t.nb_float(cx, v)
    if (r instanceof PyFloat) {
      if (typeOf(r) !== floatType) warnStrictSubclass(cx, `${t.tpName}.__float__`, 'float', r)
      return r.v
    }
    throw typeError(`${t.tpName}.__float__ returned non-float (type ${typeName(r)})`)
  }
  if (t.nb_index !== undefined) return intAsFloat(index(cx, v))
  throw typeError(`must be real number, not ${v === null ? 'NoneType' : t.tpName}`)
}

/** An int as a float; OverflowError where it is too large. */
export function intAsFloat(n: Int): number {
  const x = toFloat(n)
  if (!Number.isFinite(x)) throw overflowError('int too large to convert to float')
  return x
}
