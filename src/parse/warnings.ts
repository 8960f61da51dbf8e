/**
 * Warnings that reading a program can give: the interface between the front end and whoever shows or filters them.
 *
 * CPython calls `PyErr_WarnExplicit` from the tokenizer and from the string literal decoder; here a `WarningSink` is handed
 * down instead. A sink that says true has made an error of the warning (a filter of `error`): the program is refused with its text.
 *
 * The texts are built here, so that the two readers of a program (the Lezer lowering, and the exact tokenizer that looks at
 * rejected programs) cannot drift apart.
 */

/** The warning classes the front end uses. */
export type WarningCategory = 'SyntaxWarning' | 'DeprecationWarning'

/** Receives a warning with the 1-based line CPython reports it for; `true` makes an error of it. May throw as well. */
export type WarningSink = (category: WarningCategory, message: string, lineno: number) => unknown

/**
 * `\d` in a str or bytes literal, or `\{` in an f-string: `char` is the character after the backslash. In the text of the
 * warning a non-ASCII character does not occur, because CPython looks at the first byte only for str and prints a code point.
 */
export function invalidEscapeWarning(char: string): string {
  return `invalid escape sequence '\\${char}'`
}

/** `\400` and above: `digits` are the three octal digits. */
export function invalidOctalEscapeWarning(digits: string): string {
  return `invalid octal escape sequence '\\${digits}'`
}

/** `0x1for x in y`: a number literal directly followed by a keyword. */
export function invalidLiteralWarning(kind: NumberKind): string {
  return `invalid ${kind} literal`
}

/** The kinds of number literal, in the words of CPython's messages. */
export type NumberKind = 'decimal' | 'hexadecimal' | 'octal' | 'binary' | 'imaginary'
