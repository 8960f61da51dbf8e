/**
 * Writes `docs/benchmarks.md` from `history.jsonl`: `npm run bench:table`. Each table comes from the latest record that has its figures.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type Cell, type HistoryRecord, mean, read } from './history'

const OUTCOMES = { equal: '', differs: 'differs', fails: 'fails', over: 'too slow' }

const history = read()

/** The latest record that is so. */
const latest = (is: (record: HistoryRecord) => unknown): HistoryRecord | undefined => history.findLast((r) => is(r))

const table = (rows: readonly (readonly string[])[]): string => {
  const [head, ...body] = rows as [readonly string[], ...(readonly string[])[]]
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...body.map(line)].join('\n')
}

/** Where and when a table was measured. */
function source(r: HistoryRecord): string {
  return `${r.date.replace('T', ' ')} UTC, commit ${r.commit}, Node ${r.node}, ${r.cpu}, ${r.cores} cores, load average ${r.load.join(' ')}`
}

function cell({ outcome, least, median }: Cell, runs: number): string {
  if (least === undefined || median === undefined) return OUTCOMES[outcome]
  return runs === 1 ? least.toFixed(2) : `${least.toFixed(2)} (${median.toFixed(2)})`
}

function programs(r: HistoryRecord): string {
  const engines = Object.keys(r.programs[0]?.engines ?? {})
  const body = r.programs.map((row) => [
    row.program,
    row.cpython.least.toFixed(0),
    ...engines.map((e) => cell(row.engines[e]!, r.runs)),
  ])
  const means = engines.map((e) => mean(r.programs, e))
  const rows = [
    ['program', 'CPython, ms', ...engines.map((e) => `${e} ${r.versions[e] ?? ''}`)],
    ...body,
    ['geometric mean', '', ...means.map((m) => m.ratio.toFixed(2))],
    ['programs that count', '', ...means.map((m) => `${m.programs} of ${r.programs.length}`)],
  ]
  if (engines.length > 1)
    rows.push([
      'pytracify on these programs',
      '',
      ...engines.map((e) => mean(r.programs, 'pytracify', e).ratio.toFixed(2)),
    ])
  return table(rows)
}

const runs = (r: HistoryRecord): string =>
  r.runs === 1 ? 'One run each.' : `The least of ${r.runs} runs (median over median).`

const sections: string[] = []
const section = (title: string, r: HistoryRecord, ...texts: string[]): void => {
  sections.push(`## ${title}`, ...texts, `Measured: ${source(r)}.`)
}

const compared = latest((r) => Object.keys(r.versions).length > 2)
if (compared !== undefined) {
  const reasons = compared.programs.flatMap((row) =>
    Object.entries(row.engines).flatMap(([engine, { outcome, reason }]) =>
      outcome === 'fails' && reason ? [`- ${row.program} on ${engine}: \`${reason.replaceAll('`', "'")}\``] : [],
    ),
  )
  section(
    'Beside peers',
    compared,
    `${runs(compared)} "differs" is an output other than CPython's, "fails" an error, "too slow" more than ${compared.limit} seconds of processor time.`,
    programs(compared),
    `Processor time to load an engine, in seconds: ${Object.entries(compared.loading)
      .map(([e, s]) => `${e} ${s.toFixed(2)}`)
      .join(', ')}.`,
    ...(reasons.length === 0 ? [] : [`What failed:\n\n${reasons.join('\n')}`]),
    "Again: `npm run bench:peers:install`, then `npm run bench -- --peers` with the programs' names, or none for all.",
  )
}
const alone = latest((r) => r.programs.length > (compared?.programs.length ?? 0))
if (alone !== undefined && alone !== compared)
  section('All programs', alone, runs(alone), programs(alone), 'Again: `npm run bench`.')

const started = latest((r) => r.startup)
if (started?.startup !== undefined) {
  const { rows } = started.startup
  const [empty] = rows
  section(
    'Start-up',
    started,
    'Milliseconds of processor time of whole processes that print one line.',
    table([
      ['', 'least', 'median', 'beyond the empty Node (least)', 'ratio to it (least)'],
      ...rows.map((row) => [
        row.name,
        row.least.toFixed(0),
        row.median.toFixed(0),
        (row.least - empty!.least).toFixed(0),
        (row.least / empty!.least).toFixed(2),
      ]),
    ]),
    'Again: `npm run bench:startup`.',
  )
}
const sized = latest((r) => r.size)
if (sized?.size !== undefined)
  section(
    'Size in a page',
    sized,
    'Programs bundled and minified for browsers.',
    table([
      ['what is imported', 'kB gzipped', 'kB'],
      ...sized.size.map((s) => [s.name, (s.gzip / 1000).toFixed(1), (s.bytes / 1000).toFixed(1)]),
    ]),
    'Again: `npm run bench:size`.',
  )
const remembered = latest((r) => r.memory)
if (remembered?.memory !== undefined)
  section(
    'Memory',
    remembered,
    "A table of 300,000 objects: the host's heap after collection beside the resident memory of CPython.",
    table([
      ['', 'pytracify, MB', 'CPython, MB', 'ratio'],
      ...remembered.memory.map((m) => [
        m.kind,
        (m.ours / 1e6).toFixed(1),
        (m.cpython / 1e6).toFixed(1),
        (m.ours / m.cpython).toFixed(2),
      ]),
    ]),
    'Again: `npm run bench:memory`.',
  )

interface Traced {
  steps: number
  rate: number
  ratio: number
  slower: number
}
const traced = latest((r) => r.trace && Object.values(r.trace).some((row) => (row as { line?: Traced }).line))
if (traced?.trace !== undefined) {
  const rows = Object.entries(traced.trace).flatMap(([name, row]) => {
    const { line, opcode, expression } = row as { line?: Traced; opcode?: Traced; expression?: Traced }
    if (line === undefined || opcode === undefined || expression === undefined) return []
    return [
      [
        name,
        String(line.steps),
        line.ratio.toFixed(1),
        ...[line, opcode, expression].map((t) => `${t.slower.toFixed(1)}x`),
      ],
    ]
  })
  const ratio = traced.trace['line ratio']
  section(
    'Traced',
    traced,
    'Steps a second over those of a `sys.settrace` tracer on CPython that renders changed values, and how much slower a traced run is than the same run untraced.',
    table([['program', 'steps', 'steps a second, x CPython', 'line: slower', 'opcode', 'expression'], ...rows]),
    ...(typeof ratio === 'number' ? [`Geometric mean of the ratios: ${ratio.toFixed(1)}.`] : []),
    'Again: `npm run bench:trace`; its programs are not in this repository.',
  )
}

if (sections.length === 0) {
  console.error("bench: nothing is recorded: run 'npm run bench -- --record' first")
  process.exit(2)
}
writeFileSync(
  join(import.meta.dirname, '../docs/benchmarks.md'),
  `${[
    '# Benchmarks',
    '<!-- Written by `npm run bench:table` from bench/history.jsonl: not to be edited. -->',
    "Figures are ratios to native CPython 3.13 on the same machine in the same run, below 1 is faster, unless a table says otherwise. They are of processor time, which on a machine that does other work at the same time is inflated less than time on the clock, but is not free of it: single ratios vary by a tenth or more under load, and the load average at the start stands with each table. A program's time has parsing and compiling in it, but not loading the engine; every run is a fresh process, so what just-in-time compilation costs counts. A ratio counts only where the output equals CPython's.",
    ...sections,
    "The programs are in `bench/programs`, written for this project, some after well-known benchmarks' published algorithms. `npm run bench -- --help` tells all options; `--record` appends to the history that this page is written from.",
  ].join('\n\n')}\n`,
)
console.log('docs/benchmarks.md')
