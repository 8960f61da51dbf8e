/**
 * Making classes: `type.__new__`, metaclass choice, C3, `__slots__`, layouts, and what may be changed on a class afterwards
 * (CPython's Objects/typeobject.c, `type_new` and below).
 *
 * "Layout" means the host class of the instances plus the `__slots__` they carry. A class that adds slots is a layout of its own, and
 * of several bases one must have a layout that includes the others'.
 */
import { emptyTuple, type PyObject, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { fromText, textOf } from '../values/wide'
import { callMethod, getAttr, getAttrOrNull, isTrue, lookupSpecial, repr, toArray } from './abstract'
import { PyCell } from './cell'
import type { Context } from './context'
import { PyBuiltinFunction, PyClassMethod, PyGetSetDescriptor, PyMemberDescriptor, PyStaticMethod } from './descr'
import { PyFunction } from './function'
import { PyModule } from './module'
import { attributeError, PyRaise, typeError, valueError } from './raise'
import type { NativeFn } from './signature'
import { fillSlots } from './slots'
import { asStrValue } from './str'
import { superInit } from './super'
import {
  isSubtype,
  lookupInType,
  objectType,
  PyType,
  TypeFlags,
  typeModified,
  typeName,
  typeOf,
  typeType,
} from './type'
import { weakReferences } from './weakref'

/** Body of the `__new__` that a builtin type with a constructor shows. */
export function newWrapper(type: PyType): NativeFn {
  return (cx, _self: Value, args: Value[], kwnames: readonly string[] | null) => {
    const nargs = args.length - (kwnames === null ? 0 : kwnames.length)
    if (nargs === 0) throw typeError(`${type.tpName}.__new__(): not enough arguments`)
    const cls = args[0]!
    if (!(cls instanceof PyType)) {
      throw typeError(`${type.tpName}.__new__(X): X is not a type object (${typeName(cls)})`)
    }
    if (!isSubtype(cls, type)) {
      throw typeError(`${type.tpName}.__new__(${cls.tpName}): ${cls.tpName} is not a subtype of ${type.tpName}`)
    }
    // `object.__new__(dict)` would make an object without dict's layout.
    let builtin: PyType | null = cls
    while (builtin !== null && builtin.flags & TypeFlags.HEAPTYPE) builtin = builtin.base
    if (builtin !== null && builtin.tp_new !== type.tp_new) {
      throw typeError(`${type.tpName}.__new__(${cls.tpName}) is not safe, use ${builtin.tpName}.__new__()`)
    }
    return type.tp_new!(cx, cls, args.slice(1), kwnames)
  }
}

/** The most derived of the metaclass given and those of the bases. */
export function calculateMetaclass(metatype: PyType, bases: readonly Value[]): PyType {
  let winner = metatype
  for (const b of bases) {
    const t = typeOf(b)
    if (isSubtype(winner, t)) continue
    if (isSubtype(t, winner)) winner = t
    else {
      throw typeError(
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
      )
    }
  }
  return winner
}

/** C3: merges the mros of the bases and the list of bases itself. */
export function mergeMro(type: PyType, bases: readonly PyType[]): PyType[] {
  if (bases.length === 1) return [type, ...bases[0]!.mro]
  for (let i = 0; i < bases.length; i++) {
    if (bases.indexOf(bases[i]!) !== i) throw typeError(`duplicate base class ${textOf(bases[i]!.name)}`)
  }
  const lists = [...bases.map((b) => b.mro), bases]
  const heads = lists.map(() => 0)
  const out = [type]
  for (;;) {
    let next: PyType | undefined
    let open = false
    for (let i = 0; i < lists.length && next === undefined; i++) {
      const candidate = lists[i]![heads[i]!]
      if (candidate === undefined) continue
      open = true
      if (!lists.some((l, j) => l.indexOf(candidate, heads[j]! + 1) >= 0)) next = candidate
    }
    if (!open) return out
    if (next === undefined) {
      const names: string[] = []
      lists.forEach((l, i) => {
        const c = l[heads[i]!]
        if (c !== undefined && !names.includes(textOf(c.name))) names.push(textOf(c.name))
      })
      throw typeError(`Cannot create a consistent method resolution order (MRO) for bases ${names.join(', ')}`)
    }
    out.push(next)
    lists.forEach((l, i) => {
      if (l[heads[i]!] === next) heads[i]!++
    })
  }
}

/** The mro a metaclass with a `mro` method of its own wants, else C3. */
function computeMro(cx: Context, type: PyType): PyType[] {
  const own = lookupInType(type.type, 'mro')
  if (type.type === typeType || own === lookupInType(typeType, 'mro')) return mergeMro(type, type.bases)
  const result = toArray(cx, callMethodOf(cx, type, 'mro'))
  for (const t of result) {
    if (!(t instanceof PyType)) throw typeError(`mro() returned a non-class ('${typeName(t)}')`)
    if (!isSubtypeBySolid(type, t)) throw typeError(`mro() returned base with unsuitable layout ('${t.tpName}')`)
  }
  return result as PyType[]
}

function isSubtypeBySolid(type: PyType, t: PyType): boolean {
  return type.solid === t.solid || type.solid.mro.includes(t.solid)
}

function callMethodOf(cx: Context, type: PyType, name: string): Value {
  return cx.call(lookupSpecial(cx, type, name)!, [], null)
}

/** The base that fixes the layout; TypeError where two layouts exclude each other. */
function bestBase(bases: readonly PyType[]): PyType {
  let winner: PyType | undefined
  let base: PyType | undefined
  for (const b of bases) {
    if (!(b.flags & TypeFlags.BASETYPE)) throw typeError(`type '${b.tpName}' is not an acceptable base type`)
    const candidate = b.solid
    if (winner === undefined || (winner !== candidate && isSubtype(candidate, winner))) {
      winner = candidate
      base = b
    } else if (!isSubtype(winner, candidate)) throw typeError('multiple bases have instance lay-out conflict')
  }
  return base!
}

/** Builtin types whose instances vary in size: their subclasses cannot have slots. */
const VARIABLE_SIZE = new Set(['int', 'bytes', 'tuple', 'type'])

/** `_name` as a class body sees `__name`. */
export function mangle(className: string, name: string): string {
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name
  const stripped = className.replace(/^_+/, '')
  return stripped === '' ? name : `_${stripped}${name}`
}

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u

interface SlotPlan {
  names: string[]
  addDict: boolean
  addWeakref: boolean
}

/** Reads `__slots__` of the class namespace and says what the instances get. */
function planSlots(cx: Context, name: string, base: PyType, bases: readonly PyType[], d: PyDict): SlotPlan {
  const mayDict = !base.hasDict
  const mayWeak = !base.hasWeakref && !VARIABLE_SIZE.has(textOf(base.solid.name))
  const slots = d.getStr('__slots__')
  if (slots === undefined) return { names: [], addDict: mayDict, addWeakref: mayWeak }
  const items = asStrValue(slots) !== undefined ? [slots] : toArray(cx, slots)
  if (items.length > 0 && VARIABLE_SIZE.has(textOf(base.solid.name))) {
    throw typeError(`nonempty __slots__ not supported for subtype of '${textOf(base.name)}'`)
  }
  let addDict = false
  let addWeakref = false
  const names: string[] = []
  for (const item of items) {
    const s = asStrValue(item)
    if (s === undefined) throw typeError(`__slots__ items must be strings, not '${typeName(item)}'`)
    const text = textOf(s)
    if (!IDENTIFIER.test(text)) throw typeError('__slots__ must be identifiers')
    if (text === '__dict__') {
      if (!mayDict || addDict) throw typeError('__dict__ slot disallowed: we already got one')
      addDict = true
    } else if (text === '__weakref__') {
      if (!mayWeak || addWeakref) throw typeError('__weakref__ slot disallowed: we already got one')
      addWeakref = true
    } else {
      const mangled = mangle(name, text)
      if (
        d.hasStr(mangled) &&
        mangled !== '__qualname__' &&
        mangled !== '__classcell__' &&
        mangled !== '__classdictcell__'
      ) {
        throw valueError(`'${text}' in __slots__ conflicts with class variable`)
      }
      names.push(mangled)
    }
  }
  names.sort()
  // Other bases may bring a dict or weak references.
  for (const b of bases) {
    if (b === base) continue
    if (mayDict && b.hasDict) addDict = true
    if (mayWeak && b.hasWeakref) addWeakref = true
  }
  return { names, addDict, addWeakref }
}

function slotMember(type: PyType, name: string, index: number): PyMemberDescriptor {
  return new PyMemberDescriptor(
    type,
    name,
    null,
    index,
    (_cx, self: PyObject) => self.slots![index],
    (_cx, self: PyObject, value) => {
      if (value === undefined && self.slots![index] === undefined) throw attributeError(name)
      self.slots![index] = value
    },
  )
}

function dictDescriptor(type: PyType): PyGetSetDescriptor {
  return new PyGetSetDescriptor(type, '__dict__', 'Attributes of the instance.', instanceDict, setSubtypeDict)
}

/** `obj.__dict__` of an instance whose class gives it one. */
export function instanceDict(_cx: Context, self: PyObject): Value {
  return (self.dict ??= new PyDict())
}

/** `obj.__dict__ = value` of an instance of a builtin type. */
export function setInstanceDict(_cx: Context, self: PyObject, value: Value | undefined): void {
  if (value === undefined) throw typeError('cannot delete __dict__')
  if (!(value instanceof PyDict)) throw typeError(`__dict__ must be set to a dictionary, not a '${typeName(value)}'`)
  self.dict = value
}

/** The same of an instance of a Python class, where deleting leaves an empty dict. */
export function setSubtypeDict(cx: Context, self: PyObject, value: Value | undefined): void {
  setInstanceDict(cx, self, value ?? new PyDict())
}

function weakrefDescriptor(type: PyType): PyGetSetDescriptor {
  return new PyGetSetDescriptor(type, '__weakref__', 'Weak references to the object.', (_cx, self: PyObject) =>
    weakReferences(self),
  )
}

/** `type.__new__(metatype, name, bases, namespace, **kwargs)`. */
export function typeNew(cx: Context, metatype: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  const nkw = kwnames === null ? 0 : kwnames.length
  const nargs = args.length - nkw
  if (nargs !== 3) throw typeError(`type.__new__() takes exactly 3 arguments (${nargs} given)`)
  const [nameArg, basesArg, ns] = args as [Value, Value, Value]
  const name = asStrValue(nameArg)
  if (name === undefined) throw typeError(`type.__new__() argument 1 must be str, not ${shortName(nameArg)}`)
  if (!(basesArg instanceof PyTuple))
    throw typeError(`type.__new__() argument 2 must be tuple, not ${shortName(basesArg)}`)
  if (!(ns instanceof PyDict)) throw typeError(`type.__new__() argument 3 must be dict, not ${shortName(ns)}`)

  let bases = basesArg.items as PyType[]
  if (bases.length === 0) bases = [objectType]
  else {
    for (const b of bases as Value[]) {
      if (!(b instanceof PyType) && getAttrOrNull(cx, b, '__mro_entries__') !== undefined) {
        throw typeError("type() doesn't support MRO entry resolution; use types.new_class()")
      }
    }
    const winner = calculateMetaclass(metatype, bases)
    if (winner !== metatype) {
      if (winner.tp_new !== typeNew) return winner.tp_new!(cx, winner, args, kwnames)
      metatype = winner
    }
    for (const b of bases as Value[]) if (!(b instanceof PyType)) throw typeError('bases must be types')
  }
  const type = makeClass(cx, metatype, name, bases, ns)
  callSetNames(cx, type)
  callInitSubclass(cx, type, args.slice(3), kwnames)
  return type
}

const shortName = (v: Value) => (v === null ? 'None' : typeName(v))

function makeClass(cx: Context, metatype: PyType, name: Str, bases: PyType[], ns: PyDict): PyType {
  const base = bestBase(bases)
  const nameText = textOf(name)
  if (nameText.includes('\0')) throw valueError('type name must not contain null characters')
  const d = new PyDict()
  d.copyFrom(ns)
  const plan = planSlots(cx, nameText, base, bases, d)

  const type = new PyType()
  if (metatype !== typeType) type.type = metatype
  type.owner = cx
  type.flags = TypeFlags.HEAPTYPE | TypeFlags.BASETYPE | TypeFlags.READY
  type.name = name
  type.tpName = nameText
  type.base = base
  type.bases = bases
  type.attrs = d
  type.hasDict = base.hasDict || plan.addDict
  type.hasWeakref = base.hasWeakref || plan.addWeakref
  type.nslots = base.nslots + plan.names.length
  type.solid = plan.names.length > 0 ? type : base.solid

  const qualname = d.getStr('__qualname__')
  if (qualname === undefined) type.qualname = name
  else {
    const q = asStrValue(qualname)
    if (q === undefined) throw typeError(`type __qualname__ must be a str, not ${shortName(qualname)}`)
    type.qualname = q
    d.delStr('__qualname__')
  }
  if (!d.hasStr('__module__')) {
    const module = cx.frame?.globals.getStr('__name__')
    if (module !== undefined) d.setStr('__module__', module)
  }
  wrapFunction(d, '__new__', (f) => new PyStaticMethod(f))
  wrapFunction(d, '__init_subclass__', (f) => new PyClassMethod(f))
  wrapFunction(d, '__class_getitem__', (f) => new PyClassMethod(f))
  plan.names.forEach((n, i) => {
    d.setStr(n, slotMember(type, n, base.nslots + i))
  })
  const classcell = d.getStr('__classcell__')
  if (classcell !== undefined) {
    if (!(classcell instanceof PyCell)) {
      throw typeError(`__classcell__ must be a nonlocal cell, not ${textOf(repr(cx, typeOf(classcell)))}`)
    }
    classcell.value = type
    d.delStr('__classcell__')
  }
  const dictcell = d.getStr('__classdictcell__')
  if (dictcell !== undefined) {
    if (!(dictcell instanceof PyCell)) {
      throw typeError(`__classdictcell__ must be a nonlocal cell, not ${textOf(repr(cx, typeOf(dictcell)))}`)
    }
    dictcell.value = d
    d.delStr('__classdictcell__')
  }
  if (plan.addDict) d.setStr('__dict__', dictDescriptor(type))
  if (plan.addWeakref) d.setStr('__weakref__', weakrefDescriptor(type))
  if (!d.hasStr('__doc__')) d.setStr('__doc__', null)
  // Equality without a hash makes instances unhashable.
  if (d.hasStr('__eq__') && !d.hasStr('__hash__')) d.setStr('__hash__', null)

  type.mro = computeMro(cx, type)
  // Of the two kinds of pattern the first base that has one decides.
  const collection = TypeFlags.SEQUENCE | TypeFlags.MAPPING
  type.flags |= (type.mro.find((b) => b.flags & collection)?.flags ?? 0) & collection
  for (const b of bases) addSubclass(cx, b, type)
  fillSlots(type)
  return type
}

function wrapFunction(d: PyDict, name: string, wrap: (f: Value) => Value): void {
  const f = d.getStr(name)
  if (f instanceof PyFunction) d.setStr(name, wrap(f))
}

/** Tells every value of the class body the name it was given. */
function callSetNames(cx: Context, type: PyType): void {
  const { keys, values } = type.attrs.copy()
  for (let i = 0; i < keys.length; i++) {
    const value = values[i]
    if (value === undefined) continue
    const f = lookupInType(typeOf(value), '__set_name__')
    if (f === undefined) continue
    try {
      cx.call(lookupSpecial(cx, value, '__set_name__')!, [type, keys[i]!], null)
    } catch (e) {
      if (e instanceof PyRaise) {
        callMethod(
          cx,
          e.exc,
          'add_note',
          fromText(
            `Error calling __set_name__ on '${typeName(value)}' instance ${textOf(repr(cx, keys[i]!))} in '${textOf(type.name)}'`,
          ),
        )
      }
      throw e
    }
  }
}

function callInitSubclass(cx: Context, type: PyType, kwargs: Value[], kwnames: readonly string[] | null): void {
  const f = getAttr(cx, superInit(type, type), '__init_subclass__')
  // The default does nothing: not called when there is nothing to complain about.
  if (f instanceof PyBuiltinFunction && (kwnames === null || kwnames.length === 0) && f.def.owner === objectType) return
  cx.call(f, kwargs, kwnames)
}

// Subclasses. Those of builtin types are kept for each interpreter by itself, since builtin types are shared.

const heapSubclasses = new WeakMap<Context, Map<PyType, PyType[]>>()

function addSubclass(cx: Context, base: PyType, type: PyType): void {
  if (base.flags & TypeFlags.HEAPTYPE) {
    base.subclasses.push(type)
    return
  }
  let map = heapSubclasses.get(cx)
  if (map === undefined) heapSubclasses.set(cx, (map = new Map()))
  const list = map.get(base)
  if (list === undefined) map.set(base, [type])
  else list.push(type)
}

function removeSubclass(cx: Context, base: PyType, type: PyType): void {
  const list = base.flags & TypeFlags.HEAPTYPE ? base.subclasses : heapSubclasses.get(cx)?.get(base)
  const i = list?.indexOf(type) ?? -1
  if (i >= 0) list!.splice(i, 1)
}

/** Direct subclasses an interpreter knows of, in order of creation. */
export function subclassesOf(cx: Context, type: PyType): PyType[] {
  if (type.flags & TypeFlags.HEAPTYPE) return [...type.subclasses]
  return [...type.subclasses, ...(heapSubclasses.get(cx)?.get(type) ?? [])]
}

// Changes to classes and instances.

/** What `__abstractmethods__` of the class holds. */
export function abstractMethodsOf(_cx: Context, cls: PyType): Value {
  return cls.attrs.getStr('__abstractmethods__') ?? emptyTuple
}

/** Sets or deletes `__abstractmethods__`; a non-empty one makes the class abstract. */
export function setAbstractMethods(cx: Context, cls: PyType, value: Value | undefined): void {
  if (value === undefined) {
    if (!cls.attrs.delStr('__abstractmethods__')) throw attributeError('__abstractmethods__')
    cls.flags &= ~TypeFlags.IS_ABSTRACT
  } else {
    const abstract = isTrue(cx, value)
    cls.attrs.setStr('__abstractmethods__', value)
    cls.flags = abstract ? cls.flags | TypeFlags.IS_ABSTRACT : cls.flags & ~TypeFlags.IS_ABSTRACT
  }
  typeModified(cls)
}

/** Do instances of both have one layout? */
function sameLayout(a: PyType, b: PyType): boolean {
  if (a.nslots !== b.nslots || a.hasDict !== b.hasDict || a.hasWeakref !== b.hasWeakref) return false
  if (a.solid === b.solid) return true
  return a.nslots > 0 && layoutKey(a) === layoutKey(b)
}

/** Slot names along the chain of layouts: two classes that add the same slots to the same base are compatible. */
function layoutKey(t: PyType): string {
  const names: string[] = []
  let base = t.solid
  while (base.flags & TypeFlags.HEAPTYPE) {
    for (const v of base.attrs.values) if (v instanceof PyMemberDescriptor) names.push(`${v.slot}:${v.name}`)
    base = base.base!.solid
  }
  return `${base.tpName}|${names.sort().join()}`
}

/** `obj.__class__ = value`. */
export function setClassOf(_cx: Context, self: PyObject, value: Value | undefined): void {
  if (value === undefined) throw typeError("can't delete __class__ attribute")
  if (!(value instanceof PyType)) throw typeError(`__class__ must be set to a class, not '${typeName(value)}' object`)
  const old = typeOf(self)
  const modules = self instanceof PyModule && isSubtype(value, PyModule.prototype.type)
  if (!modules && !(old.flags & TypeFlags.HEAPTYPE && value.flags & TypeFlags.HEAPTYPE)) {
    throw typeError('__class__ assignment only supported for mutable types or ModuleType subclasses')
  }
  if (!modules && !sameLayout(old, value)) {
    throw typeError(`__class__ assignment: '${value.tpName}' object layout differs from '${old.tpName}'`)
  }
  self.type = value
}

/** `cls.__bases__ = value`. */
export function setBases(cx: Context, type: PyType, value: Value): void {
  const name = textOf(type.name)
  if (!(value instanceof PyTuple)) throw typeError(`can only assign tuple to ${name}.__bases__, not ${typeName(value)}`)
  if (value.items.length === 0) throw typeError(`can only assign non-empty tuple to ${name}.__bases__, not ()`)
  for (const b of value.items) {
    if (!(b instanceof PyType)) throw typeError(`${name}.__bases__ must be tuple of classes, not '${typeName(b)}'`)
    if (isSubtype(b, type)) throw typeError('a __bases__ item causes an inheritance cycle')
  }
  const bases = value.items as PyType[]
  const base = bestBase(bases)
  // Every builtin type has a deallocator of its own, all classes made in Python share one.
  if (base !== type.base && !(base.flags & type.base!.flags & TypeFlags.HEAPTYPE)) {
    throw typeError(`__bases__ assignment: '${base.tpName}' deallocator differs from '${type.base!.tpName}'`)
  }
  if (base.solid !== type.base!.solid || base.nslots !== type.base!.nslots) {
    throw typeError(`__bases__ assignment: '${base.tpName}' object layout differs from '${type.base!.tpName}'`)
  }
  const old = { bases: type.bases, base: type.base }
  type.bases = bases
  type.base = base
  try {
    remro(cx, type)
  } catch (e) {
    type.bases = old.bases
    type.base = old.base
    throw e
  }
  for (const b of old.bases) removeSubclass(cx, b, type)
  for (const b of bases) addSubclass(cx, b, type)
  refill(type)
}

function remro(cx: Context, type: PyType): void {
  type.mro = computeMro(cx, type)
  typeModified(type)
  for (const s of type.subclasses) remro(cx, s)
}

function refill(type: PyType): void {
  fillSlots(type)
  for (const s of type.subclasses) refill(s)
}
