/**
 * Natives that take items one by one (`objects/consume.ts`), driven by the loop: the body of the generator they are given, or the function of the `map`, runs
 * in the machine's own loop with exit DRAIN, and each value it gives is handed to the consumer.
 */
import { isTrue } from '../objects/abstract'
import type { Consumer, ConsumerMaker } from '../objects/consume'
import { type Frame, FrameExit } from '../objects/frame'
import { PyFunction } from '../objects/function'
import { GenState, PyGenerator } from '../objects/generator'
import { typeOf } from '../objects/type'
import { PyFilter, PyMap } from '../objects/zip_map_filter'
import type { Value } from '../values/value'
import { enterCall } from './call'
import { resumeFrame } from './generator'
import { dropGenerator } from './ops'
import type { VM } from './vm'

/** Stands for "this cannot be run by the loop: call it the plain way". */
export const PLAIN = Symbol('plain')

/** One call of a consuming native. */
export class Drain {
  /** What `filter` is asking about. */
  item: Value = null
  constructor(
    readonly consumer: Consumer,
    /** Where the items come from: a generator, or the iterator of a `map` or `filter` with its function. */
    readonly source: PyGenerator | PyMap | PyFilter,
  ) {}
}

/** Whether the machine can run what gives the items: a generator that waits, or one Python function over one iterable. */
function drainable(source: Value): source is PyGenerator | PyMap | PyFilter {
  if (typeof source !== 'object' || source === null) return false
  switch (source.constructor) {
    case PyGenerator:
      return (source as PyGenerator).state <= GenState.DELEGATING
    case PyMap:
      return (source as PyMap).func instanceof PyFunction && (source as PyMap).iterators.length === 1
    case PyFilter:
      return (source as PyFilter).func instanceof PyFunction
    default:
      return false
  }
}

/** Starts a call of a consuming native: its result, undefined when a frame was entered (the result then goes to `frame.sp`), or PLAIN. */
export function drain(
  vm: VM,
  frame: Frame,
  source: Value,
  make: ConsumerMaker,
  rest: (Value | undefined)[],
): Value | undefined | typeof PLAIN {
  if (!drainable(source)) return PLAIN
  const consumer = make(vm, rest)
  return consumer === undefined ? PLAIN : advance(vm, frame, new Drain(consumer, source))
}

/** Asks for the next item. */
function advance(vm: VM, frame: Frame, d: Drain): Value | undefined {
  const { source } = d
  if (source instanceof PyGenerator) {
    const f = resumeFrame(vm, frame, source, FrameExit.DRAIN)
    f.drain = d
    f.localsplus[f.sp++] = null
    return undefined
  }
  const it = (source instanceof PyMap ? source.iterators[0] : source.it) as Value
  const item = typeOf(it).tp_iternext!(vm, it)
  if (item === undefined) return d.consumer.end(vm)
  d.item = item
  enterCall(vm, frame, source.func as PyFunction, [item], FrameExit.DRAIN)
  ;(vm.frame as Frame).drain = d
  return undefined
}

/**
 * A value has come out: of the generator, which is suspended again, or of a call of the function. `frame` is the consumer's caller and current. Gives the
 * result, or undefined when the next frame was entered.
 */
export function drained(vm: VM, frame: Frame, d: Drain, value: Value): Value | undefined {
  const { source } = d
  if (!(source instanceof PyFilter)) {
    const r = d.consumer.take(vm, value)
    if (r !== undefined) {
      if (source instanceof PyGenerator) dropArgument(vm, frame, source)
      return r
    }
  } else if (isTrue(vm, value)) {
    const r = d.consumer.take(vm, d.item)
    if (r !== undefined) return r
  }
  return advance(vm, frame, d)
}

/** Closes a generator that was made as the argument of this very call and that the call has left unfinished: nobody holds it any more. */
export function dropArgument(vm: VM, frame: Frame, gen: PyGenerator): void {
  if (gen.argumentOf !== frame || gen.argumentAt !== frame.pc) return
  gen.argumentOf = null
  const { pc, sp } = frame
  dropGenerator(vm, gen)
  vm.frame = frame
  frame.pc = pc
  frame.sp = sp
}
