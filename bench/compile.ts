/**
 * Compile speed beside CPython's `compile()`, in one run.
 *
 *   npm run bench:compile -- [FILES…]
 *
 * The corpus is a spread of modules of CPython's library by size. Each side compiles each file several times; the best time counts,
 * and ours is measured in one process after warming up, as CPython's is. A second table compiles one text repeated 1 to 16
 * times, to show that the time grows in proportion.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compileAst } from '../src/compile/compile'
import { parse } from '../src/parse/parse'
import { CompileOracle, findLib, findPython } from '../conformance/compile_dump'

const ROUNDS = 5

interface Timing {
  parse: number
  compile: number
}

/** Best time of several rounds, in milliseconds, for the parser and for the compiler after it. */
function time(source: Uint8Array | string, filename: string): Timing {
  const best: Timing = { parse: Number.POSITIVE_INFINITY, compile: Number.POSITIVE_INFINITY }
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now()
    const tree = parse(source, { filename })
    const parsed = performance.now()
    compileAst(tree, { filename })
    const end = performance.now()
    best.parse = Math.min(best.parse, parsed - start)
    best.compile = Math.min(best.compile, end - parsed)
  }
  return best
}

async function timeCPython(oracle: CompileOracle, job: { file?: string; source?: string }): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < ROUNDS; i++) best = Math.min(best, (await oracle.ask({ ...job, filename: 'bench.py' })).ms)
  return best
}

function row(cells: (string | number)[]): string {
  return cells.map((c, i) => (i === 0 ? String(c).padEnd(28) : String(c).padStart(10))).join(' ')
}

async function main(): Promise<void> {
  const python = findPython()
  if (python === undefined) {
    console.error('no CPython 3.13 found (set PYTHON313)')
    process.exitCode = 2
    return
  }
  const lib = findLib(python)
  const oracle = new CompileOracle(python)
  let files = process.argv.slice(2)
  if (files.length === 0) {
    const sizes = readdirSync(lib)
      .filter((f) => f.endsWith('.py'))
      .map((f) => ({ path: join(lib, f), size: readFileSync(join(lib, f)).length }))
      .filter((f) => f.size > 2000)
      .sort((a, b) => a.size - b.size)
    files = sizes.filter((_, i) => i % 6 === 0 || i === sizes.length - 1).map((f) => f.path)
  }
  // Warm up: the engine compiles this compiler while it runs.
  for (const file of files) time(readFileSync(file), file)

  console.log(row(['module', 'kB', 'parse ms', 'compile ms', 'CPython ms', 'ratio']))
  let ours = 0
  let theirs = 0
  const ratios: number[] = []
  for (const file of files) {
    const source = readFileSync(file)
    const mine = time(source, file)
    const cpython = await timeCPython(oracle, { file })
    ours += mine.parse + mine.compile
    theirs += cpython
    const ratio = (mine.parse + mine.compile) / cpython
    ratios.push(ratio)
    console.log(
      row([
        file.slice(lib.length + 1),
        (source.length / 1000).toFixed(0),
        mine.parse.toFixed(1),
        mine.compile.toFixed(1),
        cpython.toFixed(1),
        ratio.toFixed(2),
      ]),
    )
  }
  ratios.sort((a, b) => a - b)
  console.log(row(['all', '', '', ours.toFixed(0), theirs.toFixed(0), (ours / theirs).toFixed(2)]))
  console.log(`median ratio ${ratios[ratios.length >> 1].toFixed(2)}, largest ${ratios.at(-1)!.toFixed(2)}\n`)

  console.log(row(['growth', 'kB', 'ms', 'ms/kB', 'CPython ms', 'ratio']))
  const unit = readFileSync(join(lib, 'statistics.py'), 'utf8')
  for (const times of [1, 2, 4, 8, 16]) {
    const source = `${unit.replace(/^from __future__.*$/gm, '')}\n`.repeat(times)
    const mine = time(source, 'bench.py')
    const cpython = await timeCPython(oracle, { source })
    const total = mine.parse + mine.compile
    const kB = source.length / 1000
    console.log(
      row([
        `statistics.py × ${times}`,
        kB.toFixed(0),
        total.toFixed(1),
        (total / kB).toFixed(3),
        cpython.toFixed(1),
        (total / cpython).toFixed(2),
      ]),
    )
  }
  oracle.close()
}

await main()
