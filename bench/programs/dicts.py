"""Dicts: counting, grouping, memoising, keys of several kinds."""


def histogram(n):
    counts = {}
    state = 12345
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2147483648
        key = state % 1000
        if key in counts:
            counts[key] += 1
        else:
            counts[key] = 1
    return max(counts.values()), len(counts)


def paths(rows, columns, memo):
    if rows == 0 or columns == 0:
        return 1
    key = (rows, columns)
    if key not in memo:
        memo[key] = paths(rows - 1, columns, memo) + paths(rows, columns - 1, memo)
    return memo[key]


def group(n):
    groups = {}
    for i in range(n):
        groups.setdefault(f"k{i % 97}", []).append(i)
    total = 0
    for name, members in groups.items():
        total += len(name) * members[-1]
    return total


print(histogram(1000000))
print(paths(250, 250, {}) % 1000007)
print(group(600000))
