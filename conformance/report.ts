/**
 * The conformance report: docs/conformance.md and conformance/report.json from what the runners found (`out/results/*.json`, see results.ts), the figures of CPython's own test suites
 * (lists/suites.json) and the fuzzer's state.
 *
 *     npm run conformance:report -- [--run] [--check]
 *
 *   --run    first runs the runners that are quick (some minutes), each for itself; one that cannot run here (no CPython, no programs) leaves its part as it was
 *   --check  writes nothing; exit status 1 if the Markdown is not what report.json gives
 *
 * Results of runners not run here are kept from conformance/report.json, with the commit and day they are of; what no runner ever said is listed as missing.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AREAS, type Area, commitName, type Result, type Row, RESULTS, tally } from './results'

const HERE = import.meta.dirname
const JSON_PATH = join(HERE, 'report.json')
const MARKDOWN_PATH = join(HERE, '../docs/conformance.md')

/** Every runner: what it compares, how to start it, whether `--run` does. */
const RUNNERS: { runner: string; npm: string; args?: string[]; quick: boolean }[] = [
  { runner: 'live', npm: 'conformance:live', quick: true },
  { runner: 'live-pyodide', npm: 'conformance:live', args: ['--oracle', 'pyodide'], quick: true },
  { runner: 'ast', npm: 'conformance:ast', quick: true },
  { runner: 'syntax', npm: 'conformance:syntax', quick: true },
  { runner: 'mutants', npm: 'conformance:mutants', quick: true },
  { runner: 'tokenize', npm: 'conformance:tokenize', quick: false },
  { runner: 'unparse', npm: 'conformance:unparse', quick: false },
  { runner: 'compile', npm: 'conformance:compile', args: ['--hashes'], quick: true },
  { runner: 'compiler-errors', npm: 'conformance:compiler-errors', quick: true },
  { runner: 'dis', npm: 'conformance:dis', quick: true },
  { runner: 'wrong-calls', npm: 'conformance:wrong-calls', quick: true },
  { runner: 'programs', npm: 'conformance:programs', quick: false },
  { runner: 'traces-line', npm: 'conformance:traces', quick: false },
  { runner: 'traces-op', npm: 'conformance:traces', args: ['--opcodes'], quick: false },
  { runner: 'formats', npm: 'conformance:formats', quick: false },
  { runner: 'fuzz', npm: 'fuzz', args: ['--resume', '--seconds', '3600'], quick: false },
  { runner: 'suites', npm: 'conformance:suites', quick: false },
]

interface Report {
  commit: string
  date: string
  results: Result[]
}

function readJson<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
}

/** CPython's own test suites, from the committed figures and lists. */
function suites(): Result | undefined {
  const figures = readJson<Record<string, { passed: number; failed: number; skipped: number }>>(
    join(HERE, 'lists/suites.json'),
  )
  if (figures === undefined) return undefined
  const reasons = readFileSync(join(HERE, 'lists/suites_failed.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const m = /^([\w.]+?)\..* {2}# ([^:]+)/.exec(line)
      return m === null ? [] : [{ module: m[1]!, reason: m[2]! }]
    })
  const tracing = /settrace|setprofile|monitoring/
  const rows: Row[] = Object.entries(figures).map(([module, { passed, failed }]) => {
    const known = tally(reasons.filter((r) => r.module === module).map((r) => r.reason))
    return {
      area: tracing.test(module) ? 'traces' : 'library',
      aspect: "CPython's own tests",
      over: module,
      equal: passed,
      total: passed + failed,
      ...(Object.keys(known).length === 0 ? {} : { known }),
    }
  })
  return { runner: 'suites', command: 'npm run conformance:suites', oracle: 'CPython 3.13', commit: '', date: '', rows }
}

function runQuick(): void {
  for (const { runner, npm, args = [], quick } of RUNNERS) {
    if (!quick) continue
    console.log(`${runner}: npm run ${npm}${args.length === 0 ? '' : ` -- ${args.join(' ')}`}`)
    spawnSync('npm', ['run', '--silent', npm, '--', ...args], { stdio: 'inherit', cwd: join(HERE, '..') })
  }
}

/** All results: fresh ones, else those of the last report. */
function collect(): Report {
  const before = readJson<Report>(JSON_PATH)
  const fresh = existsSync(RESULTS)
    ? readdirSync(RESULTS)
        .filter((f) => f.endsWith('.json'))
        .map((f) => readJson<Result>(join(RESULTS, f))!)
    : []
  const bySuites = suites()
  if (bySuites !== undefined) fresh.push(bySuites)
  const byRunner = new Map([...(before?.results ?? []), ...fresh].map((r) => [r.runner, r]))
  const order = RUNNERS.map((r) => r.runner)
  const rank = (r: Result) => (order.includes(r.runner) ? order.indexOf(r.runner) : order.length)
  const results = [...byRunner.values()].sort((a, b) => rank(a) - rank(b) || (a.runner < b.runner ? -1 : 1))
  return { commit: commitName(), date: new Date().toISOString().slice(0, 10), results }
}

const number = (n: number): string => n.toLocaleString('en-US')

/** Share that agrees; never rounded up to all. */
function percent(equal: number, total: number): string {
  if (total === 0) return '–'
  if (equal === total) return '100 %'
  const p = Math.min(99.99, (100 * equal) / total)
  return `${p.toFixed(2).replace(/\.?0+$/, '')} %`
}

function table(rows: string[][]): string {
  const [head, ...rest] = rows
  return [head!, head!.map(() => '---'), ...rest].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Rows with one aspect and command together, where there are many. */
function merged(result: Result, area: Area): Row[] {
  const rows = result.rows.filter((r) => r.area === area)
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.aspect, [...(groups.get(row.aspect) ?? []), row])
  return [...groups.values()].flatMap((group) => {
    if (group.length < 2) return group
    const known: Record<string, number> = {}
    for (const row of group)
      for (const [reason, n] of Object.entries(row.known ?? {})) known[reason] = (known[reason] ?? 0) + n
    const sum = (key: 'equal' | 'total') => group.reduce((n, row) => n + row[key], 0)
    const what =
      { suites: 'modules of Lib/test', programs: 'collections of programs', formats: 'formats' }[result.runner] ??
      'parts'
    return [
      {
        area,
        aspect: group[0]!.aspect,
        over: `${group.length} ${what}`,
        equal: sum('equal'),
        total: sum('total'),
        known,
      },
    ]
  })
}

/** The Markdown of a report. */
export function markdown(report: Report): string {
  const out = [
    '<!-- Generated from conformance/report.json by conformance/report.ts (npm run conformance:report). Do not edit. -->',
    '',
    '# Conformance',
    '',
    `What agrees with CPython 3.13, what does not, and why; at commit ${report.commit || '(none)'}, ${report.date}. Every line can be repeated with the command beside it. *recorded* is what a native`,
    'CPython 3.13.0 said once and is committed or kept with the data; *CPython 3.13* and *Pyodide 3.13* were asked during the run; *published* is what the authors of a data set published.',
    'Known differences by class are in [deviations.md](deviations.md).',
    '',
  ]
  for (const area of AREAS) {
    const rows: string[][] = [['what', 'over', 'oracle', 'agrees', 'of', '', 'repeat with', 'commit']]
    const whys: [string, number][] = []
    for (const result of report.results) {
      for (const row of merged(result, area)) {
        const over = `${row.over}${result.partial === undefined ? '' : ` (only ${result.partial})`}`
        const command = `\`${result.command}\``
        rows.push([
          row.aspect,
          over,
          result.oracle,
          number(row.equal),
          number(row.total),
          percent(row.equal, row.total),
          command,
          result.commit || report.commit,
        ])
        let open = row.total - row.equal
        for (const [reason, n] of Object.entries(row.known ?? {})) {
          open -= n
          whys.push([`${reason} (${result.runner})`, n])
        }
        if (open > 0) whys.push([`not looked at or not fixed yet (${result.runner})`, open])
      }
    }
    out.push(
      `## ${area[0]!.toUpperCase()}${area.slice(1)}`,
      '',
      rows.length > 1 ? table(rows) : 'No runner has said anything yet.',
      '',
    )
    if (whys.length > 0) {
      out.push('Why not all:', '')
      const sorted = whys.sort((a, b) => b[1] - a[1])
      for (const [reason, n] of sorted.slice(0, 40)) out.push(`- ${n} × ${reason}`)
      if (sorted.length > 40) out.push(`- and ${sorted.length - 40} more in conformance/report.json`)
      out.push('')
    }
  }
  const ran = new Set(report.results.map((r) => r.runner))
  const missing = RUNNERS.filter((r) => !ran.has(r.runner))
  const partial = report.results.filter((r) => r.partial !== undefined)
  out.push('## What is not in this report', '')
  if (missing.length === 0 && partial.length === 0) out.push('Nothing: every runner has gone over all it can.')
  for (const { runner, npm, args } of missing)
    out.push(`- ${runner}: not run (\`npm run ${npm}${args === undefined ? '' : ` -- ${args.join(' ')}`}\`)`)
  for (const { runner, partial: part } of partial) out.push(`- ${runner}: only ${part}`)
  return `${out.join('\n')}\n`
}

function main(): number {
  const { values: flags } = parseArgs({ options: { run: { type: 'boolean' }, check: { type: 'boolean' } } })
  if (flags.check) {
    const report = readJson<Report>(JSON_PATH)
    const same = report !== undefined && markdown(report) === readFileSync(MARKDOWN_PATH, 'utf8')
    console.log(
      same
        ? 'docs/conformance.md is what conformance/report.json gives'
        : 'docs/conformance.md is out of date: npm run conformance:report',
    )
    return same ? 0 : 1
  }
  if (flags.run) runQuick()
  const report = collect()
  writeFileSync(JSON_PATH, `${JSON.stringify(report, null, 1)}\n`)
  writeFileSync(MARKDOWN_PATH, markdown(report))
  console.log(
    `${report.results.length} of ${RUNNERS.length} runners; wrote docs/conformance.md and conformance/report.json`,
  )
  return 0
}

if (process.argv[1]?.endsWith('report.ts')) process.exitCode = main()
