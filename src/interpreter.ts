/**
 * Interpreter: a machine ready to run programs, with the native modules, standard streams, `__main__` and what the embedding program hands in. It is what
 * `index.ts`, the command line and the recorder make programs run with; everything below it knows nothing of the others.
 */
import type { CodeObject } from './compile/code'
import type { Host } from './objects/context'
import { excTypes, type PyException, PySystemExit } from './objects/exceptions'
import { PyModule } from './objects/module'
import { LimitReached, PyRaise } from './objects/raise'
import { isSubtype } from './objects/type'
import { natives } from './stdlib/natives'
import { makeBuiltinsModule } from './stdlib/builtin_types'
import { makeSysModule, type SysOptions } from './stdlib/sys'
import { resetIdentityNumbers } from './values/identity'
import type { PyDict } from './values/dict'
import type { Value } from './values/value'
import { textOf } from './values/wide'
import { FileSystem, type HostFiles } from './vm/files'
import type { Finder } from './vm/import'
import { formatException } from './vm/traceback_text'
import { type Limits, VM } from './vm/vm'

export interface InterpreterOptions {
  filename?: string
  argv?: readonly string[]
  /** All of standard input, or a function that gives the next line with its newline ('' at the end). */
  stdin?: string | (() => string)
  /** Receives output as it is written; without it the result carries it. */
  stdout?: (text: string) => void
  stderr?: (text: string) => void
  /** Files of the program, by path: relative ones are in its working directory. */
  files?: Record<string, string | Uint8Array>
  cwd?: string
  /** A tree of the host the program may read. */
  hostFiles?: HostFiles
  /** Where further modules of the standard library come from. */
  finders?: readonly Finder[]
  limits?: Limits & { recursion?: number }
  /** Directories searched for modules, after the program's own. */
  path?: readonly string[]
  host?: Partial<Host>
  sys?: Partial<SysOptions>
}

/** How a run ended. */
export interface RunResult {
  ok: boolean
  /** 0 done, 1 an exception, SystemExit's status, 3 a limit. */
  exitCode: number
  stdout: string
  stderr: string
  error?: RunError
}

export interface RunError {
  /** Name of the exception class; for a limit its kind. */
  type: string
  message: string
  /** The traceback as Python prints it. */
  traceback: string
  limit?: LimitReached['kind']
}

function defaultHost(options: InterpreterOptions, out: { stdout: string; stderr: string }): Host {
  const { stdin } = options
  let rest = typeof stdin === 'string' ? stdin : ''
  return {
    stdout:
      options.stdout ??
      ((text) => {
        out.stdout += text
      }),
    stderr:
      options.stderr ??
      ((text) => {
        out.stderr += text
      }),
    readline:
      typeof stdin === 'function'
        ? stdin
        : () => {
            const i = rest.indexOf('\n')
            const line = i < 0 ? rest : rest.slice(0, i + 1)
            rest = rest.slice(line.length)
            return line
          },
    time: () => Date.now() / 1000,
    perf: () => performance.now() / 1000,
    entropy: (n) => crypto.getRandomValues(new Uint8Array(n)),
    ...options.host,
  }
}

export class Interpreter {
  readonly vm: VM
  readonly main: PyModule
  readonly filename: string
  private readonly out = { stdout: '', stderr: '' }

  constructor(readonly options: InterpreterOptions = {}) {
    resetIdentityNumbers()
    this.filename = options.filename ?? 'main.py'
    const vm = new VM(defaultHost(options, this.out), options.limits)
    this.vm = vm
    if (options.limits?.recursion !== undefined) vm.recursionLimit = options.limits.recursion
    vm.natives = natives as typeof vm.natives
    vm.files = new FileSystem(options.cwd ?? '/', options.hostFiles ?? null)
    for (const path in options.files) {
      const content = options.files[path]
      vm.files.write(path, typeof content === 'string' ? new TextEncoder().encode(content) : content)
    }
    vm.finders.push(...(options.finders ?? []))
    const builtins = makeBuiltinsModule(vm)
    vm.builtins = builtins.dict
    vm.importFunction = builtins.dict.getStr('__import__')
    vm.modules.setStr('builtins', builtins)
    makeSysModule(vm, {
      argv: options.argv ?? [this.filename],
      path: options.path ?? [options.cwd ?? '/'],
      ...options.sys,
    })
    this.main = new PyModule('__main__')
    this.main.dict.setStr('__builtins__', vm.modules.getStr('builtins') as Value)
    vm.modules.setStr('__main__', this.main)
  }

  get globals(): PyDict {
    return this.main.dict
  }

  compile(
    source: string | Uint8Array,
    mode: 'exec' | 'eval' | 'single' = 'exec',
    filename = this.filename,
  ): CodeObject {
    if (typeof source !== 'string' && !(source instanceof Uint8Array)) {
      throw new TypeError(`a program is a string or a Uint8Array, not ${source === null ? 'null' : typeof source}`)
    }
    this.vm.rememberSource(filename, source)
    return this.vm.compileSource(source, filename, mode)
  }

  /** Runs a program in `__main__`; a Python exception is a result. What the program wrote before is in the result of the run that wrote it. */
  run(source: string | Uint8Array): RunResult {
    this.main.dict.setStr('__file__', this.filename)
    return this.guard(() => {
      const code = this.compile(source)
      this.vm.runCode(code, this.globals, this.globals)
    })
  }

  /** Runs `act`, which may raise, and says how it ended; an uncaught exception is printed to stderr as `python` does. */
  guard(act: () => void): RunResult {
    const { vm, out } = this
    let error: RunError | undefined
    let exitCode = 0
    try {
      try {
        act()
      } finally {
        vm.frame = null
        vm.depth = 0
        vm.nativeDepth = 0
      }
      this.finish()
    } catch (e) {
      ;[exitCode, error] = this.failed(e)
    }
    const result: RunResult = { ok: exitCode === 0, exitCode, stdout: out.stdout, stderr: out.stderr }
    out.stdout = ''
    out.stderr = ''
    if (error !== undefined) result.error = error
    return result
  }

  /** What runs after the program: `atexit` functions. */
  private finish(): void {
    const hook = this.vm.state.get('atexit') as (() => void) | undefined
    hook?.()
  }

  private failed(e: unknown): [number, RunError | undefined] {
    if (e instanceof LimitReached) {
      return [3, { type: e.kind, message: e.message, traceback: '', limit: e.kind }]
    }
    if (!(e instanceof PyRaise)) throw e
    const exc = e.exc
    if (isSubtype(exc.type, excTypes.SystemExit)) return this.systemExit(exc)
    let traceback = ''
    try {
      traceback = this.report(exc)
    } catch (inner) {
      if (inner instanceof LimitReached)
        return [3, { type: inner.kind, message: inner.message, traceback: '', limit: inner.kind }]
      throw inner
    }
    try {
      this.finish()
    } catch (inner) {
      if (!(inner instanceof PyRaise)) throw inner
    }
    const status = isSubtype(exc.type, excTypes.KeyboardInterrupt) ? 130 : 1
    return [status, { type: textOf(exc.type.name), message: this.message(exc), traceback }]
  }

  private message(exc: PyException): string {
    try {
      return textOf(this.vm.strOf(exc))
    } catch {
      return ''
    }
  }

  /** Prints an uncaught exception through `sys.excepthook`. */
  private report(exc: PyException): string {
    const { vm } = this
    const text = formatException(vm, exc)
    const sys = vm.modules.getStr('sys')
    const hook = sys instanceof PyModule ? sys.dict.getStr('excepthook') : undefined
    const original = sys instanceof PyModule ? sys.dict.getStr('__excepthook__') : undefined
    if (hook !== undefined && hook !== original) {
      try {
        vm.call(hook, [exc.type, exc, exc.traceback])
        return text
      } catch (e) {
        if (!(e instanceof PyRaise)) throw e
        vm.writeStderr(`Error in sys.excepthook:\n${formatException(vm, e.exc)}\nOriginal exception was:\n`)
      }
    }
    vm.printError(text)
    return text
  }

  private systemExit(exc: PyException): [number, RunError | undefined] {
    const code = exc instanceof PySystemExit ? (exc.code ?? null) : null
    try {
      this.finish()
    } catch (inner) {
      if (!(inner instanceof PyRaise)) throw inner
    }
    if (code === null) return [0, undefined]
    if (typeof code === 'number') return [code & 0xff, undefined]
    if (typeof code === 'boolean') return [code ? 1 : 0, undefined]
    if (typeof code === 'bigint') return [Number(BigInt.asUintN(8, code)), undefined]
    const text = textOf(this.vm.strOf(code))
    this.vm.printError(`${text}\n`)
    return [1, { type: 'SystemExit', message: text, traceback: '' }]
  }
}
