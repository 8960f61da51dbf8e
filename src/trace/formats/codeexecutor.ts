/**
 * `codeexecutor`: the trace rows of CodeExecutor's data: `<line> <k> <state> name : value <dictsep> … </state>` for every executed line, state after
 * the line, values in tokens without quotes. Types cannot be told apart any more, so it does not read back to values.
 */
import type { StepStream, TraceMeta } from '../step'
import { effects } from '../replay'
import { readLiteral, type Literal } from '../literal'
import { FormatError, type Observation, type TraceFormat } from './format'

/** Value as space-separated tokens, quotes removed. */
export function valueTokens(literal: Literal): string {
  const join = (open: string, items: Literal[], close: string): string =>
    items.length === 0 ? `${open} ${close}` : `${open} ${items.map(valueTokens).join(' , ')} ${close}`
  switch (literal.kind) {
    case 'str':
    case 'bytes':
      return literal.value.replace(/\s+/g, ' ').trim()
    case 'list':
      return join('[', literal.items, ']')
    case 'tuple':
      return join('(', literal.items, ')')
    case 'set':
    case 'frozenset':
      return join('{', literal.items, '}')
    case 'dict':
      return literal.entries.length === 0
        ? '{ }'
        : `{ ${literal.entries.map(([k, v]) => `${valueTokens(k)} : ${valueTokens(v)}`).join(' , ')} }`
    default:
      return literal.text
  }
}

function* format(steps: StepStream, meta: TraceMeta): Iterable<string> {
  for (const { step, frame, after, outcome } of effects(steps)) {
    if (frame.file !== meta.filename || step.line === null || step.line < 1) continue
    const vars = [...after]
      .filter(([, text]) => !/^<(function|class|module)\b/.test(text))
      .map(([name, text]) => `${name} : ${valueTokens(readLiteral(text))}`)
    const output =
      outcome?.event === 'return' && frame.kind !== 'module' && frame.kind !== 'class'
        ? ` <output> ${valueTokens(readLiteral(outcome.value!))}`
        : ''
    yield `<line> <${step.line - 1}> <state> ${vars.length > 0 ? `${vars.join(' <dictsep> ')} ` : ''}</state>${output}\n`
  }
}

function parse(text: string): Observation[] {
  const out: Observation[] = []
  let at = 0
  for (const row of text.split('\n')) {
    if (row !== '') {
      const m = /^<line> <(\d+)> <state> (.*?)<\/state>(?: <output> (.*))?$/.exec(row)
      if (!m) throw new FormatError('expected <line> <k> <state> … </state>', at)
      const vars: Record<string, string> = {}
      if (m[2] !== '') {
        for (const part of m[2]!.trimEnd().split(' <dictsep> ')) {
          const colon = part.indexOf(' : ')
          if (colon >= 0) vars[part.slice(0, colon)] = part.slice(colon + 3)
          else if (part.endsWith(' :')) vars[part.slice(0, -2)] = ''
          else throw new FormatError('expected name : value', at)
        }
      }
      out.push({ at, event: 'line', line: Number(m[1]) + 1, vars, ...(m[3] === undefined ? {} : { value: m[3] }) })
    }
    at += row.length + 1
  }
  return out
}

export const codeexecutor: TraceFormat = {
  name: 'codeexecutor',
  version: 1,
  extension: 'txt',
  doc: 'CodeExecutor rows: line tag and the state after the line, in tokens.',
  basis: 'From its README and code; the place of <output> is inferred.',
  needs: {},
  options: {},
  format: (steps, meta) => format(steps, meta),
  parse,
}
