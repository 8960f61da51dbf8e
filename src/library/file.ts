/** The library in Node: its native modules, and the rest in the file `library.pack` beside the bundle, read piece by piece. Importing this file provides it. */
import { closeSync, openSync, readSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideCodePages } from '../objects/str_charmaps'
import '../stdlib/index'
import { provideDatabase } from '../stdlib/unicodedata'
import { provideNames } from '../values/unicode_names'
import { provideTexts } from '../vm/library'
import { LibraryPack } from './pack'

/** The CommonJS bundles know their file, the others their address. (`node -e` and workers made of text have a global `__filename`, which is no path.) */
const path = (): string =>
  typeof __filename === 'string' && isAbsolute(__filename)
    ? join(dirname(__filename), 'library.pack')
    : fileURLToPath(new URL('./library.pack', import.meta.url))

const pack = new LibraryPack((at, length) => {
  const data = new Uint8Array(length)
  const fd = openSync(path(), 'r')
  try {
    for (let got = 0; got < length; ) {
      const n = readSync(fd, data, got, length - got, at + got)
      if (n === 0) throw new Error(`${path()} is cut short`)
      got += n
    }
  } finally {
    closeSync(fd)
  }
  return data
})

provideTexts(pack)
provideCodePages(() => pack.tableOf('codePages'))
provideDatabase(() => pack.tableOf('database'))
provideNames(() => pack.tableOf('names'))
