/**
 * What the compiler refuses, and what it warns of.
 *
 * A program is refused by throwing a `CompileError`. It carries the position exactly as CPython's compiler reports it: 1-based
 * columns counted in UTF-8 bytes, unlike those of the parser, which count characters. The source text is not known here; who
 * holds the source makes Python's SyntaxError of it.
 */
import type { Location } from './sequence'

/** The exception classes compiling can raise. */
export type CompileErrorType = 'SyntaxError' | 'RecursionError' | 'OverflowError' | 'SystemError' | 'ValueError'

export class CompileError extends Error {
  override readonly name = 'CompileError'
  /** 1-based lines and columns; -1 + 1 = 0 where a node has no position, null where the exception has none at all. */
  readonly lineno: number | null
  readonly offset: number | null
  readonly endLineno: number | null
  readonly endOffset: number | null

  /**
   * @param type the Python exception class
   * @param msg Python's message
   * @param loc the refused piece of source; null for exceptions without a position
   * @param endKnown whether the exception says where that piece ends
   */
  constructor(
    readonly type: CompileErrorType,
    readonly msg: string,
    loc: Location | null,
    endKnown = true,
    public filename: string | null = null,
  ) {
    super(msg)
    this.lineno = loc === null ? null : loc.lineno
    this.offset = loc === null ? null : loc.col_offset + 1
    this.endLineno = loc === null ? null : endKnown ? loc.end_lineno : loc.lineno
    this.endOffset = loc === null || !endKnown ? null : loc.end_col_offset + 1
  }
}

/** Throws a SyntaxError at a location. */
export function syntaxError(msg: string, loc: Location): never {
  throw new CompileError('SyntaxError', msg, loc)
}

/** The RecursionError for programs nested too deeply. */
export function tooDeep(): CompileError {
  return new CompileError('RecursionError', 'maximum recursion depth exceeded during compilation', null)
}

/** Receives a warning at a location; `true` makes a SyntaxError of it, as a warning filter of `error` does. May throw as well. */
export type CompileWarningSink = (
  category: 'SyntaxWarning' | 'DeprecationWarning',
  message: string,
  loc: Location | null,
) => unknown
