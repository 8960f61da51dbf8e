# The two kinds of pattern for classes that are registered with, or derive from, abstract base classes; runtime protocols.
import collections
import collections.abc
from typing import Protocol, runtime_checkable

print(collections.abc.Sequence is __import__('collections').abc.Sequence)


def kind(x):
    match x:
        case [*_]:
            return 'sequence'
        case {}:
            return 'mapping'
        case _:
            return 'neither'


class S(collections.abc.Sequence):
    def __getitem__(self, i): return [1, 2][i]
    def __len__(self): return 2

class Both(collections.UserDict, collections.abc.Sequence): pass
class Both2(collections.abc.Sequence, collections.UserDict):
    def __getitem__(self, i): return 1
    def __len__(self): return 1

class Late: pass
class LateChild(Late): pass
class M:
    def keys(self): return []
    def __getitem__(self, k): raise KeyError(k)
    def get(self, k, d=None): return d

print(kind(S()), kind(Both()), kind(Both2()), kind(Late()), kind(M()))
collections.abc.Sequence.register(Late)
collections.abc.Mapping.register(M)
print(kind(Late()), kind(LateChild()), kind(M()))
print([kind(x) for x in ([], (), 'a', b'', range(3), memoryview(b'ab'), collections.deque(), collections.OrderedDict(), set(), 1)])
print('__abc_tpflags__' in collections.abc.Sequence.__dict__)
match S():
    case [a, b]:
        print(a, b)


@runtime_checkable
class P(Protocol):
    x: int
    y: int

class A:
    def __init__(self): self.x, self.y = 3, 4

class B: pass

print(isinstance(A(), P), isinstance(B(), P))
match A():
    case P(x=x, y=y):
        print(x, y)
try:
    issubclass(A, P)
except TypeError as e:
    print(e)
