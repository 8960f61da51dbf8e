/**
 * The conformance cases: one test a golden. A golden is what CPython 3.13 said (record.py wrote it); a file's presence asks for the comparison. Cases in lists/failed.txt
 * (`area/topic:aspect  # reason`) must fail.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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

const CASES = join(import.meta.dirname, 'cases')
const LIST = join(import.meta.dirname, 'lists/failed.txt')

const ASPECTS: Record<string, (path: string, name: string) => string> = {
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

function failed(): Map<string, string> {
  const out = new Map<string, string>()
  if (!existsSync(LIST)) return out
  for (const line of readFileSync(LIST, 'utf8').split('\n')) {
    const m = /^(\S+:\w+)\s+#\s*(.+)$/.exec(line)
    if (m) out.set(m[1]!, m[2]!)
  }
  return out
}

const known = failed()
for (const area of readdirSync(CASES).sort()) {
  if (!readdirSync(join(CASES, area)).some((file) => file.endsWith('.out') || file.endsWith('.dis'))) continue
  describe(area, () => {
    for (const file of readdirSync(join(CASES, area)).sort()) {
      if (!file.endsWith('.py')) continue
      const path = join(CASES, area, file)
      for (const [aspect, make] of Object.entries(ASPECTS)) {
        const golden = path.replace(/\.py$/, `.${aspect}`)
        if (!existsSync(golden)) continue
        const id = `${area}/${file.slice(0, -3)}:${aspect}`
        const test = (): void => expect(make(path, file)).toBe(readFileSync(golden, 'utf8'))
        if (known.has(id)) it.fails(`${id} (listed: ${known.get(id)})`, test)
        else it(id, test)
      }
    }
  })
}
