/**
 * The AST of every file of CPython's standard library and its tests, against CPython's own: `npm run conformance:ast`.
 *
 *   (no option)   compares with the hashes committed in fixtures/ast.json; needs the library, not the interpreter's help
 *   --live        compares with a running CPython 3.13, file by file, and shows where a tree differs first
 *   --record      writes fixtures/ast.json from a running CPython 3.13
 *   --programs F  (live) compares the programs of a JSON file, a list of [category, source], instead of the library
 *   --every N     takes every Nth file only
 *   --variants    also with CRLF, tabs, form feeds, no final newline, and (live) the text of ast.unparse
 *
 * What is compared is `ast.dump(tree, include_attributes=True)`, and that a file CPython refuses is refused.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { dumpAst } from '../src/ast/dump'
import { PySyntaxError } from '../src/parse/messages'
import { parse } from '../src/parse/parse'
import { findLib, findPython } from './compile_dump'
import { type OracleName, writeResult } from './results'
import { FrontendOracle, libraryFiles } from './frontend_oracle'

const fixturePath = fileURLToPath(new URL('fixtures/ast.json', import.meta.url))
/** Of so many files one has its variants in the fixture, to keep it small. */
const variantStep = 8

interface Fixture {
  python: string
  /** Hash of each file's dump, null where CPython refuses the file. */
  files: Record<string, string | null>
  /** Hash of the hashes of a file's variants. */
  variants: Record<string, string>
}

/** The ways of writing a source that must not matter, or only in the positions. Texts are bytes as Latin-1. */
const variants: Record<string, (text: string) => string> = {
  crlf: (text) => text.replace(/\r?\n/g, '\r\n'),
  tabs: (text) => text.replace(/^( {4})+/gm, (blanks) => '\t'.repeat(blanks.length / 4)),
  formfeed: (text) => text.replace(/^(?=(?:def|class|import|from) )/gm, '\f'),
  nofinal: (text) => text.replace(/[\r\n]+$/, ''),
}

const toBytes = (text: string) => Buffer.from(text, 'latin1')
const shortHash = (text: string) => createHash('md5').update(text).digest('hex').slice(0, 12)

/** Our dump of a source, null if we refuse it. */
function ourDump(source: Uint8Array): string | null {
  try {
    return dumpAst(parse(source), { include_attributes: true })
  } catch (error) {
    if (error instanceof PySyntaxError) return null
    throw error
  }
}

/** Surrogates are kept as CPython's `surrogatepass` writes them, so that both sides hash the same bytes. */
const ourHash = (source: Uint8Array) => {
  const dump = ourDump(source)
  return dump === null ? null : shortHash(dump)
}

/** Where two dumps part, with what is around. */
function firstDifference(ours: string | null, theirs: string | null): string {
  if (ours === null) return 'refused'
  if (theirs === null) return 'not refused'
  let at = 0
  while (ours[at] === theirs[at]) at++
  const from = Math.max(0, at - 60)
  return `\n    ours   …${ours.slice(from, at + 100)}\n    theirs …${theirs.slice(from, at + 100)}`
}

const { values: options } = parseArgs({
  options: {
    live: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    variants: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    programs: { type: 'string' },
  },
})

function report(oracle: OracleName, same: number, different: number, every: number): void {
  const over = `files of Lib and Lib/test${options.variants ? ' and variants of them' : ''}`
  writeResult({
    runner: oracle === 'recorded' ? 'ast' : 'ast-live',
    command: `npm run conformance:ast${oracle === 'recorded' ? '' : ' -- --live'}`,
    oracle,
    ...(every > 1 ? { partial: `every ${every}th file` } : {}),
    rows: [{ area: 'front end', aspect: 'ast.dump with positions', over, equal: same, total: same + different }],
  })
}

/** Files and their variants, or programs, compared one by one; the number of differences. */
async function live(oracle: FrontendOracle, every: number): Promise<number> {
  const lib = oracle.lib
  const programs: [string, string][] =
    options.programs === undefined ? [] : JSON.parse(readFileSync(options.programs, 'utf8'))
  const files = programs.length > 0 ? [] : libraryFiles(lib).filter((_, i) => i % every === 0)
  let same = 0
  let different = 0
  const check = async (label: string, source: Buffer) => {
    const dump = source.toString('base64')
    const { md5 } = await oracle.ask<{ md5: string | null }>({ dump, short: true })
    const ours = ourDump(source)
    if ((ours === null ? null : shortHash(ours)) === md5) {
      same++
      return
    }
    different++
    const { text } = await oracle.ask<{ text: string | null }>({ dump })
    console.log(`${label}: ${firstDifference(ours, text)}`)
  }
  for (const [category, source] of programs) await check(`${category}: ${JSON.stringify(source)}`, Buffer.from(source))
  for (const file of files) {
    const source = readFileSync(file)
    const name = relative(lib, file)
    await check(name, source)
    if (!options.variants) continue
    const text = source.toString('latin1')
    for (const [variant, make] of Object.entries(variants)) await check(`${name} (${variant})`, toBytes(make(text)))
    const { text: unparsed } = await oracle.ask<{ text: string | null }>({ unparse: file })
    if (unparsed !== null) await check(`${name} (unparse)`, Buffer.from(unparsed, 'utf8'))
  }
  console.log(`${files.length + programs.length} sources, ${same} equal, ${different} different`)
  if (programs.length === 0) report('CPython 3.13', same, different, every)
  return different
}

async function record(oracle: FrontendOracle): Promise<void> {
  const lib = oracle.lib
  const fixture: Fixture = { python: '3.13.0', files: {}, variants: {} }
  const hashOf = async (source: Buffer) =>
    (await oracle.ask<{ md5: string | null }>({ dump: source.toString('base64'), short: true })).md5
  for (const [i, file] of libraryFiles(lib).entries()) {
    const source = readFileSync(file)
    const name = relative(lib, file)
    fixture.files[name] = await hashOf(source)
    if (i % variantStep !== 0) continue
    const text = source.toString('latin1')
    const hashes: (string | null)[] = []
    for (const make of Object.values(variants)) hashes.push(await hashOf(toBytes(make(text))))
    fixture.variants[name] = shortHash(hashes.join(' '))
  }
  writeFileSync(fixturePath, `${JSON.stringify(fixture, null, 0).replaceAll(',', ',\n')}\n`)
  console.log(`wrote ${Object.keys(fixture.files).length} hashes`)
}

function compareWithFixture(lib: string, every: number): number {
  const fixture = JSON.parse(readFileSync(fixturePath, 'utf8')) as Fixture
  let same = 0
  let different = 0
  let missing = 0
  const check = (label: string, equal: boolean) => {
    if (equal) same++
    else {
      different++
      console.log(`different: ${label}`)
    }
  }
  for (const name of Object.keys(fixture.files).filter((_, i) => i % every === 0)) {
    let source: Buffer
    try {
      source = readFileSync(join(lib, name))
    } catch {
      missing++
      continue
    }
    check(name, ourHash(source) === fixture.files[name])
    const expected = fixture.variants[name]
    if (!options.variants || expected === undefined) continue
    const text = source.toString('latin1')
    const hashes = Object.values(variants).map((make) => ourHash(toBytes(make(text))))
    check(`${name} (variants)`, shortHash(hashes.join(' ')) === expected)
  }
  console.log(`${same} equal, ${different} different, ${missing} files not in this library (${lib})`)
  report('recorded', same, different, every)
  return different
}

async function main(): Promise<number> {
  const every = Number(options.every)
  if (options.live || options.record) {
    const oracle = FrontendOracle.start()
    if (oracle === undefined) return 2
    try {
      if (!options.record) return Math.min(1, await live(oracle, every))
      await record(oracle)
      return 0
    } finally {
      oracle.close()
    }
  }
  const python = findPython()
  const lib = process.env.PYTHON_LIB ?? (python === undefined ? undefined : findLib(python))
  if (lib === undefined) {
    console.error('no CPython 3.13 library found (set PYTHON_LIB or PYTHON313): nothing was compared')
    return 2
  }
  return Math.min(1, compareWithFixture(lib, every))
}

process.exitCode = await main()
