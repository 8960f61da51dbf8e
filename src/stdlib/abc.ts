/**
 * `_abc`: ABCMeta, the metaclass of abstract base classes, with its registry and caches (CPython's Modules/_abc.c and the class in Lib/abc.py).
 */
import {
  callMethod,
  forEach,
  getAttr,
  getAttrOrNull,
  isSubclass,
  isSubtype,
  isTrue,
  lookupSpecial,
  toArray,
} from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule, defineType } from '../objects/define'
import { frozensetType } from '../objects/set'
import { assertionError, runtimeError, typeError } from '../objects/raise'
import { PyType, TypeFlags, typeName, typeOf, typeType } from '../objects/type'
import { abstractMethodsOf, setAbstractMethods, subclassesOf, typeNew } from '../objects/type_new'
import { NotImplemented, PyList, PyTuple, type Str, type Value } from '../values/value'
import { textOf } from '../values/wide'

/** What an abstract base class remembers. Negative answers hold until the next registration anywhere. */
class Data {
  readonly registry = new Set<PyType>()
  readonly cache = new Set<Value>()
  negative = new Set<Value>()
  negativeVersion = invalidations
}

let invalidations = 0
const all = new WeakMap<PyType, Data>()

function dataOf(cls: PyType): Data {
  let d = all.get(cls)
  if (d === undefined) all.set(cls, (d = new Data()))
  return d
}

const isAbstract = (cx: Context, v: Value): boolean => {
  const flag = getAttrOrNull(cx, v, '__isabstractmethod__')
  return flag !== undefined && isTrue(cx, flag)
}

/** Finds the abstract methods of a class and notes them in `__abstractmethods__`. */
function computeAbstract(cx: Context, cls: PyType): void {
  const names: Value[] = []
  const add = (n: Value) => {
    if (!names.includes(n)) names.push(n)
  }
  const { keys, values } = cls.attrs
  for (let i = 0; i < keys.length; i++) {
    const v = values[i]
    if (v !== undefined && isAbstract(cx, v)) add(keys[i]!)
  }
  for (const base of cls.bases) {
    const inherited = abstractMethodsOf(cx, base)
    forEach(cx, inherited, (n) => {
      const v = getAttrOrNull(cx, cls, textOf(n as Str))
      if (v !== undefined && isAbstract(cx, v)) add(n)
    })
  }
  setAbstractMethods(cx, cls, cx.call(frozensetType, [new PyList(names)], null))
}

/** Which of the two kinds of pattern the instances of a class match. */
const COLLECTION = TypeFlags.SEQUENCE | TypeFlags.MAPPING

/** `__abc_tpflags__` in the body of an abstract class says so, and is not kept. */
function takeFlags(cx: Context, cls: PyType): void {
  const flags = cls.attrs.getStr('__abc_tpflags__')
  if (typeof flags !== 'number') return
  if ((flags & COLLECTION) === COLLECTION)
    throw typeError('__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING')
  cls.flags = (cls.flags & ~COLLECTION) | (flags & COLLECTION)
  cls.attrs.delete(cx, '__abc_tpflags__')
}

/** Registered classes match as the abstract class does; those of the interpreter say for themselves what they are. */
function giveFlags(cx: Context, cls: PyType, flags: number): void {
  if (cls.flags & TypeFlags.IMMUTABLE || (cls.flags & COLLECTION) === flags) return
  cls.flags = (cls.flags & ~COLLECTION) | flags
  for (const sub of subclassesOf(cx, cls)) giveFlags(cx, sub, flags)
}

function register(cx: Context, cls: PyType, sub: Value): Value {
  if (!(sub instanceof PyType)) throw typeError('Can only register classes')
  if (isSubclass(cx, sub, cls)) return sub
  // A class must not become a subclass of itself in a roundabout way.
  if (isSubclass(cx, cls, sub)) throw runtimeError('Refusing to create an inheritance cycle')
  dataOf(cls).registry.add(sub)
  invalidations++
  const flags = cls.flags & COLLECTION
  if (flags !== 0) giveFlags(cx, sub, flags)
  return sub
}

function subclassCheck(cx: Context, cls: PyType, sub: Value): boolean {
  if (!(sub instanceof PyType)) throw typeError('issubclass() arg 1 must be a class')
  const data = dataOf(cls)
  if (data.cache.has(sub)) return true
  if (data.negativeVersion < invalidations) {
    data.negative = new Set()
    data.negativeVersion = invalidations
  } else if (data.negative.has(sub)) return false
  const yes = (answer: boolean): boolean => {
    ;(answer ? data.cache : data.negative).add(sub)
    return answer
  }
  const ok = callMethod(cx, cls, '__subclasshook__', sub)
  if (ok === true) return yes(true)
  if (ok === false) return yes(false)
  if (ok !== NotImplemented) throw assertionError('__subclasshook__ must return either False, True, or NotImplemented')
  if (isSubtype(sub, cls)) return yes(true)
  for (const r of data.registry) if (isSubclass(cx, sub, r)) return yes(true)
  for (const s of toArray(cx, callMethod(cx, cls, '__subclasses__'))) if (isSubclass(cx, sub, s)) return yes(true)
  return yes(false)
}

function instanceCheck(cx: Context, cls: PyType, instance: Value): Value {
  const claimed = getAttr(cx, instance, '__class__')
  if (dataOf(cls).cache.has(claimed)) return true
  const own = typeOf(instance)
  const check = lookupSpecial(cx, cls, '__subclasscheck__')!
  if (own === claimed) return cx.call(check, [claimed], null)
  const first = cx.call(check, [claimed], null)
  return isTrue(cx, first) ? first : cx.call(check, [own], null)
}

export const abcMetaType = defineType('ABCMeta', null, {
  base: typeType,
  module: 'abc',
  doc: 'Metaclass of abstract base classes.',
  slots: {
    tp_new: (cx, meta, args, kwnames) => {
      const cls = typeNew(cx, meta, args, kwnames)
      if (cls instanceof PyType && isSubtype(cls.type, abcMetaType)) {
        takeFlags(cx, cls)
        computeAbstract(cx, cls)
      }
      return cls
    },
  },
  methods: {
    '~register(cls, subclass)': [
      'Make subclass a virtual subclass. Returns it, so that this can be a decorator.',
      register,
    ],
    '~__instancecheck__(cls, instance)': ['For isinstance(instance, cls).', instanceCheck],
    '~__subclasscheck__(cls, subclass)': ['For issubclass(subclass, cls).', subclassCheck],
    '~_dump_registry(cls, file=None)': [
      'Print what the class remembers.',
      (cx, cls: PyType) => {
        cx.call(cx.builtins.getStr('print')!, [`Class: ${typeName(cls)}`], null)
      },
    ],
    '~_abc_registry_clear(cls)': [
      'Forget the registered classes.',
      (_cx, cls: PyType) => {
        dataOf(cls).registry.clear()
      },
    ],
    '~_abc_caches_clear(cls)': [
      'Forget the answers given.',
      (_cx, cls: PyType) => {
        const d = dataOf(cls)
        d.cache.clear()
        d.negative.clear()
      },
    ],
  },
})

export const load = defineModule('_abc', 'What abstract base classes need of the interpreter.', {
  functions: {
    'get_cache_token()': ['A number that changes with every registration.', () => invalidations],
    '_recompute(cls, /)': [
      'Find the abstract methods anew.',
      (cx, cls: Value) => {
        if (cls instanceof PyType) computeAbstract(cx, cls)
      },
    ],
    '_get_registry(cls, /)': [
      'The registered classes.',
      (_cx, cls: Value) => new PyTuple([...dataOf(cls as PyType).registry]),
    ],
  },
  types: [abcMetaType],
})
