/**
 * Tracing: a program, an interpreter and a recorder put together. `traceStream` runs a program and hands out its steps as they come; `trace` collects them.
 *
 * The stream is pulled: the machine runs until a batch of steps is there and pauses at an event, the consumer takes them, the machine goes on. Only while native code
 * that called back into Python is on the stack (`sorted(key=f)`) can it not pause, and steps wait in memory.
 */
import { CodeObject } from './compile/code'
import { Interpreter, type InterpreterOptions, type RunError, type RunResult } from './interpreter'
import { completeOptions, formatNamed } from './trace/formats'
import type { FormatOptions, TraceFormat } from './trace/formats/format'
import { Recorder, type RecorderOptions, TraceLimit } from './trace/recorder'
import type { EndReason, Granularity, Step, StepStream, Trace, TraceEnd, TraceMeta } from './trace/step'
import type { Value } from './values/value'
import { fromText, textOf } from './values/wide'
import { PAUSED } from './vm/loop'

export interface TraceOptions extends Omit<InterpreterOptions, 'stdout' | 'stderr'> {
  granularity?: Granularity
  /** Run the program's definitions untraced, then record this call: `f([1, 2])`. */
  call?: string | null
  /** Globs over file, function (`co_qualname`) and `file:function`; nothing given: the program's own file. */
  only?: readonly string[]
  /** Do not record calls deeper than this. */
  maxDepth?: number
  maxSteps?: number
  maxSeconds?: number
  /** Characters of values and output recorded. */
  maxChars?: number
  /** Instances by their `repr`, or structurally with no code run. */
  values?: 'repr' | 'structural'
  /** Object ids and heap changes. */
  heap?: boolean
  /** Iterator state of loops. */
  iters?: boolean
  /** Changes of globals in function frames. */
  globals?: boolean
  /** Sub-steps inside builtins; implies expression granularity. */
  expand?: boolean
  /** Comprehensions as frames of their own, as up to Python 3.11. */
  comprehensionFrames?: boolean
  /** Name of a function that the call is thought to stand in: a lambda among its arguments is then `main.<locals>.<lambda>`. */
  wrapper?: string
  /** Receives output as it is written. */
  stdout?: (text: string) => void
}

/** A glob with `*` and `?` as a test. */
function glob(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  )
}

function filter(only: readonly string[], filename: string, wrapper?: string): (code: CodeObject) => boolean {
  if (only.length === 0) {
    const inCall = `${wrapper}.<locals>.`
    return (code) =>
      code.filename === filename ||
      (wrapper !== undefined && code.filename === CALL_FILE && textOf(code.qualname).startsWith(inCall))
  }
  const patterns = only.map(glob)
  return (code) => {
    const file = textOf(code.filename)
    const name = textOf(code.qualname)
    if (file === CALL_FILE) return false
    return patterns.some((p) => p.test(file) || p.test(name) || p.test(`${file}:${name}`))
  }
}

/** Names the functions made in a code object as those of a function around it are. */
function nest(code: CodeObject, outer: string): void {
  for (const inner of code.consts) {
    if (!(inner instanceof CodeObject)) continue
    inner.qualname = fromText(`${outer}.<locals>.${textOf(inner.qualname)}`)
    nest(inner, outer)
  }
}

/** Where the expression of a traced call is compiled from: never traced itself. */
const CALL_FILE = '<call>'

/** Hands out the steps of batches one by one. A generator with `yield*` would do the same at several times the cost of a step. */
class StepIterator implements IterableIterator<Step> {
  private batch: Step[] = []
  private at = 0

  constructor(private readonly batches: Generator<Step[], undefined>) {}

  next(): IteratorResult<Step> {
    while (this.at >= this.batch.length) {
      const { value } = this.batches.next()
      if (value === undefined) return { value: undefined, done: true }
      this.batch = value
      this.at = 0
    }
    return { value: this.batch[this.at++]!, done: false }
  }

  return(): IteratorResult<Step> {
    this.batch = []
    this.batches.return(undefined)
    return { value: undefined, done: true }
  }

  [Symbol.iterator](): this {
    return this
  }
}

/** Steps of a run, handed out while it runs. Iterate once; then `end`, `stdout` and `stderr` are complete. */
export class TraceStream implements StepStream {
  readonly meta: TraceMeta
  end: TraceEnd = { reason: 'cancelled', steps: 0 }
  stdout = ''
  stderr = ''
  error: RunError | undefined = undefined
  private readonly interpreter: Interpreter
  private readonly recorder: Recorder
  private started = false
  private readonly wrapper: string | undefined

  constructor(source: string, options: TraceOptions) {
    const granularity = options.expand ? 'expression' : (options.granularity ?? 'line')
    const filename = options.filename ?? 'main.py'
    this.wrapper = options.wrapper
    this.meta = {
      source,
      filename,
      granularity,
      call: options.call ?? null,
      argv: options.argv ?? [],
      stdin: typeof options.stdin === 'string' ? options.stdin : '',
    }
    this.interpreter = new Interpreter({
      ...options,
      filename,
      argv: [filename, ...(options.argv ?? [])],
      limits: { ...options.limits, ...(options.maxSeconds === undefined ? {} : { seconds: options.maxSeconds }) },
      stdout: (text) => {
        this.stdout += text
        this.recorder.wrote(text)
        options.stdout?.(text)
      },
      stderr: (text) => {
        this.stderr += text
      },
    })
    const { vm } = this.interpreter
    vm.exprMarks = granularity === 'expression'
    vm.separateComprehensions = options.comprehensionFrames ?? false
    const recording: RecorderOptions = {
      granularity,
      iters: options.iters ?? false,
      heap: options.heap ?? false,
      globals: options.globals ?? false,
      values: options.values ?? 'repr',
      expand: options.expand ?? false,
      traced: filter(options.only ?? [], filename, options.wrapper),
      maxDepth: options.maxDepth ?? 0,
      maxSteps: options.maxSteps ?? Number.POSITIVE_INFINITY,
      maxChars: options.maxChars ?? Number.POSITIVE_INFINITY,
    }
    this.recorder = new Recorder(vm, recording)
  }

  /** Steps recorded so far. */
  get recorded(): number {
    return this.recorder.count
  }

  [Symbol.iterator](): IterableIterator<Step> {
    if (this.started) throw new Error('a trace stream can be read once')
    this.started = true
    return new StepIterator(this.batches())
  }

  /** Steps in batches; the machine runs between them. */
  private *batches(): Generator<Step[], undefined> {
    const { interpreter, recorder } = this
    const { vm } = interpreter
    let thrown: { error: unknown } | null = null
    const attempt = (act: () => Value): Value => {
      try {
        return act()
      } catch (error) {
        thrown = { error }
        return null
      }
    }
    let value = attempt(() => this.begin())
    while (value === PAUSED && thrown === null) {
      yield recorder.take()
      value = attempt(() => vm.continueCode())
    }
    const failure = thrown as { error: unknown } | null
    const valueText =
      failure === null && this.meta.call !== null ? vm.unmonitored(() => recorder.text(value)) : undefined
    vm.setMonitor(null)
    yield recorder.take()
    this.finish(failure, valueText)
  }

  /** Compiles and runs up to the first pause or the end. */
  private begin(): Value {
    const { interpreter, recorder, meta } = this
    const { vm } = interpreter
    interpreter.globals.setStr('__file__', meta.filename)
    const code = interpreter.compile(meta.source)
    if (meta.call !== null) {
      vm.runCode(code, interpreter.globals, interpreter.globals)
      const call = interpreter.compile(meta.call, 'eval', CALL_FILE)
      if (this.wrapper !== undefined) nest(call, this.wrapper)
      vm.setMonitor(recorder)
      return vm.beginCode(call, interpreter.globals, interpreter.globals)
    }
    vm.setMonitor(recorder)
    return vm.beginCode(code, interpreter.globals, interpreter.globals)
  }

  /** What is left to do after the program: its exit functions, its traceback, the reason of the end. */
  private finish(failure: { error: unknown } | null, value: string | undefined): void {
    const { recorder } = this
    const steps = recorder.count
    let reason: EndReason = 'done'
    let result: RunResult | null = null
    if (failure !== null && failure.error instanceof TraceLimit) reason = failure.error.reason
    else {
      result = this.interpreter.guard(() => {
        if (failure !== null) throw failure.error
      })
      const limit = result.error?.limit
      reason = limit ?? (result.error !== undefined && result.error.type !== 'SystemExit' ? 'exception' : 'done')
      this.error = result.error
    }
    const out = recorder.takeOutput()
    this.end = { reason, steps, ...(out === '' ? {} : { out }), ...(value === undefined ? {} : { value }) }
    if (reason === 'exception') {
      const { type, message } = result!.error!
      this.end.exc = recorder.lastExc ?? {
        type,
        message,
        text: `${type}(${message === '' ? '' : JSON.stringify(message)})`,
      }
    }
  }
}

/** Runs a program and hands out its steps while it runs. Throws nothing for what the program does: how it ended is in `end`. */
export function traceStream(source: string, options: TraceOptions = {}): TraceStream {
  return new TraceStream(source, options)
}

/** Runs a program and records it whole. */
export function trace(
  source: string,
  options: TraceOptions = {},
): Trace & { stdout: string; stderr: string; error?: RunError } {
  const stream = new TraceStream(source, options)
  const steps = [...stream]
  const { end, stdout, stderr, error } = stream
  return { ...stream.meta, steps, end, stdout, stderr, ...(error === undefined ? {} : { error }) }
}

function asStream(t: Trace | TraceStream): StepStream {
  return t instanceof TraceStream ? t : { end: t.end, [Symbol.iterator]: () => t.steps[Symbol.iterator]() }
}

/** A trace as text, piece by piece. `format` is a name of the list or a format of one's own. */
export function* formatChunks(
  t: Trace | TraceStream,
  format: string | TraceFormat,
  options: Partial<FormatOptions> = {},
): Iterable<string> {
  const f = typeof format === 'string' ? formatNamed(format) : format
  yield* f.format(asStream(t), t instanceof TraceStream ? t.meta : t, completeOptions(f, options))
}

/** A trace as text. */
export function format(
  t: Trace | TraceStream,
  name: string | TraceFormat,
  options: Partial<FormatOptions> = {},
): string {
  return [...formatChunks(t, name, options)].join('')
}
