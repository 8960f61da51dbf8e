/**
 * The calendar half of the `time` module (CPython's Modules/timemodule.c): struct_time, and conversions between it, seconds and text. Local time
 * is UTC: the host's time zone is no business of the program.
 */
import { PyFloat, PyTuple, type Str, type Value } from '../values/value'
import { fromFloat } from '../values/int'
import { fromText } from '../values/wide'
import { asFloat, callMethod, getAttr, index, repr, toArray } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineType, type MethodEntry } from '../objects/define'
import { adopt } from '../objects/object'
import { overflowError, typeError, valueError } from '../objects/raise'
import { bindWith } from '../objects/signature'
import { tupleType } from '../objects/tuple'
import type { PyType } from '../objects/type'

const NAMES = ['tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst']

/** A tuple of nine fields with names, and two more that are no items. */
export class PyStructTime extends PyTuple {
  zone: Value = null
  offset: Value = null
}

const make = bindWith(
  'time.struct_time(sequence, dict=<unrepresentable>)',
  (cx: Context, cls: PyType, sequence: Value): Value => {
    const items = toArray(cx, sequence)
    if (items.length < 9) {
      throw typeError(`time.struct_time() takes an at least 9-sequence (${items.length}-sequence given)`)
    }
    if (items.length > 11) {
      throw typeError(`time.struct_time() takes an at most 11-sequence (${items.length}-sequence given)`)
    }
    const made = new PyStructTime(items.slice(0, 9))
    made.zone = items[9] ?? null
    made.offset = items[10] ?? null
    return cls === structTimeType ? made : adopt(made, cls)
  },
)

export const structTimeType: PyType = defineType('struct_time', PyStructTime, {
  base: tupleType,
  module: 'time',
  doc: 'The time value as returned by gmtime(), localtime() and strptime().',
  slots: {
    tp_new: make,
    tp_repr: (cx, self: PyStructTime) =>
      fromText(`time.struct_time(${NAMES.map((n, i) => `${n}=${String(repr(cx, self.items[i]))}`).join(', ')})`),
  },
  members: {
    ...Object.fromEntries(NAMES.map((n, i) => [n, [null, (_cx: Context, self: PyStructTime) => self.items[i]]])),
    tm_zone: [null, (_cx: Context, self: PyStructTime) => self.zone],
    tm_gmtoff: [null, (_cx: Context, self: PyStructTime) => self.offset],
  } as Record<string, [string | null, (cx: Context, self: PyStructTime) => Value]>,
  constants: { n_fields: 11, n_sequence_fields: 9, n_unnamed_fields: 0, __match_args__: new PyTuple(NAMES) },
})

function fields(seconds: number, zone = 'UTC'): PyStructTime {
  const d = new Date(Math.floor(seconds) * 1000)
  const year = d.getUTCFullYear()
  if (Number.isNaN(year)) throw overflowError('timestamp out of range for platform time_t')
  const start = new Date(0)
  start.setUTCFullYear(year, 0, 1)
  const made = new PyStructTime([
    year,
    d.getUTCMonth() + 1,
    d.getUTCDate(),
    d.getUTCHours(),
    d.getUTCMinutes(),
    d.getUTCSeconds(),
    (d.getUTCDay() + 6) % 7,
    Math.floor((d.getTime() - start.getTime()) / 86400000) + 1,
    0,
  ])
  made.zone = zone
  made.offset = 0
  return made
}

const now = (cx: Context, v: Value | undefined): number =>
  v === undefined || v === null ? cx.host.time() : asFloat(cx, v)

/** The nine ints of a time tuple. */
function numbers(cx: Context, v: Value): number[] {
  if (!(v instanceof PyTuple)) throw typeError('Tuple or struct_time argument required')
  if (v.items.length !== 9) throw typeError('function missing required argument or illegal time tuple argument')
  return v.items.map((x) => Number(index(cx, x)))
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number): string => String(n).padStart(2, '0')

function ascTime(t: number[]): string {
  const [year, month, day, hour, minute, second, weekday] = t
  if (month < 0 || month > 12) throw valueError('month out of range')
  return `${DAYS[weekday % 7]} ${MONTHS[Math.max(1, month) - 1]} ${String(day).padStart(2)} ${two(hour)}:${two(minute)}:${two(second)} ${year}`
}

/** strftime and strptime are written once, in `datetime.py`. */
const layout = (cx: Context, name: string): Value => getAttr(cx, cx.importModule('datetime'), name)

function checked(t: number[]): Value {
  const [year, month, day, hour, minute, second, weekday, yearday, dst] = t
  if (month < 0 || month > 12) throw valueError('month out of range')
  if (day < 0 || day > 31) throw valueError('day of month out of range')
  if (hour < 0 || hour > 23) throw valueError('hour out of range')
  if (minute < 0 || minute > 59) throw valueError('minute out of range')
  if (second < 0 || second > 61) throw valueError('seconds out of range')
  if (weekday < 0) throw valueError('day of week out of range')
  if (yearday < 0 || yearday > 366) throw valueError('day of year out of range')
  return new PyTuple([
    year,
    Math.max(1, month),
    Math.max(1, day),
    hour,
    minute,
    second,
    weekday % 7,
    Math.max(1, yearday),
    dst,
  ])
}

export const timeFunctions: Record<string, MethodEntry> = {
  '~gmtime(seconds=None, /)': ['The fields of a time in UTC.', (cx, v: Value) => fields(now(cx, v), 'GMT')],
  '~localtime(seconds=None, /)': [
    'The fields of a time in local time, which is UTC.',
    (cx, v: Value) => fields(now(cx, v)),
  ],
  '~mktime(tuple, /)': [
    'Seconds since the epoch of fields in local time.',
    (cx, v: Value) => {
      const [year, month, day, hour, minute, second] = numbers(cx, v)
      const d = new Date(0)
      d.setUTCFullYear(year, month - 1, day)
      return new PyFloat(d.getTime() / 1000 + hour * 3600 + minute * 60 + second)
    },
  ],
  '~asctime(tuple=<unrepresentable>, /)': [
    'Fields as text: Thu Jan  2 03:04:05 2020.',
    (cx, v: Value | undefined) => ascTime(numbers(cx, v === undefined ? fields(now(cx, null)) : v)),
  ],
  '~ctime(seconds=None, /)': ['A time as text.', (cx, v: Value) => ascTime(numbers(cx, fields(now(cx, v))))],
  '~strftime(format: str, tuple=<unrepresentable>, /)': [
    'Fields laid out by a format.',
    (cx, format: Str, v: Value | undefined) => {
      const t = checked(numbers(cx, v === undefined ? fields(now(cx, null)) : v))
      return cx.call(layout(cx, '_strftime'), [null, format, t])
    },
  ],
  '~strptime(data_string, format="%a %b %d %H:%M:%S %Y", /)': [
    'The fields of a text by a format.',
    (cx, text: Value, format: Value) => {
      const r = toArray(cx, cx.call(layout(cx, '_parse_fields'), [text, format]))
      const made = new PyStructTime([r[0], r[1], r[2], r[3], r[4], r[5], r[9], r[10], -1])
      made.zone = r[8]
      made.offset = r[7] === null ? null : fromFloat(asFloat(cx, callMethod(cx, r[7], 'total_seconds')))
      return made
    },
  ],
}
