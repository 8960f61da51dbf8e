/**
 * The modules `_sha2` and `hashlib` (CPython's Lib/hashlib.py and the digest modules it draws from).
 */
import { PyBytes, PyObject, type Str, type Value } from '../values/value'
import { addressText } from '../values/identity'
import { textOf } from '../values/wide'
import { bytesLike } from '../objects/bytes_like'
import { hexText } from '../objects/bytes_methods'
import type { Context } from '../objects/context'
import { defineFunction, defineModule, defineType, type MethodEntry } from '../objects/define'
import { PySet } from '../values/set'
import { asStrValue } from '../objects/str'
import { overflowError, typeError, valueError } from '../objects/raise'
import { bindWith } from '../objects/signature'
import { setAdd } from '../objects/set'
import type { PyType } from '../objects/type'
import { Blake2, type Digest, Md5, Sha1, Sha256, Sha3, Sha512 } from './hashing'

/** A digest with its name, as Python sees it. */
export class PyDigest extends PyObject {
  constructor(
    readonly digest: Digest,
    readonly name: string,
    readonly size: number,
    readonly block: number,
  ) {
    super()
  }
}

interface Algorithm {
  make: () => Digest
  size: number
  block: number
}

const ALGORITHMS: Record<string, Algorithm> = {
  md5: { make: () => new Md5(), size: 16, block: 64 },
  sha1: { make: () => new Sha1(), size: 20, block: 64 },
  sha224: { make: () => new Sha256(224), size: 28, block: 64 },
  sha256: { make: () => new Sha256(256), size: 32, block: 64 },
  sha384: { make: () => new Sha512(384), size: 48, block: 128 },
  sha512: { make: () => new Sha512(512), size: 64, block: 128 },
  sha3_224: { make: () => new Sha3(28, 144, 6), size: 28, block: 144 },
  sha3_256: { make: () => new Sha3(32, 136, 6), size: 32, block: 136 },
  sha3_384: { make: () => new Sha3(48, 104, 6), size: 48, block: 104 },
  sha3_512: { make: () => new Sha3(64, 72, 6), size: 64, block: 72 },
  shake_128: { make: () => new Sha3(0, 168, 31), size: 0, block: 168 },
  shake_256: { make: () => new Sha3(0, 136, 31), size: 0, block: 136 },
}

function input(v: Value): Uint8Array {
  if (asStrValue(v) !== undefined) throw typeError('Strings must be encoded before hashing')
  const data = bytesLike(v)
  if (data === undefined) throw typeError('object supporting the buffer API required')
  return data
}

function feed(cx: Context, digest: Digest, data: Uint8Array): void {
  cx.tick(data.length / 16)
  digest.update(data)
}

/** The value; SHAKE needs a length. */
function value(cx: Context, self: PyDigest, length: number): Uint8Array {
  if (length < 0) throw valueError('value must be positive')
  if (self.size === 0) {
    if (length > 2 ** 29) throw overflowError('length is too large')
    cx.charge(length)
    return self.digest.digest(length)
  }
  return self.digest.digest()
}

function digestMethods(variable: boolean) {
  const length = variable ? 'length: index, ' : ''
  return {
    [`digest(self, ${length}/)`]: [
      'The value of the digest.',
      (cx: Context, self: PyDigest, n = 0) => new PyBytes(value(cx, self, n)),
    ],
    [`hexdigest(self, ${length}/)`]: [
      'The value of the digest in hexadecimal.',
      (cx: Context, self: PyDigest, n = 0) => hexText(cx, value(cx, self, n), undefined, 1),
    ],
    'update(self, obj, /)': [
      'Takes more bytes.',
      (cx: Context, self: PyDigest, data: Value) => feed(cx, self.digest, input(data)),
    ],
    'copy(self, /)': ['A copy that goes its own way.', (_cx: Context, self: PyDigest) => copyOf(self)],
  } as Record<string, MethodEntry>
}

class PyShake extends PyDigest {}
class PyBlake extends PyDigest {}

function copyOf(self: PyDigest): PyDigest {
  const Host = self instanceof PyShake ? PyShake : self instanceof PyBlake ? PyBlake : PyDigest
  const made = new Host(self.digest.copy(), self.name, self.size, self.block)
  if (Object.hasOwn(self, 'type')) made.type = self.type
  return made
}

const getset = {
  name: ['The name of the algorithm.', (_cx: Context, self: PyDigest) => self.name],
  digest_size: ['Bytes of the value.', (_cx: Context, self: PyDigest) => self.size],
  block_size: ['Bytes of a block.', (_cx: Context, self: PyDigest) => self.block],
} as Record<string, [string, (cx: Context, self: PyDigest) => Value]>

const repr = (_cx: Context, self: PyDigest): Str => `<${self.name} _hashlib.HASH object @ ${addressText(self)}>`

export const hashType: PyType = defineType('HASH', PyDigest, {
  module: '_hashlib',
  final: true,
  slots: { tp_repr: repr },
  methods: digestMethods(false),
  getset,
})
export const shakeType: PyType = defineType('HASHXOF', PyShake, {
  module: '_hashlib',
  final: true,
  slots: { tp_repr: repr },
  methods: digestMethods(true),
  getset,
})

function newDigest(cx: Context, name: string, data: Value | undefined): PyDigest {
  const a = ALGORITHMS[name]
  const Host = a.size === 0 ? PyShake : PyDigest
  const made = new Host(a.make(), name, a.size, a.block)
  if (data !== undefined) feed(cx, made.digest, input(data))
  return made
}

const openDigest = (name: string) => (cx: Context, data: Value | undefined) => newDigest(cx, name, data)

// BLAKE2 ----------------------------------------------------------------------------------------------------------------

function blakeType(name: 'blake2b' | 'blake2s'): PyType {
  const wide = name === 'blake2b'
  const max = wide ? 64 : 32
  const salt = wide ? 16 : 8
  const signature = `${name}(data=b'', /, *, digest_size: index = ${max}, key=b'', salt=b'', person=b'', fanout: index = 1, depth: index = 1, leaf_size: index = 0, node_offset: index = 0, node_depth: index = 0, inner_size: index = 0, last_node: bool = False, usedforsecurity: bool = True)`
  const make = bindWith(
    signature,
    (
      cx: Context,
      cls: PyType,
      data: Value,
      size: number,
      keyValue: Value,
      saltValue: Value,
      personValue: Value,
      fanout: number,
      depth: number,
      leaf: number,
      offset: number,
      nodeDepth: number,
      inner: number,
      last: boolean,
    ): Value => {
      if (size <= 0 || size > max)
        throw valueError(
          `digest_size for ${wide ? 'Blake2b' : 'Blake2s'} must be between 1 and ${max} bytes, here it is ${size}`,
        )
      const key = input(keyValue)
      const s = input(saltValue)
      const p = input(personValue)
      if (s.length > salt) throw valueError(`maximum salt length is ${salt} bytes`)
      if (p.length > salt) throw valueError(`maximum person length is ${salt} bytes`)
      if (key.length > max) throw valueError(`maximum key length is ${max} bytes`)
      if (fanout < 0 || fanout > 255) throw valueError('fanout must be between 0 and 255')
      if (depth <= 0 || depth > 255) throw valueError('depth must be between 1 and 255')
      const parameters = new Uint8Array(wide ? 64 : 32)
      const view = new DataView(parameters.buffer)
      parameters[0] = size
      parameters[1] = key.length
      parameters[2] = fanout
      parameters[3] = depth
      view.setUint32(4, leaf, true)
      if (wide) view.setBigUint64(8, BigInt(offset), true)
      else {
        view.setUint32(8, offset % 4294967296, true)
        view.setUint16(12, Math.floor(offset / 4294967296), true)
      }
      parameters[wide ? 16 : 14] = nodeDepth
      parameters[wide ? 17 : 15] = inner
      parameters.set(s, wide ? 32 : 16)
      parameters.set(p, wide ? 48 : 24)
      const made: PyDigest = new PyBlake(new Blake2(wide, size, parameters, key, last), name, size, wide ? 128 : 64)
      made.type = cls
      feed(cx, made.digest, input(data))
      return made
    },
  )
  return defineType(name, null, {
    module: '_blake2',
    final: true,
    slots: { tp_new: make },
    methods: digestMethods(false),
    getset,
    constants: { MAX_DIGEST_SIZE: max, MAX_KEY_SIZE: max, SALT_SIZE: salt, PERSON_SIZE: salt },
  })
}

export const blake2bType = blakeType('blake2b')
export const blake2sType = blakeType('blake2s')

// Keys ------------------------------------------------------------------------------------------------------------------

/** HMAC of a message. */
export function hmac(name: string, key: Uint8Array, message: Uint8Array): Uint8Array {
  const a = ALGORITHMS[name]
  if (key.length > a.block) {
    const d = a.make()
    d.update(key)
    key = d.digest()
  }
  const inner = new Uint8Array(a.block).fill(0x36)
  const outer = new Uint8Array(a.block).fill(0x5c)
  key.forEach((b, i) => {
    inner[i] ^= b
    outer[i] ^= b
  })
  const first = a.make()
  first.update(inner)
  first.update(message)
  const second = a.make()
  second.update(outer)
  second.update(first.digest())
  return second.digest()
}

function pbkdf2(cx: Context, nameValue: Str, password: Value, salt: Value, iterations: number, length: Value): Value {
  const name = textOf(nameValue).toLowerCase().replaceAll('-', '')
  if (!Object.hasOwn(ALGORITHMS, name)) throw valueError(`unsupported hash type ${textOf(nameValue)}`)
  if (iterations < 1) throw valueError('iteration value must be greater than 0.')
  const size = length === null ? ALGORITHMS[name].size : Number(length)
  if (size < 1) throw valueError('key length must be greater than 0.')
  const key = input(password)
  const s = input(salt)
  const out = new Uint8Array(size)
  for (let block = 1, at = 0; at < size; block++) {
    const seed = new Uint8Array(s.length + 4)
    seed.set(s)
    new DataView(seed.buffer).setUint32(s.length, block)
    let u = hmac(name, key, seed)
    const t = u.slice()
    for (let i = 1; i < iterations; i++) {
      u = hmac(name, key, u)
      for (let k = 0; k < t.length; k++) t[k] ^= u[k]
      if ((i & 63) === 0) cx.tick(10000)
    }
    out.set(t.subarray(0, size - at), at)
    at += t.length
  }
  return new PyBytes(out)
}

function newByName(cx: Context, name: Str, data: Value | undefined): Value {
  const key = textOf(name)
  const canonical = key.toLowerCase().replace(/^sha-(?=\d)/, 'sha')
  if (canonical === 'blake2b') return cx.call(blake2bType, data === undefined ? [] : [data])
  if (canonical === 'blake2s') return cx.call(blake2sType, data === undefined ? [] : [data])
  if (!Object.hasOwn(ALGORITHMS, canonical)) throw valueError(`unsupported hash type ${key}`)
  return newDigest(cx, canonical, data)
}

function fileDigest(cx: Context, file: Value, digest: Value): Value {
  const made = asStrValue(digest) !== undefined ? newByName(cx, asStrValue(digest)!, undefined) : cx.call(digest, [])
  const read = (file as PyObject).type.tp_getattro!(cx, file, 'read')
  const data = cx.call(read, [])
  feed(cx, (made as PyDigest).digest, input(data))
  return made
}

const opener = (name: string) =>
  defineFunction(
    `openssl_${name}(string=<unrepresentable>, *, usedforsecurity: bool = True)`,
    `A ${name} digest, fed with the bytes if there are any.`,
    openDigest(name),
    '_hashlib',
  )

function names(cx: Context, list: readonly string[]): PySet {
  const s = new PySet()
  for (const n of list) setAdd(cx, s, n)
  return s
}

const GUARANTEED = [...Object.keys(ALGORITHMS), 'blake2b', 'blake2s']

export const load = defineModule('hashlib', 'Message digests.', {
  functions: {
    'new(name: str, data=<unrepresentable>, **kwargs)': [
      'A digest by its name, fed with the bytes if there are any.',
      (cx, name: Str, data: Value | undefined) => newByName(cx, name, data),
    ],
    'pbkdf2_hmac(hash_name: str, password, salt, iterations: index, dklen=None)': [
      'A key derived from a password.',
      pbkdf2,
    ],
    'file_digest(fileobj, digest, /, *, _bufsize=262144)': ['The digest of the rest of a binary file.', fileDigest],
  },
  values: (cx) => ({
    ...Object.fromEntries(Object.keys(ALGORITHMS).map((n) => [n, opener(n)])),
    blake2b: blake2bType,
    blake2s: blake2sType,
    algorithms_guaranteed: names(cx, GUARANTEED),
    algorithms_available: names(cx, GUARANTEED),
  }),
})

export const loadSha2 = defineModule('_sha2', 'SHA-2 digests.', {
  functions: Object.fromEntries(
    ['sha224', 'sha256', 'sha384', 'sha512'].map((n) => [
      `${n}(string=<unrepresentable>, *, usedforsecurity: bool = True)`,
      [`A ${n} digest.`, openDigest(n)],
    ]),
  ),
})
