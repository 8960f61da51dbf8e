/**
 * Every grammar rule, AST node, opcode, builtin function, builtin method and attribute, exception class and trace event is reached by some conformance case, but for what
 * lists/coverage_missing.txt names with its reason. A listed name that is reached fails too.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { notReached } from './coverage'

const listed = readFileSync(new URL('lists/coverage_missing.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/ {2}# /) as [string, string])

test('conformance cases reach everything there is', () => {
  expect(notReached().sort()).toEqual(listed.map(([name]) => name).sort())
}, 600_000)

test('what is not reached has a reason', () => {
  for (const [name, reason] of listed) expect(reason, name).toMatch(/\w+ \w+/)
})
