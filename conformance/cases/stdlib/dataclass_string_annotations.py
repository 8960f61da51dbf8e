from __future__ import annotations
# Which string annotations dataclasses take for ClassVar and InitVar.
import typing, dataclasses
from typing import ClassVar
import typing as t
from dataclasses import dataclass, InitVar, field
@dataclass
class C:
    a: int
    b: ClassVar[int] = 1
    c: typing.ClassVar = 2
    d: t.ClassVar[str] = 's'
    e: InitVar[int] = 3
    f: dataclasses.InitVar[int] = 4
    def __post_init__(self, e, f): print(e, f)
print(C(1), [f.name for f in dataclasses.fields(C)])
for s in ['ClassVar', 'ClassVar [int]', ' ClassVar[int]', 'typing.ClassVar', 'ClassVar.[int]', 'ClassVar+', 'notClassVar', 'typing .ClassVar', 't. ClassVar[int]', 'CV', 'cv.ClassVar']:
    try:
        C = dataclasses.make_dataclass('C', [('x', s, 5)], module=__name__) if 0 else None
        ns = {'__annotations__': {'x': s}, 'x': 5, '__module__': __name__}
        C = dataclass(type('C', (), ns))
        print(s, [f.name for f in dataclasses.fields(C)])
    except Exception as e: print(s, type(e), e)
