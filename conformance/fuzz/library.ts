/**
 * Calls of the standard library, as rows with holes (see `tables.ts`), by the statement that makes their names known. Only what gives the same on every run: random numbers with a seed,
 * dates that are given, no clock, no host.
 */
import type { Scene } from './scenes'
import type { Typed } from './typed'

export const LIBRARY: Record<string, string> = {
  'import math': `math.sqrt({float}); math.floor({float}); math.ceil({float}); math.trunc({float}); math.gcd({int}, {int}); math.lcm({int}, {idx}); math.isqrt({int}); math.factorial({idx}); math.comb({idx} + 5, {idx}); math.perm({idx} + 4, {idx}); math.fsum({floats}); math.prod({list}); math.hypot({float}, {float}); math.isclose({float}, {float}); math.isnan({float}); math.isinf({any}); math.copysign({float}, {float}); math.fmod({float}, {float}); math.modf({float}); math.frexp({float}); math.ldexp({float}, {idx}); math.log2({int}); math.log10({int}); math.log({int}); math.degrees({float}); math.dist({ints}, {ints}); math.remainder({float}, {float}); math.nextafter({float}, {float}); math.ulp({float}); math.sumprod({ints}, {ints}); math.cbrt({idx}); math.exp({idx}); math.pow({float}, {float}); math.fabs({any}); math.gcd(); math.fma({float}, {float}, {float}); math.nextafter({float}, {float}, steps={idx})`,
  'import itertools': `list(itertools.chain({any}, {any})); list(itertools.islice({any}, {idx}, {idx?}, {idx?})); list(itertools.product({any}, repeat={idx2})); list(itertools.permutations({ints}, {idx2}))[:20]; list(itertools.combinations({any}, {idx})); list(itertools.combinations_with_replacement({strs}, {idx2})); list(itertools.accumulate({any}, {func?})); list(itertools.accumulate({ints}, initial={any})); list(itertools.groupby({list}, {func}))[:0]; [(k, list(v)) for k, v in itertools.groupby({any}, {func})]; list(itertools.takewhile({func}, {any})); list(itertools.dropwhile({func}, {any})); list(itertools.filterfalse({func}, {any})); list(itertools.starmap({func}, {pairs})); list(itertools.zip_longest({any}, {any}, fillvalue={any})); list(itertools.pairwise({any})); list(itertools.batched({any}, {idx})); list(itertools.batched({any}, {idx}, strict={bool})); list(itertools.compress({any}, {list})); list(itertools.islice(itertools.count({any}, {any?}), {idx3})); list(itertools.islice(itertools.cycle({any}), {idx3})); list(itertools.repeat({any}, {idx})); [list(t) for t in itertools.tee({any}, {idx2})]; itertools.count({any}, {any}); itertools.repeat({any}, {idx}); list(itertools.chain.from_iterable({list}))`,
  'import collections': `collections.Counter({any}); collections.Counter({str}).most_common({idx?}); collections.Counter({any}) + collections.Counter({any}); collections.Counter({str}) - collections.Counter({str}); collections.Counter({str}) & collections.Counter({str}); list(collections.Counter(a={idx}, b={idx}).elements()); collections.Counter({str}).total(); collections.deque({any}, {idx?}); (lambda d: (d.rotate({idx}), d))(collections.deque({any})); (lambda d: (d.appendleft({any}), d.pop(), d))(collections.deque({any}, maxlen={idx})); (lambda d: (d.insert({idx}, {any}), d))(collections.deque({list})); (lambda d: d.remove({any}) or d)(collections.deque({list})); collections.deque({list})[{idx}]; collections.deque({list}) + collections.deque({any}); (lambda d: (d.extendleft({any}), d))(collections.deque({ints})); collections.deque({list}).index({any}); collections.OrderedDict({any}); (lambda d: (d.move_to_end({any}, {bool}), d))(collections.OrderedDict({dict})); collections.OrderedDict({dict}) == collections.OrderedDict({dict}); (lambda d: (d[{any}], d))(collections.defaultdict({func}, {dict})); (lambda d: (d[{any}].append(1), d))(collections.defaultdict(list)); collections.ChainMap({dict}, {dict})[{any}]; dict(collections.ChainMap({dict}, {dict})); collections.ChainMap({dict}, {dict}).new_child({any}); collections.namedtuple('P', {strs})._fields; collections.namedtuple({str}, 'a b', rename={bool}); collections.UserList({list}) + {list}; collections.UserDict({dict}); collections.UserString({str}).upper(); collections.deque({ints}) * {idx}; collections.Counter({dict}).subtract({any}); collections.deque({ints}).count({any}); collections.deque({ints}) < collections.deque({ints})`,
  'import functools, operator': `functools.reduce({func}, {any}, {any?}); functools.reduce(operator.add, {list}); functools.partial({func}, {any})({any}); functools.partial({func}, {any}, k={any}); sorted({ints}, key=functools.cmp_to_key(lambda a, b: b - a)); operator.itemgetter({any})({any}); operator.itemgetter({idx}, {idx})({list}); operator.attrgetter({attr})({any}); operator.methodcaller({attr}, {any?})({any}); operator.concat({any}, {any}); operator.mul({any}, {any_small}); operator.index({any}); operator.length_hint({any}); operator.truth({any}); operator.contains({any}, {any}); operator.countOf({any}, {any}); operator.indexOf({any}, {any}); operator.getitem({any}, {any}); operator.neg({any}); operator.attrgetter('real.imag')({any}); functools.singledispatch({func}); operator.itemgetter(1); operator.matmul({any}, {any}); functools.lru_cache(maxsize={idx})({func}); operator.iconcat({list}, {any}); operator.not_({any}); functools.total_ordering({class}); operator.call({func}, {any})`,
  'import re': `re.findall({pattern}, {str}); re.sub({pattern}, {repl}, {str}, {idx?}); re.split({pattern}, {str}, {idx?}); re.match({pattern}, {str}); re.search({pattern}, {str}); re.fullmatch({pattern}, {str}); [m.span() for m in re.finditer({pattern}, {str})]; re.compile({pattern}, {flags}); re.compile({pattern}).groups; re.compile({pattern}).groupindex; re.search({pattern}, {str}, {flags}); re.escape({str}); re.subn({pattern}, {repl}, {str}); (m := re.search({pattern}, {str})) and m.groups(); (m := re.search({pattern}, {str})) and m.group({idx}); (m := re.search({pattern}, {str})) and m.groupdict({any}); (m := re.search({pattern}, {str})) and (m.start({idx2}), m.lastgroup, m.lastindex, m.string, m.pos, m.re.pattern); re.findall({pattern}, {str}, {flags}); re.sub({pattern}, lambda m: m.group().upper(), {str}); re.compile({pattern}).match({str}, {idx}, {idx?}); re.search({bpattern}, {bytes}); re.findall({any}, {any}); (m := re.search({pattern}, {str})) and m.expand({repl}); re.compile({pattern}).sub({repl}, {str}); re.compile({badpattern})`,
  'import json': `json.dumps({any}); json.dumps({list}, indent={idx}); json.dumps({dict}, indent={idx}, sort_keys={bool}); json.dumps({str}, ensure_ascii={bool}); json.dumps({dict}, separators=(',', ':')); json.dumps({float}, allow_nan={bool}); json.dumps({any}, default=str); json.loads({json}); json.loads({str}); json.loads({json}, parse_float=str, parse_int={func}); json.loads({json}, object_pairs_hook=list); json.loads(json.dumps({any})); json.dumps({dict}, skipkeys=True); json.loads({bytes}); json.dumps({list}, cls=json.JSONEncoder, indent='--'); json.JSONDecoder().raw_decode({json}); json.dumps({any}, indent={any})`,
  'import string, textwrap': `string.Template({template}).substitute({dict}, x={any}); string.Template({template}).safe_substitute({dict}); string.capwords({str}); string.Formatter().format({fmt}, {any}, x={any}); textwrap.wrap({str} * 3, {idx} * 3); textwrap.fill('lorem ipsum dolor sit amet ' * 2, {idx} + 12, initial_indent={str1}); textwrap.dedent({str}); textwrap.indent({str}, {str1}); textwrap.shorten({str} + ' and more words', {idx} * 4); list(string.Formatter().parse({fmt})); textwrap.wrap({str}, width={idx}, break_long_words={bool})`,
  'import heapq, bisect': `heapq.nlargest({idx}, {any}); heapq.nsmallest({idx}, {any}, key={key}); list(heapq.merge({ints}, {ints})); (lambda h: (heapq.heapify(h), h))({list}); (lambda h: (heapq.heapify(h), heapq.heappop(h), heapq.heappush(h, {any}), h))({ints}); heapq.heappushpop({ints}, {any}); heapq.heapreplace({list}, {any}); bisect.bisect({list}, {any}); bisect.bisect_left({ints}, {int}, {idx?}, {idx?}); bisect.bisect_right({strs}, {str}); (lambda l: (bisect.insort(l, {any}), l))({ints}); bisect.bisect({ints}, {int}, key={key}); list(heapq.merge({any}, {any}, reverse={bool}))`,
  'import datetime': `datetime.date({year}, {month}, {day}); datetime.date({year}, {month}, {day}) + datetime.timedelta({any}); datetime.datetime({year}, {month}, {day}, {idx}, {idx}) - datetime.datetime(2020, 2, 29); datetime.timedelta(days={any}, hours={any}); datetime.timedelta(seconds={float}); datetime.timedelta({int}) // {any}; datetime.date.fromisoformat({iso}); datetime.datetime.fromisoformat({iso}); datetime.date({year}, {month}, {day}).strftime({strf}); datetime.datetime.strptime({iso}, {strf}); datetime.date({year}, {month}, {day}).isocalendar(); datetime.date({year}, {month}, {day}).weekday(); datetime.datetime({year}, {month}, {day}, tzinfo=datetime.timezone.utc); datetime.timezone(datetime.timedelta(hours={idx})); datetime.time({idx}, {idx}, {idx}).isoformat({any?}); datetime.date.fromordinal({int}); datetime.datetime({year}, {month}, {day}).replace(hour={any}); str(datetime.timedelta(days={idx}, microseconds={int})); divmod(datetime.timedelta({idx}), datetime.timedelta(hours=5)); datetime.date({year}, 1, 1) < {any}; datetime.datetime.fromtimestamp({int}, datetime.timezone.utc); datetime.timedelta({float}) * {any}; datetime.date.fromisocalendar({year}, {idx} + 3, {idx}); datetime.timedelta({any}).total_seconds()`,
  'import fractions': `fractions.Fraction({int}, {int}); fractions.Fraction({str}); fractions.Fraction({float}); fractions.Fraction({idx}, 3) + {any}; fractions.Fraction({idx}, 7) * fractions.Fraction({int}, 3); fractions.Fraction({float}).limit_denominator({idx} * 100); fractions.Fraction('3/4') ** {any}; format(fractions.Fraction({idx}, 3), {floatspec}); fractions.Fraction({idx}, 5) < {any}; divmod(fractions.Fraction({idx}, 2), {any}); round(fractions.Fraction({int}, 7), {idx?}); fractions.Fraction({idx}, 3) // {any}; hash(fractions.Fraction({int}, 1)); float(fractions.Fraction({int}, {int})); fractions.Fraction({any}, {any}); fractions.Fraction({idx}, 3).as_integer_ratio(); math.floor(fractions.Fraction({int}, 4))`,
  'import random': `(random.seed({any}), random.random(), random.randint(1, 100)); (random.seed({int}), random.choice({any})); (random.seed({int}), random.sample({any}, {idx})); (random.seed({int}), random.shuffle(l := {ints}), l); (random.seed({str}), random.choices({any}, k={idx})); (random.seed({int}), random.uniform({float}, {float})); (random.seed({int}), random.gauss({float}, 1)); random.Random({int}).getrandbits({any}); random.Random({int}).randrange({int}, {int}, {idx?}); random.Random({float}).betavariate(1, 2); (random.seed({int}), random.choices({ints}, weights={ints}, k=3)); random.Random({int}).randbytes({idx}); random.Random({int}).triangular({float}, 5); random.Random({int}).expovariate({float}); random.Random({bytes}).random(); random.Random({int}).binomialvariate({idx}, 0.5); random.Random(5).sample({any}, {any}, counts={any})`,
  'import struct': `struct.pack({sfmt}, {int}); struct.pack({sfmt}, {any}, {any}); struct.unpack({sfmt}, {bytes}); struct.calcsize({sfmt}); struct.pack('>d', {float}); struct.pack('<f', {any}); struct.pack('5s', {bytes}); struct.unpack_from('<H', {bytes}, {idx}); list(struct.iter_unpack('B', {bytes})); struct.pack('>hIq', {idx}, {int}, {int}); struct.unpack('<e', struct.pack('<e', {float})); struct.pack('?', {any}); struct.Struct({sfmt}).size; struct.pack('>n', 1); struct.pack('p', {bytes})`,
  'import statistics': `statistics.mean({list}); statistics.median({ints}); statistics.mode({any}); statistics.stdev({floats}); statistics.variance({ints}); statistics.pstdev({ints}); statistics.quantiles({ints}, n={idx}); statistics.multimode({str}); statistics.harmonic_mean({floats}); statistics.geometric_mean({ints}); statistics.fmean({any}); statistics.median_low({strs}); statistics.median_grouped({ints}); statistics.linear_regression({ints}, {ints}); statistics.correlation({ints}, {ints}); statistics.NormalDist({idx}, {idx})`,
  'import copy': `copy.copy({any}); copy.deepcopy({list}); (lambda x: (copy.deepcopy(x) == x, copy.copy(x) is x))({any}); copy.replace({any}, x={any})`,
  'import base64, binascii': `base64.b64encode({bytes}); base64.b64decode({any}); base64.b32encode({bytes}); base64.b16decode({bytes}); base64.urlsafe_b64encode({bytes}); base64.b85encode({bytes}); base64.a85encode({bytes}); binascii.hexlify({bytes}, {sep?}, {idx?}); binascii.unhexlify({any}); binascii.crc32({bytes}); binascii.b2a_base64({bytes}); binascii.a2b_base64({bytes}, strict_mode={bool}); base64.b64decode({str}, validate={bool}); base64.b85decode({bytes})`,
  'import hashlib': `hashlib.md5({bytes}).hexdigest(); hashlib.sha256({any}).hexdigest(); hashlib.sha1({bytes}).digest(); hashlib.new({str}, {bytes}); hashlib.sha512({bytes}).hexdigest()[:10]; hashlib.blake2b({bytes}, digest_size=8).hexdigest(); hashlib.sha3_256({bytes}).hexdigest(); hashlib.sha256({bytes}).name`,
  'import pprint, reprlib': `pprint.pformat({any}); pprint.pformat({any}, width={idx} * 5, indent={idx}); pprint.pformat([{any}, {any}, {any}, {any}], width=30); reprlib.repr({any}); reprlib.repr(list(range(20))); pprint.pformat({{any}: {any}, 'key': {list}}, compact={bool}, width=20); pprint.isreadable({any}); reprlib.repr({str} * 5)`,
  'import unicodedata': `unicodedata.name({str1}); unicodedata.category({str1}); unicodedata.normalize({nform}, {str}); unicodedata.lookup({any}); unicodedata.numeric({str1}, {any?}); unicodedata.digit({str1}); unicodedata.east_asian_width({str1}); unicodedata.bidirectional({str1}); unicodedata.combining({str1}); unicodedata.is_normalized({nform}, {str})`,
  'import array': `array.array({acode}, {any}); array.array('i', {ints}); array.array('d', {floats}).tolist(); (lambda a: (a.append({any}), a))(array.array('b')); array.array('B', {bytes})[{idx}]; array.array('h', [1, 2]).tobytes(); array.array('i', [3, 1])[{slice}]; array.array('u', {str}); array.array('q', {ints}) + array.array('q', [1]); (lambda a: (a.byteswap(), a))(array.array('H', [1, 258]))`,
  'import contextlib, io': `io.StringIO({str}).readlines(); io.StringIO({str}).read({idx}); io.BytesIO({bytes}).read({idx?}); (lambda s: (s.write({any}), s.getvalue(), s.tell()))(io.StringIO()); (lambda s: (s.seek({idx}), s.read()))(io.BytesIO({bytes})); list(io.StringIO({str})); (lambda s: (s.truncate({idx}), s.getvalue()))(io.StringIO({str})); io.StringIO({any}); io.StringIO({str}, newline={any}).readline(); io.BytesIO({bytes}).readinto(bytearray(3)); contextlib.nullcontext({any}).__enter__()`,
  'import inspect': `str(inspect.signature({func})); inspect.isfunction({any}); inspect.getdoc(lambda: 1); str(inspect.signature(lambda a, /, b=1, *c, d, **e: 0)); inspect.signature(lambda a, b={any}: 0).bind({any}, {any?}).arguments; inspect.isclass({class}); inspect.getmembers(5)[0][0]; inspect.signature({func}).parameters.keys(); inspect.unwrap({func}) is None; inspect.cleandoc({str})`,
  'import typing, types': `typing.get_type_hints(lambda: 0); typing.Optional[{class}]; typing.Union[int, {class}]; typing.get_args(list[int]); typing.get_origin(dict[str, int]); typing.Literal[{any}]; typing.cast(int, {any}); typing.List[{class}]; types.SimpleNamespace(a={any}, b={any}); types.SimpleNamespace(a=1) == {any}; typing.NamedTuple('N', [('a', int)])(1); typing.TypedDict('T', {'a': int})(a={any}); typing.Callable[[int], str]; typing.Annotated[int, {any}]; types.MappingProxyType({any}); typing.NewType('U', int)({any}); types.new_class('K', ({class},)); typing.Any; typing.Tuple[int, ...]; typing.ClassVar[int]; typing.Protocol; types.GenericAlias(list, ({any},)); typing.get_type_hints({any}); typing.assert_type({any}, int)`,
  'import os, posixpath': `os.path.join({str}, {str}); os.path.split({str}); os.path.splitext({str}); os.path.basename({str}); os.path.dirname({any}); os.path.normpath({path}); posixpath.commonpath([{path}, {path}]); os.path.isabs({any}); os.fspath({any}); posixpath.relpath({path}, {path}); os.path.commonprefix({strs})`,
  'import pathlib': `pathlib.PurePosixPath({path}).parts; pathlib.PurePosixPath({path}) / {any}; pathlib.PurePosixPath({path}).suffixes; pathlib.PurePosixPath({path}).with_suffix({any}); pathlib.PurePosixPath({path}).relative_to({path}); pathlib.PurePosixPath({path}).match({any}); pathlib.PurePosixPath({path}).parent; pathlib.PurePosixPath({path}, {path}).name; pathlib.PurePosixPath({path}).with_name({any}); str(pathlib.PurePosixPath({any})); pathlib.PurePosixPath({path}) < {any}; list(pathlib.PurePosixPath({path}).parents); pathlib.PurePosixPath({path}).stem; pathlib.PurePosixPath({path}).is_relative_to({path})`,
  'import cmath': `cmath.sqrt({complex}); cmath.polar({complex}); cmath.phase({complex}); cmath.isnan({complex}); cmath.isclose({complex}, {complex}); cmath.rect({float}, 0)`,
  'import contextvars, graphlib, queue, keyword': `contextvars.ContextVar('v', default={any}).get(); list(graphlib.TopologicalSorter({graph}).static_order()); queue.Queue({idx}).qsize(); keyword.iskeyword({any}); keyword.issoftkeyword({str}); (lambda q: (q.put({any}), q.put({any}), q.get()))(queue.PriorityQueue()); queue.LifoQueue().get_nowait(); (lambda q: (q.put_nowait(1), q.put_nowait(2)))(queue.Queue({idx}))`,
  'import argparse': `vars(argparse.ArgumentParser().parse_args([])); (lambda p: (p.add_argument('-n', type=int, default={any}), p.parse_args({args}))[1])(argparse.ArgumentParser(prog='p', exit_on_error=False)); (lambda p: (p.add_argument('x', nargs={nargs}), p.add_argument('--flag', action='store_true'), p.parse_args({args}))[2])(argparse.ArgumentParser(prog='p')); (lambda p: (p.add_argument('-n', choices=[1, 2], type=int, help='number'), p.format_help())[1])(argparse.ArgumentParser(prog='p', description={str}))`,
  'import warnings': `warnings.warn({str}); warnings.warn({str}, DeprecationWarning); warnings.warn({any}, {class}); warnings.simplefilter({str})`,
  'import abc, numbers': `isinstance({any}, numbers.Number); isinstance({any}, numbers.Integral); isinstance({any}, collections.abc.Sequence); isinstance({any}, collections.abc.Hashable); issubclass({class}, collections.abc.Iterable); isinstance({any}, collections.abc.Mapping); isinstance({any}, collections.abc.Callable); issubclass({class}, numbers.Real); type('A', (abc.ABC,), {'f': abc.abstractmethod(lambda self: 1)})(); collections.abc.Sized.register({class})`,
}

/** Further holes of library rows. */
export const LIBRARY_WORDS: Record<string, readonly string[]> = {
  idx2: ['0', '1', '2'],
  idx3: ['0', '1', '3', '5'],
  repl: [
    "'X'",
    "r'<\\g<0>>'",
    "r'\\1'",
    "''",
    "r'\\g<n>'",
    "lambda m: '-'",
    "r'\\2\\1'",
    "'\\\\q'",
    "r'\\\\'",
    "'\\\\n'",
  ],
  flags: ['re.I', 're.M', 're.S', 're.X', 're.A', 're.I | re.M', '0', 're.DEBUG & 0', 're.NOFLAG'],
  badpattern: [
    "'('",
    "'a**'",
    "'[z-a]'",
    "'*a'",
    "'(?P<n>a)(?P<n>b)'",
    "'\\\\'",
    "'(?<=a+)b'",
    "'a{3,2}'",
    "'(?z)'",
    "'[a'",
    "'(?P=n)'",
    "'\\\\8'",
    "'a)'",
    "'(?P<1>a)'",
    "'x{99999999999}'",
    "'\\\\u12'",
    "'(?i-i:a)'",
    "'(?(1)a|b|c)'",
    "'[[:alpha:]]'",
    "'(?P>n)'",
    "'a(?i)'",
    "'\\\\N{nope}'",
    "'(?(2)a)'",
  ],
  json: [
    '\'{"a": [1, 2.5, null, true], "b": {"c": "\\\\u00e9"}}\'',
    "'[1, 2'",
    '\'{"a": }\'',
    '\'"\\\\ud83d\\\\ude00"\'',
    "'1e400'",
    "'-0'",
    "'NaN'",
    "'[1,]'",
    '\'{"a" 1}\'',
    "'  5  6'",
    '\'"a\\tb"\'',
    "''",
    "'nul'",
    '\'{"a": 1, "a": 2}\'',
    "'[]'",
    '\'"\\\\x"\'',
    "'0123'",
    "'-'",
    "'12345678901234567890'",
    "'1.0E+2'",
    '"{\'a\': 1}"',
    "'\\ufeff1'",
  ],
  template: ["'$x and $" + "{y}'", "'$$ $x'", "'$'", "'$" + "{x'", "'$a $b'", "'$" + "{1}'"],
  fmt: ["'{} {x}'", "'{0!r:>8}'", "'{x.real}'", "'{'", "'{0[0]}'", "'{} {0}'", "'{:{x}}'", "'{y}'", "'{!q}'"],
  year: ['2024', '2000', '1', '9999', '1999', '0', '2023'],
  month: ['1', '2', '12', '13', '6', '0'],
  day: ['1', '29', '31', '15', '30', '0'],
  iso: [
    "'2024-02-29'",
    "'2024-02-30'",
    "'20240229'",
    "'2024-W09-4'",
    "'2024-02-29T12:30:45'",
    "'2024-02-29T12:30:45.123456+05:30'",
    "'2024-02-29 24:00'",
    "'12:30'",
    "'2024-1-1'",
    "''",
    "'2024-02-29T12Z'",
    "'29/02/2024'",
    "'Feb 29 2024'",
  ],
  strf: [
    "'%Y-%m-%d'",
    "'%A %B %d %j'",
    "'%y/%m/%d %H:%M:%S.%f'",
    "'%c'",
    "'%U %W %w %u %G-W%V'",
    "'%x %X %p %I'",
    "'%d/%m/%Y'",
    "'%b %d %Y'",
    "'%Z%z'",
    "'%%'",
    "'%Q'",
    "'%'",
    "'%-d %e'",
  ],
  sfmt: [
    "'i'",
    "'<H'",
    "'>q'",
    "'2h'",
    "'bB'",
    "'4s'",
    "'=l'",
    "'@P'",
    "'x?c'",
    "'3x'",
    "'z'",
    "'>f'",
    "'<d'",
    "'2'",
    "'Q'",
    "'hi'",
    "' i '",
  ],
  nform: ["'NFC'", "'NFD'", "'NFKC'", "'NFKD'", "'X'"],
  pysrc: [
    "'1 + 2j'",
    "'[1, (2,), {3: 4}]'",
    "'-5'",
    "'f(x)'",
    "'a = 1'",
    "'{1, 2}'",
    "'set()'",
    '\'"a" "b"\'',
    "'1 +'",
    "'lambda x, *y: z'",
    "'x if y else z'",
    '\'f"{a!r:>{b}}"\'',
    "'not a and b or c'",
    "'(a, *b)'",
    "'a[1:2, ::3]'",
    '\'b"x"\'',
    "'...'",
    "'1_000'",
    "'x: int = 3'",
    '\'{**a, "b": 1}\'',
    "'  1'",
    "'for i in x: pass'",
    "'a < b <= c'",
    "'(yield)'",
    "'-1 ** 2'",
    "'(-1) ** 2'",
    "'[x for x in y if z]'",
    "'0xff'",
    "'1e1000'",
    '\'"\\\\n"\'',
  ],
  acode: ["'i'", "'b'", "'d'", "'u'", "'z'", "'Q'", "'f'", "'H'"],
  path: [
    "'/a/b.txt'",
    "'a/../b'",
    "'.'",
    "''",
    "'/'",
    "'a//b/./c.tar.gz'",
    "'//x/y'",
    "'../up'",
    "'/a'",
    "'a/b/'",
    "'.hidden'",
  ],
  graph: ["{'a': {'b'}, 'b': {'c'}}", '{1: [2], 2: [1]}', '{}', "{'x': 'yz'}"],
  args: [
    "['-n', '3']",
    "['-n', 'x']",
    '[]',
    "['a', 'b']",
    "['--flag', 'a']",
    "['--fl']",
    "['-n']",
    "['--unknown']",
    "['-n3', '--', '-x']",
  ],
  nargs: ["'?'", "'*'", "'+'", '2', 'None'],
}

/** A random regular expression that is valid. */
export function pattern(g: Typed, depth = 2): string {
  const atom = (): string =>
    g.pick([
      () =>
        g.pick([
          'a',
          'b',
          'l',
          'o',
          ' ',
          ',',
          '.',
          '\\d',
          '\\w',
          '\\s',
          '\\W',
          '\\b',
          '[a-c]',
          '[^a]',
          '[\\w,]',
          '\\.',
          'é',
          '^',
          '$',
          'x',
          '\\D',
          '\\Z',
          '[A-Z]',
        ]),
      () => (depth > 0 ? `(${inner()})` : 'a'),
      () => (depth > 0 ? `(?:${inner()})` : 'b'),
      () =>
        depth > 0 ? `${g.pick(['(?=', '(?!', '(?>', '(?<=a)(?:', '(?<!b)(?:', '(?i:', '(?s-i:'])}${inner()})` : '.',
    ])()
  const inner = (): string => (depth > 0 ? body(g, depth - 1) : 'a')
  const body = (gen: Typed, d: number): string => pattern(gen, d)
  let text = ''
  for (let i = 1 + g.random.below(3); i > 0; i--) {
    const a = atom()
    text +=
      a +
      (/^[\^$]$|^\\[bZ]$/.test(a)
        ? ''
        : g.pick(['', '', '', '*', '+', '?', '*?', '+?', '{2}', '{1,2}', '{,3}?', '++', '?+']))
  }
  if (g.chance(0.2)) text += `|${g.pick(['a', 'b+', '', '\\d', '(c)'])}`
  return text
}

export const libraryCalls: Scene = (g) => {
  const head = g.pick(Object.keys(LIBRARY))
  const rows = LIBRARY[head]!.split('; ')
  const lines = [
    head,
    ...(head.includes('numbers') ? ['import collections.abc'] : []),
    ...(head.includes('fractions') ? ['import math'] : []),
  ]
  for (let i = 3 + g.random.below(5); i > 0; i--) lines.push(`show(lambda: ${g.fill(g.pick(rows), 2)})`)
  return lines.join('\n')
}

/** Expression of a library word. */
export function libraryWord(g: Typed, word: string): string | undefined {
  if (word === 'pattern')
    return g.chance(0.12) ? `'(?P<n>${pattern(g, 1)})(?P=n)?'` : `'${pattern(g).replaceAll('\\', '\\\\')}'`
  if (word === 'bpattern') return `b'${pattern(g).replaceAll('\\', '\\\\').replaceAll('é', 'e')}'`
  const words = LIBRARY_WORDS[word]
  return words === undefined ? undefined : g.pick(words)
}
