/**
 * Timeline: the recorded steps and the state at any of them. States are rebuilt by replaying from the nearest checkpoint, one every `SPACING` steps, so going to
 * any step of a long trace costs a bounded number of deltas.
 */
import { Replay } from '../trace/replay'
import type { Step } from '../trace/step'

const SPACING = 500

export class Timeline {
  readonly steps: Step[] = []
  private readonly checkpoints: { at: number; state: Replay }[] = []
  private state = new Replay()
  /** Steps applied to `state`. */
  private applied = 0

  add(steps: readonly Step[]): void {
    for (const step of steps) this.steps.push(step)
  }

  /** The state at a step, that step included. Valid until the next call. */
  at(index: number): Replay {
    if (index < this.applied - 1) {
      let nearest = -1
      for (let i = this.checkpoints.length - 1; i >= 0 && nearest < 0; i--)
        if (this.checkpoints[i]!.at <= index + 1) nearest = i
      if (nearest < 0) {
        this.state = new Replay()
        this.applied = 0
      } else {
        this.state = this.checkpoints[nearest]!.state.clone()
        this.applied = this.checkpoints[nearest]!.at
      }
    }
    while (this.applied <= index) {
      this.state.apply(this.steps[this.applied]!)
      this.applied++
      const last = this.checkpoints[this.checkpoints.length - 1]
      if (this.applied % SPACING === 0 && (!last || last.at < this.applied))
        this.checkpoints.push({ at: this.applied, state: this.state.clone() })
    }
    return this.state
  }
}
