/**
 * Standard output and standard error of a program that the command line runs.
 */
import { writeSync } from 'node:fs'
import process from 'node:process'
import { isatty } from 'node:tty'
import type { InterpreterOptions } from '../interpreter'

/** Longest that output waits before it is written, in milliseconds: a program that is killed loses no more. */
const FLUSH_EVERY = 100

/** Collects output and writes it in large pieces; on a terminal line by line. */
class Output {
  private pending: string[] = []
  private size = 0
  private flushed = 0
  private readonly interactive: boolean
  constructor(private readonly fd: number) {
    this.interactive = isatty(fd)
  }

  write(text: string): void {
    this.pending.push(text)
    this.size += text.length
    if (
      this.size > 65536 ||
      (this.interactive && text.includes('\n')) ||
      performance.now() - this.flushed > FLUSH_EVERY
    ) {
      this.flush()
    }
  }

  flush(): void {
    this.flushed = performance.now()
    if (this.size === 0) return
    const data = Buffer.from(this.pending.join(''), 'utf8')
    this.pending = []
    this.size = 0
    for (let at = 0; at < data.length; ) {
      try {
        at += writeSync(this.fd, data, at)
      } catch (e) {
        const { code } = e as NodeJS.ErrnoException
        if (code === 'EAGAIN') continue
        if (code === 'EPIPE') process.exit(0)
        throw e
      }
    }
  }
}

/**
 * The three standard streams of a program: what it has written is seen before it waits for input and before an error message. `flush` writes what is left.
 */
export function standardStreams(
  stdin: InterpreterOptions['stdin'],
): Pick<InterpreterOptions, 'stdin' | 'stdout' | 'stderr'> & { flush(): void } {
  const out = new Output(1)
  const err = new Output(2)
  return {
    stdin:
      typeof stdin === 'function'
        ? () => {
            out.flush()
            return stdin()
          }
        : stdin,
    stdout: (text) => out.write(text),
    stderr: (text) => {
      out.flush()
      err.write(text)
      err.flush()
    },
    flush: () => out.flush(),
  }
}
