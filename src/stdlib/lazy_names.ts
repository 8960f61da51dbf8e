/**
 * Names of a native module that are written in Python: the text is compiled when the first of them is asked for.
 */
import type { Str, Value } from '../values/value'
import { textOf } from '../values/wide'
import { getAttr } from '../objects/abstract'
import { defineFunction } from '../objects/define'
import type { PyModule } from '../objects/module'
import { attributeError } from '../objects/raise'

/** Lets `module` give each of `names` from the Python module `source`, and each of `submodules`, which is imported when asked for. */
export function addLazyNames(
  module: PyModule,
  source: string,
  names: readonly string[],
  submodules: readonly string[] = [],
): void {
  const wanted = new Set(names)
  const own = module.dict.getStr('__name__') as Str
  module.dict.setStr(
    '__getattr__',
    defineFunction(
      '__getattr__(name, /)',
      'Make a name that is defined in Python.',
      (cx, name: Value) => {
        const text = textOf(name as Str)
        if (submodules.includes(text)) return cx.importModule(`${textOf(own)}.${text}`)
        if (!wanted.has(text)) {
          throw attributeError(`module '${textOf(own)}' has no attribute '${text}'`, name as Str, module)
        }
        const made = cx.importModule(source)
        // All at once, so that a name is looked up this way only the first time.
        for (const n of names) module.dict.setStr(n, getAttr(cx, made, n))
        wanted.clear()
        return module.dict.getStr(text) as Value
      },
      textOf(own),
      module,
    ),
  )
}
