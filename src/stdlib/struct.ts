/** The `struct` module (CPython's Modules/_struct.c): values packed into bytes by a format. */
import { PyBytes, PyFloat, PyObject, PyTuple, type Int, type Value } from '../values/value'
import { asFloat, index, isIndex, isTrue } from '../objects/abstract'
import { bytesLike, isExporter, PyByteArray } from '../objects/bytes_like'
import type { Context } from '../objects/context'
import { defineModule, defineType, type MethodEntry } from '../objects/define'
import { excTypes } from '../objects/exceptions'
import { overflowError, raiseOf, typeError } from '../objects/raise'
import { bindWith } from '../objects/signature'
import { asStrValue } from '../objects/str'
import { integerRange, ITEM_SIZES, isIntegerCode, readItem, writeFloat, writeInteger } from '../objects/struct_codes'
import { typeName, typeOf, type PyType } from '../objects/type'
import { textOf } from '../values/wide'

export const errorType = defineType('error', null, { base: excTypes.Exception, module: 'struct', hasDict: true })
const error = (text: string) => raiseOf(errorType, text)

/** One code of a format: `count` items of a code, or one text of `count` bytes for `s` and `p`; `x` pads. */
interface Field {
  code: string
  count: number
  offset: number
  /** Code of the same size and kind that is read and written. */
  native: string
  size: number
}

interface Layout {
  fields: Field[]
  size: number
  /** Number of values. */
  values: number
  little: boolean
  /** Sizes and overflow as in C. */
  native: boolean
}

const STANDARD: Record<string, string> = { l: 'i', L: 'I' }
const layouts = new Map<string, Layout>()

function layoutOf(format: string): Layout {
  const known = layouts.get(format)
  if (known !== undefined) return known
  let i = 0
  let native = true
  let aligned = true
  let little = true
  const mark = format[0]
  if (mark !== undefined && '@=<>!'.includes(mark)) {
    i++
    native = aligned = mark === '@'
    little = mark !== '>' && mark !== '!'
  }
  const fields: Field[] = []
  let offset = 0
  let values = 0
  while (i < format.length) {
    let c = format[i++]
    if (/\s/.test(c)) continue
    let count = 1
    if (c >= '0' && c <= '9') {
      let text = c
      while (i < format.length && format[i] >= '0' && format[i] <= '9') text += format[i++]
      count = Number(text)
      if (count > Number.MAX_SAFE_INTEGER) throw error('overflow in item count')
      if (i >= format.length) throw error('repeat count given without format specifier')
      c = format[i++]
    }
    let size: number
    let code = c
    if (c === 's' || c === 'p' || c === 'x') size = 1
    else {
      if (!native && (c === 'n' || c === 'N' || c === 'P')) throw error('bad char in struct format')
      if (!native && c in STANDARD) code = STANDARD[c]
      size = ITEM_SIZES[code]
      if (size === undefined || c === '@') throw error('bad char in struct format')
    }
    if (aligned) offset = Math.ceil(offset / size) * size
    fields.push({ code: c, count, offset, native: code, size })
    offset += c === 's' || c === 'p' || c === 'x' ? count : size * count
    if (c === 's' || c === 'p') values++
    else if (c !== 'x') values += count
    if (offset > 2 ** 31) throw error('total struct size too long')
  }
  const layout = { fields, size: offset, values, little, native }
  if (layouts.size > 100) layouts.clear()
  layouts.set(format, layout)
  return layout
}

function packInteger(
  cx: Context,
  view: DataView,
  at: number,
  code: string,
  native: string,
  v: Value,
  little: boolean,
): void {
  if (!isIndex(v)) throw error('required argument is not an integer')
  const n: Int = index(cx, v)
  const [least, greatest] = integerRange(native)
  if (n < least || n > greatest) {
    if (code === 'P') throw overflowError('int too large to convert')
    throw error(`'${code}' format requires ${least} <= number <= ${greatest}`)
  }
  writeInteger(view, at, native, n, little)
}

function pack(cx: Context, layout: Layout, args: Value[], out: Uint8Array, start: number, name: string): void {
  if (args.length !== layout.values) {
    throw error(`${name} expected ${layout.values} items for packing (got ${args.length})`)
  }
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength)
  let next = 0
  for (const f of layout.fields) {
    let at = start + f.offset
    if (f.code === 'x') {
      out.fill(0, at, at + f.count)
      continue
    }
    if (f.code === 's' || f.code === 'p') {
      const v = args[next++]
      if (!(v instanceof PyBytes) && !(v instanceof PyByteArray))
        throw error(`argument for '${f.code}' must be a bytes object`)
      const data = v.data
      out.fill(0, at, at + f.count)
      if (f.code === 's') out.set(data.subarray(0, f.count), at)
      else if (f.count > 0) {
        const n = Math.min(data.length, f.count - 1, 255)
        out[at] = n
        out.set(data.subarray(0, n), at + 1)
      }
      continue
    }
    for (let k = 0; k < f.count; k++, at += f.size) {
      const v = args[next++]
      if (f.code === 'c') {
        if (!(v instanceof PyBytes) || v.data.length !== 1)
          throw error('char format requires a bytes object of length 1')
        out[at] = v.data[0]
      } else if (f.code === '?') out[at] = isTrue(cx, v) ? 1 : 0
      else if (isIntegerCode(f.native)) packInteger(cx, view, at, f.code, f.native, v, layout.little)
      else {
        const t = typeOf(v)
        if (!(v instanceof PyFloat) && t.nb_float === undefined && t.nb_index === undefined) {
          throw error('required argument is not a float')
        }
        // The native format lets C round a double that is too large to infinity.
        if (!writeFloat(view, at, f.native, asFloat(cx, v), layout.little) && !(layout.native && f.code === 'f')) {
          throw overflowError(`float too large to pack with ${f.code} format`)
        }
      }
    }
  }
}

function unpack(layout: Layout, data: Uint8Array, start: number): PyTuple {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const out: Value[] = []
  for (const f of layout.fields) {
    let at = start + f.offset
    if (f.code === 'x') continue
    if (f.code === 's') out.push(new PyBytes(data.slice(at, at + f.count)))
    else if (f.code === 'p') {
      const n = f.count > 0 ? Math.min(data[at], f.count - 1) : 0
      out.push(new PyBytes(data.slice(at + 1, at + 1 + n)))
    } else for (let k = 0; k < f.count; k++, at += f.size) out.push(readItem(view, at, f.native, layout.little))
  }
  return new PyTuple(out)
}

function formatText(v: Value): string {
  const s = asStrValue(v)
  if (s !== undefined) return textOf(s)
  if (v instanceof PyBytes) return String.fromCharCode(...v.data)
  throw typeError(`Struct() argument 1 must be a str or bytes object, not ${typeName(v)}`)
}

function buffer(v: Value): Uint8Array {
  const data = bytesLike(v)
  if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(v)}'`)
  return data
}

function writable(v: Value): Uint8Array {
  if (isExporter(v)) {
    const info = v.bufferInfo()
    if (!info.readonly) return info.data
  }
  throw typeError(`argument must be read-write bytes-like object, not ${typeName(v)}`)
}

function doPack(cx: Context, layout: Layout, args: Value[]): Value {
  cx.charge(layout.size)
  const out = new Uint8Array(layout.size)
  pack(cx, layout, args, out, 0, 'pack')
  return new PyBytes(out)
}

function place(layout: Layout, length: number, offset: number, what: 'pack_into' | 'unpack_from'): number {
  const verb = what === 'pack_into' ? 'packing' : 'unpacking'
  if (offset < 0) {
    if (offset + layout.size > 0 && what === 'pack_into')
      throw error(`no space to pack ${layout.size} bytes at offset ${offset}`)
    if (offset + layout.size > 0) throw error(`not enough data to unpack ${layout.size} bytes`)
    if (offset + length < 0) throw error(`offset ${offset} out of range for ${length}-byte buffer`)
    offset += length
  }
  if (length - offset < layout.size) {
    throw error(
      `${what} requires a buffer of at least ${layout.size + offset} bytes for ${verb} ${layout.size} bytes at offset ${offset} (actual buffer size is ${length})`,
    )
  }
  return offset
}

function doUnpack(layout: Layout, v: Value): Value {
  const data = buffer(v)
  if (data.length !== layout.size) throw error(`unpack requires a buffer of ${layout.size} bytes`)
  return unpack(layout, data, 0)
}

/** Iterator of iter_unpack. */
class PyUnpackIterator extends PyObject {
  at = 0
  constructor(
    readonly layout: Layout,
    readonly data: Uint8Array,
  ) {
    super()
  }
}
export const unpackIteratorType = defineType('unpack_iterator', PyUnpackIterator, {
  module: '_struct',
  final: true,
  slots: {
    tp_iter: (_cx, self) => self,
    tp_iternext: (_cx, self: PyUnpackIterator) => {
      if (self.at >= self.data.length) return undefined
      const r = unpack(self.layout, self.data, self.at)
      self.at += self.layout.size
      return r
    },
  },
})

function iterUnpack(layout: Layout, v: Value): Value {
  const data = buffer(v)
  if (layout.size === 0) throw error('cannot iteratively unpack with a struct of length 0')
  if (data.length % layout.size)
    throw error(`iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`)
  return new PyUnpackIterator(layout, data)
}

class PyStruct extends PyObject {
  constructor(
    readonly format: string,
    readonly layout: Layout,
  ) {
    super()
  }
}

const newStruct = bindWith('Struct(format)', (_cx: Context, _cls: PyType, format: Value): Value => {
  const text = formatText(format)
  return new PyStruct(text, layoutOf(text))
})

export const structType: PyType = defineType('Struct', PyStruct, {
  module: '_struct',
  doc: 'A format, compiled once.',
  slots: { tp_new: newStruct, tp_repr: (_cx, self: PyStruct) => `Struct('${self.format}')` },
  methods: {
    'pack(self, /, *values)': [
      'The values packed into bytes.',
      (cx, self: PyStruct, args: Value[]) => doPack(cx, self.layout, args),
    ],
    'unpack(self, buffer, /)': ['The values of bytes.', (_cx, self: PyStruct, v: Value) => doUnpack(self.layout, v)],
    'unpack_from(self, /, buffer, offset: index = 0)': [
      'The values at an offset of a buffer.',
      (_cx, self: PyStruct, v: Value, offset: number) => {
        const data = buffer(v)
        return unpack(self.layout, data, place(self.layout, data.length, offset, 'unpack_from'))
      },
    ],
    'pack_into(self, buffer, offset: index, /, *values)': [
      'Packs the values into a buffer.',
      (cx, self: PyStruct, v: Value, offset: number, args: Value[]) => {
        const data = writable(v)
        pack(cx, self.layout, args, data, place(self.layout, data.length, offset, 'pack_into'), 'pack_into')
      },
    ],
    'iter_unpack(self, buffer, /)': [
      'Tuples of values, one after another.',
      (_cx, self: PyStruct, v: Value) => iterUnpack(self.layout, v),
    ],
  },
  getset: {
    format: ['The format.', (_cx, self: PyStruct) => self.format],
    size: ['Bytes that it takes.', (_cx, self: PyStruct) => self.layout.size],
  },
})

const functions: Record<string, MethodEntry> = {
  'calcsize(format, /)': ['Bytes that a format takes.', (_cx, f: Value) => layoutOf(formatText(f)).size],
  'pack(format, /, *values)': [
    'The values packed into bytes.',
    (cx, f: Value, args: Value[]) => doPack(cx, layoutOf(formatText(f)), args),
  ],
  'unpack(format, buffer, /)': [
    'The values of bytes.',
    (_cx, f: Value, v: Value) => doUnpack(layoutOf(formatText(f)), v),
  ],
  'unpack_from(format, /, buffer, offset: index = 0)': [
    'The values at an offset of a buffer.',
    (_cx, f: Value, v: Value, offset: number) => {
      const layout = layoutOf(formatText(f))
      const data = buffer(v)
      return unpack(layout, data, place(layout, data.length, offset, 'unpack_from'))
    },
  ],
  'pack_into(format, buffer, offset: index, /, *values)': [
    'Packs the values into a buffer.',
    (cx, f: Value, v: Value, offset: number, args: Value[]) => {
      const layout = layoutOf(formatText(f))
      const data = writable(v)
      pack(cx, layout, args, data, place(layout, data.length, offset, 'pack_into'), 'pack_into')
    },
  ],
  'iter_unpack(format, buffer, /)': [
    'Tuples of values, one after another.',
    (_cx, f: Value, v: Value) => iterUnpack(layoutOf(formatText(f)), v),
  ],
}

export const load = defineModule('struct', 'Conversion of values to bytes as C lays them out.', {
  functions,
  values: () => ({ error: errorType, Struct: structType }),
})
