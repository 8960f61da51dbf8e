/**
 * What Python classes define, run without re-entering the machine: operators, comparisons, truth, conversions to text, and the builtin functions that do
 * no more than call one method.
 *
 * Each function here looks whether the instruction at hand comes down to one call of a Python function, and if so pushes its frame and says so; the loop goes
 * on there, and what becomes of the result is the frame's `exit`. Where it does not come down to that (a builtin class, a subclass on the right that goes
 * first, a method that is no plain function), nothing is done and the caller takes the way through the slots, which is right for everything.
 *
 * The operands stay where they were on the caller's stack, just above what `sp` says: `L[sp]` and `L[sp + 1]`. A method that gives NotImplemented finds them
 * there again (`afterNotImplemented`).
 */
import {
  absolute,
  asStrValue,
  binaryAfterInplace,
  binaryAfterLeft,
  BinOp,
  checkLength,
  compareAfterLeft,
  exactLength,
  repr,
  unsupportedOperands,
} from '../objects/abstract'
import { INPLACE_NAMES, LEFT_NAMES, RIGHT_NAMES } from '../objects/abstract_number'
import { boolType } from '../objects/int'
import { consumerOfFunction, consumerOfType } from '../objects/consume'
import { type Frame, FrameExit } from '../objects/frame'
import { PyFunction } from '../objects/function'
import { GenState, PyGenerator } from '../objects/generator'
import { PyInstance } from '../objects/object'
import { typeError } from '../objects/raise'
import { type NativeDef, type NativeFn, NativeKind } from '../objects/signature'
import { COMPARE_NAMES } from '../objects/slots'
import { strType } from '../objects/str'
import {
  CompareOp,
  isSubtype,
  lookupInType,
  objectType,
  type PyType,
  TypeFlags,
  typeName,
  typeOf,
} from '../objects/type'
import { iter, next } from '../stdlib/builtins'
import { InternalError, NotImplemented, PyFloat, PyObject, type Str, type Value } from '../values/value'
import { enterFunction } from './call'
import { drain, PLAIN } from './drain'
import { resumeFrame } from './generator'
import { Q } from './quicken'
import type { VM } from './vm'

const INPLACE = BinOp.INPLACE_ADD

/** The Python function a class binds to a dunder, NULL for anything else. */
function methodOf(type: PyType, name: string): PyFunction | undefined {
  const f = lookupInType(type, name)
  return f instanceof PyFunction ? f : undefined
}

/** `a op b`, in-place forms included. */
export function enterBinary(vm: VM, frame: Frame, a: Value, b: Value, op: number): boolean {
  const plain = op >= INPLACE ? op - INPLACE : op
  if (a instanceof PyObject && a.type.flags & TypeFlags.HEAPTYPE) {
    const ta = a.type
    if (op >= INPLACE) {
      const f = lookupInType(ta, INPLACE_NAMES[plain]!)
      if (f !== undefined) return f instanceof PyFunction && enterFunction(vm, frame, f, a, b, FrameExit.INPLACE)
    }
    const f = methodOf(ta, LEFT_NAMES[plain]!)
    if (f === undefined) return false
    const tb = typeOf(b)
    if (tb !== ta && isSubtype(tb, ta)) return false
    return enterFunction(vm, frame, f, a, b, FrameExit.BINARY)
  }
  // A number on the left has nothing to say about an instance of a class that is no number itself.
  if (b instanceof PyInstance && (typeof a === 'number' || typeof a === 'bigint' || isPlainFloat(a))) {
    const f = methodOf(b.type, RIGHT_NAMES[plain]!)
    return f !== undefined && enterFunction(vm, frame, f, b, a, FrameExit.BINARY_RIGHT)
  }
  return false
}

const isPlainFloat = (v: Value): boolean => v instanceof PyFloat && v.type === PyFloat.prototype.type

/** `a op b` for the comparisons. `!=` is the opposite of `__eq__` where the class does not say otherwise. */
export function enterCompare(vm: VM, frame: Frame, a: Value, b: Value, op: CompareOp): boolean {
  if (!(a instanceof PyObject) || !(a.type.flags & TypeFlags.HEAPTYPE)) return false
  const ta = a.type
  const tb = typeOf(b)
  if (tb !== ta && isSubtype(tb, ta)) return false
  const f = lookupInType(ta, COMPARE_NAMES[op]!)
  if (f instanceof PyFunction) return enterFunction(vm, frame, f, a, b, FrameExit.COMPARE)
  if (op !== CompareOp.NE || f !== lookupInType(objectType, '__ne__')) return false
  const eq = methodOf(ta, '__eq__')
  return eq !== undefined && enterFunction(vm, frame, eq, a, b, FrameExit.NOT_EQUAL)
}

/** `item in container`, `not in` with `negated`. */
export function enterContains(vm: VM, frame: Frame, container: Value, item: Value, negated: boolean): boolean {
  if (!(container instanceof PyObject) || !(container.type.flags & TypeFlags.HEAPTYPE)) return false
  const f = methodOf(container.type, '__contains__')
  return f !== undefined && enterFunction(vm, frame, f, container, item, negated ? FrameExit.NOT_BOOL : FrameExit.BOOL)
}

/** The truth of `v`, by `__bool__` or `__len__`. */
export function enterTruth(vm: VM, frame: Frame, v: Value): boolean {
  if (!(v instanceof PyObject) || !(v.type.flags & TypeFlags.HEAPTYPE)) return false
  const f = lookupInType(v.type, '__bool__')
  if (f !== undefined) return f instanceof PyFunction && enterFunction(vm, frame, f, v, undefined, FrameExit.TRUTH)
  const n = methodOf(v.type, '__len__')
  return n !== undefined && enterFunction(vm, frame, n, v, undefined, FrameExit.LENGTH_TRUTH)
}

/** `-v`, `~v` and whatever else gives what its method gives. */
export function enterUnary(vm: VM, frame: Frame, v: Value, name: string): boolean {
  if (!(v instanceof PyObject) || !(v.type.flags & TypeFlags.HEAPTYPE)) return false
  const f = methodOf(v.type, name)
  return f !== undefined && enterFunction(vm, frame, f, v, undefined, FrameExit.PUSH)
}

/** `repr(v)`. */
export function enterRepr(vm: VM, frame: Frame, v: Value): boolean {
  if (!(v instanceof PyObject) || !(v.type.flags & TypeFlags.HEAPTYPE)) return false
  const f = methodOf(v.type, '__repr__')
  return f !== undefined && enterFunction(vm, frame, f, v, undefined, FrameExit.REPR)
}

/** `str(v)`: `__str__`, or `__repr__` where the class has `object`'s `__str__`. */
export function enterStr(vm: VM, frame: Frame, v: Value): boolean {
  if (!(v instanceof PyObject) || !(v.type.flags & TypeFlags.HEAPTYPE)) return false
  let f = lookupInType(v.type, '__str__')
  if (f === lookupInType(objectType, '__str__')) f = lookupInType(v.type, '__repr__')
  return f instanceof PyFunction && enterFunction(vm, frame, f, v, undefined, FrameExit.STR)
}

/** `format(v, spec)`, as f-strings do it. */
export function enterFormat(vm: VM, frame: Frame, v: Value, spec: Str): boolean {
  if (!(v instanceof PyObject) || !(v.type.flags & TypeFlags.HEAPTYPE)) return false
  const f = lookupInType(v.type, '__format__')
  if (f instanceof PyFunction) return enterFunction(vm, frame, f, v, spec, FrameExit.FORMAT)
  return spec === '' && f === lookupInType(objectType, '__format__') && enterStr(vm, frame, v)
}

// --- calls of natives ---------------------------------------------------------------------------------------------------------

/** How the loop runs a call of a native whose first argument is `v`, of `n`; false to call it the plain way. */
type Entry = (vm: VM, frame: Frame, v: Value, n: number) => boolean

const oneMethod =
  (name: string, exit: FrameExit): Entry =>
  (vm, frame, v, n) => {
    if (n !== 1 || !(v instanceof PyObject) || !(v.type.flags & TypeFlags.HEAPTYPE)) return false
    const f = methodOf(v.type, name)
    return f !== undefined && enterFunction(vm, frame, f, v, undefined, exit)
  }

/** `next(it)` and `next(it, default)`: the default is found on the caller's stack again. */
function enterNext(vm: VM, frame: Frame, it: Value, n: number): boolean {
  if (!(it instanceof PyObject) || n > 2) return false
  if (it.constructor === PyGenerator) {
    const gen = it as PyGenerator
    if (gen.state > GenState.DELEGATING) return false
    const f = resumeFrame(vm, frame, gen, FrameExit.NEXT_VALUE)
    f.localsplus[f.sp++] = null
    return true
  }
  if (!(it.type.flags & TypeFlags.HEAPTYPE)) return false
  const f = methodOf(it.type, '__next__')
  return f !== undefined && enterFunction(vm, frame, f, it, undefined, n === 2 ? FrameExit.NEXT_VALUE : FrameExit.PUSH)
}

/** Where `next` has its default: above the callable and NULL. */
export const NEXT_DEFAULT = 3

/** The builtin functions and classes that come down to one method. */
const entries = new Map<NativeFn | PyType, Entry>([
  [exactLength, oneMethod('__len__', FrameExit.LENGTH)],
  [repr, enterRepr],
  [iter, oneMethod('__iter__', FrameExit.ITER)],
  [absolute, oneMethod('__abs__', FrameExit.PUSH)],
  [next, enterNext],
  [strType, enterStr],
  [boolType, enterTruth],
])

/** Could a call with this first argument be run by the loop? */
export function mayEnter(v: Value | undefined): boolean {
  return v instanceof PyObject && (v.type.flags & (TypeFlags.HEAPTYPE | TypeFlags.RUNS_CODE)) !== 0
}

/**
 * A call of a builtin function or method with `n` arguments from `L[from]` on, the first of which may be run by the loop. Gives the result, undefined when a
 * frame was entered, or PLAIN. `frame.sp` is where the result goes.
 */
export function enterNative(
  vm: VM,
  frame: Frame,
  def: NativeDef,
  self: Value | undefined,
  L: (Value | undefined)[],
  from: number,
  n: number,
): Value | undefined | typeof PLAIN {
  const entry = entries.get(def.fn)
  const v = L[from] as Value
  if (entry !== undefined) return entry(vm, frame, v, n) ? undefined : PLAIN
  const make = consumerOfFunction(def.fn)
  if (make !== undefined && (n === 1 || def.kind === NativeKind.FUNCTION))
    return drain(vm, frame, v, make, def.kind === NativeKind.FUNCTION ? L.slice(from + 1, from + n) : [self])
  if (make === undefined) def.enters = false
  return PLAIN
}

/** The same for a call of a builtin class. */
export function enterType(vm: VM, frame: Frame, type: PyType, v: Value): Value | undefined | typeof PLAIN {
  const entry = entries.get(type)
  if (entry !== undefined) return entry(vm, frame, v, 1) ? undefined : PLAIN
  const make = consumerOfType(type)
  return make === undefined ? PLAIN : drain(vm, frame, v, make, [])
}

/** What an operator gives whose method gave NotImplemented: the other ways CPython tries, or its TypeError. `frame` is that of the operator. */
function afterNotImplemented(vm: VM, frame: Frame, exit: FrameExit): Value {
  const L = frame.localsplus
  const a = L[frame.sp] as Value
  const b = L[frame.sp + 1] as Value
  const code = frame.code.quick as Int32Array
  const arg = code[frame.pc - 1]!
  switch (exit) {
    case FrameExit.BINARY:
      return binaryAfterLeft(vm, a, b, arg)
    case FrameExit.INPLACE:
      return binaryAfterInplace(vm, a, b, arg - INPLACE)
    case FrameExit.BINARY_RIGHT:
      throw unsupportedOperands(a, b, arg)
    default:
      return compareAfterLeft(vm, a, b, compareOpAt(code, frame.pc))
  }
}

/** What is pushed for the result of a method that stood for an operator or a conversion; undefined when another frame is to go on instead. */
export function resultOf(vm: VM, frame: Frame, exit: FrameExit, r: Value): Value | undefined {
  switch (exit) {
    case FrameExit.BINARY:
    case FrameExit.INPLACE:
    case FrameExit.BINARY_RIGHT:
      return r === NotImplemented ? afterNotImplemented(vm, frame, exit) : r
    case FrameExit.COMPARE:
    case FrameExit.NOT_EQUAL:
      if (r === NotImplemented) r = afterNotImplemented(vm, frame, exit)
      else if (exit === FrameExit.NOT_EQUAL) return !vm.isTrue(r)
      return typeof r !== 'boolean' && wantsBool(frame.code.quick as Int32Array, frame.pc) ? vm.isTrue(r) : r
    case FrameExit.BOOL:
    case FrameExit.NOT_BOOL:
      return vm.isTrue(r) === (exit === FrameExit.BOOL)
    case FrameExit.FILTER:
      if (vm.isTrue(r)) return frame.localsplus[frame.sp] as Value
      // On with the loop: FOR_ITER again.
      frame.pc -= 2
      return undefined
    case FrameExit.TRUTH:
      if (typeof r !== 'boolean') throw typeError(`__bool__ should return bool, returned ${typeName(r)}`)
      return r
    case FrameExit.LENGTH:
      return checkLength(vm, r)
    case FrameExit.LENGTH_TRUTH:
      return checkLength(vm, r) !== 0
    case FrameExit.STR:
      if (asStrValue(r) === undefined) throw typeError(`__str__ returned non-string (type ${typeName(r)})`)
      return r
    case FrameExit.REPR:
      if (asStrValue(r) === undefined) throw typeError(`__repr__ returned non-string (type ${typeName(r)})`)
      return r
    case FrameExit.FORMAT:
      if (asStrValue(r) === undefined) throw typeError(`__format__ must return a str, not ${typeName(r)}`)
      return r
  }
  throw new InternalError(`a frame with exit ${exit} has returned`)
}

function compareOpAt(code: Int32Array, pc: number): CompareOp {
  const op = code[pc - 2]!
  return op >= Q.LT_JUMP && op <= Q.GE_JUMP ? op - Q.LT_JUMP : op - Q.LT
}

/** Whether the comparison before `pc` wants a bool: one that is tested at once. */
function wantsBool(code: Int32Array, pc: number): boolean {
  const op = code[pc - 2]!
  return op >= Q.LT_JUMP && op <= Q.GE_JUMP ? true : (code[pc - 1]! & 16) !== 0
}
