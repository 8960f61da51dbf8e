import { describe, expect, it } from 'vitest'
import { PyDict } from './dict'
import { PySet } from './set'

describe('PyDict', () => {
  it('keeps the order of insertion and its slots', () => {
    const d = new PyDict()
    for (let i = 0; i < 20; i++) d.setStr(`k${i}`, i)
    const slot = d.slotOfStr('k7')
    expect(slot).toBe(7)
    d.delStr('k3')
    expect(d.slotOfStr('k7')).toBe(slot)
    expect(d.keys[3]).toBeUndefined()
    d.setStr('k3', 1)
    expect([...d.entries()].map(([k]) => k).slice(-2)).toEqual(['k19', 'k3'])
    expect(d.used).toBe(20)
  })

  it('compacts when CPython would resize', () => {
    const d = new PyDict()
    for (let i = 0; i < 5; i++) d.set(null, i, i)
    d.delete(null, 0)
    expect(d.keys.length).toBe(5)
    d.set(null, 9, 9)
    expect(d.keys).toEqual([1, 2, 3, 4, 9])
  })

  it('pops the last entry and frees its slot', () => {
    const d = new PyDict()
    for (let i = 0; i < 30; i++) d.set(null, i, i)
    for (let i = 29; i >= 0; i--) {
      expect(d.lastSlot()).toBe(i)
      d.popSlot(i)
    }
    expect(d.used).toBe(0)
  })

  it('moves entries to either end', () => {
    const d = new PyDict()
    for (let i = 0; i < 12; i++) d.set(null, i, i)
    d.moveToEnd(3)
    d.moveToFront(d.find(null, 7))
    expect([...d.entries()].map(([k]) => k)).toEqual([7, 0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 3])
    expect(d.get(null, 3)).toBe(3)
  })

  it('survives many random changes', () => {
    const d = new PyDict()
    const model = new Map<number, number>()
    let x = 1
    for (let i = 0; i < 20000; i++) {
      x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff
      const key = (x >> 8) % 500
      if (x & 1) {
        d.set(null, key, i)
        model.set(key, i)
      } else {
        d.delete(null, key)
        model.delete(key)
      }
    }
    expect([...d.entries()]).toEqual([...model.entries()])
  })
})

describe('PySet', () => {
  it('has the order of CPython for small ints', () => {
    const s = new PySet()
    for (const n of [5, 1, 9, 3, 17]) s.add(null, n)
    expect(s.toArray()).toEqual([1, 3, 5, 9, 17])
    const t = new PySet()
    for (const n of [8, 0, 16]) t.add(null, n)
    expect(t.toArray()).toEqual([8, 0, 16])
  })

  it('gives a dummy that was passed to the next new key', () => {
    const s = new PySet()
    s.add(null, 0)
    s.add(null, 8)
    s.discard(null, 0)
    s.add(null, 16)
    expect(s.toArray()).toEqual([16, 8])
    expect(s.fill).toBe(2)
  })

  it('pops in order and starts again behind the last', () => {
    const s = new PySet()
    for (const n of [3, 1, 2]) s.add(null, n)
    expect([s.pop(), s.pop(), s.pop(), s.pop()]).toEqual([1, 2, 3, undefined])
  })
})
