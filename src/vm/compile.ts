/**
 * Source to code object, with refusals as Python exceptions: the front of `exec`, `eval`, `compile`, `import` and of running a program.
 */
import { compileAst } from '../compile/compile'
import type { CodeObject } from '../compile/code'
import { CompileError } from '../compile/errors'
import { excTypes, newException, type PySyntaxErrorObject } from '../objects/exceptions'
import { PyRaise, raiseOf } from '../objects/raise'
import { warnExplicit } from './warn'
import { parse, type ParseMode } from '../parse/parse'
import { PySyntaxError } from '../parse/messages'
import { PyTuple, type Value } from '../values/value'
import { fromText } from '../values/wide'
import type { VM } from './vm'

export interface CompileOptions {
  mode?: ParseMode
  /** CPython's compiler flags, `__future__` features inherited from the caller. */
  flags?: number
  optimize?: number
  /** Mark expressions, for expression steps. */
  exprMarks?: boolean
}

/** Compiles; SyntaxError and its like come as `PyRaise`. The source is kept for tracebacks. */
export function compileSource(
  vm: VM,
  source: string | Uint8Array,
  filename: string,
  options: CompileOptions = {},
): CodeObject {
  const text = typeof source === 'string' ? source : undefined
  try {
    const tree = parse(source, {
      filename,
      mode: options.mode ?? 'exec',
      warn: (category, message, lineno) => warnExplicit(vm, category, message, filename, lineno),
    })
    return compileAst(tree, filename, {
      flags: options.flags ?? 0,
      optimize: options.optimize ?? -1,
      exprMarks: options.exprMarks ?? vm.exprMarks,
      onWarning: (category, message, loc) => warnExplicit(vm, category, message, filename, loc?.lineno ?? 1),
    })
  } catch (e) {
    throw asPython(e, text, filename)
  }
}

/** A refusal of the front end or the compiler as what Python raises. */
export function asPython(e: unknown, source: string | undefined, filename: string): unknown {
  if (e instanceof PySyntaxError) {
    if (e.type === 'MemoryError') return raiseOf(excTypes.MemoryError, fromText(e.msg))
    const type = (excTypes as Record<string, (typeof excTypes)['SyntaxError']>)[e.type] ?? excTypes.SyntaxError
    return syntaxErrorOf(type, e.msg, filename, e.lineno, e.offset, e.text, e.endLineno, e.endOffset)
  }
  if (e instanceof CompileError) {
    if (e.type !== 'SyntaxError') {
      return raiseOf((excTypes as Record<string, (typeof excTypes)['SyntaxError']>)[e.type], fromText(e.msg))
    }
    const text = e.lineno === null || source === undefined ? null : (source.split(/\r\n|\r|\n/)[e.lineno - 1] ?? null)
    const line = text === null ? null : `${text}\n`
    // The compiler counts columns in bytes, the exception in characters.
    const chars = (offset: number | null) => (offset === null || line === null ? offset : charColumn(line, offset))
    return syntaxErrorOf(
      excTypes.SyntaxError,
      e.msg,
      filename,
      e.lineno,
      chars(e.offset),
      line,
      e.endLineno,
      e.endLineno === e.lineno ? chars(e.endOffset) : e.endOffset,
    )
  }
  return e
}

function charColumn(line: string, offset: number): number {
  let bytes = 1
  let chars = 1
  for (const c of line) {
    if (bytes >= offset) break
    const cp = c.codePointAt(0) as number
    bytes += cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4
    chars++
  }
  return bytes >= offset ? chars : offset
}

function syntaxErrorOf(
  type: (typeof excTypes)['SyntaxError'],
  msg: string,
  filename: string,
  lineno: number | null,
  offset: number | null,
  text: string | null,
  endLineno: number | null,
  endOffset: number | null,
): PyRaise {
  const str = (s: string | null): Value => (s === null ? null : fromText(s))
  const e = newException(type, [
    fromText(msg),
    new PyTuple([str(filename), lineno, offset, str(text), endLineno, endOffset]),
  ]) as PySyntaxErrorObject
  return new PyRaise(e)
}
