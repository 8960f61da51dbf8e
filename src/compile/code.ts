/**
 * CodeObject: the compiled unit, CPython's `code` object. Made by `assemble.ts`, run by `vm/loop.ts`, shown by `dis.ts`.
 *
 * Two views of the same instructions are kept. `ops` is what the machine runs: one `opcode, oparg` pair an instruction, without
 * inline caches and EXTENDED_ARG, jump opargs being absolute instruction indices into this array (not byte offsets). `co_code` (built on
 * demand) is CPython's byte string with caches; `offsets[i]` is the byte offset in it of instruction `i`.
 */
import { PyObject, type PyBytes, type PyTuple, type Str, type Value } from '../values/value'

/** Source range of one instruction: lines from 1, columns in UTF-8 bytes; -1 stands for CPython's None. */
export interface Position {
  line: number
  endLine: number
  col: number
  endCol: number
}

/** One row of the exception table, in instruction indices: `start <= pc < end` goes to `target`. */
export interface ExceptionEntry {
  start: number
  end: number
  target: number
  depth: number
  lasti: boolean
  /** In instrumented code, for a handler that may report its line: that line, and where to enter from the same line instead. */
  line?: number
  sameLineTarget?: number
}

export const enum CodeFlags {
  OPTIMIZED = 0x1,
  NEWLOCALS = 0x2,
  VARARGS = 0x4,
  VARKEYWORDS = 0x8,
  NESTED = 0x10,
  GENERATOR = 0x20,
  COROUTINE = 0x80,
  ITERABLE_COROUTINE = 0x100,
  ASYNC_GENERATOR = 0x200,
  FUTURE_ANNOTATIONS = 0x1000000,
  HAS_DOCSTRING = 0x4000000,
}

/** Kinds of a `localsplus` slot, as CPython's CO_FAST_*. */
export const enum LocalKind {
  HIDDEN = 0x10,
  LOCAL = 0x20,
  CELL = 0x40,
  FREE = 0x80,
}

export interface CodeFields {
  argcount: number
  posonlyargcount: number
  kwonlyargcount: number
  stacksize: number
  flags: number
  name: Str
  qualname: Str
  filename: Str
  firstlineno: number
  /** Constants in CPython's order: None, bools, ints, PyFloat, PyComplex, str, PyBytes, PyTuple, frozenset, Ellipsis, CodeObject. */
  consts: Value[]
  names: string[]
  /** Locals, then cells, then free variables: names and `LocalKind` flags, as CPython's co_localsplusnames/kinds. */
  localsplusnames: string[]
  localspluskinds: number[]
  /** `opcode, oparg` pairs; see the file header. */
  ops: Int32Array
  /** Byte offset in co_code of each instruction (of the instruction itself, after its EXTENDED_ARGs). */
  offsets: Int32Array
  /** Four numbers an instruction: line, endLine, col, endCol; -1 for None. */
  positions: Int32Array
  exceptionEntries: ExceptionEntry[]
  /** CPython's encoded tables. */
  linetable: Uint8Array
  exceptiontable: Uint8Array
}

export class CodeObject extends PyObject implements CodeFields {
  declare argcount: number
  declare posonlyargcount: number
  declare kwonlyargcount: number
  declare stacksize: number
  declare flags: number
  declare name: Str
  declare qualname: Str
  declare filename: Str
  declare firstlineno: number
  declare consts: Value[]
  declare names: string[]
  declare localsplusnames: string[]
  declare localspluskinds: number[]
  declare ops: Int32Array
  declare offsets: Int32Array
  declare positions: Int32Array
  declare exceptionEntries: ExceptionEntry[]
  declare linetable: Uint8Array
  declare exceptiontable: Uint8Array

  /**
   * Where the value of an expression is on the stack, or what else marks tell (`marks.ts`), if the code was compiled with them: nine numbers each, instruction
   * index, 0 before it or 1 after it, depth of the value (1 is the top), line, end line, column, end column, kind and detail of the mark.
   */
  expressions: Int32Array | undefined = undefined
  /** Inline caches of the machine, one slot an instruction, made when the code first runs. Opaque to the compiler. */
  caches: unknown[] | undefined = undefined
  /** The machine's own form of `ops` (`vm/quicken.ts`), made when the code first runs. */
  quick: Int32Array | undefined = undefined
  /** Arguments a call may copy straight into the frame; −1: they must be bound; −2: not known yet (`quick` not made). */
  simpleArgs = -2
  /** In an instrumented copy: the code it was made of, and for each instruction the index of the plain instruction it belongs to. */
  plain: CodeObject | undefined = undefined
  plainIndex: Int32Array | undefined = undefined
  /** In an instrumented copy: where a frame goes on that is about to run each instruction of the plain code. */
  fromPlain: Int32Array | undefined = undefined
  /** Instrumented copies by the events they report (`instrument.ts`). */
  traced: (CodeObject | undefined)[] | undefined = undefined
  /** The instrumented copy now in use, and the monitor state (`vm.monitorEpoch`) it was made for. */
  instrumented: CodeObject | undefined = undefined
  instrumentedFor = 0
  /** Frames free for use again (`vm/call.ts`), linked through `back`. */
  freeFrames: unknown = null
  /** Python-visible views (`co_code` bytes, the `co_consts` tuple, …) made on demand by `objects/code.ts`. */
  views: { consts?: PyTuple; code?: PyBytes; [k: string]: unknown } | undefined = undefined

  constructor(fields: CodeFields) {
    super()
    Object.assign(this, fields)
  }

  /** Number of plain local variables (arguments included, cells that are not arguments excluded), CPython's co_nlocals. */
  get nlocals(): number {
    let n = 0
    for (const k of this.localspluskinds) if (k & LocalKind.LOCAL) n++
    return n
  }
}
