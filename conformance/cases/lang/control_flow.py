# Loops with else, try in all shapes, with, match, star-unpacking.
def search(xs, want):
    for i, x in enumerate(xs):
        if x == want:
            break
    else:
        return "none"
    return i


print(search("abc", "b"), search("abc", "z"))


def paths(kind):
    log = []
    try:
        log.append("try")
        if kind == "return":
            return log
        if kind == "raise":
            raise KeyError(kind)
    except KeyError as e:
        log.append(repr(e))
    else:
        log.append("else")
    finally:
        log.append("finally")
    return log


for kind in ("plain", "return", "raise"):
    print(kind, paths(kind))


def groups():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [ValueError(3), OSError(4)])])
    except* ValueError as g:
        print("values", [e.args for e in g.exceptions[:1]], len(g.exceptions))
    except* TypeError as g:
        print("types", g.exceptions)
    finally:
        print("done")


try:
    groups()
except ExceptionGroup as rest:
    print("rest", rest.exceptions[0].exceptions)


class Guard:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__)
        return self.swallow


with Guard("a") as a, Guard("b", swallow=True) as b:
    print(a + b)
    raise RuntimeError
print("after")


def shape(v):
    match v:
        case []:
            return "empty"
        case [x] | (x, _):
            return f"one or two, first {x}"
        case {"kind": "point", "at": (x, y), **rest} if x != y:
            return f"point {x} {y} {rest}"
        case str() as s:
            return f"text {s!r}"
        case int(n) if n < 0:
            return "negative"
        case 1 | 2 | 3:
            return "small"
        case [first, *middle, last]:
            return (first, middle, last)
        case complex(real=r, imag=i):
            return (r, i)
        case None | True | False:
            return "singleton"
        case _:
            return "other"


for v in ([], [7], (1, 2), {"kind": "point", "at": (1, 2), "z": 0}, {"kind": "point", "at": (1, 1)}, "s", -4, 2, [1, 2, 3, 4], 1 + 2j, None, 5.5):
    print(v, "->", shape(v))

first, *rest, last = range(5)
print(first, rest, last)
[a, (b, *c)], d = [1, "xyz"], {}
print(a, b, c, d, *rest, sep="|")
print({**{"a": 1}, "b": 2, **{"a": 3}}, [*"ab", *range(2)], {*"aa"})

n = 0
while n < 10:
    n += 1
    if n % 2:
        continue
    if n > 6:
        break
    print(n, end=" ")
else:
    print("never")
print()


def final():
    for i in range(3):
        try:
            continue
        finally:
            if i == 1:
                return "from finally"


print(final())
