/**
 * Trace throughput, side by side with CPython 3.13 in one run.
 *
 *     npm run bench:trace -- [--rounds N] [--long STEPS] [--json FILE]
 *
 *   recording   steps a second by granularity, changed values only, and how much slower that is than the untraced run; CPython with a `sys.settrace` tracer that
 *               renders changed reprs. Neither side's figure counts compiling; ours with it stands in brackets
 *   formats     how fast each writes a recorded trace
 *   small       400 small programs parsed, compiled, run, traced and written in one warm process, and what the stages take
 *   long        a trace of ten million steps (`--long`, 0 for none) written to a file in a process of its own: memory
 *
 * CPU time, best of the rounds. Without CPython only our own side is shown.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Granularity } from '../src/trace/step'

const { format, formats, Interpreter, run, trace, traceStream } = (await import(
  new URL('../dist/index.js', import.meta.url).href
)) as typeof import('../src/index')

const SHARED = process.env['PYTRACIFY_SHARED'] ?? resolve(import.meta.dirname, '../../shared')
const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    long: { type: 'string', default: '10000000' },
    json: { type: 'string' },
  },
})
const ROUNDS = Number(flags.rounds)
const PYTHON = process.env['PYTHON313'] ?? 'python3.13'
const python =
  spawnSync(PYTHON, ['-c', 'import sys; print(sys.version_info[:2] == (3, 13))'], {
    encoding: 'utf8',
  }).stdout?.trim() === 'True'

/** CPU seconds of one call. */
function cpu(act: () => void): number {
  const before = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** Best of the rounds, and of at least a second and a half of CPU time of them: a warm process is what traces many programs. `prepare` is not counted. */
function best<T>(act: (given: T) => void, prepare: () => T): number {
  let least = Number.POSITIVE_INFINITY
  let spent = 0
  for (let i = 0; i < ROUNDS || spent < 1.5; i++) {
    const given = prepare()
    const seconds = cpu(() => act(given))
    spent += seconds
    least = Math.min(least, seconds)
  }
  return least
}

const results: Record<string, unknown> = {}

function million(n: number): string {
  return `${(n / 1e6).toFixed(2)} M/s`
}

/** Prints rows in columns, the first to the left and the others to the right. */
function table(title: string, rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)))
  console.log(`\n${title}`)
  for (const row of rows)
    console.log(row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join('  '))
}

/** Milliseconds of a CPython mode of `tracers.py`. */
interface Mode {
  events: number
  ms: number
}

// ---- recording

const progs = join(SHARED, 'prototypes/vm/trace-progs')
if (existsSync(progs)) {
  const rows = [
    [
      'recording',
      'steps',
      'line',
      'x CPython',
      'slower',
      'opcode',
      'x',
      'slower',
      'expression',
      'x',
      'slower',
      'CPython line',
      'slower',
    ],
  ]
  const logs: number[] = []
  const withCompiling: number[] = []
  for (const file of readdirSync(progs)
    .filter((f) => f.endsWith('.py'))
    .sort()) {
    const source = readFileSync(join(progs, file), 'utf8')
    const compiling = best(
      (py) => void py.compile(source),
      () => new Interpreter(),
    )
    const untraced = best(
      ({ py, code }) => void py.vm.runCode(code, py.globals, py.globals),
      () => {
        const py = new Interpreter()
        return { py, code: py.compile(source) }
      },
    )
    const rate = (granularity: Granularity): { steps: number; seconds: number } => {
      let steps = 0
      const seconds = best(
        (stream) => {
          for (const _ of stream);
          steps = stream.end.steps
        },
        () => traceStream(source, { granularity }),
      )
      return { steps, seconds }
    }
    let theirs: Mode | null = null
    let plain: Mode | null = null
    if (python) {
      const code = `import sys; sys.path.insert(0, ${JSON.stringify(join(SHARED, 'prototypes/vm'))}); import tracers, json; src = open(${JSON.stringify(join(progs, file))}).read(); print(json.dumps(tracers.bench(src, ['none', 'line_diff'], ${Math.max(ROUNDS, 25)})))`
      const modes = JSON.parse(
        spawnSync(PYTHON, ['-c', code], { encoding: 'utf8', env: { ...process.env, PYTHONHASHSEED: '0' } }).stdout,
      ) as { none: Mode; line_diff: Mode }
      theirs = modes.line_diff
      plain = modes.none
    }
    const reference = theirs === null ? Number.NaN : (theirs.events / theirs.ms) * 1000
    const cells: string[] = []
    const row: Record<string, unknown> = { compiling, untraced, cpython: reference }
    let steps = 0
    for (const granularity of ['line', 'opcode', 'expression'] as const) {
      const r = rate(granularity)
      const net = r.steps / (r.seconds - compiling)
      if (granularity === 'line') {
        steps = r.steps
        logs.push(Math.log(net / reference))
        withCompiling.push(Math.log(r.steps / r.seconds / reference))
      }
      const slower = (r.seconds - compiling) / untraced
      row[granularity] = {
        steps: r.steps,
        rate: net,
        withCompiling: r.steps / r.seconds,
        ratio: net / reference,
        slower,
      }
      cells.push(million(net), (net / reference).toFixed(1), `${slower.toFixed(1)}x`)
    }
    results[file] = row
    rows.push([
      file,
      String(steps),
      ...cells,
      million(reference),
      theirs === null || plain === null ? '' : `${(theirs.ms / plain.ms).toFixed(0)}x`,
    ])
  }
  const mean = (ls: number[]): number => Math.exp(ls.reduce((a, b) => a + b, 0) / ls.length)
  results['line ratio'] = mean(logs)
  results['line ratio, compiling included'] = mean(withCompiling)
  table('steps a second', rows)
  console.log(
    `geometric mean of the line ratios: ${mean(logs).toFixed(1)} (${mean(withCompiling).toFixed(1)} with our compiling counted)`,
  )

  // ---- writing
  const source = readFileSync(join(progs, 'bank.py'), 'utf8')
  const plain = trace(source, { heap: true, iters: true })
  const fine = trace(source, { granularity: 'expression' })
  const written = [['writing a recorded trace', 'steps', 'MB/s']]
  for (const f of formats) {
    const t = f.needs.granularity === 'expression' ? fine : plain
    let size = 0
    const seconds = best(
      () => {
        size = format(t, f).length
      },
      () => undefined,
    )
    results[`write ${f.name}`] = { megabytes: size / seconds / 1e6, steps: t.steps.length / seconds }
    written.push([f.name, million(t.steps.length / seconds), (size / seconds / 1e6).toFixed(1)])
  }
  table('formats', written)
}

// ---- many small programs

const small = join(SHARED, 'data/programs/cruxeval.jsonl')
if (existsSync(small)) {
  const programs = readFileSync(small, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((l) => (JSON.parse(l) as { program: string }).program)
  const each = (act: (program: string) => void): number =>
    best(
      () => {
        for (const p of programs) act(p)
      },
      () => undefined,
    )
  const stages: Record<string, number> = {
    'new interpreter': each(() => void new Interpreter()),
    'and compile': each((p) => void new Interpreter().compile(p)),
    'and run': each((p) => void run(p)),
    'and record': each((p) => {
      for (const _ of traceStream(p, { filename: 'main.py' }));
    }),
    'and write settrace': each((p) => void format(traceStream(p, { filename: 'main.py' }), 'settrace')),
  }
  const seconds = stages['and write settrace']!
  const ours = programs.length / seconds
  let theirs = Number.NaN
  if (python) {
    const run = spawnSync(PYTHON, [join(import.meta.dirname, 'cruxeval_oracle.py'), small, String(ROUNDS)], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONHASHSEED: '0' },
    })
    const row = JSON.parse(run.stdout) as { programs: number; seconds: number }
    theirs = row.programs / row.seconds
  }
  const microseconds = Object.fromEntries(
    Object.entries(stages).map(([name, t]) => [name, (t / programs.length) * 1e6]),
  )
  results['small programs a second'] = { ours, cpython: theirs, microseconds }
  table(`${programs.length} small programs`, [
    ['a program', ...Object.keys(microseconds)],
    ['microseconds, each with all before', ...Object.values(microseconds).map((t) => t.toFixed(0))],
  ])
  console.log(`${ours.toFixed(0)} a second, CPython ${theirs.toFixed(0)} (${(ours / theirs).toFixed(2)}x)`)
}

// ---- a long trace

const LONG = Number(flags.long)
if (LONG > 0) {
  const folder = mkdtempSync(join(tmpdir(), 'pytracify-bench-'))
  try {
    const program = `
import { openSync, statSync, writeSync } from 'node:fs'
const { formatChunks, traceStream } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)})
const source = 'def work(rows, n):\\n    total = 0\\n    for i in range(n):\\n        rows[i % 7].append(i)\\n        total += len(rows[i % 5])\\n        if i % 50 == 0:\\n            rows = [[] for _ in range(7)]\\n    return total\\n\\nwork([[] for _ in range(7)], 100_000_000)\\n'
const memory = () => process.resourceUsage().maxRSS / 1024
const before = memory()
const fd = openSync(process.argv[1], 'w')
const stream = traceStream(source, { maxSteps: ${LONG} })
let text = ''
const t = process.cpuUsage()
let early = 0
for (const chunk of formatChunks(stream, 'steps')) {
  text += chunk
  if (text.length > 65536) { writeSync(fd, text); text = '' }
  if (early === 0 && stream.recorded > ${LONG / 10}) early = memory()
}
writeSync(fd, text)
const { user, system } = process.cpuUsage(t)
console.log(JSON.stringify({ steps: stream.end.steps, end: stream.end.reason, bytes: statSync(process.argv[1]).size, seconds: (user + system) / 1e6, start: before, tenth: early, peak: memory() }))
`
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', program, join(folder, 'trace.jsonl')], {
      encoding: 'utf8',
    })
    const row = JSON.parse(child.stdout) as Record<'steps' | 'bytes' | 'seconds' | 'start' | 'tenth' | 'peak', number>
    results['long'] = row
    table('a long trace written to a file', [
      ['steps', 'MB', 'steps', 'MB/s', 'memory at start, MB', 'after a tenth', 'peak'],
      [
        String(row.steps),
        (row.bytes / 1e6).toFixed(0),
        million(row.steps / row.seconds),
        (row.bytes / row.seconds / 1e6).toFixed(1),
        row.start.toFixed(0),
        row.tenth.toFixed(0),
        row.peak.toFixed(0),
      ],
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
}
if (flags.json) writeFileSync(flags.json, `${JSON.stringify(results, null, 1)}\n`)
