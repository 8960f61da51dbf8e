"""Calls of every kind: parameters, defaults, stars, errors, methods, classes, callables."""


def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, e=7, z=8), f(*range(3), **{"d": 1, "q": 2}))
for call in (
    lambda: f(),
    lambda: f(1),
    lambda: f(1, 2, c=3, d=1, **{"c": 4}),
    lambda: f(1, a=1, d=2),
    lambda: (lambda x: x)(1, 2),
    lambda: (lambda x: x)(y=1),
    lambda: (lambda *, x: x)(1),
    lambda: (lambda x, /: x)(x=1),
    lambda: len(),
    lambda: len(1, 2),
    lambda: len(obj=[]),
    lambda: [].append(),
    lambda: 5(),
    lambda: f(*5),
    lambda: f(**5),
    lambda: f(**{1: 2}),
    lambda: print(end=1),
    lambda: int("x"),
    lambda: object(1),
    lambda: f(1, d=1, d2=2, **{"d2": 3}),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


class Base:
    def __init__(self, x, y=1):
        self.x = x + y

    def __call__(self, k):
        return self.x * k

    @classmethod
    def make(cls, *a, **k):
        return cls(*a, **k)

    @staticmethod
    def plain(v):
        return v

    @property
    def twice(self):
        return self.x * 2

    @twice.setter
    def twice(self, v):
        self.x = v // 2


class Derived(Base):
    def __init__(self, x):
        super().__init__(x, y=10)

    def __getattr__(self, name):
        if name == "missing":
            raise AttributeError("no " + name)
        return name.upper()


d = Derived(5)
d.twice = 84
print(d.x, d(2), d.twice, d.hello, Derived.make(1).x, Base.plain(3), hasattr(d, "missing"))
bound = d.__call__
print(bound(3), Base.__call__(d, 4))


class NoInit:
    def __init__(self):
        return 5


try:
    NoInit()
except TypeError as e:
    print(e)
try:
    Derived()
except TypeError as e:
    print(e)


def counter():
    n = 0

    def step():
        nonlocal n
        n += 1
        return n

    return step


s = counter()
print(s(), s(), counter()())
print((lambda *a, **k: (a, k))(1, *[2, 3], x=4, **{"y": 5}))
print(max([1, 5, 3], key=lambda v: -v), sorted("bca", key=str.upper, reverse=True))


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


print(deep(900))
