"""Coroutines and asynchronous generators, driven by hand."""
import types


@types.coroutine
def suspend(value):
    return (yield value)


async def add(a, b):
    x = await suspend(("add", a))
    return a + b + x


class Manager:
    async def __aenter__(self):
        await suspend("enter")
        return self

    async def __aexit__(self, *args):
        await suspend(("exit", args[0] and args[0].__name__))
        return True


class Counter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await suspend(("next", self.n))
        return self.n


async def agen(n):
    try:
        for i in range(n):
            got = yield i
            if got:
                print("agen got", got)
    finally:
        print("agen done")


async def main():
    total = await add(1, 2)
    async with Manager() as m:
        total += await add(total, 1)
        raise KeyError("gone")
    async for v in Counter(2):
        total += v
    items = [x async for x in agen(3)]
    g = agen(5)
    print(await anext(g), await g.asend("hi"))
    await g.aclose()
    print(await anext(g, "over"))
    return total, items, {k: v async for k, v in pairs()}


async def pairs():
    yield "a", await add(0, 0)
    yield "b", 2


def drive(coro):
    value = None
    log = []
    while True:
        try:
            log.append(coro.send(value))
            value = 1
        except StopIteration as e:
            return log, e.value


print(drive(main()))
c = add(1, 2)
try:
    c.throw(ValueError("early"))
except ValueError as e:
    print(e)
try:
    drive(c)
except RuntimeError as e:
    print(e)


async def wrong():
    await 5


try:
    drive(wrong())
except TypeError as e:
    print(e)


async def nested():
    try:
        await suspend(1)
    except ValueError as e:
        return "caught " + str(e)


n = nested()
n.send(None)
try:
    n.throw(ValueError("x"))
except StopIteration as e:
    print(e.value)
print(type(n).__name__, n.cr_frame)
n.close()
