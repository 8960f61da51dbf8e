/**
 * Instrumented code: a copy of a code object with TRACE_* instructions where monitor events arise.
 *
 * An untraced frame runs the plain code and pays nothing; a traced one runs the copy. The copy keeps, for each instruction,
 * the plain instruction it belongs to (`plainIndex`), so that offsets, lines, `f_lasti` and tracebacks are those of the plain code.
 *
 * Where LINE events come is CPython 3.13's rule (Python/instrumentation.c with the `sys.settrace` layer of
 * Python/legacy_tracing.c), which decides while running: an instruction that may start a line reports it if the instruction
 * that ran before it in the frame was on another line, or was RESUME; a jump back within one line reports that line itself. All that
 * is known beforehand, edge by edge, so it is decided here once: an edge that reports goes to a TRACE_LINE, an edge that does not goes
 * past it. Which instructions may start a line:
 *   - those whose line differs from that of the instruction before them in the code,
 *   - targets of jumps, and what follows END_FOR and END_SEND,
 *   - exception handlers that have a line (END_ASYNC_FOR excepted);
 * RESUME, END_FOR, END_SEND and END_ASYNC_FOR cannot by themselves. Nothing before the first RESUME is traced. The exception is the way into
 * a handler, since a `raise` that goes on takes the frame back to another line: there the row of the exception table has both entries.
 *
 * Order at one instruction: failure of the case before, line, expression values that were computed on the way to it, instruction, and for a return or yield the
 * event of that.
 */
import { CodeObject, type ExceptionEntry } from './code'
import { Mark } from './marks'
import { Op, cacheEntries, hasJump, isScopeExit, isUnconditionalJump } from './op.gen'

/** Bits saying which events the copy reports; start, resume, return and yield always are. */
export const enum Trace {
  LINES = 1,
  INSTRUCTIONS = 2,
  EXPRESSIONS = 4,
  /** TRACE_INSTRUCTION before calls and subscripts only: what may be a builtin operation. */
  OPERATIONS = 8,
  /** TRACE_EFFECT before instructions that may change an existing object. */
  EFFECTS = 16,
}

/** Instructions that may change an object a variable refers to. */
const MUTATING = new Set<number>([
  Op.CALL,
  Op.CALL_KW,
  Op.CALL_FUNCTION_EX,
  Op.STORE_SUBSCR,
  Op.STORE_SLICE,
  Op.DELETE_SUBSCR,
  Op.STORE_ATTR,
  Op.DELETE_ATTR,
  Op.SEND,
  Op.IMPORT_NAME,
  Op.BEFORE_WITH,
  Op.BEFORE_ASYNC_WITH,
  Op.WITH_EXCEPT_START,
])

/** Instructions that put something into a container that so far lies on the value stack alone. */
const BUILDING = new Set<number>([
  Op.LIST_APPEND,
  Op.SET_ADD,
  Op.MAP_ADD,
  Op.LIST_EXTEND,
  Op.SET_UPDATE,
  Op.DICT_UPDATE,
  Op.DICT_MERGE,
])

/** First operand of an in-place BINARY_OP. */
export const INPLACE = 13

/** Whether an instruction may change an existing object; `stack`: one that only the value stack holds counts too. */
export function mayMutate(op: number, arg: number, stack: boolean): boolean {
  return MUTATING.has(op) || (op === Op.BINARY_OP && arg >= INPLACE) || (stack && BUILDING.has(op))
}

/** In the operand of TRACE_INSTRUCTION: how many EXTENDED_ARGs stand between the reported place and the instruction. */
export const EXTENDED_SHIFT = 28

/** Numbers in a row of `CodeObject.expressions`. */
export const EXPRESSION_ROW = 9

/** The instrumented copy of a code object for the given events, made once. */
export function instrument(code: CodeObject, events: number): CodeObject {
  code.traced ??= []
  return (code.traced[events] ??= new Instrumenter(code, events).run())
}

/** The index in an instrumented copy at which a frame goes on that is about to run instruction `index` of the plain code. */
export function tracedIndex(traced: CodeObject, index: number): number {
  return traced.fromPlain![index]
}

/** How a line may be reported at an instruction. */
const enum LineSpot {
  NONE,
  /** TRACE_LINE stands before it: falling into it reports. */
  INLINE,
  /** Falling into it does not report, some jumps do: they go to a TRACE_LINE elsewhere. */
  APART,
}

class Instrumenter {
  private readonly count: number
  private readonly ops: Int32Array
  /** Emitted pairs and the plain instruction of each. */
  private readonly out: number[] = []
  private readonly origin: number[] = []
  private readonly mayStart: Uint8Array
  private readonly spots: Uint8Array
  /** Where an edge enters an instruction with and without reporting the line. */
  private readonly entryWithLine: Int32Array
  private readonly entry: Int32Array
  private readonly first: number

  constructor(
    private readonly code: CodeObject,
    private readonly events: number,
  ) {
    this.ops = code.ops
    this.count = code.ops.length / 2
    this.mayStart = new Uint8Array(this.count + 1)
    this.spots = new Uint8Array(this.count)
    this.entryWithLine = new Int32Array(this.count)
    this.entry = new Int32Array(this.count)
    this.first = this.firstTraceable()
  }

  run(): CodeObject {
    const { code, count, ops, out, origin } = this
    const lines = (this.events & Trace.LINES) !== 0
    if (lines) {
      this.findLineStarts()
      this.chooseSpots()
    }
    /** Rows reported before the line of an instruction, before the instruction, and after it. */
    const early = new Map<number, number[]>()
    const before = new Map<number, number[]>()
    const after = new Map<number, number[]>()
    if (this.events & Trace.EXPRESSIONS && code.expressions !== undefined) {
      for (let row = 0; row * EXPRESSION_ROW < code.expressions.length; row++) {
        const at = row * EXPRESSION_ROW
        const index = code.expressions[at]
        if (index < this.first) continue
        const failed = code.expressions[at + 7] === Mark.CASE_FAILED && this.spots[index] === LineSpot.INLINE
        const rows = failed ? early : code.expressions[at + 1] === 1 ? after : before
        if (rows.has(index)) rows.get(index)!.push(row)
        else rows.set(index, [row])
      }
    }

    for (let i = 0; i < count; i++) {
      const op = ops[i * 2]
      const traced = i >= this.first
      this.entryWithLine[i] = out.length / 2
      for (const row of early.get(i) ?? []) this.emit(Op.TRACE_EXPR, row, i)
      if (this.spots[i] === LineSpot.INLINE) this.emit(Op.TRACE_LINE, this.line(i), i)
      this.entry[i] = out.length / 2
      for (const row of before.get(i) ?? []) this.emit(Op.TRACE_EXPR, row, i)
      if (traced && this.events & Trace.INSTRUCTIONS) this.emitInstructionEvents(i)
      else if (traced && this.events & Trace.OPERATIONS && isOperation(op)) this.emit(Op.TRACE_INSTRUCTION, i, i)
      if (traced && this.events & Trace.EFFECTS && mayMutate(op, ops[i * 2 + 1], !!(this.events & Trace.EXPRESSIONS)))
        this.emit(Op.TRACE_EFFECT, i, i)
      if (traced) this.emitEventBefore(i)
      this.emit(op, ops[i * 2 + 1], i)
      if (op === Op.RESUME) this.emit(ops[i * 2 + 1] === 0 ? Op.TRACE_START : Op.TRACE_RESUME, this.line(i), i)
      for (const row of after.get(i) ?? []) this.emit(Op.TRACE_EXPR, row, i)
    }
    const apart: number[] = []
    for (let i = 0; i < count; i++) {
      if (this.spots[i] !== LineSpot.APART) continue
      this.entryWithLine[i] = out.length / 2
      this.emit(Op.TRACE_LINE, this.line(i), i)
      apart.push(out.length / 2)
      this.emit(Op.JUMP_FORWARD, i, i)
    }
    const instrumented = Int32Array.from(out)
    for (let at = 0; at < instrumented.length; at += 2) {
      if (!hasJump[instrumented[at]]) continue
      const target = instrumented[at + 1]
      instrumented[at + 1] = this.reports(origin[at / 2], target) ? this.entryWithLine[target] : this.entry[target]
    }
    for (const index of apart) instrumented[index * 2 + 1] = this.entry[origin[index]]
    return this.makeCode(instrumented)
  }

  /** Events are reported from the first RESUME on. */
  private firstTraceable(): number {
    for (let i = 0; i < this.count; i++) if (this.ops[i * 2] === Op.RESUME) return i
    return this.count
  }

  private line(index: number): number {
    return this.code.positions[index * 4]
  }

  private emit(opcode: number, oparg: number, origin: number): void {
    this.out.push(opcode, oparg)
    this.origin.push(origin)
  }

  private emitInstructionEvents(index: number): void {
    const op = this.ops[index * 2]
    if (op === Op.RESUME || op === Op.END_FOR) return
    const { offsets } = this.code
    // EXTENDED_ARGs are instructions of their own to whoever counts instructions.
    let extended = offsets[index] / 2
    if (index > 0) extended -= offsets[index - 1] / 2 + 1 + cacheEntries[this.ops[index * 2 - 2]]
    for (; extended > 0; extended--) this.emit(Op.TRACE_INSTRUCTION, index | (extended << EXTENDED_SHIFT), index)
    this.emit(Op.TRACE_INSTRUCTION, index, index)
  }

  /** The event of a return, a yield or a jump back within one line. */
  private emitEventBefore(index: number): void {
    const oparg = this.ops[index * 2 + 1]
    switch (this.ops[index * 2]) {
      case Op.RETURN_VALUE:
        this.emit(Op.TRACE_RETURN, this.line(index), index)
        break
      case Op.RETURN_CONST:
        this.emit(Op.TRACE_RETURN_CONST, oparg, index)
        break
      case Op.YIELD_VALUE:
        // CPython has moved on to the RESUME when it reports this.
        this.emit(Op.TRACE_YIELD, this.line(index), index + 1)
        break
      case Op.JUMP_BACKWARD:
        if (this.events & Trace.LINES && this.line(index) >= 0 && this.line(index) === this.line(oparg)) {
          this.emit(Op.TRACE_LINE, this.line(index), index)
        }
        break
    }
  }

  private findLineStarts(): void {
    const { ops, count, mayStart } = this
    let current = -1
    for (let i = this.first; i < count; i++) {
      switch (ops[i * 2]) {
        case Op.END_ASYNC_FOR:
        case Op.END_FOR:
        case Op.END_SEND:
        case Op.RESUME:
          break
        default: {
          const line = this.line(i)
          if (line !== current && line >= 0) mayStart[i] = 1
          current = line
        }
      }
    }
    for (let i = this.first; i < count; i++) {
      const op = ops[i * 2]
      if (!hasJump[op]) continue
      const target = ops[i * 2 + 1] + (op === Op.FOR_ITER || op === Op.SEND ? 1 : 0)
      if (this.line(target) >= 0) mayStart[target] = 1
    }
    for (const { target } of this.code.exceptionEntries) {
      if (ops[target * 2] !== Op.END_ASYNC_FOR && this.line(target) >= 0) mayStart[target] = 1
    }
  }

  /** Whether going from one instruction straight to another reports the line of the second. */
  private reports(from: number, to: number): boolean {
    if (this.mayStart[to] === 0) return false
    return this.ops[from * 2] === Op.RESUME || this.line(from) !== this.line(to)
  }

  /** Decides for each instruction that may start a line where its TRACE_LINE stands. */
  private chooseSpots(): void {
    const { ops, count, mayStart, spots } = this
    const jumpReports = new Uint8Array(count)
    /** The FOR_ITER that ends at END_FOR i. */
    const loopAt = new Map<number, number>()
    for (let i = this.first; i < count; i++) {
      const op = ops[i * 2]
      if (!hasJump[op]) continue
      const target = ops[i * 2 + 1]
      if (op === Op.FOR_ITER) loopAt.set(target, i)
      else if (this.reports(i, target)) jumpReports[target] = 1
    }
    for (const { target } of this.code.exceptionEntries) jumpReports[target] = 1
    for (let i = this.first; i < count; i++) {
      if (mayStart[i] === 0) continue
      // An exhausted FOR_ITER goes past END_FOR and POP_TOP.
      const loop = i >= 2 && ops[i * 2 - 4] === Op.END_FOR ? loopAt.get(i - 2) : undefined
      const previous = loop ?? i - 1
      if (i === 0 || (loop === undefined && !fallsThrough(ops[previous * 2]))) {
        if (jumpReports[i] === 1) spots[i] = LineSpot.INLINE
      } else if (this.reports(previous, i)) spots[i] = LineSpot.INLINE
      else if (jumpReports[i] === 1) spots[i] = LineSpot.APART
    }
  }

  private makeCode(ops: Int32Array): CodeObject {
    const { code, origin } = this
    const length = origin.length
    const plainIndex = Int32Array.from(origin)
    const offsets = new Int32Array(length)
    const positions = new Int32Array(length * 4)
    for (let i = 0; i < length; i++) {
      const from = plainIndex[i]
      offsets[i] = code.offsets[from]
      for (let k = 0; k < 4; k++) positions[i * 4 + k] = code.positions[from * 4 + k]
    }
    const traced = new CodeObject({
      argcount: code.argcount,
      posonlyargcount: code.posonlyargcount,
      kwonlyargcount: code.kwonlyargcount,
      stacksize: code.stacksize,
      flags: code.flags,
      name: code.name,
      qualname: code.qualname,
      filename: code.filename,
      firstlineno: code.firstlineno,
      consts: code.consts,
      names: code.names,
      localsplusnames: code.localsplusnames,
      localspluskinds: code.localspluskinds,
      ops,
      offsets,
      positions,
      exceptionEntries: this.exceptionEntries(plainIndex),
      linetable: code.linetable,
      exceptiontable: code.exceptiontable,
    })
    traced.plain = code
    traced.plainIndex = plainIndex
    traced.expressions = code.expressions
    const fromPlain = new Int32Array(this.count)
    for (let i = 0; i < this.count; i++) {
      fromPlain[i] = this.spots[i] === LineSpot.INLINE ? this.entryWithLine[i] : this.entry[i]
    }
    traced.fromPlain = fromPlain
    return traced
  }

  /** The exception table of the copy. Whether a handler reports its line is only known when the exception arrives there. */
  private exceptionEntries(plainIndex: Int32Array): ExceptionEntry[] {
    const { code } = this
    const covering: (ExceptionEntry | undefined)[] = new Array(this.count)
    for (const entry of code.exceptionEntries) {
      for (let i = entry.start; i < entry.end; i++) covering[i] = entry
    }
    const entries: ExceptionEntry[] = []
    let from: ExceptionEntry | undefined
    for (let i = 0; i < plainIndex.length; i++) {
      const entry = covering[plainIndex[i]]
      if (entry !== undefined && entry === from) {
        entries[entries.length - 1].end = i + 1
      } else if (entry !== undefined) {
        const { target, depth, lasti } = entry
        const row: ExceptionEntry = { start: i, end: i + 1, target: this.entry[target], depth, lasti }
        if (this.mayStart[target] === 1) {
          row.line = this.line(target)
          row.sameLineTarget = row.target
          row.target = this.entryWithLine[target]
        }
        entries.push(row)
      }
      from = entry
    }
    return entries
  }
}

/** Calls and subscripts. */
function isOperation(opcode: number): boolean {
  return (
    opcode === Op.CALL ||
    opcode === Op.CALL_KW ||
    opcode === Op.CALL_FUNCTION_EX ||
    opcode === Op.BINARY_SUBSCR ||
    opcode === Op.BINARY_SLICE
  )
}

function fallsThrough(opcode: number): boolean {
  return !isScopeExit[opcode] && !isUnconditionalJump[opcode]
}
