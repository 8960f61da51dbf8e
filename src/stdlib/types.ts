/**
 * The `types` module: names of the builtin types that have none elsewhere, and making classes by calls (CPython's Lib/types.py).
 */
import { CodeFlags, type CodeObject } from '../compile/code'
import { asyncGeneratorType } from '../objects/async_generator'
import { callMethod, getAttr, getAttrOrNull, isCallable } from '../objects/abstract'
import { cellType } from '../objects/cell'
import { codeType } from '../objects/code'
import type { Context } from '../objects/context'
import { defineModule, defineType } from '../objects/define'
import { PyProperty } from '../objects/descr'
import {
  builtinFunctionType,
  classMethodDescriptorType,
  getSetDescriptorType,
  isAbstract,
  memberDescriptorType,
  methodDescriptorType,
  methodWrapperType,
  wrapperDescriptorType,
} from '../objects/descr_types'
import { Frame } from '../objects/frame'
import { functionType, PyFunction } from '../objects/function'
import { coroutineType, generatorType } from '../objects/generator'
import { genericAliasType } from '../objects/generic_alias'
import { mappingProxyType } from '../objects/mappingproxy'
import { methodType } from '../objects/method'
import { moduleType } from '../objects/module'
import { namespaceType } from '../objects/namespace'
import { ellipsisType, noneType, notImplementedType } from '../objects/none'
import { adopt } from '../objects/object'
import { attributeError, typeError } from '../objects/raise'
import { bindWith } from '../objects/signature'
import { tracebackType } from '../objects/traceback'
import { PyType, typeName, typeOf, typeType } from '../objects/type'
import { calculateMetaclass } from '../objects/type_new'
import { unionType } from '../objects/union'
import { PyDict } from '../values/dict'
import { PyList, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { textOf } from '../values/wide'

/** Replaces what is not a class in a list of bases by what its `__mro_entries__` says; the tuple itself where all are classes. */
export function resolveBases(cx: Context, bases: PyTuple): PyTuple {
  let out: Value[] | undefined
  bases.items.forEach((b, i) => {
    const f = b instanceof PyType ? undefined : getAttrOrNull(cx, b, '__mro_entries__')
    if (f === undefined) {
      out?.push(b)
      return
    }
    const entries = cx.call(f, [bases], null)
    if (!(entries instanceof PyTuple)) throw typeError('__mro_entries__ must return a tuple')
    out ??= bases.items.slice(0, i)
    out.push(...entries.items)
  })
  return out === undefined ? bases : new PyTuple(out)
}

/** Metaclass, namespace and remaining keywords for a class statement with these bases. */
function prepareClass(cx: Context, name: Value, bases: PyTuple, kwds: Value): [Value, Value, PyDict] {
  const rest = kwds instanceof PyDict ? kwds.copy() : new PyDict()
  let meta = rest.getStr('metaclass')
  if (meta !== undefined) rest.delStr('metaclass')
  else meta = bases.items.length > 0 ? typeOf(bases.items[0]!) : typeType
  if (meta instanceof PyType) meta = calculateMetaclass(meta, bases.items)
  const prepare = getAttrOrNull(cx, meta, '__prepare__')
  const ns = prepare === undefined ? new PyDict() : callWith(cx, prepare, [name, bases], rest)
  return [meta, ns, rest]
}

function callWith(cx: Context, f: Value, args: Value[], kwds: PyDict): Value {
  const names: string[] = []
  const values: Value[] = []
  kwds.keys.forEach((k, i) => {
    if (k === undefined) return
    names.push(textOf(k as Str))
    values.push(kwds.values[i]!)
  })
  return cx.call(f, [...args, ...values], names.length > 0 ? names : null)
}

function newClass(cx: Context, name: Value, bases: Value, kwds: Value, execBody: Value): Value {
  const original = bases as PyTuple
  const resolved = resolveBases(cx, original)
  const [meta, ns, rest] = prepareClass(cx, name, resolved, kwds)
  if (execBody !== null) cx.call(execBody, [ns], null)
  if (resolved !== original) callMethod(cx, ns, '__setitem__', '__orig_bases__', original)
  // `type` takes the module from the code that calls it, which is this one; a metaclass in Python stands between.
  if (meta === typeType && ns instanceof PyDict && ns.getStr('__module__') === undefined)
    ns.setStr('__module__', 'types')
  return callWith(cx, meta, [name, resolved, ns], rest)
}

/** `types.DynamicClassAttribute`: a property that raises AttributeError when asked on the class, so that a metaclass can answer. */
const dynamicClassAttributeType = defineType('DynamicClassAttribute', null, {
  module: 'types',
  doc: 'A property seen on instances only; on the class the metaclass answers.',
  hasDict: true,
  slots: {
    tp_new: (_cx, cls) => adopt(new PyProperty(null, null, null), cls),
    tp_init: bindWith(
      'DynamicClassAttribute(fget=None, fset=None, fdel=None, doc=None)',
      (cx: Context, self: PyProperty, fget: Value, fset: Value, fdel: Value, doc: Value) => {
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.doc = doc ?? (fget === null ? null : (getAttrOrNull(cx, fget, '__doc__') ?? null))
      },
    ),
    tp_descr_get: (cx, self: PyProperty, obj) => {
      if (obj === undefined) {
        if (isAbstract(cx, self.fget)) return self
        throw attributeError('')
      }
      if (self.fget === null) throw attributeError('unreadable attribute')
      return cx.call(self.fget, [obj], null)
    },
    tp_descr_set: (cx, self: PyProperty, obj, value) => {
      const f = value === undefined ? self.fdel : self.fset
      if (f === null) throw attributeError(value === undefined ? "can't delete attribute" : "can't set attribute")
      cx.call(f, value === undefined ? [obj] : [obj, value], null)
    },
  },
  methods: {
    '~getter(self, fget)': [
      'A copy with another getter.',
      (cx, p: PyProperty, f: Value) => cx.call(p.type, [f, p.fset, p.fdel, p.doc], null),
    ],
    '~setter(self, fset)': [
      'A copy with another setter.',
      (cx, p: PyProperty, f: Value) => cx.call(p.type, [p.fget, f, p.fdel, p.doc], null),
    ],
    '~deleter(self, fdel)': [
      'A copy with another deleter.',
      (cx, p: PyProperty, f: Value) => cx.call(p.type, [p.fget, p.fset, f, p.doc], null),
    ],
  },
  members: {
    fget: [null, (_cx, p: PyProperty) => p.fget],
    fset: [null, (_cx, p: PyProperty) => p.fset],
    fdel: [null, (_cx, p: PyProperty) => p.fdel],
    __doc__: [null, (_cx, p: PyProperty) => p.doc],
  },
  getset: { __isabstractmethod__: [null, (cx, p: PyProperty) => isAbstract(cx, p.fget)] },
})
class PyCapsule extends PyObject {}
const capsuleType = defineType('PyCapsule', PyCapsule, { doc: 'An opaque pointer; none are made here.', final: true })

/** `types.coroutine`: lets a generator function be awaited. */
function coroutine(cx: Context, f: Value): Value {
  if (!isCallable(f)) throw typeError('types.coroutine() expects a callable')
  if (!(f instanceof PyFunction)) return f
  const flags = f.code.flags
  if (flags & (CodeFlags.COROUTINE | CodeFlags.ITERABLE_COROUTINE) || !(flags & CodeFlags.GENERATOR)) return f
  const replace = getAttr(cx, f.code, 'replace')
  f.code = cx.call(replace, [flags | CodeFlags.ITERABLE_COROUTINE], ['co_flags']) as CodeObject
  return f
}

export const load = defineModule('types', 'Names of builtin types, and functions that make classes.', {
  functions: {
    '@new_class(name, bases=(), kwds=None, exec_body=None)': ['Make a class by calls.', newClass],
    '@resolve_bases(bases)': [
      'The bases with non-classes replaced by what __mro_entries__ gives.',
      (cx, bases: Value) => resolveBases(cx, bases instanceof PyTuple ? bases : new PyTuple((bases as PyList).items)),
    ],
    '@prepare_class(name, bases=(), kwds=None)': [
      'Metaclass, namespace and keywords for a class.',
      (cx, name: Value, bases: Value, kwds: Value) => new PyTuple(prepareClass(cx, name, bases as PyTuple, kwds)),
    ],
    '@get_original_bases(cls, /)': [
      'The bases as the class statement had them.',
      (cx, cls: Value) => {
        if (!(cls instanceof PyType)) throw typeError(`Expected an instance of type, not '${typeName(cls)}'`)
        return cls.attrs.getStr('__orig_bases__') ?? getAttr(cx, cls, '__bases__')
      },
    ],
    '@coroutine(func)': ['Lets a generator function be awaited.', coroutine],
  },
  values: () => ({
    FunctionType: functionType,
    LambdaType: functionType,
    CodeType: codeType,
    MappingProxyType: mappingProxyType,
    SimpleNamespace: namespaceType,
    CellType: cellType,
    GeneratorType: generatorType,
    CoroutineType: coroutineType,
    AsyncGeneratorType: asyncGeneratorType,
    MethodType: methodType,
    BuiltinFunctionType: builtinFunctionType,
    BuiltinMethodType: builtinFunctionType,
    WrapperDescriptorType: wrapperDescriptorType,
    MethodWrapperType: methodWrapperType,
    MethodDescriptorType: methodDescriptorType,
    ClassMethodDescriptorType: classMethodDescriptorType,
    ModuleType: moduleType,
    TracebackType: tracebackType,
    FrameType: Frame.prototype.type,
    GetSetDescriptorType: getSetDescriptorType,
    MemberDescriptorType: memberDescriptorType,
    DynamicClassAttribute: dynamicClassAttributeType,
    GenericAlias: genericAliasType,
    UnionType: unionType,
    EllipsisType: ellipsisType,
    NoneType: noneType,
    NotImplementedType: notImplementedType,
    CapsuleType: capsuleType,
    __all__: new PyList(
      'FunctionType LambdaType CodeType MappingProxyType SimpleNamespace CellType GeneratorType CoroutineType AsyncGeneratorType MethodType BuiltinFunctionType BuiltinMethodType WrapperDescriptorType MethodWrapperType MethodDescriptorType ClassMethodDescriptorType ModuleType TracebackType FrameType GetSetDescriptorType MemberDescriptorType new_class resolve_bases prepare_class get_original_bases DynamicClassAttribute coroutine GenericAlias UnionType EllipsisType NoneType NotImplementedType CapsuleType'.split(
        ' ',
      ),
    ),
  }),
})
