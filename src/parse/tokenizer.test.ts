/** The token stream itself, in both modes; errors are tested with `diagnose.ts`, whole files by `npm run conformance:tokenize`. */
import { expect, test } from 'vitest'
import { ENDMARKER, ERRORTOKEN, TOKEN_NAMES } from './token'
import { formatToken, TokenizeError, tokenize } from './tokenize'
import { Tokenizer } from './tokenizer'

/** Names and texts of the tokens the parser sees. */
function tokens(text: string): string {
  const tokenizer = new Tokenizer(text)
  const found: string[] = []
  for (;;) {
    const type = tokenizer.next()
    if (type === ENDMARKER || type === ERRORTOKEN) return found.join(' ')
    found.push(tokenizer.start < 0 ? TOKEN_NAMES[type]! : `${TOKEN_NAMES[type]}:${JSON.stringify(tokenizer.string)}`)
  }
}

test('blank lines and comments are no tokens for the parser', () => {
  expect(tokens('if x: # c\n\n  # d\n  y\n')).toBe(
    'NAME:"if" NAME:"x" COLON:":" NEWLINE:"# c" INDENT NAME:"y" NEWLINE:"" DEDENT',
  )
})

test('an f-string comes in parts', () => {
  expect(tokens(`f'a{{{b!r:>{c}}d'\n`)).toBe(
    `FSTRING_START:"f'" FSTRING_MIDDLE:"a{" LBRACE:"{" NAME:"b" EXCLAMATION:"!" NAME:"r" COLON:":" FSTRING_MIDDLE:">" ` +
      `LBRACE:"{" NAME:"c" RBRACE:"}" FSTRING_MIDDLE:"" RBRACE:"}" FSTRING_MIDDLE:"d" FSTRING_END:"'" NEWLINE:""`,
  )
})

test('longest operators', () => {
  expect(tokens('a **= b // c -> ... := <> !=')).toBe(
    'NAME:"a" DOUBLESTAREQUAL:"**=" NAME:"b" DOUBLESLASH:"//" NAME:"c" RARROW:"->" ELLIPSIS:"..." COLONEQUAL:":=" ' +
      'NOTEQUAL:"<>" NOTEQUAL:"!="',
  )
})

test('tokenize gives everything, with positions in code points', () => {
  const lines = [...tokenize("é = '😀' # c\r\n\r\nx", 'utf-8')].map((token) => formatToken(token, true).trimEnd())
  expect(lines).toEqual([
    "0,0-0,0:            ENCODING       'utf-8'",
    "1,0-1,1:            NAME           'é'",
    "1,2-1,3:            EQUAL          '='",
    '1,4-1,7:            STRING         "\'😀\'"',
    "1,8-1,11:           COMMENT        '# c'",
    "1,11-1,13:          NEWLINE        '\\r\\n'",
    "2,0-2,2:            NL             '\\r\\n'",
    "3,0-3,1:            NAME           'x'",
    "3,1-3,2:            NEWLINE        ''",
    "4,0-4,0:            ENDMARKER      ''",
  ])
})

test('tokenize forgives what the parser does not', () => {
  expect(() => [...tokenize('1abc 07 ) ]\n')]).not.toThrow()
  expect(() => [...tokenize("'''abc")]).toThrow(TokenizeError)
})
