/**
 * The benchmarks' page is the one that its records make, and means count what they say.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Cell, mean, type Row, read } from './history'
import { page } from './table'

describe('the history of the benchmarks', () => {
  it('makes the page that is committed', () => {
    expect(page(read())).toBe(readFileSync(resolve(import.meta.dirname, '../docs/benchmarks.md'), 'utf8'))
  })

  it('leaves out of a mean what does not count', () => {
    const equal = (n: number): Cell => ({ outcome: 'equal', least: n, median: n })
    const row = (program: string, ours: Cell, theirs: Cell): Row => ({
      program,
      cpython: { least: 1, median: 1 },
      engines: { ours, theirs },
    })
    const rows = [row('a', equal(2), equal(3)), row('b', equal(8), { outcome: 'differs' })]
    expect(mean(rows, 'ours')).toEqual({ ratio: 4, programs: 2 })
    expect(mean(rows, 'theirs').programs).toBe(1)
    expect(mean(rows, 'ours', 'theirs').ratio).toBeCloseTo(2)
  })
})
