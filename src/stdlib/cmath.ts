/** The `cmath` module (CPython's Modules/cmathmodule.c): functions of complex numbers. */
import { PyComplex, PyFloat, PyTuple, type Value } from '../values/value'
import * as M from '../values/libm'
import { asFloat, lookupSpecial } from '../objects/abstract'
import { warnStrictSubclass } from '../objects/abstract_number'
import { complexType, divideComplex } from '../objects/complex'
import type { Context } from '../objects/context'
import { defineModule, type MethodEntry } from '../objects/define'
import { overflowError, typeError, valueError } from '../objects/raise'
import { typeName, typeOf } from '../objects/type'

const { hypot } = M
const c = (re: number, im: number): PyComplex => new PyComplex(re, im)
const domain = () => valueError('math domain error')
const range = () => overflowError('math range error')

/** A complex argument: complex, `__complex__`, or a real number. */
function argument(cx: Context, v: Value): PyComplex {
  if (v instanceof PyComplex) return v
  const f = lookupSpecial(cx, v, '__complex__')
  if (f !== undefined) {
    const r = cx.call(f, [])
    if (r instanceof PyComplex) {
      if (r.type !== complexType) warnStrictSubclass(cx, '__complex__', 'complex', r)
      return r
    }
    throw typeError(`__complex__ returned non-complex (type ${typeName(r)})`)
  }
  const t = typeOf(v)
  if (t.nb_float === undefined && t.nb_index === undefined) throw typeError(`must be real number, not ${typeName(v)}`)
  return c(asFloat(cx, v), 0)
}

const finite = (z: PyComplex): boolean => Number.isFinite(z.re) && Number.isFinite(z.im)
const isNaN_ = (z: PyComplex): boolean => Number.isNaN(z.re) || Number.isNaN(z.im)

/** A function whose result must be finite where its argument is. */
function fn(doc: string, f: (z: PyComplex) => PyComplex): MethodEntry {
  return [
    doc,
    (cx, v: Value) => {
      const z = argument(cx, v)
      const r = f(z)
      if (finite(z) && !finite(r)) throw isNaN_(r) ? domain() : range()
      return r
    },
  ]
}

function sqrt(z: PyComplex): PyComplex {
  const { re, im } = z
  if (re === 0 && im === 0) return c(0, im)
  if (!finite(z)) {
    if (Math.abs(im) === Infinity) return c(Infinity, im)
    if (re === Infinity) return c(Infinity, Number.isNaN(im) ? im : copySign(0, im))
    if (re === -Infinity) return Number.isNaN(im) ? c(im, Infinity) : c(0, copySign(Infinity, im))
    return c(Number.NaN, Number.NaN)
  }
  const ax = Math.abs(re)
  const ay = Math.abs(im)
  let s: number
  if (ax < 2.2250738585072014e-308 && ay < 2.2250738585072014e-308 && (ax > 0 || ay > 0)) {
    const scaled = ax * 2 ** 54
    s = Math.sqrt(scaled + hypot(scaled, ay * 2 ** 54)) * 2 ** -27 * Math.SQRT1_2
  } else s = 2 * Math.sqrt(ax / 8 + hypot(ax / 8, ay / 8))
  const d = ay / (2 * s)
  return re >= 0 ? c(s, copySign(d, im)) : c(d, copySign(s, im))
}

const copySign = (x: number, sign: number): number => (sign < 0 || Object.is(sign, -0) ? -Math.abs(x) : Math.abs(x))

function exp(z: PyComplex): PyComplex {
  if (z.im === 0) return c(M.exp(z.re), z.im)
  if (z.re > 708) {
    const l = M.exp(z.re - 1)
    return c(l * M.cos(z.im) * Math.E, l * M.sin(z.im) * Math.E)
  }
  const l = M.exp(z.re)
  return c(l * M.cos(z.im), l * M.sin(z.im))
}

function log(z: PyComplex): PyComplex {
  const ax = Math.abs(z.re)
  const ay = Math.abs(z.im)
  const angle = M.atan2(z.im, z.re)
  if (!finite(z)) return c(ax === Infinity || ay === Infinity ? Infinity : Number.NaN, angle)
  const big = 4.49423283715579e307
  if (ax > big || ay > big) return c(M.log(hypot(ax / 2, ay / 2)) + Math.LN2, angle)
  if (ax < 2.2250738585072014e-308 && ay < 2.2250738585072014e-308) {
    if (ax === 0 && ay === 0) throw domain()
    return c(M.log(hypot(ax * 2 ** 53, ay * 2 ** 53)) - 53 * Math.LN2, angle)
  }
  const h = hypot(ax, ay)
  if (h >= 0.71 && h <= 1.73) {
    const [hi, lo] = ax > ay ? [ax, ay] : [ay, ax]
    return c(Math.log1p((hi - 1) * (hi + 1) + lo * lo) / 2, angle)
  }
  return c(M.log(h), angle)
}

function acos(z: PyComplex): PyComplex {
  if (Number.isNaN(z.im) && z.re === 0) return c(Math.PI / 2, z.im)
  if (Number.isNaN(z.im) && Math.abs(z.re) === Infinity) return c(z.im, Infinity)
  if (Math.abs(z.re) > 1e307 || Math.abs(z.im) > 1e307) {
    const r = M.log(hypot(z.re / 2, z.im / 2)) + 2 * Math.LN2
    return c(M.atan2(Math.abs(z.im), z.re), z.im < 0 || Object.is(z.im, -0) ? r : -r)
  }
  const s1 = sqrt(c(1 - z.re, -z.im))
  const s2 = sqrt(c(1 + z.re, z.im))
  return c(2 * M.atan2(s1.re, s2.re), M.asinh(s2.re * s1.im - s2.im * s1.re))
}

function acosh(z: PyComplex): PyComplex {
  if (Math.abs(z.re) > 1e307 || Math.abs(z.im) > 1e307) {
    return c(M.log(hypot(z.re / 2, z.im / 2)) + 2 * Math.LN2, M.atan2(z.im, z.re))
  }
  const s1 = sqrt(c(z.re - 1, z.im))
  const s2 = sqrt(c(z.re + 1, z.im))
  return c(M.asinh(s1.re * s2.re + s1.im * s2.im), 2 * M.atan2(s1.im, s2.re))
}

function asinh(z: PyComplex): PyComplex {
  if (Number.isNaN(z.re) && z.im === 0) return z
  if (Math.abs(z.re) > 1e307 || Math.abs(z.im) > 1e307) {
    const r = M.log(hypot(z.re / 2, z.im / 2)) + 2 * Math.LN2
    return c(copySign(r, z.re), M.atan2(z.im, Math.abs(z.re)))
  }
  const s1 = sqrt(c(1 + z.im, -z.re))
  const s2 = sqrt(c(1 - z.im, z.re))
  return c(M.asinh(s1.re * s2.im - s2.re * s1.im), M.atan2(z.im, s1.re * s2.re - s1.im * s2.im))
}

function asin(z: PyComplex): PyComplex {
  const s = asinh(c(-z.im, z.re))
  return c(s.im, -s.re)
}

function atanh(z: PyComplex): PyComplex {
  if (z.re < 0 || Object.is(z.re, -0)) {
    const r = atanh(c(-z.re, -z.im))
    return c(-r.re, -r.im)
  }
  const ay = Math.abs(z.im)
  if (z.re === Infinity || ay === Infinity)
    return c(Number.isNaN(z.re) && ay !== Infinity ? z.re : 0, Number.isNaN(z.im) ? z.im : copySign(Math.PI / 2, z.im))
  if (Number.isNaN(z.im) && z.re === 0) return z
  if (z.re > 6.7e153 || ay > 6.7e153) {
    const h = hypot(z.re / 2, z.im / 2)
    return c(z.re / 4 / h / h, -copySign(Math.PI / 2, -z.im))
  }
  if (z.re === 1 && ay < 1.5e-154) {
    if (ay === 0) throw domain()
    return c(-M.log(Math.sqrt(ay) / Math.sqrt(hypot(ay, 2))), copySign(M.atan2(2, -ay) / 2, z.im))
  }
  return c(
    Math.log1p((4 * z.re) / ((1 - z.re) * (1 - z.re) + ay * ay)) / 4,
    -M.atan2(-2 * z.im, (1 - z.re) * (1 + z.re) - ay * ay) / 2,
  )
}

function atan(z: PyComplex): PyComplex {
  const s = atanh(c(-z.im, z.re))
  return c(s.im, -s.re)
}

function cosh(z: PyComplex): PyComplex {
  if (Math.abs(z.re) > 708) {
    const x = z.re - copySign(1, z.re)
    return c(M.cos(z.im) * M.cosh(x) * Math.E, M.sin(z.im) * M.sinh(x) * Math.E)
  }
  return c(M.cos(z.im) * M.cosh(z.re), M.sin(z.im) * M.sinh(z.re))
}

function sinh(z: PyComplex): PyComplex {
  if (Math.abs(z.re) > 708) {
    const x = z.re - copySign(1, z.re)
    return c(M.cos(z.im) * M.sinh(x) * Math.E, M.sin(z.im) * M.cosh(x) * Math.E)
  }
  return c(M.cos(z.im) * M.sinh(z.re), M.sin(z.im) * M.cosh(z.re))
}

function tanh(z: PyComplex): PyComplex {
  if (Math.abs(z.re) > 22) {
    return c(copySign(1, z.re), 4 * M.sin(z.im) * M.cos(z.im) * M.exp(-2 * Math.abs(z.re)))
  }
  const tx = Math.tanh(z.re)
  const ty = M.tan(z.im)
  const cx = 1 / M.cosh(z.re)
  const txty = tx * ty
  const d = 1 + txty * txty
  return c((tx * (1 + ty * ty)) / d, (ty / d) * cx * cx)
}

const float = (x: number): PyFloat => new PyFloat(x)

export const load = defineModule('cmath', 'Mathematical functions of complex numbers.', {
  functions: {
    'acos(z, /)': fn('The inverse cosine.', acos),
    'acosh(z, /)': fn('The inverse hyperbolic cosine.', acosh),
    'asin(z, /)': fn('The inverse sine.', asin),
    'asinh(z, /)': fn('The inverse hyperbolic sine.', asinh),
    'atan(z, /)': fn('The inverse tangent.', atan),
    'atanh(z, /)': fn('The inverse hyperbolic tangent.', atanh),
    'cos(z, /)': fn('The cosine.', (z) => cosh(c(-z.im, z.re))),
    'cosh(z, /)': fn('The hyperbolic cosine.', cosh),
    'exp(z, /)': fn('e to the power z.', exp),
    'isclose(a, b, *, rel_tol: float = 1e-09, abs_tol: float = 0.0)': [
      'Are two complex numbers close?',
      (cx, av: Value, bv: Value, relative: number, absolute: number) => {
        const a = argument(cx, av)
        const b = argument(cx, bv)
        if (relative < 0 || absolute < 0) throw valueError('tolerances must be non-negative')
        if (a.re === b.re && a.im === b.im) return true
        if (
          Math.abs(a.re) === Infinity ||
          Math.abs(a.im) === Infinity ||
          Math.abs(b.re) === Infinity ||
          Math.abs(b.im) === Infinity
        )
          return false
        const d = hypot(a.re - b.re, a.im - b.im)
        return d <= relative * hypot(b.re, b.im) || d <= relative * hypot(a.re, a.im) || d <= absolute
      },
    ],
    'isfinite(z, /)': ['Are both parts finite?', (cx, v: Value) => finite(argument(cx, v))],
    'isinf(z, /)': [
      'Is a part infinite?',
      (cx, v: Value) => {
        const z = argument(cx, v)
        return Math.abs(z.re) === Infinity || Math.abs(z.im) === Infinity
      },
    ],
    'isnan(z, /)': ['Is a part not a number?', (cx, v: Value) => isNaN_(argument(cx, v))],
    'log(z, base=<unrepresentable>, /)': [
      'The logarithm of z to a base, natural if not given.',
      (cx, v: Value, base: Value | undefined) => {
        const r = log(argument(cx, v))
        return base === undefined ? r : divideComplex(r, log(argument(cx, base)))
      },
    ],
    'log10(z, /)': fn('The logarithm to base 10.', (z) => {
      const r = log(z)
      return c(r.re / Math.LN10, r.im / Math.LN10)
    }),
    'phase(z, /)': [
      'The angle of z.',
      (cx, v: Value) => {
        const z = argument(cx, v)
        return float(M.atan2(z.im, z.re))
      },
    ],
    'polar(z, /)': [
      'The length and the angle of z.',
      (cx, v: Value) => {
        const z = argument(cx, v)
        const r = hypot(z.re, z.im)
        if (finite(z) && r === Infinity) throw range()
        return new PyTuple([float(r), float(M.atan2(z.im, z.re))])
      },
    ],
    'rect(r: float, phi: float, /)': [
      'The complex number of a length and an angle.',
      (_cx, r: number, phi: number) => {
        if (r === 0 && !Number.isFinite(phi)) return c(0, 0)
        if (Math.abs(phi) === Infinity && !Number.isNaN(r)) throw domain()
        if (Math.abs(r) === Infinity && Number.isNaN(phi)) return c(Infinity, phi)
        if (phi === 0 && !Number.isFinite(r)) return c(r, Number.isNaN(r) ? 0 : Math.sign(r) * phi)
        return phi === 0 ? c(r, r * phi) : c(r * M.cos(phi), r * M.sin(phi))
      },
    ],
    'sin(z, /)': fn('The sine.', (z) => {
      const s = sinh(c(-z.im, z.re))
      return c(s.im, -s.re)
    }),
    'sinh(z, /)': fn('The hyperbolic sine.', sinh),
    'sqrt(z, /)': fn('The square root.', sqrt),
    'tan(z, /)': fn('The tangent.', (z) => {
      const s = tanh(c(-z.im, z.re))
      return c(s.im, -s.re)
    }),
    'tanh(z, /)': fn('The hyperbolic tangent.', tanh),
  },
  values: () => ({
    pi: float(Math.PI),
    e: float(Math.E),
    tau: float(2 * Math.PI),
    inf: float(Infinity),
    nan: float(Number.NaN),
    infj: c(0, Infinity),
    nanj: c(0, Number.NaN),
  }),
})
