/**
 * Case mappings and character tests of whole strs (the Unicode halves of CPython's Objects/unicodeobject.c). ASCII takes
 * JavaScript's own functions; anything else goes by the tables of `values/unicode.ts`, full mappings included.
 */
import type { Str } from '../values/value'
import { Char, charFlags, foldOf, lowerOf, titleOf, upperOf } from '../values/unicode'
import { codePoints, fromCodePoints, strLength } from '../values/wide'

const ASCII = /^[\0-\x7f]*$/

export function isAscii(s: Str): boolean {
  return typeof s === 'string' && ASCII.test(s)
}

type Mapping = (cp: number) => readonly number[] | undefined

function push(out: number[], cp: number, map: Mapping): void {
  const to = map(cp)
  if (to === undefined) out.push(cp)
  else for (const c of to) out.push(c)
}

/** Is the sigma at `i` the last letter of its word? */
function isFinalSigma(cps: Int32Array, i: number): boolean {
  let j = i - 1
  while (j >= 0 && charFlags(cps[j]) & Char.CASE_IGNORABLE) j--
  if (j < 0 || !(charFlags(cps[j]) & Char.CASED)) return false
  j = i + 1
  while (j < cps.length && charFlags(cps[j]) & Char.CASE_IGNORABLE) j++
  return j === cps.length || !(charFlags(cps[j]) & Char.CASED)
}

function pushLower(out: number[], cps: Int32Array, i: number): void {
  if (cps[i] === 0x3a3) out.push(isFinalSigma(cps, i) ? 0x3c2 : 0x3c3)
  else push(out, cps[i], lowerOf)
}

export function lower(s: Str): Str {
  if (typeof s === 'string' && ASCII.test(s)) return s.toLowerCase()
  const cps = codePoints(s)
  const out: number[] = []
  for (let i = 0; i < cps.length; i++) pushLower(out, cps, i)
  return fromCodePoints(out)
}

export function upper(s: Str): Str {
  if (typeof s === 'string' && ASCII.test(s)) return s.toUpperCase()
  const out: number[] = []
  for (const cp of codePoints(s)) push(out, cp, upperOf)
  return fromCodePoints(out)
}

export function casefold(s: Str): Str {
  if (typeof s === 'string' && ASCII.test(s)) return s.toLowerCase()
  const out: number[] = []
  for (const cp of codePoints(s)) push(out, cp, foldOf)
  return fromCodePoints(out)
}

export function capitalize(s: Str): Str {
  if (typeof s === 'string' && ASCII.test(s)) return s.slice(0, 1).toUpperCase() + s.slice(1).toLowerCase()
  const cps = codePoints(s)
  const out: number[] = []
  push(out, cps[0], titleOf)
  for (let i = 1; i < cps.length; i++) pushLower(out, cps, i)
  return fromCodePoints(out)
}

export function title(s: Str): Str {
  const cps = codePoints(s)
  const out: number[] = []
  let inWord = false
  for (let i = 0; i < cps.length; i++) {
    if (inWord) pushLower(out, cps, i)
    else push(out, cps[i], titleOf)
    inWord = (charFlags(cps[i]) & Char.CASED) !== 0
  }
  return fromCodePoints(out)
}

export function swapcase(s: Str): Str {
  const cps = codePoints(s)
  const out: number[] = []
  for (let i = 0; i < cps.length; i++) {
    const flags = charFlags(cps[i])
    if (flags & Char.UPPER) pushLower(out, cps, i)
    else if (flags & Char.LOWER) push(out, cps[i], upperOf)
    else out.push(cps[i])
  }
  return fromCodePoints(out)
}

/** True when there are characters and all have one of the flags. */
export function all(s: Str, mask: number): boolean {
  const n = strLength(s)
  if (n === 0) return false
  if (typeof s === 'string') {
    for (let i = 0; i < n; i++) if (!(charFlags(s.charCodeAt(i)) & mask)) return false
  } else for (const cp of s.cps) if (!(charFlags(cp) & mask)) return false
  return true
}

/** True when there is a cased character and no one has a flag of `forbidden`. */
export function cased(s: Str, wanted: number, forbidden: number): boolean {
  let found = false
  for (const cp of codePoints(s)) {
    const flags = charFlags(cp)
    if (flags & forbidden) return false
    if (flags & wanted) found = true
  }
  return found
}

export function isTitle(s: Str): boolean {
  let found = false
  let inWord = false
  for (const cp of codePoints(s)) {
    const flags = charFlags(cp)
    if (flags & (Char.UPPER | Char.TITLE)) {
      if (inWord) return false
      inWord = found = true
    } else if (flags & Char.LOWER) {
      if (!inWord) return false
      found = true
    } else inWord = false
  }
  return found
}

export function isIdentifier(s: Str): boolean {
  const cps = codePoints(s)
  if (cps.length === 0 || !(charFlags(cps[0]) & Char.XID_START)) return false
  for (let i = 1; i < cps.length; i++) if (!(charFlags(cps[i]) & Char.XID_CONTINUE)) return false
  return true
}
