/**
 * Imports from files the embedding program hands in, and the limits of a run.
 */
import { describe, expect, test } from 'vitest'
import { Interpreter } from '../interpreter'

function run(source: string, files: Record<string, string> = {}, limits = {}) {
  return new Interpreter({ files, limits: { seconds: 20, ...limits } }).run(source)
}

const lines = (...l: string[]) => `${l.join('\n')}\n`

describe('imports', () => {
  test('packages, relative imports, submodules', () => {
    const r = run(
      'import pkg.sub.leaf as l, pkg\nfrom pkg import name, sub\nprint(l.up(), name, pkg.sub is sub, l.__package__, l.__name__)',
      {
        'pkg/__init__.py': 'name = "p"',
        'pkg/other.py': 'value = 7',
        'pkg/sub/__init__.py': '',
        'pkg/sub/leaf.py':
          'from ..other import value\nfrom .. import name\nfrom . import __name__ as here\ndef up(): return value, name, here',
      },
    )
    expect(r.stdout + r.stderr).toBe("(7, 'p', 'pkg.sub') p True pkg.sub pkg.sub.leaf\n")
  })

  test('circular imports', () => {
    const r = run('import a\nprint(a.x, a.b.y)\ntry:\n    import c\nexcept ImportError as e:\n    print(e)', {
      'a.py': 'import b\nx = 1',
      'b.py': 'import a\ny = hasattr(a, "x")',
      'c.py': 'import d',
      'd.py': 'from c import z',
    })
    expect(r.stdout + r.stderr).toBe(
      lines(
        '1 False',
        "cannot import name 'z' from partially initialized module 'c' (most likely due to a circular import) (/c.py)",
      ),
    )
  })

  test('errors name the module', () => {
    const r = run(
      'for m in ("nope", "nope.sub", "math.x", "one.two"):\n    try:\n        __import__(m)\n    except ImportError as e:\n        print(type(e).__name__, e, e.name)',
      {
        'one.py': '',
      },
    )
    expect(r.stdout).toBe(
      lines(
        "ModuleNotFoundError No module named 'nope' nope",
        "ModuleNotFoundError No module named 'nope' nope",
        "ModuleNotFoundError No module named 'math.x'; 'math' is not a package math.x",
        "ModuleNotFoundError No module named 'one.two'; 'one' is not a package one.two",
      ),
    )
  })

  test('a module that fails is not kept, and can be imported again', () => {
    const r = run(
      'import sys\nfor _ in range(2):\n    try:\n        import m\n    except ZeroDivisionError:\n        print("m" in sys.modules)',
      {
        'm.py': '1/0',
      },
    )
    expect(r.stdout).toBe(lines('False', 'False'))
  })

  test('importlib, reload, __import__ with a from-list', () => {
    const r = run(
      'import importlib, m\nm.n = 5\nimportlib.reload(m)\nprint(m.n, importlib.import_module(".sub", "p").v, __import__("p.sub", fromlist=["v"]).v, __import__("p.sub").__name__)',
      { 'm.py': 'n = 1', 'p/__init__.py': '', 'p/sub.py': 'v = 3' },
    )
    expect(r.stdout + r.stderr).toBe('1 3 3 p\n')
  })
})

describe('limits', () => {
  const limit = (source: string, limits: object) => run(source, {}, limits).error?.type

  test('each kind ends the run', () => {
    expect(limit('while True: pass', { seconds: 0.2 })).toBe('time-limit')
    expect(limit('while True: pass', { steps: 10_000 })).toBe('step-limit')
    expect(limit('while True: print("x" * 100)', { output: 5000 })).toBe('size-limit')
    const stop = new AbortController()
    stop.abort()
    expect(limit('while True: pass', { signal: stop.signal })).toBe('cancelled')
  })

  test('no handler of the program sees a limit', () => {
    const r = run(
      'try:\n    while True: pass\nexcept BaseException: print("caught")\nfinally: print("finally")',
      {},
      { steps: 5000 },
    )
    expect([r.exitCode, r.stdout]).toEqual([3, ''])
  })

  test('natives that loop for ever are stopped too', () => {
    for (const source of ['sum(iter(int, 1))', 'list(iter(int, 1))', 'max(iter(int, 1))']) {
      expect(limit(source, { seconds: 0.2 })).toBe('time-limit')
    }
  })

  test('what cannot be allocated is MemoryError', () => {
    for (const source of [
      "'a' * 10**12",
      '[0] * 10**10',
      '(1,) * 10**10',
      'bytes(10**12)',
      '1 << 10**12',
      "'%1000000000000d' % 1",
    ]) {
      expect(run(source).error?.type, source).toBe('MemoryError')
    }
  })

  test('recursion of every kind is RecursionError', () => {
    const programs = [
      'def f(n): return f(n + 1)\nf(0)',
      'class A:\n    def __repr__(self): return repr(self)\nrepr(A())',
      'def g(n): return sorted([1, 2], key=lambda x: g(n))\ng(0)',
      'class B:\n    def __getattr__(self, n): return getattr(self, n + "x")\nB().y',
      'class C:\n    def __eq__(self, o): return self == o\nC() == C()',
      'x = []\nfor i in range(100000): x = [x]\nrepr(x)',
      'def g(n): yield from g(n)\nnext(g(0))',
      'g = iter([1])\nfor i in range(100000): g = map(lambda x: x, g)\nlist(g)',
    ]
    for (const p of programs) expect(run(p).error?.type, p).toBe('RecursionError')
  })

  test('depth costs no host stack', () => {
    const deep =
      'import sys\nsys.setrecursionlimit(10**6)\ndef d(n): return 0 if n == 0 else 1 + d(n - 1)\nprint(d(50000))'
    expect(run(deep).stdout).toBe('50000\n')
    const chain =
      'import sys\nsys.setrecursionlimit(10**6)\ndef h(it): yield from it\nit = iter([1])\nfor i in range(50000): it = h(it)\nprint(next(it))'
    expect(run(chain).stdout).toBe('1\n')
  })
})
