/**
 * The single-byte code pages by name (CPython's `encodings` package, its charmap codecs). The pages belong to the library (`src/library/`): without it there
 * are none.
 */

/** What `str_charmaps.gen.ts` holds. */
export interface CodePages {
  ALIASES: Record<string, string>
  PAGES: Record<string, string>
}

let load = (): CodePages => ({ ALIASES: {}, PAGES: {} })
let loaded: CodePages | undefined

/** Says where the pages come from: asked once, when an encoding is none of the common ones. */
export function provideCodePages(given: () => CodePages): void {
  load = given
  loaded = undefined
}

const pages = (): CodePages => (loaded ??= load())

const tables = new Map<string, Int32Array>()

export const charmaps = {
  /** The name of the page in the table, or NULL; `name` is in lower case with underscores. */
  canonical(name: string): string | undefined {
    const { ALIASES, PAGES } = pages()
    if (Object.hasOwn(PAGES, name)) return name
    return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined
  },

  /** The code point of each byte, −1 where there is none. */
  table(name: string): Int32Array {
    let table = tables.get(name)
    if (table === undefined) {
      const text = pages().PAGES[name]
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
