import { defineConfig, type Options } from 'tsup'

/** Leaves the compiled code of the library modules out: they are compiled from their texts when imported, and the bundle is half as big. */
const withoutPackedCode: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'without-packed-code',
  setup(build) {
    build.onLoad({ filter: /[/\\]py_code\.gen\.ts$/ }, () => ({ contents: 'export const pyCode = {}', loader: 'ts' }))
  },
}

const common: Options = {
  target: 'es2022',
  clean: false,
  sourcemap: false,
  minify: true,
  treeshake: false,
  splitting: false,
}

/** The library depends on no host and carries all it imports. */
const library: Options = { ...common, platform: 'neutral', noExternal: [/.*/] }

/**
 * Three bundles: the library (ESM, CommonJS, types), the same for browsers without what only saves time at start-up, and the command line (ESM).
 * `tsup --no-dts` (`npm run build:fast`) leaves the types out.
 */
export default defineConfig((given): Options[] => [
  { ...library, entry: { index: 'src/index.ts' }, format: ['esm', 'cjs'], dts: given.dts !== false },
  { ...library, entry: { browser: 'src/index.ts' }, format: ['esm'], esbuildPlugins: [withoutPackedCode], dts: false },
  {
    ...common,
    entry: { cli: 'src/cli/main.ts' },
    format: ['esm'],
    platform: 'node',
    noExternal: [/^@lezer\//, 'big-integer'],
    banner: { js: '#!/usr/bin/env node' },
    dts: false,
  },
])
