/**
 * The base classes of streams: what `io.IOBase` and its three children give every stream (CPython's Modules/_io/iobase.c).
 *
 * A class written in Python may derive from them and bring `read`, `readline` or `write` of its own; the methods here reach those by name.
 */
import { PyBytes, PyList, PyObject, type Value } from '../../values/value'
import { strLength } from '../../values/wide'
import { asIndex, callMethod, getAttr, getAttrOrNull, getIter, isIndex, isTrue, length } from '../../objects/abstract'
import { isExporter, PyByteArray } from '../../objects/bytes_like'
import { concatBytes } from '../../objects/bytes_search'
import type { Context } from '../../objects/context'
import { defineType } from '../../objects/define'
import { excTypes, PyOSError } from '../../objects/exceptions'
import { adopt } from '../../objects/object'
import { type PyRaise, raiseOf, typeError, valueError } from '../../objects/raise'
import { asStrValue } from '../../objects/str'
import { type PyType, typeName, typeOf } from '../../objects/type'

export const DEFAULT_BUFFER_SIZE = 8192

export class PyIOBase extends PyObject {
  closed = false

  close(cx: Context): void {
    if (this.closed) return
    callMethod(cx, this, 'flush')
    this.closed = true
  }
}

class PyUnsupported extends PyOSError {}

/** `io.UnsupportedOperation`. */
export const unsupportedOperation: PyType = defineType('UnsupportedOperation', PyUnsupported, {
  module: 'io',
  base: excTypes.OSError,
  doc: 'The stream does not support the operation.',
})

function unsupported(name: string): never {
  throw raiseOf(unsupportedOperation, name)
}

export const closedFile = (): PyRaise => valueError('I/O operation on closed file')

export function checkOpen(cx: Context, self: Value): void {
  if (isTrue(cx, getAttr(cx, self, 'closed'))) throw valueError('I/O operation on closed file.')
}

/** A size argument: None and negative numbers mean everything. */
export function sizeOf(cx: Context, v: Value): number {
  if (v === null) return -1
  if (!isIndex(v)) throw typeError(`argument should be integer or None, not '${typeName(v)}'`)
  return asIndex(cx, v)
}

/** The memory of a writable bytes-like object, to be filled at once. */
export function writableMemory(v: Value, method: string): Uint8Array {
  const info = isExporter(v) ? v.bufferInfo() : undefined
  if (info === undefined || info.readonly) {
    throw typeError(`${method}() argument must be read-write bytes-like object, not ${typeName(v)}`)
  }
  return info.data
}

/** The bytes that a method of a stream written in Python returned. */
function bytesResult(v: Value, method: string): Uint8Array {
  if (v instanceof PyBytes) return v.data
  throw typeError(`${method}() should return bytes, not '${typeName(v)}'`)
}

function checkAbility(name: string, text: string) {
  return (cx: Context, self: Value): Value => {
    const able = callMethod(cx, self, name)
    if (able !== true) throw raiseOf(unsupportedOperation, `File or stream is not ${text}.`)
    return able
  }
}

function nextLine(cx: Context, self: Value): Value | undefined {
  const line = callMethod(cx, self, 'readline')
  return length(cx, line) === 0 ? undefined : line
}

export const ioBaseType: PyType = defineType('_IOBase', PyIOBase, {
  module: '_io',
  doc: 'The base class of all streams.',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: (_cx, cls) => adopt(new PyIOBase(), cls),
    tp_alloc: (cls) => adopt(new PyIOBase(), cls),
    tp_iter: (cx, self: PyIOBase) => {
      checkOpen(cx, self)
      return self
    },
    tp_iternext: nextLine,
  },
  methods: {
    'seek(self, offset, whence=0, /)': ['Move to a position.', () => unsupported('seek')],
    'tell(self, /)': ['Return the position.', (cx, self: Value) => callMethod(cx, self, 'seek', 0, 1)],
    'truncate(self, size=None, /)': ['Cut the stream off.', () => unsupported('truncate')],
    'flush(self, /)': ['Write out what is buffered.', (cx, self: Value) => checkOpen(cx, self)],
    'close(self, /)': ['Flush and close the stream.', (cx, self: PyIOBase) => self.close(cx)],
    'seekable(self, /)': ['Return whether the stream allows random access.', () => false],
    'readable(self, /)': ['Return whether the stream can be read.', () => false],
    'writable(self, /)': ['Return whether the stream can be written.', () => false],
    'fileno(self, /)': ['Return the file descriptor.', () => unsupported('fileno')],
    'isatty(self, /)': [
      'Return whether the stream is a terminal.',
      (cx, self: Value) => {
        checkOpen(cx, self)
        return false
      },
    ],
    '__enter__(self, /)': [
      'Return the stream itself.',
      (cx, self: Value) => {
        checkOpen(cx, self)
        return self
      },
    ],
    __exit__: ['Close the stream.', (cx, self: Value) => callMethod(cx, self, 'close') && null],
    '_checkClosed(self, /)': ['ValueError if the stream is closed.', (cx, self: Value) => checkOpen(cx, self)],
    '_checkReadable(self, /)': ['An error if the stream cannot be read.', checkAbility('readable', 'readable')],
    '_checkWritable(self, /)': ['An error if the stream cannot be written.', checkAbility('writable', 'writable')],
    '_checkSeekable(self, /)': ['An error if the stream has no positions.', checkAbility('seekable', 'seekable')],
    'readline(self, size=-1, /)': [
      'Read up to the end of the line, or size bytes.',
      (cx, self: Value, size: Value) => {
        const limit = sizeOf(cx, size)
        const bytes: number[] = []
        const peek = getAttrOrNull(cx, self, 'peek')
        while (limit < 0 || bytes.length < limit) {
          let n = 1
          if (peek !== undefined) {
            const seen = cx.call(peek, [1])
            if (!(seen instanceof PyBytes)) {
              throw raiseOf(excTypes.OSError, `peek() should have returned a bytes object, not '${typeName(seen)}'`)
            }
            const end = seen.data.indexOf(10)
            n = Math.max(1, end < 0 ? seen.data.length : end + 1)
            if (limit >= 0) n = Math.min(n, limit - bytes.length)
          }
          const b = callMethod(cx, self, 'read', n)
          if (!(b instanceof PyBytes))
            throw raiseOf(excTypes.OSError, `read() should have returned a bytes object, not '${typeName(b)}'`)
          if (b.data.length === 0) break
          bytes.push(...b.data)
          if (b.data[b.data.length - 1] === 10) break
        }
        return new PyBytes(Uint8Array.from(bytes))
      },
    ],
    'readlines(self, hint=-1, /)': [
      'Read all lines, or lines up to about hint characters.',
      (cx, self: Value, hint: Value) => {
        const limit = sizeOf(cx, hint)
        const lines: Value[] = []
        let total = 0
        const it = getIter(cx, self)
        const next = typeOf(it).tp_iternext!
        for (let line = next(cx, it); line !== undefined; line = next(cx, it)) {
          lines.push(line)
          const s = asStrValue(line)
          total += s === undefined ? length(cx, line) : strLength(s)
          if (limit > 0 && total >= limit) break
        }
        return new PyList(lines)
      },
    ],
    'writelines(self, lines, /)': [
      'Write the lines of an iterable; newlines are not added.',
      (cx, self: Value, lines: Value) => {
        checkOpen(cx, self)
        const it = getIter(cx, lines)
        const next = typeOf(it).tp_iternext!
        for (let line = next(cx, it); line !== undefined; line = next(cx, it)) callMethod(cx, self, 'write', line)
      },
    ],
  },
  getset: {
    closed: ['Whether the stream is closed.', (_cx, self: PyIOBase) => self.closed],
  },
})

class PyTextIOBase extends PyIOBase {}
class PyRawIOBase extends PyIOBase {}
class PyBufferedIOBase extends PyIOBase {}

export const textIOBaseType: PyType = defineType('_TextIOBase', PyTextIOBase, {
  module: '_io',
  base: ioBaseType,
  doc: 'The base class of text streams.',
  methods: {
    'detach(self, /)': ['Take the stream off its buffer.', () => unsupported('detach')],
    'read(self, size=-1, /)': ['Read characters.', () => unsupported('read')],
    'readline(self, size=-1, /)': ['Read a line.', () => unsupported('readline')],
    'write(self, s, /)': ['Write a text.', () => unsupported('write')],
  },
  getset: {
    encoding: [null, () => null],
    newlines: [null, () => null],
    errors: [null, () => null],
  },
})

export const rawIOBaseType: PyType = defineType('_RawIOBase', PyRawIOBase, {
  module: '_io',
  base: ioBaseType,
  doc: 'The base class of unbuffered binary streams.',
  methods: {
    'read(self, size=-1, /)': [
      'Read at most size bytes, by default all that is left; None if there are none yet.',
      (cx, self: Value, size: Value) => {
        const n = sizeOf(cx, size)
        if (n < 0) return callMethod(cx, self, 'readall')
        cx.charge(n)
        const buffer = new PyByteArray(new Uint8Array(n))
        const got = callMethod(cx, self, 'readinto', buffer)
        if (got === null) return null
        return new PyBytes(buffer.data.slice(0, asIndex(cx, got)))
      },
    ],
    'readall(self, /)': [
      'Read until nothing more comes.',
      (cx, self: Value) => {
        const parts: Uint8Array[] = []
        for (;;) {
          const part = callMethod(cx, self, 'read', DEFAULT_BUFFER_SIZE)
          if (part === null && parts.length === 0) return null
          if (part === null) break
          const data = bytesResult(part, 'read')
          if (data.length === 0) break
          parts.push(data)
        }
        return new PyBytes(concatBytes(parts))
      },
    ],
    'readinto(self, buffer, /)': ['Read into a buffer.', () => unsupported('readinto')],
    'write(self, b, /)': ['Write bytes.', () => unsupported('write')],
  },
})

/** `readinto` by way of a method that returns bytes. */
function readIntoBy(name: string) {
  return (cx: Context, self: Value, buffer: Value): Value => {
    const memory = writableMemory(buffer, 'readinto')
    const data = bytesResult(callMethod(cx, self, name, memory.length), name)
    if (data.length > memory.length) {
      throw valueError(`read() returned too much data: ${memory.length} bytes requested, ${data.length} returned`)
    }
    memory.set(data)
    return data.length
  }
}

export const bufferedIOBaseType: PyType = defineType('_BufferedIOBase', PyBufferedIOBase, {
  module: '_io',
  base: ioBaseType,
  doc: 'The base class of buffered binary streams.',
  methods: {
    'read(self, size=-1, /)': ['Read bytes.', () => unsupported('read')],
    'read1(self, size=-1, /)': ['Read bytes.', () => unsupported('read1')],
    'readinto(self, buffer, /)': ['Read into a buffer; return how many bytes.', readIntoBy('read')],
    'readinto1(self, buffer, /)': ['Read into a buffer with one read; return how many bytes.', readIntoBy('read1')],
    'detach(self, /)': ['Take the stream off its raw stream.', () => unsupported('detach')],
    'write(self, b, /)': ['Write bytes.', () => unsupported('write')],
  },
})
