/**
 * Code generation for comprehensions and generator expressions.
 *
 * A generator expression is a function called at once with the iterator of its outermost `for`. Other comprehensions are
 * merged into the code around them (PEP 709) unless the symbol table kept them apart: the names they bind are isolated by
 * pushing the outer values of those names on the stack first and restoring them after, also when an exception passes.
 */
import type { DictComp, GeneratorExp, ListComp, SetComp, comprehension, expr } from '../ast/nodes.gen'
import { FrameBlock, NO_ARGUMENTS, UnitType } from './codegen'
import { ExprCodegen } from './codegen_expr'
import type { CodeObject } from './code'
import { syntaxError } from './errors'
import { Mark } from './marks'
import { Op } from './op.gen'
import { type Label, type Location, NO_LABEL, NO_LOCATION, location } from './sequence'
import { BlockType, Def, Scope, type SymtableEntry, scopeOf } from './symtable'

type Comprehension = ListComp | SetComp | DictComp | GeneratorExp

/** Name, building instruction and adding instruction. */
const KINDS = {
  ListComp: ['<listcomp>', Op.BUILD_LIST, Op.LIST_APPEND],
  SetComp: ['<setcomp>', Op.BUILD_SET, Op.SET_ADD],
  DictComp: ['<dictcomp>', Op.BUILD_MAP, Op.MAP_ADD],
  GeneratorExp: ['<genexpr>', Op.NOP, Op.NOP],
} as const

/** What entering an inlined comprehension changed. */
interface InlinedState {
  /** Names whose outer values are on the stack. */
  pushed: string[]
  /** Symbols of the unit as they were. */
  symbols: Map<string, number>
  /** Names that became fast locals. */
  hidden: string[]
  end: Label
  cleanup: Label
}

export abstract class CompCodegen extends ExprCodegen {
  protected abstract makeClosure(code: CodeObject, flags: number, loc: Location): void

  protected comprehension(e: Comprehension): void {
    const [name, build] = KINDS[e.kind]
    const entry = this.symtable.lookup(e)
    const [outermost] = e.generators
    const isGenerator = e.kind === 'GeneratorExp'
    const async = entry.coroutine && !isGenerator
    const { type } = this.unit
    const awaitable = type === UnitType.ASYNC_FUNCTION || type === UnitType.COMPREHENSION || this.topLevelAwait
    if (entry.coroutine && this.topLevelAwait) this.unit.entry.coroutine = true
    let state: InlinedState | null = null
    if (entry.compInlined) {
      this.iterate(outermost)
      state = this.pushInlined(entry, e)
    } else {
      // The iterator of the outermost `for` comes as the only argument.
      this.enter(name, UnitType.COMPREHENSION, entry, e.lineno, undefined, { ...NO_ARGUMENTS, argcount: 1 })
    }
    if (async && !awaitable) syntaxError('asynchronous comprehension outside of an asynchronous function', e)
    if (!isGenerator) {
      this.op1(build, 0, e)
      if (state !== null) this.op1(Op.SWAP, 2, e)
    }
    this.generator(e, 0, 0, state !== null)
    if (state !== null) return this.popInlined(state, e)
    if (isGenerator) this.wrapInStopIterationHandler()
    else this.op(Op.RETURN_VALUE, e)
    const code = this.exit(true)
    this.makeClosure(code, 0, e)
    this.iterate(outermost)
    this.op1(Op.CALL, 0, e)
    if (async) this.awaitTop(e, 0)
  }

  /** Pushes the iterator of a `for`. */
  private iterate(g: comprehension): void {
    this.expr(g.iter)
    this.op(g.is_async ? Op.GET_AITER : Op.GET_ITER, g.iter)
  }

  /**
   * One `for` of a comprehension and what is in it. `depth` is the number of iterators between the collection and the top of
   * the stack; `onStack`: the iterator is there already.
   */
  private generator(e: Comprehension, index: number, depth: number, onStack: boolean): void {
    if (e.generators[index].is_async) this.asyncGenerator(e, index, depth, onStack)
    else this.syncGenerator(e, index, depth, onStack)
  }

  private syncGenerator(e: Comprehension, index: number, depth: number, onStack: boolean): void {
    const g = e.generators[index]
    const start = this.newLabel()
    const anchor = this.newLabel()
    const ifCleanup = this.newLabel()
    let loops = true
    if (!onStack) {
      if (index === 0) {
        this.op1(Op.LOAD_FAST, 0, e)
      } else {
        // `for y in [f(x)]` is an assignment.
        const single = singleElement(g.iter)
        if (single !== null) {
          this.expr(single)
          loops = false
        } else {
          this.expr(g.iter)
          this.op(Op.GET_ITER, g.iter)
        }
      }
    }
    if (loops) {
      depth++
      this.mark(g.iter, Mark.LOOP)
      this.useLabel(start)
      this.jump(Op.FOR_ITER, anchor, g.iter)
      this.mark(g.iter, Mark.FOR_NEXT)
    }
    this.expr(g.target)
    for (const test of g.ifs) this.jumpIfTest(Mark.FILTER, test, ifCleanup, false)
    const loc = this.innermost(e, index + 1, depth)
    this.useLabel(ifCleanup)
    if (loops) {
      this.jump(Op.JUMP, start, loc)
      this.useLabel(anchor)
      this.op(Op.END_FOR, NO_LOCATION)
      this.op(Op.POP_TOP, NO_LOCATION)
      this.mark(g.iter, Mark.FOR_DONE)
    }
  }

  private asyncGenerator(e: Comprehension, index: number, depth: number, onStack: boolean): void {
    const g = e.generators[index]
    const start = this.newLabel()
    const except = this.newLabel()
    const ifCleanup = this.newLabel()
    if (!onStack) {
      if (index === 0) {
        this.op1(Op.LOAD_FAST, 0, e)
      } else {
        this.expr(g.iter)
        this.op(Op.GET_AITER, g.iter)
      }
    }
    this.useLabel(start)
    this.pushBlock(FrameBlock.ASYNC_COMPREHENSION_GENERATOR, start, NO_LABEL, e)
    this.jump(Op.SETUP_FINALLY, except, e)
    this.op(Op.GET_ANEXT, e)
    this.loadConst(null, e)
    this.yieldFrom(e, true)
    this.op(Op.POP_BLOCK, e)
    this.expr(g.target)
    for (const test of g.ifs) this.jumpIfTest(Mark.FILTER, test, ifCleanup, false)
    const loc = this.innermost(e, index + 1, depth + 1)
    this.useLabel(ifCleanup)
    this.jump(Op.JUMP, start, loc)
    this.popBlock()
    this.useLabel(except)
    this.op(Op.END_ASYNC_FOR, e)
  }

  /** The next `for`, or the element after the last; gives the location of the jump back. */
  private innermost(e: Comprehension, index: number, depth: number): Location {
    const elt: expr = e.kind === 'DictComp' ? e.key : e.elt
    if (index < e.generators.length) {
      this.generator(e, index, depth, false)
      return elt
    }
    this.expr(elt)
    if (e.kind === 'GeneratorExp') {
      this.yieldValue(elt)
      this.op(Op.POP_TOP, elt)
      return elt
    }
    let loc: Location = elt
    if (e.kind === 'DictComp') {
      this.expr(e.value)
      loc = location(elt.lineno, e.value.end_lineno, elt.col_offset, e.value.end_col_offset)
    }
    this.op1(KINDS[e.kind][2], depth + 1, loc)
    return loc
  }

  // Inlining

  private pushInlined(entry: SymtableEntry, loc: Location): InlinedState {
    const { unit } = this
    const outer = unit.entry
    const inClass = outer.type === BlockType.CLASS && unit.inlinedComprehensions === 0
    unit.inlinedComprehensions++
    const state: InlinedState = { pushed: [], symbols: new Map(), hidden: [], end: NO_LABEL, cleanup: NO_LABEL }
    for (const [name, flags] of entry.symbols) {
      const scope = scopeOf(flags)
      const outerFlags = outer.symbol(name)
      const outerScope = scopeOf(outerFlags)
      const differs =
        scope !== outerScope && scope !== Scope.FREE && !(scope === Scope.CELL && outerScope === Scope.FREE)
      if (differs || inClass) {
        // While the comprehension is compiled the name has the scope it has there.
        state.symbols.set(name, outerFlags)
        outer.symbols.set(name, flags)
      }
      const bound = (flags & Def.LOCAL) !== 0 && (flags & Def.NONLOCAL) === 0
      if (!bound && !inClass) continue
      if (!outer.isFunctionLike && unit.fastHidden.get(name) !== true) {
        unit.fastHidden.set(name, true)
        state.hidden.push(name)
      }
      // Of a cell this pushes the cell itself; the comprehension gets a new one.
      this.op1(Op.LOAD_FAST_AND_CLEAR, unit.varnames.add(name), loc)
      if (scope === Scope.CELL) {
        const cells = outerScope === Scope.FREE ? unit.freevars : unit.cellvars
        this.op1(Op.MAKE_CELL, cells.add(name), loc)
      }
      state.pushed.push(name)
    }
    if (state.pushed.length > 0) {
      this.op1(Op.SWAP, state.pushed.length + 1, loc)
      state.cleanup = this.newLabel()
      state.end = this.newLabel()
      this.jump(Op.SETUP_FINALLY, state.cleanup, loc)
    }
    return state
  }

  private popInlined(state: InlinedState, loc: Location): void {
    const { unit } = this
    unit.inlinedComprehensions--
    if (state.pushed.length > 0) {
      this.op(Op.POP_BLOCK, NO_LOCATION)
      this.jump(Op.JUMP_NO_INTERRUPT, state.end, NO_LOCATION)
      this.useLabel(state.cleanup)
      // The unfinished collection lies below the exception.
      this.op1(Op.SWAP, 2, NO_LOCATION)
      this.op(Op.POP_TOP, NO_LOCATION)
      this.restoreLocals(state, loc)
      this.op1(Op.RERAISE, 0, NO_LOCATION)
      this.useLabel(state.end)
      this.restoreLocals(state, loc)
    }
    for (const [name, flags] of state.symbols) unit.entry.symbols.set(name, flags)
    for (const name of state.hidden) unit.fastHidden.set(name, false)
  }

  private restoreLocals(state: InlinedState, loc: Location): void {
    this.op1(Op.SWAP, state.pushed.length + 1, loc)
    for (let i = state.pushed.length - 1; i >= 0; i--) {
      this.op1(Op.STORE_FAST_MAYBE_NULL, this.unit.varnames.add(state.pushed[i]), loc)
    }
  }
}

/** The element of a list or tuple of one, if it is no starred one. */
function singleElement(e: expr): expr | null {
  if (e.kind !== 'List' && e.kind !== 'Tuple') return null
  return e.elts.length === 1 && e.elts[0].kind !== 'Starred' ? e.elts[0] : null
}
