/**
 * `linecache`: lines of source files, by name (CPython's Lib/linecache.py). The machine keeps the sources it has run; others are read from the
 * program's files.
 */
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import { asStrValue } from '../objects/str'
import { PyDict } from '../values/dict'
import { PyList, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'

/** The lines of a file with their newlines; empty where there is no such file. */
function lines(cx: Context, filename: Value): string[] {
  const name = asStrValue(filename)
  if (name === undefined) return []
  return (cx.sourceLines(textOf(name)) ?? []).map((l) => `${l}\n`)
}

export const load = defineModule('linecache', 'Lines of source files.', {
  functions: {
    '@getline(filename, lineno: index, module_globals=None)': [
      'One line with its newline, empty where there is none.',
      (cx, filename: Value, lineno: number) => fromText(lines(cx, filename)[lineno - 1] ?? ''),
    ],
    '@getlines(filename, module_globals=None)': [
      'All lines.',
      (cx, filename: Value) => new PyList(lines(cx, filename).map(fromText)),
    ],
    '@updatecache(filename, module_globals=None)': [
      'All lines, read again.',
      (cx, filename: Value) => new PyList(lines(cx, filename).map(fromText)),
    ],
    '@checkcache(filename=None)': ['Nothing is cached that could be out of date.', () => null],
    '@lazycache(filename, module_globals)': ['Sources need no preparation.', () => false],
    '@clearcache()': ['Nothing to clear.', () => null],
  },
  values: () => ({ cache: new PyDict(), __all__: new PyList(['getline', 'clearcache', 'checkcache', 'lazycache']) }),
})
