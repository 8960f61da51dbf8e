/**
 * Arithmetic on constants, as the AST optimizer does it (the `PyNumber_*` calls of CPython's Python/ast_opt.c).
 *
 * The compiler stands below the object layer, so the few operations that can meet in constant expressions are here, on the
 * types a constant can have: None, bool, int, float, complex, str, bytes, Ellipsis, tuple, frozenset. Every function returns
 * `undefined` where Python would raise, or where CPython declines to fold because the result would be too large.
 */
import type { operator, unaryop } from '../ast/nodes.gen'
import * as int from '../values/int'
import * as libm from '../values/libm'
import { type Int, PyBytes, PyComplex, PyFloat, PyTuple, type Str, type Value, isInt, isStr } from '../values/value'
import { concat, repeatStr, strAt, strLength } from '../values/wide'
import { constantIsTrue } from './fold'

// The sizes up to which CPython folds.
const MAX_INT_BITS = 128
const MAX_COLLECTION_SIZE = 256
const MAX_STR_SIZE = 4096
const MAX_TOTAL_ITEMS = 1024

/** A unary operator applied to a constant. */
export function unaryConstant(op: unaryop, v: Value): Value | undefined {
  if (op === 'Not') return !constantIsTrue(v)
  const n = asInt(v)
  if (n !== undefined) return op === 'Invert' ? int.invert(n) : op === 'USub' ? int.neg(n) : n
  if (op === 'Invert') return undefined
  if (v instanceof PyFloat) return op === 'USub' ? new PyFloat(-v.v) : v
  if (v instanceof PyComplex) return op === 'USub' ? new PyComplex(-v.re, -v.im) : v
  return undefined
}

/** A binary operator applied to two constants, within CPython's size limits. */
export function binaryConstant(op: operator, a: Value, b: Value): Value | undefined {
  const x = asInt(a)
  const y = asInt(b)
  if (x !== undefined && y !== undefined) return intConstant(op, x, y, typeof a === 'boolean' && typeof b === 'boolean')
  const fa = asFloat(a)
  const fb = asFloat(b)
  if (fa !== undefined && fb !== undefined) return floatConstant(op, fa, fb)
  if (isNumber(a) && isNumber(b)) return complexConstant(op, a, b)
  if (op === 'Add') return addSequences(a, b)
  if (op === 'Mult') return x !== undefined ? repeatSequence(b, x) : y !== undefined ? repeatSequence(a, y) : undefined
  return undefined
}

/** `a[b]` of two constants. */
export function subscriptConstant(a: Value, b: Value): Value | undefined {
  const index = asInt(b)
  if (typeof index !== 'number') return undefined
  if (isStr(a)) {
    const i = index < 0 ? index + strLength(a) : index
    return i >= 0 && i < strLength(a) ? strAt(a, i) : undefined
  }
  const items = a instanceof PyTuple ? a.items : a instanceof PyBytes ? a.data : undefined
  if (items === undefined) return undefined
  const i = index < 0 ? index + items.length : index
  return i >= 0 && i < items.length ? items[i] : undefined
}

/** An int or bool as an int. */
function asInt(v: Value): Int | undefined {
  if (typeof v === 'boolean') return v ? 1 : 0
  return isInt(v) ? v : undefined
}

/** A real number as a float; `undefined` for other things and ints too large. */
function asFloat(v: Value): number | undefined {
  if (v instanceof PyFloat) return v.v
  const n = asInt(v)
  if (n === undefined) return undefined
  const x = Number(n)
  return Number.isFinite(x) ? x : undefined
}

function isNumber(v: Value): v is boolean | Int | PyFloat | PyComplex {
  return typeof v === 'boolean' || isInt(v) || v instanceof PyFloat || v instanceof PyComplex
}

function realPart(v: boolean | Int | PyFloat | PyComplex): number {
  return v instanceof PyComplex ? v.re : v instanceof PyFloat ? v.v : Number(v)
}

function imaginary(v: boolean | Int | PyFloat | PyComplex): number {
  return v instanceof PyComplex ? v.im : 0
}

function intConstant(op: operator, a: Int, b: Int, bools: boolean): Value | undefined {
  switch (op) {
    case 'Add':
      return int.add(a, b)
    case 'Sub':
      return int.sub(a, b)
    case 'Mult':
      if (a !== 0 && b !== 0 && int.bitLength(a) + int.bitLength(b) > MAX_INT_BITS) return undefined
      return int.mul(a, b)
    case 'Div':
      return b === 0 ? undefined : floatOrNothing(int.trueDivide(a, b))
    case 'FloorDiv':
      return b === 0 ? undefined : int.floordiv(a, b)
    case 'Mod':
      return b === 0 ? undefined : int.mod(a, b)
    case 'Pow':
      if (b < 0) return a === 0 ? undefined : floatConstant('Pow', Number(a), Number(b))
      if (a !== 0 && b > 0 && int.bitLength(a) > Math.floor(MAX_INT_BITS / Number(b))) return undefined
      return int.pow(a, b)
    case 'LShift':
      if (b < 0) return undefined
      if (a !== 0 && b !== 0 && (b > MAX_INT_BITS || int.bitLength(a) > MAX_INT_BITS - Number(b))) return undefined
      return int.shl(a, b)
    case 'RShift':
      return b < 0 ? undefined : int.shr(a, b)
    case 'BitOr':
      return bools ? a === 1 || b === 1 : int.or(a, b)
    case 'BitXor':
      return bools ? a !== b : int.xor(a, b)
    case 'BitAnd':
      return bools ? a === 1 && b === 1 : int.and(a, b)
    default:
      return undefined
  }
}

function floatOrNothing(x: number): PyFloat | undefined {
  return Number.isFinite(x) ? new PyFloat(x) : undefined
}

function floatConstant(op: operator, a: number, b: number): Value | undefined {
  switch (op) {
    case 'Add':
      return new PyFloat(a + b)
    case 'Sub':
      return new PyFloat(a - b)
    case 'Mult':
      return new PyFloat(a * b)
    case 'Div':
      return b === 0 ? undefined : new PyFloat(a / b)
    case 'FloorDiv':
      return b === 0 ? undefined : new PyFloat(floorDivide(a, b))
    case 'Mod':
      return b === 0 ? undefined : new PyFloat(floatMod(a, b))
    case 'Pow':
      return floatPow(a, b)
    default:
      return undefined
  }
}

/** Python's float `%`: the result has the sign of the divisor. */
function floatMod(a: number, b: number): number {
  let mod = a % b
  if (mod !== 0) {
    if (b < 0 !== mod < 0) mod += b
  } else {
    mod = b < 0 ? -0 : 0
  }
  return mod
}

/** Python's float `//`, computed so that `a == a // b * b + a % b` holds as nearly as it can. */
function floorDivide(a: number, b: number): number {
  let mod = a % b
  let div = (a - mod) / b
  if (mod !== 0 && b < 0 !== mod < 0) {
    mod += b
    div -= 1
  }
  if (div === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0
  const floor = Math.floor(div)
  return div - floor > 0.5 ? floor + 1 : floor
}

function floatPow(a: number, b: number): Value | undefined {
  if (b === 0 || a === 1) return new PyFloat(1)
  if (a === 0 && b < 0) return undefined
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    return complexPow(new PyComplex(a, 0), new PyComplex(b, 0))
  }
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return new PyFloat(1)
  const result = libm.pow(a, b)
  return Number.isFinite(result) || !Number.isFinite(a) || !Number.isFinite(b) ? new PyFloat(result) : undefined
}

function complexConstant(op: operator, a: Value, b: Value): Value | undefined {
  if (asInt(a) !== undefined && !Number.isFinite(Number(asInt(a)))) return undefined
  if (asInt(b) !== undefined && !Number.isFinite(Number(asInt(b)))) return undefined
  const x = new PyComplex(realPart(a as Int), imaginary(a as Int))
  const y = new PyComplex(realPart(b as Int), imaginary(b as Int))
  switch (op) {
    case 'Add':
      return new PyComplex(x.re + y.re, x.im + y.im)
    case 'Sub':
      return new PyComplex(x.re - y.re, x.im - y.im)
    case 'Mult':
      return complexProduct(x, y)
    case 'Div':
      return complexQuotient(x, y)
    case 'Pow':
      return complexPow(x, y)
    default:
      return undefined
  }
}

function complexProduct(x: PyComplex, y: PyComplex): PyComplex {
  return new PyComplex(x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re)
}

/** Division scaled by the larger part of the divisor, as C compilers and CPython do it. */
function complexQuotient(x: PyComplex, y: PyComplex): PyComplex | undefined {
  if (Math.abs(y.re) >= Math.abs(y.im)) {
    if (y.re === 0) return undefined
    const ratio = y.im / y.re
    const scale = y.re + y.im * ratio
    return new PyComplex((x.re + x.im * ratio) / scale, (x.im - x.re * ratio) / scale)
  }
  const ratio = y.re / y.im
  const scale = y.re * ratio + y.im
  return new PyComplex((x.re * ratio + x.im) / scale, (x.im * ratio - x.re) / scale)
}

function complexPow(x: PyComplex, y: PyComplex): PyComplex | undefined {
  if (y.im === 0 && Number.isInteger(y.re) && Math.abs(y.re) <= 100) {
    const power = complexIntPow(x, Math.abs(y.re))
    return withoutOverflow(y.re < 0 ? complexQuotient(new PyComplex(1, 0), power) : power)
  }
  if (y.re === 0 && y.im === 0) return new PyComplex(1, 0)
  if (x.re === 0 && x.im === 0) return y.im !== 0 || y.re < 0 ? undefined : new PyComplex(0, 0)
  const size = libm.hypot(x.re, x.im)
  let length = libm.pow(size, y.re)
  const angle = libm.atan2(x.im, x.re)
  let phase = angle * y.re
  if (y.im !== 0) {
    length /= libm.exp(angle * y.im)
    phase += y.im * libm.log(size)
  }
  if (isInfinite(phase)) return undefined // has no cosine
  return withoutOverflow(new PyComplex(length * libm.cos(phase), length * libm.sin(phase)))
}

function isInfinite(x: number): boolean {
  return x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY
}

/** An infinite part is an OverflowError; NaN is not. */
function withoutOverflow(z: PyComplex | undefined): PyComplex | undefined {
  return z === undefined || isInfinite(z.re) || isInfinite(z.im) ? undefined : z
}

function complexIntPow(x: PyComplex, n: number): PyComplex {
  let result = new PyComplex(1, 0)
  let square = x
  for (let mask = 1; mask <= n; mask *= 2) {
    if (n & mask) result = complexProduct(result, square)
    square = complexProduct(square, square)
  }
  return result
}

function addSequences(a: Value, b: Value): Value | undefined {
  if (isStr(a) && isStr(b)) return concat(a, b)
  if (a instanceof PyTuple && b instanceof PyTuple) return new PyTuple([...a.items, ...b.items])
  if (a instanceof PyBytes && b instanceof PyBytes) {
    const data = new Uint8Array(a.data.length + b.data.length)
    data.set(a.data)
    data.set(b.data, a.data.length)
    return new PyBytes(data)
  }
  return undefined
}

/** Py_ssize_t's largest value. */
const MAX_INDEX = 2n ** 63n - 1n

function repeatSequence(v: Value, times: Int): Value | undefined {
  const size = isStr(v)
    ? strLength(v)
    : v instanceof PyTuple
      ? v.items.length
      : v instanceof PyBytes
        ? v.data.length
        : -1
  if (size < 0) return undefined
  const limit = v instanceof PyTuple ? MAX_COLLECTION_SIZE : MAX_STR_SIZE
  if (size > 0 && (times < 0 || times > Math.floor(limit / size))) return undefined
  // Even of nothing there can be no more than an index can count.
  if (times > MAX_INDEX || times < -MAX_INDEX - 1n) return undefined
  const n = size === 0 ? 0 : Number(times)
  if (isStr(v)) return repeatStr(v as Str, n)
  if (v instanceof PyTuple) {
    if (n > 0 && complexity(v, Math.floor(MAX_TOTAL_ITEMS / n)) < 0) return undefined
    const items: Value[] = []
    for (let i = 0; i < n; i++) items.push(...v.items)
    return new PyTuple(items)
  }
  const { data } = v as PyBytes
  const repeated = new Uint8Array(size * n)
  for (let i = 0; i < n; i++) repeated.set(data, i * size)
  return new PyBytes(repeated)
}

/** What is left of a limit on the number of items after counting those of a tuple, nested tuples' too; negative if exceeded. */
function complexity(v: Value, limit: number): number {
  if (!(v instanceof PyTuple)) return limit
  limit -= v.items.length
  for (const item of v.items) {
    if (limit < 0) break
    limit = complexity(item, limit)
  }
  return limit
}
