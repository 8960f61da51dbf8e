/**
 * zip, map and filter (CPython's Python/bltinmodule.c).
 */
import { PyObject, PyTuple, type Value } from '../values/value'
import { getIter, isTrue } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { adopt } from './object'
import { typeError, valueError } from './raise'
import { checkArity, noKeywords } from './signature'
import { type PyType, TypeFlags, typeOf } from './type'
import { unexpectedKeyword } from './suggest'

const itself = (_cx: Context, self: Value) => self
const REDUCE = 'Return state information for pickling.'

// --- zip ------------------------------------------------------------------------------------------------------------

export class PyZip extends PyObject {
  constructor(
    public iterators: Value[],
    public strict: boolean,
  ) {
    super()
  }
}

function createZip(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  const nkw = kwnames === null ? 0 : kwnames.length
  let strict = false
  if (nkw > 0) {
    for (let i = 0; i < nkw; i++) {
      const name = (kwnames as readonly string[])[i]
      if (name !== 'strict') throw unexpectedKeyword('zip', name, ['strict'])
      strict = isTrue(cx, args[args.length - nkw + i])
    }
    args = args.slice(0, args.length - nkw)
  }
  const iterators: Value[] = []
  for (const a of args) iterators.push(getIter(cx, a))
  const z = new PyZip(iterators, strict)
  return cls === zipType ? z : adopt(z, cls)
}

export function nextOfZip(cx: Context, self: PyZip): Value | undefined {
  const iterators = self.iterators
  const n = iterators.length
  if (n === 0) return undefined
  const items: Value[] = new Array(n)
  for (let i = 0; i < n; i++) {
    const it = iterators[i]
    const v = typeOf(it).tp_iternext!(cx, it)
    if (v === undefined) {
      if (self.strict) checkStrict(cx, iterators, i)
      return undefined
    }
    items[i] = v
  }
  return new PyTuple(items)
}

/** Iterator `ended` gave nothing: with strict, none may have given more or have more to give. */
function checkStrict(cx: Context, iterators: Value[], ended: number): void {
  if (ended > 0) {
    const others = ended === 1 ? 'argument 1' : `arguments 1-${ended}`
    throw valueError(`zip() argument ${ended + 1} is shorter than ${others}`)
  }
  for (let i = 1; i < iterators.length; i++) {
    const it = iterators[i]
    if (typeOf(it).tp_iternext!(cx, it) !== undefined) {
      const others = i === 1 ? 'argument 1' : `arguments 1-${i}`
      throw valueError(`zip() argument ${i + 1} is longer than ${others}`)
    }
  }
}

export const zipType: PyType = defineType('zip', PyZip, {
  doc: 'Tuples of the first items of all iterables, of the second items, and so on until the shortest ends.\n\nWith strict, ValueError if one ends before another.',
  signature: '(*iterables, strict=False)',
  slots: { tp_new: createZip, tp_iter: itself, tp_iternext: nextOfZip },
  methods: {
    '__reduce__(self, /)': [
      REDUCE,
      (_cx, self: PyZip) => {
        const parts: Value[] = [typeOf(self), new PyTuple(self.iterators)]
        if (self.strict) parts.push(true)
        return new PyTuple(parts)
      },
    ],
    '__setstate__(self, object, /)': [
      'Set strict from state information.',
      (cx, self: PyZip, state: Value) => {
        self.strict = isTrue(cx, state)
      },
    ],
  },
})

// --- map ------------------------------------------------------------------------------------------------------------

export class PyMap extends PyObject {
  constructor(
    public func: Value,
    public iterators: Value[],
  ) {
    super()
  }
}

function createMap(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  if (kwnames !== null && kwnames.length > 0) {
    if (cls === mapType || cls.tp_init === mapType.tp_init) noKeywords('map()', kwnames)
    args = args.slice(0, args.length - kwnames.length)
  }
  if (args.length < 2) throw typeError('map() must have at least two arguments.')
  const iterators: Value[] = []
  for (let i = 1; i < args.length; i++) iterators.push(getIter(cx, args[i]))
  const m = new PyMap(args[0], iterators)
  return cls === mapType ? m : adopt(m, cls)
}

export function nextOfMap(cx: Context, self: PyMap): Value | undefined {
  const iterators = self.iterators
  const items: Value[] = new Array(iterators.length)
  for (let i = 0; i < iterators.length; i++) {
    const it = iterators[i]
    const v = typeOf(it).tp_iternext!(cx, it)
    if (v === undefined) return undefined
    items[i] = v
  }
  return cx.call(self.func, items)
}

export const mapType: PyType = defineType('map', PyMap, {
  flags: TypeFlags.RUNS_CODE,
  doc: 'What the function returns for the items of the iterables, one from each at a time, until the shortest ends.',
  signature: '(function, iterable, /, *iterables)',
  slots: { tp_new: createMap, tp_iter: itself, tp_iternext: nextOfMap },
  methods: {
    '__reduce__(self, /)': [
      REDUCE,
      (_cx, self: PyMap) => new PyTuple([typeOf(self), new PyTuple([self.func, ...self.iterators])]),
    ],
  },
})

// --- filter ---------------------------------------------------------------------------------------------------------

export class PyFilter extends PyObject {
  constructor(
    public func: Value,
    public it: Value,
  ) {
    super()
  }
}

function createFilter(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  if (kwnames !== null && kwnames.length > 0) {
    if (cls === filterType || cls.tp_init === filterType.tp_init) noKeywords('filter()', kwnames)
    args = args.slice(0, args.length - kwnames.length)
  }
  checkArity('filter', args, 2, 2)
  const f = new PyFilter(args[0], getIter(cx, args[1]))
  return cls === filterType ? f : adopt(f, cls)
}

export const filterType: PyType = defineType('filter', PyFilter, {
  flags: TypeFlags.RUNS_CODE,
  doc: 'The items of the iterable for which the function is true; with None for a function, the items that are true themselves.',
  signature: '(function, iterable, /)',
  slots: {
    tp_new: createFilter,
    tp_iter: itself,
    tp_iternext: (cx, self: PyFilter) => {
      const { it, func } = self
      const next = typeOf(it).tp_iternext!
      const plain = func === null || func === typeOf(true)
      for (let n = 1; ; n++) {
        const v = next(cx, it)
        if (v === undefined) return undefined
        if (isTrue(cx, plain ? v : cx.call(func, [v]))) return v
        if ((n & 0x3ff) === 0) cx.tick(0x400)
      }
    },
  },
  methods: {
    '__reduce__(self, /)': [
      REDUCE,
      (_cx, self: PyFilter) => new PyTuple([typeOf(self), new PyTuple([self.func, self.it])]),
    ],
  },
})
