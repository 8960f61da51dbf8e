def fib(n):
    if n < 2:
        return n
    a = fib(n - 1)
    b = fib(n - 2)
    return a + b


def outer(k):
    seen = []

    def inner(v):
        nonlocal k
        k += v
        seen.append(k)
        return k

    return [inner(i) for i in range(2)], seen


print(fib(3), outer(5))
