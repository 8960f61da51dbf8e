/**
 * types.GenericAlias: `list[int]` (CPython's Objects/genericaliasobject.c), with the substitution of type variables that unions share.
 */
import { Ellipsis, type Int, NotImplemented, PyList, PyObject, PyTuple, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'
import {
  callMethod,
  getAttr,
  getAttrOrNull,
  getItem,
  hash,
  isTrue,
  repr,
  richCompareBool,
  setAttr,
  toArray,
} from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { excTypes } from './exceptions'
import { adopt, genericGetAttr } from './object'
import { isRaiseOf, typeError } from './raise'
import { checkArity, noKeywords } from './signature'
import { asStrValue } from './str'
import { CompareOp, PyType, typeOf } from './type'
import { typeUnion } from './union'

export class PyGenericAlias extends PyObject {
  parameters: PyTuple | undefined = undefined
  constructor(
    readonly origin: Value,
    readonly args: PyTuple,
    readonly starred = false,
  ) {
    super()
  }
}

/** Body of `__class_getitem__` of a builtin generic: `cls[item]`. */
export function classGetItem(_cx: Context, cls: Value, item: Value): Value {
  return makeGenericAlias(cls, item)
}

export function makeGenericAlias(origin: Value, item: Value): PyGenericAlias {
  return new PyGenericAlias(origin, item instanceof PyTuple ? item : new PyTuple([item]))
}

/** How a type argument is shown: classes by their name, `...` as such, everything else by its repr. */
export function typingRepr(cx: Context, v: Value): string {
  if (v === Ellipsis) return '...'
  if (v instanceof PyGenericAlias || v === null) return textOf(repr(cx, v))
  if (getAttrOrNull(cx, v, '__origin__') !== undefined && getAttrOrNull(cx, v, '__args__') !== undefined) {
    return textOf(repr(cx, v))
  }
  const qualname = getAttrOrNull(cx, v, '__qualname__')
  const module = getAttrOrNull(cx, v, '__module__')
  if (qualname === undefined || module === undefined || module === null) return textOf(repr(cx, v))
  const q = asStrValue(qualname)
  const m = asStrValue(module)
  if (q === undefined || m === undefined) return textOf(repr(cx, v))
  return m === 'builtins' ? textOf(q) : `${textOf(m)}.${textOf(q)}`
}

function aliasRepr(cx: Context, a: PyGenericAlias): Value {
  const args = a.args.items.map((x) =>
    x instanceof PyList ? `[${x.items.map((y) => typingRepr(cx, y)).join(', ')}]` : typingRepr(cx, x),
  )
  return fromText(`${a.starred ? '*' : ''}${typingRepr(cx, a.origin)}[${args.length === 0 ? '()' : args.join(', ')}]`)
}

/** The type variables in `args`, each once, in order. */
export function collectParameters(cx: Context, args: readonly Value[]): PyTuple {
  const out: Value[] = []
  const add = (v: Value) => {
    if (!out.includes(v)) out.push(v)
  }
  const visit = (v: Value): void => {
    if (v instanceof PyType) return
    if (v !== null && typeof v === 'object' && getAttrOrNull(cx, v, '__typing_subst__') !== undefined) {
      add(v)
      return
    }
    if (v instanceof PyTuple || v instanceof PyList) {
      v.items.forEach(visit)
      return
    }
    const own = getAttrOrNull(cx, v, '__parameters__')
    if (own instanceof PyTuple) own.items.forEach(add)
  }
  args.forEach(visit)
  return new PyTuple(out)
}

/** `args` with `item` put in for `params`; `self` is named in messages. */
export function substitute(cx: Context, self: Value, args: readonly Value[], params: PyTuple, item: Value): Value[] {
  if (params.items.length === 0) throw typeError(`${textOf(repr(cx, self))} is not a generic class`)
  let items: Value[] = unpackItems(cx, item)
  for (const p of params.items) {
    const prepare = getAttrOrNull(cx, p, '__typing_prepare_subst__')
    if (prepare !== undefined && prepare !== null) {
      const tuple = new PyTuple(items)
      items = toArray(cx, cx.call(prepare, [self, tuple], null))
    }
  }
  if (items.length !== params.items.length) {
    const few = items.length < params.items.length
    throw typeError(
      `Too ${few ? 'few' : 'many'} arguments for ${textOf(repr(cx, self))}; actual ${items.length}, expected ${params.items.length}`,
    )
  }
  const out: Value[] = []
  for (const arg of args) {
    if (arg instanceof PyType) {
      out.push(arg)
      continue
    }
    if (arg instanceof PyTuple || arg instanceof PyList) {
      const inner = substituteNested(cx, self, arg.items, params, items)
      out.push(arg instanceof PyTuple ? new PyTuple(inner) : new PyList(inner))
      continue
    }
    const unpacked = getAttrOrNull(cx, arg, '__typing_is_unpacked_typevartuple__')
    const subst = getAttrOrNull(cx, arg, '__typing_subst__')
    let replaced: Value
    if (subst !== undefined) {
      const i = params.items.indexOf(arg)
      replaced = cx.call(subst, [items[i]!], null)
    } else replaced = substituteIn(cx, arg, params, items)
    if (unpacked !== undefined && isTrue(cx, unpacked) && replaced instanceof PyTuple) out.push(...replaced.items)
    else out.push(replaced)
  }
  return out
}

function substituteNested(cx: Context, self: Value, args: readonly Value[], params: PyTuple, items: Value[]): Value[] {
  return args.map((a) => {
    const i = params.items.indexOf(a)
    if (i >= 0) return items[i]!
    if (a instanceof PyTuple) return new PyTuple(substituteNested(cx, self, a.items, params, items))
    return a instanceof PyType ? a : substituteIn(cx, a, params, items)
  })
}

/** A generic argument such as `list[T]` with its own variables replaced. */
function substituteIn(cx: Context, arg: Value, params: PyTuple, items: Value[]): Value {
  const own = getAttrOrNull(cx, arg, '__parameters__')
  if (!(own instanceof PyTuple) || own.items.length === 0) return arg
  const given: Value[] = []
  for (const p of own.items) {
    const i = params.items.indexOf(p)
    const v = i >= 0 ? items[i]! : p
    if (typeOf(p).tp_iter !== undefined && v instanceof PyTuple) given.push(...v.items)
    else given.push(v)
  }
  return getItem(cx, arg, new PyTuple(given))
}

/** The arguments between the brackets; `*tuple[int, str]` counts as its members. */
function unpackItems(cx: Context, item: Value): Value[] {
  const items = item instanceof PyTuple ? item.items : [item]
  const out: Value[] = []
  for (const v of items) {
    const inner = v instanceof PyType ? undefined : getAttrOrNull(cx, v, '__typing_unpacked_tuple_args__')
    if (inner instanceof PyTuple && !(inner.items.length > 0 && inner.items[inner.items.length - 1] === Ellipsis)) {
      out.push(...inner.items)
    } else out.push(v)
  }
  return out
}

/** Attributes that are the alias's own; all others are those of the origin. */
const OWN = new Set([
  '__class__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
  '__copy__',
  '__deepcopy__',
  '__typing_unpacked_tuple_args__',
])

export const genericAliasType = defineType('GenericAlias', PyGenericAlias, {
  doc: 'A generic class with its type arguments, such as list[int].',
  module: 'types',
  signature: '(origin, args, /)',
  weakref: true,
  slots: {
    tp_alloc: (cls) => adopt(new PyGenericAlias(null, new PyTuple([])), cls),
    tp_new: (_cx, cls, args: Value[], kwnames) => {
      noKeywords('GenericAlias()', kwnames)
      checkArity('GenericAlias', args, 2, 2)
      const a = makeGenericAlias(args[0]!, args[1]!)
      return cls === genericAliasType ? a : adopt(a, cls)
    },
    tp_repr: aliasRepr,
    tp_hash: (cx, a: PyGenericAlias): Int =>
      Number(BigInt.asIntN(48, BigInt(hash(cx, a.origin)))) + Number(BigInt.asIntN(32, BigInt(hash(cx, a.args)))),
    tp_call: (cx, a: PyGenericAlias, args, kwnames) => {
      const obj = cx.call(a.origin, args, kwnames)
      try {
        setAttr(cx, obj, '__orig_class__', a)
      } catch (e) {
        if (!isRaiseOf(e, excTypes.AttributeError) && !isRaiseOf(e, excTypes.TypeError)) throw e
      }
      return obj
    },
    tp_getattro: (cx, a: PyGenericAlias, name) =>
      OWN.has(name) ? genericGetAttr(cx, a, name) : getAttr(cx, a.origin, name),
    tp_richcompare: (cx, a: PyGenericAlias, b: Value, op: CompareOp) => {
      if (!(b instanceof PyGenericAlias) || (op !== CompareOp.EQ && op !== CompareOp.NE)) return NotImplemented
      const same =
        a.starred === b.starred &&
        richCompareBool(cx, a.origin, b.origin, CompareOp.EQ) &&
        richCompareBool(cx, a.args, b.args, CompareOp.EQ)
      return same === (op === CompareOp.EQ)
    },
    tp_iter: (cx, a: PyGenericAlias) =>
      callMethod(cx, new PyTuple([new PyGenericAlias(a.origin, a.args, true)]), '__iter__'),
    nb_or: typeUnion,
    mp_subscript: (cx, a: PyGenericAlias, item: Value) => {
      a.parameters ??= collectParameters(cx, a.args.items)
      const args = substitute(cx, a, a.args.items, a.parameters, item)
      return new PyGenericAlias(a.origin, new PyTuple(args), a.starred)
    },
  },
  methods: {
    '__mro_entries__(self, object, /)': [
      'The class to put in the list of bases.',
      (_cx, a: PyGenericAlias) => new PyTuple([a.origin]),
    ],
    '__instancecheck__(self, object, /)': [
      'Not possible.',
      () => {
        throw typeError('isinstance() argument 2 cannot be a parameterized generic')
      },
    ],
    '__subclasscheck__(self, object, /)': [
      'Not possible.',
      () => {
        throw typeError('issubclass() argument 2 cannot be a parameterized generic')
      },
    ],
    '__reduce__(self, /)': [
      'What pickle and copy need.',
      (_cx, a: PyGenericAlias) => new PyTuple([a.type, new PyTuple([a.origin, a.args])]),
    ],
    '__dir__(self, /)': [
      'Names of the attributes.',
      (cx, a: PyGenericAlias) => {
        const names = toArray(cx, callMethod(cx, cx.builtins.getStr('dir')!, '__call__', a.origin))
        for (const n of OWN) if (!names.includes(n)) names.push(n)
        return new PyList(names)
      },
    ],
  },
  members: {
    __origin__: [null, (_cx, a: PyGenericAlias) => a.origin],
    __args__: [null, (_cx, a: PyGenericAlias) => a.args],
    __unpacked__: [null, (_cx, a: PyGenericAlias) => a.starred],
  },
  getset: {
    __parameters__: [
      'The type variables of the alias.',
      (cx, a: PyGenericAlias) => (a.parameters ??= collectParameters(cx, a.args.items)),
    ],
    __typing_unpacked_tuple_args__: [
      null,
      (_cx, a: PyGenericAlias) => (a.starred && a.origin === PyTuple.prototype.type ? a.args : null),
    ],
  },
})
