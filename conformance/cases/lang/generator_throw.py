# throw() and close(): context, what of the delegating frames is seen, the old three arguments, what cannot be thrown.
import sys, warnings
def chain(e):
    r=[]
    while e is not None and len(r) < 6: r.append(repr(e)); e=e.__context__
    return r
def f():
    try: raise KeyError('a')
    except Exception:
        try: yield 1
        except Exception as e: print('inside', chain(e)); yield 2
g=f(); next(g); print(g.throw(ValueError))
def f():
    try: raise KeyError('a')
    except Exception: yield
g=f(); next(g)
try: g.throw(ValueError('v'))
except ValueError as e: print(chain(e))
def sub(): yield
def f():
    try: raise KeyError('a')
    except Exception: yield from sub()
g=f(); next(g)
try: g.throw(ValueError('v'))
except ValueError as e: print(chain(e))
# handled outside
def f(): yield
g=f(); next(g)
try:
    try: raise KeyError('out')
    except KeyError: g.throw(ValueError('v'))
except ValueError as e: print(chain(e))
g=f(); next(g)
try:
    try: raise KeyError('out')
    except KeyError as k: g.throw(k)
except KeyError as e: print(chain(e))
g=f()
try:
    try: raise KeyError('out')
    except KeyError: g.throw(ValueError('unstarted'))
except ValueError as e: print(chain(e))
g=f(); next(g); g.close()
try:
    try: raise KeyError('out')
    except KeyError: g.throw(ValueError('done'))
except ValueError as e: print(chain(e))
# close with context
def f():
    try: yield
    finally: print(chain(sys.exception()))
g=f(); next(g)
try: raise KeyError('k')
except KeyError: g.close()
class It:
    def __iter__(s): return s
    def __next__(s): return 1
    def throw(s, *a): print('It.throw', a); raise a[0] if isinstance(a[0], BaseException) else a[0]
    def close(s): print('It.close')
def f():
    try: raise KeyError('a')
    except Exception: yield from It()
g=f(); next(g)
try: g.throw(ValueError('v'))
except ValueError as e: print(chain(e))
g=f(); next(g)
try: g.throw(ValueError)
except ValueError as e: print(chain(e))
g=f(); next(g); g.close()
g=f(); next(g)
try: g.throw(GeneratorExit)
except GeneratorExit as e: print(chain(e))
# stacks
def names():
    r=[]; fr=sys._getframe(1)
    while fr: r.append(fr.f_code.co_name); fr=fr.f_back
    return r
def inner():
    try: yield
    except ValueError: print(names()); yield 5
    finally: print('fin', names())
def mid(): yield from inner()
def outer(): yield from mid()
g=outer(); next(g); print(g.throw(ValueError)); g.close()
g=outer(); next(g); g.throw(ValueError); 
try: g.throw(KeyError)
except KeyError as e:
    tb=e.__traceback__
    while tb: print(tb.tb_frame.f_code.co_name, tb.tb_lineno); tb=tb.tb_next
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    g=outer(); next(g)
    try: g.throw(KeyError, KeyError(3), None)
    except KeyError as e: print(repr(e))
    g=outer(); next(g)
    try: g.throw(KeyError, 3)
    except KeyError as e: print(repr(e))
    async def co(): pass
    c=co()
    try: c.throw(KeyError, 3)
    except KeyError as e: print(repr(e))
    async def ag(): yield
    a = ag()
    try: a.athrow(KeyError, 3).send(None)
    except KeyError as e: print(repr(e))
    for x in w: print(x.category, x.message)
class E(Exception):
    def __new__(cls, *a): return cls
def f(): yield
g=f()
try: g.throw(E)
except TypeError as e: print(e)
print(next(g, 'done'))
def f():
    try: yield
    except TypeError as e: print('in', e)
g=f(); next(g)
try: g.throw(E)
except StopIteration as e: print('stop')
for a in ((1,), (int,), ('x',), (ValueError, 1, 2), (ValueError(), 1)):
    g=f(); next(g)
    try: g.throw(*a)
    except BaseException as e: print(a, type(e), e)
    print(next(g,'done'))
