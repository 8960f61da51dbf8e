/**
 * The `builtins` module of one interpreter: the builtin functions, the types and exceptions, and how `exec`, `__import__` and the like reach the machine.
 */
import type { CodeObject } from '../compile/code'
import { bytearrayType, bytesType } from '../objects/bytes'
import { memoryviewType } from '../objects/memoryview'
import { complexType } from '../objects/complex'
import type { Context } from '../objects/context'
import { classMethodType, propertyType, staticMethodType } from '../objects/descr_types'
import { dictType } from '../objects/dict'
import { enumerateType } from '../objects/enumerate'
import { baseExceptionGroupType, exceptionGroupType } from '../objects/exception_groups'
import { excTypes } from '../objects/exceptions'
import { floatType } from '../objects/float'
import { boolType, intType } from '../objects/int'
import { listType } from '../objects/list'
import type { PyModule } from '../objects/module'
import { rangeType } from '../objects/range'
import { reversedType } from '../objects/reversed'
import { frozensetType, setType } from '../objects/set'
import { sliceType } from '../objects/slice'
import { strType } from '../objects/str'
import { superType } from '../objects/super'
import { tupleType } from '../objects/tuple'
import { objectType, type PyType, typeType } from '../objects/type'
import { filterType, mapType, zipType } from '../objects/zip_map_filter'
import type { PyCell } from '../objects/cell'
// Types that no name of builtins leads to.
import '../objects/code'
import { PyTuple, Ellipsis, NotImplemented, type Value } from '../values/value'
import { textOf } from '../values/wide'
import { builtinHooks, makeBuiltins } from './builtins'

/** The types in the order of CPython's `builtins.__dict__`. */
const types = (): PyType[] => [
  boolType,
  bytearrayType,
  memoryviewType,
  bytesType,
  classMethodType,
  complexType,
  dictType,
  enumerateType,
  filterType,
  floatType,
  frozensetType,
  propertyType,
  intType,
  listType,
  mapType,
  objectType,
  rangeType,
  reversedType,
  setType,
  sliceType,
  staticMethodType,
  strType,
  superType,
  tupleType,
  typeType,
  zipType,
]

export function makeBuiltinsModule(cx: Context): PyModule {
  const module = makeBuiltins(cx, types())
  const d = module.dict
  for (const name in excTypes) {
    const t = (excTypes as unknown as Record<string, PyType>)[name]
    d.setStr(name, t)
  }
  d.setStr('BaseExceptionGroup', baseExceptionGroupType)
  d.setStr('ExceptionGroup', exceptionGroupType)
  d.setStr('BaseExceptionGroup', baseExceptionGroupType)
  d.setStr('ExceptionGroup', exceptionGroupType)
  d.setStr('EnvironmentError', excTypes.OSError)
  d.setStr('IOError', excTypes.OSError)
  d.setStr('Ellipsis', Ellipsis)
  d.setStr('NotImplemented', NotImplemented)
  return module
}

builtinHooks.run = (cx, code: CodeObject, globals, locals, closure) =>
  cx.runCode(code, globals, locals, closure instanceof PyTuple ? (closure.items as PyCell[]) : null)
builtinHooks.importName = (cx, name, globals, _locals, fromlist, level): Value =>
  cx.importName(textOf(name), globals, fromlist, level)
builtinHooks.locals = (cx) => cx.localsOf(cx.frame!)
