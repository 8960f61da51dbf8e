/**
 * bytes and bytearray (CPython's Objects/bytesobject.c and bytearrayobject.c): types, construction, operators, mutation. Methods that both
 * have are in `bytes_methods.ts`.
 */
import { NotImplemented, PyBytes, PyObject, PySlice, PyTuple, type Int, type Str, type Value } from '../values/value'
import { H, hashBytes, toInt } from '../values/hash'
import { reprBytes } from '../values/repr'
import { textOf } from '../values/wide'
import { asIndex, getIter, isIndex, iterNext, lengthHint, lookupSpecial } from './abstract'
import { bytesLike, PyByteArray } from './bytes_like'
import {
  byteFrom,
  bytesFromIterable,
  chargeBytes,
  compareBuffers,
  containsByte,
  fromHex,
  sharedMethods,
  sharedStaticMethods,
} from './bytes_methods'
import { concatBytes, repeatBytes } from './bytes_search'
import type { Context } from './context'
import { defineType, type MethodEntry } from './define'
import { adopt } from './object'
import { bufferError, indexError, memoryError, typeError, valueError } from './raise'
import { bindWith } from './signature'
import { adjustSlice, bounds, subscriptIndex, unpackSlice } from './slice'
import { percentBytes } from './str_percent'
import { encode } from './str_codecs'
import { asStrValue } from './str'
import { typeName, typeOf, type PyType } from './type'

// Construction ----------------------------------------------------------------------------------------------------------

/** The bytes that a constructor's arguments ask for. `kind` is the type's name. */
function fromArguments(
  cx: Context,
  kind: 'bytes' | 'bytearray',
  source: Value | undefined,
  encoding: Str | undefined,
  errors: Str | undefined,
): Uint8Array {
  if (source === undefined) {
    if (encoding !== undefined) throw typeError('encoding without a string argument')
    if (errors !== undefined) throw typeError('errors without a string argument')
    return new Uint8Array(0)
  }
  const text = asStrValue(source)
  if (encoding !== undefined) {
    if (text === undefined) throw typeError('encoding without a string argument')
    return encode(cx, text, textOf(encoding), errors === undefined ? 'strict' : textOf(errors))
  }
  if (errors !== undefined) {
    throw typeError(text === undefined ? 'errors without a string argument' : 'string argument without an encoding')
  }
  if (kind === 'bytes' && !(source instanceof PyBytes && source.type === bytesType)) {
    const f = lookupSpecial(cx, source, '__bytes__')
    if (f !== undefined) {
      const r = cx.call(f, [])
      if (!(r instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeName(r)})`)
      return r.data
    }
  }
  if (text !== undefined) throw typeError('string argument without an encoding')
  if (isIndex(source)) {
    const n = asIndex(cx, source)
    if (n < 0) throw valueError('negative count')
    if (n > 2 ** 32) throw memoryError()
    cx.charge(n)
    return new Uint8Array(n)
  }
  return bytesOfObject(cx, source, kind)
}

/** PyBytes_FromObject: a buffer, or an iterable of ints. */
function bytesOfObject(cx: Context, source: Value, kind: string): Uint8Array {
  const data = bytesLike(source)
  if (data !== undefined) return source instanceof PyBytes ? data : data.slice()
  const out = bytesFromIterable(cx, source, kind === 'bytes' ? 'bytes' : 'byte')
  if (out === undefined) throw typeError(`cannot convert '${typeName(source)}' object to ${kind}`)
  return out
}

/** The bytes `int.from_bytes` reads: what `bytes(v)` would hold. */
export function bytesForInt(cx: Context, v: Value): Uint8Array {
  if (v instanceof PyBytes && v.type === bytesType) return v.data
  const f = lookupSpecial(cx, v, '__bytes__')
  if (f !== undefined) {
    const r = cx.call(f, [])
    if (!(r instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeName(r)})`)
    return r.data
  }
  return bytesOfObject(cx, v, 'bytes')
}

const newBytes = bindWith(
  'bytes(source=<unrepresentable>, encoding: str = <unrepresentable>, errors: str = <unrepresentable>)',
  (cx: Context, cls: PyType, source: Value | undefined, encoding: Str | undefined, errors: Str | undefined): Value => {
    if (
      cls === bytesType &&
      source instanceof PyBytes &&
      source.type === bytesType &&
      encoding === undefined &&
      errors === undefined
    ) {
      return source
    }
    const data = fromArguments(cx, 'bytes', source, encoding, errors)
    return cls === bytesType ? new PyBytes(data) : adopt(new PyBytes(data), cls)
  },
)

const initByteArray = bindWith(
  'bytearray(source=<unrepresentable>, encoding: str = <unrepresentable>, errors: str = <unrepresentable>)',
  (
    cx: Context,
    self: PyByteArray,
    source: Value | undefined,
    encoding: Str | undefined,
    errors: Str | undefined,
  ): void => {
    const data = fromArguments(cx, 'bytearray', source, encoding, errors)
    replaceAll(self, source instanceof PyBytes || source instanceof PyByteArray ? data.slice() : data)
  },
)

// Subscripts ------------------------------------------------------------------------------------------------------------

/** The bytes selected by a slice. */
export function sliceBytes(cx: Context, data: Uint8Array, key: PySlice): Uint8Array {
  unpackSlice(cx, key)
  const n = adjustSlice(data.length)
  const { start, step } = bounds
  if (step === 1) return data.slice(start, start + n)
  const out = new Uint8Array(n)
  for (let i = 0, at = start; i < n; i++, at += step) out[i] = data[at]
  return out
}

function byteAt(data: Uint8Array, i: number, message: string): number {
  if (i < 0) i += data.length
  if (i < 0 || i >= data.length) throw indexError(message)
  return data[i]
}

function concatenate(a: Value, b: Value, name: string): Uint8Array {
  const x = bytesLike(a)
  const y = bytesLike(b)
  if (x === undefined || y === undefined) throw typeError(`can't concat ${typeName(b)} to ${name}`)
  return concatBytes([x, y])
}

// bytes -----------------------------------------------------------------------------------------------------------------

/** Iterator over bytes or bytearray. */
export class PyBytesIterator extends PyObject {
  index = 0
  constructor(public seq: PyBytes | undefined) {
    super()
  }
}
export class PyByteArrayIterator extends PyObject {
  index = 0
  constructor(public seq: PyByteArray | undefined) {
    super()
  }
}

type AnyIterator = PyBytesIterator | PyByteArrayIterator

function nextByte(_cx: Context, self: AnyIterator): Value | undefined {
  if (self.seq === undefined) return undefined
  const data = self.seq.data
  if (self.index < data.length) return data[self.index++]
  self.seq = undefined
  return undefined
}

const iteratorMethods: Record<string, MethodEntry> = {
  '__length_hint__(self, /)': [
    'Number of bytes left.',
    (_cx, self: AnyIterator) => (self.seq === undefined ? 0 : Math.max(0, self.seq.data.length - self.index)),
  ],
  '__reduce__(self, /)': [
    'What copying needs.',
    (cx, self: AnyIterator) => {
      const iter = cx.builtins.getStr('iter') ?? null
      if (self.seq === undefined) return new PyTuple([iter, new PyTuple([new PyTuple([])])])
      return new PyTuple([iter, new PyTuple([self.seq]), self.index])
    },
  ],
  '__setstate__(self, object: ssize, /)': [
    'Moves to a position.',
    (_cx, self: AnyIterator, state: number) => {
      if (self.seq !== undefined) self.index = Math.max(0, Math.min(state, self.seq.data.length))
    },
  ],
}

export const bytesIteratorType: PyType = defineType('bytes_iterator', PyBytesIterator, {
  final: true,
  slots: { tp_iter: (_cx, self) => self, tp_iternext: nextByte },
  methods: iteratorMethods,
})
export const bytearrayIteratorType: PyType = defineType('bytearray_iterator', PyByteArrayIterator, {
  final: true,
  slots: { tp_iter: (_cx, self) => self, tp_iternext: nextByte },
  methods: iteratorMethods,
})

const makeBytes = (data: Uint8Array): Value => new PyBytes(data)

export const bytesType: PyType = defineType('bytes', PyBytes, {
  doc: 'An immutable sequence of bytes: of a size, of an iterable of ints, of an object with a buffer, or of a text in an encoding.',
  slots: {
    tp_new: newBytes,
    tp_alloc: (cls) => adopt(new PyBytes(new Uint8Array(0)), cls),
    tp_repr: (_cx, self: PyBytes) => reprBytes(self.data),
    tp_hash: (_cx, self: PyBytes) => {
      const lo = hashBytes(self.data)
      return toInt(lo, H.hi)
    },
    tp_str: (_cx, self: PyBytes) => reprBytes(self.data),
    tp_richcompare: (_cx, a, b, op) => (b instanceof PyBytes ? compareBuffers(a, b, op) : NotImplemented),
    tp_iter: (_cx, self) => new PyBytesIterator(self),
    nb_remainder: (cx, a, b) => (a instanceof PyBytes ? new PyBytes(percentBytes(cx, a.data, b)) : NotImplemented),
    sq_length: (_cx, self: PyBytes) => self.data.length,
    sq_concat: (_cx, a, b) => new PyBytes(concatenate(a, b, 'bytes')),
    sq_repeat: (cx, self: PyBytes, n: Int) => new PyBytes(repeatBytes(self.data, chargeBytes(cx, self.data.length, n))),
    sq_item: (_cx, self: PyBytes, i) => byteAt(self.data, i, 'index out of range'),
    sq_contains: (cx, self: PyBytes, item) => containsByte(cx, self.data, item),
    mp_length: (_cx, self: PyBytes) => self.data.length,
    mp_subscript: (cx, self: PyBytes, key) => {
      if (key instanceof PySlice) return new PyBytes(sliceBytes(cx, self.data, key))
      if (!isIndex(key)) throw typeError(`byte indices must be integers or slices, not ${typeName(key)}`)
      return byteAt(self.data, subscriptIndex(cx, key), 'index out of range')
    },
  },
  get methods() {
    return {
      '__getnewargs__(self, /)': [
        'Arguments for copying.',
        (_cx, self: PyBytes) => new PyTuple([new PyBytes(self.data)]),
      ],
      '__bytes__(self, /)': [
        'The bytes themselves as exact bytes.',
        (_cx, self: PyBytes) => (self.type === bytesType ? self : new PyBytes(self.data)),
      ],
      '__sizeof__(self, /)': ['Size in memory, in bytes.', (_cx, self: PyBytes) => 33 + self.data.length],
      ...sharedMethods(makeBytes),
    } as Record<string, MethodEntry>
  },
  get staticmethods() {
    return sharedStaticMethods
  },
  classmethods: {
    'fromhex(type, string: str, /)': [
      'The bytes of a hexadecimal text; blanks between pairs of digits are skipped.',
      (cx, cls: PyType, text: Str) => {
        const made = new PyBytes(fromHex(text))
        return cls === bytesType ? made : cx.call(cls, [made])
      },
    ],
  },
})

// bytearray -------------------------------------------------------------------------------------------------------------

function checkResizable(self: PyByteArray): void {
  if (self.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized')
}

/** Gives the array new content (which it then owns). */
function replaceAll(self: PyByteArray, data: Uint8Array): void {
  if (data.length !== self.length) checkResizable(self)
  self.buffer = data
  self.length = data.length
}

/** Puts `source` in the place of `count` bytes from `start`. */
function splice(self: PyByteArray, start: number, count: number, source: Uint8Array): void {
  const grow = source.length - count
  if (grow === 0) {
    self.buffer.set(source, start)
    return
  }
  checkResizable(self)
  const length = self.length + grow
  if (length > self.buffer.length) {
    const bigger = new Uint8Array(length + (length >> 3) + 8)
    bigger.set(self.buffer.subarray(0, start))
    bigger.set(self.buffer.subarray(start + count, self.length), start + source.length)
    self.buffer = bigger
  } else self.buffer.copyWithin(start + source.length, start + count, self.length)
  self.buffer.set(source, start)
  self.length = length
}

function assignSlice(cx: Context, self: PyByteArray, key: PySlice, value: Value | undefined): void {
  let source: Uint8Array
  if (value === undefined) source = new Uint8Array(0)
  else {
    const data = bytesLike(value)
    if (data !== undefined) source = value === self ? data.slice() : data
    else if (isIndex(value) || asStrValue(value) !== undefined) {
      throw typeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)')
    } else source = bytesOfObject(cx, value, 'bytearray')
  }
  unpackSlice(cx, key)
  const n = adjustSlice(self.length)
  const { start, step } = bounds
  if (step === 1) {
    splice(self, start, n, source)
    return
  }
  if (source.length === 0) {
    // Deleting every step-th byte.
    if (n === 0) return
    checkResizable(self)
    const gone = new Set<number>()
    for (let i = 0, at = start; i < n; i++, at += step) gone.add(at)
    const kept = self.data.filter((_, i) => !gone.has(i))
    self.buffer = kept
    self.length = kept.length
    return
  }
  if (source.length !== n) {
    throw valueError(`attempt to assign bytes of size ${source.length} to extended slice of size ${n}`)
  }
  for (let i = 0, at = start; i < n; i++, at += step) self.buffer[at] = source[i]
}

function setItem(cx: Context, self: PyByteArray, key: Value, value: Value | undefined): void {
  if (key instanceof PySlice) {
    assignSlice(cx, self, key, value)
    return
  }
  if (!isIndex(key)) throw typeError(`bytearray indices must be integers or slices, not ${typeName(key)}`)
  let i = subscriptIndex(cx, key)
  if (i < 0) i += self.length
  if (i < 0 || i >= self.length) throw indexError('bytearray index out of range')
  if (value === undefined) splice(self, i, 1, new Uint8Array(0))
  else self.buffer[i] = byteFrom(cx, value)
}

function extend(cx: Context, self: PyByteArray, iterable: Value): void {
  const data = bytesLike(iterable)
  if (data !== undefined) {
    splice(self, self.length, 0, iterable === self ? data.slice() : data)
    return
  }
  if (asStrValue(iterable) !== undefined) throw typeError(`expected iterable of integers; got: '${typeName(iterable)}'`)
  const t = typeOf(iterable)
  if (t.tp_iter === undefined && t.sq_item === undefined && t.mp_subscript === undefined) {
    throw typeError(`can't extend bytearray with ${typeName(iterable)}`)
  }
  const it = getIter(cx, iterable)
  lengthHint(cx, iterable, 32)
  const out: number[] = []
  for (let v = iterNext(cx, it); v !== undefined; v = iterNext(cx, it)) {
    out.push(byteFrom(cx, v))
    if ((out.length & 4095) === 0) cx.charge(4096)
  }
  splice(self, self.length, 0, Uint8Array.from(out))
}

const makeByteArray = (data: Uint8Array): Value => new PyByteArray(data)

function reprByteArray(self: PyByteArray): string {
  const name = self.type === bytearrayType ? 'bytearray' : textOf(self.type.name)
  // Unlike bytes, bytearray escapes an apostrophe between double quotes too.
  const shown = reprBytes(self.data)
  return `${name}(${shown[1] === '"' ? shown.replaceAll("'", "\\'") : shown})`
}

export const bytearrayType: PyType = defineType('bytearray', PyByteArray, {
  doc: 'A mutable sequence of bytes, made from the same things as bytes.',
  slots: {
    tp_new: (_cx, cls) =>
      cls === bytearrayType ? new PyByteArray(new Uint8Array(0)) : adopt(new PyByteArray(new Uint8Array(0)), cls),
    tp_init: initByteArray,
    tp_alloc: (cls) => adopt(new PyByteArray(new Uint8Array(0)), cls),
    tp_repr: (_cx, self: PyByteArray) => reprByteArray(self),
    tp_str: (_cx, self: PyByteArray) => reprByteArray(self),
    tp_hash: null,
    tp_richcompare: (_cx, a, b, op) => compareBuffers(a, b, op),
    tp_iter: (_cx, self) => new PyByteArrayIterator(self),
    nb_remainder: (cx, a, b) =>
      a instanceof PyByteArray ? new PyByteArray(percentBytes(cx, a.data, b)) : NotImplemented,
    sq_length: (_cx, self: PyByteArray) => self.length,
    sq_concat: (_cx, a, b) => new PyByteArray(concatenate(a, b, 'bytearray')),
    sq_repeat: (cx, self: PyByteArray, n: Int) =>
      new PyByteArray(repeatBytes(self.data, chargeBytes(cx, self.length, n))),
    sq_item: (_cx, self: PyByteArray, i) => byteAt(self.data, i, 'bytearray index out of range'),
    sq_ass_item: (cx, self: PyByteArray, i, value) => setItem(cx, self, i, value),
    sq_contains: (cx, self: PyByteArray, item) => containsByte(cx, self.data, item),
    sq_inplace_concat: (_cx, self: PyByteArray, other: Value) => {
      const data = bytesLike(other)
      if (data === undefined) throw typeError(`can't concat ${typeName(other)} to bytearray`)
      splice(self, self.length, 0, other === self ? data.slice() : data)
      return self
    },
    sq_inplace_repeat: (cx, self: PyByteArray, n: Int) => {
      replaceAll(self, repeatBytes(self.data, chargeBytes(cx, self.length, n)))
      return self
    },
    mp_length: (_cx, self: PyByteArray) => self.length,
    mp_subscript: (cx, self: PyByteArray, key) => {
      if (key instanceof PySlice) return new PyByteArray(sliceBytes(cx, self.data, key))
      if (!isIndex(key)) throw typeError(`bytearray indices must be integers or slices, not ${typeName(key)}`)
      return byteAt(self.data, subscriptIndex(cx, key), 'bytearray index out of range')
    },
    mp_ass_subscript: setItem,
  },
  get methods() {
    return {
      ...sharedMethods(makeByteArray),
      '__alloc__(self, /)': ['Bytes allocated.', (_cx, self: PyByteArray) => (self.length === 0 ? 0 : self.length + 1)],
      '__sizeof__(self, /)': [
        'Size in memory, in bytes.',
        (_cx, self: PyByteArray) => 56 + (self.length === 0 ? 0 : self.length + 1),
      ],
      '__reduce__(self, /)': ['What copying needs.', (_cx, self: PyByteArray) => reduceByteArray(self)],
      '__reduce_ex__(self, proto=0, /)': ['What copying needs.', (_cx, self: PyByteArray) => reduceByteArray(self)],
      'append(self, item, /)': [
        'Adds a byte at the end.',
        (cx, self: PyByteArray, item: Value) => {
          splice(self, self.length, 0, Uint8Array.of(byteFrom(cx, item)))
        },
      ],
      'clear(self, /)': ['Removes all bytes.', (_cx, self: PyByteArray) => replaceAll(self, new Uint8Array(0))],
      'copy(self, /)': ['A copy.', (_cx, self: PyByteArray) => new PyByteArray(self.data.slice())],
      'extend(self, iterable_of_ints, /)': ['Adds the bytes of an iterable or buffer at the end.', extend],
      'insert(self, index: index, item, /)': [
        'Puts a byte before a position.',
        (cx, self: PyByteArray, i: number, item: Value) => {
          const b = byteFrom(cx, item)
          if (i < 0) i = Math.max(0, i + self.length)
          splice(self, Math.min(i, self.length), 0, Uint8Array.of(b))
        },
      ],
      'pop(self, index: index = -1, /)': [
        'Removes a byte, the last unless told otherwise, and gives it.',
        (_cx, self: PyByteArray, i: number) => {
          if (self.length === 0) throw indexError('pop from empty bytearray')
          if (i < 0) i += self.length
          if (i < 0 || i >= self.length) throw indexError('pop index out of range')
          checkResizable(self)
          const b = self.buffer[i]
          splice(self, i, 1, new Uint8Array(0))
          return b
        },
      ],
      'remove(self, value, /)': [
        'Removes the first byte of a value.',
        (cx, self: PyByteArray, value: Value) => {
          const at = self.data.indexOf(byteFrom(cx, value))
          if (at < 0) throw valueError('value not found in bytearray')
          splice(self, at, 1, new Uint8Array(0))
        },
      ],
      'reverse(self, /)': [
        'Turns the order about.',
        (_cx, self: PyByteArray) => {
          self.data.reverse()
        },
      ],
    } as Record<string, MethodEntry>
  },
  get staticmethods() {
    return sharedStaticMethods
  },
  classmethods: {
    'fromhex(type, string: str, /)': [
      'The bytes of a hexadecimal text; blanks between pairs of digits are skipped.',
      (cx, cls: PyType, text: Str) => {
        const made = new PyByteArray(fromHex(text))
        return cls === bytearrayType ? made : cx.call(cls, [made])
      },
    ],
  },
})

function reduceByteArray(self: PyByteArray): Value {
  let text = ''
  for (const b of self.data) text += String.fromCharCode(b)
  const args = text === '' ? [] : [text, 'latin-1']
  return new PyTuple([self.type, new PyTuple(args), self.dict ?? null])
}
