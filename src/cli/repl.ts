/**
 * `pytracify repl`: read a statement, run it, show what it gives; the console of the `code` module on the standard streams.
 */
import process from 'node:process'
import type { Command } from 'commander'
import { Interpreter } from '../interpreter'
import { hostFiles } from './host'
import { standardStreams } from './output'
import { stdlibFinders } from './stdlib'

const PROGRAM = `
import code as _code, sys as _sys

def _read():
    names = {'__name__': '__main__', '__doc__': None, '__builtins__': __builtins__}
    console = _code.InteractiveConsole(names, '<stdin>')
    console.interact(f'pytracify, Python {_sys.version.split()[0]} (Ctrl-D ends)', '')

_read()
`

export function registerRepl(program: Command): void {
  program
    .command('repl')
    .description('read statements and run them one by one; exit() or Ctrl-D ends')
    .option('--stdlib <dir>', "CPython 3.13's Lib, for modules that are not built in (or PYTRACIFY_STDLIB)")
    .action((flags: { stdlib?: string }) => {
      const host = hostFiles(undefined)
      const streams = standardStreams(host.stdin)
      const interpreter = new Interpreter({
        ...host,
        ...streams,
        argv: [''],
        finders: stdlibFinders(flags.stdlib ?? process.env['PYTRACIFY_STDLIB']),
      })
      const result = interpreter.run(PROGRAM)
      streams.flush()
      process.exitCode = result.exitCode
    })
}
