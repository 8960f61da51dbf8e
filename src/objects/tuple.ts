/**
 * tuple (CPython's Objects/tupleobject.c).
 */
import { emptyTuple, type Int, NotImplemented, PySlice, PyTuple, type Str, type Value } from '../values/value'
import { H, toInt } from '../values/hash'
import { hashTuple } from '../values/set'
import { concatAll } from '../values/wide'
import { isIndex, repr } from './abstract'
import { Collector, registerConsumer } from './consume'
import type { Context } from './context'
import { defineType } from './define'
import { classGetItem } from './generic_alias'
import { PyTupleIterator } from './iterators'
import { compareItems, concatItems, countItem, indexOfItem, listItems, repeatItems, searchRange } from './list'
import { adopt } from './object'
import { indexError, typeError, valueError } from './raise'
import { guardedRepr } from './repr_guard'
import { noKeywords, wrongCount } from './signature'
import { sliceItems, subscriptIndex } from './slice'
import { type PyType, TypeFlags, typeName } from './type'

/** A tuple that owns `items`; the empty one is shared. */
export function newTuple(items: Value[]): PyTuple {
  return items.length === 0 ? emptyTuple : new PyTuple(items)
}

function reprTuple(cx: Context, self: PyTuple): Str {
  const items = self.items
  if (items.length === 0) return '()'
  return guardedRepr(cx, self, '(...)', () => {
    const parts: Str[] = ['(']
    for (let i = 0; i < items.length; i++) {
      if (i > 0) parts.push(', ')
      parts.push(repr(cx, items[i]))
    }
    parts.push(items.length === 1 ? ',)' : ')')
    return concatAll(parts)
  })
}

/** `self[key]`. */
export function tupleGetItem(cx: Context, self: PyTuple, key: Value): Value {
  if (typeof key === 'number') {
    const items = self.items
    const i = key < 0 ? key + items.length : key
    if (i < 0 || i >= items.length) throw indexError('tuple index out of range')
    return items[i]
  }
  if (key instanceof PySlice) {
    const items = sliceItems(cx, key, self)
    return items.length === self.items.length && self.type === tupleType && key.step === null ? self : newTuple(items)
  }
  if (!isIndex(key)) throw typeError(`tuple indices must be integers or slices, not ${typeName(key)}`)
  return tupleGetItem(cx, self, subscriptIndex(cx, key))
}

function createTuple(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  if (kwnames !== null && kwnames.length > 0) {
    if (cls === tupleType || cls.tp_init === tupleType.tp_init) noKeywords('tuple()', kwnames)
    args = args.slice(0, args.length - kwnames.length)
  }
  if (args.length > 1) throw wrongCount('tuple', args.length, 0, 1)
  const source = args.length === 0 ? emptyTuple : args[0]
  if (cls === tupleType) {
    if (source instanceof PyTuple && source.type === tupleType) return source
    return newTuple(listItems(cx, source))
  }
  return adopt(new PyTuple(listItems(cx, source)), cls)
}

export const tupleType: PyType = defineType('tuple', PyTuple, {
  doc: 'Built-in immutable sequence.\n\nWithout an argument the tuple is empty; otherwise it holds the items of the iterable. A tuple is returned as it is.',
  signature: '(iterable=(), /)',
  flags: TypeFlags.SEQUENCE,
  slots: {
    tp_new: createTuple,
    tp_repr: reprTuple,
    tp_hash: (cx, self: PyTuple) => {
      const lo = hashTuple(cx, self)
      return toInt(lo, H.hi)
    },
    tp_iter: (_cx, self: PyTuple) => new PyTupleIterator(self),
    tp_richcompare: (cx, self: PyTuple, other, op) =>
      other instanceof PyTuple ? compareItems(cx, self, other, op) : NotImplemented,
    sq_length: (_cx, self: PyTuple) => self.items.length,
    sq_item: (_cx, self: PyTuple, i: number) => {
      if (i < 0 || i >= self.items.length) throw indexError('tuple index out of range')
      return self.items[i]
    },
    sq_contains: (cx, self: PyTuple, item) => indexOfItem(cx, self, item, 0, Number.MAX_SAFE_INTEGER) >= 0,
    sq_concat: (cx, self: PyTuple, other: Value) => {
      if (!(other instanceof PyTuple)) throw typeError(`can only concatenate tuple (not "${typeName(other)}") to tuple`)
      if (self.items.length === 0 && other.type === tupleType) return other
      if (other.items.length === 0 && self.type === tupleType) return self
      return newTuple(concatItems(cx, self.items, other.items))
    },
    sq_repeat: (cx, self: PyTuple, n: Int) => {
      if (n === 1 && self.type === tupleType) return self
      return newTuple(repeatItems(cx, self.items, n))
    },
    mp_subscript: tupleGetItem,
  },
  methods: {
    '__getnewargs__(self, /)': [
      'Return the arguments with which a copy is made.',
      (_cx, self: PyTuple) => new PyTuple([newTuple(self.items)]),
    ],
    'index(self, value, start=0, stop=sys.maxsize, /)': [
      'Return the first index of value, searching from start to stop.\n\nValueError if value is not there.',
      (cx, self: PyTuple, value: Value, start: Value, stop: Value) => {
        const [from, to] = searchRange(cx, start, stop, self)
        const i = indexOfItem(cx, self, value, from, to)
        if (i < 0) throw valueError('tuple.index(x): x not in tuple')
        return i
      },
    ],
    'count(self, value, /)': [
      'Return how many items equal value.',
      (cx, self: PyTuple, value: Value) => countItem(cx, self, value),
    ],
  },
  classmethods: {
    '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem],
  },
})

registerConsumer(tupleType, () => new Collector((_cx, items) => newTuple(items)))
