/**
 * Searching, splitting and replacing in strs (CPython's Objects/stringlib). Data functions: no Context, no errors.
 *
 * Where both texts are JavaScript strings its natives do the work; a WideStr takes the slower way over code points. A str without
 * astral code points can never contain a WideStr.
 */
import type { Str } from '../values/value'
import { isSpace } from '../values/unicode'
import { codePointAt, codePoints, concatAll, fromCodePoints, fromUnits, strLength, strSlice } from '../values/wide'

/** First position in `start … end` (fitted already) at which `sub` begins and ends within, or −1. */
export function find(s: Str, sub: Str, start: number, end: number): number {
  const m = strLength(sub)
  if (end - start < m) return -1
  if (typeof s === 'string') {
    if (typeof sub !== 'string') return -1
    if (end === s.length) return s.indexOf(sub, start)
    // Bounded, so that a search that fails does not read on to the end.
    const at = s.slice(start, end).indexOf(sub)
    return at < 0 ? -1 : at + start
  }
  const text = s.cps
  const part = codePoints(sub)
  if (m === 0) return start
  const first = part[0]
  for (let i = start; i <= end - m; i++) {
    if (text[i] !== first) continue
    let k = 1
    while (k < m && text[i + k] === part[k]) k++
    if (k === m) return i
  }
  return -1
}

/** Last position in `start … end` at which `sub` begins and ends within, or −1. */
export function rfind(s: Str, sub: Str, start: number, end: number): number {
  const m = strLength(sub)
  if (end - start < m) return -1
  if (typeof s === 'string') {
    if (typeof sub !== 'string') return -1
    if (start === 0) return s.lastIndexOf(sub, end - m)
    const at = s.slice(start, end).lastIndexOf(sub)
    return at < 0 ? -1 : at + start
  }
  const text = s.cps
  const part = codePoints(sub)
  for (let i = end - m; i >= start; i--) {
    let k = 0
    while (k < m && text[i + k] === part[k]) k++
    if (k === m) return i
  }
  return -1
}

/** Number of places without overlap. */
export function count(s: Str, sub: Str, start: number, end: number): number {
  const m = strLength(sub)
  if (end < start) return 0
  if (m === 0) return end - start + 1
  let n = 0
  for (let at = find(s, sub, start, end); at >= 0; at = find(s, sub, at + m, end)) n++
  return n
}

export function startsWith(s: Str, prefix: Str, start: number, end: number): boolean {
  const m = strLength(prefix)
  if (end - start < m) return false
  if (typeof s === 'string') return typeof prefix === 'string' && s.startsWith(prefix, start)
  for (let i = 0; i < m; i++) if (s.cps[start + i] !== codePointAt(prefix, i)) return false
  return true
}

export function endsWith(s: Str, suffix: Str, start: number, end: number): boolean {
  const m = strLength(suffix)
  return end - start >= m && startsWith(s, suffix, end - m, end)
}

/** Replaces the first `limit` places of `old` (all where negative). */
export function replace(s: Str, old: Str, by: Str, limit: number): Str {
  const n = strLength(s)
  const m = strLength(old)
  if (limit === 0) return s
  if (m === 0) {
    // Before every character, and at the end.
    const parts: Str[] = []
    let left = limit < 0 ? n + 1 : limit
    let i = 0
    for (; i <= n && left > 0; i++, left--) {
      parts.push(by)
      if (i < n) parts.push(strSlice(s, i, i + 1))
    }
    if (i < n) parts.push(strSlice(s, i, n))
    return concatAll(parts)
  }
  if (typeof s === 'string') {
    if (typeof old !== 'string') return s
    if (limit < 0 && typeof by === 'string') {
      const at = s.indexOf(old)
      return at < 0 ? s : fromUnits(s.split(old).join(by))
    }
  }
  const parts: Str[] = []
  let from = 0
  for (let at = find(s, old, 0, n); at >= 0; at = find(s, old, from, n)) {
    parts.push(strSlice(s, from, at), by)
    from = at + m
    if (--limit === 0) break
  }
  if (from === 0) return s
  parts.push(strSlice(s, from, n))
  return concatAll(parts)
}

/** Splits at `sep` (not empty), at most `limit` times where not negative. */
export function splitAt(s: Str, sep: Str, limit: number): Str[] {
  if (limit < 0 && typeof s === 'string' && typeof sep === 'string') return s.split(sep)
  const n = strLength(s)
  const m = strLength(sep)
  const out: Str[] = []
  let from = 0
  while (limit !== 0) {
    const at = find(s, sep, from, n)
    if (at < 0) break
    out.push(strSlice(s, from, at))
    from = at + m
    limit--
  }
  out.push(strSlice(s, from, n))
  return out
}

/** The same from the right. */
export function rsplitAt(s: Str, sep: Str, limit: number): Str[] {
  if (limit < 0) return splitAt(s, sep, -1)
  const m = strLength(sep)
  const out: Str[] = []
  let end = strLength(s)
  while (limit-- > 0) {
    const at = rfind(s, sep, 0, end)
    if (at < 0) break
    out.push(strSlice(s, at + m, end))
    end = at
  }
  out.push(strSlice(s, 0, end))
  return out.reverse()
}

/** A blank in Python's sense, quick for ASCII. */
export function isBlank(c: number): boolean {
  if (c <= 32) return c === 32 || (c >= 9 && c <= 13) || c >= 28
  return c >= 128 && isSpace(c)
}

/** Splits at runs of blanks; leading and trailing ones give no empty parts. */
export function splitBlank(s: Str, limit: number): Str[] {
  const n = strLength(s)
  const out: Str[] = []
  let i = 0
  if (limit < 0) limit = n + 1
  while (true) {
    while (i < n && isBlank(codePointAt(s, i))) i++
    if (i === n) break
    if (limit-- === 0) {
      out.push(strSlice(s, i, n))
      break
    }
    const start = i
    while (i < n && !isBlank(codePointAt(s, i))) i++
    out.push(strSlice(s, start, i))
  }
  return out
}

/** The same from the right. */
export function rsplitBlank(s: Str, limit: number): Str[] {
  if (limit < 0) return splitBlank(s, -1)
  const out: Str[] = []
  let i = strLength(s)
  while (true) {
    while (i > 0 && isBlank(codePointAt(s, i - 1))) i--
    if (i === 0) break
    if (limit-- === 0) {
      out.push(strSlice(s, 0, i))
      break
    }
    const end = i
    while (i > 0 && !isBlank(codePointAt(s, i - 1))) i--
    out.push(strSlice(s, i, end))
  }
  return out.reverse()
}

/** Lines by all of Python's line boundaries. */
export function splitLines(s: Str, keepEnds: boolean): Str[] {
  const n = strLength(s)
  const out: Str[] = []
  let start = 0
  let i = 0
  while (i < n) {
    const c = codePointAt(s, i++)
    if (c > 30 && c !== 0x85 && c !== 0x2028 && c !== 0x2029) continue
    if (c < 10 || (c > 13 && c < 28)) continue
    const end = i - 1
    if (c === 13 && i < n && codePointAt(s, i) === 10) i++
    out.push(strSlice(s, start, keepEnds ? i : end))
    start = i
  }
  if (start < n) out.push(strSlice(s, start, n))
  return out
}

/** Strips blanks, or the characters of `chars`, off either end. */
export function strip(s: Str, chars: Str | null, left: boolean, right: boolean): Str {
  const n = strLength(s)
  let start = 0
  let end = n
  if (chars === null) {
    if (left) while (start < end && isBlank(codePointAt(s, start))) start++
    if (right) while (end > start && isBlank(codePointAt(s, end - 1))) end--
  } else {
    const set = codePoints(chars)
    if (left) while (start < end && set.includes(codePointAt(s, start))) start++
    if (right) while (end > start && set.includes(codePointAt(s, end - 1))) end--
  }
  return start === 0 && end === n ? s : strSlice(s, start, end)
}

/** Every `step`-th character from `start`, `n` of them. */
export function sliceStep(s: Str, start: number, step: number, n: number): Str {
  if (n === 0) return ''
  if (typeof s === 'string') {
    let out = ''
    for (let i = 0, at = start; i < n; i++, at += step) out += s[at]
    return fromUnits(out)
  }
  const cps = new Int32Array(n)
  for (let i = 0, at = start; i < n; i++, at += step) cps[i] = s.cps[at]
  return fromCodePoints(cps)
}

export function contains(s: Str, sub: Str): boolean {
  if (typeof s === 'string') return typeof sub === 'string' && s.includes(sub)
  return find(s, sub, 0, s.cps.length) >= 0
}
