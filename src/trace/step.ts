/**
 * Step: the canonical trace stream. This file is its specification; formats import it and nothing else of the machine.
 *
 * One run of a program gives one stream of steps, in the order things happened. Every format is a pure function of that
 * stream and its `TraceMeta`, so one run serves all formats, and any of them can be written while the program still runs.
 *
 * **When.** The events are those of CPython 3.13's `sys.settrace`, in its order, with generators told apart: `call`,
 * `resume` (settrace: call), `line`, `return`, `yield` (settrace: return), `exception`; `opcode` at opcode granularity; and four of
 * our own at expression granularity: `expr`, after an expression has been evaluated; `branch`, when a test has decided where to go on; `store`, before a value is
 * stored in a target; and `builtin`, a step inside a builtin.
 *
 * **State.** A `line` step stands *before* its line runs. `set`/`del` say how the frame's variables differ from what they were
 * at the previous step of the same frame; so the state at a step is the sum of the deltas up to it (the view of settrace, CWM and Python
 * Tutor), and what a line did is the delta of the frame's next step (the view of Nye, NExT and SemCoder). `replay.ts` gives both.
 *
 * **Values** are texts: Python's `repr` with addresses removed (` at 0x…` dropped). With `heap` recording they carry object ids as
 * well, so that aliasing can be seen: equal ids are one object. Ids count up from 1 in order of first sight: same program, same bytes.
 */

/** Raised when the shape of a step changes incompatibly; written in the header of the `steps` format. */
export const STEP_VERSION = 1

export type Granularity = 'line' | 'opcode' | 'expression'

export type StepEvent =
  | 'call'
  | 'resume'
  | 'line'
  | 'opcode'
  | 'expr'
  | 'branch'
  | 'store'
  | 'builtin'
  | 'return'
  | 'yield'
  | 'exception'

/** Steps within a line that settrace does not know. */
export function isWithinLine(event: StepEvent): event is 'expr' | 'branch' | 'store' | 'builtin' {
  return event === 'expr' || event === 'branch' || event === 'store' || event === 'builtin'
}

/**
 * What a `branch` step decides. Statements and the like: `if` (`elif` too), `while`, `for` (another item, or none left), `case` (pattern and guard), `guard`,
 * `except` (the class matches), `assert`, `filter` (`if` of a comprehension), `ifexp` (the test of `a if test else b`). Operators whose
 * value never is on the stack, or whose remaining operands are not evaluated: `and`, `or`, `not`, `compare` (a chain of comparisons).
 */
export type Branch =
  | 'if'
  | 'while'
  | 'for'
  | 'case'
  | 'guard'
  | 'except'
  | 'assert'
  | 'filter'
  | 'ifexp'
  | 'and'
  | 'or'
  | 'not'
  | 'compare'

/** Why the stream ends. Whatever was recorded up to then is kept. */
export type EndReason = 'done' | 'exception' | 'step-limit' | 'time-limit' | 'size-limit' | 'memory-limit' | 'cancelled'

/** Source range: first line, first column, last line, end column; lines from 1, columns in UTF-8 bytes from 0. */
export type Span = [line: number, col: number, endLine: number, endCol: number]

/** What a frame is; carried by its `call` step. */
export interface FrameInfo {
  /** `co_qualname`; `<module>` for module code. */
  func: string
  /** `co_name`. */
  name: string
  file: string
  firstLine: number
  /** Id of the calling frame, 0 if it is not traced. */
  caller: number
  /** Id of the frame whose variables this one closes over, 0 if none. */
  parent: number
  /** Depth of the call stack counted in traced frames, from 1. */
  depth: number
  kind: 'module' | 'class' | 'function' | 'generator' | 'coroutine' | 'async generator' | 'comprehension'
  /** Variable names in slot order (parameters first), for optimised code; null where the namespace is a dict in insertion order. */
  names: readonly string[] | null
  /** How many of `names` are parameters. */
  args: number
  /** Parameters that inner functions close over, where there are any. */
  cells?: readonly string[]
  /** Frames of `threading.Thread` targets: number of the thread, from 1; absent in the main thread, the only one `sys.settrace` sees. */
  thread?: number
}

/** An exception as the program sees it at this point. */
export interface ExcInfo {
  type: string
  /** `str(exc)` */
  message: string
  /** `repr(exc)` */
  text: string
  /** The class as `repr` names it, where that is not `type`: `__main__.Full`. */
  cls?: string
}

/** An iterator on the value stack: a `for` loop (or comprehension) in progress. */
export interface IterState {
  /** Line of the loop that drives it. */
  at: number
  /** What is iterated over, as text; '' when it cannot be told without running code. */
  over: string
  /** Items handed out so far; -1 when not known. */
  pos: number
  /** Items still to come; -1 when not known. */
  left: number
}

/** A value in a heap object: the text of an immediate value, or the id of another heap object. */
export type Pic = string | number

/** A heap object, whole. `items` for list, tuple, set, frozenset, deque; `entries` for dicts; `attrs` for instances, classes; `text` for the rest. */
export interface HeapObject {
  id: number
  kind: 'list' | 'tuple' | 'set' | 'dict' | 'instance' | 'class' | 'function' | 'module' | 'other'
  /** Name of the Python type. */
  type: string
  items?: Pic[]
  entries?: [Pic, Pic][]
  attrs?: [string, Pic][]
  text?: string
  /** function: id of the frame it closes over; class: names of its bases. */
  parent?: number
  bases?: string[]
}

/**
 * A change to a heap object already shown. For `items`: positions `put`, then the new length `len`. For `entries` and `attrs`: keys put (new keys at the
 * end) and keys dropped.
 */
export interface HeapChange {
  id: number
  put?: [number | Pic, Pic][]
  drop?: Pic[]
  len?: number
}

export interface Step {
  event: StepEvent
  /** Id of the frame, counted from 1 in order of first `call`. */
  frame: number
  /** `f_lineno`; null where CPython has None. */
  line: number | null
  /** Variables of the frame that are new or differ: name, text, name, text, … */
  set?: string[]
  /** Names no longer bound. When a name stands in both, it was unbound and bound again: it moves to the end of a dict namespace. */
  del?: string[]
  /** The same for the module's globals, in frames that are not module code. */
  gset?: string[]
  gdel?: string[]
  /** With heap recording: for each value in `set` its object id, 0 for an immediate value. */
  ids?: number[]
  gids?: number[]
  heap?: (HeapObject | HeapChange)[]
  /** Text written to stdout since the previous step. */
  out?: string
  /** return, yield, expr: the value; store: the value stored; branch: True or False. */
  value?: string
  valueId?: number
  exc?: ExcInfo
  /** call: what the frame is. */
  info?: FrameInfo
  /** opcode: `dis` opname and argrepr, byte offset. */
  op?: string
  arg?: string
  offset?: number
  /** opcode: the value stack as a change: keep the lowest `keep` entries, then push texts. */
  keep?: number
  push?: string[]
  /** expr, store: AST node class. */
  expr?: string
  /** expr: two neighbours in a chain of comparisons, not a node of their own. */
  part?: true
  /** Source range. expr: of the expression; store: of the target; branch: of the test (`for`: of what is iterated over); exception: of the failing expression. */
  span?: Span
  branch?: Branch
  /** branch: operands that are not evaluated. */
  skipped?: number
  /** line: loops in progress in this frame, outermost first (only when it differs from the frame's previous step). */
  iters?: IterState[]
  /** line of a loop header: how often this frame has reached it, from 1. branch `for` and `while` that goes on: which round it is, from 1. */
  visit?: number
  /** builtin: a sub-step inside a builtin operation, in words. */
  note?: string
}

/** What is known of a trace besides its steps. */
export interface TraceMeta {
  source: string
  filename: string
  granularity: Granularity
  /** The call traced, when one call was (`f([1, 2])`), else null. */
  call: string | null
  argv: readonly string[]
  stdin: string
}

/** How it ended; known only after the last step. */
export interface TraceEnd {
  reason: EndReason
  steps: number
  /** The uncaught exception, where reason is `exception`. */
  exc?: ExcInfo
  /** Result of the call traced. */
  value?: string
  /** Output after the last step. */
  out?: string
}

/** A whole recorded trace. */
export interface Trace extends TraceMeta {
  steps: Step[]
  end: TraceEnd
}

/** A stream of steps whose `end` is filled in once the steps are exhausted. */
export interface StepStream extends Iterable<Step> {
  end: TraceEnd
}
