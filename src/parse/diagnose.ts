/**
 * Why a program was refused: from a source text to the SyntaxError CPython 3.13 raises for it.
 *
 * The Lezer parser knows only that it cannot go on. This module reads the text once more, slowly, as CPython does: exact tokens,
 * a first pass over the grammar, a second one with the `invalid_` rules, then the rest of the text for errors of the tokenizer
 * that come before all others (`peg_core.ts` describes the machine). The result carries message, all four positions and text.
 *
 * It serves every kind of refusal, also those of the lowering: whatever CPython's parser would complain about first is found.
 */
import { PySyntaxError } from './messages'
import { TooComplex, type ParseMode } from './peg_core'
import { PegParser } from './peg_statements'
import { universalNewlines } from './tokenizer'
import type { WarningSink } from './warnings'

export type { ParseMode } from './peg_core'

export interface DiagnoseOptions {
  filename?: string
  onWarning?: WarningSink | undefined
  /** `PyCF_ALLOW_INCOMPLETE_INPUT`: what a REPL and `codeop` set. */
  allowIncompleteInput?: boolean
  /** `PyCF_DONT_IMPLY_DEDENT`. */
  dontImplyDedent?: boolean
  /** Whether the text is a script that is being run, which CPython reads in another way than a text handed to `compile`. */
  script?: boolean
}

/**
 * The syntax error of CPython's parser for a text, or null if the parser accepts it (later stages may still refuse it). Warnings
 * go to `onWarning` in either case.
 */
export function findSyntaxError(
  text: string,
  mode: ParseMode = 'exec',
  options: DiagnoseOptions = {},
): PySyntaxError | null {
  const filename = options.filename ?? '<unknown>'
  if (text.includes('\0')) {
    return new PySyntaxError(
      'SyntaxError',
      'source code string cannot contain null bytes',
      null,
      null,
      null,
      null,
      null,
      filename,
    )
  }
  const source = universalNewlines(text, mode === 'exec')
  try {
    return new PegParser(source, { ...options, mode, filename }).diagnose()
  } catch (e) {
    if (!(e instanceof TooComplex || e instanceof RangeError)) throw e
    const msg = 'Parser stack overflowed - Python source too complex to parse'
    return new PySyntaxError('MemoryError', msg, null, null, null, null, null, filename)
  }
}

/**
 * Whether reading the tokens of a text can give warnings: a number with a keyword directly behind it, `\\{` in an f-string. The
 * lowering does not see these; `findSyntaxError` gives all warnings of a text, in CPython's order. Says yes too often rather than
 * too seldom.
 */
export function tokensMayWarn(text: string): boolean {
  return NUMBER_BEFORE_KEYWORD.test(text) || (BACKSLASH_BRACE.test(text) && F_STRING.test(text))
}

const NUMBER_BEFORE_KEYWORD = /(?<![\w\x80-\uffff])(?:\d|\.\d)[\w.]*(?:and|else|for|if|in|is|or|not)/
const BACKSLASH_BRACE = /\\[{}]/
const F_STRING = /f['"]|fr['"]/i
