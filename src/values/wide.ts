/**
 * The two representations of a Python str and the operations that must know about them (CPython's PEP 393 kinds).
 *
 * A str without astral code points is a JavaScript `string`: one UTF-16 unit is one code point, so lengths, indices and the
 * string natives agree with Python's. Any other str is a `WideStr` that holds its code points. A text in which a lone high
 * surrogate is followed by a lone low one (possible in Python, not in UTF-16) is a `WideStr` too.
 *
 * Everything here is data only; `objects/str.ts` gives it behaviour. Concatenation leaves JavaScript's ropes alone, so that
 * building a text piece by piece stays linear.
 */
import { type Str, WideStr } from './value'

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/

/** The str of a JavaScript text, whose surrogate pairs are astral code points. */
export function fromText(js: string): Str {
  return PAIR.test(js) ? widen(js) : js
}

function widen(js: string): WideStr {
  const cps = new Int32Array(js.length)
  let n = 0
  for (let i = 0; i < js.length; i++) {
    const cp = js.codePointAt(i)!
    if (cp > 0xffff) i++
    cps[n++] = cp
  }
  const wide = new WideStr(cps.slice(0, n))
  wide.text = js
  return wide
}

/** The same text as a JavaScript string (UTF-16). */
export function textOf(s: Str): string {
  return typeof s === 'string' ? s : (s.text ??= textFromCodePoints(s.cps))
}

/** UTF-16 text of code points, lone surrogates as they are. */
export function textFromCodePoints(cps: ArrayLike<number>): string {
  let out = ''
  for (let i = 0; i < cps.length; i += 4096) {
    out += String.fromCodePoint(...Array.prototype.slice.call(cps, i, i + 4096))
  }
  return out
}

export function strLength(s: Str): number {
  return typeof s === 'string' ? s.length : s.cps.length
}

/** The code point at `i`, which is in range. */
export function codePointAt(s: Str, i: number): number {
  return typeof s === 'string' ? s.charCodeAt(i) : s.cps[i]
}

/** The one-character str at `i`, which is in range. */
export function strAt(s: Str, i: number): Str {
  return typeof s === 'string' ? s[i] : fromCodePoint(s.cps[i])
}

/** Characters `start` to `stop`, both within `0 … length`; empty when they cross. */
export function strSlice(s: Str, start: number, stop: number): Str {
  if (typeof s === 'string') return start < stop ? s.slice(start, stop) : ''
  if (start >= stop) return ''
  if (start === 0 && stop === s.cps.length) return s
  return fromCodePoints(s.cps.subarray(start, stop))
}

export function fromCodePoint(cp: number): Str {
  return cp <= 0xffff ? String.fromCharCode(cp) : new WideStr(Int32Array.of(cp))
}

/** The str of these code points (copied). */
export function fromCodePoints(cps: ArrayLike<number>): Str {
  const n = cps.length
  let previousHigh = false
  for (let i = 0; i < n; i++) {
    const cp = cps[i]
    if (cp < 0xd800) previousHigh = false
    else if (cp > 0xffff || (previousHigh && cp >= 0xdc00 && cp < 0xe000)) return new WideStr(Int32Array.from(cps))
    else previousHigh = cp < 0xdc00
  }
  if (n <= 4096) return String.fromCharCode.apply(null, cps as number[])
  let out = ''
  for (let i = 0; i < n; i += 4096) {
    out += String.fromCharCode.apply(null, Array.prototype.slice.call(cps, i, i + 4096))
  }
  return out
}

/** All code points of `s`; the array of a WideStr is its own and must not be written. */
export function codePoints(s: Str): Int32Array {
  if (typeof s !== 'string') return s.cps
  const out = new Int32Array(s.length)
  for (let i = 0; i < out.length; i++) out[i] = s.charCodeAt(i)
  return out
}

/**
 * `a + b`. Only the first unit of `b` is looked at: reading one of `a` would flatten the rope that repeated appending builds.
 */
export function concat(a: Str, b: Str): Str {
  if (typeof a === 'string' && typeof b === 'string') {
    if (b.length > 0 && a.length > 0 && (b.charCodeAt(0) & 0xfc00) === 0xdc00) return concatLowSurrogate(a, b)
    return a + b
  }
  return concatWide(a, b)
}

function concatLowSurrogate(a: string, b: string): Str {
  return (a.charCodeAt(a.length - 1) & 0xfc00) === 0xd800 ? concatWide(a, b) : a + b
}

function concatWide(a: Str, b: Str): Str {
  const n = strLength(a)
  const m = strLength(b)
  if (n === 0) return b
  if (m === 0) return a
  const cps = new Int32Array(n + m)
  cps.set(codePoints(a), 0)
  cps.set(codePoints(b), n)
  return new WideStr(cps)
}

/**
 * The str of pieces glued with JavaScript's own means out of `string` values. Where a lone high surrogate came to stand before
 * a lone low one they stay two code points: no astral code point can come from `string` values.
 */
export function fromUnits(js: string): Str {
  if (!PAIR.test(js)) return js
  const cps = new Int32Array(js.length)
  for (let i = 0; i < cps.length; i++) cps[i] = js.charCodeAt(i)
  return new WideStr(cps)
}

/** Concatenates many strs. */
export function concatAll(parts: readonly Str[]): Str {
  let total = 0
  let wide = false
  for (const part of parts) {
    if (typeof part !== 'string') wide = true
    total += strLength(part)
  }
  if (!wide) return fromUnits((parts as string[]).join(''))
  const cps = new Int32Array(total)
  let at = 0
  for (const part of parts) {
    if (typeof part === 'string') for (let i = 0; i < part.length; i++) cps[at++] = part.charCodeAt(i)
    else {
      cps.set(part.cps, at)
      at += part.cps.length
    }
  }
  return new WideStr(cps)
}

/** `s` repeated `n >= 0` times; the caller has charged the size. */
export function repeatStr(s: Str, n: number): Str {
  if (typeof s === 'string') {
    const out = s.repeat(n)
    return (s.charCodeAt(0) & 0xfc00) === 0xdc00 ? fromUnits(out) : out
  }
  if (n === 0) return ''
  const length = s.cps.length
  const cps = new Int32Array(length * n)
  for (let i = 0; i < n; i++) cps.set(s.cps, i * length)
  return new WideStr(cps)
}

export function strEquals(a: Str, b: Str): boolean {
  if (a === b) return true
  if (typeof a === 'string' || typeof b === 'string') return false
  const x = a.cps
  const y = b.cps
  if (x.length !== y.length) return false
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false
  return true
}

/** Negative, zero or positive by code point order. */
export function compareStr(a: Str, b: Str): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  const n = strLength(a)
  const m = strLength(b)
  for (let i = 0; i < n && i < m; i++) {
    const d = codePointAt(a, i) - codePointAt(b, i)
    if (d !== 0) return d
  }
  return n - m
}

/** Bytes a character in CPython's representation: 1, 2 or 4. */
export function strKind(s: Str): 1 | 2 | 4 {
  if (typeof s !== 'string') {
    for (const cp of s.cps) if (cp > 0xffff) return 4
    return 2
  }
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 0xff) return 2
  return 1
}
