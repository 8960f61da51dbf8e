/**
 * The declaration language of builtin types, functions and modules.
 *
 *     export const listType = defineType('list', PyList, {
 *       doc: 'A mutable sequence.',
 *       slots: { sq_length: (cx, self) => self.items.length, tp_repr: reprList },
 *       methods: { 'append(self, object, /)': ['Add object at the end.', (cx, self, object) => { self.items.push(object) }] },
 *     })
 *
 * `signature.ts` says what a method's key means. A definition costs little at load: slots are copied from the base at once, but the descriptors that
 * make the type's `__dict__` are built when somebody first looks into it. Types are shared by all interpreters and cannot be changed from Python.
 *
 * Files under `objects/` import each other in circles. This is harmless as long as no file uses another's value while it loads, except the functions
 * of this file (function declarations exist before any file runs) and `type.ts`, which imports nothing; `base` of a definition must
 * therefore come from the same file or from `type.ts`. For the same reason `defineType` may use no class or constant of this file, nor make closures.
 */
// First, so that it is there for files that define their types while this one still waits for the others.
import { inheritSlots, objectType, PyType, registerAttrsBuilder, type Slots, TypeFlags } from './type'
import type { PyObject, Value } from '../values/value'
import { PyDict } from '../values/dict'
import { fromText } from '../values/wide'
import type { Context } from './context'
import {
  type Getter,
  PyBuiltinFunction,
  PyClassMethodDescriptor,
  PyGetSetDescriptor,
  PyMemberDescriptor,
  PyMethodDescriptor,
  PyStaticMethod,
  PyWrapperDescriptor,
  type Setter,
} from './descr'
import { PyModule } from './module'
import { NativeDef, type NativeFn, NativeKind } from './signature'
import { slotTable } from './slots'
import { newWrapper } from './type_new'

/** Documentation (our own words) and body. */
export type MethodEntry = [doc: string, fn: NativeFn]

export interface TypeSpec {
  base?: PyType
  /** One sentence or more in our own words. */
  doc?: string
  /** `__module__`, `builtins` if not given. */
  module?: string
  /** TypeFlags beyond READY and IMMUTABLE. Types are subclassable unless `final` is set. */
  flags?: number
  /** Not an acceptable base class for Python code. */
  final?: boolean
  /** `__text_signature__` of the type, e.g. `(iterable=(), /)`. */
  signature?: string
  /** Instances have a `__dict__` even when the class is used directly. */
  hasDict?: boolean
  /** Instances accept weak references. */
  weakref?: boolean
  slots?: Slots
  methods?: Record<string, MethodEntry>
  classmethods?: Record<string, MethodEntry>
  staticmethods?: Record<string, MethodEntry>
  getset?: Record<string, [doc: string | null, get: Getter, set?: Setter]>
  members?: Record<string, [doc: string | null, get: Getter, set?: Setter]>
  constants?: Record<string, Value>
  /** Takes the constructor of `object`, as a heap type does in C; else a type without `tp_new` has no constructor. */
  inheritNew?: boolean
  /** The metatype, where it is not `type`. */
  metatype?: PyType
}

/** The host class whose instances have the type: a class deriving from PyObject, or null for primitives. */
// biome-ignore lint/suspicious/noExplicitAny: constructors differ
type HostClass = (abstract new (...args: any[]) => PyObject) | null

/** Defines a builtin type. `host.prototype.type` becomes the type. */
export function defineType(name: string, host: HostClass, spec: TypeSpec): PyType {
  return fillType(new PyType(), name, host, spec)
}

/** The same for a type object that exists already (`object`, `type`). */
export function fillType(type: PyType, name: string, host: HostClass, spec: TypeSpec): PyType {
  const base = type === objectType ? null : (spec.base ?? objectType)
  type.name = name
  type.qualname = name
  type.module = spec.module ?? 'builtins'
  type.tpName = type.module === 'builtins' ? name : `${type.module}.${name}`
  type.doc = spec.doc ?? null
  type.base = base
  type.bases = base === null ? [] : [base]
  type.mro = base === null ? [type] : [type, ...base.mro]
  // Flags that say how instances behave are inherited.
  const inherited = base === null ? 0 : base.flags & (TypeFlags.SEQUENCE | TypeFlags.MAPPING)
  type.flags =
    TypeFlags.READY |
    TypeFlags.IMMUTABLE |
    (spec.final ? 0 : TypeFlags.BASETYPE) |
    (type === objectType ? 0 : inherited) |
    (spec.flags ?? 0)
  type.textSignature = spec.signature ?? null
  type.hasDict = spec.hasDict ?? base?.hasDict ?? false
  type.hasWeakref = spec.weakref ?? base?.hasWeakref ?? false
  if (spec.metatype) type.type = spec.metatype
  // Without a host class of its own the type has the layout of its base.
  if (host === null && base !== null) type.solid = base.solid
  if (host !== null) (host.prototype as PyObject).type = type
  Object.assign(type, spec.slots)
  type.definition = spec
  if (base !== null) {
    base.subclasses.push(type)
    inheritSlots(type, base)
    // `object` and `type` may be filled in after types that were defined before them.
    if (type.subclasses.length > 0) refresh(type)
  }
  if (type === objectType) refresh(type)
  return type
}

function refresh(base: PyType): void {
  for (const t of base.subclasses) {
    inheritSlots(t, base)
    refresh(t)
  }
}

/** Builds a type's `__dict__` from its definition, in CPython's order. */
function buildAttrs(type: PyType): PyDict {
  const spec = type.definition as TypeSpec
  const own: Slots = spec.slots ?? {}
  const d = new PyDict()
  if (own.tp_new !== undefined) {
    const def = new NativeDef('__new__', NEW_DOC, newWrapper(type), NativeKind.METHOD, type, null)
    const f = new PyBuiltinFunction(def, type)
    f.newOf = type
    d.setStr('__new__', f)
  }
  const slots: Record<string, unknown> = { ...own }
  if (NAMES_GETATTR.has(type.name as string)) slots.tp_getattro ??= type.tp_getattro
  for (const row of slotTable) {
    if (row.wrap === undefined) continue
    const fn = slots[row.slot]
    if (fn === undefined || d.hasStr(row.name)) continue
    if (fn === null) d.setStr(row.name, null)
    else d.setStr(row.name, new PyWrapperDescriptor(type, row, fn))
  }
  // A type that compares by value without a hash of its own is unhashable.
  if (own.tp_richcompare !== undefined && own.tp_hash === undefined && !d.hasStr('__hash__')) d.setStr('__hash__', null)
  for (const key in spec.methods) {
    const [doc, fn] = spec.methods[key]!
    const def = new NativeDef(key, doc, fn, NativeKind.METHOD, type, null)
    d.setStr(def.name, new PyMethodDescriptor(type, def))
  }
  for (const key in spec.classmethods) {
    const [doc, fn] = spec.classmethods[key]!
    const def = new NativeDef(key, doc, fn, NativeKind.CLASSMETHOD, type, null)
    d.setStr(def.name, new PyClassMethodDescriptor(type, def))
  }
  for (const key in spec.staticmethods) {
    const [doc, fn] = spec.staticmethods[key]!
    const def = new NativeDef(key, doc, fn, NativeKind.FUNCTION, type, null)
    const method = new PyStaticMethod(new PyBuiltinFunction(def, type))
    method.shared = true
    d.setStr(def.name, method)
  }
  for (const name in spec.members) {
    const [doc, get, set] = spec.members[name]!
    d.setStr(name, new PyMemberDescriptor(type, name, doc, -1, get, set))
  }
  for (const name in spec.getset) {
    const [doc, get, set] = spec.getset[name]!
    d.setStr(name, new PyGetSetDescriptor(type, name, doc, get, set))
  }
  for (const name in spec.constants) d.setStr(name, spec.constants[name]!)
  if (!d.hasStr('__doc__')) d.setStr('__doc__', type.doc === null ? null : fromText(type.doc))
  return d
}

registerAttrsBuilder(buildAttrs)

/** Types whose C definition names the generic attribute access again, so that `__getattribute__` stands in their `__dict__`. */
const NAMES_GETATTR = new Set(
  'BaseException UnionType bytearray bytes complex dict enumerate filter int list map memoryview property range reversed set slice tuple zip'.split(
    ' ',
  ),
)

const NEW_DOC = 'Create and return a new object; help(type) shows the accurate signature.'

/** A native function of a module; `builtins` unless said otherwise. */
export function defineFunction(
  key: string,
  doc: string,
  fn: NativeFn,
  module = 'builtins',
  self?: Value,
): PyBuiltinFunction {
  return new PyBuiltinFunction(new NativeDef(key, doc, fn, NativeKind.FUNCTION, null, module), self)
}

export interface ModuleSpec {
  functions?: Record<string, MethodEntry>
  /** Values, or a function that makes them for one interpreter. */
  values?: Record<string, Value> | ((cx: Context, module: PyModule) => Record<string, Value>)
  types?: PyType[]
  /** Runs last, for what needs the finished namespace. */
  setup?: (cx: Context, module: PyModule) => void
}

/** A native module: gives the function that makes it for one interpreter. */
export function defineModule(name: string, doc: string, spec: ModuleSpec): (cx: Context) => PyModule {
  // Definitions, and what their signatures compile to, are shared by all interpreters.
  let defs: NativeDef[] | undefined
  return (cx) => {
    const module = new PyModule(name, doc)
    const d = module.dict
    defs ??= Object.entries(spec.functions ?? {}).map(
      ([key, [fdoc, fn]]) => defineFunction(key, fdoc, fn, name, module).def,
    )
    for (const def of defs) d.setStr(def.name, new PyBuiltinFunction(def, module))
    for (const t of spec.types ?? []) d.setStr(String(t.name), t)
    const values = typeof spec.values === 'function' ? spec.values(cx, module) : spec.values
    for (const key in values) d.setStr(key, values[key]!)
    spec.setup?.(cx, module)
    return module
  }
}
