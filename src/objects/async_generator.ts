/**
 * Asynchronous generators (the second half of CPython's Objects/genobject.c).
 *
 * The body yields in two ways: `await` hands out what the event loop is to see, as a coroutine does; `yield` hands out an item, wrapped by the
 * ASYNC_GEN_WRAP intrinsic so that the two can be told apart. `asend`, `athrow` and `aclose` give awaitables that run the body to the next item and end
 * with it as their value.
 */
import { PyObject, type Value } from '../values/value'
import { addressText } from '../values/identity'
import { CodeFlags } from '../compile/code'
import type { Context } from './context'
import { defineType } from './define'
import { excTypes, type PyException } from './exceptions'
import { classGetItem } from './generic_alias'
import {
  closeGenerator,
  GenState,
  generatorAttributes,
  PyCoroutine,
  PyGenerator,
  sendInto,
  throwArguments,
  newGeneratorExit,
  throwInto,
  warnOfThrow,
} from './generator'
import { isRaiseOf, raiseOf, runtimeError, stopIteration, stopValue, typeError } from './raise'
import { typeName, typeOf } from './type'

/** An item on its way out of the body. */
export class PyAsyncGenWrappedValue extends PyObject {
  constructor(readonly value: Value) {
    super()
  }
}

export class PyAsyncGenerator extends PyGenerator {
  /** `aclose` has begun, or the body has ended. */
  closed = false
  /** An awaitable of it is running. */
  runningAsync = false
  hooked = false
}

const enum AwaitState {
  INIT,
  ITER,
  CLOSED,
}

/** What `__anext__()` and `asend(v)` give. */
export class PyAsyncGenASend extends PyObject {
  state: AwaitState = AwaitState.INIT
  constructor(
    readonly gen: PyAsyncGenerator,
    readonly value: Value,
  ) {
    super()
  }
}

/** What `athrow(…)` and, without arguments, `aclose()` give. */
export class PyAsyncGenAThrow extends PyObject {
  state: AwaitState = AwaitState.INIT
  constructor(
    readonly gen: PyAsyncGenerator,
    readonly args: Value[] | null,
  ) {
    super()
  }
}

/** Hooks of `sys.set_asyncgen_hooks`, found by the machine's state. */
export interface AsyncGenHooks {
  firstiter: Value
  finalizer: Value
}

/** Tells the event loop of a generator that starts. */
function initHooks(cx: Context, gen: PyAsyncGenerator): void {
  if (gen.hooked) return
  gen.hooked = true
  const hooks = (cx as unknown as { asyncGenHooks?: AsyncGenHooks }).asyncGenHooks
  if (hooks !== undefined && hooks.firstiter !== null) cx.call(hooks.firstiter, [gen])
}

/**
 * What the body handed out: NULL with the item in `stopValue` when it was an item, the value itself when it is for the event loop. At the end of the body
 * StopAsyncIteration is raised.
 */
function unwrapItem(gen: PyAsyncGenerator, r: Value | undefined): Value | undefined {
  if (r === undefined) {
    gen.closed = true
    gen.runningAsync = false
    throw raiseOf(excTypes.StopAsyncIteration)
  }
  if (r instanceof PyAsyncGenWrappedValue) {
    gen.runningAsync = false
    stopValue.v = r.value
    return undefined
  }
  return r
}

function bodyFailed(gen: PyAsyncGenerator, e: unknown): void {
  if (isRaiseOf(e, excTypes.StopAsyncIteration) || isRaiseOf(e, excTypes.GeneratorExit)) gen.closed = true
  gen.runningAsync = false
}

function asendSend(cx: Context, self: PyAsyncGenASend, arg: Value): Value | undefined {
  if (self.state === AwaitState.CLOSED) throw runtimeError('cannot reuse already awaited __anext__()/asend()')
  const gen = self.gen
  if (self.state === AwaitState.INIT) {
    if (gen.runningAsync) {
      self.state = AwaitState.CLOSED
      throw runtimeError('anext(): asynchronous generator is already running')
    }
    if (arg === null) arg = self.value
    self.state = AwaitState.ITER
  }
  gen.runningAsync = true
  let r: Value | undefined
  try {
    r = unwrapItem(gen, sendInto(cx, gen, arg))
  } catch (e) {
    bodyFailed(gen, e)
    self.state = AwaitState.CLOSED
    throw e
  }
  if (r === undefined) self.state = AwaitState.CLOSED
  return r
}

function asendThrow(cx: Context, self: PyAsyncGenASend, exc: PyException): Value | undefined {
  if (self.state === AwaitState.CLOSED) throw runtimeError('cannot reuse already awaited __anext__()/asend()')
  const gen = self.gen
  if (self.state === AwaitState.INIT) {
    if (gen.runningAsync) {
      self.state = AwaitState.CLOSED
      throw runtimeError('anext(): asynchronous generator is already running')
    }
    self.state = AwaitState.ITER
    gen.runningAsync = true
  }
  let r: Value | undefined
  try {
    r = unwrapItem(gen, throwInto(cx, gen, exc))
  } catch (e) {
    bodyFailed(gen, e)
    self.state = AwaitState.CLOSED
    throw e
  }
  if (r === undefined) self.state = AwaitState.CLOSED
  return r
}

/** Ends `aclose`/`athrow`: an end of the body by StopAsyncIteration or GeneratorExit is what `aclose` wants. */
function athrowFailed(self: PyAsyncGenAThrow, e: unknown): undefined {
  self.gen.runningAsync = false
  self.state = AwaitState.CLOSED
  if (self.args === null && (isRaiseOf(e, excTypes.StopAsyncIteration) || isRaiseOf(e, excTypes.GeneratorExit))) {
    stopValue.v = null
    return undefined
  }
  throw e
}

function ignoredExit(self: PyAsyncGenAThrow) {
  self.gen.runningAsync = false
  self.state = AwaitState.CLOSED
  return runtimeError('async generator ignored GeneratorExit')
}

function athrowSend(cx: Context, self: PyAsyncGenAThrow, arg: Value): Value | undefined {
  const gen = self.gen
  if (self.state === AwaitState.CLOSED) throw runtimeError('cannot reuse already awaited aclose()/athrow()')
  if (gen.state === GenState.DONE) {
    self.state = AwaitState.CLOSED
    stopValue.v = null
    return undefined
  }
  if (self.state === AwaitState.INIT) {
    if (gen.runningAsync) {
      self.state = AwaitState.CLOSED
      throw runtimeError(`${self.args === null ? 'aclose' : 'athrow'}(): asynchronous generator is already running`)
    }
    if (gen.closed) {
      self.state = AwaitState.CLOSED
      throw raiseOf(excTypes.StopAsyncIteration)
    }
    if (arg !== null) throw runtimeError("can't send non-None value to a just-started coroutine")
    self.state = AwaitState.ITER
    gen.runningAsync = true
    try {
      if (self.args === null) {
        gen.closed = true
        const r = gen.state === GenState.CREATED ? closeFresh(cx, gen) : throwInto(cx, gen, newGeneratorExit(cx), false)
        if (r instanceof PyAsyncGenWrappedValue) throw ignoredExit(self)
        if (r === undefined) throw raiseOf(excTypes.StopAsyncIteration)
        return r
      }
      const exc = throwArguments(cx, self.args[0], self.args[1], self.args[2])
      return finishThrow(self, unwrapItem(gen, throwInto(cx, gen, exc, false)))
    } catch (e) {
      if (self.state === (AwaitState.CLOSED as AwaitState)) throw e
      if (self.args !== null) bodyFailed(gen, e)
      return athrowFailed(self, e)
    }
  }
  try {
    const r = sendInto(cx, gen, arg)
    if (self.args !== null) return finishThrow(self, unwrapItem(gen, r))
    if (r instanceof PyAsyncGenWrappedValue) throw ignoredExit(self)
    if (r === undefined) throw raiseOf(excTypes.StopAsyncIteration)
    return r
  } catch (e) {
    if (self.state === (AwaitState.CLOSED as AwaitState)) throw e
    if (self.args !== null) bodyFailed(gen, e)
    return athrowFailed(self, e)
  }
}

function finishThrow(self: PyAsyncGenAThrow, r: Value | undefined): Value | undefined {
  if (r === undefined) self.state = AwaitState.CLOSED
  return r
}

function closeFresh(cx: Context, gen: PyAsyncGenerator): undefined {
  closeGenerator(cx, gen)
  return undefined
}

function athrowThrow(cx: Context, self: PyAsyncGenAThrow, exc: PyException): Value | undefined {
  if (self.state === AwaitState.CLOSED) throw runtimeError('cannot reuse already awaited aclose()/athrow()')
  const gen = self.gen
  if (self.state === AwaitState.INIT) {
    if (gen.runningAsync) {
      self.state = AwaitState.CLOSED
      throw runtimeError(`${self.args === null ? 'aclose' : 'athrow'}(): asynchronous generator is already running`)
    }
    self.state = AwaitState.ITER
    gen.runningAsync = true
  }
  try {
    const r = throwInto(cx, gen, exc)
    if (self.args !== null) return finishThrow(self, unwrapItem(gen, r))
    if (r instanceof PyAsyncGenWrappedValue) throw ignoredExit(self)
    if (r === undefined) throw raiseOf(excTypes.StopAsyncIteration)
    return r
  } catch (e) {
    if (self.state === (AwaitState.CLOSED as AwaitState)) throw e
    if (self.args !== null) bodyFailed(gen, e)
    return athrowFailed(self, e)
  }
}

function anext(cx: Context, gen: PyAsyncGenerator): PyAsyncGenASend {
  initHooks(cx, gen)
  return new PyAsyncGenASend(gen, null)
}

function athrow(cx: Context, gen: PyAsyncGenerator, args: Value[]): PyAsyncGenAThrow {
  if (args.length < 1) throw typeError('athrow expected at least 1 argument, got 0')
  if (args.length > 3) throw typeError(`athrow expected at most 3 arguments, got ${args.length}`)
  warnOfThrow(cx, 'athrow', args)
  initHooks(cx, gen)
  return new PyAsyncGenAThrow(gen, args)
}

export const asyncGeneratorType = defineType('async_generator', PyAsyncGenerator, {
  final: true,
  weakref: true,
  slots: {
    // Called by hand only: nothing is finalised on its own.
    tp_del: () => {},
    tp_repr: (_cx, self: PyAsyncGenerator) => `<async_generator object ${self.qualname} at ${addressText(self)}>`,
    am_aiter: (_cx, self) => self,
    am_anext: (cx, self: PyAsyncGenerator) => anext(cx, self),
    // What generators have is not for these.
    tp_iter: undefined,
  },
  methods: {
    'asend(self, object, /)': [
      'Return an awaitable that resumes the body with this value and ends with the next item.',
      (cx: Context, self: PyAsyncGenerator, v: Value) => {
        initHooks(cx, self)
        return new PyAsyncGenASend(self, v)
      },
    ],
    athrow: ['Return an awaitable that raises this exception inside the body.', athrow],
    'aclose(self, /)': [
      'Return an awaitable that raises GeneratorExit inside the body.',
      (cx: Context, self: PyAsyncGenerator) => {
        initHooks(cx, self)
        return new PyAsyncGenAThrow(self, null)
      },
    ],
  },
  classmethods: { '__class_getitem__(type, object, /)': ['See PEP 585', classGetItem] },
  getset: {
    ...generatorAttributes('ag'),
    ag_running: [null, (_cx: Context, g: PyAsyncGenerator) => g.runningAsync],
  },
})

type Driver<T> = (cx: Context, self: T, v: Value) => Value | undefined
type Thrower<T> = (cx: Context, self: T, exc: PyException) => Value | undefined

/** The methods all three awaitables share. */
function awaitableMethods<T extends PyObject>(
  drive: Driver<T>,
  raise: Thrower<T>,
  close: (cx: Context, self: T) => void,
) {
  const finish = (r: Value | undefined): Value => {
    if (r === undefined) throw stopIteration(stopValue.v)
    return r
  }
  return {
    'send(self, object, /)': [
      'Run on with this value.',
      (cx: Context, self: T, v: Value) => finish(drive(cx, self, v)),
    ],
    throw: [
      'Raise this exception inside.',
      (cx: Context, self: T, args: Value[]) => {
        warnOfThrow(cx, 'throw', args)
        return finish(raise(cx, self, throwArguments(cx, args[0], args[1], args[2])))
      },
    ],
    'close(self, /)': [
      'Give up.',
      (cx: Context, self: T) => {
        close(cx, self)
        return null
      },
    ],
  } as Record<string, [string, any]>
}

/** `close()` of an awaitable: GeneratorExit inside the body. */
function closeBy<T>(raise: Thrower<T>) {
  return (cx: Context, self: T) => {
    const s = self as { state: AwaitState }
    if (s.state === AwaitState.CLOSED) return
    try {
      const r = raise(cx, self, newGeneratorExit(cx))
      if (r !== undefined) throw runtimeError('coroutine ignored GeneratorExit')
    } catch (e) {
      if (
        isRaiseOf(e, excTypes.StopIteration) ||
        isRaiseOf(e, excTypes.StopAsyncIteration) ||
        isRaiseOf(e, excTypes.GeneratorExit)
      ) {
        return
      }
      throw e
    }
  }
}

export const asyncGenASendType = defineType('async_generator_asend', PyAsyncGenASend, {
  final: true,
  slots: {
    tp_iter: (_cx, self) => self,
    tp_iternext: (cx, self: PyAsyncGenASend) => asendSend(cx, self, null),
    am_await: (_cx, self) => self,
  },
  methods: awaitableMethods<PyAsyncGenASend>(asendSend, asendThrow, closeBy(asendThrow)),
})

export const asyncGenAThrowType = defineType('async_generator_athrow', PyAsyncGenAThrow, {
  final: true,
  slots: {
    tp_iter: (_cx, self) => self,
    tp_iternext: (cx, self: PyAsyncGenAThrow) => athrowSend(cx, self, null),
    am_await: (_cx, self) => self,
  },
  methods: awaitableMethods<PyAsyncGenAThrow>(athrowSend, athrowThrow, closeBy(athrowThrow)),
})

export const asyncGenWrappedValueType = defineType('async_generator_wrapped_value', PyAsyncGenWrappedValue, {
  final: true,
})

/**
 * The iterator that drives an awaitable. `where` says what asks: 1 and 2 are `__aenter__` and `__aexit__` of `async with`.
 */
export function awaitableIter(cx: Context, v: Value, where = 0): Value {
  if (v instanceof PyCoroutine) return v
  if (v instanceof PyGenerator && v.code.flags & CodeFlags.ITERABLE_COROUTINE) return v
  const await_ = typeOf(v).am_await
  if (await_ === undefined) {
    if (where === 1 || where === 2) {
      throw typeError(
        `'async with' received an object from ${where === 1 ? '__aenter__' : '__aexit__'} that does not implement __await__: ${typeName(v)}`,
      )
    }
    throw typeError(`object ${typeName(v)} can't be used in 'await' expression`)
  }
  const it = await_(cx, v)
  if (it instanceof PyCoroutine || (it instanceof PyGenerator && it.code.flags & CodeFlags.ITERABLE_COROUTINE)) {
    throw typeError('__await__() returned a coroutine')
  }
  if (typeOf(it).tp_iternext === undefined) {
    throw typeError(`__await__() returned non-iterator of type '${typeName(it)}'`)
  }
  return it
}
