/**
 * mappingproxy: a read-only view of a mapping, e.g. `cls.__dict__` (CPython's Objects/descrobject.c).
 */
import { PyList, PyObject, PyTuple, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { fromText, textOf } from '../values/wide'
import {
  binaryOp,
  BinOp,
  callMethod,
  contains,
  getItem,
  getIter,
  hash,
  length,
  repr,
  richCompare,
  str,
} from './abstract'
import { defineType } from './define'
import { classGetItem } from './generic_alias'
import { typeError } from './raise'
import { bindWith } from './signature'
import { type CompareOp, TypeFlags, typeName, typeOf } from './type'

export class PyMappingProxy extends PyObject {
  constructor(readonly mapping: Value) {
    super()
  }
}

/**
 * What stands behind a proxy, for operators. Of a dict only a copy is handed out: the other operand may be an object that keeps what it gets, and the
 * dict may be that of a builtin type.
 */
function unwrap(v: Value): Value {
  if (!(v instanceof PyMappingProxy)) return v
  return v.mapping instanceof PyDict ? v.mapping.copy() : v.mapping
}

export const mappingProxyType = defineType('mappingproxy', PyMappingProxy, {
  doc: 'A read-only view of a mapping.',
  signature: '(mapping)',
  final: true,
  flags: TypeFlags.MAPPING,
  slots: {
    tp_new: bindWith('mappingproxy(mapping)', (_cx, _cls, mapping: Value) => {
      const t = typeOf(mapping)
      if (t.mp_subscript === undefined || mapping instanceof PyList || mapping instanceof PyTuple) {
        throw typeError(
          `mappingproxy() argument must be a mapping, not ${mapping === null ? 'NoneType' : typeName(mapping)}`,
        )
      }
      return new PyMappingProxy(mapping)
    }),
    tp_repr: (cx, self: PyMappingProxy) => fromText(`mappingproxy(${textOf(repr(cx, self.mapping))})`),
    tp_str: (cx, self: PyMappingProxy) => str(cx, self.mapping),
    tp_hash: (cx, self: PyMappingProxy) => hash(cx, self.mapping),
    tp_iter: (cx, self: PyMappingProxy) => getIter(cx, self.mapping),
    tp_richcompare: (cx, self: PyMappingProxy, other: Value, op: CompareOp) =>
      richCompare(cx, unwrap(self), unwrap(other), op),
    nb_or: (cx, a: Value, b: Value) => binaryOp(cx, unwrap(a), unwrap(b), BinOp.OR),
    nb_inplace_or: () => {
      throw typeError("'|=' is not supported by mappingproxy; use '|' instead")
    },
    mp_length: (cx, self: PyMappingProxy) => length(cx, self.mapping),
    mp_subscript: (cx, self: PyMappingProxy, key: Value) => getItem(cx, self.mapping, key),
    sq_contains: (cx, self: PyMappingProxy, key: Value) => contains(cx, self.mapping, key),
  },
  methods: {
    'get(self, key, default=None, /)': [
      'The value of key, or default.',
      (cx, self: PyMappingProxy, key: Value, fallback: Value) => callMethod(cx, self.mapping, 'get', key, fallback),
    ],
    'keys(self, /)': ['A view of the keys.', (cx, self: PyMappingProxy) => callMethod(cx, self.mapping, 'keys')],
    'values(self, /)': ['A view of the values.', (cx, self: PyMappingProxy) => callMethod(cx, self.mapping, 'values')],
    'items(self, /)': ['A view of the items.', (cx, self: PyMappingProxy) => callMethod(cx, self.mapping, 'items')],
    'copy(self, /)': ['A copy of the mapping.', (cx, self: PyMappingProxy) => callMethod(cx, self.mapping, 'copy')],
    '__reversed__(self, /)': [
      'Iterate over the keys backwards.',
      (cx, self: PyMappingProxy) => callMethod(cx, self.mapping, '__reversed__'),
    ],
  },
  classmethods: { '__class_getitem__(type, object, /)': ['The generic form, see PEP 585.', classGetItem] },
})

/** The dict behind a proxy of one. */
export function proxiedDict(v: Value): PyDict | undefined {
  return v instanceof PyMappingProxy && v.mapping instanceof PyDict ? v.mapping : undefined
}

/** A proxy of `mapping`, made by native code. */
export function newMappingProxy(mapping: Value): PyMappingProxy {
  return new PyMappingProxy(mapping)
}
