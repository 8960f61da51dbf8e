"""Generators: sending, throwing, closing, delegation, return values, errors."""


def log(*args):
    print(*args)


def inner():
    try:
        got = yield 1
        log("got", got)
        got = yield 2
        log("got", got)
    except ValueError as e:
        log("inner caught", e)
        yield 99
    finally:
        log("inner done")
    return "result"


def outer():
    r = yield from inner()
    log("outer", r)
    try:
        yield from [10, 20]
    except GeneratorExit:
        log("closing")
        raise
    return "end"


g = outer()
log(next(g), g.send("a"), g.throw(ValueError("v")))
log(next(g))
log(g.close(), g.close())

g = outer()
log(list(g))


def cleaning(tag):
    try:
        yield 1
        yield 2
    finally:
        log("cleaned", tag)


def leaving():
    for x in cleaning("return"):
        return x


for x in cleaning("break"):
    break
log("after break", leaving())
try:
    for x in cleaning("raise"):
        raise KeyError
except KeyError:
    log("caught")
kept = cleaning("kept")
for x in kept:
    break
log("kept", next(kept))


def returns():
    return 5
    yield


try:
    next(returns())
except StopIteration as e:
    log(e.value, e.args)


def bad():
    raise StopIteration(3)
    yield


try:
    next(bad())
except RuntimeError as e:
    log(e, repr(e.__cause__))


def ignores():
    try:
        yield
    except GeneratorExit:
        yield


g = ignores()
next(g)
try:
    g.close()
except RuntimeError as e:
    log(e)


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as e:
    log(e)
try:
    outer().send(1)
except TypeError as e:
    log(e)


def handled():
    try:
        1 / 0
    except ZeroDivisionError:
        import sys
        yield type(sys.exception()).__name__
        yield type(sys.exception()).__name__


import sys

h = handled()
log(next(h), sys.exception())
try:
    raise KeyError
except KeyError:
    log(next(h), type(sys.exception()).__name__)
kept.close()
log(sum(x * y for x in range(4) for y in range(3) if x != y))
log([*map(str, (c for c in "abc"))], {*(i % 3 for i in range(9))})
