/**
 * The engine of bulk commands (`dataset`, `check` of many predictions): items in, lines out, by several workers, in the order of the input.
 *
 * Lines go to `OUT.part`; after each item a line of `OUT.journal` says how far that file is good and how the item ended. Interrupted at any moment, the same command goes
 * on after the last item in the journal. At the end `OUT.part` becomes OUT (compressed when its name ends in .gz) and the journal becomes `OUT.summary.json`.
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type BulkInput, contentKey, draw, type Item } from './bulk_input'
import type { End, Job, JobResult, JobSettings } from './bulk_jobs'
import { fail, progress } from './host'
import { WorkerPool } from './worker_pool'

export interface BulkPlan {
  input: BulkInput
  out: string
  settings: JobSettings
  workers: number
  /** Megabytes of memory a worker may use. */
  heap: number
  /** How many items, or which share of them; null: all. */
  sample: { count: number } | { share: number } | null
  seed: number
  /** Leave out programs that came before. */
  dedup: boolean
  /** Start anew whatever is there. */
  force: boolean
  /** The job of an item; a text says why there is none. */
  job: (item: Item, key: string) => Job | string
}

export interface BulkSummary {
  items: number
  duplicates: number
  rows: number
  characters: number
  steps: number
  /** Items by how they ended. */
  ends: Record<string, number>
  failures: { id: string; end: End; message: string }[]
  verdicts: { ok: number; reward: number; components: Record<string, number> } | null
}

/** Most failures a summary names. */
const MAX_NAMED = 1000

/** Ends that are no trace. */
const FAILED = new Set<End>(['syntax-error', 'definitions-failed', 'bad-row', 'internal-error', 'hang'])

interface Entry {
  index: number
  bytes: number
  rows: number
  id: string
  end: End
  steps: number
  message?: string
  verdict?: JobResult['verdict']
}

export class Interrupted extends Error {}

/** Which items of the input are worked on. */
async function select(
  plan: BulkPlan,
): Promise<{ chosen: Uint8Array; count: number; duplicates: number; digest: string }> {
  const seen = new Set<string>()
  const candidates: number[] = []
  const hash = createHash('sha256')
  let duplicates = 0
  let total = 0
  for await (const item of plan.input) {
    total = item.index + 1
    const key = item.program ? contentKey(item.program) : `bad ${item.index}`
    hash.update(JSON.stringify([item.id, key, plan.settings.task === 'check' ? item.row : null]))
    if (plan.dedup && seen.has(key)) {
      duplicates++
      continue
    }
    if (plan.dedup) seen.add(key)
    candidates.push(item.index)
  }
  let picked = candidates
  const { sample, seed } = plan
  if (sample !== null && 'share' in sample) picked = candidates.filter((i) => draw(seed, i) < sample.share)
  else if (sample !== null) {
    const order = candidates.map((i) => [draw(seed, i), i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1])
    picked = order.slice(0, sample.count).map(([, i]) => i)
  }
  const chosen = new Uint8Array(total)
  for (const i of picked) chosen[i] = 1
  return { chosen, count: picked.length, duplicates, digest: hash.digest('hex') }
}

/** The entries of a journal that was left behind for the same work; null when there is none. */
function readJournal(path: string, part: string, fingerprint: string): Entry[] | null {
  if (!existsSync(path) || !existsSync(part)) return null
  const lines = readFileSync(path, 'utf8').split('\n')
  const entries: Entry[] = []
  for (const [i, line] of lines.entries()) {
    if (line === '') continue
    let o: unknown
    try {
      o = JSON.parse(line)
    } catch {
      break // cut off in the middle of a line
    }
    if (i === 0) {
      if ((o as { fingerprint?: string }).fingerprint !== fingerprint) return null
    } else entries.push(o as Entry)
  }
  const size = statSync(part).size
  while (entries.length > 0 && entries.at(-1)!.bytes > size) entries.pop()
  return entries
}

function writeWhole(fd: number, text: string): number {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
  return bytes.length
}

function tally(summary: BulkSummary, e: Entry, characters: number): void {
  summary.items++
  summary.rows += e.rows
  summary.characters += characters
  summary.steps += e.steps
  summary.ends[e.end] = (summary.ends[e.end] ?? 0) + 1
  if (FAILED.has(e.end) && summary.failures.length < MAX_NAMED)
    summary.failures.push({ id: e.id, end: e.end, message: e.message ?? '' })
  if (e.verdict) {
    summary.verdicts ??= { ok: 0, reward: 0, components: {} }
    if (e.verdict.ok) summary.verdicts.ok++
    summary.verdicts.reward += e.verdict.reward
    if (e.verdict.component) {
      const { components } = summary.verdicts
      components[e.verdict.component] = (components[e.verdict.component] ?? 0) + 1
    }
  }
}

/** Does the work, or what is left of it. Throws `Interrupted` when the user stops it. */
export async function runBulk(plan: BulkPlan): Promise<{ summary: BulkSummary; resumed: number; already: boolean }> {
  const { out, settings } = plan
  const part = `${out}.part`
  const journal = `${out}.journal`
  const summaryPath = `${out}.summary.json`
  const { chosen, count, duplicates, digest } = await select(plan)
  const { sample, seed, dedup } = plan
  const fingerprint = createHash('sha256')
    .update(JSON.stringify({ settings, sample, seed, dedup, digest }))
    .digest('hex')

  if (plan.force) for (const path of [out, part, journal, summaryPath]) rmSync(path, { force: true })
  if (existsSync(out)) {
    const before = existsSync(summaryPath)
      ? (JSON.parse(readFileSync(summaryPath, 'utf8')) as { fingerprint: string; summary: BulkSummary })
      : null
    if (before?.fingerprint === fingerprint) return { summary: before.summary, resumed: 0, already: true }
    fail(`'${out}' exists and was made otherwise; --force to replace it, or another --output`)
  }
  const entries = readJournal(journal, part, fingerprint)
  if (entries === null && existsSync(journal))
    fail(`'${part}' is of other input or settings; --force to begin anew, or another --output`)

  const summary: BulkSummary = {
    items: 0,
    duplicates,
    rows: 0,
    characters: 0,
    steps: 0,
    ends: {},
    failures: [],
    verdicts: null,
  }
  let bytes = 0
  for (const e of entries ?? []) {
    tally(summary, e, e.bytes - bytes)
    bytes = e.bytes
    chosen[e.index] = 0
  }
  const resumed = entries?.length ?? 0
  if (entries === null) {
    writeFileSync(part, '')
    writeFileSync(journal, `${JSON.stringify({ fingerprint })}\n`)
  } else {
    truncateSync(part, bytes)
    writeFileSync(journal, [JSON.stringify({ fingerprint }), ...entries.map((e) => JSON.stringify(e)), ''].join('\n'))
  }

  const fdPart = openSync(part, 'a')
  const fdJournal = openSync(journal, 'a')
  const bar = progress('programs', count)
  bar.update(resumed)
  const pool = new WorkerPool(plan.workers, settings, plan.heap)
  let stopped = false
  const stop = (): void => {
    stopped = true
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  /** Results in the order of the input; at most a few wait. */
  const queue: { item: Item; result: Promise<JobResult> }[] = []
  const writeNext = async (): Promise<void> => {
    const { item, result } = queue.shift()!
    const r = await result
    if (stopped) return
    const text = r.lines.map((line) => `${line}\n`).join('')
    const written = writeWhole(fdPart, text)
    bytes += written
    const entry: Entry = { index: item.index, bytes, rows: r.lines.length, id: item.id, end: r.end, steps: r.steps }
    if (r.message !== undefined) entry.message = r.message.slice(0, 500)
    if (r.verdict) entry.verdict = r.verdict
    writeWhole(fdJournal, `${JSON.stringify(entry)}\n`)
    tally(summary, entry, written)
    bar.update(summary.items)
  }
  try {
    for await (const item of plan.input) {
      if (chosen[item.index] === 0) continue
      const job = item.program ? plan.job(item, contentKey(item.program)) : (item.problem ?? 'no program')
      const result =
        typeof job === 'string'
          ? Promise.resolve<JobResult>({ lines: [], end: 'bad-row', steps: 0, message: job })
          : pool.run(job)
      queue.push({ item, result })
      while (queue.length >= plan.workers * 4 && !stopped) await writeNext()
      if (stopped) break
    }
    while (queue.length > 0 && !stopped) await writeNext()
  } finally {
    bar.stop()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    await pool.end()
    fsyncSync(fdPart)
    closeSync(fdPart)
    closeSync(fdJournal)
  }
  if (stopped) throw new Interrupted(`${summary.items} of ${count} done`)
  if (out.endsWith('.gz')) {
    await pipeline(createReadStream(part), createGzip({ level: 9 }), createWriteStream(`${part}.gz`))
    renameSync(`${part}.gz`, out)
    rmSync(part)
  } else renameSync(part, out)
  writeFileSync(summaryPath, `${JSON.stringify({ fingerprint, settings, summary }, null, 1)}\n`)
  rmSync(journal)
  return { summary, resumed, already: false }
}

/** What is said at the end. */
export function summaryText(summary: BulkSummary, what: { resumed: number; already: boolean; out: string }): string {
  const { items, duplicates, rows, characters, steps, ends, verdicts } = summary
  const counts = Object.entries(ends).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const size = characters >= 1e6 ? `${(characters / 1e6).toFixed(1)} MB` : `${(characters / 1e3).toFixed(1)} kB`
  const lines = [
    `${what.already ? 'complete already: ' : ''}${items} programs, ${rows} rows, ${steps} steps, ${size} in ${what.out}` +
      (duplicates > 0 ? `; ${duplicates} duplicates left out` : '') +
      (what.resumed > 0 ? `; ${what.resumed} were done before` : ''),
    ...counts.map(([end, n]) => `  ${end.padEnd(20)} ${n}`),
  ]
  if (verdicts) {
    lines.push(`  exact ${verdicts.ok} of ${items}, mean reward ${(verdicts.reward / Math.max(items, 1)).toFixed(4)}`)
    for (const [name, n] of Object.entries(verdicts.components).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)))
      lines.push(`  first wrong: ${name.padEnd(7)} ${n}`)
  }
  return `${lines.join('\n')}\n`
}
