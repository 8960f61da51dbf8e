/**
 * The slot table: one row relates a dunder name to the slot of PyType it stands for (CPython's `slotdefs` in Objects/typeobject.c).
 *
 * Each row works in both directions:
 *  - `wrap` makes the slot of a builtin type callable from Python: `int.__add__` is a `wrapper_descriptor` holding the slot function, and a
 *    call of it goes through `wrap`, which checks the arguments;
 *  - `trampoline` makes a dunder defined in Python fill the slot: a function that looks the name up on the class and calls it.
 *
 * Rows of one slot share one trampoline where the slot serves several names (`__add__` and `__radd__`, `__setitem__` and `__delitem__`, the six
 * comparisons). The order of rows is CPython's: it is the order of wrappers in a type's `__dict__`.
 */
import { NotImplemented, type Int, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'
import { asIndex, asStrValue, callSpecial, callSpecialBinary, checkLength, hashResult, isTrue } from './abstract'
import type { Context } from './context'
import { isRaiseOf, PyRaise, stopIteration, stopValue, typeError } from './raise'
import { blameAttribute, excTypes, type PyStopIteration } from './exceptions'
import { PyBuiltinFunction, PyWrapperDescriptor } from './descr'
import { noKeywords } from './signature'
import {
  CompareOp,
  isSubtype,
  lookupInType,
  type PyType,
  type SlotName,
  slotNames,
  TypeFlags,
  typeName,
  typeOf,
} from './type'

/** Calls a slot function on behalf of a wrapper with the arguments Python gave. */
export type Wrap = (
  cx: Context,
  // biome-ignore lint/suspicious/noExplicitAny: slots have many shapes
  fn: any,
  self: Value,
  args: Value[],
  kwnames: readonly string[] | null,
) => Value

export interface SlotRow {
  /** The dunder. */
  readonly name: string
  readonly slot: SlotName
  /** Undefined where a builtin slot shows no such method (`__getattr__`, `__new__`). */
  readonly wrap: Wrap | undefined
  readonly signature: string
  readonly doc: string
  /** What fills the slot of a class that defines the dunder in Python; undefined where only inheritance fills it. */
  readonly trampoline: unknown
}

/** `expected 1 argument, got 0`, CPython's wording for wrappers, has no function name. */
function count(args: Value[], min: number, max = min, name = ''): void {
  const n = args.length
  if (n >= min && n <= max) return
  const s = (k: number) => (k === 1 ? '' : 's')
  if (min === max) throw typeError(`${name}expected ${min} argument${s(min)}, got ${n}`)
  if (n < min) throw typeError(`${name}expected at least ${min} argument${s(min)}, got ${n}`)
  throw typeError(`${name}expected at most ${max} argument${s(max)}, got ${n}`)
}

/** The same where CPython unpacks a tuple on behalf of a function without name: its blank remains. */
function unpack(args: Value[], min: number, max = min): void {
  count(args, min, max, ' ')
}

const NO_ARGS = '($self, /)'
const VALUE = '($self, value, /)'

const wrapUnary: Wrap = (cx, fn, self, args) => {
  count(args, 0)
  return fn(cx, self)
}
const wrapDel: Wrap = (cx, fn, self, args) => {
  count(args, 0)
  fn(cx, self)
  return null
}
const wrapNext: Wrap = (cx, fn, self, args) => {
  count(args, 0)
  stopValue.v = null
  const v = fn(cx, self)
  if (v === undefined) {
    const value = stopValue.v
    stopValue.v = null
    throw stopIteration(value)
  }
  return v
}
const wrapLeft: Wrap = (cx, fn, self, args) => {
  count(args, 1)
  return fn(cx, self, args[0])
}
const wrapRight: Wrap = (cx, fn, self, args) => {
  count(args, 1)
  return fn(cx, args[0], self)
}
const wrapPowLeft: Wrap = (cx, fn, self, args) => {
  unpack(args, 1, 2)
  return fn(cx, self, args[0], args[1] ?? null)
}
const wrapPowRight: Wrap = (cx, fn, self, args) => {
  unpack(args, 1, 2)
  return fn(cx, args[0], self, args[1] ?? null)
}
const wrapPowInplace: Wrap = (cx, fn, self, args) => {
  count(args, 1)
  return fn(cx, self, args[0], null)
}
const wrapRepeat: Wrap = (cx, fn, self, args) => {
  unpack(args, 1)
  return fn(cx, self, asIndex(cx, args[0]!))
}
const wrapItem: Wrap = (cx, fn, self, args) => {
  count(args, 1)
  return fn(cx, self, itemIndex(cx, self, args[0]!))
}
const wrapContains: Wrap = (cx, fn, self, args) => {
  count(args, 1)
  return fn(cx, self, args[0])
}
const wrapSetItem: Wrap = (cx, fn, self, args) => {
  unpack(args, 2)
  fn(cx, self, args[0], args[1])
  return null
}
const wrapDelItem: Wrap = (cx, fn, self, args) => {
  count(args, 1)
  fn(cx, self, args[0], undefined)
  return null
}
const wrapCall: Wrap = (cx, fn, self, args, kwnames) => fn(cx, self, args, kwnames)
const wrapInit: Wrap = (cx, fn, self, args, kwnames) => {
  fn(cx, self, args, kwnames)
  return null
}

function attributeName(v: Value): string {
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`attribute name must be string, not '${typeName(v)}'`)
  return textOf(s)
}
const wrapGetAttr: Wrap = (cx, fn, self, args) => {
  count(args, 1)
  return fn(cx, self, attributeName(args[0]!))
}
/** `object.__setattr__(cls, …)` must not reach round a metaclass. */
function guardHack(self: Value, fn: unknown, what: string): void {
  let type = typeOf(self)
  while (type.flags & TypeFlags.HEAPTYPE && type.base) type = type.base
  if (type.tp_setattro !== undefined && type.tp_setattro !== fn) {
    throw typeError(`can't apply this ${what} to ${type.tpName} object`)
  }
}
const wrapSetAttr: Wrap = (cx, fn, self, args) => {
  unpack(args, 2)
  const name = attributeName(args[0]!)
  guardHack(self, fn, '__setattr__')
  fn(cx, self, name, args[1])
  return null
}
const wrapDelAttr: Wrap = (cx, fn, self, args) => {
  count(args, 1)
  const name = attributeName(args[0]!)
  guardHack(self, fn, '__delattr__')
  fn(cx, self, name, undefined)
  return null
}
const wrapGet: Wrap = (cx, fn, self, args) => {
  unpack(args, 1, 2)
  const obj = args[0]!
  const cls = args[1] ?? null
  if (obj === null && cls === null) throw typeError('__get__(None, None) is invalid')
  return fn(cx, self, obj === null ? undefined : obj, cls === null ? typeOf(obj) : cls)
}
const wrapSet: Wrap = (cx, fn, self, args) => {
  unpack(args, 2)
  fn(cx, self, args[0], args[1])
  return null
}
const wrapDelete: Wrap = (cx, fn, self, args) => {
  count(args, 1)
  fn(cx, self, args[0], undefined)
  return null
}

/** A sequence index given to a `__getitem__` wrapper: negative ones count from the end. */
function itemIndex(cx: Context, self: Value, v: Value): number {
  let i = asIndex(cx, v)
  if (i < 0) {
    const t = typeOf(self)
    if (t.sq_length) i += Number(t.sq_length(cx, self))
  }
  return i
}

const compare = (op: CompareOp): Wrap => {
  return (cx, fn, self, args) => {
    count(args, 1)
    return fn(cx, self, args[0], op)
  }
}

// Trampolines.

const unaryTrampoline = (name: string) => (cx: Context, self: Value) => callSpecial(cx, self, name)

/**
 * A binary operator defined in Python. The slot is called with the operands in source order and either may own it; the right operand's class gets
 * its reflected method tried first when it derives from the left's and overrides it.
 */
function binaryTrampoline(slot: SlotName, left: string, right: string) {
  const self = (cx: Context, a: Value, b: Value): Value => {
    const ta = typeOf(a)
    const tb = typeOf(b)
    let doOther = ta !== tb && tb[slot] === self
    if (ta[slot] === self) {
      if (doOther && isSubtype(tb, ta) && overrides(ta, tb, right)) {
        const r = callSpecialBinary(cx, b, right, a)
        if (r !== NotImplemented) return r
        doOther = false
      }
      const r = callSpecialBinary(cx, a, left, b)
      if (r !== NotImplemented || ta === tb) return r
    }
    return doOther ? callSpecialBinary(cx, b, right, a) : NotImplemented
  }
  return self
}

/** Does `sub`, a subclass of `type`, bind `name` differently? */
function overrides(type: PyType, sub: PyType, name: string): boolean {
  const b = lookupInType(sub, name)
  return b !== undefined && b !== lookupInType(type, name)
}

function powTrampoline(cx: Context, a: Value, b: Value, mod: Value): Value {
  if (mod === null) return powBinary(cx, a, b)
  // Three-argument power is not tried reflected.
  if (typeOf(a).nb_power === powTrampoline) {
    const r = callSpecial(cx, a, '__pow__', b, mod)
    return r
  }
  return NotImplemented
}
const powBinary = (cx: Context, a: Value, b: Value): Value => {
  const ta = typeOf(a)
  const tb = typeOf(b)
  let doOther = ta !== tb && tb.nb_power === powTrampoline
  if (ta.nb_power === powTrampoline) {
    if (doOther && isSubtype(tb, ta) && overrides(ta, tb, '__rpow__')) {
      const r = callSpecialBinary(cx, b, '__rpow__', a)
      if (r !== NotImplemented) return r
      doOther = false
    }
    const r = callSpecialBinary(cx, a, '__pow__', b)
    if (r !== NotImplemented || ta === tb) return r
  }
  return doOther ? callSpecialBinary(cx, b, '__rpow__', a) : NotImplemented
}

const inplaceTrampoline = (name: string) => (cx: Context, self: Value, other: Value) =>
  callSpecialBinary(cx, self, name, other)

function hashTrampoline(cx: Context, self: Value): Int {
  const f = lookupInType(typeOf(self), '__hash__')
  if (f === undefined || f === null) throw typeError(`unhashable type: '${typeName(self)}'`)
  return hashResult(cx, callSpecial(cx, self, '__hash__'))
}

function lengthTrampoline(cx: Context, self: Value): Int {
  return checkLength(cx, callSpecial(cx, self, '__len__'))
}

function boolTrampoline(cx: Context, self: Value): boolean {
  const t = typeOf(self)
  if (lookupInType(t, '__bool__') === undefined) {
    if (lookupInType(t, '__len__') === undefined) return true
    return checkLength(cx, callSpecial(cx, self, '__len__')) !== 0
  }
  const r = callSpecial(cx, self, '__bool__')
  if (typeof r !== 'boolean') throw typeError(`__bool__ should return bool, returned ${typeName(r)}`)
  return r
}

function callTrampoline(cx: Context, self: Value, args: Value[], kwnames: readonly string[] | null): Value {
  const t = typeOf(self)
  const f = lookupInType(t, '__call__')
  if (f === undefined) throw typeError(`'${t.tpName}' object is not callable`)
  const ft = typeOf(f)
  if (ft.flags & TypeFlags.METHOD_DESCRIPTOR) return cx.call(f, [self, ...args], kwnames)
  return cx.call(ft.tp_descr_get === undefined ? f : ft.tp_descr_get(cx, f, self, t), args, kwnames)
}

function initTrampoline(cx: Context, self: Value, args: Value[], kwnames: readonly string[] | null): void {
  const t = typeOf(self)
  const f = lookupInType(t, '__init__')!
  const ft = typeOf(f)
  const r =
    ft.flags & TypeFlags.METHOD_DESCRIPTOR
      ? cx.call(f, [self, ...args], kwnames)
      : cx.call(ft.tp_descr_get === undefined ? f : ft.tp_descr_get(cx, f, self, t), args, kwnames)
  if (r !== null) throw typeError(`__init__() should return None, not '${typeName(r)}'`)
}

/** `__new__` is a static method and is called with the class itself. */
function newTrampoline(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  const f = lookupInType(cls, '__new__')!
  const get = typeOf(f).tp_descr_get
  return cx.call(get === undefined ? f : get(cx, f, undefined, cls), [cls, ...args], kwnames)
}

/** `__getattribute__` and `__getattr__`: the second is asked when the first raises AttributeError. */
export function getattrTrampoline(cx: Context, self: Value, name: string): Value {
  const t = typeOf(self)
  const getattribute = lookupInType(t, '__getattribute__')
  const hook = lookupInType(t, '__getattr__')
  try {
    if (getattribute instanceof PyWrapperDescriptor) return getattribute.fn(cx, self, name)
    return callSpecial(cx, self, '__getattribute__', fromText(name))
  } catch (e) {
    if (hook === undefined || !isRaiseOf(e, excTypes.AttributeError)) throw e
  }
  try {
    return callSpecial(cx, self, '__getattr__', fromText(name))
  } catch (e) {
    if (e instanceof PyRaise) blameAttribute(e.exc, self, fromText(name))
    throw e
  }
}

function setattrTrampoline(cx: Context, self: Value, name: string, value: Value | undefined): void {
  if (value === undefined) callSpecial(cx, self, '__delattr__', fromText(name))
  else callSpecial(cx, self, '__setattr__', fromText(name), value)
}

function iterTrampoline(cx: Context, self: Value): Value {
  const f = lookupInType(typeOf(self), '__iter__')
  if (f === null || f === undefined) throw typeError(`'${typeName(self)}' object is not iterable`)
  return callSpecial(cx, self, '__iter__')
}

function nextTrampoline(cx: Context, self: Value): Value | undefined {
  try {
    return callSpecial(cx, self, '__next__')
  } catch (e) {
    if (!isRaiseOf(e, excTypes.StopIteration)) throw e
    stopValue.v = (e.exc as PyStopIteration).value ?? null
    return undefined
  }
}

function getTrampoline(cx: Context, self: Value, obj: Value | undefined, cls: PyType): Value {
  return callSpecial(cx, self, '__get__', obj === undefined ? null : obj, cls)
}

function setTrampoline(cx: Context, self: Value, obj: Value, value: Value | undefined): void {
  if (value === undefined) callSpecial(cx, self, '__delete__', obj)
  else callSpecial(cx, self, '__set__', obj, value)
}

function itemTrampoline(cx: Context, self: Value, i: number): Value {
  return callSpecial(cx, self, '__getitem__', i)
}

function setItemTrampoline(cx: Context, self: Value, key: Value, value: Value | undefined): void {
  if (value === undefined) callSpecial(cx, self, '__delitem__', key)
  else callSpecial(cx, self, '__setitem__', key, value)
}

function containsTrampoline(cx: Context, self: Value, item: Value): boolean {
  if (lookupInType(typeOf(self), '__contains__') === null) {
    throw typeError(`'${typeName(self)}' object is not a container`)
  }
  return isTrue(cx, callSpecial(cx, self, '__contains__', item))
}

function delTrampoline(cx: Context, self: Value): void {
  callSpecial(cx, self, '__del__')
}

function asyncTrampoline(name: string) {
  return (cx: Context, self: Value) => callSpecial(cx, self, name)
}

function compareTrampoline(cx: Context, self: Value, other: Value, op: CompareOp): Value {
  return callSpecialBinary(cx, self, COMPARE_NAMES[op]!, other)
}

/** Dunders of the comparisons, by CompareOp. */
export const COMPARE_NAMES = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'] as const

/** A row of the table; trampolines of rows that share a slot are the same function. */
function row(
  name: string,
  slot: SlotName,
  wrap: Wrap | undefined,
  signature: string,
  doc: string,
  trampoline: unknown,
): SlotRow {
  return { name, slot, wrap, signature, doc, trampoline }
}

function unaryRow(name: string, slot: SlotName, doc: string): SlotRow {
  return row(name, slot, wrapUnary, NO_ARGS, doc, unaryTrampoline(name))
}

function binaryRows(name: string, slot: SlotName, sign: string): SlotRow[] {
  const left = `__${name}__`
  const right = `__r${name}__`
  const t = binaryTrampoline(slot, left, right)
  const doc = (l: string, r: string) =>
    name === 'divmod' ? `The pair divmod(${l}, ${r}).` : `The value of ${l}${sign}${r}.`
  return [
    row(left, slot, wrapLeft, VALUE, doc('self', 'value'), t),
    row(right, slot, wrapRight, VALUE, doc('value', 'self'), t),
  ]
}

function inplaceRow(name: string, slot: SlotName, sign: string): SlotRow {
  return row(`__i${name}__`, slot, wrapLeft, VALUE, `Carry out self${sign}=value.`, inplaceTrampoline(`__i${name}__`))
}

function compareRow(op: CompareOp, sign: string): SlotRow {
  return row(
    COMPARE_NAMES[op]!,
    'tp_richcompare',
    compare(op),
    VALUE,
    `The value of self${sign}value.`,
    compareTrampoline,
  )
}

/** THE table. */
export const slotTable: readonly SlotRow[] = [
  row('__new__', 'tp_new', undefined, '($type, *args, **kwargs)', 'Create and return a new object.', newTrampoline),
  row('__repr__', 'tp_repr', wrapUnary, NO_ARGS, 'The text of repr(self).', unaryTrampoline('__repr__')),
  row('__hash__', 'tp_hash', wrapUnary, NO_ARGS, 'The value of hash(self).', hashTrampoline),
  row('__call__', 'tp_call', wrapCall, '($self, /, *args, **kwargs)', 'Call self as a function.', callTrampoline),
  row('__str__', 'tp_str', wrapUnary, NO_ARGS, 'The text of str(self).', unaryTrampoline('__str__')),
  row('__getattribute__', 'tp_getattro', wrapGetAttr, '($self, name, /)', 'Look the attribute up.', getattrTrampoline),
  row('__getattr__', 'tp_getattro', undefined, '', '', getattrTrampoline),
  row('__setattr__', 'tp_setattro', wrapSetAttr, '($self, name, value, /)', 'Bind the attribute.', setattrTrampoline),
  row('__delattr__', 'tp_setattro', wrapDelAttr, '($self, name, /)', 'Unbind the attribute.', setattrTrampoline),
  compareRow(CompareOp.LT, '<'),
  compareRow(CompareOp.LE, '<='),
  compareRow(CompareOp.EQ, '=='),
  compareRow(CompareOp.NE, '!='),
  compareRow(CompareOp.GT, '>'),
  compareRow(CompareOp.GE, '>='),
  row('__iter__', 'tp_iter', wrapUnary, NO_ARGS, 'An iterator over self.', iterTrampoline),
  row('__next__', 'tp_iternext', wrapNext, NO_ARGS, 'The next item.', nextTrampoline),
  row(
    '__get__',
    'tp_descr_get',
    wrapGet,
    '($self, instance, owner=None, /)',
    'The attribute of instance, whose class is owner.',
    getTrampoline,
  ),
  row(
    '__set__',
    'tp_descr_set',
    wrapSet,
    '($self, instance, value, /)',
    'Bind the attribute of instance.',
    setTrampoline,
  ),
  row(
    '__delete__',
    'tp_descr_set',
    wrapDelete,
    '($self, instance, /)',
    'Unbind the attribute of instance.',
    setTrampoline,
  ),
  row(
    '__init__',
    'tp_init',
    wrapInit,
    '($self, /, *args, **kwargs)',
    'Set up self; help(type(self)) shows the accurate signature.',
    initTrampoline,
  ),
  row('__del__', 'tp_del', wrapDel, NO_ARGS, 'Called when the instance is about to be destroyed.', delTrampoline),
  row('__await__', 'am_await', wrapUnary, NO_ARGS, 'The iterator an await runs.', asyncTrampoline('__await__')),
  row('__aiter__', 'am_aiter', wrapUnary, NO_ARGS, 'An asynchronous iterator over self.', asyncTrampoline('__aiter__')),
  row('__anext__', 'am_anext', wrapUnary, NO_ARGS, 'An awaitable of the next item.', asyncTrampoline('__anext__')),
  ...binaryRows('add', 'nb_add', '+'),
  ...binaryRows('sub', 'nb_subtract', '-'),
  ...binaryRows('mul', 'nb_multiply', '*'),
  ...binaryRows('mod', 'nb_remainder', '%'),
  ...binaryRows('divmod', 'nb_divmod', ''),
  row(
    '__pow__',
    'nb_power',
    wrapPowLeft,
    '($self, value, mod=None, /)',
    'The value of pow(self, value, mod).',
    powTrampoline,
  ),
  row(
    '__rpow__',
    'nb_power',
    wrapPowRight,
    '($self, value, mod=None, /)',
    'The value of pow(value, self, mod).',
    powTrampoline,
  ),
  unaryRow('__neg__', 'nb_negative', 'The value of -self.'),
  unaryRow('__pos__', 'nb_positive', 'The value of +self.'),
  unaryRow('__abs__', 'nb_absolute', 'The value of abs(self).'),
  row('__bool__', 'nb_bool', wrapUnary, NO_ARGS, 'The truth of self.', boolTrampoline),
  unaryRow('__invert__', 'nb_invert', 'The value of ~self.'),
  ...binaryRows('lshift', 'nb_lshift', '<<'),
  ...binaryRows('rshift', 'nb_rshift', '>>'),
  ...binaryRows('and', 'nb_and', '&'),
  ...binaryRows('xor', 'nb_xor', '^'),
  ...binaryRows('or', 'nb_or', '|'),
  unaryRow('__int__', 'nb_int', 'The value of int(self).'),
  unaryRow('__float__', 'nb_float', 'The value of float(self).'),
  inplaceRow('add', 'nb_inplace_add', '+'),
  inplaceRow('sub', 'nb_inplace_subtract', '-'),
  inplaceRow('mul', 'nb_inplace_multiply', '*'),
  inplaceRow('mod', 'nb_inplace_remainder', '%'),
  row('__ipow__', 'nb_inplace_power', wrapPowInplace, VALUE, 'Carry out self**=value.', inplaceTrampoline('__ipow__')),
  inplaceRow('lshift', 'nb_inplace_lshift', '<<'),
  inplaceRow('rshift', 'nb_inplace_rshift', '>>'),
  inplaceRow('and', 'nb_inplace_and', '&'),
  inplaceRow('xor', 'nb_inplace_xor', '^'),
  inplaceRow('or', 'nb_inplace_or', '|'),
  ...binaryRows('floordiv', 'nb_floor_divide', '//'),
  ...binaryRows('truediv', 'nb_true_divide', '/'),
  inplaceRow('floordiv', 'nb_inplace_floor_divide', '//'),
  inplaceRow('truediv', 'nb_inplace_true_divide', '/'),
  unaryRow('__index__', 'nb_index', 'Self as an int, where an index is wanted.'),
  ...binaryRows('matmul', 'nb_matrix_multiply', '@'),
  inplaceRow('matmul', 'nb_inplace_matrix_multiply', '@'),
  row('__len__', 'mp_length', wrapUnary, NO_ARGS, 'The value of len(self).', lengthTrampoline),
  row('__getitem__', 'mp_subscript', wrapLeft, '($self, key, /)', 'The value of self[key].', subscriptTrampoline),
  row('__setitem__', 'mp_ass_subscript', wrapSetItem, '($self, key, value, /)', 'Bind self[key].', setItemTrampoline),
  row('__delitem__', 'mp_ass_subscript', wrapDelItem, '($self, key, /)', 'Delete self[key].', setItemTrampoline),
  row('__len__', 'sq_length', wrapUnary, NO_ARGS, 'The value of len(self).', lengthTrampoline),
  row('__add__', 'sq_concat', wrapLeft, VALUE, 'The value of self+value.', undefined),
  row('__mul__', 'sq_repeat', wrapRepeat, VALUE, 'The value of self*value.', undefined),
  row('__rmul__', 'sq_repeat', wrapRepeat, VALUE, 'The value of value*self.', undefined),
  row('__getitem__', 'sq_item', wrapItem, '($self, key, /)', 'The value of self[key].', itemTrampoline),
  row('__setitem__', 'sq_ass_item', wrapSetItem, '($self, key, value, /)', 'Bind self[key].', setItemTrampoline),
  row('__delitem__', 'sq_ass_item', wrapDelItem, '($self, key, /)', 'Delete self[key].', setItemTrampoline),
  row('__contains__', 'sq_contains', wrapContains, '($self, key, /)', 'Whether key is in self.', containsTrampoline),
  row('__iadd__', 'sq_inplace_concat', wrapLeft, VALUE, 'Carry out self+=value.', undefined),
  row('__imul__', 'sq_inplace_repeat', wrapRepeat, VALUE, 'Carry out self*=value.', undefined),
]

function subscriptTrampoline(cx: Context, self: Value, key: Value): Value {
  return callSpecialBinary(cx, self, '__getitem__', key)
}

/** Rows by dunder, and rows by slot. */
export const rowsOfName = new Map<string, SlotRow[]>()
export const rowsOfSlot = new Map<SlotName, SlotRow[]>()
for (const r of slotTable) {
  if (!rowsOfName.has(r.name)) rowsOfName.set(r.name, [])
  rowsOfName.get(r.name)!.push(r)
  if (!rowsOfSlot.has(r.slot)) rowsOfSlot.set(r.slot, [])
  rowsOfSlot.get(r.slot)!.push(r)
}

/** Calls a wrapper; only `__call__` and `__init__` take keywords. */
export function callWrapper(
  cx: Context,
  row: SlotRow,
  fn: unknown,
  self: Value,
  args: Value[],
  kwnames: readonly string[] | null,
): Value {
  if (kwnames !== null && kwnames.length > 0 && row.wrap !== wrapCall && row.wrap !== wrapInit) {
    noKeywords(`wrapper ${row.name}()`, kwnames)
  }
  return row.wrap!(cx, fn, self, args, kwnames)
}

/**
 * Sets one slot of a Python class from what the names that stand for it are bound to along the mro: the slot function itself when all are
 * wrappers of one function, the trampoline as soon as one is anything else.
 */
export function updateSlot(type: PyType, slot: SlotName): void {
  let specific: unknown
  let generic = false
  let trampoline: unknown
  let unhashable = false
  for (const r of rowsOfSlot.get(slot)!) {
    const d = lookupInType(type, r.name)
    if (d === undefined) continue
    trampoline = r.trampoline
    if (d instanceof PyWrapperDescriptor && rowOf(d, slot) && isSubtype(type, d.objclass)) {
      if (specific === undefined || specific === d.fn) specific = d.fn
      else generic = true
    } else if (d instanceof PyBuiltinFunction && r.slot === 'tp_new' && d.newOf !== undefined) {
      specific = d.newOf.tp_new
    } else if (d === null && r.slot === 'tp_hash') {
      unhashable = true
    } else generic = true
  }
  const fields = type as unknown as Record<string, unknown>
  if (unhashable) fields[slot] = null
  else fields[slot] = generic || specific === undefined ? trampoline : specific
}

/** Does the wrapper stand for this very slot? */
function rowOf(d: PyWrapperDescriptor, slot: SlotName): boolean {
  return d.row.slot === slot
}

/** Sets all slots of a new Python class. Under one base only the names the class binds itself can differ from what it inherits. */
export function fillSlots(type: PyType): void {
  if (type.bases.length === 1) {
    inheritAll(type, type.bases[0]!)
    const seen = new Set<SlotName>()
    for (const key of type.attrs.keys) {
      if (typeof key !== 'string' || key.charCodeAt(0) !== 95) continue
      for (const r of rowsOfName.get(key) ?? []) {
        if (seen.has(r.slot)) continue
        seen.add(r.slot)
        updateSlot(type, r.slot)
      }
    }
    // A builtin base that cannot be instantiated itself leaves its subclasses what the mro says.
    if (type.tp_new === undefined) updateSlot(type, 'tp_new')
    return
  }
  inheritAll(type, type.base!)
  for (const slot of rowsOfSlot.keys()) updateSlot(type, slot)
}

function inheritAll(type: PyType, base: PyType): void {
  const to = type as unknown as Record<string, unknown>
  const from = base as unknown as Record<string, unknown>
  for (const k of slotNames) to[k] = from[k]
}

/** A name was bound or unbound on a Python class after its creation: brings its slots and those of its subclasses up to date. */
export function slotsChanged(type: PyType, name: string): void {
  const affected = rowsOfName.get(name)
  if (affected === undefined) return
  const visit = (t: PyType): void => {
    for (const r of affected) updateSlot(t, r.slot)
    for (const s of t.subclasses) if (s.attrs.getStr(name) === undefined) visit(s)
  }
  visit(type)
}
