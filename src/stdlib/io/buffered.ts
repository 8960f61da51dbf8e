/**
 * BufferedReader, BufferedWriter, BufferedRandom and BufferedRWPair: bytes held between a program and a raw stream (CPython's Modules/_io/bufferedio.c).
 *
 * The raw stream may be a `FileIO`, which is used directly, or any object with `readinto`, `write`, `seek` and so on, which are called. `ahead` holds
 * bytes that were read but not handed out, `behind` those written but not handed on; a stream that does both never has both.
 */
import { asIndex, callMethod, getAttr, getAttrOrNull, isIndex, isTrue, repr } from '../../objects/abstract'
import { bytesLike, PyByteArray } from '../../objects/bytes_like'
import { concatBytes } from '../../objects/bytes_search'
import type { Context } from '../../objects/context'
import { defineType } from '../../objects/define'
import { excTypes } from '../../objects/exceptions'
import { adopt } from '../../objects/object'
import { memoryViewOf } from '../../objects/memoryview'
import { isRaiseOf, PyRaise, raiseOf, typeError, valueError } from '../../objects/raise'
import { bindWith } from '../../objects/signature'
import { type PyType, typeName } from '../../objects/type'
import { instanceDict, setInstanceDict } from '../../objects/type_new'
import { PyBytes, type Value } from '../../values/value'
import { concatAll } from '../../values/wide'
import { bufferedIOBaseType, DEFAULT_BUFFER_SIZE, PyIOBase, sizeOf, unsupportedOperation, writableMemory } from './base'
import { holdsBack } from './descriptors'
import { fileIOType, PyFileIO } from './file'

const EMPTY = new Uint8Array(0)

export class PyBuffered extends PyIOBase {
  /** The raw stream; NULL before `__init__` and after `detach`. */
  raw: Value | undefined = undefined
  size = DEFAULT_BUFFER_SIZE
  private ahead: Uint8Array = EMPTY
  private aheadAt = 0
  private behind: Uint8Array[] = []
  private behindSize = 0
  private detached = false
  /** Nothing is held back: the standard streams. */
  direct = false

  constructor(
    readonly canRead: boolean,
    readonly canWrite: boolean,
  ) {
    super()
  }

  init(cx: Context, raw: Value, size: number): void {
    if (size <= 0) throw valueError('buffer size must be strictly positive')
    if (this.canRead && this.canWrite) ask(cx, raw, 'seekable')
    if (this.canRead) ask(cx, raw, 'readable')
    if (this.canWrite) ask(cx, raw, 'writable')
    this.raw = raw
    this.size = size
    this.detached = false
    this.ahead = EMPTY
    this.aheadAt = 0
    this.behind = []
    this.behindSize = 0
  }

  get stream(): Value {
    if (this.raw === undefined) {
      throw valueError(this.detached ? 'raw stream has been detached' : 'I/O operation on uninitialized object')
    }
    return this.raw
  }

  isClosed(cx: Context): boolean {
    const { stream } = this
    if (stream instanceof PyFileIO && stream.type === fileIOType) return stream.closed
    return isTrue(cx, getAttr(cx, stream, 'closed'))
  }

  check(cx: Context, what: string): void {
    if (this.isClosed(cx)) throw valueError(`${what} of closed file`)
  }

  // --- reading --------------------------------------------------------------------------------------------------------

  private get buffered(): number {
    return this.ahead.length - this.aheadAt
  }

  private take(n: number): Uint8Array {
    const out = this.ahead.subarray(this.aheadAt, this.aheadAt + n)
    this.aheadAt += out.length
    return out
  }

  /** One read of the raw stream: bytes, none at the end, NULL if it would have to wait. */
  private rawRead(cx: Context, n: number): Uint8Array | undefined {
    const { stream } = this
    if (stream instanceof PyFileIO && stream.type === fileIOType) return stream.readInto(cx, n)
    cx.charge(n)
    const memory = new PyByteArray(new Uint8Array(n))
    const view = memoryViewOf(memory)
    const got = retry(() => callMethod(cx, stream, 'readinto', view))
    callMethod(cx, view, 'release')
    if (got === null) return undefined
    if (!isIndex(got)) {
      throw raiseOf(excTypes.OSError, `raw readinto() failed`)
    }
    const count = asIndex(cx, got)
    if (count < 0 || count > n) {
      throw raiseOf(
        excTypes.OSError,
        `raw readinto() returned invalid length ${count} (should have been between 0 and ${n})`,
      )
    }
    return memory.data.subarray(0, count)
  }

  private startReading(cx: Context): void {
    if (this.behindSize > 0) this.flush(cx)
  }

  readAll(cx: Context): Value {
    this.startReading(cx)
    const parts = [this.take(this.buffered)]
    const { stream } = this
    if (stream instanceof PyFileIO && stream.type === fileIOType) {
      parts.push(stream.readAll(cx))
      return new PyBytes(join(parts))
    }
    const readall = getAttrOrNull(cx, stream, 'readall')
    if (readall !== undefined) {
      const rest = cx.call(readall, [])
      if (rest !== null && !(rest instanceof PyBytes)) throw typeError('readall() should return bytes')
      if (rest === null && parts[0]!.length === 0) return null
      if (rest !== null) parts.push(rest.data)
      return new PyBytes(join(parts))
    }
    let size = parts[0]!.length
    for (;;) {
      const part = callMethod(cx, stream, 'read')
      if (part !== null && !(part instanceof PyBytes)) throw typeError('read() should return bytes')
      if (part === null || part.data.length === 0) {
        if (size === 0 && part === null) return null
        return new PyBytes(join(parts))
      }
      size += part.data.length
      parts.push(part.data)
    }
  }

  /** `read(n)`: as many bytes as asked for unless the stream ends. */
  read(cx: Context, n: number): Value {
    if (n <= this.buffered) return new PyBytes(this.take(n).slice())
    this.startReading(cx)
    const parts = [this.take(this.buffered)]
    let left = n - parts[0]!.length
    while (left > 0) {
      // Whole blocks come straight from the raw stream, the last one through the buffer.
      const whole = left - (left % this.size)
      const got = this.rawRead(cx, whole > 0 ? whole : this.size)
      if (got === undefined || got.length === 0) {
        if (left === n && got === undefined) return null
        break
      }
      if (got.length > left) {
        this.ahead = got
        this.aheadAt = 0
        parts.push(this.take(left))
        left = 0
      } else {
        parts.push(got)
        left -= got.length
      }
    }
    return new PyBytes(join(parts))
  }

  /** `read1(n)`: what is there, or what one read gives. */
  read1(cx: Context, n: number): Uint8Array {
    if (n < 0) n = this.size
    this.startReading(cx)
    if (this.buffered > 0) return this.take(Math.min(n, this.buffered)).slice()
    if (n === 0) return EMPTY
    const got = this.rawRead(cx, n)
    return got === undefined ? EMPTY : got.slice()
  }

  peek(cx: Context): Uint8Array {
    this.startReading(cx)
    if (this.buffered === 0) {
      this.ahead = this.rawRead(cx, this.size) ?? EMPTY
      this.aheadAt = 0
    }
    return this.ahead.slice(this.aheadAt)
  }

  readInto(cx: Context, memory: Uint8Array, once: boolean): Value {
    this.startReading(cx)
    let at = 0
    while (at < memory.length) {
      if (this.buffered > 0) {
        const part = this.take(Math.min(this.buffered, memory.length - at))
        memory.set(part, at)
        at += part.length
        if (once) break
        continue
      }
      const want = memory.length - at
      const got = this.rawRead(cx, Math.max(want, this.size))
      if (got === undefined || got.length === 0) {
        if (at === 0 && got === undefined) return null
        break
      }
      this.ahead = got
      this.aheadAt = 0
    }
    return at
  }

  readline(cx: Context, limit: number): Uint8Array {
    this.startReading(cx)
    const parts: Uint8Array[] = []
    let size = 0
    for (;;) {
      if (this.buffered === 0) {
        if (limit >= 0 && size >= limit) break
        this.ahead = this.rawRead(cx, this.size) ?? EMPTY
        this.aheadAt = 0
        if (this.ahead.length === 0) break
      }
      const end = this.ahead.indexOf(10, this.aheadAt)
      let n = (end < 0 ? this.ahead.length : end + 1) - this.aheadAt
      if (limit >= 0) n = Math.min(n, limit - size)
      const part = this.take(n)
      parts.push(part)
      size += n
      if ((end >= 0 && part[n - 1] === 10) || (limit >= 0 && size >= limit)) break
    }
    return join(parts)
  }

  // --- writing --------------------------------------------------------------------------------------------------------

  write(cx: Context, data: Uint8Array): number {
    if (this.buffered > 0) this.rewind(cx)
    this.ahead = EMPTY
    this.aheadAt = 0
    if (data.length === 0) return 0
    cx.charge(data.length)
    if (this.behindSize > 0 && this.behindSize + data.length > this.size) this.writeBehind(cx)
    this.behind.push(data.slice())
    this.behindSize += data.length
    if (this.direct || this.behindSize > this.size) this.writeBehind(cx)
    if (this.behindSize > 0) holdsBack(cx, this)
    return data.length
  }

  /** Puts the raw stream where the program thinks it is. */
  private rewind(cx: Context): void {
    const ahead = this.buffered
    this.ahead = EMPTY
    this.aheadAt = 0
    if (ahead > 0) this.rawSeek(cx, -ahead, 1)
  }

  private writeBehind(cx: Context): void {
    if (this.behindSize === 0) return
    let data = join(this.behind)
    const { stream } = this
    this.behind = [data]
    while (data.length > 0) {
      const n =
        stream instanceof PyFileIO && stream.type === fileIOType
          ? stream.write(cx, data)
          : retry(() => callMethod(cx, stream, 'write', new PyBytes(data)))
      if (n === null) {
        throw raiseOf(excTypes.BlockingIOError, 11, 'write could not complete without blocking', 0)
      }
      const count = isIndex(n) ? asIndex(cx, n) : -1
      if (count < 0 || count > data.length) {
        throw raiseOf(
          excTypes.OSError,
          `raw write() returned invalid length ${count} (should have been between 0 and ${data.length})`,
        )
      }
      data = data.subarray(count)
      this.behind = [data]
      this.behindSize = data.length
    }
    this.behind = []
    this.behindSize = 0
  }

  flush(cx: Context): void {
    if (this.raw === undefined) return
    this.writeBehind(cx)
  }

  sync(cx: Context): void {
    if (this.behindSize > 0 && this.raw !== undefined && !this.isClosed(cx)) this.writeBehind(cx)
  }

  // --- positions ------------------------------------------------------------------------------------------------------

  private rawSeek(cx: Context, offset: number, whence: number): number {
    const { stream } = this
    if (stream instanceof PyFileIO && stream.type === fileIOType) return stream.seek(cx, offset, whence)
    const at = callMethod(cx, stream, 'seek', offset, whence)
    const n = isIndex(at) ? asIndex(cx, at) : -1
    if (n < 0) throw raiseOf(excTypes.OSError, `Raw stream returned invalid position ${n}`)
    return n
  }

  tell(cx: Context): number {
    const { stream } = this
    let at: number
    if (stream instanceof PyFileIO && stream.type === fileIOType) at = stream.seek(cx, 0, 1)
    else {
      const v = callMethod(cx, stream, 'tell')
      at = isIndex(v) ? asIndex(cx, v) : -1
      if (at < 0) throw raiseOf(excTypes.OSError, `Raw stream returned invalid position ${at}`)
    }
    return at - this.buffered + this.behindSize
  }

  seek(cx: Context, offset: number, whence: number): number {
    if (whence < 0 || whence > 2) throw valueError(`whence value ${whence} unsupported`)
    if (this.canWrite) this.writeBehind(cx)
    if (whence === 1) offset -= this.buffered
    this.ahead = EMPTY
    this.aheadAt = 0
    return this.rawSeek(cx, offset, whence)
  }

  truncate(cx: Context, size: Value): Value {
    if (!this.canWrite) throw raiseOf(unsupportedOperation, 'truncate')
    this.writeBehind(cx)
    this.rewind(cx)
    return callMethod(cx, this.stream, 'truncate', size === null ? callMethod(cx, this.stream, 'tell') : size)
  }

  detach(cx: Context): Value {
    const { stream } = this
    callMethod(cx, this, 'flush')
    if (this.buffered > 0) this.rewind(cx)
    this.raw = undefined
    this.detached = true
    return stream
  }

  override close(cx: Context): void {
    if (this.isClosed(cx)) return
    let failed: PyRaise | undefined
    try {
      callMethod(cx, this, 'flush')
    } catch (e) {
      if (!(e instanceof PyRaise)) throw e
      failed = e
    }
    callMethod(cx, this.stream, 'close')
    this.ahead = EMPTY
    this.aheadAt = 0
    if (failed !== undefined) throw failed
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const full = parts.filter((p) => p.length > 0)
  return full.length === 1 ? full[0]!.slice() : concatBytes(full)
}

/** Calls again what a signal interrupted. */
function retry(call: () => Value): Value {
  for (;;) {
    try {
      return call()
    } catch (e) {
      if (!isRaiseOf(e, excTypes.InterruptedError)) throw e
    }
  }
}

/** An error unless the raw stream can do what is asked. */
function ask(cx: Context, raw: Value, ability: string): void {
  if (callMethod(cx, raw, ability) !== true) throw raiseOf(unsupportedOperation, `File or stream is not ${ability}.`)
}

class PyBufferedReader extends PyBuffered {
  constructor() {
    super(true, false)
  }
}

class PyBufferedWriter extends PyBuffered {
  constructor() {
    super(false, true)
  }
}

class PyBufferedRandom extends PyBuffered {
  constructor() {
    super(true, true)
  }
}

type Methods = NonNullable<Parameters<typeof defineType>[2]['methods']>

const readingMethods: Methods = {
  'read(self, size=-1, /)': [
    'Read size bytes, by default all that is left.',
    (cx, self: PyBuffered, size: Value) => {
      const n = size === null ? -1 : sizeOf(cx, size)
      if (n < -1) throw valueError('read length must be non-negative or -1')
      self.check(cx, 'read')
      return n < 0 ? self.readAll(cx) : self.read(cx, n)
    },
  ],
  'read1(self, size=-1, /)': [
    'Read at most size bytes, with at most one read of the raw stream.',
    (cx, self: PyBuffered, size: Value) => {
      self.check(cx, 'read')
      return new PyBytes(self.read1(cx, asIndex(cx, size)))
    },
  ],
  'peek(self, size=0, /)': [
    'The bytes that come next, without moving on.',
    (cx, self: PyBuffered) => {
      self.check(cx, 'peek')
      return new PyBytes(self.peek(cx))
    },
  ],
  'readinto(self, buffer, /)': [
    'Read into a writable buffer; return how many bytes.',
    (cx, self: PyBuffered, buffer: Value) => {
      self.check(cx, 'readinto')
      return self.readInto(cx, writableMemory(buffer, 'readinto'), false)
    },
  ],
  'readinto1(self, buffer, /)': [
    'Read into a writable buffer with at most one read of the raw stream; return how many bytes.',
    (cx, self: PyBuffered, buffer: Value) => {
      self.check(cx, 'readinto')
      return self.readInto(cx, writableMemory(buffer, 'readinto1'), true)
    },
  ],
  'readline(self, size=-1, /)': [
    'Read up to the end of the line, or size bytes.',
    (cx, self: PyBuffered, size: Value) => {
      const limit = sizeOf(cx, size)
      self.check(cx, 'readline')
      return new PyBytes(self.readline(cx, limit))
    },
  ],
}

const writingMethods: Methods = {
  'write(self, buffer, /)': [
    'Write bytes and return how many.',
    (cx, self: PyBuffered, b: Value) => {
      const data = bytesLike(b)
      if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(b)}'`)
      if (self.isClosed(cx)) throw valueError('write to closed file')
      return self.write(cx, data)
    },
  ],
  'flush(self, /)': [
    'Write out what is held back.',
    (cx, self: PyBuffered) => {
      self.check(cx, 'flush')
      self.flush(cx)
      callMethod(cx, self.stream, 'flush')
    },
  ],
}

/** A method that the raw stream answers. */
const ofRaw = (name: string) => (cx: Context, self: PyBuffered) => callMethod(cx, self.stream, name)

const commonMethods: Methods = {
  'seek(self, target: index, whence: int = 0, /)': [
    'Move to a position: from the start, from here (whence 1) or from the end (2).',
    (cx, self: PyBuffered, target: number, whence: number) => {
      self.check(cx, 'seek')
      if (callMethod(cx, self.stream, 'seekable') !== true) {
        throw raiseOf(unsupportedOperation, 'File or stream is not seekable.')
      }
      return self.seek(cx, target, whence)
    },
  ],
  'tell(self, /)': ['Return the position.', (cx, self: PyBuffered) => self.tell(cx)],
  'truncate(self, pos=None, /)': [
    'Cut the stream off at a position, the current one by default.',
    (cx, self: PyBuffered, pos: Value) => {
      self.check(cx, 'truncate')
      return self.truncate(cx, pos)
    },
  ],
  'detach(self, /)': ['Take the raw stream off and return it.', (cx, self: PyBuffered) => self.detach(cx)],
  'readable(self, /)': ['Return whether the stream can be read.', ofRaw('readable')],
  'writable(self, /)': ['Return whether the stream can be written.', ofRaw('writable')],
  'seekable(self, /)': ['Return whether the stream allows random access.', ofRaw('seekable')],
  'fileno(self, /)': ['Return the file descriptor.', ofRaw('fileno')],
  'isatty(self, /)': ['Return whether the stream is a terminal.', ofRaw('isatty')],
  'close(self, /)': ['Flush and close the stream.', (cx, self: PyBuffered) => self.close(cx)],
  '__getstate__(self, /)': [
    'A stream cannot be pickled.',
    (_cx, self: PyBuffered) => {
      throw typeError(`cannot pickle '${typeName(self)}' instances`)
    },
  ],
}

function defineBuffered(name: string, host: new () => PyBuffered, doc: string, methods: Methods): PyType {
  return defineType(name, host, {
    module: '_io',
    base: bufferedIOBaseType,
    doc,
    hasDict: true,
    weakref: true,
    slots: {
      tp_new: (_cx, cls) => adopt(new host(), cls),
      tp_init: bindWith(`${name}(raw, buffer_size=8192)`, (cx: Context, self: PyBuffered, raw: Value, size: Value) =>
        self.init(cx, raw, asIndex(cx, size)),
      ),
      tp_repr: (cx, self: PyBuffered) => {
        const own = `<${typeName(self)}`
        const label = nameOf(cx, self)
        return label === undefined ? `${own}>` : concatAll([own, ' name=', repr(cx, label), '>'])
      },
      tp_iternext: (cx, self: PyBuffered) => {
        if (!self.canRead) throw raiseOf(unsupportedOperation, 'read')
        self.check(cx, 'readline')
        const line = self.readline(cx, -1)
        return line.length === 0 ? undefined : new PyBytes(line)
      },
    },
    methods: { ...methods, ...commonMethods },
    getset: {
      __dict__: ['Attributes of the instance.', instanceDict, setInstanceDict],
      closed: ['Whether the stream is closed.', (cx, self: PyBuffered) => self.isClosed(cx)],
      raw: ['The raw stream.', (_cx, self: PyBuffered) => self.stream],
      name: ['The name of the raw stream.', (cx, self: PyBuffered) => getAttr(cx, self.stream, 'name')],
      mode: ['The mode of the raw stream.', (cx, self: PyBuffered) => getAttr(cx, self.stream, 'mode')],
    },
  })
}

/** The name of a stream; NULL where it has none. */
export function nameOf(cx: Context, stream: Value): Value | undefined {
  try {
    return getAttr(cx, stream, 'name')
  } catch (e) {
    if (!isRaiseOf(e, excTypes.AttributeError) && !isRaiseOf(e, excTypes.ValueError)) throw e
    return undefined
  }
}

export const bufferedReaderType = defineBuffered('BufferedReader', PyBufferedReader, 'Reads a raw stream ahead.', {
  ...readingMethods,
  'flush(self, /)': ['Do nothing: nothing is held back.', ofRaw('flush')],
})
export const bufferedWriterType = defineBuffered(
  'BufferedWriter',
  PyBufferedWriter,
  'Gathers what is written to a raw stream.',
  writingMethods,
)
export const bufferedRandomType = defineBuffered(
  'BufferedRandom',
  PyBufferedRandom,
  'Reads and writes a raw stream that has positions.',
  { ...readingMethods, ...writingMethods },
)

/** The buffered stream over a raw one that `open` gives. */
export function newBuffered(raw: PyFileIO, size: number): PyBuffered {
  const made =
    raw.canRead && raw.canWrite ? new PyBufferedRandom() : raw.canRead ? new PyBufferedReader() : new PyBufferedWriter()
  made.raw = raw
  made.size = size
  return made
}

// --- two streams as one -------------------------------------------------------------------------------------------------

class PyRWPair extends PyIOBase {
  reader: PyBuffered = new PyBufferedReader()
  writer: PyBuffered = new PyBufferedWriter()
}

/** A method that the reading or the writing half answers. */
const ofHalf = (half: 'reader' | 'writer', name: string) => (cx: Context, self: PyRWPair, args: Value[]) =>
  callMethod(cx, self[half], name, ...args)

export const bufferedRWPairType = defineType('BufferedRWPair', PyRWPair, {
  module: '_io',
  base: bufferedIOBaseType,
  doc: 'A stream to read from and one to write to, as one.',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: (_cx, cls) => adopt(new PyRWPair(), cls),
    tp_init: bindWith(
      'BufferedRWPair(reader, writer, buffer_size=8192, /)',
      (cx: Context, self: PyRWPair, reader: Value, writer: Value, size: Value) => {
        ask(cx, reader, 'readable')
        ask(cx, writer, 'writable')
        self.reader.init(cx, reader, asIndex(cx, size))
        self.writer.init(cx, writer, asIndex(cx, size))
      },
    ),
  },
  methods: {
    read: ['Read bytes.', ofHalf('reader', 'read')],
    peek: ['The bytes that come next.', ofHalf('reader', 'peek')],
    read1: ['Read bytes with one read.', ofHalf('reader', 'read1')],
    readinto: ['Read into a buffer.', ofHalf('reader', 'readinto')],
    readinto1: ['Read into a buffer with one read.', ofHalf('reader', 'readinto1')],
    write: ['Write bytes.', ofHalf('writer', 'write')],
    flush: ['Write out what is held back.', ofHalf('writer', 'flush')],
    readable: ['Return whether the stream can be read.', ofHalf('reader', 'readable')],
    writable: ['Return whether the stream can be written.', ofHalf('writer', 'writable')],
    'isatty(self, /)': [
      'Return whether one of the streams is a terminal.',
      (cx, self: PyRWPair) =>
        isTrue(cx, callMethod(cx, self.writer, 'isatty')) || isTrue(cx, callMethod(cx, self.reader, 'isatty')),
    ],
    'close(self, /)': [
      'Close both streams.',
      (cx, self: PyRWPair) => {
        try {
          self.writer.close(cx)
        } finally {
          self.reader.close(cx)
        }
      },
    ],
  },
  getset: {
    closed: ['Whether the stream is closed.', (cx, self: PyRWPair) => self.writer.isClosed(cx)],
  },
})
