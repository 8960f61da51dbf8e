import sys
out=[]
def tr(frame, event, arg):
    if frame.f_code.co_name.startswith('_'): return None
    a = repr(arg) if event!='exception' else arg[0].__name__
    out.append((event, frame.f_code.co_name, frame.f_lineno, a, frame.f_lasti))
    return tr
def g(n):
    for i in range(n):
        yield i
def h():
    try:
        x = sum(g(3))
        for v in g(2):
            pass
        raise KeyError('a')
    except KeyError as e:
        y = [z for z in (1,2)]
    finally:
        w = 1
    return x
class C:
    a = 1
    def __repr__(self):
        return 'C'
def k():
    with open_() as f:
        pass
import contextlib
@contextlib.contextmanager
def open_():
    yield 5
def m():
    c = C()
    s = str(c) + repr(c)
    l = sorted([3,1,2], key=lambda q: -q)
    def inner():
        raise ValueError
    try:
        inner()
    except ValueError:
        pass
    it = iter(g(1))
    next(it)
    try: next(it)
    except StopIteration: pass
    gg = g(5)
    next(gg)
    gg.close()
    return 1 if l else 2
sys.settrace(tr)
h()
m()
class D(C):
    b = 2
sys.settrace(None)
for o in out: print(*o)
out.clear()
def tr2(frame, event, arg):
    frame.f_trace_opcodes = True
    out.append((event, frame.f_lineno, frame.f_lasti))
    return tr2
def small(a):
    b = a + 1
    while b < 5:
        b += 1
    return b
small(1)
sys.settrace(tr2)
small(1)
small(2)
sys.settrace(None)
for o in out: print(*o)
def prof(frame, event, arg):
    out.append((event, frame.f_code.co_name, getattr(arg,'__name__',repr(arg))))
out.clear()
sys.setprofile(prof)
small(3); len([1]); h()
sys.setprofile(None)
for o in out: print(*o)
