/** Decimal contexts: precision, rounding, exponent limits, and the signals that an operation flags or raises. */
import { asIntValue, getItem, isInstance, length } from '../../objects/abstract'
import type { Context } from '../../objects/context'
import { keyError, overflowError, PyRaise, typeError, valueError } from '../../objects/raise'
import { newException } from '../../objects/exceptions'
import type { PyType } from '../../objects/type'
import { PyDict } from '../../values/dict'
import { type Int, PyList, PyObject, type Value } from '../../values/value'
import { currentContext, PyContextVar } from '../contextvars'
import { type Arith, Cond, raised, Round, ROUND_NAMES } from './number'

/** The signals in the order of `Context.flags`, with the conditions that belong to each. */
export const SIGNALS: readonly [name: string, bits: number][] = [
  ['InvalidOperation', Cond.ANY_INVALID],
  ['FloatOperation', Cond.FLOAT_OPERATION],
  ['DivisionByZero', Cond.DIVISION_BY_ZERO],
  ['Overflow', Cond.OVERFLOW],
  ['Underflow', Cond.UNDERFLOW],
  ['Subnormal', Cond.SUBNORMAL],
  ['Inexact', Cond.INEXACT],
  ['Rounded', Cond.ROUNDED],
  ['Clamped', Cond.CLAMPED],
]

/** Kinds of invalid operation, which only the list in an exception tells apart. */
const INVALID_KINDS: readonly [name: string, bit: number][] = [
  ['InvalidOperation', Cond.INVALID_OPERATION],
  ['ConversionSyntax', Cond.CONVERSION_SYNTAX],
  ['DivisionImpossible', Cond.DIVISION_IMPOSSIBLE],
  ['DivisionUndefined', Cond.DIVISION_UNDEFINED],
  ['InvalidContext', Cond.INVALID_CONTEXT],
]

export class PyDecimalContext extends PyObject implements Arith {
  prec = 28
  emin = -999999
  emax = 999999
  rounding: Round = Round.HALF_EVEN
  clamp = false
  capitals = true
  traps: number = Cond.ANY_INVALID | Cond.DIVISION_BY_ZERO | Cond.OVERFLOW
  status = 0
  /** As they were given: beyond 2**53 the numbers above are not exact. */
  precGiven: Int = 28
  eminGiven: Int = -999999
  emaxGiven: Int = 999999
  /** The mappings that Python sees as `flags` and `traps`. */
  flagsView: Value | undefined
  trapsView: Value | undefined

  copyFrom(o: PyDecimalContext): this {
    this.prec = o.prec
    this.emin = o.emin
    this.emax = o.emax
    this.rounding = o.rounding
    this.clamp = o.clamp
    this.capitals = o.capitals
    this.traps = o.traps
    this.status = o.status
    this.precGiven = o.precGiven
    this.eminGiven = o.eminGiven
    this.emaxGiven = o.emaxGiven
    return this
  }
}

/** What an interpreter's `decimal` module is made of in Python. */
export interface State {
  classes: PyDict
  current: PyContextVar
  default: PyDecimalContext
  templates: PyDecimalContext[]
}

const states = new WeakMap<Context, State>()

export function setState(cx: Context, classes: PyDict, templates: PyDecimalContext[]): void {
  states.set(cx, { classes, current: new PyContextVar('decimal_context', undefined), default: templates[0], templates })
}

/** A class that the module defines in Python. */
export const classOf = (cx: Context, name: string): Value => states.get(cx)!.classes.getStr(name)!

export function getContext(cx: Context): PyDecimalContext {
  const s = states.get(cx)!
  const vars = currentContext(cx).vars
  let c = vars.get(s.current) as PyDecimalContext | undefined
  if (c === undefined) {
    c = new PyDecimalContext().copyFrom(s.default)
    c.status = 0
    vars.set(s.current, c)
  }
  return c
}

export function setContext(cx: Context, c: Value): void {
  if (!(c instanceof PyDecimalContext)) throw typeError('argument must be a context')
  const s = states.get(cx)!
  let mine = c
  if (s.templates.includes(c)) {
    mine = new PyDecimalContext().copyFrom(c)
    mine.status = 0
  }
  currentContext(cx).vars.set(s.current, mine)
}

/** The context of an optional argument, else the current one. */
export function contextArg(cx: Context, v: Value | undefined): PyDecimalContext {
  if (v === null || v === undefined) return getContext(cx)
  if (!(v instanceof PyDecimalContext)) throw typeError('optional argument must be a context')
  return v
}

/** Enters the conditions met into the context's flags; raises where a trap is set. */
export function note(cx: Context, c: PyDecimalContext, bits: number): void {
  c.status |= bits
  const trapped = bits & c.traps
  if (trapped !== 0) throw trapError(cx, trapped)
}

function trapError(cx: Context, trapped: number): PyRaise {
  const list: Value[] = []
  for (const [name, bit] of INVALID_KINDS) if (trapped & bit) list.push(classOf(cx, name))
  for (const [name, bits] of SIGNALS.slice(1)) if (trapped & bits) list.push(classOf(cx, name))
  const [name] = SIGNALS.find(([, bits]) => trapped & bits)!
  return new PyRaise(newException(classOf(cx, name) as PyType, [new PyList(list)]))
}

/** The result of an operation, after its conditions were entered. */
export function settled<T>(cx: Context, c: PyDecimalContext, result: T): T {
  if (raised.bits !== 0) note(cx, c, raised.bits)
  return result
}

/** The bits of the signal that a class stands for. */
export function signalBits(cx: Context, v: Value): number {
  for (const [name, bits] of SIGNALS) if (classOf(cx, name) === v) return bits
  throw keyError(
    'valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]',
  )
}

/** The conditions of a list of signals, or of a mapping of all of them. */
export function signalsOf(cx: Context, v: Value): number {
  let bits = 0
  if (v instanceof PyList) {
    for (const item of v.items) {
      const found = SIGNALS.find(([name]) => classOf(cx, name) === item)
      if (found === undefined) throw typeError('values for signals must be a list of signals')
      bits |= found[1]
    }
    return bits
  }
  if (!(v instanceof PyDict) && !isInstance(cx, v, classOf(cx, 'SignalDict'))) {
    throw typeError('argument must be a signal dict')
  }
  if (length(cx, v) !== SIGNALS.length) throw keyError('invalid signal dict')
  for (const [name, mask] of SIGNALS) {
    let on: Value
    try {
      on = getItem(cx, v, classOf(cx, name))
    } catch (e) {
      if (e instanceof PyRaise) throw keyError('invalid error flag')
      throw e
    }
    if (on !== false && on !== 0 && on !== null) bits |= mask
  }
  return bits
}

export function signalList(cx: Context, bits: number): PyList {
  return new PyList(SIGNALS.filter(([, mask]) => bits & mask).map(([name]) => classOf(cx, name)))
}

export function reprContext(c: PyDecimalContext): string {
  // In the order of libmpdec's bits (FloatOperation stands between those of the arithmetic), each signal at its first.
  const names = (bits: number): string => {
    const out = new Set<string>()
    for (let bit = 1; bit <= bits; bit *= 2) {
      if (bit === Cond.OVERFLOW && bits & Cond.FLOAT_OPERATION) out.add('FloatOperation')
      if (bits & bit) out.add(SIGNALS.find(([, mask]) => mask & bit)![0])
    }
    return [...out].join(', ')
  }
  return (
    `Context(prec=${c.precGiven}, rounding=${ROUND_NAMES[c.rounding]}, Emin=${c.eminGiven}, Emax=${c.emaxGiven}, ` +
    `capitals=${c.capitals ? 1 : 0}, clamp=${c.clamp ? 1 : 0}, flags=[${names(c.status)}], traps=[${names(c.traps)}])`
  )
}

const LIMIT = 999999999999999999n

function whole(v: Value): Int {
  const n = typeof v === 'boolean' ? (v ? 1 : 0) : asIntValue(v)
  if (n === undefined) throw typeError('an integer is required')
  if (n >= 2n ** 63n || n < -(2n ** 63n)) throw overflowError('Python int too large to convert to C ssize_t')
  return n
}

function inRange(v: Value, least: bigint, most: bigint, message: string): Int {
  const n = whole(v)
  if (n < least || n > most) throw valueError(message)
  return n
}

export function roundingOf(v: Value): Round {
  const i = typeof v === 'string' ? ROUND_NAMES.indexOf(v) : -1
  if (i < 0) {
    throw typeError(
      'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]',
    )
  }
  return i
}

/** Setting the attributes of a context, each with its limits. */
export const setters: Record<string, (cx: Context, c: PyDecimalContext, v: Value) => void> = {
  prec(_cx, c, v) {
    c.precGiven = inRange(v, 1n, LIMIT, 'valid range for prec is [1, MAX_PREC]')
    c.prec = Number(c.precGiven)
  },
  Emin(_cx, c, v) {
    c.eminGiven = inRange(v, -LIMIT, 0n, 'valid range for Emin is [MIN_EMIN, 0]')
    c.emin = Number(c.eminGiven)
  },
  Emax(_cx, c, v) {
    c.emaxGiven = inRange(v, 0n, LIMIT, 'valid range for Emax is [0, MAX_EMAX]')
    c.emax = Number(c.emaxGiven)
  },
  rounding(_cx, c, v) {
    c.rounding = roundingOf(v)
  },
  capitals(_cx, c, v) {
    c.capitals = inRange(v, 0n, 1n, 'valid values for capitals are 0 or 1') === 1
  },
  clamp(_cx, c, v) {
    c.clamp = inRange(v, 0n, 1n, 'valid values for clamp are 0 or 1') === 1
  },
  flags(cx, c, v) {
    if (v instanceof PyList) throw typeError('argument must be a signal dict')
    c.status = signalsOf(cx, v)
  },
  traps(cx, c, v) {
    if (v instanceof PyList) throw typeError('argument must be a signal dict')
    c.traps = signalsOf(cx, v)
  },
}
