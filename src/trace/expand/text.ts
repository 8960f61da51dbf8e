/** Expanders of str methods that search, cut, join and fill. Those of bytes look the same and are not expanded. */
import { PyDict } from '../../values/dict'
import { charFlags, Char, isSpace } from '../../values/unicode'
import { isStr, type Str, type Value } from '../../values/value'
import { textOf } from '../../values/wide'
import { argument, intArgument, lookUp, truth, window, type Expander, type Operation } from './expand'

function textArgument(op: Operation, index: number, name: string): string[] | null {
  const given = argument(op, index, name)
  return given && isStr(given.value) ? texts(given.items!) : null
}

function chars(op: Operation): string[] {
  return texts(op.self!.items!)
}

/** Characters as JavaScript texts. */
function texts(cs: readonly Value[]): string[] {
  return cs.map((c) => textOf(c as Str))
}

/** A Python literal of characters. */
function quote(op: Operation, cs: readonly string[]): string {
  return op.show(cs.join(''))
}

function matches(cs: readonly string[], sub: readonly string[], at: number): boolean {
  for (let i = 0; i < sub.length; i++) if (cs[at + i] !== sub[i]) return false
  return true
}

/** Tries positions one by one; a note each. */
function search(op: Operation, backwards: boolean): string[] {
  const cs = chars(op)
  const sub = textArgument(op, 0, 'sub')
  if (!sub) return []
  const [start, stop] = window(op, cs.length, 1)
  const notes: string[] = []
  const last = stop - sub.length
  for (let k = 0; k <= last - start; k++) {
    const at = backwards ? last - k : start + k
    const found = matches(cs, sub, at)
    notes.push(`at ${at}: ${quote(op, cs.slice(at, at + sub.length))} ${found ? 'is' : 'is not'} ${quote(op, sub)}`)
    if (found) return notes
  }
  notes.push(`${quote(op, sub)} is not between ${start} and ${stop}`)
  return notes
}

const count: Expander = (op) => {
  const cs = chars(op)
  const sub = textArgument(op, 0, 'sub')
  if (!sub) return []
  const [start, stop] = window(op, cs.length, 1)
  if (sub.length === 0)
    return [`an empty text fits ${Math.max(stop - start + 1, 0)} times: before each character and at the end`]
  const notes: string[] = []
  let n = 0
  for (let at = start; at + sub.length <= stop; at++) {
    if (!matches(cs, sub, at)) continue
    notes.push(`${quote(op, sub)} at ${at}: ${++n}`)
    at += sub.length - 1
  }
  notes.push(`${n} found`)
  return notes
}

const replace: Expander = (op) => {
  const cs = chars(op)
  const from = textArgument(op, 0, 'old')
  const to = textArgument(op, 1, 'new')
  if (!from || !to) return []
  let left = intArgument(op, 2, 'count', -1)
  if (left < 0) left = Number.POSITIVE_INFINITY
  if (from.length === 0) {
    const times = Math.min(left, cs.length + 1)
    const where =
      times > cs.length ? 'before each character and at the end' : `before each of the first ${times} characters`
    return op.result ? [`${quote(op, to)} goes ${where}: ${op.result.text}`] : []
  }
  const notes: string[] = []
  let done = ''
  let at = 0
  let end = 0
  while (at < cs.length) {
    if (left > 0 && at + from.length <= cs.length && matches(cs, from, at)) {
      done += to.join('')
      notes.push(`${quote(op, from)} at ${at} becomes ${quote(op, to)}: ${op.show(done)}`)
      at += from.length
      end = at
      left--
    } else done += cs[at++]
  }
  if (notes.length === 0) return [left > 0 ? `${quote(op, from)} does not occur` : 'none to replace']
  if (end < cs.length) notes.push(`rest ${quote(op, cs.slice(end))}: ${op.show(done)}`)
  return notes
}

function blank(c: string): boolean {
  return isSpace(c.codePointAt(0)!)
}

function splitSpace(op: Operation, cs: string[], max: number): string[] {
  const notes: string[] = []
  let at = 0
  while (at < cs.length) {
    while (at < cs.length && blank(cs[at]!)) at++
    if (at >= cs.length) break
    if (max >= 0 && notes.length >= max) {
      notes.push(`rest from ${at}: ${quote(op, cs.slice(at))}`)
      break
    }
    const start = at
    while (at < cs.length && !blank(cs[at]!)) at++
    notes.push(`word from ${start} to ${at}: ${quote(op, cs.slice(start, at))}`)
  }
  if (notes.length === 0) notes.push('no words')
  return notes
}

/** From the end, as `rsplit` with a limit does. */
function rsplitSpace(op: Operation, cs: string[], max: number): string[] {
  const notes: string[] = []
  let end = cs.length
  while (end > 0) {
    while (end > 0 && blank(cs[end - 1]!)) end--
    if (end === 0) break
    if (notes.length >= max) {
      notes.push(`rest up to ${end}: ${quote(op, cs.slice(0, end))}`)
      break
    }
    const stop = end
    while (end > 0 && !blank(cs[end - 1]!)) end--
    notes.push(`word from ${end} to ${stop}: ${quote(op, cs.slice(end, stop))}`)
  }
  if (notes.length === 0) notes.push('no words')
  return notes
}

const split: Expander = (op) => {
  const cs = chars(op)
  const max = intArgument(op, 1, 'maxsplit', -1)
  const sep = textArgument(op, 0, 'sep')
  if (!op.result) return sep?.length === 0 ? ['the separator is empty'] : []
  if (!sep) return splitSpace(op, cs, max)
  const notes: string[] = []
  let start = 0
  for (let at = 0; at + sep.length <= cs.length && (max < 0 || notes.length < max); at++) {
    if (!matches(cs, sep, at)) continue
    notes.push(`${quote(op, sep)} at ${at}: piece ${quote(op, cs.slice(start, at))}`)
    start = at + sep.length
    at = start - 1
  }
  notes.push(`last piece from ${start}: ${quote(op, cs.slice(start))}`)
  return notes
}

const rsplit: Expander = (op) => {
  const cs = chars(op)
  const max = intArgument(op, 1, 'maxsplit', -1)
  const sep = textArgument(op, 0, 'sep')
  if (!op.result) return sep?.length === 0 ? ['the separator is empty'] : []
  if (!sep) return max < 0 ? splitSpace(op, cs, -1) : rsplitSpace(op, cs, max)
  const notes: string[] = []
  let end = cs.length
  for (let at = cs.length - sep.length; at >= 0 && (max < 0 || notes.length < max); at--) {
    if (!matches(cs, sep, at)) continue
    notes.push(`${quote(op, sep)} at ${at}: piece ${quote(op, cs.slice(at + sep.length, end))}`)
    end = at
    at -= sep.length - 1
  }
  notes.push(`first piece up to ${end}: ${quote(op, cs.slice(0, end))}`)
  return notes
}

const splitlines: Expander = (op) => {
  const notes: string[] = []
  const keep = truth(argument(op, 0, 'keepends')?.value ?? null) === true
  let start = 0
  const cs = chars(op)
  for (let at = 0; at < cs.length; at++) {
    if ((charFlags(cs[at]!.codePointAt(0)!) & Char.LINEBREAK) === 0) continue
    const end = cs[at] === '\r' && cs[at + 1] === '\n' ? at + 2 : at + 1
    notes.push(`line break at ${at}: line ${quote(op, cs.slice(start, keep ? end : at))}`)
    start = end
    at = end - 1
  }
  if (cs.length === 0) notes.push('no lines')
  if (start < cs.length) notes.push(`last line from ${start}: ${quote(op, cs.slice(start))}`)
  return notes
}

function strip(left: boolean, right: boolean): Expander {
  return (op) => {
    const cs = chars(op)
    const set = textArgument(op, 0, 'chars')
    const drops = (c: string): boolean => (set ? set.includes(c) : blank(c))
    const notes: string[] = []
    let start = 0
    let end = cs.length
    if (left) {
      while (start < end && drops(cs[start]!)) notes.push(`drop ${op.show(cs[start]!)} at ${start++}`)
      if (start < end) notes.push(`keep ${op.show(cs[start]!)} at ${start}`)
    }
    if (right) {
      while (end > start && drops(cs[end - 1]!)) notes.push(`drop ${op.show(cs[end - 1]!)} at ${--end}`)
      if (end > start) notes.push(`keep ${op.show(cs[end - 1]!)} at ${end - 1}`)
    }
    notes.push(`from ${start} to ${end}: ${quote(op, cs.slice(start, end))}`)
    return notes
  }
}

const join: Expander = (op) => {
  const items = op.args[0]?.items
  if (!items) return []
  const sep = op.self!.text
  const notes: string[] = []
  let done = ''
  for (const [i, item] of items.entries()) {
    if (!isStr(item)) return [...notes, `item ${i} is no str: ${op.show(item)}`]
    done += (i > 0 ? textOf(op.self!.value as string) : '') + textOf(item)
    notes.push(
      i === 0
        ? `start with ${op.show(item)}`
        : `${sep === "''" ? '' : `${sep} and `}${op.show(item)}: ${op.show(done)}`,
    )
  }
  if (items.length === 0) notes.push('nothing to join')
  return notes
}

function fill(where: 'left' | 'right' | 'both'): Expander {
  return (op) => {
    const n = chars(op).length
    const width = intArgument(op, 0, 'width', 0)
    if (width <= n) return [`length ${n} is at least ${width}: unchanged`]
    const pad = width - n
    const fillText = argument(op, 1, 'fillchar')?.text ?? "' '"
    if (where === 'both') {
      const left = Math.floor(pad / 2) + (pad & width & 1)
      return [`length ${n}, width ${width}: ${pad} to fill`, `${left} ${fillText} before, ${pad - left} after`]
    }
    return [`length ${n}, width ${width}: ${pad} ${fillText} ${where === 'left' ? 'before' : 'after'}`]
  }
}

const zfill: Expander = (op) => {
  const cs = chars(op)
  const width = intArgument(op, 0, 'width', 0)
  if (width <= cs.length) return [`length ${cs.length} is at least ${width}: unchanged`]
  return [
    `length ${cs.length}, width ${width}: ${width - cs.length} zeros ${cs[0] === '+' || cs[0] === '-' ? `after the sign ${op.show(cs[0])}` : 'before'}`,
  ]
}

const expandtabs: Expander = (op) => {
  const size = intArgument(op, 0, 'tabsize', 8)
  const notes: string[] = []
  let column = 0
  for (const [i, c] of chars(op).entries()) {
    if (c === '\t') {
      const n = size > 0 ? size - (column % size) : 0
      notes.push(`tab at ${i}, column ${column}: ${n} spaces`)
      column += n
    } else column = c === '\n' || c === '\r' ? 0 : column + 1
  }
  if (notes.length === 0) notes.push('no tab')
  return notes
}

function partition(backwards: boolean): Expander {
  return (op) => {
    if (textArgument(op, 0, 'sep')?.length === 0) return ['the separator is empty']
    const notes = search({ ...op, args: op.args.slice(0, 1) }, backwards)
    const parts = op.result?.items
    if (parts) notes.push(`before ${op.show(parts[0]!)}, separator ${op.show(parts[1]!)}, after ${op.show(parts[2]!)}`)
    return notes
  }
}

function affix(atEnd: boolean, removes: boolean): Expander {
  return (op) => {
    const cs = chars(op)
    const given = op.args[0]
    if (!given) return []
    const options = given.items && !isStr(given.value) ? given.items : [given.value]
    const [start, stop] = removes ? [0, cs.length] : window(op, cs.length, 1)
    const notes: string[] = []
    for (const o of options) {
      if (!isStr(o)) return notes
      const sub = [...textOf(o)]
      const at = atEnd ? stop - sub.length : start
      const part = cs.slice(Math.max(at, start), Math.min(at + sub.length, stop))
      const ok = at >= start && at + sub.length <= stop && part.join('') === sub.join('')
      notes.push(`${quote(op, part)} ${atEnd ? 'at the end' : 'at the start'} ${ok ? 'is' : 'is not'} ${op.show(o)}`)
      if (ok) {
        if (removes) notes.push(`what is left: ${op.result?.text ?? ''}`)
        return notes
      }
    }
    if (removes) notes.push('nothing to remove')
    return notes
  }
}

/** Which value each field takes; `mapping` holds the names for `format_map`. */
function fields(op: Operation, mapping: Value | undefined): string[] {
  const notes: string[] = []
  let auto = 0
  for (const m of textOf(op.self!.value as Str).matchAll(/\{\{|\}\}|\{([^{}:!]*)([^{}]*)\}/g)) {
    if (m[1] === undefined) continue
    const field = m[1] === '' ? String(auto++) : m[1]
    const root = /^[^.[]*/.exec(field)![0]
    const position = mapping === undefined && /^\d+$/.test(root)
    let text = position ? op.args[Number(root)]?.text : op.named.get(root)?.text
    if (mapping instanceof PyDict) {
      const v = lookUp(op, mapping, root)
      text = v === undefined ? undefined : op.show(v)
    }
    notes.push(`${m[0]} takes ${position ? `argument ${root}` : root}: ${text ?? 'not there'}`)
  }
  return notes.length > 0 ? notes : ['no fields']
}

export const textExpanders: Record<string, Expander> = {
  'str.find': (op) => search(op, false),
  'str.index': (op) => search(op, false),
  'str.rfind': (op) => search(op, true),
  'str.rindex': (op) => search(op, true),
  'str.count': count,
  'str.replace': replace,
  'str.split': split,
  'str.rsplit': rsplit,
  'str.splitlines': splitlines,
  'str.strip': strip(true, true),
  'str.lstrip': strip(true, false),
  'str.rstrip': strip(false, true),
  'str.join': join,
  'str.ljust': fill('right'),
  'str.rjust': fill('left'),
  'str.center': fill('both'),
  'str.zfill': zfill,
  'str.expandtabs': expandtabs,
  'str.partition': partition(false),
  'str.rpartition': partition(true),
  'str.startswith': affix(false, false),
  'str.endswith': affix(true, false),
  'str.removeprefix': affix(false, true),
  'str.removesuffix': affix(true, true),
  'str.format': (op) => fields(op, undefined),
  'str.format_map': (op) => fields(op, op.args[0]?.value ?? null),
}
