/**
 * TextIOWrapper: text over a buffered binary stream (CPython's Modules/_io/textio.c).
 *
 * Bytes are read a chunk at a time and decoded; what is not complete (part of a character, a `\r` whose `\n` may follow) stays in `tail`. Decoded text not
 * handed out is kept as it was in the stream, ends of line are made `\n` on the way out, so that a position is always that of the buffer less the bytes
 * of what is left.
 */
import { asIndex, callMethod, getAttr, getAttrOrNull, isTrue, repr } from '../../objects/abstract'
import { bytesLike } from '../../objects/bytes_like'
import { concatBytes } from '../../objects/bytes_search'
import type { Context } from '../../objects/context'
import { defineType } from '../../objects/define'
import { excTypes } from '../../objects/exceptions'
import { adopt } from '../../objects/object'
import { attributeError, lookupError, raiseOf, typeError, valueError } from '../../objects/raise'
import { bindWith } from '../../objects/signature'
import { asStrValue } from '../../objects/str'
import { canonicalEncoding, decode, encode } from '../../objects/str_codecs'
import { type PyType, typeName } from '../../objects/type'
import { instanceDict, setInstanceDict } from '../../objects/type_new'
import { PyBytes, PyList, type Str, type Value } from '../../values/value'
import { concat, concatAll, fromText, strLength, strSlice, textOf } from '../../values/wide'
import { PyIOBase, sizeOf, textIOBaseType, unsupportedOperation } from './base'
import { nameOf, PyBuffered } from './buffered'
import { holdsBack } from './descriptors'
import { LineEnds, lineEnd, parseNewline } from './newlines'
import { PyStandardStream, PyTextStream } from './text_stream'

const CHUNK = 8192
const EMPTY = new Uint8Array(0)

export class PyTextWrapper extends PyTextStream {
  /** The binary stream; NULL before `__init__` and after `detach`. */
  private wrapped: Value | undefined = undefined
  private detached = false
  private codec = 'utf_8'
  newline: string | null = null
  private ends: LineEnds | null = null
  private canRead = false
  private canWrite = false
  /** Decoded text; what is before `at` has been handed out. */
  private text: Str = ''
  private length = 0
  private at = 0
  /** Whether `text` holds a `\r`. */
  private hasCr = false
  /** Bytes that are not decoded yet. */
  private tail: Uint8Array = EMPTY
  private atEnd = false
  /** utf-16 and utf-32: the byte order, once known. */
  private order: '' | '_le' | '_be' = ''
  /** Text not yet handed on. */
  private behind: Uint8Array[] = []
  private behindSize = 0
  private started = false
  /** Lines are being iterated over. */
  private iterating = false

  init(
    cx: Context,
    buffer: Value,
    encoding: Value,
    errors: Value,
    newline: Value,
    line: boolean,
    through: boolean,
  ): void {
    const ends = parseNewline(newline, (s) => s)
    this.wrapped = undefined
    this.setEncoding(encoding === null ? 'UTF-8' : textArgument('encoding', encoding))
    this.errors = errors === null ? 'strict' : textArgument('errors', errors)
    this.setNewline(ends)
    this.lineBuffering = line
    this.writeThrough = through
    this.canRead = isTrue(cx, callMethod(cx, buffer, 'readable'))
    this.canWrite = isTrue(cx, callMethod(cx, buffer, 'writable'))
    this.wrapped = buffer
    this.detached = false
    this.closed = false
    // Later writes to a stream that is not at its start bring no second byte order mark.
    this.started =
      this.canWrite && isTrue(cx, callMethod(cx, buffer, 'seekable')) && callMethod(cx, buffer, 'tell') !== 0
  }

  setEncoding(encoding: string): void {
    const name = encoding === 'locale' ? 'utf-8' : encoding
    const codec = canonicalEncoding(name)
    if (codec === undefined) throw lookupError(`unknown encoding: ${name}`)
    this.encoding = encoding === 'locale' ? 'UTF-8' : encoding
    this.codec = codec
  }

  setNewline(newline: string | null): void {
    this.newline = newline
    this.ends = newline === null || newline === '' ? new LineEnds() : null
  }

  get stream(): Value {
    if (this.wrapped === undefined) {
      throw valueError(this.detached ? 'underlying buffer has been detached' : 'I/O operation on uninitialized object')
    }
    return this.wrapped
  }

  override buffer(): Value {
    return this.stream
  }

  override isPlain(): boolean {
    const { wrapped } = this
    return super.isPlain() && wrapped instanceof PyBuffered && !(wrapped.raw instanceof PyIOBase && wrapped.raw.closed)
  }

  override isClosed(cx: Context): boolean {
    const { stream } = this
    return isTrue(cx, getAttr(cx, stream, 'closed'))
  }

  // --- reading --------------------------------------------------------------------------------------------------------

  private startReading(cx: Context): void {
    if (!this.canRead) throw raiseOf(unsupportedOperation, 'not readable')
    if (this.behindSize > 0) this.flush(cx)
  }

  /** Fetches and decodes another chunk; false at the end. */
  private fetch(cx: Context, all = false): boolean {
    if (this.atEnd && !all) return false
    const { stream } = this
    let got: Value
    if (all) got = callMethod(cx, stream, 'read')
    else {
      const read1 = stream instanceof PyBuffered ? undefined : getAttrOrNull(cx, stream, 'read1')
      if (stream instanceof PyBuffered) got = callMethod(cx, stream, 'read1', CHUNK)
      else got = read1 === undefined ? callMethod(cx, stream, 'read', CHUNK) : cx.call(read1, [CHUNK])
    }
    const data = got === null ? undefined : bytesLike(got)
    if (data === undefined) {
      throw typeError(
        `underlying ${all ? 'read' : 'read1'}() should have returned a bytes-like object, not '${typeName(got)}'`,
      )
    }
    const final = all || data.length === 0
    let bytes = this.tail.length > 0 ? concatBytes([this.tail, data]) : data
    this.tail = EMPTY
    if (!final) {
      const n = this.whole(bytes)
      if (n < bytes.length) this.tail = bytes.slice(n)
      bytes = bytes.subarray(0, n)
    }
    let piece = bytes.length === 0 ? '' : this.decode(cx, bytes)
    if (this.newline === null || this.newline === '') {
      // A `\r` at the end waits for what follows, unless nothing does.
      const held = textOf(piece)
      if (!final && held.endsWith('\r')) {
        this.tail = concatBytes([this.encodeRest(cx, '\r'), this.tail])
        piece = strSlice(piece, 0, strLength(piece) - 1)
      }
      this.ends!.see(textOf(piece))
    }
    this.text = this.at >= this.length ? piece : concat(strSlice(this.text, this.at, this.length), piece)
    this.at = 0
    this.length = strLength(this.text)
    this.hasCr = this.newline === null && textOf(this.text).includes('\r')
    if (data.length === 0) this.atEnd = true
    return data.length > 0 || piece !== ''
  }

  /** How many of the bytes are whole characters. */
  private whole(bytes: Uint8Array): number {
    const n = bytes.length
    if (this.codec === 'utf_8' || this.codec === 'utf_8_sig') {
      for (let back = 1; back <= Math.min(3, n); back++) {
        const c = bytes[n - back]!
        if (c < 0x80) return n
        if (c < 0xc0) continue
        const need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2
        return need > back ? n - back : n
      }
      return n
    }
    if (this.codec.startsWith('utf_16')) {
      let k = n - (n % 2)
      // The first half of a pair waits for the second.
      const high = this.codec === 'utf_16_be' || this.order === '_be' ? bytes[k - 2] : bytes[k - 1]
      if (k >= 2 && high !== undefined && (high & 0xfc) === 0xd8) k -= 2
      return k
    }
    if (this.codec.startsWith('utf_32')) return n - (n % 4)
    // Codecs with states longer than a character are decoded at the end.
    return /^(utf_7|.*escape)$/.test(this.codec) ? 0 : n
  }

  private decode(cx: Context, bytes: Uint8Array): Str {
    let codec = this.codec
    if (codec === 'utf_16' || codec === 'utf_32') {
      if (this.order === '') {
        const big = codec === 'utf_16' ? bytes[0] === 0xfe && bytes[1] === 0xff : bytes[2] === 0xfe && bytes[3] === 0xff
        const little = bytes[0] === 0xff && bytes[1] === 0xfe
        this.order = big ? '_be' : '_le'
        if (big || little) bytes = bytes.subarray(codec === 'utf_16' ? 2 : 4)
      }
      codec += this.order
    } else if (codec === 'utf_8_sig') {
      if (this.order !== '') codec = 'utf_8'
      this.order = '_le'
    }
    return decode(cx, bytes, codec, this.errors)
  }

  /** Bytes of text that was read, as they were in the stream. */
  private encodeRest(cx: Context, text: Str): Uint8Array {
    let codec = this.codec
    if (codec === 'utf_16' || codec === 'utf_32') codec += this.order || '_le'
    else if (codec === 'utf_8_sig') codec = 'utf_8'
    return encode(cx, text, codec, this.errors === 'surrogateescape' ? 'surrogateescape' : 'surrogatepass')
  }

  private forget(): void {
    this.text = ''
    this.at = this.length = 0
    this.tail = EMPTY
    this.atEnd = false
  }

  private handOut(to: number): Str {
    const out = strSlice(this.text, this.at, to)
    this.at = to
    return this.hasCr ? fromText(textOf(out).replace(/\r\n?/g, '\n')) : out
  }

  override read(cx: Context, size: number): Str {
    this.startReading(cx)
    if (size < 0) {
      this.fetch(cx, true)
      this.atEnd = false
      return this.handOut(this.length)
    }
    let out: Str = ''
    let have = 0
    while (have < size) {
      if (this.at >= this.length && !this.fetch(cx)) break
      const part = this.upTo(size - have)
      have += strLength(part)
      out = out === '' ? part : concat(out, part)
    }
    this.atEnd = false
    return out
  }

  /** At most n characters of what is there, `\r\n` counting as one. */
  private upTo(n: number): Str {
    if (!this.hasCr) return this.handOut(Math.min(this.length, this.at + n))
    const text = textOf(strSlice(this.text, this.at, this.length))
    let units = 0
    let used = 0
    for (const c of text.matchAll(/\r\n|[\s\S]/gu)) {
      if (units++ >= n) break
      used += strLength(fromText(c[0]))
    }
    return this.handOut(this.at + used)
  }

  override readline(cx: Context, limit: number): Str {
    this.startReading(cx)
    let from = this.at
    for (;;) {
      const end = this.endOfLine(from)
      if (end >= 0) {
        if (limit >= 0 && end - this.at > limit) return this.upTo(limit)
        return this.handOut(end)
      }
      if (limit >= 0 && this.length - this.at >= limit) return this.upTo(limit)
      const seen = this.length - this.at
      if (!this.fetch(cx)) {
        this.atEnd = false
        return this.handOut(this.length)
      }
      // A "\r\n" given as newline may be cut in two.
      from = this.newline === '\r\n' ? Math.max(0, seen - 1) : seen
    }
  }

  private endOfLine(from: number): number {
    if (!this.hasCr) return lineEnd(this.text, from, this.newline)
    const universal = lineEnd(this.text, from, '')
    return universal
  }

  nextLine(cx: Context): Value | undefined {
    this.iterating = true
    const line = this.readline(cx, -1)
    if (line !== '') return line
    this.iterating = false
    return undefined
  }

  // --- writing --------------------------------------------------------------------------------------------------------

  override write(cx: Context, text: Str): void {
    if (!this.canWrite) throw raiseOf(unsupportedOperation, 'not writable')
    const plain = textOf(text)
    const lf = (this.lineBuffering || this.newline === '\r' || this.newline === '\r\n') && plain.includes('\n')
    if (lf && (this.newline === '\r' || this.newline === '\r\n')) text = fromText(plain.replaceAll('\n', this.newline))
    let codec = this.codec
    if (this.started) {
      if (codec === 'utf_16' || codec === 'utf_32') codec += '_le'
      else if (codec === 'utf_8_sig') codec = 'utf_8'
    }
    const bytes = encode(cx, text, codec, this.errors)
    this.started = true
    if (this.length > 0 || this.tail.length > 0) this.forget()
    if (this.behindSize > 0 && this.behindSize + bytes.length > CHUNK) this.writeBehind(cx)
    this.behind.push(bytes)
    this.behindSize += bytes.length
    const flush = this.lineBuffering && (lf || plain.includes('\r'))
    if (this.behindSize >= CHUNK || flush || this.writeThrough) this.writeBehind(cx)
    else holdsBack(cx, this)
    if (flush) callMethod(cx, this.stream, 'flush')
  }

  private writeBehind(cx: Context): void {
    if (this.behindSize === 0) return
    const bytes = this.behind.length === 1 ? this.behind[0]! : concatBytes(this.behind)
    this.behind = []
    this.behindSize = 0
    callMethod(cx, this.stream, 'write', new PyBytes(bytes))
  }

  override flush(cx: Context): void {
    if (this.wrapped === undefined) return
    this.writeBehind(cx)
    callMethod(cx, this.stream, 'flush')
  }

  sync(cx: Context): void {
    if (this.behindSize > 0 && this.wrapped !== undefined && !this.isClosed(cx)) this.flush(cx)
  }

  override close(cx: Context): void {
    if (this.wrapped !== undefined && this.isClosed(cx)) {
      this.closed = true
      return
    }
    try {
      callMethod(cx, this, 'flush')
    } finally {
      this.closed = true
      callMethod(cx, this.stream, 'close')
    }
  }

  // --- positions ------------------------------------------------------------------------------------------------------

  private checkSeekable(cx: Context): void {
    if (!isTrue(cx, callMethod(cx, this.stream, 'seekable'))) {
      throw raiseOf(unsupportedOperation, 'underlying stream is not seekable')
    }
  }

  override tell(cx: Context): number {
    this.checkSeekable(cx)
    if (this.iterating) throw raiseOf(excTypes.OSError, 'telling position disabled by next() call')
    this.flush(cx)
    const at = asIndex(cx, callMethod(cx, this.stream, 'tell'))
    const rest = this.at >= this.length ? 0 : this.encodeRest(cx, strSlice(this.text, this.at, this.length)).length
    return at - this.tail.length - rest
  }

  override seek(cx: Context, offset: number, whence: number): number {
    this.checkSeekable(cx)
    let target = offset
    if (whence === 1) {
      if (offset !== 0) throw raiseOf(unsupportedOperation, "can't do nonzero cur-relative seeks")
      target = this.tell(cx)
    } else if (whence === 2) {
      if (offset !== 0) throw raiseOf(unsupportedOperation, "can't do nonzero end-relative seeks")
      this.flush(cx)
      this.forget()
      this.iterating = false
      const at = asIndex(cx, callMethod(cx, this.stream, 'seek', 0, 2))
      this.started = at !== 0
      return at
    } else if (whence !== 0) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`)
    if (target < 0) throw valueError(`negative seek position ${target}`)
    this.flush(cx)
    this.forget()
    this.iterating = false
    callMethod(cx, this.stream, 'seek', target)
    if (target === 0) this.order = ''
    this.started = target !== 0
    return target
  }

  override truncate(cx: Context, size: Value): Value {
    this.flush(cx)
    return callMethod(cx, this.stream, 'truncate', size === null ? this.tell(cx) : size)
  }

  override detach(cx: Context): Value {
    const { stream } = this
    callMethod(cx, this, 'flush')
    this.wrapped = undefined
    this.detached = true
    return stream
  }

  override newlines(): Value {
    return this.ends?.value ?? null
  }

  reconfigure(cx: Context, encoding: Value, errors: Value, newline: Value | undefined): void {
    if ((this.at < this.length || this.atEnd) && (encoding !== null || errors !== null || newline !== undefined)) {
      throw raiseOf(
        unsupportedOperation,
        'It is not possible to set the encoding or newline of stream after the first read',
      )
    }
    const ends = newline === undefined ? undefined : parseNewline(newline, (s) => s)
    this.flush(cx)
    if (encoding !== null) {
      this.setEncoding(textArgument('encoding', encoding))
      if (errors === null) this.errors = 'strict'
    }
    if (errors !== null) this.errors = textArgument('errors', errors)
    if (ends !== undefined) this.setNewline(ends)
  }
}

function textArgument(name: string, v: Value): string {
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`TextIOWrapper() argument '${name}' must be str or None, not ${typeName(v)}`)
  const text = textOf(s)
  if (text.includes('\0')) throw valueError('embedded null character')
  return text
}

function nextLine(cx: Context, self: PyTextStream): Value | undefined {
  self.open(cx)
  if (self instanceof PyTextWrapper) return self.nextLine(cx)
  const line = self.readline(cx, -1)
  return line === '' ? undefined : line
}

/** A question that the standard streams know the answer to and wrappers ask their buffer. */
function ask(name: string, standard: (self: PyStandardStream) => Value) {
  return (cx: Context, self: PyTextStream): Value => {
    if (self instanceof PyStandardStream) {
      self.open(cx)
      return standard(self)
    }
    return callMethod(cx, self.buffer(cx), name)
  }
}

export const textStreamType: PyType = defineType('TextIOWrapper', PyTextStream, {
  module: '_io',
  base: textIOBaseType,
  doc: 'A text stream over a binary one.',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: (_cx, cls) => adopt(new PyTextWrapper(), cls),
    tp_init: bindWith(
      'TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)',
      (
        cx: Context,
        self: PyTextStream,
        buffer: Value,
        encoding: Value,
        errors: Value,
        newline: Value,
        line: Value,
        through: Value,
      ) => {
        if (!(self instanceof PyTextWrapper)) throw typeError('a standard stream cannot be initialised again')
        self.init(cx, buffer, encoding, errors, newline, isTrue(cx, line), isTrue(cx, through))
      },
    ),
    tp_repr: (cx, self: PyTextStream) => {
      const name = nameOf(cx, self)
      const parts: Str[] = [`<${typeName(self)}`]
      if (name !== undefined) parts.push(' name=', repr(cx, name))
      if (self.mode !== undefined) parts.push(` mode='${self.mode}'`)
      parts.push(` encoding='${self.encoding}'>`)
      return concatAll(parts)
    },
    tp_iter: (cx, self: PyTextStream) => self.open(cx),
    tp_iternext: nextLine,
  },
  methods: {
    'write(self, text, /)': [
      'Write text and return how many characters it had.',
      (cx, self: PyTextStream, text: Value) => {
        const s = asStrValue(text)
        if (s === undefined) throw typeError(`write() argument must be str, not ${typeName(text)}`)
        self.open(cx).write(cx, s)
        return strLength(s)
      },
    ],
    'read(self, size=-1, /)': [
      'Read at most size characters, by default all that is left.',
      (cx, self: PyTextStream, size: Value) => self.open(cx).read(cx, sizeOf(cx, size)),
    ],
    'readline(self, size=-1, /)': [
      'Read up to the end of the line, or size characters; empty at the end of the file.',
      (cx, self: PyTextStream, size: Value) => self.open(cx).readline(cx, sizeOf(cx, size)),
    ],
    'readlines(self, hint=-1, /)': [
      'Read all lines, or lines up to about hint characters.',
      (cx, self: PyTextStream, hint: Value) => {
        const limit = sizeOf(cx, hint)
        const lines: Value[] = []
        let total = 0
        for (let line = self.open(cx).readline(cx, -1); line !== ''; line = self.readline(cx, -1)) {
          lines.push(line)
          total += strLength(line)
          if (limit > 0 && total >= limit) break
        }
        return new PyList(lines)
      },
    ],
    'flush(self, /)': ['Write out what is held back.', (cx, self: PyTextStream) => self.open(cx).flush(cx)],
    'close(self, /)': ['Flush and close the stream.', (cx, self: PyTextStream) => self.close(cx)],
    'detach(self, /)': ['Take the buffer off and return it.', (cx, self: PyTextStream) => self.detach(cx)],
    'isatty(self, /)': ['Return whether the stream is a terminal.', ask('isatty', () => false)],
    'readable(self, /)': ['Return whether the stream can be read.', ask('readable', (self) => self.fileno === 0)],
    'writable(self, /)': ['Return whether the stream can be written.', ask('writable', (self) => self.fileno !== 0)],
    'seekable(self, /)': ['Return whether the stream allows random access.', ask('seekable', () => false)],
    'fileno(self, /)': ['Return the file descriptor.', ask('fileno', (self) => self.fileno)],
    'seek(self, cookie: index, whence: int = 0, /)': [
      'Move to a position that tell() gave, to the start or to the end.',
      (cx, self: PyTextStream, cookie: number, whence: number) => self.open(cx).seek(cx, cookie, whence),
    ],
    'tell(self, /)': ['Return the position.', (cx, self: PyTextStream) => self.open(cx).tell(cx)],
    'truncate(self, pos=None, /)': [
      'Cut the stream off at a position, the current one by default.',
      (cx, self: PyTextStream, pos: Value) => self.open(cx).truncate(cx, pos),
    ],
    'reconfigure(self, /, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, write_through=None)':
      [
        'Change settings of the stream.',
        (
          cx,
          self: PyTextStream,
          encoding: Value,
          errors: Value,
          newline: Value | undefined,
          line: Value,
          through: Value,
        ) => {
          if (self instanceof PyTextWrapper) self.reconfigure(cx, encoding, errors, newline)
          else {
            if (encoding !== null) self.encoding = textArgument('encoding', encoding)
            if (errors !== null) self.errors = textArgument('errors', errors)
            else if (encoding !== null) self.errors = 'strict'
          }
          if (line !== null) self.lineBuffering = isTrue(cx, line)
          if (through !== null) self.writeThrough = isTrue(cx, through)
        },
      ],
    '__getstate__(self, /)': [
      'A stream cannot be pickled.',
      (_cx, self: PyTextStream) => {
        throw typeError(`cannot pickle '${typeName(self)}' instances`)
      },
    ],
  },
  getset: {
    __dict__: ['Attributes of the instance.', instanceDict, setInstanceDict],
    closed: ['Whether the stream is closed.', (cx, self: PyTextStream) => self.isClosed(cx)],
    buffer: ['The binary stream below.', (cx, self: PyTextStream) => self.buffer(cx)],
    name: [
      'The name of the buffer.',
      (cx, self: PyTextStream) => (self instanceof PyStandardStream ? self.name : getAttr(cx, self.buffer(cx), 'name')),
    ],
    mode: [
      null,
      (_cx, self: PyTextStream) => {
        if (self.mode === undefined)
          throw attributeError(`'${typeName(self)}' object has no attribute 'mode'`, 'mode', self)
        return self.mode
      },
      (_cx, self: PyTextStream, v) => {
        self.mode = v === undefined ? undefined : textOf(asStrValue(v as Value) ?? '')
      },
    ],
    encoding: ['The encoding.', (_cx, self: PyTextStream) => self.encoding],
    errors: ['What happens with what cannot be encoded or decoded.', (_cx, self: PyTextStream) => self.errors],
    newlines: ['The ends of line read so far.', (_cx, self: PyTextStream) => self.newlines()],
    line_buffering: [null, (_cx, self: PyTextStream) => self.lineBuffering],
    write_through: [null, (_cx, self: PyTextStream) => self.writeThrough],
    _CHUNK_SIZE: [null, () => CHUNK],
  },
})

/** The text stream over a buffer that `open` gives. */
export function newTextWrapper(
  cx: Context,
  buffer: Value,
  encoding: Value,
  errors: Value,
  newline: Value,
  lineBuffering: boolean,
): PyTextWrapper {
  const made = new PyTextWrapper()
  made.init(cx, buffer, encoding, errors, newline, lineBuffering, false)
  return made
}
