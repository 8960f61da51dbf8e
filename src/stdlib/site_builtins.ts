/**
 * What CPython's `site` adds to the builtins: `exit`, `quit`, `help`, `copyright`, `credits`, `license` (Lib/_sitebuiltins.py).
 */
import { PyObject, type Value } from '../values/value'
import { concatAll, fromText, textOf } from '../values/wide'
import { callMethod, getAttrOrNull, repr } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineType } from '../objects/define'
import { excTypes } from '../objects/exceptions'
import { raiseOf } from '../objects/raise'
import { bindWith } from '../objects/signature'
import { asStrValue } from '../objects/str'
import { PyType, typeName } from '../objects/type'

class PyQuitter extends PyObject {
  constructor(readonly name: string) {
    super()
  }
}

defineType('Quitter', PyQuitter, {
  module: '_sitebuiltins',
  doc: 'Ends the program.',
  slots: {
    tp_repr: (_cx, self: PyQuitter) => `Use ${self.name}() or Ctrl-D (i.e. EOF) to exit`,
    tp_call: bindWith('__call__(code=None)', (_cx: Context, _self: PyQuitter, code: Value) => {
      throw raiseOf(excTypes.SystemExit, code)
    }),
  },
  getset: { name: [null, (_cx, self: PyQuitter) => self.name] },
})

class PyPrinter extends PyObject {
  constructor(readonly text: string) {
    super()
  }
}

defineType('_Printer', PyPrinter, {
  module: '_sitebuiltins',
  doc: 'A text that is printed when called.',
  slots: {
    tp_repr: (_cx, self: PyPrinter) => fromText(self.text),
    tp_call: (cx, self: PyPrinter) => {
      writeOut(cx, `${self.text}\n`)
      return null
    },
  },
})

class PyHelper extends PyObject {}

defineType('_Helper', PyHelper, {
  module: '_sitebuiltins',
  doc: 'Prints what is known of an object.',
  slots: {
    tp_repr: () => 'Type help() for interactive help, or help(object) for help about object.',
    tp_call: bindWith('help(request=None)', (cx: Context, _self: PyHelper, request: Value) => {
      writeOut(cx, describe(cx, request))
      return null
    }),
  },
})

/** The short help: what the object is, its signature and its documentation. */
function describe(cx: Context, o: Value): string {
  const name = asStrValue(getAttrOrNull(cx, o, '__name__') ?? null)
  const doc = asStrValue(getAttrOrNull(cx, o, '__doc__') ?? null)
  const signature = asStrValue(getAttrOrNull(cx, o, '__text_signature__') ?? null)
  const kind = o instanceof PyType ? 'class' : typeName(o)
  const title =
    name === undefined ? textOf(concatAll([`${typeName(o)} object: `, repr(cx, o)])) : `${kind} ${textOf(name)}`
  const call = signature === undefined ? '' : textOf(signature).replace(/\$\w+(, )?(\/, )?/, '')
  return `Help on ${title}${call}:\n\n${doc === undefined ? '' : `${textOf(doc)}\n`}`
}

function writeOut(cx: Context, text: string): void {
  const out = (cx.modules.getStr('sys') as PyObject | undefined)?.dict?.getStr('stdout')
  if (out !== undefined && out !== null) callMethod(cx, out, 'write', fromText(text))
}

export function siteBuiltins(): Record<string, Value> {
  return {
    copyright: new PyPrinter(
      'This Python is a reimplementation; see its LICENSE file for the notice that applies to it.',
    ),
    credits: new PyPrinter('Thanks to all who made Python what it is. See www.python.org for more information.'),
    exit: new PyQuitter('exit'),
    help: new PyHelper(),
    license: new PyPrinter('See the LICENSE file that comes with this Python.'),
    quit: new PyQuitter('quit'),
  }
}
