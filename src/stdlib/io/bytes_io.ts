/**
 * BytesIO: a binary stream in memory (CPython's Modules/_io/bytesio.c).
 */
import { asIndex, isIndex } from '../../objects/abstract'
import { type BufferExporter, type BufferInfo, bytesLike } from '../../objects/bytes_like'
import type { Context } from '../../objects/context'
import { defineType } from '../../objects/define'
import { memoryViewOf } from '../../objects/memoryview'
import { adopt } from '../../objects/object'
import { bufferError, typeError, valueError } from '../../objects/raise'
import { bindWith } from '../../objects/signature'
import { type PyType, typeName } from '../../objects/type'
import { instanceDict, setInstanceDict } from '../../objects/type_new'
import { PyDict } from '../../values/dict'
import { PyBytes, PyList, PyObject, PyTuple, type Value } from '../../values/value'
import { bufferedIOBaseType, closedFile, PyIOBase, sizeOf, writableMemory } from './base'

export class PyBytesIO extends PyIOBase {
  private data: Uint8Array = new Uint8Array(0)
  private size = 0
  pos = 0
  /** How many views there are of the memory, which must not move meanwhile. */
  exports = 0

  get open(): this {
    if (this.closed) throw valueError('I/O operation on closed file.')
    return this
  }

  /** The same, for what may change the size. */
  get resizable(): this {
    const self = this.open
    if (self.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized')
    return self
  }

  reset(content: Uint8Array): void {
    this.data = content
    this.size = content.length
    this.pos = 0
    this.closed = false
  }

  read(n: number): Uint8Array {
    if (this.pos >= this.size) return new Uint8Array(0)
    const stop = n < 0 ? this.size : Math.min(this.size, this.pos + n)
    const out = this.data.slice(this.pos, stop)
    this.pos = stop
    return out
  }

  readline(limit: number): Uint8Array {
    const i = this.data.subarray(0, this.size).indexOf(10, this.pos)
    let n = (i < 0 ? this.size : i + 1) - this.pos
    if (limit >= 0) n = Math.min(n, limit)
    return this.read(Math.max(0, n))
  }

  write(cx: Context, bytes: Uint8Array): void {
    if (bytes.length === 0) return
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

  seek(to: number, whence: number): number {
    this.pos = Math.max(0, to + (whence === 1 ? this.pos : whence === 2 ? this.size : 0))
    return this.pos
  }

  truncate(size: number): void {
    this.size = Math.min(this.size, size)
  }

  /** The content; not to be kept. */
  get content(): Uint8Array {
    return this.data.subarray(0, this.size)
  }

  override close(_cx: Context): void {
    if (this.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized')
    this.closed = true
    this.data = new Uint8Array(0)
    this.size = 0
  }
}

/** What a view of a BytesIO is a view of. */
class PyBytesIOBuffer extends PyObject implements BufferExporter {
  constructor(private readonly owner: PyBytesIO) {
    super()
  }
  get exports(): number {
    return this.owner.exports
  }
  set exports(n: number) {
    this.owner.exports = n
  }
  bufferInfo(): BufferInfo {
    return { data: this.owner.content, readonly: false, format: 'B', itemsize: 1 }
  }
}

defineType('_BytesIOBuffer', PyBytesIOBuffer, { module: '_io', final: true, weakref: true })

function bytesArgument(v: Value): Uint8Array {
  const data = bytesLike(v)
  if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(v)}'`)
  return data
}

const seekable: [string, (cx: Context, self: PyBytesIO) => Value] = ['Return True.', (_cx, self) => self.open && true]

export const bytesIOType: PyType = defineType('BytesIO', PyBytesIO, {
  module: '_io',
  base: bufferedIOBaseType,
  doc: 'A binary stream in memory.',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: (_cx, cls) => adopt(new PyBytesIO(), cls),
    tp_alloc: (cls) => adopt(new PyBytesIO(), cls),
    tp_init: bindWith("BytesIO(initial_bytes=b'')", (_cx: Context, self: PyBytesIO, initial: Value) => {
      if (self.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized')
      self.reset(initial === null ? new Uint8Array(0) : bytesArgument(initial).slice())
    }),
    tp_iter: (_cx, self: PyBytesIO) => self.open,
    tp_iternext: (_cx, self: PyBytesIO) => {
      const line = self.open.readline(-1)
      return line.length === 0 ? undefined : new PyBytes(line)
    },
  },
  methods: {
    'getvalue(self, /)': ['Return all bytes.', (_cx, self: PyBytesIO) => new PyBytes(self.open.content.slice())],
    'getbuffer(self, /)': [
      'A view of the bytes through which they can be changed.',
      (_cx, self: PyBytesIO) => memoryViewOf(new PyBytesIOBuffer(self.open)),
    ],
    'read(self, size=-1, /)': [
      'Read at most size bytes, by default all that is left.',
      (cx, self: PyBytesIO, size: Value) => new PyBytes(self.open.read(sizeOf(cx, size))),
    ],
    'read1(self, size=-1, /)': [
      'Read at most size bytes.',
      (cx, self: PyBytesIO, size: Value) => new PyBytes(self.open.read(sizeOf(cx, size))),
    ],
    'readinto(self, buffer, /)': [
      'Read into a writable buffer; return how many bytes.',
      (_cx, self: PyBytesIO, buffer: Value) => {
        const memory = writableMemory(buffer, 'readinto')
        const bytes = self.open.read(memory.length)
        memory.set(bytes)
        return bytes.length
      },
    ],
    'readline(self, size=-1, /)': [
      'Read up to the end of the line, or size bytes.',
      (cx, self: PyBytesIO, size: Value) => new PyBytes(self.open.readline(sizeOf(cx, size))),
    ],
    'readlines(self, size=None, /)': [
      'Read all lines, or lines up to about size bytes.',
      (cx, self: PyBytesIO, size: Value) => {
        const limit = sizeOf(cx, size)
        const lines: Value[] = []
        let total = 0
        for (let line = self.open.readline(-1); line.length > 0; line = self.readline(-1)) {
          lines.push(new PyBytes(line))
          total += line.length
          if (limit > 0 && total >= limit) break
        }
        return new PyList(lines)
      },
    ],
    'write(self, b, /)': [
      'Write bytes and return how many.',
      (cx, self: PyBytesIO, b: Value) => {
        const { resizable } = self
        const data = bytesArgument(b)
        resizable.write(cx, data)
        return data.length
      },
    ],
    'seek(self, pos: index, whence: int = 0, /)': [
      'Move to a position: from the start, from here (whence 1) or from the end (2).',
      (_cx, self: PyBytesIO, pos: number, whence: number) => {
        const { open } = self
        if (whence === 0 && pos < 0) throw valueError(`negative seek value ${pos}`)
        if (whence < 0 || whence > 2) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`)
        return open.seek(pos, whence)
      },
    ],
    'tell(self, /)': ['Return the position.', (_cx, self: PyBytesIO) => self.open.pos],
    'truncate(self, size=None, /)': [
      'Cut the stream off at a position, the current one by default.',
      (cx, self: PyBytesIO, size: Value) => {
        const { resizable } = self
        if (size !== null && !isIndex(size))
          throw typeError(`argument should be integer or None, not '${typeName(size)}'`)
        const n = size === null ? resizable.pos : asIndex(cx, size)
        if (n < 0) throw valueError(`negative size value ${n}`)
        resizable.truncate(n)
        return n
      },
    ],
    'readable(self, /)': seekable,
    'writable(self, /)': seekable,
    'seekable(self, /)': seekable,
    'flush(self, /)': ['Do nothing.', (_cx, self: PyBytesIO) => self.open && null],
    'isatty(self, /)': ['Return False.', (_cx, self: PyBytesIO) => !self.open],
    'close(self, /)': ['Close the stream and forget the bytes.', (cx, self: PyBytesIO) => self.close(cx)],
    '__getstate__(self, /)': [
      'Content, position and attributes.',
      (_cx, self: PyBytesIO) =>
        new PyTuple([
          new PyBytes(self.open.content.slice()),
          self.pos,
          self.dict === undefined ? null : self.dict.copy(),
        ]),
    ],
    '__setstate__(self, state, /)': [
      'Take a state over.',
      (cx, self: PyBytesIO, state: Value) => {
        if (self.closed) throw closedFile()
        if (!(state instanceof PyTuple) || state.items.length < 3) {
          throw typeError(`${typeName(self)}.__setstate__ argument should be 3-tuple, got ${typeName(state)}`)
        }
        const [content, position, dict] = state.items as [Value, Value, Value]
        const bytes = bytesArgument(content).slice()
        if (self.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized')
        self.reset(bytes)
        if (!isIndex(position)) {
          throw typeError(`second item of state must be an integer, not ${typeName(position)}`)
        }
        const at = asIndex(cx, position)
        if (at < 0) throw valueError('position value cannot be negative')
        self.pos = at
        takeAttributes(self, dict)
      },
    ],
  },
  getset: {
    __dict__: ['Attributes of the instance.', instanceDict, setInstanceDict],
    closed: ['Whether the stream is closed.', (_cx, self: PyBytesIO) => self.closed],
  },
})

/** The third item of a state: the instance's attributes. */
export function takeAttributes(self: PyIOBase, dict: Value): void {
  if (dict === null) return
  if (!(dict instanceof PyDict)) throw typeError(`third item of state should be a dict, got a ${typeName(dict)}`)
  self.dict ??= new PyDict()
  for (const [name, value] of dict.entries()) if (typeof name === 'string') self.dict.setStr(name, value)
}
