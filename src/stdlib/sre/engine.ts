/**
 * Regular expressions: tree → program → matches (CPython's Lib/re/_compiler.py and Modules/_sre/sre_lib.h).
 *
 * A program is an array of ints for a backtracking machine. Its state is a position, registers (ends of groups, loop counters)
 * and a stack of two kinds of entries: places to go back to, and old values of registers. Nothing recurses but assertions and
 * atomic groups, so a pattern cannot exhaust the host's stack; work is charged to the Context as it is done, so that one
 * that backtracks for ever meets the limits.
 *
 * Semantics are CPython's: leftmost, first alternative, groups keep the text of their last time round, a loop does not go round again
 * when its body matched nothing.
 */
import type { Context } from '../../objects/context'
import { Char, charFlags, lowerOf, simpleLower, simpleUpper, upperOf } from '../../values/unicode'
import { At, Flag, MAX_REPEAT, type Node, type ParsedPattern, type SetItem, width } from './parse'

const enum Op {
  MATCH,
  /** code point */
  CHAR,
  /** anything but a newline */
  ANY,
  ALL,
  /** index of the set */
  SET,
  /** address to try first, address to try then */
  SPLIT,
  /** address */
  JUMP,
  /** register */
  SAVE,
  /** At code */
  AT,
  /** group, 1 to ignore case */
  REF,
  /** negate, how far back, address behind the body */
  LOOK,
  /** address behind the body */
  ATOMIC,
  /** group, address of the other branch */
  CONDITION,
  /** min, max, operation of the item, its operand; greedy, lazy */
  MANY,
  MANY_LAZY,
  MANY_ATOMIC,
  /** register of the counter */
  LOOP_START,
  /** register, min, max, address of the body, address behind */
  LOOP,
  LOOP_LAZY,
  FAIL,
}

export type Subject = Uint16Array | Int32Array | Uint8Array

// Sets ------------------------------------------------------------------------------------------------------------------

/** Simple lower case to the lower case letters that share its upper case (`s` and `ſ`, the sigmas …). */
let equivalents: Map<number, number[]> | undefined
let lowerSources: Map<number, number[]> | undefined

function makeCaseTables(): void {
  equivalents = new Map()
  lowerSources = new Map()
  const byUpper = new Map<number, number[]>()
  for (let c = 0; c < 0x1e944; c++) {
    const low = lowerOf(c)
    if (low !== undefined && low[0] !== c) {
      const list = lowerSources.get(low[0])
      if (list) list.push(c)
      else lowerSources.set(low[0], [c])
    }
    const up = upperOf(c)
    if (up === undefined || simpleLower(c) !== c) continue
    const key = up.length === 1 ? up[0] : specialUpper(c, up)
    const list = byUpper.get(key)
    if (list) list.push(c)
    else byUpper.set(key, [c])
  }
  for (const list of byUpper.values()) {
    if (list.length > 1)
      for (const c of list)
        equivalents.set(
          c,
          list.filter((d) => d !== c),
        )
  }
}

/** Letters whose full upper case is longer: those that have the same one belong together. */
function specialUpper(c: number, up: readonly number[]): number {
  if (up.length < 2) return c
  return -(up[0] * 0x200000 + up[1] * 64 + (up[2] ?? 0))
}

/** All code points that match one under IGNORECASE. */
function caseVariants(c: number): number[] {
  if (equivalents === undefined) makeCaseTables()
  const low = simpleLower(c)
  const lows = [low, ...(equivalents!.get(low) ?? [])]
  const out = new Set<number>()
  for (const l of lows) {
    out.add(l)
    for (const s of lowerSources!.get(l) ?? []) out.add(s)
  }
  out.add(c)
  return [...out]
}

const lowerAscii = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c)

function isWordAscii(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95
}

function isWord(c: number, unicode: boolean): boolean {
  if (c < 128 || !unicode) return isWordAscii(c)
  return (charFlags(c) & Char.ALNUM) !== 0
}

function inCategory(c: number, category: string, unicode: boolean): boolean {
  switch (category) {
    case 'd':
      return c < 128 || !unicode ? c >= 48 && c <= 57 : (charFlags(c) & Char.DECIMAL) !== 0
    case 'D':
      return !inCategory(c, 'd', unicode)
    case 's':
      if (c < 128 || !unicode) return c === 32 || (c >= 9 && c <= 13) || (unicode && c >= 28 && c <= 31)
      return (charFlags(c) & Char.SPACE) !== 0
    case 'S':
      return !inCategory(c, 's', unicode)
    case 'w':
      return isWord(c, unicode)
    default:
      return !isWord(c, unicode)
  }
}

/** A set of characters: a table for the first 256, the definition for others. */
export class CharSet {
  readonly table = new Uint8Array(256)
  private readonly known = new Map<number, boolean>()
  constructor(
    private readonly items: readonly SetItem[],
    private readonly negate: boolean,
    private readonly flags: number,
  ) {
    for (let c = 0; c < 256; c++) this.table[c] = this.compute(c) ? 1 : 0
  }

  has(c: number): boolean {
    if (c < 256) return this.table[c] === 1
    let r = this.known.get(c)
    if (r === undefined) {
      r = this.compute(c)
      if (this.known.size < 4096) this.known.set(c, r)
    }
    return r
  }

  private plain(c: number): boolean {
    const unicode = (this.flags & Flag.UNICODE) !== 0
    for (const item of this.items) {
      if ('category' in item) {
        if (inCategory(c, item.category, unicode)) return true
      } else if (c >= item.lo && c <= item.hi) return true
    }
    return false
  }

  private compute(c: number): boolean {
    let found: boolean
    if (this.flags & Flag.IGNORECASE) {
      if (this.flags & Flag.UNICODE)
        found = caseVariants(c).some((v) => this.plainRange(v)) || this.plain(simpleLower(c))
      else {
        const low = lowerAscii(c)
        const up = low >= 97 && low <= 122 ? low - 32 : low
        found = this.plain(low) || this.plainRange(up)
      }
    } else found = this.plain(c)
    return found !== this.negate
  }

  private plainRange(c: number): boolean {
    for (const item of this.items) if (!('category' in item) && c >= item.lo && c <= item.hi) return true
    return false
  }
}

// Compilation -----------------------------------------------------------------------------------------------------------

export class Program {
  code: number[] = []
  readonly sets: CharSet[] = []
  registers: number
  /** Register of the group that was closed last. */
  readonly last: number
  /** Literal text that every match begins with. */
  prefix: number[] = []
  /** Set of characters one of which every match begins with. */
  first: CharSet | null = null
  minWidth = 0
  /** The program as the machine reads it. */
  readonly compiled: Int32Array
  private readonly setIndex = new Map<string, number>()

  constructor(readonly parsed: ParsedPattern) {
    this.last = 2 * (parsed.groups + 1)
    this.registers = this.last + 1
    this.emit(parsed.node)
    this.code.push(Op.MATCH)
    this.compiled = Int32Array.from(this.code, (n) => Math.min(n, 2147483647))
    this.findPrefix(parsed.node)
    const widths: ([number, number] | null)[] = []
    this.minWidth = width(parsed.node, widths)[0]
  }

  /** Index of the set of a character that ignores case, or a set. */
  private set(items: readonly SetItem[], negate: boolean, flags: number): number {
    const key = JSON.stringify([items, negate, flags & (Flag.IGNORECASE | Flag.UNICODE)])
    let i = this.setIndex.get(key)
    if (i === undefined) {
      i = this.sets.length
      this.sets.push(new CharSet(items, negate, flags))
      this.setIndex.set(key, i)
    }
    return i
  }

  /** Operation and operand of a node that matches one character, or NULL. */
  private single(node: Node): [number, number] | undefined {
    switch (node.t) {
      case 'char':
        if (node.flags & Flag.IGNORECASE && hasCase(node.c, node.flags)) {
          return [Op.SET, this.set([{ lo: node.c, hi: node.c }], false, node.flags)]
        }
        return [Op.CHAR, node.c]
      case 'any':
        return [node.flags & Flag.DOTALL ? Op.ALL : Op.ANY, 0]
      case 'set': {
        const { items } = node
        if (
          items.length === 1 &&
          !node.negate &&
          !(node.flags & Flag.IGNORECASE) &&
          'lo' in items[0] &&
          items[0].lo === items[0].hi
        ) {
          return [Op.CHAR, items[0].lo]
        }
        return [Op.SET, this.set(items, node.negate, node.flags)]
      }
      case 'seq':
        return node.items.length === 1 ? this.single(node.items[0]) : undefined
      case 'group':
        return node.group === null ? this.single(node.body) : undefined
      default:
        return undefined
    }
  }

  private emit(node: Node): void {
    const { code } = this
    switch (node.t) {
      case 'seq':
        for (const n of node.items) this.emit(n)
        break
      case 'char':
      case 'any':
      case 'set': {
        const [op, arg] = this.single(node)!
        code.push(op, arg)
        break
      }
      case 'at':
        code.push(Op.AT, atCode(node.at, node.flags))
        break
      case 'branch': {
        const ends: number[] = []
        node.items.forEach((n, i) => {
          if (i < node.items.length - 1) {
            const split = code.length
            code.push(Op.SPLIT, split + 3, 0)
            this.emit(n)
            ends.push(code.length + 1)
            code.push(Op.JUMP, 0)
            code[split + 2] = code.length
          } else this.emit(n)
        })
        for (const e of ends) code[e] = code.length
        break
      }
      case 'group':
        if (node.group === null) this.emit(node.body)
        else {
          code.push(Op.SAVE, 2 * node.group)
          this.emit(node.body)
          code.push(Op.SAVE, 2 * node.group + 1)
        }
        break
      case 'repeat':
        this.emitRepeat(node)
        break
      case 'ref':
        code.push(Op.REF, node.group, node.flags & Flag.IGNORECASE ? (node.flags & Flag.UNICODE ? 2 : 1) : 0)
        break
      case 'look': {
        const back = node.behind ? width(node.body, [])[0] : 0
        const at = code.length
        code.push(Op.LOOK, node.negate ? 1 : 0, node.behind ? this.backWidth(node.body, back) : 0, 0)
        this.emit(node.body)
        code.push(Op.MATCH)
        code[at + 3] = code.length
        break
      }
      case 'atomic':
        this.emitAtomic(node.body)
        break
      case 'conditional': {
        const at = code.length
        code.push(Op.CONDITION, node.group, 0)
        this.emit(node.yes)
        if (node.no === null) code[at + 2] = code.length
        else {
          const jump = code.length
          code.push(Op.JUMP, 0)
          code[at + 2] = code.length
          this.emit(node.no)
          code[jump + 1] = code.length
        }
        break
      }
      case 'fail':
        code.push(Op.FAIL)
    }
  }

  /** Width of the body of a lookbehind; references have the width of their group. */
  private backWidth(body: Node, plain: number): number {
    const widths: ([number, number] | null)[] = []
    collectWidths(this.parsed.node, widths)
    const [lo] = width(body, widths)
    return lo >= MAX_REPEAT ? plain : lo
  }

  private emitAtomic(body: Node): void {
    const { code } = this
    const at = code.length
    code.push(Op.ATOMIC, 0)
    this.emit(body)
    code.push(Op.MATCH)
    code[at + 1] = code.length
  }

  private emitRepeat(node: Node & { t: 'repeat' }): void {
    const { code } = this
    const one = this.single(node.body)
    if (one !== undefined) {
      const op = node.kind === 'greedy' ? Op.MANY : node.kind === 'lazy' ? Op.MANY_LAZY : Op.MANY_ATOMIC
      code.push(op, node.min, node.max, one[0], one[1])
      return
    }
    if (node.kind === 'possessive') {
      this.emitAtomic({ ...node, kind: 'greedy' })
      return
    }
    if (node.max === 1 && node.min === 0 && width(node.body, [])[0] > 0) {
      const at = code.length
      code.push(Op.SPLIT, 0, 0)
      this.emit(node.body)
      const [first, then] = node.kind === 'greedy' ? [at + 3, code.length] : [code.length, at + 3]
      code[at + 1] = first
      code[at + 2] = then
      return
    }
    const register = this.registers
    this.registers += 2
    code.push(Op.LOOP_START, register)
    const loop = code.length
    code.push(node.kind === 'greedy' ? Op.LOOP : Op.LOOP_LAZY, register, node.min, node.max, loop + 6, 0)
    this.emit(node.body)
    code.push(Op.JUMP, loop)
    code[loop + 5] = code.length
  }

  /** Finds a literal prefix or a set of first characters, for quick searching. */
  private findPrefix(node: Node): void {
    const walk = (n: Node): boolean => {
      switch (n.t) {
        case 'char':
          if (n.flags & Flag.IGNORECASE && hasCase(n.c, n.flags)) return false
          this.prefix.push(n.c)
          return true
        case 'seq':
          return n.items.every(walk)
        case 'group':
          return walk(n.body)
        default:
          return false
      }
    }
    walk(node)
    if (this.prefix.length > 0) return
    const items = firstItems(node)
    if (items !== null && items.items.length > 0) this.first = new CharSet(items.items, items.negate, items.flags)
  }
}

function collectWidths(node: Node, widths: ([number, number] | null)[]): void {
  switch (node.t) {
    case 'seq':
    case 'branch':
      for (const n of node.items) collectWidths(n, widths)
      break
    case 'group':
      collectWidths(node.body, widths)
      if (node.group !== null) widths[node.group] = width(node.body, widths)
      break
    case 'repeat':
    case 'atomic':
    case 'look':
      collectWidths(node.body, widths)
      break
    case 'conditional':
      collectWidths(node.yes, widths)
      if (node.no) collectWidths(node.no, widths)
  }
}

function hasCase(c: number, flags: number): boolean {
  if (flags & Flag.UNICODE)
    return c < 128
      ? lowerAscii(c) !== c || (c >= 97 && c <= 122)
      : simpleLower(c) !== c || simpleUpper(c) !== c || upperOf(c) !== undefined
  return lowerAscii(c) !== c || (c >= 97 && c <= 122)
}

/** The set of characters one of which a node must begin with, if it is easily told. */
function firstItems(node: Node): { items: SetItem[]; negate: boolean; flags: number } | null {
  switch (node.t) {
    case 'char':
      return { items: [{ lo: node.c, hi: node.c }], negate: false, flags: node.flags }
    case 'set':
      return { items: node.items, negate: node.negate, flags: node.flags }
    case 'seq':
      return node.items.length > 0 ? firstItems(node.items[0]) : null
    case 'group':
    case 'atomic':
      return firstItems(node.body)
    case 'repeat':
      return node.min > 0 ? firstItems(node.body) : null
    case 'branch': {
      const all: SetItem[] = []
      let flags = -1
      for (const n of node.items) {
        const f = firstItems(n)
        if (f === null || f.negate || (flags >= 0 && f.flags !== flags)) return null
        flags = f.flags
        all.push(...f.items)
      }
      return { items: all, negate: false, flags }
    }
    default:
      return null
  }
}

// At codes with what the flags make of them.
const enum AtCode {
  START,
  LINE_START,
  END,
  LINE_END,
  STRING_END,
  BOUNDARY,
  NON_BOUNDARY,
  BOUNDARY_UNICODE,
  NON_BOUNDARY_UNICODE,
}

function atCode(at: At, flags: number): AtCode {
  const unicode = (flags & Flag.UNICODE) !== 0
  switch (at) {
    case At.BEGINNING:
      return flags & Flag.MULTILINE ? AtCode.LINE_START : AtCode.START
    case At.BEGINNING_STRING:
      return AtCode.START
    case At.END:
      return flags & Flag.MULTILINE ? AtCode.LINE_END : AtCode.END
    case At.END_STRING:
      return AtCode.STRING_END
    case At.BOUNDARY:
      return unicode ? AtCode.BOUNDARY_UNICODE : AtCode.BOUNDARY
    default:
      return unicode ? AtCode.NON_BOUNDARY_UNICODE : AtCode.NON_BOUNDARY
  }
}

// Matching --------------------------------------------------------------------------------------------------------------

// Entries of the backtrack stack are three ints: kind or register, and two operands.
const GO = -1
/** Greedy run of single characters: give one back. The entry holds the address behind and the least position. */
const GIVE_BACK = -2
/** Lazy run of single characters: take one more. The entry holds the instruction and the position. */
const TAKE_MORE = -3
/** Go round a lazy loop once more: the loop's address and the position. */
const ROUND_AGAIN = -4

/** Matchers take turns with one stack: a match never calls Python, so no two are ever at work together. */
let spareStack: Int32Array = new Int32Array(192)

export class Matcher {
  readonly registers: Int32Array
  private stack: Int32Array
  private top = 0
  private steps = 0
  readonly code: Int32Array
  /** `fullmatch`: a match must end at the end. */
  private full = false
  /** Where no match may end: after an empty match the next one must not be empty at the same place. −1: nowhere. */
  forbidden = -1

  constructor(
    readonly cx: Context,
    readonly program: Program,
    readonly subject: Subject,
    /** The subject as a JavaScript string, where it is one: for quick searching. */
    readonly text: string | null,
    public end: number,
  ) {
    this.registers = new Int32Array(program.registers)
    this.code = program.compiled
    this.stack = spareStack
  }

  private push(kind: number, a: number, b: number): void {
    let { stack } = this
    const { top } = this
    if (top + 3 > stack.length) {
      this.cx.charge(stack.length * 8)
      stack = new Int32Array(this.stack.length * 2)
      stack.set(this.stack)
      this.stack = stack
      if (stack.length <= 1 << 20) spareStack = stack
    }
    stack[top] = kind
    stack[top + 1] = a
    stack[top + 2] = b
    this.top = top + 3
  }

  private setRegister(r: number, v: number): void {
    this.push(r, this.registers[r], 0)
    this.registers[r] = v
  }

  /** Matches at `start`; the registers hold the groups afterwards. */
  match(start: number, full = false): boolean {
    this.full = full
    this.registers.fill(-1)
    this.top = 0
    const end = this.run(0, start)
    if (end < 0) return false
    this.registers[0] = start
    this.registers[1] = end
    return true
  }

  /** The first match that begins at `start` or later. */
  search(start: number): boolean {
    const { program, subject, end } = this
    const { prefix, first } = program
    const last = end - program.minWidth
    if (prefix.length > 0 && this.text !== null) {
      const literal = String.fromCharCode(...prefix)
      const { text } = this
      for (let i = text.indexOf(literal, start); i >= 0 && i <= last; i = text.indexOf(literal, i + 1)) {
        if (this.match(i)) return true
      }
      return false
    }
    if (first !== null || prefix.length > 0) {
      const c0 = prefix.length > 0 ? prefix[0] : -1
      for (let i = start; i <= last && i < end; i++) {
        const c = subject[i]
        if (c0 >= 0 ? c === c0 : first!.has(c)) {
          if (this.match(i)) return true
        } else if ((i & 4095) === 0) this.cx.tick(4096)
      }
      return false
    }
    for (let i = start; i <= last; i++) if (this.match(i)) return true
    return false
  }

  private isAt(code: AtCode, pos: number): boolean {
    const { subject, end } = this
    switch (code) {
      case AtCode.START:
        return pos === 0
      case AtCode.LINE_START:
        return pos === 0 || subject[pos - 1] === 10
      case AtCode.END:
        return pos === end || (pos === end - 1 && subject[pos] === 10)
      case AtCode.LINE_END:
        return pos === end || subject[pos] === 10
      case AtCode.STRING_END:
        return pos === end
      default: {
        if (end === 0) return false
        const unicode = code === AtCode.BOUNDARY_UNICODE || code === AtCode.NON_BOUNDARY_UNICODE
        const before = pos > 0 && isWord(subject[pos - 1], unicode)
        const after = pos < end && isWord(subject[pos], unicode)
        return (before !== after) === (code === AtCode.BOUNDARY || code === AtCode.BOUNDARY_UNICODE)
      }
    }
  }

  /** How far from `pos` characters match one operation, `limit` at most. */
  private runLength(op: number, arg: number, pos: number, limit: number): number {
    const { subject } = this
    let i = pos
    switch (op) {
      case Op.ALL:
        return limit - pos
      case Op.ANY:
        while (i < limit && subject[i] !== 10) i++
        return i - pos
      case Op.CHAR:
        while (i < limit && subject[i] === arg) i++
        return i - pos
      default: {
        const set = this.program.sets[arg]
        const { table } = set
        while (i < limit) {
          const c = subject[i]
          if (c < 256 ? table[c] === 0 : !set.has(c)) break
          i++
        }
        return i - pos
      }
    }
  }

  /** Runs from an address; returns where the match ends, or −1. */
  private run(pc: number, pos: number): number {
    const { code, subject, program, registers } = this
    const { sets } = program
    const base = this.top
    const end = this.end
    for (;;) {
      if (++this.steps >= 4096) {
        this.cx.tick(this.steps)
        this.steps = 0
      }
      let ok = true
      switch (code[pc]) {
        case Op.MATCH:
          // The whole pattern must end at the end for fullmatch; bodies of assertions need not.
          if (pc === code.length - 1 && ((this.full && pos !== end) || pos === this.forbidden)) {
            ok = false
            break
          }
          return pos
        case Op.CHAR:
          if (pos < end && subject[pos] === code[pc + 1]) {
            pos++
            pc += 2
          } else ok = false
          break
        case Op.ANY:
          if (pos < end && subject[pos] !== 10) {
            pos++
            pc += 2
          } else ok = false
          break
        case Op.ALL:
          if (pos < end) {
            pos++
            pc += 2
          } else ok = false
          break
        case Op.SET:
          if (pos < end && sets[code[pc + 1]].has(subject[pos])) {
            pos++
            pc += 2
          } else ok = false
          break
        case Op.SPLIT:
          this.push(GO, code[pc + 2], pos)
          pc = code[pc + 1]
          break
        case Op.JUMP:
          pc = code[pc + 1]
          break
        case Op.SAVE: {
          const r = code[pc + 1]
          this.setRegister(r, pos)
          if (r & 1) this.setRegister(program.last, r >> 1)
          pc += 2
          break
        }
        case Op.AT:
          if (this.isAt(code[pc + 1], pos)) pc += 2
          else ok = false
          break
        case Op.REF: {
          const from = registers[2 * code[pc + 1]]
          const to = registers[2 * code[pc + 1] + 1]
          if (from < 0 || to < from || pos + to - from > end) {
            ok = false
            break
          }
          const mode = code[pc + 2]
          for (let i = from; i < to; i++, pos++) {
            const a = subject[i]
            const b = subject[pos]
            if (a === b) continue
            if (mode === 0 || (mode === 1 ? lowerAscii(a) !== lowerAscii(b) : simpleLower(a) !== simpleLower(b))) {
              ok = false
              break
            }
          }
          pc += 3
          break
        }
        case Op.LOOK: {
          const negate = code[pc + 1] === 1
          const from = pos - code[pc + 2]
          const found = from >= 0 && this.assertion(pc + 4, from, !negate) >= 0
          if (found !== negate) pc = code[pc + 3]
          else ok = false
          break
        }
        case Op.ATOMIC: {
          const to = this.assertion(pc + 2, pos, true)
          if (to >= 0) {
            pos = to
            pc = code[pc + 1]
          } else ok = false
          break
        }
        case Op.CONDITION: {
          const g = code[pc + 1]
          pc = registers[2 * g] >= 0 && registers[2 * g + 1] >= 0 ? pc + 3 : code[pc + 2]
          break
        }
        case Op.MANY:
        case Op.MANY_ATOMIC: {
          const min = code[pc + 1]
          const max = code[pc + 2]
          const limit = max > end - pos ? end : pos + max
          const n = this.runLength(code[pc + 3], code[pc + 4], pos, limit)
          this.steps += n >> 2
          if (n < min) {
            ok = false
            break
          }
          const greedy = code[pc] === Op.MANY
          const least = pos + min
          pos += n
          pc += 5
          if (greedy && pos > least) {
            // One entry stands for all positions to fall back to: two pushes hold address, least and current position.
            this.push(0, pos, 0)
            this.push(GIVE_BACK, pc, least)
          }
          break
        }
        case Op.MANY_LAZY: {
          const min = code[pc + 1]
          if (min > 0) {
            if (min > end - pos || this.runLength(code[pc + 3], code[pc + 4], pos, pos + min) < min) {
              ok = false
              break
            }
            pos += min
          }
          if (code[pc + 2] > min) {
            this.push(0, min, 0)
            this.push(TAKE_MORE, pc, pos)
          }
          pc += 5
          break
        }
        case Op.LOOP_START: {
          const r = code[pc + 1]
          this.setRegister(r, 0)
          this.setRegister(r + 1, -1)
          pc += 2
          break
        }
        case Op.LOOP: {
          const r = code[pc + 1]
          const count = registers[r]
          if (count < code[pc + 2]) {
            this.setRegister(r, count + 1)
            pc = code[pc + 4]
          } else if (count < code[pc + 3] && registers[r + 1] !== pos) {
            this.push(GO, code[pc + 5], pos)
            this.setRegister(r, count + 1)
            this.setRegister(r + 1, pos)
            pc = code[pc + 4]
          } else pc = code[pc + 5]
          break
        }
        case Op.LOOP_LAZY: {
          const r = code[pc + 1]
          const count = registers[r]
          if (count < code[pc + 2]) {
            this.setRegister(r, count + 1)
            pc = code[pc + 4]
          } else {
            if (count < code[pc + 3] && registers[r + 1] !== pos) this.push(ROUND_AGAIN, pc, pos)
            pc = code[pc + 5]
          }
          break
        }
        default:
          ok = false
      }
      if (ok) continue
      // Go back to the last place that has another way.
      for (;;) {
        if (this.top === base) return -1
        this.top -= 3
        const { stack, top } = this
        const kind = stack[top]
        if (kind >= 0) {
          registers[kind] = stack[top + 1]
          continue
        }
        if (kind === GO) {
          pc = stack[top + 1]
          pos = stack[top + 2]
          break
        }
        if (kind === GIVE_BACK) {
          pc = stack[top + 1]
          const least = stack[top + 2]
          pos = stack[top - 2] - 1
          if (pos > least) {
            // A literal behind the run: skip the positions at which it cannot follow.
            if (code[pc] === Op.CHAR) {
              const c = code[pc + 1]
              while (pos > least && subject[pos] !== c) pos--
            }
            stack[top - 2] = pos
            if (pos > least) this.top = top + 3
            else this.top = top - 3
          } else this.top = top - 3
          break
        }
        if (kind === TAKE_MORE) {
          const at = stack[top + 1]
          const from = stack[top + 2]
          const count = stack[top - 2]
          this.top = top - 3
          if (from >= end || this.runLength(code[at + 3], code[at + 4], from, from + 1) === 0) continue
          pos = from + 1
          if (count + 1 < code[at + 2]) {
            this.push(0, count + 1, 0)
            this.push(TAKE_MORE, at, pos)
          }
          pc = at + 5
          break
        }
        // ROUND_AGAIN
        const at = stack[top + 1]
        pos = stack[top + 2]
        const r = code[at + 1]
        this.setRegister(r, registers[r] + 1)
        this.setRegister(r + 1, pos)
        pc = code[at + 4]
        break
      }
    }
  }

  /** Runs the body of an assertion or atomic group by itself. What it captured stays if it matched and `keep` is set. */
  private assertion(pc: number, pos: number, keep: boolean): number {
    const before = this.registers.slice()
    const height = this.top
    const { full } = this
    this.full = false
    const to = this.run(pc, pos)
    this.full = full
    this.top = height
    if (to >= 0 && keep) {
      // The old values come back when the whole is backtracked over.
      for (let r = 0; r < before.length; r++) if (before[r] !== this.registers[r]) this.push(r, before[r], 0)
    } else this.registers.set(before)
    return to
  }
}
