"""Builtin types and a sample of each, for the inventory and the probes of wrong calls. Runs under CPython and under pytracify alike."""

import types


def _generator():
    yield 1


async def _coroutine():
    pass


async def _async_generator():
    yield 1


def _function(a, b=1, *c, d=2, **e):
    "A function."
    x = a
    return lambda: x


class _Class:
    "A class."
    __slots__ = ('slot', '__dict__', '__weakref__')

    def method(self):
        pass


def _traceback():
    try:
        raise ValueError
    except ValueError as e:
        return e.__traceback__


def _silent_coroutine():
    c = _coroutine()
    c.close()
    return c


# Name of the type, and how to make an instance of it.
SAMPLES = {
    'int': lambda: 5,
    'bool': lambda: True,
    'float': lambda: 1.5,
    'complex': lambda: 1 + 2j,
    'str': lambda: 'abc',
    'bytes': lambda: b'abc',
    'bytearray': lambda: bytearray(b'abc'),
    'memoryview': lambda: memoryview(b'abc'),
    'list': lambda: [1, 2],
    'tuple': lambda: (1, 2),
    'dict': lambda: {'a': 1},
    'set': lambda: {1, 2},
    'frozenset': lambda: frozenset({1, 2}),
    'range': lambda: range(3),
    'slice': lambda: slice(1, 2),
    'object': lambda: object(),
    'type': lambda: _Class,
    'NoneType': lambda: None,
    'ellipsis': lambda: ...,
    'NotImplementedType': lambda: NotImplemented,
    'property': lambda: property(len),
    'staticmethod': lambda: staticmethod(len),
    'classmethod': lambda: classmethod(len),
    'super': lambda: super(_Class, _Class()),
    'enumerate': lambda: enumerate('ab'),
    'zip': lambda: zip('ab'),
    'map': lambda: map(len, ['a']),
    'filter': lambda: filter(None, [1]),
    'reversed': lambda: reversed((1, 2)),
    'function': lambda: _function,
    'method': lambda: _Class().method,
    'builtin_function_or_method': lambda: len,
    'method_descriptor': lambda: list.append,
    'wrapper_descriptor': lambda: int.__add__,
    'method-wrapper': lambda: (1).__add__,
    'classmethod_descriptor': lambda: dict.__dict__['fromkeys'],
    'getset_descriptor': lambda: int.real,
    'member_descriptor': lambda: slice.start,
    'generator': lambda: _generator(),
    'coroutine': _silent_coroutine,
    'async_generator': lambda: _async_generator(),
    'code': lambda: _function.__code__,
    'cell': lambda: _function(1).__closure__[0],
    'frame': lambda: _traceback().tb_frame,
    'traceback': _traceback,
    'module': lambda: types.ModuleType('m'),
    'mappingproxy': lambda: types.MappingProxyType({'a': 1}),
    'SimpleNamespace': lambda: types.SimpleNamespace(a=1),
    'GenericAlias': lambda: list[int],
    'UnionType': lambda: int | str,
    'dict_keys': lambda: {'a': 1}.keys(),
    'dict_values': lambda: {'a': 1}.values(),
    'dict_items': lambda: {'a': 1}.items(),
    'dict_keyiterator': lambda: iter({'a': 1}),
    'dict_valueiterator': lambda: iter({'a': 1}.values()),
    'dict_itemiterator': lambda: iter({'a': 1}.items()),
    'dict_reversekeyiterator': lambda: reversed({'a': 1}),
    'list_iterator': lambda: iter([1]),
    'list_reverseiterator': lambda: reversed([1]),
    'tuple_iterator': lambda: iter((1,)),
    'range_iterator': lambda: iter(range(3)),
    'longrange_iterator': lambda: iter(range(10**30)),
    'set_iterator': lambda: iter({1}),
    'str_iterator': lambda: iter('\u0416'),
    'str_ascii_iterator': lambda: iter('a'),
    'bytes_iterator': lambda: iter(b'a'),
    'bytearray_iterator': lambda: iter(bytearray(b'a')),
    'callable_iterator': lambda: iter(int, 1),
    'BaseException': lambda: BaseException(1),
    'BaseExceptionGroup': lambda: BaseExceptionGroup('m', [ValueError(1)]),
    'ValueError': lambda: ValueError(1),
    'AttributeError': lambda: AttributeError(1),
    'ImportError': lambda: ImportError(1),
    'NameError': lambda: NameError(1),
    'KeyError': lambda: KeyError(1),
    'OSError': lambda: OSError(1, 'a'),
    'StopIteration': lambda: StopIteration(1),
    'SystemExit': lambda: SystemExit(1),
    'SyntaxError': lambda: SyntaxError('m', ('f', 1, 2, 't')),
    'UnicodeDecodeError': lambda: UnicodeDecodeError('u', b'a', 0, 1, 'r'),
    'UnicodeEncodeError': lambda: UnicodeEncodeError('u', 'a', 0, 1, 'r'),
    'UnicodeTranslateError': lambda: UnicodeTranslateError('a', 0, 1, 'r'),
}
