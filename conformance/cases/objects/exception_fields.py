# What exceptions keep: states, reinitialising, positions of codec errors, what an AttributeError is about.
print(len(eval(" '\U0001d120' ")), eval(b"  1"), eval(" '\ud800'.encode('utf8','surrogatepass')") if 0 else '')
import sys
class N:
    def __del__(self): pass
class Meta(type):
    def __mro_entries__(self, b): return b
try:
    raise KeyError
except KeyError as e:
    e.__setstate__({'a': 1})
    print(e.a)
    try: e.__setstate__(42)
    except TypeError as t: print(t)
    try: e.__setstate__({1:2})
    except TypeError as t: print(t)
    print(e.__setstate__(None))
e = Exception(42)
e.args = (1,2,3)
try: e.__setstate__({'args': (5,)})
except Exception as x: print(type(x), x)
print(e.args)
u = UnicodeEncodeError("baz", "xxxxx", 1, 5, "foo")
print(u)
u.end = 2; print(u)
u.end = 5; u.reason = 0x345345345345345345; print(u)
try: u.encoding = 4000
except TypeError as t: print(t)
print(u)
u.start = 1000; print(u)
u = UnicodeDecodeError("baz", b"xxxxx", 1, 5, "foo"); u.end=2; print(u); u.end=5; u.reason=7; print(u)
try: u.encoding=4000
except TypeError as t: print(t)
u.start=1000; print(u)
u = UnicodeTranslateError("xxxx", 1, 5, "foo"); u.end=2; print(u);u.end=5; u.reason=9; print(u); u.start=1000; print(u)
i = ImportError('test', name='n', path='p', name_from='q') if 0 else ImportError('test', name='n', path='p')
i.__init__('test2'); print(i.name, i.path, i.msg, i.args)
i.__init__(); print(i.name, i.msg)
s = SyntaxError('m', ('f', 1, 2, 't', 3, 4)); s.__init__('x'); print(s.msg, s.lineno, s.text, s.filename)
o = OSError(1, 'a', 'f'); o.__init__(2); print(o.errno, o.filename, o.args)
n = NameError('x', name='q'); n.__init__('z'); print(n.name)
a = AttributeError('x', name='q', obj=3); a.__init__('z'); print(a.name, a.obj)
st = StopIteration(4); st.__init__(5); print(st.value)
sx = SystemExit(4); sx.__init__(); print(sx.code)
class A:
    def __getattr__(self, n): raise AttributeError('booh')
    @property
    def p(self): raise AttributeError('inner')
try: A().p
except AttributeError as e: print(e)
class E2:
    def __getattr__(self, name): raise AttributeError(1)
try: E2().foo
except AttributeError as e: print(e.args, e.name, type(e.obj))
class P:
    @property
    def value(self): raise AttributeError('inner')
    def valu(self): pass
    def __getattr__(self, n):
        if n == 'xx': raise AttributeError(n)
        raise AttributeError(f'no {n}')
for f in [lambda: P().value, lambda: P().xx, lambda: getattr(P(), 'val'), lambda: P().valux(), lambda: P.nope, lambda: (1).foo]:
    try: f()
    except AttributeError as e: print(e.args, e.name, type(e.obj).__name__)
class Q:
    @property
    def value(self): raise AttributeError('inner')
    alpha = 1
try: Q().value
except AttributeError as e: print(e.args, e.name, type(e.obj).__name__)
import traceback
class R:
    foo_bar = 1
    def __getattr__(self, n): raise AttributeError(n)
try: R().foo_baz
except AttributeError as e: print(traceback.format_exc().splitlines()[-1])
