/**
 * "Did you mean" suggestions: the candidate nearest to a misspelt name (CPython's Python/suggestions.c).
 *
 * Distance is Levenshtein's with moves costing 2 and a change of case alone 1. A candidate is near enough when a third of the
 * characters, roughly, must change; the computation stops as soon as the bound is passed.
 */
import { type PyRaise, typeError } from './raise'

const MOVE_COST = 2
const CASE_COST = 1
const MAX_CANDIDATES = 750
const MAX_LENGTH = 40

function substitutionCost(a: number, b: number): number {
  if ((a & 31) !== (b & 31)) return MOVE_COST
  if (a === b) return 0
  const lower = (c: number) => (c >= 65 && c <= 90 ? c + 32 : c)
  return lower(a) === lower(b) ? CASE_COST : MOVE_COST
}

/** Distance of two names, or more than `max` when it is more than that. */
function distance(a: string, b: string, max: number): number {
  if (a === b) return 0
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let endA = a.length
  let endB = b.length
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  a = a.slice(start, endA)
  b = b.slice(start, endB)
  if (a.length === 0 || b.length === 0) return (a.length + b.length) * MOVE_COST
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return max + 1
  if (b.length < a.length) [a, b] = [b, a]
  if ((b.length - a.length) * MOVE_COST > max) return max + 1
  const row = Array.from(a, (_, i) => (i + 1) * MOVE_COST)
  let result = 0
  for (let j = 0; j < b.length; j++) {
    const code = b.charCodeAt(j)
    let diagonal = (result = j * MOVE_COST)
    let minimum = Infinity
    for (let i = 0; i < a.length; i++) {
      const substitute = diagonal + substitutionCost(code, a.charCodeAt(i))
      diagonal = row[i]!
      result = Math.min(substitute, Math.min(result, diagonal) + MOVE_COST)
      row[i] = result
      if (result < minimum) minimum = result
    }
    if (minimum > max) return max + 1
  }
  return result
}

/** The candidate nearest to `name`, undefined where none is near. */
export function suggest(candidates: readonly string[], name: string): string | undefined {
  if (candidates.length >= MAX_CANDIDATES) return undefined
  let best: string | undefined
  let bestDistance = Infinity
  for (const item of candidates) {
    if (item === name) continue
    const max = Math.min(Math.floor(((name.length + item.length + 3) * MOVE_COST) / 6), bestDistance - 1)
    const d = distance(name, item, max)
    if (d > max) continue
    if (best === undefined || d < bestDistance) {
      best = item
      bestDistance = d
    }
  }
  return best
}

/** TypeError for a keyword argument that `who` does not have, with the nearest of those it has. */
export function unexpectedKeyword(who: string, key: string, possible: readonly string[]): PyRaise {
  const near = suggest(possible, key)
  return typeError(
    `${who}() got an unexpected keyword argument '${key}'${near === undefined ? '' : `. Did you mean '${near}'?`}`,
  )
}
