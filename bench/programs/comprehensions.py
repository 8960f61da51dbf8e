"""Comprehensions: lists, sets, dicts, nested and filtered ones."""


def main(n):
    total = 0
    for i in range(n):
        squares = [x * x for x in range(40)]
        even = [x for x in squares if x % 2 == 0]
        pairs = {x: y for x, y in zip(squares, even)}
        letters = {c for c in "comprehension"}
        grid = [[r * c for c in range(6)] for r in range(6)]
        total += len(even) + len(pairs) + len(letters) + sum(v for row in grid for v in row) + i
    return total


print(main(50000))
