"""Large integers: digits of pi by a spigot, factorials, powers modulo a prime."""


def pi_digits(count):
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    digits = []
    while len(digits) < count:
        if 4 * q + r - t < n * t:
            digits.append(n)
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2
    return digits


def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


print(sum(pi_digits(2000)))
print(factorial(4000) % 1000003)
print(sum(pow(a, 65537, 2**127 - 1) for a in range(2, 3000)) % 10**9)
