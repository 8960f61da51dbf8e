/**
 * `et-cot`: every expression expanded, in evaluation order; our own design for the idea of ET-CoT, whose text is not public.
 *
 * **log** style writes each evaluated expression with its value, then what the line bound:
 *
 *     f(n=3)                              a call and its arguments
 *       L2 t = n * (n + 1) // 2           a line about to run
 *         n -> 3                          an expression and its value
 *         n + 1 -> 4
 *         t := 6                          a variable the line bound or changed; `del t` for one it unbound
 *       return 6                          (yield 6, raise ValueError('x'))
 *
 * **reduction** style rewrites the line, one expression at a time, until nothing is left to evaluate:
 *
 *       L2 t = n * (n + 1) // 2
 *         = t = 3 * (n + 1) // 2
 *         = t = 3 * 4 // 2
 *         t := 6
 *
 * Each row can be computed from the row before and the variables last written. Constants have no rows: they are their own value.
 */
import type { Span, Step, StepStream, TraceMeta } from '../step'
import { Replay } from '../replay'
import { FormatError, sourceLines, type FormatOptions, type Observation, type TraceFormat } from './format'
import { oneLine, readVars, valueEnd } from './state_text'

/** Offsets in the source of a span whose columns count UTF-8 bytes. */
class SourceText {
  private readonly lines: string[]
  private readonly starts: number[] = []
  readonly text: string

  constructor(meta: TraceMeta) {
    this.lines = sourceLines(meta)
    this.text = this.lines.join('\n')
    let at = 0
    for (const line of this.lines) {
      this.starts.push(at)
      at += line.length + 1
    }
  }

  offset(line: number, col: number): number {
    const text = this.lines[line - 1] ?? ''
    let bytes = 0
    let i = 0
    while (i < text.length && bytes < col) {
      const c = text.codePointAt(i)!
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4
      i += c > 0xffff ? 2 : 1
    }
    return (this.starts[line - 1] ?? 0) + i
  }

  range(span: Span): [number, number] {
    return [this.offset(span[0], span[1]), this.offset(span[2], span[3])]
  }

  line(n: number): [number, number] {
    const start = this.starts[n - 1] ?? 0
    return [start, start + (this.lines[n - 1]?.length ?? 0)]
  }

  slice(from: number, to: number): string {
    return this.text.slice(from, to)
  }
}

/** Several source lines as one: breaks and the indentation after them become one space. */
function flat(text: string): string {
  return text.includes('\n') ? text.replace(/\s*\n\s*/g, ' ') : text
}

const BEFORE_GROUP =
  /(?:^|[^\w)\]'"]|\b(?:return|in|not|and|or|if|else|elif|while|is|yield|lambda|assert|del|raise|from|await|for))\s*$/

/** A line being reduced: pieces of source still unevaluated and values in place of those that are. */
class Reduction {
  private pieces: { from: number; to: number; text: string }[] = []

  constructor(
    private readonly source: SourceText,
    from: number,
    to: number,
  ) {
    this.pieces = [{ from, to, text: source.slice(from, to) }]
  }

  /** Puts a value in place of a range; false when the range was already swallowed by a larger value (an inner loop runs again). */
  replace(from: number, to: number, value: string): boolean {
    const first = this.pieces[0]!
    const last = this.pieces[this.pieces.length - 1]!
    if (from < first.from) return false
    if (to > last.to) {
      const end = this.source.text.indexOf('\n', to)
      const upto = end < 0 ? this.source.text.length : end
      this.pieces.push({ from: last.to, to: upto, text: this.source.slice(last.to, upto) })
    }
    if (!this.cut(from) || !this.cut(to)) return false
    const i = this.pieces.findIndex((p) => p.from === from)
    let j = i
    while (j < this.pieces.length && this.pieces[j]!.to < to) j++
    if (i < 0 || j >= this.pieces.length) return false
    this.pieces.splice(i, j - i + 1, { from, to, text: value })
    this.dropParens(i)
    return true
  }

  text(): string {
    return flat(this.pieces.map((p) => p.text).join('')).trim()
  }

  /** Makes a piece boundary at an offset of the source. */
  private cut(at: number): boolean {
    for (const [i, p] of this.pieces.entries()) {
      if (p.from === at || p.to === at) return true
      if (at > p.from && at < p.to) {
        if (p.text.length !== p.to - p.from) return false
        this.pieces.splice(
          i,
          1,
          { from: p.from, to: at, text: p.text.slice(0, at - p.from) },
          { from: at, to: p.to, text: p.text.slice(at - p.from) },
        )
        return true
      }
    }
    return false
  }

  /** `(4)` is `4` when the parentheses only grouped. */
  private dropParens(i: number): void {
    const before = this.pieces[i - 1]
    const after = this.pieces[i + 1]
    if (!before?.text.endsWith('(') || !after?.text.startsWith(')')) return
    const lead =
      this.pieces
        .slice(0, i - 1)
        .map((p) => p.text)
        .join('') + before.text.slice(0, -1)
    if (!BEFORE_GROUP.test(lead)) return
    const value = this.pieces[i]!
    this.pieces.splice(
      i - 1,
      3,
      { from: before.from, to: before.to - 1, text: before.text.slice(0, -1) },
      { from: before.to - 1, to: after.from + 1, text: value.text },
      { from: after.from + 1, to: after.to, text: after.text.slice(1) },
    )
  }
}

function* format(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const reduce = options['style'] === 'reduction'
  const source = new SourceText(meta)
  const replay = new Replay()
  const reductions = new Map<number, Reduction>()
  const started = new Set<number>()
  let depth = 0
  for (const step of steps) {
    const frame = replay.apply(step)
    const inner = '  '.repeat(depth) + (started.has(step.frame) ? '  ' : '')
    if (step.event === 'call') {
      const head =
        frame.info.kind === 'module' || frame.info.kind === 'class'
          ? frame.info.func
          : `${frame.info.func}(${args(step)})`
      yield `${'  '.repeat(depth)}${head}\n`
      depth++
      continue
    }
    if (step.event === 'resume') {
      yield `${'  '.repeat(depth)}resume ${frame.info.func}\n`
      depth++
      continue
    }
    yield* stores(step, inner)
    if (step.out) yield `${inner}out ${JSON.stringify(step.out)}\n`
    const pad = '  '.repeat(depth)
    switch (step.event) {
      case 'line': {
        const [from, to] = source.line(step.line!)
        yield `${pad}L${step.line} ${frame.info.file === meta.filename ? source.slice(from, to).trim() : frame.info.file}\n`
        started.add(step.frame)
        if (reduce) reductions.set(step.frame, new Reduction(source, from, to))
        break
      }
      case 'expr': {
        // Code of other files has no source here.
        if (frame.info.file !== meta.filename) break
        const [from, to] = source.range(step.span!)
        const text = flat(source.slice(from, to))
        const value = oneLine(step.value!)
        if (text === value) break
        if (!reduce) {
          yield `${inner}${text} -> ${value}\n`
          break
        }
        let reduction = reductions.get(step.frame)
        if (!reduction?.replace(from, to, value)) {
          const line = source.line(step.span![0])
          reduction = new Reduction(source, Math.min(line[0], from), Math.max(line[1], to))
          reduction.replace(from, to, value)
          reductions.set(step.frame, reduction)
        }
        yield `${inner}= ${reduction.text()}\n`
        break
      }
      case 'builtin':
        yield `${inner}. ${oneLine(step.note!)}\n`
        break
      case 'exception':
        yield `${inner}raise ${oneLine(step.exc!.text)}\n`
        break
      case 'return':
      case 'yield':
        yield `${pad}${step.event} ${oneLine(step.value ?? 'None')}\n`
        depth--
        started.delete(step.frame)
        break
      default:
    }
  }
  if (steps.end.out) yield `out ${JSON.stringify(steps.end.out)}\n`
  yield `end ${steps.end.reason}\n`
}

function args(step: Step): string {
  const parts: string[] = []
  for (let i = 0; step.set && i < step.set.length; i += 2) parts.push(`${step.set[i]}=${oneLine(step.set[i + 1]!)}`)
  return parts.join(', ')
}

function* stores(step: Step, pad: string): Iterable<string> {
  for (const name of step.del ?? []) yield `${pad}del ${name}\n`
  for (let i = 0; step.set && i < step.set.length; i += 2)
    yield `${pad}${step.set[i]} := ${oneLine(step.set[i + 1]!)}\n`
}

function parse(text: string): Observation[] {
  const out: Observation[] = []
  let at = 0
  for (const row of text.split('\n')) {
    const body = row.trimStart()
    const step: Observation = { at, event: '', extra: { depth: String((row.length - body.length) / 2) } }
    let m: RegExpExecArray | null
    if (body === '') {
      at += row.length + 1
      continue
    }
    if ((m = /^L(\d+) (.*)$/.exec(body))) Object.assign(step, { event: 'line', line: Number(m[1]), source: m[2] })
    else if ((m = /^(return|yield) (.*)$/.exec(body))) Object.assign(step, { event: m[1], value: m[2] })
    else if ((m = /^raise (.*)$/.exec(body))) Object.assign(step, { event: 'exception', exception: m[1] })
    else if ((m = /^out (.*)$/.exec(body))) Object.assign(step, { event: 'output', output: m[1] })
    else if ((m = /^del (\S+)$/.exec(body)))
      Object.assign(step, { event: 'store', extra: { ...step.extra, [`-${m[1]}`]: 'unbound' } })
    else if ((m = /^end (\S+)$/.exec(body)))
      Object.assign(step, { event: 'end', extra: { ...step.extra, reason: m[1] } })
    else if ((m = /^resume (.*)$/.exec(body))) Object.assign(step, { event: 'resume', function: m[1] })
    else if ((m = /^= (.*)$/.exec(body))) Object.assign(step, { event: 'reduce', source: m[1] })
    else if ((m = /^\. (.*)$/.exec(body))) Object.assign(step, { event: 'builtin', source: m[1] })
    else if ((m = /^([^\s:()]+) := (.*)$/.exec(body))) Object.assign(step, { event: 'store', vars: { [m[1]!]: m[2]! } })
    else if ((m = /^(.*?) -> (.*)$/.exec(body)) && valueEnd(body, 0, '\0') > 0) {
      // the last arrow outside quotes and brackets parts expression and value
      const arrow = lastArrow(body)
      Object.assign(step, { event: 'expr', source: body.slice(0, arrow), value: body.slice(arrow + 4) })
    } else if (/^<\w+>$/.test(body)) Object.assign(step, { event: 'call', function: body })
    else if ((m = /^([^\s(]+)\((.*)\)$/.exec(body)))
      Object.assign(step, { event: 'call', function: m[1], vars: readVars(`{${m[2]}}`, 0).vars })
    else if (/^[\w.<>]+$/.test(body)) Object.assign(step, { event: 'call', function: body })
    else throw new FormatError('not a row of the trace', at)
    out.push(step)
    at += row.length + 1
  }
  return out
}

function lastArrow(body: string): number {
  let found = body.indexOf(' -> ')
  for (let i = 0; i < body.length; ) {
    const end = valueEnd(body, i, ' ')
    if (body.startsWith(' -> ', end)) return end
    i = end + 1
  }
  if (found < 0) found = body.length
  return found
}

export const etCot: TraceFormat = {
  name: 'et-cot',
  version: 1,
  extension: 'txt',
  doc: 'ET-CoT-style: every expression expanded in evaluation order, as a log or as a reduction.',
  basis: 'Our own design for the idea of the paper, whose text is not public; the grammar is in the docs.',
  needs: { granularity: 'expression' },
  options: {
    style: {
      default: 'log',
      doc: 'each expression with its value, or the line rewritten',
      choices: ['log', 'reduction'],
    },
  },
  format,
  parse,
}
