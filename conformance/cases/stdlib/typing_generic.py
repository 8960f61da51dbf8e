# Generic classes with __new__, copying them, instances without a dict yet behind a warm cache, typing odds and ends.
import copy
class A: pass
def f(a): return a.x
for i in range(3):
    a = A()
    if i < 2: a.x = 1
    try: print(f(a))
    except AttributeError as e: print(e)
from typing import Generic, TypeVar, List, Literal, Union, Optional, NoReturn, Any
from numbers import Complex, Real
T = TypeVar('T')
class G(Generic[T]):
    def __new__(cls, *a):
        o = super().__new__(cls)
        return o
    def __init__(self, *a): self.a = a
    def __eq__(self, o): return self.a == o.a
print(G('x').a, G[int](3).a, copy.copy(G(1)) == G(1), copy.deepcopy(G([1])) == G([1]))
class H(Generic[T]):
    def __init__(self, v): self.v = v
print(copy.copy(H(1)).v, copy.deepcopy(H([2])).v, type(object.__new__(H)) is type(H.__new__(H)))
class MC(Complex):
    def __init__(self, r, i): self.r, self.i = r, i
    real = property(lambda s: s.r); imag = property(lambda s: s.i)
    def __add__(s, o): return MC(s.r+o.real, s.i+o.imag)
    __radd__ = __add__
    def __neg__(s): return MC(-s.r, -s.i)
    def _n(*a): return NotImplemented
    __abs__ = __complex__ = __eq__ = __mul__ = __pos__ = __pow__ = __rmul__ = __rpow__ = __rtruediv__ = __truediv__ = conjugate = _n
c = MC(1, 2)
print((c - 1).real, (5 - c).real, (c-1).imag)
def g(o): return o.real
print(g(c), g(3), g(c), bool(c))
print(Literal[int], Literal[1, 'a', b'x', None, True], Literal[()], Literal[Literal[1,2],3])
TT = TypeVar('TT', default=None)
print(TT.__default__, TT.has_default())
for x in [Union[int, str], Optional[int], List[int], Any]:
    try: print(type(iter(x)).__name__ == 'generator' or x)
    except TypeError as e: print(e)
from dataclasses import dataclass, field, InitVar, fields
class S:
    def __set_name__(self, o, n): self.name = n
from typing import NamedTuple
class NT(NamedTuple):
    a: int
    b: str = 'x'
    c = S()
print(NT(1), NT.c.name)
def outer():
    from typing import ParamSpec
    P = ParamSpec('P', default=None)
    print(P.__default__)
outer()
class E(Exception):
    def set(self): self.n = 1
    def get(self): return self.n
for k in range(4):
    e = E()
    if k != 2: e.set()
    try: print(e.get())
    except AttributeError as a: print(a)
