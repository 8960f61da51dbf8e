import { defineConfig, type Options } from 'tsup'
import { esbuildTexts } from './scripts/library_texts'

const common: Options = {
  target: 'es2022',
  clean: false,
  sourcemap: false,
  minify: true,
  treeshake: false,
  splitting: false,
}

/** The library carries all it imports. */
const library: Options = { ...common, noExternal: [/.*/], esbuildPlugins: [esbuildTexts] }

/**
 * Three bundles: the library for Node (ESM, CommonJS, types), the same for browsers, which depends on no host, and the command line (ESM).
 * `tsup --no-dts` (`npm run build:fast`) leaves the types out. What Node reads beside them is written by `scripts/gen_stdlib.ts`.
 */
export default defineConfig((given): Options[] => [
  { ...library, entry: { index: 'src/node.ts' }, format: ['esm', 'cjs'], platform: 'node', shims: true, dts: false },
  {
    ...library,
    entry: { browser: 'src/browser.ts' },
    format: ['esm'],
    platform: 'neutral',
    dts: false,
  },
  {
    ...common,
    entry: { cli: 'src/cli/main.ts' },
    format: ['esm'],
    platform: 'node',
    noExternal: [/^@lezer\//, 'big-integer'],
    banner: { js: '#!/usr/bin/env node' },
    dts: false,
  },
  ...(given.dts === false ? [] : [types]),
])

/** One API, whatever the bundle. */
const types: Options = { entry: { index: 'src/index.ts' }, format: ['esm', 'cjs'], dts: { only: true }, clean: false }
