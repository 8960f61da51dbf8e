"""collections, collections.abc, functools and what they make."""
import collections.abc as A, collections, functools
print(isinstance([],A.Sequence), isinstance({},A.Mapping), issubclass(int,A.Hashable), isinstance([],A.Hashable), isinstance(iter([]),A.Iterator))
P=collections.namedtuple('P','x y',defaults=[5]); p=P(1); print(p, p.x, p._asdict(), p._replace(x=9), P._fields)
try: P()
except TypeError as e: print(e)
cm=collections.ChainMap({'a':1},{'b':2}); print(cm, cm['b'], dict(cm))
class M(collections.UserDict): pass
m=M(a=1); m['b']=2; print(m)
@functools.lru_cache(None)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(80), fib.cache_info())
print(collections.deque.__mro__, isinstance(collections.deque(),A.MutableSequence))
@functools.total_ordering
class V:
    def __init__(s,v): s.v=v
    def __lt__(s,o): return s.v<o.v
    def __eq__(s,o): return s.v==o.v
print(V(1)<=V(1), V(2)>V(1), V(1)>=V(3))
@functools.singledispatch
def f(x): return 'obj'
@f.register
def _(x:int): return 'int'
@f.register(list)
def _(x): return 'list'
print(f(1),f([]),f(''))
class C:
    @functools.cached_property
    def z(self): print('calc'); return 5
c=C(); print(c.z,c.z)
print(collections.Counter(a=3)+collections.Counter(a=1,b=2))
print(sorted([3,1,2],key=functools.cmp_to_key(lambda a,b:b-a)))
class L(collections.OrderedDict): pass
l=L(); l['a']=1; print(l, l.popitem(last=False))
def deco(f):
    @functools.wraps(f)
    def w(*a): return f(*a)
    return w
@deco
def hello(): "doc"
print(hello.__name__, hello.__doc__)
