/**
 * Expression steps in the form of the oracle (`expr_oracle.py`): values of expressions, truths of what is only tested, and what tests decide.
 */
import type { Step } from '../src/trace/step'

export type Row = (string | number | boolean)[]

/** Whether a piece of source is built of constants alone. */
function isConstant(text: string): boolean {
  const bare = text.replace(/[rbu]*("""|'''|"|').*?(?<!\\)\1/gis, '').replace(/\b\d[\w.]*/g, '')
  return !/[A-Za-z_]/.test(bare.replace(/\b(True|False|None|not|and|or|in|is|if|else)\b/g, ''))
}

const STATEMENTS = new Set(['if', 'while', 'assert', 'filter', 'ifexp', 'for'])

/** The rows of a stream of steps; `filename`: the traced file. */
export function expressionRows(steps: Iterable<Step>, source: string): Row[] {
  const lines = source.split('\n').map((l) => Buffer.from(l))
  const textOf = ([line, col, endLine, endCol]: NonNullable<Step['span']>): string => {
    if (line === endLine) return lines[line - 1]!.subarray(col, endCol).toString()
    return [
      lines[line - 1]!.subarray(col),
      ...lines.slice(line, endLine - 1),
      lines[endLine - 1]!.subarray(0, endCol),
    ].join('\n')
  }
  const out: Row[] = []
  /** An operator that left operands out, which may have a value of its own yet. */
  let short: Row | null = null
  for (const step of steps) {
    if (step.event !== 'expr' && step.event !== 'branch') continue
    const span = step.span!
    const at = [span[0], span[1], span[2], span[3]]
    if (short !== null) {
      if (step.event === 'expr' && !step.part && short.slice(1, 5).join() === at.join())
        out.splice(out.lastIndexOf(short), 1)
      short = null
    }
    if (step.event === 'expr') {
      if (step.expr === 'Constant' || step.expr === 'Slice' || step.expr === 'FormattedValue') continue
      if (!step.part && isConstant(textOf(span))) continue
      out.push(['expr', ...at, step.value!])
    } else if (STATEMENTS.has(step.branch!)) out.push(['branch', step.branch!, ...at, step.value === 'True'])
    else if (step.branch === 'and' || step.branch === 'or' || step.branch === 'not' || step.branch === 'compare') {
      const row: Row = ['bool', ...at, step.value === 'True']
      out.push(row)
      if (step.skipped !== undefined) short = row
    }
  }
  return out
}
