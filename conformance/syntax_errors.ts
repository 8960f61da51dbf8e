/**
 * Programs that CPython's own tests expect to be refused: `npm run conformance:syntax`.
 *
 * Reads `frontend/invalid.json` (captured from CPython's test suite) in $PYTRACIFY_DATA or `../shared/data`; each entry says what
 * the parser of 3.13.0 raised. Type, message and all four positions are compared; entries refused only later (symbol table,
 * compiler) must be accepted by the parser. `lists/syntax_failed.txt` names what is known to differ, with the reason; an entry
 * of it that passes is a failure too. `--live` asks a CPython instead of the file, and compares `text` and warnings as well.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ParseMode } from '../src/parse/diagnose'
import { writeResult } from './results'
import { answerOf, type ErrorTuple, FrontendOracle } from './frontend_oracle'

interface Entry {
  test: string
  src: string
  mode: ParseMode
  stage: 'parse' | 'post'
  ptype: string | null
  pmsg: string | null
  ppos: [number, number, number, number] | null
}

const { values: options } = parseArgs({
  options: { live: { type: 'boolean', default: false }, show: { type: 'string', default: '20' } },
})

/** Where the captured programs are, or undefined. */
export function dataDirectory(): string | undefined {
  const root = fileURLToPath(new URL('..', import.meta.url))
  return [process.env['PYTRACIFY_DATA'], join(root, '..', 'shared', 'data')].find(
    (d) => d !== undefined && existsSync(d),
  )
}

function readList(): Map<string, string> {
  const entries = new Map<string, string>()
  const file = fileURLToPath(new URL('lists/syntax_failed.txt', import.meta.url))
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const match = /^(".*") {2}# (.+)$/.exec(line)
    if (match) entries.set(JSON.parse(match[1]!) as string, match[2]!)
  }
  return entries
}

async function main(): Promise<number> {
  const data = dataDirectory()
  const file = data && join(data, 'frontend', 'invalid.json')
  if (!file || !existsSync(file)) {
    console.log('skipped: no frontend/invalid.json in $PYTRACIFY_DATA or ../shared/data')
    return 0
  }
  const entries = JSON.parse(readFileSync(file, 'utf8')) as Entry[]
  const oracle = options.live ? FrontendOracle.start() : undefined
  if (options.live && !oracle) return 2
  const failed = readList()
  const problems: string[] = []
  let refused = 0
  let exact = 0
  let accepted = 0
  let wrong = 0
  for (const entry of entries) {
    // The file's positions were recorded in mode `exec`, whatever mode the test uses.
    const ours = answerOf(entry.src, oracle ? entry.mode : 'exec')
    let theirs: ErrorTuple | null = null
    let equal: boolean
    if (oracle) {
      const answer = await oracle.syntax(entry.src, entry.mode)
      theirs = answer.error
      equal = JSON.stringify(ours) === JSON.stringify(answer)
    } else {
      if (entry.stage === 'parse') theirs = [entry.ptype!, entry.pmsg!, ...entry.ppos!, null]
      equal = JSON.stringify(ours.error?.slice(0, 6) ?? null) === JSON.stringify(theirs?.slice(0, 6) ?? null)
    }
    if (theirs === null) accepted++
    else refused++
    if ((theirs === null) !== (ours.error === null)) wrong++
    if (equal && theirs !== null) exact++
    if (equal === !failed.has(entry.src)) continue
    const what = equal
      ? 'is in the failed list but passes'
      : `CPython ${JSON.stringify(theirs)} ours ${JSON.stringify(ours)}`
    problems.push(`${entry.test} ${JSON.stringify(entry.src)}: ${what}`)
  }
  oracle?.close()
  console.log(
    `${refused} programs refused by CPython's parser: exact in ${exact} (${((100 * exact) / refused).toFixed(2)} %)`,
  )
  console.log(`${accepted} accepted by it; acceptance differs in ${wrong}; ${failed.size} in the failed list`)
  writeResult({
    runner: oracle ? 'syntax-live' : 'syntax',
    command: `npm run conformance:syntax${oracle ? ' -- --live' : ''}`,
    oracle: oracle ? 'CPython 3.13' : 'recorded',
    rows: [
      {
        area: 'front end',
        aspect: 'type, message and positions of SyntaxError',
        over: "programs that CPython's tests expect to be refused",
        equal: exact,
        total: refused,
      },
      {
        area: 'front end',
        aspect: 'accepted or refused',
        over: 'the same',
        equal: entries.length - wrong,
        total: entries.length,
      },
    ],
  })
  for (const problem of problems.slice(0, Number(options.show))) console.log(problem)
  return problems.length === 0 ? 0 : 1
}

process.exitCode = await main()
