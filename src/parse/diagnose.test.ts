/**
 * The machine of `diagnose.ts`, a case or two for each of its parts; `conformance/frontend_snippets.test.ts` has the breadth.
 */
import { describe, expect, test } from 'vitest'
import { type DiagnoseOptions, findSyntaxError, type ParseMode } from './diagnose'
import { formatSyntaxError } from './messages'

/** Type, message and the four positions. */
function error(text: string, mode: ParseMode = 'exec', options: DiagnoseOptions = {}): unknown[] | null {
  const e = findSyntaxError(text, mode, options)
  return e && [e.type, e.msg, e.lineno, e.offset, e.endLineno, e.endOffset]
}

describe('what comes first', () => {
  test('a tokenizer error met on the way', () => {
    expect(error('x = 1__0 +\n')).toEqual(['SyntaxError', 'invalid decimal literal', 1, 6, 1, 6])
  })
  test('an invalid_ rule of the second pass', () => {
    expect(error('f() = 1')).toEqual([
      'SyntaxError',
      "cannot assign to function call here. Maybe you meant '==' instead of '='?",
      1,
      1,
      1,
      4,
    ])
  })
  test('the furthest token, if no rule has a word for it', () => {
    expect(error('a b\n')).toEqual(['SyntaxError', 'invalid syntax', 1, 3, 1, 4])
  })
  test('a tokenizer error further on overrides the parser', () => {
    expect(error("a b\nc = 'd\n")).toEqual([
      'SyntaxError',
      'unterminated string literal (detected at line 2)',
      2,
      5,
      2,
      5,
    ])
    expect(error('x = (\ny = = 2\n')).toEqual(['SyntaxError', "'(' was never closed", 1, 5, 1, 0])
  })
  test('but not one inside an f-string', () => {
    expect(error("a b\nf'{'\n")).toEqual(['SyntaxError', 'invalid syntax', 1, 3, 1, 4])
  })
  test('the first of two errors', () => {
    expect(error('1 = 2\n3 = 4\n')?.[2]).toBe(1)
  })
})

test('a valid text has no error', () => {
  expect(error('match = 1\nmatch match:\n  case case: pass\n')).toBeNull()
})

test('columns count characters', () => {
  expect(error("x = '😀é' é é\n")).toEqual(['SyntaxError', 'invalid syntax', 1, 10, 1, 11])
})

test('indentation', () => {
  const block = "expected an indented block after 'if' statement on line 1"
  expect(error('if x:\ny\n')).toEqual(['IndentationError', block, 2, 1, 2, 2])
  expect(error('  x\n')).toEqual(['IndentationError', 'unexpected indent', 1, 2, 1, -1])
  expect(error('if x:\n\ty\n        z\n')?.[0]).toBe('TabError')
})

test('incomplete input', () => {
  const options = { allowIncompleteInput: true, dontImplyDedent: true }
  for (const text of ['if x:\n', 'x = (', "'''a", 'def f():\n  return 1', 'x = \\\n']) {
    expect(error(text, 'single', options)?.[0], text).toBe('_IncompleteInputError')
  }
  expect(error('def f():\n  return 1\n\n', 'single', options)).toBeNull()
  expect(error('x y\n', 'single', options)?.[1]).toBe('invalid syntax')
})

test('warnings stop at the error and are given once', () => {
  const warnings: unknown[] = []
  const onWarning = (...warning: unknown[]) => warnings.push(warning)
  findSyntaxError("x = '\\d'\ny = 1if 2 else 3\n1 +\n'\\e'\n", 'exec', { onWarning })
  expect(warnings).toEqual([
    ['SyntaxWarning', "invalid escape sequence '\\d'", 1],
    ['SyntaxWarning', 'invalid decimal literal', 2],
  ])
})

test('long and deep programs', () => {
  expect(error(`x = ${'a + '.repeat(30_000)}b c`)?.[1]).toBe('invalid syntax')
  expect(error(`${'if a: pass\n'}${'elif b: pass\n'.repeat(5000)}x y`)?.[2]).toBe(5002)
  expect(error(`${'['.repeat(199)}a b${']'.repeat(199)}`)?.[1]).toBe('invalid syntax. Perhaps you forgot a comma?')
  expect(error('('.repeat(201))?.[1]).toBe('too many nested parentheses')
  expect(error(`${'lambda: '.repeat(20_000)}a b`)?.[0]).toBe('MemoryError')
})

test('the display of a traceback', () => {
  const e = findSyntaxError('if x:\n\tf(a b, c)\n', 'exec', { filename: 'main.py' })!
  expect(formatSyntaxError(e)).toBe(
    '  File "main.py", line 2\n' +
      '    \tf(a b, c)\n' +
      '    \t  ^^^\n' +
      'SyntaxError: invalid syntax. Perhaps you forgot a comma?\n',
  )
})
