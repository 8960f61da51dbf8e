/**
 * `object.__reduce_ex__`, `__reduce__` and `__getstate__`: how `copy` and pickling take an object apart (CPython's Objects/typeobject.c,
 * `reduce_newobj` and its neighbours).
 */
import { PyList, type PyObject, PyTuple, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { callMethod, getAttr, getIter, lookupSpecial } from './abstract'
import type { Context } from './context'
import { PyMemberDescriptor, PyMethodDescriptor } from './descr'
import { typeError } from './raise'
import { lookupInType, objectType, TypeFlags, typeName, typeOf } from './type'

/** `object.__getstate__`: the instance dict, with slot values beside it where there are any, or None. */
export function objectState(_cx: Context, self: Value, required: boolean): Value {
  const t = typeOf(self)
  const o = self as PyObject
  if (required && t.solid !== objectType && !(t.solid.flags & TypeFlags.HEAPTYPE)) {
    throw typeError(`cannot pickle '${t.tpName}' object`)
  }
  const dict = typeof self === 'object' && self !== null ? o.dict : undefined
  const state: Value = dict === undefined || dict.used === 0 ? null : dict
  const slots = slotValues(self)
  return slots === undefined ? state : new PyTuple([state, slots])
}

function slotValues(self: Value): PyDict | undefined {
  const o = self as PyObject
  if (typeof self !== 'object' || self === null || o.slots === undefined) return undefined
  const d = new PyDict()
  for (const t of o.type.mro) {
    if (!(t.flags & TypeFlags.HEAPTYPE)) continue
    for (const v of t.attrs.values) {
      if (v instanceof PyMemberDescriptor && v.slot >= 0) {
        const x = o.slots[v.slot]
        if (x !== undefined) d.setStr(v.name, x)
      }
    }
  }
  return d.used > 0 ? d : undefined
}

/** What `__getstate__` says of an object. */
export function getState(cx: Context, self: Value, required: boolean): Value {
  const f = lookupInType(typeOf(self), '__getstate__')
  if (f instanceof PyMethodDescriptor && f.objclass === objectType) return objectState(cx, self, required)
  return callMethod(cx, self, '__getstate__')
}

/** `__reduce_ex__(protocol)`: an overridden `__reduce__` first, then by protocol. */
export function objectReduceEx(cx: Context, self: Value, protocol: number): Value {
  const own = lookupInType(typeOf(self), '__reduce__')
  if (!(own instanceof PyMethodDescriptor && own.objclass === objectType)) return callMethod(cx, self, '__reduce__')
  return reduce(cx, self, protocol)
}

export function objectReduce(cx: Context, self: Value): Value {
  return reduce(cx, self, 0)
}

function reduce(cx: Context, self: Value, protocol: number): Value {
  const copyreg = cx.importModule('copyreg')
  if (protocol < 2) return cx.call(getAttr(cx, copyreg, '_reduce_ex'), [self, protocol], null)
  const t = typeOf(self)
  if (t.tp_new === undefined) throw typeError(`cannot pickle '${t.tpName}' object`)
  let args: Value[] = []
  let kwargs: PyDict | undefined
  let hasArgs = true
  const ex = lookupSpecial(cx, self, '__getnewargs_ex__')
  const plain = ex === undefined ? lookupSpecial(cx, self, '__getnewargs__') : undefined
  if (ex !== undefined) {
    const pair = cx.call(ex, [], null)
    if (!(pair instanceof PyTuple)) throw typeError(`__getnewargs_ex__ should return a tuple, not '${typeName(pair)}'`)
    args = (pair.items[0] as PyTuple).items
    kwargs = pair.items[1] as PyDict
  } else if (plain !== undefined) {
    const got = cx.call(plain, [], null)
    if (!(got instanceof PyTuple)) throw typeError(`__getnewargs__ should return a tuple, not '${typeName(got)}'`)
    args = got.items
  } else hasArgs = false
  const listLike = t.tp_iter !== undefined && self instanceof PyList
  const dictLike = self instanceof PyDict
  const state = getState(cx, self, !hasArgs && !listLike && !dictLike)
  const [maker, makerArgs] =
    kwargs !== undefined && kwargs.used > 0
      ? [getAttr(cx, copyreg, '__newobj_ex__'), [t, new PyTuple(args), kwargs]]
      : [getAttr(cx, copyreg, '__newobj__'), [t, ...args]]
  const listItems = listLike ? getIter(cx, self) : null
  const dictItems = dictLike ? getIter(cx, callMethod(cx, self, 'items')) : null
  return new PyTuple([maker, new PyTuple(makerArgs as Value[]), state, listItems, dictItems])
}
