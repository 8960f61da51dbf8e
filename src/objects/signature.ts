/**
 * Signatures of native functions: one string is the argument binder, the error wording and `__text_signature__` (CPython's Argument Clinic).
 *
 * A key such as `pop(self, index: index = -1, /)` is kept as text until the function is first called or inspected. Compiled, it gives
 *  - the binder: positional, keyword-only, `*args`, `**kwargs`, defaults, and converters (the words after a colon);
 *  - the TypeError texts of wrong calls, which in CPython follow from the shape of the signature alone;
 *  - `__text_signature__`: the text between the parentheses without converters, `self` as `$self`.
 *
 * Marks: a key without parentheses is raw (the function gets the arguments as they came and words its own errors, by the
 * helpers at the end of this file); a leading `!` is raw as well, but shows the signature it has; a leading `~` binds as written but
 * shows no `__text_signature__`, for functions whose CPython original has none.
 *
 * Native convention: one JavaScript parameter per Python parameter after `cx` (and `self`); `*args` arrives as an array, `**kwargs` as a
 * PyDict; an omitted optional parameter as its default, or `undefined` where the default is `<unrepresentable>`. A result of
 * `undefined` means None: whoever calls `fn` directly must turn it into `null`.
 */
import { InternalError, PyBytes, PyFloat, Ellipsis, emptyTuple, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { fromText, textOf } from '../values/wide'
import { asFloat, asIndex, asInt, asSliceIndex, index, isTrue, toCInt } from './abstract'
import type { Context } from './context'
import { overflowError, typeError, valueError } from './raise'
import { PyType, typeName } from './type'
import { isStr } from '../values/value'
import { unexpectedKeyword } from './suggest'

// biome-ignore lint/suspicious/noExplicitAny: natives differ in their parameters by design
export type NativeFn = (cx: Context, ...args: any[]) => Value | undefined | void

export const enum ParamKind {
  POSITIONAL_ONLY,
  POSITIONAL_OR_KEYWORD,
  VAR_POSITIONAL,
  KEYWORD_ONLY,
  VAR_KEYWORD,
}

/** Turns an argument into what the native function wants; `where` is "f() argument 1" for messages. */
type Converter = (cx: Context, v: Value, where: () => string) => unknown

export interface Param {
  name: string
  kind: ParamKind
  required: boolean
  /** Value of the default as the native function gets it; `undefined` for `<unrepresentable>`. */
  default: unknown
  convert: Converter | null
}

const badArgument = (where: () => string, expected: string, v: Value) =>
  typeError(`${where()} must be ${expected}, not ${v === null ? 'None' : typeName(v)}`)

/** The converters a signature may name. */
const converters: Record<string, Converter> = {
  object: (_cx, v) => v,
  bool: (cx, v) => isTrue(cx, v),
  /** Py_ssize_t through `__index__`: a JavaScript number, OverflowError beyond. */
  index: (cx, v) => {
    if (typeof v === 'number') return v
    const n = index(cx, v)
    if (typeof n === 'bigint' && (n >= 2n ** 63n || n < -(2n ** 63n))) {
      throw overflowError('Python int too large to convert to C ssize_t')
    }
    return Number(n)
  },
  /** A slice bound: None keeps the default (NULL), everything else clamps. */
  slice: (cx, v) => (v === null ? undefined : asSliceIndex(cx, v)),
  /** Py_ssize_t of an int, nothing else. */
  ssize: (cx, v) => {
    if (asInt(v) === undefined) throw typeError('an integer is required')
    return asIndex(cx, v)
  },
  /** C int through `__index__`. */
  int: (cx, v) => toCInt(cx, v),
  float: (cx, v) => asFloat(cx, v),
  str: (_cx, v, where) => {
    if (isStr(v) || (typeof v === 'object' && v !== null && strSubclass(v) !== undefined)) return strSubclass(v) ?? v
    throw badArgument(where, 'str', v)
  },
  str_or_none: (_cx, v, where) => {
    if (v === null || isStr(v)) return v
    const s = strSubclass(v)
    if (s !== undefined) return s
    throw badArgument(where, 'str or None', v)
  },
}

/** Unwraps instances of str subclasses; set by the file that defines them. */
let strSubclass: (v: Value) => Value | undefined = () => undefined
export function registerStrUnwrap(f: (v: Value) => Value | undefined): void {
  strSubclass = f
}

/** A compiled signature. */
export class Signature {
  /** Parameters a caller can give by position. */
  npos = 0
  nposonly = 0
  /** Required ones of these. */
  min = 0
  varPositional = false
  varKeyword = false
  hasConverters = false
  /** All of `params` are positional-only. */
  positionalOnly = true

  constructor(
    readonly params: Param[],
    readonly selfName: string | null,
  ) {
    for (const p of params) {
      if (p.convert) this.hasConverters = true
      if (p.kind === ParamKind.POSITIONAL_ONLY) this.nposonly++
      if (p.kind <= ParamKind.POSITIONAL_OR_KEYWORD) {
        this.npos++
        if (p.required) this.min++
      }
      if (p.kind === ParamKind.VAR_POSITIONAL) this.varPositional = true
      else if (p.kind === ParamKind.VAR_KEYWORD) this.varKeyword = true
      if (p.kind !== ParamKind.POSITIONAL_ONLY && p.kind !== ParamKind.VAR_POSITIONAL) this.positionalOnly = false
    }
  }
}

/** How the function gets its receiver. */
export const enum NativeKind {
  /** Function of a module, or static method: no receiver. */
  FUNCTION,
  /** Method: `fn(cx, self, …)`. */
  METHOD,
  /** Class method: `fn(cx, cls, …)`. */
  CLASSMETHOD,
}

/** One native function as it was declared: name, signature text, documentation, body. Shared by descriptors and bound methods. */
export class NativeDef {
  /**
   * Number of positional arguments with which `fn` may be called directly, `fn(cx, self?, a0 … aN)`, when there are no keywords; -1
   * until the signature has been compiled and where direct calls are not possible.
   */
  arity = -1
  /** What a call changes by itself, once a recorder has asked (`trace/mutation.ts`); -1 before. */
  mutates = -1
  /** Whether the machine has a way of its own to run calls of it (`vm/enter.ts`); unknown until it is first called. */
  enters: boolean | undefined = undefined
  readonly name: string
  readonly raw: boolean
  /** The key begins with `@`: CPython's library has this function in Python, and its repr says so. */
  readonly writtenInPython: boolean
  private compiled: Signature | undefined = undefined

  constructor(
    /** The signature text. */
    readonly key: string,
    readonly doc: string | null,
    readonly fn: NativeFn,
    readonly kind: NativeKind,
    /** The class that defines the method, or null. */
    readonly owner: PyType | null,
    /** `__module__` of a module's function. */
    readonly module: string | null,
  ) {
    const open = key.indexOf('(')
    const mark = key.charCodeAt(0)
    this.raw = open < 0 || mark === 33 /* ! */
    this.writtenInPython = mark === 64 /* @ */
    const from = mark === 126 /* ~ */ || mark === 33 || mark === 64 ? 1 : 0
    this.name = open < 0 ? key : key.slice(from, open)
  }

  get signature(): Signature {
    return this.compiled ?? this.compile()
  }

  private compile(): Signature {
    const sig = compileSignature(this.key, this.kind !== NativeKind.FUNCTION)
    this.compiled = sig
    if (!sig.hasConverters && !sig.varPositional && !sig.varKeyword && sig.npos === sig.params.length)
      this.arity = sig.npos
    return sig
  }

  /** `__text_signature__`, or null. */
  get textSignature(): string | null {
    if (this.key === '__new__') return '($type, *args, **kwargs)'
    if (this.key.charCodeAt(0) === 126 || this.writtenInPython || this.key.indexOf('(') < 0) return null
    const text = signatureText(this.key)
    if (this.kind !== NativeKind.FUNCTION) return `($${text.slice(1)}`
    return this.owner !== null ? text : text === '()' ? '($module)' : `($module, ${text.slice(1)}`
  }

  /** `list.append()`, `math.sqrt()`: what CPython calls the function in messages about its own calling convention. */
  get display(): string {
    if (this.owner !== null) return `${String(this.owner.qualname)}.${this.name}()`
    return this.module !== null && this.module !== 'builtins' ? `${this.module}.${this.name}()` : `${this.name}()`
  }

  /** Calls with arguments as a caller gives them; `self` is NULL for kind FUNCTION. */
  call(cx: Context, self: Value | undefined, args: Value[], kwnames: readonly string[] | null): Value {
    let r: Value | undefined | void
    if (this.raw) {
      r = this.kind === NativeKind.FUNCTION ? this.fn(cx, args, kwnames) : this.fn(cx, self, args, kwnames)
    } else {
      const bound =
        args.length === this.arity && (kwnames === null || kwnames.length === 0)
          ? args
          : bindNative(cx, this, self, args, kwnames)
      r = this.kind === NativeKind.FUNCTION ? callFunction(this.fn, cx, bound) : callMethod(this.fn, cx, self, bound)
    }
    return r === undefined ? null : r
  }
}

function callFunction(fn: NativeFn, cx: Context, a: unknown[]): Value | undefined | void {
  switch (a.length) {
    case 0:
      return fn(cx)
    case 1:
      return fn(cx, a[0])
    case 2:
      return fn(cx, a[0], a[1])
    case 3:
      return fn(cx, a[0], a[1], a[2])
    default:
      return fn(cx, ...a)
  }
}

function callMethod(fn: NativeFn, cx: Context, self: unknown, a: unknown[]): Value | undefined | void {
  switch (a.length) {
    case 0:
      return fn(cx, self)
    case 1:
      return fn(cx, self, a[0])
    case 2:
      return fn(cx, self, a[0], a[1])
    case 3:
      return fn(cx, self, a[0], a[1], a[2])
    default:
      return fn(cx, self, ...a)
  }
}

/** What stands between the parentheses of a key, parentheses included, without converters and spaces round defaults: `(self, index=-1, /)`. */
export function signatureText(key: string): string {
  const inner = key.slice(key.indexOf('(') + 1, key.lastIndexOf(')'))
  const parts = splitParams(inner, true).map((p) => {
    if (p.includes('[,')) return p.replace(/:\s*\w+/g, '')
    const { name, defaultText } = splitParam(p)
    // Line breaks of CPython's own text are kept.
    const indent = /^\n\s*/.exec(p)?.[0] ?? (p.startsWith(' ') ? ' ' : '')
    return indent + (defaultText === null ? name : `${name}=${defaultText}`)
  })
  return `(${parts.join(',')})`
}

/** Optional groups of the old notation, `sub[, start[, end]]`, as parameters with a default that cannot be shown. */
function expandGroups(inner: string): string {
  if (!inner.includes('[,')) return inner
  return inner.replace(/\[, ([^[\],]+)/g, ', $1=<unrepresentable>').replaceAll(']', '')
}

/** Splits at top-level commas. */
function splitParams(inner: string, keepSpace = false): string[] {
  const out: string[] = []
  let depth = 0
  let quote = ''
  let start = 0
  for (let i = 0; i < inner.length; i++) {
    const c = inner[i]
    if (quote) {
      if (c === '\\') i++
      else if (c === quote) quote = ''
    } else if (c === "'" || c === '"') quote = c
    else if (c === '(' || c === '[') depth++
    else if (c === ')' || c === ']') depth--
    else if (c === ',' && depth === 0) {
      out.push(keepSpace ? inner.slice(start, i) : inner.slice(start, i).trim())
      start = i + 1
    }
  }
  const last = inner.slice(start)
  if (last.trim()) out.push(keepSpace ? last : last.trim())
  return out
}

function splitParam(p: string): { name: string; converter: string | null; defaultText: string | null } {
  const eq = p.indexOf('=')
  const head = (eq < 0 ? p : p.slice(0, eq)).trim()
  const colon = head.indexOf(':')
  return {
    name: colon < 0 ? head : head.slice(0, colon).trim(),
    converter: colon < 0 ? null : head.slice(colon + 1).trim(),
    defaultText: eq < 0 ? null : p.slice(eq + 1).trim(),
  }
}

function compileSignature(key: string, hasSelf: boolean): Signature {
  let parts = splitParams(expandGroups(key.slice(key.indexOf('(') + 1, key.lastIndexOf(')'))))
  let selfName: string | null = null
  if (hasSelf) {
    selfName = parts[0]!
    parts = parts.slice(1)
    if (parts[0] === '/') parts = parts.slice(1)
  }
  const params: Param[] = []
  let kind = ParamKind.POSITIONAL_OR_KEYWORD
  for (const part of parts) {
    if (part === '/') {
      for (const p of params) p.kind = ParamKind.POSITIONAL_ONLY
    } else if (part === '*') {
      kind = ParamKind.KEYWORD_ONLY
    } else if (part.startsWith('**')) {
      params.push({
        name: part.slice(2),
        kind: ParamKind.VAR_KEYWORD,
        required: false,
        default: undefined,
        convert: null,
      })
    } else if (part.startsWith('*')) {
      params.push({
        name: part.slice(1),
        kind: ParamKind.VAR_POSITIONAL,
        required: false,
        default: undefined,
        convert: null,
      })
      kind = ParamKind.KEYWORD_ONLY
    } else {
      const { name, converter, defaultText } = splitParam(part)
      const convert = converter === null || converter === 'object' ? null : converters[converter]
      if (convert === undefined) throw new InternalError(`unknown converter in the signature ${key}`)
      params.push({
        name,
        kind,
        required: defaultText === null,
        default: defaultText === null ? undefined : parseDefault(defaultText, converter, key),
        convert,
      })
    }
  }
  return new Signature(params, selfName)
}

/** The value a default's text stands for. */
export function parseDefault(text: string, converter: string | null, key: string): unknown {
  switch (text) {
    case '<unrepresentable>':
      return undefined
    case 'None':
      return converter === 'slice' ? undefined : null
    case 'True':
      return true
    case 'False':
      return false
    case '()':
      return emptyTuple
    case '...':
      return Ellipsis
    case 'sys.maxsize':
      return converter === null ? 0x7fffffffffffffffn : Number.MAX_SAFE_INTEGER
  }
  if (/^-?\d+$/.test(text)) return Number(text)
  if (/^-?\d*\.?\d*(e[-+]?\d+)?$/.test(text)) return converter === 'float' ? Number(text) : new PyFloat(Number(text))
  const str = /^(b?)(['"])(.*)\2$/s.exec(text)
  if (str) {
    const s = str[3]!.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c === '0' ? '\0' : c))
    return str[1] ? new PyBytes(Uint8Array.from(s, (c) => c.charCodeAt(0))) : fromText(s)
  }
  throw new InternalError(`cannot read the default ${text} in the signature ${key}`)
}

const plural = (n: number) => (n === 1 ? '' : 's')

/** Arguments in parameter order, defaults filled in and converters run; throws CPython's TypeError for a call that does not fit. */
export function bindNative(
  cx: Context,
  def: NativeDef,
  self: Value | undefined,
  args: Value[],
  kwnames: readonly string[] | null,
): unknown[] {
  // A method of a class is named after the class it is called on.
  const display = () => (self instanceof PyType ? `${textOf(self.qualname)}.${def.name}()` : def.display)
  return bindArgs(cx, def.signature, def.name, display, args, kwnames)
}

/**
 * The binder proper. `name` is what messages of the argument parser call the function, `display()` what messages of the calling convention
 * call it (see `NativeDef.display`).
 */
export function bindArgs(
  cx: Context,
  sig: Signature,
  name: string,
  display: () => string,
  args: Value[],
  kwnames: readonly string[] | null,
): unknown[] {
  const nkw = kwnames === null ? 0 : kwnames.length
  const nargs = args.length - nkw
  const { params, npos, min } = sig
  if (sig.positionalOnly) {
    if (nkw > 0) throw typeError(`${display()} takes no keyword arguments`)
    if (nargs < min || (nargs > npos && !sig.varPositional)) {
      if (params.length === 0) throw typeError(`${display()} takes no arguments (${nargs} given)`)
      if (params.length === 1 && min === 1) throw typeError(`${display()} takes exactly one argument (${nargs} given)`)
      throw wrongCount(name, nargs, min, sig.varPositional ? Infinity : npos)
    }
    const out: unknown[] = new Array(params.length)
    for (let i = 0; i < params.length; i++) {
      const p = params[i]!
      if (p.kind === ParamKind.VAR_POSITIONAL) out[i] = args.slice(npos, nargs)
      else if (i < nargs) out[i] = p.convert === null ? args[i] : convert(cx, p, args[i]!, i, sig, name)
      else out[i] = p.default
    }
    return out
  }
  return bindKeywords(cx, sig, name, args, nargs, kwnames)
}

function bindKeywords(
  cx: Context,
  sig: Signature,
  name: string,
  args: Value[],
  nargs: number,
  kwnames: readonly string[] | null,
): unknown[] {
  const { params, npos, nposonly, min } = sig
  const nkw = kwnames === null ? 0 : kwnames.length
  const total = params.length - (sig.varPositional ? 1 : 0) - (sig.varKeyword ? 1 : 0)
  if (!sig.varPositional) {
    if (nargs + nkw > total && !sig.varKeyword) {
      throw typeError(
        `${name}() takes at most ${total} ${nargs === 0 ? 'keyword ' : ''}argument${plural(total)} (${nargs + nkw} given)`,
      )
    }
    if (nargs > npos) {
      if (npos === 0) throw typeError(`${name}() takes no positional arguments`)
      throw typeError(
        `${name}() takes ${min < npos ? 'at most' : 'exactly'} ${npos} positional argument${plural(npos)} (${nargs} given)`,
      )
    }
  }
  const minPosOnly = Math.min(nposonly, min)
  if (nargs < minPosOnly) {
    throw typeError(
      `${name}() takes ${minPosOnly < npos ? 'at least' : 'exactly'} ${minPosOnly} positional argument${plural(minPosOnly)} (${nargs} given)`,
    )
  }
  const out: unknown[] = new Array(params.length)
  let used = 0
  let position = 0
  for (let i = 0; i < params.length; i++) {
    const p = params[i]!
    if (p.kind === ParamKind.VAR_POSITIONAL) {
      out[i] = nargs > npos ? args.slice(npos, nargs) : []
      continue
    }
    if (p.kind === ParamKind.VAR_KEYWORD) continue
    position++
    if (p.kind <= ParamKind.POSITIONAL_OR_KEYWORD && i < nargs) {
      out[i] = args[i]
      continue
    }
    const k = kwnames === null || p.kind === ParamKind.POSITIONAL_ONLY ? -1 : kwnames.indexOf(p.name)
    if (k >= 0) {
      used++
      out[i] = args[nargs + k]
    } else if (p.required) {
      throw typeError(`${name}() missing required argument '${p.name}' (pos ${position})`)
    }
  }
  const kwDict = sig.varKeyword ? new PyDict() : null
  if (kwDict !== null) out[params.length - 1] = kwDict
  if (used < nkw) {
    for (let k = 0; k < nkw; k++) {
      const key = kwnames![k]!
      const i = params.findIndex(
        (p) => p.name === key && (p.kind === ParamKind.POSITIONAL_OR_KEYWORD || p.kind === ParamKind.KEYWORD_ONLY),
      )
      if (i >= 0 && !(i < nargs && i < npos)) continue
      if (i >= 0) throw typeError(`argument for ${name}() given by name ('${key}') and position (${i + 1})`)
      if (kwDict === null)
        throw unexpectedKeyword(
          name,
          key,
          params
            .filter((p) => p.kind === ParamKind.POSITIONAL_OR_KEYWORD || p.kind === ParamKind.KEYWORD_ONLY)
            .map((p) => p.name),
        )
      kwDict.setStr(key, args[nargs + k]!)
    }
  }
  // Arguments are converted only now: a call that does not fit says so first.
  for (let i = 0; i < params.length; i++) {
    const p = params[i]!
    if (out[i] === undefined) out[i] = p.default
    else if (p.convert !== null) out[i] = convert(cx, p, out[i] as Value, i, sig, name)
  }
  return out
}

function convert(cx: Context, p: Param, v: Value, i: number, sig: Signature, name: string): unknown {
  return p.convert!(cx, v, () =>
    p.kind === ParamKind.POSITIONAL_ONLY
      ? `${name}() argument${sig.params.length === 1 ? '' : ` ${i + 1}`}`
      : `${name}() argument '${p.name}'`,
  )
}

// Helpers for raw functions and constructors.

/** The TypeError for a wrong number of positional arguments: `pop expected at most 1 argument, got 2`. */
export function wrongCount(name: string, given: number, min: number, max: number) {
  if (min === max) return typeError(`${name} expected ${min} argument${plural(min)}, got ${given}`)
  return given < min
    ? typeError(`${name} expected at least ${min} argument${plural(min)}, got ${given}`)
    : typeError(`${name} expected at most ${max} argument${plural(max)}, got ${given}`)
}

/** Throws unless `min <= args.length <= max`. */
export function checkArity(name: string, args: Value[], min: number, max: number): void {
  if (args.length < min || args.length > max) throw wrongCount(name, args.length, min, max)
}

/** Throws when keywords were given: `list() takes no keyword arguments`. */
export function noKeywords(display: string, kwnames: readonly string[] | null): void {
  if (kwnames !== null && kwnames.length > 0) throw typeError(`${display} takes no keyword arguments`)
}

/** Throws for an argument of the wrong type: `where must be expected, not type`. */
export function wrongType(where: string, expected: string, v: Value) {
  return badArgument(() => where, expected, v)
}

/**
 * A constructor or initialiser bound by a signature such as `float(x=0, /)`: the result takes raw arguments. Its own first parameters
 * (`cx`, `cls` or `self`) stay in front.
 */
export function bindWith<S, R>(
  key: string,
  fn: (cx: Context, first: S, ...args: never[]) => R,
): (cx: Context, first: S, args: Value[], kwnames: readonly string[] | null) => R {
  const name = key.slice(0, key.indexOf('('))
  let sig: Signature | undefined
  return (cx, first, args, kwnames) => {
    sig ??= compileSignature(key, false)
    const bound = bindArgs(cx, sig, name, () => `${name}()`, args, kwnames)
    return (fn as (cx: Context, first: S, ...args: unknown[]) => R)(cx, first, ...bound)
  }
}

/** ValueError of converters that find an embedded null character. */
export const embeddedNull = () => valueError('embedded null character')
