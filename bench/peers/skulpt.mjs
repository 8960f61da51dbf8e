/**
 * Skulpt in its Python 3 mode, with its library.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'

export function load(folder, write) {
  for (const name of ['skulpt.min.js', 'skulpt-stdlib.js']) {
    const filename = join(folder, 'skulpt/dist', name)
    runInThisContext(readFileSync(filename, 'utf8'), { filename })
  }
  const { Sk } = globalThis
  const read = (name) => {
    const text = Sk.builtinFiles.files[name]
    if (text === undefined) throw new Error(`no file ${name}`)
    return text
  }
  Sk.configure({ output: write, read, __future__: Sk.python3, execLimit: null })
  return (source) =>
    Sk.misceval
      .asyncToPromise(() => Sk.importMainWithBody('__main__', false, source, true))
      .catch((e) => {
        throw new Error(e.toString())
      })
}
