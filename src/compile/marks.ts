/**
 * Expression marks: what can be told at one place of the code, for traces at expression granularity.
 *
 * Code generation makes them (`sequence.ts`), the flow graph carries them along, the assembler stores those that are left in
 * `CodeObject.expressions`, and instrumented code reports them with TRACE_EXPR. Marks never influence the code.
 *
 * A branch mark stands before a conditional jump, whose operand is the truth of the test it ends. What that truth decides is known when the code is generated: in
 * `if a and b`, `a` being false decides the `and` and the `if`; `b` decides both either way. So each jump carries one mark for every
 * construct it can decide, and a `detail` that says for which truth it does and what is decided then.
 */
import { Op } from './op.gen'

export const enum Mark {
  /** The top of the stack is the value of the expression. */
  VALUE,
  /** The same of two neighbours in a chain of comparisons. */
  PAIR,
  /** The next instruction stores a value in the target. */
  STORE,
  /** An iteration over the expression begins; reported as nothing. */
  LOOP,
  /** The loop over the expression goes on with another item. */
  FOR_NEXT,
  /** It is exhausted. */
  FOR_DONE,
  /** The pattern of a case fitted, its guard included. */
  CASE,
  /** It did not. */
  CASE_FAILED,
  /** From here on: marks before a conditional jump. */
  IF,
  /** The first test of a `while`. */
  WHILE,
  /** The test after a round. */
  WHILE_AGAIN,
  /** `if` of a comprehension. */
  FILTER,
  GUARD,
  ASSERT,
  /** The test of a conditional expression. */
  IF_EXP,
  EXCEPT,
  /** Whether the region is left out, so that values told of expressions in it, where ways meet again, are not theirs. */
  SKIP,
  AND,
  OR,
  NOT,
  COMPARE,
}

/** The first mark that stands before a conditional jump. */
export const FIRST_DECISION = Mark.IF

/** Something that the outcome of a test decides. */
export interface Decision {
  readonly kind: Mark
  readonly loc: { lineno: number; end_lineno: number; col_offset: number; end_col_offset: number }
  readonly value: boolean
  /** Operands that are not evaluated. */
  readonly skipped: number
}

/** No decisions, or none that anybody wants to know. */
export const NONE: readonly Decision[] = []

/**
 * The detail of a decision before a jump: for which truth of the test it falls, what is decided, operands left out. A jump that compares with None itself does not tell whether
 * the test was `is None` (`noneIsTrue`) or `is not None`.
 */
export function detailOf(decision: Decision, truth: boolean, noneIsTrue: boolean): number {
  return (truth ? 1 : 0) | (decision.value ? 2 : 0) | (noneIsTrue ? 4 : 0) | (decision.skipped << 3)
}

/**
 * Whether a decision falls at a conditional jump with `top` on the stack: what is decided and how many operands are left out; null when it does not.
 */
export function decided(detail: number, opcode: number, top: unknown): { value: boolean; skipped: number } | null {
  const onNone = opcode === Op.POP_JUMP_IF_NONE || opcode === Op.POP_JUMP_IF_NOT_NONE
  const truth = onNone ? (top === null) === ((detail & 4) !== 0) : top === true
  return truth === ((detail & 1) !== 0) ? { value: (detail & 2) !== 0, skipped: detail >> 3 } : null
}

/** Whether an instruction is a conditional jump on what it pops. */
export function isTestJump(opcode: number): boolean {
  return (
    opcode === Op.POP_JUMP_IF_TRUE ||
    opcode === Op.POP_JUMP_IF_FALSE ||
    opcode === Op.POP_JUMP_IF_NONE ||
    opcode === Op.POP_JUMP_IF_NOT_NONE
  )
}

// Marks placed on instructions of the flow graph are numbers: index of the mark * PLACED_MARK + STORE_MARK for those that belong to
// a store + depth of the value on the stack - 1.

export const PLACED_MARK = 32
export const STORE_MARK = 16
const DEPTH_BITS = 15

/** Depth of a mark's value on the stack; 1 is the top. */
export function depthOf(mark: number): number {
  return (mark & DEPTH_BITS) + 1
}

export function withDepth(mark: number, depth: number): number {
  return mark - (mark & DEPTH_BITS) + Math.min(depth - 1, DEPTH_BITS)
}

/** The mark where its value lies one deeper. */
export function deeper(mark: number): number {
  return withDepth(mark, depthOf(mark) + 1)
}

export function isStoreMark(mark: number): boolean {
  return (mark & STORE_MARK) !== 0
}
