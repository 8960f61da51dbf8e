"""Classes: making them, their attributes, special methods, operators, and calls with wrong arguments."""

class A: pass
print(list(vars(A)))
class B:
    """doc"""
    x:int=1
    __slots__=('b','a','__dict__')
    def f(self): self.q=1
    def __eq__(s,o): return 1
print(list(vars(B)))


def attempt(source):
    """Run a statement, or show the value of an expression; show what it raises."""
    try:
        try:
            code = compile(source, '<attempt>', 'eval')
        except SyntaxError:
            exec(compile(source, '<attempt>', 'exec'), globals())
            print('ok:', source)
        else:
            print(source, '->', clean(repr(eval(code, globals()))))
    except BaseException as e:
        print(source, '!!', type(e).__name__, clean(str(e)), getattr(e, '__notes__', ''))


def clean(text):
    """Without addresses."""
    parts = text.split(' at 0x')
    return parts[0] + ''.join(' at 0x' + p.lstrip('0123456789abcdef') for p in parts[1:])


# One attempt a line; \\n stands for a line break.
for line in r'''
type()
type(1,2)
type(1,(),{})
type("a",1,{})
type("a",(),1)
type("a",(1,),{})
type("a",(int,str),{})
type("a",(bool,),{})
type("a",(int,),{"__slots__":"x"})
type("a",(),{"__slots__":(1,)})
type("a",(),{"__slots__":("1",)})
type("a",(),{"__slots__":("x",),"x":1})
type("a",(),{"__slots__":("__dict__","__dict__")})
type("a",(A,),{"__slots__":("__dict__",)})
type("a",(A,),{"__slots__":("__weakref__",)})
type("a",(A,A),{})
type("a",(object,A),{})
type("a",(),{"__qualname__":1})
type("a",(),{},x=1)
type.__new__(type)
type.__new__(type,"a")
type.__new__(int,"a",(),{})
type.__new__()
object.__new__(1)
object.__new__(int)
int.__new__(str)
object.__new__()
int.x=1
del int.x
A.zz
del A.zz
A().__class__=1
A().__class__=int
A().__class__=B
del A().__class__
A.__bases__=1
A.__bases__=()
A.__bases__=(1,)
A.__bases__=(object,)
A.__name__=1
A.__name__="a\0"
A.__qualname__=1
del A.__name__
A.__mro__=1
A.__dict__={}
del A.__bases__
A().__dict__=1
del A().__dict__
A.__module__=3
object().x=1
object().x
object().__class__=int
B().a
del B().a
(1).x=1
(1).real=3
del (1).real
type("a",(A,),{"__classcell__":1})
class X(A,metaclass=int): pass
class M1(type): pass
class M2(type): pass
class X(M1("a",(),{}),metaclass=M2): pass
class X(*[1]): pass
class X(A,A): pass
class X(object,A): pass
class X(x=1): pass
A(1)
A(x=1)
object(1)
type(lambda:0)()
type((i for i in ()))()
type.__init__()
type.mro(1)
super().x
int.__abstractmethods__
A.__abstractmethods__
int.__annotations__
A.__annotations__
int.__dict__["a"]=1
A.__flags__=1
(lambda:0).__name__=1
B.a.__set__(1,2)
B.a.__get__(1)
int.real.__get__("a")
int.__add__("a",1)
int.__add__()
int.__add__(1)
int.__add__(1,2,3)
int.__add__(1,2,x=3)
(1).__add__()
(1).__add__(x=1)
list.append()
list.append(1,2)
list.append([])
[].append()
[].append(1,2)
[].append(x=1)
str.join(1,2)
dict.fromkeys()
int.from_bytes()
{}.fromkeys(1)
type("A",(),{"__class_getitem__":3})[2]
class Q: __slots__="ab"
Q().c
Q().c=1
type.__call__()
type.__call__(1)
type.__subclasses__()
type.__dict__["__name__"].__get__(1)
class C: __slots__=("__x",)
print(C.__dict__.keys())
A.__class__=int
A.__class__=M1
1+"a"
"a"+1
[]+1
1+[]
(1,)+[]
"a"*"b"
1<<"a"
1@2
-"a"
~1.5
abs("")
1<"a"
[]<{}
len(1)
iter(1)
int[0]
a=1;a[0]=1
a=1;del a[0]
(1,)[0]=1
del (1,)[0]
for i in 1: pass
a,b=1
1 in 1
hash([])
hash({})
{[]:1}
{1}|[1]
print>>1
x=1;x+="a"
x=[];x+=1
x="a";x*="b"
x=1;x@=1
x=1;x**="a"
pow(1,"a")
pow(1,2,"a")
pow(2,-1,0)
divmod(1,"a")
float("x")
int("x")
isinstance(1,1)
issubclass(1,int)
issubclass(int,1)
isinstance(1,(int,1))
isinstance("a",(int,1))
getattr(1,1)
getattr(1,"x")
setattr(1,"x",2)
delattr(1,"x")
int.mro
None.x
None.x=1
(lambda:0).x
len.x
len.x=1
[].x
[].x=1
import sys;sys.xyz
raise 1
raise int
raise ValueError from 1
assert 0,"m"
type.x
type(A).x
A.f
A().f
A().f=1
class D:\n def __getattr__(s,n): raise AttributeError(n)\nD().zz
class D:\n @property\n def p(self): return 1\ndel D().p
class D:\n def __len__(s): return -1\nlen(D())
class D:\n def __len__(s): return "a"\nlen(D())
class D:\n def __bool__(s): return 1\nbool(D())
class D:\n def __iter__(s): return 1\niter(D())
class D:\n __iter__=None\niter(D())
class D:\n __hash__=None\nhash(D())
class D:\n def __hash__(s): return "a"\nhash(D())
class D:\n def __repr__(s): return 1\nrepr(D())
class D:\n def __str__(s): return 1\nstr(D())
class D:\n def __index__(s): return "a"\n[1][D()]
class D:\n def __format__(s,f): return 1\nformat(D())
format(A(),"x")
format(object(),"x")
class D:\n __contains__=None\n1 in D()
class D:\n def __set_name__(s,o,n): 1/0\nclass E: d=D()
class D:\n def __getitem__(s,i):\n  if i>2: raise IndexError\n  return i\nprint(list(D()),2 in D(),5 in D())
class D:\n def __call__(self,*a,**k): return a,k\nprint(D()(1,b=2))
class D(int):\n def __add__(s,o): return "add"\n def __radd__(s,o): return "radd"\nprint(D(1)+1,1+D(1),D(1)-1,type(D(3)),D(3),repr(D(3)))
class D(str): pass\nprint(D("a")+"b",type(D("a")+"b"),D("x").upper(),len(D("abc")))
class D(list): pass\nd=D([1]);d.x=1;print(d,d.x,type(d),d+[2],type(d+[2]))
class D(dict):\n def __missing__(s,k): return k\nprint(D()["a"],D(a=1))
class D(tuple):\n def __new__(c,*a): return super().__new__(c,a)\nprint(D(1,2),type(D(1)))
class D(float): pass\nprint(D(1.5),D(2)+1,type(D(2)+1))
class D:\n def __eq__(s,o): return True\nprint(D()==1,1==D(),D()!=1,D.__hash__)
class D:\n def __lt__(s,o): return "lt"\n def __gt__(s,o): return "gt"\nprint(D()<1,1<D(),D()>1)
class D:\n def __init_subclass__(cls,**k): print(cls.__name__,k)\nclass E(D,a=1): pass
class M(type):\n def __call__(c,*a): return ("called",a)\nclass D(metaclass=M): pass\nprint(D(1))
class M(type):\n def __prepare__(n,b,**k): return {"z":1}\n __prepare__=classmethod(__prepare__)\nclass D(metaclass=M): pass\nprint(D.z)
class M(type):\n def __getattr__(c,n): return n\nclass D(metaclass=M): pass\nprint(D.foo)
class M(type):\n def __instancecheck__(c,o): return True\nclass D(metaclass=M): pass\nprint(isinstance(1,D))
class D:\n def __class_getitem__(c,i): return (c.__name__,i)\nprint(D[1])
class D: __slots__=("a",)\nd=D();d.a=1;print(d.a);del d.a;print(hasattr(d,"a"))
class D:\n __slots__=("a",)\nclass E:\n __slots__=("b",)\nclass F(D,E): pass
class D: __slots__=("a",)\nclass E(D): pass\ne=E();e.a=1;e.b=2;print(e.__dict__)
class D:\n def __getattribute__(s,n): return n\nprint(D().abc)
class D:\n def __setattr__(s,n,v): print("set",n,v)\nD().x=1
class D:\n def __delattr__(s,n): print("del",n)\ndel D().x
class De:\n def __get__(s,o,t): return (o is None,t.__name__)\n def __set__(s,o,v): print("set",v)\n def __delete__(s,o): print("delete")\nclass D: d=De()\nx=D();print(x.d,D.d);x.d=1;del x.d
class De:\n def __get__(s,o,t): return 1\nclass D: d=De()\nx=D();x.d=5;print(x.d)
class D:\n def __new__(c): return 1\nprint(D())
class D:\n def __bool__(s): return False\nprint(bool(D()), not D())
class D:\n def __neg__(s): return "n"\n def __invert__(s): return "i"\n def __pos__(s): return "p"\n def __abs__(s): return "a"\nd=D();print(-d,~d,+d,abs(d))
class D:\n def __iadd__(s,o): return "iadd"\nd=D();d+=1;print(d)
class D:\n def __matmul__(s,o): return "mm"\nprint(D()@1)
class D:\n def __rpow__(s,o,m=None): return ("rpow",o,m)\nprint(2**D(),pow(2,D()))
class D:\n def __enter__(s): return 5\n def __exit__(s,*a): print(a[0]); return True\nwith D() as x: print(x); 1/0
class D:\n def __reversed__(s): return iter("ab")\n def __length_hint__(s): return 3\nprint(list(reversed(D())))
class D:\n def __int__(s): return 3\n def __float__(s): return 1.5\n def __index__(s): return 7\n def __complex__(s): return 1j\nprint(int(D()),float(D()),hex(D()),complex(D()),[0]*D())
class D:\n def __round__(s,n=None): return n\n def __trunc__(s): return 9\nprint(round(D()),round(D(),2))
class D:\n def __dir__(s): return ["b","a"]\nprint(dir(D()))
class D:\n def __sizeof__(s): return 5\n
class D(Exception):\n def __init__(s,a): s.a=a\ne=D(4);print(e.args,repr(e),str(e),e.a)
print(D.__mro__, D.__bases__, D.__name__, D.__qualname__, D.__module__)
def f(a,b=1,/,c=2,*d,e,**g): pass\nf()
def f(a,b=1,/,c=2,*d,e,**g): pass\nf(1)
def f(a,b,c): pass\nf()
def f(a,b,c): pass\nf(1)
def f(a,b): pass\nf(1,2,3)
def f(a,b=1): pass\nf(1,2,3)
def f(): pass\nf(1)
def f(a): pass\nf(1,a=2)
def f(a): pass\nf(1,b=2)
def f(abc): pass\nf(abd=2)
def f(a,/): pass\nf(a=2)
def f(*,k): pass\nf()
def f(*,k,l): pass\nf()
def f(*,k): pass\nf(1,k=2)
def f(a,*,k,l): pass\nf(1,2,k=2)
def f(**k): pass\nf(1)
def f(a,**k): print(a,k)\nf(1,b=2)
def f(a,/,**k): print(a,k)\nf(1,a=2)
f(**{1:2})
f(*1)
f(**1)
f(1,**{"a":1},**{"a":2})
class D:\n def m(self): pass\nD.m()
class D:\n def m(self): pass\nD().m(1)
class D:\n def __init__(self,a): pass\nD()
class D:\n @staticmethod\n def s(a): return a\n @classmethod\n def c(cls,a): return cls,a\nprint(D.s(1),D().s(2),D.c(3)[1],D().c(4)[1])
lambda x:x+y
(lambda x:x+y)(1)
print(super(D,D()))
class D:\n def f(self): return 1\nclass E(D):\n def f(self): return super().f()+1\nclass F(E):\n def f(self): return super(F,self).f()+1\nprint(F().f())
class D:\n @classmethod\n def c(cls): return cls.__name__\nclass E(D):\n @classmethod\n def c(cls): return super().c()+"!"\nprint(E.c())
class D:\n x=property(lambda s:5)\nclass E(D):\n @property\n def x(self): return super().x+1\nprint(E().x)
'''.split('\n'):
    if line:
        attempt(line.replace('\\n', '\n'))
