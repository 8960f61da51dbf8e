/** The library pack in Node: the file `library.pack` beside the bundle, read piece by piece. Importing this file provides it. */
import { closeSync, openSync, readSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { provideTexts } from '../vm/library'
import { LibraryPack } from './pack'

const path = fileURLToPath(new URL('./library.pack', import.meta.url))

provideTexts(
  new LibraryPack((at, length) => {
    const data = new Uint8Array(length)
    const fd = openSync(path, 'r')
    try {
      for (let got = 0; got < length; ) {
        const n = readSync(fd, data, got, length - got, at + got)
        if (n === 0) throw new Error(`${path} is cut short`)
        got += n
      }
    } finally {
      closeSync(fd)
    }
    return data
  }),
)
