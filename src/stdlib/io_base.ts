/**
 * The base classes of streams: what `io.IOBase` and its three children give every stream (CPython's Modules/_io/iobase.c).
 *
 * A class written in Python may derive from them and bring `read`, `readline` or `write` of its own; the methods here reach those by name.
 */
import { PyBytes, PyList, PyObject, type Value } from '../values/value'
import { strLength } from '../values/wide'
import { asIndex, callMethod, getAttr, getIter, isTrue, length } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineType } from '../objects/define'
import { excTypes, PyOSError } from '../objects/exceptions'
import { adopt } from '../objects/object'
import { raiseOf, typeError, valueError } from '../objects/raise'
import { asStrValue } from '../objects/str'
import { type PyType, typeName, typeOf } from '../objects/type'

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

function checkOpen(cx: Context, self: Value): void {
  if (isTrue(cx, getAttr(cx, self, 'closed'))) throw valueError('I/O operation on closed file.')
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
    'readline(self, size=-1, /)': [
      'Read up to the end of the line, or size bytes.',
      (cx, self: Value, size: Value) => {
        const limit = size === null ? -1 : asIndex(cx, size)
        const bytes: number[] = []
        while (limit < 0 || bytes.length < limit) {
          const b = callMethod(cx, self, 'read', 1)
          if (!(b instanceof PyBytes))
            throw typeError(`read() should have returned a bytes object, not '${typeName(b)}'`)
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
        const limit = hint === null ? -1 : asIndex(cx, hint)
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
})

export const bufferedIOBaseType: PyType = defineType('_BufferedIOBase', PyBufferedIOBase, {
  module: '_io',
  base: ioBaseType,
  doc: 'The base class of buffered binary streams.',
  methods: {
    'read(self, size=-1, /)': ['Read bytes.', () => unsupported('read')],
    'read1(self, size=-1, /)': ['Read bytes.', () => unsupported('read1')],
    'write(self, b, /)': ['Write bytes.', () => unsupported('write')],
  },
})
