/**
 * Programs that CPython's own tests expect the symbol table or the compiler to refuse: `npm run conformance:compiler-errors`.
 *
 * Reads `frontend/invalid.json` in $PYTRACIFY_DATA or `../shared/data` (skipped, and says so, where there is none); type, message and all four positions must be those of 3.13.0.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { writeResult } from './results'
import { PySyntaxError } from '../src/parse/messages'
import { compile } from '../src/vm/compile_source'

interface Entry {
  src: string
  mode: 'exec' | 'eval' | 'single'
  stage: 'parse' | 'post'
  type: string
  msg: string
  pos: [number, number, number, number]
}

const file = join(
  process.env['PYTRACIFY_DATA'] ?? resolve(import.meta.dirname, '../../shared/data'),
  'frontend/invalid.json',
)
if (!existsSync(file)) {
  console.log('skipped: no frontend/invalid.json in $PYTRACIFY_DATA or ../shared/data')
  process.exit(0)
}

function refusal(entry: Entry): string {
  try {
    compile(entry.src, '<test>', { mode: entry.mode })
    return 'accepted'
  } catch (e) {
    if (!(e instanceof PySyntaxError)) return `${(e as Error).name}: ${(e as Error).message}`
    return JSON.stringify([e.type, e.msg, e.lineno, e.offset, e.endLineno, e.endOffset])
  }
}

const entries = (JSON.parse(readFileSync(file, 'utf8')) as Entry[]).filter((e) => e.stage === 'post')
let equal = 0
for (const entry of entries) {
  const want = JSON.stringify([entry.type, entry.msg, ...entry.pos])
  const got = refusal(entry)
  if (got === want) equal++
  else console.log(`${JSON.stringify(entry.src.slice(0, 120))}\n  - ${want}\n  + ${got}`)
}
console.log(`${equal} of ${entries.length} programs refused by the compiler as CPython refuses them`)
writeResult({
  runner: 'compiler-errors',
  command: 'npm run conformance:compiler-errors',
  oracle: 'recorded',
  rows: [
    {
      area: 'compiler',
      aspect: 'type, message and positions of SyntaxError',
      over: 'programs that symbol table or compiler refuse',
      equal,
      total: entries.length,
    },
  ],
})
process.exitCode = equal === entries.length ? 0 : 1
