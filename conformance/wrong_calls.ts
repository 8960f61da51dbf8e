/**
 * Wrong calls: the exceptions of some 24,000 calls that do not fit (`wrong_calls.py`), against CPython's.
 *
 *     npx tsx conformance/wrong_calls.ts            differences to a CPython 3.13 found on this machine, in full
 *     npx tsx conformance/wrong_calls.ts --record   writes fixtures/wrong_calls.txt, which wrong_calls.test.ts checks without a Python
 *
 * The fixture has a line for each callable: its name, a tab, and four characters of hash for every probe.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { writeResult } from './results'
import { Interpreter } from '../src/interpreter'
import '../src/library/directory'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const FIXTURE = path('fixtures/wrong_calls.txt')

/** Outcome of each probe, by callable. */
export type Outcomes = Map<string, { args: string; outcome: string }[]>

function parse(text: string): Outcomes {
  const out: Outcomes = new Map()
  for (const line of text.split('\n')) {
    const [name, args, outcome] = line.split('\t')
    if (outcome === undefined) continue
    if (!out.has(name!)) out.set(name!, [])
    out.get(name!)!.push({ args: args!, outcome })
  }
  return out
}

/** What this build says. */
export function ours(): Outcomes {
  const py = new Interpreter({ files: { '/samples.py': readFileSync(path('samples.py'), 'utf8') } })
  const run = py.run(readFileSync(path('wrong_calls.py'), 'utf8'))
  if (!run.ok) throw new Error(run.stderr)
  return parse(run.stdout)
}

/** What CPython says. */
function theirs(): Outcomes {
  const python = process.env.PYTHON313 ?? 'python3.13'
  const run = spawnSync(python, ['-W', 'ignore', path('wrong_calls.py')], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' },
  })
  if (run.status !== 0) throw new Error(`cannot run ${python}: ${run.error?.message ?? run.stderr}`)
  return parse(run.stdout)
}

/** Four characters that stand for an outcome. */
export function digest(text: string): string {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = (h ^ (h >>> 15)) >>> 0
  return (h % 36 ** 4).toString(36).padStart(4, '0')
}

/** The committed hashes, by callable. */
export function recorded(): Map<string, string> {
  const lines = readFileSync(FIXTURE, 'utf8').split('\n')
  return new Map(lines.filter((l) => l !== '').map((l) => l.split('\t') as [string, string]))
}

function main(): void {
  const want = theirs()
  if (process.argv.includes('--record')) {
    const lines = [...want].map(([name, probes]) => `${name}\t${probes.map((p) => digest(p.outcome)).join('')}\n`)
    writeFileSync(FIXTURE, lines.join(''))
    console.log(`${want.size} callables recorded`)
    return
  }
  const have = ours()
  let total = 0
  let same = 0
  for (const [name, probes] of want) {
    probes.forEach(({ args, outcome }, i) => {
      total++
      const got = have.get(name)?.[i]?.outcome
      if (got === outcome) same++
      else console.log(`${name}(${args})\n  CPython ${outcome}\n  ours    ${got}`)
    })
  }
  writeResult({
    runner: 'wrong-calls',
    command: 'npm run conformance:wrong-calls',
    oracle: 'CPython 3.13',
    rows: [{ area: 'machine', aspect: 'exceptions of calls that do not fit', over: 'builtins', equal: same, total }],
  })
  console.log(`${same} of ${total} equal (${((100 * same) / total).toFixed(2)} %)`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
