/**
 * Token types: the numbers and names of Python 3.13's `token` module, and the exact type of each operator text.
 *
 * The order of `TOKEN_NAMES` is the numbering; `tokenizer.ts` reads the operators from `EXACT_TOKEN_TYPES`.
 */

/** `tok_name` without the generated constants: a token type is an index into this list. */
export const TOKEN_NAMES: readonly string[] = (
  'ENDMARKER NAME NUMBER STRING NEWLINE INDENT DEDENT LPAR RPAR LSQB RSQB COLON COMMA SEMI PLUS MINUS STAR SLASH VBAR AMPER ' +
  'LESS GREATER EQUAL DOT PERCENT LBRACE RBRACE EQEQUAL NOTEQUAL LESSEQUAL GREATEREQUAL TILDE CIRCUMFLEX LEFTSHIFT ' +
  'RIGHTSHIFT DOUBLESTAR PLUSEQUAL MINEQUAL STAREQUAL SLASHEQUAL PERCENTEQUAL AMPEREQUAL VBAREQUAL CIRCUMFLEXEQUAL ' +
  'LEFTSHIFTEQUAL RIGHTSHIFTEQUAL DOUBLESTAREQUAL DOUBLESLASH DOUBLESLASHEQUAL AT ATEQUAL RARROW ELLIPSIS COLONEQUAL ' +
  'EXCLAMATION OP TYPE_IGNORE TYPE_COMMENT SOFT_KEYWORD FSTRING_START FSTRING_MIDDLE FSTRING_END COMMENT NL ERRORTOKEN ENCODING'
).split(' ')

export const ENDMARKER = 0
export const NAME = 1
export const NUMBER = 2
export const STRING = 3
export const NEWLINE = 4
export const INDENT = 5
export const DEDENT = 6
export const COLON = 11
export const EQUAL = 22
export const LBRACE = 25
export const RBRACE = 26
export const NOTEQUAL = 28
export const ELLIPSIS = 52
export const EXCLAMATION = 54
export const OP = 55
export const FSTRING_START = 59
export const FSTRING_MIDDLE = 60
export const FSTRING_END = 61
export const COMMENT = 62
export const NL = 63
export const ERRORTOKEN = 64
export const ENCODING = 65

/** Exact token type by operator text, as the `token` module's table of this name. */
export const EXACT_TOKEN_TYPES: ReadonlyMap<string, number> = new Map(
  (
    'LPAR ( RPAR ) LSQB [ RSQB ] COLON : COMMA , SEMI ; PLUS + MINUS - STAR * SLASH / VBAR | AMPER & LESS < GREATER > EQUAL = ' +
    'DOT . PERCENT % LBRACE { RBRACE } EQEQUAL == NOTEQUAL != LESSEQUAL <= GREATEREQUAL >= TILDE ~ CIRCUMFLEX ^ LEFTSHIFT << ' +
    'RIGHTSHIFT >> DOUBLESTAR ** PLUSEQUAL += MINEQUAL -= STAREQUAL *= SLASHEQUAL /= PERCENTEQUAL %= AMPEREQUAL &= VBAREQUAL |= ' +
    'CIRCUMFLEXEQUAL ^= LEFTSHIFTEQUAL <<= RIGHTSHIFTEQUAL >>= DOUBLESTAREQUAL **= DOUBLESLASH // DOUBLESLASHEQUAL //= AT @ ' +
    'ATEQUAL @= RARROW -> ELLIPSIS ... COLONEQUAL := EXCLAMATION !'
  )
    .split(' ')
    .reduce<[string, number][]>((pairs, word, i, words) => {
      if (i % 2) pairs.push([word, TOKEN_NAMES.indexOf(words[i - 1]!)])
      return pairs
    }, []),
)

/** Strings and the three parts of f-strings: tokens that can span lines, whose start line differs from their end line. */
export function isStringPart(type: number): boolean {
  return type === STRING || (type >= FSTRING_START && type <= FSTRING_END)
}
