import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'grammar/**/*.test.ts', 'conformance/**/*.test.ts', 'bench/**/*.test.ts'],
    setupFiles: ['src/library/directory.ts'],
    testTimeout: 120_000,
  },
})
