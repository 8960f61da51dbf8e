# Scopes: closures over loop variables, nonlocal, global, class scopes, comprehensions.
def adders():
    return [lambda x: x + n for n in range(3)], [lambda x, n=n: x + n for n in range(3)]


late, early = adders()
print([f(10) for f in late], [f(10) for f in early])


def counter(start):
    n = start

    def step(by=1):
        nonlocal n
        n += by
        return n

    def peek():
        return n

    return step, peek


step, peek = counter(5)
print(step(), step(10), peek(), step.__closure__[0].cell_contents, step.__code__.co_freevars)

x = "module"


class Scope:
    x = "class"
    seen = [x for _ in range(1)]
    lazy = [lambda: x][0]

    def method(self):
        return x, self.x, __class__.__name__


print(Scope.seen, Scope.lazy(), Scope().method())


def makes_global():
    global made
    made = [i for i in (j * 2 for j in range(3))]
    del globals()["makes_global"]


makes_global()
print(made, "makes_global" in globals())


def unbound(flag):
    if flag:
        value = 1
    return value


for flag in (True, False):
    try:
        print(unbound(flag))
    except UnboundLocalError as e:
        print(type(e).__name__, e)


def deleted():
    y = 1

    def inner():
        return y

    del y
    return inner


try:
    deleted()()
except NameError as e:
    print(type(e).__name__, e)

print((walrus := 3) + walrus, [last := i for i in range(4)], last)
