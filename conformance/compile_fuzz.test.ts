/**
 * Random programs compile to CPython's code, by hash: what `npm run fuzz:compile` checks live, in small and without CPython.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dis } from '../src/compile/dis'
import { compile } from '../src/vm/compile'
import { dumpCode, shortHash, withoutAddresses } from './compile_dump'
import { generateProgram } from './fuzz/generate'

const fixture = readFileSync(new URL('fixtures/compile_fuzz.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')

test('random programs have the code and the disassembly of CPython', () => {
  const differing: string[] = []
  for (const line of fixture) {
    const [seed, codeHash, disHash] = line.split(' ')
    const code = compile(generateProgram(Number(seed)), 'fuzz.py', { optimize: Number(seed) % 3 })
    if (shortHash(JSON.stringify(dumpCode(code))) !== codeHash) differing.push(`${seed} code`)
    if (shortHash(withoutAddresses(dis(code))) !== disHash) differing.push(`${seed} dis`)
  }
  expect(differing).toEqual([])
  expect(fixture.length).toBeGreaterThan(140)
})
