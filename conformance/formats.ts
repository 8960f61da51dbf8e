/**
 * Every format over real programs: does its text parse back, does the checker call it right, does replaying the steps end in the final state, and does the
 * checker find planted changes?
 *
 *     npm run conformance:formats -- [--plants N] [--only FORMAT]
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Trace } from '../src/trace/step'
import { generator, type Plant, plant } from './plant'
import { type Row, writeResult } from './results'

const DATA = process.env['PYTRACIFY_DATA'] ?? resolve(import.meta.dirname, '../../shared/data')
const { checkText, completeOptions, format, formats, readSteps, trace } = (await import(
  new URL('../dist/index.js', import.meta.url).href
)) as typeof import('../src/index')
const { values: flags } = parseArgs({
  options: { plants: { type: 'string', default: '1000' }, only: { type: 'string' } },
})
const PLANTS = Number(flags.plants)
const file = join(DATA, 'programs/cruxeval.jsonl')
if (!existsSync(file)) {
  console.log(`skipped: no programs under ${DATA} (set PYTRACIFY_DATA)`)
  process.exit(0)
}
const programs = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((l) => JSON.parse(l) as { id: string; code: string; call: string; published_output: string })

const rows: Row[] = []
let bad = 0
for (const f of formats) {
  if (flags.only && f.name !== flags.only) continue
  const options = completeOptions(f)
  const texts: { t: Trace; text: string; starts: number[] }[] = []
  let parsed = 0
  let checked = 0
  let final = 0
  const problems: string[] = []
  for (const p of programs) {
    const t = trace(p.code, {
      call: p.call,
      granularity: f.needs.granularity ?? 'line',
      heap: f.needs.heap,
      iters: f.needs.iters,
      comprehensionFrames: f.needs.comprehensionFrames,
      wrapper: f.needs.wrapper,
    })
    if (t.end.value === p.published_output) final++
    else problems.push(`${p.id}: ends with ${t.end.value}, not ${p.published_output}`)
    const text = format(t, f)
    try {
      const observations = f.parse!(text, t, options)
      parsed++
      texts.push({ t, text, starts: [...new Set(observations.map((o) => o.at))] })
      if (checkText(text, text, f, t, options).ok) checked++
      if (f.name === 'steps' && JSON.stringify(readSteps(text).steps) !== JSON.stringify(t.steps))
        problems.push(`${p.id}: steps do not read back`)
    } catch (e) {
      problems.push(
        `${p.id}: ${(e as Error).message} at ${(e as { at?: number }).at}: ${JSON.stringify(text.slice((e as { at?: number }).at ?? 0).slice(0, 120))}`,
      )
    }
  }
  const random = generator(20260101)
  const kinds: Plant[] = ['value', 'drop', 'double', 'line']
  let planted = 0
  let found = 0
  const components = new Map<string, number>()
  for (let tries = 0; planted < PLANTS && tries < PLANTS * 20; tries++) {
    const { t, text, starts } = texts[Math.floor(random() * texts.length)]!
    const change = plant(text, starts, kinds[tries % 4]!, random)
    if (!change || change.text === text) continue
    planted++
    const verdict = checkText(change.text, text, f, t, options)
    if (!verdict.ok) found++
    else problems.push(`not found: ${kinds[tries % 4]} at ${change.at}`)
    const name = verdict.first?.component ?? 'none'
    components.set(name, (components.get(name) ?? 0) + 1)
  }
  const all = programs.length
  const ok = parsed === all && checked === all && final === all && found === planted && problems.length === 0
  if (!ok) bad++
  const over = `${f.name} over CRUXEval`
  rows.push(
    { area: 'formats', aspect: 'text reads back and checks', over, equal: Math.min(parsed, checked), total: all },
    { area: 'formats', aspect: 'replay ends in the published output', over, equal: final, total: all },
    { area: 'formats', aspect: 'planted changes found', over, equal: found, total: planted },
  )
  const named = [...components].sort((a, b) => b[1] - a[1]).map(([k, n]) => `${k} ${n}`)
  console.log(
    `${f.name.padEnd(16)} parsed ${parsed}/${all}  checked ${checked}/${all}  final ${final}/${all}  found ${found}/${planted}  (${named.join(', ')})`,
  )
  for (const p of problems.slice(0, 3)) console.log(`    ${p.slice(0, 400)}`)
}
writeResult({
  runner: 'formats',
  command: 'npm run conformance:formats',
  oracle: 'published',
  ...(flags.only === undefined ? {} : { partial: `format ${flags.only}` }),
  rows,
})
console.log(bad === 0 ? 'all formats pass' : `${bad} formats fail`)
process.exitCode = bad === 0 ? 0 : 1
