/**
 * function: what `def` and `lambda` make, and the placement of arguments of a call in its frame (CPython's Objects/funcobject.c, and
 * `initialize_locals` of Python/ceval.c).
 */
import { emitDeprecation } from './warn'
import { CodeFlags, CodeObject } from '../compile/code'
import { emptyTuple, isStr, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { addressText } from '../values/identity'
import { fromText, textOf } from '../values/wide'
import { PyCell } from './cell'
import type { Context } from './context'
import { defineType } from './define'
import { PyMethod } from './method'
import { typeError, valueError } from './raise'
import { bindWith } from './signature'
import { asStrValue } from './str'
import { unexpectedKeyword } from './suggest'
import { TypeFlags, typeName } from './type'
import { setInstanceDict } from './type_new'

export class PyFunction extends PyObject {
  name: Str
  qualname: Str
  /** `__module__`, NULL after deletion. */
  module: Value | undefined
  /** NULL: not asked for yet, taken from the code. */
  docValue: Value | undefined = undefined
  defaults: Value[] | null = null
  kwdefaults: PyDict | null = null
  closure: PyCell[] | null = null
  /** A dict, a tuple of names and values in turn (until somebody asks), or NULL. */
  annotations: PyDict | PyTuple | undefined = undefined
  typeParams: PyTuple = emptyTuple

  constructor(
    public code: CodeObject,
    readonly globals: PyDict,
    readonly builtins: PyDict,
  ) {
    super()
    this.name = code.name
    this.qualname = code.qualname
    this.module = globals.getStr('__name__') ?? null
  }

  get doc(): Value {
    if (this.docValue === undefined) {
      // A docstring is the first constant; a function without one starts its constants with None.
      const first = this.code.consts[0]
      this.docValue = first !== undefined && isStr(first) ? first : null
    }
    return this.docValue
  }
}

/** `f.__annotations__` as the dict it is. */
export function functionAnnotations(f: PyFunction): PyDict {
  const a = f.annotations
  if (a instanceof PyDict) return a
  const d = new PyDict()
  if (a !== undefined) {
    for (let i = 0; i + 1 < a.items.length; i += 2) d.setStr(textOf(a.items[i] as Str), a.items[i + 1]!)
  }
  f.annotations = d
  return d
}

const plural = (n: number) => (n === 1 ? '' : 's')

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
function listNames(names: string[]): string {
  const q = names.map((n) => `'${n}'`)
  if (q.length <= 2) return q.join(' and ')
  return `${q.slice(0, -1).join(', ')}, and ${q[q.length - 1]}`
}

function missing(f: PyFunction, kind: string, names: string[]) {
  return typeError(
    `${textOf(f.qualname)}() missing ${names.length} required ${kind} argument${plural(names.length)}: ${listNames(names)}`,
  )
}

/**
 * Places the arguments of a call of `f` into `locals`, the front of the frame's `localsplus`: parameters, then the `*args` tuple, then the
 * `**kwargs` dict. `args` holds the positional arguments from index `from` on and after them the values of `kwnames`. Parameters that are cells
 * are filled in like the rest; the code's own prologue makes the cells. Throws CPython's TypeError where the call does not fit.
 */
export function bindArguments(
  _cx: Context,
  f: PyFunction,
  args: readonly Value[],
  kwnames: readonly string[] | null,
  locals: (Value | undefined)[],
  from = 0,
): void {
  const code = f.code
  const { argcount, kwonlyargcount, posonlyargcount, flags } = code
  const nkw = kwnames === null ? 0 : kwnames.length
  const nargs = args.length - from - nkw
  const total = argcount + kwonlyargcount
  const names = code.localsplusnames
  let kwdict: PyDict | null = null
  let next = total
  const hasVarargs = (flags & CodeFlags.VARARGS) !== 0
  if (flags & CodeFlags.VARKEYWORDS) {
    kwdict = new PyDict()
    locals[total + (hasVarargs ? 1 : 0)] = kwdict
  }
  const n = nargs < argcount ? nargs : argcount
  for (let i = 0; i < n; i++) locals[i] = args[from + i]
  for (let i = n; i < total; i++) locals[i] = undefined
  if (hasVarargs) {
    locals[next++] = nargs > argcount ? new PyTuple(args.slice(from + argcount, from + nargs)) : emptyTuple
  }
  if (nkw > 0) {
    for (let k = 0; k < nkw; k++) {
      const key = kwnames![k]!
      let i = posonlyargcount
      while (i < total && names[i] !== key) i++
      if (i < total) {
        if (locals[i] !== undefined)
          throw typeError(`${textOf(f.qualname)}() got multiple values for argument '${key}'`)
        locals[i] = args[from + nargs + k]
      } else if (kwdict !== null) {
        if (kwdict.hasStr(key))
          throw typeError(`${textOf(f.qualname)}() got multiple values for keyword argument '${key}'`)
        kwdict.setStr(key, args[from + nargs + k]!)
      } else throw badKeyword(f, key, kwnames!)
    }
  }
  if (nargs > argcount && !hasVarargs) throw tooManyPositional(f, nargs, locals)
  if (n < argcount) {
    const defaults = f.defaults
    const m = argcount - (defaults === null ? 0 : defaults.length)
    let absent: string[] | undefined
    for (let i = n; i < m; i++) if (locals[i] === undefined) (absent ??= []).push(names[i]!)
    if (absent !== undefined) throw missing(f, 'positional', absent)
    if (defaults !== null) {
      for (let i = n > m ? n : m; i < argcount; i++) if (locals[i] === undefined) locals[i] = defaults[i - m]
    }
  }
  if (kwonlyargcount > 0) {
    let absent: string[] | undefined
    for (let i = argcount; i < total; i++) {
      if (locals[i] !== undefined) continue
      const d = f.kwdefaults === null ? undefined : f.kwdefaults.getStr(names[i]!)
      if (d !== undefined) locals[i] = d
      else (absent ??= []).push(names[i]!)
    }
    if (absent !== undefined) throw missing(f, 'keyword-only', absent)
  }
}

function badKeyword(f: PyFunction, key: string, kwnames: readonly string[]) {
  const { code } = f
  const who = textOf(f.qualname)
  const positional = code.localsplusnames.slice(0, code.posonlyargcount).filter((p) => kwnames.includes(p))
  if (positional.length > 0) {
    return typeError(
      `${who}() got some positional-only arguments passed as keyword arguments: '${positional.join(', ')}'`,
    )
  }
  const possible = code.localsplusnames.slice(code.posonlyargcount, code.argcount + code.kwonlyargcount)
  return unexpectedKeyword(who, key, possible)
}

function tooManyPositional(f: PyFunction, given: number, locals: (Value | undefined)[]) {
  const { argcount, kwonlyargcount } = f.code
  let kwGiven = 0
  for (let i = argcount; i < argcount + kwonlyargcount; i++) if (locals[i] !== undefined) kwGiven++
  const defcount = f.defaults === null ? 0 : f.defaults.length
  const takes = defcount > 0 ? `from ${argcount - defcount} to ${argcount}` : `${argcount}`
  const s = defcount > 0 || argcount !== 1 ? 's' : ''
  const kw =
    kwGiven > 0 ? ` positional argument${plural(given)} (and ${kwGiven} keyword-only argument${plural(kwGiven)})` : ''
  const verb = given === 1 && kwGiven === 0 ? 'was' : 'were'
  return typeError(`${textOf(f.qualname)}() takes ${takes} positional argument${s} but ${given}${kw} ${verb} given`)
}

function tupleOrNone(v: Value | undefined, what: string): Value[] | null {
  if (v === undefined || v === null) return null
  if (!(v instanceof PyTuple)) throw typeError(what)
  return v.items
}

export const functionType = defineType('function', PyFunction, {
  doc: 'A function of Python code; function(code, globals) makes one.',
  signature: '(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)',
  final: true,
  hasDict: true,
  weakref: true,
  flags: TypeFlags.METHOD_DESCRIPTOR,
  slots: {
    tp_new: bindWith(
      'function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)',
      (
        cx: Context,
        _cls,
        code: Value,
        globals: Value,
        name: Value,
        argdefs: Value,
        closure: Value,
        kwdefaults: Value,
      ) => {
        if (!(code instanceof CodeObject))
          throw typeError(`function() argument 'code' must be code, not ${shortName(code)}`)
        if (!(globals instanceof PyDict)) {
          throw typeError(`function() argument 'globals' must be dict, not ${shortName(globals)}`)
        }
        const nfree = code.localspluskinds.filter((k) => k & 0x80).length
        if (name !== null && asStrValue(name) === undefined) throw typeError('arg 3 (name) must be None or string')
        if (argdefs !== null && !(argdefs instanceof PyTuple)) throw typeError('arg 4 (defaults) must be None or tuple')
        if (kwdefaults !== null && !(kwdefaults instanceof PyDict)) {
          throw typeError('arg 6 (kwdefaults) must be None or dict')
        }
        if (!(closure instanceof PyTuple)) {
          if (nfree > 0 && closure === null) throw typeError('arg 5 (closure) must be tuple')
          if (closure !== null) throw typeError('arg 5 (closure) must be None or tuple')
        }
        const cells = closure === null ? [] : closure.items
        if (cells.length !== nfree) {
          throw valueError(`${textOf(code.name)} requires closure of length ${nfree}, not ${cells.length}`)
        }
        for (const c of cells)
          if (!(c instanceof PyCell)) throw typeError(`arg 5 (closure) expected cell, found ${typeName(c)}`)
        const f = new PyFunction(code, globals, builtinsFor(cx, globals))
        if (name !== null) f.name = asStrValue(name)!
        if (argdefs instanceof PyTuple) f.defaults = argdefs.items
        if (kwdefaults instanceof PyDict) f.kwdefaults = kwdefaults
        if (cells.length > 0) f.closure = cells as PyCell[]
        return f
      },
    ),
    tp_repr: (_cx, self: PyFunction) => fromText(`<function ${textOf(self.qualname)} at ${addressText(self)}>`),
    tp_call: (cx, self: PyFunction, args, kwnames) => cx.call(self, args, kwnames),
    tp_descr_get: (_cx, self: PyFunction, obj) => (obj === undefined ? self : new PyMethod(self, obj)),
  },
  members: {
    __closure__: [null, (_cx, self: PyFunction) => (self.closure === null ? null : new PyTuple(self.closure))],
    __doc__: [
      null,
      (_cx, self: PyFunction) => self.doc,
      (_cx, self: PyFunction, v) => {
        self.docValue = v ?? null
      },
    ],
    __globals__: [null, (_cx, self: PyFunction) => self.globals],
    __module__: [
      null,
      (_cx, self: PyFunction) => self.module ?? null,
      (_cx, self: PyFunction, v) => {
        self.module = v
      },
    ],
    __builtins__: [null, (_cx, self: PyFunction) => self.builtins],
  },
  getset: {
    __code__: [
      null,
      (_cx, self: PyFunction) => self.code,
      (cx, self: PyFunction, v) => {
        if (!(v instanceof CodeObject)) throw typeError('__code__ must be set to a code object')
        const nfree = v.localspluskinds.filter((k) => k & 0x80).length
        const nclosure = self.closure === null ? 0 : self.closure.length
        if (nfree !== nclosure) {
          throw valueError(`${textOf(self.name)}() requires a code object with ${nclosure} free vars, not ${nfree}`)
        }
        const kind = CodeFlags.GENERATOR | CodeFlags.COROUTINE | CodeFlags.ASYNC_GENERATOR
        if ((v.flags & kind) !== (self.code.flags & kind)) {
          emitDeprecation(
            cx,
            'Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)',
          )
        }
        self.code = v
      },
    ],
    __defaults__: [
      null,
      (_cx, self: PyFunction) => (self.defaults === null ? null : new PyTuple(self.defaults)),
      (_cx, self: PyFunction, v) => {
        self.defaults = tupleOrNone(v, '__defaults__ must be set to a tuple object')
      },
    ],
    __kwdefaults__: [
      null,
      (_cx, self: PyFunction) => self.kwdefaults,
      (_cx, self: PyFunction, v) => {
        if (v !== undefined && v !== null && !(v instanceof PyDict)) {
          throw typeError('__kwdefaults__ must be set to a dict object')
        }
        self.kwdefaults = v ?? null
      },
    ],
    __annotations__: [
      null,
      (_cx, self: PyFunction) => functionAnnotations(self),
      (_cx, self: PyFunction, v) => {
        if (v !== undefined && v !== null && !(v instanceof PyDict)) {
          throw typeError('__annotations__ must be set to a dict object')
        }
        self.annotations = v ?? undefined
      },
    ],
    __dict__: [null, (_cx, self: PyFunction) => (self.dict ??= new PyDict()), setInstanceDict],
    __name__: [
      null,
      (_cx, self: PyFunction) => self.name,
      (_cx, self: PyFunction, v) => {
        const s = v === undefined ? undefined : asStrValue(v)
        if (s === undefined) throw typeError('__name__ must be set to a string object')
        self.name = s
      },
    ],
    __qualname__: [
      null,
      (_cx, self: PyFunction) => self.qualname,
      (_cx, self: PyFunction, v) => {
        const s = v === undefined ? undefined : asStrValue(v)
        if (s === undefined) throw typeError('__qualname__ must be set to a string object')
        self.qualname = s
      },
    ],
    __type_params__: [
      null,
      (_cx, self: PyFunction) => self.typeParams,
      (_cx, self: PyFunction, v) => {
        if (!(v instanceof PyTuple)) throw typeError('__type_params__ must be set to a tuple')
        self.typeParams = v
      },
    ],
  },
})

const shortName = (v: Value) => (v === null ? 'None' : typeName(v))

/** The builtins a function with these globals uses: what `__builtins__` among them says, else those in use where it is made. */
export function builtinsFor(cx: Context, globals: PyDict): PyDict {
  const b = globals.getStr('__builtins__')
  if (b instanceof PyDict) return b
  if (b !== undefined && b !== null && typeof b === 'object' && b.dict !== undefined) return b.dict
  return cx.frame?.builtins ?? cx.builtins
}
