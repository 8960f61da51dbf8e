/** The single-byte code pages by name (CPython's `encodings` package, its charmap codecs). */
import { ALIASES, PAGES } from './str_charmaps.gen'

const tables = new Map<string, Int32Array>()

export const charmaps = {
  /** The name of the page in the table, or NULL; `name` is in lower case with underscores. */
  canonical(name: string): string | undefined {
    if (Object.hasOwn(PAGES, name)) return name
    return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined
  },

  /** The code point of each byte, −1 where there is none. */
  table(name: string): Int32Array {
    let table = tables.get(name)
    if (table === undefined) {
      const text = PAGES[name]
      const start = 256 - text.length
      table = new Int32Array(256)
      for (let b = 0; b < 256; b++) {
        const cp = b < start ? b : text.charCodeAt(b - start)
        table[b] = cp === 0xfffe ? -1 : cp
      }
      tables.set(name, table)
    }
    return table
  },
}
