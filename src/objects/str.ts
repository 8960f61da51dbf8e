/**
 * str: the type and its operators (CPython's Objects/unicodeobject.c). The methods are in `str_methods.ts`, formatting in
 * `str_format.ts` and `str_percent.ts`, encodings in `str_codecs.ts`.
 *
 * A str is a JavaScript string or a WideStr (`values/wide.ts`); an instance of a Python subclass is a `PyStrSub` that holds
 * one. Results are plain strs.
 */
import { NotImplemented, PyObject, PySlice, PyTuple, WideStr, type Int, type Str, type Value } from '../values/value'
import { H, hashStr, toInt } from '../values/hash'
import { reprStr } from '../values/repr'
import { compareStr, concat, repeatStr, strAt, strEquals, strKind, strLength, strSlice } from '../values/wide'
import { isIndex, strObject } from './abstract'
import { bytesLike } from './bytes_like'
import type { Context } from './context'
import { defineType } from './define'
import { formatStr } from './formatter'
import { adopt } from './object'
import { indexError, memoryError, typeError } from './raise'
import { registerStrUnwrap, wrongCount } from './signature'
import { adjustSlice, bounds, subscriptIndex, unpackSlice } from './slice'
import { isAscii } from './str_case'
import { decode } from './str_codecs'
import { strMethods, strStaticMethods } from './str_methods'
import { percentStr } from './str_percent'
import { contains, sliceStep } from './str_search'
import { CompareOp, primitiveTypes, typeName, type PyType } from './type'
import { unexpectedKeyword } from './suggest'

/** An instance of a Python subclass of str. */
export class PyStrSub extends PyObject {
  constructor(public v: Str) {
    super()
  }
}

/** The str behind a str or an instance of a subclass; NULL for anything else. */
export function asStrValue(v: Value): Str | undefined {
  if (typeof v === 'string') return v
  if (v instanceof WideStr) return v
  return v instanceof PyStrSub ? v.v : undefined
}

/** Iterator over a str; the machine reads its fields. */
export class PyStrIterator extends PyObject {
  index = 0
  constructor(public seq: Str | undefined) {
    super()
  }
}

/** The same over a str of ASCII alone, which has a type of its own. */
export class PyStrAsciiIterator extends PyStrIterator {}

export function nextOfStr(_cx: Context, self: PyStrIterator): Value | undefined {
  const s = self.seq
  if (s === undefined) return undefined
  if (self.index < strLength(s)) return strAt(s, self.index++)
  self.seq = undefined
  return undefined
}

const iteratorMethods = {
  '__length_hint__(self, /)': [
    'Number of characters left.',
    (_cx: Context, self: PyStrIterator) => (self.seq === undefined ? 0 : Math.max(0, strLength(self.seq) - self.index)),
  ],
  '__reduce__(self, /)': [
    'What copying needs.',
    (cx: Context, self: PyStrIterator) => {
      const iter = cx.builtins.getStr('iter') ?? null
      if (self.seq === undefined) return new PyTuple([iter, new PyTuple([''])])
      return new PyTuple([iter, new PyTuple([self.seq]), self.index])
    },
  ],
  '__setstate__(self, object: ssize, /)': [
    'Moves to a position.',
    (_cx: Context, self: PyStrIterator, state: number) => {
      if (self.seq !== undefined) self.index = Math.max(0, Math.min(state, strLength(self.seq)))
    },
  ],
} satisfies Record<string, [string, unknown]> as never

export const strIteratorType: PyType = defineType('str_iterator', PyStrIterator, {
  final: true,
  slots: { tp_iter: (_cx, self) => self, tp_iternext: nextOfStr },
  methods: iteratorMethods,
})
export const strAsciiIteratorType: PyType = defineType('str_ascii_iterator', PyStrAsciiIterator, {
  final: true,
  slots: { tp_iter: (_cx, self) => self, tp_iternext: nextOfStr },
  methods: iteratorMethods,
})

export function iterStr(s: Str): PyStrIterator {
  return isAscii(s) ? new PyStrAsciiIterator(s) : new PyStrIterator(s)
}

function compare(_cx: Context, a: Value, b: Value, op: CompareOp): Value {
  const x = asStrValue(a)
  const y = asStrValue(b)
  if (x === undefined || y === undefined) return NotImplemented
  switch (op) {
    case CompareOp.EQ:
      return strEquals(x, y)
    case CompareOp.NE:
      return !strEquals(x, y)
    case CompareOp.LT:
      return compareStr(x, y) < 0
    case CompareOp.LE:
      return compareStr(x, y) <= 0
    case CompareOp.GT:
      return compareStr(x, y) > 0
    default:
      return compareStr(x, y) >= 0
  }
}

/** `s[key]`. */
export function strGetItem(cx: Context, s: Str, key: Value): Value {
  if (key instanceof PySlice) {
    unpackSlice(cx, key)
    const n = adjustSlice(strLength(s))
    return bounds.step === 1 ? strSlice(s, bounds.start, bounds.start + n) : sliceStep(s, bounds.start, bounds.step, n)
  }
  if (typeof key !== 'number' && !isIndex(key)) {
    throw typeError(`string indices must be integers, not '${typeName(key)}'`)
  }
  return strItem(s, subscriptIndex(cx, key))
}

function strItem(s: Str, i: number): Str {
  const n = strLength(s)
  if (i < 0) i += n
  if (i < 0 || i >= n) throw indexError('string index out of range')
  return strAt(s, i)
}

function newStr(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): Value {
  let [object, encoding, errors] = args as (Value | undefined)[]
  if (kwnames !== null && kwnames.length > 0) {
    const n = args.length - kwnames.length
    if (args.length > 3) throw typeError(`str() takes at most 3 arguments (${args.length} given)`)
    const slots: (Value | undefined)[] = args.slice(0, n)
    for (let k = 0; k < kwnames.length; k++) {
      const at = ['object', 'encoding', 'errors'].indexOf(kwnames[k])
      if (at < 0) throw unexpectedKeyword('str', kwnames[k]!, ['object', 'encoding', 'errors'])
      if (at < n) throw typeError(`argument for str() given by name ('${kwnames[k]}') and position (${at + 1})`)
      slots[at] = args[n + k]
    }
    object = slots[0]
    encoding = slots[1]
    errors = slots[2]
  } else if (args.length > 3) throw wrongCount('str', args.length, 0, 3)
  const text = (v: Value | undefined, name: string): string | undefined => {
    if (v === undefined) return undefined
    const s = asStrValue(v)
    if (s === undefined)
      throw typeError(`str() argument '${name}' must be str, not ${v === null ? 'None' : typeName(v)}`)
    return String(s)
  }
  const enc = text(encoding, 'encoding')
  const err = text(errors, 'errors')
  let result: Value
  if (object === undefined) result = ''
  else if (enc === undefined && err === undefined) result = strObject(cx, object)
  else {
    if (asStrValue(object) !== undefined) throw typeError('decoding str is not supported')
    const data = bytesLike(object)
    if (data === undefined) throw typeError(`decoding to str: need a bytes-like object, ${typeName(object)} found`)
    result = decode(cx, data, enc ?? 'utf-8', err ?? 'strict')
  }
  return cls === strType ? result : adopt(new PyStrSub(asStrValue(result)!), cls)
}

/** A repeat count for a text of `length` characters: MemoryError and limits before it is made. */
export function chargeRepeat(cx: Context, length: number, n: Int): number {
  if (n <= 0 || length === 0) return 0
  const total = length * Number(n)
  // The longest string of the host.
  if (total > 2 ** 29 - 32) throw memoryError()
  if (total > 1024) cx.charge(total)
  return Number(n)
}

const text = (self: Value): Str => (typeof self === 'string' ? self : asStrValue(self)!)

export const strType: PyType = defineType('str', PyStrSub, {
  doc: 'A text: an immutable sequence of characters. str(object) gives the text of an object, str(bytes, encoding, errors) decodes one.',
  slots: {
    tp_new: newStr,
    tp_alloc: (cls) => adopt(new PyStrSub(''), cls),
    tp_repr: (_cx, self) => reprStr(text(self)),
    tp_hash: (_cx, self) => {
      const lo = hashStr(text(self))
      return toInt(lo, H.hi)
    },
    tp_str: (_cx, self) => text(self),
    tp_richcompare: compare,
    tp_iter: (_cx, self) => iterStr(text(self)),
    nb_remainder: (cx, a, b) => {
      const s = asStrValue(a)
      return s === undefined ? NotImplemented : percentStr(cx, s, b)
    },
    sq_length: (_cx, self) => strLength(text(self)),
    sq_concat: (cx, a, b) => {
      const y = asStrValue(b)
      if (y === undefined) throw typeError(`can only concatenate str (not "${typeName(b)}") to str`)
      const x = text(a)
      const n = strLength(x) + strLength(y)
      if (n > 65536) {
        if (n > 2 ** 29 - 32) throw memoryError()
        cx.charge(strLength(y))
      }
      return concat(x, y)
    },
    sq_repeat: (cx, self, n) => {
      const s = text(self)
      return repeatStr(s, chargeRepeat(cx, strLength(s), n))
    },
    sq_item: (_cx, self, i) => strItem(text(self), i),
    sq_contains: (_cx, self, item) => {
      const sub = typeof item === 'string' ? item : asStrValue(item)
      if (sub === undefined) {
        throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`)
      }
      return contains(text(self), sub)
    },
    mp_length: (_cx, self) => strLength(text(self)),
    mp_subscript: (cx, self, key) => strGetItem(cx, text(self), key),
  },
  // Read when the type's dict is built: the tables live in a file that needs this one.
  get methods() {
    return {
      ...strMethods,
      '__format__(self, format_spec: str, /)': [
        'The text padded and cut as the format specifier asks for.',
        (cx: Context, self: Value, spec: Str) => formatStr(cx, self, text(self), spec),
      ] as [string, never],
      '__sizeof__(self, /)': ['Size in memory, in bytes.', (_cx: Context, self: Value) => sizeOf(text(self))] as [
        string,
        never,
      ],
      '__getnewargs__(self, /)': [
        'Arguments for copying.',
        (_cx: Context, self: Value) => new PyTuple([text(self)]),
      ] as [string, never],
    }
  },
  get staticmethods() {
    return strStaticMethods
  },
})
primitiveTypes.str = strType
WideStr.prototype.type = strType
registerStrUnwrap(asStrValue)

function sizeOf(s: Str): number {
  const n = strLength(s)
  if (isAscii(s)) return 40 + n + 1
  const kind = strKind(s)
  if (kind === 1) return 56 + n + 1 + (n === 1 ? 3 : 0)
  return 56 + (n + 1) * kind
}
