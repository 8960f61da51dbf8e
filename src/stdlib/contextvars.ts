/**
 * `contextvars`: variables whose value depends on the context of execution (CPython's Python/context.c).
 */
import { getIter, repr } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule, defineType } from '../objects/define'
import { excTypes } from '../objects/exceptions'
import { classGetItem } from '../objects/generic_alias'
import { keyError, raiseOf, runtimeError, typeError, valueError } from '../objects/raise'
import { bindWith } from '../objects/signature'
import { TypeFlags, typeName } from '../objects/type'
import { addressText } from '../values/identity'
import { PyList, PyObject, PyTuple, type Str, type Value } from '../values/value'
import { fromText, textOf } from '../values/wide'

export class PyContext extends PyObject {
  running = false
  constructor(readonly vars: Map<PyContextVar, Value>) {
    super()
  }
}

export class PyContextVar extends PyObject {
  constructor(
    readonly name: Str,
    readonly fallback: Value | undefined,
  ) {
    super()
  }
}

class PyToken extends PyObject {
  used = false
  constructor(
    readonly context: PyContext,
    readonly variable: PyContextVar,
    readonly old: Value | undefined,
  ) {
    super()
  }
}

class PyMissing extends PyObject {}
const missing = new PyMissing()
defineType('Token.MISSING', PyMissing, { final: true, slots: { tp_repr: () => '<Token.MISSING>' } })

/** The context now entered, by interpreter. */
const current = new WeakMap<Context, PyContext>()

export function currentContext(cx: Context): PyContext {
  let c = current.get(cx)
  if (c === undefined) current.set(cx, (c = new PyContext(new Map())))
  return c
}

const contextType = defineType('Context', PyContext, {
  module: '_contextvars',
  final: true,
  flags: TypeFlags.MAPPING,
  slots: {
    tp_new: (_cx, _cls, args, kwnames) => {
      if (args.length > 0 || (kwnames !== null && kwnames.length > 0))
        throw typeError('Context() does not accept any arguments')
      return new PyContext(new Map())
    },
    tp_iter: (cx, c: PyContext) => getIter(cx, new PyTuple([...c.vars.keys()])),
    mp_length: (_cx, c: PyContext) => c.vars.size,
    mp_subscript: (_cx, c: PyContext, key: Value) => {
      const v = c.vars.get(asVar(key))
      if (v === undefined) throw keyError(key)
      return v
    },
    sq_contains: (_cx, c: PyContext, key: Value) => c.vars.has(asVar(key)),
  },
  methods: {
    'get(self, key, default=None, /)': [
      'Value of the variable in the context, or default.',
      (_cx, c: PyContext, key: Value, fallback: Value) => c.vars.get(asVar(key)) ?? fallback,
    ],
    'items(self, /)': [
      'Pairs of variable and value.',
      (_cx, c: PyContext) => new PyList([...c.vars].map(([k, v]) => new PyTuple([k, v]))),
    ],
    'keys(self, /)': ['The variables.', (_cx, c: PyContext) => new PyList([...c.vars.keys()])],
    'values(self, /)': ['Their values.', (_cx, c: PyContext) => new PyList([...c.vars.values()])],
    'copy(self, /)': ['A copy of the context.', (_cx, c: PyContext) => new PyContext(new Map(c.vars))],
    run: [
      'Call a function in the context.',
      (cx: Context, c: PyContext, args: Value[], kwnames: readonly string[] | null) => {
        if (args.length - (kwnames?.length ?? 0) < 1) throw typeError('run() missing 1 required positional argument')
        if (c.running) throw runtimeError(`cannot enter context: ${textOf(repr(cx, c))} is already entered`)
        const before = currentContext(cx)
        c.running = true
        current.set(cx, c)
        try {
          return cx.call(args[0]!, args.slice(1), kwnames)
        } finally {
          c.running = false
          current.set(cx, before)
        }
      },
    ],
  },
})

function asVar(key: Value): PyContextVar {
  if (!(key instanceof PyContextVar)) throw typeError(`a ContextVar key was expected, got ${typeName(key)}`)
  return key
}

const contextVarType = defineType('ContextVar', PyContextVar, {
  module: '_contextvars',
  final: true,
  slots: {
    tp_new: bindWith(
      'ContextVar(name, *, default=<unrepresentable>)',
      (_cx: Context, _cls, name: Value, fallback: Value | undefined) => {
        if (typeof name !== 'string') throw typeError('context variable name must be a str')
        return new PyContextVar(name, fallback)
      },
    ),
    tp_repr: (cx, v: PyContextVar) => {
      const d = v.fallback === undefined ? '' : ` default=${textOf(repr(cx, v.fallback))}`
      return fromText(`<ContextVar name=${textOf(repr(cx, v.name))}${d} at ${addressText(v)}>`)
    },
  },
  methods: {
    '~get(self, default=<unrepresentable>, /)': [
      'Value in the current context, else the default given here, else that of the variable.',
      (cx, v: PyContextVar, fallback: Value | undefined) => {
        const found = currentContext(cx).vars.get(v) ?? fallback ?? v.fallback
        if (found === undefined) throw raiseOf(excTypes.LookupError, v)
        return found
      },
    ],
    'set(self, value, /)': [
      'Bind the variable in the current context; the token returned undoes it.',
      (cx, v: PyContextVar, value: Value) => {
        const c = currentContext(cx)
        const token = new PyToken(c, v, c.vars.get(v))
        c.vars.set(v, value)
        return token
      },
    ],
    'reset(self, token, /)': [
      'Undo a set().',
      (cx, v: PyContextVar, token: Value) => {
        if (!(token instanceof PyToken))
          throw typeError(`expected an instance of Token, got ${textOf(repr(cx, token))}`)
        if (token.used) throw runtimeError(`${textOf(repr(cx, token))} has already been used once`)
        if (token.variable !== v) throw valueError(`${textOf(repr(cx, token))} was created by a different ContextVar`)
        const c = currentContext(cx)
        if (token.context !== c) throw valueError(`${textOf(repr(cx, token))} was created in a different Context`)
        token.used = true
        if (token.old === undefined) c.vars.delete(v)
        else c.vars.set(v, token.old)
      },
    ],
  },
  classmethods: { '~__class_getitem__(cls, item, /)': ['See PEP 585.', classGetItem] },
  members: { name: [null, (_cx, v: PyContextVar) => v.name] },
})

const tokenType = defineType('Token', PyToken, {
  module: '_contextvars',
  final: true,
  slots: {
    tp_repr: (cx, t: PyToken) =>
      fromText(`<Token${t.used ? ' used' : ''} var=${textOf(repr(cx, t.variable))} at ${addressText(t)}>`),
    tp_hash: null,
  },
  classmethods: { '~__class_getitem__(cls, item, /)': ['See PEP 585.', classGetItem] },
  getset: {
    var: [null, (_cx, t: PyToken) => t.variable],
    old_value: [null, (_cx, t: PyToken) => t.old ?? missing],
  },
  constants: { MISSING: missing },
})

export const load = defineModule('contextvars', 'Variables that depend on the context of execution.', {
  functions: {
    'copy_context()': ['A copy of the current context.', (cx) => new PyContext(new Map(currentContext(cx).vars))],
  },
  values: () => ({
    Context: contextType,
    ContextVar: contextVarType,
    Token: tokenType,
    __all__: new PyList(['Context', 'ContextVar', 'Token', 'copy_context']),
  }),
})
