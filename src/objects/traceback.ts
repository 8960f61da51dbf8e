/**
 * traceback objects: the chain of frames an exception has passed, CPython's Python/traceback.c without the printing (which is the machine's).
 */
import { PyObject } from '../values/value'
import type { Frame } from './frame'

/** One entry: a frame and the instruction that raised or called; `next` is the entry nearer to where the exception was raised. */
export class PyTraceback extends PyObject {
  constructor(
    public next: PyTraceback | null,
    readonly frame: Frame,
    /** Byte offset of the instruction (`tb_lasti`). */
    readonly lasti: number,
    /** Line, or -1 for none. */
    readonly lineno: number,
  ) {
    super()
  }
}
