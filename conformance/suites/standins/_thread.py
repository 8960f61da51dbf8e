# The names of the low-level thread module that test.support asks for.
from threading import Lock as allocate_lock, RLock, get_ident

LockType = type(allocate_lock())
error = RuntimeError
TIMEOUT_MAX = 4294967.0


def _count():
    return 0


def start_new_thread(function, args, kwargs={}):
    function(*args, **kwargs)
    return 1
