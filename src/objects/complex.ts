/** complex (CPython's Objects/complexobject.c). */
import { NotImplemented, PyComplex, PyFloat, PyTuple, type Str, type Value } from '../values/value'
import { H, hashComplexParts, hashFloat, hashInt, toInt } from '../values/hash'
import { identityNumber } from '../values/identity'
import { exp, log, pow, sin, cos, atan2, hypot } from '../values/libm'
import { reprComplex } from '../values/repr'
import { asFloat, lookupSpecial } from './abstract'
import { warnStrictSubclass } from './abstract_number'
import type { Context } from './context'
import { defineType } from './define'
import { parseFloat_ } from './float'
import { formatComplex } from './formatter'
import { asciiDigits, asIntValue, intToFloat } from './int'
import { adopt } from './object'
import { overflowError, typeError, valueError, zeroDivisionError } from './raise'
import { bindWith } from './signature'
import { asStrValue } from './str'
import { CompareOp, typeName, typeOf, type PyType } from './type'

/** The complex number of an operand; NULL for what is no number. */
function operand(v: Value): PyComplex | undefined {
  if (v instanceof PyComplex) return v
  if (v instanceof PyFloat) return new PyComplex(v.v, 0)
  const n = asIntValue(v)
  return n === undefined ? undefined : new PyComplex(intToFloat(n), 0)
}

function binary(op: (a: PyComplex, b: PyComplex) => Value) {
  return (_cx: Context, a: Value, b: Value): Value => {
    const x = operand(a)
    if (x === undefined) return NotImplemented
    const y = operand(b)
    return y === undefined ? NotImplemented : op(x, y)
  }
}

function multiply(a: PyComplex, b: PyComplex): PyComplex {
  return new PyComplex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
}

/** Quotient by Smith's method: scales by the larger part of the divisor. */
export function divideComplex(a: PyComplex, b: PyComplex): PyComplex {
  const re = Math.abs(b.re)
  const im = Math.abs(b.im)
  if (re >= im) {
    if (re === 0) throw zeroDivisionError('complex division by zero')
    const ratio = b.im / b.re
    const d = b.re + b.im * ratio
    return new PyComplex((a.re + a.im * ratio) / d, (a.im - a.re * ratio) / d)
  }
  if (im >= re) {
    const ratio = b.re / b.im
    const d = b.re * ratio + b.im
    return new PyComplex((a.re * ratio + a.im) / d, (a.im * ratio - a.re) / d)
  }
  return new PyComplex(Number.NaN, Number.NaN)
}

/** `x ** n` for an int `n >= 1`, by squaring. */
function powUnsigned(x: PyComplex, n: number): PyComplex {
  let r = new PyComplex(1, 0)
  let p = x
  for (let mask = 1; mask <= n; mask *= 2) {
    if (n & mask) r = multiply(r, p)
    p = multiply(p, p)
  }
  return r
}

/** `(aRe + aIm j) ** (bRe + bIm j)`. */
export function powComplex(aRe: number, aIm: number, bRe: number, bIm: number): PyComplex {
  let r: PyComplex
  if (bIm === 0 && Number.isInteger(bRe) && Math.abs(bRe) <= 100) {
    const base = new PyComplex(aRe, aIm)
    if (bRe >= 0) r = powUnsigned(base, bRe)
    else {
      const p = powUnsigned(base, -bRe)
      if (p.re === 0 && p.im === 0) throw zeroDivisionError('0.0 to a negative or complex power')
      r = divideComplex(new PyComplex(1, 0), p)
    }
  } else if (bRe === 0 && bIm === 0) r = new PyComplex(1, 0)
  else if (aRe === 0 && aIm === 0) {
    if (bIm !== 0 || bRe < 0) throw zeroDivisionError('0.0 to a negative or complex power')
    r = new PyComplex(0, 0)
  } else {
    const magnitude = hypot(aRe, aIm)
    let length = pow(magnitude, bRe)
    const angle = atan2(aIm, aRe)
    let phase = angle * bRe
    if (bIm !== 0) {
      length /= exp(angle * bIm)
      phase += bIm * log(magnitude)
    }
    r = new PyComplex(length * cos(phase), length * sin(phase))
  }
  if (
    (Math.abs(r.re) === Infinity || Math.abs(r.im) === Infinity) &&
    [aRe, aIm, bRe, bIm].every((x) => Number.isFinite(x))
  ) {
    throw overflowError('complex exponentiation')
  }
  return r
}

function compare(_cx: Context, self: PyComplex, other: Value, op: CompareOp): Value {
  if (op !== CompareOp.EQ && op !== CompareOp.NE) return NotImplemented
  let equal: boolean
  if (other instanceof PyComplex) equal = self.re === other.re && self.im === other.im
  else if (other instanceof PyFloat) equal = self.re === other.v && self.im === 0
  else {
    const n = asIntValue(other)
    if (n === undefined) return NotImplemented
    // biome-ignore lint/suspicious/noDoubleEquals: number against bigint
    equal = self.im === 0 && self.re == n
  }
  return op === CompareOp.EQ ? equal : !equal
}

const REAL =
  '(?:(?:\\d+(?:_\\d+)*\\.?(?:\\d+(?:_\\d+)*)?|\\.\\d+(?:_\\d+)*)(?:[eE][+-]?\\d+(?:_\\d+)*)?|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN])'
const COMPLEX = new RegExp(`^(?:([+-]?${REAL})?([+-]${REAL}?)[jJ]|([+-]?${REAL}?)[jJ]|([+-]?${REAL}))$`)

/** Reads a complex number as the constructor does. */
function parseComplex(s: Str): PyComplex {
  let text = asciiDigits(s).replace(/^[\t-\r\x1c-\x20]+|[\t-\r\x1c-\x20]+$/g, '')
  if (text.startsWith('(') && text.endsWith(')'))
    text = text.slice(1, -1).replace(/^[\t-\r\x1c-\x20]+|[\t-\r\x1c-\x20]+$/g, '')
  const m = COMPLEX.exec(text)
  if (!m) throw valueError('complex() arg is a malformed string')
  const part = (t: string | undefined): number => {
    if (t === undefined) return 0
    if (t === '' || t === '+') return 1
    if (t === '-') return -1
    return parseFloat_(t)!
  }
  if (m[4] !== undefined) return new PyComplex(part(m[4]), 0)
  if (m[3] !== undefined) return new PyComplex(0, part(m[3]))
  return new PyComplex(part(m[1]), part(m[2]))
}

/** What `__complex__` of an object gives, where it has one. */
function viaSpecial(cx: Context, v: Value): PyComplex | undefined {
  if (v instanceof PyComplex && v.type === complexType) return v
  const f = lookupSpecial(cx, v, '__complex__')
  if (f === undefined) return undefined
  const r = cx.call(f, [])
  if (r instanceof PyComplex) {
    if (r.type !== complexType) warnStrictSubclass(cx, '__complex__', 'complex', r)
    return r
  }
  throw typeError(`__complex__ returned non-complex (type ${typeName(r)})`)
}

const isNumber = (v: Value): boolean => {
  const t = typeOf(v)
  return t.nb_float !== undefined || t.nb_index !== undefined
}

function makeComplex(cx: Context, cls: PyType, real: Value | undefined, imag: Value | undefined): Value {
  const finish = (re: number, im: number): Value =>
    cls === complexType ? new PyComplex(re, im) : adopt(new PyComplex(re, im), cls)
  if (real !== undefined) {
    const s = asStrValue(real)
    if (s !== undefined) {
      if (imag !== undefined) throw typeError("complex() can't take second arg if first is a string")
      const c = parseComplex(s)
      return finish(c.re, c.im)
    }
  }
  if (imag !== undefined && asStrValue(imag) !== undefined) throw typeError("complex() second arg can't be a string")
  const r = real === undefined ? undefined : viaSpecial(cx, real)
  if (r === undefined && real !== undefined && !isNumber(real)) {
    throw typeError(`complex() first argument must be a string or a number, not '${typeName(real)}'`)
  }
  if (imag !== undefined && !(imag instanceof PyComplex) && !isNumber(imag)) {
    throw typeError(`complex() second argument must be a number, not '${typeName(imag)}'`)
  }
  let re = 0
  let im = 0
  if (r !== undefined) {
    re = r.re
    im = r.im
  } else if (real !== undefined) re = asFloat(cx, real)
  if (imag instanceof PyComplex) {
    re -= imag.im
    im = r === undefined ? imag.re : im + imag.re
  } else if (imag !== undefined) im = r === undefined ? asFloat(cx, imag) : im + asFloat(cx, imag)
  return finish(re, im)
}

const newComplex = bindWith(
  'complex(real=<unrepresentable>, imag=<unrepresentable>)',
  (cx: Context, cls: PyType, real: Value | undefined, imag: Value | undefined) => makeComplex(cx, cls, real, imag),
)

function partHash(x: number, self: PyComplex): number {
  return Number.isNaN(x) ? hashInt(identityNumber(self)) : hashFloat(x)
}

export function hashOfComplex(self: PyComplex): number | bigint {
  const reLo = partHash(self.re, self)
  const reHi = H.hi
  const imLo = partHash(self.im, self)
  const lo = hashComplexParts(reLo, reHi, imLo, H.hi)
  return toInt(lo, H.hi)
}

export const complexType: PyType = defineType('complex', PyComplex, {
  signature: '(real=0, imag=0)',
  doc: 'A complex number of two floats. complex(text) reads one, complex(real, imag) puts one together.',
  slots: {
    tp_new: newComplex,
    tp_alloc: (cls) => adopt(new PyComplex(0, 0), cls),
    tp_repr: (_cx, self: PyComplex) => reprComplex(self.re, self.im),
    tp_hash: (_cx, self: PyComplex) => hashOfComplex(self),
    tp_richcompare: compare,
    nb_add: binary((a, b) => new PyComplex(a.re + b.re, a.im + b.im)),
    nb_subtract: binary((a, b) => new PyComplex(a.re - b.re, a.im - b.im)),
    nb_multiply: binary(multiply),
    nb_power: (_cx, a, b, m) => {
      const x = operand(a)
      const y = operand(b)
      if (x === undefined || y === undefined) return NotImplemented
      if (m !== null) throw valueError('complex modulo')
      return powComplex(x.re, x.im, y.re, y.im)
    },
    nb_negative: (_cx, self: PyComplex) => new PyComplex(-self.re, -self.im),
    nb_positive: (_cx, self: PyComplex) => (self.type === complexType ? self : new PyComplex(self.re, self.im)),
    nb_absolute: (_cx, self: PyComplex) => {
      const r = hypot(self.re, self.im)
      if (r === Infinity && Number.isFinite(self.re) && Number.isFinite(self.im)) {
        throw overflowError('absolute value too large')
      }
      return new PyFloat(r)
    },
    nb_bool: (_cx, self: PyComplex) => self.re !== 0 || self.im !== 0,
    nb_true_divide: binary(divideComplex),
  },
  methods: {
    'conjugate(self, /)': [
      'The number with the sign of its imaginary part turned.',
      (_cx, self: PyComplex) => new PyComplex(self.re, -self.im),
    ],
    '__complex__(self, /)': [
      'The number itself as an exact complex.',
      (_cx, self: PyComplex) => (self.type === complexType ? self : new PyComplex(self.re, self.im)),
    ],
    '__getnewargs__(self, /)': [
      'Arguments for copying.',
      (_cx, self: PyComplex) => new PyTuple([new PyFloat(self.re), new PyFloat(self.im)]),
    ],
    '__format__(self, format_spec: str, /)': [
      'The text of the number in the notation that the format specifier asks for.',
      (cx, self: PyComplex, spec: Str) => formatComplex(cx, self, spec),
    ],
  },
  members: {
    real: ['the real part of a complex number', (_cx, self: PyComplex) => new PyFloat(self.re)],
    imag: ['the imaginary part of a complex number', (_cx, self: PyComplex) => new PyFloat(self.im)],
  },
})
