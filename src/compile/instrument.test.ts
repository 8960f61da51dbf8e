import { expect, test } from 'vitest'
import { compileAst } from './compile'
import { parse } from '../parse/parse'
import { CodeObject } from './code'
import { Trace, instrument, tracedIndex } from './instrument'
import { Op, opNames } from './op.gen'

function functionCode(source: string): CodeObject {
  const module = compileAst(parse(source), { filename: 't.py', exprMarks: true })
  return module.consts.find((c) => c instanceof CodeObject) as CodeObject
}

function names(code: CodeObject): string[] {
  const out: string[] = []
  for (let i = 0; i < code.ops.length; i += 2) {
    out.push(opNames[code.ops[i]] + (code.ops[i] === Op.TRACE_LINE ? ` ${code.ops[i + 1]}` : ''))
  }
  return out
}

test('each line is reported once, returns with their line', () => {
  const code = functionCode('def f(a):\n  b = a\n  return b\n')
  expect(names(instrument(code, Trace.LINES))).toEqual([
    'RESUME',
    'TRACE_START',
    'TRACE_LINE 2',
    'LOAD_FAST',
    'STORE_FAST',
    'TRACE_LINE 3',
    'LOAD_FAST',
    'TRACE_RETURN',
    'RETURN_VALUE',
  ])
})

test('a loop on one line is reported at each jump back', () => {
  const code = functionCode('def f(a):\n  while a: a -= 1\n')
  const traced = names(instrument(code, Trace.LINES))
  expect(traced.filter((n) => n === 'TRACE_LINE 2')).toHaveLength(2)
  expect(traced[traced.indexOf('JUMP_BACKWARD') - 1]).toBe('TRACE_LINE 2')
})

test('instructions of the copy belong to those of the plain code', () => {
  const code = functionCode('def f(a):\n  try:\n    return a()\n  except ValueError:\n    return 1\n')
  for (const events of [Trace.LINES, Trace.INSTRUCTIONS, Trace.LINES | Trace.INSTRUCTIONS | Trace.EXPRESSIONS]) {
    const traced = instrument(code, events)
    const plain: number[] = []
    for (let i = 0; i < traced.ops.length / 2; i++) {
      const op = traced.ops[i * 2]
      if (op < Op.TRACE_START) plain.push(op)
      expect(traced.offsets[i]).toBe(code.offsets[traced.plainIndex![i]])
    }
    const expected = Array.from({ length: code.ops.length / 2 }, (_, i) => code.ops[i * 2])
    expect(plain.slice(0, expected.length)).toEqual(expected)
    for (let i = 0; i < expected.length; i++) expect(traced.plainIndex![tracedIndex(traced, i)]).toBe(i)
    expect(instrument(code, events)).toBe(traced)
  }
})

test('expression values are reported where they are on the stack', () => {
  const code = functionCode('def f(a, b):\n  return a + b * 2\n')
  const traced = names(instrument(code, Trace.EXPRESSIONS))
  expect(traced[traced.lastIndexOf('BINARY_OP') + 1]).toBe('TRACE_EXPR')
  const plain = names(code)
  expect(traced.filter((n) => !n.startsWith('TRACE_'))).toEqual(plain)
})
