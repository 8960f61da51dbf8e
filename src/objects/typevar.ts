/**
 * Type parameters: TypeVar, ParamSpec, TypeVarTuple, type aliases, Generic and NoDefault (CPython's Objects/typevarobject.c).
 *
 * Bounds, constraints, defaults and alias values of the PEP 695 syntax are functions that are called when first asked for. What belongs to the
 * `typing` module (unions with forward references, substitution rules) is asked of it by name, as CPython does.
 */
import { emptyTuple, NotImplemented, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'
import { getAttr, getIter, isTrue, str } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import type { Getter } from './descr'
import { collectParameters, makeGenericAlias } from './generic_alias'
import { typeError, valueError } from './raise'
import { bindWith } from './signature'
import { CompareOp, type PyType } from './type'
import { typeUnion } from './union'

class PyNoDefault extends PyObject {}
export const NoDefault: PyObject = new PyNoDefault()

export const noDefaultType = defineType('NoDefaultType', PyNoDefault, {
  doc: 'The type of the NoDefault singleton.',
  final: true,
  slots: {
    tp_new: (_cx, _cls, args, kwnames) => {
      if (args.length > 0 || (kwnames !== null && kwnames.length > 0))
        throw typeError('NoDefaultType takes no arguments')
      return NoDefault
    },
    tp_repr: () => 'typing.NoDefault',
  },
  methods: { '~__reduce__(self)': ['What pickle and copy need.', () => 'NoDefault'] },
})

/** A value that may still have to be computed by calling a function. */
class Lazy {
  constructor(
    public value: Value | undefined,
    readonly evaluate: Value | undefined,
  ) {}
  get(cx: Context): Value | undefined {
    if (this.value === undefined && this.evaluate !== undefined) this.value = cx.call(this.evaluate, [], null)
    return this.value
  }
}

const nothing = () => new Lazy(undefined, undefined)

/** Common part of the three sorts of type parameter. */
export class PyTypeParam extends PyObject {
  module: Value = null
  default: Lazy = nothing()
  constructor(readonly name: Str) {
    super()
  }
}

export class PyTypeVar extends PyTypeParam {
  bound: Lazy = nothing()
  constraints: Lazy = nothing()
  covariant = false
  contravariant = false
  inferVariance = false
}

export class PyParamSpec extends PyTypeParam {
  bound: Value = null
  covariant = false
  contravariant = false
  inferVariance = false
}

export class PyTypeVarTuple extends PyTypeParam {}

/** `P.args` and `P.kwargs`. */
export class PyParamSpecAttr extends PyObject {
  constructor(readonly origin: Value) {
    super()
  }
}
export class PyParamSpecArgs extends PyParamSpecAttr {}
export class PyParamSpecKwargs extends PyParamSpecAttr {}

export class PyTypeAlias extends PyObject {
  parameters: PyTuple | undefined = undefined
  constructor(
    readonly name: Str,
    readonly typeParams: PyTuple,
    readonly value: Lazy,
    readonly module: Value,
  ) {
    super()
  }
}

/** `__name__` of the module whose code is running. */
function callerModule(cx: Context): Value {
  return cx.frame?.globals.getStr('__name__') ?? null
}

/** Calls a function of the `typing` module. */
function typing(cx: Context, name: string, ...args: Value[]): Value {
  return cx.call(getAttr(cx, cx.importModule('typing'), name), args, null)
}

// What the compiler's intrinsics make.

/** A parameter of the `[T, *Ts, **P]` syntax; bound and constraints are functions to call. */
export function makeTypeParam(
  cx: Context,
  kind: 'TypeVar' | 'ParamSpec' | 'TypeVarTuple',
  name: Str,
  bound: Value | undefined,
  constraints: Value | undefined,
): PyTypeParam {
  let p: PyTypeParam
  if (kind === 'TypeVarTuple') p = new PyTypeVarTuple(name)
  else if (kind === 'ParamSpec') {
    const s = new PyParamSpec(name)
    s.inferVariance = true
    p = s
  } else {
    const t = new PyTypeVar(name)
    t.inferVariance = true
    t.bound = new Lazy(bound === undefined ? null : undefined, bound)
    t.constraints = new Lazy(undefined, constraints)
    p = t
  }
  p.module = callerModule(cx)
  return p
}

/** Gives a parameter its default, a function to call. */
export function setTypeParamDefault(_cx: Context, param: Value, evaluate: Value): Value {
  ;(param as PyTypeParam).default = new Lazy(undefined, evaluate)
  return param
}

/** The value of a `type` statement. */
export function makeTypeAlias(cx: Context, name: Str, params: Value, evaluate: Value): Value {
  return new PyTypeAlias(
    name,
    params instanceof PyTuple ? params : emptyTuple,
    new Lazy(undefined, evaluate),
    callerModule(cx),
  )
}

/** `Generic[params]`, the base a class with type parameters gets. */
export function subscriptGeneric(cx: Context, params: Value): Value {
  const unpacked = (params as PyTuple).items.map((p) => (p instanceof PyTypeVarTuple ? unpack(cx, p) : p))
  return typing(cx, '_GenericAlias', genericType, new PyTuple(unpacked))
}

function unpack(cx: Context, p: PyTypeVarTuple): Value {
  return cx.call(getAttr(cx, getAttr(cx, cx.importModule('typing'), 'Unpack'), '__getitem__'), [p], null)
}

// The Python types.

function hasDefault(p: PyTypeParam): boolean {
  return p.default.evaluate !== undefined || (p.default.value !== undefined && p.default.value !== NoDefault)
}

const common = {
  __name__: [null, (_cx: Context, p: PyTypeParam) => p.name] as [null, Getter],
}
const defaultGetset = {
  __default__: [
    'The default of the type parameter.',
    (cx: Context, p: PyTypeParam) => {
      const value = p.default.get(cx)
      return value === undefined ? NoDefault : value
    },
  ] as [string, Getter],
  __module__: [null, (_cx: Context, p: PyTypeParam) => p.module] as [null, Getter],
}
const commonMethods = {
  '~__reduce__(self)': ['What pickle and copy need.', (_cx: Context, p: PyTypeParam) => p.name] as [
    string,
    (cx: Context, p: PyTypeParam) => Value,
  ],
  '~has_default(self)': ['Does the parameter have a default?', (_cx: Context, p: PyTypeParam) => hasDefault(p)] as [
    string,
    (cx: Context, p: PyTypeParam) => Value,
  ],
}

const cannotSubclass = (what: string) =>
  [
    'Not a base class.',
    () => {
      throw typeError(`Cannot subclass an instance of ${what}`)
    },
  ] as [string, () => never]

/** `T | int`: a typing union. */
function unionWith(cx: Context, a: Value, b: Value): Value {
  return typing(cx, '_make_union', a, b)
}

function checkVariance(cx: Context, covariant: Value, contravariant: Value, infer: Value): [boolean, boolean, boolean] {
  const co = isTrue(cx, covariant)
  const contra = isTrue(cx, contravariant)
  const inferred = isTrue(cx, infer)
  if (co && contra) throw valueError('Bivariant types are not supported.')
  if (inferred && (co || contra)) throw valueError('Variance cannot be specified with infer_variance.')
  return [co, contra, inferred]
}

function variancePrefix(p: { covariant: boolean; contravariant: boolean; inferVariance: boolean }): string {
  return p.inferVariance ? '' : p.covariant ? '+' : p.contravariant ? '-' : '~'
}

const variance = {
  __covariant__: [null, (_cx: Context, p: PyTypeVar) => p.covariant] as [null, Getter],
  __contravariant__: [null, (_cx: Context, p: PyTypeVar) => p.contravariant] as [null, Getter],
  __infer_variance__: [null, (_cx: Context, p: PyTypeVar) => p.inferVariance] as [null, Getter],
}

export const typeVarType = defineType('TypeVar', PyTypeVar, {
  doc: 'A type variable.',
  module: 'typing',
  final: true,
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: bindWith(
      'typevar(name: str, *constraints, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)',
      (
        cx: Context,
        _cls: PyType,
        name: Str,
        constraints: Value[],
        bound: Value,
        defaultValue: Value | undefined,
        covariant: Value,
        contravariant: Value,
        infer: Value,
      ) => {
        const [co, contra, inferred] = checkVariance(cx, covariant, contravariant, infer)
        const t = new PyTypeVar(name)
        t.covariant = co
        t.contravariant = contra
        t.inferVariance = inferred
        let boundValue: Value = null
        if (bound !== null) boundValue = typing(cx, '_type_check', bound, 'Bound must be a type.')
        if (constraints.length === 1) throw typeError('A single constraint is not allowed')
        if (constraints.length > 0 && boundValue !== null)
          throw typeError('Constraints cannot be combined with bound=...')
        t.bound = new Lazy(boundValue, undefined)
        const checked = constraints.map((c) =>
          typing(cx, '_type_check', c, 'TypeVar(name, constraint, ...): constraints must be types.'),
        )
        t.constraints = new Lazy(new PyTuple(checked), undefined)
        t.default = new Lazy(defaultValue, undefined)
        t.module = callerModule(cx)
        return t
      },
    ),
    tp_repr: (_cx, t: PyTypeVar) => fromText(variancePrefix(t) + textOf(t.name)),
    nb_or: unionWith,
  },
  methods: {
    '~__typing_subst__(self, arg, /)': [
      'The value put in for the variable.',
      (cx, t: PyTypeVar, arg: Value) => typing(cx, '_typevar_subst', t, arg),
    ],
    '~__typing_prepare_subst__(self, alias, args, /)': [
      'Completes the arguments of an alias.',
      (cx, t: PyTypeVar, alias: Value, args: Value) => prepareSubst(cx, t, alias, args as PyTuple),
    ],
    ...commonMethods,
    '~__mro_entries__(self, bases, /)': cannotSubclass('TypeVar'),
  },
  members: { ...common, ...variance },
  getset: {
    __bound__: ['The upper bound.', (cx, t: PyTypeVar) => t.bound.get(cx) ?? null],
    __constraints__: ['The constraints.', (cx, t: PyTypeVar) => t.constraints.get(cx) ?? emptyTuple],
    ...defaultGetset,
  },
})

/** Puts in the default of a variable an alias is not given. */
function prepareSubst(cx: Context, t: PyTypeVar, alias: Value, args: PyTuple): Value {
  const params = getAttr(cx, alias, '__parameters__') as PyTuple
  const i = params.items.indexOf(t)
  if (i < args.items.length) return args
  if (i === args.items.length && hasDefault(t)) return new PyTuple([...args.items, t.default.get(cx)!])
  throw typeError(`Too few arguments for ${textOf(str(cx, alias))}`)
}

export const paramSpecType = defineType('ParamSpec', PyParamSpec, {
  doc: 'A parameter specification variable.',
  module: 'typing',
  final: true,
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: bindWith(
      'paramspec(name: str, *, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)',
      (
        cx: Context,
        _cls: PyType,
        name: Str,
        bound: Value,
        defaultValue: Value | undefined,
        covariant: Value,
        contravariant: Value,
        infer: Value,
      ) => {
        const [co, contra, inferred] = checkVariance(cx, covariant, contravariant, infer)
        const p = new PyParamSpec(name)
        p.covariant = co
        p.contravariant = contra
        p.inferVariance = inferred
        p.bound = bound === null ? null : typing(cx, '_type_check', bound, 'Bound must be a type.')
        p.default = new Lazy(defaultValue, undefined)
        p.module = callerModule(cx)
        return p
      },
    ),
    tp_repr: (_cx, p: PyParamSpec) => fromText(variancePrefix(p) + textOf(p.name)),
    nb_or: unionWith,
  },
  methods: {
    '~__typing_subst__(self, arg, /)': [
      'The value put in for the variable.',
      (cx, p: PyParamSpec, arg: Value) => typing(cx, '_paramspec_subst', p, arg),
    ],
    '~__typing_prepare_subst__(self, alias, args, /)': [
      'Completes the arguments of an alias.',
      (cx, p: PyParamSpec, alias: Value, args: Value) => typing(cx, '_paramspec_prepare_subst', p, alias, args),
    ],
    ...commonMethods,
    '~__mro_entries__(self, bases, /)': cannotSubclass('ParamSpec'),
  },
  members: { ...common, __bound__: [null, (_cx, p: PyParamSpec) => p.bound], ...variance },
  getset: {
    args: ['Stands for the positional arguments.', (_cx, p: PyParamSpec) => new PyParamSpecArgs(p)],
    kwargs: ['Stands for the keyword arguments.', (_cx, p: PyParamSpec) => new PyParamSpecKwargs(p)],
    ...defaultGetset,
  },
})

export const typeVarTupleType = defineType('TypeVarTuple', PyTypeVarTuple, {
  doc: 'A type variable that stands for any number of types.',
  module: 'typing',
  final: true,
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: bindWith(
      'typevartuple(name: str, *, default=<unrepresentable>)',
      (cx: Context, _cls: PyType, name: Str, defaultValue: Value | undefined) => {
        const t = new PyTypeVarTuple(name)
        t.default = new Lazy(defaultValue, undefined)
        t.module = callerModule(cx)
        return t
      },
    ),
    tp_repr: (_cx, t: PyTypeVarTuple) => t.name,
    tp_iter: (cx, t: PyTypeVarTuple) => getIter(cx, new PyTuple([unpack(cx, t)])),
  },
  methods: {
    '~__typing_subst__(self, arg, /)': [
      'Not possible on its own.',
      () => {
        throw typeError('Substitution of bare TypeVarTuple is not supported')
      },
    ],
    '~__typing_prepare_subst__(self, alias, args, /)': [
      'Completes the arguments of an alias.',
      (cx, t: PyTypeVarTuple, alias: Value, args: Value) => typing(cx, '_typevartuple_prepare_subst', t, alias, args),
    ],
    ...commonMethods,
    '~__mro_entries__(self, bases, /)': cannotSubclass('TypeVarTuple'),
  },
  members: common,
  getset: defaultGetset,
})

function specAttr(name: string, host: new (origin: Value) => PyParamSpecAttr, attr: string): PyType {
  return defineType(name, host, {
    doc: `The ${attr} of a ParamSpec.`,
    module: 'typing',
    final: true,
    slots: {
      tp_new: bindWith(
        `${name.toLowerCase()}(origin)`,
        (_cx: Context, _cls: PyType, origin: Value) => new host(origin),
      ),
      tp_repr: (cx, a: PyParamSpecAttr) =>
        fromText(`${a.origin instanceof PyParamSpec ? textOf(a.origin.name) : textOf(str(cx, a.origin))}.${attr}`),
      tp_hash: null,
      tp_richcompare: (_cx, a: PyParamSpecAttr, b: Value, op: CompareOp) =>
        b instanceof host && (op === CompareOp.EQ || op === CompareOp.NE)
          ? (a.origin === b.origin) === (op === CompareOp.EQ)
          : NotImplemented,
    },
    methods: { '~__mro_entries__(self, bases, /)': cannotSubclass(name) },
    members: { __origin__: [null, (_cx, a: PyParamSpecAttr) => a.origin] },
  })
}
export const paramSpecArgsType = specAttr('ParamSpecArgs', PyParamSpecArgs, 'args')
export const paramSpecKwargsType = specAttr('ParamSpecKwargs', PyParamSpecKwargs, 'kwargs')

export const typeAliasType = defineType('TypeAliasType', PyTypeAlias, {
  doc: 'The value of a type statement.',
  module: 'typing',
  final: true,
  weakref: true,
  slots: {
    tp_new: bindWith(
      'typealias(name: str, value, *, type_params=())',
      (cx: Context, _cls: PyType, name: Str, value: Value, params: Value) => {
        if (!(params instanceof PyTuple)) throw typeError('type_params must be a tuple')
        return new PyTypeAlias(name, params, new Lazy(value, undefined), callerModule(cx))
      },
    ),
    tp_repr: (_cx, a: PyTypeAlias) => a.name,
    nb_or: typeUnion,
    mp_subscript: (_cx, a: PyTypeAlias, item: Value) => {
      if (a.typeParams.items.length === 0) throw typeError('Only generic type aliases are subscriptable')
      return makeGenericAlias(a, item)
    },
  },
  methods: { '~__reduce__(self)': ['What pickle and copy need.', (_cx, a: PyTypeAlias) => a.name] },
  members: { __name__: [null, (_cx, a: PyTypeAlias) => a.name] },
  getset: {
    __parameters__: [
      null,
      (cx, a: PyTypeAlias) =>
        (a.parameters ??= collectParameters(
          cx,
          a.typeParams.items.map((p) => (p instanceof PyTypeVarTuple ? unpack(cx, p) : p)),
        )),
    ],
    __type_params__: [null, (_cx, a: PyTypeAlias) => a.typeParams],
    __value__: [null, (cx, a: PyTypeAlias) => a.value.get(cx) ?? null],
    __module__: [null, (_cx, a: PyTypeAlias) => a.module],
  },
})

/** typing.Generic. */
export const genericType = defineType('Generic', null, {
  doc: 'Base class of generic classes: class Box(Generic[T]).',
  module: 'typing',
  inheritNew: true,
  classmethods: {
    '~__class_getitem__(cls, *args, **kwargs)': [
      'The class with type arguments.',
      (cx, cls: PyType, args: Value[]) => typing(cx, '_generic_class_getitem', cls, ...args),
    ],
    __init_subclass__: [
      'Notes the type parameters of a subclass.',
      (cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null) =>
        cx.call(getAttr(cx, cx.importModule('typing'), '_generic_init_subclass'), [cls, ...args], kwnames),
    ],
  },
})
