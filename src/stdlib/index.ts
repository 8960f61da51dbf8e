/**
 * The native modules: name → the function that makes the module for one interpreter. Each is made when first imported.
 *
 * To add a module: write `stdlib/<name>.ts` with `export const load = defineModule('<name>', …)` and a line here. Modules written in Python lie in
 * `stdlib/py/`; where their texts come from is told by `src/library/`.
 */
import type { Context } from '../objects/context'
import type { PyModule } from '../objects/module'
import { load as abc } from './abc'
import { load as files } from './_files'
import { load as json } from './_json'
import { load as bisect } from './bisect'
import { makeBuiltinsModule } from './builtin_types'
import { load as collections, loadNative as nativeCollections } from './collections/index'
import { load as decimal } from './decimal/index'
import { load as errno } from './errno'
import { load as functools } from './functools'
import { load as heapq } from './heapq'
import { load as io } from './io/index'
import { load as gc } from './gc'
import { load as importlib } from './importlib'
import { load as itertools } from './itertools/index'
import { load as linecache } from './linecache'
import { load as operator } from './operator'
import { load as sre } from './sre/module'
import { load as random } from './_random'
import { load as binascii, loadZlib as zlib } from './binascii'
import { load as hashlib, loadSha2 } from './hashlib'
import { load as struct } from './struct'
import { load as array } from './array'
import { load as opcode } from './_opcode'
import { load as stringParser } from './_string'
import { load as unicodedata } from './unicodedata'
import { load as math } from './math'
import { load as cmath } from './cmath'
import { load as contextvars } from './contextvars'
import { load as sys } from './sys'
import { load as time } from './time'
import { load as traceback } from './traceback'
import { load as types } from './types'
import { load as typing } from './typing'
import { load as weakref } from './weakref'

export type ModuleLoader = (cx: Context) => PyModule

/** Modules that CPython has compiled in: found before `sys.path` is searched. */
const builtinModules: Record<string, ModuleLoader> = {
  builtins: makeBuiltinsModule,
  gc,
  sys,
  time,
}

/** The rest, which a file of the program may hide. */
const nativeModules: Record<string, ModuleLoader> = {
  math,
  unicodedata,
  _string: stringParser,
  _opcode: opcode,
  array,
  struct,
  hashlib,
  _sha2: loadSha2,
  binascii,
  zlib,
  cmath,
  _random: random,
  _sre: sre,
  _abc: abc,
  _typing: typing,
  _weakref: weakref,
  contextvars,
  linecache,
  types,
  _collections: nativeCollections,
  _decimal: decimal,
  _files: files,
  _importlib: importlib,
  _traceback: traceback,
  _json: json,
  bisect,
  collections,
  errno,
  functools,
  heapq,
  _io: io,
  itertools,
  operator,
}

export const natives = {
  isBuiltin: (name: string): boolean => Object.hasOwn(builtinModules, name),
  load(cx: Context, name: string): PyModule | undefined {
    if (Object.hasOwn(builtinModules, name)) return builtinModules[name](cx)
    return Object.hasOwn(nativeModules, name) ? nativeModules[name](cx) : undefined
  },
  names: (): string[] => [...Object.keys(builtinModules), ...Object.keys(nativeModules)],
}
