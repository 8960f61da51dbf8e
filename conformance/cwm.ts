/**
 * The `cwm` format against CPython: for every function of data/programs/cruxeval, is our text what a tracer script prints, byte for byte, prompt and comprehension frames included?
 * The model's traces are CPython 3.10's (`cwm_oracle.py`); what 3.13 traces otherwise stands in lists/cwm_failed.txt with its reason, and that list is strict.
 *
 *     npm run conformance:cwm -- [--id ID] [--write-list]
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const HERE = import.meta.dirname
const DATA = process.env['PYTRACIFY_DATA'] ?? resolve(HERE, '../../shared/data')
const LIST = join(HERE, 'lists/cwm_failed.txt')
const { format, trace } = (await import(
  new URL('../dist/index.js', import.meta.url).href
)) as typeof import('../src/index')
const { values: flags } = parseArgs({ options: { id: { type: 'string' }, 'write-list': { type: 'boolean' } } })
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
const oracle = spawnSync(process.env['PYTHON310'] ?? 'python3.10', [join(HERE, 'cwm_oracle.py')], {
  input: programs.map((p) => JSON.stringify({ code: p.code, call: p.call })).join('\n'),
  encoding: 'utf8',
  maxBuffer: 1 << 30,
  env: { ...process.env, PYTHONHASHSEED: '0', ...(process.env['PYTHON310'] ? {} : { PYENV_VERSION: '3.10.13' }) },
})
if (oracle.status !== 0) {
  console.log(`skipped: no CPython 3.10 (set PYTHON310)\n${oracle.stderr ?? ''}`)
  process.exit(0)
}
const listed = new Map<string, string>()
for (const line of existsSync(LIST) ? readFileSync(LIST, 'utf8').split('\n') : []) {
  const m = /^(\S+)\s+#\s*(.+)$/.exec(line)
  if (m) listed.set(m[1]!, m[2]!)
}
const expected = oracle.stdout.trimEnd().split('\n')
const failed: { id: string; detail: string }[] = []
for (const [i, p] of programs.entries()) {
  const want = JSON.parse(expected[i]!) as string
  const got = format(trace(p.code, { call: p.call, comprehensionFrames: true, wrapper: 'main' }), 'cwm')
  if (got === want) continue
  const a = got.split('<|frame_sep|>')
  const b = want.split('<|frame_sep|>')
  const k = a.findIndex((frame, n) => frame !== b[n])
  failed.push({ id: p.id, detail: `frame ${k}: ${JSON.stringify(a[k])} instead of ${JSON.stringify(b[k])}` })
}
const unexpected = failed.filter((f) => !listed.has(f.id))
const fixed = flags.id ? [] : [...listed.keys()].filter((id) => !failed.some((f) => f.id === id))
for (const f of unexpected) console.log(`${f.id}: ${f.detail}`)
for (const id of fixed) console.log(`same, but on the list: ${id}`)
console.log(
  `${programs.length - failed.length} of ${programs.length} traces the same, byte for byte; ${failed.length - unexpected.length} on the list`,
)
if (flags['write-list']) writeFileSync(LIST, failed.map((f) => `${f.id}  # ${f.detail}\n`).join(''))
process.exitCode = unexpected.length > 0 || fixed.length > 0 ? 1 : 0
