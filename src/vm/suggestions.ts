/**
 * "Did you mean": what the traceback of a NameError, AttributeError or ImportError suggests (CPython's Lib/traceback.py, `_compute_suggestion_error`).
 */
import { callMethod, getAttrOrNull, toArray } from '../objects/abstract'
import { excTypes, PyAttributeError, type PyException, PyImportError, PyNameError } from '../objects/exceptions'
import { PyRaise } from '../objects/raise'
import { suggest } from '../objects/suggest'
import { isSubtype } from '../objects/type'
import { PyDict } from '../values/dict'
import type { Value } from '../values/value'
import { stdlibNames } from './stdlib_names'
import { localsOf } from './frame_locals'
import type { VM } from './vm'

/** What is added to the message, '' for nothing. */
export function suggestionFor(vm: VM, exc: PyException): string {
  try {
    return vm.unmonitored(() => compute(vm, exc))
  } catch (e) {
    if (e instanceof PyRaise) return ''
    throw e
  }
}

function compute(vm: VM, exc: PyException): string {
  if (exc instanceof PyImportError) {
    const wrong = exc.nameFrom === undefined || exc.nameFrom === null ? undefined : vm.strText(exc.nameFrom)
    if (wrong === undefined) return ''
    const modname = exc.name === undefined || exc.name === null ? undefined : vm.strText(exc.name)
    const module = modname === undefined ? undefined : vm.modules.getStr(modname)
    if (module === undefined || module === null) return ''
    return didYouMean(nearest(vm, directory(vm, module), wrong))
  }
  if (exc instanceof PyAttributeError) {
    const wrong = exc.name === undefined || exc.name === null ? undefined : vm.strText(exc.name)
    if (wrong === undefined || exc.obj === undefined) return ''
    return didYouMean(nearest(vm, directory(vm, exc.obj), wrong))
  }
  if (exc instanceof PyNameError) return nameSuggestion(vm, exc)
  return ''
}

function didYouMean(name: string | undefined): string {
  return name === undefined ? '' : `. Did you mean: '${name}'?`
}

function directory(vm: VM, o: Value): string[] {
  const names: string[] = []
  const dir = callMethodOfType(vm, o, '__dir__')
  for (const v of toArray(vm, dir)) {
    const t = vm.strText(v)
    if (t !== undefined) names.push(t)
  }
  return names.sort()
}

function callMethodOfType(vm: VM, o: Value, name: string): Value {
  return callMethod(vm, o, name)
}

/** Private names are suggested for private names only. */
function nearest(_vm: VM, names: string[], wrong: string): string | undefined {
  const candidates = wrong.startsWith('_') ? names : names.filter((n) => !n.startsWith('_'))
  return suggest(candidates, wrong)
}

function nameSuggestion(vm: VM, exc: PyNameError): string {
  const wrong = exc.name === undefined || exc.name === null ? undefined : vm.strText(exc.name)
  if (wrong === undefined) return ''
  let found: string | undefined
  let tb = exc.traceback
  while (tb !== null && tb.next !== null) tb = tb.next
  if (tb !== null) {
    const frame = tb.frame
    const locals = localsOf(vm, frame)
    const names: string[] = []
    const add = (d: Value) => {
      if (d instanceof PyDict) for (const k of d.keys) if (typeof k === 'string') names.push(k)
    }
    add(locals)
    // A method may have meant an attribute of its object.
    const self = locals instanceof PyDict ? locals.getStr('self') : undefined
    if (self !== undefined && self !== null) {
      const own = getAttrOrNull(vm, self, wrong)
      if (own !== undefined) return `. Did you mean: 'self.${wrong}'?${forgotten(wrong, true)}`
    }
    add(frame.globals)
    add(frame.builtins)
    found = nearest(vm, names.sort(), wrong)
  }
  return isSubtype(exc.type, excTypes.NameError)
    ? `${didYouMean(found)}${forgotten(wrong, found !== undefined)}`
    : didYouMean(found)
}

/** The name of a module of the standard library that was not imported. */
function forgotten(name: string, after: boolean): string {
  if (!stdlibNames.has(name)) return ''
  return after ? ` Or did you forget to import '${name}'?` : `. Did you forget to import '${name}'?`
}
