/**
 * time: clocks of the host, and sleeping, which without an event loop means waiting.
 */
import { asFloat } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineModule } from '../objects/define'
import { newOSErrorOf } from '../objects/exceptions'
import { newNamespace } from '../objects/namespace'
import { PyRaise, valueError } from '../objects/raise'
import { fromFloat } from '../values/int'
import { PyFloat, PyTuple, type Str, type Value } from '../values/value'
import { textOf } from '../values/wide'
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

/** The clocks of the system: number, name, and which of ours each is. */
const CLOCKS: Record<string, { id: number; wall?: boolean }> = {
  CLOCK_REALTIME: { id: 0, wall: true },
  CLOCK_MONOTONIC: { id: 1 },
  CLOCK_PROCESS_CPUTIME_ID: { id: 2 },
  CLOCK_THREAD_CPUTIME_ID: { id: 3 },
  CLOCK_MONOTONIC_RAW: { id: 4 },
  CLOCK_BOOTTIME: { id: 7 },
  CLOCK_TAI: { id: 11, wall: true },
}

function readClock(cx: Context, id: number): number {
  const clock = Object.values(CLOCKS).find((c) => c.id === id)
  if (clock === undefined) throw new PyRaise(newOSErrorOf(22, 'Invalid argument'))
  return clock.wall ? cx.host.time() : cx.host.perf()
}

const CLOCK_OF: Record<string, string> = {
  time: 'CLOCK_REALTIME',
  monotonic: 'CLOCK_MONOTONIC',
  perf_counter: 'CLOCK_MONOTONIC',
  process_time: 'CLOCK_PROCESS_CPUTIME_ID',
  thread_time: 'CLOCK_THREAD_CPUTIME_ID',
}

function clockInfo(name: string): Value {
  const clock = Object.hasOwn(CLOCK_OF, name) ? CLOCK_OF[name] : undefined
  if (clock === undefined) throw valueError('unknown clock')
  return newNamespace({
    implementation: `clock_gettime(${clock})`,
    monotonic: name !== 'time',
    adjustable: name === 'time',
    resolution: new PyFloat(1e-9),
  })
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
    '~thread_time_ns()': ['The same in nanoseconds.', (cx) => ns(cx.host.perf())],
    'get_clock_info(name: str, /)': [
      'What is known of a clock, as a namespace.',
      (_cx, name: Str) => clockInfo(textOf(name)),
    ],
    'clock_gettime(clk_id: int, /)': ['The time of a clock.', (cx, id: number) => new PyFloat(readClock(cx, id))],
    'clock_gettime_ns(clk_id: int, /)': ['The same in nanoseconds.', (cx, id: number) => ns(readClock(cx, id))],
    'clock_getres(clk_id: int, /)': [
      'The resolution of a clock.',
      (cx, id: number) => {
        readClock(cx, id)
        return new PyFloat(1e-9)
      },
    ],
    '~tzset()': ['Read the time zone anew: it is always UTC.', () => null],
    '~sleep(seconds, /)': ['Wait for this many seconds.', sleep],
    ...timeFunctions,
  },
  values: () => ({
    ...Object.fromEntries(Object.entries(CLOCKS).map(([name, clock]) => [name, clock.id])),
    timezone: 0,
    altzone: 0,
    daylight: 0,
    tzname: new PyTuple(['UTC', 'UTC']),
    struct_time: structTimeType,
  }),
})
