/**
 * Names and attributes with inline caches: LOAD_GLOBAL, LOAD_ATTR in both forms, STORE_ATTR, DELETE_ATTR, LOAD_SUPER_ATTR.
 *
 * A cache belongs to one instruction and remembers what it found last time: for a class (identity and `version`) where the attribute lives. An instance
 * dict is verified by `d.keys[slot] === name`, so it needs no version. A cache that fails is filled again with what is found now.
 *
 * Only classes that look attributes up the generic way (`object.__getattribute__`) are cached; all others go through their slots. CPython's Python/specialize.c
 * has the same kinds.
 */
import { getAttr, getAttrBlamed, setAttr } from '../objects/abstract'
import { PyMemberDescriptor, PyProperty } from '../objects/descr'
import { excTypes } from '../objects/exceptions'
import { type Frame, FrameExit } from '../objects/frame'
import { PyFunction } from '../objects/function'
import { PyModule } from '../objects/module'
import { genericFindAttr, genericGetAttr, genericSetAttr } from '../objects/object'
import { isRaiseOf } from '../objects/raise'
import { getattrTrampoline } from '../objects/slots'
import { superCheck, superGetAttr, superLookup, superType } from '../objects/super'
import { lookupInType, objectType, PyType, TypeFlags, typeOf, typeType } from '../objects/type'
import type { PyDict } from '../values/dict'
import { PyObject, type Value } from '../values/value'
import { fromText } from '../values/wide'
import { enterFunction } from './call'
import { loadGlobalName } from './ops'
import type { VM } from './vm'

/** Where LOAD_GLOBAL found a name: `slot` in the globals, or `~slot` in the builtins while the globals have no new names. */
export class GlobalCache {
  constructor(
    readonly name: string,
    readonly slot: number,
    readonly keys: (Value | undefined)[],
    readonly length: number,
  ) {}
}

export function loadGlobalSlow(vm: VM, frame: Frame, arg: number, at: number): Value {
  const name = frame.code.names[arg]
  const caches = frame.code.caches as unknown[]
  const g = frame.globals
  const slot = g.slotOfStr(name)
  if (slot >= 0) {
    caches[at] = new GlobalCache(g.keys[slot] === name ? (g.keys[slot] as string) : name, slot, g.keys, 0)
    return g.values[slot] as Value
  }
  const b = frame.builtins
  const bslot = b.slotOfStr(name)
  if (bslot >= 0) {
    caches[at] = new GlobalCache(name, ~bslot, g.keys, g.keys.length)
    return b.values[bslot] as Value
  }
  return loadGlobalName(vm, frame, name)
}

const enum Kind {
  /** In the instance dict at `slot`; the class has nothing, or nothing that takes precedence. */
  INSTANCE,
  /** In the class, a value or non-data descriptor given as it is; the instance dict must not have it. */
  CLASS_VALUE,
  /** A method to be called with the object as first argument. */
  METHOD,
  /** A `__slots__` member. */
  SLOT,
  /** A property with a Python getter or setter in `value`. */
  PROPERTY,
  /** In the dict of a module. */
  MODULE,
  /** Attribute `value` of the very class `type`. */
  OF_CLASS,
}

class AttrCache {
  constructor(
    readonly kind: Kind,
    readonly type: PyType,
    readonly version: number,
    readonly name: string,
    public slot: number,
    readonly value: Value | undefined,
  ) {}
}

/** LOAD_ATTR: the attribute, or undefined when a property's getter was entered. `frame.sp` is where its value goes. */
export function loadAttr(
  vm: VM,
  frame: Frame,
  o: Value,
  arg: number,
  caches: unknown[],
  at: number,
): Value | undefined {
  const c = caches[at] as AttrCache | undefined
  if (c !== undefined && o instanceof PyObject && o.type === c.type) {
    const type = c.type
    if (c.kind === Kind.INSTANCE) {
      if (type.version === c.version) {
        const d = o.dict
        if (d !== undefined) {
          if (d.keys[c.slot] === c.name) return d.values[c.slot] as Value
          const slot = d.slotOfStr(c.name)
          if (slot >= 0) {
            c.slot = slot
            return d.values[slot] as Value
          }
        }
      }
    } else if (c.kind === Kind.SLOT) {
      if (type.version === c.version) {
        const v = (o.slots as Value[])[c.slot]
        if (v !== undefined) return v
      }
    } else if (c.kind === Kind.CLASS_VALUE) {
      if (type.version === c.version && (o.dict === undefined || o.dict.slotOfStr(c.name) < 0)) return c.value as Value
    } else if (c.kind === Kind.MODULE) {
      const d = o.dict as PyDict
      if (type.version === c.version && d.keys[c.slot] === c.name) return d.values[c.slot] as Value
    } else if (c.kind === Kind.PROPERTY) {
      if (type.version === c.version && enterFunction(vm, frame, c.value as PyFunction, o, undefined, FrameExit.PUSH)) {
        return undefined
      }
    }
  } else if (c !== undefined && c.kind === Kind.OF_CLASS && o === c.type && c.type.version === c.version) {
    return c.value as Value
  }
  return loadAttrSlow(vm, frame, o, frame.code.names[arg], caches, at)
}

function loadAttrSlow(vm: VM, frame: Frame, o: Value, name: string, caches: unknown[], at: number): Value | undefined {
  const type = typeOf(o)
  if (type.tp_getattro === genericGetAttr && o instanceof PyObject) {
    const d = lookupInType(type, name)
    const dict = o.dict
    if (d === undefined) {
      const slot = dict === undefined ? -1 : dict.slotOfStr(name)
      if (slot >= 0) {
        caches[at] = new AttrCache(Kind.INSTANCE, type, type.version, name, slot, undefined)
        return (dict as PyDict).values[slot] as Value
      }
    } else {
      const dt = typeOf(d)
      if (d instanceof PyMemberDescriptor && d.slot >= 0) {
        caches[at] = new AttrCache(Kind.SLOT, type, type.version, name, d.slot, undefined)
      } else if (
        d instanceof PyProperty &&
        d.fget instanceof PyFunction &&
        dt.tp_getattro !== undefined &&
        isProperty(d)
      ) {
        caches[at] = new AttrCache(Kind.PROPERTY, type, type.version, name, -1, d.fget)
        if (enterFunction(vm, frame, d.fget, o, undefined, FrameExit.PUSH)) return undefined
      } else if (dt.tp_descr_set === undefined) {
        const slot = dict === undefined ? -1 : dict.slotOfStr(name)
        if (slot >= 0) {
          caches[at] = new AttrCache(Kind.INSTANCE, type, type.version, name, slot, undefined)
          return (dict as PyDict).values[slot] as Value
        }
        if (dt.tp_descr_get === undefined) {
          caches[at] = new AttrCache(Kind.CLASS_VALUE, type, type.version, name, -1, d)
          return d
        }
      }
    }
  } else if (o instanceof PyModule && o.type.flags & TypeFlags.IMMUTABLE) {
    const slot = o.dict.slotOfStr(name)
    if (slot >= 0 && lookupInType(type, name) === undefined) {
      caches[at] = new AttrCache(Kind.MODULE, type, type.version, name, slot, undefined)
      return o.dict.values[slot] as Value
    }
  }
  if (o instanceof PyType && o.type === typeType && lookupInType(typeType, name) === undefined) {
    const v = lookupInType(o, name)
    if (v !== undefined && (v instanceof PyFunction || typeOf(v).tp_descr_get === undefined)) {
      caches[at] = new AttrCache(Kind.OF_CLASS, o, o.version, name, -1, v)
      return v
    }
  }
  if (type.tp_getattro === getattrTrampoline && o instanceof PyObject) return loadAttrHooked(vm, frame, o, name)
  return getAttrBlamed(vm, o, name)
}

/** An attribute of an instance whose class defines `__getattr__` (or `__getattribute__`); undefined when the first was entered. */
function loadAttrHooked(vm: VM, frame: Frame, o: PyObject, name: string): Value | undefined {
  const hook = lookupInType(o.type, '__getattr__')
  if (!(hook instanceof PyFunction) || lookupInType(o.type, '__getattribute__') !== objectGetattribute()) {
    return getAttrBlamed(vm, o, name)
  }
  let v: Value | undefined
  try {
    v = genericFindAttr(vm, o, name)
  } catch (e) {
    if (!isRaiseOf(e, excTypes.AttributeError)) throw e
  }
  if (v !== undefined) return v
  const text = fromText(name)
  return enterFunction(vm, frame, hook, o, text, FrameExit.PUSH) ? undefined : vm.call(hook, [o, text])
}

const objectGetattribute = (): Value | undefined => lookupInType(objectType, '__getattribute__')

/** Exactly `property`: a subclass may redefine `__get__`. */
function isProperty(p: PyProperty): boolean {
  return (p.type.flags & TypeFlags.IMMUTABLE) !== 0
}

/**
 * LOAD_ATTR before a call: a function to be called with the object first (`vm.methodFound` true), or the attribute.
 */
export function loadMethod(vm: VM, frame: Frame, o: Value, arg: number, caches: unknown[], at: number): Value {
  const c = caches[at] as AttrCache | undefined
  if (c !== undefined) {
    const type = typeof o === 'object' && o !== null ? o.type : typeOf(o)
    if (type === c.type && type.version === c.version) {
      if (c.kind === Kind.METHOD) {
        const d = typeof o === 'object' && o !== null ? o.dict : undefined
        if (d === undefined || d.slotOfStr(c.name) < 0) {
          vm.methodFound = true
          return c.value as Value
        }
      } else if (c.kind === Kind.MODULE) {
        const d = (o as PyModule).dict
        if (d.keys[c.slot] === c.name) {
          vm.methodFound = false
          return d.values[c.slot] as Value
        }
      }
    }
  }
  return loadMethodSlow(vm, o, frame.code.names[arg], caches, at)
}

function loadMethodSlow(vm: VM, o: Value, name: string, caches: unknown[], at: number): Value {
  const type = typeOf(o)
  vm.methodFound = false
  if (type.tp_getattro === genericGetAttr) {
    const d = lookupInType(type, name)
    if (d !== undefined && typeOf(d).flags & TypeFlags.METHOD_DESCRIPTOR) {
      const dict = typeof o === 'object' && o !== null ? o.dict : undefined
      const own = dict === undefined ? undefined : dict.getStr(name)
      if (own !== undefined) return own
      caches[at] = new AttrCache(Kind.METHOD, type, type.version, name, -1, d)
      vm.methodFound = true
      return d
    }
  } else if (o instanceof PyModule && type.flags & TypeFlags.IMMUTABLE) {
    const slot = o.dict.slotOfStr(name)
    if (slot >= 0 && lookupInType(type, name) === undefined) {
      caches[at] = new AttrCache(Kind.MODULE, type, type.version, name, slot, undefined)
      return o.dict.values[slot] as Value
    }
  }
  const value = getAttrBlamed(vm, o, name)
  // Python code that ran meanwhile has loaded methods of its own.
  vm.methodFound = false
  return value
}

/** STORE_ATTR; false when a property's setter was entered. */
export function storeAttr(
  vm: VM,
  frame: Frame,
  o: Value,
  arg: number,
  value: Value,
  caches: unknown[],
  at: number,
): boolean {
  const c = caches[at] as AttrCache | undefined
  if (c !== undefined && o instanceof PyObject && o.type === c.type && c.type.version === c.version) {
    if (c.kind === Kind.INSTANCE) {
      const d = o.dict
      if (d !== undefined) {
        if (d.keys[c.slot] === c.name) d.values[c.slot] = value
        else d.setStr(c.name, value)
        return true
      }
    }
    if (c.kind === Kind.SLOT) {
      ;(o.slots as Value[])[c.slot] = value
      return true
    }
    if (c.kind === Kind.PROPERTY && enterFunction(vm, frame, c.value as PyFunction, o, value, FrameExit.DROP))
      return false
  }
  return storeAttrSlow(vm, frame, o, frame.code.names[arg], value, caches, at)
}

function storeAttrSlow(
  vm: VM,
  frame: Frame,
  o: Value,
  name: string,
  value: Value,
  caches: unknown[],
  at: number,
): boolean {
  const type = typeOf(o)
  if (type.tp_setattro === genericSetAttr && o instanceof PyObject) {
    const d = lookupInType(type, name)
    if (d instanceof PyMemberDescriptor && d.slot >= 0) {
      caches[at] = new AttrCache(Kind.SLOT, type, type.version, name, d.slot, undefined)
    } else if (d instanceof PyProperty && d.fset instanceof PyFunction && isProperty(d)) {
      caches[at] = new AttrCache(Kind.PROPERTY, type, type.version, name, -1, d.fset)
      if (enterFunction(vm, frame, d.fset, o, value, FrameExit.DROP)) return false
    } else if (o.dict !== undefined && (d === undefined || typeOf(d).tp_descr_set === undefined)) {
      o.dict.setStr(name, value)
      caches[at] = new AttrCache(Kind.INSTANCE, type, type.version, name, o.dict.slotOfStr(name), undefined)
      return true
    }
  }
  setAttr(vm, o, name, value)
  return true
}

export function deleteAttr(vm: VM, o: Value, name: string): void {
  ;(typeOf(o).tp_setattro as NonNullable<PyType['tp_setattro']>)(vm, o, name, undefined)
}

/** LOAD_SUPER_ATTR: the attribute; for the call form a function to be given `self` where `vm.methodFound`. */
export function loadSuperAttr(vm: VM, frame: Frame, sup: Value, cls: Value, self: Value, arg: number): Value {
  const name = frame.code.names[arg >> 2]
  vm.methodFound = false
  if (vm.callHook !== null && vm.monitor !== null && vm.superHook !== null) {
    const v = vm.superHook(frame, sup, arg & 2 ? [cls, self] : [], name)
    vm.methodFound = false
    return v
  }
  if (sup !== superType) return getAttr(vm, vm.call(sup, arg & 2 ? [cls, self] : []), name)
  if (!(cls instanceof PyType)) return getAttr(vm, vm.call(sup, arg & 2 ? [cls, self] : []), name)
  if (arg & 1) {
    const objType = superCheck(vm, cls, self)
    const v = superLookup(cls, objType, name)
    if (v !== undefined && self !== objType && typeOf(v).flags & TypeFlags.METHOD_DESCRIPTOR) {
      vm.methodFound = true
      return v
    }
  }
  const value = superGetAttr(vm, cls, self, name)
  vm.methodFound = false
  return value
}

/** The Python function behind a value, if it is one. */
export function functionOf(v: Value): PyFunction | undefined {
  return v instanceof PyFunction ? v : undefined
}
