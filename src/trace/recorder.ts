/**
 * Recorder: the Monitor that turns machine events into steps.
 *
 * For each traced frame it keeps what was last shown of every variable: the value, by identity, its text, and the `Picture` of those that are objects. At an event
 * the frame's slots (or its namespace dict) are compared with that, and what differs goes into the step. Pictures are asked again only when an object has changed since
 * the frame was last looked at (`changes.ts`). What an instruction changes is worked out before it runs (`mutation.ts`) and counts when the next event comes: then it has
 * run, or as much of it as the event is in the middle of.
 *
 * Variables are those of `f_locals`: for optimised code the bound slots in slot order, for module code the globals without `__dunder__` names, for class
 * bodies their namespace. The delta rules are in `step.ts`.
 */
import { Op } from '../compile/op.gen'
import { CodeFlags, LocalKind, type CodeObject } from '../compile/code'
import { describe } from '../compile/dis'
import { EXPRESSION_ROW, EXTENDED_SHIFT, Trace } from '../compile/instrument'
import { decided, FIRST_DECISION, Mark } from '../compile/marks'
import { repr, str, typeOf } from '../objects/abstract'
import { PyCell } from '../objects/cell'
import type { Context } from '../objects/context'
import type { PyException } from '../objects/exceptions'
import type { Frame } from '../objects/frame'
import type { PyFunction } from '../objects/function'
import { PyRaise } from '../objects/raise'
import { Granularity as Grain, stopIterationArgs, traceOf, type Monitor } from '../vm/monitor'
import { PyDict } from '../values/dict'
import type { PyObject, Str, Value } from '../values/value'
import { textOf } from '../values/wide'
import type { Changes } from './changes'
import { effectsOf, nodeOf, targetOf, type CodeEffects } from './effects'
import { type Captured, Expansion, mayExpand } from './expand'
import { Heap } from './heap'
import { iterState } from './iterators'
import { ANYTHING, Mutations } from './mutation'
import { fixedText, immediateText, type Picture, PictureMaker, withoutAddresses } from './snapshot'
import type { Branch, EndReason, ExcInfo, FrameInfo, Granularity, IterState, Span, Step } from './step'

export interface RecorderOptions {
  granularity: Granularity
  /** Record iterator state. */
  iters: boolean
  /** Record heap objects and ids. */
  heap: boolean
  /** Record changes of globals in function frames. */
  globals: boolean
  values: 'repr' | 'structural'
  /** Tell what builtin operations do inside; needs expression granularity. */
  expand: boolean
  /** Which code objects are traced. */
  traced: (code: CodeObject) => boolean
  /** Deepest call recorded, counted in traced frames; 0: no limit. */
  maxDepth: number
  maxSteps: number
  /** Characters of text recorded. */
  maxChars: number
}

/** Thrown out of the machine when the trace has reached a limit of its own. */
export class TraceLimit {
  constructor(readonly reason: EndReason) {}
}

/** What the machine must offer beside the Context. */
export interface TracedMachine extends Context {
  unmonitored<T>(fn: () => T): T
  /** Counts runs of code that is not traced, and other changes no instruction tells. */
  readonly hiddenChanges: number
  /** Asks the machine to stop at the next event where it can. */
  pauseRequested: boolean
}

/** What all frames of one code object have in common. */
class CodeRecord {
  readonly effects: CodeEffects
  readonly optimised: boolean
  /** Slots of variables; the value stack begins behind them. */
  readonly size: number
  /** Variables may lie in cells. */
  readonly cells: boolean
  readonly kind: FrameInfo['kind']
  readonly func: string
  readonly name: string
  readonly file: string
  readonly names: readonly string[] | null
  readonly args: number

  constructor(readonly code: CodeObject) {
    const { flags } = code
    this.effects = effectsOf(code)
    this.optimised = (flags & CodeFlags.OPTIMIZED) !== 0
    this.size = code.localsplusnames.length
    this.cells = code.localspluskinds.some((kind) => (kind & (LocalKind.CELL | LocalKind.FREE)) !== 0)
    this.kind = kindOf(code, this.optimised)
    this.func = plain(code.qualname)
    this.name = plain(code.name)
    this.file = plain(code.filename)
    this.names = this.optimised ? code.localsplusnames : null
    this.args =
      code.argcount +
      code.kwonlyargcount +
      (flags & CodeFlags.VARARGS ? 1 : 0) +
      (flags & CodeFlags.VARKEYWORDS ? 1 : 0)
  }
}

/** What is kept of a traced frame, or of the globals of one. */
class FrameRecord {
  /** Namespace dicts: keys by slot. */
  keys: (Value | undefined)[] = NONE
  /** How many slots have a picture. */
  pictured = 0
  /** The clock when the pictures were last asked. */
  clock = -1
  /** What the instruction in progress may change. */
  pending: PyObject | null = null
  stack: (Value | undefined)[] = NONE
  stackTexts: string[] = NO_TEXTS
  stackClock = -1
  iters = '[]'
  visits: Map<number, number> | null = null
  /** Parts of expressions that were left out when they were last come to. */
  skipped: Span[] | null = null
  /** Rounds of the loops in progress, by where they stand in the source. */
  rounds: Map<number, number> | null = null
  /** The builtin operation about to run. */
  captured: Captured | null = null
  /** Last values by slot (of `localsplus`, or of the namespace dict), the texts shown, and pictures of objects. */
  values: (Value | undefined)[]
  texts: (string | undefined)[]
  pictures: (Picture | null | undefined)[] = NO_PICTURES

  constructor(
    readonly id: number,
    readonly depth: number,
    readonly of: CodeRecord,
    readonly namespace: PyDict | null,
    readonly isModule: boolean,
    /** 0 for the main thread. */
    readonly thread: number,
  ) {
    if (namespace === null) {
      this.values = new Array(of.size)
      this.texts = new Array(of.size)
    } else {
      this.values = []
      this.texts = []
      this.keys = []
    }
  }
}

/** Never written to. */
const NONE: (Value | undefined)[] = []
const NO_TEXTS: string[] = []
const NO_PICTURES: null[] = []

const BRANCHES: Partial<Record<Mark, Branch>> = {
  [Mark.FOR_NEXT]: 'for',
  [Mark.FOR_DONE]: 'for',
  [Mark.CASE]: 'case',
  [Mark.CASE_FAILED]: 'case',
  [Mark.IF]: 'if',
  [Mark.WHILE]: 'while',
  [Mark.WHILE_AGAIN]: 'while',
  [Mark.FILTER]: 'filter',
  [Mark.GUARD]: 'guard',
  [Mark.ASSERT]: 'assert',
  [Mark.IF_EXP]: 'ifexp',
  [Mark.EXCEPT]: 'except',
  [Mark.AND]: 'and',
  [Mark.OR]: 'or',
  [Mark.NOT]: 'not',
  [Mark.COMPARE]: 'compare',
}

function sameSpan(a: Span, b: Span): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3]
}

function isSkipped(regions: readonly Span[], span: Span): boolean {
  return regions.some(
    (r) =>
      (span[0] > r[0] || (span[0] === r[0] && span[1] >= r[1])) &&
      (span[2] < r[2] || (span[2] === r[2] && span[3] <= r[3])),
  )
}

const EXTENDED = { opname: 'EXTENDED_ARG', argrepr: '' }

/** Steps, and characters of their texts, recorded before the machine is asked to pause. */
const BATCH = 1024
const BATCH_CHARS = 1_000_000

function plain(s: Str): string {
  return typeof s === 'string' ? s : textOf(s)
}

function isDunder(name: string): boolean {
  return name.length > 4 && name.startsWith('__') && name.endsWith('__')
}

export class Recorder implements Monitor {
  readonly granularity: number
  /** Steps recorded and not yet taken. */
  steps: Step[] = []
  count = 0
  private chars = 0
  private batchEnd = BATCH_CHARS
  /** Output since the last step. */
  private out = ''
  private frames = 0
  private threads = 0
  private depth = 0
  private readonly changes: Changes
  private readonly mutations = new Mutations()
  /** `hiddenChanges` of the machine that have been counted. */
  private hidden = 0
  private readonly codes = new Map<CodeObject, CodeRecord>()
  /** How the frame's variables differ from what was last shown. */
  private set: string[] | undefined = undefined
  private del: string[] | undefined = undefined
  /** The frame whose code has been running since the last event; null: code that is not traced. */
  private control: FrameRecord | null = null
  private readonly maker: PictureMaker
  private readonly heap: Heap | null
  private readonly expansion: Expansion | null
  private readonly cellOwners = new WeakMap<PyCell, number>()
  private readonly opcodes: boolean
  private globalRecord: FrameRecord | null = null
  /** The uncaught exception that left the outermost frame. */
  lastExc: ExcInfo | undefined = undefined
  lastValue: string | undefined = undefined

  constructor(
    private readonly cx: TracedMachine,
    private readonly options: RecorderOptions,
  ) {
    this.opcodes = options.granularity === 'opcode'
    this.granularity =
      Grain.LINE |
      (this.opcodes ? Grain.OPCODE : Trace.EFFECTS) |
      (options.granularity === 'expression' ? Grain.EXPRESSION : 0) |
      (options.expand ? Trace.OPERATIONS : 0)
    this.maker = new PictureMaker(cx, { values: options.values }, (fn) => cx.unmonitored(fn))
    this.changes = this.maker.changes
    this.heap = options.heap ? new Heap(this.maker) : null
    if (this.heap) this.heap.cellOwner = (cell) => this.cellOwners.get(cell) ?? 0
    this.expansion = options.expand ? new Expansion(this.maker) : null
  }

  /** Text written to stdout while the program runs. */
  wrote(text: string): void {
    this.out += text
  }

  /** Output after the last step. */
  takeOutput(): string {
    const { out } = this
    this.out = ''
    return out
  }

  shouldTrace(code: CodeObject): boolean {
    return this.options.traced(code)
  }

  /** Takes the steps recorded so far. */
  take(): Step[] {
    const { steps } = this
    this.steps = []
    this.batchEnd = this.chars + BATCH_CHARS
    return steps
  }

  /** Text of any value, as steps show it. */
  text(v: Value): string {
    return this.maker.text(v)
  }

  // ---- events

  start(frame: Frame, line: number): void {
    this.depth++
    if (this.options.maxDepth > 0 && this.depth > this.options.maxDepth) return
    const of = this.codeRecord(frame.plainCode)
    const { optimised } = of
    const isModule = !optimised && frame.locals === frame.globals
    const namespace = optimised ? null : frame.locals instanceof PyDict ? frame.locals : null
    if (namespace !== null) this.maker.namespace(namespace)
    const caller = frame.back ? recordOf(frame.back) : null
    const thread = caller ? caller.thread : startsThread(frame) ? ++this.threads : 0
    const record = new FrameRecord(++this.frames, this.depth, of, namespace, isModule, thread)
    traceOf(frame).data = record
    const info: FrameInfo = {
      func: of.func,
      name: of.name,
      file: of.file,
      firstLine: of.code.firstlineno,
      caller: caller === null ? 0 : caller.id,
      parent: of.cells && optimised ? this.claimCells(frame, record) : 0,
      depth: this.depth,
      kind: isModule ? 'module' : of.kind,
      names: of.names,
      args: of.args,
    }
    if (thread !== 0) info.thread = thread
    if (of.cells && optimised) {
      const cells = cellParameters(of.code, of.args)
      if (cells !== null) info.cells = cells
    }
    this.settle(record)
    this.look(frame, record)
    const { set } = this
    this.record(
      set === undefined
        ? { event: 'call', frame: record.id, line, info }
        : { event: 'call', frame: record.id, line, info, set },
      frame,
      record,
    )
  }

  private codeRecord(code: CodeObject): CodeRecord {
    let of = this.codes.get(code)
    if (of === undefined) {
      of = new CodeRecord(code)
      this.codes.set(code, of)
    }
    return of
  }

  /** Notes which frame owns the cells of a frame that begins, and tells the frame it closes over. */
  private claimCells(frame: Frame, record: FrameRecord): number {
    let parent = 0
    const kinds = record.of.code.localspluskinds
    for (let i = 0; i < kinds.length; i++) {
      const cell = frame.localsplus[i]
      if (!(cell instanceof PyCell)) continue
      if (kinds[i]! & LocalKind.FREE) parent ||= this.cellOwners.get(cell) ?? 0
      else this.cellOwners.set(cell, record.id)
    }
    const closure = (frame.func as PyFunction | null)?.closure
    if (parent === 0 && closure)
      for (const cell of closure as Iterable<PyCell>) parent ||= this.cellOwners.get(cell) ?? 0
    return parent
  }

  resume(frame: Frame, line: number): void {
    this.depth++
    const record = recordOf(frame)
    if (record) this.plainStep('resume', frame, record, line)
  }

  throwInto(frame: Frame, _exc: PyException): void {
    const record = recordOf(frame)
    // A generator that has not begun: the exception is all it ever sees.
    if (!record && frame.code.ops[frame.pc - 2] === Op.RETURN_GENERATOR) {
      this.start(frame, frame.lineno ?? 0)
      return
    }
    this.depth++
    if (record) this.plainStep('resume', frame, record, frame.lineno)
  }

  /** A step that tells nothing but where the frame is. */
  private plainStep(event: 'resume' | 'line', frame: Frame, record: FrameRecord, line: number | null): void {
    this.settle(record)
    this.look(frame, record)
    const { set } = this
    this.record(
      set === undefined ? { event, frame: record.id, line } : { event, frame: record.id, line, set },
      frame,
      record,
    )
  }

  line(frame: Frame, line: number): void {
    const record = recordOf(frame)
    if (record === null) return
    if (this.options.iters && record.of.effects.loops.length > 0) {
      this.settle(record)
      const step: Step = { event: 'line', frame: record.id, line }
      this.loops(step, frame, record, line)
      this.emit(step, frame, record)
    } else this.plainStep('line', frame, record, line)
  }

  effect(frame: Frame, index: number): void {
    const record = recordOf(frame)
    if (record === null) {
      // A frame too deep to be recorded.
      this.changes.add(ANYTHING)
      return
    }
    this.complete(record)
    record.pending = this.mutations.of(frame, record.of.code, index)
  }

  instruction(frame: Frame, arg: number): void {
    const record = recordOf(frame)
    if (!record) return
    const { code } = record.of
    const extended = arg >>> EXTENDED_SHIFT
    const index = extended === 0 ? arg : arg & ((1 << EXTENDED_SHIFT) - 1)
    if (this.expansion && mayExpand(code.ops[2 * index]!)) {
      this.settle(record)
      record.captured = this.expansion.capture(frame, code, index)
    }
    if (!this.opcodes) return
    this.settle(record)
    const line = code.positions[4 * index]!
    const text = extended === 0 ? (record.of.effects.texts[index] ??= describe(code, index)) : EXTENDED
    const step: Step = {
      event: 'opcode',
      frame: record.id,
      line: line < 0 ? null : line,
      op: text.opname,
      arg: withoutAddresses(text.argrepr),
      offset: code.offsets[index]! - 2 * extended,
    }
    this.emit(step, frame, record)
    if (record.of.effects.mutating[index] === 1) record.pending = this.mutations.of(frame, code, index)
  }

  /** The sub-steps of the builtin operation that instruction `index` has just completed. */
  private tellBuiltin(frame: Frame, record: FrameRecord, index: number, result: Value | undefined): void {
    const { captured } = record
    if (captured === null || captured.index !== index) return
    record.captured = null
    for (const note of this.expansion!.notes(captured, result)) {
      this.emit({ event: 'builtin', frame: record.id, line: frame.lineno, note }, frame, record)
    }
  }

  expr(frame: Frame, id: number, top: Value): void {
    const record = recordOf(frame)
    if (!record) return
    this.settle(record)
    const { code } = record.of
    const row = code.expressions!
    const at = id * EXPRESSION_ROW
    const line = row[at + 3]!
    const depth = row[at + 2]!
    const kind: Mark = row[at + 7]!
    const opcode = code.ops[2 * row[at]!]!
    const span: Span = [line, row[at + 5]!, row[at + 4]!, row[at + 6]!]
    if (kind === Mark.VALUE && record.skipped !== null && isSkipped(record.skipped, span)) return
    if (kind > Mark.STORE) {
      this.branch(frame, record, kind, span, row[at + 8]!, opcode, top)
      return
    }
    const value = depth === 1 ? top : frame.localsplus[frame.sp - depth]!
    const step: Step = { event: 'expr', frame: record.id, line, span, value: '' }
    if (kind === Mark.STORE) {
      step.event = 'store'
      step.expr = targetOf(opcode)
    } else {
      if (record.captured !== null) this.tellBuiltin(frame, record, row[at]!, value)
      step.expr = kind === Mark.PAIR ? 'Compare' : nodeOf(opcode)
      if (kind === Mark.PAIR) step.part = true
    }
    step.value = this.maker.text(value)
    this.emit(step, frame, record)
  }

  /** A test has decided something, or a loop goes on or ends. */
  private branch(
    frame: Frame,
    record: FrameRecord,
    kind: Mark,
    span: Span,
    detail: number,
    opcode: number,
    top: Value,
  ): void {
    const loop = span[0] * 0x10000 + span[1]
    if (kind === Mark.LOOP) {
      record.rounds?.delete(loop)
      return
    }
    let value = kind !== Mark.FOR_DONE && kind !== Mark.CASE_FAILED
    let skipped = 0
    if (kind >= FIRST_DECISION) {
      const decision = decided(detail, opcode, top)
      if (decision === null) return
      ;({ value, skipped } = decision)
      if (kind === Mark.SKIP) {
        record.skipped = (record.skipped ?? []).filter((other) => !sameSpan(other, span))
        if (value) record.skipped.push(span)
        else if (record.skipped.length === 0) record.skipped = null
        return
      }
    }
    const step: Step = { event: 'branch', frame: record.id, line: span[0], branch: BRANCHES[kind]!, span }
    step.value = value ? 'True' : 'False'
    if (skipped > 0) step.skipped = skipped
    if (value && (kind === Mark.FOR_NEXT || kind === Mark.WHILE || kind === Mark.WHILE_AGAIN)) {
      record.rounds ??= new Map()
      step.visit = kind === Mark.WHILE ? 1 : (record.rounds.get(loop) ?? 0) + 1
      record.rounds.set(loop, step.visit)
    }
    this.emit(step, frame, record)
  }

  return(frame: Frame, value: Value): void {
    const record = recordOf(frame)
    if (record !== null) {
      const text = this.handOver('return', frame, record, value)
      if (record.depth === 1) this.lastValue = text
    }
    this.left(frame)
  }

  yield(frame: Frame, value: Value): void {
    const record = recordOf(frame)
    if (record !== null) this.handOver('yield', frame, record, value)
    this.left(frame)
  }

  private handOver(event: 'return' | 'yield', frame: Frame, record: FrameRecord, value: Value): string {
    this.settle(record)
    const text = this.maker.text(value)
    const line = frame.lineno
    if (this.heap !== null) {
      const step: Step = { event, frame: record.id, line, value: text }
      this.heap.value(step, value)
      this.emit(step, frame, record)
      return text
    }
    this.look(frame, record)
    const { set } = this
    this.chars += text.length
    this.record(
      set === undefined
        ? { event, frame: record.id, line, value: text }
        : { event, frame: record.id, line, value: text, set },
      frame,
      record,
    )
    return text
  }

  raise(frame: Frame, exc: PyException): void {
    const record = recordOf(frame)
    if (!record) return
    const index = frame.plainLasti
    // A builtin that failed is told as far as it got.
    if (record.captured !== null) this.tellBuiltin(frame, record, index, undefined)
    this.settle(record)
    const step: Step = { event: 'exception', frame: record.id, line: frame.lineno, exc: this.exception(exc) }
    const { positions } = record.of.code
    if (index >= 0 && positions[4 * index]! > 0 && positions[4 * index + 2]! >= 0) {
      step.span = [
        positions[4 * index]!,
        positions[4 * index + 2]!,
        positions[4 * index + 1]!,
        positions[4 * index + 3]!,
      ]
    }
    this.emit(step, frame, record)
  }

  stopIteration(frame: Frame, value: Value): void {
    const record = recordOf(frame)
    if (!record) return
    this.settle(record)
    const args = stopIterationArgs(value).map((v) => this.maker.text(v))
    const shown = args.join(', ')
    this.emit(
      {
        event: 'exception',
        frame: record.id,
        line: frame.lineno,
        exc: {
          type: 'StopIteration',
          message: args.length > 1 ? `(${shown})` : shown,
          text: `StopIteration(${shown})`,
        },
      },
      frame,
      record,
    )
  }

  reraise(): void {}

  handled(): void {}

  unwind(frame: Frame, exc: PyException): void {
    const record = recordOf(frame)
    if (record) {
      this.settle(record)
      this.emit({ event: 'return', frame: record.id, line: frame.lineno, value: 'None' }, frame, record)
      if (record.depth === 1) this.lastExc = this.exception(exc)
    }
    this.left(frame)
  }

  /** Control goes back to the caller. */
  private left(frame: Frame): void {
    this.depth--
    this.control = frame.back ? recordOf(frame.back) : null
  }

  /** What an exception shows: its class, `str` and `repr`, asked with monitoring off. */
  exception(exc: PyException): ExcInfo {
    const cls = typeOf(exc)
    const type = plain(cls.name)
    const ask = (fn: () => Str): string => {
      try {
        return plain(this.cx.unmonitored(fn))
      } catch (e) {
        if (e instanceof PyRaise) return `<repr failed: ${plain(typeOf(e.exc).name)}>`
        throw e
      }
    }
    const info: ExcInfo = {
      type,
      message: ask(() => str(this.cx, exc) as Str),
      text: withoutAddresses(ask(() => repr(this.cx, exc) as Str)),
    }
    const whole = /^<class '(.*)'>$/.exec(ask(() => repr(this.cx, cls) as Str))?.[1]
    if (whole !== undefined && whole !== type) info.cls = whole
    return info
  }

  // ---- building steps

  /** Counts what may have changed since the last event, of whichever frame. First of all at every event. */
  private settle(record: FrameRecord): void {
    const { control } = this
    if (control === null || this.mutations.wild || this.maker.showsNamespace) this.changes.add(ANYTHING)
    else this.complete(control)
    const hidden = this.cx.hiddenChanges
    if (hidden !== this.hidden) {
      this.hidden = hidden
      this.changes.add(ANYTHING)
    }
    // An event of another frame is in the middle of the instruction.
    if (control === record) record.pending = null
    this.control = record
  }

  private complete(record: FrameRecord): void {
    const { pending } = record
    if (pending === null) return
    if (this.maker.askedPython) {
      this.maker.askedPython = false
      this.changes.add(ANYTHING)
    } else this.changes.add(pending)
  }

  /** Finishes a step that tells more than most: what differs, value stack, globals, heap. */
  private emit(step: Step, frame: Frame, record: FrameRecord): void {
    this.look(frame, record)
    if (this.set !== undefined) step.set = this.set
    if (step.value !== undefined) this.chars += step.value.length
    this.record(step, frame, record)
  }

  /** Hands a step out that has all but what few steps have. */
  private record(step: Step, frame: Frame, record: FrameRecord): void {
    if (this.del !== undefined) step.del = this.del
    if (this.opcodes && step.event === 'opcode') this.stack(step, frame, record)
    if (this.options.globals && !record.isModule) this.globals(step, frame)
    if (this.heap !== null) this.heap.step(step, frame, record.namespace)
    if (this.out !== '') {
      step.out = this.out
      this.chars += this.out.length
      this.out = ''
    }
    this.steps.push(step)
    if (this.steps.length >= BATCH || this.chars > this.batchEnd) this.cx.pauseRequested = true
    if (++this.count >= this.options.maxSteps) throw new TraceLimit('step-limit')
    if (this.chars > this.options.maxChars) throw new TraceLimit('size-limit')
  }

  /** Compares the variables of a frame with what was last shown: `set` and `del`. */
  private look(frame: Frame, record: FrameRecord): void {
    this.set = undefined
    this.del = undefined
    const { clock } = this.changes
    const deep = record.clock !== clock && record.pictured > 0
    record.clock = clock
    if (record.namespace === null) {
      this.slots(frame, record, deep)
      return
    }
    const hidden = record.isModule ? null : hiddenLocals(frame, record.of.code)
    if (hidden) this.rebuilt(record, hidden)
    else this.dictDelta(record, record.namespace, deep)
  }

  /** Compares the slots of an optimised frame with what was last shown. */
  private slots(frame: Frame, record: FrameRecord, deep: boolean): void {
    const L = frame.localsplus
    const { values, of } = record
    const { size, cells } = of
    for (let i = 0; i < size; i++) {
      let v = L[i]
      if (cells && v instanceof PyCell && of.code.localspluskinds[i]! & (LocalKind.CELL | LocalKind.FREE)) v = v.value
      if (v === values[i]) {
        if (deep) this.again(record, i, of.code.localsplusnames[i]!)
        continue
      }
      values[i] = v
      if (v === undefined) this.unbound(record, i, of.code.localsplusnames[i]!)
      else this.show(record, i, of.code.localsplusnames[i]!, v)
    }
  }

  /** A variable that holds another value. */
  private show(record: FrameRecord, i: number, name: string, v: Value): void {
    let text = immediateText(v)
    if (text === null) text = this.picture(record, i, v)
    else if (record.pictures.length > i && record.pictures[i]) {
      record.pictures[i] = null
      record.pictured--
    }
    if (text === record.texts[i]) return
    record.texts[i] = text
    if (this.set === undefined) this.set = [name, text]
    else this.set.push(name, text)
    this.chars += text.length
  }

  /** The text of a value that is an object; its picture is kept. */
  private picture(record: FrameRecord, i: number, v: Value): string {
    const { maker } = this
    const fixed = fixedText(v, maker)
    const picture = fixed === null ? maker.pictureOf(v as PyObject) : null
    if (record.pictures === NO_PICTURES) record.pictures = []
    if (record.pictures[i]) record.pictured--
    record.pictures[i] = picture
    if (picture === null) return fixed!
    record.pictured++
    picture.refresh()
    return picture.text
  }

  /** A variable that holds the same value, which may show something else. */
  private again(record: FrameRecord, i: number, name: string): void {
    const picture = record.pictures[i]
    if (!picture?.mutable) return
    picture.refresh()
    const { text } = picture
    if (text === record.texts[i]) return
    record.texts[i] = text
    if (this.set === undefined) this.set = [name, text]
    else this.set.push(name, text)
    this.chars += text.length
  }

  /** A variable that is bound no longer. */
  private unbound(record: FrameRecord, i: number, name: string | null): void {
    record.texts[i] = undefined
    if (record.pictures[i]) {
      record.pictures[i] = null
      record.pictured--
    }
    if (name === null) return
    if (this.del === undefined) this.del = [name]
    else this.del.push(name)
  }

  /** Compares a namespace dict with what was last shown. */
  private dictDelta(record: FrameRecord, dict: PyDict, deep: boolean): void {
    const { keys, values } = dict
    const { keys: seen, values: last, isModule } = record
    // Slots are stable until the table is compacted; then the entries are told anew where they stand in another order.
    if (keys.length < seen.length || !samePlaces(seen, keys)) {
      this.rebuilt(record, dict)
      return
    }
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]
      if (i >= seen.length) {
        seen.push(key)
        last.push(undefined)
        record.texts.push(undefined)
      } else if (key === undefined) {
        const name = seen[i]
        if (name === undefined) continue
        seen[i] = undefined
        last[i] = undefined
        this.unbound(record, i, typeof name === 'string' && !(isModule && isDunder(name)) ? name : null)
        continue
      }
      const v = values[i]
      if (v === last[i]) {
        if (deep && v !== undefined) this.again(record, i, key as string)
        continue
      }
      last[i] = v
      if (typeof key !== 'string' || (isModule && isDunder(key))) continue
      this.show(record, i, key, v!)
    }
  }

  /** The table was compacted or replaced: compares by name, and tells what no longer stands in its old order as deleted and bound again. */
  private rebuilt(record: FrameRecord, dict: PyDict): void {
    const before = new Map<string, string>()
    for (let i = 0; i < record.keys.length; i++) {
      const key = record.keys[i]
      const text = record.texts[i]
      if (typeof key === 'string' && text !== undefined) before.set(key, text)
    }
    record.keys = []
    record.values = []
    record.texts = []
    record.pictures = NO_PICTURES
    record.pictured = 0
    const now = new Map<string, string>()
    for (let i = 0; i < dict.keys.length; i++) {
      const key = dict.keys[i]
      const v = dict.values[i]
      record.keys.push(key)
      record.values.push(key === undefined ? undefined : v)
      record.texts.push(undefined)
      if (typeof key !== 'string' || (record.isModule && isDunder(key))) continue
      const text = immediateText(v!) ?? this.picture(record, i, v!)
      record.texts[i] = text
      now.set(key, text)
    }
    const set: string[] = []
    const del: string[] = []
    for (const name of before.keys()) if (!now.has(name)) del.push(name)
    const kept = [...before.keys()].filter((name) => now.has(name))
    let at = 0
    let moved = false
    for (const [name, text] of now) {
      if (!moved && kept[at] === name) {
        at++
        if (before.get(name) !== text) set.push(name, text)
        continue
      }
      if (before.has(name)) {
        moved = true
        del.push(name)
      } else if (at < kept.length) moved = true
      set.push(name, text)
    }
    this.set = set.length > 0 ? set : undefined
    this.del = del.length > 0 ? del : undefined
  }

  private globals(step: Step, frame: Frame): void {
    let record = this.globalRecord
    if (!record || record.namespace !== frame.globals) {
      this.maker.namespace(frame.globals)
      record = new FrameRecord(0, 0, this.codeRecord(frame.plainCode), frame.globals, true, 0)
      this.globalRecord = record
    }
    this.look(frame, record)
    if (this.set) step.gset = this.set
    if (this.del) step.gdel = this.del
  }

  /** The value stack, as a change against the frame's last opcode step. */
  private stack(step: Step, frame: Frame, record: FrameRecord): void {
    if (record.stack === NONE) {
      record.stack = []
      record.stackTexts = []
    }
    const { stack, stackTexts } = record
    const base = record.of.size
    const L = frame.localsplus
    const size = frame.sp - base
    const deep = record.stackClock !== this.changes.clock
    record.stackClock = this.changes.clock
    let keep = 0
    while (keep < size && keep < stack.length) {
      const v = L[base + keep]
      if (v !== stack[keep]) break
      if (deep && typeof v === 'object' && v !== null && this.maker.text(v) !== stackTexts[keep]) break
      keep++
    }
    step.keep = keep
    if (keep < size) {
      const push: string[] = []
      for (let i = keep; i < size; i++) {
        const v = L[base + i]
        const text = v === undefined ? 'NULL' : this.maker.text(v)
        stack[i] = v
        stackTexts[i] = text
        push.push(text)
      }
      step.push = push
    }
    stack.length = size
    stackTexts.length = size
  }

  /** Loops in progress, and how often a loop's header has been reached. */
  private loops(step: Step, frame: Frame, record: FrameRecord, line: number): void {
    const index = frame.plainLasti
    const states: IterState[] = []
    let slot = record.of.size
    for (const loop of record.of.effects.loops) {
      if (loop.line === line && index < loop.start) {
        record.visits?.delete(line)
      }
      if (index < loop.start || index >= loop.end) continue
      while (slot < frame.sp && iterState(frame.localsplus[slot]!, loop.line, this.maker) === null) slot++
      if (slot >= frame.sp) break
      states.push(iterState(frame.localsplus[slot]!, loop.line, this.maker)!)
      slot++
    }
    const text = JSON.stringify(states)
    if (text !== record.iters) {
      record.iters = text
      step.iters = states
    }
    if (record.of.effects.loops.some((l) => l.line === line)) {
      record.visits ??= new Map()
      const visit = (record.visits.get(line) ?? 0) + 1
      record.visits.set(line, visit)
      step.visit = visit
    }
  }
}

/** Parameters that inner functions close over; null for none. */
function cellParameters(code: CodeObject, args: number): string[] | null {
  let out: string[] | null = null
  for (let i = 0; i < args; i++)
    if (code.localspluskinds[i]! & LocalKind.CELL) (out ??= []).push(code.localsplusnames[i]!)
  return out
}

function kindOf(code: CodeObject, optimised: boolean): FrameInfo['kind'] {
  if (!optimised) return 'class'
  if (code.flags & CodeFlags.ASYNC_GENERATOR) return 'async generator'
  if (code.flags & CodeFlags.COROUTINE) return 'coroutine'
  const name = plain(code.name)
  if (name === '<listcomp>' || name === '<setcomp>' || name === '<dictcomp>') return 'comprehension'
  return code.flags & CodeFlags.GENERATOR ? 'generator' : 'function'
}

/** While a comprehension inlined in a class body runs, `f_locals` of the class is its variables alone; null at other times. */
function hiddenLocals(frame: Frame, code: CodeObject): PyDict | null {
  let out: PyDict | null = null
  const kinds = code.localspluskinds
  for (let i = 0; i < kinds.length; i++) {
    if (!(kinds[i]! & LocalKind.HIDDEN)) continue
    let v = frame.localsplus[i]
    if (v instanceof PyCell) v = v.value
    if (v === undefined) continue
    out ??= new PyDict()
    out.setStr(code.localsplusnames[i]!, v)
  }
  return out
}

/** Whether a frame without a traced caller was called by `Thread.start`, which runs the target there and then. */
function startsThread(frame: Frame): boolean {
  for (let f = frame.back; f !== null; f = f.back) {
    if (recordOf(f) !== null) return false
    if (f.plainCode.qualname === 'Thread.start') return true
  }
  return false
}

function samePlaces(seen: readonly (Value | undefined)[], keys: readonly (Value | undefined)[]): boolean {
  for (let i = 0; i < seen.length; i++) if (seen[i] !== keys[i] && keys[i] !== undefined) return false
  return true
}

function recordOf(frame: Frame): FrameRecord | null {
  const data = frame.tracing?.data
  return data instanceof FrameRecord ? data : null
}
