"""Frames: locals seen and written, lines, callers, namespaces of exec and eval."""
import sys


def f(a, b=2):
    c = a + b
    frame = sys._getframe()
    print(frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, sorted(frame.f_locals))
    frame.f_locals["c"] = 100
    frame.f_locals["extra"] = 1
    print(c, "extra" in frame.f_locals, locals()["c"], frame.f_locals["a"], len(frame.f_locals))
    print(frame.f_back.f_code.co_name, frame.f_back.f_lineno, frame.f_globals is globals())
    return c


print(f(1))


def cells():
    x = 1

    def g():
        return x + y

    y = 2
    sys._getframe().f_locals["x"] = 40
    return g()


print(cells())


class C:
    a = 1
    names = sorted(n for n in locals() if not n.startswith("__"))
    b = [a for _ in range(2)] if False else a


print(C.names, C.b)
ns = {"v": 3}
exec("w = v * 2\ndef h(): return w + v", ns)
print(ns["w"], ns["h"](), eval("v + w", ns), eval("q + v", {"v": 1}, {"q": 10}))
exec("global z\nz = 5")
print(z)


def g():
    k = 1
    exec("k = 2; m = 3")
    return k, sorted(locals()), eval("k + 1")


print(g())


def deleted():
    x = 1
    del x
    try:
        return x
    except UnboundLocalError as e:
        return str(e)


print(deleted())


def free():
    def inner():
        return later

    try:
        inner()
    except NameError as e:
        print(e)
    later = 1
    return inner()


print(free())
print([i for i in range(3)], [[j for j in range(i)] for i in range(3)])
code = compile("1 + 1", "<c>", "eval")
print(eval(code), code.co_filename, type(code).__name__)
