/**
 * The exact tokenizer: CPython 3.13's token stream and its tokenizer errors (Parser/lexer/lexer.c, Parser/tokenizer/).
 *
 * The normal road from source to AST does not come through here: the Lezer grammar has its own, contextual tokenizers. This one
 * is asked when a program was refused (`diagnose.ts` needs CPython's very tokens, in CPython's order, with CPython's errors),
 * by `pytracify tokenize`, and by Python's own `tokenize` module.
 *
 * Input   a text; `\r\n` and `\r` already turned into `\n` unless `extraTokens` (see `universalNewlines`).
 * Output  one token per `next()`; its type is returned and its place is left in the fields of the tokenizer.
 *
 * Invariants
 *  - The text is consumed line by line, and a line is entered only when its first character is looked at. `lineno`,
 *    `lineStart`, `lineEnd` and `bufStart` therefore always say what CPython's tokenizer state says at the same moment, which
 *    is visible in error positions and in SyntaxError's `text`.
 *  - Offsets are UTF-16 indices into the text; −1 is "no position" (INDENT, DEDENT, ENDMARKER in parser mode).
 *  - After ERRORTOKEN either `error` holds a finished error (with CPython's "current position" logic already applied) or
 *    `done` says what kind of failure the parser has to word.
 */
import { Char, charFlags, isPrintable } from '../values/unicode'
import { invalidUtf8Message } from './decode'
import * as T from './token'
import { invalidEscapeWarning, invalidLiteralWarning, type NumberKind, type WarningSink } from './warnings'

/** Why the tokenizer stopped (CPython's E_ codes, the ones that occur). */
export type Done = 'ok' | 'eof' | 'error' | 'eofs' | 'eols' | 'dedent' | 'tabspace' | 'toodeep' | 'linecont' | 'decode'

/** An error the tokenizer words by itself; `offset` and `endOffset` are 1-based code point columns. */
export interface TokenizerError {
  type: 'SyntaxError' | 'IndentationError'
  msg: string
  lineno: number
  offset: number
  endOffset: number
  text: string
}

export interface TokenizerOptions {
  /** Also give COMMENT and NL, forgive bad number endings, identifiers and brackets: the mode of Python's `tokenize`. */
  extraTokens?: boolean
  /** Keep no more lines than CPython does when it reads a file (which `extraTokens` implies) rather than a string. */
  lineByLine?: boolean
  onWarning?: WarningSink
}

const TAB_SIZE = 8
const MAX_INDENT = 100
const MAX_LEVEL = 200
const MAX_FSTRING_LEVEL = 150
const MAX_FIELD_NESTING = 3

const EOF = -1
const TAB = 9
const LF = 10
const FF = 12
const CR = 13
const SPACE = 32
const DQUOTE = 34
const HASH = 35
const SQUOTE = 39
const LPAR = 40
const RPAR = 41
const PLUS = 43
const MINUS = 45
const DOT = 46
const ZERO = 48
const COLON = 58
const LSQB = 91
const BACKSLASH = 92
const RSQB = 93
const UNDERSCORE = 95
const LBRACE = 123
const RBRACE = 125

const isDigit = (c: number) => c >= 48 && c <= 57
const isHex = (c: number) => isDigit(c) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70)
const isOctal = (c: number) => c >= 48 && c <= 55
const isBinary = (c: number) => c === 48 || c === 49
/** A first cut by code unit: everything beyond ASCII is taken into the identifier and verified afterwards. */
const isNameStart = (c: number) => (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === UNDERSCORE || c >= 128
const isNameChar = (c: number) => isNameStart(c) || isDigit(c)

const OPERATORS1 = new Map<number, number>()
const OPERATORS2 = new Map<number, number>()
const OPERATORS3 = new Map<number, number>()
for (const [text, type] of T.EXACT_TOKEN_TYPES) {
  const [a, b, c] = [text.charCodeAt(0), text.charCodeAt(1), text.charCodeAt(2)]
  if (text.length === 1) OPERATORS1.set(a, type)
  else if (text.length === 2) OPERATORS2.set(a * 128 + b, type)
  else OPERATORS3.set((a * 128 + b) * 128 + c, type)
}
// The old spelling is still a token; the parser refuses it.
OPERATORS2.set(60 * 128 + 62, T.NOTEQUAL)

/** One entry of the f-string stack: entry 0 is the program itself. */
class Mode {
  /** Whether literal text is read next (between the fields of an f-string) rather than tokens. */
  literal = false
  quote = 0
  quoteSize = 0
  raw = false
  /** Where the f-string began: offset, the start of that line, its number. */
  start = 0
  startLine = 0
  startLineno = 0
  /** Open brackets since the f-string began, those of its fields included. */
  bracketDepth = 0
  /** `bracketDepth` just before the innermost open field's `{`; −1 outside fields. */
  fieldDepth = -1
  /** Set by the colon of a field, cleared by the end of any field: behind a field inside it, a format specification is no more one. */
  inSpec = false
}

export class Tokenizer {
  // ---- the token just read
  /** UTF-16 offsets of the token's text, −1 where it has none. */
  start = -1
  end = -1
  /** Line of the start and start offset of that line. */
  startLineno = 0
  startLine = 0
  /** Line of the end and start offset of that line. */
  endLineno = 0
  endLine = 0

  // ---- state, as CPython's struct tok_state
  /** Next character to read. */
  cur = 0
  /** Number and start of the current line, and its end (after the newline). */
  lineno = 0
  lineStart = 0
  lineEnd = 0
  /** Start of the first line CPython still holds in its buffer: the current line, or an earlier one inside a token. */
  bufStart = 0
  done: Done = 'ok'
  error: TokenizerError | null = null
  /** The complaint about bytes that are no UTF-8, with `done` `decode`. */
  undecodable: string | null = null
  /** Open brackets. */
  level = 0
  readonly bracketStack: number[] = []
  readonly bracketLineno: number[] = []
  /** Offset and line start of each open bracket. */
  readonly bracketOffset: number[] = []
  readonly bracketLine: number[] = []
  indent = 0
  pendingIndents = 0
  /** Line where the current string token began (also of the last string part, which outlives the token, as in CPython). */
  multiLineStart = 0
  /** Set when the last line had no newline and one was supplied (`extraTokens` only). */
  implicitNewline = false

  private readonly text: string
  private readonly extra: boolean
  private readonly lineByLine: boolean
  /** Offset of the first null byte, where tokenizing ends; −1 as a rule. */
  private readonly nul: number
  private readonly onWarning: WarningSink | undefined
  private readonly missingNewline: boolean
  private atLineStart = true
  private readonly indents = [0]
  private readonly altIndents = [0]
  /** Whether characters are being taken into a token, so that the buffer may not move on. */
  private inToken = false
  private commentNewline = false
  private tokenStart = 0
  private tokenStartLine = 0
  private firstLineno = 0
  private readonly modes = [new Mode()]

  constructor(text: string, options: TokenizerOptions = {}) {
    this.extra = options.extraTokens === true
    this.lineByLine = this.extra || options.lineByLine === true
    this.missingNewline = this.extra && text !== '' && !text.endsWith('\n')
    this.text = this.missingNewline ? `${text}\n` : text
    this.nul = this.text.indexOf('\0')
    this.onWarning = options.onWarning
  }

  /** The text of the token just read. */
  get string(): string {
    return this.start < 0 ? '' : this.text.slice(this.start, this.end)
  }

  /** The text being read, with the newline that was supplied at its end, if any. */
  get source(): string {
    return this.text
  }

  /** Whether the tokenizer stands inside an f-string. */
  get inFString(): boolean {
    return this.modes.length > 1
  }

  /** Reads a token and returns its type. At the end ENDMARKER comes again and again. */
  next(): number {
    const mode = this.modes[this.modes.length - 1]!
    return mode.literal ? this.fstringPart(mode) : this.regular(mode)
  }

  // ---- characters

  /** The next code unit without consuming it, entering the next line if need be; EOF at the end. */
  private peek(): number {
    return this.cur < this.lineEnd ? this.text.charCodeAt(this.cur) : this.nextLine()
  }

  private nextLine(): number {
    if (this.done !== 'ok') return EOF
    const { text, lineEnd } = this
    const atEnd = lineEnd >= text.length
    // Reading lines one by one, CPython drops the old ones even at the end, but keeps those of an f-string.
    if (!this.inToken && (this.lineByLine ? !this.inFString : !atEnd)) this.bufStart = lineEnd
    if (atEnd) {
      this.done = 'eof'
      return EOF
    }
    const newline = text.indexOf('\n', lineEnd)
    this.lineStart = lineEnd
    this.lineEnd = newline < 0 ? text.length : newline + 1
    this.lineno++
    if (this.missingNewline && this.lineEnd === text.length) this.implicitNewline = true
    if (this.nul >= lineEnd && this.nul < this.lineEnd) {
      this.syntaxError('source code cannot contain null bytes')
      this.cur = this.lineEnd
      return EOF
    }
    return text.charCodeAt(this.cur)
  }

  /** Consumes a character (never EOF) that `peek` has shown and peeks at the one after it. */
  private advance(): number {
    this.cur++
    return this.peek()
  }

  // ---- errors

  /** The current line without its newline: SyntaxError's `text` for errors the tokenizer words. */
  private lineText(): string {
    const { text, lineStart } = this
    const newline = text.indexOf('\n', lineStart)
    return text.slice(lineStart, newline < 0 ? text.length : newline)
  }

  private syntaxError(msg: string, offset?: number, endOffset?: number): number {
    const column = offset ?? codePoints(this.text, this.lineStart, this.cur)
    this.error = {
      type: 'SyntaxError',
      msg,
      lineno: this.lineno,
      offset: column,
      endOffset: endOffset ?? column,
      text: this.lineText(),
    }
    this.done = 'error'
    return this.setToken(T.ERRORTOKEN, -1, -1)
  }

  private fail(done: Done, toLineEnd = true): number {
    this.done = done
    if (toLineEnd) this.cur = this.lineEnd
    return this.setToken(T.ERRORTOKEN, -1, -1)
  }

  private setToken(type: number, start: number, end: number): number {
    const string = T.isStringPart(type)
    this.start = start
    this.end = end
    this.startLineno = string ? this.firstLineno : this.lineno
    this.startLine = this.tokenStartLine
    this.endLineno = this.lineno
    this.endLine = this.lineStart
    this.inToken = false
    return type
  }

  private token(type: number): number {
    return this.setToken(type, this.tokenStart, this.cur)
  }

  // ---- program text

  /** A token outside f-string literal text. */
  private regular(mode: Mode): number {
    let blankLine = false
    for (;;) {
      this.inToken = false
      blankLine = false
      if (this.atLineStart) {
        this.atLineStart = false
        const outcome = this.indentation()
        if (outcome === T.ERRORTOKEN) return outcome
        blankLine = outcome === T.NL
      }
      if (this.pendingIndents !== 0) return this.pendingIndent()

      let c = this.peek()
      for (;;) {
        while (c === SPACE || c === TAB || c === FF) c = this.advance()
        this.tokenStart = this.cur
        this.tokenStartLine = this.lineStart
        this.inToken = c !== EOF
        if (c !== BACKSLASH) break
        if (!this.continuationLine()) return this.setToken(T.ERRORTOKEN, -1, -1)
        this.inToken = false
        c = this.peek()
      }

      if (c === HASH) {
        while (c !== EOF && c !== LF && c !== CR) c = this.advance()
        if (this.extra) {
          this.commentNewline = blankLine
          return this.token(T.COMMENT)
        }
        // Not a token here, but the NEWLINE after it begins where the comment begins.
      }
      if (c === EOF) {
        if (this.error !== null || this.level > 0) return this.setToken(T.ERRORTOKEN, -1, -1)
        return this.setToken(this.done === 'eof' ? T.ENDMARKER : T.ERRORTOKEN, -1, -1)
      }
      if (isNameStart(c)) return this.nameOrPrefixedString(c)
      if (c === CR) c = this.advance()
      if (c === LF) {
        this.cur++
        this.atLineStart = true
        if (blankLine || this.level > 0) {
          if (this.extra) {
            this.commentNewline = false
            return this.token(T.NL)
          }
          continue
        }
        if (this.commentNewline && this.extra) {
          this.commentNewline = false
          return this.token(T.NL)
        }
        return this.setToken(T.NEWLINE, this.tokenStart, this.cur - 1)
      }
      if (isDigit(c)) return this.number(c)
      if (c === DOT) return this.dot()
      if (c === SQUOTE || c === DQUOTE) return this.stringLiteral(c)
      return this.operator(mode, c)
    }
  }

  /**
   * Measures the white space at the start of a line. Returns ERRORTOKEN, NL for a line without a statement, else 0; changes of
   * depth are left in `pendingIndents`.
   */
  private indentation(): number {
    let column = 0
    let altColumn = 0
    let continued = 0
    let c = this.peek()
    for (;;) {
      if (c === SPACE) {
        column++
        altColumn++
      } else if (c === TAB) {
        column = (Math.floor(column / TAB_SIZE) + 1) * TAB_SIZE
        altColumn++
      } else if (c === FF) {
        column = altColumn = 0
      } else if (c === BACKSLASH) {
        // The depth is what stood before the first backslash, whatever the continuation lines begin with.
        continued = continued || column
        if (!this.continuationLine()) return this.setToken(T.ERRORTOKEN, -1, -1)
        c = this.peek()
        continue
      } else break
      c = this.advance()
    }
    if (c === HASH || c === LF || c === CR) return T.NL
    if (this.level > 0) return 0
    if (continued) column = altColumn = continued
    const depth = this.indents[this.indent]!
    if (column === depth) {
      if (altColumn !== this.altIndents[this.indent]) return this.fail('tabspace')
    } else if (column > depth) {
      if (this.indent + 1 >= MAX_INDENT) return this.fail('toodeep')
      if (altColumn <= this.altIndents[this.indent]!) return this.fail('tabspace')
      this.pendingIndents++
      this.indent++
      this.indents[this.indent] = column
      this.altIndents[this.indent] = altColumn
    } else {
      while (this.indent > 0 && column < this.indents[this.indent]!) {
        this.pendingIndents--
        this.indent--
      }
      if (column !== this.indents[this.indent]) return this.fail('dedent')
      if (altColumn !== this.altIndents[this.indent]) return this.fail('tabspace')
    }
    return 0
  }

  private pendingIndent(): number {
    this.tokenStartLine = this.lineStart
    if (this.pendingIndents < 0) {
      this.pendingIndents++
      return this.setToken(T.DEDENT, this.extra ? this.cur : -1, this.extra ? this.cur : -1)
    }
    this.pendingIndents--
    return this.setToken(T.INDENT, this.extra ? this.bufStart : -1, this.extra ? this.cur : -1)
  }

  /** After a backslash: goes to the next line; false (with `done` set) if that is not possible. */
  private continuationLine(): boolean {
    let c = this.advance()
    if (c === CR) c = this.advance()
    if (c !== LF) {
      // CPython has read the offending character when it stops.
      if (c !== EOF) this.cur++
      this.done = 'linecont'
      return false
    }
    if (this.advance() === EOF) {
      this.done = 'eof'
      this.cur = this.lineEnd
      return false
    }
    return true
  }

  private nameOrPrefixedString(c: number): number {
    let b = false
    let r = false
    let u = false
    let f = false
    for (;;) {
      const lower = c | 0x20
      if (lower === 98 && !b && !u && !f) b = true
      else if (lower === 117 && !b && !u && !r && !f) u = true
      else if (lower === 114 && !r && !u) r = true
      else if (lower === 102 && !f && !b && !u) f = true
      else break
      c = this.advance()
      if (c === SQUOTE || c === DQUOTE) return f ? this.fstringStart(c, r) : this.stringLiteral(c)
    }
    let ascii = true
    while (isNameChar(c)) {
      if (c >= 128) ascii = false
      c = this.advance()
    }
    if (!ascii && !this.extra && !this.verifyIdentifier()) return this.setToken(T.ERRORTOKEN, -1, -1)
    return this.token(T.NAME)
  }

  /** PEP 3131: false, with the error set, if a character may not stand in an identifier or is a byte that is no UTF-8. */
  private verifyIdentifier(): boolean {
    const name = this.text.slice(this.tokenStart, this.cur)
    this.undecodable = invalidUtf8Message(name)
    if (this.undecodable !== null) {
      this.done = 'decode'
      return false
    }
    let offset = this.tokenStart
    for (const char of name) {
      offset += char.length
      const cp = char.codePointAt(0)!
      const first = offset === this.tokenStart + char.length
      if (charFlags(cp) & (first ? Char.XID_START : Char.XID_CONTINUE)) continue
      this.cur = offset
      const code = cp.toString(16).toUpperCase().padStart(4, '0')
      this.syntaxError(
        isPrintable(cp) ? `invalid character '${char}' (U+${code})` : `invalid non-printable character U+${code}`,
      )
      return false
    }
    return true
  }

  private dot(): number {
    const c = this.advance()
    if (isDigit(c)) return this.fraction(c)
    if (c === DOT && this.text.charCodeAt(this.cur + 1) === DOT && this.cur + 1 < this.lineEnd) {
      this.cur += 2
      return this.token(T.ELLIPSIS)
    }
    return this.token(OPERATORS1.get(DOT)!)
  }

  // ---- numbers. Each method starts with `c` peeked at, not consumed, and ends with the finished token.

  private number(c: number): number {
    if (c !== ZERO) {
      const after = this.decimalTail()
      return after === null ? T.ERRORTOKEN : this.afterInteger(after)
    }
    c = this.advance()
    const lower = c | 0x20
    if (lower === 120) return this.radixNumber('hexadecimal', isHex)
    if (lower === 111) return this.radixNumber('octal', isOctal)
    if (lower === 98) return this.radixNumber('binary', isBinary)
    for (;;) {
      if (c === UNDERSCORE) {
        c = this.advance()
        if (!isDigit(c)) return this.syntaxError('invalid decimal literal')
      }
      if (c !== ZERO) break
      c = this.advance()
    }
    // CPython's mark stands after the first character that is not a zero.
    const zerosEnd = c === EOF ? this.cur : this.cur + 1
    if (!isDigit(c)) return this.afterInteger(c)
    const after = this.decimalTail()
    if (after === null) return T.ERRORTOKEN
    const next = after | 0x20
    if (after !== DOT && next !== 101 && next !== 106 && !this.extra) {
      return this.syntaxError(
        'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
        utf8Length(this.text, this.lineStart, this.tokenStart) + 1,
        utf8Length(this.text, this.lineStart, zerosEnd),
      )
    }
    return this.afterInteger(after)
  }

  private radixNumber(kind: 'hexadecimal' | 'octal' | 'binary', accepts: (c: number) => boolean): number {
    let c = this.advance()
    do {
      if (c === UNDERSCORE) c = this.advance()
      if (!accepts(c)) return this.badDigit(kind, c)
      do c = this.advance()
      while (accepts(c))
    } while (c === UNDERSCORE)
    if (isDigit(c)) return this.badDigit(kind, c)
    return this.numberEnd(c, kind)
  }

  private badDigit(kind: 'hexadecimal' | 'octal' | 'binary', c: number): number {
    if (!isDigit(c)) return this.syntaxError(`invalid ${kind} literal`)
    this.cur++
    return this.syntaxError(`invalid digit '${String.fromCharCode(c)}' in ${kind} literal`)
  }

  /** Digits with underscores between them; returns the character after, or null with the error set. */
  private decimalTail(): number | null {
    for (;;) {
      let c = this.peek()
      while (isDigit(c)) c = this.advance()
      if (c !== UNDERSCORE) return c
      c = this.advance()
      if (!isDigit(c)) {
        this.syntaxError('invalid decimal literal')
        return null
      }
    }
  }

  private afterInteger(c: number): number {
    if (c === DOT) return this.fraction(this.advance())
    return this.exponent(c)
  }

  private fraction(c: number): number {
    if (isDigit(c)) {
      const after = this.decimalTail()
      if (after === null) return T.ERRORTOKEN
      c = after
    }
    return this.exponent(c)
  }

  private exponent(c: number): number {
    if (c === 101 || c === 69) {
      const e = c
      const beforeE = this.cur
      c = this.advance()
      if (c === PLUS || c === MINUS) {
        c = this.advance()
        if (!isDigit(c)) return this.syntaxError('invalid decimal literal')
      } else if (!isDigit(c)) {
        // Not an exponent: the `e` of `1else`, or an error.
        this.cur = beforeE
        return this.numberEnd(e, 'decimal')
      }
      const after = this.decimalTail()
      if (after === null) return T.ERRORTOKEN
      c = after
    }
    if (c === 106 || c === 74) return this.numberEnd(this.advance(), 'imaginary')
    return this.numberEnd(c, 'decimal')
  }

  /** Finishes a number before `c`: a keyword may follow directly, with a warning; another identifier may not. */
  private numberEnd(c: number, kind: NumberKind): number {
    if (!this.extra && c < 128 && isNameChar(c)) {
      KEYWORD_AFTER_NUMBER.lastIndex = this.cur
      if (!KEYWORD_AFTER_NUMBER.test(this.text)) return this.syntaxError(`invalid ${kind} literal`)
      const warning = invalidLiteralWarning(kind)
      if (this.onWarning?.('SyntaxWarning', warning, this.lineno) === true) return this.syntaxError(warning)
    }
    return this.token(T.NUMBER)
  }

  // ---- strings

  /** Consumes one or three quotes and returns how many there were (an empty string counts as one). */
  private openingQuotes(quote: number): number {
    this.firstLineno = this.lineno
    this.multiLineStart = this.lineStart
    if (this.advance() !== quote) return 1
    if (this.text.charCodeAt(this.cur + 1) !== quote || this.cur + 1 >= this.lineEnd) return 1
    this.cur += 2
    return 3
  }

  /** `quote` has been peeked at; any prefix is behind. */
  private stringLiteral(quote: number): number {
    const quoteSize = this.openingQuotes(quote)
    let closing = 0
    let escapedQuote = false
    while (closing !== quoteSize) {
      let c = this.peek()
      if (this.done === 'error') return this.setToken(T.ERRORTOKEN, -1, -1)
      if (c === EOF || (quoteSize === 1 && c === LF)) return this.unterminatedString(quote, quoteSize, escapedQuote, c)
      this.cur++
      if (c === quote) closing++
      else {
        closing = 0
        if (c === BACKSLASH) {
          c = this.peek()
          if (c === quote) escapedQuote = true
          if (c === CR) c = this.advance()
          if (c !== EOF) this.cur++
        }
      }
    }
    return this.token(T.STRING)
  }

  private unterminatedString(quote: number, quoteSize: number, escapedQuote: boolean, c: number): number {
    const detected = this.lineno
    this.cur = this.tokenStart + 1
    this.lineStart = this.multiLineStart
    this.lineno = this.firstLineno
    const mode = this.modes[this.modes.length - 1]!
    if (this.modes.length > 1 && mode.quote === quote && mode.quoteSize === quoteSize) {
      // What looked like a string is the end of the f-string around: a field was not closed.
      return this.syntaxError("f-string: expecting '}'")
    }
    const triple = quoteSize === 3 ? 'triple-quoted ' : ''
    const hint = escapedQuote && !triple ? '; perhaps you escaped the end quote?' : ''
    const type = this.syntaxError(`unterminated ${triple}string literal (detected at line ${detected})${hint}`)
    if (c !== LF) this.done = triple ? 'eofs' : 'eols'
    return type
  }

  private fstringStart(quote: number, raw: boolean): number {
    const quoteSize = this.openingQuotes(quote)
    if (this.modes.length >= MAX_FSTRING_LEVEL) return this.syntaxError('too many nested f-strings')
    const mode = new Mode()
    mode.literal = true
    mode.quote = quote
    mode.quoteSize = quoteSize
    mode.raw = raw
    mode.start = this.tokenStart
    mode.startLine = this.lineStart
    mode.startLineno = this.lineno
    this.modes.push(mode)
    return this.token(T.FSTRING_START)
  }

  /** The end of an f-string, a piece of its literal text, or the `{` of a field. */
  private fstringPart(mode: Mode): number {
    this.tokenStart = this.cur
    this.tokenStartLine = this.lineStart
    this.firstLineno = this.lineno
    this.multiLineStart = this.lineStart
    this.inToken = true
    let c = this.peek()
    if (c === LBRACE && !this.follows(LBRACE)) {
      return this.openField(mode) ? this.regular(mode) : T.ERRORTOKEN
    }
    let quotes = 0
    while (quotes < mode.quoteSize && c === mode.quote) {
      quotes++
      // Not `advance` after the last quote: the next line must not be entered before this token is made.
      this.cur++
      if (quotes < mode.quoteSize) c = this.peek()
    }
    if (quotes === mode.quoteSize) {
      this.modes.pop()
      return this.token(T.FSTRING_END)
    }
    // CPython gives back only the character that did not match, so quotes already passed stay in the literal text.
    let namedEscape = false
    let closing = 0
    while (closing !== mode.quoteSize) {
      c = this.peek()
      if (this.done === 'error') return this.setToken(T.ERRORTOKEN, -1, -1)
      const inSpec = mode.inSpec && mode.fieldDepth >= 0
      if (c === EOF || (mode.quoteSize === 1 && c === LF)) {
        if (inSpec && c === LF) {
          mode.literal = false
          return this.token(T.FSTRING_MIDDLE)
        }
        return this.unterminatedFString(mode)
      }
      this.cur++
      if (c === mode.quote) {
        closing++
        continue
      }
      closing = 0
      if (c === LBRACE) {
        if (this.peek() === LBRACE && !inSpec) {
          this.cur++
          return this.setToken(T.FSTRING_MIDDLE, this.tokenStart, this.cur - 1)
        }
        this.cur--
        return this.openField(mode) ? this.token(T.FSTRING_MIDDLE) : T.ERRORTOKEN
      }
      if (c === RBRACE) {
        if (namedEscape) return this.token(T.FSTRING_MIDDLE)
        if (this.peek() === RBRACE && mode.bracketDepth === 0) {
          this.cur++
          return this.setToken(T.FSTRING_MIDDLE, this.tokenStart, this.cur - 1)
        }
        this.cur--
        mode.literal = false
        return this.token(T.FSTRING_MIDDLE)
      }
      if (c === BACKSLASH) {
        c = this.peek()
        if (c === CR) c = this.advance()
        if (c === LBRACE || c === RBRACE) {
          // The brace keeps its meaning; only the backslash is literal.
          if (!mode.raw) {
            const warning = invalidEscapeWarning(String.fromCharCode(c))
            if (this.onWarning?.('SyntaxWarning', warning, this.lineno) === true) return this.syntaxError(warning)
          }
          continue
        }
        if (c === EOF) continue
        this.cur++
        if (!mode.raw && c === 78 && this.peek() === LBRACE) {
          this.cur++
          namedEscape = true
        }
      }
    }
    this.cur -= mode.quoteSize
    return this.token(T.FSTRING_MIDDLE)
  }

  private follows(c: number): boolean {
    return this.cur + 1 < this.lineEnd && this.text.charCodeAt(this.cur + 1) === c
  }

  private openField(mode: Mode): boolean {
    mode.fieldDepth++
    if (mode.fieldDepth >= MAX_FIELD_NESTING) {
      this.syntaxError('f-string: expressions nested too deeply')
      return false
    }
    mode.literal = false
    return true
  }

  private unterminatedFString(mode: Mode): number {
    const detected = this.lineno
    this.cur = mode.start + 1
    this.lineStart = mode.startLine
    this.lineno = mode.startLineno
    const triple = mode.quoteSize === 3 ? 'triple-quoted ' : ''
    const type = this.syntaxError(`unterminated ${triple}f-string literal (detected at line ${detected})`)
    if (triple) this.done = 'eofs'
    return type
  }

  // ---- operators and brackets

  private operator(mode: Mode, c: number): number {
    const inFString = this.modes.length > 1
    if (inFString && c === COLON && mode.fieldDepth >= 0 && mode.bracketDepth - 1 === mode.fieldDepth) {
      mode.literal = true
      mode.inSpec = true
      this.cur++
      return this.token(T.COLON)
    }
    const c2 = this.advance()
    const two = c < 128 && c2 >= 0 && c2 < 128 ? OPERATORS2.get(c * 128 + c2) : undefined
    if (two !== undefined) {
      const c3 = this.advance()
      const three = c3 >= 0 && c3 < 128 ? OPERATORS3.get((c * 128 + c2) * 128 + c3) : undefined
      if (three === undefined) return this.token(two)
      this.cur++
      return this.token(three)
    }
    if (c === LPAR || c === LSQB || c === LBRACE) {
      if (this.level >= MAX_LEVEL) return this.syntaxError('too many nested parentheses')
      this.bracketStack[this.level] = c
      this.bracketLineno[this.level] = this.lineno
      this.bracketOffset[this.level] = this.tokenStart
      this.bracketLine[this.level] = this.lineStart
      this.level++
      if (inFString) mode.bracketDepth++
    } else if (c === RPAR || c === RSQB || c === RBRACE) {
      const error = this.closeBracket(mode, c)
      if (error) return error
    }
    const type = OPERATORS1.get(c)
    if (type !== undefined) return this.token(type)
    if (!isPrintable(c)) {
      return this.syntaxError(`invalid non-printable character U+${c.toString(16).toUpperCase().padStart(4, '0')}`)
    }
    return this.token(T.OP)
  }

  /** Returns 0, or ERRORTOKEN with the error set. */
  private closeBracket(mode: Mode, c: number): number {
    const inFString = this.modes.length > 1
    const char = String.fromCharCode(c)
    if (inFString && mode.bracketDepth === 0 && c === RBRACE) {
      return this.syntaxError("f-string: single '}' is not allowed")
    }
    if (this.level === 0) {
      if (!this.extra) return this.syntaxError(`unmatched '${char}'`)
    } else {
      this.level--
      const opening = this.bracketStack[this.level]!
      const matches = opening === LPAR ? c === RPAR : c === opening + 2
      if (!this.extra && !matches) {
        if (inFString && opening === LBRACE && mode.bracketDepth - 1 === mode.fieldDepth) {
          return this.syntaxError(`f-string: unmatched '${char}'`)
        }
        const line = this.bracketLineno[this.level]!
        const where = line === this.lineno ? '' : ` on line ${line}`
        return this.syntaxError(
          `closing parenthesis '${char}' does not match opening parenthesis '${String.fromCharCode(opening)}'${where}`,
        )
      }
    }
    if (inFString) {
      mode.bracketDepth--
      if (c === RBRACE && mode.bracketDepth === mode.fieldDepth) {
        mode.fieldDepth--
        mode.literal = true
        mode.inSpec = false
      }
    }
    return 0
  }
}

// `and else for or not` must end there; `if in is` need not (CPython looks at two characters only).
const KEYWORD_AFTER_NUMBER = /(?:and|else|for|or|not)(?![A-Za-z0-9_\u0080-\uffff])|i[fns]/y

/** `\r\n` and `\r` become `\n`, and a missing newline at the end is supplied if `addNewline`: what CPython does to a source string. */
export function universalNewlines(text: string, addNewline: boolean): string {
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
  return addNewline && text !== '' && !text.endsWith('\n') ? `${text}\n` : text
}

/** Code points in `text[from:to]`. */
export function codePoints(text: string, from: number, to: number): number {
  let n = to - from
  for (let i = from; i < to - 1; i++) {
    const c = text.charCodeAt(i)
    if (c >= 0xd800 && c < 0xdc00) {
      const d = text.charCodeAt(i + 1)
      if (d >= 0xdc00 && d < 0xe000) {
        n--
        i++
      }
    }
  }
  return n
}

/** Bytes of `text[from:to]` in UTF-8; U+DC80 to U+DCFF by themselves stand for one byte that was no UTF-8 (`decode.ts`). */
export function utf8Length(text: string, from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i)
    if (c < 0x80) n++
    else if (c < 0x800) n += 2
    else if (c >= 0xd800 && c < 0xdc00 && i + 1 < to) {
      n += 4
      i++
    } else n += c >= 0xdc80 && c < 0xdd00 ? 1 : 3
  }
  return n
}
