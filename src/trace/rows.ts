/**
 * Rows for training: one trace as a JSON object of `prompt`, `completion` and `meta`, ready to be a line of a JSONL file.
 *
 * The completion is the trace in a format; the prompt is the program and what is asked. Formats that carry their own prompt (`cwm`, `neural-debugger`, `nye`) are
 * split where theirs ends. `meta` says everything needed to make the row again and to filter on: versions, granularity, counts, and which cap was hit.
 */
import type { StepStream, TraceMeta } from './step'
import type { FormatOptions, TraceFormat } from './formats/format'

export interface TrainingRow {
  prompt: string
  completion: string
  meta: {
    format: string
    version: number
    granularity: string
    call: string | null
    steps: number
    characters: number
    end: string
    [extra: string]: unknown
  }
}

/** Where a format's own prompt ends. */
const PROMPT_END: Record<string, string> = { cwm: '<|frame_sep|>', 'neural-debugger': '<|frame_sep|>', nye: '[BEGIN]' }

function splitPrompt(text: string, format: string): [string, string] | null {
  const mark = PROMPT_END[format]
  const at = mark === undefined ? -1 : text.indexOf(mark)
  if (at < 0) return null
  const end = format === 'cwm' ? at + mark!.length : at
  return [text.slice(0, end), text.slice(end)]
}

/** The question put to a model that is to write a trace in a format. */
function question(meta: TraceMeta): string {
  const asked = meta.call === null ? '' : `\nCall: ${meta.call}\n`
  const input = meta.stdin === '' ? '' : `\nInput:\n${meta.stdin}\n`
  return `${meta.source.trimEnd()}\n${asked}${input}\nTrace:\n`
}

/** One training row of a trace. The stream must be unread; its `end` is read after it. */
export function trainingRow(
  steps: StepStream,
  meta: TraceMeta,
  format: TraceFormat,
  options: FormatOptions,
  extra: Record<string, unknown> = {},
): TrainingRow {
  const text = [...format.format(steps, meta, options)].join('')
  const [prompt, completion] = splitPrompt(text, format.name) ?? [question(meta), text]
  const { end } = steps
  return {
    prompt,
    completion,
    meta: {
      format: format.name,
      version: format.version,
      granularity: meta.granularity,
      call: meta.call,
      steps: end.steps,
      characters: completion.length,
      end: end.reason,
      ...extra,
    },
  }
}

/**
 * The training rows of a trace: one, but for formats whose text is rows already (`et-dynamic`, one a step). Those get `extra` and what holds of the whole trace in their `meta`.
 */
export function* trainingRows(
  steps: StepStream,
  meta: TraceMeta,
  format: TraceFormat,
  options: FormatOptions,
  extra: Record<string, unknown> = {},
): Iterable<TrainingRow> {
  if (!format.rows) {
    yield trainingRow(steps, meta, format, options, extra)
    return
  }
  // How the trace ended is known when it has been read.
  for (const line of [...format.format(steps, meta, options)]) {
    const { prompt, completion, meta: own } = JSON.parse(line) as TrainingRow
    const { granularity, call } = meta
    const { end } = steps
    yield {
      prompt,
      completion,
      meta: { ...own, granularity, call, steps: end.steps, characters: completion.length, end: end.reason, ...extra },
    }
  }
}
