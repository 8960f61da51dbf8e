/**
 * What a trace format is, and the little that formats share: Python-style JSON, source lines, truncation.
 *
 * A format is a pure generator from steps to chunks of text: no machine, no input or output, no state outside the call. Where its text allows, it
 * also parses text back to observations, which is all that `check.ts` needs to find the first wrong step of a predicted trace.
 */
import type { Granularity, IterState, StepStream, TraceMeta } from '../step'

export interface OptionSpec {
  default: string | number | boolean | null
  doc: string
  /** Allowed values, where they are few. */
  choices?: readonly string[]
}

/** What a format wants recorded beyond line steps; `trace()` and the command line turn these on. */
export interface Needs {
  granularity?: Granularity
  heap?: boolean
  iters?: boolean
  globals?: boolean
  /** Comprehensions as frames of their own, as Python had them up to 3.11. */
  comprehensionFrames?: boolean
  /** Name of the function that a traced call is thought to stand in, for the names of functions made in it. */
  wrapper?: string
}

export type FormatOptions = Record<string, string | number | boolean | null>

export interface TraceFormat {
  readonly name: string
  /** Raised when the text for the same steps changes. */
  readonly version: number
  readonly extension: string
  /** One sentence. */
  readonly doc: string
  /** How sure the specification is, and from what. */
  readonly basis: string
  readonly needs: Needs
  /** The text is JSON lines of `{prompt, completion, meta}`, one chunk each: training rows as they stand. */
  readonly rows?: true
  readonly options: Readonly<Record<string, OptionSpec>>
  format(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string>
  /** Back to observations; throws `FormatError` where the text is not of the format. */
  parse?(text: string, meta: TraceMeta, options: FormatOptions): Observation[]
}

/** One step as a text tells it; members the format does not state are absent. */
export interface Observation {
  /** Offset in the text where the step begins. */
  at: number
  event: string
  function?: string
  line?: number | null
  source?: string
  /** Variables as stated: the whole state, or the changes. */
  vars?: Record<string, string>
  /** A literal marker for "unchanged" where the format has one. */
  value?: string
  exception?: string
  iters?: IterState[]
  stack?: string[]
  output?: string
  /** Whatever else the format states, by name. */
  extra?: Record<string, string>
}

export class FormatError extends Error {
  override name = 'FormatError'
  constructor(
    message: string,
    /** Offset in the text. */
    readonly at: number,
  ) {
    super(message)
  }
}

// ---- Python's json.dumps with default separators and ensure_ascii

const NEEDS_ESCAPE = /["\\\u0000-\u001f\u007f-\uffff]/
const SHORT: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}

/** `json.dumps(text)`. DEL is not escaped, as in Python. */
export function pyJson(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`
  let out = '"'
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c >= 0x20 && c < 0x80 && c !== 0x22 && c !== 0x5c) out += text[i]
    else out += SHORT[text[i]!] ?? `\\u${c.toString(16).padStart(4, '0')}`
  }
  return `${out}"`
}

/** A dict of texts as `json.dumps` writes it. */
export function pyJsonDict(entries: Iterable<readonly [string, string]>): string {
  let out = '{'
  for (const [name, text] of entries) out += `${out.length > 1 ? ', ' : ''}${pyJson(name)}: ${pyJson(text)}`
  return `${out}}`
}

// ---- source

/** Lines of the traced source without their ends; index 0 is line 1. */
export function sourceLines(meta: TraceMeta): string[] {
  return meta.source.split(/\r\n|\r|\n/)
}

// ---- truncation, as the tools that used it did

/** Keeps the head and the tail so that the whole is at most `max` characters (PySnooper). */
export function cutMiddle(text: string, max: number | null): string {
  if (max === null || text.length <= max) return text
  const left = Math.floor((max - 3) / 2)
  const right = max - 3 - left
  return `${text.slice(0, left)}...${text.slice(text.length - right)}`
}

/** Keeps the first `max` characters and says that it did. */
export function cutEnd(text: string, max: number | null, suffix: string): string {
  return max === null || text.length <= max ? text : text.slice(0, max) + suffix
}

/** Reads JSON at an offset of a text: the value and where it ends. Strings and flat objects of strings are all that formats need. */
export function readJson(text: string, at: number): { value: unknown; end: number } {
  let depth = 0
  let i = at
  for (; i < text.length; i++) {
    const c = text[i]
    if (c === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++
      if (depth === 0) break
    } else if (c === '{' || c === '[') depth++
    else if (c === '}' || c === ']') {
      depth--
      if (depth === 0) break
    } else if (depth === 0 && !/[\s\w.+-]/.test(c!)) {
      i--
      break
    }
  }
  try {
    return { value: JSON.parse(text.slice(at, i + 1)), end: i + 1 }
  } catch {
    throw new FormatError('not JSON', at)
  }
}

/** A parsed JSON object whose values are all strings. */
export function asVars(value: unknown, at: number): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError('expected a JSON object', at)
  for (const v of Object.values(value)) if (typeof v !== 'string') throw new FormatError('expected string values', at)
  return value as Record<string, string>
}
