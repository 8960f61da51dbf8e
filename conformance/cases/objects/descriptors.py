"""Descriptors, exceptions and groups, unions and generic aliases, functions and code objects."""

class A:
    @property
    def p(self): "doc"
    def f(self): pass
    q=property()


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
super(A,1)
super(A,int)
super(1)
super(A)
super(A,A())
super(A,A)
super(A,A()).x
super(1,2,3)
super(A,x=1)
A().q
A().p
A.p.__name__
property().__name__
A.p.__doc__
A.__dict__['p'].__set__(A(),1)
setattr(A(),'p',1)
delattr(A(),'p')
setattr(A(),'q',1)
property(1,2,3,4).fget
property(1,2,3,4,5)
property(x=1)
staticmethod()
staticmethod(x=1)
classmethod(1,2)
staticmethod(1)
classmethod(A)
str.maketrans
str.maketrans.__self__
str.maketrans.__qualname__
str.maketrans.__module__
len.__module__
len.__qualname__
[].append.__qualname__
[].append.__module__
dict.fromkeys
dict.fromkeys.__qualname__
dict.__dict__['fromkeys']
dict.__dict__['fromkeys'].__qualname__
dict.__dict__['fromkeys'](1)
dict.__dict__['fromkeys']()
dict.__dict__['fromkeys'](dict,"ab")
dict.__dict__['fromkeys'](int,"ab")
dict.__dict__['fromkeys'].__get__(1)
dict.__dict__['fromkeys'].__get__(None,int)
str.__dict__['maketrans']
int.__new__
int.__new__.__self__
int.__new__.__qualname__
(1).__add__
(1).__add__.__objclass__
(1).__add__.__name__
(1).__add__.__qualname__
(1).__add__.__self__
int.__add__
int.__add__.__qualname__
int.real
int.real.__qualname__
slice.start
list.append
list.append.__reduce__()
[].append.__reduce__()
len.__reduce__()
[].append==[].append
(1).__add__==(1).__add__
list.append.__get__(1)
list.append.__get__(None,list)
list.append.__get__([],1)
list.append.__get__(None,None)
list.append.__set__
int.__add__.__get__("a")
int.real.__get__(1)
int.real.__set__(1,2)
int.real.__get__(None,int)
dir(int.real)
[k for k in dir(list.append) if k not in dir(object)]
[k for k in dir([].append) if k not in dir(object)]
[k for k in dir(int.__add__) if k not in dir(object)]
[k for k in dir((1).__add__) if k not in dir(object)]
[k for k in dir(property) if k not in dir(object)]
[k for k in dir(staticmethod) if k not in dir(object)]
dir(A)
dir(A())
dir(type)
dir(object)
dir(A.f)
dir(A().f)
property.__text_signature__
super.__text_signature__
OSError(1).args
OSError(1,"a")
OSError(2,"a","f")
OSError(2,"a","f").args
str(OSError(2,"a","f"))
str(OSError(2,"a","f",None,"g"))
type(OSError(17,"x"))
OSError(2,"a","f").filename
OSError("a","b")
OSError(1,2,3,4,5,6)
ImportError("a",name="n").name
ImportError("a","b").msg
SyntaxError("m",("f",1,2,"t"))
str(SyntaxError("m",("f",1,2,"t")))
SyntaxError("m",("f",1,2,"t",3,4)).end_lineno
SyntaxError("m",("f",1,2))
SyntaxError("a","b","c").msg
UnicodeDecodeError("u",b"abc",0,1,"r")
str(UnicodeDecodeError("u",b"abc",0,1,"r"))
str(UnicodeDecodeError("u",b"abc",0,2,"r"))
str(UnicodeEncodeError("u","\u20acb",0,1,"r"))
str(UnicodeEncodeError("u","\u20acb",0,2,"r"))
str(UnicodeTranslateError("\u20acb",0,2,"r"))
str(UnicodeTranslateError("\u20acb",0,1,"r"))
UnicodeDecodeError("u")
UnicodeDecodeError("u","b",0,1,"r")
ImportError(x=1)
AttributeError(x=1)
NameError(x=1)
ValueError(x=1)
StopIteration(1,2).value
SystemExit(1,2).code
SystemExit(3).code
SystemExit().code
str(KeyError("a"))
str(KeyError("a","b"))
BaseExceptionGroup("m",[1])
ExceptionGroup("m",[KeyboardInterrupt()])
ExceptionGroup(1,[ValueError()])
ExceptionGroup("m",[])
ExceptionGroup("m",3)
ExceptionGroup("m")
ExceptionGroup("m",[ValueError(1),TypeError(2)])
str(ExceptionGroup("m",[ValueError(1),TypeError(2)]))
BaseExceptionGroup("m",[ValueError(1)])
ExceptionGroup("m",[ValueError(1),TypeError(2)]).split(ValueError)
ExceptionGroup("m",[ValueError(1),TypeError(2)]).subgroup(lambda e: isinstance(e,TypeError))
ExceptionGroup("m",[ValueError(1),ExceptionGroup("n",[TypeError(2),ValueError(3)])]).split(ValueError)
ExceptionGroup("m",[ValueError(1)]).split(1)
ExceptionGroup("m",[ValueError(1)]).subgroup(KeyError)
ExceptionGroup("m",[ValueError(1)]).derive([TypeError()])
ExceptionGroup.__mro__
ExceptionGroup[int]
BlockingIOError(11,"a",5).characters_written
ValueError().args=1
e=ValueError(1);e.args=[1,2];print(repr(e))
e=ValueError();e.add_note("x");print(e.__notes__);e.add_note(1)
e=ValueError();e.__cause__=1
e=ValueError();e.__cause__=KeyError();print(e.__suppress_context__)
e=ValueError();e.__context__=1
e=ValueError();e.__traceback__=1
e=ValueError();e.x=1;print(e.__dict__,e.__reduce__())
e=ValueError();del e.args
e=ValueError().with_traceback(None);print(e)
e=ValueError().with_traceback(1)
e=ValueError(1);e.__setstate__({"a":1});print(e.a)
e=AttributeError("m",name="n",obj=3);print(e.name,e.obj)
AttributeError("a").name
NameError("a",name="b").name
class E(Exception): pass\nprint(repr(E()),repr(E(1)),repr(E(1,2)),str(E()),str(E(1)),str(E(1,2)))
class E(ValueError):\n def __str__(self): return "s"\nprint(repr(E(1)),str(E()))
class E(OSError):\n def __init__(self,a): self.a=a\nprint(repr(E(1)),E(1).a)
class E(Exception):\n def __init__(self,a,*,b): super().__init__(a);self.b=b\nprint(repr(E(1,b=2)),E(1,b=2).b)
try:\n  try: 1/0\n  except Exception as e: raise KeyError(1) from e\nexcept KeyError as k: print(repr(k.__cause__),repr(k.__context__),k.__suppress_context__)
try:\n  try: 1/0\n  finally: [][1]\nexcept IndexError as k: print(repr(k.__cause__),repr(k.__context__),k.__suppress_context__)
try:\n  try: 1/0\n  except Exception: raise KeyError from None\nexcept KeyError as k: print(repr(k.__context__),k.__suppress_context__)
try: raise ExceptionGroup("a",[ValueError(1),KeyError(2)])\nexcept* ValueError as e: print(repr(e))\nexcept* KeyError as e: print(repr(e))
try: raise ValueError(3)\nexcept* ValueError as e: print(repr(e))
int|str
int|None
None|int
int|int
int|list[int]
(int|str)|float
int|1
int|"x"
(int|str).__args__
(int|str)==(str|int)
hash(int|str)==hash(str|int)
isinstance(1,int|str)
isinstance(1,int|list[int])
type(int|str)
type(int|str)()
(int|str)[int]
list[int]
list[int,str]
list[()]
tuple[()]
tuple[int,...]
list[int][str]
list[int]()
list[int].append
list[int].__origin__
list[int].__class__
list[int].__mro_entries__(1)
isinstance([],list[int])
issubclass(list,list[int])
list[int]==list[int]
[*tuple[int,str]]
list[*tuple[int,str]]
list["x"]
list[None]
list[[1]]
type(list[int])(list,int)
type(list[int])(list)
list[int]|str
str|list[int]
list[int]|None
list[int].__parameters__
type[int]
dict[str,list[int]][3]
class A2(list[int]): pass\nprint(A2.__mro__,A2.__orig_bases__)
def f(): x=1;return lambda:x\nc=f().__closure__[0];print(c.cell_contents,c==c)
def f(): pass\nprint(f.__name__,f.__qualname__,f.__defaults__,f.__kwdefaults__,f.__annotations__,f.__dict__,f.__module__,f.__doc__,f.__closure__)
def f(a=1,*,b=2)->int: "doc"\nprint(f.__defaults__,f.__kwdefaults__,f.__annotations__,f.__doc__);f.__defaults__=(5,);f.x=3;print(f.__dict__,f.__defaults__)
def f():\n def g(): pass\n return g\nprint(f().__qualname__)
(lambda:0).__name__
A().f.__func__
A().f.__self__.__class__
A().f==A().f
a=A();print(a.f==a.f,a.f is a.f,hash(a.f)==hash(a.f))
A().f.x=1
f.__code__.co_varnames
f.__code__.co_name
f.__code__==f.__code__.replace()
f.__code__.replace(co_name="z").co_name
f.__code__.replace(1)
f.__code__.replace(x=1)
list(f.__code__.co_lines())[0]
import types\ns=types.SimpleNamespace(a=1,b="x");print(s,s==types.SimpleNamespace(a=1,b="x"));s.c=s;print(s)
import types\np=types.MappingProxyType({"a":1});print(p,p["a"],len(p),list(p),p|{"b":2},p==({"a":1}));p["x"]=1
None.__class__
type(None)()
NotImplemented
...
type(...)()
type(NotImplemented)(1)
print(__name__)
object.__reduce_ex__(A(),2)
A().__reduce_ex__(4)[0]
A().__getstate__()
a=A();a.x=1;print(a.__getstate__(),a.__reduce_ex__(2)[1:])
object().__dir__()==dir(object())
A.__subclasses__()
class A3(A): pass\nprint(A.__subclasses__())
int.__subclasses__()
object.__init_subclass__
object.__subclasshook__()
A.__init_subclass__()
hash(A())==hash(A())
A.__hash__
A.__eq__
A()!=A()
A().__eq__(1)
A().__ne__(1)
A().__lt__(1)
object.__eq__(1,1)
A.__call__
A.__class__
A.__class__.__class__
A.__sizeof__
bool.__base__
A().__weakref__
A.__dict__['__weakref__']
A.__dict__['__dict__']
A.__text_signature__
list.__text_signature__
len.__text_signature__
list.pop.__text_signature__
int.__add__.__text_signature__
int.__new__.__text_signature__
str.split.__text_signature__
dict.fromkeys.__text_signature__
str.maketrans.__text_signature__
print.__text_signature__
'''.split('\n'):
    if line:
        attempt(line.replace('\\n', '\n'))
