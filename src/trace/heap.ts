/**
 * Heap: objects by small stable ids, and how they change from step to step, so that aliasing and element-level changes can be seen.
 *
 * An object gets its id when it is first reached from a variable; ids count up from 1. At each step the objects reachable from the frames in progress and
 * from the globals are compared with what was last told of them, and what is new or differs is told: whole when new, else element by element. Numbers, strs,
 * None and bools are no heap objects: they have no identity worth showing.
 */
import type { CodeObject } from '../compile/code'
import { CodeFlags } from '../compile/code'
import { PyCell } from '../objects/cell'
import type { Frame } from '../objects/frame'
import { PyFunction } from '../objects/function'
import { PyModule } from '../objects/module'
import { PyType } from '../objects/type'
import { PyDict } from '../values/dict'
import { PySet } from '../values/set'
import { PyBytes, PyComplex, PyFloat, PyList, PyObject, PyTuple, WideStr, type Value } from '../values/value'
import { textOf } from '../values/wide'
import type { PictureMaker } from './snapshot'
import type { HeapChange, HeapObject, Pic, Step } from './step'

/** Class attributes that every class has. */
const HIDDEN_ATTRS = new Set([
  '__module__',
  '__qualname__',
  '__dict__',
  '__weakref__',
  '__doc__',
  '__firstlineno__',
  '__static_attributes__',
  '__annotations__',
])

function isHeapObject(v: Value | undefined): v is PyObject {
  return (
    v instanceof PyObject &&
    !(
      (v instanceof PyFloat || v instanceof WideStr || v instanceof PyBytes || v instanceof PyComplex) &&
      !Object.hasOwn(v, 'type')
    )
  )
}

function nameOf(name: string | WideStr): string {
  return typeof name === 'string' ? name : textOf(name)
}

export class Heap {
  private readonly ids = new Map<PyObject, number>()
  private readonly told = new Map<number, HeapObject>()
  /** Ids of frames by the cells they own; set by the recorder. */
  cellOwner: (cell: PyCell) => number = () => 0

  constructor(private readonly maker: PictureMaker) {}

  /** Adds ids of the variables set and the heap changes to a step. */
  step(step: Step, frame: Frame, namespace: PyDict | null): void {
    const changes: (HeapObject | HeapChange)[] = []
    const seen = new Set<PyObject>()
    for (let f: Frame | null = frame; f !== null; f = f.back) {
      const code: CodeObject = f.plainCode
      if (code.flags & CodeFlags.OPTIMIZED) {
        for (let i = 0; i < code.localsplusnames.length; i++) {
          const v = f.localsplus[i]
          this.visit(v instanceof PyCell ? v.value : v, seen, changes)
        }
      } else if (f.locals instanceof PyDict) this.visitNamespace(f.locals, seen, changes)
    }
    this.visitNamespace(frame.globals, seen, changes)
    if (step.set) step.ids = this.idsOf(step.set, (name) => variable(frame, namespace, name))
    if (step.gset) step.gids = this.idsOf(step.gset, (name) => frame.globals.getStr(name))
    if (changes.length > 0) step.heap = step.heap ? [...step.heap, ...changes] : changes
  }

  /** Gives a step's `value` its id, telling the object if it is new. */
  value(step: Step, v: Value): void {
    if (!isHeapObject(v)) return
    const changes: (HeapObject | HeapChange)[] = []
    this.visit(v, new Set(), changes)
    step.valueId = this.ids.get(v)!
    if (changes.length > 0) step.heap = changes
  }

  private idsOf(set: string[], lookup: (name: string) => Value | undefined): number[] {
    const out: number[] = []
    for (let i = 0; i < set.length; i += 2) {
      const v = lookup(set[i]!)
      out.push(isHeapObject(v) ? (this.ids.get(v) ?? 0) : 0)
    }
    return out
  }

  private visitNamespace(d: PyDict, seen: Set<PyObject>, changes: (HeapObject | HeapChange)[]): void {
    const { keys, values } = d
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]
      if (typeof key === 'string' && !(key.startsWith('__') && key.endsWith('__'))) this.visit(values[i], seen, changes)
    }
  }

  /** Tells an object and what it holds, contents first seen after it; iterative, since lists may be chained deeply. */
  private visit(root: Value | undefined, seen: Set<PyObject>, changes: (HeapObject | HeapChange)[]): void {
    if (!isHeapObject(root) || seen.has(root)) return
    const work: PyObject[] = [root]
    seen.add(root)
    while (work.length > 0) {
      const o = work.shift()!
      const inner: Value[] = []
      const now = this.describe(o, inner)
      const before = this.told.get(now.id)
      const change = before ? difference(before, now) : now
      if (change) {
        changes.push(change)
        this.told.set(now.id, now)
      }
      for (const v of inner) {
        if (isHeapObject(v) && !seen.has(v)) {
          seen.add(v)
          work.push(v)
        }
      }
    }
  }

  private idOf(o: PyObject): number {
    let id = this.ids.get(o)
    if (id === undefined) {
      id = this.ids.size + 1
      this.ids.set(o, id)
    }
    return id
  }

  private pic(v: Value, inner: Value[]): Pic {
    if (!isHeapObject(v)) return this.maker.text(v)
    inner.push(v)
    return this.idOf(v)
  }

  private describe(o: PyObject, inner: Value[]): HeapObject {
    const id = this.idOf(o)
    const type = nameOf(o.type.name)
    const pics = (items: readonly Value[]): Pic[] => items.map((v) => this.pic(v, inner))
    if (o instanceof PyList) return { id, kind: 'list', type, items: pics(o.items) }
    if (o instanceof PyTuple) return { id, kind: 'tuple', type, items: pics(o.items) }
    if (o instanceof PySet) return { id, kind: 'set', type, items: pics(o.toArray()) }
    if (o instanceof PyDict) {
      const entries: [Pic, Pic][] = []
      for (let i = 0; i < o.keys.length; i++)
        if (o.keys[i] !== undefined) entries.push([this.pic(o.keys[i]!, inner), this.pic(o.values[i]!, inner)])
      return { id, kind: 'dict', type, entries }
    }
    if (o instanceof PyFunction) {
      const closure = (o.closure ?? []) as Iterable<PyCell>
      let parent = 0
      for (const cell of closure) {
        parent ||= this.cellOwner(cell)
        if (cell.value !== undefined) this.pic(cell.value, inner)
      }
      return { id, kind: 'function', type, text: signatureText(o), ...(parent ? { parent } : {}) }
    }
    if (o instanceof PyModule) return { id, kind: 'module', type, text: this.maker.text(o) }
    if (o instanceof PyType) {
      const attrs: [string, Pic][] = []
      if (o.module !== 'builtins' || o.attrs.hasStr('__module__')) {
        for (let i = 0; i < o.attrs.keys.length; i++) {
          const key = o.attrs.keys[i]
          if (typeof key === 'string' && !HIDDEN_ATTRS.has(key)) attrs.push([key, this.pic(o.attrs.values[i]!, inner)])
        }
      }
      return { id, kind: 'class', type, text: nameOf(o.name), bases: o.bases.map((b) => nameOf(b.name)), attrs }
    }
    if (Object.hasOwn(o, 'type') && o.dict instanceof PyDict) {
      const attrs: [string, Pic][] = []
      for (let i = 0; i < o.dict.keys.length; i++) {
        const key = o.dict.keys[i]
        if (typeof key === 'string') attrs.push([key, this.pic(o.dict.values[i]!, inner)])
      }
      return { id, kind: 'instance', type, attrs }
    }
    return { id, kind: 'other', type, text: this.maker.text(o) }
  }
}

function signatureText(f: PyFunction): string {
  const { code } = f
  const n = code.argcount + code.kwonlyargcount
  const names = code.localsplusnames.slice(0, n)
  if (code.flags & CodeFlags.VARARGS) names.push(`*${code.localsplusnames[n]}`)
  if (code.flags & CodeFlags.VARKEYWORDS)
    names.push(`**${code.localsplusnames[n + (code.flags & CodeFlags.VARARGS ? 1 : 0)]}`)
  return `${nameOf(f.name)}(${names.join(', ')})`
}

function variable(frame: Frame, namespace: PyDict | null, name: string): Value | undefined {
  if (namespace) return namespace.getStr(name)
  const i = frame.plainCode.localsplusnames.indexOf(name)
  const v = i < 0 ? undefined : frame.localsplus[i]
  return v instanceof PyCell ? v.value : v
}

function samePics(a: readonly Pic[] = [], b: readonly Pic[] = []): boolean {
  return a.length === b.length && a.every((p, i) => p === b[i])
}

/** What changed between two descriptions of one object; null when nothing did, the whole object when a delta cannot say it. */
function difference(before: HeapObject, now: HeapObject): HeapObject | HeapChange | null {
  if (before.kind !== now.kind || before.type !== now.type || before.text !== now.text || before.parent !== now.parent)
    return now
  if (now.items) {
    if (now.kind === 'set') return samePics(before.items, now.items) ? null : now
    const old = before.items ?? []
    const put: [number, Pic][] = []
    for (let i = 0; i < now.items.length; i++) if (now.items[i] !== old[i]) put.push([i, now.items[i]!])
    if (put.length === 0 && old.length === now.items.length) return null
    return {
      id: now.id,
      ...(put.length > 0 ? { put } : {}),
      ...(old.length === now.items.length ? {} : { len: now.items.length }),
    }
  }
  const a = (before.entries ?? before.attrs ?? []) as [Pic, Pic][]
  const b = (now.entries ?? now.attrs ?? []) as [Pic, Pic][]
  const now_ = new Map(b)
  const drop = a.filter(([key]) => !now_.has(key)).map(([key]) => key)
  const left = a.filter(([key]) => now_.has(key))
  // The delta appends new keys: what was there must still stand first and in its order.
  if (left.some(([key], i) => b[i]![0] !== key)) return now
  const put = b.filter(([key, value], i) => i >= left.length || left[i]![0] !== key || left[i]![1] !== value)
  if (drop.length === 0 && put.length === 0) return null
  return { id: now.id, ...(put.length > 0 ? { put } : {}), ...(drop.length > 0 ? { drop } : {}) }
}
