# What settrace sees: loops, exceptions, generators, comprehensions, with, finally, class bodies, multi-line statements.
class Point:
    size = 2

    def __init__(self, x, y):
        self.x = x
        self.y = y


def gen(n):
    for i in range(n):
        try:
            yield i
        finally:
            last = i


def risky(n):
    try:
        if n == 0:
            raise ValueError("zero")
        return 10 // n
    except ValueError as e:
        return str(e)
    finally:
        done = True


def main(data):
    total = 0
    for value in gen(3):
        total += value
        if value == 1:
            break
    squares = [v * v for v in data if v]
    table = {k: v for k, v in zip("ab", data)}
    result = [
        risky(0),
        risky(2),
    ]
    while total < 3: total += 1
    alias = squares
    alias.append(total)
    p = Point(1, data)
    del table
    return sorted(
        squares,
        key=lambda v: -v,
    )


out = main([1, 2, 3])
try:
    risky("x")
except TypeError:
    pass
