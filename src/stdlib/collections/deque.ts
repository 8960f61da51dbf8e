/**
 * collections.deque (CPython's Modules/_collectionsmodule.c): a ring buffer that grows by doubling.
 *
 * Item i lies at `buffer[(head + i) & mask]`. `state` counts changes of the length or the order, which is how iterators notice them.
 */
import { type Int, NotImplemented, PyList, PyObject, PyTuple, type Str, type Value } from '../../values/value'
import { concatAll, textOf } from '../../values/wide'
import { asIndex, asSliceIndex, equals, getIter, isIndex, repr } from '../../objects/abstract'
import type { Context } from '../../objects/context'
import { defineType } from '../../objects/define'
import { classGetItem } from '../../objects/generic_alias'
import { compareItems } from '../../objects/list'
import { adopt } from '../../objects/object'
import { indexError, memoryError, runtimeError, typeError, valueError } from '../../objects/raise'
import { getState } from '../../objects/reduce'
import { guardedRepr } from '../../objects/repr_guard'
import { bindWith, checkArity, noKeywords } from '../../objects/signature'
import { type CompareOp, type PyType, TypeFlags, typeName, typeOf } from '../../objects/type'

export class PyDeque extends PyObject {
  buffer: (Value | undefined)[] = new Array(8).fill(undefined)
  mask = 7
  head = 0
  length = 0
  /** Greatest length, -1 for none. */
  maxlen = -1
  state = 0

  get(i: number): Value {
    return this.buffer[(this.head + i) & this.mask] as Value
  }

  set(i: number, v: Value): void {
    this.buffer[(this.head + i) & this.mask] = v
  }

  /** The items as an array, which is what comparing and printing work on. */
  get items(): Value[] {
    const out: Value[] = new Array(this.length)
    for (let i = 0; i < out.length; i++) out[i] = this.get(i)
    return out
  }

  private grow(): void {
    const size = this.buffer.length
    const next: (Value | undefined)[] = new Array(size * 2).fill(undefined)
    for (let i = 0; i < size; i++) next[i] = this.buffer[(this.head + i) & this.mask]
    this.buffer = next
    this.head = 0
    this.mask = size * 2 - 1
  }

  /** Adds at the right end; drops the first item when the deque is full. */
  push(v: Value): void {
    if (this.length === this.buffer.length) this.grow()
    this.buffer[(this.head + this.length) & this.mask] = v
    this.length++
    this.state++
    if (this.maxlen >= 0 && this.length > this.maxlen) this.shift()
  }

  /** Adds at the left end. */
  unshift(v: Value): void {
    if (this.length === this.buffer.length) this.grow()
    this.head = (this.head - 1) & this.mask
    this.buffer[this.head] = v
    this.length++
    this.state++
    if (this.maxlen >= 0 && this.length > this.maxlen) this.pop()
  }

  pop(): Value | undefined {
    if (this.length === 0) return undefined
    const at = (this.head + --this.length) & this.mask
    const v = this.buffer[at]
    this.buffer[at] = undefined
    this.state++
    return v
  }

  shift(): Value | undefined {
    if (this.length === 0) return undefined
    const v = this.buffer[this.head]
    this.buffer[this.head] = undefined
    this.head = (this.head + 1) & this.mask
    this.length--
    this.state++
    return v
  }

  clear(): void {
    this.buffer = new Array(8).fill(undefined)
    this.mask = 7
    this.head = 0
    this.length = 0
    this.state++
  }

  /** Moves the last `n` items to the front; a negative `n` the other way. */
  rotate(n: number): void {
    const length = this.length
    if (length <= 1) return
    n %= length
    if (n > length / 2) n -= length
    else if (n < -length / 2) n += length
    const { maxlen } = this
    this.maxlen = -1
    for (; n > 0; n--) this.unshift(this.pop() as Value)
    for (; n < 0; n++) this.push(this.shift() as Value)
    this.maxlen = maxlen
  }

  /** Removes item `i`, 0 <= i < length. */
  remove(i: number): void {
    if (i < this.length / 2) {
      for (let k = i; k > 0; k--) this.set(k, this.get(k - 1))
      this.shift()
    } else {
      for (let k = i; k < this.length - 1; k++) this.set(k, this.get(k + 1))
      this.pop()
    }
  }

  insert(i: number, v: Value): void {
    if (i < this.length / 2) {
      this.unshift(v)
      for (let k = 0; k < i; k++) this.set(k, this.get(k + 1))
    } else {
      this.push(v)
      for (let k = this.length - 1; k > i; k--) this.set(k, this.get(k - 1))
    }
    this.set(i, v)
  }
}

class PyDequeIterator extends PyObject {
  index = 0
  state: number
  remaining: number
  constructor(readonly deque: PyDeque) {
    super()
    this.state = deque.state
    this.remaining = deque.length
  }
}

class PyDequeReverseIterator extends PyDequeIterator {}

function extend(cx: Context, self: PyDeque, iterable: Value, add: (v: Value) => void): void {
  if (iterable === self) iterable = new PyList(self.items)
  const it = getIter(cx, iterable)
  const next = typeOf(it).tp_iternext!
  let n = 0
  for (let v = next(cx, it); v !== undefined; v = next(cx, it)) {
    add(v)
    if ((++n & 0x3ff) === 0) {
      cx.tick(0x400)
      if (self.maxlen < 0) cx.charge(0x2000)
    }
  }
}

const init = bindWith(
  'deque(iterable=(), maxlen=None)',
  (cx: Context, self: PyDeque, iterable: Value, maxlen: Value) => {
    let limit = -1
    if (maxlen !== null) {
      if (!isIndex(maxlen)) throw typeError('an integer is required')
      limit = asIndex(cx, maxlen)
      if (limit < 0) throw valueError('maxlen must be non-negative')
    }
    self.maxlen = limit
    if (self.length > 0) self.clear()
    extend(cx, self, iterable, (v) => self.push(v))
  },
)

function reprDeque(cx: Context, self: PyDeque): Str {
  return guardedRepr(cx, self, '[...]', () => {
    const parts: Str[] = [typeOf(self).name, '(', repr(cx, new PyList(self.items))]
    if (self.maxlen >= 0) parts.push(`, maxlen=${self.maxlen}`)
    parts.push(')')
    return concatAll(parts)
  })
}

/** A copy of the same class, made as `type(d)(d, maxlen)`. */
function copyDeque(cx: Context, self: PyDeque): PyDeque {
  const type = typeOf(self)
  if (type === dequeType) {
    const d = new PyDeque()
    d.maxlen = self.maxlen
    for (let i = 0; i < self.length; i++) d.push(self.get(i))
    return d
  }
  const made = cx.call(type, self.maxlen < 0 ? [self] : [self, self.maxlen])
  if (!(made instanceof PyDeque)) throw typeError(`${typeName(self)}() must return a deque, not ${typeName(made)}`)
  return made
}

/** `self *= n`. */
function repeat(cx: Context, self: PyDeque, n: Int): PyDeque {
  if (n <= 0) {
    self.clear()
    return self
  }
  const total = Number(n) * self.length
  if (self.maxlen < 0) {
    if (total > 2 ** 53) throw memoryError()
    cx.charge(total * 8)
  }
  // Of a bounded deque only the last items of the last rounds stay.
  const items = Array.from({ length: self.length }, (_, i) => self.get(i))
  const rounds =
    self.maxlen < 0 ? Number(n) : Math.min(Number(n), Math.ceil(self.maxlen / Math.max(1, items.length)) + 1)
  for (let k = 1; k < rounds; k++) for (const item of items) self.push(item)
  return self
}

const MUTATED = 'deque mutated during iteration'

/** Index of the first item equal to `value` between two positions, or -1. */
function find(cx: Context, self: PyDeque, value: Value, from: number, to: number): number {
  const state = self.state
  for (let i = from; i < to && i < self.length; i++) {
    const item = self.get(i)
    if (item === value) return i
    const equal = equals(cx, item, value)
    if (self.state !== state) throw runtimeError(MUTATED)
    if (equal) return i
  }
  return -1
}

function nextForward(_cx: Context, self: PyDequeIterator): Value | undefined {
  if (self.deque.state !== self.state) {
    self.remaining = 0
    throw runtimeError(MUTATED)
  }
  if (self.remaining === 0) return undefined
  self.remaining--
  return self.deque.get(self.index++)
}

function nextBackward(_cx: Context, self: PyDequeReverseIterator): Value | undefined {
  if (self.remaining === 0) return undefined
  if (self.deque.state !== self.state) {
    self.remaining = 0
    throw runtimeError(MUTATED)
  }
  self.remaining--
  return self.deque.get(self.deque.length - 1 - self.index++)
}

export const dequeType: PyType = defineType('deque', PyDeque, {
  module: 'collections',
  doc: 'A sequence that is fast at both ends. With maxlen it drops items from the other end when it is full.',
  weakref: true,
  flags: TypeFlags.SEQUENCE,
  slots: {
    tp_new: (_cx, cls) => (cls === dequeType ? new PyDeque() : adopt(new PyDeque(), cls)),
    tp_alloc: (cls) => adopt(new PyDeque(), cls),
    tp_init: init,
    tp_repr: reprDeque,
    tp_hash: null,
    tp_iter: (_cx, self: PyDeque) => new PyDequeIterator(self),
    tp_richcompare: (cx, self: PyDeque, other, op: CompareOp) =>
      other instanceof PyDeque ? compareItems(cx, self, other, op) : NotImplemented,
    sq_length: (_cx, self: PyDeque) => self.length,
    sq_concat: (cx, self: PyDeque, other: Value) => {
      if (!(other instanceof PyDeque)) throw typeError(`can only concatenate deque (not "${typeName(other)}") to deque`)
      const d = copyDeque(cx, self)
      extend(cx, d, other, (v) => d.push(v))
      return d
    },
    sq_repeat: (cx, self: PyDeque, n: Int) => repeat(cx, copyDeque(cx, self), n),
    sq_item: (_cx, self: PyDeque, i: number) => {
      if (i < 0 || i >= self.length) throw indexError('deque index out of range')
      return self.get(i)
    },
    sq_ass_item: (_cx, self: PyDeque, i: number, value) => {
      if (i < 0 || i >= self.length) throw indexError('deque index out of range')
      if (value === undefined) self.remove(i)
      else self.set(i, value)
    },
    sq_contains: (cx, self: PyDeque, item) => find(cx, self, item, 0, self.length) >= 0,
    sq_inplace_concat: (cx, self: PyDeque, other: Value) => {
      extend(cx, self, other, (v) => self.push(v))
      return self
    },
    sq_inplace_repeat: repeat,
  },
  methods: {
    'append(self, item, /)': ['Add an item at the right end.', (_cx, self: PyDeque, v: Value) => self.push(v)],
    'appendleft(self, item, /)': ['Add an item at the left end.', (_cx, self: PyDeque, v: Value) => self.unshift(v)],
    'clear(self, /)': ['Remove all items.', (_cx, self: PyDeque) => self.clear()],
    '__copy__(self, /)': ['Return a copy.', copyDeque],
    'copy(self, /)': ['Return a copy.', copyDeque],
    'count(self, value, /)': [
      'Return how many items equal value.',
      (cx, self: PyDeque, value: Value) => {
        const state = self.state
        let n = 0
        for (let i = 0; i < self.length; i++) {
          const equal = equals(cx, self.get(i), value)
          if (self.state !== state) throw runtimeError(MUTATED)
          if (equal) n++
        }
        return n
      },
    ],
    'extend(self, iterable, /)': [
      'Add the items of iterable at the right end.',
      (cx, self: PyDeque, iterable: Value) => extend(cx, self, iterable, (v) => self.push(v)),
    ],
    'extendleft(self, iterable, /)': [
      'Add the items of iterable at the left end, one after another.',
      (cx, self: PyDeque, iterable: Value) => extend(cx, self, iterable, (v) => self.unshift(v)),
    ],
    index: [
      'Return the first index of value, searching from start to stop.\n\nValueError if value is not there.',
      (cx, self: PyDeque, args: Value[], kwnames: readonly string[] | null) => {
        noKeywords('deque.index()', kwnames)
        checkArity('index', args, 1, 3)
        let start = args.length > 1 ? asSliceIndex(cx, args[1]) : 0
        let stop = args.length > 2 ? asSliceIndex(cx, args[2]) : self.length
        if (start < 0) start = Math.max(0, start + self.length)
        if (stop < 0) stop = Math.max(0, stop + self.length)
        const i = find(cx, self, args[0], start, Math.min(stop, self.length))
        if (i < 0) throw valueError(`${textOf(repr(cx, args[0]))} is not in deque`)
        return i
      },
    ],
    'insert(self, index: index, value, /)': [
      'Put value before the item at index.',
      (_cx, self: PyDeque, index: number, value: Value) => {
        if (self.maxlen >= 0 && self.length >= self.maxlen) throw indexError('deque already at its maximum size')
        if (index < 0) index = Math.max(0, index + self.length)
        self.insert(Math.min(index, self.length), value)
      },
    ],
    'pop(self, /)': [
      'Remove the rightmost item and return it.',
      (_cx, self: PyDeque) => {
        const v = self.pop()
        if (v === undefined) throw indexError('pop from an empty deque')
        return v
      },
    ],
    'popleft(self, /)': [
      'Remove the leftmost item and return it.',
      (_cx, self: PyDeque) => {
        const v = self.shift()
        if (v === undefined) throw indexError('pop from an empty deque')
        return v
      },
    ],
    '__reduce__(self, /)': [
      'Return state information for pickling.',
      (cx, self: PyDeque) => {
        const args = self.maxlen < 0 ? [] : [new PyTuple([]), self.maxlen]
        return new PyTuple([typeOf(self), new PyTuple(args), getState(cx, self, false), new PyDequeIterator(self)])
      },
    ],
    'remove(self, value, /)': [
      'Remove the first item equal to value.\n\nValueError if there is none.',
      (cx, self: PyDeque, value: Value) => {
        const state = self.state
        for (let i = 0; i < self.length; i++) {
          const equal = equals(cx, self.get(i), value)
          if (self.state !== state) throw indexError('deque mutated during remove().')
          if (equal) {
            self.remove(i)
            return
          }
        }
        throw valueError(`${textOf(repr(cx, value))} is not in deque`)
      },
    ],
    '__reversed__(self, /)': [
      'Return an iterator over the items from right to left.',
      (_cx, self: PyDeque) => new PyDequeReverseIterator(self),
    ],
    'reverse(self, /)': [
      'Reverse the deque in place.',
      (_cx, self: PyDeque) => {
        for (let i = 0, j = self.length - 1; i < j; i++, j--) {
          const v = self.get(i)
          self.set(i, self.get(j))
          self.set(j, v)
        }
      },
    ],
    'rotate(self, n: index = 1, /)': [
      'Move n items from the right end to the left end; the other way for a negative n.',
      (_cx, self: PyDeque, n: number) => self.rotate(n),
    ],
    '__sizeof__(self, /)': [
      'Return the size of the deque in memory, in bytes.',
      (_cx, self: PyDeque) => 184 + 528 * Math.max(1, Math.ceil((self.length + 31) / 64)),
    ],
  },
  classmethods: { '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem] },
  getset: {
    maxlen: ['Greatest length of the deque, or None.', (_cx, self: PyDeque) => (self.maxlen < 0 ? null : self.maxlen)],
  },
})

function defineIterator(name: string, host: typeof PyDequeIterator, next: typeof nextForward): PyType {
  return defineType(name, host, {
    module: 'collections',
    final: true,
    slots: {
      tp_new: (cx, _cls, args) => {
        checkArity(name, args, 1, 2)
        if (!(args[0] instanceof PyDeque)) {
          throw typeError(`${name}() argument 1 must be collections.deque, not ${typeName(args[0])}`)
        }
        const it = new host(args[0])
        if (args.length > 1) {
          it.index = Math.min(Math.max(0, asIndex(cx, args[1])), it.remaining)
          it.remaining -= it.index
        }
        return it
      },
      tp_iter: (_cx, self: PyDequeIterator) => self,
      tp_iternext: next,
    },
    methods: {
      '__length_hint__(self, /)': [
        'Return how many items are probably still to come.',
        (_cx, self: PyDequeIterator) => self.remaining,
      ],
      '__reduce__(self, /)': [
        'Return state information for pickling.',
        (_cx, self: PyDequeIterator) => new PyTuple([typeOf(self), new PyTuple([self.deque, self.index])]),
      ],
    },
  })
}

export const dequeIteratorType = defineIterator('_deque_iterator', PyDequeIterator, nextForward)
export const dequeReverseIteratorType = defineIterator('_deque_reverse_iterator', PyDequeReverseIterator, nextBackward)
