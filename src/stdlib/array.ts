/** The `array` module (CPython's Modules/arraymodule.c): sequences of numbers of one C type. */
import {
  NotImplemented,
  PyBytes,
  PyList,
  PyObject,
  PySlice,
  PyTuple,
  type Int,
  type Str,
  type Value,
} from '../values/value'
import { emitDeprecation } from '../objects/warn'
import { codePoints, concatAll, fromCodePoint, fromCodePoints, strLength } from '../values/wide'
import { reprStr } from '../values/repr'
import {
  asFloat,
  callMethod,
  equals,
  forEach,
  getAttr,
  index,
  isIndex,
  repr,
  richCompareBool,
} from '../objects/abstract'
import { type BufferExporter, type BufferInfo, bytesLike } from '../objects/bytes_like'
import type { Context } from '../objects/context'
import { defineModule, defineType } from '../objects/define'
import { classGetItem } from '../objects/generic_alias'
import { adopt } from '../objects/object'
import { bufferError, indexError, overflowError, typeError, valueError } from '../objects/raise'
import { checkArity, noKeywords } from '../objects/signature'
import { adjustSlice, bounds, repeatCount, subscriptIndex, unpackSlice } from '../objects/slice'
import { asStrValue } from '../objects/str'
import { integerRange, isIntegerCode, readItem, writeFloat, writeInteger } from '../objects/struct_codes'
import { CompareOp, TypeFlags, typeName, typeOf, type PyType } from '../objects/type'

const SIZES: Record<string, number> = {
  b: 1,
  B: 1,
  u: 4,
  w: 4,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  f: 4,
  d: 8,
}
const C_NAMES: Record<string, string> = {
  b: 'signed char',
  B: 'unsigned byte integer',
  h: 'signed short',
  H: 'unsigned short',
  i: 'signed int',
  I: 'unsigned int',
}

/** array.array: `buffer` holds `length` items and room for more. */
export class PyArray extends PyObject implements BufferExporter {
  exports = 0
  buffer: Uint8Array
  view: DataView
  length = 0
  readonly itemsize: number
  constructor(readonly code: string) {
    super()
    this.itemsize = SIZES[code]
    this.buffer = new Uint8Array(0)
    this.view = new DataView(this.buffer.buffer)
  }

  get data(): Uint8Array {
    return this.buffer.subarray(0, this.length * this.itemsize)
  }

  bufferInfo(): BufferInfo {
    return { data: this.data, readonly: false, format: this.code === 'u' ? 'w' : this.code, itemsize: this.itemsize }
  }

  setBytes(data: Uint8Array): void {
    this.buffer = data
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength)
    this.length = data.length / this.itemsize
  }

  get(i: number): Value {
    const at = i * this.itemsize
    if (this.code === 'u' || this.code === 'w') return fromCodePoint(this.view.getUint32(at, true))
    return readItem(this.view, at, this.code)
  }

  /** Replaces `count` items from `start` by the items of these bytes. */
  splice(start: number, count: number, source: Uint8Array): void {
    const size = this.itemsize
    const grow = source.length / size - count
    if (grow !== 0) {
      if (this.exports > 0) throw bufferError('cannot resize an array that is exporting buffers')
      const length = this.length + grow
      if (length * size > this.buffer.length) {
        const bigger = new Uint8Array((length + (length >> 3) + 8) * size)
        bigger.set(this.buffer.subarray(0, start * size))
        bigger.set(this.buffer.subarray((start + count) * size, this.length * size), start * size + source.length)
        this.buffer = bigger
        this.view = new DataView(bigger.buffer)
      } else this.buffer.copyWithin(start * size + source.length, (start + count) * size, this.length * size)
      this.length = length
    }
    this.buffer.set(source, start * size)
  }
}

/** The bytes of one item, checked as the type code asks. */
function itemBytes(cx: Context, code: string, v: Value): Uint8Array {
  const out = new Uint8Array(SIZES[code])
  const view = new DataView(out.buffer)
  if (code === 'u' || code === 'w') {
    const s = asStrValue(v)
    if (s === undefined || strLength(s) !== 1) {
      throw typeError(
        s === undefined
          ? `array item must be a unicode character, not ${typeName(v)}`
          : `array item must be a string of length 1, not a string of length ${strLength(s)}`,
      )
    }
    view.setUint32(0, codePoints(s)[0], true)
  } else if (isIntegerCode(code)) {
    if (!isIndex(v)) throw typeError(`'${typeName(v)}' object cannot be interpreted as an integer`)
    const n: Int = index(cx, v)
    const [least, greatest] = integerRange(code)
    if (n < least || n > greatest) {
      const name = C_NAMES[code]
      if (code === 'i')
        throw overflowError(n > 0 ? 'signed integer is greater than maximum' : 'signed integer is less than minimum')
      if (code === 'I')
        throw overflowError(
          n > 0 ? 'unsigned int is greater than maximum' : "can't convert negative value to unsigned int",
        )
      if (name !== undefined) throw overflowError(`${name} is ${n > 0 ? 'greater than maximum' : 'less than minimum'}`)
      if (n < 0 && (code === 'L' || code === 'Q')) throw overflowError("can't convert negative value to unsigned int")
      throw overflowError(`Python int too large to convert to C ${code === 'L' ? 'unsigned long' : 'long'}`)
    }
    writeInteger(view, 0, code, n)
  } else {
    const t = typeOf(v)
    if (t.nb_float === undefined && t.nb_index === undefined) throw typeError(`must be real number, not ${typeName(v)}`)
    const x = asFloat(cx, v)
    if (code === 'f') view.setFloat32(0, x, true)
    else writeFloat(view, 0, code, x)
  }
  return out
}

function extendFrom(cx: Context, self: PyArray, source: Value): void {
  if (source instanceof PyArray) {
    if (source.code !== self.code) throw typeError('can only extend with array of same kind')
    self.splice(self.length, 0, source.data.slice())
    return
  }
  let n = 0
  forEach(cx, source, (v) => {
    self.splice(self.length, 0, itemBytes(cx, self.code, v))
    if ((++n & 1023) === 0) cx.charge(1024 * self.itemsize)
  })
}

function newArray(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  if (cls === arrayType) noKeywords('array.array()', kwnames)
  args = args.slice(0, args.length - (kwnames?.length ?? 0))
  checkArity('array', args, 1, 2)
  const codeText = asStrValue(args[0])
  if (codeText === undefined || strLength(codeText) !== 1) {
    throw typeError(
      codeText === undefined
        ? `array() argument 1 must be a unicode character, not ${typeName(args[0])}`
        : `array() argument 1 must be a unicode character, not a string of length ${strLength(codeText)}`,
    )
  }
  const code = String(codeText)
  if (code === 'u') emitDeprecation(cx, "The 'u' type code is deprecated and will be removed in Python 3.16")
  const initial = args[1]
  const text = initial === undefined ? undefined : asStrValue(initial)
  if (text !== undefined && code !== 'u' && code !== 'w') {
    throw typeError(`cannot use a str to initialize an array with typecode '${code}'`)
  }
  if (!Object.hasOwn(SIZES, code)) {
    throw valueError('bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)')
  }
  const made = new PyArray(code)
  if (cls !== arrayType) adopt(made, cls)
  if (initial === undefined) return made
  if (text !== undefined) made.setBytes(new Uint8Array(codePoints(text).slice().buffer))
  else if (
    initial instanceof PyBytes ||
    (bytesLike(initial) !== undefined &&
      !(initial instanceof PyArray) &&
      initial instanceof PyObject &&
      initial.type.name === 'bytearray')
  ) {
    fromBytes(made, bytesLike(initial)!)
  } else if (initial instanceof PyArray && initial.code === code) made.setBytes(initial.data.slice())
  else forEach(cx, initial, (v) => made.splice(made.length, 0, itemBytes(cx, code, v)))
  return made
}

function fromBytes(self: PyArray, data: Uint8Array): void {
  if (data.length % self.itemsize) throw valueError('bytes length not a multiple of item size')
  self.splice(self.length, 0, data)
}

function like(self: PyArray, data: Uint8Array): PyArray {
  const made = new PyArray(self.code)
  made.setBytes(data)
  return made
}

function sliceOf(cx: Context, self: PyArray, key: PySlice): PyArray {
  unpackSlice(cx, key)
  const n = adjustSlice(self.length)
  const { start, step } = bounds
  const size = self.itemsize
  if (step === 1) return like(self, self.buffer.slice(start * size, (start + n) * size))
  const out = new Uint8Array(n * size)
  for (let i = 0, at = start; i < n; i++, at += step)
    out.set(self.buffer.subarray(at * size, (at + 1) * size), i * size)
  return like(self, out)
}

function position(cx: Context, self: PyArray, key: Value, message: string): number {
  if (!isIndex(key)) throw typeError('array indices must be integers')
  let i = subscriptIndex(cx, key)
  if (i < 0) i += self.length
  if (i < 0 || i >= self.length) throw indexError(message)
  return i
}

function setItem(cx: Context, self: PyArray, key: Value, value: Value | undefined): void {
  const size = self.itemsize
  if (!(key instanceof PySlice)) {
    const i = position(cx, self, key, 'array assignment index out of range')
    if (value === undefined) self.splice(i, 1, new Uint8Array(0))
    else self.buffer.set(itemBytes(cx, self.code, value), i * size)
    return
  }
  let source = new Uint8Array(0)
  if (value !== undefined) {
    if (!(value instanceof PyArray)) throw typeError(`can only assign array (not "${typeName(value)}") to array slice`)
    if (value.code !== self.code) throw typeError('bad argument type for built-in operation')
    source = value.data.slice()
  }
  unpackSlice(cx, key)
  const n = adjustSlice(self.length)
  const { start, step } = bounds
  if (step === 1) {
    self.splice(start, n, source)
    return
  }
  if (value === undefined) {
    const places: number[] = []
    for (let i = 0, at = start; i < n; i++, at += step) places.push(at)
    places.sort((a, b) => b - a)
    for (const at of places) self.splice(at, 1, source)
    return
  }
  if (source.length / size !== n) {
    throw valueError(`attempt to assign array of size ${source.length / size} to extended slice of size ${n}`)
  }
  for (let i = 0, at = start; i < n; i++, at += step)
    self.buffer.set(source.subarray(i * size, (i + 1) * size), at * size)
}

function compare(cx: Context, a: PyArray, b: Value, op: CompareOp): Value {
  if (!(b instanceof PyArray)) return NotImplemented
  if (a.length !== b.length && (op === CompareOp.EQ || op === CompareOp.NE)) return op === CompareOp.NE
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) {
    const x = a.get(i)
    const y = b.get(i)
    if (!equals(cx, x, y))
      return op === CompareOp.EQ ? false : op === CompareOp.NE ? true : richCompareBool(cx, x, y, op)
  }
  const d = a.length - b.length
  switch (op) {
    case CompareOp.EQ:
      return d === 0
    case CompareOp.NE:
      return d !== 0
    case CompareOp.LT:
      return d < 0
    case CompareOp.LE:
      return d <= 0
    case CompareOp.GT:
      return d > 0
    default:
      return d >= 0
  }
}

function textOfArray(self: PyArray): Str {
  const cps = new Int32Array(self.length)
  for (let i = 0; i < cps.length; i++) cps[i] = self.view.getUint32(4 * i, true)
  return fromCodePoints(cps)
}

function reprArray(cx: Context, self: PyArray): Str {
  const name = self.type === arrayType ? 'array' : self.type.name
  if (self.length === 0) return concatAll([name, `('${self.code}')`])
  const body = self.code === 'u' || self.code === 'w' ? reprStr(textOfArray(self)) : repr(cx, toList(self))
  return concatAll([name, `('${self.code}', `, body, ')'])
}

function toList(self: PyArray): PyList {
  const items: Value[] = new Array(self.length)
  for (let i = 0; i < items.length; i++) items[i] = self.get(i)
  return new PyList(items)
}

class PyArrayIterator extends PyObject {
  index = 0
  constructor(public seq: PyArray | undefined) {
    super()
  }
}
export const arrayIteratorType = defineType('arrayiterator', PyArrayIterator, {
  module: 'array',
  final: true,
  slots: {
    tp_iter: (_cx, self) => self,
    tp_iternext: (_cx, self: PyArrayIterator) => {
      if (self.seq === undefined) return undefined
      if (self.index < self.seq.length) return self.seq.get(self.index++)
      self.seq = undefined
      return undefined
    },
  },
})

function find(cx: Context, self: PyArray, value: Value, start: number, stop: number): number {
  for (let i = start; i < self.length && i < stop; i++) if (equals(cx, self.get(i), value)) return i
  return -1
}

export const arrayType: PyType = defineType('array', PyArray, {
  module: 'array',
  flags: TypeFlags.SEQUENCE,
  weakref: true,
  doc: 'array(typecode [, initializer]) -> array\nA sequence of numbers or characters of one C type.',
  slots: {
    tp_new: newArray,
    tp_repr: reprArray,
    tp_hash: null,
    tp_richcompare: compare,
    tp_iter: (_cx, self) => new PyArrayIterator(self),
    sq_length: (_cx, self: PyArray) => self.length,
    sq_concat: (_cx, a: PyArray, b: Value) => {
      if (!(b instanceof PyArray)) throw typeError(`can only append array (not "${typeName(b)}") to array`)
      if (a.code !== b.code) throw typeError('bad argument type for built-in operation')
      const made = like(a, a.data.slice())
      made.splice(made.length, 0, b.data)
      return made
    },
    sq_repeat: (cx, self: PyArray, n: Int) => {
      const times = repeatCount(cx, self.length, n)
      const part = self.data
      const out = new Uint8Array(part.length * times)
      for (let i = 0; i < times; i++) out.set(part, i * part.length)
      return like(self, out)
    },
    sq_item: (_cx, self: PyArray, i) => {
      if (i < 0 || i >= self.length) throw indexError('array index out of range')
      return self.get(i)
    },
    sq_contains: (cx, self: PyArray, v) => find(cx, self, v, 0, self.length) >= 0,
    sq_inplace_concat: (_cx, self: PyArray, other: Value) => {
      if (!(other instanceof PyArray)) throw typeError(`can only extend with array (not "${typeName(other)}")`)
      if (other.code !== self.code) throw typeError('can only extend with array of same kind')
      self.splice(self.length, 0, other.data.slice())
      return self
    },
    sq_inplace_repeat: (cx, self: PyArray, n: Int) => {
      const part = self.data.slice()
      const times = repeatCount(cx, self.length, n)
      if (times === 0) self.splice(0, self.length, new Uint8Array(0))
      for (let i = 1; i < times; i++) self.splice(self.length, 0, part)
      return self
    },
    mp_length: (_cx, self: PyArray) => self.length,
    mp_subscript: (cx, self: PyArray, key) =>
      key instanceof PySlice ? sliceOf(cx, self, key) : self.get(position(cx, self, key, 'array index out of range')),
    mp_ass_subscript: setItem,
  },
  classmethods: { '__class_getitem__(type, object, /)': ['See PEP 585.', classGetItem] },
  methods: {
    'append(self, v, /)': [
      'Adds an item at the end.',
      (cx, self: PyArray, v: Value) => self.splice(self.length, 0, itemBytes(cx, self.code, v)),
    ],
    'buffer_info(self, /)': ['Address and length.', (_cx, self: PyArray) => new PyTuple([0, self.length])],
    'byteswap(self, /)': [
      'Turns the bytes of each item about.',
      (_cx, self: PyArray) => {
        const { data, itemsize } = self
        for (let i = 0; i < data.length; i += itemsize) data.subarray(i, i + itemsize).reverse()
      },
    ],
    'clear(self, /)': ['Removes all items.', (_cx, self: PyArray) => self.splice(0, self.length, new Uint8Array(0))],
    'count(self, v, /)': [
      'How many items equal v.',
      (cx, self: PyArray, v: Value) => {
        let n = 0
        for (let i = 0; i < self.length; i++) if (equals(cx, self.get(i), v)) n++
        return n
      },
    ],
    'extend(self, bb, /)': ['Adds all items of an array or iterable.', extendFrom],
    'frombytes(self, buffer, /)': [
      'Adds items given as bytes.',
      (_cx, self: PyArray, v: Value) => {
        const data = bytesLike(v)
        if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(v)}'`)
        fromBytes(self, data)
      },
    ],
    'fromlist(self, list, /)': [
      'Adds the items of a list.',
      (cx, self: PyArray, v: Value) => {
        if (!(v instanceof PyList)) throw typeError('arg must be list')
        // All or nothing.
        const parts = v.items.map((item) => itemBytes(cx, self.code, item))
        for (const p of parts) self.splice(self.length, 0, p)
      },
    ],
    'fromunicode(self, ustr: str, /)': [
      'Adds characters.',
      (_cx, self: PyArray, s: Str) => {
        if (self.code !== 'u' && self.code !== 'w')
          throw valueError("fromunicode() may only be called on unicode type arrays ('u' or 'w')")
        self.splice(self.length, 0, new Uint8Array(codePoints(s).slice().buffer))
      },
    ],
    'index(self, v, start: index = 0, stop: index = sys.maxsize, /)': [
      'Where the first item equal to v is.',
      (cx, self: PyArray, v: Value, start: number, stop: number) => {
        if (start < 0) start = Math.max(0, start + self.length)
        if (stop < 0) stop += self.length
        const at = find(cx, self, v, start, stop)
        if (at < 0) throw valueError('array.index(x): x not in array')
        return at
      },
    ],
    'insert(self, i: index, v, /)': [
      'Puts an item before a position.',
      (cx, self: PyArray, i: number, v: Value) => {
        const item = itemBytes(cx, self.code, v)
        if (i < 0) i = Math.max(0, i + self.length)
        self.splice(Math.min(i, self.length), 0, item)
      },
    ],
    'pop(self, i: index = -1, /)': [
      'Removes an item, the last unless told otherwise, and gives it.',
      (_cx, self: PyArray, i: number) => {
        if (self.length === 0) throw indexError('pop from empty array')
        if (i < 0) i += self.length
        if (i < 0 || i >= self.length) throw indexError('pop index out of range')
        const v = self.get(i)
        self.splice(i, 1, new Uint8Array(0))
        return v
      },
    ],
    'remove(self, v, /)': [
      'Removes the first item equal to v.',
      (cx, self: PyArray, v: Value) => {
        const at = find(cx, self, v, 0, self.length)
        if (at < 0) throw valueError('array.remove(x): x not in array')
        self.splice(at, 1, new Uint8Array(0))
      },
    ],
    'reverse(self, /)': [
      'Turns the order about.',
      (_cx, self: PyArray) => {
        const { data, itemsize } = self
        const copy = data.slice()
        for (let i = 0; i < self.length; i++) {
          data.set(copy.subarray(i * itemsize, (i + 1) * itemsize), (self.length - 1 - i) * itemsize)
        }
      },
    ],
    'tobytes(self, /)': ['The items as bytes.', (_cx, self: PyArray) => new PyBytes(self.data.slice())],
    'tolist(self, /)': ['The items as a list.', (_cx, self: PyArray) => toList(self)],
    'tounicode(self, /)': [
      'The characters as a text.',
      (_cx, self: PyArray) => {
        if (self.code !== 'u' && self.code !== 'w')
          throw valueError("tounicode() may only be called on unicode type arrays ('u' or 'w')")
        return textOfArray(self)
      },
    ],
    '__copy__(self, /)': ['A copy.', (_cx, self: PyArray) => like(self, self.data.slice())],
    '__deepcopy__(self, unused, /)': ['A copy.', (_cx, self: PyArray) => like(self, self.data.slice())],
    '__reduce_ex__(self, value, /)': [
      'What copying needs.',
      (_cx, self: PyArray) => new PyTuple([self.type, new PyTuple([self.code, toList(self)]), self.dict ?? null]),
    ],
    '__sizeof__(self, /)': ['Size in memory, in bytes.', (_cx, self: PyArray) => 80 + self.length * self.itemsize],
  },
  getset: {
    typecode: ['The type code.', (_cx, self: PyArray) => self.code],
    itemsize: ['Bytes an item.', (_cx, self: PyArray) => self.itemsize],
  },
})

export const load = defineModule('array', 'Arrays of numbers of one C type.', {
  values: () => ({ array: arrayType, ArrayType: arrayType, typecodes: 'bBuwhHiIlLqQfd' }),
  setup: (cx) => {
    callMethod(cx, getAttr(cx, cx.importModule('_collections_abc'), 'MutableSequence'), 'register', arrayType)
  },
})
