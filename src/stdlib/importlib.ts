/**
 * _importlib: what the Python text of `importlib` needs of the machine.
 */
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import { excTypes } from '../objects/exceptions'
import type { PyModule } from '../objects/module'
import { moduleSpecType } from '../objects/module_spec'
import { importError, typeError } from '../objects/raise'
import { PyList, PyTuple, type Value } from '../values/value'
import { fromText } from '../values/wide'
import { findSource, importModule, reloadModule } from '../vm/import'
import type { VM } from '../vm/vm'

const vmOf = (cx: Context): VM => cx as unknown as VM

function resolve(_cx: Context, name: string, pkg: string, level: number): Value {
  const parts = pkg.split('.')
  if (parts.length < level) {
    throw importError(excTypes.ImportError, 'attempted relative import beyond top-level package')
  }
  const base = parts.slice(0, parts.length - level + 1).join('.')
  return fromText(name === '' ? base : `${base}.${name}`)
}

export const load = defineModule('_importlib', 'The import system, as importlib uses it.', {
  functions: {
    'import_module(name, /)': [
      'Import an absolute name and return that module.',
      (cx, name: Value) => {
        const text = vmOf(cx).strText(name)
        if (text === undefined) throw typeError('the name of a module must be a string')
        return importModule(vmOf(cx), text)
      },
    ],
    'reload(module, /)': ['Run a module again.', (cx, m: Value) => reloadModule(vmOf(cx), m as PyModule)],
    'resolve(name, package, level, /)': ['The absolute form of a relative name.', resolve],
    'find(name, path, /)': [
      'File and search path of a module, or None.',
      (cx, name: string, path: Value) => {
        const found = findSource(vmOf(cx), name, path === null ? undefined : path)
        if (found === undefined) return null
        return new PyTuple([
          fromText(found.filename),
          found.path === null ? null : new PyList(found.path.map(fromText)),
        ])
      },
    ],
  },
  types: [moduleSpecType],
})
