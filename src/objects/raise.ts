/**
 * Raising Python exceptions from native code: `throw typeError('…')`.
 *
 * A `PyRaise` is what is thrown; it is not a host Error, so no host stack is captured. The message texts passed here are part
 * of the contract with CPython. `__context__` is set by the machine when the exception first reaches a frame (`fresh`).
 */
import type { Str, Value } from '../values/value'
import { fromText } from '../values/wide'
import type { PyType } from './type'
import {
  excTypes,
  newException,
  type PyAttributeError,
  type PyException,
  type PyImportError,
  type PyNameError,
} from './exceptions'

/** A Python exception in flight. */
export class PyRaise {
  /** Not yet seen by the machine: its `__context__` is still to be set. */
  fresh = true
  constructor(readonly exc: PyException) {}
}

/** A limit of the embedding program was hit (steps, time, output, memory, cancel). Python code can neither catch nor see it. */
export class LimitReached {
  constructor(
    readonly kind: 'step-limit' | 'time-limit' | 'size-limit' | 'memory-limit' | 'cancelled',
    readonly message: string,
  ) {}
}

/**
 * Side channel of `tp_iternext`: a slot that ends because Python code raised `StopIteration(value)` leaves the value here before it returns
 * NULL. Who needs it (`yield from`, `await`) sets it to null before the call.
 */
export const stopValue: { v: Value } = { v: null }

/** An exception of a builtin type with these `args`, ready to throw. */
export function raiseOf(type: PyType, ...args: Value[]): PyRaise {
  return new PyRaise(newException(type, args))
}

function raiseText(type: PyType, msg: string): PyRaise {
  return new PyRaise(newException(type, [fromText(msg)]))
}

export const typeError = (msg: string): PyRaise => raiseText(excTypes.TypeError, msg)
export const valueError = (msg: string): PyRaise => raiseText(excTypes.ValueError, msg)
export const indexError = (msg: string): PyRaise => raiseText(excTypes.IndexError, msg)
export const keyError = (key: Value): PyRaise => raiseOf(excTypes.KeyError, key)
export const lookupError = (msg: string): PyRaise => raiseText(excTypes.LookupError, msg)
export const overflowError = (msg: string): PyRaise => raiseText(excTypes.OverflowError, msg)
export const zeroDivisionError = (msg: string): PyRaise => raiseText(excTypes.ZeroDivisionError, msg)
export const arithmeticError = (msg: string): PyRaise => raiseText(excTypes.ArithmeticError, msg)
export const runtimeError = (msg: string): PyRaise => raiseText(excTypes.RuntimeError, msg)
export const recursionError = (msg: string): PyRaise => raiseText(excTypes.RecursionError, msg)
export const notImplementedError = (msg: string): PyRaise => raiseText(excTypes.NotImplementedError, msg)
export const systemError = (msg: string): PyRaise => raiseText(excTypes.SystemError, msg)
export const assertionError = (msg: string): PyRaise => raiseText(excTypes.AssertionError, msg)
export const bufferError = (msg: string): PyRaise => raiseText(excTypes.BufferError, msg)
export const eofError = (msg: string): PyRaise => raiseText(excTypes.EOFError, msg)
export const memoryError = (msg?: string): PyRaise =>
  msg === undefined ? raiseOf(excTypes.MemoryError) : raiseText(excTypes.MemoryError, msg)

/** `name` and `obj` feed the suggestion in the traceback ("Did you mean"). */
export function attributeError(msg: string, name?: Str, obj?: Value): PyRaise {
  const e = newException(excTypes.AttributeError, [fromText(msg)]) as PyAttributeError
  e.name = name
  e.obj = obj
  return new PyRaise(e)
}

export function nameError(msg: string, name?: Str): PyRaise {
  const e = newException(excTypes.NameError, [fromText(msg)]) as PyNameError
  e.name = name
  return new PyRaise(e)
}

export function unboundLocalError(msg: string, name?: Str): PyRaise {
  const e = newException(excTypes.UnboundLocalError, [fromText(msg)]) as PyNameError
  e.name = name
  return new PyRaise(e)
}

export function importError(type: PyType, msg: string, name?: Str, path?: Value, nameFrom?: Str): PyRaise {
  const e = newException(type, [fromText(msg)]) as PyImportError
  e.msg = fromText(msg)
  e.name = name
  e.path = path
  e.nameFrom = nameFrom
  return new PyRaise(e)
}

/** `StopIteration(value)` for the few natives that are plain methods (`__next__` wrappers): `tp_iternext` returns NULL instead. */
export function stopIteration(value: Value = null): PyRaise {
  return raiseOf(excTypes.StopIteration, ...(value === null ? [] : [value]))
}

/** True for a Python exception in flight whose class is `type` or derives from it. */
export function isRaiseOf(e: unknown, type: PyType): e is PyRaise {
  return e instanceof PyRaise && e.exc.type.mro.includes(type)
}
