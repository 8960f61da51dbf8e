/**
 * Code generation for class definitions: the body as a code object of its own, and the call of `__build_class__`.
 */
import { Name, type expr, type stmt } from '../ast/nodes.gen'
import { fromText } from '../values/wide'
import { docstring } from './ast_opt'
import { cleanDocstring } from './cleandoc'
import type { CodeObject } from './code'
import { UnitType, sortNames } from './codegen'
import { FuncCodegen } from './codegen_func'
import { Op, Intrinsic1 } from './op.gen'
import { type Location, NO_LOCATION, location } from './sequence'

type ClassStmt = stmt & { kind: 'ClassDef' }

/** Whether there is an annotated assignment in the statements, as far as they belong to the same scope. */
export function hasAnnotations(body: readonly stmt[]): boolean {
  return body.some((s) => {
    for (;;) {
      switch (s.kind) {
        case 'AnnAssign':
          return true
        case 'If': {
          if (hasAnnotations(s.body)) return true
          const next: stmt[] = s.orelse
          if (next.length !== 1) return hasAnnotations(next)
          s = next[0]
          continue
        }
        case 'For':
        case 'AsyncFor':
        case 'While':
          return hasAnnotations(s.body) || hasAnnotations(s.orelse)
        case 'With':
        case 'AsyncWith':
          return hasAnnotations(s.body)
        case 'Match':
          return s.cases.some((c) => hasAnnotations(c.body))
        case 'Try':
        case 'TryStar':
          return (
            hasAnnotations(s.body) ||
            s.handlers.some((h) => hasAnnotations(h.body)) ||
            hasAnnotations(s.finalbody) ||
            hasAnnotations(s.orelse)
          )
        default:
          return false
      }
    }
  })
}

export abstract class ClassCodegen extends FuncCodegen {
  /** The statements of a module or class, after `__annotations__` and `__doc__` are set up. */
  protected body(body: readonly stmt[], loc: Location): void {
    if (this.unit.type === UnitType.MODULE && body.length > 0) loc = body[0]
    if (hasAnnotations(body)) this.op(Op.SETUP_ANNOTATIONS, loc)
    const doc = docstring(body)
    if (doc !== undefined && this.options.optimize < 2) {
      this.loadConst(cleanDocstring(doc), (body[0] as stmt & { kind: 'Expr' }).value)
      this.name('__doc__', 'Store', NO_LOCATION)
    }
    this.stmts(body, doc === undefined ? 0 : 1)
  }

  protected classDef(s: ClassStmt): void {
    this.exprs(s.decorator_list)
    const firstlineno = s.decorator_list.length > 0 ? s.decorator_list[0].lineno : s.lineno
    const generic = s.type_params.length > 0
    if (generic) {
      this.enterTypeParams(s.name, s.type_params, firstlineno, s.name)
      this.typeParams(s.type_params)
      this.name('.type_params', 'Store', s)
    }
    const code = this.classBody(s, firstlineno)
    this.op(Op.LOAD_BUILD_CLASS, s)
    this.op(Op.PUSH_NULL, s)
    this.makeClosure(code, 0, s)
    this.loadConst(fromText(s.name), s)
    if (generic) {
      this.name('.type_params', 'Load', s)
      this.op1(Op.CALL_INTRINSIC_1, Intrinsic1.SUBSCRIPT_GENERIC, s)
      this.name('.generic_base', 'Store', s)
      const base = new Name('.generic_base', 'Load', s.lineno, s.col_offset, s.end_lineno, s.end_col_offset)
      const bases: expr[] = [...s.bases, base]
      this.callArguments(2, bases, s.keywords, s)
      const outer = this.exit(false)
      this.makeClosure(outer, 0, s)
      this.op(Op.PUSH_NULL, s)
      this.op1(Op.CALL, 0, s)
    } else {
      this.callArguments(2, s.bases, s.keywords, s)
    }
    this.applyDecorators(s.decorator_list)
    this.name(s.name, 'Store', s)
  }

  private classBody(s: ClassStmt, firstlineno: number): CodeObject {
    const entry = this.symtable.lookup(s)
    this.enter(s.name, UnitType.CLASS, entry, firstlineno, s.name)
    const { unit } = this
    const loc = location(firstlineno, firstlineno, 0, 0)
    this.name('__name__', 'Load', loc)
    this.name('__module__', 'Store', loc)
    this.loadConst(fromText(unit.qualname), loc)
    this.name('__qualname__', 'Store', loc)
    this.loadConst(firstlineno, loc)
    this.name('__firstlineno__', 'Store', loc)
    if (s.type_params.length > 0) {
      this.name('.type_params', 'Load', loc)
      this.name('__type_params__', 'Store', loc)
    }
    if (entry.needsClassdict) {
      this.op(Op.LOAD_LOCALS, loc)
      this.op1(Op.STORE_DEREF, unit.cellvars.add('__classdict__'), loc)
    }
    this.body(s.body, loc)
    this.loadConst(this.tupleOfNames(sortNames([...unit.staticAttributes!])), NO_LOCATION)
    this.name('__static_attributes__', 'Store', NO_LOCATION)
    if (entry.needsClassdict) {
      this.op1(Op.LOAD_CLOSURE, unit.cellvars.get('__classdict__'), NO_LOCATION)
      this.name('__classdictcell__', 'Store', NO_LOCATION)
    }
    if (entry.needsClassClosure) {
      this.op1(Op.LOAD_CLOSURE, unit.cellvars.get('__class__'), NO_LOCATION)
      this.op1(Op.COPY, 1, NO_LOCATION)
      this.name('__classcell__', 'Store', NO_LOCATION)
    } else {
      this.loadConst(null, NO_LOCATION)
    }
    this.op(Op.RETURN_VALUE, NO_LOCATION)
    return this.exit(true)
  }
}
