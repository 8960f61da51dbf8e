/**
 * The `_io` module: `open` and the stream classes (CPython's Modules/_io/_iomodule.c). `io.py` gives them their public names.
 *
 * `open` stacks a raw file (`file.ts`), a buffer (`buffered.ts`) and, for text, a wrapper (`text_wrapper.ts`), as CPython does. Streams in memory are in
 * `bytes_io.ts` and `string_io.ts`; `descriptors.ts` has the files themselves.
 */
import { isIndex, isTrue } from '../../objects/abstract'
import type { Context } from '../../objects/context'
import { defineModule } from '../../objects/define'
import { excTypes } from '../../objects/exceptions'
import { PyRaise, typeError, valueError } from '../../objects/raise'
import { asStrValue } from '../../objects/str'
import { typeName } from '../../objects/type'
import { warn } from '../../objects/warn'
import type { Value } from '../../values/value'
import { textOf } from '../../values/wide'
import {
  bufferedIOBaseType,
  DEFAULT_BUFFER_SIZE,
  ioBaseType,
  rawIOBaseType,
  textIOBaseType,
  unsupportedOperation,
} from './base'
import { bufferedRandomType, bufferedReaderType, bufferedRWPairType, bufferedWriterType, newBuffered } from './buffered'
import { bytesIOType } from './bytes_io'
import { fileIOType, initFileIO, PyFileIO, pathOf } from './file'
import { newlineDecoderType } from './newline_decoder'
import { stringIOType } from './string_io'
import { newTextWrapper, textStreamType } from './text_wrapper'

/** An argument of `open` that is a str or None. */
function optionalText(name: string, v: Value): string | null {
  if (v === null) return null
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`open() argument '${name}' must be str or None, not ${typeName(v)}`)
  return textOf(s)
}

function open(
  cx: Context,
  file: Value,
  mode: Value,
  buffering: number,
  encoding: Value,
  errors: Value,
  newline: Value,
  closefd: Value,
  opener: Value,
): Value {
  // An object that is no path is refused before anything else.
  if (!isIndex(file)) pathOf(cx, file)
  const modeText = asStrValue(mode)
  if (modeText === undefined) throw typeError(`open() argument 'mode' must be str, not ${typeName(mode)}`)
  optionalText('encoding', encoding)
  optionalText('errors', errors)
  optionalText('newline', newline)
  const m = textOf(modeText)
  const flags = new Set(m)
  if (flags.size !== m.length || /[^rwaxbt+]/.test(m)) throw valueError(`invalid mode: '${m}'`)
  const binary = flags.has('b')
  if (binary && flags.has('t')) throw valueError("can't have text and binary mode at once")
  const kinds = ['x', 'r', 'w', 'a'].filter((c) => flags.has(c))
  if (kinds.length > 1) throw valueError('must have exactly one of create/read/write/append mode')
  if (binary && encoding !== null) throw valueError("binary mode doesn't take an encoding argument")
  if (binary && errors !== null) throw valueError("binary mode doesn't take an errors argument")
  if (binary && newline !== null) throw valueError("binary mode doesn't take a newline argument")
  if (binary && buffering === 1) {
    warn(
      cx,
      excTypes.RuntimeWarning,
      "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
    )
  }
  const raw = new PyFileIO()
  initFileIO(cx, raw, file, (kinds[0] ?? '') + (flags.has('+') ? '+' : ''), isTrue(cx, closefd), opener)
  try {
    if (buffering === 0) {
      if (!binary) throw valueError("can't have unbuffered text I/O")
      return raw
    }
    const buffer = newBuffered(raw, buffering > 1 ? buffering : DEFAULT_BUFFER_SIZE)
    if (binary) return buffer
    const text = newTextWrapper(cx, buffer, encoding ?? 'UTF-8', errors, newline, buffering === 1)
    text.mode = m
    return text
  } catch (e) {
    if (e instanceof PyRaise) raw.close(cx)
    throw e
  }
}

export const load = defineModule('_io', 'Streams: files, and text and bytes in memory.', {
  functions: {
    "open(/, file, mode='r', buffering: int = -1, encoding=None, errors=None, newline=None, closefd=True, opener=None)":
      ['Open a file and return a stream.', open],
    'open_code(path)': [
      'Open a file of code.',
      (cx, path: Value) => open(cx, path, 'rb', -1, null, null, null, true, null),
    ],
    'text_encoding(encoding, stacklevel=2, /)': [
      'Return the encoding, or "utf-8" for None.',
      (_cx, encoding: Value) => encoding ?? 'utf-8',
    ],
  },
  types: [
    stringIOType,
    bytesIOType,
    fileIOType,
    bufferedReaderType,
    bufferedWriterType,
    bufferedRandomType,
    bufferedRWPairType,
    unsupportedOperation,
  ],
  values: {
    TextIOWrapper: textStreamType,
    IncrementalNewlineDecoder: newlineDecoderType,
    _IOBase: ioBaseType,
    _TextIOBase: textIOBaseType,
    _RawIOBase: rawIOBaseType,
    _BufferedIOBase: bufferedIOBaseType,
    BlockingIOError: excTypes.BlockingIOError,
    DEFAULT_BUFFER_SIZE,
  },
})
