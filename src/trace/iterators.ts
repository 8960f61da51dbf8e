/**
 * Iterator state: over what, how far, how much is left. Read from the iterator objects themselves, without running code; what cannot be told so is
 * `over: ''`, `pos: -1`, `left: -1`.
 */
import { PyLongRangeIterator, PyRangeIterator } from '../objects/iterators'
import { PyGenerator } from '../objects/generator'
import { PyDict } from '../values/dict'
import { PySet } from '../values/set'
import { PyList, PyObject, PyRange, PyTuple, WideStr, type Value } from '../values/value'
import type { PictureMaker } from './snapshot'
import type { IterState } from './step'

/** An iterator that holds its sequence and a position, as the builtin ones do. */
interface Positioned {
  seq: Value | undefined
  index: number
}

function isPositioned(v: object): v is Positioned {
  return 'seq' in v && typeof (v as { index?: unknown }).index === 'number'
}

/** A range iterator forgets where it began; this remembers, from the first sight of it inside its loop, when one item is out. */
const rangeTotals = new WeakMap<PyObject, { start: number; total: number }>()

/** The state of an iterator driven by the loop at `line`; null when `v` is no iterator. */
export function iterState(v: Value, line: number, maker: PictureMaker): IterState | null {
  if (!(v instanceof PyObject) || v.type.tp_iternext === undefined) return null
  if (v instanceof PyRangeIterator) {
    let first = rangeTotals.get(v)
    if (!first) {
      first = { start: v.start - v.step, total: v.remaining + 1 }
      rangeTotals.set(v, first)
    }
    const stop = first.start + first.total * v.step
    const over = v.step === 1 ? `range(${first.start}, ${stop})` : `range(${first.start}, ${stop}, ${v.step})`
    return { at: line, over, pos: first.total - v.remaining, left: v.remaining }
  }
  if (v instanceof PyLongRangeIterator) return { at: line, over: '', pos: -1, left: -1 }
  if (isPositioned(v)) {
    const { seq } = v
    if (seq === undefined) return { at: line, over: '', pos: -1, left: 0 }
    const length = lengthOf(seq)
    return { at: line, over: maker.text(seq), pos: v.index, left: length < 0 ? -1 : Math.max(0, length - v.index) }
  }
  if (v instanceof PyGenerator) return { at: line, over: maker.text(v), pos: -1, left: -1 }
  return { at: line, over: '', pos: -1, left: -1 }
}

function lengthOf(v: Value): number {
  if (typeof v === 'string') return v.length
  if (v instanceof WideStr) return v.cps.length
  if (v instanceof PyList || v instanceof PyTuple) return v.items.length
  if (v instanceof PyDict || v instanceof PySet) return v.used
  if (v instanceof PyRange) return Number(v.length)
  return -1
}
