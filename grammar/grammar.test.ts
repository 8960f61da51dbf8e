/**
 * The grammar's goldens, and that the committed files are those the grammar gives.
 *
 * A case in `cases/*.txt` is a title line `# …`, the source, a line `==>` and the tree. With UPDATE_CASES=1 the trees are written anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parser } from '../src/parse/parser.gen'
import { scan } from '../src/parse/scanner'
import { SourceFile } from '../src/parse/source'
import { tokenText } from '../src/parse/tokens'
import { generateAst, parserStamp } from './build'

const directory = fileURLToPath(new URL('cases/', import.meta.url))
const strict = parser.configure({ strict: true })

interface Case {
  title: string
  source: string
  tree: string
}

function readCases(file: string): Case[] {
  const text = readFileSync(directory + file, 'utf8')
  return [...text.matchAll(/^# (.*)\n\n([\s\S]*?)\n==>\n\n([\s\S]*?)\n(?=\n# |$(?![\s\S]))/gm)].map((match) => ({
    title: match[1],
    source: match[2],
    tree: match[3].trim(),
  }))
}

/** The tree in Lezer's notation, a line for each statement of the file. */
function treeOf(source: string): string {
  const tree = strict.parse(tokenText(scan(new SourceFile(source, 'case'))))
  const text = tree.toString()
  let depth = 0
  let out = ''
  for (const c of text) {
    if (c === ')') depth--
    out +=
      c === '(' && depth === 0 ? '(\n  ' : c === ')' && depth === 0 ? '\n)' : c === ',' && depth === 1 ? ',\n  ' : c
    if (c === '(') depth++
  }
  return out
}

/** Nodes of the trees of all cases, to see that none is missing. */
const seen = new Set<string>()

describe('grammar cases', () => {
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.txt'))) {
    describe(file, () => {
      const cases = readCases(file)
      if (process.env.UPDATE_CASES) {
        const text = cases.map(({ title, source }) => `# ${title}\n\n${source}\n==>\n\n${treeOf(source)}\n`)
        writeFileSync(directory + file, text.join('\n'))
      }
      for (const { title, source, tree } of readCases(file)) {
        it(title, () => {
          const found = treeOf(source)
          for (const name of found.match(/\w+/g) ?? []) seen.add(name)
          expect(found).toBe(tree)
        })
      }
    })
  }

  it('cover every node of the grammar', () => {
    const tops = new Set(['Interactive', 'Eval', 'FunctionType', 'PlainTuple'])
    const named = parser.nodeSet.types.filter((type) => !type.isAnonymous && !type.isError).map((type) => type.name)
    expect(named.filter((name) => !seen.has(name) && !tops.has(name))).toEqual([])
  })
})

describe('generated files', () => {
  const read = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8')

  it('are up to date with grammar/ (npm run gen)', () => {
    expect(read('src/ast/nodes.gen.ts')).toBe(generateAst())
    for (const path of ['src/parse/parser.gen.ts', 'src/parse/parser.terms.gen.ts']) {
      expect(read(path).split('\n')[0], path).toBe(parserStamp())
    }
  })

  it('come from a grammar without ambiguity markers and precedences', () => {
    const grammar = readFileSync(fileURLToPath(new URL('python.grammar', import.meta.url)), 'utf8').replace(
      /\/\/.*/g,
      '',
    )
    expect(grammar).not.toMatch(/~|@precedence|!\w/)
  })
})
