/**
 * PySet and PyFrozenSet: the hash table of sets (CPython's Objects/setobject.c).
 *
 * The order in which a set iterates is the order of its table, which programs can see. So this table follows CPython's in all that
 * bears on it: 64-bit hashes (`hash.ts`), a run of ten neighbouring entries per probe, then perturbation, growth when three fifths are filled,
 * deleted entries that stay as dummies until a resize, and what each bulk operation reserves before it starts.
 *
 * `keys[i]` is `undefined` where entry i is empty and `setDummy` where it was deleted; `hashes[2 * i]` and `hashes[2 * i + 1]` are the low and high
 * half of its hash. Tables are only replaced by resizing and clearing, which is how a lookup notices that a Python `__eq__` changed the
 * set under it; it then starts over. Python is called through `keyHooks` only.
 */
import { closedTupleEquals, type PyDict, KeyKind, keyHooks } from './dict'
import { FrozensetHasher, H, hashFloat, hashInt, hashStr, splitInt, TupleHasher, toInt } from './hash'
import { type Int, PyFloat, PyObject, PyTuple, type Value } from './value'

/** What stands in `keys` for a deleted entry. */
export const setDummy: PyObject = new PyObject()

const MIN_SIZE = 8
const LINEAR_PROBES = 9

/**
 * CPython's hash of a key: low half returned, high half in `H.hi`. May run Python code.
 */
export function hashKey(cx: unknown, key: Value): number {
  switch (typeof key) {
    case 'number':
      if ((key | 0) === key) {
        if (key >= 0) {
          H.hi = 0
          return key
        }
        H.hi = -1
        return key === -1 ? -2 : key
      }
      return hashInt(key)
    case 'string':
      return hashStr(key)
    case 'boolean':
      H.hi = 0
      return key ? 1 : 0
    case 'bigint':
      return hashInt(key)
  }
  if (key instanceof PyTuple && keyHooks.kindOf(key) === KeyKind.TUPLE) return hashTupleKey(cx, key)
  if (key instanceof PyFloat && keyHooks.kindOf(key) === KeyKind.FLOAT && !Number.isNaN(key.v)) return hashFloat(key.v)
  return splitInt(keyHooks.hash(cx, key))
}

function hashTupleKey(cx: unknown, key: PyTuple): number {
  const hasher = new TupleHasher()
  const items = key.items
  for (let i = 0; i < items.length; i++) {
    const lo = hashKey(cx, items[i])
    hasher.add(lo, H.hi)
  }
  return hasher.end(items.length)
}

/** The hash of a tuple, as `hashKey`. */
export const hashTuple = hashTupleKey

export class PySet extends PyObject {
  keys: (Value | undefined)[] = emptyKeys(MIN_SIZE)
  hashes: number[] = zeros(2 * MIN_SIZE)
  mask = MIN_SIZE - 1
  /** Entries that are not empty: live ones and dummies. */
  fill = 0
  /** Live entries: the length of the set. */
  used = 0
  /** Where `pop` goes on searching. */
  finger = 0

  /** Entry number of an equal key, or -1. */
  find(cx: unknown, key: Value): number {
    const lo = hashKey(cx, key)
    return this.findHash(cx, key, lo, H.hi)
  }

  has(cx: unknown, key: Value): boolean {
    const lo = hashKey(cx, key)
    return this.findHash(cx, key, lo, H.hi) >= 0
  }

  findHash(cx: unknown, key: Value, lo: number, hi: number): number {
    const { keys, hashes, mask } = this
    let perturbLo = lo
    let perturbHi = hi
    let start = lo & mask
    for (;;) {
      const last = start + LINEAR_PROBES <= mask ? start + LINEAR_PROBES : start
      for (let i = start; i <= last; i++) {
        const candidate = keys[i]
        if (candidate === key) {
          if (candidate !== setDummy) return i
          continue
        }
        if (candidate === undefined) return -1
        if (hashes[2 * i] === lo && hashes[2 * i + 1] === hi && mayEqual(candidate, key)) {
          const equal = sameKey(cx, candidate, key)
          if (this.keys !== keys || keys[i] !== candidate) return this.findHash(cx, key, lo, hi)
          if (equal) return i
        }
      }
      perturbLo = (perturbLo >>> 5) | (perturbHi << 27)
      perturbHi >>>= 5
      start = (Math.imul(start, 5) + 1 + perturbLo) & mask
    }
  }

  /** Adds `key` unless an equal one is there. */
  add(cx: unknown, key: Value): void {
    const lo = hashKey(cx, key)
    this.addHash(cx, key, lo, H.hi)
  }

  addHash(cx: unknown, key: Value, lo: number, hi: number): void {
    const { keys, hashes, mask } = this
    let perturbLo = lo
    let perturbHi = hi
    let start = lo & mask
    // The last dummy passed takes the key if it is nowhere behind it either.
    let free = -1
    for (;;) {
      const last = start + LINEAR_PROBES <= mask ? start + LINEAR_PROBES : start
      for (let i = start; i <= last; i++) {
        const candidate = keys[i]
        if (candidate === key) return
        if (candidate === undefined) {
          if (free >= 0) {
            this.place(free, key, lo, hi)
            return
          }
          this.place(i, key, lo, hi)
          this.fill++
          if (this.fill * 5 >= mask * 3) this.resize(this.used > 50000 ? this.used * 2 : this.used * 4)
          return
        }
        if (hashes[2 * i] === lo && hashes[2 * i + 1] === hi) {
          if (mayEqual(candidate, key)) {
            const equal = sameKey(cx, candidate, key)
            if (this.keys !== keys || keys[i] !== candidate) {
              this.addHash(cx, key, lo, hi)
              return
            }
            if (equal) return
          }
        } else if (candidate === setDummy) free = i
      }
      perturbLo = (perturbLo >>> 5) | (perturbHi << 27)
      perturbHi >>>= 5
      start = (Math.imul(start, 5) + 1 + perturbLo) & mask
    }
  }

  /** Adds a key known to equal none of a set without dummies. Asks nobody. */
  addNew(key: Value, lo: number, hi: number): void {
    const { keys, mask } = this
    let perturbLo = lo
    let perturbHi = hi
    let start = lo & mask
    for (;;) {
      const last = start + LINEAR_PROBES <= mask ? start + LINEAR_PROBES : start
      for (let i = start; i <= last; i++) {
        if (keys[i] !== undefined) continue
        this.place(i, key, lo, hi)
        this.fill++
        if (this.fill * 5 >= mask * 3) this.resize(this.used > 50000 ? this.used * 2 : this.used * 4)
        return
      }
      perturbLo = (perturbLo >>> 5) | (perturbHi << 27)
      perturbHi >>>= 5
      start = (Math.imul(start, 5) + 1 + perturbLo) & mask
    }
  }

  private place(i: number, key: Value, lo: number, hi: number): void {
    this.keys[i] = key
    this.hashes[2 * i] = lo
    this.hashes[2 * i + 1] = hi
    this.used++
  }

  /** Removes the key equal to `key`; false where there is none. */
  discard(cx: unknown, key: Value): boolean {
    const lo = hashKey(cx, key)
    return this.discardHash(cx, key, lo, H.hi)
  }

  discardHash(cx: unknown, key: Value, lo: number, hi: number): boolean {
    const i = this.findHash(cx, key, lo, hi)
    if (i < 0) return false
    this.bury(i)
    return true
  }

  private bury(i: number): void {
    this.keys[i] = setDummy
    // No hash has a low half that goes with this high half and −1: a dummy matches nothing.
    this.hashes[2 * i] = -1
    this.hashes[2 * i + 1] = -1
    this.used--
  }

  /** Removes and returns some key, `undefined` from an empty set. */
  pop(): Value | undefined {
    if (this.used === 0) return undefined
    let i = this.finger & this.mask
    while (this.keys[i] === undefined || this.keys[i] === setDummy) i = i === this.mask ? 0 : i + 1
    const key = this.keys[i]
    this.bury(i)
    this.finger = i + 1
    return key
  }

  clear(): void {
    this.keys = emptyKeys(MIN_SIZE)
    this.hashes = zeros(2 * MIN_SIZE)
    this.mask = MIN_SIZE - 1
    this.fill = 0
    this.used = 0
  }

  /** Entry number of the first live entry at or after `i`, or -1. */
  next(i: number): number {
    const keys = this.keys
    for (; i < keys.length; i++) if (keys[i] !== undefined && keys[i] !== setDummy) return i
    return -1
  }

  /** The keys in order. */
  toArray(): Value[] {
    const out: Value[] = []
    const keys = this.keys
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]
      if (key !== undefined && key !== setDummy) out.push(key)
    }
    return out
  }

  /** Rebuilds the table with more than `minUsed` entries and without dummies. */
  resize(minUsed: number): void {
    let size = MIN_SIZE
    while (size <= minUsed) size *= 2
    // CPython keeps a smallest table that has nothing to drop.
    if (size === MIN_SIZE && this.keys.length === MIN_SIZE && this.fill === this.used) return
    const { keys, hashes } = this
    this.keys = emptyKeys(size)
    this.hashes = zeros(2 * size)
    this.mask = size - 1
    this.fill = this.used
    this.insertClean(keys, hashes)
  }

  /** Inserts keys known to be new into a table that has room and no dummies. */
  private insertClean(fromKeys: (Value | undefined)[], fromHashes: number[]): void {
    const { keys, hashes, mask } = this
    for (let j = 0; j < fromKeys.length; j++) {
      const key = fromKeys[j]
      if (key === undefined || key === setDummy) continue
      const lo = fromHashes[2 * j]
      const hi = fromHashes[2 * j + 1]
      let perturbLo = lo
      let perturbHi = hi
      let i = lo & mask
      probing: while (keys[i] !== undefined) {
        if (i + LINEAR_PROBES <= mask) {
          const last = i + LINEAR_PROBES
          while (i < last) if (keys[++i] === undefined) break probing
          i -= LINEAR_PROBES
        }
        perturbLo = (perturbLo >>> 5) | (perturbHi << 27)
        perturbHi >>>= 5
        i = (Math.imul(i, 5) + 1 + perturbLo) & mask
      }
      keys[i] = key
      hashes[2 * i] = lo
      hashes[2 * i + 1] = hi
    }
  }

  /** Adds all keys of another set. */
  merge(cx: unknown, other: PySet): void {
    if (other === this || other.used === 0) return
    if ((this.fill + other.used) * 5 >= this.mask * 3) this.resize((this.used + other.used) * 2)
    if (this.fill === 0 && this.mask === other.mask && other.fill === other.used) {
      this.keys = other.keys.slice()
      this.hashes = other.hashes.slice()
      this.fill = other.fill
      this.used = other.used
      return
    }
    if (this.fill === 0) {
      this.fill = other.used
      this.used = other.used
      this.insertClean(other.keys, other.hashes)
      return
    }
    for (let i = 0; i <= other.mask; i++) {
      const key = other.keys[i]
      if (key !== undefined && key !== setDummy) {
        this.addHash(cx, key, other.hashes[2 * i], other.hashes[2 * i + 1])
      }
    }
  }

  /** Adds all keys of an exact dict. */
  mergeDict(cx: unknown, d: PyDict): void {
    if ((this.fill + d.used) * 5 >= this.mask * 3) this.resize((this.used + d.used) * 2)
    for (let slot = d.nextSlot(0); slot >= 0; slot = d.nextSlot(slot + 1)) {
      const lo = hashSlot(cx, d, slot)
      this.addHash(cx, d.keys[slot] as Value, lo, H.hi)
    }
  }

  /** Makes this empty set hold the common keys of `a` and `b`, taken from the smaller (of two alike from `b`). */
  fillIntersection(cx: unknown, a: PySet, b: PySet): void {
    let [walked, asked] = [b, a]
    if (b.used > a.used) [walked, asked] = [a, b]
    for (let i = walked.next(0); i >= 0; i = walked.next(i + 1)) {
      const key = walked.keys[i] as Value
      const lo = walked.hashes[2 * i]
      const hi = walked.hashes[2 * i + 1]
      if (asked.findHash(cx, key, lo, hi) >= 0) this.addHash(cx, key, lo, hi)
    }
  }

  /** Makes this empty set hold the keys of `a` that are not in `b`. */
  fillDifference(cx: unknown, a: PySet, b: PySet): void {
    for (let i = a.next(0); i >= 0; i = a.next(i + 1)) {
      const key = a.keys[i] as Value
      const lo = a.hashes[2 * i]
      const hi = a.hashes[2 * i + 1]
      if (b.findHash(cx, key, lo, hi) < 0) this.addHash(cx, key, lo, hi)
    }
  }

  /** Removes the keys of another set. `dropDummies` is to follow. */
  removeAll(cx: unknown, other: PySet): void {
    for (let i = other.next(0); i >= 0; i = other.next(i + 1)) {
      this.discardHash(cx, other.keys[i] as Value, other.hashes[2 * i], other.hashes[2 * i + 1])
    }
  }

  /** Rebuilds the table when more than a quarter of it are dummies. */
  dropDummies(): void {
    if (this.fill - this.used > Math.floor(this.mask / 4)) {
      this.resize(this.used > 50000 ? this.used * 2 : this.used * 4)
    }
  }

  /** Adds the keys of `other` that are not here and removes those that are. */
  toggle(cx: unknown, other: PySet): void {
    for (let i = other.next(0); i >= 0; i = other.next(i + 1)) {
      const key = other.keys[i] as Value
      const lo = other.hashes[2 * i]
      const hi = other.hashes[2 * i + 1]
      if (!this.discardHash(cx, key, lo, hi)) this.addHash(cx, key, lo, hi)
    }
  }

  /** The same with the keys of an exact dict. */
  toggleDict(cx: unknown, d: PyDict): void {
    for (let slot = d.nextSlot(0); slot >= 0; slot = d.nextSlot(slot + 1)) {
      const key = d.keys[slot] as Value
      const lo = hashSlot(cx, d, slot)
      const hi = H.hi
      if (!this.discardHash(cx, key, lo, hi)) this.addHash(cx, key, lo, hi)
    }
  }

  /** Whether every key of this set is in `other`. */
  within(cx: unknown, other: PySet): boolean {
    if (this.used > other.used) return false
    for (let i = this.next(0); i >= 0; i = this.next(i + 1)) {
      if (other.findHash(cx, this.keys[i] as Value, this.hashes[2 * i], this.hashes[2 * i + 1]) < 0) return false
    }
    return true
  }

  disjoint(cx: unknown, other: PySet): boolean {
    let [walked, asked] = [other, this as PySet]
    if (other.used > this.used) [walked, asked] = [this, other]
    for (let i = walked.next(0); i >= 0; i = walked.next(i + 1)) {
      if (asked.findHash(cx, walked.keys[i] as Value, walked.hashes[2 * i], walked.hashes[2 * i + 1]) >= 0) return false
    }
    return true
  }

  /** Exchanges the contents of two sets. */
  swap(other: PySet): void {
    const { keys, hashes, mask, fill, used } = this
    this.keys = other.keys
    this.hashes = other.hashes
    this.mask = other.mask
    this.fill = other.fill
    this.used = other.used
    other.keys = keys
    other.hashes = hashes
    other.mask = mask
    other.fill = fill
    other.used = used
  }
}

export class PyFrozenSet extends PySet {
  /** The hash, once somebody asked for it. */
  knownHash: Int | undefined = undefined

  /** The hash, which needs no Python code: the table has the hash of every key. */
  hash(): Int {
    if (this.knownHash === undefined) {
      const hasher = new FrozensetHasher()
      for (let i = this.next(0); i >= 0; i = this.next(i + 1)) hasher.add(this.hashes[2 * i], this.hashes[2 * i + 1])
      const lo = hasher.end(this.used)
      this.knownHash = toInt(lo, H.hi)
    }
    return this.knownHash
  }
}

/** Hash of the key in a dict's slot, from the dict where it has it. */
function hashSlot(cx: unknown, d: PyDict, slot: number): number {
  const known = d.knownHash(slot)
  return known === undefined ? hashKey(cx, d.keys[slot] as Value) : splitInt(known)
}

/** False where two keys of one hash, not identical, cannot be equal. */
function mayEqual(a: Value, b: Value): boolean {
  const ta = typeof a
  return ta !== typeof b || ta === 'object'
}

function sameKey(cx: unknown, a: Value, b: Value): boolean {
  if (a instanceof PyTuple && b instanceof PyTuple) {
    const closed = closedTupleEquals(a, b)
    if (closed !== undefined) return closed
  }
  return keyHooks.equals(cx, a, b)
}

function emptyKeys(size: number): (Value | undefined)[] {
  return new Array(size).fill(undefined)
}

function zeros(size: number): number[] {
  return new Array(size).fill(0)
}
