/**
 * ModuleSpec: how a module was found (`importlib.machinery.ModuleSpec`, in CPython a class of Lib/importlib/_bootstrap.py).
 */
import { PyObject, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { fromText, textOf } from '../values/wide'
import { isTrue, repr } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { adopt } from './object'
import { PyList } from '../values/value'
import { bindWith } from './signature'
import { typeName } from './type'

export class PyModuleSpec extends PyObject {
  override dict: PyDict
  constructor(name: Value, loader: Value, origin: Value, search: Value) {
    super()
    const d = new PyDict()
    this.dict = d
    d.setStr('name', name)
    d.setStr('loader', loader)
    d.setStr('origin', origin)
    d.setStr('submodule_search_locations', search)
    d.setStr('loader_state', null)
    d.setStr('_set_fileattr', origin !== null && origin !== 'built-in')
  }
}

function specRepr(cx: Context, self: PyModuleSpec): Str {
  const part = (k: string) => textOf(repr(cx, self.dict.getStr(k) ?? null))
  let s = `name=${part('name')}, loader=${part('loader')}`
  if ((self.dict.getStr('origin') ?? null) !== null) s += `, origin=${part('origin')}`
  if ((self.dict.getStr('submodule_search_locations') ?? null) !== null) {
    s += `, submodule_search_locations=${part('submodule_search_locations')}`
  }
  return fromText(`${typeName(self).split('.').pop()}(${s})`)
}

export const moduleSpecType = defineType('ModuleSpec', PyModuleSpec, {
  module: '_frozen_importlib',
  doc: 'The specification for a module, used for loading.',
  hasDict: true,
  slots: {
    tp_new: bindWith(
      'ModuleSpec(name, loader, *, origin=None, loader_state=None, is_package=None)',
      (cx: Context, cls, name: Value, loader: Value, origin: Value, state: Value, isPackage: Value) => {
        const s = new PyModuleSpec(
          name,
          loader,
          origin,
          isPackage !== null && isTrue(cx, isPackage) ? new PyList([]) : null,
        )
        s.dict.setStr('loader_state', state)
        s.dict.setStr('_set_fileattr', false)
        if (cls !== moduleSpecType) {
          const { dict } = s
          adopt(s, cls)
          s.dict = dict
        }
        return s
      },
    ),
    tp_init: () => undefined,
    tp_repr: specRepr,
  },
  getset: {
    parent: [
      "The name of the module's parent.",
      (_cx, self: PyModuleSpec) => {
        const name = self.dict.getStr('name') as Value
        if ((self.dict.getStr('submodule_search_locations') ?? null) !== null) return name
        const text = textOf(name as Str)
        const dot = text.lastIndexOf('.')
        return fromText(dot < 0 ? '' : text.slice(0, dot))
      },
    ],
    has_location: [
      null,
      (_cx, self: PyModuleSpec) => self.dict.getStr('_set_fileattr') === true,
      (_cx, self: PyModuleSpec, v) => {
        self.dict.setStr('_set_fileattr', v === true)
      },
    ],
    cached: [null, () => null],
  },
})
