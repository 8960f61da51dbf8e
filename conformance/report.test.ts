/** The committed report: its Markdown is what its data gives, and its data is sound. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { markdown } from './report'
import { AREAS, type Result } from './results'

const here = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const report = JSON.parse(here('report.json')) as { commit: string; date: string; results: Result[] }

test('docs/conformance.md is generated from report.json', () => {
  expect(here('../docs/conformance.md')).toBe(markdown(report))
})

test('no row says that more agree than there are, and reasons cover no more than what differs', () => {
  for (const { runner, rows } of report.results) {
    expect(rows.length, runner).toBeGreaterThan(0)
    for (const { area, equal, total, known } of rows) {
      expect(AREAS, runner).toContain(area)
      expect(equal, runner).toBeLessThanOrEqual(total)
      expect(
        Object.values(known ?? {}).reduce((a, b) => a + b, 0),
        runner,
      ).toBeLessThanOrEqual(total - equal)
    }
  }
})
