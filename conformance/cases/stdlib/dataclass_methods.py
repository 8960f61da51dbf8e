from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass, FrozenInstanceError, InitVar, KW_ONLY, make_dataclass
import dataclasses
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
@dataclass
class P:
    x: int
    y: int = 0
    z: list = field(default_factory=list)
print(P(1), P(1,2)==P(1,2), P(1)!=P(2), P.__doc__, P.__match_args__, P.__hash__)
t(lambda: P()); t(lambda: P(1,2,3,4)); t(lambda: P(1,w=2))
@dataclass(order=True, frozen=True)
class Q:
    a: int
    b: str = "x"
print(Q(1)<Q(2), sorted([Q(3),Q(1)]), hash(Q(1))==hash(Q(1)), Q(1) <= Q(1))
def f(): q=Q(1); q.a=2
t(f)
def f(): q=Q(1); del q.a
t(f)
t(lambda: Q(1)<3)
print(asdict(P(1,2,[P(3)])), astuple(P(1,2,[1])), replace(P(1),y=5), [f.name for f in fields(P)], is_dataclass(P))
@dataclass
class B(P):
    w: float = 1.5
    c: InitVar[int] = 3
    def __post_init__(self, c): self.cc = c
print(B(1), B(1,c=4).cc, B.__doc__)
@dataclass(slots=True)
class S:
    a: int
    b: int = 2
s=S(1); print(s, S.__slots__); 
def f(): s.c=1
t(f)
@dataclass(kw_only=True)
class K:
    a: int
    b: int = 1
t(lambda: K(1)); print(K(a=1), K.__doc__)
@dataclass
class K2:
    a: int
    _: KW_ONLY
    b: int = 1
print(K2(1,b=2))
def f():
    @dataclass
    class X:
        a: list = []
t(f)
def f():
    @dataclass
    class X:
        a: int = 1
        b: int
t(f)
C = make_dataclass('C', ['x', ('y', int), ('z', int, field(default=5))])
t(lambda: C(1,2)); print(fields(P)[0].name, fields(P)[1].default)
@dataclass(eq=False)
class N: a: int
print(N(1)==N(1), N.__doc__)
@dataclass(unsafe_hash=True)
class U: a: int = field(compare=False, default=1); b: int = field(repr=False, default=2)
print(U(), hash(U(1,2))==hash(U(3,2)))
match P(1,2):
    case P(x,y): print(x,y)
@dataclass
class Node:
    v: int
    next: 'Node|None' = None
n=Node(1); n.next=n; print(n)
print(Node.__init__.__qualname__, Node.__repr__.__qualname__, Node.__doc__)
import copy; print(copy.replace(P(1),x=7))
print(P.__dataclass_params__, P.__init__.__annotations__)
