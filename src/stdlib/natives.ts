/**
 * The native modules an interpreter can import: `builtins` and `sys`, and what has been provided of the library (`stdlib/index.ts`), for all interpreters.
 */
import type { Context } from '../objects/context'
import type { PyModule } from '../objects/module'
import { makeBuiltinsModule } from './builtin_types'
import { load as sys } from './sys'

export type ModuleLoader = (cx: Context) => PyModule

/** Modules that CPython has compiled in: found before `sys.path` is searched. */
const builtinModules: Record<string, ModuleLoader> = { builtins: makeBuiltinsModule, sys }

/** The rest, which a file of the program may hide. */
const nativeModules: Record<string, ModuleLoader> = {}

/** Adds modules: those that CPython has compiled in, and others. */
export function provideNatives(builtin: Record<string, ModuleLoader>, others: Record<string, ModuleLoader>): void {
  Object.assign(builtinModules, builtin)
  Object.assign(nativeModules, others)
}

export const natives = {
  isBuiltin: (name: string): boolean => Object.hasOwn(builtinModules, name),
  /** Each module is made when first imported. */
  load(cx: Context, name: string): PyModule | undefined {
    if (Object.hasOwn(builtinModules, name)) return builtinModules[name](cx)
    return Object.hasOwn(nativeModules, name) ? nativeModules[name](cx) : undefined
  },
  names: (): string[] => [...Object.keys(builtinModules), ...Object.keys(nativeModules)],
}
