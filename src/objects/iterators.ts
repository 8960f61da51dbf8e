/**
 * The iterators of the builtin sequences, and those `iter()` makes for other objects (CPython's Objects/iterobject.c and the iterators at the
 * ends of listobject.c, tupleobject.c, rangeobject.c).
 *
 * An iterator is its sequence and a position; once exhausted it drops the sequence and stays exhausted. The machine reads the fields of the
 * commonest ones directly, so `seq` and `index` (and what `PyRangeIterator` has) are a contract.
 *
 * Which class name goes with which sequence is told by `__reduce__`: `iter(list)` while running, `iter([])` when done.
 */
import { type Int, NotImplemented, PyList, PyObject, type PyRange, PyTuple, type Value } from '../values/value'
import * as int from '../values/int'
import { asIndex, asInt, getItem, index, length as lengthOf, richCompareBool } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { excTypes } from './exceptions'
import { isRaiseOf, overflowError, stopValue, typeError } from './raise'
import type { PyStopIteration } from './exceptions'
import { CompareOp, type PyType, typeOf } from './type'

/** `builtins.iter` as seen by the running program, for `__reduce__`. */
export function builtin(cx: Context, name: string): Value {
  return cx.builtins.getStr(name) ?? null
}

const self_ = (_cx: Context, self: Value) => self

export class PyListIterator extends PyObject {
  index = 0
  constructor(public seq: PyList | undefined) {
    super()
  }
}

export class PyTupleIterator extends PyObject {
  index = 0
  constructor(public seq: PyTuple | undefined) {
    super()
  }
}

export class PyListReverseIterator extends PyObject {
  index: number
  constructor(public seq: PyList | undefined) {
    super()
    this.index = seq === undefined ? -1 : seq.items.length - 1
  }
}

/** Iterator of a range whose start, stop and step are safe integers. */
export class PyRangeIterator extends PyObject {
  constructor(
    /** The next value. */
    public start: number,
    public readonly step: number,
    /** Values still to come. */
    public remaining: number,
  ) {
    super()
  }
}

export class PyLongRangeIterator extends PyObject {
  constructor(
    public start: Int,
    public readonly step: Int,
    public remaining: Int,
  ) {
    super()
  }
}

/** `iter(o)` for an object with `__getitem__` only. */
export class PySeqIterator extends PyObject {
  index = 0
  constructor(public seq: Value | undefined) {
    super()
  }
}

/** `iter(callable, sentinel)`. */
export class PyCallableIterator extends PyObject {
  constructor(
    public callable: Value | undefined,
    public sentinel: Value | undefined,
  ) {
    super()
  }
}

const LENGTH_HINT_DOC = 'Return how many items are probably still to come.'
const REDUCE_DOC = 'Return state information for pickling.'
const SETSTATE_DOC = 'Set the position from state information.'

export function nextOfList(_cx: Context, self: PyListIterator): Value | undefined {
  const seq = self.seq
  if (seq === undefined) return undefined
  const items = seq.items
  if (self.index < items.length) return items[self.index++]
  self.seq = undefined
  return undefined
}

/** A position from pickled state, which must be an int. */
export function statePosition(cx: Context, state: Value): number {
  if (asInt(state) === undefined) throw typeError('an integer is required')
  return asIndex(cx, state)
}

function setPosition(cx: Context, self: { index: number; seq: unknown }, state: Value, length: number): null {
  const n = statePosition(cx, state)
  if (self.seq !== undefined) self.index = n < 0 ? 0 : Math.min(n, length)
  return null
}

export const listIteratorType: PyType = defineType('list_iterator', PyListIterator, {
  final: true,
  slots: { tp_iter: self_, tp_iternext: nextOfList },
  methods: {
    '__length_hint__(self, /)': [
      LENGTH_HINT_DOC,
      (_cx, self: PyListIterator) => (self.seq === undefined ? 0 : Math.max(0, self.seq.items.length - self.index)),
    ],
    '__reduce__(self, /)': [
      REDUCE_DOC,
      (cx, self: PyListIterator) =>
        self.seq === undefined
          ? new PyTuple([builtin(cx, 'iter'), new PyTuple([new PyList([])])])
          : new PyTuple([builtin(cx, 'iter'), new PyTuple([self.seq]), self.index]),
    ],
    '__setstate__(self, object, /)': [
      SETSTATE_DOC,
      (cx, self: PyListIterator, state: Value) => setPosition(cx, self, state, self.seq?.items.length ?? 0),
    ],
  },
})

export function nextOfTuple(_cx: Context, self: PyTupleIterator): Value | undefined {
  const seq = self.seq
  if (seq === undefined) return undefined
  const items = seq.items
  if (self.index < items.length) return items[self.index++]
  self.seq = undefined
  return undefined
}

export const tupleIteratorType: PyType = defineType('tuple_iterator', PyTupleIterator, {
  final: true,
  slots: { tp_iter: self_, tp_iternext: nextOfTuple },
  methods: {
    '__length_hint__(self, /)': [
      LENGTH_HINT_DOC,
      (_cx, self: PyTupleIterator) => (self.seq === undefined ? 0 : self.seq.items.length - self.index),
    ],
    '__reduce__(self, /)': [
      REDUCE_DOC,
      (cx, self: PyTupleIterator) =>
        self.seq === undefined
          ? new PyTuple([builtin(cx, 'iter'), new PyTuple([new PyTuple([])])])
          : new PyTuple([builtin(cx, 'iter'), new PyTuple([self.seq]), self.index]),
    ],
    '__setstate__(self, object, /)': [
      SETSTATE_DOC,
      (cx, self: PyTupleIterator, state: Value) => setPosition(cx, self, state, self.seq?.items.length ?? 0),
    ],
  },
})

export const listReverseIteratorType: PyType = defineType('list_reverseiterator', PyListReverseIterator, {
  final: true,
  slots: {
    tp_iter: self_,
    tp_iternext: (_cx, self: PyListReverseIterator) => {
      const seq = self.seq
      if (seq === undefined) return undefined
      if (self.index >= 0 && self.index < seq.items.length) return seq.items[self.index--]
      self.index = -1
      self.seq = undefined
      return undefined
    },
  },
  methods: {
    '__length_hint__(self, /)': [
      LENGTH_HINT_DOC,
      (_cx, self: PyListReverseIterator) =>
        self.seq === undefined || self.seq.items.length < self.index + 1 ? 0 : self.index + 1,
    ],
    '__reduce__(self, /)': [
      REDUCE_DOC,
      (cx, self: PyListReverseIterator) =>
        self.seq === undefined
          ? new PyTuple([builtin(cx, 'iter'), new PyTuple([new PyList([])])])
          : new PyTuple([builtin(cx, 'reversed'), new PyTuple([self.seq]), self.index]),
    ],
    '__setstate__(self, object, /)': [
      SETSTATE_DOC,
      (cx, self: PyListReverseIterator, state: Value) => {
        const n = statePosition(cx, state)
        if (self.seq !== undefined) self.index = n < -1 ? -1 : Math.min(n, self.seq.items.length - 1)
        return null
      },
    ],
  },
})

function remainingRange(it: PyRangeIterator | PyLongRangeIterator): PyTuple {
  const start = it.start
  const stop = int.add(start, int.mul(it.remaining, it.step))
  return new PyTuple([makeRange(start, stop, it.step, it.remaining)])
}

/** Set by `range.ts`, which knows the class. */
let makeRange: (start: Int, stop: Int, step: Int, length: Int) => PyRange
export function registerRange(make: typeof makeRange): void {
  makeRange = make
}

export const rangeIteratorType: PyType = defineType('range_iterator', PyRangeIterator, {
  final: true,
  slots: {
    tp_iter: self_,
    tp_iternext: (_cx, self: PyRangeIterator) => {
      if (self.remaining <= 0) return undefined
      self.remaining--
      const v = self.start
      self.start = v + self.step
      return v
    },
  },
  methods: {
    '__length_hint__(self, /)': [LENGTH_HINT_DOC, (_cx, self: PyRangeIterator) => self.remaining],
    '__reduce__(self, /)': [
      REDUCE_DOC,
      (cx, self: PyRangeIterator) => new PyTuple([builtin(cx, 'iter'), remainingRange(self), null]),
    ],
    '__setstate__(self, object, /)': [
      SETSTATE_DOC,
      (cx, self: PyRangeIterator, state: Value) => {
        const n = Math.min(Math.max(asIndex(cx, state), 0), self.remaining)
        self.start += n * self.step
        self.remaining -= n
        return null
      },
    ],
  },
})

export const longRangeIteratorType: PyType = defineType('longrange_iterator', PyLongRangeIterator, {
  final: true,
  slots: {
    tp_iter: self_,
    tp_iternext: (_cx, self: PyLongRangeIterator) => {
      if (self.remaining <= 0) return undefined
      self.remaining = int.sub(self.remaining, 1)
      const v = self.start
      self.start = int.add(v, self.step)
      return v
    },
  },
  methods: {
    '__length_hint__(self, /)': [LENGTH_HINT_DOC, (_cx, self: PyLongRangeIterator) => self.remaining],
    '__reduce__(self, /)': [
      REDUCE_DOC,
      (cx, self: PyLongRangeIterator) => new PyTuple([builtin(cx, 'iter'), remainingRange(self), null]),
    ],
    '__setstate__(self, object, /)': [
      SETSTATE_DOC,
      (cx, self: PyLongRangeIterator, state: Value) => {
        let n = index(cx, state)
        if (n < 0) n = 0
        else if (n > self.remaining) n = self.remaining
        self.start = int.add(self.start, int.mul(n, self.step))
        self.remaining = int.sub(self.remaining, n)
        return null
      },
    ],
  },
})

export const sequenceIteratorType: PyType = defineType('iterator', PySeqIterator, {
  final: true,
  slots: {
    tp_iter: self_,
    tp_iternext: (cx, self: PySeqIterator) => {
      const seq = self.seq
      if (seq === undefined) return undefined
      if (self.index >= Number.MAX_SAFE_INTEGER) throw overflowError('iter index too large')
      try {
        const v = getItem(cx, seq, self.index)
        self.index++
        return v
      } catch (e) {
        // A value in StopIteration is dropped here.
        if (!isRaiseOf(e, excTypes.StopIteration) && !isRaiseOf(e, excTypes.IndexError)) throw e
        self.seq = undefined
        return undefined
      }
    },
  },
  methods: {
    '__length_hint__(self, /)': [
      LENGTH_HINT_DOC,
      (cx, self: PySeqIterator) => {
        const seq = self.seq
        if (seq === undefined) return 0
        const t = typeOf(seq)
        if (t.sq_length === undefined && t.mp_length === undefined) return NotImplemented
        return Math.max(0, lengthOf(cx, seq) - self.index)
      },
    ],
    '__reduce__(self, /)': [
      REDUCE_DOC,
      (cx, self: PySeqIterator) =>
        self.seq === undefined
          ? new PyTuple([builtin(cx, 'iter'), new PyTuple([new PyTuple([])])])
          : new PyTuple([builtin(cx, 'iter'), new PyTuple([self.seq]), self.index]),
    ],
    '__setstate__(self, object, /)': [
      SETSTATE_DOC,
      (cx, self: PySeqIterator, state: Value) => {
        const n = statePosition(cx, state)
        if (self.seq !== undefined) self.index = Math.max(n, 0)
        return null
      },
    ],
  },
})

export const callableIteratorType: PyType = defineType('callable_iterator', PyCallableIterator, {
  final: true,
  slots: {
    tp_iter: self_,
    tp_iternext: (cx, self: PyCallableIterator) => {
      const callable = self.callable
      if (callable === undefined) return undefined
      let v: Value
      try {
        v = cx.call(callable, [])
      } catch (e) {
        if (!isRaiseOf(e, excTypes.StopIteration)) throw e
        stopValue.v = (e.exc as PyStopIteration).value ?? null
        self.callable = undefined
        self.sentinel = undefined
        return undefined
      }
      // The call may have exhausted this very iterator.
      const sentinel = self.sentinel
      if (sentinel === undefined) return undefined
      if (!richCompareBool(cx, sentinel, v, CompareOp.EQ)) return v
      self.callable = undefined
      self.sentinel = undefined
      return undefined
    },
  },
  methods: {
    '__reduce__(self, /)': [
      REDUCE_DOC,
      (cx, self: PyCallableIterator) =>
        self.callable === undefined || self.sentinel === undefined
          ? new PyTuple([builtin(cx, 'iter'), new PyTuple([new PyTuple([])])])
          : new PyTuple([builtin(cx, 'iter'), new PyTuple([self.callable, self.sentinel])]),
    ],
  },
})
