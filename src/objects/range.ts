/**
 * range (CPython's Objects/rangeobject.c): start, stop and step of any size, the length derived once.
 */
import { type Int, isInt, NotImplemented, PyRange, PySlice, PyTuple, type Value } from '../values/value'
import * as int from '../values/int'
import { concatAll, textOf } from '../values/wide'
import { equals, getIter, hash, index, isIndex, iterNext, repr } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { PyLongRangeIterator, PyRangeIterator, registerRange } from './iterators'
import { indexError, overflowError, typeError, valueError } from './raise'
import { checkArity, noKeywords } from './signature'
import { sliceIndices } from './slice'
import { CompareOp, type PyType, TypeFlags, typeName } from './type'

/** A range of three ints, `step` not zero. */
export function newRange(start: Int, stop: Int, step: Int): PyRange {
  return new PyRange(start, stop, step, rangeLength(start, stop, step))
}

function rangeLength(start: Int, stop: Int, step: Int): Int {
  if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number') {
    if (step > 0 ? start >= stop : start <= stop) return 0
    const distance = step > 0 ? stop - start : start - stop
    if (distance <= Number.MAX_SAFE_INTEGER) return Math.floor((distance - 1) / Math.abs(step)) + 1
  }
  const forward = step > 0
  const distance = forward ? int.sub(stop, start) : int.sub(start, stop)
  if (distance <= 0) return 0
  return int.add(int.floordiv(int.sub(distance, 1), int.abs(step)), 1)
}

registerRange((start, stop, step, length) => new PyRange(start, stop, step, length))

/** Item `i` of the range, `0 <= i < length`. */
export function rangeItem(r: PyRange, i: Int): Int {
  if (typeof i === 'number' && typeof r.start === 'number' && typeof r.step === 'number') {
    const v = r.start + i * r.step
    if (Number.isSafeInteger(v)) return v
  }
  return int.add(r.start, int.mul(i, r.step))
}

function rangeGetItem(cx: Context, self: PyRange, key: Value): Value {
  if (key instanceof PySlice) {
    const [start, stop, step] = sliceIndices(cx, key, self.length)
    return newRange(rangeItem(self, start), rangeItem(self, stop), int.mul(self.step, step))
  }
  if (!isIndex(key)) throw typeError(`range indices must be integers or slices, not ${typeName(key)}`)
  let i = index(cx, key)
  if (i < 0) i = int.add(i, self.length)
  if (i < 0 || i >= self.length) throw indexError('range object index out of range')
  return rangeItem(self, i)
}

/** Position of an int in the range, or -1. */
export function rangeIndexOf(r: PyRange, v: Int): Int {
  if (r.step > 0 ? v < r.start || v >= r.stop : v > r.start || v <= r.stop) return -1
  const distance = int.sub(v, r.start)
  return int.mod(distance, r.step) === 0 ? int.floordiv(distance, r.step) : -1
}

const asExact = (v: Value): Int | undefined => (isInt(v) ? v : typeof v === 'boolean' ? (v ? 1 : 0) : undefined)

function iterRange(_cx: Context, self: PyRange): Value {
  const { start, stop, step, length } = self
  if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number' && typeof length === 'number') {
    return new PyRangeIterator(start, step, length)
  }
  return new PyLongRangeIterator(start, step, length)
}

/** The parts that decide equality: a shorter range has fewer. */
function identityOf(r: PyRange): PyTuple {
  if (r.length === 0) return new PyTuple([0, null, null])
  return new PyTuple([r.length, r.start, r.length === 1 ? null : r.step])
}

function createRange(cx: Context, _cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  noKeywords('range()', kwnames)
  checkArity('range', args, 1, 3)
  if (args.length === 1) return newRange(0, index(cx, args[0]), 1)
  const start = index(cx, args[0])
  const stop = index(cx, args[1])
  const step = args.length === 3 ? index(cx, args[2]) : 1
  if (step === 0) throw valueError('range() arg 3 must not be zero')
  return newRange(start, stop, step)
}

export const rangeType: PyType = defineType('range', PyRange, {
  doc: 'range(stop)\nrange(start, stop[, step])\n\nThe ints from start (or 0) up to but not including stop, step apart.',
  final: true,
  flags: TypeFlags.SEQUENCE,
  slots: {
    tp_new: createRange,
    tp_repr: (cx, self: PyRange) => {
      const parts = ['range(', repr(cx, self.start), ', ', repr(cx, self.stop)]
      if (self.step !== 1) parts.push(', ', repr(cx, self.step))
      parts.push(')')
      return concatAll(parts)
    },
    tp_hash: (cx, self: PyRange) => hash(cx, identityOf(self)),
    tp_richcompare: (_cx, self: PyRange, other, op) => {
      if (!(other instanceof PyRange) || (op !== CompareOp.EQ && op !== CompareOp.NE)) return NotImplemented
      const equal =
        self === other ||
        (self.length === other.length &&
          (self.length === 0 || (self.start === other.start && (self.length === 1 || self.step === other.step))))
      return equal === (op === CompareOp.EQ)
    },
    tp_iter: iterRange,
    nb_bool: (_cx, self: PyRange) => self.length !== 0,
    sq_length: (_cx, self: PyRange) => {
      const n = self.length
      if (typeof n === 'bigint' && n >= 2n ** 63n) throw overflowError('Python int too large to convert to C ssize_t')
      return n
    },
    sq_item: (cx, self: PyRange, i: number) => rangeGetItem(cx, self, i),
    sq_contains: (cx, self: PyRange, item) => {
      const n = asExact(item)
      if (n !== undefined) return rangeIndexOf(self, n) >= 0
      return searchRange(cx, self, item) !== undefined
    },
    mp_subscript: rangeGetItem,
  },
  methods: {
    '__reversed__(self, /)': [
      'Return an iterator over the numbers from last to first.',
      (cx, self: PyRange) => {
        const last = rangeItem(self, int.sub(self.length, 1))
        return iterRange(cx, new PyRange(last, int.sub(self.start, self.step), int.neg(self.step), self.length))
      },
    ],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: PyRange) => new PyTuple([rangeType, new PyTuple([self.start, self.stop, self.step])]),
    ],
    'count(self, object, /)': [
      'Return how many items equal object.',
      (cx, self: PyRange, object: Value) => {
        const n = asExact(object)
        if (n !== undefined) return rangeIndexOf(self, n) >= 0 ? 1 : 0
        let count = 0
        const it = getIter(cx, self)
        for (let v = iterNext(cx, it); v !== undefined; v = iterNext(cx, it)) if (equals(cx, v, object)) count++
        return count
      },
    ],
    'index(self, object, /)': [
      'Return the index of object.\n\nValueError if it is not there.',
      (cx, self: PyRange, object: Value) => {
        const n = asExact(object)
        if (n !== undefined) {
          const i = rangeIndexOf(self, n)
          if (i < 0) throw valueError(`${textOf(repr(cx, object))} is not in range`)
          return i
        }
        const i = searchRange(cx, self, object)
        if (i === undefined) throw valueError('sequence.index(x): x not in sequence')
        return i
      },
    ],
  },
  members: {
    start: [null, (_cx, self: PyRange) => self.start],
    stop: [null, (_cx, self: PyRange) => self.stop],
    step: [null, (_cx, self: PyRange) => self.step],
  },
})

/** Linear search, for what is no int but may equal one. */
function searchRange(cx: Context, self: PyRange, wanted: Value): number | undefined {
  const it = getIter(cx, self)
  let i = 0
  for (let v = iterNext(cx, it); v !== undefined; v = iterNext(cx, it), i++) {
    if (equals(cx, v, wanted)) return i
    if ((i & 0x3ff) === 0x3ff) cx.tick(0x400)
  }
  return undefined
}
