/**
 * Source text to AST.
 *
 *   scanner → token stream → Lezer (strict) → tree → lowering → AST
 *
 * A program is refused in one of two ways: the lowering throws a finished `PySyntaxError` for what CPython's parser raises while it builds
 * its tree, or something finds no way on at a token, and `diagnose.ts` looks for the message.
 */
import type * as ast from '../ast/nodes.gen'
import { findSyntaxError, tokensMayWarn } from './diagnose'
import { Lowering, parserStackOverflow, Rejection, syntaxErrorAt } from './lower'
import { lowerTop } from './lower_stmt'
import { PySyntaxError } from './messages'
import { parser } from './parser.gen'
import { scan, type TokenStream } from './scanner'
import { SourceFile } from './source'
import { tokenText } from './tokens'
import { flattenTree } from './tree'
import type { WarningSink } from './warnings'

/** What is parsed: a module, an expression, one interactive statement, the signature of a type comment. */
export type ParseMode = 'exec' | 'eval' | 'single' | 'func_type'

export interface ParseOptions {
  filename?: string
  mode?: ParseMode
  /** Whether bytes are a script that is being run: how CPython complains about its encoding depends on it. */
  script?: boolean
  /** Receives SyntaxWarnings. */
  warn?: WarningSink
  /** `PyCF_ALLOW_INCOMPLETE_INPUT`: a text that only ends too early is refused with `_IncompleteInputError`. */
  allowIncompleteInput?: boolean
  /** `PyCF_DONT_IMPLY_DEDENT`: in mode `single` a block must be ended by an empty line. */
  dontImplyDedent?: boolean
}

interface ModeResult {
  exec: ast.Module
  eval: ast.Expression
  single: ast.Interactive
  func_type: ast.FunctionType
}

const strict = parser.configure({ strict: true })
const parsers = {
  exec: strict,
  eval: strict.configure({ top: 'Eval' }),
  single: strict.configure({ top: 'Interactive' }),
  func_type: strict.configure({ top: 'FunctionType' }),
}

/**
 * Parses Python source. Bytes are decoded as PEP 263 says.
 * @throws PySyntaxError if CPython refuses the program while parsing
 */
export function parse<M extends ParseMode = 'exec'>(
  source: string | Uint8Array,
  options: ParseOptions & { mode?: M } = {},
): ModeResult[M] {
  const mode: ParseMode = options.mode ?? 'exec'
  const file = SourceFile.from(source, options.filename ?? '<unknown>', options.script)
  const tokens = scan(file, mode === 'single')
  // The lowering only notices that there is something to warn of: the exact reading finds all warnings, in CPython's order, also those
  // that CPython gives before it refuses a program.
  let warns = false
  let module: ast.mod
  try {
    const tree = flattenTree(parsers[mode].parse(tokenText(tokens)))
    if (tree === null) throw parserStackOverflow(file)
    module = lowerTop(
      new Lowering(
        file,
        tokens,
        tree,
        options.warn
          ? () => {
              warns = true
              return false
            }
          : null,
      ),
    )
  } catch (error) {
    throw refusal(error, file, tokens, mode, options)
  }
  if (mode === 'single' && (options.dontImplyDedent || !file.original.endsWith('\n'))) {
    // The scanner always ends line and blocks at the end of the text; whether it may is seen by the exact reading.
    const refused = findSyntaxError(file.original, mode, { ...options, filename: file.filename })
    if (refused) throw refused
  }
  if (options.warn && (warns || tokensMayWarn(file.text))) {
    const { warn } = options
    let refuses = false
    const onWarning: WarningSink = (category, message, lineno) => {
      refuses = warn(category, message, lineno) === true
      return refuses
    }
    const refused = findSyntaxError(file.original, mode, { ...options, filename: file.filename, onWarning })
    if (refuses && refused) throw refused
  }
  return module as ModeResult[M]
}

/** The syntax error for what stopped the parse. */
function refusal(
  error: unknown,
  file: SourceFile,
  tokens: TokenStream,
  mode: ParseMode,
  options: ParseOptions,
): unknown {
  const { filename, original: text } = file
  const how = { ...options, filename, onWarning: options.warn }
  if (error instanceof PySyntaxError) {
    // What the lowering found need not be what CPython comes across first.
    return error.type === 'MemoryError' ? error : (findSyntaxError(text, mode, how) ?? error)
  }
  const token = error instanceof Rejection ? error.token : deadEnd(error)
  if (token < 0) return error
  const found = findSyntaxError(text, mode, how)
  if (found !== null) return found
  // Nothing wrong but for Lezer, whose stack is bounded.
  if (!(error instanceof Rejection)) return parserStackOverflow(file)
  const start = token < tokens.count ? tokens.start[token] : file.text.length
  return syntaxErrorAt(file, 'invalid syntax', start, token < tokens.count ? tokens.end[token] : start)
}

/** The token at which a strict Lezer parse stopped, −1 if the error is not of that kind. */
function deadEnd(error: unknown): number {
  const match = error instanceof SyntaxError ? /^No parse at (\d+)$/.exec(error.message) : null
  return match ? Number(match[1]) : -1
}
