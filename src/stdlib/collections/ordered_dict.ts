/**
 * collections.OrderedDict (CPython's Objects/odictobject.c). A dict keeps its order by itself; what is added is moving entries, equality that
 * heeds the order, and methods of a subclass going through what it redefines.
 */
import { NotImplemented, PyTuple, type Str, type Value } from '../../values/value'
import { PyDict } from '../../values/dict'
import { concatAll } from '../../values/wide'
import { callMethod, delItem, equals, getAttrOrNull, getIter, getItem, contains, setItem } from '../../objects/abstract'
import type { Context } from '../../objects/context'
import { defineType } from '../../objects/define'
import { dictType, equalDicts, iteratesAsDict, reprDict } from '../../objects/dict'
import {
  dictItemsType,
  dictKeysType,
  dictValuesType,
  PyDictItems,
  PyDictKeys,
  PyDictValues,
} from '../../objects/dict_views'
import { excTypes } from '../../objects/exceptions'
import { listItems } from '../../objects/list'
import { adopt } from '../../objects/object'
import { keyError, raiseOf, runtimeError, typeError, valueError } from '../../objects/raise'
import { guardedRepr } from '../../objects/repr_guard'
import { CompareOp, type PyType, typeOf } from '../../objects/type'
import { instanceDict, setInstanceDict } from '../../objects/type_new'
import { PyObject } from '../../values/value'

export class PyOrderedDict extends PyDict {
  /** No live entry lies before this slot of `hintKeys`: popping from the front stays cheap. */
  private hint = 0
  private hintKeys: unknown = null

  firstSlot(): number {
    if (this.hintKeys !== this.keys) {
      this.hintKeys = this.keys
      this.hint = 0
    }
    const slot = this.nextSlot(this.hint)
    if (slot >= 0) this.hint = slot
    return slot
  }
}

const isExact = (d: Value): d is PyOrderedDict => d instanceof PyOrderedDict && d.type === orderedDictType

// --- iterators and views -------------------------------------------------------------------------------------------------

const enum Kind {
  KEYS,
  VALUES,
  ITEMS,
}

class PyOrderedDictIterator extends PyObject {
  source: PyOrderedDict | undefined
  pos: number
  readonly used: number
  readonly length: number
  readonly keys: unknown
  constructor(
    dict: PyOrderedDict,
    readonly kind: Kind,
    readonly reverse: boolean,
  ) {
    super()
    this.source = dict
    this.used = dict.used
    this.length = dict.keys.length
    this.keys = dict.keys
    this.pos = reverse ? dict.keys.length - 1 : 0
  }

  next(): Value | undefined {
    const d = this.source
    if (d === undefined) return undefined
    if (d.keys !== this.keys || d.keys.length !== this.length || d.used !== this.used) {
      throw runtimeError(
        d.used === this.used ? 'OrderedDict mutated during iteration' : 'OrderedDict changed size during iteration',
      )
    }
    let slot = this.pos
    if (this.reverse) while (slot >= 0 && d.keys[slot] === undefined) slot--
    else while (slot < d.keys.length && d.keys[slot] === undefined) slot++
    if (slot < 0 || slot >= d.keys.length) {
      this.source = undefined
      return undefined
    }
    this.pos = this.reverse ? slot - 1 : slot + 1
    const key = d.keys[slot] as Value
    if (this.kind === Kind.KEYS) return key
    const value = d.values[slot] as Value
    return this.kind === Kind.VALUES ? value : new PyTuple([key, value])
  }
}

defineType('odict_iterator', PyOrderedDictIterator, {
  final: true,
  slots: {
    tp_iter: (_cx, self: PyOrderedDictIterator) => self,
    tp_iternext: (_cx, self: PyOrderedDictIterator) => self.next(),
  },
  methods: {
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (cx, self: PyOrderedDictIterator) => {
        const d = self.source
        const rest =
          d === undefined
            ? new PyTuple([])
            : new PyTuple(listItems(cx, new PyOrderedDictIterator(d, self.kind, self.reverse)))
        return new PyTuple([cx.builtins.getStr('iter') as Value, new PyTuple([rest])])
      },
    ],
  },
})

class PyOdictKeys extends PyDictKeys {}
class PyOdictValues extends PyDictValues {}
class PyOdictItems extends PyDictItems {}

type View = PyDictKeys | PyDictValues | PyDictItems

function defineView(name: string, host: new (d: PyDict) => View, base: PyType, kind: Kind): void {
  defineType(name, host, {
    base,
    final: true,
    slots: { tp_iter: (_cx, self: View) => new PyOrderedDictIterator(self.dict_ as PyOrderedDict, kind, false) },
    methods: {
      '__reversed__(self, /)': [
        'Return an iterator over the view from newest to oldest.',
        (_cx, self: View) => new PyOrderedDictIterator(self.dict_ as PyOrderedDict, kind, true),
      ],
    },
  })
}

defineView('odict_keys', PyOdictKeys, dictKeysType, Kind.KEYS)
defineView('odict_values', PyOdictValues, dictValuesType, Kind.VALUES)
defineView('odict_items', PyOdictItems, dictItemsType, Kind.ITEMS)

// --- methods ------------------------------------------------------------------------------------------------------------

const store = (cx: Context, self: PyOrderedDict, key: Value, value: Value): void => {
  if (isExact(self)) self.set(cx, key, value)
  else setItem(cx, self, key, value)
}

/** `MutableMapping.update`: entries go in through `__setitem__`. */
function update(cx: Context, self: PyOrderedDict, args: Value[], kwnames: readonly string[] | null): void {
  const nkw = kwnames === null ? 0 : kwnames.length
  const npos = args.length - nkw
  if (npos > 1) throw typeError(`expected at most 1 arguments, got ${npos}`)
  if (npos === 1) updateFrom(cx, self, args[0])
  for (let i = 0; i < nkw; i++) store(cx, self, (kwnames as readonly string[])[i], args[npos + i])
}

function updateFrom(cx: Context, self: PyOrderedDict, other: Value): void {
  if (iteratesAsDict(other)) {
    for (const [key, value] of [...other.entries()]) store(cx, self, key, value)
    return
  }
  if (getAttrOrNull(cx, other, 'keys') !== undefined) {
    for (const key of listItems(cx, callMethod(cx, other, 'keys'))) store(cx, self, key, getItem(cx, other, key))
    return
  }
  if (getAttrOrNull(cx, other, 'items') !== undefined) other = callMethod(cx, other, 'items')
  const it = getIter(cx, other)
  const next = typeOf(it).tp_iternext!
  for (let pair = next(cx, it); pair !== undefined; pair = next(cx, it)) {
    const items = listItems(cx, pair)
    if (items.length !== 2) {
      throw valueError(
        items.length < 2
          ? `need more than ${items.length} value${items.length === 1 ? '' : 's'} to unpack`
          : 'too many values to unpack (expected 2)',
      )
    }
    store(cx, self, items[0], items[1])
  }
}

function copy(cx: Context, self: PyOrderedDict): Value {
  if (isExact(self)) {
    const d = new PyOrderedDict()
    d.copyFrom(self)
    return d
  }
  const d = cx.call(typeOf(self), []) as PyOrderedDict
  for (const key of listItems(cx, self)) setItem(cx, d, key, getItem(cx, self, key))
  return d
}

/** An exact OrderedDict, or whatever the class of `like` makes, from the entries of `a` and `b`. */
function union(cx: Context, like: Value, a: Value, b: Value): Value {
  const d = cx.call(typeOf(like), [a]) as PyOrderedDict
  updateFrom(cx, d, b)
  return d
}

export const orderedDictType: PyType = defineType('OrderedDict', PyOrderedDict, {
  module: 'collections',
  base: dictType,
  doc: 'Dictionary that remembers insertion order',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: (_cx, cls) => (cls === orderedDictType ? new PyOrderedDict() : adopt(new PyOrderedDict(), cls)),
    tp_alloc: (cls) => adopt(new PyOrderedDict(), cls),
    tp_init: update,
    tp_repr: (cx, self: PyOrderedDict): Str => {
      const { name } = typeOf(self)
      if (self.used === 0) return concatAll([name, '()'])
      return guardedRepr(cx, self, '...', () => {
        const plain = new PyDict()
        if (isExact(self)) plain.copyFrom(self)
        else
          for (const pair of listItems(cx, callMethod(cx, self, 'items')))
            plain.set(cx, ...((pair as PyTuple).items as [Value, Value]))
        return concatAll([name, '(', reprDict(cx, plain), ')'])
      })
    },
    tp_hash: null,
    tp_iter: (_cx, self: PyOrderedDict) => new PyOrderedDictIterator(self, Kind.KEYS, false),
    tp_richcompare: (cx, self: PyOrderedDict, other, op) => {
      if (!(other instanceof PyDict) || (op !== CompareOp.EQ && op !== CompareOp.NE)) return NotImplemented
      let equal = equalDicts(cx, self, other)
      if (equal && other instanceof PyOrderedDict) {
        const a = listItems(cx, self)
        const b = listItems(cx, other)
        equal = a.every((key, i) => equals(cx, key, b[i]))
      }
      return equal === (op === CompareOp.EQ)
    },
    nb_or: (cx, a: Value, b: Value) => {
      if (!(a instanceof PyDict) || !(b instanceof PyDict)) return NotImplemented
      return union(cx, a instanceof PyOrderedDict ? a : b, a, b)
    },
    nb_inplace_or: (cx, self: PyOrderedDict, other: Value) => {
      updateFrom(cx, self, other)
      return self
    },
  },
  methods: {
    '__sizeof__(self, /)': ['Return the size in memory, in bytes.', (_cx, self: PyOrderedDict) => 200 + 56 * self.used],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (cx, self: PyOrderedDict) => {
        const items = callMethod(cx, self, 'items')
        const state = self.dict !== undefined && self.dict.used > 0 ? self.dict : null
        return new PyTuple([typeOf(self), new PyTuple([]), state, null, getIter(cx, items)])
      },
    ],
    'setdefault(self, /, key, default=None)': [
      'Insert key with the value default unless it is there.\n\nReturn the value the key then has.',
      (cx, self: PyOrderedDict, key: Value, value: Value) => {
        if (isExact(self)) return self.setDefault(cx, key, value)
        if (contains(cx, self, key)) return getItem(cx, self, key)
        setItem(cx, self, key, value)
        return value
      },
    ],
    'pop(self, /, key, default=<unrepresentable>)': [
      'Remove key and return its value.\n\nIf it is not there, return default if given, else raise KeyError.',
      (cx, self: PyOrderedDict, key: Value, fallback: Value | undefined) => {
        if (!isExact(self) && contains(cx, self, key)) {
          const v = getItem(cx, self, key)
          delItem(cx, self, key)
          return v
        }
        const v = self.delete(cx, key)
        if (v !== undefined) return v
        if (fallback === undefined) throw keyError(key)
        return fallback
      },
    ],
    'popitem(self, /, last: bool = True)': [
      'Remove an entry and return it as a (key, value) tuple: the newest, or the oldest if last is false.',
      (cx, self: PyOrderedDict, last: boolean) => {
        if (self.used === 0) throw raiseOf(excTypes.KeyError, 'dictionary is empty')
        const slot = last ? self.lastSlot() : self.firstSlot()
        const key = self.keys[slot] as Value
        const item = new PyTuple([key, self.values[slot] as Value])
        if (!isExact(self)) delItem(cx, self, key)
        else if (last) self.popSlot(slot)
        else self.deleteSlot(slot)
        return item
      },
    ],
    'keys(self, /)': ['Return a view of the keys.', (_cx, self: PyOrderedDict) => new PyOdictKeys(self)],
    'values(self, /)': ['Return a view of the values.', (_cx, self: PyOrderedDict) => new PyOdictValues(self)],
    'items(self, /)': ['Return a view of the entries.', (_cx, self: PyOrderedDict) => new PyOdictItems(self)],
    update: ['Add the entries of a mapping or of an iterable of pairs, then the keywords.', update],
    'clear(self, /)': ['Remove all entries.', (_cx, self: PyOrderedDict) => self.clear()],
    'copy(self, /)': ['Return a copy.', copy],
    '__reversed__(self, /)': [
      'Return an iterator over the keys from newest to oldest.',
      (_cx, self: PyOrderedDict) => new PyOrderedDictIterator(self, Kind.KEYS, true),
    ],
    'move_to_end(self, /, key, last: bool = True)': [
      'Make the entry of key the newest, or the oldest if last is false.\n\nKeyError if the key is not there.',
      (cx, self: PyOrderedDict, key: Value, last: boolean) => {
        const slot = self.find(cx, key)
        if (slot < 0) throw keyError(key)
        if (last) {
          if (slot !== self.lastSlot()) self.moveToEnd(slot)
        } else if (slot !== self.firstSlot()) self.moveToFront(slot)
      },
    ],
  },
  getset: { __dict__: ['Attributes of the instance.', instanceDict, setInstanceDict] },
  classmethods: {
    'fromkeys(type, /, iterable, value=None)': [
      'Make an ordered dict with keys from iterable, all with the same value.',
      (cx, cls: PyType, iterable: Value, value: Value) => {
        const d = cx.call(cls, []) as PyOrderedDict
        for (const key of listItems(cx, iterable)) setItem(cx, d, key, value)
        return d
      },
    ],
  },
})
