/**
 * memoryview (CPython's Objects/memoryobject.c): the memory of an exporter seen as items of a format, with shape and strides.
 *
 * Native formats of one character, any number of dimensions through `cast`, one-dimensional slices. While a view that was made of an
 * object itself is not released, that object must not change its size (`exports`).
 */
import { NotImplemented, PyBytes, PyList, PyObject, PySlice, PyTuple, type Str, type Value } from '../values/value'
import { H, hashBytes, toInt } from '../values/hash'
import { addressText } from '../values/identity'
import { textOf } from '../values/wide'
import { asFloat, equals, index, isIndex, isTrue } from './abstract'
import { asIntValue } from './int'
import { type BufferExporter, type BufferInfo, bytesLike, isExporter } from './bytes_like'
import { hexText } from './bytes_methods'
import type { Context } from './context'
import { defineType } from './define'
import { bufferError, indexError, notImplementedError, typeError, valueError } from './raise'
import { bindWith } from './signature'
import { adjustSlice, bounds, subscriptIndex, unpackSlice } from './slice'
import { integerRange, isIntegerCode, ITEM_SIZES, readItem, writeFloat, writeInteger } from './struct_codes'
import { CompareOp, TypeFlags, typeName, typeOf, type PyType } from './type'

export class PyMemoryView extends PyObject implements BufferExporter {
  exports = 0
  released = false
  constructor(
    /** The object whose memory is seen; NULL once released. */
    public obj: Value | undefined,
    public data: Uint8Array,
    /** Where the first item begins. */
    readonly offset: number,
    readonly format: string,
    readonly itemsize: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
    readonly readonly: boolean,
    /** Whether this view holds the exporter's memory in place. */
    readonly root: boolean,
  ) {
    super()
  }

  get code(): string {
    return this.format.replace('@', '')
  }

  get view(): DataView {
    return new DataView(this.data.buffer, this.data.byteOffset, this.data.byteLength)
  }

  /** Number of items. */
  get size(): number {
    return this.shape.reduce((n, d) => n * d, 1)
  }

  get contiguous(): boolean {
    let expected = this.itemsize
    for (let d = this.shape.length - 1; d >= 0; d--) {
      if (this.shape[d] > 1 && this.strides[d] !== expected) return false
      expected *= this.shape[d]
    }
    return true
  }

  bufferInfo(): BufferInfo {
    alive(this)
    const data = this.contiguous
      ? this.data.subarray(this.offset, this.offset + this.size * this.itemsize)
      : gather(this)
    return { data, readonly: this.readonly, format: this.format, itemsize: this.itemsize }
  }
}

function alive(self: PyMemoryView): void {
  if (self.released) throw valueError('operation forbidden on released memoryview object')
}

/** Byte offsets of all items in C order. */
function* offsets(self: PyMemoryView, dimension = 0, at = self.offset): Generator<number> {
  if (dimension === self.shape.length) {
    yield at
    return
  }
  for (let i = 0; i < self.shape[dimension]; i++) yield* offsets(self, dimension + 1, at + i * self.strides[dimension])
}

/** The items' bytes in C order, copied. */
function gather(self: PyMemoryView): Uint8Array {
  const { itemsize, data } = self
  const out = new Uint8Array(self.size * itemsize)
  let to = 0
  for (const at of offsets(self)) {
    for (let k = 0; k < itemsize; k++) out[to++] = data[at + k]
  }
  return out
}

/** The view of an object, or TypeError. */
export function memoryViewOf(v: Value): PyMemoryView {
  if (v instanceof PyMemoryView) {
    alive(v)
    return new PyMemoryView(v.obj, v.data, v.offset, v.format, v.itemsize, v.shape, v.strides, v.readonly, false)
  }
  if (v instanceof PyBytes) return new PyMemoryView(v, v.data, 0, 'B', 1, [v.data.length], [1], true, false)
  if (!isExporter(v)) throw typeError(`memoryview: a bytes-like object is required, not '${typeName(v)}'`)
  const info = v.bufferInfo()
  v.exports++
  const n = info.data.length / info.itemsize
  return new PyMemoryView(v, info.data, 0, info.format, info.itemsize, [n], [info.itemsize], info.readonly, true)
}

function release(self: PyMemoryView): void {
  if (self.released) return
  if (self.exports > 0) {
    throw bufferError(`memoryview has ${self.exports} exported buffer${self.exports === 1 ? '' : 's'}`)
  }
  self.released = true
  if (self.root && isExporter(self.obj!)) self.obj.exports--
  self.obj = undefined
}

/** Copies of the view over the same memory with another shape. */
function reshape(
  self: PyMemoryView,
  offset: number,
  format: string,
  itemsize: number,
  shape: number[],
  strides: number[],
  readonly = self.readonly,
): PyMemoryView {
  return new PyMemoryView(self.obj, self.data, offset, format, itemsize, shape, strides, readonly, false)
}

function supported(self: PyMemoryView): string {
  const code = self.code
  if (ITEM_SIZES[code] === undefined || self.format.length > (self.format[0] === '@' ? 2 : 1)) {
    throw notImplementedError(`memoryview: unsupported format ${self.format}`)
  }
  return code
}

function itemOffset(self: PyMemoryView, dimension: number, i: number): number {
  const n = self.shape[dimension]
  if (i < 0) i += n
  if (i < 0 || i >= n) throw indexError(`index out of bounds on dimension ${dimension + 1}`)
  return i * self.strides[dimension]
}

/** The offset of the item that an index or a tuple of indices names. */
function locate(cx: Context, self: PyMemoryView, key: Value): number {
  if (key instanceof PyTuple) {
    if (key.items.length !== self.shape.length) {
      if (key.items.length < self.shape.length) throw notImplementedError('sub-views are not implemented')
      throw typeError(`cannot index ${self.shape.length}-dimension view with ${key.items.length}-element tuple`)
    }
    let at = self.offset
    for (let d = 0; d < key.items.length; d++) at += itemOffset(self, d, subscriptIndex(cx, key.items[d]))
    return at
  }
  if (self.shape.length === 0) throw typeError('invalid indexing of 0-dim memory')
  if (self.shape.length > 1) throw notImplementedError('multi-dimensional sub-views are not implemented')
  return self.offset + itemOffset(self, 0, subscriptIndex(cx, key))
}

const isIndexTuple = (key: Value): key is PyTuple => key instanceof PyTuple && key.items.every(isIndex)

function slice(cx: Context, self: PyMemoryView, key: PySlice): PyMemoryView {
  if (self.shape.length !== 1) throw notImplementedError('multi-dimensional slicing is not implemented')
  unpackSlice(cx, key)
  const n = adjustSlice(self.shape[0])
  const { start, step } = bounds
  return reshape(self, self.offset + start * self.strides[0], self.format, self.itemsize, [n], [self.strides[0] * step])
}

function getItem(cx: Context, self: PyMemoryView, key: Value): Value {
  alive(self)
  const code = supported(self)
  if (key instanceof PySlice) return slice(cx, self, key)
  if (isIndex(key) || isIndexTuple(key)) return readItem(self.view, locate(cx, self, key), code)
  throw typeError('memoryview: invalid slice key')
}

function writeItem(cx: Context, self: PyMemoryView, at: number, value: Value): void {
  const code = supported(self)
  const badType = () => typeError(`memoryview: invalid type for format '${self.format}'`)
  const badValue = () => valueError(`memoryview: invalid value for format '${self.format}'`)
  const { view } = self
  if (code === 'c') {
    if (!(value instanceof PyBytes)) throw badType()
    if (value.data.length !== 1) throw badValue()
    view.setUint8(at, value.data[0])
  } else if (code === '?') view.setUint8(at, isTrue(cx, value) ? 1 : 0)
  else if (isIntegerCode(code)) {
    if (!isIndex(value)) throw badType()
    const n = index(cx, value)
    const [least, greatest] = integerRange(code)
    if (n < least || n > greatest) throw badValue()
    writeInteger(view, at, code, n)
  } else {
    const t = typeOf(value)
    if (t.nb_float === undefined && t.nb_index === undefined) throw badType()
    if (!writeFloat(view, at, code, asFloat(cx, value))) throw badValue()
  }
}

function setItem(cx: Context, self: PyMemoryView, key: Value, value: Value | undefined): void {
  alive(self)
  supported(self)
  if (self.readonly) throw typeError('cannot modify read-only memory')
  if (value === undefined) throw typeError('cannot delete memory')
  if (key instanceof PySlice) {
    const target = slice(cx, self, key)
    if (bytesLike(value) === undefined) throw typeError(`a bytes-like object is required, not '${typeName(value)}'`)
    const source = memoryViewOf(value)
    try {
      if (source.code !== target.code || source.shape.length !== 1 || source.shape[0] !== target.shape[0]) {
        throw valueError('memoryview assignment: lvalue and rvalue have different structures')
      }
      const bytes = gather(source)
      let from = 0
      for (const at of offsets(target)) {
        for (let k = 0; k < target.itemsize; k++) target.data[at + k] = bytes[from++]
      }
    } finally {
      release(source)
    }
    return
  }
  if (!isIndex(key) && !isIndexTuple(key)) throw typeError('memoryview: invalid slice key')
  writeItem(cx, self, locate(cx, self, key), value)
}

function cast(cx: Context, self: PyMemoryView, format: Str, shape: Value | undefined): Value {
  alive(self)
  const text = textOf(format)
  if (shape !== undefined) {
    if (!(shape instanceof PyList) && !(shape instanceof PyTuple)) throw typeError('shape must be a list or a tuple')
    if (self.shape.length !== 1 && shape.items.length !== 1)
      throw typeError('memoryview: cast must be 1D -> ND or ND -> 1D')
  }
  if (!self.contiguous) throw typeError('memoryview: casts are restricted to C-contiguous views')
  const code = text.replace(/^@/, '')
  const itemsize = code.length === 1 ? ITEM_SIZES[code] : undefined
  if (itemsize === undefined) {
    throw valueError(
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    )
  }
  const bytes = (c: string) => c === 'B' || c === 'b' || c === 'c'
  if (!bytes(self.code) && !bytes(code)) throw typeError('memoryview: cannot cast between two non-byte formats')
  const total = self.size * self.itemsize
  if (total % itemsize !== 0) throw typeError('memoryview: length is not a multiple of itemsize')
  let dims: number[]
  if (shape === undefined) dims = [total / itemsize]
  else {
    dims = shape.items.map((d) => {
      const n = asIntValue(d)
      if (n === undefined) throw typeError('memoryview.cast(): elements of shape must be integers')
      if (n <= 0) throw valueError('memoryview.cast(): elements of shape must be integers > 0')
      return Number(index(cx, d))
    })
    if (dims.reduce((n, d) => n * d, 1) * itemsize !== total) {
      throw typeError('memoryview: product(shape) * itemsize != buffer size')
    }
  }
  return reshape(self, self.offset, text, itemsize, dims, stridesOf(dims, itemsize))
}

function stridesOf(shape: readonly number[], itemsize: number): number[] {
  const strides: number[] = new Array(shape.length)
  let step = itemsize
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = step
    step *= shape[d]
  }
  return strides
}

function toList(self: PyMemoryView, code: string, dimension = 0, at = self.offset): Value {
  if (dimension === self.shape.length) return readItem(self.view, at, code)
  const out: Value[] = []
  for (let i = 0; i < self.shape[dimension]; i++)
    out.push(toList(self, code, dimension + 1, at + i * self.strides[dimension]))
  return new PyList(out)
}

function sameView(cx: Context, a: PyMemoryView, other: Value): boolean | undefined {
  if (a === other) return true
  if (a.released || (other instanceof PyMemoryView && other.released)) return false
  if (bytesLike(other) === undefined) return undefined
  const b = memoryViewOf(other)
  try {
    if (a.shape.length !== b.shape.length || a.shape.some((d, i) => d !== b.shape[i])) return false
    if (ITEM_SIZES[a.code] === undefined || ITEM_SIZES[b.code] === undefined) return false
    const left = [...offsets(a)]
    const right = [...offsets(b)]
    return left.every((at, i) => equals(cx, readItem(a.view, at, a.code), readItem(b.view, right[i], b.code)))
  } finally {
    release(b)
  }
}

/** Iterator over a one-dimensional view. */
export class PyMemoryIterator extends PyObject {
  index = 0
  constructor(readonly seq: PyMemoryView) {
    super()
  }
}

export const memoryIteratorType: PyType = defineType('memory_iterator', PyMemoryIterator, {
  final: true,
  slots: {
    tp_iter: (_cx, self) => self,
    tp_iternext: (_cx, self: PyMemoryIterator) => {
      const { seq } = self
      alive(seq)
      if (self.index >= seq.shape[0]) return undefined
      return readItem(seq.view, seq.offset + self.index++ * seq.strides[0], seq.code)
    },
  },
})

const newView = bindWith(
  'memoryview(object)',
  (_cx: Context, _cls: PyType, object: Value): Value => memoryViewOf(object),
)

const intTuple = (items: readonly number[]): Value => new PyTuple([...items])

type Getter = (cx: Context, self: PyMemoryView) => Value
const living =
  (get: (self: PyMemoryView) => Value): Getter =>
  (_cx, self) => {
    alive(self)
    return get(self)
  }

export const memoryviewType: PyType = defineType('memoryview', PyMemoryView, {
  flags: TypeFlags.SEQUENCE,
  final: true,
  weakref: true,
  signature: '(object)',
  doc: 'The memory of an object seen as a sequence, without copying it.',
  slots: {
    tp_new: newView,
    tp_repr: (_cx, self: PyMemoryView) => `<${self.released ? 'released ' : ''}memory at ${addressText(self)}>`,
    tp_hash: (_cx, self: PyMemoryView) => {
      alive(self)
      if (!self.readonly) throw valueError('cannot hash writable memoryview object')
      if (!'Bbc'.includes(self.code)) throw valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
      const lo = hashBytes(gather(self))
      return toInt(lo, H.hi)
    },
    tp_richcompare: (cx, self: PyMemoryView, other, op) => {
      if (op !== CompareOp.EQ && op !== CompareOp.NE) return NotImplemented
      const same = sameView(cx, self, other)
      return same === undefined ? NotImplemented : same === (op === CompareOp.EQ)
    },
    tp_iter: (_cx, self: PyMemoryView) => {
      alive(self)
      if (self.shape.length === 0) throw typeError('invalid indexing of 0-dim memory')
      if (self.shape.length !== 1) throw notImplementedError('multi-dimensional sub-views are not implemented')
      return new PyMemoryIterator(self)
    },
    sq_length: (_cx, self: PyMemoryView) => lengthOf(self),
    sq_item: (cx, self: PyMemoryView, i) => getItem(cx, self, i),
    mp_length: (_cx, self: PyMemoryView) => lengthOf(self),
    mp_subscript: getItem,
    mp_ass_subscript: setItem,
  },
  methods: {
    'release(self, /)': [
      'Lets go of the memory; the view is of no use afterwards.',
      (_cx, self: PyMemoryView) => release(self),
    ],
    "tobytes(self, /, order='C')": [
      'The memory as bytes.',
      (_cx, self: PyMemoryView, order: Value) => {
        alive(self)
        if (order !== null && order !== 'C' && order !== 'F' && order !== 'A')
          throw valueError("order must be 'C', 'F' or 'A'")
        return new PyBytes(gather(order === 'F' ? transposed(self) : self))
      },
    ],
    'hex(self, /, sep=<unrepresentable>, bytes_per_sep: int = 1)': [
      'Two hexadecimal digits a byte, with a separator between groups of bytes if given.',
      (cx, self: PyMemoryView, sep: Value | undefined, group: number) => {
        alive(self)
        return hexText(cx, gather(self), sep, group)
      },
    ],
    'tolist(self, /)': [
      'The items as a list, of lists for more dimensions.',
      (_cx, self: PyMemoryView) => {
        alive(self)
        return toList(self, supported(self))
      },
    ],
    'cast(self, /, format: str, shape=<unrepresentable>)': ['The same memory in another format or shape.', cast],
    'toreadonly(self, /)': [
      'The same memory, not to be written through.',
      (_cx, self: PyMemoryView) => {
        alive(self)
        return reshape(self, self.offset, self.format, self.itemsize, [...self.shape], [...self.strides], true)
      },
    ],
    '__enter__(self, /)': [
      'The view itself.',
      (_cx, self: PyMemoryView) => {
        alive(self)
        return self
      },
    ],
    '__exit__(self, /, *exc_info)': ['Releases the view.', (_cx, self: PyMemoryView) => release(self)],
  },
  classmethods: {
    '_from_flags(type, /, object, flags: int)': [
      'A view made with flags of the buffer protocol.',
      (_cx, _cls: PyType, object: Value) => memoryViewOf(object),
    ],
  },
  getset: {
    obj: ['The object whose memory this is.', living((self) => self.obj ?? null)],
    nbytes: ['Bytes that all items take.', living((self) => self.size * self.itemsize)],
    readonly: ['May the memory not be written?', living((self) => self.readonly)],
    itemsize: ['Bytes an item.', living((self) => self.itemsize)],
    format: ['The struct code of an item.', living((self) => self.format)],
    ndim: ['Number of dimensions.', living((self) => self.shape.length)],
    shape: ['Number of items in each dimension.', living((self) => intTuple(self.shape))],
    strides: ['Bytes from item to item in each dimension.', living((self) => intTuple(self.strides))],
    suboffsets: ['Always empty: for views of arrays of pointers.', living(() => intTuple([]))],
    c_contiguous: [
      'Do the items lie side by side, the last index changing fastest?',
      living((self) => self.contiguous),
    ],
    f_contiguous: [
      'Do the items lie side by side, the first index changing fastest?',
      living((self) => transposed(self).contiguous),
    ],
    contiguous: ['Do the items lie side by side?', living((self) => self.contiguous || transposed(self).contiguous)],
  },
})

function transposed(self: PyMemoryView): PyMemoryView {
  return reshape(self, self.offset, self.format, self.itemsize, [...self.shape].reverse(), [...self.strides].reverse())
}

function lengthOf(self: PyMemoryView): number {
  alive(self)
  if (self.shape.length === 0) throw typeError('0-dim memory has no length')
  return self.shape[0]
}
