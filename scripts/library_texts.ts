/**
 * The Python texts of the library for what builds: `src/stdlib/py/` by dotted name, and the module `library:texts` that carries them in bundles for browsers.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin as EsbuildPlugin } from 'esbuild'
import type { Plugin as VitePlugin } from 'vite'

const root = fileURLToPath(new URL('../src/stdlib/py', import.meta.url))

/** Source of each module written in Python; a package is `name.__init__`. */
export function libraryTexts(): Record<string, string> {
  const out: [string, string][] = []
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.py')) continue
    const path = join(entry.parentPath, entry.name)
    out.push([relative(root, path).slice(0, -3).replace(/[/\\]/g, '.'), readFileSync(path, 'utf8')])
  }
  return Object.fromEntries(out.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const MODULE = 'library:texts'
const contents = (): string => `export default ${JSON.stringify(libraryTexts())}`

/** `library:texts` for tsup. */
export const esbuildTexts: EsbuildPlugin = {
  name: MODULE,
  setup(build) {
    build.onResolve({ filter: /^library:texts$/ }, () => ({ path: MODULE, namespace: MODULE }))
    build.onLoad({ filter: /.*/, namespace: MODULE }, () => ({ contents: contents(), loader: 'js' }))
  },
}

/** `library:texts` for Vite. */
export const viteTexts = (): VitePlugin => ({
  name: MODULE,
  resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
  load: (id) => (id === `\0${MODULE}` ? contents() : undefined),
})
