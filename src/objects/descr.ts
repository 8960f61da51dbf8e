/**
 * Descriptors of native code: what a builtin type's `__dict__` holds, and bound builtin methods (CPython's Objects/descrobject.c and methodobject.c).
 *
 * The classes are here, with their fields, because everybody makes or tests them; their Python types and slots are in `descr_types.ts`.
 */
import { PyObject, type Value } from '../values/value'
import type { Context } from './context'
import type { NativeDef } from './signature'
import type { SlotRow } from './slots'
import type { PyType } from './type'

/** `list.append`: a native method, not yet bound. */
export class PyMethodDescriptor extends PyObject {
  constructor(
    readonly objclass: PyType,
    readonly def: NativeDef,
  ) {
    super()
  }
}

/** `dict.fromkeys` as it lies in the type's `__dict__`. */
export class PyClassMethodDescriptor extends PyObject {
  constructor(
    readonly objclass: PyType,
    readonly def: NativeDef,
  ) {
    super()
  }
}

/** `int.__add__`: a slot function seen as a method. */
export class PyWrapperDescriptor extends PyObject {
  constructor(
    readonly objclass: PyType,
    readonly row: SlotRow,
    // biome-ignore lint/suspicious/noExplicitAny: slots have many shapes
    readonly fn: any,
  ) {
    super()
  }
}

/** `(1).__add__`: a wrapper bound to its object. */
export class PyMethodWrapper extends PyObject {
  constructor(
    readonly descr: PyWrapperDescriptor,
    readonly self: Value,
  ) {
    super()
  }
}

export type Getter = (cx: Context, self: any) => Value | undefined
export type Setter = (cx: Context, self: any, value: Value | undefined) => void

/** `type.__name__`: an attribute computed by native code. A getter that gives NULL means AttributeError with the usual text. */
export class PyGetSetDescriptor extends PyObject {
  constructor(
    readonly objclass: PyType,
    readonly name: string,
    readonly doc: string | null,
    readonly get: Getter,
    readonly set: Setter | undefined = undefined,
  ) {
    super()
  }
}

/** `slice.start`, and the members `__slots__` makes: a field of the object. */
export class PyMemberDescriptor extends PyObject {
  constructor(
    readonly objclass: PyType,
    readonly name: string,
    readonly doc: string | null,
    /** Index in `slots` of the instance for `__slots__` members, −1 for members of builtin types. */
    readonly slot: number,
    readonly get: Getter | undefined,
    readonly set: Setter | undefined,
  ) {
    super()
  }
}

/** A native function: of a module, a static method, or a method bound to its object. */
export class PyBuiltinFunction extends PyObject {
  /** For `__new__` of a builtin type: the type. */
  newOf: PyType | undefined = undefined
  constructor(
    readonly def: NativeDef,
    /** `__self__`: the object of a bound method, the module of a function, NULL for a static method. */
    readonly self: Value | undefined,
  ) {
    super()
  }
}

/** property. */
export class PyProperty extends PyObject {
  doc: Value = null
  docFromGetter = false
  name: Value | undefined = undefined
  constructor(
    public fget: Value,
    public fset: Value,
    public fdel: Value,
  ) {
    super()
  }
}

export class PyStaticMethod extends PyObject {
  /** In the `__dict__` of a builtin type, which all interpreters share: it cannot be changed. */
  shared = false
  constructor(public callable: Value) {
    super()
  }
}

export class PyClassMethod extends PyObject {
  constructor(public callable: Value) {
    super()
  }
}
