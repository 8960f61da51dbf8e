/**
 * Our AST against the tree of another grammar, `lezer-python` (an editor's: tolerant, and behind the language), on the sources of the
 * grammar cases: for each of its nodes that means something in the AST, there is a node of ours of that kind with that range.
 *
 * Where the two disagree CPython decides; the lists below name every case in which lezer-python is the one that is wrong, and are strict:
 * a case that comes to agree fails until it is struck off.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parser as editor } from 'lezer-python'
import { describe, expect, it } from 'vitest'
import { walk } from '../src/ast/visit'
import { parse } from '../src/parse/parse'

const directory = fileURLToPath(new URL('cases/', import.meta.url))

/** Cases in which lezer-python finds errors, with what it does not know. */
const refused: Record<string, string> = {
  'Expression statements': 'a bare yield',
  Assignment: 'a bare yield',
  'Annotated assignment': 'a bare yield',
  'Augmented assignment': 'a bare yield',
  'The names type, match and case': 'print is a statement unless a parenthesis follows',
  with: 'targets that are no names',
  'with in parentheses': 'items in parentheses',
  for: 'a star among the things iterated over',
  Functions: 'a starred annotation of *args',
  'Type parameters': 'defaults of type parameters',
  Decorators: 'any expression as a decorator',
  Lambda: 'positional-only parameters of a lambda',
  'Tuples, lists, sets, dicts': 'a named expression in a set',
  Starred: 'a star among the things iterated over',
  Slices: 'a starred item of a subscript',
  yield: 'a bare yield',
  Numbers: 'a float that ends in its point',
  'Form feeds': 'a form feed on a line of its own',
  'match statements': 'more than one subject',
  'Literal patterns': 'adjacent strings in a pattern',
  'Sequence patterns': 'empty sequence patterns',
  'Mapping patterns': 'an empty mapping pattern',
  'Class patterns': 'a class pattern without arguments',
  Fields: 'yield in a field',
  'Fields hold any expression': 'a format specification that begins with =',
}

/** Cases in which it finds another structure. */
const misread: Record<string, string> = {
  'Operators are flat': 'not binds less than and, or',
  await: 'await binds less than operators',
}

/** Nodes of lezer-python and the kinds of ours they can be. */
const kinds: Record<string, string[]> = {
  ArrayComprehensionExpression: ['ListComp'],
  ArrayExpression: ['List'],
  BinaryExpression: ['BinOp', 'BoolOp', 'Compare'],
  CallExpression: ['Call'],
  ConditionalExpression: ['IfExp'],
  ContinuedString: ['Constant', 'JoinedStr'],
  DictionaryComprehensionExpression: ['DictComp'],
  DictionaryExpression: ['Dict'],
  LambdaExpression: ['Lambda'],
  MemberExpression: ['Attribute', 'Subscript'],
  NamedExpression: ['NamedExpr'],
  Number: ['Constant'],
  SetComprehensionExpression: ['SetComp'],
  SetExpression: ['Set'],
  UnaryExpression: ['UnaryOp'],
  AwaitExpression: ['Await'],
}

function readSources(file: string): [title: string, source: string][] {
  const text = readFileSync(directory + file, 'utf8')
  return [...text.matchAll(/^# (.*)\n\n([\s\S]*?)\n==>\n/gm)].map((match) => [match[1], match[2]])
}

/** Ranges of our nodes as `Kind from to`, in offsets. The sources are ASCII but for one, where columns are bytes. */
function ourNodes(source: string): Set<string> {
  const starts = [0]
  for (let i = source.indexOf('\n'); i >= 0; i = source.indexOf('\n', i + 1)) starts.push(i + 1)
  const found = new Set<string>()
  for (const node of walk(parse(source))) {
    if (!('lineno' in node) || !('col_offset' in node)) continue
    const from = starts[node.lineno - 1] + node.col_offset
    found.add(`${node.kind} ${from} ${starts[node.end_lineno - 1] + node.end_col_offset}`)
  }
  return found
}

type Verdict = 'same' | 'refused' | 'misread'

function compare(source: string): Verdict {
  let verdict: Verdict = 'same'
  const ours = ourNodes(source)
  editor.parse(source).iterate({
    enter: (node) => {
      if (node.type.isError) verdict = 'refused'
      const wanted = kinds[node.name]
      if (verdict !== 'same' || wanted === undefined) return
      // Patterns have other nodes in the AST.
      if (/Pattern|Clause/.test(node.node.parent?.name ?? '')) return
      if (!wanted.some((kind) => ours.has(`${kind} ${node.from} ${node.to}`))) verdict = 'misread'
    },
  })
  return verdict
}

describe('lezer-python', () => {
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.txt'))) {
    for (const [title, source] of readSources(file)) {
      if (/[^\x00-\x7f]/.test(source)) continue
      it(`${file}: ${title}`, () => {
        const expected = title in refused ? 'refused' : title in misread ? 'misread' : 'same'
        expect(compare(source)).toBe(expected)
      })
    }
  }
})
