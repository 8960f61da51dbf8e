/**
 * `cwm`: the trace text of Meta's Code World Model. Prompt (source with the entry marked) and frames; each frame shows the state before its line, `".."` for
 * a variable whose repr is what this frame showed last.
 *
 * Conventions that its prompting guide does not state, and that its published generations follow: names stand in the order in which they were
 * first bound; after any return the next line shows every variable in full; an exception is the repr of the (class, value, traceback) triple. The
 * model was trained on CPython 3.10 traces, where comprehensions are frames of their own: trace with `comprehensionFrames`.
 */
import { isWithinLine, type ExcInfo, type FrameInfo, type Step, type StepStream, type TraceMeta } from '../step'
import {
  asVars,
  FormatError,
  pyJson,
  pyJsonDict,
  readJson,
  type FormatOptions,
  type Observation,
  type TraceFormat,
} from './format'

/** Where functions written in the traced call itself are. */
const CALL_FILE = '<call>'

const MARK = '  # << START_OF_TRACE'

/** Iterators over ASCII text had no type of their own then. */
function valueText(text: string): string {
  return text === '<str_ascii_iterator object>' ? '<str_iterator object>' : text
}

/** The text of an exception as the third argument of a settrace hook. */
function excTriple(exc: ExcInfo): string {
  return `(<class '${exc.cls ?? exc.type}'>, ${exc.text}, <traceback object>)`
}

/** Variables of one frame in the order they were first seen bound, with what was shown last. */
class Shown {
  readonly now = new Map<string, string>()
  private last = new Map<string, string>()

  apply(step: Step): void {
    if (step.del) for (const name of step.del) this.now.delete(name)
    if (step.set) for (let i = 0; i < step.set.length; i += 2) this.now.set(step.set[i]!, valueText(step.set[i + 1]!))
    // Parameters that inner functions close over come after the others.
    for (const name of step.info?.cells ?? []) {
      const text = this.now.get(name)
      if (text === undefined) continue
      this.now.delete(name)
      this.now.set(name, text)
    }
  }

  show(full: boolean): string {
    const entries: [string, string][] = []
    for (const [name, text] of this.now) entries.push([name, !full && this.last.get(name) === text ? '..' : text])
    this.last = new Map(this.now)
    return pyJsonDict(entries)
  }
}

/** The source as the model saw it, and the lines of it: a traced call is wrapped in a `main` that carries the mark. */
function context(meta: TraceMeta): { text: string; lines: string[]; main: number } {
  let text = meta.source.endsWith('\n') || meta.source === '' ? meta.source : `${meta.source}\n`
  let main = 0
  if (meta.call !== null) {
    text = `${meta.source}\n`
    main = text.split('\n').length
    text += `def main():${MARK}\n    return ${meta.call}\n`
  }
  return { text, lines: text.split('\n'), main }
}

function* format(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const { text, lines, main } = context(meta)
  const line = (n: number | null): string => (n !== null && n > 0 && n <= lines.length ? `${lines[n - 1]}\n` : '\n')
  if (options['prompt']) yield `<|begin_of_text|><|trace_context_start|>${text}<|frame_sep|>`
  const callLine = line(main + 1)
  if (main) {
    yield `<|call_sep|>{}<|action_sep|>${line(main)}<|frame_sep|>`
    yield `<|line_sep|>{}<|action_sep|>${callLine}<|frame_sep|>`
  }
  const frames = new Map<number, Shown>()
  const infos = new Map<number, FrameInfo>()
  let returned = false
  for (const step of steps) {
    if (step.info) infos.set(step.frame, step.info)
    let shown = frames.get(step.frame)
    if (!shown) {
      shown = new Shown()
      frames.set(step.frame, shown)
    }
    shown.apply(step)
    if (step.event === 'opcode' || isWithinLine(step.event)) continue
    const { file } = infos.get(step.frame)!
    const source = file === meta.filename ? line(step.line) : file === CALL_FILE ? callLine : '\n'
    if (step.event === 'call' || step.event === 'resume')
      yield `<|call_sep|>${shown.show(true)}<|action_sep|>${source}<|frame_sep|>`
    else if (step.event === 'line') yield `<|line_sep|>${shown.show(returned)}<|action_sep|>${source}<|frame_sep|>`
    else if (step.event === 'exception')
      yield `<|exception_sep|><|action_sep|>${source}<|arg_sep|>${pyJson(excTriple(step.exc!))}<|frame_sep|>`
    else yield `<|return_sep|><|action_sep|>${source}<|arg_sep|>${pyJson(valueText(step.value ?? 'None'))}<|frame_sep|>`
    returned = step.event === 'return' || step.event === 'yield'
    if (step.event === 'return') frames.delete(step.frame)
  }
  if (main) {
    const { exc, value, reason } = steps.end
    if (exc) yield `<|exception_sep|><|action_sep|>${callLine}<|arg_sep|>${pyJson(excTriple(exc))}<|frame_sep|>`
    if (exc || value !== undefined)
      yield `<|return_sep|><|action_sep|>${callLine}<|arg_sep|>${pyJson(exc ? 'None' : value!)}<|frame_sep|>`
    if (reason !== 'done' && reason !== 'exception') return
  } else if (steps.end.reason !== 'done' && steps.end.reason !== 'exception') return
  yield '<|end_of_text|>'
}

const EVENTS: Record<string, string> = {
  call_sep: 'call',
  line_sep: 'line',
  return_sep: 'return',
  exception_sep: 'exception',
}

function parse(text: string): Observation[] {
  const out: Observation[] = []
  const start = text.startsWith('<|begin_of_text|>') ? text.indexOf('<|frame_sep|>') + '<|frame_sep|>'.length : 0
  if (start < '<|frame_sep|>'.length && start !== 0) throw new FormatError('the prompt has no <|frame_sep|>', 0)
  let at = start
  while (at < text.length) {
    if (text.startsWith('<|end_of_text|>', at)) {
      out.push({ at, event: 'end' })
      at += '<|end_of_text|>'.length
      if (text.slice(at).trim() !== '') throw new FormatError('text after <|end_of_text|>', at)
      break
    }
    const tag = /^<\|(\w+)\|>/.exec(text.slice(at, at + 24))
    const event = tag ? EVENTS[tag[1]!] : undefined
    if (!event) throw new FormatError('expected an event token', at)
    const step: Observation = { at, event }
    let i = at + tag![0].length
    if (event === 'call' || event === 'line') {
      const json = readJson(text, i)
      step.vars = asVars(json.value, i)
      i = json.end
    }
    if (!text.startsWith('<|action_sep|>', i)) throw new FormatError('expected <|action_sep|>', i)
    i += '<|action_sep|>'.length
    const end = text.indexOf(event === 'call' || event === 'line' ? '<|frame_sep|>' : '<|arg_sep|>', i)
    if (end < 0) throw new FormatError('a step without an end', at)
    step.source = text.slice(i, end)
    i = end
    if (text.startsWith('<|arg_sep|>', i)) {
      const json = readJson(text, i + '<|arg_sep|>'.length)
      if (typeof json.value !== 'string') throw new FormatError('expected a JSON string', i)
      if (event === 'return') step.value = json.value
      else step.exception = json.value
      i = json.end
    }
    if (!text.startsWith('<|frame_sep|>', i)) throw new FormatError('expected <|frame_sep|>', i)
    out.push(step)
    at = i + '<|frame_sep|>'.length
  }
  return out
}

export const cwm: TraceFormat = {
  name: 'cwm',
  version: 1,
  extension: 'txt',
  doc: 'Code World Model frames: state before each line, ".." for what did not change.',
  basis:
    'Grammar from the published prompting guide; the rest from 7,508 lines of published generations, matched up to the first semantic model error. Byte for byte what a tracer script prints under CPython 3.10 for 398 of 400 CRUXEval functions (`npm run conformance:cwm`); the others differ in the order of a set and in a line event of 3.10.',
  needs: { comprehensionFrames: true, wrapper: 'main' },
  options: { prompt: { default: true, doc: 'write the prompt (source and sentinel) before the frames' } },
  format,
  parse,
}
