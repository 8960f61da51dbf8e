/**
 * Expression steps against CPython: for every function of data/programs/cruxeval, are the expressions evaluated, their order and their values, and what tests decide,
 * those that a recorder woven into the syntax tree sees under CPython 3.13 (`expr_oracle.py`)?
 *
 *     npm run conformance:exprs -- [--limit N] [--id ID]
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { expressionRows } from './expr_steps'

const DATA = process.env['PYTRACIFY_DATA'] ?? resolve(import.meta.dirname, '../../shared/data')
const { trace } = (await import(new URL('../dist/index.js', import.meta.url).href)) as typeof import('../src/index')
const { values: flags } = parseArgs({ options: { limit: { type: 'string' }, id: { type: 'string' } } })
const file = join(DATA, 'programs/cruxeval.jsonl')
if (!existsSync(file)) {
  console.log(`skipped: no programs under ${DATA} (set PYTRACIFY_DATA)`)
  process.exit(0)
}
const programs = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((l) => JSON.parse(l) as { id: string; code: string; call: string })
  .filter((p) => flags.id === undefined || p.id === flags.id)
  .slice(0, flags.limit === undefined ? undefined : Number(flags.limit))
const python = process.env['PYTHON313'] ?? 'python3.13'
const oracle = spawnSync(python, [join(import.meta.dirname, 'expr_oracle.py')], {
  input: programs.map((p) => JSON.stringify({ code: p.code, call: p.call })).join('\n'),
  encoding: 'utf8',
  maxBuffer: 1 << 30,
  env: { ...process.env, PYTHONHASHSEED: '0' },
})
if (oracle.status !== 0) {
  console.log(`skipped: no CPython 3.13 (set PYTHON313)\n${oracle.stderr ?? ''}`)
  process.exit(0)
}
const answers = oracle.stdout.trimEnd().split('\n')
let same = 0
let rows = 0
let unsupported = 0
for (const [i, p] of programs.entries()) {
  const expected = JSON.parse(answers[i]!) as unknown[][] | { error: string }
  if (!Array.isArray(expected)) {
    unsupported++
    continue
  }
  const got = expressionRows(
    trace(p.code, { call: p.call, granularity: 'expression' }).steps.filter((s) => s.line !== null),
    p.code,
  )
  const bad = Math.max(expected.length, got.length)
  let k = 0
  while (k < bad && JSON.stringify(expected[k]) === JSON.stringify(got[k])) k++
  if (k === bad) {
    same++
    rows += bad
  } else {
    console.log(
      `${p.id}: record ${k + 1} of ${expected.length}: ${JSON.stringify(got[k])} instead of ${JSON.stringify(expected[k])}`,
    )
    if (flags.id)
      for (let n = Math.max(0, k - 5); n < k + 5; n++)
        console.log(`  ${JSON.stringify(got[n])}  ${JSON.stringify(expected[n])}`)
  }
}
console.log(
  `${same} of ${programs.length - unsupported} functions the same, ${rows} records; ${unsupported} that the oracle cannot weave`,
)
process.exitCode = same === programs.length - unsupported ? 0 : 1
