"""Digits of pi one by one: the unbounded spigot of Gibbons on large integers."""


def digits():
    q, r, t, k, n, m = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < n * t:
            yield n
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, m = q * k, (2 * q + r) * m, t * m, k + 1, (q * (7 * k + 2) + r * m) // (t * m), m + 2


def main(count):
    source = digits()
    line = ""
    for i in range(1, count + 1):
        line += str(next(source))
        if i % 50 == 0:
            print(line, i)
            line = ""


main(2000)
