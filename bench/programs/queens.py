"""The eight queens problem, for nine of them, by backtracking."""


def solve(n):
    columns = [False] * n
    up = [False] * (2 * n)
    down = [False] * (2 * n)
    found = 0

    def place(row):
        nonlocal found
        if row == n:
            found += 1
            return
        for c in range(n):
            if not columns[c] and not up[row + c] and not down[row - c + n]:
                columns[c] = up[row + c] = down[row - c + n] = True
                place(row + 1)
                columns[c] = up[row + c] = down[row - c + n] = False

    place(0)
    return found


print(solve(8), solve(11))
