/** The `_string` module: the parser of format strings, for string.Formatter. */
import { PyList, PyTuple, type Str, type Value } from '../values/value'
import { getIter } from '../objects/abstract'
import { defineModule } from '../objects/define'
import { typeError } from '../objects/raise'
import { formatterParser, splitFieldName } from '../objects/str_format'
import { asStrValue } from '../objects/str'
import { typeName } from '../objects/type'

function text(v: Value): Str {
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`expected str, got ${typeName(v)}`)
  return s
}

export const load = defineModule('_string', 'Parsing of format strings.', {
  functions: {
    'formatter_parser(string, /)': [
      'An iterator over the pieces of a format string: literal, field, specifier, conversion.',
      (cx, s: Value) => getIter(cx, new PyList(formatterParser(text(s)))),
    ],
    'formatter_field_name_split(string, /)': [
      'The first part of a field name, and the accesses that follow.',
      (cx, s: Value) => {
        const { first, rest } = splitFieldName(text(s))
        const steps = [...rest].map((step) => new PyTuple([step.attribute, step.key]))
        return new PyTuple([first, getIter(cx, new PyList(steps))])
      },
    ],
  },
})
