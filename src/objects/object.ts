/**
 * object: the root of all classes, and plain instances of Python classes (CPython's `object_*` in Objects/typeobject.c, and object.c).
 *
 * Generic attribute access is here, written once: data descriptor of the class, then the instance dict, then the plain class attribute.
 */
import { type Int, NotImplemented, PyList, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { addressText, identityNumber } from '../values/identity'
import { fromText, textOf } from '../values/wide'
import { forEach, getAttrOrNull, isTrue, str } from './abstract'
import type { Context } from './context'
import { fillType } from './define'
import { PyStaticMethod } from './descr'
import { attributeError, typeError } from './raise'
import { objectReduce, objectReduceEx, objectState } from './reduce'
import { asStrValue } from './str'
import { CompareOp, lookupInType, objectType, PyType, TypeFlags, typeName, typeOf } from './type'
import { abstractMethodsOf, setClassOf } from './type_new'

declare module '../values/value' {
  interface PyObject {
    /** Values of `__slots__`, by the index their member descriptor holds. */
    slots: (Value | undefined)[] | undefined
  }
}

/** An instance of a Python class whose solid base is `object`. */
export class PyInstance extends PyObject {
  constructor(type: PyType) {
    super()
    this.type = type
    this.dict = type.hasDict ? new PyDict() : undefined
    this.slots = type.nslots > 0 ? new Array(type.nslots).fill(undefined) : undefined
  }
}

/** Makes `o`, a fresh object of a builtin leaf class, an instance of the subclass `cls`. Returns it. */
export function adopt<T extends PyObject>(o: T, cls: PyType): T {
  o.type = cls
  if (cls.hasDict) o.dict = new PyDict()
  if (cls.nslots > 0) o.slots = new Array(cls.nslots).fill(undefined)
  return o
}

/** The instance `__dict__`, NULL where there is none. */
export function dictOf(o: Value): PyDict | undefined {
  return typeof o === 'object' && o !== null ? o.dict : undefined
}

/** Generic lookup: the attribute or NULL. What a descriptor raises goes through. */
export function genericFindAttr(cx: Context, o: Value, name: string): Value | undefined {
  const t = typeOf(o)
  const d = lookupInType(t, name)
  let get: PyType['tp_descr_get']
  if (d !== undefined) {
    const dt = typeOf(d)
    get = dt.tp_descr_get
    if (get !== undefined && dt.tp_descr_set !== undefined) return get(cx, d, o, t)
  }
  if (typeof o === 'object' && o !== null) {
    const dict = o.dict
    if (dict !== undefined) {
      const v = dict.getStr(name)
      if (v !== undefined) return v
    }
  }
  return get === undefined ? d : get(cx, d, o, t)
}

/** `object.__getattribute__`. */
export function genericGetAttr(cx: Context, o: Value, name: string): Value {
  const v = genericFindAttr(cx, o, name)
  if (v === undefined) throw noAttribute(o, name)
  return v
}

/** The AttributeError of an attribute that is not there. */
export function noAttribute(o: Value, name: string) {
  return attributeError(`'${typeName(o)}' object has no attribute '${name}'`, fromText(name), o)
}

/** `object.__setattr__` and `__delattr__` (`value` NULL). */
export function genericSetAttr(cx: Context, o: Value, name: string, value: Value | undefined): void {
  const t = typeOf(o)
  const d = lookupInType(t, name)
  if (d !== undefined) {
    const set = typeOf(d).tp_descr_set
    if (set !== undefined) {
      set(cx, d, o, value)
      return
    }
  }
  let dict = typeof o === 'object' && o !== null ? o.dict : undefined
  // Functions, exceptions and the like get their dict when the first attribute is set.
  if (dict === undefined && t.hasDict) {
    if (o instanceof PyStaticMethod && o.shared) throw typeError('a method of a builtin type cannot be changed')
    dict = (o as PyObject).dict = new PyDict()
  }
  if (dict !== undefined) {
    if (value !== undefined) dict.setStr(name, value)
    else if (!dict.delStr(name)) throw noAttribute(o, name)
    return
  }
  // Without an instance dict only descriptors can be set.
  if (d !== undefined) {
    throw attributeError(`'${t.tpName}' object attribute '${name}' is read-only`, fromText(name), o)
  }
  if (t.tp_setattro === genericSetAttr) {
    throw attributeError(
      `'${t.tpName}' object has no attribute '${name}' and no __dict__ for setting new attributes`,
      fromText(name),
      o,
    )
  }
  throw noAttribute(o, name)
}

function excessArgs(args: Value[], kwnames: readonly string[] | null): boolean {
  return args.length > 0 || (kwnames !== null && kwnames.length > 0)
}

/** `object.__new__`. */
export function objectNew(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  if (excessArgs(args, kwnames)) {
    if (cls.tp_new !== objectNew)
      throw typeError('object.__new__() takes exactly one argument (the type to instantiate)')
    if (cls.tp_init === objectInit) throw typeError(`${cls.tpName}() takes no arguments`)
  }
  if (cls.flags & TypeFlags.IS_ABSTRACT) throw abstractError(cx, cls)
  return cls.tp_alloc!(cls)
}

/** The TypeError of an attempt to instantiate an abstract class. */
function abstractError(cx: Context, cls: PyType) {
  const names: string[] = []
  const methods = abstractMethodsOf(cx, cls)
  forEach(cx, methods, (m) => {
    names.push(textOf(str(cx, m)))
  })
  names.sort()
  const s = names.length > 1 ? 's' : ''
  return typeError(
    `Can't instantiate abstract class ${textOf(cls.name)} without an implementation for abstract method${s} ${names.map((n) => `'${n}'`).join(', ')}`,
  )
}

/** `object.__init__`. */
export function objectInit(_cx: Context, self: Value, args: Value[], kwnames: readonly string[] | null): void {
  if (!excessArgs(args, kwnames)) return
  const t = typeOf(self)
  if (t.tp_init !== objectInit)
    throw typeError('object.__init__() takes exactly one argument (the instance to initialize)')
  if (t.tp_new === objectNew) {
    throw typeError(`${t.tpName}.__init__() takes exactly one argument (the instance to initialize)`)
  }
}

/** `module.qualname` of a class as reprs show it. */
export function typeFullName(cx: Context, t: PyType): string {
  const qualname = textOf(t.qualname)
  const module = t.flags & TypeFlags.HEAPTYPE ? getAttrOrNull(cx, t, '__module__') : t.module
  const m = module === undefined ? undefined : asStrValue(module)
  return m === undefined || m === 'builtins' ? qualname : `${textOf(m)}.${qualname}`
}

/** `object.__repr__`. */
export function objectRepr(cx: Context, self: Value): Str {
  // Values that are host primitives have no identity of their own: all show one address.
  const address = typeof self === 'object' && self !== null ? addressText(self) : '0x7f0000000000'
  return fromText(`<${typeFullName(cx, typeOf(self))} object at ${address}>`)
}

/** Default hash: `id()` without the low bits that are always 0. */
export function identityHash(_cx: Context, self: Value): Int {
  return typeof self === 'object' && self !== null ? 0x7f000000000 + identityNumber(self) : 0
}

/** Default comparison: by identity; `!=` is the opposite of what the class says of `==`. */
export function objectRichCompare(cx: Context, self: Value, other: Value, op: CompareOp): Value {
  if (op === CompareOp.EQ) return self === other ? true : NotImplemented
  if (op === CompareOp.NE) {
    const f = typeOf(self).tp_richcompare
    if (f === undefined || f === objectRichCompare) return self === other ? false : NotImplemented
    const r = f(cx, self, other, CompareOp.EQ)
    return r === NotImplemented ? r : !isTrue(cx, r)
  }
  return NotImplemented
}

/** Names `dir()` finds on a class: those of all its bases. */
export function collectClassNames(cx: Context, cls: Value, into: Set<string>): void {
  if (cls instanceof PyType) {
    for (const t of cls.mro) for (const k of t.attrs.keys) addName(k, into)
    return
  }
  const dict = getAttrOrNull(cx, cls, '__dict__')
  if (dict instanceof PyDict) for (const k of dict.keys) addName(k, into)
  const bases = getAttrOrNull(cx, cls, '__bases__')
  if (bases instanceof PyTuple) for (const b of bases.items) collectClassNames(cx, b, into)
}

function addName(k: Value | undefined, into: Set<string>): void {
  if (k === undefined) return
  const s = asStrValue(k)
  if (s !== undefined) into.add(textOf(s))
}

function objectDir(cx: Context, self: Value): Value {
  const names = new Set<string>()
  const dict = getAttrOrNull(cx, self, '__dict__')
  if (dict instanceof PyDict) for (const k of dict.keys) addName(k, names)
  const cls = getAttrOrNull(cx, self, '__class__')
  if (cls !== undefined) collectClassNames(cx, cls, names)
  return new PyList([...names].map(fromText))
}

fillType(objectType, 'object', null, {
  doc: 'The base class of all classes; an instance of it has no attributes of its own.',
  signature: '()',
  slots: {
    tp_alloc: (cls) => new PyInstance(cls),
    tp_new: objectNew,
    tp_init: objectInit,
    tp_repr: objectRepr,
    tp_str: (cx, self) => typeOf(self).tp_repr!(cx, self),
    tp_hash: identityHash,
    tp_richcompare: objectRichCompare,
    tp_getattro: genericGetAttr,
    tp_setattro: genericSetAttr,
  },
  methods: {
    '__reduce_ex__(self, protocol: int, /)': ['Helper for pickle and copy, by protocol.', objectReduceEx],
    '__reduce__(self, /)': ['Helper for pickle and copy.', objectReduce],
    '__getstate__(self, /)': [
      'State of the object for pickle and copy.',
      (cx, self: Value) => objectState(cx, self, false),
    ],
    '__format__(self, format_spec: str, /)': [
      'Text of the object; only the empty format is known.',
      (cx, self: Value, spec: Str) => {
        if (spec !== '') throw typeError(`unsupported format string passed to ${typeName(self)}.__format__`)
        return str(cx, self)
      },
    ],
    '__sizeof__(self, /)': ['Size of the object in memory, in bytes.', () => 16],
    '__dir__(self, /)': ['Names of the attributes.', objectDir],
  },
  classmethods: {
    '__subclasshook__(type, object, /)': [
      'Asked by issubclass() of abstract classes; the default has no opinion.',
      () => NotImplemented,
    ],
    '__init_subclass__(type, /)': ['Called when the class is subclassed.', () => null],
  },
  getset: {
    __class__: ['The class of the object.', (_cx, self: Value) => typeOf(self), setClassOf],
  },
})
