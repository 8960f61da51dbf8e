/** The parts of `pako` (a port of zlib, so that compressed bytes are zlib's) that its own types leave out. */
declare module 'pako/lib/zlib/zstream.js' {
  export default class ZStream {
    input: Uint8Array
    next_in: number
    avail_in: number
    output: Uint8Array
    next_out: number
    avail_out: number
    msg: string
    state: unknown
  }
}

declare module 'pako/lib/zlib/deflate.js' {
  import type ZStream from 'pako/lib/zlib/zstream.js'
  const deflate: {
    deflateInit2(s: ZStream, level: number, method: number, wbits: number, memLevel: number, strategy: number): number
    deflateSetDictionary(s: ZStream, dictionary: Uint8Array): number
    deflate(s: ZStream, flush: number): number
  }
  export default deflate
}

declare module 'pako/lib/zlib/inflate.js' {
  import type ZStream from 'pako/lib/zlib/zstream.js'
  const inflate: {
    inflateInit2(s: ZStream, wbits: number): number
    inflateSetDictionary(s: ZStream, dictionary: Uint8Array): number
    inflate(s: ZStream, flush: number): number
  }
  export default inflate
}
