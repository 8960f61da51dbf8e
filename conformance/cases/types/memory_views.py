"""memoryview: shape and format, casts, slices, what it refuses."""


def attempt(act):
    try:
        print(repr(act()))
    except Exception as e:
        print(type(e).__name__, e)


data = bytearray(range(16))
m = memoryview(data)
print(m.obj is data, m.nbytes, m.readonly, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.suboffsets)
print(m.c_contiguous, m.f_contiguous, m.contiguous, m.tobytes(), m.hex(), m.hex(':', 4), m.tolist())
m[0] = 255
m[1:3] = b'ab'
print(data[:4], len(m), m[-1], list(m[2:5]), m[::2].tolist(), m[::-3].contiguous)
w = m.cast('I')
print(w.format, w.shape, w.itemsize, w.tolist(), w[1])
t = m.cast('B', [4, 4])
print(t.ndim, t.shape, t.strides, t[1, 2], t.tolist())
r = m.toreadonly()
print(r.readonly, r == m, m == data, m != b'x', hash(memoryview(b'ab')) == hash(b'ab'))
print(memoryview._from_flags(b'abc', 0).tolist())
attempt(lambda: r.__setitem__(0, 1))
attempt(lambda: m.__setitem__(0, 256))
attempt(lambda: m.__setitem__(slice(0, 2), b'abc'))
attempt(lambda: m[99])
attempt(lambda: m['a'])
attempt(lambda: m.cast('Z'))
attempt(lambda: m[:3].cast('I'))
attempt(lambda: t[0])
attempt(lambda: hash(m))
attempt(lambda: data.append(1))
attempt(lambda: memoryview('abc'))
attempt(lambda: bytes(memoryview(b'abc')[1:]))
with memoryview(b'abc') as v:
    print(v[0])
attempt(lambda: v[0])
attempt(lambda: v.tolist())
for view in (t, w, r, m):
    view.release()
data.append(1)
print(len(data))
