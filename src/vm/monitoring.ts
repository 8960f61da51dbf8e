/**
 * `sys.monitoring`: a Monitor that calls the callbacks of up to six tools (PEP 669; CPython's Python/instrumentation.c).
 *
 * A tool has a set of events for all code and further sets for single code objects. A callback that returns DISABLE for a local event is not called
 * again for this event at this instruction until `restart_events`. Callbacks run with all events off; what one raises is raised at the event.
 *
 * The events of PEP 669 are those of `Monitor`, but for three kinds: CALL, C_RETURN and C_RAISE come through `vm.callHook`; JUMP is told from the
 * instruction about to run; BRANCH from the condition on the stack or, for FOR_ITER, from where the frame is at its next event.
 */
import type { CodeObject } from '../compile/code'
import { Op } from '../compile/op.gen'
import { CodeObject as Code } from '../compile/code'
import { getAttr } from '../objects/abstract'
import { excTypes, newException, type PyException } from '../objects/exceptions'
import type { Frame } from '../objects/frame'
import { PyFunction } from '../objects/function'
import { PyMethod } from '../objects/method'
import { PyRaise, typeError, valueError } from '../objects/raise'
import { asStrValue } from '../objects/str'
import { PyDict } from '../values/dict'
import type { Value } from '../values/value'
import { callObject, callPlain } from './call'
import { Granularity, type Monitor, stopIterationArgs } from './monitor'
import type { VM } from './vm'

/** Numbers of the events; bits of event sets. */
export const EVENTS = [
  'PY_START',
  'PY_RESUME',
  'PY_RETURN',
  'PY_YIELD',
  'CALL',
  'LINE',
  'INSTRUCTION',
  'JUMP',
  'BRANCH',
  'STOP_ITERATION',
  'RAISE',
  'EXCEPTION_HANDLED',
  'PY_UNWIND',
  'PY_THROW',
  'RERAISE',
  'C_RETURN',
  'C_RAISE',
] as const

const enum Event {
  PY_START,
  PY_RESUME,
  PY_RETURN,
  PY_YIELD,
  CALL,
  LINE,
  INSTRUCTION,
  JUMP,
  BRANCH,
  STOP_ITERATION,
  RAISE,
  EXCEPTION_HANDLED,
  PY_UNWIND,
  PY_THROW,
  RERAISE,
  C_RETURN,
  C_RAISE,
}

/** Events before this one belong to an instruction: they can be set for one code object, and disabled. */
const LOCAL_EVENTS = Event.RAISE
/** Events from this one on come with CALL and cannot be set by themselves. */
const UNGROUPED = Event.C_RETURN
const CALL_EVENTS = (1 << Event.CALL) | (1 << Event.C_RETURN) | (1 << Event.C_RAISE)
const C_EVENTS = (1 << Event.C_RETURN) | (1 << Event.C_RAISE)
const INSTRUCTION_EVENTS = (1 << Event.INSTRUCTION) | (1 << Event.JUMP) | (1 << Event.BRANCH)

/** Tools a program can use; CPython keeps two more for `sys.settrace` and `sys.setprofile`. */
const TOOLS = 6

/** What is known of one code object. */
class CodeEvents {
  /** Event sets by tool. */
  readonly local: number[] = new Array(TOOLS).fill(0)
  /** By event and offset: bits of the tools that do not want it any more. */
  disabled: Map<number, number> | null = null
}

export class MonitoringMonitor implements Monitor {
  private readonly names: (Value | undefined)[] = new Array(TOOLS).fill(undefined)
  private readonly global: number[] = new Array(TOOLS).fill(0)
  private readonly callbacks: Value[][] = Array.from({ length: TOOLS }, () =>
    new Array<Value>(EVENTS.length).fill(null),
  )
  private readonly codes = new Map<CodeObject, CodeEvents>()
  /** All events that any tool wants of any code. */
  private wanted = 0
  private installed = false
  private next: Monitor | null = null
  private busy = false
  /** The frame whose FOR_ITER has been reported as an instruction, and its index. */
  private branching: Frame | null = null
  private branchIndex = 0

  private constructor(
    private readonly vm: VM,
    /** What a callback returns to be called no more, and what stands for an argument that is not there. */
    readonly disable: Value,
    readonly missing: Value,
  ) {}

  /** The state of `sys.monitoring` of an interpreter. */
  static make(vm: VM, disable: Value, missing: Value): MonitoringMonitor {
    return new MonitoringMonitor(vm, disable, missing)
  }

  get granularity(): number {
    const own = this.wanted & INSTRUCTION_EVENTS ? Granularity.LINE | Granularity.OPCODE : Granularity.LINE
    return own | (this.next?.granularity ?? 0)
  }

  shouldTrace(code: CodeObject): boolean {
    if (this.global.some((set) => set !== 0)) return true
    return this.codes.get(code)?.local.some((set) => set !== 0) || (this.next?.shouldTrace(code) ?? false)
  }

  // --- what programs call ------------------------------------------------------------------------------------------------

  useTool(tool: number, name: Value): void {
    checkTool(tool)
    if (asStrValue(name) === undefined) throw valueError('tool name must be a str')
    if (this.names[tool] !== undefined) throw valueError(`tool ${tool} is already in use`)
    this.names[tool] = name
  }

  freeTool(tool: number): void {
    checkTool(tool)
    if (this.names[tool] !== undefined) {
      this.global[tool] = 0
      for (const c of this.codes.values()) c.local[tool] = 0
      this.callbacks[tool].fill(null)
      this.update()
    }
    this.names[tool] = undefined
  }

  toolName(tool: number): Value {
    checkTool(tool)
    return this.names[tool] ?? null
  }

  register(tool: number, event: number, callback: Value): Value {
    checkTool(tool)
    if (event <= 0 || event & (event - 1)) throw valueError('The callback can only be set for one event at a time')
    const number = 31 - Math.clz32(event)
    if (number >= EVENTS.length) throw valueError(`invalid event ${event}`)
    const before = this.callbacks[tool][number]
    this.callbacks[tool][number] = callback
    return before
  }

  events(tool: number): number {
    checkTool(tool)
    return this.global[tool]
  }

  setEvents(tool: number, set: number): void {
    checkTool(tool)
    if (set < 0 || set >= 1 << EVENTS.length) throw valueError(`invalid event set 0x${(set >>> 0).toString(16)}`)
    set = withoutCEvents(set)
    this.checkUsed(tool)
    this.global[tool] = set
    this.update()
  }

  localEvents(tool: number, code: Value): number {
    if (!(code instanceof Code)) throw typeError('code must be a code object')
    checkTool(tool)
    return this.codes.get(code)?.local[tool] ?? 0
  }

  setLocalEvents(tool: number, code: Value, set: number): void {
    if (!(code instanceof Code)) throw typeError('code must be a code object')
    checkTool(tool)
    set = withoutCEvents(set)
    if (set < 0 || set >= 1 << LOCAL_EVENTS) throw valueError(`invalid local event set 0x${(set >>> 0).toString(16)}`)
    this.checkUsed(tool)
    this.eventsOf(code).local[tool] = set
    this.update()
  }

  restart(): void {
    for (const c of this.codes.values()) c.disabled = null
  }

  /** Name of each event that is set for all code → bits of the tools. */
  allEvents(): PyDict {
    const d = new PyDict()
    for (let event = 0; event < UNGROUPED; event++) {
      let tools = 0
      for (let tool = 0; tool < TOOLS; tool++) if (this.global[tool] & (1 << event)) tools |= 1 << tool
      if (tools !== 0) d.setStr(EVENTS[event], tools)
    }
    return d
  }

  private checkUsed(tool: number): void {
    if (this.names[tool] === undefined) throw valueError(`tool ${tool} is not in use`)
  }

  private eventsOf(code: CodeObject): CodeEvents {
    let c = this.codes.get(code)
    if (c === undefined) {
      c = new CodeEvents()
      this.codes.set(code, c)
    }
    return c
  }

  /** Event sets have changed: watches from now on, or no more. */
  private update(): void {
    const { vm } = this
    let all = 0
    for (const set of this.global) all |= set
    for (const c of this.codes.values()) for (const set of c.local) all |= set
    this.wanted = all
    this.branching = null
    const current = vm.suspendedMonitor ?? vm.monitor
    if (all !== 0 && !this.installed) {
      this.installed = true
      this.next = current
      vm.setMonitor(this)
    } else if (all === 0 && this.installed && current === this) {
      this.installed = false
      vm.setMonitor(this.next)
      this.next = null
    } else if (current === this) vm.setMonitor(this)
    else if (current !== null) vm.setMonitor(current)
    this.hookCalls((all & (1 << Event.CALL)) !== 0)
  }

  private hookCalls(on: boolean): void {
    const { vm } = this
    if (on === (vm.callHook !== null)) return
    vm.callHook = on
      ? (frame, fn, self, L, from, n) => {
          const first = self !== undefined ? self : n > 0 ? (L[from] as Value) : this.missing
          return this.calling(frame, fn, first, () => {
            if (isPython(fn)) return callPlain(vm, frame, fn, self, L, from, n)
            const args = L.slice(from, from + n) as Value[]
            if (self !== undefined) args.unshift(self)
            return vm.call(fn, args)
          })
        }
      : null
    vm.superHook = on
      ? (frame, sup, args, name) => {
          const made = this.calling(frame, sup, args.length > 0 ? args[0] : this.missing, () => vm.call(sup, args))
          return getAttr(vm, made as Value, name)
        }
      : null
    vm.callHookEx = on
      ? (frame, fn, args, kwnames) =>
          this.calling(frame, fn, args.length > (kwnames?.length ?? 0) ? args[0] : this.missing, () =>
            isPython(fn) ? callObject(vm, frame, fn, args, kwnames) : vm.call(fn, args, kwnames),
          )
      : null
  }

  // --- delivery ---------------------------------------------------------------------------------------------------------

  /** Bits of the tools that want an event of a code object. */
  private toolsFor(code: CodeObject, event: Event): number {
    const bit = 1 << event
    if ((this.wanted & bit) === 0) return 0
    const local = this.codes.size > 0 ? this.codes.get(code)?.local : undefined
    let tools = 0
    for (let tool = 0; tool < TOOLS; tool++) {
      if ((this.global[tool] | (local === undefined ? 0 : local[tool])) & bit) tools |= 1 << tool
    }
    return tools
  }

  private offset(frame: Frame): number {
    const i = frame.plainLasti
    return i < 0 ? 0 : frame.plainCode.offsets[i]
  }

  /** Calls the callbacks for an event at the frame's instruction, those of higher tools first. `group` is the event that sets the tools. */
  private fire(frame: Frame, event: Event, at: number, args: Value[], group: Event = event): void {
    if (this.busy) return
    const code = frame.plainCode
    let tools = this.toolsFor(code, group)
    if (tools === 0) return
    const key = event * 0x1000000 + at
    const disabled = this.codes.get(code)?.disabled
    if (disabled) tools &= ~(disabled.get(key) ?? 0)
    for (let tool = TOOLS - 1; tool >= 0; tool--) {
      if ((tools & (1 << tool)) === 0) continue
      const callback = this.callbacks[tool][event]
      if (callback === null) continue
      frame.escaped = true
      if (this.deliver(callback, [code, ...args]) !== this.disable) continue
      if (event >= LOCAL_EVENTS) {
        this.callbacks[tool][event] = null
        throw valueError(`Cannot disable ${EVENTS[event]} events. Callback removed.`)
      }
      const c = this.eventsOf(code)
      c.disabled ??= new Map()
      c.disabled.set(key, (c.disabled.get(key) ?? 0) | (1 << tool))
    }
  }

  private deliver(callback: Value, args: Value[]): Value {
    this.busy = true
    try {
      return this.vm.unmonitored(() => this.vm.call(callback, args))
    } finally {
      this.busy = false
      this.vm.hiddenChanges++
    }
  }

  /** A call of anything: CALL before it, and for what is not a Python function C_RETURN or C_RAISE after it. */
  private calling(frame: Frame, fn: Value, first: Value, act: () => Value | undefined): Value | undefined {
    if (frame.code.plain === undefined || this.busy) return act()
    const at = this.offset(frame)
    this.settleBranch(frame)
    this.fire(frame, Event.CALL, at, [at, fn, first])
    if (isPython(fn)) return act()
    let r: Value | undefined
    try {
      r = act()
    } catch (e) {
      if (e instanceof PyRaise) this.fire(frame, Event.C_RAISE, at, [at, fn, first], Event.CALL)
      throw e
    }
    this.fire(frame, Event.C_RETURN, at, [at, fn, first], Event.CALL)
    return r
  }

  /** Reports where a FOR_ITER of the frame has gone. */
  private settleBranch(frame: Frame): void {
    if (this.branching !== frame || this.busy) return
    this.branching = null
    const { offsets } = frame.plainCode
    const from = offsets[this.branchIndex]
    this.fire(frame, Event.BRANCH, from, [from, this.offset(frame)])
  }

  private simple(frame: Frame, event: Event): void {
    this.settleBranch(frame)
    const at = this.offset(frame)
    this.fire(frame, event, at, [at])
  }

  private valued(frame: Frame, event: Event, value: Value): void {
    this.settleBranch(frame)
    const at = this.offset(frame)
    this.fire(frame, event, at, [at, value])
  }

  start(frame: Frame, line: number): void {
    this.next?.start(frame, line)
    this.simple(frame, Event.PY_START)
  }
  resume(frame: Frame, line: number): void {
    this.next?.resume(frame, line)
    this.simple(frame, Event.PY_RESUME)
  }
  throwInto(frame: Frame, exc: PyException): void {
    this.next?.throwInto(frame, exc)
    this.valued(frame, Event.PY_THROW, exc)
  }
  line(frame: Frame, line: number): void {
    this.next?.line(frame, line)
    this.settleBranch(frame)
    this.fire(frame, Event.LINE, this.offset(frame), [line])
  }
  instruction(frame: Frame, index: number): void {
    this.next?.instruction(frame, index)
    this.simple(frame, Event.INSTRUCTION)
    if (this.wanted & ((1 << Event.JUMP) | (1 << Event.BRANCH))) this.flow(frame)
  }
  expr(frame: Frame, id: number, value: Value): void {
    this.next?.expr(frame, id, value)
  }
  effect(frame: Frame, index: number): void {
    this.next?.effect?.(frame, index)
  }
  return(frame: Frame, value: Value): void {
    this.next?.return(frame, value)
    this.valued(frame, Event.PY_RETURN, value)
  }
  yield(frame: Frame, value: Value): void {
    this.next?.yield(frame, value)
    this.settleBranch(frame)
    // The frame is at the RESUME already; the event belongs to the yield.
    const at = frame.plainCode.offsets[Math.max(0, frame.plainLasti - 1)]
    this.fire(frame, Event.PY_YIELD, at, [at, value])
  }
  raise(frame: Frame, exc: PyException): void {
    this.next?.raise(frame, exc)
    if (this.branching === frame) this.branching = null
    this.valued(frame, Event.RAISE, exc)
  }
  stopIteration(frame: Frame, value: Value): void {
    this.next?.stopIteration(frame, value)
    if ((this.wanted & (1 << Event.STOP_ITERATION)) === 0) return
    this.valued(frame, Event.STOP_ITERATION, newException(excTypes.StopIteration, stopIterationArgs(value)))
  }
  reraise(frame: Frame, exc: PyException): void {
    this.next?.reraise(frame, exc)
    this.valued(frame, Event.RERAISE, exc)
  }
  handled(frame: Frame, exc: PyException): void {
    this.next?.handled(frame, exc)
    this.valued(frame, Event.EXCEPTION_HANDLED, exc)
  }
  unwind(frame: Frame, exc: PyException): void {
    this.next?.unwind(frame, exc)
    this.valued(frame, Event.PY_UNWIND, exc)
  }

  /** JUMP and BRANCH of the instruction the frame is about to run. */
  private flow(frame: Frame): void {
    const code = frame.plainCode
    const i = frame.plainLasti
    const op = code.ops[2 * i]
    const arg = code.ops[2 * i + 1]
    const { offsets } = code
    switch (op) {
      case Op.JUMP_FORWARD:
      case Op.JUMP_BACKWARD:
        this.fire(frame, Event.JUMP, offsets[i], [offsets[i], offsets[arg]])
        break
      case Op.FOR_ITER:
        this.branching = frame
        this.branchIndex = i
        break
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
      case Op.POP_JUMP_IF_NONE:
      case Op.POP_JUMP_IF_NOT_NONE: {
        const v = frame.localsplus[frame.sp - 1] as Value
        const jumps =
          op === Op.POP_JUMP_IF_FALSE
            ? v === false
            : op === Op.POP_JUMP_IF_TRUE
              ? v === true
              : (op === Op.POP_JUMP_IF_NONE) === (v === null)
        this.fire(frame, Event.BRANCH, offsets[i], [offsets[i], jumps ? offsets[arg] : offsets[i] + 4])
        break
      }
    }
  }
}

/** Calls of these enter a frame. */
function isPython(fn: Value): boolean {
  return fn instanceof PyFunction || fn instanceof PyMethod
}

function checkTool(tool: number): void {
  if (tool < 0 || tool >= TOOLS) throw valueError(`invalid tool ${tool} (must be between 0 and 5)`)
}

/** C_RETURN and C_RAISE are had with CALL only. */
function withoutCEvents(set: number): number {
  if ((set & C_EVENTS) === 0) return set
  if ((set & CALL_EVENTS) !== CALL_EVENTS) throw valueError('cannot set C_RETURN or C_RAISE events independently')
  return set & ~C_EVENTS
}
