/**
 * Which containers are being rendered right now, so that a container inside itself prints as `[...]` (CPython's Py_ReprEnter).
 */
import type { PyObject, Str } from '../values/value'
import type { Context } from './context'

const active = new WeakMap<Context, PyObject[]>()

/** How often an object was met inside itself. */
export let metAgain = 0

/** Runs `body` as if the objects of `outer` were being rendered around it. */
export function reprInside<T>(cx: Context, outer: readonly PyObject[], body: () => T): T {
  const before = active.get(cx)
  active.set(cx, [...outer])
  try {
    return body()
  } finally {
    if (before === undefined) active.delete(cx)
    else active.set(cx, before)
  }
}

/** Marks `o` as being rendered; false when it is already. Every true answer wants a `reprLeave`, in a `finally`. */
export function reprEnter(cx: Context, o: PyObject): boolean {
  let stack = active.get(cx)
  if (stack === undefined) active.set(cx, (stack = []))
  if (stack.includes(o)) {
    metAgain++
    return false
  }
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
