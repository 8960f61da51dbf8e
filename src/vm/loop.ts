/**
 * The machine's loop: `run()` executes a frame, and all frames it calls, until the frame returns to native code.
 *
 * One switch, one case an instruction. The registers (`frame code L consts caches pc sp`) live in local variables; they are written back
 * (`frame.pc = pc`, `frame.sp = sp`) before anything that may run Python code, raise, or look at frames, and read again (`LOAD`) whenever
 * another frame becomes the current one. Python code that calls Python code changes frames and goes on in the same loop: the depth of the host
 * stack does not depend on the depth of Python calls. Only natives that call back (`sorted(key=…)`, `__repr__` from `repr()`) re-enter.
 *
 * What a case does beyond its fast paths is in a function of a neighbouring file: `call.ts` (calls), `attr.ts` (attributes and their inline
 * caches), `ops.ts` (everything else), `unwind.ts` (exceptions), `generator.ts`. Functions that may enter a frame return `undefined` to say that
 * they did: `vm.frame` is then the frame to continue with.
 *
 * Exceptions. A native throws a `PyRaise`; the one `catch` turns it into `pending`, as instructions that raise do without throwing. The top of the
 * outer loop then unwinds: `unwind()` finds the frame with a handler and sets its `pc` and `sp`. Only when this `run()` was entered below
 * that frame does it throw the exception on to the native caller.
 *
 * V8 optimises functions up to 60 kB of its bytecode: keep cases short. Corresponds to CPython's Python/bytecodes.c and ceval.c.
 */
import { Op } from '../compile/op.gen'
import { isTrue } from '../objects/abstract'
import { PyBuiltinFunction, PyMethodDescriptor } from '../objects/descr'
import { PyCell } from '../objects/cell'
import type { PyException } from '../objects/exceptions'
import { type Frame, FrameExit } from '../objects/frame'
import { PyFunction } from '../objects/function'
import { PyGenerator, GenState } from '../objects/generator'
import { nextOfList, PyListIterator, PyRangeIterator } from '../objects/iterators'
import { dictType } from '../objects/dict'
import { listType } from '../objects/list'
import { NativeKind } from '../objects/signature'
import type { CompareOp } from '../objects/type'
import { PyDict } from '../values/dict'
import { add as intAdd, mul as intMul, sub as intSub } from '../values/int'
import { concat } from '../values/wide'
import { PyFloat, PyList, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { type GlobalCache, loadAttr, loadGlobalSlow, loadMethod, loadSuperAttr, storeAttr } from './attr'
import { call, callEx, callKw, newFrame } from './call'
import { mayEnter } from './enter'
import { endAsyncFor, makeGenerator, resumeFrame, sendTo } from './generator'
import * as ops from './ops'
import { Q, quicken } from './quicken'
import { rare } from './rare'
import { raised, raiseVarargs, unwind } from './unwind'
import type { VM } from './vm'

const MAX = Number.MAX_SAFE_INTEGER
const MIN = Number.MIN_SAFE_INTEGER

/** What `run` returns when it stopped at a monitor event, ready to go on with `run(vm, vm.frame)`. */
export const PAUSED: Value = new PyObject()

/** Executes `entry` and everything it calls; returns what it returns or yields. `entry.exit` must be ENTRY and `vm.frame` be `entry`. */
export function run(vm: VM, entry: Frame): Value {
  let frame = entry
  let code = frame.code.quick ?? quicken(frame.code)
  let L = frame.localsplus
  let consts = frame.code.consts
  let caches = frame.code.caches as unknown[]
  let pc = frame.pc
  let sp = frame.sp
  /** The exception to unwind with before the next instruction. */
  let pending: PyException | null = vm.injected
  let reraise = false
  vm.injected = null

  machine: for (;;) {
    if (pending !== null) {
      const exc: PyException = pending
      pending = null
      const next = unwind(vm, frame, exc, reraise, pc)
      if (next === null) throw raised(exc)
    }
    frame = vm.frame as Frame
    code = frame.code.quick as Int32Array
    L = frame.localsplus
    consts = frame.code.consts
    caches = frame.code.caches as unknown[]
    pc = frame.pc
    sp = frame.sp
    try {
      for (;;) {
        const op = code[pc]
        const arg = code[pc + 1]
        pc += 2
        switch (op) {
          case Op.NOP:
            break
          case Op.RESUME:
          case Op.JUMP_BACKWARD_NO_INTERRUPT:
            if (op === Op.RESUME) {
              if (--vm.budget < 0) {
                frame.pc = pc
                vm.checkLimits()
              }
            } else pc = arg
            break
          case Op.LOAD_FAST:
            L[sp++] = L[arg]
            break
          case Op.LOAD_CONST:
            L[sp++] = consts[arg]
            break
          case Op.LOAD_FAST_LOAD_FAST:
            L[sp] = L[arg >> 4]
            L[sp + 1] = L[arg & 15]
            sp += 2
            break
          case Op.STORE_FAST:
            L[arg] = L[--sp]
            break
          case Op.STORE_FAST_LOAD_FAST:
            L[arg >> 4] = L[sp - 1]
            L[sp - 1] = L[arg & 15]
            break
          case Op.STORE_FAST_STORE_FAST:
            L[arg >> 4] = L[sp - 1]
            L[arg & 15] = L[sp - 2]
            sp -= 2
            break
          case Op.LOAD_FAST_CHECK: {
            const v = L[arg]
            if (v === undefined) throw ops.unboundLocal(frame, arg, pc)
            L[sp++] = v
            break
          }
          case Op.LOAD_FAST_AND_CLEAR:
            L[sp++] = L[arg]
            L[arg] = undefined
            break
          case Op.POP_TOP:
            sp--
            break
          case Q.DROP_ITER: {
            const v = L[--sp]
            if (v instanceof PyGenerator && v.temporary) {
              frame.pc = pc
              frame.sp = sp
              ops.dropGenerator(vm, v)
            }
            break
          }
          case Op.PUSH_NULL:
            L[sp++] = undefined
            break
          case Op.END_FOR:
            sp--
            break
          case Op.COPY:
            L[sp] = L[sp - arg]
            sp++
            break
          case Op.SWAP: {
            const top = L[sp - 1]
            L[sp - 1] = L[sp - arg]
            L[sp - arg] = top
            break
          }

          // --- jumps ---------------------------------------------------------------------------------------------
          case Op.JUMP_FORWARD:
            pc = arg
            break
          case Op.JUMP_BACKWARD:
            if (--vm.budget < 0) {
              frame.pc = pc
              vm.checkLimits()
            }
            pc = arg
            break
          case Op.POP_JUMP_IF_FALSE:
            if (L[--sp] === false) pc = arg
            break
          case Op.POP_JUMP_IF_TRUE:
            if (L[--sp] === true) pc = arg
            break
          case Op.POP_JUMP_IF_NONE:
            if (L[--sp] === null) pc = arg
            break
          case Op.POP_JUMP_IF_NOT_NONE:
            if (L[--sp] !== null) pc = arg
            break
          case Op.TO_BOOL: {
            const v = L[sp - 1] as Value
            if (typeof v !== 'boolean') {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.truth(vm, frame, v)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.TO_BOOL_JUMP: {
            const v = L[--sp] as Value
            let r: boolean
            if (typeof v === 'boolean') r = v
            else if (v === null) r = false
            else if (typeof v === 'number') r = v !== 0
            else if (v instanceof PyList && v.type === listType) r = v.items.length !== 0
            else {
              frame.pc = pc
              frame.sp = sp
              const made = ops.truth(vm, frame, v)
              if (made === undefined) continue machine
              r = made
            }
            if (r === (code[pc] === Op.POP_JUMP_IF_TRUE)) pc = code[pc + 1]
            else pc += 2
            break
          }
          case Op.UNARY_NOT:
            L[sp - 1] = L[sp - 1] === false
            break

          // --- arithmetic ----------------------------------------------------------------------------------------
          case Q.ADD: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number') {
              const r = a + b
              L[sp - 1] = r <= MAX && r >= MIN ? r : intAdd(a, b)
            } else if (a instanceof PyFloat && b instanceof PyFloat) L[sp - 1] = new PyFloat(a.v + b.v)
            else if (typeof a === 'string' && typeof b === 'string' && a.length + b.length < 1024)
              L[sp - 1] = concat(a, b)
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.add(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.SUB: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number') {
              const r = a - b
              L[sp - 1] = r <= MAX && r >= MIN ? r : intSub(a, b)
            } else if (a instanceof PyFloat && b instanceof PyFloat) L[sp - 1] = new PyFloat(a.v - b.v)
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.sub(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.MUL: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number') {
              const r = a * b
              // Adding 0 turns −0 into 0.
              L[sp - 1] = r <= MAX && r >= MIN ? r + 0 : intMul(a, b)
            } else if (a instanceof PyFloat && b instanceof PyFloat) L[sp - 1] = new PyFloat(a.v * b.v)
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.mul(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.MOD: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number' && a >= 0 && b > 0) L[sp - 1] = a % b
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.mod(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.FLOORDIV: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number' && a >= 0 && b > 0) {
              L[sp - 1] = a <= 0x7fffffff ? Math.floor(a / b) : (a - (a % b)) / b
            } else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.floordiv(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.TRUEDIV: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (a instanceof PyFloat && b instanceof PyFloat && b.v !== 0) L[sp - 1] = new PyFloat(a.v / b.v)
            else if (typeof a === 'number' && typeof b === 'number' && b !== 0) L[sp - 1] = new PyFloat(a / b)
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.arith(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.AND: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) L[sp - 1] = a & b
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.arith(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.OR: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) L[sp - 1] = a | b
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.arith(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.XOR: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) L[sp - 1] = a ^ b
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.arith(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.LSHIFT: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number' && b >= 0 && b < 22 && (a | 0) === a)
              L[sp - 1] = a * (1 << b)
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.arith(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.RSHIFT: {
            const b = L[--sp] as Value
            const a = L[sp - 1] as Value
            if (typeof a === 'number' && typeof b === 'number' && b >= 0 && b < 32 && (a | 0) === a) L[sp - 1] = a >> b
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.arith(vm, frame, a, b, arg)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Q.POW:
          case Op.BINARY_OP: {
            const b = L[--sp] as Value
            frame.pc = pc
            frame.sp = sp - 1
            const r = ops.arith(vm, frame, L[sp - 1] as Value, b, arg)
            if (r === undefined) continue machine
            L[sp - 1] = r
            break
          }
          case Op.UNARY_NEGATIVE: {
            const v = L[sp - 1] as Value
            if (typeof v === 'number') L[sp - 1] = 0 - v
            else if (v instanceof PyFloat) L[sp - 1] = new PyFloat(-v.v)
            else {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.negate(vm, frame, v)
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          // --- comparisons ---------------------------------------------------------------------------------------
          case Q.LT:
          case Q.LE:
          case Q.EQ:
          case Q.NE:
          case Q.GT:
          case Q.GE: {
            const b = L[--sp] as Value
            frame.pc = pc
            frame.sp = sp - 1
            const r = ops.compare(vm, frame, L[sp - 1] as Value, b, (op - Q.LT) as CompareOp)
            if (r === undefined) continue machine
            L[sp - 1] = arg & 16 && typeof r !== 'boolean' ? isTrue(vm, r) : r
            break
          }
          case Q.LT_JUMP: {
            const b = L[--sp] as Value
            const a = L[--sp] as Value
            let r: boolean
            if (typeof a === 'number' && typeof b === 'number') r = a < b
            else {
              frame.pc = pc
              frame.sp = sp
              const made = ops.compareBool(vm, frame, a, b, 0)
              if (made === undefined) continue machine
              r = made
            }
            if (r === (code[pc] === Op.POP_JUMP_IF_TRUE)) pc = code[pc + 1]
            else pc += 2
            break
          }
          case Q.LE_JUMP: {
            const b = L[--sp] as Value
            const a = L[--sp] as Value
            let r: boolean
            if (typeof a === 'number' && typeof b === 'number') r = a <= b
            else {
              frame.pc = pc
              frame.sp = sp
              const made = ops.compareBool(vm, frame, a, b, 1)
              if (made === undefined) continue machine
              r = made
            }
            if (r === (code[pc] === Op.POP_JUMP_IF_TRUE)) pc = code[pc + 1]
            else pc += 2
            break
          }
          case Q.EQ_JUMP: {
            const b = L[--sp] as Value
            const a = L[--sp] as Value
            let r: boolean
            if (typeof a === 'number' && typeof b === 'number') r = a === b
            else if (typeof a === 'string' && typeof b === 'string') r = a === b
            else {
              frame.pc = pc
              frame.sp = sp
              const made = ops.compareBool(vm, frame, a, b, 2)
              if (made === undefined) continue machine
              r = made
            }
            if (r === (code[pc] === Op.POP_JUMP_IF_TRUE)) pc = code[pc + 1]
            else pc += 2
            break
          }
          case Q.NE_JUMP: {
            const b = L[--sp] as Value
            const a = L[--sp] as Value
            let r: boolean
            if (typeof a === 'number' && typeof b === 'number') r = a !== b
            else if (typeof a === 'string' && typeof b === 'string') r = a !== b
            else {
              frame.pc = pc
              frame.sp = sp
              const made = ops.compareBool(vm, frame, a, b, 3)
              if (made === undefined) continue machine
              r = made
            }
            if (r === (code[pc] === Op.POP_JUMP_IF_TRUE)) pc = code[pc + 1]
            else pc += 2
            break
          }
          case Q.GT_JUMP: {
            const b = L[--sp] as Value
            const a = L[--sp] as Value
            let r: boolean
            if (typeof a === 'number' && typeof b === 'number') r = a > b
            else {
              frame.pc = pc
              frame.sp = sp
              const made = ops.compareBool(vm, frame, a, b, 4)
              if (made === undefined) continue machine
              r = made
            }
            if (r === (code[pc] === Op.POP_JUMP_IF_TRUE)) pc = code[pc + 1]
            else pc += 2
            break
          }
          case Q.GE_JUMP: {
            const b = L[--sp] as Value
            const a = L[--sp] as Value
            let r: boolean
            if (typeof a === 'number' && typeof b === 'number') r = a >= b
            else {
              frame.pc = pc
              frame.sp = sp
              const made = ops.compareBool(vm, frame, a, b, 5)
              if (made === undefined) continue machine
              r = made
            }
            if (r === (code[pc] === Op.POP_JUMP_IF_TRUE)) pc = code[pc + 1]
            else pc += 2
            break
          }
          case Op.IS_OP: {
            const b = L[--sp] as Value
            L[sp - 1] = ops.is(L[sp - 1] as Value, b) !== (arg === 1)
            break
          }
          case Q.IS_JUMP: {
            const b = L[--sp] as Value
            const r = ops.is(L[--sp] as Value, b) !== (arg === 1)
            if (r === (code[pc] === Op.POP_JUMP_IF_TRUE)) pc = code[pc + 1]
            else pc += 2
            break
          }
          case Op.CONTAINS_OP: {
            const b = L[--sp] as Value
            frame.pc = pc
            frame.sp = sp - 1
            const r = ops.containsOp(vm, frame, b, L[sp - 1] as Value, arg === 1)
            if (r === undefined) continue machine
            L[sp - 1] = r
            break
          }
          case Q.CONTAINS_JUMP: {
            const b = L[--sp] as Value
            frame.pc = pc
            frame.sp = --sp
            const r = ops.containsOp(vm, frame, b, L[sp] as Value, arg === 1)
            if (r === undefined) continue machine
            if (r === (code[pc] === Op.POP_JUMP_IF_TRUE)) pc = code[pc + 1]
            else pc += 2
            break
          }

          // --- subscripts ----------------------------------------------------------------------------------------
          case Op.BINARY_SUBSCR: {
            const k = L[--sp] as Value
            const o = L[sp - 1] as Value
            let r: Value | undefined
            if (o instanceof PyList && o.type === listType && typeof k === 'number') {
              const items = o.items
              r =
                k >= 0
                  ? k < items.length
                    ? items[k]
                    : undefined
                  : k >= -items.length
                    ? items[items.length + k]
                    : undefined
            } else if (o instanceof PyDict && o.type === dictType) {
              frame.pc = pc
              r = o.get(vm, k)
            } else if (o instanceof PyTuple && typeof k === 'number') {
              const items = o.items
              if (o.dict === undefined && k >= 0 && k < items.length && o.type === ops.tupleType) r = items[k]
            } else if (typeof o === 'string' && typeof k === 'number' && k >= 0 && k < o.length) r = o[k]
            if (r === undefined) {
              frame.pc = pc
              frame.sp = sp - 1
              r = ops.subscript(vm, frame, o, k)
              if (r === undefined) {
                continue machine
              }
            }
            L[sp - 1] = r
            break
          }
          case Op.STORE_SUBSCR: {
            const k = L[sp - 1] as Value
            const o = L[sp - 2] as Value
            sp -= 3
            if (o instanceof PyList && o.type === listType && typeof k === 'number' && k >= 0 && k < o.items.length) {
              o.items[k] = L[sp] as Value
            } else if (o instanceof PyDict && o.type === dictType) {
              frame.pc = pc
              o.set(vm, k, L[sp] as Value)
            } else {
              frame.pc = pc
              frame.sp = sp
              if (!ops.storeSubscript(vm, frame, o, k, L[sp] as Value)) continue machine
            }
            break
          }
          // --- names ---------------------------------------------------------------------------------------------
          case Op.LOAD_GLOBAL:
          case Q.LOAD_GLOBAL_NULL: {
            const c = caches[pc >> 1] as GlobalCache | undefined
            let v: Value | undefined
            if (c !== undefined) {
              const g = frame.globals
              if (c.slot >= 0) {
                if (g.keys[c.slot] === c.name) v = g.values[c.slot]
              } else if (g.keys === c.keys && g.keys.length === c.length && frame.builtins.keys[~c.slot] === c.name) {
                v = frame.builtins.values[~c.slot]
              }
            }
            if (v === undefined) {
              frame.pc = pc
              v = loadGlobalSlow(vm, frame, arg, pc >> 1)
            }
            L[sp++] = v
            if (op === Q.LOAD_GLOBAL_NULL) L[sp++] = undefined
            break
          }
          case Op.LOAD_NAME:
            frame.pc = pc
            L[sp++] = ops.loadName(vm, frame, arg, pc >> 1)
            break
          case Op.STORE_NAME:
            frame.pc = pc
            ops.storeName(vm, frame, arg, L[--sp] as Value)
            break
          // --- cells ---------------------------------------------------------------------------------------------
          case Op.MAKE_CELL:
            L[arg] = new PyCell(L[arg])
            break
          case Op.COPY_FREE_VARS: {
            const closure = (frame.func as PyFunction).closure as PyCell[]
            const first = frame.code.localsplusnames.length - arg
            for (let i = 0; i < arg; i++) L[first + i] = closure[i]
            break
          }
          case Op.LOAD_DEREF: {
            const v = (L[arg] as PyCell).value
            if (v === undefined) throw ops.unboundDeref(frame, arg, pc)
            L[sp++] = v
            break
          }
          case Op.STORE_DEREF:
            ;(L[arg] as PyCell).value = L[--sp]
            break
          // --- attributes ----------------------------------------------------------------------------------------
          case Op.LOAD_ATTR: {
            frame.pc = pc
            frame.sp = sp - 1
            const r = loadAttr(vm, frame, L[sp - 1] as Value, arg, caches, pc >> 1)
            if (r !== undefined) {
              L[sp - 1] = r
              break
            }
            continue machine
          }
          case Q.LOAD_METHOD: {
            frame.pc = pc
            const o = L[sp - 1] as Value
            const r = loadMethod(vm, frame, o, arg, caches, pc >> 1)
            L[sp - 1] = r
            L[sp++] = vm.methodFound ? o : undefined
            break
          }
          case Op.STORE_ATTR: {
            frame.pc = pc
            sp -= 2
            frame.sp = sp
            if (storeAttr(vm, frame, L[sp + 1] as Value, arg, L[sp] as Value, caches, pc >> 1)) break
            continue machine
          }
          case Op.LOAD_SUPER_ATTR: {
            frame.pc = pc
            sp -= 2
            const self = L[sp + 1] as Value
            L[sp - 1] = loadSuperAttr(vm, frame, L[sp - 1] as Value, L[sp] as Value, self, arg)
            if (arg & 1) L[sp++] = vm.methodFound ? self : undefined
            break
          }

          // --- calls ---------------------------------------------------------------------------------------------
          case Op.CALL: {
            const base = sp - arg - 2
            const fn = L[base] as Value
            const self = L[base + 1]
            frame.pc = pc
            frame.sp = base
            if (fn instanceof PyFunction) {
              const target = fn.code
              const argc = self === undefined ? arg : arg + 1
              if (target.simpleArgs === argc && vm.monitor === null) {
                let f = target.freeFrames as Frame | null
                if (f === null) f = newFrame(fn)
                else {
                  target.freeFrames = f.back
                  f.globals = fn.globals
                  f.builtins = fn.builtins
                  f.func = fn
                }
                if (++vm.depth > vm.recursionLimit) throw vm.recursionError()
                f.back = frame
                const M = f.localsplus
                let from = self === undefined ? base + 2 : base + 1
                for (let i = 0; i < argc; i++) M[i] = L[from++]
                vm.frame = frame = f
                code = target.quick as Int32Array
                L = M
                consts = target.consts
                caches = target.caches as unknown[]
                pc = 0
                sp = target.localsplusnames.length
                break
              }
            } else if (fn instanceof PyMethodDescriptor) {
              // With a self on the stack the method was found on its class: no check of the receiver is needed.
              const def = fn.def
              if (
                self !== undefined &&
                def.arity === arg &&
                vm.callHook === null &&
                (def.enters === false || arg === 0 || !mayEnter(L[base + 2]))
              ) {
                const r =
                  arg === 1
                    ? def.fn(vm, self, L[base + 2])
                    : arg === 0
                      ? def.fn(vm, self)
                      : ops.callNativeMethod(vm, def, self, L, base + 2, arg)
                L[base] = r === undefined ? null : r
                sp = base + 1
                break
              }
            } else if (fn instanceof PyBuiltinFunction) {
              const def = fn.def
              if (
                self === undefined &&
                def.arity === arg &&
                vm.monitor === null &&
                (def.enters === false || arg === 0 || !mayEnter(L[base + 2]))
              ) {
                const r =
                  def.kind !== NativeKind.FUNCTION
                    ? ops.callNativeMethod(vm, def, fn.self as Value, L, base + 2, arg)
                    : arg === 1
                      ? def.fn(vm, L[base + 2])
                      : ops.callNative(vm, def, L, base + 2, arg)
                L[base] = r === undefined ? null : r
                sp = base + 1
                if (!vm.frameChanged) break
                vm.frameChanged = false
                code = frame.code.quick as Int32Array
                caches = frame.code.caches as unknown[]
                pc = frame.pc
                break
              }
            }
            const r = call(vm, frame, fn, self, L, base + 2, arg)
            if (r !== undefined) {
              L[base] = r
              sp = base + 1
              if (!vm.frameChanged) break
              vm.frameChanged = false
              frame.sp = sp
            }
            continue machine
          }
          case Op.CALL_KW:
          case Op.CALL_FUNCTION_EX: {
            frame.pc = pc
            frame.sp = sp
            const r = op === Op.CALL_KW ? callKw(vm, frame, arg) : callEx(vm, frame, arg)
            if (r !== undefined) {
              L[frame.sp++] = r
            }
            vm.frameChanged = false
            continue machine
          }
          case Op.RETURN_VALUE:
          case Op.RETURN_CONST: {
            const r = op === Op.RETURN_VALUE ? (L[sp - 1] as Value) : consts[arg]
            const done = frame
            vm.depth--
            if (done.exit === FrameExit.PUSH) {
              frame = done.back as Frame
              if (!done.escaped) {
                const n = done.code.localsplusnames.length
                for (let i = 0; i < n; i++) L[i] = undefined
                done.back = done.code.freeFrames as Frame | null
                done.code.freeFrames = done
              } else ops.finishFrame(done, sp)
              vm.frame = frame
              L = frame.localsplus
              sp = frame.sp
              L[sp++] = r
            } else {
              frame.pc = pc
              const back = ops.returnTo(vm, done, r)
              if (back === null) return r
              if (vm.injected !== null) {
                pending = vm.injected
                vm.injected = null
                frame = back
                pc = back.pc
              }
              continue machine
            }
            code = frame.code.quick as Int32Array
            consts = frame.code.consts
            caches = frame.code.caches as unknown[]
            pc = frame.pc
            break
          }

          // --- functions and generators ----------------------------------------------------------------------------
          case Op.RETURN_GENERATOR: {
            frame.pc = pc
            frame.sp = sp
            const r = makeGenerator(vm, frame)
            if (ops.leaveFrame(vm, frame, r)) return r
            continue machine
          }
          case Op.YIELD_VALUE: {
            const r = L[--sp] as Value
            frame.pc = pc
            frame.sp = sp
            if (ops.yieldValue(vm, frame, r, arg)) return r
            if (vm.injected !== null) {
              pending = vm.injected
              vm.injected = null
              frame = vm.frame as Frame
              pc = frame.pc
            }
            continue machine
          }
          case Op.SEND: {
            frame.pc = pc
            frame.sp = --sp
            // `frame.sp` points above the receiver: what comes back is pushed there.
            const r = sendTo(vm, frame, L[sp - 1] as Value, L[sp] as Value)
            if (r !== undefined) {
              L[sp++] = r
              pc = frame.pc
              break
            }
            continue machine
          }
          case Op.END_SEND:
            sp--
            L[sp - 1] = L[sp]
            break
          // --- iteration -------------------------------------------------------------------------------------------
          case Op.GET_ITER: {
            const o = L[sp - 1] as Value
            if (o instanceof PyList && o.type === listType) {
              L[sp - 1] = new PyListIterator(o)
              break
            }
            frame.pc = pc
            frame.sp = sp - 1
            const r = ops.iterate(vm, frame, o)
            if (r !== undefined) {
              L[sp - 1] = r
              break
            }
            continue machine
          }
          case Op.FOR_ITER: {
            const it = L[sp - 1] as Value
            let r: Value | undefined
            if (it instanceof PyRangeIterator) {
              if (it.remaining > 0) {
                it.remaining--
                r = it.start
                it.start = r + it.step
              }
            } else if (it instanceof PyListIterator) r = nextOfList(vm, it)
            else if (it instanceof PyGenerator && it.state <= GenState.SUSPENDED && vm.monitor === null) {
              frame.pc = pc
              frame.sp = sp
              const f = resumeFrame(vm, frame, it, FrameExit.FOR_GENERATOR)
              f.localsplus[f.sp++] = null
              continue machine
            } else {
              frame.pc = pc
              frame.sp = sp
              r = ops.forIter(vm, frame, it)
              if (vm.frame !== frame) {
                continue machine
              }
            }
            if (r === undefined) {
              sp--
              pc = arg
            } else L[sp++] = r
            break
          }

          // --- building and unpacking ------------------------------------------------------------------------------
          case Op.BUILD_TUPLE: {
            const items = new Array<Value>(arg)
            sp -= arg
            for (let i = 0; i < arg; i++) items[i] = L[sp + i] as Value
            L[sp++] = new PyTuple(items)
            break
          }
          case Op.BUILD_LIST: {
            const items: Value[] = []
            sp -= arg
            for (let i = 0; i < arg; i++) items.push(L[sp + i] as Value)
            L[sp++] = new PyList(items)
            break
          }
          case Op.LIST_APPEND:
            sp--
            ;(L[sp - arg] as PyList).items.push(L[sp] as Value)
            break
          case Op.UNPACK_SEQUENCE: {
            const o = L[sp - 1] as Value
            if ((o instanceof PyTuple || (o instanceof PyList && o.type === listType)) && o.items.length === arg) {
              const items = o.items
              sp += arg - 1
              for (let i = 0; i < arg; i++) L[sp - 1 - i] = items[i]
              break
            }
            frame.pc = pc
            const items = ops.unpack(vm, o, arg)
            sp += arg - 1
            for (let i = 0; i < arg; i++) L[sp - 1 - i] = items[i]
            break
          }
          case Op.FORMAT_SIMPLE: {
            const v = L[sp - 1] as Value
            if (typeof v !== 'string') {
              frame.pc = pc
              frame.sp = sp - 1
              const r = ops.formatValue(vm, frame, v, '')
              if (r === undefined) continue machine
              L[sp - 1] = r
            }
            break
          }
          case Op.FORMAT_WITH_SPEC:
          case Op.CONVERT_VALUE: {
            frame.pc = pc
            if (op === Op.FORMAT_WITH_SPEC) sp--
            frame.sp = sp - 1
            const v = L[sp - 1] as Value
            const r =
              op === Op.CONVERT_VALUE
                ? ops.convertValue(vm, frame, v, arg)
                : ops.formatValue(vm, frame, v, L[sp] as Str)
            if (r === undefined) continue machine
            L[sp - 1] = r
            break
          }
          // --- pattern matching ------------------------------------------------------------------------------------
          // --- exceptions and with -----------------------------------------------------------------------------------
          case Op.RAISE_VARARGS:
            frame.pc = pc
            sp -= arg
            pending = raiseVarargs(
              vm,
              arg > 0 ? (L[sp] as Value) : undefined,
              arg > 1 ? (L[sp + 1] as Value) : undefined,
            )
            reraise = vm.reraising
            continue machine
          case Op.RERAISE:
            pending = L[--sp] as PyException
            reraise = true
            frame.pc = arg === 0 ? pc : ((L[sp - arg] as number) + 1) * 2
            continue machine
          case Op.PUSH_EXC_INFO: {
            const exc = L[sp - 1] as PyException
            L[sp - 1] = vm.excInfo.value
            L[sp++] = exc
            vm.excInfo.value = exc
            break
          }
          case Op.POP_EXCEPT:
            vm.excInfo.value = L[--sp] as PyException | null
            break
          case Op.CHECK_EXC_MATCH:
            frame.pc = pc
            L[sp - 1] = ops.exceptionMatches(vm, L[sp - 2] as PyException, L[sp - 1] as Value)
            break
          case Op.BEFORE_WITH:
          case Op.BEFORE_ASYNC_WITH: {
            frame.pc = pc
            frame.sp = sp
            const r = ops.beforeWith(vm, frame, op === Op.BEFORE_ASYNC_WITH)
            if (r !== undefined) {
              L[sp++] = r
              break
            }
            continue machine
          }
          case Op.WITH_EXCEPT_START: {
            frame.pc = pc
            frame.sp = sp
            const r = ops.withExceptStart(vm, frame, L[sp - 4] as Value, L[sp - 1] as PyException)
            if (r !== undefined) {
              L[sp++] = r
              break
            }
            continue machine
          }
          case Op.CLEANUP_THROW: {
            frame.pc = pc
            const exc = L[sp - 1] as PyException
            const value = ops.stopIterationValue(exc)
            if (value === undefined) {
              pending = exc
              reraise = true
              continue machine
            }
            sp--
            L[sp - 2] = null
            L[sp - 1] = value
            break
          }
          case Op.END_ASYNC_FOR: {
            frame.pc = pc
            const exc = L[sp - 1] as PyException
            if (endAsyncFor(exc)) {
              sp -= 2
              break
            }
            pending = exc
            reraise = true
            continue machine
          }
          // --- the rest --------------------------------------------------------------------------------------------
          // --- trace instructions: only in instrumented code ---------------------------------------------------------
          case Op.TRACE_START:
          case Op.TRACE_RESUME:
          case Op.TRACE_LINE:
          case Op.TRACE_INSTRUCTION:
          case Op.TRACE_EXPR:
          case Op.TRACE_RETURN:
          case Op.TRACE_RETURN_CONST:
          case Op.TRACE_YIELD:
          case Op.TRACE_EFFECT:
            if (vm.monitor !== null) {
              frame.pc = pc
              frame.sp = sp
              ops.traceEvent(vm, frame, op, arg)
              pc = frame.pc
              sp = frame.sp
              if (vm.frameChanged) {
                vm.frameChanged = false
                continue machine
              }
              if (vm.pauseRequested && vm.nativeDepth === 1) {
                vm.pauseRequested = false
                return PAUSED
              }
            }
            break
          default:
            frame.pc = pc
            sp = rare(vm, frame, op, arg, sp)
            break
        }
      }
    } catch (e) {
      // A native may have changed the frame to other code (`sys.settrace`): its position there counts then.
      if (frame.code.quick === code) frame.pc = pc
      else pc = frame.pc
      pending = vm.caught(e, frame)
      reraise = vm.reraising
    }
  }
}
