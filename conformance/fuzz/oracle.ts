/**
 * The two sides of a comparison: what CPython makes of a program (`oracle.py`, with the code objects from `compile_dump.py`), and what we make of it
 * (`subject.ts` in a process of its own, so that one that does not come back can be ended).
 */
import { type ChildProcess, type ChildProcessWithoutNullStreams, fork, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type CodeDump, CompileOracle, pythonEnvironment } from '../compile_dump'

/** What to find out about a program. */
export interface Job {
  source: string
  ast: boolean
  code: boolean
  run: boolean
  /** Granularity of the trace; none without. */
  trace?: 'line' | 'opcode'
  /** Most events of a trace. */
  limit: number
  /** Seconds each run may take. */
  seconds: number
}

/** What one side says. Fields that were not asked for are absent. */
export interface Answer {
  /** `ast.dump` with positions; null if the program is refused. */
  ast?: string | null
  /** The code objects; null if refused. */
  code?: CodeDump | null
  stdout?: string
  stderr?: string
  exit?: number
  /** The run took too long. */
  timeout?: boolean
  trace?: string
  /** How the traced run ended: `done`, `raised T`, `limit`, `timeout`, `refused`. */
  end?: string
  /** A failure of the machine itself, or `no answer`. */
  crash?: string
}

/** CPython as a service. Jobs are answered in order. */
export class Oracle {
  private readonly child: ChildProcessWithoutNullStreams
  private readonly compiler: CompileOracle
  private readonly waiting: ((answer: Answer) => void)[] = []

  constructor(readonly python: string) {
    this.compiler = new CompileOracle(python)
    this.child = spawn(python, [fileURLToPath(new URL('oracle.py', import.meta.url))], { env: pythonEnvironment() })
    this.child.stderr.pipe(process.stderr)
    createInterface({ input: this.child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      this.waiting.shift()?.(JSON.parse(line) as Answer)
    })
  }

  async ask(job: Job): Promise<Answer> {
    const answered = new Promise<Answer>((resolve) => this.waiting.push(resolve))
    this.child.stdin.write(`${JSON.stringify(job)}\n`)
    const code = job.code ? (await this.compiler.ask({ source: job.source, filename: 'main.py' })).code : undefined
    const answer = await answered
    return job.code ? { ...answer, code: code ?? null } : answer
  }

  close(): void {
    this.child.stdin.end()
    this.compiler.close()
  }
}

/** Our own side, in a child process that is started anew when a program does not come back. */
export class Subject {
  private child: ChildProcess | undefined

  async ask(job: Job): Promise<Answer> {
    this.child ??= fork(fileURLToPath(new URL('subject.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
    const { child } = this
    return new Promise((resolve) => {
      const settle = (answer: Answer, lost: boolean): void => {
        clearTimeout(timer)
        child.removeAllListeners()
        if (lost) {
          child.kill('SIGKILL')
          this.child = undefined
        }
        resolve(answer)
      }
      // Limits within the machine come first; this one is for native code that does not look at them.
      const timer = setTimeout(() => settle({ crash: 'no answer' }, true), job.seconds * 4000 + 20_000)
      child.once('message', (answer) => settle(answer as Answer, false))
      child.once('exit', (status, signal) => settle({ crash: `the process ended: ${signal ?? status}` }, true))
      child.send(job)
    })
  }

  close(): void {
    this.child?.disconnect()
  }
}
