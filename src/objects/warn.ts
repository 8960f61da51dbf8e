/**
 * Warnings from native code: hands them to the `warnings` module of the running interpreter (CPython's `PyErr_WarnEx`).
 */
import type { Value } from '../values/value'
import { fromText } from '../values/wide'
import { getAttr } from './abstract'
import type { Context } from './context'
import { excTypes } from './exceptions'
import type { PyType } from './type'

/** `warnings.warn(message, category, stacklevel)`. An "error" filter makes it raise. */
export function warn(cx: Context, category: PyType, message: string, stacklevel = 1): void {
  const args: Value[] = [fromText(message), category, stacklevel]
  cx.call(getAttr(cx, cx.importModule('warnings'), 'warn'), args, null)
}

export function emitDeprecation(cx: Context, message: string): void {
  warn(cx, excTypes.DeprecationWarning, message)
}
