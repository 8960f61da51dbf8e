/**
 * Disassembly: the instructions of a code object as Python's `dis` module shows them.
 *
 * `dis` gives the text of `python3.13 -m dis`, byte for byte but for the addresses of code objects. `getInstructions` gives the
 * rows behind it, EXTENDED_ARG included; `describe` names one instruction and its operand, for opcode events of traces.
 */
import { frozensetItems } from './frozenset'
import { reprBytes, reprComplex, reprFloat, reprStr } from '../values/repr'
import { PyFrozenSet } from '../values/set'
import { Ellipsis, PyBytes, PyComplex, PyFloat, PyTuple, type Str, type Value, WideStr } from '../values/value'
import { textOf } from '../values/wide'
import { encodedOparg, startOffset } from './assemble'
import { CodeObject, type Position } from './code'
import { Op, cacheEntries, hasJump, opNames } from './op.gen'
import {
  BINARY_OPS,
  COMPARE_OPS,
  FUNCTION_ATTRIBUTES,
  INTRINSICS_1,
  INTRINSICS_2,
  type Operand,
  cacheFormat,
  opcodes,
} from './opcodes'

export interface DisOptions {
  /** `-C`: show inline caches. */
  showCaches?: boolean
  /** `-O`: show byte offsets. */
  showOffsets?: boolean
  /** How many levels of nested code objects to show; all by default. */
  depth?: number
}

/** One row of a disassembly, Python's `dis.Instruction`. */
export interface Instruction {
  opname: string
  opcode: number
  /** The operand as in `co_code`, null if the instruction has none. */
  arg: number | null
  /** The operand in words; '' where the number says it all. */
  argrepr: string
  /** Byte offset of the instruction, and of the first EXTENDED_ARG before it. */
  offset: number
  startOffset: number
  startsLine: boolean
  lineNumber: number | null
  /** Number of the label at this row, or null. */
  label: number | null
  position: Position
  /** Index of the instruction in `CodeObject.ops` it is or belongs to. */
  index: number
}

/** Operand kinds by number. */
const operandKinds: Operand[] = []
for (const info of Object.values(opcodes)) operandKinds[info.number] = info.operand

/** What the operand of instruction `index` means, in `dis`' words; jumps are left to the caller, who knows the labels. */
export function argrepr(code: CodeObject, index: number): string {
  const opcode = code.ops[index * 2]
  const arg = code.ops[index * 2 + 1]
  switch (operandKinds[opcode]) {
    case 'const':
      return reprConstant(code.consts[arg])
    case 'name':
      return code.names[arg]
    case 'global':
      return code.names[arg >> 1] + (arg & 1 ? ' + NULL' : '')
    case 'attr':
      return code.names[arg >> 1] + (arg & 1 ? ' + NULL|self' : '')
    case 'super':
      return code.names[arg >> 2] + (arg & 1 ? ' + NULL|self' : '')
    case 'local':
    case 'deref':
      return code.localsplusnames[arg]
    case 'locals':
      return `${code.localsplusnames[arg >> 4]}, ${code.localsplusnames[arg & 15]}`
    case 'compare':
      return arg & 16 ? `bool(${COMPARE_OPS[arg >> 5]})` : COMPARE_OPS[arg >> 5]
    case 'binary':
      return BINARY_OPS[arg][1]
    case 'intrinsic1':
      return INTRINSICS_1[arg]
    case 'intrinsic2':
      return INTRINSICS_2[arg]
    case 'convert':
      return ['', 'str', 'repr', 'ascii'][arg]
    case 'function':
      return FUNCTION_ATTRIBUTES.filter((_, bit) => arg & (1 << bit)).join(', ')
    default:
      return ''
  }
}

/** Labels of a code object: the number of the label at each byte offset that jumps or exception table rows name. */
function labelsOf(code: CodeObject): Map<number, number> {
  const offsets = new Set<number>()
  const { ops } = code
  for (let i = 0; i * 2 < ops.length; i++) if (hasJump[ops[i * 2]]) offsets.add(startOffset(code, ops[i * 2 + 1]))
  for (const entry of code.exceptionEntries) {
    offsets.add(startOffset(code, entry.start))
    offsets.add(startOffset(code, entry.end))
    offsets.add(startOffset(code, entry.target))
  }
  const labels = new Map<number, number>()
  for (const offset of [...offsets].sort((a, b) => a - b)) labels.set(offset, labels.size + 1)
  return labels
}

/** Name and operand of one instruction as `dis.get_instructions` has them: labels are those of jumps alone. */
export function describe(code: CodeObject, index: number): { opname: string; argrepr: string } {
  const opcode = code.ops[index * 2]
  if (!hasJump[opcode]) return { opname: opNames[opcode], argrepr: argrepr(code, index) }
  const targets = jumpLabels(code)
  return { opname: opNames[opcode], argrepr: `to L${targets.get(code.ops[index * 2 + 1])}` }
}

const jumpLabelCache = new WeakMap<CodeObject, Map<number, number>>()

/** The labels `dis.get_instructions` numbers: those of jump targets, by instruction index. */
function jumpLabels(code: CodeObject): Map<number, number> {
  let labels = jumpLabelCache.get(code)
  if (labels !== undefined) return labels
  const targets = new Set<number>()
  for (let i = 0; i < code.ops.length; i += 2) if (hasJump[code.ops[i]]) targets.add(code.ops[i + 1])
  labels = new Map()
  for (const target of [...targets].sort((a, b) => a - b)) labels.set(target, labels.size + 1)
  jumpLabelCache.set(code, labels)
  return labels
}

/** The rows of a disassembly in order. */
export function* getInstructions(code: CodeObject, labels = labelsOf(code)): Generator<Instruction> {
  const { ops, offsets, positions } = code
  let previousLine: number | undefined
  for (let index = 0; index * 2 < ops.length; index++) {
    const opcode = ops[index * 2]
    const oparg = encodedOparg(code, index)
    const offset = offsets[index]
    const start = startOffset(code, index)
    const line = positions[index * 4]
    const position = {
      line,
      endLine: positions[index * 4 + 1],
      col: positions[index * 4 + 2],
      endCol: positions[index * 4 + 3],
    }
    const lineNumber = line < 0 ? null : line
    let startsLine = line !== previousLine
    previousLine = line
    for (let at = start; at < offset; at += 2) {
      yield {
        opname: 'EXTENDED_ARG',
        opcode: Op.EXTENDED_ARG,
        arg: oparg >>> (4 * (offset - at)),
        argrepr: '',
        offset: at,
        startOffset: at,
        startsLine,
        lineNumber,
        label: labels.get(at) ?? null,
        position,
        index,
      }
      startsLine = false
    }
    const hasOperand = operandKinds[opcode] !== 'none'
    yield {
      opname: opNames[opcode],
      opcode,
      arg: hasOperand ? oparg : null,
      argrepr: hasJump[opcode] ? `to L${labels.get(startOffset(code, ops[index * 2 + 1]))}` : argrepr(code, index),
      offset,
      startOffset: start,
      startsLine,
      lineNumber,
      label: labels.get(offset) ?? null,
      position,
      index,
    }
  }
}

const NO_LINE = '  --'

/** Width of the column of line numbers; 0 if no instruction has one. */
function lineWidth(code: CodeObject): number {
  let max = -1
  let missing = false
  for (let i = 0; i < code.positions.length; i += 4) {
    const line = code.positions[i]
    if (line < 0) missing = true
    else if (line > 0) max = Math.max(max, line)
  }
  if (max < 0) return 0
  const width = Math.max(3, String(max).length)
  return missing ? Math.max(width, NO_LINE.length) : width
}

/** The text of `python3.13 -m dis`, nested code objects included. */
export function dis(code: CodeObject, options: DisOptions = {}): string {
  const out: string[] = []
  disassembleInto(out, code, options, options.depth ?? Number.POSITIVE_INFINITY)
  return out.join('')
}

function disassembleInto(out: string[], code: CodeObject, options: DisOptions, depth: number): void {
  disassembleOne(out, code, options)
  if (depth <= 0) return
  for (const constant of code.consts) {
    if (!(constant instanceof CodeObject)) continue
    out.push(`\nDisassembly of ${reprConstant(constant)}:\n`)
    disassembleInto(out, constant, options, depth - 1)
  }
}

function disassembleOne(out: string[], code: CodeObject, options: DisOptions): void {
  const labels = labelsOf(code)
  const width = lineWidth(code)
  const labelWidth = 4 + String(labels.size).length
  const end = startOffset(code, code.ops.length / 2)
  const offsetWidth = options.showOffsets ? String(Math.max(end - 2, 9999)).length : 0

  const row = (
    line: string,
    label: number | null,
    offset: number,
    opname: string,
    arg: number | null,
    repr: string,
  ): void => {
    let text = width > 0 ? `${line.padStart(width)} ` : ''
    text += `${(label === null ? '' : `L${label}:`).padStart(labelWidth)} `
    if (offsetWidth > 0) text += `${String(offset).padStart(offsetWidth)}   `
    text += `    ${opname.padEnd(20)}`
    if (arg !== null) {
      text += ` ${String(arg).padStart(5 - Math.max(0, opname.length - 20))}`
      if (repr !== '') text += ` (${repr})`
    }
    out.push(`${text.replace(/\s+$/u, '')}\n`)
  }

  for (const instr of getInstructions(code, labels)) {
    if (width > 0 && instr.startsLine && instr.offset > 0) out.push('\n')
    const line = !instr.startsLine ? '' : instr.lineNumber === null ? NO_LINE : String(instr.lineNumber)
    row(line, instr.label, instr.offset, instr.opname, instr.arg, instr.argrepr)
    if (!options.showCaches || cacheEntries[instr.opcode] === 0) continue
    let offset = instr.offset
    for (const [name, entries] of cacheFormat[instr.opname]) {
      for (let i = 0; i < entries; i++) row('', null, (offset += 2), 'CACHE', 0, i === 0 ? `${name}: 0` : '')
    }
  }

  if (code.exceptionEntries.length === 0) return
  out.push('ExceptionTable:\n')
  for (const { start, end, target, depth, lasti } of code.exceptionEntries) {
    const label = (index: number) => `L${labels.get(startOffset(code, index))}`
    out.push(`  ${label(start)} to ${label(end)} -> ${label(target)} [${depth}]${lasti ? ' lasti' : ''}\n`)
  }
}

// Constants in words

const addresses = new WeakMap<CodeObject, string>()
let nextAddress = 0x7f0000000000

/** An address for a code object, as CPython's `repr` shows one: made up, but the same for as long as the object lives. */
function addressOf(code: CodeObject): string {
  let address = addresses.get(code)
  if (address === undefined) {
    address = `0x${nextAddress.toString(16)}`
    nextAddress += 0x100
    addresses.set(code, address)
  }
  return address
}

function text(value: Value): string {
  return textOf(value as Str)
}

/** `repr` of a constant. */
export function reprConstant(value: Value | undefined): string {
  if (value === undefined) return '<NULL>'
  if (value === null) return 'None'
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False'
    case 'number':
    case 'bigint':
      return String(value)
    case 'string':
      return text(reprStr(value))
  }
  if (value instanceof WideStr) return text(reprStr(value))
  if (value instanceof PyFloat) return reprFloat(value.v)
  if (value instanceof PyComplex) return reprComplex(value.re, value.im)
  if (value instanceof PyBytes) return reprBytes(value.data)
  if (value instanceof PyTuple) {
    const items = value.items.map(reprConstant)
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
  }
  if (value instanceof PyFrozenSet) {
    const items = frozensetItems(value).map(reprConstant)
    return items.length === 0 ? 'frozenset()' : `frozenset({${items.join(', ')}})`
  }
  if (value instanceof CodeObject) {
    return `<code object ${text(value.name)} at ${addressOf(value)}, file "${text(value.filename)}", line ${value.firstlineno}>`
  }
  return value === Ellipsis ? 'Ellipsis' : '<constant>'
}
