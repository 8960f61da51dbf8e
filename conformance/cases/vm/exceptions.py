"""Exceptions: finally in all its ways, chaining, groups, with, re-raising."""
import sys


def trace(tag):
    print(tag, end=" ")


def order(kind):
    try:
        trace("try")
        if kind == "raise":
            raise KeyError(kind)
        if kind == "return":
            return "from try"
    except KeyError:
        trace("except")
        return "from except"
    else:
        trace("else")
    finally:
        trace("finally")
    return "end"


for k in ("raise", "return", "none"):
    print(order(k))


def overriding():
    for i in range(3):
        try:
            continue
        finally:
            if i == 1:
                break
    try:
        raise ValueError
    finally:
        return i


print(overriding())


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        return "entered"

    def __exit__(self, kind, value, tb):
        print("exit", kind and kind.__name__, value, tb and tb.tb_lineno)
        return self.swallow


with Manager(True) as m, Manager(False):
    print(m)
    raise OSError("inside")

try:
    try:
        raise KeyError("first")
    except KeyError as e:
        raise ValueError("second") from e
except ValueError as e:
    print(repr(e.__cause__), repr(e.__context__), e.__suppress_context__)

try:
    try:
        1 / 0
    except ZeroDivisionError:
        undefined
except NameError as e:
    print(e, repr(e.__context__))

try:
    e
except NameError as error:
    print(error)

try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [ValueError(3), OSError(4)])])
except* ValueError as g:
    print("values", g.exceptions)
except* (TypeError, OSError) as g:
    print("others", [type(x).__name__ for x in g.exceptions])

try:
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise RuntimeError("new")
except ExceptionGroup as g:
    print(g.exceptions)


def reraise():
    try:
        raise LookupError("a")
    except LookupError:
        try:
            pass
        finally:
            raise


try:
    reraise()
except LookupError as e:
    print(e, e.__traceback__.tb_next.tb_lineno)
try:
    raise
except RuntimeError as e:
    print(e)
for bad in (5, int, "x"):
    try:
        raise bad
    except TypeError as e:
        print(e)
try:
    try:
        raise ValueError
    except "x":
        pass
except TypeError as e:
    print(e)
print(sys.exception(), sys.exc_info())


def a():
    b()


def b():
    raise AssertionError("from b")


try:
    a()
except AssertionError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
