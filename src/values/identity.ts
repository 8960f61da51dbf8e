/**
 * Identity numbers of boxed objects: what stands in for an address.
 *
 * A number is given when first asked for, counts up from 1 and never changes, so that the same program gives the same numbers
 * in every run. It lives in a WeakMap rather than on the object, for most objects are never asked and must not carry the word
 * or change shape.
 */
import type { PyObject } from './value'

let numbers = new WeakMap<PyObject, number>()
let last = 0

/** The identity number of `o`, from 1. */
export function identityNumber(o: PyObject): number {
  let n = numbers.get(o)
  if (n === undefined) {
    n = ++last
    numbers.set(o, n)
  }
  return n
}

/** Starts the numbering afresh: an interpreter does this once, before its program starts, so that runs in one process agree. */
export function resetIdentityNumbers(): void {
  numbers = new WeakMap()
  last = 0
}

/** What `repr` shows as the address of `o`: `0x7f0000000010`, sixteen bytes apart. */
export function addressText(o: PyObject): string {
  return `0x${(0x7f0000000000 + 16 * identityNumber(o)).toString(16)}`
}
