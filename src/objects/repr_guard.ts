/**
 * Which containers are being rendered right now, so that a container inside itself prints as `[...]` (CPython's Py_ReprEnter).
 */
import type { PyObject } from '../values/value'

const active: PyObject[] = []

/** Marks `o` as being rendered; false when it is already. Every true answer wants a `reprLeave`, in a `finally`. */
export function reprEnter(o: PyObject): boolean {
  for (let i = active.length - 1; i >= 0; i--) if (active[i] === o) return false
  active.push(o)
  return true
}

export function reprLeave(o: PyObject): void {
  const i = active.lastIndexOf(o)
  if (i >= 0) active.splice(i, 1)
}
