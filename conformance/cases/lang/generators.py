# Generators: send, throw, close, delegation, return values, laziness, coroutines and async generators.
def echo():
    received = []
    try:
        while True:
            received.append((yield len(received)))
    except GeneratorExit:
        print("closed", received)
        raise
    except ValueError as e:
        yield f"caught {e}"
    finally:
        print("finally")


g = echo()
print(next(g), g.send("a"), g.send("b"))
print(g.throw(ValueError("x")))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
g = echo()
next(g)
g.close()
print(g.gi_frame, g.gi_running)


def inner(n):
    got = yield from (i * i for i in range(n))
    return ("inner", got)


def outer():
    result = yield from inner(3)
    print("result", result)
    yield "end"


print(list(outer()))


def wrong():
    yield 1
    raise StopIteration("inside")


try:
    list(wrong())
except RuntimeError as e:
    print(e, "|", repr(e.__cause__))

try:
    next(x for x in ())
except StopIteration as e:
    print("empty", e.args)

gen = (print("eager", i) or i for i in range(2))
print("made")
print(next(gen))


class Later:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


async def job(n):
    total = 0
    for i in range(n):
        total += await Later(i)
    return total


coro = job(3)
value = coro.send(None)
try:
    while True:
        value = coro.send(value * 10)
except StopIteration as e:
    print("job", e.value)


async def numbers(n):
    for i in range(n):
        got = await Later(i)
        yield i + got


async def collect():
    return [x async for x in numbers(3) if x]


coro = collect()
value = coro.send(None)
try:
    while True:
        value = coro.send(100)
except StopIteration as e:
    print("collected", e.value)


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


print(sum(deep(200)))
