/**
 * BaseExceptionGroup and ExceptionGroup (CPython's Objects/exceptions.c, second half).
 */
import { emptyTuple, PyList, PyTuple, type Str, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'
import { callMethod, getAttrOrNull, isTrue, toArray } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { excTypes, exceptionDict, isExceptionClass, PyException, PyExceptionGroup } from './exceptions'
import { classGetItem } from './generic_alias'
import { adopt } from './object'
import { typeError, valueError } from './raise'
import { noKeywords } from './signature'
import { asStrValue } from './str'
import { isSubtype, PyType, typeName, typeOf } from './type'
import { mergeMro } from './type_new'
import { weakReferences } from './weakref'

function allocGroup(cls: PyType): PyExceptionGroup {
  const e = new PyExceptionGroup()
  e.type = cls
  if (cls.nslots > 0) adopt(e, cls)
  return e
}

/** `BaseExceptionGroup.__new__`: a group of plain exceptions becomes an ExceptionGroup by itself. */
function groupNew(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  const n = args.length - (kwnames === null ? 0 : kwnames.length)
  if (n !== 2) throw typeError(`BaseExceptionGroup.__new__() takes exactly 2 arguments (${n} given)`)
  const message = asStrValue(args[0]!)
  if (message === undefined) {
    throw typeError(
      `BaseExceptionGroup.__new__() argument 1 must be str, not ${args[0] === null ? 'None' : typeName(args[0]!)}`,
    )
  }
  const t = typeOf(args[1]!)
  if (t.sq_item === undefined && !(args[1] instanceof PyList) && !(args[1] instanceof PyTuple)) {
    throw typeError('second argument (exceptions) must be a sequence')
  }
  const items = toArray(cx, args[1]!)
  if (items.length === 0) throw valueError('second argument (exceptions) must be a non-empty sequence')
  let plain = true
  items.forEach((e, i) => {
    if (!(e instanceof PyException)) throw valueError(`Item ${i} of second argument (exceptions) is not an exception`)
    if (!isSubtype(e.type, excTypes.Exception)) plain = false
  })
  if (cls === baseExceptionGroupType) {
    if (plain) cls = exceptionGroupType
  } else if (!plain && isSubtype(cls, excTypes.Exception)) {
    throw typeError(
      cls === exceptionGroupType
        ? 'Cannot nest BaseExceptions in an ExceptionGroup'
        : `Cannot nest BaseExceptions in '${cls.tpName}'`,
    )
  }
  const e = allocGroup(cls)
  e.args = new PyTuple(args.slice(0, 2))
  e.message = message
  e.exceptions = new PyTuple(items)
  return e
}

/** How `split` and `subgroup` choose: by class, by tuple of classes, or by a function. */
function matcher(cx: Context, how: Value): (e: PyException) => boolean {
  if (isExceptionClass(how)) return (e) => isSubtype(e.type, how)
  if (how instanceof PyTuple && how.items.every(isExceptionClass)) {
    const classes = how.items as PyType[]
    return (e) => classes.some((c) => isSubtype(e.type, c))
  }
  if (typeOf(how).tp_call !== undefined && !(how instanceof PyType)) return (e) => isTrue(cx, cx.call(how, [e], null))
  throw typeError('expected an exception type, a tuple of exception types, or a callable (other than a class)')
}

/** A group like `self` with other members: `derive`, then the facts that belong to the exception rather than its class. */
function deriveLike(cx: Context, self: PyExceptionGroup, members: Value[]): Value {
  if (members.length === 0) return null
  const g = callMethod(cx, self, 'derive', new PyList(members))
  if (!(g instanceof PyExceptionGroup)) {
    throw typeError('derive must return an instance of BaseExceptionGroup')
  }
  g.traceback = self.traceback
  g.context = self.context
  if (self.cause !== null) {
    g.cause = self.cause
    g.suppressContext = true
  }
  const notes = getAttrOrNull(cx, self, '__notes__')
  if (notes !== undefined && typeOf(notes).tp_iter !== undefined) {
    exceptionDict(g).setStr('__notes__', new PyList(toArray(cx, notes)))
  }
  return g
}

/** Splits a group, or a single exception, into what matches and what does not; None for an empty part. */
export function splitException(
  cx: Context,
  exc: PyException,
  match: (e: PyException) => boolean,
  wantRest: boolean,
): [Value, Value] {
  if (match(exc)) return [exc, null]
  if (!(exc instanceof PyExceptionGroup)) return [null, exc]
  cx.enter(' in exceptiongroup_split_recursive')
  try {
    const yes: Value[] = []
    const no: Value[] = []
    for (const e of exc.exceptions.items) {
      const [m, r] = splitException(cx, e as PyException, match, wantRest)
      if (m !== null) yes.push(m)
      if (r !== null) no.push(r)
    }
    return [deriveLike(cx, exc, yes), wantRest ? deriveLike(cx, exc, no) : null]
  } finally {
    cx.leave()
  }
}

/** What `except* types` does: the part that matches and the rest. */
export function splitByTypes(cx: Context, exc: PyException, types: Value): [Value, Value] {
  return splitException(cx, exc, matcher(cx, types), true)
}

/** `derive` of the base class. */
function derive(cx: Context, self: PyExceptionGroup, excs: Value): Value {
  return cx.call(baseExceptionGroupType, [self.message, excs], null)
}

export const baseExceptionGroupType: PyType = defineType('BaseExceptionGroup', PyExceptionGroup, {
  base: excTypes.BaseException,
  doc: 'A combination of several exceptions.',
  slots: {
    tp_alloc: allocGroup,
    tp_new: groupNew,
    tp_init: (_cx, self: PyExceptionGroup, args: Value[], kwnames) => {
      noKeywords(`${self.type.tpName}()`, kwnames)
      self.args = args.length === 0 ? emptyTuple : new PyTuple(args)
    },
    tp_str: (_cx, self: PyExceptionGroup): Str => {
      const n = self.exceptions.items.length
      return fromText(`${textOf(self.message)} (${n} sub-exception${n > 1 ? 's' : ''})`)
    },
  },
  methods: {
    'derive(self, object, /)': ['A group with the same message and other exceptions.', derive],
    'split(self, object, /)': [
      'A pair: the part that matches and the rest.',
      (cx, self: PyExceptionGroup, how: Value) => {
        const [m, r] = splitException(cx, self, matcher(cx, how), true)
        return new PyTuple([m, r])
      },
    ],
    'subgroup(self, object, /)': [
      'The part that matches, or None.',
      (cx, self: PyExceptionGroup, how: Value) => splitException(cx, self, matcher(cx, how), false)[0],
    ],
  },
  classmethods: { '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem] },
  members: {
    message: ['The message.', (_cx, self: PyExceptionGroup) => self.message],
    exceptions: ['The nested exceptions.', (_cx, self: PyExceptionGroup) => self.exceptions],
  },
})

export const exceptionGroupType: PyType = defineType('ExceptionGroup', null, {
  base: baseExceptionGroupType,
  doc: 'A combination of several exceptions, none of which is outside Exception.',
  weakref: true,
  getset: { __weakref__: ['Weak references to the object.', (_cx, self: PyExceptionGroup) => weakReferences(self)] },
  constants: { __module__: 'builtins' },
})
// The one builtin class with two bases.
exceptionGroupType.bases = [baseExceptionGroupType, excTypes.Exception]
excTypes.Exception.subclasses.push(exceptionGroupType)
exceptionGroupType.mro = mergeMro(exceptionGroupType, exceptionGroupType.bases)
