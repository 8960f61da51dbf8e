/**
 * `text`: for people, and the default. Each line as it runs, under it what it bound; calls indented, with arguments and results; output and
 * exceptions where they happen.
 *
 *     ┌ f(n=2)
 *     │ 2   t = 0
 *     │       t = 0
 *     │ 3   for i in range(n):
 *     └ 1
 */
import type { Step, StepStream, TraceMeta } from '../step'
import { Replay } from '../replay'
import { cutMiddle, FormatError, sourceLines, type FormatOptions, type Observation, type TraceFormat } from './format'
import { branchText, readBranch, SourceText } from './source'
import { oneLine, readVars } from './state_text'

const PLAIN = { dim: '', name: '', value: '', error: '', off: '' }
const COLOUR = { dim: '\x1b[2m', name: '\x1b[36m', value: '\x1b[32m', error: '\x1b[31m', off: '\x1b[0m' }

function* format(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const lines = sourceLines(meta)
  const source = new SourceText(meta)
  const width = String(lines.length).length
  const max = options['maxLength'] as number | null
  const c = options['colour'] ? COLOUR : PLAIN
  const show = (text: string): string => `${c.value}${cutMiddle(oneLine(text), max)}${c.off}`
  const replay = new Replay()
  let depth = 0
  /** Indentation of the line each frame is at: what it binds stands under it. */
  const indents = new Map<number, number>()
  const bar = (n: number): string => `${c.dim}${'│ '.repeat(Math.max(n, 0))}${c.off}`
  for (const step of steps) {
    const frame = replay.apply(step)
    const inner = `${bar(depth)}${' '.repeat(width + 5 + (indents.get(step.frame) ?? 0))}`
    if (step.out)
      for (const row of step.out.replace(/\n$/, '').split('\n')) yield `${bar(depth)}${c.dim}» ${c.off}${row}\n`
    switch (step.event) {
      case 'call':
      case 'resume': {
        const what =
          frame.info.kind === 'module' || frame.info.kind === 'class'
            ? frame.info.func
            : `${frame.info.func}(${pairs(step, show)})`
        yield `${bar(depth)}${c.dim}┌${c.off} ${step.event === 'resume' ? 'resume ' : ''}${c.name}${what}${c.off}\n`
        depth++
        continue
      }
      case 'return':
      case 'yield':
        yield* changes(step, inner, c, show)
        yield `${bar(depth - 1)}${c.dim}└${c.off} ${step.event === 'yield' ? 'yield ' : ''}${show(step.value ?? 'None')}\n`
        depth--
        continue
      case 'line':
        yield* changes(step, inner, c, show)
        indents.set(step.frame, /^\s*/.exec(lines[step.line! - 1] ?? '')![0].length)
        yield `${bar(depth)}${c.dim}${String(step.line).padStart(width)}${c.off}   ${frame.info.file === meta.filename ? (lines[step.line! - 1] ?? '') : ''}\n`
        continue
      case 'exception':
        yield* changes(step, inner, c, show)
        yield `${bar(depth)}${c.error}! ${oneLine(step.exc!.text)}${c.off}\n`
        continue
      case 'opcode':
        yield* changes(step, inner, c, show)
        yield `${inner}${String(step.offset).padStart(4)} ${step.op}${step.arg ? ` (${oneLine(step.arg)})` : ''}${frame.stack.length > 0 ? `  [${frame.stack.map(show).join(', ')}]` : ''}\n`
        continue
      case 'expr':
        yield* changes(step, inner, c, show)
        if (frame.info.file === meta.filename && source.of(step.span!) !== step.value)
          yield `${inner}${source.of(step.span!)} → ${show(step.value!)}\n`
        continue
      case 'branch':
        yield* changes(step, inner, c, show)
        if (frame.info.file === meta.filename) yield `${inner}${c.dim}? ${branchText(step, source)}${c.off}\n`
        continue
      case 'store':
        yield* changes(step, inner, c, show)
        // Names show when they change.
        if (frame.info.file === meta.filename && step.expr !== 'Name')
          yield `${inner}${c.name}${source.of(step.span!)}${c.off} = ${show(step.value!)}\n`
        continue
      case 'builtin':
        yield* changes(step, inner, c, show)
        yield `${inner}· ${oneLine(step.note!)}\n`
    }
  }
  const { end } = steps
  if (end.out) for (const row of end.out.replace(/\n$/, '').split('\n')) yield `${c.dim}» ${c.off}${row}\n`
  if (end.reason !== 'done' && end.reason !== 'exception')
    yield `${c.error}stopped: ${end.reason}${c.off} after ${end.steps} steps\n`
}

function pairs(step: Step, show: (text: string) => string): string {
  const parts: string[] = []
  for (let i = 0; step.set && i < step.set.length; i += 2) parts.push(`${step.set[i]}=${show(step.set[i + 1]!)}`)
  return parts.join(', ')
}

function* changes(step: Step, pad: string, c: typeof PLAIN, show: (text: string) => string): Iterable<string> {
  for (const name of step.del ?? []) yield `${pad}${c.dim}del${c.off} ${c.name}${name}${c.off}\n`
  for (let i = 0; step.set && i < step.set.length; i += 2)
    yield `${pad}${c.name}${step.set[i]}${c.off} = ${show(step.set[i + 1]!)}\n`
}

function parse(text: string, meta: TraceMeta): Observation[] {
  const out: Observation[] = []
  const lines = sourceLines(meta)
  const width = String(lines.length).length
  let at = 0
  for (const row of text.split('\n')) {
    const bars = /^(?:│ )*/.exec(row)![0]
    const body = row.slice(bars.length)
    const step: Observation = { at, event: '', extra: { depth: String(bars.length / 2) } }
    let m: RegExpExecArray | null
    let branch: ReturnType<typeof readBranch>
    if (body === '') {
      at += row.length + 1
      continue
    }
    if ((m = /^┌ (resume )?([^\s(]+)(?:\((.*)\))?$/.exec(body))) {
      Object.assign(step, { event: m[1] ? 'resume' : 'call', function: m[2] })
      if (m[3] !== undefined) step.vars = readVars(`{${m[3]}}`, 0).vars
    } else if ((m = /^└ (yield )?(.*)$/.exec(body)))
      Object.assign(step, { event: m[1] ? 'yield' : 'return', value: m[2] })
    else if ((m = /^» (.*)$/.exec(body))) Object.assign(step, { event: 'output', output: m[1] })
    else if ((m = /^! (.*)$/.exec(body))) Object.assign(step, { event: 'exception', exception: m[1] })
    else if ((m = /^stopped: (\S+) after (\d+) steps$/.exec(body))) Object.assign(step, { event: `end ${m[1]}` })
    else if (body.startsWith(' '.repeat(width + 4)) && (m = /^ +del (\S+)$/.exec(body)))
      Object.assign(step, { event: 'store', extra: { [`-${m[1]}`]: 'unbound' } })
    else if (body.startsWith(' '.repeat(width + 4)) && (m = /^ +(\S+) = (.*)$/.exec(body)))
      Object.assign(step, { event: 'store', vars: { [m[1]!]: m[2]! } })
    else if ((m = /^ *(\d+) {3}(.*)$/.exec(body)) && m[0].length - m[2]!.length === width + 3)
      Object.assign(step, { event: 'line', line: Number(m[1]), source: m[2] })
    else if ((m = /^ +(\d+) ([A-Z_0-9]+)(.*)$/.exec(body)))
      Object.assign(step, { event: 'opcode', extra: { offset: m[1], opcode: m[2], rest: m[3] } })
    else if ((m = /^ +(.*) → (.*)$/.exec(body))) Object.assign(step, { event: 'expr', source: m[1], value: m[2] })
    else if ((m = /^ +· (.*)$/.exec(body))) Object.assign(step, { event: 'builtin', source: m[1] })
    else if ((m = /^ +\? (.*)$/.exec(body)) && (branch = readBranch(m[1]!)))
      Object.assign(step, { event: 'branch', ...branch, extra: { ...step.extra, ...branch.extra } })
    else if (body.startsWith(' '.repeat(width + 4)) && (m = /^ +(.+?) = (.*)$/.exec(body)))
      Object.assign(step, { event: 'store', vars: { [m[1]!]: m[2]! } })
    else throw new FormatError('not a row of the trace', at)
    out.push(step)
    at += row.length + 1
  }
  return out
}

export const text: TraceFormat = {
  name: 'text',
  version: 1,
  extension: 'txt',
  doc: 'For people: lines as they run, what they bind, calls indented. The default.',
  basis: 'Our own.',
  needs: {},
  options: {
    maxLength: { default: 200, doc: 'longest value; the middle is cut out (null: no limit)' },
    colour: { default: false, doc: 'colour for a terminal' },
  },
  format,
  parse,
}
