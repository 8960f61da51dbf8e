/**
 * code: what Python sees of a code object (CPython's Objects/codeobject.c). The object itself is `compile/code.ts`.
 *
 * Tuples and byte strings are made when first asked for and kept in `code.views`. `co_code` and the lines come from the compiler's tables through
 * `codeHooks`, since this layer does not import the compiler.
 */
import { CodeObject, LocalKind } from '../compile/code'
import { type Int, NotImplemented, PyBytes, PyTuple, type Value } from '../values/value'
import { addressText } from '../values/identity'
import { fromText, textOf } from '../values/wide'
import { asIndex, equals, getIter, hash } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { notImplementedError, typeError, valueError } from './raise'
import { asStrValue } from './str'
import { CompareOp, typeName } from './type'
import { emitDeprecation } from './warn'

/** What the compiler supplies. */
export const codeHooks: { bytes: (code: CodeObject) => Uint8Array } = {
  bytes: () => new Uint8Array(0),
}

function view<T>(code: CodeObject, name: string, make: () => T): T {
  code.views ??= {}
  return (code.views[name] ??= make()) as T
}

function namesOf(code: CodeObject, kind: number): PyTuple {
  return view(
    code,
    `names${kind}`,
    () => new PyTuple(code.localsplusnames.filter((_, i) => code.localspluskinds[i]! & kind).map(fromText)),
  )
}

const bytes = (code: CodeObject): PyBytes => view(code, 'code', () => new PyBytes(codeHooks.bytes(code)))
const consts = (code: CodeObject): PyTuple => view(code, 'consts', () => new PyTuple(code.consts))
const names = (code: CodeObject): PyTuple => view(code, 'names', () => new PyTuple(code.names.map(fromText)))

/** Byte offset where instruction `i` ends, its caches included. */
function codeLength(code: CodeObject): number {
  return bytes(code).data.length
}

/** Instruction that each code unit belongs to; units before an instruction's opcode are its EXTENDED_ARGs. */
function unitOwners(code: CodeObject): Int32Array {
  const total = codeLength(code) / 2
  const owner = new Int32Array(total)
  const n = code.offsets.length
  const data = bytes(code).data
  let unit = 0
  for (let i = 0; i < n; i++) {
    // Up to the next instruction's first unit: this one's opcode and caches, but not the other's EXTENDED_ARGs.
    let end = i + 1 < n ? code.offsets[i + 1]! / 2 : total
    while (i + 1 < n && end > code.offsets[i]! / 2 + 1 && data[2 * (end - 1)] === EXTENDED_ARG) end--
    for (; unit < end; unit++) owner[unit] = i
  }
  return owner
}
const EXTENDED_ARG = 71

const orNone = (n: number): Value => (n < 0 ? null : n)

function positionList(code: CodeObject): Value[] {
  const out: Value[] = []
  const owner = unitOwners(code)
  for (const i of owner) {
    const p = code.positions
    const line = p[4 * i]!
    out.push(
      new PyTuple([
        orNone(line),
        line < 0 ? null : orNone(p[4 * i + 1]!),
        orNone(p[4 * i + 2]!),
        orNone(p[4 * i + 3]!),
      ]),
    )
  }
  return out
}

/** Ranges of one line: start, end (byte offsets), line or None. */
export function lineRanges(code: CodeObject): [number, number, number][] {
  const out: [number, number, number][] = []
  const owner = unitOwners(code)
  let start = 0
  for (let u = 0; u < owner.length; u++) {
    const line = code.positions[4 * owner[u]!]!
    if (u + 1 === owner.length || code.positions[4 * owner[u + 1]!]! !== line) {
      out.push([start * 2, (u + 1) * 2, line])
      start = u + 1
    }
  }
  return out
}

/** The old line table: pairs of byte and line increments. */
function lnotab(code: CodeObject): PyBytes {
  const out: number[] = []
  let line = code.firstlineno
  let offset = 0
  for (const [start, , l] of lineRanges(code)) {
    if (l < 0 || l === line) continue
    let db = start - offset
    let dl = l - line
    while (db > 255) {
      out.push(255, 0)
      db -= 255
    }
    while (dl < -128 || dl > 127) {
      const step = dl < 0 ? -128 : 127
      out.push(db, step & 255)
      db = 0
      dl -= step
    }
    out.push(db, dl & 255)
    line = l
    offset = start
  }
  return new PyBytes(Uint8Array.from(out))
}

function sameArray(a: readonly unknown[] | Uint8Array | Int32Array, b: typeof a): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Equality of constants distinguishes types, as the compiler does: 1, 1.0 and True differ. */
function sameConst(cx: Context, a: Value, b: Value): boolean {
  if (a instanceof PyTuple && b instanceof PyTuple) {
    return a.items.length === b.items.length && a.items.every((x, i) => sameConst(cx, x, b.items[i]!))
  }
  return typeName(a) === typeName(b) && equals(cx, a, b)
}

function sameCode(cx: Context, a: CodeObject, b: CodeObject): boolean {
  return (
    a.name === b.name &&
    a.argcount === b.argcount &&
    a.posonlyargcount === b.posonlyargcount &&
    a.kwonlyargcount === b.kwonlyargcount &&
    a.flags === b.flags &&
    a.firstlineno === b.firstlineno &&
    sameArray(a.ops, b.ops) &&
    sameArray(a.names, b.names) &&
    sameArray(a.localsplusnames, b.localsplusnames) &&
    sameArray(a.localspluskinds, b.localspluskinds) &&
    sameArray(a.linetable, b.linetable) &&
    sameArray(a.exceptiontable, b.exceptiontable) &&
    a.consts.length === b.consts.length &&
    a.consts.every((c, i) => sameConst(cx, c, b.consts[i]!))
  )
}

const REPLACEABLE = [
  'argcount',
  'posonlyargcount',
  'kwonlyargcount',
  'nlocals',
  'stacksize',
  'flags',
  'firstlineno',
  'code',
  'consts',
  'names',
  'varnames',
  'freevars',
  'cellvars',
  'filename',
  'name',
  'qualname',
  'linetable',
  'exceptiontable',
]

/** `code.replace(**changes)`. The instructions themselves cannot be replaced by others. */
function replaceCode(cx: Context, self: CodeObject, args: Value[], kwnames: readonly string[] | null): Value {
  const n = args.length - (kwnames === null ? 0 : kwnames.length)
  if (n > 0) throw typeError('replace() takes no positional arguments')
  const copy = new CodeObject({
    argcount: self.argcount,
    posonlyargcount: self.posonlyargcount,
    kwonlyargcount: self.kwonlyargcount,
    stacksize: self.stacksize,
    flags: self.flags,
    name: self.name,
    qualname: self.qualname,
    filename: self.filename,
    firstlineno: self.firstlineno,
    consts: self.consts,
    names: self.names,
    localsplusnames: self.localsplusnames,
    localspluskinds: self.localspluskinds,
    ops: self.ops,
    offsets: self.offsets,
    positions: self.positions,
    exceptionEntries: self.exceptionEntries,
    linetable: self.linetable,
    exceptiontable: self.exceptiontable,
  })
  kwnames?.forEach((key, i) => {
    const what = key.slice(3)
    if (!key.startsWith('co_') || !REPLACEABLE.includes(what)) {
      throw typeError(`replace() got an unexpected keyword argument '${key}'`)
    }
    applyChange(cx, copy, self, what, args[n + i]!)
  })
  return copy
}

function applyChange(cx: Context, copy: CodeObject, self: CodeObject, what: string, v: Value): void {
  const wrong = (expected: string) =>
    typeError(`replace() argument 'co_${what}' must be ${expected}, not ${v === null ? 'None' : typeName(v)}`)
  switch (what) {
    case 'argcount':
    case 'posonlyargcount':
    case 'kwonlyargcount':
    case 'stacksize':
    case 'flags':
    case 'firstlineno': {
      const n = asIndex(cx, v)
      if (n < 0 && what !== 'firstlineno') throw valueError(`code: ${what} must not be negative`)
      copy[what] = n
      return
    }
    case 'name':
    case 'qualname':
    case 'filename': {
      const s = asStrValue(v)
      if (s === undefined) throw wrong('str')
      copy[what] = s
      return
    }
    case 'consts':
      if (!(v instanceof PyTuple)) throw wrong('tuple')
      copy.consts = v.items
      return
    case 'names':
      if (!(v instanceof PyTuple)) throw wrong('tuple')
      copy.names = v.items.map((x) => textOf(asStrValue(x) ?? ''))
      return
    case 'nlocals':
      if (asIndex(cx, v) !== self.nlocals) throw valueError('code: co_nlocals != len(co_varnames)')
      return
    case 'varnames':
    case 'freevars':
    case 'cellvars': {
      if (!(v instanceof PyTuple)) throw wrong('tuple')
      const kind = what === 'varnames' ? LocalKind.LOCAL : what === 'freevars' ? LocalKind.FREE : LocalKind.CELL
      const at = self.localspluskinds.flatMap((k, i) => (k & kind ? [i] : []))
      if (at.length !== v.items.length) throw valueError(`code: ${what} is of the wrong length`)
      copy.localsplusnames = [...copy.localsplusnames]
      at.forEach((i, j) => {
        copy.localsplusnames[i] = textOf(asStrValue(v.items[j]!) ?? '')
      })
      return
    }
    default: {
      if (!(v instanceof PyBytes)) throw wrong('bytes')
      if (what === 'linetable') copy.linetable = v.data
      else if (what === 'exceptiontable') copy.exceptiontable = v.data
      else if (!sameArray(v.data, bytes(self).data)) {
        throw notImplementedError('code objects cannot be given other instructions')
      }
    }
  }
}

export const codeType = defineType('code', CodeObject, {
  doc: 'A code object. Made by the compiler, not for the faint of heart.',
  signature:
    '(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n     cellvars=(), /)',
  final: true,
  weakref: true,
  slots: {
    tp_new: (_cx, _cls, args: Value[], kwnames) => {
      if (kwnames !== null && kwnames.length > 0) throw typeError('code() takes no keyword arguments')
      if (args.length < 16) throw typeError(`code expected at least 16 arguments, got ${args.length}`)
      throw notImplementedError('code objects are made by compile() only')
    },
    tp_repr: (_cx, c: CodeObject) =>
      fromText(
        `<code object ${textOf(c.name)} at ${addressText(c)}, file "${textOf(c.filename)}", line ${c.firstlineno === 0 ? -1 : c.firstlineno}>`,
      ),
    tp_hash: (cx, c: CodeObject): Int => {
      let h = Number(BigInt.asIntN(31, BigInt(hash(cx, c.name)))) ^ c.firstlineno
      for (let i = 0; i < c.ops.length; i++) h = (Math.imul(h, 31) + c.ops[i]!) | 0
      return h
    },
    tp_richcompare: (cx, a: CodeObject, b: Value, op: CompareOp) => {
      if (!(b instanceof CodeObject) || (op !== CompareOp.EQ && op !== CompareOp.NE)) return NotImplemented
      return (a === b || sameCode(cx, a, b)) === (op === CompareOp.EQ)
    },
  },
  methods: {
    '__sizeof__(self, /)': ['Size in memory, in bytes.', (_cx, c: CodeObject) => 192 + 8 * c.ops.length],
    'co_lines(self, /)': [
      'Iterator over (start, end, line) of the ranges of one line.',
      (cx, c: CodeObject) => getIter(cx, new PyTuple(lineRanges(c).map(([s, e, l]) => new PyTuple([s, e, orNone(l)])))),
    ],
    'co_positions(self, /)': [
      'Iterator over (line, end line, column, end column) of each code unit.',
      (cx, c: CodeObject) => getIter(cx, new PyTuple(positionList(c))),
    ],
    '!replace(self, /, **changes)': ['A copy with some fields replaced.', replaceCode],
    '_varname_from_oparg(self, /, oparg: int)': [
      'Name of the local variable an oparg stands for.',
      (_cx, c: CodeObject, oparg: number) => {
        const name = c.localsplusnames[oparg]
        if (name === undefined) throw valueError('tuple index out of range')
        return fromText(name)
      },
    ],
    '!__replace__(self, /, **changes)': ['The same as replace().', replaceCode],
  },
  members: {
    co_argcount: [null, (_cx, c: CodeObject) => c.argcount],
    co_posonlyargcount: [null, (_cx, c: CodeObject) => c.posonlyargcount],
    co_kwonlyargcount: [null, (_cx, c: CodeObject) => c.kwonlyargcount],
    co_stacksize: [null, (_cx, c: CodeObject) => c.stacksize],
    co_flags: [null, (_cx, c: CodeObject) => c.flags],
    co_nlocals: [null, (_cx, c: CodeObject) => c.nlocals],
    co_consts: [null, (_cx, c: CodeObject) => consts(c)],
    co_names: [null, (_cx, c: CodeObject) => names(c)],
    co_filename: [null, (_cx, c: CodeObject) => c.filename],
    co_name: [null, (_cx, c: CodeObject) => c.name],
    co_qualname: [null, (_cx, c: CodeObject) => c.qualname],
    co_firstlineno: [null, (_cx, c: CodeObject) => c.firstlineno],
    co_linetable: [null, (_cx, c: CodeObject) => view(c, 'linetable', () => new PyBytes(c.linetable))],
    co_exceptiontable: [null, (_cx, c: CodeObject) => view(c, 'exceptiontable', () => new PyBytes(c.exceptiontable))],
  },
  getset: {
    co_lnotab: [
      null,
      (cx, c: CodeObject) => {
        emitDeprecation(cx, 'co_lnotab is deprecated, use co_lines instead.')
        return lnotab(c)
      },
    ],
    _co_code_adaptive: [null, (_cx, c: CodeObject) => bytes(c)],
    co_varnames: [null, (_cx, c: CodeObject) => namesOf(c, LocalKind.LOCAL)],
    co_cellvars: [null, (_cx, c: CodeObject) => namesOf(c, LocalKind.CELL)],
    co_freevars: [null, (_cx, c: CodeObject) => namesOf(c, LocalKind.FREE)],
    co_code: [null, (_cx, c: CodeObject) => bytes(c)],
  },
})
