/**
 * The local names of a frame as Python sees them: `locals()`, `frame.f_locals` (CPython's Objects/frameobject.c, PEP 667).
 */
import { CodeFlags } from '../compile/code'
import type { Frame } from '../objects/frame'
import { inComprehension, slotValue } from '../objects/frame_type'
import { PyDict } from '../values/dict'
import type { Value } from '../values/value'
import type { VM } from './vm'

/**
 * What `locals()` gives: the namespace of module and class code, or a new dict of the variables now bound. Module and class code has variables while
 * a comprehension inlined in it runs, and then they are all there is.
 */
export function localsOf(_vm: VM, frame: Frame): Value {
  if (!(frame.code.flags & CodeFlags.OPTIMIZED) && !inComprehension(frame)) return frame.locals as Value
  const d = new PyDict()
  const names = frame.code.localsplusnames
  for (let i = 0; i < names.length; i++) {
    const v = slotValue(frame, i)
    if (v !== undefined) d.setStr(names[i], v)
  }
  const extra = frame.extraLocals
  if (extra !== undefined) for (const [k, v] of extra.entries()) d.setStr(k as string, v)
  return d
}
