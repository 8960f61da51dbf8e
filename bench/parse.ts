/**
 * Source to AST against CPython's own `ast.parse`, side by side: `npm run bench:parse`.
 *
 * Both sides parse the same files of the standard library in alternating rounds of one run, and CPU time is taken (all threads of the
 * process), because wall time on a shared machine says little. The ratio is what counts. `--memory` also shows how memory grows with
 * the size of one file.
 */
import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findLib, findPython, pythonEnvironment } from '../conformance/compile_dump'
import { libraryFiles } from '../conformance/frontend_oracle'
import { parser } from '../src/parse/parser.gen'
import { parse } from '../src/parse/parse'
import { scan } from '../src/parse/scanner'
import { SourceFile } from '../src/parse/source'
import { tokenText } from '../src/parse/tokens'

const { values: options } = parseArgs({
  options: {
    every: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '7' },
    memory: { type: 'boolean', default: false },
  },
})

/** CPU seconds of a function. */
function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

const megabytesPerSecond = (bytes: number, seconds: number) => (bytes / 1e6 / seconds).toFixed(2)

async function main(): Promise<void> {
  const python = findPython()
  if (python === undefined) {
    console.error('no CPython 3.13 found (set PYTHON313): nothing to compare with')
    process.exitCode = 2
    return
  }
  const refused = /badsyntax|bad_coding|lib2to3|test_future_stmt.badsyntax/
  const files = libraryFiles(findLib(python)).filter((f, i) => i % Number(options.every) === 0 && !refused.test(f))
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
  const sources = files.map((file) => readFileSync(file))

  const oracle = spawn(python, [fileURLToPath(new URL('parse_oracle.py', import.meta.url))], {
    env: pythonEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: oracle.stdout })[Symbol.asyncIterator]()
  oracle.stdin.write(`${JSON.stringify(files)}\n`)

  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < Number(options.rounds); round++) {
    oracle.stdin.write('\n')
    theirs.push(Number((await lines.next()).value))
    ours.push(
      cpuSeconds(() => {
        for (const source of sources) parse(source)
      }),
    )
  }
  oracle.stdin.end()

  const texts = files.map((file, i) => SourceFile.from(sources[i], file))
  const strict = parser.configure({ strict: true })
  const scanning = cpuSeconds(() => {
    for (const text of texts) scan(text)
  })
  const tokens = texts.map((text) => tokenText(scan(text)))
  const lezer = cpuSeconds(() => {
    for (const text of tokens) strict.parse(text)
  })

  const best = (times: number[]) => Math.min(...times)
  const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]
  console.log(`${files.length} files, ${(bytes / 1e6).toFixed(2)} MB, ${options.rounds} rounds, CPU time`)
  for (const [name, pick] of [
    ['best', best],
    ['median', median],
  ] as const) {
    const [a, b] = [pick(ours), pick(theirs)]
    console.log(
      `${name.padEnd(7)} pytracify ${megabytesPerSecond(bytes, a)} MB/s   CPython ${megabytesPerSecond(bytes, b)} MB/s   ratio ${(b / a).toFixed(2)}`,
    )
  }
  console.log(`first round (cold): ${megabytesPerSecond(bytes, ours[0])} MB/s`)
  console.log(
    `stages: scanner ${scanning.toFixed(3)} s, Lezer ${lezer.toFixed(3)} s, the whole ${best(ours).toFixed(3)} s`,
  )
  if (options.memory) memory()
}

/** Heap growth for one file made of more and more statements. */
function memory(): void {
  const unit =
    'def f(a, b=1, *c, **d):\n    for i in range(a):\n        d[i] = [b + i * 2, f"{i!r:>{b}}", c and not d]\n    return d\n\n'
  for (const count of [1000, 10_000, 40_000]) {
    const source = unit.repeat(count)
    globalThis.gc?.()
    const before = process.memoryUsage()
    const start = performance.now()
    const tree = parse(source)
    const ms = performance.now() - start
    globalThis.gc?.()
    const after = process.memoryUsage()
    const held = after.heapUsed + after.external - before.heapUsed - before.external
    console.log(
      `${(source.length / 1e6).toFixed(2)} MB: ${ms.toFixed(0)} ms, tree ${(held / source.length).toFixed(1)} bytes a byte, ${tree.body.length} statements`,
    )
  }
}

await main()
