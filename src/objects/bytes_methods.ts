/**
 * Methods and operators that bytes and bytearray share (CPython's Objects/bytes_methods.c and the twin halves of bytesobject.c and
 * bytearrayobject.c). `sharedMethods` makes the table for one of them: results are of its type.
 */
import { NotImplemented, PyBytes, PyList, PyTuple, type Int, type Str, type Value } from '../values/value'
import { codePoints, textOf } from '../values/wide'
import { index, isIndex, length as lengthOf, toArray } from './abstract'
import { bytesLike, bytesOf } from './bytes_like'
import * as B from './bytes_search'
import type { Context } from './context'
import type { MethodEntry } from './define'
import { memoryError, typeError, valueError } from './raise'
import { fitRange, range } from './str_methods'
import { decode } from './str_codecs'
import { asStrValue } from './str'
import { CompareOp, typeName, typeOf } from './type'

/** The bytes of a bytes-like object, or TypeError. */
export function needBytes(v: Value): Uint8Array {
  const data = bytesLike(v)
  if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(v)}'`)
  return data
}

/** A byte from an int; `what` is how the message calls it. */
export function byteFrom(cx: Context, v: Value, what = 'byte'): number {
  const n = index(cx, v)
  if (n < 0 || n > 255) throw valueError(`${what} must be in range(0, 256)`)
  return Number(n)
}

/** What a search looks for: one byte or a bytes-like object. */
function needle(cx: Context, v: Value): Uint8Array {
  const data = bytesLike(v)
  if (data !== undefined) return data
  if (isIndex(v)) return Uint8Array.of(byteFrom(cx, v))
  throw typeError(`argument should be integer or bytes-like object, not '${typeName(v)}'`)
}

export function containsByte(cx: Context, data: Uint8Array, item: Value): boolean {
  if (isIndex(item)) return data.includes(byteFrom(cx, item))
  return B.findBytes(data, needBytes(item), 0, data.length) >= 0
}

export function compareBuffers(a: Value, b: Value, op: CompareOp): Value {
  const x = bytesLike(a)
  const y = bytesLike(b)
  if (x === undefined || y === undefined) return NotImplemented
  if (op === CompareOp.EQ) return B.equalBytes(x, y)
  if (op === CompareOp.NE) return !B.equalBytes(x, y)
  const c = B.compareBytes(x, y)
  return op === CompareOp.LT ? c < 0 : op === CompareOp.LE ? c <= 0 : op === CompareOp.GT ? c > 0 : c >= 0
}

/** Charges the repetition of `length` bytes; gives the count. */
export function chargeBytes(cx: Context, length: number, n: Int): number {
  if (n <= 0 || length === 0) return 0
  const total = length * Number(n)
  if (total > 2 ** 32) throw memoryError()
  cx.charge(total)
  return Number(n)
}

/** The bytes of an iterable of ints; `what` and `target` word the errors. */
export function bytesFromIterable(cx: Context, v: Value, what: string): Uint8Array | undefined {
  const t = typeOf(v)
  if (
    asStrValue(v) !== undefined ||
    (t.tp_iter === undefined && t.sq_item === undefined && t.mp_subscript === undefined)
  )
    return undefined
  const items = toArray(cx, v)
  const out = new Uint8Array(items.length)
  for (let i = 0; i < items.length; i++) out[i] = byteFrom(cx, items[i], what)
  return out
}

const HEX = '0123456789abcdef'

/** Hexadecimal text, with a separator between groups counted from the right (from the left where negative). */
export function hexText(cx: Context, data: Uint8Array, sep: Value | undefined, group: number): string {
  let separator = ''
  if (sep !== undefined) {
    if (lengthOf(cx, sep) !== 1) throw valueError('sep must be length 1.')
    const s = asStrValue(sep)
    const bytes = s === undefined ? bytesOf(sep) : undefined
    const c = s !== undefined ? codePoints(s)[0] : bytes !== undefined ? bytes[0] : -1
    if (c < 0) throw typeError('sep must be str or bytes.')
    if (c > 127) throw valueError('sep must be ASCII.')
    separator = String.fromCharCode(c)
  }
  let out = ''
  const n = data.length
  const size = Math.abs(group)
  for (let i = 0; i < n; i++) {
    if (separator && size > 0 && i > 0 && (group > 0 ? (n - i) % size === 0 : i % size === 0)) out += separator
    out += HEX[data[i] >> 4] + HEX[data[i] & 15]
  }
  return out
}

export function fromHex(text: Str): Uint8Array {
  const cps = codePoints(text)
  const out: number[] = []
  const digit = (c: number): number => {
    if (c >= 48 && c <= 57) return c - 48
    c |= 32
    return c >= 97 && c <= 102 ? c - 87 : -1
  }
  const bad = (at: number) => valueError(`non-hexadecimal number found in fromhex() arg at position ${at}`)
  const wide = cps.findIndex((c) => c > 127)
  if (wide >= 0) throw bad(wide)
  let i = 0
  while (i < cps.length) {
    if (B.isBlankByte(cps[i])) {
      i++
      continue
    }
    const high = digit(cps[i])
    if (high < 0) throw bad(i)
    i++
    const low = i < cps.length ? digit(cps[i]) : -1
    if (low < 0) throw bad(i)
    i++
    out.push(high * 16 + low)
  }
  return Uint8Array.from(out)
}

export function joinBytes(cx: Context, separator: Uint8Array, iterable: Value): Uint8Array {
  const t = typeOf(iterable)
  if (t.tp_iter === undefined && t.sq_item === undefined && t.mp_subscript === undefined)
    throw typeError('can only join an iterable')
  const items = toArray(cx, iterable)
  const parts: Uint8Array[] = []
  let total = 0
  for (let i = 0; i < items.length; i++) {
    const data = bytesLike(items[i])
    if (data === undefined) {
      throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeName(items[i])} found`)
    }
    if (i > 0) parts.push(separator)
    parts.push(data)
    total += data.length + separator.length
  }
  cx.charge(total)
  return B.concatBytes(parts)
}

function fillByte(v: Value, name: string): number {
  const data = bytesOf(v)
  if (data === undefined || data.length !== 1) {
    throw typeError(`${name}() argument 2 must be a byte string of length 1, not ${v === null ? 'None' : typeName(v)}`)
  }
  return data[0]
}

function padBytes(cx: Context, data: Uint8Array, left: number, right: number, fill: number): Uint8Array {
  left = Math.max(0, left)
  right = Math.max(0, right)
  if (left + right > 2 ** 32) throw memoryError()
  cx.charge(left + right)
  const out = new Uint8Array(left + data.length + right).fill(fill)
  out.set(data, left)
  return out
}

export function makeTransBytes(from: Value, to: Value): Value {
  const a = needBytes(from)
  const b = needBytes(to)
  if (a.length !== b.length) throw valueError('maketrans arguments must have same length')
  const table = Uint8Array.from({ length: 256 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) table[a[i]] = b[i]
  return new PyBytes(table)
}

function translateBytes(data: Uint8Array, table: Value, remove: Value): Uint8Array {
  const map = table === null ? null : needBytes(table)
  if (map !== null && map.length !== 256) throw valueError('translation table must be 256 characters long')
  const gone = needBytes(remove)
  const kept = gone.length > 0 ? data.filter((c) => !gone.includes(c)) : data.slice()
  return map === null ? kept : B.mapBytes(kept, (c) => map[c])
}

export const sharedStaticMethods: Record<string, MethodEntry> = {
  'maketrans(frm, to, /)': [
    'A table for translate(): each byte of the first goes to the byte at its place in the second.',
    (_cx, from: Value, to: Value) => makeTransBytes(from, to),
  ],
}

/** The shared methods; `make` wraps fresh bytes in the type that they belong to. */
export function sharedMethods(make: (data: Uint8Array) => Value): Record<string, MethodEntry> {
  const of = (self: Value): Uint8Array => bytesOf(self)!
  const list = (parts: Uint8Array[]): PyList => new PyList(parts.map(make))
  const changing = (f: (data: Uint8Array) => Uint8Array) => (_cx: Context, self: Value) => make(f(of(self)))
  const testing = (f: (c: number) => boolean) => (_cx: Context, self: Value) => {
    const data = of(self)
    return data.length > 0 && data.every(f)
  }
  const search =
    (f: typeof B.findBytes, raising: boolean) =>
    (cx: Context, self: Value, sub: Value, start?: number, end?: number) => {
      const part = needle(cx, sub)
      const data = of(self)
      fitRange(start, end, data.length)
      const at = f(data, part, range.start, range.end)
      if (raising && at < 0) throw valueError('subsection not found')
      return at
    }
  const affix =
    (name: string, atEnd: boolean) => (_cx: Context, self: Value, part: Value, start?: number, end?: number) => {
      const data = of(self)
      fitRange(start, end, data.length)
      const { start: from, end: to } = range
      const test = (p: Uint8Array) =>
        from <= to && B.startsWithBytes(data, p, atEnd ? Math.max(from, to - p.length) : from, to)
      if (part instanceof PyTuple) return part.items.some((p) => test(needBytes(p)))
      const p = bytesLike(part)
      if (p === undefined) throw typeError(`${name} first arg must be bytes or a tuple of bytes, not ${typeName(part)}`)
      return test(p)
    }
  const stripping = (left: boolean, right: boolean) => (_cx: Context, self: Value, set: Value) =>
    make(B.stripBytes(of(self), set === null ? null : needBytes(set), left, right))
  const checkedSeparator = (sep: Value): Uint8Array => {
    const data = needBytes(sep)
    if (data.length === 0) throw valueError('empty separator')
    return data
  }
  const partition = (find: typeof B.findBytes, right: boolean) => (_cx: Context, self: Value, sep: Value) => {
    const data = of(self)
    const s = checkedSeparator(sep)
    const at = find(data, s, 0, data.length)
    const empty = () => make(new Uint8Array(0))
    if (at < 0)
      return new PyTuple(right ? [empty(), empty(), make(data.slice())] : [make(data.slice()), empty(), empty()])
    return new PyTuple([make(data.slice(0, at)), make(s.slice()), make(data.slice(at + s.length))])
  }
  const justify =
    (name: string, place: (missing: number, width: number) => number) =>
    (cx: Context, self: Value, width: number, fill: Value) => {
      const c = fillByte(fill, name)
      const data = of(self)
      const missing = width - data.length
      if (missing <= 0) return make(data.slice())
      const left = place(missing, width)
      return make(padBytes(cx, data, left, missing - left, c))
    }
  return {
    'capitalize(self, /)': [
      'The first byte in upper case, the rest in lower case.',
      changing((d) => {
        const out = B.mapBytes(d, B.lowerByte)
        if (out.length > 0) out[0] = B.upperByte(out[0])
        return out
      }),
    ],
    "center(self, width: index, fillchar=b' ', /)": [
      'The bytes centred in a width.',
      justify('center', (missing, width) => Math.floor(missing / 2) + (missing & width & 1)),
    ],
    'count(self, sub[, start: slice[, end: slice]], /)': [
      'How often the part occurs without overlap.',
      (cx, self: Value, sub: Value, start?: number, end?: number) => {
        const part = needle(cx, sub)
        const data = of(self)
        fitRange(start, end, data.length)
        return B.countBytes(data, part, range.start, range.end)
      },
    ],
    "decode(self, /, encoding: str = 'utf-8', errors: str = 'strict')": [
      'The text that the bytes stand for in an encoding.',
      (cx, self: Value, encoding: Str, errors: Str) => decode(cx, of(self), textOf(encoding), textOf(errors)),
    ],
    'endswith(self, suffix[, start: slice[, end: slice]], /)': [
      'Do the bytes end with the suffix or one of a tuple of them?',
      affix('endswith', true),
    ],
    'expandtabs(self, /, tabsize: int = 8)': [
      'The bytes with tabs replaced by blanks.',
      (cx, self: Value, size: number) => {
        const data = of(self)
        if (size > 0) cx.charge(B.countBytes(data, Uint8Array.of(9), 0, data.length) * size)
        return make(B.expandTabsBytes(data, size))
      },
    ],
    'find(self, sub[, start: slice[, end: slice]], /)': [
      'The first position of the part, or -1.',
      search(B.findBytes, false),
    ],
    'hex(self, /, sep=<unrepresentable>, bytes_per_sep: int = 1)': [
      'Two hexadecimal digits a byte, with a separator between groups of bytes if given.',
      (cx, self: Value, sep: Value | undefined, group: number) => hexText(cx, of(self), sep, group),
    ],
    'index(self, sub[, start: slice[, end: slice]], /)': [
      'The first position of the part; ValueError when there is none.',
      search(B.findBytes, true),
    ],
    'isalnum(self, /)': [
      'Are there bytes, all of them ASCII letters or digits?',
      testing((c) => B.isAlphaByte(c) || B.isDigitByte(c)),
    ],
    'isalpha(self, /)': ['Are there bytes, all of them ASCII letters?', testing(B.isAlphaByte)],
    'isascii(self, /)': ['Are all bytes ASCII?', (_cx, self: Value) => of(self).every((c) => c < 128)],
    'isdigit(self, /)': ['Are there bytes, all of them ASCII digits?', testing(B.isDigitByte)],
    'islower(self, /)': [
      'Are there lower case letters and no upper case ones?',
      (_cx, self: Value) => of(self).some(B.isLowerByte) && !of(self).some(B.isUpperByte),
    ],
    'isspace(self, /)': ['Are there bytes, all of them blank?', testing(B.isBlankByte)],
    'istitle(self, /)': ['Are the bytes in title case?', (_cx, self: Value) => B.isTitleBytes(of(self))],
    'isupper(self, /)': [
      'Are there upper case letters and no lower case ones?',
      (_cx, self: Value) => of(self).some(B.isUpperByte) && !of(self).some(B.isLowerByte),
    ],
    'join(self, iterable_of_bytes, /)': [
      'The parts of the iterable with these bytes between them.',
      (cx, self: Value, iterable: Value) => make(joinBytes(cx, of(self), iterable)),
    ],
    "ljust(self, width: index, fillchar=b' ', /)": [
      'The bytes padded at their right to a width.',
      justify('ljust', () => 0),
    ],
    'lower(self, /)': ['ASCII letters in lower case.', changing((d) => B.mapBytes(d, B.lowerByte))],
    'lstrip(self, bytes=None, /)': ['Without leading blanks, or leading bytes of a set.', stripping(true, false)],
    'partition(self, sep, /)': [
      'What is before the first separator, the separator, what is after it.',
      partition(B.findBytes, false),
    ],
    'replace(self, old, new, count: index = -1, /)': [
      'With old replaced by new everywhere, or in the first places only.',
      (cx, self: Value, old: Value, by: Value, count: number) => {
        const data = of(self)
        const from = needBytes(old)
        const to = needBytes(by)
        if (to.length > from.length && data.length * to.length > 65536) {
          cx.charge(B.countBytes(data, from, 0, data.length) * (to.length - from.length))
        }
        return make(B.replaceBytes(data, from, to, count))
      },
    ],
    'removeprefix(self, prefix, /)': [
      'Without the prefix, if they begin with it.',
      (_cx, self: Value, prefix: Value) => {
        const data = of(self)
        const p = needBytes(prefix)
        return make(data.slice(B.startsWithBytes(data, p, 0, data.length) ? p.length : 0))
      },
    ],
    'removesuffix(self, suffix, /)': [
      'Without the suffix, if they end with it.',
      (_cx, self: Value, suffix: Value) => {
        const data = of(self)
        const p = needBytes(suffix)
        const cut =
          p.length > 0 && data.length >= p.length && B.startsWithBytes(data, p, data.length - p.length, data.length)
        return make(data.slice(0, cut ? data.length - p.length : data.length))
      },
    ],
    'rfind(self, sub[, start: slice[, end: slice]], /)': [
      'The last position of the part, or -1.',
      search(B.rfindBytes, false),
    ],
    'rindex(self, sub[, start: slice[, end: slice]], /)': [
      'The last position of the part; ValueError when there is none.',
      search(B.rfindBytes, true),
    ],
    "rjust(self, width: index, fillchar=b' ', /)": [
      'The bytes padded at their left to a width.',
      justify('rjust', (missing) => missing),
    ],
    'rpartition(self, sep, /)': [
      'What is before the last separator, the separator, what is after it.',
      partition(B.rfindBytes, true),
    ],
    'rsplit(self, /, sep=None, maxsplit: index = -1)': [
      'The same as split(), counting from the right.',
      (_cx, self: Value, sep: Value, limit: number) =>
        list(
          sep === null ? B.rsplitBlankBytes(of(self), limit) : B.rsplitBytes(of(self), checkedSeparator(sep), limit),
        ),
    ],
    'rstrip(self, bytes=None, /)': ['Without trailing blanks, or trailing bytes of a set.', stripping(false, true)],
    'split(self, /, sep=None, maxsplit: index = -1)': [
      'The parts between separators (between runs of blanks without one), splitting at most so many times.',
      (_cx, self: Value, sep: Value, limit: number) =>
        list(sep === null ? B.splitBlankBytes(of(self), limit) : B.splitBytes(of(self), checkedSeparator(sep), limit)),
    ],
    'splitlines(self, /, keepends: bool = False)': [
      'The lines, with their ends if asked for.',
      (_cx, self: Value, keepEnds: boolean) => list(B.splitLinesBytes(of(self), keepEnds)),
    ],
    'startswith(self, prefix[, start: slice[, end: slice]], /)': [
      'Do the bytes begin with the prefix or one of a tuple of them?',
      affix('startswith', false),
    ],
    'strip(self, bytes=None, /)': ['Without blanks at the ends, or bytes of a set there.', stripping(true, true)],
    'swapcase(self, /)': [
      'ASCII letters with their case turned.',
      changing((d) => B.mapBytes(d, (c) => (B.isLowerByte(c) ? c - 32 : B.lowerByte(c)))),
    ],
    'title(self, /)': ['Each word with its first letter in upper case.', changing(B.titleBytes)],
    "translate(self, table, /, delete=b'')": [
      'Each byte replaced by what the table of 256 has at its place, without those to delete.',
      (_cx, self: Value, table: Value, remove: Value) => make(translateBytes(of(self), table, remove)),
    ],
    'upper(self, /)': ['ASCII letters in upper case.', changing((d) => B.mapBytes(d, B.upperByte))],
    'zfill(self, width: index, /)': [
      'The bytes padded with zeros after their sign to a width.',
      (cx, self: Value, width: number) => {
        const data = of(self)
        const missing = width - data.length
        if (missing <= 0) return make(data.slice())
        const out = padBytes(cx, data, missing, 0, 48)
        if (data.length > 0 && (data[0] === 43 || data[0] === 45)) {
          out[0] = data[0]
          out[missing] = 48
        }
        return make(out)
      },
    ],
  }
}
