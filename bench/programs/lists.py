"""Lists: a sieve, matrix products, rotation, slicing."""


def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    return sum(flags)


def multiply(a, b):
    n = len(a)
    result = [[0] * n for _ in range(n)]
    for i in range(n):
        row = a[i]
        for j in range(n):
            total = 0
            for k in range(n):
                total += row[k] * b[k][j]
            result[i][j] = total
    return result


def queue(n):
    items = []
    for i in range(n):
        items.append(i)
        if len(items) > 50:
            items.pop(0)
        if i % 3 == 0:
            items.reverse()
        if i % 7 == 0:
            items = items[5:] + items[:5]
    return sum(items)


print(sieve(3000000))
m = [[(i * j) % 10 for j in range(110)] for i in range(110)]
print(sum(map(sum, multiply(m, m))))
print(queue(400000))
