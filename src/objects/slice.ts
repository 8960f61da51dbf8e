/**
 * slice: `start:stop:step` as an object, and the arithmetic of slicing (CPython's Objects/sliceobject.c).
 *
 * Slicing takes two steps, because the first may run Python code (`__index__`) that changes the sequence: `unpackSlice` turns the parts into
 * numbers, then `adjustSlice` fits them to the length the sequence now has. Both work on `bounds`, which nobody may keep.
 */
import { isInt, type Int, NotImplemented, PySlice, PyTuple, type Value } from '../values/value'
import { H, splitInt, toInt, TupleHasher } from '../values/hash'
import * as int from '../values/int'
import { concatAll } from '../values/wide'
import { asSliceIndex, hash, index, isIndex, repr, richCompare } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { indexError, memoryError, typeError, valueError } from './raise'
import { checkArity, noKeywords } from './signature'
import { CompareOp, type PyType, typeName } from './type'

const MAX = Number.MAX_SAFE_INTEGER

/** The result of `unpackSlice`, then of `adjustSlice`. */
export const bounds = { start: 0, stop: 0, step: 1 }

/** Evaluates the parts of a slice into `bounds`, open ends as far out as numbers go. */
export function unpackSlice(cx: Context, s: PySlice): void {
  let step = 1
  if (s.step !== null) {
    step = sliceIndex(cx, s.step)
    if (step === 0) throw valueError('slice step cannot be zero')
  }
  const start = s.start === null ? (step < 0 ? MAX : 0) : sliceIndex(cx, s.start)
  const stop = s.stop === null ? (step < 0 ? -MAX : MAX) : sliceIndex(cx, s.stop)
  bounds.start = start
  bounds.stop = stop
  bounds.step = step
}

function sliceIndex(cx: Context, v: Value): number {
  return typeof v === 'number' ? v : asSliceIndex(cx, v)
}

/** Fits `bounds` to a sequence of `length` items; returns the number of items selected. */
export function adjustSlice(length: number): number {
  let { start, stop } = bounds
  const step = bounds.step
  if (start < 0) {
    start += length
    if (start < 0) start = step < 0 ? -1 : 0
  } else if (start >= length) start = step < 0 ? length - 1 : length
  if (stop < 0) {
    stop += length
    if (stop < 0) stop = step < 0 ? -1 : 0
  } else if (stop >= length) stop = step < 0 ? length - 1 : length
  bounds.start = start
  bounds.stop = stop
  if (step < 0) return stop < start ? Math.floor((start - stop - 1) / -step) + 1 : 0
  return start < stop ? Math.floor((stop - start - 1) / step) + 1 : 0
}

/** Items of a list or tuple selected by a slice, as a new array. */
export function sliceItems(cx: Context, s: PySlice, holder: { readonly items: Value[] }): Value[] {
  unpackSlice(cx, s)
  const from = holder.items
  const count = adjustSlice(from.length)
  const { start, step } = bounds
  if (step === 1) return from.slice(start, start + count)
  const out: Value[] = new Array(count)
  for (let i = 0, at = start; i < count; i++, at += step) out[i] = from[at]
  return out
}

/** Reads a part as `slice.indices` does: without clamping. */
function exactIndex(cx: Context, v: Value): Int {
  if (isInt(v)) return v
  if (!isIndex(v)) throw typeError('slice indices must be integers or None or have an __index__ method')
  return index(cx, v)
}

/** `slice.indices(length)` for any size of ints. */
export function sliceIndices(cx: Context, s: PySlice, length: Int): [Int, Int, Int] {
  const step = s.step === null ? 1 : exactIndex(cx, s.step)
  if (step === 0) throw valueError('slice step cannot be zero')
  const backwards = step < 0
  const lower: Int = backwards ? -1 : 0
  const upper = backwards ? int.sub(length, 1) : length
  const bounded = (v: Value, missing: Int): Int => {
    if (v === null) return missing
    let n = exactIndex(cx, v)
    if (n < 0) {
      n = int.add(n, length)
      return n < lower ? lower : n
    }
    return n > upper ? upper : n
  }
  const start = bounded(s.start, backwards ? upper : lower)
  const stop = bounded(s.stop, backwards ? lower : upper)
  return [start, stop, step]
}

function sliceHash(cx: Context, self: PySlice): Int {
  const hasher = new TupleHasher()
  for (const part of [self.start, self.stop, self.step]) {
    const lo = splitInt(hash(cx, part))
    hasher.add(lo, H.hi)
  }
  const lo = hasher.endSlice()
  return toInt(lo, H.hi)
}

export const sliceType: PyType = defineType('slice', PySlice, {
  final: true,
  doc: 'slice(stop)\nslice(start, stop[, step])\n\nWhat an expression such as `a[1:2:3]` hands to `a`: the three numbers, each possibly None.',
  slots: {
    tp_new: (_cx, _cls, args, kwnames) => {
      noKeywords('slice()', kwnames)
      checkArity('slice', args, 1, 3)
      if (args.length === 1) return new PySlice(null, args[0], null)
      return new PySlice(args[0], args[1], args.length > 2 ? args[2] : null)
    },
    tp_repr: (cx, self: PySlice) =>
      concatAll(['slice(', repr(cx, self.start), ', ', repr(cx, self.stop), ', ', repr(cx, self.step), ')']),
    tp_hash: sliceHash,
    tp_richcompare: (cx, self: PySlice, other, op) => {
      if (!(other instanceof PySlice)) return NotImplemented
      if (self === other) return op === CompareOp.EQ || op === CompareOp.LE || op === CompareOp.GE
      return richCompare(
        cx,
        new PyTuple([self.start, self.stop, self.step]),
        new PyTuple([other.start, other.stop, other.step]),
        op,
      )
    },
  },
  methods: {
    'indices(self, object, /)': [
      'Return the (start, stop, stride) this slice would select in a sequence of the given length.',
      (cx, self: PySlice, object: Value) => {
        const length = index(cx, object)
        if (length < 0) throw valueError('length should not be negative')
        return new PyTuple(sliceIndices(cx, self, length))
      },
    ],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: PySlice) => new PyTuple([sliceType, new PyTuple([self.start, self.stop, self.step])]),
    ],
  },
  members: {
    start: [null, (_cx, self: PySlice) => self.start],
    stop: [null, (_cx, self: PySlice) => self.stop],
    step: [null, (_cx, self: PySlice) => self.step],
  },
})

/** A subscript through `__index__`, as CPython's PyNumber_AsSsize_t(key, IndexError). Only for keys that have `__index__`. */
export function subscriptIndex(cx: Context, key: Value): number {
  if (typeof key === 'number') return key
  const n = index(cx, key)
  if (typeof n === 'number') return n
  if (n >= -(2n ** 63n) && n < 2n ** 63n) return n < 0n ? -MAX : MAX
  throw indexError(`cannot fit '${typeName(key)}' into an index-sized integer`)
}

/** A repeat count with the size it makes: MemoryError beyond what an address space holds. */
export function repeatCount(cx: Context, length: number, n: Int): number {
  if (n <= 0 || length === 0) return 0
  const total = length * Number(n)
  if (total > 2 ** 60) throw memoryError()
  cx.charge(total * 8)
  return Number(n)
}
