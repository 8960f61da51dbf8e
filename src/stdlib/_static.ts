/** `_static`: for modules written in Python whose classes are C types in CPython. No counterpart there. */
import { defineModule } from '../objects/define'
import type { PyType } from '../objects/type'

export const load = defineModule('_static', 'Classes of the library that are C types in CPython.', {
  functions: {
    'named_with_module(cls, /)': [
      'Error texts name the class, as they name C types, with its module.',
      (_cx, cls: PyType) => {
        cls.tpName = `${String(cls.attrs.getStr('__module__'))}.${String(cls.name)}`
        return cls
      },
    ],
  },
})
