/**
 * The state grammar that the E.T.-style formats share, in both directions.
 *
 *     vars   = "{" [name "=" value {", " name "=" value}] "}"       values are Python reprs
 *     iter   = "for@" line " " over " " pos "/" total               a loop in progress: its line, what it runs over, how many items are out
 *     stack  = "[" [value {", " value}] "]"                         operand stack, bottom first
 *
 * `pos` and `total` are `?` where they cannot be known without running code. Line breaks never occur: reprs hold none.
 */
import type { IterState } from '../step'
import { readLiteral } from '../literal'
import { FormatError } from './format'

export function varsText(vars: Iterable<readonly [string, string]>): string {
  let out = '{'
  for (const [name, text] of vars) out += `${out.length > 1 ? ', ' : ''}${name}=${oneLine(text)}`
  return `${out}}`
}

export function iterText(it: IterState): string {
  const total = it.pos >= 0 && it.left >= 0 ? String(it.pos + it.left) : '?'
  return `for@${it.at}${it.over === '' ? '' : ` ${oneLine(it.over)}`} ${it.pos < 0 ? '?' : it.pos}/${total}`
}

/** A user's `__repr__` may hold line breaks; a state may not. */
export function oneLine(text: string): string {
  return text.includes('\n') || text.includes('\r') ? text.replace(/\r/g, '\\r').replace(/\n/g, '\\n') : text
}

/** End of a value that starts at `at`: the first of `stops` outside brackets and quotes, or the end of the text. */
export function valueEnd(text: string, at: number, stops: string): number {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    const c = text[i]!
    if (c === "'" || c === '"') {
      let j = i + 1
      while (j < text.length && text[j] !== c) j += text[j] === '\\' ? 2 : 1
      if (j < text.length) i = j
    } else if (depth === 0 && stops.includes(c)) return i
    else if ('([{<'.includes(c)) depth++
    else if (')]}>'.includes(c) && depth > 0) depth--
  }
  return text.length
}

/** Reads `vars` at an offset: the table and the offset after it. */
export function readVars(text: string, at: number): { vars: Record<string, string>; end: number } {
  if (text[at] !== '{') throw new FormatError('expected {', at)
  const vars: Record<string, string> = {}
  let i = at + 1
  while (text[i] !== '}') {
    const m = /^([^\s=,{}]+)=/.exec(text.slice(i, i + 200))
    if (!m) throw new FormatError('expected name=value', i)
    const from = i + m[0].length
    const to = valueEnd(text, from, ',}')
    vars[m[1]!] = text.slice(from, to)
    i = to
    if (text[i] === ',') i += 2
    else if (text[i] !== '}') throw new FormatError('expected , or }', i)
  }
  return { vars, end: i + 1 }
}

/** Reads every ` for@…` that follows an offset. */
export function readIters(text: string, at: number): { iters: IterState[]; end: number } {
  const iters: IterState[] = []
  let i = at
  for (;;) {
    const m = /^ for@(\d+) /.exec(text.slice(i, i + 24))
    if (!m) return { iters, end: i }
    let from = i + m[0].length
    let over = ''
    let count = /^(\d+|\?)\/(\d+|\?)(?= |$)/.exec(text.slice(from))
    if (!count) {
      let to = from
      do {
        to = valueEnd(text, to, ' ')
        count = /^ (\d+|\?)\/(\d+|\?)(?= |$)/.exec(text.slice(to))
        if (!count) to++
      } while (!count && to < text.length)
      if (!count) throw new FormatError('an iterator without its count', i)
      over = text.slice(from, to)
      from = to
    }
    const pos = count[1] === '?' ? -1 : Number(count[1])
    iters.push({ at: Number(m[1]), over, pos, left: count[2] === '?' || pos < 0 ? -1 : Number(count[2]) - pos })
    i = from + count[0].length
  }
}

/** Reads a stack at an offset. */
export function readStack(text: string, at: number): { stack: string[]; end: number } {
  if (text[at] !== '[') throw new FormatError('expected [', at)
  const stack: string[] = []
  let i = at + 1
  while (i < text.length && text[i] !== ']') {
    const to = valueEnd(text, i, ',]')
    stack.push(text.slice(i, to))
    i = to
    if (text[i] === ',') i += 2
  }
  if (text[i] !== ']') throw new FormatError('expected ]', at)
  return { stack, end: i + 1 }
}

/** Whether a value can stand in the grammar without being mistaken: a literal, or text whose brackets and quotes close. */
export function isReadable(text: string): boolean {
  return readLiteral(text).kind !== 'other' || valueEnd(text, 0, ',}] ') === text.length
}
