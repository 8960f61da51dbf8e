/**
 * frame and traceback as Python sees them (CPython's Objects/frameobject.c and Python/traceback.c), and the write-through `f_locals` of PEP 667.
 */
import { CodeFlags, LocalKind } from '../compile/code'
import { PyList, PyObject, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { addressText } from '../values/identity'
import { fromText, textOf } from '../values/wide'
import { asIndex, callMethod, getIter, isTrue, iterNext, repr, richCompare } from './abstract'
import { PyCell } from './cell'
import type { Context } from './context'
import { defineType } from './define'
import { excTypes } from './exceptions'
import { Frame, FrameTrace } from './frame'
import { GenState } from './generator'
import { attributeError, keyError, raiseOf, runtimeError, valueError } from './raise'
import { asStrValue } from './str'
import { TypeFlags } from './type'

// --- frames -------------------------------------------------------------------------------------------------------------

/** `f_locals` of a frame of optimised code: reads and writes go to the variables themselves. */
export class PyFrameLocalsProxy extends PyObject {
  constructor(readonly frame: Frame) {
    super()
  }
}

function slotOf(frame: Frame, key: Value): number {
  const s = asStrValue(key)
  if (s === undefined) return -1
  const name = textOf(s)
  const { localsplusnames } = frame.code
  for (let i = 0; i < localsplusnames.length; i++) {
    if (localsplusnames[i] === name) return i
  }
  return -1
}

/** The value of slot `i`, through its cell; undefined while unbound. */
export function slotValue(frame: Frame, i: number): Value | undefined {
  const v = frame.localsplus[i]
  return frame.code.localspluskinds[i] & (LocalKind.CELL | LocalKind.FREE) && v instanceof PyCell ? v.value : v
}

/** Whether a comprehension inlined in module or class code is running: then its variables are the frame's locals. */
export function inComprehension(frame: Frame): boolean {
  const kinds = frame.code.localspluskinds
  for (let i = 0; i < kinds.length; i++)
    if (kinds[i] & LocalKind.HIDDEN && slotValue(frame, i) !== undefined) return true
  return false
}

function getLocal(cx: Context, self: PyFrameLocalsProxy, key: Value): Value | undefined {
  const i = slotOf(self.frame, key)
  if (i >= 0) {
    const v = slotValue(self.frame, i)
    if (v !== undefined) return v
  }
  return self.frame.extraLocals?.get(cx, key)
}

function setLocal(cx: Context, self: PyFrameLocalsProxy, key: Value, value: Value | undefined): void {
  const { frame } = self
  const i = slotOf(frame, key)
  if (i >= 0) {
    if (value === undefined) throw valueError('cannot remove local variables from FrameLocalsProxy')
    const v = frame.localsplus[i]
    if (v instanceof PyCell && frame.code.localspluskinds[i] & (LocalKind.CELL | LocalKind.FREE)) v.value = value
    else frame.localsplus[i] = value
    return
  }
  if (value === undefined) {
    if (frame.extraLocals?.delete(cx, key) === undefined) throw keyError(key)
    return
  }
  frame.extraLocals ??= new PyDict()
  frame.extraLocals.set(cx, key, value)
}

function snapshot(self: PyFrameLocalsProxy): PyDict {
  const d = new PyDict()
  const { frame } = self
  const { localsplusnames } = frame.code
  for (let i = 0; i < localsplusnames.length; i++) {
    const v = slotValue(frame, i)
    if (v !== undefined) d.setStr(localsplusnames[i], v)
  }
  if (frame.extraLocals !== undefined) for (const [k, v] of frame.extraLocals.entries()) d.set(null, k, v)
  return d
}

export const frameLocalsProxyType = defineType('FrameLocalsProxy', PyFrameLocalsProxy, {
  final: true,
  flags: TypeFlags.MAPPING,
  slots: {
    tp_repr: (cx, self: PyFrameLocalsProxy) => repr(cx, snapshot(self)),
    tp_hash: null,
    tp_iter: (cx, self: PyFrameLocalsProxy) => getIter(cx, new PyList(liveKeys(self))),
    tp_richcompare: (cx, self: PyFrameLocalsProxy, other: Value, op) =>
      richCompare(cx, snapshot(self), other instanceof PyFrameLocalsProxy ? snapshot(other) : other, op),
    mp_length: (_cx, self: PyFrameLocalsProxy) => snapshot(self).used,
    mp_subscript: (cx, self: PyFrameLocalsProxy, key: Value) => {
      const v = getLocal(cx, self, key)
      if (v === undefined)
        throw raiseOf(excTypes.KeyError, fromText(`local variable '${textOf(keyText(cx, key))}' is not defined`))
      return v
    },
    mp_ass_subscript: (cx, self: PyFrameLocalsProxy, key, value) => setLocal(cx, self, key, value),
    sq_contains: (cx, self: PyFrameLocalsProxy, key) => getLocal(cx, self, key) !== undefined,
    nb_or: (cx, a: Value, b: Value) =>
      callMethod(
        cx,
        a instanceof PyFrameLocalsProxy ? snapshot(a) : a,
        '__or__',
        b instanceof PyFrameLocalsProxy ? snapshot(b) : b,
      ),
    nb_inplace_or: (cx, self: PyFrameLocalsProxy, other: Value) => {
      update(cx, self, other)
      return self
    },
  },
  methods: {
    '~keys(self)': ['The names that are bound.', (_cx, self: PyFrameLocalsProxy) => new PyList(liveKeys(self))],
    '~values(self)': [
      'Their values.',
      (cx, self: PyFrameLocalsProxy) => new PyList(toList(cx, callMethod(cx, snapshot(self), 'values'))),
    ],
    '~items(self)': [
      'Pairs of both.',
      (cx, self: PyFrameLocalsProxy) => new PyList(toList(cx, callMethod(cx, snapshot(self), 'items'))),
    ],
    '~copy(self)': ['A dict with the same content.', (_cx, self: PyFrameLocalsProxy) => snapshot(self)],
    '~get(self, key, default=None, /)': [
      'The value of a name, or the default.',
      (cx, self: PyFrameLocalsProxy, key: Value, fallback: Value) => getLocal(cx, self, key) ?? fallback,
    ],
    '~setdefault(self, key, default=None, /)': [
      'The value of a name, which is bound to the default if it is not.',
      (cx, self: PyFrameLocalsProxy, key: Value, fallback: Value) => {
        const v = getLocal(cx, self, key)
        if (v !== undefined) return v
        setLocal(cx, self, key, fallback)
        return fallback
      },
    ],
    '~update(self, other, /)': [
      'Bind the names of a mapping.',
      (cx, self: PyFrameLocalsProxy, other: Value) => update(cx, self, other),
    ],
    '~pop(self, key, default=<unrepresentable>, /)': [
      'Remove an extra name and return its value.',
      (cx, self: PyFrameLocalsProxy, key: Value, fallback: Value | undefined) => {
        if (slotOf(self.frame, key) >= 0) throw valueError('cannot remove local variables from FrameLocalsProxy')
        const v = self.frame.extraLocals?.delete(cx, key)
        if (v !== undefined) return v
        if (fallback === undefined) throw keyError(key)
        return fallback
      },
    ],
    '~__reversed__(self)': [
      'The names in reverse order.',
      (cx, self: PyFrameLocalsProxy) => getIter(cx, new PyList(liveKeys(self).reverse())),
    ],
  },
})

function keyText(cx: Context, key: Value): Str {
  return asStrValue(key) ?? repr(cx, key)
}

function liveKeys(self: PyFrameLocalsProxy): Value[] {
  return snapshot(self).keys.filter((k) => k !== undefined) as Value[]
}

function toList(cx: Context, v: Value): Value[] {
  const out: Value[] = []
  const it = getIter(cx, v)
  for (let x = iterNext(cx, it); x !== undefined; x = iterNext(cx, it)) out.push(x)
  return out
}

function update(cx: Context, self: PyFrameLocalsProxy, other: Value): null {
  const d = cx.call(PyDict.prototype.type, [other]) as PyDict
  for (const [k, v] of d.entries()) setLocal(cx, self, k, v)
  return null
}

/** What the machine does for frames: jumps, and events that a frame asks for. */
export interface FrameHooks {
  setLine(cx: Context, frame: Frame, line: number): void
  wantOpcodes(cx: Context): void
}

export const frameHooks = {} as FrameHooks

function tracing(frame: Frame): FrameTrace {
  frame.escaped = true
  frame.tracing ??= new FrameTrace()
  return frame.tracing
}

/** Ends a frame that is not running: its variables are dropped. */
function clearFrame(cx: Context, frame: Frame): null {
  const gen = frame.generator
  if (gen !== null) {
    if (gen.state === GenState.RUNNING) throw runtimeError('cannot clear an executing frame')
    if (gen.state === GenState.SUSPENDED || gen.state === GenState.DELEGATING) {
      throw runtimeError('cannot clear a suspended frame')
    }
    callMethod(cx, gen, 'close')
  } else if (!frame.done) throw runtimeError('cannot clear an executing frame')
  frame.localsplus.fill(undefined)
  return null
}

export const frameType = defineType('frame', Frame, {
  final: true,
  slots: {
    tp_repr: (_cx, self: Frame) =>
      `<frame at ${addressText(self)}, file '${textOf(self.plainCode.filename)}', line ${self.lineno}, code ${textOf(self.plainCode.name)}>`,
  },
  methods: {
    'clear(self, /)': ['Drop the variables of a frame that has ended.', (cx, self: Frame) => clearFrame(cx, self)],
  },
  getset: {
    f_back: [
      null,
      (_cx, self: Frame) => {
        if (self.back !== null) self.back.escaped = true
        return self.back
      },
    ],
    f_code: [null, (_cx, self: Frame) => self.plainCode],
    f_globals: [null, (_cx, self: Frame) => self.globals],
    f_builtins: [null, (_cx, self: Frame) => self.builtins],
    f_locals: [
      null,
      (_cx, self: Frame) => {
        self.escaped = true
        if (self.code.flags & CodeFlags.OPTIMIZED || inComprehension(self)) return new PyFrameLocalsProxy(self)
        return self.locals ?? new PyDict()
      },
    ],
    f_lasti: [
      null,
      (_cx, self: Frame) => {
        const i = self.plainLasti
        return i < 0 ? -1 : self.plainCode.offsets[i]
      },
    ],
    f_lineno: [
      null,
      (_cx, self: Frame) => self.lineno,
      (cx, self: Frame, v) => {
        if (v === undefined) throw attributeError('cannot delete attribute')
        if (typeof v !== 'number') throw valueError('lineno must be an integer')
        frameHooks.setLine(cx, self, asIndex(cx, v))
      },
    ],
    f_trace: [
      null,
      (_cx, self: Frame) => self.tracing?.trace ?? null,
      (_cx, self: Frame, v) => {
        tracing(self).trace = v === null ? undefined : v
      },
    ],
    f_trace_lines: [
      null,
      (_cx, self: Frame) => self.tracing?.lines ?? true,
      (cx, self: Frame, v) => {
        tracing(self).lines = v !== undefined && isTrue(cx, v)
      },
    ],
    f_trace_opcodes: [
      null,
      (_cx, self: Frame) => self.tracing?.opcodes ?? false,
      (cx, self: Frame, v) => {
        const on = v !== undefined && isTrue(cx, v)
        tracing(self).opcodes = on
        if (on) frameHooks.wantOpcodes(cx)
      },
    ],
  },
})
