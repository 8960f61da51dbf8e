/**
 * Expanders of str methods that look at characters one by one: changes of case, tests of class, tables of `translate`, encodings.
 *
 * What a character is or becomes is asked of the tables the methods themselves use, so a note cannot differ from what the method did.
 */
import { capitalize, casefold, lower, swapcase, title, upper } from '../../objects/str_case'
import { PyDict } from '../../values/dict'
import { Char, charFlags } from '../../values/unicode'
import { isStr, PyBytes, type Str, type Value } from '../../values/value'
import { codePointAt, fromCodePoint, textOf } from '../../values/wide'
import { argument, lookUp, type Expander, type Operation } from './expand'

function chars(op: Operation): readonly Str[] {
  return op.self!.items as readonly Str[]
}

function flagsOf(c: Str): number {
  return charFlags(codePointAt(c, 0))
}

/** A note a character: what it becomes, given whether a cased one lies before it. */
function mapped(change: (c: Str, i: number, inWord: boolean) => Str): Expander {
  return (op) => {
    const cs = chars(op)
    if (cs.length === 0) return ['no characters']
    let inWord = false
    const pieces = cs.map((c, i) => {
      const piece = change(c, i, inWord)
      inWord = (flagsOf(c) & Char.CASED) !== 0
      return textOf(piece)
    })
    // The small sigma at the end of a word is the one character whose case depends on the ones around it.
    const out = op.result && isStr(op.result.value) ? textOf(op.result.value) : ''
    for (let i = 0, at = 0; i < pieces.length; at += pieces[i++]!.length)
      if (pieces[i] === 'σ' && out[at] === 'ς') pieces[i] = 'ς'
    return cs.map((c, i) =>
      textOf(c) === pieces[i] ? `${i}: ${op.show(c)} stays` : `${i}: ${op.show(c)} becomes ${op.show(pieces[i]!)}`,
    )
  }
}

/** Tests characters until one decides. */
function every(name: string, mask: number): Expander {
  return decideEach(name, (cp) => (charFlags(cp) & mask) !== 0)
}

function decideEach(name: string, test: (cp: number, i: number) => boolean): Expander {
  return (op) => {
    const cs = chars(op)
    if (cs.length === 0) return [`no characters: ${op.result?.text ?? 'False'}`]
    const notes: string[] = []
    for (const [i, c] of cs.entries()) {
      const ok = test(codePointAt(c, 0), i)
      notes.push(`${i}: ${op.show(c)} ${ok ? 'is' : 'is not'} ${name}`)
      if (!ok) break
    }
    return notes
  }
}

/** `isupper` and `islower`: cased characters must all be of one case, and there must be one. */
function oneCase(name: string, right: number): Expander {
  return (op) => {
    const notes: string[] = []
    let cased = false
    for (const [i, c] of chars(op).entries()) {
      const flags = flagsOf(c)
      if (flags & Char.CASED & ~right) return [...notes, `${i}: ${op.show(c)} is not ${name}`]
      cased ||= (flags & right) !== 0
      notes.push(`${i}: ${op.show(c)} ${flags & right ? `is ${name}` : 'has no case'}`)
    }
    if (!cased) notes.push('no character has case')
    return notes
  }
}

const istitle: Expander = (op) => {
  const notes: string[] = []
  let inWord = false
  let found = false
  for (const [i, c] of chars(op).entries()) {
    const flags = flagsOf(c)
    const capital = (flags & (Char.UPPER | Char.TITLE)) !== 0
    const small = !capital && (flags & Char.LOWER) !== 0
    if ((capital && inWord) || (small && !inWord)) {
      const what = capital ? 'upper case after a letter' : 'lower case at the start of a word'
      return [...notes, `${i}: ${op.show(c)} is ${what}`]
    }
    notes.push(`${i}: ${op.show(c)} ${capital ? 'starts a word' : small ? 'goes on' : 'is between words'}`)
    inWord = capital || small
    found ||= inWord
  }
  if (!found) notes.push('no word')
  return notes
}

/** What a table of `translate` puts for a character. */
function replacement(op: Operation, v: Value): string {
  if (v === null) return 'is dropped'
  return `becomes ${op.show(typeof v === 'number' && v >= 0 && v <= 0x10ffff ? fromCodePoint(v) : v)}`
}

const translate: Expander = (op) => {
  const table = op.args[0]?.value
  if (!(table instanceof PyDict)) return []
  return chars(op).map((c, i) => {
    const to = lookUp(op, table, codePointAt(c, 0))
    return `${i}: ${op.show(c)} (${codePointAt(c, 0)}) ${to === undefined ? 'is not in the table: stays' : replacement(op, to)}`
  })
}

/** `str.maketrans`: the rows of the table it returns. */
const maketrans: Expander = (op) => {
  const table = op.result?.value
  if (!(table instanceof PyDict)) return []
  const notes: string[] = []
  for (const [i, key] of table.keys.entries()) {
    if (key === undefined) continue
    const name =
      typeof key === 'number' && key >= 0 && key <= 0x10ffff ? `${op.show(fromCodePoint(key))} (${key})` : op.show(key)
    notes.push(`${name} ${replacement(op, table.values[i]!)}`)
  }
  return notes.length > 0 ? notes : ['an empty table']
}

const UTF8 = /^'(utf-?8|u8|utf_8)'$/i

function isUtf8(op: Operation): boolean {
  const encoding = argument(op, 0, 'encoding')
  return encoding === undefined || UTF8.test(encoding.text)
}

const encode: Expander = (op) => {
  const data = op.result?.value
  if (!(data instanceof PyBytes)) return []
  if (!isUtf8(op) || argument(op, 1, 'errors')) return [`${chars(op).length} characters are ${data.data.length} bytes`]
  let at = 0
  return chars(op).map((c, i) => {
    const bytes = [...data.data.slice(at, (at += utf8Length(codePointAt(c, 0))))]
    return `${i}: ${op.show(c)} is ${bytes.length === 1 ? 'byte' : 'bytes'} ${bytes.join(' ')}`
  })
}

function utf8Length(cp: number): number {
  return cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4
}

/** `bytes.decode`: which bytes make each character. */
const decode: Expander = (op) => {
  const data = op.self!.value
  const out = op.result?.items
  if (!(data instanceof PyBytes) || !out) return []
  if (!isUtf8(op) || argument(op, 1, 'errors')) return [`${data.data.length} bytes are ${out.length} characters`]
  let at = 0
  return (out as readonly Str[]).map((c) => {
    const from = at
    const bytes = [...data.data.slice(at, (at += utf8Length(codePointAt(c, 0))))]
    return `${from}: ${bytes.length === 1 ? 'byte' : 'bytes'} ${bytes.join(' ')} is ${op.show(c)}`
  })
}

export const characterExpanders: Record<string, Expander> = {
  'str.upper': mapped((c) => upper(c)),
  'str.lower': mapped((c) => lower(c)),
  'str.swapcase': mapped((c) => swapcase(c)),
  'str.casefold': mapped((c) => casefold(c)),
  'str.title': mapped((c, _i, inWord) => (inWord ? lower(c) : title(c))),
  'str.capitalize': mapped((c, i) => (i > 0 ? lower(c) : capitalize(c))),
  'str.isdigit': every('a digit', Char.DIGIT),
  'str.isdecimal': every('a decimal digit', Char.DECIMAL),
  'str.isnumeric': every('numeric', Char.NUMERIC),
  'str.isalpha': every('a letter', Char.ALPHA),
  'str.isalnum': every('a letter or digit', Char.ALNUM),
  'str.isspace': every('white space', Char.SPACE),
  'str.isprintable': every('printable', Char.PRINTABLE),
  'str.isascii': decideEach('ASCII', (cp) => cp < 128),
  'str.isidentifier': decideEach(
    'allowed there in a name',
    (cp, i) =>
      (i > 0 && (charFlags(cp) & Char.XID_CONTINUE) !== 0) || (charFlags(cp) & Char.XID_START) !== 0 || cp === 95,
  ),
  'str.isupper': oneCase('upper case', Char.UPPER),
  'str.islower': oneCase('lower case', Char.LOWER),
  'str.istitle': istitle,
  'str.translate': translate,
  'str.encode': encode,
  'bytes.decode': decode,
  'str.maketrans': maketrans,
}
