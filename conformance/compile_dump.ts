/**
 * Code objects as plain data, and CPython as their source.
 *
 * A `CodeDump` has everything Python shows of a code object, in a form both sides can make: `dumpCode` from ours,
 * `compile_dump.py` from CPython's. `loadCode` goes the other way, so that stages after the compiler (`dis`, instrumented
 * code) can be tested on CPython's own code.
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { codeBytes } from '../src/compile/assemble'
import { CodeObject, type ExceptionEntry, LocalKind } from '../src/compile/code'
import { frozensetItems, frozensetOf } from '../src/compile/frozenset'
import { Op, cacheEntries, hasJump } from '../src/compile/op.gen'
import { decodeExceptions, decodeLocations } from '../src/compile/positions'
// Names of characters in strs belong to the library.
import '../src/library/tables'
import { PyFrozenSet } from '../src/values/set'
import { Ellipsis, InternalError, PyBytes, PyComplex, PyFloat, PyTuple, type Value, WideStr } from '../src/values/value'
import { fromText, textOf } from '../src/values/wide'

export type ConstantDump =
  | null
  | boolean
  | number
  | string
  | { i: string }
  | { f: string }
  | { c: string }
  | { b: string }
  | { t: ConstantDump[] }
  | { s: ConstantDump[] }
  | { e: 1 }
  | { k: CodeDump }

export interface CodeDump {
  name: string
  qualname: string
  args: number[]
  flags: number
  stacksize: number
  firstlineno: number
  code: string
  consts: ConstantDump[]
  names: string[]
  varnames: string[]
  cellvars: string[]
  freevars: string[]
  linetable: string
  exceptiontable: string
}

/** A short hash for fixtures. */
export function shortHash(data: string | Uint8Array): string {
  return createHash('sha1').update(data).digest('hex').slice(0, 10)
}

/** `dis` text without the addresses of code objects. */
export function withoutAddresses(text: string): string {
  return text.replace(/ at 0x[0-9a-f]+/g, ' at 0x…')
}

// Ours to data

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function bits(x: number): string {
  if (Number.isNaN(x)) return '7ff8000000000000'
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  return hex(new Uint8Array(view.buffer))
}

export function dumpConstant(value: Value): ConstantDump {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return { i: (value < 0n ? '-0x' : '0x') + (value < 0n ? -value : value).toString(16) }
  if (value instanceof WideStr) return textOf(value)
  if (value instanceof PyFloat) return { f: bits(value.v) }
  if (value instanceof PyComplex) return { c: bits(value.re) + bits(value.im) }
  if (value instanceof PyBytes) return { b: hex(value.data) }
  if (value instanceof PyTuple) return { t: value.items.map(dumpConstant) }
  if (value instanceof PyFrozenSet) return { s: frozensetItems(value).map(dumpConstant) }
  if (value === Ellipsis) return { e: 1 }
  if (value instanceof CodeObject) return { k: dumpCode(value) }
  throw new InternalError('no constant')
}

export function dumpCode(code: CodeObject): CodeDump {
  const named = (kind: number) => code.localsplusnames.filter((_, i) => code.localspluskinds[i] & kind)
  return {
    name: textOf(code.name),
    qualname: textOf(code.qualname),
    args: [code.argcount, code.posonlyargcount, code.kwonlyargcount],
    flags: code.flags,
    stacksize: code.stacksize,
    firstlineno: code.firstlineno,
    code: hex(codeBytes(code)),
    consts: code.consts.map(dumpConstant),
    names: [...code.names],
    varnames: named(LocalKind.LOCAL),
    cellvars: named(LocalKind.CELL),
    freevars: named(LocalKind.FREE),
    linetable: hex(code.linetable),
    exceptiontable: hex(code.exceptiontable),
  }
}

// Data to ours

function float(hexBits: string): number {
  return Buffer.from(hexBits, 'hex').readDoubleBE(0)
}

function loadConstant(dump: ConstantDump, filename: string): Value {
  if (dump === null || typeof dump === 'boolean' || typeof dump === 'number') return dump
  if (typeof dump === 'string') return fromText(dump)
  if ('i' in dump) return dump.i.startsWith('-') ? -BigInt(dump.i.slice(1)) : BigInt(dump.i)
  if ('f' in dump) return new PyFloat(float(dump.f))
  if ('c' in dump) return new PyComplex(float(dump.c.slice(0, 16)), float(dump.c.slice(16)))
  if ('b' in dump) return new PyBytes(Uint8Array.from(Buffer.from(dump.b, 'hex')))
  if ('t' in dump) return new PyTuple(dump.t.map((d) => loadConstant(d, filename)))
  if ('s' in dump) return frozensetOf(dump.s.map((d) => loadConstant(d, filename)))
  if ('e' in dump) return Ellipsis
  return loadCode(dump.k, filename)
}

/** Our code object for CPython's; the kinds of inlined comprehension variables are not in the dump. */
export function loadCode(dump: CodeDump, filename: string): CodeObject {
  const bytes = Buffer.from(dump.code, 'hex')
  const linetable = Uint8Array.from(Buffer.from(dump.linetable, 'hex'))
  const units = decodeLocations(linetable, dump.firstlineno)
  const ops: number[] = []
  const offsets: number[] = []
  const positions: number[] = []
  const indexAt = new Map<number, number>()
  let oparg = 0
  let extended = 0
  for (let at = 0; at < bytes.length; ) {
    const opcode = bytes[at]
    oparg = (oparg << 8) | bytes[at + 1]
    if (opcode === Op.EXTENDED_ARG) {
      at += 2
      extended++
      continue
    }
    indexAt.set(at - 2 * extended, offsets.length)
    ops.push(opcode, oparg)
    offsets.push(at)
    const p = units[at / 2]
    positions.push(p.line, p.endLine, p.col, p.endCol)
    at += 2 + 2 * cacheEntries[opcode]
    oparg = extended = 0
  }
  indexAt.set(bytes.length, offsets.length)
  for (let i = 0; i < offsets.length; i++) {
    const opcode = ops[i * 2]
    if (!hasJump[opcode]) continue
    const from = offsets[i] + 2 + 2 * cacheEntries[opcode]
    const backward = opcode === Op.JUMP_BACKWARD || opcode === Op.JUMP_BACKWARD_NO_INTERRUPT
    ops[i * 2 + 1] = indexAt.get(from + (backward ? -2 : 2) * ops[i * 2 + 1])!
  }
  const exceptiontable = Uint8Array.from(Buffer.from(dump.exceptiontable, 'hex'))
  const entries: ExceptionEntry[] = decodeExceptions(exceptiontable).map((e) => ({
    ...e,
    start: indexAt.get(e.start)!,
    end: indexAt.get(e.end)!,
    target: indexAt.get(e.target)!,
  }))
  const names: string[] = []
  const kinds: number[] = []
  for (const name of dump.varnames) {
    names.push(name)
    kinds.push(LocalKind.LOCAL | (dump.cellvars.includes(name) ? LocalKind.CELL : 0))
  }
  for (const name of dump.cellvars) {
    if (dump.varnames.includes(name)) continue
    names.push(name)
    kinds.push(LocalKind.CELL)
  }
  for (const name of dump.freevars) {
    names.push(name)
    kinds.push(LocalKind.FREE)
  }
  return new CodeObject({
    argcount: dump.args[0],
    posonlyargcount: dump.args[1],
    kwonlyargcount: dump.args[2],
    stacksize: dump.stacksize,
    flags: dump.flags,
    name: fromText(dump.name),
    qualname: fromText(dump.qualname),
    filename: fromText(filename),
    firstlineno: dump.firstlineno,
    consts: dump.consts.map((c) => loadConstant(c, filename)),
    names: dump.names,
    localsplusnames: names,
    localspluskinds: kinds,
    ops: Int32Array.from(ops),
    offsets: Int32Array.from(offsets),
    positions: Int32Array.from(positions),
    exceptionEntries: entries,
    linetable,
    exceptiontable,
  })
}

// CPython

export interface CompileJob {
  file?: string
  source?: string
  filename?: string
  optimize?: number
  mode?: 'exec' | 'eval' | 'single'
  dis?: string
}

export interface CompileAnswer {
  code?: CodeDump
  dis?: string
  /** Type and message; for a SyntaxError also line, column, end line and end column. */
  error?: (string | number | null)[]
  ms: number
}

/** The command of a CPython 3.13, or undefined: `PYTHON313`, else `python3.13` on the path or in pyenv. */
export function findPython(): string | undefined {
  const candidates = [process.env.PYTHON313, 'python3.13', 'python3', 'python'].filter((c) => c !== undefined)
  for (const command of candidates) {
    const probe = spawnSync(command, ['-c', 'import sys; print(sys.version_info[:2] == (3, 13))'], {
      env: pythonEnvironment(),
      encoding: 'utf8',
    })
    if (probe.stdout?.trim() === 'True') return command
  }
  return undefined
}

export function pythonEnvironment(): NodeJS.ProcessEnv {
  return { PYENV_VERSION: '3.13.0', ...process.env, PYTHONHASHSEED: '0', PYTHONUTF8: '1' }
}

/** The directory of an installed CPython's standard library. */
export function findLib(python: string): string {
  const probe = spawnSync(python, ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'], {
    env: pythonEnvironment(),
    encoding: 'utf8',
  })
  return probe.stdout.trim()
}

/** A CPython that compiles on request, jobs answered in order. */
export class CompileOracle {
  private readonly child: ChildProcessWithoutNullStreams
  private readonly waiting: ((answer: CompileAnswer) => void)[] = []

  constructor(python: string) {
    const script = fileURLToPath(new URL('compile_dump.py', import.meta.url))
    this.child = spawn(python, [script], { env: pythonEnvironment() })
    this.child.stderr.pipe(process.stderr)
    createInterface({ input: this.child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      this.waiting.shift()?.(JSON.parse(line))
    })
  }

  ask(job: CompileJob): Promise<CompileAnswer> {
    return new Promise((resolve) => {
      this.waiting.push(resolve)
      // JSON is a Python literal but for its three words.
      const literal = JSON.stringify(job, (_, v) => (v === null ? undefined : v))
      this.child.stdin.write(`${literal}\n`)
    })
  }

  close(): void {
    this.child.stdin.end()
  }
}
