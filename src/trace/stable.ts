/**
 * Which values have a repr that cannot change while they live: no need to ask again.
 */
import { objectType } from '../objects/type'
import { PyObject, type Value } from '../values/value'

/** Builtin types whose repr names them and nothing that changes. */
const STABLE = new Set([
  'function',
  'builtin_function_or_method',
  'method_descriptor',
  'wrapper_descriptor',
  'method-wrapper',
  'getset_descriptor',
  'member_descriptor',
  'classmethod_descriptor',
  'module',
  'type',
  'code',
  'generator',
  'coroutine',
  'async_generator',
  'range',
  'ellipsis',
  'NotImplementedType',
  'complex',
  'property',
])

/** Whether the repr of `v` stays what it is. */
export function hasStableRepr(v: Value): boolean {
  if (!(v instanceof PyObject)) return true
  const { type } = v
  return (
    type.tp_repr === objectType.tp_repr ||
    (type.module === 'builtins' && typeof type.name === 'string' && STABLE.has(type.name))
  )
}
