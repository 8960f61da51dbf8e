"""What counts as a coroutine."""

__all__ = ('iscoroutinefunction', 'iscoroutine')

import types
from collections.abc import Coroutine

CO_COROUTINE = 0x80


def iscoroutinefunction(func):
    """Whether a call of `func` makes a coroutine."""
    while hasattr(func, '__func__'):
        func = func.__func__
    while type(func).__name__ == 'partial' and hasattr(func, 'func'):
        func = func.func
    if not isinstance(func, types.FunctionType):
        return False
    return bool(func.__code__.co_flags & CO_COROUTINE)


def iscoroutine(obj):
    """Whether `obj` is a coroutine object."""
    return isinstance(obj, (types.CoroutineType, Coroutine))


def _format_coroutine(coro):
    if not hasattr(coro, 'cr_code') and not hasattr(coro, 'gi_code'):
        name = getattr(coro, '__qualname__', None) or getattr(coro, '__name__', None)
        text = f'{name}()' if name else f'<{type(coro).__name__} without __name__>()'
        running = getattr(coro, 'cr_running', False) or getattr(coro, 'gi_running', False)
        return f'{text} running' if running else text
    is_coroutine = hasattr(coro, 'cr_code')
    code = coro.cr_code if is_coroutine else coro.gi_code
    frame = coro.cr_frame if is_coroutine else coro.gi_frame
    name = f'{coro.__qualname__}()'
    if frame is not None:
        return f'{name} running at {code.co_filename}:{frame.f_lineno}'
    return f'{name} done, defined at {code.co_filename}:{code.co_firstlineno}'
