/**
 * The instructions that are seldom in a hot path, apart from `run()`: the smaller the loop, the sooner the JavaScript engine compiles it.
 *
 * These neither enter frames nor jump: they work on the value stack of the current frame and return the new stack pointer.
 */
import { Op } from '../compile/op.gen'
import { delItem, getItem, invertOp, setItem } from '../objects/abstract'
import type { PyCell } from '../objects/cell'
import type { Frame } from '../objects/frame'
import type { PyFunction } from '../objects/function'
import type { PyDict } from '../values/dict'
import type { PySet } from '../values/set'
import { InternalError, type PyList, PySlice, type PyTuple, type Value } from '../values/value'
import { deleteAttr } from './attr'
import { intrinsic1, intrinsic2 } from './intrinsics'
import { updateSet } from '../objects/set'
import * as ops from './ops'
import type { VM } from './vm'

/** Executes one instruction; `frame.pc` is saved. */
export function rare(vm: VM, frame: Frame, op: number, arg: number, sp: number): number {
  const L = frame.localsplus
  switch (op) {
    case Op.DELETE_FAST:
      if (L[arg] === undefined) throw ops.unboundLocal(frame, arg, frame.pc)
      L[arg] = undefined
      break
    case Op.UNARY_INVERT:
      L[sp - 1] = invertOp(vm, L[sp - 1] as Value)
      break

    case Op.BINARY_SLICE:
      sp -= 2
      L[sp - 1] = getItem(vm, L[sp - 1] as Value, new PySlice(L[sp] as Value, L[sp + 1] as Value, null))
      break
    case Op.STORE_SLICE:
      sp -= 4
      setItem(vm, L[sp + 1] as Value, new PySlice(L[sp + 2] as Value, L[sp + 3] as Value, null), L[sp] as Value)
      break
    case Op.DELETE_SUBSCR:
      sp -= 2
      delItem(vm, L[sp] as Value, L[sp + 1] as Value)
      break
    case Op.BUILD_SLICE: {
      const step = arg === 3 ? (L[--sp] as Value) : null
      sp--
      L[sp - 1] = new PySlice(L[sp - 1] as Value, L[sp] as Value, step)
      break
    }

    case Op.DELETE_NAME:
      ops.deleteName(vm, frame, arg)
      break
    case Op.STORE_GLOBAL:
      frame.globals.setStr(frame.code.names[arg], L[--sp] as Value)
      break
    case Op.DELETE_GLOBAL:
      ops.deleteGlobal(frame, arg)
      break
    case Op.LOAD_LOCALS:
      L[sp++] = ops.loadLocals(frame)
      break
    case Op.LOAD_FROM_DICT_OR_GLOBALS:
      L[sp - 1] = ops.loadFromDictOrGlobals(vm, frame, arg, L[sp - 1] as Value)
      break
    case Op.LOAD_FROM_DICT_OR_DEREF:
      L[sp - 1] = ops.loadFromDictOrDeref(vm, frame, arg, L[sp - 1] as Value)
      break
    case Op.LOAD_BUILD_CLASS:
      L[sp++] = ops.loadBuildClass(frame)
      break
    case Op.SETUP_ANNOTATIONS:
      ops.setupAnnotations(vm, frame)
      break

    case Op.DELETE_DEREF: {
      const cell = L[arg] as PyCell
      if (cell.value === undefined) throw ops.unboundDeref(frame, arg, frame.pc)
      cell.value = undefined
      break
    }

    case Op.DELETE_ATTR:
      deleteAttr(vm, L[--sp] as Value, frame.code.names[arg])
      break
    case Op.MAKE_FUNCTION:
      L[sp - 1] = ops.makeFunction(frame, L[sp - 1] as Value)
      break
    case Op.SET_FUNCTION_ATTRIBUTE:
      sp--
      ops.setFunctionAttribute(L[sp] as PyFunction, arg, L[sp - 1] as Value)
      L[sp - 1] = L[sp]
      break
    case Op.GET_YIELD_FROM_ITER:
      L[sp - 1] = ops.yieldFromIter(vm, frame, L[sp - 1] as Value)
      break

    case Op.BUILD_MAP:
      sp -= 2 * arg
      L[sp] = ops.buildMap(vm, L, sp, arg)
      sp++
      break
    case Op.BUILD_CONST_KEY_MAP:
      sp -= arg
      L[sp - 1] = ops.buildConstKeyMap(vm, L, sp - 1, arg, L[sp + arg - 1] as PyTuple)
      break
    case Op.BUILD_SET:
      sp -= arg
      L[sp] = ops.buildSet(vm, L, sp, arg)
      sp++
      break
    case Op.BUILD_STRING:
      sp -= arg
      L[sp] = ops.buildString(vm, L, sp, arg)
      sp++
      break
    case Op.SET_ADD:
      sp--
      ;(L[sp - arg] as PySet).add(vm, L[sp] as Value)
      break
    case Op.MAP_ADD:
      sp -= 2
      ;(L[sp - arg] as PyDict).set(vm, L[sp] as Value, L[sp + 1] as Value)
      break
    case Op.LIST_EXTEND:
      sp--
      ops.listExtend(vm, L[sp - arg] as PyList, L[sp] as Value)
      break
    case Op.SET_UPDATE:
      sp--
      updateSet(vm, L[sp - arg] as PySet, L[sp] as Value)
      break
    case Op.DICT_UPDATE:
      sp--
      ops.dictUpdate(vm, L[sp - arg] as PyDict, L[sp] as Value)
      break
    case Op.DICT_MERGE:
      sp--
      ops.dictMerge(vm, L[sp - arg] as PyDict, L[sp] as Value, L[sp - arg - 3] as Value)
      break
    case Op.UNPACK_EX:
      sp = ops.unpackEx(vm, L, sp, arg)
      break

    case Op.GET_LEN:
      L[sp] = ops.getLen(vm, L[sp - 1] as Value)
      sp++
      break
    case Op.MATCH_MAPPING:
      L[sp] = ops.matchMapping(L[sp - 1] as Value)
      sp++
      break
    case Op.MATCH_SEQUENCE:
      L[sp] = ops.matchSequence(L[sp - 1] as Value)
      sp++
      break
    case Op.MATCH_KEYS:
      L[sp] = ops.matchKeys(vm, L[sp - 2] as Value, L[sp - 1] as PyTuple)
      sp++
      break
    case Op.MATCH_CLASS:
      sp -= 2
      L[sp - 1] = ops.matchClass(vm, L[sp - 1] as Value, L[sp] as Value, arg, L[sp + 1] as PyTuple)
      break

    case Op.CHECK_EG_MATCH:
      ops.checkGroupMatch(vm, L, sp)
      break
    case Op.GET_AWAITABLE:
      L[sp - 1] = ops.getAwaitable(vm, frame, L[sp - 1] as Value, arg)
      break
    case Op.GET_AITER:
      L[sp - 1] = ops.getAsyncIter(vm, L[sp - 1] as Value)
      break
    case Op.GET_ANEXT:
      L[sp] = ops.getAsyncNext(vm, L[sp - 1] as Value)
      sp++
      break
    case Op.LOAD_ASSERTION_ERROR:
      L[sp++] = ops.assertionErrorType()
      break

    case Op.IMPORT_NAME:
      sp--
      L[sp - 1] = ops.importName(vm, frame, frame.code.names[arg], L[sp - 1] as Value, L[sp] as Value)
      break
    case Op.IMPORT_FROM:
      L[sp] = ops.importFrom(vm, frame, L[sp - 1] as Value, frame.code.names[arg])
      sp++
      break
    case Op.CALL_INTRINSIC_1:
      L[sp - 1] = intrinsic1(vm, frame, arg, L[sp - 1] as Value)
      break
    case Op.CALL_INTRINSIC_2:
      sp--
      L[sp - 1] = intrinsic2(vm, frame, arg, L[sp - 1] as Value, L[sp] as Value)
      break

    default:
      throw new InternalError(`instruction ${op} in ${String(frame.code.qualname)} is unknown to the machine`)
  }
  return sp
}
