"""Attributes and methods of numbers, strs, sets, ranges and slices that other cases leave out."""


def attempt(act):
    try:
        print(repr(act()))
    except Exception as e:
        print(type(e).__name__, e)


for n in (0, -7, True, 2**70):
    print(n.conjugate(), n.as_integer_ratio(), n.is_integer(), n.real, n.imag, n.numerator, n.denominator, n.bit_count(), n.bit_length())
for f in (1.5, -0.0, float('inf'), float('nan'), 1e300):
    print(f.conjugate(), f.real, f.imag, f.is_integer(), f.hex())
    attempt(f.as_integer_ratio)
c = 2 - 3j
print(c.real, c.imag, c.conjugate(), +c, +True, ~5)
for s in ('abc', 'ABC', '12', '²', '½', 'é\n', '', 'Aa b'):
    print(s.isascii(), s.islower(), s.isupper(), s.isdecimal(), s.isdigit(), s.isnumeric(), s.isalpha(), s.isprintable(), s.istitle())
print('{a} {b!r}'.format_map({'a': 1, 'b': 'x'}))
attempt(lambda: '{c}'.format_map({}))
print(sorted('hello'), sorted([3, 1, 2], reverse=True), sorted([-2, 1], key=abs))

for make in (set, frozenset):
    a = make([1, 2, 3])
    for other in ([2, 3, 4], {1}, (), range(5), 'ab', 5, [[]]):
        for name in 'difference intersection symmetric_difference union isdisjoint issubset issuperset'.split():
            attempt(lambda: getattr(a, name)(other))
a = {1, 2, 3, 4}
a.intersection_update([1, 2, 3], (2, 3))
print(a)
a.symmetric_difference_update([3, 9])
print(a)
a.difference_update([9], {2})
print(a)

r = range(10, 0, -3)
print(r.start, r.stop, r.step, r.count(7), r.count(8), r.count('a'), r.index(4))
s = slice(1, None, 2)
print(s.start, s.stop, s.step, s.indices(7))
items = [1, 2, 3]
items.reverse()
print(items)
d = {'a': 1, 'b': 2}
print(d.items().isdisjoint([('a', 2)]), d.items().mapping, d.values().mapping, d.keys().mapping)
