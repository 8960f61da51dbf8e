/**
 * `pysnooper`: the log of PySnooper with `normalize=True`: events with line number and source, variables that are new or modified since the last event of
 * the frame, four spaces of indentation a call.
 */
import { isWithinLine, type FrameInfo, type StepStream, type TraceMeta } from '../step'
import { cutMiddle, FormatError, sourceLines, type FormatOptions, type Observation, type TraceFormat } from './format'

function* format(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const lines = sourceLines(meta)
  const max = options['maxLength'] as number | null
  const depthLimit = options['depth'] as number | null
  const frames = new Map<
    number,
    { info: FrameInfo; vars: Map<string, string>; indent: string; fresh: boolean; raised: boolean }
  >()
  let first = true
  let depth = 0
  for (const step of steps) {
    if (step.event === 'opcode' || isWithinLine(step.event)) continue
    let frame = frames.get(step.frame)
    if (!frame) {
      frame = { info: step.info!, vars: new Map(), indent: '', fresh: true, raised: false }
      frames.set(step.frame, frame)
    }
    if (step.event === 'call' || step.event === 'resume') depth++
    const shown = frame.info.file === meta.filename && (depthLimit === null || depth <= depthLimit)
    const pad = '    '.repeat(depth - 1)
    if (shown && first) {
      yield `Source path:... ${meta.filename}\n`
      first = false
    }
    const label = step.event === 'call' ? 'Starting var:..' : null
    for (const name of step.del ?? []) frame.vars.delete(name)
    for (let i = 0; step.set && i < step.set.length; i += 2) {
      const name = step.set[i]!
      const text = cutMiddle(step.set[i + 1]!.replace(/[\r\n]+/g, ''), max)
      const old = frame.vars.get(name)
      frame.vars.set(name, text)
      if (shown && old !== text)
        yield `${pad}${label ?? (old === undefined ? 'New var:.......' : 'Modified var:..')} ${name} = ${text}\n`
    }
    const ended = step.event === 'return' && frame.raised
    if (shown) {
      const event = step.event === 'resume' ? 'call' : step.event === 'yield' ? 'return' : step.event
      const line = step.line ?? 0
      const source = lines[line - 1] ?? ''
      // a return by exception is shown without the event row
      yield `${pad}${' '.repeat(16)}${event.padEnd(9)} ${String(line).padStart(4)} ${source}\n`
      if (step.event === 'exception') {
        const { type, message } = step.exc!
        yield `${pad}Exception:..... ${cutMiddle(message === '' ? type : `${type}: ${message}`, max)}\n`
      } else if (ended) yield `${pad}Call ended by exception\n`
      else if (step.event === 'return' || step.event === 'yield')
        yield `${pad}Return value:.. ${cutMiddle(step.value!.replace(/[\r\n]+/g, ''), max)}\n`
    }
    frame.raised = step.event === 'exception'
    if (step.event === 'return' || step.event === 'yield') depth--
    if (step.event === 'return') frames.delete(step.frame)
  }
}

const VAR = /^( *)(Starting var:\.\.|New var:\.{7}|Modified var:\.\.) (\S+) = (.*)$/
const ROW = /^( *?) {16}(call|line|return|exception) +(\d+) ?(.*)$/
const TAIL = /^( *)(Return value:\.\.|Exception:\.{5}|Call ended by exception) ?(.*)$/

function parse(text: string): Observation[] {
  const out: Observation[] = []
  let at = 0
  let vars: Record<string, string> = {}
  for (const row of text.split('\n')) {
    let m: RegExpExecArray | null
    if ((m = VAR.exec(row))) vars[m[3]!] = m[4]!
    else if ((m = ROW.exec(row))) {
      out.push({
        at,
        event: m[2]!,
        line: Number(m[3]),
        source: m[4]!,
        vars,
        extra: { depth: String(m[1]!.length / 4) },
      })
      vars = {}
    } else if ((m = TAIL.exec(row))) {
      const last = out[out.length - 1]
      if (!last) throw new FormatError('a result before any event', at)
      if (m[2]!.startsWith('Return')) last.value = m[3]!
      else if (m[2]!.startsWith('Exception')) last.exception = m[3]!
      else last.extra!['ended'] = 'exception'
    } else if (row !== '' && !row.startsWith('Source path:...')) throw new FormatError('not a line of the log', at)
    at += row.length + 1
  }
  return out
}

export const pysnooper: TraceFormat = {
  name: 'pysnooper',
  version: 1,
  extension: 'txt',
  doc: 'The log of PySnooper, normalised (no times, no addresses).',
  basis: 'From the tool’s output, run.',
  needs: {},
  options: {
    maxLength: { default: 100, doc: 'longest value shown; the middle is cut out (null: no limit)' },
    depth: { default: null, doc: 'how deep calls are followed (null: all; PySnooper’s own default is 1)' },
  },
  format,
  parse,
}
