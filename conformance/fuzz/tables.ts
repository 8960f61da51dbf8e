/**
 * What the typed generator knows about Python's builtins and library: for each way to make a value, the types of its parts. A row is
 *
 *     result ← text with {type} holes
 *
 * and types are words of this file, not Python's: `idx` is a small int (safe as a count or width), `str1` one character, `ints` a list of ints, `any` anything printable.
 * A hole `{type?}` with what stands around it since the last comma may be left out. Rows only guide the choice: what a program does is for CPython to say.
 */

export const TYPES = [
  'int',
  'idx',
  'bool',
  'float',
  'complex',
  'str',
  'str1',
  'bytes',
  'bytearray',
  'list',
  'ints',
  'strs',
  'floats',
  'tuple',
  'dict',
  'set',
  'frozenset',
  'range',
  'slice',
  'none',
  'iter',
  'func',
  'key',
  'memory',
  'any',
] as const
export type Type = (typeof TYPES)[number]

/** Literals by type. */
export const LITERALS: Record<Exclude<Type, 'any'>, readonly string[]> = {
  int: [
    ...['0', '1', '-1', '2', '3', '7', '-7', '10', '42', '255', '256', '-128', '1000', '0x7f', '0b1011', '0o17'],
    ...['2**31', '2**53', '2**53 + 1', '-2**63', '2**64 - 1', '10**20', '-10**18', '123456789', '1_000_000'],
  ],
  idx: ['0', '1', '2', '3', '4', '-1', '-2', '5', '8', '-3'],
  bool: ['True', 'False'],
  float: [
    ...[
      '0.0',
      '-0.0',
      '1.0',
      '1.5',
      '-2.5',
      '0.1',
      '3.14159',
      '1e10',
      '1e16',
      '1e22',
      '1e-5',
      '123.456',
      '1e300',
      '5e-324',
    ],
    ...["float('inf')", "float('-inf')", "float('nan')", '2.0**0.5', '1/3', '100.0', '-1e-7', '0.5', '2.675'],
  ],
  complex: ['1j', '2+3j', '-1.5j', '0j', '1-0j', 'complex(1, 2)', "complex('1e3-2j')", '-(1+1j)', '(-0.0+0j)'],
  str: [
    ...[
      "''",
      "'a'",
      "'abc'",
      "'hello world'",
      "'Hello, World!'",
      "'  pad  '",
      "'a,b,,c'",
      "'x=1;y=2'",
      "'tab\\tnew\\nline'",
      "'12'",
      "'-5'",
    ],
    ...[
      "'3.5'",
      "'ünïcödé'",
      "'ß'",
      "'ǆ'",
      "'\\u0130'",
      "'日本語'",
      "'😀 smile'",
      "'it\\'s'",
      '\'"q"\'',
      "'aAbB'",
      "'aaaa'",
      "'\\x00\\x7f'",
      "'\\ud800'",
    ],
    ...[
      "'one\\r\\ntwo\\x0bthree\\u2028four'",
      "'%d items'",
      "'{} {x}'",
      "'0x1f'",
      "'1_000'",
      "'İstanbul'",
      "'ΑΣ'",
      "'ﬁ'",
      "'Ⅷ'",
      "'١٢'",
      "'½'",
    ],
  ],
  str1: ["'a'", "' '", "'x'", "'*'", "'é'", "'😀'", "'0'", "','"],
  bytes: [
    "b''",
    "b'abc'",
    "b'a,b'",
    "b'\\x00\\xff'",
    "b'Hello World'",
    "b'  x '",
    "b'aXbX'",
    'bytes(3)',
    'bytes([65, 66])',
    "b'12'",
    "b'\\r\\n'",
    "b'\\'\"'",
  ],
  bytearray: ["bytearray(b'abc')", 'bytearray()', 'bytearray(3)', "bytearray(b'a,b,c')", 'bytearray([1, 2, 3])'],
  list: [
    '[]',
    "[1, 'a', None]",
    '[1, [2, [3]]]',
    '[True, 1.5, 2]',
    "['x', b'y']",
    '[[1, 2], [3, 4]]',
    '[(1, 2), (0, 3)]',
    '[None] * 3',
    '[0.5, -1]',
  ],
  ints: [
    '[]',
    '[1]',
    '[3, 1, 2]',
    '[5, 5, 0, -1]',
    'list(range(6))',
    '[10, 9, 8, 7]',
    '[1, 2, 3, 4, 5]',
    '[2**60, 1, -2**70]',
    '[True, 0, 3]',
  ],
  strs: [
    '[]',
    "['b', 'a']",
    "['x', 'yy', 'zzz']",
    "'a b c'.split()",
    "['B', 'a', 'C', 'b']",
    "['', ' ', 'é']",
    "list('hello')",
  ],
  floats: ['[0.1, 0.2, 0.3]', '[1.5, -2.5]', "[1.0, float('nan')]", '[1e16, 1.0, -1e16]', '[]', '[2.0, 4.0, 8.0]'],
  tuple: ['()', '(1,)', '(1, 2)', "('a', 1, None)", '((1, 2), (3,))', '(3, 1, 2)', "('x', ['y'])", '(1.5, 2j)'],
  dict: [
    '{}',
    "{'a': 1}",
    "{'a': 1, 'b': 2}",
    "{1: 'x', 2: 'y'}",
    "{'k': [1, 2]}",
    '{(1, 2): 3}',
    'dict(x=1, y=2)',
    '{1: 1, True: 2, 1.0: 3}',
    '{None: 0}',
    '{i: i * i for i in range(4)}',
  ],
  set: [
    'set()',
    '{1, 2, 3}',
    "{'a', 'b'}",
    '{3, 1, 2, 10, -1}',
    "set('hello')",
    '{1, 1.5, True}',
    '{(1, 2), 3}',
    'set(range(0, 40, 7))',
  ],
  frozenset: ['frozenset()', 'frozenset({1, 2})', "frozenset('ab')", 'frozenset([3, 4, 5])'],
  range: ['range(3)', 'range(0)', 'range(1, 10, 2)', 'range(5, 0, -1)', 'range(-3, 3)', 'range(10, 0)'],
  slice: [
    'slice(None)',
    'slice(1, 3)',
    'slice(None, None, -1)',
    'slice(0, 10, 2)',
    'slice(-2, None)',
    'slice(5, 1, -2)',
  ],
  none: ['None'],
  iter: [
    'iter([1, 2, 3])',
    "iter('ab')",
    '(i * i for i in range(4))',
    "iter({'a': 1})",
    'reversed([1, 2])',
    'enumerate("ab")',
    'zip([1, 2], "ab")',
    'map(str, [1, 2])',
  ],
  func: [
    'len',
    'str',
    'int',
    'repr',
    'abs',
    'bool',
    'list',
    'lambda x: x',
    'lambda *a: a',
    'type',
    'sorted',
    'max',
    'ord',
    'sum',
    'lambda x, y: x',
  ],
  key: [
    'None',
    'len',
    'str',
    'lambda v: -v',
    'abs',
    'repr',
    'lambda v: (v % 3, v)',
    'str.lower',
    'lambda v: str(v)[::-1]',
  ],
  memory: [
    "memoryview(b'abcdef')",
    "memoryview(bytearray(b'xyz'))",
    "memoryview(b'abcd')[1:3]",
    "memoryview(b'\\x01\\x02\\x03\\x04').cast('H')",
  ],
}

/** Rows `result: text; text; …`. */
export const ROWS = `
any: {int}; {float}; {str}; {bytes}; {list}; {ints}; {tuple}; {dict}; {set}; {none}; {bool}; {strs}; {complex}; {range}; {frozenset}; {int}; {str}
int: len({str}); len({list}); len({dict}); len({set}); len({range}); len({bytes})
int: {int} + {int}; {int} - {int}; {int} * {int}; {int} // {int}; {int} % {int}; {int} & {int}; {int} | {int}; {int} ^ {int}; {int} << {idx}; {int} >> {idx}; {int} ** {idx}
int: -{int}; ~{int}; +{int}; abs({int}); int({float}); int({str}); int({str}, {idx}); round({float}); round({int}, {idx}); divmod({int}, {int})[{bool}]
int: pow({int}, {int}, {int}); sum({ints}); max({ints}); min({ints}); max({int}, {int}); hash({int}); hash({str}); hash({float}); hash({tuple}); hash({frozenset}); ord({str1})
int: ({int}).bit_length(); ({int}).bit_count(); ({int}).conjugate(); ({int}).numerator; int.from_bytes({bytes}, {order}); int.from_bytes({bytes}, {order}, signed={bool})
int: {str}.find({str1}, {idx?}, {idx?}); {str}.rfind({str1}, {idx?}, {idx?}); {str}.index({str1}, {idx?}); {str}.rindex({str1}); {str}.count({str1}, {idx?}, {idx?})
int: {bytes}.find({bytes}, {idx?}, {idx?}); {bytes}.rfind({bytes}, {idx?}); {bytes}.index({int}); {bytes}.count({bytes}); {bytearray}.rindex({bytes}); {bytes}[{idx}]
int: {ints}.index({int}, {idx?}, {idx?}); {ints}.count({int}); {tuple}.index({any}); {tuple}.count({any}); {range}.index({int}); {range}.count({int}); {ints}[{idx}]; {range}[{idx}]
int: {ints}.pop({idx?}); {range}.start; {range}.stop; {range}.step; {slice}.indices({idx}); {memory}.nbytes; {memory}.itemsize; {memory}.ndim; {memory}[{idx}]
idx: len({strs}); len({tuple}); {idx} + 1; -{idx}; abs({idx}); min({idx}, {idx}); ({bool} + {bool}); {strs}.count({str1}); next({iter}, {idx})
bool: {int} < {int}; {int} == {float}; {float} >= {float}; {str} in {str}; {str1} in {strs}; {int} in {ints}; {int} in {range}; {any} in {tuple}; {any} in {dict}; {any} in {set}; {int} in {bytes}
bool: not {any}; {any} is {any}; {any} == {any}; {any} != {any}; {str} < {str}; {ints} < {ints}; {tuple} >= {tuple}; {set} <= {set}; {set} > {frozenset}; {int} < {int} < {int}; {bytes} == {bytearray}
bool: all({list}); any({ints}); isinstance({any}, {class}); issubclass({class}, {class}); callable({any}); bool({any}); {str}.isalpha(); {str}.isdigit(); {str}.isdecimal(); {str}.isnumeric()
bool: {str}.isalnum(); {str}.isspace(); {str}.isupper(); {str}.islower(); {str}.istitle(); {str}.isidentifier(); {str}.isprintable(); {str}.isascii(); {str}.startswith({str1}, {idx?}); {str}.endswith(({str1}, {str}))
bool: {bytes}.isalpha(); {bytes}.isdigit(); {bytes}.isupper(); {bytes}.isspace(); {bytes}.istitle(); {bytes}.startswith({bytes}); {bytes}.endswith({bytes}, {idx?}); {bytes}.isalnum(); {bytes}.islower(); {bytes}.isascii()
bool: {set}.isdisjoint({any}); {set}.issubset({any}); {set}.issuperset({any}); {float}.is_integer(); ({int}).is_integer(); hasattr({any}, {attr}); {memory}.readonly; {memory}.c_contiguous
float: {float} + {float}; {float} - {int}; {float} * {float}; {int} / {int}; {float} // {float}; {float} % {float}; {float} ** {float}; {int} ** -{idx}; -{float}; abs({float}); float({str}); float({int}); round({float}, {idx})
float: sum({floats}); max({floats}); min({float}, {float}); divmod({float}, {float})[{bool}]; pow({float}, {float}); ({float}).real; ({complex}).imag; abs({complex}); float.fromhex({hexstr}); ({float}).conjugate()
complex: {complex} + {float}; {complex} * {complex}; {complex} / {complex}; {complex} - {int}; {complex} ** {idx}; complex({float}, {float}); -{complex}; {complex}.conjugate(); complex({str}); pow({complex}, {complex}); {float} * {complex}
str: {str} + {str}; {str} * {idx}; {str}[{idx}]; {str}[{idx}:{idx}]; {str}[{idx}:{idx}:{idx}]; {str}[{slice}]; str({any}); repr({any}); ascii({any}); chr({idx}); hex({int}); oct({int}); bin({int}); format({any})
str: {str}.upper(); {str}.lower(); {str}.title(); {str}.capitalize(); {str}.swapcase(); {str}.casefold(); {str}.strip({str?}); {str}.lstrip({str?}); {str}.rstrip({str?}); {str}.center({idx} * 3, {str1?}); {str}.ljust({idx} * 4, {str1?}); {str}.rjust({idx} * 4, {str1?})
str: {str}.zfill({idx} * 3); {str}.replace({str1}, {str}, {idx?}); {str}.expandtabs({idx?}); {str}.removeprefix({str1}); {str}.removesuffix({str1}); {str}.join({strs}); {str}.translate({table}); {str}.format({any}, x={any}); {str}.format_map({dict})
str: {bytes}.decode({codec?}, {errors?}); {bytes}.hex({sep?}, {idx?}); {float}.hex(); min({strs}); max({strs}, key={key}); format({int}, {intspec}); format({float}, {floatspec}); format({str}, {strspec}); {percent}; {fstring}; {memory}.hex(); {memory}.format
str: max({str}, default={str}); {strs}[{idx}]; {strs}.pop({idx?}); {str} % {tuple}; {str} % {dict}; {str} % {any}; str({bytes}, {codec}); sum({list}, {any}); type({any}).__name__; {str}.__add__({str}); {str}.__getitem__({slice}); {str}.format(*{list}, **{dict})
str1: chr({idx} + 97); {str}[{idx}]; {str1}.upper()
bytes: {bytes} + {bytes}; {bytes} * {idx}; {bytes}[{idx}:{idx}]; {str}.encode({codec?}, {errors?}); bytes({ints}); bytes({idx}); {bytes}.upper(); {bytes}.strip({bytes?}); {bytes}.replace({bytes}, {bytes}, {idx?}); {bytes}.join({blist}); ({int}).to_bytes({idx}, {order}, signed={bool})
bytes: {bytes}.center({idx} * 3); {bytes}.zfill({idx} * 3); {bytes}.title(); {bytes}.translate(None, {bytes}); {bytes}.removeprefix({bytes}); {bytes} % {tuple}; bytes.fromhex({hexstr}); {bytes}.expandtabs({idx}); {bytes}.ljust({idx} * 3, b'-'); {bytes}.swapcase(); {bytes}.lstrip({bytes?}); {memory}.tobytes(); bytes({str}, {codec})
bytearray: {bytearray} + {bytes}; {bytearray} * {idx}; bytearray({bytes}); {bytearray}[{idx}:{idx}]; {bytearray}.copy(); {bytearray}.upper(); bytearray({ints}); {bytearray}.strip({bytes?}); {bytearray}.replace({bytes}, {bytes})
list: {list} + {list}; {list} * {idx}; {list}[{idx}:{idx}]; {list}[{idx}:{idx}:{idx}]; list({any}); list({iter}); sorted({list}); {list}.copy(); [{any}, {any}]; [*{list}, *{any}]; list({dict}.items()); list(zip({any}, {any})); list(enumerate({any}, {idx?})); [{expr-x} for x in {list}]; dir({any})[:{idx}]
list: {str}.split({str1?}, {idx?}); {bytes}.split({bytes?}, {idx?}); {str}.partition({str1}); {str}.rpartition({str1}); {str}.splitlines({bool?}); list(reversed({list})); list(filter({func}, {list})); list(map({func}, {any})); [x for x in {any} if {bool}]; {memory}.tolist(); {list}[{slice}]; list({range}); list({set})
ints: [{int} for _ in {range}]; [x * x for x in {ints} if x > {idx}]; sorted({ints}, key={key}, reverse={bool}); {ints} + {ints}; {ints}[{idx}:{idx}]; list({bytes}); list(range({idx}, {idx} + 4)); list(map(abs, {ints})); [ord(c) for c in {str}]; {ints}[::{idx}]; [*{ints}, *{range}]
strs: sorted({strs}, key={key}); {str}.split({str1?}); {str}.rsplit({str1?}, {idx?}); {str}.splitlines(); list({str}); [s.upper() for s in {strs}]; list(map(str, {list})); {strs} + {strs}; {strs}[{idx}:]; sorted({strs}, key=str.lower, reverse={bool}); [f'{s!r:>{{idx}}}' for s in {strs}]
floats: [x / 2 for x in {ints}]; sorted({floats}); list(map(float, {ints})); {floats} + {floats}; [round(v, {idx}) for v in {floats}]
tuple: {tuple} + {tuple}; {tuple} * {idx}; {tuple}[{idx}:{idx}]; tuple({any}); tuple({iter}); divmod({int}, {int}); ({any}, {any}); (*{list}, {any}); {float}.as_integer_ratio(); ({int}).as_integer_ratio(); {dict}.popitem(); tuple(sorted({ints})); {slice}.indices({idx}); {str}.rpartition({str1}); {memory}.shape
dict: {dict} | {dict}; dict(zip({strs}, {list})); {k: v for k, v in enumerate({list})}; {dict}.copy(); dict({pairs}); dict.fromkeys({any}, {any?}); {**{dict}, {any}: {any}}; dict({dict}, z={any}); {x: {expr-x} for x in {any}}
set: {set} | {set}; {set} & {set}; {set} - {set}; {set} ^ {set}; {set}.union({any}, {any}); {set}.intersection({any}); {set}.difference({any}); {set}.symmetric_difference({any}); set({any}); {x % 3 for x in {ints}}; {set}.copy(); {dict}.keys() & {set}; {dict}.keys() | {list}; {dict}.items() - {set}; {*{any}, {int}}
frozenset: frozenset({any}); {frozenset} | {set}; {frozenset} & {frozenset}; {frozenset}.union({any}); {frozenset} - {set}
range: range({idx}); range({idx}, {idx}); range({idx}, {idx}, {idx}); {range}[{idx}:{idx}]; {range}[::{idx}]
slice: slice({idx}); slice({idx}, {idx}); slice({idx}, {idx}, {idx})
none: None; print({any}); {list}.append({any}); {list}.sort(); {ints}.sort(key={key}, reverse={bool}); {ints}.reverse(); {list}.extend({any}); {list}.insert({idx}, {any}); {list}.remove({any}); {dict}.update({any}); {set}.add({any}); {set}.discard({any}); {set}.remove({any}); {list}.clear(); {bytearray}.append({int}); {bytearray}.extend({ints})
any: {dict}[{any}]; {dict}.get({any}, {any?}); {dict}.pop({any}, {any?}); {dict}.setdefault({any}, {any}); {list}[{idx}]; {tuple}[{idx}]; {list}.pop({idx?}); next({iter}, {any}); {any} if {bool} else {any}; {any} or {any}; {any} and {any}; max({any}, {any}); sum({any}, {any?}); {func}({any}); {func}({any}, {any})
any: {any} + {any}; {any} * {any_small}; {any} - {any}; {any} | {any}; {any} & {any}; {any} < {any}; {any} % {any}; -{any}; ~{any}; {any} // {any}; {any} / {any}; {any} @ {any}; {any}[{any}]; {any}.{attrname}; {any}({any}); len({any}); iter({any}); abs({any}); round({any}, {idx?}); divmod({any}, {any})
any: reversed({any}); sorted({any}); {any}.{attrname}({any?}); (lambda a, b={any}: (a, b))({any}); (lambda *a, k={any}, **kw: (a, k, kw))({any}, **{dict}); getattr({any}, {attr}, {any?}); type({any}); vars({any}); (w := {any}); [w := {any}, w]; {any} in {any}; {any} not in {any}; int({any}); float({any}); str({any}, {any}); bytes({any_small})
any: len(range({int}, {int}, {int})); range({int}, {int}, {int})[{idx}]; range({int}, {int})[{idx}:]; {int} in range({int}, {int}, {int}); {class}({any}); {class}({any}, {any}); {class}(); {dict}.values(); {dict}.keys(); {dict}.items(); {any} << {any_small}; {any} ** {any_small}; {any} >> {any_small}; {any} ^ {any}; ({any}).__class__; (yield_ := {any}); pow({any_small}, {any_small}, {any?}); zip({any}, {any}, strict={bool}); list(zip({any}, {any}, strict={bool})); format({any}, {anyspec}); f'{{any}!r:{anyspec0}}'
iter: iter({any}); reversed({list}); map({func}, {any}); filter({func}, {any}); zip({any}, {any}); enumerate({any}, {idx?}); (x for x in {any} if {bool}); iter({dict}.items())
`

/** Holes that are not types. */
export const WORDS: Record<string, readonly string[]> = {
  order: ["'big'", "'little'"],
  class: [
    'int',
    'str',
    'list',
    'tuple',
    'dict',
    'float',
    'bool',
    'set',
    'bytes',
    'object',
    'type',
    '(int, str)',
    'Exception',
    'range',
    'complex',
    'frozenset',
    'bytearray',
  ],
  attr: ["'x'", "'upper'", "'append'", "'real'", "'__len__'", "'keys'", "'nothing'", "'__class__'"],
  attrname: [
    'x',
    'upper',
    'append',
    'real',
    '__len__',
    'keys',
    'appendd',
    '__class__.__name__',
    '__doc__',
    'pop',
    'count',
    'items',
  ],
  codec: [
    "'utf-8'",
    "'ascii'",
    "'latin-1'",
    "'utf-16'",
    "'utf-16-le'",
    "'utf-32'",
    "'cp1252'",
    "'utf-8-sig'",
    "'unicode_escape'",
    "'utf-7'",
    "'rot13'",
    "'idna'",
    "'nope'",
  ],
  errors: [
    "'strict'",
    "'ignore'",
    "'replace'",
    "'backslashreplace'",
    "'xmlcharrefreplace'",
    "'namereplace'",
    "'surrogateescape'",
    "'surrogatepass'",
  ],
  sep: ["':'", "'-'", "b'.'"],
  hexstr: ["'0x1.8p3'", "'ff 00'", "'1f'", "'zz'", "'-0x.1p-4'", "'inf'", "'0xa'", "'abc'", "''"],
  table: [
    "str.maketrans('abc', 'xyz')",
    "str.maketrans({'a': None, 'b': 'BB'})",
    "{97: 'A', 98: None}",
    "str.maketrans('a', 'b', 'c')",
  ],
  blist: ["[b'a', b'b']", '[]', "(b'x', bytearray(b'y'))", "[b'a', 'b']"],
  pairs: ["[('a', 1), ('b', 2)]", '[(1, 2), [3, 4]]', "['ab', 'cd']", '[(1, 2, 3)]', '[1]', 'zip("ab", [1, 2])'],
  any_small: ['0', '1', '2', '3', '-1', '1.5', "'a'", '[1]', 'None', '(2,)', 'True', '2j'],
  'expr-x': [
    'x',
    '(x, x)',
    'str(x)',
    'x * 2',
    '[x]',
    'repr(x)',
    'x == x',
    'x and not x',
    'type(x).__name__',
    'f"{x!r}"',
    'x + x',
    'len(x)',
    'x[0]',
    '-x',
  ],
}
