/**
 * Warnings of the front end: a SyntaxWarning goes to the `warnings` module when the program has it, and is shown on stderr as that module would
 * otherwise.
 */
import { getAttrOrNull } from '../objects/abstract'
import { excTypes } from '../objects/exceptions'
import { PyModule } from '../objects/module'
import { fromText } from '../values/wide'
import type { VM } from './vm'

export function warnExplicit(
  vm: VM,
  category: 'SyntaxWarning' | 'DeprecationWarning',
  message: string,
  filename: string,
  lineno: number,
): void {
  const module = vm.modules.getStr('warnings')
  if (module instanceof PyModule) {
    const f = getAttrOrNull(vm, module, 'warn_explicit')
    if (f !== undefined) {
      vm.call(f, [fromText(message), excTypes[category], fromText(filename), lineno])
      return
    }
  }
  // The default filters hide DeprecationWarning outside __main__ and show SyntaxWarning once a place.
  if (category !== 'SyntaxWarning') return
  const line = vm.sourceLine(filename, lineno)
  vm.writeStderr(`${filename}:${lineno}: ${category}: ${message}\n${line === undefined ? '' : `  ${line.trim()}\n`}`)
}
