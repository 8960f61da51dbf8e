/**
 * pytracify: run Python 3.13 and record what happens. The public API and nothing else.
 */
export { dumpAst } from './ast/dump'
export { dis, getInstructions } from './compile/dis'
export { CodeObject } from './compile/code'
export { Interpreter, type InterpreterOptions, type RunError, type RunResult } from './interpreter'
export { formatSyntaxError, PySyntaxError } from './parse/messages'
export { parse } from './parse/parse'
export * from './traces'
export { InternalError } from './values/value'
export { compile } from './vm/compile'
export { loadLibrary } from './vm/library'
export type { Limits } from './vm/vm'
import { Interpreter, type InterpreterOptions, type RunResult } from './interpreter'

/** Runs a program in an interpreter of its own. A Python exception is a result, not a host exception. */
export function run(source: string | Uint8Array, options: InterpreterOptions = {}): RunResult {
  return new Interpreter(options).run(source)
}
