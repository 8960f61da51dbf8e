/**
 * Struct sequences: tuples with named fields, such as `sys.version_info` (CPython's Objects/structseq.c).
 */
import { type PyObject, PyTuple, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'
import { repr } from '../objects/abstract'
import { defineType } from '../objects/define'
import { tupleType } from '../objects/tuple'
import type { PyType } from '../objects/type'

export class PyStructSequence extends PyTuple {}

/** Defines a struct sequence type; gives the function that makes one. */
export function structSequence(
  name: string,
  module: string,
  fields: readonly string[],
  doc = '',
): (values: readonly Value[]) => PyTuple {
  let type: PyType | undefined
  class Instance extends PyStructSequence {}
  return (values) => {
    type ??= define(Instance)
    return new Instance([...values])
  }
  function define(host: abstract new (...args: never[]) => PyObject): PyType {
    const members: Record<string, [string | null, (cx: unknown, self: PyTuple) => Value]> = {}
    fields.forEach((f, i) => {
      members[f] = [null, (_cx, self) => self.items[i]]
    })
    return defineType(name, host as never, {
      base: tupleType,
      module,
      doc,
      final: true,
      members,
      slots: {
        tp_repr: (cx, self: PyTuple) =>
          fromText(`${module}.${name}(${fields.map((f, i) => `${f}=${textOf(repr(cx, self.items[i]))}`).join(', ')})`),
      },
      constants: {
        n_fields: fields.length,
        n_sequence_fields: fields.length,
        n_unnamed_fields: 0,
        __match_args__: new PyTuple(fields.map(fromText)),
      },
    })
  }
}
