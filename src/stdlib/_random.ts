/**
 * The `_random` module (CPython's Modules/_randommodule.c): the Mersenne Twister MT19937 with CPython's seeding. `random.py` builds on it.
 */
import { PyFloat, PyObject, PyTuple, type Int, type Value } from '../values/value'
import { H, splitInt } from '../values/hash'
import { abs, fromBytesLE, toBig } from '../values/int'
import { hash, index } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule, defineType } from '../objects/define'
import { asIntValue } from '../objects/int'
import { adopt } from '../objects/object'
import { overflowError, typeError, valueError } from '../objects/raise'
import { noKeywords, wrongCount } from '../objects/signature'
import type { PyType } from '../objects/type'

const N = 624
const M = 397

/** The generator: 624 words of state and the position of the next to give. */
export class PyRandom extends PyObject {
  readonly state = new Uint32Array(N)
  position = N

  /** Seeds from one word. */
  private initialize(seed: number): void {
    const mt = this.state
    mt[0] = seed
    for (let i = 1; i < N; i++) {
      const s = mt[i - 1] ^ (mt[i - 1] >>> 30)
      mt[i] = Math.imul(s, 1812433253) + i
    }
    this.position = N
  }

  /** Seeds from any number of words. */
  seedBy(key: Uint32Array): void {
    this.initialize(19650218)
    const mt = this.state
    let i = 1
    let j = 0
    for (let k = Math.max(N, key.length); k > 0; k--) {
      const s = mt[i - 1] ^ (mt[i - 1] >>> 30)
      mt[i] = (mt[i] ^ Math.imul(s, 1664525)) + key[j] + j
      i++
      j++
      if (i >= N) {
        mt[0] = mt[N - 1]
        i = 1
      }
      if (j >= key.length) j = 0
    }
    for (let k = N - 1; k > 0; k--) {
      const s = mt[i - 1] ^ (mt[i - 1] >>> 30)
      mt[i] = (mt[i] ^ Math.imul(s, 1566083941)) - i
      i++
      if (i >= N) {
        mt[0] = mt[N - 1]
        i = 1
      }
    }
    mt[0] = 0x80000000
  }

  private refill(): void {
    const mt = this.state
    for (let k = 0; k < N; k++) {
      const y = (mt[k] & 0x80000000) | (mt[(k + 1) % N] & 0x7fffffff)
      mt[k] = mt[(k + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.position = 0
  }

  /** The next 32 bits. */
  next(): number {
    if (this.position >= N) this.refill()
    let y = this.state[this.position++]
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  /** A float in [0, 1) of 53 bits. */
  random(): number {
    const a = this.next() >>> 5
    const b = this.next() >>> 6
    return (a * 67108864 + b) / 9007199254740992
  }

  seed(cx: Context, arg: Value): void {
    if (arg === null) {
      const bytes = cx.host.entropy(N * 4)
      const key = new Uint32Array(N)
      for (let i = 0; i < N; i++) {
        key[i] = bytes[4 * i] | (bytes[4 * i + 1] << 8) | (bytes[4 * i + 2] << 16) | (bytes[4 * i + 3] << 24)
      }
      this.seedBy(key)
      return
    }
    let n: bigint
    const int = asIntValue(arg)
    if (int !== undefined) n = toBig(abs(int))
    else {
      const lo = splitInt(hash(cx, arg))
      n = (BigInt(H.hi >>> 0) << 32n) | BigInt(lo >>> 0)
    }
    const words: number[] = []
    while (n > 0n) {
      words.push(Number(n & 0xffffffffn))
      n >>= 32n
    }
    this.seedBy(Uint32Array.from(words.length > 0 ? words : [0]))
  }
}

function getRandBits(cx: Context, self: PyRandom, k: Value): Int {
  const bits = index(cx, k)
  if (bits < 0) throw valueError('number of bits must be non-negative')
  if (bits > 2147483647) throw overflowError('Python int too large to convert to C int')
  const n = Number(bits)
  if (n === 0) return 0
  if (n <= 32) return self.next() >>> (32 - n)
  cx.charge(n / 8)
  const words = Math.ceil(n / 32)
  const bytes = new Uint8Array(words * 4)
  for (let i = 0; i < words; i++) {
    let r = self.next()
    const left = n - 32 * i
    if (left < 32) r >>>= 32 - left
    for (let b = 0; b < 4; b++) bytes[4 * i + b] = r >>> (8 * b)
  }
  return fromBytesLE(bytes)
}

function setState(cx: Context, self: PyRandom, state: Value): void {
  if (!(state instanceof PyTuple)) throw typeError('state vector must be a tuple')
  if (state.items.length !== N + 1) throw valueError('state vector is the wrong size')
  const words = state.items.map((v) => Number(index(cx, v)))
  const position = words[N]
  if (position < 0 || position > N) throw valueError('invalid state')
  for (let i = 0; i < N; i++) self.state[i] = words[i]
  self.position = position
}

export const randomType: PyType = defineType('Random', PyRandom, {
  module: '_random',
  doc: 'A Mersenne Twister with its own state.',
  slots: {
    tp_new: (cx, cls, args, kwnames) => {
      if (cls === randomType) noKeywords('Random()', kwnames)
      const n = args.length - (kwnames?.length ?? 0)
      if (cls === randomType && n > 1) throw wrongCount('Random', n, 0, 1)
      const self = cls === randomType ? new PyRandom() : adopt(new PyRandom(), cls)
      self.seed(cx, n > 0 && cls === randomType ? args[0] : null)
      return self
    },
    tp_init: () => {},
  },
  methods: {
    'random(self, /)': ['A float x with 0 <= x < 1.', (_cx, self: PyRandom) => new PyFloat(self.random())],
    'seed(self, n=None, /)': [
      'Seeds from an int, the hash of another object, or the host.',
      (cx, self: PyRandom, n: Value) => self.seed(cx, n),
    ],
    'getstate(self, /)': ['The whole state.', (_cx, self: PyRandom) => new PyTuple([...self.state, self.position])],
    'setstate(self, state, /)': ['Goes back to a state.', setState],
    'getrandbits(self, k, /)': ['An int of k random bits.', getRandBits],
  },
})

export const load = defineModule('_random', 'The Mersenne Twister of the random module.', { types: [randomType] })
