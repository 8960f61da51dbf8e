/**
 * set and frozenset (CPython's Objects/setobject.c). The table is in `values/set.ts`.
 *
 * What each operation iterates over, reserves and copies decides the order of its result; the functions here follow CPython's in that.
 */
import { NotImplemented, PyList, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { H, toInt } from '../values/hash'
import { hashKey, PyFrozenSet, PySet, setDummy } from '../values/set'
import { concatAll } from '../values/wide'
import { getIter, isTrue, repr, richCompare } from './abstract'
import { type Consumer, registerConsumer } from './consume'
import type { Context } from './context'
import { defineType, type MethodEntry } from './define'
import { excTypes } from './exceptions'
import { classGetItem } from './generic_alias'
import { builtin } from './iterators'
import { adopt } from './object'
import { isRaiseOf, keyError, raiseOf, runtimeError } from './raise'
import { getState } from './reduce'
import { guardedRepr } from './repr_guard'
import { noKeywords, wrongCount } from './signature'
import { CompareOp, type PyType, type Slots, typeOf } from './type'

/** Adds the items of any iterable. */
export function updateSet(cx: Context, s: PySet, other: Value): void {
  if (other instanceof PySet) s.merge(cx, other)
  else if (other instanceof PyDict && other.type === PyDict.prototype.type) s.mergeDict(cx, other)
  else
    each(cx, other, (key) => {
      s.add(cx, key)
    })
}

/** Calls `visit` with each item until it returns false. */
function each(cx: Context, iterable: Value, visit: (key: Value) => unknown): void {
  const it = getIter(cx, iterable)
  const next = typeOf(it).tp_iternext!
  let n = 0
  for (let v = next(cx, it); v !== undefined; v = next(cx, it)) {
    if (visit(v) === false) return
    if ((++n & 0x3ff) === 0) cx.tick(0x400)
  }
}

/** An empty set of the kind that operators on `like` give: set or frozenset, never a subclass. */
function emptyLike(like: PySet): PySet {
  return like instanceof PyFrozenSet ? new PyFrozenSet() : new PySet()
}

/** A copy of the kind that operators give. */
export function copySet(cx: Context, s: PySet): PySet {
  const r = emptyLike(s)
  r.merge(cx, s)
  return r
}

/** `set(iterable)` of a given kind. */
function setFrom(cx: Context, like: PySet, iterable: Value): PySet {
  const r = emptyLike(like)
  updateSet(cx, r, iterable)
  return r
}

export function setAdd(cx: Context, s: PySet, key: Value): void {
  s.add(cx, key)
}

/** Asks for a key; a set, which has no hash, stands for the frozenset of its items. */
function askFrozen(cx: Context, key: PySet, ask: (key: PySet) => boolean): boolean {
  try {
    return ask(key)
  } catch (e) {
    if (!isRaiseOf(e, excTypes.TypeError)) throw e
    const frozen = new PyFrozenSet()
    frozen.merge(cx, key)
    return ask(frozen)
  }
}

export function setContains(cx: Context, s: PySet, key: Value): boolean {
  if (typeof key !== 'object' || !(key instanceof PySet)) return s.has(cx, key)
  return askFrozen(cx, key, (k) => s.has(cx, k))
}

export function setDiscard(cx: Context, s: PySet, key: Value): boolean {
  if (typeof key !== 'object' || !(key instanceof PySet)) return s.discard(cx, key)
  return askFrozen(cx, key, (k) => s.discard(cx, k))
}

/** `a & other`, or `a.intersection(other)`. */
export function intersectSets(cx: Context, a: PySet, other: Value): PySet {
  if (a === other) return copySet(cx, a)
  const r = emptyLike(a)
  if (other instanceof PySet) {
    r.fillIntersection(cx, a, other)
    return r
  }
  each(cx, other, (key) => {
    const lo = hashKey(cx, key)
    const hi = H.hi
    if (a.findHash(cx, key, lo, hi) >= 0) r.addHash(cx, key, lo, hi)
  })
  return r
}

/** `a - other`. */
export function subtractSet(cx: Context, a: PySet, other: Value): PySet {
  const isDict = other instanceof PyDict && other.type === PyDict.prototype.type
  const size = other instanceof PySet ? other.used : isDict ? other.used : -1
  if (size < 0 || a.used >> 2 > size) {
    const r = copySet(cx, a)
    differenceUpdate(cx, r, other)
    return r
  }
  const r = emptyLike(a)
  if (other instanceof PySet) r.fillDifference(cx, a, other)
  else {
    const d = other as PyDict
    for (let i = a.next(0); i >= 0; i = a.next(i + 1)) {
      const key = a.keys[i] as Value
      const lo = a.hashes[2 * i]
      const hi = a.hashes[2 * i + 1]
      if (d.findKeyOfHash(cx, key, toInt(lo, hi)) < 0) r.addHash(cx, key, lo, hi)
    }
  }
  return r
}

/** `s -= other`. */
export function differenceUpdate(cx: Context, s: PySet, other: Value): void {
  if (s === other) {
    s.clear()
    return
  }
  if (other instanceof PySet) {
    s.removeAll(cx, other.used >> 3 > s.used ? intersectSets(cx, s, other) : other)
  } else
    each(cx, other, (key) => {
      s.discard(cx, key)
    })
  s.dropDummies()
}

/** `s ^= other`. */
export function symmetricDifferenceUpdate(cx: Context, s: PySet, other: Value): void {
  if (s === other) s.clear()
  else if (other instanceof PyDict && other.type === PyDict.prototype.type) s.toggleDict(cx, other)
  else s.toggle(cx, other instanceof PySet ? other : setFrom(cx, s, other))
}

function symmetricDifference(cx: Context, a: PySet, other: Value): PySet {
  const r = setFrom(cx, a, other)
  symmetricDifferenceUpdate(cx, r, a)
  return r
}

function isSubset(cx: Context, a: PySet, other: Value): boolean {
  if (other instanceof PySet) return a.within(cx, other)
  return intersectSets(cx, a, other).used === a.used
}

function isSuperset(cx: Context, a: PySet, other: Value): boolean {
  if (other instanceof PySet) return other.within(cx, a)
  let all = true
  each(cx, other, (key) => {
    all = setContains(cx, a, key)
    return all
  })
  return all
}

function isDisjoint(cx: Context, a: PySet, other: Value): boolean {
  if (a === other) return a.used === 0
  if (other instanceof PySet) return a.disjoint(cx, other)
  let disjoint = true
  each(cx, other, (key) => {
    disjoint = !a.has(cx, key)
    return disjoint
  })
  return disjoint
}

function compareSets(cx: Context, a: PySet, other: Value, op: CompareOp): Value {
  if (!(other instanceof PySet)) return NotImplemented
  switch (op) {
    case CompareOp.EQ:
      if (a.used !== other.used) return false
      if (a instanceof PyFrozenSet && other instanceof PyFrozenSet && a.knownHash !== undefined) {
        if (other.knownHash !== undefined && a.knownHash !== other.knownHash) return false
      }
      return a.within(cx, other)
    case CompareOp.NE: {
      const r = richCompare(cx, a, other, CompareOp.EQ)
      return !isTrue(cx, r)
    }
    case CompareOp.LE:
      return a.within(cx, other)
    case CompareOp.GE:
      return other.within(cx, a)
    case CompareOp.LT:
      return a.used < other.used && a.within(cx, other)
    default:
      return a.used > other.used && other.within(cx, a)
  }
}

export function reprSet(cx: Context, self: PySet): Str {
  const type = typeOf(self)
  const name = type.name
  if (self.used === 0) return concatAll([name, '()'])
  return guardedRepr(cx, self, concatAll([name, '(...)']), () => {
    const parts: Str[] = type === PySet.prototype.type ? ['{'] : [name, '({']
    let first = true
    for (const key of self.toArray()) {
      if (!first) parts.push(', ')
      first = false
      parts.push(repr(cx, key))
    }
    parts.push(type === PySet.prototype.type ? '}' : '})')
    return concatAll(parts)
  })
}

/** An operator on two sets; NotImplemented for any other operand. */
function operator(apply: (cx: Context, a: PySet, b: PySet) => Value) {
  return (cx: Context, a: Value, b: Value): Value =>
    a instanceof PySet && b instanceof PySet ? apply(cx, a, b) : NotImplemented
}

/** The in-place form: changes `a`, which it returns. */
function inplace(apply: (cx: Context, a: PySet, b: PySet) => void) {
  return (cx: Context, a: PySet, b: Value): Value => {
    if (!(b instanceof PySet)) return NotImplemented
    apply(cx, a, b)
    return a
  }
}

/** Slots that set and frozenset have in common. */
const commonSetSlots: Slots = {
  tp_repr: reprSet,
  tp_iter: (_cx, self: PySet) => new PySetIterator(self),
  tp_richcompare: compareSets,
  nb_subtract: operator(subtractSet),
  nb_and: operator(intersectSets),
  nb_xor: operator(symmetricDifference),
  nb_or: operator((cx, a, b) => {
    const r = copySet(cx, a)
    if (a !== b) updateSet(cx, r, b)
    return r
  }),
  sq_length: (_cx, self: PySet) => self.used,
  sq_contains: setContains,
}

const CONTAINS = 'x.__contains__(y) is the same as y in x.'

/** Methods that set and frozenset have in common. */
const commonSetMethods: Record<string, MethodEntry> = {
  '__contains__(self, object, /)': [CONTAINS, setContains],
  'difference(self, /, *others)': [
    'Return a new set with the items that are in none of the others.',
    (cx, self: PySet, others: Value[]) => {
      if (others.length === 0) return copySet(cx, self)
      const r = subtractSet(cx, self, others[0])
      for (let i = 1; i < others.length; i++) differenceUpdate(cx, r, others[i])
      return r
    },
  ],
  'intersection(self, /, *others)': [
    'Return a new set with the items that are in all of the others too.',
    (cx, self: PySet, others: Value[]) => {
      if (others.length === 0) return copySet(cx, self)
      let r = self
      for (const other of others) r = intersectSets(cx, r, other)
      return r
    },
  ],
  'isdisjoint(self, other, /)': ['Return True if the two have no item in common.', isDisjoint],
  'issubset(self, other, /)': ['Return True if other has every item of this set.', isSubset],
  'issuperset(self, other, /)': ['Return True if this set has every item of other.', isSuperset],
  '__reduce__(self, /)': [
    'Return state information for pickling.',
    (cx, self: PySet) =>
      new PyTuple([typeOf(self), new PyTuple([new PyList(self.toArray())]), getState(cx, self, false)]),
  ],
  '__sizeof__(self, /)': [
    'Return the size of the set in memory, in bytes.',
    (_cx, self: PySet) => (self.mask === 7 ? 200 : 200 + 16 * (self.mask + 1)),
  ],
  'symmetric_difference(self, other, /)': [
    'Return a new set with the items that are in one of the two only.',
    symmetricDifference,
  ],
  'union(self, /, *others)': [
    'Return a new set with the items of this set and of all others.',
    (cx, self: PySet, others: Value[]) => {
      const r = copySet(cx, self)
      for (const other of others) if (other !== self) updateSet(cx, r, other)
      return r
    },
  ],
}

function initSet(cx: Context, self: PySet, args: Value[], kwnames: readonly string[] | null): void {
  noKeywords('set()', kwnames)
  if (args.length > 1) throw wrongCount('set', args.length, 0, 1)
  if (self.fill > 0) self.clear()
  if (args.length === 1) updateSet(cx, self, args[0])
}

export const setType: PyType = defineType('set', PySet, {
  doc: 'Build an unordered collection of unique items.',
  weakref: true,
  signature: '(iterable=(), /)',
  slots: {
    ...commonSetSlots,
    tp_new: (_cx, cls) => (cls === setType ? new PySet() : adopt(new PySet(), cls)),
    tp_alloc: (cls) => adopt(new PySet(), cls),
    tp_init: initSet,
    tp_hash: null,
    nb_inplace_subtract: inplace(differenceUpdate),
    nb_inplace_and: inplace((cx, a, b) => a.swap(intersectSets(cx, a, b))),
    nb_inplace_xor: inplace(symmetricDifferenceUpdate),
    nb_inplace_or: inplace(updateSet),
  },
  methods: {
    'add(self, object, /)': [
      'Add an item; nothing happens if it is there.',
      (cx, self: PySet, key: Value) => {
        self.add(cx, key)
        return null
      },
    ],
    'clear(self, /)': ['Remove all items.', (_cx, self: PySet) => self.clear()],
    'copy(self, /)': ['Return a new set with the same items.', copySet],
    'discard(self, object, /)': [
      'Remove an item; nothing happens if it is not there.',
      (cx, self: PySet, key: Value) => {
        setDiscard(cx, self, key)
      },
    ],
    'difference_update(self, /, *others)': [
      'Remove the items that are in any of the others.',
      (cx, self: PySet, others: Value[]) => {
        for (const other of others) differenceUpdate(cx, self, other)
      },
    ],
    'intersection_update(self, /, *others)': [
      'Keep the items that are in all of the others only.',
      (cx, self: PySet, others: Value[]) => {
        let r = others.length === 0 ? copySet(cx, self) : self
        for (const other of others) r = intersectSets(cx, r, other)
        self.swap(r)
      },
    ],
    'pop(self, /)': [
      'Remove some item and return it.\n\nKeyError if the set is empty.',
      (_cx, self: PySet) => {
        const key = self.pop()
        if (key === undefined) throw raiseOf(excTypes.KeyError, 'pop from an empty set')
        return key
      },
    ],
    'remove(self, object, /)': [
      'Remove an item.\n\nKeyError if it is not there.',
      (cx, self: PySet, key: Value) => {
        if (!setDiscard(cx, self, key)) throw keyError(key)
      },
    ],
    'symmetric_difference_update(self, other, /)': [
      'Keep the items that are in one of the two only.',
      symmetricDifferenceUpdate,
    ],
    'update(self, /, *others)': [
      'Add the items of all others.',
      (cx, self: PySet, others: Value[]) => {
        for (const other of others) updateSet(cx, self, other)
      },
    ],
    ...commonSetMethods,
  },
  classmethods: {
    '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem],
  },
})

// --- frozenset ---------------------------------------------------------------------------------------------------------

function createFrozenSet(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  if (kwnames !== null && kwnames.length > 0) {
    if (cls === frozensetType || cls.tp_init === frozensetType.tp_init) noKeywords('frozenset()', kwnames)
    args = args.slice(0, args.length - kwnames.length)
  }
  if (args.length > 1) throw wrongCount('frozenset', args.length, 0, 1)
  const source = args[0]
  if (cls === frozensetType && source instanceof PyFrozenSet && source.type === frozensetType) return source
  const s = new PyFrozenSet()
  if (source !== undefined) updateSet(cx, s, source)
  return cls === frozensetType ? s : adopt(s, cls)
}

export const frozensetType: PyType = defineType('frozenset', PyFrozenSet, {
  doc: 'Build an immutable unordered collection of unique items.',
  weakref: true,
  signature: '(iterable=(), /)',
  slots: {
    ...commonSetSlots,
    tp_new: createFrozenSet,
    tp_hash: (_cx, self: PyFrozenSet) => self.hash(),
  },
  methods: {
    'copy(self, /)': [
      'Return the frozenset itself, or a plain copy of an instance of a subclass.',
      (cx, self: PyFrozenSet) => (self.type === frozensetType ? self : copySet(cx, self)),
    ],
    ...commonSetMethods,
  },
  classmethods: {
    '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem],
  },
})

// --- the iterator ---------------------------------------------------------------------------------------------------

export class PySetIterator extends PyObject {
  set: PySet | undefined
  used: number
  pos = 0
  remaining: number
  constructor(set: PySet) {
    super()
    this.set = set
    this.used = set.used
    this.remaining = set.used
  }
}

export function nextOfSet(_cx: Context, self: PySetIterator): Value | undefined {
  const set = self.set
  if (set === undefined) return undefined
  if (self.used !== set.used) {
    self.used = -1
    throw runtimeError('Set changed size during iteration')
  }
  const keys = set.keys
  let i = self.pos
  while (i < keys.length && (keys[i] === undefined || keys[i] === setDummy)) i++
  self.pos = i + 1
  if (i >= keys.length) {
    self.set = undefined
    return undefined
  }
  self.remaining--
  return keys[i]
}

export const setIteratorType: PyType = defineType('set_iterator', PySetIterator, {
  final: true,
  slots: {
    tp_iter: (_cx, self: PySetIterator) => self,
    tp_iternext: nextOfSet,
  },
  methods: {
    '__length_hint__(self, /)': [
      'Return how many items are probably still to come.',
      (_cx, self: PySetIterator) => (self.set !== undefined && self.used === self.set.used ? self.remaining : 0),
    ],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (cx, self: PySetIterator) => {
        const rest: Value[] = []
        const { set, pos } = self
        if (set !== undefined) {
          for (let i = set.next(pos); i >= 0; i = set.next(i + 1)) rest.push(set.keys[i] as Value)
        }
        return new PyTuple([builtin(cx, 'iter'), new PyTuple([new PyList(rest)])])
      },
    ],
  },
})

/** A set that takes in the items one by one. */
const gathering = (set: PySet): Consumer => ({
  take(cx, item): undefined {
    set.add(cx, item)
  },
  end: () => set,
})
registerConsumer(setType, () => gathering(new PySet()))
registerConsumer(frozensetType, () => gathering(new PyFrozenSet()))
