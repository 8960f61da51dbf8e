/**
 * Recorder: the Monitor that turns machine events into steps.
 *
 * For each traced frame it keeps what was last shown of every variable: the value, by identity, and a `Picture` of those that are objects. At an event
 * the frame's slots (or its namespace dict) are compared with that, and what differs goes into the step. Containers are looked into only when something that may change an
 * object has run since they were last looked into: `epoch` counts up at each line that `effects.ts` calls impure, and a frame whose `epoch` is
 * current skips its containers.
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
import { Granularity as Grain, traceOf, type Monitor } from '../vm/monitor'
import { PyDict } from '../values/dict'
import { PyObject, type Str, type Value } from '../values/value'
import { textOf } from '../values/wide'
import { effectsOf, Impurity, nodeOf, targetOf, type CodeEffects } from './effects'
import { type Captured, Expansion, mayExpand } from './expand'
import { Heap } from './heap'
import { iterState, isPlainIterator } from './iterators'
import { immediateText, Picture, PictureMaker, withoutAddresses } from './snapshot'
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
  /** Asks the machine to stop at the next event where it can. */
  pauseRequested: boolean
}

class FrameRecord {
  /** Last values by slot (of `localsplus`, or of the namespace dict). */
  values: (Value | undefined)[] = []
  pictures: (Picture | null)[] = []
  /** Namespace dicts: keys by slot. */
  keys: (Value | undefined)[] = []
  /** How many pictures can change by themselves. */
  mutable = 0
  epoch = -1
  stack: (Value | undefined)[] = []
  stackPictures: (Picture | null)[] = []
  iters: string = '[]'
  visits: Map<number, number> | null = null
  /** Parts of expressions that were left out when they were last come to. */
  skipped: Span[] | null = null
  /** Rounds of the loops in progress, by where they stand in the source. */
  rounds: Map<number, number> | null = null
  /** `Impurity` of the line or instruction in progress. */
  running = Impurity.NONE
  /** The builtin operation about to run. */
  captured: Captured | null = null

  constructor(
    readonly id: number,
    readonly depth: number,
    readonly code: CodeObject,
    readonly effects: CodeEffects,
    readonly namespace: PyDict | null,
    readonly isModule: boolean,
    /** First stack slot. */
    readonly base: number,
    /** 0 for the main thread. */
    readonly thread: number,
  ) {}
}

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
const BATCH = 4096
const BATCH_CHARS = 4_000_000

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
  /** Counts impure lines run. */
  private epoch = 0
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
      (this.opcodes ? Grain.OPCODE : 0) |
      (options.granularity === 'expression' ? Grain.EXPRESSION : 0) |
      (options.expand ? Trace.OPERATIONS : 0)
    this.maker = new PictureMaker(cx, { values: options.values }, (fn) => cx.unmonitored(fn))
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
    const code = frame.plainCode
    const optimised = (code.flags & CodeFlags.OPTIMIZED) !== 0
    const isModule = !optimised && frame.locals === frame.globals
    const namespace = optimised ? null : frame.locals instanceof PyDict ? frame.locals : null
    const caller = frame.back ? recordOf(frame.back) : null
    const thread = caller ? caller.thread : startsThread(frame) ? ++this.threads : 0
    const record = new FrameRecord(
      ++this.frames,
      this.depth,
      code,
      effectsOf(code),
      namespace,
      isModule,
      code.localsplusnames.length,
      thread,
    )
    traceOf(frame).data = record
    let parent = 0
    if (optimised) {
      const kinds = code.localspluskinds
      for (let i = 0; i < kinds.length; i++) {
        const cell = frame.localsplus[i]
        if (!(cell instanceof PyCell)) continue
        if (kinds[i]! & LocalKind.FREE) parent ||= this.cellOwners.get(cell) ?? 0
        else this.cellOwners.set(cell, record.id)
      }
      const closure = (frame.func as PyFunction | null)?.closure
      if (parent === 0 && closure)
        for (const cell of closure as Iterable<PyCell>) parent ||= this.cellOwners.get(cell) ?? 0
    }
    const info: FrameInfo = {
      func: plain(code.qualname),
      name: plain(code.name),
      file: plain(code.filename),
      firstLine: code.firstlineno,
      caller: caller?.id ?? 0,
      parent,
      depth: this.depth,
      kind: kindOf(code, isModule, optimised),
      names: optimised ? code.localsplusnames : null,
      args:
        code.argcount +
        code.kwonlyargcount +
        (code.flags & CodeFlags.VARARGS ? 1 : 0) +
        (code.flags & CodeFlags.VARKEYWORDS ? 1 : 0),
      ...(thread === 0 ? {} : { thread }),
    }
    const step: Step = { event: 'call', frame: record.id, line, info }
    this.emit(step, frame, record)
  }

  resume(frame: Frame, line: number): void {
    this.depth++
    const record = recordOf(frame)
    if (record) this.emit({ event: 'resume', frame: record.id, line }, frame, record)
  }

  throwInto(frame: Frame, _exc: PyException): void {
    const record = recordOf(frame)
    // A generator that has not begun: the exception is all it ever sees.
    if (!record && frame.code.ops[frame.pc - 2] === Op.RETURN_GENERATOR) {
      this.start(frame, frame.lineno ?? 0)
      return
    }
    this.depth++
    if (record) this.emit({ event: 'resume', frame: record.id, line: frame.lineno }, frame, record)
  }

  line(frame: Frame, line: number): void {
    const record = recordOf(frame)
    if (!record) return
    const step: Step = { event: 'line', frame: record.id, line }
    if (this.options.iters && record.effects.loops.length > 0) this.loops(step, frame, record, line)
    this.emit(step, frame, record)
    record.running = this.judge(record.effects.lines.get(line) ?? 0, frame, record)
  }

  instruction(frame: Frame, arg: number): void {
    const record = recordOf(frame)
    if (!record) return
    const { code } = record
    const extended = arg >>> EXTENDED_SHIFT
    const index = extended === 0 ? arg : arg & ((1 << EXTENDED_SHIFT) - 1)
    if (this.expansion && mayExpand(code.ops[2 * index]!)) record.captured = this.expansion.capture(frame, code, index)
    if (!this.opcodes) return
    const line = code.positions[4 * index]!
    const text = extended === 0 ? (record.effects.texts[index] ??= describe(code, index)) : EXTENDED
    const step: Step = {
      event: 'opcode',
      frame: record.id,
      line: line < 0 ? null : line,
      op: text.opname,
      arg: withoutAddresses(text.argrepr),
      offset: code.offsets[index]! - 2 * extended,
    }
    this.emit(step, frame, record)
    record.running = this.judge(record.effects.instruction[index]!, frame, record)
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
    const row = record.code.expressions!
    const at = id * EXPRESSION_ROW
    const line = row[at + 3]!
    const depth = row[at + 2]!
    const kind: Mark = row[at + 7]!
    const opcode = record.code.ops[2 * row[at]!]!
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
      this.tellBuiltin(frame, record, row[at]!, value)
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
    if (record) {
      const step: Step = { event: 'return', frame: record.id, line: frame.lineno, value: this.maker.text(value) }
      this.heap?.value(step, value)
      this.emit(step, frame, record)
      if (record.depth === 1) this.lastValue = step.value
    }
    this.left(frame)
  }

  yield(frame: Frame, value: Value): void {
    const record = recordOf(frame)
    if (record) {
      const step: Step = { event: 'yield', frame: record.id, line: frame.lineno, value: this.maker.text(value) }
      this.heap?.value(step, value)
      this.emit(step, frame, record)
    }
    this.left(frame)
  }

  raise(frame: Frame, exc: PyException): void {
    const record = recordOf(frame)
    if (!record) return
    const step: Step = { event: 'exception', frame: record.id, line: frame.lineno, exc: this.exception(exc) }
    const index = frame.plainLasti
    const { positions } = record.code
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
    const shown = value === null ? '' : this.maker.text(value)
    this.emit(
      {
        event: 'exception',
        frame: record.id,
        line: frame.lineno,
        exc: { type: 'StopIteration', message: shown, text: `StopIteration(${shown})` },
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

  private emit(step: Step, frame: Frame, record: FrameRecord): void {
    if (this.control === null || this.control.running !== Impurity.NONE) this.epoch++
    this.control = record
    const deep = record.epoch !== this.epoch
    record.epoch = this.epoch
    if (record.namespace === null) this.slots(step, frame, record, deep)
    else {
      const hidden = record.isModule ? null : hiddenLocals(frame, record.code)
      const delta = hidden ? this.rebuilt(record, hidden) : this.dictDelta(record, record.namespace, deep)
      if (delta.set) step.set = delta.set
      if (delta.del) step.del = delta.del
    }
    if (this.opcodes && step.event === 'opcode') this.stack(step, frame, record, deep)
    if (this.options.globals && !record.isModule) this.globals(step, frame)
    if (this.heap) this.heap.step(step, frame, record.namespace)
    if (this.out !== '') {
      step.out = this.out
      this.chars += this.out.length
      this.out = ''
    }
    if (step.value !== undefined) this.chars += step.value.length
    this.steps.push(step)
    if (this.steps.length >= BATCH || this.chars > this.batchEnd) this.cx.pauseRequested = true
    if (++this.count >= this.options.maxSteps) throw new TraceLimit('step-limit')
    if (this.chars > this.options.maxChars) throw new TraceLimit('size-limit')
  }

  /** Compares the slots of an optimised frame with what was last shown. */
  private slots(step: Step, frame: Frame, record: FrameRecord, deep: boolean): void {
    const L = frame.localsplus
    const { values, code, base } = record
    let set: string[] | undefined
    let del: string[] | undefined
    const deepHere = deep && record.mutable > 0
    for (let i = 0; i < base; i++) {
      let v = L[i]
      if (v instanceof PyCell && code.localspluskinds[i]! & (LocalKind.CELL | LocalKind.FREE)) v = v.value
      const old = values[i]
      if (v === old) {
        if (!deepHere || v === undefined) continue
        const picture = record.pictures[i]
        if (!picture?.mutable || !picture.refresh(v, true)) continue
        set ??= []
        set.push(code.localsplusnames[i]!, picture.text)
        this.chars += picture.text.length
        continue
      }
      values[i] = v
      const name = code.localsplusnames[i]!
      if (v === undefined) {
        this.drop(record, i)
        del ??= []
        del.push(name)
        continue
      }
      const text = this.show(record, i, v, old)
      if (text !== null) {
        set ??= []
        set.push(name, text)
        this.chars += text.length
      }
    }
    if (set) step.set = set
    if (del) step.del = del
  }

  /** Brings the picture in a slot up to date; null when the text is what was shown. */
  private show(record: FrameRecord, i: number, v: Value, old: Value | undefined): string | null {
    const text = immediateText(v)
    let picture = record.pictures[i] ?? null
    if (text !== null) {
      if (picture !== null) {
        const before = picture.text
        this.drop(record, i)
        return before === text ? null : text
      }
      return old !== undefined && immediateText(old) === text ? null : text
    }
    const before = picture !== null ? picture.text : old === undefined ? null : immediateText(old)
    if (picture === null) {
      picture = new Picture(this.maker)
      record.pictures[i] = picture
    } else if (picture.mutable) record.mutable--
    picture.refresh(v, true)
    if (picture.mutable) record.mutable++
    return picture.text === before ? null : picture.text
  }

  private drop(record: FrameRecord, i: number): void {
    const picture = record.pictures[i]
    if (!picture) return
    if (picture.mutable) record.mutable--
    record.pictures[i] = null
  }

  /** Compares a namespace dict with what was last shown. */
  private dictDelta(record: FrameRecord, dict: PyDict, deep: boolean): { set?: string[]; del?: string[] } {
    const { keys, values } = dict
    const seen = record.keys
    const last = record.values
    let set: string[] | undefined
    let del: string[] | undefined
    const deepHere = deep && record.mutable > 0
    // Slots are stable until the table is compacted; then the entries are told anew where they stand in another order.
    if (keys.length < seen.length || !samePlaces(seen, keys)) return this.rebuilt(record, dict)
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]
      if (i >= seen.length) {
        seen.push(key)
        last.push(undefined)
      } else if (key === undefined && seen[i] !== undefined) {
        const name = seen[i]
        seen[i] = undefined
        last[i] = undefined
        this.drop(record, i)
        if (typeof name === 'string' && !(record.isModule && isDunder(name))) {
          del ??= []
          del.push(name)
        }
        continue
      }
      if (typeof key !== 'string') continue
      const v = values[i]!
      const old = last[i]
      if (v === old) {
        if (!deepHere) continue
        const picture = record.pictures[i]
        if (!picture?.mutable || !picture.refresh(v, true)) continue
        set ??= []
        set.push(key, picture.text)
        this.chars += picture.text.length
        continue
      }
      last[i] = v
      if (record.isModule && isDunder(key)) continue
      const text = this.show(record, i, v, old)
      if (text !== null) {
        set ??= []
        set.push(key, text)
        this.chars += text.length
      }
    }
    return { set, del }
  }

  /** The table was compacted or replaced: compares by name, and tells what no longer stands in its old order as deleted and bound again. */
  private rebuilt(record: FrameRecord, dict: PyDict): { set?: string[]; del?: string[] } {
    const before = new Map<string, string>()
    for (let i = 0; i < record.keys.length; i++) {
      const key = record.keys[i]
      const v = record.values[i]
      if (typeof key === 'string' && v !== undefined && !(record.isModule && isDunder(key)))
        before.set(key, record.pictures[i]?.text ?? immediateText(v) ?? '')
    }
    record.keys = []
    record.values = []
    record.pictures = []
    record.mutable = 0
    const now = new Map<string, string>()
    for (let i = 0; i < dict.keys.length; i++) {
      const key = dict.keys[i]
      record.keys.push(key)
      record.values.push(key === undefined ? undefined : dict.values[i])
      record.pictures.push(null)
      if (typeof key !== 'string' || (record.isModule && isDunder(key))) continue
      const v = dict.values[i]!
      const text = immediateText(v)
      if (text !== null) now.set(key, text)
      else {
        const picture = new Picture(this.maker)
        picture.refresh(v, true)
        record.pictures[i] = picture
        if (picture.mutable) record.mutable++
        now.set(key, picture.text)
      }
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
    return { ...(set.length > 0 ? { set } : {}), ...(del.length > 0 ? { del } : {}) }
  }

  private globals(step: Step, frame: Frame): void {
    let record = this.globalRecord
    if (!record || record.namespace !== frame.globals) {
      record = new FrameRecord(0, 0, frame.plainCode, effectsOf(frame.plainCode), frame.globals, true, 0, 0)
      this.globalRecord = record
    }
    const deep = record.epoch !== this.epoch
    record.epoch = this.epoch
    const delta = this.dictDelta(record, frame.globals, deep)
    if (delta.set) step.gset = delta.set
    if (delta.del) step.gdel = delta.del
  }

  /** The value stack, as a change against the frame's last opcode step. */
  private stack(step: Step, frame: Frame, record: FrameRecord, deep: boolean): void {
    const { stack, stackPictures, base } = record
    const L = frame.localsplus
    const size = frame.sp - base
    let keep = 0
    while (keep < size && keep < stack.length) {
      const v = L[base + keep]
      if (v !== stack[keep]) break
      const picture = stackPictures[keep]
      if (deep && picture?.mutable && picture.refresh(v!, true)) break
      keep++
    }
    step.keep = keep
    if (keep < size) {
      const push: string[] = []
      for (let i = keep; i < size; i++) {
        const v = L[base + i]
        stack[i] = v
        if (v === undefined) {
          stackPictures[i] = null
          push.push('NULL')
          continue
        }
        const text = immediateText(v)
        if (text !== null) {
          stackPictures[i] = null
          push.push(text)
          continue
        }
        const picture = new Picture(this.maker)
        picture.refresh(v, true)
        stackPictures[i] = picture
        push.push(picture.text)
      }
      step.push = push
    }
    stack.length = size
    stackPictures.length = size
  }

  /** Loops in progress, and how often a loop's header has been reached. */
  private loops(step: Step, frame: Frame, record: FrameRecord, line: number): void {
    const index = frame.plainLasti
    const states: IterState[] = []
    let slot = record.base
    for (const loop of record.effects.loops) {
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
    if (record.effects.loops.some((l) => l.line === line)) {
      record.visits ??= new Map()
      const visit = (record.visits.get(line) ?? 0) + 1
      record.visits.set(line, visit)
      step.visit = visit
    }
  }

  /** Whether the line or instruction about to run may change an object; see `effects.ts`. */
  private judge(bits: number, frame: Frame, record: FrameRecord): Impurity {
    if (bits === Impurity.NONE || bits & Impurity.ALWAYS) return bits
    const { modules } = this.cx
    if (bits & Impurity.SUBSCRIPT && modules.hasStr('collections')) return Impurity.ALWAYS
    if (bits & Impurity.ATTRIBUTE && modules.hasStr('functools')) return Impurity.ALWAYS
    if (bits & Impurity.LOOP) {
      const L = frame.localsplus
      for (let i = record.base; i < frame.sp; i++) {
        const v = L[i]
        if (v instanceof PyObject && !isPlainIterator(v)) return Impurity.ALWAYS
      }
    }
    return Impurity.NONE
  }
}

function kindOf(code: CodeObject, isModule: boolean, optimised: boolean): FrameInfo['kind'] {
  if (isModule) return 'module'
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
