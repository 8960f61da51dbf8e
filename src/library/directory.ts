/**
 * The library from its sources: the Python texts in `stdlib/py/`, compiled when a module is first imported in this process. What tests and scripts run with,
 * so that they see a change at once and need no build: importing this file is all.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { provideTexts } from '../vm/library'
import '../stdlib/index'
import './tables'

const root = fileURLToPath(new URL('../stdlib/py', import.meta.url))

provideTexts({
  find(name) {
    const path = `${root}/${name.replace(/\./g, '/')}.py`
    return existsSync(path) ? { source: () => readFileSync(path, 'utf8'), code: () => undefined } : undefined
  },
})
