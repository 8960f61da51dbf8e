/**
 * The value model: what a Python object is to the rest of the machine.
 *
 * Five kinds of Python object are bare JavaScript primitives, because they are everywhere and V8 is fastest with them:
 * None is `null`, bool is `boolean`, an int is a `number` while it is a safe integer and a `bigint` beyond, and a str is a
 * `string` while it holds no code point above U+FFFF. Everything else is a `PyObject`.
 *
 * Invariants (each has a unit test):
 *  - an int is never −0 and never a non-integral number: floats are always boxed as `PyFloat`;
 *  - an int is a `bigint` exactly when it is not a safe integer (`values/int.ts` narrows);
 *  - a `string` never holds an astral code point: such a str is a `WideStr`. A `string` may hold lone surrogates, but never
 *    a high surrogate followed by a low one (`values/wide.ts` joins and splits);
 *  - `undefined` is C's NULL (unbound local, exhausted iterator, missing entry) and never a Value.
 *
 * This layer is data only and imports nothing. The type of a value lives in `objects/`: `objects/type.ts` declares
 * `PyObject.type` and each type's file puts it on the prototype of its class, so that a leaf object carries no extra word.
 */

/** Any Python object. */
export type Value = null | boolean | number | bigint | string | PyObject

/** An int: `number` while safe, `bigint` beyond. */
export type Int = number | bigint
/** A str: `string` without astral code points, else `WideStr`. */
export type Str = string | WideStr

/**
 * Base of all boxed objects. `objects/type.ts` adds `type` (on the prototype for exact builtin types, an own property for
 * instances of Python classes) and `dict` (the instance `__dict__`, where there is one).
 */
export class PyObject {}

export class PyFloat extends PyObject {
  constructor(readonly v: number) {
    super()
  }
}

export class PyComplex extends PyObject {
  constructor(
    readonly re: number,
    readonly im: number,
  ) {
    super()
  }
}

/** A str with at least one code point above U+FFFF; `cps` holds one code point (or lone surrogate) an element. */
export class WideStr extends PyObject {
  /** The same text as a JavaScript string, made when first needed (`wide.ts`). */
  text: string | undefined = undefined
  constructor(readonly cps: Int32Array) {
    super()
  }
}

/** bytes; `data` is never written after construction. */
export class PyBytes extends PyObject {
  constructor(readonly data: Uint8Array) {
    super()
  }
}

/** tuple; `items` is never written after construction. */
export class PyTuple extends PyObject {
  constructor(readonly items: Value[]) {
    super()
  }
}

export class PyList extends PyObject {
  constructor(public items: Value[]) {
    super()
  }
}

export class PySlice extends PyObject {
  constructor(
    readonly start: Value,
    readonly stop: Value,
    readonly step: Value,
  ) {
    super()
  }
}

/** range; `length` is derived once. All four are ints, bigints where they must be. */
export class PyRange extends PyObject {
  constructor(
    readonly start: Int,
    readonly stop: Int,
    readonly step: Int,
    readonly length: Int,
  ) {
    super()
  }
}

class PyEllipsis extends PyObject {}
class PyNotImplemented extends PyObject {}

/** The singletons `...` and `NotImplemented`. None is `null`. */
export const Ellipsis: PyObject = new PyEllipsis()
export const NotImplemented: PyObject = new PyNotImplemented()

export const emptyTuple = new PyTuple([])

/** A bug of ours, never a fault of the running program. */
export class InternalError extends Error {
  override name = 'InternalError'
}

export function isInt(v: Value | undefined): v is Int {
  return typeof v === 'number' || typeof v === 'bigint'
}

export function isStr(v: Value | undefined): v is Str {
  return typeof v === 'string' || v instanceof WideStr
}
