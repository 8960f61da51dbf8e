/**
 * What a worker does with one item of a bulk command: training rows of its traces, or a verdict on a predicted one.
 *
 * Everything here depends on the item and the settings alone, so rows are the same bytes whichever worker makes them, and in whatever company.
 */
import { traceStream } from '../tracing'
import { checkText, reward } from '../trace/check'
import { completeOptions, formatNamed } from '../trace/formats'
import { FormatError, type FormatOptions, type TraceFormat } from '../trace/formats/format'
import { trainingRow, trainingRows } from '../trace/rows'
import type { EndReason, Granularity, Step, StepStream, TraceEnd, TraceMeta } from '../trace/step'
import type { Program } from './bulk_input'
import { stdlibFinders } from './stdlib'

/** Why a program's trace ended, or why there is none. */
export type End = EndReason | 'syntax-error' | 'definitions-failed' | 'bad-row' | 'internal-error' | 'hang'

export interface FormatRequest {
  name: string
  options: Partial<FormatOptions>
}

export interface RunSettings {
  granularity: Granularity | undefined
  expand: boolean
  values: 'repr' | 'structural'
  only: string[]
  depth: number | undefined
  maxSteps: number
  maxSeconds: number
  maxChars: number
  stdlib: string | undefined
}

export interface JobSettings {
  task: 'dataset' | 'check'
  version: string
  formats: FormatRequest[]
  run: RunSettings
  /** Ends whose rows are written. */
  keep: string[]
}

export interface Job {
  program: Program
  /** Hash of the program, its call and its input. */
  key: string
  /** check: the predicted completion, and the format it is in where the row says so. */
  prediction?: string
  format?: string
}

export interface JobResult {
  /** Lines of output. */
  lines: string[]
  end: End
  steps: number
  message?: string
  /** check. */
  verdict?: { ok: boolean; reward: number; component: string | null }
}

interface Recording {
  steps: Step[]
  end: TraceEnd
  meta: TraceMeta
  failed: { end: End; message: string } | null
}

function granularityFor(format: TraceFormat, options: FormatOptions, run: RunSettings): Granularity {
  if (run.expand) return 'expression'
  return run.granularity ?? format.needs.granularity ?? (options['unit'] === 'instruction' ? 'opcode' : 'line')
}

function record(program: Program, format: TraceFormat, options: FormatOptions, run: RunSettings): Recording {
  const { needs } = format
  const stream = traceStream(program.code, {
    filename: 'main.py',
    argv: program.argv,
    stdin: program.stdin,
    call: program.call,
    granularity: granularityFor(format, options, run),
    expand: run.expand,
    values: run.values,
    only: run.only,
    maxDepth: run.depth,
    maxSteps: run.maxSteps,
    maxSeconds: run.maxSeconds,
    maxChars: run.maxChars,
    heap: needs.heap,
    iters: needs.iters,
    globals: needs.globals,
    comprehensionFrames: needs.comprehensionFrames,
    wrapper: needs.wrapper,
    finders: stdlibFinders(run.stdlib),
  })
  const steps = [...stream]
  const { end, meta, error } = stream
  let failed: Recording['failed'] = null
  if (steps.length === 0 && error !== undefined && end.reason === 'exception') {
    const syntax = /^(SyntaxError|IndentationError|TabError)$/.test(error.type)
    failed = { end: syntax ? 'syntax-error' : 'definitions-failed', message: `${error.type}: ${error.message}` }
  }
  return { steps, end, meta, failed }
}

function streamOf(r: Recording): StepStream {
  return { end: r.end, [Symbol.iterator]: () => r.steps[Symbol.iterator]() }
}

/** What has to be recorded alike is recorded once. */
function recordingKey(format: TraceFormat, options: FormatOptions, run: RunSettings): string {
  const { heap, iters, globals, comprehensionFrames, wrapper } = format.needs
  return JSON.stringify([granularityFor(format, options, run), heap, iters, globals, comprehensionFrames, wrapper])
}

function datasetJob({ program, key }: Job, settings: JobSettings): JobResult {
  const recordings = new Map<string, Recording>()
  const lines: string[] = []
  let first: Recording | null = null
  for (const request of settings.formats) {
    const format = formatNamed(request.name)
    const options = completeOptions(format, request.options)
    const which = recordingKey(format, options, settings.run)
    let recording = recordings.get(which)
    if (!recording) {
      recording = record(program, format, options, settings.run)
      recordings.set(which, recording)
    }
    first ??= recording
    if (recording.failed) return { lines: [], end: recording.failed.end, steps: 0, message: recording.failed.message }
    if (!settings.keep.includes(recording.end.reason)) continue
    const extra = { id: program.id, sha256: key, pytracify: settings.version }
    for (const row of trainingRows(streamOf(recording), recording.meta, format, options, extra))
      lines.push(JSON.stringify(row))
  }
  const { end } = first!
  return {
    lines,
    end: end.reason,
    steps: end.steps,
    ...(end.exc === undefined ? {} : { message: `${end.exc.type}: ${end.exc.message}` }),
  }
}

function checkJob({ program, prediction = '', format: own }: Job, settings: JobSettings): JobResult {
  const request =
    own === undefined
      ? settings.formats[0]!
      : (settings.formats.find((f) => f.name === own) ?? { name: own, options: {} })
  const format = formatNamed(request.name)
  const options = completeOptions(format, request.options)
  const recording = record(program, format, options, settings.run)
  if (recording.failed) return { lines: [], end: recording.failed.end, steps: 0, message: recording.failed.message }
  // Formats of many rows are graded as the text of all of them, the others by their completion, with or without the prompt before it.
  const row = format.rows ? null : trainingRow(streamOf(recording), recording.meta, format, options)
  const whole = row?.completion ?? [...format.format(streamOf(recording), recording.meta, options)].join('')
  const given = row && prediction.startsWith(row.prompt) ? prediction.slice(row.prompt.length) : prediction
  const verdict = checkText(given, whole, format, recording.meta, options)
  const value = reward(verdict)
  const { ok, correct, total, first } = verdict
  const line = JSON.stringify({
    id: program.id,
    format: format.name,
    version: format.version,
    ok,
    reward: value,
    correct,
    total,
    end: recording.end.reason,
    first,
  })
  return {
    lines: [line],
    end: recording.end.reason,
    steps: recording.end.steps,
    verdict: { ok, reward: value, component: first?.component ?? null },
  }
}

/** Does a job. What goes wrong within it is a result, too. */
export function doJob(job: Job, settings: JobSettings): JobResult {
  try {
    return settings.task === 'dataset' ? datasetJob(job, settings) : checkJob(job, settings)
  } catch (e) {
    if (e instanceof RangeError || e instanceof FormatError)
      return { lines: [], end: 'bad-row', steps: 0, message: e.message }
    const message = e instanceof Error ? `${e.name}: ${e.message}` : String(e)
    return { lines: [], end: 'internal-error', steps: 0, message }
  }
}
