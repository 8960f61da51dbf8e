"""Every method of bytes and bytearray, with arguments that fit and some that do not."""

CALLS = {
    'capitalize': [()], 'lower': [()], 'upper': [()], 'swapcase': [()], 'title': [()],
    'isalnum': [()], 'isalpha': [()], 'isascii': [()], 'isdigit': [()], 'islower': [()], 'isspace': [()], 'istitle': [()], 'isupper': [()],
    'center': [(12,), (13, b'*'), (3,), (9, 'x'), ()],
    'ljust': [(12, b'.'), (2,)], 'rjust': [(12, b'.'), (12,)], 'zfill': [(10,), (1,)],
    'count': [(b'a',), (97,), (b'',), (b'a', 1, 4), (256,), ('a',)],
    'find': [(b'a',), (98, 2), (b'', 3), (b'zz',)], 'rfind': [(b'a',), (b'a', 0, 3)],
    'index': [(b'b',), (b'zz',), (120,)], 'rindex': [(b'a',), (b'zz',)],
    'startswith': [(b'a',), ((b'x', b'A'),), ('a',)], 'endswith': [(b'b',), ((b'c', b' '),), ([b'b'],)],
    'expandtabs': [(), (4,)], 'join': [([b'1', bytearray(b'2')],), ([],), (['x'],), (5,)],
    'strip': [(), (b' ab',), ('a',)], 'lstrip': [(), (b'-A',)], 'rstrip': [(), (b'b ',)],
    'partition': [(b'b',), (b'zz',), (b'',)], 'rpartition': [(b'b',), (b'zz',)],
    'replace': [(b'a', b'<>'), (b'', b'.'), (b'a', b'', 1), ('a', b'')],
    'removeprefix': [(b'ab',), (b'x',)], 'removesuffix': [(b'b',), (b'x',)],
    'split': [(), (b'b',), (b'b', 1), (b'',), (None, 1)], 'rsplit': [(), (b'b', 1), (None, 1)], 'splitlines': [(), (True,)],
    'translate': [(None, b'ab'), (bytes(range(255, -1, -1)),), (b'short',)],
    'hex': [(), (':',), (b'-', 2), ('::',)], 'decode': [(), ('ascii', 'replace'), ('nope',)],
}

for value in (b'abcab', b' Title Case\t', b'-42\n7\r\n', b'\xffA\x00b', b''):
    for make in (bytes, bytearray):
        for name, calls in CALLS.items():
            for args in calls:
                try:
                    print(name, args, repr(getattr(make(value), name)(*args)))
                except Exception as e:
                    print(name, args, type(e).__name__, e)

for make in (bytes, bytearray):
    print(make.fromhex('de ad BE EF'), make.maketrans(b'ab', b'xy')[95:100])
    for wrong in ('abc', 'zz', '1 2'):
        try:
            make.fromhex(wrong)
        except ValueError as e:
            print(e)

b = bytearray(b'hello')
b.append(33)
b.extend(b'abc')
b.extend([120, 121])
b.insert(0, 60)
print(b, b.pop(), b.pop(0), b)
b.remove(104)
b.reverse()
print(b, b.copy() == b, b.copy() is b)
b.clear()
print(b)
for act in (lambda: b.pop(), lambda: b.append(256), lambda: b.append('a'), lambda: b.remove(1), lambda: b.insert('a', 1), lambda: b.extend('abc'), lambda: b.extend(5)):
    try:
        act()
    except Exception as e:
        print(type(e).__name__, e)
