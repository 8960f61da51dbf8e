/**
 * super: attribute access that starts behind a class on the mro (CPython's Objects/typeobject.c, `super_*`).
 */
import { LocalKind } from '../compile/code'
import { PyObject, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'
import { getAttrOrNull } from './abstract'
import { PyCell } from './cell'
import type { Context } from './context'
import { defineType } from './define'
import { adopt, genericGetAttr } from './object'
import { runtimeError, typeError } from './raise'
import { noKeywords, wrongCount } from './signature'
import { isSubtype, PyType, typeName, typeOf } from './type'

export class PySuper extends PyObject {
  /** `__thisclass__`: the search starts behind it. */
  cls: PyType | null = null
  /** `__self__`, null while unbound. */
  obj: Value = null
  /** `__self_class__`: whose mro is searched. */
  objType: PyType | null = null
}

/** The class whose mro `super(cls, obj)` searches; TypeError where obj does not belong to cls. */
export function superCheck(cx: Context | null, cls: PyType, obj: Value): PyType {
  if (obj instanceof PyType && isSubtype(obj, cls)) return obj
  const t = typeOf(obj)
  if (isSubtype(t, cls)) return t
  if (cx !== null) {
    const claimed = getAttrOrNull(cx, obj, '__class__')
    if (claimed instanceof PyType && claimed !== t && isSubtype(claimed, cls)) return claimed
  }
  const what = obj instanceof PyType ? `type ${obj.tpName}` : `instance of ${typeName(obj)}`
  throw typeError(`super(type, obj): obj (${what}) is not an instance or subtype of type (${cls.tpName}).`)
}

/** A bound super object, made by native code. */
export function superInit(cls: PyType, obj: Value): PySuper {
  const s = new PySuper()
  s.cls = cls
  s.obj = obj
  s.objType = superCheck(null, cls, obj)
  return s
}

/** First binding of `name` behind `cls` on the mro of `objType`, NULL where there is none. Descriptors are not invoked. */
export function superLookup(cls: PyType, objType: PyType, name: string): Value | undefined {
  const mro = objType.mro
  let i = 0
  while (i < mro.length && mro[i] !== cls) i++
  for (i++; i < mro.length; i++) {
    const v = mro[i]!.attrs.getStr(name)
    if (v !== undefined) return v
  }
  return undefined
}

/** `super(cls, obj).name` without the super object: what LOAD_SUPER_ATTR does when `super` is the builtin. */
export function superGetAttr(cx: Context, cls: PyType, obj: Value, name: string): Value {
  const objType = superCheck(cx, cls, obj)
  if (name !== '__class__') {
    const v = superLookup(cls, objType, name)
    if (v !== undefined) {
      const get = typeOf(v).tp_descr_get
      return get === undefined ? v : get(cx, v, obj === objType ? undefined : obj, objType)
    }
  }
  return genericGetAttr(cx, superInit(cls, obj), name)
}

/** Class and first argument of the running function, for `super()` without arguments. */
function implicitArguments(cx: Context): [PyType, Value] {
  const f = cx.frame
  if (f === null) throw runtimeError('super(): no current frame')
  const code = f.plainCode
  if (code.argcount === 0) throw runtimeError('super(): no arguments')
  let first = f.localsplus[0] as Value | PyCell | undefined
  if (first instanceof PyCell && code.localspluskinds[0]! & LocalKind.CELL) first = first.value
  if (first === undefined) throw runtimeError('super(): arg[0] deleted')
  for (let i = 0; i < code.localsplusnames.length; i++) {
    if (!(code.localspluskinds[i]! & LocalKind.FREE) || code.localsplusnames[i] !== '__class__') continue
    const cell = f.localsplus[i]
    if (!(cell instanceof PyCell)) throw runtimeError('super(): bad __class__ cell')
    if (cell.value === undefined) throw runtimeError('super(): empty __class__ cell')
    if (!(cell.value instanceof PyType)) {
      throw runtimeError(`super(): __class__ is not a type (${typeName(cell.value)})`)
    }
    return [cell.value, first]
  }
  throw runtimeError('super(): __class__ cell not found')
}

export const superType = defineType('super', PySuper, {
  doc: 'super() is the instance seen as one of the base classes; super(type, obj) says which and whose.',
  slots: {
    tp_alloc: (cls) => adopt(new PySuper(), cls),
    tp_new: (_cx, cls) => (cls === superType ? new PySuper() : adopt(new PySuper(), cls)),
    tp_init: (cx, self: PySuper, args: Value[], kwnames) => {
      noKeywords('super()', kwnames)
      if (args.length > 2) throw wrongCount('super()', args.length, 0, 2)
      let cls: Value
      let obj: Value = null
      if (args.length === 0) [cls, obj] = implicitArguments(cx)
      else {
        cls = args[0]!
        obj = args[1] ?? null
      }
      if (!(cls instanceof PyType)) throw typeError(`super() argument 1 must be a type, not ${typeName(cls)}`)
      self.cls = cls
      self.obj = obj
      self.objType = obj === null ? null : superCheck(cx, cls, obj)
    },
    tp_repr: (_cx, self: PySuper) => {
      const cls = self.cls === null ? 'NULL' : textOf(self.cls.name)
      return fromText(
        self.objType === null
          ? `<super: <class '${cls}'>, NULL>`
          : `<super: <class '${cls}'>, <${textOf(self.objType.name)} object>>`,
      )
    },
    tp_getattro: (cx, self: PySuper, name) => {
      if (self.objType !== null && name !== '__class__') {
        const v = superLookup(self.cls!, self.objType, name)
        if (v !== undefined) {
          const get = typeOf(v).tp_descr_get
          return get === undefined ? v : get(cx, v, self.obj === self.objType ? undefined : self.obj, self.objType)
        }
      }
      return genericGetAttr(cx, self, name)
    },
    tp_descr_get: (cx, self: PySuper, obj) => {
      if (obj === undefined || obj === null || self.obj !== null) return self
      const s = self.type === superType ? new PySuper() : adopt(new PySuper(), self.type)
      s.cls = self.cls
      s.obj = obj
      s.objType = superCheck(cx, self.cls!, obj)
      return s
    },
  },
  members: {
    __thisclass__: ['The class behind which the search starts.', (_cx, self: PySuper) => self.cls],
    __self__: ['The instance, None while unbound.', (_cx, self: PySuper) => self.obj],
    __self_class__: ['The class whose mro is searched.', (_cx, self: PySuper) => self.objType],
  },
})
