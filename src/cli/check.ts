/**
 * `pytracify check`: grade predicted traces. One trace of one program, or many at once: JSON lines of predictions in, JSON lines of verdicts with rewards out.
 */
import { basename } from 'node:path'
import process from 'node:process'
import type { Command } from 'commander'
import { checkText, reward, type Verdict } from '../trace/check'
import { traceStream } from '../tracing'
import { Interrupted, runBulk, summaryText } from './bulk'
import { BulkInput, type Program } from './bulk_input'
import { type BulkFlags, bulkOptions, fieldNames, jobSettings, workerCount } from './bulk_options'
import { INTERRUPTED } from './dataset'
import { fail, hostFiles, readInput, readProgram } from './host'
import { count } from './options'
import { stdlibFinders } from './stdlib'
import { chosenFormat, parseOptions, type TraceFlags, traceOptions } from './trace'

type CheckFlags = BulkFlags & { output?: string; programs?: string; json?: boolean }

function verdictText(verdict: Verdict): string {
  if (verdict.ok) return `right: ${verdict.total} steps\n`
  const { step, component, name, expected, got } = verdict.first!
  const lines = [`wrong at step ${step} of ${verdict.total}: ${component}${name === undefined ? '' : ` ${name}`}`]
  if (expected !== undefined) lines.push(`  expected ${expected}`)
  if (got !== undefined) lines.push(`  got      ${got}`)
  return `${lines.join('\n')}\n`
}

function checkOne(file: string, predicted: string, flags: CheckFlags): void {
  const source = readProgram(undefined, file)
  const format = chosenFormat(flags.format)
  const options = parseOptions(flags.option, format)
  const stream = traceStream(source, {
    ...traceOptions(flags as unknown as TraceFlags, format, [], basename(file), options),
    ...hostFiles(file),
    finders: stdlibFinders(flags.stdlib ?? process.env['PYTRACIFY_STDLIB']),
  })
  const expected = [...format.format(stream, stream.meta, options)].join('')
  const text = readInput(predicted).toString('utf8')
  const verdict = checkText(text, expected, format, stream.meta, options)
  process.stdout.write(
    flags.json ? `${JSON.stringify({ ...verdict, reward: reward(verdict) })}\n` : verdictText(verdict),
  )
  process.exitCode = verdict.ok ? 0 : 1
}

async function checkMany(path: string, flags: CheckFlags): Promise<void> {
  const fields = fieldNames(flags.field)
  const options = { fields, call: flags.call ?? null }
  const output = flags.output ?? fail('many predictions need --output FILE for the verdicts')
  const programs = new Map<string, Program>()
  if (flags.programs !== undefined) {
    const source = new BulkInput(flags.programs, options)
    if (!source.exists) fail(`no such file or directory: '${flags.programs}'`)
    for await (const { id, program } of source) if (program) programs.set(id, program)
  }
  const input = new BulkInput(path, options, flags.programs === undefined ? undefined : (id) => programs.get(id))
  if (!input.exists) fail(`no such file: '${path}'`)
  try {
    const result = await runBulk({
      input,
      out: output,
      settings: jobSettings('check', { ...flags, keep: 'all' }),
      workers: workerCount(flags.workers),
      heap: count(flags.maxMemory, '--max-memory')!,
      sample: null,
      seed: 0,
      dedup: false,
      force: flags.force === true,
      job: (item, key) => {
        const names = fields['prediction'] === undefined ? ['prediction', 'completion'] : [fields['prediction']]
        const prediction = names.map((n) => item.row[n]).find((v) => typeof v === 'string')
        if (prediction === undefined) return `no prediction: none of the fields ${names.join(', ')} is text`
        const { format } = item.row
        return {
          program: item.program!,
          key,
          prediction: prediction as string,
          ...(typeof format === 'string' ? { format } : {}),
        }
      },
    })
    process.stderr.write(summaryText(result.summary, { ...result, out: output }))
    process.exitCode = (result.summary.ends['internal-error'] ?? 0) > 0 ? 1 : 0
  } catch (e) {
    if (!(e instanceof Interrupted)) throw e
    process.stderr.write(`pytracify: stopped: ${e.message}; the same command goes on from there\n`)
    process.exitCode = INTERRUPTED
  }
}

export function registerCheck(program: Command): void {
  const command = program
    .command('check')
    .description(
      'grade a predicted trace: run the program and name the first wrong step; exit 0 right, 1 wrong. With JSON lines of predictions alone: a verdict with a reward for each; exit 0',
    )
    .argument(
      '<file>',
      'Python file, or JSON lines of predictions: a program as for dataset (or --programs) and `prediction`',
    )
    .argument('[trace]', "predicted trace, or '-' for standard input")
    .option('-f, --format <name>', 'its format', 'text')
    .option('--json', 'print the verdict as JSON')
    .option('-o, --output <file>', 'verdicts go there (many predictions)')
    .option('--programs <input>', "the predictions' programs, by `id`")
  bulkOptions(command).action(async (file: string, predicted: string | undefined, flags: CheckFlags) => {
    if (predicted !== undefined) checkOne(file, predicted, flags)
    else if (file.endsWith('.py'))
      fail(`check takes the predicted trace of '${file}' as well, or '-' for standard input`)
    else await checkMany(file, flags)
  })
}
