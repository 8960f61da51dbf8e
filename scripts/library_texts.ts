/**
 * The Python texts of the library for what builds: `src/stdlib/py/` by dotted name, and the modules `library:texts` and `library:core` that carry them in
 * bundles for browsers.
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

/** What the machine imports by itself. */
const CORE = ['warnings']

function contents(id: string): string {
  const texts = libraryTexts()
  return `export default ${JSON.stringify(id === 'library:core' ? Object.fromEntries(CORE.map((name) => [name, texts[name]])) : texts)}`
}

/** These modules for tsup. */
export const esbuildTexts: EsbuildPlugin = {
  name: 'library',
  setup(build) {
    build.onResolve({ filter: /^library:/ }, ({ path }) => ({ path, namespace: 'library' }))
    build.onLoad({ filter: /.*/, namespace: 'library' }, ({ path }) => ({ contents: contents(path), loader: 'js' }))
  },
}

/** These modules for Vite. */
export const viteTexts = (): VitePlugin => ({
  name: 'library',
  resolveId: (id) => (id.startsWith('library:') ? `\0${id}` : undefined),
  load: (id) => (id.startsWith('\0library:') ? contents(id.slice(1)) : undefined),
})
