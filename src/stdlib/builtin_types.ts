/**
 * The `builtins` module of one interpreter: the builtin functions, the types and exceptions, and how `exec`, `__import__` and the like reach the machine.
 */
import type { CodeObject } from '../compile/code'
import { bytearrayType, bytesType } from '../objects/bytes'
import { bytesOf, PyByteArray } from '../objects/bytes_like'
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
import { raiseOf, typeError } from '../objects/raise'
import { rangeType } from '../objects/range'
import { reversedType } from '../objects/reversed'
import { frozensetType, setType } from '../objects/set'
import { sliceType } from '../objects/slice'
import { asStrValue, strType } from '../objects/str'
import { superType } from '../objects/super'
import { tupleType } from '../objects/tuple'
import { objectType, type PyType, typeType } from '../objects/type'
import { filterType, mapType, zipType } from '../objects/zip_map_filter'
import type { PyCell } from '../objects/cell'
// Types that no name of builtins leads to.
import '../objects/code'
import { PyBytes, PyTuple, Ellipsis, NotImplemented, type Value } from '../values/value'
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

/** Flags of `__future__` features, which code compiled by a program takes over from it. */
const FUTURE_FLAGS = 0x1fe0000

/** Compiles an AST object, or to one; set by the `_ast` module, which knows them. */
export const astHooks: {
  compile?: (
    cx: Context,
    source: Value,
    filename: string,
    mode: string,
    flags: number,
    optimize: number,
  ) => Value | undefined
} = {}

builtinHooks.compile = (cx, source, filename, mode, flags, dontInherit, optimize) => {
  if (!dontInherit && cx.frame !== null) flags |= cx.frame.code.flags & FUTURE_FLAGS
  const name = textOf(filename)
  const made = astHooks.compile?.(cx, source, name, mode, flags, optimize)
  if (made !== undefined) return made
  const text = asStrValue(source)
  let input: string | Uint8Array
  if (text !== undefined) input = textOf(text)
  else if (source instanceof PyBytes) input = source.data
  else if (source instanceof PyByteArray) input = Uint8Array.from(bytesOf(source) as Uint8Array)
  else throw typeError('compile() arg 1 must be a string, bytes or AST object')
  if (typeof input === 'string' ? input.includes('\0') : input.includes(0)) {
    throw raiseOf(excTypes.SyntaxError, 'source code string cannot contain null bytes')
  }
  return cx.compileSource(input, name, mode as 'exec' | 'eval' | 'single', flags, optimize)
}
