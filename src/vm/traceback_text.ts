/**
 * The text of an uncaught exception, as Python prints it: CPython 3.13's Lib/traceback.py (`TracebackException`), which its interpreter uses too.
 *
 * An entry of a traceback shows the source line, or the lines of a longer expression, dedented, with carets under the failing expression. In a binary operation, a
 * subscript or a call the operator or brackets get `^` and the operands `~`; whether there are carets at all depends on what else is on the
 * lines. Chained exceptions come first, groups are drawn as trees, repeated entries are counted.
 */
import type { expr, stmt } from '../ast/nodes.gen'
import { getAttrOrNull, repr, str } from '../objects/abstract'
import { type PyException, PyExceptionGroup, PySyntaxErrorObject } from '../objects/exceptions'
import { PyModule } from '../objects/module'
import { PyRaise } from '../objects/raise'
import type { PyTraceback } from '../objects/traceback'
import { parse } from '../parse/parse'
import { PyList, PyTuple, type Value } from '../values/value'
import { textOf } from '../values/wide'
import { suggestionFor } from './suggestions'
import type { VM } from './vm'
import { isWide } from './wide_chars'

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n'
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n'
/** Identical entries shown before the rest is only counted. */
const REPEATS = 3
const MAX_GROUP_WIDTH = 15
const MAX_GROUP_DEPTH = 10

/** What an entry shows; columns are in UTF-8 bytes, −1 for unknown. */
export interface Entry {
  filename: string
  lineno: number | null
  name: string
  endLineno: number
  col: number
  endCol: number
  lines: string[] | undefined
}

/** The whole text of an exception with its traceback, causes and contexts. */
export function formatException(vm: VM, exc: PyException): string {
  return new Printer(vm).format(exc)
}

/** The same in pieces: headers, one text an entry, last lines. `limit` keeps the first entries, or the last ones when it is negative. */
export function formatPieces(vm: VM, exc: PyException, chain: boolean, limit?: number): string[] {
  return new Printer(vm, limit).pieces(exc, chain)
}

/** One exception of a chain, with what came before it. */
interface Linked {
  exc: PyException
  cause: Linked | null
  context: Linked | null
  parts: Linked[] | null
}

class Printer {
  private depth = 0
  private needClose = false

  constructor(
    private readonly vm: VM,
    private readonly limit?: number,
  ) {}

  format(exc: PyException): string {
    return this.chain(link(exc)).join('')
  }

  pieces(exc: PyException, chain: boolean): string[] {
    const top = link(exc)
    if (chain) return this.chain(top)
    const out: string[] = []
    this.one(out, top)
    return out
  }

  /** Lines with the indentation of the group they are in. */
  private emit(out: string[], text: string, margin = '|'): void {
    if (this.depth === 0) {
      out.push(text)
      return
    }
    const lead = `${' '.repeat(2 * this.depth)}${margin} `
    out.push(text.replace(/[^\n]*\n|[^\n]+$/g, (line) => lead + line))
  }

  private chain(top: Linked): string[] {
    const order: [string | null, Linked][] = []
    for (let l: Linked | null = top; l !== null; ) {
      const next: Linked | null = l.cause ?? (l.exc.suppressContext ? null : l.context)
      order.push([next === null ? null : l.cause !== null ? CAUSE : CONTEXT, l])
      l = next
    }
    const out: string[] = []
    for (let i = order.length - 1; i >= 0; i--) {
      const [message, l] = order[i]
      if (message !== null) this.emit(out, message)
      this.one(out, l)
    }
    return out
  }

  private one(out: string[], l: Linked): void {
    const { exc } = l
    let entries = entriesOf(this.vm, exc.traceback)
    const limit = this.limit ?? tracebackLimit(this.vm)
    if (limit !== undefined) entries = limit < 0 ? entries.slice(limit) : entries.slice(0, limit)
    if (l.parts === null) {
      if (entries.length > 0) {
        this.emit(out, 'Traceback (most recent call last):\n')
        for (const t of formatEntries(entries)) this.emit(out, t)
      }
      for (const t of exceptionOnly(this.vm, exc)) this.emit(out, t)
      return
    }
    if (this.depth > MAX_GROUP_DEPTH) {
      this.emit(out, `... (max_group_depth is ${MAX_GROUP_DEPTH})\n`)
      return
    }
    const outermost = this.depth === 0
    if (outermost) this.depth = 1
    if (entries.length > 0) {
      this.emit(out, 'Exception Group Traceback (most recent call last):\n', outermost ? '+' : '|')
      for (const t of formatEntries(entries)) this.emit(out, t)
    }
    for (const t of exceptionOnly(this.vm, exc)) this.emit(out, t)
    const shown = Math.min(l.parts.length, MAX_GROUP_WIDTH)
    const n = l.parts.length > MAX_GROUP_WIDTH ? shown + 1 : shown
    this.needClose = false
    for (let i = 0; i < n; i++) {
      const last = i === n - 1
      if (last) this.needClose = true
      const truncated = i >= MAX_GROUP_WIDTH
      const title = truncated ? '...' : `${i + 1}`
      out.push(`${' '.repeat(2 * this.depth)}${i === 0 ? '+-' : '  '}+---------------- ${title} ----------------\n`)
      this.depth++
      if (!truncated) out.push(...this.chain(l.parts[i]))
      else {
        const more = l.parts.length - MAX_GROUP_WIDTH
        this.emit(out, `and ${more} more exception${more > 1 ? 's' : ''}\n`)
      }
      if (last && this.needClose) {
        out.push(`${' '.repeat(2 * this.depth)}+------------------------------------\n`)
        this.needClose = false
      }
      this.depth--
    }
    if (outermost) this.depth = 0
  }
}

/** `sys.tracebacklimit`: how many entries are shown; undefined for all. */
function tracebackLimit(vm: VM): number | undefined {
  const sys = vm.modules.getStr('sys')
  const limit = sys instanceof PyModule ? sys.dict.getStr('tracebacklimit') : undefined
  return typeof limit === 'number' ? Math.max(0, limit) : undefined
}

/** The exception with those it is chained to, each shown once. */
function link(exc: PyException): Linked {
  const seen = new Set<PyException>([exc])
  const make = (e: PyException): Linked => {
    seen.add(e)
    return { exc: e, cause: null, context: null, parts: null }
  }
  const top = make(exc)
  const work = [top]
  while (work.length > 0) {
    const l = work.pop() as Linked
    const { exc: e } = l
    if (e.cause !== null && !seen.has(e.cause)) l.cause = make(e.cause)
    if (l.cause === null && !e.suppressContext && e.context !== null && !seen.has(e.context))
      l.context = make(e.context)
    if (e instanceof PyExceptionGroup) l.parts = e.exceptions.items.map((x) => make(x as PyException))
    if (l.cause !== null) work.push(l.cause)
    if (l.context !== null) work.push(l.context)
    if (l.parts !== null) work.push(...l.parts)
  }
  return top
}

/** The entries of a traceback, outermost first. */
export function entriesOf(vm: VM, tb: PyTraceback | null): Entry[] {
  const out: Entry[] = []
  for (let t = tb; t !== null; t = t.next) {
    const code = t.frame.plainCode
    const filename = textOf(code.filename)
    const i = indexOfOffset(code.offsets, t.lasti)
    const p = code.positions
    const known = i >= 0 && p[4 * i] === t.lineno
    out.push({
      filename,
      lineno: t.lineno < 0 ? null : t.lineno,
      name: textOf(code.name),
      endLineno: known ? p[4 * i + 1] : -1,
      col: known ? p[4 * i + 2] : -1,
      endCol: known ? p[4 * i + 3] : -1,
      lines: vm.sourceLines(filename),
    })
  }
  return out
}

/** Index of the instruction at a byte offset. */
export function indexOfOffset(offsets: Int32Array, offset: number): number {
  let lo = 0
  let hi = offsets.length - 1
  while (lo <= hi) {
    const mid = (lo + hi) >> 1
    if (offsets[mid] === offset) return mid
    if (offsets[mid] < offset) lo = mid + 1
    else hi = mid - 1
  }
  return -1
}

/** Texts of the entries; runs of equal ones are cut short. */
export function formatEntries(entries: Entry[]): string[] {
  const out: string[] = []
  let last: Entry | undefined
  let count = 0
  const flush = () => {
    if (count > REPEATS) {
      const n = count - REPEATS
      out.push(`  [Previous line repeated ${n} more time${n > 1 ? 's' : ''}]\n`)
    }
  }
  for (const e of entries) {
    if (last === undefined || last.filename !== e.filename || last.lineno !== e.lineno || last.name !== e.name) {
      flush()
      last = e
      count = 0
    }
    count++
    if (count > REPEATS) continue
    out.push(formatEntry(e))
  }
  flush()
  return out
}

const textCache = new Map<string, string>()

/** One entry with its source lines. */
export function formatEntry(e: Entry): string {
  const head = `  File "${e.filename}", line ${e.lineno === null ? 'None' : e.lineno}, in ${e.name}\n`
  const source = sourceOf(e)
  return source === undefined ? head : head + source
}

function sourceOf(e: Entry): string | undefined {
  if (e.lines === undefined || e.lineno === null) return undefined
  const first = e.lines[e.lineno - 1]
  if (first === undefined) return undefined
  if (e.col < 0 || e.endCol < 0 || e.endLineno < e.lineno) {
    const line = first.trim()
    return line === '' ? undefined : `    ${line}\n`
  }
  const all = e.lines.slice(e.lineno - 1, e.endLineno)
  if (all.every((l) => l.trim() === '')) return undefined
  const key = `${e.col},${e.endCol}\n${all.join('\n')}`
  let text = textCache.get(key)
  if (text === undefined) {
    text = withCarets(all, e.col, e.endCol)
    if (textCache.size > 500) textCache.clear()
    textCache.set(key, text)
  }
  return text
}

/** Removes the indentation all lines have in common; blank lines become empty. */
function dedent(lines: string[]): string[] {
  let margin: string | undefined
  for (const l of lines) {
    if (l.trim() === '') continue
    const lead = /^[ \t]*/.exec(l)![0]
    if (margin === undefined) margin = lead
    else {
      let i = 0
      while (i < margin.length && i < lead.length && margin[i] === lead[i]) i++
      margin = margin.slice(0, i)
    }
  }
  const n = margin?.length ?? 0
  return lines.map((l) => (/^[ \t]*$/.test(l) ? '' : l.slice(n)))
}

/** Code points of a line before a UTF-8 byte offset. */
function charOffset(line: string[], bytes: number): number {
  let n = 0
  for (let i = 0; i < line.length; i++) {
    if (n >= bytes) return i
    const cp = line[i].codePointAt(0) as number
    n += cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4
  }
  return line.length
}

/** Columns on a terminal of the first `n` characters. */
function displayWidth(line: string[], n = line.length): number {
  if (line.every((c) => c < '\x80')) return n
  let w = 0
  for (let i = 0; i < n && i < line.length; i++) w += isWide(line[i].codePointAt(0) as number) ? 2 : 1
  return w
}

/** Where the operator or the brackets of the failing expression stand, in lines and characters of the segment. */
interface Anchors {
  line: number
  col: number
  endLine: number
  endCol: number
}

function withCarets(original: string[], col: number, endCol: number): string {
  const dedented = dedent(original)
  const lines = dedented.map((l) => [...l])
  const lastIndex = lines.length - 1
  const removed = [...original[0]].length - lines[0].length
  const start = Math.max(0, charOffset([...original[0]], col) - removed)
  const end = Math.max(0, charOffset([...original[lastIndex]], endCol) - removed)
  const startColumn = displayWidth(lines[0], start)
  const endColumn = displayWidth(lines[lastIndex], end)
  const segment = segmentLines(lines, start, end)
  const anchors = anchorsOf(segment)
  const show = showCarets(lines, start, end, anchors)
  const significant = new Set([0, lastIndex])
  let from = { line: -1, column: 0 }
  let to = { line: -1, column: 0 }
  if (anchors !== null) {
    const shift = (line: number, c: number) => displayWidth(lines[line], c + (line === 0 ? start : 0))
    from = { line: anchors.line, column: shift(anchors.line, anchors.col) }
    to = { line: anchors.endLine, column: shift(anchors.endLine, anchors.endCol) }
    for (const l of [anchors.line, anchors.endLine]) for (const k of [l - 1, l, l + 1]) significant.add(k)
  }
  significant.delete(-1)
  significant.delete(lines.length)
  const out: string[] = []
  const put = (i: number) => {
    out.push(dedented[i])
    if (!show) return
    const line = lines[i]
    let spaces = 0
    while (spaces < line.length && /\s/.test(line[spaces])) spaces++
    const n = i === lastIndex ? endColumn : displayWidth(line)
    let carets = ''
    for (let c = 0; c < n; c++) {
      if (c < spaces || (i === 0 && c < startColumn)) carets += ' '
      else if (anchors !== null && isInside(i, c, from, to)) carets += '^'
      else carets += anchors === null ? '^' : '~'
    }
    out.push(carets)
  }
  const order = [...significant].sort((a, b) => a - b)
  for (let k = 0; k < order.length; k++) {
    const gap = k === 0 ? 0 : order[k] - order[k - 1]
    if (gap === 2) put(order[k] - 1)
    else if (gap > 2) out.push(`...<${gap - 1} lines>...`)
    put(order[k])
  }
  // Dedented once more: the lines shown may all be indented.
  return dedent(out)
    .map((l) => `    ${l}\n`)
    .join('')
}

type Point = { line: number; column: number }

function isInside(line: number, column: number, from: Point, to: Point): boolean {
  const after = line > from.line || (line === from.line && column >= from.column)
  return after && (line < to.line || (line === to.line && column < to.column))
}

/** The characters of the failing expression, line by line. */
function segmentLines(lines: string[][], start: number, end: number): string[][] {
  const out = lines.slice()
  out[out.length - 1] = out[out.length - 1].slice(0, end)
  out[0] = out[0].slice(start)
  return out
}

/** Finds operator or brackets by parsing the segment. */
function anchorsOf(segment: string[][]): Anchors | null {
  let body: stmt[]
  try {
    body = parse(`(\n${segment.map((l) => l.join('')).join('\n')}\n)`).body
  } catch {
    return null
  }
  if (body.length !== 1 || body[0].kind !== 'Expr') return null
  try {
    return expressionAnchors(body[0].value, segment)
  } catch {
    return null
  }
}

/** Walks over the characters of a segment from the end of a sub-expression to what interests. */
class Walker {
  line: number
  col: number
  constructor(
    private readonly lines: string[][],
    e: expr,
    valid = true,
  ) {
    // The parenthesis and line before the segment count one line.
    this.line = e.end_lineno! - 2
    this.col = charOffset(lines[this.line], e.end_col_offset!)
    if (valid) this.settle()
  }

  private settle(): void {
    while (this.line < this.lines.length && this.col >= this.lines[this.line].length) {
      this.col = 0
      this.line++
    }
    if (this.line >= this.lines.length) throw new RangeError('end of segment')
  }

  until(stop: (c: string) => boolean): void {
    for (;;) {
      const c = this.lines[this.line][this.col]
      if (c === '\\' || c === '#') {
        this.line++
        this.col = 0
      } else if (stop(c)) return
      else this.col++
      this.settle()
    }
  }
}

function expressionAnchors(e: expr, lines: string[][]): Anchors | null {
  if (e.kind === 'BinOp') {
    const w = new Walker(lines, e.left)
    w.until((c) => !/\s/.test(c) && c !== ')')
    const line = lines[w.line]
    let endCol = w.col + 1
    const rightLine = e.right.lineno - 2
    if (
      endCol < line.length &&
      (rightLine > w.line || endCol < charOffset(lines[rightLine], e.right.col_offset)) &&
      !/\s/.test(line[endCol]) &&
      line[endCol] !== '\\' &&
      line[endCol] !== '#'
    ) {
      endCol++
    }
    return { line: w.line, col: w.col, endLine: w.line, endCol }
  }
  if (e.kind !== 'Subscript' && e.kind !== 'Call') return null
  const w = new Walker(lines, e.kind === 'Call' ? e.func : e.value)
  const open = e.kind === 'Call' ? '(' : '['
  w.until((c) => c === open)
  const end = new Walker(lines, e, false)
  return { line: w.line, col: w.col, endLine: end.line, endCol: end.col }
}

/** Carets are left out where they would underline a whole line to no purpose. */
function showCarets(lines: string[][], start: number, end: number, anchors: Anchors | null): boolean {
  try {
    const { body } = parse(lines.map((l) => l.join('')).join('\n'))
    if (body.length === 0) return false
    const s = body[0]
    let call: expr | null = null
    if (s.kind === 'Return' && s.value?.kind === 'Call' && s.value.func.kind === 'Name') call = s.value
    else if (s.kind === 'Assign' && s.value.kind === 'Call' && s.targets.length === 1 && s.targets[0].kind === 'Name') {
      call = s.value
    }
    if (
      call !== null &&
      call.lineno === 1 &&
      call.end_lineno === lines.length &&
      call.col_offset === start &&
      call.end_col_offset === end
    ) {
      return false
    }
  } catch {
    // Not a statement by itself (the head of an `if`): no reason to hide.
  }
  if (anchors !== null) return true
  const before = lines[0].slice(0, start).join('').trim()
  const after = lines[lines.length - 1].slice(end).join('').trim()
  return before !== '' || after !== ''
}

/** The last lines: class and message, the place of a syntax error, notes. */
export function exceptionOnly(vm: VM, exc: PyException): string[] {
  const out: string[] = []
  const name = className(vm, exc)
  if (exc instanceof PySyntaxErrorObject) out.push(...syntaxError(vm, exc, name))
  else {
    const text = safeText(vm, exc, 'exception', str) + suggestionFor(vm, exc)
    out.push(text === '' ? `${name}\n` : `${name}: ${text}\n`)
  }
  const notes = safely(() => getAttrOrNull(vm, exc, '__notes__'))
  if (notes === undefined || notes === null) return out
  if (notes instanceof PyList || notes instanceof PyTuple) {
    for (const n of notes.items) for (const l of safeText(vm, n, 'note', str).split('\n')) out.push(`${l}\n`)
  } else out.push(`${safeText(vm, notes, '__notes__', repr)}\n`)
  return out
}

function safely<T>(f: () => T): T | undefined {
  try {
    return f()
  } catch (e) {
    if (e instanceof PyRaise) return undefined
    throw e
  }
}

function safeText(vm: VM, v: Value, what: string, f: typeof str): string {
  const s = safely(() => f(vm, v))
  return s === undefined ? `<${what} ${f === str ? 'str' : 'repr'}() failed>` : textOf(s)
}

/** Class of an exception as shown: with its module unless that is `builtins` or `__main__`. */
export function className(vm: VM, exc: PyException): string {
  const type = exc.type
  const module = safely(() => getAttrOrNull(vm, type, '__module__'))
  const qualname = textOf(type.qualname)
  if (module === '__main__' || module === 'builtins') return qualname
  return typeof module === 'string' ? `${module}.${qualname}` : `<unknown>.${qualname}`
}

function syntaxError(vm: VM, exc: PySyntaxErrorObject, name: string): string[] {
  const out: string[] = []
  const text = (v: Value | undefined) => (v === undefined || v === null ? undefined : textOf(vm.strOf(v)))
  const filename = text(exc.filename)
  let suffix = ''
  const { lineno } = exc
  if (lineno !== undefined && lineno !== null) {
    out.push(`  File "${filename === undefined || filename === '' ? '<string>' : filename}", line ${text(lineno)}\n`)
  } else if (filename !== undefined) suffix = ` (${filename})`
  const line = text(exc.text)
  if (line !== undefined) out.push(...caretsUnder(line, exc))
  const msg = text(exc.msg)
  out.push(`${name}: ${msg === undefined || msg === '' ? '<no detail available>' : msg}${suffix}\n`)
  return out
}

function caretsUnder(line: string, exc: PySyntaxErrorObject): string[] {
  const all = [...line]
  const trimmed = [...line.replace(/\n+$/, '')]
  let lead = 0
  while (lead < trimmed.length && ' \n\f'.includes(trimmed[lead])) lead++
  const shown = trimmed.slice(lead)
  const head = `    ${shown.join('')}\n`
  if (typeof exc.offset !== 'number') return [head]
  let from = exc.offset
  const endOffset = typeof exc.endOffset === 'number' ? exc.endOffset : 0
  let to = exc.lineno === exc.endLineno ? (endOffset === 0 ? from : endOffset) : trimmed.length + 1
  if (all.length > 0 && from > all.length) from = trimmed.length + 1
  if (all.length > 0 && to > all.length) to = trimmed.length + 1
  if (from >= to || to < 0) to = from + 1
  const column = from - 1 - lead
  if (column < 0) return [head]
  const blank = shown.slice(0, column).map((c) => (/\s/.test(c) ? c : ' '))
  return [head, `    ${blank.join('')}${'^'.repeat(to - from)}\n`]
}
