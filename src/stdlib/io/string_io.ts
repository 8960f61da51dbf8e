/**
 * StringIO: a text stream in memory (CPython's Modules/_io/stringio.c).
 */
import { asIndex, isIndex } from '../../objects/abstract'
import { defineType } from '../../objects/define'
import { raiseOf, typeError, valueError } from '../../objects/raise'
import { excTypes } from '../../objects/exceptions'
import { adopt } from '../../objects/object'
import { bindWith } from '../../objects/signature'
import { asStrValue } from '../../objects/str'
import { type PyType, typeName } from '../../objects/type'
import { instanceDict, setInstanceDict } from '../../objects/type_new'
import type { Context } from '../../objects/context'
import { reprStr } from '../../values/repr'
import { PyTuple, type Str, type Value } from '../../values/value'
import { concat, fromText, strLength, strSlice, textOf } from '../../values/wide'
import { closedFile, PyIOBase, sizeOf, textIOBaseType } from './base'
import { takeAttributes } from './bytes_io'
import { LineEnds, lineEnd, parseNewline } from './newlines'

class PyStringIO extends PyIOBase {
  text: Str = ''
  /** In characters. */
  pos = 0
  newline: string | null = '\n'
  /** What ends of line have been written, where they are looked for. */
  ends: LineEnds | null = null

  get open(): this {
    if (this.closed) throw closedFile()
    return this
  }

  /** Text as it is kept. */
  translated(s: Str): Str {
    const { newline, ends } = this
    if (ends !== null) {
      const text = textOf(s)
      ends.see(text)
      return newline === null && text.includes('\r') ? fromText(text.replace(/\r\n?/g, '\n')) : s
    }
    return newline === '\r' || newline === '\r\n' ? fromText(textOf(s).replaceAll('\n', newline)) : s
  }

  write(s: Str): void {
    s = this.translated(s)
    const n = strLength(s)
    if (n === 0) return
    const length = strLength(this.text)
    if (this.pos > length) this.text = concat(this.text, '\0'.repeat(this.pos - length))
    if (this.pos >= length) this.text = concat(this.text, s)
    else
      this.text = concat(
        concat(strSlice(this.text, 0, this.pos), s),
        strSlice(this.text, Math.min(length, this.pos + n), length),
      )
    this.pos += n
  }

  read(size: number): Str {
    const length = strLength(this.text)
    const stop = size < 0 ? length : Math.min(length, this.pos + size)
    const out = this.pos >= length ? '' : strSlice(this.text, this.pos, stop)
    this.pos = Math.max(this.pos, stop)
    return out
  }

  readline(limit: number): Str {
    const length = strLength(this.text)
    if (this.pos >= length) return ''
    let stop = lineEnd(this.text, this.pos, this.newline)
    if (stop < 0) stop = length
    if (limit >= 0) stop = Math.min(stop, this.pos + limit)
    const out = strSlice(this.text, this.pos, stop)
    this.pos = stop
    return out
  }

  init(initial: Value, newline: Value): void {
    this.newline = parseNewline(newline, reprStr)
    this.ends = this.newline === null || this.newline === '' ? new LineEnds() : null
    this.text = ''
    this.pos = 0
    this.closed = false
    if (initial === null) return
    const s = asStrValue(initial)
    if (s === undefined) throw typeError(`initial_value must be str or None, not ${typeName(initial)}`)
    this.text = this.translated(s)
  }

  override close(): void {
    this.closed = true
    this.text = ''
  }
}

const able: [string, (cx: Context, self: PyStringIO) => Value] = ['Return True.', (_cx, self) => self.open && true]

export const stringIOType: PyType = defineType('StringIO', PyStringIO, {
  module: '_io',
  base: textIOBaseType,
  doc: 'A text stream in memory.',
  hasDict: true,
  weakref: true,
  slots: {
    tp_new: (_cx, cls) => adopt(new PyStringIO(), cls),
    tp_alloc: (cls) => adopt(new PyStringIO(), cls),
    tp_init: bindWith(
      "StringIO(initial_value='', newline='\\n')",
      (_cx: Context, self: PyStringIO, initial: Value, newline: Value) => self.init(initial, newline),
    ),
    tp_iternext: (_cx, self: PyStringIO) => {
      const line = self.open.readline(-1)
      return line === '' ? undefined : line
    },
  },
  methods: {
    'getvalue(self, /)': ['Return the whole text.', (_cx, self: PyStringIO) => self.open.text],
    'read(self, size=-1, /)': [
      'Read at most size characters, by default all that is left.',
      (cx, self: PyStringIO, size: Value) => self.open.read(sizeOf(cx, size)),
    ],
    'readline(self, size=-1, /)': [
      'Read up to the end of the line, or size characters.',
      (cx, self: PyStringIO, size: Value) => self.open.readline(sizeOf(cx, size)),
    ],
    'write(self, s, /)': [
      'Write a text and return how many characters it had.',
      (_cx, self: PyStringIO, s: Value) => {
        const text = asStrValue(s)
        if (text === undefined) throw typeError(`string argument expected, got '${typeName(s)}'`)
        self.open.write(text)
        return strLength(text)
      },
    ],
    'seek(self, pos: index, whence: int = 0, /)': [
      'Move to a position: from the start, or with whence 2 to the end.',
      (_cx, self: PyStringIO, pos: number, whence: number) => {
        const { open } = self
        if (whence < 0 || whence > 2) throw valueError(`Invalid whence (${whence}, should be 0, 1 or 2)`)
        if (whence === 0 && pos < 0) throw valueError(`Negative seek position ${pos}`)
        if (whence !== 0 && pos !== 0) throw raiseOf(excTypes.OSError, "Can't do nonzero cur-relative seeks")
        if (whence === 0) open.pos = pos
        else if (whence === 2) open.pos = strLength(open.text)
        return open.pos
      },
    ],
    'tell(self, /)': ['Return the position.', (_cx, self: PyStringIO) => self.open.pos],
    'truncate(self, pos=None, /)': [
      'Cut the text off at a position, the current one by default.',
      (cx, self: PyStringIO, pos: Value) => {
        const { open } = self
        const size = pos === null ? open.pos : truncateSize(cx, pos)
        if (size < strLength(open.text)) open.text = strSlice(open.text, 0, size)
        return size
      },
    ],
    'readable(self, /)': able,
    'writable(self, /)': able,
    'seekable(self, /)': able,
    'close(self, /)': ['Close the stream and forget the text.', (_cx, self: PyStringIO) => self.close()],
    '__getstate__(self, /)': [
      'Text, newline, position and attributes.',
      (_cx, self: PyStringIO) =>
        new PyTuple([self.open.text, self.newline, self.pos, self.dict === undefined ? null : self.dict.copy()]),
    ],
    '__setstate__(self, state, /)': [
      'Take a state over.',
      (cx, self: PyStringIO, state: Value) => {
        if (self.closed) throw closedFile()
        if (!(state instanceof PyTuple) || state.items.length < 4) {
          throw typeError(`${typeName(self)}.__setstate__ argument should be 4-tuple, got ${typeName(state)}`)
        }
        const [text, newline, position, dict] = state.items as [Value, Value, Value, Value]
        self.init('', newline)
        const s = asStrValue(text)
        if (s === undefined) throw typeError(`initial_value must be str or None, not ${typeName(text)}`)
        self.text = s
        if (!isIndex(position)) throw typeError(`third item of state must be an integer, got ${typeName(position)}`)
        const at = asIndex(cx, position)
        if (at < 0) throw valueError('position value cannot be negative')
        self.pos = at
        takeAttributes(self, dict)
      },
    ],
  },
  getset: {
    __dict__: ['Attributes of the instance.', instanceDict, setInstanceDict],
    closed: ['Whether the stream is closed.', (_cx, self: PyStringIO) => self.closed],
    line_buffering: [null, (_cx, self: PyStringIO) => !self.open],
    newlines: [null, (_cx, self: PyStringIO) => self.open.ends?.value ?? null],
  },
})

function truncateSize(cx: Context, v: Value): number {
  if (!isIndex(v)) throw typeError(`argument should be integer or None, not '${typeName(v)}'`)
  const n = asIndex(cx, v)
  if (n < 0) throw valueError(`Negative size value ${n}`)
  return n
}
