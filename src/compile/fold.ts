/**
 * Peephole rules within one basic block (CPython's `optimize_basic_block`): constants that are tested, compared or built
 * into tuples, operators followed by a conversion to bool, jumps to jumps, and the shuffling of the stack.
 *
 * Rules replace instructions in place, leaving NOPs; `flowgraph.ts` removes those that hold no line. New constants are
 * added to the code unit's table. Folding of whole expressions happens earlier, on the syntax tree.
 */
import { PyBytes, PyComplex, PyFloat, PyTuple, type Value, WideStr } from '../values/value'
import { PyFrozenSet } from '../values/set'
import type { ConstantTable } from './consts'
import type { Block, Instr } from './flowgraph'
import { deeper, depthOf, isStoreMark, withDepth } from './marks'
import { Op, hasConst, hasTarget } from './op.gen'

/** Truth of a constant. */
export function constantIsTrue(value: Value): boolean {
  if (value === null) return false
  switch (typeof value) {
    case 'boolean':
      return value
    case 'number':
      return value !== 0
    case 'bigint':
      return true // zero is a number
    case 'string':
      return value.length > 0
    default:
      if (value instanceof PyFloat) return value.v !== 0
      if (value instanceof PyTuple) return value.items.length > 0
      if (value instanceof PyBytes) return value.data.length > 0
      if (value instanceof PyComplex) return value.re !== 0 || value.im !== 0
      if (value instanceof WideStr) return value.cps.length > 0
      return !(value instanceof PyFrozenSet) || value.used > 0
  }
}

/** The value computed by `from` is now on the stack after `to`: its marks go there. */
function moveMarks(from: Instr, to: Instr): void {
  if (from.after === null && from.before === null) return
  to.after = [...(from.after ?? []), ...(to.after ?? [])]
  from.after = null
}

function nop(instr: Instr): void {
  instr.setOp0(Op.NOP)
}

/** A value-producing instruction that is not needed any more. */
function dropValue(instr: Instr): void {
  instr.setOp0(Op.NOP)
  instr.after = null
}

/** Rules for constants by what uses them; CPython runs these over all blocks before the others. */
export function optimizeLoadConsts(block: Block, consts: ConstantTable): void {
  const { instrs } = block
  let opcode = 0
  let oparg = 0
  for (let i = 0; i + 1 < instrs.length; i++) {
    const inst = instrs[i]
    // A copy of a constant just loaded is treated as another load of it.
    const copyOfConst = opcode === Op.LOAD_CONST && inst.opcode === Op.COPY && inst.oparg === 1
    if (!copyOfConst) {
      opcode = inst.opcode
      oparg = inst.oparg
    }
    if (opcode === Op.LOAD_CONST) i = optimizeLoadConst(instrs, i, oparg, consts)
  }
}

export function optimizeBasicBlock(block: Block, consts: ConstantTable): void {
  const { instrs } = block
  let swaps = false
  for (let i = 0; i < instrs.length; i++) {
    const inst = instrs[i]
    const { opcode, oparg } = inst
    const next = i + 1 < instrs.length ? instrs[i + 1] : undefined
    const nextop = next === undefined ? 0 : next.opcode
    switch (opcode) {
      case Op.BUILD_TUPLE:
        if (nextop === Op.UNPACK_SEQUENCE && next!.oparg === oparg && oparg >= 1 && oparg <= 3) {
          // Building a tuple only to unpack it turns the values around.
          dropValue(inst)
          if (oparg === 1) {
            nop(next!)
          } else {
            next!.opcode = Op.SWAP
            swaps = true
          }
          continue
        }
        foldTuple(instrs, i, oparg, consts)
        break
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
      case Op.POP_JUMP_IF_NONE:
      case Op.POP_JUMP_IF_NOT_NONE:
        if (jumpsToJump(inst, Op.JUMP)) i -= jumpThread(block, inst, opcode)
        break
      case Op.JUMP:
      case Op.JUMP_NO_INTERRUPT:
        if (jumpsToJump(inst, Op.JUMP)) i -= jumpThread(block, inst, Op.JUMP)
        else if (jumpsToJump(inst, Op.JUMP_NO_INTERRUPT)) i -= jumpThread(block, inst, opcode)
        break
      case Op.STORE_FAST:
        // Of two stores in a row into one variable the first only pops.
        if (nextop === Op.STORE_FAST && next!.oparg === oparg && next!.lineno === inst.lineno) inst.setOp0(Op.POP_TOP)
        break
      case Op.SWAP:
        if (oparg === 1) nop(inst)
        else swaps = true
        break
      case Op.LOAD_GLOBAL:
        if (nextop === Op.PUSH_NULL && (oparg & 1) === 0) {
          inst.oparg = oparg | 1
          nop(next!)
          if (inst.after !== null) inst.after = inst.after.map(deeper)
        }
        break
      case Op.COMPARE_OP:
        if (nextop === Op.TO_BOOL) {
          replaceNext(inst, next!, Op.COMPARE_OP, oparg | 16)
          continue
        }
        break
      case Op.CONTAINS_OP:
      case Op.IS_OP:
        if (nextop === Op.TO_BOOL) {
          replaceNext(inst, next!, opcode, oparg)
          continue
        }
        break
      case Op.TO_BOOL:
        if (nextop === Op.TO_BOOL) {
          nop(inst)
          continue
        }
        break
      case Op.UNARY_NOT:
        if (nextop === Op.TO_BOOL) {
          replaceNext(inst, next!, Op.UNARY_NOT, 0)
          continue
        }
        if (nextop === Op.UNARY_NOT) {
          dropValue(inst)
          nop(next!)
          continue
        }
        break
    }
  }
  if (swaps) optimizeSwaps(instrs)
}

/** `inst` moves to the place of the conversion to bool that follows it. */
function replaceNext(inst: Instr, next: Instr, opcode: number, oparg: number): void {
  moveMarks(inst, next)
  inst.setOp0(Op.NOP)
  next.setOp1(opcode, oparg)
}

// Constants

/** Rules for a constant (at `i`, index `oparg`) by what follows; returns the index to go on from. */
function optimizeLoadConst(instrs: Instr[], i: number, oparg: number, consts: ConstantTable): number {
  const inst = instrs[i]
  const next = instrs[i + 1]
  switch (next.opcode) {
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE: {
      const jumps = constantIsTrue(consts.values[oparg]) === (next.opcode === Op.POP_JUMP_IF_TRUE)
      dropValue(inst)
      if (jumps) next.opcode = Op.JUMP
      else nop(next)
      return i
    }
    case Op.IS_OP: {
      if (consts.values[oparg] !== null || i + 2 >= instrs.length) return i
      let jump = instrs[i + 2]
      if (jump.opcode === Op.TO_BOOL) {
        nop(jump)
        if (i + 3 >= instrs.length) return i
        jump = instrs[i + 3]
      }
      let invert = next.oparg !== 0
      if (jump.opcode === Op.POP_JUMP_IF_FALSE) invert = !invert
      else if (jump.opcode !== Op.POP_JUMP_IF_TRUE) return i
      dropValue(inst)
      dropValue(next)
      jump.opcode = invert ? Op.POP_JUMP_IF_NOT_NONE : Op.POP_JUMP_IF_NONE
      return i
    }
    case Op.RETURN_VALUE:
      dropValue(inst)
      next.setOp1(Op.RETURN_CONST, oparg)
      return i + 1
    case Op.TO_BOOL: {
      const index = consts.add(constantIsTrue(consts.values[oparg]))
      dropValue(inst)
      next.setOp1(Op.LOAD_CONST, index)
      return i
    }
  }
  return i
}

/** Replaces constants and the BUILD_TUPLE of all of them with one constant. */
function foldTuple(instrs: Instr[], i: number, size: number, consts: ConstantTable): void {
  if (i < size) return
  for (let k = i - size; k < i; k++) if (!hasConst[instrs[k].opcode]) return
  const items: Value[] = []
  for (let k = i - size; k < i; k++) {
    items.push(consts.values[instrs[k].oparg])
    dropValue(instrs[k])
  }
  instrs[i].setOp1(Op.LOAD_CONST, consts.add(new PyTuple(items)))
}

// Jumps

function jumpsToJump(inst: Instr, opcode: number): boolean {
  return hasTarget[inst.opcode] === 1 && inst.target!.instrs[0]?.opcode === opcode
}

/** Makes a jump to a jump go to the final target. Returns 1 if something changed. */
function jumpThread(block: Block, inst: Instr, opcode: number): number {
  const target = inst.target!.instrs[0]
  if (inst.target === target.target) return 0 // an empty endless loop
  // The old jump stays as a NOP for its line; the new one has the line of the jump it replaces.
  const jump = target.clone()
  jump.opcode = opcode
  jump.except = null
  jump.before = jump.after = null
  nop(inst)
  block.instrs.push(jump)
  return 1
}

// Stack shuffling

function optimizeSwaps(instrs: Instr[]): void {
  for (let i = 0; i < instrs.length; i++) {
    if (instrs[i].opcode !== Op.SWAP) continue
    i = swaptimize(instrs, i)
    applyStaticSwaps(instrs, i)
  }
}

/** Replaces the run of SWAPs and NOPs at `start` with the fewest SWAPs of the same effect; returns its last index. */
function swaptimize(instrs: Instr[], start: number): number {
  let depth = instrs[start].oparg
  let count = 1
  let length = 1
  for (; start + length < instrs.length; length++) {
    const inst = instrs[start + length]
    if (inst.opcode === Op.SWAP) {
      depth = Math.max(depth, inst.oparg)
      count++
    } else if (inst.opcode !== Op.NOP) break
  }
  if (count === 1) return start
  // Which of the original items ends up where, the top being 0.
  const stack: number[] = []
  for (let i = 0; i < depth; i++) stack.push(i)
  for (let i = 0; i < length; i++) {
    const inst = instrs[start + i]
    if (inst.opcode !== Op.SWAP) continue
    const top = stack[0]
    stack[0] = stack[inst.oparg - 1]
    stack[inst.oparg - 1] = top
  }
  // Undo the permutation cycle by cycle, writing the swaps from the end of the run backwards.
  let at = start + length - 1
  for (let i = 0; i < depth; i++) {
    if (stack[i] < 0 || stack[i] === i) continue
    let j = i
    for (;;) {
      if (j !== 0) instrs[at--].setOp1(Op.SWAP, j + 1)
      if (stack[j] < 0) break
      const next = stack[j]
      stack[j] = -1
      j = next
    }
  }
  while (at >= start) nop(instrs[at--])
  return start + length - 1
}

function isSwappable(opcode: number): boolean {
  return opcode === Op.STORE_FAST || opcode === Op.STORE_FAST_MAYBE_NULL || opcode === Op.POP_TOP
}

/** The local an instruction stores into, or -1. */
function storesTo(inst: Instr): number {
  return inst.opcode === Op.STORE_FAST || inst.opcode === Op.STORE_FAST_MAYBE_NULL ? inst.oparg : -1
}

/** The next instruction after `i` that may change places, on `line` if that is not negative; -1 if another is in the way. */
function nextSwappable(instrs: Instr[], i: number, line: number): number {
  while (++i < instrs.length) {
    const inst = instrs[i]
    if (line >= 0 && inst.lineno !== line) return -1
    if (inst.opcode === Op.NOP) continue
    return isSwappable(inst.opcode) ? i : -1
  }
  return -1
}

/**
 * The stores at `j` and `k` after the SWAP at `i` change places: marks between them are of values that then lie elsewhere. They go to the SWAP, before which all the
 * values are there.
 */
function liftMarks(instrs: Instr[], i: number, j: number, k: number): void {
  const swap = instrs[i]
  const lifted: number[] = []
  const lift = (marks: number[] | null, popped: number): void => {
    for (const mark of marks ?? []) {
      const depth = depthOf(mark) + popped
      lifted.push(withDepth(mark, depth === 1 ? swap.oparg : depth === swap.oparg ? 1 : depth))
    }
  }
  lift(swap.after, 0)
  swap.after = null
  let popped = 0
  for (let at = j; at <= k; at++) {
    const instr = instrs[at]
    if (instr.before !== null) {
      lift(
        instr.before.filter((mark) => !isStoreMark(mark)),
        popped,
      )
      instr.before = instr.before.filter(isStoreMark)
    }
    if (isSwappable(instr.opcode)) popped++
    if (at < k) {
      lift(instr.after, popped)
      instr.after = null
    }
  }
  if (lifted.length > 0) swap.before = [...(swap.before ?? []), ...lifted]
}

/** Instead of swapping values before they are stored, exchanges the stores; from `i` backwards. */
function applyStaticSwaps(instrs: Instr[], i: number): void {
  for (; i >= 0; i--) {
    const swap = instrs[i]
    if (swap.opcode !== Op.SWAP) {
      if (swap.opcode === Op.NOP || isSwappable(swap.opcode)) continue
      return
    }
    const j = nextSwappable(instrs, i, -1)
    if (j < 0) return
    let k = j
    const line = instrs[j].lineno
    for (let count = swap.oparg - 1; count > 0; count--) {
      k = nextSwappable(instrs, k, line)
      if (k < 0) return
    }
    // The order of stores into one variable must stay.
    const storeJ = storesTo(instrs[j])
    const storeK = storesTo(instrs[k])
    if (storeJ >= 0 || storeK >= 0) {
      if (storeJ === storeK) return
      for (let between = j + 1; between < k; between++) {
        const store = storesTo(instrs[between])
        if (store >= 0 && (store === storeJ || store === storeK)) return
      }
    }
    liftMarks(instrs, i, j, k)
    nop(swap)
    const other = instrs[j]
    instrs[j] = instrs[k]
    instrs[k] = other
  }
}
