/**
 * Ends of line in text streams: `\n`, `\r` and `\r\n`, by the `newline` argument of the stream.
 */
import { typeError, valueError } from '../../objects/raise'
import { asStrValue } from '../../objects/str'
import { typeName } from '../../objects/type'
import { PyTuple, type Str, type Value, WideStr } from '../../values/value'
import { textOf } from '../../values/wide'

/** The `newline` argument: None is universal and translated, '' universal as it is. An illegal one is shown as `shown` makes it. */
export function parseNewline(v: Value, shown: (s: Str) => Str): string | null {
  if (v === null) return null
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`newline must be str or None, not ${typeName(v)}`)
  const text = textOf(s)
  if (!['', '\n', '\r', '\r\n'].includes(text)) {
    throw valueError(`illegal newline value: ${textOf(shown(s))}`)
  }
  return text
}

/** Which ends of line have been seen. */
export class LineEnds {
  private cr = false
  private lf = false
  private crlf = false

  see(text: string): void {
    if (!text.includes('\r')) {
      this.lf ||= text.includes('\n')
      return
    }
    this.crlf ||= text.includes('\r\n')
    this.cr ||= /\r(?!\n)/.test(text)
    this.lf ||= /(^|[^\r])\n/.test(text)
  }

  /** `newlines` of a stream: None, a str or a tuple. */
  get value(): Value {
    const seen: string[] = []
    if (this.cr) seen.push('\r')
    if (this.lf) seen.push('\n')
    if (this.crlf) seen.push('\r\n')
    return seen.length === 0 ? null : seen.length === 1 ? seen[0]! : new PyTuple(seen)
  }
}

/** Where the line that begins at `from` ends, its newline included; -1 if it does not. In characters. */
export function lineEnd(text: Str, from: number, newline: string | null): number {
  const units = text instanceof WideStr ? text.cps : text
  if (newline === '\r\n') {
    if (typeof units === 'string') {
      const i = units.indexOf('\r\n', from)
      return i < 0 ? -1 : i + 2
    }
    for (let i = units.indexOf(13, from); i >= 0; i = units.indexOf(13, i + 1)) if (units[i + 1] === 10) return i + 2
    return -1
  }
  const first = newline === '\r' ? -1 : find(units, 10, from)
  if (newline === '\n' || newline === null) return first < 0 ? -1 : first + 1
  const cr = find(units, 13, from)
  if (cr < 0 || (first >= 0 && first < cr)) return first < 0 ? -1 : first + 1
  return newline === '' && first === cr + 1 ? cr + 2 : cr + 1
}

function find(units: string | { indexOf(c: number, from: number): number }, c: number, from: number): number {
  return typeof units === 'string' ? units.indexOf(c === 10 ? '\n' : '\r', from) : units.indexOf(c, from)
}
