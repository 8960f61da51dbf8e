/**
 * BaseException and the whole hierarchy below it, exception groups excepted (CPython's Objects/exceptions.c).
 *
 * Each layout CPython has is a host class here: PyException, and a subclass for every family with fields of its own. `init` fills those
 * fields from positional arguments and is all that native code needs (`newException`, `raise.ts`); the Python constructors add keywords and
 * checks.
 */
import { emptyTuple, PyBytes, PyList, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { codePointAt, fromText, strLength, textOf } from '../values/wide'
import { asIndex, getAttrOrNull, isTrue, repr, setAttr, str, toArray } from './abstract'
import type { Context } from './context'
import { defineType, type TypeSpec } from './define'
import type { Getter, Setter } from './descr'
import { adopt } from './object'
import { attributeError, typeError } from './raise'
import { noKeywords } from './signature'
import { asStrValue } from './str'
import { PyTraceback } from './traceback'
import { isSubtype, PyType, typeName } from './type'

/** Any exception instance. */
export class PyException extends PyObject {
  args: PyTuple = emptyTuple
  cause: PyException | null = null
  context: PyException | null = null
  suppressContext = false
  traceback: PyTraceback | null = null
  /** Fills the fields of the layout from positional arguments. */
  init(_args: readonly Value[]): void {}
}

/** StopIteration. */
export class PyStopIteration extends PyException {
  value: Value | undefined = undefined
  override init(args: readonly Value[]): void {
    this.value = args[0]
  }
}

export class PySystemExit extends PyException {
  code: Value | undefined = undefined
  override init(args: readonly Value[]): void {
    if (args.length > 0) this.code = args.length === 1 ? args[0] : new PyTuple([...args])
  }
}

export class PyImportError extends PyException {
  msg: Value | undefined = undefined
  name: Value | undefined = undefined
  path: Value | undefined = undefined
  nameFrom: Value | undefined = undefined
  override init(args: readonly Value[]): void {
    this.msg = args.length === 1 ? args[0] : undefined
  }
}

export class PyNameError extends PyException {
  name: Value | undefined = undefined
}

export class PyAttributeError extends PyException {
  name: Value | undefined = undefined
  obj: Value | undefined = undefined
}

/** An AttributeError raised while `name` was looked up in `obj` is about them unless it says otherwise: what "Did you mean" goes by. */
export function blameAttribute(exc: PyException, obj: Value, name: Value): void {
  if (!(exc instanceof PyAttributeError) || exc.name !== undefined || exc.obj !== undefined) return
  exc.name = name
  exc.obj = obj
}

export class PyOSError extends PyException {
  errno: Value | undefined = undefined
  strerror: Value | undefined = undefined
  filename: Value | undefined = undefined
  filename2: Value | undefined = undefined
  written = -1
  override init(args: readonly Value[]): void {
    if (args.length < 2 || args.length > 5) return
    this.errno = args[0]
    this.strerror = args[1]
    if (args.length > 2 && args[2] !== null) {
      if (isSubtype(this.type, excTypes.BlockingIOError) && typeof args[2] === 'number') {
        this.written = args[2]
        return
      }
      this.filename = args[2]
      if (args[4] !== undefined && args[4] !== null) this.filename2 = args[4]
      // The file name has a field: it does not stay in `args`.
      this.args = new PyTuple([args[0]!, args[1]!])
    }
  }
}

export class PySyntaxErrorObject extends PyException {
  msg: Value | undefined = undefined
  filename: Value | undefined = undefined
  lineno: Value | undefined = undefined
  offset: Value | undefined = undefined
  text: Value | undefined = undefined
  endLineno: Value | undefined = undefined
  endOffset: Value | undefined = undefined
  printFileAndLine: Value | undefined = undefined
  override init(args: readonly Value[]): void {
    if (args.length > 0) this.msg = args[0]
    if (args.length === 2 && args[1] instanceof PyTuple) this.setDetails(args[1].items)
  }
  setDetails(d: readonly Value[]): void {
    ;[this.filename, this.lineno, this.offset, this.text, this.endLineno, this.endOffset] = d
  }
}

/** The three codec errors; `encoding` is NULL for UnicodeTranslateError. */
export class PyUnicodeError extends PyException {
  encoding: Value | undefined = undefined
  object: Value | undefined = undefined
  start: Value | undefined = undefined
  end: Value | undefined = undefined
  reason: Value | undefined = undefined
  override init(args: readonly Value[]): void {
    if (args.length === 5) [this.encoding, this.object, this.start, this.end, this.reason] = args
    else if (args.length === 4) [this.object, this.start, this.end, this.reason] = args
  }
}

export class PyExceptionGroup extends PyException {
  message: Str = ''
  exceptions: PyTuple = emptyTuple
}

/** An exception of a builtin type, made by native code. */
export function newException(type: PyType, args: Value[]): PyException {
  const e = type.tp_alloc!(type) as PyException
  e.args = args.length === 0 ? emptyTuple : new PyTuple(args)
  e.init(args)
  return e
}

/** A field of `host`, readable as None while unset, writable and deletable. */
function field(doc: string, key: string): [string | null, Getter, Setter] {
  return [
    doc,
    (_cx, self) => self[key] ?? null,
    (_cx, self, v) => {
      self[key] = v
    },
  ]
}

const alloc =
  (Host: new () => PyException) =>
  (cls: PyType): PyException => {
    const e = new Host()
    e.type = cls
    e.dict = undefined
    if (cls.nslots > 0) adopt(e, cls)
    return e
  }

/** `BaseException.__new__`: keeps the positional arguments. */
export function newBaseException(
  _cx: Context,
  cls: PyType,
  args: Value[],
  kwnames: readonly string[] | null,
): PyException {
  const e = cls.tp_alloc!(cls) as PyException
  const n = args.length - (kwnames === null ? 0 : kwnames.length)
  e.args = n === 0 ? emptyTuple : new PyTuple(args.slice(0, n))
  return e
}

function initBaseException(_cx: Context, self: PyException, args: Value[], kwnames: readonly string[] | null): void {
  noKeywords(`${self.type.tpName}()`, kwnames)
  self.args = args.length === 0 ? emptyTuple : new PyTuple(args)
  self.init(args)
}

function asException(v: Value | undefined, what: string, deleted: string): PyException | null {
  if (v === undefined) throw typeError(deleted)
  if (v === null || v instanceof PyException) return v
  throw typeError(what)
}

/** The instance `__dict__`, made when first needed. */
export function exceptionDict(e: PyException): PyDict {
  return (e.dict ??= new PyDict())
}

export function reprException(cx: Context, self: PyException): Str {
  const t = self.type
  const name = textOf(t.name)
  if (self.args.items.length === 1) return fromText(`${name}(${textOf(repr(cx, self.args.items[0]!))})`)
  return fromText(name + textOf(repr(cx, self.args)))
}

export function strException(cx: Context, self: PyException): Value {
  const { items } = self.args
  return items.length === 0 ? '' : items.length === 1 ? str(cx, items[0]!) : str(cx, self.args)
}

const baseException = defineType('BaseException', PyException, {
  doc: 'Common base class of all exceptions.',
  hasDict: true,
  slots: {
    tp_alloc: alloc(PyException),
    tp_new: newBaseException,
    tp_init: initBaseException,
    tp_repr: reprException,
    tp_str: strException,
  },
  methods: {
    '__reduce__(self, /)': [
      'What pickle and copy need to make the exception anew.',
      (_cx, self: PyException) =>
        new PyTuple(self.dict && self.dict.used > 0 ? [self.type, self.args, self.dict] : [self.type, self.args]),
    ],
    '__setstate__(self, object, /)': [
      'Set attributes from a dict.',
      (cx, self: PyException, state: Value) => {
        if (state === null) return
        if (!(state instanceof PyDict)) throw typeError('state is not a dictionary')
        for (let i = 0; i < state.keys.length; i++) {
          const k = state.keys[i]
          if (k === undefined) continue
          const name = asStrValue(k)
          if (name === undefined) throw typeError(`attribute name must be string, not '${typeName(k)}'`)
          setAttr(cx, self, textOf(name), state.values[i]!)
        }
      },
    ],
    'with_traceback(self, object, /)': [
      'Set self.__traceback__ to tb and return self.',
      (_cx, self: PyException, tb: Value) => {
        setTraceback(self, tb)
        return self
      },
    ],
    'add_note(self, object, /)': [
      'Add a note, printed after the exception.',
      (cx, self: PyException, note: Value) => addNote(cx, self, note),
    ],
  },
  members: {
    __suppress_context__: [
      null,
      (_cx, self: PyException) => self.suppressContext,
      (cx, self: PyException, v) => {
        if (v === undefined) throw typeError("can't delete numeric/char attribute")
        if (typeof v !== 'boolean') throw typeError('attribute value type must be bool')
        self.suppressContext = isTrue(cx, v)
      },
    ],
  },
  getset: {
    __dict__: [
      null,
      (_cx, self: PyException) => exceptionDict(self),
      (_cx, self: PyException, v) => {
        if (v === undefined) throw typeError('cannot delete __dict__')
        if (!(v instanceof PyDict)) throw typeError(`__dict__ must be set to a dictionary, not a '${typeName(v)}'`)
        self.dict = v
      },
    ],
    args: [
      null,
      (_cx, self: PyException) => self.args,
      (cx, self: PyException, v) => {
        if (v === undefined) throw typeError('args may not be deleted')
        self.args = v instanceof PyTuple && v.type === emptyTuple.type ? v : new PyTuple(toArray(cx, v))
      },
    ],
    __traceback__: [
      null,
      (_cx, self: PyException) => self.traceback,
      (_cx, self: PyException, v) => {
        if (v === undefined) throw typeError('__traceback__ may not be deleted')
        setTraceback(self, v)
      },
    ],
    __context__: [
      null,
      (_cx, self: PyException) => self.context,
      (_cx, self: PyException, v) => {
        self.context = asException(
          v,
          'exception context must be None or derive from BaseException',
          '__context__ may not be deleted',
        )
      },
    ],
    __cause__: [
      null,
      (_cx, self: PyException) => self.cause,
      (_cx, self: PyException, v) => {
        self.cause = asException(
          v,
          'exception cause must be None or derive from BaseException',
          '__cause__ may not be deleted',
        )
        self.suppressContext = true
      },
    ],
  },
})

function setTraceback(self: PyException, tb: Value): void {
  if (tb !== null && !(tb instanceof PyTraceback)) throw typeError('__traceback__ must be a traceback or None')
  self.traceback = tb
}

function addNote(cx: Context, self: PyException, note: Value): void {
  if (asStrValue(note) === undefined) throw typeError(`note must be a str, not '${typeName(note)}'`)
  const dict = exceptionDict(self)
  let notes = getAttrOrNull(cx, self, '__notes__')
  if (notes === undefined) {
    notes = new PyList([])
    dict.setStr('__notes__', notes)
  }
  if (!(notes instanceof PyList)) throw typeError('Cannot add note: __notes__ is not a list')
  notes.items.push(note)
}

/** Keyword-only fields of a constructor such as `NameError(*args, name=None)`: fills them and gives the positional arguments. */
function takeKeywords(
  self: PyException,
  typeText: string,
  args: Value[],
  kwnames: readonly string[] | null,
  fields: Record<string, string>,
): Value[] {
  if (kwnames === null || kwnames.length === 0) return args
  const n = args.length - kwnames.length
  const known = Object.keys(fields).length
  if (kwnames.length > known) {
    throw typeError(
      `${typeText}() takes at most ${known} keyword argument${known === 1 ? '' : 's'} (${kwnames.length} given)`,
    )
  }
  kwnames.forEach((k, i) => {
    if (!Object.hasOwn(fields, k)) throw typeError(`${typeText}() got an unexpected keyword argument '${k}'`)
    ;(self as unknown as Record<string, Value>)[fields[k]!] = args[n + i]!
  })
  return args.slice(0, n)
}

const initWithKeywords =
  (typeText: string, fields: Record<string, string>) =>
  (cx: Context, self: PyException, args: Value[], kwnames: readonly string[] | null): void => {
    for (const key of Object.values(fields)) (self as unknown as Record<string, Value | undefined>)[key] = undefined
    const positional = takeKeywords(self, typeText, args, kwnames, fields)
    initBaseException(cx, self, positional, null)
  }

/** Defines an exception type with the layout of its base unless `host` is given. */
function exc(name: string, base: PyType, doc: string, host?: new () => PyException, spec: TypeSpec = {}): PyType {
  const slots = host === undefined ? spec.slots : { tp_alloc: alloc(host), ...spec.slots }
  // As in CPython, classes that add nothing to BaseException have a `__new__` of their own, the others inherit it.
  const plain = host === undefined && spec.slots === undefined && base.solid === baseException
  const own = { tp_init: base.tp_init, ...(plain ? { tp_new: base.tp_new } : undefined), ...slots }
  return defineType(name, host ?? null, { ...spec, base, doc, slots: own })
}

const exception = exc('Exception', baseException, 'Common base class of all exceptions a program may want to handle.')
const stopIterationType = exc('StopIteration', exception, 'An iterator has no more items.', PyStopIteration, {
  members: { value: field('Return value of the generator.', 'value') },
})
const arithmeticErrorType = exc('ArithmeticError', exception, 'Base class of arithmetic errors.')
const lookupErrorType = exc('LookupError', exception, 'Base class of lookup errors.')
const runtimeErrorType = exc('RuntimeError', exception, 'An error that fits no other class.')
const valueErrorType = exc('ValueError', exception, 'An argument of the right type but with an inappropriate value.')
const warningType = exc('Warning', exception, 'Base class of warning categories.')

const importErrorType = exc(
  'ImportError',
  exception,
  'A module cannot be found or a name cannot be imported from it.',
  PyImportError,
  {
    slots: {
      tp_init: initWithKeywords('ImportError', { name: 'name', path: 'path', name_from: 'nameFrom' }),
      tp_str: (cx, self: PyImportError) => {
        const m = self.msg
        return m !== undefined && m !== null && asStrValue(m) !== undefined ? m : strException(cx, self)
      },
    },
    methods: {
      '__reduce__(self, /)': [
        'What pickle and copy need to make the exception anew.',
        (_cx, self: PyImportError) => {
          const state = self.dict ? self.dict.copy() : new PyDict()
          if (self.name !== undefined) state.setStr('name', self.name)
          if (self.path !== undefined) state.setStr('path', self.path)
          if (self.nameFrom !== undefined) state.setStr('name_from', self.nameFrom)
          return new PyTuple(state.used > 0 ? [self.type, self.args, state] : [self.type, self.args])
        },
      ],
    },
    members: {
      msg: field('The message.', 'msg'),
      name: field('Name of the module.', 'name'),
      path: field('Path of the module.', 'path'),
      name_from: field('Name imported from the module.', 'nameFrom'),
    },
  },
)

const nameErrorType = exc('NameError', exception, 'A name is not bound.', PyNameError, {
  slots: { tp_init: initWithKeywords('NameError', { name: 'name' }), tp_str: strException },
  members: { name: field('The name.', 'name') },
})

const osErrorType = exc('OSError', exception, 'Base class of errors the system reports.', PyOSError, {
  slots: {
    tp_new: newOSError,
    tp_init: (cx, self: PyOSError, args, kwnames) => {
      if (initUsesNew(self.type)) return
      initOSError(cx, self, args, kwnames)
    },
    tp_str: (cx, self: PyOSError) => {
      const text = (v: Value | undefined) => textOf(str(cx, v ?? null))
      const quoted = (v: Value | undefined) => textOf(repr(cx, v ?? null))
      if (self.filename !== undefined) {
        const head = `[Errno ${text(self.errno)}] ${text(self.strerror)}: ${quoted(self.filename)}`
        return fromText(self.filename2 === undefined ? head : `${head} -> ${quoted(self.filename2)}`)
      }
      if (self.errno !== undefined && self.strerror !== undefined) {
        return fromText(`[Errno ${text(self.errno)}] ${text(self.strerror)}`)
      }
      return strException(cx, self)
    },
  },
  methods: {
    '__reduce__(self, /)': [
      'What pickle and copy need to make the exception anew.',
      (_cx, self: PyOSError) => {
        let { items } = self.args
        if (items.length === 2 && self.filename !== undefined) {
          items = [...items, self.filename]
          if (self.filename2 !== undefined) items.push(null, self.filename2)
        }
        const args = new PyTuple(items)
        return new PyTuple(self.dict && self.dict.used > 0 ? [self.type, args, self.dict] : [self.type, args])
      },
    ],
  },
  members: {
    errno: field('Error code of the system.', 'errno'),
    strerror: field('What the code means.', 'strerror'),
    filename: field('File concerned.', 'filename'),
    filename2: field('Second file concerned.', 'filename2'),
  },
  getset: {
    characters_written: [
      null,
      (_cx, self: PyOSError) => (self.written === -1 ? undefined : self.written),
      (cx, self: PyOSError, v) => {
        if (v === undefined) {
          if (self.written === -1) throw attributeError('characters_written')
          self.written = -1
        } else self.written = asIndex(cx, v)
      },
    ],
  },
})

/** As in CPython, `OSError` sets itself up in `__new__` unless a subclass overrides `__init__` but not `__new__`. */
function initUsesNew(type: PyType): boolean {
  return !(type.tp_init !== osErrorType.tp_init && type.tp_new === osErrorType.tp_new)
}

function newOSError(cx: Context, cls: PyType, args: Value[], kwnames: readonly string[] | null): PyException {
  let type = cls
  if (initUsesNew(cls)) {
    noKeywords(`${cls.tpName}()`, kwnames)
    if (cls === osErrorType && args.length >= 2 && args.length <= 5 && typeof args[0] === 'number') {
      type = errnoTypes[args[0]] ?? cls
    }
    const e = type.tp_alloc!(type) as PyOSError
    initOSError(cx, e, args, null)
    return e
  }
  // `__init__` will fill it in.
  return cls.tp_alloc!(cls) as PyOSError
}

function initOSError(_cx: Context, self: PyOSError, args: Value[], kwnames: readonly string[] | null): void {
  noKeywords(`${self.type.tpName}()`, kwnames)
  self.args = args.length === 0 ? emptyTuple : new PyTuple(args)
  self.init(args)
}

const syntaxErrorType = exc('SyntaxError', exception, 'The source is not valid Python.', PySyntaxErrorObject, {
  slots: {
    tp_init: (cx, self: PySyntaxErrorObject, args, kwnames) => {
      initBaseException(cx, self, args, kwnames)
      if (args.length !== 2) return
      const d = toArray(cx, args[1]!)
      if (d.length < 4) throw typeError(`function takes at least 4 arguments (${d.length} given)`)
      if (d.length > 6) throw typeError(`function takes at most 6 arguments (${d.length} given)`)
      if (d.length === 5) throw typeError('end_offset must be provided when end_lineno is provided')
      self.setDetails(d)
    },
    tp_str: (cx, self: PySyntaxErrorObject) => {
      const msg = textOf(str(cx, self.msg ?? null))
      const file = asStrValue(self.filename ?? null)
      const line = typeof self.lineno === 'number' ? self.lineno : undefined
      const base = file === undefined ? undefined : textOf(file).replace(/^.*\//s, '')
      if (base === undefined && line === undefined) return str(cx, self.msg ?? null)
      if (base !== undefined && line !== undefined) return fromText(`${msg} (${base}, line ${line})`)
      return fromText(base !== undefined ? `${msg} (${base})` : `${msg} (line ${line})`)
    },
  },
  members: {
    msg: field('The message.', 'msg'),
    filename: field('File concerned.', 'filename'),
    lineno: field('Line, from 1.', 'lineno'),
    offset: field('Column, from 1.', 'offset'),
    text: field('The source line.', 'text'),
    end_lineno: field('Last line of the range.', 'endLineno'),
    end_offset: field('Column where the range ends.', 'endOffset'),
    print_file_and_line: field('Used when the exception is printed.', 'printFileAndLine'),
  },
})
const indentationErrorType = exc('IndentationError', syntaxErrorType, 'Improper indentation.')

const unicodeErrorType = exc('UnicodeError', valueErrorType, 'Base class of codec errors.')

/** One character as messages of codec errors show it. */
function escaped(cp: number): string {
  const hex = cp.toString(16)
  return cp <= 0xff
    ? `\\x${hex.padStart(2, '0')}`
    : cp <= 0xffff
      ? `\\u${hex.padStart(4, '0')}`
      : `\\U${hex.padStart(8, '0')}`
}

function unicodeField(key: string): [string | null, Getter, Setter] {
  return field(key, key)
}

function initUnicode(kinds: ('str' | 'bytes' | 'int')[]) {
  return (cx: Context, self: PyUnicodeError, args: Value[], kwnames: readonly string[] | null): void => {
    initBaseException(cx, self, args, kwnames)
    if (args.length !== kinds.length) {
      throw typeError(`function takes exactly ${kinds.length} arguments (${args.length} given)`)
    }
    kinds.forEach((kind, i) => {
      const v = args[i]!
      if (kind === 'int') asIndex(cx, v)
      else if (kind === 'str' && asStrValue(v) === undefined) {
        throw typeError(`argument ${i + 1} must be str, not ${v === null ? 'None' : typeName(v)}`)
      } else if (kind === 'bytes' && !(v instanceof PyBytes)) {
        throw typeError(`a bytes-like object is required, not '${typeName(v)}'`)
      }
    })
  }
}

function strUnicode(verb: 'encode' | 'decode' | 'translate') {
  return (cx: Context, self: PyUnicodeError): Str => {
    if (self.object === undefined) return ''
    const who = self.encoding === undefined ? "can't" : `'${textOf(str(cx, self.encoding))}' codec can't`
    const reason = textOf(str(cx, self.reason ?? null))
    const bytes = self.object instanceof PyBytes ? self.object.data : undefined
    const text = bytes === undefined ? asStrValue(self.object) : undefined
    const size = bytes !== undefined ? bytes.length : text !== undefined ? strLength(text) : 0
    const start = Number(self.start ?? 0)
    const end = Number(self.end ?? 0)
    const unit = verb === 'decode' ? 'byte' : 'character'
    if (start < size && end === start + 1) {
      const what =
        bytes !== undefined
          ? `0x${bytes[start]!.toString(16).padStart(2, '0')}`
          : `'${escaped(codePointAt(text!, start))}'`
      return fromText(`${who} ${verb} ${unit} ${what} in position ${start}: ${reason}`)
    }
    return fromText(`${who} ${verb} ${unit}s in position ${start}-${end - 1}: ${reason}`)
  }
}

function unicodeExc(name: string, verb: 'encode' | 'decode' | 'translate', kinds: ('str' | 'bytes' | 'int')[]): PyType {
  return exc(
    name,
    unicodeErrorType,
    `A str cannot be ${verb === 'translate' ? 'translated' : `${verb}d`}.`,
    PyUnicodeError,
    {
      slots: { tp_new: newBaseException, tp_init: initUnicode(kinds), tp_str: strUnicode(verb) },
      members: {
        encoding: unicodeField('encoding'),
        object: unicodeField('object'),
        start: unicodeField('start'),
        end: unicodeField('end'),
        reason: unicodeField('reason'),
      },
    },
  )
}

/** Builtin exception types by name. */
export const excTypes = {
  BaseException: baseException,
  Exception: exception,
  GeneratorExit: exc('GeneratorExit', baseException, 'Asks a generator to exit.'),
  KeyboardInterrupt: exc('KeyboardInterrupt', baseException, 'The user interrupted the program.'),
  SystemExit: exc('SystemExit', baseException, 'Asks the interpreter to exit.', PySystemExit, {
    members: { code: field('Exit status.', 'code') },
  }),
  ArithmeticError: arithmeticErrorType,
  FloatingPointError: exc('FloatingPointError', arithmeticErrorType, 'A floating-point operation failed.'),
  OverflowError: exc('OverflowError', arithmeticErrorType, 'A result is too large to be represented.'),
  ZeroDivisionError: exc('ZeroDivisionError', arithmeticErrorType, 'Division or modulo by zero.'),
  AssertionError: exc('AssertionError', exception, 'An assertion failed.'),
  AttributeError: exc('AttributeError', exception, 'An object has no such attribute.', PyAttributeError, {
    slots: { tp_init: initWithKeywords('AttributeError', { name: 'name', obj: 'obj' }), tp_str: strException },
    methods: {
      '__getstate__(self, /)': ['State for pickle and copy: the name and the attributes.', attributeErrorState],
      '__reduce__(self, /)': [
        'What pickle and copy need to make the exception anew.',
        (cx, self: PyAttributeError) => {
          const state = attributeErrorState(cx, self)
          return new PyTuple(state === null ? [self.type, self.args] : [self.type, self.args, state])
        },
      ],
    },
    members: { name: field('Name of the attribute.', 'name'), obj: field('The object.', 'obj') },
  }),
  BufferError: exc('BufferError', exception, 'A buffer operation failed.'),
  EOFError: exc('EOFError', exception, 'Read beyond the end of the file.'),
  ImportError: importErrorType,
  ModuleNotFoundError: exc('ModuleNotFoundError', importErrorType, 'A module cannot be found.'),
  LookupError: lookupErrorType,
  IndexError: exc('IndexError', lookupErrorType, 'A sequence index is out of range.'),
  KeyError: exc('KeyError', lookupErrorType, 'A key is not in the mapping.', undefined, {
    slots: {
      tp_str: (cx, self: PyException) =>
        self.args.items.length === 1 ? repr(cx, self.args.items[0]!) : strException(cx, self),
    },
  }),
  MemoryError: exc('MemoryError', exception, 'Out of memory.'),
  NameError: nameErrorType,
  UnboundLocalError: exc('UnboundLocalError', nameErrorType, 'A local variable is used before it has a value.'),
  OSError: osErrorType,
  BlockingIOError: exc('BlockingIOError', osErrorType, 'The operation would block.'),
  ChildProcessError: exc('ChildProcessError', osErrorType, 'An operation on a child process failed.'),
  ConnectionError: undefined as unknown as PyType,
  BrokenPipeError: undefined as unknown as PyType,
  ConnectionAbortedError: undefined as unknown as PyType,
  ConnectionRefusedError: undefined as unknown as PyType,
  ConnectionResetError: undefined as unknown as PyType,
  FileExistsError: exc('FileExistsError', osErrorType, 'The file exists already.'),
  FileNotFoundError: exc('FileNotFoundError', osErrorType, 'The file does not exist.'),
  InterruptedError: exc('InterruptedError', osErrorType, 'A system call was interrupted.'),
  IsADirectoryError: exc('IsADirectoryError', osErrorType, 'The operation does not work on directories.'),
  NotADirectoryError: exc('NotADirectoryError', osErrorType, 'The operation only works on directories.'),
  PermissionError: exc('PermissionError', osErrorType, 'Not enough permissions.'),
  ProcessLookupError: exc('ProcessLookupError', osErrorType, 'The process does not exist.'),
  TimeoutError: exc('TimeoutError', osErrorType, 'The time ran out.'),
  ReferenceError: exc('ReferenceError', exception, 'A weak reference was used after its object went away.'),
  RuntimeError: runtimeErrorType,
  NotImplementedError: exc('NotImplementedError', runtimeErrorType, 'A method or function is not implemented.'),
  PythonFinalizationError: exc('PythonFinalizationError', runtimeErrorType, 'Not possible while the interpreter ends.'),
  RecursionError: exc('RecursionError', runtimeErrorType, 'The recursion limit was exceeded.'),
  StopAsyncIteration: exc('StopAsyncIteration', exception, 'An asynchronous iterator has no more items.'),
  StopIteration: stopIterationType,
  SyntaxError: syntaxErrorType,
  IndentationError: indentationErrorType,
  TabError: exc('TabError', indentationErrorType, 'Tabs and spaces are mixed inconsistently.'),
  _IncompleteInputError: exc('_IncompleteInputError', syntaxErrorType, 'The input ends before the statement does.'),
  SystemError: exc('SystemError', exception, 'The interpreter found an internal inconsistency.'),
  TypeError: exc('TypeError', exception, 'An argument has an inappropriate type.'),
  ValueError: valueErrorType,
  UnicodeError: unicodeErrorType,
  UnicodeDecodeError: unicodeExc('UnicodeDecodeError', 'decode', ['str', 'bytes', 'int', 'int', 'str']),
  UnicodeEncodeError: unicodeExc('UnicodeEncodeError', 'encode', ['str', 'str', 'int', 'int', 'str']),
  UnicodeTranslateError: unicodeExc('UnicodeTranslateError', 'translate', ['str', 'int', 'int', 'str']),
  Warning: warningType,
  BytesWarning: exc('BytesWarning', warningType, 'Dubious use of bytes and buffers.'),
  DeprecationWarning: exc('DeprecationWarning', warningType, 'Use of a deprecated feature.'),
  EncodingWarning: exc('EncodingWarning', warningType, 'Use of the default encoding of the locale.'),
  FutureWarning: exc('FutureWarning', warningType, 'A construct whose meaning will change.'),
  ImportWarning: exc('ImportWarning', warningType, 'A probable mistake in an import.'),
  PendingDeprecationWarning: exc('PendingDeprecationWarning', warningType, 'Use of a feature that will be deprecated.'),
  ResourceWarning: exc('ResourceWarning', warningType, 'A resource was not released.'),
  RuntimeWarning: exc('RuntimeWarning', warningType, 'Dubious behaviour at run time.'),
  SyntaxWarning: exc('SyntaxWarning', warningType, 'Dubious syntax.'),
  UnicodeWarning: exc('UnicodeWarning', warningType, 'A problem with Unicode text.'),
  UserWarning: exc('UserWarning', warningType, 'A warning of user code.'),
}
excTypes.ConnectionError = exc('ConnectionError', osErrorType, 'Base class of connection errors.')
for (const [name, doc] of [
  ['BrokenPipeError', 'The other end of the connection is closed.'],
  ['ConnectionAbortedError', 'The connection was aborted.'],
  ['ConnectionRefusedError', 'The connection was refused.'],
  ['ConnectionResetError', 'The connection was reset.'],
] as const) {
  excTypes[name] = exc(name, excTypes.ConnectionError, doc)
}

function attributeErrorState(_cx: Context, self: PyAttributeError): Value {
  if (self.name === undefined && (self.dict === undefined || self.dict.used === 0)) return self.dict ?? null
  const state = self.dict ? self.dict.copy() : new PyDict()
  if (self.name !== undefined) state.setStr('name', self.name)
  state.setStr('args', self.args)
  return state
}

/** The subclass `OSError(errno, …)` makes, by Linux error number. */
const errnoTypes: Record<number, PyType> = {
  1: excTypes.PermissionError,
  2: excTypes.FileNotFoundError,
  3: excTypes.ProcessLookupError,
  4: excTypes.InterruptedError,
  10: excTypes.ChildProcessError,
  11: excTypes.BlockingIOError,
  13: excTypes.PermissionError,
  17: excTypes.FileExistsError,
  20: excTypes.NotADirectoryError,
  21: excTypes.IsADirectoryError,
  32: excTypes.BrokenPipeError,
  103: excTypes.ConnectionAbortedError,
  104: excTypes.ConnectionResetError,
  108: excTypes.BrokenPipeError,
  110: excTypes.TimeoutError,
  111: excTypes.ConnectionRefusedError,
  114: excTypes.BlockingIOError,
  115: excTypes.BlockingIOError,
}

/** An OSError of the subclass that fits the error number, made by native code. */
export function newOSErrorOf(errno: number, strerror: string, filename?: Value): PyOSError {
  const args: Value[] = [errno, strerror]
  if (filename !== undefined) args.push(filename)
  return newException(errnoTypes[errno] ?? osErrorType, args) as PyOSError
}

/** True for a class that can be raised. */
export function isExceptionClass(v: Value | undefined): v is PyType {
  return v instanceof PyType && isSubtype(v, baseException)
}
