/**
 * Monitor: the only seam between the machine and everything that watches it (the recorder, `sys.settrace`, `sys.setprofile`,
 * `sys.monitoring`).
 *
 * An untraced program knows nothing of this file. With a monitor installed the machine asks `shouldTrace` once for each code object; if it
 * agrees, the code runs as its instrumented copy (`compile/instrument.ts`), which contains TRACE_* instructions. `run()` calls the monitor from
 * those instructions, and `unwind.ts` calls it for exceptions in frames that run instrumented code. Nothing else does.
 *
 * Events come in CPython's order (PEP 669 as `sys.settrace` sees it):
 *
 *   start      call of a function, class body or module; `line` is the line of settrace's call event (0 for a module)
 *   resume     `next`/`send` into a suspended generator or coroutine          settrace: call
 *   throwInto  `throw`/`close` into a suspended one, before `raise`           settrace: call
 *   line       before the first instruction of a line, after a jump back to it, …       settrace: line
 *   instruction  before an instruction; `index` counts instructions of the plain code   settrace: opcode
 *   expr       the value of expression `id` is on top of the stack
 *   effect     before an instruction that may change an existing object, for a monitor that asks for `Trace.EFFECTS`
 *   return     about to return `value`                                        settrace: return
 *   yield      about to yield `value`                                         settrace: return
 *   raise      an exception arose in this frame, or came out of a call it made, and the search for a handler begins: once for each
 *              frame it passes through                                        settrace: exception
 *   stopIteration  a generator driven by a `for` loop or `yield from` of this frame ended: CPython reports a StopIteration that was never
 *              made; `value` is its value                                     settrace: exception
 *   reraise    the same exception goes on after a `finally` or an `except` that did not match     settrace: nothing
 *   handled    a handler of this frame takes the exception (after `raise` or `reraise`)           settrace: nothing
 *   unwind     no handler: the frame is left with the exception               settrace: return with None
 *
 * State during an event. `frame.pc`, `frame.sp` and `frame.localsplus` are saved before every event, so `frame.lineno`, locals and the value stack
 * are what CPython shows; `frame.back` is the caller. During `return`, `yield` and `expr` the value is still on the stack. A frame object is only
 * lent: set `frame.escaped` to keep it. `frame.tracing.data` (`traceOf(frame).data`) belongs to the installed monitor and starts `undefined` for
 * every activation. A suspended generator keeps its frame, hence its data, between `yield` and `resume`.
 *
 * A monitor may run Python code (`repr` of a value) inside `vm.unmonitored(() => …)`, where no events arise. What it throws stops the program: a
 * `PyRaise` is raised at the event in the traced frame (as an error in a trace function is), anything else leaves the machine.
 */
import type { CodeObject } from '../compile/code'
import type { PyException } from '../objects/exceptions'
import { type Frame, FrameTrace } from '../objects/frame'
import { PyTuple, type Value } from '../values/value'

/** How fine the instrumentation is. Each includes the ones before it. */
export const enum Granularity {
  LINE = 1,
  OPCODE = 2,
  EXPRESSION = 4,
}

export interface Monitor {
  /** Sum of `Granularity` bits; OPCODE and EXPRESSION may be wanted one without the other. */
  readonly granularity: number
  /** Asked once for each code object that runs (the plain code). */
  shouldTrace(code: CodeObject): boolean
  start(frame: Frame, line: number): void
  resume(frame: Frame, line: number): void
  throwInto(frame: Frame, exc: PyException): void
  line(frame: Frame, line: number): void
  instruction(frame: Frame, index: number): void
  expr(frame: Frame, id: number, value: Value): void
  effect?(frame: Frame, index: number): void
  return(frame: Frame, value: Value): void
  yield(frame: Frame, value: Value): void
  raise(frame: Frame, exc: PyException): void
  stopIteration(frame: Frame, value: Value): void
  reraise(frame: Frame, exc: PyException): void
  handled(frame: Frame, exc: PyException): void
  unwind(frame: Frame, exc: PyException): void
}

/** Arguments of the StopIteration that is reported for a return value: as where CPython makes an exception of a type and a value, a tuple gives several. */
export function stopIterationArgs(value: Value): Value[] {
  if (value === null) return []
  return value instanceof PyTuple ? [...value.items] : [value]
}

/** The tracing record of a frame, made when first asked for. */
export function traceOf(frame: Frame): FrameTrace {
  if (frame.tracing === null) frame.tracing = new FrameTrace()
  return frame.tracing
}
