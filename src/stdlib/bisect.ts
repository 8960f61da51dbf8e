/**
 * The `bisect` module (CPython's Modules/_bisectmodule.c).
 */
import { PyList, type Value } from '../values/value'
import { asIndex, callMethod, getItem, length, richCompareBool } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule, type MethodEntry } from '../objects/define'
import { valueError } from '../objects/raise'
import { CompareOp } from '../objects/type'

const lessThan = (cx: Context, a: Value, b: Value): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a < b : richCompareBool(cx, a, b, CompareOp.LT)

/** Where to put `x`: behind equal items, or before them. `x` has been through the key function already. */
function search(cx: Context, a: Value, x: Value, lo: Value, hi: Value, key: Value, right: boolean): number {
  let low = asIndex(cx, lo)
  if (low < 0) throw valueError('lo must be non-negative')
  let high = hi === null ? -1 : asIndex(cx, hi)
  if (hi === null || high === -1) high = length(cx, a)
  const items = a instanceof PyList && a.type === PyList.prototype.type ? a : null
  while (low < high) {
    const mid = Math.floor((low + high) / 2)
    let item = items !== null && mid < items.items.length ? items.items[mid] : getItem(cx, a, mid)
    if (key !== null) item = cx.call(key, [item])
    if (right) {
      if (lessThan(cx, x, item)) high = mid
      else low = mid + 1
    } else if (lessThan(cx, item, x)) low = mid + 1
    else high = mid
  }
  return low
}

const bisect =
  (right: boolean) =>
  (cx: Context, a: Value, x: Value, lo: Value, hi: Value, key: Value): Value =>
    search(cx, a, x, lo, hi, key, right)

const insort =
  (right: boolean) =>
  (cx: Context, a: Value, x: Value, lo: Value, hi: Value, key: Value): Value => {
    const wanted = key === null ? x : cx.call(key, [x])
    const i = search(cx, a, wanted, lo, hi, key, right)
    if (a instanceof PyList && a.type === PyList.prototype.type) a.items.splice(i, 0, x)
    else callMethod(cx, a, 'insert', i, x)
    return null
  }

const PARAMS = '(/, a, x, lo=0, hi=None, *, key=None)'
const BISECT_RIGHT: MethodEntry = [
  'Return the index behind all items of the sorted a that are not greater than x.',
  bisect(true),
]
const BISECT_LEFT: MethodEntry = [
  'Return the index before all items of the sorted a that are not less than x.',
  bisect(false),
]
const INSORT_RIGHT: MethodEntry = ['Insert x into the sorted a, behind equal items.', insort(true)]
const INSORT_LEFT: MethodEntry = ['Insert x into the sorted a, before equal items.', insort(false)]

export const load = defineModule('bisect', 'Searching and inserting in sorted lists.', {
  functions: {
    [`bisect_right${PARAMS}`]: BISECT_RIGHT,
    [`bisect_left${PARAMS}`]: BISECT_LEFT,
    [`insort_right${PARAMS}`]: INSORT_RIGHT,
    [`insort_left${PARAMS}`]: INSORT_LEFT,
  },
  setup: (_cx, module) => {
    const d = module.dict
    d.setStr('bisect', d.getStr('bisect_right') as Value)
    d.setStr('insort', d.getStr('insort_right') as Value)
  },
})
