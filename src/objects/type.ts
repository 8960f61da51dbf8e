/**
 * PyType: the class of Python classes, with CPython's slots as fields.
 *
 * A slot is a JavaScript function that takes the Context first. A type inherits slots by copying them when it is made
 * ready, as CPython does, so an operation is one field load. `slots.ts` holds the one table that relates slots to dunder names.
 */
import { PyObject, type Int, type Str, type Value } from '../values/value'
import type { PyDict } from '../values/dict'
import type { Context } from './context'

declare module '../values/value' {
  interface PyObject {
    /** The object's class: on the prototype for exact builtin types, an own property otherwise. */
    type: PyType
    /** The instance `__dict__`, where instances of the class have one and it has been made. */
    dict: PyDict | undefined
  }
}

export const enum CompareOp {
  LT,
  LE,
  EQ,
  NE,
  GT,
  GE,
}

export type UnarySlot = (cx: Context, self: any) => Value
export type BinarySlot = (cx: Context, left: any, right: any) => Value
export type TernarySlot = (cx: Context, a: any, b: any, c: any) => Value
export type InquirySlot = (cx: Context, self: any) => boolean
export type LengthSlot = (cx: Context, self: any) => Int
export type CallSlot = (cx: Context, self: any, args: Value[], kwnames: readonly string[] | null) => Value
/** Next item, or NULL when exhausted: StopIteration is never thrown through this slot. */
export type IterNextSlot = (cx: Context, self: any) => Value | undefined

export class PyType extends PyObject {
  name: Str = ''
  qualname: Str = ''
  /** `__module__` of a builtin type; Python classes keep theirs in `attrs`. */
  module = 'builtins'
  doc: string | null = null
  base: PyType | null = null
  bases: PyType[] = []
  mro: PyType[] = []
  /** The type's `__dict__`: what its class body or its definition put there. */
  declare attrs: PyDict
  /** TypeFlags. */
  flags = 0
  /** Changes whenever the outcome of a lookup on this type may have changed; unique over all types. 0: not cacheable. */
  version = 0

  // Slots. `undefined` is "not there", after inheritance.
  tp_new: ((cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null) => Value) | undefined = undefined
  tp_init: ((cx: Context, self: any, args: Value[], kwnames: readonly string[] | null) => void) | undefined = undefined
  /** Makes a bare instance of `cls` (a subtype of the type that defines the slot) with the right host class. */
  tp_alloc: ((cls: PyType) => PyObject) | undefined = undefined
  tp_del: ((cx: Context, self: any) => void) | undefined = undefined
  tp_repr: UnarySlot | undefined = undefined
  tp_str: UnarySlot | undefined = undefined
  /** `null`: unhashable (`__hash__ = None`). Returns the 64-bit signed hash as an Int. */
  tp_hash: ((cx: Context, self: any) => Int) | null | undefined = undefined
  tp_call: CallSlot | undefined = undefined
  tp_getattro: ((cx: Context, self: any, name: string) => Value) | undefined = undefined
  tp_setattro: ((cx: Context, self: any, name: string, value: Value | undefined) => void) | undefined = undefined
  /** May return NotImplemented. */
  tp_richcompare: ((cx: Context, self: any, other: Value, op: CompareOp) => Value) | undefined = undefined
  tp_iter: UnarySlot | undefined = undefined
  tp_iternext: IterNextSlot | undefined = undefined
  /** `obj` is NULL for access through the class. */
  tp_descr_get: ((cx: Context, self: any, obj: Value | undefined, cls: PyType) => Value) | undefined = undefined
  /** `value` NULL deletes. */
  tp_descr_set: ((cx: Context, self: any, obj: any, value: Value | undefined) => void) | undefined = undefined
  am_await: UnarySlot | undefined = undefined
  am_aiter: UnarySlot | undefined = undefined
  am_anext: UnarySlot | undefined = undefined
  // Binary number slots take the operands in source order; either may be the one whose type owns the slot, as in C.
  nb_add: BinarySlot | undefined = undefined
  nb_subtract: BinarySlot | undefined = undefined
  nb_multiply: BinarySlot | undefined = undefined
  nb_remainder: BinarySlot | undefined = undefined
  nb_divmod: BinarySlot | undefined = undefined
  nb_power: TernarySlot | undefined = undefined
  nb_lshift: BinarySlot | undefined = undefined
  nb_rshift: BinarySlot | undefined = undefined
  nb_and: BinarySlot | undefined = undefined
  nb_xor: BinarySlot | undefined = undefined
  nb_or: BinarySlot | undefined = undefined
  nb_floor_divide: BinarySlot | undefined = undefined
  nb_true_divide: BinarySlot | undefined = undefined
  nb_matrix_multiply: BinarySlot | undefined = undefined
  nb_inplace_add: BinarySlot | undefined = undefined
  nb_inplace_subtract: BinarySlot | undefined = undefined
  nb_inplace_multiply: BinarySlot | undefined = undefined
  nb_inplace_remainder: BinarySlot | undefined = undefined
  nb_inplace_power: TernarySlot | undefined = undefined
  nb_inplace_lshift: BinarySlot | undefined = undefined
  nb_inplace_rshift: BinarySlot | undefined = undefined
  nb_inplace_and: BinarySlot | undefined = undefined
  nb_inplace_xor: BinarySlot | undefined = undefined
  nb_inplace_or: BinarySlot | undefined = undefined
  nb_inplace_floor_divide: BinarySlot | undefined = undefined
  nb_inplace_true_divide: BinarySlot | undefined = undefined
  nb_inplace_matrix_multiply: BinarySlot | undefined = undefined
  nb_negative: UnarySlot | undefined = undefined
  nb_positive: UnarySlot | undefined = undefined
  nb_absolute: UnarySlot | undefined = undefined
  nb_invert: UnarySlot | undefined = undefined
  nb_bool: InquirySlot | undefined = undefined
  nb_int: UnarySlot | undefined = undefined
  nb_float: UnarySlot | undefined = undefined
  nb_index: UnarySlot | undefined = undefined
  sq_length: LengthSlot | undefined = undefined
  sq_concat: BinarySlot | undefined = undefined
  sq_repeat: ((cx: Context, self: any, n: Int) => Value) | undefined = undefined
  sq_item: ((cx: Context, self: any, i: number) => Value) | undefined = undefined
  sq_ass_item: ((cx: Context, self: any, i: number, value: Value | undefined) => void) | undefined = undefined
  sq_contains: ((cx: Context, self: any, item: Value) => boolean) | undefined = undefined
  sq_inplace_concat: BinarySlot | undefined = undefined
  sq_inplace_repeat: ((cx: Context, self: any, n: Int) => Value) | undefined = undefined
  mp_length: LengthSlot | undefined = undefined
  mp_subscript: BinarySlot | undefined = undefined
  mp_ass_subscript: ((cx: Context, self: any, key: Value, value: Value | undefined) => void) | undefined = undefined
}
