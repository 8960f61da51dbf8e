/**
 * VM: one Python interpreter. It implements `Context`, what objects ask of the machine, and holds the state of its one thread: the current
 * frame, the stack of exceptions being handled, depth counters, limits, the monitor, `sys.modules`.
 *
 * The loop itself is `run()` in `loop.ts`. Native code enters it through `call`, `resume` and `throwInto` here; each entry is counted (`nativeDepth`), so that
 * recursion through natives ends in RecursionError and not at the end of the host's stack. Python calling Python does not enter natives and is limited by
 * `recursionLimit` alone.
 *
 * Limits. `budget` counts down at RESUME, at backward jumps and by `tick`; when it runs out `checkLimits` looks at steps, time, memory and the abort
 * signal, and throws `LimitReached`, which no Python handler sees. CPython's counterpart is the eval breaker of Python/ceval_gil.c.
 */
import type { CodeObject } from '../compile/code'
import { instrument, tracedIndex } from '../compile/instrument'
import { Op } from '../compile/op.gen'
import { getAttrOrNull, isTrue as isTrueOf, repr, str } from '../objects/abstract'
import type { Context, Host } from '../objects/context'
import { PyBuiltinFunction } from '../objects/descr'
import { excTypes, newException, type PyException, PyStopIteration } from '../objects/exceptions'
import { ExcState, type Frame, FrameExit } from '../objects/frame'
import { PyFunction } from '../objects/function'
import type { AsyncGenHooks } from '../objects/async_generator'
import type { PyCell } from '../objects/cell'
import type { PyGenerator } from '../objects/generator'
import { PyMethod } from '../objects/method'
import { PyModule } from '../objects/module'
import { importError, LimitReached, memoryError, PyRaise, raiseOf, recursionError, stopValue } from '../objects/raise'
import { asStrValue } from '../objects/str'
import { PyTraceback } from '../objects/traceback'
import { isSubtype, type PyType } from '../objects/type'
import { PyDict } from '../values/dict'
import { fromText, textOf } from '../values/wide'
import { InternalError, type Str, type Value } from '../values/value'
import { callNativeObject, frameFor, pushFrame, releaseFrame, takeFrame } from './call'
import { bindArguments } from '../objects/function'
import { resume, throwIntoGenerator } from './generator'
import { compileSource } from './source'
import { FileSystem } from './files'
import { localsOf } from './frame_locals'
import { type Finder, importModule, importModuleLevel, type NativeModules } from './import'
import { run } from './loop'
import type { Monitor } from './monitor'
import { quicken } from './quicken'
import { formatException } from './traceback_text'
import { chainContext, raised } from './unwind'

export interface Limits {
  /** Loop iterations, calls and units of native work. */
  steps?: number
  /** Wall-clock seconds. */
  seconds?: number
  /** Characters written to stdout and stderr together. */
  output?: number
  /** Bytes, by the host's measure of its heap, and for single allocations. */
  memory?: number
  /** An `AbortSignal`, or anything that says whether it was aborted. */
  signal?: { readonly aborted: boolean }
}

/** Host stack one entry of native code may need, in bytes, before the engine has optimised the loop. */
const STACK_PER_ENTRY = 4500

/** Entries there is always room for. */
const LEAST_DEPTH = 50

let allowedDepth = 0

/** How many entries the stack of this host has room for beyond those that stand on it: measured once, by filling it with calls of a known size. */
function nativeDepthAllowed(standing: number): number {
  if (allowedDepth === 0) {
    let calls = 0
    const descend = (): void => {
      calls++
      descend()
    }
    try {
      descend()
    } catch {
      // The stack was full.
    }
    allowedDepth = Math.max(LEAST_DEPTH, standing + Math.floor((calls * 75) / STACK_PER_ENTRY))
  }
  return allowedDepth
}

/** Between two looks at the clock. */
const SLICE = 20_000

/** What a unit of native work takes at least, in seconds (`Context.tick`). */
const TICK_SECONDS = 4e-8

/** Single allocations beyond this raise MemoryError when no limit says otherwise. */
const MAX_ALLOCATION = 2 ** 30

let lastEpoch = 0

type EventName = 'raise' | 'reraise' | 'handled' | 'unwind'

export class VM implements Context {
  frame: Frame | null = null
  excInfo = new ExcState()
  builtins = new PyDict()
  modules = new PyDict()
  recursionLimit = 1000
  intMaxStrDigits = 4300
  /** Python frames on the stack. */
  depth = 0
  /** Entries of native code that may recurse. */
  nativeDepth = 0
  private nativeLimit = allowedDepth || LEAST_DEPTH
  /** Counts down to the next `checkLimits`. */
  budget = SLICE
  private slice = SLICE
  private stepsLeft = Number.POSITIVE_INFINITY
  private deadline = Number.POSITIVE_INFINITY
  private memoryLimit = 0
  private signal: { readonly aborted: boolean } | undefined = undefined

  /** Whoever watches, and a number that tells instrumented copies made for it from older ones. */
  monitor: Monitor | null = null
  monitorEpoch = 0
  /** The monitor while `unmonitored` code runs, and what that code did about it. */
  suspendedMonitor: Monitor | null = null
  replacedMonitor = false
  monitorChanged = false
  /** A monitor wants the run to stop at this event when it can; see `beginCode`. */
  pauseRequested = false
  hiddenChanges = 0
  /** Sees calls in monitored runs (`sys.setprofile`, `sys.monitoring` CALL events); null for none. */
  callHook:
    | ((
        frame: Frame,
        fn: Value,
        self: Value | undefined,
        L: (Value | undefined)[],
        from: number,
        n: number,
      ) => Value | undefined)
    | null = null
  callHookEx:
    | ((frame: Frame, fn: Value, args: Value[], kwnames: readonly string[] | null) => Value | undefined)
    | null = null

  /** Sees the call of `super` in `super().name`, and gives the attribute. */
  superHook: ((frame: Frame, sup: Value, args: Value[], name: string) => Value) | null = null

  // Second results of functions of the machine.
  /** Of `loadMethod`: the attribute is to be called with the object first. */
  methodFound = false
  /** Of `raiseVarargs` and `caught`: the exception goes on without a new traceback entry. */
  reraising = false
  /** A native changed `code` or `pc` of frames that are running. */
  frameChanged = false
  /** What `run` is to raise before it runs. */
  injected: PyException | null = null

  /** `builtins.__import__` as it was made. */
  importFunction: Value | undefined = undefined
  /** Calls `sys.displayhook`; set by the sys module. */
  displayHook: (v: Value) => Value = () => null
  /** State of native modules, by module name. */
  readonly state = new Map<string, unknown>()

  /** All files the program can see. */
  files = new FileSystem()
  /** The native modules, modules of the embedding program, and further places modules come from. */
  natives!: NativeModules
  hostModules: ((name: string) => PyModule | undefined) | null = null
  readonly finders: Finder[] = []
  /** Compile with marks for expression events. */
  exprMarks = false
  /** Comprehensions are compiled as frames of their own. */
  separateComprehensions = false
  /** Sources by file name, for tracebacks: lines are split when first needed. */
  private readonly sources = new Map<string, string | string[] | (() => string)>()
  private outputLeft = Number.POSITIVE_INFINITY
  asyncGenHooks: AsyncGenHooks | undefined = undefined

  constructor(
    readonly host: Host,
    limits: Limits = {},
  ) {
    this.setLimits(limits)
  }

  setLimits(limits: Limits): void {
    this.stepsLeft = limits.steps ?? Number.POSITIVE_INFINITY
    this.slice = Math.min(SLICE, this.stepsLeft)
    this.budget = this.slice
    this.deadline = limits.seconds === undefined ? Number.POSITIVE_INFINITY : this.host.perf() + limits.seconds
    this.memoryLimit = limits.memory ?? 0
    this.outputLeft = limits.output ?? Number.POSITIVE_INFINITY
    this.signal = limits.signal
  }

  // --- Context --------------------------------------------------------------------------------------------------------

  get handledException(): PyException | null {
    for (let s: ExcState | null = this.excInfo; s !== null; s = s.previous) if (s.value !== null) return s.value
    return null
  }

  call(fn: Value, args: Value[], kwnames: readonly string[] | null = null): Value {
    if (fn instanceof PyMethod) {
      args = [fn.self, ...args]
      fn = fn.func
    }
    if (fn instanceof PyFunction) return this.callFunction(fn, args, kwnames)
    if (fn instanceof PyBuiltinFunction) return fn.def.call(this, fn.self, args, kwnames)
    return callNativeObject(this, fn, args, kwnames)
  }

  private callFunction(fn: PyFunction, args: Value[], kwnames: readonly string[] | null): Value {
    this.enter('')
    try {
      if (fn.code.quick === undefined) quicken(fn.code)
      const f = takeFrame(this, fn)
      const M = f.localsplus
      const simple = fn.code.simpleArgs
      if (simple === args.length && (kwnames === null || kwnames.length === 0)) {
        for (let i = 0; i < simple; i++) M[i] = args[i]
      } else bindArguments(this, fn, args, kwnames, M)
      pushFrame(this, f, this.frame, FrameExit.ENTRY)
      return run(this, f)
    } finally {
      this.nativeDepth--
    }
  }

  /** Runs module code, a class body or code given to `exec`. `closure` holds the cells of its free variables. */
  runCode(code: CodeObject, globals: PyDict, locals: Value, closure?: PyCell[] | null): Value {
    this.enter('')
    try {
      const f = frameFor(this.monitor === null ? code : this.codeToRun(code), globals, this.builtinsOf(globals))
      f.locals = locals
      if (closure) f.func = { closure, name: code.name, qualname: code.qualname }
      pushFrame(this, f, this.frame, FrameExit.ENTRY)
      return run(this, f)
    } finally {
      this.nativeDepth--
    }
  }

  /**
   * Runs code at the bottom of the stack so that it can pause: the result is `PAUSED` when a monitor set `pauseRequested` and no native code was in between;
   * `continueCode` then goes on. The caller clears up after the run (`frame`, `depth`, `nativeDepth`).
   */
  beginCode(code: CodeObject, globals: PyDict, locals: Value): Value {
    this.enter('')
    const f = frameFor(this.monitor === null ? code : this.codeToRun(code), globals, this.builtinsOf(globals))
    f.locals = locals
    pushFrame(this, f, this.frame, FrameExit.ENTRY)
    return run(this, f)
  }

  continueCode(): Value {
    return run(this, this.frame!)
  }

  /** The builtins a namespace sees: its `__builtins__`, a module or a dict. */
  builtinsOf(globals: PyDict): PyDict {
    const b = globals.getStr('__builtins__')
    if (b instanceof PyModule) return b.dict
    if (b instanceof PyDict) return b
    return this.builtins
  }

  resume(gen: PyGenerator, sent: Value): Value | undefined {
    return resume(this, gen, sent)
  }

  throwInto(gen: PyGenerator, exc: PyException): Value | undefined {
    return throwIntoGenerator(this, gen, exc)
  }

  enter(where = ''): void {
    if (++this.nativeDepth <= this.nativeLimit) return
    this.nativeLimit = nativeDepthAllowed(this.nativeDepth)
    if (this.nativeDepth > this.nativeLimit) {
      this.nativeDepth--
      throw recursionError(`maximum recursion depth exceeded${where}`)
    }
  }

  leave(): void {
    this.nativeDepth--
  }

  importModule(name: string): PyModule {
    return importModule(this, name) as PyModule
  }

  importName(name: string, globals: Value, fromlist: Value, level: number): Value {
    return importModuleLevel(this, name, globals, fromlist, level)
  }

  compileSource(
    source: string | Uint8Array,
    filename: string,
    mode: 'exec' | 'eval' | 'single',
    flags = 0,
    optimize = -1,
  ): CodeObject {
    return compileSource(this, source, filename, { mode, flags, optimize })
  }

  localsOf(frame: Frame): Value {
    return localsOf(this, frame)
  }

  writeStdout(text: string): void {
    if ((this.outputLeft -= text.length) < 0) throw new LimitReached('size-limit', 'the output limit was reached')
    this.host.stdout(text)
  }

  writeStderr(text: string): void {
    if ((this.outputLeft -= text.length) < 0) throw new LimitReached('size-limit', 'the output limit was reached')
    this.host.stderr(text)
  }

  /** Writes an error report to `sys.stderr`, or to the host's where the program has none. */
  printError(text: string): void {
    const sys = this.modules.getStr('sys')
    const f = sys instanceof PyModule ? sys.dict.getStr('stderr') : undefined
    if (f === null) return
    const write = f === undefined ? undefined : getAttrOrNull(this, f, 'write')
    if (write === undefined) {
      this.writeStderr(text)
      return
    }
    try {
      this.call(write, [fromText(text)])
    } catch (e) {
      if (!(e instanceof PyRaise)) throw e
    }
  }

  // --- sources --------------------------------------------------------------------------------------------------------

  rememberSource(filename: string, source: string | Uint8Array | (() => string)): void {
    this.sources.set(filename, source instanceof Uint8Array ? decodeSource(source) : source)
  }

  /** Lines of a file whose source is known. */
  sourceLines(filename: string): string[] | undefined {
    let s = this.sources.get(filename)
    if (s === undefined) {
      const data = filename.startsWith('<') ? undefined : this.files.read(filename)
      if (data === undefined) return undefined
      s = decodeSource(data)
    }
    if (!Array.isArray(s)) {
      if (typeof s === 'function') s = s()
      s = s.split(/\r\n|\r|\n/)
      this.sources.set(filename, s)
    }
    return s
  }

  sourceLine(filename: string, lineno: number): string | undefined {
    return this.sourceLines(filename)?.[lineno - 1]
  }

  charge(bytes: number): void {
    if (bytes > (this.memoryLimit || MAX_ALLOCATION)) throw memoryError()
  }

  tick(n: number): void {
    this.budget -= n
    // One long operation of the host cannot be interrupted: what would end after the deadline is not begun.
    if (this.budget < 0) this.checkLimits(n > SLICE ? n * TICK_SECONDS : 0)
  }

  // --- limits ---------------------------------------------------------------------------------------------------------

  /** The budget has run out: looks at all limits and grants the next slice. `ahead` is how many seconds what comes next is going to take. */
  checkLimits(ahead = 0): void {
    const used = this.slice - this.budget
    this.stepsLeft -= used
    if (this.stepsLeft <= 0) {
      this.budget = 0
      throw new LimitReached('step-limit', 'the step limit was reached')
    }
    this.slice = Math.min(SLICE, this.stepsLeft)
    this.budget = this.slice
    if (this.signal?.aborted) throw new LimitReached('cancelled', 'the run was cancelled')
    if (this.deadline !== Number.POSITIVE_INFINITY && this.host.perf() + ahead > this.deadline) {
      throw new LimitReached('time-limit', 'the time limit was reached')
    }
    const memory = this.host.memory
    if (memory !== undefined && this.memoryLimit > 0 && memory() > this.memoryLimit) {
      throw new LimitReached('memory-limit', 'the memory limit was reached')
    }
    this.pending()
  }

  /** Work asked for from outside between two instructions (an interrupt). */
  interrupt: PyException | null = null
  private pending(): void {
    const exc = this.interrupt
    if (exc === null) return
    this.interrupt = null
    throw new PyRaise(exc)
  }

  recursionError(): PyRaise {
    this.depth--
    return recursionError('maximum recursion depth exceeded')
  }

  // --- exceptions -----------------------------------------------------------------------------------------------------

  /**
   * What was thrown at the loop while `frame` ran, as the Python exception to unwind with. What is not Python's leaves the machine: all frames of this
   * activation are dropped and it is thrown on.
   */
  caught(e: unknown, frame: Frame): PyException {
    this.reraising = false
    if (e instanceof PyRaise) {
      this.frame = frame
      if (e.fresh) {
        e.fresh = false
        chainContext(this, e.exc)
      }
      return e.exc
    }
    if (e instanceof RangeError) {
      this.frame = frame
      this.recount()
      // Compared as a whole: nothing that needs stack may be called here.
      const stack = e.message === 'Maximum call stack size exceeded'
      const made = stack ? recursionError('maximum recursion depth exceeded') : memoryError()
      chainContext(this, made.exc)
      return made.exc
    }
    let f: Frame = frame
    while (f.exit !== FrameExit.ENTRY && f.back !== null) f = f.back
    this.frame = f.back
    this.recount()
    if (e instanceof TypeError || e instanceof ReferenceError) {
      const at = frame.plainLasti
      const where = `${textOf(frame.plainCode.qualname)}, line ${frame.lineno}, instruction ${at}`
      const wrapped = new InternalError(`${e.message} (in ${where})`)
      wrapped.stack = e.stack
      throw wrapped
    }
    throw e
  }

  /** Counts the frames anew after an exit that did not leave them one by one. */
  private recount(): void {
    let n = 0
    for (let f = this.frame; f !== null; f = f.back) n++
    this.depth = n
    let s: ExcState = this.excInfo
    // Levels of generators that were left behind.
    while (s.previous !== null && !this.isLive(s)) {
      const p: ExcState = s.previous
      s.previous = null
      s = p
    }
    this.excInfo = s
  }

  private isLive(s: ExcState): boolean {
    for (let f = this.frame; f !== null; f = f.back) if (f.generator !== null && f.generator.exc === s) return true
    return false
  }

  /** Delivers an exception event to the monitor; what a trace function raises takes the place of the exception. */
  notify(frame: Frame, exc: PyException, event: EventName): PyException {
    const m = this.monitor
    if (m === null) return exc
    this.frame = frame
    try {
      m[event](frame, exc)
      return exc
    } catch (e) {
      const other = this.caught(e, frame)
      return other
    }
  }

  /** A generator driven by `frame` has ended. */
  notifyStop(frame: Frame, value: Value): void {
    this.monitor?.stopIteration(frame, value)
  }

  /** The value of a StopIteration in flight, NULL for anything else. */
  stopIterationOf(e: unknown): Value | undefined {
    if (e instanceof PyRaise && e.exc instanceof PyStopIteration) return e.exc.value ?? null
    return undefined
  }

  /** A traceback entry for the current frame. */
  tracebackHere(next: PyTraceback | null): PyTraceback | null {
    const frame = this.frame
    if (frame === null) return next
    frame.escaped = true
    const i = frame.plainLasti
    return new PyTraceback(next, frame, i < 0 ? -1 : frame.plainCode.offsets[i], frame.lineno ?? -1)
  }

  cannotImportName(module: Value, name: string, pkgname: Value | undefined): PyRaise {
    const from = typeof pkgname === 'string' ? pkgname : '<unknown module name>'
    const d = module instanceof PyModule ? module.dict : undefined
    const file = d?.getStr('__file__')
    const spec = d?.getStr('__spec__')
    const where = typeof file === 'string' ? file : 'unknown location'
    const initializing = this.isInitializing(spec)
    const message =
      initializing && typeof pkgname === 'string'
        ? `cannot import name '${name}' from partially initialized module '${from}' (most likely due to a circular import) (${where})`
        : `cannot import name '${name}' from '${from}' (${where})`
    return importError(
      excTypes.ImportError,
      message,
      fromText(from),
      typeof file === 'string' ? file : null,
      fromText(name),
    )
  }

  isInitializing(spec: Value | undefined): boolean {
    const d = spec instanceof Object && spec !== null ? (spec as { dict?: PyDict }).dict : undefined
    return d?.getStr('_initializing') === true
  }

  /** An exception that has nowhere to go: printed as `Exception ignored in: …`. */
  unraisable(e: unknown, where: Value): void {
    if (!(e instanceof PyRaise)) throw e
    this.printError(`Exception ignored in: ${this.reprText(where)}\n${formatException(this, e.exc)}`)
  }

  // --- monitoring -----------------------------------------------------------------------------------------------------

  /** Installs a monitor, or none. Frames that are running change to instrumented or plain code. */
  setMonitor(m: Monitor | null): void {
    this.monitor = m
    if (this.suspendedMonitor !== null) {
      this.replacedMonitor = true
      return
    }
    this.monitorEpoch = ++lastEpoch
    for (let f = this.frame; f !== null; f = f.back) this.switchCode(f)
    this.frameChanged = this.frame !== null
  }

  /** The code to execute for `code` under the monitor: its instrumented copy, or itself. */
  codeToRun(code: CodeObject): CodeObject {
    if (code.plain !== undefined) code = code.plain
    const m = this.monitor
    if (m === null) return code
    if (code.instrumentedFor !== this.monitorEpoch) {
      code.instrumented = m.shouldTrace(code) ? instrument(code, m.granularity) : undefined
      code.instrumentedFor = this.monitorEpoch
    }
    const c = code.instrumented
    if (c === undefined) {
      this.hiddenChanges++
      return code
    }
    if (c.quick === undefined) quicken(c)
    return c
  }

  /** Moves a frame to the code it should run under the present monitor. */
  switchCode(f: Frame): void {
    const plain = f.plainCode
    const wanted = this.codeToRun(plain)
    if (f.code === wanted) return
    const [next, reported] = nextPlain(f)
    // Unused afterwards by the pool of the code it came from.
    f.escaped = true
    f.code = wanted
    if (wanted.quick === undefined) quicken(wanted)
    if (wanted.plain === undefined) f.pc = 2 * next
    else {
      let at = tracedIndex(wanted, next)
      while (eventRank(wanted.ops[2 * at]) <= reported) at++
      f.pc = 2 * at
    }
    this.frameChanged = true
  }

  /** Runs `fn` with no events delivered. */
  unmonitored<T>(fn: () => T): T {
    const m = this.monitor
    const outer = this.suspendedMonitor
    if (m === null) return fn()
    this.monitor = null
    this.suspendedMonitor = m
    try {
      return fn()
    } finally {
      this.suspendedMonitor = outer
      // `fn` may have put another in its place (`sys.settrace` in a trace function).
      if (this.replacedMonitor) {
        this.replacedMonitor = false
        this.setMonitor(this.monitor)
      } else this.monitor = m
      if (this.monitorChanged) {
        this.monitorChanged = false
        this.setMonitor(this.monitor)
      }
    }
  }

  // --- small helpers for the machine ----------------------------------------------------------------------------------

  isTrue(v: Value): boolean {
    return isTrueOf(this, v)
  }

  reprText(v: Value): string {
    return textOf(repr(this, v))
  }

  strOf(v: Value): Str {
    return str(this, v)
  }

  /** The JavaScript text of a str or an instance of a subclass; undefined for anything else. */
  strText(v: Value): string | undefined {
    const s = asStrValue(v)
    return s === undefined ? undefined : textOf(s)
  }

  /** A class pattern with one positional sub-pattern matches the subject itself for these types and their subclasses. */
  matchesSelf(type: PyType): boolean {
    for (const t of type.mro) {
      if (t.flags & (1 << 8) && MATCH_SELF.has(textOf(t.name)) && t.module === 'builtins') return true
    }
    return false
  }
}

/** Place of a trace instruction among those before one instruction; beyond them for anything else. */
function eventRank(op: number): number {
  switch (op) {
    case Op.TRACE_LINE:
      return 1
    case Op.TRACE_EXPR:
      return 2
    case Op.TRACE_INSTRUCTION:
      return 3
    case Op.TRACE_RETURN:
    case Op.TRACE_RETURN_CONST:
    case Op.TRACE_YIELD:
    case Op.TRACE_EFFECT:
      return 4
  }
  return 5
}

/** Index of the plain instruction a frame runs next, and the rank of the last event of it that has been delivered already. */
function nextPlain(f: Frame): [next: number, reported: number] {
  const { code } = f
  const map = code.plainIndex
  if (map === undefined) return [f.pc >> 1, 0]
  let i = f.pc >> 1
  const rank = i > 0 ? eventRank(code.ops[2 * i - 2]) : 5
  while (code.ops[2 * i] >= Op.TRACE_START) i++
  return [map[i], rank === 5 ? 0 : rank]
}

/** Source bytes as text: UTF-8 with an optional mark, or what a coding comment of latin-1 says. */
function decodeSource(data: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(data.subarray(0, 200)).split('\n', 2).join('\n')
  const coding = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m.exec(head)?.[1].toLowerCase()
  return new TextDecoder(coding === 'latin-1' || coding === 'iso-8859-1' ? 'latin1' : 'utf-8').decode(data)
}

const MATCH_SELF = new Set([
  'bool',
  'bytearray',
  'bytes',
  'dict',
  'float',
  'frozenset',
  'int',
  'list',
  'set',
  'str',
  'tuple',
])

export { isSubtype, newException, raised, raiseOf, releaseFrame, stopValue }
