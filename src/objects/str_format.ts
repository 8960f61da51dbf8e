/**
 * str.format and format_map (CPython's Objects/stringlib/unicode_format.h): replacement fields with attribute and index access,
 * conversions and nested specifiers. `parseFormat` and `splitFieldName` also serve the `string` module's Formatter.
 */
import type { PyDict } from '../values/dict'
import { PyTuple, type Str, type Value } from '../values/value'
import { codePoints, concatAll, fromCodePoint, fromCodePoints, textOf } from '../values/wide'
import { ascii, format, getAttr, getItem, repr, str } from './abstract'
import type { Context } from './context'
import { dictGet } from './dict'
import { indexError, keyError, valueError } from './raise'
import { asStrValue } from './str'

const OPEN = 123
const CLOSE = 125

/** One piece of a format string: literal text, then a field unless `field` is NULL. */
export interface FormatPiece {
  literal: Str
  field: Str | undefined
  spec: Str
  /** Whether the specifier has fields of its own. */
  nested: boolean
  conversion: number
}

/** Splits a format string into pieces, lazily: errors come when they are reached, as in CPython. */
export function* parseFormat(cps: Int32Array): Generator<FormatPiece> {
  const n = cps.length
  let i = 0
  while (i < n) {
    const start = i
    let markup = false
    let c = 0
    while (i < n) {
      c = cps[i++]
      if (c === OPEN || c === CLOSE) {
        markup = true
        break
      }
    }
    let end = i
    const atEnd = i >= n
    if (c === CLOSE && markup && (atEnd || cps[i] !== CLOSE))
      throw valueError("Single '}' encountered in format string")
    if (markup && atEnd && c === OPEN) throw valueError("Single '{' encountered in format string")
    if (markup && !atEnd) {
      if (cps[i] === c) {
        // A doubled brace stands for itself: it ends this piece of literal text.
        yield {
          literal: fromCodePoints(cps.subarray(start, i)),
          field: undefined,
          spec: '',
          nested: false,
          conversion: 0,
        }
        i++
        continue
      }
      end = i - 1
    }
    if (!markup) {
      yield {
        literal: fromCodePoints(cps.subarray(start, n)),
        field: undefined,
        spec: '',
        nested: false,
        conversion: 0,
      }
      return
    }
    const literal = fromCodePoints(cps.subarray(start, end))
    // The field: its name up to '!', ':' or '}', with brackets skipped.
    const fieldStart = i
    let bracket = false
    let stop = 0
    while (i < n) {
      c = cps[i++]
      if (c === OPEN) throw valueError("unexpected '{' in field name")
      if (c === 91) {
        bracket = true
        continue
      }
      if (c === 93) {
        bracket = false
        continue
      }
      if (bracket) continue
      if (c === CLOSE || c === 58 || c === 33) {
        stop = c
        break
      }
    }
    const field = fromCodePoints(cps.subarray(fieldStart, stop ? i - 1 : i))
    let conversion = 0
    let spec: Str = ''
    let nested = false
    if (stop === 33 || stop === 58) {
      if (stop === 33) {
        if (i >= n) throw valueError('end of string while looking for conversion specifier')
        conversion = cps[i++]
        if (i < n) {
          c = cps[i++]
          if (c === CLOSE) {
            yield { literal, field, spec, nested, conversion }
            continue
          }
          if (c !== 58) throw valueError("expected ':' after conversion specifier")
        }
      }
      const specStart = i
      let depth = 1
      let closed = false
      while (i < n) {
        c = cps[i++]
        if (c === OPEN) {
          nested = true
          depth++
        } else if (c === CLOSE && --depth === 0) {
          closed = true
          break
        }
      }
      if (!closed) throw valueError("unmatched '{' in format spec")
      spec = fromCodePoints(cps.subarray(specStart, i - 1))
    } else if (stop !== CLOSE) throw valueError("expected '}' before end of string")
    yield { literal, field, spec, nested, conversion }
  }
}

/** A number written in ASCII digits only, or −1. */
function fieldNumber(cps: Int32Array): number {
  if (cps.length === 0) return -1
  let value = 0
  for (const c of cps) {
    if (c < 48 || c > 57) return -1
    value = value * 10 + c - 48
    if (value > 9223372036854775000) throw valueError('Too many decimal digits in format string')
  }
  return value
}

/** One step of access: an attribute's name, or a key in brackets that is an int or a text. */
export interface FieldStep {
  attribute: boolean
  key: number | Str
}

/** Splits `first.attr[key]…`; the first part is a number or a text, empty for automatic numbering. */
export function splitFieldName(name: Str): { first: number | Str; rest: Iterable<FieldStep> } {
  if (name === '') return { first: '', rest: [] }
  const cps = codePoints(name)
  let i = 0
  while (i < cps.length && cps[i] !== 46 && cps[i] !== 91) i++
  const head = cps.subarray(0, i)
  const number = fieldNumber(head)
  return { first: number >= 0 ? number : fromCodePoints(head), rest: i === cps.length ? [] : fieldSteps(cps, i) }
}

function* fieldSteps(cps: Int32Array, i: number): Generator<FieldStep> {
  const n = cps.length
  while (i < n) {
    const c = cps[i++]
    const start = i
    if (c === 46) {
      while (i < n && cps[i] !== 46 && cps[i] !== 91) i++
      if (i === start) throw valueError('Empty attribute in format string')
      yield { attribute: true, key: fromCodePoints(cps.subarray(start, i)) }
    } else if (c === 91) {
      while (i < n && cps[i] !== 93) i++
      if (i >= n) throw valueError("Missing ']' in format string")
      const part = cps.subarray(start, i++)
      if (part.length === 0) throw valueError('Empty attribute in format string')
      const number = fieldNumber(part)
      yield { attribute: false, key: number >= 0 ? number : fromCodePoints(part) }
    } else throw valueError("Only '.' or '[' may follow ']' in format field specifier")
  }
}

/** `!r`, `!s`, `!a`. */
export function convert(cx: Context, value: Value, conversion: number): Value {
  switch (conversion) {
    case 0:
      return value
    case 114:
      return repr(cx, value)
    case 115:
      return str(cx, value)
    case 97:
      return ascii(cx, value)
    default: {
      const shown =
        conversion > 32 && conversion < 127 ? String.fromCharCode(conversion) : `\\x${conversion.toString(16)}`
      throw valueError(`Unknown conversion specifier ${shown}`)
    }
  }
}

/** Format strings that were read to the end without an error, by their text. */
const known = new Map<string, FormatPiece[]>()

function piecesOf(text: Str): Iterable<FormatPiece> {
  if (typeof text !== 'string' || text.length > 200) return parseFormat(codePoints(text))
  const pieces = known.get(text)
  return pieces ?? remember(text)
}

function* remember(text: string): Generator<FormatPiece> {
  const pieces: FormatPiece[] = []
  for (const piece of parseFormat(codePoints(text))) {
    pieces.push(piece)
    yield piece
  }
  if (known.size >= 500) known.clear()
  known.set(text, pieces)
}

class Formatter {
  /** Next automatic number; −1 before the first field, −2 with manual numbering. */
  private auto = -1
  constructor(
    private readonly cx: Context,
    private readonly args: Value[] | null,
    private readonly named: (key: Str) => Value,
  ) {}

  render(text: Str, depth: number): Str {
    if (depth < 0) throw valueError('Max string recursion exceeded')
    const out: Str[] = []
    for (const piece of piecesOf(text)) {
      if (piece.literal !== '') out.push(piece.literal)
      if (piece.field === undefined) continue
      const value = convert(this.cx, this.get(piece.field), piece.conversion)
      const spec = piece.nested ? this.render(piece.spec, depth - 1) : piece.spec
      out.push(format(this.cx, value, spec))
    }
    return concatAll(out)
  }

  private get(name: Str): Value {
    let { first, rest } = splitFieldName(name)
    if (first === '' || typeof first === 'number') {
      const automatic = first === ''
      if (this.auto === -1) this.auto = automatic ? 0 : -2
      else if (automatic !== this.auto >= 0) {
        throw valueError(
          automatic
            ? 'cannot switch from manual field specification to automatic field numbering'
            : 'cannot switch from automatic field numbering to manual field specification',
        )
      }
      if (first === '') first = this.auto++
    }
    let value: Value
    if (typeof first === 'number') {
      if (this.args === null) throw valueError('Format string contains positional fields')
      if (first >= this.args.length) {
        throw indexError(`Replacement index ${first} out of range for positional args tuple`)
      }
      value = this.args[first]
    } else value = this.named(first)
    for (const step of rest) {
      value = step.attribute ? getAttr(this.cx, value, textOf(step.key as Str)) : getItem(this.cx, value, step.key)
    }
    return value
  }
}

const self_ = (v: Value): Str => asStrValue(v)!

export function formatMethod(cx: Context, self: Value, args: Value[], kwargs: PyDict): Str {
  const named = (key: Str): Value => {
    const v = dictGet(cx, kwargs, key)
    if (v === undefined) throw keyError(key)
    return v
  }
  return new Formatter(cx, args, named).render(self_(self), 1)
}

export function formatMap(cx: Context, self: Value, mapping: Value): Str {
  return new Formatter(cx, null, (key) => getItem(cx, mapping, key)).render(self_(self), 1)
}

/** `_string.formatter_parser`: tuples (literal, field, spec, conversion). */
export function formatterParser(text: Str): Value[] {
  const out: Value[] = []
  for (const p of parseFormat(codePoints(text))) {
    const noField = p.field === undefined
    out.push(
      new PyTuple([
        p.literal,
        noField ? null : p.field!,
        noField ? null : p.spec,
        noField || p.conversion === 0 ? null : fromCodePoint(p.conversion),
      ]),
    )
  }
  return out
}
