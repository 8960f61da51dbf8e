/**
 * types.SimpleNamespace: attributes given as keywords (CPython's Objects/namespaceobject.c).
 */
import { NotImplemented, PyObject, PyTuple, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { fromText, textOf } from '../values/wide'
import { callMethod, repr, richCompare, toArray } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { adopt } from './object'
import { typeError } from './raise'
import { reprEnter, reprLeave } from './repr_guard'
import { asStrValue } from './str'
import { type CompareOp, typeName } from './type'

export class PyNamespace extends PyObject {
  override dict: PyDict = new PyDict()
}

function update(cx: Context, self: PyNamespace, source: Value): void {
  const pairs = source instanceof PyDict ? toArray(cx, callMethod(cx, source, 'items')) : undefined
  const d = pairs === undefined ? (cx.call(PyDict.prototype.type, [source], null) as PyDict) : (source as PyDict)
  d.keys.forEach((k, i) => {
    if (k === undefined) return
    if (asStrValue(k) === undefined) throw typeError('keywords must be strings')
    self.dict.set(cx, k, d.values[i]!)
  })
}

export const namespaceType = defineType('SimpleNamespace', PyNamespace, {
  doc: 'An object whose attributes are those given to its constructor.',
  module: 'types',
  signature: '(mapping_or_iterable=(), /, **kwargs)',
  hasDict: true,
  slots: {
    tp_alloc: makeNamespace,
    tp_new: (_cx, cls) => makeNamespace(cls),
    tp_init: (cx, self: PyNamespace, args: Value[], kwnames) => {
      const n = args.length - (kwnames === null ? 0 : kwnames.length)
      if (n > 1) throw typeError(`${textOf(self.type.name)} expected at most 1 argument, got ${n}`)
      if (n === 1) update(cx, self, args[0]!)
      kwnames?.forEach((k, i) => {
        self.dict.setStr(k, args[n + i]!)
      })
    },
    tp_repr: (cx, self: PyNamespace) => {
      const name = self.type === namespaceType ? 'namespace' : textOf(self.type.name)
      if (!reprEnter(cx, self)) return fromText(`${name}(...)`)
      try {
        const parts: string[] = []
        self.dict.keys.forEach((k, i) => {
          const s = k === undefined ? undefined : asStrValue(k)
          if (s !== undefined && textOf(s) !== '') parts.push(`${textOf(s)}=${textOf(repr(cx, self.dict.values[i]!))}`)
        })
        return fromText(`${name}(${parts.join(', ')})`)
      } finally {
        reprLeave(cx, self)
      }
    },
    tp_hash: null,
    tp_richcompare: (cx, self: Value, other: Value, op: CompareOp) =>
      self instanceof PyNamespace && other instanceof PyNamespace
        ? richCompare(cx, self.dict, other.dict, op)
        : NotImplemented,
  },
  methods: {
    '__reduce__(self, /)': [
      'What pickle and copy need.',
      (_cx, self: PyNamespace) => new PyTuple([self.type, new PyTuple([]), self.dict]),
    ],
    '!__replace__(self, /, **changes)': [
      'A copy with some attributes replaced.',
      (cx, self: PyNamespace, args: Value[], kwnames: readonly string[] | null) => {
        const n = args.length - (kwnames === null ? 0 : kwnames.length)
        if (n > 0) throw typeError('__replace__() takes no positional arguments')
        const copy = cx.call(self.type, [], null)
        if (!(copy instanceof PyNamespace)) {
          throw typeError(
            `expect types.SimpleNamespace type, but ${typeName(copy)}() returned '${typeName(copy)}' object`,
          )
        }
        copy.dict.copyFrom(self.dict)
        kwnames?.forEach((k, i) => {
          copy.dict.setStr(k, args[n + i]!)
        })
        return copy
      },
    ],
  },
  members: { __dict__: [null, (_cx, self: PyNamespace) => self.dict] },
})

function makeNamespace(cls: typeof namespaceType): PyNamespace {
  const o = new PyNamespace()
  return cls === namespaceType ? o : adopt(o, cls)
}

/** A namespace with these attributes, made by native code. */
export function newNamespace(values: Record<string, Value>): PyNamespace {
  const o = new PyNamespace()
  for (const k in values) o.dict.setStr(k, values[k]!)
  return o
}
