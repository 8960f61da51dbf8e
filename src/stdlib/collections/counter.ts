/**
 * collections.Counter (CPython's Lib/collections/__init__.py): a dict of counts, missing keys counting zero.
 *
 * Of an exact Counter the table is used directly; an instance of a subclass is worked through its own methods, since any of them may be redefined.
 */
import { NotImplemented, PyList, PyTuple, type Str, type Value } from '../../values/value'
import { PyDict } from '../../values/dict'
import { concatAll } from '../../values/wide'
import {
  binaryOp,
  BinOp,
  callMethod,
  getAttrOrNull,
  getIter,
  getItem,
  isInstance,
  isTrue,
  richCompare,
  richCompareBool,
  setItem,
} from '../../objects/abstract'
import type { Context } from '../../objects/context'
import { defineFunction, defineType } from '../../objects/define'
import { dictContains, dictType, reprDict, updateDict } from '../../objects/dict'
import { excTypes } from '../../objects/exceptions'
import { adopt } from '../../objects/object'
import { isRaiseOf, raiseOf, typeError } from '../../objects/raise'
import { sortItems } from '../../objects/sort'
import { CompareOp, type PyType, typeOf } from '../../objects/type'
import { instanceDict, setSubtypeDict } from '../../objects/type_new'
import { select } from '../heapq'

export class PyCounter extends PyDict {}

const isExact = (self: Value): self is PyCounter => self instanceof PyCounter && self.type === counterType

/** `self[key]`: zero for a missing key unless a subclass says otherwise. */
function countOf(cx: Context, self: Value, key: Value): Value {
  return isExact(self) ? (self.get(cx, key) ?? 0) : getItem(cx, self, key)
}

function store(cx: Context, self: Value, key: Value, count: Value): void {
  if (isExact(self)) self.set(cx, key, count)
  else setItem(cx, self, key, count)
}

/** The entries as they are now; what is called for each may change the dict. */
function entriesOf(cx: Context, mapping: Value): [Value, Value][] {
  if (mapping instanceof PyDict && mapping.type.tp_iter === dictType.tp_iter) return [...mapping.entries()]
  const out: [Value, Value][] = []
  const it = getIter(cx, callMethod(cx, mapping, 'items'))
  const next = typeOf(it).tp_iternext!
  for (let v = next(cx, it); v !== undefined; v = next(cx, it)) {
    const [key, value] = (v as PyTuple).items
    out.push([key, value])
  }
  return out
}

const isPositive = (cx: Context, count: Value): boolean =>
  typeof count === 'number' ? count > 0 : richCompareBool(cx, count, 0, CompareOp.GT)

const lessThan = (cx: Context, a: Value, b: Value): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a < b : richCompareBool(cx, a, b, CompareOp.LT)

const moreThan = (cx: Context, a: Value, b: Value): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a > b : richCompareBool(cx, a, b, CompareOp.GT)

const addCounts = (cx: Context, a: Value, b: Value): Value => binaryOp(cx, a, b, BinOp.ADD)
const subtractCounts = (cx: Context, a: Value, b: Value): Value => binaryOp(cx, a, b, BinOp.SUBTRACT)

/** `_count_elements(mapping, iterable)`: adds one for each item. */
export function countElements(cx: Context, mapping: Value, iterable: Value): void {
  const it = getIter(cx, iterable)
  const next = typeOf(it).tp_iternext!
  // As in CPython, only a class with a `get` or `__setitem__` of its own is worked through them.
  const direct =
    mapping instanceof PyDict &&
    mapping.type.mp_ass_subscript === (mapping instanceof PyCounter ? counterType : dictType).mp_ass_subscript
  let n = 0
  for (let key = next(cx, it); key !== undefined; key = next(cx, it)) {
    if (direct) {
      const d = mapping as PyDict
      const slot = d.find(cx, key)
      if (slot < 0) d.append(key, 1)
      else {
        const old = d.values[slot] as Value
        if (typeof old === 'number' && old < Number.MAX_SAFE_INTEGER) d.values[slot] = old + 1
        else d.set(cx, key, addCounts(cx, old, 1))
      }
    } else setItem(cx, mapping, key, addCounts(cx, callMethod(cx, mapping, 'get', key, 0), 1))
    if ((++n & 0x3ff) === 0) cx.tick(0x400)
  }
}

function isMapping(cx: Context, v: Value): boolean {
  if (v instanceof PyDict) return true
  if (v === null || typeof v !== 'object' || getAttrOrNull(cx, v, 'keys') === undefined) return false
  const mapping = getAttrOrNull(cx, cx.importModule('collections.abc'), 'Mapping')
  return mapping !== undefined && isInstance(cx, v, mapping)
}

/** Arguments of `__init__`, `update` and `subtract`: one positional, any keywords. */
function sourceArgs(name: string, args: Value[], kwnames: readonly string[] | null): [Value, PyDict | null] {
  const nkw = kwnames === null ? 0 : kwnames.length
  const npos = args.length - nkw
  if (npos > 1) {
    throw typeError(`Counter.${name}() takes from 1 to 2 positional arguments but ${npos + 1} were given`)
  }
  if (nkw === 0) return [npos > 0 ? args[0] : null, null]
  const kwds = new PyDict()
  for (let i = 0; i < nkw; i++) kwds.setStr((kwnames as readonly string[])[i], args[npos + i])
  return [npos > 0 ? args[0] : null, kwds]
}

function updateCounter(cx: Context, self: PyCounter, source: Value, kwds: PyDict | null): void {
  if (source !== null) {
    if (isMapping(cx, source)) {
      if (self.used === 0) updateDict(cx, self, source)
      else
        for (const [key, count] of entriesOf(cx, source))
          store(cx, self, key, addCounts(cx, count, oldCount(cx, self, key)))
    } else countElements(cx, self, source)
  }
  if (kwds !== null) updateCounter(cx, self, kwds, null)
}

/** `self.get(key, 0)`. */
const oldCount = (cx: Context, self: PyCounter, key: Value): Value =>
  isExact(self) ? (self.get(cx, key) ?? 0) : callMethod(cx, self, 'get', key, 0)

function subtractFrom(cx: Context, self: PyCounter, source: Value, kwds: PyDict | null): void {
  if (source !== null) {
    if (isMapping(cx, source)) {
      for (const [key, count] of entriesOf(cx, source)) {
        store(cx, self, key, subtractCounts(cx, oldCount(cx, self, key), count))
      }
    } else {
      const it = getIter(cx, source)
      const next = typeOf(it).tp_iternext!
      for (let key = next(cx, it); key !== undefined; key = next(cx, it)) {
        store(cx, self, key, subtractCounts(cx, oldCount(cx, self, key), 1))
      }
    }
  }
  if (kwds !== null) subtractFrom(cx, self, kwds, null)
}

/** The entries by falling count; equal counts keep their order. */
function mostCommon(cx: Context, self: PyCounter, n: Value): Value {
  const entries = entriesOf(cx, self)
  const items: Value[] = entries.map(([key, count]) => new PyTuple([key, count]))
  const counts = entries.map(([, count]) => count)
  if (n === null) {
    sortItems(cx, items, counts, true)
    return new PyList(items)
  }
  return select(cx, n, new PyList(items), itemgetterOne, true)
}

/** `operator.itemgetter(1)`. */
const itemgetterOne = defineFunction(
  'itemgetter(obj, /)',
  'Return obj[1].',
  (cx, obj: Value) => getItem(cx, obj, 1),
  'operator',
)

function reprCounter(cx: Context, self: PyCounter): Str {
  const name = typeOf(self).name
  if (self.used === 0) return concatAll([name, '()'])
  let d = new PyDict()
  try {
    const items = isExact(self) ? mostCommon(cx, self, null) : callMethod(cx, self, 'most_common')
    updateDict(cx, d, items)
  } catch (e) {
    if (!isRaiseOf(e, excTypes.TypeError)) throw e
    d = self.copy()
  }
  return concatAll([name, '(', reprDict(cx, d), ')'])
}

/** Whether a comparison of counts holds for every key of either. */
function allCounts(cx: Context, a: PyCounter, b: PyCounter, op: CompareOp): boolean {
  for (const counter of [a, b]) {
    for (let s = counter.nextSlot(0); s >= 0; s = counter.nextSlot(s + 1)) {
      const key = counter.keys[s] as Value
      if (!isTrue(cx, richCompare(cx, countOf(cx, a, key), countOf(cx, b, key), op))) return false
    }
  }
  return true
}

function compareCounters(cx: Context, self: PyCounter, other: Value, op: CompareOp): Value {
  if (!(other instanceof PyCounter)) return NotImplemented
  switch (op) {
    case CompareOp.EQ:
      return allCounts(cx, self, other, CompareOp.EQ)
    case CompareOp.NE:
      return !allCounts(cx, self, other, CompareOp.EQ)
    case CompareOp.LE:
      return allCounts(cx, self, other, CompareOp.LE)
    case CompareOp.GE:
      return allCounts(cx, self, other, CompareOp.GE)
    case CompareOp.LT:
      return allCounts(cx, self, other, CompareOp.LE) && !allCounts(cx, self, other, CompareOp.EQ)
    default:
      return allCounts(cx, self, other, CompareOp.GE) && !allCounts(cx, self, other, CompareOp.EQ)
  }
}

/** A new Counter of what `combine` gives for each key, kept where positive; `lone` says what a key of `b` alone gives. */
function combined(
  combine: (cx: Context, mine: Value, other: Value) => Value,
  lone: ((cx: Context, count: Value) => Value | undefined) | null,
) {
  return (cx: Context, a: Value, b: Value): Value => {
    if (!(a instanceof PyCounter) || !(b instanceof PyCounter)) return NotImplemented
    const result = new PyCounter()
    for (const [key, count] of entriesOf(cx, a)) {
      const made = combine(cx, count, countOf(cx, b, key))
      if (isPositive(cx, made)) result.set(cx, key, made)
    }
    if (lone === null) return result
    for (const [key, count] of entriesOf(cx, b)) {
      if (dictContains(cx, a, key)) continue
      const made = lone(cx, count)
      if (made !== undefined) result.set(cx, key, made)
    }
    return result
  }
}

const keepIfPositive = (cx: Context, count: Value) => (isPositive(cx, count) ? count : undefined)

function keepPositive(cx: Context, self: PyCounter): Value {
  for (const [key, count] of entriesOf(cx, self)) if (!isPositive(cx, count)) self.delete(cx, key)
  return self
}

function inplace(change: (cx: Context, self: PyCounter, other: Value) => void) {
  return (cx: Context, self: PyCounter, other: Value): Value => {
    change(cx, self, other)
    return keepPositive(cx, self)
  }
}

export const counterType: PyType = defineType('Counter', PyCounter, {
  module: 'collections',
  base: dictType,
  doc: 'A dict that counts hashable items: the items are the keys, the counts the values. Counts may be zero or negative.',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: (_cx, cls) => (cls === counterType ? new PyCounter() : adopt(new PyCounter(), cls)),
    tp_alloc: (cls) => adopt(new PyCounter(), cls),
    tp_init: (cx, self: PyCounter, args, kwnames) => {
      const [source, kwds] = sourceArgs('__init__', args, kwnames)
      if (isExact(self)) updateCounter(cx, self, source, kwds)
      else callMethodWith(cx, self, 'update', source, kwds)
    },
    tp_repr: reprCounter,
    tp_hash: null,
    tp_richcompare: compareCounters,
    nb_add: combined(addCounts, keepIfPositive),
    nb_subtract: combined(subtractCounts, (cx, count) =>
      lessThan(cx, count, 0) ? subtractCounts(cx, 0, count) : undefined,
    ),
    nb_or: combined((cx, mine, other) => (lessThan(cx, mine, other) ? other : mine), keepIfPositive),
    nb_and: combined((cx, mine, other) => (lessThan(cx, mine, other) ? mine : other), null),
    nb_positive: (cx, self: PyCounter) => {
      const result = new PyCounter()
      for (const [key, count] of entriesOf(cx, self)) if (isPositive(cx, count)) result.set(cx, key, count)
      return result
    },
    nb_negative: (cx, self: PyCounter) => {
      const result = new PyCounter()
      for (const [key, count] of entriesOf(cx, self)) {
        if (lessThan(cx, count, 0)) result.set(cx, key, subtractCounts(cx, 0, count))
      }
      return result
    },
    nb_inplace_add: inplace((cx, self, other) => {
      for (const [key, count] of entriesOf(cx, other))
        store(cx, self, key, addCounts(cx, countOf(cx, self, key), count))
    }),
    nb_inplace_subtract: inplace((cx, self, other) => {
      for (const [key, count] of entriesOf(cx, other)) {
        store(cx, self, key, subtractCounts(cx, countOf(cx, self, key), count))
      }
    }),
    nb_inplace_or: inplace((cx, self, other) => {
      for (const [key, count] of entriesOf(cx, other)) {
        if (moreThan(cx, count, countOf(cx, self, key))) store(cx, self, key, count)
      }
    }),
    nb_inplace_and: inplace((cx, self, other) => {
      for (const [key, count] of entriesOf(cx, self)) {
        const theirs = countOf(cx, other, key)
        if (lessThan(cx, theirs, count)) store(cx, self, key, theirs)
      }
    }),
    mp_subscript: (cx, self: PyCounter, key) => {
      const v = self.get(cx, key)
      if (v !== undefined) return v
      return isExact(self) ? 0 : callMethod(cx, self, '__missing__', key)
    },
    mp_ass_subscript: (cx, self: PyCounter, key, value) => {
      if (value === undefined) self.delete(cx, key)
      else self.set(cx, key, value)
    },
  },
  methods: {
    '__missing__(self, key)': ['The count of a missing item is zero.', () => 0],
    'total(self)': [
      'Return the sum of the counts.',
      (cx, self: PyCounter) => {
        let sum: Value = 0
        for (const [, count] of entriesOf(cx, self)) sum = addCounts(cx, sum, count)
        return sum
      },
    ],
    'most_common(self, n=None)': [
      'Return the n most common items with their counts, from the most common on; all if n is None.',
      mostCommon,
    ],
    'elements(self)': [
      'Return an iterator over the items, each as often as its count says.',
      (cx, self: PyCounter) => {
        const itertools = cx.importModule('itertools').dict
        const items = callMethod(cx, self, 'items')
        const repeated = cx.call(itertools.getStr('starmap') as Value, [itertools.getStr('repeat') as Value, items])
        return callMethod(cx, itertools.getStr('chain') as Value, 'from_iterable', repeated)
      },
    ],
    update: [
      'Add counts: of the items of an iterable, or those of a mapping or another Counter.',
      (cx, self: PyCounter, args: Value[], kwnames: readonly string[] | null) => {
        const [source, kwds] = sourceArgs('update', args, kwnames)
        updateCounter(cx, self, source, kwds)
      },
    ],
    subtract: [
      'Subtract counts: of the items of an iterable, or those of a mapping or another Counter.',
      (cx, self: PyCounter, args: Value[], kwnames: readonly string[] | null) => {
        const [source, kwds] = sourceArgs('subtract', args, kwnames)
        subtractFrom(cx, self, source, kwds)
      },
    ],
    'copy(self)': [
      'Return a copy.',
      (cx, self: PyCounter) => {
        if (!isExact(self)) return cx.call(typeOf(self), [self])
        const c = new PyCounter()
        c.copyFrom(self)
        return c
      },
    ],
    '__reduce__(self)': [
      'Return state information for pickling.',
      (_cx, self: PyCounter) => {
        const d = new PyDict()
        d.copyFrom(self)
        return new PyTuple([typeOf(self), new PyTuple([d])])
      },
    ],
    '_keep_positive(self)': ['Remove the items whose count is not positive.', keepPositive],
  },
  getset: { __dict__: ['Attributes of the instance.', instanceDict, setSubtypeDict] },
  classmethods: {
    'fromkeys(cls, iterable, v=None)': [
      'Not defined for counters.',
      () => {
        throw raiseOf(excTypes.NotImplementedError, 'Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')
      },
    ],
  },
})

// A class written in Python in CPython: messages name it without its module.
counterType.tpName = 'Counter'

function callMethodWith(cx: Context, self: PyCounter, name: string, source: Value, kwds: PyDict | null): void {
  const method = getAttrOrNull(cx, self, name) as Value
  if (kwds === null) cx.call(method, [source])
  else cx.call(method, [source, ...(kwds.values as Value[])], kwds.keys as string[])
}

export const countElementsFunction = defineFunction(
  '_count_elements(mapping, iterable, /)',
  'Count the items of the iterable in the mapping.',
  countElements,
  '_collections',
)
