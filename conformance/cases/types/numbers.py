# int, float, complex, bool: arithmetic, conversion, formatting, limits.
print(7 // 2, -7 // 2, 7 % -3, -7 % 3, divmod(-7, 2), 2**10, 2**-1, 0**0, -(2**2), 5 / 2)
big = 2**200
print(big, big // 3**50, big % 97, -big >> 3, big & 0xFFFF, big.bit_length(), (big - 1).bit_count(), hash(big))
print(9007199254740992 + 1, 9007199254740993 * 3, (1 << 53) + 1 == 2.0**53, 2**53 == 2.0**53)
print(int("0x1f", 16), int("-0b101", 0), int("1_000"), int(" 12 "), int(3.99), int(-3.99), int("z", 36))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1e20), round(0.5))
print(0.1 + 0.2, 1e16, 1e15, 1e-5, 0.0001, 1.0, -0.0, 1e300 * 1e10, float("nan"), 1 / 3, 123456789.123456789)
print((0.1).hex(), float.fromhex("0x1.8p3"), (0.75).as_integer_ratio(), (3.0).is_integer(), float("1e3"), float("-inf"))
print(1 + 2j, (1 + 2j) * (3 - 1j), abs(3 + 4j), (1 + 2j).conjugate(), complex("1-2j"), 1j**2, complex(0, -0.0))
print(True + True, bool(""), bool([0]), int(True), False == 0, isinstance(False, int))
print(0b101, 0o17, 0xFF, 1_000_000, bin(10), oct(-8), hex(255), f"{-255:#010x}", f"{1e10:,.2f}", f"{0.5:%}", f"{1234.5:e}")
print(pow(3, 100, 7), pow(3, -1, 7), abs(-5), min(3, 1, 2), max([1, 5, 2]), sum([0.1] * 10), sum(range(101)))
for bad in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1.0 % 0, lambda: 0.0**-1, lambda: int("a"), lambda: float("x"), lambda: 2.0**10000, lambda: 1 << -1, lambda: int("9" * 5000), lambda: pow(2, -1, 4), lambda: int(float("inf")), lambda: chr(-1), lambda: 1 < "a"):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
print(hash(1.0) == hash(1), hash(0.5), hash(-1), hash(float("inf")), hash(1 + 0j), hash("a"), hash((1, "b")))
print(~5, 5 ^ 3, 5 | 8, -5 >> 1, 1 << 70, -(1 << 70) // 7, (1 << 70) / 3, 10**22 / 10**21)
print(int.from_bytes(b"\xff\xfe", "little", signed=True), (-2).to_bytes(2, "big", signed=True), (10).__index__())
print(1 == 1.0 == True, {1: "a", 1.0: "b", True: "c"}, 0.1 + 0.7, 1.1 * 3, 4.35 * 100, 1e23, 5e-324, 1.7976931348623157e308)
