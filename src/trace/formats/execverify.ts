/**
 * `execverify`: the event records of ExecVerify, a JSON array: call, line, return and exception events with values `{type, value}`, then
 * `unhandled_exception` if there was one, then `program_end`.
 */
import { isWithinLine, type FrameInfo, type StepStream, type TraceMeta } from '../step'
import { Replay } from '../replay'
import { typeOfText } from '../literal'
import { cutEnd, FormatError, pyJson, type FormatOptions, type Observation, type TraceFormat } from './format'

const SUFFIX = '...<truncated>'

function* format(steps: StepStream, _meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const max = options['maxLength'] as number | null
  const show = (text: string): string =>
    `{"type": ${pyJson(typeOfText(text))}, "value": ${pyJson(cutEnd(text, max, SUFFIX))}}`
  const replay = new Replay()
  const infos = new Map<number, FrameInfo>()
  let sep = '[\n'
  for (const step of steps) {
    if (step.info) infos.set(step.frame, step.info)
    const frame = replay.apply(step)
    if (step.event === 'opcode' || isWithinLine(step.event)) continue
    const event = step.event === 'resume' ? 'call' : step.event === 'yield' ? 'return' : step.event
    const head = `${sep}  {"event": "${event}", "func": ${pyJson(infos.get(step.frame)!.name)}, "line_no": ${step.line}, "frame_id": ${step.frame}`
    sep = ',\n'
    if (event === 'return') yield `${head}, "return": ${show(step.value!)}}`
    else if (event === 'exception')
      yield `${head}, "exception": {"type": ${pyJson(step.exc!.type)}, "value": ${pyJson(cutEnd(step.exc!.message, max, SUFFIX))}}}`
    else
      yield `${head}, "locals": {${[...frame.vars].map(([name, text]) => `${pyJson(name)}: ${show(text)}`).join(', ')}}}`
  }
  const { end } = steps
  if (end.exc) {
    yield `${sep}  {"event": "unhandled_exception", "exception": {"type": ${pyJson(end.exc.type)}, "value": ${pyJson(cutEnd(end.exc.message, max, SUFFIX))}}}`
    sep = ',\n'
  }
  yield `${sep}  {"event": "program_end", "success": ${end.reason === 'done'}}\n]\n`
}

function parse(text: string): Observation[] {
  let rows: Record<string, unknown>[]
  try {
    rows = JSON.parse(text) as Record<string, unknown>[]
  } catch {
    throw new FormatError('not JSON', 0)
  }
  if (!Array.isArray(rows)) throw new FormatError('expected an array', 0)
  const show = (v: unknown): string => {
    const { type, value } = v as { type: string; value: string }
    return `${value}; ${type}`
  }
  let at = 1
  return rows.map((o) => {
    at = text.indexOf('{"event"', at + 1)
    const step: Observation = { at, event: String(o['event']) }
    if (o['func'] !== undefined) step.function = String(o['func'])
    if (o['line_no'] !== undefined) step.line = o['line_no'] as number | null
    if (o['frame_id'] !== undefined) step.extra = { frame: String(o['frame_id']) }
    if (o['locals'] !== undefined)
      step.vars = Object.fromEntries(Object.entries(o['locals'] as object).map(([k, v]) => [k, show(v)]))
    if (o['return'] !== undefined) step.value = show(o['return'])
    if (o['exception'] !== undefined) step.exception = show(o['exception'])
    if (o['success'] !== undefined) step.value = String(o['success'])
    at = Math.max(at, 0)
    return step
  })
}

export const execverify: TraceFormat = {
  name: 'execverify',
  version: 1,
  extension: 'json',
  doc: 'ExecVerify event records with typed values.',
  basis: 'From its code; the type name is read off the repr.',
  needs: {},
  options: { maxLength: { default: 200, doc: 'longest value (null: no limit)' } },
  format,
  parse,
}
