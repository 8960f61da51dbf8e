/**
 * `_opcode`: facts about instructions for `opcode` and `dis` (CPython's Modules/_opcode.c), all read from the table of `compile/opcodes.ts`.
 */
import {
  hasArg,
  hasConst,
  hasFree,
  hasJump,
  hasLocal,
  hasName,
  isBlockPush,
  OP_LIMIT,
  opNames,
  stackEffect,
  stackEffectJump,
} from '../compile/op.gen'
import { BINARY_OPS, INTRINSICS_1, INTRINSICS_2, traceOpcodes } from '../compile/opcodes'
import { defineModule } from '../objects/define'
import { valueError } from '../objects/raise'
import { PyList, PyTuple, type Value } from '../values/value'

/** Trace instructions are no opcodes for Python. */
const LIMIT = OP_LIMIT - Object.keys(traceOpcodes).length

const valid = (opcode: number): boolean =>
  opcode >= 0 && opcode < LIMIT && opNames[opcode] !== undefined && opNames[opcode] !== ''

const flag = (table: Uint8Array) => (_cx: unknown, opcode: number) => valid(opcode) && table[opcode] === 1

function effect(opcode: number, oparg: Value, jump: Value): number {
  if (!valid(opcode)) throw valueError('invalid opcode or oparg')
  if (jump !== null && typeof jump !== 'boolean') {
    throw valueError('stack_effect: jump must be False, True or None')
  }
  const arg = oparg === null ? 0 : Number(oparg)
  if (jump === null) return Math.max(stackEffect(opcode, arg), stackEffectJump(opcode, arg))
  return jump ? stackEffectJump(opcode, arg) : stackEffect(opcode, arg)
}

export const load = defineModule('_opcode', 'Facts about instructions.', {
  functions: {
    'stack_effect(opcode: index, oparg=None, /, *, jump=None)': [
      'Return by how much an instruction makes the stack deeper.',
      (_cx, opcode: number, oparg: Value, jump: Value) => effect(opcode, oparg, jump),
    ],
    'is_valid(opcode: index)': ['Return whether there is such an instruction.', (_cx, opcode: number) => valid(opcode)],
    'has_arg(opcode: index)': ['Return whether it uses its operand.', flag(hasArg)],
    'has_const(opcode: index)': ['Return whether its operand is a constant.', flag(hasConst)],
    'has_name(opcode: index)': ['Return whether its operand is a name.', flag(hasName)],
    'has_jump(opcode: index)': ['Return whether it may jump.', flag(hasJump)],
    'has_free(opcode: index)': ['Return whether its operand is a cell or free variable.', flag(hasFree)],
    'has_local(opcode: index)': ['Return whether its operand is a local variable.', flag(hasLocal)],
    'has_exc(opcode: index)': ['Return whether it sets up a handler.', flag(isBlockPush)],
    'get_executor(*, code, offset: index)': ['Return the optimised code at an instruction: there is none.', () => null],
    'get_specialization_stats()': ['Return statistics of specialisation: there are none.', () => null],
    'get_intrinsic1_descs()': ['Return the names of the unary intrinsics.', () => new PyList([...INTRINSICS_1])],
    'get_intrinsic2_descs()': ['Return the names of the binary intrinsics.', () => new PyList([...INTRINSICS_2])],
    'get_nb_ops()': [
      'Return names and texts of the binary operators.',
      () => new PyList(BINARY_OPS.map(([name, text]) => new PyTuple([name, text]))),
    ],
  },
})
