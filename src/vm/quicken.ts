/**
 * Quickening: from the compiler's instructions to the machine's own form of them, made when a code object first runs.
 *
 * `code.quick` has the layout of `code.ops`, instruction for instruction, so a position in the one is a position in the other and
 * line tables, exception tables and tracebacks need no translation. What differs:
 *
 *  - jump operands are positions (twice the instruction index), and FOR_ITER's is where the loop continues after END_FOR and POP_TOP;
 *  - instructions with a kind of operator in their operand become one instruction a kind (`Q.ADD`, `Q.LT`, …), so that each has type feedback of
 *    its own in the JavaScript engine;
 *  - a comparison followed by a conditional jump becomes one instruction (`Q.LT_JUMP`): it does the work of both and steps over the second. The
 *    second stays in place, for jumps that go there.
 *
 * `code.caches` gets one slot an instruction for inline caches, and `code.names` are made internal strings, so that comparing names compares
 * pointers.
 *
 * Corresponds to CPython's specialising adaptive interpreter (Python/specialize.c) in place, not in method: here the specialised forms are fixed
 * and the guards are in the instructions.
 */
import { CodeFlags, type CodeObject, LocalKind } from '../compile/code'
import { Op } from '../compile/op.gen'

/** The machine's own instructions; numbers follow those of `Op`, so that one dense switch takes both. */
export const enum Q {
  ADD = 309,
  SUB,
  MUL,
  MOD,
  FLOORDIV,
  TRUEDIV,
  AND,
  OR,
  XOR,
  LSHIFT,
  RSHIFT,
  POW,
  LT,
  LE,
  EQ,
  NE,
  GT,
  GE,
  LT_JUMP,
  LE_JUMP,
  EQ_JUMP,
  NE_JUMP,
  GT_JUMP,
  GE_JUMP,
  LOAD_METHOD,
  LOAD_GLOBAL_NULL,
  CONTAINS_JUMP,
  IS_JUMP,
  TO_BOOL_JUMP,
  /** POP_TOP of what may be the iterator of a loop that is left by `break` or `return`. */
  DROP_ITER,
  LIMIT,
}

/** Internal instruction for each operand of BINARY_OP; in-place forms share them and are told apart by the operand. */
const BINARY: readonly number[] = [
  Q.ADD,
  Q.AND,
  Q.FLOORDIV,
  Q.LSHIFT,
  Op.BINARY_OP,
  Q.MUL,
  Q.MOD,
  Q.OR,
  Q.POW,
  Q.RSHIFT,
  Q.SUB,
  Q.TRUEDIV,
  Q.XOR,
]

/** The same string as a V8 internal string: such strings are equal only when identical. */
export function intern(s: string): string {
  const holder: Record<string, boolean> = Object.create(null)
  holder[s] = true
  for (const k in holder) return k
  return s
}

const interned = new Map<string, string>()

function internName(s: string): string {
  let t = interned.get(s)
  if (t === undefined) {
    t = intern(s)
    interned.set(t, t)
  }
  return t
}

function isTrace(op: number): boolean {
  return op >= Op.TRACE_START
}

/** Position after END_FOR and POP_TOP at the end of a loop, trace instructions before them being passed over. */
function afterLoop(ops: Int32Array, index: number): number {
  let i = index
  for (const op of [Op.END_FOR, Op.POP_TOP]) {
    while (isTrace(ops[2 * i])) i++
    if (ops[2 * i] === op) i++
  }
  return 2 * i
}

function isBoolJump(op: number): boolean {
  return op === Op.POP_JUMP_IF_FALSE || op === Op.POP_JUMP_IF_TRUE
}

/** Whether the POP_TOP at `p` follows a call, whose result it drops. */
function dropsResult(ops: Int32Array, p: number): boolean {
  let i = p - 2
  while (i >= 0 && isTrace(ops[i])) i -= 2
  const op = i < 0 ? 0 : ops[i]
  return (
    op === Op.CALL ||
    op === Op.CALL_KW ||
    op === Op.CALL_FUNCTION_EX ||
    op === Op.END_SEND ||
    op === Op.RETURN_GENERATOR
  )
}

/** Fills in what the machine keeps on a code object; does nothing the second time. */
export function quicken(code: CodeObject): Int32Array {
  const { ops } = code
  const q = Int32Array.from(ops)
  const names = code.names
  for (let i = 0; i < names.length; i++) names[i] = internName(names[i])
  let loops = false
  for (let p = 0; p < q.length; p += 2) {
    const arg = ops[p + 1]
    switch (ops[p]) {
      case Op.JUMP_FORWARD:
      case Op.JUMP_BACKWARD:
      case Op.JUMP_BACKWARD_NO_INTERRUPT:
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
      case Op.POP_JUMP_IF_NONE:
      case Op.POP_JUMP_IF_NOT_NONE:
      case Op.SEND:
        q[p + 1] = arg * 2
        break
      case Op.FOR_ITER:
        q[p + 1] = afterLoop(ops, arg)
        loops = true
        break
      case Op.BINARY_OP:
        q[p] = BINARY[arg % 13]
        break
      case Op.COMPARE_OP:
        q[p] = (isBoolJump(ops[p + 2]) ? Q.LT_JUMP : Q.LT) + (arg >> 5)
        break
      case Op.CONTAINS_OP:
        if (isBoolJump(ops[p + 2])) q[p] = Q.CONTAINS_JUMP
        break
      case Op.IS_OP:
        if (isBoolJump(ops[p + 2])) q[p] = Q.IS_JUMP
        break
      case Op.TO_BOOL:
        if (isBoolJump(ops[p + 2])) q[p] = Q.TO_BOOL_JUMP
        break
      case Op.LOAD_ATTR:
        q[p] = arg & 1 ? Q.LOAD_METHOD : Op.LOAD_ATTR
        q[p + 1] = arg >> 1
        break
      case Op.LOAD_GLOBAL:
        q[p] = arg & 1 ? Q.LOAD_GLOBAL_NULL : Op.LOAD_GLOBAL
        q[p + 1] = arg >> 1
        break
    }
  }
  if (loops) {
    for (let p = 0; p < q.length; p += 2) if (q[p] === Op.POP_TOP && !dropsResult(ops, p)) q[p] = Q.DROP_ITER
  }
  code.caches = new Array(ops.length >> 1).fill(undefined)
  code.quick = q
  code.simpleArgs = simpleArgcount(code)
  return q
}

/** Number of arguments a call may copy straight into the frame, or −1 for code that needs its arguments bound (star or keyword-only parameters). */
export function simpleArgcount(code: CodeObject): number {
  const need = CodeFlags.OPTIMIZED | CodeFlags.NEWLOCALS
  if ((code.flags & (need | CodeFlags.VARARGS | CodeFlags.VARKEYWORDS)) !== need) return -1
  return code.kwonlyargcount === 0 ? code.argcount : -1
}

/** Names of the slots of `code` that are free variables start here. */
export function firstFree(code: CodeObject): number {
  const kinds = code.localspluskinds
  let i = kinds.length
  while (i > 0 && kinds[i - 1] & LocalKind.FREE) i--
  return i
}
