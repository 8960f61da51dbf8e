"""Printing and taking apart of tracebacks and stacks."""

import sys
import _traceback
import linecache

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list",
    "format_stack", "format_tb", "print_exc", "format_exc", "print_exception", "print_last",
    "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary",
    "TracebackException", "walk_stack", "walk_tb", "print_list",
]

_missing = object()


class FrameSummary:
    """One entry of a traceback or stack."""

    __slots__ = ("filename", "lineno", "name", "end_lineno", "colno", "end_colno", "locals", "_line")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.locals = {k: repr(v) for k, v in locals.items()} if locals else None
        self._line = line

    @property
    def line(self):
        """The source line, stripped."""
        if self._line is None and self.lineno is not None:
            self._line = linecache.getline(self.filename, self.lineno).strip()
        return self._line

    def _entry(self):
        return (self.filename, self.lineno, self.name, self.end_lineno, self.colno, self.end_colno)

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename, self.lineno, self.name, self.locals) == (
                other.filename, other.lineno, other.name, other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    def __getitem__(self, i):
        return (self.filename, self.lineno, self.name, self.line)[i]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __len__(self):
        return 4

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


def _cut(entries, limit):
    if limit is None:
        limit = getattr(sys, "tracebacklimit", None)
        if limit is not None and limit < 0:
            limit = 0
    if limit is None:
        return entries
    return entries[:limit] if limit >= 0 else entries[limit:]


class StackSummary(list):
    """A list of FrameSummary."""

    @classmethod
    def _of(cls, entries):
        self = cls()
        for filename, lineno, name, end_lineno, colno, end_colno in entries:
            self.append(FrameSummary(filename, lineno, name, end_lineno=end_lineno, colno=colno, end_colno=end_colno))
        return self

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """A summary of frames and their lines."""
        self = cls()
        for frame, lineno in _cut(list(frame_gen), limit):
            self.append(FrameSummary(frame.f_code.co_filename, lineno, frame.f_code.co_name,
                                     locals=frame.f_locals if capture_locals else None))
        return self

    @classmethod
    def from_list(cls, a_list):
        """A summary of FrameSummary objects or old-style tuples."""
        self = cls()
        for frame in a_list:
            if isinstance(frame, FrameSummary):
                self.append(frame)
            else:
                filename, lineno, name, line = frame
                self.append(FrameSummary(filename, lineno, name, line=line))
        return self

    def format_frame_summary(self, frame_summary, **kwargs):
        """The text of one entry."""
        return "".join(_traceback.format_entries([frame_summary._entry()]))

    def format(self, **kwargs):
        """The texts of all entries."""
        return _traceback.format_entries([f._entry() for f in self])


class TracebackException:
    """An exception ready to be printed later."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10, _seen=None):
        self._exception = exc_value
        self._limit = limit
        self.stack = StackSummary._of(_cut(_traceback.entries(exc_traceback), limit))
        self.exc_type_str = exc_type.__qualname__ if exc_type.__module__ in ("builtins", "__main__") \
            else f"{exc_type.__module__}.{exc_type.__qualname__}"
        self.exc_type = exc_type
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__suppress_context__ = exc_value.__suppress_context__ if exc_value is not None else False
        cause = exc_value.__cause__ if exc_value is not None else None
        context = exc_value.__context__ if exc_value is not None else None
        seen = (_seen or ()) + (exc_value,)
        make = lambda e: None if e is None or any(e is s for s in seen) else TracebackException(
            type(e), e, e.__traceback__, limit=limit, _seen=seen)
        self.__cause__ = make(cause)
        self.__context__ = None if self.__cause__ is not None and compact else make(context)
        self.exceptions = [make(e) for e in exc_value.exceptions] if isinstance(exc_value, BaseExceptionGroup) else None

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """The same from an exception alone."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return str(self._exception)

    def format_exception_only(self, *, show_group=False, **kwargs):
        """The last lines."""
        yield from _traceback.only(self._exception)

    def format(self, *, chain=True, **kwargs):
        """All lines."""
        yield from _traceback.format(self._exception, chain, self._limit)

    def print(self, *, file=None, chain=True, **kwargs):
        """Print all lines."""
        for line in self.format(chain=chain):
            print(line, file=sys.stderr if file is None else file, end="")


def _exception(exc, value, tb):
    if (value is _missing) != (tb is _missing):
        raise ValueError("Both or neither of value and tb must be given")
    if value is _missing:
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
        return exc
    if value is not None and tb is not value.__traceback__:
        value = value.with_traceback(tb)
    return value


def format_exception(exc, /, value=_missing, tb=_missing, limit=None, chain=True, **kwargs):
    """The lines Python prints for an uncaught exception."""
    exc = _exception(exc, value, tb)
    if exc is None:
        return ["NoneType: None\n"]
    return _traceback.format(exc, chain, limit)


def format_exception_only(exc, /, value=_missing, *, show_group=False, **kwargs):
    """The last of those lines."""
    if value is not _missing:
        exc = value
    return ["NoneType: None\n"] if exc is None else _traceback.only(exc)


def print_exception(exc, /, value=_missing, tb=_missing, limit=None, file=None, chain=True, **kwargs):
    """Print an exception with its traceback."""
    out = sys.stderr if file is None else file
    for line in format_exception(exc, value, tb, limit, chain):
        print(line, file=out, end="")


def print_exc(limit=None, file=None, chain=True):
    """Print the exception being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """The same as one string."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the last uncaught exception."""
    if not hasattr(sys, "last_exc") and not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(getattr(sys, "last_exc", None) or sys.last_value, limit=limit, file=file, chain=chain)


def extract_tb(tb, limit=None):
    """A summary of a traceback."""
    return StackSummary._of(_cut(_traceback.entries(tb), limit))


def extract_stack(f=None, limit=None):
    """A summary of the call stack."""
    if f is None:
        f = sys._getframe().f_back
    entries = _traceback.stack(f)
    if limit is not None:
        entries = entries[-limit:] if limit >= 0 else entries[:-limit]
    return StackSummary._of(entries)


def format_list(extracted_list):
    """The texts of a summary."""
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    """Print a summary."""
    for item in format_list(extracted_list):
        print(item, file=sys.stderr if file is None else file, end="")


def format_tb(tb, limit=None):
    """The texts of a traceback."""
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    """Print a traceback."""
    print_list(extract_tb(tb, limit), file=file)


def format_stack(f=None, limit=None):
    """The texts of the call stack."""
    return extract_stack(sys._getframe().f_back if f is None else f, limit).format()


def print_stack(f=None, limit=None, file=None):
    """Print the call stack."""
    print_list(extract_stack(sys._getframe().f_back if f is None else f, limit), file=file)


def walk_stack(f):
    """Frames and lines of a stack, innermost first."""
    if f is None:
        f = sys._getframe().f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Frames and lines of a traceback."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def clear_frames(tb):
    """Drop the variables of the frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next
