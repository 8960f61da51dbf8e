/**
 * Which strings CPython has interned, as far as compiled code can show it: in the order of frozenset constants.
 *
 * CPython interns the identifier-like strings among the constants of a new code object. Where an equal string was interned
 * before, the constant is replaced by that one; and if the constant stands in a frozenset, the frozenset is built again, from its own
 * order of iteration, which can change that order. Interned before are the strings the interpreter starts with, and every name
 * in the program that is compiled.
 */
import { INTERNED_COUNT, INTERNED_HASHES } from './interned.gen'

const LOW_BITS = 12
let table: Set<number> | undefined

function hashes(): Set<number> {
  if (table !== undefined) return table
  table = new Set()
  const text = atob(INTERNED_HASHES)
  let at = 0
  const bit = (): number => (text.charCodeAt(at >> 3) >> (7 - (at++ & 7))) & 1
  for (let hash = 0; table.size < INTERNED_COUNT; ) {
    let gap = 0
    while (bit()) gap++
    for (let i = 0; i < LOW_BITS; i++) gap = gap * 2 + bit()
    hash += gap
    table.add(hash)
  }
  return table
}

/** FNV-1a folded to 24 bits. */
function hash24(word: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193) >>> 0
  return (h >>> 24) ^ (h & 0xffffff)
}

/** Whether a CPython that has just started a program has interned this string. */
export function isInternedAtStart(word: string): boolean {
  return hashes().has(hash24(word))
}

/** Whether CPython interns such a constant at all. Strings of one character exist once anyway. */
export function isInternable(text: string): boolean {
  return text.length > 1 && /^\w+$/.test(text)
}

/** All names in a syntax tree: every identifier, but no constant. */
export function namesInTree(tree: object): Set<string> {
  const names = new Set<string>()
  const todo: object[] = [tree]
  while (todo.length > 0) {
    const node = todo.pop()!
    if (!Array.isArray(node) && (node as { kind?: string }).kind === 'Constant') continue
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'object' && value !== null) todo.push(value)
      else if (typeof value === 'string' && key !== 'kind' && key !== 'type_comment') names.add(value)
    }
  }
  return names
}
