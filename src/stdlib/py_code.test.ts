/**
 * The compiled code kept beside the library's Python texts is what the compiler makes of them today: `npm run gen:stdlib` brings it up to date.
 */
import { expect, test } from 'vitest'
import { packCode, unpackCode } from '../compile/pack'
import { compile } from '../vm/compile'
import { pyModules } from './py.gen'
import { pyCode } from './py_code.gen'

test('every module has its code', () => {
  expect(Object.keys(pyCode)).toEqual(Object.keys(pyModules))
})

for (const name of Object.keys(pyModules)) {
  test(`the code of ${name} is that of its text`, () => {
    const packed = pyCode[name]!
    expect(packCode(compile(pyModules[name]!, name)) === packed).toBe(true)
    expect(packCode(unpackCode(packed, name)) === packed).toBe(true)
  })
}
