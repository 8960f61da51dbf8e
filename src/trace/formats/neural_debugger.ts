/**
 * `neural-debugger`: states and debugger actions (step_into, step_over, step_return, breakpoint, continue), forward or inverse.
 *
 * The events form a tree by call and return. An action leads from one state to another of that tree: into the next, over to the next at the same level, to
 * the return of this level, to the first later state at a given source line, or to the end. Which actions a trace takes is a policy: always
 * `into`, or sampled with a seed by the published weights. Inverse traces walk the same tree backwards.
 */
import { isWithinLine, type FrameInfo, type StepStream, type TraceMeta } from '../step'
import { Replay } from '../replay'
import {
  asVars,
  FormatError,
  pyJson,
  pyJsonDict,
  readJson,
  sourceLines,
  type FormatOptions,
  type Observation,
  type TraceFormat,
} from './format'

interface State {
  event: 'call' | 'line' | 'return' | 'exception'
  source: string
  vars: ReadonlyMap<string, string>
  value: string | undefined
  frame: number
  level: number
}

function collect(steps: StepStream, meta: TraceMeta): State[] {
  const lines = sourceLines(meta)
  const replay = new Replay()
  const infos = new Map<number, FrameInfo>()
  const out: State[] = []
  let level = 0
  for (const step of steps) {
    if (step.info) infos.set(step.frame, step.info)
    const frame = replay.apply(step)
    if (step.event === 'opcode' || isWithinLine(step.event)) continue
    const event = step.event === 'resume' ? 'call' : step.event === 'yield' ? 'return' : step.event
    if (event === 'call') level++
    if (infos.get(step.frame)!.file === meta.filename) {
      const value = event === 'return' ? step.value : step.exc?.text
      out.push({
        event,
        source: lines[(step.line ?? 0) - 1] ?? '',
        vars: new Map(frame.vars),
        value,
        frame: step.frame,
        level,
      })
    }
    if (event === 'return') level--
  }
  return out
}

/** Seeded 32-bit generator (mulberry32): the same actions for the same seed everywhere. */
function generator(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Action = 'step_into' | 'step_over' | 'step_return' | 'breakpoint' | 'continue'

function choose(random: () => number): Action {
  // Half of the weight on a mixture of all actions (normalised), half on into and over.
  if (random() < 0.5) return random() < 0.5 ? 'step_into' : 'step_over'
  let r = random() * 0.8
  for (const [action, weight] of [
    ['step_into', 0.35],
    ['step_over', 0.1],
    ['step_return', 0.2],
    ['breakpoint', 0.1],
  ] as const) {
    if (r < weight) return action
    r -= weight
  }
  return 'continue'
}

/** Index of the state an action leads to; `states.length` is the exit. */
function target(states: State[], at: number, action: Action, line: string): number {
  const here = states[at]!
  if (action === 'step_into') return at + 1
  if (action === 'continue') return states.length
  if (action === 'breakpoint') {
    for (let i = at + 1; i < states.length; i++) if (states[i]!.event === 'line' && states[i]!.source === line) return i
    return states.length
  }
  const level = here.level
  for (let i = at + 1; i < states.length; i++) {
    const s = states[i]!
    if (
      action === 'step_over' &&
      (s.level < level || (s.level === level && (s.event !== 'call' || here.event === 'return')))
    )
      return i
    if (action === 'step_return' && s.level === level && s.event === 'return' && s.frame === here.frame) return i
    if (s.level < level) return i
  }
  return states.length
}

function changed(
  vars: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string> | undefined,
  full: boolean,
): string {
  const entries: [string, string][] = []
  for (const [name, text] of vars) if (full || before?.get(name) !== text) entries.push([name, text])
  return pyJsonDict(entries.length < vars.size ? [['..', '..'], ...entries] : entries)
}

function* format(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const states = collect(steps, meta)
  const nl = options['newlines'] ? '\n' : ''
  yield `<|begin_of_text|><|trace_context_start|>${nl}${meta.source}${nl}`
  if (options['direction'] === 'inverse') yield* inverse(states, nl)
  else yield* forward(states, steps, nl, options)
}

function* forward(states: State[], steps: StepStream, nl: string, options: FormatOptions): Iterable<string> {
  const random = options['actions'] === 'sample' ? generator(Number(options['seed'])) : null
  const shown = new Map<number, ReadonlyMap<string, string>>()
  let full = false
  for (let at = 0; at < states.length; ) {
    const s = states[at]!
    if (s.event === 'call')
      yield `<|frame_sep|><|call_sep|>${nl}<|src_sep|>${s.source}<|arg_sep|>${pyJsonDict(s.vars)}${nl}`
    else if (s.event === 'line')
      yield `<|frame_sep|><|line_sep|>${nl}<|arg_sep|>${changed(s.vars, shown.get(s.frame), full)}<|src_sep|>${s.source}${nl}`
    else yield `<|frame_sep|><|${s.event}_sep|>${nl}<|src_sep|>${s.source}<|arg_sep|>${pyJson(s.value ?? 'None')}${nl}`
    shown.set(s.frame, s.vars)
    let action: Action = random ? choose(random) : 'step_into'
    let line = ''
    if (action === 'breakpoint') {
      const later = states.slice(at + 1).filter((t) => t.event === 'line')
      if (later.length === 0) action = 'step_into'
      else line = later[Math.floor(random!() * later.length)]!.source
    }
    yield `<|action_sep|><|${action}|>${line}${nl}${nl}`
    const to = target(states, at, action, line)
    full = action === 'breakpoint'
    for (let i = at; i < to && i < states.length; i++)
      if (states[i]!.event === 'return' && (i > at || s.event === 'return')) full = true
    at = to
  }
  const { reason } = steps.end
  yield `<|frame_sep|><|${reason === 'done' ? 'exit_normal' : reason === 'exception' ? 'exit_error' : 'exit_never'}|><|trace_end|><|end_of_text|>\n`
}

function* inverse(states: State[], nl: string): Iterable<string> {
  const shown = new Map<number, ReadonlyMap<string, string>>()
  for (let i = states.length - 1; i >= 0; i--) {
    const s = states[i]!
    if (s.event === 'exception') continue
    const body =
      s.event === 'return'
        ? pyJson(s.value ?? 'None')
        : s.event === 'call'
          ? pyJsonDict(s.vars)
          : changed(s.vars, shown.get(s.frame), false)
    const action =
      s.event === 'line' && states[i - 1]?.event === 'call' && states[i - 1]!.frame === s.frame
        ? 'inv_step_call'
        : 'inv_step_into'
    yield `<|frame_sep|><|inv_${s.event}_sep|>${nl}<|src_sep|>${s.source}<|arg_sep|>${body}${nl}<|action_sep|><|${action}|>${nl}${nl}`
    shown.set(s.frame, s.vars)
  }
  yield `<|frame_sep|><|inv_exit_entry|><|trace_end|><|end_of_text|>\n`
}

function parse(text: string): Observation[] {
  const out: Observation[] = []
  let at = text.indexOf('<|frame_sep|>')
  if (at < 0) throw new FormatError('no <|frame_sep|>', 0)
  while (at < text.length) {
    const end = text.indexOf('<|frame_sep|>', at + 13)
    const part = text.slice(at, end < 0 ? undefined : end)
    const exit = /^<\|frame_sep\|><\|((?:inv_)?exit_\w+)\|><\|trace_end\|><\|end_of_text\|>\s*$/.exec(part)
    const head = /^<\|frame_sep\|><\|((?:inv_)?)(call|line|return|exception)_sep\|>\n?/.exec(part)
    if (exit) out.push({ at, event: exit[1]! })
    else if (head) {
      const step: Observation = { at, event: head[1]! + head[2]! }
      const src = part.indexOf('<|src_sep|>')
      const arg = part.indexOf('<|arg_sep|>')
      const act = part.indexOf('<|action_sep|>')
      if (src < 0 || arg < 0 || act < 0) throw new FormatError('a state needs source, argument and action', at)
      step.source = part.slice(src + 11, src < arg ? arg : act).replace(/\n$/, '')
      const json = readJson(part, arg + 11)
      if (typeof json.value === 'string') step[head[2] === 'exception' ? 'exception' : 'value'] = json.value
      else step.vars = asVars(json.value, at)
      step.extra = { action: part.slice(act + 14).trimEnd() }
      out.push(step)
    } else throw new FormatError('expected an event token', at)
    at = end < 0 ? text.length : end
  }
  return out
}

export const neuralDebugger: TraceFormat = {
  name: 'neural-debugger',
  version: 1,
  extension: 'txt',
  doc: 'Neural Debugger: states joined by debugger actions, forward or inverse.',
  basis: 'From the paper’s grammar and two full listings; exit_error and exit_never are inferred spellings.',
  needs: {},
  options: {
    direction: {
      default: 'forward',
      doc: 'from the call on, or from the return back',
      choices: ['forward', 'inverse'],
    },
    actions: {
      default: 'into',
      doc: 'always step_into, or sampled by the published weights',
      choices: ['into', 'sample'],
    },
    seed: { default: 0, doc: 'seed of the sampled actions' },
    newlines: { default: true, doc: 'line breaks between elements, as the paper prints them' },
  },
  format,
  parse,
}
