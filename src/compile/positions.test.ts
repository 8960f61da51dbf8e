import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeExceptions, decodeLocations, encodeExceptions, encodeLocations } from './positions'

const position = fc.oneof(
  fc.constant([-1, -1, -1, -1]),
  fc.integer({ min: 1, max: 5000 }).map((line) => [line, line, -1, -1]),
  fc
    .tuple(fc.integer({ min: 1, max: 5000 }), fc.nat(3), fc.nat(200), fc.nat(200))
    .map(([line, more, col, endCol]) => [line, line + more, col, endCol]),
)

test('locations survive encoding', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(position, fc.integer({ min: 1, max: 20 }))), fc.nat(5000), (rows, firstlineno) => {
      const positions = Int32Array.from(rows.flatMap(([p]) => p))
      const sizes = rows.map(([, size]) => size)
      const decoded = decodeLocations(encodeLocations(positions, sizes, firstlineno), firstlineno)
      const expected = rows.flatMap(([[line, endLine, col, endCol], size]) =>
        Array.from({ length: size }, () => ({ line, endLine, col, endCol })),
      )
      expect(decoded).toEqual(expected)
    }),
  )
})

test('exception rows survive encoding', () => {
  const unit = fc.nat(100_000)
  const row = fc.tuple(unit, unit, unit, fc.nat(100), fc.boolean())
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const entries = rows.map(([start, length, target, depth, lasti]) => ({
        start,
        end: start + length,
        target,
        depth,
        lasti,
      }))
      const decoded = decodeExceptions(encodeExceptions(entries, (index) => index))
      const inBytes = entries.map((e) => ({ ...e, start: 2 * e.start, end: 2 * e.end, target: 2 * e.target }))
      expect(decoded).toEqual(inBytes)
    }),
  )
})

test('the first byte of an exception row is marked', () => {
  const table = encodeExceptions([{ start: 20, end: 28, target: 100, depth: 3, lasti: false }], (index) => index)
  expect([...table]).toEqual([128 + 20, 8, 65, 36, 6])
})
