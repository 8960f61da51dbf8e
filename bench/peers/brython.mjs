/**
 * Brython is made for pages: it gets the few globals of one that it looks for when it starts, and prints through `console.log`.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'

/** Node before 22 has no such method, and what Brython puts there in its place takes its arguments wrongly, so that no import works. */
function difference(other) {
  return new Set([...this].filter((item) => !other.has(item)))
}

export function load(folder, write) {
  Set.prototype.difference ??= difference
  globalThis.self = globalThis
  globalThis.addEventListener ??= () => {}
  globalThis.location = { href: 'http://localhost/bench/', origin: 'http://localhost', pathname: '/bench/' }
  globalThis.module = { exports: {} }
  console.log = (...texts) => write(texts.join(' '))
  for (const name of ['brython.js', 'brython_stdlib.js']) {
    const filename = join(folder, 'brython', name)
    runInThisContext(readFileSync(filename, 'utf8'), { filename })
  }
  globalThis.document.dispatchEvent = () => {}
  // An uncaught exception is printed there, not thrown.
  let error = ''
  console.error = (...texts) => {
    error += texts.join(' ')
  }
  return (source) => {
    globalThis.__BRYTHON__.runPythonSource(source, '__main__')
    if (error.includes('Traceback')) throw new Error(error.trim().split('\n').at(-1))
  }
}
