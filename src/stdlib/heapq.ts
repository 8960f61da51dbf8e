/**
 * The `heapq` module (CPython's Modules/_heapqmodule.c and Lib/heapq.py).
 *
 * Sifting compares in CPython's order: down to a leaf along the smaller child first, then up again. `nsmallest` and `nlargest` keep a heap of
 * tuples (key, position, item) so that ties come out as CPython has them, and `merge` a heap of [value, order, next].
 */
import { PyList, PyObject, PyTuple, type Value } from '../values/value'
import { getIter, index, isTrue, richCompareBool } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule, defineType } from '../objects/define'
import { listItems } from '../objects/list'
import { indexError, runtimeError } from '../objects/raise'
import { bindArgs, NativeDef, NativeKind, wrongType } from '../objects/signature'
import { sortItems } from '../objects/sort'
import { CompareOp, typeOf } from '../objects/type'
import { adjustSlice, bounds, unpackSlice } from '../objects/slice'
import { PySlice } from '../values/value'
import { addressText } from '../values/identity'
import { fromText } from '../values/wide'

type Before = (cx: Context, a: Value, b: Value) => boolean

const isLess: Before = (cx, a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return a < b
  if (a instanceof PyTuple && b instanceof PyTuple) {
    const x = a.items[0]
    const y = b.items[0]
    // The common (priority, …) pairs, when the priorities decide.
    if (
      typeof x === 'number' &&
      typeof y === 'number' &&
      x !== y &&
      a.type === b.type &&
      a.type === PyTuple.prototype.type
    ) {
      return x < y
    }
  }
  return richCompareBool(cx, a, b, CompareOp.LT)
}
const isGreater: Before = (cx, a, b) => isLess(cx, b, a)

/** Moves the item at `pos` up to its place, not beyond `start`. */
function siftDown(cx: Context, heap: PyList, start: number, pos: number, before: Before): void {
  const size = heap.items.length
  const item = heap.items[pos]
  while (pos > start) {
    const parentPos = (pos - 1) >> 1
    const parent = heap.items[parentPos]
    const smaller = before(cx, item, parent)
    if (heap.items.length !== size) throw runtimeError('list changed size during iteration')
    if (!smaller) break
    heap.items[pos] = parent
    heap.items[parentPos] = item
    pos = parentPos
  }
}

/** Moves the item at `pos` down to a leaf, then up to its place. */
function siftUp(cx: Context, heap: PyList, pos: number, before: Before): void {
  const end = heap.items.length
  const start = pos
  const limit = end >> 1
  while (pos < limit) {
    let child = 2 * pos + 1
    if (child + 1 < end) {
      const left = before(cx, heap.items[child], heap.items[child + 1])
      if (heap.items.length !== end) throw runtimeError('list changed size during iteration')
      if (!left) child++
    }
    const t = heap.items[child]
    heap.items[child] = heap.items[pos]
    heap.items[pos] = t
    pos = child
  }
  siftDown(cx, heap, start, pos, before)
}

function list(name: string, v: Value, position = ' 1'): PyList {
  if (v instanceof PyList) return v
  throw wrongType(`${name}() argument${position}`, 'list', v)
}

function push(cx: Context, heap: PyList, item: Value): void {
  heap.items.push(item)
  siftDown(cx, heap, 0, heap.items.length - 1, isLess)
}

function pop(cx: Context, heap: PyList, before: Before): Value {
  const last = heap.items.pop()
  if (last === undefined) throw indexError('index out of range')
  if (heap.items.length === 0) return last
  const first = heap.items[0]
  heap.items[0] = last
  siftUp(cx, heap, 0, before)
  return first
}

function replace(cx: Context, heap: PyList, item: Value, before: Before): Value {
  if (heap.items.length === 0) throw indexError('index out of range')
  const first = heap.items[0]
  heap.items[0] = item
  siftUp(cx, heap, 0, before)
  return first
}

function heapify(cx: Context, heap: PyList, before: Before): void {
  const n = heap.items.length
  cx.tick(n)
  for (let i = (n >> 1) - 1; i >= 0; i--) {
    siftUp(cx, heap, i, before)
    if (heap.items.length < n) throw runtimeError('list changed size during iteration')
  }
}

/** `nsmallest` (or `nlargest`): as `sorted(iterable, key=key)[:n]`, by CPython's strategy, which decides what is compared. */
export function select(cx: Context, n: Value, iterable: Value, key: Value, largest: boolean): Value {
  const before = largest ? isGreater : isLess
  if (n === 1) {
    let best: Value | undefined
    let bestKey: Value = null
    const it = getIter(cx, iterable)
    const next = typeOf(it).tp_iternext!
    for (let v = next(cx, it); v !== undefined; v = next(cx, it)) {
      cx.tick(1)
      const k = key === null ? v : cx.call(key, [v])
      if (best === undefined || before(cx, k, bestKey)) {
        best = v
        bestKey = k
      }
    }
    return new PyList(best === undefined ? [] : [best])
  }
  // With a size that does not exceed n everything is sorted; `>=` raises for an n that is no number.
  const type = typeOf(iterable)
  const sized = type.sq_length ?? type.mp_length
  if (sized !== undefined && richCompareBool(cx, n, sized(cx, iterable), CompareOp.GE)) {
    return sorted(cx, listItems(cx, iterable), key, largest, n)
  }
  const count = Number(index(cx, n))
  const it = getIter(cx, iterable)
  const next = typeOf(it).tp_iternext!
  // Entries are tuples (key, order, item), which are unlike by their orders; the heap's root is the worst of those kept.
  const kept = new PyList([])
  const step = largest ? -1 : 1
  let order = 0
  const entry = (v: Value, k: Value): PyTuple => new PyTuple(key === null ? [v, order] : [k, order, v])
  while (kept.items.length < count) {
    const v = next(cx, it)
    if (v === undefined) break
    kept.items.push(entry(v, key === null ? v : cx.call(key, [v])))
    order += step
  }
  if (kept.items.length === 0) return kept
  const worse = largest ? isLess : isGreater
  heapify(cx, kept, worse)
  const keyAt = (i: number): Value => (kept.items[i] as PyTuple).items[0]
  for (let v = next(cx, it); v !== undefined; v = next(cx, it)) {
    cx.tick(1)
    const k = key === null ? v : cx.call(key, [v])
    if (before(cx, k, keyAt(0))) {
      replace(cx, kept, entry(v, k), worse)
      order += step
    }
  }
  sortItems(cx, kept.items, null, largest)
  return new PyList(kept.items.map((e) => (e as PyTuple).items[key === null ? 0 : 2]))
}

function sorted(cx: Context, items: Value[], key: Value, reverse: boolean, n: Value): Value {
  const keys = key === null ? null : items.map((v) => cx.call(key, [v]))
  sortItems(cx, items, keys, reverse)
  unpackSlice(cx, new PySlice(null, n, null))
  const count = adjustSlice(items.length)
  return new PyList(items.slice(bounds.start, bounds.start + count))
}

// --- merge --------------------------------------------------------------------------------------------------------------

interface Source {
  key: Value
  value: Value
  order: number
  it: Value
}

/** The generator behind `merge`: the heap is built when the first item is asked for. */
class PyMerge extends PyObject {
  heap: Source[] | undefined = undefined
  /** The source whose value was handed out last and which is to be advanced. */
  last: Source | undefined = undefined
  constructor(
    readonly iterables: Value[],
    readonly key: Value,
    readonly reverse: boolean,
  ) {
    super()
  }

  private less(cx: Context, a: Source, b: Source): boolean {
    const [x, y] = this.reverse ? [b, a] : [a, b]
    if (isLess(cx, x.key, y.key)) return true
    if (isLess(cx, y.key, x.key)) return false
    return a.order < b.order
  }

  private sink(cx: Context, i: number): void {
    const heap = this.heap as Source[]
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) return
      if (child + 1 < heap.length && this.less(cx, heap[child + 1], heap[child])) child++
      if (!this.less(cx, heap[child], heap[i])) return
      const t = heap[child]
      heap[child] = heap[i]
      heap[i] = t
      i = child
    }
  }

  next(cx: Context): Value | undefined {
    const keyOf = (v: Value) => (this.key === null ? v : cx.call(this.key, [v]))
    if (this.heap === undefined) {
      this.heap = []
      this.iterables.forEach((iterable, order) => {
        const it = getIter(cx, iterable)
        const value = typeOf(it).tp_iternext!(cx, it)
        if (value !== undefined) (this.heap as Source[]).push({ key: keyOf(value), value, order, it })
      })
      for (let i = (this.heap.length >> 1) - 1; i >= 0; i--) this.sink(cx, i)
    } else if (this.last !== undefined) {
      const source = this.last
      this.last = undefined
      const value = typeOf(source.it).tp_iternext!(cx, source.it)
      if (value === undefined) {
        const end = this.heap.pop() as Source
        if (this.heap.length > 0) this.heap[0] = end
      } else {
        source.value = value
        source.key = keyOf(value)
      }
      this.sink(cx, 0)
    }
    if (this.heap.length === 0) return undefined
    this.last = this.heap[0]
    return this.last.value
  }
}

defineType('generator', PyMerge, {
  final: true,
  slots: {
    tp_repr: (_cx, self: PyMerge) => fromText(`<generator object merge at ${addressText(self)}>`),
    tp_iter: (_cx, self: PyMerge) => self,
    tp_iternext: (cx, self: PyMerge) => self.next(cx),
  },
})

const mergeDef = new NativeDef(
  '@merge(*iterables, key=None, reverse=False)',
  null,
  () => null,
  NativeKind.FUNCTION,
  null,
  'heapq',
)

export const load = defineModule('heapq', 'Heap queue algorithm: a list as a priority queue.', {
  functions: {
    'heappush(heap, item, /)': [
      'Add an item to the heap.',
      (cx, heap: Value, item: Value) => push(cx, list('heappush', heap), item),
    ],
    'heappop(heap, /)': [
      'Remove the smallest item from the heap and return it.',
      (cx, heap: Value) => pop(cx, list('heappop', heap, ''), isLess),
    ],
    'heapreplace(heap, item, /)': [
      'Remove the smallest item, then add an item; return the one removed.',
      (cx, heap: Value, item: Value) => replace(cx, list('heapreplace', heap), item, isLess),
    ],
    'heappushpop(heap, item, /)': [
      'Add an item, then remove the smallest and return it.',
      (cx, heap: Value, item: Value) => {
        const h = list('heappushpop', heap)
        if (h.items.length === 0 || !isLess(cx, h.items[0], item)) return item
        // The comparison may have emptied it.
        if (h.items.length === 0) throw indexError('index out of range')
        const first = h.items[0]
        h.items[0] = item
        siftUp(cx, h, 0, isLess)
        return first
      },
    ],
    'heapify(heap, /)': [
      'Turn a list into a heap, in place, in linear time.',
      (cx, heap: Value) => heapify(cx, list('heapify', heap, ''), isLess),
    ],
    '_heappop_max(heap, /)': [
      'heappop for a heap with the greatest item first.',
      (cx, heap: Value) => pop(cx, list('_heappop_max', heap, ''), isGreater),
    ],
    '_heapreplace_max(heap, item, /)': [
      'heapreplace for a heap with the greatest item first.',
      (cx, heap: Value, item: Value) => replace(cx, list('_heapreplace_max', heap), item, isGreater),
    ],
    '_heapify_max(heap, /)': [
      'heapify with the greatest item first.',
      (cx, heap: Value) => heapify(cx, list('_heapify_max', heap, ''), isGreater),
    ],
    '@nsmallest(n, iterable, key=None)': [
      'Return the n smallest items, in order; as sorted(iterable, key=key)[:n].',
      (cx, n: Value, iterable: Value, key: Value) => select(cx, n, iterable, key, false),
    ],
    '@nlargest(n, iterable, key=None)': [
      'Return the n largest items, in order; as sorted(iterable, key=key, reverse=True)[:n].',
      (cx, n: Value, iterable: Value, key: Value) => select(cx, n, iterable, key, true),
    ],
    merge: [
      'Merge sorted inputs into one sorted iterator.',
      (cx, args: Value[], kwnames: readonly string[] | null) => {
        const bound = bindArgs(cx, mergeDef.signature, 'merge', () => 'merge()', args, kwnames)
        return new PyMerge(bound[0] as Value[], bound[1] as Value, isTrue(cx, bound[2] as Value))
      },
    ],
  },
})
