/**
 * `sys.settrace` and `sys.setprofile`: a Monitor that calls Python functions (CPython's Python/legacy_tracing.c).
 *
 * The trace function gets every call; what it returns becomes the frame's `f_trace` and gets the frame's line, return, exception and (when
 * `f_trace_opcodes` is set) opcode events. While a trace function runs nothing is traced. An exception in it ends tracing and is raised in the
 * traced frame.
 */
import type { CodeObject } from '../compile/code'
import { PyBuiltinFunction, PyMethodDescriptor } from '../objects/descr'
import { excTypes, newException, type PyException } from '../objects/exceptions'
import type { Frame } from '../objects/frame'
import { PyMethod } from '../objects/method'
import { PyRaise } from '../objects/raise'
import { PyTuple, type Value } from '../values/value'
import { frameHooks } from '../objects/frame_type'
import { callObject, callPlain } from './call'
import { setLine } from './jump'
import { Granularity, type Monitor, stopIterationArgs, traceOf } from './monitor'
import type { VM } from './vm'

export class SettraceMonitor implements Monitor {
  granularity: number = Granularity.LINE
  tracefunc: Value = null
  profilefunc: Value = null
  private busy = false
  /** A trace function has raised, which ends tracing. */
  private failed = false
  /** The event being delivered, and the frame it is for. */
  private event: string | null = null
  private eventFrame: Frame | null = null
  /** The return event being delivered is that of a yield. */
  private yielding = false

  constructor(
    private readonly vm: VM,
    /** Whoever watched before, and goes on watching. */
    private readonly next: Monitor | null,
  ) {
    if (next !== null) this.granularity |= next.granularity
  }

  static of(vm: VM): SettraceMonitor | undefined {
    return vm.monitor instanceof SettraceMonitor ? vm.monitor : undefined
  }

  static settrace(vm: VM, f: Value): null {
    const m = SettraceMonitor.ensure(vm, f)
    if (m !== undefined) {
      m.tracefunc = f
      m.dropIfIdle()
    }
    return null
  }

  static setprofile(vm: VM, f: Value): null {
    const m = SettraceMonitor.ensure(vm, f)
    if (m !== undefined) {
      m.profilefunc = f
      vm.callHook =
        f === null
          ? null
          : (frame, fn, self, L, from, n) =>
              m.calling(frame, fn, self, () => callPlain(vm, frame, fn, self, L, from, n))
      vm.callHookEx =
        f === null
          ? null
          : (frame, fn, args, kwnames) =>
              m.calling(frame, fn, undefined, () => callObject(vm, frame, fn, args, kwnames))
      m.dropIfIdle()
    }
    return null
  }

  private static ensure(vm: VM, f: Value): SettraceMonitor | undefined {
    const had = vm.suspendedMonitor instanceof SettraceMonitor ? vm.suspendedMonitor : SettraceMonitor.of(vm)
    if (had !== undefined) return had
    if (f === null) return undefined
    const m = new SettraceMonitor(vm, vm.monitor)
    vm.setMonitor(m)
    return m
  }

  private dropIfIdle(): void {
    if (this.tracefunc === null && this.profilefunc === null) this.vm.setMonitor(this.next)
  }

  /** A frame asks for opcode events: code is instrumented for them from now on. */
  wantOpcodes(): void {
    if (this.granularity & Granularity.OPCODE) return
    this.granularity |= Granularity.OPCODE
    if (this.vm.suspendedMonitor === this) this.vm.monitorChanged = true
    else this.vm.setMonitor(this)
  }

  /** `frame.f_lineno = line`. */
  jump(frame: Frame, line: number): void {
    const event = this.eventFrame === frame ? this.event : this.event === null ? null : 'call'
    setLine(this.vm, frame, line, this.yielding && event === 'return' ? 'yield' : event)
  }

  shouldTrace(_code: CodeObject): boolean {
    return true
  }

  /** Calls a Python function with events off. */
  private deliver(f: Value, frame: Frame, event: string, arg: Value): Value {
    const { vm } = this
    frame.escaped = true
    this.busy = true
    this.event = event
    this.eventFrame = frame
    try {
      return vm.unmonitored(() => vm.call(f, [frame, event, arg]))
    } catch (e) {
      this.tracefunc = null
      this.profilefunc = null
      vm.callHook = null
      vm.callHookEx = null
      traceOf(frame).trace = undefined
      // The exception is still to be raised in the frame as it is: the next event takes the monitor away.
      this.failed = true
      throw e
    } finally {
      this.busy = false
      vm.hiddenChanges++
      this.event = null
      this.eventFrame = null
    }
  }

  /** An event for the frame's own trace function. */
  private local(frame: Frame, event: string, arg: Value, lineno = -1): void {
    if (this.busy || this.tracefunc === null) return
    const t = frame.tracing
    if (t === null || t.trace === undefined || t.trace === null) return
    const saved = t.lineno
    if (lineno >= 0) t.lineno = lineno
    try {
      const r = this.deliver(t.trace, frame, event, arg)
      if (r !== null) t.trace = r
    } finally {
      t.lineno = saved
    }
  }

  /** Goes after a trace function has raised. */
  private leave(): void {
    this.failed = false
    if (this.vm.monitor === this) this.dropIfIdle()
  }

  private called(frame: Frame, line: number): void {
    if (this.busy) return
    if (this.failed) this.leave()
    if (this.profilefunc !== null) this.deliver(this.profilefunc, frame, 'call', null)
    if (this.tracefunc === null) return
    const t = traceOf(frame)
    t.lineno = line
    try {
      const r = this.deliver(this.tracefunc, frame, 'call', null)
      if (r !== null) t.trace = r
    } finally {
      t.lineno = -1
    }
  }

  /** A call the profile function hears of when it is one of native code. */
  private calling(frame: Frame, fn: Value, self: Value | undefined, act: () => Value | undefined): Value | undefined {
    const f = this.profilefunc
    // A bound method of native code is called as that.
    if (fn instanceof PyMethod && self === undefined) fn = fn.func
    const isMethod = fn instanceof PyMethodDescriptor && self !== undefined
    if (f === null || this.busy || !(isMethod || fn instanceof PyBuiltinFunction)) return act()
    const what = isMethod ? new PyBuiltinFunction((fn as PyMethodDescriptor).def, self) : fn
    this.deliver(f, frame, 'c_call', what)
    let r: Value | undefined
    try {
      r = act()
    } catch (e) {
      if (e instanceof PyRaise && this.profilefunc !== null) this.deliver(this.profilefunc, frame, 'c_exception', what)
      throw e
    }
    if (this.profilefunc !== null) this.deliver(this.profilefunc, frame, 'c_return', what)
    return r
  }

  private returned(frame: Frame, value: Value): void {
    if (this.busy) return
    this.local(frame, 'return', value)
    if (this.profilefunc !== null) this.deliver(this.profilefunc, frame, 'return', value)
  }

  start(frame: Frame, line: number): void {
    this.next?.start(frame, line)
    this.called(frame, line)
  }
  resume(frame: Frame, line: number): void {
    this.next?.resume(frame, line)
    this.called(frame, line)
  }
  throwInto(frame: Frame, exc: PyException): void {
    this.next?.throwInto(frame, exc)
    this.called(frame, -1)
  }
  line(frame: Frame, line: number): void {
    this.next?.line(frame, line)
    if (this.failed) this.leave()
    if (frame.tracing?.lines !== false) this.local(frame, 'line', null, line)
  }
  instruction(frame: Frame, index: number): void {
    this.next?.instruction(frame, index)
    if (frame.tracing?.opcodes) this.local(frame, 'opcode', null)
  }
  expr(frame: Frame, id: number, value: Value): void {
    this.next?.expr(frame, id, value)
  }
  effect(frame: Frame, index: number): void {
    this.next?.effect?.(frame, index)
  }
  return(frame: Frame, value: Value): void {
    this.next?.return(frame, value)
    this.returned(frame, value)
  }
  yield(frame: Frame, value: Value): void {
    this.next?.yield(frame, value)
    this.yielding = true
    try {
      this.returned(frame, value)
    } finally {
      this.yielding = false
    }
  }
  raise(frame: Frame, exc: PyException): void {
    this.next?.raise(frame, exc)
    this.local(frame, 'exception', new PyTuple([exc.type, exc, exc.traceback]))
  }
  stopIteration(frame: Frame, value: Value): void {
    this.next?.stopIteration(frame, value)
    if (frame.tracing?.trace === undefined) return
    const exc = newException(excTypes.StopIteration, stopIterationArgs(value))
    this.local(frame, 'exception', new PyTuple([exc.type, exc, null]))
  }
  reraise(frame: Frame, exc: PyException): void {
    this.next?.reraise(frame, exc)
  }
  handled(frame: Frame, exc: PyException): void {
    this.next?.handled(frame, exc)
  }
  unwind(frame: Frame, exc: PyException): void {
    this.next?.unwind(frame, exc)
    this.returned(frame, null)
  }
}

frameHooks.setLine = (cx, frame, line) => {
  const vm = cx as unknown as VM
  const m = vm.suspendedMonitor ?? vm.monitor
  if (m instanceof SettraceMonitor) m.jump(frame, line)
  else setLine(vm, frame, line, null)
}

frameHooks.wantOpcodes = (cx) => {
  const vm = cx as unknown as VM
  const m = vm.suspendedMonitor ?? vm.monitor
  if (m instanceof SettraceMonitor) m.wantOpcodes()
}
