/**
 * `_files`: the file system a program can see, as `os` (written in Python) needs it. Nothing of the host shows through but what was handed in.
 */
import { PyBytes, PyList, type Value } from '../values/value'
import { fromText } from '../values/wide'
import { asIndex } from '../objects/abstract'
import { concatBytes } from '../objects/bytes_search'
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import { bytesLike } from '../objects/bytes_like'
import { typeError, valueError } from '../objects/raise'
import { typeName } from '../objects/type'
import { descriptorsOf, Errno, openPath, osError, syncFiles } from './io/descriptors'
import { pathOf } from './io/file'

const O_WRONLY = 1
const O_CREAT = 64
const O_EXCL = 128
const O_TRUNC = 512
const O_APPEND = 1024

/** Kind of a path, or the OSError CPython raises for one that is not there. */
function existing(cx: Context, path: Value): 'file' | 'directory' {
  syncFiles(cx)
  const kind = cx.files.kind(pathOf(cx, path))
  if (kind === undefined) throw osError(Errno.ENOENT, path)
  return kind
}

export const load = defineModule('_files', 'The files a program can see.', {
  functions: {
    'getcwd()': ['Return the working directory.', (cx) => fromText(cx.files.cwd)],
    'resolve(path, /)': [
      'Return the absolute form of a path.',
      (cx, path: Value) => fromText(cx.files.resolve(pathOf(cx, path))),
    ],
    'kind(path, /)': [
      'Return "file", "directory" or None.',
      (cx, path: Value) => {
        syncFiles(cx)
        return cx.files.kind(pathOf(cx, path)) ?? null
      },
    ],
    'chdir(path, /)': [
      'Change the working directory.',
      (cx, path: Value) => {
        if (existing(cx, path) === 'file') throw osError(Errno.ENOTDIR, path)
        cx.files.cwd = cx.files.resolve(pathOf(cx, path))
      },
    ],
    'size(path, /)': [
      'Return the size of a file in bytes.',
      (cx, path: Value) => (existing(cx, path) === 'directory' ? 4096 : (cx.files.read(pathOf(cx, path))?.length ?? 0)),
    ],
    'listdir(path, /)': [
      'Return the names in a directory.',
      (cx, path: Value) => {
        if (existing(cx, path) === 'file') throw osError(Errno.ENOTDIR, path)
        return new PyList(cx.files.list(pathOf(cx, path)).map(fromText))
      },
    ],
    'open(path, flags: int, mode: int = 511, *, dir_fd=None)': [
      'Open a file and return its descriptor.',
      (cx, path: Value, flags: number) => {
        const access = flags & 3
        return openPath(cx, pathOf(cx, path), path, {
          read: access !== O_WRONLY,
          write: access !== 0,
          append: (flags & O_APPEND) !== 0,
          create: (flags & O_CREAT) !== 0,
          exclusive: (flags & O_EXCL) !== 0,
          truncate: (flags & O_TRUNC) !== 0,
        })
      },
    ],
    'close(fd: int)': ['Close a descriptor.', (cx, fd: number) => descriptorsOf(cx).close(fd)],
    'dup(fd: int, /)': [
      'Return a second descriptor of the same file.',
      (cx, fd: number) => descriptorsOf(cx).duplicate(fd),
    ],
    'read(fd: int, length: index, /)': [
      'Read at most length bytes from a descriptor.',
      (cx, fd: number, length: number) => {
        if (length < 0) throw osError(Errno.EINVAL)
        const d = descriptorsOf(cx).get(fd)
        const parts: Uint8Array[] = []
        let left = length
        while (left > 0) {
          const part = d.read(cx, left)
          if (part.length === 0) break
          cx.charge(part.length)
          parts.push(part)
          left -= part.length
        }
        return new PyBytes(concatBytes(parts))
      },
    ],
    'write(fd: int, data, /)': [
      'Write bytes to a descriptor.',
      (cx, fd: number, data: Value) => {
        const bytes = bytesLike(data)
        if (bytes === undefined) throw typeError(`a bytes-like object is required, not '${typeName(data)}'`)
        const d = descriptorsOf(cx).get(fd)
        if (!d.writable) throw osError(Errno.EBADF)
        d.write(cx, bytes)
        return bytes.length
      },
    ],
    'lseek(fd: int, position: index, whence: int, /)': [
      'Move a descriptor to a position.',
      (cx, fd: number, position: number, whence: number) => {
        const d = descriptorsOf(cx).get(fd)
        if (!d.seekable) throw osError(Errno.ESPIPE)
        const at = position + (whence === 1 ? d.position : whence === 2 ? d.size(cx) : 0)
        if (at < 0) throw osError(Errno.EINVAL)
        d.position = at
        return at
      },
    ],
    'ftruncate(fd: int, length: index, /)': [
      'Cut a file off.',
      (cx, fd: number, length: number) => descriptorsOf(cx).get(fd).truncate(cx, length),
    ],
    'fdsize(fd: int, /)': [
      'The size of an open file, or of what a stream still has to give.',
      (cx, fd: number) => descriptorsOf(cx).get(fd).size(cx),
    ],
    'seekable(fd: int, /)': [
      'Whether a descriptor is that of a file.',
      (cx, fd: number) => descriptorsOf(cx).get(fd).seekable,
    ],
    'mkdir(path, /)': [
      'Make a directory.',
      (cx, path: Value) => {
        const p = pathOf(cx, path)
        if (cx.files.kind(p) !== undefined) throw osError(Errno.EEXIST, path)
        if (cx.files.kind(cx.files.resolve(`${p}/..`)) !== 'directory') throw osError(Errno.ENOENT, path)
        cx.files.makeDir(p)
      },
    ],
    'remove(path, /)': [
      'Remove a file.',
      (cx, path: Value) => {
        if (existing(cx, path) === 'directory') throw osError(Errno.EISDIR, path)
        cx.files.remove(pathOf(cx, path))
      },
    ],
    'rmdir(path, /)': [
      'Remove an empty directory.',
      (cx, path: Value) => {
        if (existing(cx, path) === 'file') throw osError(Errno.ENOTDIR, path)
        const p = pathOf(cx, path)
        if (cx.files.list(p).length > 0) throw osError(Errno.ENOTEMPTY, path)
        cx.files.remove(p)
      },
    ],
    'rename(src, dst, /)': [
      'Rename a file or directory.',
      (cx, src: Value, dst: Value) => {
        const move = (from: string, to: string): void => {
          if (cx.files.kind(from) === 'file') {
            cx.files.write(to, cx.files.read(from) as Uint8Array)
          } else {
            cx.files.makeDir(to)
            for (const name of cx.files.list(from)) move(`${from}/${name}`, `${to}/${name}`)
          }
          cx.files.remove(from)
        }
        existing(cx, src)
        move(pathOf(cx, src), pathOf(cx, dst))
      },
    ],
    'fspath(path, /)': [
      'Return the str or bytes of a path.',
      (cx, path: Value) =>
        path instanceof PyBytes ? path : typeof path === 'string' ? path : fromText(pathOf(cx, path)),
    ],
    'urandom(size, /)': [
      'Return random bytes.',
      (cx, size: Value) => {
        const n = asIndex(cx, size)
        if (n < 0) throw valueError('negative argument not allowed')
        cx.charge(n)
        return new PyBytes(cx.host.entropy(n))
      },
    ],
  },
})
