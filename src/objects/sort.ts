/**
 * Sorting: the stable adaptive merge sort of lists (CPython's Objects/listobject.c and listsort.txt).
 *
 * `__lt__` may print, count or raise, so the order in which items are compared is part of the behaviour. The algorithm here therefore compares in
 * exactly the order of CPython 3.13: natural runs, extended to `minrun` by binary insertion; merges chosen by the powersort rule; each merge trimmed by
 * galloping at both ends, then alternating one pair at a time with galloping, `minGallop` adapting.
 *
 * Where no Python code can be called and equal items cannot be told apart (ints, strs) the host's own sort is used.
 *
 * The sort works on a `keys` array; `values`, when there is a key function, moves along. If a comparison raises, both hold a permutation of what they
 * held before.
 */
import { PyFloat, PyTuple, type Value } from '../values/value'
import { isTrue, richCompare } from './abstract'
import type { Context } from './context'
import { CompareOp } from './type'

const MIN_GALLOP = 7
const MAX_MINRUN = 64

/** `a < b`. */
type Less = (cx: Context, a: Value, b: Value) => boolean

/** Sorts `items` in place; with `keys`, by them. */
export function sortItems(cx: Context, items: Value[], keys: Value[] | null, reverse: boolean): void {
  const by = keys ?? items
  if (by.length < 2) return
  cx.tick(by.length)
  if (keys === null && sortPlain(items, reverse)) return
  if (reverse) {
    items.reverse()
    if (keys !== null) keys.reverse()
  }
  try {
    new Timsort(cx, by, keys === null ? null : items, chooseLess(by)).sort()
  } finally {
    if (reverse) {
      items.reverse()
      if (keys !== null) keys.reverse()
    }
  }
}

/** Sorts items that are all small ints or all `string`s by the host's means; false where they are not. */
function sortPlain(items: Value[], reverse: boolean): boolean {
  const kind = typeof items[0]
  if (kind !== 'number' && kind !== 'string') return false
  for (let i = 1; i < items.length; i++) if (typeof items[i] !== kind) return false
  if (kind === 'number') {
    const numbers = items as number[]
    let i = 1
    while (i < numbers.length && numbers[i - 1] <= numbers[i]) i++
    if (i < numbers.length) {
      if (numbers.length <= 32) insertionSort(numbers)
      else {
        const sorted = Float64Array.from(numbers).sort()
        for (let k = 0; k < numbers.length; k++) numbers[k] = sorted[k]
      }
    }
  } else (items as string[]).sort()
  if (reverse) items.reverse()
  return true
}

function insertionSort(a: number[]): void {
  for (let i = 1; i < a.length; i++) {
    const x = a[i]
    let j = i - 1
    while (j >= 0 && a[j] > x) {
      a[j + 1] = a[j]
      j--
    }
    a[j + 1] = x
  }
}

const lessNumber: Less = (_cx, a, b) => (a as number) < (b as number)
const lessString: Less = (_cx, a, b) => (a as string) < (b as string)
const lessFloat: Less = (_cx, a, b) => (a as PyFloat).v < (b as PyFloat).v

const lessAny: Less = (cx, a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return a < b
  if (typeof a === 'string' && typeof b === 'string') return a < b
  const r = richCompare(cx, a, b, CompareOp.LT)
  return typeof r === 'boolean' ? r : isTrue(cx, r)
}

/** Tuples by their first difference; primitives compared in place. Both are exact tuples. */
const lessTuple: Less = (cx, a, b) => {
  const x = (a as PyTuple).items
  const y = (b as PyTuple).items
  const n = Math.min(x.length, y.length)
  for (let i = 0; i < n; i++) {
    const p = x[i]
    const q = y[i]
    if (p === q) continue
    const kind = typeof p
    if (kind === typeof q && (kind === 'number' || kind === 'string')) return (p as number) < (q as number)
    return lessAny(cx, a, b)
  }
  return x.length < y.length
}

function chooseLess(keys: Value[]): Less {
  const first = keys[0]
  const kind = typeof first
  if (kind === 'number' || kind === 'string') {
    for (let i = 1; i < keys.length; i++) if (typeof keys[i] !== kind) return lessAny
    return kind === 'number' ? lessNumber : lessString
  }
  if (first instanceof PyFloat) {
    const type = first.type
    if (type !== PyFloat.prototype.type) return lessAny
    for (const k of keys) if (!(k instanceof PyFloat) || k.type !== type) return lessAny
    return lessFloat
  }
  if (first instanceof PyTuple) {
    const type = first.type
    if (type !== PyTuple.prototype.type) return lessAny
    for (const k of keys) if (!(k instanceof PyTuple) || k.type !== type) return lessAny
    return lessTuple
  }
  return lessAny
}

interface Run {
  base: number
  length: number
  power: number
}

class Timsort {
  private minGallop = MIN_GALLOP
  private readonly pending: Run[] = []

  constructor(
    private readonly cx: Context,
    private readonly keys: Value[],
    private readonly values: Value[] | null,
    private readonly less: Less,
  ) {}

  sort(): void {
    const n = this.keys.length
    const minrun = minRun(n)
    let low = 0
    while (low < n) {
      const remaining = n - low
      let length = this.countRun(low, remaining)
      if (length < minrun) {
        const forced = Math.min(remaining, minrun)
        this.binarySort(low, forced, length)
        length = forced
      }
      this.pushRun(low, length)
      low += length
    }
    while (this.pending.length > 1) {
      let i = this.pending.length - 2
      if (i > 0 && this.pending[i - 1].length < this.pending[i + 1].length) i--
      this.mergeAt(i)
    }
  }

  /** Length of the run that starts at `low`, which is made ascending if it descends (equal neighbours keep their order). */
  private countRun(low: number, remaining: number): number {
    const { cx, keys, less } = this
    let n = 1
    while (n < remaining && !less(cx, keys[low + n], keys[low + n - 1])) n++
    if (n === remaining) return n
    // The next item is smaller. Behind a prefix of equal items this may still be one descending run.
    if (n > 1) {
      if (less(cx, keys[low], keys[low + n - 1])) return n
      this.reverse(low, low + n)
    }
    n++
    // Runs of equals inside a descending run are reversed in advance, so that the last reversal restores them.
    let equals = 0
    for (; n < remaining; n++) {
      if (less(cx, keys[low + n], keys[low + n - 1])) {
        if (equals > 0) {
          this.reverse(low + n - equals - 1, low + n)
          equals = 0
        }
      } else if (less(cx, keys[low + n - 1], keys[low + n])) break
      else equals++
    }
    if (equals > 0) this.reverse(low + n - equals - 1, low + n)
    this.reverse(low, low + n)
    while (n < remaining && !less(cx, keys[low + n], keys[low + n - 1])) n++
    return n
  }

  private reverse(from: number, to: number): void {
    reverseRange(this.keys, from, to)
    if (this.values !== null) reverseRange(this.values, from, to)
  }

  /** Sorts `length` items from `low` on, the first `sorted` of which are in order. */
  private binarySort(low: number, length: number, sorted: number): void {
    const { cx, keys, values, less } = this
    for (let i = low + sorted; i < low + length; i++) {
      const pivot = keys[i]
      let l = low
      let r = i
      do {
        const m = (l + r) >> 1
        if (less(cx, pivot, keys[m])) r = m
        else l = m + 1
      } while (l < r)
      for (let j = i; j > l; j--) keys[j] = keys[j - 1]
      keys[l] = pivot
      if (values !== null) {
        const value = values[i]
        for (let j = i; j > l; j--) values[j] = values[j - 1]
        values[l] = value
      }
    }
  }

  private pushRun(base: number, length: number): void {
    const pending = this.pending
    if (pending.length > 0) {
      const top = pending[pending.length - 1]
      const power = powerOf(top.base, top.length, length, this.keys.length)
      while (pending.length > 1 && pending[pending.length - 2].power > power) this.mergeAt(pending.length - 2)
      pending[pending.length - 1].power = power
    }
    pending.push({ base, length, power: 0 })
  }

  private mergeAt(i: number): void {
    const pending = this.pending
    const a = pending[i]
    const b = pending[i + 1]
    let baseA = a.base
    let na = a.length
    let nb = b.length
    a.length = na + nb
    pending.splice(i + 1, 1)
    const keys = this.keys
    const k = this.gallopRight(keys[b.base], keys, baseA, na, 0)
    baseA += k
    na -= k
    if (na === 0) return
    nb = this.gallopLeft(keys[baseA + na - 1], keys, b.base, nb, nb - 1)
    if (nb <= 0) return
    if (na <= nb) this.mergeLow(baseA, na, b.base, nb)
    else this.mergeHigh(baseA, na, b.base, nb)
  }

  /** Where in the sorted `a[base : base + n]` to put `key`, before any equals; the search starts at `hint`. Relative to `base`. */
  private gallopLeft(key: Value, a: Value[], base: number, n: number, hint: number): number {
    const { cx, less } = this
    let last = 0
    let offset = 1
    const at = base + hint
    if (less(cx, a[at], key)) {
      const max = n - hint
      while (offset < max && less(cx, a[at + offset], key)) {
        last = offset
        offset = offset * 2 + 1
      }
      if (offset > max) offset = max
      last += hint
      offset += hint
    } else {
      const max = hint + 1
      while (offset < max && !less(cx, a[at - offset], key)) {
        last = offset
        offset = offset * 2 + 1
      }
      if (offset > max) offset = max
      const t = last
      last = hint - offset
      offset = hint - t
    }
    last++
    while (last < offset) {
      const m = last + ((offset - last) >> 1)
      if (less(cx, a[base + m], key)) last = m + 1
      else offset = m
    }
    return offset
  }

  /** The same behind any equals. */
  private gallopRight(key: Value, a: Value[], base: number, n: number, hint: number): number {
    const { cx, less } = this
    let last = 0
    let offset = 1
    const at = base + hint
    if (less(cx, key, a[at])) {
      const max = hint + 1
      while (offset < max && less(cx, key, a[at - offset])) {
        last = offset
        offset = offset * 2 + 1
      }
      if (offset > max) offset = max
      const t = last
      last = hint - offset
      offset = hint - t
    } else {
      const max = n - hint
      while (offset < max && !less(cx, key, a[at + offset])) {
        last = offset
        offset = offset * 2 + 1
      }
      if (offset > max) offset = max
      last += hint
      offset += hint
    }
    last++
    while (last < offset) {
      const m = last + ((offset - last) >> 1)
      if (less(cx, key, a[base + m])) offset = m
      else last = m + 1
    }
    return offset
  }

  private move(from: number, to: number): void {
    this.keys[to] = this.keys[from]
    if (this.values !== null) this.values[to] = this.values[from]
  }

  private moveRange(from: number, to: number, n: number): void {
    this.keys.copyWithin(to, from, from + n)
    if (this.values !== null) this.values.copyWithin(to, from, from + n)
  }

  /** Merges neighbouring runs, the first being the shorter: it is copied out and merged from the left. */
  private mergeLow(baseA: number, na: number, baseB: number, nb: number): void {
    const { cx, keys, values, less } = this
    const tempKeys = keys.slice(baseA, baseA + na)
    const tempValues = values === null ? null : values.slice(baseA, baseA + na)
    // Cursors: a in the copy, b and dest in place.
    let a = 0
    let b = baseB
    let dest = baseA
    const put = (n: number) => {
      for (let i = 0; i < n; i++) {
        keys[dest + i] = tempKeys[a + i]
        if (values !== null) values[dest + i] = tempValues![a + i]
      }
      dest += n
      a += n
      na -= n
    }
    const take = (n: number) => {
      this.moveRange(b, dest, n)
      dest += n
      b += n
      nb -= n
    }
    let minGallop = this.minGallop
    try {
      this.move(b++, dest++)
      nb--
      if (nb === 0) return
      merging: while (na > 1) {
        let countA = 0
        let countB = 0
        // One pair at a time until one run wins often in a row.
        for (;;) {
          if (less(cx, keys[b], tempKeys[a])) {
            this.move(b++, dest++)
            countB++
            countA = 0
            nb--
            if (nb === 0) return
            if (countB >= minGallop) break
          } else {
            keys[dest] = tempKeys[a]
            if (values !== null) values[dest] = tempValues![a]
            dest++
            a++
            countA++
            countB = 0
            na--
            if (na === 1) break merging
            if (countA >= minGallop) break
          }
        }
        minGallop++
        do {
          if (minGallop > 1) minGallop--
          this.minGallop = minGallop
          countA = this.gallopRight(keys[b], tempKeys, a, na, 0)
          if (countA > 0) {
            put(countA)
            if (na === 1) break merging
            // Only an inconsistent comparison gets here with nothing left.
            if (na === 0) return
          }
          this.move(b++, dest++)
          nb--
          if (nb === 0) return
          countB = this.gallopLeft(tempKeys[a], keys, b, nb, 0)
          if (countB > 0) {
            take(countB)
            if (nb === 0) return
          }
          keys[dest] = tempKeys[a]
          if (values !== null) values[dest] = tempValues![a]
          dest++
          a++
          na--
          if (na === 1) break merging
        } while (countA >= MIN_GALLOP || countB >= MIN_GALLOP)
        minGallop++
        this.minGallop = minGallop
      }
      // The last item of a belongs behind all of b.
      take(nb)
    } finally {
      if (na > 0) put(na)
    }
  }

  /** Merges neighbouring runs, the second being the shorter: it is copied out and merged from the right. */
  private mergeHigh(baseA: number, na: number, baseB: number, nb: number): void {
    const { cx, keys, values, less } = this
    const tempKeys = keys.slice(baseB, baseB + nb)
    const tempValues = values === null ? null : values.slice(baseB, baseB + nb)
    let a = baseA + na - 1
    let b = nb - 1
    let dest = baseB + nb - 1
    const put = (n: number) => {
      dest -= n
      b -= n
      nb -= n
      for (let i = 1; i <= n; i++) {
        keys[dest + i] = tempKeys[b + i]
        if (values !== null) values[dest + i] = tempValues![b + i]
      }
    }
    const take = (n: number) => {
      dest -= n
      a -= n
      na -= n
      this.moveRange(a + 1, dest + 1, n)
    }
    let minGallop = this.minGallop
    try {
      this.move(a--, dest--)
      na--
      if (na === 0) return
      merging: while (nb > 1) {
        let countA = 0
        let countB = 0
        for (;;) {
          if (less(cx, tempKeys[b], keys[a])) {
            this.move(a--, dest--)
            countA++
            countB = 0
            na--
            if (na === 0) return
            if (countA >= minGallop) break
          } else {
            keys[dest] = tempKeys[b]
            if (values !== null) values[dest] = tempValues![b]
            dest--
            b--
            countB++
            countA = 0
            nb--
            if (nb === 1) break merging
            if (countB >= minGallop) break
          }
        }
        minGallop++
        do {
          if (minGallop > 1) minGallop--
          this.minGallop = minGallop
          countA = na - this.gallopRight(tempKeys[b], keys, baseA, na, na - 1)
          if (countA > 0) {
            take(countA)
            if (na === 0) return
          }
          keys[dest] = tempKeys[b]
          if (values !== null) values[dest] = tempValues![b]
          dest--
          b--
          nb--
          if (nb === 1) break merging
          countB = nb - this.gallopLeft(keys[a], tempKeys, 0, nb, nb - 1)
          if (countB > 0) {
            put(countB)
            if (nb === 1) break merging
            if (nb === 0) return
          }
          this.move(a--, dest--)
          na--
          if (na === 0) return
        } while (countA >= MIN_GALLOP || countB >= MIN_GALLOP)
        minGallop++
        this.minGallop = minGallop
      }
      // The first item of b belongs before all of a.
      take(na)
    } finally {
      if (nb > 0) put(nb)
    }
  }
}

function reverseRange(a: Value[], from: number, to: number): void {
  for (let i = from, j = to - 1; i < j; i++, j--) {
    const t = a[i]
    a[i] = a[j]
    a[j] = t
  }
}

/** The least length of a run: `n` itself below 64, else between 32 and 64 so that `n` divided by it is close below a power of two. */
function minRun(n: number): number {
  let rest = 0
  while (n >= MAX_MINRUN) {
    rest |= n & 1
    n >>= 1
  }
  return n + rest
}

/** Depth of the boundary between two neighbouring runs in an ideal merge tree over `n` items (powersort). */
function powerOf(start: number, length: number, next: number, n: number): number {
  let a = 2 * start + length
  let b = a + length + next
  let power = 0
  for (;;) {
    power++
    if (a >= n) {
      a -= n
      b -= n
    } else if (b >= n) return power
    a *= 2
    b *= 2
  }
}
