/**
 * reversed (CPython's Objects/enumobject.c, second half): `__reversed__` where there is one, else a walk back by index.
 */
import { NotImplemented, PyObject, PyTuple, type Value } from '../values/value'
import { getItem, length as lengthOf, lookupSpecial } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { excTypes } from './exceptions'
import { statePosition } from './iterators'
import { adopt } from './object'
import { isRaiseOf, typeError } from './raise'
import { checkArity, noKeywords } from './signature'
import { lookupInType, type PyType, TypeFlags, typeName, typeOf } from './type'

export class PyReversed extends PyObject {
  constructor(
    public seq: Value | undefined,
    /** Index of the next item. */
    public index: number,
  ) {
    super()
  }
}

function createReversed(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  if (kwnames !== null && kwnames.length > 0) {
    if (cls === reversedType || cls.tp_init === reversedType.tp_init) noKeywords('reversed()', kwnames)
    args = args.slice(0, args.length - kwnames.length)
  }
  checkArity('reversed', args, 1, 1)
  const seq = args[0]
  const type = typeOf(seq)
  if (lookupInType(type, '__reversed__') === null) throw typeError(`'${typeName(seq)}' object is not reversible`)
  const method = lookupSpecial(cx, seq, '__reversed__')
  if (method !== undefined) return cx.call(method, [])
  if (type.sq_item === undefined || type.flags & TypeFlags.MAPPING) {
    throw typeError(`'${typeName(seq)}' object is not reversible`)
  }
  const r = new PyReversed(seq, lengthOf(cx, seq) - 1)
  return cls === reversedType ? r : adopt(r, cls)
}

export const reversedType: PyType = defineType('reversed', PyReversed, {
  doc: 'Return an iterator over the items of a sequence from last to first.',
  signature: '(sequence, /)',
  slots: {
    tp_new: createReversed,
    tp_iter: (_cx, self: PyReversed) => self,
    tp_iternext: (cx, self: PyReversed) => {
      const seq = self.seq
      if (seq !== undefined && self.index >= 0) {
        try {
          const v = getItem(cx, seq, self.index)
          self.index--
          return v
        } catch (e) {
          if (!isRaiseOf(e, excTypes.IndexError) && !isRaiseOf(e, excTypes.StopIteration)) throw e
        }
      }
      self.index = -1
      self.seq = undefined
      return undefined
    },
  },
  methods: {
    '__length_hint__(self, /)': [
      'Return how many items are probably still to come.',
      (cx, self: PyReversed) => {
        const seq = self.seq
        if (seq === undefined) return 0
        const type = typeOf(seq)
        if (type.sq_length === undefined && type.mp_length === undefined) return NotImplemented
        return lengthOf(cx, seq) < self.index + 1 ? 0 : self.index + 1
      },
    ],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: PyReversed) =>
        self.seq === undefined
          ? new PyTuple([typeOf(self), new PyTuple([new PyTuple([])])])
          : new PyTuple([typeOf(self), new PyTuple([self.seq]), self.index]),
    ],
    '__setstate__(self, object, /)': [
      'Set the position from state information.',
      (cx, self: PyReversed, state: Value) => {
        const n = statePosition(cx, state)
        if (self.seq !== undefined) self.index = Math.max(-1, Math.min(n, lengthOf(cx, self.seq) - 1))
      },
    ],
  },
})
