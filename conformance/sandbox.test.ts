/**
 * The sandbox: what a program may try to get at the host, and that it gets nowhere. The escapes are those known of interpreters hosted by JavaScript (prototype and constructor
 * names, getters, format strings, keys of namespaces) and of restricted Pythons (`__subclasses__`, code objects, frames, builtins).
 */
import { describe, expect, it } from 'vitest'
import { Interpreter, run } from '../src/index'

/** Names every JavaScript object, array, function or map answers to and no Python object does. */
const HOST_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'isPrototypeOf',
  'toString',
  'valueOf',
  'toLocaleString',
  '__defineGetter__',
  '__lookupGetter__',
  'propertyIsEnumerable',
  'caller',
  'callee',
  'arguments',
  'apply',
  'bind',
  'call',
  'length',
  'push',
  'concat',
  'forEach',
  'charAt',
  'charCodeAt',
  'then',
  'size',
  'globalThis',
  'process',
  'require',
  'module',
  'Buffer',
  'eval_',
  'Function',
  'WebAssembly',
  'window',
  'document',
  'fetch',
  'import',
]

describe('sandbox', () => {
  it('shows no host attribute on any object', () => {
    const probe = `
import sys, types, collections, functools, itertools, io
def gen(): yield 1
async def co(): pass
class C:
    __slots__ = ('a',)
class D: pass
c = co()
objects = [None, True, 1, 2 ** 70, 1.5, 1j, 'a', '\\U0001f600', b'b', bytearray(b'c'), [1], (1,), {1: 2}, {1}, frozenset(), range(3), slice(1), gen, gen(), c, C, C(), D, D(), C.a,
           int, type, object, len, [].append, str.join, print, sys, sys._getframe(), gen.__code__, ValueError('x'), memoryview(b'x'), iter([]), iter({}), {}.items(), property(),
           classmethod(len), super(D, D()), types.SimpleNamespace(), functools.partial(len), itertools.count(), collections.deque(), collections.Counter(), io.StringIO(), sys.stdout,
           sys.modules, globals(), NotImplemented, ..., int | str, list[int], lambda: 0]
for o in objects:
    for name in ${JSON.stringify(HOST_NAMES)}:
        if hasattr(o, name) and name not in dir(o):
            print(type(o).__name__, name, getattr(o, name))
c.close()
`
    const result = run(probe)
    expect(result.stderr).toBe('')
    expect(result.stdout).toBe('')
  })

  it.each([
    ['format strings', `print('{0.constructor}'.format(1))`, 'AttributeError'],
    ['format of prototypes', `print('{0.__proto__.constructor}'.format([]))`, 'AttributeError'],
    ['percent keys', `print('%(constructor)s' % {})`, 'KeyError'],
    ['globals by host names', `print(constructor)`, 'NameError'],
    ['undefined globals', `print(__proto__)`, 'NameError'],
    ['files', `print(open('/etc/passwd').read())`, 'FileNotFoundError'],
    ['files by descriptor', `import os\nprint(os.listdir('/etc'))`, 'FileNotFoundError'],
    ['shell', `import os\nos.system('echo hi')`, ''],
    ['processes', `import subprocess`, 'ModuleNotFoundError'],
    ['sockets', `import socket`, 'ModuleNotFoundError'],
    ['foreign functions', `import ctypes`, 'ModuleNotFoundError'],
    ['host modules', `import js`, 'ModuleNotFoundError'],
    ['node modules', `import fs`, 'ModuleNotFoundError'],
    ['path traversal of imports', `__import__('../../package')`, 'ModuleNotFoundError'],
  ])('gives nothing through %s', (_name, source, error) => {
    const { ok, stdout, stderr } = run(source)
    if (error !== '') {
      expect(ok).toBe(false)
      expect(stderr).toContain(error)
    }
    expect(stdout).not.toMatch(/native code|\[object|root:/)
  })

  it('keeps host names as plain keys', () => {
    const source = `
d = {}
d['__proto__'] = 1; d['constructor'] = 2
class A: pass
a = A()
a.__dict__['__proto__'] = {'polluted': True}
setattr(a, 'constructor', 5)
globals()['toString'] = 7
print(d, a.constructor, toString, A().__class__.__name__, hasattr(A(), 'polluted'), hasattr({}, 'polluted'))
`
    expect(run(source).stdout).toBe("{'__proto__': 1, 'constructor': 2} 5 7 A False False\n")
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('lists only Python classes as subclasses of object', () => {
    const source = `
names = [k.__name__ for k in object.__subclasses__()]
print(all(isinstance(k, type) for k in object.__subclasses__()), 'Function' in names, 'process' in names)
`
    expect(run(source).stdout).toBe('True False False\n')
  })

  it('keeps interpreters apart', () => {
    const first = new Interpreter()
    first.run('import math, sys\nmath.pi = 3\nsys.leak = 1\nimport builtins\nbuiltins.len = None\nclass Leak: pass')
    const second = new Interpreter()
    expect(
      second.run(
        'import math, sys\nprint(math.pi > 3.1, hasattr(sys, "leak"), len("ab"), any(k.__name__ == "Leak" for k in object.__subclasses__()))',
      ).stdout,
    ).toBe('True False 2 False\n')
    for (const change of [
      'int.x = 1',
      'del str.join',
      'list.append = None',
      'type.mro = 1',
      'dict.__getitem__ = 1',
      'object.__class__ = 1',
    ]) {
      expect(second.run(change).stderr).toMatch(/TypeError/)
    }
  })

  it.each([
    ['steps', 'while True: pass', { steps: 100_000 }],
    [
      'steps in handlers',
      'while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass',
      { steps: 100_000 },
    ],
    [
      'steps in finally',
      'def f():\n    try:\n        while True: pass\n    finally:\n        f()\nf()',
      { steps: 100_000 },
    ],
    ['steps in natives', 'sum(range(10 ** 12))', { steps: 1_000_000 }],
    ['time', 'while True: pass', { seconds: 0.3 }],
    ['output', 'while True: print("x" * 1000)', { output: 100_000 }],
    ['regular expressions', 'import re\nre.match("(a+)+$", "a" * 40 + "b")', { steps: 1_000_000 }],
  ])('stops at the limit of %s', (_name, source, limits) => {
    const result = run(source, { limits })
    expect(result.exitCode).toBe(3)
    expect(result.error?.limit).toBeTruthy()
  })

  it.each([
    ['text', `'a' * 10 ** 12`, 'MemoryError'],
    ['lists', '[0] * 10 ** 10', 'MemoryError'],
    ['deep calls', 'def f(): f()\nf()', 'RecursionError'],
    ['deep calls through natives', 'def f(x): return max([x], key=f)\nf(1)', 'RecursionError'],
    ['deep reprs', 'x = []\nfor _ in range(100000): x = [x]\nrepr(x)', 'RecursionError'],
    ['deep comparisons', 'a = b = None\nfor _ in range(100000): a, b = [a], [b]\na == b', 'RecursionError'],
    ['deep generators', 'def g(n):\n    if n: yield from g(n - 1)\n    yield n\nlist(g(100000))', 'RecursionError'],
    ['deep expressions', `eval('(' * 500 + ')' * 500)`, 'SyntaxError'],
  ])('ends %s in a Python error', (_name, source, error) => {
    const result = run(source, { limits: { seconds: 20 } })
    expect(result.stderr).toContain(error)
    expect(result.exitCode).toBe(1)
  })

  it('ends a huge power in an error or at the limit', () => {
    const result = run('10 ** 10 ** 8', { limits: { steps: 1_000_000 } })
    expect([1, 3]).toContain(result.exitCode)
  })

  it('can be cancelled', () => {
    const signal = AbortSignal.abort()
    expect(run('while True: pass', { limits: { signal } }).error?.limit).toBe('cancelled')
  })
})
