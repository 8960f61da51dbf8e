# Setting f_lineno in a trace function, and lines after an exception thrown into a delegation.
import sys
import warnings

warnings.simplefilter('ignore')


def run(function, at, to, event='line'):
    first = function.__code__.co_firstlineno
    pending = True

    def tracer(frame, what, arg):
        nonlocal pending
        if frame.f_code is not function.__code__:
            return None
        print('  ', what, frame.f_lineno - first)
        if pending and what == event and frame.f_lineno == first + at:
            pending = False
            try:
                frame.f_lineno = first + to
                print('   now', frame.f_lineno - first)
            except ValueError as e:
                print('  ', str(e).replace(str(first + to), 'N'))
        return tracer

    print(function.__name__, at, to)
    sys.settrace(tracer)
    try:
        result = function()
        if hasattr(result, '__next__'):
            print(list(result))
    except Exception as e:
        print(type(e).__name__, e)
    finally:
        sys.settrace(None)


def straight():
    a = 1
    b = 2
    c = 3
    print(a, b, c)


def loop():
    for i in (1, 2):
        print(i)
    print('end')


def handler():
    try:
        1 / 0
    except ZeroDivisionError:
        print('caught')
        print(sys.exception())
    print(sys.exception())


def generator():
    print('a')
    yield 1
    yield 2


run(straight, 2, 4)
run(straight, 3, 1)
run(straight, 2, 100)
run(straight, 2, -1)
run(straight, 0, 2, 'call')
run(straight, 4, 1, 'return')
run(loop, 2, 3)
run(loop, 3, 2)
run(loop, 1, 3)
run(handler, 1, 4)
run(handler, 5, 6)
run(handler, 6, 5)
run(generator, 2, 3, 'return')
run(generator, 3, 1, 'return')
try:
    sys._getframe().f_lineno = 1
except ValueError as e:
    print(e)


def inner():
    try:
        yield 1
    except ValueError:
        return 5


def outer():
    x = yield from inner()
    yield x


def show(frame, event, arg):
    print(frame.f_code.co_name, event, frame.f_lineno)
    return show


g = outer()
next(g)
sys.settrace(show)
print(g.throw(ValueError))
sys.settrace(None)


def fails(frame, event, arg):
    raise KeyError(event)


try:
    sys._getframe().f_trace = fails
    sys.settrace(fails)
    len([])
except KeyError as e:
    print('raised', e, sys.gettrace())
