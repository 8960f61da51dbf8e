/**
 * Code generation: from the syntax tree to instruction sequences (CPython's Python/compile.c).
 *
 * One class does it, written as a chain of abstract classes so that each file is about one subject: this one (code units, names,
 * constants, regions, conditional jumps), then `codegen_expr`, `codegen_comp`, `codegen_func`, `codegen_class`, `codegen_match`
 * and `codegen_stmt`, which ends the chain. Each adds methods to those before it and declares as abstract what comes later.
 *
 * A `Unit` is a code object in the making: module, class body, function, lambda, comprehension or annotation scope. Units nest
 * as scopes do; `enter` and `exit` push and pop them. Instructions carry the location CPython gives them, to the column,
 * because line events, tracebacks and `co_positions()` show it; NO_LOCATION marks instructions that belong to no source.
 *
 * Expression marks: where the value of an expression has just been pushed, `mark` notes it. Marks emit nothing.
 */
import type { expr, expr_context, stmt } from '../ast/nodes.gen'
import { PyTuple, type Str, type Value } from '../values/value'
import { compareStr, fromText } from '../values/wide'
import { type CodeUnit, assembleCode } from './assemble'
import { CodeFlags, type CodeObject } from './code'
import { ConstantCache, ConstantTable } from './consts'
import { type CompileWarningSink, syntaxError } from './errors'
import { type Decision, Mark, NONE, detailOf } from './marks'
import { Op, Intrinsic1 } from './op.gen'
import { InstructionSequence, type Label, type Location, NO_LABEL, NO_LOCATION, location } from './sequence'
import { BlockType, Def, Scope, type Symtable, type SymtableEntry, mangle, maybeMangle, scopeOf } from './symtable'

/** `await` at the top level makes a module a coroutine: CPython's PyCF_ALLOW_TOP_LEVEL_AWAIT. */
export const ALLOW_TOP_LEVEL_AWAIT = 0x2000
/** Compiler flags that are copied into `co_flags`: the future features. */
const INHERITED_FLAGS = 0x1fe0000

/** Operands the compiler puts on the stack at once; longer displays and calls are built piece by piece. */
export const STACK_USE_GUIDELINE = 30
/** How deep blocks of statements may nest. */
const MAX_BLOCKS = 21

/** Operands of RESUME. */
export const enum Resume {
  AT_FUNC_START = 0,
  AFTER_YIELD = 1,
  AFTER_YIELD_FROM = 2,
  AFTER_AWAIT = 3,
}

/** What a unit is. */
export const enum UnitType {
  MODULE,
  CLASS,
  FUNCTION,
  ASYNC_FUNCTION,
  LAMBDA,
  COMPREHENSION,
  TYPE_PARAMS,
}

/** A region of code that leaving by break, continue or return must unwind. */
export const enum FrameBlock {
  WHILE_LOOP,
  FOR_LOOP,
  TRY_EXCEPT,
  FINALLY_TRY,
  FINALLY_END,
  WITH,
  ASYNC_WITH,
  HANDLER_CLEANUP,
  POP_VALUE,
  EXCEPTION_HANDLER,
  EXCEPTION_GROUP_HANDLER,
  ASYNC_COMPREHENSION_GENERATOR,
  STOP_ITERATION,
}

export interface FrameBlockInfo {
  type: FrameBlock
  /** Where `continue` goes. */
  block: Label
  loc: Location
  /** Where `break` goes. */
  exit: Label
  /** FINALLY_TRY: the statements of the finally clause. HANDLER_CLEANUP: the name bound by `except … as`, if any. */
  finalbody: stmt[] | null
  handlerName: string | null
}

/** Sorts names as Python does, by code points. */
export function sortNames(names: string[]): string[] {
  return names.sort((a, b) => (a === b ? 0 : compareStr(fromText(a), fromText(b))))
}

/** Numbers for names, in order of first use. */
export class NameTable {
  readonly names: string[]
  private readonly index = new Map<string, number>()

  constructor(
    names: readonly string[] = [],
    private readonly base = 0,
  ) {
    this.names = [...names]
    for (let i = 0; i < names.length; i++) this.index.set(names[i], base + i)
  }

  add(name: string): number {
    let i = this.index.get(name)
    if (i === undefined) {
      i = this.base + this.names.length
      this.names.push(name)
      this.index.set(name, i)
    }
    return i
  }

  get(name: string): number {
    return this.index.get(name) ?? -1
  }
}

/** Arguments of a unit by kind, without `*args` and `**kwargs`. */
export interface ArgumentCounts {
  argcount: number
  posonlyargcount: number
  kwonlyargcount: number
}

export const NO_ARGUMENTS: ArgumentCounts = { argcount: 0, posonlyargcount: 0, kwonlyargcount: 0 }

/** A code object in the making. */
export class Unit {
  readonly seq: InstructionSequence
  readonly consts: ConstantTable
  readonly names = new NameTable()
  readonly varnames: NameTable
  readonly cellvars: NameTable
  readonly freevars: NameTable
  qualname = ''
  readonly blocks: FrameBlockInfo[] = []
  /** Names that are fast locals only in an inlined comprehension of a class or module: true while in it. */
  readonly fastHidden = new Map<string, boolean>()
  /** Depth of inlined comprehensions. */
  inlinedComprehensions = 0
  /** Attributes assigned through `self` in the methods of a class; null for other units. */
  readonly staticAttributes: Set<string> | null

  constructor(
    readonly entry: SymtableEntry,
    readonly name: string,
    readonly type: UnitType,
    readonly firstlineno: number,
    /** The class whose private names are mangled. */
    readonly privateName: string | null,
    public counts: ArgumentCounts,
    cache: ConstantCache,
    marking: boolean,
  ) {
    this.seq = new InstructionSequence(marking)
    this.consts = new ConstantTable(cache)
    const cells: string[] = []
    const free: string[] = []
    for (const [symbol, flags] of entry.symbols) {
      const scope = scopeOf(flags)
      if (scope === Scope.CELL || flags & Def.COMP_CELL) cells.push(symbol)
      if (scope === Scope.FREE || flags & Def.FREE_CLASS) free.push(symbol)
    }
    sortNames(cells)
    sortNames(free)
    // A comprehension in the class can have made cells of these names already.
    if (entry.needsClassClosure && !cells.includes('__class__')) cells.push('__class__')
    if (entry.needsClassdict && !cells.includes('__classdict__')) cells.push('__classdict__')
    this.varnames = new NameTable(entry.varnames)
    this.cellvars = new NameTable(cells)
    this.freevars = new NameTable(free, cells.length)
    this.staticAttributes = type === UnitType.CLASS ? new Set() : null
  }
}

/** What code generation is asked for. */
export interface CodegenOptions {
  filename: Str
  /** CPython's compiler flags: future features and PyCF_ALLOW_TOP_LEVEL_AWAIT. */
  flags: number
  optimize: number
  interactive: boolean
  futureAnnotations: boolean
  /** The last `from __future__ import` at the head of the module. */
  lastFuture: Location
  exprMarks: boolean
  onWarning: CompileWarningSink | undefined
}

export abstract class Codegen {
  protected unit!: Unit
  /** The units around the current one. */
  protected readonly outer: Unit[] = []
  protected readonly cache = new ConstantCache()
  /** The sequence of the current unit. */
  protected seq!: InstructionSequence

  constructor(
    protected readonly symtable: Symtable,
    protected readonly options: CodegenOptions,
  ) {}

  abstract expr(e: expr): void
  abstract stmt(s: stmt): void

  stmts(body: readonly stmt[], from = 0): void {
    for (let i = from; i < body.length; i++) this.stmt(body[i])
  }

  exprs(list: readonly expr[]): void {
    for (let i = 0; i < list.length; i++) this.expr(list[i])
  }

  /** Notes that the value of `e` is on top of the stack, or what else the last instruction did. */
  protected mark(e: Location, kind: Mark = Mark.VALUE): void {
    this.seq.markAfter(e, kind)
  }

  /** Notes what the next instruction does. */
  protected markNext(e: Location, kind: Mark, detail = 0): void {
    this.seq.markNext(e, kind, detail)
  }

  protected warn(loc: Location, msg: string): void {
    if (this.options.onWarning?.('SyntaxWarning', msg, loc) === true) syntaxError(msg, loc)
  }

  protected get topLevelAwait(): boolean {
    return (this.options.flags & ALLOW_TOP_LEVEL_AWAIT) !== 0 && this.unit.entry.type === BlockType.MODULE
  }

  // Units

  /** Begins a unit. `privateName`: undefined to keep that of the unit around. */
  protected enter(
    name: string,
    type: UnitType,
    entry: SymtableEntry,
    firstlineno: number,
    privateName?: string,
    counts = NO_ARGUMENTS,
  ): void {
    const parent = this.unit as Unit | undefined
    if (parent !== undefined) this.outer.push(parent)
    const unit = new Unit(
      entry,
      name,
      type,
      firstlineno,
      privateName ?? parent?.privateName ?? null,
      counts,
      this.cache,
      this.options.exprMarks,
    )
    this.unit = unit
    this.seq = unit.seq
    unit.qualname = this.qualname(unit)
    const isModule = type === UnitType.MODULE
    this.op1(Op.RESUME, Resume.AT_FUNC_START, location(isModule ? 0 : firstlineno, firstlineno, 0, 0))
  }

  /** Ends the unit and makes its code object; with `addNone` it ends in `return None`. */
  protected exit(addNone: boolean): CodeObject {
    const { unit } = this
    if (addNone) this.loadConst(null, NO_LOCATION)
    this.op(Op.RETURN_VALUE, NO_LOCATION)
    const hidden = new Set<string>()
    for (const name of unit.fastHidden.keys()) hidden.add(name)
    const codeUnit: CodeUnit = {
      name: fromText(unit.name),
      qualname: fromText(unit.qualname),
      filename: this.options.filename,
      argcount: unit.counts.posonlyargcount + unit.counts.argcount,
      posonlyargcount: unit.counts.posonlyargcount,
      kwonlyargcount: unit.counts.kwonlyargcount,
      firstlineno: unit.firstlineno,
      consts: unit.consts,
      names: unit.names.names,
      varnames: unit.varnames.names,
      cellvars: unit.cellvars.names,
      freevars: unit.freevars.names,
      hidden,
      nparams: unit.entry.varnames.length,
    }
    const code = assembleCode(unit.seq, codeUnit, this.codeFlags(unit.entry))
    const parent = this.outer.pop()
    if (parent !== undefined) {
      this.unit = parent
      this.seq = parent.seq
    }
    return code
  }

  private codeFlags(entry: SymtableEntry): number {
    let flags = 0
    const { generator, coroutine } = entry
    if (entry.isFunctionLike) {
      flags |= CodeFlags.NEWLOCALS | CodeFlags.OPTIMIZED
      if (entry.nested) flags |= CodeFlags.NESTED
      if (generator) flags |= coroutine ? CodeFlags.ASYNC_GENERATOR : CodeFlags.GENERATOR
      else if (coroutine) flags |= CodeFlags.COROUTINE
      if (entry.varargs) flags |= CodeFlags.VARARGS
      if (entry.varkeywords) flags |= CodeFlags.VARKEYWORDS
    }
    flags |= this.options.flags & INHERITED_FLAGS
    if (this.topLevelAwait && coroutine && !generator) flags |= CodeFlags.COROUTINE
    return flags
  }

  /** The dotted name of a unit: `C.f.<locals>.g`. */
  private qualname(unit: Unit): string {
    const depth = this.outer.length
    if (depth < 2) return unit.name
    let parent = this.outer[depth - 1]
    if (parent.type === UnitType.TYPE_PARAMS) {
      if (depth === 2) return unit.name
      parent = this.outer[depth - 2]
    }
    const { type } = unit
    if (type === UnitType.FUNCTION || type === UnitType.ASYNC_FUNCTION || type === UnitType.CLASS) {
      const mangled = mangle(parent.privateName, unit.name)
      if (parent.entry.scope(mangled) === Scope.GLOBAL_EXPLICIT) return unit.name
    }
    const inFunction =
      parent.type === UnitType.FUNCTION || parent.type === UnitType.ASYNC_FUNCTION || parent.type === UnitType.LAMBDA
    return `${parent.qualname}${inFunction ? '.<locals>' : ''}.${unit.name}`
  }

  // Instructions

  protected op(opcode: Op, loc: Location): void {
    this.seq.addop(opcode, 0, loc)
  }

  protected op1(opcode: Op, oparg: number, loc: Location): void {
    this.seq.addop(opcode, oparg, loc)
  }

  protected jump(opcode: Op, target: Label, loc: Location): void {
    this.seq.addop(opcode, target, loc)
  }

  protected newLabel(): Label {
    return this.seq.newLabel()
  }

  protected useLabel(label: Label): void {
    this.seq.useLabel(label)
  }

  protected loadConst(value: Value, loc: Location): void {
    this.seq.addop(Op.LOAD_CONST, this.unit.consts.add(value), loc)
  }

  /** An instruction on a name of `co_names`, which is mangled. */
  protected nameOp(opcode: Op, name: string, loc: Location): void {
    this.seq.addop(opcode, this.unit.names.add(this.mangled(name)), loc)
  }

  /** LOAD_ATTR, as a method to be called if `method`. */
  protected loadAttr(name: string, method: boolean, loc: Location): void {
    const index = this.unit.names.add(this.mangled(name))
    this.seq.addop(Op.LOAD_ATTR, (index << 1) | (method ? 1 : 0), loc)
  }

  protected mangled(name: string): string {
    return maybeMangle(this.unit.privateName, this.unit.entry, name)
  }

  protected tupleOfNames(names: readonly string[]): PyTuple {
    this.cache.noteNames(names)
    return new PyTuple(names.map(fromText))
  }

  /** The end of a handler that only cleaned up: the exception goes on. */
  protected popExceptAndReraise(loc: Location): void {
    this.op1(Op.COPY, 3, loc)
    this.op(Op.POP_EXCEPT, loc)
    this.op1(Op.RERAISE, 1, loc)
  }

  /** Hands the iterator below None on the stack over to the caller until it is exhausted. */
  protected yieldFrom(loc: Location, awaiting: boolean): void {
    const send = this.newLabel()
    const fail = this.newLabel()
    const exit = this.newLabel()
    this.useLabel(send)
    this.jump(Op.SEND, exit, loc)
    // The handler is for a StopIteration raised by close() or throw() of the sub-iterator.
    this.jump(Op.SETUP_FINALLY, fail, loc)
    this.op1(Op.YIELD_VALUE, 1, loc)
    this.op(Op.POP_BLOCK, NO_LOCATION)
    this.op1(Op.RESUME, awaiting ? Resume.AFTER_AWAIT : Resume.AFTER_YIELD_FROM, loc)
    this.jump(Op.JUMP_NO_INTERRUPT, send, loc)
    this.useLabel(fail)
    this.op(Op.CLEANUP_THROW, loc)
    this.useLabel(exit)
    this.op(Op.END_SEND, loc)
  }

  /** Awaits the object on top of the stack; `where` is the operand of GET_AWAITABLE. */
  protected awaitTop(loc: Location, where: number): void {
    this.op1(Op.GET_AWAITABLE, where, loc)
    this.loadConst(null, loc)
    this.yieldFrom(loc, true)
  }

  // Names

  /** Loads, stores or deletes a variable. */
  protected name(name: string, ctx: expr_context, loc: Location): void {
    this.refuseDebug(name, ctx, loc)
    const { unit } = this
    const { entry } = unit
    const mangled = this.mangled(name)
    const scope = entry.scope(mangled)
    switch (scope) {
      case Scope.FREE:
        return this.derefOp(unit.freevars.add(mangled), ctx, loc)
      case Scope.CELL:
        return this.derefOp(unit.cellvars.add(mangled), ctx, loc)
      case Scope.LOCAL:
        if (entry.isFunctionLike || unit.fastHidden.get(mangled) === true) {
          const opcode = ctx === 'Load' ? Op.LOAD_FAST : ctx === 'Store' ? Op.STORE_FAST : Op.DELETE_FAST
          return this.seq.addop(opcode, unit.varnames.add(mangled), loc)
        }
        break
      case Scope.GLOBAL_IMPLICIT:
        if (entry.isFunctionLike) return this.globalOp(mangled, scope, ctx, loc)
        break
      case Scope.GLOBAL_EXPLICIT:
        return this.globalOp(mangled, scope, ctx, loc)
    }
    if (ctx === 'Load' && entry.type === BlockType.CLASS && unit.inlinedComprehensions > 0) {
      // A comprehension in a class does not see the names of the class.
      return this.seq.addop(Op.LOAD_GLOBAL, unit.names.add(mangled) << 1, loc)
    }
    const opcode = ctx === 'Load' ? Op.LOAD_NAME : ctx === 'Store' ? Op.STORE_NAME : Op.DELETE_NAME
    this.seq.addop(opcode, unit.names.add(mangled), loc)
  }

  private derefOp(index: number, ctx: expr_context, loc: Location): void {
    if (ctx !== 'Load') return this.op1(ctx === 'Store' ? Op.STORE_DEREF : Op.DELETE_DEREF, index, loc)
    const { entry, inlinedComprehensions } = this.unit
    if (entry.type === BlockType.CLASS && inlinedComprehensions === 0) {
      this.op(Op.LOAD_LOCALS, loc)
      this.op1(Op.LOAD_FROM_DICT_OR_DEREF, index, loc)
    } else if (entry.canSeeClassScope) {
      this.op1(Op.LOAD_DEREF, this.unit.freevars.add('__classdict__'), loc)
      this.op1(Op.LOAD_FROM_DICT_OR_DEREF, index, loc)
    } else {
      this.op1(Op.LOAD_DEREF, index, loc)
    }
  }

  private globalOp(mangled: string, scope: Scope, ctx: expr_context, loc: Location): void {
    const { entry, names } = this.unit
    if (ctx !== 'Load') return this.op1(ctx === 'Store' ? Op.STORE_GLOBAL : Op.DELETE_GLOBAL, names.add(mangled), loc)
    if (entry.canSeeClassScope && scope === Scope.GLOBAL_IMPLICIT) {
      this.op1(Op.LOAD_DEREF, this.unit.freevars.add('__classdict__'), loc)
      return this.op1(Op.LOAD_FROM_DICT_OR_GLOBALS, names.add(mangled), loc)
    }
    this.op1(Op.LOAD_GLOBAL, names.add(mangled) << 1, loc)
  }

  protected refuseDebug(name: string, ctx: expr_context, loc: Location): void {
    if (name !== '__debug__' || ctx === 'Load') return
    syntaxError(ctx === 'Store' ? 'cannot assign to __debug__' : 'cannot delete __debug__', loc)
  }

  /** How a function made here closes over a name: by a cell of this unit, or by a free variable handed on. */
  protected closureScope(name: string): Scope {
    const { unit } = this
    const classCell = unit.type === UnitType.CLASS && (name === '__class__' || name === '__classdict__')
    return classCell ? Scope.CELL : unit.entry.scope(name)
  }

  // Regions

  protected pushBlock(
    type: FrameBlock,
    block: Label,
    exit: Label,
    loc: Location,
    finalbody: stmt[] | null = null,
    handlerName: string | null = null,
  ): void {
    if (this.unit.blocks.length >= MAX_BLOCKS) syntaxError('too many statically nested blocks', loc)
    this.unit.blocks.push({ type, block, exit, loc, finalbody, handlerName })
  }

  protected popBlock(): void {
    this.unit.blocks.pop()
  }

  /** Leaves one region, keeping the value on top of the stack if `preserveTop`; gives the location to go on with. */
  protected unwindBlock(info: FrameBlockInfo, loc: Location, preserveTop: boolean): Location {
    switch (info.type) {
      case FrameBlock.FOR_LOOP:
        if (preserveTop) this.op1(Op.SWAP, 2, loc)
        this.op(Op.POP_TOP, loc)
        return loc
      case FrameBlock.TRY_EXCEPT:
        this.op(Op.POP_BLOCK, loc)
        return loc
      case FrameBlock.FINALLY_TRY:
        this.op(Op.POP_BLOCK, loc)
        if (preserveTop) this.pushBlock(FrameBlock.POP_VALUE, NO_LABEL, NO_LABEL, loc)
        this.stmts(info.finalbody!)
        if (preserveTop) this.popBlock()
        // What follows runs after the finally clause, so it is not part of the statement that leaves.
        return NO_LOCATION
      case FrameBlock.FINALLY_END:
        if (preserveTop) this.op1(Op.SWAP, 2, loc)
        this.op(Op.POP_TOP, loc)
        if (preserveTop) this.op1(Op.SWAP, 2, loc)
        this.op(Op.POP_BLOCK, loc)
        this.op(Op.POP_EXCEPT, loc)
        return loc
      case FrameBlock.WITH:
      case FrameBlock.ASYNC_WITH:
        this.op(Op.POP_BLOCK, info.loc)
        if (preserveTop) this.op1(Op.SWAP, 2, info.loc)
        this.callExit(info.loc)
        if (info.type === FrameBlock.ASYNC_WITH) this.awaitTop(info.loc, 2)
        this.op(Op.POP_TOP, info.loc)
        return NO_LOCATION
      case FrameBlock.HANDLER_CLEANUP:
        if (info.handlerName !== null) this.op(Op.POP_BLOCK, loc)
        if (preserveTop) this.op1(Op.SWAP, 2, loc)
        this.op(Op.POP_BLOCK, loc)
        this.op(Op.POP_EXCEPT, loc)
        if (info.handlerName !== null) this.unbindHandlerName(info.handlerName, loc)
        return loc
      case FrameBlock.POP_VALUE:
        if (preserveTop) this.op1(Op.SWAP, 2, loc)
        this.op(Op.POP_TOP, loc)
        return loc
      default:
        return loc
    }
  }

  /** Calls the exit function of a `with` statement with three Nones. */
  protected callExit(loc: Location): void {
    this.loadConst(null, loc)
    this.loadConst(null, loc)
    this.loadConst(null, loc)
    this.op1(Op.CALL, 2, loc)
  }

  /** The name bound by `except … as` ends with its clause. */
  protected unbindHandlerName(name: string, loc: Location): void {
    this.loadConst(null, loc)
    this.name(name, 'Store', loc)
    this.name(name, 'Del', loc)
  }

  /**
   * Leaves all regions from the innermost outwards; with `toLoop` only up to the innermost loop, which is given back. The regions
   * are taken off while their own unwinding is generated, and put back.
   */
  protected unwindBlocks(
    loc: Location,
    preserveTop: boolean,
    toLoop: boolean,
  ): { loc: Location; loop: FrameBlockInfo | null } {
    const { blocks } = this.unit
    const saved: FrameBlockInfo[] = []
    let loop: FrameBlockInfo | null = null
    while (blocks.length > 0) {
      const top = blocks[blocks.length - 1]
      if (top.type === FrameBlock.EXCEPTION_GROUP_HANDLER) {
        syntaxError("'break', 'continue' and 'return' cannot appear in an except* block", loc)
      }
      if (toLoop && (top.type === FrameBlock.WHILE_LOOP || top.type === FrameBlock.FOR_LOOP)) {
        loop = top
        break
      }
      blocks.pop()
      saved.push(top)
      loc = this.unwindBlock(top, loc, preserveTop)
    }
    while (saved.length > 0) blocks.push(saved.pop()!)
    return { loc, loop }
  }

  /** Turns a StopIteration that escapes from the whole unit into a RuntimeError. */
  protected wrapInStopIterationHandler(): void {
    const handler = this.newLabel()
    this.seq.insert(0, Op.SETUP_CLEANUP, handler, NO_LOCATION)
    this.loadConst(null, NO_LOCATION)
    this.op(Op.RETURN_VALUE, NO_LOCATION)
    this.useLabel(handler)
    this.op1(Op.CALL_INTRINSIC_1, Intrinsic1.STOPITERATION_ERROR, NO_LOCATION)
    this.op1(Op.RERAISE, 1, NO_LOCATION)
  }

  /** Marks the conditional jump that is added next with its two outcomes. */
  protected markOutcome(test: Location, kind: Mark): void {
    for (const value of [true, false]) {
      this.markNext(test, kind, detailOf({ kind, loc: test, value, skipped: 0 }, value, false))
    }
  }

  // Later files

  protected abstract jumpIf(
    e: expr,
    target: Label,
    condition: boolean,
    ifTrue: readonly Decision[],
    ifFalse: readonly Decision[],
  ): void

  /** Jumps to `target` if the truth of an expression is `condition`; the test of `kind`. `orElse`: what is not evaluated if it is true. */
  protected jumpIfTest(kind: Mark, test: expr, target: Label, condition: boolean, orElse?: expr): void {
    if (!this.options.exprMarks) return this.jumpIf(test, target, condition, NONE, NONE)
    const decides = (value: boolean): Decision[] => {
      const decision = { kind, loc: test, value, skipped: 0 }
      return orElse === undefined ? [decision] : [decision, { kind: Mark.SKIP, loc: orElse, value, skipped: 0 }]
    }
    this.jumpIf(test, target, condition, decides(true), decides(false))
  }
}
