/**
 * Operations on any object: attributes, calls of special methods, comparison, hashing, iteration, containers, truth, text, class tests
 * (CPython's Objects/abstract.c and object.c). Operators on numbers are in `abstract_number.ts` and exported from here as well.
 *
 * All take the Context first. A Python exception is a thrown PyRaise; `undefined` stands for NULL ("no such attribute", "exhausted").
 */
import { type Int, isInt, isStr, NotImplemented, PyList, PyTuple, type Str, type Value, WideStr } from '../values/value'
import { compareStr, fromText, textOf } from '../values/wide'
import { asIndex, asInt, index, isIndex } from './abstract_number'
import type { Context } from './context'
import { blameAttribute, excTypes, type PyStopIteration } from './exceptions'
import { makeGenericAlias } from './generic_alias'
import { PySeqIterator } from './iterators'
import { genericFindAttr, genericGetAttr } from './object'
import { attributeError, isRaiseOf, overflowError, PyRaise, stopValue, typeError, valueError } from './raise'
import { asStrValue } from './str'
import { CompareOp, isSubtype, lookupInType, PyType, TypeFlags, typeName, typeOf, typeType } from './type'
import { typeFindAttr, typeGetAttr } from './type_methods'
import { PyUnion } from './union'

export {
  absolute,
  asFloat,
  asIndex,
  asIndexClamped,
  asInt,
  asSliceIndex,
  BinOp,
  binaryAfterInplace,
  binaryAfterLeft,
  binaryOp,
  callSpecialBinary,
  divmodOp,
  index,
  inplaceOp,
  intAsFloat,
  invertOp,
  invertOp as invert,
  isIndex,
  negative,
  positive,
  power,
  toCInt,
  unsupportedOperands,
} from './abstract_number'
export { asIntValue } from './int'
export { asStrValue } from './str'
export { isSubtype, lookupInType, typeName, typeOf } from './type'

// Attributes.

/** `getattr(o, name)`. */
export function getAttr(cx: Context, o: Value, name: string): Value {
  return typeOf(o).tp_getattro!(cx, o, name)
}

/** `getAttr` for a program's own lookups: an AttributeError that does not say what it is about is about this. */
export function getAttrBlamed(cx: Context, o: Value, name: string): Value {
  try {
    return typeOf(o).tp_getattro!(cx, o, name)
  } catch (e) {
    if (e instanceof PyRaise) blameAttribute(e.exc, o, fromText(name))
    throw e
  }
}

/** The attribute, or NULL where AttributeError would be raised. */
export function getAttrOrNull(cx: Context, o: Value, name: string): Value | undefined {
  const f = typeOf(o).tp_getattro!
  try {
    if (f === genericGetAttr) return genericFindAttr(cx, o, name)
    return f === typeGetAttr ? typeFindAttr(cx, o as PyType, name) : f(cx, o, name)
  } catch (e) {
    if (isRaiseOf(e, excTypes.AttributeError)) return undefined
    throw e
  }
}

export function hasAttr(cx: Context, o: Value, name: string): boolean {
  return getAttrOrNull(cx, o, name) !== undefined
}

export function setAttr(cx: Context, o: Value, name: string, value: Value): void {
  typeOf(o).tp_setattro!(cx, o, name, value)
}

export function delAttr(cx: Context, o: Value, name: string): void {
  typeOf(o).tp_setattro!(cx, o, name, undefined)
}

/** The name a str gives an attribute; TypeError for anything else. */
export function attrName(v: Value): string {
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`attribute name must be string, not '${typeName(v)}'`)
  return textOf(s)
}

/** The special method `name` of the object's class, bound to the object; NULL where there is none. The instance dict is not asked. */
export function lookupSpecial(cx: Context, o: Value, name: string): Value | undefined {
  const t = typeOf(o)
  const f = lookupInType(t, name)
  if (f === undefined) return undefined
  const get = typeOf(f).tp_descr_get
  return get === undefined ? f : get(cx, f, o, t)
}

/** Calls a special method of the object's class that is known to exist. */
export function callSpecial(cx: Context, self: Value, name: string, ...args: Value[]): Value {
  const t = typeOf(self)
  const f = lookupInType(t, name)
  if (f === undefined) throw attributeError(name)
  const ft = typeOf(f)
  if (ft.flags & TypeFlags.METHOD_DESCRIPTOR) return cx.call(f, [self, ...args], null)
  return cx.call(ft.tp_descr_get === undefined ? f : ft.tp_descr_get(cx, f, self, t), args, null)
}

/** `o.name(*args)`, without making a bound method where the class's own method is called. */
export function callMethod(cx: Context, o: Value, name: string, ...args: Value[]): Value {
  const t = typeOf(o)
  if (t.tp_getattro === genericGetAttr) {
    const f = lookupInType(t, name)
    if (f !== undefined && typeOf(f).flags & TypeFlags.METHOD_DESCRIPTOR) {
      const dict = typeof o === 'object' && o !== null ? o.dict : undefined
      if (dict === undefined || dict.getStr(name) === undefined) return cx.call(f, [o, ...args], null)
    }
  }
  return cx.call(getAttr(cx, o, name), args, null)
}

export function isCallable(v: Value): boolean {
  return typeOf(v).tp_call !== undefined
}

// Comparison, hash, truth.

const SWAPPED = [CompareOp.GT, CompareOp.GE, CompareOp.EQ, CompareOp.NE, CompareOp.LT, CompareOp.LE]
const COMPARE_SIGNS = ['<', '<=', '==', '!=', '>', '>=']

/** Is the outcome `c` (negative, 0, positive) of a three-way comparison what `op` asks for? */
export function compareResult(c: number, op: CompareOp): boolean {
  switch (op) {
    case CompareOp.LT:
      return c < 0
    case CompareOp.LE:
      return c <= 0
    case CompareOp.EQ:
      return c === 0
    case CompareOp.NE:
      return c !== 0
    case CompareOp.GT:
      return c > 0
    default:
      return c >= 0
  }
}

/** `a op b`: whatever the comparison method returns. */
export function richCompare(cx: Context, a: Value, b: Value, op: CompareOp): Value {
  if (typeof a === 'number' && typeof b === 'number') return compareResult(a - b, op)
  if (typeof a === 'string' && typeof b === 'string') {
    if (op === CompareOp.EQ) return a === b
    if (op === CompareOp.NE) return a !== b
    return compareResult(compareStr(a, b), op)
  }
  cx.enter(' in comparison')
  try {
    return compareSlow(cx, a, b, op)
  } finally {
    cx.leave()
  }
}

function compareSlow(cx: Context, a: Value, b: Value, op: CompareOp): Value {
  const ta = typeOf(a)
  const tb = typeOf(b)
  let reflected = false
  if (ta !== tb && tb.tp_richcompare !== undefined && isSubtype(tb, ta)) {
    reflected = true
    const r = tb.tp_richcompare(cx, b, a, SWAPPED[op]!)
    if (r !== NotImplemented) return r
  }
  if (ta.tp_richcompare !== undefined) {
    const r = ta.tp_richcompare(cx, a, b, op)
    if (r !== NotImplemented) return r
  }
  return compareAfterLeft(cx, a, b, op, reflected)
}

/** `a op b` when the left operand has given NotImplemented: the right one's word unless it was `asked`, then identity or the TypeError. */
export function compareAfterLeft(cx: Context, a: Value, b: Value, op: CompareOp, asked = false): Value {
  const ta = typeOf(a)
  const tb = typeOf(b)
  if (!asked && tb.tp_richcompare !== undefined) {
    const r = tb.tp_richcompare(cx, b, a, SWAPPED[op]!)
    if (r !== NotImplemented) return r
  }
  if (op === CompareOp.EQ) return a === b
  if (op === CompareOp.NE) return a !== b
  throw typeError(`'${COMPARE_SIGNS[op]}' not supported between instances of '${ta.tpName}' and '${tb.tpName}'`)
}

/** The truth of `a op b`; identical objects are equal without being asked. */
export function richCompareBool(cx: Context, a: Value, b: Value, op: CompareOp): boolean {
  if (a === b) {
    if (op === CompareOp.EQ) return true
    if (op === CompareOp.NE) return false
  }
  const r = richCompare(cx, a, b, op)
  return typeof r === 'boolean' ? r : isTrue(cx, r)
}

/** `a is b or a == b`. */
export function equals(cx: Context, a: Value, b: Value): boolean {
  if (a === b) return true
  if (typeof a === 'string' && typeof b === 'string') return false
  if (typeof a === 'number' && typeof b === 'number') return false
  return richCompareBool(cx, a, b, CompareOp.EQ)
}

/** `hash(o)`. */
export function hash(cx: Context, o: Value): Int {
  const f = typeOf(o).tp_hash
  if (f === undefined || f === null) throw typeError(`unhashable type: '${typeName(o)}'`)
  return f(cx, o)
}

/** What a Python `__hash__` returned, brought into range as CPython does. */
export function hashResult(_cx: Context, v: Value): Int {
  const n = asInt(v)
  if (n === undefined) throw typeError('__hash__ method should return an integer')
  if (typeof n === 'number') return n === -1 ? -2 : n
  // Too wide: the hash of the int itself.
  const h = n >= -0x8000000000000000n && n <= 0x7fffffffffffffffn ? n : BigInt(typeOf(n).tp_hash!(_cx, n))
  return h === -1n ? -2 : h >= BigInt(Number.MIN_SAFE_INTEGER) && h <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(h) : h
}

/** `bool(o)`. */
export function isTrue(cx: Context, o: Value): boolean {
  switch (typeof o) {
    case 'boolean':
      return o
    case 'number':
      return o !== 0
    case 'string':
      return o !== ''
    case 'bigint':
      return true
  }
  if (o === null) return false
  const t = o.type
  if (t.nb_bool !== undefined) return t.nb_bool(cx, o)
  if (t.mp_length !== undefined) return Number(t.mp_length(cx, o)) > 0
  if (t.sq_length !== undefined) return Number(t.sq_length(cx, o)) > 0
  return true
}

// Iteration.

/** `iter(o)`. */
export function getIter(cx: Context, o: Value): Value {
  const t = typeOf(o)
  if (t.tp_iter === undefined) {
    if (t.sq_item !== undefined && !(t.flags & TypeFlags.MAPPING)) return new PySeqIterator(o)
    throw typeError(`'${t.tpName}' object is not iterable`)
  }
  const it = t.tp_iter(cx, o)
  if (typeOf(it).tp_iternext === undefined) throw typeError(`iter() returned non-iterator of type '${typeName(it)}'`)
  return it
}

/** Next item, NULL when there is none. */
export function iterNext(cx: Context, it: Value): Value | undefined {
  try {
    return typeOf(it).tp_iternext!(cx, it)
  } catch (e) {
    // A StopIteration out of a function that the iterator calls (`map`) ends the iteration, as it does in C.
    if (!isRaiseOf(e, excTypes.StopIteration)) throw e
    stopValue.v = (e.exc as PyStopIteration).value ?? null
    return undefined
  }
}

/** The items of an exact list or tuple, or of a subclass that iterates as they do; NULL for everything else. */
export function directItems(o: Value): Value[] | undefined {
  if (o instanceof PyList) return o.type.tp_iter === PyList.prototype.type.tp_iter ? o.items : undefined
  if (o instanceof PyTuple) return o.type.tp_iter === PyTuple.prototype.type.tp_iter ? o.items : undefined
  return undefined
}

/** Calls `visit` with each item until it returns false. A list may change under way, as in a `for` loop. */
export function forEach(cx: Context, iterable: Value, visit: (item: Value) => unknown): void {
  const items = directItems(iterable)
  if (items !== undefined) {
    for (let i = 0; i < items.length; i++) if (visit(items[i]!) === false) return
    return
  }
  const it = getIter(cx, iterable)
  const next = typeOf(it).tp_iternext!
  for (let n = 1; ; n++) {
    const v = next(cx, it)
    if (v === undefined) return
    if (visit(v) === false) return
    if ((n & 1023) === 0) cx.tick(1024)
  }
}

/** All items in a new array. */
export function toArray(cx: Context, iterable: Value): Value[] {
  const items = directItems(iterable)
  if (items !== undefined) return items.slice()
  const out: Value[] = []
  const it = getIter(cx, iterable)
  const next = typeOf(it).tp_iternext!
  for (;;) {
    const v = next(cx, it)
    if (v === undefined) return out
    out.push(v)
    if ((out.length & 1023) === 0) {
      cx.tick(1024)
      cx.charge(8 * 1024)
    }
  }
}

// Containers.

/** What `__len__` returned, checked. */
export function checkLength(cx: Context, v: Value): Int {
  const n = index(cx, v)
  if (typeof n === 'number') {
    if (n < 0) throw valueError('__len__() should return >= 0')
    return n
  }
  if (n < 0n) throw valueError('__len__() should return >= 0')
  if (n > 0x7fffffffffffffffn) throw overflowError("cannot fit 'int' into an index-sized integer")
  return n
}

/** `len(o)`. */
export function length(cx: Context, o: Value): number {
  return Number(exactLength(cx, o))
}

/** `len(o)`, exact where a number would round it. */
export function exactLength(cx: Context, o: Value): number | bigint {
  const t = typeOf(o)
  const f = t.sq_length ?? t.mp_length
  if (f === undefined) throw typeError(`object of type '${t.tpName}' has no len()`)
  return f(cx, o)
}

/** Estimate of the number of items: `__len__`, else `__length_hint__`, else `fallback`. */
export function lengthHint(cx: Context, o: Value, fallback: number): number {
  const t = typeOf(o)
  const f = t.sq_length ?? t.mp_length
  if (f !== undefined) {
    try {
      return Number(f(cx, o))
    } catch (e) {
      if (!isRaiseOf(e, excTypes.TypeError)) throw e
    }
  }
  const hint = lookupSpecial(cx, o, '__length_hint__')
  if (hint === undefined) return fallback
  let r: Value
  try {
    r = cx.call(hint, [], null)
  } catch (e) {
    if (!isRaiseOf(e, excTypes.TypeError)) throw e
    return fallback
  }
  if (r === NotImplemented) return fallback
  const n = asInt(r)
  if (n === undefined) throw typeError(`__length_hint__ must be an integer, not ${typeName(r)}`)
  if (n < 0) throw valueError('__length_hint__() should return >= 0')
  return Number(n)
}

/** `o[key]`. */
export function getItem(cx: Context, o: Value, key: Value): Value {
  const t = typeOf(o)
  if (t.mp_subscript !== undefined) return t.mp_subscript(cx, o, key)
  if (t.sq_item !== undefined) return t.sq_item(cx, o, sequenceIndex(cx, o, t, key))
  if (o instanceof PyType) {
    if (o === typeType) return makeGenericAlias(o, key)
    const f = getAttrOrNull(cx, o, '__class_getitem__')
    if (f !== undefined && f !== null) return cx.call(f, [key], null)
    throw typeError(`type '${o.tpName}' is not subscriptable`)
  }
  throw typeError(`'${t.tpName}' object is not subscriptable`)
}

function sequenceIndex(cx: Context, o: Value, t: PyType, key: Value): number {
  if (!isIndex(key)) throw typeError(`sequence index must be integer, not '${typeName(key)}'`)
  const i = asIndex(cx, key)
  return i < 0 && t.sq_length !== undefined ? i + Number(t.sq_length(cx, o)) : i
}

export function setItem(cx: Context, o: Value, key: Value, value: Value): void {
  const t = typeOf(o)
  if (t.mp_ass_subscript !== undefined) t.mp_ass_subscript(cx, o, key, value)
  else if (t.sq_ass_item !== undefined) t.sq_ass_item(cx, o, sequenceIndex(cx, o, t, key), value)
  else throw typeError(`'${t.tpName}' object does not support item assignment`)
}

export function delItem(cx: Context, o: Value, key: Value): void {
  const t = typeOf(o)
  if (t.mp_ass_subscript !== undefined) t.mp_ass_subscript(cx, o, key, undefined)
  else if (t.sq_ass_item !== undefined) t.sq_ass_item(cx, o, sequenceIndex(cx, o, t, key), undefined)
  else {
    // Sequences have a wording of their own.
    const not = t.sq_item !== undefined && isIndex(key) ? "doesn't" : 'does not'
    throw typeError(`'${t.tpName}' object ${not} support item deletion`)
  }
}

/** `item in o`. */
export function contains(cx: Context, o: Value, item: Value): boolean {
  const t = typeOf(o)
  if (t.sq_contains !== undefined) return t.sq_contains(cx, o, item)
  if (t.tp_iter === undefined && t.sq_item === undefined)
    throw typeError(`argument of type '${t.tpName}' is not iterable`)
  let found = false
  forEach(cx, o, (v) => {
    found = equals(cx, v, item)
    return !found
  })
  return found
}

// Text.

/** `repr(o)`. */
export function repr(cx: Context, o: Value): Str {
  const t = typeOf(o)
  cx.enter(' while getting the repr of an object')
  let r: Value
  try {
    r = t.tp_repr!(cx, o)
  } finally {
    cx.leave()
  }
  const s = asStrValue(r)
  if (s === undefined) throw typeError(`__repr__ returned non-string (type ${typeName(r)})`)
  return s
}

/** `str(o)` as a plain str. */
export function str(cx: Context, o: Value): Str {
  if (typeof o === 'string') return o
  const s = asStrValue(strObject(cx, o))
  return s!
}

/** `str(o)`, which may be an instance of a str subclass. */
export function strObject(cx: Context, o: Value): Value {
  if (typeof o === 'string' || (o instanceof WideStr && o.type === WideStr.prototype.type)) return o
  const t = typeOf(o)
  cx.enter(' while getting the str of an object')
  let r: Value
  try {
    r = t.tp_str!(cx, o)
  } finally {
    cx.leave()
  }
  if (asStrValue(r) === undefined) throw typeError(`__str__ returned non-string (type ${typeName(r)})`)
  return r
}

/** `ascii(o)`: the repr with everything beyond ASCII escaped. */
export function ascii(cx: Context, o: Value): Str {
  const s = repr(cx, o)
  const js = textOf(s)
  if (typeof s === 'string' && /^[\x00-\x7f]*$/.test(js)) return s
  let out = ''
  for (const ch of js) {
    const cp = ch.codePointAt(0)!
    if (cp < 0x80) out += ch
    else if (cp <= 0xff) out += `\\x${cp.toString(16).padStart(2, '0')}`
    else if (cp <= 0xffff) out += `\\u${cp.toString(16).padStart(4, '0')}`
    else out += `\\U${cp.toString(16).padStart(8, '0')}`
  }
  return out
}

/** `format(o, spec)`. */
export function format(cx: Context, o: Value, spec: Str): Str {
  if (spec === '' && (isStr(o) || isInt(o))) return str(cx, o)
  const f = lookupSpecial(cx, o, '__format__')
  if (f === undefined) throw typeError(`Type ${typeName(o)} doesn't define __format__`)
  const r = cx.call(f, [spec], null)
  const s = asStrValue(r)
  if (s === undefined) throw typeError(`__format__ must return a str, not ${typeName(r)}`)
  return s
}

// Classes.

/** `isinstance(o, cls)`. */
export function isInstance(cx: Context, o: Value, cls: Value): boolean {
  if (typeOf(o) === cls) return true
  if (cls instanceof PyType && cls.type === typeType) return isInstanceDefault(cx, o, cls)
  const members = cls instanceof PyUnion ? cls.args : cls instanceof PyTuple ? cls.items : undefined
  if (members !== undefined) {
    cx.enter(' in __instancecheck__')
    try {
      for (const c of members) if (isInstance(cx, o, c)) return true
    } finally {
      cx.leave()
    }
    return false
  }
  const check = lookupSpecial(cx, cls, '__instancecheck__')
  if (check !== undefined) {
    cx.enter(' in __instancecheck__')
    try {
      return isTrue(cx, cx.call(check, [o], null))
    } finally {
      cx.leave()
    }
  }
  return isInstanceDefault(cx, o, cls)
}

/** `type.__instancecheck__`: by class, then by what `__class__` says. */
export function isInstanceDefault(cx: Context, o: Value, cls: Value): boolean {
  if (cls instanceof PyType) {
    const t = typeOf(o)
    if (isSubtype(t, cls)) return true
    // Only a class with a `__class__` of its own can claim another.
    if (lookupInType(t, '__class__') === lookupInType(typeType, '__class__') && t.tp_getattro === genericGetAttr)
      return false
    const claimed = getAttrOrNull(cx, o, '__class__')
    return claimed instanceof PyType && claimed !== t && isSubtype(claimed, cls)
  }
  if (basesOf(cx, cls) === undefined) {
    throw typeError('isinstance() arg 2 must be a type, a tuple of types, or a union')
  }
  const claimed = getAttrOrNull(cx, o, '__class__')
  return claimed !== undefined && derives(cx, claimed, cls)
}

/** `issubclass(c, cls)`. */
export function isSubclass(cx: Context, c: Value, cls: Value): boolean {
  if (cls instanceof PyType && cls.type === typeType) {
    if (c === cls) return true
    return isSubclassDefault(cx, c, cls)
  }
  const members = cls instanceof PyUnion ? cls.args : cls instanceof PyTuple ? cls.items : undefined
  if (members !== undefined) {
    cx.enter(' in __subclasscheck__')
    try {
      for (const k of members) if (isSubclass(cx, c, k)) return true
    } finally {
      cx.leave()
    }
    return false
  }
  const check = lookupSpecial(cx, cls, '__subclasscheck__')
  if (check !== undefined) {
    cx.enter(' in __subclasscheck__')
    try {
      return isTrue(cx, cx.call(check, [c], null))
    } finally {
      cx.leave()
    }
  }
  return isSubclassDefault(cx, c, cls)
}

/** `type.__subclasscheck__`. */
export function isSubclassDefault(cx: Context, c: Value, cls: Value): boolean {
  if (c instanceof PyType && cls instanceof PyType) return isSubtype(c, cls)
  if (basesOf(cx, c) === undefined) throw typeError('issubclass() arg 1 must be a class')
  if (!(cls instanceof PyUnion) && basesOf(cx, cls) === undefined) {
    throw typeError('issubclass() arg 2 must be a class, a tuple of classes, or a union')
  }
  return derives(cx, c, cls)
}

/** `__bases__` of something that acts as a class. */
function basesOf(cx: Context, c: Value): Value[] | undefined {
  const bases = getAttrOrNull(cx, c, '__bases__')
  return bases instanceof PyTuple ? bases.items : undefined
}

function derives(cx: Context, c: Value, cls: Value): boolean {
  if (c === cls) return true
  cx.enter(' in __issubclass__')
  try {
    for (const b of basesOf(cx, c) ?? []) if (derives(cx, b, cls)) return true
  } finally {
    cx.leave()
  }
  return false
}
