/**
 * The methods of str (CPython's Objects/unicodeobject.c). The work is done in `str_search.ts` and `str_case.ts`; here are arguments
 * and errors.
 */
import { PyDict } from '../values/dict'
import { isInt, PyBytes, PyList, PyTuple, type Str, type Value } from '../values/value'
import { Char } from '../values/unicode'
import {
  codePointAt,
  codePoints,
  concatAll,
  fromCodePoint,
  repeatStr,
  strAt,
  strLength,
  strSlice,
  textOf,
} from '../values/wide'
import { getItem, toArray } from './abstract'
import { asIntValue } from './int'

import { Collector, registerConsumer } from './consume'
import type { Context } from './context'
import type { MethodEntry } from './define'
import { dictSet } from './dict'
import { excTypes } from './exceptions'
import { isRaiseOf, memoryError, typeError, valueError } from './raise'
import * as C from './str_case'
import { encode } from './str_codecs'
import { formatMap, formatMethod } from './str_format'
import * as S from './str_search'
import { asStrValue } from './str'
import { typeName } from './type'

const text = (self: Value): Str => (typeof self === 'string' ? self : asStrValue(self)!)

/** Fits the optional bounds of a search to a length; the result is in `range`. */
export const range = { start: 0, end: 0 }
export function fitRange(start: number | undefined, end: number | undefined, n: number): void {
  if (start === undefined) start = 0
  else if (start < 0) start = Math.max(0, start + n)
  if (end === undefined || end > n) end = n
  else if (end < 0) end = Math.max(0, end + n)
  range.start = start
  range.end = end
}

function needStr(v: Value, message: string): Str {
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`${message}, not ${v === null ? 'NoneType' : typeName(v)}`)
  return s
}

function checkSeparator(sep: Str): Str {
  if (strLength(sep) === 0) throw valueError('empty separator')
  return sep
}

type Search = (s: Str, sub: Str, start: number, end: number) => number

function searching(search: Search) {
  return (_cx: Context, self: Value, sub: Str, start?: number, end?: number): number => {
    const s = text(self)
    fitRange(start, end, strLength(s))
    return search(s, sub, range.start, range.end)
  }
}

function searchingOrRaise(search: Search) {
  const find = searching(search)
  return (cx: Context, self: Value, sub: Str, start?: number, end?: number): number => {
    const at = find(cx, self, sub, start, end)
    if (at < 0) throw valueError('substring not found')
    return at
  }
}

function affix(name: string, test: (s: Str, part: Str, start: number, end: number) => boolean) {
  return (_cx: Context, self: Value, part: Value, start?: number, end?: number): boolean => {
    const s = text(self)
    fitRange(start, end, strLength(s))
    const { start: from, end: to } = range
    if (part instanceof PyTuple) {
      for (const item of part.items) {
        const p = asStrValue(item)
        if (p === undefined) throw typeError(`tuple for ${name} must only contain str, not ${typeName(item)}`)
        if (from <= to && test(s, p, from, to)) return true
      }
      return false
    }
    const p = asStrValue(part)
    if (p === undefined) throw typeError(`${name} first arg must be str or a tuple of str, not ${typeName(part)}`)
    return from <= to && test(s, p, from, to)
  }
}

registerConsumer(join, (_cx, [self]) => new Collector((cx, items) => join(cx, self as Value, new PyList(items))))

function join(cx: Context, self: Value, iterable: Value): Str {
  const separator = text(self)
  let items: Value[]
  if (iterable instanceof PyList || iterable instanceof PyTuple) items = iterable.items
  else {
    try {
      items = toArray(cx, iterable)
    } catch (e) {
      if (isRaiseOf(e, excTypes.TypeError) && !isIterable(iterable)) throw typeError('can only join an iterable')
      throw e
    }
  }
  if (items.length === 0) return ''
  let plain = typeof separator === 'string'
  let parts: Str[] = items as Str[]
  let total = 0
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    if (typeof item === 'string') {
      total += item.length
      continue
    }
    plain = false
    const s = asStrValue(item)
    if (s === undefined) throw typeError(`sequence item ${i}: expected str instance, ${typeName(item)} found`)
    if (s !== item) {
      if (parts === items) parts = items.slice() as Str[]
      parts[i] = s
    }
    total += strLength(s)
  }
  total += strLength(separator) * (items.length - 1)
  if (total > 65536) {
    if (total > 2 ** 29 - 32) throw memoryError()
    cx.charge(total)
  }
  if (items.length === 1) return parts[0]
  if (plain) return concatAll([(parts as string[]).join(separator as string)])
  const all: Str[] = [parts[0]]
  for (let i = 1; i < parts.length; i++) all.push(separator, parts[i])
  return concatAll(all)
}

function isIterable(v: Value): boolean {
  return typeof v === 'object' && v !== null && (v.type.tp_iter !== undefined || v.type.sq_item !== undefined)
}

function fillChar(v: Value): Str {
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`The fill character must be a unicode character, not ${typeName(v)}`)
  if (strLength(s) !== 1) throw typeError('The fill character must be exactly one character long')
  return s
}

/** `s` with so many characters on either side. */
function pad(cx: Context, s: Str, left: number, right: number, fill: Str): Str {
  if (left <= 0 && right <= 0) return s
  if (left + right > 2 ** 29 - 32) throw memoryError()
  cx.charge(left + right)
  return concatAll([repeatStr(fill, Math.max(0, left)), s, repeatStr(fill, Math.max(0, right))])
}

function expandTabs(cx: Context, self: Value, size: number): Str {
  const s = text(self)
  const out: Str[] = []
  let column = 0
  let from = 0
  const n = strLength(s)
  for (let i = 0; i < n; i++) {
    const c = codePointAt(s, i)
    if (c === 9) {
      out.push(strSlice(s, from, i))
      from = i + 1
      if (size > 0) {
        const spaces = size - (column % size)
        column += spaces
        cx.charge(spaces)
        out.push(' '.repeat(spaces))
      }
    } else if (c === 10 || c === 13) column = 0
    else column++
  }
  if (from === 0) return s
  out.push(strSlice(s, from, n))
  return concatAll(out)
}

/** What a translation table says of one character: the replacement, or NULL for the character itself. */
function translation(cx: Context, table: Value, cp: number): Str | undefined {
  let to: Value
  try {
    to = getItem(cx, table, cp)
  } catch (e) {
    if (isRaiseOf(e, excTypes.LookupError)) return undefined
    throw e
  }
  if (to === null) return ''
  const n = asIntValue(to)
  if (n !== undefined) {
    if (n < 0 || n > 0x10ffff) throw valueError('character mapping must be in range(0x110000)')
    return fromCodePoint(Number(n))
  }
  const s = asStrValue(to)
  if (s === undefined) throw typeError('character mapping must return integer, None or str')
  return s
}

function translate(cx: Context, self: Value, table: Value): Str {
  const s = text(self)
  const known = new Map<number, Str>()
  const out: Str[] = []
  for (const cp of codePoints(s)) {
    let to = known.get(cp)
    if (to === undefined) {
      to = translation(cx, table, cp) ?? fromCodePoint(cp)
      known.set(cp, to)
    }
    out.push(to)
  }
  return concatAll(out)
}

function makeTrans(cx: Context, x: Value, y: Value | undefined, z: Value | undefined): Value {
  const d = new PyDict()
  if (y !== undefined) {
    const from = asStrValue(x)
    if (from === undefined) throw typeError('first maketrans argument must be a string if there is a second argument')
    const to = needStrArgument(y, 2)
    if (strLength(from) !== strLength(to)) {
      throw valueError('the first two maketrans arguments must have equal length')
    }
    for (let i = 0; i < strLength(from); i++) dictSet(cx, d, codePointAt(from, i), codePointAt(to, i))
    if (z !== undefined) for (const cp of codePoints(needStrArgument(z, 3))) dictSet(cx, d, cp, null)
    return d
  }
  if (!(x instanceof PyDict)) throw typeError('if you give only one argument to maketrans it must be a dict')
  for (let i = 0; i < x.keys.length; i++) {
    const key = x.keys[i]
    if (key === undefined) continue
    const s = asStrValue(key)
    if (s !== undefined) {
      if (strLength(s) !== 1) throw valueError('string keys in translate table must be of length 1')
      dictSet(cx, d, codePointAt(s, 0), x.values[i]!)
    } else if (isInt(key) || typeof key === 'boolean' || asIntValue(key) !== undefined)
      dictSet(cx, d, key, x.values[i]!)
    else throw typeError('keys in translate table must be strings or integers')
  }
  return d
}

function needStrArgument(v: Value, position: number): Str {
  const s = asStrValue(v)
  if (s === undefined) {
    throw typeError(`maketrans() argument ${position} must be str, not ${v === null ? 'None' : typeName(v)}`)
  }
  return s
}

const listOf = (parts: Str[]): PyList => new PyList(parts)

const stripper = (left: boolean, right: boolean, name: string) => (_cx: Context, self: Value, chars: Value) => {
  if (chars === null) return S.strip(text(self), null, left, right)
  const set = asStrValue(chars)
  if (set === undefined) throw typeError(`${name} arg must be None or str`)
  return S.strip(text(self), set, left, right)
}

const testAll = (mask: number) => (_cx: Context, self: Value) => C.all(text(self), mask)

export const strMethods: Record<string, MethodEntry> = {
  "encode(self, /, encoding: str = 'utf-8', errors: str = 'strict')": [
    'The bytes of the text in an encoding; errors names what to do with characters it lacks.',
    (cx, self: Value, encoding: Str, errors: Str) =>
      new PyBytes(encode(cx, text(self), textOf(encoding), textOf(errors))),
  ],
  'replace(self, old: str, new: str, /, count: index = -1)': [
    'The text with old replaced by new everywhere, or in the first places only.',
    (cx, self: Value, old: Str, by: Str, count: number) => {
      const s = text(self)
      const m = strLength(old)
      const gain = strLength(by) - m
      if (gain > 0 && strLength(s) * gain > 65536) {
        const places = Math.min(S.count(s, old, 0, strLength(s)), count < 0 ? Infinity : count)
        if (places * gain > 2 ** 29) throw memoryError()
        cx.charge(places * gain)
      }
      return S.replace(s, old, by, count)
    },
  ],
  'split(self, /, sep=None, maxsplit: index = -1)': [
    'The parts between separators (between runs of blanks without one), splitting at most so many times.',
    (_cx, self: Value, sep: Value, limit: number) => {
      const s = text(self)
      if (sep === null) return listOf(S.splitBlank(s, limit))
      return listOf(S.splitAt(s, checkSeparator(needStr(sep, 'must be str or None')), limit))
    },
  ],
  'rsplit(self, /, sep=None, maxsplit: index = -1)': [
    'The same as split(), counting from the right.',
    (_cx, self: Value, sep: Value, limit: number) => {
      const s = text(self)
      if (sep === null) return listOf(S.rsplitBlank(s, limit))
      return listOf(S.rsplitAt(s, checkSeparator(needStr(sep, 'must be str or None')), limit))
    },
  ],
  'join(self, iterable, /)': ['The texts of the iterable with this one between them.', join],
  'capitalize(self, /)': [
    'The first character in title case, the rest in lower case.',
    (_cx, self: Value) => C.capitalize(text(self)),
  ],
  'casefold(self, /)': [
    'The text for comparison without regard to case.',
    (_cx, self: Value) => C.casefold(text(self)),
  ],
  'title(self, /)': ['Each word with its first letter in title case.', (_cx, self: Value) => C.title(text(self))],
  "center(self, width: index, fillchar=' ', /)": [
    'The text centred in a width.',
    (cx, self: Value, width: number, fill: Value) => {
      const f = fillChar(fill)
      const s = text(self)
      const missing = width - strLength(s)
      if (missing <= 0) return s
      // CPython puts the odd one to the left when the width is odd too.
      const left = Math.floor(missing / 2) + (missing & width & 1)
      return pad(cx, s, left, missing - left, f)
    },
  ],
  'count(self, sub: str[, start: slice[, end: slice]], /)': [
    'How often the part occurs without overlap.',
    searching((s, sub, start, end) => S.count(s, sub, start, end)),
  ],
  'expandtabs(self, /, tabsize: int = 8)': ['The text with tabs replaced by spaces.', expandTabs],
  'find(self, sub: str[, start: slice[, end: slice]], /)': [
    'The first position of the part within s[start:end], or -1.',
    searching(S.find),
  ],
  'partition(self, sep, /)': [
    'What is before the first separator, the separator, and what is after it.',
    (_cx, self: Value, sep: Value) => {
      const s = text(self)
      const p = checkSeparator(needStr(sep, 'must be str'))
      const at = S.find(s, p, 0, strLength(s))
      if (at < 0) return new PyTuple([s, '', ''])
      return new PyTuple([strSlice(s, 0, at), p, strSlice(s, at + strLength(p), strLength(s))])
    },
  ],
  'index(self, sub: str[, start: slice[, end: slice]], /)': [
    'The first position of the part within s[start:end]; ValueError when there is none.',
    searchingOrRaise(S.find),
  ],
  "ljust(self, width: index, fillchar=' ', /)": [
    'The text padded at its right to a width.',
    (cx, self: Value, width: number, fill: Value) => {
      const f = fillChar(fill)
      const s = text(self)
      return pad(cx, s, 0, width - strLength(s), f)
    },
  ],
  'lower(self, /)': ['The text in lower case.', (_cx, self: Value) => C.lower(text(self))],
  'lstrip(self, chars=None, /)': [
    'The text without leading blanks, or without leading characters of chars.',
    stripper(true, false, 'lstrip'),
  ],
  'rfind(self, sub: str[, start: slice[, end: slice]], /)': [
    'The last position of the part within s[start:end], or -1.',
    searching(S.rfind),
  ],
  'rindex(self, sub: str[, start: slice[, end: slice]], /)': [
    'The last position of the part within s[start:end]; ValueError when there is none.',
    searchingOrRaise(S.rfind),
  ],
  "rjust(self, width: index, fillchar=' ', /)": [
    'The text padded at its left to a width.',
    (cx, self: Value, width: number, fill: Value) => {
      const f = fillChar(fill)
      const s = text(self)
      return pad(cx, s, width - strLength(s), 0, f)
    },
  ],
  'rstrip(self, chars=None, /)': [
    'The text without trailing blanks, or without trailing characters of chars.',
    stripper(false, true, 'rstrip'),
  ],
  'rpartition(self, sep, /)': [
    'What is before the last separator, the separator, and what is after it.',
    (_cx, self: Value, sep: Value) => {
      const s = text(self)
      const p = checkSeparator(needStr(sep, 'must be str'))
      const at = S.rfind(s, p, 0, strLength(s))
      if (at < 0) return new PyTuple(['', '', s])
      return new PyTuple([strSlice(s, 0, at), p, strSlice(s, at + strLength(p), strLength(s))])
    },
  ],
  'splitlines(self, /, keepends: bool = False)': [
    'The lines of the text, with their ends if asked for.',
    (_cx, self: Value, keepEnds: boolean) => listOf(S.splitLines(text(self), keepEnds)),
  ],
  'strip(self, chars=None, /)': [
    'The text without blanks at its ends, or without characters of chars there.',
    stripper(true, true, 'strip'),
  ],
  'swapcase(self, /)': [
    'Upper case turned to lower and the other way about.',
    (_cx, self: Value) => C.swapcase(text(self)),
  ],
  'translate(self, table, /)': ['Each character replaced by what the table gives for its code point.', translate],
  'upper(self, /)': ['The text in upper case.', (_cx, self: Value) => C.upper(text(self))],
  'startswith(self, prefix[, start: slice[, end: slice]], /)': [
    'Does the text, or s[start:end], begin with the prefix or one of a tuple of them?',
    affix('startswith', S.startsWith),
  ],
  'endswith(self, suffix[, start: slice[, end: slice]], /)': [
    'Does the text, or s[start:end], end with the suffix or one of a tuple of them?',
    affix('endswith', S.endsWith),
  ],
  'removeprefix(self, prefix: str, /)': [
    'The text without the prefix, if it begins with it.',
    (_cx, self: Value, prefix: Str) => {
      const s = text(self)
      const n = strLength(s)
      return S.startsWith(s, prefix, 0, n) ? strSlice(s, strLength(prefix), n) : s
    },
  ],
  'removesuffix(self, suffix: str, /)': [
    'The text without the suffix, if it ends with it.',
    (_cx, self: Value, suffix: Str) => {
      const s = text(self)
      const n = strLength(s)
      return strLength(suffix) > 0 && S.endsWith(s, suffix, 0, n) ? strSlice(s, 0, n - strLength(suffix)) : s
    },
  ],
  'isascii(self, /)': ['Are all characters ASCII?', (_cx, self: Value) => C.isAscii(text(self))],
  'islower(self, /)': [
    'Is every cased character lower case, and is there one?',
    (_cx, self: Value) => C.cased(text(self), Char.LOWER, Char.UPPER | Char.TITLE),
  ],
  'isupper(self, /)': [
    'Is every cased character upper case, and is there one?',
    (_cx, self: Value) => C.cased(text(self), Char.UPPER, Char.LOWER | Char.TITLE),
  ],
  'istitle(self, /)': ['Is the text in title case?', (_cx, self: Value) => C.isTitle(text(self))],
  'isspace(self, /)': ['Are there characters, all of them blank?', testAll(Char.SPACE)],
  'isdecimal(self, /)': ['Are there characters, all of them decimal digits?', testAll(Char.DECIMAL)],
  'isdigit(self, /)': ['Are there characters, all of them digits?', testAll(Char.DIGIT)],
  'isnumeric(self, /)': ['Are there characters, all of them numeric?', testAll(Char.NUMERIC)],
  'isalpha(self, /)': ['Are there characters, all of them letters?', testAll(Char.ALPHA)],
  'isalnum(self, /)': ['Are there characters, all of them letters or numeric?', testAll(Char.ALNUM)],
  'isidentifier(self, /)': [
    'Would the text do as a name in a program?',
    (_cx, self: Value) => C.isIdentifier(text(self)),
  ],
  'isprintable(self, /)': [
    'Does repr() leave all characters as they are?',
    (_cx, self: Value) => strLength(text(self)) === 0 || C.all(text(self), Char.PRINTABLE),
  ],
  'zfill(self, width: index, /)': [
    'The text padded with zeros after its sign to a width.',
    (cx, self: Value, width: number) => {
      const s = text(self)
      const n = strLength(s)
      if (width <= n) return s
      const signed = n > 0 && (codePointAt(s, 0) === 43 || codePointAt(s, 0) === 45)
      if (!signed) return pad(cx, s, width - n, 0, '0')
      return concatAll([strAt(s, 0), pad(cx, strSlice(s, 1, n), width - n, 0, '0')])
    },
  ],
  'format(self, /, *args, **kwargs)': [
    'The text with its replacement fields filled in from the arguments.',
    formatMethod,
  ],
  'format_map(self, mapping, /)': ['The text with its replacement fields filled in from a mapping.', formatMap],
}

export const strStaticMethods: Record<string, MethodEntry> = {
  'maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)': [
    'A table for translate(): of a dict, or of two texts of equal length and one of characters to leave out.',
    makeTrans,
  ],
}
