/**
 * Context: all that an object may ask of the machine that runs it.
 *
 * Every operation on objects takes a Context first (`cx`), as C functions take the thread state. The VM implements it
 * (`vm/vm.ts`); nothing in `objects/` or `stdlib/` knows more of the VM than this interface.
 */
import type { Value } from '../values/value'
import type { CodeObject } from '../compile/code'
import type { PyDict } from '../values/dict'
import type { PyCell } from './cell'
import type { Frame } from './frame'
import type { PyException } from './exceptions'
import type { PyGenerator } from './generator'
import type { PyModule } from './module'

/** What the embedding program hands in or takes out; absent members do not exist for Python. */
export interface Host {
  /** Receives text written to sys.stdout / sys.stderr. */
  stdout(text: string): void
  stderr(text: string): void
  /** Next line of standard input with its newline, '' at the end. */
  readline(): string
  /** Seconds since the epoch, and a monotonic clock in seconds. */
  time(): number
  perf(): number
  /** Waits; without it `time.sleep` waits busily. */
  sleep?(seconds: number): void
  /** Bytes of heap in use, where the host can tell. */
  memory?(): number
  /** Random bytes for `os.urandom`, unseeded `random`. */
  entropy(n: number): Uint8Array
}

/** The files a program can see; see `vm/files.ts`. Nothing of the host shows through but what was handed in. */
export interface FileAccess {
  cwd: string
  resolve(path: string): string
  kind(path: string): 'file' | 'directory' | undefined
  read(path: string): Uint8Array | undefined
  write(path: string, data: Uint8Array): void
  remove(path: string): void
  makeDir(path: string): void
  list(path: string): string[]
}

export interface Context {
  readonly files: FileAccess
  readonly host: Host
  /** The frame now running, null between programs. */
  frame: Frame | null
  /** The exception being handled (`sys.exception()`), or null. */
  readonly handledException: PyException | null
  readonly builtins: PyDict
  /** `sys.modules`. */
  readonly modules: PyDict
  recursionLimit: number
  /** Counts what may have changed objects unseen by a monitor: runs of code that is not traced, and look-ups that store something (`defaultdict`). */
  hiddenChanges: number
  /** `sys.set_int_max_str_digits`; 0 is no limit. */
  intMaxStrDigits: number
  /**
   * Calls a Python object from native code. The values of keyword arguments follow the positional ones in `args`, `kwnames` names
   * them. Re-enters the machine; a Python exception comes out as a thrown `PyRaise`.
   */
  call(callable: Value, args: Value[], kwnames?: readonly string[] | null): Value
  /** Resumes a suspended generator or coroutine: what it yields, or NULL at its end with the return value in `stopValue`. */
  resume(gen: PyGenerator, sent: Value): Value | undefined
  /** Raises `exc` where the generator is suspended; result as of `resume`. */
  throwInto(gen: PyGenerator, exc: PyException): Value | undefined
  /** Runs native code that may recurse: counts depth, raises RecursionError before the host stack ends. */
  enter(where?: string): void
  leave(): void
  /** Imports an absolute dotted name and returns that very module (not its top package). */
  importModule(name: string): PyModule
  /** `__import__`. */
  importName(name: string, globals: Value, fromlist: Value, level: number): Value
  /** Source to code object; refusals come as `PyRaise` of SyntaxError. `flags` are CPython's compiler flags, `optimize` -1 the interpreter's own level. */
  compileSource(
    source: string | Uint8Array,
    filename: string,
    mode: 'exec' | 'eval' | 'single',
    flags?: number,
    optimize?: number,
  ): CodeObject
  /** Runs a code object in a namespace (`exec`, `eval`, class bodies); `closure` holds the cells of its free variables. */
  runCode(code: CodeObject, globals: PyDict, locals: Value, closure?: PyCell[] | null): Value
  /** `f_locals` of the current frame, a snapshot dict in optimised code (`locals()`). */
  localsOf(frame: Frame): Value
  /** Writes to the host's streams, counting towards the output limit. */
  /** Lines of a source the machine has run or can read, without newlines. */
  sourceLines(filename: string): string[] | undefined
  writeStdout(text: string): void
  writeStderr(text: string): void
  /** Charges an allocation of about `bytes` before it is made: MemoryError or the memory limit. */
  charge(bytes: number): void
  /** Charges `n` units of work done inside one native call (a long loop in `sum`, a regex, a big multiplication): step, time and cancel limits. */
  tick(n: number): void
}
