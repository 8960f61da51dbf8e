/**
 * cell: a variable shared by nested scopes (CPython's Objects/cellobject.c).
 */
import { NotImplemented, PyObject, type Value } from '../values/value'
import { addressText } from '../values/identity'
import { fromText } from '../values/wide'
import { compareResult, richCompare } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { valueError } from './raise'
import { checkArity, noKeywords } from './signature'
import { type CompareOp, typeName } from './type'

export class PyCell extends PyObject {
  /** NULL while the variable is unbound. */
  constructor(public value: Value | undefined) {
    super()
  }
}

export const cellType = defineType('cell', PyCell, {
  doc: 'A variable of an enclosing scope. cell([contents]) makes a new one, empty by default.',
  signature: '([contents])',
  final: true,
  slots: {
    tp_new: (_cx, _cls, args, kwnames) => {
      noKeywords('cell()', kwnames)
      checkArity('cell', args, 0, 1)
      return new PyCell(args[0])
    },
    tp_repr: (_cx, self: PyCell) => {
      const content =
        self.value === undefined
          ? 'empty'
          : `${typeName(self.value)} object at ${typeof self.value === 'object' && self.value !== null ? addressText(self.value) : '0x7f0000000000'}`
      return fromText(`<cell at ${addressText(self)}: ${content}>`)
    },
    tp_hash: null,
    tp_richcompare: (cx: Context, self: PyCell, other: Value, op: CompareOp) => {
      if (!(other instanceof PyCell)) return NotImplemented
      if (self.value !== undefined && other.value !== undefined) return richCompare(cx, self.value, other.value, op)
      return compareResult(Number(other.value === undefined) - Number(self.value === undefined), op)
    },
  },
  getset: {
    cell_contents: [
      null,
      (_cx, self: PyCell) => {
        if (self.value === undefined) throw valueError('cell is empty')
        return self.value
      },
      (_cx, self: PyCell, v) => {
        self.value = v
      },
    ],
  },
})
