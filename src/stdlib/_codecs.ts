/** `_codecs` (CPython's Modules/_codecsmodule.c): encoding and decoding by name; what is written in Python (`codecs`) does the rest. */
import { getAttr, isCallable } from '../objects/abstract'
import { bytesLike } from '../objects/bytes_like'
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import { typeError } from '../objects/raise'
import { asStrValue } from '../objects/str'
import { canonicalEncoding, decode, encode, errorHandlers } from '../objects/str_codecs'
import { typeName } from '../objects/type'
import { PyBytes, type Str, type Value } from '../values/value'
import { textOf } from '../values/wide'

/** Codecs registered by the program, and those between bytes and bytes or texts and texts. */
function other(cx: Context, name: string, obj: Value, encoding: Str, errors: Str): Value {
  return cx.call(getAttr(cx, cx.importModule('codecs'), name), [obj, encoding, errors], null)
}

export const load = defineModule('_codecs', 'Encoding and decoding by name.', {
  functions: {
    "encode(obj, encoding: str = 'utf-8', errors: str = 'strict')": [
      'What a codec makes of an object.',
      (cx, obj: Value, encoding: Str, errors: Str) => {
        const name = textOf(encoding)
        if (canonicalEncoding(name) === undefined) return other(cx, '_encode', obj, encoding, errors)
        const s = asStrValue(obj)
        if (s === undefined)
          throw typeError(`${name.replaceAll('-', '_')}_encode() argument 1 must be str, not ${typeName(obj)}`)
        return new PyBytes(encode(cx, s, name, textOf(errors)))
      },
    ],
    "decode(obj, encoding: str = 'utf-8', errors: str = 'strict')": [
      'What a codec makes of encoded data.',
      (cx, obj: Value, encoding: Str, errors: Str) => {
        const name = textOf(encoding)
        if (canonicalEncoding(name) === undefined) return other(cx, '_decode', obj, encoding, errors)
        const data = bytesLike(obj)
        if (data === undefined) throw typeError(`a bytes-like object is required, not '${typeName(obj)}'`)
        return decode(cx, data, name, textOf(errors))
      },
    ],
    'register_error(errors: str, handler, /)': [
      'Give a name to an error handler.',
      (_cx, name: Str, handler: Value) => {
        if (!isCallable(handler)) throw typeError('handler must be callable')
        errorHandlers.set(textOf(name), handler)
      },
    ],
    '_registered(errors: str, /)': [
      'The handler of a name, or None.',
      (_cx, name: Str) => errorHandlers.get(textOf(name)) ?? null,
    ],
    '_canonical(encoding: str, /)': [
      'The name of a known encoding, or None.',
      (_cx, name: Str) => canonicalEncoding(textOf(name)) ?? null,
    ],
  },
})
