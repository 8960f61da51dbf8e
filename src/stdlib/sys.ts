/**
 * sys: the interpreter's own state (CPython's Python/sysmodule.c).
 *
 * The one native module that knows the machine itself: frames, limits of recursion, tracing.
 */
import { getAttrOrNull, repr } from '../objects/abstract'
import type { Context } from '../objects/context'
import { defineFunction, defineModule } from '../objects/define'
import { excTypes, PyException } from '../objects/exceptions'
import type { Frame } from '../objects/frame'
import type { PyModule } from '../objects/module'
import { PyNamespace } from '../objects/namespace'
import { raiseOf, recursionError, typeError, valueError } from '../objects/raise'
import { typeName } from '../objects/type'
import { asIndex } from '../objects/abstract'
import { PyFloat, PyList, PyTuple, type Value } from '../values/value'
import { PyDict } from '../values/dict'
import { fromText, textOf } from '../values/wide'
import { formatException } from '../vm/traceback_text'
import type { VM } from '../vm/vm'
import { SettraceMonitor } from '../vm/settrace'
import { PyStandardStream, PyTextStream } from './io/text_stream'
import './io/text_wrapper'
import { makeMonitoringModule } from './sys_monitoring'
import { structSequence } from './structseq'
import { natives } from './natives'
import { sizeOf } from './sys_sizes'

export interface SysOptions {
  argv: readonly string[]
  path: readonly string[]
  executable: string
  platform: string
  flags: Partial<Record<string, number>>
}

const VERSION = '3.13.0 (main, Oct  7 2024, 00:00:00) [pytracify]'

const FLAGS: readonly (readonly [string, Value])[] = [
  ['debug', 0],
  ['inspect', 0],
  ['interactive', 0],
  ['optimize', 0],
  ['dont_write_bytecode', 0],
  ['no_user_site', 0],
  ['no_site', 0],
  ['ignore_environment', 0],
  ['verbose', 0],
  ['bytes_warning', 0],
  ['quiet', 0],
  ['hash_randomization', 0],
  ['isolated', 0],
  ['dev_mode', false],
  ['utf8_mode', 0],
  ['warn_default_encoding', 0],
  ['safe_path', false],
  ['int_max_str_digits', 4300],
]

const FLOAT_INFO: readonly (readonly [string, Value])[] = [
  ['max', new PyFloat(Number.MAX_VALUE)],
  ['max_exp', 1024],
  ['max_10_exp', 308],
  ['min', new PyFloat(2.2250738585072014e-308)],
  ['min_exp', -1021],
  ['min_10_exp', -307],
  ['dig', 15],
  ['mant_dig', 53],
  ['epsilon', new PyFloat(Number.EPSILON)],
  ['radix', 2],
  ['rounds', 1],
]

const INT_INFO: readonly (readonly [string, Value])[] = [
  ['bits_per_digit', 30],
  ['sizeof_digit', 4],
  ['default_max_str_digits', 4300],
  ['str_digits_check_threshold', 640],
]

const HASH_INFO: readonly (readonly [string, Value])[] = [
  ['width', 64],
  ['modulus', 2305843009213693951n],
  ['inf', 314159],
  ['nan', 0],
  ['imag', 1000003],
  ['algorithm', 'siphash13'],
  ['hash_bits', 64],
  ['seed_bits', 128],
  ['cutoff', 0],
]

const VERSION_INFO: readonly (readonly [string, Value])[] = [
  ['major', 3],
  ['minor', 13],
  ['micro', 0],
  ['releaselevel', 'final'],
  ['serial', 0],
]

const THREAD_INFO: readonly (readonly [string, Value])[] = [
  ['name', 'pthread'],
  ['lock', 'semaphore'],
  ['version', null],
]

const vmOf = (cx: Context): VM => cx as unknown as VM

/** The frame `depth` calls up from the running one. */
function frameAt(cx: Context, depth: number): Frame {
  let f = cx.frame
  for (let i = 0; i < depth && f !== null; i++) f = f.back
  if (f === null) throw valueError('call stack is not deep enough')
  f.escaped = true
  for (let g: Frame | null = f; g !== null; g = g.back) g.escaped = true
  return f
}

function exceptionInfo(cx: Context): PyTuple {
  const e = cx.handledException
  return e === null ? new PyTuple([null, null, null]) : new PyTuple([e.type, e, e.traceback])
}

function displayHook(cx: Context, v: Value): null {
  if (v === null) return null
  const builtins = cx.builtins
  builtins.setStr('_', null)
  write(cx, 'stdout', `${textOf(repr(cx, v))}\n`)
  builtins.setStr('_', v)
  return null
}

function write(cx: Context, stream: string, text: string): void {
  const sys = cx.modules.getStr('sys') as PyModule
  const f = sys.dict.getStr(stream)
  if (f === undefined || f === null) return
  if (f instanceof PyTextStream && f.isPlain()) f.write(cx, fromText(text))
  else cx.call(getAttrOrNull(cx, f, 'write') as Value, [fromText(text)])
}

function exit(_cx: Context, status: Value): never {
  throw raiseOf(excTypes.SystemExit, ...(status === null ? [] : [status]))
}

function setRecursionLimit(cx: Context, limit: Value): null {
  const n = asIndex(cx, limit)
  if (n < 1) throw valueError('recursion limit must be greater or equal than 1')
  if (vmOf(cx).depth >= n) {
    throw recursionError(
      `cannot set the recursion limit to ${n} at the recursion depth ${vmOf(cx).depth}: the limit is too low`,
    )
  }
  cx.recursionLimit = n
  return null
}

function setIntMaxStrDigits(cx: Context, maxdigits: Value): null {
  const n = asIndex(cx, maxdigits)
  if (n !== 0 && n < 640) throw valueError('maxdigits must be 0 or larger than 640')
  cx.intMaxStrDigits = n
  return null
}

function intern(_cx: Context, s: Value): Value {
  if (typeof s !== 'string' && !(typeof s === 'object' && s !== null && 'cps' in s)) {
    throw typeError(`intern() argument must be str, not ${typeName(s)}`)
  }
  return s
}

function excepthook(cx: Context, _type: Value, value: Value, tb: Value): null {
  if (!(value instanceof PyException))
    throw typeError(`print_exception(): Exception expected for value, ${typeName(value)} found`)
  void tb
  write(cx, 'stderr', formatException(vmOf(cx), value))
  return null
}

const build = defineModule('sys', 'What the interpreter knows of itself.', {
  functions: {
    '_getframe(depth: index = 0, /)': [
      'Return a frame of the call stack: the caller’s, or one further up.',
      (cx, depth: number) => frameAt(cx, depth),
    ],
    '_getframemodulename(depth: index = 0)': [
      'Return the name of the module a frame of the call stack belongs to.',
      (cx, depth: number) => {
        let f = cx.frame
        for (let i = 0; i < depth && f !== null; i++) f = f.back
        return f === null ? null : ((f.func?.module as Value | undefined) ?? f.globals.getStr('__name__') ?? null)
      },
    ],
    'addaudithook(hook)': ['Add an audit hook; there are no events.', () => null],
    audit: ['Report an event to the audit hooks: there are none.', () => null],
    'call_tracing(func, args, /)': [
      'Call a function with tracing on inside a trace function.',
      (cx, func: Value, args: Value) => cx.call(func, (args as PyTuple).items.slice()),
    ],
    'displayhook(object, /)': ['Print an object unless it is None, and keep it as builtins._.', displayHook],
    'exc_info()': ['Return type, value and traceback of the exception being handled.', exceptionInfo],
    'excepthook(exctype, value, traceback, /)': ['Print an exception with its traceback to sys.stderr.', excepthook],
    'exception()': ['Return the exception being handled, or None.', (cx) => cx.handledException],
    'exit(status=None, /)': ['Leave the interpreter by raising SystemExit.', exit],
    'getdefaultencoding()': ['Return the encoding str() decodes with.', () => 'utf-8'],
    'getfilesystemencoding()': ['Return the encoding of file names.', () => 'utf-8'],
    'getfilesystemencodeerrors()': ['Return the error mode of file names.', () => 'surrogateescape'],
    'getrefcount(object, /)': ['Return a number of references; this machine counts none.', () => 2],
    'getrecursionlimit()': ['Return how deep calls may nest.', (cx) => cx.recursionLimit],
    'setrecursionlimit(limit, /)': ['Set how deep calls may nest.', setRecursionLimit],
    'getsizeof(object, default=<unrepresentable>)': ['Return the size of an object as CPython has it.', sizeOf],
    'getswitchinterval()': ['Return the thread switch interval.', () => new PyFloat(0.005)],
    'setswitchinterval(interval, /)': ['Set the thread switch interval: there is one thread.', () => null],
    'gettrace()': ['Return the trace function.', (cx) => SettraceMonitor.of(vmOf(cx))?.tracefunc ?? null],
    settrace: [
      'Set the trace function.',
      (cx: Context, args: Value[]) => SettraceMonitor.settrace(vmOf(cx), args[0] ?? null),
    ],
    'getprofile()': ['Return the profile function.', (cx) => SettraceMonitor.of(vmOf(cx))?.profilefunc ?? null],
    setprofile: [
      'Set the profile function.',
      (cx: Context, args: Value[]) => SettraceMonitor.setprofile(vmOf(cx), args[0] ?? null),
    ],
    'intern(string, /)': ['Return the one string of this text.', intern],
    'is_finalizing()': ['Return whether the interpreter is going down.', () => false],
    'get_int_max_str_digits()': ['Return the limit of digits of int/str conversions.', (cx) => cx.intMaxStrDigits],
    'set_int_max_str_digits(maxdigits)': ['Set the limit of digits of int/str conversions.', setIntMaxStrDigits],
    'get_asyncgen_hooks()': [
      'Return the hooks of asynchronous generators.',
      (cx) => {
        const h = vmOf(cx).asyncGenHooks
        return asyncgenHooks([h?.firstiter ?? null, h?.finalizer ?? null])
      },
    ],
    '~set_asyncgen_hooks(firstiter=<unrepresentable>, finalizer=<unrepresentable>)': [
      'Set the hooks of asynchronous generators.',
      (cx, firstiter: Value | undefined, finalizer: Value | undefined) => {
        const vm = vmOf(cx)
        const h = vm.asyncGenHooks ?? { firstiter: null, finalizer: null }
        vm.asyncGenHooks = {
          firstiter: firstiter === undefined ? h.firstiter : firstiter,
          finalizer: finalizer === undefined ? h.finalizer : finalizer,
        }
        return null
      },
    ],
    'get_coroutine_origin_tracking_depth()': ['Return how many frames coroutines remember.', () => 0],
    'set_coroutine_origin_tracking_depth(depth)': ['Set how many frames coroutines remember.', () => null],
    '_is_gil_enabled()': ['Return whether there is a global lock.', () => true],
    '_clear_type_cache()': ['Empty the cache of type lookups.', () => null],
    '_clear_internal_caches()': ['Empty caches.', () => null],
    'unraisablehook(unraisable, /)': ['Handle an exception that cannot be raised.', () => null],
  },
})

const asyncgenHooks = structSequence('asyncgen_hooks', 'sys', ['firstiter', 'finalizer'])

/** Structure sequences of `sys` are constants: made once, for all interpreters. */
const structures = new Map<string, PyTuple>()

function pairs(name: string, fields: readonly (readonly [string, Value])[]): PyTuple {
  let made = structures.get(name)
  if (made === undefined) {
    const names = fields.map(([k]) => k)
    made = structSequence(name, 'sys', names)(fields.map(([, v]) => v))
    structures.set(name, made)
  }
  return made
}

let builtinNames: PyTuple | undefined

/** `sys` for an interpreter that is being set up; it becomes part of `sys.modules`, which it shows. */
export function makeSysModule(vm: VM, options: Partial<SysOptions>): PyModule {
  const module = build(vm)
  const d = module.dict
  const strings = (list: readonly string[]) => new PyList(list.map(fromText))
  const values: Record<string, Value> = {
    modules: vm.modules,
    argv: strings(options.argv ?? ['']),
    orig_argv: strings(['python', ...(options.argv ?? [''])]),
    path: strings(options.path ?? []),
    path_hooks: new PyList([]),
    path_importer_cache: new PyDict(),
    meta_path: new PyList([]),
    version: fromText(VERSION),
    version_info: pairs('version_info', VERSION_INFO),
    hexversion: 0x030d00f0,
    api_version: 1013,
    copyright: 'Copyright (c) 2001-2024 Python Software Foundation.\nAll Rights Reserved.',
    maxsize: 9223372036854775807n,
    maxunicode: 0x10ffff,
    byteorder: 'little',
    platform: options.platform ?? 'linux',
    executable: fromText(options.executable ?? '/usr/local/bin/python3.13'),
    _base_executable: fromText(options.executable ?? '/usr/local/bin/python3.13'),
    prefix: '/usr/local',
    base_prefix: '/usr/local',
    exec_prefix: '/usr/local',
    base_exec_prefix: '/usr/local',
    platlibdir: 'lib',
    pycache_prefix: null,
    dont_write_bytecode: false,
    float_repr_style: 'short',
    flags: pairs('flags', FLAGS),
    float_info: pairs('float_info', FLOAT_INFO),
    int_info: pairs('int_info', INT_INFO),
    hash_info: pairs('hash_info', HASH_INFO),
    thread_info: pairs('thread_info', THREAD_INFO),
    warnoptions: new PyList([]),
    _xoptions: new PyDict(),
    abiflags: '',
    _git: new PyTuple(['CPython', '', '']),
    _framework: '',
    builtin_module_names: (builtinNames ??= new PyTuple(natives.names().sort().map(fromText))),
    stdlib_module_names: d.getStr('stdlib_module_names') ?? null,
    implementation: implementation(),
    monitoring: makeMonitoringModule(vm),
  }
  for (const k in values) d.setStr(k, values[k])
  const stdout = new PyStandardStream('<stdout>', 'w', { write: (t) => vm.writeStdout(t) }, null, 1)
  const stderr = new PyStandardStream('<stderr>', 'w', { write: (t) => vm.writeStderr(t) }, null, 2)
  const stdin = new PyStandardStream('<stdin>', 'r', null, { readline: () => vm.host.readline() }, 0)
  for (const [name, stream] of [
    ['stdin', stdin],
    ['stdout', stdout],
    ['stderr', stderr],
  ] as const) {
    d.setStr(name, stream)
    d.setStr(`__${name}__`, stream)
  }
  for (const name of ['displayhook', 'excepthook', 'unraisablehook']) d.setStr(`__${name}__`, d.getStr(name) as Value)
  d.setStr(
    '__breakpointhook__',
    defineFunction('~breakpointhook(*args, **kws)', 'Start a debugger: there is none.', () => null, 'sys'),
  )
  d.setStr('breakpointhook', d.getStr('__breakpointhook__') as Value)
  vm.displayHook = (v) => {
    const hook = d.getStr('displayhook')
    if (hook === undefined) throw raiseOf(excTypes.RuntimeError, 'lost sys.displayhook')
    return vm.call(hook, [v])
  }
  vm.modules.setStr('sys', module)
  return module
}

function implementation(): Value {
  const ns = new PyNamespace()
  const d = new PyDict()
  d.setStr('name', 'cpython')
  d.setStr('cache_tag', 'cpython-313')
  d.setStr('version', pairs('version_info', VERSION_INFO))
  d.setStr('hexversion', 0x030d00f0)
  ns.dict = d
  return ns
}

/** The loader of the module list: `sys` is there before any import can ask for it. */
export const load = (cx: Context): PyModule => cx.modules.getStr('sys') as PyModule
