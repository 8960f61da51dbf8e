/**
 * `_json_text`: the engines of the `json` module (CPython's Modules/_json.c and the pure Python scanner and encoder beside it).
 *
 * `encode` writes a whole value into one text, `decode` reads one value from a text. Python code is called for the hooks only. Positions
 * in errors are code points, as everywhere in Python; the scanner itself works on UTF-16.
 */
import { isInt, isStr, PyFloat, PyList, type PyObject, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { intToText } from '../values/int'
import { reprFloat } from '../values/repr'
import { fromText, fromUnits, textOf } from '../values/wide'
import { callMethod, getAttr } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import { asIntValue, intToDecimal, parseInt_ } from '../objects/int'
import { listItems } from '../objects/list'
import { PyRaise, typeError, valueError } from '../objects/raise'
import { sortItems } from '../objects/sort'
import { asStrValue } from '../objects/str'
import { typeName, typeOf } from '../objects/type'
import type { PyException } from '../objects/exceptions'

// --- encoding -----------------------------------------------------------------------------------------------------------

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/
const SHORT: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
}

const escapeUnit = (c: string): string => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A JSON string literal; with `ascii` everything beyond ASCII is escaped. */
function quote(s: string, ascii: boolean): string {
  if (PLAIN.test(s)) return `"${s}"`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be escaped
  return `"${s.replace(ascii ? /["\\]|[^\x20-\x7e]/g : /["\\\x00-\x1f]/g, escapeUnit)}"`
}

interface EncodeOptions {
  /** What stands for an object that JSON cannot express. */
  fallback: Value
  ascii: boolean
  /** One level of indentation; null: everything on one line. */
  indent: string | null
  itemSeparator: string
  keySeparator: string
  sortKeys: boolean
  skipKeys: boolean
  allowNaN: boolean
  checkCircular: boolean
}

class Encoder {
  private readonly out: string[] = []
  private readonly active = new Set<PyObject>()

  constructor(
    private readonly cx: Context,
    private readonly options: EncodeOptions,
  ) {}

  encode(o: Value, level: number): string {
    this.value(o, level === 0 ? '\n' : `\n${(this.options.indent ?? '').repeat(level)}`)
    return this.out.join('')
  }

  private float(x: number): string {
    if (Number.isFinite(x)) return reprFloat(x)
    if (!this.options.allowNaN) {
      throw valueError(`Out of range float values are not JSON compliant: ${reprFloat(x)}`)
    }
    return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity'
  }

  /** `line` is a newline with the current indentation. */
  private value(o: Value, line: string): void {
    const { out, cx } = this
    if (o === null) out.push('null')
    else if (o === true) out.push('true')
    else if (o === false) out.push('false')
    else if (typeof o === 'string') out.push(quote(o, this.options.ascii))
    else if (typeof o === 'number') out.push(String(o))
    else if (typeof o === 'bigint') out.push(intToDecimal(cx, o))
    else {
      const s = isStr(o) ? o : asStrValue(o)
      if (s !== undefined) out.push(quote(textOf(s), this.options.ascii))
      else if (o instanceof PyFloat) out.push(this.float(o.v))
      else if (o instanceof PyList || o instanceof PyTuple) this.guard(o, () => this.array(o.items, line))
      else if (o instanceof PyDict) this.guard(o, () => this.object(o, line))
      else {
        const n = asIntValue(o)
        if (n !== undefined) out.push(intToDecimal(cx, n))
        else this.guard(o, () => this.value(cx.call(this.options.fallback, [o]), line))
      }
    }
  }

  private guard(o: PyObject, body: () => void): void {
    const { checkCircular } = this.options
    if (checkCircular) {
      if (this.active.has(o)) throw valueError('Circular reference detected')
      this.active.add(o)
    }
    this.cx.enter(' while encoding a JSON object')
    try {
      body()
    } finally {
      this.cx.leave()
    }
    if (checkCircular) this.active.delete(o)
  }

  private array(items: Value[], line: string): void {
    const { out, options } = this
    if (items.length === 0) {
      out.push('[]')
      return
    }
    const inner = options.indent === null ? '' : line + options.indent
    out.push('[', inner)
    const separator = options.itemSeparator + inner
    for (let i = 0; i < items.length; i++) {
      if (i > 0) out.push(separator)
      this.value(items[i], options.indent === null ? line : inner)
    }
    if (options.indent !== null) out.push(line)
    out.push(']')
    this.cx.tick(items.length)
  }

  private object(d: PyDict, line: string): void {
    const { cx, out, options } = this
    if (d.used === 0) {
      out.push('{}')
      return
    }
    let entries: [Value, Value][]
    if (d.type === PyDict.prototype.type) entries = [...d.entries()]
    else entries = listItems(cx, callMethod(cx, d, 'items')).map((pair) => (pair as PyTuple).items as [Value, Value])
    if (options.sortKeys) {
      const pairs: Value[] = entries.map((e) => new PyTuple(e))
      sortItems(cx, pairs, null, false)
      entries = pairs.map((p) => (p as PyTuple).items as [Value, Value])
    }
    const inner = options.indent === null ? '' : line + options.indent
    out.push('{')
    let first = true
    for (const [key, value] of entries) {
      const name = this.key(key)
      if (name === undefined) continue
      out.push(first ? inner : options.itemSeparator + inner, quote(name, options.ascii), options.keySeparator)
      first = false
      this.value(value, options.indent === null ? line : inner)
    }
    if (options.indent !== null && !first) out.push(line)
    out.push('}')
    cx.tick(entries.length)
  }

  /** The text of a key, `undefined` where it is to be skipped. */
  private key(key: Value): string | undefined {
    if (typeof key === 'string') return key
    if (key === null) return 'null'
    if (typeof key === 'boolean') return key ? 'true' : 'false'
    if (isInt(key)) return intToText(key)
    const s = asStrValue(key)
    if (s !== undefined) return textOf(s)
    if (key instanceof PyFloat) return this.float(key.v)
    const n = asIntValue(key)
    if (n !== undefined) return intToText(n)
    if (this.options.skipKeys) return undefined
    throw typeError(`keys must be str, int, float, bool or None, not ${textOf(typeOf(key).name)}`)
  }
}

// --- decoding -----------------------------------------------------------------------------------------------------------

interface DecodeOptions {
  strict: boolean
  objectHook: Value
  pairsHook: Value
  parseFloat: Value
  parseInt: Value
  parseConstant: Value
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters end a run too
const CHUNK = /[^"\\\x00-\x1f]*/y

class Decoder {
  at = 0
  private readonly memo = new Map<string, Str>()

  constructor(
    private readonly cx: Context,
    private readonly source: Str,
    private readonly text: string,
    private readonly options: DecodeOptions,
  ) {}

  /** JSONDecodeError at a UTF-16 position. */
  error(message: string, at: number): PyRaise {
    const type = getAttr(this.cx, this.cx.importModule('json.decoder'), 'JSONDecodeError')
    return new PyRaise(this.cx.call(type, [message, this.source, this.position(at)]) as PyException)
  }

  /** Code points before a UTF-16 position. */
  position(at: number): number {
    if (typeof this.source === 'string') return at
    let n = at
    for (let i = 0; i + 1 < at; i++)
      if ((this.text.charCodeAt(i) & 0xfc00) === 0xd800 && (this.text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) n--
    return n
  }

  private skip(): string {
    const { text } = this
    let c = text[this.at]
    while (c === ' ' || c === '\n' || c === '\t' || c === '\r') c = text[++this.at]
    return c ?? ''
  }

  value(): Value {
    const { text, cx, options } = this
    const start = this.at
    const c = text[start]
    switch (c) {
      case '"':
        this.at++
        return this.string()
      case '{':
        return this.nested(() => this.object())
      case '[':
        return this.nested(() => this.array())
      case 'n':
        if (text.startsWith('null', start)) return this.word(4, null)
        break
      case 't':
        if (text.startsWith('true', start)) return this.word(4, true)
        break
      case 'f':
        if (text.startsWith('false', start)) return this.word(5, false)
        break
      case 'N':
        if (text.startsWith('NaN', start)) return this.constant('NaN')
        break
      case 'I':
        if (text.startsWith('Infinity', start)) return this.constant('Infinity')
        break
      case '-':
        if (text.startsWith('-Infinity', start)) return this.constant('-Infinity')
        break
    }
    NUMBER.lastIndex = start
    const m = NUMBER.exec(text)
    if (m === null) throw this.error('Expecting value', start)
    this.at = start + m[0].length
    if (m[1] !== undefined || m[2] !== undefined) {
      if (options.parseFloat !== null) return cx.call(options.parseFloat, [m[0]])
      return new PyFloat(Number(m[0]))
    }
    if (options.parseInt !== null) return cx.call(options.parseInt, [m[0]])
    if (m[0].length < 16) return Number(m[0]) + 0
    return parseInt_(cx, m[0], 10) as Value
  }

  private nested(read: () => Value): Value {
    this.cx.enter(' while decoding a JSON object from a unicode string')
    try {
      return read()
    } finally {
      this.cx.leave()
    }
  }

  private word(length: number, v: Value): Value {
    this.at += length
    return v
  }

  private constant(name: string): Value {
    this.at += name.length
    if (this.options.parseConstant !== null) return this.cx.call(this.options.parseConstant, [name])
    return new PyFloat(
      name === 'NaN' ? Number.NaN : name === 'Infinity' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
    )
  }

  /** The rest of a string literal, the opening quote being read. */
  string(): Str {
    const { text } = this
    const begin = this.at - 1
    let out = ''
    let wide = false
    for (;;) {
      CHUNK.lastIndex = this.at
      const chunk = (CHUNK.exec(text) as RegExpExecArray)[0]
      this.at += chunk.length
      out += chunk
      if (this.at >= text.length) throw this.error('Unterminated string starting at', begin)
      const c = text[this.at]
      if (c === '"') {
        this.at++
        break
      }
      if (c !== '\\') {
        if (this.options.strict) throw this.error('Invalid control character at', this.at)
        out += c
        this.at++
        continue
      }
      const e = text[this.at + 1]
      if (e === undefined) throw this.error('Unterminated string starting at', begin)
      if (e === 'u') {
        const unit = this.hex(this.at + 2)
        out += String.fromCharCode(unit)
        this.at += 6
        if ((unit & 0xfc00) === 0xd800 && text[this.at] === '\\' && text[this.at + 1] === 'u') {
          const low = this.hex(this.at + 2)
          if ((low & 0xfc00) === 0xdc00) {
            out += String.fromCharCode(low)
            this.at += 6
            wide = true
          }
        }
        continue
      }
      const plain = '"\\/bfnrt'.indexOf(e)
      if (plain < 0) throw this.error('Invalid \\escape', this.at)
      out += '"\\/\b\f\n\r\t'[plain]
      this.at += 2
    }
    return wide || typeof this.source !== 'string' ? fromText(out) : fromUnits(out)
  }

  private hex(at: number): number {
    const digits = this.text.slice(at, at + 4)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.error('Invalid \\uXXXX escape', at - 1)
    return Number.parseInt(digits, 16)
  }

  private array(): Value {
    const items: Value[] = []
    this.at++
    if (this.skip() === ']') {
      this.at++
      return new PyList(items)
    }
    for (;;) {
      items.push(this.value())
      const c = this.skip()
      if (c === ']') break
      if (c !== ',') throw this.error("Expecting ',' delimiter", this.at)
      const comma = this.at++
      if (this.skip() === ']') throw this.error('Illegal trailing comma before end of array', comma)
    }
    this.at++
    this.cx.tick(items.length)
    return new PyList(items)
  }

  private object(): Value {
    const { cx, options } = this
    const d = new PyDict()
    const pairs: Value[] | null = options.pairsHook === null ? null : []
    this.at++
    let c = this.skip()
    if (c !== '}') {
      for (;;) {
        if (c !== '"') throw this.error('Expecting property name enclosed in double quotes', this.at)
        this.at++
        let key: Str = this.string()
        // Equal keys of a document are one object.
        if (typeof key === 'string') {
          const known = this.memo.get(key)
          if (known === undefined) this.memo.set(key, key)
          else key = known
        }
        if (this.skip() !== ':') throw this.error("Expecting ':' delimiter", this.at)
        this.at++
        this.skip()
        const value = this.value()
        if (pairs !== null) pairs.push(new PyTuple([key, value]))
        else d.set(cx, key, value)
        c = this.skip()
        if (c === '}') break
        if (c !== ',') throw this.error("Expecting ',' delimiter", this.at)
        const comma = this.at++
        c = this.skip()
        if (c === '}') throw this.error('Illegal trailing comma before end of object', comma)
      }
    }
    this.at++
    if (pairs !== null) return cx.call(options.pairsHook, [new PyList(pairs)])
    return options.objectHook === null ? d : cx.call(options.objectHook, [d])
  }
}

/** UTF-16 position of a code point index. */
function unitIndex(s: Str, i: number): number {
  if (typeof s === 'string') return i
  let at = 0
  for (let k = 0; k < i && k < s.cps.length; k++) at += s.cps[k] > 0xffff ? 2 : 1
  return at
}

/** A separator; errors name it as an argument of CPython's `make_encoder`. */
function separator(v: Value, argument: number): string {
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`make_encoder() argument ${argument} must be str, not ${typeName(v)}`)
  return textOf(s)
}

export const load = defineModule('_json_text', 'JSON texts to objects and back.', {
  functions: {
    'encode_basestring_ascii(string, /)': [
      'Return an ASCII-only JSON representation of a text.',
      (_cx, s: Value) => quote(quotable(s), true),
    ],
    'encode_basestring(string, /)': [
      'Return a JSON representation of a text.',
      (_cx, s: Value) => fromText(quote(quotable(s), false)),
    ],
    'encode(obj, default, ensure_ascii: bool, indent, item_separator, key_separator, sort_keys: bool, skipkeys: bool, allow_nan: bool, check_circular: bool, level: index = 0, /)':
      [
        'Return the JSON text of an object.',
        (
          cx,
          o: Value,
          fallback: Value,
          ascii: boolean,
          indent: Value,
          itemSeparator: Value,
          keySeparator: Value,
          sortKeys: boolean,
          skipKeys: boolean,
          allowNaN: boolean,
          checkCircular: boolean,
          level: number,
        ) => {
          const encoder = new Encoder(cx, {
            fallback,
            ascii,
            indent: indent === null ? null : textOf(indent as Str),
            keySeparator: separator(keySeparator, 5),
            itemSeparator: separator(itemSeparator, 6),
            sortKeys,
            skipKeys,
            allowNaN,
            checkCircular,
          })
          return fromText(encoder.encode(o, level))
        },
      ],
    'decode(string, index: index, strict: bool, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant, /)':
      [
        'Read the JSON value at an index; return it and the index behind it.',
        (
          cx,
          s: Value,
          index: number,
          strict: boolean,
          objectHook: Value,
          pairsHook: Value,
          floatHook: Value,
          intHook: Value,
          parseConstant: Value,
        ) => {
          const source = asStrValue(s)
          if (source === undefined) throw typeError(`first argument must be a string, not ${textOf(typeOf(s).name)}`)
          const decoder = new Decoder(cx, source, textOf(source), {
            strict,
            objectHook,
            pairsHook,
            parseFloat: floatHook,
            parseInt: intHook,
            parseConstant,
          })
          decoder.at = unitIndex(source, index)
          const v = decoder.value()
          return new PyTuple([v, decoder.position(decoder.at)])
        },
      ],
  },
})

function quotable(s: Value): string {
  const v = asStrValue(s)
  if (v === undefined) throw typeError(`first argument must be a string, not ${textOf(typeOf(s).name)}`)
  return textOf(v)
}
