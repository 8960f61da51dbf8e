/**
 * `_weakref`: weak references and proxies (CPython's Modules/_weakref.c). See `objects/weakref.ts` for what weak means here.
 */
import { defineModule } from '../objects/define'
import { makeWeakProxy, weakCallableProxyType, weakProxyType, weakReferenceList, weakRefType } from '../objects/weakref'
import { PyList, type Value } from '../values/value'

export const load = defineModule('_weakref', 'Weak references.', {
  functions: {
    'proxy(object, callback=None, /)': [
      'A proxy that hands every operation on to the object.',
      (_cx, object: Value, callback: Value) => makeWeakProxy(object, callback),
    ],
    'getweakrefcount(object, /)': [
      'Number of weak references to the object.',
      (_cx, o: Value) => weakReferenceList(o).length,
    ],
    'getweakrefs(object, /)': [
      'The weak references to the object.',
      (_cx, o: Value) => new PyList([...weakReferenceList(o)]),
    ],
  },
  values: {
    ref: weakRefType,
    ReferenceType: weakRefType,
    ProxyType: weakProxyType,
    CallableProxyType: weakCallableProxyType,
  },
})
