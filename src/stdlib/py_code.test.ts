/** Compiled code survives being packed (`compile/pack.ts`), whatever stands in it: shown with the library's own modules. */
import { expect, test } from 'vitest'
import { libraryTexts } from '../../scripts/library_texts'
import { packCode, unpackCode } from '../compile/pack'
import { LibraryPack, makePack } from '../library/pack'
import { compile } from '../vm/compile'

const texts = libraryTexts()

for (const [name, text] of Object.entries(texts)) {
  test(`the code of ${name} is the same again`, () => {
    const packed = packCode(compile(text, name))
    expect(Buffer.compare(packCode(unpackCode(packed, name)), packed)).toBe(0)
  })
}

test('a pack gives back its parts, each by itself', () => {
  const parts = new Map(Object.entries(texts).map(([name, text]) => [`text ${name}`, new TextEncoder().encode(text)]))
  const file = makePack(parts)
  const pack = new LibraryPack((at, length) => file.slice(at, at + length))
  for (const name in texts) expect(pack.find(name)?.source()).toBe(texts[name])
  expect(pack.find('json')).toBeUndefined()
  expect(pack.find('constructor')).toBeUndefined()
  expect(pack.find('json.__init__')?.code()).toBeUndefined()
})
