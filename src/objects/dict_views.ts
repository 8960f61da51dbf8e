/**
 * Views of a dict (`keys`, `values`, `items`) and the iterators over it (CPython's Objects/dictobject.c, second half).
 *
 * An iterator notices that the dict changed size since it began, and that more entries came along than there were. Its fields are a contract
 * with the machine, which steps the commonest ones in place.
 */
import { NotImplemented, PyList, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { PySet } from '../values/set'
import { concatAll } from '../values/wide'
import { contains, equals, getIter, length as lengthOf, repr } from './abstract'
import type { Context } from './context'
import { defineType, type MethodEntry } from './define'
import { builtin } from './iterators'
import { PyMappingProxy } from './mappingproxy'
import { runtimeError } from './raise'
import { guardedRepr } from './repr_guard'
import { differenceUpdate, intersectSets, symmetricDifferenceUpdate, updateSet } from './set'
import { CompareOp, type PyType, type Slots, typeOf } from './type'

const self_ = (_cx: Context, self: Value) => self

// --- iterators ----------------------------------------------------------------------------------------------------------

/** Common state: `source` is NULL once exhausted, `used` −1 once a change was noticed. */
class DictIterator extends PyObject {
  source: PyDict | undefined
  used: number
  /** Slot to look at next. */
  pos = 0
  /** Entries still to come. */
  remaining: number
  constructor(dict: PyDict) {
    super()
    this.source = dict
    this.used = dict.used
    this.remaining = dict.used
  }
}

class DictReverseIterator extends DictIterator {
  constructor(dict: PyDict) {
    super(dict)
    this.pos = dict.keys.length - 1
  }
}

export class PyDictKeyIterator extends DictIterator {}
export class PyDictValueIterator extends DictIterator {}
export class PyDictItemIterator extends DictIterator {}
export class PyDictReverseKeyIterator extends DictReverseIterator {}
export class PyDictReverseValueIterator extends DictReverseIterator {}
export class PyDictReverseItemIterator extends DictReverseIterator {}

/** The slot of the next entry, or -1 at the end. */
export function nextDictSlot(it: DictIterator): number {
  const d = it.source
  if (d === undefined) return -1
  if (it.used !== d.used) {
    it.used = -1
    throw runtimeError('dictionary changed size during iteration')
  }
  const keys = d.keys
  let slot = it.pos
  while (slot < keys.length && keys[slot] === undefined) slot++
  if (slot >= keys.length) {
    it.source = undefined
    return -1
  }
  if (it.remaining === 0) {
    it.source = undefined
    throw runtimeError('dictionary keys changed during iteration')
  }
  it.pos = slot + 1
  it.remaining--
  return slot
}

function previousDictSlot(it: DictIterator): number {
  const d = it.source
  if (d === undefined) return -1
  if (it.used !== d.used) {
    it.used = -1
    throw runtimeError('dictionary changed size during iteration')
  }
  const keys = d.keys
  let slot = Math.min(it.pos, keys.length - 1)
  while (slot >= 0 && keys[slot] === undefined) slot--
  if (slot < 0) {
    it.source = undefined
    return -1
  }
  it.pos = slot - 1
  it.remaining--
  return slot
}

type Pick = (d: PyDict, slot: number) => Value
const pickKey: Pick = (d, slot) => d.keys[slot] as Value
const pickValue: Pick = (d, slot) => d.values[slot] as Value
const pickItem: Pick = (d, slot) => new PyTuple([d.keys[slot] as Value, d.values[slot] as Value])

function iteratorMethods(step: (it: DictIterator) => number, pick: Pick): Record<string, MethodEntry> {
  return {
    '__length_hint__(self, /)': [
      'Return how many items are probably still to come.',
      (_cx, self: DictIterator) => (self.source !== undefined && self.used === self.source.used ? self.remaining : 0),
    ],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (cx, self: DictIterator) => {
        const rest: Value[] = []
        const d = self.source
        if (d !== undefined) {
          const { pos, remaining, used } = self
          for (let slot = step(self); slot >= 0; slot = step(self)) rest.push(pick(d, slot))
          self.source = d
          self.pos = pos
          self.remaining = remaining
          self.used = used
        }
        return new PyTuple([builtin(cx, 'iter'), new PyTuple([new PyList(rest)])])
      },
    ],
  }
}

export const dictKeyIteratorType: PyType = defineType('dict_keyiterator', PyDictKeyIterator, {
  final: true,
  slots: {
    tp_iter: self_,
    tp_iternext: (_cx, self: PyDictKeyIterator) => {
      const d = self.source
      const slot = nextDictSlot(self)
      return slot < 0 ? undefined : d!.keys[slot]
    },
  },
  methods: iteratorMethods(nextDictSlot, pickKey),
})

export const dictValueIteratorType: PyType = defineType('dict_valueiterator', PyDictValueIterator, {
  final: true,
  slots: {
    tp_iter: self_,
    tp_iternext: (_cx, self: PyDictValueIterator) => {
      const d = self.source
      const slot = nextDictSlot(self)
      return slot < 0 ? undefined : d!.values[slot]
    },
  },
  methods: iteratorMethods(nextDictSlot, pickValue),
})

export const dictItemIteratorType: PyType = defineType('dict_itemiterator', PyDictItemIterator, {
  final: true,
  slots: {
    tp_iter: self_,
    tp_iternext: (_cx, self: PyDictItemIterator) => {
      const d = self.source
      const slot = nextDictSlot(self)
      return slot < 0 ? undefined : pickItem(d!, slot)
    },
  },
  methods: iteratorMethods(nextDictSlot, pickItem),
})

function defineReverse(name: string, host: typeof PyDictReverseKeyIterator, pick: Pick): PyType {
  return defineType(name, host, {
    final: true,
    slots: {
      tp_iter: self_,
      tp_iternext: (_cx, self: DictReverseIterator) => {
        const d = self.source
        const slot = previousDictSlot(self)
        return slot < 0 ? undefined : pick(d!, slot)
      },
    },
    methods: iteratorMethods(previousDictSlot, pick),
  })
}

export const dictReverseKeyIteratorType: PyType = defineReverse(
  'dict_reversekeyiterator',
  PyDictReverseKeyIterator,
  pickKey,
)
export const dictReverseValueIteratorType: PyType = defineReverse(
  'dict_reversevalueiterator',
  PyDictReverseValueIterator,
  pickValue,
)
export const dictReverseItemIteratorType: PyType = defineReverse(
  'dict_reverseitemiterator',
  PyDictReverseItemIterator,
  pickItem,
)

// --- views -------------------------------------------------------------------------------------------------------------

class DictView extends PyObject {
  constructor(readonly dict_: PyDict) {
    super()
  }
}
export class PyDictKeys extends DictView {}
export class PyDictValues extends DictView {}
export class PyDictItems extends DictView {}

export const newDictKeys = (d: PyDict): PyDictKeys => new PyDictKeys(d)
export const newDictValues = (d: PyDict): PyDictValues => new PyDictValues(d)
export const newDictItems = (d: PyDict): PyDictItems => new PyDictItems(d)

/** Whether views compare and combine with it as with a set. */
function isSetLike(o: Value): boolean {
  return o instanceof PySet || o instanceof PyDictKeys || o instanceof PyDictItems
}

function itemsOf(self: DictView, pick: Pick): Value[] {
  const d = self.dict_
  const out: Value[] = []
  for (let slot = d.nextSlot(0); slot >= 0; slot = d.nextSlot(slot + 1)) out.push(pick(d, slot))
  return out
}

function reprView(cx: Context, self: DictView, pick: Pick): Str {
  return guardedRepr(cx, self, '...', () =>
    concatAll([typeOf(self).name, '(', repr(cx, new PyList(itemsOf(self, pick))), ')']),
  )
}

/** Whether all of `a` is in `b`. */
function allIn(cx: Context, a: Value, b: Value): boolean {
  const it = getIter(cx, a)
  const next = typeOf(it).tp_iternext!
  for (let v = next(cx, it); v !== undefined; v = next(cx, it)) if (!contains(cx, b, v)) return false
  return true
}

function compareViews(cx: Context, self: DictView, other: Value, op: CompareOp): Value {
  if (!isSetLike(other)) return NotImplemented
  const a = lengthOf(cx, self)
  const b = lengthOf(cx, other)
  switch (op) {
    case CompareOp.EQ:
    case CompareOp.NE:
      return (a === b && allIn(cx, self, other)) === (op === CompareOp.EQ)
    case CompareOp.LT:
      return a < b && allIn(cx, self, other)
    case CompareOp.LE:
      return a <= b && allIn(cx, self, other)
    case CompareOp.GT:
      return a > b && allIn(cx, other, self)
    default:
      return a >= b && allIn(cx, other, self)
  }
}

/** `set(view)`; the operand of a reflected operator may be any iterable. */
function toSet(cx: Context, view: Value): PySet {
  const s = new PySet()
  // The keys of an exact dict are added in one go, as `set(dict)` does.
  const exact = view instanceof PyDictKeys && view.dict_.type === PyDict.prototype.type
  updateSet(cx, s, exact ? view.dict_ : view)
  return s
}

function intersectView(cx: Context, self: Value, other: Value): Value {
  // A reflected operator comes with the view on the right.
  if (!(self instanceof DictView)) [self, other] = [other, self]
  else if (other instanceof DictView && lengthOf(cx, other) > lengthOf(cx, self)) [self, other] = [other, self]
  if (other instanceof PySet && other.type === PySet.prototype.type && other.used >= lengthOf(cx, self)) {
    return intersectSets(cx, other, self)
  }
  const result = new PySet()
  const it = getIter(cx, other)
  const next = typeOf(it).tp_iternext!
  for (let v = next(cx, it); v !== undefined; v = next(cx, it)) if (contains(cx, self, v)) result.add(cx, v)
  return result
}

const setSlots: Slots = {
  tp_richcompare: compareViews,
  tp_hash: null,
  nb_subtract: (cx, a, b) => {
    const s = toSet(cx, a)
    differenceUpdate(cx, s, b)
    return s
  },
  nb_and: intersectView,
  nb_xor: (cx, a, b) => {
    if (a instanceof PyDictItems && b instanceof PyDictItems) return xorItems(cx, a.dict_, b.dict_)
    const s = toSet(cx, a)
    symmetricDifferenceUpdate(cx, s, b)
    return s
  },
  nb_or: (cx, a, b) => {
    const s = toSet(cx, a)
    updateSet(cx, s, b)
    return s
  },
}

/** Items that are in one of two dicts only. */
function xorItems(cx: Context, a: PyDict, b: PyDict): Value {
  const rest = a.copy()
  const result = new PySet()
  for (let slot = b.nextSlot(0); slot >= 0; slot = b.nextSlot(slot + 1)) {
    const key = b.keys[slot] as Value
    const value = b.values[slot] as Value
    const other = rest.get(cx, key)
    if (other !== undefined && equals(cx, other, value)) rest.delete(cx, key)
    else result.add(cx, new PyTuple([key, value]))
  }
  for (let slot = rest.nextSlot(0); slot >= 0; slot = rest.nextSlot(slot + 1)) result.add(cx, pickItem(rest, slot))
  return result
}

const MAPPING: [string, (cx: Context, self: DictView) => Value] = [
  'Read-only proxy of the dict this view shows.',
  (_cx, self) => new PyMappingProxy(self.dict_),
]

const isDisjoint: MethodEntry = [
  'Return True if the view and the iterable have no item in common.',
  (cx, self: Value, other: Value) => {
    if (self === other) return lengthOf(cx, self) === 0
    if (isSetLike(other) && lengthOf(cx, other) > lengthOf(cx, self)) [self, other] = [other, self]
    const it = getIter(cx, other)
    const next = typeOf(it).tp_iternext!
    for (let v = next(cx, it); v !== undefined; v = next(cx, it)) if (contains(cx, self, v)) return false
    return true
  },
]

const REVERSED = 'Return an iterator over the view from newest to oldest.'

export const dictKeysType: PyType = defineType('dict_keys', PyDictKeys, {
  final: true,
  slots: {
    ...setSlots,
    tp_repr: (cx, self: PyDictKeys) => reprView(cx, self, pickKey),
    tp_iter: (_cx, self: PyDictKeys) => new PyDictKeyIterator(self.dict_),
    sq_length: (_cx, self: PyDictKeys) => self.dict_.used,
    sq_contains: (cx, self: PyDictKeys, key) => self.dict_.find(cx, key) >= 0,
  },
  methods: {
    'isdisjoint(self, object, /)': isDisjoint,
    '__reversed__(self, /)': [REVERSED, (_cx, self: PyDictKeys) => new PyDictReverseKeyIterator(self.dict_)],
  },
  getset: { mapping: MAPPING },
})

export const dictItemsType: PyType = defineType('dict_items', PyDictItems, {
  final: true,
  slots: {
    ...setSlots,
    tp_repr: (cx, self: PyDictItems) => reprView(cx, self, pickItem),
    tp_iter: (_cx, self: PyDictItems) => new PyDictItemIterator(self.dict_),
    sq_length: (_cx, self: PyDictItems) => self.dict_.used,
    sq_contains: (cx, self: PyDictItems, item) => {
      if (!(item instanceof PyTuple) || item.items.length !== 2) return false
      const found = self.dict_.get(cx, item.items[0])
      return found !== undefined && equals(cx, found, item.items[1])
    },
  },
  methods: {
    'isdisjoint(self, object, /)': isDisjoint,
    '__reversed__(self, /)': [REVERSED, (_cx, self: PyDictItems) => new PyDictReverseItemIterator(self.dict_)],
  },
  getset: { mapping: MAPPING },
})

export const dictValuesType: PyType = defineType('dict_values', PyDictValues, {
  final: true,
  slots: {
    tp_repr: (cx, self: PyDictValues) => reprView(cx, self, pickValue),
    tp_iter: (_cx, self: PyDictValues) => new PyDictValueIterator(self.dict_),
    sq_length: (_cx, self: PyDictValues) => self.dict_.used,
  },
  methods: {
    '__reversed__(self, /)': [REVERSED, (_cx, self: PyDictValues) => new PyDictReverseValueIterator(self.dict_)],
  },
  getset: { mapping: MAPPING },
})
