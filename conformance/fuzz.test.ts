/**
 * Random programs print and trace what they do under CPython, by hash: what `npm run fuzz` checks live, in small and without CPython. A line of the fixture is kind, seed, hash of the
 * program, of its output and of its trace; after a change of the generator `npm run fuzz -- --record` writes it anew.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shortHash } from './compile_dump'
import { fingerprints } from './fuzz/compare'
import { fixtureJob, fuzzProgram, type Kind } from './fuzz/programs'
import { shrink } from './fuzz/shrink'
import { answer } from './fuzz/subject'

const fixture = readFileSync(new URL('fixtures/fuzz.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' ') as [kind: Kind, seed: string, source: string, run: string, trace: string])

test('the programs are those that were recorded', () => {
  expect(fixture.length).toBeGreaterThan(20)
  for (const [kind, seed, source] of fixture)
    expect(shortHash(fuzzProgram(kind, Number(seed))), `${kind} ${seed}`).toBe(source)
})

test('random programs print and trace what they do under CPython', () => {
  const differing: string[] = []
  for (const [kind, seed, , run, trace] of fixture) {
    if (fingerprints(answer(fixtureJob(kind, Number(seed)))) !== `${run} ${trace}`) differing.push(`${kind} ${seed}`)
  }
  expect(differing).toEqual([])
})

test('a program is shrunk to what matters', async () => {
  const source =
    'import math\ndef f(x):\n    for i in range(3):\n        if x:\n            y = [math.floor(i), 1 // 0, len("abc")]\n    return x\nprint(f(1), f(2))\n'
  const small = await shrink(
    source,
    async (text) =>
      answer({ source: text, ast: false, code: false, run: true, limit: 0, seconds: 5 }).stderr?.includes(
        'ZeroDivisionError',
      ) === true,
  )
  expect(small).toBe('1 // 0\n')
})
