/** The `unicodedata` module (CPython's Modules/unicodedata.c): the character database of Unicode 15.1. */
import { PyBytes, PyFloat, type Str, type Value } from '../values/value'
import {
  category,
  decimalValue,
  decodeRanges,
  decodeRuns,
  digitValue,
  numericValue,
  UNIDATA_VERSION,
} from '../values/unicode'
import { characterByName, nameOfCharacter } from '../values/unicode_names'
import { codePointAt, codePoints, fromCodePoint, fromCodePoints, strEquals, strLength, textOf } from '../values/wide'
import { bytesLike } from '../objects/bytes_like'
import type { Context } from '../objects/context'
import { defineModule, type MethodEntry } from '../objects/define'
import { keyError, typeError, valueError } from '../objects/raise'
import { asStrValue } from '../objects/str'
import { encode } from '../objects/str_codecs'
import { typeName } from '../objects/type'

/** The code point of a one-character str. */
function character(v: Value, name: string, position: number | null): number {
  const s = asStrValue(v)
  const where = position === null ? `${name}() argument` : `${name}() argument ${position}`
  if (s === undefined || strLength(s) !== 1) {
    throw typeError(`${where} must be a unicode character, not ${v === null ? 'None' : typeName(v)}`)
  }
  return codePointAt(s, 0)
}

const LAST = 0x110000

function lazy<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** A table of small numbers for named runs. */
function runs(text: string, size: number): { names: string[]; table: Uint8Array } {
  const names: string[] = []
  const table = new Uint8Array(LAST)
  decodeRuns(text, size, (name, start, stop) => {
    let i = names.indexOf(name)
    if (i < 0) i = names.push(name) - 1
    table.fill(i, start, stop)
  })
  return { names, table }
}

/** What `unicodedata.gen.ts` holds. */
export interface Database {
  BIDIRECTIONAL: string
  EAST_ASIAN_WIDTH: string
  MIRRORED: string
  COMBINING: string
  DECOMPOSITION: string
}

let tables: () => Database

/** Says where the tables come from: asked once, when a property is. */
export function provideDatabase(given: () => Database): void {
  tables = given
}

const database = lazy(() => tables())
const bidirectional = lazy(() => runs(database().BIDIRECTIONAL, 0))
const widths = lazy(() => runs(database().EAST_ASIAN_WIDTH, 1))
const mirrored = lazy(() => {
  const table = new Uint8Array(LAST)
  decodeRanges(database().MIRRORED, (start, stop) => table.fill(1, start, stop))
  return table
})
const combining = lazy(() => {
  const table = new Uint8Array(LAST)
  let at = 0
  for (const part of database().COMBINING.split(' ')) {
    const [value, length] = part.split(';')
    const n = length === undefined ? 1 : Number.parseInt(length, 36)
    if (value !== '0') table.fill(Number(value), at, at + n)
    at += n
  }
  return table
})

interface Decomposition {
  tag: string
  cps: number[]
}
const decompositions = lazy(() => {
  const map = new Map<number, Decomposition>()
  let at = 0
  for (const part of database().DECOMPOSITION.split(' ')) {
    const [gap, tag, text] = part.split(':')
    at += Number.parseInt(gap, 36)
    map.set(at, { tag, cps: text.split('.').map((t) => Number.parseInt(t, 36)) })
  }
  return map
})

// Normal forms ----------------------------------------------------------------------------------------------------------

/** Pairs that compose, and what to: canonical decompositions that no rule excludes. */
const compositions = lazy(() => {
  const map = new Map<number, number>()
  const ccc = combining()
  for (const [cp, d] of decompositions()) {
    if (d.tag !== '' || d.cps.length !== 2) continue
    // Singletons, non-starters and the script-specific exclusions do not compose again: the host knows the last.
    if (ccc[cp] !== 0 || ccc[d.cps[0]] !== 0) continue
    if (String.fromCodePoint(...d.cps).normalize('NFC') !== String.fromCodePoint(cp)) continue
    map.set(d.cps[0] * LAST + d.cps[1], cp)
  }
  return map
})

function decompose(cp: number, compatible: boolean, out: number[]): void {
  if (cp >= 0xac00 && cp < 0xd7a4) {
    const s = cp - 0xac00
    out.push(0x1100 + Math.floor(s / 588), 0x1161 + Math.floor((s % 588) / 28))
    if (s % 28) out.push(0x11a7 + (s % 28))
    return
  }
  const d = decompositions().get(cp)
  if (d === undefined || (d.tag !== '' && !compatible)) out.push(cp)
  else for (const c of d.cps) decompose(c, compatible, out)
}

function compose(cps: number[]): number[] {
  const ccc = combining()
  const map = compositions()
  const out: number[] = []
  let starter = -1
  let last = 0
  for (const cp of cps) {
    const k = ccc[cp]
    if (starter >= 0 && (last < k || (last === 0 && out.length - 1 === starter))) {
      const base = out[starter]
      let joined = map.get(base * LAST + cp)
      if (joined === undefined && base >= 0x1100 && base < 0x1113 && cp >= 0x1161 && cp < 0x1176) {
        joined = 0xac00 + ((base - 0x1100) * 21 + (cp - 0x1161)) * 28
      } else if (
        joined === undefined &&
        base >= 0xac00 &&
        base < 0xd7a4 &&
        (base - 0xac00) % 28 === 0 &&
        cp > 0x11a7 &&
        cp < 0x11c3
      ) {
        joined = base + cp - 0x11a7
      }
      if (joined !== undefined) {
        out[starter] = joined
        continue
      }
    }
    if (k === 0) starter = out.length
    last = k
    out.push(cp)
  }
  return out
}

function normalize(form: string, s: Str): Str {
  if (!/^NFK?[CD]$/.test(form)) throw valueError('invalid normalization form')
  if (typeof s === 'string' && !/[^\0-\x7f]/.test(s)) return s
  const cps: number[] = []
  for (const cp of codePoints(s)) decompose(cp, form.includes('K'), cps)
  // Marks in the order of their classes.
  const ccc = combining()
  for (let i = 1; i < cps.length; i++) {
    const k = ccc[cps[i]]
    if (k === 0) continue
    let j = i
    const cp = cps[i]
    while (j > 0 && ccc[cps[j - 1]] > k) {
      cps[j] = cps[j - 1]
      j--
    }
    cps[j] = cp
  }
  return fromCodePoints(form.endsWith('C') ? compose(cps) : cps)
}

const property = (name: string, doc: string, f: (cp: number) => Value): MethodEntry => [
  doc,
  (_cx, chr: Value) => f(character(chr, name, null)),
]

function withDefault(name: string, doc: string, missing: string, f: (cp: number) => Value | undefined): MethodEntry {
  return [
    doc,
    (_cx, chr: Value, fallback: Value | undefined) => {
      const r = f(character(chr, name, 1))
      if (r !== undefined) return r
      if (fallback === undefined) throw valueError(missing)
      return fallback
    },
  ]
}

const whole = (n: number): Value | undefined => (n < 0 ? undefined : n)
/** The name given to `lookup`: a str, or read-only bytes of UTF-8. */
function nameText(cx: Context, given: Value): string {
  const text = asStrValue(given)
  if (text !== undefined) {
    encode(cx, text, 'utf-8', 'strict')
    return textOf(text)
  }
  const data = bytesLike(given)
  if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(given)}'`)
  if (!(given instanceof PyBytes))
    throw typeError(`lookup() argument must be read-only bytes-like object, not ${typeName(given)}`)
  return new TextDecoder().decode(data)
}

const hex = (cp: number): string => cp.toString(16).toUpperCase().padStart(4, '0')

export const load = defineModule('unicodedata', 'The Unicode character database.', {
  functions: {
    'name(chr, default=<unrepresentable>, /)': withDefault('name', 'The name of a character.', 'no such name', (cp) =>
      nameOfCharacter(cp),
    ),
    'lookup(name, /)': [
      'The character of a name.',
      (cx, given: Value) => {
        const name = nameText(cx, given)
        const cp = characterByName(name)
        if (cp === undefined) throw keyError(`undefined character name '${name}'`)
        return fromCodePoint(cp)
      },
    ],
    'category(chr, /)': property('category', 'The general category.', (cp) => category(cp)),
    'bidirectional(chr, /)': property('bidirectional', 'The bidirectional class.', (cp) => {
      const { names, table } = bidirectional()
      const name = names[table[cp]]
      return name === '-' ? '' : name
    }),
    'combining(chr, /)': property('combining', 'The canonical combining class.', (cp) => combining()[cp]),
    'mirrored(chr, /)': property(
      'mirrored',
      'Is the character mirrored in bidirectional text?',
      (cp) => mirrored()[cp],
    ),
    'east_asian_width(chr, /)': property('east_asian_width', 'The East Asian width.', (cp) => {
      const { names, table } = widths()
      const name = names[table[cp]]
      return name === 'n' ? 'Na' : name
    }),
    'decomposition(chr, /)': property('decomposition', 'What the character is made of.', (cp) => {
      const d = decompositions().get(cp)
      if (d === undefined) return ''
      return `${d.tag ? `<${d.tag}> ` : ''}${d.cps.map(hex).join(' ')}`
    }),
    'decimal(chr, default=<unrepresentable>, /)': withDefault(
      'decimal',
      'The value of a decimal digit.',
      'not a decimal',
      (cp) => whole(decimalValue(cp)),
    ),
    'digit(chr, default=<unrepresentable>, /)': withDefault('digit', 'The value of a digit.', 'not a digit', (cp) =>
      whole(digitValue(cp)),
    ),
    'numeric(chr, default=<unrepresentable>, /)': withDefault(
      'numeric',
      'The numeric value.',
      'not a numeric character',
      (cp) => {
        const n = numericValue(cp)
        return n === undefined ? undefined : new PyFloat(n)
      },
    ),
    'normalize(form: str, unistr: str, /)': [
      'The text in a normal form: NFC, NFD, NFKC or NFKD.',
      (_cx, form: Str, s: Str) => normalize(textOf(form), s),
    ],
    'is_normalized(form: str, unistr: str, /)': [
      'Is the text in a normal form?',
      (_cx, form: Str, s: Str) => strEquals(normalize(textOf(form), s), s),
    ],
  },
  values: () => ({ unidata_version: UNIDATA_VERSION }),
})
