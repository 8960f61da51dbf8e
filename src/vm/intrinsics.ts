/**
 * CALL_INTRINSIC_1 and CALL_INTRINSIC_2: internal functions the compiler calls by number (CPython's Python/intrinsics.c).
 */
import { getAttr, getAttrOrNull, getIter, getItem, iterNext, positive } from '../objects/abstract'
import { PyAsyncGenWrappedValue } from '../objects/async_generator'
import { excTypes, type PyException, PyExceptionGroup } from '../objects/exceptions'
import type { Frame } from '../objects/frame'
import type { PyFunction } from '../objects/function'
import { PyModule } from '../objects/module'
import { importError, raiseOf, systemError, typeError } from '../objects/raise'
import { makeTypeAlias, makeTypeParam, setTypeParamDefault, subscriptGeneric } from '../objects/typevar'
import { isSubtype, typeName } from '../objects/type'
import { PyDict } from '../values/dict'
import { PyList, PyTuple, type Str, type Value } from '../values/value'
import { textOf } from '../values/wide'
import { setItem } from '../objects/abstract'
import { chainContext } from './unwind'
import type { VM } from './vm'

const enum I1 {
  PRINT = 1,
  IMPORT_STAR,
  STOPITERATION_ERROR,
  ASYNC_GEN_WRAP,
  UNARY_POSITIVE,
  LIST_TO_TUPLE,
  TYPEVAR,
  PARAMSPEC,
  TYPEVARTUPLE,
  SUBSCRIPT_GENERIC,
  TYPEALIAS,
}

export function intrinsic1(vm: VM, frame: Frame, which: number, v: Value): Value {
  switch (which) {
    case I1.PRINT:
      return vm.displayHook(v)
    case I1.IMPORT_STAR:
      importStar(vm, frame, v)
      return null
    case I1.STOPITERATION_ERROR:
      return stopIterationError(vm, frame, v as PyException)
    case I1.ASYNC_GEN_WRAP:
      return new PyAsyncGenWrappedValue(v)
    case I1.UNARY_POSITIVE:
      return positive(vm, v)
    case I1.LIST_TO_TUPLE:
      return new PyTuple((v as PyList).items)
    case I1.TYPEVAR:
      return makeTypeParam(vm, 'TypeVar', v as Str, undefined, undefined)
    case I1.PARAMSPEC:
      return makeTypeParam(vm, 'ParamSpec', v as Str, undefined, undefined)
    case I1.TYPEVARTUPLE:
      return makeTypeParam(vm, 'TypeVarTuple', v as Str, undefined, undefined)
    case I1.SUBSCRIPT_GENERIC:
      return subscriptGeneric(vm, v)
    case I1.TYPEALIAS: {
      const [name, params, evaluate] = (v as PyTuple).items
      return makeTypeAlias(vm, name as Str, params, evaluate)
    }
  }
  throw systemError(`invalid intrinsic function ${which}`)
}

export function intrinsic2(vm: VM, _frame: Frame, which: number, a: Value, b: Value): Value {
  switch (which) {
    case 1:
      return prepReraiseStar(vm, a as PyException, b as PyList)
    case 2:
      return makeTypeParam(vm, 'TypeVar', a as Str, b, undefined)
    case 3:
      return makeTypeParam(vm, 'TypeVar', a as Str, undefined, b)
    case 4:
      ;(a as PyFunction).typeParams = b as PyTuple
      return a
    case 5:
      return setTypeParamDefault(vm, a, b)
  }
  throw systemError(`invalid intrinsic function ${which}`)
}

/** `from module import *` into the local names. */
function importStar(vm: VM, frame: Frame, module: Value): void {
  const locals = frame.locals as Value
  let names = getAttrOrNull(vm, module, '__all__')
  const all = names !== undefined
  let dict: PyDict | undefined
  if (names === undefined) {
    const d = getAttrOrNull(vm, module, '__dict__')
    if (d === undefined) throw importError(excTypes.ImportError, 'from-import-* object has no __dict__ and no __all__')
    dict = d instanceof PyDict ? d : undefined
    names =
      dict !== undefined
        ? new PyList([...dict.keys].filter((k) => k !== undefined) as Value[])
        : vm.call(getAttr(vm, d, 'keys'), [])
  }
  const it = getIter(vm, names)
  for (let name = iterNext(vm, it); name !== undefined; name = iterNext(vm, it)) {
    const text = vm.strText(name)
    if (text === undefined) {
      const what = getAttrOrNull(vm, module, '__name__') ?? null
      throw typeError(
        all
          ? `Item in ${textOf(what as Str)}.__all__ must be str, not ${typeName(name)}`
          : `Key in ${textOf(what as Str)}.__dict__ must be str, not ${typeName(name)}`,
      )
    }
    if (!all && text.startsWith('_')) continue
    const v = getAttr(vm, module, text)
    if (locals instanceof PyDict) locals.setStr(text, v)
    else setItem(vm, locals, text, v)
  }
}

/** A StopIteration that would leave a generator's body becomes RuntimeError. */
function stopIterationError(vm: VM, frame: Frame, exc: PyException): Value {
  let message: string | undefined
  const flags = frame.code.flags
  if (isSubtype(exc.type, excTypes.StopIteration)) {
    message =
      flags & 0x200
        ? 'async generator raised StopIteration'
        : flags & 0x80
          ? 'coroutine raised StopIteration'
          : 'generator raised StopIteration'
  } else if (flags & 0x200 && isSubtype(exc.type, excTypes.StopAsyncIteration)) {
    message = 'async generator raised StopAsyncIteration'
  }
  if (message === undefined) return exc
  const e = raiseOf(excTypes.RuntimeError, message).exc
  e.cause = exc
  e.context = exc
  e.suppressContext = true
  return e
}

/** What a `try … except*` raises when its handlers are done: the unhandled rest and what handlers raised; None for nothing. */
function prepReraiseStar(vm: VM, orig: PyException, list: PyList): Value {
  const excs = list.items.filter((e) => e !== null) as PyException[]
  if (excs.length === 0) return null
  if (!(orig instanceof PyExceptionGroup)) {
    // A naked exception was caught: what is left is either it or one exception raised by the handler.
    return excs[0]
  }
  const raisedExcs: PyException[] = []
  const reraised: PyException[] = []
  for (const e of excs) {
    const same = e.traceback === orig.traceback && e.cause === orig.cause && e.context === orig.context
    if (same && e.constructor === orig.constructor) reraised.push(e)
    else raisedExcs.push(e)
  }
  const rest = projection(vm, orig, reraised)
  if (raisedExcs.length === 0) return rest
  if (rest !== null) raisedExcs.push(rest)
  const group = vm.call(vm.builtins.getStr('ExceptionGroup') as Value, ['', new PyList(raisedExcs)]) as PyException
  chainContext(vm, group)
  return group
}

/** The part of `orig` whose leaves are in `keep`. */
function projection(vm: VM, orig: PyException, keep: PyException[]): PyException | null {
  if (keep.length === 0) return null
  const leaves = new Set<PyException>()
  const collect = (e: PyException) => {
    if (e instanceof PyExceptionGroup) for (const x of e.exceptions.items) collect(x as PyException)
    else leaves.add(e)
  }
  for (const e of keep) collect(e)
  const part = (e: PyException): PyException | null => {
    if (!(e instanceof PyExceptionGroup)) return leaves.has(e) ? e : null
    const parts: PyException[] = []
    for (const x of e.exceptions.items) {
      const p = part(x as PyException)
      if (p !== null) parts.push(p)
    }
    if (parts.length === 0) return null
    const g = vm.call(getAttr(vm, e, 'derive'), [new PyList(parts)]) as PyException
    g.traceback = e.traceback
    g.context = e.context
    g.cause = e.cause
    g.suppressContext = e.suppressContext
    const notes = getAttrOrNull(vm, e, '__notes__')
    if (notes !== undefined && notes instanceof PyList) g.dict?.setStr('__notes__', new PyList(notes.items.slice()))
    return g
  }
  return part(orig)
}

export { PyModule, getItem }
