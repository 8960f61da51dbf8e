"""Attributes of functions at rest and running: generators, coroutines, code, frames, tracebacks, properties, classes."""

import sys
import types


def gen(n):
    got = yield n
    yield from [got, 2]


g = gen(1)
print(g.gi_code.co_name, g.gi_yieldfrom, g.gi_running, g.gi_suspended, g.gi_frame.f_lineno)
next(g), g.send(5)
print(type(g.gi_yieldfrom).__name__, g.gi_suspended, list(g), g.gi_frame)


class Wait:
    def __await__(self):
        yield 'waiting'


async def coro():
    await Wait()


c = coro()
print(c.cr_running, c.cr_suspended, c.cr_code.co_name, c.cr_await, c.cr_origin, c.cr_frame is None)
print(c.send(None), type(c.cr_await).__name__, c.cr_suspended)
c.close()


async def agen():
    try:
        yield 1
        yield 2
    except KeyError as e:
        yield repr(e)


def step(awaitable):
    try:
        awaitable.send(None)
    except StopIteration as e:
        return e.value
    except BaseException as e:
        return repr(e)


a = agen()
print(a.ag_running, a.ag_suspended, a.ag_frame is None, a.ag_code.co_name, a.ag_await)
print(step(a.__anext__()), step(a.athrow(KeyError('k'))), step(a.asend(None)), step(a.aclose()))


def outer(a, b=1, /, *args, c, **kwargs):
    x = a
    def inner():
        return x
    return inner


code = outer.__code__
print(code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_stacksize, code.co_flags)
print(code.co_varnames, code.co_cellvars, code.co_freevars, code.co_names, code.co_name, code.co_qualname, code.co_firstlineno)
print(code.co_consts[0], [type(k).__name__ for k in code.co_consts], code.co_code.hex(), code.co_linetable.hex(), code.co_exceptiontable)
print(list(code.co_lines()), list(code.co_positions())[:3], code._varname_from_oparg(0), len(code._co_code_adaptive) == len(code.co_code))
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    print(code.co_lnotab.hex(), caught[0].category.__name__, caught[0].message)
print(code.replace(co_name='other').co_name, code == code.replace(), code == code.replace(co_firstlineno=1))

f = sys._getframe()
print(f.f_trace, f.f_trace_lines, f.f_trace_opcodes, f.f_builtins['len'] is len, f.f_back, f.f_code.co_name, f.f_globals is globals())
try:
    f.clear()
except RuntimeError as e:
    print(e)
try:
    1 // 0
except ZeroDivisionError as e:
    tb = e.__traceback__
    print(tb.tb_lineno, tb.tb_lasti > 0, tb.tb_next, tb.tb_frame is f)


class P:
    @property
    def x(self):
        "Doc of x."
        return 1
    @x.setter
    def x(self, value):
        print('set', value)
    @x.deleter
    def x(self):
        print('del')


p = P()
p.x = 2
del p.x
print(P.x.fget.__name__, P.x.fset.__name__, P.x.fdel.__name__, P.x.__doc__, P.x.getter(lambda self: 9).__get__(p))
print(P.mro(), type.mro(int), types.MappingProxyType({'a': 1}).copy(), bool.__mro__)


def hook(*args, **kwargs):
    print('breakpoint', args, kwargs)


sys.breakpointhook = hook
breakpoint(1, k=2)
print(input('prompt: '), input())
try:
    input()
except EOFError as e:
    print(e)
