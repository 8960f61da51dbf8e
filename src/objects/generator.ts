/**
 * Generators and coroutines: a suspended frame with a Python face (CPython's Objects/genobject.c).
 *
 * The object owns its frame from the call to the end of the body. `Context.resume` and `Context.throwInto` (the machine) run it on; what is here is
 * the protocol round them: `send`, `throw`, `close`, delegation to a sub-iterator, and the states `inspect.getgeneratorstate` tells apart.
 * Asynchronous generators build on this in `async_generator.ts`.
 */
import { PyObject, type Str, type Value } from '../values/value'
import { addressText } from '../values/identity'
import type { CodeObject } from '../compile/code'
import { Op } from '../compile/op.gen'
import { textOf } from '../values/wide'
import { asStrValue, getAttrOrNull, repr } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { excTypes, newException, PyException, type PyStopIteration } from './exceptions'
import { ExcState, type Frame } from './frame'
import { classGetItem } from './generic_alias'
import { isRaiseOf, PyRaise, runtimeError, stopIteration, stopValue, typeError, valueError } from './raise'
import { PyTraceback } from './traceback'
import { isSubtype, PyType, TypeFlags, typeName } from './type'
import { emitDeprecation } from './warn'

export const enum GenState {
  CREATED,
  SUSPENDED,
  /** Suspended in `yield from` or `await`: what is delegated to lies on top of the frame's stack. */
  DELEGATING,
  RUNNING,
  DONE,
}

export class PyGenerator extends PyObject {
  state: GenState = GenState.CREATED
  /** Its level of the stack of exceptions being handled. */
  readonly exc = new ExcState()
  readonly code: CodeObject
  /** Made by the call in the head of a `for` loop: nothing but the loop holds it, and it is closed when the loop is left. */
  temporary = false
  /** Made as the last argument of the call that ends at `argumentAt` in this frame: nothing but the call holds it. */
  argumentOf: Frame | null = null
  argumentAt = 0
  constructor(
    /** Null once the body has ended. */
    public frame: Frame | null,
    code: CodeObject,
    public name: Str,
    public qualname: Str,
  ) {
    super()
    this.code = code
  }

  /** `gi_yieldfrom`: what the body is delegating to. */
  get delegate(): Value | undefined {
    const f = this.frame
    return this.state === GenState.DELEGATING && f !== null ? f.localsplus[f.sp - 1] : undefined
  }
}

export class PyCoroutine extends PyGenerator {}

/** What `coroutine.__await__()` gives. */
export class PyCoroutineWrapper extends PyObject {
  constructor(readonly coroutine: PyCoroutine) {
    super()
  }
}

/** `generator`, `coroutine`, `async generator`: as messages call it. */
export function generatorWord(gen: PyGenerator): string {
  return gen instanceof PyCoroutine ? 'coroutine' : gen.constructor === PyGenerator ? 'generator' : 'async generator'
}

/** Resumes with a value; NULL at the end of the body, with the return value in `stopValue`. */
export function sendInto(cx: Context, gen: PyGenerator, value: Value): Value | undefined {
  switch (gen.state) {
    case GenState.RUNNING:
      throw valueError(`${generatorWord(gen)} already executing`)
    case GenState.DONE:
      if (gen instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine')
      stopValue.v = null
      return undefined
    case GenState.CREATED:
      if (value !== null) throw typeError(`can't send non-None value to a just-started ${generatorWord(gen)}`)
  }
  return cx.resume(gen, value)
}

/** `send` as Python sees it. */
function send(cx: Context, gen: PyGenerator, value: Value): Value {
  const r = sendInto(cx, gen, value)
  if (r === undefined) throw stopIteration(stopValue.v)
  return r
}

/** The exception `throw(type, value, traceback)` names. If the class cannot be called that way, what it raised is thrown in its place. */
export function throwArguments(cx: Context, type: Value, value: Value | undefined, tb: Value | undefined): PyException {
  if (tb !== undefined && tb !== null && !(tb instanceof PyTraceback)) {
    throw typeError('throw() third argument must be a traceback object')
  }
  let exc: PyException
  if (type instanceof PyException) {
    if (value !== undefined && value !== null) throw typeError('instance exception may not have a separate value')
    exc = type
  } else if (type instanceof PyType && isSubtype(type, excTypes.BaseException)) {
    if (value instanceof PyException && isSubtype(value.type, type)) exc = value
    else exc = instantiate(cx, type, value)
  } else {
    throw typeError(`exceptions must be classes or instances deriving from BaseException, not ${typeName(type)}`)
  }
  if (tb instanceof PyTraceback) exc.traceback = tb
  return exc
}

function instantiate(cx: Context, type: PyType, value: Value | undefined): PyException {
  try {
    const made = cx.call(type, value === undefined || value === null ? [] : [value])
    if (made instanceof PyException) return made
    const t = textOf(repr(cx, type))
    return typeError(`calling ${t} should have returned an instance of BaseException, not ${typeName(made)}`).exc
  } catch (e) {
    if (!(e instanceof PyRaise)) throw e
    return e.exc
  }
}

/**
 * Throws into the generator: yields a value, or NULL at its end (return value in `stopValue`). With `close` a GeneratorExit first closes what is
 * delegated to. `args` is what `throw` was called with, which the `throw` of an iterator that is no generator is given too.
 */
export function throwInto(
  cx: Context,
  gen: PyGenerator,
  exc: PyException,
  close = true,
  args: Value[] = [exc],
): Value | undefined {
  if (gen.state === GenState.RUNNING) throw valueError(`${generatorWord(gen)} already executing`)
  const sub = gen.delegate
  if (sub !== undefined) {
    if (close && isSubtype(exc.type, excTypes.GeneratorExit)) {
      gen.state = GenState.RUNNING
      let failure: PyException | null = null
      try {
        closeIterator(cx, sub)
      } catch (e) {
        if (!(e instanceof PyRaise)) throw e
        failure = e.exc
      } finally {
        gen.state = GenState.DELEGATING
      }
      return cx.throwInto(gen, failure ?? exc)
    }
    let r: Value | undefined
    let failure: PyException
    gen.state = GenState.RUNNING
    const frame = gen.frame as Frame
    const outer = cx.frame
    try {
      if (sub instanceof PyGenerator) {
        // The body that delegates is seen between the caller and the one the exception is raised in.
        frame.back = outer
        cx.frame = frame
        r = throwInto(cx, sub, exc, close, args)
        if (r !== undefined) return r
        failure = newException(excTypes.StopIteration, stopValue.v === null ? [] : [stopValue.v])
      } else {
        const method = getAttrOrNull(cx, sub, 'throw')
        if (method === undefined) failure = exc
        else return cx.call(method, args)
      }
    } catch (e) {
      if (!(e instanceof PyRaise)) throw e
      failure = e.exc
    } finally {
      cx.frame = outer
      gen.state = GenState.DELEGATING
      gen.frame = frame
    }
    return cx.throwInto(gen, failure)
  }
  if (gen.state === GenState.DONE) {
    if (gen instanceof PyCoroutine && close) throw runtimeError('cannot reuse already awaited coroutine')
    const thrown = new PyRaise(exc)
    thrown.fresh = false
    throw thrown
  }
  return cx.throwInto(gen, exc)
}

/** Closes what a generator delegates to. */
function closeIterator(cx: Context, it: Value): void {
  if (it instanceof PyGenerator && (it.constructor === PyGenerator || it instanceof PyCoroutine)) {
    closeGenerator(cx, it)
    return
  }
  const method = getAttrOrNull(cx, it, 'close')
  if (method !== undefined) cx.call(method, [])
}

/** The GeneratorExit that closing throws. */
export function newGeneratorExit(cx: Context): PyException {
  const exc = newException(excTypes.GeneratorExit, [])
  exc.context = cx.handledException
  return exc
}

/** `close()`: the value the body returned, or None. */
export function closeGenerator(cx: Context, gen: PyGenerator): Value {
  if (gen.state === GenState.CREATED) {
    endGenerator(gen)
    return null
  }
  if (gen.state === GenState.DONE) return null
  if (gen.state === GenState.RUNNING) throw valueError(`${generatorWord(gen)} already executing`)
  const sub = gen.delegate
  let failure: PyException | undefined
  if (sub !== undefined) {
    const { frame } = gen
    gen.state = GenState.RUNNING
    try {
      closeIterator(cx, sub)
    } catch (e) {
      if (!(e instanceof PyRaise)) throw e
      failure = e.exc
    } finally {
      gen.state = GenState.DELEGATING
      gen.frame = frame
    }
  }
  if (failure === undefined && isUnprotected(gen)) {
    endGenerator(gen)
    return null
  }
  let r: Value | undefined
  try {
    r = cx.throwInto(gen, failure ?? newGeneratorExit(cx))
  } catch (e) {
    if (isRaiseOf(e, excTypes.GeneratorExit)) return null
    if (isRaiseOf(e, excTypes.StopIteration)) return (e.exc as PyStopIteration).value ?? null
    throw e
  }
  if (r === undefined) return stopValue.v
  throw runtimeError(`${generatorWord(gen)} ignored GeneratorExit`)
}

/** The RESUME after this bit's `yield` is in no `try` of the program: nothing in the body could see GeneratorExit. */
const DEPTH_1 = 4

function isUnprotected(gen: PyGenerator): boolean {
  const frame = gen.frame as Frame
  const { ops } = frame.plainCode
  const next = 2 * (frame.plainLasti + 1)
  return ops[next] === Op.RESUME && (ops[next + 1] & DEPTH_1) !== 0
}

/** Marks the body as ended without running it. */
export function endGenerator(gen: PyGenerator): void {
  gen.state = GenState.DONE
  if (gen.frame !== null) {
    gen.frame.done = true
    gen.frame.generator = null
    gen.frame = null
  }
}

/** A DeprecationWarning for more than the exception alone. */
export function warnOfThrow(cx: Context, name: string, args: Value[]): void {
  if (args.length < 2) return
  emitDeprecation(cx, `the (type, exc, tb) signature of ${name}() is deprecated, use the single-arg signature instead.`)
}

function throwMethod(cx: Context, gen: PyGenerator, args: Value[]): Value {
  warnOfThrow(cx, 'throw', args)
  const r = throwInto(cx, gen, throwArguments(cx, args[0] as Value, args[1], args[2]), true, args)
  if (r === undefined) throw stopIteration(stopValue.v)
  return r
}

/** Attributes common to the three kinds, `prefix` being `gi`, `cr` or `ag`. */
export function generatorAttributes(prefix: string): Record<string, [string | null, any, any?]> {
  const text = (field: 'name' | 'qualname') => (_cx: Context, self: PyGenerator, v: Value | undefined) => {
    const s = v === undefined ? undefined : asStrValue(v)
    if (s === undefined) throw typeError(`__${field}__ must be set to a string object`)
    self[field] = s
  }
  return {
    __name__: ['name of the generator', (_cx: Context, g: PyGenerator) => g.name, text('name')],
    __qualname__: ['qualified name of the generator', (_cx: Context, g: PyGenerator) => g.qualname, text('qualname')],
    [`${prefix}_running`]: [null, (_cx: Context, g: PyGenerator) => g.state === GenState.RUNNING],
    [`${prefix}_suspended`]: [
      null,
      (_cx: Context, g: PyGenerator) => g.state === GenState.SUSPENDED || g.state === GenState.DELEGATING,
    ],
    [`${prefix}_frame`]: [
      null,
      (_cx: Context, g: PyGenerator) => {
        if (g.frame !== null) g.frame.escaped = true
        return g.frame
      },
    ],
    [`${prefix}_code`]: [null, (_cx: Context, g: PyGenerator) => g.code.plain ?? g.code],
    [prefix === 'gi' ? 'gi_yieldfrom' : `${prefix}_await`]: [
      prefix === 'gi' ? 'object being iterated by yield from, or None' : 'object being awaited on, or None',
      (_cx: Context, g: PyGenerator) => g.delegate ?? null,
    ],
  }
}

const requireThrowArguments = (name: string, args: Value[]) => {
  if (args.length < 1) throw typeError(`${name} expected at least 1 argument, got 0`)
  if (args.length > 3) throw typeError(`${name} expected at most 3 arguments, got ${args.length}`)
}

export const generatorType = defineType('generator', PyGenerator, {
  flags: TypeFlags.RUNS_CODE,
  final: true,
  weakref: true,
  slots: {
    // Called by hand only: nothing is finalised on its own.
    tp_del: (cx, self: PyGenerator) => {
      closeGenerator(cx, self)
    },
    tp_repr: (_cx, self: PyGenerator) => `<generator object ${self.qualname} at ${addressText(self)}>`,
    tp_iter: (_cx, self) => self,
    tp_iternext: (cx, self: PyGenerator) => sendInto(cx, self, null),
  },
  methods: {
    'send(self, object, /)': [
      'Resume the body with this value as the result of its yield; return what it yields next or raise StopIteration.',
      send,
    ],
    throw: [
      'Raise this exception at the yield the body is suspended in; return what it yields next or raise StopIteration.',
      (cx: Context, self: PyGenerator, args: Value[]) => {
        requireThrowArguments('throw', args)
        return throwMethod(cx, self, args)
      },
    ],
    'close(self, /)': [
      'Raise GeneratorExit inside the body and return the value it ends with.',
      (cx: Context, self: PyGenerator) => closeGenerator(cx, self),
    ],
  },
  classmethods: { '__class_getitem__(type, object, /)': ['See PEP 585', classGetItem] },
  getset: generatorAttributes('gi'),
})

export const coroutineType = defineType('coroutine', PyCoroutine, {
  final: true,
  weakref: true,
  slots: {
    // Called by hand only: nothing is finalised on its own.
    tp_del: (cx, self: PyGenerator) => {
      closeGenerator(cx, self)
    },
    tp_repr: (_cx, self: PyGenerator) => `<coroutine object ${self.qualname} at ${addressText(self)}>`,
    am_await: (_cx, self: PyCoroutine) => new PyCoroutineWrapper(self),
  },
  methods: {
    'send(self, object, /)': [
      'Resume the body with this value as the result of its await; return what it hands out next or raise StopIteration.',
      send,
    ],
    throw: [
      'Raise this exception where the body is suspended; return what it hands out next or raise StopIteration.',
      (cx: Context, self: PyGenerator, args: Value[]) => {
        requireThrowArguments('throw', args)
        return throwMethod(cx, self, args)
      },
    ],
    'close(self, /)': [
      'Raise GeneratorExit inside the body.',
      (cx: Context, self: PyGenerator) => closeGenerator(cx, self),
    ],
  },
  classmethods: { '__class_getitem__(type, object, /)': ['See PEP 585', classGetItem] },
  getset: { ...generatorAttributes('cr'), cr_origin: [null, () => null] },
})

export const coroutineWrapperType = defineType('coroutine_wrapper', PyCoroutineWrapper, {
  doc: 'The iterator that drives a coroutine.',
  final: true,
  slots: {
    tp_iter: (_cx, self) => self,
    tp_iternext: (cx, self: PyCoroutineWrapper) => sendInto(cx, self.coroutine, null),
  },
  methods: {
    'send(self, object, /)': [
      'Resume the coroutine with this value.',
      (cx: Context, self: PyCoroutineWrapper, v: Value) => send(cx, self.coroutine, v),
    ],
    throw: [
      'Raise this exception inside the coroutine.',
      (cx: Context, self: PyCoroutineWrapper, args: Value[]) => {
        requireThrowArguments('throw', args)
        return throwMethod(cx, self.coroutine, args)
      },
    ],
    'close(self, /)': [
      'Close the coroutine.',
      (cx: Context, self: PyCoroutineWrapper) => closeGenerator(cx, self.coroutine),
    ],
  },
})
