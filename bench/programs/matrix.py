"""Gaussian elimination, and Conway's game of life on a torus."""


def solve(a, b):
    n = len(b)
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[pivot] = a[pivot], a[i]
        b[i], b[pivot] = b[pivot], b[i]
        for r in range(i + 1, n):
            f = a[r][i] / a[i][i]
            for c in range(i, n):
                a[r][c] -= f * a[i][c]
            b[r] -= f * b[i]
    x = [0.0] * n
    for i in range(n - 1, -1, -1):
        x[i] = (b[i] - sum(a[i][c] * x[c] for c in range(i + 1, n))) / a[i][i]
    return x


def life(size, rounds):
    cells = [[(r * 7 + c * 13) % 3 == 0 for c in range(size)] for r in range(size)]
    for _ in range(rounds):
        following = []
        for r in range(size):
            up, row, down = cells[r - 1], cells[r], cells[(r + 1) % size]
            line = []
            for c in range(size):
                left, right = c - 1, (c + 1) % size
                n = up[left] + up[c] + up[right] + row[left] + row[right] + down[left] + down[c] + down[right]
                line.append(n == 3 or (n == 2 and row[c]))
            following.append(line)
        cells = following
    return sum(map(sum, cells))


n = 200
a = [[float((i * j + i + j) % 17 + (20 if i == j else 0)) for j in range(n)] for i in range(n)]
print(f"{sum(solve(a, [float(i) for i in range(n)])):.9f}")
print(life(120, 120))
