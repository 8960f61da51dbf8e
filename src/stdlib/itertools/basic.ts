/**
 * itertools: the iterators that take items as they come (CPython's Modules/itertoolsmodule.c, all but the combinatoric ones).
 */
import { type Int, isInt, PyObject, PyTuple, type Value } from '../../values/value'
import * as int from '../../values/int'
import { concatAll } from '../../values/wide'
import { binaryOp, BinOp, getIter, index, isTrue, repr, richCompareBool } from '../../objects/abstract'
import type { Context } from '../../objects/context'
import { classGetItem } from '../../objects/generic_alias'
import { adopt } from '../../objects/object'
import { runtimeError, typeError, valueError } from '../../objects/raise'
import { CompareOp, type PyType, typeOf } from '../../objects/type'
import { defineType } from '../../objects/define'
import { checkArity, noKeywords } from '../../objects/signature'
import { defineIterator, step } from './iterator'

// --- accumulate, batched, pairwise ------------------------------------------------------------------------------------

class Accumulate extends PyObject {
  total: Value | undefined = undefined
  constructor(
    readonly it: Value,
    readonly func: Value,
    public initial: Value,
  ) {
    super()
  }
}

export const accumulateType = defineIterator(Accumulate, {
  signature: 'accumulate(iterable, func=None, *, initial=None)',
  doc: 'Return the running totals of the items, or the running results of a function of two arguments.',
  make: (cx, iterable: Value, func: Value, initial: Value) => new Accumulate(getIter(cx, iterable), func, initial),
  next: (cx, self: Accumulate) => {
    if (self.initial !== null) {
      self.total = self.initial
      self.initial = null
      return self.total
    }
    const v = step(cx, self.it)
    if (v === undefined) return undefined
    if (self.total === undefined) self.total = v
    else if (self.func === null) self.total = binaryOp(cx, self.total, v, BinOp.ADD)
    else self.total = cx.call(self.func, [self.total, v])
    return self.total
  },
})

class Batched extends PyObject {
  done = false
  constructor(
    readonly it: Value,
    readonly n: number,
    readonly strict: boolean,
  ) {
    super()
  }
}

export const batchedType = defineIterator(Batched, {
  signature: 'batched(iterable, n: index, *, strict: bool = False)',
  doc: 'Return the items in tuples of length n; the last may be shorter, which strict forbids.',
  make: (cx, iterable: Value, n: number, strict: boolean) => {
    if (n < 1) throw valueError('n must be at least one')
    return new Batched(getIter(cx, iterable), n, strict)
  },
  next: (cx, self: Batched) => {
    if (self.done) return undefined
    const items: Value[] = []
    while (items.length < self.n) {
      const v = step(cx, self.it)
      if (v === undefined) {
        self.done = true
        break
      }
      items.push(v)
    }
    if (items.length === 0) return undefined
    if (self.strict && items.length < self.n) throw valueError('batched(): incomplete batch')
    return new PyTuple(items)
  },
})

class Pairwise extends PyObject {
  previous: Value | undefined = undefined
  constructor(public it: Value | undefined) {
    super()
  }
}

export const pairwiseType = defineIterator(Pairwise, {
  signature: 'pairwise(iterable, /)',
  doc: 'Return the overlapping pairs of neighbouring items.',
  make: (cx, iterable: Value) => new Pairwise(getIter(cx, iterable)),
  next: (cx, self: Pairwise) => {
    if (self.it === undefined) return undefined
    if (self.previous === undefined) {
      self.previous = step(cx, self.it)
      if (self.previous === undefined) {
        self.it = undefined
        return undefined
      }
    }
    // The step may come back here.
    const it: Value | undefined = self.it
    if (it === undefined) return undefined
    const next = step(cx, it)
    if (next === undefined) {
      self.it = undefined
      self.previous = undefined
      return undefined
    }
    const pair = new PyTuple([self.previous, next])
    self.previous = next
    return pair
  },
})

// --- chain, compress, cycle ---------------------------------------------------------------------------------------------

class Chain extends PyObject {
  active: Value | undefined = undefined
  constructor(public source: Value | undefined) {
    super()
  }
}

export const chainType: PyType = defineIterator(Chain, {
  signature: 'chain(*iterables)',
  doc: 'Return the items of the first iterable, then those of the next, and so on.',
  make: (cx, iterables: Value[]) => new Chain(getIter(cx, new PyTuple(iterables))),
  next: (cx, self: Chain) => {
    for (;;) {
      if (self.active === undefined) {
        if (self.source === undefined) return undefined
        const iterable = step(cx, self.source)
        if (iterable === undefined) {
          self.source = undefined
          return undefined
        }
        try {
          self.active = getIter(cx, iterable)
        } catch (e) {
          self.source = undefined
          throw e
        }
      }
      const v = step(cx, self.active)
      if (v !== undefined) return v
      self.active = undefined
    }
  },
  classmethods: {
    'from_iterable(type, iterable, /)': [
      'The same, with the iterables taken from an iterable as they are needed.',
      (cx, cls: PyType, iterable: Value) => {
        const c = new Chain(getIter(cx, iterable))
        return cls === chainType ? c : adopt(c, cls)
      },
    ],
    '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem],
  },
})

class Compress extends PyObject {
  constructor(
    readonly data: Value,
    readonly selectors: Value,
  ) {
    super()
  }
}

export const compressType = defineIterator(Compress, {
  signature: 'compress(data, selectors)',
  doc: 'Return the data items whose selector is true.',
  make: (cx, data: Value, selectors: Value) => new Compress(getIter(cx, data), getIter(cx, selectors)),
  next: (cx, self: Compress) => {
    for (;;) {
      const v = step(cx, self.data)
      if (v === undefined) return undefined
      const selector = step(cx, self.selectors)
      if (selector === undefined) return undefined
      if (isTrue(cx, selector)) return v
    }
  },
})

class Cycle extends PyObject {
  readonly saved: Value[] = []
  index = 0
  constructor(public it: Value | undefined) {
    super()
  }
}

export const cycleType = defineIterator(Cycle, {
  signature: 'cycle(iterable, /)',
  doc: 'Return the items of the iterable, then all of them again and again.',
  make: (cx, iterable: Value) => new Cycle(getIter(cx, iterable)),
  next: (cx, self: Cycle) => {
    if (self.it !== undefined) {
      const v = step(cx, self.it)
      if (v !== undefined) {
        self.saved.push(v)
        return v
      }
      self.it = undefined
    }
    if (self.saved.length === 0) return undefined
    const v = self.saved[self.index]
    self.index = self.index + 1 === self.saved.length ? 0 : self.index + 1
    return v
  },
})

// --- count, repeat ------------------------------------------------------------------------------------------------------

class Count extends PyObject {
  constructor(
    public value: Value,
    readonly step: Value,
  ) {
    super()
  }
}

const isNumber = (v: Value): boolean => {
  const type = typeOf(v)
  return type.nb_index !== undefined || type.nb_int !== undefined || type.nb_float !== undefined || isComplex(v)
}
const isComplex = (v: Value): boolean => typeOf(v).nb_absolute !== undefined && typeOf(v).nb_add !== undefined

export const countType = defineIterator(Count, {
  signature: 'count(start=0, step=1)',
  doc: 'Return start, start + step, start + 2 * step and so on without end.',
  make: (_cx, start: Value, by: Value) => {
    if (!isNumber(start) || !isNumber(by)) throw typeError('a number is required')
    return new Count(start, by)
  },
  next: (cx, self: Count) => {
    const v = self.value
    self.value =
      typeof v === 'number' && typeof self.step === 'number'
        ? int.add(v, self.step)
        : binaryOp(cx, v, self.step, BinOp.ADD)
    return v
  },
  slots: {
    tp_repr: (cx, self: Count) =>
      self.step === 1
        ? concatAll(['count(', repr(cx, self.value), ')'])
        : concatAll(['count(', repr(cx, self.value), ', ', repr(cx, self.step), ')']),
  },
  methods: {
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: Count) =>
        new PyTuple([typeOf(self), new PyTuple(self.step === 1 ? [self.value] : [self.value, self.step])]),
    ],
  },
})

class Repeat extends PyObject {
  constructor(
    readonly object: Value,
    /** Repetitions left; −1 without end. */
    public left: number,
  ) {
    super()
  }
}

export const repeatType = defineIterator(Repeat, {
  signature: 'repeat(object, times: index = <unrepresentable>)',
  doc: 'Return the object a number of times, or without end.',
  make: (_cx, object: Value, times: number | undefined) =>
    new Repeat(object, times === undefined ? -1 : Math.max(0, times)),
  next: (_cx, self: Repeat) => {
    if (self.left === 0) return undefined
    if (self.left > 0) self.left--
    return self.object
  },
  slots: {
    tp_repr: (cx, self: Repeat) =>
      concatAll(['repeat(', repr(cx, self.object), self.left < 0 ? ')' : `, ${self.left})`]),
  },
  methods: {
    '__length_hint__(self, /)': [
      'Return how many items are still to come.',
      (_cx, self: Repeat) => {
        if (self.left < 0) throw typeError('len() of unsized object')
        return self.left
      },
    ],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (_cx, self: Repeat) =>
        new PyTuple([typeOf(self), new PyTuple(self.left < 0 ? [self.object] : [self.object, self.left])]),
    ],
  },
})

// --- dropwhile, takewhile, filterfalse, starmap ----------------------------------------------------------------------------

class Predicate extends PyObject {
  /** For dropwhile: items are taken now. For takewhile: the end was reached. */
  flag = false
  constructor(
    readonly func: Value,
    readonly it: Value,
  ) {
    super()
  }
}
class DropWhile extends Predicate {}
class TakeWhile extends Predicate {}
class FilterFalse extends Predicate {}
class StarMap extends Predicate {}

export const dropwhileType = defineIterator(DropWhile, {
  signature: 'dropwhile(predicate, iterable, /)',
  doc: 'Leave out items while the predicate is true; return all that follow.',
  make: (cx, func: Value, iterable: Value) => new DropWhile(func, getIter(cx, iterable)),
  next: (cx, self: DropWhile) => {
    for (;;) {
      const v = step(cx, self.it)
      if (v === undefined || self.flag) return v
      if (!isTrue(cx, cx.call(self.func, [v]))) {
        self.flag = true
        return v
      }
    }
  },
})

export const takewhileType = defineIterator(TakeWhile, {
  signature: 'takewhile(predicate, iterable, /)',
  doc: 'Return items as long as the predicate is true.',
  make: (cx, func: Value, iterable: Value) => new TakeWhile(func, getIter(cx, iterable)),
  next: (cx, self: TakeWhile) => {
    if (self.flag) return undefined
    const v = step(cx, self.it)
    if (v === undefined) return undefined
    if (isTrue(cx, cx.call(self.func, [v]))) return v
    self.flag = true
    return undefined
  },
})

export const filterfalseType = defineIterator(FilterFalse, {
  signature: 'filterfalse(function, iterable, /)',
  doc: 'Return the items for which the function is false; with None, the items that are false themselves.',
  make: (cx, func: Value, iterable: Value) => new FilterFalse(func, getIter(cx, iterable)),
  next: (cx, self: FilterFalse) => {
    const plain = self.func === null || self.func === typeOf(true)
    for (;;) {
      const v = step(cx, self.it)
      if (v === undefined) return undefined
      if (!isTrue(cx, plain ? v : cx.call(self.func, [v]))) return v
    }
  },
})

export const starmapType = defineIterator(StarMap, {
  signature: 'starmap(function, iterable, /)',
  doc: 'Return what the function returns for the items, each of which is an iterable of its arguments.',
  make: (cx, func: Value, iterable: Value) => new StarMap(func, getIter(cx, iterable)),
  next: (cx, self: StarMap) => {
    const args = step(cx, self.it)
    if (args === undefined) return undefined
    const items: Value[] = []
    if (args instanceof PyTuple) items.push(...args.items)
    else {
      const it = getIter(cx, args)
      for (let v = step(cx, it); v !== undefined; v = step(cx, it)) items.push(v)
    }
    return cx.call(self.func, items)
  },
})

// --- groupby ------------------------------------------------------------------------------------------------------------

class GroupBy extends PyObject {
  /** Key of the group last handed out, of the item read last, and that item. */
  target: Value | undefined = undefined
  key: Value | undefined = undefined
  value: Value | undefined = undefined
  group: Grouper | null = null
  constructor(
    readonly it: Value,
    readonly func: Value,
  ) {
    super()
  }

  /** Reads one item; false at the end. */
  advance(cx: Context): boolean {
    const v = step(cx, this.it)
    if (v === undefined) return false
    const key = this.func === null ? v : cx.call(this.func, [v])
    this.value = v
    this.key = key
    return true
  }
}

class Grouper extends PyObject {
  constructor(
    readonly parent: GroupBy,
    readonly target: Value,
  ) {
    super()
  }
}

export const groupbyType = defineIterator(GroupBy, {
  signature: 'groupby(iterable, key=None)',
  doc: 'Return pairs of a key and an iterator over the neighbouring items that have it.',
  make: (cx, iterable: Value, key: Value) => new GroupBy(getIter(cx, iterable), key),
  next: (cx, self: GroupBy) => {
    self.group = null
    // Skips what is left of the last group.
    for (;;) {
      if (self.key === undefined) {
        // Nothing has been read yet.
      } else if (self.target === undefined) break
      else if (!richCompareBool(cx, self.target, self.key, CompareOp.EQ)) break
      if (!self.advance(cx)) return undefined
    }
    self.target = self.key
    const group = new Grouper(self, self.key as Value)
    self.group = group
    return new PyTuple([self.key as Value, group])
  },
})

export const grouperType = defineType('_grouper', Grouper, {
  module: 'itertools',
  final: true,
  slots: {
    tp_iter: (_cx, self: Grouper) => self,
    tp_iternext: (cx, self: Grouper) => {
      const { parent } = self
      if (parent.group !== self) return undefined
      if (parent.value === undefined && !parent.advance(cx)) return undefined
      if (!richCompareBool(cx, self.target, parent.key as Value, CompareOp.EQ)) return undefined
      const v = parent.value
      parent.value = undefined
      return v
    },
  },
})

// --- islice -------------------------------------------------------------------------------------------------------------

class Slice extends PyObject {
  count = 0
  constructor(
    public it: Value | undefined,
    public next: number,
    readonly stop: number,
    readonly step: number,
  ) {
    super()
  }
}

/** A bound of `islice`; −1 where it is not acceptable. */
function sliceBound(cx: Context, v: Value, fallback: number): number {
  if (v === null) return fallback
  if (!isInt(v) && typeOf(v).nb_index === undefined) return -1
  const n: Int = index(cx, v)
  return typeof n === 'bigint' ? (n < 2n ** 63n && n > 0n ? Number.MAX_SAFE_INTEGER : -1) : n
}

export const isliceType: PyType = defineType('islice', Slice, {
  module: 'itertools',
  doc: 'islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn the items that a slice of a sequence would select; indices cannot be negative.',
  slots: {
    tp_new: (cx, cls, args, kwnames) => {
      noKeywords('islice()', kwnames)
      checkArity('islice', args, 2, 4)
      const short = args.length === 2
      const start = short ? 0 : sliceBound(cx, args[1], 0)
      const stop = sliceBound(cx, short ? args[1] : args[2], Number.MAX_SAFE_INTEGER)
      if (stop < 0) {
        throw valueError('Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
      }
      if (start < 0) throw valueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
      const by = args.length === 4 ? sliceBound(cx, args[3], 1) : 1
      if (by < 1) throw valueError('Step for islice() must be a positive integer or None.')
      const s = new Slice(getIter(cx, args[0]), start, stop, by)
      return cls === isliceType ? s : adopt(s, cls)
    },
    tp_iter: (_cx, self: Slice) => self,
    tp_iternext: (cx, self: Slice) => {
      const it = self.it
      if (it === undefined) return undefined
      const { stop } = self
      while (self.count < self.next) {
        if (self.count >= stop && stop < self.next) break
        if (step(cx, it) === undefined) {
          self.it = undefined
          return undefined
        }
        self.count++
      }
      if (self.count >= stop) {
        self.it = undefined
        return undefined
      }
      const v = step(cx, it)
      if (v === undefined) {
        self.it = undefined
        return undefined
      }
      self.count++
      self.next = Math.min(self.next + self.step, stop)
      return v
    },
  },
})

// --- tee ----------------------------------------------------------------------------------------------------------------

/** One link of the shared queue: an item and the link that follows. */
class TeeLink {
  value: Value | undefined = undefined
  next: TeeLink | undefined = undefined
}

class TeeSource {
  running = false
  constructor(readonly it: Value) {}
}

class Tee extends PyObject {
  constructor(
    readonly source: TeeSource,
    public link: TeeLink,
  ) {
    super()
  }
}

function nextOfTee(cx: Context, self: Tee): Value | undefined {
  const link = self.link
  if (link.next === undefined) {
    if (self.source.running) throw runtimeError('cannot re-enter the tee iterator')
    self.source.running = true
    let v: Value | undefined
    try {
      v = step(cx, self.source.it)
    } finally {
      self.source.running = false
    }
    if (v === undefined) return undefined
    link.value = v
    link.next = new TeeLink()
  }
  self.link = link.next as TeeLink
  return link.value
}

const makeTee = (cx: Context, iterable: Value): Tee => {
  const it = getIter(cx, iterable)
  return it instanceof Tee ? new Tee(it.source, it.link) : new Tee(new TeeSource(it), new TeeLink())
}

export const teeType = defineType('_tee', Tee, {
  module: 'itertools',
  doc: 'Iterator wrapped to make it copyable.',
  weakref: true,
  slots: {
    tp_new: (cx, _cls, args, kwnames) => {
      noKeywords('_tee()', kwnames)
      checkArity('_tee', args, 1, 1)
      return makeTee(cx, args[0])
    },
    tp_iter: (_cx, self: Tee) => self,
    tp_iternext: nextOfTee,
  },
  methods: {
    '__copy__(self, /)': ['Return an independent iterator.', (_cx, self: Tee) => new Tee(self.source, self.link)],
  },
})

/** `tee(iterable, n)`: n independent iterators. */
export function tee(cx: Context, iterable: Value, n: number): Value {
  if (n < 0) throw valueError('n must be >= 0')
  if (n === 0) return new PyTuple([])
  const copyable = getIter(cx, iterable)
  const first = makeTee(cx, copyable)
  const out: Value[] = [copyable instanceof Tee ? copyable : first]
  for (let i = 1; i < n; i++) out.push(new Tee(first.source, first.link))
  return new PyTuple(out)
}

// --- zip_longest --------------------------------------------------------------------------------------------------------

class ZipLongest extends PyObject {
  active: number
  constructor(
    readonly iterators: (Value | undefined)[],
    readonly fill: Value,
  ) {
    super()
    this.active = iterators.length
  }
}

export const zipLongestType: PyType = defineType('zip_longest', ZipLongest, {
  module: 'itertools',
  doc: 'As zip, but goes on until the longest iterable ends; fillvalue stands for what is missing.',
  signature: '(*iterables, fillvalue=None)',
  slots: {
    tp_new: (cx, cls, args, kwnames) => {
      let fill: Value = null
      const nkw = kwnames === null ? 0 : kwnames.length
      if (nkw > 0) {
        if (nkw > 1 || (kwnames as readonly string[])[0] !== 'fillvalue') {
          throw typeError('zip_longest() got an unexpected keyword argument')
        }
        fill = args[args.length - 1]
        args = args.slice(0, -1)
      }
      const z = new ZipLongest(
        args.map((a) => getIter(cx, a)),
        fill,
      )
      return cls === zipLongestType ? z : adopt(z, cls)
    },
    tp_iter: (_cx, self: ZipLongest) => self,
    tp_iternext: (cx, self: ZipLongest) => {
      const { iterators } = self
      if (iterators.length === 0 || self.active === 0) return undefined
      const items: Value[] = new Array(iterators.length)
      for (let i = 0; i < iterators.length; i++) {
        const it = iterators[i]
        let v: Value | undefined
        if (it !== undefined) {
          v = step(cx, it)
          if (v === undefined) {
            self.active--
            if (self.active === 0) return undefined
            iterators[i] = undefined
          }
        }
        items[i] = v === undefined ? self.fill : v
      }
      return new PyTuple(items)
    },
  },
})
