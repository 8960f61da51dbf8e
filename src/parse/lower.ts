/**
 * What all of the lowering shares: the syntax tree, the tokens, positions, and the two ways a program is refused.
 *
 * The lowering turns nodes of the Lezer tree into CPython's AST. Nodes give the structure; punctuation, operators and keywords are read from
 * the token stream between them. Everything here is asked for by token index: `lineOf(t)`, `colOf(t)` for where a token begins,
 * `endLineOf(t)`, `endColOf(t)` for where it ends.
 */
import { PySyntaxError } from './messages'
import * as T from './parser.terms.gen'
import type { TokenStream } from './scanner'
import type { SourceFile } from './source'
import type { SyntaxTree } from './tree'
import type { WarningSink } from './warnings'

/**
 * The grammar took something that CPython's does not: the program is refused at a token, with whatever message `diagnose.ts` finds.
 */
export class Rejection extends Error {
  /** @param token index of the token at which CPython's parser finds no way on, as near as can be told */
  constructor(readonly token: number) {
    super('rejected')
  }
}

export class Lowering {
  readonly text: string
  readonly lineStarts: Int32Array
  private readonly ascii: boolean
  // The token stream.
  readonly tokenType: Uint8Array
  readonly tokenStart: Int32Array
  readonly tokenEnd: Int32Array
  readonly tokenLine: Int32Array
  readonly tokenValue: Int32Array
  readonly names: string[]
  // The syntax tree.
  readonly type: Uint8Array
  readonly from: Int32Array
  readonly to: Int32Array
  readonly first: Int32Array
  readonly next: Int32Array

  constructor(
    readonly source: SourceFile,
    readonly tokens: TokenStream,
    readonly tree: SyntaxTree,
    readonly warn: WarningSink | null,
  ) {
    this.text = source.text
    this.lineStarts = source.lineStarts
    this.ascii = source.ascii
    this.tokenType = tokens.type
    this.tokenStart = tokens.start
    this.tokenEnd = tokens.end
    this.tokenLine = tokens.line
    this.tokenValue = tokens.value
    this.names = tokens.names
    this.type = tree.type
    this.from = tree.from
    this.to = tree.to
    this.first = tree.first
    this.next = tree.next
  }

  /** Line on which a token begins. */
  lineOf(token: number): number {
    return this.tokenLine[token]
  }

  /** UTF-8 column at which a token begins. */
  colOf(token: number): number {
    const line = this.tokenLine[token]
    const start = this.tokenStart[token]
    return this.ascii ? start - this.lineStarts[line - 1] : this.source.column(line, start)
  }

  /** Line on which a token ends. */
  endLineOf(token: number): number {
    const end = this.tokenEnd[token]
    let line = this.tokenLine[token]
    while (this.lineStarts[line] <= end) line++
    return line
  }

  /** UTF-8 column after a token. */
  endColOf(token: number): number {
    const end = this.tokenEnd[token]
    let line = this.tokenLine[token]
    while (this.lineStarts[line] <= end) line++
    return this.ascii ? end - this.lineStarts[line - 1] : this.source.column(line, end)
  }

  /** The last token before token `to` that is not layout: where CPython ends a node whose rule took the layout in. */
  lastToken(to: number): number {
    const { tokenType } = this
    let token = to - 1
    while (tokenType[token] === T.newline || tokenType[token] === T.dedent || tokenType[token] === T.indent) token--
    return token
  }

  /** The name at a token. */
  nameAt(token: number): string {
    return this.names[this.tokenValue[token]]
  }

  /** Source text of a token. */
  textOf(token: number): string {
    return this.text.slice(this.tokenStart[token], this.tokenEnd[token])
  }

  /** Refuses the program at a token; `diagnose.ts` finds the message. */
  reject(token: number): never {
    throw new Rejection(token)
  }

  /** Refuses the program with a message of CPython's that its parser raises while it builds the tree, for a range of tokens. */
  fail(msg: string, fromToken: number, toToken: number): never {
    throw syntaxErrorAt(this.source, msg, this.tokenStart[fromToken], this.tokenEnd[toToken - 1])
  }
}

/** A SyntaxError for a range of the source text. */
export function syntaxErrorAt(source: SourceFile, msg: string, start: number, end: number): PySyntaxError {
  const line = source.lineAt(start)
  const endLine = source.lineAt(end)
  const text = source.lineText(line)
  return new PySyntaxError(
    'SyntaxError',
    msg,
    line,
    source.codePointColumn(line, start) + 1,
    endLine,
    source.codePointColumn(endLine, end) + 1,
    text,
    source.filename,
  )
}

/** What CPython raises when its parser's own stack overflows. */
export function parserStackOverflow(source: SourceFile): PySyntaxError {
  return new PySyntaxError(
    'MemoryError',
    'Parser stack overflowed - Python source too complex to parse',
    null,
    null,
    null,
    null,
    null,
    source.filename,
  )
}
