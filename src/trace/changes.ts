/**
 * Changes: what the recorder knows of objects that may have changed, so that it need not look into the others.
 *
 * `clock` counts changes. Each is of one object, or of which nothing is known: then every object may be another. Whoever shows an object notes the clock when it looked,
 * and asks later whether the object may have changed `since`. Of the last changes it is known which objects they hit; whoever looked before these is told yes.
 */
import type { PyObject } from '../values/value'
import { ANYTHING } from './mutation'

/** How many changes are remembered; a power of two. */
const REMEMBERED = 32

export class Changes {
  /** Changes so far. */
  clock = 0
  /** The clock at the last change that may have hit any object. */
  private unknown = 0
  private readonly last: (PyObject | null)[] = new Array(REMEMBERED).fill(null)

  /** `o` may have changed, or with `ANYTHING` any object. */
  add(o: PyObject): void {
    this.last[this.clock++ & (REMEMBERED - 1)] = o
    if (o === ANYTHING) this.unknown = this.clock
  }

  /** Whether `o` itself, not what it holds, may have changed since the clock stood at `then`. */
  since(then: number, o: PyObject): boolean {
    const { clock, last } = this
    if (then === clock) return false
    if (then < this.unknown || clock - then > REMEMBERED) return true
    for (let i = then; i < clock; i++) if (last[i & (REMEMBERED - 1)] === o) return true
    return false
  }
}
