"""Every kind of scope and name, for the symbol table listing."""

import os, sys as system, a.b.c
from math import *
from math import pi as π

G = 1


def outer(a, /, b=G, *args: int, c, d=2, **kwargs) -> "str":
    global G2
    G2 = local = a
    x: int = 3

    def inner(self):
        nonlocal local, x
        local += b
        return lambda y=c: (y, x, __class__)

    [i for i in a if (walrus := i) for j in inner(i)]
    return {k: (lambda: v + local) for k, v in kwargs.items()}, (q async for q in args)


class Base[T: (int, str), *Ts, **P](object, metaclass=type):
    __private = 1
    field: T = G
    items = [T for _ in range(3) if field]

    def method[U: T = int](self, __x: U, y=__private) -> T:
        super().method()
        self.__attr = __x
        return __class__

    type Alias[V] = dict[V, T]

    class Nested:
        def f(self):
            return field, T, __class__


async def coroutine():
    async with a as b, c:
        async for x in await y:
            yield x
    try:
        del x
    except* ValueError as error:
        print(error)
    else:
        import late
    finally:
        match b:
            case {"k": value, **rest} | Base(value, rest=rest):
                pass
            case [first, *others] as whole if first:
                pass


def generic[T, U](x: T) -> U:
    def use() -> T:
        nonlocal x
        x = U
    return use
