/**
 * Trace conformance: is the `settrace` trace of every program of data/programs/ what CPython 3.13 prints?
 *
 *     npm run conformance:traces -- [--opcodes] [--only SOURCE] [--id ID] [--diff]
 *
 * Without CPython it compares hashes recorded by settrace_oracle.py (fixtures/settrace_line.json, settrace_op.json). With `--id ID --diff` it runs the
 * oracle live and shows where the two part. Programs known to differ stand in lists/traces_failed.txt with the reason; one that passes although listed fails the run.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import cliProgress from 'cli-progress'
import { tally, writeResult } from './results'

const HERE = import.meta.dirname
const DATA = process.env['PYTRACIFY_DATA'] ?? resolve(HERE, '../../shared/data')
const { formatChunks, formatNamed, traceStream } = (await import(
  new URL('../dist/index.js', import.meta.url).href
)) as typeof import('../src/index')

interface Program {
  id: string
  source: string
  program: string
  stdin?: string
}

interface Fixture {
  limit: number
  programs: Record<string, string>
}

const MODULE = /(<module '[\w.]+')(?: from '[^']*'| \((?:built-in|frozen)\))>/g

/** Longest text hashed, as in the oracle. */
const MAX_CHARS = 30_000_000

const { values: flags } = parseArgs({
  options: {
    opcodes: { type: 'boolean' },
    only: { type: 'string' },
    id: { type: 'string' },
    diff: { type: 'boolean' },
    failures: { type: 'string' },
  },
})
if (!existsSync(join(DATA, 'programs'))) {
  console.log(`skipped: no programs under ${DATA} (set PYTRACIFY_DATA)`)
  process.exit(0)
}
const kind = flags.opcodes ? 'op' : 'line'
const fixture = JSON.parse(readFileSync(join(HERE, `fixtures/settrace_${kind}.json`), 'utf8')) as Fixture

/** The first `limit` events as text. */
function ours(p: Program): { events: number; text: string; end: string } {
  const stream = traceStream(p.program, {
    filename: 'main.py',
    stdin: p.stdin ?? '',
    granularity: flags.opcodes ? 'opcode' : 'line',
    maxSteps: fixture.limit,
    maxSeconds: 60,
  })
  let text = ''
  let events = 0
  for (const chunk of formatChunks(stream, formatNamed('settrace'))) {
    // Origins of modules depend on the installation; the oracle cuts them too.
    text += chunk.includes("<module '") ? chunk.replace(MODULE, '$1>') : chunk
    events++
    if (text.length > MAX_CHARS) break
  }
  const { reason, exc } = stream.end
  return {
    events,
    text,
    end:
      reason === 'exception'
        ? `raised ${exc?.type}`
        : reason === 'done'
          ? 'done'
          : reason === 'step-limit' || text.length > MAX_CHARS
            ? 'limit'
            : reason,
  }
}

function programs(): Program[] {
  const all: Program[] = []
  for (const file of readdirSync(join(DATA, 'programs')).sort()) {
    if (!file.endsWith('.jsonl')) continue
    for (const line of readFileSync(join(DATA, 'programs', file), 'utf8').split('\n')) {
      if (line === '') continue
      const p = JSON.parse(line) as Program
      if (p.id in fixture.programs && (!flags.only || p.source === flags.only) && (!flags.id || p.id === flags.id))
        all.push(p)
    }
  }
  return all
}

/** Names listed as failing, with reasons. */
function listed(): Map<string, string> {
  const path = join(HERE, `lists/traces_${kind}_failed.txt`)
  const out = new Map<string, string>()
  if (!existsSync(path)) return out
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const m = /^(\S+)\s+#\s*(.+)$/.exec(line)
    if (m) out.set(m[1]!, m[2]!)
  }
  return out
}

function showDifference(p: Program, text: string): void {
  const dir = mkdtempSync(join(tmpdir(), 'traces-'))
  writeFileSync(join(dir, 'main.py'), p.program)
  const python = process.env['PYTHON313'] ?? 'python3.13'
  const args = [
    join(HERE, 'settrace_oracle.py'),
    ...(flags.opcodes ? ['--opcodes'] : []),
    '--limit',
    String(fixture.limit),
    join(dir, 'main.py'),
  ]
  const run = spawnSync(python, args, {
    input: p.stdin ?? '',
    encoding: 'utf8',
    env: { ...process.env, PYTHONHASHSEED: '0' },
    maxBuffer: 1 << 29,
  })
  const want = run.stdout.split('\n')
  const got = text.split('\n')
  let i = 0
  while (i < want.length && want[i] === got[i]) i++
  console.log(`${p.id}: ${i === want.length && i === got.length ? 'equal' : `first difference at event ${i}`}`)
  for (let k = Math.max(0, i - 3); k < i; k++) console.log(`    ${want[k]!.slice(0, 300)}`)
  console.log(`  - ${want[i]?.slice(0, 600)}\n  + ${got[i]?.slice(0, 600)}`)
}

const todo = programs()
const known = listed()
const bar = new cliProgress.SingleBar(
  { format: '{bar} {value}/{total} {source}', stream: process.stderr, clearOnComplete: true },
  cliProgress.Presets.rect,
)
if (process.stderr.isTTY) bar.start(todo.length, 0)
const bySource = new Map<string, { equal: number; all: number }>()
const failures: string[] = []
let unexpected = 0
for (const p of todo) {
  const [events, sha, end] = fixture.programs[p.id]!.split(':')
  let reason = ''
  try {
    const got = ours(p)
    const digest = createHash('sha256').update(got.text).digest('hex').slice(0, 16)
    if (flags.diff) showDifference(p, got.text)
    if (digest !== sha) reason = `events ${got.events} for ${events}, end ${got.end} for ${end}`
  } catch (e) {
    reason = `${e instanceof Error ? (e.stack ?? e.message).split('\n').slice(0, 3).join(' | ') : String(e)}`
  }
  const row = bySource.get(p.source) ?? { equal: 0, all: 0 }
  row.all++
  if (reason === '') row.equal++
  bySource.set(p.source, row)
  if (reason !== '') failures.push(`${p.id}\t${reason}`)
  if ((reason === '') === known.has(p.id)) {
    unexpected++
    if (reason === '') failures.push(`${p.id}\tpasses although listed: ${known.get(p.id)}`)
  }
  bar.increment(1, { source: p.source })
}
bar.stop()
let equal = 0
for (const [source, row] of bySource) {
  console.log(`${source.padEnd(16)} ${String(row.equal).padStart(5)} of ${String(row.all).padStart(5)}`)
  equal += row.equal
}
console.log(
  `${'all'.padEnd(16)} ${String(equal).padStart(5)} of ${String(todo.length).padStart(5)} ${kind} traces equal CPython's; ${unexpected} unexpected`,
)
const reasons = todo.filter((p) => known.has(p.id)).map((p) => known.get(p.id)!.replace(/: .*/, ''))
writeResult({
  runner: `traces-${kind}`,
  command: `npm run conformance:traces${flags.opcodes ? ' -- --opcodes' : ''}`,
  oracle: 'recorded',
  ...(flags.only || flags.id ? { partial: flags.only ?? flags.id } : {}),
  rows: [
    {
      area: 'traces',
      aspect: `settrace trace with ${flags.opcodes ? 'opcode' : 'line'} events, by hash`,
      over: 'real programs',
      equal,
      total: todo.length,
      known: tally(reasons),
    },
  ],
})
if (flags.failures) writeFileSync(flags.failures, `${failures.join('\n')}\n`)
else for (const f of failures.slice(0, 20)) console.log(f)
process.exitCode = unexpected > 0 ? 1 : 0
