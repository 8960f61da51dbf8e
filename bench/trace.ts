/**
 * Trace throughput, side by side with CPython 3.13 in one run.
 *
 *     npm run bench:trace -- [--rounds N] [--json FILE]
 *
 * Three tables: steps a second while recording changed values, against a `sys.settrace` tracer that renders changed reprs; how fast each format writes a recorded
 * trace; and many small programs parsed, compiled, run, traced and written. CPU time, best of the rounds. Without CPython only our own side is shown.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Granularity } from '../src/trace/step'

const { format, formats, trace, traceStream } = (await import(
  new URL('../dist/index.js', import.meta.url).href
)) as typeof import('../src/index')

const SHARED = process.env['PYTRACIFY_SHARED'] ?? resolve(import.meta.dirname, '../../shared')
const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, json: { type: 'string' } } })
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
  return `${(n / 1e6).toFixed(2)} M`
}

// ---- recording

const progs = join(SHARED, 'prototypes/vm/trace-progs')
if (existsSync(progs)) {
  console.log('steps a second, changed values recorded (ratio to CPython line_diff)')
  const logs: number[] = []
  for (const file of readdirSync(progs)
    .filter((f) => f.endsWith('.py'))
    .sort()) {
    const source = readFileSync(join(progs, file), 'utf8')
    const rate = (granularity: Granularity): number => {
      let count = 0
      const seconds = best(
        (stream) => {
          for (const _ of stream);
          count = stream.end.steps
        },
        () => traceStream(source, { granularity }),
      )
      return count / seconds
    }
    const line = rate('line')
    const opcode = rate('opcode')
    const expression = rate('expression')
    let theirs = Number.NaN
    if (python) {
      const code = `import sys; sys.path.insert(0, ${JSON.stringify(join(SHARED, 'prototypes/vm'))}); import tracers, json; src = open(${JSON.stringify(join(progs, file))}).read(); print(json.dumps(tracers.bench(src, ['line_diff'], ${ROUNDS})['line_diff']))`
      const row = JSON.parse(
        spawnSync(PYTHON, ['-c', code], { encoding: 'utf8', env: { ...process.env, PYTHONHASHSEED: '0' } }).stdout,
      ) as { events: number; ms: number }
      theirs = (row.events / row.ms) * 1000
    }
    if (python) logs.push(Math.log(line / theirs))
    results[file] = { line, opcode, expression, cpython: theirs }
    console.log(
      `${file.padEnd(12)} line ${million(line)} (${(line / theirs).toFixed(1)}x)  opcode ${million(opcode)} (${(opcode / theirs).toFixed(1)}x)  expression ${million(expression)} (${(expression / theirs).toFixed(1)}x)  CPython ${million(theirs)}`,
    )
  }
  if (logs.length > 0) {
    const mean = Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length)
    results['line ratio'] = mean
    console.log(`geometric mean of the line ratios: ${mean.toFixed(1)}`)
  }

  // ---- writing
  console.log('\nwriting a recorded trace')
  const source = readFileSync(join(progs, 'bank.py'), 'utf8')
  const plain = trace(source, { heap: true, iters: true })
  const fine = trace(source, { granularity: 'expression' })
  for (const f of formats) {
    const t = f.needs.granularity === 'expression' ? fine : plain
    let size = 0
    const seconds = best(
      () => {
        size = format(t, f).length
      },
      () => undefined,
    )
    results[`write ${f.name}`] = size / seconds / 1e6
    console.log(
      `${f.name.padEnd(16)} ${(size / seconds / 1e6).toFixed(1).padStart(8)} MB/s  ${(t.steps.length / seconds / 1e6).toFixed(2).padStart(8)} M steps/s`,
    )
  }
}

// ---- many small programs

const small = join(SHARED, 'data/programs/cruxeval.jsonl')
if (existsSync(small)) {
  const programs = readFileSync(small, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((l) => (JSON.parse(l) as { program: string }).program)
  let characters = 0
  const seconds = best(
    () => {
      characters = 0
      for (const p of programs) characters += format(traceStream(p, { filename: 'main.py' }), 'settrace').length
    },
    () => undefined,
  )
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
  results['small programs a second'] = { ours, cpython: theirs }
  console.log(
    `\n${programs.length} small programs, parsed to written in 'settrace': ${ours.toFixed(0)} a second, CPython ${theirs.toFixed(0)} (${(ours / theirs).toFixed(2)}x); ${characters} characters`,
  )
}
if (flags.json) writeFileSync(flags.json, `${JSON.stringify(results, null, 1)}\n`)
