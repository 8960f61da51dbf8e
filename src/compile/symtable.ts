/**
 * The symbol table: which names a block binds and uses, and where each name lives (CPython's Python/symtable.c).
 *
 * Two passes. The first walks the tree and notes in every block (module, class, function, comprehension, annotation scope) what
 * happens to each name, as `Def` bits. The second goes from the module inwards with the names bound outside and comes back
 * with the names found free, and settles the `Scope` of every name; on the way comprehensions are merged into the block around
 * them (PEP 709). The bits of a name and its scope share one number, as in CPython, and the order of names in a block is
 * that of their first appearance, because later stages number local variables by it.
 *
 * Errors found here are those that need no more than names: parameters declared global, nonlocals without a binding, and so on.
 */
import type {
  Await,
  DictComp,
  GeneratorExp,
  Lambda,
  ListComp,
  NamedExpr,
  SetComp,
  Yield,
  YieldFrom,
  alias,
  arg,
  arguments_,
  comprehension,
  expr,
  mod,
  pattern,
  stmt,
  type_param,
} from '../ast/nodes.gen'
import { chainedOperand } from './ast_opt'
import { CompileError, syntaxError } from './errors'
import { type Location, NO_LOCATION, location } from './sequence'

/** What happens to a name in a block. */
export const enum Def {
  GLOBAL = 1,
  LOCAL = 2,
  PARAM = 4,
  NONLOCAL = 8,
  USE = 16,
  FREE = 32,
  /** Free in a class body because a method needs it. */
  FREE_CLASS = 64,
  IMPORT = 128,
  ANNOT = 256,
  /** Target of a comprehension's `for`. */
  COMP_ITER = 512,
  TYPE_PARAM = 1024,
  /** A cell of an inlined comprehension. */
  COMP_CELL = 2048,
  BOUND = LOCAL | PARAM | IMPORT,
}

/** Where a name lives; kept in the bits above those of `Def`. */
export const enum Scope {
  UNKNOWN = 0,
  LOCAL = 1,
  GLOBAL_EXPLICIT = 2,
  GLOBAL_IMPLICIT = 3,
  FREE = 4,
  CELL = 5,
}

export const SCOPE_OFFSET = 12
const SCOPE_MASK = 15
const DEF_MASK = (1 << SCOPE_OFFSET) - 1

export const enum BlockType {
  FUNCTION,
  CLASS,
  MODULE,
  /** Annotations under `from __future__ import annotations`: never evaluated, bind nothing. */
  ANNOTATION,
  TYPE_ALIAS,
  TYPE_PARAMETERS,
  TYPE_VARIABLE,
}

export const enum ComprehensionType {
  NONE,
  LIST,
  DICT,
  SET,
  GENERATOR,
}

/** The scope in a symbol's bits. */
export function scopeOf(flags: number): Scope {
  return (flags >> SCOPE_OFFSET) & SCOPE_MASK
}

interface Directive {
  name: string
  loc: Location
}

/** One block. */
export class SymtableEntry {
  /** Names in order of first appearance, with their `Def` bits and, after the analysis, their `Scope`. */
  readonly symbols = new Map<string, number>()
  /** Parameters in the order of their slots. */
  readonly varnames: string[] = []
  children: SymtableEntry[] = []
  /** `global` and `nonlocal` statements, for errors found by the analysis. */
  readonly directives: Directive[] = []
  /** In annotation scopes of a class: the only names to be mangled. */
  mangledNames: Set<string> | null = null
  /** What the block is, for messages: `a TypeVar bound`. */
  scopeInfo: string | null = null
  generator = false
  coroutine = false
  comprehension = ComprehensionType.NONE
  varargs = false
  varkeywords = false
  returnsValue = false
  needsClassClosure = false
  needsClassdict = false
  compInlined = false
  compIterTarget = false
  /** An annotation scope directly in a class, which sees the names of the class. */
  canSeeClassScope = false
  /** Greater than 0 while the iterable of a comprehension is visited. */
  compIterExpr = 0
  /** Whether this block, or one in it, has free variables. */
  free = false
  childFree = false

  constructor(
    readonly name: string,
    readonly type: BlockType,
    /** Whether the block is inside a function. */
    readonly nested: boolean,
    readonly loc: Location,
  ) {}

  /** Blocks whose names are fast locals: functions and the scopes of annotations. */
  get isFunctionLike(): boolean {
    return (
      this.type === BlockType.FUNCTION ||
      this.type === BlockType.TYPE_VARIABLE ||
      this.type === BlockType.TYPE_ALIAS ||
      this.type === BlockType.TYPE_PARAMETERS
    )
  }

  symbol(name: string): number {
    return this.symbols.get(name) ?? 0
  }

  scope(name: string): Scope {
    return scopeOf(this.symbol(name))
  }
}

/** The symbol table of a module. */
export class Symtable {
  /** Blocks by the node that makes them; type parameter scopes by the list of type parameters. */
  readonly blocks = new Map<object, SymtableEntry>()
  /** The scopes of type parameter defaults, by the type parameter. */
  readonly defaultBlocks = new Map<object, SymtableEntry>()

  constructor(readonly top: SymtableEntry) {}

  lookup(node: object): SymtableEntry {
    return this.blocks.get(node)!
  }
}

export interface SymtableOptions {
  /** `from __future__ import annotations`. */
  futureAnnotations: boolean
  /** `await` and asynchronous comprehensions make the module a coroutine. */
  topLevelAwait: boolean
  /** Keep every comprehension a scope of its own, as up to Python 3.11. */
  separateComprehensions: boolean
}

/** Builds the symbol table of a tree. Throws `CompileError`. */
export function buildSymtable(mod: mod, options: SymtableOptions): Symtable {
  const builder = new Builder(options)
  builder.mod(mod)
  analyzeBlock(builder.table.top, {
    bound: null,
    global: new Set(),
    typeParams: new Set(),
    classEntry: null,
    inline: !options.separateComprehensions,
  })
  return builder.table
}

/** The name by which a private name (`__x`) of a class is known outside. */
export function mangle(className: string | null, name: string): string {
  if (className === null || name.charCodeAt(0) !== 95 || name.charCodeAt(1) !== 95) return name
  if (name.endsWith('__') || name.includes('.')) return name
  let i = 0
  while (className[i] === '_') i++
  return i === className.length ? name : `_${className.slice(i)}${name}`
}

/** `mangle`, but in the annotation scopes of a class for its type parameters alone. */
export function maybeMangle(className: string | null, entry: SymtableEntry, name: string): string {
  if (entry.mangledNames !== null && !entry.mangledNames.has(name)) return name
  return mangle(className, name)
}

type Comprehension = ListComp | SetComp | DictComp | GeneratorExp

const COMPREHENSIONS = {
  ListComp: ['listcomp', ComprehensionType.LIST],
  SetComp: ['setcomp', ComprehensionType.SET],
  DictComp: ['dictcomp', ComprehensionType.DICT],
  GeneratorExp: ['genexpr', ComprehensionType.GENERATOR],
} as const

const COMPREHENSION_WORDS = [
  '',
  'list comprehension',
  'dict comprehension',
  'set comprehension',
  'generator expression',
]

/** The first pass. */
class Builder {
  readonly table: Symtable
  private current: SymtableEntry
  private readonly stack: SymtableEntry[] = []
  private readonly globals: Map<string, number>
  private privateName: string | null = null

  constructor(private readonly options: SymtableOptions) {
    const top = new SymtableEntry('top', BlockType.MODULE, false, location(0, 0, 0, 0))
    this.table = new Symtable(top)
    this.current = top
    this.globals = top.symbols
    this.stack.push(top)
  }

  mod(mod: mod): void {
    this.table.blocks.set(mod, this.table.top)
    switch (mod.kind) {
      case 'Module':
      case 'Interactive':
        return this.stmts(mod.body)
      case 'Expression':
        return this.expr(mod.body)
      case 'FunctionType':
        throw new CompileError('SystemError', 'this compiler does not handle FunctionTypes', null)
    }
  }

  private enter(name: string, type: BlockType, key: object, loc: Location, map = this.table.blocks): SymtableEntry {
    const outer = this.current
    const entry = new SymtableEntry(name, type, outer.nested || outer.isFunctionLike, loc)
    // Assignment expressions are refused in the iterable of a comprehension however deep they are in it.
    entry.compIterExpr = outer.compIterExpr
    if (outer.mangledNames !== null && type !== BlockType.CLASS) entry.mangledNames = outer.mangledNames
    map.set(key, entry)
    this.stack.push(entry)
    this.current = entry
    if (type !== BlockType.ANNOTATION) outer.children.push(entry)
    return entry
  }

  private exit(): void {
    this.stack.pop()
    this.current = this.stack[this.stack.length - 1]
  }

  private lookup(entry: SymtableEntry, name: string): number {
    return entry.symbol(maybeMangle(this.privateName, entry, name))
  }

  private addDef(name: string, flag: number, loc: Location): void {
    if (flag & Def.TYPE_PARAM && this.current.mangledNames !== null) this.current.mangledNames.add(name)
    this.addDefTo(this.current, name, flag, loc)
  }

  private addDefTo(entry: SymtableEntry, name: string, flag: number, loc: Location): void {
    const mangled = maybeMangle(this.privateName, this.current, name)
    const known = entry.symbols.get(mangled)
    let flags = flag
    if (known !== undefined) {
      if (flag & known & Def.PARAM) syntaxError(`duplicate argument '${name}' in function definition`, loc)
      if (flag & known & Def.TYPE_PARAM) syntaxError(`duplicate type parameter '${name}'`, loc)
      flags |= known
    }
    if (entry.compIterTarget) {
      if (flags & (Def.GLOBAL | Def.NONLOCAL)) {
        syntaxError(`comprehension inner loop cannot rebind assignment expression target '${name}'`, loc)
      }
      flags |= Def.COMP_ITER
    }
    if (flags !== known) entry.symbols.set(mangled, flags)
    if (flag & Def.PARAM) entry.varnames.push(mangled)
    else if (flag & Def.GLOBAL) this.globals.set(mangled, flag | (this.globals.get(mangled) ?? 0))
  }

  private addDirective(name: string, loc: Location): void {
    this.current.directives.push({ name: maybeMangle(this.privateName, this.current, name), loc })
  }

  // Statements

  private stmts(body: readonly stmt[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i])
  }

  private exprs(list: readonly (expr | null)[]): void {
    for (let i = 0; i < list.length; i++) {
      const e = list[i]
      if (e !== null) this.expr(e)
    }
  }

  private optional(e: expr | null): void {
    if (e !== null) this.expr(e)
  }

  private stmt(s: stmt): void {
    switch (s.kind) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        return this.functionDef(s)
      case 'ClassDef':
        return this.classDef(s)
      case 'TypeAlias':
        return this.typeAlias(s)
      case 'Return':
        if (s.value !== null) {
          this.expr(s.value)
          this.current.returnsValue = true
        }
        return
      case 'Delete':
        return this.exprs(s.targets)
      case 'Assign':
        this.exprs(s.targets)
        return this.expr(s.value)
      case 'AnnAssign':
        return this.annAssign(s)
      case 'AugAssign':
        this.expr(s.target)
        return this.expr(s.value)
      case 'For':
        this.expr(s.target)
        this.expr(s.iter)
        this.stmts(s.body)
        return this.stmts(s.orelse)
      case 'AsyncFor':
        this.noteTopLevelAwait()
        this.expr(s.target)
        this.expr(s.iter)
        this.stmts(s.body)
        return this.stmts(s.orelse)
      case 'While':
        this.expr(s.test)
        this.stmts(s.body)
        return this.stmts(s.orelse)
      case 'If':
        // A ladder of elifs is a deep tree.
        for (;;) {
          this.expr(s.test)
          this.stmts(s.body)
          const next: stmt[] = s.orelse
          if (next.length !== 1 || next[0].kind !== 'If') return this.stmts(next)
          s = next[0]
        }
      case 'Match':
        this.expr(s.subject)
        for (const c of s.cases) {
          this.pattern(c.pattern)
          this.optional(c.guard)
          this.stmts(c.body)
        }
        return
      case 'Raise':
        this.optional(s.exc)
        return this.optional(s.cause)
      case 'Try':
      case 'TryStar':
        this.stmts(s.body)
        for (const h of s.handlers) {
          this.optional(h.type)
          if (h.name !== null) this.addDef(h.name, Def.LOCAL, h)
          this.stmts(h.body)
        }
        this.stmts(s.orelse)
        return this.stmts(s.finalbody)
      case 'Assert':
        this.expr(s.test)
        return this.optional(s.msg)
      case 'Import':
      case 'ImportFrom':
        for (const a of s.names) this.alias(a)
        return
      case 'Global':
        for (const name of s.names) this.declare(name, Def.GLOBAL, 'global', s)
        return
      case 'Nonlocal':
        for (const name of s.names) this.declare(name, Def.NONLOCAL, 'nonlocal', s)
        return
      case 'Expr':
        return this.expr(s.value)
      case 'AsyncWith':
      case 'With':
        if (s.kind === 'AsyncWith') this.noteTopLevelAwait()
        for (const item of s.items) {
          this.expr(item.context_expr)
          this.optional(item.optional_vars)
        }
        return this.stmts(s.body)
      case 'Pass':
      case 'Break':
      case 'Continue':
    }
  }

  private functionDef(s: stmt & { kind: 'FunctionDef' | 'AsyncFunctionDef' }): void {
    this.addDef(s.name, Def.LOCAL, s)
    this.defaults(s.args)
    this.exprs(s.decorator_list)
    const generic = s.type_params.length > 0
    if (generic) {
      const hasKwDefaults = s.args.kw_defaults.some((d) => d !== null)
      this.enterTypeParams(s.name, s.type_params, true, hasKwDefaults, false, s)
    }
    this.annotations(s, s.args, s.returns)
    const entry = this.enter(s.name, BlockType.FUNCTION, s, s)
    if (s.kind === 'AsyncFunctionDef') entry.coroutine = true
    this.arguments(s.args)
    this.stmts(s.body)
    this.exit()
    if (generic) this.exit()
  }

  private classDef(s: stmt & { kind: 'ClassDef' }): void {
    this.addDef(s.name, Def.LOCAL, s)
    this.exprs(s.decorator_list)
    const outerPrivate = this.privateName
    const generic = s.type_params.length > 0
    if (generic) {
      this.enterTypeParams(s.name, s.type_params, false, false, true, s, s.name)
    }
    this.exprs(s.bases)
    for (const k of s.keywords) this.expr(k.value)
    this.enter(s.name, BlockType.CLASS, s, s)
    this.privateName = s.name
    if (generic) {
      this.addDef('__type_params__', Def.LOCAL, s)
      this.addDef('.type_params', Def.USE, s)
    }
    this.stmts(s.body)
    this.exit()
    if (generic) this.exit()
    this.privateName = outerPrivate
  }

  private typeAlias(s: stmt & { kind: 'TypeAlias' }): void {
    this.expr(s.name)
    const name = (s.name as expr & { kind: 'Name' }).id
    const inClass = this.current.type === BlockType.CLASS
    const generic = s.type_params.length > 0
    if (generic) this.enterTypeParams(name, s.type_params, false, false, false, s)
    const entry = this.enter(name, BlockType.TYPE_ALIAS, s, s)
    entry.canSeeClassScope = inClass
    if (inClass) this.addDef('__classdict__', Def.USE, s.value)
    this.expr(s.value)
    this.exit()
    if (generic) this.exit()
  }

  private annAssign(s: stmt & { kind: 'AnnAssign' }): void {
    const { target } = s
    if (target.kind === 'Name') {
      const flags = this.lookup(this.current, target.id)
      if (flags & (Def.GLOBAL | Def.NONLOCAL) && this.current.symbols !== this.globals && s.simple) {
        syntaxError(`annotated name '${target.id}' can't be ${flags & Def.GLOBAL ? 'global' : 'nonlocal'}`, s)
      }
      if (s.simple) this.addDef(target.id, Def.ANNOT | Def.LOCAL, target)
      else if (s.value !== null) this.addDef(target.id, Def.LOCAL, target)
    } else {
      this.expr(target)
    }
    this.annotation(s.annotation)
    this.optional(s.value)
  }

  private declare(name: string, flag: Def.GLOBAL | Def.NONLOCAL, word: string, s: Location): void {
    const flags = this.lookup(this.current, name)
    if (flags & (Def.PARAM | Def.LOCAL | Def.USE | Def.ANNOT)) {
      if (flags & Def.PARAM) syntaxError(`name '${name}' is parameter and ${word}`, s)
      if (flags & Def.USE) syntaxError(`name '${name}' is used prior to ${word} declaration`, s)
      if (flags & Def.ANNOT) syntaxError(`annotated name '${name}' can't be ${word}`, s)
      syntaxError(`name '${name}' is assigned to before ${word} declaration`, s)
    }
    this.addDef(name, flag, s)
    this.addDirective(name, s)
  }

  private alias(a: alias): void {
    if (a.name === '*') {
      if (this.current.type !== BlockType.MODULE) syntaxError('import * only allowed at module level', a)
      return
    }
    const dot = a.name.indexOf('.')
    const stored = a.asname ?? (dot < 0 ? a.name : a.name.slice(0, dot))
    this.addDef(stored, Def.IMPORT, a)
  }

  private pattern(p: pattern): void {
    switch (p.kind) {
      case 'MatchValue':
        return this.expr(p.value)
      case 'MatchSingleton':
        return
      case 'MatchSequence':
      case 'MatchOr':
        for (const q of p.patterns) this.pattern(q)
        return
      case 'MatchStar':
        if (p.name !== null) this.addDef(p.name, Def.LOCAL, p)
        return
      case 'MatchMapping':
        this.exprs(p.keys)
        for (const q of p.patterns) this.pattern(q)
        if (p.rest !== null) this.addDef(p.rest, Def.LOCAL, p)
        return
      case 'MatchClass':
        this.expr(p.cls)
        for (const q of p.patterns) this.pattern(q)
        for (const q of p.kwd_patterns) this.pattern(q)
        return
      case 'MatchAs':
        if (p.pattern !== null) this.pattern(p.pattern)
        if (p.name !== null) this.addDef(p.name, Def.LOCAL, p)
    }
  }

  // Functions and annotations

  private defaults(a: arguments_): void {
    this.exprs(a.defaults)
    this.exprs(a.kw_defaults)
  }

  private arguments(a: arguments_): void {
    for (const list of [a.posonlyargs, a.args, a.kwonlyargs]) for (const p of list) this.addDef(p.arg, Def.PARAM, p)
    if (a.vararg !== null) {
      this.addDef(a.vararg.arg, Def.PARAM, a.vararg)
      this.current.varargs = true
    }
    if (a.kwarg !== null) {
      this.addDef(a.kwarg.arg, Def.PARAM, a.kwarg)
      this.current.varkeywords = true
    }
  }

  private annotation(e: expr): void {
    const strings = this.options.futureAnnotations
    if (strings) this.enter('_annotation', BlockType.ANNOTATION, {}, e)
    this.expr(e)
    if (strings) this.exit()
  }

  private annotations(s: stmt, a: arguments_, returns: expr | null): void {
    const strings = this.options.futureAnnotations
    if (strings) this.enter('_annotation', BlockType.ANNOTATION, {}, s)
    const params = (list: readonly arg[]) => {
      for (const p of list) this.optional(p.annotation)
    }
    params(a.posonlyargs)
    params(a.args)
    if (a.vararg !== null) this.optional(a.vararg.annotation)
    if (a.kwarg !== null) this.optional(a.kwarg.annotation)
    params(a.kwonlyargs)
    if (strings) this.exit()
    if (returns !== null) this.annotation(returns)
  }

  private enterTypeParams(
    name: string,
    params: type_param[],
    ofFunction: boolean,
    hasKwDefaults: boolean,
    ofClass: boolean,
    loc: Location,
    className: string | null = null,
  ): void {
    const inClass = this.current.type === BlockType.CLASS
    const entry = this.enter(name, BlockType.TYPE_PARAMETERS, params, loc)
    if (inClass) {
      entry.canSeeClassScope = true
      this.addDef('__classdict__', Def.USE, loc)
    }
    if (ofClass) {
      // Set when the tuple of type parameters is made, used when the bases are.
      this.addDef('.type_params', Def.LOCAL, loc)
      this.addDef('.type_params', Def.USE, loc)
      this.addDef('.generic_base', Def.LOCAL, loc)
      this.addDef('.generic_base', Def.USE, loc)
    }
    // CPython adds this even where there are no defaults, and it can be seen in co_varnames.
    if (ofFunction) this.addDef('.defaults', Def.PARAM, loc)
    if (hasKwDefaults) this.addDef('.kwdefaults', Def.PARAM, loc)
    if (className !== null) {
      this.privateName = className
      entry.mangledNames = new Set()
    }
    for (const p of params) this.typeParam(p)
  }

  private typeParam(p: type_param): void {
    this.addDef(p.name, Def.TYPE_PARAM | Def.LOCAL, p)
    if (p.kind === 'TypeVar' && p.bound !== null) {
      const info = p.bound.kind === 'Tuple' ? 'a TypeVar constraint' : 'a TypeVar bound'
      this.typeVariable(p.bound, p.name, p, this.table.blocks, info)
    }
    if (p.default_value !== null) {
      this.typeVariable(p.default_value, p.name, p, this.table.defaultBlocks, `a ${p.kind} default`)
    }
  }

  private typeVariable(e: expr, name: string, key: type_param, map: Map<object, SymtableEntry>, info: string): void {
    const inClass = this.current.canSeeClassScope
    const entry = this.enter(name, BlockType.TYPE_VARIABLE, key, e, map)
    entry.canSeeClassScope = inClass
    if (inClass) this.addDef('__classdict__', Def.USE, e)
    entry.scopeInfo = info
    this.expr(e)
    this.exit()
  }

  // Expressions

  private expr(e: expr): void {
    const left = chainedOperand(e)
    if (left !== null && chainedOperand(left) !== null) this.chain(e)
    else this.exprBelow(e)
  }

  /** A chain of operators, attributes, calls and subscripts, from its innermost left operand outwards. */
  private chain(e: expr): void {
    const chain: expr[] = []
    for (let left = chainedOperand(e); left !== null; left = chainedOperand(e)) {
      chain.push(e)
      e = left
    }
    this.exprBelow(e)
    for (let i = chain.length - 1; i >= 0; i--) this.rightOperands(chain[i])
  }

  private rightOperands(e: expr): void {
    switch (e.kind) {
      case 'BinOp':
        return this.expr(e.right)
      case 'Subscript':
        return this.expr(e.slice)
      case 'Call':
        this.exprs(e.args)
        for (const k of e.keywords) this.expr(k.value)
    }
  }

  private exprBelow(e: expr): void {
    switch (e.kind) {
      case 'Name':
        this.addDef(e.id, e.ctx === 'Load' ? Def.USE : Def.LOCAL, e)
        // A plain super() needs the class.
        if (e.ctx === 'Load' && e.id === 'super' && this.current.isFunctionLike) {
          this.addDef('__class__', Def.USE, e)
        }
        return
      case 'Constant':
        return
      case 'Attribute':
      case 'Starred':
        return this.expr(e.value)
      case 'Call':
        this.expr(e.func)
        return this.rightOperands(e)
      case 'BinOp':
        this.expr(e.left)
        return this.expr(e.right)
      case 'Subscript':
        this.expr(e.value)
        return this.expr(e.slice)
      case 'BoolOp':
      case 'JoinedStr':
        return this.exprs(e.values)
      case 'UnaryOp':
        return this.expr(e.operand)
      case 'Compare':
        this.expr(e.left)
        return this.exprs(e.comparators)
      case 'IfExp': {
        let conditional = e
        for (;;) {
          this.expr(conditional.test)
          this.expr(conditional.body)
          if (conditional.orelse.kind !== 'IfExp') return this.expr(conditional.orelse)
          conditional = conditional.orelse
        }
      }
      case 'Dict':
        this.exprs(e.keys)
        return this.exprs(e.values)
      case 'Set':
      case 'List':
      case 'Tuple':
        return this.exprs(e.elts)
      case 'Slice':
        this.optional(e.lower)
        this.optional(e.upper)
        return this.optional(e.step)
      case 'FormattedValue':
        this.expr(e.value)
        return this.optional(e.format_spec)
      case 'NamedExpr':
        this.refuseInAnnotation('named expression', e)
        return this.namedExpr(e)
      case 'Lambda':
        return this.lambda(e)
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        return this.comprehension(e)
      case 'Yield':
      case 'YieldFrom':
        return this.yield(e)
      case 'Await':
        return this.await(e)
    }
  }

  private lambda(e: Lambda): void {
    this.defaults(e.args)
    this.enter('lambda', BlockType.FUNCTION, e, e)
    this.arguments(e.args)
    this.expr(e.body)
    this.exit()
  }

  private yield(e: Yield | YieldFrom): void {
    this.refuseInAnnotation('yield expression', e)
    this.optional(e.value)
    this.current.generator = true
    if (this.current.comprehension !== ComprehensionType.NONE) {
      syntaxError(`'yield' inside ${COMPREHENSION_WORDS[this.current.comprehension]}`, e)
    }
  }

  private await(e: Await): void {
    this.refuseInAnnotation('await expression', e)
    this.noteTopLevelAwait()
    this.expr(e.value)
    this.current.coroutine = true
  }

  private noteTopLevelAwait(): void {
    if (this.options.topLevelAwait && this.current.type === BlockType.MODULE) this.current.coroutine = true
  }

  private refuseInAnnotation(what: string, e: expr): void {
    const { type, scopeInfo } = this.current
    let where: string
    if (type === BlockType.ANNOTATION) where = 'an annotation'
    else if (type === BlockType.TYPE_VARIABLE) where = scopeInfo ?? 'a TypeVar bound'
    else if (type === BlockType.TYPE_ALIAS) where = 'a type alias'
    else if (type === BlockType.TYPE_PARAMETERS) where = 'the definition of a generic'
    else return
    syntaxError(`${what} cannot be used within ${where}`, e)
  }

  private namedExpr(e: NamedExpr): void {
    if (this.current.compIterExpr > 0) {
      syntaxError('assignment expression cannot be used in a comprehension iterable expression', e)
    }
    if (this.current.comprehension !== ComprehensionType.NONE) {
      this.bindOutsideComprehension((e.target as expr & { kind: 'Name' }).id, e.target)
    }
    this.expr(e.value)
    this.expr(e.target)
  }

  /** `:=` in a comprehension binds in the nearest block that is none. */
  private bindOutsideComprehension(name: string, loc: Location): void {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const entry = this.stack[i]
      if (entry.comprehension !== ComprehensionType.NONE) {
        const flags = this.lookup(entry, name)
        if (flags & Def.COMP_ITER && flags & Def.LOCAL) {
          syntaxError(`assignment expression cannot rebind comprehension iteration variable '${name}'`, loc)
        }
        continue
      }
      switch (entry.type) {
        case BlockType.FUNCTION:
          this.addDef(name, this.lookup(entry, name) & Def.GLOBAL ? Def.GLOBAL : Def.NONLOCAL, loc)
          this.addDirective(name, loc)
          return this.addDefTo(entry, name, Def.LOCAL, loc)
        case BlockType.MODULE:
          this.addDef(name, Def.GLOBAL, loc)
          this.addDirective(name, loc)
          return this.addDefTo(entry, name, Def.GLOBAL, loc)
        case BlockType.CLASS:
          return syntaxError('assignment expression within a comprehension cannot be used in a class body', loc)
        case BlockType.TYPE_PARAMETERS:
          return syntaxError(
            'assignment expression within a comprehension cannot be used within the definition of a generic',
            loc,
          )
        case BlockType.TYPE_ALIAS:
          return syntaxError('assignment expression within a comprehension cannot be used in a type alias', loc)
        case BlockType.TYPE_VARIABLE:
          return syntaxError('assignment expression within a comprehension cannot be used in a TypeVar bound', loc)
      }
    }
  }

  private comprehension(e: Comprehension): void {
    const [name, type] = COMPREHENSIONS[e.kind]
    const [outermost, ...others] = e.generators
    // The outermost iterable is evaluated outside.
    this.current.compIterExpr++
    this.expr(outermost.iter)
    this.current.compIterExpr--
    const entry = this.enter(name, BlockType.FUNCTION, e, e)
    entry.comprehension = type
    if (outermost.is_async) entry.coroutine = true
    this.addDef('.0', Def.PARAM, e)
    this.comprehensionTarget(outermost.target)
    this.exprs(outermost.ifs)
    for (const g of others) this.generator(g)
    if (e.kind === 'DictComp') {
      this.expr(e.value)
      this.expr(e.key)
    } else {
      this.expr(e.elt)
    }
    entry.generator = e.kind === 'GeneratorExp'
    const async = entry.coroutine && !entry.generator
    this.exit()
    if (async) this.current.coroutine = true
  }

  private comprehensionTarget(target: expr): void {
    this.current.compIterTarget = true
    this.expr(target)
    this.current.compIterTarget = false
  }

  private generator(g: comprehension): void {
    this.comprehensionTarget(g.target)
    this.current.compIterExpr++
    this.expr(g.iter)
    this.current.compIterExpr--
    this.exprs(g.ifs)
    if (g.is_async) this.current.coroutine = true
  }
}

// Analysis

/** What a block sees of the blocks around it. The sets are shared; a block that must change one makes a copy first. */
interface Outside {
  /** Names bound in enclosing functions; null outside of any. */
  bound: Set<string> | null
  /** Names declared global in enclosing blocks. */
  global: Set<string>
  typeParams: Set<string>
  /** The class whose names an annotation scope sees. */
  classEntry: SymtableEntry | null
  /** Whether comprehensions are merged into the block around them. */
  inline: boolean
}

const EMPTY: ReadonlySet<string> = new Set()

/** Fails at the `global` or `nonlocal` statement that declares a name. */
function errorAtDirective(entry: SymtableEntry, name: string, msg: string): never {
  const directive = entry.directives.find((d) => d.name === name)
  return syntaxError(msg, directive?.loc ?? NO_LOCATION)
}

/** Settles the names of a block that need no knowledge of the blocks in it. Gives the names that are free in it itself. */
function analyzeNames(entry: SymtableEntry, outside: Outside, local: Set<string>): Set<string> | null {
  const { symbols } = entry
  let free: Set<string> | null = null
  for (const [name, flags] of symbols) {
    const scope = analyzeName(entry, name, flags, outside)
    if (scope === Scope.LOCAL) local.add(name)
    else if (scope === Scope.FREE) {
      entry.free = true
      free ??= new Set()
      free.add(name)
    }
    symbols.set(name, flags | (scope << SCOPE_OFFSET))
  }
  return free
}

function analyzeName(entry: SymtableEntry, name: string, flags: number, outside: Outside): Scope {
  if (flags & Def.GLOBAL) {
    if (flags & Def.NONLOCAL) errorAtDirective(entry, name, `name '${name}' is nonlocal and global`)
    outside.global = new Set(outside.global).add(name)
    if (outside.bound?.has(name)) outside.bound = without(outside.bound, name)
    return Scope.GLOBAL_EXPLICIT
  }
  const { bound, classEntry } = outside
  if (flags & Def.NONLOCAL) {
    if (bound === null) errorAtDirective(entry, name, 'nonlocal declaration not allowed at module level')
    if (!bound.has(name)) errorAtDirective(entry, name, `no binding for nonlocal '${name}' found`)
    if (outside.typeParams.has(name)) {
      errorAtDirective(entry, name, `nonlocal binding not allowed for type parameter '${name}'`)
    }
    return Scope.FREE
  }
  if (flags & Def.BOUND) {
    if (outside.global.has(name)) outside.global = without(outside.global, name)
    if (flags & Def.TYPE_PARAM) outside.typeParams = new Set(outside.typeParams).add(name)
    else if (outside.typeParams.has(name)) outside.typeParams = without(outside.typeParams, name)
    return Scope.LOCAL
  }
  // A name of the class must be looked up at run time, class first; a function around the class is then passed by.
  if (classEntry !== null) {
    const classFlags = classEntry.symbol(name)
    if (classFlags & Def.GLOBAL) return Scope.GLOBAL_EXPLICIT
    if (classFlags & Def.BOUND && !(classFlags & Def.NONLOCAL)) return Scope.GLOBAL_IMPLICIT
  }
  if (bound?.has(name)) return Scope.FREE
  if (entry.nested && !outside.global.has(name)) entry.free = true
  return Scope.GLOBAL_IMPLICIT
}

function without(names: Set<string>, name: string): Set<string> {
  const copy = new Set(names)
  copy.delete(name)
  return copy
}

function union(a: Set<string>, b: ReadonlySet<string> | null): Set<string> {
  if (b === null || b.size === 0) return a
  const all = new Set(a)
  for (const name of b) all.add(name)
  return all
}

function isFreeInChild(entry: SymtableEntry, name: string): boolean {
  return entry.children.some((child) => child.scope(name) === Scope.FREE)
}

/** Moves the names of a comprehension into the block it is merged into. */
function inlineComprehension(
  entry: SymtableEntry,
  comp: SymtableEntry,
  compFree: Set<string>,
  inlinedCells: Set<string>,
): void {
  let removeClass = false
  for (const [name, flags] of comp.symbols) {
    if (flags & Def.PARAM) continue // the implicit argument
    let scope = scopeOf(flags)
    const defs = flags & DEF_MASK
    if (scope === Scope.CELL || defs & Def.COMP_CELL) inlinedCells.add(name)
    const existing = entry.symbols.get(name)
    // A class body never sees its own __class__.
    if (scope === Scope.FREE && entry.type === BlockType.CLASS && name === '__class__') {
      scope = Scope.GLOBAL_IMPLICIT
      compFree.delete(name)
      removeClass = true
    }
    if (existing === undefined) {
      entry.symbols.set(name, defs | (scope << SCOPE_OFFSET))
    } else if (existing & Def.BOUND && entry.type !== BlockType.CLASS && !isFreeInChild(comp, name)) {
      // Free in the comprehension, local around it: now simply local.
      compFree.delete(name)
    }
  }
  comp.free = compFree.size > 0
  if (removeClass) comp.symbols.delete('__class__')
}

/** Settles the names of a block and all in it; gives the names that are free in it, for the block around. */
function analyzeBlock(entry: SymtableEntry, outside: Outside): Set<string> | null {
  const isClass = entry.type === BlockType.CLASS
  const { bound, classEntry } = outside
  // The names of a class are not seen by the functions in it, so what they see is settled before.
  const around = { bound: outside.bound, global: outside.global }
  const local = new Set<string>()
  const ownFree = analyzeNames(entry, outside, local)
  if (entry.children.length === 0) return ownFree
  let newBound: Set<string>
  let newGlobal: Set<string>
  if (isClass) {
    newBound = new Set(around.bound)
    newBound.add('__class__')
    newBound.add('__classdict__')
    newGlobal = around.global
  } else {
    newBound = entry.isFunctionLike ? union(local, outside.bound) : union(new Set(), outside.bound)
    newGlobal = outside.global
  }
  const newFree = new Set<string>()
  const inlinedCells = new Set<string>()
  let anyInlined = false
  for (const child of entry.children) {
    const inlined =
      outside.inline &&
      child.comprehension !== ComprehensionType.NONE &&
      child.comprehension !== ComprehensionType.GENERATOR &&
      !entry.canSeeClassScope
    const childFree = analyzeBlock(child, {
      bound: newBound,
      global: newGlobal,
      typeParams: outside.typeParams,
      classEntry: child.canSeeClassScope ? (isClass ? entry : classEntry) : null,
      inline: outside.inline,
    })
    if (inlined) {
      inlineComprehension(entry, child, childFree ?? new Set(), inlinedCells)
      child.compInlined = true
      anyInlined = true
    }
    for (const name of childFree ?? EMPTY) newFree.add(name)
    if (child.free || child.childFree) entry.childFree = true
  }
  if (anyInlined) entry.children = entry.children.flatMap((c) => (c.compInlined ? c.children : [c]))
  if (entry.isFunctionLike) makeCells(entry, newFree, inlinedCells)
  else if (isClass) {
    if (newFree.delete('__class__')) entry.needsClassClosure = true
    if (newFree.delete('__classdict__')) entry.needsClassdict = true
  }
  for (const name of inlinedCells) entry.symbols.set(name, entry.symbol(name) | Def.COMP_CELL)
  passThrough(entry, bound, newFree, isClass || entry.canSeeClassScope)
  return ownFree === null ? newFree : union(ownFree, newFree)
}

/** Local names that are free in a block inside become cells. */
function makeCells(entry: SymtableEntry, free: Set<string>, inlinedCells: Set<string>): void {
  if (free.size === 0 && inlinedCells.size === 0) return
  for (const [name, flags] of entry.symbols) {
    if (scopeOf(flags) !== Scope.LOCAL || !(free.has(name) || inlinedCells.has(name))) continue
    entry.symbols.set(name, (flags & DEF_MASK) | (Scope.CELL << SCOPE_OFFSET))
    free.delete(name)
  }
}

/** Adds the free names of the blocks inside, which this block hands on. */
function passThrough(entry: SymtableEntry, bound: Set<string> | null, free: Set<string>, classLike: boolean): void {
  const { symbols } = entry
  for (const name of free) {
    const flags = symbols.get(name)
    if (flags !== undefined) {
      if (classLike) symbols.set(name, flags | Def.FREE_CLASS)
    } else if (bound === null || bound.has(name)) {
      symbols.set(name, Scope.FREE << SCOPE_OFFSET)
    }
  }
}
