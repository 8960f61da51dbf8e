import { expect, test } from 'vitest'
import { suggest } from './suggest'

// What CPython 3.13 answers for the same names and candidates.
test.each([
  [['abc', 'xyz'], 'abd', 'abc'],
  [['lenght', 'width'], 'length', 'lenght'],
  [['Color'], 'color', 'Color'],
  [['append', 'extend'], 'apend', 'append'],
  [['a', 'b'], 'zzzzzz', undefined],
  [['name'], 'name', undefined],
  [[], 'x', undefined],
] as [string[], string, string | undefined][])('%j near %s: %s', (candidates, name, expected) => {
  expect(suggest(candidates, name)).toBe(expected)
})
