/**
 * What starting costs: processor time of whole processes beside an empty Node, in turns in one run.
 *
 *     npm run bench:startup -- [--rounds N] [--json FILE]
 *
 * The command line runs `print("hi")` with its compiled code kept (as from the second time on) and without; the library is loaded in a script of its own. The
 * least and the middle of the rounds, what is beyond the empty Node, and the ratio to it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, json: { type: 'string' } },
})
const dist = resolve(import.meta.dirname, '../dist')
if (!existsSync(join(dist, 'cli.cjs'))) {
  console.error("bench: there is no build: run 'npm run build:fast' first")
  process.exit(2)
}
const dir = mkdtempSync(join(tmpdir(), 'startup-'))
const used = join(dir, 'used')
// Every process says at its end what it used; what ending costs is left out on all sides.
const report = join(dir, 'report.cjs')
writeFileSync(
  report,
  `process.on('exit', () => { const u = process.cpuUsage(); require('fs').writeFileSync(${JSON.stringify(used)}, String(u.user + u.system)) })`,
)
const script = (name: string, text: string): string[] => {
  writeFileSync(join(dir, name), text)
  return [join(dir, name)]
}
const cli = [join(dist, 'cli.cjs'), 'run', '-c', 'print("hi")']
const body = 'if (run(\'print("hi")\').stdout !== "hi\\n") process.exit(1)'
const cases: { name: string; args: string[]; cache: string }[] = [
  { name: 'empty Node', args: script('empty.cjs', ''), cache: '' },
  { name: 'pytracify run', args: cli, cache: dir },
  { name: 'pytracify run, nothing kept', args: cli, cache: '' },
  {
    name: 'require, run',
    args: script('require.cjs', `const { run } = require(${JSON.stringify(join(dist, 'index.cjs'))})\n${body}`),
    cache: '',
  },
  {
    name: 'import, run',
    args: script('import.mjs', `import { run } from ${JSON.stringify(join(dist, 'index.js'))}\n${body}`),
    cache: '',
  },
]

/** Milliseconds of processor time of one process. */
function once(args: readonly string[], cache: string): number {
  const { status, stderr } = spawnSync(process.execPath, ['--require', report, ...args], {
    env: { ...process.env, PYTRACIFY_CACHE: cache },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`)
  return Number(readFileSync(used, 'utf8')) / 1000
}

try {
  const times = cases.map(({ args, cache }) => (once(args, cache), [] as number[]))
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const [i, { args, cache }] of cases.entries()) times[i]!.push(once(args, cache))
  }
  const rows = cases.map(({ name }, i) => {
    const sorted = times[i]!.sort((a, b) => a - b)
    return { name, least: sorted[0]!, median: sorted[sorted.length >> 1]! }
  })
  const [empty] = rows
  console.log('CPU ms  least  median  beyond (median)  ratio (least)')
  for (const { name, least, median } of rows) {
    const figures = [least.toFixed(1).padStart(13), median.toFixed(1).padStart(7)]
    const beyond = (median - empty!.median).toFixed(1).padStart(16)
    console.log(`${figures.join(' ')} ${beyond} ${(least / empty!.least).toFixed(2).padStart(14)}   ${name}`)
  }
  if (flags.json !== undefined) {
    const { version, arch } = process
    writeFileSync(flags.json, `${JSON.stringify({ node: version, arch, unit: 'ms CPU', rows }, null, 2)}\n`)
  }
} finally {
  rmSync(dir, { recursive: true, force: true })
}
