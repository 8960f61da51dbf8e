/**
 * None, NotImplemented and Ellipsis (CPython's Objects/object.c and sliceobject.c). None is the host's `null`.
 */
import { Ellipsis, NotImplemented, type PyObject, type Value } from '../values/value'
import { emitDeprecation } from './warn'
import { defineType } from './define'
import { CompareOp, primitiveTypes } from './type'
import { typeError } from './raise'

const singleton = (name: string, value: Value) => ({
  tp_new: (_cx: unknown, _cls: unknown, args: Value[], kwnames: readonly string[] | null): Value => {
    if (args.length > 0 || (kwnames !== null && kwnames.length > 0)) throw typeError(`${name} takes no arguments`)
    return value
  },
})

export const noneType = defineType('NoneType', null, {
  doc: 'The type of None.',
  signature: '()',
  final: true,
  slots: {
    ...singleton('NoneType', null),
    tp_repr: () => 'None',
    tp_hash: () => 0xfca86420,
    tp_richcompare: (_cx, self: Value, other: Value, op: CompareOp) =>
      self === other && (op === CompareOp.EQ || op === CompareOp.NE) ? op === CompareOp.EQ : NotImplemented,
    nb_bool: () => false,
  },
})
primitiveTypes.none = noneType

type Singleton = abstract new () => PyObject

export const notImplementedType = defineType('NotImplementedType', NotImplemented.constructor as unknown as Singleton, {
  doc: 'The type of NotImplemented.',
  signature: '()',
  final: true,
  slots: {
    ...singleton('NotImplementedType', NotImplemented),
    tp_repr: () => 'NotImplemented',
    nb_bool: (cx) => {
      emitDeprecation(cx, 'NotImplemented should not be used in a boolean context')
      return true
    },
  },
  methods: { '__reduce__(self, /)': ['What pickle and copy need.', () => 'NotImplemented'] },
})

export const ellipsisType = defineType('ellipsis', Ellipsis.constructor as unknown as Singleton, {
  doc: 'The type of the Ellipsis object.',
  signature: '()',
  final: true,
  slots: { ...singleton('EllipsisType', Ellipsis), tp_repr: () => 'Ellipsis' },
  methods: { '__reduce__(self, /)': ['What pickle and copy need.', () => 'Ellipsis'] },
})
