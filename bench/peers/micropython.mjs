/**
 * MicroPython for WebAssembly, in the variant that PyScript publishes.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export async function load(folder, write) {
  const file = join(folder, '@micropython/micropython-webassembly-pyscript/micropython.mjs')
  const { loadMicroPython } = await import(pathToFileURL(file).href)
  const decoder = new TextDecoder()
  const stdout = (bytes) => void write(decoder.decode(bytes, { stream: true }))
  const python = await loadMicroPython({ heapsize: 256 << 20, pystack: 1 << 18, linebuffer: false, stdout })
  return (source) => python.runPython(source)
}
