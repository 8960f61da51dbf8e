/**
 * Generators in the machine: making one of a frame, resuming it from an instruction without re-entering the loop, and from native code with.
 *
 * A generator drives another through SEND and FOR_ITER by pushing its frame on the caller's, so a chain of delegations is as deep as the
 * recursion limit allows and costs no host stack. Corresponds to `_PyGen_*` of CPython's Objects/genobject.c.
 */
import { CodeFlags } from '../compile/code'
import { getAttr, iterNext } from '../objects/abstract'
import { PyAsyncGenASend, PyAsyncGenerator } from '../objects/async_generator'
import { excTypes, type PyException } from '../objects/exceptions'
import { type Frame, FrameExit } from '../objects/frame'
import { GenState, PyCoroutine, PyGenerator, sendInto } from '../objects/generator'
import { stopValue } from '../objects/raise'
import { isSubtype, TypeFlags, typeOf } from '../objects/type'
import type { Value } from '../values/value'
import { run } from './loop'
import { quicken } from './quicken'
import { chainContext } from './unwind'
import type { VM } from './vm'

/** RETURN_GENERATOR: the generator, coroutine or async generator that owns this frame from now on. */
export function makeGenerator(_vm: VM, frame: Frame): PyGenerator {
  const code = frame.code
  const fn = frame.func
  const name = fn !== null ? fn.name : code.name
  const qualname = fn !== null ? fn.qualname : code.qualname
  const plain = frame.plainCode
  const gen =
    code.flags & CodeFlags.COROUTINE
      ? new PyCoroutine(frame, plain, name, qualname)
      : code.flags & CodeFlags.ASYNC_GENERATOR
        ? new PyAsyncGenerator(frame, plain, name, qualname)
        : new PyGenerator(frame, plain, name, qualname)
  frame.generator = gen
  return gen
}

/** Makes a suspended generator's frame the current one; the value sent is still to be pushed on it. */
export function resumeFrame(vm: VM, back: Frame | null, gen: PyGenerator, exit: FrameExit): Frame {
  const f = gen.frame as Frame
  if (++vm.depth > vm.recursionLimit) throw vm.recursionError()
  gen.state = GenState.RUNNING
  gen.exc.previous = vm.excInfo
  vm.excInfo = gen.exc
  f.back = back
  f.exit = exit
  // It may have been suspended since before the monitor came.
  if (vm.monitor !== null) vm.switchCode(f)
  if (f.code.quick === undefined) quicken(f.code)
  vm.frame = f
  return f
}

/**
 * SEND: `frame.sp` points above the receiver. Returns what it yields (`frame.pc` unchanged) or its final value (`frame.pc` at the jump target);
 * undefined when its frame was entered.
 */
export function sendTo(vm: VM, frame: Frame, receiver: Value, v: Value): Value | undefined {
  if (receiver instanceof PyGenerator && !(receiver instanceof PyAsyncGenerator)) {
    if (receiver.state < GenState.RUNNING && !(receiver.state === GenState.CREATED && v !== null)) {
      const f = resumeFrame(vm, frame, receiver, FrameExit.SEND)
      f.localsplus[f.sp++] = v
      return undefined
    }
    const r = sendInto(vm, receiver, v)
    return r === undefined ? stopped(vm, frame, stopValue.v) : r
  }
  stopValue.v = null
  let r: Value | undefined
  if (v === null && typeOf(receiver).tp_iternext !== undefined) r = iterNext(vm, receiver)
  else {
    try {
      r = vm.call(getAttr(vm, receiver, 'send'), [v])
    } catch (e) {
      const value = vm.stopIterationOf(e)
      if (value === undefined) throw e
      return stopped(vm, frame, value)
    }
  }
  if (r !== undefined) return r
  return raisesAtEnd(receiver) ? stopped(vm, frame, stopValue.v) : finished(vm, frame, stopValue.v)
}

/** Whether an iterator ends by a StopIteration in CPython, which is seen; builtin iterators just end. */
function raisesAtEnd(receiver: Value): boolean {
  return receiver instanceof PyAsyncGenASend || (typeOf(receiver).flags & TypeFlags.HEAPTYPE) !== 0
}

/** `finished`, as a monitor sees it. */
function stopped(vm: VM, frame: Frame, value: Value): Value {
  if (vm.monitor !== null && frame.code.plain !== undefined) vm.notifyStop(frame, value)
  return finished(vm, frame, value)
}

/** The sub-iterator is exhausted: the frame goes on after the delegation. */
function finished(_vm: VM, frame: Frame, value: Value): Value {
  frame.pc = (frame.code.quick as Int32Array)[frame.pc - 1]
  return value
}

/** Resumes a generator from native code. NULL at its end, the return value in `stopValue`. */
export function resume(vm: VM, gen: PyGenerator, sent: Value): Value | undefined {
  vm.enter('')
  try {
    const f = resumeFrame(vm, vm.frame, gen, FrameExit.ENTRY)
    f.localsplus[f.sp++] = sent
    const r = run(vm, f)
    if ((gen.state as GenState) !== GenState.DONE) return r
    stopValue.v = r
    return undefined
  } finally {
    vm.leave()
  }
}

/** Raises an exception where a generator is suspended. */
export function throwIntoGenerator(vm: VM, gen: PyGenerator, exc: PyException): Value | undefined {
  vm.enter('')
  try {
    const f = resumeFrame(vm, vm.frame, gen, FrameExit.ENTRY)
    // Thrown into a handler, it was raised during that handling.
    if (gen.exc.value !== null) chainContext(vm, exc)
    if (vm.monitor !== null && f.code.plain !== undefined) vm.monitor.throwInto(f, exc)
    vm.injected = exc
    const r = run(vm, f)
    if ((gen.state as GenState) !== GenState.DONE) return r
    stopValue.v = r
    return undefined
  } finally {
    vm.leave()
  }
}

/** END_ASYNC_FOR: whether the exception ends the loop. */
export function endAsyncFor(exc: PyException): boolean {
  return isSubtype(exc.type, excTypes.StopAsyncIteration)
}
