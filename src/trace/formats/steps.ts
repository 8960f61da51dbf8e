/**
 * `steps`: the canonical stream itself, lossless: a header line, one step a line, an end line. `readSteps` gets the trace back.
 */
import { STEP_VERSION, type Step, type StepStream, type Trace, type TraceEnd, type TraceMeta } from '../step'
import { FormatError, type Observation, type TraceFormat } from './format'

function* format(steps: StepStream, meta: TraceMeta): Iterable<string> {
  const { source, filename, granularity, call, argv, stdin } = meta
  yield `${JSON.stringify({ pytracify: 'steps', version: STEP_VERSION, filename, granularity, call, argv, stdin, source })}\n`
  for (const step of steps) yield `${JSON.stringify(step)}\n`
  yield `${JSON.stringify({ end: steps.end })}\n`
}

/** Reads text of the `steps` format back to the trace it was written from. */
export function readSteps(text: string): Trace {
  const rows = text.split('\n')
  let at = 0
  const read = (row: string): Record<string, unknown> => {
    try {
      return JSON.parse(row) as Record<string, unknown>
    } catch {
      throw new FormatError('not JSON', at)
    }
  }
  const head = read(rows[0] ?? '')
  if (head['pytracify'] !== 'steps') throw new FormatError('no header of the steps format', 0)
  if (head['version'] !== STEP_VERSION)
    throw new FormatError(`steps of version ${head['version']}; this reads version ${STEP_VERSION}`, 0)
  const steps: Step[] = []
  let end: TraceEnd | null = null
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if (i > 0 && row !== '') {
      const o = read(row)
      if (o['end']) end = o['end'] as TraceEnd
      else steps.push(o as unknown as Step)
    }
    at += row.length + 1
  }
  const meta = head as unknown as TraceMeta
  return {
    source: meta.source,
    filename: meta.filename,
    granularity: meta.granularity,
    call: meta.call,
    argv: meta.argv,
    stdin: meta.stdin,
    steps,
    end: end ?? { reason: 'size-limit', steps: steps.length },
  }
}

function parse(text: string): Observation[] {
  const out: Observation[] = []
  let at = 0
  for (const row of text.split('\n')) {
    if (row !== '' && !row.startsWith('{"pytracify"')) {
      let o: Record<string, unknown>
      try {
        o = JSON.parse(row) as Record<string, unknown>
      } catch {
        throw new FormatError('not JSON', at)
      }
      const end = o['end'] as TraceEnd | undefined
      if (end)
        out.push({
          at,
          event: `end ${end.reason}`,
          value: end.value,
          exception: end.exc?.text,
          output: end.out,
          extra: { steps: String(end.steps) },
        })
      else out.push(observe(o as unknown as Step, at))
    }
    at += row.length + 1
  }
  return out
}

function observe(step: Step, at: number): Observation {
  const o: Observation = { at, event: step.event, line: step.line, extra: { frame: String(step.frame) } }
  const vars: Record<string, string> = {}
  for (let i = 0; step.set && i < step.set.length; i += 2) vars[step.set[i]!] = step.set[i + 1]!
  for (const name of step.del ?? []) o.extra![`del ${name}`] = 'unbound'
  o.vars = vars
  if (step.value !== undefined) o.value = step.value
  if (step.exc) o.exception = step.exc.text
  if (step.iters) o.iters = step.iters
  if (step.push) o.stack = step.push
  if (step.out) o.output = step.out
  for (const key of [
    'gset',
    'gdel',
    'ids',
    'gids',
    'heap',
    'valueId',
    'info',
    'op',
    'arg',
    'offset',
    'keep',
    'expr',
    'span',
    'part',
    'branch',
    'skipped',
    'visit',
    'note',
  ] as const) {
    if (step[key] !== undefined) o.extra![key] = JSON.stringify(step[key])
  }
  return o
}

export const steps: TraceFormat = {
  name: 'steps',
  version: STEP_VERSION,
  extension: 'jsonl',
  doc: 'The canonical step stream, lossless: header, one step a line, end.',
  basis: 'Our own; the specification is the Step type.',
  needs: {},
  options: {},
  format,
  parse,
}
