/**
 * types.UnionType: `int | str` (CPython's Objects/unionobject.c).
 */
import { type Int, NotImplemented, PyObject, PyTuple, type Value } from '../values/value'
import { fromText } from '../values/wide'
import { BinOp, binaryOp, equals, hash } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { collectParameters, PyGenericAlias, substitute, typingRepr } from './generic_alias'
import { CompareOp, PyType } from './type'
import { PyTypeAlias } from './typevar'
import { noneType } from './none'

export class PyUnion extends PyObject {
  parameters: PyTuple | undefined = undefined
  constructor(readonly args: Value[]) {
    super()
  }
}

/** What may stand in a union without `typing`'s help. */
function unionable(v: Value): boolean {
  return (
    v === null || v instanceof PyType || v instanceof PyGenericAlias || v instanceof PyUnion || v instanceof PyTypeAlias
  )
}

/** Members in order, nested unions flattened and equal ones dropped; a single member stands for itself. */
export function makeUnion(cx: Context, members: Value[]): Value {
  const out: Value[] = []
  const add = (v: Value): void => {
    if (v instanceof PyUnion) {
      v.args.forEach(add)
      return
    }
    const m = v === null ? noneType : v
    for (const o of out) {
      // Two generic aliases of one origin are compared by what they say.
      if (o === m || (o instanceof PyGenericAlias && m instanceof PyGenericAlias && equals(cx, o, m))) return
    }
    out.push(m)
  }
  members.forEach(add)
  return out.length === 1 ? out[0]! : new PyUnion(out)
}

/** `type.__or__` and the like. */
export function typeUnion(cx: Context, a: Value, b: Value): Value {
  return unionable(a) && unionable(b) ? makeUnion(cx, [a, b]) : NotImplemented
}

export const unionType = defineType('UnionType', PyUnion, {
  doc: 'Represents a union of types, such as int | str.',
  module: 'types',
  final: true,
  slots: {
    tp_repr: (cx, u: PyUnion) => fromText(u.args.map((a) => (a === noneType ? 'None' : typingRepr(cx, a))).join(' | ')),
    tp_hash: (cx, u: PyUnion): Int => {
      // Independent of the order of the members.
      let h = 0
      for (const a of u.args) h ^= Number(BigInt.asIntN(31, BigInt(hash(cx, a))))
      return h
    },
    tp_richcompare: (cx, u: PyUnion, other: Value, op: CompareOp) => {
      if (!(other instanceof PyUnion) || (op !== CompareOp.EQ && op !== CompareOp.NE)) return NotImplemented
      const subset = (a: PyUnion, b: PyUnion) => a.args.every((x) => b.args.some((y) => equals(cx, x, y)))
      return (subset(u, other) && subset(other, u)) === (op === CompareOp.EQ)
    },
    nb_or: typeUnion,
    mp_subscript: (cx, u: PyUnion, item: Value) => {
      u.parameters ??= collectParameters(cx, u.args)
      const args = substitute(cx, u, u.args, u.parameters, item)
      let result: Value = args[0]!
      for (let i = 1; i < args.length; i++) result = binaryOp(cx, result, args[i]!, BinOp.OR)
      return result
    },
  },
  members: { __args__: [null, (_cx, u: PyUnion) => new PyTuple(u.args)] },
  getset: {
    __parameters__: [
      'The type variables of the union.',
      (cx, u: PyUnion) => (u.parameters ??= collectParameters(cx, u.args)),
    ],
  },
})
