/**
 * Compiles random programs and compares the code with CPython's.
 *
 *   npm run fuzz:compile -- [--count 10000] [--seed 0] [--size 5] [--show 3]
 *
 *   npm run fuzz:compile -- --record     write the fixture `fixtures/compile_fuzz.txt` (seed, hash of the code, hash of `dis`)
 *
 * Programs are those of `generate.ts` for the seeds from `--seed` on. A program one side refuses must be refused by the other.
 * Of the first programs that differ the smallest is printed.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile } from '../../src/vm/compile_source'
import { type CodeDump, CompileOracle, dumpCode, findPython, shortHash, withoutAddresses } from '../compile_dump'
import { generateProgram } from './generate'

const FIXTURE = fileURLToPath(new URL('../fixtures/compile_fuzz.txt', import.meta.url))
const FIXTURE_PROGRAMS = 150

function option(name: string, value: number): number {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? value : Number(process.argv[at + 1])
}

function compileOurs(source: string, optimize: number): { code?: CodeDump; error?: string } {
  try {
    return { code: dumpCode(compile(source, 'fuzz.py', { optimize })) }
  } catch (error) {
    const e = error as Error & { msg?: string }
    return { error: e.msg ?? e.stack?.split('\n').slice(0, 3).join(' ') }
  }
}

/** Writes what CPython makes of the first programs, for the test that runs without it. */
async function record(python: string): Promise<void> {
  const lines: string[] = []
  for (let seed = 0; seed < FIXTURE_PROGRAMS; seed++) {
    // One interpreter each: interned strings of another program would show in the order of frozensets.
    const oracle = new CompileOracle(python)
    const job = { source: generateProgram(seed), filename: 'fuzz.py', optimize: seed % 3 }
    const { code } = await oracle.ask(job)
    if (code !== undefined) {
      const { dis } = await oracle.ask({ ...job, dis: '' })
      lines.push(`${seed} ${shortHash(JSON.stringify(code))} ${shortHash(withoutAddresses(dis!))}`)
    }
    oracle.close()
  }
  writeFileSync(FIXTURE, `${lines.join('\n')}\n`)
  console.log(`wrote ${lines.length} programs`)
}

async function main(): Promise<number> {
  const python = findPython()
  if (python === undefined) {
    console.error('no CPython 3.13 found (set PYTHON313)')
    return 2
  }
  if (process.argv.includes('--record')) {
    await record(python)
    return 0
  }
  const count = option('count', 10_000)
  const first = option('seed', 0)
  const size = option('size', 5)
  const oracle = new CompileOracle(python)
  let equal = 0
  let refused = 0
  let codes = 0
  const differing: { seed: number; source: string; how: string }[] = []
  const batch = 50
  for (let seed = first; seed < first + count; seed += batch) {
    const jobs = Array.from({ length: Math.min(batch, first + count - seed) }, (_, i) => {
      const source = generateProgram(seed + i, size)
      const optimize = (seed + i) % 3
      return { seed: seed + i, source, optimize, answer: oracle.ask({ source, filename: 'fuzz.py', optimize }) }
    })
    for (const { seed, source, optimize, answer } of jobs) {
      const ours = compileOurs(source, optimize)
      const theirs = await answer
      if (theirs.code === undefined) {
        refused++
        if (ours.code === undefined) equal++
        else differing.push({ seed, source, how: `compiles, should be refused: ${theirs.error?.[1]}` })
        continue
      }
      codes += JSON.stringify(theirs.code).split('"linetable"').length - 1
      if (ours.code === undefined) differing.push({ seed, source, how: `refused: ${ours.error}` })
      else if (JSON.stringify(ours.code) === JSON.stringify(theirs.code)) equal++
      else differing.push({ seed, source, how: `code differs at level ${optimize}` })
    }
  }
  oracle.close()
  console.log(
    `${count} programs from seed ${first}: ${equal} equal, ${refused} refused by CPython, ${codes} code objects`,
  )
  const kinds = new Map<string, number>()
  for (const { how } of differing) kinds.set(how, (kinds.get(how) ?? 0) + 1)
  for (const [how, n] of [...kinds].sort((a, b) => b[1] - a[1])) console.log(`  ${n} × ${how}`)
  differing.sort((a, b) => a.source.length - b.source.length)
  for (const { seed, source, how } of differing.slice(0, option('show', 3))) {
    console.log(`\nseed ${seed}: ${how}\n${source}`)
  }
  return differing.length === 0 ? 0 : 1
}

process.exitCode = await main()
