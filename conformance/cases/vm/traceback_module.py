"""The traceback module: formatting, extracting, summaries."""
import io
import sys
import traceback
from builtins import print as show

home = __file__.rpartition("/")[0]


def print(*args):
    """Prints without the directory of this file."""
    text = " ".join(str(a) for a in args)
    show(text.replace(home + "/", "") if home else text)


def f(x):
    return g(x) + 1


def g(y):
    raise ValueError("bad", y)


try:
    try:
        f(1)
    except ValueError as e:
        raise KeyError("outer") from e
except KeyError as e:
    print(traceback.format_exc())
    print(traceback.format_exception(e))
    print(traceback.format_exception_only(e), traceback.format_exception(e, chain=False, limit=1))
    buffer = io.StringIO()
    traceback.print_exc(file=buffer)
    print(buffer.getvalue() == traceback.format_exc())
    cause = e.__cause__
    for entry in traceback.extract_tb(cause.__traceback__):
        print(entry.name, entry.lineno, entry.line, entry)
    print(traceback.format_tb(cause.__traceback__, limit=-1))
    te = traceback.TracebackException.from_exception(cause)
    print(te, te.exc_type_str, len(te.stack), list(te.format_exception_only()))


def here():
    return [s.name for s in traceback.extract_stack()], traceback.format_stack()[-1]


print(here())
print(traceback.format_exc())
print("".join(traceback.format_exception(ExceptionGroup("g", [ValueError(1), TypeError("t")]))), sys.exception())
