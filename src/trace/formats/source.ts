/**
 * The traced source as formats at expression granularity quote it, and the rows of `branch` steps that they share:
 *
 *     ? if: true               also while, for, case, guard, except, assert, filter, ifexp
 *     ? for: next 2            the loop takes another item, its second; `? for: done` when none is left; `? while: true 2`
 *     ? a and b: false, 1 skipped       an operator whose value is not on the stack, or some operands of which are not evaluated
 */
import type { Span, Step, TraceMeta } from '../step'
import { sourceLines } from './format'

/** Offsets in the source of a span whose columns count UTF-8 bytes. */
export class SourceText {
  private readonly lines: string[]
  private readonly starts: number[] = []
  readonly text: string

  constructor(meta: TraceMeta) {
    this.lines = sourceLines(meta)
    this.text = this.lines.join('\n')
    let at = 0
    for (const line of this.lines) {
      this.starts.push(at)
      at += line.length + 1
    }
  }

  offset(line: number, col: number): number {
    const text = this.lines[line - 1] ?? ''
    let bytes = 0
    let i = 0
    while (i < text.length && bytes < col) {
      const c = text.codePointAt(i)!
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4
      i += c > 0xffff ? 2 : 1
    }
    return (this.starts[line - 1] ?? 0) + i
  }

  range(span: Span): [number, number] {
    return [this.offset(span[0], span[1]), this.offset(span[2], span[3])]
  }

  line(n: number): [number, number] {
    const start = this.starts[n - 1] ?? 0
    return [start, start + (this.lines[n - 1]?.length ?? 0)]
  }

  slice(from: number, to: number): string {
    return this.text.slice(from, to)
  }

  /** The text of a span, on one line. */
  of(span: Span): string {
    const [from, to] = this.range(span)
    return flat(this.slice(from, to))
  }
}

/** Several source lines as one: breaks and the indentation after them become one space. */
export function flat(text: string): string {
  return text.includes('\n') ? text.replace(/\s*\n\s*/g, ' ') : text
}

const OPERATORS = new Set(['and', 'or', 'not', 'compare'])

/** Whether a branch step is an expression that turned out true or false, and not what a statement does about it. */
export function isOperator(step: Step): boolean {
  return OPERATORS.has(step.branch!)
}

/** The row of a branch step, without its mark. */
export function branchText(step: Step, source: SourceText): string {
  const yes = step.value === 'True'
  if (isOperator(step))
    return `${source.of(step.span!)}: ${yes ? 'true' : 'false'}${step.skipped === undefined ? '' : `, ${step.skipped} skipped`}`
  const what = step.branch === 'for' ? (yes ? 'next' : 'done') : yes ? 'true' : 'false'
  return `${step.branch}: ${what}${step.visit === undefined ? '' : ` ${step.visit}`}`
}

const BRANCH = /^(.*): (true|false|next|done)(?: (\d+)|, (\d+) skipped)?$/

/** What such a row says; null when it is none. */
export function readBranch(text: string): { source: string; value: string; extra: Record<string, string> } | null {
  const m = BRANCH.exec(text)
  if (!m) return null
  const extra: Record<string, string> = {}
  if (m[3] !== undefined) extra['round'] = m[3]
  if (m[4] !== undefined) extra['skipped'] = m[4]
  return { source: m[1]!, value: m[2]!, extra }
}
