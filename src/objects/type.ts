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

let lastVersion = 0

/** Bits of `PyType.flags`, with the positions CPython's `type.__flags__` shows. */
export const enum TypeFlags {
  SEQUENCE = 1 << 5,
  MAPPING = 1 << 6,
  DISALLOW_INSTANTIATION = 1 << 7,
  /** Attributes of the class cannot be changed from Python: every builtin type. */
  IMMUTABLE = 1 << 8,
  /** Made by `type.__new__`, not by a definition of ours. */
  HEAPTYPE = 1 << 9,
  /** May be subclassed from Python. */
  BASETYPE = 1 << 10,
  READY = 1 << 12,
  /** Instances called through LOAD_ATTR + CALL may be given `self` as first argument instead of being bound first. */
  METHOD_DESCRIPTOR = 1 << 17,
  IS_ABSTRACT = 1 << 20,
  /** Instances of the builtin type run Python code when they are asked for items: generators, `map`, `filter`. */
  RUNS_CODE = 1 << 21,
}

/** Stands in the lookup cache for "no class on the mro has it". */
const MISSING = Symbol('missing')

/** Builds the `__dict__` of a builtin type from its definition; set by `define.ts`. */
let buildAttrs: (type: PyType) => PyDict
export function registerAttrsBuilder(f: (type: PyType) => PyDict): void {
  buildAttrs = f
}

export class PyType extends PyObject {
  name: Str = ''
  qualname: Str = ''
  /** `__module__` of a builtin type; Python classes keep theirs in `attrs`. */
  module = 'builtins'
  doc: string | null = null
  /** What error messages call the type: `tp_name`, dotted for builtin types outside `builtins`. */
  tpName = ''
  base: PyType | null = null
  bases: PyType[] = []
  mro: PyType[] = []
  /** TypeFlags. */
  flags = 0
  /** Changes whenever the outcome of a lookup on this type may have changed; unique over all types, never 0. */
  version = ++lastVersion
  /** Results of `lookupInType`; emptied when the version changes. */
  readonly cache = new Map<string, Value | typeof MISSING>()
  /** Subclasses of the same sort (builtin of builtin, Python class of Python class); see `subclassesOf` in `type_new.ts`. */
  readonly subclasses: PyType[] = []
  /** Instances have a `dict`. */
  hasDict = false
  /** Instances accept weak references. */
  hasWeakref = false
  /** Number of `__slots__` values an instance holds, inherited ones included. */
  nslots = 0
  /** The builtin type that fixes the host class of the instances ("solid base"): `object`, `int`, `list` … */
  solid: PyType = this
  /** For a Python class: the Context it was made in. */
  owner: Context | null = null
  /** `__text_signature__` of a builtin type, with its parentheses. */
  textSignature: string | null = null
  private attrs_: PyDict | undefined = undefined
  /** The definition of a builtin type (`TypeSpec` of `define.ts`). */
  definition: unknown = undefined

  /** The type's `__dict__`: what its class body or its definition put there. Builtin types build it when first asked. */
  get attrs(): PyDict {
    return this.attrs_ ?? (this.attrs_ = buildAttrs(this))
  }
  set attrs(d: PyDict) {
    this.attrs_ = d
  }

  // Slots. `undefined` is "not there", after inheritance.
  tp_new: ((cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null) => Value) | undefined =
    undefined
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

/** `object` and `type`: made here, bare, so that every definition can refer to them; `object.ts` and `type_methods.ts` fill them in. */
export const objectType = new PyType()
export const typeType = new PyType()
objectType.mro = [objectType]
typeType.mro = [typeType, objectType]
PyType.prototype.type = typeType

/** The classes of the values that are JavaScript primitives; each is assigned by the file that defines the type. */
export const primitiveTypes = {
  none: objectType,
  bool: objectType,
  int: objectType,
  str: objectType,
}

/** The class of any value. */
export function typeOf(v: Value): PyType {
  switch (typeof v) {
    case 'object':
      return v === null ? primitiveTypes.none : v.type
    case 'number':
    case 'bigint':
      return primitiveTypes.int
    case 'string':
      return primitiveTypes.str
    default:
      return primitiveTypes.bool
  }
}

/** The name error messages give the class of `v`, e.g. `int`, `collections.deque`. */
export function typeName(v: Value): string {
  return typeOf(v).tpName
}

/** True when `b` is on the mro of `a`. */
export function isSubtype(a: PyType, b: PyType): boolean {
  if (a === b || b === objectType) return true
  const mro = a.mro
  for (let i = 1; i < mro.length; i++) if (mro[i] === b) return true
  return false
}

/** First binding of `name` along the mro, NULL where there is none. O(1) after the first time. Descriptors are not invoked. */
export function lookupInType(type: PyType, name: string): Value | undefined {
  const hit = type.cache.get(name)
  if (hit !== undefined) return hit === MISSING ? undefined : (hit as Value)
  return lookupSlow(type, name)
}

function lookupSlow(type: PyType, name: string): Value | undefined {
  let found: Value | undefined
  for (const t of type.mro) {
    found = t.attrs.getStr(name)
    if (found !== undefined) break
  }
  // A program may ask for any number of names (`hasattr` in a loop): the cache stays bounded.
  if (type.cache.size >= 4096) type.cache.clear()
  type.cache.set(name, found === undefined ? MISSING : found)
  return found
}

/** Tells that lookups on `type` and its subclasses may now have other outcomes. */
export function typeModified(type: PyType): void {
  type.version = ++lastVersion
  type.cache.clear()
  for (const s of type.subclasses) typeModified(s)
}

/** The slot fields of PyType, by name. */
export type SlotName = Extract<keyof PyType, `${'tp' | 'am' | 'nb' | 'sq' | 'mp'}_${string}`>
export type Slots = { [K in SlotName]?: PyType[K] }
export const slotNames = Object.keys(objectType).filter((k) => /^(tp|am|nb|sq|mp)_/.test(k)) as SlotName[]

/**
 * Copies from `base` the slots `type` does not have. Comparison and hash go together: a type that defines the one does not
 * inherit the other.
 */
export function inheritSlots(type: PyType, base: PyType): void {
  const to = type as unknown as Record<string, unknown>
  const from = base as unknown as Record<string, unknown>
  const comparesItself = type.tp_richcompare !== undefined || type.tp_hash !== undefined
  for (const k of slotNames) {
    if (to[k] !== undefined || from[k] === undefined) continue
    if (comparesItself && (k === 'tp_hash' || k === 'tp_richcompare')) continue
    // A builtin type right under `object` that has no constructor of its own cannot be instantiated.
    if (
      k === 'tp_new' &&
      base === objectType &&
      !(type.flags & TypeFlags.HEAPTYPE) &&
      !(type.definition as { inheritNew?: boolean } | undefined)?.inheritNew
    )
      continue
    to[k] = from[k]
  }
}
