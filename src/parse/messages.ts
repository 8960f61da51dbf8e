/**
 * The syntax error as a host exception, and its display.
 *
 * Everything in `parse/` and `compile/` that refuses a program throws a `PySyntaxError`. It carries exactly the attributes of
 * Python's SyntaxError, so that the objects layer can turn it into one without looking at the source again, and
 * `formatSyntaxError` shows it as `traceback.print_exception` does (File line, source line, carets, message) without an
 * interpreter being there.
 *
 * Positions are Python's: `lineno` from 1, `offset` a 1-based code point column, `endOffset` 1-based and exclusive. A few
 * errors come from CPython with the odd values 0 or −1 as `endOffset` ("no end known"); they are kept as they are, because
 * programs can read them.
 */

/** The exception classes a refused program can raise. */
export type SyntaxErrorType = 'SyntaxError' | 'IndentationError' | 'TabError' | '_IncompleteInputError' | 'MemoryError'

/** A refused program: what Python raises as SyntaxError or one of its subclasses. */
export class PySyntaxError extends Error {
  override readonly name = 'PySyntaxError'

  /**
   * @param type the Python exception class
   * @param msg Python's `msg`
   * @param lineno 1-based line, null where Python has None
   * @param offset 1-based column in code points
   * @param endLineno line of the end
   * @param endOffset 1-based column after the last character; 0 or −1 where CPython knows none
   * @param text the source line(s) shown, as Python's `text`; null where Python has None
   */
  constructor(
    readonly type: SyntaxErrorType,
    readonly msg: string,
    readonly lineno: number | null,
    readonly offset: number | null,
    readonly endLineno: number | null,
    readonly endOffset: number | null,
    readonly text: string | null,
    public filename: string | null = null,
  ) {
    super(msg)
  }
}

const isSpace = (c: string) => /^[\s\x1c-\x1f\x85]$/.test(c)

/**
 * The lines `traceback.print_exception` prints for this error itself (no "Traceback" header): file, source line, carets,
 * `Type: message`. Each line ends in a newline.
 */
export function formatSyntaxError(e: PySyntaxError): string {
  let out = ''
  let suffix = ''
  if (e.lineno !== null) out += `  File "${e.filename || '<string>'}", line ${e.lineno}\n`
  else if (e.filename !== null) suffix = ` (${e.filename})`
  if (e.text !== null) {
    // Columns count code points, so the text is handled as an array of them.
    const all = [...e.text]
    let end = all.length
    while (end > 0 && all[end - 1] === '\n') end--
    let indent = 0
    while (indent < end && (all[indent] === ' ' || all[indent] === '\n' || all[indent] === '\f')) indent++
    const shown = all.slice(indent, end)
    out += `    ${shown.join('')}\n`
    if (e.offset !== null) {
      let from = e.offset
      let to = e.lineno === e.endLineno ? e.endOffset || from : end + 1
      if (all.length && from > all.length) from = end + 1
      if (all.length && to > all.length) to = end + 1
      if (from >= to || to < 0) to = from + 1
      const column = from - 1 - indent
      if (column >= 0) {
        // White space other than blanks (tabs) is kept, so that the carets stay aligned.
        const lead = shown.slice(0, column).map((c) => (isSpace(c) ? c : ' '))
        out += `    ${lead.join('')}${'^'.repeat(Math.max(0, to - from))}\n`
      }
    }
  }
  return `${out}${e.type}: ${e.msg || '<no detail available>'}${suffix}\n`
}
