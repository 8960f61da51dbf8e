/**
 * `nye`: the scratchpad of Nye et al. 2021: alternating `state:` (one line of JSON, the variables of the running frame as JSON values) and `line:` (the
 * source line run next), between `[BEGIN]` and `[DONE]`.
 */
import type { FrameInfo, StepStream, TraceMeta } from '../step'
import { readLiteral, type Literal } from '../literal'
import { FrameState } from '../replay'
import { FormatError, pyJson, sourceLines, type FormatOptions, type Observation, type TraceFormat } from './format'

/** A repr as a JSON value in Python's spelling; tuples and sets become arrays, functions `<callable_object f>`, anything else its repr in quotes. */
export function jsonValue(literal: Literal): string {
  switch (literal.kind) {
    case 'None':
      return 'null'
    case 'bool':
      return literal.text === 'True' ? 'true' : 'false'
    case 'int':
      return literal.text
    case 'float':
      return literal.text === 'inf'
        ? 'Infinity'
        : literal.text === '-inf'
          ? '-Infinity'
          : literal.text === 'nan'
            ? 'NaN'
            : literal.text
    case 'str':
      return pyJson(literal.value)
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return `[${literal.items.map(jsonValue).join(', ')}]`
    case 'dict':
      return `{${literal.entries.map(([k, v]) => `${k.kind === 'str' ? pyJson(k.value) : pyJson(k.text)}: ${jsonValue(v)}`).join(', ')}}`
    default: {
      const callable = /^<(?:function|class|built-in function|bound method) '?([^'>]*)'?>$/.exec(literal.text)
      return pyJson(callable ? `<callable_object ${callable[1]!.replace(/^__main__\./, '')}>` : literal.text)
    }
  }
}

function stateText(frame: FrameState): string {
  const parts: string[] = []
  for (const [name, text] of frame.vars) parts.push(`${pyJson(name)}: ${jsonValue(readLiteral(text))}`)
  return `state: {${parts.join(', ')}}\n`
}

function* format(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const lines = sourceLines(meta)
  const name = meta.call === null ? '' : (/^\s*([\w.]+)\s*\(/.exec(meta.call)?.[1] ?? '')
  const wrapper = meta.call === null ? null : `output = ${meta.call}`
  if (options['prompt']) {
    const code = wrapper === null ? meta.source.trimEnd() : `${meta.source.trimEnd()}\n\n${wrapper}`
    yield `Consider the following Python function:\n\n${code}\n\nWhat is the execution trace?\n\n`
  }
  yield '[BEGIN]\n\n'
  const frames = new Map<number, FrameState>()
  const infos = new Map<number, FrameInfo>()
  const global = name === '' ? '{}' : `{"${name}": "<callable_object ${name}>"`
  if (wrapper !== null) {
    const def = lines.find((l) => new RegExp(`^\\s*(?:async\\s+)?def\\s+${name}\\b`).test(l)) ?? `def ${name}(...):`
    yield `state: {}\nline: ${def.replace(/:\s*(#.*)?$/, '')}\nstate: ${global}}\nline: ${wrapper}\n`
  }
  for (const step of steps) {
    let frame = frames.get(step.frame)
    if (!frame) {
      infos.set(step.frame, step.info!)
      frame = new FrameState(step.frame, step.info!)
      frames.set(step.frame, frame)
    }
    frame.apply(step)
    if (step.event === 'line' && infos.get(step.frame)!.file === meta.filename)
      yield `${stateText(frame)}line: ${lines[step.line! - 1] ?? ''}\n`
    if (step.event === 'return') frames.delete(step.frame)
    if (step.event === 'return' && infos.get(step.frame)!.kind === 'module') yield stateText(frame)
  }
  if (wrapper !== null && steps.end.value !== undefined)
    yield `state: ${global}, "output": ${jsonValue(readLiteral(steps.end.value))}}\n`
  if (steps.end.exc) yield `error: ${steps.end.exc.type}: ${steps.end.exc.message}\n`
  if (steps.end.reason === 'done' || steps.end.reason === 'exception') yield '\n[DONE]\n'
}

function parse(text: string): Observation[] {
  const begin = text.indexOf('[BEGIN]\n\n')
  if (begin < 0) throw new FormatError('no [BEGIN]', 0)
  const out: Observation[] = []
  let at = begin + '[BEGIN]\n\n'.length
  for (const row of text.slice(at).split('\n')) {
    if (row.startsWith('state: ')) {
      let o: Record<string, unknown>
      const json = row.slice(7).replace(/(?<=[[:,{ ])(-?Infinity|NaN)(?=[\],}])/g, '"$1"')
      try {
        o = JSON.parse(json) as Record<string, unknown>
      } catch {
        throw new FormatError('state is not JSON', at)
      }
      const vars: Record<string, string> = {}
      for (const [name, value] of Object.entries(o)) vars[name] = JSON.stringify(value)
      out.push({ at, event: 'state', vars })
    } else if (row.startsWith('line: ')) out.push({ at, event: 'line', source: row.slice(6) })
    else if (row.startsWith('error: ')) out.push({ at, event: 'error', exception: row.slice(7) })
    else if (row === '[DONE]') out.push({ at, event: 'end' })
    else if (row !== '') throw new FormatError('expected state:, line: or [DONE]', at)
    at += row.length + 1
  }
  return out
}

export const nye: TraceFormat = {
  name: 'nye',
  version: 1,
  extension: 'txt',
  doc: 'Scratchpad of Nye et al.: alternating states (JSON values) and source lines.',
  basis: 'From a reproduction of the paper’s appendix; the text of exceptions is ours.',
  needs: {},
  options: { prompt: { default: true, doc: 'write the question before the trace' } },
  format,
  parse,
}
