/**
 * The front end against what CPython made of some hundred small texts: errors with all positions and their display, warnings,
 * tokens, unparsed source.
 */
import { expect, test } from 'vitest'
import { factsOf, readSnippets } from './frontend_snippets'

const snippets = readSnippets()

test(`${snippets.length} snippets`, () => {
  const wrong: unknown[] = []
  for (const [mode, flags, text, expected] of snippets) {
    const ours = factsOf(mode, flags, text)
    for (const key of ['error', 'display', 'warnings', 'unparse', 'tokens'] as const) {
      if (JSON.stringify(ours[key]) === JSON.stringify(expected[key])) continue
      wrong.push({ mode, flags, text, [`CPython's ${key}`]: expected[key], ours: ours[key] })
    }
  }
  expect(wrong).toEqual([])
})
