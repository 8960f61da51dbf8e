"""The chaos game: a point jumps along randomly chosen edges of a closed B-spline; the hits make a picture."""

import math


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def length(self):
        return math.sqrt(self.x * self.x + self.y * self.y)

    def mix(self, other, share):
        return self + (other - self) * share


class Spline:
    """A uniform B-spline, evaluated by de Boor's algorithm."""

    def __init__(self, points, degree):
        self.points = points
        self.degree = degree
        self.knots = list(range(len(points) + degree + 1))

    def __call__(self, u):
        k = min(int(u), len(self.points) - 1)
        p = self.degree
        d = [self.points[j + k - p] for j in range(p + 1)]
        for r in range(1, p + 1):
            for j in range(p, r - 1, -1):
                low = self.knots[j + k - p]
                high = self.knots[j + 1 + k - r]
                d[j] = d[j - 1].mix(d[j], (u - low) / (high - low))
        return d[p]

    def domain(self):
        return self.degree, len(self.points)


class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return self.state / 2147483648


def play(splines, jumps, width, height):
    random = Random(1234)
    point = Vector(0.5, 0.5)
    grid = [[0] * width for _ in range(height)]
    for _ in range(jumps):
        spline = splines[int(random.next() * len(splines))]
        low, high = spline.domain()
        u = low + random.next() * (high - low) * 0.999999
        target = spline(u)
        along = spline(min(u + 0.01, high - 0.000001)) - target
        step = along * (0.1 / max(along.length(), 1e-9))
        point = point.mix(target, 0.5) + step * 0.1
        x = min(max(int(point.x * width), 0), width - 1)
        y = min(max(int(point.y * height), 0), height - 1)
        grid[y][x] += 1
    return grid


def main():
    shapes = [
        [(0.1, 0.1), (0.3, 0.9), (0.5, 0.2), (0.7, 0.9), (0.9, 0.1), (0.6, 0.4)],
        [(0.9, 0.9), (0.5, 0.6), (0.1, 0.9), (0.2, 0.5), (0.5, 0.1)],
        [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8), (0.2, 0.4)],
    ]
    splines = [Spline([Vector(x, y) for x, y in shape], 3) for shape in shapes]
    grid = play(splines, 25000, 48, 24)
    for row in grid:
        print("".join(" .:*#@"[min(n, 5)] for n in row).rstrip())
    print(sum(1 for row in grid for n in row if n))


main()
