# Code generation: one of each kind of statement and expression.
from __future__ import annotations

import os.path as p, sys
from collections import (deque as dq, OrderedDict)

x: int = 1
y = z = [1, 2, *range(3)]
a, (b, *c) = 1, (2, 3)
x += 1
del y[0], z
assert x, "message"


async def coro(n, *, k=1):
    async with n as q, k:
        async for i in q:
            await i
    return [j async for j in n if await j]


def g(a, b=(1, 2), *args, c, d={}, **kw):
    """doc"""
    global x
    try:
        yield a
        with open(a) as f:
            return f.read()[1:2, ::3]
    except (A, B) as e:
        raise X from e
    except:
        pass
    else:
        yield from b
    finally:
        print(f"{a!r:>{b}} {c=}", *args, **kw)
    for i, j in kw:
        if i and j or not a:
            continue
        elif i < j <= 3 is not None:
            break
    else:
        return lambda q, *r: q if r else {**d, 1: 2}
    while x not in a: a @= b


@dec(1)
class C(Base, metaclass=M):
    """doc"""
    attr = 1

    def method(self):
        return super().method() or __class__

    def other[T](self, v: T = None) -> T:
        match v:
            case [1, "x", rest] | {"k": rest, "m": {}} if rest:
                self.seen = rest
            case C(a=1) | None | -1j | str():
                return rest


try:
    pass
except* ValueError as eg:
    print(eg)
type Alias[K, *V, **P] = dict[K, tuple[*V]]
print((w := 3), [i for i in range(3) for j in range(i) if i != j], {i: j for i, j in {}}, {i for i in ()}, (i for i in ()))
print(-x ** 2, not x, ~x, x[1], x.y.z, x if y else z, 1 < 2 < 3, "a" "b", b"c", 1_0, 1.5e3, 2j, ..., None, True)
