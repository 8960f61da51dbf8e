/**
 * Imports: what `import`, `__import__` and `importlib` do (CPython's Lib/importlib/_bootstrap.py and Python/import.c).
 *
 * A module is looked for, in this order, among the modules compiled into CPython's executable (`sys`, `builtins`, `time` …), those the embedding program
 * hands in, along `sys.path` or the package's `__path__` in the virtual file system, among the rest of the native modules and the Python texts that come
 * with the machine, and by the finders of the host (a directory or zip of CPython's Lib).
 */
import { getAttrOrNull, getIter, isTrue, iterNext, setAttr } from '../objects/abstract'
import { excTypes } from '../objects/exceptions'
import { PyModule } from '../objects/module'
import { PyModuleSpec } from '../objects/module_spec'
import { importError, isRaiseOf, keyError, typeError, valueError } from '../objects/raise'
import { typeName } from '../objects/type'
import { PyDict } from '../values/dict'
import { PyList, PyTuple, type Str, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'
import type { CodeObject } from '../compile/code'
import { packCode, unpackCode } from '../compile/pack'
import { keepCompiled, libraryHint, libraryModule } from './library'
import { stdlibNames } from './stdlib_names'
import { compileSource } from './source'
import type { VM } from './vm'

/** Where a module's text comes from. */
export interface FoundSource {
  source: string | Uint8Array | (() => string)
  /** Gives the compiled code, where it comes with the source. */
  code?: () => Uint8Array | undefined
  /** Takes the compiled code where there was none. */
  keep?: (code: Uint8Array) => void
  /** `__file__`. */
  filename: string
  /** `__path__` of a package. */
  path: string[] | null
}

/** A place modules come from beside the virtual file system: a directory or zip of CPython's Lib. */
export interface Finder {
  find(name: string): FoundSource | undefined
}

/** What the machine needs to know of the native modules; `stdlib/index.ts` provides it. */
export interface NativeModules {
  /** Makes a native module, undefined where there is none of this name. */
  load(vm: VM, name: string): PyModule | undefined
  /** Found before `sys.path` is searched. */
  isBuiltin(name: string): boolean
}

/** Directory shown as the home of the Python texts that come with the machine. */
const LIB = '/usr/local/lib/python3.13'

/** Imports `name` and its parents; returns the module itself. */
export function importModule(vm: VM, name: string): Value {
  const known = vm.modules.getStr(name)
  if (known !== undefined && known !== null) {
    return known
  }
  if (known === null) {
    throw importError(excTypes.ModuleNotFoundError, `import of ${name} halted; None in sys.modules`, fromText(name))
  }
  const dot = name.lastIndexOf('.')
  let path: Value | undefined
  let parent: Value | undefined
  const parentName = dot < 0 ? '' : name.slice(0, dot)
  if (dot >= 0) {
    parent = importModule(vm, parentName)
    // Importing the parent may have imported this one.
    const now = vm.modules.getStr(name)
    if (now !== undefined && now !== null) return now
    path = getAttrOrNull(vm, parent, '__path__')
    if (path === undefined) {
      throw importError(
        excTypes.ModuleNotFoundError,
        `No module named '${name}'; '${parentName}' is not a package`,
        fromText(name),
      )
    }
  }
  const module = load(vm, name, path)
  if (parent !== undefined) {
    try {
      setAttr(vm, parent, name.slice(dot + 1), module)
    } catch (e) {
      if (!isRaiseOf(e, excTypes.AttributeError)) throw e
    }
  }
  return module
}

function notFound(name: string) {
  const hint = stdlibNames.has(name.split('.')[0]) ? libraryHint() : ''
  return importError(excTypes.ModuleNotFoundError, `No module named '${name}'${hint}`, fromText(name))
}

/** Finds and executes a module that is not in `sys.modules`. */
function load(vm: VM, name: string, path: Value | undefined): Value {
  const native = vm.natives
  if (native.isBuiltin(name)) {
    const m = loadNative(vm, name)
    if (m !== undefined) return m
  }
  const given = vm.hostModules?.(name)
  if (given !== undefined) {
    vm.modules.setStr(name, given)
    return given
  }
  const viaMeta = metaPath(vm, name, path)
  if (viaMeta !== undefined) return viaMeta
  const file = findFile(vm, name, path)
  if (file !== undefined) return loadSource(vm, name, file)
  const m = loadNative(vm, name)
  if (m !== undefined) return m
  const found = findLibrary(vm, name)
  if (found !== undefined) return loadSource(vm, name, found)
  throw notFound(name)
}

/** A module written in Python that comes with the machine, or from the finders of the host. */
function findLibrary(vm: VM, name: string): FoundSource | undefined {
  const text = libraryModule(name)
  if (text !== undefined) {
    const base = `${LIB}/${name.replace(/\./g, '/')}`
    return {
      source: text.source,
      code: text.code,
      keep: (code) => keepCompiled(name, text.isPackage, code),
      filename: text.isPackage ? `${base}/__init__.py` : `${base}.py`,
      path: text.isPackage ? [base] : null,
    }
  }
  for (const finder of vm.finders) {
    const f = finder.find(name)
    if (f !== undefined) return f
  }
  return undefined
}

/** Where the text of a module is, without loading it. */
export function findSource(vm: VM, name: string, path: Value | undefined): FoundSource | undefined {
  return findFile(vm, name, path) ?? findLibrary(vm, name)
}

function loadNative(vm: VM, name: string): PyModule | undefined {
  const m = vm.natives.load(vm, name)
  if (m === undefined) return undefined
  vm.modules.setStr(name, m)
  m.dict.setStr('__spec__', new PyModuleSpec(fromText(name), null, 'built-in', null))
  const dot = name.lastIndexOf('.')
  m.dict.setStr('__package__', dot < 0 ? '' : fromText(name.slice(0, dot)))
  return m
}

/** Finders the program itself has put on `sys.meta_path`. */
function metaPath(vm: VM, name: string, path: Value | undefined): Value | undefined {
  const list = sysAttribute(vm, 'meta_path')
  if (!(list instanceof PyList)) return undefined
  for (const finder of list.items.slice()) {
    const find = getAttrOrNull(vm, finder, 'find_spec')
    if (find === undefined) continue
    const spec = vm.call(find, [fromText(name), path ?? null, null])
    if (spec === null) continue
    return loadSpec(vm, name, spec)
  }
  return undefined
}

/** Loads what a finder of the program found, by its loader. */
export function loadSpec(vm: VM, name: string, spec: Value): Value {
  const loader = getAttrOrNull(vm, spec, 'loader') ?? null
  const create = getAttrOrNull(vm, loader, 'create_module')
  let module = create === undefined ? null : vm.call(create, [spec])
  if (module === null) module = new PyModule(name)
  const search = getAttrOrNull(vm, spec, 'submodule_search_locations') ?? null
  for (const [k, v] of [
    ['__spec__', spec],
    ['__loader__', loader],
    ['__package__', search !== null ? fromText(name) : fromText(name.slice(0, Math.max(0, name.lastIndexOf('.'))))],
  ] as [string, Value][]) {
    setAttr(vm, module, k, v)
  }
  if (search !== null) setAttr(vm, module, '__path__', search)
  const origin = getAttrOrNull(vm, spec, 'origin') ?? null
  const located = getAttrOrNull(vm, spec, 'has_location')
  if (origin !== null && located !== undefined && isTrue(vm, located)) setAttr(vm, module, '__file__', origin)
  vm.modules.setStr(name, module)
  const exec = getAttrOrNull(vm, loader, 'exec_module')
  if (exec !== undefined) {
    try {
      vm.call(exec, [module])
    } catch (e) {
      vm.modules.delStr(name)
      throw e
    }
  }
  return vm.modules.getStr(name) ?? module
}

function sysAttribute(vm: VM, name: string): Value | undefined {
  const sys = vm.modules.getStr('sys')
  return sys instanceof PyModule ? sys.dict.getStr(name) : undefined
}

/** A module or package in the virtual file system. */
function findFile(vm: VM, name: string, path: Value | undefined): FoundSource | undefined {
  const dirs = path ?? sysAttribute(vm, 'path')
  if (dirs === undefined || dirs === null) return undefined
  const tail = name.slice(name.lastIndexOf('.') + 1)
  const it = getIter(vm, dirs)
  const fs = vm.files
  const namespace: string[] = []
  for (let dir = iterNext(vm, it); dir !== undefined; dir = iterNext(vm, it)) {
    const text = vm.strText(dir)
    if (text === undefined) continue
    const base = fs.resolve(text === '' ? tail : `${text}/${tail}`)
    const kind = fs.kind(base)
    if (kind === 'directory') {
      const source = fs.read(`${base}/__init__.py`)
      if (source !== undefined) return { source, filename: `${base}/__init__.py`, path: [base] }
    }
    const source = fs.read(`${base}.py`)
    if (source !== undefined) return { source, filename: `${base}.py`, path: null }
    if (kind === 'directory') namespace.push(base)
  }
  return namespace.length > 0 ? { source: '', filename: '', path: namespace } : undefined
}

/** Makes a module of source text and runs it. */
function loadSource(vm: VM, name: string, found: FoundSource): Value {
  const module = new PyModule(name)
  const isNamespace = found.filename === ''
  const spec = new PyModuleSpec(
    fromText(name),
    null,
    isNamespace ? null : fromText(found.filename),
    found.path === null ? null : new PyList(found.path.map(fromText)),
  )
  const d = module.dict
  d.setStr('__spec__', spec)
  const dot = name.lastIndexOf('.')
  d.setStr('__package__', fromText(found.path !== null ? name : dot < 0 ? '' : name.slice(0, dot)))
  if (!isNamespace) d.setStr('__file__', fromText(found.filename))
  if (found.path !== null) d.setStr('__path__', spec.dict.getStr('submodule_search_locations') as Value)
  vm.modules.setStr(name, module)
  if (isNamespace) return module
  spec.dict.setStr('_initializing', true)
  try {
    execSource(vm, module, found)
  } catch (e) {
    vm.modules.delStr(name)
    throw e
  } finally {
    spec.dict.delStr('_initializing')
  }
  // A module may put something else in its place.
  const now = vm.modules.getStr(name)
  if (now === undefined) throw keyError(fromText(name))
  return now
}

/** The code of a found module: what comes with the library serves unless somebody wants more in it. */
function codeOf(vm: VM, found: FoundSource): CodeObject {
  const plain = !vm.exprMarks && !vm.separateComprehensions
  const packed = plain ? found.code?.() : undefined
  if (packed !== undefined) return unpackCode(packed, fromText(found.filename))
  const code = compileSource(vm, typeof found.source === 'function' ? found.source() : found.source, found.filename)
  if (plain) found.keep?.(packCode(code))
  return code
}

function execSource(vm: VM, module: PyModule, found: FoundSource): void {
  vm.rememberSource(found.filename, found.source)
  const code = codeOf(vm, found)
  const d = module.dict
  if (d.getStr('__builtins__') === undefined) d.setStr('__builtins__', vm.builtins)
  vm.runCode(code, d, d)
}

/** `importlib.reload`: runs the module's source again in its namespace. */
export function reloadModule(vm: VM, module: PyModule): Value {
  const name = textOf(module.dict.getStr('__name__') as Str)
  if (vm.modules.getStr(name) !== module) {
    throw importError(excTypes.ImportError, `module ${name} not in sys.modules`, fromText(name))
  }
  const dot = name.lastIndexOf('.')
  const parent = dot < 0 ? undefined : vm.modules.getStr(name.slice(0, dot))
  const path = parent === undefined ? undefined : getAttrOrNull(vm, parent, '__path__')
  const found = findSource(vm, name, path)
  if (found !== undefined) execSource(vm, module, found)
  else if (!vm.natives.isBuiltin(name) && vm.natives.load(vm, name) === undefined) {
    throw importError(excTypes.ModuleNotFoundError, `spec not found for the module '${name}'`, fromText(name))
  }
  return vm.modules.getStr(name) as Value
}

/** The package relative imports of a namespace start from. */
function packageOf(vm: VM, globals: Value): string {
  const d = globals instanceof PyDict ? globals : undefined
  const pkg = d?.getStr('__package__')
  const spec = d?.getStr('__spec__')
  if (pkg !== undefined && pkg !== null) {
    const text = vm.strText(pkg)
    if (text === undefined) throw typeError('package must be a string')
    return text
  }
  if (spec !== undefined && spec !== null) {
    const parent = getAttrOrNull(vm, spec, 'parent')
    const text = parent === undefined ? undefined : vm.strText(parent)
    if (text === undefined) throw typeError('__spec__.parent must be a string')
    return text
  }
  const name = d?.getStr('__name__')
  if (name === undefined) throw keyError("'__name__' not in globals")
  const text = vm.strText(name)
  if (text === undefined) throw typeError('__name__ must be a string')
  return d?.getStr('__path__') !== undefined ? text : text.includes('.') ? text.slice(0, text.lastIndexOf('.')) : ''
}

/** `__import__(name, globals, locals, fromlist, level)`. */
export function importModuleLevel(vm: VM, name: string, globals: Value, fromlist: Value, level: number): Value {
  if (level < 0) throw valueError('level must be >= 0')
  let absolute = name
  if (level > 0) {
    const pkg = packageOf(vm, globals)
    if (pkg === '') throw importError(excTypes.ImportError, 'attempted relative import with no known parent package')
    const parts = pkg.split('.')
    if (parts.length < level)
      throw importError(excTypes.ImportError, 'attempted relative import beyond top-level package')
    const base = parts.slice(0, parts.length - level + 1).join('.')
    absolute = name === '' ? base : `${base}.${name}`
  } else if (name === '') throw valueError('Empty module name')
  const module = importModule(vm, absolute)
  const hasFrom = fromlist !== null && isTrue(vm, fromlist)
  if (!hasFrom) {
    if (level === 0) {
      const dot = name.indexOf('.')
      return dot < 0 ? module : importModule(vm, name.slice(0, dot))
    }
    if (name === '') return module
    const dot = name.indexOf('.')
    if (dot < 0) return module
    const cut = absolute.slice(0, absolute.length - (name.length - dot))
    return vm.modules.getStr(cut) as Value
  }
  if (getAttrOrNull(vm, module, '__path__') !== undefined) importFromList(vm, module, fromlist)
  return module
}

/** Imports the submodules a from-list names. */
function importFromList(vm: VM, module: Value, fromlist: Value, nested = false): void {
  const name = textOf(getAttrOrNull(vm, module, '__name__') as Str)
  const items = fromlist instanceof PyTuple || fromlist instanceof PyList ? fromlist.items : []
  for (const x of items) {
    const text = vm.strText(x)
    if (text === undefined) {
      throw typeError(`Item in ${nested ? `${name}.__all__` : "``from list''"} must be str, not ${typeName(x)}`)
    }
    if (text === '*') {
      const all = getAttrOrNull(vm, module, '__all__')
      if (!nested && all !== undefined) importFromList(vm, module, all, true)
    } else if (getAttrOrNull(vm, module, text) === undefined) {
      const full = `${name}.${text}`
      try {
        importModule(vm, full)
      } catch (e) {
        // A missing submodule is reported by whoever takes the attribute.
        if (!isRaiseOf(e, excTypes.ModuleNotFoundError)) throw e
        if ((e.exc as { name?: Value }).name !== full || vm.modules.hasStr(full)) throw e
      }
    }
  }
}
