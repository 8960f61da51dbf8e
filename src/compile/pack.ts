/**
 * Code objects as bytes: what the library pack keeps of the library modules written in Python, so that importing them costs neither parser nor
 * compiler. The format is private to one build: it has no version, and is written anew with every change of the compiler.
 *
 * A code object is a row of unsigned varints (numbers that may be negative in zigzag form) and strings as UTF-16 units behind their length. Positions are
 * written as differences, which makes most of them one byte.
 */
import { CodeObject, type ExceptionEntry } from './code'
import { Ellipsis, InternalError, PyBytes, PyComplex, PyFloat, PyTuple, type Str, type Value } from '../values/value'
import { norm } from '../values/int'
import { PyFrozenSet } from '../values/set'
import { fromText, textOf } from '../values/wide'
import { frozensetItems, frozensetOf } from './frozenset'

const enum Tag {
  NONE,
  TRUE,
  FALSE,
  INT,
  BIG,
  FLOAT,
  COMPLEX,
  STR,
  BYTES,
  TUPLE,
  FROZENSET,
  ELLIPSIS,
  CODE,
}

class Writer {
  readonly out: number[] = []
  uint(n: number): void {
    while (n >= 0x80) {
      this.out.push((n % 0x80) | 0x80)
      n = Math.floor(n / 0x80)
    }
    this.out.push(n)
  }
  int(n: number): void {
    this.uint(n < 0 ? -2 * n - 1 : 2 * n)
  }
  text(s: string): void {
    this.uint(s.length)
    for (let i = 0; i < s.length; i++) this.uint(s.charCodeAt(i))
  }
  bytes(b: Uint8Array): void {
    this.uint(b.length)
    for (const x of b) this.out.push(x)
  }
  float(x: number): void {
    for (const b of new Uint8Array(Float64Array.of(x).buffer)) this.out.push(b)
  }
  list<T>(items: ArrayLike<T>, one: (x: T) => void): void {
    this.uint(items.length)
    for (let i = 0; i < items.length; i++) one(items[i] as T)
  }
  value(v: Value): void {
    if (v === null) this.uint(Tag.NONE)
    else if (v === true) this.uint(Tag.TRUE)
    else if (v === false) this.uint(Tag.FALSE)
    else if (typeof v === 'number' && Math.abs(v) < 2 ** 50) {
      this.uint(Tag.INT)
      this.int(v)
    } else if (typeof v === 'bigint' || typeof v === 'number') {
      this.uint(Tag.BIG)
      this.text(v.toString(16))
    } else if (typeof v === 'string') {
      this.uint(Tag.STR)
      this.text(v)
    } else if (v instanceof PyFloat) {
      this.uint(Tag.FLOAT)
      this.float(v.v)
    } else if (v instanceof PyComplex) {
      this.uint(Tag.COMPLEX)
      this.float(v.re)
      this.float(v.im)
    } else if (v instanceof PyBytes) {
      this.uint(Tag.BYTES)
      this.bytes(v.data)
    } else if (v instanceof PyTuple) {
      this.uint(Tag.TUPLE)
      this.list(v.items, (x) => this.value(x))
    } else if (v instanceof PyFrozenSet) {
      this.uint(Tag.FROZENSET)
      this.list(frozensetItems(v), (x) => this.value(x))
    } else if (v === Ellipsis) this.uint(Tag.ELLIPSIS)
    else if (v instanceof CodeObject) {
      this.uint(Tag.CODE)
      this.code(v)
    } else {
      this.uint(Tag.STR)
      this.text(textOf(v as Str))
    }
  }
  code(c: CodeObject): void {
    for (const n of [c.argcount, c.posonlyargcount, c.kwonlyargcount, c.stacksize, c.flags, c.firstlineno]) this.uint(n)
    this.text(textOf(c.name))
    this.text(textOf(c.qualname))
    this.list(c.consts, (v) => this.value(v))
    this.list(c.names, (s) => this.text(s))
    this.list(c.localsplusnames, (s) => this.text(s))
    this.list(c.localspluskinds, (n) => this.uint(n))
    this.list(c.ops, (n) => this.uint(n))
    let last = 0
    this.list(c.offsets, (n) => {
      this.uint(n - last)
      last = n
    })
    let line = c.firstlineno
    const p = c.positions
    for (let i = 0; i < p.length; i += 4) {
      this.int(p[i]! - line)
      this.int(p[i + 1]! - p[i]!)
      this.int(p[i + 2]!)
      this.int(p[i + 3]! - p[i + 2]!)
      line = p[i]!
    }
    this.list(c.exceptionEntries, (e) => {
      for (const n of [e.start, e.end, e.target, e.depth, e.lasti ? 1 : 0]) this.uint(n)
    })
    this.bytes(c.linetable)
    this.bytes(c.exceptiontable)
  }
}

class Reader {
  at = 0
  constructor(
    readonly data: Uint8Array,
    readonly filename: Str,
  ) {}
  uint(): number {
    let n = 0
    let scale = 1
    for (;;) {
      const b = this.data[this.at++]!
      n += (b & 0x7f) * scale
      if (b < 0x80) return n
      scale *= 0x80
    }
  }
  int(): number {
    const n = this.uint()
    return n % 2 ? -(n + 1) / 2 : n / 2
  }
  text(): string {
    const n = this.uint()
    let s = ''
    for (let i = 0; i < n; i++) s += String.fromCharCode(this.uint())
    return s
  }
  bytes(): Uint8Array {
    const n = this.uint()
    this.at += n
    return this.data.slice(this.at - n, this.at)
  }
  float(): number {
    this.at += 8
    return new Float64Array(this.data.slice(this.at - 8, this.at).buffer)[0]!
  }
  list<T>(one: () => T): T[] {
    const n = this.uint()
    const out: T[] = new Array(n)
    for (let i = 0; i < n; i++) out[i] = one()
    return out
  }
  value(): Value {
    switch (this.uint()) {
      case Tag.NONE:
        return null
      case Tag.TRUE:
        return true
      case Tag.FALSE:
        return false
      case Tag.INT:
        return this.int()
      case Tag.BIG: {
        const s = this.text()
        return norm(s.startsWith('-') ? -BigInt(`0x${s.slice(1)}`) : BigInt(`0x${s}`))
      }
      case Tag.FLOAT:
        return new PyFloat(this.float())
      case Tag.COMPLEX:
        return new PyComplex(this.float(), this.float())
      case Tag.STR:
        return fromText(this.text())
      case Tag.BYTES:
        return new PyBytes(this.bytes())
      case Tag.TUPLE:
        return new PyTuple(this.list(() => this.value()))
      case Tag.FROZENSET:
        return frozensetOf(this.list(() => this.value()))
      case Tag.ELLIPSIS:
        return Ellipsis
      case Tag.CODE:
        return this.code()
    }
    throw new InternalError('a packed code object is damaged')
  }
  code(): CodeObject {
    const argcount = this.uint()
    const posonlyargcount = this.uint()
    const kwonlyargcount = this.uint()
    const stacksize = this.uint()
    const flags = this.uint()
    const firstlineno = this.uint()
    const name = fromText(this.text())
    const qualname = fromText(this.text())
    const consts = this.list(() => this.value())
    const names = this.list(() => this.text())
    const localsplusnames = this.list(() => this.text())
    const localspluskinds = this.list(() => this.uint())
    const ops = Int32Array.from(this.list(() => this.uint()))
    let last = 0
    const offsets = Int32Array.from(this.list(() => (last += this.uint())))
    const positions = new Int32Array(offsets.length * 4)
    let line = firstlineno
    for (let i = 0; i < positions.length; i += 4) {
      line += this.int()
      positions[i] = line
      positions[i + 1] = line + this.int()
      const col = this.int()
      positions[i + 2] = col
      positions[i + 3] = col + this.int()
    }
    const exceptionEntries = this.list((): ExceptionEntry => {
      const start = this.uint()
      const end = this.uint()
      const target = this.uint()
      const depth = this.uint()
      return { start, end, target, depth, lasti: this.uint() === 1 }
    })
    return new CodeObject({
      argcount,
      posonlyargcount,
      kwonlyargcount,
      stacksize,
      flags,
      name,
      qualname,
      filename: this.filename,
      firstlineno,
      consts,
      names,
      localsplusnames,
      localspluskinds,
      ops,
      offsets,
      positions,
      exceptionEntries,
      linetable: this.bytes(),
      exceptiontable: this.bytes(),
    })
  }
}

/** A code object, file name apart, as bytes. */
export function packCode(code: CodeObject): Uint8Array {
  const w = new Writer()
  w.code(code)
  return Uint8Array.from(w.out)
}

/** The code object again, as if compiled from a file of that name. */
export function unpackCode(packed: Uint8Array, filename: Str): CodeObject {
  return new Reader(packed, filename).code()
}
