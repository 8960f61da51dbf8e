/**
 * PyDict: the ordered hash table behind `dict`, namespaces, instance attributes and keyword arguments (CPython's Objects/dictobject.c).
 *
 * Entries lie in two parallel arrays, `keys` and `values`, in insertion order. The number of an entry in them is its slot. A slot
 * stays the same until the table is compacted; a deleted entry leaves `undefined` in both arrays. Compaction happens exactly when
 * CPython's would (`usable` counts down to it), so positions held by iterators mean the same as there. Inline caches guess a
 * slot and verify it by `d.keys[slot] === name`; they need no version number.
 *
 * How a key is found depends on the key alone:
 *  - plain keys, exact str and small int: in a table of at most 8 entries that holds nothing else, by scanning `keys`;
 *  - mapped keys, str, int beyond 2**53, None, objects of default identity and NaN: through `map`, a JavaScript Map from canonical key to slot;
 *  - hashed keys, small int, bool, float, complex, bytes and tuples of such: through `table`, open addressing with CPython's probe
 *    order over pairs (hash, slot + 1). The hash is a cheap one of our own: the order of a dict does not depend on it;
 *  - anything else has its hash and equality asked of Python. The first such key seen turns the table into a general one: `hashes` then holds the
 *    Python hash of every entry and `table` all entries by it, so that a key of a Python class finds an equal str or tuple and the other way about.
 * Equal keys of different types have one canonical form: True, 1 and 1.0 are the number 1, a str subclass that redefines nothing is its text.
 *
 * This file calls Python through `keyHooks` only, which `objects/dict.ts` fills in; methods that end in `Str` never call Python. Python's `__eq__`
 * may change the table under a running lookup, which then starts over.
 */
import {
  type Int,
  type PyBytes,
  type PyComplex,
  type PyFloat,
  PyObject,
  type PyTuple,
  type Value,
  WideStr,
} from './value'
import { H, splitInt } from './hash'
import { identityNumber } from './identity'

/** How a boxed key behaves; see the file header. */
export const enum KeyKind {
  /** Default hash and equality. */
  IDENTITY,
  /** A str or int in other clothes: `keyHooks.unwrap` gives the primitive. */
  WRAPPED,
  FLOAT,
  COMPLEX,
  BYTES,
  TUPLE,
  /** Ask Python. */
  GENERAL,
}

/** What the object layer knows of keys. */
export interface KeyHooks {
  kindOf(key: PyObject): KeyKind
  /** The primitive behind a WRAPPED key; for a str its JavaScript text. */
  unwrap(key: PyObject): string | number | bigint
  /** Python's hash, normalised. May run Python code and raise. `cx` is the Context. */
  hash(cx: unknown, key: Value): Int
  /** Python's `==` as a truth value. May run Python code and raise. */
  equals(cx: unknown, a: Value, b: Value): boolean
}

export const keyHooks: KeyHooks = {
  kindOf: () => KeyKind.IDENTITY,
  unwrap: () => 0,
  hash: () => 0,
  equals: (_cx, a, b) => a === b,
}

/** A canonical key of `PyDict.map`. */
type MapKey = string | bigint | PyObject | null

const LINEAR_LIMIT = 8

/**
 * The array with one more item. A few items are put into a new array of just their size: the host grows an array by 16 places at least, which is most of what
 * a small instance would weigh, and copying up to five items costs less than that room.
 */
function withItem(items: (Value | undefined)[], item: Value): (Value | undefined)[] {
  switch (items.length) {
    case 0:
      return [item]
    case 1:
      return [items[0], item]
    case 2:
      return [items[0], items[1], item]
    case 3:
      return [items[0], items[1], items[2], item]
    case 4:
      return [items[0], items[1], items[2], items[3], item]
    case 5:
      return [items[0], items[1], items[2], items[3], items[4], item]
    default:
      items.push(item)
      return items
  }
}
const DUMMY = -1

// What the last lookup learnt about its key, for the insertion or deletion that follows at once.
// Written after the last call of Python code, so that a nested lookup cannot disturb it.
let foundMapped = false
let foundMapKey: MapKey = null
let foundHash = 0
let foundPyHash: Int = 0

export class PyDict extends PyObject {
  /** Keys by slot; `undefined` where an entry was deleted. */
  keys: (Value | undefined)[] = []
  /** Values by slot. */
  values: (Value | undefined)[] = []
  /** Number of entries. */
  used = 0
  /** New entries that still fit before CPython would resize, and the size it would then have (0: the shared empty table). */
  usable = 0
  capacity = 0
  /** All keys since the dict was empty were exact strs. CPython's table for these is another, and giving it up is a resize. */
  strKeys = true
  /** True while `map` and `table` are kept; false while keys are plain and few. */
  private indexed = false
  private map: Map<MapKey, number> | null = null
  private table: Int32Array | null = null
  /** Pairs of `table` in use, deleted ones included. */
  private tableFill = 0
  private tableUsed = 0
  /** Python hashes by slot: present in a general table only. */
  private hashes: Int[] | null = null

  // --- namespaces: str keys, never calling Python -----------------------------------------------------------------

  /** Slot of the entry of `name`, or -1. */
  slotOfStr(name: string): number {
    if (!this.indexed) {
      const keys = this.keys
      for (let i = 0; i < keys.length; i++) if (keys[i] === name) return i
      return -1
    }
    if (this.map === null) return -1
    const slot = this.map.get(name)
    return slot === undefined ? -1 : slot
  }

  getStr(name: string): Value | undefined {
    const slot = this.slotOfStr(name)
    return slot < 0 ? undefined : this.values[slot]
  }

  hasStr(name: string): boolean {
    return this.slotOfStr(name) >= 0
  }

  setStr(name: string, value: Value): void {
    const slot = this.slotOfStr(name)
    if (slot >= 0) {
      this.values[slot] = value
      return
    }
    foundMapped = true
    foundMapKey = name
    if (this.hashes !== null) foundPyHash = keyHooks.hash(null, name)
    this.append(name, value)
  }

  /** Removes `name`; false where there is no such entry. */
  delStr(name: string): boolean {
    const slot = this.slotOfStr(name)
    if (slot < 0) return false
    foundMapped = true
    foundMapKey = name
    this.removeFound(slot)
    return true
  }

  // --- any key -------------------------------------------------------------------------------------------------------

  get(cx: unknown, key: Value): Value | undefined {
    const slot = this.find(cx, key)
    return slot < 0 ? undefined : this.values[slot]
  }

  has(cx: unknown, key: Value): boolean {
    return this.find(cx, key) >= 0
  }

  /** `d[key] = value`: an equal key that is there stays the key. */
  set(cx: unknown, key: Value, value: Value): void {
    const slot = this.find(cx, key)
    if (slot >= 0) this.values[slot] = value
    else this.append(key, value)
  }

  /** `find` for the key in a slot of another dict, whose hash is not asked for again. */
  findKeyOf(cx: unknown, from: PyDict, slot: number): number {
    return this.findKeyOfHash(cx, from.keys[slot] as Value, from.knownHash(slot))
  }

  /** `find` for a key whose Python hash may be known. */
  findKeyOfHash(cx: unknown, key: Value, hash: Int | undefined): number {
    // Keys that hash without Python code are found faster their own way.
    if (hash === undefined || typeof key !== 'object' || key === null || keyHooks.kindOf(key) !== KeyKind.GENERAL) {
      return this.find(cx, key)
    }
    return this.findGeneral(cx, key, undefined, hash)
  }

  /** `d.setdefault(key, value)`. */
  setDefault(cx: unknown, key: Value, value: Value): Value {
    const slot = this.find(cx, key)
    if (slot >= 0) return this.values[slot] as Value
    this.append(key, value)
    return value
  }

  /** Removes the entry of `key` and returns its value, `undefined` where there is none. */
  delete(cx: unknown, key: Value): Value | undefined {
    const slot = this.find(cx, key)
    if (slot < 0) return undefined
    const value = this.values[slot]
    this.removeFound(slot)
    return value
  }

  /** Removes the entry in `slot`, which must be live. Calls no Python. */
  deleteSlot(slot: number): void {
    this.describe(this.keys[slot] as Value, slot)
    this.removeFound(slot)
  }

  /** Slot of the last entry, or -1. */
  lastSlot(): number {
    let i = this.keys.length - 1
    while (i >= 0 && this.keys[i] === undefined) i--
    return i
  }

  /** Slot of the first entry at or after `slot`, or -1. */
  nextSlot(slot: number): number {
    const keys = this.keys
    for (let i = slot; i < keys.length; i++) if (keys[i] !== undefined) return i
    return -1
  }

  /** Removes the last entry; what was in it is `keys[slot]`, `values[slot]` to be read before. Frees the slots behind it, as CPython's popitem does. */
  popSlot(slot: number): void {
    this.deleteSlot(slot)
    // Positions freed here are handed out again, but `usable` stays: CPython sets dk_nentries back and not dk_usable.
    this.keys.length = slot
    this.values.length = slot
    if (this.hashes !== null) this.hashes.length = slot
  }

  /** Makes the entry in `slot` the newest. */
  moveToEnd(slot: number): void {
    const key = this.keys[slot] as Value
    const value = this.values[slot] as Value
    this.describe(key, slot)
    // `removeFound` and `append` leave what is known of the key alone.
    this.removeFound(slot)
    this.append(key, value)
  }

  /** Makes the entry in `slot` the oldest; all slots change. */
  moveToFront(slot: number): void {
    this.compact(slot)
  }

  clear(): void {
    this.keys = []
    this.values = []
    this.used = 0
    this.usable = 0
    this.capacity = 0
    this.strKeys = true
    this.indexed = false
    this.map = null
    this.table = null
    this.tableFill = 0
    this.tableUsed = 0
    this.hashes = null
  }

  /** A dict with the same entries. Calls no Python. */
  copy(): PyDict {
    const d = new PyDict()
    d.copyFrom(this)
    return d
  }

  /** Makes this empty dict a copy of `from`: with its gaps while these are few, as CPython has it. */
  copyFrom(from: PyDict): void {
    this.keys = from.keys.slice()
    this.values = from.values.slice()
    this.used = from.used
    this.usable = from.usable
    this.capacity = from.capacity
    this.strKeys = from.strKeys
    this.indexed = from.indexed
    this.map = from.map === null ? null : new Map(from.map)
    this.table = from.table === null ? null : from.table.slice()
    this.tableFill = from.tableFill
    this.tableUsed = from.tableUsed
    this.hashes = from.hashes === null ? null : from.hashes.slice()
    if (this.used < Math.floor((this.keys.length * 2) / 3)) {
      this.compact()
      this.setCapacity(Math.floor((this.used * 3 + 1) / 2))
    }
  }

  /** CPython's one resize before the entries of another dict are added. */
  reserve(more: number): void {
    if (Math.floor((this.capacity * 2) / 3) >= more) return
    if (this.keys.length !== this.used) this.compact()
    this.setCapacity(Math.floor(((this.used + more) * 3 + 1) / 2))
  }

  /** True for a dict that `update` of an empty one may clone: no gaps, and not much larger than it needs to be. */
  isTight(): boolean {
    return this.keys.length === this.used && (this.capacity === 8 || Math.floor(this.capacity / 3) < this.used)
  }

  /** The least power of two from 8 on that is not below `minimum`. There are no gaps. */
  private setCapacity(minimum: number): void {
    let size = 8
    while (size < minimum) size *= 2
    this.capacity = size
    this.usable = Math.floor((size * 2) / 3) - this.used
    if (this.hashes !== null) this.rebuildGeneral()
  }

  /** Entries in order. The dict must not change meanwhile. */
  *entries(): IterableIterator<[Value, Value]> {
    const { keys, values } = this
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]
      if (key !== undefined) yield [key, values[i] as Value]
    }
  }

  /** The Python hash of the key in `slot` where the table has it, for `set(d)` and the like. */
  knownHash(slot: number): Int | undefined {
    return this.hashes === null ? undefined : this.hashes[slot]
  }

  /**
   * Slot of the entry whose key equals `key`, or -1. May run Python code for keys that ask for it. An `append` or `removeFound`
   * for the same key may follow at once.
   */
  find(cx: unknown, key: Value): number {
    switch (typeof key) {
      case 'string':
        return this.findStr(cx, key, key)
      case 'number':
        return this.findInt(cx, key, key)
      case 'boolean':
        return this.findInt(cx, key, key ? 1 : 0)
      case 'bigint':
        return this.findMapped(cx, key, key)
      default:
        return key === null ? this.findMapped(cx, key, key) : this.findObject(cx, key)
    }
  }

  // --- lookups by kind of key ----------------------------------------------------------------------------------

  private findStr(cx: unknown, key: Value, text: string): number {
    if (this.hashes !== null) return this.findMapped(cx, key, text)
    const slot = this.slotOfStr(text)
    foundMapped = true
    foundMapKey = text
    return slot
  }

  private findInt(cx: unknown, key: Value, n: number): number {
    if (!this.indexed) {
      const keys = this.keys
      foundMapped = false
      foundHash = hashNumber(n)
      for (let i = 0; i < keys.length; i++) if (keys[i] === n) return i
      return -1
    }
    if (this.hashes !== null) return this.findGeneral(cx, key)
    const table = this.table
    const hash = hashNumber(n)
    foundMapped = false
    foundHash = hash
    if (table === null) return -1
    const keys = this.keys
    const mask = (table.length >> 1) - 1
    let perturb = hash
    let i = hash & mask
    for (;;) {
      const entry = table[2 * i + 1]
      if (entry === 0) return -1
      if (table[2 * i] === hash && entry !== DUMMY) {
        const candidate = keys[entry - 1]
        if (candidate === n || (typeof candidate !== 'number' && closedEquals(candidate as Value, n))) return entry - 1
      }
      perturb >>>= 5
      i = (i * 5 + perturb + 1) & mask
    }
  }

  private findMapped(cx: unknown, key: Value, mapKey: MapKey): number {
    const slot = this.map === null ? undefined : this.map.get(mapKey)
    if (slot === undefined) {
      if (this.hashes !== null) return this.findGeneral(cx, key, mapKey)
      if (!this.indexed && typeof mapKey === 'string') return this.findStr(cx, key, mapKey)
    }
    foundMapped = true
    foundMapKey = mapKey
    return slot === undefined ? -1 : slot
  }

  private findHashed(cx: unknown, key: Value, hash: number): number {
    if (this.hashes !== null) return this.findGeneral(cx, key)
    foundMapped = false
    foundHash = hash
    if (!this.indexed) {
      // Only plain keys here: an int may equal a float or a complex, nothing equals a tuple.
      const keys = this.keys
      for (let i = 0; i < keys.length; i++) {
        const candidate = keys[i]
        if (typeof candidate === 'number' && closedEquals(candidate, key)) return i
      }
      return -1
    }
    const table = this.table
    if (table === null) return -1
    const keys = this.keys
    const mask = (table.length >> 1) - 1
    let perturb = hash
    let i = hash & mask
    for (;;) {
      const entry = table[2 * i + 1]
      if (entry === 0) return -1
      if (table[2 * i] === hash && entry !== DUMMY) {
        const candidate = keys[entry - 1] as Value
        if (candidate === key || closedEquals(candidate, key)) return entry - 1
      }
      perturb >>>= 5
      i = (i * 5 + perturb + 1) & mask
    }
  }

  private findObject(cx: unknown, key: PyObject): number {
    switch (keyHooks.kindOf(key)) {
      case KeyKind.IDENTITY:
        return this.findMapped(cx, key, key)
      case KeyKind.WRAPPED: {
        const plain = keyHooks.unwrap(key)
        if (typeof plain === 'string') return this.findStr(cx, key, plain)
        if (typeof plain === 'number') return this.findInt(cx, key, plain)
        return this.findMapped(cx, key, plain)
      }
      case KeyKind.FLOAT:
        return this.findFloat(cx, key, (key as PyFloat).v)
      case KeyKind.COMPLEX: {
        const { re, im } = key as PyComplex
        if (im === 0) return this.findFloat(cx, key, re)
        if (Number.isNaN(re) || Number.isNaN(im)) return this.findMapped(cx, key, key)
        return this.findHashed(cx, key, closedHash(key))
      }
      case KeyKind.BYTES:
        return this.findHashed(cx, key, closedHash(key))
      case KeyKind.TUPLE: {
        if (this.hashes !== null) return this.findGeneral(cx, key)
        openKey = false
        const hash = hashTuple(key as PyTuple)
        return openKey ? this.findGeneral(cx, key) : this.findHashed(cx, key, hash)
      }
      default:
        return this.findGeneral(cx, key)
    }
  }

  private findFloat(cx: unknown, key: PyObject, v: number): number {
    if (Number.isSafeInteger(v)) return this.findInt(cx, key, v === 0 ? 0 : v)
    if (Number.isInteger(v)) return this.findMapped(cx, key, BigInt(v))
    if (Number.isNaN(v)) return this.findMapped(cx, key, key)
    return this.findHashed(cx, key, hashDouble(v))
  }

  /** Lookup by Python's hash and equality. */
  private findGeneral(cx: unknown, key: Value, mapKey?: MapKey, known?: Int): number {
    const hash = known === undefined ? keyHooks.hash(cx, key) : known
    const lo = splitInt(hash)
    const hi = H.hi
    restart: for (;;) {
      if (this.used > 0 && this.hashes === null) this.generalise(cx)
      const table = this.table
      if (table !== null && this.hashes !== null) {
        const keys = this.keys
        const mask = (table.length >> 1) - 1
        let perturbLo = lo
        let perturbHi = hi
        let i = lo & mask
        for (;;) {
          const entry = table[2 * i + 1]
          if (entry === 0) break
          if (entry !== DUMMY && table[2 * i] === lo && this.hashes[entry - 1] === hash) {
            const slot = entry - 1
            const candidate = keys[slot] as Value
            if (candidate === key) return this.foundGeneral(slot, key, hash)
            const equal = keyHooks.equals(cx, candidate, key)
            if (this.table !== table || this.keys[slot] !== candidate) continue restart
            if (equal) return this.foundGeneral(slot, candidate, hash)
          }
          perturbLo = (perturbLo >>> 5) | (perturbHi << 27)
          perturbHi >>>= 5
          i = (Math.imul(i, 5) + perturbLo + 1) & mask
        }
      }
      // An empty table may still be a closed one: `append` makes it general for a key that is not closed.
      if (mapKey !== undefined) {
        foundMapped = true
        foundMapKey = mapKey
      } else this.describeMapped(key)
      foundPyHash = hash
      if (this.hashes === null) this.becomeGeneral()
      return -1
    }
  }

  private foundGeneral(slot: number, key: Value, hash: Int): number {
    this.describeMapped(key)
    foundPyHash = hash
    return slot
  }

  // --- changes --------------------------------------------------------------------------------------------------------

  /** Adds an entry for a key that `find` (or `setStr`) has just not found. */
  append(key: Value, value: Value): number {
    if (typeof key !== 'string' && this.strKeys && !(key instanceof WideStr)) {
      this.strKeys = false
      if (this.capacity > 0) this.resize()
    }
    if (this.usable <= 0) this.resize()
    const slot = this.keys.length
    if (!this.indexed) {
      if ((typeof key === 'string' || typeof key === 'number') && slot < LINEAR_LIMIT) {
        this.keys = withItem(this.keys, key)
        this.values = withItem(this.values, value)
        this.used++
        this.usable--
        return slot
      }
      // Building the index describes other keys, so what was found of this one is set aside.
      const mapped = foundMapped
      const mapKey = foundMapKey
      const hash = foundHash
      this.buildIndex()
      foundMapped = mapped
      foundMapKey = mapKey
      foundHash = hash
    }
    this.keys.push(key)
    this.values.push(value)
    this.used++
    this.usable--
    if (foundMapped) {
      if (this.map === null) this.map = new Map()
      this.map.set(foundMapKey, slot)
    }
    if (this.hashes !== null) {
      this.hashes[slot] = foundPyHash
      this.insertGeneral(foundPyHash, slot)
    } else if (!foundMapped) this.tableInsert(foundHash, slot)
    return slot
  }

  /** Removes the entry that `find` has just found in `slot`. */
  removeFound(slot: number): void {
    if (this.indexed) {
      if (foundMapped && this.map !== null) this.map.delete(foundMapKey)
      if (this.hashes !== null) this.removeGeneral(this.hashes[slot], slot)
      else if (!foundMapped) this.tableRemove(foundHash, slot)
    }
    this.keys[slot] = undefined
    this.values[slot] = undefined
    this.used--
  }

  /** CPython's insertion_resize: drops the gaps, triples the room. */
  private resize(): void {
    if (this.keys.length !== this.used) this.compact()
    this.setCapacity(this.used * 3)
  }

  /** Closes the gaps that deletions left; slots change. The entry in slot `first`, if given, comes before all others. */
  private compact(first = -1): void {
    const { keys, values, hashes } = this
    const slots = new Int32Array(keys.length)
    const newKeys: Value[] = []
    const newValues: Value[] = []
    const newHashes: Int[] | null = hashes === null ? null : []
    for (let j = first < 0 ? 0 : -1; j < keys.length; j++) {
      const i = j < 0 ? first : j
      const key = keys[i]
      if (key === undefined || (j === first && j >= 0)) continue
      slots[i] = newKeys.length
      newKeys.push(key)
      newValues.push(values[i] as Value)
      if (newHashes !== null) newHashes.push((hashes as Int[])[i])
    }
    this.keys = newKeys
    this.values = newValues
    this.hashes = newHashes
    if (this.map !== null) for (const [k, slot] of this.map) this.map.set(k, slots[slot])
    if (newHashes !== null) this.rebuildGeneral()
    else if (this.table !== null) this.rebuildTable(slots)
  }

  // --- the index --------------------------------------------------------------------------------------------------

  private buildIndex(): void {
    this.indexed = true
    const keys = this.keys
    for (let slot = 0; slot < keys.length; slot++) {
      const key = keys[slot]
      if (typeof key === 'string') {
        if (this.map === null) this.map = new Map()
        this.map.set(key, slot)
      } else if (key !== undefined) this.tableInsert(hashNumber(key as number), slot)
    }
  }

  private tableInsert(hash: number, slot: number): void {
    let table = this.table
    if (table === null || this.tableFill * 3 >= table.length) {
      this.rebuildTable(null)
      table = this.table as Int32Array
    }
    const mask = (table.length >> 1) - 1
    let perturb = hash
    let i = hash & mask
    while (table[2 * i + 1] !== 0) {
      perturb >>>= 5
      i = (i * 5 + perturb + 1) & mask
    }
    table[2 * i] = hash
    table[2 * i + 1] = slot + 1
    this.tableFill++
    this.tableUsed++
  }

  private tableRemove(hash: number, slot: number): void {
    const table = this.table as Int32Array
    const mask = (table.length >> 1) - 1
    let perturb = hash
    let i = hash & mask
    while (table[2 * i + 1] !== slot + 1) {
      perturb >>>= 5
      i = (i * 5 + perturb + 1) & mask
    }
    table[2 * i + 1] = DUMMY
    this.tableUsed--
  }

  /** Makes room in the table (at most a third full); `slots` maps old slots to new ones. */
  private rebuildTable(slots: Int32Array | null): void {
    const old = this.table
    let size = 16
    while (size < this.tableUsed * 3) size *= 2
    const table = new Int32Array(size * 2)
    const mask = size - 1
    if (old !== null) {
      for (let j = 0; j < old.length; j += 2) {
        const entry = old[j + 1]
        if (entry <= 0) continue
        const hash = old[j]
        let perturb = hash
        let i = hash & mask
        while (table[2 * i + 1] !== 0) {
          perturb >>>= 5
          i = (i * 5 + perturb + 1) & mask
        }
        table[2 * i] = hash
        table[2 * i + 1] = slots === null ? entry : slots[entry - 1] + 1
      }
    }
    this.table = table
    this.tableFill = this.tableUsed
  }

  /** Turns a closed table with entries into a general one. Closed keys hash without Python code. */
  private generalise(cx: unknown): void {
    if (!this.indexed) this.buildIndex()
    const keys = this.keys
    const hashes: Int[] = new Array(keys.length).fill(0)
    for (let slot = 0; slot < keys.length; slot++) {
      const key = keys[slot]
      if (key !== undefined) hashes[slot] = keyHooks.hash(cx, key)
    }
    this.hashes = hashes
    this.rebuildGeneral()
  }

  /** The same for a table without entries. */
  private becomeGeneral(): void {
    this.indexed = true
    this.hashes = new Array(this.keys.length).fill(0)
    this.rebuildGeneral()
  }

  // A general table has the size, the probes and the reuse of deleted entries of CPython's, for the order in which keys of one hash are compared
  // can be seen.

  private rebuildGeneral(): void {
    this.tableFill = 0
    this.tableUsed = 0
    this.table = new Int32Array(2 * Math.max(8, this.capacity))
    const hashes = this.hashes as Int[]
    for (let slot = 0; slot < this.keys.length; slot++) {
      if (this.keys[slot] !== undefined) this.insertGeneral(hashes[slot], slot)
    }
  }

  private insertGeneral(hash: Int, slot: number): void {
    const table = this.table as Int32Array
    const mask = (table.length >> 1) - 1
    const lo = splitInt(hash)
    let perturbLo = lo
    let perturbHi = H.hi
    let i = lo & mask
    while (table[2 * i + 1] > 0) {
      perturbLo = (perturbLo >>> 5) | (perturbHi << 27)
      perturbHi >>>= 5
      i = (Math.imul(i, 5) + perturbLo + 1) & mask
    }
    table[2 * i] = lo
    table[2 * i + 1] = slot + 1
  }

  private removeGeneral(hash: Int, slot: number): void {
    const table = this.table as Int32Array
    const mask = (table.length >> 1) - 1
    const lo = splitInt(hash)
    let perturbLo = lo
    let perturbHi = H.hi
    let i = lo & mask
    while (table[2 * i + 1] !== slot + 1) {
      perturbLo = (perturbLo >>> 5) | (perturbHi << 27)
      perturbHi >>>= 5
      i = (Math.imul(i, 5) + perturbLo + 1) & mask
    }
    table[2 * i + 1] = DUMMY
  }

  /** Sets what a lookup of `key`, which is in `slot`, would have learnt. */
  private describe(key: Value, slot: number): void {
    this.describeMapped(key)
    if (this.hashes !== null) foundPyHash = this.hashes[slot]
    else if (!foundMapped && this.indexed) foundHash = closedHash(key)
  }

  /** Whether `key` is a mapped one, and its canonical form then. */
  private describeMapped(key: Value): void {
    foundMapped = true
    switch (typeof key) {
      case 'string':
      case 'bigint':
        foundMapKey = key
        return
      case 'number':
      case 'boolean':
        foundMapped = false
        return
    }
    foundMapKey = key
    if (key === null) return
    switch (keyHooks.kindOf(key)) {
      case KeyKind.IDENTITY:
        return
      case KeyKind.WRAPPED: {
        const plain = keyHooks.unwrap(key)
        if (typeof plain === 'number') foundMapped = false
        else foundMapKey = plain
        return
      }
      case KeyKind.FLOAT:
        describeFloat((key as PyFloat).v)
        return
      case KeyKind.COMPLEX: {
        const { re, im } = key as PyComplex
        if (im === 0) describeFloat(re)
        else foundMapped = Number.isNaN(re) || Number.isNaN(im)
        return
      }
      default:
        foundMapped = false
    }
  }
}

/** `describeMapped` for a float; `foundMapKey` already holds the object itself. */
function describeFloat(v: number): void {
  if (Number.isInteger(v) && !Number.isSafeInteger(v)) foundMapKey = BigInt(v)
  else foundMapped = Number.isNaN(v)
}

// --- hash and equality of closed keys: those that never need Python code --------------------------------------------

/** Set by `hashTuple` when an element needs Python's hash. */
let openKey = false

const doubleBits = new Float64Array(1)
const doubleWords = new Int32Array(doubleBits.buffer)

function hashNumber(n: number): number {
  const low = n | 0
  return low === n ? low : low ^ Math.imul(Math.floor(n / 0x100000000) | 0, 0x9e3779b1)
}

function hashDouble(v: number): number {
  doubleBits[0] = v
  const h = Math.imul(doubleWords[0] ^ Math.imul(doubleWords[1], 0x85ebca6b), 0x9e3779b1)
  return h ^ (h >>> 15)
}

/** Hash of a float so that equal ints and floats agree. */
function hashFloatKey(v: number): number {
  if (Number.isSafeInteger(v)) return hashNumber(v)
  return hashDouble(v)
}

function hashText(s: string): number {
  let h = s.length
  for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193)
  return h ^ (h >>> 15)
}

function hashBig(b: bigint): number {
  // An integral float beyond 2**53 is equal to its bigint: both are hashed as the double nearest, then the low bits where they matter.
  return Number(BigInt.asIntN(32, b ^ (b >> 32n)))
}

function hashTuple(t: PyTuple): number {
  const items = t.items
  let h = items.length ^ 0x345678
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    const x = typeof item === 'number' ? hashNumber(item) : closedHash(item)
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0x6b64e654
    h = Math.imul(h ^ Math.imul(x, 0x85ebca6b), 0x9e3779b1)
  }
  h ^= h >>> 15
  return h | 0
}

/** Our own 32-bit hash of a closed key. Sets `openKey` where `key` holds something that only Python can hash. */
function closedHash(key: Value): number {
  switch (typeof key) {
    case 'number':
      return hashNumber(key)
    case 'string':
      return hashText(key)
    case 'boolean':
      return key ? 1 : 0
    case 'bigint':
      return hashBig(key)
  }
  if (key === null) return 0x5bd1e995
  switch (keyHooks.kindOf(key)) {
    case KeyKind.IDENTITY:
      return Math.imul(identityNumber(key), 0x9e3779b1)
    case KeyKind.WRAPPED:
      return closedHash(keyHooks.unwrap(key))
    case KeyKind.FLOAT: {
      const v = (key as PyFloat).v
      if (Number.isNaN(v)) return identityNumber(key)
      return Number.isInteger(v) ? closedHash(Number.isSafeInteger(v) ? v : BigInt(v)) : hashDouble(v)
    }
    case KeyKind.COMPLEX: {
      const { re, im } = key as PyComplex
      if (im === 0 && Number.isInteger(re) && !Number.isSafeInteger(re)) return hashBig(BigInt(re))
      if (im === 0) return Number.isNaN(re) ? identityNumber(key) : hashFloatKey(re)
      return hashFloatKey(re) ^ Math.imul(hashFloatKey(im), 0x9e3779b1)
    }
    case KeyKind.BYTES: {
      const data = (key as PyBytes).data
      let h = data.length
      for (let i = 0; i < data.length; i++) h = Math.imul(h ^ data[i], 0x01000193)
      return h
    }
    case KeyKind.TUPLE:
      return hashTuple(key as PyTuple)
    default:
      openKey = true
      return 0
  }
}

/** Equality of closed keys, identity included (a NaN equals itself inside a container). */
function closedEquals(a: Value, b: Value): boolean {
  if (a === b) return true
  const ta = typeof a
  const tb = typeof b
  if (ta !== 'object' && tb !== 'object') {
    if (ta === 'boolean' || tb === 'boolean') return primitiveNumber(a) === primitiveNumber(b)
    return false
  }
  if (a === null || b === null) return false
  const ka = ta === 'object' ? keyHooks.kindOf(a as PyObject) : -1
  const kb = tb === 'object' ? keyHooks.kindOf(b as PyObject) : -1
  if (ka === KeyKind.WRAPPED) return closedEquals(keyHooks.unwrap(a as PyObject), b)
  if (kb === KeyKind.WRAPPED) return closedEquals(a, keyHooks.unwrap(b as PyObject))
  if (ka === KeyKind.TUPLE) {
    if (kb !== KeyKind.TUPLE) return false
    const x = (a as PyTuple).items
    const y = (b as PyTuple).items
    if (x.length !== y.length) return false
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i] && !closedEquals(x[i], y[i])) return false
    return true
  }
  if (ka === KeyKind.BYTES) return kb === KeyKind.BYTES && bytesEqual((a as PyBytes).data, (b as PyBytes).data)
  if (ka === KeyKind.COMPLEX || kb === KeyKind.COMPLEX) {
    return numberOf(a, ka) === numberOf(b, kb) && imaginaryOf(a, ka) === imaginaryOf(b, kb)
  }
  if (ka === KeyKind.FLOAT || kb === KeyKind.FLOAT) return numberOf(a, ka) === numberOf(b, kb)
  return false
}

/** Equality of two tuples that hold primitives alone; `undefined` where it takes more to tell. */
export function closedTupleEquals(a: PyTuple, b: PyTuple): boolean | undefined {
  if (keyHooks.kindOf(a) !== KeyKind.TUPLE || keyHooks.kindOf(b) !== KeyKind.TUPLE) return undefined
  const x = a.items
  const y = b.items
  if (x.length !== y.length) return false
  for (let i = 0; i < x.length; i++) {
    if (x[i] === y[i]) continue
    const kind = typeof x[i]
    if (kind === typeof y[i] && kind !== 'object') return false
    return undefined
  }
  return true
}

function primitiveNumber(v: Value): unknown {
  return typeof v === 'boolean' ? (v ? 1 : 0) : typeof v === 'number' ? v : undefined
}

/** The real value of an int or float; a bigint where it is an integer beyond 2**53, NaN (equal to nothing) where `v` is no number. */
function numberOf(v: Value, kind: number): number | bigint {
  let n: number
  if (kind === KeyKind.FLOAT) n = (v as PyFloat).v
  else if (kind === KeyKind.COMPLEX) n = (v as PyComplex).re
  else if (typeof v === 'number' || typeof v === 'bigint') return v
  else if (typeof v === 'boolean') return v ? 1 : 0
  else return Number.NaN
  return Number.isInteger(n) && !Number.isSafeInteger(n) ? BigInt(n) : n
}

function imaginaryOf(v: Value, kind: number): number {
  return kind === KeyKind.COMPLEX ? (v as PyComplex).im : 0
}

function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
