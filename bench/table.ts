/**
 * Writes `docs/benchmarks.md` from `history.jsonl`: `npm run bench:table`. Each table comes from the latest record that has its figures.
 */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { type Cell, type HistoryRecord, mean, type Row, read } from './history'

const OUTCOMES = { equal: '', differs: 'differs', fails: 'fails', over: 'too slow' }

const table = (rows: readonly (readonly string[])[]): string => {
  const [head, ...body] = rows as [readonly string[], ...(readonly string[])[]]
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...body.map(line)].join('\n')
}

/** Where and when a table was measured. */
function source(...records: HistoryRecord[]): string {
  const texts = records.map(
    (r) =>
      `${r.date.replace('T', ' ')} UTC, commit ${r.commit}, Node ${r.node}, ${r.cpu}, ${r.cores} cores, load average ${r.load.join(' ')}`,
  )
  return `Measured: ${texts.join('; ')}.`
}

/** The latest row of each program among these records, and the records that they are from. */
function gather(records: readonly HistoryRecord[]): { rows: Row[]; from: HistoryRecord[] } {
  const found = new Map<string, { row: Row; record: HistoryRecord }>()
  for (const record of records) for (const row of record.programs) found.set(row.program, { row, record })
  const sorted = [...found.values()].sort((a, b) => (a.row.program < b.row.program ? -1 : 1))
  return { rows: sorted.map((f) => f.row), from: records.filter((r) => sorted.some((f) => f.record === r)) }
}

function cell({ outcome, least, median }: Cell): string {
  if (least === undefined || median === undefined) return OUTCOMES[outcome]
  return least === median ? least.toFixed(2) : `${least.toFixed(2)} (${median.toFixed(2)})`
}

function programs(rows: readonly Row[], versions: Readonly<Record<string, string>>): string {
  const engines = Object.keys(versions).filter((e) => e !== 'CPython')
  const means = engines.map((e) => mean(rows, e))
  const lines = [
    ['program', 'CPython, ms', ...engines.map((e) => `${e} ${versions[e]}`)],
    ...rows.map((row) => [row.program, row.cpython.least.toFixed(0), ...engines.map((e) => cell(row.engines[e]!))]),
    ['geometric mean', '', ...means.map((m) => m.ratio.toFixed(2))],
    ['programs that count', '', ...means.map((m) => `${m.programs} of ${rows.length}`)],
  ]
  if (engines.length > 1)
    lines.push([
      'pytracify on the programs that count',
      '',
      ...engines.map((e) => mean(rows, 'pytracify', e).ratio.toFixed(2)),
    ])
  return table(lines)
}

/** How often each program ran. */
function runs(records: readonly HistoryRecord[]): string {
  const counts = [...new Set(records.map((r) => r.runs))].sort((a, b) => a - b)
  return counts.length === 1 && counts[0] === 1
    ? 'One run each.'
    : `The least of ${counts.join(' or ')} runs (median over median).`
}

interface Traced {
  steps: number
  rate: number
  ratio: number
  slower: number
}
/** The page, or null where nothing is recorded. */
export function page(history: readonly HistoryRecord[]): string | null {
  if (history.length === 0) return null
  /** The latest record that is so. */
  const latest = (is: (record: HistoryRecord) => unknown): HistoryRecord | undefined => history.findLast((r) => is(r))
  const sections: string[] = []
  const section = (title: string, from: readonly HistoryRecord[], ...texts: string[]): void => {
    sections.push(`## ${title}`, ...texts, source(...from))
  }

  // All peers of one set of versions: rows of other releases do not belong beside them.
  const compared = new Set<string>()
  const withPeers = latest((r) => Object.keys(r.versions).length > 2)
  if (withPeers !== undefined) {
    const versions = JSON.stringify(withPeers.versions)
    const { rows, from } = gather(history.filter((r) => JSON.stringify(r.versions) === versions))
    for (const { program } of rows) compared.add(program)
    const reasons = rows.flatMap((row) =>
      Object.entries(row.engines).flatMap(([engine, { outcome, reason }]) =>
        outcome === 'fails' && reason ? [`- ${row.program} on ${engine}: \`${reason.replaceAll('`', "'")}\``] : [],
      ),
    )
    const limits = [...new Set(from.map((r) => r.limit))].join(' or ')
    section(
      'Beside peers',
      from,
      `${runs(from)} "differs" is an output other than CPython's, "fails" an error, "too slow" more than ${limits} seconds of processor time.`,
      programs(rows, withPeers.versions),
      `Processor time to load an engine, in seconds: ${Object.entries(withPeers.loading)
        .map(([e, s]) => `${e} ${s.toFixed(2)}`)
        .join(', ')}.`,
      ...(reasons.length === 0 ? [] : [`What failed:\n\n${reasons.join('\n')}`]),
      "Again: `npm run bench:peers:install`, then `npm run bench -- --peers` with the programs' names, or none for all.",
    )
  }
  // Programs that were not run on peers.
  const alone = history.filter((r) => Object.keys(r.versions).length === 2)
  const others = gather(alone.map((r) => ({ ...r, programs: r.programs.filter((row) => !compared.has(row.program)) })))
  if (others.rows.length > 0) {
    const versions = { pytracify: others.from.at(-1)!.versions['pytracify']! }
    section(
      'Other programs',
      others.from,
      runs(others.from),
      programs(others.rows, versions),
      'Again: `npm run bench`.',
    )
  }

  const started = latest((r) => r.startup)
  if (started?.startup !== undefined) {
    const { rows } = started.startup
    const [empty] = rows
    section(
      'Start-up',
      [started],
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
      [sized],
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
      [remembered],
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
      [traced],
      'Steps a second over those of a `sys.settrace` tracer on CPython that renders changed values, and how much slower a traced run is than the same run untraced.',
      table([['program', 'steps', 'steps a second, x CPython', 'line: slower', 'opcode', 'expression'], ...rows]),
      ...(typeof ratio === 'number' ? [`Geometric mean of the ratios: ${ratio.toFixed(1)}.`] : []),
      'Again: `npm run bench:trace`; its programs are not in this repository.',
    )
  }

  return `${[
    '# Benchmarks',
    '<!-- Written by `npm run bench:table` from bench/history.jsonl: not to be edited. -->',
    "Figures are ratios to native CPython 3.13 on the same machine in the same run, below 1 is faster, unless a table says otherwise. They are of processor time, which on a machine that does other work at the same time is inflated less than time on the clock, but is not free of it: under heavy load single ratios were seen to vary by a factor of two between runs; the load average at the start stands with each table. A program's time has parsing and compiling in it, but not loading the engine; every run is a fresh process, so what just-in-time compilation costs counts. A ratio counts only where the output equals CPython's.",
    ...sections,
    "The programs are in `bench/programs`, written for this project, some after well-known benchmarks' published algorithms. `npm run bench -- --help` tells all options; `--record` appends to the history that this page is written from.",
  ].join('\n\n')}\n`
}

if (import.meta.filename === resolve(process.argv[1] ?? '')) {
  const text = page(read())
  if (text === null) {
    console.error("bench: nothing is recorded: run 'npm run bench -- --record' first")
    process.exit(2)
  }
  writeFileSync(join(import.meta.dirname, '../docs/benchmarks.md'), text)
  console.log('docs/benchmarks.md')
}
