/**
 * Memory of tables of common objects next to CPython 3.13: `npm run bench:memory -- [--json FILE]`.
 *
 * CPython: resident memory of a process that holds the table, less that of one that holds none. Ours: the host's heap after collection, likewise.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values: flags } = parseArgs({ options: { json: { type: 'string' } } })
const KINDS = ['ints', 'floats', 'strs', 'tuples', 'lists', 'dict', 'strdict', 'set', 'dicts', 'instances', 'slots']
const PROGRAM = join(import.meta.dirname, 'memory.py')
const PYTHON = process.env['PYTHON313'] ?? 'python3.13'
const OURS = `
import { readFileSync } from 'node:fs'
const { Interpreter } = await import(process.argv[1])
const source = readFileSync(process.argv[2], 'utf8')
const hold = (kind) => { const i = new Interpreter({ argv: ['memory.py', kind] }); i.run(source); gc(); gc(); return i }
hold('none')
const before = process.memoryUsage().heapUsed
globalThis.keep = hold(process.argv[3])
console.log(process.memoryUsage().heapUsed - before)`

function cpython(kind: string): number {
  const code = `import resource, runpy, sys; sys.argv = ['m', '${kind}']; g = runpy.run_path(${JSON.stringify(PROGRAM)}); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)`
  return Number(spawnSync(PYTHON, ['-c', code], { encoding: 'utf8' }).stdout)
}

function ours(kind: string): number {
  const library = new URL('../dist/index.js', import.meta.url).href
  return Number(
    spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', OURS, library, PROGRAM, kind], {
      encoding: 'utf8',
    }).stdout,
  )
}

const base = cpython('none')
const rows: { kind: string; ours: number; cpython: number }[] = []
for (const kind of KINDS) {
  const theirs = cpython(kind) - base
  const bytes = ours(kind)
  rows.push({ kind, ours: bytes, cpython: theirs })
  console.log(
    `${kind.padEnd(10)} ours ${(bytes / 1e6).toFixed(1).padStart(7)} MB  CPython ${(theirs / 1e6).toFixed(1).padStart(7)} MB  ratio ${(bytes / theirs).toFixed(2)}`,
  )
}
if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(rows, null, 1)}\n`)
