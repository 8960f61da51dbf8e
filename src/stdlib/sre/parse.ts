/**
 * Regular expressions: pattern text → tree (CPython's Lib/re/_parser.py).
 *
 * A `RegexError` carries CPython's message and position. Flags written in the pattern are gathered into `flags`; those of groups
 * are kept on the nodes. Everything counts in code points (bytes for bytes patterns).
 */
import { asciiStr, reprStr } from '../../values/repr'
import { characterByName } from '../../values/unicode_names'
import { Char, charFlags } from '../../values/unicode'
import { fromText, textOf } from '../../values/wide'

export const enum Flag {
  TEMPLATE = 1,
  IGNORECASE = 2,
  LOCALE = 4,
  MULTILINE = 8,
  DOTALL = 16,
  UNICODE = 32,
  VERBOSE = 64,
  DEBUG = 128,
  ASCII = 256,
}

export const MAX_REPEAT = 4294967295
/** Widths are counted up to this. */
const MAX_WIDTH = 2 ** 64

export const enum At {
  BEGINNING,
  BEGINNING_STRING,
  BOUNDARY,
  NON_BOUNDARY,
  END,
  END_STRING,
}

/** A member of a set: a range, or a category by its letter (d D s S w W). */
export type SetItem = { lo: number; hi: number } | { category: string }

export type Node =
  | { t: 'char'; c: number; flags: number }
  | { t: 'any'; flags: number }
  | { t: 'set'; negate: boolean; items: SetItem[]; flags: number }
  | { t: 'at'; at: At; flags: number }
  | { t: 'seq'; items: Node[] }
  | { t: 'branch'; items: Node[] }
  | { t: 'group'; group: number | null; body: Node }
  | { t: 'repeat'; min: number; max: number; kind: 'greedy' | 'lazy' | 'possessive'; body: Node }
  | { t: 'ref'; group: number; flags: number }
  | { t: 'look'; behind: boolean; negate: boolean; body: Node }
  | { t: 'atomic'; body: Node }
  | { t: 'conditional'; group: number; yes: Node; no: Node | null }
  | { t: 'fail' }

export class RegexError {
  constructor(
    readonly message: string,
    readonly position: number,
  ) {}
}

export interface ParsedPattern {
  node: Node
  /** Number of groups. */
  groups: number
  names: Map<string, number>
  flags: number
  warnings: readonly string[]
}

const FLAG_LETTERS: Record<string, number> = {
  i: Flag.IGNORECASE,
  L: Flag.LOCALE,
  m: Flag.MULTILINE,
  s: Flag.DOTALL,
  x: Flag.VERBOSE,
  a: Flag.ASCII,
  u: Flag.UNICODE,
}
const TYPE_FLAGS = Flag.ASCII | Flag.LOCALE | Flag.UNICODE
const GLOBAL_FLAGS = Flag.DEBUG

const ESCAPES: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 }

const text = (c: number): string => String.fromCodePoint(c)
const isLetter = (s: string): boolean => /^[a-zA-Z]$/.test(s)
const isDigit = (s: string): boolean => /^[0-9]$/.test(s)
const isOctal = (s: string): boolean => /^[0-7]$/.test(s)

/** Thrown when VERBOSE is found inside a pattern: it has to be read again under it. */
class VerboseFound {
  constructor(readonly flags: number) {}
}

class Parser {
  /** Position of the token after the current one. */
  index = 0
  /** The current token: a character, or a backslash and the one after it; empty at the end. */
  next = ''
  readonly names = new Map<string, number>()
  /** Width of each group, once it is closed; null while open. */
  readonly widths: ([number, number] | null)[] = [null]
  lookbehindGroups: number | null = null
  /** What a FutureWarning is to say of the pattern. */
  readonly warnings: string[] = []
  readonly checks = new Map<number, number>()

  constructor(
    readonly cps: ArrayLike<number>,
    readonly isBytes: boolean,
    public flags: number,
  ) {
    this.advance()
  }

  get groups(): number {
    return this.widths.length
  }

  private advance(): void {
    const { cps } = this
    const i = this.index
    if (i >= cps.length) {
      this.next = ''
      return
    }
    let c = text(cps[i])
    if (c === '\\') {
      if (i + 1 >= cps.length) throw new RegexError('bad escape (end of pattern)', cps.length - 1)
      c += text(cps[i + 1])
      this.index = i + 2
    } else this.index = i + 1
    this.next = c
  }

  private nextLength(): number {
    return this.next.startsWith('\\') ? 2 : this.next ? 1 : 0
  }

  tell(): number {
    return this.index - this.nextLength()
  }

  seek(i: number): void {
    this.index = i
    this.advance()
  }

  match(c: string): boolean {
    if (c !== this.next) return false
    this.advance()
    return true
  }

  get(): string {
    const c = this.next
    this.advance()
    return c
  }

  getWhile(n: number, test: (c: string) => boolean): string {
    let out = ''
    while (out.length < n && test(this.next)) out += this.get()
    return out
  }

  /** Reads up to a terminator, which must come; `what` names the thing for the error. */
  getUntil(terminator: string, what: string): string {
    let out = ''
    for (;;) {
      const c = this.next
      this.advance()
      if (c === '') {
        if (out === '') throw this.error(`missing ${what}`)
        throw this.error(`missing ${terminator}, unterminated name`, [...out].length)
      }
      if (c === terminator) {
        if (out === '') throw this.error(`missing ${what}`, 1)
        return out
      }
      out += c
    }
  }

  warn(message: string): void {
    this.warnings.push(message)
  }

  error(message: string, offset = 0): RegexError {
    return new RegexError(message, this.tell() - offset)
  }

  checkGroupName(name: string, offset: number): void {
    const length = [...name].length
    const bad = (quoted: string) => this.error(`bad character in group name ${quoted}`, length + offset)
    if (this.isBytes && /[^\0-\x7f]/.test(name)) throw bad(asciiStr(fromText(name)))
    const cps = [...name].map((c) => c.codePointAt(0)!)
    if (!cps.every((c, i) => charFlags(c) & (i === 0 ? Char.XID_START : Char.XID_CONTINUE))) throw bad(quote(name))
  }

  openGroup(name: string | null): number {
    const group = this.groups
    this.widths.push(null)
    if (this.groups > 0x3fffffff) throw this.error('too many groups')
    if (name !== null) {
      const old = this.names.get(name)
      if (old !== undefined) {
        throw new RegexError(`redefinition of group name ${quote(name)} as group ${group}; was group ${old}`, -1)
      }
      this.names.set(name, group)
    }
    return group
  }

  /** Refuses references to groups of the lookbehind that is being read. */
  checkLookbehind(group: number): void {
    if (this.lookbehindGroups === null) return
    if (!(group < this.groups && this.widths[group] !== null)) throw this.error('cannot refer to an open group')
    if (group >= this.lookbehindGroups) {
      throw this.error('cannot refer to group defined in the same lookbehind subpattern')
    }
  }

  isOpen(group: number): boolean {
    return this.widths[group] === null
  }
}

/** A group's name in a message: its repr. */
const quote = (name: string): string => textOf(reprStr(fromText(name)))

/** Least and greatest number of characters that a node matches. */
export function width(node: Node, widths: ([number, number] | null)[]): [number, number] {
  switch (node.t) {
    case 'char':
    case 'any':
    case 'set':
      return [1, 1]
    case 'at':
    case 'look':
    case 'fail':
      return [0, 0]
    case 'seq': {
      let lo = 0
      let hi = 0
      for (const n of node.items) {
        const [a, b] = width(n, widths)
        lo += a
        hi += b
      }
      return [Math.min(lo, MAX_WIDTH), Math.min(hi, MAX_WIDTH)]
    }
    case 'branch': {
      let lo = MAX_WIDTH
      let hi = 0
      for (const n of node.items) {
        const [a, b] = width(n, widths)
        lo = Math.min(lo, a)
        hi = Math.max(hi, b)
      }
      return [lo, hi]
    }
    case 'group':
    case 'atomic':
      return width(node.body, widths)
    case 'repeat': {
      const [a, b] = width(node.body, widths)
      return [
        Math.min(a * node.min, MAX_WIDTH),
        node.max >= MAX_REPEAT && b ? MAX_WIDTH : Math.min(b * node.max, MAX_WIDTH),
      ]
    }
    case 'ref':
      return widths[node.group] ?? [0, MAX_WIDTH]
    case 'conditional': {
      const [a, b] = width(node.yes, widths)
      const [c, d] = node.no === null ? [0, 0] : width(node.no, widths)
      return [Math.min(a, c), Math.max(b, d)]
    }
  }
}

function classEscape(p: Parser, token: string): SetItem | number {
  const c = token[1]
  if (c in ESCAPES && token.length === 2) return ESCAPES[c]
  if ('dDsSwW'.includes(c)) return { category: c }
  const simple = commonEscape(p, token)
  if (simple !== undefined) return simple
  if (isOctal(c)) {
    token += p.getWhile(2, isOctal)
    const value = Number.parseInt(token.slice(1), 8)
    if (value > 0o377) throw p.error(`octal escape value ${token} outside of range 0-0o377`, token.length)
    return value
  }
  if (isDigit(c) || isLetter(c)) throw p.error(`bad escape ${token}`, [...token].length)
  return token.codePointAt(1)!
}

/** `\x`, `\u`, `\U`, `\N`; undefined for anything else. */
function commonEscape(p: Parser, token: string): number | undefined {
  const c = token[1]
  const hex = (n: number): number => {
    token += p.getWhile(n, (d) => /^[0-9a-fA-F]$/.test(d))
    if (token.length !== n + 2) throw p.error(`incomplete escape ${token}`, token.length)
    return Number.parseInt(token.slice(2), 16)
  }
  if (c === 'x') return hex(2)
  if (p.isBytes) return undefined
  if (c === 'u') return hex(4)
  if (c === 'U') {
    const cp = hex(8)
    if (cp > 0x10ffff) throw p.error(`bad escape ${token}`, token.length)
    return cp
  }
  if (c === 'N') {
    if (!p.match('{')) throw p.error('missing {')
    const name = p.getUntil('}', 'character name')
    const cp = characterByName(name)
    if (cp === undefined) throw p.error(`undefined character name ${quote(name)}`, name.length + '\\N{}'.length)
    return cp
  }
  return undefined
}

function escapeNode(p: Parser, token: string, flags: number): Node {
  const c = token[1]
  const at = (code: At): Node => ({ t: 'at', at: code, flags })
  switch (c) {
    case 'A':
      return at(At.BEGINNING_STRING)
    case 'b':
      return at(At.BOUNDARY)
    case 'B':
      return at(At.NON_BOUNDARY)
    case 'Z':
      return at(At.END_STRING)
  }
  if ('dDsSwW'.includes(c)) return { t: 'set', negate: false, items: [{ category: c }], flags }
  if (c in ESCAPES) return { t: 'char', c: ESCAPES[c], flags }
  const simple = commonEscape(p, token)
  if (simple !== undefined) return { t: 'char', c: simple, flags }
  if (c === '0') {
    token += p.getWhile(2, isOctal)
    return { t: 'char', c: Number.parseInt(token.slice(1), 8), flags }
  }
  if (isDigit(c)) {
    if (isDigit(p.next)) {
      token += p.get()
      if (isOctal(token[1]) && isOctal(token[2]) && isOctal(p.next)) {
        token += p.get()
        const value = Number.parseInt(token.slice(1), 8)
        if (value > 0o377) throw p.error(`octal escape value ${token} outside of range 0-0o377`, token.length)
        return { t: 'char', c: value, flags }
      }
    }
    const group = Number.parseInt(token.slice(1), 10)
    if (group < p.groups) {
      if (p.isOpen(group)) throw p.error('cannot refer to an open group', token.length)
      p.checkLookbehind(group)
      return { t: 'ref', group, flags }
    }
    throw p.error(`invalid group reference ${group}`, token.length - 1)
  }
  if (isLetter(c)) throw p.error(`bad escape ${token}`, token.length)
  return { t: 'char', c: token.codePointAt(1)!, flags }
}

function parseBranches(p: Parser, flags: number, nested: number): Node {
  const items: Node[] = []
  let first = true
  do {
    items.push(parseSequence(p, flags, nested, first && nested === 0 && items.length === 0))
    first = false
    // Flags set at the start of the whole pattern hold for what follows.
    if (nested === 0) flags = p.flags
  } while (p.match('|'))
  return items.length === 1 ? items[0] : { t: 'branch', items }
}

/** Doubled in a set, these may get a meaning one day. */
const SET_OPERATIONS: Record<string, string> = {
  '-': 'difference',
  '&': 'intersection',
  '~': 'symmetric difference',
  '|': 'union',
}

function parseSet(p: Parser, flags: number): Node {
  const here = p.tell() - 1
  const items: SetItem[] = []
  if (p.next === '[') p.warn(`Possible nested set at position ${p.tell()}`)
  const negate = p.match('^')
  let first = true
  for (;;) {
    const token = p.get()
    if (token === '') throw p.error('unterminated character set', p.tell() - here)
    if (token === ']' && !first) break
    if (!first && token === p.next && token in SET_OPERATIONS) {
      p.warn(`Possible set ${SET_OPERATIONS[token]} at position ${p.tell() - 1}`)
    }
    first = false
    const lo: SetItem | number = token[0] === '\\' ? classEscape(p, token) : token.codePointAt(0)!
    if (p.match('-')) {
      const that = p.get()
      if (that === '') throw p.error('unterminated character set', p.tell() - here)
      if (that === ']') {
        items.push(typeof lo === 'number' ? { lo, hi: lo } : lo, { lo: 45, hi: 45 })
        break
      }
      if (that === '-') p.warn(`Possible set difference at position ${p.tell() - 2}`)
      const hi: SetItem | number = that[0] === '\\' ? classEscape(p, that) : that.codePointAt(0)!
      const length = [...token].length + 1 + [...that].length
      if (typeof lo !== 'number' || typeof hi !== 'number')
        throw p.error(`bad character range ${token}-${that}`, length)
      if (hi < lo) throw p.error(`bad character range ${token}-${that}`, length)
      items.push({ lo, hi })
    } else items.push(typeof lo === 'number' ? { lo, hi: lo } : lo)
  }
  return { t: 'set', negate, items, flags }
}

function parseSequence(p: Parser, flags: number, nested: number, atStart: boolean): Node {
  const items: Node[] = []
  for (;;) {
    let verbose = (flags & Flag.VERBOSE) !== 0
    let token = p.next
    if (token === '' || token === '|' || token === ')') break
    p.get()
    if (verbose) {
      if (/^[ \t\n\r\v\f]$/.test(token)) continue
      if (token === '#') {
        for (;;) {
          token = p.get()
          if (token === '' || token === '\n') break
        }
        continue
      }
    }
    if (token[0] === '\\') items.push(escapeNode(p, token, flags))
    else if (!'*+?.^$[({'.includes(token)) items.push({ t: 'char', c: token.codePointAt(0)!, flags })
    else if (token === '[') items.push(parseSet(p, flags))
    else if ('*+?{'.includes(token)) {
      const here = p.tell()
      let min = 0
      let max = MAX_REPEAT
      if (token === '?') max = 1
      else if (token === '+') min = 1
      else if (token === '{') {
        if (p.next === '}') {
          items.push({ t: 'char', c: 123, flags })
          continue
        }
        let lo = ''
        let hi = ''
        while (isDigit(p.next)) lo += p.get()
        if (p.match(',')) while (isDigit(p.next)) hi += p.get()
        else hi = lo
        if (!p.match('}')) {
          items.push({ t: 'char', c: 123, flags })
          p.seek(here)
          continue
        }
        if (lo) {
          min = Number(lo)
          if (min >= MAX_REPEAT) throw new RangeError('the repetition number is too large')
        }
        if (hi) {
          max = Number(hi)
          if (max >= MAX_REPEAT) throw new RangeError('the repetition number is too large')
          if (max < min) throw p.error('min repeat greater than max repeat', p.tell() - here)
        }
      }
      const item = items.at(-1)
      if (item === undefined || item.t === 'at') {
        throw p.error('nothing to repeat', p.tell() - here + token.length)
      }
      if (item.t === 'repeat') throw p.error('multiple repeat', p.tell() - here + token.length)
      const kind = p.match('?') ? 'lazy' : p.match('+') ? 'possessive' : 'greedy'
      items[items.length - 1] = { t: 'repeat', min, max, kind, body: item }
    } else if (token === '.') items.push({ t: 'any', flags })
    else if (token === '^') items.push({ t: 'at', at: At.BEGINNING, flags })
    else if (token === '$') items.push({ t: 'at', at: At.END, flags })
    else {
      // A parenthesis.
      const start = p.tell() - 1
      let capture = true
      let name: string | null = null
      let atomic = false
      let add = 0
      let del = 0
      if (p.match('?')) {
        const char = p.get()
        if (char === '') throw p.error('unexpected end of pattern')
        if (char === 'P') {
          if (p.match('<')) {
            name = p.getUntil('>', 'group name')
            p.checkGroupName(name, 1)
          } else if (p.match('=')) {
            name = p.getUntil(')', 'group name')
            p.checkGroupName(name, 1)
            const group = p.names.get(name)
            const length = [...name].length
            if (group === undefined) throw p.error(`unknown group name ${quote(name)}`, length + 1)
            if (p.isOpen(group)) throw p.error('cannot refer to an open group', length + 1)
            p.checkLookbehind(group)
            items.push({ t: 'ref', group, flags })
            continue
          } else {
            const c = p.get()
            if (c === '') throw p.error('unexpected end of pattern')
            throw p.error(`unknown extension ?P${c}`, [...c].length + 2)
          }
        } else if (char === ':') capture = false
        else if (char === '#') {
          for (;;) {
            const c = p.get()
            if (c === '') throw p.error('missing ), unterminated comment', p.tell() - start)
            if (c === ')') break
          }
          continue
        } else if (char === '=' || char === '!' || char === '<') {
          let behind = false
          let sign = char
          let saved: number | null = null
          if (char === '<') {
            sign = p.get()
            if (sign === '') throw p.error('unexpected end of pattern')
            if (sign !== '=' && sign !== '!') throw p.error(`unknown extension ?<${sign}`, [...sign].length + 2)
            behind = true
            saved = p.lookbehindGroups
            if (saved === null) p.lookbehindGroups = p.groups
          }
          const body = parseBranches(p, flags, nested + 1)
          if (behind && saved === null) p.lookbehindGroups = null
          if (!p.match(')')) throw p.error('missing ), unterminated subpattern', p.tell() - start)
          const negate = sign === '!'
          if (negate && !behind && body.t === 'seq' && body.items.length === 0) items.push({ t: 'fail' })
          else items.push({ t: 'look', behind, negate, body })
          continue
        } else if (char === '(') {
          const cond = p.getUntil(')', 'group name')
          let group: number
          if (!/^[0-9]+$/.test(cond)) {
            p.checkGroupName(cond, 1)
            const g = p.names.get(cond)
            if (g === undefined) throw p.error(`unknown group name ${quote(cond)}`, [...cond].length + 1)
            group = g
          } else {
            group = Number(cond)
            if (!group) throw p.error('bad group number', cond.length + 1)
            if (group >= 0x3fffffff) throw p.error(`invalid group reference ${group}`, cond.length + 1)
            if (!p.checks.has(group)) p.checks.set(group, p.tell() - cond.length - 1)
          }
          p.checkLookbehind(group)
          const yes = parseSequence(p, flags, nested + 1, false)
          let no: Node | null = null
          if (p.match('|')) {
            no = parseSequence(p, flags, nested + 1, false)
            if (p.next === '|') throw p.error('conditional backref with more than two branches')
          }
          if (!p.match(')')) throw p.error('missing ), unterminated subpattern', p.tell() - start)
          items.push({ t: 'conditional', group, yes, no })
          continue
        } else if (char === '>') {
          capture = false
          atomic = true
        } else if (char in FLAG_LETTERS || char === '-') {
          const parsed = parseFlags(p, char)
          if (parsed === null) {
            // Global flags: only at the very start.
            if (!(atStart && items.length === 0)) {
              throw new RegexError('global flags not at the start of the expression', start)
            }
            if (p.flags & Flag.VERBOSE && !verbose) throw new VerboseFound(p.flags)
            flags = p.flags
            verbose = (flags & Flag.VERBOSE) !== 0
            continue
          }
          ;[add, del] = parsed
          capture = false
        } else throw p.error(`unknown extension ?${char}`, [...char].length + 1)
      }
      let group: number | null = null
      if (capture) {
        try {
          group = p.openGroup(name)
        } catch (e) {
          if (e instanceof RegexError && e.position < 0) throw p.error(e.message, [...name!].length + 1)
          throw e
        }
      }
      let inner = flags
      if (add & TYPE_FLAGS) inner &= ~TYPE_FLAGS
      inner = (inner | add) & ~del
      const body = parseBranches(p, inner, nested + 1)
      if (!p.match(')')) throw p.error('missing ), unterminated subpattern', p.tell() - start)
      if (group !== null) p.widths[group] = width(body, p.widths)
      if (atomic) items.push({ t: 'atomic', body })
      else items.push({ t: 'group', group, body })
    }
  }
  return { t: 'seq', items }
}

/** The letters after `(?`: null for flags of the whole pattern, else what a group adds and takes away. */
function parseFlags(p: Parser, char: string): [number, number] | null {
  let add = 0
  let del = 0
  if (char !== '-') {
    for (;;) {
      const flag = FLAG_LETTERS[char]
      if (p.isBytes) {
        if (char === 'u') throw p.error("bad inline flags: cannot use 'u' flag with a bytes pattern")
      } else if (char === 'L') throw p.error("bad inline flags: cannot use 'L' flag with a str pattern")
      add |= flag
      if (flag & TYPE_FLAGS && (add & TYPE_FLAGS) !== flag) {
        throw p.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible")
      }
      char = p.get()
      if (char === '') throw p.error('missing -, : or )')
      if (char === ')' || char === '-' || char === ':') break
      if (!(char in FLAG_LETTERS)) {
        throw p.error(isLetter(char) ? 'unknown flag' : 'missing -, : or )', [...char].length)
      }
    }
  }
  if (char === ')') {
    p.flags |= add
    return null
  }
  if (add & GLOBAL_FLAGS) throw p.error('bad inline flags: cannot turn on global flag', 1)
  if (char === '-') {
    char = p.get()
    if (char === '') throw p.error('missing flag')
    if (!(char in FLAG_LETTERS)) throw p.error(isLetter(char) ? 'unknown flag' : 'missing flag', [...char].length)
    for (;;) {
      const flag = FLAG_LETTERS[char]
      if (flag & TYPE_FLAGS) {
        throw p.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
      }
      del |= flag
      char = p.get()
      if (char === '') throw p.error('missing :')
      if (char === ':') break
      if (!(char in FLAG_LETTERS)) throw p.error(isLetter(char) ? 'unknown flag' : 'missing :', [...char].length)
    }
  }
  if (add & del) throw p.error('bad inline flags: flag turned on and off', 1)
  return [add, del]
}

/** Flags that do not go together, as the message of a ValueError; else the flags a pattern really has. */
function fixFlags(isBytes: boolean, flags: number): number | string {
  if (!isBytes) {
    if (flags & Flag.LOCALE) return 'cannot use LOCALE flag with a str pattern'
    if (flags & Flag.ASCII && flags & Flag.UNICODE) return 'ASCII and UNICODE flags are incompatible'
    return flags & Flag.ASCII ? flags : flags | Flag.UNICODE
  }
  if (flags & Flag.UNICODE) return 'cannot use UNICODE flag with a bytes pattern'
  if (flags & Flag.LOCALE && flags & Flag.ASCII) return 'ASCII and LOCALE flags are incompatible'
  return flags
}

/** Parses a pattern. Throws RegexError; a string as result is the text of a ValueError, a RangeError means OverflowError. */
export function parsePattern(cps: ArrayLike<number>, isBytes: boolean, flags: number): ParsedPattern | string {
  let p = new Parser(cps, isBytes, flags)
  let node: Node
  try {
    node = parseBranches(p, flags, 0)
  } catch (e) {
    if (!(e instanceof VerboseFound)) throw e
    p = new Parser(cps, isBytes, e.flags)
    node = parseBranches(p, e.flags, 0)
  }
  const fixed = fixFlags(isBytes, p.flags)
  if (typeof fixed === 'string') return fixed
  if (p.next !== '') throw p.error('unbalanced parenthesis')
  for (const [group, position] of p.checks) {
    if (group >= p.groups) throw new RegexError(`invalid group reference ${group}`, position)
  }
  checkLookbehinds(node, p.widths)
  completeFlags(node, fixed & TYPE_FLAGS)
  return { node, groups: p.groups - 1, names: p.names, flags: fixed, warnings: p.warnings }
}

/** Gives the pattern's own choice of ASCII, LOCALE or UNICODE to all nodes that no group gave another. */
function completeFlags(node: Node, type: number): void {
  switch (node.t) {
    case 'seq':
    case 'branch':
      for (const n of node.items) completeFlags(n, type)
      break
    case 'group':
    case 'repeat':
    case 'atomic':
    case 'look':
      completeFlags(node.body, type)
      break
    case 'conditional':
      completeFlags(node.yes, type)
      if (node.no) completeFlags(node.no, type)
      break
    case 'fail':
      break
    default:
      if (!(node.flags & TYPE_FLAGS)) node.flags |= type
  }
}

function checkLookbehinds(node: Node, widths: ([number, number] | null)[]): void {
  switch (node.t) {
    case 'look':
      if (node.behind) {
        const [lo, hi] = width(node.body, widths)
        if (lo > MAX_REPEAT) throw new RegexError('looks too much behind', -1)
        if (lo !== hi) throw new RegexError('look-behind requires fixed-width pattern', -1)
      }
      checkLookbehinds(node.body, widths)
      break
    case 'seq':
    case 'branch':
      for (const n of node.items) checkLookbehinds(n, widths)
      break
    case 'group':
    case 'repeat':
    case 'atomic':
      checkLookbehinds(node.body, widths)
      break
    case 'conditional':
      checkLookbehinds(node.yes, widths)
      if (node.no) checkLookbehinds(node.no, widths)
  }
}

// Templates of sub() ----------------------------------------------------------------------------------------------------

/** Pieces of a template: literal code points, or a group's number. */
export type TemplatePart = number[] | number

export class UnknownGroupName {
  constructor(readonly name: string) {}
}

export function parseTemplate(
  cps: ArrayLike<number>,
  isBytes: boolean,
  groups: number,
  names: ReadonlyMap<string, number>,
): TemplatePart[] {
  const p = new Parser(cps, isBytes, 0)
  const out: TemplatePart[] = []
  let literal: number[] = []
  const addGroup = (group: number, position: number) => {
    if (group > groups) throw new RegexError(`invalid group reference ${group}`, position)
    if (literal.length > 0) out.push(literal)
    literal = []
    out.push(group)
  }
  for (;;) {
    const token = p.get()
    if (token === '') break
    if (token[0] !== '\\') {
      literal.push(token.codePointAt(0)!)
      continue
    }
    const c = token[1]
    if (c === 'g') {
      if (!p.match('<')) throw p.error('missing <')
      const name = p.getUntil('>', 'group name')
      const length = [...name].length
      let group: number
      if (!/^[0-9]+$/.test(name)) {
        p.checkGroupName(name, 1)
        const g = names.get(name)
        if (g === undefined) throw new UnknownGroupName(quote(name))
        group = g
      } else {
        group = Number(name)
        if (group > groups) throw p.error(`invalid group reference ${group}`, length + 1)
      }
      addGroup(group, 0)
    } else if (c === '0') {
      let text = token
      if (isOctal(p.next)) {
        text += p.get()
        if (isOctal(p.next)) text += p.get()
      }
      literal.push(Number.parseInt(text.slice(1), 8) & 0xff)
    } else if (isDigit(c)) {
      let text = token
      let octal = false
      if (isDigit(p.next)) {
        text += p.get()
        if (isOctal(c) && isOctal(text[2]) && isOctal(p.next)) {
          text += p.get()
          octal = true
          const value = Number.parseInt(text.slice(1), 8)
          if (value > 0o377) throw p.error(`octal escape value ${text} outside of range 0-0o377`, text.length)
          literal.push(value)
        }
      }
      if (!octal) addGroup(Number.parseInt(text.slice(1), 10), p.tell() - text.length + 1)
    } else if (c in ESCAPES) literal.push(ESCAPES[c])
    else if (isLetter(c)) throw p.error(`bad escape ${token}`, token.length)
    else literal.push(92, token.codePointAt(1)!)
  }
  if (literal.length > 0) out.push(literal)
  return out
}
