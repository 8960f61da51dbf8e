/**
 * The compiler's cases against what CPython 3.13 made of them (`compiler_cases.py`): errors, warnings, folded trees, code in all
 * modes, the symbol table listing; and what holds of our own options.
 */
import { EXPRESSION_ROW } from '../src/compile/instrument'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { dumpAst } from '../src/ast/dump'
import { symtableText } from '../src/cli/symtable'
import { optimizeAst } from '../src/compile/ast_opt'
import { CodeObject } from '../src/compile/code'
import { CompileError } from '../src/compile/errors'
import { Future, futureFeatures } from '../src/compile/future'
import { PySyntaxError } from '../src/parse/messages'
import { parse } from '../src/parse/parse'
import { type CompileSourceOptions, compile, symtable } from '../src/vm/compile_source'
import { dumpCode } from './compile_dump'

type ErrorFacts = [type: string, msg: string, ...position: (number | null)[]] | null
type WarningFacts = [category: string, message: string, lineno: number | null]

const read = (name: string) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8')
const cases = JSON.parse(read('fixtures/compiler_cases.json')) as {
  messages: [source: string, error: ErrorFacts, warnings: WarningFacts[]][]
  folded: [source: string, dump: string][]
  modes: [mode: 'exec' | 'eval' | 'single', flags: number, source: string, answer: string | ErrorFacts][]
  symtable: string
}

/** The hash of the code of a program, or the error. */
function compileFacts(source: string, options: CompileSourceOptions): string | ErrorFacts {
  try {
    const text = JSON.stringify(dumpCode(compile(source, '<string>', options)))
    return createHash('sha1').update(text).digest('hex').slice(0, 10)
  } catch (e) {
    if (e instanceof PySyntaxError) return [e.type, e.msg, e.lineno, e.offset, e.endLineno, e.endOffset]
    if (e instanceof CompileError) return [e.type, e.msg]
    throw e
  }
}

test(`errors and warnings of ${cases.messages.length} programs`, () => {
  const wrong: unknown[] = []
  for (const [source, error, warnings] of cases.messages) {
    const seen: WarningFacts[] = []
    const facts = compileFacts(source, { warn: (category, message, line) => seen.push([category, message, line]) })
    const ours = typeof facts === 'string' ? null : facts
    // A warning CPython gives no line is given the first here.
    const theirs = warnings.map(([category, message, line]) => [category, message, line ?? 1])
    if (JSON.stringify([ours, seen]) !== JSON.stringify([error, theirs]))
      wrong.push({ source, ours, seen, error, theirs })
  }
  expect(wrong).toEqual([])
})

test(`${cases.folded.length} folded trees`, () => {
  const wrong: unknown[] = []
  for (const [source, expected] of cases.folded) {
    const tree = parse(source)
    const futureAnnotations = (futureFeatures(tree).flags & Future.ANNOTATIONS) !== 0
    optimizeAst(tree, 0, futureAnnotations, undefined)
    const ours = dumpAst(tree, { include_attributes: true })
    if (ours !== expected) wrong.push({ source, ours, expected })
  }
  expect(wrong).toEqual([])
})

test(`code of ${cases.modes.length} programs in all modes`, () => {
  const wrong: unknown[] = []
  for (const [mode, flags, source, answer] of cases.modes) {
    const ours = compileFacts(source, { mode, flags })
    if (JSON.stringify(ours) !== JSON.stringify(answer)) wrong.push({ mode, flags, source, ours, answer })
  }
  expect(wrong).toEqual([])
})

test('symbol table listing', () => {
  const filename = 'conformance/cases/compiler/scopes.py'
  const table = symtable(read('cases/compiler/scopes.py'), filename)
  expect(symtableText(table.top, filename)).toBe(cases.symtable)
})

test('expression marks change no code', () => {
  const source = read('cases/compiler/scopes.py')
  const plain = compile(source)
  const marked = compile(source, '<string>', { exprMarks: true })
  expect(dumpCode(marked)).toEqual(dumpCode(plain))
  expect(plain.expressions).toBeUndefined()
  expect(marked.expressions?.length).toBeGreaterThan(0)
})

test('an expression mark tells where the value of its expression is', () => {
  const source = 'x = a.b(c)[1] + 2'
  const { expressions } = compile(source, '<string>', { exprMarks: true })
  const marked: string[] = []
  for (let i = 0; i < expressions!.length; i += EXPRESSION_ROW)
    marked.push(source.slice(expressions![i + 5], expressions![i + 6]))
  expect(marked).toEqual(['a', 'c', 'a.b(c)', '1', 'a.b(c)[1]', '2', 'a.b(c)[1] + 2', 'x'])
})

test('comprehensions as functions of their own', () => {
  const code = compile('[x for x in y]', '<string>', { separateComprehensions: true })
  const inner = code.consts.filter((c) => c instanceof CodeObject)
  expect(inner.map((c) => c.name)).toEqual(['<listcomp>'])
  expect(compile('[x for x in y]').consts.some((c) => c instanceof CodeObject)).toBe(false)
})

test('long chains compile, trees beyond CPython’s limit do not', () => {
  const chain = (n: number) => `x = ${Array(n).fill('a').join(' + ')}`
  expect(compile(chain(9997))).toBeInstanceOf(CodeObject)
  expect(() => compile(chain(9998))).toThrow('maximum recursion depth exceeded during compilation')
  for (const trailer of ['.b', '()', '[0]', '.b()']) {
    expect(compile(`x = a${trailer.repeat(4900)}`)).toBeInstanceOf(CodeObject)
  }
  expect(compile(`x = ${'not '.repeat(5000)}a`)).toBeInstanceOf(CodeObject)
  expect(compile(`if a: pass\n${'elif a: pass\n'.repeat(5000)}`)).toBeInstanceOf(CodeObject)
})
