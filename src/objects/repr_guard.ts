/**
 * Which containers are being rendered right now, so that a container inside itself prints as `[...]` (CPython's Py_ReprEnter).
 */
import type { PyObject, Str } from '../values/value'
import type { Context } from './context'

const active = new WeakMap<Context, PyObject[]>()

/** Marks `o` as being rendered; false when it is already. Every true answer wants a `reprLeave`, in a `finally`. */
export function reprEnter(cx: Context, o: PyObject): boolean {
  let stack = active.get(cx)
  if (stack === undefined) active.set(cx, (stack = []))
  if (stack.includes(o)) return false
  stack.push(o)
  return true
}

export function reprLeave(cx: Context, o: PyObject): void {
  const stack = active.get(cx)!
  const i = stack.lastIndexOf(o)
  if (i >= 0) stack.splice(i, 1)
}

/** The text `body` gives, or `again` when `o` is being rendered already. */
export function guardedRepr(cx: Context, o: PyObject, again: Str, body: () => Str): Str {
  if (!reprEnter(cx, o)) return again
  try {
    return body()
  } finally {
    reprLeave(cx, o)
  }
}
