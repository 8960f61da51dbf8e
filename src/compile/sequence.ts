/**
 * InstructionSequence: what code generation writes and the flow graph reads.
 *
 * A flat list of instructions with source locations and labels, CPython's `_PyInstructionSequence`
 * (Python/instruction_sequence.c). Opcodes may be pseudo-instructions; the operand of a jump or block setup is a label.
 * Stored as one growing `Int32Array` of rows, because a large module has hundreds of thousands of instructions.
 *
 * Expression marks say that at one place the top of the stack is the value of an expression, is about to be stored in a target, or decides a
 * branch (`marks.ts`). They are kept beside the
 * instructions, never among them, so that marking changes no byte of the code; `flowgraph.ts` carries them along and the
 * assembler stores what survives on the code object, for the expression granularity of traces. A mark made right after
 * an instruction belongs to the end of that instruction; one made right after a label (where branches meet) to the start
 * of the next instruction.
 */
import { Mark } from './marks'
import type { Op } from './op.gen'

/** A label; `NO_LABEL` is none. */
export type Label = number
export const NO_LABEL: Label = -1

/**
 * A source range, with the field names of AST nodes so that a node is a location: lines from 1, columns in UTF-8 bytes from
 * 0; -1 is unknown (`NO_LOCATION`), -2 in `lineno` is "same as the next instruction" (`NEXT_LOCATION`).
 */
export interface Location {
  readonly lineno: number
  readonly end_lineno: number
  readonly col_offset: number
  readonly end_col_offset: number
}

export function location(lineno: number, end_lineno: number, col_offset: number, end_col_offset: number): Location {
  return { lineno, end_lineno, col_offset, end_col_offset }
}

export const NO_LOCATION: Location = location(-1, -1, -1, -1)
export const NEXT_LOCATION: Location = location(-2, -2, -2, -2)

/** Numbers in one row of `InstructionSequence.rows`. */
export const ROW = 6
/** Numbers in one row of `InstructionSequence.marks`: place, 1 if before the instruction, line, end line, columns, kind, detail. */
export const MARK_ROW = 8

export class InstructionSequence {
  /** `ROW` numbers an instruction: opcode, oparg, line, end line, column, end column. */
  rows = new Int32Array(16 * ROW)
  /** Number of instructions. */
  length = 0
  /** For each label the index of the instruction it stands before; -1 while unused. */
  readonly labels: number[] = []
  /** Expression marks in emission order, `MARK_ROW` numbers each. */
  readonly marks: number[] = []
  /** The number of instructions when a label was last placed. */
  private labelAt = -1

  /** With `marking` expression marks are kept. */
  constructor(readonly marking = false) {}

  newLabel(): Label {
    this.labels.push(-1)
    return this.labels.length - 1
  }

  /** Places a label before the next instruction. Several labels may stand at one place. */
  useLabel(label: Label): void {
    this.labels[label] = this.length
    this.labelAt = this.length
  }

  /** Appends an instruction; the operand of a jump or block setup is its label. */
  addop(opcode: Op, oparg: number, loc: Location): void {
    let at = this.length++ * ROW
    if (at === this.rows.length) this.grow()
    const rows = this.rows
    rows[at++] = opcode
    rows[at++] = oparg
    rows[at++] = loc.lineno
    rows[at++] = loc.end_lineno
    rows[at++] = loc.col_offset
    rows[at] = loc.end_col_offset
  }

  /** Inserts an instruction; labels at or after the place move with what they stand before. */
  insert(index: number, opcode: Op, oparg: number, loc: Location): void {
    if ((this.length + 1) * ROW > this.rows.length) this.grow()
    this.rows.copyWithin((index + 1) * ROW, index * ROW, this.length * ROW)
    const length = this.length
    this.length = index
    this.addop(opcode, oparg, loc)
    this.length = length + 1
    const labels = this.labels
    for (let i = 0; i < labels.length; i++) if (labels[i] >= index) labels[i]++
    const marks = this.marks
    for (let i = 0; i < marks.length; i += MARK_ROW) if (marks[i] >= index) marks[i]++
    if (this.labelAt >= index) this.labelAt++
  }

  /** Notes that the top of the stack is here the value of the expression at `loc`, or another thing that the last instruction did. */
  markAfter(loc: Location, kind: Mark = Mark.VALUE): void {
    if (!this.marking || this.length === 0) return
    const before = this.labelAt === this.length
    this.addMark(before ? this.length : this.length - 1, before, loc, kind, 0)
  }

  /** Notes something about the instruction that is added next. */
  markNext(loc: Location, kind: Mark, detail = 0): void {
    if (this.marking) this.addMark(this.length, true, loc, kind, detail)
  }

  private addMark(index: number, before: boolean, loc: Location, kind: Mark, detail: number): void {
    const { lineno, end_lineno, col_offset, end_col_offset } = loc
    this.marks.push(index, before ? 1 : 0, lineno, end_lineno, col_offset, end_col_offset, kind, detail)
  }

  private grow(): void {
    const rows = new Int32Array(this.rows.length * 2)
    rows.set(this.rows)
    this.rows = rows
  }
}
