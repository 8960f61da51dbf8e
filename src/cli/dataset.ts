/**
 * `pytracify dataset`: training rows of the traces of many programs. The engine is `bulk.ts`, what becomes of one program `bulk_jobs.ts`.
 */
import process from 'node:process'
import type { Command } from 'commander'
import { Interrupted, runBulk, summaryText } from './bulk'
import { BulkInput } from './bulk_input'
import { type BulkFlags, bulkOptions, fieldNames, jobSettings, sampleOf, workerCount } from './bulk_options'
import { fail } from './host'
import { count } from './options'

/** Exit status of a command that the user stopped, as shells have it. */
export const INTERRUPTED = 130

export function registerDataset(program: Command): void {
  const command = program
    .command('dataset')
    .description(
      'trace many programs and write training rows {prompt, completion, meta} as JSON lines; run again after an interruption it goes on; exit 0 complete, 1 a worker failed, 130 stopped',
    )
    .argument('<input>', "JSON lines (.jsonl, .jsonl.gz), a directory of Python files, or '-'")
    .requiredOption('-f, --format <names>', "trace formats, separated by commas; see 'pytracify formats'")
    .requiredOption('-o, --output <file>', 'rows go there; compressed when it ends in .gz')
    .option('--sample <n>', 'take this many programs, or a share: 5%')
    .option('--seed <n>', 'which ones', '0')
    .option('--no-dedup', 'keep programs that are there more than once')
    .option('--keep <ends>', 'write rows of traces that ended so (done,exception,step-limit,…)', 'all')
  bulkOptions(command).action(async (path: string, flags: BulkFlags) => {
    const input = new BulkInput(path, { fields: fieldNames(flags.field), call: flags.call ?? null })
    if (!input.exists) fail(`no such file or directory: '${path}'`)
    if (!/^-?\d+$/.test(flags.seed)) fail(`--seed takes a whole number, not '${flags.seed}'`)
    const { output } = flags
    try {
      const result = await runBulk({
        input,
        out: output,
        settings: jobSettings('dataset', flags),
        workers: workerCount(flags.workers),
        heap: count(flags.maxMemory, '--max-memory')!,
        sample: sampleOf(flags.sample),
        seed: Number(flags.seed),
        dedup: flags.dedup,
        force: flags.force === true,
        job: (item, key) => ({ program: item.program!, key }),
      })
      process.stderr.write(summaryText(result.summary, { ...result, out: output }))
      process.exitCode = (result.summary.ends['internal-error'] ?? 0) > 0 ? 1 : 0
    } catch (e) {
      if (!(e instanceof Interrupted)) throw e
      process.stderr.write(`pytracify: stopped: ${e.message}; the same command goes on from there\n`)
      process.exitCode = INTERRUPTED
    }
  })
}
