/**
 * Code generation for functions: definitions, lambdas, closures, defaults, annotations, decorators, type parameters and aliases.
 *
 * Type parameters, their bounds and defaults, and the values of type aliases are evaluated in annotation scopes: small functions
 * of their own, called at once (the scope of a parameter list) or when first asked for (bounds, defaults, values).
 */
import type { Lambda, arg, arguments_, expr, stmt, type_param } from '../ast/nodes.gen'
import { reprValue } from '../ast/dump'
import { PyTuple } from '../values/value'
import { fromText, textOf } from '../values/wide'
import { annotationText } from './annotation'
import { docstring } from './ast_opt'
import { cleanDocstring } from './cleandoc'
import { type CodeObject, LocalKind } from './code'
import { type ArgumentCounts, FrameBlock, NO_ARGUMENTS, UnitType } from './codegen'
import { CompCodegen } from './codegen_comp'
import { CompileError, syntaxError } from './errors'
import { Op, Intrinsic1, Intrinsic2 } from './op.gen'
import { type Location, NO_LABEL, NO_LOCATION } from './sequence'
import { Scope, type SymtableEntry } from './symtable'

/** Operands of SET_FUNCTION_ATTRIBUTE, as bits for `makeClosure`. */
export const enum FunctionAttribute {
  DEFAULTS = 1,
  KWDEFAULTS = 2,
  ANNOTATIONS = 4,
  CLOSURE = 8,
}

type FunctionStmt = stmt & { kind: 'FunctionDef' | 'AsyncFunctionDef' }

function argumentCounts(a: arguments_): ArgumentCounts {
  return { argcount: a.args.length, posonlyargcount: a.posonlyargs.length, kwonlyargcount: a.kwonlyargs.length }
}

export abstract class FuncCodegen extends CompCodegen {
  /** Makes a function of a code object; the attributes in `flags` are on the stack, in the order of their bits. */
  protected makeClosure(code: CodeObject, flags: number, loc: Location): void {
    let free = 0
    for (let i = 0; i < code.localsplusnames.length; i++) {
      if (!(code.localspluskinds[i] & LocalKind.FREE)) continue
      this.op1(Op.LOAD_CLOSURE, this.closureSlot(code, code.localsplusnames[i]), loc)
      free++
    }
    if (free > 0) {
      this.op1(Op.BUILD_TUPLE, free, loc)
      flags |= FunctionAttribute.CLOSURE
    }
    this.loadConst(code, loc)
    this.op(Op.MAKE_FUNCTION, loc)
    for (let bit: number = FunctionAttribute.CLOSURE; bit > 0; bit >>= 1) {
      if (flags & bit) this.op1(Op.SET_FUNCTION_ATTRIBUTE, bit, loc)
    }
  }

  private closureSlot(code: CodeObject, name: string): number {
    const { unit } = this
    const scope = this.closureScope(name)
    const slot = scope === Scope.CELL ? unit.cellvars.get(name) : unit.freevars.get(name)
    if (slot >= 0) return slot
    // CPython has this error too: __class__ in a function that only a comprehension of the class body makes.
    const free = new PyTuple(
      code.localsplusnames.filter((_, i) => code.localspluskinds[i] & LocalKind.FREE).map(fromText),
    )
    throw new CompileError(
      'SystemError',
      `compiler_lookup_arg(name=${reprValue(fromText(name))}) with reftype=${scope} failed in ${unit.name}; ` +
        `freevars of code ${textOf(code.name)}: ${reprValue(free)}`,
      null,
    )
  }

  protected applyDecorators(decorators: readonly expr[]): void {
    for (let i = decorators.length - 1; i >= 0; i--) this.op1(Op.CALL, 0, decorators[i])
  }

  protected functionDef(s: FunctionStmt): void {
    this.refuseDebugArguments(s.args)
    this.exprs(s.decorator_list)
    const firstlineno = s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno
    const generic = s.type_params.length > 0
    let flags = this.defaults(s.args, s)
    let passed = 0
    if (generic) {
      // The defaults are evaluated outside and handed to the scope of the type parameters.
      if (flags & FunctionAttribute.DEFAULTS) passed++
      if (flags & FunctionAttribute.KWDEFAULTS) passed++
      if (passed === 2) this.op1(Op.SWAP, 2, s)
      this.enterTypeParams(s.name, s.type_params, firstlineno)
      this.typeParams(s.type_params)
      for (let i = 0; i < passed; i++) this.op1(Op.LOAD_FAST, i, s)
    }
    flags |= this.annotations(s.args, s.returns, s)
    this.functionBody(s, flags, firstlineno)
    if (generic) {
      this.op1(Op.SWAP, 2, s)
      this.op1(Op.CALL_INTRINSIC_2, Intrinsic2.SET_FUNCTION_TYPE_PARAMS, s)
      // Only now: a plain super() in here must not take the defaults for a `self`.
      this.unit.counts = { ...NO_ARGUMENTS, argcount: passed }
      const code = this.exit(false)
      this.makeClosure(code, 0, s)
      if (passed > 0) {
        this.op1(Op.SWAP, passed + 1, s)
        this.op1(Op.CALL, passed - 1, s)
      } else {
        this.op(Op.PUSH_NULL, s)
        this.op1(Op.CALL, 0, s)
      }
    }
    this.applyDecorators(s.decorator_list)
    this.name(s.name, 'Store', s)
  }

  private functionBody(s: FunctionStmt, flags: number, firstlineno: number): void {
    const type = s.kind === 'AsyncFunctionDef' ? UnitType.ASYNC_FUNCTION : UnitType.FUNCTION
    const entry = this.symtable.lookup(s)
    this.enter(s.name, type, entry, firstlineno, undefined, argumentCounts(s.args))
    const doc = docstring(s.body)
    // The first constant is the docstring, or None.
    this.unit.consts.add(doc !== undefined && this.options.optimize < 2 ? cleanDocstring(doc) : null)
    const start = this.newLabel()
    this.useLabel(start)
    const resumable = entry.coroutine || entry.generator
    if (resumable) this.pushBlock(FrameBlock.STOP_ITERATION, start, NO_LABEL, NO_LOCATION)
    this.stmts(s.body, doc === undefined ? 0 : 1)
    if (resumable) {
      this.wrapInStopIterationHandler()
      this.popBlock()
    }
    const code = this.exit(true)
    this.makeClosure(code, flags, s)
  }

  protected lambda(e: Lambda): void {
    this.refuseDebugArguments(e.args)
    const flags = this.defaults(e.args, e)
    const entry = this.symtable.lookup(e)
    this.enter('<lambda>', UnitType.LAMBDA, entry, e.lineno, undefined, argumentCounts(e.args))
    this.unit.consts.add(null) // a lambda has no docstring
    this.expr(e.body)
    let code: CodeObject
    if (entry.generator) {
      code = this.exit(false)
    } else {
      this.op(Op.RETURN_VALUE, e.body)
      code = this.exit(true)
    }
    this.makeClosure(code, flags, e)
  }

  private refuseDebugArguments(a: arguments_): void {
    const refuse = (list: readonly arg[]) => {
      for (const p of list) this.refuseDebug(p.arg, 'Store', p)
    }
    refuse(a.posonlyargs)
    refuse(a.args)
    if (a.vararg !== null) this.refuseDebug(a.vararg.arg, 'Store', a.vararg)
    refuse(a.kwonlyargs)
    if (a.kwarg !== null) this.refuseDebug(a.kwarg.arg, 'Store', a.kwarg)
  }

  /** Pushes a tuple of the defaults and a dict of those of keyword-only arguments, where there are any. */
  private defaults(a: arguments_, loc: Location): number {
    let flags = 0
    if (a.defaults.length > 0) {
      this.exprs(a.defaults)
      this.op1(Op.BUILD_TUPLE, a.defaults.length, loc)
      flags |= FunctionAttribute.DEFAULTS
    }
    const names: string[] = []
    for (let i = 0; i < a.kwonlyargs.length; i++) {
      const value = a.kw_defaults[i]
      if (value === null) continue
      names.push(this.mangled(a.kwonlyargs[i].arg))
      this.expr(value)
    }
    if (names.length > 0) {
      this.loadConst(this.tupleOfNames(names), loc)
      this.op1(Op.BUILD_CONST_KEY_MAP, names.length, loc)
      flags |= FunctionAttribute.KWDEFAULTS
    }
    return flags
  }

  /** Pushes a tuple of names and annotations in turn, if there are any. */
  private annotations(a: arguments_, returns: expr | null, loc: Location): number {
    let n = 0
    const annotate = (name: string, e: expr | null) => {
      if (e === null) return
      this.loadConst(fromText(this.mangled(name)), loc)
      if (this.options.futureAnnotations) {
        this.annotationString(e)
      } else if (e.kind === 'Starred') {
        // *args: *Ts
        this.expr(e.value)
        this.op1(Op.UNPACK_SEQUENCE, 1, loc)
      } else {
        this.expr(e)
      }
      n += 2
    }
    for (const p of a.args) annotate(p.arg, p.annotation)
    for (const p of a.posonlyargs) annotate(p.arg, p.annotation)
    if (a.vararg !== null) annotate(a.vararg.arg, a.vararg.annotation)
    for (const p of a.kwonlyargs) annotate(p.arg, p.annotation)
    if (a.kwarg !== null) annotate(a.kwarg.arg, a.kwarg.annotation)
    annotate('return', returns)
    if (n === 0) return 0
    this.op1(Op.BUILD_TUPLE, n, loc)
    return FunctionAttribute.ANNOTATIONS
  }

  /** Pushes the source of an annotation. */
  protected annotationString(e: expr): void {
    this.loadConst(fromText(annotationText(e)), e)
  }

  // Type parameters

  /** Begins the scope of a list of type parameters. */
  protected enterTypeParams(name: string, params: type_param[], firstlineno: number, privateName?: string): void {
    const entry = this.symtable.lookup(params)
    this.enter(`<generic parameters of ${name}>`, UnitType.TYPE_PARAMS, entry, firstlineno, privateName)
  }

  /** Makes the type parameters, binds each and pushes the tuple of all. */
  protected typeParams(params: readonly type_param[]): void {
    let seenDefault = false
    for (const p of params) {
      this.loadConst(fromText(p.name), p)
      if (p.kind === 'TypeVar' && p.bound !== null) {
        this.typeVariable(p.bound, p.name, this.symtable.lookup(p), false)
        const constraints = p.bound.kind === 'Tuple'
        const intrinsic = constraints ? Intrinsic2.TYPEVAR_WITH_CONSTRAINTS : Intrinsic2.TYPEVAR_WITH_BOUND
        this.op1(Op.CALL_INTRINSIC_2, intrinsic, p)
      } else {
        this.op1(Op.CALL_INTRINSIC_1, TYPE_PARAM_INTRINSIC[p.kind], p)
      }
      if (p.default_value !== null) {
        seenDefault = true
        const entry = this.symtable.defaultBlocks.get(p)!
        this.typeVariable(p.default_value, p.name, entry, p.kind === 'TypeVarTuple')
        this.op1(Op.CALL_INTRINSIC_2, Intrinsic2.SET_TYPEPARAM_DEFAULT, p)
      } else if (seenDefault) {
        syntaxError(`non-default type parameter '${p.name}' follows default type parameter`, p)
      }
      this.op1(Op.COPY, 1, p)
      this.name(p.name, 'Store', p)
    }
    this.op1(Op.BUILD_TUPLE, params.length, params[0])
  }

  /** Pushes the function that evaluates the bound or default of a type parameter. */
  private typeVariable(e: expr, name: string, entry: SymtableEntry, allowStarred: boolean): void {
    this.enter(name, UnitType.TYPE_PARAMS, entry, e.lineno)
    if (allowStarred && e.kind === 'Starred') {
      this.expr(e.value)
      this.op1(Op.UNPACK_SEQUENCE, 1, e)
    } else {
      this.expr(e)
    }
    this.op(Op.RETURN_VALUE, e)
    const code = this.exit(true)
    this.makeClosure(code, 0, e)
  }

  protected typeAlias(s: stmt & { kind: 'TypeAlias' }): void {
    const name = (s.name as expr & { kind: 'Name' }).id
    const generic = s.type_params.length > 0
    if (generic) {
      this.enterTypeParams(name, s.type_params, s.lineno)
      this.loadConst(fromText(name), s)
      this.typeParams(s.type_params)
    } else {
      this.loadConst(fromText(name), s)
      this.loadConst(null, s)
    }
    this.enter(name, UnitType.FUNCTION, this.symtable.lookup(s), s.lineno)
    this.unit.consts.add(null) // the function has no docstring
    this.expr(s.value)
    this.op(Op.RETURN_VALUE, s)
    const value = this.exit(false)
    this.makeClosure(value, 0, s)
    this.op1(Op.BUILD_TUPLE, 3, s)
    this.op1(Op.CALL_INTRINSIC_1, Intrinsic1.TYPEALIAS, s)
    if (generic) {
      const code = this.exit(false)
      this.makeClosure(code, 0, s)
      this.op(Op.PUSH_NULL, s)
      this.op1(Op.CALL, 0, s)
    }
    this.name(name, 'Store', s)
  }
}

const TYPE_PARAM_INTRINSIC = {
  TypeVar: Intrinsic1.TYPEVAR,
  ParamSpec: Intrinsic1.PARAMSPEC,
  TypeVarTuple: Intrinsic1.TYPEVARTUPLE,
} as const
