/**
 * `ldb`: basic blocks as the LDB debugger shows them to a model: `[BLOCK-i]`, the variables before as a comment, the block's source lines as executed,
 * the variables after. A block is a maximal run of lines of one frame with neither jump back, call nor return between them.
 */
import { isWithinLine, type StepStream, type TraceMeta } from '../step'
import { Replay } from '../replay'
import { FormatError, sourceLines, type FormatOptions, type Observation, type TraceFormat } from './format'

function* format(steps: StepStream, meta: TraceMeta, options: FormatOptions): Iterable<string> {
  const lines = sourceLines(meta)
  const max = options['maxLength'] as number | null
  const shorten = (text: string): string =>
    max === null || text.length <= max ? text : `${text.slice(0, max / 2)}...${text.slice(-max / 2)}`
  const show = (vars: ReadonlyMap<string, string>): string =>
    `# ${[...vars]
      .filter(([, text]) => !/^<(function|class|module)\b/.test(text))
      .map(([k, v]) => `${k}=${shorten(v).replace(/\n/g, '\\n')}`)
      .join('   ')}`.trimEnd()
  const replay = new Replay()
  let block = 0
  let open: { frame: number; line: number } | null = null
  for (const step of steps) {
    if (step.event === 'opcode' || isWithinLine(step.event)) {
      replay.apply(step)
      continue
    }
    const frame = replay.apply(step)
    if (frame.info.file !== meta.filename) continue
    const continues =
      step.event === 'line' &&
      open !== null &&
      open.frame === step.frame &&
      step.line! > open.line &&
      !branches(lines[open.line - 1] ?? '')
    if (open && !continues) {
      const after = replay.frames.get(open.frame)?.vars ?? (open.frame === step.frame ? frame.vars : null)
      if (after) yield `${show(after)}\n`
      open = null
    }
    if (step.event === 'line') {
      if (!continues) yield `[BLOCK-${block++}]\n${show(frame.vars)}\n`
      yield `${lines[step.line! - 1] ?? ''}\n`
      open = { frame: step.frame, line: step.line! }
    } else if (step.event === 'exception') yield `# ${step.exc!.type}: ${step.exc!.message.replace(/\n/g, '\\n')}\n`
    else if (step.event === 'return' && frame.info.kind !== 'module' && frame.info.kind !== 'class')
      yield `# return ${shorten(step.value!).replace(/\n/g, '\\n')}\n`
  }
}

/** A line after which control may go elsewhere than to the next line. */
function branches(line: string): boolean {
  return /^\s*(if|elif|else|for|while|try|except|finally|with|match|case|return|break|continue|raise|async)\b/.test(
    line,
  )
}

function parse(text: string): Observation[] {
  const out: Observation[] = []
  let at = 0
  let last: Observation | null = null
  for (const row of text.split('\n')) {
    const m = /^\[BLOCK-(\d+)\]$/.exec(row)
    if (m) {
      last = { at, event: 'block', extra: { block: m[1]! } }
      out.push(last)
    } else if (row.startsWith('#')) {
      if (!last) throw new FormatError('variables before any block', at)
      const seen = Object.keys(last.extra!).length
      if (row.startsWith('# return ')) out.push((last = { at, event: 'return', value: row.slice(9), extra: {} }))
      else if (!last.vars && last.event === 'block' && seen === 1) {
        last.vars = Object.fromEntries(
          row
            .slice(2)
            .split('   ')
            .filter(Boolean)
            .map((p) => [p.slice(0, p.indexOf('=')), p.slice(p.indexOf('=') + 1)]),
        )
      } else
        out.push({
          at,
          event: 'after',
          vars: Object.fromEntries(
            row
              .slice(2)
              .split('   ')
              .filter(Boolean)
              .map((p) => [p.slice(0, p.indexOf('=')), p.slice(p.indexOf('=') + 1)]),
          ),
        })
    } else if (row !== '') out.push({ at, event: 'line', source: row })
    at += row.length + 1
  }
  return out
}

export const ldb: TraceFormat = {
  name: 'ldb',
  version: 1,
  extension: 'txt',
  doc: 'LDB basic blocks with the variables before and after.',
  basis: 'Layout from the code; blocks are derived from the executed lines.',
  needs: {},
  options: { maxLength: { default: 100, doc: 'longest value; half from either end (null: no limit)' } },
  format,
  parse,
}
