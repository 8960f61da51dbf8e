/**
 * `chrome`: the run as Chrome trace events, for chrome://tracing, Perfetto and speedscope. There is no clock in a trace: a step takes one microsecond.
 */
import type { FrameInfo, StepStream } from '../step'
import { FormatError, type Observation, type TraceFormat } from './format'

function* format(steps: StepStream): Iterable<string> {
  const infos = new Map<number, FrameInfo>()
  let ts = 0
  let sep = '{"displayTimeUnit":"ns","traceEvents":[\n'
  const row = (event: object): string => {
    const text = `${sep}${JSON.stringify(event)}`
    sep = ',\n'
    return text
  }
  for (const step of steps) {
    if (step.info) infos.set(step.frame, step.info)
    const info = infos.get(step.frame)!
    const base = { ts, pid: 1, tid: 1 }
    const args: Record<string, unknown> = { line: step.line, frame: step.frame }
    for (let i = 0; step.set && i < step.set.length; i += 2) args[step.set[i]!] = step.set[i + 1]
    if (step.value !== undefined) args['value'] = step.value
    if (step.event === 'call' || step.event === 'resume')
      yield row({ name: info.func, cat: step.event, ph: 'B', ...base, args })
    else if (step.event === 'return' || step.event === 'yield')
      yield row({ name: info.func, cat: step.event, ph: 'E', ...base, args })
    else if (step.event === 'exception')
      yield row({
        name: step.exc!.type,
        cat: 'exception',
        ph: 'i',
        s: 't',
        ...base,
        args: { ...args, exception: step.exc!.text },
      })
    else if (step.event === 'line')
      yield row({ name: `line ${step.line}`, cat: 'line', ph: 'X', dur: 1, ...base, args })
    ts++
  }
  yield `${sep === ',\n' ? '' : sep}\n],"otherData":{"end":"${steps.end.reason}"}}\n`
}

function parse(text: string): Observation[] {
  let o: {
    traceEvents: { name: string; cat: string; ph: string; args: Record<string, unknown> }[]
    otherData: { end: string }
  }
  try {
    o = JSON.parse(text) as typeof o
  } catch {
    throw new FormatError('not JSON', 0)
  }
  let at = 0
  const out = o.traceEvents.map((e) => {
    at = text.indexOf('\n', at) + 1
    const { line, frame, value, exception, ...vars } = e.args
    const step: Observation = {
      at,
      event: e.cat,
      function: e.name,
      line: line as number | null,
      vars: vars as Record<string, string>,
      extra: { frame: String(frame), ts: String((e as unknown as { ts: number }).ts) },
    }
    if (value !== undefined) step.value = String(value)
    if (exception !== undefined) step.exception = String(exception)
    return step
  })
  out.push({ at, event: `end ${o.otherData.end}` })
  return out
}

export const chrome: TraceFormat = {
  name: 'chrome',
  version: 1,
  extension: 'json',
  doc: 'Chrome trace events: calls as slices, lines and exceptions in them.',
  basis: 'From the published trace event format.',
  needs: {},
  options: {},
  format: (steps) => format(steps),
  parse,
}
