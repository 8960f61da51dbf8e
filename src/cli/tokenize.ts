/**
 * `pytracify tokenize`: the tokens of a program, as `python3.13 -m tokenize` prints them.
 */
import type { Command } from 'commander'
import { PySyntaxError } from '../parse/messages'
import { formatToken, TokenizeError, tokenize, tokenizeBytes } from '../parse/tokenize'
import { universalNewlines } from '../parse/tokenizer'
import { readInput } from './host'

/** The printed tokens of a file, or what `-m tokenize` complains with. */
export function tokenizeText(
  bytes: Uint8Array,
  filename: string | null,
  exact: boolean,
): { text: string } | { error: string } {
  const name = filename ?? '<stdin>'
  try {
    // Standard input is read as text: no ENCODING token, newlines already translated.
    const tokens =
      filename === null
        ? tokenize(universalNewlines(new TextDecoder().decode(bytes), false))
        : tokenizeBytes(bytes, filename)
    let text = ''
    for (const token of tokens) text += `${formatToken(token, exact)}\n`
    return { text }
  } catch (e) {
    if (e instanceof TokenizeError) return { error: `${name}:${e.lineno}:${e.offset}: error: ${e.msg}` }
    if (e instanceof PySyntaxError) return { error: `${name}: error: ${e.msg}` }
    throw e
  }
}

export function registerTokenize(program: Command): void {
  program
    .command('tokenize')
    .description('show the tokens of a program, as python3.13 -m tokenize does')
    .argument('[file]', 'the program; standard input if left out or -', '-')
    .option('-e, --exact', 'name operators by their own type')
    .action((file: string, options: { exact?: boolean }) => {
      const bytes = readInput(file)
      const outcome = tokenizeText(bytes, file === '-' ? null : file, options.exact === true)
      if ('text' in outcome) process.stdout.write(outcome.text)
      else {
        process.stderr.write(`${outcome.error}\n`)
        process.exitCode = 1
      }
    })
}
