"""Classes: attributes, methods, inheritance, properties, special methods."""


class Shape:
    count = 0

    def __init__(self, name):
        self.name = name
        Shape.count += 1

    def area(self):
        return 0

    def describe(self):
        return f"{self.name}:{self.area()}"


class Rectangle(Shape):
    def __init__(self, width, height):
        super().__init__("rectangle")
        self.width = width
        self.height = height

    def area(self):
        return self.width * self.height

    @property
    def perimeter(self):
        return 2 * (self.width + self.height)


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def dot(self, other):
        return self.x * other.x + self.y * other.y


def main(n):
    total = 0
    for i in range(n):
        r = Rectangle(i, 2) if i % 2 else Square(i % 10)
        total += r.area() + r.perimeter
    v = Vector(0, 0)
    one = Vector(1, 2)
    equal = 0
    for i in range(n):
        v = v + one
        if v == one:
            equal += 1
        total += v.dot(one) % 7
    return total, equal, v.x, Shape.count, len(Square(3).describe())


print(main(300000))
