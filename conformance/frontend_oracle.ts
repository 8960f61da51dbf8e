/**
 * CPython's front end as a service: `frontend_oracle.py` in a child process, asked by the conformance scripts of the parser.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ParseMode } from '../src/parse/diagnose'
import { PySyntaxError } from '../src/parse/messages'
import { parse } from '../src/parse/parse'
import { findLib, findPython, pythonEnvironment } from './compile_dump'

/** Type, msg, lineno, offset, end_lineno, end_offset, text of an exception. */
export type ErrorTuple = [string, string, number | null, number | null, number | null, number | null, string | null]

export interface SyntaxAnswer {
  error: ErrorTuple | null
  warnings: [string, string, number][]
}

/** What our parser makes of a program, in the shape CPython's answer has. */
export function answerOf(source: string, mode: ParseMode): SyntaxAnswer {
  const warnings: SyntaxAnswer['warnings'] = []
  try {
    parse(source, { filename: '<conformance>', mode, warn: (...warning) => warnings.push(warning) })
    return { error: null, warnings }
  } catch (e) {
    if (!(e instanceof PySyntaxError)) throw e
    return { error: [e.type, e.msg, e.lineno, e.offset, e.endLineno, e.endOffset, e.text], warnings }
  }
}

/** A running CPython; jobs are answered in order. */
export class FrontendOracle {
  private readonly child: ChildProcessWithoutNullStreams
  private readonly waiting: ((answer: never) => void)[] = []

  constructor(readonly python: string) {
    const script = fileURLToPath(new URL('frontend_oracle.py', import.meta.url))
    this.child = spawn(python, [script], { env: pythonEnvironment() })
    this.child.stderr.pipe(process.stderr)
    createInterface({ input: this.child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      this.waiting.shift()?.(JSON.parse(line) as never)
    })
  }

  /** Starts a CPython 3.13, or says why not and gives undefined. */
  static start(): FrontendOracle | undefined {
    const python = findPython()
    if (python !== undefined) return new FrontendOracle(python)
    console.error('no CPython 3.13 found (set PYTHON313): nothing to compare with')
    return undefined
  }

  get lib(): string {
    return findLib(this.python)
  }

  ask<T>(job: object): Promise<T> {
    return new Promise((resolve) => {
      this.waiting.push(resolve as (answer: never) => void)
      this.child.stdin.write(`${JSON.stringify(job)}\n`)
    })
  }

  syntax(source: string, mode = 'exec', flags = 0): Promise<SyntaxAnswer> {
    return this.ask({ syntax: source, mode, flags })
  }

  close(): void {
    this.child.stdin.end()
  }
}

/** The `.py` files of a standard library with its tests, as sorted paths. */
export function libraryFiles(lib: string): string[] {
  const files: string[] = []
  const visit = (directory: string) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) {
        if (entry.name !== 'site-packages' && entry.name !== '__pycache__') visit(join(directory, entry.name))
      } else if (entry.name.endsWith('.py')) files.push(join(directory, entry.name))
    }
  }
  visit(lib)
  return files.sort()
}

/** A seeded generator of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
