/**
 * Code generation for statements; the last link of the chain of code generator classes.
 */
import type * as ast from '../ast/nodes.gen'
import type { alias, expr, mod, stmt } from '../ast/nodes.gen'
import { PyTuple } from '../values/value'
import { fromText } from '../values/wide'
import type { CodeObject } from './code'
import { FrameBlock, UnitType } from './codegen'
import { hasAnnotations } from './codegen_class'
import { attributeLocation } from './codegen_expr'
import { MatchCodegen } from './codegen_match'
import { CompileError, syntaxError } from './errors'
import { Mark } from './marks'
import { Op, Intrinsic1, Intrinsic2 } from './op.gen'
import { type Label, type Location, NO_LABEL, NO_LOCATION, location } from './sequence'

type TryStmt = stmt & { kind: 'Try' | 'TryStar' }
type WithStmt = stmt & { kind: 'With' | 'AsyncWith' }

export class StmtCodegen extends MatchCodegen {
  /** The code object of a whole tree. */
  mod(mod: mod): CodeObject {
    this.cache.tree = mod
    this.enter('<module>', UnitType.MODULE, this.symtable.top, 1)
    switch (mod.kind) {
      case 'Module':
        this.body(mod.body, NO_LOCATION)
        break
      case 'Interactive':
        if (hasAnnotations(mod.body)) this.op(Op.SETUP_ANNOTATIONS, location(1, 1, 0, 0))
        this.stmts(mod.body)
        break
      case 'Expression':
        this.expr(mod.body)
        break
      case 'FunctionType':
        throw new CompileError('SystemError', 'module kind 4 should not be possible', null)
    }
    return this.exit(mod.kind !== 'Expression')
  }

  stmt(s: stmt): void {
    switch (s.kind) {
      case 'Expr':
        return this.exprStmt(s)
      case 'Assign':
        return this.assign(s)
      case 'AugAssign':
        return this.augAssign(s)
      case 'AnnAssign':
        return this.annAssign(s)
      case 'If':
        return this.if(s)
      case 'For':
        return this.for(s)
      case 'While':
        return this.while(s)
      case 'Return':
        return this.return(s)
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return this.functionDef(s)
      case 'ClassDef':
        return this.classDef(s)
      case 'Try':
      case 'TryStar':
        return s.finalbody.length > 0 ? this.tryFinally(s) : this.tryExcept(s)
      case 'With':
      case 'AsyncWith':
        return this.with(s, 0)
      case 'Raise':
        return this.raise(s)
      case 'Assert':
        return this.assert(s)
      case 'Delete':
        return this.exprs(s.targets)
      case 'Import':
        return this.import(s)
      case 'ImportFrom':
        return this.importFrom(s)
      case 'Pass':
        return this.op(Op.NOP, s)
      case 'Break':
        return this.break(s)
      case 'Continue':
        return this.continue(s)
      case 'AsyncFor':
        return this.asyncFor(s)
      case 'Match':
        return this.match(s)
      case 'TypeAlias':
        return this.typeAlias(s)
      case 'Global':
      case 'Nonlocal':
    }
  }

  private exprStmt(s: ast.Expr): void {
    if (this.options.interactive && this.outer.length === 0) {
      this.expr(s.value)
      this.op1(Op.CALL_INTRINSIC_1, Intrinsic1.PRINT, s)
      return this.op(Op.POP_TOP, NO_LOCATION)
    }
    // A constant does nothing, but its line is stopped at.
    if (s.value.kind === 'Constant') return this.op(Op.NOP, s)
    this.expr(s.value)
    this.op(Op.POP_TOP, NO_LOCATION)
  }

  // Assignments

  private assign(s: ast.Assign): void {
    this.expr(s.value)
    const last = s.targets.length - 1
    for (let i = 0; i <= last; i++) {
      if (i < last) this.op1(Op.COPY, 1, s)
      this.expr(s.targets[i])
    }
  }

  private augAssign(s: ast.AugAssign): void {
    const { target } = s
    switch (target.kind) {
      case 'Name':
        this.name(target.id, 'Load', target)
        this.mark(target)
        this.expr(s.value)
        this.inplaceOp(s.op, s)
        this.markNext(target, Mark.STORE)
        return this.name(target.id, 'Store', target)
      case 'Attribute': {
        this.expr(target.value)
        this.op1(Op.COPY, 1, target)
        const loc = attributeLocation(target, target)
        this.loadAttr(target.attr, false, loc)
        this.mark(target)
        this.expr(s.value)
        this.inplaceOp(s.op, s)
        this.op1(Op.SWAP, 2, loc)
        this.markNext(target, Mark.STORE, 1)
        return this.nameOp(Op.STORE_ATTR, target.attr, loc)
      }
      case 'Subscript': {
        const slice = this.subscriptForUpdate(target)
        this.mark(target)
        this.expr(s.value)
        this.inplaceOp(s.op, s)
        if (slice) this.op1(Op.SWAP, 4, target)
        this.op1(Op.SWAP, 3, target)
        this.op1(Op.SWAP, 2, target)
        this.markNext(target, Mark.STORE, slice ? 3 : 2)
        return this.op(slice ? Op.STORE_SLICE : Op.STORE_SUBSCR, target)
      }
      default:
        throw new CompileError('SystemError', 'invalid node type for augmented assignment', null)
    }
  }

  private annAssign(s: ast.AnnAssign): void {
    const { target } = s
    if (s.value !== null) {
      this.expr(s.value)
      this.expr(target)
    }
    const storesAnnotations = this.unit.type === UnitType.MODULE || this.unit.type === UnitType.CLASS
    switch (target.kind) {
      case 'Name':
        this.refuseDebug(target.id, 'Store', s)
        if (s.simple && storesAnnotations) {
          if (this.options.futureAnnotations) this.annotationString(s.annotation)
          else this.expr(s.annotation)
          this.nameOp(Op.LOAD_NAME, '__annotations__', s)
          this.loadConst(fromText(this.mangled(target.id)), s)
          this.op(Op.STORE_SUBSCR, s)
        }
        break
      case 'Attribute':
        this.refuseDebug(target.attr, 'Store', s)
        if (s.value === null) this.evaluate(target.value)
        break
      case 'Subscript':
        if (s.value === null) {
          this.evaluate(target.value)
          this.evaluateIndex(target.slice)
        }
        break
    }
    // The annotation of another target is evaluated, where annotations are, and forgotten.
    if (!s.simple && storesAnnotations && !this.options.futureAnnotations) this.evaluate(s.annotation)
  }

  private evaluate(e: expr): void {
    this.expr(e)
    this.op(Op.POP_TOP, e)
  }

  private evaluateIndex(e: expr): void {
    if (e.kind === 'Slice') {
      if (e.lower !== null) this.evaluate(e.lower)
      if (e.upper !== null) this.evaluate(e.upper)
      if (e.step !== null) this.evaluate(e.step)
    } else if (e.kind === 'Tuple') {
      for (const elt of e.elts) this.evaluateIndex(elt)
    } else {
      this.evaluate(e)
    }
  }

  // Control flow

  private if(s: ast.If): void {
    // A ladder of elifs is a deep tree; all of its branches meet at one place.
    const ends: Label[] = []
    for (;;) {
      const end = this.newLabel()
      ends.push(end)
      const next = s.orelse.length > 0 ? this.newLabel() : end
      this.jumpIfTest(Mark.IF, s.test, next, false)
      this.stmts(s.body)
      if (s.orelse.length === 0) break
      this.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION)
      this.useLabel(next)
      const [first] = s.orelse
      if (s.orelse.length > 1 || first.kind !== 'If') {
        this.stmts(s.orelse)
        break
      }
      s = first
    }
    for (let i = ends.length - 1; i >= 0; i--) this.useLabel(ends[i])
  }

  private for(s: ast.For): void {
    const start = this.newLabel()
    const cleanup = this.newLabel()
    const end = this.newLabel()
    this.pushBlock(FrameBlock.FOR_LOOP, start, end, s)
    this.expr(s.iter)
    this.op(Op.GET_ITER, s.iter)
    this.mark(s.iter, Mark.LOOP)
    this.useLabel(start)
    this.jump(Op.FOR_ITER, cleanup, s.iter)
    this.mark(s.iter, Mark.FOR_NEXT)
    // Holds the line of the target where the statement spans lines; else it is removed.
    this.op(Op.NOP, s.target)
    this.expr(s.target)
    this.stmts(s.body)
    this.jump(Op.JUMP, start, NO_LOCATION)
    this.useLabel(cleanup)
    this.op(Op.END_FOR, NO_LOCATION)
    this.op(Op.POP_TOP, NO_LOCATION)
    this.mark(s.iter, Mark.FOR_DONE)
    this.popBlock()
    this.stmts(s.orelse)
    this.useLabel(end)
  }

  private asyncFor(s: ast.AsyncFor): void {
    if (!this.topLevelAwait && this.unit.type !== UnitType.ASYNC_FUNCTION) {
      syntaxError("'async for' outside async function", s)
    }
    const start = this.newLabel()
    const except = this.newLabel()
    const end = this.newLabel()
    this.expr(s.iter)
    this.op(Op.GET_AITER, s.iter)
    this.useLabel(start)
    this.pushBlock(FrameBlock.FOR_LOOP, start, end, s)
    this.jump(Op.SETUP_FINALLY, except, s)
    this.op(Op.GET_ANEXT, s)
    this.loadConst(null, s)
    this.yieldFrom(s, true)
    this.op(Op.POP_BLOCK, s)
    this.expr(s.target)
    this.stmts(s.body)
    this.jump(Op.JUMP, start, NO_LOCATION)
    this.popBlock()
    this.useLabel(except)
    this.op(Op.END_ASYNC_FOR, s.iter)
    this.stmts(s.orelse)
    this.useLabel(end)
  }

  private while(s: ast.While): void {
    const loop = this.newLabel()
    const body = this.newLabel()
    const anchor = this.newLabel()
    const end = this.newLabel()
    this.useLabel(loop)
    this.pushBlock(FrameBlock.WHILE_LOOP, loop, end, s)
    this.jumpIfTest(Mark.WHILE, s.test, anchor, false)
    this.useLabel(body)
    this.stmts(s.body)
    // The test again, so that going round takes one jump.
    this.jumpIfTest(Mark.WHILE_AGAIN, s.test, body, true)
    this.popBlock()
    this.useLabel(anchor)
    this.stmts(s.orelse)
    this.useLabel(end)
  }

  private return(s: ast.Return): void {
    const { value } = s
    const { entry } = this.unit
    if (!entry.isFunctionLike) syntaxError("'return' outside function", s)
    if (value !== null && entry.coroutine && entry.generator) {
      syntaxError("'return' with value in async generator", s)
    }
    const preserveTop = value !== null && value.kind !== 'Constant'
    let loc: Location = s
    if (preserveTop) {
      this.expr(value)
    } else if (value !== null) {
      // The line of the constant is stopped at.
      loc = value
      this.op(Op.NOP, loc)
    }
    if (value === null || value.lineno !== s.lineno) {
      loc = s
      this.op(Op.NOP, loc)
    }
    loc = this.unwindBlocks(loc, preserveTop, false).loc
    if (value === null) this.loadConst(null, loc)
    else if (value.kind === 'Constant') this.loadConst(value.value, loc)
    this.op(Op.RETURN_VALUE, loc)
  }

  private break(s: ast.Break): void {
    this.op(Op.NOP, s)
    const { loc, loop } = this.unwindBlocks(s, false, true)
    if (loop === null) return syntaxError("'break' outside loop", s)
    this.jump(Op.JUMP, loop.exit, this.unwindBlock(loop, loc, false))
  }

  private continue(s: ast.Continue): void {
    this.op(Op.NOP, s)
    const { loc, loop } = this.unwindBlocks(s, false, true)
    if (loop === null) return syntaxError("'continue' not properly in loop", s)
    this.jump(Op.JUMP, loop.block, loc)
  }

  private raise(s: ast.Raise): void {
    let n = 0
    if (s.exc !== null) {
      this.expr(s.exc)
      n++
      if (s.cause !== null) {
        this.expr(s.cause)
        n++
      }
    }
    this.op1(Op.RAISE_VARARGS, n, s)
  }

  private assert(s: ast.Assert): void {
    const { test } = s
    const constantTuple = test.kind === 'Constant' && test.value instanceof PyTuple && test.value.items.length > 0
    if (constantTuple || (test.kind === 'Tuple' && test.elts.length > 0)) {
      this.warn(s, 'assertion is always true, perhaps remove parentheses?')
    }
    if (this.options.optimize > 0) return
    const end = this.newLabel()
    this.jumpIfTest(Mark.ASSERT, test, end, true)
    this.op(Op.LOAD_ASSERTION_ERROR, s)
    if (s.msg !== null) {
      this.expr(s.msg)
      this.op1(Op.CALL, 0, s)
    }
    this.op1(Op.RAISE_VARARGS, 1, test)
    this.useLabel(end)
  }

  // Imports

  private import(s: ast.Import): void {
    for (const { name, asname } of s.names) {
      this.loadConst(0, s)
      this.loadConst(null, s)
      this.nameOp(Op.IMPORT_NAME, name, s)
      if (asname !== null) {
        this.importAs(name, asname, s)
      } else {
        const dot = name.indexOf('.')
        this.name(dot < 0 ? name : name.slice(0, dot), 'Store', s)
      }
    }
  }

  /** `import a.b.c as d` imports `a` and takes the attributes from it. */
  private importAs(name: string, asname: string, loc: Location): void {
    const [, ...attributes] = name.split('.')
    for (let i = 0; i < attributes.length; i++) {
      if (i > 0) {
        this.op1(Op.SWAP, 2, loc)
        this.op(Op.POP_TOP, loc)
      }
      this.op1(Op.IMPORT_FROM, this.unit.names.add(attributes[i]), loc)
    }
    this.name(asname, 'Store', loc)
    if (attributes.length > 0) this.op(Op.POP_TOP, loc)
  }

  private importFrom(s: ast.ImportFrom): void {
    const { lineno, col_offset } = this.options.lastFuture
    const late = s.lineno > lineno || (s.lineno === lineno && s.col_offset > col_offset)
    if (late && s.module === '__future__' && (s.level ?? 0) === 0) {
      syntaxError('from __future__ imports must occur at the beginning of the file', s)
    }
    this.loadConst(s.level ?? 0, s)
    this.loadConst(this.tupleOfNames(s.names.map((a: alias) => a.name)), s)
    this.nameOp(Op.IMPORT_NAME, s.module ?? '', s)
    for (const { name, asname } of s.names) {
      if (name === '*') {
        this.op1(Op.CALL_INTRINSIC_1, Intrinsic1.IMPORT_STAR, s)
        return this.op(Op.POP_TOP, NO_LOCATION)
      }
      this.nameOp(Op.IMPORT_FROM, name, s)
      this.name(asname ?? name, 'Store', s)
    }
    this.op(Op.POP_TOP, s)
  }

  // with

  private with(s: WithStmt, pos: number): void {
    const async = s.kind === 'AsyncWith'
    const item = s.items[pos]
    const loc = item.context_expr
    if (async && !this.topLevelAwait && this.unit.type !== UnitType.ASYNC_FUNCTION) {
      syntaxError("'async with' outside async function", s)
    }
    const block = this.newLabel()
    const final = this.newLabel()
    const exit = this.newLabel()
    const cleanup = this.newLabel()
    this.expr(item.context_expr)
    this.op(async ? Op.BEFORE_ASYNC_WITH : Op.BEFORE_WITH, loc)
    if (async) this.awaitTop(loc, 1)
    this.jump(Op.SETUP_WITH, final, loc)
    this.useLabel(block)
    this.pushBlock(async ? FrameBlock.ASYNC_WITH : FrameBlock.WITH, block, final, loc)
    if (item.optional_vars !== null) this.expr(item.optional_vars)
    else this.op(Op.POP_TOP, loc)
    if (pos + 1 < s.items.length) this.with(s, pos + 1)
    else this.stmts(s.body)
    this.popBlock()
    this.op(Op.POP_BLOCK, async ? loc : NO_LOCATION)
    // The body ended well.
    this.callExit(loc)
    if (async) this.awaitTop(loc, 2)
    this.op(Op.POP_TOP, loc)
    this.jump(Op.JUMP, exit, loc)
    // An exception: the exit function may swallow it.
    this.useLabel(final)
    this.jump(Op.SETUP_CLEANUP, cleanup, loc)
    this.op(Op.PUSH_EXC_INFO, loc)
    this.op(Op.WITH_EXCEPT_START, loc)
    if (async) this.awaitTop(loc, 2)
    const suppress = this.newLabel()
    this.op(Op.TO_BOOL, NO_LOCATION)
    this.jump(Op.POP_JUMP_IF_TRUE, suppress, NO_LOCATION)
    this.op1(Op.RERAISE, 2, NO_LOCATION)
    this.useLabel(suppress)
    this.op(Op.POP_TOP, NO_LOCATION)
    this.op(Op.POP_BLOCK, NO_LOCATION)
    this.op(Op.POP_EXCEPT, NO_LOCATION)
    this.op(Op.POP_TOP, NO_LOCATION)
    this.op(Op.POP_TOP, NO_LOCATION)
    this.jump(Op.JUMP_NO_INTERRUPT, exit, NO_LOCATION)
    this.useLabel(cleanup)
    this.popExceptAndReraise(NO_LOCATION)
    this.useLabel(exit)
  }

  // try

  private tryFinally(s: TryStmt): void {
    const body = this.newLabel()
    const end = this.newLabel()
    const exit = this.newLabel()
    const cleanup = this.newLabel()
    this.jump(Op.SETUP_FINALLY, end, s)
    this.useLabel(body)
    this.pushBlock(FrameBlock.FINALLY_TRY, body, end, s, s.finalbody)
    if (s.handlers.length > 0) this.tryExcept(s)
    else this.stmts(s.body)
    this.op(Op.POP_BLOCK, NO_LOCATION)
    this.popBlock()
    this.stmts(s.finalbody)
    this.jump(Op.JUMP_NO_INTERRUPT, exit, NO_LOCATION)
    // The finally clause again, for exceptions.
    this.useLabel(end)
    this.pushBlock(FrameBlock.FINALLY_END, end, NO_LABEL, NO_LOCATION)
    this.jump(Op.SETUP_CLEANUP, cleanup, NO_LOCATION)
    this.op(Op.PUSH_EXC_INFO, NO_LOCATION)
    this.stmts(s.finalbody)
    this.popBlock()
    this.op1(Op.RERAISE, 0, NO_LOCATION)
    this.useLabel(cleanup)
    this.popExceptAndReraise(NO_LOCATION)
    this.useLabel(exit)
  }

  private tryExcept(s: TryStmt): void {
    if (s.kind === 'TryStar') return this.tryStar(s)
    const body = this.newLabel()
    const handlers = this.newLabel()
    const end = this.newLabel()
    const cleanup = this.newLabel()
    this.jump(Op.SETUP_FINALLY, handlers, s)
    this.useLabel(body)
    this.pushBlock(FrameBlock.TRY_EXCEPT, body, NO_LABEL, s)
    this.stmts(s.body)
    this.popBlock()
    this.op(Op.POP_BLOCK, NO_LOCATION)
    this.stmts(s.orelse)
    this.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION)
    this.useLabel(handlers)
    this.jump(Op.SETUP_CLEANUP, cleanup, NO_LOCATION)
    this.op(Op.PUSH_EXC_INFO, NO_LOCATION)
    this.pushBlock(FrameBlock.EXCEPTION_HANDLER, NO_LABEL, NO_LABEL, s)
    const last = s.handlers.length - 1
    for (let i = 0; i <= last; i++) {
      const handler = s.handlers[i]
      if (handler.type === null && i < last) syntaxError("default 'except:' must be last", handler)
      const next = this.newLabel()
      if (handler.type !== null) {
        this.expr(handler.type)
        this.op(Op.CHECK_EXC_MATCH, handler)
        this.markOutcome(handler.type, Mark.EXCEPT)
        this.jump(Op.POP_JUMP_IF_FALSE, next, handler)
      }
      this.handlerBody(handler, end)
      this.useLabel(next)
    }
    this.popBlock()
    this.op1(Op.RERAISE, 0, NO_LOCATION)
    this.useLabel(cleanup)
    this.popExceptAndReraise(NO_LOCATION)
    this.useLabel(end)
  }

  private handlerBody(handler: ast.ExceptHandler, end: Label): void {
    const { name } = handler
    const body = this.newLabel()
    if (name === null) {
      this.op(Op.POP_TOP, handler)
      this.useLabel(body)
      this.pushBlock(FrameBlock.HANDLER_CLEANUP, body, NO_LABEL, handler)
      this.stmts(handler.body)
      this.popBlock()
      this.op(Op.POP_BLOCK, NO_LOCATION)
      this.op(Op.POP_EXCEPT, NO_LOCATION)
      return this.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION)
    }
    const cleanup = this.newLabel()
    this.name(name, 'Store', handler)
    this.jump(Op.SETUP_CLEANUP, cleanup, handler)
    this.useLabel(body)
    this.pushBlock(FrameBlock.HANDLER_CLEANUP, body, NO_LABEL, handler, null, name)
    this.stmts(handler.body)
    this.popBlock()
    this.op(Op.POP_BLOCK, NO_LOCATION)
    this.op(Op.POP_BLOCK, NO_LOCATION)
    this.op(Op.POP_EXCEPT, NO_LOCATION)
    this.unbindHandlerName(name, NO_LOCATION)
    this.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION)
    this.useLabel(cleanup)
    this.unbindHandlerName(name, NO_LOCATION)
    this.op1(Op.RERAISE, 1, NO_LOCATION)
  }

  /**
   * `except*`: every handler takes its part of the group. Below the group lie the original exception and a list of what was
   * raised in the handlers, which at the end is raised together with what nobody took.
   */
  private tryStar(s: TryStmt): void {
    const body = this.newLabel()
    let except = this.newLabel()
    const orelse = this.newLabel()
    const end = this.newLabel()
    const cleanup = this.newLabel()
    const reraiseStar = this.newLabel()
    const reraise = this.newLabel()
    this.jump(Op.SETUP_FINALLY, except, s)
    this.useLabel(body)
    this.pushBlock(FrameBlock.TRY_EXCEPT, body, NO_LABEL, s)
    this.stmts(s.body)
    this.popBlock()
    this.op(Op.POP_BLOCK, NO_LOCATION)
    this.jump(Op.JUMP_NO_INTERRUPT, orelse, NO_LOCATION)
    this.useLabel(except)
    this.jump(Op.SETUP_CLEANUP, cleanup, NO_LOCATION)
    this.op(Op.PUSH_EXC_INFO, NO_LOCATION)
    this.pushBlock(FrameBlock.EXCEPTION_GROUP_HANDLER, NO_LABEL, NO_LABEL, s)
    const last = s.handlers.length - 1
    for (let i = 0; i <= last; i++) {
      const handler = s.handlers[i]
      const { name } = handler
      except = this.newLabel()
      const exceptWithError = this.newLabel()
      const noMatch = this.newLabel()
      if (i === 0) {
        this.op1(Op.BUILD_LIST, 0, handler)
        this.op1(Op.COPY, 2, handler)
      }
      if (handler.type !== null) {
        this.expr(handler.type)
        this.op(Op.CHECK_EG_MATCH, handler)
        this.op1(Op.COPY, 1, handler)
        this.markOutcome(handler.type, Mark.EXCEPT)
        this.jump(Op.POP_JUMP_IF_NONE, noMatch, handler)
      }
      const handlerEnd = this.newLabel()
      const handlerBody = this.newLabel()
      if (name !== null) this.name(name, 'Store', handler)
      else this.op(Op.POP_TOP, handler)
      this.jump(Op.SETUP_CLEANUP, handlerEnd, handler)
      this.useLabel(handlerBody)
      this.pushBlock(FrameBlock.HANDLER_CLEANUP, handlerBody, NO_LABEL, handler, null, name)
      this.stmts(handler.body)
      this.popBlock()
      this.op(Op.POP_BLOCK, NO_LOCATION)
      if (name !== null) this.unbindHandlerName(name, NO_LOCATION)
      this.jump(Op.JUMP_NO_INTERRUPT, except, NO_LOCATION)
      this.useLabel(handlerEnd)
      if (name !== null) this.unbindHandlerName(name, NO_LOCATION)
      this.op1(Op.LIST_APPEND, 3, NO_LOCATION)
      this.op(Op.POP_TOP, NO_LOCATION)
      this.jump(Op.JUMP_NO_INTERRUPT, exceptWithError, NO_LOCATION)
      this.useLabel(except)
      this.op(Op.NOP, NO_LOCATION) // holds a location that is passed on to it
      this.jump(Op.JUMP_NO_INTERRUPT, exceptWithError, NO_LOCATION)
      this.useLabel(noMatch)
      this.op(Op.POP_TOP, handler)
      this.useLabel(exceptWithError)
      if (i === last) {
        this.op1(Op.LIST_APPEND, 1, NO_LOCATION)
        this.jump(Op.JUMP_NO_INTERRUPT, reraiseStar, NO_LOCATION)
      }
    }
    this.popBlock()
    this.useLabel(reraiseStar)
    this.op1(Op.CALL_INTRINSIC_2, Intrinsic2.PREP_RERAISE_STAR, NO_LOCATION)
    this.op1(Op.COPY, 1, NO_LOCATION)
    this.jump(Op.POP_JUMP_IF_NOT_NONE, reraise, NO_LOCATION)
    this.op(Op.POP_TOP, NO_LOCATION)
    this.op(Op.POP_BLOCK, NO_LOCATION)
    this.op(Op.POP_EXCEPT, NO_LOCATION)
    this.jump(Op.JUMP_NO_INTERRUPT, end, NO_LOCATION)
    this.useLabel(reraise)
    this.op(Op.POP_BLOCK, NO_LOCATION)
    this.op1(Op.SWAP, 2, NO_LOCATION)
    this.op(Op.POP_EXCEPT, NO_LOCATION)
    this.op1(Op.RERAISE, 0, NO_LOCATION)
    this.useLabel(cleanup)
    this.popExceptAndReraise(NO_LOCATION)
    this.useLabel(orelse)
    this.stmts(s.orelse)
    this.useLabel(end)
  }
}
