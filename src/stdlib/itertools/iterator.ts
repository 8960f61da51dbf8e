/**
 * How the iterators of `itertools` are defined: a class, its constructor's signature and a step function.
 */
import type { PyObject, Value } from '../../values/value'
import type { Context } from '../../objects/context'
import { defineType, type MethodEntry, type TypeSpec } from '../../objects/define'
import { adopt } from '../../objects/object'
import { bindWith, checkArity } from '../../objects/signature'
import type { IterNextSlot, PyType } from '../../objects/type'
import { typeOf } from '../../objects/type'

/** Calls the `tp_iternext` of an iterator. Counted, since what skips items may go on for ever. */
export function step(cx: Context, it: Value): Value | undefined {
  cx.tick(1)
  return typeOf(it).tp_iternext!(cx, it)
}

export interface IteratorSpec {
  /** `name(…)` as the constructor is called. */
  signature: string
  doc: string
  // biome-ignore lint/suspicious/noExplicitAny: constructors differ in their parameters
  make: (cx: Context, ...args: any[]) => PyObject
  next: IterNextSlot
  methods?: Record<string, MethodEntry>
  classmethods?: Record<string, MethodEntry>
  slots?: TypeSpec['slots']
}

/** Defines an iterator class of `itertools`. */
// biome-ignore lint/suspicious/noExplicitAny: constructors differ in their parameters
export function defineIterator(host: new (...args: any[]) => PyObject, spec: IteratorSpec): PyType {
  const open = spec.signature.indexOf('(')
  const name = spec.signature.slice(0, open)
  const single = spec.signature.endsWith('(iterable, /)')
  const positional = /(, \/|\(\*\w+)\)$/.test(spec.signature)
  const bind = bindWith(spec.signature, (cx: Context, cls: PyType, ...args: never[]) => {
    const o = spec.make(cx, ...args)
    return cls === type ? o : adopt(o, cls)
  })
  const type: PyType = defineType(name, host, {
    module: 'itertools',
    doc: spec.doc,
    signature: spec.signature.slice(open).replace(/: \w+ ?/g, ''),
    slots: {
      tp_new: (cx, cls, args, kwnames) => {
        // The constructors of one positional argument count in other words than functions of one do.
        // Keywords are for the `__init__` of a subclass that has one.
        if (positional && kwnames !== null && kwnames.length > 0 && cls.tp_init !== type.tp_init) {
          args = args.slice(0, args.length - kwnames.length)
          kwnames = null
        }
        if (single && (kwnames === null || kwnames.length === 0)) checkArity(name, args, 1, 1)
        return bind(cx, cls, args, kwnames)
      },
      tp_iter: (_cx, self: Value) => self,
      tp_iternext: spec.next,
      ...spec.slots,
    },
    methods: spec.methods,
    classmethods: spec.classmethods,
  })
  return type
}
