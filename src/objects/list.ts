/**
 * list (CPython's Objects/listobject.c). Sorting is in `sort.ts`, the iterators in `iterators.ts`.
 *
 * `items` is replaced or changed in place; whoever calls Python code in between must read `self.items` and its length again.
 */
import {
  type Int,
  NotImplemented,
  PyBytes,
  PyList,
  PyRange,
  PySlice,
  PyTuple,
  type Str,
  type Value,
} from '../values/value'
import { PyDict } from '../values/dict'
import { PySet } from '../values/set'
import { codePoints, concatAll, fromCodePoint, textOf } from '../values/wide'
import { asSliceIndex, equals, getIter, isIndex, lengthHint, repr, richCompare } from './abstract'
import { Collector, registerConsumer } from './consume'
import type { Context } from './context'
import { defineType } from './define'
import { classGetItem } from './generic_alias'
import { PyListIterator, PyListReverseIterator } from './iterators'
import { adopt } from './object'
import { indexError, typeError, valueError } from './raise'
import { guardedRepr } from './repr_guard'
import { noKeywords, wrongCount } from './signature'
import { adjustSlice, bounds, repeatCount, sliceItems, subscriptIndex, unpackSlice } from './slice'
import { sortItems } from './sort'
import { CompareOp, type PyType, TypeFlags, typeName, typeOf } from './type'

/** A list or tuple. */
export interface ItemHolder {
  readonly items: Value[]
}

/** A list that owns `items`. */
export function newList(items: Value[]): PyList {
  return new PyList(items)
}

/** One step of growth: charges memory every 65,536 items. */
function grown(cx: Context, length: number): void {
  if ((length & 0xffff) === 0) cx.charge(0x80000)
}

/**
 * The items of an iterable as a new array. Exact builtin containers are read directly; otherwise `__iter__`, then the length hint of the
 * iterable, then the items, as `list(iterable)` does.
 */
export function listItems(cx: Context, iterable: Value): Value[] {
  const direct = snapshotItems(cx, iterable)
  if (direct !== undefined) return direct
  const out: Value[] = []
  extendFromIterator(cx, out, iterable)
  return out
}

/** The items of a container whose iteration runs no Python code; a new array. */
export function snapshotItems(cx: Context, iterable: Value): Value[] | undefined {
  if (typeof iterable === 'string') return iterable.split('')
  if (typeof iterable !== 'object' || iterable === null) return undefined
  const proto = Object.getPrototypeOf(iterable)
  if (iterable.type !== proto.type) return undefined
  if (iterable instanceof PyList || iterable instanceof PyTuple) {
    cx.charge(iterable.items.length * 8)
    return iterable.items.slice()
  }
  if (iterable instanceof PyRange && typeof iterable.length === 'number') return rangeItems(cx, iterable)
  if (iterable instanceof PySet) return iterable.toArray()
  if (iterable instanceof PyDict) return iterable.keys.filter((k) => k !== undefined) as Value[]
  if (iterable instanceof PyBytes) return Array.from(iterable.data)
  if (iterable.type === typeOf('') /* WideStr */) {
    return Array.from(codePoints(iterable as unknown as Str), fromCodePoint)
  }
  return undefined
}

function rangeItems(cx: Context, r: PyRange): Value[] | undefined {
  const { start, step } = r
  const n = r.length as number
  if (typeof start !== 'number' || typeof step !== 'number' || typeof r.stop !== 'number') return undefined
  cx.charge(n * 8)
  cx.tick(n)
  const out: Value[] = new Array(n)
  for (let i = 0, v = start; i < n; i++, v += step) out[i] = v
  return out
}

function extendFromIterator(cx: Context, items: Value[], iterable: Value): void {
  const it = getIter(cx, iterable)
  lengthHint(cx, iterable, 8)
  const next = typeOf(it).tp_iternext!
  for (let v = next(cx, it); v !== undefined; v = next(cx, it)) {
    const n = items.push(v)
    if ((n & 0x3ff) === 0) {
      cx.tick(0x400)
      grown(cx, n)
    }
  }
}

/** `self.extend(iterable)`. */
registerConsumer(extendList, (_cx, [self]) => ({
  // Items arrive in the list one by one: the iterator may look at it.
  take(_cx, item): undefined {
    ;(self as PyList).items.push(item)
  },
  end: () => null,
}))

export function extendList(cx: Context, self: PyList, iterable: Value): void {
  const direct = snapshotItems(cx, iterable)
  if (direct === undefined) {
    // Items arrive in the list one by one: the iterator may look at it.
    const it = getIter(cx, iterable)
    lengthHint(cx, iterable, 8)
    const next = typeOf(it).tp_iternext!
    for (let v = next(cx, it); v !== undefined; v = next(cx, it)) {
      const n = self.items.push(v)
      if ((n & 0x3ff) === 0) {
        cx.tick(0x400)
        grown(cx, n)
      }
    }
    return
  }
  const items = self.items
  if (items.length === 0) self.items = direct
  else for (let i = 0; i < direct.length; i++) items.push(direct[i])
}

/** Equality of items as containers use it: identity first. */
export function itemEquals(cx: Context, a: Value, b: Value): boolean {
  if (a === b) return true
  const kind = typeof a
  if (kind !== 'object' && kind === typeof b) return false
  return equals(cx, a, b)
}

/** Compares two arrays of items that Python code may change meanwhile. */
export function compareItems(cx: Context, a: ItemHolder, b: ItemHolder, op: CompareOp): Value {
  let x = a.items
  let y = b.items
  if (x.length !== y.length && (op === CompareOp.EQ || op === CompareOp.NE)) return op === CompareOp.NE
  let i = 0
  for (; i < x.length && i < y.length; i++) {
    const p = x[i]
    const q = y[i]
    if (p === q) continue
    const kind = typeof p
    if (kind !== 'object' && kind === typeof q) break
    const same = equals(cx, p, q)
    x = a.items
    y = b.items
    if (!same) break
  }
  if (i >= x.length || i >= y.length) return compareLengths(x.length, y.length, op)
  if (op === CompareOp.EQ) return false
  if (op === CompareOp.NE) return true
  return richCompare(cx, x[i], y[i], op)
}

function compareLengths(a: number, b: number, op: CompareOp): boolean {
  switch (op) {
    case CompareOp.LT:
      return a < b
    case CompareOp.LE:
      return a <= b
    case CompareOp.EQ:
      return a === b
    case CompareOp.NE:
      return a !== b
    case CompareOp.GT:
      return a > b
    default:
      return a >= b
  }
}

function reprList(cx: Context, self: PyList): Str {
  if (self.items.length === 0) return '[]'
  return guardedRepr(cx, self, '[...]', () => {
    const parts: Str[] = ['[']
    for (let i = 0; i < self.items.length; i++) {
      if (i > 0) parts.push(', ')
      parts.push(repr(cx, self.items[i]))
      if ((i & 0x3ff) === 0x3ff) cx.tick(0x400)
    }
    parts.push(']')
    return concatAll(parts)
  })
}

/** `self[key]`. */
export function listGetItem(cx: Context, self: PyList, key: Value): Value {
  if (typeof key === 'number') {
    const items = self.items
    const i = key < 0 ? key + items.length : key
    if (i < 0 || i >= items.length) throw indexError('list index out of range')
    return items[i]
  }
  if (key instanceof PySlice) return new PyList(sliceItems(cx, key, self))
  if (!isIndex(key)) throw badIndex(key)
  return listGetItem(cx, self, subscriptIndex(cx, key))
}

const badIndex = (key: Value) => typeError(`list indices must be integers or slices, not ${typeName(key)}`)

/** `self[key] = value`, or `del self[key]` where value is NULL. */
export function listSetItem(cx: Context, self: PyList, key: Value, value: Value | undefined): void {
  if (key instanceof PySlice) {
    if (value === undefined) deleteSlice(cx, self, key)
    else assignSlice(cx, self, key, value)
    return
  }
  if (!isIndex(key)) throw badIndex(key)
  let i = subscriptIndex(cx, key)
  const items = self.items
  if (i < 0) i += items.length
  if (i < 0 || i >= items.length) throw indexError('list assignment index out of range')
  if (value === undefined) removeAt(items, i)
  else items[i] = value
}

function removeAt(items: Value[], i: number): void {
  if (i === items.length - 1) items.pop()
  else if (i === 0) items.shift()
  else items.splice(i, 1)
}

function deleteSlice(cx: Context, self: PyList, slice: PySlice): void {
  unpackSlice(cx, slice)
  const items = self.items
  const count = adjustSlice(items.length)
  if (count === 0) return
  let { start, step } = bounds
  if (step < 0) {
    start += step * (count - 1)
    step = -step
  }
  if (step === 1) {
    items.splice(start, count)
    return
  }
  let to = start
  let next = start
  let removed = 0
  for (let i = start; i < items.length; i++) {
    if (removed < count && i === next) {
      next += step
      removed++
    } else items[to++] = items[i]
  }
  items.length = to
}

function assignSlice(cx: Context, self: PyList, slice: PySlice, value: Value): void {
  unpackSlice(cx, slice)
  let { start, stop } = bounds
  const step = bounds.step
  if (step === 1) {
    const source = iterableItems(cx, value, 'must assign iterable to extended slice')
    // Evaluating the value may have changed the list and `bounds`.
    bounds.start = start
    bounds.stop = stop
    bounds.step = 1
    const count = adjustSlice(self.items.length)
    replaceRange(cx, self, bounds.start, count, source)
    return
  }
  const source = iterableItems(cx, value, 'must assign iterable to extended slice')
  bounds.start = start
  bounds.stop = stop
  bounds.step = step
  const items = self.items
  const count = adjustSlice(items.length)
  start = bounds.start
  stop = bounds.stop
  if (source.length !== count) {
    throw valueError(`attempt to assign sequence of size ${source.length} to extended slice of size ${count}`)
  }
  for (let i = 0, at = start; i < count; i++, at += step) items[at] = source[i]
}

/** PySequence_Fast: an array of the items, with the given TypeError for what cannot be iterated. */
export function iterableItems(cx: Context, value: Value, message: string): Value[] {
  const t = typeOf(value)
  if (t.tp_iter === undefined && t.sq_item === undefined && t.mp_subscript === undefined) throw typeError(message)
  return listItems(cx, value)
}

/** Replaces `count` items from `start` on by others, in place. */
export function replaceRange(cx: Context, self: PyList, start: number, count: number, source: Value[]): void {
  const items = self.items
  const grow = source.length - count
  if (grow === 0) {
    for (let i = 0; i < count; i++) items[start + i] = source[i]
    return
  }
  if (grow > 0) cx.charge(grow * 8)
  if (source.length <= 1000) {
    items.splice(start, count, ...source)
    return
  }
  const tail = items.slice(start + count)
  items.length = start
  for (let i = 0; i < source.length; i++) items.push(source[i])
  for (let i = 0; i < tail.length; i++) items.push(tail[i])
}

/** `a + b` of item arrays. */
export function concatItems(cx: Context, a: Value[], b: Value[]): Value[] {
  cx.charge((a.length + b.length) * 8)
  return a.concat(b)
}

/** `items * n`. */
export function repeatItems(cx: Context, items: Value[], n: Int): Value[] {
  const count = repeatCount(cx, items.length, n)
  if (count === 0) return []
  const size = items.length
  const total = size * count
  cx.tick(total >> 3)
  if (size === 1) {
    const item = items[0]
    if (total > 1 << 16) {
      // Growing keeps the array dense; `new Array` of this size would be a slow dictionary.
      const out: Value[] = []
      for (let i = 0; i < total; i++) out.push(item)
      return out
    }
    return new Array(total).fill(item)
  }
  const out: Value[] = []
  for (let k = 0; k < count; k++) for (let i = 0; i < size; i++) out.push(items[i])
  return out
}

/** Position of an equal item in `start … stop` (already non-negative), or -1. */
export function indexOfItem(cx: Context, holder: ItemHolder, value: Value, start: number, stop: number): number {
  let list = holder.items
  const kind = typeof value
  for (let i = start; i < list.length && i < stop; i++) {
    const item = list[i]
    if (item === value) return i
    if (kind !== 'object' && typeof item === kind) continue
    if (equals(cx, item, value)) return i
    list = holder.items
  }
  return -1
}

export function countItem(cx: Context, holder: ItemHolder, value: Value): number {
  let n = 0
  let list = holder.items
  const kind = typeof value
  for (let i = 0; i < list.length; i++) {
    const item = list[i]
    if (item === value) n++
    else if (kind === 'object' || typeof item !== kind) {
      if (equals(cx, item, value)) n++
      list = holder.items
    }
  }
  return n
}

/** Start and stop arguments of `index`: clamped, negative ones counted from the end. */
export function searchRange(
  cx: Context,
  start: Value | undefined,
  stop: Value | undefined,
  holder: ItemHolder,
): [number, number] {
  let from = start === undefined ? 0 : searchIndex(cx, start)
  let to = stop === undefined ? Number.MAX_SAFE_INTEGER : searchIndex(cx, stop)
  const n = holder.items.length
  if (from < 0) from = Math.max(0, from + n)
  if (to < 0) to = Math.max(0, to + n)
  return [from, to]
}

function searchIndex(cx: Context, v: Value): number {
  if (!isIndex(v)) throw typeError('slice indices must be integers or have an __index__ method')
  return asSliceIndex(cx, v)
}

/** Empty items that report what is put into them, even if it is taken out again. */
function watchedItems(changed: () => void): Value[] {
  return new Proxy<Value[]>([], {
    set(items, name, value) {
      if (name !== 'length' || value !== items.length) changed()
      return Reflect.set(items, name, value)
    },
  })
}

/** `list.sort`: the list is empty while its items are being compared. */
export function sortList(cx: Context, self: PyList, key: Value, reverse: boolean): void {
  const items = self.items
  let modified = false
  const guard = watchedItems(() => {
    modified = true
  })
  self.items = guard
  try {
    let keys: Value[] | null = null
    if (key !== null) {
      keys = new Array(items.length)
      for (let i = 0; i < items.length; i++) keys[i] = cx.call(key, [items[i]])
    }
    sortItems(cx, items, keys, reverse)
  } finally {
    if (self.items !== guard && self.items.length > 0) modified = true
    self.items = items
  }
  if (modified) throw valueError('list modified during sort')
}

function initList(cx: Context, self: PyList, args: Value[], kwnames: readonly string[] | null): void {
  if (kwnames !== null && kwnames.length > 0) {
    const type = typeOf(self)
    if (type === listType || type.tp_new === listType.tp_new) noKeywords('list()', kwnames)
    args = args.slice(0, args.length - kwnames.length)
  }
  if (args.length > 1) throw wrongCount('list', args.length, 0, 1)
  if (self.items.length > 0) self.items = []
  if (args.length === 1) extendList(cx, self, args[0])
}

export const listType: PyType = defineType('list', PyList, {
  doc: 'Built-in mutable sequence.\n\nWithout an argument the new list is empty; otherwise it holds the items of the iterable.',
  signature: '(iterable=(), /)',
  flags: TypeFlags.SEQUENCE,
  slots: {
    tp_new: (_cx, cls) => (cls === listType ? new PyList([]) : adopt(new PyList([]), cls)),
    tp_alloc: (cls) => adopt(new PyList([]), cls),
    tp_init: initList,
    tp_repr: reprList,
    tp_hash: null,
    tp_iter: (_cx, self: PyList) => new PyListIterator(self),
    tp_richcompare: (cx, self: PyList, other, op) => {
      if (!(other instanceof PyList)) return NotImplemented
      return compareItems(cx, self, other, op)
    },
    sq_length: (_cx, self: PyList) => self.items.length,
    sq_item: (_cx, self: PyList, i: number) => {
      if (i < 0 || i >= self.items.length) throw indexError('list index out of range')
      return self.items[i]
    },
    sq_contains: (cx, self: PyList, item) => indexOfItem(cx, self, item, 0, Number.MAX_SAFE_INTEGER) >= 0,
    sq_concat: (cx, self: PyList, other: Value) => {
      if (!(other instanceof PyList)) throw typeError(`can only concatenate list (not "${typeName(other)}") to list`)
      return new PyList(concatItems(cx, self.items, other.items))
    },
    sq_repeat: (cx, self: PyList, n: Int) => new PyList(repeatItems(cx, self.items, n)),
    sq_inplace_concat: (cx, self: PyList, other: Value) => {
      extendList(cx, self, other)
      return self
    },
    sq_inplace_repeat: (cx, self: PyList, n: Int) => {
      self.items = repeatItems(cx, self.items, n)
      return self
    },
    mp_subscript: listGetItem,
    mp_ass_subscript: listSetItem,
  },
  methods: {
    '__getitem__(self, index, /)': ['Return self[index].', listGetItem],
    '__reversed__(self, /)': [
      'Return an iterator over the items from last to first.',
      (_cx, self: PyList) => new PyListReverseIterator(self),
    ],
    '__sizeof__(self, /)': [
      'Return the size of the list in memory, in bytes.',
      (_cx, self: PyList) => 40 + 8 * self.items.length,
    ],
    'clear(self, /)': [
      'Remove all items.',
      (_cx, self: PyList) => {
        self.items = []
      },
    ],
    'copy(self, /)': [
      'Return a new list with the same items.',
      (cx, self: PyList) => {
        cx.charge(self.items.length * 8)
        return new PyList(self.items.slice())
      },
    ],
    'append(self, object, /)': [
      'Add object at the end.',
      (cx, self: PyList, object: Value) => {
        const n = self.items.push(object)
        if ((n & 0xffff) === 0) grown(cx, n)
        return null
      },
    ],
    'insert(self, index: index, object, /)': [
      'Put object before the item at index.',
      (cx, self: PyList, index: number, object: Value) => {
        const items = self.items
        if (index < 0) index = Math.max(0, index + items.length)
        if (index >= items.length) items.push(object)
        else if (index === 0) items.unshift(object)
        else items.splice(index, 0, object)
        if ((items.length & 0xffff) === 0) grown(cx, items.length)
      },
    ],
    'extend(self, iterable, /)': ['Add the items of iterable at the end.', extendList],
    'pop(self, index: index = -1, /)': [
      'Remove the item at index (the last one by default) and return it.\n\nIndexError if the list is empty or index is out of range.',
      (_cx, self: PyList, index: number) => {
        const items = self.items
        if (items.length === 0) throw indexError('pop from empty list')
        const i = index < 0 ? index + items.length : index
        if (i < 0 || i >= items.length) throw indexError('pop index out of range')
        if (i === items.length - 1) return items.pop()
        if (i === 0) return items.shift()
        const item = items[i]
        removeAt(items, i)
        return item
      },
    ],
    'remove(self, value, /)': [
      'Remove the first item equal to value.\n\nValueError if there is none.',
      (cx, self: PyList, value: Value) => {
        const i = indexOfItem(cx, self, value, 0, Number.MAX_SAFE_INTEGER)
        if (i < 0) throw valueError('list.remove(x): x not in list')
        removeAt(self.items, i)
      },
    ],
    'index(self, value, start=0, stop=sys.maxsize, /)': [
      'Return the first index of value, searching from start to stop.\n\nValueError if value is not there.',
      (cx, self: PyList, value: Value, start: Value, stop: Value) => {
        const [from, to] = searchRange(cx, start, stop, self)
        const i = indexOfItem(cx, self, value, from, to)
        if (i < 0) throw valueError(`${reprText(cx, value)} is not in list`)
        return i
      },
    ],
    'count(self, value, /)': [
      'Return how many items equal value.',
      (cx, self: PyList, value: Value) => countItem(cx, self, value),
    ],
    'reverse(self, /)': [
      'Reverse the list in place.',
      (_cx, self: PyList) => {
        self.items.reverse()
      },
    ],
    'sort(self, /, *, key=None, reverse: bool = False)': [
      'Sort the list in place, ascending unless reverse is true; equal items keep their order.\n\nA key function is called once on each item, and its results are compared instead.',
      sortList,
    ],
  },
  classmethods: {
    '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem],
  },
})

function reprText(cx: Context, v: Value): string {
  return textOf(repr(cx, v))
}

registerConsumer(listType, () => new Collector())
