/**
 * Frame: one activation of a code object, CPython's interpreter frame and Python's `frame` object in one.
 *
 * `localsplus` holds locals, cells and free variables, then the value stack: `sp` is the index of the first free stack slot in it. An
 * unbound local is `undefined`, a cell is a `PyCell`.
 *
 * `pc` is a position in `code.ops`: that of the opcode to run next, so twice the instruction index, and 0 before the start. The
 * instruction in progress of a frame that has called out is therefore `(pc >> 1) - 1` (`lasti`). While the frame runs, `pc` and `sp` are only
 * up to date at the spots where the loop saves its registers: before every call-out and every monitor event.
 *
 * Frames are pooled by the machine: a frame that returns is used again for the next call of the same code, unless `escaped` says that
 * something outside the machine holds it. Whoever keeps a frame beyond the event or native call it was handed to must set `escaped`.
 */
import { PyObject, type Value } from '../values/value'
import type { PyDict } from '../values/dict'
import type { CodeObject } from '../compile/code'
import type { PyException } from './exceptions'
import type { PyGenerator } from './generator'
import type { PyMemoized } from './memo'

/** What the machine does with the value a frame returns. */
export const enum FrameExit {
  /** Push it on the caller's stack. */
  PUSH,
  /** Leave `run()` with it: the frame was entered from native code. */
  ENTRY,
  /** It was `__init__`: must be None and is dropped, the instance lies on the caller's stack. */
  INIT,
  /** It was `__next__` driven by FOR_ITER: StopIteration ends the loop. */
  NEXT,
  /** It was `__iter__` run by GET_ITER: must be an iterator. */
  ITER,
  /** Drop it (`__setattr__`, `__setitem__`, `__delitem__`, property setters). */
  DROP,
  /** The truth of it is pushed (`__contains__`, comparisons that are tested at once). */
  BOOL,
  /** It is a generator resumed by SEND or FOR_ITER. */
  SEND,
  FOR_GENERATOR,
  /** The opposite of its truth is pushed. */
  NOT_BOOL,
  /** Push it, and keep it as the result of a cached function (`Frame.memo`). */
  MEMO,
  /** It was an operator's method, of the left operand, in place, or of the right one: NotImplemented goes on with what CPython tries next. */
  BINARY,
  INPLACE,
  BINARY_RIGHT,
  /** It was a comparison's method, or `__eq__` on behalf of `!=`: the same. */
  COMPARE,
  NOT_EQUAL,
  /** It was `__bool__`, which must give a bool; `__len__` asked for a truth or for the length. */
  TRUTH,
  LENGTH_TRUTH,
  LENGTH,
  /** It was `__str__`, `__repr__` or `__format__`: must be a str. */
  STR,
  REPR,
  FORMAT,
  /** It was resumed or called by `next()`: the end raises StopIteration or gives the default. */
  NEXT_VALUE,
  /** It gives items to a native function (`Frame.drain`): a generator or the function of a `map`. */
  DRAIN,
  /** It was the function of a `filter` that a loop runs over: the item waits where the result belongs. */
  FILTER,
}

/** One level of the stack of exceptions being handled: the thread's own, or that of a generator. */
export class ExcState {
  value: PyException | null = null
  previous: ExcState | null = null
}

/** What tracing hangs on a frame; made when first needed. */
export class FrameTrace {
  /** `f_trace`. */
  trace: Value | undefined = undefined
  lines = true
  opcodes = false
  /** Line reported to Python while an event is delivered; −1: derive it from `pc`. */
  lineno = -1
  /** Where a generator goes on after the yield at which its line was set; −1 for where it was. */
  jump = -1
  /** For the one monitor that is installed. */
  data: unknown = undefined
}

export class Frame extends PyObject {
  /** The caller's frame, null at the bottom and while a generator is suspended. */
  back: Frame | null = null
  pc = 0
  sp = 0
  exit: FrameExit = FrameExit.PUSH
  /** Something outside the machine may hold this frame: never use it again. */
  escaped = false
  /** The generator, coroutine or async generator whose body this is. */
  generator: PyGenerator | null = null
  tracing: FrameTrace | null = null
  /** With exit MEMO: the cache and the key of this call. */
  memo: { cache: PyMemoized; key: Value } | null = null
  /** With exit DRAIN: what the machine hands the value to (`vm/drain.ts`). */
  drain: unknown = null
  /** The function called (its closure and name), null for module code and class bodies. */
  func: any = null
  /** The namespace of module and class bodies (any mapping for `exec`); undefined for optimised code. */
  locals: Value | undefined = undefined
  /** Names PEP 667 `f_locals` holds beside the real variables. */
  extraLocals: PyDict | undefined = undefined
  /** Set when the frame has returned or was unwound. */
  done = false
  code: CodeObject
  globals: PyDict
  builtins: PyDict
  localsplus: (Value | undefined)[]

  constructor(code: CodeObject, globals: PyDict, builtins: PyDict, localsplus: (Value | undefined)[]) {
    super()
    this.code = code
    this.globals = globals
    this.builtins = builtins
    this.localsplus = localsplus
  }

  /** Index in `code.ops` of the instruction in progress, −1 before the start. */
  get lasti(): number {
    return (this.pc >> 1) - 1
  }

  /** The code as Python sees it: never the instrumented copy. */
  get plainCode(): CodeObject {
    return this.code.plain ?? this.code
  }

  /** Index in the plain code of the instruction in progress, −1 before the start. */
  get plainLasti(): number {
    const i = (this.pc >> 1) - 1
    const map = this.code.plainIndex
    return map === undefined || i < 0 ? i : map[i]
  }

  /** Python's `f_lineno`: null for instructions without a line. */
  get lineno(): number | null {
    if (this.tracing !== null && this.tracing.lineno >= 0) return this.tracing.lineno
    const code = this.plainCode
    const i = this.plainLasti
    if (i < 0) return code.firstlineno
    const line = code.positions[i * 4]
    return line < 0 ? null : line
  }
}
