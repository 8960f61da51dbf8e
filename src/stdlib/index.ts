/**
 * The native modules of the library: name → the function that makes the module for one interpreter. Importing this file provides them; `builtins` and
 * `sys` are in `natives.ts`.
 *
 * To add a module: write `stdlib/<name>.ts` with `export const load = defineModule('<name>', …)` and a line here. Modules written in Python lie in
 * `stdlib/py/`; where their texts come from is told by `src/library/`.
 */
import { load as abc } from './abc'
import { load as ast } from './_ast'
import { load as codecs } from './_codecs'
import { load as files } from './_files'
import { load as json } from './_json_text'
import { load as bisect } from './bisect'
import { load as collections, loadNative as nativeCollections } from './collections/index'
import { load as decimal } from './decimal/index'
import { load as errno } from './errno'
import { load as gc } from './gc'
import { load as time } from './time'
import { load as functools } from './functools'
import { load as heapq } from './heapq'
import { load as io } from './io/index'
import { load as importlib } from './importlib'
import { load as itertools } from './itertools/index'
import { load as linecache } from './linecache'
import { load as operator } from './operator'
import { load as sre } from './sre/module'
import { load as random } from './_random'
import { load as staticTypes } from './_static'
import { load as binascii } from './binascii'
import { load as hashlib, loadSha2 } from './hashlib'
import { load as struct } from './struct'
import { load as array } from './array'
import { load as opcode } from './_opcode'
import { load as stringParser } from './_string'
import { load as unicodedata } from './unicodedata'
import { load as math } from './math'
import { load as cmath } from './cmath'
import { type ModuleLoader, provideNatives } from './natives'
import { load as contextvars } from './contextvars'
import { load as traceback } from './traceback'
import { load as types } from './types'
import { load as typing } from './typing'
import { load as weakref } from './weakref'
import { load as zlib } from './zlib'

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
  _static: staticTypes,
  _sre: sre,
  _abc: abc,
  _ast: ast,
  _codecs: codecs,
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
  _json_text: json,
  bisect,
  collections,
  errno,
  functools,
  heapq,
  _io: io,
  itertools,
  operator,
}

provideNatives({ gc, time }, nativeModules)
