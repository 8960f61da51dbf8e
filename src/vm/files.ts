/**
 * The virtual file system: all the files a program can see.
 *
 * Paths are absolute, with `/`. Files written by the program, and those the embedding program hands in, live in memory; a host may add a tree
 * that can be read only (the command line mounts the script's directory). Nothing else exists.
 */

/** A read-only tree of the host. */
export interface HostFiles {
  /** Content of a file, undefined where there is none. */
  read(path: string): Uint8Array | undefined
  kind(path: string): 'file' | 'directory' | undefined
  /** Names in a directory. */
  list(path: string): string[]
}

export class FileSystem {
  private readonly files = new Map<string, Uint8Array>()
  private readonly dirs = new Set<string>(['/'])
  /** Paths removed from sight although the host has them. */
  private readonly removed = new Set<string>()

  constructor(
    public cwd = '/',
    private readonly host: HostFiles | null = null,
  ) {
    this.makeDirs(cwd)
  }

  /** The absolute form of a path, without `.`, `..` and double slashes. */
  resolve(path: string): string {
    const parts: string[] = []
    for (const p of (path.startsWith('/') ? path : `${this.cwd}/${path}`).split('/')) {
      if (p === '' || p === '.') continue
      if (p === '..') parts.pop()
      else parts.push(p)
    }
    return `/${parts.join('/')}`
  }

  private makeDirs(path: string): void {
    let at = ''
    for (const p of path.split('/')) {
      if (p === '') continue
      at += `/${p}`
      this.dirs.add(at)
    }
  }

  kind(path: string): 'file' | 'directory' | undefined {
    const p = this.resolve(path)
    if (this.files.has(p)) return 'file'
    if (this.dirs.has(p)) return 'directory'
    return this.removed.has(p) ? undefined : this.host?.kind(p)
  }

  read(path: string): Uint8Array | undefined {
    const p = this.resolve(path)
    const own = this.files.get(p)
    if (own !== undefined) return own
    return this.removed.has(p) ? undefined : this.host?.read(p)
  }

  write(path: string, data: Uint8Array): void {
    const p = this.resolve(path)
    this.removed.delete(p)
    this.files.set(p, data)
    this.makeDirs(p.slice(0, p.lastIndexOf('/')))
  }

  remove(path: string): void {
    const p = this.resolve(path)
    this.files.delete(p)
    this.dirs.delete(p)
    this.removed.add(p)
  }

  makeDir(path: string): void {
    const p = this.resolve(path)
    this.removed.delete(p)
    this.makeDirs(p)
  }

  /** Names in a directory, sorted. */
  list(path: string): string[] {
    const p = this.resolve(path)
    const prefix = p === '/' ? '/' : `${p}/`
    const names = new Set<string>()
    for (const f of [...this.files.keys(), ...this.dirs]) {
      if (f.startsWith(prefix) && f.length > prefix.length) names.add(f.slice(prefix.length).split('/')[0])
    }
    if (this.host !== null && this.host.kind(p) === 'directory') {
      for (const n of this.host.list(p)) if (!this.removed.has(prefix + n)) names.add(n)
    }
    return [...names].sort()
  }
}
