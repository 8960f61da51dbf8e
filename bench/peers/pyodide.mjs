/**
 * Pyodide: CPython for WebAssembly.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export async function load(folder, write) {
  const { loadPyodide } = await import(pathToFileURL(join(folder, 'pyodide/pyodide.mjs')).href)
  const python = await loadPyodide({ env: { PYTHONHASHSEED: '0' } })
  const decoder = new TextDecoder()
  python.setStdout({
    write: (bytes) => {
      write(decoder.decode(bytes, { stream: true }))
      return bytes.length
    },
  })
  return (source) => {
    python.runPython(source)
    python.runPython('import sys; sys.stdout.flush()')
  }
}
