/**
 * type: the class of classes: attribute access on classes, calling them, and the attributes every class has (CPython's Objects/typeobject.c).
 * How classes are made is in `type_new.ts`.
 */
import { emptyTuple, PyList, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { fromText, textOf } from '../values/wide'
import { isInstanceDefault, isSubclassDefault } from './abstract'
import type { Context } from './context'
import { fillType } from './define'
import { PyMappingProxy } from './mappingproxy'
import { collectClassNames } from './object'
import { attributeError, typeError, valueError } from './raise'
import { noKeywords } from './signature'
import { slotsChanged } from './slots'
import { asStrValue } from './str'
import { isSubtype, lookupInType, PyType, TypeFlags, typeModified, typeName, typeOf, typeType } from './type'
import { mergeMro, setAbstractMethods, setBases, subclassesOf, typeNew } from './type_new'
import { typeUnion } from './union'

/** Attribute of a class, NULL where there is none: data descriptor of the metaclass, the class's own mro, the rest of the metaclass. */
export function typeFindAttr(cx: Context, self: PyType, name: string): Value | undefined {
  const meta = self.type
  const m = lookupInType(meta, name)
  let get: PyType['tp_descr_get']
  if (m !== undefined) {
    const mt = typeOf(m)
    get = mt.tp_descr_get
    if (get !== undefined && mt.tp_descr_set !== undefined) return get(cx, m, self, meta)
  }
  const v = lookupInType(self, name)
  if (v !== undefined) {
    const bind = typeOf(v).tp_descr_get
    return bind === undefined ? v : bind(cx, v, undefined, self)
  }
  return get === undefined ? m : get(cx, m, self, meta)
}

/** `type.__getattribute__`. */
export function typeGetAttr(cx: Context, self: PyType, name: string): Value {
  const v = typeFindAttr(cx, self, name)
  if (v === undefined) throw noTypeAttribute(self, name)
  return v
}

function noTypeAttribute(self: PyType, name: string) {
  return attributeError(`type object '${self.tpName}' has no attribute '${name}'`, fromText(name), self)
}

/** `type.__setattr__` and `__delattr__`. */
export function typeSetAttr(cx: Context, self: PyType, name: string, value: Value | undefined): void {
  if (self.flags & TypeFlags.IMMUTABLE) {
    throw typeError(`cannot set '${name}' attribute of immutable type '${self.tpName}'`)
  }
  const m = lookupInType(self.type, name)
  if (m !== undefined) {
    const set = typeOf(m).tp_descr_set
    if (set !== undefined) {
      set(cx, m, self, value)
      return
    }
  }
  if (value !== undefined) self.attrs.setStr(name, value)
  else if (!self.attrs.delStr(name)) throw noTypeAttribute(self, name)
  typeModified(self)
  if (name.startsWith('__') && name.endsWith('__')) slotsChanged(self, name)
}

/** `type.__call__`: makes and initialises an instance. */
export function typeCall(cx: Context, self: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  if (self === typeType) {
    const nkw = kwnames === null ? 0 : kwnames.length
    if (args.length - nkw === 1) {
      noKeywords('type()', kwnames)
      return typeOf(args[0]!)
    }
    if (args.length - nkw !== 3) throw typeError('type() takes 1 or 3 arguments')
  }
  if (self.tp_new === undefined || self.flags & TypeFlags.DISALLOW_INSTANTIATION) {
    throw typeError(`cannot create '${self.tpName}' instances`)
  }
  const obj = self.tp_new(cx, self, args, kwnames)
  const t = typeOf(obj)
  if (t !== self && !isSubtype(t, self)) return obj
  t.tp_init?.(cx, obj, args, kwnames)
  return obj
}

function typeInit(_cx: Context, _self: PyType, args: Value[], kwnames: readonly string[] | null): void {
  const nkw = kwnames === null ? 0 : kwnames.length
  const n = args.length - nkw
  if (n === 1 && nkw > 0) throw typeError('type.__init__() takes no keyword arguments')
  if (n !== 1 && n !== 3) throw typeError('type.__init__() takes 1 or 3 arguments')
}

function typeRepr(_cx: Context, self: PyType): Str {
  const qualname = textOf(self.qualname)
  const module = moduleOf(self)
  const m = module === undefined ? undefined : asStrValue(module)
  return fromText(m === undefined || m === 'builtins' ? `<class '${qualname}'>` : `<class '${textOf(m)}.${qualname}'>`)
}

/** `cls.__module__`, NULL where it has none. */
export function moduleOf(t: PyType): Value | undefined {
  if (t.flags & TypeFlags.HEAPTYPE) return t.attrs.getStr('__module__')
  return fromText(t.module)
}

function requireHeap(self: PyType, name: string, value: Value | undefined): Value {
  if (!(self.flags & TypeFlags.HEAPTYPE)) {
    throw typeError(`cannot set '${name}' attribute of immutable type '${self.tpName}'`)
  }
  if (value === undefined) throw typeError(`cannot delete '${name}' attribute of immutable type '${self.tpName}'`)
  return value
}

function requireText(self: PyType, name: string, value: Value | undefined): Str {
  const v = requireHeap(self, name, value)
  const s = asStrValue(v)
  if (s === undefined) {
    throw typeError(`can only assign string to ${textOf(self.name)}.${name}, not '${typeName(v)}'`)
  }
  return s
}

fillType(typeType, 'type', PyType, {
  doc: 'type(object) is the class of object; type(name, bases, dict, **kwds) makes a new class.',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: typeNew,
    tp_init: typeInit,
    tp_repr: typeRepr,
    tp_call: typeCall,
    tp_getattro: typeGetAttr,
    tp_setattro: typeSetAttr,
    nb_or: typeUnion,
  },
  methods: {
    'mro(self, /)': [
      'The method resolution order as the class would compute it.',
      (_cx, self: PyType) => new PyList(mergeMro(self, self.bases)),
    ],
    '__subclasses__(self, /)': ['Direct subclasses.', (cx, self: PyType) => new PyList(subclassesOf(cx, self))],
    '__instancecheck__(self, instance, /)': [
      'Is instance an instance of the class?',
      (cx, self: PyType, o: Value) => isInstanceDefault(cx, o, self),
    ],
    '__subclasscheck__(self, subclass, /)': [
      'Is subclass a subclass of the class?',
      (cx, self: PyType, c: Value) => isSubclassDefault(cx, c, self),
    ],
    '__dir__(self, /)': [
      'Names of the attributes of the class and its bases.',
      (cx, self: PyType) => {
        const names = new Set<string>()
        collectClassNames(cx, self, names)
        return new PyList([...names].map(fromText))
      },
    ],
    '__sizeof__(self, /)': ['Size of the class in memory, in bytes.', () => 1064],
  },
  classmethods: {
    '!__prepare__(cls, name, bases, /, **kwds)': ['The namespace in which a class body is run.', () => new PyDict()],
  },
  members: {
    __basicsize__: [null, (_cx, self: PyType) => 16 + 8 * self.nslots],
    __itemsize__: [null, () => 0],
    __flags__: [null, (_cx, self: PyType) => self.flags],
    __weakrefoffset__: [
      null,
      (_cx, self: PyType) => (self.hasWeakref ? (self.flags & TypeFlags.HEAPTYPE ? -32 : 24) : 0),
    ],
    __base__: [null, (_cx, self: PyType) => self.base],
    __dictoffset__: [null, (_cx, self: PyType) => (self.hasDict ? -1 : 0)],
  },
  getset: {
    __name__: [
      null,
      (_cx, self: PyType) => self.name,
      (_cx, self: PyType, v) => {
        const s = requireText(self, '__name__', v)
        if (textOf(s).includes('\0')) throw valueError('type name must not contain null characters')
        self.name = s
        self.tpName = textOf(s)
        typeModified(self)
      },
    ],
    __qualname__: [
      null,
      (_cx, self: PyType) => self.qualname,
      (_cx, self: PyType, v) => {
        self.qualname = requireText(self, '__qualname__', v)
      },
    ],
    __bases__: [
      null,
      (_cx, self: PyType) => new PyTuple(self.bases),
      (cx, self: PyType, v) => setBases(cx, self, requireHeap(self, '__bases__', v)),
    ],
    __mro__: [null, (_cx, self: PyType) => new PyTuple(self.mro)],
    __module__: [
      null,
      (_cx, self: PyType) => {
        const m = moduleOf(self)
        if (m === undefined) throw attributeError('__module__')
        return m
      },
      (_cx, self: PyType, v) => {
        self.attrs.setStr('__module__', requireHeap(self, '__module__', v))
        typeModified(self)
      },
    ],
    __abstractmethods__: [
      null,
      (_cx, self: PyType) => {
        const v = self === typeType ? undefined : self.attrs.getStr('__abstractmethods__')
        if (v === undefined) throw attributeError('__abstractmethods__')
        return v
      },
      setAbstractMethods,
    ],
    __dict__: [null, (_cx, self: PyType) => new PyMappingProxy(self.attrs)],
    __doc__: [
      null,
      (cx, self: PyType) => {
        if (!(self.flags & TypeFlags.HEAPTYPE)) return self.doc === null ? null : fromText(self.doc)
        const v = self.attrs.getStr('__doc__')
        if (v === undefined) return null
        const get = typeOf(v).tp_descr_get
        return get === undefined ? v : get(cx, v, undefined, self)
      },
      (_cx, self: PyType, v) => {
        self.attrs.setStr('__doc__', requireHeap(self, '__doc__', v))
        typeModified(self)
      },
    ],
    __text_signature__: [null, (_cx, self: PyType) => self.textSignature],
    __annotations__: [
      null,
      (_cx, self: PyType) => {
        if (!(self.flags & TypeFlags.HEAPTYPE)) throw noTypeAttribute(self, '__annotations__')
        let a = self.attrs.getStr('__annotations__')
        if (a === undefined) {
          a = new PyDict()
          self.attrs.setStr('__annotations__', a)
          typeModified(self)
        }
        return a
      },
      (_cx, self: PyType, v) => {
        if (self.flags & TypeFlags.IMMUTABLE) {
          throw typeError(`cannot set '__annotations__' attribute of immutable type '${self.tpName}'`)
        }
        if (v !== undefined) self.attrs.setStr('__annotations__', v)
        else if (!self.attrs.delStr('__annotations__')) throw attributeError('__annotations__')
        typeModified(self)
      },
    ],
    __type_params__: [
      null,
      (_cx, self: PyType) => (self === typeType ? emptyTuple : (self.attrs.getStr('__type_params__') ?? emptyTuple)),
      (_cx, self: PyType, v) => {
        self.attrs.setStr('__type_params__', requireHeap(self, '__type_params__', v))
        typeModified(self)
      },
    ],
  },
})
