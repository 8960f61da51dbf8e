/**
 * `pytracify run`: run a program as `python` does.
 */
import { resolve } from 'node:path'
import process from 'node:process'
import { getHeapStatistics } from 'node:v8'
import type { Command } from 'commander'
import { Interpreter } from '../interpreter'
import { fail, hostFiles, readProgram } from './host'
import { standardStreams } from './output'
import { stdlibFinders } from './stdlib'

interface RunFlags {
  c?: string
  maxSeconds?: string
  maxSteps?: string
  maxMemory?: string
  stdlib?: string
}

function positive(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined
  const n = Number(text)
  if (!(n > 0)) fail(`${flag} takes a positive number, not '${text}'`)
  return n
}

/** Bytes: what was asked for in megabytes, or what the host can give without running out itself. */
function memoryLimit(megabytes: number | undefined): number {
  return megabytes === undefined ? getHeapStatistics().heap_size_limit * 0.8 : megabytes * 2 ** 20
}

export function runProgram(file: string | undefined, args: readonly string[], flags: RunFlags): number {
  const source = readProgram(flags.c, file)
  const filename = flags.c !== undefined ? '<string>' : file === undefined || file === '-' ? '<stdin>' : resolve(file)
  const argv = flags.c !== undefined ? ['-c', ...args] : [file ?? '-', ...args]
  const host = hostFiles(flags.c !== undefined ? undefined : file)
  const streams = standardStreams(host.stdin)
  const interpreter = new Interpreter({
    ...host,
    ...streams,
    filename,
    argv,
    finders: stdlibFinders(flags.stdlib ?? process.env['PYTRACIFY_STDLIB']),
    limits: {
      seconds: positive(flags.maxSeconds, '--max-seconds'),
      steps: positive(flags.maxSteps, '--max-steps'),
      memory: memoryLimit(positive(flags.maxMemory, '--max-memory')),
    },
  })
  const result = interpreter.run(source)
  streams.flush()
  if (result.error?.limit !== undefined) process.stderr.write(`pytracify: ${result.error.message}\n`)
  return result.exitCode
}

export function registerRun(program: Command): void {
  program
    .command('run')
    .description('run a program as python does; exit status 1 if it raised, 3 if a limit was hit')
    .argument('[file]', "Python file, or '-' for standard input")
    .argument('[args...]', 'sys.argv[1:] of the program')
    .option('-c <code>', 'program as text')
    .option('--max-seconds <s>', 'stop after this many seconds')
    .option('--max-steps <n>', 'stop after this many loop iterations and calls')
    .option('--max-memory <mb>', 'stop at this much memory (default: most of what node has, see --max-old-space-size)')
    .option('--stdlib <dir>', "CPython 3.13's Lib, for modules that are not built in (or PYTRACIFY_STDLIB)")
    .passThroughOptions()
    .action((file: string | undefined, args: string[], flags: RunFlags) => {
      if (flags.c === undefined && file === undefined) fail("run needs a file, '-' or -c; see 'pytracify run --help'")
      if (flags.c !== undefined && file !== undefined) args = [file, ...args]
      process.exitCode = runProgram(file, args, flags)
    })
}
