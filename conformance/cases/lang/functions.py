# Calls: every kind of parameter, defaults, unpacking, errors, recursion, decorators, annotations.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, z=7))
print(f(*[1, 2], **{"d": 3, "b": 4}))
for call in (
    lambda: f(),
    lambda: f(1),
    lambda: f(1, d=2, a=3, e=1, **{"e": 2}),
    lambda: (lambda x: x)(1, 2),
    lambda: (lambda x, y, *, z: x)(1),
    lambda: (lambda x, y, *, z, w: x)(1, 2),
    lambda: (lambda *, flag: flag)(flog=1),
    lambda: (lambda: 0)(1, 2),
    lambda: (lambda a, /: a)(a=1),
    lambda: f(*5, d=1),
    lambda: f(**5),
    lambda: (5)(),
    lambda: len(1, 2),
    lambda: [].append(),
    lambda: "".join(),
    lambda: int("x", bas=2),
    lambda: sorted([1], 2),
    lambda: print(1, foo=2),
):
    try:
        print(call())
    except TypeError as e:
        print(e)


def default_list(x, acc=[]):
    acc.append(x)
    return acc


print(default_list(1), default_list(2), default_list.__defaults__)


def deco(tag):
    def wrap(fn):
        def inner(*a, **k):
            return tag, fn(*a, **k)

        inner.__name__ = fn.__name__
        return inner

    return wrap


@deco("outer")
@deco("inner")
def add(a: int, b: "str" = 2) -> float:
    return a + b


print(add(1), add.__name__)


def annotated(a: int, *args: str, k: list[int] = None, **kw: dict) -> "x":
    y: int = 1


print(annotated.__annotations__)


def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


print(fact(30))


def forever(n):
    return forever(n + 1)


try:
    forever(0)
except RecursionError as e:
    print(e)
print((lambda *a, **k: (a, k))(*"ab", *"c", x=1, **{"y": 2}))


def generic[T: int](x: T) -> T:
    return x


type Pair[A, B] = tuple[A, B]
print(generic(3), generic.__type_params__, Pair.__type_params__, Pair.__value__)
