# Classes: construction protocol, descriptors, metaclasses, slots, operators, super, MRO.
class Meta(type):
    def __prepare__(name, bases, **kw):
        print("prepare", name, [b.__name__ for b in bases], kw)
        return {}

    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, [k for k in ns if not k.startswith("__")])
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)


class Base(metaclass=Meta, flag=1):
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag

    def __init__(self, *args):
        self.args = args


class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name

    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.name, "unset")

    def __set__(self, obj, value):
        setattr(obj, self.name, value * 2)


class Child(Base, tag="t"):
    field = Field()


c = Child(1, 2)
print(c.args, c.field, Child.tag, type(Child.field).__name__)
c.field = 21
print(c.field, vars(c))


class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B"] + super().who()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super().who()


print(D().who(), [k.__name__ for k in D.__mro__])
try:
    type("X", (A, D), {})
except TypeError as e:
    print(e)


class Slots:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


s = Slots()
for name in ("a", "b", "c"):
    try:
        print(getattr(s, name))
    except AttributeError as e:
        print(e)
try:
    s.c = 1
except AttributeError as e:
    print(e)


class Money:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"Money({self.n})"

    def __add__(self, other):
        return Money(self.n + other.n) if isinstance(other, Money) else NotImplemented

    def __radd__(self, other):
        return self if other == 0 else NotImplemented

    def __iadd__(self, other):
        self.n += other.n
        return self

    def __eq__(self, other):
        return isinstance(other, Money) and self.n == other.n

    def __lt__(self, other):
        return self.n < other.n

    def __bool__(self):
        return self.n != 0

    def __getitem__(self, key):
        return ("item", key)

    def __contains__(self, v):
        return v == self.n

    def __call__(self, *a, **k):
        return a, k

    def __format__(self, spec):
        return f"<{self.n:{spec}}>"


m = Money(3)
print(m + Money(4), sum([Money(1), Money(2)]), m == Money(3), m != Money(3), m < Money(4), bool(Money(0)))
m += Money(1)
print(m, m[1:2, ...], 4 in m, m(1, k=2), f"{m:>4}", sorted([Money(2), Money(1)]))
for op in (lambda: m + 1, lambda: 1 + m, lambda: m < 1, lambda: hash(m), lambda: -m, lambda: len(m)):
    try:
        print(op())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)


class Prop:
    @property
    def x(self):
        "doc of x"
        return self._x

    @x.setter
    def x(self, v):
        self._x = v

    @x.deleter
    def x(self):
        del self._x

    @classmethod
    def make(cls, v):
        self = cls()
        self.x = v
        return self

    @staticmethod
    def twice(v):
        return v * 2


p = Prop.make(5)
print(p.x, Prop.twice(4), Prop.x.__doc__)
del p.x
try:
    p.x
except AttributeError as e:
    print(e)


class Dyn:
    def __getattr__(self, name):
        if name.startswith("get_"):
            return lambda: name[4:]
        raise AttributeError(name)


print(Dyn().get_it(), hasattr(Dyn(), "other"))
print(isinstance(True, int), issubclass(D, A), type(m) is Money, Money.__qualname__, Money.__module__)
