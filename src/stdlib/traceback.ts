/**
 * _traceback: the formatting of exceptions for the Python text of `traceback`; the rules are those of `vm/traceback_text.ts`.
 */
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import { PyException } from '../objects/exceptions'
import type { Frame } from '../objects/frame'
import { typeError } from '../objects/raise'
import { PyTraceback } from '../objects/traceback'
import { typeName } from '../objects/type'
import { PyList, PyTuple, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'
import type { Str } from '../values/value'
import { type Entry, entriesOf, exceptionOnly, formatEntries, formatPieces } from '../vm/traceback_text'
import type { VM } from '../vm/vm'

const vmOf = (cx: Context): VM => cx as unknown as VM
const strings = (list: readonly string[]): PyList => new PyList(list.map(fromText))

function exceptionOf(v: Value): PyException {
  if (!(v instanceof PyException)) throw typeError(`Exception expected for value, ${typeName(v)} found`)
  return v
}

const position = (n: number): Value => (n < 0 ? null : n)

/** File, line, name, end line and columns of the entries of a traceback or of a stack, as tuples. */
function tuples(entries: readonly Entry[]): PyList {
  return new PyList(
    entries.map(
      (e) =>
        new PyTuple([
          fromText(e.filename),
          e.lineno,
          fromText(e.name),
          position(e.endLineno),
          position(e.col),
          position(e.endCol),
        ]),
    ),
  )
}

/** A stack is shown by lines alone, without columns. */
function stackEntries(vm: VM, frame: Frame | null): Entry[] {
  const out: Entry[] = []
  for (let f = frame; f !== null; f = f.back) {
    const code = f.plainCode
    const filename = textOf(code.filename)
    out.push({
      filename,
      lineno: f.lineno,
      name: textOf(code.name),
      endLineno: -1,
      col: -1,
      endCol: -1,
      lines: vm.sourceLines(filename),
    })
  }
  return out.reverse()
}

function entriesFrom(vm: VM, list: Value): Entry[] {
  const number = (v: Value): number => (typeof v === 'number' ? v : -1)
  return (list as PyList).items.map((t) => {
    const [filename, lineno, name, endLineno, col, endCol] = (t as PyTuple).items
    const file = textOf(filename as Str)
    return {
      filename: file,
      lineno: lineno as number | null,
      name: textOf(name as Str),
      endLineno: number(endLineno),
      col: number(col),
      endCol: number(endCol),
      lines: vm.sourceLines(file),
    }
  })
}

export const load = defineModule('_traceback', 'Texts of exceptions.', {
  functions: {
    'format(exc, chain, limit, /)': [
      'The pieces of the text of an exception.',
      (cx, exc: Value, chain: Value, limit: Value) =>
        strings(
          formatPieces(vmOf(cx), exceptionOf(exc), chain === true, typeof limit === 'number' ? limit : undefined),
        ),
    ],
    'only(exc, /)': [
      'The last lines: class and message.',
      (cx, exc: Value) => strings(exceptionOnly(vmOf(cx), exceptionOf(exc))),
    ],
    'entries(tb, /)': [
      'The entries of a traceback.',
      (cx, tb: Value) => tuples(entriesOf(vmOf(cx), tb instanceof PyTraceback ? tb : null)),
    ],
    'stack(frame, /)': [
      'The entries of the call stack, outermost first.',
      (cx, frame: Value) => tuples(stackEntries(vmOf(cx), frame as unknown as Frame)),
    ],
    'format_entries(entries, /)': [
      'The texts of entries.',
      (cx, list: Value) => strings(formatEntries(entriesFrom(vmOf(cx), list))),
    ],
    'lines(filename, /)': [
      'The source lines of a file, or None.',
      (cx, filename: Value) => {
        const lines = vmOf(cx).sourceLines(vmOf(cx).strText(filename) ?? '')
        return lines === undefined ? null : strings(lines)
      },
    ],
  },
})
