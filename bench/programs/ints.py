"""Integer arithmetic: Collatz lengths, greatest common divisors, bit tricks."""


def collatz(limit):
    best = longest = 0
    for start in range(1, limit):
        n = start
        length = 1
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            length += 1
        if length > longest:
            best, longest = start, length
    return best, longest


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def mix(rounds):
    state = 2463534242
    out = 0
    for _ in range(rounds):
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        out = (out + state) & 0xFFFFFFFF
    return out


print(collatz(50000))
print(sum(gcd(a, b) for a in range(1, 400) for b in range(1, 400)))
print(mix(500000))
