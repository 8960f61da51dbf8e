/** Parsing: limits, modes, encodings, and corners that the grammar cases and the library sweep do not reach. */
import { describe, expect, it } from 'vitest'
import { dumpAst } from '../ast/dump'
import { walk } from '../ast/visit'
import { PyBytes, WideStr } from '../values/value'
import { PySyntaxError } from './messages'
import { type ParseMode, parse } from './parse'

const dump = (source: string | Uint8Array, mode: ParseMode = 'exec') => dumpAst(parse(source, { mode }))

/** Type and message of what refuses a source; null if it is accepted. */
function refusal(source: string | Uint8Array, mode: ParseMode = 'exec'): string | null {
  try {
    parse(source, { mode })
    return null
  } catch (error) {
    if (!(error instanceof PySyntaxError)) throw error
    return `${error.type}: ${error.msg}`
  }
}

const overflow = 'MemoryError: Parser stack overflowed - Python source too complex to parse'
const times = (n: number, text: string) => text.repeat(n)
const join = (n: number, text: string, by: string) => Array(n).fill(text).join(by)

describe('size and depth', () => {
  const long: Record<string, string> = {
    sum: join(30_000, 'x', ' + '),
    'mixed sum': join(15_000, 'x * y', ' - '),
    and: join(30_000, 'x', ' and '),
    comparison: join(30_000, 'x', ' < '),
    calls: `x${times(30_000, '()')}`,
    attributes: `x${times(30_000, '.a')}`,
    subscripts: `x${times(30_000, '[0]')}`,
    assignments: `${times(30_000, 'x = ')}x`,
    elif: `if x: pass\n${times(30_000, 'elif x: pass\n')}`,
    'except clauses': `try: pass\n${times(30_000, 'except A: pass\n')}`,
    'case clauses': `match x:\n${times(30_000, ' case 1: pass\n')}`,
    'match subjects': `match (${join(5000, 'a', ', ')}):\n case _: pass\n`,
    'with items': `with (${join(5000, 'a as b', ', ')}): pass`,
    statements: times(100_000, 'x = 1\n'),
  }
  for (const [name, source] of Object.entries(long)) {
    it(`takes a long row of ${name}`, () => {
      const tree = parse(source)
      expect(dumpAst(tree).length).toBeGreaterThan(100)
      let count = 0
      for (const _ of walk(tree)) count++
      expect(count).toBeGreaterThan(1000)
    })
  }

  it('counts terms and clauses', () => {
    expect(dump(join(3, 'x', ' and '))).toBe(
      "Module(body=[Expr(value=BoolOp(op=And(), values=[Name(id='x', ctx=Load()), Name(id='x', ctx=Load()), Name(id='x', ctx=Load())]))])",
    )
    const [statement] = parse(join(30_000, 'x', ' < ')).body
    expect(statement.kind === 'Expr' && statement.value.kind === 'Compare' && statement.value.comparators.length).toBe(
      29_999,
    )
  })

  it('joins a long row of strings', () => {
    const [statement] = parse(times(30_000, '"a" ')).body
    expect(statement.kind === 'Expr' && statement.value.kind === 'Constant' && statement.value.value).toBe(
      times(30_000, 'a'),
    )
  })

  it('takes a file of 5 MB', () => {
    const unit = 'def f(a, *b):\n    return [a * c for c in b if f"{c}"]\n\n'
    const tree = parse(times(Math.ceil(5e6 / unit.length), unit))
    expect(tree.body.length).toBe(Math.ceil(5e6 / unit.length))
  })

  const deep: [string, (n: number) => string, number][] = [
    ['not', (n) => `${times(n, 'not ')}x`, 5969],
    ['minus', (n) => `${times(n, '-')}x`, 5969],
    ['lambda', (n) => `${times(n, 'lambda: ')}x`, 2984],
    ['power', (n) => join(n, 'x', '**'), 2985],
    ['conditional', (n) => `${times(n, 'x if x else ')}x`, 5969],
  ]
  for (const [name, make, limit] of deep) {
    it(`nests ${name} as deep as CPython's parser and no deeper`, () => {
      expect(refusal(make(limit))).toBe(null)
      expect(dumpAst(parse(make(limit))).length).toBeGreaterThan(limit)
      expect(refusal(make(limit + 1))).toBe(overflow)
      expect(refusal(make(100_000))).toBe(overflow)
    })
  }

  it('nests 200 brackets', () => {
    for (const [open, close] of ['()', '[]', '{}', ['a[', ']'], ['f(', ')']]) {
      expect(refusal(`${times(199, open)}x${times(199, close)}`), open).toBe(null)
      expect(refusal(`${times(201, open)}x${times(201, close)}`), open).toBe('SyntaxError: too many nested parentheses')
    }
  })

  it('nests 99 blocks', () => {
    const blocks = (n: number) =>
      `${Array.from({ length: n }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')}${' '.repeat(n)}pass\n`
    expect(refusal(blocks(99))).toBe(null)
    expect(refusal(blocks(100))).toBe('IndentationError: too many levels of indentation')
  })

  it('nests 149 f-strings', () => {
    const nested = (n: number) => `${times(n, 'f"{')}x${times(n, '}"')}`
    expect(refusal(nested(149))).toBe(null)
    expect(refusal(nested(150))).toBe('SyntaxError: too many nested f-strings')
  })
})

describe('modes', () => {
  it('eval takes one expression list without a star', () => {
    expect(dump('x, 1\n', 'eval')).toBe(
      "Expression(body=Tuple(elts=[Name(id='x', ctx=Load()), Constant(value=1)], ctx=Load()))",
    )
    expect(refusal('*a, b', 'eval')).toBe('SyntaxError: invalid syntax')
    expect(refusal('x = 1', 'eval')).toBe('SyntaxError: invalid syntax')
  })

  it('single takes one statement', () => {
    expect(dump('x; y', 'single')).toBe(
      "Interactive(body=[Expr(value=Name(id='x', ctx=Load())), Expr(value=Name(id='y', ctx=Load()))])",
    )
    expect(dump('if x:\n  y\n', 'single')).toContain('If(')
    expect(refusal('if x: y', 'single')).toBe('SyntaxError: invalid syntax')
    expect(refusal('x\ny', 'single')).toBe('SyntaxError: multiple statements found while compiling a single statement')
  })

  it('func_type takes a signature', () => {
    expect(dump('(int, *str, **c) -> d', 'func_type')).toBe(
      "FunctionType(argtypes=[Name(id='int', ctx=Load()), Name(id='str', ctx=Load()), Name(id='c', ctx=Load())], returns=Name(id='d', ctx=Load()))",
    )
    expect(refusal('(*a, b) -> c', 'func_type')).not.toBe(null)
  })
})

describe('encodings', () => {
  const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))
  const value = (bytes: Uint8Array) => {
    const [statement] = parse(bytes).body
    return statement.kind === 'Expr' && statement.value.kind === 'Constant' ? statement.value.value : undefined
  }

  it('are read from the declaration', () => {
    expect(value(latin1('# coding: latin-1\n"\xe9"'))).toBe('é')
    expect(value(latin1('#!/bin/x\n# vim: set fileencoding=koi8-r :\n"\xc1"'))).toBe('а')
    expect(value(latin1('\n# -*- coding: cp1252 -*-\n"\x80"'))).toBe('€')
    expect(value(latin1('# coding: utf8\n"\xc3\xa9"'))).toBe('é')
    expect(value(latin1('\xef\xbb\xbf"\xc3\xa9"'))).toBe('é')
    expect(value(latin1('# coding=iso-8859-15-unix\n"\xa4"'.replace('-unix', '')))).toBe('€')
  })

  it('are refused where unknown or wrong', () => {
    expect(refusal(latin1('# coding: foobar\n'))).toBe('SyntaxError: unknown encoding: foobar')
    expect(refusal(latin1('\xef\xbb\xbf# coding: latin-1\n'))).toBe(
      'SyntaxError: encoding problem: iso-8859-1 with BOM',
    )
    expect(refusal(latin1('x = "\xff"'))).toBe(
      "SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    )
    expect(refusal(latin1('x # \xff'))).toBe(null)
    expect(refusal('x\0')).toBe('SyntaxError: source code string cannot contain null bytes')
    expect(() => parse(latin1('x # \xff'), { filename: 'f.py', script: true })).toThrow(
      "Non-UTF-8 code starting with '\\xff' in file f.py on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
    )
  })

  it('do not matter for positions: columns are UTF-8 bytes', () => {
    const [statement] = parse('é = "€" + x').body
    expect(statement.kind === 'Assign' && [statement.value.col_offset, statement.value.end_col_offset]).toEqual([5, 14])
  })
})

describe('literals', () => {
  const constant = (source: string) => {
    const { body } = parse(source, { mode: 'eval' })
    return body.kind === 'Constant' ? body.value : undefined
  }

  it('keep lone surrogates apart', () => {
    const pair = constant('"\\ud83d\\ude00"')
    expect(pair instanceof WideStr && [...pair.cps]).toEqual([0xd83d, 0xde00])
    const wide = constant('"\\U0001f600"')
    expect(wide instanceof WideStr && [...wide.cps]).toEqual([0x1f600])
    expect(constant('"\\ud800"')).toBe('\ud800')
  })

  it('decode escapes and names', () => {
    expect(constant('"\\x41\\101\\u0042\\n\\\n\\N{LATIN SMALL LETTER A}\\q"')).toBe('AAB\na\\q')
    const bytes = constant('b"\\x41\\377\\q"')
    expect(bytes instanceof PyBytes && [...bytes.data]).toEqual([65, 255, 92, 113])
  })

  it('are big integers only where they must be', () => {
    expect(constant('9007199254740991')).toBe(9007199254740991)
    expect(constant('9007199254740992')).toBe(9007199254740992n)
    expect(constant('0xffff_ffff_ffff_ffff')).toBe(0xffffffffffffffffn)
    expect(constant('00000000000000000000000')).toBe(0)
  })

  it('warn about escapes that are none', () => {
    const warnings: string[] = []
    parse('x = "\\d"\ny = b"""\n\\400"""', { warn: (...warning) => warnings.push(warning.join(' ')) })
    expect(warnings).toEqual([
      "SyntaxWarning invalid escape sequence '\\d' 1",
      "SyntaxWarning invalid octal escape sequence '\\400' 2",
    ])
  })
})

describe('names', () => {
  it('are normalised, and of Unicode 15.1', () => {
    expect(dump('ﬁ = ℌ')).toBe(
      "Module(body=[Assign(targets=[Name(id='fi', ctx=Store())], value=Name(id='H', ctx=Load()))])",
    )
    expect(dump('x.ªb')).toContain("attr='ab'")
    expect(refusal('x€ = 1')).toBe("SyntaxError: invalid character '€' (U+20AC)")
  })

  it('may be soft keywords', () => {
    for (const source of [
      'match = 1',
      'match(x)',
      'match[a:b] = c',
      'type = 1',
      'type(x)',
      'case = _',
      'print = type',
    ]) {
      expect(refusal(source), source).toBe(null)
    }
  })
})
