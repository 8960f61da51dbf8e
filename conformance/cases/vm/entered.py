"""What Python classes define, reached from instructions and builtin functions: order of methods, results that are wrong, depth, and generators that are left."""

import sys


class Log:
    def __init__(self, name, answer=NotImplemented):
        self.name = name
        self.answer = answer

    def say(self, what):
        print(self.name, what)
        return self.answer

    def __add__(self, o):
        return self.say('add')

    def __radd__(self, o):
        return self.say('radd')

    def __iadd__(self, o):
        return self.say('iadd')

    def __pow__(self, o):
        return self.say('pow')

    def __rpow__(self, o):
        return self.say('rpow')

    def __mul__(self, o):
        return self.say('mul')

    def __lt__(self, o):
        return self.say('lt')

    def __gt__(self, o):
        return self.say('gt')

    def __eq__(self, o):
        return self.say('eq')


class Other(Log):
    def __radd__(self, o):
        return self.say('other radd')


class Mute:
    pass


def attempt(what, f):
    try:
        print(what, '->', f())
    except Exception as e:
        print(what, 'raised', type(e).__name__, e)


a, b, c = Log('a'), Log('b'), Other('c', 'answer of c')
attempt('a + b', lambda: a + b)
attempt('a + c', lambda: a + c)
attempt('c + a', lambda: c + a)
attempt('a + 1', lambda: a + 1)
attempt('1 + a', lambda: 1 + a)
attempt('1.5 + c', lambda: 1.5 + c)
attempt('True + c', lambda: True + c)
attempt('[] + c', lambda: [] + c)
attempt('a ** b', lambda: a ** b)
attempt('2 ** c', lambda: 2 ** c)
attempt('a * [1]', lambda: a * [1])
attempt('a + Mute()', lambda: a + Mute())
attempt('a < b', lambda: a < b)
attempt('a < c', lambda: a < c)
attempt('a == b', lambda: a == b)
attempt('a != b', lambda: a != b)
attempt('a != 1', lambda: a != 1)
attempt('1 == a', lambda: 1 == a)


def augmented():
    x = a
    x += 1
    return x


attempt('a += 1', augmented)

if not (a == b):
    print('not equal')
while a != b:
    print('different')
    break


class Wrong:
    def __bool__(self):
        return 1

    def __len__(self):
        return -1

    def __str__(self):
        return 1

    def __repr__(self):
        return 2

    def __format__(self, spec):
        return 3

    def __contains__(self, x):
        return [x] if x else []

    def __iter__(self):
        return 4


w = Wrong()
attempt('bool', lambda: bool(w))
attempt('if', lambda: 1 if w else 2)
attempt('not', lambda: not w)
attempt('len', lambda: len(w))
attempt('str', lambda: str(w))
attempt('repr', lambda: repr(w))
attempt('f-string', lambda: f'{w}')
attempt('!r', lambda: f'{w!r}')
attempt('!s', lambda: f'{w!s:>3}')
attempt('spec', lambda: f'{w:>3}')
attempt('in', lambda: (0 in w, 1 in w, 0 not in w, 1 not in w))
attempt('iter', lambda: iter(w))
attempt('for', lambda: [x for x in w])


class OnlyLen:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


attempt('truth by length', lambda: [bool(OnlyLen(n)) for n in (0, 1, 2)])
attempt('too long', lambda: len(OnlyLen(2**70)))
attempt('not an int', lambda: len(OnlyLen('x')))
attempt('negative truth', lambda: bool(OnlyLen(-1)))


class Text:
    def __repr__(self):
        return 'Text()'


class Formatted(Text):
    def __format__(self, spec):
        return f'<{spec}>'


print(f'{Text()} {Text()!r} {Text()!s} {Formatted()} {Formatted():abc}', str(Text()), repr(Formatted()))


class Boom:
    def __getattr__(self, name):
        if name == 'missing':
            raise AttributeError(name)
        return name.upper()

    @property
    def broken(self):
        raise AttributeError('from the property')

    def __setitem__(self, k, v):
        print('set', k, v)

    def __neg__(self):
        return 'negative'


x = Boom()
x[1] = 2
attempt('hook', lambda: (x.spam, x.broken, getattr(x, 'eggs'), getattr(x, 'missing', 0), -x))
attempt('missing', lambda: x.missing)


# Depth: what these methods call counts as Python calls, one a level.
class Deep:
    def __init__(self, n):
        self.n = n

    def down(self):
        return Deep(self.n - 1)

    def __add__(self, o):
        return self.n and self.down() + o

    def __radd__(self, o):
        return self.n and o + self.down()

    def __lt__(self, o):
        return not self.n or self.down() < o

    def __contains__(self, o):
        return not self.n or o in self.down()

    def __len__(self):
        return self.n and len(self.down()) + 1

    def __bool__(self):
        return bool(self.down()) if self.n else True

    def __repr__(self):
        return repr(self.down()) if self.n else 'bottom'

    def __str__(self):
        return f'{self.down()}' if self.n else 'ground'

    def __iter__(self):
        return iter(self.down()) if self.n else iter('end')


deep = Deep(300)
print(deep + 1, 1 + deep, deep < 1, 5 in deep, len(deep), bool(deep), repr(deep), str(deep), list(deep))


def depth(n, how):
    return how(n)


def total(n):
    return sum(total(n - 1) for _ in '1') + 1 if n else 0


def longest(n):
    return max(longest(n - 1) for _ in '1') if n else 'm'


def every(n):
    return all(every(n - 1) for _ in '1') if n else True


def listed(n):
    return list(map(listed, [n - 1])) if n else []


def joined(n):
    return ''.join(joined(n - 1) for _ in '1') + 'x' if n else ''


def following(n):
    return next(following(n - 1) for _ in '1') if n else 'n'


print(total(300), longest(300), every(300), len(repr(listed(90))), len(joined(300)), following(300))


# What comes out of generators and maps, and in which order.
def count(n, label='count'):
    try:
        for i in range(n):
            print(label, i)
            yield i
    finally:
        print(label, 'closed')


print(any(count(3)), all(count(3)), next(count(3)), next(count(0), 'none'), 1 in count(3))
print(sum(count(2)), max(count(2)), min(count(2)), sorted(count(2)), list(count(1)), tuple(count(1)), set(count(1)))
kept = count(3, 'kept')
print(next(kept), any(kept), next(kept, 'over'), next(kept, 'over'))
attempt('exhausted', lambda: next(kept))


def returning():
    yield 1
    return 'value'


g = returning()
next(g)
try:
    next(g)
except StopIteration as e:
    print('stopped', e.value)


def stop_at(n):
    if n == 2:
        raise StopIteration
    return n


print(list(map(stop_at, range(5))), sum(map(stop_at, [1, 1, 2, 100])), [v for v in map(stop_at, range(5))])
print(list(filter(lambda v: v % 2, range(6))), [v for v in filter(lambda v: v % 2, range(6))], sum(filter(None, [0, 3])))
attempt('max of nothing', lambda: max(x for x in ()))
attempt('sum of strs', lambda: sum(s for s in 'ab'))
attempt('mixed', lambda: max(v for v in (1, 'a')))
attempt('unhashable', lambda: set([] for _ in '1'))
attempt('join', lambda: ''.join(v for v in ('a', 1)))
print(sum((v for v in (1, 2)), 10), sum(v for v in (0.1,) * 10), sum(v for v in (1, 2.5, 2**70)), sum([[1], [2]], []))
items = [1]
items.extend(items[-1] + 1 for _ in range(3))
print(items)


def fails():
    yield 1
    raise ValueError('inside')


def show_traceback(f):
    try:
        f()
    except Exception as e:
        t = e.__traceback__
        while t:
            print('   ', t.tb_frame.f_code.co_qualname, t.tb_lineno - t.tb_frame.f_code.co_firstlineno)
            t = t.tb_next


show_traceback(lambda: sum(fails()))
show_traceback(lambda: list(map(lambda v: 1 // v, [1, 0])))
show_traceback(lambda: Deep('x') + 1)
show_traceback(lambda: max(v for v in (1, 'a')))
sys.setrecursionlimit(120)
attempt('too deep', lambda: Deep(500) + 1)
attempt('too deep', lambda: total(500))
attempt('too deep', lambda: repr(Deep(500)))
