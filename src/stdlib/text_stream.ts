/**
 * Text streams: `sys.stdin`, `sys.stdout`, `sys.stderr` and files opened in text mode (the part of CPython's `_io.TextIOWrapper` that programs
 * meet).
 *
 * A stream writes to a `TextSink` and reads from a `TextSource`. Reading works on the text not yet consumed, so that `readline` costs what the
 * line costs. Newlines are `\n` on both sides; who supplies a source has translated them.
 */
import { PyList, type Str, type Value } from '../values/value'
import { concat, fromText, strLength, strSlice, textOf } from '../values/wide'
import { asIndex, repr } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineType } from '../objects/define'
import { raiseOf, typeError, valueError } from '../objects/raise'
import { asStrValue } from '../objects/str'
import { type PyType, typeName } from '../objects/type'
import { instanceDict, setInstanceDict } from '../objects/type_new'
import { PyIOBase, textIOBaseType, unsupportedOperation } from './io_base'

/** Where written text goes. */
export interface TextSink {
  write(text: string): void
  flush?(): void
  close?(): void
}

/** Where text is read from: the next line with its newline, '' at the end. */
export interface TextSource {
  readline(): string
}

export class PyTextStream extends PyIOBase {
  constructor(
    readonly name: Value,
    readonly mode: string,
    protected readonly sink: TextSink | null,
    protected readonly source: TextSource | null,
    readonly encoding: string = 'utf-8',
    readonly fileno: number = -1,
  ) {
    super()
  }

  /** True while `write` cannot have been replaced by Python code. */
  isPlain(): boolean {
    return this.type === textStreamType && this.dict === undefined && !this.closed
  }

  get writable(): boolean {
    return this.sink !== null
  }
  get readable(): boolean {
    return this.source !== null
  }

  write(_cx: Context, text: Str): void {
    if (this.sink === null) throw raiseOf(unsupportedOperation, 'not writable')
    this.sink.write(textOf(text))
  }

  flush(_cx: Context): void {
    this.sink?.flush?.()
  }

  override close(_cx: Context): void {
    if (this.closed) return
    this.closed = true
    this.sink?.close?.()
  }

  get seekable(): boolean {
    return false
  }

  /** Moves to a position; the new one is returned. */
  seek(_cx: Context, _offset: number, _whence: number): number {
    throw raiseOf(unsupportedOperation, 'underlying stream is not seekable')
  }

  tell(_cx: Context): number {
    throw raiseOf(unsupportedOperation, 'underlying stream is not seekable')
  }

  truncate(_cx: Context, _size: number | null): number {
    throw raiseOf(unsupportedOperation, 'truncate')
  }

  /** The rest of the input that has been fetched but not handed out. */
  private pending = ''

  readline(limit: number): string {
    if (this.source === null) throw raiseOf(unsupportedOperation, 'not readable')
    let line = this.pending
    const newline = line.indexOf('\n')
    if (newline >= 0) line = line.slice(0, newline + 1)
    else line += this.source.readline()
    const whole = line
    if (limit >= 0) line = textOf(strSlice(fromText(line), 0, limit))
    this.pending = newline >= 0 ? this.pending.slice(line.length) : whole.slice(line.length)
    return line
  }

  read(size: number): string {
    if (this.source === null) throw raiseOf(unsupportedOperation, 'not readable')
    const parts: string[] = [this.pending]
    let have = size < 0 ? 0 : strLength(fromText(this.pending))
    while (size < 0 || have < size) {
      const line = this.source.readline()
      if (line === '') break
      parts.push(line)
      if (size >= 0) have += strLength(fromText(line))
    }
    const all = parts.join('')
    if (size < 0) {
      this.pending = ''
      return all
    }
    const out = textOf(strSlice(fromText(all), 0, Math.min(size, have)))
    this.pending = all.slice(out.length)
    return out
  }
}

function open_(self: PyTextStream): PyTextStream {
  if (self.closed) throw valueError('I/O operation on closed file.')
  return self
}

/** A size argument: None and negative numbers mean everything. */
function sizeOf(cx: Context, v: Value): number {
  return v === null ? -1 : asIndex(cx, v)
}

function nextLine(_cx: Context, self: PyTextStream): Value | undefined {
  const line = open_(self).readline(-1)
  return line === '' ? undefined : fromText(line)
}

export const textStreamType: PyType = defineType('TextIOWrapper', PyTextStream, {
  module: '_io',
  base: textIOBaseType,
  doc: 'A text stream.',
  hasDict: true,
  slots: {
    tp_repr: (cx, self: PyTextStream) =>
      concat(
        concat('<_io.TextIOWrapper name=', repr(cx, self.name)),
        ` mode='${self.mode}' encoding='${self.encoding}'>`,
      ),
    tp_iter: (_cx, self: PyTextStream) => open_(self),
    tp_iternext: nextLine,
  },
  methods: {
    'write(self, text, /)': [
      'Write text and return how many characters it had.',
      (cx, self: PyTextStream, text: Value) => {
        const s = asStrValue(text)
        if (s === undefined) throw typeError(`write() argument must be str, not ${typeName(text)}`)
        open_(self).write(cx, s)
        return strLength(s)
      },
    ],
    'read(self, size=-1, /)': [
      'Read at most size characters, by default all that is left.',
      (cx, self: PyTextStream, size: Value) => fromText(open_(self).read(sizeOf(cx, size))),
    ],
    'readline(self, size=-1, /)': [
      'Read up to the end of the line, or size characters; empty at the end of the file.',
      (cx, self: PyTextStream, size: Value) => fromText(open_(self).readline(sizeOf(cx, size))),
    ],
    'readlines(self, hint=-1, /)': [
      'Read all lines, or lines up to about hint characters.',
      (cx, self: PyTextStream, hint: Value) => {
        const limit = sizeOf(cx, hint)
        const lines: Value[] = []
        let total = 0
        for (let line = open_(self).readline(-1); line !== ''; line = self.readline(-1)) {
          lines.push(fromText(line))
          total += line.length
          if (limit > 0 && total >= limit) break
        }
        return new PyList(lines)
      },
    ],
    'flush(self, /)': ['Write out what is buffered.', (cx, self: PyTextStream) => open_(self).flush(cx)],
    'close(self, /)': ['Flush and close the stream.', (cx, self: PyTextStream) => self.close(cx)],
    'isatty(self, /)': ['Return whether the stream is a terminal.', (_cx, self: PyTextStream) => open_(self) !== self],
    'readable(self, /)': ['Return whether the stream can be read.', (_cx, self: PyTextStream) => open_(self).readable],
    'writable(self, /)': [
      'Return whether the stream can be written.',
      (_cx, self: PyTextStream) => open_(self).writable,
    ],
    'seekable(self, /)': [
      'Return whether the stream allows random access.',
      (_cx, self: PyTextStream) => open_(self).seekable,
    ],
    'seek(self, offset: index, whence: int = 0, /)': [
      'Move to a position.',
      (cx, self: PyTextStream, offset: number, whence: number) => open_(self).seek(cx, offset, whence),
    ],
    'tell(self, /)': ['Return the position.', (cx, self: PyTextStream) => open_(self).tell(cx)],
    'truncate(self, pos=None, /)': [
      'Cut the stream off at a position, the current one by default.',
      (cx, self: PyTextStream, pos: Value) => open_(self).truncate(cx, pos === null ? null : asIndex(cx, pos)),
    ],
    'fileno(self, /)': [
      'Return the file descriptor.',
      (_cx, self: PyTextStream) => {
        if (self.fileno < 0) throw raiseOf(unsupportedOperation, 'fileno')
        return self.fileno
      },
    ],
    reconfigure: ['Change settings of the stream; nothing here depends on them.', () => null],
  },
  getset: {
    __dict__: ['Attributes of the instance.', instanceDict, setInstanceDict],
    name: [null, (_cx, self: PyTextStream) => self.name],
    encoding: [null, (_cx, self: PyTextStream) => self.encoding],
    errors: [null, (_cx, self: PyTextStream) => (self.fileno === 2 ? 'backslashreplace' : 'strict')],
    newlines: [null, () => null],
    line_buffering: [null, () => false],
    mode: [null, (_cx, self: PyTextStream) => self.mode],
  },
})
