/**
 * `from __future__ import …` at the head of a module (CPython's Python/future.c).
 */
import type { ImportFrom, mod } from '../ast/nodes.gen'
import { docstring } from './ast_opt'
import { CompileError } from './errors'
import { type Location, location } from './sequence'

/** Flags of the features that still change anything; bits of `co_flags`. */
export const enum Future {
  BARRY_AS_BDFL = 0x400000,
  ANNOTATIONS = 0x1000000,
}

export interface FutureFeatures {
  /** `Future` bits. */
  flags: number
  /** The last future import; before all source if there is none. */
  last: Location
}

/** Features that became part of the language, and those that have a flag. */
const FEATURES: Record<string, number> = {
  nested_scopes: 0,
  generators: 0,
  division: 0,
  absolute_import: 0,
  with_statement: 0,
  print_function: 0,
  unicode_literals: 0,
  generator_stop: 0,
  barry_as_FLUFL: Future.BARRY_AS_BDFL,
  annotations: Future.ANNOTATIONS,
}

/** The future features a module asks for. Nothing but a docstring and other future imports may come before them. */
export function futureFeatures(mod: mod): FutureFeatures {
  const features: FutureFeatures = { flags: 0, last: location(0, 0, 0, 0) }
  if (mod.kind !== 'Module' && mod.kind !== 'Interactive') return features
  for (let i = docstring(mod.body) === undefined ? 0 : 1; i < mod.body.length; i++) {
    const s = mod.body[i]
    if (s.kind !== 'ImportFrom' || s.module !== '__future__' || (s.level ?? 0) !== 0) break
    features.flags |= importedFlags(s)
    features.last = s
  }
  return features
}

function importedFlags(s: ImportFrom): number {
  let flags = 0
  for (const name of s.names) {
    if (Object.hasOwn(FEATURES, name.name)) flags |= FEATURES[name.name]
    else throw new CompileError('SyntaxError', refusal(name.name), s, false)
  }
  return flags
}

function refusal(name: string): string {
  return name === 'braces' ? 'not a chance' : `future feature ${name.slice(0, 100)} is not defined`
}
