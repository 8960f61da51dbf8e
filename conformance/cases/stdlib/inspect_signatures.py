import inspect, builtins, functools, sys
from typing import Optional, List
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def f(a, b: int = 1, /, c: "str" = None, *d, e, g=2, **h) -> Optional[List[int]]: "doc"; return 1
class C:
    def __init__(self, x, y=2): pass
    def m(self, q): pass
    @classmethod
    def c(cls, z): pass
    @staticmethod
    def s(w): pass
class D: pass
class E(C): pass
class F(list): pass
class N:
    def __new__(cls, a): return object.__new__(cls)
class K:
    def __call__(self, a, b): pass
class M(type):
    def __call__(cls, *a, **k): return super().__call__(*a, **k)
class MM(metaclass=M):
    def __init__(self, a): pass
for x in [f,C,C.m,C(1).m,C.c,C.s,D,E,F,N,K(),MM,functools.partial(f,1),functools.partial(f,1,e=3),lambda a,b=1:0,len,print,sorted,int,str,dict,list,list.append,[].append,int.__add__,(1).__add__,dict.fromkeys,object,type,range,isinstance,ValueError,super,abs,open,sum,pow,max,min]:
    t(lambda: inspect.signature(x))
s=inspect.signature(f)
print(list(s.parameters), s.parameters['b'], repr(s.parameters['b']), s.parameters['d'].kind, s.return_annotation, s.parameters['e'].default is inspect.Parameter.empty)
b=s.bind(1,2,3,4,5,e=6,z=7); print(b, b.args, b.kwargs); b=s.bind(1,e=1); b.apply_defaults(); print(b.arguments)
t(lambda: s.bind()); t(lambda: s.bind(1)); t(lambda: inspect.signature(C).bind(1,2,3)); t(lambda: inspect.signature(C).bind(1,x=2)); t(lambda: inspect.signature(C).bind(1,zz=2))
print(inspect.getfullargspec(f)); print(inspect.getfullargspec(C(1).m))
print(inspect.getdoc(f), inspect.isfunction(f), inspect.isclass(C), inspect.ismethod(C(1).m), inspect.isbuiltin(len), inspect.isgeneratorfunction(f), inspect.ismodule(sys))
print([n for n,_ in inspect.getmembers(C, inspect.isfunction)])
print(inspect.cleandoc("a\n   b\n     c\n\n"))
print(inspect.getsource(C.m)) 
print(inspect.currentframe().f_lineno, inspect.stack()[0].function)
def g(): yield 1
x=g(); print(inspect.getgeneratorstate(x)); next(x); print(inspect.getgeneratorstate(x)); x.close(); print(inspect.getgeneratorstate(x))
print(type(inspect.getattr_static(C,'c')), inspect.getmro(E), inspect.unwrap(f) is f)
@functools.wraps(f)
def w(*a): pass
print(inspect.signature(w), inspect.signature(w, follow_wrapped=False))
print(inspect.isabstract(C), inspect.iscoroutinefunction(f), inspect.classify_class_attrs(D)[0].name)
