/**
 * Every golden of the conformance cases against a Python that runs now: does it still say what was recorded, and what do we say?
 *
 *     npm run conformance:live -- [--oracle cpython|pyodide] [--only TEXT] [--show N]
 *
 * Without `--oracle` a native CPython 3.13 is used if one is found, else the `pyodide` dev dependency: CPython 3.13.2 in WebAssembly. That one is a 32-bit build with no processes:
 * hashes, hence the order of sets, `sys.maxsize` and recursion differ; what is known to differ stands in lists/pyodide_differs.txt (`area/topic:aspect  # reason`), which is strict.
 * A native CPython must meet every golden. Exit status 1 if anything is not as listed, 2 if there is no oracle.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import cliProgress from 'cli-progress'
import { ASPECTS, type Golden, goldens, knownFailures } from './cases'
import { findPython, pythonEnvironment } from './compile_dump'
import { type Area, type OracleName, type Row, tally, writeResult } from './results'

const HERE = import.meta.dirname
const { values: flags } = parseArgs({
  options: { oracle: { type: 'string' }, only: { type: 'string' }, show: { type: 'string', default: '10' } },
})

/** What an oracle says of each golden, as it comes; undefined if it broke. */
type Answers = AsyncIterable<[Golden, string | undefined]>

/** Native CPython, through record.py. */
async function* askNative(python: string, list: readonly Golden[]): Answers {
  const byId = new Map(list.map((g) => [g.id, g]))
  const cases = [...new Set(list.map((g) => g.id.replace(/:\w+$/, '')))]
  const child = spawn(python, [join(HERE, 'record.py'), '--json', ...cases], {
    env: pythonEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const { id, text } = JSON.parse(line) as { id: string; text: string }
    const golden = byId.get(id)
    if (golden !== undefined) yield [golden, text]
  }
}

/** CPython in WebAssembly. One that breaks is replaced. */
async function* askPyodide(list: readonly Golden[]): Answers {
  const { loadPyodide } = await import('pyodide')
  const start = async () => {
    const py = await loadPyodide({
      env: { PYTHONHASHSEED: '0', HOME: '/home' },
      stdout: () => undefined,
      stderr: () => undefined,
    })
    for (const file of ['settrace_oracle.py', 'live_pyodide.py'])
      py.FS.writeFile(`/home/${file}`, readFileSync(join(HERE, file)))
    py.runPython('import sys; sys.path.insert(0, "/home"); import live_pyodide')
    return py
  }
  let py = await start()
  for (const golden of list) {
    const given = golden.path.replace(/\.py$/, '.in')
    try {
      const answer = py.pyimport('live_pyodide').answer as (...args: string[]) => string
      const text = answer(
        golden.aspect,
        readFileSync(golden.path, 'utf8'),
        golden.file,
        existsSync(given) ? readFileSync(given, 'utf8') : '',
      )
      yield [golden, text]
    } catch {
      yield [golden, undefined]
      py = await start()
    }
  }
}

function areaOf(golden: Golden): Area {
  if (['trace', 'opcodes', 'exprs'].includes(golden.aspect)) return 'traces'
  if (golden.aspect === 'dis') return 'compiler'
  if (golden.aspect === 'ast') return 'front end'
  return golden.area === 'stdlib' ? 'library' : 'machine'
}

function readReasons(name: string): Map<string, string> {
  const out = new Map<string, string>()
  const path = join(HERE, 'lists', name)
  if (existsSync(path))
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const m = /^(\S+:\w+)\s+# (.+)$/.exec(line)
      if (m) out.set(m[1]!, m[2]!)
    }
  return out
}

/** Where two texts part. */
function parting(theirs: string, ours: string): string {
  const a = theirs.split('\n')
  const b = ours.split('\n')
  const at = a.findIndex((line, i) => line !== b[i])
  const i = at < 0 ? a.length : at
  return `line ${i + 1}\n    ${(a[i] ?? '<end>').slice(0, 300)}\n    ${(b[i] ?? '<end>').slice(0, 300)}`
}

async function main(): Promise<number> {
  const python = flags.oracle === 'pyodide' ? undefined : findPython()
  if (flags.oracle !== undefined && !['cpython', 'pyodide'].includes(flags.oracle)) {
    console.error(`conformance:live: no oracle ${flags.oracle}; there are cpython and pyodide`)
    return 2
  }
  if (flags.oracle === 'cpython' && python === undefined) {
    console.error('conformance:live: no CPython 3.13 found (set PYTHON313)')
    return 2
  }
  const native = python !== undefined
  const oracle: OracleName = native ? 'CPython 3.13' : 'Pyodide 3.13'
  // The values of expressions come from a program of their own, which needs processes.
  const list = goldens().filter(
    (g) => (flags.only === undefined || g.id.includes(flags.only)) && (native || g.aspect !== 'exprs'),
  )
  const failures = knownFailures()
  const differs = native ? new Map<string, string>() : readReasons('pyodide_differs.txt')
  const bar = process.stderr.isTTY
    ? new cliProgress.SingleBar(
        { format: '{bar} {value}/{total} {id}', stream: process.stderr, clearOnComplete: true },
        cliProgress.Presets.rect,
      )
    : undefined
  bar?.start(list.length, 0, { id: '' })
  const problems: string[] = []
  const counts = new Map<string, Row & { reasons: string[] }>()
  const count = (area: Area, aspect: string, equal: boolean, reason: string | undefined): void => {
    const row = counts.get(`${area} ${aspect}`) ?? {
      area,
      aspect,
      over: 'conformance cases',
      equal: 0,
      total: 0,
      reasons: [],
    }
    counts.set(`${area} ${aspect}`, row)
    row.total++
    if (equal) row.equal++
    else row.reasons.push(reason ?? 'not listed')
  }
  for await (const [golden, theirs] of native ? askNative(python, list) : askPyodide(list)) {
    bar?.increment(1, { id: golden.id })
    const { id, aspect, path, file } = golden
    const recorded = readFileSync(golden.golden, 'utf8')
    const reason = differs.get(id)
    const met = theirs === recorded
    if (met === (reason !== undefined))
      problems.push(
        met
          ? `${id}: listed as different (${reason}), but is met`
          : `${id}: ${oracle} does not say what was recorded: ${theirs === undefined ? 'it broke' : parting(theirs, recorded)}`,
      )
    let ours: string
    try {
      ours = ASPECTS[aspect]!(path, file)
    } catch (e) {
      ours = String(e)
    }
    const equal = ours === theirs
    const why = reason ?? failures.get(id)
    if (!equal && why === undefined) problems.push(`${id}: we differ from ${oracle}: ${parting(theirs ?? '', ours)}`)
    count(
      areaOf(golden),
      {
        out: 'output, traceback and exit status',
        trace: 'settrace trace, line events',
        opcodes: 'settrace trace, opcode events',
        exprs: 'values of expressions',
        dis: 'text of dis',
        ast: 'ast.dump with positions',
      }[aspect]!,
      equal,
      why,
    )
  }
  bar?.stop()
  for (const problem of problems.slice(0, Number(flags.show))) console.log(problem)
  const rows = [...counts.values()].map(({ reasons, ...row }) => ({
    ...row,
    ...(reasons.length === 0 ? {} : { known: tally(reasons) }),
  }))
  for (const row of rows) console.log(`${row.area.padEnd(10)} ${row.aspect.padEnd(36)} ${row.equal} of ${row.total}`)
  console.log(`${list.length} goldens against ${oracle}: ${problems.length} not as listed`)
  writeResult({
    runner: native ? 'live' : 'live-pyodide',
    command: `npm run conformance:live${native ? '' : ' -- --oracle pyodide'}`,
    oracle,
    ...(flags.only === undefined ? {} : { partial: flags.only }),
    rows,
  })
  return problems.length === 0 ? 0 : 1
}

process.exitCode = await main()
