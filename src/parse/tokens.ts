/**
 * Hands the scanner's tokens to the Lezer parser, whose input is a string with one character a token: the character's code is the term. The
 * parser's positions are therefore token indices. A `0` is no term, and stops it.
 */
import { ExternalTokenizer } from '@lezer/lr'
import type { TokenStream } from './scanner'

export const tokens = new ExternalTokenizer((input) => {
  if (input.next > 0) input.acceptTokenTo(input.next, input.pos + 1)
})

/** The parser's input for a token stream. */
export function tokenText(stream: TokenStream): string {
  const { type, count } = stream
  if (count <= 8192) return String.fromCharCode.apply(null, type.subarray(0, count) as unknown as number[])
  let text = ''
  for (let from = 0; from < count; from += 8192) {
    text += String.fromCharCode.apply(null, type.subarray(from, Math.min(from + 8192, count)) as unknown as number[])
  }
  return text
}
