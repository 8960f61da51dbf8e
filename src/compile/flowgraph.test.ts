import { expect, test } from 'vitest'
import { PyTuple } from '../values/value'
import { type CodeUnit, assembleCode, codeBytes } from './assemble'
import { ConstantCache, ConstantTable } from './consts'
import { dis, getInstructions } from './dis'
import { Op } from './op.gen'
import { InstructionSequence, NO_LOCATION, location } from './sequence'

const at = (line: number) => location(line, line, 0, 1)

function unit(consts: ConstantTable, varnames: string[] = [], nparams = 0): CodeUnit {
  return {
    name: 'f',
    qualname: 'f',
    filename: 't.py',
    argcount: nparams,
    posonlyargcount: 0,
    kwonlyargcount: 0,
    firstlineno: 1,
    consts,
    names: ['g'],
    varnames,
    cellvars: [],
    freevars: [],
    hidden: new Set(),
    nparams,
  }
}

function shown(sequence: InstructionSequence, codeUnit: CodeUnit): string[] {
  const code = assembleCode(sequence, codeUnit, 0)
  return [...getInstructions(code)].map((i) => `${i.opname}${i.arg === null ? '' : ` ${i.arg}`}`)
}

test('constants that build a tuple become one constant, unused ones go', () => {
  const table = new ConstantTable(new ConstantCache())
  const seq = new InstructionSequence()
  seq.addop(Op.RESUME, 0, at(1))
  for (const value of [null, 1, 2]) seq.addop(Op.LOAD_CONST, table.add(value), at(1))
  seq.addop(Op.BUILD_TUPLE, 2, at(1))
  seq.addop(Op.RETURN_VALUE, 0, at(1))
  const code = assembleCode(seq, unit(table), 0)
  expect(code.consts).toHaveLength(2)
  expect(code.consts[0]).toBe(null)
  expect((code.consts[1] as PyTuple).items).toEqual([1, 2])
})

test('a load of a variable that may be unbound is checked, one of a parameter is not', () => {
  const table = new ConstantTable(new ConstantCache())
  table.add(null)
  const seq = new InstructionSequence()
  const end = seq.newLabel()
  seq.addop(Op.RESUME, 0, at(1))
  seq.addop(Op.LOAD_FAST, 0, at(2))
  seq.addop(Op.TO_BOOL, 0, at(2))
  seq.addop(Op.POP_JUMP_IF_FALSE, end, at(2))
  seq.addop(Op.LOAD_FAST, 0, at(3))
  seq.addop(Op.STORE_FAST, 1, at(3))
  seq.useLabel(end)
  seq.addop(Op.LOAD_FAST, 1, at(4))
  seq.addop(Op.RETURN_VALUE, 0, at(4))
  expect(shown(seq, unit(table, ['a', 'b'], 1))).toEqual([
    'RESUME 0',
    'LOAD_FAST 0',
    'TO_BOOL',
    'POP_JUMP_IF_FALSE 2',
    'LOAD_FAST 0',
    'STORE_FAST 1',
    'LOAD_FAST_CHECK 1',
    'RETURN_VALUE',
  ])
})

test('a far jump gets EXTENDED_ARG, and co_code holds the distance', () => {
  const table = new ConstantTable(new ConstantCache())
  table.add(null)
  const seq = new InstructionSequence()
  const end = seq.newLabel()
  seq.addop(Op.RESUME, 0, at(1))
  seq.addop(Op.LOAD_FAST, 0, at(1))
  seq.addop(Op.POP_JUMP_IF_NONE, end, at(1))
  for (let i = 0; i < 100; i++) {
    seq.addop(Op.LOAD_GLOBAL, 0, at(2))
    seq.addop(Op.POP_TOP, 0, at(2))
  }
  seq.useLabel(end)
  seq.addop(Op.LOAD_CONST, 0, at(3))
  seq.addop(Op.RETURN_VALUE, 0, at(3))
  const code = assembleCode(seq, unit(table, ['a'], 1), 0)
  expect(code.offsets[2]).toBe(6)
  const bytes = codeBytes(code)
  const distance = 100 * 6
  expect([...bytes.subarray(4, 8)]).toEqual([Op.EXTENDED_ARG, distance >> 8, Op.POP_JUMP_IF_NONE, distance & 255])
  expect(code.ops[2 * 2 + 1]).toBe(code.ops.length / 2 - 1)
  expect(dis(code)).toContain('EXTENDED_ARG             2')
})

test('a protected region becomes a row of the exception table, its handler goes to the end', () => {
  const table = new ConstantTable(new ConstantCache())
  table.add(null)
  const seq = new InstructionSequence()
  const handler = seq.newLabel()
  const end = seq.newLabel()
  seq.addop(Op.RESUME, 0, at(1))
  seq.addop(Op.SETUP_FINALLY, handler, at(1))
  seq.addop(Op.LOAD_GLOBAL, 0, at(2))
  seq.addop(Op.POP_TOP, 0, at(2))
  seq.addop(Op.POP_BLOCK, 0, NO_LOCATION)
  seq.addop(Op.JUMP, end, NO_LOCATION)
  seq.useLabel(handler)
  seq.addop(Op.PUSH_EXC_INFO, 0, NO_LOCATION)
  seq.addop(Op.POP_TOP, 0, at(3))
  seq.addop(Op.POP_EXCEPT, 0, at(3))
  seq.addop(Op.JUMP, end, at(3))
  seq.useLabel(end)
  seq.addop(Op.LOAD_CONST, 0, at(4))
  seq.addop(Op.RETURN_VALUE, 0, at(4))
  const code = assembleCode(seq, unit(table), 0)
  const names = [...getInstructions(code)].map((i) => i.opname)
  expect(names).toEqual([
    'RESUME',
    'LOAD_GLOBAL',
    'POP_TOP',
    'RETURN_CONST',
    'PUSH_EXC_INFO',
    'POP_TOP',
    'POP_EXCEPT',
    'RETURN_CONST',
  ])
  expect(code.exceptionEntries).toEqual([{ start: 1, end: 3, target: 4, depth: 0, lasti: false }])
})

test('constants are told apart by type and sign', () => {
  const table = new ConstantTable(new ConstantCache())
  expect(table.add(1)).toBe(0)
  expect(table.add(true)).toBe(1)
  expect(table.add(new PyTuple([1, 'a']))).toBe(2)
  expect(table.add(new PyTuple([true, 'a']))).toBe(3)
  expect(table.add(new PyTuple([1, 'a']))).toBe(2)
})
