/**
 * Source to code object within a running interpreter: refusals come as Python exceptions, warnings go to the `warnings` module.
 */
import type { CodeObject } from '../compile/code'
import { CompileError } from '../compile/errors'
import { excTypes, newException } from '../objects/exceptions'
import { PyRaise, raiseOf } from '../objects/raise'
import type { PyType } from '../objects/type'
import { PySyntaxError } from '../parse/messages'
import type { ParseMode } from '../parse/parse'
import { PyTuple, type Value } from '../values/value'
import { fromText } from '../values/wide'
import { compile } from './compile'
import type { VM } from './vm'
import { warnExplicit } from './warn'

export interface SourceOptions {
  mode?: Exclude<ParseMode, 'func_type'>
  /** CPython's compiler flags, `__future__` features inherited from the caller. */
  flags?: number
  optimize?: number
}

/** Compiler flags that the parser understands. */
const DONT_IMPLY_DEDENT = 0x200
const ALLOW_INCOMPLETE_INPUT = 0x4000

/** Compiles; SyntaxError and its like come as `PyRaise`. */
export function compileSource(
  vm: VM,
  source: string | Uint8Array,
  filename: string,
  options: SourceOptions = {},
): CodeObject {
  try {
    return compile(source, filename, {
      mode: options.mode ?? 'exec',
      flags: options.flags ?? 0,
      allowIncompleteInput: ((options.flags ?? 0) & ALLOW_INCOMPLETE_INPUT) !== 0,
      dontImplyDedent: ((options.flags ?? 0) & DONT_IMPLY_DEDENT) !== 0,
      optimize: Math.max(0, options.optimize ?? 0),
      exprMarks: vm.exprMarks,
      separateComprehensions: vm.separateComprehensions,
      warn: (category, message, lineno) => warnExplicit(vm, category, message, filename, lineno),
    })
  } catch (e) {
    throw asPythonError(vm, e, filename)
  }
}

/** A refusal of the front end or the compiler as what Python raises. */
export function asPythonError(vm: VM, e: unknown, filename: string): unknown {
  const classes = excTypes as unknown as Record<string, PyType>
  if (e instanceof CompileError) return raiseOf(classes[e.type], fromText(e.msg))
  if (!(e instanceof PySyntaxError)) return e
  if (e.type === 'MemoryError') return raiseOf(excTypes.MemoryError, fromText(e.msg))
  const str = (s: string | null): Value => (s === null ? null : fromText(s))
  const text = e.text ?? programLine(vm, e.filename ?? filename, e.lineno)
  const details = new PyTuple([str(e.filename ?? filename), e.lineno, e.offset, str(text), e.endLineno, e.endOffset])
  return new PyRaise(newException(classes[e.type] ?? excTypes.SyntaxError, [fromText(e.msg), details]))
}

/** The compiler does not know the source; as CPython does, the line is looked up in the file the program says it is. */
function programLine(vm: VM, filename: string, lineno: number | null): string | null {
  if (lineno === null || filename.startsWith('<')) return null
  const lines = vm.sourceLines(filename)
  const line = lines?.[lineno - 1]
  if (line === undefined) return null
  return lineno < lines!.length ? `${line}\n` : line
}
