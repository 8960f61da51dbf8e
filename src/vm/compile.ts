/**
 * The compiler as the machine uses it: `compile_source.ts`, with the views of code objects joined on.
 */
import { codeBytes } from '../compile/assemble'
import { codeHooks } from '../objects/code'

export { asSyntaxError, compile, symtable, type CompileSourceOptions } from './compile_source'

codeHooks.bytes = codeBytes
