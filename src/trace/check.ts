/**
 * check: where does a predicted trace first go wrong?
 *
 * The expected trace is made by running the program and writing it in the same format; both texts are parsed back to observations by the format, and the
 * first difference is named by step and component. The verdict is plain data, so it serves as a grading report and, through `reward`, as
 * a reinforcement signal.
 */
import type { StepStream, Trace, TraceMeta } from './step'
import { completeOptions } from './formats'
import { FormatError, type FormatOptions, type Observation, type TraceFormat } from './formats/format'

export type Component =
  | 'format'
  | 'event'
  | 'function'
  | 'line'
  | 'source'
  | 'variable'
  | 'value'
  | 'exception'
  | 'iterator'
  | 'stack'
  | 'output'
  | 'detail'
  | 'missing step'
  | 'extra step'

export interface Difference {
  /** Index of the first wrong step, from 0. */
  step: number
  component: Component
  /** The variable, or the name of the detail. */
  name?: string
  /** `undefined`: absent. */
  expected?: string
  got?: string
  /** Offset in the predicted text. */
  at: number
}

export interface Verdict {
  ok: boolean
  /** Steps right before the first difference. */
  correct: number
  /** Steps expected. */
  total: number
  first: Difference | null
}

/** Compares a predicted text with the expected text of the same format. */
export function checkText(
  predicted: string,
  expected: string,
  format: TraceFormat,
  meta: TraceMeta,
  options: FormatOptions,
): Verdict {
  if (!format.parse) throw new RangeError(`format '${format.name}' cannot be read back`)
  const want = format.parse(expected, meta, options)
  if (predicted === expected) return { ok: true, correct: want.length, total: want.length, first: null }
  const { observations: got, broken } = parseUpToError(predicted, format, meta, options)
  for (let i = 0; i < want.length; i++) {
    const g = got[i]
    if (!g) {
      const first: Difference = broken
        ? { step: i, component: 'format', got: predicted.slice(broken.at, broken.at + 80), at: broken.at }
        : { step: i, component: 'missing step', expected: want[i]!.event, at: predicted.length }
      return { ok: false, correct: i, total: want.length, first }
    }
    const difference = compare(want[i]!, g, i)
    if (difference) return { ok: false, correct: i, total: want.length, first: difference }
  }
  const rest = got[want.length]
  if (rest)
    return {
      ok: false,
      correct: want.length,
      total: want.length,
      first: { step: want.length, component: 'extra step', got: rest.event, at: rest.at },
    }
  if (broken)
    return {
      ok: false,
      correct: want.length,
      total: want.length,
      first: { step: want.length, component: 'format', at: broken.at },
    }
  // Same observations, other text: spacing or prompt. The texts differ at:
  let at = 0
  while (predicted[at] === expected[at]) at++
  const step = Math.max(
    0,
    got.findLastIndex((o) => o.at <= at),
  )
  return {
    ok: false,
    correct: step,
    total: want.length,
    first: { step, component: 'format', expected: expected.slice(at, at + 40), got: predicted.slice(at, at + 40), at },
  }
}

/** Compares a predicted text with a recorded trace. */
export function check(predicted: string, trace: Trace, format: TraceFormat, options?: Partial<FormatOptions>): Verdict {
  const all = completeOptions(format, options)
  const stream: StepStream = { end: trace.end, [Symbol.iterator]: () => trace.steps[Symbol.iterator]() }
  return checkText(predicted, [...format.format(stream, trace, all)].join(''), format, trace, all)
}

/** A verdict as a number from 0 to 1: the share of steps right before the first difference, 1 only for a flawless trace. */
export function reward(verdict: Verdict): number {
  if (verdict.ok) return 1
  return verdict.total === 0 ? 0 : Math.min(verdict.correct / verdict.total, 1 - 1 / (verdict.total + 1))
}

/** Parses as far as it goes: what was read before the first broken place, found by cutting the text there. */
function parseUpToError(
  text: string,
  format: TraceFormat,
  meta: TraceMeta,
  options: FormatOptions,
): { observations: Observation[]; broken: FormatError | null } {
  try {
    return { observations: format.parse!(text, meta, options), broken: null }
  } catch (e) {
    if (!(e instanceof FormatError)) throw e
    let cut = text.slice(0, e.at)
    for (let tries = 0; tries < 4 && cut !== ''; tries++) {
      try {
        return { observations: format.parse!(cut, meta, options), broken: e }
      } catch (again) {
        if (!(again instanceof FormatError)) throw again
        cut = cut.slice(0, Math.min(again.at, cut.lastIndexOf('\n', cut.length - 2) + 1))
      }
    }
    return { observations: [], broken: e }
  }
}

function compare(want: Observation, got: Observation, step: number): Difference | null {
  const { at } = got
  const differ = (component: Component, expected: unknown, actual: unknown, name?: string): Difference => ({
    step,
    component,
    ...(name === undefined ? {} : { name }),
    ...(expected === undefined ? {} : { expected: String(expected) }),
    ...(actual === undefined ? {} : { got: String(actual) }),
    at,
  })
  if (want.event !== got.event) return differ('event', want.event, got.event)
  if (want.function !== got.function) return differ('function', want.function, got.function)
  if (want.line !== got.line) return differ('line', want.line, got.line)
  if (want.source !== got.source) return differ('source', want.source, got.source)
  const order = compareTables(want.vars, got.vars)
  if (order) return differ('variable', order.expected, order.got, order.name)
  if (want.value !== got.value) return differ('value', want.value, got.value)
  if (want.exception !== got.exception) return differ('exception', want.exception, got.exception)
  const a = JSON.stringify(want.iters ?? [])
  const b = JSON.stringify(got.iters ?? [])
  if (a !== b) return differ('iterator', a, b)
  const s = JSON.stringify(want.stack ?? [])
  const t = JSON.stringify(got.stack ?? [])
  if (s !== t) return differ('stack', s, t)
  if (want.output !== got.output) return differ('output', want.output, got.output)
  const extra = compareTables(want.extra, got.extra)
  if (extra) return differ('detail', extra.expected, extra.got, extra.name)
  return null
}

/** First difference of two tables: a value, a missing or an extra name, or the order of names. */
function compareTables(
  want: Record<string, string> = {},
  got: Record<string, string> = {},
): { name: string; expected?: string; got?: string } | null {
  for (const name of Object.keys(want))
    if (want[name] !== got[name]) return { name, expected: want[name], got: got[name] }
  for (const name of Object.keys(got)) if (!(name in want)) return { name, got: got[name] }
  const a = Object.keys(want)
  const b = Object.keys(got)
  for (let i = 0; i < a.length; i++)
    if (a[i] !== b[i]) return { name: a[i]!, expected: `at place ${i}`, got: `at place ${b.indexOf(a[i]!)}` }
  return null
}
