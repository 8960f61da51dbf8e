/**
 * `pytracify ast`: the syntax tree of a program, as `python3.13 -m ast` prints it.
 */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { dumpAst } from '../ast/dump'
import { formatSyntaxError, PySyntaxError } from '../parse/messages'
import { type ParseMode, parse } from '../parse/parse'
import { readInput } from './host'

interface AstOptions {
  mode: ParseMode
  includeAttributes?: boolean
  indent: number
}

function parseIndent(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('not a number of blanks')
  return Number(text)
}

/** Adds the command to the program. */
export function registerAst(program: Command): void {
  program
    .command('ast')
    .description('show the syntax tree of a program, as python3.13 -m ast does')
    .argument('[file]', 'the program; standard input if left out or -', '-')
    .addOption(
      new Option('-m, --mode <mode>', 'what kind of code to parse')
        .choices(['exec', 'single', 'eval', 'func_type'])
        .default('exec'),
    )
    .option('--no-type-comments', "don't add information about type comments (they are never added)")
    .option('-a, --include-attributes', 'include attributes such as line numbers and column offsets')
    .option('-i, --indent <blanks>', 'indentation of nodes', parseIndent, 3)
    .action((file: string, options: AstOptions) => {
      const source = readInput(file)
      const filename = file === '-' ? '<stdin>' : file
      try {
        const tree = parse(source, { filename, mode: options.mode })
        const text = dumpAst(tree, { include_attributes: options.includeAttributes === true, indent: options.indent })
        process.stdout.write(`${text}\n`)
      } catch (error) {
        if (!(error instanceof PySyntaxError)) throw error
        process.stderr.write(formatSyntaxError(error))
        process.exitCode = 1
      }
    })
}
