/** Expanders of list, dict and set methods, of subscripts and of slices. */
import { PyList, PySlice, type Value } from '../../values/value'
import { intArgument, window, type Expander, type Operation } from './expand'

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
  return notes
}

/** The sorted order, told as a selection: at each place the smallest of what is left. */
export function selection(op: Operation, before: readonly Value[], after: readonly Value[]): string[] {
  const left = [...before]
  const notes: string[] = []
  for (const [i, v] of after.entries()) {
    const at = left.findIndex((w) => w === v || op.same(w, v))
    if (at < 0) return []
    left.splice(at, 1)
    notes.push(`${i}: ${op.show(v)}${left.length > 0 ? `, left ${left.map((w) => op.show(w)).join(' ')}` : ''}`)
  }
  return notes
}

/** In place: the list itself has the new order. */
const sort: Expander = (op) => {
  const list = op.self?.value
  return op.result && list instanceof PyList ? selection(op, items(op), list.items) : []
}

const append: Expander = (op) => [`at index ${items(op).length}: ${op.args[0]?.text ?? ''}`]

const extend: Expander = (op) => {
  const more = op.args[0]?.items
  return more ? more.map((v, i) => `at index ${items(op).length + i}: ${op.show(v)}`) : []
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
      : `key ${key.text} is not there: insert ${op.args[1]?.text ?? 'None'}`,
  ]
}

const popitem: Expander = (op) =>
  items(op).length > 0 ? [`last key ${op.show(items(op)[items(op).length - 1]!)}`] : ['empty']

const update: Expander = (op) => {
  const keys = op.args[0]?.items
  return keys
    ? keys.map((k) => `key ${op.show(k)} ${items(op).some((o) => op.same(o, k)) ? 'gets a new value' : 'is new'}`)
    : []
}

const fromkeys: Expander = (op) => {
  const keys = op.args[0]?.items
  const seen: Value[] = []
  return keys
    ? keys.map((k) => {
        const again = seen.some((o) => op.same(o, k))
        seen.push(k)
        return `key ${op.show(k)}${again ? ' is there already' : ` gets ${op.args[1]?.text ?? 'None'}`}`
      })
    : []
}

const setAdd: Expander = (op) => {
  const v = op.args[0]
  return v ? [`${v.text} is ${items(op).some((o) => op.same(o, v.value)) ? 'there already' : 'new'}`] : []
}

const subscript: Expander = (op) => {
  const i = op.args[0]?.value
  const sequence = op.self?.items
  if (typeof i !== 'number' || !sequence) return []
  if (i >= 0) return []
  return [`${resolved(i, sequence.length)}`]
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
  const step = typeof bounds[2] === 'number' ? bounds[2] : 1
  if (step === 0) return []
  const clamp = (v: Value | undefined, absent: number): number => {
    if (typeof v !== 'number') return absent
    const i = v < 0 ? v + n : v
    return step > 0 ? Math.max(0, Math.min(i, n)) : Math.max(-1, Math.min(i, n - 1))
  }
  const start = clamp(bounds[0], step > 0 ? 0 : n - 1)
  const stop = clamp(bounds[1], step > 0 ? n : -1)
  const taken: string[] = []
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) taken.push(`${i}: ${op.show(sequence[i]!)}`)
  return [
    `length ${n}: from ${start} ${step > 0 ? 'up' : 'down'} to before ${stop}${Math.abs(step) === 1 ? '' : ` by ${step}`}`,
    ...(taken.length > 0 ? taken : ['nothing']),
  ]
}

export const containerExpanders: Record<string, Expander> = {
  'list.append': append,
  'list.extend': extend,
  'list.insert': insert,
  'list.pop': pop,
  'list.remove': remove,
  'list.index': index,
  'list.count': (op) => linear(op, 0, items(op).length, true),
  'list.reverse': reverse,
  'list.sort': sort,
  'list.copy': (op) => items(op).map((v, i) => `${i}: ${op.show(v)}`),
  'list.clear': (op) => [`${items(op).length} items dropped`],
  'tuple.index': index,
  'tuple.count': (op) => linear(op, 0, items(op).length, true),
  'dict.get': lookup,
  'dict.pop': lookup,
  'dict.setdefault': setdefault,
  'dict.popitem': popitem,
  'dict.update': update,
  'dict.fromkeys': fromkeys,
  'dict.keys': (op) => items(op).map((k) => `key ${op.show(k)}`),
  'dict.items': (op) => items(op).map((k) => `key ${op.show(k)}`),
  'dict.values': (op) => items(op).map((k) => `value of ${op.show(k)}`),
  'dict.copy': (op) => items(op).map((k) => `key ${op.show(k)}`),
  'dict.clear': (op) => [`${items(op).length} keys dropped`],
  'set.add': setAdd,
  'set.remove': setAdd,
  'set.discard': setAdd,
  '[]': subscript,
  '[:]': slice,
}
