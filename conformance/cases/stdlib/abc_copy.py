from abc import ABC, abstractmethod, ABCMeta
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def p(self): ...
try: Shape()
except TypeError as e: print(e)
class Sq(Shape):
    def area(self): return 4
    p = 3
print(Sq().area(), isinstance(Sq(), Shape), issubclass(int, Shape))
Shape.register(int)
print(issubclass(int, Shape), isinstance(1, Shape), Shape.__abstractmethods__ == frozenset({'area','p'}), type(Shape), ABCMeta, repr(Shape))
class Half(Shape):
    def area(self): pass
try: Half()
except TypeError as e: print(e)
import copy
a = [1,[2,3],{4:5}]
b = copy.copy(a); c = copy.deepcopy(a); a[1].append(9)
print(b, c)
class P:
    def __init__(self): self.x=[1]
p=P(); q=copy.copy(p); r=copy.deepcopy(p); p.x.append(2); print(q.x, r.x)
class S:
    __slots__=('a',)
s=S(); s.a=[1]; t=copy.deepcopy(s); s.a.append(1); print(t.a)
print(copy.copy((1,2)), copy.deepcopy({1,2}), copy.deepcopy([a,a]))
l=[1]; l.append(l); m=copy.deepcopy(l); print(m, m[1] is m)
import types
print(types.new_class('X',(P,),{},lambda ns: ns.update(z=1)).z)
