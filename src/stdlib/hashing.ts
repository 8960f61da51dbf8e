/**
 * Message digests: MD5, SHA-1, SHA-2, SHA-3, SHAKE and BLAKE2 by their standards (FIPS 180-4, FIPS 202, RFC 1321, RFC 7693). Data only;
 * `hashlib.ts` gives them to Python.
 *
 * A digest takes bytes with `update` and gives its value with `digest`, which leaves it able to go on; `copy` forks it.
 */

export interface Digest {
  update(data: Uint8Array): void
  /** The value so far; `length` for those of variable length. */
  digest(length?: number): Uint8Array
  copy(): Digest
}

/** What digests that work on blocks share: a buffer, a count, padding with the length in bits. */
abstract class BlockDigest implements Digest {
  protected buffer: Uint8Array
  protected filled = 0
  protected total = 0
  constructor(protected readonly block: number) {
    this.buffer = new Uint8Array(block)
  }

  protected abstract compress(data: Uint8Array, at: number): void
  protected abstract output(): Uint8Array
  protected abstract fork(): BlockDigest

  update(data: Uint8Array): void {
    this.total += data.length
    let at = 0
    if (this.filled > 0) {
      const n = Math.min(this.block - this.filled, data.length)
      this.buffer.set(data.subarray(0, n), this.filled)
      this.filled += n
      at = n
      if (this.filled < this.block) return
      this.compress(this.buffer, 0)
      this.filled = 0
    }
    for (; at + this.block <= data.length; at += this.block) this.compress(data, at)
    this.buffer.set(data.subarray(at))
    this.filled = data.length - at
  }

  copy(): Digest {
    const d = this.fork()
    d.buffer = this.buffer.slice()
    d.filled = this.filled
    d.total = this.total
    return d
  }

  /** Bytes that hold the length, and their order. */
  protected finish(lengthBytes: number, little: boolean): void {
    const bits = BigInt(this.total) * 8n
    const pad = new Uint8Array(
      ((this.filled < this.block - lengthBytes ? this.block : 2 * this.block) - this.filled) | 0,
    )
    pad[0] = 0x80
    for (let i = 0; i < 8; i++) {
      pad[little ? pad.length - lengthBytes + i : pad.length - 1 - i] = Number((bits >> BigInt(8 * i)) & 255n)
    }
    this.update(pad)
  }

  digest(): Uint8Array {
    const d = this.copy() as BlockDigest
    return d.output()
  }
}

const rotl = (x: number, n: number): number => (x << n) | (x >>> (32 - n))
const rotr = (x: number, n: number): number => (x >>> n) | (x << (32 - n))

function wordsToBytes(words: ArrayLike<number>, n: number, little: boolean): Uint8Array {
  const out = new Uint8Array(n * 4)
  for (let i = 0; i < n; i++) {
    for (let b = 0; b < 4; b++) out[4 * i + b] = words[i] >>> (8 * (little ? b : 3 - b))
  }
  return out
}

// MD5 -------------------------------------------------------------------------------------------------------------------

const MD5_K = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) | 0)
const MD5_S = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

export class Md5 extends BlockDigest {
  private h = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476)
  constructor() {
    super(64)
  }
  protected fork(): BlockDigest {
    const d = new Md5()
    d.h = this.h.slice()
    return d
  }
  protected compress(data: Uint8Array, at: number): void {
    const m = new Int32Array(16)
    for (let i = 0; i < 16; i++) {
      const k = at + 4 * i
      m[i] = data[k] | (data[k + 1] << 8) | (data[k + 2] << 16) | (data[k + 3] << 24)
    }
    const h = this.h
    let [a, b, c, d] = h
    for (let i = 0; i < 64; i++) {
      let f: number
      let g: number
      if (i < 16) {
        f = (b & c) | (~b & d)
        g = i
      } else if (i < 32) {
        f = (d & b) | (~d & c)
        g = (5 * i + 1) & 15
      } else if (i < 48) {
        f = b ^ c ^ d
        g = (3 * i + 5) & 15
      } else {
        f = c ^ (b | ~d)
        g = (7 * i) & 15
      }
      const t = (a + f + MD5_K[i] + m[g]) | 0
      a = d
      d = c
      c = b
      b = (b + rotl(t, MD5_S[((i >> 4) << 2) | (i & 3)])) | 0
    }
    h[0] += a
    h[1] += b
    h[2] += c
    h[3] += d
  }
  protected output(): Uint8Array {
    this.finish(8, true)
    return wordsToBytes(this.h, 4, true)
  }
}

// SHA-1 -----------------------------------------------------------------------------------------------------------------

export class Sha1 extends BlockDigest {
  private h = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0)
  constructor() {
    super(64)
  }
  protected fork(): BlockDigest {
    const d = new Sha1()
    d.h = this.h.slice()
    return d
  }
  protected compress(data: Uint8Array, at: number): void {
    const w = new Int32Array(80)
    for (let i = 0; i < 16; i++) {
      const k = at + 4 * i
      w[i] = (data[k] << 24) | (data[k + 1] << 16) | (data[k + 2] << 8) | data[k + 3]
    }
    for (let i = 16; i < 80; i++) w[i] = rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1)
    const h = this.h
    let [a, b, c, d, e] = h
    for (let i = 0; i < 80; i++) {
      const f =
        i < 20
          ? ((b & c) | (~b & d)) + 0x5a827999
          : i < 40
            ? (b ^ c ^ d) + 0x6ed9eba1
            : i < 60
              ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
              : (b ^ c ^ d) + 0xca62c1d6
      const t = (rotl(a, 5) + f + e + w[i]) | 0
      e = d
      d = c
      c = rotl(b, 30)
      b = a
      a = t
    }
    h[0] += a
    h[1] += b
    h[2] += c
    h[3] += d
    h[4] += e
  }
  protected output(): Uint8Array {
    this.finish(8, false)
    return wordsToBytes(this.h, 5, false)
  }
}

// SHA-2 -----------------------------------------------------------------------------------------------------------------

function primes(n: number): number[] {
  const out: number[] = []
  for (let p = 2; out.length < n; p++) if (out.every((q) => p % q !== 0)) out.push(p)
  return out
}

/** The first 64 bits behind the point of a root of a prime. */
function rootBits(p: number, degree: bigint): bigint {
  const target = BigInt(p) << (64n * degree)
  let lo = 0n
  let hi = BigInt(p + 1) << 64n
  while (hi - lo > 1n) {
    const mid = (lo + hi) >> 1n
    if (mid ** degree <= target) lo = mid
    else hi = mid
  }
  return lo & 0xffffffffffffffffn
}

let sha2Constants: { k: bigint[]; h512: bigint[]; h384: bigint[] } | undefined

/** The constants of SHA-2: bits of the cube and square roots of the first primes. */
function constants() {
  if (sha2Constants === undefined) {
    const p = primes(80)
    sha2Constants = {
      k: p.map((x) => rootBits(x, 3n)),
      h512: p.slice(0, 8).map((x) => rootBits(x, 2n)),
      h384: p.slice(8, 16).map((x) => rootBits(x, 2n)),
    }
  }
  return sha2Constants
}

const high32 = (x: bigint): number => Number(x >> 32n) | 0
const low32 = (x: bigint): number => Number(x & 0xffffffffn) | 0
let K256: Int32Array | undefined

export class Sha256 extends BlockDigest {
  private h: Int32Array
  constructor(private readonly size: 224 | 256) {
    super(64)
    const c = constants()
    // SHA-224 starts from the second halves of the words that SHA-384 starts from.
    this.h = Int32Array.from(size === 256 ? c.h512.map(high32) : c.h384.map(low32))
    K256 ??= Int32Array.from(c.k.slice(0, 64).map(high32))
  }
  protected fork(): BlockDigest {
    const d = new Sha256(this.size)
    d.h = this.h.slice()
    return d
  }
  protected compress(data: Uint8Array, at: number): void {
    const w = new Int32Array(64)
    for (let i = 0; i < 16; i++) {
      const k = at + 4 * i
      w[i] = (data[k] << 24) | (data[k + 1] << 16) | (data[k + 2] << 8) | data[k + 3]
    }
    for (let i = 16; i < 64; i++) {
      const s0 = rotr(w[i - 15], 7) ^ rotr(w[i - 15], 18) ^ (w[i - 15] >>> 3)
      const s1 = rotr(w[i - 2], 17) ^ rotr(w[i - 2], 19) ^ (w[i - 2] >>> 10)
      w[i] = w[i - 16] + s0 + w[i - 7] + s1
    }
    const state = this.h
    let [a, b, c, d, e, f, g, h] = state
    for (let i = 0; i < 64; i++) {
      const s1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K256![i] + w[i]) | 0
      const s0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    const next = [a, b, c, d, e, f, g, h]
    for (let i = 0; i < 8; i++) state[i] += next[i]
  }
  protected output(): Uint8Array {
    this.finish(8, false)
    return wordsToBytes(this.h, this.size / 32, false)
  }
}

// 64-bit words as pairs of halves, high first.
let K512: Int32Array | undefined

export class Sha512 extends BlockDigest {
  private h: Int32Array
  constructor(private readonly size: 384 | 512) {
    super(128)
    const c = constants()
    this.h = Int32Array.from((size === 512 ? c.h512 : c.h384).flatMap((x) => [high32(x), low32(x)]))
    K512 ??= Int32Array.from(c.k.flatMap((x) => [high32(x), low32(x)]))
  }
  protected fork(): BlockDigest {
    const d = new Sha512(this.size)
    d.h = this.h.slice()
    return d
  }
  protected compress(data: Uint8Array, at: number): void {
    const w = new Int32Array(160)
    for (let i = 0; i < 32; i++) {
      const k = at + 4 * i
      w[i] = (data[k] << 24) | (data[k + 1] << 16) | (data[k + 2] << 8) | data[k + 3]
    }
    for (let i = 32; i < 160; i += 2) {
      const xh = w[i - 30]
      const xl = w[i - 29]
      const yh = w[i - 4]
      const yl = w[i - 3]
      const s0h = ((xh >>> 1) | (xl << 31)) ^ ((xh >>> 8) | (xl << 24)) ^ (xh >>> 7)
      const s0l = ((xl >>> 1) | (xh << 31)) ^ ((xl >>> 8) | (xh << 24)) ^ ((xl >>> 7) | (xh << 25))
      const s1h = ((yh >>> 19) | (yl << 13)) ^ ((yl >>> 29) | (yh << 3)) ^ (yh >>> 6)
      const s1l = ((yl >>> 19) | (yh << 13)) ^ ((yh >>> 29) | (yl << 3)) ^ ((yl >>> 6) | (yh << 26))
      const lo = (w[i - 31] >>> 0) + (s0l >>> 0) + (w[i - 13] >>> 0) + (s1l >>> 0)
      w[i + 1] = lo | 0
      w[i] = (w[i - 32] + s0h + w[i - 14] + s1h + Math.floor(lo / 4294967296)) | 0
    }
    const state = this.h
    const v = state.slice()
    const k = K512!
    for (let i = 0; i < 160; i += 2) {
      const eh = v[8]
      const el = v[9]
      const s1h = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23))
      const s1l = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23))
      const chh = (eh & v[10]) ^ (~eh & v[12])
      const chl = (el & v[11]) ^ (~el & v[13])
      const lo1 = (v[15] >>> 0) + (s1l >>> 0) + (chl >>> 0) + (k[i + 1] >>> 0) + (w[i + 1] >>> 0)
      const t1l = lo1 | 0
      const t1h = (v[14] + s1h + chh + k[i] + w[i] + Math.floor(lo1 / 4294967296)) | 0
      const ah = v[0]
      const al = v[1]
      const s0h = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25))
      const s0l = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25))
      const mh = (ah & v[2]) ^ (ah & v[4]) ^ (v[2] & v[4])
      const ml = (al & v[3]) ^ (al & v[5]) ^ (v[3] & v[5])
      const lo2 = (s0l >>> 0) + (ml >>> 0)
      const t2l = lo2 | 0
      const t2h = (s0h + mh + Math.floor(lo2 / 4294967296)) | 0
      v.copyWithin(2, 0, 14)
      // The old d is now at the place of e.
      const lo3 = (v[9] >>> 0) + (t1l >>> 0)
      v[8] = (v[8] + t1h + Math.floor(lo3 / 4294967296)) | 0
      v[9] = lo3 | 0
      const lo4 = (t1l >>> 0) + (t2l >>> 0)
      v[1] = lo4 | 0
      v[0] = (t1h + t2h + Math.floor(lo4 / 4294967296)) | 0
    }
    for (let i = 0; i < 16; i += 2) {
      const lo = (state[i + 1] >>> 0) + (v[i + 1] >>> 0)
      state[i + 1] = lo | 0
      state[i] = (state[i] + v[i] + Math.floor(lo / 4294967296)) | 0
    }
  }
  protected output(): Uint8Array {
    this.finish(16, false)
    return wordsToBytes(this.h, this.size / 32, false)
  }
}

// SHA-3 -----------------------------------------------------------------------------------------------------------------

const KECCAK_ROUNDS: bigint[] = (() => {
  const out: bigint[] = []
  let lfsr = 1
  for (let r = 0; r < 24; r++) {
    let c = 0n
    for (let j = 0; j < 7; j++) {
      if (lfsr & 1) c |= 1n << BigInt((1 << j) - 1)
      lfsr = (lfsr << 1) ^ (lfsr & 0x80 ? 0x171 : 0)
    }
    out.push(c)
  }
  return out
})()
const MASK64 = 0xffffffffffffffffn
const rotl64 = (x: bigint, n: bigint): bigint => ((x << n) | (x >> (64n - n))) & MASK64

function keccak(a: bigint[]): void {
  for (const rc of KECCAK_ROUNDS) {
    const c = [0, 1, 2, 3, 4].map((x) => a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20])
    for (let x = 0; x < 5; x++) {
      const d = c[(x + 4) % 5] ^ rotl64(c[(x + 1) % 5], 1n)
      for (let y = 0; y < 25; y += 5) a[x + y] ^= d
    }
    let x = 1
    let y = 0
    let current = a[1]
    for (let t = 0; t < 24; t++) {
      ;[x, y] = [y, (2 * x + 3 * y) % 5]
      const at = x + 5 * y
      const next = a[at]
      a[at] = rotl64(current, BigInt((((t + 1) * (t + 2)) / 2) % 64))
      current = next
    }
    for (let row = 0; row < 25; row += 5) {
      const r = a.slice(row, row + 5)
      for (let i = 0; i < 5; i++) a[row + i] = r[i] ^ (~r[(i + 1) % 5] & MASK64 & r[(i + 2) % 5])
    }
    a[0] ^= rc
  }
}

export class Sha3 implements Digest {
  private state: bigint[] = new Array(25).fill(0n)
  private pending: number[] = []
  /** `size` in bytes, 0 for SHAKE; `rate` in bytes; `suffix` the domain bits. */
  constructor(
    private readonly size: number,
    readonly rate: number,
    private readonly suffix: number,
  ) {}
  private absorb(block: ArrayLike<number>): void {
    for (let i = 0; i < this.rate; i++) this.state[i >> 3] ^= BigInt(block[i]) << BigInt(8 * (i & 7))
    keccak(this.state)
  }
  update(data: Uint8Array): void {
    for (const b of data) {
      this.pending.push(b)
      if (this.pending.length === this.rate) {
        this.absorb(this.pending)
        this.pending = []
      }
    }
  }
  copy(): Sha3 {
    const d = new Sha3(this.size, this.rate, this.suffix)
    d.state = this.state.slice()
    d.pending = this.pending.slice()
    return d
  }
  digest(length = this.size): Uint8Array {
    const d = this.copy()
    const block = new Uint8Array(d.rate)
    block.set(d.pending)
    block[d.pending.length] ^= d.suffix
    block[d.rate - 1] ^= 0x80
    d.absorb(block)
    const out = new Uint8Array(length)
    for (let i = 0; i < length; i++) {
      if (i > 0 && i % d.rate === 0) keccak(d.state)
      const k = i % d.rate
      out[i] = Number((d.state[k >> 3] >> BigInt(8 * (k & 7))) & 255n)
    }
    return out
  }
}

// BLAKE2 ----------------------------------------------------------------------------------------------------------------

const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]

/** BLAKE2b (64-bit words) or BLAKE2s (32-bit words) with parameters as a block of words. */
export class Blake2 implements Digest {
  private h: bigint[]
  private buffer: number[] = []
  private count = 0n
  private readonly word: bigint
  private readonly mask: bigint
  private readonly bytes: number
  private readonly iv: bigint[]

  constructor(
    private readonly wide: boolean,
    private readonly size: number,
    private readonly parameters: Uint8Array,
    key: Uint8Array,
    private readonly lastNode = false,
  ) {
    this.word = wide ? 64n : 32n
    this.mask = (1n << this.word) - 1n
    this.bytes = wide ? 8 : 4
    this.iv = constants().h512.map((x) => (wide ? x : x >> 32n))
    this.h = this.iv.map((x, i) => {
      let p = 0n
      for (let b = this.bytes - 1; b >= 0; b--) p = (p << 8n) | BigInt(parameters[i * this.bytes + b])
      return x ^ p
    })
    if (key.length > 0) {
      const block = new Uint8Array(this.bytes * 16)
      block.set(key)
      this.update(block)
    }
  }

  update(data: Uint8Array): void {
    const size = this.bytes * 16
    for (const b of data) {
      if (this.buffer.length === size) {
        this.count += BigInt(size)
        this.compress(false)
        this.buffer = []
      }
      this.buffer.push(b)
    }
  }

  private compress(last: boolean): void {
    const { word, mask, bytes } = this
    const rotate = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (word - n))) & mask
    const m = Array.from({ length: 16 }, (_, i) => {
      let w = 0n
      for (let b = bytes - 1; b >= 0; b--) w = (w << 8n) | BigInt(this.buffer[i * bytes + b] ?? 0)
      return w
    })
    const v = [...this.h, ...this.iv]
    v[12] ^= this.count & mask
    v[13] ^= this.count >> word
    if (last) {
      v[14] ^= mask
      if (this.lastNode) v[15] ^= mask
    }
    const [r1, r2, r3, r4] = this.wide ? [32n, 24n, 16n, 63n] : [16n, 12n, 8n, 7n]
    const mix = (a: number, b: number, c: number, d: number, x: bigint, y: bigint) => {
      v[a] = (v[a] + v[b] + x) & mask
      v[d] = rotate(v[d] ^ v[a], r1)
      v[c] = (v[c] + v[d]) & mask
      v[b] = rotate(v[b] ^ v[c], r2)
      v[a] = (v[a] + v[b] + y) & mask
      v[d] = rotate(v[d] ^ v[a], r3)
      v[c] = (v[c] + v[d]) & mask
      v[b] = rotate(v[b] ^ v[c], r4)
    }
    for (let r = 0; r < (this.wide ? 12 : 10); r++) {
      const s = SIGMA[r % 10]
      for (let i = 0; i < 4; i++) mix(i, 4 + i, 8 + i, 12 + i, m[s[2 * i]], m[s[2 * i + 1]])
      for (let i = 0; i < 4; i++) {
        mix(i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3), m[s[8 + 2 * i]], m[s[9 + 2 * i]])
      }
    }
    for (let i = 0; i < 8; i++) this.h[i] ^= v[i] ^ v[i + 8]
  }

  copy(): Blake2 {
    const d = new Blake2(this.wide, this.size, this.parameters, new Uint8Array(0), this.lastNode)
    d.h = this.h.slice()
    d.buffer = this.buffer.slice()
    d.count = this.count
    return d
  }

  digest(): Uint8Array {
    const d = this.copy()
    d.count += BigInt(d.buffer.length)
    d.compress(true)
    const out = new Uint8Array(this.size)
    for (let i = 0; i < this.size; i++) {
      out[i] = Number((d.h[Math.floor(i / this.bytes)] >> BigInt(8 * (i % this.bytes))) & 255n)
    }
    return out
  }
}

/** CRC-32 of zlib, going on from `crc`. */
let crcTable: Int32Array | undefined
export function crc32(data: Uint8Array, crc = 0): number {
  if (crcTable === undefined) {
    crcTable = new Int32Array(256)
    for (let n = 0; n < 256; n++) {
      let c = n
      for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
      crcTable[n] = c
    }
  }
  let c = ~crc
  for (const b of data) c = crcTable[(c ^ b) & 255] ^ (c >>> 8)
  return ~c >>> 0
}

/** Adler-32 of zlib, going on from `value`. */
export function adler32(data: Uint8Array, value = 1): number {
  let a = value & 0xffff
  let b = value >>> 16
  for (let i = 0; i < data.length; ) {
    const end = Math.min(data.length, i + 3000)
    for (; i < end; i++) {
      a += data[i]
      b += a
    }
    a %= 65521
    b %= 65521
  }
  return ((b << 16) | a) >>> 0
}
