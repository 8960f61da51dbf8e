/**
 * The assembler: from an instruction sequence to a `CodeObject`.
 *
 * `assembleCode` runs the flow graph passes (`flowgraph.ts`), lays the blocks out, resolves jumps and writes the tables
 * (CPython's Python/assemble.c). The code object keeps instructions as an `Int32Array` without caches and EXTENDED_ARG,
 * with jumps as absolute instruction indices; `codeBytes` makes CPython's `co_code` of it when somebody asks.
 */
import { PyFrozenSet } from '../values/set'
import type { Str, Value } from '../values/value'
import { CodeObject, type ExceptionEntry, LocalKind } from './code'
import type { ConstantTable } from './consts'
import { type Block, ControlFlowGraph, type LocalsLayout } from './flowgraph'
import { FIRST_DECISION, PLACED_MARK, depthOf, isTestJump } from './marks'
import { Op, cacheEntries, hasJump, isUnconditionalJump } from './op.gen'
import { encodeExceptions, encodeLocations } from './positions'
import { type InstructionSequence, MARK_ROW, NEXT_LOCATION } from './sequence'

/** What code generation knows of a code unit besides its instructions. */
export interface CodeUnit extends LocalsLayout {
  readonly name: Str
  readonly qualname: Str
  readonly filename: Str
  readonly argcount: number
  readonly posonlyargcount: number
  readonly kwonlyargcount: number
  readonly firstlineno: number
  /** Constants by the operands of LOAD_CONST; used up by the assembler. */
  readonly consts: ConstantTable
  readonly names: string[]
  /** Local variables, arguments first. */
  readonly varnames: readonly string[]
  /** Operand i of a deref instruction is cell variable i, or free variable `i - cellvars.length`. */
  readonly cellvars: readonly string[]
  readonly freevars: readonly string[]
  /** Locals of inlined comprehensions in scopes without fast locals. */
  readonly hidden: ReadonlySet<string>
  /** Number of parameters, `*args` and `**kwargs` included: the locals that are bound at the start. */
  readonly nparams: number
}

/** Optimizes, lowers and assembles one code unit. `flags` are CPython's `co_flags`. */
export function assembleCode(sequence: InstructionSequence, unit: CodeUnit, flags: number): CodeObject {
  const graph = new ControlFlowGraph(sequence)
  graph.optimize(unit.consts, unit.varnames.length, unit.nparams)
  const { stackDepth } = graph.lower(unit, flags)
  const code = layOut(graph.entry, unit, flags, stackDepth)
  if (sequence.marks.length > 0) code.expressions = collectMarks(graph.entry, sequence.marks)
  return code
}

/** Code units an instruction takes, with the EXTENDED_ARGs its operand needs and its caches. */
function instructionUnits(opcode: number, oparg: number): number {
  return 1 + extendedArgs(oparg) + cacheEntries[opcode]
}

/** How many EXTENDED_ARGs an operand needs. */
function extendedArgs(oparg: number): number {
  if (oparg <= 0xff) return oparg < 0 ? 3 : 0
  if (oparg <= 0xffff) return 1
  return oparg <= 0xffffff ? 2 : 3
}

function layOut(entry: Block, unit: CodeUnit, flags: number, stackDepth: number): CodeObject {
  let count = 0
  for (let b: Block | null = entry; b !== null; b = b.next) {
    b.index = count
    count += b.instrs.length
  }
  const ops = new Int32Array(count * 2)
  const positions = new Int32Array(count * 4)
  const jumps: number[] = []
  const entries: ExceptionEntry[] = []
  let handler: Block | null = null
  let start = 0
  let i = 0
  const close = () => {
    if (handler === null) return
    // The handler finds the stack cut to `depth`, then the instruction index if it wants it, then the exception.
    const lasti = handler.preserveLasti
    const depth = handler.startDepth - 1 - (lasti ? 1 : 0)
    entries.push({ start, end: i, target: handler.index, depth, lasti })
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    for (const instr of b.instrs) {
      if (instr.except !== handler) {
        close()
        start = i
        handler = instr.except
      }
      let { opcode, oparg } = instr
      if (hasJump[opcode]) {
        oparg = instr.target!.index
        if (isUnconditionalJump[opcode]) opcode = concreteJump(opcode, oparg > i)
        jumps.push(i)
      }
      ops[i * 2] = opcode
      ops[i * 2 + 1] = oparg
      positions[i * 4] = instr.lineno
      positions[i * 4 + 1] = instr.endLineno
      positions[i * 4 + 2] = instr.col
      positions[i * 4 + 3] = instr.endCol
      i++
    }
  }
  close()
  resolveNextLocations(ops, positions, count)

  const { sizes, starts } = resolveOffsets(ops, jumps)
  const offsets = new Int32Array(count)
  for (let k = 0; k < count; k++) offsets[k] = 2 * (starts[k] + sizes[k] - 1 - cacheEntries[ops[k * 2]])
  const { names, kinds } = localsplus(unit)
  return new CodeObject({
    argcount: unit.argcount,
    posonlyargcount: unit.posonlyargcount,
    kwonlyargcount: unit.kwonlyargcount,
    stacksize: Math.max(stackDepth, 1),
    flags,
    name: unit.name,
    qualname: unit.qualname,
    filename: unit.filename,
    firstlineno: unit.firstlineno,
    consts: settledConsts(unit.consts),
    names: unit.names,
    localsplusnames: names,
    localspluskinds: kinds,
    ops,
    offsets,
    positions,
    exceptionEntries: entries,
    linetable: encodeLocations(positions, sizes, unit.firstlineno),
    exceptiontable: encodeExceptions(entries, (index) => starts[index]),
  })
}

function settledConsts(table: ConstantTable): Value[] {
  const { values, cache } = table
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value instanceof PyFrozenSet) values[i] = cache.settle(value)
  }
  return values
}

function concreteJump(opcode: number, forward: boolean): number {
  if (forward) return Op.JUMP_FORWARD
  return opcode === Op.JUMP_NO_INTERRUPT ? Op.JUMP_BACKWARD_NO_INTERRUPT : Op.JUMP_BACKWARD
}

/** Instructions that asked for the location of the one after them get it; before a jump or exit there is none. */
function resolveNextLocations(ops: Int32Array, positions: Int32Array, count: number): void {
  for (let i = count - 1; i >= 0; i--) {
    if (positions[i * 4] !== NEXT_LOCATION.lineno) continue
    if (i === count - 1 || hasJump[ops[i * 2]]) positions.fill(-1, i * 4, i * 4 + 4)
    else positions.copyWithin(i * 4, i * 4 + 4, i * 4 + 8)
  }
}

/**
 * Sizes and starts of all instructions in code units (`starts` has one more element, the end). The size of a jump depends on
 * its distance and the distance on sizes; they are computed again until nothing changes, from the estimate CPython starts with.
 */
function resolveOffsets(ops: Int32Array, jumps: readonly number[]): { sizes: Int32Array; starts: Int32Array } {
  const count = ops.length / 2
  const sizes = new Int32Array(count)
  const starts = new Int32Array(count + 1)
  for (let i = 0; i < count; i++) sizes[i] = instructionUnits(ops[i * 2], ops[i * 2 + 1])
  let changed: boolean
  do {
    let at = 0
    for (let i = 0; i < count; i++) {
      starts[i] = at
      at += sizes[i]
    }
    starts[count] = at
    changed = false
    for (const i of jumps) {
      const size = instructionUnits(ops[i * 2], Math.abs(starts[ops[i * 2 + 1]] - starts[i + 1]))
      if (size !== sizes[i]) {
        sizes[i] = size
        changed = true
      }
    }
  } while (changed)
  return { sizes, starts }
}

function localsplus(unit: CodeUnit): { names: string[]; kinds: number[] } {
  const names: string[] = []
  const kinds: number[] = []
  const cells = new Set(unit.cellvars)
  for (const name of unit.varnames) {
    names.push(name)
    let kind: number = LocalKind.LOCAL
    if (unit.hidden.has(name)) kind |= LocalKind.HIDDEN
    if (cells.has(name)) {
      kind |= LocalKind.CELL
      cells.delete(name)
    }
    kinds.push(kind)
  }
  for (const name of cells) {
    names.push(name)
    kinds.push(LocalKind.CELL)
  }
  for (const name of unit.freevars) {
    names.push(name)
    kinds.push(LocalKind.FREE)
  }
  return { names, kinds }
}

/** The surviving expression marks in the layout of `CodeObject.expressions`. */
function collectMarks(entry: Block, marks: readonly number[]): Int32Array {
  const rows: number[] = []
  const add = (index: number, opcode: number, after: number, mark: number) => {
    const row = Math.floor(mark / PLACED_MARK) * MARK_ROW
    const kind = marks[row + 6]
    // A test that was constant has lost its jump.
    if (kind >= FIRST_DECISION && !isTestJump(opcode)) return
    rows.push(index, after, depthOf(mark))
    for (let i = 2; i < MARK_ROW; i++) rows.push(marks[row + i])
  }
  for (let b: Block | null = entry; b !== null; b = b.next) {
    let index = b.index
    for (const instr of b.instrs) {
      if (instr.before !== null) for (const mark of instr.before) add(index, instr.opcode, 0, mark)
      if (instr.after !== null) for (const mark of instr.after) add(index, instr.opcode, 1, mark)
      index++
    }
  }
  return Int32Array.from(rows)
}

/** CPython's `co_code`: two bytes a code unit, with EXTENDED_ARGs and zeroed caches. */
export function codeBytes(code: CodeObject): Uint8Array {
  const { ops, offsets } = code
  const count = ops.length / 2
  const end = count === 0 ? 0 : offsets[count - 1] + 2 + 2 * cacheEntries[ops[count * 2 - 2]]
  const bytes = new Uint8Array(end)
  let at = 0
  for (let i = 0; i < count; i++) {
    const opcode = ops[i * 2]
    const oparg = encodedOparg(code, i)
    for (let extended = (offsets[i] - at) >> 1; extended > 0; extended--) {
      bytes[at++] = Op.EXTENDED_ARG
      bytes[at++] = (oparg >>> (8 * extended)) & 0xff
    }
    bytes[at++] = opcode
    bytes[at++] = oparg & 0xff
    at += 2 * cacheEntries[opcode]
  }
  return bytes
}

/** Byte offset at which instruction `index` begins, its EXTENDED_ARGs included; also for the end of the code. */
export function startOffset(code: CodeObject, index: number): number {
  return index === 0 ? 0 : code.offsets[index - 1] + 2 + 2 * cacheEntries[code.ops[index * 2 - 2]]
}

/** The operand of an instruction as `co_code` has it: that of a jump is a distance in code units. */
export function encodedOparg(code: CodeObject, index: number): number {
  const oparg = code.ops[index * 2 + 1]
  if (!hasJump[code.ops[index * 2]]) return oparg
  return Math.abs(startOffset(code, oparg) - startOffset(code, index + 1)) >> 1
}
