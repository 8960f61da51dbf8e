/**
 * `_typing`: what the `typing` module has of the interpreter (CPython's Modules/_typingmodule.c).
 */
import { defineModule } from '../objects/define'
import {
  genericType,
  NoDefault,
  paramSpecArgsType,
  paramSpecKwargsType,
  paramSpecType,
  typeAliasType,
  typeVarTupleType,
  typeVarType,
} from '../objects/typevar'
import type { Value } from '../values/value'

export const load = defineModule('_typing', 'Helpers of the typing module.', {
  functions: { '_idfunc(x, /)': ['Return the argument.', (_cx, x: Value) => x] },
  types: [
    typeVarType,
    paramSpecType,
    typeVarTupleType,
    paramSpecArgsType,
    paramSpecKwargsType,
    typeAliasType,
    genericType,
  ],
  values: { NoDefault },
})
