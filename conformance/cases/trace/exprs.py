# Expressions in evaluation order, what is only tested, what tests decide.
def unless(a, b):
    return not (a or not b)


def ladder(x, y=None):
    if x is None:
        return "none"
    elif x is not None and y is None:
        x = x + 1 if x > 1 else x - 1
    if 0 < x <= 10 or not y:
        return x and y or x
    assert x < 100 or y
    return x if y else (y or (x and 3))


def shortcut(a, b, c, d):
    first = a and b or c and d
    second = (a or b) and (c or d)
    third = a < b < c < d
    return [first, second, third, a if b else (c and d), (b and c) if a else d]


def loops(n):
    total = 0
    while n > 0 and total < 50:
        n -= 1
        if n % 2: continue
        total += n
    for i, (p, q) in enumerate(zip("abc", [3, 0, 5])):
        for k in range(q):
            if k == 2:
                break
            total += len(p) * k
        else:
            total -= i
    odd = [v for v in range(6) if v % 2 if v > 1]
    pairs = {(x, y): x * y for x in odd for y in (1, 2) if x or y}
    text = "".join(f"{x}-{y!r:>3}" for x, y in pairs)
    return total, odd, text, sum(v * v for v in odd)


def assignments(xs):
    a, b = xs[0], xs[-1]
    a, b = b, a
    (c, *d), e = xs[1:3], xs[::2]
    xs[0] = c = a
    if (m := max(xs)) > 2:
        xs[m - m] = m
    f = lambda v, w=m: v + w
    return [f(c), d, e, {*d, 1}, {"k": m, **{"z": a}}, -a, ~b, xs[len(d) :], *d]


print(unless(0, 1), unless(1, 1), unless(0, 0))
print(ladder(None), ladder(5), ladder(0), ladder(7, 2), ladder(20, [1]), ladder(20, 1))
print(shortcut(1, 2, 3, 4), shortcut(0, 2, 3, 4), shortcut(1, 0, 0, 4), shortcut(0, 0, 0, 0))
print(loops(5))
print(assignments([3, 1, 2, 5]))
try:
    print([1][3 - 1] + undefined)
except IndexError as error:
    print(error.args)
