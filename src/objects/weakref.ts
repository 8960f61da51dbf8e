/**
 * Weak references (CPython's Objects/weakrefobject.c).
 *
 * Objects here are never finalised at a moment a program can observe (see docs/deviations.md), so a weak reference stays alive as long as
 * somebody holds it: it keeps its object. What can be seen otherwise is as in CPython: identity of equal references, hashes, callbacks never called.
 */
import { type Int, NotImplemented, PyObject, type Value } from '../values/value'
import { addressText } from '../values/identity'
import { fromText, textOf } from '../values/wide'
import {
  asIndex,
  callMethod,
  contains,
  delItem,
  getAttr,
  getAttrOrNull,
  getItem,
  getIter,
  hash,
  isTrue,
  length,
  richCompare,
  setAttr,
  delAttr,
  setItem,
  strObject,
} from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { classGetItem } from './generic_alias'
import { adopt } from './object'
import { typeError } from './raise'
import { checkArity } from './signature'
import { asStrValue } from './str'
import { CompareOp, PyType, type Slots, typeName, typeOf } from './type'

export class PyWeakRef extends PyObject {
  /** Hash of the object, kept once it was asked for. */
  hash: Int | undefined = undefined
  constructor(
    readonly referent: Value,
    readonly callback: Value,
  ) {
    super()
  }
}

/** weakref.proxy; the callable kind has its own type. */
export class PyWeakProxy extends PyObject {
  constructor(
    readonly referent: Value,
    readonly callback: Value,
  ) {
    super()
  }
}

const references = new WeakMap<PyObject, (PyWeakRef | PyWeakProxy)[]>()

/** `obj.__weakref__`: the first weak reference to the object, or None. */
export function weakReferences(o: PyObject): Value {
  return references.get(o)?.[0] ?? null
}

export function weakReferenceList(o: Value): (PyWeakRef | PyWeakProxy)[] {
  return typeof o === 'object' && o !== null ? (references.get(o) ?? []) : []
}

function register<T extends PyWeakRef | PyWeakProxy>(o: PyObject, r: T): T {
  const list = references.get(o)
  if (list === undefined) references.set(o, [r])
  else list.push(r)
  return r
}

function requireReferent(v: Value): PyObject {
  if (typeof v !== 'object' || v === null || !(typeOf(v).hasWeakref || v instanceof PyType)) {
    throw typeError(`cannot create weak reference to '${typeName(v)}' object`)
  }
  return v
}

/** `weakref.ref(o)`: one reference without callback is shared by all who ask. */
export function makeWeakRef(o: Value, callback: Value, cls: PyType): PyWeakRef {
  const target = requireReferent(o)
  if (callback === null && cls === weakRefType) {
    for (const r of references.get(target) ?? []) {
      if (r instanceof PyWeakRef && r.type === weakRefType && r.callback === null) return r
    }
  }
  const ref = new PyWeakRef(o, callback)
  return register(target, cls === weakRefType ? ref : adopt(ref, cls))
}

/** `weakref.proxy(o)`. */
export function makeWeakProxy(o: Value, callback: Value): PyWeakProxy {
  const target = requireReferent(o)
  const type = typeOf(o).tp_call === undefined ? weakProxyType : weakCallableProxyType
  const p = new PyWeakProxy(o, callback)
  p.type = type
  return register(target, p)
}

export const weakRefType = defineType('ReferenceType', PyWeakRef, {
  doc: 'A weak reference; calling it gives the object.',
  module: 'weakref',
  slots: {
    tp_alloc: (cls) => adopt(new PyWeakRef(null, null), cls),
    tp_new: (_cx, cls, args: Value[], kwnames) => {
      const n = args.length - (kwnames === null ? 0 : kwnames.length)
      checkArity('__new__', args.slice(0, n), 1, 2)
      return makeWeakRef(args[0]!, n > 1 ? args[1]! : null, cls)
    },
    tp_init: (_cx, _self, args: Value[], kwnames) => {
      if (kwnames !== null && kwnames.length > 0) throw typeError('ref() takes no keyword arguments')
      checkArity('__init__', args, 1, 2)
    },
    tp_repr: (cx, r: PyWeakRef) => {
      const name = getAttrOrNull(cx, r.referent, '__name__')
      const s = name === undefined ? undefined : asStrValue(name)
      const to = r.referent as PyObject
      const shown = s === undefined ? '' : ` (${textOf(s)})`
      return fromText(`<weakref at ${addressText(r)}; to '${typeName(to)}' at ${addressText(to)}${shown}>`)
    },
    tp_hash: (cx, r: PyWeakRef) => (r.hash ??= hash(cx, r.referent)),
    tp_call: (_cx, r: PyWeakRef, args, kwnames) => {
      if (kwnames !== null && kwnames.length > 0) {
        throw typeError(`ref() got an unexpected keyword argument '${kwnames[0]}'`)
      }
      checkArity('__call__', args, 0, 0)
      return r.referent
    },
    tp_richcompare: (cx, a: Value, b: Value, op: CompareOp) => {
      if (!(a instanceof PyWeakRef && b instanceof PyWeakRef) || (op !== CompareOp.EQ && op !== CompareOp.NE)) {
        return NotImplemented
      }
      return richCompare(cx, a.referent, b.referent, op)
    },
  },
  classmethods: { '~__class_getitem__(cls, item, /)': ['See PEP 585.', classGetItem] },
  members: { __callback__: [null, (_cx, r: PyWeakRef) => r.callback] },
})

const unwrap = (v: Value): Value => (v instanceof PyWeakProxy ? v.referent : v)

/** Slots that hand the operation on to the object, on whichever side the proxy stands. */
function forwarded(): Slots {
  const binary = (name: string) => (cx: Context, a: Value, b: Value) => callForward(cx, name, unwrap(a), unwrap(b))
  return {
    tp_getattro: (cx, p: PyWeakProxy, name) => getAttr(cx, p.referent, name),
    tp_setattro: (cx, p: PyWeakProxy, name, v) =>
      v === undefined ? delAttr(cx, p.referent, name) : setAttr(cx, p.referent, name, v),
    tp_repr: (_cx, p: PyWeakProxy) =>
      fromText(`<weakproxy at ${addressText(p)} to ${typeName(p.referent)} at ${addressText(p.referent as PyObject)}>`),
    tp_str: (cx, p: PyWeakProxy) => strObject(cx, p.referent),
    tp_hash: null,
    tp_richcompare: (cx, a: Value, b: Value, op) => richCompare(cx, unwrap(a), unwrap(b), op),
    tp_iter: (cx, p: PyWeakProxy) => getIter(cx, p.referent),
    tp_iternext: (cx, p: PyWeakProxy) => {
      const f = typeOf(p.referent).tp_iternext
      if (f === undefined) throw typeError(`Weakref proxy referenced a non-iterator '${typeName(p.referent)}' object`)
      return f(cx, p.referent)
    },
    nb_add: binary('__add__'),
    nb_subtract: binary('__sub__'),
    nb_multiply: binary('__mul__'),
    nb_bool: (cx, p: PyWeakProxy) => isTrue(cx, p.referent),
    nb_index: (cx, p: PyWeakProxy) => asIndex(cx, p.referent),
    mp_length: (cx, p: PyWeakProxy) => length(cx, p.referent),
    mp_subscript: (cx, p: PyWeakProxy, key) => getItem(cx, p.referent, key),
    mp_ass_subscript: (cx, p: PyWeakProxy, key, v) =>
      v === undefined ? delItem(cx, p.referent, key) : setItem(cx, p.referent, key, v),
    sq_contains: (cx, p: PyWeakProxy, v) => contains(cx, p.referent, v),
  }
}

function callForward(cx: Context, name: string, a: Value, b: Value): Value {
  return callMethod(cx, a, name, b)
}

const reversed = {
  '~__reversed__(self)': [
    'Iterate over the object backwards.',
    (cx: Context, p: PyWeakProxy) => callMethod(cx, p.referent, '__reversed__'),
  ] as [string, (cx: Context, p: PyWeakProxy) => Value],
  '~__bytes__(self)': [
    'The object as bytes.',
    (cx: Context, p: PyWeakProxy) => callMethod(cx, p.referent, '__bytes__'),
  ] as [string, (cx: Context, p: PyWeakProxy) => Value],
}

export const weakProxyType = defineType('ProxyType', PyWeakProxy, {
  module: 'weakref',
  final: true,
  slots: forwarded(),
  methods: reversed,
})

export const weakCallableProxyType = defineType('CallableProxyType', null, {
  module: 'weakref',
  final: true,
  slots: { ...forwarded(), tp_call: (cx, p: PyWeakProxy, args, kwnames) => cx.call(p.referent, args, kwnames) },
  methods: reversed,
})
