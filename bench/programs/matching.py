"""Structural pattern matching over a small expression language."""


class Num:
    __match_args__ = ("value",)

    def __init__(self, value):
        self.value = value


class Bin:
    __match_args__ = ("op", "left", "right")

    def __init__(self, op, left, right):
        self.op = op
        self.left = left
        self.right = right


def evaluate(e):
    match e:
        case Num(value):
            return value
        case Bin("+", left, right):
            return evaluate(left) + evaluate(right)
        case Bin("*", left, right):
            return evaluate(left) * evaluate(right)
        case Bin("-", left, right):
            return evaluate(left) - evaluate(right)


def build(depth):
    if depth == 0:
        return Num(depth + 2)
    return Bin("+*-"[depth % 3], build(depth - 1), Num(depth))


def classify(point):
    match point:
        case (0, 0):
            return "origin"
        case (0, y):
            return f"y{y}"
        case (x, 0):
            return f"x{x}"
        case [x, y] if x == y:
            return "diagonal"
        case {"name": name}:
            return name
        case _:
            return "plane"


tree = build(20)
total = 0
for i in range(10000):
    total += evaluate(tree)
print(total)
print(sum(len(classify((i % 7, i % 5))) for i in range(400000)), classify({"name": "n"}))
