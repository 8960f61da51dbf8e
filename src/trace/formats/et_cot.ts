/**
 * `et-cot`: every expression expanded, in evaluation order; our own design for the idea of ET-CoT, whose text is not public.
 *
 * **log** style writes each evaluated expression with its value, then what the line bound:
 *
 *     f(n=3)                              a call and its arguments
 *       L2 t = n * (n + 1) // 2           a line about to run
 *         n -> 3                          an expression and its value
 *         n + 1 -> 4
 *         t := 6                          a value stored in a target; a variable the line changed otherwise; `del t` for one it unbound
 *         ? if: true                      what a test decides (`source.ts`)
 *         xs[7] raises IndexError('…')    the expression that failed; `raise …` where none is to blame
 *       return 6                          (yield 6)
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
import type { Step, StepStream, TraceMeta } from '../step'
import { Replay } from '../replay'
import { FormatError, type FormatOptions, type Observation, type TraceFormat } from './format'
import { branchText, flat, isOperator, readBranch, SourceText } from './source'
import { oneLine, readVars } from './state_text'

const BEFORE_GROUP =
  /(?:^|[^\w)\]'"]|\b(?:return|in|not|and|or|if|else|elif|while|is|yield|lambda|assert|del|raise|from|await|for))\s*$/

/** A line being reduced: pieces of source still unevaluated and values in place of those that are. */
class Reduction {
  private pieces: { from: number; to: number; text: string; value?: true }[] = []

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
    this.pieces.splice(i, j - i + 1, { from, to, text: value, value: true })
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
    // After a value the parentheses are those of a call.
    if (before.text === '(' && this.pieces[i - 2]?.value) return
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
  const branches = options['branches'] !== false
  /** Stores told that the frame's variables do not show yet, as `name := value`. */
  const told = new Map<number, Set<string>>()
  /** The line in progress with a value in place of the step's expression, if that changes it. */
  const rewrite = function* (step: Step, value: string, pad: string): Iterable<string> {
    const [from, to] = source.range(step.span!)
    let reduction = reductions.get(step.frame)
    const before = reduction?.text()
    if (!reduction?.replace(from, to, value)) {
      const line = source.line(step.span![0])
      reduction = new Reduction(source, Math.min(line[0], from), Math.max(line[1], to))
      reduction.replace(from, to, value)
      reductions.set(step.frame, reduction)
    }
    if (reduction.text() !== before) yield `${pad}= ${reduction.text()}\n`
  }
  let depth = 0
  for (const step of steps) {
    const frame = replay.apply(step)
    const here = frame.info.file === meta.filename
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
    for (const row of stores(step)) if (!told.get(step.frame)?.has(row)) yield `${inner}${row}\n`
    if (step.event !== 'store') told.delete(step.frame)
    if (step.out) yield `${inner}out ${JSON.stringify(step.out)}\n`
    const pad = '  '.repeat(depth)
    switch (step.event) {
      case 'line': {
        const [from, to] = source.line(step.line!)
        yield `${pad}L${step.line} ${here ? source.slice(from, to).trim() : frame.info.file}\n`
        started.add(step.frame)
        if (reduce) reductions.set(step.frame, new Reduction(source, from, to))
        break
      }
      case 'expr': {
        // Code of other files has no source here.
        if (!here || (reduce && step.part)) break
        const text = source.of(step.span!)
        const value = oneLine(step.value!)
        if (text === value) break
        if (reduce) yield* rewrite(step, value, inner)
        else yield `${inner}${/^\w+ :=/.test(text) ? `(${text})` : text} -> ${value}\n`
        break
      }
      case 'branch':
        if (!here || !branches) break
        if (reduce && isOperator(step)) yield* rewrite(step, step.value!, inner)
        else yield `${inner}? ${branchText(step, source)}\n`
        break
      case 'store': {
        if (!here) break
        const row = `${source.of(step.span!)} := ${oneLine(step.value!)}`
        if (!told.has(step.frame)) told.set(step.frame, new Set())
        told.get(step.frame)!.add(row)
        yield `${inner}${row}\n`
        break
      }
      case 'builtin':
        yield `${inner}. ${oneLine(step.note!)}\n`
        break
      case 'exception':
        yield `${inner}${here ? blamed(step, source) : 'raise'} ${oneLine(step.exc!.text)}\n`
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

function* stores(step: Step): Iterable<string> {
  for (const name of step.del ?? []) yield `del ${name}`
  for (let i = 0; step.set && i < step.set.length; i += 2) yield `${step.set[i]} := ${oneLine(step.set[i + 1]!)}`
}

/** The expression that an exception came out of: `xs[7] raises`; `raise` for statements. */
function blamed(step: Step, source: SourceText): string {
  const text = step.span ? source.of(step.span) : ''
  return text === '' || /^(raise|assert|for|with|async|import|from|del|class|def|case)\b/.test(text)
    ? 'raise'
    : `${text} raises`
}

/** Where a separator first stands outside the quotes and brackets of a piece of source; -1 nowhere. */
function outside(body: string, separator: string): number {
  let depth = 0
  for (let i = 0; i < body.length; i++) {
    const c = body[i]!
    if (c === "'" || c === '"') {
      let end = i + 1
      while (end < body.length && body[end] !== c) end += body[end] === '\\' ? 2 : 1
      if (end < body.length) i = end
    } else if (depth === 0 && c === ' ' && body.startsWith(separator, i)) return i
    else if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c) && depth > 0) depth--
  }
  return -1
}

/** Rows that say something of a piece of source. */
const RELATIONS = [
  [' -> ', 'expr'],
  [' := ', 'store'],
  [' raises ', 'exception'],
] as const

/** The first relation in a row: what stands on either side of it. */
function relation(body: string): { event: string; left: string; right: string } | null {
  let found: { event: string; left: string; right: string } | null = null
  for (const [separator, event] of RELATIONS) {
    const at = outside(body, separator)
    if (at >= 0 && (found === null || at < found.left.length))
      found = { event, left: body.slice(0, at), right: body.slice(at + separator.length) }
  }
  return found
}

function parse(text: string): Observation[] {
  const out: Observation[] = []
  let at = 0
  for (const line of text.split('\n')) {
    const body = line.trimStart()
    const step: Observation = { at, event: '', extra: { depth: String((line.length - body.length) / 2) } }
    let m: RegExpExecArray | null
    let row: ReturnType<typeof relation>
    if (body === '') {
      at += line.length + 1
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
    else if (body.startsWith('? ')) {
      const branch = readBranch(body.slice(2))
      if (!branch) throw new FormatError('not a branch', at)
      Object.assign(step, { event: 'branch', ...branch, extra: { ...step.extra, ...branch.extra } })
    } else if ((row = relation(body))) {
      step.event = row.event
      if (row.event === 'store') step.vars = { [row.left]: row.right }
      else {
        step.source = row.left
        if (row.event === 'expr') step.value = row.right
        else step.exception = row.right
      }
    } else if (/^<\w+>$/.test(body)) Object.assign(step, { event: 'call', function: body })
    else if ((m = /^([^\s(]+)\((.*)\)$/.exec(body)))
      Object.assign(step, { event: 'call', function: m[1], vars: readVars(`{${m[2]}}`, 0).vars })
    else if (/^[\w.<>]+$/.test(body)) Object.assign(step, { event: 'call', function: body })
    else throw new FormatError('not a row of the trace', at)
    out.push(step)
    at += line.length + 1
  }
  return out
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
    branches: { default: true, doc: 'rows for what tests decide, loops taking another item, operands left out' },
  },
  format,
  parse,
}
