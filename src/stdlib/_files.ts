/**
 * `_files`: the file system a program can see, as `os` (written in Python) needs it. Nothing of the host shows through but what was handed in.
 */
import { PyBytes, PyList, type Value } from '../values/value'
import { fromText } from '../values/wide'
import { asIndex } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import { newOSErrorOf } from '../objects/exceptions'
import { PyRaise, valueError } from '../objects/raise'
import { pathOf, syncFiles } from './io'

const MESSAGES: Record<number, string> = {
  2: 'No such file or directory',
  17: 'File exists',
  20: 'Not a directory',
  21: 'Is a directory',
  39: 'Directory not empty',
}

const fail = (errno: number, path: Value): PyRaise => new PyRaise(newOSErrorOf(errno, MESSAGES[errno], path))

/** Kind of a path, or the OSError CPython raises for one that is not there. */
function existing(cx: Context, path: Value): 'file' | 'directory' {
  syncFiles(cx)
  const kind = cx.files.kind(pathOf(cx, path))
  if (kind === undefined) throw fail(2, path)
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
      (cx, path: Value) => cx.files.kind(pathOf(cx, path)) ?? null,
    ],
    'size(path, /)': [
      'Return the size of a file in bytes.',
      (cx, path: Value) => (existing(cx, path) === 'directory' ? 4096 : (cx.files.read(pathOf(cx, path))?.length ?? 0)),
    ],
    'listdir(path, /)': [
      'Return the names in a directory.',
      (cx, path: Value) => {
        if (existing(cx, path) === 'file') throw fail(20, path)
        return new PyList(cx.files.list(pathOf(cx, path)).map(fromText))
      },
    ],
    'mkdir(path, /)': [
      'Make a directory.',
      (cx, path: Value) => {
        const p = pathOf(cx, path)
        if (cx.files.kind(p) !== undefined) throw fail(17, path)
        if (cx.files.kind(cx.files.resolve(`${p}/..`)) !== 'directory') throw fail(2, path)
        cx.files.makeDir(p)
      },
    ],
    'remove(path, /)': [
      'Remove a file.',
      (cx, path: Value) => {
        if (existing(cx, path) === 'directory') throw fail(21, path)
        cx.files.remove(pathOf(cx, path))
      },
    ],
    'rmdir(path, /)': [
      'Remove an empty directory.',
      (cx, path: Value) => {
        if (existing(cx, path) === 'file') throw fail(20, path)
        const p = pathOf(cx, path)
        if (cx.files.list(p).length > 0) throw fail(39, path)
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
