/**
 * Code generation for `match`.
 *
 * A pattern consumes the subject on top of the stack. Names it captures are bound only once the whole pattern has matched: until
 * then their values lie on the stack below what is still being looked at. When a pattern fails after pushing n items, it jumps
 * to label n of the ladder `failPop`, which pops them one by one and falls through to the next case.
 */
import type {
  MatchAs,
  MatchClass,
  MatchMapping,
  MatchOr,
  MatchSequence,
  MatchStar,
  MatchValue,
  expr,
  pattern,
  stmt,
} from '../ast/nodes.gen'
import { reprValue } from '../ast/dump'
import { reprStr } from '../values/repr'
import { fromText, textOf } from '../values/wide'
import { ClassCodegen } from './codegen_class'
import { syntaxError } from './errors'
import { equalityKey } from './frozenset'
import { Mark } from './marks'
import { Op } from './op.gen'
import { type Label, type Location, NO_LOCATION } from './sequence'

/** The state of compiling one pattern. */
interface PatternContext {
  /** Names captured so far; their values lie on the stack in this order, below `onTop` items. */
  stores: string[]
  /** Whether a pattern that matches everything may stand here. */
  allowIrrefutable: boolean
  /** `failPop[n]` is where to jump to fail with n items to pop. */
  failPop: Label[]
  /** Items on top of the captured values that must stay. */
  onTop: number
}

/** `_`: matches anything and captures nothing. */
function isWildcard(p: pattern): boolean {
  return p.kind === 'MatchAs' && p.name === null
}

function isStarWildcard(p: pattern): boolean {
  return p.kind === 'MatchStar' && p.name === null
}

function quoted(name: string): string {
  return textOf(reprStr(fromText(name)))
}

export abstract class MatchCodegen extends ClassCodegen {
  protected match(s: stmt & { kind: 'Match' }): void {
    this.expr(s.subject)
    const end = this.newLabel()
    const last = s.cases.length - 1
    // A trailing `case _` needs no subject.
    const hasDefault = isWildcard(s.cases[last].pattern) && last > 0
    const tested = s.cases.length - (hasDefault ? 1 : 0)
    for (let i = 0; i < tested; i++) {
      const { pattern, guard, body } = s.cases[i]
      // The last case may consume the subject, the others look at a copy.
      const copies = i !== tested - 1
      if (copies) this.op1(Op.COPY, 1, pattern)
      const pc: PatternContext = {
        stores: [],
        allowIrrefutable: guard !== null || i === last,
        failPop: [],
        onTop: 0,
      }
      this.pattern(pattern, pc)
      for (const name of pc.stores) this.name(name, 'Store', pattern)
      if (guard !== null) {
        this.ensureFailPop(pc, 0)
        this.jumpIfTest(Mark.GUARD, guard, pc.failPop[0], false)
      }
      if (copies) this.op(Op.POP_TOP, pattern)
      this.mark(pattern, Mark.CASE)
      this.stmts(body)
      this.jump(Op.JUMP, end, NO_LOCATION)
      this.emitFailPop(pc, pattern)
      // Where another case follows, only failing leads there.
      if (i < last) this.markNext(pattern, Mark.CASE_FAILED)
    }
    if (hasDefault) {
      const { pattern, guard, body } = s.cases[last]
      this.op(Op.NOP, pattern)
      if (guard !== null) this.jumpIfTest(Mark.GUARD, guard, end, false)
      this.mark(pattern, Mark.CASE)
      this.stmts(body)
    }
    this.useLabel(end)
  }

  // Failing

  private ensureFailPop(pc: PatternContext, n: number): void {
    while (pc.failPop.length <= n) pc.failPop.push(this.newLabel())
  }

  /** Fails, popping everything the pattern has on the stack. */
  private jumpToFailPop(pc: PatternContext, opcode: Op, loc: Location): void {
    const pops = pc.onTop + pc.stores.length
    this.ensureFailPop(pc, pops)
    this.jump(opcode, pc.failPop[pops], loc)
  }

  /** The ladder that failing jumps to. */
  private emitFailPop(pc: PatternContext, loc: Location): void {
    if (pc.failPop.length === 0) return
    for (let n = pc.failPop.length - 1; n > 0; n--) {
      this.useLabel(pc.failPop[n])
      this.op(Op.POP_TOP, loc)
    }
    this.useLabel(pc.failPop[0])
    pc.failPop = []
  }

  // Patterns

  private pattern(p: pattern, pc: PatternContext): void {
    switch (p.kind) {
      case 'MatchValue':
        return this.matchValue(p, pc)
      case 'MatchSingleton':
        this.loadConst(p.value, p)
        this.compareOp('Is', p)
        return this.jumpToFailPop(pc, Op.POP_JUMP_IF_FALSE, p)
      case 'MatchSequence':
        return this.matchSequence(p, pc)
      case 'MatchMapping':
        return this.matchMapping(p, pc)
      case 'MatchClass':
        return this.matchClass(p, pc)
      case 'MatchStar':
        return this.matchStar(p, pc)
      case 'MatchAs':
        return this.matchAs(p, pc)
      case 'MatchOr':
        return this.matchOr(p, pc)
    }
  }

  private subpattern(p: pattern, pc: PatternContext): void {
    const outer = pc.allowIrrefutable
    pc.allowIrrefutable = true
    this.pattern(p, pc)
    pc.allowIrrefutable = outer
  }

  private matchValue(p: MatchValue, pc: PatternContext): void {
    const { kind } = p.value
    if (kind !== 'Constant' && kind !== 'Attribute') {
      syntaxError('patterns may only match literals and attribute lookups', p)
    }
    this.expr(p.value)
    this.compareOp('Eq', p)
    this.op(Op.TO_BOOL, p)
    this.jumpToFailPop(pc, Op.POP_JUMP_IF_FALSE, p)
  }

  /** Captures the item on top: it goes below everything that must stay. */
  private storeName(name: string | null, pc: PatternContext, loc: Location): void {
    if (name === null) return this.op(Op.POP_TOP, loc)
    this.refuseDebug(name, 'Store', loc)
    if (pc.stores.includes(name)) this.duplicateStore(name, loc)
    this.rotate(pc.onTop + pc.stores.length + 1, loc)
    pc.stores.push(name)
  }

  private duplicateStore(name: string, loc: Location): never {
    return syntaxError(`multiple assignments to name ${quoted(name)} in pattern`, loc)
  }

  /** Moves the top of the stack below the `count - 1` items under it. */
  private rotate(count: number, loc: Location): void {
    while (count > 1) this.op1(Op.SWAP, count--, loc)
  }

  private matchStar(p: MatchStar, pc: PatternContext): void {
    this.storeName(p.name, pc, p)
  }

  private matchAs(p: MatchAs, pc: PatternContext): void {
    if (p.pattern === null) {
      if (!pc.allowIrrefutable) {
        if (p.name !== null) syntaxError(`name capture ${quoted(p.name)} makes remaining patterns unreachable`, p)
        syntaxError('wildcard makes remaining patterns unreachable', p)
      }
      return this.storeName(p.name, pc, p)
    }
    pc.onTop++
    this.op1(Op.COPY, 1, p)
    this.pattern(p.pattern, pc)
    pc.onTop--
    this.storeName(p.name, pc, p)
  }

  private matchSequence(p: MatchSequence, pc: PatternContext): void {
    const { patterns } = p
    const size = patterns.length
    let star = -1
    let onlyWildcard = true
    let starWildcard = false
    for (let i = 0; i < size; i++) {
      const q = patterns[i]
      if (q.kind === 'MatchStar') {
        if (star >= 0) syntaxError('multiple starred names in sequence pattern', p)
        starWildcard = isStarWildcard(q)
        onlyWildcard &&= starWildcard
        star = i
      } else {
        onlyWildcard &&= isWildcard(q)
      }
    }
    pc.onTop++
    this.op(Op.MATCH_SEQUENCE, p)
    this.jumpToFailPop(pc, Op.POP_JUMP_IF_FALSE, p)
    if (star < 0) this.checkLength(size, 'Eq', pc, p)
    else if (size > 1) this.checkLength(size - 1, 'GtE', pc, p)
    pc.onTop--
    if (onlyWildcard) this.op(Op.POP_TOP, p)
    else if (starWildcard) this.sequenceBySubscripts(patterns, star, pc, p)
    else this.sequenceByUnpacking(patterns, pc, p)
  }

  private checkLength(size: number, op: 'Eq' | 'GtE', pc: PatternContext, loc: Location): void {
    this.op(Op.GET_LEN, loc)
    this.loadConst(size, loc)
    this.compareOp(op, loc)
    this.jumpToFailPop(pc, Op.POP_JUMP_IF_FALSE, loc)
  }

  private sequenceByUnpacking(patterns: readonly pattern[], pc: PatternContext, loc: Location): void {
    const size = patterns.length
    const star = patterns.findIndex((q) => q.kind === 'MatchStar')
    if (star < 0) {
      this.op1(Op.UNPACK_SEQUENCE, size, loc)
    } else {
      const after = size - star - 1
      if (star >= 0x100 || after >= 0x7fffff)
        syntaxError('too many expressions in star-unpacking sequence pattern', loc)
      this.op1(Op.UNPACK_EX, star | (after << 8), loc)
    }
    pc.onTop += size
    for (const q of patterns) {
      pc.onTop--
      this.subpattern(q, pc)
    }
  }

  /** `[a, *_, b]`: the starred part need not be looked at. */
  private sequenceBySubscripts(patterns: readonly pattern[], star: number, pc: PatternContext, loc: Location): void {
    const size = patterns.length
    pc.onTop++
    for (let i = 0; i < size; i++) {
      if (isWildcard(patterns[i]) || i === star) continue
      this.op1(Op.COPY, 1, loc)
      if (i < star) {
        this.loadConst(i, loc)
      } else {
        // The subject may not support negative indices.
        this.op(Op.GET_LEN, loc)
        this.loadConst(size - i, loc)
        this.binaryOp('Sub', loc)
      }
      this.op(Op.BINARY_SUBSCR, loc)
      this.subpattern(patterns[i], pc)
    }
    pc.onTop--
    this.op(Op.POP_TOP, loc)
  }

  private matchMapping(p: MatchMapping, pc: PatternContext): void {
    const { keys, patterns, rest } = p
    const size = keys.length
    pc.onTop++
    this.op(Op.MATCH_MAPPING, p)
    this.jumpToFailPop(pc, Op.POP_JUMP_IF_FALSE, p)
    if (size === 0 && rest === null) {
      pc.onTop--
      return this.op(Op.POP_TOP, p)
    }
    if (size > 0) this.checkLength(size, 'GtE', pc, p)
    this.mappingKeys(keys, p)
    this.op1(Op.BUILD_TUPLE, size, p)
    this.op(Op.MATCH_KEYS, p)
    // Above the subject are now the tuples of keys and values.
    pc.onTop += 2
    this.failIfNone(pc, p)
    this.op1(Op.UNPACK_SEQUENCE, size, p)
    pc.onTop += size - 1
    for (const q of patterns) {
      pc.onTop--
      this.subpattern(q, pc)
    }
    pc.onTop -= 2
    if (rest === null) {
      this.op(Op.POP_TOP, p)
      return this.op(Op.POP_TOP, p)
    }
    // A copy of the subject without the keys.
    this.op1(Op.BUILD_MAP, 0, p)
    this.op1(Op.SWAP, 3, p)
    this.op1(Op.DICT_UPDATE, 2, p)
    this.op1(Op.UNPACK_SEQUENCE, size, p)
    for (let left = size; left > 0; left--) {
      this.op1(Op.COPY, 1 + left, p)
      this.op1(Op.SWAP, 2, p)
      this.op(Op.DELETE_SUBSCR, p)
    }
    this.storeName(rest, pc, p)
  }

  private mappingKeys(keys: readonly expr[], loc: Location): void {
    const seen = new Set<string | object>()
    for (const key of keys) {
      if (key.kind === 'Constant') {
        const value = equalityKey(key.value)
        if (seen.has(value)) syntaxError(`mapping pattern checks duplicate key (${reprValue(key.value)})`, loc)
        seen.add(value)
      } else if (key.kind !== 'Attribute') {
        syntaxError('mapping pattern keys may only match literals and attribute lookups', loc)
      }
      this.expr(key)
    }
  }

  private failIfNone(pc: PatternContext, loc: Location): void {
    this.op1(Op.COPY, 1, loc)
    this.loadConst(null, loc)
    this.op1(Op.IS_OP, 1, loc)
    this.jumpToFailPop(pc, Op.POP_JUMP_IF_FALSE, loc)
  }

  private matchClass(p: MatchClass, pc: PatternContext): void {
    const { patterns, kwd_attrs, kwd_patterns } = p
    for (let i = 0; i < kwd_attrs.length; i++) {
      this.refuseDebug(kwd_attrs[i], 'Store', kwd_patterns[i])
      for (let j = i + 1; j < kwd_attrs.length; j++) {
        if (kwd_attrs[j] === kwd_attrs[i]) {
          syntaxError(`attribute name repeated in class pattern: ${kwd_attrs[j]}`, kwd_patterns[j])
        }
      }
    }
    this.expr(p.cls)
    this.loadConst(this.tupleOfNames(kwd_attrs), p)
    this.op1(Op.MATCH_CLASS, patterns.length, p)
    pc.onTop++
    this.failIfNone(pc, p)
    const all = [...patterns, ...kwd_patterns]
    this.op1(Op.UNPACK_SEQUENCE, all.length, p)
    pc.onTop += all.length - 1
    for (const q of all) {
      pc.onTop--
      if (isWildcard(q)) this.op(Op.POP_TOP, p)
      else this.subpattern(q, pc)
    }
  }

  private matchOr(p: MatchOr, pc: PatternContext): void {
    const end = this.newLabel()
    const last = p.patterns.length - 1
    // The names the first alternative captures, and their order on the stack, are those of all.
    let control: string[] = []
    for (let i = 0; i <= last; i++) {
      const alternative = p.patterns[i]
      const own: PatternContext = {
        stores: [],
        allowIrrefutable: i === last && pc.allowIrrefutable,
        failPop: [],
        onTop: 0,
      }
      this.op1(Op.COPY, 1, alternative)
      this.pattern(alternative, own)
      if (i === 0) control = own.stores
      else this.reorderStores(own.stores, control, alternative, p)
      this.jump(Op.JUMP, end, alternative)
      this.emitFailPop(own, alternative)
    }
    this.op(Op.POP_TOP, p)
    this.jumpToFailPop(pc, Op.JUMP, p)
    this.useLabel(end)
    // The new captures lie above the subject and what must stay; move them below.
    const rotations = control.length + 1 + pc.onTop + pc.stores.length
    for (const name of control) {
      this.rotate(rotations, p)
      if (pc.stores.includes(name)) this.duplicateStore(name, p)
      pc.stores.push(name)
    }
    this.op(Op.POP_TOP, p)
  }

  /** Brings the captures of an alternative into the order of the first one's. */
  private reorderStores(stores: string[], control: readonly string[], alternative: Location, loc: Location): void {
    if (stores.length !== control.length) syntaxError('alternative patterns bind different names', loc)
    for (let wanted = control.length - 1; wanted >= 0; wanted--) {
      const found = stores.indexOf(control[wanted])
      if (found < 0) syntaxError('alternative patterns bind different names', loc)
      if (found === wanted) continue
      const moved = stores.splice(0, found + 1)
      stores.splice(wanted - found, 0, ...moved)
      for (let i = 0; i <= found; i++) this.rotate(wanted + 1, alternative)
    }
  }
}
