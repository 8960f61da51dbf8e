/**
 * `tokenize` over the whole standard library and its tests, ours against CPython's: `npm run conformance:tokenize -- [--every N]`.
 *
 * Compared are all five fields of every token (the line text too), `-e` on every other file, and errors. Files whose encoding the
 * front end cannot decode are judged by the error.
 */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { PySyntaxError } from '../src/parse/messages'
import { formatToken, reprString, TokenizeError, tokenizeBytes } from '../src/parse/tokenize'
import { writeResult } from './results'
import { FrontendOracle, libraryFiles } from './frontend_oracle'

const { values: options } = parseArgs({
  options: { every: { type: 'string', default: '1' }, show: { type: 'string', default: '20' } },
})

function tokenLines(path: string, exact: boolean): string[] {
  const lines: string[] = []
  try {
    for (const token of tokenizeBytes(readFileSync(path), path))
      lines.push(formatToken(token, exact) + reprString(token.line))
  } catch (e) {
    if (e instanceof TokenizeError) lines.push(`${e.type} ${reprString(e.msg)} (${e.lineno}, ${e.offset})`)
    else if (e instanceof PySyntaxError) lines.push(`SyntaxError ${e.msg}`)
    else throw e
  }
  return lines
}

async function main(): Promise<number> {
  const oracle = FrontendOracle.start()
  if (!oracle) return 2
  const { lib } = oracle
  const files = libraryFiles(lib).filter((_, i) => i % Number(options.every) === 0)
  const wrong: string[] = []
  const ahead: Promise<{ lines: string[] }>[] = []
  let tokens = 0
  for (let i = 0; i < files.length; i++) {
    while (ahead.length < 3 && i + ahead.length < files.length) {
      const at = i + ahead.length
      ahead.push(oracle.ask({ tokenize: files[at], exact: at % 2 === 1 }))
    }
    const ours = tokenLines(files[i]!, i % 2 === 1)
    const theirs = (await ahead.shift()!).lines
    tokens += theirs.length
    const at = theirs.findIndex((line, k) => line !== ours[k])
    if (at < 0 && theirs.length === ours.length) continue
    wrong.push(`${relative(lib, files[i]!)}: token ${at}\n    CPython ${theirs[at]}\n    ours    ${ours[at]}`)
  }
  oracle.close()
  console.log(`${files.length} files, ${tokens} tokens; ${wrong.length} files differ`)
  writeResult({
    runner: 'tokenize',
    command: 'npm run conformance:tokenize',
    oracle: 'CPython 3.13',
    ...(options.every === '1' ? {} : { partial: `every ${options.every}th file` }),
    rows: [
      {
        area: 'front end',
        aspect: 'every field of every token',
        over: 'files of Lib and Lib/test',
        equal: files.length - wrong.length,
        total: files.length,
      },
    ],
  })
  for (const line of wrong.slice(0, Number(options.show))) console.log(line)
  return wrong.length === 0 ? 0 : 1
}

process.exitCode = await main()
