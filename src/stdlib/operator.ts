/**
 * The `operator` module (CPython's Modules/_operator.c).
 */
import { PyObject, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { concatAll, fromText, textOf } from '../values/wide'
import {
  absolute,
  BinOp,
  binaryOp,
  contains,
  delItem,
  equals,
  getAttr,
  getItem,
  getIter,
  index,
  inplaceOp,
  invertOp,
  isTrue,
  lengthHint,
  negative,
  positive,
  repr,
  richCompare,
  setItem,
} from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule, defineType, type MethodEntry } from '../objects/define'
import { adopt } from '../objects/object'
import { typeError, valueError } from '../objects/raise'
import { guardedRepr } from '../objects/repr_guard'
import { noKeywords, wrongCount } from '../objects/signature'
import { asStrValue } from '../objects/str'
import { CompareOp, type PyType, typeName, typeOf } from '../objects/type'

const binary =
  (op: number) =>
  (cx: Context, a: Value, b: Value): Value =>
    binaryOp(cx, a, b, op)
const inplace =
  (op: number) =>
  (cx: Context, a: Value, b: Value): Value =>
    inplaceOp(cx, a, b, op)
const compare =
  (op: CompareOp) =>
  (cx: Context, a: Value, b: Value): Value =>
    richCompare(cx, a, b, op)

/** Sequences may be concatenated, other objects not, whatever their `+` does. */
function concat(isInplace: boolean) {
  return (cx: Context, a: Value, b: Value): Value => {
    const type = typeOf(a)
    const slot = (isInplace ? (type.sq_inplace_concat ?? type.sq_concat) : type.sq_concat) as
      | ((cx: Context, a: Value, b: Value) => Value)
      | undefined
    if (slot !== undefined) return slot(cx, a, b)
    const sequence = (v: Value) =>
      typeOf(v).sq_item !== undefined || (typeOf(v).mp_subscript !== undefined && !(v instanceof PyDict))
    if (sequence(a) && sequence(b)) return isInplace ? inplaceOp(cx, a, b, BinOp.ADD) : binaryOp(cx, a, b, BinOp.ADD)
    throw typeError(`'${typeName(a)}' object can't be concatenated`)
  }
}

const functions: Record<string, MethodEntry> = {}

/** Adds a function under its own name and, most have one, as a dunder. */
function add(
  name: string,
  params: string,
  doc: string,
  fn: MethodEntry[1],
  dunder = `__${name.replace(/_$/, '')}__`,
): void {
  functions[`${name}(${params}, /)`] = [doc, fn]
  if (dunder !== '') aliases.push([dunder, name])
}
const aliases: [string, string][] = []

/** The iterator of what is searched; searching has a wording of its own for what cannot be iterated over. */
function searched(cx: Context, a: Value): Value {
  const t = typeOf(a)
  if (t.tp_iter === undefined && t.sq_item === undefined && t.mp_subscript === undefined)
    throw typeError(`argument of type '${t.tpName}' is not iterable`)
  return getIter(cx, a)
}

add('truth', 'a', 'Return True if a is true.', (cx, a: Value) => isTrue(cx, a), '')
add('contains', 'a, b', 'Same as b in a (note reversed operands).', (cx, a: Value, b: Value) => contains(cx, a, b))
add(
  'indexOf',
  'a, b',
  'Return the first index of b in a.',
  (cx, a: Value, b: Value) => {
    const it = searched(cx, a)
    const next = typeOf(it).tp_iternext!
    let i = 0
    for (let v = next(cx, it); v !== undefined; v = next(cx, it), i++) if (equals(cx, v, b)) return i
    throw valueError('sequence.index(x): x not in sequence')
  },
  '',
)
add(
  'countOf',
  'a, b',
  'Return how many items of a equal b.',
  (cx, a: Value, b: Value) => {
    const it = searched(cx, a)
    const next = typeOf(it).tp_iternext!
    let n = 0
    for (let v = next(cx, it); v !== undefined; v = next(cx, it)) if (equals(cx, v, b)) n++
    return n
  },
  '',
)
add('is_', 'a, b', 'Same as a is b.', (_cx, a: Value, b: Value) => a === b, '')
add('is_not', 'a, b', 'Same as a is not b.', (_cx, a: Value, b: Value) => a !== b, '')
add('add', 'a, b', 'Same as a + b.', binary(BinOp.ADD))
add('sub', 'a, b', 'Same as a - b.', binary(BinOp.SUBTRACT))
add('mul', 'a, b', 'Same as a * b.', binary(BinOp.MULTIPLY))
add('matmul', 'a, b', 'Same as a @ b.', binary(BinOp.MATRIX_MULTIPLY))
add('floordiv', 'a, b', 'Same as a // b.', binary(BinOp.FLOOR_DIVIDE))
add('truediv', 'a, b', 'Same as a / b.', binary(BinOp.TRUE_DIVIDE))
add('mod', 'a, b', 'Same as a % b.', binary(BinOp.REMAINDER))
add('neg', 'a', 'Same as -a.', negative)
add('pos', 'a', 'Same as +a.', positive)
add('abs', 'a', 'Same as abs(a).', absolute)
add('inv', 'a', 'Same as ~a.', invertOp)
add('invert', 'a', 'Same as ~a.', invertOp)
add('lshift', 'a, b', 'Same as a << b.', binary(BinOp.LSHIFT))
add('rshift', 'a, b', 'Same as a >> b.', binary(BinOp.RSHIFT))
add('not_', 'a', 'Same as not a.', (cx, a: Value) => !isTrue(cx, a))
add('and_', 'a, b', 'Same as a & b.', binary(BinOp.AND))
add('xor', 'a, b', 'Same as a ^ b.', binary(BinOp.XOR))
add('or_', 'a, b', 'Same as a | b.', binary(BinOp.OR))
add('pow', 'a, b', 'Same as a ** b.', binary(BinOp.POWER))
add('iadd', 'a, b', 'Same as a += b.', inplace(BinOp.ADD))
add('isub', 'a, b', 'Same as a -= b.', inplace(BinOp.SUBTRACT))
add('imul', 'a, b', 'Same as a *= b.', inplace(BinOp.MULTIPLY))
add('imatmul', 'a, b', 'Same as a @= b.', inplace(BinOp.MATRIX_MULTIPLY))
add('ifloordiv', 'a, b', 'Same as a //= b.', inplace(BinOp.FLOOR_DIVIDE))
add('itruediv', 'a, b', 'Same as a /= b.', inplace(BinOp.TRUE_DIVIDE))
add('imod', 'a, b', 'Same as a %= b.', inplace(BinOp.REMAINDER))
add('ilshift', 'a, b', 'Same as a <<= b.', inplace(BinOp.LSHIFT))
add('irshift', 'a, b', 'Same as a >>= b.', inplace(BinOp.RSHIFT))
add('iand', 'a, b', 'Same as a &= b.', inplace(BinOp.AND))
add('ixor', 'a, b', 'Same as a ^= b.', inplace(BinOp.XOR))
add('ior', 'a, b', 'Same as a |= b.', inplace(BinOp.OR))
add('ipow', 'a, b', 'Same as a **= b.', inplace(BinOp.POWER))
add('concat', 'a, b', 'Same as a + b, for a and b sequences.', concat(false))
add('iconcat', 'a, b', 'Same as a += b, for a and b sequences.', concat(true))
add('getitem', 'a, b', 'Same as a[b].', getItem)
add('setitem', 'a, b, c', 'Same as a[b] = c.', setItem)
add('delitem', 'a, b', 'Same as del a[b].', delItem)
add('eq', 'a, b', 'Same as a == b.', compare(CompareOp.EQ))
add('ne', 'a, b', 'Same as a != b.', compare(CompareOp.NE))
add('lt', 'a, b', 'Same as a < b.', compare(CompareOp.LT))
add('le', 'a, b', 'Same as a <= b.', compare(CompareOp.LE))
add('gt', 'a, b', 'Same as a > b.', compare(CompareOp.GT))
add('ge', 'a, b', 'Same as a >= b.', compare(CompareOp.GE))
add('index', 'a', 'Same as a.__index__().', index)
functions['length_hint(obj, default: index = 0, /)'] = [
  'Return an estimate of the number of items, from len() or __length_hint__().',
  (cx, obj: Value, fallback: number) => lengthHint(cx, obj, fallback),
]
functions['call(obj, /, *args, **kwargs)'] = [
  'Same as obj(*args, **kwargs).',
  (cx, obj: Value, args: Value[], kwargs: PyDict) =>
    cx.call(obj, [...args, ...(kwargs.values as Value[])], kwargs.keys as string[]),
]
aliases.push(['__call__', 'call'])

// --- itemgetter, attrgetter, methodcaller --------------------------------------------------------------------------------

class PyItemGetter extends PyObject {
  constructor(readonly items: Value[]) {
    super()
  }
}

class PyAttrGetter extends PyObject {
  /** Dotted names, split. */
  readonly paths: string[][]
  constructor(readonly attrs: Str[]) {
    super()
    this.paths = attrs.map((a) => textOf(a).split('.'))
  }
}

class PyMethodCaller extends PyObject {
  constructor(
    readonly name: Str,
    readonly args: Value[],
    readonly kwnames: readonly string[],
  ) {
    super()
  }
}

function one(name: string, args: Value[], kwnames: readonly string[] | null): Value {
  noKeywords(name, kwnames)
  if (args.length !== 1) throw wrongCount(name.replace('()', ''), args.length, 1, 1)
  return args[0]
}

function joined(cx: Context, name: string, values: Value[]): Str {
  const parts: Str[] = [`operator.${name}(`]
  values.forEach((v, i) => {
    parts.push(i > 0 ? ', ' : '', repr(cx, v))
  })
  parts.push(')')
  return concatAll(parts)
}

export const itemgetterType: PyType = defineType('itemgetter', PyItemGetter, {
  module: 'operator',
  doc: 'itemgetter(item) is a callable that returns its argument[item]; with several items, a tuple.',
  signature: '(item, /, *items)',
  slots: {
    tp_new: (_cx, cls, args, kwnames) => {
      noKeywords('itemgetter()', kwnames)
      if (args.length === 0) throw typeError('itemgetter expected 1 argument, got 0')
      const g = new PyItemGetter(args)
      return cls === itemgetterType ? g : adopt(g, cls)
    },
    tp_call: (cx, self: PyItemGetter, args, kwnames) => {
      const o = one('itemgetter()', args, kwnames)
      const { items } = self
      if (items.length === 1) return getItem(cx, o, items[0])
      return new PyTuple(items.map((key) => getItem(cx, o, key)))
    },
    tp_repr: (cx, self: PyItemGetter) =>
      guardedRepr(cx, self, 'operator.itemgetter(...)', () => joined(cx, 'itemgetter', self.items)),
  },
  methods: {
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: PyItemGetter) => new PyTuple([typeOf(self), new PyTuple(self.items)]),
    ],
  },
})

export const attrgetterType: PyType = defineType('attrgetter', PyAttrGetter, {
  module: 'operator',
  doc: 'attrgetter(attr) is a callable that returns that attribute of its argument; names may be dotted. With several, a tuple.',
  signature: '(attr, /, *attrs)',
  slots: {
    tp_new: (_cx, cls, args, kwnames) => {
      noKeywords('attrgetter()', kwnames)
      if (args.length === 0) throw typeError('attrgetter expected 1 argument, got 0')
      const names = args.map((a) => {
        const s = asStrValue(a)
        if (s === undefined) throw typeError('attribute name must be a string')
        return s
      })
      const g = new PyAttrGetter(names)
      return cls === attrgetterType ? g : adopt(g, cls)
    },
    tp_call: (cx, self: PyAttrGetter, args, kwnames) => {
      const o = one('attrgetter()', args, kwnames)
      const get = (path: string[]): Value => path.reduce<Value>((v, name) => getAttr(cx, v, name), o)
      return self.paths.length === 1 ? get(self.paths[0]) : new PyTuple(self.paths.map(get))
    },
    tp_repr: (cx, self: PyAttrGetter) => joined(cx, 'attrgetter', self.attrs),
  },
  methods: {
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: PyAttrGetter) => new PyTuple([typeOf(self), new PyTuple(self.attrs)]),
    ],
  },
})

export const methodcallerType: PyType = defineType('methodcaller', PyMethodCaller, {
  module: 'operator',
  doc: 'methodcaller(name, …) is a callable that calls that method of its argument with the other arguments.',
  signature: '(name, /, *args, **kwargs)',
  slots: {
    tp_new: (_cx, cls, args, kwnames) => {
      const names = kwnames ?? []
      if (args.length - names.length < 1) {
        throw typeError('methodcaller needs at least one argument, the method name')
      }
      const name = asStrValue(args[0])
      if (name === undefined) throw typeError('method name must be a string')
      const c = new PyMethodCaller(name, args.slice(1), names)
      return cls === methodcallerType ? c : adopt(c, cls)
    },
    tp_call: (cx, self: PyMethodCaller, args, kwnames) => {
      const o = one('methodcaller()', args, kwnames)
      return cx.call(getAttr(cx, o, textOf(self.name)), self.args, self.kwnames)
    },
    tp_repr: (cx, self: PyMethodCaller) => {
      const npos = self.args.length - self.kwnames.length
      const parts: Str[] = ['operator.methodcaller(', repr(cx, self.name)]
      self.args.forEach((v, i) => {
        parts.push(', ')
        if (i >= npos) parts.push(fromText(`${self.kwnames[i - npos]}=`))
        parts.push(repr(cx, v))
      })
      parts.push(')')
      return concatAll(parts)
    },
  },
})

export const load = defineModule('operator', 'Operators as functions.', {
  functions,
  types: [itemgetterType, attrgetterType, methodcallerType],
  setup: (_cx, module) => {
    const d = module.dict
    for (const [alias, name] of aliases) d.setStr(alias, d.getStr(name) as Value)
  },
})
