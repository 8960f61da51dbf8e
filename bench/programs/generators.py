"""Generators: pipelines, delegation, sending."""


def numbers(n):
    for i in range(n):
        yield i


def squares(source):
    for x in source:
        yield x * x


def odd(source):
    for x in source:
        if x % 2:
            yield x


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right


def tree(low, high):
    if low > high:
        return None
    middle = (low + high) // 2
    return Node(middle, tree(low, middle - 1), tree(middle + 1, high))


def average():
    total = count = 0
    result = None
    while True:
        x = yield result
        total += x
        count += 1
        result = total / count


print(sum(odd(squares(numbers(1500000)))))
print(sum(tree(1, 60000)))
a = average()
next(a)
for i in range(500000):
    last = a.send(i)
print(last)
print(sum(x for x in (y + 1 for y in range(1000000)) if x % 3))
