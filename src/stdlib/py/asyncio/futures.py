"""Futures: results that are not there yet."""

__all__ = ('Future', 'wrap_future', 'isfuture')

import contextvars
from . import events
from .exceptions import CancelledError, InvalidStateError

_PENDING, _CANCELLED, _FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'


def isfuture(obj):
    """Whether `obj` behaves as a future."""
    return hasattr(type(obj), '_asyncio_future_blocking') and obj._asyncio_future_blocking is not None


def _short(value):
    """repr, cut in its middle where it is long."""
    import reprlib
    return reprlib.repr(value)


class Future:
    """A result to come, with callbacks for when it has come."""

    _state = _PENDING
    _result = None
    _exception = None
    _loop = None
    _cancel_message = None
    # True while `yield self` of a task's coroutine is on its way to the task.
    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._callbacks = []

    def _repr_info(self):
        info = [self._state.lower()]
        if self._state == _FINISHED:
            if self._exception is not None:
                info.append(f'exception={self._exception!r}')
            else:
                info.append(f'result={_short(self._result)}')
        if self._callbacks:
            shown = [events._format_source(callback, ()) for callback, _ in self._callbacks]
            if len(shown) > 2:
                shown[1:-1] = [f'<{len(shown) - 2} more>']
            info.append(f'cb=[{", ".join(shown)}]')
        return info

    def __repr__(self):
        return f'<{type(self).__name__} {" ".join(self._repr_info())}>'

    __class_getitem__ = classmethod(type(list[int]))

    def get_loop(self):
        return self._loop

    def _make_cancelled_error(self):
        if self._cancel_message is None:
            return CancelledError()
        return CancelledError(self._cancel_message)

    def cancel(self, msg=None):
        """Cancel the future unless it is done."""
        if self._state != _PENDING:
            return False
        self._state = _CANCELLED
        self._cancel_message = msg
        self._schedule_callbacks()
        return True

    def _schedule_callbacks(self):
        callbacks, self._callbacks = self._callbacks, []
        for callback, context in callbacks:
            self._loop.call_soon(callback, self, context=context)

    def cancelled(self):
        return self._state == _CANCELLED

    def done(self):
        return self._state != _PENDING

    def result(self):
        """The result; raises what was set as exception."""
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise InvalidStateError('Result is not set.')
        if self._exception is not None:
            self._loop._unretrieved.pop(self, None)
            raise self._exception.with_traceback(self._exception_tb)
        return self._result

    def exception(self):
        """The exception, None where there is a result."""
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise InvalidStateError('Exception is not set.')
        self._loop._unretrieved.pop(self, None)
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        if self._state != _PENDING:
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, contextvars.copy_context() if context is None else context))

    def remove_done_callback(self, fn):
        """Remove a callback wherever it was added; return how often."""
        kept = [entry for entry in self._callbacks if entry[0] != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    def set_result(self, result):
        if self._state != _PENDING:
            raise InvalidStateError('invalid state')
        self._result = result
        self._state = _FINISHED
        self._schedule_callbacks()

    def set_exception(self, exception):
        if self._state != _PENDING:
            raise InvalidStateError('invalid state')
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            error = RuntimeError('StopIteration interacts badly with generators and cannot be raised into a Future')
            error.__cause__ = error.__context__ = exception
            exception = error
        elif not isinstance(exception, BaseException):
            raise TypeError('invalid exception object')
        self._exception = exception
        self._exception_tb = exception.__traceback__
        self._state = _FINISHED
        self._loop._unretrieved[self] = None
        self._schedule_callbacks()

    def __await__(self):
        if self._state == _PENDING:
            self._asyncio_future_blocking = True
            yield self
        if self._state == _PENDING:
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


Future.__module__ = '_asyncio'


def _set_result_unless_cancelled(future, result):
    if not future.cancelled():
        future.set_result(result)


def wrap_future(future, *, loop=None):
    """A future of a loop as it is."""
    if isfuture(future):
        return future
    raise TypeError(f'concurrent.futures.Future is expected, got {future!r}')
