"""Makes one table of 300,000 common objects, by kind; bench/memory.ts measures what it holds."""

import sys
kind = sys.argv[1]
class P:
    def __init__(self, a, b): self.a = a; self.b = b
class S:
    __slots__ = ('a', 'b')
    def __init__(self, a, b): self.a = a; self.b = b
N = 300000
if kind == 'none': x = None
elif kind == 'ints': x = [i for i in range(N)]
elif kind == 'floats': x = [i * 0.5 for i in range(N)]
elif kind == 'strs': x = ['k' + str(i) for i in range(N)]
elif kind == 'tuples': x = [(i, i + 1) for i in range(N)]
elif kind == 'lists': x = [[i, i + 1] for i in range(N)]
elif kind == 'dict': x = {i: i for i in range(N)}
elif kind == 'strdict': x = {'k' + str(i): i for i in range(N)}
elif kind == 'set': x = {i for i in range(N)}
elif kind == 'dicts': x = [{'a': i, 'b': i} for i in range(N)]
elif kind == 'instances': x = [P(i, i) for i in range(N)]
elif kind == 'slots': x = [S(i, i) for i in range(N)]
