a = [1]
b = [2, a]
a.append(b)
v = [a, b, a]
w = {'x': v}
b.append(3)
a[0] = 9
t = (a, [b])
a.append(t)
class N:
    def __init__(s):
        s.l = [s]
        s.k = 1
    def __repr__(s):
        return f'N({s.l} {s.k})'
n = N()
l = n.l
q = [l]
n.k = 2
l.append(5)
del a[1]
b.pop()
a.clear()
z = 1
