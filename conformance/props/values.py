"""Property program: draws many operations on int, float, str, bytes, slices, formats and hashes from a fixed seed and prints what they give.

It is an ordinary program that runs alike under CPython and here; record_props.py keeps a hash of each section's output. The generator is
written out below, so that it does not depend on the module random of either side.
"""

import sys

SECTIONS = []


class Draw:
    """A linear congruential generator."""

    def __init__(self, seed):
        self.x = seed

    def bits(self, n):
        out = 0
        for _ in range(0, n, 16):
            self.x = (self.x * 6364136223846793005 + 1442695040888963407) % 2**64
            out = out << 16 | self.x >> 48
        return out >> (-n % 16)

    def below(self, n):
        return self.bits(32) % n

    def choice(self, seq):
        return seq[self.below(len(seq))]

    def int(self):
        size = self.choice([1, 4, 8, 16, 31, 32, 33, 52, 53, 54, 63, 64, 65, 100, 200])
        n = self.bits(size)
        return -n if self.below(3) == 0 else n

    def small(self):
        return self.below(41) - 20

    def float(self):
        k = self.below(6)
        if k == 0:
            return float(self.small())
        if k == 1:
            return self.small() / 8
        if k == 2:
            return self.int() / (abs(self.int()) + 1)
        if k == 3:
            return (self.bits(53) / 2**53) * 10.0 ** self.small()
        if k == 4:
            return self.choice([0.0, -0.0, 0.5, 1.5, 2.5, 0.1, 1e16, 1e-5, 123456789.125, 1e22, 5e-324, 1.7976931348623157e308])
        return (self.bits(53) - 2**52) * 2.0 ** (self.below(200) - 150)

    def str(self):
        alphabet = self.choice(
            ["ab ", "aAbB", "0123456789", "a\tb\nc\r ", "äÖßéσΣς", "日本x", "a😀b𝔘", "\x00\x1f'\"\\\x7f\xa0\u2028\ud800", "_aZ9"]
        )
        return "".join(self.choice(alphabet) for _ in range(self.below(9)))

    def bytes(self):
        return bytes(self.choice(b"ab \x00\xff'\"\n0Zz") for _ in range(self.below(9)))


def section(f):
    SECTIONS.append(f)
    return f


def attempt(f, *args):
    try:
        return repr(f(*args))
    except Exception as e:
        return f"{type(e).__name__}: {e}"


@section
def ints(d):
    import operator as o

    a, b = d.int(), d.int()
    for f in (o.add, o.sub, o.mul, o.floordiv, o.mod, o.truediv, o.and_, o.or_, o.xor, o.lt, o.eq, divmod):
        yield attempt(f, a, b)
    s = d.below(130)
    yield attempt(o.lshift, a, s)
    yield attempt(o.rshift, a, s)
    yield attempt(pow, a, d.below(12))
    yield attempt(pow, a, abs(b), abs(d.int()) + 1)
    yield attempt(pow, a, -1, d.int())
    yield attempt(round, a, -d.below(8))
    yield a.bit_length(), a.bit_count(), -a, ~a, abs(a), hash(a), float(a), a.__sizeof__()
    yield hex(a), oct(b), bin(a)[:40], int(str(a)), int(hex(b), 16), int(bin(a), 0)
    yield attempt(a.to_bytes, d.below(12), d.choice(["big", "little"]))
    yield int.from_bytes(d.bytes(), "little", signed=bool(d.below(2)))


@section
def floats(d):
    import operator as o

    a = d.float()
    b = d.choice([d.float, d.int])()
    for f in (o.add, o.sub, o.mul, o.truediv, o.floordiv, o.mod, o.lt, o.eq, o.ge, divmod):
        yield attempt(f, a, b)
    yield repr(a), hash(a), a.hex(), attempt(int, a), attempt(round, a), attempt(round, a, d.small())
    yield attempt(a.as_integer_ratio), a.is_integer(), float.fromhex(a.hex()) == a, float(repr(a)) == a
    yield complex(a, d.float()), hash(complex(a, 1.5)), attempt(complex(1, a).__mul__, complex(a, 2))


@section
def formats(d):
    spec = (
        d.choice(["", "", "*<", ">", "^", "=", "0=", "é^"])
        + d.choice(["", "", "+", "-", " "])
        + d.choice(["", "", "z"])
        + d.choice(["", "", "#"])
        + d.choice(["", "0"])
        + d.choice(["", "", "5", "12", "30"])
        + d.choice(["", "", ",", "_"])
        + d.choice(["", "", ".0", ".3", ".17", ".30"])
        + d.choice(["", "d", "e", "E", "f", "F", "g", "G", "%", "n", "x", "X", "o", "b", "c", "s"])
    )
    for v in (d.int(), d.float(), d.str(), complex(d.float(), d.float()), True):
        yield spec, attempt(format, v, spec)
    percent = (
        "%"
        + d.choice(["", "", "-", "+", " ", "0", "#", "-0", "+#"])
        + d.choice(["", "", "5", "20"])
        + d.choice(["", "", ".0", ".3", ".20"])
        + d.choice(list("diouxXeEfFgGcrsa%"))
    )
    for v in (d.int(), d.float(), d.str(), d.below(300)):
        yield percent, attempt(percent.__mod__, v)
        yield attempt(percent.encode().__mod__, v)
    yield attempt("{0!r:>8}|{1:{2}}|{0[0]}".format, d.str(), d.int(), d.choice(["5", "x", "zz"]))


@section
def strings(d):
    s, t, u = d.str(), d.str(), d.str()
    i, j = d.small(), d.small()
    for name in (
        "upper", "lower", "title", "capitalize", "casefold", "swapcase", "strip", "split", "splitlines", "isalpha", "isdigit", "isalnum",
        "isidentifier", "isprintable", "istitle", "isupper", "islower", "isspace", "isascii", "isnumeric", "expandtabs",
    ):
        yield name, getattr(s, name)()
    for name in ("find", "rfind", "count", "index", "startswith", "endswith"):
        yield attempt(getattr(s + t + u, name), t, i, j)
    yield attempt(s.split, t), attempt(s.rsplit, t, 1), s.split(None, 1), s.rsplit(None, 2), attempt(s.partition, t), attempt(s.rpartition, t)
    yield (s + t).replace(t, u), (s + t).replace(t, u, 1), s.strip(t), s.join([t, u, s]), s.center(i, "-"), s.zfill(j), s.rjust(9, "é")
    yield s + t, s * d.below(4), s < t, s == t, t in s, repr(s), ascii(s), hash(s), hash(s + "é"), len(s), sorted(s)
    for e in ("utf-8", "utf-16-le", "utf-32-be", "latin-1", "ascii", "cp1252", "unicode_escape", "utf-7"):
        for errors in ("strict", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace"):
            yield attempt(s.encode, e, errors)


@section
def slices(d):
    s = d.str() + d.str()
    part = slice(*(d.choice([None, d.small(), d.small(), d.int()]) for _ in range(3)))
    for v in (s, s.encode("utf-8", "replace"), bytearray(s.encode("utf-8", "replace")), list(s), tuple(s), range(len(s))):
        yield attempt(v.__getitem__, part)
        yield attempt(v.__getitem__, d.small())
    yield attempt(part.indices, d.below(12))
    b = bytearray(b"0123456789")
    try:
        b[part] = d.bytes()
    except Exception as e:
        yield str(e)
    yield b


@section
def byte_strings(d):
    s, t, u = d.bytes(), d.bytes(), d.bytes()
    for name in ("upper", "lower", "title", "capitalize", "swapcase", "strip", "split", "splitlines", "isalpha", "isdigit", "hex", "expandtabs"):
        yield getattr(s, name)()
    for name in ("find", "rfind", "count", "startswith"):
        yield attempt(getattr(s + t + u, name), t, d.small(), d.small())
    yield attempt(s.split, t), attempt(s.partition, t), (s + t).replace(t, u), s.strip(t), t.join([s, u]), s.zfill(8), repr(s), hash(s)
    for e in ("utf-8", "utf-16", "utf-32-le", "ascii", "cp1252", "unicode_escape", "utf-7", "raw_unicode_escape"):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
            yield attempt((s + t + u).decode, e, errors)


@section
def hashes(d):
    items = [d.int(), d.float(), d.str(), d.bytes(), d.below(2) == 1, None, complex(d.float(), d.float())]
    for v in items[:5]:
        yield hash(v)
    yield hash(tuple(items[:4])), hash(frozenset(items[:4])), hash((items[0], (items[2], items[3])))
    yield list({d.str() for _ in range(8)}), list({d.int() for _ in range(8)}), list(frozenset(d.below(100) for _ in range(12)))


def main(rounds=int(sys.argv[1]) if len(sys.argv) > 1 else 60):
    for f in SECTIONS:
        d = Draw(f.__name__.__len__() + 1)
        print("#", f.__name__)
        for _ in range(rounds):
            for v in f(d):
                print(ascii(v))


main()
