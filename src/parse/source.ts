/**
 * The source text: decoding (PEP 263), newlines, and the translation of offsets to lines and columns.
 *
 * Offsets are UTF-16 indices into `text`. CPython counts columns of the AST in UTF-8 bytes and those of a SyntaxError in code points; both
 * are derived here, in constant time for lines without characters beyond ASCII.
 */

import { decodeSource } from './decode'
import { PySyntaxError } from './messages'

/** A decoded source text with newlines `\n` only, a newline at its end, and its line table. */
export class SourceFile {
  readonly text: string
  /** Offset of the start of each line; after the last, one entry beyond the text. */
  readonly lineStarts: Int32Array
  readonly lineCount: number
  readonly ascii: boolean
  /** Whether the newline at the end is not in the source. */
  readonly newlineAdded: boolean
  /** Offsets of the non-ASCII code units, and how many bytes those up to and including each add beyond one a unit. */
  private wide: Int32Array | null = null
  private extra: Int32Array | null = null

  constructor(
    /** The text as it was given. */
    readonly original: string,
    readonly filename: string,
  ) {
    let text = original
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
    this.newlineAdded = text.length === 0 || text.charCodeAt(text.length - 1) !== 10
    if (this.newlineAdded) text += '\n'
    this.text = text
    this.ascii = !/[^\x00-\x7f]/.test(text)
    let starts = new Int32Array((text.length >> 4) + 16)
    let count = 1
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count + 1 >= starts.length) {
        const bigger = new Int32Array(starts.length * 2)
        bigger.set(starts)
        starts = bigger
      }
      starts[count++] = at + 1
    }
    // The text ends in a newline: its last line start is the end of the text and begins no line that can hold a token but end-of-file ones.
    this.lineCount = count - 1
    starts[count] = 0x7fffffff
    this.lineStarts = starts.subarray(0, count + 1)
    if (!this.ascii) this.indexWide()
  }

  /**
   * The source file of a text, or of bytes to be decoded; `script` tells whether the bytes are a file being run (see `decode.ts`).
   * @throws PySyntaxError if it cannot be decoded, or holds a null byte
   */
  static from(source: string | Uint8Array, filename: string, script = false): SourceFile {
    const text = typeof source === 'string' ? source : decodeSource(source, filename, script)
    const zero = text.indexOf('\0')
    if (zero < 0) return new SourceFile(text, filename)
    if (!script) {
      const msg = 'source code string cannot contain null bytes'
      throw new PySyntaxError('SyntaxError', msg, null, null, null, null, null, filename)
    }
    const before = text.slice(0, zero)
    const line = before.split('\n').length
    const lineStart = before.lastIndexOf('\n') + 1
    const column = zero - lineStart + 1
    const msg = 'source code cannot contain null bytes'
    throw new PySyntaxError('SyntaxError', msg, line, column, line, column, before.slice(lineStart), filename)
  }

  private indexWide(): void {
    const { text } = this
    const wide: number[] = []
    const extra: number[] = []
    let sum = 0
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      if (c < 0x80) continue
      // A surrogate pair is two units and four bytes.
      sum += c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 1 : 2
      wide.push(i)
      extra.push(sum)
    }
    this.wide = Int32Array.from(wide)
    this.extra = Int32Array.from(extra)
  }

  /** The 1-based line that contains an offset. */
  lineAt(pos: number): number {
    const { lineStarts } = this
    let low = 0
    let high = lineStarts.length - 2
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (lineStarts[middle] <= pos) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  /** UTF-8 column of an offset in the given line. */
  column(line: number, pos: number): number {
    const start = this.lineStarts[line - 1]
    if (this.ascii) return pos - start
    return pos - start + this.extraBytes(pos) - this.extraBytes(start)
  }

  /** How many more bytes than code units there are before an offset. */
  private extraBytes(pos: number): number {
    const wide = this.wide!
    let low = 0
    let high = wide.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (wide[middle] < pos) low = middle + 1
      else high = middle
    }
    return low === 0 ? 0 : this.extra![low - 1]
  }

  /** 0-based column of an offset in code points, as a SyntaxError counts it. */
  codePointColumn(line: number, pos: number): number {
    const start = this.lineStarts[line - 1]
    if (!this.ascii && /[\udc80-\udcff]/u.test(this.text.slice(start, pos))) return this.replacedColumn(line, pos)
    let column = pos - start
    if (this.ascii) return column
    for (let i = start; i + 1 < pos; i++) {
      const c = this.text.charCodeAt(i)
      if (c >= 0xd800 && c < 0xdc00 && (this.text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
        column--
        i++
      }
    }
    return column
  }

  /**
   * In a line with bytes that are no UTF-8, CPython counts the bytes up to the offset, but in a copy of the line in which each such byte has
   * become a replacement character of three.
   */
  private replacedColumn(line: number, pos: number): number {
    const bytes = new TextEncoder().encode(this.lineText(line))
    let length = 0
    for (const char of this.text.slice(this.lineStarts[line - 1], pos)) {
      const cp = char.codePointAt(0)!
      length += cp >= 0xdc80 && cp <= 0xdcff ? 1 : cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4
    }
    return [...new TextDecoder().decode(bytes.subarray(0, length + 1))].length - 1
  }

  /** The text of a line with its newline; what is no UTF-8 is a replacement character. */
  lineText(line: number): string {
    const text = this.text.slice(this.lineStarts[line - 1], Math.min(this.lineStarts[line], this.text.length))
    return this.ascii ? text : text.replace(/[\udc80-\udcff]/gu, '\ufffd')
  }
}
