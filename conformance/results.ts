/**
 * What a runner found, as data: `out/results/<runner>.json`, from which `report.ts` makes docs/conformance.md.
 *
 * A runner that goes over all it can says so by not giving `partial`; a result of a part (a filter, a sample) does not replace one of the whole that is of the same commit.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const AREAS = ['front end', 'compiler', 'machine', 'library', 'traces', 'formats'] as const
export type Area = (typeof AREAS)[number]

/** Who says what is right: an answer recorded from CPython 3.13.0, or one asked while the runner ran. */
export type OracleName = 'recorded' | 'CPython 3.13' | 'Pyodide 3.13' | 'published'

export interface Row {
  area: Area
  /** What is compared: `ast.dump with positions`. */
  aspect: string
  /** Over what: `Lib and Lib/test, 1,722 files`. */
  over: string
  equal: number
  total: number
  /** Of those that differ, how many are known, with the reasons. */
  known?: Record<string, number>
}

export interface Result {
  /** The script's name without `.ts`, and for one that can ask several oracles which. */
  runner: string
  /** What repeats it. */
  command: string
  oracle: OracleName
  commit: string
  /** Day of the run. */
  date: string
  /** Why this is not all: `every 10th file`. */
  partial?: string
  rows: Row[]
}

const HERE = import.meta.dirname
export const RESULTS = join(HERE, 'out/results')

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { cwd: HERE, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}

/** The commit of the working tree, with a `+` if something is not committed; empty outside a repository. */
export function commitName(): string {
  const commit = git('rev-parse', '--short', 'HEAD')
  return commit !== '' && git('status', '--porcelain', '--untracked-files=no') !== '' ? `${commit}+` : commit
}

/** Writes a runner's result. */
export function writeResult(result: Omit<Result, 'commit' | 'date'>): void {
  mkdirSync(RESULTS, { recursive: true })
  const path = join(RESULTS, `${result.runner}.json`)
  const commit = commitName()
  if (result.partial !== undefined && existsSync(path)) {
    const before = JSON.parse(readFileSync(path, 'utf8')) as Result
    if (before.partial === undefined && before.commit === commit) return
  }
  const { runner, command, oracle, partial, rows } = result
  const date = new Date().toISOString().slice(0, 10)
  const whole: Result = { runner, command, oracle, commit, date, ...(partial === undefined ? {} : { partial }), rows }
  writeFileSync(path, `${JSON.stringify(whole, null, 1)}\n`)
}

/** How many have each reason. */
export function tally(reasons: Iterable<string>): Record<string, number> {
  const out: Record<string, number> = {}
  for (const reason of reasons) out[reason] = (out[reason] ?? 0) + 1
  return out
}
