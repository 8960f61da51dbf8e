"""Function calls: positional, default and keyword arguments, closures."""


def add(a, b):
    return a + b


def scaled(a, factor=3):
    return add(a, a) * factor


def counter():
    n = 0

    def step(by=1):
        nonlocal n
        n += by
        return n

    return step


def main(rounds):
    total = 0
    step = counter()
    for i in range(rounds):
        total += add(i, 1) + scaled(i) + scaled(i, factor=2)
        step()
        step(2)
    return total, step()


print(main(1200000))
