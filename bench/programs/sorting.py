"""Sorting: the builtin with keys, and quicksort, heapsort, insertion sort in Python."""


def numbers(n, seed=42):
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(seed % 100000)
    return out


def quicksort(items):
    if len(items) <= 1:
        return items
    pivot = items[len(items) // 2]
    return (
        quicksort([x for x in items if x < pivot])
        + [x for x in items if x == pivot]
        + quicksort([x for x in items if x > pivot])
    )


def heapsort(items):
    a = list(items)
    n = len(a)

    def sift(start, end):
        root = start
        while True:
            child = 2 * root + 1
            if child > end:
                return
            if child + 1 <= end and a[child] < a[child + 1]:
                child += 1
            if a[root] < a[child]:
                a[root], a[child] = a[child], a[root]
                root = child
            else:
                return

    for start in range(n // 2 - 1, -1, -1):
        sift(start, n - 1)
    for end in range(n - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        sift(0, end - 1)
    return a


def insertion(items):
    a = list(items)
    for i in range(1, len(a)):
        x = a[i]
        j = i - 1
        while j >= 0 and a[j] > x:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = x
    return a


data = numbers(150000)
expected = sorted(data)
print(quicksort(data) == expected, heapsort(data[:60000]) == sorted(data[:60000]), insertion(data[:2000]) == sorted(data[:2000]))
print(sorted(data, key=lambda x: (x % 100, -x))[:5])
words = [str(x) for x in data]
words.sort()
print(words[:3], min(words, key=len))
