/**
 * Pictures: texts of objects that are kept up to date at little cost while the program runs.
 *
 * A text is Python's `repr` with addresses removed. Asking for it anew at each line would make every trace quadratic, so each object that is shown has one `Picture`, however
 * many variables and containers it is seen through: its text, and for containers what they held last, the texts of that, and the pictures of what may change by itself.
 * `refresh` looks into a container only if it may have changed since it was last looked into (`changes.ts`), compares by identity, and renders only what differs.
 *
 * Exact builtin containers are walked here. Everything else is asked for its `repr` (of an instance: the class's `__repr__`, with monitoring off) whenever anything has
 * changed, unless its repr cannot change (functions, modules, classes, instances with the default repr) or depends on attributes alone (`simple_repr.ts`).
 * `<repr failed: T>` stands for a repr that raised T.
 *
 * Cycles. An object met again inside itself is `[...]`, so the texts of all objects of a cycle depend on where the walk entered it. Such a picture is taken for up to date
 * only when it is shown by itself; inside another its text is good for the walk that made it, and it forgets what it saw.
 */
import { bytesType } from '../objects/bytes'
import type { Context } from '../objects/context'
import { dictType } from '../objects/dict'
import { listType } from '../objects/list'
import { frozensetType, setType } from '../objects/set'
import { strType } from '../objects/str'
import { tupleType } from '../objects/tuple'
import { repr, typeOf } from '../objects/abstract'
import { PyRaise } from '../objects/raise'
import { metAgain, reprInside } from '../objects/repr_guard'
import { PyDict } from '../values/dict'
import { reprBytes, reprFloat, reprStr } from '../values/repr'
import { Changes } from './changes'
import type { PySet } from '../values/set'
import {
  type PyBytes,
  PyFloat,
  type PyList,
  type PyObject,
  type PyTuple,
  type WideStr,
  type Str,
  type Value,
} from '../values/value'
import { textOf } from '../values/wide'
import { reprAttributes, strIsRepr } from './simple_repr'
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

/** Texts of the characters that are shown as they are. */
const CHARACTERS: (string | undefined)[] = Array.from({ length: 127 }, (_, c) => {
  const s = String.fromCharCode(c)
  return PLAIN_STR.test(s) ? `'${s}'` : undefined
})

function strText(v: string): string {
  if (v.length === 1 && v < '\x7f') return CHARACTERS[v.charCodeAt(0)] ?? plain(reprStr(v))
  const text = PLAIN_STR.test(v) ? `'${v}'` : plain(reprStr(v))
  return withoutAddresses(text)
}

const NEVER = -1

/** What one object shows. */
export class Picture {
  text = ''
  /** The text can change while the value stays the same object. */
  mutable = true
  /** The clock when the text was known to be right; `NEVER` where that says nothing. */
  private checked = NEVER
  /** How many containers the walk in progress has entered before this one; −1 outside. */
  private level = -1
  /** Its repr, or that of something in it, raised. */
  private failed = false
  /** The object holds itself. */
  private cyclic = false
  private readonly kind: Kind
  /** Containers: the values seen last (keys and values in turn for dicts), their texts, and pictures of those that may change. */
  private seen: Value[] | null = null
  private texts: string[] = []
  private inner: (Picture | null)[] | null = null
  /** Structural instances and instances with a simple repr: names of the attributes `seen`. */
  private names: readonly string[] | null = null

  constructor(
    private readonly maker: PictureMaker,
    readonly value: PyObject,
  ) {
    this.kind = maker.kindOf(value)
  }

  /** Brings the text up to date. */
  refresh(): void {
    const { maker } = this
    const { clock } = maker.changes
    if (this.checked === clock || (!this.mutable && this.checked !== NEVER)) return
    if (this.kind === Kind.OPAQUE) this.opaque()
    else this.container()
  }

  /** The text inside that of another object, brought up to date. */
  private inside(): string {
    if (this.level >= 0) {
      const { maker } = this
      if (this.level < maker.cut) maker.cut = this.level
      return this.cutText()
    }
    // Inside others of its cycle it shows less.
    if (this.cyclic) this.forget()
    this.refresh()
    if (this.failed) this.maker.failedInside ??= this.text
    return this.text
  }

  private cutText(): string {
    switch (this.kind) {
      case Kind.LIST:
        return '[...]'
      case Kind.TUPLE:
        return '(...)'
      case Kind.DICT:
        return '{...}'
      case Kind.OPAQUE:
        return this.text
      default:
        return `${plain(this.value.type.name)}(...)`
    }
  }

  private container(): void {
    const { maker } = this
    const { clock } = maker.changes
    if (maker.depth >= MAX_DEPTH) {
      this.ask()
      this.forget()
      return
    }
    const outerCut = maker.cut
    const outerFailed = maker.failedInside
    maker.cut = Number.POSITIVE_INFINITY
    maker.failedInside = null
    this.level = maker.depth++
    maker.around.push(this.value)
    try {
      if (this.seen === null || this.mayHaveChanged()) this.look()
      if (this.inner !== null) this.lookInside()
    } catch (e) {
      this.forget()
      maker.cut = outerCut
      throw e
    } finally {
      maker.depth--
      maker.around.pop()
    }
    const { level } = this
    this.level = -1
    this.cyclic = maker.cut <= level
    this.failed = maker.failedInside !== null
    if (this.failed) {
      this.text = maker.failedInside!
      this.forget()
    } else if (this.cyclic && level > 0) this.forget()
    else {
      this.checked = clock
      this.mutable = (this.kind !== Kind.TUPLE && this.kind !== Kind.FROZENSET) || this.inner !== null
    }
    if (maker.cut >= level) maker.cut = Number.POSITIVE_INFINITY
    maker.cut = Math.min(maker.cut, outerCut)
    maker.failedInside = outerFailed
  }

  /** Whether the object itself may have changed since it was looked into. */
  private mayHaveChanged(): boolean {
    const { value } = this
    const { changes } = this.maker
    return changes.since(this.checked, value) || (value.dict !== undefined && changes.since(this.checked, value.dict))
  }

  /** The text stays, what it was made of goes: the next look makes it anew. */
  private forget(): void {
    this.level = -1
    this.checked = NEVER
    this.mutable = true
    this.seen = null
    this.inner = null
  }

  /** Compares what the container holds with what was seen last. */
  private look(): void {
    const v = this.value
    switch (this.kind) {
      case Kind.LIST:
        this.update((v as PyList).items, '[', ']')
        break
      case Kind.TUPLE: {
        const { items } = v as PyTuple
        this.update(items, '(', items.length === 1 ? ',)' : ')')
        break
      }
      case Kind.DICT:
        this.update(flatEntries(v as PyDict), '{', '}')
        break
      case Kind.INSTANCE: {
        const names: string[] = []
        const values: Value[] = []
        const { keys, values: all } = v.dict!
        for (let i = 0; i < keys.length; i++) {
          if (typeof keys[i] !== 'string') continue
          names.push(keys[i] as string)
          values.push(all[i]!)
        }
        if (this.names === null || names.length !== this.names.length || names.some((n, i) => n !== this.names![i]))
          this.seen = null
        this.names = names
        this.update(values, `${plain(v.type.name)}(`, ')')
        break
      }
      default: {
        const items = (v as PySet).toArray()
        const open = this.kind === Kind.SET ? '{' : 'frozenset({'
        this.update(items, open, this.kind === Kind.SET ? '}' : '})')
        if (items.length === 0) this.text = this.kind === Kind.SET ? 'set()' : 'frozenset()'
      }
    }
  }

  /** The text of an element; `picture` is left where it may change by itself. */
  private element(v: Value, i: number): string {
    let text = fixedText(v, this.maker)
    if (text === null) {
      const picture = this.maker.pictureOf(v as PyObject)
      text = picture.inside()
      if (picture.mutable) {
        if (this.inner === null) this.inner = []
        while (this.inner.length < i) this.inner.push(null)
        this.inner[i] = picture
      } else if (this.inner !== null && i < this.inner.length) this.inner[i] = null
    } else if (this.inner !== null && i < this.inner.length) this.inner[i] = null
    return this.kind === Kind.INSTANCE ? `${this.names![i]}=${text}` : text
  }

  /**
   * Brings the text up to date with the values held now. Only the piece of the text between the first and the last other value is made anew: changing or
   * appending one element of a long list costs two slices of its old text.
   */
  private update(now: readonly Value[], open: string, close: string): void {
    const { seen, texts } = this
    const pairs = this.kind === Kind.DICT
    const n = now.length
    if (seen === null) {
      const made: string[] = new Array(n)
      this.inner = null
      for (let i = 0; i < n; i++) made[i] = this.element(now[i]!, i)
      this.seen = now.slice()
      this.texts = made
      this.text = open + joined(made, 0, n, pairs) + close
      return
    }
    const m = seen.length
    const least = Math.min(n, m)
    let from = 0
    while (from < least && now[from] === seen[from]) from++
    if (from === n && n === m) return
    let tail = 0
    while (tail < least - from && now[n - 1 - tail] === seen[m - 1 - tail]) tail++
    const cut = span(texts, 0, from)
    const oldLength = span(texts, from, m - tail)
    if (n === m) {
      for (let i = from; i < n - tail; i++) {
        if (now[i] === seen[i]) continue
        seen[i] = now[i]!
        texts[i] = this.element(now[i]!, i)
      }
    } else {
      this.resize(now, from, m - tail, n - tail)
    }
    // every separator is two characters wide
    const { text } = this
    const before = from === 0 ? open : text.slice(0, open.length + cut + 2 * (from - 1))
    const after = tail === 0 ? close : text.slice(open.length + cut + oldLength + 2 * (m - tail))
    const middle = joined(texts, from, n - tail, pairs)
    const left = from > 0 && from < n ? (pairs && from & 1 ? ': ' : ', ') : ''
    const right = tail > 0 && n - tail > from ? (pairs && (n - tail) & 1 ? ': ' : ', ') : ''
    this.text = before + left + middle + right + after
  }

  /** Puts the values `now[from … end - 1]` in the place of those seen from `from` to `oldEnd`, which are not as many. */
  private resize(now: readonly Value[], from: number, oldEnd: number, end: number): void {
    const { texts } = this
    const seen = this.seen!
    if (oldEnd < seen.length) {
      // what lies behind moves
      const moved = texts.slice(oldEnd)
      const movedInner = this.inner === null ? null : this.inner.slice(oldEnd)
      this.seen = now.slice()
      texts.length = from
      if (this.inner !== null && this.inner.length > from) this.inner.length = from
      for (let i = from; i < end; i++) texts.push(this.element(now[i]!, i))
      for (const text of moved) texts.push(text)
      if (movedInner !== null && movedInner.length > 0) {
        this.inner ??= []
        while (this.inner.length < end) this.inner.push(null)
        for (const picture of movedInner) this.inner.push(picture)
      }
      return
    }
    seen.length = from
    texts.length = from
    if (this.inner !== null && this.inner.length > from) this.inner.length = from
    for (let i = from; i < end; i++) {
      seen.push(now[i]!)
      texts.push(this.element(now[i]!, i))
    }
  }

  /** Brings up to date what the container holds and may have changed by itself. */
  private lookInside(): void {
    const { texts } = this
    const inner = this.inner!
    let first = -1
    let last = -1
    let grown = 0
    let watched = 0
    for (let i = 0; i < inner.length; i++) {
      const picture = inner[i]
      if (picture == null) continue
      watched++
      let text = picture.inside()
      if (this.kind === Kind.INSTANCE) text = `${this.names![i]}=${text}`
      const old = texts[i]!
      if (text === old) continue
      texts[i] = text
      grown += text.length - old.length
      if (first < 0) first = i
      last = i
    }
    if (watched === 0) {
      this.inner = null
      return
    }
    if (first < 0) return
    const open =
      this.kind === Kind.FROZENSET ? 11 : this.kind === Kind.INSTANCE ? plain(this.value.type.name).length + 1 : 1
    const start = open + span(texts, 0, first) + 2 * first
    const end = start + span(texts, first, last + 1) - grown + 2 * (last - first)
    const middle = joined(texts, first, last + 1, this.kind === Kind.DICT)
    this.text = this.text.slice(0, start) + middle + this.text.slice(end)
  }

  /** An object that says itself what it shows. */
  private opaque(): void {
    const { maker, value } = this
    const { clock } = maker.changes
    if (this.level >= 0) return
    if (hasStableRepr(value)) this.mutable = false
    else {
      const names = value.dict === undefined ? null : reprAttributes(value.type)
      if (names === null) maker.askedPython = true
      else if (!this.attributesChanged(names)) {
        this.checked = clock
        return
      }
    }
    if (this.ask()) this.forget()
    else this.checked = clock
  }

  /** Asks Python for the text. True when it is good for the walk in progress only. */
  private ask(): boolean {
    const { maker, value } = this
    const { around } = maker
    const met = metAgain
    this.text =
      around.length === 0 ? maker.opaqueText(value) : reprInside(maker.cx, around, () => maker.opaqueText(value))
    this.failed = maker.reprFailed
    this.cyclic = met !== metAgain
    if (!this.cyclic || around.length === 0) return false
    // Which of those around it met is not told: the outermost stands for all.
    maker.cut = 0
    return true
  }

  /** Whether anything that decides the repr of an instance differs from what was seen; true where that cannot be known. Takes note of what it sees. */
  private attributesChanged(names: readonly string[]): boolean {
    const { maker, value } = this
    if (maker.depth >= MAX_DEPTH) return true
    const dict = value.dict!
    let changed = this.names !== names || this.seen === null
    if (!changed && !this.mayHaveChanged()) {
      if (this.inner === null) return false
    } else {
      const seen = (this.seen ??= [])
      this.names = names
      for (let i = 0; i < names.length; i++) {
        const v = dict.getStr(names[i]!)
        if (v === seen[i] && !changed) continue
        changed = true
        seen[i] = v as Value
        if (this.inner !== null) this.inner[i] = null
        if (v === undefined || fixedText(v, maker) !== null) continue
        this.inner ??= []
        while (this.inner.length < i) this.inner.push(null)
        this.inner[i] = maker.pictureOf(v as PyObject)
        this.texts[i] = ''
      }
    }
    if (this.inner === null) return changed
    const outerCut = maker.cut
    maker.cut = Number.POSITIVE_INFINITY
    this.level = maker.depth++
    try {
      for (let i = 0; i < this.inner.length; i++) {
        const picture = this.inner[i]
        if (picture == null) continue
        const text = picture.inside()
        if (text !== this.texts[i]) changed = true
        this.texts[i] = text
        if (picture.kind === Kind.OPAQUE && picture.mutable && !strIsRepr(picture.value.type)) changed = true
      }
      if (maker.cut !== Number.POSITIVE_INFINITY) changed = true
    } finally {
      maker.depth--
      this.level = -1
      maker.cut = outerCut
    }
    return changed
  }
}

/** Characters of texts, separators not counted. */
function span(texts: readonly string[], from: number, to: number): number {
  let length = 0
  for (let i = from; i < to; i++) length += texts[i]!.length
  return length
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
  /** An instance shown by its attributes. */
  INSTANCE,
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

/** Text of a value that can never change and holds nothing; null for all others. */
export function fixedText(v: Value | undefined, maker: PictureMaker): string | null {
  if (v === undefined) return ''
  const text = immediateText(v)
  if (text !== null) return text
  if (typeof v === 'bigint') return maker.opaqueText(v)
  const { type } = v as PyObject
  if (type === strType) return plain(reprStr(v as WideStr))
  if (type === bytesType) return plain(reprBytes((v as PyBytes).data))
  return null
}

/** Makes texts in the name of one running machine. */
export class PictureMaker {
  readonly changes = new Changes()
  /** Containers entered by the walk in progress. */
  depth = 0
  /** These containers, outermost first. */
  readonly around: PyObject[] = []
  /** The lowest level at which the walk met a container again. */
  cut = Number.POSITIVE_INFINITY
  /** Text of what failed in the container the walk is in. */
  failedInside: string | null = null
  /** The last `opaqueText` is of a repr that raised. */
  reprFailed = false
  /** Code of the program has run to say what an object shows, and may have changed anything. */
  askedPython = false
  /** A namespace is shown as a dict: it changes with each assignment. */
  showsNamespace = false
  private readonly pictures = new WeakMap<PyObject, Picture>()
  private readonly namespaces = new WeakSet<PyDict>()

  constructor(
    readonly cx: Context,
    private readonly options: PictureOptions,
    /** Runs with no events. */
    private readonly unmonitored: <T>(fn: () => T) => T,
  ) {}

  /** Names a dict as the namespace of code that runs. */
  namespace(dict: PyDict): void {
    this.namespaces.add(dict)
    if (this.pictures.has(dict)) this.showsNamespace = true
  }

  /** The picture of an object, which may have to be brought up to date. */
  pictureOf(v: PyObject): Picture {
    let picture = this.pictures.get(v)
    if (picture === undefined) {
      picture = new Picture(this, v)
      this.pictures.set(v, picture)
      if (v instanceof PyDict && this.namespaces.has(v)) this.showsNamespace = true
    }
    return picture
  }

  /** Text of a value. */
  text(v: Value): string {
    const text = fixedText(v, this)
    if (text !== null) return text
    const o = v as PyObject
    const { type } = o
    // A tuple is most often gone at once.
    const picture = type === tupleType ? (this.pictures.get(o) ?? new Picture(this, o)) : this.pictureOf(o)
    picture.refresh()
    return picture.text
  }

  /** By the exact type: subclasses, builtin ones such as Counter too, have reprs of their own. */
  kindOf(v: PyObject): Kind {
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
      default:
        return this.options.values === 'structural' && v.dict instanceof PyDict && Object.hasOwn(v, 'type')
          ? Kind.INSTANCE
          : Kind.OPAQUE
    }
  }

  /** What Python's own `repr` says. */
  opaqueText(v: Value): string {
    this.reprFailed = false
    try {
      return withoutAddresses(plain(this.unmonitored(() => repr(this.cx, v))))
    } catch (e) {
      this.reprFailed = true
      if (e instanceof PyRaise) return `<repr failed: ${plain(typeOf(e.exc).name)}>`
      throw e
    }
  }
}
