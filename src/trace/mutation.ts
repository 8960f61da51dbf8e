/**
 * Which object the instruction about to run may change.
 *
 * The recorder need not look inside containers after a line that only compares numbers and binds names, and after `xs[i] = 0` only inside `xs`. So before each
 * instruction that may change an existing object (`compile/instrument.ts`) the machine stops at a TRACE_EFFECT, and the operands tell which object that is: none, one, or `ANYTHING`
 * where it cannot be told. Python code that an instruction runs counts for itself: traced code by its own instructions, other code by the machine's count of it
 * (`hiddenChanges`), which natives that change an object on a mere look-up (`defaultdict`) count up too. What remains is what native functions do themselves, and the
 * tables below say it of the common ones.
 *
 * A native function may also be handed another one to call, now (`sorted(xs, key=stack.pop)`) or later (`map(stack.pop, xs)`). An argument that could do harm makes
 * the call one of `ANYTHING`, and one that is kept makes everything doubtful from then on (`Mutations.wild`).
 */
import type { CodeObject } from '../compile/code'
import { INPLACE } from '../compile/instrument'
import { Op } from '../compile/op.gen'
import { PyBuiltinFunction, PyMethodDescriptor } from '../objects/descr'
import type { Frame } from '../objects/frame'
import { PyFunction } from '../objects/function'
import { PyGenerator } from '../objects/generator'
import { PyMemoized } from '../objects/memo'
import { PyMethod } from '../objects/method'
import type { NativeDef } from '../objects/signature'
import { PyType, TypeFlags } from '../objects/type'
import { PyDict } from '../values/dict'
import { PySet } from '../values/set'
import {
  PyBytes,
  PyComplex,
  PyFloat,
  PyList,
  PyObject,
  PyRange,
  PySlice,
  PyTuple,
  WideStr,
  type Value,
} from '../values/value'
import { textOf } from '../values/wide'

/** Stands for every object. */
export const ANYTHING = new PyObject()

/** What a native function changes by itself. */
const enum Native {
  NOTHING,
  /** Its object, or its first argument. */
  FIRST,
  UNKNOWN,
}

const NOTHING = `
builtins: abs all any ascii bin callable chr divmod format hash hex id isinstance issubclass iter len max min next oct ord pow print range repr round sorted sum input
object: __init__ __init_subclass__ __repr__ __str__ __eq__ __ne__ __hash__
str: *
int: *
float: *
complex: *
bool: *
bytes: *
tuple: *
range: *
frozenset: *
generator: *
slice: *
list: copy count index __len__ __getitem__ __contains__ __iter__ __repr__ __eq__
dict: copy get items keys values fromkeys __len__ __getitem__ __contains__ __iter__ __repr__ __eq__
set: copy difference intersection isdisjoint issubset issuperset symmetric_difference union __len__ __contains__ __iter__ __repr__ __eq__
math: *
cmath: *
operator: add sub mul truediv floordiv mod neg pos eq ne lt le gt ge and_ or_ xor not_ truth contains getitem
bisect: bisect bisect_left bisect_right
heapq: nlargest nsmallest merge
time: *
copy: copy deepcopy
functools: reduce wraps update_wrapper lru_cache cache cmp_to_key
collections.deque: copy count index
collections.Counter: most_common elements total copy
`

const FIRST = `
list: append clear extend insert pop remove reverse sort __init__ __setitem__ __delitem__ __iadd__
dict: clear pop popitem setdefault update __init__ __setitem__ __delitem__
set: add clear difference_update discard intersection_update pop remove symmetric_difference_update update __init__
heapq: heappush heappop heapify heapreplace heappushpop
bisect: insort insort_left insort_right
collections.deque: append appendleft pop popleft extend extendleft rotate clear remove insert reverse
collections.OrderedDict: move_to_end popitem pop setdefault update clear __setitem__ __delitem__
collections.Counter: update subtract __init__
`

function table(text: string): Map<string, Set<string>> {
  const rows = text
    .trim()
    .split('\n')
    .map((row) => row.split(': '))
  return new Map(rows.map(([owner, names]) => [owner!, new Set(names!.split(' '))]))
}

const nothing = table(NOTHING)
const first = table(FIRST)

function nativeOf(def: NativeDef): Native {
  if (def.mutates < 0) def.mutates = classify(def)
  return def.mutates
}

function classify(def: NativeDef): Native {
  const { owner } = def
  const where =
    owner === null
      ? (def.module ?? '')
      : owner.module === 'builtins'
        ? textOf(owner.name)
        : `${String(owner.module)}.${textOf(owner.name)}`
  const holds = (t: Map<string, Set<string>>): boolean => {
    const names = t.get(where.replace(/^_(collections|heapq|bisect|operator|functools)\b/, '$1'))
    return names !== undefined && (names.has(def.name) || names.has('*'))
  }
  return holds(nothing) ? Native.NOTHING : holds(first) ? Native.FIRST : Native.UNKNOWN
}

/** Native functions that call what they are handed before they return, and do not keep it. */
const CALLS_NOW = new Set(['sorted', 'sort', 'min', 'max', 'print', 'reduce', 'nlargest', 'nsmallest'])

function isInstance(v: PyObject): boolean {
  return (v.type.flags & TypeFlags.HEAPTYPE) !== 0
}

/** Whether a native function that is handed `v` can change nothing through it that is not told elsewhere. */
function isHarmless(v: Value | undefined): boolean {
  if (!(v instanceof PyObject)) return true
  if (v instanceof PyList || v instanceof PyDict || v instanceof PyTuple || v instanceof PyFunction) return true
  if (v instanceof PyMethod) return isHarmlessCallable(v.func)
  return v.type.tp_call === undefined || v instanceof PyType || isInstance(v) || isHarmlessCallable(v)
}

const GETTERS = new Set(['itemgetter', 'attrgetter'])

/** Whether calling `v` changes nothing by itself. */
function isHarmlessCallable(v: Value): boolean {
  if (v instanceof PyBuiltinFunction || v instanceof PyMethodDescriptor) return nativeOf(v.def) === Native.NOTHING
  if (v instanceof PyMemoized) return v.func instanceof PyFunction
  if (v instanceof PyFunction || v instanceof PyType) return true
  return v instanceof PyObject && (isInstance(v) || (v.type.module === 'operator' && GETTERS.has(textOf(v.type.name))))
}

export class Mutations {
  /** Something native that changes objects when it is used has been handed on: nothing can be told any more. */
  wild = false

  /** What instruction `index` of the plain `code` may change, the machine standing before it: null for nothing. */
  of(frame: Frame, code: CodeObject, index: number): PyObject | null {
    const L = frame.localsplus
    const { sp } = frame
    const arg = code.ops[2 * index + 1]!
    switch (code.ops[2 * index]) {
      case Op.CALL: {
        const base = sp - arg - 2
        return this.call(L[base], L[base + 1], L, base + 2, sp)
      }
      case Op.CALL_KW: {
        const base = sp - arg - 3
        return this.call(L[base], L[base + 1], L, base + 2, sp - 1)
      }
      case Op.CALL_FUNCTION_EX: {
        const given = L[sp - 1 - (arg & 1)]
        const items = given instanceof PyTuple || given instanceof PyList ? given.items : null
        const callable = L[sp - 3 - (arg & 1)]
        if (items === null || (arg & 1 && !isHarmlessCallable(callable!))) return ANYTHING
        return this.call(callable, undefined, items, 0, items.length)
      }
      case Op.STORE_SUBSCR:
        return container(L[sp - 2], L[sp - 1] instanceof PySlice ? L[sp - 3] : undefined)
      case Op.DELETE_SUBSCR:
        return container(L[sp - 2], undefined)
      case Op.STORE_SLICE:
        return container(L[sp - 3], L[sp - 4])
      case Op.STORE_ATTR:
      case Op.DELETE_ATTR:
        return attributes(L[sp - 1], code.names[arg]!)
      case Op.BINARY_OP:
        return arg >= INPLACE ? inPlace(L[sp - 2], L[sp - 1]) : null
      case Op.SEND:
        return L[sp - 2] instanceof PyGenerator ? null : ANYTHING
      case Op.BEFORE_WITH:
      case Op.BEFORE_ASYNC_WITH: {
        const manager = L[sp - 1]
        return manager instanceof PyObject && isInstance(manager) ? null : ANYTHING
      }
      case Op.LIST_APPEND:
      case Op.SET_ADD:
        return L[sp - 1 - arg] as PyObject
      case Op.MAP_ADD:
        return L[sp - 2 - arg] as PyObject
      case Op.LIST_EXTEND:
      case Op.SET_UPDATE:
      case Op.DICT_UPDATE:
      case Op.DICT_MERGE:
        return L[sp - 1 - arg] as PyObject
      case Op.IMPORT_NAME:
      case Op.WITH_EXCEPT_START:
        return ANYTHING
      default:
        return null
    }
  }

  /** A call of `fn` with `self` before the arguments `args[from … to - 1]`. */
  private call(
    fn: Value | undefined,
    self: Value | undefined,
    args: readonly (Value | undefined)[],
    from: number,
    to: number,
  ): PyObject | null {
    if (fn instanceof PyMethod && self === undefined) {
      self = fn.self
      fn = fn.func
    }
    if (fn instanceof PyFunction) return null
    let effect = Native.UNKNOWN
    let keeps = true
    let target: Value | undefined
    if (fn instanceof PyMethodDescriptor) {
      effect = nativeOf(fn.def)
      target = self === undefined ? args[from] : self
      keeps = !CALLS_NOW.has(fn.def.name)
    } else if (fn instanceof PyBuiltinFunction) {
      effect = nativeOf(fn.def)
      target = fn.def.owner === null ? args[from] : fn.self
      keeps = !CALLS_NOW.has(fn.def.name)
    } else if (fn instanceof PyType || (fn instanceof PyObject && isHarmlessCallable(fn))) effect = Native.NOTHING
    for (let i = from; i < to; i++) {
      if (isHarmless(args[i])) continue
      if (keeps) this.wild = true
      effect = Native.UNKNOWN
    }
    if (effect === Native.NOTHING) return null
    return effect === Native.FIRST && target instanceof PyObject ? target : ANYTHING
  }
}

/** `v[…] = …` and `del v[…]`; `items` is what a slice is replaced by. */
function container(v: Value | undefined, items: Value | undefined): PyObject {
  return (v instanceof PyList || v instanceof PyDict) && isHarmless(items) ? v : ANYTHING
}

/** `v.name = …` and `del v.name`: of an instance its `__dict__`, which the instance shares with whoever asked for it. */
function attributes(v: Value | undefined, name: string): PyObject {
  if (!(v instanceof PyObject) || !isInstance(v) || v instanceof PyType || name.startsWith('__')) return ANYTHING
  return v.dict ?? v
}

/** `left += right` and the like. */
function inPlace(left: Value | undefined, right: Value | undefined): PyObject | null {
  if (!(left instanceof PyObject)) return null
  if (left instanceof PyList || left instanceof PySet || left instanceof PyDict)
    return isHarmless(right) ? left : ANYTHING
  if (isInstance(left)) return left
  if (
    left instanceof PyFloat ||
    left instanceof PyTuple ||
    left instanceof WideStr ||
    left instanceof PyBytes ||
    left instanceof PyComplex ||
    left instanceof PyRange
  )
    return null
  return ANYTHING
}
