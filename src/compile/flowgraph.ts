/**
 * The control flow graph: from the instruction sequence of code generation to the final order of instructions.
 *
 * Input is an `InstructionSequence` with labels and pseudo-instructions, output a chain of basic blocks of real
 * instructions, jumps pointing at blocks, each instruction knowing its exception handler and each block its stack depth;
 * `assemble.ts` turns that into bytes. The passes and their order are CPython 3.13's (Python/flowgraph.c), because the
 * outcome must be its code, byte for byte:
 *
 *   build       cut the sequence into blocks at labels and after terminators; labels become block references
 *   handlers    walk the graph with a stack of protected regions: which handler covers each instruction
 *   optimize    inline small exits, drop unreachable blocks, spread line numbers, peephole rules (`fold.ts`),
 *               drop NOPs and jumps to the next block
 *   consts      drop constants no instruction uses
 *   locals      LOAD_FAST of a possibly unbound variable becomes LOAD_FAST_CHECK
 *   super       pairs of local loads and stores become one instruction
 *   cold        blocks reached only by exceptions go to the end
 *   lines       spread line numbers again
 *   lower       pseudo-instructions become real; cells get their slots; prefix instructions; stack depth; conditional
 *               jumps backwards become forward ones over an unconditional jump
 *
 * A block is a list of instructions of which only the last may jump or leave; `next` is the block that follows in memory.
 * Empty blocks are allowed everywhere between passes.
 *
 * Expression marks (see `sequence.ts`) ride on the instructions. A pass that removes an instruction hands its marks on
 * where the value is still on the stack at a neighbouring place, and drops them otherwise; marks never influence a pass.
 */
import { InternalError, type Value } from '../values/value'
import { CodeFlags } from './code'
import type { ConstantTable } from './consts'
import { optimizeBasicBlock, optimizeLoadConsts } from './fold'
import {
  Op,
  hasConst,
  hasJump,
  hasTarget,
  isBlockPush,
  isScopeExit,
  isUnconditionalJump,
  stackEffect,
  stackEffectJump,
} from './op.gen'
import { Mark, PLACED_MARK, STORE_MARK, deeper } from './marks'
import { type InstructionSequence, MARK_ROW, ROW } from './sequence'

/** One instruction of a block. Locations as in `Location`, -1 in `lineno` for none. */
export class Instr {
  /** Where a jump or block setup goes. */
  target: Block | null = null
  /** The handler that covers it. */
  except: Block | null = null
  /** Marks before and after it, as `marks.ts` packs them. */
  before: number[] | null = null
  after: number[] | null = null

  constructor(
    public opcode: number,
    public oparg: number,
    public lineno: number,
    public endLineno: number,
    public col: number,
    public endCol: number,
  ) {}

  /** Turns it into an instruction without operand, keeping the location. */
  setOp0(opcode: number): void {
    this.opcode = opcode
    this.oparg = 0
  }

  setOp1(opcode: number, oparg: number): void {
    this.opcode = opcode
    this.oparg = oparg
  }

  copyLocation(from: Instr): void {
    this.lineno = from.lineno
    this.endLineno = from.endLineno
    this.col = from.col
    this.endCol = from.endCol
  }

  clone(): Instr {
    const copy = new Instr(this.opcode, this.oparg, this.lineno, this.endLineno, this.col, this.endCol)
    copy.target = this.target
    copy.except = this.except
    copy.before = this.before
    copy.after = this.after
    return copy
  }

  get isJump(): boolean {
    return hasJump[this.opcode] === 1
  }
}

/** The protected regions open at one place: a list that shares its tail. */
class ExceptStack {
  readonly depth: number
  constructor(
    readonly handler: Block | null,
    readonly outer: ExceptStack | null,
  ) {
    this.depth = outer === null ? 0 : outer.depth + 1
  }
}

const noHandlers = new ExceptStack(null, null)

/** A basic block. */
export class Block {
  readonly instrs: Instr[] = []
  /** The block that follows in memory order. */
  next: Block | null = null
  /** Whether a label stands before it (it was, or may be, jumped to). */
  labelled = false
  predecessors = 0
  visited = false
  /** Regions open at its start; only while handlers are computed. */
  exceptStack: ExceptStack | null = null
  exceptHandler = false
  preserveLasti = false
  cold = false
  warm = false
  /** Stack depth at its start, -1 until known. */
  startDepth = -1
  /** Locals 0–31 and 32–63 that may be unbound at its start. */
  unsafeLow = 0
  unsafeHigh = 0
  /** Index of its first instruction in the final order; byte offset. Set by the assembler. */
  index = 0
  offset = 0

  get last(): Instr | undefined {
    return this.instrs[this.instrs.length - 1]
  }

  /** Whether control can reach the next block by running off the end. */
  get hasFallthrough(): boolean {
    const last = this.last
    return last === undefined || !(isScopeExit[last.opcode] || isUnconditionalJump[last.opcode])
  }

  get exitsScope(): boolean {
    const last = this.last
    return last !== undefined && isScopeExit[last.opcode] === 1
  }
}

/** The first block from `block` on that is not empty. */
export function nonEmpty(block: Block | null): Block | null {
  while (block !== null && block.instrs.length === 0) block = block.next
  return block
}

/** What lowering needs to know of the code unit, CPython's `_PyCompile_CodeUnitMetadata`. */
export interface LocalsLayout {
  readonly varnames: readonly string[]
  readonly cellvars: readonly string[]
  readonly freevars: readonly string[]
  readonly firstlineno: number
}

export class ControlFlowGraph {
  entry: Block

  constructor(sequence: InstructionSequence) {
    this.entry = buildBlocks(sequence)
  }

  /**
   * Everything that makes the code better or complete but does not depend on the layout of the frame.
   * Constants are added to the table and unused ones removed; after that only its `values` are right.
   */
  optimize(consts: ConstantTable, nlocals: number, nparams: number): void {
    markExceptHandlers(this.entry)
    labelExceptionTargets(this.entry)
    this.optimizeCfg(consts)
    removeUnusedConsts(this.entry, consts.values)
    addChecksForUninitialized(this.entry, nlocals, nparams)
    insertSuperinstructions(this.entry)
    pushColdBlocksToEnd(this.entry)
    resolveLineNumbers(this.entry)
  }

  private optimizeCfg(consts: ConstantTable): void {
    const entry = this.entry
    checkBlocks(entry)
    inlineSmallOrNoLinenoBlocks(entry)
    removeUnreachable(entry)
    resolveLineNumbers(entry)
    for (let b: Block | null = entry; b !== null; b = b.next) optimizeLoadConsts(b, consts)
    for (let b: Block | null = entry; b !== null; b = b.next) optimizeBasicBlock(b, consts)
    removeRedundantNopsAndPairs(entry)
    removeUnreachable(entry)
    removeRedundantNopsAndJumps(entry)
  }

  /** Lowers to real instructions; returns the stack size. `layout` says which slots cells have. */
  lower(layout: LocalsLayout, flags: number): { stackDepth: number; cellSlots: number[] } {
    const stackDepth = calculateStackDepth(this.entry)
    const cellSlots = prepareLocalsplus(this.entry, layout, flags)
    convertPseudoOps(this.entry)
    normalizeJumps(this.entry)
    return { stackDepth, cellSlots }
  }
}

// Building

function buildBlocks(sequence: InstructionSequence): Block {
  const { rows, length, labels } = sequence
  // A label matters only where something jumps to it.
  const targeted = new Uint8Array(length + 1)
  for (let i = 0; i < length; i++) if (hasTarget[rows[i * ROW]]) targeted[labels[rows[i * ROW + 1]]] = 1

  const entry = new Block()
  const blockAt = new Map<number, Block>()
  let block = entry
  let terminated = false
  for (let i = 0; i < length; i++) {
    const at = i * ROW
    if (terminated || (targeted[i] === 1 && (block.instrs.length > 0 || block.labelled))) {
      block = block.next = new Block()
    }
    if (targeted[i] === 1) {
      block.labelled = true
      blockAt.set(i, block)
    }
    const opcode = rows[at]
    block.instrs.push(new Instr(opcode, rows[at + 1], rows[at + 2], rows[at + 3], rows[at + 4], rows[at + 5]))
    terminated = hasJump[opcode] === 1 || isScopeExit[opcode] === 1
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      if (!hasTarget[instr.opcode]) continue
      const target = blockAt.get(labels[instr.oparg])
      if (target === undefined) throw new InternalError(`label ${instr.oparg} has no place`)
      instr.target = target
      instr.oparg = 0
    }
  }
  if (sequence.marks.length > 0) attachMarks(entry, sequence.marks)
  return entry
}

function attachMarks(entry: Block, marks: readonly number[]): void {
  const all: Instr[] = []
  for (let b: Block | null = entry; b !== null; b = b.next) for (const i of b.instrs) all.push(i)
  for (let m = 0; m * MARK_ROW < marks.length; m++) {
    const instr = all[marks[m * MARK_ROW]]
    if (instr === undefined) continue
    const store = marks[m * MARK_ROW + 6] === Mark.STORE ? STORE_MARK + marks[m * MARK_ROW + 7] : 0
    const mark = m * PLACED_MARK + store
    if (marks[m * MARK_ROW + 1] === 1) (instr.before ??= []).push(mark)
    else (instr.after ??= []).push(mark)
  }
}

function checkBlocks(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { instrs } = b
    for (let i = 0; i < instrs.length - 1; i++) {
      const op = instrs[i].opcode
      if (hasJump[op] || isScopeExit[op]) throw new InternalError('malformed control flow graph')
    }
  }
}

// Exception handlers

function markExceptHandlers(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) if (isBlockPush[instr.opcode]) instr.target!.exceptHandler = true
  }
}

function clearVisited(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) b.visited = false
}

/** Gives every instruction its handler, by walking the graph with the stack of open regions. */
function labelExceptionTargets(entry: Block): void {
  clearVisited(entry)
  const todo: Block[] = [entry]
  entry.visited = true
  entry.exceptStack = noHandlers
  const visit = (block: Block, stack: ExceptStack) => {
    if (block.visited) return
    block.visited = true
    block.exceptStack = stack
    todo.push(block)
  }
  while (todo.length > 0) {
    const b = todo.pop()!
    let stack = b.exceptStack!
    b.exceptStack = null
    let lastYieldDepth = -1
    for (const instr of b.instrs) {
      const op = instr.opcode
      if (isBlockPush[op]) {
        const target = instr.target!
        visit(target, stack)
        if (op === Op.SETUP_WITH || op === Op.SETUP_CLEANUP) target.preserveLasti = true
        stack = new ExceptStack(target, stack)
        continue
      }
      if (op === Op.POP_BLOCK) {
        stack = stack.outer!
        instr.setOp0(Op.NOP)
        continue
      }
      instr.except = stack.handler
      if (hasJump[op]) visit(instr.target!, stack)
      else if (op === Op.YIELD_VALUE) lastYieldDepth = stack.depth
      else if (op === Op.RESUME && instr.oparg !== 0) {
        // Resumption inside exactly one region is told apart so that a generator can be closed cheaply.
        if (lastYieldDepth === 1) instr.oparg |= 4
        lastYieldDepth = -1
      }
    }
    if (b.next !== null && b.hasFallthrough) visit(b.next, stack)
  }
}

// Cleaning up

/** Counts predecessors and empties blocks that nothing reaches. */
function removeUnreachable(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.predecessors = 0
    b.visited = false
  }
  const todo: Block[] = [entry]
  entry.predecessors = 1
  entry.visited = true
  const reach = (block: Block) => {
    block.predecessors++
    if (block.visited) return
    block.visited = true
    todo.push(block)
  }
  while (todo.length > 0) {
    const b = todo.pop()!
    if (b.next !== null && b.hasFallthrough) reach(b.next)
    for (const instr of b.instrs) if (hasTarget[instr.opcode]) reach(instr.target!)
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (b.predecessors > 0) continue
    b.instrs.length = 0
    b.exceptHandler = false
  }
}

/** The line of the first instruction control meets in `block` that has one or is no NOP. */
function firstLine(block: Block): number {
  for (const instr of block.instrs) {
    if (instr.opcode === Op.NOP && instr.lineno < 0) continue
    return instr.lineno
  }
  return -1
}

/** Removes NOPs that hold no line of their own. Returns how many. */
function removeNopsOf(block: Block): number {
  const { instrs } = block
  let dest = 0
  let previousLine = -1
  for (let src = 0; src < instrs.length; src++) {
    const instr = instrs[src]
    const { lineno } = instr
    if (instr.opcode === Op.NOP) {
      let redundant = lineno < 0 || previousLine === lineno
      if (!redundant && src < instrs.length - 1) {
        const following = instrs[src + 1]
        if (following.lineno === lineno) redundant = true
        else if (following.lineno < 0) {
          following.copyLocation(instr)
          redundant = true
        }
      } else if (!redundant) {
        const next = nonEmpty(block.next)
        if (next !== null && firstLine(next) === lineno) redundant = true
      }
      if (redundant) {
        if (instr.before !== null || instr.after !== null) handOnMarks(block, src, dest)
        continue
      }
    }
    instrs[dest++] = instr
    previousLine = lineno
  }
  const removed = instrs.length - dest
  instrs.length = dest
  return removed
}

/** Moves the marks of the NOP at `src` to the instruction after it, or to the one before it (at `dest - 1`). */
function handOnMarks(block: Block, src: number, dest: number): void {
  const { instrs } = block
  const marks = [...(instrs[src].before ?? []), ...(instrs[src].after ?? [])]
  if (src + 1 < instrs.length) {
    instrs[src + 1].before = [...marks, ...(instrs[src + 1].before ?? [])]
  } else if (dest > 0) {
    instrs[dest - 1].after = [...(instrs[dest - 1].after ?? []), ...marks]
  } else if (block.next !== null && block.next.predecessors === 1 && block.next.instrs.length > 0) {
    const first = block.next.instrs[0]
    first.before = [...marks, ...(first.before ?? [])]
  }
}

function removeRedundantNops(entry: Block): number {
  let removed = 0
  for (let b: Block | null = entry; b !== null; b = b.next) removed += removeNopsOf(b)
  return removed
}

/** Removes NOPs, and pushes that are popped at once. */
function removeRedundantNopsAndPairs(entry: Block): void {
  let done = false
  while (!done) {
    done = true
    let previous: Instr | null = null
    let instr: Instr | null = null
    for (let b: Block | null = entry; b !== null; b = b.next) {
      removeNopsOf(b)
      if (b.labelled) instr = null
      for (let i = 0; i < b.instrs.length; i++) {
        previous = instr
        instr = b.instrs[i]
        if (instr.opcode !== Op.POP_TOP || previous === null) continue
        if (previous.opcode === Op.LOAD_CONST || (previous.opcode === Op.COPY && previous.oparg === 1)) {
          previous.setOp0(Op.NOP)
          previous.after = null
          instr.setOp0(Op.NOP)
          done = false
        }
      }
      if (instr?.isJump || !b.hasFallthrough) instr = null
    }
  }
}

function removeRedundantJumps(entry: Block): number {
  let removed = 0
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { last } = b
    if (last === undefined || !isUnconditionalJump[last.opcode]) continue
    const target = nonEmpty(last.target)
    if (target === null) throw new InternalError('jump to nowhere')
    if (target === nonEmpty(b.next)) {
      last.setOp0(Op.NOP)
      removed++
    }
  }
  return removed
}

function removeRedundantNopsAndJumps(entry: Block): void {
  while (removeRedundantNops(entry) + removeRedundantJumps(entry) > 0) {
    // Both only shrink the code, so this ends.
  }
}

function hasNoLineno(block: Block): boolean {
  for (const instr of block.instrs) if (instr.lineno >= 0) return false
  return true
}

/** An exit block of at most this many instructions is copied to where it is jumped to from. */
const MAX_COPY_SIZE = 4

/** Replaces a jump to a small exit block, or to a block that has no line and does not fall through, with a copy of it. */
function inlineTarget(block: Block): boolean {
  const { last } = block
  if (last === undefined || !isUnconditionalJump[last.opcode]) return false
  const target = last.target!
  const smallExit = target.exitsScope && target.instrs.length <= MAX_COPY_SIZE
  const noLineno = !target.hasFallthrough && hasNoLineno(target)
  if (!smallExit && !noLineno) return false
  const removed = last.opcode
  last.setOp0(Op.NOP)
  const { instrs } = target
  for (let i = 0, n = instrs.length; i < n; i++) block.instrs.push(instrs[i].clone())
  if (noLineno) {
    const newLast = block.last!
    // The machine must still check for interruption where the removed jump did.
    if (isUnconditionalJump[newLast.opcode] && removed === Op.JUMP) newLast.opcode = Op.JUMP
  }
  target.predecessors--
  return true
}

function inlineSmallOrNoLinenoBlocks(entry: Block): void {
  let changed: boolean
  do {
    changed = false
    for (let b: Block | null = entry; b !== null; b = b.next) if (inlineTarget(b)) changed = true
  } while (changed)
}

// Constants

function removeUnusedConsts(entry: Block, consts: Value[]): void {
  if (consts.length === 0) return
  const newIndex = new Int32Array(consts.length).fill(-1)
  newIndex[0] = 0 // the first may be the docstring
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) if (hasConst[instr.opcode]) newIndex[instr.oparg] = 0
  }
  let used = 0
  for (let i = 0; i < consts.length; i++) {
    if (newIndex[i] < 0) continue
    consts[used] = consts[i]
    newIndex[i] = used++
  }
  if (used === consts.length) return
  consts.length = used
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) if (hasConst[instr.opcode]) instr.oparg = newIndex[instr.oparg]
  }
}

// Locals that may be unbound

/** Locals tracked across blocks; those beyond are tracked within one block only, to stay linear. */
const TRACKED_LOCALS = 64

function addChecksForUninitialized(entry: Block, nlocals: number, nparams: number): void {
  if (nlocals === 0) return
  if (nlocals > TRACKED_LOCALS) {
    checkManyLocals(entry, nlocals)
    nlocals = TRACKED_LOCALS
  }
  clearVisited(entry)
  const todo: Block[] = []
  const push = (block: Block, low: number, high: number) => {
    low |= block.unsafeLow
    high |= block.unsafeHigh
    if (low === block.unsafeLow && high === block.unsafeHigh) return
    block.unsafeLow = low
    block.unsafeHigh = high
    if (block.visited) return
    block.visited = true
    todo.push(block)
  }
  let low = 0
  let high = 0
  for (let i = nparams; i < nlocals; i++) {
    if (i < 32) low |= 1 << i
    else high |= 1 << (i - 32)
  }
  push(entry, low, high)
  // Once through every block, since deletions are a second source of unbound variables.
  for (let b: Block | null = entry; b !== null; b = b.next) scanLocals(b, push)
  while (todo.length > 0) {
    const b = todo.pop()!
    b.visited = false
    scanLocals(b, push)
  }
}

function scanLocals(block: Block, push: (block: Block, low: number, high: number) => void): void {
  let low = block.unsafeLow
  let high = block.unsafeHigh
  for (const instr of block.instrs) {
    if (instr.except !== null) push(instr.except, low, high)
    const arg = instr.oparg
    if (arg >= TRACKED_LOCALS) continue
    const lowBit = arg < 32 ? 1 << arg : 0
    const highBit = arg < 32 ? 0 : 1 << (arg - 32)
    switch (instr.opcode) {
      case Op.DELETE_FAST:
      case Op.LOAD_FAST_AND_CLEAR:
      case Op.STORE_FAST_MAYBE_NULL:
        low |= lowBit
        high |= highBit
        break
      case Op.LOAD_FAST:
        if ((low & lowBit) !== 0 || (high & highBit) !== 0) instr.opcode = Op.LOAD_FAST_CHECK
        low &= ~lowBit
        high &= ~highBit
        break
      case Op.STORE_FAST:
      case Op.LOAD_FAST_CHECK:
        low &= ~lowBit
        high &= ~highBit
        break
    }
  }
  if (block.next !== null && block.hasFallthrough) push(block.next, low, high)
  const { last } = block
  if (last?.isJump) push(last.target!, low, high)
}

/** Within each block alone: a local past the tracked ones is bound only after a load or store in the same block. */
function checkManyLocals(entry: Block, nlocals: number): void {
  const boundIn = new Int32Array(nlocals - TRACKED_LOCALS)
  let number = 0
  for (let b: Block | null = entry; b !== null; b = b.next) {
    number++
    for (const instr of b.instrs) {
      const local = instr.oparg - TRACKED_LOCALS
      if (local < 0) continue
      switch (instr.opcode) {
        case Op.DELETE_FAST:
        case Op.LOAD_FAST_AND_CLEAR:
        case Op.STORE_FAST_MAYBE_NULL:
          boundIn[local] = number - 1
          break
        case Op.STORE_FAST:
          boundIn[local] = number
          break
        case Op.LOAD_FAST:
          if (boundIn[local] !== number) instr.opcode = Op.LOAD_FAST_CHECK
          boundIn[local] = number
          break
      }
    }
  }
}

// Superinstructions

function insertSuperinstructions(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { instrs } = b
    for (let i = 0; i + 1 < instrs.length; i++) {
      const first = instrs[i]
      const second = instrs[i + 1]
      if (first.opcode === Op.LOAD_FAST) {
        if (second.opcode === Op.LOAD_FAST) joinPair(first, second, Op.LOAD_FAST_LOAD_FAST)
      } else if (first.opcode === Op.STORE_FAST) {
        if (second.opcode === Op.LOAD_FAST) joinPair(first, second, Op.STORE_FAST_LOAD_FAST)
        else if (second.opcode === Op.STORE_FAST) joinPair(first, second, Op.STORE_FAST_STORE_FAST)
      }
    }
  }
  removeRedundantNops(entry)
}

function joinPair(first: Instr, second: Instr, opcode: number): void {
  if (first.lineno >= 0 && second.lineno >= 0 && first.lineno !== second.lineno) return
  if (first.oparg >= 16 || second.oparg >= 16) return
  first.setOp1(opcode, (first.oparg << 4) | second.oparg)
  second.setOp0(Op.NOP)
  if (first.after === null && second.after === null && second.before === null) return
  // What was on top between the two is one deeper after a load, and before a store.
  const between = [...(first.after ?? []), ...(second.before ?? [])].map(deeper)
  if (opcode === Op.STORE_FAST_STORE_FAST) {
    first.before = [...(first.before ?? []), ...between]
    first.after = second.after
  } else first.after = [...between, ...(second.after ?? [])]
  second.before = second.after = null
}

// Cold blocks

function markWarm(entry: Block): void {
  clearVisited(entry)
  const todo: Block[] = [entry]
  entry.visited = true
  const visit = (block: Block) => {
    if (block.visited) return
    block.visited = true
    todo.push(block)
  }
  while (todo.length > 0) {
    const b = todo.pop()!
    b.warm = true
    if (b.next !== null && b.hasFallthrough) visit(b.next)
    const { last } = b
    if (last?.isJump) visit(last.target!)
  }
}

function markCold(entry: Block): void {
  markWarm(entry)
  clearVisited(entry)
  const todo: Block[] = []
  for (let b: Block | null = entry; b !== null; b = b.next) {
    if (!b.exceptHandler) continue
    b.visited = true
    todo.push(b)
  }
  const visit = (block: Block) => {
    if (block.warm || block.visited) return
    block.visited = true
    todo.push(block)
  }
  while (todo.length > 0) {
    const b = todo.pop()!
    b.cold = true
    if (b.next !== null && b.hasFallthrough) visit(b.next)
    const { last } = b
    if (last?.isJump) visit(last.target!)
  }
}

/** Moves blocks that only exceptions reach behind all others. */
function pushColdBlocksToEnd(entry: Block): void {
  if (entry.next === null) return
  markCold(entry)
  // A cold block that runs into a warm one needs a jump once they are apart.
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { next } = b
    if (next === null || !b.cold || !next.warm || !b.hasFallthrough) continue
    const bridge = new Block()
    const jump = new Instr(Op.JUMP_NO_INTERRUPT, 0, -1, -1, -1, -1)
    jump.target = next
    next.labelled = true
    bridge.instrs.push(jump)
    bridge.cold = true
    bridge.predecessors = 1
    bridge.next = next
    b.next = bridge
  }
  const warm: Block[] = []
  const cold: Block[] = []
  for (let b: Block | null = entry; b !== null; b = b.next) (b.cold ? cold : warm).push(b)
  if (cold.length === 0) return
  const order = warm.concat(cold)
  for (let i = 0; i < order.length; i++) order[i].next = i + 1 < order.length ? order[i + 1] : null
  removeRedundantNopsAndJumps(entry)
}

// Lines

/** Whether the block leaves the frame or can be interrupted, and has no line at all. */
function needsLine(block: Block): boolean {
  return (block.exitsScope || hasEvalBreak(block)) && hasNoLineno(block)
}

/** Whether the machine may stop in this block to handle signals and the like. */
function hasEvalBreak(block: Block): boolean {
  for (const { opcode } of block.instrs) {
    switch (opcode) {
      case Op.CALL:
      case Op.CALL_FUNCTION_EX:
      case Op.CALL_KW:
      case Op.JUMP:
      case Op.JUMP_BACKWARD:
      case Op.RESUME:
        return true
    }
  }
  return false
}

/** Copies exit blocks without a line so that each has one predecessor, whose line it can then take. */
function duplicateExitsWithoutLineno(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { last } = b
    if (last === undefined || !last.isJump) continue
    const target = nonEmpty(last.target)!
    if (target.predecessors <= 1 || !needsLine(target)) continue
    const copy = new Block()
    for (const instr of target.instrs) copy.instrs.push(instr.clone())
    copy.instrs[0].copyLocation(last)
    last.target = copy
    target.predecessors--
    copy.predecessors = 1
    copy.labelled = true
    copy.next = target.next
    target.next = copy
  }
  // The remaining ones are reached by falling through only.
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { next } = b
    if (next === null || b.instrs.length === 0 || !b.hasFallthrough) continue
    if (needsLine(next)) next.instrs[0].copyLocation(b.last!)
  }
}

/** Gives instructions without a line that of the instruction before them, also into blocks with one predecessor. */
function propagateLineNumbers(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    const { last, next } = b
    if (last === undefined) continue
    let previous: Instr | null = null
    for (const instr of b.instrs) {
      if (instr.lineno !== -1) previous = instr
      else if (previous !== null) instr.copyLocation(previous)
    }
    if (previous === null) continue
    if (next !== null && next.predecessors === 1 && next.instrs.length > 0 && b.hasFallthrough) {
      if (next.instrs[0].lineno === -1) next.instrs[0].copyLocation(previous)
    }
    if (!last.isJump) continue
    const target = last.target!
    if (target.predecessors === 1 && target.instrs.length > 0 && target.instrs[0].lineno === -1) {
      target.instrs[0].copyLocation(previous)
    }
  }
}

function resolveLineNumbers(entry: Block): void {
  duplicateExitsWithoutLineno(entry)
  propagateLineNumbers(entry)
}

// Lowering

function convertPseudoOps(entry: Block): void {
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      const op = instr.opcode
      if (isBlockPush[op]) instr.setOp0(Op.NOP)
      else if (op === Op.STORE_FAST_MAYBE_NULL) instr.opcode = Op.STORE_FAST
    }
  }
  removeRedundantNopsAndJumps(entry)
}

const GENERATOR_FLAGS = CodeFlags.GENERATOR | CodeFlags.COROUTINE | CodeFlags.ASYNC_GENERATOR

/**
 * Decides the slots of cells and free variables, rewrites their operands, and adds the instructions every frame starts
 * with. A cell variable that is also an argument shares the argument's slot. Returns the slot of each cell and free variable.
 */
function prepareLocalsplus(entry: Block, layout: LocalsLayout, flags: number): number[] {
  const { varnames, cellvars, freevars } = layout
  const nlocals = varnames.length
  const slots: number[] = []
  let shared = 0
  const argumentSlot = new Map<string, number>()
  for (let i = 0; i < nlocals; i++) argumentSlot.set(varnames[i], i)
  for (let i = 0; i < cellvars.length + freevars.length; i++) {
    const slot = i < cellvars.length ? argumentSlot.get(cellvars[i]) : undefined
    if (slot !== undefined) shared++
    slots.push(slot ?? nlocals + i - shared)
  }

  const prefix: Instr[] = []
  if (freevars.length > 0) prefix.push(new Instr(Op.COPY_FREE_VARS, freevars.length, -1, -1, -1, -1))
  const cellSlots = slots.slice(0, cellvars.length).sort((a, b) => a - b)
  for (const slot of cellSlots) prefix.push(new Instr(Op.MAKE_CELL, slot, -1, -1, -1, -1))
  if (flags & GENERATOR_FLAGS) {
    const line = layout.firstlineno
    prefix.push(new Instr(Op.RETURN_GENERATOR, 0, line, line, -1, -1))
    prefix.push(new Instr(Op.POP_TOP, 0, line, line, -1, -1))
  }

  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      switch (instr.opcode) {
        case Op.LOAD_CLOSURE:
          instr.opcode = Op.LOAD_FAST
          instr.oparg = slots[instr.oparg]
          break
        case Op.MAKE_CELL:
        case Op.LOAD_DEREF:
        case Op.STORE_DEREF:
        case Op.DELETE_DEREF:
        case Op.LOAD_FROM_DICT_OR_DEREF:
          instr.oparg = slots[instr.oparg]
          break
      }
    }
  }
  if (prefix.length > 0) entry.instrs.unshift(...prefix)
  return slots
}

/** The deepest stack any path needs; also sets the depth at the start of every block. */
function calculateStackDepth(entry: Block): number {
  for (let b: Block | null = entry; b !== null; b = b.next) b.startDepth = -1
  let max = 0
  const todo: Block[] = []
  const push = (block: Block, depth: number) => {
    if (block.startDepth === depth) return
    if (block.startDepth >= 0) throw new InternalError('inconsistent stack depth')
    block.startDepth = depth
    todo.push(block)
  }
  push(entry, 0)
  while (todo.length > 0) {
    const b = todo.pop()!
    let depth = b.startDepth
    for (const instr of b.instrs) {
      const op = instr.opcode
      const after = depth + stackEffect(op, instr.oparg)
      if (after < 0) throw new InternalError('stack underflow')
      if (after > max) max = after
      if (hasTarget[op]) {
        const atTarget = depth + stackEffectJump(op, instr.oparg)
        if (atTarget > max) max = atTarget
        push(instr.target!, atTarget)
      }
      depth = after
    }
    if (b.next !== null && b.hasFallthrough) push(b.next, depth)
  }
  return max
}

/** Conditional jumps can only go forward: one that goes back becomes its opposite over an unconditional jump back. */
function normalizeJumps(entry: Block): void {
  clearVisited(entry)
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.visited = true
    const { last } = b
    if (last === undefined || !last.isJump || isUnconditionalJump[last.opcode]) continue
    const target = last.target!
    if (!target.visited) continue
    const opposite = oppositeJump(last.opcode)
    const back = new Block()
    const jump = new Instr(Op.JUMP, 0, last.lineno, last.endLineno, last.col, last.endCol)
    jump.target = target
    back.instrs.push(jump)
    back.cold = b.cold
    back.visited = true
    back.startDepth = target.startDepth
    back.next = b.next
    last.opcode = opposite
    last.target = b.next
    b.next = back
  }
}

function oppositeJump(opcode: number): number {
  switch (opcode) {
    case Op.POP_JUMP_IF_FALSE:
      return Op.POP_JUMP_IF_TRUE
    case Op.POP_JUMP_IF_TRUE:
      return Op.POP_JUMP_IF_FALSE
    case Op.POP_JUMP_IF_NONE:
      return Op.POP_JUMP_IF_NOT_NONE
    case Op.POP_JUMP_IF_NOT_NONE:
      return Op.POP_JUMP_IF_NONE
    default:
      throw new InternalError(`no opposite of opcode ${opcode}`)
  }
}
