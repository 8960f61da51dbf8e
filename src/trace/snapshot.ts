/**
 * Pictures: texts of values that are kept up to date at little cost while the program runs.
 *
 * A text is Python's `repr` with addresses removed. Asking for it anew at each line would make every trace quadratic, so each watched place (a local, a
 * global, a stack entry) holds a `Picture`: the value, its text, and for containers the pictures of what is inside. `refresh` compares the
 * value with what the picture saw last, by identity, and renders only what differs; the text of an unchanged 10,000-element list costs 10,000 pointer
 * comparisons, and those only when something that could have changed it has run (see `recorder.ts`).
 *
 * Exact builtin containers are walked here. Everything else is asked for its `repr` (of an instance: the class's `__repr__`, with monitoring off) each
 * time, unless its repr cannot change (functions, modules, classes, instances with the default repr). `<repr failed: T>` stands for a repr that raised T.
 */
import { bytesType } from '../objects/bytes'
import type { Context } from '../objects/context'
import { dictType } from '../objects/dict'
import { floatType } from '../objects/float'
import { listType } from '../objects/list'
import { frozensetType, setType } from '../objects/set'
import { strType } from '../objects/str'
import { tupleType } from '../objects/tuple'
import { repr, typeOf } from '../objects/abstract'
import { PyRaise } from '../objects/raise'
import { PyDict } from '../values/dict'
import { reprBytes, reprFloat, reprStr } from '../values/repr'
import type { PySet } from '../values/set'
import { PyBytes, PyFloat, type PyList, PyObject, type PyTuple, WideStr, type Str, type Value } from '../values/value'
import { textOf } from '../values/wide'
import { reprAttributes } from './simple_repr'
import { hasStableRepr } from './stable'

/** How values are shown. */
export interface PictureOptions {
  /** `repr`: call a class's `__repr__`; `structural`: show instances as `Point(x=1, y=2)` without running their code. */
  values: 'repr' | 'structural'
}

const ADDRESS = / at 0x[0-9a-fA-F]+/g

/** A repr with addresses removed. */
export function withoutAddresses(text: string): string {
  return text.includes(' at 0x') ? text.replace(ADDRESS, '') : text
}

function plain(s: Str): string {
  return typeof s === 'string' ? s : textOf(s)
}

/** Text of a value whose text can never change and that holds nothing: null for all others. */
export function immediateText(v: Value): string | null {
  switch (typeof v) {
    case 'number':
      return String(v)
    case 'string':
      return strText(v)
    case 'boolean':
      return v ? 'True' : 'False'
    case 'bigint':
      return null
    default:
      if (v === null) return 'None'
      if (v instanceof PyFloat) return Object.hasOwn(v, 'type') ? null : reprFloat(v.v)
      return null
  }
}

const PLAIN_STR = /^[ !#-&(-[\]-~]*$/

function strText(v: string): string {
  const text = PLAIN_STR.test(v) ? `'${v}'` : plain(reprStr(v))
  return withoutAddresses(text)
}

/** One watched value. */
export class Picture {
  value: Value | undefined = undefined
  text = ''
  /** The text can change while the value stays the same object. */
  mutable = false
  private kind: Kind = Kind.IMMEDIATE
  /** Containers: the values seen last, their texts, and pictures of those that may change. */
  private seen: (Value | undefined)[] | null = null
  private texts: string[] | null = null
  private inner: (Picture | null)[] | null = null

  constructor(private readonly maker: PictureMaker) {}

  /** Brings the picture up to date with `v`. True when the text is another. `deep`: what is inside may have changed too. */
  refresh(v: Value, deep: boolean): boolean {
    if (v === this.value) {
      if (!this.mutable || !deep) return false
    } else if (this.kind !== Kind.IMMEDIATE || this.value === undefined || typeof v === 'object') {
      // another object: only containers of the same kind are worth comparing piece by piece
      const kind = kindOf(v)
      if (kind !== this.kind) {
        this.kind = kind
        this.seen = null
        this.texts = null
        this.inner = null
      }
    }
    const old = this.text
    this.value = v
    switch (this.kind === Kind.IMMEDIATE ? (this.kind = kindOf(v)) : this.kind) {
      case Kind.IMMEDIATE:
        this.mutable = false
        this.text = immediateText(v) ?? this.maker.reprText(v)
        break
      case Kind.OPAQUE:
        this.mutable = !hasStableRepr(v)
        if (this.mutable && !this.attributesChanged(v as PyObject)) return false
        this.text = this.maker.opaqueText(v)
        break
      default:
        this.container(v as PyObject)
    }
    return this.text !== old
  }

  /**
   * Whether anything that decides the repr of an instance differs from what was seen; true where that cannot be known. Takes note of what it sees.
   */
  private attributesChanged(v: PyObject): boolean {
    const { maker } = this
    const names = v.dict === undefined ? null : reprAttributes(v.type)
    if (names === null || maker.inProgress.includes(v) || maker.inProgress.length > MAX_DEPTH) return true
    maker.inProgress.push(v)
    try {
      return this.compareAttributes(v, names)
    } finally {
      maker.inProgress.pop()
    }
  }

  private compareAttributes(v: PyObject, names: readonly string[]): boolean {
    const { dict } = v
    let { seen, inner } = this
    let changed = false
    if (seen === null || seen[names.length] !== v) {
      seen = this.seen = new Array(names.length)
      seen[names.length] = v
      inner = this.inner = new Array(names.length).fill(null)
      changed = true
    }
    for (let i = 0; i < names.length; i++) {
      const value = dict!.getStr(names[i]!)
      const picture = inner![i]
      if (value === seen[i] && !changed) {
        if (picture && value !== undefined && picture.refresh(value, true)) changed = true
        continue
      }
      if (value !== seen[i]) changed = true
      seen[i] = value
      if (value === undefined || immediateText(value) !== null) inner![i] = null
      else {
        const made = picture ?? new Picture(this.maker)
        made.refresh(value, true)
        inner![i] = made
      }
    }
    return changed
  }

  private container(v: PyObject): void {
    const { maker } = this
    if (maker.inProgress.includes(v)) {
      this.text =
        this.kind === Kind.LIST
          ? '[...]'
          : this.kind === Kind.TUPLE
            ? '(...)'
            : this.kind === Kind.DICT
              ? '{...}'
              : `${v.type.name}(...)`
      this.mutable = true
      // The cut is of this walk only: a later one may enter at another object of the cycle.
      this.seen = null
      return
    }
    maker.inProgress.push(v)
    if (maker.inProgress.length > MAX_DEPTH) {
      maker.inProgress.pop()
      this.text = maker.opaqueText(v)
      this.mutable = true
      this.seen = null
      return
    }
    try {
      switch (this.kind) {
        case Kind.LIST:
          this.items((v as PyList).items, '[', ']')
          this.mutable = true
          break
        case Kind.TUPLE: {
          const { items } = v as PyTuple
          this.items(items, '(', items.length === 1 ? ',)' : ')')
          this.mutable = this.inner !== null
          break
        }
        case Kind.DICT:
          this.items(flatEntries(v as PyDict), '{', '}', true)
          this.mutable = true
          break
        default: {
          const items = (v as PySet).toArray()
          const open = this.kind === Kind.SET ? '{' : 'frozenset({'
          this.items(items, open, this.kind === Kind.SET ? '}' : '})')
          if (items.length === 0) this.text = this.kind === Kind.SET ? 'set()' : 'frozenset()'
          this.mutable = this.kind === Kind.SET || this.inner !== null
        }
      }
    } finally {
      maker.inProgress.pop()
    }
  }

  /**
   * Compares values with those seen last and brings the text up to date. When the number of values is the same, only the piece of the text between
   * the first and the last change is made anew: changing one element of a long list costs two slices of its old text. `pairs`: keys and values of a dict.
   */
  private items(now: readonly Value[], open: string, close: string, pairs = false): void {
    let { seen, texts, inner } = this
    const n = now.length
    const fresh = seen === null || texts === null
    if (seen === null || texts === null) {
      seen = this.seen = new Array(n)
      texts = this.texts = new Array(n)
      inner = this.inner = null
    }
    const before = texts.length
    const sameLength = !fresh && seen.length === n
    if (seen.length > n) {
      seen.length = n
      texts.length = n
      if (inner && inner.length > n) inner.length = n
    }
    let first = -1
    let last = -1
    /** Characters of old text up to the first change, and of the old pieces from the first to the last change. */
    let start = 0
    let replaced = 0
    let since = 0
    // Where nothing inside can change by itself, only what lies between the first and the last other value needs a look.
    let from = 0
    let until = n
    if (sameLength && inner === null) {
      while (from < n && now[from] === seen[from]) from++
      if (from === n) return
      while (now[until - 1] === seen[until - 1]) until--
      for (let i = 0; i < from; i++) start += texts[i]!.length
    }
    for (let i = from; i < until; i++) {
      const v = now[i]!
      const old = i < before && !fresh ? texts[i] : undefined
      const oldLength = old === undefined ? 0 : old.length
      if (v === seen[i] && old !== undefined) {
        const picture = inner !== null ? inner[i] : null
        if (!picture?.refresh(v, true)) {
          if (first < 0) start += oldLength
          else since += oldLength
          continue
        }
        texts[i] = picture.text
      } else {
        seen[i] = v
        const text = immediateText(v)
        if (text !== null) {
          if (inner !== null && i < inner.length) inner[i] = null
          texts[i] = text
        } else {
          const picture = inner?.[i] ?? new Picture(this.maker)
          picture.refresh(v, true)
          texts[i] = picture.text
          if (picture.mutable) {
            if (inner === null) inner = this.inner = []
            while (inner.length < i) inner.push(null)
            inner[i] = picture
          } else if (inner !== null && i < inner.length) inner[i] = null
        }
        if (texts[i] === old) {
          if (first < 0) start += oldLength
          else since += oldLength
          continue
        }
      }
      if (first < 0) first = i
      last = i
      replaced += since + oldLength
      since = 0
    }
    if (sameLength) {
      if (first < 0) return
      // every separator is two characters wide
      const cut = open.length + start + 2 * first
      const rest = cut + replaced + 2 * (last - first)
      this.text = this.text.slice(0, cut) + joined(texts, first, last + 1, pairs) + this.text.slice(rest)
      return
    }
    this.text = open + joined(texts, 0, n, pairs) + close
  }
}

/** Texts with `, ` between them; in `pairs`, `: ` after each key. */
function joined(texts: readonly string[], from: number, to: number, pairs: boolean): string {
  if (to - from === 1) return texts[from]!
  if (!pairs) return (from === 0 && to === texts.length ? texts : texts.slice(from, to)).join(', ')
  let out = ''
  for (let i = from; i < to; i++) out += i === from ? texts[i] : (i & 1 ? ': ' : ', ') + texts[i]
  return out
}

const MAX_DEPTH = 100

const enum Kind {
  IMMEDIATE,
  OPAQUE,
  LIST,
  TUPLE,
  DICT,
  SET,
  FROZENSET,
}

/** By the exact type: subclasses, builtin ones such as Counter too, have reprs of their own. */
function kindOf(v: Value): Kind {
  if (typeof v !== 'object' || v === null) return Kind.IMMEDIATE
  switch (v.type) {
    case listType:
      return Kind.LIST
    case tupleType:
      return Kind.TUPLE
    case dictType:
      return Kind.DICT
    case setType:
      return Kind.SET
    case frozensetType:
      return Kind.FROZENSET
    case floatType:
    case strType:
    case bytesType:
      return Kind.IMMEDIATE
    default:
      return Kind.OPAQUE
  }
}

function flatEntries(d: PyDict): Value[] {
  const out: Value[] = []
  const { keys, values } = d
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]
    if (key !== undefined) out.push(key, values[i]!)
  }
  return out
}

/** Makes texts in the name of one running machine. */
export class PictureMaker {
  /** Containers being rendered, outermost first: what is met again is `[...]`. */
  readonly inProgress: PyObject[] = []

  constructor(
    readonly cx: Context,
    private readonly options: PictureOptions,
    /** Runs with no events. */
    private readonly unmonitored: <T>(fn: () => T) => T,
  ) {}

  /** Text of a value, made once. */
  text(v: Value): string {
    const text = immediateText(v)
    if (text !== null) return text
    const picture = new Picture(this)
    picture.refresh(v, true)
    return picture.text
  }

  /** `repr` of what holds nothing mutable. */
  reprText(v: Value): string {
    if (v instanceof WideStr) return plain(reprStr(v))
    if (v instanceof PyBytes) return plain(reprBytes(v.data))
    return this.opaqueText(v)
  }

  /** What Python's own `repr` says. */
  opaqueText(v: Value): string {
    if (
      this.options.values === 'structural' &&
      v instanceof PyObject &&
      v.dict instanceof PyDict &&
      Object.hasOwn(v, 'type')
    )
      return this.structural(v)
    try {
      return withoutAddresses(plain(this.unmonitored(() => repr(this.cx, v))))
    } catch (e) {
      if (e instanceof PyRaise) return `<repr failed: ${plain(typeOf(e.exc).name)}>`
      throw e
    }
  }

  private structural(v: PyObject): string {
    if (this.inProgress.includes(v)) return `${plain(v.type.name)}(...)`
    this.inProgress.push(v)
    try {
      const parts: string[] = []
      const { keys, values } = v.dict!
      for (let i = 0; i < keys.length; i++)
        if (typeof keys[i] === 'string') parts.push(`${keys[i] as string}=${this.text(values[i]!)}`)
      return `${plain(v.type.name)}(${parts.join(', ')})`
    } finally {
      this.inProgress.pop()
    }
  }
}
