/**
 * enumerate (CPython's Objects/enumobject.c, first half).
 */
import { type Int, PyObject, PyTuple, type Value } from '../values/value'
import * as int from '../values/int'
import { getIter, index } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { classGetItem } from './generic_alias'
import { adopt } from './object'
import { typeError } from './raise'
import { type PyType, typeOf } from './type'

export class PyEnumerate extends PyObject {
  constructor(
    public it: Value,
    /** Number of the next item. */
    public count: Int,
  ) {
    super()
  }
}

function createEnumerate(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  const nkw = kwnames === null ? 0 : kwnames.length
  const npos = args.length - nkw
  let iterable: Value | undefined = npos > 0 ? args[0] : undefined
  let start: Value | undefined = npos > 1 ? args[1] : undefined
  if (args.length > 2) throw typeError(`enumerate() takes at most 2 arguments (${args.length} given)`)
  for (let i = 0; i < nkw; i++) {
    const name = (kwnames as readonly string[])[i]
    if (name === 'iterable' && iterable === undefined) iterable = args[npos + i]
    else if (name === 'start' && start === undefined && (npos > 0 || nkw > 1)) start = args[npos + i]
    else throw typeError(`'${name}' is an invalid keyword argument for enumerate()`)
  }
  if (iterable === undefined) throw typeError("enumerate() missing required argument 'iterable'")
  const count = start === undefined ? 0 : index(cx, start)
  const e = new PyEnumerate(getIter(cx, iterable), count)
  return cls === enumerateType ? e : adopt(e, cls)
}

export function nextOfEnumerate(cx: Context, self: PyEnumerate): Value | undefined {
  const v = typeOf(self.it).tp_iternext!(cx, self.it)
  if (v === undefined) return undefined
  const n = self.count
  self.count = typeof n === 'number' && n < Number.MAX_SAFE_INTEGER ? n + 1 : int.add(n, 1)
  return new PyTuple([n, v])
}

export const enumerateType: PyType = defineType('enumerate', PyEnumerate, {
  doc: 'Number the items of an iterable: pairs of a count, from start on, and an item.',
  signature: '(iterable, start=0)',
  slots: {
    tp_new: createEnumerate,
    tp_iter: (_cx, self: PyEnumerate) => self,
    tp_iternext: nextOfEnumerate,
  },
  methods: {
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: PyEnumerate) => new PyTuple([typeOf(self), new PyTuple([self.it, self.count])]),
    ],
  },
  classmethods: {
    '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem],
  },
})
