import { defineConfig, type Options } from 'tsup'
import { esbuildTexts } from './scripts/library_texts'

const common: Options = {
  target: 'es2022',
  clean: false,
  sourcemap: false,
  minify: true,
  treeshake: false,
  splitting: false,
  dts: false,
}

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** big-integer makes two thousand numbers when it is loaded, which shows in the start of every program: it is loaded when first called. */
const lazyBigInteger: Plugin = {
  name: 'lazy-big-integer',
  setup(build) {
    build.onResolve({ filter: /^big-integer$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'big-integer', namespace: 'lazy' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: "let load; export default (...given) => (load ??= require('big-integer'))(...given)",
      resolveDir: import.meta.dirname,
    }))
  },
}

/** Commander starts processes for commands that are programs of their own: there are none, and the module is slow to load. */
const noChildProcess: Plugin = {
  name: 'no-child-process',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, () => ({ path: 'none', namespace: 'none' }))
    build.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'module.exports = {}', loader: 'js' }))
  },
}

/** The library carries all it imports. */
const library: Options = { ...common, noExternal: [/.*/], esbuildPlugins: [esbuildTexts, lazyBigInteger] }

/** CommonJS has its directory as `__dirname`; what asks for `import.meta.url` there gets the file name. */
const commonjs: Options = { format: ['cjs'], platform: 'node', define: { 'import.meta.url': '__filename' } }

/**
 * The library for Node, whose data lie in `library.pack` (`scripts/gen_stdlib.ts`); the library for browsers, which depends on no host, in pieces of which a
 * bundler takes what is used; the command line in two files, the second of which is kept compiled; the types. `tsup --no-dts` (`npm run build:fast`)
 * leaves the types out.
 */
export default defineConfig((given): Options[] => [
  { ...library, entry: { index: 'src/node.ts', stdlib: 'src/stdlib_node.ts' }, format: ['esm'], platform: 'node' },
  { ...library, ...commonjs, entry: { index: 'src/node.ts', stdlib: 'src/stdlib_node.ts' } },
  {
    ...library,
    entry: {
      index: 'src/browser.ts',
      machine: 'src/interpreter.ts',
      stdlib: 'src/stdlib_bundle.ts',
      traces: 'src/traces.ts',
    },
    outDir: 'dist/browser',
    clean: true,
    format: ['esm'],
    platform: 'neutral',
    splitting: true,
    minify: 'terser',
  },
  {
    ...common,
    ...commonjs,
    entry: { cli: 'src/cli/boot.ts', commands: 'src/cli/main.ts' },
    noExternal: [/^@lezer\//, 'big-integer', 'commander', /^pako\//],
    esbuildPlugins: [lazyBigInteger, noChildProcess],
  },
  ...(given.dts === false ? [] : [types]),
])

/** One API, whatever the bundle. */
const types: Options = {
  ...common,
  entry: { index: 'src/index.ts', stdlib: 'src/stdlib_node.ts' },
  format: ['esm', 'cjs'],
  dts: { only: true },
}
