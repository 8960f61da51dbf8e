from typing import Any,Callable,ClassVar,Concatenate,Counter,Deque,Dict,Generator,Generic,Iterable,List,Literal,NamedTuple,NewType,NoReturn,Optional,Protocol,Required,Self,Sequence,SupportsIndex,SupportsInt,Tuple,Type,TypeVar,TypedDict,Union,Annotated,cast,final,get_args,get_origin,get_overloads,get_type_hints,overload,runtime_checkable
import typing
T=TypeVar('T')
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
for f in [lambda:List[int],lambda:Dict[str,List[int]],lambda:Optional[int],lambda:Union[int,str,None],lambda:Union[int],lambda:Callable[[int,str],bool],lambda:Callable[...,int],lambda:Tuple[int,...],lambda:Tuple[()],lambda:Any,lambda:Literal[1,"a",True],lambda:ClassVar[int],lambda:Type[int],lambda:List[T][int],lambda:Iterable[T],lambda:List["Foo"],lambda:List,lambda:Dict,lambda:Union,lambda:List[int,str],lambda:get_origin(List[int]),lambda:get_args(Dict[str,int]),lambda:get_args(Callable[[int],str]),lambda:NewType('U',int),lambda:Annotated[int,"x"],lambda:isinstance([],List),lambda:isinstance([],List[int]),lambda:Any(),lambda:List(),lambda:Optional[List[int]]==Union[List[int],None],lambda:int|None==Optional[int],lambda:T|int,lambda:Sequence[int],lambda:cast(int,"x"),lambda:NoReturn,lambda:Self,lambda:Generator[int,None,None],lambda:Generator[int],lambda:Deque[int],lambda:Counter[str],lambda:Callable[[T],T][int],lambda:Concatenate[int,...],lambda:Union[int,"Foo"]]:
    t(f)
class Stack(Generic[T]):
    def __init__(self)->None: self.items: List[T] = []
    def push(self, x: T) -> None: self.items.append(x)
s=Stack[int](); s.push(1); print(s.items, Stack[int], Stack.__parameters__, s.__orig_class__)
class P(NamedTuple):
    x: int
    y: int = 0
    def total(self): return self.x+self.y
p=P(1); print(p, p.total(), P._fields, P.__annotations__, P._field_defaults, P.__mro__)
class TD(TypedDict, total=False):
    a: int
    b: Required[str]
print(TD(a=1), TD.__required_keys__, TD.__optional_keys__, TD.__annotations__)
@runtime_checkable
class Pr(Protocol):
    def f(self): ...
class Im:
    def f(self): pass
print(isinstance(Im(),Pr), isinstance(1,Pr), issubclass(Im,Pr))
t(lambda: Pr())
class Q(Protocol):
    x: int
t(lambda: isinstance(1,Q))
def g(a: int, b: "List[str]" = None) -> Optional[int]: ...
print(get_type_hints(g))
class H:
    x: "H"
    y: ClassVar[int] = 1
print(get_type_hints(H))
class Box[T]:
    def get(self) -> T: ...
print(Box[int], Box.__type_params__, Box.__parameters__, Box.__mro__)
@overload
def o(a:int)->int: ...
def o(a): return a
print(o(1), len(get_overloads(o)))
@final
class F: pass
print(F.__final__, SupportsInt, isinstance(1,SupportsInt), isinstance("a",SupportsIndex))
U=NewType('U',int); print(U(5), U.__supertype__, U)
print(P._make([3,4]), P(1,2)._replace(x=9), P(1,2)._asdict())
