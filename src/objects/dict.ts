/**
 * dict: behaviour of the table in `values/dict.ts` (CPython's Objects/dictobject.c). Views and iterators are in `dict_views.ts`.
 *
 * This file also tells the table what kind of key an object is (`keyHooks`): by the hash and comparison slots of its class, so that a
 * subclass that redefines neither is treated as its builtin base.
 */
import { type Int, NotImplemented, PyTuple, type Str, type Value, WideStr } from '../values/value'
import { KeyKind, keyHooks, PyDict } from '../values/dict'
import { toInt } from '../values/hash'
import { PySet } from '../values/set'
import { concatAll, textOf } from '../values/wide'
import {
  callMethod,
  equals,
  getAttrOrNull,
  getIter,
  getItem,
  hash,
  lookupSpecial,
  repr,
  richCompareBool,
  setItem,
} from './abstract'
import { bytesType } from './bytes'
import { complexType } from './complex'
import type { Context } from './context'
import { defineType } from './define'
import { newDictKeys, newDictItems, newDictValues, PyDictKeyIterator, PyDictReverseKeyIterator } from './dict_views'
import { excTypes } from './exceptions'
import { floatType } from './float'
import { classGetItem } from './generic_alias'
import { asIntValue, intType } from './int'
import { listItems } from './list'
import { adopt } from './object'
import { isRaiseOf, keyError, raiseOf, runtimeError, typeError, valueError } from './raise'
import { guardedRepr } from './repr_guard'
import { checkArity } from './signature'
import { asStrValue, strType } from './str'
import { tupleType } from './tuple'
import { CompareOp, objectType, type PyType, TypeFlags, typeOf } from './type'

keyHooks.kindOf = (key) => {
  const type = key.type
  const hashSlot = type.tp_hash
  let like: PyType
  let kind: KeyKind
  if (hashSlot === objectType.tp_hash) {
    like = objectType
    kind = KeyKind.IDENTITY
  } else if (hashSlot === tupleType.tp_hash) {
    like = tupleType
    kind = KeyKind.TUPLE
  } else if (hashSlot === strType.tp_hash) {
    like = strType
    kind = KeyKind.WRAPPED
  } else if (hashSlot === intType.tp_hash) {
    like = intType
    kind = KeyKind.WRAPPED
  } else if (hashSlot === floatType.tp_hash) {
    like = floatType
    kind = KeyKind.FLOAT
  } else if (hashSlot === bytesType.tp_hash) {
    like = bytesType
    kind = KeyKind.BYTES
  } else if (hashSlot === complexType.tp_hash) {
    like = complexType
    kind = KeyKind.COMPLEX
  } else return KeyKind.GENERAL
  return type.tp_richcompare === like.tp_richcompare ? kind : KeyKind.GENERAL
}

keyHooks.unwrap = (key) => {
  const s = key instanceof WideStr ? key : asStrValue(key)
  if (s !== undefined) return typeof s === 'string' ? s : wideKey(s)
  return asIntValue(key) as Int
}

/** A text that stands for a WideStr; two lone surrogates that merely look like a pair get one of their own. */
function wideKey(s: WideStr): string {
  const text = textOf(s)
  return s.cps.length === text.length ? `${text}\ud800\ud800` : text
}

keyHooks.hash = (cx, key) => hash(cx as Context, key)
keyHooks.equals = (cx, a, b) => richCompareBool(cx as Context, a, b, CompareOp.EQ)

export function newDict(): PyDict {
  return new PyDict()
}

/** The value of `key`, NULL where it is not there. `__missing__` is not asked. */
export function dictGet(cx: Context, d: PyDict, key: Value): Value | undefined {
  return d.get(cx, key)
}

export function dictSet(cx: Context, d: PyDict, key: Value, value: Value): void {
  d.set(cx, key, value)
  if ((d.used & 0xffff) === 0) cx.charge(0x600000)
}

/** Deletes `key`, KeyError where it is not there. */
export function dictDel(cx: Context, d: PyDict, key: Value): void {
  if (d.delete(cx, key) === undefined) throw keyError(key)
}

export function dictContains(cx: Context, d: PyDict, key: Value): boolean {
  return d.find(cx, key) >= 0
}

/** Removes `key` and returns its value, NULL where it is not there. An empty dict does not hash the key. */
export function dictPop(cx: Context, d: PyDict, key: Value): Value | undefined {
  return d.used === 0 ? undefined : d.delete(cx, key)
}

/** `d[key]`, `__missing__` of a subclass included. */
export function dictGetItem(cx: Context, d: PyDict, key: Value): Value {
  const v = d.get(cx, key)
  if (v !== undefined) return v
  if (d.type !== dictType) {
    const missing = lookupSpecial(cx, d, '__missing__')
    if (missing !== undefined) return cx.call(missing, [key])
  }
  throw keyError(key)
}

function dictSetItem(cx: Context, d: PyDict, key: Value, value: Value | undefined): void {
  if (value === undefined) dictDel(cx, d, key)
  else dictSet(cx, d, key, value)
}

/** Whether iterating over `d` gives its own keys: an exact dict, or a subclass that does not redefine `__iter__`. */
export function iteratesAsDict(d: Value): d is PyDict {
  return d instanceof PyDict && d.type.tp_iter === dictType.tp_iter
}

/** Adds the entries of another dict, replacing those that are there unless `keep`. */
export function mergeDict(cx: Context, d: PyDict, from: PyDict, keep = false): void {
  if (d === from || from.used === 0) return
  if (d.used === 0 && from.isTight()) {
    d.copyFrom(from)
    return
  }
  d.reserve(from.used)
  const { keys, used } = from
  for (let slot = 0; slot < from.keys.length; slot++) {
    const key = from.keys[slot]
    if (key === undefined) continue
    const value = from.values[slot] as Value
    const at = d.findKeyOf(cx, from, slot)
    if (at < 0) d.append(key, value)
    else if (!keep) d.values[at] = value
    if (from.used !== used || from.keys !== keys) throw runtimeError('dict mutated during update')
  }
}

/** `d.update(other)`: a dict, anything with `keys`, or an iterable of pairs. */
export function updateDict(cx: Context, d: PyDict, other: Value): void {
  if (iteratesAsDict(other)) {
    mergeDict(cx, d, other)
    return
  }
  if (other instanceof PyDict || getAttrOrNull(cx, other, 'keys') !== undefined) {
    const keys = callMethod(cx, other, 'keys')
    const it = getIter(cx, keys)
    const next = typeOf(it).tp_iternext!
    for (let key = next(cx, it); key !== undefined; key = next(cx, it)) d.set(cx, key, getItem(cx, other, key))
    return
  }
  updateFromPairs(cx, d, other)
}

function updateFromPairs(cx: Context, d: PyDict, pairs: Value): void {
  const it = getIter(cx, pairs)
  const next = typeOf(it).tp_iternext!
  let i = 0
  for (let item = next(cx, it); item !== undefined; item = next(cx, it), i++) {
    let pair: Value[]
    try {
      pair = listItems(cx, item)
    } catch (e) {
      if (!isRaiseOf(e, excTypes.TypeError)) throw e
      throw typeError(`cannot convert dictionary update sequence element #${i} to a sequence`)
    }
    if (pair.length !== 2) {
      throw valueError(`dictionary update sequence element #${i} has length ${pair.length}; 2 is required`)
    }
    d.set(cx, pair[0], pair[1])
    if ((i & 0x3ff) === 0x3ff) cx.tick(0x400)
  }
}

/** `update(…)` and `dict(…)`: at most one positional argument, then keywords. */
export function updateFromArgs(
  cx: Context,
  d: PyDict,
  name: string,
  args: Value[],
  kwnames: readonly string[] | null,
): void {
  const nkw = kwnames === null ? 0 : kwnames.length
  const npos = args.length - nkw
  if (npos > 1) checkArity(name, args.slice(0, npos), 0, 1)
  if (npos === 1) updateDict(cx, d, args[0])
  for (let i = 0; i < nkw; i++) d.setStr((kwnames as readonly string[])[i], args[npos + i])
}

export function equalDicts(cx: Context, a: PyDict, b: PyDict): boolean {
  if (a.used !== b.used) return false
  for (let slot = 0; slot < a.keys.length; slot++) {
    const key = a.keys[slot]
    if (key === undefined) continue
    const value = a.values[slot] as Value
    const at = b.findKeyOf(cx, a, slot)
    if (at < 0 || !equals(cx, b.values[at] as Value, value)) return false
  }
  return true
}

export function reprDict(cx: Context, self: PyDict): Str {
  if (self.used === 0) return '{}'
  return guardedRepr(cx, self, '{...}', () => {
    const parts: Str[] = ['{']
    for (let slot = 0; slot < self.keys.length; slot++) {
      const key = self.keys[slot]
      if (key === undefined) continue
      const value = self.values[slot] as Value
      if (parts.length > 1) parts.push(', ')
      parts.push(repr(cx, key), ': ', repr(cx, value))
      if ((slot & 0x3ff) === 0x3ff) cx.tick(0x400)
    }
    parts.push('}')
    return concatAll(parts)
  })
}

function fromKeys(cx: Context, cls: PyType, iterable: Value, value: Value): Value {
  const d = cx.call(cls, [])
  if (d instanceof PyDict && d.type === dictType) {
    if (iterable instanceof PyDict && iterable.type === dictType) {
      for (let s = iterable.nextSlot(0); s >= 0; s = iterable.nextSlot(s + 1)) {
        const at = d.findKeyOf(cx, iterable, s)
        if (at < 0) d.append(iterable.keys[s] as Value, value)
        else d.values[at] = value
      }
      return d
    }
    if (iterable instanceof PySet) {
      for (let i = iterable.next(0); i >= 0; i = iterable.next(i + 1)) {
        const key = iterable.keys[i] as Value
        const at = d.findKeyOfHash(cx, key, toInt(iterable.hashes[2 * i], iterable.hashes[2 * i + 1]))
        if (at < 0) d.append(key, value)
        else d.values[at] = value
      }
      return d
    }
  }
  const exact = d instanceof PyDict && d.type === dictType
  const it = getIter(cx, iterable)
  const next = typeOf(it).tp_iternext!
  let n = 0
  for (let key = next(cx, it); key !== undefined; key = next(cx, it)) {
    if (exact) (d as PyDict).set(cx, key, value)
    else setItem(cx, d, key, value)
    if ((++n & 0x3ff) === 0) cx.tick(0x400)
  }
  return d
}

export const dictType: PyType = defineType('dict', PyDict, {
  doc: 'dict() -> an empty dict\ndict(mapping) -> a dict with the entries of the mapping\ndict(iterable) -> a dict made of key and value pairs\ndict(**kwargs) -> a dict with the keywords as keys; may be combined with the others',
  flags: TypeFlags.MAPPING,
  slots: {
    tp_new: (_cx, cls) => (cls === dictType ? new PyDict() : adopt(new PyDict(), cls)),
    tp_alloc: (cls) => adopt(new PyDict(), cls),
    tp_init: (cx, self: PyDict, args, kwnames) => updateFromArgs(cx, self, 'dict', args, kwnames),
    tp_repr: reprDict,
    tp_hash: null,
    tp_iter: (_cx, self: PyDict) => new PyDictKeyIterator(self),
    tp_richcompare: (cx, self: PyDict, other, op) => {
      if (!(other instanceof PyDict) || (op !== CompareOp.EQ && op !== CompareOp.NE)) return NotImplemented
      return equalDicts(cx, self, other) === (op === CompareOp.EQ)
    },
    nb_or: (cx, a, b) => {
      if (!(a instanceof PyDict) || !(b instanceof PyDict)) return NotImplemented
      const d = a.copy()
      updateDict(cx, d, b)
      return d
    },
    nb_inplace_or: (cx, self: PyDict, other) => {
      updateDict(cx, self, other)
      return self
    },
    sq_contains: dictContains,
    mp_length: (_cx, self: PyDict) => self.used,
    mp_subscript: dictGetItem,
    mp_ass_subscript: dictSetItem,
  },
  methods: {
    '__getitem__(self, key, /)': ['Return self[key].', dictGetItem],
    '__contains__(self, key, /)': ['True if the dict has the key, else False.', dictContains],
    '__sizeof__(self, /)': [
      'Return the size of the dict in memory, in bytes.',
      (_cx, self: PyDict) => sizeOfDict(self),
    ],
    'get(self, key, default=None, /)': [
      'Return the value of key if it is there, else default.',
      (cx, self: PyDict, key: Value, fallback: Value) => {
        const v = self.get(cx, key)
        return v === undefined ? fallback : v
      },
    ],
    'setdefault(self, key, default=None, /)': [
      'Insert key with the value default unless it is there.\n\nReturn the value the key then has.',
      (cx, self: PyDict, key: Value, value: Value) => self.setDefault(cx, key, value),
    ],
    'pop(self, key, default=<unrepresentable>, /)': [
      'Remove key and return its value.\n\nIf it is not there, return default if given, else raise KeyError.',
      (cx, self: PyDict, key: Value, fallback: Value | undefined) => {
        const v = dictPop(cx, self, key)
        if (v !== undefined) return v
        if (fallback === undefined) throw keyError(key)
        return fallback
      },
    ],
    'popitem(self, /)': [
      'Remove the newest entry and return it as a (key, value) tuple.\n\nKeyError if the dict is empty.',
      (_cx, self: PyDict) => {
        if (self.used === 0) throw raiseOf(excTypes.KeyError, 'popitem(): dictionary is empty')
        const slot = self.lastSlot()
        const item = new PyTuple([self.keys[slot] as Value, self.values[slot] as Value])
        self.popSlot(slot)
        return item
      },
    ],
    'keys(self, /)': ['Return a view of the keys.', (_cx, self: PyDict) => newDictKeys(self)],
    'items(self, /)': [
      'Return a view of the entries, as (key, value) tuples.',
      (_cx, self: PyDict) => newDictItems(self),
    ],
    'values(self, /)': ['Return a view of the values.', (_cx, self: PyDict) => newDictValues(self)],
    update: [
      'Add the entries of a mapping or of an iterable of pairs, then those given as keywords; entries that are there are replaced.',
      (cx, self: PyDict, args: Value[], kwnames: readonly string[] | null) =>
        updateFromArgs(cx, self, 'update', args, kwnames),
    ],
    'clear(self, /)': ['Remove all entries.', (_cx, self: PyDict) => self.clear()],
    'copy(self, /)': ['Return a new dict with the same entries.', (_cx, self: PyDict) => self.copy()],
    '__reversed__(self, /)': [
      'Return an iterator over the keys from newest to oldest.',
      (_cx, self: PyDict) => new PyDictReverseKeyIterator(self),
    ],
  },
  classmethods: {
    'fromkeys(type, iterable, value=None, /)': [
      'Make a dict with keys from iterable, all with the same value.',
      fromKeys,
    ],
    '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem],
  },
})

/** What `sys.getsizeof` says of a dict in CPython, the collector's header left out. */
export function sizeOfDict(d: PyDict): number {
  if (d.capacity === 0) return 48
  const indexWidth = d.capacity <= 256 ? 1 : d.capacity <= 65536 ? 2 : 4
  const entries = Math.floor((d.capacity * 2) / 3)
  return 48 + 32 + d.capacity * indexWidth + entries * (d.strKeys ? 16 : 24)
}
