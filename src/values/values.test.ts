/** Invariants of the value model: canonical ints, strs without astral code points, exact digits, elementary functions. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as I from './int'
import * as M from './libm'
import { fixedDigits, reprFloat, significantDigits } from './repr'
import type { Int } from './value'
import { codePoints, concat, fromCodePoints, fromText, strLength, strSlice, textOf } from './wide'

const anyInt: fc.Arbitrary<Int> = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }).map(I.norm),
  fc.constantFrom<Int>(0, 1, -1, 2 ** 53 - 1, -(2 ** 53 - 1), 2n ** 53n, -(2n ** 53n), 2n ** 53n + 1n),
)

const canonical = (n: Int): boolean =>
  typeof n === 'number'
    ? Number.isSafeInteger(n) && !Object.is(n, -0)
    : !Number.isSafeInteger(Number(n)) || n !== BigInt(Number(n))

describe('int', () => {
  const ops: [string, (a: Int, b: Int) => Int, (a: bigint, b: bigint) => bigint][] = [
    ['add', I.add, (a, b) => a + b],
    ['sub', I.sub, (a, b) => a - b],
    ['mul', I.mul, (a, b) => a * b],
    ['and', I.and, (a, b) => a & b],
    ['or', I.or, (a, b) => a | b],
    ['xor', I.xor, (a, b) => a ^ b],
  ]
  test.each(ops)('%s', (_name, op, exact) => {
    fc.assert(
      fc.property(anyInt, anyInt, (a, b) => {
        const r = op(a, b)
        return canonical(r) && BigInt(r) === exact(BigInt(a), BigInt(b))
      }),
    )
  })

  test('floor division and remainder', () => {
    fc.assert(
      fc.property(anyInt, anyInt, (a, b) => {
        if (b === 0) return true
        const q = I.floordiv(a, b)
        const r = I.mod(a, b)
        const [dq, dr] = I.divmod(a, b)
        return (
          canonical(q) &&
          canonical(r) &&
          dq === q &&
          dr === r &&
          BigInt(q) * BigInt(b) + BigInt(r) === BigInt(a) &&
          (r === 0 || r < 0 === b < 0) &&
          I.abs(r) < I.abs(b)
        )
      }),
    )
  })

  test('shifts, powers, bytes and text', () => {
    fc.assert(
      fc.property(anyInt, fc.integer({ min: 0, max: 140 }), (a, n) => {
        const left = I.shl(a, n)
        const bytes = I.toBytesLE(a, 40)
        return (
          canonical(left) &&
          BigInt(left) === BigInt(a) << BigInt(n) &&
          BigInt(I.shr(a, n)) === BigInt(a) >> BigInt(n) &&
          canonical(I.shr(a, n)) &&
          BigInt(I.pow(a, n % 7)) === BigInt(a) ** BigInt(n % 7) &&
          I.fromBytesLE(bytes, true) === a &&
          I.intFromText(I.intToText(I.abs(a), 7), 7) === I.abs(a)
        )
      }),
    )
  })

  test('true division is the nearest float', () => {
    expect(I.trueDivide(10n ** 30n, 3)).toBe(3.333333333333333e29)
    expect(I.trueDivide(1, 10n ** 320n)).toBe(1e-320)
    expect(I.trueDivide(2n ** 1074n, 2n ** 1074n + 1n)).toBe(1)
    expect(I.trueDivide(10n ** 400n, 1)).toBe(Infinity)
  })
})

describe('str', () => {
  const unit = fc.constantFrom(0x61, 0xe9, 0x65e5, 0x1f600, 0xd800, 0xdc00)
  const str = fc.array(unit, { maxLength: 6 }).map((cps) => fromCodePoints(cps))
  test('a string holds no pair, and lengths count code points', () => {
    fc.assert(
      fc.property(str, str, (a, b) => {
        const c = concat(a, b)
        const expected = [...codePoints(a), ...codePoints(b)]
        return (
          (typeof c !== 'string' || !/[\ud800-\udbff][\udc00-\udfff]/.test(c)) &&
          strLength(c) === expected.length &&
          expected.every((cp, i) => codePoints(c)[i] === cp) &&
          textOf(concat(strSlice(c, 0, 2), strSlice(c, 2, strLength(c)))) === textOf(c)
        )
      }),
    )
  })
  test('texts', () => expect(textOf(fromText('a😀b'))).toBe('a😀b'))
})

describe('float', () => {
  test('digits round half to even, exactly', () => {
    expect(fixedDigits(0.5, 0)).toBe('0')
    expect(fixedDigits(2.5, 0)).toBe('2')
    expect(fixedDigits(2.675, 2)).toBe('2.67')
    expect(fixedDigits(0.125, 2)).toBe('0.12')
    expect(significantDigits(125, 2)).toEqual(['12', 2])
    expect(significantDigits(9.5, 1)).toEqual(['1', 1].map((x, i) => (i === 0 ? String(x) : x)))
    expect(reprFloat(1e16)).toBe('1e+16')
    expect(reprFloat(-0)).toBe('-0.0')
  })

  test('elementary functions', () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (x) => {
        const close = (a: number, b: number) => Math.abs(a - b) <= 4e-16 * Math.max(1, Math.abs(b))
        return (
          close(M.sin(x), Math.sin(x)) && close(M.atan(x), Math.atan(x)) && Math.abs(M.exp(x) / Math.exp(x) - 1) < 5e-16
        )
      }),
    )
    expect(M.exp(1)).toBe(Math.E)
    expect(M.pow(10, -5)).toBe(1e-5)
    expect(M.pow(2, -1074)).toBe(5e-324)
    expect(M.hypot(3, 4)).toBe(5)
    expect(M.log2(8)).toBe(3)
    expect(M.log10(1000)).toBe(3)
  })
})
