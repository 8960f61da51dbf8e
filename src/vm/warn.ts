/**
 * Warnings of the front end: a SyntaxWarning goes to the `warnings` module when the program has it, and is shown on stderr as that module would
 * otherwise.
 */
import { getAttrOrNull } from '../objects/abstract'
import { excTypes } from '../objects/exceptions'
import { PyModule } from '../objects/module'
import { PyRaise } from '../objects/raise'
import { isSubtype } from '../objects/type'
import { fromText } from '../values/wide'
import type { VM } from './vm'

/** Issues a warning; says whether a filter made an error of a SyntaxWarning, which then is for the front end to raise. */
export function warnExplicit(
  vm: VM,
  category: 'SyntaxWarning' | 'DeprecationWarning',
  message: string,
  filename: string,
  lineno: number,
): boolean {
  const module = vm.modules.getStr('warnings')
  if (module instanceof PyModule) {
    const f = getAttrOrNull(vm, module, 'warn_explicit')
    if (f !== undefined) {
      try {
        vm.call(f, [fromText(message), excTypes[category], fromText(filename), lineno])
      } catch (e) {
        if (category === 'SyntaxWarning' && e instanceof PyRaise && isSubtype(e.exc.type, excTypes.SyntaxWarning))
          return true
        throw e
      }
      return false
    }
  }
  // The default filters hide DeprecationWarning outside __main__ and show SyntaxWarning once a place.
  if (category !== 'SyntaxWarning') return false
  const line = vm.sourceLine(filename, lineno)
  vm.writeStderr(`${filename}:${lineno}: ${category}: ${message}\n${line === undefined ? '' : `  ${line.trim()}\n`}`)
  return false
}
