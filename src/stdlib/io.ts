/**
 * The `io` module: StringIO, BytesIO and `open` on the files the program can see (CPython's Modules/_io).
 *
 * A file is read whole when opened and written whole when flushed or closed: the file system is in memory. Positions of text files
 * count UTF-8 bytes for `tell` and `seek` when the text is ASCII, characters otherwise, which is all a program may rely on.
 */
import { PyBytes, type Str, type Value } from '../values/value'
import { concat, fromText, strLength, strSlice, textOf } from '../values/wide'
import { asIndex, callMethod, isIndex, lookupSpecial, repr } from '../objects/abstract'
import { bytesLike, PyByteArray } from '../objects/bytes_like'
import type { Context, FileAccess } from '../objects/context'
import { defineModule, defineType } from '../objects/define'
import { excTypes, newOSErrorOf } from '../objects/exceptions'
import { adopt } from '../objects/object'
import { PyRaise, raiseOf, typeError, valueError } from '../objects/raise'
import { bindWith } from '../objects/signature'
import { asStrValue } from '../objects/str'
import { type PyType, typeName } from '../objects/type'
import {
  bufferedIOBaseType,
  ioBaseType,
  PyIOBase,
  rawIOBaseType,
  textIOBaseType,
  unsupportedOperation,
} from './io_base'
import { newlineDecoderType } from './newline_decoder'
import { PyTextStream, textStreamType } from './text_stream'

const closedFile = () => valueError('I/O operation on closed file')

/** A size argument: None and negative numbers mean everything. */
function sizeOf(cx: Context, v: Value): number {
  if (v === null) return -1
  if (!isIndex(v)) throw typeError(`argument should be integer or None, not '${typeName(v)}'`)
  return asIndex(cx, v)
}

// --- text in memory -----------------------------------------------------------------------------------------------------

/** A text with a position, in characters. */
class TextBuffer {
  pos = 0
  constructor(public text: Str) {}

  write(s: Str): void {
    const n = strLength(s)
    const length = strLength(this.text)
    if (this.pos > length) this.text = concat(this.text, '\0'.repeat(this.pos - length))
    if (this.pos >= length) this.text = concat(this.text, s)
    else
      this.text = concat(
        concat(strSlice(this.text, 0, this.pos), s),
        strSlice(this.text, Math.min(length, this.pos + n), length),
      )
    this.pos += n
  }

  read(size: number): Str {
    const length = strLength(this.text)
    const stop = size < 0 ? length : Math.min(length, this.pos + size)
    const out = this.pos >= length ? '' : strSlice(this.text, this.pos, stop)
    this.pos = Math.max(this.pos, stop)
    return out
  }

  readline(limit: number): Str {
    const { text } = this
    const length = strLength(text)
    if (this.pos >= length) return ''
    let stop = length
    if (typeof text === 'string') {
      const i = text.indexOf('\n', this.pos)
      if (i >= 0) stop = i + 1
    } else {
      const i = text.cps.indexOf(10, this.pos)
      if (i >= 0) stop = i + 1
    }
    if (limit >= 0) stop = Math.min(stop, this.pos + limit)
    const out = strSlice(text, this.pos, stop)
    this.pos = stop
    return out
  }

  truncate(size: number): void {
    if (size < strLength(this.text)) this.text = strSlice(this.text, 0, size)
  }
}

class PyStringIO extends PyIOBase {
  readonly buffer = new TextBuffer('')
  /** Newlines are made `\n` when written. */
  translate = false

  get open(): TextBuffer {
    if (this.closed) throw closedFile()
    return this.buffer
  }

  override close(): void {
    this.closed = true
  }
}

const universal = (s: Str): Str => fromText(textOf(s).replace(/\r\n?/g, '\n'))

const initStringIO = bindWith(
  "StringIO(initial_value='', newline='\\n')",
  (_cx: Context, self: PyStringIO, initial: Value, newline: Value) => {
    if (newline !== null) {
      const n = asStrValue(newline)
      if (n === undefined) throw typeError(`newline must be str or None, not ${typeName(newline)}`)
      if (!['', '\n', '\r', '\r\n'].includes(textOf(n))) throw valueError(`illegal newline value: '${textOf(n)}'`)
    }
    self.translate = newline === null
    self.buffer.text = ''
    if (initial !== null) {
      const s = asStrValue(initial)
      if (s === undefined) throw typeError(`initial_value must be str or None, not ${typeName(initial)}`)
      self.buffer.text = self.translate ? universal(s) : s
    }
    self.buffer.pos = 0
    self.closed = false
  },
)

export const stringIOType: PyType = defineType('StringIO', PyStringIO, {
  module: '_io',
  base: textIOBaseType,
  doc: 'A text stream in memory.',
  slots: {
    tp_new: (_cx, cls) => adopt(new PyStringIO(), cls),
    tp_alloc: (cls) => adopt(new PyStringIO(), cls),
    tp_init: initStringIO,
    tp_iternext: (_cx, self: PyStringIO) => {
      const line = self.open.readline(-1)
      return line === '' ? undefined : line
    },
  },
  methods: {
    'getvalue(self, /)': ['Return the whole text.', (_cx, self: PyStringIO) => self.open.text],
    'read(self, size=-1, /)': [
      'Read at most size characters, by default all that is left.',
      (cx, self: PyStringIO, size: Value) => self.open.read(sizeOf(cx, size)),
    ],
    'readline(self, size=-1, /)': [
      'Read up to the end of the line, or size characters.',
      (cx, self: PyStringIO, size: Value) => self.open.readline(sizeOf(cx, size)),
    ],
    'write(self, s, /)': [
      'Write a text and return how many characters it had.',
      (_cx, self: PyStringIO, s: Value) => {
        const text = asStrValue(s)
        if (text === undefined) throw typeError(`string argument expected, got '${typeName(s)}'`)
        self.open.write(self.translate ? universal(text) : text)
        return strLength(text)
      },
    ],
    'seek(self, pos: index, whence: int = 0, /)': [
      'Move to a position: from the start, or with whence 2 to the end.',
      (_cx, self: PyStringIO, pos: number, whence: number) => {
        const { open } = self
        if (whence < 0 || whence > 2) throw valueError(`Invalid whence (${whence}, should be 0, 1 or 2)`)
        if (whence === 0 && pos < 0) throw valueError(`Negative seek position ${pos}`)
        if (whence !== 0 && pos !== 0) throw raiseOf(excTypes.OSError, "Can't do nonzero cur-relative seeks")
        if (whence === 0) open.pos = pos
        else if (whence === 2) open.pos = strLength(open.text)
        return open.pos
      },
    ],
    'tell(self, /)': ['Return the position.', (_cx, self: PyStringIO) => self.open.pos],
    'truncate(self, pos=None, /)': [
      'Cut the text off at a position, the current one by default.',
      (cx, self: PyStringIO, pos: Value) => {
        const { open } = self
        const size = pos === null ? open.pos : sizeOf(cx, pos)
        if (size < 0) throw valueError(`Negative size value ${size}`)
        open.truncate(size)
        return size
      },
    ],
    'readable(self, /)': ['Return whether the stream can be read.', (_cx, self: PyStringIO) => self.open !== null],
    'writable(self, /)': ['Return whether the stream can be written.', (_cx, self: PyStringIO) => self.open !== null],
    'seekable(self, /)': [
      'Return whether the stream allows random access.',
      (_cx, self: PyStringIO) => self.open !== null,
    ],
    'close(self, /)': ['Close the stream and forget the text.', (_cx, self: PyStringIO) => self.close()],
  },
  getset: {
    line_buffering: [null, () => false],
    newlines: [null, () => null],
  },
})

// --- bytes in memory ----------------------------------------------------------------------------------------------------

class PyBytesIO extends PyIOBase {
  data = new Uint8Array(0)
  size = 0
  pos = 0

  get open(): this {
    if (this.closed) throw valueError('I/O operation on closed file.')
    return this
  }

  read(n: number): PyBytes {
    const stop = n < 0 ? this.size : Math.min(this.size, this.pos + n)
    const out = this.pos >= this.size ? new Uint8Array(0) : this.data.slice(this.pos, stop)
    this.pos = Math.max(this.pos, stop)
    return new PyBytes(out)
  }

  readline(limit: number): PyBytes {
    const i = this.data.subarray(0, this.size).indexOf(10, this.pos)
    let n = (i < 0 ? this.size : i + 1) - this.pos
    if (limit >= 0) n = Math.min(n, limit)
    return this.read(Math.max(0, n))
  }

  write(cx: Context, bytes: Uint8Array): void {
    const end = this.pos + bytes.length
    if (end > this.data.length) {
      cx.charge(end)
      const grown = new Uint8Array(Math.max(64, end, this.data.length * 2))
      grown.set(this.data.subarray(0, this.size))
      this.data = grown
    }
    if (this.pos > this.size) this.data.fill(0, this.size, this.pos)
    this.data.set(bytes, this.pos)
    this.pos = end
    this.size = Math.max(this.size, end)
  }

  get value(): Uint8Array {
    return this.data.slice(0, this.size)
  }

  override close(_cx: Context): void {
    this.closed = true
  }
}

function bytesArgument(v: Value): Uint8Array {
  const data = bytesLike(v)
  if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(v)}'`)
  return data
}

const binaryMethods = {
  'read(self, size=-1, /)': [
    'Read at most size bytes, by default all that is left.',
    (cx: Context, self: PyBytesIO, size: Value) => readable(self).read(sizeOf(cx, size)),
  ],
  'read1(self, size=-1, /)': [
    'Read at most size bytes.',
    (cx: Context, self: PyBytesIO, size: Value) => readable(self).read(sizeOf(cx, size)),
  ],
  'readinto(self, buffer, /)': [
    'Read into a bytearray; return how many bytes were read.',
    (_cx: Context, self: PyBytesIO, buffer: Value) => {
      if (!(buffer instanceof PyByteArray)) {
        throw typeError(`readinto() argument must be read-write bytes-like object, not ${typeName(buffer)}`)
      }
      const b = readable(self).read(buffer.data.length)
      buffer.data.set(b.data)
      return b.data.length
    },
  ],
  'readline(self, size=-1, /)': [
    'Read up to the end of the line, or size bytes.',
    (cx: Context, self: PyBytesIO, size: Value) => readable(self).readline(sizeOf(cx, size)),
  ],
  'write(self, b, /)': [
    'Write bytes and return how many.',
    (cx: Context, self: PyBytesIO, b: Value) => {
      if (self instanceof PyBinaryFile && !self.canWrite) throw raiseOf(unsupportedOperation, 'write')
      const data = bytesArgument(b)
      self.open.write(cx, data)
      if (self instanceof PyBinaryFile) wrote(cx, self)
      return data.length
    },
  ],
  'seek(self, pos: index, whence: int = 0, /)': [
    'Move to a position: from the start, from here (whence 1) or from the end (2).',
    (_cx: Context, self: PyBytesIO, pos: number, whence: number) => {
      const f = self.open
      if (whence < 0 || whence > 2) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`)
      if (whence === 0 && pos < 0) throw valueError(`negative seek value ${pos}`)
      f.pos = Math.max(0, pos + (whence === 1 ? f.pos : whence === 2 ? f.size : 0))
      return f.pos
    },
  ],
  'tell(self, /)': ['Return the position.', (_cx: Context, self: PyBytesIO) => self.open.pos],
  'truncate(self, size=None, /)': [
    'Cut the stream off at a position, the current one by default.',
    (cx: Context, self: PyBytesIO, size: Value) => {
      const f = self.open
      const n = size === null ? f.pos : asIndex(cx, size)
      if (n < 0) throw valueError(`negative size value ${n}`)
      f.size = Math.min(f.size, n)
      return n
    },
  ],
  'readable(self, /)': [
    'Return whether the stream can be read.',
    (_cx: Context, self: PyBytesIO) => !(self instanceof PyBinaryFile) || self.open.canRead,
  ],
  'writable(self, /)': [
    'Return whether the stream can be written.',
    (_cx: Context, self: PyBytesIO) => !(self instanceof PyBinaryFile) || self.open.canWrite,
  ],
  'seekable(self, /)': [
    'Return whether the stream allows random access.',
    (_cx: Context, self: PyBytesIO) => self.open !== null,
  ],
  'close(self, /)': ['Close the stream.', (cx: Context, self: PyBytesIO) => self.close(cx)],
} satisfies Record<string, [string, (cx: Context, self: PyBytesIO, ...args: never[]) => unknown]>

function readable(self: PyBytesIO): PyBytesIO {
  if (self instanceof PyBinaryFile && !self.canRead) throw raiseOf(unsupportedOperation, 'read')
  return self.open
}

type Methods = Parameters<typeof defineType>[2]['methods']

const nextBytesLine = (_cx: Context, self: PyBytesIO): Value | undefined => {
  const line = readable(self).readline(-1)
  return line.data.length === 0 ? undefined : line
}

export const bytesIOType: PyType = defineType('BytesIO', PyBytesIO, {
  module: '_io',
  base: bufferedIOBaseType,
  doc: 'A binary stream in memory.',
  slots: {
    tp_new: (_cx, cls) => adopt(new PyBytesIO(), cls),
    tp_alloc: (cls) => adopt(new PyBytesIO(), cls),
    tp_init: bindWith("BytesIO(initial_bytes=b'')", (_cx: Context, self: PyBytesIO, initial: Value) => {
      self.data = initial === null ? new Uint8Array(0) : bytesArgument(initial).slice()
      self.size = self.data.length
      self.pos = 0
    }),
    tp_iternext: nextBytesLine,
  },
  methods: {
    ...(binaryMethods as unknown as Methods),
    'getvalue(self, /)': ['Return all bytes.', (_cx, self: PyBytesIO) => new PyBytes(self.open.value)],
  },
})

// --- files --------------------------------------------------------------------------------------------------------------

class PyBinaryFile extends PyBytesIO {
  constructor(
    readonly path: string,
    readonly name: Value,
    readonly mode: string,
    readonly canRead: boolean,
    readonly canWrite: boolean,
  ) {
    super()
  }

  flush(cx: Context): void {
    if (this.canWrite) cx.files.write(this.path, this.value)
  }

  override close(cx: Context): void {
    if (this.closed) return
    this.flush(cx)
    this.closed = true
  }
}

class PyBufferedWriter extends PyBinaryFile {}
class PyBufferedRandom extends PyBinaryFile {}

function defineFile(name: string, host: typeof PyBinaryFile): PyType {
  return defineType(name, host, {
    module: '_io',
    base: bufferedIOBaseType,
    doc: 'A binary file.',
    slots: {
      tp_iternext: nextBytesLine,
      tp_repr: (cx, self: PyBinaryFile) => concat(`<_io.${name} name=`, concat(repr(cx, self.name), '>')),
    },
    methods: {
      ...(binaryMethods as unknown as Methods),
      'flush(self, /)': ['Write out what is buffered.', (cx, self: PyBinaryFile) => self.open.flush(cx)],
    },
    getset: {
      name: [null, (_cx, self: PyBinaryFile) => self.name],
      mode: [null, (_cx, self: PyBinaryFile) => self.mode],
    },
  })
}

export const bufferedReaderType = defineFile('BufferedReader', PyBinaryFile)
export const bufferedWriterType = defineFile('BufferedWriter', PyBufferedWriter)
export const bufferedRandomType = defineFile('BufferedRandom', PyBufferedRandom)

/** Files with text or bytes not yet written, by file system. */
const unwritten = new WeakMap<FileAccess, Set<{ flush(cx: Context): void }>>()

function wrote(cx: Context, f: { flush(cx: Context): void }): void {
  const known = unwritten.get(cx.files)
  if (known === undefined) unwritten.set(cx.files, new Set([f]))
  else known.add(f)
}

/**
 * Writes out what open files hold back. Whoever looks at a file calls this first: CPython would have closed, and so written, a file nobody
 * refers to any more.
 */
export function syncFiles(cx: Context): void {
  const files = unwritten.get(cx.files)
  if (files === undefined) return
  unwritten.delete(cx.files)
  for (const f of files) f.flush(cx)
}

/** A text file: its text in memory, encoded and written when flushed. */
class PyTextFile extends PyTextStream {
  private readonly buffer: TextBuffer
  private dirty: boolean

  constructor(
    private readonly path: string,
    name: Value,
    mode: string,
    encoding: string,
    private readonly codecErrors: Value,
    private readonly newline: string | null,
    content: Str,
    private readonly flags: { read: boolean; write: boolean; append: boolean; created: boolean },
  ) {
    super(name, mode, null, null, encoding, 3)
    this.buffer = new TextBuffer(content)
    this.dirty = flags.created
    if (flags.append) this.buffer.pos = strLength(content)
  }

  override get readable(): boolean {
    return this.flags.read
  }
  override get writable(): boolean {
    return this.flags.write
  }
  override get seekable(): boolean {
    return true
  }
  override isPlain(): boolean {
    return false
  }

  override write(cx: Context, text: Str): void {
    if (!this.flags.write) throw raiseOf(unsupportedOperation, 'not writable')
    if (this.flags.append) this.buffer.pos = strLength(this.buffer.text)
    this.buffer.write(text)
    this.dirty = true
    wrote(cx, this)
  }

  override read(size: number): string {
    if (!this.flags.read) throw raiseOf(unsupportedOperation, 'not readable')
    return textOf(this.buffer.read(size))
  }

  override readline(limit: number): string {
    if (!this.flags.read) throw raiseOf(unsupportedOperation, 'not readable')
    return textOf(this.buffer.readline(limit))
  }

  override flush(cx: Context): void {
    if (!this.dirty) return
    this.dirty = false
    let text = this.buffer.text
    if (this.newline === '\r\n' || this.newline === '\r') text = fromText(textOf(text).replace(/\n/g, this.newline))
    const bytes = callMethod(cx, text, 'encode', this.encoding, this.codecErrors ?? 'strict')
    cx.files.write(this.path, (bytes as PyBytes).data)
  }

  override close(cx: Context): void {
    if (this.closed) return
    this.flush(cx)
    this.closed = true
  }

  override seek(_cx: Context, offset: number, whence: number): number {
    if (whence === 1 && offset !== 0) throw raiseOf(unsupportedOperation, "can't do nonzero cur-relative seeks")
    if (whence === 2 && offset !== 0) throw raiseOf(unsupportedOperation, "can't do nonzero end-relative seeks")
    if (whence === 0) {
      if (offset < 0) throw valueError(`negative seek position ${offset}`)
      this.buffer.pos = offset
    } else if (whence === 2) this.buffer.pos = strLength(this.buffer.text)
    return this.buffer.pos
  }

  override tell(): number {
    return this.buffer.pos
  }

  override truncate(_cx: Context, size: number | null): number {
    const n = size ?? this.buffer.pos
    this.buffer.truncate(n)
    this.dirty = true
    return n
  }
}

/** The path of a file name argument: str, bytes or an object with `__fspath__`. */
export function pathOf(cx: Context, v: Value): string {
  const s = asStrValue(v)
  if (s !== undefined) {
    const text = textOf(s)
    if (text.includes('\0')) throw valueError('embedded null character')
    return text
  }
  if (v instanceof PyBytes) return new TextDecoder().decode(v.data)
  const method = lookupSpecial(cx, v, '__fspath__')
  if (method === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeName(v)}`)
  return pathOf(cx, cx.call(method, []))
}

const ENOENT = 2
const EEXIST = 17
const EISDIR = 21

function osError(errno: number, message: string, name: Value): PyRaise {
  return new PyRaise(newOSErrorOf(errno, message, name))
}

function open(
  cx: Context,
  file: Value,
  mode: Value,
  buffering: number,
  encoding: Value,
  errors: Value,
  newline: Value,
): Value {
  if (typeof file === 'number') throw osError(9, 'Bad file descriptor', file)
  const path = pathOf(cx, file)
  const modeText = asStrValue(mode)
  if (modeText === undefined) throw typeError(`open() argument 'mode' must be str, not ${typeName(mode)}`)
  const m = textOf(modeText)
  const flags = new Set(m)
  if (flags.size !== m.length || /[^rwaxbt+]/.test(m)) throw valueError(`invalid mode: '${m}'`)
  const binary = flags.has('b')
  const text = flags.has('t') || !binary
  if (binary && flags.has('t')) throw valueError("can't have text and binary mode at once")
  const kinds = ['x', 'r', 'w', 'a'].filter((c) => flags.has(c))
  if (kinds.length !== 1) throw valueError('must have exactly one of create/read/write/append mode')
  if (binary && encoding !== null) throw valueError("binary mode doesn't take an encoding argument")
  if (binary && errors !== null) throw valueError("binary mode doesn't take an errors argument")
  if (binary && newline !== null) throw valueError("binary mode doesn't take a newline argument")
  if (text && buffering === 0) throw valueError("can't have unbuffered text I/O")
  const kind = kinds[0]
  const plus = flags.has('+')
  syncFiles(cx)
  const found = cx.files.kind(path)
  if (found === 'directory') throw osError(EISDIR, 'Is a directory', file)
  if (kind === 'r' && found === undefined) throw osError(ENOENT, 'No such file or directory', file)
  if (kind === 'x' && found !== undefined) throw osError(EEXIST, 'File exists', file)
  const parent = cx.files.resolve(`${path}/..`)
  if (kind !== 'r' && cx.files.kind(parent) !== 'directory') throw osError(ENOENT, 'No such file or directory', file)
  const old = kind === 'w' || found === undefined ? new Uint8Array(0) : (cx.files.read(path) as Uint8Array)
  const canRead = kind === 'r' || plus
  const canWrite = kind !== 'r' || plus
  const created = kind === 'w' || (kind !== 'r' && found === undefined)
  if (created) cx.files.write(path, old)
  if (binary) {
    const host = plus ? PyBufferedRandom : kind === 'r' ? PyBinaryFile : PyBufferedWriter
    const f = new host(path, file, `${kind}b${plus ? '+' : ''}`, canRead, canWrite)
    f.data = old.slice()
    f.size = old.length
    if (kind === 'a') f.pos = f.size
    return f
  }
  const codec = encoding === null ? 'UTF-8' : textOf(asStrValue(encoding) ?? 'utf-8')
  const ends = newline === null ? null : textOf(asStrValue(newline) ?? '')
  let content = callMethod(
    cx,
    new PyBytes(old),
    'decode',
    codec === 'locale' ? 'utf-8' : codec,
    errors ?? 'strict',
  ) as Str
  if (ends === null) content = universal(content)
  return new PyTextFile(path, file, m, codec, errors, ends, content, {
    read: canRead,
    write: canWrite,
    append: kind === 'a',
    created,
  })
}

export const load = defineModule('io', 'Streams: files, and text and bytes in memory.', {
  functions: {
    "open(/, file, mode='r', buffering: int = -1, encoding=None, errors=None, newline=None, closefd=True, opener=None)":
      ['Open a file and return a stream.', open],
    'text_encoding(encoding, stacklevel=2, /)': [
      'Return the encoding, or "utf-8" for None.',
      (_cx, encoding: Value) => encoding ?? 'utf-8',
    ],
  },
  types: [stringIOType, bytesIOType, bufferedReaderType, bufferedWriterType, bufferedRandomType, unsupportedOperation],
  values: {
    TextIOWrapper: textStreamType,
    IncrementalNewlineDecoder: newlineDecoderType,
    IOBase: ioBaseType,
    TextIOBase: textIOBaseType,
    RawIOBase: rawIOBaseType,
    BufferedIOBase: bufferedIOBaseType,
    BlockingIOError: excTypes.BlockingIOError,
    DEFAULT_BUFFER_SIZE: 8192,
    SEEK_SET: 0,
    SEEK_CUR: 1,
    SEEK_END: 2,
  },
})
