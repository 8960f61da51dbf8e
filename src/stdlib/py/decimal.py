"""Decimal fixed-point and floating-point arithmetic.

The numbers and contexts themselves are native (`_decimal`); here are the signals, which are exceptions, and what is built on them.
"""

from collections import namedtuple
from collections.abc import MutableMapping
from numbers import Number, Rational
from _decimal import (
    HAVE_CONTEXTVAR, HAVE_THREADS, MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY, ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
    ROUND_HALF_UP, ROUND_UP, Context, Decimal, __libmpdec_version__, __version__, _get_signal, _set_signal, _setup, getcontext, setcontext,
)

DecimalTuple = namedtuple("DecimalTuple", "sign digits exponent", module="decimal")


class DecimalException(ArithmeticError):
    pass


class InvalidOperation(DecimalException):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Clamped(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class InvalidContext(InvalidOperation):
    pass


_SIGNALS = InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped


class SignalDict(MutableMapping):
    """The flags or the traps of a context: which signals are set."""

    __slots__ = ("_context", "_traps")

    def __init__(self, context, traps):
        self._context = context
        self._traps = traps

    def __getitem__(self, key):
        return _get_signal(self._context, self._traps, key)

    def __setitem__(self, key, value):
        _set_signal(self._context, self._traps, key, value)

    def __delitem__(self, key):
        raise ValueError("signal keys cannot be deleted")

    def __iter__(self):
        return iter(_SIGNALS)

    def __len__(self):
        return len(_SIGNALS)

    def __repr__(self):
        return "{" + ", ".join(f"{signal!r}:{self[signal]}" for signal in _SIGNALS) + "}"

    def __eq__(self, other):
        if isinstance(other, (SignalDict, dict)):
            return dict(self) == dict(other)
        return NotImplemented

    __hash__ = None

    def copy(self):
        return dict(self)


class ContextManager:
    def __init__(self, context):
        self._local = context

    def __enter__(self):
        self._saved = getcontext()
        setcontext(self._local)
        return self._local

    def __exit__(self, *_):
        setcontext(self._saved)


_CONTEXT_FIELDS = frozenset(["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"])


def localcontext(ctx=None, **kwargs):
    """A context manager: a copy of ctx, or of the current context, is the current one inside."""
    if ctx is None:
        ctx = getcontext()
    elif not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    local = ctx.copy()
    for name, value in kwargs.items():
        if name not in _CONTEXT_FIELDS:
            raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        if value is not None:
            setattr(local, name, value)
    return ContextManager(local)


DefaultContext = Context.__new__(Context)
BasicContext = Context.__new__(Context)
ExtendedContext = Context.__new__(Context)
_setup({name: value for name, value in globals().items() if isinstance(value, type)}, (DefaultContext, BasicContext, ExtendedContext))
BasicContext.__init__(prec=9, rounding=ROUND_HALF_UP, traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow])
ExtendedContext.__init__(prec=9, traps=[])

Number.register(Decimal)
del namedtuple, MutableMapping, Number, Rational
