/**
 * What instructions do beyond the fast paths of `loop.ts`: one function an instruction, in the order of the loop's sections.
 *
 * Those that may enter a Python frame take the frame and return `undefined` when they did; see the head of `loop.ts`.
 */
import { LocalKind } from '../compile/code'
import type { CodeObject } from '../compile/code'
import { Op } from '../compile/op.gen'
import {
  ascii,
  binaryOp,
  contains,
  format,
  getAttr,
  getAttrOrNull,
  getItem,
  getIter,
  inplaceOp,
  isInstance,
  isTrue,
  iterNext,
  length,
  lookupSpecial,
  negative,
  repr,
  richCompare,
  richCompareBool,
  setItem,
  delItem,
  str,
} from '../objects/abstract'
import { awaitableIter, PyAsyncGenerator } from '../objects/async_generator'
import type { PyCell } from '../objects/cell'
import { excTypes, type PyException, PyExceptionGroup, PyStopIteration } from '../objects/exceptions'
import { type Frame, FrameExit } from '../objects/frame'
import { PyFunction } from '../objects/function'
import { closeGenerator, GenState, PyCoroutine, PyGenerator } from '../objects/generator'
import { listType } from '../objects/list'
import { dictType, updateDict } from '../objects/dict'
import { PyModule } from '../objects/module'
import {
  attributeError,
  importError,
  isRaiseOf,
  keyError,
  nameError,
  type PyRaise,
  raiseOf,
  runtimeError,
  stopIteration,
  typeError,
  unboundLocalError,
  valueError,
} from '../objects/raise'
import type { NativeDef } from '../objects/signature'
import { tupleType } from '../objects/tuple'
import { type CompareOp, isSubtype, lookupInType, PyType, TypeFlags, typeName, typeOf } from '../objects/type'
import { PyFilter, PyMap } from '../objects/zip_map_filter'
import { PyDict } from '../values/dict'
import { floordiv as intFloordiv, mod as intMod } from '../values/int'
import { PySet } from '../values/set'
import { concat, textOf } from '../values/wide'
import { PyFloat, PyList, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { call, enterCall, enterFunction, releaseFrame } from './call'
import { type Drain, drained, dropArgument } from './drain'
import {
  enterBinary,
  enterCompare,
  enterContains,
  enterFormat,
  enterRepr,
  enterStr,
  enterTruth,
  enterUnary,
  NEXT_DEFAULT,
  resultOf,
} from './enter'
import { resumeFrame } from './generator'
import { importModuleLevel } from './import'
import { functionOf } from './attr'
import type { VM } from './vm'

export { tupleType }

// --- locals -------------------------------------------------------------------------------------------------------------

export function unboundLocal(frame: Frame, slot: number, pc: number): PyRaise {
  frame.pc = pc
  const name = frame.code.localsplusnames[slot]
  return unboundLocalError(`cannot access local variable '${name}' where it is not associated with a value`, name)
}

export function unboundDeref(frame: Frame, slot: number, pc: number): PyRaise {
  frame.pc = pc
  const name = frame.code.localsplusnames[slot]
  if (frame.code.localspluskinds[slot] & LocalKind.FREE) {
    return nameError(
      `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
      name,
    )
  }
  return unboundLocalError(`cannot access local variable '${name}' where it is not associated with a value`, name)
}

// --- arithmetic -----------------------------------------------------------------------------------------------------------

/** Operands of BINARY_OP from here on are the in-place forms, in the same order. */
const INPLACE = 13

const MAX = Number.MAX_SAFE_INTEGER

/** Any binary operator, `op` being the operand of BINARY_OP. */
export function arith(vm: VM, frame: Frame, a: Value, b: Value, op: number): Value | undefined {
  if (enterBinary(vm, frame, a, b, op)) return undefined
  return op >= INPLACE ? inplaceOp(vm, a, b, op - INPLACE) : binaryOp(vm, a, b, op)
}

export function add(vm: VM, frame: Frame, a: Value, b: Value, op: number): Value | undefined {
  if (typeof a === 'boolean') {
    if (typeof b === 'boolean') return Number(a) + Number(b)
    if (typeof b === 'number' && b < MAX) return Number(a) + b
  } else if (typeof b === 'boolean' && typeof a === 'number' && a < MAX) return a + Number(b)
  if (a instanceof PyFloat) {
    if (typeof b === 'number') return new PyFloat(a.v + b)
  } else if (b instanceof PyFloat) {
    if (typeof a === 'number') return new PyFloat(a + b.v)
  }
  return arith(vm, frame, a, b, op)
}

export function sub(vm: VM, frame: Frame, a: Value, b: Value, op: number): Value | undefined {
  if (a instanceof PyFloat) {
    if (typeof b === 'number') return new PyFloat(a.v - b)
  } else if (b instanceof PyFloat) {
    if (typeof a === 'number') return new PyFloat(a - b.v)
  }
  return arith(vm, frame, a, b, op)
}

export function mul(vm: VM, frame: Frame, a: Value, b: Value, op: number): Value | undefined {
  if (a instanceof PyFloat) {
    if (typeof b === 'number') return new PyFloat(a.v * b)
  } else if (b instanceof PyFloat) {
    if (typeof a === 'number') return new PyFloat(a * b.v)
  }
  return arith(vm, frame, a, b, op)
}

export function mod(vm: VM, frame: Frame, a: Value, b: Value, op: number): Value | undefined {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) {
    const r = a % b
    return r !== 0 && r < 0 !== b < 0 ? r + b : r + 0
  }
  return arith(vm, frame, a, b, op)
}

export function floordiv(vm: VM, frame: Frame, a: Value, b: Value, op: number): Value | undefined {
  if (typeof a === 'number' && typeof b === 'number' && b !== 0) return intFloordiv(a, b)
  return arith(vm, frame, a, b, op)
}

// --- comparisons ----------------------------------------------------------------------------------------------------------

export function compare(vm: VM, frame: Frame, a: Value, b: Value, op: CompareOp): Value | undefined {
  if (typeof a === 'number') {
    if (typeof b === 'number') return compareNumbers(a, b, op)
    if (b instanceof PyFloat) return compareNumbers(a, b.v, op)
  } else if (a instanceof PyFloat) {
    if (b instanceof PyFloat) return compareNumbers(a.v, b.v, op)
    if (typeof b === 'number') return compareNumbers(a.v, b, op)
  }
  return enterCompare(vm, frame, a, b, op) ? undefined : richCompare(vm, a, b, op)
}

export function compareBool(vm: VM, frame: Frame, a: Value, b: Value, op: CompareOp): boolean | undefined {
  const r = compare(vm, frame, a, b, op)
  return typeof r === 'boolean' || r === undefined ? r : vm.isTrue(r)
}

function compareNumbers(a: number, b: number, op: CompareOp): boolean {
  switch (op) {
    case 0:
      return a < b
    case 1:
      return a <= b
    case 2:
      return a === b
    case 3:
      return a !== b
    case 4:
      return a > b
    default:
      return a >= b
  }
}

/** Identity as far as values have one: equal primitives are one object, except that an int is never a float. */
export function is(a: Value, b: Value): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && vmWideSame(a, b))
}

/** Two astral strs of the same text are one object, as two strings are. */
function vmWideSame(a: PyObject, b: PyObject): boolean {
  const x = (a as { cps?: unknown }).cps
  if (x === undefined || (b as { cps?: unknown }).cps === undefined) return false
  return textOf(a as Str) === textOf(b as Str)
}

/** `item in container`, or `not in`. */
export function containsOp(vm: VM, frame: Frame, container: Value, item: Value, negated: boolean): boolean | undefined {
  if (container instanceof PyDict && container.type === dictType) return container.has(vm, item) !== negated
  if (enterContains(vm, frame, container, item, negated)) return undefined
  const r = contains(vm, container, item)
  if (container instanceof PyGenerator && container.argumentOf !== null) dropArgument(vm, frame, container)
  return r !== negated
}

/** The truth of a value off the fast paths. */
export function truth(vm: VM, frame: Frame, v: Value): boolean | undefined {
  return enterTruth(vm, frame, v) ? undefined : isTrue(vm, v)
}

/** `-v` off the fast paths. */
export function negate(vm: VM, frame: Frame, v: Value): Value | undefined {
  return enterUnary(vm, frame, v, '__neg__') ? undefined : negative(vm, v)
}

/** FORMAT_SIMPLE and FORMAT_WITH_SPEC. */
export function formatValue(vm: VM, frame: Frame, v: Value, spec: Str): Value | undefined {
  return enterFormat(vm, frame, v, spec) ? undefined : format(vm, v, spec)
}

/** `o[k] = v` off the fast paths; false when a Python `__setitem__` was entered. */
export function storeSubscript(vm: VM, frame: Frame, o: Value, k: Value, v: Value): boolean {
  if (o instanceof PyObject && o.type.flags & TypeFlags.HEAPTYPE) {
    const f = lookupInType(o.type, '__setitem__')
    if (f instanceof PyFunction && f.code.argcount === 3) {
      enterCall(vm, frame, f, [o, k, v], FrameExit.DROP)
      return false
    }
  }
  setItem(vm, o, k, v)
  return true
}

// --- subscripts -----------------------------------------------------------------------------------------------------------

/** `o[k]` off the fast paths; undefined when a Python `__getitem__` was entered. */
export function subscript(vm: VM, frame: Frame, o: Value, k: Value): Value | undefined {
  if (o instanceof PyObject && o.type.flags & TypeFlags.HEAPTYPE) {
    const f = lookupInType(o.type, '__getitem__')
    if (f instanceof PyFunction && enterFunction(vm, frame, f, o, k, FrameExit.PUSH)) return undefined
  }
  return getItem(vm, o, k)
}

// --- names ----------------------------------------------------------------------------------------------------------------

function undefinedName(name: string): PyRaise {
  return nameError(`name '${name}' is not defined`, name)
}

export function loadName(vm: VM, frame: Frame, arg: number, _cache: number): Value {
  const name = frame.code.names[arg]
  const locals = frame.locals as Value
  let v: Value | undefined
  if (locals instanceof PyDict && locals.type === dictType) {
    v = locals.getStr(name)
  } else {
    v = getMapping(vm, locals, name)
  }
  return v ?? (v === undefined ? loadGlobalName(vm, frame, name) : v)
}

/** `m[name]`, NULL for KeyError. */
function getMapping(vm: VM, m: Value, name: string): Value | undefined {
  try {
    return getItem(vm, m, name)
  } catch (e) {
    if (isRaiseOf(e, excTypes.KeyError)) return undefined
    throw e
  }
}

export function loadGlobalName(vm: VM, frame: Frame, name: string): Value {
  const g = frame.globals
  let v = g.type === dictType ? g.getStr(name) : getMapping(vm, g, name)
  if (v !== undefined) return v
  const b = frame.builtins
  v = b.type === dictType ? b.getStr(name) : getMapping(vm, b, name)
  if (v !== undefined) return v
  throw undefinedName(name)
}

export function storeName(vm: VM, frame: Frame, arg: number, value: Value): void {
  const name = frame.code.names[arg]
  const locals = frame.locals
  if (locals instanceof PyDict && locals.type === dictType) locals.setStr(name, value)
  else if (locals === undefined) throw raiseOf(excTypes.SystemError, `no locals found when storing '${name}'`)
  else setItem(vm, locals, name, value)
}

export function deleteName(vm: VM, frame: Frame, arg: number): void {
  const name = frame.code.names[arg]
  const locals = frame.locals as Value
  if (locals instanceof PyDict && locals.type === dictType) {
    if (!locals.delStr(name)) throw undefinedName(name)
    return
  }
  try {
    delItem(vm, locals, name)
  } catch (e) {
    if (isRaiseOf(e, excTypes.KeyError)) throw undefinedName(name)
    throw e
  }
}

export function deleteGlobal(frame: Frame, arg: number): void {
  const name = frame.code.names[arg]
  if (!frame.globals.delStr(name)) throw undefinedName(name)
}

export function loadLocals(frame: Frame): Value {
  if (frame.locals === undefined) throw raiseOf(excTypes.SystemError, 'no locals')
  return frame.locals
}

function getFromMapping(vm: VM, mapping: Value, name: string): Value | undefined {
  if (mapping instanceof PyDict && mapping.type === dictType) return mapping.getStr(name)
  return getMapping(vm, mapping, name)
}

export function loadFromDictOrGlobals(vm: VM, frame: Frame, arg: number, mapping: Value): Value {
  const name = frame.code.names[arg]
  const v = getFromMapping(vm, mapping, name)
  return v === undefined ? loadGlobalName(vm, frame, name) : v
}

export function loadFromDictOrDeref(vm: VM, frame: Frame, slot: number, mapping: Value): Value {
  const v = getFromMapping(vm, mapping, frame.code.localsplusnames[slot])
  if (v !== undefined) return v
  const inner = (frame.localsplus[slot] as PyCell).value
  if (inner === undefined) throw unboundDeref(frame, slot, frame.pc)
  return inner
}

export function loadBuildClass(frame: Frame): Value {
  const f = frame.builtins.getStr('__build_class__')
  if (f === undefined) throw nameError('__build_class__ not found')
  return f
}

export function setupAnnotations(vm: VM, frame: Frame): void {
  const locals = frame.locals
  if (locals === undefined) throw raiseOf(excTypes.SystemError, 'no locals found when setting up annotations')
  if (getFromMapping(vm, locals, '__annotations__') === undefined) setItem(vm, locals, '__annotations__', new PyDict())
}

// --- calls ------------------------------------------------------------------------------------------------------------------

/** A native function called directly with `n` arguments from `L[from]` on. */
export function callNative(vm: VM, def: NativeDef, L: (Value | undefined)[], from: number, n: number) {
  switch (n) {
    case 0:
      return def.fn(vm)
    case 2:
      return def.fn(vm, L[from], L[from + 1])
    case 3:
      return def.fn(vm, L[from], L[from + 1], L[from + 2])
    default:
      return def.fn(vm, ...L.slice(from, from + n))
  }
}

export function callNativeMethod(
  vm: VM,
  def: NativeDef,
  self: Value,
  L: (Value | undefined)[],
  from: number,
  n: number,
) {
  switch (n) {
    case 0:
      return def.fn(vm, self)
    case 1:
      return def.fn(vm, self, L[from])
    case 2:
      return def.fn(vm, self, L[from], L[from + 1])
    case 3:
      return def.fn(vm, self, L[from], L[from + 1], L[from + 2])
    default:
      return def.fn(vm, self, ...L.slice(from, from + n))
  }
}

/** Ends a frame that outlives its call: only `localsplus` below the stack stays. */
export function finishFrame(frame: Frame, _sp: number): void {
  frame.back = null
  frame.done = true
}

/**
 * Leaves a frame whose result is not simply pushed. Returns the frame to go on with, the result (or what was made of it) pushed, or null when the
 * loop itself must return.
 */
export function returnTo(vm: VM, done: Frame, r: Value, caller: Frame | null = done.back): Frame | null {
  const back = caller
  const exit = done.exit
  const gen = done.generator
  const { memo, drain } = done
  if (gen !== null && done.back !== null) endBody(vm, gen)
  else if (gen !== null && exit === FrameExit.ENTRY) endBody(vm, gen)
  if (gen === null) releaseFrame(done)
  vm.frame = back
  if (exit === FrameExit.ENTRY) return null
  const f = back as Frame
  switch (exit) {
    case FrameExit.INIT:
      // The instance already lies where the result belongs.
      if (r !== null) {
        f.sp--
        vm.injected = vm.caught(typeError(`__init__() should return None, not '${typeName(r)}'`), f)
      }
      return f
    case FrameExit.DROP:
      return f
    case FrameExit.FOR_GENERATOR: {
      // CPython reports no StopIteration here: an exhausted FOR_ITER steps over END_FOR.
      f.sp--
      f.pc = (f.code.quick as Int32Array)[f.pc - 1]
      return f
    }
    case FrameExit.SEND:
      if (vm.monitor !== null && f.code.plain !== undefined) vm.notifyStop(f, r)
      f.pc = (f.code.quick as Int32Array)[f.pc - 1]
      break
    case FrameExit.ITER:
      if (typeOf(r).tp_iternext === undefined) {
        vm.injected = vm.caught(typeError(`iter() returned non-iterator of type '${typeName(r)}'`), f)
      }
      break
    case FrameExit.MEMO:
      try {
        memo!.cache.store(vm, memo!.key, r)
      } catch (e) {
        vm.injected = vm.caught(e, f)
      }
      break
    case FrameExit.PUSH:
    case FrameExit.NEXT:
      break
    case FrameExit.NEXT_VALUE:
      if (gen === null) break
      if ((f.code.quick as Int32Array)[f.pc - 1] === 2) r = f.localsplus[f.sp + NEXT_DEFAULT] as Value
      else vm.injected = vm.caught(stopIteration(r), f)
      break
    default:
      try {
        const made = exit === FrameExit.DRAIN ? drainReturn(vm, f, drain as Drain, gen, r) : resultOf(vm, f, exit, r)
        if (made === undefined) return vm.frame
        r = made
      } catch (e) {
        vm.injected = vm.caught(e, f)
      }
  }
  f.localsplus[f.sp++] = r
  return f
}

/** A generator that gives a native its items has ended, or the function of a `map` has returned. */
function drainReturn(vm: VM, frame: Frame, d: Drain, gen: PyGenerator | null, r: Value): Value | undefined {
  return gen === null ? drained(vm, frame, d, r) : d.consumer.end(vm)
}

/** RETURN_GENERATOR: leaves the frame, which the generator `r` owns now. True when the loop itself must return. */
export function leaveFrame(vm: VM, frame: Frame, r: Value): boolean {
  vm.depth--
  const { exit, back } = frame
  frame.back = null
  vm.frame = back
  if (exit === FrameExit.ENTRY) return true
  if (exit === FrameExit.PUSH) {
    const f = back as Frame
    f.localsplus[f.sp++] = r
    const { ops } = f.code
    let next = f.pc
    while (ops[next] >= Op.TRACE_START) next += 2
    if (ops[next] === Op.GET_ITER) (r as PyGenerator).temporary = true
    else markArgument(f, ops, next, r as PyGenerator)
  } else returnTo(vm, frame, r, back)
  return false
}

/** Notes that a generator is made as the last argument (or the last but a constant) of a call, or as the container of `in`. */
function markArgument(f: Frame, ops: Int32Array, next: number, gen: PyGenerator): void {
  if (ops[next] === Op.LOAD_CONST) {
    do next += 2
    while (ops[next]! >= Op.TRACE_START)
  }
  const op = ops[next]
  if ((op !== Op.CALL || ops[next + 1] === 0) && op !== Op.CONTAINS_OP) return
  gen.argumentOf = f
  gen.argumentAt = next + 2
}

/**
 * Closes a generator whose loop is left, as CPython does when it drops the last reference. What its body raises cannot be raised anywhere and is
 * reported to `sys.unraisablehook`.
 */
export function dropGenerator(vm: VM, gen: PyGenerator): void {
  if (gen.state !== GenState.SUSPENDED && gen.state !== GenState.DELEGATING) return
  const handled = vm.excInfo.value
  try {
    closeGenerator(vm, gen)
  } catch (e) {
    vm.unraisable(e, gen)
  } finally {
    vm.excInfo.value = handled
  }
}

/** YIELD_VALUE: suspends the frame and pushes the value on the caller's. True when the loop itself must return. */
export function yieldValue(vm: VM, frame: Frame, r: Value, arg: number): boolean {
  const gen = frame.generator as PyGenerator
  gen.state = arg === 1 ? GenState.DELEGATING : GenState.SUSPENDED
  vm.excInfo = gen.exc.previous!
  gen.exc.previous = null
  vm.depth--
  if (frame.tracing !== null && frame.tracing.jump >= 0) {
    frame.pc = frame.tracing.jump
    frame.tracing.jump = -1
  }
  const back = frame.back
  frame.back = null
  vm.frame = back
  if (frame.exit === FrameExit.ENTRY) return true
  const f = back as Frame
  if (frame.exit === FrameExit.DRAIN) {
    try {
      const made = drained(vm, f, frame.drain as Drain, r)
      if (made === undefined) return false
      r = made
    } catch (e) {
      vm.injected = vm.caught(e, f)
    }
  } else if (frame.exit === FrameExit.NEXT_VALUE && gen.argumentOf !== null) dropArgument(vm, f, gen)
  f.localsplus[f.sp++] = r
  return false
}

/** The body of a generator has returned. */
function endBody(vm: VM, gen: PyGenerator): void {
  gen.state = GenState.DONE
  if (gen.exc.previous !== null) vm.excInfo = gen.exc.previous
  gen.exc.previous = null
  const frame = gen.frame
  if (frame !== null) {
    frame.done = true
    frame.back = null
    frame.generator = null
    gen.frame = null
  }
}

// --- functions ----------------------------------------------------------------------------------------------------------------

export function makeFunction(frame: Frame, code: Value): PyFunction {
  return new PyFunction(code as CodeObject, frame.globals, frame.builtins)
}

export function setFunctionAttribute(f: PyFunction, which: number, v: Value): void {
  if (which === 1) f.defaults = (v as PyTuple).items
  else if (which === 2) f.kwdefaults = v as PyDict
  else if (which === 4) f.annotations = v as PyDict | PyTuple
  else f.closure = (v as PyTuple).items as PyCell[]
}

export function yieldFromIter(vm: VM, frame: Frame, o: Value): Value {
  if (o instanceof PyCoroutine) {
    // Coroutines, and generators made awaitable by types.coroutine, may delegate to coroutines; plain generators not.
    if (!(frame.code.flags & (0x80 | 0x100))) {
      throw typeError("cannot 'yield from' a coroutine object in a non-coroutine generator")
    }
    return o
  }
  if (o instanceof PyGenerator && o.constructor === PyGenerator) return o
  return getIter(vm, o)
}

// --- iteration ------------------------------------------------------------------------------------------------------------------

/** `iter(o)`; undefined when a Python `__iter__` was entered. */
export function iterate(vm: VM, frame: Frame, o: Value): Value | undefined {
  if (o instanceof PyObject && o.type.flags & TypeFlags.HEAPTYPE) {
    const f = lookupInType(o.type, '__iter__')
    if (f instanceof PyFunction && enterFunction(vm, frame, f, o, undefined, FrameExit.ITER)) return undefined
  }
  return getIter(vm, o)
}

/** The next item, NULL at the end; or another frame has become current. */
export function forIter(vm: VM, frame: Frame, it: Value): Value | undefined {
  if (it instanceof PyGenerator && it.constructor === PyGenerator) {
    if (it.state <= GenState.DELEGATING) {
      resumeFrame(vm, frame, it, FrameExit.FOR_GENERATOR)
      const f = vm.frame as Frame
      f.localsplus[f.sp++] = null
      return undefined
    }
    return iterNext(vm, it)
  }
  const type = typeOf(it)
  if ((it instanceof PyMap || it instanceof PyFilter) && !(type.flags & TypeFlags.HEAPTYPE)) {
    return nextOfCall(vm, frame, it)
  }
  if (type.flags & TypeFlags.HEAPTYPE) {
    const f = lookupInType(type, '__next__')
    if (f instanceof PyFunction && enterFunction(vm, frame, f, it, undefined, FrameExit.NEXT)) return undefined
  }
  const next = type.tp_iternext
  if (next === undefined) throw typeError(`'${typeName(it)}' object is not an iterator`)
  return iterNext(vm, it)
}

/** The next item of a `map` or `filter`: where its function is one in Python, over one iterable, that is entered. */
function nextOfCall(vm: VM, frame: Frame, it: PyMap | PyFilter): Value | undefined {
  const { func } = it
  if (!(func instanceof PyFunction)) return iterNext(vm, it)
  const mapping = it instanceof PyMap
  if (mapping && it.iterators.length !== 1) return iterNext(vm, it)
  const source = mapping ? it.iterators[0] : it.it
  const item = typeOf(source).tp_iternext!(vm, source)
  if (item === undefined) return undefined
  if (!mapping) frame.localsplus[frame.sp] = item
  enterCall(vm, frame, func, [item], mapping ? FrameExit.NEXT : FrameExit.FILTER)
  return undefined
}

// --- building and unpacking -------------------------------------------------------------------------------------------------------

export function buildMap(vm: VM, L: (Value | undefined)[], from: number, n: number): PyDict {
  const d = new PyDict()
  for (let i = 0; i < n; i++) d.set(vm, L[from + 2 * i] as Value, L[from + 2 * i + 1] as Value)
  return d
}

export function buildConstKeyMap(vm: VM, L: (Value | undefined)[], from: number, n: number, keys: PyTuple): PyDict {
  const d = new PyDict()
  for (let i = 0; i < n; i++) d.set(vm, keys.items[i], L[from + i] as Value)
  return d
}

export function buildSet(vm: VM, L: (Value | undefined)[], from: number, n: number): PySet {
  const s = new PySet()
  for (let i = 0; i < n; i++) s.add(vm, L[from + i] as Value)
  return s
}

export function buildString(vm: VM, L: (Value | undefined)[], from: number, n: number): Str {
  let r = L[from] as Str
  for (let i = 1; i < n; i++) r = concat(r, L[from + i] as Str)
  if (typeof r === 'string' && r.length > 100_000) vm.charge(r.length)
  return r
}

export function listExtend(vm: VM, list: PyList, iterable: Value): void {
  const type = typeOf(iterable)
  if (type.tp_iter === undefined && type.sq_item === undefined && lookupInType(type, '__getitem__') === undefined) {
    throw typeError(`Value after * must be an iterable, not ${typeName(iterable)}`)
  }
  const items = list.items
  if (iterable instanceof PyList && iterable.type === listType) {
    for (const v of iterable.items) items.push(v)
    return
  }
  const it = getIter(vm, iterable)
  for (let v = iterNext(vm, it); v !== undefined; v = iterNext(vm, it)) items.push(v)
}

export function dictUpdate(vm: VM, d: PyDict, m: Value): void {
  if (!(m instanceof PyDict) && getAttrOrNull(vm, m, 'keys') === undefined) {
    throw typeError(`'${typeName(m)}' object is not a mapping`)
  }
  updateDict(vm, d, m)
}

/** The name errors give a callable: `f()`, `mod.f()`. */
export function callableText(vm: VM, fn: Value): string {
  if (fn instanceof PyFunction) {
    const module = fn.dict?.getStr('__module__') ?? fn.module
    const name = textOf(fn.qualname)
    return typeof module === 'string' && module !== 'builtins' ? `${module}.${name}()` : `${name}()`
  }
  const name = getAttrOrNull(vm, fn, '__qualname__')
  if (typeof name !== 'string') return textOf(str(vm, fn))
  const module = getAttrOrNull(vm, fn, '__module__')
  return typeof module === 'string' && module !== 'builtins' ? `${module}.${name}()` : `${name}()`
}

/** `**update` of a call: refuses keys given twice and keys that are not strings. */
export function dictMerge(vm: VM, d: PyDict, update: Value, fn: Value): void {
  const put = (k: Value, v: Value) => {
    if (d.has(vm, k)) {
      if (typeof k !== 'string') throw typeError('keywords must be strings')
      throw typeError(`${callableText(vm, fn)} got multiple values for keyword argument '${k}'`)
    }
    d.set(vm, k, v)
  }
  if (update instanceof PyDict && update.type === dictType) {
    for (let i = 0; i < update.keys.length; i++) {
      const k = update.keys[i]
      if (k !== undefined) put(k, update.values[i] as Value)
    }
    return
  }
  const keys = getAttrOrNull(vm, update, 'keys')
  if (keys === undefined) {
    throw typeError(`${callableText(vm, fn)} argument after ** must be a mapping, not ${typeName(update)}`)
  }
  const it = getIter(vm, vm.call(keys, []))
  for (let k = iterNext(vm, it); k !== undefined; k = iterNext(vm, it)) put(k, getItem(vm, update, k))
}

function notIterableToUnpack(v: Value): PyRaise {
  return typeError(`cannot unpack non-iterable ${typeName(v)} object`)
}

function unpackIter(vm: VM, v: Value): Value {
  const type = typeOf(v)
  if (type.tp_iter === undefined && type.sq_item === undefined && lookupInType(type, '__getitem__') === undefined) {
    throw notIterableToUnpack(v)
  }
  return getIter(vm, v)
}

/** Exactly `n` items of an iterable. */
export function unpack(vm: VM, v: Value, n: number): Value[] {
  const exact = v instanceof PyTuple || (v instanceof PyList && v.type === listType) ? v.items.length : -1
  if (exact > n) {
    // CPython gets here by another path that knows the length.
    throw valueError(
      `too many values to unpack (expected ${n}${v instanceof PyDict ? '' : `, got ${exact}`})`.replace(/, got.*/, ')'),
    )
  }
  const it = unpackIter(vm, v)
  const items: Value[] = []
  while (items.length < n) {
    const item = iterNext(vm, it)
    if (item === undefined) throw valueError(`not enough values to unpack (expected ${n}, got ${items.length})`)
    items.push(item)
  }
  if (iterNext(vm, it) !== undefined) throw valueError(`too many values to unpack (expected ${n})`)
  return items
}

/** UNPACK_EX; returns the new stack pointer. */
export function unpackEx(vm: VM, L: (Value | undefined)[], sp: number, arg: number): number {
  const before = arg & 255
  const after = arg >> 8
  const v = L[sp - 1] as Value
  const it = unpackIter(vm, v)
  const all: Value[] = []
  for (;;) {
    const item = iterNext(vm, it)
    if (item === undefined) break
    all.push(item)
  }
  if (all.length < before + after) {
    throw valueError(`not enough values to unpack (expected at least ${before + after}, got ${all.length})`)
  }
  let p = sp - 1
  for (let i = after - 1; i >= 0; i--) L[p++] = all[all.length - after + i]
  L[p++] = new PyList(all.slice(before, all.length - after))
  for (let i = before - 1; i >= 0; i--) L[p++] = all[i]
  return p
}

/** CONVERT_VALUE: `!s`, `!r` and `!a`. */
export function convertValue(vm: VM, frame: Frame, v: Value, how: number): Value | undefined {
  if (how === 1 ? enterStr(vm, frame, v) : how === 2 && enterRepr(vm, frame, v)) return undefined
  return how === 1 ? str(vm, v) : how === 2 ? repr(vm, v) : ascii(vm, v)
}

// --- pattern matching ---------------------------------------------------------------------------------------------------------------

export function getLen(vm: VM, v: Value): Value {
  return length(vm, v)
}

export function matchMapping(v: Value): boolean {
  return (typeOf(v).flags & TypeFlags.MAPPING) !== 0
}

export function matchSequence(v: Value): boolean {
  return (typeOf(v).flags & TypeFlags.SEQUENCE) !== 0
}

/** Values of `keys` in the subject as a tuple, or None. */
export function matchKeys(vm: VM, subject: Value, keys: PyTuple): Value {
  if (keys.items.length === 0) return new PyTuple([])
  const get = getAttr(vm, subject, 'get')
  const seen = new PySet()
  const values: Value[] = []
  const missing = new PyObject()
  missing.type = typeOf(null)
  for (const key of keys.items) {
    if (seen.has(vm, key)) throw valueError(`mapping pattern checks duplicate key (${textOf(repr(vm, key))})`)
    seen.add(vm, key)
    const v = vm.call(get, [key, missing])
    if (v === missing) return null
    values.push(v)
  }
  return new PyTuple(values)
}

/** MATCH_CLASS: the attributes a class pattern asks for as a tuple, or None. */
export function matchClass(vm: VM, subject: Value, type: Value, npos: number, kwnames: PyTuple): Value {
  if (!(type instanceof PyType)) throw typeError('called match pattern must be a class')
  if (!isInstance(vm, subject, type)) return null
  const seen = new Set<string>()
  const out: Value[] = []
  const take = (name: string): boolean => {
    if (seen.has(name)) throw typeError(`${textOf(type.name)}() got multiple sub-patterns for attribute '${name}'`)
    seen.add(name)
    const v = getAttrOrNull(vm, subject, name)
    if (v === undefined) return false
    out.push(v)
    return true
  }
  if (npos > 0) {
    const args = getAttrOrNull(vm, type, '__match_args__')
    let names: Value[] = []
    let matchSelf = false
    if (args !== undefined) {
      if (!(args instanceof PyTuple)) {
        throw typeError(`${textOf(type.name)}.__match_args__ must be a tuple (got ${typeName(args)})`)
      }
      names = args.items
    } else matchSelf = vm.matchesSelf(type)
    const allowed = matchSelf ? 1 : names.length
    if (allowed < npos) {
      throw typeError(
        `${textOf(type.name)}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${npos} given)`,
      )
    }
    if (matchSelf) out.push(subject)
    else {
      for (let i = 0; i < npos; i++) {
        const name = names[i]
        if (typeof name !== 'string') throw typeError(`__match_args__ elements must be strings (got ${typeName(name)})`)
        if (!take(name)) return null
      }
    }
  }
  for (const name of kwnames.items) if (!take(textOf(name as Str))) return null
  return new PyTuple(out)
}

// --- exceptions and with ------------------------------------------------------------------------------------------------------------

const NOT_EXCEPTION = 'catching classes that do not inherit from BaseException is not allowed'

function checkExceptionType(t: Value, message: string): PyType {
  if (!(t instanceof PyType) || !isSubtype(t, excTypes.BaseException)) throw typeError(message)
  return t
}

export function exceptionMatches(_vm: VM, exc: PyException, type: Value): boolean {
  if (type instanceof PyTuple) {
    for (const t of type.items) checkExceptionType(t, NOT_EXCEPTION)
    for (const t of type.items) if (isSubtype(exc.type, t as PyType)) return true
    return false
  }
  return isSubtype(exc.type, checkExceptionType(type, NOT_EXCEPTION))
}

/** CHECK_EG_MATCH: replaces group and type by rest and match. */
export function checkGroupMatch(vm: VM, L: (Value | undefined)[], sp: number): void {
  const exc = L[sp - 2] as PyException
  const type = L[sp - 1] as Value
  const types = type instanceof PyTuple ? type.items : [type]
  for (const t of types) {
    checkExceptionType(t, NOT_EXCEPTION)
    if (isSubtype(t as PyType, vm.builtins.getStr('BaseExceptionGroup') as PyType)) {
      throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.')
    }
  }
  const [match, rest] = splitMatch(vm, exc, type)
  L[sp - 2] = rest
  L[sp - 1] = match
  if (match !== null) vm.excInfo.value = match
}

function splitMatch(vm: VM, exc: Value, type: Value): [match: PyException | null, rest: Value] {
  if (exc === null) return [null, null]
  const e = exc as PyException
  if (exceptionMatches(vm, e, type)) {
    if (e instanceof PyExceptionGroup) return [e, null]
    // A naked exception is handed to the handler inside a group.
    const wrapped = vm.call(vm.builtins.getStr('BaseExceptionGroup') as Value, ['', new PyTuple([e])]) as PyException
    wrapped.traceback = vm.tracebackHere(null)
    return [wrapped, null]
  }
  if (e instanceof PyExceptionGroup) {
    const pair = vm.call(getAttr(vm, e, 'split'), [type])
    if (!(pair instanceof PyTuple) || pair.items.length < 2) {
      throw typeError(
        pair instanceof PyTuple
          ? `${typeName(e)}.split must return a 2-tuple, got tuple of size ${pair.items.length}`
          : `${typeName(e)}.split must return a tuple, not ${typeName(pair)}`,
      )
    }
    return [pair.items[0] as PyException | null, pair.items[1]]
  }
  return [null, exc]
}

const contextProtocol = (what: string, v: Value, method: string) =>
  typeError(`'${typeName(v)}' object does not support the ${what} protocol${method}`)

/** BEFORE_WITH, BEFORE_ASYNC_WITH: `exit` replaces the manager, the result of entering is returned to be pushed. */
export function beforeWith(vm: VM, frame: Frame, isAsync: boolean): Value | undefined {
  const L = frame.localsplus
  const manager = L[frame.sp - 1] as Value
  const enterName = isAsync ? '__aenter__' : '__enter__'
  const exitName = isAsync ? '__aexit__' : '__exit__'
  const what = isAsync ? 'asynchronous context manager' : 'context manager'
  const type = typeOf(manager)
  const enter = lookupInType(type, enterName)
  if (enter === undefined) throw contextProtocol(what, manager, '')
  const bound = enter instanceof PyFunction ? undefined : lookupSpecial(vm, manager, enterName)
  const exit = lookupSpecial(vm, manager, exitName)
  if (exit === undefined) throw contextProtocol(what, manager, ` (missed ${exitName} method)`)
  L[frame.sp - 1] = exit
  if (enter instanceof PyFunction && enterFunction(vm, frame, enter, manager, undefined, FrameExit.PUSH))
    return undefined
  return vm.call(bound ?? (lookupSpecial(vm, manager, enterName) as Value), [])
}

/** Calls the exit function with the exception; the result is pushed. */
export function withExceptStart(vm: VM, frame: Frame, exit: Value, exc: PyException): Value | undefined {
  const args: Value[] = [exc.type, exc, exc.traceback]
  return call(vm, frame, exit, undefined, args, 0, 3)
}

/** The value of a StopIteration, NULL for any other exception. */
export function stopIterationValue(exc: PyException): Value | undefined {
  return exc instanceof PyStopIteration ? (exc.value ?? null) : undefined
}

export function assertionErrorType(): PyType {
  return excTypes.AssertionError
}

// --- await ------------------------------------------------------------------------------------------------------------------------------

/** The iterator of an awaitable. */
export function getAwaitable(vm: VM, _frame: Frame, v: Value, where: number): Value {
  const it = awaitableIter(vm, v, where)
  if (it instanceof PyCoroutine && it.delegate !== undefined) {
    throw runtimeError('coroutine is being awaited already')
  }
  return it
}

export function getAsyncIter(vm: VM, v: Value): Value {
  const aiter = typeOf(v).am_aiter
  if (aiter === undefined) {
    throw typeError(`'async for' requires an object with __aiter__ method, got ${typeName(v)}`)
  }
  const it = aiter(vm, v)
  if (typeOf(it).am_anext === undefined) {
    throw typeError(`'async for' received an object from __aiter__ that does not implement __anext__: ${typeName(it)}`)
  }
  return it
}

export function getAsyncNext(vm: VM, it: Value): Value {
  const anext = typeOf(it).am_anext
  if (anext === undefined)
    throw typeError(`'async for' requires an iterator with __anext__ method, got ${typeName(it)}`)
  const next = anext(vm, it)
  if (it instanceof PyAsyncGenerator) return next
  try {
    return awaitableIter(vm, next)
  } catch (e) {
    if (!(e as { exc?: PyException }).exc) throw e
    const outer = typeError(`'async for' received an invalid object from __anext__: ${typeName(next)}`)
    outer.exc.cause = (e as PyRaise).exc
    outer.exc.context = (e as PyRaise).exc
    outer.exc.suppressContext = true
    throw outer
  }
}

// --- imports ------------------------------------------------------------------------------------------------------------------------------

/** `import a.b`: calls `builtins.__import__`, directly where it is the original. */
export function importName(vm: VM, frame: Frame, name: string, level: Value, fromlist: Value): Value {
  const f = frame.builtins.getStr('__import__')
  if (f === undefined) throw importError(excTypes.ImportError, '__import__ not found')
  if (f === vm.importFunction) return importModuleLevel(vm, name, frame.globals, fromlist, level as number)
  return vm.call(f, [name, frame.globals, frame.locals ?? null, fromlist, level])
}

/** `from m import name`: an attribute, or a submodule that is being imported. */
export function importFrom(vm: VM, _frame: Frame, module: Value, name: string): Value {
  const v = getAttrOrNull(vm, module, name)
  if (v !== undefined) return v
  const pkgname = getAttrOrNull(vm, module, '__name__')
  if (typeof pkgname === 'string') {
    const sub = vm.modules.getStr(`${pkgname}.${name}`)
    if (sub !== undefined) return sub
  }
  throw vm.cannotImportName(module, name, pkgname)
}

// --- tracing ------------------------------------------------------------------------------------------------------------------------------

/** Delivers the event of a trace instruction. `frame.pc` and `frame.sp` may be changed by it (a jump). */
export function traceEvent(vm: VM, frame: Frame, op: number, arg: number): void {
  const m = vm.monitor!
  const L = frame.localsplus
  switch (op) {
    case Op.TRACE_START:
      m.start(frame, arg)
      break
    case Op.TRACE_RESUME:
      m.resume(frame, arg)
      break
    case Op.TRACE_LINE:
      m.line(frame, arg)
      break
    case Op.TRACE_INSTRUCTION:
      m.instruction(frame, arg)
      break
    case Op.TRACE_EXPR:
      m.expr(frame, arg, L[frame.sp - 1] as Value)
      break
    case Op.TRACE_RETURN:
      m.return(frame, L[frame.sp - 1] as Value)
      break
    case Op.TRACE_RETURN_CONST:
      m.return(frame, frame.code.consts[arg])
      break
    case Op.TRACE_YIELD:
      m.yield(frame, L[frame.sp - 1] as Value)
      break
    case Op.TRACE_EFFECT:
      m.effect?.(frame, arg)
      break
  }
}

export { functionOf, attributeError, keyError, intMod, PyModule, type PyCell, richCompareBool }
