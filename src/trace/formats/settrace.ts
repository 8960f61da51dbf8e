/**
 * `settrace`: what a plain CPython script prints from a `sys.settrace` hook, one JSON object an event. The format of record: equal, byte for byte, to what
 * CPython 3.13 prints for the same program.
 */
import type { Step, StepStream, TraceMeta } from '../step'
import { Replay, type FrameState } from '../replay'
import { asVars, FormatError, pyJson, type Observation, type TraceFormat } from './format'

/** The JSON of a frame's locals, kept between steps: most lines change nothing or one variable. */
class LocalsText {
  private readonly parts = new Map<string, string>()
  private text: string | null = null

  constructor(private readonly frame: FrameState) {}

  render(step: Step): string {
    if (step.set || step.del) {
      this.text = null
      if (step.del) for (const name of step.del) this.parts.delete(name)
      const { set } = step
      if (set)
        for (let i = 0; i < set.length; i += 2) this.parts.set(set[i]!, `${pyJson(set[i]!)}: ${pyJson(set[i + 1]!)}`)
    }
    if (this.text === null) {
      let out = ''
      for (const name of this.frame.vars.keys())
        out += out === '' ? this.parts.get(name)! : `, ${this.parts.get(name)!}`
      this.text = `{${out}}`
    }
    return this.text
  }
}

function* format(steps: StepStream): Iterable<string> {
  const replay = new Replay()
  const texts = new Map<number, LocalsText>()
  const heads = new Map<number, string>()
  for (const step of steps) {
    const frame = replay.apply(step)
    // A trace function belongs to its thread.
    if (frame.info.thread !== undefined) continue
    let locals = texts.get(step.frame)
    if (!locals) {
      locals = new LocalsText(frame)
      texts.set(step.frame, locals)
      heads.set(step.frame, `", "function": ${pyJson(frame.info.func)}, "line": `)
    }
    const head = heads.get(step.frame)!
    switch (step.event) {
      case 'call':
      case 'resume':
        yield `{"event": "call${head}${step.line}, "locals": ${locals.render(step)}}\n`
        break
      case 'line':
        yield `{"event": "line${head}${step.line}, "locals": ${locals.render(step)}}\n`
        break
      case 'return':
      case 'yield':
        yield `{"event": "return${head}${step.line}, "locals": ${locals.render(step)}, "value": ${pyJson(step.value ?? 'None')}}\n`
        if (step.event === 'return') {
          texts.delete(step.frame)
          heads.delete(step.frame)
        }
        break
      case 'exception':
        yield `{"event": "exception${head}${step.line}, "locals": ${locals.render(step)}, "exception": ${pyJson(step.exc!.text)}}\n`
        break
      case 'opcode':
        locals.render(step)
        yield `{"event": "opcode${head}${step.line}, "offset": ${step.offset}, "opcode": "${step.op}", "arg": ${pyJson(step.arg ?? '')}}\n`
        break
      default:
        locals.render(step)
    }
  }
}

function parse(text: string): Observation[] {
  const out: Observation[] = []
  let at = 0
  for (const row of text.split('\n')) {
    if (row !== '') {
      let o: Record<string, unknown>
      try {
        o = JSON.parse(row) as Record<string, unknown>
      } catch {
        throw new FormatError('not a JSON object', at)
      }
      if (typeof o['event'] !== 'string' || typeof o['function'] !== 'string')
        throw new FormatError('no event or function', at)
      const step: Observation = { at, event: o['event'], function: o['function'], line: o['line'] as number | null }
      if (o['locals'] !== undefined) step.vars = asVars(o['locals'], at)
      if (o['value'] !== undefined) step.value = String(o['value'])
      if (o['exception'] !== undefined) step.exception = String(o['exception'])
      if (o['opcode'] !== undefined)
        step.extra = { offset: String(o['offset']), opcode: String(o['opcode']), arg: String(o['arg']) }
      out.push(step)
    }
    at += row.length + 1
  }
  return out
}

export const settrace: TraceFormat = {
  name: 'settrace',
  version: 1,
  extension: 'jsonl',
  doc: 'Events of sys.settrace with all locals, one JSON object a line.',
  basis: 'Verified: equal to the output of a tracer script run by CPython 3.13.',
  needs: {},
  options: {},
  format: (steps: StepStream, _meta: TraceMeta) => format(steps),
  parse,
}
