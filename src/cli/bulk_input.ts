/**
 * Programs in bulk: reading them from JSON lines (also gzipped), from a directory of Python files or from standard input, one at a time and always in the same order.
 *
 * A line of JSON is an object. Its program is the field `program`, or `code`, or `source`; with `code` and a `call` (`f([1, 2])`) that one call is meant. `stdin` and
 * `id` are optional. `--field program=solution` names other fields; `--call 'f({input})'` makes the call of the fields of the row.
 * A file `name.py` of a directory is a program with id `name.py`; `name.in` beside it is its standard input.
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { readInput } from './host'

/** One program and what it is run with. */
export interface Program {
  id: string
  code: string
  call: string | null
  stdin: string
  argv: string[]
}

/** One item of the input: a program, with the whole row it came from, or what is wrong with the row. */
export interface Item {
  index: number
  id: string
  program: Program | null
  row: Record<string, unknown>
  problem?: string
}

export interface InputOptions {
  /** Field names for `program`, `call`, `stdin`, `id`, `argv`. */
  fields: Readonly<Record<string, string>>
  /** `f({input})`: the call, with fields of the row in braces; null: the row's `call`. */
  call: string | null
}

/** The roles that `--field ROLE=NAME` may name. */
export const ROLES = ['program', 'call', 'stdin', 'id', 'argv', 'prediction'] as const

function text(row: Record<string, unknown>, name: string): string | undefined {
  const v = row[name]
  return typeof v === 'string' ? v : undefined
}

/** A program out of a row; a text says what is wrong with it. */
export function programOf(row: Record<string, unknown>, index: number, options: InputOptions): Program | string {
  const { fields } = options
  const given = fields['program']
  const callField = fields['call'] ?? 'call'
  let call = text(row, callField) ?? null
  if (options.call !== null) {
    const missing = [...options.call.matchAll(/\{(\w+)\}/g)].find((m) => !(m[1]! in row))
    if (missing) return `no field '${missing[1]}' for the call`
    call = options.call.replace(/\{(\w+)\}/g, (_, name: string) => {
      const v = row[name]
      return typeof v === 'string' ? v : JSON.stringify(v)
    })
  }
  const names =
    given === undefined ? (call === null ? ['program', 'code', 'source'] : ['code', 'program', 'source']) : [given]
  const name = names.find((n) => text(row, n) !== undefined)
  if (name === undefined) return `no program: none of the fields ${names.join(', ')} is text`
  // A whole program beside a call of its own is meant as it stands.
  const code = text(row, name)!
  const id = row[fields['id'] ?? 'id']
  const argv = row[fields['argv'] ?? 'argv']
  return {
    id: id === undefined || id === null ? String(index) : String(id),
    code,
    call,
    stdin: text(row, fields['stdin'] ?? 'stdin') ?? '',
    argv: Array.isArray(argv) ? argv.map(String) : [],
  }
}

/** What makes two programs the same for a data set. */
export function contentKey(p: Program): string {
  return createHash('sha256')
    .update(JSON.stringify([p.code, p.call, p.stdin, p.argv]))
    .digest('hex')
}

function pythonFiles(dir: string): string[] {
  const out: string[] = []
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) out.push(...pythonFiles(path))
    else if (entry.name.endsWith('.py')) out.push(path)
  }
  return out
}

/** A stored input can be read more than once; standard input is kept. */
export class BulkInput {
  private kept: Buffer | null = null

  constructor(
    readonly path: string,
    private readonly options: InputOptions,
    /** Programs kept elsewhere, by the `id` of the row. */
    private readonly programs?: (id: string) => Program | undefined,
  ) {}

  /** Whether there is such an input. */
  get exists(): boolean {
    return this.path === '-' || existsSync(this.path)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    let index = 0
    if (this.path !== '-' && statSync(this.path).isDirectory()) {
      const files = pythonFiles(this.path).map((path) => relative(this.path, path).split(sep).join('/'))
      for (const name of files.sort()) yield this.file(name, index++)
      return
    }
    const raw = this.path === '-' ? Readable.from([(this.kept ??= readInput('-'))]) : createReadStream(this.path)
    const stream = this.path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() !== '') yield this.line(line, index++)
    }
  }

  private file(name: string, index: number): Item {
    const path = join(this.path, name)
    const input = path.replace(/\.py$/, '.in')
    const stdin = existsSync(input) ? readFileSync(input, 'utf8') : ''
    const program: Program = { id: name, code: readFileSync(path, 'utf8'), call: null, stdin, argv: [] }
    if (this.options.call !== null) program.call = this.options.call
    return { index, id: name, program, row: { id: name } }
  }

  private line(line: string, index: number): Item {
    let row: unknown
    try {
      row = JSON.parse(line)
    } catch (e) {
      return { index, id: String(index), program: null, row: {}, problem: `not JSON: ${(e as Error).message}` }
    }
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      return { index, id: String(index), program: null, row: {}, problem: 'not a JSON object' }
    const fields = row as Record<string, unknown>
    const id = String(fields[this.options.fields['id'] ?? 'id'] ?? index)
    const program = this.programs ? (this.programs(id) ?? `no program '${id}'`) : programOf(fields, index, this.options)
    return typeof program === 'string'
      ? { index, id, program: null, row: fields, problem: program }
      : { index, id, program, row: fields }
  }
}

/** A number from 0 up to 1 for an index, the same everywhere for the same seed. */
export function draw(seed: number, index: number): number {
  return createHash('sha256').update(`${seed}:${index}`).digest().readUIntBE(0, 6) / 2 ** 48
}
