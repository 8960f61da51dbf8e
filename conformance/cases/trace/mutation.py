# Objects that change behind a variable's back: every change must show at the next event, whichever way it was made.
from bisect import insort
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial, reduce
from heapq import heapify, heappop, heappush
from itertools import takewhile
from operator import itemgetter, methodcaller


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f'Point({self.x}, {self.y!r})'


class Named:
    def __init__(self, name):
        self.name = name

    def __str__(self):
        return f'<{self.name[0]}>'

    def __repr__(self):
        return 'Named'


class Box:
    limit = 3

    def __init__(self, *items):
        self.items = list(items)

    def __repr__(self):
        return 'Box(' + ', '.join(str(i) for i in self.items[: self.limit]) + ')'

    def __iadd__(self, other):
        self.items.append(other)
        return self

    def __enter__(self):
        self.items.append('in')
        return self

    def __exit__(self, *exc):
        self.items.append('out')

    def __setitem__(self, i, v):
        self.items[i] = v

    @cached_property
    def size(self):
        return len(self.items)


class Stack(list):
    def push(self, v):
        self.append(v)


class Slots:
    __slots__ = ('a',)

    def __repr__(self):
        return f'Slots({self.a})'


@dataclass
class Item:
    name: str
    tags: list = field(default_factory=list)


def attributes():
    p = Point(1, [2])
    ps = [p, (p, 7)]
    p.x = 5
    p.y.append(3)
    d = p.__dict__
    d['x'] = 6
    vars(p)['y'] = 'z'
    p.__dict__ = {'x': 0, 'y': 0}
    p.__class__ = Box
    p.items = [1]
    Box.limit = 0
    Box.limit = 3
    setattr(p, 'items', ['s'])
    s = Slots()
    s.a = 1
    s.a = 2
    n = Point(Named('abc'), 1)
    n.x.name = 'xyz'
    Point.__repr__ = lambda self: 'P'
    done = 1
    return ps


def containers():
    rows = [[0] * 3] * 2
    rows[0][1] = 1
    grid = {'rows': rows, 'n': {1, 2}}
    rows[1][2] += 5
    grid['n'].add(9)
    grid['n'] |= {10}
    del grid['rows'][0][0]
    rows[0][1:] = [7, 8, 9]
    rows[0][:1] = []
    rows += [[1]]
    rows.insert(0, 'first')
    rows.pop(0)
    rows.extend(x for x in [[2], [3]])
    rows.reverse()
    t = (rows, 1)
    rows[:] = []
    q = deque([1, 2, 3])
    q.rotate(1)
    q.append(t)
    t[0].append(4)
    dd = defaultdict(list)
    dd['new']
    dd['new'].append(1)
    dd['a'], dd['b']
    c = Counter('aab')
    c['z'] += 1
    c.update('zz')
    o = OrderedDict(a=1, b=2)
    o.move_to_end('a')
    h = [5, 1, 3]
    heapify(h)
    heappush(h, 0)
    heappop(h)
    insort(h, 4)
    st = Stack([1])
    st.push(2)
    st += [3]
    list.append(st, 4)
    return grid


def callbacks():
    seen = []
    out = list(map(seen.append, [1, 2]))
    it = map(seen.append, [3, 4, 5])
    x = next(it)
    for y in it:
        pass
    stack = [3, 2, 1, 0, 5]
    for v in iter(stack.pop, 0):
        w = v
    add = seen.append
    add(7)
    ap = partial(seen.append)
    ap(8)
    ap(9)
    one = methodcaller('append', 10)
    one(seen)
    many = list(map(methodcaller('append', 11), [seen]))
    data = [3, 1, 2]
    data.sort(key=lambda v: seen.append(v) or v)
    total = reduce(lambda a, b: seen.append(a) or a + b, data)
    best = max(data, key=lambda v: seen.pop() and v)
    small = list(takewhile(seen.append, [1]))
    pairs = sorted([(2, 1), (1, 2)], key=itemgetter(1))
    return seen


def grow(target, n):
    for i in range(n):
        target.append(i)
        yield i


def generators():
    target = []
    mine = []
    mine.extend(grow(target, 2))
    g = grow(target, 2)
    a = next(g)
    b, = g
    together = [*grow(target, 1), *grow(mine, 1)]
    joined = dict.fromkeys(grow(mine, 2))
    return together


@lru_cache(maxsize=None)
def cached(n):
    memory.append(n)
    return n if n < 1 else cached(n - 1)


memory = []


def instances():
    b = Box(1, 2)
    b += 3
    b[0] = 'zero'
    with b as again:
        b.items.pop()
    k = b.size
    i = Item('a')
    i.tags.append('t')
    i.name = 'b'
    j = [i, Item('c', i.tags)]
    i.tags.append('u')
    cached(2)
    m = memory
    cached(2)
    cached(3)
    exec('m.append(1)')
    eval('m.pop()')
    return j


def namespace():
    g = globals()
    local = {}
    exec('a = [1]\nb = a\na.append(2)', local)
    local.pop('__builtins__')
    later = 1


def closures():
    cell = [0]
    count = 0

    def bump():
        nonlocal count
        count += 1
        cell[0] += 1
        cell.append(count)

    bump()
    bump()
    return cell, count


for case in (attributes, containers, callbacks, generators, instances, closures):
    result = case()
