/**
 * traceback objects: the chain of frames an exception has passed, CPython's Python/traceback.c without the printing (which is the machine's).
 */
import { PyList, PyObject, type Value } from '../values/value'
import { asIndex } from './abstract'
import type { Context } from './context'
import { defineType } from './define'
import { Frame } from './frame'
import { typeError, valueError } from './raise'
import { bindWith } from './signature'
import { type PyType, typeName } from './type'

/** One entry: a frame and the instruction that raised or called; `next` is the entry nearer to where the exception was raised. */
export class PyTraceback extends PyObject {
  constructor(
    public next: PyTraceback | null,
    readonly frame: Frame,
    /** Byte offset of the instruction (`tb_lasti`). */
    readonly lasti: number,
    /** Line, or -1 for none. */
    readonly lineno: number,
  ) {
    super()
  }
}

function checkNext(self: PyTraceback | null, v: Value | undefined): PyTraceback | null {
  if (v === undefined) throw typeError("can't delete tb_next attribute")
  if (v === null) return null
  if (!(v instanceof PyTraceback)) throw typeError(`expected traceback object or None, got '${typeName(v)}'`)
  for (let t: PyTraceback | null = v; t !== null; t = t.next) {
    if (t === self) throw valueError('traceback loop detected')
  }
  return v
}

export const tracebackType = defineType('traceback', PyTraceback, {
  doc: 'Where an exception was raised and through which calls it came.',
  signature: '(tb_next, tb_frame, tb_lasti, tb_lineno)',
  final: true,
  slots: {
    tp_new: bindWith(
      'traceback(tb_next, tb_frame, tb_lasti, tb_lineno)',
      (cx: Context, _cls: PyType, next: Value, frame: Value, lasti: Value, lineno: Value) => {
        if (!(frame instanceof Frame)) {
          throw typeError(
            `traceback() argument 'tb_frame' must be frame, not ${frame === null ? 'None' : typeName(frame)}`,
          )
        }
        frame.escaped = true
        return new PyTraceback(checkNext(null, next), frame, asIndex(cx, lasti), asIndex(cx, lineno))
      },
    ),
  },
  methods: {
    '__dir__(self, /)': [
      'Names of the attributes.',
      () => new PyList(['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno']),
    ],
  },
  members: {
    tb_frame: [null, (_cx, t: PyTraceback) => t.frame],
    tb_lasti: [null, (_cx, t: PyTraceback) => t.lasti],
  },
  getset: {
    tb_next: [
      null,
      (_cx, t: PyTraceback) => t.next,
      (_cx, t: PyTraceback, v) => {
        t.next = checkNext(t, v)
      },
    ],
    tb_lineno: [null, (_cx, t: PyTraceback) => (t.lineno < 0 ? null : t.lineno)],
  },
})
