import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generatedFiles } from '../../scripts/gen_opcodes'
import { Op, cacheEntries, numPopped, numPushed, opNames, stackEffect, stackEffectJump } from './op.gen'
import { BINARY_OPS, cacheFormat, opcodes, realOpcodes } from './opcodes'

test('generated files are up to date', () => {
  for (const [path, make] of generatedFiles) {
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8') === make(), path).toBe(true)
  }
})

test('numbers and names are unique', () => {
  const numbers = Object.values(opcodes).map((info) => info.number)
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const [name, info] of Object.entries(opcodes)) expect(opNames[info.number]).toBe(name)
})

test('cache layouts add up to the cache entries', () => {
  for (const [name, info] of Object.entries(realOpcodes)) {
    const entries = (cacheFormat[name] ?? []).reduce((n, [, size]) => n + size, 0)
    expect(cacheEntries[info.number], name).toBe(entries)
    expect(info.caches, name).toBe(entries)
  }
})

test('stack effects, with and without operand and jump', () => {
  expect(stackEffect(Op.LOAD_CONST, 0)).toBe(1)
  expect(stackEffect(Op.CALL, 3)).toBe(-4)
  expect(stackEffect(Op.LOAD_GLOBAL, 1)).toBe(2)
  expect(stackEffect(Op.CALL_FUNCTION_EX, 1)).toBe(-3)
  expect(stackEffect(Op.BUILD_SLICE, 3)).toBe(-2)
  expect(stackEffect(Op.BUILD_SLICE, 2)).toBe(-1)
  expect(stackEffect(Op.UNPACK_EX, 0x102)).toBe(3)
  expect(stackEffect(Op.LIST_APPEND, 5)).toBe(-1)
  expect(stackEffect(Op.COPY, 3)).toBe(1)
  expect(stackEffect(Op.SETUP_FINALLY, 0)).toBe(0)
  expect(stackEffectJump(Op.SETUP_FINALLY, 0)).toBe(1)
  expect(stackEffectJump(Op.SETUP_CLEANUP, 0)).toBe(2)
  for (const info of Object.values(realOpcodes)) {
    for (const oparg of [1, 2, 3, 300]) {
      expect(numPushed(info.number, oparg) - numPopped(info.number, oparg)).toBe(stackEffect(info.number, oparg))
    }
  }
})

test('the operators of BINARY_OP stand by their numbers', () => {
  expect(BINARY_OPS).toHaveLength(26)
  expect(BINARY_OPS[13]).toEqual(['NB_INPLACE_ADD', '+='])
})
