/**
 * itertools: product, permutations and combinations (CPython's Modules/itertoolsmodule.c).
 *
 * Each keeps the pool of items and an array of indices into it, which one step turns into the next in lexicographic order.
 */
import { isInt, PyObject, PyTuple, type Value } from '../../values/value'
import { asIndex } from '../../objects/abstract'
import { listItems } from '../../objects/list'
import { adopt } from '../../objects/object'
import { memoryError, typeError, valueError } from '../../objects/raise'
import { type PyType, typeOf } from '../../objects/type'
import { defineType } from '../../objects/define'
import { defineIterator } from './iterator'

class Selection extends PyObject {
  started = false
  constructor(
    readonly pool: Value[],
    readonly indices: number[],
    /** No more tuples. */
    public done: boolean,
  ) {
    super()
  }

  take(n: number): PyTuple {
    const items: Value[] = new Array(n)
    for (let i = 0; i < n; i++) items[i] = this.pool[this.indices[i]]
    return new PyTuple(items)
  }
}

class Combinations extends Selection {}
class CombinationsWithReplacement extends Selection {}

class Permutations extends Selection {
  readonly cycles: number[]
  constructor(
    pool: Value[],
    readonly r: number,
  ) {
    super(
      pool,
      pool.map((_, i) => i),
      r > pool.length,
    )
    this.cycles = Array.from({ length: Math.min(r, pool.length) }, (_, i) => pool.length - i)
  }
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

export const combinationsType = defineIterator(Combinations, {
  signature: 'combinations(iterable, r: index)',
  doc: 'Return the r-length tuples of items in order of position, without repetition.',
  make: (cx, iterable: Value, r: number) => {
    const pool = listItems(cx, iterable)
    if (r < 0) throw valueError('r must be non-negative')
    return new Combinations(pool, r > pool.length ? [] : upTo(r), r > pool.length)
  },
  next: (_cx, self: Combinations) => {
    if (self.done) return undefined
    const { indices, pool } = self
    const r = indices.length
    if (!self.started) self.started = true
    else {
      const n = pool.length
      let i = r - 1
      while (i >= 0 && indices[i] === i + n - r) i--
      if (i < 0) {
        self.done = true
        return undefined
      }
      indices[i]++
      for (let j = i + 1; j < r; j++) indices[j] = indices[j - 1] + 1
    }
    return self.take(r)
  },
})

export const combinationsWithReplacementType = defineIterator(CombinationsWithReplacement, {
  signature: 'combinations_with_replacement(iterable, r: index)',
  doc: 'Return the r-length tuples of items in order of position, items repeated.',
  make: (cx, iterable: Value, r: number) => {
    const pool = listItems(cx, iterable)
    if (r < 0) throw valueError('r must be non-negative')
    cx.charge(r * 8)
    return new CombinationsWithReplacement(pool, new Array(r).fill(0), pool.length === 0 && r > 0)
  },
  next: (_cx, self: CombinationsWithReplacement) => {
    if (self.done) return undefined
    const { indices, pool } = self
    const r = indices.length
    if (!self.started) self.started = true
    else {
      let i = r - 1
      while (i >= 0 && indices[i] === pool.length - 1) i--
      if (i < 0) {
        self.done = true
        return undefined
      }
      indices.fill(indices[i] + 1, i)
    }
    return self.take(r)
  },
})

export const permutationsType = defineIterator(Permutations, {
  signature: 'permutations(iterable, r=None)',
  doc: 'Return the r-length tuples of items in every order, without repetition.',
  make: (cx, iterable: Value, r: Value) => {
    const pool = listItems(cx, iterable)
    let length = pool.length
    if (r !== null) {
      if (!isInt(r) && typeof r !== 'boolean' && typeOf(r).nb_index === undefined) throw typeError('Expected int as r')
      length = asIndex(cx, r)
      if (length < 0) throw valueError('r must be non-negative')
    }
    return new Permutations(pool, length)
  },
  next: (_cx, self: Permutations) => {
    if (self.done) return undefined
    const { indices, cycles, r } = self
    if (!self.started) {
      self.started = true
      return self.take(r)
    }
    const n = indices.length
    for (let i = r - 1; i >= 0; i--) {
      cycles[i]--
      if (cycles[i] === 0) {
        const first = indices[i]
        for (let j = i; j < n - 1; j++) indices[j] = indices[j + 1]
        indices[n - 1] = first
        cycles[i] = n - i
      } else {
        const j = n - cycles[i]
        const t = indices[i]
        indices[i] = indices[j]
        indices[j] = t
        return self.take(r)
      }
    }
    self.done = true
    return undefined
  },
})

class Product extends PyObject {
  started = false
  readonly indices: number[]
  constructor(
    readonly pools: Value[][],
    public done: boolean,
  ) {
    super()
    this.indices = new Array(pools.length).fill(0)
  }
}

export const productType: PyType = defineType('product', Product, {
  module: 'itertools',
  doc: 'Return the tuples of one item from each iterable, as nested loops would give them; repeat stands for giving the same iterables again.',
  signature: '(*iterables, repeat=1)',
  slots: {
    tp_new: (cx, cls, args, kwnames) => {
      let repeat = 1
      if (kwnames !== null && kwnames.length > 0) {
        for (const name of kwnames) {
          if (name !== 'repeat') throw typeError(`product() got an unexpected keyword argument '${name}'`)
        }
        repeat = asIndex(cx, args[args.length - 1])
        if (repeat < 0) throw valueError('repeat argument cannot be negative')
        args = args.slice(0, -1)
      }
      if (args.length * repeat > 2 ** 28) throw memoryError()
      const once = repeat === 0 ? [] : args.map((a) => listItems(cx, a))
      const pools: Value[][] = []
      for (let i = 0; i < repeat; i++) pools.push(...once)
      const p = new Product(
        pools,
        pools.some((pool) => pool.length === 0),
      )
      return cls === productType ? p : adopt(p, cls)
    },
    tp_iter: (_cx, self: Product) => self,
    tp_iternext: (_cx, self: Product) => {
      if (self.done) return undefined
      const { pools, indices } = self
      if (!self.started) self.started = true
      else {
        let i = pools.length - 1
        while (i >= 0 && ++indices[i] === pools[i].length) indices[i--] = 0
        if (i < 0) {
          self.done = true
          return undefined
        }
      }
      const items: Value[] = new Array(pools.length)
      for (let i = 0; i < items.length; i++) items[i] = pools[i][indices[i]]
      return new PyTuple(items)
    },
  },
})
