/**
 * Text streams as native code sees them: what `print`, `input` and the `TextIOWrapper` type need of one, and the standard streams `sys.stdin`,
 * `sys.stdout` and `sys.stderr`. Files and other wrapped buffers are in `text_wrapper.ts`.
 *
 * A standard stream writes to a `TextSink` and reads from a `TextSource`, text on both sides and nothing held back. Its `buffer` is made when first asked
 * for; from then on a standard input reads through it.
 */
import type { Str, Value } from '../../values/value'
import { fromText, strLength, strSlice, textOf } from '../../values/wide'
import type { Context } from '../../objects/context'
import { raiseOf, valueError } from '../../objects/raise'
import { decode } from '../../objects/str_codecs'
import { type PyBuffered, newBuffered } from './buffered'
import { descriptorsOf } from './descriptors'
import { initFileIO, PyFileIO } from './file'
import { PyIOBase, unsupportedOperation } from './base'

/** Where written text goes. */
export interface TextSink {
  write(text: string): void
}

/** Where text is read from: the next line with its newline, '' at the end. */
export interface TextSource {
  readline(cx: Context): string
}

export abstract class PyTextStream extends PyIOBase {
  encoding = 'utf-8'
  errors = 'strict'
  lineBuffering = false
  writeThrough = false
  /** `mode` as `open` was given it; NULL for a wrapper made otherwise. */
  mode: string | undefined = undefined

  /** True while `write` cannot have been replaced by Python code. */
  isPlain(): boolean {
    return this.type === PyTextStream.prototype.type && this.dict === undefined && !this.closed
  }

  isClosed(_cx: Context): boolean {
    return this.closed
  }

  /** The stream itself, or ValueError if it is closed. */
  open(cx: Context): this {
    if (this.isClosed(cx)) throw valueError('I/O operation on closed file.')
    return this
  }

  abstract buffer(cx: Context): Value
  abstract write(cx: Context, text: Str): void
  /** At most `size` characters; all that is left if it is negative. */
  abstract read(cx: Context, size: number): Str
  abstract readline(cx: Context, limit: number): Str
  abstract flush(cx: Context): void
  abstract seek(cx: Context, offset: number, whence: number): number
  abstract tell(cx: Context): number
  abstract truncate(cx: Context, size: Value): Value
  abstract detach(cx: Context): Value
  abstract newlines(): Value
}

export class PyStandardStream extends PyTextStream {
  /** Input that has been fetched but not handed out. */
  private pending = ''
  private bytes: PyBuffered | undefined = undefined

  constructor(
    readonly name: string,
    override readonly mode: string,
    private readonly sink: TextSink | null,
    private source: TextSource | null,
    readonly fileno: number,
  ) {
    super()
    if (fileno === 2) this.errors = 'backslashreplace'
  }

  override buffer(cx: Context): Value {
    if (this.bytes !== undefined) return this.bytes
    const raw = new PyFileIO()
    initFileIO(cx, raw, this.fileno, this.mode, false, null)
    raw.name = this.name
    const made = newBuffered(raw, 8192)
    made.direct = true
    if (this.source !== null) {
      descriptorsOf(cx).input.unread(new TextEncoder().encode(this.pending))
      this.pending = ''
      this.source = { readline: (cx) => textOf(decode(cx, made.readline(cx, -1), 'utf-8', this.errors)) }
    }
    this.bytes = made
    return made
  }

  override write(_cx: Context, text: Str): void {
    if (this.sink === null) throw raiseOf(unsupportedOperation, 'not writable')
    this.sink.write(textOf(text))
  }

  override flush(_cx: Context): void {}

  override close(_cx: Context): void {
    this.closed = true
  }

  override readline(cx: Context, limit: number): Str {
    if (this.source === null) throw raiseOf(unsupportedOperation, 'not readable')
    let line = this.pending
    const newline = line.indexOf('\n')
    if (newline >= 0) line = line.slice(0, newline + 1)
    else line += this.source.readline(cx)
    const whole = line
    if (limit >= 0) line = textOf(strSlice(fromText(line), 0, limit))
    this.pending = newline >= 0 ? this.pending.slice(line.length) : whole.slice(line.length)
    return fromText(line)
  }

  override read(cx: Context, size: number): Str {
    if (this.source === null) throw raiseOf(unsupportedOperation, 'not readable')
    const parts: string[] = [this.pending]
    let have = size < 0 ? 0 : strLength(fromText(this.pending))
    while (size < 0 || have < size) {
      const line = this.source.readline(cx)
      if (line === '') break
      parts.push(line)
      if (size >= 0) have += strLength(fromText(line))
    }
    const all = parts.join('')
    if (size < 0) {
      this.pending = ''
      return fromText(all)
    }
    const out = strSlice(fromText(all), 0, Math.min(size, have))
    this.pending = all.slice(textOf(out).length)
    return out
  }

  override seek(): number {
    throw raiseOf(unsupportedOperation, 'underlying stream is not seekable')
  }

  override tell(): number {
    throw raiseOf(unsupportedOperation, 'underlying stream is not seekable')
  }

  override truncate(): Value {
    throw raiseOf(unsupportedOperation, 'truncate')
  }

  override detach(cx: Context): Value {
    const made = this.buffer(cx)
    this.closed = true
    return made
  }

  override newlines(): Value {
    return null
  }
}
