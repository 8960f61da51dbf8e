import { defineConfig } from 'tsup'

/** Two bundles: the library (ESM, CommonJS, types; no host dependency) and the command line (ESM). */
export default defineConfig([
  { entry: { index: 'src/index.ts' }, format: ['esm', 'cjs'], dts: true, target: 'es2022', platform: 'neutral', clean: false, sourcemap: false, noExternal: [/.*/], loader: { '.py': 'text' } },
  { entry: { cli: 'src/cli/main.ts' }, format: ['esm'], target: 'es2022', platform: 'node', clean: false, minify: true, banner: { js: '#!/usr/bin/env node' }, loader: { '.py': 'text' } },
])
