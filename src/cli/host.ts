/**
 * What the commands share: reading programs, the files a program may see, exit statuses, messages, progress bars.
 */
import { readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import process from 'node:process'
import type { InterpreterOptions } from '../interpreter'
import type { HostFiles } from '../vm/files'

export const exitCodes = { done: 0, raised: 1, usage: 2, limit: 3 } as const

/** Says what was wrong with the command and ends with status 2. */
export function fail(message: string): never {
  process.stderr.write(`pytracify: ${message}\n`)
  process.exit(exitCodes.usage)
}

/** All of standard input. A pipe that another process has made non-blocking may have nothing yet: wait for it. */
function readStandardInput(): Buffer {
  const pieces: Buffer[] = []
  for (;;) {
    const chunk = Buffer.alloc(65536)
    try {
      const n = readSync(0, chunk, 0, chunk.length, null)
      if (n === 0) return Buffer.concat(pieces)
      pieces.push(chunk.subarray(0, n))
    } catch (e) {
      const { code } = e as NodeJS.ErrnoException
      if (code === 'EOF') return Buffer.concat(pieces)
      if (code !== 'EAGAIN') throw e
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

/** The bytes of a file, or of standard input for `-`. */
export function readInput(path: string): Buffer {
  return path === '-' ? readStandardInput() : readFileSync(path)
}

/** The text of a program: of `-c`, of a file, or of standard input. */
export function readProgram(code: string | undefined, file: string | undefined): string {
  if (code !== undefined) return `${code}\n`
  try {
    return readInput(file ?? '-').toString('utf8')
  } catch (e) {
    const why = (e as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (e as Error).message
    return fail(`cannot read '${file ?? '-'}': ${why}`)
  }
}

/** A directory tree of the host, read only. */
export class DirectoryFiles implements HostFiles {
  constructor(private readonly root: string) {}

  private inside(path: string): boolean {
    return path === this.root || path.startsWith(this.root === '/' ? '/' : `${this.root}/`)
  }

  read(path: string): Uint8Array | undefined {
    if (!this.inside(path)) return undefined
    try {
      return readFileSync(path)
    } catch {
      return undefined
    }
  }

  kind(path: string): 'file' | 'directory' | undefined {
    if (!this.inside(path)) return undefined
    try {
      const s = statSync(path)
      return s.isFile() ? 'file' : s.isDirectory() ? 'directory' : undefined
    } catch {
      return undefined
    }
  }

  list(path: string): string[] {
    if (!this.inside(path)) return []
    try {
      return readdirSync(path)
    } catch {
      return []
    }
  }
}

/** Lines of the process's standard input, read as they are asked for. */
function stdinReader(): () => string {
  const chunk = Buffer.alloc(65536)
  const decoder = new TextDecoder()
  let pending = ''
  let ended = false
  return () => {
    for (;;) {
      const i = pending.indexOf('\n')
      if (i >= 0 || ended) {
        const line = i < 0 ? pending : pending.slice(0, i + 1)
        pending = pending.slice(line.length)
        return line
      }
      let n = 0
      try {
        n = readSync(0, chunk, 0, chunk.length, null)
      } catch (e) {
        const { code } = e as NodeJS.ErrnoException
        if (code === 'EAGAIN') continue
        if (code !== 'EOF') throw e
      }
      if (n === 0) {
        ended = true
        pending += decoder.decode()
      } else pending += decoder.decode(chunk.subarray(0, n), { stream: true })
    }
  }
}

/** What a program run from the command line can reach: standard input, and its own directory for reading. */
export function hostFiles(
  file: string | undefined,
): Pick<InterpreterOptions, 'cwd' | 'path' | 'hostFiles' | 'stdin' | 'host'> {
  const isFile = file !== undefined && file !== '-'
  const dir = isFile ? dirname(resolve(file)) : process.cwd()
  return {
    cwd: process.cwd(),
    path: [dir],
    hostFiles: new DirectoryFiles(dir),
    // A program that came from standard input has none left.
    stdin: file === '-' ? '' : stdinReader(),
    host: {
      memory: () => process.memoryUsage().heapUsed,
      perf: () => Number(process.hrtime.bigint()) / 1e9,
      sleep: (seconds) => {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000)
      },
    },
  }
}

/** A progress bar on a terminal; elsewhere nothing. */
export function progress(unit: string, total = 0): { update(n: number): void; stop(): void } {
  if (process.stderr.isTTY !== true) return { update: () => undefined, stop: () => undefined }
  // Loaded only when there is something to draw: it is slow to load.
  const cliProgress = createRequire(import.meta.url)('cli-progress') as typeof import('cli-progress')
  const bar = new cliProgress.SingleBar(
    {
      format: total > 0 ? `{bar} {value}/{total} ${unit} {eta}s left` : `{value} ${unit} {duration}s`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    cliProgress.Presets.shades_classic,
  )
  bar.start(total, 0)
  return { update: (n) => bar.update(n), stop: () => bar.stop() }
}
