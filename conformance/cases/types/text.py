# str and bytes: methods, formatting, slicing, encodings.
s = "The quick brown Fox"
print(s.upper(), s.lower(), s.title(), s.swapcase(), s.casefold(), s.capitalize())
print(s.split(), s.split("o"), s.rsplit(" ", 1), "a,,b".split(","), "  a  b ".split(), "a\nb\r\nc".splitlines(True))
print(s.find("o"), s.rfind("o"), s.find("zz"), s.index("q"), s.count("o"), s.startswith(("The", "x")), s.endswith("ox", 3))
print("-".join("abc"), s.replace("o", "0", 1), s.partition(" "), s.rpartition(" "), "xxabxx".strip("x"))
print("7".zfill(3), "-7".zfill(4), "ab".center(7, "*"), "ab".ljust(5) + "|", "ab".rjust(5), "a\tb".expandtabs(4))
print(s[::-1], s[4:9], s[-3:], s[::3], s[100:], "abc"[-1])
print("%s %r %5d|%-5d|%05.1f %x %o %e %%" % ("a", "b", 42, 42, 3.14159, 255, 8, 12345.678))
print("{} {0}".replace("{0}", "{}").format(1, 2), "{1}{0}{name!r:>6}".format("a", "b", name="n"))
print(f"{3.14159:.2f} {1234567:,} {255:#x} {5:>4}|{5:<4}|{5:^4}| {0.00001:g} {1e20:g} {True} {None!s:>6} {12:08b}")
x = 10
print(f"{x=} {x!r:>4} {x + 1 = :d} {'nested ' + f'{x:{x}}'} {{}}")
print("é".encode(), "é".encode("latin-1"), b"\xc3\xa9".decode(), "€".encode("ascii", "replace"), "a\u0301", ascii("é€😀"))
for bad in (lambda: b"\xff".decode(), lambda: "é".encode("ascii"), lambda: "abc".index("z"), lambda: "a" + 1, lambda: "abc"[10], lambda: "%d" % "x"):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print("😀x"[0], len("😀x"), "😀x"[1:], "x😀".find("😀"), "😀" > "x", [*"a😀"])
print(repr("it's"), repr('"'), repr("'\""), repr("\n\t\\\x00\x7f"), str(b"a'b"))
print("aAbB".translate({97: "1", 65: None}), str.maketrans("ab", "cd", "e"), "ß".upper(), "İ".lower(), "ǆ".title())
print("123".isdigit(), "½".isnumeric(), "a1".isalnum(), "A".isupper(), "Ab".istitle(), " ".isspace(), "a b".isidentifier(), "x1".isidentifier())
b = bytes([1, 2, 255])
print(b, b.hex(), bytes.fromhex("ff 00"), b[0], b[1:], b"a,b".split(b","), bytearray(b"abc"), b"abc" < b"abd")
ba = bytearray(b"hello")
ba[0] = 72
ba[1:3] = b"EE"
ba.append(33)
print(ba, ba.find(b"l"), bytes(3), bytes("é", "utf-8"), int.from_bytes(b"\x01\x02", "big"), (258).to_bytes(2, "little"))
print("a" < "b" < "c", max("abc"), sorted("hello"), "".join(reversed("abc")), "ab" * 3, "b" in "abc")
print("removeprefix".removeprefix("re"), "x.py".removesuffix(".py"), "A-B".lower().split("-"))
