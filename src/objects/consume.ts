/**
 * Native functions that take the items of an iterable one by one: `sum`, `any`, `max`, `list` …
 *
 * Such a function is written as a Consumer, what it does with each item, and can then be driven in two ways: by `consume` here, which asks the iterator, and by
 * the machine, which runs the body of a generator (or the function of a `map`) in its own loop and hands over what comes out of it, so that neither time nor
 * host stack is spent on entering the machine for each item.
 */
import { PyList, type Value } from '../values/value'
import { getIter } from './abstract'
import type { Context } from './context'
import type { NativeFn } from './signature'
import { type PyType, typeOf } from './type'

export interface Consumer {
  /** Takes an item. A result means that no more are wanted. */
  take(cx: Context, item: Value): Value | undefined
  /** The result after the last item. */
  end(cx: Context): Value
}

/** Makes the consumer of one call, given what comes after the iterable (for methods, `self` first); undefined where the plain way must be taken. */
export type ConsumerMaker = (cx: Context, args: (Value | undefined)[]) => Consumer | undefined

const ofFunction = new Map<NativeFn, ConsumerMaker>()
const ofType = new Map<PyType, ConsumerMaker>()

/** Tells the machine what a native function, or a class called with one argument, does with the items of its first argument. */
export function registerConsumer(of: NativeFn | PyType, make: ConsumerMaker): void {
  if (typeof of === 'function') ofFunction.set(of, make)
  else ofType.set(of, make)
}

export const consumerOfFunction = (fn: NativeFn): ConsumerMaker | undefined => ofFunction.get(fn)
export const consumerOfType = (type: PyType): ConsumerMaker | undefined => ofType.get(type)

/** Gives a consumer all items of an iterable. */
export function consume(cx: Context, iterable: Value, consumer: Consumer): Value {
  const it = getIter(cx, iterable)
  return consumeIterator(cx, it, consumer)
}

/** The same for what is an iterator already. */
export function consumeIterator(cx: Context, it: Value, consumer: Consumer): Value {
  const next = typeOf(it).tp_iternext!
  for (let n = 1; ; n++) {
    const item = next(cx, it)
    if (item === undefined) return consumer.end(cx)
    const r = consumer.take(cx, item)
    if (r !== undefined) return r
    if ((n & 0x3ff) === 0) cx.tick(0x400)
  }
}

/** Collects the items and makes the result of all of them. */
export class Collector implements Consumer {
  readonly items: Value[] = []
  constructor(readonly finish: (cx: Context, items: Value[]) => Value = (_cx, items) => new PyList(items)) {}
  take(_cx: Context, item: Value): undefined {
    this.items.push(item)
  }
  end(cx: Context): Value {
    return this.finish(cx, this.items)
  }
}
