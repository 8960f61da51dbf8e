/**
 * From source to code object: the parser and the compiler put together, as the builtin `compile()` has them.
 *
 * The two do not know each other, so it is here that the compiler's errors get the form of the parser's. Nothing here needs the
 * objects of the machine, so that `dis` and `symtable` load without them.
 */
import { type CompileOptions, compileAst, symtableOfAst } from '../compile/compile'
import type { CodeObject } from '../compile/code'
import { CompileError } from '../compile/errors'
import { PySyntaxError } from '../parse/messages'
import type { Symtable } from '../compile/symtable'
import { parse } from '../parse/parse'
import type { WarningSink } from '../parse/warnings'

export interface CompileSourceOptions extends Omit<CompileOptions, 'filename' | 'onWarning'> {
  mode?: 'exec' | 'eval' | 'single'
  /** Receives the warnings of parser and compiler. */
  warn?: WarningSink
  /** Whether this is a script that is being run, and what a REPL asks for: as in `ParseOptions`. */
  script?: boolean
  allowIncompleteInput?: boolean
  dontImplyDedent?: boolean
}

/**
 * Compiles Python source. Throws `PySyntaxError` for a refused program, and `CompileError` for what is no SyntaxError (a program
 * nested too deeply).
 */
export function compile(
  source: string | Uint8Array,
  filename = '<string>',
  options: CompileSourceOptions = {},
): CodeObject {
  const { mode = 'exec', warn, script, allowIncompleteInput, dontImplyDedent, ...rest } = options
  const tree = parse(source, { filename, mode, warn, script, allowIncompleteInput, dontImplyDedent })
  try {
    return compileAst(tree, {
      ...rest,
      filename,
      onWarning: warn && ((category, message, loc) => warn(category, message, loc?.lineno ?? 1)),
    })
  } catch (error) {
    throw error instanceof CompileError ? asSyntaxError(error) : error
  }
}

/** The symbol table of a program, as Python's `symtable.symtable()` has it. Throws as `compile` does. */
export function symtable(
  source: string | Uint8Array,
  filename = '<string>',
  mode: 'exec' | 'eval' | 'single' = 'exec',
): Symtable {
  const tree = parse(source, { filename, mode })
  try {
    return symtableOfAst(tree, { filename })
  } catch (error) {
    throw error instanceof CompileError ? asSyntaxError(error) : error
  }
}

/** A SyntaxError of the compiler in the form of the parser's. CPython gives no source line with it unless the file can be read. */
export function asSyntaxError(error: CompileError): PySyntaxError | CompileError {
  if (error.type !== 'SyntaxError') return error
  const { msg, lineno, offset, endLineno, endOffset, filename } = error
  return new PySyntaxError('SyntaxError', msg, lineno, offset, endLineno, endOffset, null, filename)
}
