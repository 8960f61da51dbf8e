/**
 * Exceptions in the machine: from the moment one arises in a frame to the handler that takes it.
 *
 * CPython's `exception_unwind` of ceval.c, `do_raise`, and the part of errors.c that chains `__context__`. An exception in flight between frames is just the
 * `PyException`; a `PyRaise` carries it through native code only.
 */
import type { CodeObject, ExceptionEntry } from '../compile/code'
import { Op } from '../compile/op.gen'
import {
  blameAttribute,
  excTypes,
  PyAttributeError,
  type PyException,
  PyStopIteration,
  isExceptionClass,
  PyException as ExceptionClass,
} from '../objects/exceptions'
import { type Frame, FrameExit } from '../objects/frame'
import { GenState, PyGenerator } from '../objects/generator'
import { PyRaise, runtimeError, typeError } from '../objects/raise'
import { PyTraceback } from '../objects/traceback'
import { isSubtype, PyType, typeName } from '../objects/type'
import type { Value } from '../values/value'
import { fromText } from '../values/wide'
import { releaseFrame } from './call'
import type { Drain } from './drain'
import { NEXT_DEFAULT } from './enter'
import { dropGenerator } from './ops'
import type { VM } from './vm'

/** The exception as something native code can throw on; its context is set already. */
export function raised(exc: PyException): PyRaise {
  const r = new PyRaise(exc)
  r.fresh = false
  return r
}

/** The row of the exception table that covers the instruction at index `i`. */
function handlerOf(code: CodeObject, i: number): ExceptionEntry | undefined {
  const rows = code.exceptionEntries
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]
    if (i >= row.start && i < row.end) return row
  }
  return undefined
}

/** Adds the frame's current instruction to the front of the traceback. */
export function addTraceback(frame: Frame, exc: PyException): void {
  frame.escaped = true
  const i = frame.plainLasti
  const code = frame.plainCode
  const line = i < 0 ? code.firstlineno : code.positions[4 * i]
  exc.traceback = new PyTraceback(exc.traceback, frame, i < 0 ? -1 : code.offsets[i], line)
}

/**
 * Finds the frame that handles `exc`, which arose (or, with `reraise`, goes on) in `frame` at the instruction before `pc`. Returns it ready to run
 * on, `vm.frame` being it; or null when the exception leaves this activation of the loop, all its frames having been left.
 */
export function unwind(vm: VM, frame: Frame, exc: PyException, reraise: boolean, pc: number): Frame | null {
  for (;;) {
    const watched = frame.code.plain !== undefined
    if (!reraise) {
      addTraceback(frame, exc)
      if (watched) exc = vm.notify(frame, exc, 'raise')
    } else if (watched) exc = vm.notify(frame, exc, 'reraise')
    const row = handlerOf(frame.code, (pc >> 1) - 1)
    if (row !== undefined) {
      const L = frame.localsplus
      let sp = frame.code.localsplusnames.length + row.depth
      dropTemporaries(vm, frame, sp)
      if (row.lasti) L[sp++] = (frame.pc >> 1) - 1
      L[sp++] = exc
      frame.sp = sp
      // Instrumented: a handler on the line the frame is at does not report it again, unless the exception was thrown into a suspended generator: CPython
      // has it at the RESUME then.
      const here =
        row.line !== undefined &&
        frame.code.positions[4 * ((frame.pc >> 1) - 1)] === row.line &&
        frame.plainCode.ops[2 * frame.plainLasti] !== Op.YIELD_VALUE
      if (watched) {
        // The event stands at the handler's first instruction.
        frame.pc = 2 * row.target + 2
        const other = vm.notify(frame, exc, 'handled')
        if (other !== exc) {
          exc = other
          reraise = false
          continue
        }
      }
      frame.pc = 2 * (here ? (row.sameLineTarget as number) : row.target)
      vm.frame = frame
      return frame
    }
    dropTemporaries(vm, frame, frame.code.localsplusnames.length)
    if (watched) exc = vm.notify(frame, exc, 'unwind')
    const back = frame.back
    const exit = frame.exit
    const { drain, generator: gen } = frame
    if (gen !== null) leaveGenerator(vm, gen)
    vm.depth--
    releaseFrame(frame)
    vm.frame = back
    if (exit === FrameExit.ENTRY) return null
    frame = back as Frame
    if (exit === FrameExit.PUSH && exc instanceof PyAttributeError) blameGetter(frame, exc)
    if (exc instanceof PyStopIteration && gen === null && (exit === FrameExit.NEXT_VALUE || exit === FrameExit.DRAIN)) {
      // `next(it, default)`, or the function of a `map` whose items a native takes: they just end.
      try {
        const r =
          exit === FrameExit.DRAIN ? (drain as Drain).consumer.end(vm) : frame.localsplus[frame.sp + NEXT_DEFAULT]
        frame.localsplus[frame.sp++] = r
        return frame
      } catch (e) {
        exc = vm.caught(e, frame)
      }
    }
    if ((exit === FrameExit.NEXT || exit === FrameExit.FILTER) && exc instanceof PyStopIteration) {
      if (frame.code.plain !== undefined) exc = vm.notify(frame, exc, 'raise')
      if (exc instanceof PyStopIteration) {
        frame.sp--
        frame.pc = (frame.code.quick as Int32Array)[frame.pc - 1]
        return frame
      }
    }
    pc = frame.pc
    reraise = false
  }
}

/** An AttributeError out of the getter of a property that LOAD_ATTR has entered. */
function blameGetter(frame: Frame, exc: PyException): void {
  const i = 2 * frame.plainLasti
  const { ops, names } = frame.plainCode
  if (ops[i] === Op.LOAD_ATTR)
    blameAttribute(exc, frame.localsplus[frame.sp] as Value, fromText(names[ops[i + 1] >> 1]))
}

/** Closes the generators of loops that are left: those on the stack from `from` up. */
function dropTemporaries(vm: VM, frame: Frame, from: number): void {
  const L = frame.localsplus
  const limit = Math.min(L.length, from + frame.code.stacksize)
  for (let i = from; i < limit; i++) {
    const v = L[i]
    if (!(v instanceof PyGenerator) || !v.temporary) continue
    v.temporary = false
    const { pc } = frame
    dropGenerator(vm, v)
    vm.frame = frame
    frame.pc = pc
  }
}

/** A generator's body has ended by an exception. */
function leaveGenerator(vm: VM, gen: PyGenerator): void {
  if (gen.state === GenState.RUNNING) {
    if (gen.exc.previous !== null) vm.excInfo = gen.exc.previous
    gen.exc.previous = null
    gen.exc.value = null
  }
  gen.state = GenState.DONE
  gen.frame = null
}

/** Sets `__context__` of an exception that has just been raised to the one being handled, breaking cycles. */
export function chainContext(vm: VM, exc: PyException): void {
  const handled = vm.handledException
  if (handled === null || handled === exc) return
  let o: PyException = handled
  let slow: PyException = handled
  let advance = false
  for (let next = o.context; next !== null; next = o.context) {
    if (next === exc) {
      o.context = null
      break
    }
    o = next
    if (o === slow) break
    if (advance) slow = slow.context as PyException
    advance = !advance
  }
  exc.context = handled
}

/**
 * `raise`, `raise exc`, `raise exc from cause`: the exception to unwind with. `vm.reraising` tells whether it goes on as it was (a bare `raise`).
 */
export function raiseVarargs(vm: VM, what: Value | undefined, cause: Value | undefined): PyException {
  vm.reraising = false
  if (what === undefined) {
    const exc = vm.handledException
    if (exc === null) throw runtimeError('No active exception to reraise')
    // A bare `raise` goes on with the exception as it is: no traceback entry, no RAISE event.
    vm.reraising = true
    return exc
  }
  const exc = asException(vm, what, 'exceptions must derive from BaseException')
  if (cause !== undefined) {
    if (cause === null) exc.cause = null
    else exc.cause = asException(vm, cause, 'exception causes must derive from BaseException')
    exc.suppressContext = true
  }
  chainContext(vm, exc)
  return exc
}

/** An exception from an exception or an exception class. */
export function asException(vm: VM, v: Value, complaint: string): PyException {
  if (v instanceof ExceptionClass) return v
  if (v instanceof PyType && isExceptionClass(v)) {
    const made = vm.call(v, [])
    if (!(made instanceof ExceptionClass)) {
      throw typeError(
        `calling ${vm.reprText(v)} should have returned an instance of BaseException, not ${vm.reprText((made as Value) === null ? null : (made as any).type)}`,
      )
    }
    return made
  }
  throw typeError(complaint)
}

/** True when `exc` is an instance of a builtin exception class. */
export function isA(exc: PyException, type: PyType): boolean {
  return isSubtype(exc.type, type)
}

export { excTypes, typeName }
