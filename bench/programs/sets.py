"""Sets: membership, algebra, a breadth-first search."""


def algebra(n):
    total = 0
    for i in range(1, n):
        a = set(range(0, 60, i % 7 + 1))
        b = set(range(0, 90, i % 5 + 2))
        total += len(a & b) + len(a | b) + len(a - b) + len(a ^ b)
    return total


def search(size):
    seen = {(0, 0)}
    frontier = [(0, 0)]
    steps = 0
    while frontier:
        following = []
        for x, y in frontier:
            for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
                place = (x + dx, y + dy)
                if 0 <= place[0] < size and 0 <= place[1] < size and place not in seen:
                    seen.add(place)
                    following.append(place)
        frontier = following
        steps += 1
    return steps, len(seen)


def unique(n):
    seen = set()
    x = 1
    while x not in seen:
        seen.add(x)
        x = (x * 1664525 + 1013904223) % n
    return len(seen)


print(algebra(20000))
print(search(300))
print(unique(1000003))
