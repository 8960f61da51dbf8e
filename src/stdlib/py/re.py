"""Regular expressions: the functions, flags and the exception over the compiled patterns of _sre."""

import _sre
from _sre import Match, Pattern

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "escape", "error",
    "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE",
    "UNICODE", "NOFLAG", "RegexFlag", "PatternError",
]

__version__ = "2.2.1"


class _FlagType(type):
    """Gives the flag class what an enumeration shows of itself: iteration, lookup by name, length."""

    def __iter__(cls):
        return iter(cls._members)

    def __len__(cls):
        return len(cls._members)

    def __getitem__(cls, name):
        return cls._by_name[name]

    def __contains__(cls, value):
        return isinstance(value, cls) or value in [int(m) for m in cls._members]

    @property
    def __members__(cls):
        return dict(cls._by_name)

    def __repr__(cls):
        return "<flag 'RegexFlag'>"


class RegexFlag(int, metaclass=_FlagType):
    """A set of flags; prints itself by name."""

    _members = []
    _by_name = {}
    _known = {}

    def __new__(cls, value=0):
        if value < 0:
            value += max(512, 1 << value.bit_length())
        made = cls._known.get(value)
        if made is None:
            made = cls._known[value] = int.__new__(cls, value)
        return made

    @property
    def value(self):
        return int(self)

    @property
    def name(self):
        names = self._names()
        return "|".join(names) if names else ("NOFLAG" if not self else None)

    def _names(self):
        return [name for name, bit in _NAMES if int(self) & bit]

    def __repr__(self):
        value = int(self)
        if not value:
            return "re.NOFLAG"
        parts = []
        for name, bit in _NAMES:
            if value & bit:
                value &= ~bit
                parts.append(f"re.{name}")
        if value:
            parts.append(hex(value))
        return "|".join(parts)

    __str__ = object.__str__

    def __format__(self, spec):
        return format(str(self), spec)

    def __or__(self, other):
        return RegexFlag(int(self) | int(other)) if isinstance(other, int) else NotImplemented

    __ror__ = __or__

    def __and__(self, other):
        return RegexFlag(int(self) & int(other)) if isinstance(other, int) else NotImplemented

    __rand__ = __and__

    def __xor__(self, other):
        return RegexFlag(int(self) ^ int(other)) if isinstance(other, int) else NotImplemented

    __rxor__ = __xor__

    def __invert__(self):
        return RegexFlag(~int(self))

    def __contains__(self, other):
        return int(self) & int(other) == int(other)

    def __iter__(self):
        return (m for m in RegexFlag._members if int(self) & int(m))

    def __bool__(self):
        return int(self) != 0

    def __hash__(self):
        return hash(int(self))

    def __reduce_ex__(self, protocol):
        return RegexFlag, (int(self),)


_NAMES = [
    ("ASCII", 256), ("IGNORECASE", 2), ("LOCALE", 4), ("UNICODE", 32), ("MULTILINE", 8), ("DOTALL", 16), ("VERBOSE", 64), ("DEBUG", 128),
]

NOFLAG = RegexFlag(0)
ASCII = A = RegexFlag(256)
IGNORECASE = I = RegexFlag(2)
LOCALE = L = RegexFlag(4)
UNICODE = U = RegexFlag(32)
MULTILINE = M = RegexFlag(8)
DOTALL = S = RegexFlag(16)
VERBOSE = X = RegexFlag(64)
DEBUG = RegexFlag(128)
for _name, _bit in _NAMES:
    RegexFlag._members.append(RegexFlag(_bit))
    RegexFlag._by_name[_name] = RegexFlag(_bit)
    setattr(RegexFlag, _name, RegexFlag(_bit))
for _name, _long in zip("AILUMSX", ["ASCII", "IGNORECASE", "LOCALE", "UNICODE", "MULTILINE", "DOTALL", "VERBOSE"]):
    RegexFlag._by_name[_name] = RegexFlag._by_name[_long]
    setattr(RegexFlag, _name, RegexFlag._by_name[_long])
RegexFlag.NOFLAG = NOFLAG
del _name, _bit, _long


class PatternError(Exception):
    """A pattern that cannot be compiled: msg, pattern, pos, lineno and colno say what and where."""

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is not None and pos is not None:
            msg = "%s at position %d" % (msg, pos)
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = "%s (line %d, column %d)" % (msg, self.lineno, self.colno)
        else:
            self.lineno = self.colno = None
        super().__init__(msg)


error = PatternError

_cache = {}
_MAXCACHE = 512


def _compile(pattern, flags):
    if isinstance(flags, RegexFlag):
        flags = flags.value
    key = type(pattern), pattern, flags
    try:
        return _cache[key]
    except KeyError:
        pass
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)) and not hasattr(pattern, "__buffer__"):
        raise TypeError("first argument must be string or compiled pattern")
    made = _sre.compile(pattern, flags, PatternError)
    if not flags & 128:
        if len(_cache) >= _MAXCACHE:
            del _cache[next(iter(_cache))]
        _cache[key] = made
    return made


def compile(pattern, flags=0):
    """A compiled pattern."""
    return _compile(pattern, flags)


def match(pattern, string, flags=0):
    """A match at the start of the string, or None."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """A match of the whole string, or None."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """The first match anywhere in the string, or None."""
    return _compile(pattern, flags).search(string)


class _ZeroSentinel(int):
    pass


_zero_sentinel = _ZeroSentinel()


def _late(function, names, args, given):
    """The optional arguments of sub, subn and split, which used to be allowed by position."""
    for name, value in zip(names, args):
        if given[name] is not _zero_sentinel:
            raise TypeError(f"{function}() got multiple values for argument '{name}'")
        given[name] = value
    if len(args) > len(names):
        n = {"sub": 3, "subn": 3, "split": 2}[function]
        raise TypeError(f"{function}() takes from {n} to {n + 2} positional arguments but {n + len(args)} were given")
    import warnings

    warnings.warn(
        f"'{names[0]}' is passed as positional argument", DeprecationWarning, stacklevel=3
    )
    return given


def sub(pattern, repl, string, *args, count=_zero_sentinel, flags=_zero_sentinel):
    """The string with matches replaced by repl, a template or a function of the match."""
    if args:
        given = _late("sub", ("count", "flags"), args, {"count": count, "flags": flags})
        count, flags = given["count"], given["flags"]
    return _compile(pattern, flags).sub(repl, string, count)


sub.__text_signature__ = "(pattern, repl, string, count=0, flags=0)"


def subn(pattern, repl, string, *args, count=_zero_sentinel, flags=_zero_sentinel):
    """The string with matches replaced, and how many there were."""
    if args:
        given = _late("subn", ("count", "flags"), args, {"count": count, "flags": flags})
        count, flags = given["count"], given["flags"]
    return _compile(pattern, flags).subn(repl, string, count)


subn.__text_signature__ = "(pattern, repl, string, count=0, flags=0)"


def split(pattern, string, *args, maxsplit=_zero_sentinel, flags=_zero_sentinel):
    """The string split at matches; groups of the pattern become items too."""
    if args:
        given = _late("split", ("maxsplit", "flags"), args, {"maxsplit": maxsplit, "flags": flags})
        maxsplit, flags = given["maxsplit"], given["flags"]
    return _compile(pattern, flags).split(string, maxsplit)


split.__text_signature__ = "(pattern, string, maxsplit=0, flags=0)"


def findall(pattern, string, flags=0):
    """All matches that do not overlap: texts, or tuples of groups."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """An iterator over all matches that do not overlap."""
    return _compile(pattern, flags).finditer(string)


def purge():
    """Forget compiled patterns."""
    _cache.clear()


_special_chars_map = {i: "\\" + chr(i) for i in b"()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    """The text with a backslash before each character that means something in a pattern."""
    if isinstance(pattern, str):
        return pattern.translate(_special_chars_map)
    return str(pattern, "latin1").translate(_special_chars_map).encode("latin1")


class Scanner:
    """Splits a text into tokens by a list of (pattern, action)."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self._rules = [_compile(phrase, flags) for phrase, action in lexicon]

    def scan(self, string):
        result = []
        i = 0
        while True:
            for rule, (phrase, action) in zip(self._rules, self.lexicon):
                m = rule.match(string, i)
                if m:
                    break
            else:
                break
            j = m.end()
            if i == j:
                break
            if callable(action):
                self.match = m
                action = action(self, m.group())
            if action is not None:
                result.append(action)
            i = j
        return result, string[i:]
