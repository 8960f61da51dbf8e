/**
 * The conformance cases: `cases/<area>/<topic>.py`, what can be compared of each, and how we make it. `run.test.ts` compares with the goldens, `live.ts` with a running Python.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  compile,
  dis,
  dumpAst,
  format,
  formatSyntaxError,
  Interpreter,
  parse,
  PySyntaxError,
  traceStream,
} from '../src/index'
import { pyJson } from '../src/trace/formats/format'
import { expressionRows } from './expr_steps'

import '../src/library/directory'

export const CASES = join(import.meta.dirname, 'cases')
const LIST = join(import.meta.dirname, 'lists/failed.txt')

/** What we make of a case for each kind of golden. */
export const ASPECTS: Record<string, (path: string, name: string) => string> = {
  out(path, name) {
    const input = path.replace(/\.py$/, '.in')
    const interpreter = new Interpreter({ filename: name, stdin: existsSync(input) ? readFileSync(input, 'utf8') : '' })
    let { stdout, stderr, exitCode } = { stdout: '', stderr: '', exitCode: 1 }
    try {
      ;({ stdout, stderr, exitCode } = interpreter.run(readFileSync(path)))
    } catch (e) {
      if (!(e instanceof PySyntaxError)) throw e
      stderr = formatSyntaxError(e)
    }
    return `${stdout}${stderr === '' ? '' : `--- stderr\n${stderr}`}--- exit ${exitCode}\n`
  },
  dis: (path, name) => dis(compile(readFileSync(path, 'utf8'), name)).replace(/at 0x[0-9a-fA-F…]+/g, 'at 0x…'),
  ast: (path) => `${dumpAst(parse(readFileSync(path)), { include_attributes: true, indent: 1 })}\n`,
  trace: (path) => format(traceStream(readFileSync(path, 'utf8'), { filename: 'main.py' }), 'settrace'),
  exprs: (path) => {
    const source = readFileSync(path, 'utf8')
    const rows = expressionRows(traceStream(source, { filename: 'main.py', granularity: 'expression' }), source)
    // As Python's json.dumps writes it.
    return rows
      .map((row) => `[${row.map((v) => (typeof v === 'string' ? pyJson(v) : String(v))).join(', ')}]\n`)
      .join('')
  },
  opcodes: (path) =>
    format(traceStream(readFileSync(path, 'utf8'), { filename: 'main.py', granularity: 'opcode' }), 'settrace'),
}

export interface Golden {
  /** `area/topic:aspect`. */
  id: string
  area: string
  aspect: string
  /** Name of the program's file. */
  file: string
  /** Path of the program. */
  path: string
  /** Path of what CPython said. */
  golden: string
}

/** Every golden there is. */
export function goldens(): Golden[] {
  const found: Golden[] = []
  for (const area of readdirSync(CASES).sort()) {
    for (const file of readdirSync(join(CASES, area)).sort()) {
      if (!file.endsWith('.py')) continue
      const path = join(CASES, area, file)
      for (const aspect of Object.keys(ASPECTS)) {
        const golden = path.replace(/\.py$/, `.${aspect}`)
        if (existsSync(golden))
          found.push({ id: `${area}/${file.slice(0, -3)}:${aspect}`, area, aspect, file, path, golden })
      }
    }
  }
  return found
}

/** Goldens known not to be met, with the reason. */
export function knownFailures(): Map<string, string> {
  const out = new Map<string, string>()
  if (!existsSync(LIST)) return out
  for (const line of readFileSync(LIST, 'utf8').split('\n')) {
    const m = /^(\S+:\w+)\s+#\s*(.+)$/.exec(line)
    if (m) out.set(m[1]!, m[2]!)
  }
  return out
}
