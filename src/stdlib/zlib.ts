/** `zlib` (CPython's Modules/zlibmodule.c) on pako, whose compressed bytes are those of the C library. */
import deflater from 'pako/lib/zlib/deflate.js'
import inflater from 'pako/lib/zlib/inflate.js'
import ZStream from 'pako/lib/zlib/zstream.js'
import { needBytes } from '../objects/bytes_methods'
import type { Context } from '../objects/context'
import { defineModule, defineType } from '../objects/define'
import { excTypes } from '../objects/exceptions'
import { memoryError, raiseOf, valueError } from '../objects/raise'
import { toBig } from '../values/int'
import { PyBytes, PyObject, type Int, type Value } from '../values/value'
import { fromText } from '../values/wide'
import { adler32, crc32 } from './hashing'

const enum Flush {
  NONE = 0,
  SYNC = 2,
  FINISH = 4,
}

const enum Z {
  OK = 0,
  STREAM_END = 1,
  NEED_DICT = 2,
  STREAM_ERROR = -2,
  DATA_ERROR = -3,
  BUF_ERROR = -5,
}

const errorType = defineType('error', null, { base: excTypes.Exception, module: 'zlib', hasDict: true })
const error = (text: string) => raiseOf(errorType, fromText(text))

function streamError(s: ZStream, code: number, what: string) {
  const reason =
    code === Z.BUF_ERROR
      ? 'incomplete or truncated stream'
      : code === Z.STREAM_ERROR
        ? 'inconsistent stream state'
        : code === Z.DATA_ERROR
          ? s.msg || 'invalid input data'
          : s.msg
  return error(`Error ${code} ${what}${reason ? `: ${reason}` : ''}`)
}

const EMPTY = new Uint8Array(0)
const BLOCK = 16384

function joined(cx: Context, parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]
  const length = parts.reduce((n, p) => n + p.length, 0)
  cx.charge(length)
  const out = new Uint8Array(length)
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}

/** Feeds a stream until it has taken its input and given its output, at most `most` bytes of it. */
function pump(
  cx: Context,
  s: ZStream,
  step: (s: ZStream, flush: number) => number,
  data: Uint8Array,
  flush: number,
  most = Infinity,
): { out: Uint8Array; code: number } {
  s.input = data
  s.next_in = 0
  s.avail_in = data.length
  const parts: Uint8Array[] = []
  let size = 0
  let code: number
  do {
    const room = Math.min(BLOCK, most - size)
    s.output = new Uint8Array(room)
    s.next_out = 0
    s.avail_out = room
    code = step(s, flush)
    if (s.next_out > 0) parts.push(s.output.subarray(0, s.next_out))
    size += s.next_out
    cx.tick(s.next_out)
    cx.charge(s.next_out)
    if (code !== Z.OK && code !== Z.BUF_ERROR) break
  } while (s.avail_out === 0 && size < most)
  return { out: joined(cx, parts), code }
}

class PyCompress extends PyObject {
  stream = new ZStream()
}

class PyDecompress extends PyObject {
  stream = new ZStream()
  unused: Uint8Array = EMPTY
  unconsumed: Uint8Array = EMPTY
  eof = false
  dictionary: Uint8Array | undefined
}

function compress(cx: Context, data: Value, level: number, wbits: number): Value {
  const bytes = needBytes(data)
  const s = new ZStream()
  if (deflater.deflateInit2(s, level, 8, wbits, 8, 0) !== Z.OK) throw error('Bad compression level')
  return new PyBytes(pump(cx, s, deflater.deflate, bytes, Flush.FINISH).out)
}

function decompress(cx: Context, data: Value, wbits: number, _bufsize: number): Value {
  const bytes = needBytes(data)
  const s = new ZStream()
  const code = inflater.inflateInit2(s, wbits)
  if (code !== Z.OK) throw streamError(s, code, 'while preparing to decompress data')
  const r = pump(cx, s, inflater.inflate, bytes, Flush.SYNC)
  if (r.code === Z.STREAM_END) return new PyBytes(r.out)
  throw streamError(s, r.code === Z.OK || r.code === Z.BUF_ERROR ? Z.BUF_ERROR : r.code, 'while decompressing data')
}

function newCompress(
  _cx: Context,
  level: number,
  method: number,
  wbits: number,
  memLevel: number,
  strategy: number,
  zdict: Value,
): Value {
  const c = new PyCompress()
  if (deflater.deflateInit2(c.stream, level, method, wbits, memLevel, strategy) !== Z.OK) {
    throw valueError('Invalid initialization option')
  }
  if (zdict !== null && deflater.deflateSetDictionary(c.stream, needBytes(zdict)) !== Z.OK) {
    throw valueError('Invalid dictionary')
  }
  return c
}

function newDecompress(_cx: Context, wbits: number, zdict: Value | undefined): Value {
  const d = new PyDecompress()
  if (inflater.inflateInit2(d.stream, wbits) !== Z.OK) throw valueError('Invalid initialization option')
  if (zdict !== undefined) {
    d.dictionary = needBytes(zdict)
    if (wbits < 0) inflater.inflateSetDictionary(d.stream, d.dictionary)
  }
  return d
}

function inflateSome(cx: Context, d: PyDecompress, data: Uint8Array, flush: number, most: number): Uint8Array {
  const { stream: s } = d
  let r = pump(cx, s, inflater.inflate, data, flush, most)
  if (r.code === Z.NEED_DICT && d.dictionary !== undefined) {
    if (inflater.inflateSetDictionary(s, d.dictionary) !== Z.OK)
      throw streamError(s, Z.DATA_ERROR, 'while setting zdict')
    const before = r.out
    r = pump(cx, s, inflater.inflate, data.subarray(s.next_in), flush, most)
    if (before.length > 0) r.out = joined(cx, [before, r.out])
    data = s.input
  }
  const rest = data.slice(s.next_in)
  if (r.code === Z.STREAM_END) {
    d.eof = true
    d.unused = d.unused.length > 0 ? joined(cx, [d.unused, rest]) : rest
    d.unconsumed = EMPTY
  } else {
    if (r.code !== Z.OK && r.code !== Z.BUF_ERROR) throw streamError(s, r.code, 'while decompressing data')
    d.unconsumed = rest
  }
  return r.out
}

/** A copy of a stream in the middle of its work. */
function copyStream(s: ZStream): ZStream {
  try {
    const made = Object.assign(new ZStream(), structuredClone({ ...s, state: null })) as ZStream
    made.state = structuredClone(s.state)
    if (made.state !== null && typeof made.state === 'object') (made.state as { strm: ZStream }).strm = made
    return made
  } catch {
    throw memoryError()
  }
}

const compressType = defineType('Compress', PyCompress, {
  module: 'zlib',
  final: true,
  methods: {
    'compress(self, data, /)': [
      'Take data in; what is compressed by now.',
      (cx, c: PyCompress, data: Value) =>
        new PyBytes(pump(cx, c.stream, deflater.deflate, needBytes(data), Flush.NONE).out),
    ],
    'flush(self, mode: int = 4, /)': [
      'The rest of the compressed data.',
      (cx, c: PyCompress, mode: number) => {
        if (mode === Flush.NONE) return new PyBytes(EMPTY)
        const r = pump(cx, c.stream, deflater.deflate, EMPTY, mode)
        if (r.code < 0 && r.code !== Z.BUF_ERROR) throw streamError(c.stream, r.code, 'while flushing')
        return new PyBytes(r.out)
      },
    ],
    'copy(self, /)': [
      'A copy of the compressor.',
      (_cx, c: PyCompress) => {
        const made = new PyCompress()
        made.stream = copyStream(c.stream)
        return made
      },
    ],
  },
})

const decompressType = defineType('Decompress', PyDecompress, {
  module: 'zlib',
  final: true,
  methods: {
    'decompress(self, data, /, max_length: index = 0)': [
      'Take compressed data in; what it gives, at most max_length bytes.',
      (cx, d: PyDecompress, data: Value, most: number) => {
        if (most < 0) throw valueError('max_length must be non-negative')
        return new PyBytes(inflateSome(cx, d, needBytes(data), Flush.SYNC, most === 0 ? Infinity : most))
      },
    ],
    'flush(self, length: index = 16384, /)': [
      'What is left.',
      (cx, d: PyDecompress, length: number) => {
        if (length <= 0) throw valueError('length must be greater than zero')
        return new PyBytes(d.eof ? EMPTY : inflateSome(cx, d, d.unconsumed, Flush.FINISH, Infinity))
      },
    ],
    'copy(self, /)': [
      'A copy of the decompressor.',
      (_cx, d: PyDecompress) => {
        const made = Object.assign(new PyDecompress(), {
          unused: d.unused,
          unconsumed: d.unconsumed,
          eof: d.eof,
          dictionary: d.dictionary,
        })
        made.stream = copyStream(d.stream)
        return made
      },
    ],
  },
  members: {
    unused_data: [null, (_cx, d: PyDecompress) => new PyBytes(d.unused)],
    unconsumed_tail: [null, (_cx, d: PyDecompress) => new PyBytes(d.unconsumed)],
    eof: [null, (_cx, d: PyDecompress) => d.eof],
  },
})

const start = (n: Int): number => Number(BigInt.asUintN(32, toBig(n)))

const CONSTANTS: Record<string, Value> = {
  DEFLATED: 8,
  DEF_BUF_SIZE: BLOCK,
  DEF_MEM_LEVEL: 8,
  MAX_WBITS: 15,
  ZLIB_RUNTIME_VERSION: '1.2.13',
  ZLIB_VERSION: '1.2.13',
  Z_BEST_COMPRESSION: 9,
  Z_BEST_SPEED: 1,
  Z_BLOCK: 5,
  Z_DEFAULT_COMPRESSION: -1,
  Z_DEFAULT_STRATEGY: 0,
  Z_FILTERED: 1,
  Z_FINISH: 4,
  Z_FIXED: 4,
  Z_FULL_FLUSH: 3,
  Z_HUFFMAN_ONLY: 2,
  Z_NO_COMPRESSION: 0,
  Z_NO_FLUSH: 0,
  Z_PARTIAL_FLUSH: 1,
  Z_RLE: 3,
  Z_SYNC_FLUSH: 2,
  Z_TREES: 6,
  __version__: '1.0',
}

export const load = defineModule('zlib', 'Compression as of the zlib library.', {
  functions: {
    'adler32(data, value: object = 1, /)': [
      'The Adler-32 checksum.',
      (_cx, data: Value, value: Int) => adler32(needBytes(data), start(value)),
    ],
    'crc32(data, value: object = 0, /)': [
      'The CRC-32 checksum.',
      (_cx, data: Value, value: Int) => crc32(needBytes(data), start(value)),
    ],
    'compress(data, /, level: int = -1, wbits: int = 15)': ['Compressed data.', compress],
    'decompress(data, /, wbits: int = 15, bufsize: index = 16384)': ['What was compressed.', decompress],
    'compressobj(level: int = -1, method: int = 8, wbits: int = 15, memLevel: int = 8, strategy: int = 0, zdict=None)':
      ['A compressor for data that comes in pieces.', newCompress],
    'decompressobj(wbits: int = 15, zdict=<unrepresentable>)': [
      'A decompressor for data that comes in pieces.',
      newDecompress,
    ],
  },
  values: () => ({ ...CONSTANTS, error: errorType, Compress: compressType, Decompress: decompressType }),
})
