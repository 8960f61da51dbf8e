/**
 * Whole programs for the fuzzer, the same for the same seed: a prelude, some scenes, and in every third an exception that ends it.
 */
import { generateProgram, Random } from './generate'
import type { Job } from './oracle'
import { libraryCalls, libraryWord } from './library'
import { dedent, finale, scenes } from './scenes'
import { Typed } from './typed'

export const KINDS = ['grammar', 'typed', 'library'] as const
export type Kind = (typeof KINDS)[number]

/** What every typed program starts with. `show` and `chain` say what a call gives or raises. */
const PRELUDE = dedent(`
  import bisect, contextlib, copy, fractions, functools, heapq, itertools, json, math, operator, sys
  def show(f):
      try:
          r = f()
          print(r if isinstance(r, str) and r.isascii() and r.isprintable() else repr(r), type(r).__name__)
      except Exception as e:
          print(type(e).__name__, e.args if isinstance(e, ExceptionGroup) else e)
  def chain(f, *a):
      try:
          f(*a)
      except BaseException as e:
          while e is not None:
              print(repr(e), e.__suppress_context__, getattr(e, '__notes__', None))
              e = e.__cause__ or e.__context__
`)

/** The parts of `PRELUDE` a program uses. */
function withPrelude(body: string): string {
  const [imports, ...rest] = PRELUDE.split('\n')
  const names = imports!
    .slice('import '.length)
    .split(', ')
    .filter((name) => new RegExp(`\\b${name}\\.`).test(body))
  const at = rest.indexOf('def chain(f, *a):')
  const lines = [
    ...(names.length > 0 ? [`import ${names.join(', ')}`] : []),
    ...(/\bshow\(/.test(body) ? rest.slice(0, at) : []),
    ...(/\bchain\(/.test(body) ? rest.slice(at) : []),
  ]
  return `${[...lines, body].join('\n')}\n`
}

function typedProgram(seed: number, only?: string): string {
  const random = new Random(seed)
  const g = new Typed(random)
  g.word = libraryWord
  const parts: string[] = []
  const weighted = Object.entries(scenes)
  const total = weighted.reduce((sum, [, [, weight]]) => sum + weight, 0)
  const count = 1 + random.below(3)
  for (let i = 0; i < count; i++) {
    let at = random.next() * total
    const [, [scene]] =
      only !== undefined
        ? [only, scenes[only]!]
        : (weighted.find(([, [, weight]]) => (at -= weight) < 0) ?? weighted[0]!)
    parts.push(scene(g, i))
  }
  if (only === undefined && random.chance(0.35)) parts.push(finale(g))
  return withPrelude(parts.join('\n'))
}

function libraryProgram(seed: number): string {
  const g = new Typed(new Random(seed))
  g.word = libraryWord
  return withPrelude([libraryCalls(g, 0), ...(g.chance(0.5) ? [libraryCalls(g, 1)] : [])].join('\n'))
}

/** The program of a kind for a seed; `only` keeps to one scene. */
export function fuzzProgram(kind: Kind, seed: number, only?: string): string {
  if (kind === 'grammar') return generateProgram(seed)
  return kind === 'library' ? libraryProgram(seed) : typedProgram(seed, only)
}

/** What fixtures/fuzz.txt records of a program. */
export function fixtureJob(kind: Kind, seed: number): Job {
  return {
    source: fuzzProgram(kind, seed),
    ast: false,
    code: false,
    run: true,
    trace: 'line',
    limit: 4000,
    seconds: 20,
  }
}
