/**
 * `history.jsonl`: what was measured when and where, one record a line.
 */
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Outcome } from './engines'
import type { Size } from './size'

/** Processor time of an engine on a program over that of CPython: the least of the runs over its least, the middle over its middle. */
export interface Cell {
  outcome: Outcome
  least?: number
  median?: number
  reason?: string
}

export interface Row {
  program: string
  /** Milliseconds of processor time. */
  cpython: { least: number; median: number }
  engines: Record<string, Cell>
}

export interface Startup {
  name: string
  least: number
  median: number
}

export interface MemoryRow {
  kind: string
  ours: number
  cpython: number
}

export interface Machine {
  date: string
  commit: string
  node: string
  cpu: string
  cores: number
  /** Load averages of 1, 5 and 15 minutes when it started. */
  load: number[]
}

export interface HistoryRecord extends Machine {
  runs: number
  limit: number
  versions: Record<string, string>
  /** Seconds of processor time to load an engine, the least seen. */
  loading: Record<string, number>
  programs: Row[]
  startup?: { rows: Startup[] }
  size?: Size[]
  memory?: MemoryRow[]
  trace?: Record<string, unknown>
}

const path = join(import.meta.dirname, 'history.jsonl')

/** Where and when; called before anything is measured. */
export function machine(): Machine {
  const git = (...args: string[]): string =>
    spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).stdout.trim()
  return {
    date: new Date().toISOString().slice(0, 16),
    commit: git('rev-parse', '--short', 'HEAD'),
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    load: loadavg().map((n) => Number(n.toFixed(1))),
  }
}

export function append(record: HistoryRecord): void {
  appendFileSync(path, `${JSON.stringify(record)}\n`)
}

export function read(): HistoryRecord[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as HistoryRecord)
}

/** The geometric mean of an engine's ratios on the programs it counts on, and their number; `only`: on those that another counts on, too. */
export function mean(rows: readonly Row[], engine: string, only = engine): { ratio: number; programs: number } {
  const ratios = rows.flatMap((row) => {
    const ratio = row.engines[engine]?.least
    return ratio === undefined || row.engines[only]?.least === undefined ? [] : [ratio]
  })
  return { ratio: Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length), programs: ratios.length }
}
