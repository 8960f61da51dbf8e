/**
 * Random expressions and f-strings, judged by CPython and by us: `npm run fuzz:ast -- [--count N] [--seed S]`.
 *
 * Operators, prefixes and operands in any order, in the places where expressions may stand; pieces of f-strings, fields, specifications,
 * quotes, braces and backslashes in any order. Both sides must agree on whether it is a program, and on the tree with its positions.
 */
import { parseArgs } from 'node:util'
import { dumpAst } from '../src/ast/dump'
import { PySyntaxError } from '../src/parse/messages'
import { parse } from '../src/parse/parse'
import { FrontendOracle, seededRandom } from './frontend_oracle'

const { values: options } = parseArgs({
  options: { count: { type: 'string', default: '4000' }, seed: { type: 'string', default: '1' } },
})

const random = seededRandom(Number(options.seed))
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
const repeat = (from: number, to: number, make: () => string) =>
  Array.from({ length: from + Math.floor(random() * (to - from + 1)) }, make)

const infix = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '@',
  '**',
  '<<',
  '>>',
  '&',
  '|',
  '^',
  '<',
  '>',
  '==',
  '!=',
  '<=',
  '>=',
  'in',
  'not in',
]
const operators = [...infix, 'is', 'is not', 'and', 'or', 'if x else']
const prefixes = ['not ', '-', '+', '~', 'await ', 'lambda: ', '', '', '', '', '']
const operands = [
  'x',
  '1',
  '(y)',
  'f(z)',
  'a.b',
  'c[0]',
  '"s"',
  '[1]',
  '(not x)',
  'x.y(z)[0]',
  'None',
  '...',
  '{1: 2}',
  'f"{x}"',
  'é',
]
const places = [
  ...[
    '%',
    'x = %',
    '*%, y',
    '[%]',
    'f(%)',
    'f(*%)',
    '{**%}',
    'f(**%)',
    'return %',
    '(x for a in % if z)',
    'lambda x=%: y',
    'x: % = 1',
  ],
  ...[
    'for x in %: pass',
    'x[%:]',
    'f"{%}"',
    'with % as x: pass',
    'del %',
    '% = 1',
    'assert %, x',
    '% += 1',
    'if %: pass',
    'x[*%]',
  ],
]
const pieces = [
  ...[
    '{',
    '}',
    '{{',
    '}}',
    'x',
    'a b',
    ' ',
    '=',
    '!r',
    '!s',
    '!',
    '!=',
    ':',
    ':=',
    '#',
    '"',
    "'",
    '"""',
    '\n',
    '\\',
    '\\{',
    '\\}',
    '\\n',
  ],
  ...[
    '{x}',
    '{x!r}',
    '{x:>{y}}',
    '{x=}',
    '{x = }',
    '{x:}',
    '{x:{y}}',
    'lambda',
    '(',
    ')',
    '[',
    ']',
    '1',
    ',',
    '*',
    'yield',
    'f"',
    "f'",
  ],
  ...[
    '\\N{DIGIT ONE}',
    'é',
    '😀',
    '\\\n',
    '{x:{{}}}',
    '{x:}}',
    '{(x)}',
    '{x[1:2]}',
    '{"a#b"=}',
    '{x!r:^{w}.{p}}',
    '{ {1:2}[1] }',
    '# c\n',
  ],
]

function expression(): string {
  const terms = repeat(1, 6, () => repeat(0, 2, () => pick(prefixes)).join('') + pick(operands))
  return pick(places).replace('%', () => terms.reduce((sum, term) => `${sum} ${pick(operators)} ${term}`))
}

function fstring(): string {
  const quote = pick(['"', "'", '"""', "'''"])
  const text = pick(['f', 'F', 'rf', 'fR']) + quote + repeat(1, 5, () => pick(pieces)).join('') + quote
  return random() < 0.2 ? `x = (1,\n ${text}, "é" f"b")\n` : text
}

function ourDump(source: string): string | null {
  try {
    return dumpAst(parse(source), { include_attributes: true })
  } catch (error) {
    if (error instanceof PySyntaxError) return null
    throw error
  }
}

const oracle = FrontendOracle.start()
if (oracle === undefined) process.exitCode = 2
else {
  let accepted = 0
  let different = 0
  for (let i = 0; i < Number(options.count); i++) {
    const source = i % 2 === 0 ? expression() : fstring()
    const dump = Buffer.from(source).toString('base64')
    const { text } = await oracle.ask<{ text: string | null }>({ dump })
    const ours = ourDump(source)
    if (text !== null) accepted++
    if (ours === text) continue
    different++
    console.log(`${JSON.stringify(source)}\n  ours   ${ours}\n  theirs ${text}`)
  }
  oracle.close()
  console.log(`${options.count} programs, ${accepted} valid; ${different} different; seed ${options.seed}`)
  if (different > 0) process.exitCode = 1
}
