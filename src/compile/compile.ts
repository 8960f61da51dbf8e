/**
 * The compiler's entry: from a syntax tree to a code object (CPython's `_PyAST_Compile`).
 *
 *   future imports → constant folding on the tree → symbol table → instructions → flow graph → code object
 *
 * Each stage is a file of its own and can be called alone. Input is a tree the parser made, which is used up (folding changes it
 * in place); whoever starts from source parses first. What is refused is a `CompileError`.
 */
import type { mod } from '../ast/nodes.gen'
import { fromText } from '../values/wide'
import { optimizeAst } from './ast_opt'
import type { CodeObject } from './code'
import { ALLOW_TOP_LEVEL_AWAIT } from './codegen'
import { StmtCodegen } from './codegen_stmt'
import { CompileError, type CompileWarningSink, tooDeep } from './errors'
import { Future, type FutureFeatures, futureFeatures } from './future'
import { type Symtable, buildSymtable } from './symtable'

/** Bits of `flags`, beside the future features: CPython's PyCF_*. */
export const enum CompilerFlag {
  DONT_IMPLY_DEDENT = 0x200,
  ONLY_AST = 0x400,
  TYPE_COMMENTS = 0x1000,
  TOP_LEVEL_AWAIT = 0x2000,
  ALLOW_INCOMPLETE_INPUT = 0x4000,
  OPTIMIZED_AST = 0x8000 | ONLY_AST,
}

export interface CompileOptions {
  filename?: string
  /** Future features inherited from the code that compiles, and `CompilerFlag.TOP_LEVEL_AWAIT`. */
  flags?: number
  /** 0, 1 without assertions (`-O`), 2 without docstrings too (`-OO`). */
  optimize?: number
  /** Keep marks at which the values of expressions are known, for traces at expression granularity. */
  exprMarks?: boolean
  /** Make every comprehension a function of its own, as up to Python 3.11. */
  separateComprehensions?: boolean
  onWarning?: CompileWarningSink
}

/** Compiles a tree. Throws `CompileError`. The tree is changed. */
export function compileAst(mod: mod, options: CompileOptions = {}): CodeObject {
  return guarded(options.filename, () => {
    const { features, symtable } = analyze(mod, options)
    const generator = new StmtCodegen(symtable, {
      filename: fromText(options.filename ?? '<string>'),
      flags: features.flags | (options.flags ?? 0),
      optimize: options.optimize ?? 0,
      interactive: mod.kind === 'Interactive',
      futureAnnotations: (features.flags & Future.ANNOTATIONS) !== 0,
      lastFuture: features.last,
      exprMarks: options.exprMarks ?? false,
      onWarning: options.onWarning,
    })
    return generator.mod(mod)
  })
}

/** The symbol table of a tree, as compiling makes it. Throws `CompileError`. The tree is not folded first. */
export function symtableOfAst(mod: mod, options: CompileOptions = {}): Symtable {
  return guarded(options.filename, () => {
    const features = inheritedFeatures(mod, options)
    return symtableFor(mod, features.flags, options)
  })
}

function inheritedFeatures(mod: mod, options: CompileOptions): FutureFeatures {
  const features = futureFeatures(mod)
  return { flags: features.flags | ((options.flags ?? 0) & FUTURE_MASK), last: features.last }
}

const FUTURE_MASK = Future.ANNOTATIONS | Future.BARRY_AS_BDFL

function symtableFor(mod: mod, futureFlags: number, options: CompileOptions): Symtable {
  return buildSymtable(mod, {
    futureAnnotations: (futureFlags & Future.ANNOTATIONS) !== 0,
    topLevelAwait: ((options.flags ?? 0) & ALLOW_TOP_LEVEL_AWAIT) !== 0,
    separateComprehensions: options.separateComprehensions ?? false,
  })
}

function analyze(mod: mod, options: CompileOptions): { features: FutureFeatures; symtable: Symtable } {
  const features = inheritedFeatures(mod, options)
  optimizeAst(mod, options.optimize ?? 0, (features.flags & Future.ANNOTATIONS) !== 0, options.onWarning)
  return { features, symtable: symtableFor(mod, features.flags, options) }
}

/** Runs a stage; a host stack overflow becomes Python's RecursionError. */
function guarded<T>(filename: string | undefined, run: () => T): T {
  try {
    return run()
  } catch (error) {
    const refused = isStackOverflow(error) ? tooDeep() : error
    if (refused instanceof CompileError) refused.filename ??= filename ?? null
    throw refused
  }
}

/** The host ran out of stack: V8 and JavaScriptCore throw a RangeError, SpiderMonkey an InternalError of its own. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && /call stack|too much recursion/.test(error.message)
}
