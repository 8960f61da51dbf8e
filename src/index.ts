/**
 * pytracify: run Python 3.13 and record what happens. The public API and nothing else.
 */
export { dumpAst } from './ast/dump'
export { dis, getInstructions } from './compile/dis'
export { CodeObject } from './compile/code'
export { Interpreter, type InterpreterOptions, type RunError, type RunResult } from './interpreter'
export { formatSyntaxError, PySyntaxError } from './parse/messages'
export { parse } from './parse/parse'
export * from './tracing'
export { check, checkText, reward, type Verdict } from './trace/check'
export { completeOptions, formatNamed, formats } from './trace/formats'
export { FormatError, type FormatOptions, type Observation, type TraceFormat } from './trace/formats/format'
export { readSteps } from './trace/formats/steps'
export { effects, replay, Replay } from './trace/replay'
export { type TrainingRow, trainingRow } from './trace/rows'
export type * from './trace/step'
export { InternalError } from './values/value'
export { compile } from './vm/compile'
export type { Limits } from './vm/vm'
import { Interpreter, type InterpreterOptions, type RunResult } from './interpreter'

/** Runs a program in an interpreter of its own. A Python exception is a result, not a host exception. */
export function run(source: string | Uint8Array, options: InterpreterOptions = {}): RunResult {
  return new Interpreter(options).run(source)
}
