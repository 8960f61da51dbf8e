import { defineConfig } from 'vite'
import { viteTexts } from './scripts/library_texts'

/** The playground: a static page, built to dist/playground, that runs from any folder. */
export default defineConfig({
  root: 'src/playground',
  base: './',
  build: { outDir: '../../dist/playground', emptyOutDir: true, target: 'es2022' },
  plugins: [viteTexts()],
  worker: { format: 'es', plugins: () => [viteTexts()] },
})
