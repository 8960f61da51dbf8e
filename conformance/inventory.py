"""Every attribute of the builtin types and functions with its kind and text signature, as sorted compact JSON.

    PYTHONHASHSEED=0 python3.13 conformance/inventory.py > conformance/inventory.json

The same text runs under pytracify (inventory.test.ts) and the two results are compared. It therefore imports nothing but what is at hand and
writes its JSON by itself.
"""

import builtins
from samples import SAMPLES

# Not compared: sizes and addresses of C structures, and buffers behind the C API.
SKIP = {'__buffer__', '__release_buffer__', '__doc__'}


def kind_of(value):
    kind = type(value).__name__
    if kind == 'builtin_function_or_method' or kind == 'function':
        return 'function'
    return kind


def signature_of(value):
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__func__
    return getattr(value, '__text_signature__', None)


def entry(value):
    signature = signature_of(value)
    return kind_of(value) if signature is None else kind_of(value) + ' ' + signature


def type_entry(cls):
    attrs = {name: entry(cls.__dict__[name]) for name in cls.__dict__ if name not in SKIP}
    # Where a method stands in the mro is not observable by calling it: what counts is that it is there.
    for name in dir(cls):
        if name not in attrs and name not in SKIP:
            attrs[name] = ''
    return {
        'attrs': attrs,
        'bases': [b.__name__ for b in cls.__bases__],
        'module': cls.__module__,
        'name': cls.__name__,
        'signature': cls.__text_signature__,
    }


def inventory():
    classes = {name: type(make()) for name, make in SAMPLES.items()}
    for name in dir(builtins):
        value = getattr(builtins, name)
        if isinstance(value, type) and name == value.__name__ and value.__module__ == 'builtins':
            classes[name] = value
    functions = {}
    for name in dir(builtins):
        value = getattr(builtins, name)
        if not isinstance(value, type) and name[0] != '_' and type(value).__name__ == 'builtin_function_or_method':
            functions[name] = value.__text_signature__
    return {
        'functions': functions,
        'names': [name for name in dir(builtins) if name != '_'],
        'types': {name: type_entry(cls) for name, cls in classes.items()},
    }


def text(value):
    out = ''
    for c in value:
        if c in '"\\':
            out += '\\' + c
        elif c == '\n':
            out += '\\n'
        else:
            out += c
    return '"' + out + '"'


def dump(value):
    if value is None:
        return 'null'
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return '{' + ','.join(text(k) + ':' + dump(value[k]) for k in sorted(value)) + '}'
    return '[' + ','.join(dump(v) for v in value) + ']'


print(dump(inventory()))
