def f(): pass
for s in ["del f.__dict__", "f.__dict__ = None", "f.__dict__ = 7", "f.__code__ = (x for x in ()).gi_code", "class C: pass\nc = C()\ndel c.__dict__\nprint(c.__dict__)", "class D(Exception): pass\nd=D()\nd.__dict__=None","import functools\np=functools.partial(print)\ndel p.__dict__","d=ValueError()\ndel d.__dict__"]:
    try: exec(s); print('ok', s)
    except Exception as e: print(s, '|', type(e).__name__, e)
for s in ["match 1:\n  case f'': pass", "match 1:\n  case f'{x}': pass", "match 1:\n case {f'a': 1}: pass","match 1:\n case [1, f'a' 'b']: pass","match 1:\n case C(f'a'): pass"]:
    try: compile(s, 'x', 'exec'); print('ok', s)
    except Exception as e: print(repr(s), '|', type(e).__name__, e.args)
import operator
class T(int): pass
class X:
    def __init__(s, v): s.v=v
    def __index__(s): return s.v
    def __int__(s): return s.v
    def __float__(s): return s.v
    def __complex__(s): return s.v
class F(float): pass
class K(complex): pass
import warnings
for v in [True, T(3), F(2.0), K(1), None]:
    for fn in [operator.index, int, float, complex, hex, range, lambda x: [1,2,3,4][x], lambda x: 'abc' * x, __import__('math').sqrt, lambda x: round(1.5, x), lambda x: bytes([x]), lambda x: slice(x).indices(4), bin, lambda x: list(range(5))[x:], chr, lambda x: 10**x if 0 else pow(10, 1, x), lambda x: __import__('cmath').sqrt(x), lambda x: '%d' % x, lambda x: '%x' % x, lambda x: '%f' % x, lambda x: int('3', x), lambda x: x.__class__ and memoryview(b'abcd')[x], lambda x: __import__('math').gcd(x, 4), lambda x: __import__('struct').pack('i', x), lambda x: __import__('math').factorial(x), lambda x: 'abc'.center(x)]:
        with warnings.catch_warnings(record=True) as w:
            warnings.simplefilter('always')
            try: r = fn(X(v)); r = (type(r).__name__, r)
            except Exception as e: r = (type(e).__name__, str(e))
            print(repr(v), fn.__code__.co_firstlineno if hasattr(fn, '__code__') else fn.__name__, r, [str(x.message) for x in w])
