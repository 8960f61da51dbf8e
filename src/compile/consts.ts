/**
 * Constants of code objects: which are the same, and in which order they stand.
 *
 * Two constants are one when they have the same type and value, recursively and telling 0.0 from -0.0 (CPython's
 * `_PyCode_ConstantKey`). `ConstantCache` lives as long as one compilation and merges equal constants across its code
 * objects; `ConstantTable` is the `co_consts` of one code object in the making.
 */
import { PyBytes, PyComplex, PyFloat, type PyObject, PyTuple, type Value, WideStr } from '../values/value'
import { PyFrozenSet } from '../values/set'
import { CodeObject } from './code'
import { frozensetItems, frozensetOf } from './frozenset'
import { isInternable, isInternedAtStart, namesInTree } from './interned'

/** Merges equal constants: `merge` gives the representative, and two constants are the same if their representatives are. */
export class ConstantCache {
  /** Representatives of everything that is no bare primitive, by a text that says type and value. */
  private readonly byKey = new Map<string, PyObject>()
  /** Numbers for representatives, to build the keys of containers. */
  private readonly ids = new Map<Value, number>()
  /** Strings that came as names, before any literal of the same text: those are the interned objects themselves. */
  private readonly names = new Set<string>()
  private readonly literals = new Set<string>()
  /** The program that is compiled: its names are interned strings, found when first asked for. */
  tree: object | null = null
  private programNames: Set<string> | undefined = undefined
  /** Code objects by a rough key. */
  private readonly codes = new Map<string, CodeObject[]>()

  /** Notes that these strings, about to become constants, are names in the source. */
  noteNames(names: readonly string[]): void {
    for (const name of names) if (!this.literals.has(name)) this.names.add(name)
  }

  /**
   * What becomes of a frozenset constant when its code object is made: if a member is a string that CPython had interned before,
   * the set is built again, in the order it has.
   */
  settle(set: PyFrozenSet): PyFrozenSet {
    const items = frozensetItems(set)
    return items.some((item) => typeof item === 'string' && this.wasInterned(item)) ? frozensetOf(items) : set
  }

  private wasInterned(text: string): boolean {
    if (!isInternable(text) || this.names.has(text)) return false
    if (isInternedAtStart(text)) return true
    if (this.tree === null) return false
    this.programNames ??= namesInTree(this.tree)
    return this.programNames.has(text)
  }

  /** The representative of a constant; the items of tuples and frozensets are merged too. */
  merge(value: Value): Value {
    if (typeof value === 'string') this.literals.add(value)
    if (value === null || typeof value !== 'object') return value
    if (value instanceof PyFloat) return Number.isNaN(value.v) ? value : this.keyed(floatKey(value.v), value)
    if (value instanceof PyTuple) return this.mergeTuple(value)
    if (value instanceof PyBytes) return this.keyed(`b${latin1(value.data)}`, value)
    if (value instanceof WideStr) return this.keyed(`w${Array.from(value.cps).join()}`, value)
    if (value instanceof PyComplex) {
      if (Number.isNaN(value.re) || Number.isNaN(value.im)) return value
      return this.keyed(`c${floatKey(value.re)},${floatKey(value.im)}`, value)
    }
    if (value instanceof CodeObject) return this.mergeCode(value)
    if (value instanceof PyFrozenSet) return this.mergeFrozenset(value)
    return value // Ellipsis
  }

  private keyed(key: string, value: PyObject): PyObject {
    const known = this.byKey.get(key)
    if (known !== undefined) return known
    this.byKey.set(key, value)
    return value
  }

  private id(value: Value): number {
    let id = this.ids.get(value)
    if (id === undefined) {
      id = this.ids.size
      this.ids.set(value, id)
    }
    return id
  }

  private mergeTuple(value: PyTuple): PyObject {
    let key = 't'
    let same = true
    const items: Value[] = new Array(value.items.length)
    for (let i = 0; i < items.length; i++) {
      const item = (items[i] = this.merge(value.items[i]))
      if (item !== value.items[i]) same = false
      key += `${this.id(item)},`
    }
    const known = this.byKey.get(key)
    if (known !== undefined) return known
    const merged = same ? value : new PyTuple(items)
    this.byKey.set(key, merged)
    return merged
  }

  /** The representative is built anew in the order of the first one's table, as CPython does: that is its order from then on. */
  private mergeFrozenset(value: PyFrozenSet): PyObject {
    const items = frozensetItems(value).map((item) => this.merge(item))
    const ids = items.map((item) => this.id(item)).sort((a, b) => a - b)
    const key = `s${ids.join()}`
    return this.byKey.get(key) ?? this.keyed(key, frozensetOf(items))
  }

  /** Equal code objects are one, as when a `finally` body with a lambda in it is compiled twice. */
  private mergeCode(code: CodeObject): PyObject {
    const key = `${code.firstlineno},${code.ops.length},${code.linetable.length}`
    let candidates = this.codes.get(key)
    if (candidates === undefined) this.codes.set(key, (candidates = []))
    for (const known of candidates) if (known === code || this.sameCode(known, code)) return known
    candidates.push(code)
    return code
  }

  /** Equality of code objects as Python has it: everything but the qualified name and the file name. */
  private sameCode(a: CodeObject, b: CodeObject): boolean {
    if (this.merge(a.name) !== this.merge(b.name) || a.flags !== b.flags) return false
    if (a.argcount !== b.argcount || a.posonlyargcount !== b.posonlyargcount) return false
    if (a.kwonlyargcount !== b.kwonlyargcount || a.consts.length !== b.consts.length) return false
    if (!sameArray(a.ops, b.ops) || !sameArray(a.linetable, b.linetable)) return false
    if (!sameArray(a.exceptiontable, b.exceptiontable) || !sameArray(a.names, b.names)) return false
    if (!sameArray(a.localsplusnames, b.localsplusnames)) return false
    return a.consts.every((c, i) => this.merge(c) === this.merge(b.consts[i]))
  }
}

function floatKey(v: number): string {
  return Object.is(v, -0) ? 'f-0' : `f${v}`
}

/** Bytes as a string of the same code units. */
function latin1(data: Uint8Array): string {
  let text = ''
  for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192))
  return text
}

function sameArray(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** The constants of one code object, in order of first use. */
export class ConstantTable {
  readonly values: Value[] = []
  private readonly index = new Map<Value, number>()

  constructor(readonly cache: ConstantCache) {}

  /** The index of a constant, adding it if it is new (CPython's `compiler_add_const`). */
  add(value: Value): number {
    const merged = this.cache.merge(value)
    const known = this.index.get(merged)
    if (known !== undefined) return known
    this.values.push(merged)
    this.index.set(merged, this.values.length - 1)
    return this.values.length - 1
  }
}
