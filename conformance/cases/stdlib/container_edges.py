# What seldom shows: hashes asked for once, lists that change while they are sorted or compared, subclasses of deque, keywords of built-in bases, copies
# of instances with slots, weak references, regular expressions that warn.
import collections
import copy
import functools
import itertools
import re
import warnings
import weakref


class H(int):
    asked = 0

    def __hash__(self):
        H.asked += 1
        return int.__hash__(self)


def show(what):
    print(what, H.asked)
    H.asked = 0


seq = [H(i) for i in range(3)]
d = dict.fromkeys(seq); show('fromkeys')
s = set(d); show('set(d)')
s.difference(d); show('difference')
dict.fromkeys(s); show('fromkeys of a set')
dict.fromkeys(d, 1); show('fromkeys of a dict')
{**d}; show('**')
d | d; show('|')

for change in (lambda: (L.append(3), L.pop()), lambda: (L.append(3), L.clear()), lambda: L.clear(), lambda: len(L), lambda: L.insert(0, 1)):
    L = [2, 1]
    try: L.sort(key=lambda x: (change(), x)[1]); print(L)
    except ValueError as e: print(e, L)


class X:
    def __eq__(self, other): right.clear(); return NotImplemented


class Y:
    def __eq__(self, other): left.clear(); return NotImplemented


left, right = [X()], [Y()]
print(left == right)
print(len(range(-2**63 + 1, 2**63 - 1, 2)))


class D(collections.deque):
    pass


for q in (D('ab'), D('ab', 3), collections.deque('ab', 3)):
    print(q * 2, q + q, q.index('b', -10**30, 10**30))
    r = q
    r *= 2
    print(r is q, q)
D.__new__ = lambda cls, *args: [42]
try: collections.deque.__mul__(q, 2); D.__mul__(D(), 2)
except TypeError as e: print(e)

for base in (set, list, frozenset, tuple, dict, bytes, int, float, bytearray, complex):
    class N(base):
        def __new__(cls, arg, newarg=None): return super().__new__(cls, arg)
    class P(base): pass
    class I(base):
        def __init__(self, arg, newarg=None): pass
    for c in (P, N, I):
        try: print(base.__name__, c.__name__, c('1' if base in (int, float, complex) else [], newarg=3))
        except TypeError as e: print(base.__name__, c.__name__, e)
class I(itertools.filterfalse):
    def __init__(self, *args, newarg=None): self.newarg = newarg
print(list(I(None, [1, 0], newarg=3)), I(None, [], newarg=3).newarg)

for base in (set, frozenset, collections.deque):
    class S(base): __slots__ = ('x', 'y', '__dict__')
    o = S()
    o.x, o.z = 1, 2
    print(base.__name__, o.__reduce_ex__(2)[2])
    if base is not collections.deque:
        o = copy.copy(o)
        print(o.x, o.z, hasattr(o, 'y'))
for o in (set(), frozenset(), re.compile('a'), memoryview(b'')): print(weakref.ref(o)() is o)
print(type.__type_params__, functools.update_wrapper(lambda: 0, type).__name__)

warnings.simplefilter('always')
warnings.showwarning = lambda message, category, filename, lineno, *rest: print(category.__name__, message, lineno)
for p in ['[0-9--1]', '[[a]', '[^[a]', '[%--]', '[&&1]', r'[\d||a]', '[0-9~~1]', '(?x) [ab&&c]', b'[ab||c]', '[[:alpha:]]', '(?<=((.{4194304}){4194304}){4194304})']:
    try: print(re.compile(p).pattern)
    except re.error as e: print(e)
for p in [b'(?P<a>x)(?P<a>y)', b'(?P<\xc2>x)', '(?P<a\u200bb>x)', b'(?P=\xff)', b'(?(a)b)']:
    try: re.compile(p)
    except re.error as e: print(e)
print(~re.I, repr(~(re.I | re.S | re.X | (1 << 20))), re.RegexFlag(-3))


class A:
    f = functools.partial(print, 'partial')


A().f()
