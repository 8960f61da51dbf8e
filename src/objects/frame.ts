/**
 * Frame: one activation of a code object, CPython's interpreter frame and Python's `frame` object in one.
 *
 * `localsplus` holds locals, cells and free variables, then the value stack: `sp` is the index of the first free stack slot in it. An
 * unbound local is `undefined`. `pc` indexes instructions of `code.ops` (pairs); while the frame runs it is only up to date at the spots where
 * the loop saves its registers.
 */
import { PyObject, type Value } from '../values/value'
import type { PyDict } from '../values/dict'
import type { CodeObject } from '../compile/code'

export class Frame extends PyObject {
  /** The caller's frame, null at the bottom. */
  back: Frame | null = null
  declare code: CodeObject
  declare globals: PyDict
  declare builtins: PyDict
  /** The namespace of module and class bodies (any mapping for `exec`); undefined for optimised code. */
  declare locals: Value | undefined
  declare localsplus: (Value | undefined)[]
  pc = 0
  sp = 0
}
