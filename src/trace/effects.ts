/**
 * What the recorder knows of a code object beforehand: which instructions may change an object, where its loops are, which expression an instruction completes.
 */
import type { CodeObject } from '../compile/code'
import { mayMutate } from '../compile/instrument'
import { Op } from '../compile/op.gen'

/** A `for` loop of a code object: from its FOR_ITER to the end of its body, in instructions of the plain code. */
export interface Loop {
  start: number
  end: number
  line: number
}

export interface CodeEffects {
  /** 1 for each instruction of the plain code that may change an object. */
  mutating: Uint8Array
  /** Outer loops before inner ones. */
  loops: Loop[]
  /** `dis` texts by instruction, filled in when first asked for. */
  texts: { opname: string; argrepr: string }[]
}

const known = new WeakMap<CodeObject, CodeEffects>()

function analyse(code: CodeObject): CodeEffects {
  const n = code.ops.length >> 1
  const mutating = new Uint8Array(n)
  const loops: Loop[] = []
  for (let i = 0; i < n; i++) {
    const op = code.ops[2 * i]!
    const arg = code.ops[2 * i + 1]!
    if (mayMutate(op, arg, true)) mutating[i] = 1
    if (op === Op.FOR_ITER) loops.push({ start: i, end: arg, line: code.positions[4 * i]! })
  }
  return { mutating, loops, texts: [] }
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
