x = [1, 2, 3]
d = {'a': {'b': x}}
def call(a, b, *, c): pass
print(d['a']['b'][
    10
])
