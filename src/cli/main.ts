/**
 * The command line. One file a command; each registers itself here.
 */
import process from 'node:process'
import '../library/file'
import { Command } from 'commander'
import { registerAst } from './ast'
import { registerCheck } from './check'
import { registerDataset } from './dataset'
import { registerDis } from './dis'
import { exitCodes } from './host'
import { registerRepl } from './repl'
import { registerRun } from './run'
import { registerSymtable } from './symtable'
import { registerTokenize } from './tokenize'
import { registerTrace } from './trace'
import { serveJobs } from './worker_pool'

const program = new Command('pytracify')
  .description('Python 3.13 in TypeScript: run programs and record what happens')
  .version('0.1.0')
  .enablePositionalOptions()
  .showHelpAfterError("(try 'pytracify --help')")
  .exitOverride((e) => {
    process.exit(e.exitCode === 0 ? 0 : exitCodes.usage)
  })

for (const register of [
  registerRun,
  registerRepl,
  registerTrace,
  registerCheck,
  registerDataset,
  registerAst,
  registerDis,
  registerSymtable,
  registerTokenize,
])
  register(program)
for (const command of program.commands) command.copyInheritedSettings(program)

// A reader that goes away (`| head`) ends the command quietly. `run` writes by itself, and streams are slow to load.
for (const command of program.commands) {
  if (command.name() === 'run' || command.name() === 'repl') continue
  command.hook('preAction', () => {
    process.stdout.on('error', (e: NodeJS.ErrnoException) => {
      if (e.code !== 'EPIPE') throw e
      process.exit(0)
    })
  })
}

// A worker of a bulk command runs this file, too.
if (!serveJobs())
  program.parseAsync().catch((e: unknown) => {
    // A bug of ours: say so without the (minified) line that threw.
    process.stderr.write(`pytracify: internal error: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}\n`)
    process.exitCode = 70
  })
