/**
 * The builtin functions (CPython's Python/bltinmodule.c). The builtin types are in `objects/`; the machine puts both into the module.
 *
 * What only the machine can do (compile, run code, import, say what the locals are) comes through `builtinHooks`, which it fills in once.
 * The functions that read several arguments in a way no signature describes (`max`, `getattr`, `iter` …) take them raw.
 */
import { CodeObject } from '../compile/code'
import {
  Ellipsis,
  type Int,
  isStr,
  NotImplemented,
  PyBytes,
  PyFloat,
  PyList,
  PyObject,
  PyTuple,
  type Str,
  type Value,
} from '../values/value'
import { PyDict } from '../values/dict'
import { identityNumber } from '../values/identity'
import * as int from '../values/int'
import { codePointAt, concat, fromCodePoint, fromText, strLength, textOf } from '../values/wide'
import {
  absolute,
  ascii,
  attrName,
  binaryOp,
  BinOp,
  callMethod,
  delAttr,
  divmodOp,
  format,
  getAttr,
  getAttrBlamed,
  getAttrOrNull,
  getIter,
  hasAttr,
  hash,
  index,
  isCallable,
  isInstance,
  isSubclass,
  isTrue,
  exactLength,
  lookupSpecial,
  power,
  repr,
  richCompareBool,
  setAttr,
  str,
} from '../objects/abstract'
import { awaitableIter } from '../objects/async_generator'
import { bytesLike, PyByteArray } from '../objects/bytes_like'
import { PyCell } from '../objects/cell'
import { Collector, type Consumer, consume, consumeIterator, registerConsumer } from '../objects/consume'
import type { Context } from '../objects/context'
import { PyCoroutine } from '../objects/generator'
import { defineModule, defineType, type MethodEntry } from '../objects/define'
import { PyBuiltinFunction } from '../objects/descr'
import { excTypes } from '../objects/exceptions'
import { PyFunction } from '../objects/function'
import { PyCallableIterator } from '../objects/iterators'
import { listItems, sortList } from '../objects/list'
import type { PyModule } from '../objects/module'
import { eofError, isRaiseOf, raiseOf, runtimeError, stopValue, typeError, valueError } from '../objects/raise'
import { checkArity, NativeDef, NativeKind, noKeywords, wrongCount, wrongType } from '../objects/signature'
import { asStrValue } from '../objects/str'
import { CompareOp, PyType, typeName, typeOf, typeType } from '../objects/type'
import { calculateMetaclass } from '../objects/type_new'
import { siteBuiltins } from './site_builtins'
import { PyTextStream } from './io/text_stream'

/** What the machine does for the builtin functions. */
export interface BuiltinHooks {
  /** `compile()`: a code object, or an AST where the flags ask for it. `source` is a str, bytes or AST object, `filename` a str. */
  compile(
    cx: Context,
    source: Value,
    filename: Str,
    mode: string,
    flags: number,
    dontInherit: boolean,
    optimize: number,
    featureVersion: number,
  ): Value
  /** Runs a code object in a namespace; `locals` is any mapping. */
  run(cx: Context, code: CodeObject, globals: PyDict, locals: Value, closure?: Value): Value
  importName(cx: Context, name: Str, globals: Value, locals: Value, fromlist: Value, level: number): Value
  /** `locals()` in the running frame: the namespace itself, or a new dict of a function's variables. */
  locals(cx: Context): Value
}

export const builtinHooks = {} as BuiltinHooks

const sysAttr = (cx: Context, name: string): Value | undefined => {
  const sys = cx.modules.getStr('sys')
  return sys === undefined || sys === null ? undefined : (sys as PyObject).dict?.getStr(name)
}

// --- numbers -------------------------------------------------------------------------------------------------------------

function inBase(prefix: string, base: number) {
  return (cx: Context, number: Value): Value => {
    const n = index(cx, number)
    return n < 0 ? `-${prefix}${int.intToText(int.neg(n), base)}` : prefix + int.intToText(n, base)
  }
}

function round(cx: Context, number: Value, ndigits: Value): Value {
  if (typeof number === 'number' && ndigits === null) return number
  const method = lookupSpecial(cx, number, '__round__')
  if (method === undefined) throw typeError(`type ${typeName(number)} doesn't define __round__ method`)
  return cx.call(method, ndigits === null ? [] : [ndigits])
}

/** Sums as CPython does: ints exactly, then floats with a compensation term (Neumaier), then whatever `+` gives. */
class Summation implements Consumer {
  private phase: 'int' | 'float' | 'plain'
  private int: Int = 0
  private float = 0
  private lost = 0
  constructor(private total: Value) {
    this.phase = 'plain'
    this.enterPhase()
  }

  private enterPhase(): void {
    const v = this.total
    if (typeof v === 'number' || typeof v === 'bigint') {
      this.phase = 'int'
      this.int = v
    } else this.enterFloat()
  }

  private enterFloat(): void {
    const v = this.total
    this.phase = 'plain'
    if (!(v instanceof PyFloat) || v.type !== PyFloat.prototype.type) return
    this.phase = 'float'
    this.float = v.v
    this.lost = 0
  }

  take(cx: Context, item: Value): undefined {
    if (this.phase === 'int') {
      const total = this.int
      if (typeof item === 'number' && typeof total === 'number') {
        const s = total + item
        if (Number.isSafeInteger(s)) {
          this.int = s
          return
        }
        this.int = int.add(total, item)
      } else if (typeof item === 'bigint' || typeof item === 'number') this.int = int.add(total, item)
      else if (typeof item === 'boolean') this.int = int.add(total, item ? 1 : 0)
      else {
        this.total = binaryOp(cx, total, item, BinOp.ADD)
        this.enterFloat()
        return
      }
      // CPython adds plainly once the sum has left a C long: only the float phase could tell.
      if (typeof this.int === 'bigint' && int.bitLength(this.int) > 63) {
        this.total = this.int
        this.phase = 'plain'
      }
      return
    }
    if (this.phase === 'float') {
      const total = this.float
      if (item instanceof PyFloat && item.type === PyFloat.prototype.type) {
        const x = item.v
        const t = total + x
        this.lost += Math.abs(total) >= Math.abs(x) ? total - t + x : x - t + total
        this.float = t
      } else if (typeof item === 'number') this.float = total + item
      else if (typeof item === 'boolean') this.float = total + (item ? 1 : 0)
      else if (typeof item === 'bigint' && int.bitLength(item) <= 63) this.float = total + Number(item)
      else {
        this.total = binaryOp(cx, this.end(), item, BinOp.ADD)
        this.phase = 'plain'
      }
      return
    }
    this.total = binaryOp(cx, this.total, item, BinOp.ADD)
  }

  end(): Value {
    if (this.phase === 'int') return this.int
    if (this.phase === 'plain') return this.total
    const { float, lost } = this
    return new PyFloat(lost !== 0 && Number.isFinite(lost) ? float + lost : float)
  }
}

function sum(cx: Context, iterable: Value, start: Value): Value {
  const it = getIter(cx, iterable)
  checkStart(start)
  return consumeIterator(cx, it, new Summation(start))
}
registerConsumer(sum, (_cx, [start = 0]) => {
  checkStart(start)
  return new Summation(start)
})

function checkStart(start: Value): void {
  if (isStr(start) || asStrValue(start) !== undefined) {
    throw typeError("sum() can't sum strings [use ''.join(seq) instead]")
  }
  if (start instanceof PyBytes) throw typeError("sum() can't sum bytes [use b''.join(seq) instead]")
  if (start instanceof PyByteArray) throw typeError("sum() can't sum bytearray [use b''.join(seq) instead]")
}

// --- comparison --------------------------------------------------------------------------------------------------------

/** The greatest or least item; of equal ones the first. */
class Extreme implements Consumer {
  private best: Value | undefined = undefined
  private bestKey: Value = null
  constructor(
    private readonly name: string,
    private readonly op: CompareOp,
    private readonly key: Value,
    private readonly fallback: Value | undefined,
  ) {}

  take(cx: Context, item: Value): undefined {
    const itemKey = this.key === null ? item : cx.call(this.key, [item])
    if (this.best !== undefined) {
      const { bestKey, op } = this
      const better =
        typeof itemKey === 'number' && typeof bestKey === 'number'
          ? op === CompareOp.GT
            ? itemKey > bestKey
            : itemKey < bestKey
          : richCompareBool(cx, itemKey, bestKey, op)
      if (!better) return
    }
    this.best = item
    this.bestKey = itemKey
  }

  end(): Value {
    const r = this.best ?? this.fallback
    if (r === undefined) throw valueError(`${this.name}() iterable argument is empty`)
    return r
  }
}

function extreme(name: 'min' | 'max', op: CompareOp) {
  const fn = (cx: Context, args: Value[], kwnames: readonly string[] | null): Value => {
    const nkw = kwnames === null ? 0 : kwnames.length
    const npos = args.length - nkw
    if (npos === 0) throw wrongCount(name, 0, 1, Number.POSITIVE_INFINITY)
    let key: Value = null
    let fallback: Value | undefined
    for (let i = 0; i < nkw; i++) {
      const word = (kwnames as readonly string[])[i]
      if (word === 'key') key = args[npos + i]
      else if (word === 'default') fallback = args[npos + i]
      else throw typeError(`${name}() got an unexpected keyword argument '${word}'`)
    }
    if (npos > 1 && fallback !== undefined) {
      throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`)
    }
    // The commonest call of all, of two ints.
    if (npos === 2 && key === null) {
      const [a, b] = args
      if (typeof a === 'number' && typeof b === 'number') return (op === CompareOp.GT ? b > a : b < a) ? b : a
    }
    const consumer = new Extreme(name, op, key, fallback)
    if (npos === 1) return consume(cx, args[0], consumer)
    for (let i = 0; i < npos; i++) consumer.take(cx, args[i])
    return consumer.end()
  }
  registerConsumer(fn, (_cx, rest) => (rest.length === 0 ? new Extreme(name, op, null, undefined) : undefined))
  return fn
}

/** `sorted`, whose wrong calls are reported by the `list.sort` it ends in. */
class SortedDef extends NativeDef {
  override call(cx: Context, _self: Value | undefined, args: Value[], kwnames: readonly string[] | null): Value {
    const nkw = kwnames === null ? 0 : kwnames.length
    if (args.length - nkw !== 1) throw wrongCount('sorted', args.length - nkw, 1, 1)
    const list = new PyList(listItems(cx, args[0]))
    if (nkw === 0) sortList(cx, list, null, false)
    else {
      let key: Value = null
      let reverse = false
      for (let i = 0; i < nkw; i++) {
        const name = (kwnames as readonly string[])[i]
        if (name === 'key') key = args[1 + i]
        else if (name === 'reverse') reverse = isTrue(cx, args[1 + i])
        else throw typeError(`sort() got an unexpected keyword argument '${name}'`)
      }
      sortList(cx, list, key, reverse)
    }
    return list
  }
}

// --- iteration ---------------------------------------------------------------------------------------------------------

/** `any` and `all`: the first item whose truth is `wanted` decides. */
class TruthSeeker implements Consumer {
  constructor(private readonly wanted: boolean) {}
  take(cx: Context, item: Value): Value | undefined {
    return isTrue(cx, item) === this.wanted ? this.wanted : undefined
  }
  end(): Value {
    return !this.wanted
  }
}

const seeking = (wanted: boolean) => {
  const fn = (cx: Context, iterable: Value): Value => consume(cx, iterable, new TruthSeeker(wanted))
  registerConsumer(fn, () => new TruthSeeker(wanted))
  return fn
}
const all = seeking(false)
const any = seeking(true)

export function iter(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  noKeywords('iter()', kwnames)
  checkArity('iter', args, 1, 2)
  if (args.length === 1) return getIter(cx, args[0])
  if (!isCallable(args[0])) throw typeError('iter(v, w): v must be callable')
  return new PyCallableIterator(args[0], args[1])
}

export function next(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  noKeywords('next()', kwnames)
  checkArity('next', args, 1, 2)
  const it = args[0]
  const step = typeOf(it).tp_iternext
  if (step === undefined) throw typeError(`'${typeName(it)}' object is not an iterator`)
  stopValue.v = null
  let v: Value | undefined
  if (args.length === 2) {
    try {
      v = step(cx, it)
    } catch (e) {
      if (!isRaiseOf(e, excTypes.StopIteration)) throw e
    }
    return v === undefined ? args[1] : v
  }
  v = step(cx, it)
  if (v !== undefined) return v
  const value = stopValue.v
  stopValue.v = null
  throw value === null ? raiseOf(excTypes.StopIteration) : raiseOf(excTypes.StopIteration, value)
}

function aiter(cx: Context, o: Value): Value {
  const type = typeOf(o)
  if (type.am_aiter === undefined) throw typeError(`'${typeName(o)}' object is not an async iterable`)
  const it = type.am_aiter(cx, o)
  if (typeOf(it).am_anext === undefined) {
    throw typeError(`aiter() returned not an async iterator of type '${typeName(it)}'`)
  }
  return it
}

function anext(cx: Context, it: Value, fallback: Value | undefined): Value {
  const type = typeOf(it)
  if (type.am_anext === undefined) throw typeError(`'${typeName(it)}' object is not an async iterator`)
  const awaitable = type.am_anext(cx, it)
  return fallback === undefined ? awaitable : new PyAnextAwaitable(awaitable, fallback)
}

/** What `anext(it, default)` gives: awaits the next item, and takes the default when there is none. */
class PyAnextAwaitable extends PyObject {
  /** The iterator of the awaitable, made when first needed. */
  it: Value | undefined = undefined
  constructor(
    readonly awaitable: Value,
    readonly fallback: Value,
  ) {
    super()
  }
}

function anextIterator(cx: Context, self: PyAnextAwaitable): Value {
  if (self.it === undefined) {
    const it = awaitableIter(cx, self.awaitable)
    // A coroutine has no next(), what its __await__ gives has.
    self.it = it instanceof PyCoroutine ? typeOf(it).am_await!(cx, it) : it
  }
  return self.it
}

/** Runs one step; the end of the async iterator becomes the end of this awaitable, with the default. */
function anextStep(self: PyAnextAwaitable, step: () => Value | undefined): Value | undefined {
  try {
    return step()
  } catch (e) {
    if (!isRaiseOf(e, excTypes.StopAsyncIteration)) throw e
    stopValue.v = self.fallback
    return undefined
  }
}

defineType('anext_awaitable', PyAnextAwaitable, {
  final: true,
  slots: {
    tp_iter: (_cx, self: PyAnextAwaitable) => self,
    am_await: (_cx, self: PyAnextAwaitable) => self,
    tp_iternext: (cx, self: PyAnextAwaitable) =>
      anextStep(self, () => {
        const it = anextIterator(cx, self)
        return typeOf(it).tp_iternext!(cx, it)
      }),
  },
  methods: {
    'send(self, object, /)': [
      'Send a value into the awaitable.',
      (cx, self: PyAnextAwaitable, v: Value) =>
        finishAnext(anextStep(self, () => callMethod(cx, anextIterator(cx, self), 'send', v))),
    ],
    throw: [
      'Raise an exception inside the awaitable.',
      (cx, self: PyAnextAwaitable, args: Value[]) =>
        finishAnext(anextStep(self, () => callMethod(cx, anextIterator(cx, self), 'throw', ...args))),
    ],
    'close(self, /)': [
      'Close the awaitable.',
      (cx, self: PyAnextAwaitable) => callMethod(cx, anextIterator(cx, self), 'close'),
    ],
  },
})

function finishAnext(v: Value | undefined): Value {
  if (v !== undefined) return v
  const value = stopValue.v
  stopValue.v = null
  throw value === null ? raiseOf(excTypes.StopIteration) : raiseOf(excTypes.StopIteration, value)
}

// --- attributes and namespaces ------------------------------------------------------------------------------------------

function getattr(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  noKeywords('getattr()', kwnames)
  checkArity('getattr', args, 2, 3)
  const name = attrName(args[1])
  if (args.length === 2) return getAttrBlamed(cx, args[0], name)
  const v = getAttrOrNull(cx, args[0], name)
  return v === undefined ? args[2] : v
}

function dir(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  noKeywords('dir()', kwnames)
  checkArity('dir', args, 0, 1)
  let names: Value
  if (args.length === 0) names = callMethod(cx, builtinHooks.locals(cx), 'keys')
  else {
    const method = lookupSpecial(cx, args[0], '__dir__')
    if (method === undefined) throw typeError('object does not provide __dir__')
    names = cx.call(method, [])
  }
  const list = new PyList(listItems(cx, names))
  sortList(cx, list, null, false)
  return list
}

function vars(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  noKeywords('vars()', kwnames)
  checkArity('vars', args, 0, 1)
  if (args.length === 0) return builtinHooks.locals(cx)
  const d = getAttrOrNull(cx, args[0], '__dict__')
  if (d === undefined) throw typeError('vars() argument must have __dict__ attribute')
  return d
}

const primitiveIds = new Map<string | number | bigint | boolean | null, PyObject>()

/** `id(o)`. Equal ints and strs are one object here. */
export function idOf(o: Value): number {
  let owner: PyObject | undefined
  if (typeof o === 'object' && o !== null) owner = o
  else {
    owner = primitiveIds.get(o)
    if (owner === undefined) {
      owner = new PyObject()
      primitiveIds.set(o, owner)
    }
  }
  return 0x7f0000000000 + 16 * identityNumber(owner)
}

// --- text --------------------------------------------------------------------------------------------------------------

function chr(cx: Context, i: Value): Value {
  const n = index(cx, i)
  if (typeof n === 'bigint' || n < 0 || n > 0x10ffff) throw valueError('chr() arg not in range(0x110000)')
  return fromCodePoint(n)
}

function ord(_cx: Context, c: Value): Value {
  if (typeof c === 'string' && c.length === 1) return c.charCodeAt(0)
  const s = isStr(c) ? c : asStrValue(c)
  let size: number
  if (s !== undefined) {
    size = strLength(s)
    if (size === 1) return codePointAt(s, 0)
  } else if (c instanceof PyBytes || c instanceof PyByteArray) {
    size = c.data.length
    if (size === 1) return c.data[0]
  } else throw typeError(`ord() expected string of length 1, but ${typeName(c)} found`)
  throw typeError(`ord() expected a character, but string of length ${size} found`)
}

/** `sys.stdout`, or whatever stands there. */
function standardStream(cx: Context, name: string): Value | undefined {
  return sysAttr(cx, name)
}

function writeTo(cx: Context, file: Value, text: Str): void {
  cx.call(getAttr(cx, file, 'write'), [text])
}

function print(cx: Context, objects: Value[], sep: Value, end: Value, file: Value, flush: boolean): Value {
  if (file === null) {
    const out = standardStream(cx, 'stdout')
    if (out === undefined) throw runtimeError('lost sys.stdout')
    if (out === null) return null
    file = out
  }
  const between = optionalText('sep', sep) ?? ' '
  const after = optionalText('end', end) ?? '\n'
  if (file instanceof PyTextStream && file.isPlain()) {
    // Our own stream: the pieces may go out together.
    let text: Str = ''
    for (let i = 0; i < objects.length; i++) {
      const o = objects[i]
      if (i > 0) text = concat(text, between)
      if (typeof o === 'string') text = concat(text, o)
      else {
        // What `__str__` prints comes before the rest of the line and after what precedes it.
        if (typeof o === 'object' && o !== null && text !== '' && !(o instanceof PyFloat)) {
          file.write(cx, text)
          text = ''
        }
        text = concat(text, str(cx, o))
      }
    }
    file.write(cx, concat(text, after))
    if (flush) file.flush(cx)
    return null
  }
  for (let i = 0; i < objects.length; i++) {
    if (i > 0) writeTo(cx, file, between)
    writeTo(cx, file, str(cx, objects[i]))
  }
  writeTo(cx, file, after)
  if (flush) callMethod(cx, file, 'flush')
  return null
}

function optionalText(name: string, v: Value): Str | undefined {
  if (v === null) return undefined
  if (isStr(v)) return v
  const s = asStrValue(v)
  if (s === undefined) throw typeError(`${name} must be None or a string, not ${typeName(v)}`)
  return s
}

function input(cx: Context, prompt: Value): Value {
  const stdin = sysAttr(cx, 'stdin')
  const stdout = sysAttr(cx, 'stdout')
  const stderr = sysAttr(cx, 'stderr')
  if (stdin === undefined || stdin === null) throw runtimeError('input(): lost sys.stdin')
  if (stdout === undefined || stdout === null) throw runtimeError('input(): lost sys.stdout')
  if (stderr === undefined || stderr === null) throw runtimeError('input(): lost sys.stderr')
  callMethod(cx, stderr, 'flush')
  if (prompt !== undefined && prompt !== '') writeTo(cx, stdout, str(cx, prompt))
  callMethod(cx, stdout, 'flush')
  const line = callMethod(cx, stdin, 'readline')
  const s = isStr(line) ? line : asStrValue(line)
  if (s === undefined) throw typeError('object.readline() returned non-string')
  const text = textOf(s)
  if (text === '') throw eofError('EOF when reading a line')
  return text.endsWith('\n') ? fromText(text.slice(0, -1)) : s
}

// --- code --------------------------------------------------------------------------------------------------------------

function compile(
  cx: Context,
  source: Value,
  filename: Value,
  mode: Value,
  flags: number,
  dontInherit: boolean,
  optimize: number,
  featureVersion: number,
): Value {
  const modeText = asStrValue(mode)
  if (modeText === undefined) throw wrongType("compile() argument 'mode'", 'str', mode)
  if (optimize < -1 || optimize > 2) throw valueError('compile(): invalid optimize value')
  const m = textOf(modeText)
  if (flags & ~KNOWN_FLAGS) throw valueError('compile(): unrecognised flags')
  if (m !== 'exec' && m !== 'eval' && m !== 'single' && m !== 'func_type') {
    throw valueError("compile() mode must be 'exec', 'eval' or 'single'")
  }
  if (m === 'func_type' && !(flags & ONLY_AST)) {
    throw valueError("compile() mode 'func_type' requires flag PyCF_ONLY_AST")
  }
  return builtinHooks.compile(cx, source, fileName(cx, filename), m, flags, dontInherit, optimize, featureVersion)
}

const ONLY_AST = 0x400
/** PyCF_* and the `__future__` flags. */
const KNOWN_FLAGS = 0x1fe0000 | 0x100 | 0x200 | ONLY_AST | 0x1000 | 0x2000 | 0x4000 | 0x8000 | 0x10

function fileName(cx: Context, v: Value): Str {
  const s = asStrValue(v)
  if (s !== undefined) return s
  if (v instanceof PyBytes) return fromText(new TextDecoder().decode(v.data))
  const path = lookupSpecial(cx, v, '__fspath__')
  if (path === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeName(v)}`)
  return fileName(cx, cx.call(path, []))
}

function eval_(cx: Context, source: Value, globals: Value, locals: Value): Value {
  if (locals !== null && !isMapping(locals)) throw typeError('locals must be a mapping')
  if (globals !== null && !(globals instanceof PyDict)) {
    throw typeError(
      isMapping(globals) ? 'globals must be a real dict; try eval(code, {}, mapping)' : 'globals must be a dict',
    )
  }
  const [g, l] = namespaces(cx, 'eval', globals as PyDict | null, locals)
  if (source instanceof CodeObject) {
    if (freeVariables(source) > 0) throw typeError('code object passed to eval() may not contain free variables')
    return builtinHooks.run(cx, source, g, l)
  }
  const text = sourceText(source, 'eval')
  const code = builtinHooks.compile(cx, withoutIndent(text), '<string>', 'eval', 0, false, -1, -1)
  return builtinHooks.run(cx, code as CodeObject, g, l)
}

function exec(cx: Context, source: Value, globals: Value, locals: Value, closure: Value): Value {
  if (globals !== null && !(globals instanceof PyDict)) {
    throw typeError(`exec() globals must be a dict, not ${typeName(globals)}`)
  }
  if (locals !== null && !isMapping(locals)) {
    throw typeError(`locals must be a mapping or None, not ${typeName(locals)}`)
  }
  const [g, l] = namespaces(cx, 'exec', globals as PyDict | null, locals)
  if (source instanceof CodeObject) {
    const nfree = freeVariables(source)
    if (nfree === 0) {
      if (closure !== null) throw typeError('cannot use a closure with this code object')
      builtinHooks.run(cx, source, g, l)
      return null
    }
    const fits =
      closure instanceof PyTuple && closure.items.length === nfree && closure.items.every((c) => c instanceof PyCell)
    if (!fits) throw typeError(`code object requires a closure of exactly length ${nfree}`)
    builtinHooks.run(cx, source, g, l, closure)
    return null
  }
  if (closure !== null) throw typeError('closure can only be used when source is a code object')
  const text = sourceText(source, 'exec')
  builtinHooks.run(cx, builtinHooks.compile(cx, text, '<string>', 'exec', 0, false, -1, -1) as CodeObject, g, l)
  return null
}

/** A text without the blanks it begins with. */
function withoutIndent(text: Value): Value {
  if (text instanceof PyBytes) {
    const start = text.data.findIndex((b) => b !== 32 && b !== 9)
    return start > 0 ? new PyBytes(text.data.slice(start)) : text
  }
  return fromText(textOf(text as Str).replace(/^[ \t]+/, ''))
}

function sourceText(source: Value, name: string): Value {
  const s = asStrValue(source)
  if (s !== undefined) return s
  const bytes = bytesLike(source)
  if (bytes !== undefined) return new PyBytes(Uint8Array.from(bytes))
  throw typeError(`${name}() arg 1 must be a string, bytes or code object`)
}

const isMapping = (v: Value): boolean => typeOf(v).mp_subscript !== undefined
const freeVariables = (code: CodeObject): number => code.localspluskinds.filter((k) => k & 0x80).length

/** The namespaces code runs in: those given, else the current ones. Sees to `__builtins__`. */
function namespaces(cx: Context, _name: string, globals: PyDict | null, locals: Value): [PyDict, Value] {
  if (globals === null) {
    if (cx.frame === null) throw raiseOf(excTypes.SystemError, 'globals and locals cannot be NULL')
    const g = cx.frame.globals
    return [withBuiltins(cx, g), locals === null ? builtinHooks.locals(cx) : locals]
  }
  return [withBuiltins(cx, globals), locals === null ? globals : locals]
}

function withBuiltins(cx: Context, globals: PyDict): PyDict {
  if (!globals.hasStr('__builtins__')) globals.setStr('__builtins__', cx.frame?.builtins ?? cx.builtins)
  return globals
}

/** `__build_class__(func, name, /, *bases, metaclass=…, **kwds)`: runs a class statement. */
function buildClass(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  const nkw = kwnames === null ? 0 : kwnames.length
  const npos = args.length - nkw
  if (npos < 2) throw typeError('__build_class__: not enough arguments')
  const func = args[0]
  if (!(func instanceof PyFunction)) throw typeError('__build_class__: func must be a function')
  const name = args[1]
  if (asStrValue(name) === undefined) throw typeError('__build_class__: name is not a string')
  const original = args.slice(2, npos)
  const bases = resolveBases(cx, original)
  let meta: Value | undefined
  const keywords: Value[] = []
  const names: string[] = []
  for (let i = 0; i < nkw; i++) {
    const word = (kwnames as readonly string[])[i]
    if (word === 'metaclass') meta = args[npos + i]
    else {
      names.push(word)
      keywords.push(args[npos + i])
    }
  }
  if (meta === undefined) meta = bases.length === 0 ? typeType : typeOf(bases[0])
  if (meta instanceof PyType) meta = calculateMetaclass(meta, bases)
  const basesTuple = new PyTuple(bases)
  const prepare = getAttrOrNull(cx, meta, '__prepare__')
  const ns = prepare === undefined ? new PyDict() : cx.call(prepare, [name, basesTuple, ...keywords], names)
  if (!isMapping(ns)) {
    const who = meta instanceof PyType ? textOf(meta.name) : '<metaclass>'
    throw typeError(`${who}.__prepare__() must return a mapping, not ${typeName(ns)}`)
  }
  const closure = func.closure === null ? undefined : new PyTuple(func.closure)
  const cell = builtinHooks.run(cx, func.code, func.globals, ns, closure)
  if (bases !== original) setOrigBases(cx, ns, original)
  const cls = cx.call(meta, [name, basesTuple, ns, ...keywords], names)
  if (cls instanceof PyType && cell instanceof PyCell) {
    if (cell.value === undefined) {
      throw runtimeError(
        `__class__ not set defining ${textOf(repr(cx, name))} as ${textOf(repr(cx, cls))}. Was __classcell__ propagated to type.__new__?`,
      )
    }
    if (cell.value !== cls) {
      throw typeError(
        `__class__ set to ${textOf(repr(cx, cell.value))} defining ${textOf(repr(cx, name))} as ${textOf(repr(cx, cls))}`,
      )
    }
  }
  return cls
}

function setOrigBases(cx: Context, ns: Value, bases: Value[]): void {
  const tuple = new PyTuple(bases)
  if (ns instanceof PyDict) ns.set(cx, '__orig_bases__', tuple)
  else callMethod(cx, ns, '__setitem__', '__orig_bases__', tuple)
}

/** Replaces bases that are no classes by what their `__mro_entries__` gives; the same array where there are none. */
export function resolveBases(cx: Context, bases: Value[]): Value[] {
  let out: Value[] | null = null
  for (let i = 0; i < bases.length; i++) {
    const base = bases[i]
    const entries = base instanceof PyType ? undefined : getAttrOrNull(cx, base, '__mro_entries__')
    if (entries === undefined) {
      if (out !== null) out.push(base)
      continue
    }
    const made = cx.call(entries, [new PyTuple(bases)])
    if (!(made instanceof PyTuple)) throw typeError('__mro_entries__ must return a tuple')
    if (out === null) out = bases.slice(0, i)
    out.push(...made.items)
  }
  return out ?? bases
}

function import_(cx: Context, name: Value, globals: Value, locals: Value, fromlist: Value, level: number): Value {
  const s = asStrValue(name)
  if (s === undefined) throw typeError('module name must be a string')
  return builtinHooks.importName(cx, s, globals, locals, fromlist, level)
}

function breakpoint(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  const hook = sysAttr(cx, 'breakpointhook')
  if (hook === undefined) throw runtimeError('lost sys.breakpointhook')
  return cx.call(hook, args, kwnames)
}

function open(cx: Context, args: Value[], kwnames: readonly string[] | null): Value {
  return cx.call(getAttr(cx, cx.importModule('_io'), 'open'), args, kwnames)
}

// --- the module --------------------------------------------------------------------------------------------------------

const functions: Record<string, MethodEntry> = {
  __build_class__: ['Run a class statement: make the class from the function of its body.', buildClass],
  '__import__(/, name, globals=None, locals=None, fromlist=(), level: int = 0)': [
    'Import a module. The import statement calls this; programs had better call importlib.import_module().',
    import_,
  ],
  'abs(x, /)': ['Return the absolute value of x.', absolute],
  'aiter(async_iterable, /)': ['Return an async iterator over an async iterable.', aiter],
  'all(iterable, /)': ['Return True if no item is false; True for an empty iterable.', all],
  'anext(aiterator, default=<unrepresentable>, /)': [
    'Return an awaitable of the next item of an async iterator, or of the default at its end.',
    anext,
  ],
  'any(iterable, /)': ['Return True if some item is true; False for an empty iterable.', any],
  'ascii(obj, /)': ['Return the repr of an object with all non-ASCII characters escaped.', ascii],
  'bin(number, /)': ['Return the binary text of an integer, as 0b1010.', inBase('0b', 2)],
  'breakpoint(/, *args, **kws)': [
    'Call sys.breakpointhook() with the same arguments.',
    (cx, args: Value[], kws: PyDict) => breakpoint(cx, [...args, ...(kws.values as Value[])], kws.keys as string[]),
  ],
  'callable(obj, /)': ['Return whether the object can be called.', (_cx, obj: Value) => isCallable(obj)],
  'chr(i, /)': ['Return the character with the given code point.', chr],
  'compile(/, source, filename, mode, flags: int = 0,\n        dont_inherit: bool = False, optimize: int = -1, *, _feature_version: int = -1)':
    ['Compile source into a code object, for exec() (mode exec or single) or eval() (mode eval).', compile],
  'delattr(obj, name, /)': [
    "Delete the named attribute: delattr(x, 'y') is del x.y.",
    (cx, obj: Value, name: Value) => delAttr(cx, obj, attrName(name)),
  ],
  dir: ['Return the sorted names of an object, or without an argument those of the current scope.', dir],
  'divmod(x, y, /)': ['Return (x//y, x%y).', divmodOp],
  'eval(source, /, globals=None, locals=None)': ['Evaluate an expression given as text or code.', eval_],
  'exec(source, /, globals=None, locals=None, *, closure=None)': ['Run statements given as text or code.', exec],
  "format(value, format_spec='', /)": [
    'Return the text of a value under a format specification.',
    (cx, value: Value, spec: Value) => {
      const s = asStrValue(spec)
      if (s === undefined) throw wrongType('format() argument 2', 'str', spec)
      return format(cx, value, s)
    },
  ],
  getattr: [
    "getattr(object, name[, default]) -> value\n\nGet the named attribute: getattr(x, 'y') is x.y. With a default, that is returned where there is no such attribute.",
    getattr,
  ],
  'globals(/)': ['Return the dict of the current global names.', (cx) => cx.frame!.globals],
  'hasattr(obj, name, /)': [
    'Return whether the object has an attribute of that name.',
    (cx, obj: Value, name: Value) => hasAttr(cx, obj, attrName(name)),
  ],
  'hash(obj, /)': ['Return the hash of the object; equal objects have equal hashes.', hash],
  'hex(number, /)': ['Return the hexadecimal text of an integer, as 0xff.', inBase('0x', 16)],
  'id(obj, /)': ['Return a number that no other object has at the same time.', (_cx, obj: Value) => idOf(obj)],
  "input(prompt='', /)": [
    'Read a line from standard input, without its newline. The prompt is written first.\n\nEOFError at the end of the input.',
    input,
  ],
  'isinstance(obj, class_or_tuple, /)': [
    'Return whether an object is an instance of a class, or of one in a tuple or union of classes.',
    isInstance,
  ],
  'issubclass(cls, class_or_tuple, /)': [
    'Return whether a class derives from a class (or is it), or from one in a tuple or union of classes.',
    isSubclass,
  ],
  iter: [
    'iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nThe second form calls the callable until it returns the sentinel.',
    iter,
  ],
  'len(obj, /)': ['Return the number of items in a container.', exactLength],
  'locals(/)': ['Return a dict of the current local names.', (cx) => builtinHooks.locals(cx)],
  max: [
    'max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> value\n\nThe largest item, or argument. The default is for an empty iterable.',
    extreme('max', CompareOp.GT),
  ],
  min: [
    'min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> value\n\nThe smallest item, or argument. The default is for an empty iterable.',
    extreme('min', CompareOp.LT),
  ],
  next: [
    'next(iterator[, default])\n\nThe next item of an iterator. At its end the default is returned if given, else StopIteration is raised.',
    next,
  ],
  'oct(number, /)': ['Return the octal text of an integer, as 0o17.', inBase('0o', 8)],
  "open(/, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)": [
    'Open a file and return a stream.',
    (cx, ...args: Value[]) => open(cx, args, null),
  ],
  'ord(c, /)': ['Return the code point of a one-character string.', ord],
  'pow(/, base, exp, mod=None)': ['Return base**exp, or base**exp % mod computed efficiently.', power],
  "print(/, *args, sep=' ', end='\\n', file=None, flush: bool = False)": [
    'Write the texts of the values to a stream, sys.stdout by default: sep between them, end behind.',
    print,
  ],
  'repr(obj, /)': ['Return the canonical text of an object.', repr],
  'round(/, number, ndigits=None)': [
    'Round a number to a precision in decimal digits.\n\nWithout ndigits the result is an integer.',
    round,
  ],
  'setattr(obj, name, value, /)': [
    "Set the named attribute: setattr(x, 'y', v) is x.y = v.",
    (cx, obj: Value, name: Value, value: Value) => setAttr(cx, obj, attrName(name), value),
  ],
  'sum(iterable, /, start=0)': ['Return the sum of start and the items. Not meant for strings.', sum],
  vars: [
    'vars([object]) -> dictionary\n\nThe __dict__ of an object, or without an argument what locals() gives.',
    vars,
  ],
}

let make: ((cx: Context) => PyModule) | undefined

/** Makes the `builtins` module of one interpreter: functions, constants, the given types and what `site` adds. */
export function makeBuiltins(cx: Context, types: readonly PyType[]): PyModule {
  make ??= defineModule('builtins', 'Built-in functions, types, exceptions, and other objects.', {
    functions,
    values: { None: null, Ellipsis, NotImplemented, False: false, True: true },
    types: [...types],
  })
  const module = make(cx)
  const d = module.dict
  d.setStr('sorted', new PyBuiltinFunction(sortedDef, module))
  d.setStr('__debug__', true)
  const extra = siteBuiltins()
  for (const name in extra) d.setStr(name, extra[name])
  return module
}

const sortedDef = new SortedDef(
  'sorted(iterable, /, *, key=None, reverse=False)',
  'Return a new list of the items in ascending order.\n\nA key function orders by its results; reverse gives descending order.',
  () => null,
  NativeKind.FUNCTION,
  null,
  'builtins',
)
registerConsumer(sortedDef.fn, (_cx, rest) =>
  rest.length > 0
    ? undefined
    : new Collector((cx, items) => {
        const list = new PyList(items)
        sortList(cx, list, null, false)
        return list
      }),
)
