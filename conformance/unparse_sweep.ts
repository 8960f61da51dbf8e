/**
 * `ast.unparse` over the whole standard library and its tests: `npm run conformance:unparse -- [--every N]`.
 *
 * For every file that CPython accepts, `unparse(parse(file))` must be `ast.unparse(ast.parse(file))`, character for character.
 */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { unparse } from '../src/ast/unparse'
import { PySyntaxError } from '../src/parse/messages'
import { parse } from '../src/parse/parse'
import { writeResult } from './results'
import { FrontendOracle, libraryFiles } from './frontend_oracle'

const { values: options } = parseArgs({
  options: { every: { type: 'string', default: '1' }, show: { type: 'string', default: '20' } },
})

function unparsed(path: string): string | null {
  try {
    return unparse(parse(readFileSync(path)))
  } catch (e) {
    if (e instanceof PySyntaxError) return null
    throw e
  }
}

async function main(): Promise<number> {
  const oracle = FrontendOracle.start()
  if (!oracle) return 2
  const { lib } = oracle
  const files = libraryFiles(lib).filter((_, i) => i % Number(options.every) === 0)
  const wrong: string[] = []
  const ahead: Promise<{ text: string | null }>[] = []
  let accepted = 0
  for (let i = 0; i < files.length; i++) {
    while (ahead.length < 3 && i + ahead.length < files.length) {
      ahead.push(oracle.ask({ unparse: files[i + ahead.length] }))
    }
    const ours = unparsed(files[i]!)
    const theirs = (await ahead.shift()!).text
    if (theirs !== null) accepted++
    if (ours === theirs) continue
    const a = (theirs ?? '(refused)').split('\n')
    const b = (ours ?? '(refused)').split('\n')
    const at = a.findIndex((line, k) => line !== b[k])
    wrong.push(`${relative(lib, files[i]!)}: line ${at + 1}\n    CPython ${a[at]}\n    ours    ${b[at]}`)
  }
  oracle.close()
  console.log(`${files.length} files, ${accepted} accepted by CPython; ${wrong.length} differ`)
  writeResult({
    runner: 'unparse',
    command: 'npm run conformance:unparse',
    oracle: 'CPython 3.13',
    ...(options.every === '1' ? {} : { partial: `every ${options.every}th file` }),
    rows: [
      {
        area: 'front end',
        aspect: 'text of ast.unparse',
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
