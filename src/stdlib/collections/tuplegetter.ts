/**
 * `_collections._tuplegetter`: the descriptor of a named tuple's field (CPython's Modules/_collectionsmodule.c).
 */
import { PyObject, PyTuple, type Value } from '../../values/value'
import { concatAll } from '../../values/wide'
import { asIndex, repr } from '../../objects/abstract'
import { defineType } from '../../objects/define'
import { attributeError, indexError, typeError } from '../../objects/raise'
import { checkArity, noKeywords } from '../../objects/signature'
import { type PyType, typeName, typeOf } from '../../objects/type'

class PyTupleGetter extends PyObject {
  constructor(
    readonly index: number,
    public doc: Value,
  ) {
    super()
  }
}

export const tuplegetterType: PyType = defineType('_tuplegetter', PyTupleGetter, {
  module: 'collections',
  slots: {
    tp_new: (cx, _cls, args, kwnames) => {
      noKeywords('_tuplegetter()', kwnames)
      checkArity('_tuplegetter', args, 2, 2)
      return new PyTupleGetter(asIndex(cx, args[0]), args[1])
    },
    tp_repr: (cx, self: PyTupleGetter) => concatAll([`_tuplegetter(${self.index}, `, repr(cx, self.doc), ')']),
    tp_descr_get: (_cx, self: PyTupleGetter, obj) => {
      if (obj instanceof PyTuple) {
        const v = obj.items[self.index]
        if (v === undefined) throw indexError('tuple index out of range')
        return v
      }
      if (obj === undefined || obj === null) return self
      throw typeError(
        `descriptor for index '${self.index}' for tuple subclasses doesn't apply to '${typeName(obj)}' object`,
      )
    },
    tp_descr_set: (_cx, _self, _obj, value) => {
      throw attributeError(value === undefined ? "can't delete attribute" : "can't set attribute")
    },
  },
  methods: {
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: PyTupleGetter) => new PyTuple([typeOf(self), new PyTuple([self.index, self.doc])]),
    ],
  },
  members: {
    __doc__: [
      null,
      (_cx, self: PyTupleGetter) => self.doc,
      (_cx, self: PyTupleGetter, value) => {
        self.doc = value ?? null
      },
    ],
  },
})
