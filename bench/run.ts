/**
 * Speed beside native CPython 3.13 and peers: `npm run bench -- --help`.
 *
 * A figure is the ratio of the processor time of a run alone: parsing and compiling count, starting the process and loading the engine do not. Every run is
 * a fresh process; the engines take turns. A ratio counts only where the output is CPython's.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { cpython, type Engine, install, type Peer, peer, peers, pytracify, type Timing } from './engines'
import { append, type Cell, type HistoryRecord, machine, mean, type Row } from './history'

const HELP = `Usage: npm run bench -- [PROGRAM ...] [options]

Runs bench/programs/*.py (or those named) on this build and on native CPython 3.13, and prints ratios of processor time.

Options:
  --peers [LIST]   beside them also on peers: all, or a list like pyodide,brython (${peers.join(', ')})
  --install        first install those peers (all without --peers) into .bench-peers
  --runs N         runs of each program on each engine (default 3)
  --limit SECONDS  processor time that one run may take, loading included (default 60)
  --all            also start-up, size, memory and traces (bench:startup, bench:size, bench:memory, bench:trace)
  --record         append what was measured to bench/history.jsonl (npm run bench:table makes docs/benchmarks.md of it)
  --json FILE      write what was measured
  --help           this text

Ctrl-C ends the run; what was measured before is kept and recorded.

Exit codes: 0 done, 1 an output of this build differs from CPython's or it failed, 2 wrong use, 130 stopped.
`

function wrongUse(message: string): never {
  console.error(`bench: ${message} (try 'npm run bench -- --help')`)
  process.exit(2)
}

const OPTIONS = {
  peers: { type: 'string' },
  install: { type: 'boolean' },
  runs: { type: 'string', default: '3' },
  limit: { type: 'string', default: '60' },
  all: { type: 'boolean' },
  record: { type: 'boolean' },
  json: { type: 'string' },
  help: { type: 'boolean' },
} as const

/** `--peers` may stand alone. */
function withPeerList(args: readonly string[]): string[] {
  const known = (text: string | undefined): boolean =>
    text?.split(',').every((p) => (peers as string[]).includes(p)) === true
  return args.flatMap((arg, i) => (arg === '--peers' && !known(args[i + 1]) ? [`--peers=${peers.join(',')}`] : [arg]))
}

function parse() {
  try {
    return parseArgs({ args: withPeerList(process.argv.slice(2)), options: OPTIONS, allowPositionals: true })
  } catch (e) {
    wrongUse((e as Error).message)
  }
}

function whole(name: 'runs' | 'limit'): number {
  const n = Number(flags[name])
  if (!Number.isInteger(n) || n < 1) wrongUse(`--${name} takes a whole number above 0, not '${flags[name]}'`)
  return n
}

const { values: flags, positionals: names } = parse()
if (flags.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
const runs = whole('runs')
const limit = whole('limit')
const wanted = (flags.peers ?? '').split(',').filter(Boolean) as Peer[]
for (const name of wanted) if (!peers.includes(name)) wrongUse(`no peer '${name}': there are ${peers.join(', ')}`)
const folder = join(import.meta.dirname, 'programs')
const all = readdirSync(folder)
  .filter((f) => f.endsWith('.py'))
  .map((f) => basename(f, '.py'))
  .sort()
for (const name of names) if (!all.includes(name)) wrongUse(`no program '${name}' in bench/programs`)
const programs = names.length === 0 ? all : all.filter((name) => names.includes(name))
if (flags.install) {
  if (!install(wanted.length === 0 ? peers : wanted)) wrongUse('the peers were not installed')
  if (flags.peers === undefined && names.length === 0) process.exit(0)
}

const native = cpython()
if (native === null) wrongUse('no CPython 3.13 found (PYTHON313, python3.13): there is nothing to compare with')
const build = pytracify()
if (build === null) wrongUse("there is no build: run 'npm run build:fast' first")
const engines: Engine[] = [build]
for (const name of wanted) {
  const engine = peer(name)
  if (engine === null) wrongUse(`${name} is not installed: add --install`)
  engines.push(engine)
}

/** One line that says what runs, on a terminal. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

const least = (ns: readonly number[]): number => Math.min(...ns)
const middle = (ns: readonly number[]): number => [...ns].sort((a, b) => a - b)[ns.length >> 1]!
const loading: Record<string, number> = {}

/** All engines on a program, in turns; one that fails once, or whose output differs, is not run again. */
function measure(name: string, position: string): Row {
  const path = join(folder, `${name}.py`)
  const theirs: number[] = []
  let stdout = ''
  const timings = new Map<Engine, Timing[]>(engines.map((e) => [e, []]))
  for (let round = 1; round <= runs; round++) {
    progress(`${position} ${name} ${round}/${runs} CPython`)
    const reference = native!.once(path, 10 * limit)
    if (reference.outcome !== 'equal') throw new Error(`CPython on ${name}: ${reference.outcome} ${reference.reason}`)
    theirs.push(reference.run)
    stdout = reference.stdout
    for (const [engine, before] of timings) {
      if (before.at(-1) !== undefined && before.at(-1)!.outcome !== 'equal') continue
      progress(`${position} ${name} ${round}/${runs} ${engine.name}`)
      const timing = engine.once(path, limit)
      if (timing.outcome === 'equal' && timing.stdout !== stdout) timing.outcome = 'differs'
      if (timing.outcome === 'equal')
        loading[engine.name] = Math.min(loading[engine.name] ?? Number.POSITIVE_INFINITY, timing.load)
      before.push(timing)
    }
  }
  progress('')
  const cells = [...timings].map(([engine, done]): [string, Cell] => {
    const { outcome, reason } = done.at(-1)!
    if (outcome !== 'equal') return [engine.name, reason === '' ? { outcome } : { outcome, reason }]
    const times = done.map((t) => t.run)
    const round = (n: number): number => Number(n.toPrecision(3))
    return [
      engine.name,
      { outcome, least: round(least(times) / least(theirs)), median: round(middle(times) / middle(theirs)) },
    ]
  })
  const ms = (seconds: number): number => Number((1000 * seconds).toFixed(1))
  return {
    program: name,
    cpython: { least: ms(least(theirs)), median: ms(middle(theirs)) },
    engines: Object.fromEntries(cells),
  }
}

const WORDS = { differs: 'differs', fails: 'fails', over: 'too slow', equal: '' }

/** A cell of the table: least (median). */
function shown(cell: Cell): string {
  return cell.least === undefined ? WORDS[cell.outcome] : `${cell.least.toFixed(2)} (${cell.median!.toFixed(2)})`
}

/** What another benchmark of this directory writes with `--json`. */
function other<T>(script: string, ...args: string[]): T {
  progress(script)
  const dir = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const file = join(dir, 'figures.json')
    const path = join(import.meta.dirname, script)
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', path, ...args, '--json', file], {
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error(`bench/${script} failed`)
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const place = machine()
console.log(
  `Node ${place.node}, CPython ${native.version}, ${place.cpu}, ${place.cores} cores, load ${place.load.join(' ')}`,
)
console.log('processor time of the run over that of CPython: least of the runs (median)')
console.log(['program'.padEnd(15), 'CPython'.padStart(9), ...engines.map((e) => e.name.padStart(15))].join(' '))
const rows: Row[] = []
// Ctrl-C ends the list: what was measured before is kept. Children are awaited without the event loop, which therefore gets its turn after each program.
let stopped = false
process.once('SIGINT', () => {
  stopped = true
})
for (const [i, name] of programs.entries()) {
  let row: Row | undefined
  let failure: unknown
  try {
    row = measure(name, `${i + 1}/${programs.length}`)
  } catch (e) {
    failure = e
  }
  await setImmediate()
  if (stopped) break
  if (row === undefined) throw failure
  rows.push(row)
  const cells = engines.map((e) => shown(row.engines[e.name]!).padStart(15))
  console.log([name.padEnd(15), `${row.cpython.least.toFixed(0)} ms`.padStart(9), ...cells].join(' '))
}
const means = engines.map((e) => mean(rows, e.name))
console.log(['geometric mean'.padEnd(25), ...means.map((m) => m.ratio.toFixed(2).padStart(15))].join(' '))
console.log(
  ['programs that count'.padEnd(25), ...means.map((m) => `${m.programs}/${rows.length}`.padStart(15))].join(' '),
)
for (const row of rows)
  for (const [engine, { outcome, reason }] of Object.entries(row.engines))
    if (outcome === 'fails') console.log(`${row.program} on ${engine}: ${reason}`)

const record: HistoryRecord = {
  ...place,
  runs,
  limit,
  versions: Object.fromEntries([native, ...engines].map((e) => [e.name, e.version])),
  loading,
  programs: rows,
}
if (flags.all && !stopped) {
  record.startup = other('startup.ts')
  record.size = other('size.ts')
  record.memory = other('memory.ts')
  record.trace = other('trace.ts', '--long', '0')
}
if (flags.record && rows.length > 0) append(record)
if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(record, null, 1)}\n`)
process.exitCode = stopped ? 130 : rows.every((r) => r.engines['pytracify']!.outcome === 'equal') ? 0 : 1
