/** Expanders of builtin functions and of types that are called. */
import { typeOf } from '../../objects/type'
import { decimalValue, isSpace } from '../../values/unicode'
import { isInt, isStr, PyFloat, type Value } from '../../values/value'
import { codePoints, textOf } from '../../values/wide'
import { argument, intArgument, truth, type Expander, type Operation } from './expand'
import { rows, selection } from './containers'

/** Items of a single iterable argument, or the arguments themselves. */
function candidates(op: Operation): readonly Value[] | null {
  return op.args.length === 1 ? op.args[0]!.items : op.args.map((a) => a.value)
}

function best(word: string, better: (op: Operation, v: Value, than: Value) => boolean | null): Expander {
  return (op) => {
    const all = candidates(op)
    if (!op.result) return all?.length === 0 ? ['empty'] : []
    if (!all || op.named.has('key'))
      return [`the first whose ${op.named.has('key') ? 'key' : 'value'} no other is ${word} than: ${op.result.text}`]
    if (all.length === 0) return [`empty: the default ${op.result.text}`]
    let held: Value = all[0]!
    const notes = [`start with ${op.show(held)}`]
    for (const v of all.slice(1)) {
      const yes = better(op, v, held)
      if (yes === null) return [...notes, `compared in turn, last held: ${op.result.text}`]
      notes.push(`${op.show(v)} is ${yes ? '' : 'not '}${word} than ${op.show(held)}`)
      if (yes) held = v
    }
    return notes
  }
}

const sum: Expander = (op) => {
  if (!op.result) return []
  const all = op.args[0]?.items
  const start = argument(op, 1, 'start')
  const notes: string[] = []
  if (all?.every((v) => isInt(v)) && (!start || isInt(start.value))) {
    let total = BigInt((start?.value ?? 0) as number)
    for (const v of all) notes.push(`${total} + ${op.show(v)} = ${(total += BigInt(v as number))}`)
  } else notes.push(...(all ?? []).map((v) => `add ${op.show(v)}`))
  return [...notes, `total ${op.result.text}`]
}

const sorted: Expander = (op) => {
  const before = op.args[0]?.items
  const after = op.result?.items
  return before && after && after.length > 0 ? selection(op, before, after) : op.result ? [op.result.text] : []
}

/** The digits of a text from left to right. */
const int: Expander = (op) => {
  const given = op.args[0]
  if (!given) return op.result ? ['no argument: 0'] : []
  if (!op.result) return [`${given.text} is no int${op.args[1] ? ` in base ${op.args[1].text}` : ''}`]
  if (!isStr(given.value))
    return [`${given.text} ${given.value instanceof PyFloat ? 'without its fraction' : 'as an int'}: ${op.result.text}`]
  const cps = [...codePoints(given.value)].filter((cp) => !isSpace(cp) && cp !== UNDERSCORE)
  let base = BigInt(intArgument(op, 1, 'base', 10))
  const sign = cps[0] === 43 || cps[0] === 45 ? cps.shift() : undefined
  const prefix =
    cps[0] === 48 && cps[1] !== undefined ? { x: 16n, o: 8n, b: 2n }[String.fromCharCode(cps[1] | 32)] : undefined
  if (prefix !== undefined && (base === 0n || base === prefix)) {
    base = prefix
    cps.splice(0, 2)
  }
  if (base === 0n) base = 10n
  let total = 0n
  const notes: string[] = []
  for (const cp of cps) {
    const digit = BigInt(decimalValue(cp) >= 0 ? decimalValue(cp) : (cp | 32) - 87)
    notes.push(`${total} * ${base} + ${digit} = ${(total = total * base + digit)}`)
    if (notes.length > MAX_DIGITS) return [`${cps.length} digits: ${op.result.text}`]
  }
  if (sign === 45) notes.push(`negative: ${-total}`)
  return notes
}

const UNDERSCORE = 95
/** Most digits read one by one. */
const MAX_DIGITS = 100

/** `bin`, `oct`, `hex`: the digits from the last to the first. */
function digits(base: bigint): Expander {
  return (op) => {
    const v = op.args[0]?.value
    if (!op.result) return []
    if (v === undefined || (!isInt(v) && typeof v !== 'boolean')) return [op.result.text]
    let left = BigInt(v)
    const notes: string[] = []
    if (left < 0n) notes.push(`negative: digits of ${(left = -left)}`)
    do {
      const digit = (left % base).toString(Number(base))
      notes.push(`${left} // ${base} = ${left / base}, digit ${digit}`)
      left /= base
    } while (left > 0n && notes.length <= MAX_DIGITS)
    return left > 0n ? [op.result.text] : notes
  }
}

const len: Expander = (op) => {
  const all = op.args[0]?.items
  if (!all) return op.result ? [`${op.result.text} items`] : []
  return isStr(op.args[0]!.value)
    ? [all.map((c, i) => `${op.show(c)} ${i + 1}`).join(', ') || 'empty']
    : [`${all.length} item${all.length === 1 ? '' : 's'}`]
}

const enumerate: Expander = (op) => {
  const all = op.args[0]?.items ?? argument(op, 0, 'iterable')?.items
  const start = argument(op, 1, 'start')
  if (!op.result) return []
  if (!all || (start && typeof start.value !== 'number'))
    return [`pairs from ${start?.text ?? '0'} on, each when asked for`]
  const first = (start?.value as number | undefined) ?? 0
  return all.length > 0 ? all.map((v, i) => `(${first + i}, ${op.show(v)})`) : ['no items']
}

const zip: Expander = (op) => {
  const all = op.args.map((a) => a.items)
  if (!op.result) return []
  if (all.length === 0) return ['nothing to pair']
  if (all.some((x) => x === null)) return ['one of each, when asked for, until one has no more']
  const n = Math.min(...all.map((x) => x!.length))
  const notes: string[] = []
  for (let i = 0; i < n; i++)
    notes.push(`(${all.map((x) => op.show(x![i]!)).join(', ')}${all.length === 1 ? ',' : ''})`)
  if (n === 0 || all.some((x) => x!.length > n)) notes.push(`the shortest has ${n}`)
  return notes
}

function decides(word: 'any' | 'all'): Expander {
  return (op) => {
    if (!op.result) return []
    const notes: string[] = []
    for (const v of op.args[0]?.items ?? []) {
      const true_ = truth(v)
      if (true_ === null) break
      notes.push(`${op.show(v)} is ${true_ ? 'true' : 'false'}`)
      if (true_ === (word === 'any')) break
    }
    return [...notes, `so ${op.result.text}`]
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

/** `list(x)`, `tuple(x)`, `set(x)`: what is taken; of an iterator, what came out of it. */
const collect: Expander = (op) => {
  if (!op.result) return []
  const all = op.args[0] ? (op.args[0].items ?? op.result.items ?? []) : []
  return all.length > 0 ? all.map((v, i) => `${i}: ${op.show(v)}`) : ['empty']
}

const reversed: Expander = (op) => {
  const all = op.args[0]?.items
  if (!op.result) return []
  if (!all) return ['from the last to the first, each when asked for']
  return all.length > 0
    ? all.map((_, i) => `${all.length - 1 - i}: ${op.show(all[all.length - 1 - i]!)}`)
    : ['no items']
}

const abs: Expander = (op) =>
  op.result && op.args[0] ? [`${op.args[0].text} is ${op.args[0].text.startsWith('-') ? '' : 'not '}negative`] : []

const round: Expander = (op) => {
  const digits = argument(op, 1, 'ndigits')
  return op.args[0] && op.result
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

/** `map` and `filter` do nothing yet: what they will be asked for. */
function lazily(verb: string): Expander {
  return (op) => {
    const [fn, ...over] = op.args
    if (!fn || !op.result) return []
    const given = over.map((a) => a.text).join(' and ')
    return [
      `${verb} ${fn.value === null ? 'the truth' : nameOf(fn.value, fn.text)}, item by item of ${given}, when asked for`,
    ]
  }
}

/** The name of a function or class, or its repr. */
function nameOf(v: Value, text: string): string {
  const { def, name } = (v ?? {}) as { def?: { name: string }; name?: Value }
  if (def) return def.name
  return name !== undefined && isStr(name) ? textOf(name) : text
}

const isinstance: Expander = (op) => {
  const [object, wanted] = op.args
  if (!object || !wanted || !op.result) return []
  const names = (typeOf(object.value).mro ?? []).map((t) => textOf(t.name))
  return [`type of ${object.text}: ${names.join(', then ')}`, `so ${op.result.text}`]
}

const slice: Expander = (op) => {
  const parts = op.args.map((a) => a.value)
  const [start, stop, step] = parts.length === 1 ? [null, parts[0], null] : [parts[0], parts[1], parts[2] ?? null]
  if (!op.result) return []
  const end = (v: Value | undefined, absent: string): string => (v === null || v === undefined ? absent : op.show(v))
  return [`from ${end(start, 'the first')} to before ${end(stop, 'the end')} by ${end(step, '1')}`]
}

const next: Expander = (op) => {
  if (!op.result) return ['nothing left']
  const given = op.args[1]
  // Equal to the default: either may have been taken.
  if (given && given.value === op.result.value)
    return [`the next item, or the default ${given.text} where nothing is left`]
  return [`the next item is ${op.result.text}`]
}

const iter: Expander = (op) => {
  if (!op.result) return []
  const all = op.args[0]?.items
  if (op.args.length > 1 || !all) return ['items one by one, when asked for']
  return [all.length > 0 ? `before ${op.show(all[0]!)}, ${all.length} to come` : 'nothing to come']
}

/** Operations with nothing inside that a step could tell: what they look at. */
function looksAt(what: string): Expander {
  return (op) =>
    op.result && op.args[0] ? [`${what} ${op.args[0].text}: ${op.result.text}`] : op.result ? [op.result.text] : []
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
  dict: rows('rows', (op) => op.result?.value),
  reversed,
  abs,
  round,
  divmod,
  ord: (op) => (op.result ? [`code point of ${op.args[0]?.text} is ${op.result.text}`] : []),
  chr: (op) => (op.result ? [`code point ${op.args[0]?.text} is ${op.result.text}`] : []),
  bool: (op) => (op.args[0] ? [`${op.args[0].text} counts as ${op.result?.text ?? ''}`] : []),
  str: looksAt('text of'),
  repr: looksAt('repr of'),
  float: looksAt('number of'),
  type: looksAt('type of'),
  isinstance,
  map: lazily('calls'),
  filter: lazily('tests'),
  slice,
  next,
  iter,
  bin: digits(2n),
  oct: digits(8n),
  hex: digits(16n),
}
