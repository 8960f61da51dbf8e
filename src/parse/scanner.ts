/**
 * The scanner: source text to the token stream that the Lezer grammar reads.
 *
 * It makes CPython's tokens in CPython's way (`Parser/lexer/lexer.c`): indentation with its two column counts, bracket levels, nested
 * f-strings, numbers with their odd endings. Two things it adds because one token of look-ahead is all the grammar has: operators are
 * grouped in classes (`infix` and others, the operator itself is in `value`), and the soft keywords `match`, `case` and `type` are told from
 * names here, which the tokens before and after always allow.
 *
 * It is made for speed and says nothing about errors: where CPython's tokenizer would complain, the stream ends in a `0` token that no rule
 * accepts, and `diagnose.ts` finds the message with the exact tokenizer.
 *
 * Invariants: the text ends in a newline and has no `\r` and no NUL; tokens do not overlap and `start` never decreases; names and keywords
 * with the same spelling have the same `value`.
 */
import { charFlags, Char as UnicodeChar } from '../values/unicode'
import type { SourceFile } from './source'
import * as T from './parser.terms.gen'

/** The tokens of one source text, in parallel arrays. Token `count - 1` is the last. */
export class TokenStream {
  count = 0
  /** Term of the grammar; 0 where the scanner stopped at something that is no token. */
  type: Uint8Array
  /** Offsets in the text (UTF-16), `end` exclusive. */
  start: Int32Array
  end: Int32Array
  /** 1-based line of `start`. */
  line: Int32Array
  /** A name or keyword: index into `names`. An operator: its `Op`. */
  value: Int32Array
  /** Spelling of names, NFKC-normalised; the keywords come first. */
  names: string[] = []

  constructor(capacity: number) {
    this.type = new Uint8Array(capacity)
    this.start = new Int32Array(capacity)
    this.end = new Int32Array(capacity)
    this.line = new Int32Array(capacity)
    this.value = new Int32Array(capacity)
  }

  grow(): void {
    const size = this.type.length * 2
    const type = new Uint8Array(size)
    type.set(this.type)
    this.type = type
    for (const key of ['start', 'end', 'line', 'value'] as const) {
      const bigger = new Int32Array(size)
      bigger.set(this[key])
      this[key] = bigger
    }
  }
}

/** Operators, for `value` of operator tokens and as indices into the tables of `lower_expr.ts`. */
export const enum Op {
  None,
  BitOr,
  BitXor,
  BitAnd,
  LShift,
  RShift,
  Add,
  Sub,
  Mult,
  MatMult,
  Div,
  Mod,
  FloorDiv,
  Pow,
  Invert,
  Lt,
  Gt,
  Eq,
  GtE,
  LtE,
  NotEq,
  In,
  Is,
  Not,
  And,
  Or,
  Await,
}

const keywords: readonly (readonly [string, number, Op?])[] = [
  ['False', T.False],
  ['None', T.None],
  ['True', T.True],
  ['and', T.infix, Op.And],
  ['as', T.asKw],
  ['assert', T.assertKw],
  ['async', T.asyncKw],
  ['await', T.awaitKw, Op.Await],
  ['break', T.breakKw],
  ['class', T.classKw],
  ['continue', T.continueKw],
  ['def', T.defKw],
  ['del', T.delKw],
  ['elif', T.elifKw],
  ['else', T.elseKw],
  ['except', T.exceptKw],
  ['finally', T.finallyKw],
  ['for', T.forKw],
  ['from', T.fromKw],
  ['global', T.globalKw],
  ['if', T.ifKw],
  ['import', T.importKw],
  ['in', T.inKw, Op.In],
  ['is', T.infix, Op.Is],
  ['lambda', T.lambdaKw],
  ['nonlocal', T.nonlocalKw],
  ['not', T.notKw, Op.Not],
  ['or', T.infix, Op.Or],
  ['pass', T.passKw],
  ['raise', T.raiseKw],
  ['return', T.returnKw],
  ['try', T.tryKw],
  ['while', T.whileKw],
  ['with', T.withKw],
  ['yield', T.yieldKw],
  // The soft keywords are names until the scanner knows better.
  ['match', T.Name],
  ['case', T.Name],
  ['type', T.Name],
]
const nameMatch = 35
const nameCase = 36
const nameType = 37
const keywordTerm = Uint8Array.from(keywords, ([, term]) => term)
const keywordOp = Uint8Array.from(keywords, ([, , op]) => op ?? Op.None)

/** Terms that can begin a line with a `:` after which a statement may follow on the same line. */
const blockOpeners = new Set([
  T.ifKw,
  T.elifKw,
  T.elseKw,
  T.whileKw,
  T.forKw,
  T.tryKw,
  T.exceptKw,
  T.finallyKw,
  T.withKw,
  T.defKw,
  T.classKw,
  T.asyncKw,
  T.caseKw,
])

/** Interns names by a hash that the scanner computes while it reads them. */
class NameTable {
  private slots: Int32Array
  private hashes: number[] = []
  private mask: number
  constructor(readonly names: string[]) {
    this.mask = 1023
    this.slots = new Int32Array(this.mask + 1).fill(-1)
    for (const [name] of keywords) {
      let hash = 0
      for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0
      this.intern(name, 0, name.length, hash)
    }
  }

  /** The index of the name at `start..end` of `text`, whose hash is given. */
  intern(text: string, start: number, end: number, hash: number): number {
    const { names, hashes, slots, mask } = this
    let slot = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const index = slots[slot]
      if (index < 0) break
      if (hashes[index] === hash) {
        const name = names[index]
        if (name.length === end - start) {
          let i = start
          let j = 0
          while (i < end && text.charCodeAt(i) === name.charCodeAt(j)) {
            i++
            j++
          }
          if (i === end) return index
        }
      }
      slot = (slot + 1) & mask
    }
    const index = names.length
    names.push(text.slice(start, end))
    hashes.push(hash)
    slots[slot] = index
    if (index * 2 > mask) this.rehash()
    return index
  }

  private rehash(): void {
    this.mask = this.mask * 2 + 1
    this.slots = new Int32Array(this.mask + 1).fill(-1)
    for (let index = 0; index < this.hashes.length; index++) {
      const hash = this.hashes[index]
      let slot = (hash ^ (hash >>> 15)) & this.mask
      while (this.slots[slot] >= 0) slot = (slot + 1) & this.mask
      this.slots[slot] = index
    }
  }
}

const enum Char {
  Other,
  /** Letters that cannot begin a string prefix, underscore, and everything beyond ASCII. */
  Letter,
  /** Letters that can: b f r u and their capitals. */
  Prefix,
  Digit,
  Quote,
  Space,
}

/** Class of each ASCII character as the first of a token. */
const charClass = new Uint8Array(128)
/** 1 for ASCII characters that continue a name. */
const nameChar = new Uint8Array(128)
for (let c = 0; c < 128; c++) {
  const s = String.fromCharCode(c)
  if (/[A-Za-z_]/.test(s)) charClass[c] = /[bfruBFRU]/.test(s) ? Char.Prefix : Char.Letter
  else if (/[0-9]/.test(s)) charClass[c] = Char.Digit
  else if (s === '"' || s === "'") charClass[c] = Char.Quote
  else if (s === ' ' || s === '\t' || s === '\f') charClass[c] = Char.Space
  if (/\w/.test(s)) nameChar[c] = 1
}

/** Whether a text is an identifier in the Unicode version of CPython, whatever the host's is. */
function isIdentifier(text: string): boolean {
  let wanted: number = UnicodeChar.XID_START
  for (let i = 0; i < text.length; i++) {
    const cp = text.codePointAt(i)!
    if (cp > 0xffff) i++
    if ((charFlags(cp) & wanted) === 0) return false
    wanted = UnicodeChar.XID_CONTINUE
  }
  return true
}

/** An open f-string. */
interface FString {
  quote: number
  triple: boolean
  raw: boolean
  /** Brackets open within it, its own fields' included: the level decides what `:` and `}` mean. */
  brackets: number
  /** `brackets` at the innermost open field, from 0; −1 outside fields. */
  fieldDepth: number
  inSpec: boolean
  /** Reading literal text, not an expression. */
  literal: boolean
}

const maxIndent = 100
const maxBrackets = 200
const maxFStrings = 150
const maxFieldNesting = 3

const isDigit = (c: number) => c >= 48 && c <= 57
const isHex = (c: number) => isDigit(c) || ((c | 32) >= 97 && (c | 32) <= 102)
const isNameChar = (c: number) => (c < 128 ? nameChar[c] === 1 : c >= 128)

/**
 * Makes the tokens of a source text. In interactive mode the end of the text counts as a line end after the last one that is written, which
 * is what ends a compound statement there.
 */
export function scan(source: SourceFile, interactive = false): TokenStream {
  const scanner = new Scanner(source)
  const tokens = scanner.run()
  if (interactive) scanner.endInteractive()
  return tokens
}

class Scanner {
  private readonly text: string
  private readonly lineStarts: Int32Array
  private readonly newlineAdded: boolean
  private readonly out: TokenStream
  private readonly table: NameTable
  private pos = 0
  private line = 1
  private readonly indents: number[] = [0]
  private readonly altIndents: number[] = [0]
  /** For each open block, whether it is the body of a `match`. */
  private readonly inMatch: boolean[] = [false]
  private readonly brackets: number[] = []
  private readonly fstrings: FString[] = []
  /** First token of the current logical line. */
  private lineFirst = 0
  /** The last logical line was the head of a `match` statement. */
  private afterMatch = false

  constructor(source: SourceFile) {
    this.text = source.text
    this.lineStarts = source.lineStarts
    this.newlineAdded = source.newlineAdded
    this.out = new TokenStream((source.text.length >> 2) + 64)
    this.table = new NameTable(this.out.names)
  }

  private push(type: number, start: number, end: number, value: number): void {
    const out = this.out
    const i = out.count
    if (i === out.type.length) out.grow()
    const lineStarts = this.lineStarts
    let line = this.line
    if (lineStarts[line] <= start) {
      do line++
      while (lineStarts[line] <= start)
      this.line = line
    }
    out.type[i] = type
    out.start[i] = start
    out.end[i] = end
    out.line[i] = line
    out.value[i] = value
    out.count = i + 1
  }

  /** Ends the stream at something that is no token. */
  private bad(at: number): TokenStream {
    this.push(0, at, at, 0)
    return this.out
  }

  endInteractive(): void {
    const { text, out } = this
    if (out.count === 0 || out.type[out.count - 1] === 0) return
    const last = out.count - 1
    // A newline that was only added to the text is the one that its end stands for.
    if (this.newlineAdded && out.type[last] === T.newline && out.start[last] === text.length - 1) return
    this.push(T.newline, text.length, text.length, 0)
  }

  run(): TokenStream {
    const { text, out, table } = this
    const length = text.length
    for (;;) {
      // At the start of a logical line, or of a physical one within brackets (then there is no indentation to see to).
      if (!this.startLine()) return out
      let pos = this.pos
      for (;;) {
        const c = text.charCodeAt(pos)
        switch (c < 128 ? charClass[c] : Char.Letter) {
          case Char.Space:
            pos++
            continue
          case Char.Prefix:
          case Char.Letter: {
            const start = pos
            const quote = c < 128 && charClass[c] === Char.Prefix ? this.prefixLength(pos) : 0
            if (quote > 0) {
              pos = this.string(pos, pos + quote)
              if (pos < 0) return out
              continue
            }
            let hash = c
            let next = text.charCodeAt(++pos)
            while (next < 128 && nameChar[next] === 1) {
              hash = (Math.imul(hash, 31) + next) | 0
              next = text.charCodeAt(++pos)
            }
            if (c >= 128 || next >= 128) {
              const name = this.wideName(start)
              if (name < 0) return this.bad(start)
              this.push(T.Name, start, this.pos, name)
              pos = this.pos
              this.checkTypeKeyword()
              continue
            }
            const name = table.intern(text, start, pos, hash)
            if (name <= nameType) {
              this.push(keywordTerm[name], start, pos, name < nameMatch ? keywordOp[name] : name)
              if (name === nameCase && out.count - 1 === this.lineFirst && this.inMatch[this.inMatch.length - 1]) {
                out.type[out.count - 1] = T.caseKw
              } else if (name >= nameMatch) this.checkTypeKeyword()
            } else {
              this.push(T.Name, start, pos, name)
              if (out.count > 1 && out.type[out.count - 2] === T.Name) this.checkTypeKeyword()
            }
            continue
          }
          case Char.Digit: {
            const end = this.number(pos)
            if (end < 0) return this.bad(pos)
            this.push(T.Number, pos, end, 0)
            pos = end
            continue
          }
          case Char.Quote:
            pos = this.string(pos, pos)
            if (pos < 0) return out
            continue
        }
        if (c === 10) {
          this.pos = pos + 1
          if (this.brackets.length === 0) {
            this.push(T.newline, pos, pos + 1, 0)
            this.endLine()
          }
          break
        }
        if (c === 35) {
          pos = text.indexOf('\n', pos)
          continue
        }
        if (c === 92) {
          if (text.charCodeAt(pos + 1) !== 10 || pos + 2 >= length) return this.bad(pos)
          pos += 2
          continue
        }
        pos = this.operator(pos, c)
        if (pos < 0) return out
      }
    }
  }

  /** Indentation at the start of a line: blank lines, `indent`, `dedent`. False at the end of the text or at an error. */
  private startLine(): boolean {
    const { text, out } = this
    const length = text.length
    if (this.brackets.length > 0) {
      if (this.pos < length) return true
      this.bad(length)
      return false
    }
    let pos = this.pos
    for (;;) {
      let col = 0
      let alt = 0
      let continued = 0
      let continuedAlt = 0
      let c = text.charCodeAt(pos)
      for (;;) {
        if (c === 32) {
          col++
          alt++
        } else if (c === 9) {
          col = (col & ~7) + 8
          alt++
        } else if (c === 12) {
          col = alt = 0
        } else if (c === 92) {
          // An indentation broken by backslashes: the column is that of the first piece that has one.
          if (text.charCodeAt(pos + 1) !== 10 || pos + 2 >= length) {
            this.bad(pos)
            return false
          }
          if (continued === 0) continued = col
          if (continuedAlt === 0) continuedAlt = alt
          pos++
        } else break
        c = text.charCodeAt(++pos)
      }
      if (c === 10) {
        pos++
        continue
      }
      if (c === 35) {
        pos = text.indexOf('\n', pos) + 1
        continue
      }
      if (continued > 0) col = continued
      if (continuedAlt > 0) alt = continuedAlt
      if (pos >= length) col = alt = 0
      const { indents, altIndents } = this
      let top = indents.length - 1
      if (col === indents[top]) {
        if (alt !== altIndents[top]) {
          this.bad(pos)
          return false
        }
      } else if (col > indents[top]) {
        if (indents.length >= maxIndent || alt <= altIndents[top]) {
          this.bad(pos)
          return false
        }
        indents.push(col)
        altIndents.push(alt)
        this.inMatch.push(this.afterMatch)
        this.push(T.indent, pos, pos, 0)
      } else {
        while (col < indents[top]) {
          indents.pop()
          altIndents.pop()
          this.inMatch.pop()
          top--
          this.push(T.dedent, pos, pos, 0)
        }
        if (col !== indents[top] || alt !== altIndents[top]) {
          // No token for an indentation that fits nothing: the dedents made for it do not count.
          this.bad(pos)
          return false
        }
      }
      this.afterMatch = false
      this.pos = pos
      this.lineFirst = out.count
      return pos < length
    }
  }

  /** After a `newline` token: a line that begins with `match` and ends in a colon is the head of a match statement. */
  private endLine(): void {
    const { out, lineFirst } = this
    if (out.value[lineFirst] !== nameMatch || out.type[lineFirst] !== T.Name) return
    if (out.count - lineFirst > 3 && out.type[out.count - 2] === T.colon) {
      out.type[lineFirst] = T.matchKw
      this.afterMatch = true
    }
  }

  /** After a name: if it follows the name `type` at the start of a statement, that is the keyword. */
  private checkTypeKeyword(): void {
    const { out } = this
    const i = out.count - 2
    if (i < this.lineFirst || out.value[i] !== nameType || out.type[i] !== T.Name || this.brackets.length > 0) return
    if (i > this.lineFirst) {
      const before = out.type[i - 1]
      if (before !== T.semi && !(before === T.colon && blockOpeners.has(out.type[this.lineFirst]))) return
    }
    out.type[i] = T.typeKw
  }

  /** A name with characters beyond ASCII: its index in `names`, or −1; `pos` is left at its end. */
  private wideName(start: number): number {
    const { text } = this
    let end = start
    while (isNameChar(text.charCodeAt(end))) end++
    this.pos = end
    const spelling = text.slice(start, end)
    if (!isIdentifier(spelling)) return -1
    const name = spelling.normalize('NFKC')
    let hash = 0
    for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0
    return this.table.intern(name, 0, name.length, hash)
  }

  /** Length of the string prefix at `pos` if a quote follows it, else 0. */
  private prefixLength(pos: number): number {
    const { text } = this
    const second = text.charCodeAt(pos + 1)
    if (second === 34 || second === 39) return 1
    const third = text.charCodeAt(pos + 2)
    if (third !== 34 && third !== 39) return 0
    const a = text.charCodeAt(pos) | 32
    const b = second | 32
    // br rb fr rf, in any case.
    if (a === 114) return b === 98 || b === 102 ? 2 : 0
    return (a === 98 || a === 102) && b === 114 ? 2 : 0
  }

  /** A string, bytes or f-string literal whose quote is at `quoteAt`; returns the position after it, −1 at an error. */
  private string(start: number, quoteAt: number): number {
    const { text } = this
    const quote = text.charCodeAt(quoteAt)
    const triple = text.charCodeAt(quoteAt + 1) === quote && text.charCodeAt(quoteAt + 2) === quote
    let pos = quoteAt + (triple ? 3 : 1)
    let raw = false
    for (let i = start; i < quoteAt; i++) {
      const c = text.charCodeAt(i) | 32
      if (c === 114) raw = true
      else if (c === 102) {
        raw = raw || (text.charCodeAt(quoteAt - 1) | 32) === 114
        if (this.fstrings.length >= maxFStrings - 1) return this.fail(start)
        this.push(T.fstringStart, start, pos, 0)
        this.fstrings.push({ quote, triple, raw, brackets: 0, fieldDepth: -1, inSpec: false, literal: true })
        return this.middle(pos)
      }
    }
    if (triple) {
      const length = text.length
      for (;;) {
        const c = text.charCodeAt(pos)
        if (c === quote && text.charCodeAt(pos + 1) === quote && text.charCodeAt(pos + 2) === quote) break
        if (c === 92) pos++
        if (++pos >= length) return this.fail(start)
      }
      pos += 3
    } else {
      for (;;) {
        const c = text.charCodeAt(pos++)
        if (c === quote) break
        if (c === 10) return this.fail(start)
        if (c === 92 && ++pos >= text.length) return this.fail(start)
      }
    }
    this.push(T.String, start, pos, 0)
    return pos
  }

  private fail(at: number): number {
    this.bad(at)
    return -1
  }

  /** The literal text of the innermost f-string, up to a field or its end; returns the position from which tokens are ordinary again. */
  private middle(pos: number): number {
    const { text, fstrings } = this
    const f = fstrings[fstrings.length - 1]
    const { quote, triple } = f
    const length = text.length
    if (
      text.charCodeAt(pos) === quote &&
      (!triple || (text.charCodeAt(pos + 1) === quote && text.charCodeAt(pos + 2) === quote))
    ) {
      const end = pos + (triple ? 3 : 1)
      this.push(T.fstringEnd, pos, end, 0)
      fstrings.pop()
      return end
    }
    let start = pos
    let quotes = 0
    let named = false
    for (;;) {
      if (pos >= length) return this.fail(start)
      const c = text.charCodeAt(pos)
      const inSpec = f.inSpec && f.fieldDepth >= 0
      if (c === 10 && !triple) {
        if (!inSpec) return this.fail(start)
        // A line end in the format specification of a single-quoted f-string ends the specification.
        this.push(T.FStringMiddle, start, pos, 0)
        f.literal = false
        f.inSpec = false
        return pos
      }
      if (c === quote) {
        pos++
        if (++quotes < (triple ? 3 : 1)) continue
        const end = pos - quotes
        if (end > start) this.push(T.FStringMiddle, start, end, 0)
        this.push(T.fstringEnd, end, pos, 0)
        fstrings.pop()
        return pos
      }
      quotes = 0
      if (c === 123) {
        if (text.charCodeAt(pos + 1) === 123 && !inSpec) {
          this.push(T.FStringMiddle, start, pos + 1, 0)
          pos += 2
          start = pos
          continue
        }
        if (pos > start) this.push(T.FStringMiddle, start, pos, 0)
        if (++f.fieldDepth >= maxFieldNesting) return this.fail(pos)
        f.literal = false
        if (this.brackets.length >= maxBrackets) return this.fail(pos)
        this.brackets.push(c)
        f.brackets++
        this.push(T.fieldStart, pos, pos + 1, 0)
        return pos + 1
      }
      if (c === 125) {
        if (named) {
          // As in CPython, a named character ends a piece.
          named = false
          pos++
          this.push(T.FStringMiddle, start, pos, 0)
          start = pos
          continue
        }
        if (text.charCodeAt(pos + 1) === 125 && !inSpec && f.brackets === 0) {
          this.push(T.FStringMiddle, start, pos + 1, 0)
          pos += 2
          start = pos
          continue
        }
        if (pos > start) this.push(T.FStringMiddle, start, pos, 0)
        f.literal = false
        return this.closeBracket(pos, c)
      }
      if (c === 92) {
        const escaped = text.charCodeAt(pos + 1)
        if (escaped === 123 || escaped === 125) {
          pos++
          continue
        }
        if (!f.raw && escaped === 78 && text.charCodeAt(pos + 2) === 123) {
          named = true
          pos += 3
          continue
        }
        pos += 2
        continue
      }
      pos++
    }
  }

  /** A closing bracket; the end of a field returns to the text of its f-string. */
  private closeBracket(pos: number, c: number): number {
    const { brackets, fstrings } = this
    const open = brackets.pop()
    if (open === undefined || (c === 41 ? open !== 40 : open !== c - 2)) return this.fail(pos)
    if (fstrings.length > 0) {
      const f = fstrings[fstrings.length - 1]
      if (f.brackets === 0) return this.fail(pos)
      f.brackets--
      if (c === 125 && f.brackets === f.fieldDepth) {
        f.fieldDepth--
        f.literal = true
        f.inSpec = false
        this.push(T.fieldEnd, pos, pos + 1, 0)
        return this.middle(pos + 1)
      }
    }
    this.push(c === 41 ? T.rpar : c === 93 ? T.rsqb : T.rbrace, pos, pos + 1, 0)
    return pos + 1
  }

  private openBracket(pos: number, c: number, type: number): number {
    if (this.brackets.length >= maxBrackets) return this.fail(pos)
    this.brackets.push(c)
    if (this.fstrings.length > 0) this.fstrings[this.fstrings.length - 1].brackets++
    this.push(type, pos, pos + 1, 0)
    return pos + 1
  }

  /** An operator or delimiter; returns the position after it, −1 at an error. */
  private operator(pos: number, c: number): number {
    const { text } = this
    const second = text.charCodeAt(pos + 1)
    let type = 0
    let op = Op.None
    let length = 1
    switch (c) {
      case 40: // (
        return this.openBracket(pos, c, T.lpar)
      case 91: // [
        return this.openBracket(pos, c, T.lsqb)
      case 123: // {
        return this.openBracket(pos, c, T.lbrace)
      case 41: // )
      case 93: // ]
      case 125: // }
        return this.closeBracket(pos, c)
      case 44: // ,
        type = T.comma
        break
      case 46: // .
        if (isDigit(second)) {
          const end = this.number(pos)
          if (end < 0) return this.fail(pos)
          this.push(T.Number, pos, end, 0)
          return end
        }
        if (second === 46 && text.charCodeAt(pos + 2) === 46) {
          type = T.Ellipsis
          length = 3
        } else type = T.dot
        break
      case 58: // :
        if (this.fstrings.length > 0) {
          const f = this.fstrings[this.fstrings.length - 1]
          if (f.fieldDepth >= 0 && f.brackets - 1 === f.fieldDepth) {
            f.literal = true
            f.inSpec = true
            this.push(T.fieldColon, pos, pos + 1, 0)
            return this.specification(pos + 1)
          }
        }
        if (second === 61) {
          type = T.colonEqual
          length = 2
        } else type = T.colon
        break
      case 59: // ;
        type = T.semi
        break
      case 61: // =
        if (second === 61) {
          type = T.infix
          op = Op.Eq
          length = 2
        } else type = T.equal
        break
      case 33: // !
        if (second === 61) {
          type = T.infix
          op = Op.NotEq
          length = 2
        } else type = T.exclamation
        break
      case 60: // <
      case 62: // >
        type = T.infix
        if (second === c) {
          op = c === 60 ? Op.LShift : Op.RShift
          length = 2
        } else if (second === 61) {
          this.push(T.infix, pos, pos + 2, c === 60 ? Op.LtE : Op.GtE)
          return pos + 2
        } else if (c === 60 && second === 62) return this.fail(pos)
        else op = c === 60 ? Op.Lt : Op.Gt
        break
      case 43: // +
        type = T.plus
        op = Op.Add
        break
      case 45: // -
        if (second === 62) {
          type = T.arrow
          length = 2
        } else {
          type = T.minus
          op = Op.Sub
        }
        break
      case 42: // *
        if (second === 42) {
          type = T.doubleStar
          op = Op.Pow
          length = 2
        } else {
          type = T.star
          op = Op.Mult
        }
        break
      case 47: // /
        if (second === 47) {
          type = T.infix
          op = Op.FloorDiv
          length = 2
        } else {
          type = T.slash
          op = Op.Div
        }
        break
      case 37: // %
        type = T.infix
        op = Op.Mod
        break
      case 64: // @
        type = T.at
        op = Op.MatMult
        break
      case 38: // &
        type = T.infix
        op = Op.BitAnd
        break
      case 94: // ^
        type = T.infix
        op = Op.BitXor
        break
      case 124: // |
        type = T.vbar
        op = Op.BitOr
        break
      case 126: // ~
        type = T.tilde
        op = Op.Invert
        break
      default:
        return this.fail(pos)
    }
    // `+=` and its kind; comparisons with `=` are done with above, and `~=` is no operator.
    if (op !== Op.None && op < Op.Invert && text.charCodeAt(pos + length) === 61) {
      type = T.augOp
      length++
    }
    this.push(type, pos, pos + length, op)
    return pos + length
  }

  /** Right after the colon of a format specification. */
  private specification(pos: number): number {
    // Within a specification even `{{` begins a field, so the text before it may be empty.
    return this.middle(pos)
  }

  /** End of the number literal at `pos`, −1 if it is not one. */
  private number(pos: number): number {
    const { text } = this
    let c = text.charCodeAt(pos)
    if (c === 48) {
      const letter = text.charCodeAt(pos + 1) | 32
      if (letter === 120 || letter === 111 || letter === 98) {
        const valid = (d: number) =>
          letter === 120 ? isHex(d) : letter === 111 ? d >= 48 && d <= 55 : d === 48 || d === 49
        pos += 2
        do {
          if (text.charCodeAt(pos) === 95) pos++
          if (!valid(text.charCodeAt(pos))) return -1
          while (valid(text.charCodeAt(pos))) pos++
        } while (text.charCodeAt(pos) === 95)
        if (isDigit(text.charCodeAt(pos))) return -1
        return this.numberEnd(pos)
      }
    }
    const start = pos
    let real = false
    if (c !== 46) {
      pos = this.digits(pos)
      if (pos < 0) return -1
      c = text.charCodeAt(pos)
    }
    if (c === 46) {
      real = true
      c = text.charCodeAt(++pos)
      if (isDigit(c)) {
        pos = this.digits(pos)
        if (pos < 0) return -1
        c = text.charCodeAt(pos)
      }
    }
    if (c === 101 || c === 69) {
      const sign = text.charCodeAt(pos + 1)
      const skip = sign === 43 || sign === 45 ? 2 : 1
      if (isDigit(text.charCodeAt(pos + skip))) {
        real = true
        pos = this.digits(pos + skip)
        if (pos < 0) return -1
        c = text.charCodeAt(pos)
      } else if (skip === 2) return -1
    }
    if (c === 106 || c === 74) {
      real = true
      pos++
    }
    if (!real && text.charCodeAt(start) === 48) {
      for (let i = start; i < pos; i++) {
        const d = text.charCodeAt(i)
        if (d !== 48 && d !== 95) return -1
      }
    }
    return this.numberEnd(pos)
  }

  /** Digits with single underscores between them. */
  private digits(pos: number): number {
    const { text } = this
    for (;;) {
      while (isDigit(text.charCodeAt(pos))) pos++
      if (text.charCodeAt(pos) !== 95) return pos
      if (!isDigit(text.charCodeAt(++pos))) return -1
    }
  }

  /** What may follow a number: no letter, unless it begins one of the keywords that can. */
  private numberEnd(pos: number): number {
    const { text } = this
    const c = text.charCodeAt(pos)
    if (!isNameChar(c)) return pos
    const rest = (word: string) => (text.startsWith(word, pos + 1) ? pos : -1)
    switch (c) {
      case 97:
        return rest('nd')
      case 101:
        return rest('lse')
      case 102:
        return rest('or')
      case 105: {
        const d = text.charCodeAt(pos + 1)
        return d === 102 || d === 110 || d === 115 ? pos : -1
      }
      case 110:
        return rest('ot')
      case 111:
        return rest('r')
    }
    return -1
  }
}
