/**
 * The local names of a frame as Python sees them: `locals()`, `frame.f_locals` (CPython's Objects/frameobject.c, PEP 667).
 */
import { CodeFlags, LocalKind } from '../compile/code'
import { PyCell } from '../objects/cell'
import type { Frame } from '../objects/frame'
import { PyDict } from '../values/dict'
import type { Value } from '../values/value'
import type { VM } from './vm'

/** The value of slot `i`, through its cell; undefined while unbound. */
export function slotValue(frame: Frame, i: number): Value | undefined {
  const v = frame.localsplus[i]
  if (frame.code.localspluskinds[i] & (LocalKind.CELL | LocalKind.FREE) && v instanceof PyCell) return v.value
  return v
}

/** Whether slot `i` is a name of the function, and not a variable of an inlined comprehension in module or class code. */
export function isVisible(frame: Frame, i: number): boolean {
  return !(frame.code.localspluskinds[i] & LocalKind.HIDDEN)
}

/** What `locals()` gives: the namespace of module and class code, or a new dict of the variables now bound. */
export function localsOf(_vm: VM, frame: Frame): Value {
  if (!(frame.code.flags & CodeFlags.OPTIMIZED)) return frame.locals as Value
  const d = new PyDict()
  const names = frame.code.localsplusnames
  for (let i = 0; i < names.length; i++) {
    if (!isVisible(frame, i)) continue
    const v = slotValue(frame, i)
    if (v !== undefined) d.setStr(names[i], v)
  }
  const extra = frame.extraLocals
  if (extra !== undefined) for (const [k, v] of extra.entries()) d.setStr(k as string, v)
  return d
}
