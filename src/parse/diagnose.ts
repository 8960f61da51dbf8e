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
  /** Whether the text was read from `filename`, so that `text` is the physical line. */
  onDisk?: boolean
}

/** The syntax error of CPython's parser for a text, or null if the parser accepts it (later stages may still refuse it). */
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
 * The error for a source that the parser refused at offset `pos`. Never null: should the exact reading find nothing wrong, it is
 * a plain "invalid syntax" there.
 */
export function diagnose(
  source: { readonly text: string; readonly filename: string },
  pos: number,
  mode: ParseMode = 'exec',
  options: DiagnoseOptions = {},
): PySyntaxError {
  const { text, filename } = source
  const found = findSyntaxError(text, mode, { ...options, filename })
  if (found) return found
  const lineStart = text.lastIndexOf('\n', pos - 1) + 1
  const newline = text.indexOf('\n', pos)
  const lineno = text.slice(0, lineStart).split('\n').length
  const offset = [...text.slice(lineStart, pos)].length + 1
  const line = text.slice(lineStart, newline < 0 ? text.length : newline + 1)
  return new PySyntaxError('SyntaxError', 'invalid syntax', lineno, offset, lineno, offset + 1, line, filename)
}
