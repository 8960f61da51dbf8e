/**
 * String atoms: adjacent string, bytes and f-string literals to `Constant` or `JoinedStr` (CPython's `Parser/action_helpers.c`).
 *
 * The pieces of f-strings are collected flat, literal text and fields, and then neighbouring texts are joined to one `Constant` that
 * reaches from the first piece to the last; empty ones disappear.
 */
import * as ast from '../ast/nodes.gen'
import type { Str } from '../values/value'
import { concatAll, strLength } from '../values/wide'
import { bytesValue, joinBytes, strOfText, stringParts, strValue } from './literals'
import type { Lowering } from './lower'
import * as T from './parser.terms.gen'
import { Op } from './scanner'

/** A piece of literal text, with the positions it would have as a node of its own. */
class Text {
  constructor(
    readonly value: Str,
    readonly unicode: boolean,
    readonly lineno: number,
    readonly col_offset: number,
    readonly end_lineno: number,
    readonly end_col_offset: number,
  ) {}
}

type Piece = Text | ast.FormattedValue

/** The lowering of expressions, which the fields of f-strings hold; handed down so that this file does not import it back. */
type LowerExpression = (cx: Lowering, node: number) => ast.expr

/** The expression of a single string literal token. */
export function stringAtom(cx: Lowering, token: number): ast.Constant {
  const parts = stringParts(cx, token)
  const value = parts.bytes
    ? joinBytes([bytesValue(cx, parts, token)])
    : strValue(cx, parts.start, parts.end, parts.raw, token)
  return new ast.Constant(
    value,
    parts.unicode ? 'u' : null,
    cx.lineOf(token),
    cx.colOf(token),
    cx.endLineOf(token),
    cx.endColOf(token),
  )
}

/** The expression of a `Strings` or `FString` node. */
export function stringsAtom(cx: Lowering, node: number, expression: LowerExpression): ast.expr {
  const firstToken = cx.from[node]
  const lastToken = cx.to[node] - 1
  const pieces: Piece[] = []
  const bytes: Uint8Array[] = []
  let strings = 0
  let formatted = false
  const single = cx.type[node] === T.FString
  for (let child = single ? node : cx.first[node]; child !== 0; child = single ? 0 : cx.next[child]) {
    const token = cx.from[child]
    if (cx.type[child] === T.FString) {
      formatted = true
      strings++
      const raw = isRaw(cx, token)
      for (let part = cx.first[child]; part !== 0; part = cx.next[part])
        fstringPiece(cx, part, raw, false, pieces, expression)
      continue
    }
    const parts = stringParts(cx, token)
    if (parts.bytes) bytes.push(bytesValue(cx, parts, token))
    else {
      strings++
      const value = strValue(cx, parts.start, parts.end, parts.raw, token)
      pieces.push(
        new Text(value, parts.unicode, cx.lineOf(token), cx.colOf(token), cx.endLineOf(token), cx.endColOf(token)),
      )
    }
  }
  const lineno = cx.lineOf(firstToken)
  const col_offset = cx.colOf(firstToken)
  const end_lineno = cx.endLineOf(lastToken)
  const end_col_offset = cx.endColOf(lastToken)
  if (bytes.length > 0) {
    if (strings > 0) cx.fail('cannot mix bytes and nonbytes literals', firstToken, lastToken + 1)
    return new ast.Constant(joinBytes(bytes), null, lineno, col_offset, end_lineno, end_col_offset)
  }
  if (!formatted) {
    const texts = pieces as Text[]
    const kind = texts[0].unicode ? 'u' : null
    return new ast.Constant(concatAll(texts.map((p) => p.value)), kind, lineno, col_offset, end_lineno, end_col_offset)
  }
  return new ast.JoinedStr(joinPieces(pieces), lineno, col_offset, end_lineno, end_col_offset)
}

function isRaw(cx: Lowering, token: number): boolean {
  const start = cx.tokenStart[token]
  return (cx.text.charCodeAt(start) | 32) === 114 || (cx.text.charCodeAt(start + 1) | 32) === 114
}

function joinPieces(pieces: Piece[]): ast.expr[] {
  const values: ast.expr[] = []
  for (let i = 0; i < pieces.length; ) {
    const piece = pieces[i]
    if (!(piece instanceof Text)) {
      values.push(piece)
      i++
      continue
    }
    const texts: Str[] = []
    let last = piece
    for (; i < pieces.length; i++) {
      const other = pieces[i]
      if (!(other instanceof Text)) break
      texts.push(other.value)
      last = other
    }
    const value = concatAll(texts)
    if (strLength(value) === 0) continue
    const kind = piece.unicode ? 'u' : null
    values.push(new ast.Constant(value, kind, piece.lineno, piece.col_offset, last.end_lineno, last.end_col_offset))
  }
  return values
}

/** Adds what an `FStringMiddle` or `ReplacementField` stands for. */
function fstringPiece(
  cx: Lowering,
  node: number,
  raw: boolean,
  inSpec: boolean,
  pieces: Piece[],
  expression: LowerExpression,
): void {
  if (cx.type[node] === T.ReplacementField) {
    field(cx, node, raw || inSpec, pieces, expression)
    return
  }
  const token = cx.from[node]
  const value = strValue(cx, cx.tokenStart[token], cx.tokenEnd[token], raw, token)
  if (strLength(value) === 0) return
  let endCol = cx.endColOf(token)
  // A text that ends in a doubled brace reaches to the end of the second one.
  const end = cx.tokenEnd[token]
  const brace = cx.text.charCodeAt(end)
  if ((brace === 123 || brace === 125) && cx.text.charCodeAt(end - 1) === brace && cx.tokenStart[token + 1] > end)
    endCol++
  pieces.push(new Text(value, false, cx.lineOf(token), cx.colOf(token), cx.endLineOf(token), endCol))
}

/** `{value=!conversion:spec}` */
function field(cx: Lowering, node: number, rawDebug: boolean, pieces: Piece[], expression: LowerExpression): void {
  const { tokenType } = cx
  const valueNode = cx.first[node]
  const value = expression(cx, valueNode)
  const lastToken = cx.to[node] - 1
  let token = cx.to[valueNode]
  let child = cx.next[valueNode]
  const debug = tokenType[token] === T.equal
  if (debug) {
    token++
    const firstToken = cx.from[node]
    pieces.push(
      new Text(
        debugText(cx, firstToken, token, rawDebug),
        false,
        cx.endLineOf(firstToken),
        cx.endColOf(firstToken),
        cx.lineOf(token),
        cx.colOf(token),
      ),
    )
  }
  let conversion = -1
  if (tokenType[token] === T.exclamation) {
    const name = cx.textOf(token + 1)
    if (cx.tokenStart[token + 1] !== cx.tokenEnd[token]) {
      cx.fail('f-string: conversion type must come right after the exclamation mark', token + 1, token + 2)
    }
    if (name !== 's' && name !== 'r' && name !== 'a') {
      cx.fail(`f-string: invalid conversion character '${name}': expected 's', 'r', or 'a'`, token + 1, token + 2)
    }
    conversion = name.charCodeAt(0)
    child = cx.next[child]
  }
  let spec: ast.JoinedStr | null = null
  if (child !== 0) spec = formatSpec(cx, child, expression)
  if (debug && conversion < 0 && spec === null) conversion = 114
  const firstToken = cx.from[node]
  pieces.push(
    new ast.FormattedValue(
      value,
      conversion,
      spec,
      cx.lineOf(firstToken),
      cx.colOf(firstToken),
      cx.endLineOf(lastToken),
      cx.endColOf(lastToken),
    ),
  )
}

function formatSpec(cx: Lowering, node: number, expression: LowerExpression): ast.JoinedStr {
  const pieces: Piece[] = []
  // CPython decodes the text of a format specification as if the f-string were not raw.
  for (let part = cx.first[node]; part !== 0; part = cx.next[part])
    fstringPiece(cx, part, false, true, pieces, expression)
  const firstToken = cx.from[node]
  const lastToken = cx.to[node] - 1
  return new ast.JoinedStr(
    joinPieces(pieces),
    cx.lineOf(firstToken),
    cx.colOf(firstToken),
    cx.endLineOf(lastToken),
    cx.endColOf(lastToken),
  )
}

/**
 * The text of `{x = }` up to the end of the white space after `=`, without comments. CPython finds it as it reads tokens, and so stops at
 * a `!=` on the way as if it were a conversion; and it takes it for literal text, whose escapes count, but not within a specification.
 */
function debugText(cx: Lowering, fieldToken: number, endToken: number, raw: boolean): Str {
  const start = cx.tokenEnd[fieldToken]
  let end = cx.tokenStart[endToken]
  let depth = 0
  for (let token = fieldToken + 1; token < endToken; token++) {
    switch (cx.tokenType[token]) {
      case T.lpar:
      case T.lsqb:
      case T.lbrace:
      case T.fstringStart:
        depth++
        break
      case T.rpar:
      case T.rsqb:
      case T.rbrace:
      case T.fstringEnd:
        depth--
        break
      case T.infix:
        if (depth === 0 && cx.tokenValue[token] === Op.NotEq) {
          end = cx.tokenStart[token]
          token = endToken
        }
    }
  }
  const text = cx.text.slice(start, end).replace(/#[^\n]*/g, '')
  return strOfText(cx, text, start, raw, fieldToken)
}
