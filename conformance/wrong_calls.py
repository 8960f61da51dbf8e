"""Wrong calls of every builtin function, type and method, and what they say.

Prints one line a probe: what was called, a tab, the arguments, a tab, the exception or `ok`. The same text runs under CPython and under
pytracify; `wrong_calls.ts` records and compares.
"""

import builtins
from samples import SAMPLES


class W:
    "Fits nothing."

    def __repr__(self):
        return '<W>'


# Functions that read input, end the program, or show help.
SKIP_FUNCTIONS = {'input', 'breakpoint', 'help', 'exit', 'quit', 'copyright', 'credits', 'license', 'print', 'open',
                  'vars', 'locals', 'globals', 'dir', 'exec', 'eval', 'compile', '__import__', '__build_class__'}

# What an operation gives depends on the machine, or it has no meaning without C's buffers.
SKIP_METHODS = {'__buffer__', '__release_buffer__', '__sizeof__', '__dir__', '__reduce__', '__reduce_ex__',
                '__getstate__', '__subclasses__', '__class__', '__doc__', '__del__'}

ARGUMENTS = [
    ('', (), {}),
    ('W', (W(),), {}),
    ('W, W', (W(), W()), {}),
    ('W, W, W', (W(), W(), W()), {}),
    ('W * 9', (W(),) * 9, {}),
    ('zzz=W', (), {'zzz': W()}),
    ('W, zzz=W', (W(),), {'zzz': W()}),
    ('None', (None,), {}),
    ('1.5', (1.5,), {}),
    ("'x'", ('x',), {}),
    ('W, 1', (W(), 1), {}),
    ("'x', W", ('x', W()), {}),
    ('1, W', (1, W()), {}),
]


def without_addresses(text):
    out = ''
    i = 0
    while i < len(text):
        if text.startswith('0x', i) and i + 8 < len(text) and text[i + 2] == '7':
            j = i + 2
            while j < len(text) and text[j] in '0123456789abcdef':
                j += 1
            out += '0x'
            i = j
        else:
            out += text[i]
            i += 1
    return out


def probe(name, get):
    for shown, args, kwargs in ARGUMENTS:
        try:
            f = get()
            f(*args, **kwargs)
            outcome = 'ok'
        except BaseException as e:
            outcome = type(e).__name__ + ': ' + without_addresses(str(e))
        print(name + '\t' + shown + '\t' + outcome.replace('\n', '\\n'))


def run():
    for name in sorted(dir(builtins)):
        value = getattr(builtins, name)
        if name in SKIP_FUNCTIONS or not callable(value) or name.startswith('_'):
            continue
        if isinstance(value, type) and issubclass(value, Warning) and value is not Warning:
            continue
        probe(name, lambda: value)
    for type_name in sorted(SAMPLES):
        make = SAMPLES[type_name]
        cls = type(make())
        for name in sorted(cls.__dict__):
            if name in SKIP_METHODS:
                continue
            attribute = cls.__dict__[name]
            kind = type(attribute).__name__
            if kind in ('method_descriptor', 'wrapper_descriptor'):
                probe(type_name + '().' + name, lambda: getattr(make(), name))
                probe(type_name + '.' + name, lambda: attribute)
            elif kind in ('classmethod_descriptor', 'staticmethod'):
                probe(type_name + '.' + name, lambda: getattr(cls, name))


run()
