/**
 * Planted changes: ways in which a predicted trace can be wrong, made on purpose, to see that the checker finds them.
 */

/** Seeded 32-bit generator (mulberry32). */
export function generator(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export type Plant = 'value' | 'drop' | 'double' | 'line'

/**
 * Changes a trace text in one place: a digit or letter in a value, a step left out, a step written twice, a line number or source line changed. `starts` are the offsets at
 * which steps begin. Null when the text has no place for it.
 */
export function plant(
  text: string,
  starts: readonly number[],
  kind: Plant,
  random: () => number,
): { text: string; at: number } | null {
  if (starts.length < 2) return null
  const i = Math.floor(random() * (starts.length - 1))
  const from = starts[i]!
  const to = starts[i + 1] ?? text.length
  const piece = text.slice(from, to)
  if (piece === '') return null
  switch (kind) {
    case 'drop':
      if (piece === text.slice(to, to + piece.length)) return null
      return { text: text.slice(0, from) + text.slice(to), at: from }
    case 'double':
      return { text: text.slice(0, to) + piece + text.slice(to), at: to }
    case 'line':
    case 'value': {
      const places = [...piece.matchAll(/\d/g)].map((m) => m.index)
      if (places.length === 0) return null
      const k = from + (kind === 'line' ? places[0]! : places[Math.floor(random() * places.length)]!)
      const digit = String((Number(text[k]) + 1 + Math.floor(random() * 8)) % 10)
      return {
        text: text.slice(0, k) + (digit === text[k] ? String((Number(digit) + 1) % 10) : digit) + text.slice(k + 1),
        at: k,
      }
    }
  }
}
