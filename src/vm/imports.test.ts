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
    for (const source of [
      'sum(iter(int, 1))',
      'list(iter(int, 1))',
      'max(iter(int, 1))',
      'set(range(10**9))',
      'import heapq\nheapq.nsmallest(3, iter(int, 1))',
      'import itertools\nnext(itertools.islice(itertools.count(), 10**12, None))',
      'import itertools\nnext(itertools.dropwhile(lambda x: True, itertools.count()))',
    ]) {
      expect(limit(source, { seconds: 0.2 }), source).toBe('time-limit')
    }
  })

  test('one long operation on ints is not begun when it would overrun', () => {
    const programs = [
      'x = 10**(10**8)',
      'x = 1 << 2**27\nx //= (1 << 2**26) + 1',
      'import sys\nsys.set_int_max_str_digits(0)\nstr(1 << 2**26)',
      'import sys\nsys.set_int_max_str_digits(0)\nint("1" * 10**7)',
      'import math\nmath.isqrt(1 << 2**27)',
      'pow(3, 1 << 200000, (1 << 20000) + 1)',
      'import math\nmath.gcd(3**10**6, 5**10**6)',
    ]
    for (const source of programs) {
      const start = performance.now()
      expect(limit(source, { seconds: 0.3 }), source).toBe('time-limit')
      expect(performance.now() - start, source).toBeLessThan(10_000)
    }
    // Ordinary sizes are not refused.
    expect(run('x = 7 ** 20000\nprint(pow(3, x, 10**9 + 7), len(str(x % 10**3000)))').stdout).toMatch(/^\d+ \d+\n$/)
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
    // What classes define, reached from instructions and builtin functions.
    const dunders = [
      'class A:\n    def __init__(s, n): s.n = n',
      '    def __add__(s, o): return A(s.n - 1) + o if s.n else 0',
      '    def __lt__(s, o): return A(s.n - 1) < o if s.n else True',
      '    def __len__(s): return len(A(s.n - 1)) + 1 if s.n else 0',
      "    def __repr__(s): return f'{A(s.n - 1)!r}' if s.n else 'A'",
      'def total(n): return sum(total(n - 1) for _ in "1") + 1 if n else 0',
      'def best(n): return max(map(best, [n - 1])) if n else 0',
      'import sys\nsys.setrecursionlimit(10**6)',
      'print(A(5000) + 1, A(5000) < 1, len(A(5000)), repr(A(5000)), total(5000), best(5000))',
    ]
    expect(run(dunders.join('\n')).stdout).toBe('0 True 5000 A 5000 0\n')
  })
})
