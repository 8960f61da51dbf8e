/**
 * FileIO: an open descriptor as a raw stream (CPython's Modules/_io/fileio.c).
 */
import { asIndex, isIndex, isTrue, lookupSpecial, repr } from '../../objects/abstract'
import { bytesLike } from '../../objects/bytes_like'
import { concatBytes } from '../../objects/bytes_search'
import type { Context } from '../../objects/context'
import { defineType } from '../../objects/define'
import { adopt } from '../../objects/object'
import { attributeError, raiseOf, typeError, valueError } from '../../objects/raise'
import { bindWith } from '../../objects/signature'
import { asStrValue } from '../../objects/str'
import { type PyType, typeName } from '../../objects/type'
import { instanceDict, setInstanceDict } from '../../objects/type_new'
import { PyBytes, type Value } from '../../values/value'
import { concatAll, textOf } from '../../values/wide'
import { closedFile, PyIOBase, rawIOBaseType, sizeOf, unsupportedOperation, writableMemory } from './base'
import { type Descriptor, descriptorsOf, Errno, openPath, osError } from './descriptors'

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
  const path = cx.call(method, [])
  if (asStrValue(path) === undefined && !(path instanceof PyBytes)) {
    throw typeError(`expected ${typeName(v)}.__fspath__() to return str or bytes, not ${typeName(path)}`)
  }
  return pathOf(cx, path)
}

/** What a mode of `FileIO` asks for. */
interface RawMode {
  kind: string
  plus: boolean
}

function parseRawMode(mode: string): RawMode {
  if (/[^rwxab+]/.test(mode)) throw valueError(`invalid mode: ${mode}`)
  const kinds = mode.replace(/[b+]/g, '')
  if (kinds.length !== 1 || mode.split('+').length > 2) {
    throw valueError('Must have exactly one of create/read/write/append mode and at most one plus')
  }
  return { kind: kinds, plus: mode.includes('+') }
}

export class PyFileIO extends PyIOBase {
  fd = -1
  /** Whether closing the stream closes the descriptor. */
  closefd = true
  canRead = false
  canWrite = false
  mode = 'rb'
  /** What was opened; NULL once deleted. */
  name: Value | undefined = undefined

  descriptor(cx: Context): Descriptor {
    if (this.closed) throw closedFile()
    return descriptorsOf(cx).get(this.fd)
  }

  readInto(cx: Context, n: number): Uint8Array {
    const d = this.descriptor(cx)
    if (!this.canRead) throw raiseOf(unsupportedOperation, 'File not open for reading')
    return d.read(cx, n)
  }

  readAll(cx: Context): Uint8Array {
    const parts: Uint8Array[] = []
    for (;;) {
      const part = this.readInto(cx, Number.MAX_SAFE_INTEGER)
      if (part.length === 0) break
      cx.charge(part.length)
      parts.push(part)
    }
    return parts.length === 1 ? parts[0]! : concatBytes(parts)
  }

  write(cx: Context, bytes: Uint8Array): number {
    const d = this.descriptor(cx)
    if (!this.canWrite) throw raiseOf(unsupportedOperation, 'File not open for writing')
    d.write(cx, bytes)
    return bytes.length
  }

  seek(cx: Context, offset: number, whence: number): number {
    const d = this.descriptor(cx)
    if (!d.seekable) throw osError(Errno.ESPIPE)
    const at = offset + (whence === 1 ? d.position : whence === 2 ? d.size(cx) : 0)
    if (at < 0 || whence < 0 || whence > 2) throw osError(Errno.EINVAL)
    d.position = at
    return at
  }

  override close(cx: Context): void {
    if (this.closed) return
    this.closed = true
    if (this.fd >= 0 && this.closefd) descriptorsOf(cx).close(this.fd)
  }
}

/** Opens a path, or takes a descriptor over. */
export function initFileIO(
  cx: Context,
  self: PyFileIO,
  file: Value,
  mode: string,
  closefd: boolean,
  opener: Value,
): void {
  const { kind, plus } = parseRawMode(mode)
  self.canRead = kind === 'r' || plus
  self.canWrite = kind !== 'r' || plus
  self.mode = kind === 'r' ? (plus ? 'rb+' : 'rb') : kind === 'w' ? (plus ? 'rb+' : 'wb') : `${kind}b${plus ? '+' : ''}`
  self.closefd = closefd
  self.name = file
  self.closed = false
  if (isIndex(file) && asStrValue(file) === undefined) {
    const fd = asIndex(cx, file)
    if (fd < 0) throw valueError('negative file descriptor')
    if (!descriptorsOf(cx).has(fd)) throw osError(Errno.EBADF)
    self.fd = fd
    return
  }
  const path = pathOf(cx, file)
  if (!closefd) throw valueError('Cannot use closefd=False with file name')
  if (opener !== null) {
    const flags =
      (plus ? 2 : self.canWrite ? 1 : 0) | { r: 0, w: 64 | 512, x: 64 | 128, a: 64 | 1024 }[kind]! | 0o2000000
    const fd = cx.call(opener, [file, flags])
    if (!isIndex(fd)) throw typeError('expected integer from opener')
    const n = asIndex(cx, fd)
    if (n < 0) throw valueError(`opener returned ${n}`)
    if (!descriptorsOf(cx).has(n)) throw osError(Errno.EBADF)
    self.fd = n
    return
  }
  self.fd = openPath(cx, path, file, {
    read: self.canRead,
    write: self.canWrite,
    append: kind === 'a',
    create: kind !== 'r',
    exclusive: kind === 'x',
    truncate: kind === 'w',
  })
}

export const fileIOType: PyType = defineType('FileIO', PyFileIO, {
  module: '_io',
  base: rawIOBaseType,
  doc: 'An open file without a buffer.',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: (_cx, cls) => {
      const f = adopt(new PyFileIO(), cls)
      f.closed = true
      return f
    },
    tp_init: bindWith(
      "FileIO(file, mode='r', closefd=True, opener=None)",
      (cx: Context, self: PyFileIO, file: Value, mode: Value, closefd: Value, opener: Value) => {
        const m = asStrValue(mode)
        if (m === undefined) throw typeError(`FileIO() argument 'mode' must be str, not ${typeName(mode)}`)
        initFileIO(cx, self, file, textOf(m), isTrue(cx, closefd), opener)
      },
    ),
    tp_repr: (cx, self: PyFileIO) => {
      const name = typeName(self)
      if (self.closed) return `<${name} [closed]>`
      const shown = self.name === undefined ? `fd=${self.fd}` : concatAll(['name=', repr(cx, self.name)])
      return concatAll([`<${name} `, shown, ` mode='${self.mode}' closefd=${self.closefd ? 'True' : 'False'}>`])
    },
  },
  methods: {
    'read(self, size=-1, /)': [
      'Read at most size bytes with one call of the system, or all that is left.',
      (cx, self: PyFileIO, size: Value) => {
        const n = sizeOf(cx, size)
        return new PyBytes(n < 0 ? self.readAll(cx) : self.readInto(cx, n))
      },
    ],
    'readall(self, /)': ['Read all that is left.', (cx, self: PyFileIO) => new PyBytes(self.readAll(cx))],
    'readinto(self, buffer, /)': [
      'Read into a writable buffer; return how many bytes.',
      (cx, self: PyFileIO, buffer: Value) => {
        const memory = writableMemory(buffer, 'readinto')
        const bytes = self.readInto(cx, memory.length)
        memory.set(bytes)
        return bytes.length
      },
    ],
    'write(self, b, /)': [
      'Write bytes and return how many.',
      (cx, self: PyFileIO, b: Value) => {
        const data = bytesLike(b)
        if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(b)}'`)
        return self.write(cx, data)
      },
    ],
    'seek(self, pos: index, whence: int = 0, /)': [
      'Move to a position: from the start, from here (whence 1) or from the end (2).',
      (cx, self: PyFileIO, pos: number, whence: number) => self.seek(cx, pos, whence),
    ],
    'tell(self, /)': ['Return the position.', (cx, self: PyFileIO) => self.seek(cx, 0, 1)],
    'truncate(self, size=None, /)': [
      'Cut the file off at a position, the current one by default.',
      (cx, self: PyFileIO, size: Value) => {
        const d = self.descriptor(cx)
        if (!self.canWrite) throw raiseOf(unsupportedOperation, 'File not open for writing')
        const n = size === null ? d.position : asIndex(cx, size)
        if (n < 0) throw osError(Errno.EINVAL)
        d.truncate(cx, n)
        return n
      },
    ],
    'readable(self, /)': [
      'Return whether the stream can be read.',
      (cx, self: PyFileIO) => self.descriptor(cx) && self.canRead,
    ],
    'writable(self, /)': [
      'Return whether the stream can be written.',
      (cx, self: PyFileIO) => self.descriptor(cx) && self.canWrite,
    ],
    'seekable(self, /)': [
      'Return whether the stream allows random access.',
      (cx, self: PyFileIO) => self.descriptor(cx).seekable,
    ],
    'fileno(self, /)': ['Return the file descriptor.', (cx, self: PyFileIO) => self.descriptor(cx) && self.fd],
    'isatty(self, /)': ['Return whether the stream is a terminal.', (cx, self: PyFileIO) => !self.descriptor(cx)],
    'close(self, /)': ['Close the file.', (cx, self: PyFileIO) => self.close(cx)],
    '__getstate__(self, /)': [
      'A file cannot be pickled.',
      (_cx, self: PyFileIO) => {
        throw typeError(`cannot pickle '${typeName(self)}' instances`)
      },
    ],
  },
  getset: {
    __dict__: ['Attributes of the instance.', instanceDict, setInstanceDict],
    closed: ['Whether the file is closed.', (_cx, self: PyFileIO) => self.closed],
    closefd: ['Whether closing the stream closes the descriptor.', (_cx, self: PyFileIO) => self.closefd],
    mode: ['The mode.', (_cx, self: PyFileIO) => self.mode],
    name: [
      null,
      (_cx, self: PyFileIO) => {
        if (self.name === undefined)
          throw attributeError(`'${typeName(self)}' object has no attribute 'name'`, 'name', self)
        return self.name
      },
      (_cx, self: PyFileIO, v) => {
        self.name = v
      },
    ],
  },
})
