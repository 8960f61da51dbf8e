"""Linked structures: a binary search tree and a linked list."""


class Node:
    __slots__ = ("key", "left", "right", "next")

    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None
        self.next = None


def insert(root, key):
    node = root
    while True:
        if key < node.key:
            if node.left is None:
                node.left = Node(key)
                return
            node = node.left
        elif key > node.key:
            if node.right is None:
                node.right = Node(key)
                return
            node = node.right
        else:
            return


def depth(node):
    if node is None:
        return 0
    return 1 + max(depth(node.left), depth(node.right))


def reverse(head):
    previous = None
    while head is not None:
        head.next, previous, head = previous, head, head.next
    return previous


root = Node(50000)
x = 1
for i in range(120000):
    x = (x * 48271) % 2147483647
    insert(root, x % 100000)
print(depth(root))
head = None
for i in range(200000):
    n = Node(i)
    n.next = head
    head = n
for _ in range(5):
    head = reverse(head)
count = 0
while head is not None:
    count += head.key % 3
    head = head.next
print(count)
