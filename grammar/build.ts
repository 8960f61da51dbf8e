/**
 * Generates the files that come from `grammar/`: `npm run gen`.
 *
 *   python.asdl    → src/ast/nodes.gen.ts
 *   python.grammar → src/parse/parser.gen.ts, src/parse/parser.terms.gen.ts   (by @lezer/generator)
 *
 * `generate()` gives the texts without writing, so that a test can tell whether the committed files are up to date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildParserFile } from '@lezer/generator'
import { generateNodes, parseAsdl } from './asdl'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Replaces the uses of `rule[@inline] { … }` by its body. The generator has this too, but does not expand such rules within each other.
 */
export function inlineRules(grammar: string): string {
  const bodies = new Map<string, string>()
  let text = grammar.replace(/\/\/.*/g, '')
  for (;;) {
    const head = /^(\w+)\[@inline\] \{/m.exec(text)
    if (!head) break
    let end = head.index + head[0].length
    const from = end
    for (let depth = 1; depth > 0; end++) {
      if (text[end] === '{') depth++
      else if (text[end] === '}') depth--
    }
    bodies.set(head[1], text.slice(from, end - 1).trim())
    text = text.slice(0, head.index) + text.slice(end)
  }
  const uses = new RegExp(`\\b(?:${[...bodies.keys()].join('|')})\\b`, 'g')
  const expand = (part: string): string => part.replace(uses, (name) => `(${expand(bodies.get(name)!)})`)
  return expand(text)
}

/** Every generated file: its path from the repository's root, and its text. */
export function generate(): Map<string, string> {
  const files = new Map<string, string>()
  files.set('src/ast/nodes.gen.ts', generateNodes(parseAsdl(readFileSync(here('python.asdl'), 'utf8'))))
  if (existsSync(here('python.grammar'))) {
    const { parser, terms } = buildParserFile(inlineRules(readFileSync(here('python.grammar'), 'utf8')), {
      fileName: 'grammar/python.grammar',
      moduleStyle: 'es',
      typeScript: true,
      warn: (message) => {
        throw new Error(message)
      },
    })
    files.set('src/parse/parser.gen.ts', parser)
    files.set('src/parse/parser.terms.gen.ts', terms)
  }
  return files
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of generate()) {
    const file = here(`../${path}`)
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      writeFileSync(file, text)
      console.log(`wrote ${path}`)
    }
  }
}
