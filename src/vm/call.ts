/**
 * Calls: putting arguments into frames, and everything CALL, CALL_KW and CALL_FUNCTION_EX can meet.
 *
 * A call of a Python function, however it is reached (a bound method, a class whose `__init__` is Python code, an object whose class defines `__call__`),
 * enters a frame and returns `undefined`; the loop goes on with `vm.frame`. Everything else is native and its result is returned. Frames of code that
 * has run before are taken from the code object's pool.
 *
 * Corresponds to CPython's Python/ceval.c (`_PyEvalFramePushAndInit`) and Objects/call.c.
 */
import type { CodeObject } from '../compile/code'
import { PyBuiltinFunction, PyMethodDescriptor } from '../objects/descr'
import { dictType } from '../objects/dict'
import { Frame, FrameExit } from '../objects/frame'
import { bindArguments, PyFunction } from '../objects/function'
import { PyMemoized } from '../objects/memo'
import { PyMethod } from '../objects/method'
import { objectInit, objectNew, PyInstance } from '../objects/object'
import { typeError } from '../objects/raise'
import { NativeKind } from '../objects/signature'
import { tupleType } from '../objects/tuple'
import { objectType, PyType, TypeFlags, typeName, typeOf, typeType, lookupInType } from '../objects/type'
import { PyDict } from '../values/dict'
import { textOf } from '../values/wide'
import { PyObject, PyTuple, type Str, type Value } from '../values/value'
import { getAttrOrNull, getItem, getIter, iterNext } from '../objects/abstract'
import { callableText, callNative, callNativeMethod } from './ops'
import { PLAIN } from './drain'
import { enterNative, enterType, mayEnter } from './enter'
import { quicken } from './quicken'
import type { VM } from './vm'

/** A new frame for a function; its code gets ready to run. */
export function newFrame(fn: PyFunction): Frame {
  const f = frameFor(fn.code, fn.globals, fn.builtins)
  f.func = fn
  return f
}

export function frameFor(code: CodeObject, globals: PyDict, builtins: PyDict): Frame {
  if (code.quick === undefined) quicken(code)
  const size = code.localsplusnames.length
  const localsplus = new Array<Value | undefined>(size + code.stacksize + 1)
  const f = new Frame(code, globals, builtins, localsplus)
  f.sp = size
  return f
}

/** A frame for `fn` out of the pool or new, instrumented where a monitor wants it. */
export function takeFrame(vm: VM, fn: PyFunction): Frame {
  const code = vm.monitor === null ? fn.code : vm.codeToRun(fn.code)
  const f = code.freeFrames as Frame | null
  if (f === null) {
    const made = frameFor(code, fn.globals, fn.builtins)
    made.func = fn
    return made
  }
  code.freeFrames = f.back
  f.globals = fn.globals
  f.builtins = fn.builtins
  f.func = fn
  return f
}

/** Makes `f` the current frame. */
export function pushFrame(vm: VM, f: Frame, back: Frame | null, exit: FrameExit): void {
  if (++vm.depth > vm.recursionLimit) throw vm.recursionError()
  f.back = back
  f.exit = exit
  f.pc = 0
  f.sp = f.code.localsplusnames.length
  vm.frame = f
}

/** Gives a frame that has ended back to the pool, unless somebody holds it. */
export function releaseFrame(f: Frame): void {
  f.exit = FrameExit.PUSH
  if (f.escaped || f.generator !== null) {
    f.back = null
    f.done = true
    return
  }
  const L = f.localsplus
  const n = f.code.localsplusnames.length
  for (let i = 0; i < n; i++) L[i] = undefined
  f.pc = 0
  f.tracing = null
  f.memo = null
  f.drain = null
  f.locals = undefined
  f.back = f.code.freeFrames as Frame | null
  f.code.freeFrames = f
}

/** Calls `fn` with `self` and perhaps one more argument by entering its frame; false when its parameters need binding. */
export function enterFunction(
  vm: VM,
  frame: Frame,
  fn: PyFunction,
  self: Value,
  arg: Value | undefined,
  exit: FrameExit,
): boolean {
  if (fn.code.simpleArgs === -2) quicken(fn.code)
  if (fn.code.simpleArgs !== (arg === undefined ? 1 : 2)) return false
  const f = takeFrame(vm, fn)
  const M = f.localsplus
  M[0] = self
  if (arg !== undefined) M[1] = arg
  pushFrame(vm, f, frame, exit)
  return true
}

/** Calls a function with an array of arguments by entering its frame. */
export function enterCall(vm: VM, frame: Frame, fn: PyFunction, args: Value[], exit: FrameExit): void {
  if (fn.code.simpleArgs === -2) quicken(fn.code)
  enterBound(vm, frame, fn, args, null, exit)
}

/** Enters the frame of a function called with any arguments. */
function enterBound(
  vm: VM,
  frame: Frame | null,
  fn: PyFunction,
  args: Value[],
  kwnames: readonly string[] | null,
  exit: FrameExit,
): void {
  const f = takeFrame(vm, fn)
  const M = f.localsplus
  const simple = fn.code.simpleArgs
  if (simple === args.length && (kwnames === null || kwnames.length === 0)) {
    for (let i = 0; i < simple; i++) M[i] = args[i]
  } else {
    try {
      bindArguments(vm, fn, args, kwnames, M)
    } catch (e) {
      releaseFrame(f)
      throw e
    }
  }
  pushFrame(vm, f, frame, exit)
}

/**
 * Calls `fn` with `n` positional arguments from `L[from]` on, `self` before them unless NULL. Returns the result, or undefined when a frame was
 * entered; `frame.pc` and `frame.sp` are saved and the result is to be pushed at `frame.sp`.
 */
export function call(
  vm: VM,
  frame: Frame,
  fn: Value,
  self: Value | undefined,
  L: (Value | undefined)[],
  from: number,
  n: number,
): Value | undefined {
  if (vm.monitor !== null && vm.callHook !== null) return vm.callHook(frame, fn, self, L, from, n)
  return callPlain(vm, frame, fn, self, L, from, n)
}

export function callPlain(
  vm: VM,
  frame: Frame,
  fn: Value,
  self: Value | undefined,
  L: (Value | undefined)[],
  from: number,
  n: number,
): Value | undefined {
  if (fn instanceof PyMethod && self === undefined) {
    self = fn.self
    fn = fn.func
  }
  if (fn instanceof PyFunction) {
    const code = fn.code
    if (code.simpleArgs === -2) quicken(code)
    const argc = self === undefined ? n : n + 1
    if (code.simpleArgs === argc) {
      const f = takeFrame(vm, fn)
      const M = f.localsplus
      let k = 0
      if (self !== undefined) M[k++] = self
      for (let i = 0; i < n; i++) M[k++] = L[from + i]
      pushFrame(vm, f, frame, FrameExit.PUSH)
      return undefined
    }
    enterBound(vm, frame, fn, collect(self, L, from, n), null, FrameExit.PUSH)
    return undefined
  }
  if (self === undefined) {
    if (fn instanceof PyBuiltinFunction) {
      const def = fn.def
      if (n > 0 && def.enters !== false && mayEnter(L[from]) && !watchesCalls(vm)) {
        const r = enterNative(vm, frame, def, fn.self, L, from, n)
        if (r !== PLAIN) return r
      }
      if (def.arity === n) {
        const r =
          def.kind === NativeKind.FUNCTION
            ? callNative(vm, def, L, from, n)
            : callNativeMethod(vm, def, fn.self as Value, L, from, n)
        return r === undefined ? null : r
      }
      return def.call(vm, fn.self, collect(undefined, L, from, n), null)
    }
    if (fn instanceof PyType && n === 1 && fn.flags & TypeFlags.IMMUTABLE && mayEnter(L[from]) && !watchesCalls(vm)) {
      const r = enterType(vm, frame, fn, L[from] as Value)
      if (r !== PLAIN) return r
    }
    if (fn instanceof PyType) return instantiate(vm, frame, fn, collect(undefined, L, from, n), null)
  } else if (fn instanceof PyMethodDescriptor) {
    const { def } = fn
    if (n > 0 && def.enters !== false && mayEnter(L[from]) && !watchesCalls(vm)) {
      const r = enterNative(vm, frame, def, self, L, from, n)
      if (r !== PLAIN) return r
    }
    return def.call(vm, self, collect(undefined, L, from, n), null)
  }
  return callObject(vm, frame, fn, collect(self, L, from, n), null)
}

/** Somebody is told of calls: natives must be called as natives. */
function watchesCalls(vm: VM): boolean {
  return vm.callHook !== null && vm.monitor !== null
}

function collect(self: Value | undefined, L: (Value | undefined)[], from: number, n: number): Value[] {
  const args: Value[] = []
  if (self !== undefined) args.push(self)
  for (let i = 0; i < n; i++) args.push(L[from + i] as Value)
  return args
}

/** Calls anything with arguments in an array; undefined when a frame was entered. */
export function callObject(
  vm: VM,
  frame: Frame,
  fn: Value,
  args: Value[],
  kwnames: readonly string[] | null,
): Value | undefined {
  if (fn instanceof PyMethod) {
    args = [fn.self, ...args]
    fn = fn.func
  }
  if (fn instanceof PyFunction) {
    if (fn.code.simpleArgs === -2) quicken(fn.code)
    enterBound(vm, frame, fn, args, kwnames, FrameExit.PUSH)
    return undefined
  }
  if (fn instanceof PyType) return instantiate(vm, frame, fn, args, kwnames)
  if (fn instanceof PyMemoized) return callMemoized(vm, frame, fn, args, kwnames)
  if (fn instanceof PyObject && fn.type.flags & TypeFlags.HEAPTYPE) {
    const f = lookupInType(fn.type, '__call__')
    if (f instanceof PyFunction) {
      if (f.code.simpleArgs === -2) quicken(f.code)
      enterBound(vm, frame, f, [fn, ...args], kwnames, FrameExit.PUSH)
      return undefined
    }
  }
  return callNativeObject(vm, fn, args, kwnames)
}

/** A call of a cached function: the kept result, or the function's frame is entered and its result will be kept. */
function callMemoized(
  vm: VM,
  frame: Frame,
  fn: PyMemoized,
  args: Value[],
  kwnames: readonly string[] | null,
): Value | undefined {
  const key = fn.keyOf(args, kwnames)
  const known = fn.lookup(vm, key)
  if (known !== undefined) return known
  const inner = fn.func
  if (inner instanceof PyFunction) {
    if (inner.code.simpleArgs === -2) quicken(inner.code)
    enterBound(vm, frame, inner, args, kwnames, FrameExit.MEMO)
    ;(vm.frame as Frame).memo = { cache: fn, key }
    return undefined
  }
  const result = vm.call(inner, args, kwnames)
  fn.store(vm, key, result)
  return result
}

/** Calls through the `tp_call` slot. */
export function callNativeObject(vm: VM, fn: Value, args: Value[], kwnames: readonly string[] | null): Value {
  const slot = typeOf(fn).tp_call
  if (slot === undefined) throw typeError(`'${typeName(fn)}' object is not callable`)
  vm.enter(' while calling a Python object')
  try {
    return slot(vm, fn, args, kwnames)
  } finally {
    vm.leave()
  }
}

/** Calls a class. Entering a Python `__init__` needs no re-entry of the machine. */
function instantiate(
  vm: VM,
  frame: Frame,
  cls: PyType,
  args: Value[],
  kwnames: readonly string[] | null,
): Value | undefined {
  if (
    cls.type === typeType &&
    cls.flags & TypeFlags.HEAPTYPE &&
    cls.tp_new === objectNew &&
    cls.tp_init !== objectInit
  ) {
    const init = lookupInType(cls, '__init__')
    if (init instanceof PyFunction && !(cls.flags & TypeFlags.IS_ABSTRACT)) {
      const o = cls.solid === objectType ? new PyInstance(cls) : (cls.tp_alloc as (c: PyType) => PyObject)(cls)
      if (init.code.simpleArgs === -2) quicken(init.code)
      // The instance waits where the result belongs; the frame of `__init__` returns above it.
      frame.localsplus[frame.sp] = o
      args.unshift(o)
      const sp = frame.sp
      enterBound(vm, frame, init, args, kwnames, FrameExit.INIT)
      frame.sp = sp + 1
      return undefined
    }
  }
  return callNativeObject(vm, cls, args, kwnames)
}

/** CALL_KW. Takes callable and arguments off the stack; the result is to be pushed at `frame.sp`. */
export function callKw(vm: VM, frame: Frame, n: number): Value | undefined {
  const L = frame.localsplus
  const names = L[frame.sp - 1] as PyTuple
  const base = frame.sp - 3 - n
  const kwnames = kwnamesOf(names)
  const fn = L[base] as Value
  const args = collect(L[base + 1], L, base + 2, n)
  frame.sp = base
  if (vm.monitor !== null && vm.callHook !== null) return vm.callHookEx!(frame, fn, args, kwnames)
  if (fn instanceof PyBuiltinFunction) return fn.def.call(vm, fn.self, args, kwnames)
  return callObject(vm, frame, fn, args, kwnames)
}

const kwnameCache = new WeakMap<PyTuple, string[]>()

/** The names of a CALL_KW as an array; made once for each constant. */
function kwnamesOf(t: PyTuple): string[] {
  let names = kwnameCache.get(t)
  if (names === undefined) {
    names = t.items.map((s) => textOf(s as Str))
    kwnameCache.set(t, names)
  }
  return names
}

/** CALL_FUNCTION_EX. */
export function callEx(vm: VM, frame: Frame, flags: number): Value | undefined {
  const L = frame.localsplus
  let sp = frame.sp
  const kwargs = flags & 1 ? (L[--sp] as Value) : undefined
  const star = L[--sp] as Value
  sp -= 2
  const fn = L[sp] as Value
  const args = starArguments(vm, fn, star)
  let kwnames: string[] | null = null
  if (kwargs !== undefined) {
    kwnames = []
    const d = kwargs instanceof PyDict && kwargs.type === dictType ? kwargs : mappingToDict(vm, fn, kwargs)
    for (let i = 0; i < d.keys.length; i++) {
      const k = d.keys[i]
      if (k === undefined) continue
      const text = vm.strText(k)
      if (text === undefined) throw typeError('keywords must be strings')
      kwnames.push(text)
      args.push(d.values[i] as Value)
    }
    if (kwnames.length === 0) kwnames = null
  }
  frame.sp = sp
  if (vm.monitor !== null && vm.callHook !== null) return vm.callHookEx!(frame, fn, args, kwnames)
  return callObject(vm, frame, fn, args, kwnames)
}

function starArguments(vm: VM, fn: Value, star: Value): Value[] {
  if (star instanceof PyTuple && star.type === tupleType) return star.items.slice()
  const t = typeOf(star)
  if (t.tp_iter === undefined && lookupInType(t, '__getitem__') === undefined) {
    throw typeError(`${callableText(vm, fn)} argument after * must be an iterable, not ${typeName(star)}`)
  }
  const it = getIter(vm, star)
  const args: Value[] = []
  for (let v = iterNext(vm, it); v !== undefined; v = iterNext(vm, it)) args.push(v)
  return args
}

function mappingToDict(vm: VM, fn: Value, m: Value): PyDict {
  const keys = getAttrOrNull(vm, m, 'keys')
  if (keys === undefined) {
    throw typeError(`${callableText(vm, fn)} argument after ** must be a mapping, not ${typeName(m)}`)
  }
  const d = new PyDict()
  const it = getIter(vm, vm.call(keys, []))
  for (let k = iterNext(vm, it); k !== undefined; k = iterNext(vm, it)) d.set(vm, k, getItem(vm, m, k))
  return d
}
