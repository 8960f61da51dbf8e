"""Fannkuch: flips of pancakes over all permutations."""


def fannkuch(n):
    order = list(range(n))
    count = list(range(1, n + 1))
    best = checksum = turn = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        if order[0] != 0:
            stack = order[:]
            flips = 0
            first = stack[0]
            while first:
                stack[: first + 1] = stack[first::-1]
                flips += 1
                first = stack[0]
            best = max(best, flips)
            checksum += flips if turn % 2 == 0 else -flips
        while True:
            if r == n:
                return checksum, best
            head = order[0]
            for i in range(r):
                order[i] = order[i + 1]
            order[r] = head
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        turn += 1


print(fannkuch(9))
