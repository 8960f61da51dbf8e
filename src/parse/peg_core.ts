/**
 * The machine under the diagnosing parser: lazily read tokens, memo, and CPython's ways of raising a syntax error.
 *
 * A rejected program is read again by a packrat recogniser (`peg_*.ts`, one class on top of the other, this one at the bottom)
 * that walks the source as CPython's generated parser does (Parser/pegen.c, Parser/pegen_errors.c). It builds no tree, only
 * `Node`s that know their extent and what error messages call them.
 *
 * Invariants that make the errors CPython's:
 *  - A token is read from the tokenizer only when a rule looks at it. Which token is the last one read decides the place of many
 *    errors, and a tokenizer error is raised at the moment its token would be read.
 *  - Exactly the rules that are memoised in CPython's grammar are memoised here, with one memo for both settings of
 *    `callInvalidRules`: a result recorded while the `invalid_` rules were off hides them later at the same place.
 *  - Positions are kept as offsets, turned into UTF-8 columns and then into characters against the text that CPython would show,
 *    because that is how CPython arrives at its numbers.
 */
import { PySyntaxError, type SyntaxErrorType } from './messages'
import * as T from './token'
import { Tokenizer, utf8Length } from './tokenizer'
import type { WarningSink } from './warnings'

/** What a source text is parsed as. */
export type ParseMode = 'exec' | 'eval' | 'single' | 'func_type'

/** Rules with a memo, as small numbers. */
export const enum Rule {
  simpleStmt,
  block,
  expression,
  starExpression,
  namedInvalid,
  disjunction,
  conjunction,
  inversion,
  bitwiseOr,
  factor,
  awaitPrimary,
  primary,
  strings,
  arguments,
  starTarget,
  targetWithStarAtom,
  tPrimary,
  delTarget,
  typeParam,
  closedPattern,
  starPattern,
}

/** A token as the parser keeps it. */
export class Tok {
  memo: Memo | null = null
  constructor(
    /** Operator or keyword text, else the token type's name: `'('`, `'if'`, `'NAME'`, `'NEWLINE'`. */
    readonly kind: string,
    readonly type: number,
    /** UTF-16 offsets; −1 where CPython has no columns (INDENT, DEDENT, ENDMARKER). */
    readonly start: number,
    readonly end: number,
    /** Where the token ends as a place: behind the newline of a NEWLINE and behind both braces of a doubled one. */
    readonly stop: number,
    readonly lineno: number,
    /** Offset of the start of the first and of the last line. */
    readonly startLine: number,
    readonly endLineno: number,
    readonly endLine: number,
    /** Open brackets after this token. */
    readonly level: number,
  ) {}
}

/** A remembered outcome; the memos of a token form a list, as it is short. */
class Memo {
  constructor(
    readonly rule: Rule,
    public node: Node | null,
    public mark: number,
    readonly next: Memo | null,
  ) {}
}

/** A recognised piece of source: enough of an AST node to word an error. */
export class Node {
  constructor(
    /** What messages call it ("attribute", "function call", …); other strings for what is no expression. */
    readonly kind: string,
    readonly first: Tok,
    readonly last: Tok,
    /** Elements of a tuple or list, the operand of a starred, the first operand of a comparison; else null. */
    readonly items: readonly Node[] | null = null,
    /** A detail: the name's text, the comparison's first operator. */
    readonly text: string = '',
  ) {}
}

/** Something with an extent. */
export type Extent = Tok | Node

const firstTok = (x: Extent): Tok => (x instanceof Tok ? x : x.first)
const lastTok = (x: Extent): Tok => (x instanceof Tok ? x : x.last)

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import ' +
    'in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)

/** Operator text by token type. */
const KIND_OF_TYPE: string[] = [...T.TOKEN_NAMES]
for (const [text, type] of T.EXACT_TOKEN_TYPES) KIND_OF_TYPE[type] = text

export interface PegOptions {
  mode: ParseMode
  filename: string
  onWarning?: WarningSink | undefined
  /** `PyCF_ALLOW_INCOMPLETE_INPUT`: a text that merely stops too early raises `_IncompleteInputError`. */
  allowIncompleteInput?: boolean
  /** `PyCF_DONT_IMPLY_DEDENT`. */
  dontImplyDedent?: boolean
  /**
   * Whether the text is a script that is being run rather than handed to `compile`: CPython reads it line by line from the file,
   * so that `text` is always the physical line, where else it is what the tokenizer still holds (several lines inside a token,
   * or a line without its newline), and there is no column at the end of the file.
   */
  script?: boolean
}

const LONE_BYTE = /[\udc80-\udcff]/gu

/** Thrown when nesting exceeds what the parser can follow; CPython raises MemoryError then. */
export class TooComplex extends Error {}

/** Tokens, memo and errors; the rules are in the subclasses. */
export abstract class PegCore {
  protected readonly tokens: Tok[] = []
  protected mark = 0
  /** Whether the `invalid_` rules are tried: the second pass. */
  protected callInvalidRules = false
  protected readonly tokenizer: Tokenizer
  private parsingStarted = false

  constructor(
    protected readonly source: string,
    protected readonly options: PegOptions,
  ) {
    this.tokenizer = new Tokenizer(source, { onWarning: options.onWarning, lineByLine: options.script === true })
  }

  // ---- tokens

  private fill(): void {
    const { tokenizer: t } = this
    let type = t.next()
    if (this.options.mode === 'single' && type === T.ENDMARKER && this.parsingStarted) {
      type = T.NEWLINE
      this.parsingStarted = false
      if (t.indent > 0 && !this.options.dontImplyDedent) {
        t.pendingIndents = -t.indent
        t.indent = 0
      }
    } else this.parsingStarted = true
    let kind = KIND_OF_TYPE[type]!
    if (type === T.NAME) {
      const text = this.source.slice(t.start, t.end)
      if (KEYWORDS.has(text)) kind = text
    } else if (type === T.NOTEQUAL && this.source.charCodeAt(t.start) === 60) kind = '<>'
    const stop = t.start < 0 ? -1 : t.cur
    this.tokens.push(
      new Tok(kind, type, t.start, t.end, stop, t.startLineno, t.startLine, t.endLineno, t.endLine, t.level),
    )
    if (type === T.ERRORTOKEN) this.raiseTokenizerError()
  }

  /** The token at the mark, read now if need be. */
  protected get tok(): Tok {
    if (this.mark === this.tokens.length) this.fill()
    return this.tokens[this.mark]!
  }

  /** Kind of the token at the mark. */
  protected get kind(): string {
    if (this.mark === this.tokens.length) this.fill()
    return this.tokens[this.mark]!.kind
  }

  /** Consumes a token of this kind, or fails. */
  protected expect(kind: string): Tok | null {
    const tok = this.tok
    if (tok.kind !== kind) return null
    this.mark++
    return tok
  }

  /** Consumes a token of this kind if there is one; true in any case. */
  protected skip(kind: string): true {
    if (this.tok.kind === kind) this.mark++
    return true
  }

  /** `&&'x'`: consumes the token; if there is none the first pass fails and the second raises "expected 'x'". */
  protected force(kind: string): Tok | null {
    const tok = this.expect(kind)
    if (tok === null && this.callInvalidRules) this.raiseAt(this.tok, `expected '${kind}'`)
    return tok
  }

  /** Whether the token at the mark is of this kind. */
  protected is(kind: string): boolean {
    return this.kind === kind
  }

  /** Goes back; true, so that alternatives read `this.at(m) && …`. */
  protected at(mark: number): true {
    this.mark = mark
    return true
  }

  /** Goes back and fails. */
  protected fail(mark: number): null {
    this.mark = mark
    return null
  }

  protected textOf(tok: Tok): string {
    return this.source.slice(tok.start, tok.end)
  }

  /** A node from the token at `mark` to the last one consumed. */
  protected node(kind: string, mark: number, items: readonly Node[] | null = null, text = ''): Node {
    return new Node(kind, this.tokens[mark]!, this.tokens[this.mark - 1]!, items, text)
  }

  /** The keyword-like name `word` (a soft keyword), or fails. */
  protected softKeyword(word: string): Tok | null {
    const tok = this.tok
    if (tok.kind !== 'NAME' || this.textOf(tok) !== word) return null
    this.mark++
    return tok
  }

  // ---- memo

  /** The remembered outcome of a rule here (the mark is moved), or undefined. */
  protected recall(rule: Rule): Node | null | undefined {
    for (let memo = this.tok.memo; memo !== null; memo = memo.next) {
      if (memo.rule === rule) {
        this.mark = memo.mark
        return memo.node
      }
    }
    return undefined
  }

  /** Remembers an outcome of a rule that began at `mark` and stopped where the mark is. */
  protected remember(rule: Rule, mark: number, node: Node | null): Node | null {
    const tok = this.tokens[mark]!
    tok.memo = new Memo(rule, node, this.mark, tok.memo)
    return node
  }

  /** Forgets what is known about the tokens in front of the mark, which nothing will go back to. */
  protected forget(from: number): void {
    for (let i = from; i < this.mark; i++) this.tokens[i]!.memo = null
  }

  // ---- errors

  /** Raises at the last token read: CPython's plain RAISE_SYNTAX_ERROR. */
  protected raise(msg: string, type: SyntaxErrorType = 'SyntaxError'): never {
    return this.raiseAtToken(this.tokens[this.tokens.length - 1]!, msg, type)
  }

  /** Raises at the token at the mark. */
  protected raiseNext(msg: string): never {
    return this.raiseAtToken(this.tok, msg, 'SyntaxError')
  }

  private raiseAtToken(tok: Tok, msg: string, type: SyntaxErrorType): never {
    const { tokenizer: t } = this
    let column: number
    if (tok.start >= 0) column = utf8Length(this.source, tok.startLine, tok.start) + 1
    else column = t.cur === t.bufStart ? 0 : utf8Length(this.source, t.lineStart, t.cur)
    const endColumn = tok.stop < 0 ? -1 : utf8Length(this.source, tok.endLine, tok.stop) + 1
    return this.raiseKnown(type, msg, tok.lineno, column, tok.endLineno, endColumn)
  }

  /** Raises over the extent of something. */
  protected raiseAt(where: Extent, msg: string, type: SyntaxErrorType = 'SyntaxError'): never {
    return this.raiseRange(where, where, msg, type)
  }

  /** Raises from the start of one thing to the end of another. */
  protected raiseRange(from: Extent, to: Extent, msg: string, type: SyntaxErrorType = 'SyntaxError'): never {
    const a = firstTok(from)
    const b = lastTok(to)
    return this.raiseKnown(type, msg, a.lineno, this.column(a) + 1, b.endLineno, this.endColumn(b) + 1)
  }

  /** Raises from the start of something to wherever the tokenizer stands. */
  protected raiseStartingFrom(from: Extent, msg: string): never {
    const a = firstTok(from)
    const { tokenizer: t } = this
    const end = utf8Length(this.source, t.lineStart, t.cur)
    return this.raiseKnown('SyntaxError', msg, a.lineno, this.column(a) + 1, t.lineno, end)
  }

  protected column(tok: Tok): number {
    return tok.start < 0 ? -1 : utf8Length(this.source, tok.startLine, tok.start)
  }

  protected endColumn(tok: Tok): number {
    return tok.stop < 0 ? -1 : utf8Length(this.source, tok.endLine, tok.stop)
  }

  /** Raises at 1-based UTF-8 columns. */
  protected raiseKnown(
    type: SyntaxErrorType,
    msg: string,
    lineno: number,
    column: number,
    endLineno: number,
    endColumn: number,
  ): never {
    const text = this.errorLine(lineno)
    throw new PySyntaxError(
      type,
      msg,
      lineno,
      characters(text, column),
      endLineno,
      endColumn > 0 ? characters(text, endColumn) : endColumn,
      text,
      this.options.filename,
    )
  }

  /** The text CPython shows for an error in this line. */
  private errorLine(lineno: number): string {
    const text = this.heldLine(lineno)
    // Bytes that are no UTF-8 are shown as what stands for them, and from here on count as that.
    return text.replace(LONE_BYTE, '\ufffd')
  }

  private heldLine(lineno: number): string {
    const { tokenizer: t, source } = this
    if (t.lineno <= lineno && t.lineEnd > t.bufStart && !this.options.script) return source.slice(t.bufStart, t.lineEnd)
    let start = 0
    for (let i = 1; i < lineno; i++) {
      const newline = source.indexOf('\n', start)
      if (newline < 0) break
      start = newline + 1
    }
    const newline = source.indexOf('\n', start)
    const end = newline < 0 ? source.length : newline
    return source.slice(start, this.options.script ? end + 1 : end)
  }

  protected raiseUnclosed(): never {
    const { tokenizer: t } = this
    const i = t.level - 1
    const lineno = t.bracketLineno[i]!
    const column = utf8Length(this.source, t.bracketLine[i]!, t.bracketOffset[i]!)
    const char = String.fromCharCode(t.bracketStack[i]!)
    return this.raiseKnown('SyntaxError', `'${char}' was never closed`, lineno, column + 1, lineno, 0)
  }

  private raiseTokenizerError(): never {
    const { tokenizer: t } = this
    if (t.error !== null) throw this.fromTokenizer()
    let type: SyntaxErrorType = 'SyntaxError'
    let column = 0
    let msg: string
    switch (t.done) {
      case 'eof':
        if (t.level > 0) return this.raiseUnclosed()
        return this.raise('unexpected EOF while parsing')
      case 'dedent':
        return this.raise('unindent does not match any outer indentation level', 'IndentationError')
      case 'tabspace':
        type = 'TabError'
        msg = 'inconsistent use of tabs and spaces in indentation'
        break
      case 'decode':
        return this.raise(`(unicode error) ${t.undecodable}`)
      case 'toodeep':
        type = 'IndentationError'
        msg = 'too many levels of indentation'
        break
      case 'linecont':
        column = utf8Length(this.source, t.bufStart, t.cur) - 1
        msg = 'unexpected character after line continuation character'
        break
      default:
        msg = 'unknown parsing error'
    }
    return this.raiseKnown(type, msg, t.lineno, Math.max(column, 0) + 1, t.lineno, 0)
  }

  private fromTokenizer(): PySyntaxError {
    const e = this.tokenizer.error!
    return new PySyntaxError(e.type, e.msg, e.lineno, e.offset, e.lineno, e.endOffset, e.text, this.options.filename)
  }

  // ---- the two passes

  /** The start rule of the mode: whether the whole text matches. */
  protected abstract parseStart(): boolean

  /** The error CPython raises for this text, or null if its parser accepts it. */
  diagnose(): PySyntaxError | null {
    try {
      if (this.parseStart()) {
        if (this.options.mode !== 'single' || !this.hasMoreText()) return null
        return this.caught(() => this.raise('multiple statements found while compiling a single statement'))
      }
    } catch (e) {
      const error = this.incomplete() ?? this.overridden(e)
      return error
    }
    const incomplete = this.incomplete()
    if (incomplete) return incomplete
    const lastToken = this.tokens[this.tokens.length - 1]!
    for (const tok of this.tokens) tok.memo = null
    this.mark = 0
    this.callInvalidRules = true
    try {
      this.parseStart()
    } catch (e) {
      return this.overridden(e)
    }
    if (lastToken.type === T.INDENT || lastToken.type === T.DEDENT) {
      const msg = lastToken.type === T.INDENT ? 'unexpected indent' : 'unexpected unindent'
      return this.caught(() => this.raise(msg, 'IndentationError'))
    }
    return this.restOfText(this.caught(() => this.raiseAt(lastToken, 'invalid syntax')))
  }

  /** The error a raising method raises, as a value. */
  private caught(raise: () => never): PySyntaxError {
    try {
      return raise()
    } catch (e) {
      return e as PySyntaxError
    }
  }

  /** `_IncompleteInputError` if the text only ended too early and the caller asked for that. */
  private incomplete(): PySyntaxError | null {
    const { done } = this.tokenizer
    if (!this.options.allowIncompleteInput || (done !== 'eof' && done !== 'eofs' && done !== 'eols')) return null
    return this.caught(() => this.raise('incomplete input', '_IncompleteInputError'))
  }

  /** A syntax error of the parser gives way to one the tokenizer finds in the rest of the text. */
  private overridden(e: unknown): PySyntaxError {
    if (!(e instanceof PySyntaxError)) {
      if (e instanceof RangeError) throw new TooComplex('nesting too deep to diagnose')
      throw e
    }
    return this.tokenizer.done === 'ok' ? this.restOfText(e) : e
  }

  /** Tokenizes what is left, looking for an error to put before `e`. */
  private restOfText(e: PySyntaxError): PySyntaxError {
    const { tokenizer: t } = this
    const errorLineno = this.tokens[this.tokens.length - 1]!.lineno
    for (;;) {
      const type = t.next()
      if (type === T.ENDMARKER) return e
      if (type !== T.ERRORTOKEN) continue
      // What is wrong inside an f-string does not come first.
      if (t.inFString) return e
      if (t.error !== null) return this.fromTokenizer()
      if (t.level > 0 && errorLineno > t.bracketLineno[t.level - 1]!) {
        return this.caught(() => this.raiseUnclosed())
      }
      return e
    }
  }

  /** Whether anything but white space and comments follows a single statement. */
  private hasMoreText(): boolean {
    return /^(?:[ \t\n\f]|#[^\n]*(?:\n|$))*$/.test(this.source.slice(this.tokenizer.cur)) === false
  }
}

/** Characters in the first `bytes` UTF-8 bytes of a text, cut characters included; the end counts as one more byte. */
function characters(text: string, bytes: number): number {
  if (bytes <= 0) return bytes
  let count = 0
  let seen = 0
  for (let i = 0; i < text.length && seen < bytes; i++, count++) {
    const c = text.charCodeAt(i)
    if (c < 0x80) seen += 1
    else if (c < 0x800) seen += 2
    else if (c >= 0xd800 && c < 0xdc00 && i + 1 < text.length) {
      seen += 4
      i++
    } else seen += 3
  }
  return seen < bytes ? count + 1 : count
}
