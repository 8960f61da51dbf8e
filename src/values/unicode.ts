/**
 * Properties of characters as Unicode 15.1 gives them (CPython's Objects/unicodectype.c), whatever Unicode version the host has.
 *
 * The generated tables are run-length coded text; they are decoded when the first character beyond ASCII is asked for, into
 * one array of flags and maps of the case mappings. Programs that stay within ASCII never decode anything.
 */
import * as gen from './unicode.gen'

export const UNIDATA_VERSION = gen.UNIDATA_VERSION

/** Properties of a character, or-ed together in `charFlags`. */
export const enum Char {
  ALPHA = 1,
  DECIMAL = 2,
  DIGIT = 4,
  NUMERIC = 8,
  LOWER = 16,
  UPPER = 32,
  TITLE = 64,
  SPACE = 128,
  PRINTABLE = 256,
  XID_START = 512,
  XID_CONTINUE = 1024,
  CASE_IGNORABLE = 2048,
  LINEBREAK = 4096,
  /** What `str.isalnum` accepts. */
  ALNUM = 1 + 2 + 4 + 8,
  CASED = 16 + 32 + 64,
}

const CODE_POINTS = 0x110000
const ASCII = makeAscii()
let all: Uint16Array | undefined

function makeAscii(): Uint16Array {
  const flags = new Uint16Array(128)
  for (let c = 0; c < 128; c++) {
    let f = 0
    if (c >= 48 && c <= 57) f |= Char.DECIMAL | Char.DIGIT | Char.NUMERIC | Char.XID_CONTINUE
    if (c >= 65 && c <= 90) f |= Char.ALPHA | Char.UPPER | Char.XID_START | Char.XID_CONTINUE
    if (c >= 97 && c <= 122) f |= Char.ALPHA | Char.LOWER | Char.XID_START | Char.XID_CONTINUE
    if (c === 95) f |= Char.XID_START | Char.XID_CONTINUE
    if ((c >= 9 && c <= 13) || (c >= 28 && c <= 32)) f |= Char.SPACE
    if ((c >= 10 && c <= 13) || (c >= 28 && c <= 30)) f |= Char.LINEBREAK
    if (c >= 32 && c < 127) f |= Char.PRINTABLE
    flags[c] = f
  }
  // Full stop, colon, apostrophe, circumflex, grave accent.
  for (const c of [39, 46, 58, 94, 96]) flags[c] |= Char.CASE_IGNORABLE
  return flags
}

/** Calls `run(start, stop)` for each range of a coded list. */
export function decodeRanges(text: string, run: (start: number, stop: number) => void): void {
  let at = 0
  for (const part of text.split(' ')) {
    const colon = part.indexOf(':')
    const gap = Number.parseInt(colon < 0 ? part : part.slice(0, colon), 36)
    const length = colon < 0 ? 1 : Number.parseInt(part.slice(colon + 1), 36)
    at += gap
    run(at, at + length)
    at += length
  }
}

/** Calls `run(value, start, stop)` for each run of a coded table whose values are upper-case words (or `size` letters). */
export function decodeRuns(
  text: string,
  size: number,
  run: (value: string, start: number, stop: number) => void,
): void {
  let at = 0
  for (const part of text.split(' ')) {
    const n = size || (/^[A-Z]+|^-/.exec(part)![0].length as number)
    const length = part.length > n ? Number.parseInt(part.slice(n), 36) : 1
    run(part.slice(0, n), at, at + length)
    at += length
  }
}

export const CATEGORY_NAMES =
  'Cn Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co'.split(' ')
let categories: Uint8Array | undefined

function categoryTable(): Uint8Array {
  if (categories) return categories
  const table = new Uint8Array(CODE_POINTS)
  decodeRuns(gen.CATEGORIES, 2, (name, start, stop) => table.fill(CATEGORY_NAMES.indexOf(name), start, stop))
  return (categories = table)
}

/** The general category, such as 'Lu'. */
export function category(cp: number): string {
  return CATEGORY_NAMES[categoryTable()[cp]]
}

function decodeFlags(): Uint16Array {
  const table = new Uint16Array(CODE_POINTS)
  const letter = Char.ALPHA | Char.XID_START | Char.XID_CONTINUE
  const ofCategory: Record<string, number> = {
    Lu: letter | Char.UPPER,
    Ll: letter | Char.LOWER,
    Lt: letter | Char.TITLE,
    Lm: letter,
    Lo: letter,
    Nl: Char.XID_START | Char.XID_CONTINUE,
    Mn: Char.XID_CONTINUE,
    Mc: Char.XID_CONTINUE,
    Nd: Char.DECIMAL | Char.DIGIT | Char.NUMERIC | Char.XID_CONTINUE,
    Pc: Char.XID_CONTINUE,
    Zs: Char.SPACE,
  }
  decodeRuns(gen.CATEGORIES, 2, (name, start, stop) => {
    const printable = !/^(C.|Z.)$/.test(name)
    const flags = (ofCategory[name] ?? 0) | (printable ? Char.PRINTABLE : 0)
    if (flags) table.fill(flags, start, stop)
  })
  const flip = (text: string, flag: number) =>
    decodeRanges(text, (start, stop) => {
      for (let cp = start; cp < stop; cp++) table[cp] ^= flag
    })
  flip(gen.LOWER, Char.LOWER)
  flip(gen.UPPER, Char.UPPER)
  flip(gen.XID_START, Char.XID_START)
  flip(gen.XID_CONTINUE, Char.XID_CONTINUE)
  flip(gen.CASE_IGNORABLE, Char.CASE_IGNORABLE)
  eachNumeric((cp, _value, digit) => {
    table[cp] |= digit ? Char.DIGIT | Char.NUMERIC : Char.NUMERIC
  })
  // White space that is no Zs: by its bidirectional class.
  for (const cp of [0x85, 0x2028, 0x2029]) table[cp] |= Char.SPACE | Char.LINEBREAK
  table.set(ASCII)
  return (all = table)
}

/** The `Char` flags of a code point. */
export function charFlags(cp: number): number {
  return cp < 128 ? ASCII[cp] : (all ?? decodeFlags())[cp]
}

export function isSpace(cp: number): boolean {
  return (charFlags(cp) & Char.SPACE) !== 0
}

export function isPrintable(cp: number): boolean {
  return (charFlags(cp) & Char.PRINTABLE) !== 0
}

/** A numeric value as CPython tells it: a whole number or a fraction. */
function eachNumeric(visit: (cp: number, value: number, digit: boolean) => void): void {
  let at = 0
  for (const part of gen.NUMERIC.split(' ')) {
    const [, gap, kind, numerator, denominator, count] = /^([0-9a-z]+)([=:])(-?\d+)(?:\/(\d+))?(?:\*(\d+))?$/.exec(
      part,
    )!
    at += Number.parseInt(gap, 36)
    for (let i = 0; i < Number(count ?? 1); i++, at++) {
      visit(at, Number(numerator) / Number(denominator ?? 1) + i, kind === '=')
    }
  }
}

let numerics: Map<number, number> | undefined
let digits: Map<number, number> | undefined

function decodeNumerics(): void {
  const values = (numerics = new Map<number, number>())
  const small = (digits = new Map<number, number>())
  eachNumeric((cp, value, digit) => {
    values.set(cp, value)
    if (digit) small.set(cp, value)
  })
}

/** The value of a decimal digit (category Nd), or −1. */
export function decimalValue(cp: number): number {
  if (cp < 128) return cp >= 48 && cp <= 57 ? cp - 48 : -1
  if ((charFlags(cp) & Char.DECIMAL) === 0) return -1
  // Decimal digits come in whole rows from zero to nine, some of them side by side.
  const table = categoryTable()
  const nd = table[48]
  let start = cp
  while (table[start - 1] === nd) start--
  return (cp - start) % 10
}

/** The value of a digit (decimal digits, superscripts, circled digits …), or −1. */
export function digitValue(cp: number): number {
  const d = decimalValue(cp)
  if (d >= 0 || cp < 128) return d
  if (!digits) decodeNumerics()
  return digits!.get(cp) ?? -1
}

/** The numeric value, or undefined. */
export function numericValue(cp: number): number | undefined {
  const d = decimalValue(cp)
  if (d >= 0) return d
  if (!numerics) decodeNumerics()
  return numerics!.get(cp)
}

// Case ------------------------------------------------------------------------------------------------------------------

type CaseMap = Map<number, readonly number[]>
let lowerMap: CaseMap | undefined
let upperMap: CaseMap | undefined
let titleMap: CaseMap | undefined
let foldMap: CaseMap | undefined

function decodeCase(text: string): CaseMap {
  const map: CaseMap = new Map()
  let at = 0
  for (const part of text.split(' ')) {
    const [gap, to] = part.split('=')
    at += Number.parseInt(gap, 36)
    map.set(
      at,
      to.split('.').map((d) => at + Number.parseInt(d, 36)),
    )
  }
  return map
}

/** Full mappings of one code point, or undefined where it maps to itself. */
export function lowerOf(cp: number): readonly number[] | undefined {
  return (lowerMap ??= decodeCase(gen.TO_LOWER)).get(cp)
}

export function upperOf(cp: number): readonly number[] | undefined {
  return (upperMap ??= decodeCase(gen.TO_UPPER)).get(cp)
}

export function titleOf(cp: number): readonly number[] | undefined {
  return (titleMap ??= decodeCase(gen.TO_TITLE)).get(cp) ?? upperOf(cp)
}

export function foldOf(cp: number): readonly number[] | undefined {
  return (foldMap ??= decodeCase(gen.TO_FOLD)).get(cp) ?? lowerOf(cp)
}

/** The one-to-one lower case, as regular expressions use it (`İ` is the only letter whose full mapping is longer). */
export function simpleLower(cp: number): number {
  if (cp < 128) return cp >= 65 && cp <= 90 ? cp + 32 : cp
  return lowerOf(cp)?.[0] ?? cp
}

/** The one-to-one upper case; letters whose full mapping is longer stay. */
export function simpleUpper(cp: number): number {
  if (cp < 128) return cp >= 97 && cp <= 122 ? cp - 32 : cp
  const to = upperOf(cp)
  return to === undefined || to.length > 1 ? cp : to[0]
}
