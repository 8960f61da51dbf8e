/**
 * The indentation of docstrings: the compiler takes off what is common to all lines but the first (CPython's
 * `_PyCompile_CleanDoc`), so that the constant in the code object is what `inspect.getdoc` would show, blank lines apart.
 */
import type { Str } from '../values/value'
import { fromText, textOf } from '../values/wide'

const TAB = 8

/** A docstring without its common indentation. */
export function cleanDocstring(doc: Str): Str {
  const text = textOf(doc)
  const lines = expandTabs(text).split('\n')
  let margin = Number.POSITIVE_INFINITY
  for (let i = 1; i < lines.length; i++) {
    const indent = indentation(lines[i])
    if (indent < lines[i].length) margin = Math.min(margin, indent)
  }
  if (margin === Number.POSITIVE_INFINITY) margin = 0
  let out = lines[0].slice(indentation(lines[0]))
  for (let i = 1; i < lines.length; i++) {
    out += `\n${lines[i].slice(Math.min(margin, indentation(lines[i])))}`
  }
  return out === text ? doc : fromText(out)
}

function indentation(line: string): number {
  let i = 0
  while (line.charCodeAt(i) === 32) i++
  return i
}

/** `str.expandtabs()`: columns count characters and start again after each line end. */
function expandTabs(text: string): string {
  if (!text.includes('\t')) return text
  let out = ''
  let column = 0
  for (const c of text) {
    if (c === '\t') {
      const spaces = TAB - (column % TAB)
      out += ' '.repeat(spaces)
      column += spaces
    } else {
      out += c
      column = c === '\n' || c === '\r' ? 0 : column + 1
    }
  }
  return out
}
