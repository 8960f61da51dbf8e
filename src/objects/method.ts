/**
 * method: a callable bound to the object it is to get as first argument (CPython's Objects/classobject.c).
 */
import { type Int, NotImplemented, PyObject, PyTuple, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'
import { getAttr, getAttrOrNull, hash, isCallable, repr } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { genericGetAttr, identityHash } from './object'
import { typeError } from './raise'
import { checkArity, noKeywords } from './signature'
import { asStrValue } from './str'
import { CompareOp, lookupInType, typeOf } from './type'

export class PyMethod extends PyObject {
  constructor(
    /** `__func__`. */
    readonly func: Value,
    /** `__self__`. */
    readonly self: Value,
  ) {
    super()
  }
}

export const methodType = defineType('method', PyMethod, {
  doc: 'A function bound to an object.',
  signature: '(function, instance, /)',
  final: true,
  weakref: true,
  slots: {
    tp_new: (_cx, _cls, args, kwnames) => {
      noKeywords('method()', kwnames)
      checkArity('method', args, 2, 2)
      const [func, self] = args as [Value, Value]
      if (!isCallable(func)) throw typeError('first argument must be callable')
      if (self === null) throw typeError('instance must not be None')
      return new PyMethod(func, self)
    },
    tp_repr: (cx, self: PyMethod) => {
      const name = getAttrOrNull(cx, self.func, '__qualname__') ?? getAttrOrNull(cx, self.func, '__name__')
      const s = name === undefined ? undefined : asStrValue(name)
      return fromText(`<bound method ${s === undefined ? '?' : textOf(s)} of ${textOf(repr(cx, self.self))}>`)
    },
    tp_hash: (cx, self: PyMethod): Int => {
      const a = Number(BigInt.asIntN(32, BigInt(identityHash(cx, self.self))))
      const b = Number(BigInt.asIntN(32, BigInt(hash(cx, self.func))))
      return a ^ b
    },
    tp_call: (cx, self: PyMethod, args, kwnames) => cx.call(self.func, [self.self, ...args], kwnames),
    tp_richcompare: (cx: Context, self: PyMethod, other: Value, op: CompareOp) => {
      if (!(other instanceof PyMethod) || (op !== CompareOp.EQ && op !== CompareOp.NE)) return NotImplemented
      const same = self.self === other.self && self.func === other.func
      return same === (op === CompareOp.EQ)
    },
    tp_descr_get: (_cx, self: PyMethod) => self,
    tp_getattro: methodGetAttr,
  },
  methods: {
    '__reduce__(self, /)': [
      'What pickle and copy need.',
      (cx, self: PyMethod) =>
        new PyTuple([cx.builtins.getStr('getattr')!, new PyTuple([self.self, getAttr(cx, self.func, '__name__')])]),
    ],
  },
  members: {
    __func__: ['The function that implements the method.', (_cx, self: PyMethod) => self.func],
    __self__: ['The object the method is bound to.', (_cx, self: PyMethod) => self.self],
  },
  getset: { __doc__: [null, (cx, self: PyMethod) => getAttrOrNull(cx, self.func, '__doc__') ?? null] },
})

/** Attributes the method type lacks are those of the function. */
function methodGetAttr(cx: Context, self: PyMethod, name: string): Value {
  if (lookupInType(typeOf(self), name) !== undefined) return genericGetAttr(cx, self, name)
  return getAttr(cx, self.func, name)
}
