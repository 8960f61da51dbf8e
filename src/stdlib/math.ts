/** The `math` module (CPython's Modules/mathmodule.c): real functions of `values/libm.ts` with Python's errors, and integer functions. */
import { isInt, PyFloat, PyTuple, type Int, type Value } from '../values/value'
import * as I from '../values/int'
import * as M from '../values/libm'
import {
  asFloat,
  BinOp,
  binaryOp,
  forEach,
  getIter,
  index,
  iterNext,
  lookupSpecial,
  toArray,
} from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule, type MethodEntry } from '../objects/define'
import { floatToInt } from '../objects/float'
import { asIntValue, BitWork, chargeOperand, intToFloat, mulInt } from '../objects/int'
import { memoryError, overflowError, typeError, valueError, zeroDivisionError } from '../objects/raise'
import { wrongCount } from '../objects/signature'
import { typeName } from '../objects/type'

const domain = () => valueError('math domain error')
const rangeError = () => overflowError('math range error')
const float = (x: number): PyFloat => new PyFloat(x)

/** A real argument, as `PyFloat_AsDouble` reads it. */
function real(cx: Context, v: Value): number {
  if (v instanceof PyFloat) return v.v
  if (typeof v === 'number') return v
  return asFloat(cx, v)
}

/** A function of one argument: NaN from a number is a domain error; infinity is a range error where it `overflows`, else of the domain. */
function unary(doc: string, f: (x: number) => number, overflows: boolean): MethodEntry {
  return [
    doc,
    (cx, v: Value) => {
      const x = real(cx, v)
      const r = f(x)
      if (Number.isNaN(r) && !Number.isNaN(x)) throw domain()
      if ((r === Infinity || r === -Infinity) && Number.isFinite(x)) throw overflows ? rangeError() : domain()
      return float(r)
    },
  ]
}

/** A logarithm, also of ints beyond the floats. */
function logarithm(cx: Context, v: Value, f: (x: number) => number, unit: number): number {
  const n = asIntValue(v)
  if (n !== undefined) {
    if (n <= 0) throw domain()
    const x = Number(n)
    if (x !== Infinity) return f(x)
    // n = x * 2**e
    const e = I.bitLength(n) - 64
    return f(Number(I.shr(n, e))) + unit * e
  }
  const x = real(cx, v)
  if (Number.isNaN(x) || x === Infinity) return x
  if (x <= 0) throw domain()
  return f(x)
}

function rounding(special: string, f: (x: number) => number) {
  return (cx: Context, v: Value): Value => {
    if (v instanceof PyFloat && v.type.name === 'float') return floatToInt(f(v.v))
    if (isInt(v)) return v
    const method = lookupSpecial(cx, v, special)
    if (method !== undefined) return cx.call(method, [])
    return floatToInt(f(real(cx, v)))
  }
}

/** An int argument of comb and perm. */
function count(cx: Context, v: Value, name: string): Int {
  const n = index(cx, v)
  if (n < 0) throw valueError(`${name} must be a non-negative integer`)
  return n
}

/** start * (start + 1) * … * stop by halves, so that the factors stay alike in size. */
function productRange(cx: Context, start: number, stop: number): bigint {
  if (stop - start < 16) {
    let r = BigInt(start)
    for (let i = start + 1; i <= stop; i++) r *= BigInt(i)
    return r
  }
  const middle = Math.floor((start + stop) / 2)
  cx.tick((stop - start) / 8)
  return productRange(cx, start, middle) * productRange(cx, middle + 1, stop)
}

function factorial(cx: Context, v: Value): Int {
  const n = index(cx, v)
  if (n < 0) throw valueError('factorial() not defined for negative values')
  if (n > 9223372036854775807n) throw overflowError('factorial() argument should not exceed 9223372036854775807')
  if (n > 20000000) throw memoryError()
  const k = Number(n)
  if (k > 10000) cx.charge((k * Math.log2(k)) / 8)
  return k < 2 ? 1 : I.norm(productRange(cx, 1, k))
}

function falling(cx: Context, n: Int, k: number): bigint {
  if (typeof n === 'number') return k === 0 ? 1n : productRange(cx, n - k + 1, n)
  let r = 1n
  for (let i = 0; i < k; i++) {
    r *= n - BigInt(i)
    if ((i & 63) === 0) cx.tick(64)
  }
  return r
}

function perm(cx: Context, nv: Value, kv: Value): Int {
  if (kv === null) return factorial(cx, nv)
  const n = count(cx, nv, 'n')
  const k = count(cx, kv, 'k')
  if (I.cmpInt(k, n) > 0) return 0
  if (k > 9007199254740991) throw overflowError('k must not exceed 9223372036854775807')
  if (k > 20000000) throw memoryError()
  return I.norm(falling(cx, n, Number(k)))
}

function comb(cx: Context, nv: Value, kv: Value): Int {
  const n = count(cx, nv, 'n')
  let k = count(cx, kv, 'k')
  if (I.cmpInt(k, n) > 0) return 0
  const other = I.sub(n, k)
  if (I.cmpInt(other, k) < 0) k = other
  if (k > 9007199254740991) throw overflowError('min(n - k, k) must not exceed 9223372036854775807')
  if (k > 20000000) throw memoryError()
  const m = Number(k)
  if (typeof n === 'number' && m < 30) {
    // Stays exact while the products are safe.
    let r = 1
    let i = 0
    for (; i < m; i++) {
      const next = r * (n - i)
      if (next > Number.MAX_SAFE_INTEGER) break
      r = next / (i + 1)
    }
    if (i === m) return r
  }
  return I.norm(falling(cx, n, m) / productRange(cx, 1, Math.max(1, m)))
}

/** The sum of floats, rounded once: Shewchuk's partial sums. */
function fsum(cx: Context, seq: Value): PyFloat {
  const partials: number[] = []
  let special = 0
  let infinities = 0
  forEach(cx, seq, (item) => {
    let x = real(cx, item)
    const original = x
    let n = 0
    for (let j = 0; j < partials.length; j++) {
      let y = partials[j]
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x]
      const hi = x + y
      const lo = y - (hi - x)
      if (lo !== 0) partials[n++] = lo
      x = hi
    }
    partials.length = n
    if (x !== 0) {
      if (!Number.isFinite(x)) {
        if (Number.isFinite(original)) throw overflowError('intermediate overflow in fsum')
        if (Math.abs(original) === Infinity) infinities += original
        special += original
        partials.length = 0
      } else partials.push(x)
    }
  })
  if (special !== 0) {
    if (Number.isNaN(infinities)) throw valueError('-inf + inf in fsum')
    return float(special)
  }
  let hi = 0
  let n = partials.length
  if (n > 0) {
    hi = partials[--n]
    let lo = 0
    while (n > 0) {
      const x = hi
      const y = partials[--n]
      hi = x + y
      lo = y - (hi - x)
      if (lo !== 0) break
    }
    // Half to even across the partials.
    if (n > 0 && ((lo < 0 && partials[n - 1] < 0) || (lo > 0 && partials[n - 1] > 0))) {
      const y = lo * 2
      const x = hi + y
      if (y === x - hi) hi = x
    }
  }
  return float(hi)
}

/** `x` as an exact fraction times a power of two, for sums of products. */
function exactSumOfProducts(pairs: [number, number][]): number {
  // Exact rational arithmetic: sums of products of doubles share a power-of-two denominator.
  let sum: bigint = 0n
  let exponent = 0
  for (const [a, b] of pairs) {
    const [am, ae] = I.floatParts(a)
    const [bm, be] = I.floatParts(b)
    let m = BigInt(am) * BigInt(bm)
    const e = ae + be
    if (m === 0n) continue
    if (e < exponent) {
      sum <<= BigInt(exponent - e)
      exponent = e
    } else m <<= BigInt(e - exponent)
    sum += m
  }
  if (sum === 0n) return 0
  return exponent < 0 ? I.trueDivide(I.norm(sum), I.norm(1n << BigInt(-exponent))) : Number(sum << BigInt(exponent))
}

function sumprod(cx: Context, p: Value, q: Value): Value {
  const a = getIter(cx, p)
  const b = getIter(cx, q)
  let total: Value = 0
  let floats: [number, number][] = []
  let floating = false
  const flush = () => {
    if (floating) {
      const sum = float(exactSumOfProducts(floats))
      total = total === 0 ? sum : binaryOp(cx, total, sum, BinOp.ADD)
    }
    floats = []
    floating = false
  }
  for (;;) {
    const x = iterNext(cx, a)
    const y = iterNext(cx, b)
    if (x === undefined || y === undefined) {
      if (x !== undefined || y !== undefined) throw valueError('Inputs are not the same length')
      break
    }
    if (isInt(x) && isInt(y) && !floating && isInt(total)) {
      total = I.add(total, mulInt(cx, x, y))
      continue
    }
    const fx = x instanceof PyFloat ? x.v : isInt(x) && y instanceof PyFloat ? intToFloat(x) : undefined
    const fy = y instanceof PyFloat ? y.v : isInt(y) && x instanceof PyFloat ? intToFloat(y) : undefined
    if (fx !== undefined && fy !== undefined && Number.isFinite(fx) && Number.isFinite(fy)) {
      floats.push([fx, fy])
      floating = true
      continue
    }
    flush()
    total = binaryOp(cx, total, binaryOp(cx, x, y, BinOp.MULTIPLY), BinOp.ADD)
  }
  flush()
  return total
}

function prod(cx: Context, iterable: Value, start: Value): Value {
  let r = start
  forEach(cx, iterable, (item) => {
    if (typeof r === 'number' && typeof item === 'number') r = I.mul(r, item)
    else r = binaryOp(cx, r, item, BinOp.MULTIPLY)
  })
  return r
}

function remainder(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  if (!Number.isFinite(x) || y === 0) throw domain()
  if (!Number.isFinite(y)) return x
  const a = Math.abs(x)
  const b = Math.abs(y)
  const m = a % b
  const c = b - m
  const r = m < c ? m : m > c ? -c : m - 2 * ((0.5 * (a - m)) % b)
  return x < 0 || Object.is(x, -0) ? -r : r
}

const view = new DataView(new ArrayBuffer(8))

/** A float as an integer that grows with it, so that neighbours differ by one. */
function ordinal(x: number): bigint {
  view.setFloat64(0, x)
  const n = view.getBigInt64(0)
  return n < 0n ? -(n & 0x7fffffffffffffffn) : n
}

function fromOrdinal(n: bigint, negativeZero: boolean): number {
  if (n < 0n || (n === 0n && negativeZero)) {
    view.setBigInt64(0, -n)
    return -view.getFloat64(0)
  }
  view.setBigInt64(0, n)
  return view.getFloat64(0)
}

function nextAfter(cx: Context, x: number, y: number, stepsValue: Value): number {
  if (Number.isNaN(x)) return x
  if (Number.isNaN(y)) return y
  let steps = 1n
  if (stepsValue !== null) {
    const n = index(cx, stepsValue)
    if (n < 0) throw valueError('steps must be a non-negative integer')
    steps = BigInt(n)
    if (steps === 0n) return x
  }
  if (x === y) return y
  const from = ordinal(x)
  const to = ordinal(y)
  const distance = to > from ? to - from : from - to
  if (steps >= distance) return y
  const n = to > from ? from + steps : from - steps
  return fromOrdinal(n, from < 0n || Object.is(x, -0))
}

function ldexp(_cx: Context, x: number, i: Value): PyFloat {
  const n = asIntValue(i)
  if (n === undefined) throw typeError('Expected an int as second argument to ldexp.')
  if (x === 0 || !Number.isFinite(x)) return float(x)
  if (n > 5000) throw rangeError()
  if (n < -5000) return float(x < 0 ? -0 : 0)
  const [m, e] = I.floatParts(x)
  const exponent = e + Number(n)
  const magnitude = BigInt(Math.abs(m))
  const r =
    exponent < 0
      ? I.trueDivide(I.norm(magnitude), I.norm(1n << BigInt(-exponent)))
      : Number(magnitude << BigInt(exponent))
  if (r === Infinity) throw rangeError()
  return float(x < 0 ? -r : r)
}

function frexp(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0]
  const [m, e] = I.floatParts(x)
  const length = I.bitLength(Math.abs(m))
  return [m / 2 ** length, e + length]
}

function fma(x: number, y: number, z: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(z)) {
    const r = x * y + z
    if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y) && !Number.isNaN(z)) {
      throw valueError('invalid operation in fma')
    }
    return r
  }
  const product = x * y
  if (product === 0 && (x === 0 || y === 0)) return product + z
  const r = exactSumOfProducts([
    [x, y],
    [z, 1],
  ])
  if (!Number.isFinite(r)) throw overflowError('overflow in fma')
  return r === 0 && z !== 0 && product === 0 ? product + z : r
}

/** CPython's vector norm: hypot of any number of coordinates. */
/** Euclid's algorithm takes a step a bit, each as long as the numbers. */
function gcd(cx: Context, a: Int, b: Int): Int {
  const bits = Math.min(I.bitLength(a), I.bitLength(b))
  if (bits > 20_000) cx.tick(bits * (bits / 100_000))
  return I.gcd(a, b)
}

const integers = (cx: Context, items: Value[]): Int[] => items.map((v) => index(cx, v))

function log(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  if (kwnames !== null && kwnames.length > 0) throw typeError('math.log() takes no keyword arguments')
  if (args.length < 1 || args.length > 2) throw wrongCount('log', args.length, 1, 2)
  const n = logarithm(cx, args[0], M.log, Math.LN2)
  if (args.length === 1) return float(n)
  const d = logarithm(cx, args[1], M.log, Math.LN2)
  if (d === 0) throw zeroDivisionError('float division by zero')
  return float(n / d)
}

export const load = defineModule('math', 'Mathematical functions of real numbers, by the C standard, and of ints.', {
  functions: {
    'acos(x, /)': unary('The angle whose cosine is x.', M.acos, false),
    'acosh(x, /)': unary('The inverse hyperbolic cosine.', M.acosh, false),
    'asin(x, /)': unary('The angle whose sine is x.', M.asin, false),
    'asinh(x, /)': unary('The inverse hyperbolic sine.', M.asinh, false),
    'atan(x, /)': unary('The angle whose tangent is x.', M.atan, false),
    'atan2(y, x, /)': [
      'The angle of the point (x, y).',
      (cx, y: Value, x: Value) => float(M.atan2(real(cx, y), real(cx, x))),
    ],
    'atanh(x, /)': unary('The inverse hyperbolic tangent.', Math.atanh, false),
    'cbrt(x, /)': unary('The cube root.', M.cbrt, false),
    'ceil(x, /)': ['The least int not below x.', rounding('__ceil__', Math.ceil)],
    'copysign(x, y, /)': [
      'x with the sign of y.',
      (cx, a: Value, b: Value) => {
        const x = Math.abs(real(cx, a))
        const y = real(cx, b)
        return float(y < 0 || Object.is(y, -0) ? -x : x)
      },
    ],
    'cos(x, /)': unary('The cosine of an angle in radians.', M.cos, false),
    'cosh(x, /)': unary('The hyperbolic cosine.', M.cosh, true),
    'degrees(x, /)': ['Radians as degrees.', (cx, x: Value) => float(real(cx, x) * (180 / Math.PI))],
    'dist(p, q, /)': [
      'The distance of two points given by their coordinates.',
      (cx, p: Value, q: Value) => {
        const a = p instanceof PyTuple ? p.items : toArray(cx, p)
        const b = q instanceof PyTuple ? q.items : toArray(cx, q)
        if (a.length !== b.length) throw valueError('both points must have the same number of dimensions')
        return float(M.hypot(...a.map((v, i) => real(cx, v) - real(cx, b[i]))))
      },
    ],
    'erf(x, /)': unary('The error function.', M.erf, false),
    'erfc(x, /)': unary('One minus the error function.', M.erfc, false),
    'exp(x, /)': unary('e to the power x.', M.exp, true),
    'exp2(x, /)': unary('2 to the power x.', M.exp2, true),
    'expm1(x, /)': unary('e to the power x, minus one, exact for small x.', Math.expm1, true),
    'fabs(x, /)': ['The magnitude of a float.', (cx, x: Value) => float(Math.abs(real(cx, x)))],
    'factorial(n, /)': ['1 * 2 * … * n.', factorial],
    'floor(x, /)': ['The greatest int not above x.', rounding('__floor__', Math.floor)],
    'fma(x, y, z, /)': [
      'x * y + z, rounded once.',
      (cx, x: Value, y: Value, z: Value) => float(fma(real(cx, x), real(cx, y), real(cx, z))),
    ],
    'fmod(x, y, /)': [
      'The remainder with the sign of x.',
      (cx, a: Value, b: Value) => {
        const x = real(cx, a)
        const y = real(cx, b)
        const r = x % y
        if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y)) throw domain()
        return float(r)
      },
    ],
    'frexp(x, /)': [
      'The pair (m, e) with x == m * 2**e and m from 0.5 to 1.',
      (cx, v: Value) => {
        const [m, e] = frexp(real(cx, v))
        return new PyTuple([float(m), e])
      },
    ],
    'fsum(seq, /)': ['The exact sum of floats, rounded once.', fsum],
    'gamma(x, /)': [
      'The gamma function.',
      (cx, v: Value) => {
        const x = real(cx, v)
        if (Number.isNaN(x) || x === Infinity) return float(x)
        if (x === -Infinity || (x <= 0 && Number.isInteger(x))) throw domain()
        const r = M.gamma(x)
        if (!Number.isFinite(r)) throw rangeError()
        return float(r)
      },
    ],
    'gcd(*integers)': [
      'The greatest common divisor.',
      (cx, args: Value[]) => integers(cx, args).reduce((a, b) => gcd(cx, a, b), 0 as Int),
    ],
    hypot: [
      'The length of the vector with these coordinates.',
      (cx, args: Value[], kwnames: readonly string[] | null) => {
        if (kwnames !== null && kwnames.length > 0) throw typeError('math.hypot() takes no keyword arguments')
        return float(M.hypot(...args.map((v) => real(cx, v))))
      },
    ],
    'isclose(a: float, b: float, *, rel_tol: float = 1e-09, abs_tol: float = 0.0)': [
      'Are the numbers close: within a part of the larger, or within a distance?',
      (_cx, a: number, b: number, relative: number, absolute: number) => {
        if (relative < 0 || absolute < 0) throw valueError('tolerances must be non-negative')
        if (a === b) return true
        if (!Number.isFinite(a) || !Number.isFinite(b)) return false
        const d = Math.abs(b - a)
        return d <= Math.abs(relative * b) || d <= Math.abs(relative * a) || d <= absolute
      },
    ],
    'isfinite(x, /)': ['Is x neither infinite nor NaN?', (cx, x: Value) => Number.isFinite(real(cx, x))],
    'isinf(x, /)': ['Is x infinite?', (cx, x: Value) => Math.abs(real(cx, x)) === Infinity],
    'isnan(x, /)': ['Is x not a number?', (cx, x: Value) => Number.isNaN(real(cx, x))],
    'isqrt(n, /)': [
      'The floor of the square root of an int.',
      (cx, v: Value) => {
        const n = index(cx, v)
        if (n < 0) throw valueError('isqrt() argument must be nonnegative')
        chargeOperand(cx, n, BitWork.ROOT)
        return I.isqrt(n)
      },
    ],
    'lcm(*integers)': [
      'The least common multiple.',
      (cx, args: Value[]) =>
        integers(cx, args).reduce((a, b) => {
          if (a === 0 || b === 0) return 0
          chargeOperand(cx, a, BitWork.DIVIDE)
          return I.abs(mulInt(cx, I.floordiv(a, gcd(cx, a, b)), b))
        }, 1 as Int),
    ],
    'ldexp(x: float, i, /)': ['x * 2**i.', ldexp],
    'lgamma(x, /)': [
      'The logarithm of the magnitude of the gamma function.',
      (cx, v: Value) => {
        const x = real(cx, v)
        if (Number.isNaN(x)) return float(x)
        if (!Number.isFinite(x)) return float(Infinity)
        if (x <= 0 && Number.isInteger(x)) throw domain()
        const r = M.lgamma(x)
        if (!Number.isFinite(r)) throw rangeError()
        return float(r)
      },
    ],
    log: ['log(x, [base=math.e])\nThe logarithm of x to a base, natural if not given.', log],
    'log1p(x, /)': unary('The natural logarithm of 1 + x, exact for small x.', Math.log1p, false),
    'log10(x, /)': ['The logarithm to base 10.', (cx, v: Value) => float(logarithm(cx, v, M.log10, Math.log10(2)))],
    'log2(x, /)': ['The logarithm to base 2.', (cx, v: Value) => float(logarithm(cx, v, M.log2, 1))],
    'modf(x, /)': [
      'The fraction and the whole part, both with the sign of x.',
      (cx, v: Value) => {
        const x = real(cx, v)
        const negative = x < 0 || Object.is(x, -0)
        if (!Number.isFinite(x)) return new PyTuple([float(Number.isNaN(x) ? x : negative ? -0 : 0), float(x)])
        const whole = Math.trunc(x)
        const fraction = x - whole
        return new PyTuple([float(fraction === 0 && negative ? -0 : fraction), float(whole)])
      },
    ],
    'pow(x, y, /)': [
      'x to the power y, as floats.',
      (cx, a: Value, b: Value) => {
        const x = real(cx, a)
        const y = real(cx, b)
        const r = M.pow(x, y)
        if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y)) throw domain()
        if (Math.abs(r) === Infinity && Number.isFinite(x) && Number.isFinite(y))
          throw x === 0 ? domain() : rangeError()
        return float(r)
      },
    ],
    'radians(x, /)': ['Degrees as radians.', (cx, x: Value) => float(real(cx, x) * (Math.PI / 180))],
    'remainder(x, y, /)': [
      'The difference of x and the nearest multiple of y.',
      (cx, x: Value, y: Value) => float(remainder(real(cx, x), real(cx, y))),
    ],
    'sin(x, /)': unary('The sine of an angle in radians.', M.sin, false),
    'sinh(x, /)': unary('The hyperbolic sine.', M.sinh, true),
    'sqrt(x, /)': unary('The square root.', Math.sqrt, false),
    'tan(x, /)': unary('The tangent of an angle in radians.', M.tan, false),
    'tanh(x, /)': unary('The hyperbolic tangent.', Math.tanh, false),
    'sumprod(p, q, /)': ['The sum of the products of corresponding items.', sumprod],
    'trunc(x, /)': [
      'The int towards zero.',
      (cx, v: Value) => {
        if (v instanceof PyFloat && v.type.name === 'float') return floatToInt(v.v)
        const method = lookupSpecial(cx, v, '__trunc__')
        if (method === undefined) throw typeError(`type ${typeName(v)} doesn't define __trunc__ method`)
        return cx.call(method, [])
      },
    ],
    'prod(iterable, /, *, start=1)': ['The product of all items.', prod],
    'perm(n, k=None, /)': ['The number of ways to choose k of n with order.', perm],
    'comb(n, k, /)': ['The number of ways to choose k of n without order.', comb],
    'nextafter(x: float, y: float, /, *, steps=None)': [
      'The float so many steps from x towards y.',
      (cx, x: number, y: number, steps: Value) => float(nextAfter(cx, x, y, steps)),
    ],
    'ulp(x, /)': [
      'The value of the last binary digit of x.',
      (cx, v: Value) => {
        const x = Math.abs(real(cx, v))
        if (!Number.isFinite(x)) return float(x)
        const up = nextAfter(cx, x, Infinity, null)
        return float(up === Infinity ? x - nextAfter(cx, x, -Infinity, null) : up - x)
      },
    ],
  },
  values: () => ({
    pi: float(Math.PI),
    e: float(Math.E),
    tau: float(2 * Math.PI),
    inf: float(Infinity),
    nan: float(Number.NaN),
  }),
})
