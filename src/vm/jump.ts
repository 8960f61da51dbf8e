/**
 * Jumps: `frame.f_lineno = n` in a trace function (CPython's `frame_lineno_set` of Objects/frameobject.c).
 *
 * The kinds of the values on the stack are worked out for each instruction of the plain code (`stacksOf`). A jump goes to the first instruction of the line
 * whose stack what is on the stack now can be cut down to: a loop's iterator must be found where one is, an exception where one is handled. The
 * values between are dropped; exceptions that were being handled are so no longer. Unbound local variables become None, since code that knows
 * them to be bound does not look.
 */
import type { CodeObject } from '../compile/code'
import { Op, hasJump, isScopeExit, isUnconditionalJump, stackEffect } from '../compile/op.gen'
import { excTypes, type PyException } from '../objects/exceptions'
import type { Frame } from '../objects/frame'
import { PyGenerator } from '../objects/generator'
import { valueError } from '../objects/raise'
import { warn } from '../objects/warn'
import { traceOf } from './monitor'
import { dropGenerator } from './ops'
import type { VM } from './vm'

/** What lies in a place of the stack. */
const enum Kind {
  ITERATOR = 1,
  EXCEPT,
  OBJECT,
  NULL,
  /** The instruction a RERAISE goes back to. */
  LASTI,
}

type Stack = readonly Kind[]

/** Deeper stacks are not analysed: CPython packs a stack into one word. */
const DEEPEST = 21

/** Kinds on the stack before each instruction; undefined where the code is not reached, null where the stack is too deep. */
function stacksOf(code: CodeObject): (Stack | null | undefined)[] {
  const { ops } = code
  const count = ops.length / 2
  const stacks: (Stack | null | undefined)[] = new Array(count + 1).fill(undefined)
  stacks[0] = []
  let more = true
  const reach = (index: number, stack: Stack): void => {
    if (stacks[index] !== undefined) return
    stacks[index] = stack.length > DEEPEST ? null : stack
    more = true
  }
  while (more) {
    more = false
    for (let i = 0; i < count; i++) {
      const stack = stacks[i]
      if (!stack) continue
      const op = ops[2 * i]
      const arg = ops[2 * i + 1]
      const next = after(op, arg, stack)
      if (hasJump[op]) {
        reach(arg, next)
        if (!isUnconditionalJump[op]) reach(i + 1, next)
      } else if (!isScopeExit[op]) reach(i + 1, next)
    }
    for (const row of code.exceptionEntries) {
      const stack = stacks[row.start]
      if (!stack || stacks[row.target] !== undefined) continue
      const handler = stack.slice(0, row.depth)
      if (row.lasti) handler.push(Kind.LASTI)
      handler.push(Kind.EXCEPT)
      reach(row.target, handler)
    }
  }
  return stacks
}

/** The stack an instruction leaves, both where it goes on and where it jumps. */
function after(op: number, arg: number, stack: Stack): Kind[] {
  const next = stack.slice()
  switch (op) {
    case Op.GET_ITER:
    case Op.GET_AITER:
      next[next.length - 1] = Kind.ITERATOR
      return next
    case Op.FOR_ITER:
      next.push(Kind.OBJECT)
      return next
    case Op.SEND:
      return next
    case Op.END_ASYNC_FOR:
      next.length -= 2
      return next
    case Op.PUSH_EXC_INFO:
      next.push(Kind.EXCEPT)
      return next
    case Op.PUSH_NULL:
      next.push(Kind.NULL)
      return next
    case Op.LOAD_GLOBAL:
      next.push(Kind.OBJECT)
      if (arg & 1) next.push(Kind.NULL)
      return next
    case Op.LOAD_ATTR:
      if (arg & 1) {
        next[next.length - 1] = Kind.OBJECT
        next.push(Kind.NULL)
      }
      return next
    case Op.SWAP: {
      const top = next[next.length - 1]
      next[next.length - 1] = next[next.length - arg]
      next[next.length - arg] = top
      return next
    }
    case Op.COPY:
      next.push(next[next.length - arg])
      return next
  }
  let n = stackEffect(op, arg)
  for (; n > 0; n--) next.push(Kind.OBJECT)
  next.length += n
  return next
}

/** Whether a stack can be cut down to another. */
function compatible(from: Stack | null | undefined, to: Stack | null | undefined): boolean {
  if (!from || !to || from.length < to.length) return false
  return to.every((kind, i) =>
    kind === Kind.NULL ? true : kind === Kind.OBJECT ? from[i] !== Kind.NULL : from[i] === kind,
  )
}

/** Why there is no jump to a place with this stack. */
function explain(to: Stack | null | undefined): string {
  if (to === null) return 'stack is too deep to analyze'
  if (to === undefined) return "can't jump into an exception handler, or code may be unreachable"
  switch (to.at(-1)) {
    case Kind.EXCEPT:
      return "can't jump into an 'except' block as there's no exception"
    case Kind.LASTI:
      return "can't jump into a re-raising block as there's no location"
    case Kind.ITERATOR:
      return "can't jump into the body of a for loop"
    default:
      return 'incompatible stacks'
  }
}

/** The line that begins at each instruction, −1 where none does. */
function lineStarts(code: CodeObject): Int32Array {
  const count = code.ops.length / 2
  const starts = new Int32Array(count).fill(-1)
  let i = 0
  while (i < count && code.ops[2 * i] !== Op.RESUME) i++
  let current = -1
  for (; i < count; i++) {
    const line = code.positions[4 * i]
    if (line !== current && line >= 0) {
      starts[i] = line
      current = line
    }
  }
  return starts
}

/** Where a frame may jump from: the event being delivered for it. */
function checkEvent(event: string | null): void {
  switch (event) {
    case null:
      throw valueError('f_lineno can only be set in a trace function')
    case 'line':
    case 'yield':
      return
    case 'call':
      throw valueError("can't jump from the 'call' trace event of a new frame")
    default:
      throw valueError("can only jump from a 'line' trace event")
  }
}

/** Makes `frame` go on at a line. `event` is the one being delivered for this frame, null for none. */
export function setLine(vm: VM, frame: Frame, line: number, event: string | null): void {
  checkEvent(event)
  const code = frame.plainCode
  if (line < code.firstlineno) throw valueError(`line ${line} comes before the current code block`)
  const starts = lineStarts(code)
  let target = Number.POSITIVE_INFINITY
  for (const start of starts) if (start >= line && start < target) target = start
  if (target === Number.POSITIVE_INFINITY) throw valueError(`line ${line} comes after the current code block`)

  const stacks = stacksOf(code)
  let from = stacks[frame.plainLasti]
  let best: Stack | undefined
  let at = -1
  let message: string | undefined
  for (let i = 0; i < starts.length; i++) {
    if (starts[i] !== target) continue
    if (compatible(from, stacks[i])) {
      const to = stacks[i] as Stack
      if (best === undefined || to.length > best.length) {
        best = to
        at = i
      }
    } else {
      message ??=
        from === null
          ? 'stack to deep to analyze'
          : from === undefined
            ? "can't jump from unreachable code"
            : explain(stacks[i])
    }
  }
  if (best === undefined || !from) throw valueError(message ?? 'cannot find bytecode for specified line')
  bindLocals(vm, frame)
  const yielding = event === 'yield'
  const yielded = frame.localsplus[frame.sp - 1]
  // The value being yielded is not part of what the code goes on with.
  if (yielding) {
    from = from.slice(0, -1)
    frame.sp--
  }
  dropTo(vm, frame, from, best.length)
  const t = traceOf(frame)
  t.lineno = target
  const pc = 2 * entryOf(frame.code, at)
  if (yielding) {
    frame.localsplus[frame.sp++] = yielded
    t.jump = pc
  } else frame.pc = pc
}

/** The position of a plain instruction in the code a frame runs, past the event of its line. */
function entryOf(code: CodeObject, index: number): number {
  if (code.fromPlain === undefined) return index
  const at = code.fromPlain[index]
  return code.ops[2 * at] === Op.TRACE_LINE ? at + 1 : at
}

/** Gives unbound variables the value None. */
function bindLocals(vm: VM, frame: Frame): void {
  const L = frame.localsplus
  const count = frame.code.localsplusnames.length
  let unbound = 0
  for (let i = 0; i < count; i++) if (L[i] === undefined) unbound++
  if (unbound === 0) return
  warn(vm, excTypes.RuntimeWarning, `assigning None to ${unbound} unbound local${unbound === 1 ? '' : 's'}`)
  for (let i = 0; i < count; i++) if (L[i] === undefined) L[i] = null
}

/** Drops values until the stack is `depth` deep. */
function dropTo(vm: VM, frame: Frame, stack: Stack, depth: number): void {
  const L = frame.localsplus
  for (let n = stack.length; n > depth; n--) {
    const v = L[--frame.sp]
    if (stack[n - 1] === Kind.EXCEPT) vm.excInfo.value = v as PyException | null
    else if (v instanceof PyGenerator && v.temporary) {
      v.temporary = false
      dropGenerator(vm, v)
    }
  }
}
