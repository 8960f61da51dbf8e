/**
 * Which lines of a code object can change an object that a variable still refers to.
 *
 * The recorder need not look inside containers after a line that only compares numbers and binds names. A line is impure when it holds an
 * instruction that may change an existing object: calls, attribute and item stores, in-place operators, imports. Operators and properties that run a
 * class's own Python method are seen by that method's `call` event, and its lines count for themselves. Three kinds of instruction depend on what they meet:
 * a subscript inserts into a `defaultdict`, an attribute may be a `cached_property`, and a loop may drive a `map` whose function does anything. The recorder
 * decides these at run time (`recorder.ts`).
 */
import type { CodeObject } from '../compile/code'
import { Op } from '../compile/op.gen'

const IMPURE = new Set<number>([
  Op.CALL,
  Op.CALL_KW,
  Op.CALL_FUNCTION_EX,
  Op.CALL_INTRINSIC_1,
  Op.CALL_INTRINSIC_2,
  Op.STORE_SUBSCR,
  Op.STORE_SLICE,
  Op.DELETE_SUBSCR,
  Op.STORE_ATTR,
  Op.DELETE_ATTR,
  Op.SEND,
  Op.IMPORT_NAME,
  Op.BEFORE_WITH,
  Op.BEFORE_ASYNC_WITH,
  Op.WITH_EXCEPT_START,
])

/** What an instruction or a line may do to existing objects; bits. */
export const enum Impurity {
  NONE = 0,
  ALWAYS = 1,
  /** When a `defaultdict` (or another mapping that fills itself) can be about. */
  SUBSCRIPT = 2,
  /** When a `cached_property` can be about. */
  ATTRIBUTE = 4,
  /** When the iterator driven is not one of the plain builtin ones. */
  LOOP = 8,
}

function impurity(op: number, arg: number): Impurity {
  if (IMPURE.has(op) || (op === Op.BINARY_OP && arg >= INPLACE)) return Impurity.ALWAYS
  if (op === Op.BINARY_SUBSCR) return Impurity.SUBSCRIPT
  if (op === Op.LOAD_ATTR) return Impurity.ATTRIBUTE
  return op === Op.FOR_ITER ? Impurity.LOOP : Impurity.NONE
}

/** First operand of an in-place BINARY_OP. */
const INPLACE = 13

/** A `for` loop of a code object: from its FOR_ITER to the end of its body, in instructions of the plain code. */
export interface Loop {
  start: number
  end: number
  line: number
}

export interface CodeEffects {
  /** `Impurity` by instruction of the plain code. */
  instruction: Uint8Array
  /** `Impurity` by line. */
  lines: Map<number, number>
  /** Outer loops before inner ones. */
  loops: Loop[]
  /** `dis` texts by instruction, filled in when first asked for. */
  texts: { opname: string; argrepr: string }[]
}

const known = new WeakMap<CodeObject, CodeEffects>()

function analyse(code: CodeObject): CodeEffects {
  const n = code.ops.length >> 1
  const instruction = new Uint8Array(n)
  const lines = new Map<number, number>()
  const loops: Loop[] = []
  for (let i = 0; i < n; i++) {
    const op = code.ops[2 * i]!
    const arg = code.ops[2 * i + 1]!
    const line = code.positions[4 * i]!
    const bits = impurity(op, arg)
    instruction[i] = bits
    if (bits) lines.set(line, (lines.get(line) ?? 0) | bits)
    if (op === Op.FOR_ITER) loops.push({ start: i, end: arg, line })
  }
  return { instruction, lines, loops, texts: [] }
}

/** What is known of a plain code object; made once. */
export function effectsOf(code: CodeObject): CodeEffects {
  let effects = known.get(code)
  if (!effects) {
    effects = analyse(code)
    known.set(code, effects)
  }
  return effects
}

/** AST node class of the expression that an instruction completes; '' where the instruction does not tell. */
export function nodeOf(op: number): string {
  return NODES[op] ?? ''
}

/** AST node class of the target that a store instruction stores in. */
export function targetOf(op: number): string {
  return op === Op.STORE_ATTR ? 'Attribute' : op === Op.STORE_SUBSCR || op === Op.STORE_SLICE ? 'Subscript' : 'Name'
}

const NODES: Record<number, string> = {
  [Op.LOAD_CONST]: 'Constant',
  [Op.LOAD_FAST]: 'Name',
  [Op.LOAD_FAST_CHECK]: 'Name',
  [Op.LOAD_FAST_AND_CLEAR]: 'Name',
  [Op.LOAD_FAST_LOAD_FAST]: 'Name',
  [Op.LOAD_NAME]: 'Name',
  [Op.LOAD_GLOBAL]: 'Name',
  [Op.LOAD_DEREF]: 'Name',
  [Op.LOAD_FROM_DICT_OR_GLOBALS]: 'Name',
  [Op.LOAD_FROM_DICT_OR_DEREF]: 'Name',
  [Op.LOAD_ATTR]: 'Attribute',
  [Op.LOAD_SUPER_ATTR]: 'Attribute',
  [Op.BINARY_OP]: 'BinOp',
  [Op.COMPARE_OP]: 'Compare',
  [Op.CONTAINS_OP]: 'Compare',
  [Op.IS_OP]: 'Compare',
  [Op.UNARY_NEGATIVE]: 'UnaryOp',
  [Op.UNARY_NOT]: 'UnaryOp',
  [Op.UNARY_INVERT]: 'UnaryOp',
  [Op.CALL]: 'Call',
  [Op.CALL_KW]: 'Call',
  [Op.CALL_FUNCTION_EX]: 'Call',
  [Op.BINARY_SUBSCR]: 'Subscript',
  [Op.BINARY_SLICE]: 'Subscript',
  [Op.BUILD_LIST]: 'List',
  [Op.LIST_EXTEND]: 'List',
  [Op.BUILD_TUPLE]: 'Tuple',
  [Op.BUILD_SET]: 'Set',
  [Op.SET_UPDATE]: 'Set',
  [Op.BUILD_MAP]: 'Dict',
  [Op.BUILD_CONST_KEY_MAP]: 'Dict',
  [Op.DICT_UPDATE]: 'Dict',
  [Op.BUILD_SLICE]: 'Slice',
  [Op.BUILD_STRING]: 'JoinedStr',
  [Op.FORMAT_SIMPLE]: 'FormattedValue',
  [Op.FORMAT_WITH_SPEC]: 'FormattedValue',
  [Op.MAKE_FUNCTION]: 'Lambda',
  [Op.SEND]: 'Await',
}
