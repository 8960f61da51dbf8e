/**
 * replay: from the deltas of the step stream to full state, and to what each line did.
 *
 * `Replay` is fed one step at a time and keeps the state of every live frame (and, with heap recording, of every heap object). `replay()` is
 * the same as a generator. `effects()` pairs each line step with the delta it caused, for formats that show the state after a line.
 */
import {
  type FrameInfo,
  type HeapChange,
  type HeapObject,
  type IterState,
  isWithinLine,
  type Pic,
  type Step,
} from './step'

/** A variable table in Python's order: insertion order, or slot order where the frame has slots. */
export type Vars = Map<string, string>

export class FrameState {
  vars: Vars = new Map()
  ids = new Map<string, number>()
  iters: readonly IterState[] = []
  stack: string[] = []
  /** The frame's latest step. */
  line: number | null = null
  private order: Map<string, number> | null = null

  constructor(
    readonly id: number,
    readonly info: FrameInfo,
  ) {
    if (info.names) this.order = new Map(info.names.map((name, i) => [name, i]))
  }

  apply(step: Step): void {
    if (step.del) {
      for (const name of step.del) {
        this.vars.delete(name)
        this.ids.delete(name)
      }
    }
    const { set } = step
    if (set) {
      let fresh = false
      for (let i = 0; i < set.length; i += 2) {
        if (!this.vars.has(set[i]!)) fresh = true
        this.vars.set(set[i]!, set[i + 1]!)
        if (step.ids) this.ids.set(set[i]!, step.ids[i >> 1]!)
      }
      if (fresh && this.order) this.sortBySlot(this.order)
    }
    if (step.iters) this.iters = step.iters
    if (step.keep !== undefined) {
      this.stack.length = step.keep
      if (step.push) this.stack.push(...step.push)
    }
    this.line = step.line
  }

  /** A copy that later steps do not touch. */
  clone(): FrameState {
    const copy = new FrameState(this.id, this.info)
    copy.vars = new Map(this.vars)
    copy.ids = new Map(this.ids)
    copy.iters = this.iters
    copy.stack = this.stack.slice()
    copy.line = this.line
    return copy
  }

  /** A newly bound local shows at its slot's place, whenever it is bound. */
  private sortBySlot(order: Map<string, number>): void {
    let last = -1
    for (const name of this.vars.keys()) {
      const slot = order.get(name) ?? order.size
      if (slot < last) {
        const sorted = [...this.vars].sort((a, b) => (order.get(a[0]) ?? order.size) - (order.get(b[0]) ?? order.size))
        this.vars = new Map(sorted)
        return
      }
      last = slot
    }
  }
}

export class Replay {
  readonly frames = new Map<number, FrameState>()
  readonly globals: Vars = new Map()
  readonly globalIds = new Map<string, number>()
  readonly heap = new Map<number, HeapObject>()
  stdout = ''
  /** Frames in progress, outermost first: suspended generators are not among them. */
  readonly stack: FrameState[] = []

  /** The frame that has just returned, until the next step. */
  private leaving: FrameState | null = null

  /** A frame in progress or suspended, or the one that the latest step returned from. */
  shown(id: number): FrameState | undefined {
    return this.frames.get(id) ?? (this.leaving?.id === id ? this.leaving : undefined)
  }

  /** A copy that later steps do not touch. */
  clone(): Replay {
    const copy = new Replay()
    for (const [id, frame] of this.frames) copy.frames.set(id, frame.clone())
    for (const frame of this.stack) copy.stack.push(copy.frames.get(frame.id)!)
    for (const [name, text] of this.globals) copy.globals.set(name, text)
    for (const [name, id] of this.globalIds) copy.globalIds.set(name, id)
    for (const [id, o] of this.heap) copy.heap.set(id, structuredClone(o))
    copy.stdout = this.stdout
    copy.leaving = this.leaving?.clone() ?? null
    return copy
  }

  /** Brings the state to where it stood at `step` and returns the step's frame. */
  apply(step: Step): FrameState {
    let frame = this.frames.get(step.frame)
    if (!frame) {
      if (!step.info) throw new Error(`step of frame ${step.frame} before its call step`)
      frame = new FrameState(step.frame, step.info)
      this.frames.set(step.frame, frame)
    }
    if (step.event === 'call' || step.event === 'resume') this.stack.push(frame)
    if (step.out) this.stdout += step.out
    if (step.heap) for (const h of step.heap) applyHeap(this.heap, h)
    frame.apply(step)
    const isModule = frame.info.kind === 'module'
    applyGlobals(
      this.globals,
      this.globalIds,
      isModule ? step.del : step.gdel,
      isModule ? step.set : step.gset,
      isModule ? step.ids : step.gids,
    )
    if (step.event === 'return' || step.event === 'yield') {
      const at = this.stack.lastIndexOf(frame)
      if (at >= 0) this.stack.splice(at, 1)
      if (step.event === 'return') {
        this.frames.delete(frame.id)
        this.leaving = frame
      }
    }
    return frame
  }
}

function applyGlobals(vars: Vars, ids: Map<string, number>, del?: string[], set?: string[], setIds?: number[]): void {
  if (del) for (const name of del) vars.delete(name)
  if (set) {
    for (let i = 0; i < set.length; i += 2) {
      vars.set(set[i]!, set[i + 1]!)
      if (setIds) ids.set(set[i]!, setIds[i >> 1]!)
    }
  }
}

function applyHeap(heap: Map<number, HeapObject>, h: HeapObject | HeapChange): void {
  if ('kind' in h) {
    heap.set(h.id, structuredClone(h))
    return
  }
  const old = heap.get(h.id)
  if (!old) throw new Error(`change to heap object ${h.id} before it was shown`)
  if (old.items) {
    for (const [at, pic] of h.put ?? []) old.items[at as number] = pic
    if (h.len !== undefined) old.items.length = h.len
    return
  }
  const table = (old.entries ?? old.attrs ?? []) as [Pic, Pic][]
  if (h.drop) {
    for (const key of h.drop) {
      const at = table.findIndex((e) => e[0] === key)
      if (at >= 0) table.splice(at, 1)
    }
  }
  for (const [key, pic] of h.put ?? []) {
    const entry = table.find((e) => e[0] === key)
    if (entry) entry[1] = pic
    else table.push([key, pic])
  }
}

/** Runs through steps and yields each with the state at it. The state object is live: copy what must outlive the next step. */
export function* replay(steps: Iterable<Step>): Generator<{ step: Step; frame: FrameState; state: Replay }> {
  const state = new Replay()
  for (const step of steps) yield { step, frame: state.apply(step), state }
}

/** The changes a step's line made, as later steps of its frame tell them. */
export interface Effect {
  step: Step
  frame: FrameInfo
  /** Variables the line bound or changed, in the order told; empty Map when none. */
  changed: Vars
  deleted: string[]
  /** Variables of the frame after the line (before the frame's next step). */
  after: Vars
  /** Set on the last step of a frame's line when it ends in return, yield or an exception that leaves the line. */
  outcome: Step | null
}

/**
 * Pairs every `line` step with its effect. A line's effect is complete when its frame takes the next step; effects are yielded in order of completion,
 * which for lines that call is after the lines of the callee.
 */
export function* effects(steps: Iterable<Step>): Generator<Effect> {
  const pending = new Map<number, Step>()
  for (const { step, frame } of replay(steps)) {
    if (step.event === 'opcode' || isWithinLine(step.event)) continue
    const line = pending.get(step.frame)
    if (line && step.event !== 'call') {
      const changed: Vars = new Map()
      if (step.set) for (let i = 0; i < step.set.length; i += 2) changed.set(step.set[i]!, step.set[i + 1]!)
      const outcome = step.event === 'line' || step.event === 'resume' ? null : step
      pending.delete(step.frame)
      yield { step: line, frame: frame.info, changed, deleted: step.del ?? [], after: new Map(frame.vars), outcome }
    }
    if (step.event === 'line') pending.set(step.frame, step)
  }
}
