/** Expanders of builtin functions and of types that are called. */
import { PyFloat, isStr, type Value } from '../../values/value'
import { textOf } from '../../values/wide'
import { argument, intArgument, type Expander, type Operation } from './expand'
import { selection } from './containers'

/** Items of a single iterable argument, or the arguments themselves. */
function candidates(op: Operation): readonly Value[] | null {
  return op.args.length === 1 ? op.args[0]!.items : op.args.map((a) => a.value)
}

function best(word: string, better: (op: Operation, v: Value, than: Value) => boolean | null): Expander {
  return (op) => {
    const all = candidates(op)
    if (!all || all.length === 0 || op.named.has('key')) return []
    let held: Value = all[0]!
    const notes = [`start with ${op.show(held)}`]
    for (const v of all.slice(1)) {
      const yes = better(op, v, held)
      if (yes === null) return notes
      notes.push(`${op.show(v)} is ${yes ? '' : 'not '}${word} than ${op.show(held)}`)
      if (yes) held = v
    }
    return notes
  }
}

const sum: Expander = (op) => {
  const all = op.args[0]?.items
  if (!all) return []
  let total: number = intArgument(op, 1, 'start', 0)
  if (!all.every((v) => typeof v === 'number' || typeof v === 'boolean')) {
    return all.every((v) => typeof v === 'number' || v instanceof PyFloat) ? all.map((v) => `add ${op.show(v)}`) : []
  }
  return all.map((v) => {
    const before = total
    total += Number(v)
    return Number.isSafeInteger(total) ? `${before} + ${op.show(v)} = ${total}` : `add ${op.show(v)}`
  })
}

const sorted: Expander = (op) => {
  const before = op.args[0]?.items
  const after = op.result?.items
  return before && after ? selection(op, before, after) : []
}

const int: Expander = (op) => {
  const v = op.args[0]?.value
  if (v instanceof PyFloat) return [`${op.args[0]!.text} without its fraction`]
  if (v === undefined || !isStr(v)) return []
  let text = textOf(v).trim().toLowerCase().replace(/_/g, '')
  let base = intArgument(op, 1, 'base', 10)
  const negative = text.startsWith('-')
  text = text.replace(/^[-+]/, '')
  const prefix = /^0([xob])/.exec(text)?.[1]
  const prefixBase = prefix === 'x' ? 16 : prefix === 'o' ? 8 : 2
  if (prefix && (base === 0 || base === prefixBase)) {
    base = prefixBase
    text = text.slice(2)
  }
  if (base === 0) base = 10
  let total = 0
  const notes: string[] = []
  for (const c of text) {
    const digit = Number.parseInt(c, 36)
    if (Number.isNaN(digit) || digit >= base) return [...notes, `${op.show(c)} is no digit in base ${base}`]
    const before = total
    total = total * base + digit
    if (!Number.isSafeInteger(total)) return []
    notes.push(`${before} * ${base} + ${digit} = ${total}`)
  }
  if (negative) notes.push(`negative: ${-total}`)
  return notes
}

const len: Expander = (op) => {
  const all = op.args[0]?.items
  if (!all || op.args[0]!.value === null) return []
  return isStr(op.args[0]!.value)
    ? [all.map((c, i) => `${op.show(c)} ${i + 1}`).join(', ') || 'empty']
    : [`${all.length} item${all.length === 1 ? '' : 's'}`]
}

const enumerate: Expander = (op) => {
  const start = intArgument(op, 1, 'start', 0)
  return op.args[0]?.items?.map((v, i) => `(${start + i}, ${op.show(v)})`) ?? []
}

const zip: Expander = (op) => {
  const all = op.args.map((a) => a.items)
  if (all.length === 0 || all.some((x) => x === null)) return []
  const n = Math.min(...all.map((x) => x!.length))
  const notes: string[] = []
  for (let i = 0; i < n; i++) notes.push(`(${all.map((x) => op.show(x![i]!)).join(', ')})`)
  if (all.some((x) => x!.length > n)) notes.push(`the shortest has ${n}`)
  return notes
}

function decides(word: 'any' | 'all'): Expander {
  return (op) => {
    const notes: string[] = []
    for (const v of op.args[0]?.items ?? []) {
      if (typeof v === 'object' && v !== null) return notes
      const truth = v !== null && v !== false && v !== 0 && v !== ''
      notes.push(`${op.show(v)} is ${truth ? 'true' : 'false'}`)
      if (truth === (word === 'any')) break
    }
    return notes
  }
}

const range: Expander = (op) => {
  const all = op.result?.items
  return all
    ? [
        all.length === 0
          ? 'no numbers'
          : `${all.length} number${all.length === 1 ? '' : 's'}: ${all
              .slice(0, 50)
              .map((v) => op.show(v))
              .join(', ')}${all.length > 50 ? ', …' : ''}`,
      ]
    : []
}

/** `list(x)`, `tuple(x)`, `set(x)`: what is taken. */
const collect: Expander = (op) => op.args[0]?.items?.map((v, i) => `${i}: ${op.show(v)}`) ?? []

const reversed: Expander = (op) => {
  const all = op.args[0]?.items
  return all ? all.map((_, i) => `${all.length - 1 - i}: ${op.show(all[all.length - 1 - i]!)}`) : []
}

const abs: Expander = (op) => (op.args[0]?.text.startsWith('-') ? [`${op.args[0].text} is negative`] : [])

const round: Expander = (op) => {
  const digits = argument(op, 1, 'ndigits')
  return op.args[0]
    ? [
        `${op.args[0].text} to ${digits && digits.value !== null ? `${digits.text} digits` : 'a whole number'}, ties to even`,
      ]
    : []
}

const divmod: Expander = (op) => {
  const parts = op.result?.items
  return parts && op.args.length === 2
    ? [`${op.args[0]!.text} is ${op.args[1]!.text} * ${op.show(parts[0]!)} + ${op.show(parts[1]!)}`]
    : []
}

export const functionExpanders: Record<string, Expander> = {
  max: best('greater', (op, v, than) => op.less(than, v)),
  min: best('less', (op, v, than) => op.less(v, than)),
  sum,
  sorted,
  int,
  len,
  enumerate,
  zip,
  any: decides('any'),
  all: decides('all'),
  range,
  list: collect,
  tuple: collect,
  set: collect,
  frozenset: collect,
  dict: (op) => op.args[0]?.items?.map((v) => op.show(v)) ?? [],
  reversed,
  abs,
  round,
  divmod,
  ord: (op) => (op.result ? [`code point of ${op.args[0]?.text} is ${op.result.text}`] : []),
  chr: (op) => (op.result ? [`code point ${op.args[0]?.text} is ${op.result.text}`] : []),
  bool: (op) => (op.args[0] ? [`${op.args[0].text} counts as ${op.result?.text ?? ''}`] : []),
  str: () => [],
}
