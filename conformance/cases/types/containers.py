# list, tuple, dict, set: methods, order, views, mutation errors, comparison.
xs = [3, 1, 2]
xs.sort()
xs.extend("ab")
xs.insert(1, "i")
print(xs, xs.pop(), xs.pop(0), xs.index("i"), xs.count(2), xs[::-1])
xs[1:2] = [9, 8, 7]
xs[::2] = "abc"[: len(xs[::2])]
del xs[-1]
print(xs, xs * 2, xs + [0], [1, 2] < [1, 3], [] == [], sorted(["b", "A", "c"], key=str.lower, reverse=True))
nested = [[0] * 2] * 2
nested[0][0] = 1
print(nested, nested[0] is nested[1])
loop = [1]
loop.append(loop)
print(loop, (loop,), {"l": loop})
d = {"b": 1, "a": 2}
d["c"] = 3
d |= {"a": 20, "z": 0}
print(d, list(d), d.get("q"), d.setdefault("q", []), d.pop("b"), d.popitem(), "a" in d, d.items())
print({k: v for k, v in zip("xy", range(2))}, dict(a=1, **{"b": 2}), dict([("k", "v")]), dict.fromkeys("ab", 0))
print(d.keys() & {"a", "k"}, d.keys() - {"a"}, list(reversed(d)), {1: 2} == {1.0: 2})
for bad in (lambda: [].pop(), lambda: {}["k"], lambda: [1][5], lambda: (1,)["a"], lambda: {[]: 1}, lambda: [].remove(1), lambda: {}.popitem(), lambda: set().pop(), lambda: [1, 2].index(3), lambda: sorted([1, "a"]), lambda: (1).x, lambda: [1, 2] + (3,)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
try:
    for k in d:
        d[k + "!"] = 1
except RuntimeError as e:
    print(e)
s = {5, 1, 3}
s.add(1)
s.discard(9)
print(s, s | {2}, s & {1, 3}, s - {1}, s ^ {1, 8}, s <= {1, 3, 5, 7}, frozenset("ab") == set("ba"), len({1, 1.0, True}))
print(set("hello world"), {"one", "two", "three", "four"}, {10, 20, 30, 8, 16}, set(range(20, 0, -3)), {(1, 2), (0, 1)})
t = (1, [2], "x")
print(t[1:], t * 2, t + (4,), t.count(1), t.index("x"), (1,), (), tuple("ab"), hash((1, 2)) == hash((1, 2)))
print(list(range(10, 0, -3)), range(5)[-1], range(0, 10, 2)[1:3], 4 in range(0, 10, 2), range(10**20)[-1], range(3) == range(0, 3, 1))
print(list(zip("abc", [1, 2])), list(map(lambda a, b: a * b, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "a"])), list(enumerate("ab", 1)))
it = iter([1, 2, 3])
print(next(it), list(it), next(it, "end"), any([0, 1]), all([]), list(reversed([1, 2])), sum([[1], [2]], []))
print(*sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]), max({"x": 3, "y": 5}, key={"x": 3, "y": 5}.get), slice(1, None, 2).indices(5))
matrix = [[1, 2, 3], [4, 5, 6]]
print([list(r) for r in zip(*matrix)], [x for row in matrix for x in row if x % 2], {x % 3 for row in matrix for x in row})
