/**
 * collections.defaultdict (CPython's Modules/_collectionsmodule.c).
 */
import { NotImplemented, PyTuple, type Str, type Value } from '../../values/value'
import { PyDict } from '../../values/dict'
import { concatAll } from '../../values/wide'
import { getAttr, isCallable, lookupSpecial, repr } from '../../objects/abstract'
import type { Context } from '../../objects/context'
import { defineType } from '../../objects/define'
import { dictSet, dictType, reprDict, updateDict, updateFromArgs } from '../../objects/dict'
import { classGetItem } from '../../objects/generic_alias'
import { adopt } from '../../objects/object'
import { keyError, typeError } from '../../objects/raise'
import { guardedRepr } from '../../objects/repr_guard'
import { type PyType, typeOf } from '../../objects/type'

export class PyDefaultDict extends PyDict {
  /** `default_factory`. */
  factory: Value = null
}

function missing(cx: Context, self: PyDefaultDict, key: Value): Value {
  if (self.factory === null) throw keyError(key)
  const v = cx.call(self.factory, [])
  dictSet(cx, self, key, v)
  cx.hiddenChanges++
  return v
}

/** A new object of the same class with the same factory and entries. */
function copy(cx: Context, self: PyDefaultDict): Value {
  const type = typeOf(self)
  if (type !== defaultdictType) return cx.call(type, [self.factory, self])
  const d = new PyDefaultDict()
  d.factory = self.factory
  d.copyFrom(self)
  return d
}

export const defaultdictType: PyType = defineType('defaultdict', PyDefaultDict, {
  module: 'collections',
  base: dictType,
  doc: 'A dict that calls default_factory without arguments to make the value of a key that is missing when it is looked up by [].',
  slots: {
    tp_new: (_cx, cls) => (cls === defaultdictType ? new PyDefaultDict() : adopt(new PyDefaultDict(), cls)),
    tp_alloc: (cls) => adopt(new PyDefaultDict(), cls),
    tp_init: (cx, self: PyDefaultDict, args, kwnames) => {
      const npos = args.length - (kwnames === null ? 0 : kwnames.length)
      self.factory = null
      if (npos > 0) {
        if (args[0] !== null && !isCallable(args[0])) throw typeError('first argument must be callable or None')
        self.factory = args[0]
        args = args.slice(1)
      }
      updateFromArgs(cx, self, 'defaultdict', args, kwnames)
    },
    tp_repr: (cx, self: PyDefaultDict): Str => {
      const factory = self.factory === null ? 'None' : guardedRepr(cx, self, '...', () => repr(cx, self.factory))
      return concatAll([typeOf(self).name, '(', factory, ', ', reprDict(cx, self), ')'])
    },
    nb_or: (cx, a: Value, b: Value) => {
      if (!(a instanceof PyDict) || !(b instanceof PyDict)) return NotImplemented
      const own = a instanceof PyDefaultDict ? a : (b as PyDefaultDict)
      const d = cx.call(typeOf(own), [own.factory, a]) as PyDict
      updateDict(cx, d, b)
      return d
    },
    mp_subscript: (cx, self: PyDefaultDict, key) => {
      const v = self.get(cx, key)
      if (v !== undefined) return v
      if (self.type === defaultdictType) return missing(cx, self, key)
      const method = lookupSpecial(cx, self, '__missing__')
      if (method === undefined) throw keyError(key)
      return cx.call(method, [key])
    },
  },
  methods: {
    '__missing__(self, object, /)': [
      'Make the value of a missing key: KeyError without a factory, else what the factory returns is stored and returned.',
      missing,
    ],
    'copy(self, /)': ['Return a copy with the same factory.', copy],
    '__copy__(self, /)': ['Return a copy with the same factory.', copy],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (cx, self: PyDefaultDict) => {
        const items = cx.call(getAttr(cx, self, 'items'), [])
        return new PyTuple([
          typeOf(self),
          new PyTuple(self.factory === null ? [] : [self.factory]),
          null,
          null,
          typeOf(items).tp_iter!(cx, items),
        ])
      },
    ],
  },
  classmethods: { '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem] },
  members: {
    default_factory: [
      'What makes the values of missing keys.',
      (_cx, self: PyDefaultDict) => self.factory,
      (_cx, self: PyDefaultDict, value) => {
        self.factory = value ?? null
      },
    ],
  },
})
