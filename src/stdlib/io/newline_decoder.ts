/**
 * `io.IncrementalNewlineDecoder`: a text decoder around another one that makes `\r\n` and `\r` into `\n` and remembers which ends of line it has seen
 * (CPython's Modules/_io/textio.c). A `\r` at the end of a piece is held back until what follows is known.
 */
import { callMethod, isTrue } from '../../objects/abstract'
import type { Context } from '../../objects/context'
import { defineType } from '../../objects/define'
import { adopt } from '../../objects/object'
import { typeError } from '../../objects/raise'
import { bindWith } from '../../objects/signature'
import { asStrValue } from '../../objects/str'
import { type PyType, typeName } from '../../objects/type'
import { norm, toBig } from '../../values/int'
import { type Int, PyObject, PyTuple, type Str, type Value } from '../../values/value'
import { LineEnds } from './newlines'
import { concat, fromText, strLength, strSlice, textOf } from '../../values/wide'

class PyNewlineDecoder extends PyObject {
  decoder: Value = null
  translate = false
  /** A `\r` waits for the next piece. */
  pending = false
  ends = new LineEnds()
}

function decode(cx: Context, self: PyNewlineDecoder, input: Value, final: boolean): Value {
  const decoded = self.decoder === null ? input : callMethod(cx, self.decoder, 'decode', input, final)
  const piece = asStrValue(decoded)
  if (piece === undefined) throw typeError(`decoder should return a string result, not '${typeName(decoded)}'`)
  let s: Str = self.pending && (strLength(piece) > 0 || final) ? concat('\r', piece) : piece
  if (s !== piece) self.pending = false
  const text = textOf(s)
  if (text.endsWith('\r') && !final) {
    s = strSlice(s, 0, strLength(s) - 1)
    self.pending = true
  }
  const whole = textOf(s)
  self.ends.see(whole)
  return self.translate && whole.includes('\r') ? fromText(whole.replace(/\r\n?/g, '\n')) : s
}

export const newlineDecoderType: PyType = defineType('IncrementalNewlineDecoder', PyNewlineDecoder, {
  module: '_io',
  doc: 'A decoder that makes all ends of line one and remembers which it has seen.',
  slots: {
    tp_new: (_cx, cls) => adopt(new PyNewlineDecoder(), cls),
    tp_init: bindWith(
      "IncrementalNewlineDecoder(decoder, translate, errors='strict')",
      (cx: Context, self: PyNewlineDecoder, decoder: Value, translate: Value) => {
        self.decoder = decoder
        self.translate = isTrue(cx, translate)
      },
    ),
  },
  methods: {
    'decode(self, /, input, final=False)': [
      'Decode a piece of input.',
      (cx, self: PyNewlineDecoder, input: Value, final: Value) => decode(cx, self, input, isTrue(cx, final)),
    ],
    'getstate(self, /)': [
      'The input held back and the flags.',
      (cx, self: PyNewlineDecoder) => {
        const state = self.decoder === null ? null : callMethod(cx, self.decoder, 'getstate')
        const [held, flag] = state instanceof PyTuple ? state.items : [fromText(''), 0]
        return new PyTuple([held, norm(toBig(flag as Int) * 2n + (self.pending ? 1n : 0n))])
      },
    ],
    'setstate(self, state, /)': [
      'Go back to a state.',
      (cx, self: PyNewlineDecoder, state: Value) => {
        if (!(state instanceof PyTuple)) throw typeError('state argument must be a tuple')
        const flag = toBig(state.items[1] as Int)
        self.pending = (flag & 1n) === 1n
        if (self.decoder !== null)
          callMethod(cx, self.decoder, 'setstate', new PyTuple([state.items[0], norm(flag >> 1n)]))
      },
    ],
    'reset(self, /)': [
      'Forget everything seen.',
      (cx, self: PyNewlineDecoder) => {
        self.pending = false
        self.ends = new LineEnds()
        if (self.decoder !== null) callMethod(cx, self.decoder, 'reset')
      },
    ],
  },
  getset: {
    newlines: ['The ends of line seen: None, a str or a tuple.', (_cx, self: PyNewlineDecoder) => self.ends.value],
  },
})
