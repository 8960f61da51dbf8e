"""Blocks that must end in time."""

__all__ = ('Timeout', 'timeout', 'timeout_at')

from . import events
from .exceptions import CancelledError

_CREATED, _ENTERED, _EXPIRING, _EXPIRED, _EXITED = 'created', 'active', 'expiring', 'expired', 'finished'


class Timeout:
    """`async with Timeout(when)`: when the loop's clock passes `when` the block is cancelled and TimeoutError raised."""

    def __init__(self, when):
        self._state = _CREATED
        self._timer = None
        self._task = None
        self._when = when

    def when(self):
        """The deadline, None for none."""
        return self._when

    def reschedule(self, when):
        """Set another deadline."""
        if self._state != _ENTERED:
            if self._state == _CREATED:
                raise RuntimeError('Timeout has not been entered')
            raise RuntimeError(f'Cannot change state of {self._state} Timeout')
        self._when = when
        if self._timer is not None:
            self._timer.cancel()
        if when is None:
            self._timer = None
            return
        loop = events.get_running_loop()
        if when <= loop.time():
            self._timer = loop.call_soon(self._expire)
        else:
            self._timer = loop.call_at(when, self._expire)

    def expired(self):
        return self._state in (_EXPIRING, _EXPIRED)

    def __repr__(self):
        info = [self._state]
        if self._state == _ENTERED:
            info.append(f'when={None if self._when is None else round(self._when, 3)}')
        return f'<Timeout [{self._state}] {" ".join(info[1:])}>'.replace(' >', '>')

    async def __aenter__(self):
        from .tasks import current_task
        if self._state != _CREATED:
            raise RuntimeError('Timeout has already been entered')
        task = current_task()
        if task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._state = _ENTERED
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, kind, exc, tb):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._state == _EXPIRING:
            self._state = _EXPIRED
            if self._task.uncancel() <= self._cancelling and kind is not None:
                # The cancellation was ours.
                if issubclass(kind, CancelledError):
                    raise TimeoutError from exc
                self._replace_cause(exc)
                if isinstance(exc, ExceptionGroup):
                    for part in exc.exceptions:
                        self._replace_cause(part)
        elif self._state == _ENTERED:
            self._state = _EXITED
        return None

    @staticmethod
    def _replace_cause(exc):
        """Where our cancellation became the context of an error, let it be the TimeoutError."""
        while exc.__context__ is not None:
            if isinstance(exc.__context__, CancelledError):
                error = TimeoutError()
                error.__context__ = error.__cause__ = exc.__context__
                exc.__context__ = error
                break
            exc = exc.__context__

    def _expire(self):
        self._task.cancel()
        self._state = _EXPIRING
        self._timer = None


def timeout(delay):
    """A block that may last for this many seconds."""
    return Timeout(None if delay is None else events.get_running_loop().time() + delay)


def timeout_at(when):
    """A block that may last until the loop's clock shows this."""
    return Timeout(when)
