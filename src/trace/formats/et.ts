/**
 * E.T.-style scratchpads: `et-full`, `et-compact` and `et-dynamic`. The paper's own syntax is not public; these are our own designs for its three ideas, and
 * claim no byte compatibility.
 *
 * **full** writes the whole state at every step, **compact** only what changed. One line a step, indented two spaces a call:
 *
 *     call f {n=2}
 *       L2 {n=2}
 *       L3 {n=2, t=0}
 *       L4 {n=2, t=0, i=0} for@3 range(0, 2) 1/2
 *       return 0                      raise ValueError('x')      yield 3      resume {…}
 *
 * A line step stands before its line runs. compact writes `L4 i=1 -x for@3 2/2`: new values, unbound names, loops that moved; a loop that ended
 * is `end@3`. Printed text follows as `out 'text'`.
 *
 * **dynamic** has no history: each row is a prompt (the source and one self-contained state) and a completion (the state `n` steps on). A self-contained state
 * lists every frame in progress, outermost first, each with line, variables and loops; at instruction level the innermost also has offset, instruction and
 * operand stack.
 */
import { isWithinLine, type IterState, type Step, type StepStream, type TraceMeta } from '../step'
import { Replay, type FrameState } from '../replay'
import { FormatError, type FormatOptions, type Observation, type OptionSpec, type TraceFormat } from './format'
import { iterText, oneLine, readIters, readStack, readVars, valueEnd, varsText } from './state_text'

/** Names bound by `def`, `class` and `import` say nothing a model could compute; they are left out unless asked for. */
function isDefinition(text: string): boolean {
  return /^<(function|class|module|built-in)\b/.test(text)
}

function shownVars(vars: Iterable<readonly [string, string]>, all: boolean): (readonly [string, string])[] {
  const out: (readonly [string, string])[] = []
  for (const entry of vars) if (all || !isDefinition(entry[1])) out.push(entry)
  return out
}

function sameIter(a: IterState, b: IterState): boolean {
  return a.at === b.at && a.over === b.over && a.pos === b.pos && a.left === b.left
}

/** compact: what differs in the loops of a frame, as ` for@…` and ` end@…`. */
function itersChange(before: readonly IterState[], now: readonly IterState[]): string {
  let out = ''
  for (const [i, it] of now.entries()) {
    const old = before[i]
    if (old && sameIter(old, it)) continue
    out += ` ${old && old.at === it.at && old.over === it.over ? iterText({ ...it, over: '' }) : iterText(it)}`
  }
  for (let i = now.length; i < before.length; i++) out += ` end@${before[i]!.at}`
  return out
}

function* format(steps: StepStream, _meta: TraceMeta, options: FormatOptions, compact: boolean): Iterable<string> {
  const replay = new Replay()
  const all = options['definitions'] === true
  const iters = new Map<number, readonly IterState[]>()
  let depth = 0
  for (const step of steps) {
    const frame = replay.apply(step)
    if (isWithinLine(step.event)) continue
    if (step.out) yield `${'  '.repeat(depth)}out ${textLiteral(step.out)}\n`
    if (step.event === 'call' || step.event === 'resume') depth++
    const pad = '  '.repeat(step.event === 'call' || step.event === 'resume' ? depth - 1 : depth)
    const vars = compact && step.event !== 'call' ? changes(step, all) : varsText(shownVars(frame.vars, all))
    switch (step.event) {
      case 'call':
        yield `${pad}call ${frame.info.func} ${vars}\n`
        break
      case 'resume':
        yield `${pad}resume ${frame.info.func}${vars === '' ? '' : ` ${vars}`}\n`
        break
      case 'line':
      case 'opcode': {
        const loops = compact
          ? itersChange(iters.get(step.frame) ?? [], frame.iters)
          : frame.iters.map((it) => ` ${iterText(it)}`).join('')
        const at =
          step.event === 'line'
            ? `L${step.line}`
            : `+${step.offset} ${step.op}${step.arg ? ` (${oneLine(step.arg)})` : ''}`
        const stack = step.event === 'opcode' ? ` [${frame.stack.map(oneLine).join(', ')}]` : ''
        yield `${pad}${at}${vars === '' ? '' : ` ${vars}`}${stack}${loops}\n`
        iters.set(step.frame, frame.iters)
        break
      }
      case 'exception':
        yield `${pad}raise ${oneLine(step.exc!.text)}${vars === '' || !compact ? '' : ` ${vars}`}\n`
        break
      default:
        yield `${pad}${step.event} ${oneLine(step.value ?? 'None')}\n`
        depth--
    }
  }
  const { end } = steps
  if (end.out) yield `out ${textLiteral(end.out)}\n`
  yield `end ${end.reason}\n`
}

function changes(step: Step, all: boolean): string {
  const parts: string[] = []
  for (let i = 0; step.set && i < step.set.length; i += 2) {
    if (all || !isDefinition(step.set[i + 1]!)) parts.push(`${step.set[i]}=${oneLine(step.set[i + 1]!)}`)
  }
  for (const name of step.del ?? []) parts.push(`-${name}`)
  return parts.join(', ')
}

/** Text as a Python string literal. */
function textLiteral(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}'`
}

const ROW = /^( *)(call|resume|return|yield|raise|end|out|L\d+|\+\d+)(?: (.*))?$/

function parse(text: string): Observation[] {
  const out: Observation[] = []
  let at = 0
  for (const row of text.split('\n')) {
    if (row !== '') {
      const m = ROW.exec(row)
      if (!m) throw new FormatError('not a step', at)
      const step: Observation = { at, event: m[2]!, extra: { depth: String(m[1]!.length / 2) } }
      readRow(step, m[2]!, m[3] ?? '')
      out.push(step)
    }
    at += row.length + 1
  }
  return out
}

function readRow(step: Observation, word: string, body: string): void {
  if (word === 'end') step.extra!['reason'] = body
  else if (word === 'out') step.output = body
  else if (word === 'return' || word === 'yield') step.value = body
  else if (word === 'call' || word === 'resume') {
    const brace = body.indexOf(' ')
    step.function = brace < 0 ? body : body.slice(0, brace)
    if (brace >= 0)
      step.vars =
        body[brace + 1] === '{' ? readVars(body, brace + 1).vars : readChanges(body.slice(brace + 1), step).vars
  } else if (word === 'raise') {
    const end = valueEnd(body, 0, ' ')
    step.exception = body.slice(0, end)
    if (end < body.length) step.vars = readChanges(body.slice(end + 1), step).vars
  } else {
    step.event = word[0] === 'L' ? 'line' : 'opcode'
    let rest = body === '' ? '' : ` ${body}`
    if (step.event === 'line') step.line = Number(word.slice(1))
    else {
      const m = /^ ([A-Z_0-9]+)/.exec(rest)
      if (!m) throw new FormatError('expected an instruction', step.at)
      step.extra!['offset'] = word
      step.extra!['opcode'] = m[1]!
      rest = rest.slice(m[0].length)
      if (rest.startsWith(' (')) {
        const end = valueEnd(rest, 1, ' ')
        step.extra!['arg'] = rest.slice(1, end)
        rest = rest.slice(end)
      }
    }
    if (rest.startsWith(' {')) {
      const { vars, end } = readVars(rest, 1)
      step.vars = vars
      rest = rest.slice(end)
    } else if (rest !== '' && !/^ (for@|end@|\[)/.test(rest)) {
      const { vars, end } = readChanges(rest.slice(1), step)
      step.vars = vars
      rest = rest.slice(1 + end)
    }
    if (rest.startsWith(' [')) {
      const { stack, end } = readStack(rest, 1)
      step.stack = stack
      rest = rest.slice(end)
    }
    const { iters, end } = readIters(rest, 0)
    if (iters.length > 0) step.iters = iters
    rest = rest.slice(end)
    for (const m of rest.matchAll(/ end@(\d+)/g)) step.extra![`end@${m[1]}`] = 'ended'
    if (rest.replace(/ end@\d+/g, '') !== '') throw new FormatError(`unexpected text: ${rest}`, step.at)
  }
}

/** Reads `a=1, b=2, -c` up to a loop, a stack or the end. */
function readChanges(text: string, step: Observation): { vars: Record<string, string>; end: number } {
  const vars: Record<string, string> = {}
  let i = 0
  while (i < text.length) {
    const del = /^-([^\s=,]+)/.exec(text.slice(i, i + 200))
    if (del) {
      step.extra![`-${del[1]}`] = 'unbound'
      i += del[0].length
    } else {
      const m = /^([^\s=,]+)=/.exec(text.slice(i, i + 200))
      if (!m) throw new FormatError('expected name=value', step.at)
      i += m[0].length
      let end = valueEnd(text, i, ',')
      // loops and stacks follow after a space, outside brackets
      const tail = /( for@\d+ | end@\d+| \[)/.exec(text.slice(i, end))
      if (tail && valueEnd(text.slice(0, i + tail.index + 1), i, ' ') === i + tail.index) end = i + tail.index
      vars[m[1]!] = text.slice(i, end)
      i = end
    }
    if (text[i] === ',') i += 2
    else break
  }
  return { vars, end: i }
}

const DEFINITIONS: Record<string, OptionSpec> = {
  definitions: { default: false, doc: 'show functions, classes and modules among the variables too' },
}
const BASIS = 'Our own design for the idea of the paper, whose syntax is not public; the grammar is in the docs.'

export const etFull: TraceFormat = {
  name: 'et-full',
  version: 1,
  extension: 'txt',
  doc: 'E.T.-style scratchpad: the whole state at every step, with iterator state (and stack at opcode granularity).',
  basis: BASIS,
  needs: { iters: true },
  options: DEFINITIONS,
  format: (steps, meta, options) => format(steps, meta, options, false),
  parse,
}

export const etCompact: TraceFormat = {
  name: 'et-compact',
  version: 1,
  extension: 'txt',
  doc: 'E.T.-style compact scratchpad: what changed at every step.',
  basis: BASIS,
  needs: { iters: true },
  options: DEFINITIONS,
  format: (steps, meta, options) => format(steps, meta, options, true),
  parse,
}

// ---- dynamic

/** One self-contained state: every frame in progress. */
function stateText(state: Replay, step: Step, all: boolean): string {
  const rows: string[] = []
  for (const frame of state.stack) {
    const top = frame.id === step.frame
    let row = `${frame.info.func} L${frame.line} ${varsText(shownVars(frame.vars, all))}`
    if (top && step.event === 'opcode')
      row += ` +${step.offset} ${step.op}${step.arg ? ` (${oneLine(step.arg)})` : ''} [${frame.stack.map(oneLine).join(', ')}]`
    row += loops(frame)
    rows.push(row)
  }
  if (step.event === 'return' || step.event === 'yield') rows.push(`${step.event} ${oneLine(step.value ?? 'None')}`)
  else if (step.event === 'exception') rows.push(`raise ${oneLine(step.exc!.text)}`)
  else if (step.event === 'call' || step.event === 'resume') rows.push(step.event)
  return rows.join('\n')
}

function loops(frame: FrameState): string {
  return frame.iters.map((it) => ` ${iterText(it)}`).join('')
}

function* formatDynamic(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const n = Math.max(1, Number(options['n']))
  const instruction = options['unit'] === 'instruction'
  const all = options['definitions'] === true
  const replay = new Replay()
  const window: { text: string; index: number }[] = []
  let index = 0
  const row = (from: string, to: string, k: number, distance: number): string => {
    const ask = distance === 1 ? 'next state' : `state after ${distance} steps`
    const prompt = `${options['source'] ? `${meta.source.trimEnd()}\n\n` : ''}state:\n${from}\n${ask}:\n`
    return `${JSON.stringify({ prompt, completion: `${to}\n`, meta: { step: k, n: distance, unit: instruction ? 'instruction' : 'line', format: 'et-dynamic', version: 1 } })}\n`
  }
  for (const step of steps) {
    // The frames in progress as they stand at the step: a return is shown with its frame still there.
    const leaving = step.event === 'return' || step.event === 'yield' ? replay.frames.get(step.frame) : undefined
    const frame = replay.apply(step)
    if (isWithinLine(step.event)) continue
    if (instruction ? step.event === 'line' : step.event === 'opcode') continue
    if (leaving) replay.stack.push(frame)
    const text = stateText(replay, step, all)
    if (leaving) replay.stack.splice(replay.stack.lastIndexOf(frame), 1)
    window.push({ text, index: index++ })
    if (window.length > n) {
      const from = window.shift()!
      yield row(from.text, text, from.index, n)
    }
  }
  for (const [i, from] of window.entries())
    yield row(from.text, `end ${steps.end.reason}`, from.index, window.length - i)
}

function parseDynamic(text: string): Observation[] {
  const out: Observation[] = []
  let at = 0
  for (const line of text.split('\n')) {
    if (line !== '') {
      let o: { prompt: string; completion: string; meta: { step: number; n: number } }
      try {
        o = JSON.parse(line) as typeof o
      } catch {
        throw new FormatError('not JSON', at)
      }
      const asked = /\nstate after (\d+) steps:\n$/.exec(o.prompt)
      const marked = o.prompt.lastIndexOf('\nstate:\n')
      if (marked < 0 && !o.prompt.startsWith('state:\n')) throw new FormatError('a prompt without a state', at)
      const from = marked < 0 ? 'state:\n'.length : marked + '\nstate:\n'.length
      const before = o.prompt.slice(from, o.prompt.lastIndexOf(asked ? '\nstate after' : '\nnext state:'))
      out.push(readState(before, at, 'state'), readState(o.completion.trimEnd(), at, 'next'))
    }
    at += line.length + 1
  }
  return out
}

function readState(text: string, at: number, which: string): Observation {
  const step: Observation = { at, event: which, extra: {} }
  for (const [i, row] of text.split('\n').entries()) {
    const word = /^(return|yield|raise|call|resume|end)\b ?(.*)$/.exec(row)
    const frame = /^(\S+) L(\d+|null) (?=\{)/.exec(row)
    if (frame) {
      const { vars, end } = readVars(row, frame[0].length)
      const rest = row.slice(end)
      step.function = frame[1]!
      step.line = Number(frame[2])
      step.vars = vars
      step.extra![`frame ${i}`] = row
      const loopsAt = rest.search(/ for@/)
      step.iters = loopsAt < 0 ? [] : readIters(rest, loopsAt).iters
      const op = / (\+\d+ [A-Z_0-9]+.*?) \[/.exec(rest)
      if (op) {
        step.extra!['instruction'] = op[1]!
        step.stack = readStack(rest, op.index + op[0].length - 1).stack
      }
    } else if (word) {
      step.extra!['event'] = word[1]!
      if (word[1] === 'raise') step.exception = word[2]!
      else if (word[1] === 'end') step.extra!['reason'] = word[2]!
      else if (word[2] !== '') step.value = word[2]!
    } else throw new FormatError('not a state', at)
  }
  return step
}

export const etDynamic: TraceFormat = {
  name: 'et-dynamic',
  version: 1,
  extension: 'jsonl',
  doc: 'E.T.-style dynamic scratchpad: rows of (source and state, state n lines or instructions on).',
  basis: BASIS,
  needs: { iters: true },
  rows: true,
  options: {
    ...DEFINITIONS,
    unit: {
      default: 'line',
      doc: 'what a step is; instruction needs opcode granularity',
      choices: ['line', 'instruction'],
    },
    n: { default: 1, doc: 'how many steps the completion is on' },
    source: { default: true, doc: 'write the source into each prompt' },
  },
  format: formatDynamic,
  parse: parseDynamic,
}
