/**
 * Speed beside native CPython 3.13: CPU time of whole runs of `programs/*.py`, on both sides in the same session, outputs compared.
 *
 *   npm run bench -- [NAME …] [--runs N] [--json FILE]
 *
 * A figure is the ratio of the CPU time of the run itself: on our side `Interpreter.run` (parsing and compiling included) in a fresh process after
 * loading the bundle, on CPython's `exec` of the compiled text likewise. The least of N runs counts.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const bundle = join(here, '../dist/index.js')
if (!existsSync(bundle)) {
  console.error("bench: there is no build: run 'npm run build:fast' first")
  process.exit(2)
}

const option = (name: string): string | undefined => {
  const i = process.argv.indexOf(`--${name}`)
  return i < 0 ? undefined : process.argv[i + 1]
}
const runs = Number(option('runs') ?? 3)
const values = new Set([option('runs'), option('json')])
const names = process.argv.slice(2).filter((a) => !a.startsWith('--') && !values.has(a))

const OURS = `
import { readFileSync } from 'node:fs'
const { Interpreter } = await import(${JSON.stringify(pathToFileURL(bundle).href)})
const source = readFileSync(process.argv[1], 'utf8')
const interpreter = new Interpreter({ filename: process.argv[1] })
const start = process.cpuUsage()
const result = interpreter.run(source)
const used = process.cpuUsage(start)
process.stderr.write('CPU ' + (used.user + used.system) / 1e6 + '\\n' + result.stderr)
process.stdout.write(result.stdout)
process.exitCode = result.exitCode
`

const THEIRS = `
import sys, time
path = sys.argv[1]
source = open(path).read()
start = time.process_time()
exec(compile(source, path, 'exec'), {'__name__': '__main__'})
sys.stdout.flush()
sys.stderr.write('CPU %r\\n' % (time.process_time() - start))
`

const pythons: [string, string[], NodeJS.ProcessEnv][] = [
  [process.env['PYTHON313'] ?? 'python3.13', [], process.env],
  ['python3.13', [], { ...process.env, PYENV_VERSION: '3.13.0' }],
]
const python = pythons.find(
  ([command, args, env]) =>
    spawnSync(command, [...args, '-c', 'import sys; assert sys.version_info[:2] == (3, 13)'], { env }).status === 0,
)
if (python === undefined) {
  console.error('bench: no CPython 3.13 found (PYTHON313, python3.13): there is nothing to compare with')
  process.exit(2)
}

interface Timing {
  cpu: number
  stdout: string
}

function once(command: string, args: string[], env: NodeJS.ProcessEnv): Timing {
  const r = spawnSync(command, args, { env, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 300_000 })
  const cpu = Number(/^CPU (\S+)$/m.exec(r.stderr)?.[1] ?? Number.NaN)
  if (!Number.isFinite(cpu)) throw new Error(`${args.at(-1)}: ${r.stderr.slice(0, 500)}`)
  return { cpu, stdout: r.stdout }
}

const best = (f: () => Timing): Timing => {
  const all = Array.from({ length: runs }, f)
  return all.reduce((a, b) => (b.cpu < a.cpu ? b : a))
}

const programs = readdirSync(join(here, 'programs'))
  .filter((f) => f.endsWith('.py') && (names.length === 0 || names.includes(basename(f, '.py'))))
  .sort()
const env = { ...process.env, PYTHONHASHSEED: '0' }
const rows: { name: string; ours: number; theirs: number; ratio: number; equal: boolean }[] = []
console.log('program            ours     CPython   ratio')
for (const f of programs) {
  const path = join(here, 'programs', f)
  const theirs = best(() => once(python[0], [...python[1], '-c', THEIRS, path], { ...python[2], PYTHONHASHSEED: '0' }))
  const ours = best(() => once(process.execPath, ['--input-type=module', '-e', OURS, path], env))
  const row = {
    name: basename(f, '.py'),
    ours: ours.cpu,
    theirs: theirs.cpu,
    ratio: ours.cpu / theirs.cpu,
    equal: ours.stdout === theirs.stdout,
  }
  rows.push(row)
  console.log(
    `${row.name.padEnd(15)} ${(1000 * row.ours).toFixed(0).padStart(6)} ms ${(1000 * row.theirs).toFixed(0).padStart(6)} ms ${row.ratio.toFixed(2).padStart(7)}${row.equal ? '' : '   OUTPUT DIFFERS'}`,
  )
}
const mean = Math.exp(rows.reduce((s, r) => s + Math.log(r.ratio), 0) / rows.length)
const worst = rows.reduce((a, b) => (b.ratio > a.ratio ? b : a))
console.log(`geometric mean ${mean.toFixed(2)}, worst ${worst.name} ${worst.ratio.toFixed(2)}, ${rows.length} programs`)
const json = option('json')
if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, null, 1)}\n`)
process.exitCode = rows.every((r) => r.equal) ? 0 : 1
