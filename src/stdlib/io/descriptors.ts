/**
 * Open files and their descriptors: the numbers `os.open`, `FileIO` and the standard streams work with.
 *
 * The content of an open file is held once for all who have it open, in a buffer with room to grow; the file system is given that buffer when somebody
 * looks (`publish`). Descriptors 0, 1 and 2 are the host's streams: bytes written to 1 and 2 are handed on as UTF-8 text, reading 0 gives the UTF-8 of
 * what the host types in.
 */
import { concatBytes } from '../../objects/bytes_search'
import type { Context, FileAccess } from '../../objects/context'
import { newOSErrorOf } from '../../objects/exceptions'
import { PyRaise } from '../../objects/raise'
import type { Value } from '../../values/value'

export const Errno = {
  ENOENT: 2,
  EBADF: 9,
  EEXIST: 17,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ESPIPE: 29,
  ENOTEMPTY: 39,
} as const

const MESSAGES: Record<number, string> = {
  2: 'No such file or directory',
  9: 'Bad file descriptor',
  17: 'File exists',
  20: 'Not a directory',
  21: 'Is a directory',
  22: 'Invalid argument',
  29: 'Illegal seek',
  39: 'Directory not empty',
}

/** The OSError of an errno. */
export function osError(errno: number, filename?: Value): PyRaise {
  return new PyRaise(newOSErrorOf(errno, MESSAGES[errno]!, filename))
}

/** The content of a file that somebody has open. */
export class OpenFile {
  private data: Uint8Array
  size: number
  /** What the file system was given or gave last. */
  private known: Uint8Array
  private dirty = false
  /** `data` may be written to. */
  private own = false

  constructor(
    private readonly files: FileAccess,
    readonly path: string,
    content: Uint8Array,
  ) {
    this.data = this.known = content
    this.size = content.length
  }

  /** Whether the file system still has this file under its path. */
  isCurrent(): boolean {
    return this.files.read(this.path) === this.known
  }

  read(at: number, n: number): Uint8Array {
    return at >= this.size ? EMPTY : this.data.slice(at, Math.min(this.size, at + n))
  }

  write(cx: Context, at: number, bytes: Uint8Array): void {
    const end = at + bytes.length
    if (!this.own || end > this.data.length) {
      const room = end > this.data.length ? Math.max(64, end, this.data.length * 2) : this.data.length
      cx.charge(room)
      const grown = new Uint8Array(room)
      grown.set(this.data.subarray(0, this.size))
      this.data = grown
      this.own = true
    }
    if (at > this.size) this.data.fill(0, this.size, at)
    this.data.set(bytes, at)
    this.size = Math.max(this.size, end)
    this.dirty = true
  }

  truncate(cx: Context, size: number): void {
    if (size > this.size) this.write(cx, this.size, new Uint8Array(size - this.size))
    else if (size < this.size) {
      this.data = this.data.slice(0, size)
      this.own = true
      this.size = size
      this.dirty = true
    }
  }

  /** Shows the file system what was written. */
  publish(): void {
    if (!this.dirty) return
    this.dirty = false
    if (!this.isCurrent()) return // Removed or replaced meanwhile: who has it open keeps it, nobody else sees it.
    this.known = this.data.subarray(0, this.size)
    this.files.write(this.path, this.known)
  }
}

const EMPTY = new Uint8Array(0)

export interface Descriptor {
  readonly readable: boolean
  readonly writable: boolean
  readonly seekable: boolean
  /** At most n bytes, less where the next ones are not there yet; none at the end. */
  read(cx: Context, n: number): Uint8Array
  write(cx: Context, bytes: Uint8Array): void
  /** Size of what can be read. */
  size(cx: Context): number
  position: number
  truncate(cx: Context, size: number): void
  close(): void
}

class FileDescriptor implements Descriptor {
  readonly seekable = true
  position = 0
  constructor(
    readonly file: OpenFile,
    readonly readable: boolean,
    readonly writable: boolean,
    readonly append: boolean,
  ) {
    if (append) this.position = file.size
  }

  read(_cx: Context, n: number): Uint8Array {
    const out = this.file.read(this.position, n)
    this.position += out.length
    return out
  }

  write(cx: Context, bytes: Uint8Array): void {
    if (this.append) this.position = this.file.size
    this.file.write(cx, this.position, bytes)
    this.position += bytes.length
  }

  size(): number {
    return this.file.size
  }

  truncate(cx: Context, size: number): void {
    this.file.truncate(cx, size)
  }

  close(): void {
    this.file.publish()
  }
}

/** Standard input. */
class InputDescriptor implements Descriptor {
  readonly readable = true
  readonly writable = false
  readonly seekable = false
  position = 0
  private pending: Uint8Array = EMPTY

  read(cx: Context, n: number): Uint8Array {
    if (this.pending.length === 0) this.pending = new TextEncoder().encode(cx.host.readline())
    const out = this.pending.slice(0, n)
    this.pending = this.pending.subarray(out.length)
    return out
  }

  /** Puts bytes back before those still to come. */
  unread(bytes: Uint8Array): void {
    this.pending = concatBytes([bytes, this.pending])
  }

  write(): void {
    throw osError(Errno.EBADF)
  }

  /** All that is still to come is fetched for this. */
  size(cx: Context): number {
    const parts = [this.pending]
    for (let line = cx.host.readline(); line !== ''; line = cx.host.readline())
      parts.push(new TextEncoder().encode(line))
    this.pending = concatBytes(parts)
    return this.pending.length
  }

  truncate(): void {
    throw osError(Errno.EINVAL)
  }

  close(): void {}
}

/** Standard output or error. */
class OutputDescriptor implements Descriptor {
  readonly readable = false
  readonly writable = true
  readonly seekable = false
  position = 0
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  constructor(private readonly stream: 'stdout' | 'stderr') {}

  read(): Uint8Array {
    throw osError(Errno.EBADF)
  }

  write(cx: Context, bytes: Uint8Array): void {
    const text = this.decoder.decode(bytes, { stream: true })
    if (this.stream === 'stdout') cx.writeStdout(text)
    else cx.writeStderr(text)
  }

  size(): number {
    return 0
  }

  truncate(): void {
    throw osError(Errno.EINVAL)
  }

  close(): void {}
}

/** All descriptors of one program. */
class DescriptorTable {
  readonly input = new InputDescriptor()
  private readonly open = new Map<number, Descriptor>([
    [0, this.input],
    [1, new OutputDescriptor('stdout')],
    [2, new OutputDescriptor('stderr')],
  ])
  private readonly files = new Map<string, OpenFile>()

  get(fd: number): Descriptor {
    const d = this.open.get(fd)
    if (d === undefined) throw osError(Errno.EBADF)
    return d
  }

  has(fd: number): boolean {
    return this.open.has(fd)
  }

  add(d: Descriptor): number {
    let fd = 3
    while (this.open.has(fd)) fd++
    this.open.set(fd, d)
    return fd
  }

  /** A second number for an open descriptor. */
  duplicate(fd: number): number {
    return this.add(this.get(fd))
  }

  close(fd: number): void {
    const d = this.get(fd)
    this.open.delete(fd)
    for (const other of this.open.values()) if (other === d) return
    d.close()
  }

  /** The content of a file, shared with those who have it open already. */
  openFile(files: FileAccess, path: string): OpenFile {
    const known = this.files.get(path)
    if (known?.isCurrent()) return known
    const made = new OpenFile(files, path, files.read(path) ?? EMPTY)
    this.files.set(path, made)
    return made
  }

  publish(): void {
    for (const f of this.files.values()) f.publish()
  }
}

const tables = new WeakMap<FileAccess, DescriptorTable>()

export function descriptorsOf(cx: Context): DescriptorTable {
  let table = tables.get(cx.files)
  if (table === undefined) {
    table = new DescriptorTable()
    tables.set(cx.files, table)
  }
  return table
}

export interface OpenFlags {
  read: boolean
  write: boolean
  append?: boolean
  create?: boolean
  exclusive?: boolean
  truncate?: boolean
}

/** Opens a file of the file system: its descriptor. `name` is what an error shows. */
export function openPath(cx: Context, path: string, name: Value, flags: OpenFlags): number {
  const { files } = cx
  syncFiles(cx)
  const found = files.kind(path)
  if (found === 'directory') throw osError(Errno.EISDIR, name)
  if (found === undefined && !flags.create) throw osError(Errno.ENOENT, name)
  if (found !== undefined && flags.create && flags.exclusive) throw osError(Errno.EEXIST, name)
  const full = files.resolve(path)
  if (found === undefined) {
    const parent = files.kind(full.slice(0, full.lastIndexOf('/')) || '/')
    if (parent !== 'directory') throw osError(parent === undefined ? Errno.ENOENT : Errno.ENOTDIR, name)
    files.write(full, new Uint8Array(0))
  }
  const table = descriptorsOf(cx)
  const file = table.openFile(files, full)
  if (flags.truncate) {
    file.truncate(cx, 0)
    file.publish()
  }
  return table.add(new FileDescriptor(file, flags.read, flags.write, flags.append ?? false))
}

/** A stream that holds back what was written to it. */
export interface Unwritten {
  /** Hands on what is held back, if there is still something. */
  sync(cx: Context): void
}

const holding = new WeakMap<FileAccess, Set<Unwritten>>()

/** Notes that a stream holds something back. */
export function holdsBack(cx: Context, stream: Unwritten): void {
  const known = holding.get(cx.files)
  if (known === undefined) holding.set(cx.files, new Set([stream]))
  else known.add(stream)
}

/**
 * Writes out what open files hold back. Whoever looks at a file calls this first: CPython would have closed, and so written, a file nobody
 * refers to any more.
 */
export function syncFiles(cx: Context): void {
  for (let set = holding.get(cx.files); set !== undefined && set.size > 0; set = holding.get(cx.files)) {
    holding.delete(cx.files)
    for (const stream of set) stream.sync(cx)
  }
  tables.get(cx.files)?.publish()
}
