/**
 * Python types of the descriptors: method_descriptor, wrapper_descriptor, method-wrapper, getset, member, builtin functions, property,
 * staticmethod and classmethod (CPython's Objects/descrobject.c, methodobject.c and funcobject.c). The host classes are in `descr.ts`.
 */
import { type Int, NotImplemented, type PyObject, PyTuple, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { addressText } from '../values/identity'
import { fromText, textOf } from '../values/wide'
import { getAttrOrNull, isTrue, repr, setAttr } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import {
  type Getter,
  PyBuiltinFunction,
  PyClassMethod,
  PyClassMethodDescriptor,
  PyGetSetDescriptor,
  PyMemberDescriptor,
  PyMethodDescriptor,
  PyMethodWrapper,
  PyProperty,
  PyStaticMethod,
  PyWrapperDescriptor,
  type Setter,
} from './descr'
import { PyMethod } from './method'
import { PyModule } from './module'
import { adopt, identityHash } from './object'
import { attributeError, typeError } from './raise'
import { bindWith, checkArity, NativeKind, noKeywords } from './signature'
import { callWrapper } from './slots'
import { CompareOp, isSubtype, PyType, TypeFlags, typeName, typeOf } from './type'
import { setInstanceDict } from './type_new'

type Descriptor = { objclass: PyType; name: string }

const nameOf = (d: PyObject): string =>
  d instanceof PyWrapperDescriptor
    ? d.row.name
    : d instanceof PyMethodDescriptor || d instanceof PyClassMethodDescriptor
      ? d.def.name
      : (d as unknown as Descriptor).name

function checkReceiver(d: PyObject & { objclass: PyType }, obj: Value): void {
  if (!isSubtype(typeOf(obj), d.objclass)) {
    throw typeError(
      `descriptor '${nameOf(d)}' for '${d.objclass.tpName}' objects doesn't apply to a '${typeName(obj)}' object`,
    )
  }
}

const text = (s: string | null): Value => (s === null ? null : fromText(s))
const reprOf = (what: string) => (_cx: Context, d: PyObject & { objclass: PyType }) =>
  fromText(`<${what} '${nameOf(d)}' of '${textOf(d.objclass.name)}' objects>`)

/** `__reduce__` of anything found as an attribute: `getattr(owner, name)`. */
function reduceAs(cx: Context, owner: Value, name: string): Value {
  return new PyTuple([cx.builtins.getStr('getattr')!, new PyTuple([owner, fromText(name)])])
}
const reduceMethod: [string, (cx: Context, d: PyObject & { objclass: PyType }) => Value] = [
  'What pickle and copy need.',
  (cx, d) => reduceAs(cx, d.objclass, nameOf(d)),
]

const DOCUMENTED = {
  objclass: { __objclass__: [null, (_cx: Context, d: { objclass: PyType }) => d.objclass] as [null, Getter] },
  name: { __name__: [null, (_cx: Context, d: PyObject) => fromText(nameOf(d))] as [null, Getter] },
  qualname: {
    __qualname__: [
      null,
      (_cx: Context, d: PyObject & { objclass: PyType }) => fromText(`${textOf(d.objclass.qualname)}.${nameOf(d)}`),
    ] as [null, Getter],
  },
}

export const methodDescriptorType = defineType('method_descriptor', PyMethodDescriptor, {
  final: true,
  flags: TypeFlags.METHOD_DESCRIPTOR,
  slots: {
    tp_repr: reprOf('method'),
    tp_call: callMethodDescriptor,
    tp_descr_get: (_cx, self: PyMethodDescriptor, obj) => {
      if (obj === undefined) return self
      if (!isSubtype(typeOf(obj), self.objclass)) checkReceiver(self, obj)
      return new PyBuiltinFunction(self.def, obj)
    },
  },
  methods: { '__reduce__(self, /)': reduceMethod },
  members: { ...DOCUMENTED.objclass, ...DOCUMENTED.name },
  getset: {
    __doc__: [null, (_cx, d: PyMethodDescriptor) => text(d.def.doc)],
    ...DOCUMENTED.qualname,
    __text_signature__: [null, (_cx, d: PyMethodDescriptor) => text(d.def.textSignature)],
  },
})

/** Calls an unbound builtin method: the first argument is the receiver. */
export function callMethodDescriptor(
  cx: Context,
  d: PyMethodDescriptor,
  args: Value[],
  kwnames: readonly string[] | null,
): Value {
  if (args.length - (kwnames === null ? 0 : kwnames.length) < 1) {
    throw typeError(`unbound method ${d.def.display} needs an argument`)
  }
  const self = args[0]!
  if (!isSubtype(typeOf(self), d.objclass)) checkReceiver(d, self)
  return d.def.call(cx, self, args.slice(1), kwnames)
}

export const classMethodDescriptorType = defineType('classmethod_descriptor', PyClassMethodDescriptor, {
  final: true,

  slots: {
    tp_repr: reprOf('method'),
    tp_call: (cx, d: PyClassMethodDescriptor, args, kwnames) => {
      if (args.length - (kwnames === null ? 0 : kwnames.length) < 1) {
        throw typeError(`descriptor '${d.def.name}' of '${d.objclass.tpName}' object needs an argument`)
      }
      return bindClassMethod(d, args[0]!).def.call(cx, args[0], args.slice(1), kwnames)
    },
    tp_descr_get: (_cx, d: PyClassMethodDescriptor, obj, cls) => bindClassMethod(d, cls ?? typeOf(obj!)),
  },
  members: { ...DOCUMENTED.objclass, ...DOCUMENTED.name },
  getset: {
    __doc__: [null, (_cx, d: PyClassMethodDescriptor) => text(d.def.doc)],
    ...DOCUMENTED.qualname,
    __text_signature__: [null, (_cx, d: PyClassMethodDescriptor) => text(d.def.textSignature)],
  },
})

function bindClassMethod(d: PyClassMethodDescriptor, cls: Value): PyBuiltinFunction {
  if (!(cls instanceof PyType)) {
    throw typeError(
      `descriptor '${d.def.name}' for type '${d.objclass.tpName}' needs a type, not a '${typeName(cls)}' as arg 2`,
    )
  }
  if (!isSubtype(cls, d.objclass)) {
    throw typeError(
      `descriptor '${d.def.name}' requires a subtype of '${d.objclass.tpName}' but received '${cls.tpName}'`,
    )
  }
  return new PyBuiltinFunction(d.def, cls)
}

export const wrapperDescriptorType = defineType('wrapper_descriptor', PyWrapperDescriptor, {
  final: true,
  flags: TypeFlags.METHOD_DESCRIPTOR,
  slots: {
    tp_repr: reprOf('slot wrapper'),
    tp_call: (cx, d: PyWrapperDescriptor, args, kwnames) => {
      if (args.length - (kwnames === null ? 0 : kwnames.length) < 1) {
        throw typeError(`descriptor '${d.row.name}' of '${d.objclass.tpName}' object needs an argument`)
      }
      const self = args[0]!
      if (!isSubtype(typeOf(self), d.objclass)) {
        throw typeError(
          `descriptor '${d.row.name}' requires a '${d.objclass.tpName}' object but received a '${typeName(self)}'`,
        )
      }
      return callWrapper(cx, d.row, d.fn, self, args.slice(1), kwnames)
    },
    tp_descr_get: (_cx, d: PyWrapperDescriptor, obj) => {
      if (obj === undefined) return d
      checkReceiver(d, obj)
      return new PyMethodWrapper(d, obj)
    },
  },
  methods: { '__reduce__(self, /)': reduceMethod },
  members: { ...DOCUMENTED.objclass, ...DOCUMENTED.name },
  getset: {
    __doc__: [null, (_cx, d: PyWrapperDescriptor) => fromText(d.row.doc)],
    ...DOCUMENTED.qualname,
    __text_signature__: [null, (_cx, d: PyWrapperDescriptor) => d.row.signature],
  },
})

/** Equality of two bound natives: same function of the same object. */
function compareBound(same: boolean, op: CompareOp): Value {
  if (op === CompareOp.EQ) return same
  return op === CompareOp.NE ? !same : NotImplemented
}

export const methodWrapperType = defineType('method-wrapper', PyMethodWrapper, {
  final: true,
  slots: {
    tp_repr: (_cx, w: PyMethodWrapper) =>
      fromText(`<method-wrapper '${w.descr.row.name}' of ${typeName(w.self)} object at ${address(w.self)}>`),
    tp_hash: (cx, w: PyMethodWrapper): Int =>
      Math.abs(Number(identityHash(cx, w.self)) ^ Number(identityHash(cx, w.descr))),
    tp_call: (cx, w: PyMethodWrapper, args, kwnames) => callWrapper(cx, w.descr.row, w.descr.fn, w.self, args, kwnames),
    tp_richcompare: (_cx, w: PyMethodWrapper, other: Value, op: CompareOp) =>
      other instanceof PyMethodWrapper
        ? compareBound(w.descr === other.descr && w.self === other.self, op)
        : NotImplemented,
  },
  methods: {
    '__reduce__(self, /)': [
      'What pickle and copy need.',
      (cx, w: PyMethodWrapper) => reduceAs(cx, w.self, w.descr.row.name),
    ],
  },
  members: { __self__: [null, (_cx, w: PyMethodWrapper) => w.self] },
  getset: {
    __objclass__: [null, (_cx, w: PyMethodWrapper) => w.descr.objclass],
    __name__: [null, (_cx, w: PyMethodWrapper) => w.descr.row.name],
    __qualname__: [
      null,
      (_cx, w: PyMethodWrapper) => fromText(`${textOf(w.descr.objclass.qualname)}.${w.descr.row.name}`),
    ],
    __doc__: [null, (_cx, w: PyMethodWrapper) => fromText(w.descr.row.doc)],
    __text_signature__: [null, (_cx, w: PyMethodWrapper) => w.descr.row.signature],
  },
})

function address(v: Value): string {
  return typeof v === 'object' && v !== null ? addressText(v) : '0x7f0000000000'
}

type Attribute = PyObject & { objclass: PyType; name: string; get: Getter | undefined; set: Setter | undefined }

/** Reads an attribute descriptor of either sort. */
function getAttribute(cx: Context, d: Attribute, obj: Value | undefined): Value {
  if (obj === undefined) return d
  checkReceiver(d, obj)
  if (d.get === undefined) {
    throw attributeError(`attribute '${d.name}' of '${d.objclass.tpName}' objects is not readable`)
  }
  const v = d.get(cx, obj)
  if (v === undefined) {
    if (d instanceof PyMemberDescriptor) {
      throw attributeError(`'${typeName(obj)}' object has no attribute '${d.name}'`, fromText(d.name), obj)
    }
    throw attributeError(d.name)
  }
  return v
}

function setAttribute(cx: Context, d: Attribute, obj: Value, value: Value | undefined): void {
  checkReceiver(d, obj)
  if (d.set === undefined) {
    throw attributeError(
      d instanceof PyMemberDescriptor
        ? 'readonly attribute'
        : `attribute '${d.name}' of '${d.objclass.tpName}' objects is not writable`,
    )
  }
  d.set(cx, obj, value)
}

export const getSetDescriptorType = defineType('getset_descriptor', PyGetSetDescriptor, {
  final: true,
  slots: { tp_repr: reprOf('attribute'), tp_descr_get: getAttribute, tp_descr_set: setAttribute },
  members: { ...DOCUMENTED.objclass, ...DOCUMENTED.name },
  getset: { __doc__: [null, (_cx, d: PyGetSetDescriptor) => text(d.doc)], ...DOCUMENTED.qualname },
})

export const memberDescriptorType = defineType('member_descriptor', PyMemberDescriptor, {
  final: true,
  slots: { tp_repr: reprOf('member'), tp_descr_get: getAttribute, tp_descr_set: setAttribute },
  methods: { '__reduce__(self, /)': reduceMethod },
  members: { ...DOCUMENTED.objclass, ...DOCUMENTED.name },
  getset: { __doc__: [null, (_cx, d: PyMemberDescriptor) => text(d.doc)], ...DOCUMENTED.qualname },
})

// Builtin functions and methods.

/** Is it a function of a module (or one without any receiver)? */
function isModuleFunction(f: PyBuiltinFunction): boolean {
  return f.self === undefined || f.self instanceof PyModule
}

function builtinQualname(f: PyBuiltinFunction): string {
  if (isModuleFunction(f)) return f.def.name
  const owner = f.self instanceof PyType ? f.self : typeOf(f.self!)
  return `${textOf(owner.qualname)}.${f.def.name}`
}

export const builtinFunctionType = defineType('builtin_function_or_method', PyBuiltinFunction, {
  final: true,
  weakref: true,
  slots: {
    tp_repr: (_cx, f: PyBuiltinFunction) =>
      isModuleFunction(f)
        ? fromText(
            f.def.writtenInPython ? `<function ${f.def.name} at ${address(f)}>` : `<built-in function ${f.def.name}>`,
          )
        : fromText(`<built-in method ${f.def.name} of ${typeName(f.self!)} object at ${address(f.self!)}>`),
    tp_hash: (cx, f: PyBuiltinFunction): Int =>
      f.self === undefined || f.self instanceof PyModule
        ? identityHash(cx, f)
        : Math.abs(Number(identityHash(cx, f.self)) ^ f.def.name.length),
    tp_call: (cx, f: PyBuiltinFunction, args, kwnames) => f.def.call(cx, f.self, args, kwnames),
    tp_richcompare: (_cx, f: PyBuiltinFunction, other: Value, op: CompareOp) =>
      other instanceof PyBuiltinFunction
        ? compareBound(f.self === other.self && f.def === other.def, op)
        : NotImplemented,
  },
  methods: {
    '__reduce__(self, /)': [
      'What pickle and copy need.',
      (cx, f: PyBuiltinFunction) => (isModuleFunction(f) ? fromText(f.def.name) : reduceAs(cx, f.self!, f.def.name)),
    ],
  },
  members: {
    __module__: [null, (_cx, f: PyBuiltinFunction) => (isModuleFunction(f) ? text(f.def.module) : null)],
  },
  getset: {
    __doc__: [null, (_cx, f: PyBuiltinFunction) => text(f.def.doc)],
    __name__: [null, (_cx, f: PyBuiltinFunction) => fromText(f.def.name)],
    __qualname__: [null, (_cx, f: PyBuiltinFunction) => fromText(builtinQualname(f))],
    // A static method knows its class for its repr only.
    __self__: [
      null,
      (_cx, f: PyBuiltinFunction) =>
        f.def.kind === NativeKind.FUNCTION && f.self instanceof PyType ? null : (f.self ?? null),
    ],
    __text_signature__: [null, (_cx, f: PyBuiltinFunction) => text(f.def.textSignature)],
  },
})

// property, staticmethod, classmethod.

/** `property 'x' of 'A' object has no setter`. */
function noAccessor(cx: Context, p: PyProperty, obj: Value, what: string) {
  const name = propertyName(cx, p)
  const shown = name === undefined ? '' : ` ${textOf(repr(cx, name))}`
  return attributeError(`property${shown} of '${textOf(typeOf(obj).qualname)}' object has no ${what}`)
}

function propertyName(cx: Context, p: PyProperty): Value | undefined {
  if (p.name !== undefined) return p.name
  return p.fget === null ? undefined : getAttrOrNull(cx, p.fget, '__name__')
}

/** A copy with some of the three functions replaced, of the same class. */
function copyProperty(cx: Context, p: PyProperty, fget: Value, fset: Value, fdel: Value): Value {
  const doc = p.docFromGetter && fget !== null ? null : p.doc
  const q = cx.call(p.type, [fget, fset, fdel, doc], null)
  if (q instanceof PyProperty) q.name = p.name
  return q
}

export const propertyType = defineType('property', PyProperty, {
  doc: 'An attribute computed by functions: fget reads it, fset binds it, fdel deletes it.',
  signature: '(fget=None, fset=None, fdel=None, doc=None)',
  slots: {
    tp_alloc: (cls) => adopt(new PyProperty(null, null, null), cls),
    tp_new: (_cx, cls) =>
      cls === propertyType ? new PyProperty(null, null, null) : adopt(new PyProperty(null, null, null), cls),
    tp_init: bindWith(
      'property(fget=None, fset=None, fdel=None, doc=None)',
      (cx: Context, self: PyProperty, fget: Value, fset: Value, fdel: Value, doc: Value) => {
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.docFromGetter = false
        self.name = undefined
        if (doc === null && fget !== null) {
          doc = getAttrOrNull(cx, fget, '__doc__') ?? null
          self.docFromGetter = doc !== null
        }
        if (self.type === propertyType) self.doc = doc
        else if (doc !== null || self.type.hasDict) setAttr(cx, self, '__doc__', doc)
      },
    ),
    tp_descr_get: (cx, self: PyProperty, obj) => {
      if (obj === undefined) return self
      if (self.fget === null) throw noAccessor(cx, self, obj, 'getter')
      return cx.call(self.fget, [obj], null)
    },
    tp_descr_set: (cx, self: PyProperty, obj, value) => {
      const f = value === undefined ? self.fdel : self.fset
      if (f === null) throw noAccessor(cx, self, obj, value === undefined ? 'deleter' : 'setter')
      cx.call(f, value === undefined ? [obj] : [obj, value], null)
    },
  },
  methods: {
    'getter(self, object, /)': [
      'A copy of the property with another getter.',
      (cx, p: PyProperty, f: Value) => copyProperty(cx, p, f === null ? p.fget : f, p.fset, p.fdel),
    ],
    'setter(self, object, /)': [
      'A copy of the property with another setter.',
      (cx, p: PyProperty, f: Value) => copyProperty(cx, p, p.fget, f === null ? p.fset : f, p.fdel),
    ],
    'deleter(self, object, /)': [
      'A copy of the property with another deleter.',
      (cx, p: PyProperty, f: Value) => copyProperty(cx, p, p.fget, p.fset, f === null ? p.fdel : f),
    ],
    '!__set_name__(self, owner, name, /)': [
      'Tells the property its name.',
      (_cx, p: PyProperty, args: Value[], kwnames: readonly string[] | null) => {
        noKeywords('__set_name__()', kwnames)
        if (args.length !== 2)
          throw typeError(`__set_name__() takes 2 positional arguments but ${args.length} were given`)
        p.name = args[1]
      },
    ],
  },
  members: {
    fget: [null, (_cx, p: PyProperty) => p.fget],
    fset: [null, (_cx, p: PyProperty) => p.fset],
    fdel: [null, (_cx, p: PyProperty) => p.fdel],
    __doc__: [
      null,
      (_cx, p: PyProperty) => p.doc,
      (_cx, p: PyProperty, v) => {
        p.doc = v ?? null
      },
    ],
  },
  getset: {
    __name__: [
      null,
      (cx, p: PyProperty) => {
        const name = propertyName(cx, p)
        if (name === undefined) throw attributeError("'property' object has no attribute '__name__'")
        return name
      },
      (_cx, p: PyProperty, v) => {
        p.name = v
      },
    ],
    __isabstractmethod__: [
      null,
      (cx, p: PyProperty) => isAbstract(cx, p.fget) || isAbstract(cx, p.fset) || isAbstract(cx, p.fdel),
    ],
  },
})

/** `f.__isabstractmethod__` as a truth value. */
export function isAbstract(cx: Context, f: Value): boolean {
  if (f === null) return false
  const v = getAttrOrNull(cx, f, '__isabstractmethod__')
  return v !== undefined && isTrue(cx, v)
}

const WRAPPED = ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__'] as const

/** Takes over the names and documentation of the wrapped callable. */
function copyNames(cx: Context, to: PyObject, from: Value): void {
  const dict = (to.dict ??= new PyDict())
  for (const name of WRAPPED) {
    const v = getAttrOrNull(cx, from, name)
    if (v !== undefined) dict.setStr(name, v)
  }
}

type Wrapper = PyStaticMethod | PyClassMethod

function wrapperSpec(name: string, make: () => Wrapper) {
  return {
    tp_alloc: (cls: PyType) => adopt(make(), cls),
    tp_new: (_cx: Context, cls: PyType) => adopt(make(), cls),
    tp_init: (cx: Context, self: Wrapper, args: Value[], kwnames: readonly string[] | null) => {
      noKeywords(`${name}()`, kwnames)
      checkArity(name, args, 1, 1)
      if (self instanceof PyStaticMethod && self.shared) throw typeError('a method of a builtin type cannot be changed')
      self.callable = args[0]!
      copyNames(cx, self, args[0]!)
    },
    tp_repr: (cx: Context, self: Wrapper) => fromText(`<${name}(${textOf(repr(cx, self.callable))})>`),
  }
}

const wrapperMembers = {
  __func__: [null, (_cx: Context, self: Wrapper) => self.callable] as [null, Getter],
  __wrapped__: [null, (_cx: Context, self: Wrapper) => self.callable] as [null, Getter],
}
const wrapperGetset = {
  __isabstractmethod__: [null, (cx: Context, self: Wrapper) => isAbstract(cx, self.callable)] as [null, Getter],
  __dict__: [
    null,
    (_cx: Context, self: Wrapper) =>
      self instanceof PyStaticMethod && self.shared ? new PyDict() : (self.dict ??= new PyDict()),
    (cx: Context, self: Wrapper, v: Value | undefined) => {
      if (self instanceof PyStaticMethod && self.shared) throw typeError('a method of a builtin type cannot be changed')
      setInstanceDict(cx, self, v)
    },
  ] as [null, Getter, Setter],
}

export const staticMethodType = defineType('staticmethod', PyStaticMethod, {
  doc: 'Makes a function in a class body get neither the instance nor the class.',
  signature: '(function, /)',
  hasDict: true,
  slots: {
    ...wrapperSpec('staticmethod', () => new PyStaticMethod(null)),
    tp_call: (cx, self: PyStaticMethod, args, kwnames) => cx.call(self.callable, args, kwnames),
    tp_descr_get: (_cx, self: PyStaticMethod) => self.callable,
  },
  members: wrapperMembers,
  getset: wrapperGetset,
})

export const classMethodType = defineType('classmethod', PyClassMethod, {
  doc: 'Makes a function in a class body get the class as first argument.',
  signature: '(function, /)',
  hasDict: true,
  slots: {
    ...wrapperSpec('classmethod', () => new PyClassMethod(null)),
    tp_descr_get: (_cx, self: PyClassMethod, obj, cls) => new PyMethod(self.callable, cls ?? typeOf(obj!)),
  },
  members: wrapperMembers,
  getset: wrapperGetset,
})
