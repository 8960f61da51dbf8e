/**
 * The library pack: the parts of the library that are data, in one file beside the bundles (`dist/library.pack`), of which only what is asked for is read.
 *
 * The file is the length of its table (four bytes, little-endian), the table as JSON, then the parts one after the other. A part is named by its kind and
 * its name: `text json.decoder` is the source of a module written in Python in UTF-8, `code json.decoder` its compiled code (`compile/pack.ts`); a package is
 * `json.__init__`. `table names` is a table of characters (`tables.ts`) as JSON. The format is private to one build: `scripts/gen_stdlib.ts` writes pack and bundles together.
 */
import type { LibraryModule, LibraryTexts } from '../vm/library'

/** Part → where it begins behind the table, and its length. */
type Table = Record<string, [start: number, length: number]>

/** A pack of these parts. */
export function makePack(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const table: Table = {}
  let size = 0
  for (const [part, data] of parts) {
    table[part] = [size, data.length]
    size += data.length
  }
  const head = new TextEncoder().encode(JSON.stringify(table))
  const out = new Uint8Array(4 + head.length + size)
  new DataView(out.buffer).setUint32(0, head.length, true)
  out.set(head, 4)
  let at = 4 + head.length
  for (const data of parts.values()) {
    out.set(data, at)
    at += data.length
  }
  return out
}

/** A pack in a file, or wherever `read` reads from. Nothing is read before something is asked for. */
export class LibraryPack implements LibraryTexts {
  private table: Table | undefined
  private start = 0

  /** `read(at, length)` gives that many bytes from there. */
  constructor(private readonly read: (at: number, length: number) => Uint8Array) {}

  /** A part, or undefined where there is none of this name. */
  part(name: string): Uint8Array | undefined {
    if (this.table === undefined) {
      const four = this.read(0, 4)
      const length = new DataView(four.buffer, four.byteOffset, 4).getUint32(0, true)
      this.table = JSON.parse(new TextDecoder().decode(this.read(4, length))) as Table
      this.start = 4 + length
    }
    if (!Object.hasOwn(this.table, name)) return undefined
    const [at, length] = this.table[name]
    return this.read(this.start + at, length)
  }

  /** A table: whoever asks knows its shape. */
  tableOf<T>(name: string): T {
    return JSON.parse(new TextDecoder().decode(this.part(`table ${name}`))) as T
  }

  private has(name: string): boolean {
    this.table ?? this.part('')
    return Object.hasOwn(this.table as Table, name)
  }

  find(name: string): LibraryModule | undefined {
    if (!this.has(`text ${name}`)) return undefined
    return {
      source: () => new TextDecoder().decode(this.part(`text ${name}`)),
      code: () => this.part(`code ${name}`),
    }
  }
}
