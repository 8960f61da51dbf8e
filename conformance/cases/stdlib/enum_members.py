from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum, member, nonmember, verify, UNIQUE
import enum
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = auto()
    CRIMSON = 1
    def hi(self): return self.name.lower()
print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, list(Color), len(Color), Color(2), Color['BLUE'])
print(Color.CRIMSON is Color.RED, Color.RED.hi(), Color.__members__, Color, type(Color), Color.RED == 1, Color.RED in Color, 1 in Color, 9 in Color)
t(lambda: Color(7)); t(lambda: Color['X']); t(lambda: Color.X)
def f(): Color.RED = 3
t(f)
def f(): del Color.RED
t(f)
def f():
    class D(Color): pass
t(f)
def f():
    class D(Enum):
        a=1
        a=2
t(f)
print({Color.RED: 1}, hash(Color.RED)==hash('RED'), f"{Color.RED}", f"{Color.RED:>12}", str(Color.RED), isinstance(Color.RED, Color))
class N(IntEnum):
    A = 1
    B = 2
print(N.A, repr(N.A), N.A+1, N.A<N.B, N(1), f"{N.A}", N.A==1, [N.A, N.B], sorted([N.B,N.A]), int(N.B))
class S(StrEnum):
    FOO = auto()
    BAR = 'b'
print(S.FOO, repr(S.FOO), S.BAR=='b', S('b'), S.FOO.upper())
class Perm(Flag):
    R = 4
    W = 2
    X = 1
    RW = 6
print(Perm.R|Perm.X, repr(Perm.R|Perm.W), Perm.RW, list(Perm.RW), Perm.R in Perm.RW, ~Perm.R, Perm(0), Perm(7), bool(Perm(0)), Perm.R & Perm.W, Perm.R ^ Perm.RW, list(Perm), len(Perm(7)))
t(lambda: Perm(8)); t(lambda: Perm.R | 1)
class IF(IntFlag):
    A = auto()
    B = auto()
    C = auto()
print(IF.A|IF.C, repr(IF.A|IF.C), IF.A+1, IF(9), IF.A|8, ~IF.A, IF.A.value)
An = Enum('An', 'CAT DOG')
print(list(An), An.CAT.value, An.__module__)
An2 = Enum('An2', {'x': 5, 'y': 6}); print(list(An2))
class Planet(Enum):
    EARTH = (5.9, 6.3)
    MARS = (6.4, 3.3)
    def __init__(self, mass, radius):
        self.mass = mass; self.radius = radius
    @property
    def d(self): return self.mass / self.radius
print(Planet.EARTH.mass, Planet.EARTH.value, Planet.MARS.d, Planet((5.9,6.3)))
def f():
    @unique
    class D(Enum):
        a=1
        b=1
t(f)
class W(Enum):
    @classmethod
    def _missing_(cls, v): return cls.ONE
    ONE = 1
print(W(55))
class G(Enum):
    def _generate_next_value_(name, start, count, last): return name
    AA = auto()
    BB = auto()
print(list(G))
print(dir(Color), Color.__doc__)
import copy; print(copy.deepcopy(Color.RED) is Color.RED, Color.RED.__reduce_ex__(2))
print([c for c in reversed(Color)], Color.RED.__class__, enum.EnumMeta is enum.EnumType)
class Op(Enum):
    ADD = member(lambda a,b: a+b)
    x = nonmember(3)
print(Op.ADD.value(1,2), Op.x)
match Color.RED:
    case Color.RED: print("red")
class Shape(Enum):
    SQUARE = "sq"
    def __str__(self): return self.value
print(Shape.SQUARE, f"{Shape.SQUARE}", "%s" % Shape.SQUARE)
class Wd(int, Enum):
    MON = 1
print(Wd.MON, repr(Wd.MON), f"{Wd.MON}", Wd.MON+1)
class Sd(str, Enum):
    A = "a"
print(Sd.A, repr(Sd.A), f"{Sd.A}", Sd.A == "a", Sd.A.value)
