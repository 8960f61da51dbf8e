/**
 * The `_sre` module: compiled patterns, matches and scanners (CPython's Modules/_sre/sre.c). `re.py` builds on it: functions, flags and
 * the exception class, which it hands to `compile`.
 */
import {
  NotImplemented,
  PyBytes,
  PyList,
  PyObject,
  PyTuple,
  WideStr,
  type Int,
  type Str,
  type Value,
} from '../../values/value'
import { PyDict } from '../../values/dict'
import { H, hashBytes, hashStr, toInt } from '../../values/hash'
import {
  codePoints,
  concatAll,
  fromCodePoints,
  fromText,
  strEquals,
  strLength,
  strSlice,
  textOf,
} from '../../values/wide'
import { index, isCallable, isIndex, repr } from '../../objects/abstract'
import { bytesLike } from '../../objects/bytes_like'
import { concatBytes, equalBytes } from '../../objects/bytes_search'
import type { Context } from '../../objects/context'
import { defineModule, defineType } from '../../objects/define'
import { classGetItem } from '../../objects/generic_alias'
import { newMappingProxy } from '../../objects/mappingproxy'
import { indexError, overflowError, PyRaise, raiseOf, typeError, valueError } from '../../objects/raise'
import { excTypes, type PyException } from '../../objects/exceptions'
import { asStrValue } from '../../objects/str'
import { CompareOp, typeName, type PyType } from '../../objects/type'
import { warn } from '../../objects/warn'
import { Matcher, Program, type Subject } from './engine'
import { Flag, parsePattern, parseTemplate, RegexError, type TemplatePart, UnknownGroupName } from './parse'

export class PyPattern extends PyObject {
  readonly groupNames: (Str | null)[]
  /** The template parsed last, by its text. */
  template: { text: Value; parts: TemplatePart[] } | null = null
  constructor(
    readonly source: Value,
    readonly program: Program,
    readonly isBytes: boolean,
    readonly errorClass: Value,
  ) {
    super()
    this.groupNames = new Array(this.groups + 1).fill(null)
    for (const [name, g] of program.parsed.names) this.groupNames[g] = fromText(name)
  }
  get groups(): number {
    return this.program.parsed.groups
  }
  get flags(): number {
    return this.program.parsed.flags
  }
}

/** What is searched: the value, its characters, and how to cut pieces out. */
class Searched {
  constructor(
    readonly value: Value,
    readonly units: Subject,
    /** The JavaScript string, where the value is one. */
    readonly text: string | null,
    readonly str: Str | null,
  ) {}

  slice(from: number, to: number): Value {
    if (this.str !== null) return strSlice(this.str, from, to)
    if (from === 0 && this.value instanceof PyBytes && to === this.units.length) return this.value
    return new PyBytes((this.units as Uint8Array).slice(from, to))
  }
}

let lastSearched: Searched | null = null

function searched(pattern: PyPattern, value: Value): Searched {
  if (lastSearched !== null && lastSearched.value === value && typeof value === 'string') {
    if (pattern.isBytes) throw typeError('cannot use a bytes pattern on a string-like object')
    return lastSearched
  }
  const s = asStrValue(value)
  if (s !== undefined) {
    if (pattern.isBytes) throw typeError('cannot use a bytes pattern on a string-like object')
    if (s instanceof WideStr) return new Searched(value, s.cps, null, s)
    const n = s.length
    const units = new Uint16Array(n)
    for (let i = 0; i < n; i++) units[i] = s.charCodeAt(i)
    const made = new Searched(value, units, s, s)
    if (n < 1 << 20) lastSearched = made
    return made
  }
  const data = bytesLike(value)
  if (data === undefined) throw typeError(`expected string or bytes-like object, got '${typeName(value)}'`)
  if (!pattern.isBytes) throw typeError('cannot use a string pattern on a bytes-like object')
  return new Searched(value, data, null, null)
}

export class PyMatch extends PyObject {
  constructor(
    readonly pattern: PyPattern,
    readonly searched: Searched,
    readonly spans: Int32Array,
    /** Group closed last, −1 for none. */
    readonly lastIndex: number,
    readonly pos: number,
    readonly endpos: number,
  ) {
    super()
  }

  group(i: number, missing: Value = null): Value {
    const from = this.spans[2 * i]
    return from < 0 ? missing : this.searched.slice(from, this.spans[2 * i + 1])
  }
}

/** A search in progress: the subject with its bounds, and where to go on. */
class Scan {
  readonly matcher: Matcher
  readonly subject: Searched
  readonly start: number
  readonly end: number
  at: number
  constructor(
    cx: Context,
    readonly pattern: PyPattern,
    value: Value,
    pos: number,
    endpos: number,
  ) {
    this.subject = searched(pattern, value)
    const n = this.subject.units.length
    this.start = Math.max(0, Math.min(pos, n))
    this.end = Math.max(0, Math.min(endpos, n))
    this.at = this.start
    this.matcher = new Matcher(cx, pattern.program, this.subject.units, this.subject.text, this.end)
  }

  private found(): PyMatch {
    const { registers, program } = this.matcher
    const n = 2 * (this.pattern.groups + 1)
    const spans = registers.slice(0, n)
    for (let i = 2; i < n; i += 2) if (spans[i + 1] < 0) spans[i] = -1
    return new PyMatch(this.pattern, this.subject, spans, registers[program.last], this.start, this.end)
  }

  once(how: 'match' | 'fullmatch' | 'search'): PyMatch | null {
    if (this.start > this.end) return null
    const ok = how === 'search' ? this.matcher.search(this.start) : this.matcher.match(this.start, how === 'fullmatch')
    return ok ? this.found() : null
  }

  /** The next match of a series, not empty where the last one ended empty. */
  advance(how: 'match' | 'search' = 'search'): boolean {
    if (this.at > this.end) return false
    const { matcher } = this
    const ok = how === 'search' ? matcher.search(this.at) : matcher.match(this.at)
    if (!ok) {
      this.at = this.end + 1
      return false
    }
    const { registers } = matcher
    this.at = registers[1]
    matcher.forbidden = registers[1] === registers[0] ? registers[1] : -1
    return true
  }

  next(how: 'match' | 'search' = 'search'): PyMatch | null {
    return this.advance(how) ? this.found() : null
  }

  /** Group of the match just found. */
  group(i: number, missing: Value): Value {
    const { registers } = this.matcher
    const from = registers[2 * i]
    const to = registers[2 * i + 1]
    return from < 0 || to < 0 ? missing : this.subject.slice(from, to)
  }
}

// Errors ----------------------------------------------------------------------------------------------------------------

/** Turns what the parser throws into the Python exception. */
function asPythonError(cx: Context, e: unknown, errorClass: Value, source: Value): unknown {
  if (e instanceof RegexError) {
    const args: Value[] = [e.message, source]
    if (e.position >= 0) args.push(e.position)
    return new PyRaise(
      cx.call(
        errorClass,
        args.map((a) => (typeof a === 'string' ? fromText(a) : a)),
      ) as PyException,
    )
  }
  if (e instanceof RangeError && e.message === 'the repetition number is too large') return overflowError(e.message)
  if (e instanceof UnknownGroupName) return raiseOf(excTypes.IndexError, fromText(`unknown group name ${e.name}`))
  return e
}

function compile(cx: Context, pattern: Value, flags: Int, errorClass: Value): Value {
  const s = asStrValue(pattern)
  let cps: ArrayLike<number>
  if (s !== undefined) cps = codePoints(s)
  else {
    const data = bytesLike(pattern)
    if (data === undefined) throw typeError('first argument must be string or compiled pattern')
    cps = data
  }
  try {
    const parsed = parsePattern(cps, s === undefined, Number(flags))
    if (typeof parsed === 'string') throw valueError(parsed)
    // The caller of `re.compile` and its like, which call `re._compile`.
    for (const message of parsed.warnings) warn(cx, excTypes.FutureWarning, message, 3)
    return new PyPattern(pattern, new Program(parsed), s === undefined, errorClass)
  } catch (e) {
    throw asPythonError(cx, e, errorClass, pattern)
  }
}

// Patterns --------------------------------------------------------------------------------------------------------------

const MAX = Number.MAX_SAFE_INTEGER

function findAll(cx: Context, self: PyPattern, value: Value, pos: number, endpos: number): Value {
  const scan = new Scan(cx, self, value, pos, endpos)
  const empty: Value = self.isBytes ? new PyBytes(new Uint8Array(0)) : ''
  const out: Value[] = []
  const { groups } = self
  while (scan.advance()) {
    if (groups <= 1) out.push(scan.group(groups, empty))
    else {
      const items: Value[] = []
      for (let g = 1; g <= groups; g++) items.push(scan.group(g, empty))
      out.push(new PyTuple(items))
    }
    if ((out.length & 1023) === 0) cx.charge(65536)
  }
  return new PyList(out)
}

function split(cx: Context, self: PyPattern, value: Value, limit: number): Value {
  const scan = new Scan(cx, self, value, 0, MAX)
  const out: Value[] = []
  let from = 0
  let n = 0
  while ((limit === 0 || n < limit) && scan.advance()) {
    const { registers } = scan.matcher
    out.push(scan.subject.slice(from, registers[0]))
    for (let g = 1; g <= self.groups; g++) out.push(scan.group(g, null))
    from = registers[1]
    n++
  }
  out.push(scan.subject.slice(from, scan.end))
  return new PyList(out)
}

/** The pieces of a replacement text. */
function templateOf(cx: Context, self: PyPattern, text: Value): TemplatePart[] {
  const known = self.template
  if (known !== null && known.text === text) return known.parts
  const s = asStrValue(text)
  const cps = s !== undefined ? codePoints(s) : bytesLike(text)
  if (cps === undefined || (s === undefined) !== self.isBytes) {
    if (cps === undefined) throw typeError(`decoding to str: need a bytes-like object, ${typeName(text)} found`)
    throw typeError(
      self.isBytes
        ? `expected a bytes-like object, ${typeName(text)} found`
        : `expected str instance, ${typeName(text)} found`,
    )
  }
  try {
    const parts = parseTemplate(cps, self.isBytes, self.groups, self.program.parsed.names)
    self.template = { text, parts }
    return parts
  } catch (e) {
    throw asPythonError(cx, e, self.errorClass, text)
  }
}

function literalOf(part: number[], isBytes: boolean): Value {
  return isBytes ? new PyBytes(Uint8Array.from(part)) : fromCodePoints(part)
}

function glue(parts: Value[], isBytes: boolean): Value {
  if (isBytes) return new PyBytes(concatBytes(parts.map((p) => bytesLike(p)!)))
  return concatAll(parts.map((p) => asStrValue(p)!))
}

function substitute(cx: Context, self: PyPattern, repl: Value, value: Value, count: number): [Value, number] {
  const scan = new Scan(cx, self, value, 0, MAX)
  const out: Value[] = []
  let parts: TemplatePart[] | null = null
  const callable = isCallable(repl)
  if (!callable) parts = templateOf(cx, self, repl)
  const literals = parts?.map((p) => (typeof p === 'number' ? p : literalOf(p, self.isBytes)))
  let from = 0
  let n = 0
  while ((count === 0 || n < count) && scan.advance()) {
    const { registers } = scan.matcher
    const [start, end] = [registers[0], registers[1]]
    if (start > from) out.push(scan.subject.slice(from, start))
    if (literals !== undefined) {
      for (const p of literals) {
        if (typeof p !== 'number') out.push(p)
        else {
          const g = scan.group(p, null)
          if (g !== null) out.push(g)
        }
      }
    } else {
      const m = new PyMatch(
        self,
        scan.subject,
        spansOf(scan),
        registers[scan.matcher.program.last],
        scan.start,
        scan.end,
      )
      const r = cx.call(repl, [m])
      if (r !== null) {
        if (self.isBytes ? bytesLike(r) === undefined : asStrValue(r) === undefined) {
          throw typeError(
            self.isBytes
              ? `sequence item ${out.length}: expected a bytes-like object, ${typeName(r)} found`
              : `sequence item ${out.length}: expected str instance, ${typeName(r)} found`,
          )
        }
        out.push(r)
      }
    }
    from = end
    n++
    if ((n & 1023) === 0) cx.charge(65536)
  }
  if (from < scan.end) out.push(scan.subject.slice(from, scan.end))
  if (n === 0 && typeof value === 'string') return [value, 0]
  return [glue(out, self.isBytes), n]
}

function spansOf(scan: Scan): Int32Array {
  const n = 2 * (scan.pattern.groups + 1)
  const spans = scan.matcher.registers.slice(0, n)
  for (let i = 2; i < n; i += 2) if (spans[i + 1] < 0) spans[i] = -1
  return spans
}

const FLAG_NAMES: [number, string][] = [
  [Flag.IGNORECASE, 'IGNORECASE'],
  [Flag.LOCALE, 'LOCALE'],
  [Flag.MULTILINE, 'MULTILINE'],
  [Flag.DOTALL, 'DOTALL'],
  [Flag.UNICODE, 'UNICODE'],
  [Flag.VERBOSE, 'VERBOSE'],
  [Flag.DEBUG, 'DEBUG'],
  [Flag.ASCII, 'ASCII'],
]

function reprPattern(cx: Context, self: PyPattern): Str {
  let { flags } = self
  if (!self.isBytes && (flags & (Flag.LOCALE | Flag.UNICODE | Flag.ASCII)) === Flag.UNICODE) flags &= ~Flag.UNICODE
  const names: string[] = []
  for (const [bit, name] of FLAG_NAMES) {
    if (flags & bit) {
      names.push(`re.${name}`)
      flags &= ~bit
    }
  }
  if (flags) names.push(`0x${flags.toString(16)}`)
  const source = repr(cx, self.source)
  const shown = strSlice(source, 0, Math.min(200, strLength(source)))
  return concatAll(['re.compile(', shown, names.length > 0 ? `, ${names.join('|')})` : ')'])
}

class PyFindIterator extends PyObject {
  constructor(readonly scan: Scan) {
    super()
  }
}

export const findIteratorType: PyType = defineType('callable_iterator', PyFindIterator, {
  final: true,
  slots: {
    tp_iter: (_cx, self) => self,
    tp_iternext: (_cx, self: PyFindIterator) => self.scan.next() ?? undefined,
  },
})

class PyScanner extends PyObject {
  constructor(readonly scan: Scan) {
    super()
  }
}

export const scannerType: PyType = defineType('SRE_Scanner', PyScanner, {
  module: '_sre',
  final: true,
  methods: {
    'match(self, /)': ['The next match, where the last one ended.', (_cx, self: PyScanner) => self.scan.next('match')],
    'search(self, /)': [
      'The next match from where the last one ended.',
      (_cx, self: PyScanner) => self.scan.next('search'),
    ],
  },
  members: { pattern: [null, (_cx, self: PyScanner) => self.scan.pattern] },
})

function hashOf(v: Value): Int {
  const s = asStrValue(v)
  const lo = s !== undefined ? hashStr(s) : hashBytes(bytesLike(v)!)
  return toInt(lo, H.hi)
}

const one =
  (how: 'match' | 'fullmatch' | 'search') =>
  (cx: Context, self: PyPattern, value: Value, pos: number, endpos: number) =>
    new Scan(cx, self, value, pos, endpos).once(how)

export const patternType: PyType = defineType('Pattern', PyPattern, {
  module: 're',
  final: true,
  weakref: true,
  doc: 'Compiled regular expression object.',
  slots: {
    tp_repr: reprPattern,
    tp_hash: (_cx, self: PyPattern) => hashOf(self.source),
    tp_richcompare: (_cx, a: PyPattern, b: Value, op) => {
      if ((op !== CompareOp.EQ && op !== CompareOp.NE) || !(b instanceof PyPattern)) return NotImplemented
      const [x, y] = [asStrValue(a.source), asStrValue(b.source)]
      const same =
        a === b ||
        (a.flags === b.flags &&
          a.isBytes === b.isBytes &&
          (x !== undefined && y !== undefined
            ? strEquals(x, y)
            : equalBytes(bytesLike(a.source)!, bytesLike(b.source)!)))
      return same === (op === CompareOp.EQ)
    },
  },
  methods: {
    'match(self, /, string, pos: index = 0, endpos: index = sys.maxsize)': [
      'A match at the start of the text, or None.',
      one('match'),
    ],
    'fullmatch(self, /, string, pos: index = 0, endpos: index = sys.maxsize)': [
      'A match of the whole text, or None.',
      one('fullmatch'),
    ],
    'search(self, /, string, pos: index = 0, endpos: index = sys.maxsize)': [
      'The first match anywhere, or None.',
      one('search'),
    ],
    'sub(self, /, repl, string, count: index = 0)': [
      'The text with matches replaced.',
      (cx, self: PyPattern, repl: Value, value: Value, count: number) => substitute(cx, self, repl, value, count)[0],
    ],
    'subn(self, /, repl, string, count: index = 0)': [
      'The text with matches replaced, and how many.',
      (cx, self: PyPattern, repl: Value, value: Value, count: number) =>
        new PyTuple(substitute(cx, self, repl, value, count)),
    ],
    'findall(self, /, string, pos: index = 0, endpos: index = sys.maxsize)': [
      'All matches as a list of texts, or of tuples of groups.',
      findAll,
    ],
    'split(self, /, string, maxsplit: index = 0)': ['The text split at matches.', split],
    'finditer(self, /, string, pos: index = 0, endpos: index = sys.maxsize)': [
      'An iterator over all matches.',
      (cx, self: PyPattern, value: Value, pos: number, endpos: number) =>
        new PyFindIterator(new Scan(cx, self, value, pos, endpos)),
    ],
    'scanner(self, /, string, pos: index = 0, endpos: index = sys.maxsize)': [
      'A scanner that matches or searches step by step.',
      (cx, self: PyPattern, value: Value, pos: number, endpos: number) =>
        new PyScanner(new Scan(cx, self, value, pos, endpos)),
    ],
    '__copy__(self, /)': ['The pattern itself.', (_cx, self) => self],
    '__deepcopy__(self, memo, /)': ['The pattern itself.', (_cx, self) => self],
  },
  classmethods: {
    '__class_getitem__(type, object, /)': [
      'A generic alias.',
      (cx, cls: PyType, item: Value) => classGetItem(cx, cls, item),
    ],
  },
  getset: {
    groupindex: [
      'Numbers of the named groups.',
      (_cx, self: PyPattern) => {
        const d = new PyDict()
        for (const [name, g] of self.program.parsed.names) d.setStr(name, g)
        return newMappingProxy(d)
      },
    ],
  },
  members: {
    pattern: ['The pattern text.', (_cx, self: PyPattern) => self.source],
    flags: ['The flags.', (_cx, self: PyPattern) => self.flags],
    groups: ['Number of groups.', (_cx, self: PyPattern) => self.groups],
  },
})

// Matches ---------------------------------------------------------------------------------------------------------------

function groupNumber(cx: Context, self: PyMatch, v: Value): number {
  if (isIndex(v)) {
    const n = index(cx, v)
    if (n >= 0 && n <= self.pattern.groups) return Number(n)
  } else {
    const s = asStrValue(v)
    const g = s === undefined ? undefined : self.pattern.program.parsed.names.get(textOf(s))
    if (g !== undefined) return g
  }
  throw indexError('no such group')
}

function groupDict(_cx: Context, self: PyMatch, missing: Value): PyDict {
  const d = new PyDict()
  for (const [name, g] of self.pattern.program.parsed.names) d.setStr(name, self.group(g, missing))
  return d
}

function expand(cx: Context, self: PyMatch, template: Value): Value {
  const out: Value[] = []
  for (const p of templateOf(cx, self.pattern, template)) {
    if (typeof p !== 'number') out.push(literalOf(p, self.pattern.isBytes))
    else {
      const g = self.group(p)
      if (g !== null) out.push(g)
    }
  }
  return glue(out, self.pattern.isBytes)
}

export const matchType: PyType = defineType('Match', PyMatch, {
  module: 're',
  final: true,
  doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
  slots: {
    tp_repr: (cx, self: PyMatch) =>
      concatAll([`<re.Match object; span=(${self.spans[0]}, ${self.spans[1]}), match=`, repr(cx, self.group(0)), '>']),
    mp_subscript: (cx, self: PyMatch, key) => self.group(groupNumber(cx, self, key)),
  },
  methods: {
    group: [
      'group([group1, ...]) -> str or tuple.\nText of groups by number or name; the whole match by default.',
      (cx, self: PyMatch, args: Value[], kwnames: readonly string[] | null) => {
        if (kwnames !== null && kwnames.length > 0) throw typeError('Match.group() takes no keyword arguments')
        if (args.length === 0) return self.group(0)
        if (args.length === 1) return self.group(groupNumber(cx, self, args[0]))
        return new PyTuple(args.map((a) => self.group(groupNumber(cx, self, a))))
      },
    ],
    'start(self, group=0, /)': [
      'Where a group begins.',
      (cx, self: PyMatch, g: Value) => self.spans[2 * groupNumber(cx, self, g)],
    ],
    'end(self, group=0, /)': [
      'Where a group ends.',
      (cx, self: PyMatch, g: Value) => self.spans[2 * groupNumber(cx, self, g) + 1],
    ],
    'span(self, group=0, /)': [
      'Where a group begins and ends.',
      (cx, self: PyMatch, g: Value) => {
        const n = groupNumber(cx, self, g)
        return new PyTuple([self.spans[2 * n], self.spans[2 * n + 1]])
      },
    ],
    'groups(self, /, default=None)': [
      'All groups as a tuple.',
      (_cx, self: PyMatch, missing: Value) =>
        new PyTuple(Array.from({ length: self.pattern.groups }, (_, i) => self.group(i + 1, missing))),
    ],
    'groupdict(self, /, default=None)': ['The named groups as a dict.', groupDict],
    'expand(self, /, template)': ['A template filled in with the groups.', expand],
    '__copy__(self, /)': ['The match itself.', (_cx, self) => self],
    '__deepcopy__(self, memo, /)': ['The match itself.', (_cx, self) => self],
  },
  classmethods: {
    '__class_getitem__(type, object, /)': [
      'A generic alias.',
      (cx, cls: PyType, item: Value) => classGetItem(cx, cls, item),
    ],
  },
  getset: {
    lastindex: [
      'Number of the group that was closed last, or None.',
      (_cx, self: PyMatch) => (self.lastIndex > 0 ? self.lastIndex : null),
    ],
    lastgroup: [
      'Name of the group that was closed last, or None.',
      (_cx, self: PyMatch) => (self.lastIndex > 0 ? self.pattern.groupNames[self.lastIndex] : null),
    ],
    regs: [
      'The spans of all groups.',
      (_cx, self: PyMatch) =>
        new PyTuple(
          Array.from(
            { length: self.pattern.groups + 1 },
            (_, i) => new PyTuple([self.spans[2 * i], self.spans[2 * i + 1]]),
          ),
        ),
    ],
  },
  members: {
    string: ['The text that was searched.', (_cx, self: PyMatch) => self.searched.value],
    re: ['The pattern.', (_cx, self: PyMatch) => self.pattern],
    pos: ['Where the search began.', (_cx, self: PyMatch) => self.pos],
    endpos: ['Where the search ended.', (_cx, self: PyMatch) => self.endpos],
  },
})

export const load = defineModule('_sre', 'Compiled regular expressions.', {
  functions: {
    'compile(pattern, flags, error, /)': [
      'Compiles a pattern.',
      (cx, p: Value, f: Value, e: Value) => compile(cx, p, index(cx, f), e),
    ],
  },
  types: [],
  values: { MAGIC: 20230502, CODESIZE: 4, Pattern: patternType, Match: matchType },
})
