/**
 * time: clocks of the host, and sleeping, which without an event loop means waiting.
 */
import { asFloat } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import { valueError } from '../objects/raise'
import { fromFloat } from '../values/int'
import { PyFloat, PyTuple, type Value } from '../values/value'
import { structTimeType, timeFunctions } from './time_fields'

const ns = (seconds: number): Value => fromFloat(Math.round(seconds * 1e9))

function sleep(cx: Context, seconds: Value): null {
  const s = asFloat(cx, seconds)
  if (Number.isNaN(s)) throw valueError('Invalid value NaN (not a number)')
  if (s < 0) throw valueError('sleep length must be non-negative')
  if (cx.host.sleep !== undefined) {
    cx.host.sleep(s)
    return null
  }
  const end = cx.host.perf() + s
  while (cx.host.perf() < end) cx.tick(1)
  return null
}

export const load = defineModule('time', 'Clocks and waiting.', {
  functions: {
    '~time()': ['Seconds since the epoch.', (cx) => new PyFloat(cx.host.time())],
    '~time_ns()': ['Nanoseconds since the epoch.', (cx) => ns(cx.host.time())],
    '~monotonic()': ['A clock that never goes back.', (cx) => new PyFloat(cx.host.perf())],
    '~monotonic_ns()': ['The same in nanoseconds.', (cx) => ns(cx.host.perf())],
    '~perf_counter()': ['A clock for measuring.', (cx) => new PyFloat(cx.host.perf())],
    '~perf_counter_ns()': ['The same in nanoseconds.', (cx) => ns(cx.host.perf())],
    '~process_time()': ['Processor time of this process.', (cx) => new PyFloat(cx.host.perf())],
    '~process_time_ns()': ['The same in nanoseconds.', (cx) => ns(cx.host.perf())],
    '~thread_time()': ['Processor time of this thread.', (cx) => new PyFloat(cx.host.perf())],
    '~sleep(seconds, /)': ['Wait for this many seconds.', sleep],
    ...timeFunctions,
  },
  values: () => ({
    timezone: 0,
    altzone: 0,
    daylight: 0,
    tzname: new PyTuple(['UTC', 'UTC']),
    struct_time: structTimeType,
  }),
})
