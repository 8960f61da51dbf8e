/**
 * `pytracify trace` and `formats`: record a run and write it in a format.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { traceStream, type TraceOptions, type TraceStream } from '../tracing'
import { completeOptions, formatNamed, formats } from '../trace/formats'
import type { FormatOptions, TraceFormat } from '../trace/formats/format'
import { trainingRow } from '../trace/rows'
import type { Granularity } from '../trace/step'
import { exitCodes, fail, hostFiles, progress, readProgram } from './host'
import { collect, count, optionValue } from './options'
import { stdlibFinders } from './stdlib'

export interface TraceFlags {
  c?: string
  granularity?: Granularity
  format: string
  option: string[]
  call?: string
  only: string[]
  depth?: string
  maxSteps?: string
  maxSeconds?: string
  maxChars?: string
  stdlib?: string
  values?: 'repr' | 'structural'
  globals?: boolean
  expand?: string
  row?: boolean
  output?: string
  colour?: boolean
}

/** `name=value` words as format options: numbers, true, false and null as such. */
export function parseOptions(words: readonly string[], format: TraceFormat): FormatOptions {
  const given: FormatOptions = {}
  for (const word of words) {
    const at = word.indexOf('=')
    if (at < 0)
      fail(
        `--option takes NAME=VALUE, not '${word}'; options of ${format.name}: ${Object.keys(format.options).join(', ') || 'none'}`,
      )
    given[word.slice(0, at)] = optionValue(word.slice(at + 1))
  }
  try {
    return completeOptions(format, given)
  } catch (e) {
    if (e instanceof RangeError) fail(e.message)
    throw e
  }
}

export function chosenFormat(name: string): TraceFormat {
  try {
    return formatNamed(name)
  } catch (e) {
    if (e instanceof RangeError) fail(`${e.message}; see 'pytracify formats'`)
    throw e
  }
}

export function traceOptions(
  flags: TraceFlags,
  format: TraceFormat,
  argv: string[],
  filename: string,
  options: FormatOptions,
): TraceOptions {
  const { needs } = format
  const granularity =
    flags.granularity ??
    (flags.expand ? 'expression' : needs.granularity) ??
    (options['unit'] === 'instruction' ? 'opcode' : 'line')
  if (!['line', 'opcode', 'expression'].includes(granularity))
    fail(`--granularity is line, opcode or expression, not '${granularity}'`)
  if (flags.expand !== undefined && flags.expand !== 'builtins')
    fail(`--expand takes 'builtins', not '${flags.expand}'`)
  if (flags.values !== undefined && flags.values !== 'repr' && flags.values !== 'structural')
    fail(`--values is repr or structural, not '${flags.values}'`)
  return {
    filename,
    argv,
    granularity,
    call: flags.call,
    only: flags.only,
    maxDepth: count(flags.depth, '--depth'),
    maxSteps: count(flags.maxSteps, '--max-steps'),
    maxSeconds: count(flags.maxSeconds, '--max-seconds'),
    maxChars: count(flags.maxChars, '--max-chars'),
    values: flags.values,
    globals: flags.globals ?? needs.globals,
    heap: needs.heap,
    iters: needs.iters,
    comprehensionFrames: needs.comprehensionFrames,
    wrapper: needs.wrapper,
    expand: flags.expand === 'builtins',
  }
}

function exitCodeOf(stream: TraceStream): number {
  const { reason } = stream.end
  return reason === 'done' ? exitCodes.done : reason === 'exception' ? exitCodes.raised : exitCodes.limit
}

/** Writes chunks to a file or to standard output in large pieces; a reader that goes away ends it quietly. */
function writeAll(chunks: Iterable<string>, path: string | undefined, tick: () => void): void {
  const fd = path === undefined || path === '-' ? 1 : openSync(path, 'w')
  let pending = ''
  const flush = (): void => {
    const bytes = Buffer.from(pending)
    pending = ''
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(fd, bytes, at)
      } catch (e) {
        const { code } = e as NodeJS.ErrnoException
        if (code === 'EAGAIN') continue
        if (code === 'EPIPE') process.exit(0)
        throw e
      }
    }
  }
  for (const chunk of chunks) {
    pending += chunk
    if (pending.length > 1 << 16) {
      flush()
      tick()
    }
  }
  flush()
  if (fd !== 1) closeSync(fd)
}

export function registerTrace(program: Command): void {
  program
    .command('trace')
    .description(
      'run a program and write its trace; exit 0 done, 1 it raised, 3 a limit was hit (the partial trace is written)',
    )
    .argument('[file]', "Python file, or '-' for standard input")
    .argument('[args...]', 'sys.argv[1:] of the program; after -- if they look like options')
    .option('-c <code>', 'program as text')
    .option('-g, --granularity <unit>', 'line, opcode or expression (default: what the format needs, else line)')
    .option('-f, --format <name>', "trace format, see 'pytracify formats'", 'text')
    .option('-O, --option <name=value>', 'option of the format (repeatable)', collect, [])
    .option('--call <expression>', "trace one call: run the program's definitions, then this, e.g. 'f([1, 2])'")
    .option('--only <glob>', 'trace only code whose file, function or file:function matches (repeatable)', collect, [])
    .option('--depth <n>', 'do not step into calls deeper than this')
    .option('--max-steps <n>', 'stop after this many steps')
    .option('--max-seconds <s>', 'stop after this many seconds')
    .option('--stdlib <dir>', "CPython 3.13's Lib, for modules that are not built in (or PYTRACIFY_STDLIB)")
    .option('--max-chars <n>', 'stop after this many characters of values and output')
    .option('--values <how>', 'instances by their repr, or structural (no Python code runs)')
    .option('--globals', 'record changes of globals inside functions too')
    .option('--expand <what>', "'builtins': show what builtin operations do inside (expression granularity)")
    .option('--row', 'write one JSON row {prompt, completion, meta} for training')
    .option('-o, --output <file>', 'write there instead of to standard output')
    .option('--colour', 'colour the text format (default on a terminal)')
    .action((file: string | undefined, args: string[], flags: TraceFlags) => {
      const source = readProgram(flags.c, file)
      if (flags.c !== undefined && file !== undefined) args = [file, ...args]
      const format = chosenFormat(flags.format)
      const options = parseOptions(flags.option, format)
      const toScreen = flags.output === undefined && process.stdout.isTTY === true
      if ('colour' in options && (flags.colour || toScreen)) options['colour'] = true
      const filename = flags.c !== undefined || file === undefined || file === '-' ? 'main.py' : basename(file)
      const stream = traceStream(source, {
        ...traceOptions(flags, format, args, filename, options),
        ...hostFiles(file),
        finders: stdlibFinders(flags.stdlib ?? process.env['PYTRACIFY_STDLIB']),
      })
      const bar = progress('steps')
      const tick = (): void => bar.update(stream.recorded)
      const chunks = flags.row
        ? [`${JSON.stringify(trainingRow(stream, stream.meta, format, options))}\n`]
        : format.format(stream, stream.meta, options)
      writeAll(chunks, flags.output, tick)
      bar.stop()
      if (stream.stderr !== '') process.stderr.write(stream.stderr)
      const code = exitCodeOf(stream)
      if (code === exitCodes.limit)
        process.stderr.write(
          `pytracify: stopped: ${stream.end.reason} after ${stream.end.steps} steps; the partial trace is written\n`,
        )
      process.exitCode = code
    })

  program
    .command('formats')
    .description('list the trace formats and their options')
    .option('--json', 'as JSON')
    .action((flags: { json?: boolean }) => {
      if (flags.json) {
        const rows = formats.map(({ name, version, extension, doc, basis, needs, options, parse }) => ({
          name,
          version,
          extension,
          doc,
          basis,
          needs,
          options,
          parses: parse !== undefined,
        }))
        process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
        return
      }
      for (const f of formats) {
        process.stdout.write(`${f.name.padEnd(16)} ${f.doc}\n`)
        for (const [name, o] of Object.entries(f.options)) {
          process.stdout.write(
            `${' '.repeat(17)}${name}=${o.default}  ${o.doc}${o.choices ? ` (${o.choices.join(', ')})` : ''}\n`,
          )
        }
      }
    })
}
