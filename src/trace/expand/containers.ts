/** Expanders of list, dict and set methods, of subscripts and of slices. */
import { PyDict } from '../../values/dict'
import { PyList, PySlice, PyTuple, type Value } from '../../values/value'
import { intArgument, isPlain, lookUp, window, type Expander, type Operation } from './expand'

function items(op: Operation): readonly Value[] {
  return op.self?.items ?? []
}

/** Compares items one by one until one is equal. */
function linear(op: Operation, start: number, stop: number, all: boolean): string[] {
  const wanted = op.args[0]
  if (!wanted) return []
  const notes: string[] = []
  let n = 0
  for (let i = start; i < stop; i++) {
    const v = items(op)[i]!
    if (v !== wanted.value && !(isPlain(v) && isPlain(wanted.value)))
      return [...notes, `${i}: ${op.show(v)} is compared by its own __eq__`]
    const equal = op.same(v, wanted.value)
    notes.push(`${i}: ${op.show(v)} ${equal ? 'is' : 'is not'} ${wanted.text}${equal && all ? `, ${++n}` : ''}`)
    if (equal && !all) return notes
  }
  notes.push(all ? `${n} found` : `${wanted.text} is not there`)
  return notes
}

const index: Expander = (op) => {
  const [start, stop] = window(op, items(op).length, 1)
  return linear(op, start, stop, false)
}

/** Where an index counted from the end lies. */
function resolved(i: number, length: number): string {
  return i < 0 ? `index ${i} is ${i + length} (length ${length})` : `index ${i}`
}

const pop: Expander = (op) => {
  const list = items(op)
  const at = intArgument(op, 0, 'index', -1)
  const i = at < 0 ? at + list.length : at
  if (i < 0 || i >= list.length) return [`${resolved(at, list.length)}: out of range`]
  const moved = list.length - 1 - i
  return [
    `${resolved(at, list.length)}: take out ${op.show(list[i]!)}`,
    moved > 0 ? `${moved} after it move one down` : 'it was the last',
  ]
}

const insert: Expander = (op) => {
  const n = items(op).length
  const at = intArgument(op, 0, 'index', 0)
  const i = Math.max(0, Math.min(at < 0 ? at + n : at, n))
  return [`${resolved(at, n)}: ${i === n ? 'at the end' : `before ${op.show(items(op)[i]!)}`}`, `${n - i} move one up`]
}

const remove: Expander = (op) => linear(op, 0, items(op).length, false)

const reverse: Expander = (op) => {
  const list = items(op)
  const notes: string[] = []
  for (let i = 0, j = list.length - 1; i < j; i++, j--)
    notes.push(`swap ${i} and ${j}: ${op.show(list[i]!)} and ${op.show(list[j]!)}`)
  return notes.length > 0 ? notes : ['nothing to swap']
}

/** Most items shown of what is left to sort. */
const SHOWN = 40

/** The sorted order, told as a selection: at each place the smallest of what is left. */
export function selection(op: Operation, before: readonly Value[], after: readonly Value[]): string[] {
  const left = [...before]
  const notes: string[] = []
  for (const [i, v] of after.entries()) {
    const at = left.findIndex((w) => w === v || op.same(w, v))
    if (at < 0) return []
    left.splice(at, 1)
    notes.push(
      `${i}: ${op.show(v)}${left.length > 0 && left.length <= SHOWN ? `, left ${left.map((w) => op.show(w)).join(' ')}` : ''}`,
    )
  }
  return notes
}

/** In place: the list itself has the new order. */
const sort: Expander = (op) => {
  const list = op.self?.value
  if (!op.result || !(list instanceof PyList)) return []
  return list.items.length > 0 ? selection(op, items(op), list.items) : ['empty']
}

const append: Expander = (op) => [`at index ${items(op).length}: ${op.args[0]?.text ?? ''}`]

/** Any iterable may be the argument: the list itself tells what came. */
const extend: Expander = (op) => {
  const list = op.self!.value
  const n = items(op).length
  if (!(list instanceof PyList)) return []
  const more = list.items.slice(n)
  return more.length > 0 ? more.map((v, i) => `at index ${n + i}: ${op.show(v)}`) : ['nothing to add']
}

const lookup: Expander = (op) => {
  const key = op.args[0]
  if (!key) return []
  const found = items(op).some((k) => op.same(k, key.value))
  return [`key ${key.text} is ${found ? 'there' : 'not there'}${op.result ? `: ${op.result.text}` : ''}`]
}

const setdefault: Expander = (op) => {
  const key = op.args[0]
  if (!key) return []
  const found = items(op).some((k) => op.same(k, key.value))
  return [
    found
      ? `key ${key.text} is there: ${op.result?.text ?? ''}`
      : `key ${key.text} is not there: ${op.result ? `insert ${op.result.text}` : 'cannot be inserted'}`,
  ]
}

const popitem: Expander = (op) =>
  items(op).length > 0 ? [`last key ${op.show(items(op)[items(op).length - 1]!)}`] : ['empty']

/** A row of a dict. */
function row(op: Operation, dict: PyDict, key: Value): string {
  const v = lookUp(op, dict, key)
  return `${op.show(key)}: ${v === undefined ? '?' : op.show(v)}`
}

/** Keys of a dict, or the first members of pairs. */
function keysOf(argument: { value: Value; items: readonly Value[] | null } | undefined): Value[] {
  if (!argument?.items) return []
  if (argument.value instanceof PyDict) return [...argument.items]
  const keys: Value[] = []
  for (const pair of argument.items)
    if ((pair instanceof PyTuple || pair instanceof PyList) && pair.items.length === 2) keys.push(pair.items[0]!)
  return keys
}

/** Where a key comes several times, the last value is the one told. */
const update: Expander = (op) => {
  const dict = op.self!.value
  if (!(dict instanceof PyDict) || !op.result) return []
  const keys = [...keysOf(op.args[0]), ...op.named.keys()]
  const notes = keys.map(
    (k) => `key ${row(op, dict, k)}, ${items(op).some((o) => op.same(o, k)) ? 'in place of the old value' : 'new'}`,
  )
  return notes.length > 0 ? notes : [`${dict.used} keys now`]
}

const fromkeys: Expander = (op) => {
  const keys = op.args[0]?.items
  if (!keys || !op.result) return []
  const seen: Value[] = []
  const notes = keys.map((k) => {
    const again = seen.some((o) => op.same(o, k))
    seen.push(k)
    return `key ${op.show(k)}${again ? ' is there already' : ` gets ${op.args[1]?.text ?? 'None'}`}`
  })
  return notes.length > 0 ? notes : ['no keys']
}

/** `dict(…)`, `dict.copy()`, `dict.items()`: the rows; `keys` and `values`: a half of each. */
export function rows(what: 'rows' | 'keys' | 'values', of: (op: Operation) => Value | undefined): Expander {
  return (op) => {
    const dict = of(op)
    if (!(dict instanceof PyDict)) return []
    const notes: string[] = []
    for (const [i, k] of dict.keys.entries()) {
      if (k === undefined) continue
      const v = op.show(dict.values[i]!)
      notes.push(
        what === 'keys'
          ? `key ${op.show(k)}`
          : what === 'values'
            ? `${v}, of key ${op.show(k)}`
            : `${op.show(k)}: ${v}`,
      )
    }
    return notes.length > 0 ? notes : ['empty']
  }
}

const self = (op: Operation): Value => op.self!.value

function member(word: string): Expander {
  return (op) => {
    const v = op.args[0]
    return v ? [`${v.text} is ${items(op).some((o) => op.same(o, v.value)) ? 'there' : 'not there'}${word}`] : []
  }
}

const add: Expander = (op) => {
  const v = op.args[0]
  return v ? [`${v.text} is ${items(op).some((o) => op.same(o, v.value)) ? 'there already' : 'new'}`] : []
}

/** A note an item: is it in the other set, and so taken? Several or lazy operands are not told item by item. */
function combine(takes: { shared: boolean; own: boolean; other: boolean }): Expander {
  return (op) => {
    const others = op.args[0]?.items
    if (op.args.length !== 1 || !others || !op.result) return []
    const notes: string[] = []
    for (const v of items(op)) {
      const shared = others.some((o) => op.same(o, v))
      const taken = shared ? takes.shared : takes.own
      notes.push(`${op.show(v)} is ${shared ? 'in both' : 'only in the first'}: ${taken ? 'taken' : 'left out'}`)
    }
    const seen: Value[] = []
    for (const v of others) {
      if (items(op).some((o) => op.same(o, v)) || seen.some((o) => op.same(o, v))) continue
      seen.push(v)
      notes.push(`${op.show(v)} is only in the second: ${takes.other ? 'taken' : 'left out'}`)
    }
    return notes.length > 0 ? notes : ['both are empty']
  }
}

const UNION = combine({ shared: true, own: true, other: true })
const INTERSECTION = combine({ shared: true, own: false, other: false })
const DIFFERENCE = combine({ shared: false, own: true, other: false })
const SYMMETRIC = combine({ shared: false, own: true, other: true })

/** Tests items until one decides. */
function compare(wanted: boolean, ofSecond: boolean): Expander {
  return (op) => {
    const others = op.args[0]?.items
    if (!others || !op.result) return []
    const [these, those] = ofSecond ? [others, items(op)] : [items(op), others]
    const notes: string[] = []
    for (const v of these) {
      const found = those.some((o) => op.same(o, v))
      notes.push(`${op.show(v)} is ${found ? '' : 'not '}in the ${ofSecond ? 'first' : 'second'}`)
      if (found !== wanted) return notes
    }
    return notes.length > 0 ? notes : ['no items']
  }
}

const subscript: Expander = (op) => {
  const i = op.args[0]?.value
  const sequence = op.self?.items
  if (typeof i !== 'number' || !sequence) return []
  if (i >= 0 && i < sequence.length) return []
  if (i >= sequence.length || i < -sequence.length) return [`${resolved(i, sequence.length)}: out of range`]
  return [`${resolved(i, sequence.length)}`]
}

function intOf(v: Value): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number(v), Number.MAX_SAFE_INTEGER))
}

/** `[:]`: which indices a slice takes. Arguments: a slice object, or start and stop. */
const slice: Expander = (op) => {
  const sequence = op.self?.items
  if (!sequence) return []
  const first = op.args[0]?.value
  const bounds =
    first instanceof PySlice
      ? [first.start, first.stop, first.step]
      : [op.args[0]?.value ?? null, op.args[1]?.value ?? null, null]
  const n = sequence.length
  if (!bounds.every((b) => b === null || b === undefined || typeof b !== 'object')) return []
  const step = bounds[2] === null || bounds[2] === undefined ? 1 : intOf(bounds[2])
  if (step === 0) return ['the step is 0']
  const clamp = (v: Value | undefined, absent: number): number => {
    if (v === undefined || v === null) return absent
    const given = intOf(v)
    const i = given < 0 ? given + n : given
    return step > 0 ? Math.max(0, Math.min(i, n)) : Math.max(-1, Math.min(i, n - 1))
  }
  const start = clamp(bounds[0], step > 0 ? 0 : n - 1)
  const stop = clamp(bounds[1], step > 0 ? n : -1)
  const taken: string[] = []
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) taken.push(`${i}: ${op.show(sequence[i]!)}`)
  return [
    `length ${n}: from ${start} ${step > 0 ? 'up' : 'down'} to ${stop < 0 ? 'the start' : `before ${stop}`}${Math.abs(step) === 1 ? '' : ` by ${step}`}`,
    ...(taken.length > 0 ? taken : ['nothing']),
  ]
}

/** Methods that set and frozenset share. */
const setMethods: Record<string, Expander> = {
  union: UNION,
  intersection: INTERSECTION,
  difference: DIFFERENCE,
  symmetric_difference: SYMMETRIC,
  issubset: compare(true, false),
  issuperset: compare(true, true),
  isdisjoint: compare(false, false),
  copy: (op) => [`${items(op).length} items`],
}

function methodsOf(type: string, methods: Record<string, Expander>): Record<string, Expander> {
  return Object.fromEntries(Object.entries(methods).map(([name, expander]) => [`${type}.${name}`, expander]))
}

export const containerExpanders: Record<string, Expander> = {
  ...methodsOf('set', setMethods),
  ...methodsOf('frozenset', setMethods),
  'list.append': append,
  'list.extend': extend,
  'list.insert': insert,
  'list.pop': pop,
  'list.remove': remove,
  'list.index': index,
  'list.count': (op) => linear(op, 0, items(op).length, true),
  'list.reverse': reverse,
  'list.sort': sort,
  'list.copy': (op) => (items(op).length > 0 ? items(op).map((v, i) => `${i}: ${op.show(v)}`) : ['empty']),
  'list.clear': (op) => [`${items(op).length} items dropped`],
  'tuple.index': index,
  'tuple.count': (op) => linear(op, 0, items(op).length, true),
  'dict.get': lookup,
  'dict.pop': lookup,
  'dict.setdefault': setdefault,
  'dict.popitem': popitem,
  'dict.update': update,
  'dict.fromkeys': fromkeys,
  'dict.keys': rows('keys', self),
  'dict.items': rows('rows', self),
  'dict.values': rows('values', self),
  'dict.copy': rows('rows', self),
  'dict.clear': (op) => [`${items(op).length} keys dropped`],
  'set.add': add,
  'set.remove': member(''),
  'set.discard': member(''),
  'set.pop': (op) => [op.result ? `takes out ${op.result.text}` : 'empty'],
  'set.clear': (op) => [`${items(op).length} items dropped`],
  'set.update': UNION,
  'set.intersection_update': INTERSECTION,
  'set.difference_update': DIFFERENCE,
  'set.symmetric_difference_update': SYMMETRIC,
  '[]': subscript,
  '[:]': slice,
}
