/**
 * module (CPython's Objects/moduleobject.c). The dict is the namespace of the module's code.
 */
import { PyList, PyObject, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { fromText, textOf } from '../values/wide'
import { getAttrOrNull, isTrue, repr, str } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { adopt, genericFindAttr } from './object'
import { attributeError } from './raise'
import { bindWith } from './signature'
import { asStrValue } from './str'
import type { PyType } from './type'

export class PyModule extends PyObject {
  override dict: PyDict
  constructor(name: string | null, doc: string | null = null) {
    super()
    this.dict = new PyDict()
    if (name !== null) initModule(this, fromText(name), doc === null ? null : fromText(doc))
  }
}

function initModule(m: PyModule, name: Value, doc: Value): void {
  const d = m.dict
  d.setStr('__name__', name)
  d.setStr('__doc__', doc)
  d.setStr('__package__', null)
  d.setStr('__loader__', null)
  d.setStr('__spec__', null)
}

/** `__name__` of a module as text, undefined where it is none. */
export function moduleName(m: PyModule): string | undefined {
  const name = m.dict.getStr('__name__')
  const s = name === undefined ? undefined : asStrValue(name)
  return s === undefined ? undefined : textOf(s)
}

/** `module.__getattribute__`: falls back on the module's own `__getattr__`; says so where the module is still being imported. */
export function moduleGetAttr(cx: Context, self: PyModule, name: string): Value {
  const v = genericFindAttr(cx, self, name)
  if (v !== undefined) return v
  const hook = self.dict.getStr('__getattr__')
  if (hook !== undefined) return cx.call(hook, [fromText(name)], null)
  const who = moduleName(self)
  const attr = fromText(name)
  if (who === undefined) throw attributeError(`module has no attribute '${name}'`, attr, self)
  const spec = self.dict.getStr('__spec__')
  if (spec !== undefined && spec !== null) {
    const initializing = getAttrOrNull(cx, spec, '_initializing')
    if (initializing !== undefined && isTrue(cx, initializing)) {
      throw attributeError(
        `partially initialized module '${who}' has no attribute '${name}' (most likely due to a circular import)`,
        attr,
        self,
      )
    }
    const children = getAttrOrNull(cx, spec, '_uninitialized_submodules')
    if (children instanceof PyList && children.items.includes(attr)) {
      throw attributeError(
        `cannot access submodule '${name}' of module '${who}' (most likely due to a circular import)`,
        attr,
        self,
      )
    }
  }
  throw attributeError(`module '${who}' has no attribute '${name}'`, attr, self)
}

function moduleRepr(cx: Context, self: PyModule): Value {
  const spec = self.dict.getStr('__spec__')
  const name = self.dict.getStr('__name__')
  if (spec !== undefined && spec !== null) {
    const specName = getAttrOrNull(cx, spec, 'name') ?? '?'
    const origin = getAttrOrNull(cx, spec, 'origin') ?? null
    const shown = textOf(repr(cx, specName))
    if (origin === null) return fromText(`<module ${shown}>`)
    const hasLocation = getAttrOrNull(cx, spec, 'has_location')
    if (hasLocation !== undefined && isTrue(cx, hasLocation)) {
      return fromText(`<module ${shown} from ${textOf(repr(cx, origin))}>`)
    }
    return fromText(`<module ${shown} (${textOf(str(cx, origin))})>`)
  }
  const file = self.dict.getStr('__file__')
  const shown = name === undefined ? "'?'" : textOf(repr(cx, name))
  if (file !== undefined) return fromText(`<module ${shown} from ${textOf(repr(cx, file))}>`)
  return fromText(`<module ${shown}>`)
}

export const moduleType = defineType('module', PyModule, {
  doc: 'A module object.',
  signature: '(name, doc=None)',
  hasDict: true,
  weakref: true,
  slots: {
    tp_alloc: (cls: PyType) => adoptModule(new PyModule(null), cls),
    tp_new: (_cx, cls: PyType) => adoptModule(new PyModule(null), cls),
    tp_init: bindWith('module(name: str, doc=None)', (_cx: Context, self: PyModule, name: Value, doc: Value) => {
      initModule(self, name, doc)
    }),
    tp_repr: moduleRepr,
    tp_getattro: moduleGetAttr,
  },
  methods: {
    '__dir__(self, /)': [
      'Names in the module, or what its own __dir__ says.',
      (cx, self: PyModule) => {
        const own = self.dict.getStr('__dir__')
        if (own !== undefined) return cx.call(own, [], null)
        return new PyList(self.dict.keys.filter((k): k is Value => k !== undefined))
      },
    ],
  },
  members: { __dict__: [null, (_cx, self: PyModule) => self.dict] },
  getset: {
    __annotations__: [
      null,
      (_cx, self: PyModule) => {
        let a = self.dict.getStr('__annotations__')
        if (a === undefined) self.dict.setStr('__annotations__', (a = new PyDict()))
        return a
      },
      (_cx, self: PyModule, v) => {
        if (v !== undefined) self.dict.setStr('__annotations__', v)
        else if (!self.dict.delStr('__annotations__')) throw attributeError('__annotations__')
      },
    ],
  },
})

function adoptModule(m: PyModule, cls: PyType): PyModule {
  if (cls === moduleType) return m
  const dict = m.dict
  adopt(m, cls)
  m.dict = dict
  return m
}
