/**
 * Runs real programs and compares with what CPython 3.13 did: standard output, the exception, the traceback text.
 *
 *   npm run conformance:programs -- [--only SOURCE] [--id ID] [--limit N] [--seconds S] [--show] [--write-list]
 *
 * The programs (data/programs/*.jsonl, see its README) are not part of this repository: they are looked for in $PYTRACIFY_DATA and in
 * ../shared/data. Each runs in an interpreter of its own, in a worker of this process, with a time limit. Failures go to `conformance/out/programs.json` with
 * their reasons; `lists/programs_failed.txt` is strict: a listed program that passes, or another that fails, fails the run.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import cliProgress from 'cli-progress'
import { tally, writeResult } from './results'
import type { RunResult } from '../src/interpreter'

interface Program {
  id: string
  source: string
  program: string
  stdin?: string
  stdout: string
  exception: { type: string; message: string } | null
  stderr?: string
}

interface Failure {
  id: string
  reason: string
  detail: string
}

const here = dirname(fileURLToPath(import.meta.url))
const flag = (name: string): string | undefined => {
  const i = process.argv.indexOf(`--${name}`)
  return i < 0 ? undefined : (process.argv[i + 1] ?? '')
}
const has = (name: string) => process.argv.includes(`--${name}`)

const dataDir = [process.env['PYTRACIFY_DATA'], join(here, '../../shared/data')].find(
  (d) => d !== undefined && existsSync(join(d, 'programs')),
)
if (dataDir === undefined) {
  console.log('conformance:programs: no programs found (set PYTRACIFY_DATA); nothing checked')
  process.exit(0)
}

const bundle = join(here, '../dist/index.js')
if (!existsSync(bundle)) {
  console.error("conformance:programs: there is no build: run 'npm run build:fast' first")
  process.exit(2)
}
const only = flag('only')
const oneId = flag('id')
const limit = Number(flag('limit') ?? Number.POSITIVE_INFINITY)
const seconds = Number(flag('seconds') ?? 10)

function load(): Program[] {
  const all: Program[] = []
  for (const f of readdirSync(join(dataDir as string, 'programs')).sort()) {
    if (!f.endsWith('.jsonl') || (only !== undefined && f !== `${only}.jsonl`)) continue
    const rows = readFileSync(join(dataDir as string, 'programs', f), 'utf8')
      .trim()
      .split('\n')
    let n = 0
    for (const r of rows) {
      const p = JSON.parse(r) as Program
      if (oneId !== undefined && p.id !== oneId) continue
      if (n++ >= limit) break
      all.push(p)
    }
  }
  return all
}

/** Where two texts part. */
function difference(got: string, expected: string): string {
  const g = got.split('\n')
  const e = expected.split('\n')
  for (let i = 0; i < Math.max(g.length, e.length); i++) {
    if (g[i] !== e[i]) {
      return `line ${i + 1}: ${JSON.stringify(g[i] ?? '<end>').slice(0, 300)} instead of ${JSON.stringify(e[i] ?? '<end>').slice(0, 300)}`
    }
  }
  return ''
}

/** What the worker says of one run. */
interface Outcome {
  result?: RunResult
  crash?: string
}

/** The runs happen in a worker, so that one that cannot be stopped from inside can be stopped from outside. */
const workerCode = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.bundle).then(({ Interpreter }) => {
  parentPort.on('message', ({ program, stdin }) => {
    try {
      const interpreter = new Interpreter({
        filename: '/prog.py',
        argv: ['/prog.py'],
        stdin: stdin ?? '',
        files: { '/prog.py': program },
        limits: { seconds: workerData.seconds, output: 50_000_000 },
      })
      const { ok, exitCode, stdout, stderr, error } = interpreter.run(program)
      parentPort.postMessage({ result: { ok, exitCode, stdout, stderr, error } })
    } catch (e) {
      parentPort.postMessage({ crash: (e && e.stack ? e.name + ': ' + e.message + '\\n' + e.stack.split('\\n').slice(1, 6).join('\\n') : String(e)) })
    }
  })
  parentPort.postMessage('ready')
})
`

class Runner {
  private worker: Worker | undefined

  private async start(): Promise<Worker> {
    const worker = new Worker(workerCode, {
      eval: true,
      workerData: { bundle: pathToFileURL(bundle).href, seconds },
      resourceLimits: { stackSizeMb: 1, maxOldGenerationSizeMb: 2048 },
    })
    await once(worker, 'message')
    this.worker = worker
    return worker
  }

  async run(p: Program): Promise<Outcome> {
    const worker = this.worker ?? (await this.start())
    return new Promise((done) => {
      const stop = (outcome: Outcome) => {
        clearTimeout(timer)
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
        done(outcome)
      }
      const drop = (why: string) => {
        this.worker = undefined
        stop({ crash: why })
        void worker.terminate()
      }
      const timer = setTimeout(() => drop('hang: no limit stopped it'), (seconds + 5) * 1000)
      const onMessage = (o: Outcome) => stop(o)
      const onError = (e: unknown) => drop(`worker: ${(e as Error).message}`)
      const onExit = () => drop('worker: ended')
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      worker.postMessage({ program: p.program, stdin: p.stdin })
    })
  }

  async end(): Promise<void> {
    await this.worker?.terminate()
  }
}

function judge(p: Program, outcome: Outcome): Failure | undefined {
  const fail = (reason: string, detail: string): Failure => ({ id: p.id, reason, detail: detail.slice(0, 1500) })
  const { result } = outcome
  if (result === undefined)
    return fail(`crash: ${(outcome.crash ?? '').split('\n')[0].slice(0, 160)}`, outcome.crash ?? '')
  const { error } = result
  if (error?.limit !== undefined) return fail('limit', error.message)
  if (p.exception === null && error !== undefined) {
    return fail(`${error.type}: ${error.message}`.slice(0, 200), error.traceback)
  }
  if (result.stdout !== p.stdout) return fail('stdout', difference(result.stdout, p.stdout))
  if (p.exception !== null) {
    if (error === undefined) return fail('no exception', `${p.exception.type} expected`)
    if (error.type !== p.exception.type) return fail('exception type', `${error.type} instead of ${p.exception.type}`)
    // The messages were recorded under another file name than the tracebacks.
    if (error.message !== p.exception.message.replace('(<prog>, line', '(prog.py, line')) {
      return fail('exception message', `${error.message} instead of ${p.exception.message}`)
    }
    if (p.stderr !== undefined && result.stderr !== p.stderr)
      return fail('traceback', difference(result.stderr, p.stderr))
  }
  return undefined
}

const programs = load()
const bar =
  process.stderr.isTTY === true
    ? new cliProgress.SingleBar({ format: '{bar} {value}/{total} {eta}s {id}', clearOnComplete: true })
    : undefined
bar?.start(programs.length, 0, { id: '' })
const failures: Failure[] = []
const table = new Map<string, [passed: number, total: number]>()
const t0 = performance.now()
const runner = new Runner()
for (const [i, p] of programs.entries()) {
  bar?.update(i, { id: p.id })
  const f = judge(p, await runner.run(p))
  const row = table.get(p.source) ?? [0, 0]
  row[1]++
  if (f === undefined) row[0]++
  else failures.push(f)
  table.set(p.source, row)
}
await runner.end()
bar?.stop()

for (const [source, [passed, total]] of table) {
  console.log(
    `${source.padEnd(16)} ${String(passed).padStart(5)} / ${String(total).padEnd(5)} ${((100 * passed) / total).toFixed(1)} %`,
  )
}
const passed = programs.length - failures.length
console.log(
  `${'all'.padEnd(16)} ${String(passed).padStart(5)} / ${String(programs.length).padEnd(5)} ${((100 * passed) / programs.length).toFixed(1)} %   ${((performance.now() - t0) / 1000).toFixed(1)} s`,
)

if (has('show') || oneId !== undefined) {
  for (const f of failures) console.log(`\n${f.id}: ${f.reason}\n${f.detail}`)
} else {
  const reasons = new Map<string, string[]>()
  for (const f of failures) reasons.set(f.reason, [...(reasons.get(f.reason) ?? []), f.id])
  for (const [reason, ids] of [...reasons].sort((a, b) => b[1].length - a[1].length).slice(0, 40)) {
    console.log(`${String(ids.length).padStart(5)}  ${reason}   (${ids.slice(0, 2).join(', ')})`)
  }
}
mkdirSync(join(here, 'out'), { recursive: true })
writeFileSync(join(here, 'out/programs.json'), `${JSON.stringify(failures, null, 1)}\n`)

const listPath = join(here, 'lists/programs_failed.txt')
if (has('write-list')) {
  mkdirSync(dirname(listPath), { recursive: true })
  writeFileSync(
    listPath,
    `# Programs of data/programs that do not run as under CPython 3.13, each with its reason. Strict: see conformance/programs.ts.\n${failures
      .map((f) => `${f.id}  # ${f.reason.split('\n')[0]}`)
      .join('\n')}\n`,
  )
}
const listed = new Set(
  existsSync(listPath)
    ? readFileSync(listPath, 'utf8')
        .split('\n')
        .map((l) => l.split('#')[0].trim())
        .filter((l) => l !== '')
    : [],
)
const failed = new Set(failures.map((f) => f.id))
const reasons = new Map(
  (existsSync(listPath) ? readFileSync(listPath, 'utf8') : '')
    .split('\n')
    .map((l) => l.split(/\s+# /))
    .filter((row) => row.length === 2)
    .map(([id, reason]) => [id!, reason!]),
)
const parts = [only, oneId, Number.isFinite(limit) ? `${limit} of each source` : undefined].filter(
  (p) => p !== undefined,
)
writeResult({
  runner: 'programs',
  command: 'npm run conformance:programs',
  oracle: 'recorded',
  ...(parts.length === 0 ? {} : { partial: parts.join(', ') }),
  rows: [...table].map(([source, [equal, total]]) => ({
    area: 'machine' as const,
    aspect: 'output, exception and traceback',
    over: `${source} programs`,
    equal,
    total,
    known: tally(failures.filter((f) => f.id.startsWith(`${source}/`)).map((f) => reasons.get(f.id) ?? 'not listed')),
  })),
})
const unexpected = failures.filter((f) => !listed.has(f.id))
const fixed = programs.filter((p) => listed.has(p.id) && !failed.has(p.id))
for (const p of fixed) console.log(`passes, but is on the list: ${p.id}`)
if (unexpected.length > 0) console.log(`${unexpected.length} failures are not on the list`)
process.exitCode = unexpected.length > 0 || fixed.length > 0 ? 1 : 0
