/**
 * Writes `dist/library.pack` (`src/library/pack.ts`): the Python texts in `src/stdlib/py/` with their compiled code, so that an import in Node costs neither
 * parser nor compiler, and the tables of characters. Part of every build; alone, it brings a build up to date after a change of the texts.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packCode } from '../src/compile/pack'
import { makePack } from '../src/library/pack'
import { tables } from '../src/library/tables'
import { compile } from '../src/vm/compile'
import { libraryTexts } from './library_texts'

const parts = new Map<string, Uint8Array>()
for (const [name, text] of Object.entries(libraryTexts())) {
  parts.set(`text ${name}`, new TextEncoder().encode(text))
  parts.set(`code ${name}`, packCode(compile(text, name)))
}
for (const [name, table] of Object.entries(tables))
  parts.set(`table ${name}`, new TextEncoder().encode(JSON.stringify(table)))
const dist = fileURLToPath(new URL('../dist', import.meta.url))
mkdirSync(dist, { recursive: true })
writeFileSync(`${dist}/library.pack`, makePack(parts))
