"""The event loop, and which loop is running.

One turn of the loop (`_turn`) moves the timers that are due behind the callbacks that are ready, then runs those that were
ready when the turn began: what they schedule waits for the next turn.
"""

__all__ = ('AbstractEventLoop', 'AbstractEventLoopPolicy', 'BaseEventLoop', 'DefaultEventLoopPolicy', 'Handle', 'TimerHandle', 'EventLoop',
           'SelectorEventLoop', 'get_event_loop', 'get_event_loop_policy', 'get_running_loop', 'new_event_loop',
           'set_event_loop', 'set_event_loop_policy', '_get_running_loop', '_set_running_loop')

import contextvars
import heapq
import math
import sys
import time
from collections import deque


def _format_callback(func, args):
    while type(func).__name__ == 'partial' and hasattr(func, 'func'):
        args = (*func.args, *args)
        func = func.func
    name = getattr(func, '__qualname__', None) or getattr(func, '__name__', None) or repr(func)
    return f'{name}({", ".join(map(repr, args))})'


def _format_source(func, args):
    text = _format_callback(func, args)
    code = getattr(getattr(func, '__func__', func), '__code__', None)
    return text if code is None else f'{text} at {code.co_filename}:{code.co_firstlineno}'


class Handle:
    """A callback that waits for its turn."""

    __slots__ = ('_callback', '_args', '_cancelled', '_loop', '_context', '__weakref__')

    def __init__(self, callback, args, loop, context=None):
        self._callback = callback
        self._args = args
        self._loop = loop
        self._cancelled = False
        self._context = contextvars.copy_context() if context is None else context

    def _repr_info(self):
        info = [type(self).__name__]
        if self._cancelled:
            info.append('cancelled')
        if self._callback is not None:
            info.append(_format_source(self._callback, self._args))
        return info

    def __repr__(self):
        return f'<{" ".join(self._repr_info())}>'

    def get_context(self):
        return self._context

    def cancel(self):
        """Let the callback not be called."""
        if not self._cancelled:
            self._cancelled = True
            self._callback = None
            self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': f'Exception in callback {_format_source(self._callback, self._args)}',
                'exception': exc,
                'handle': self,
            })


class TimerHandle(Handle):
    """A callback that waits for a time."""

    __slots__ = ('_when', '_age', '_scheduled')

    def __init__(self, when, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when
        self._age = 0
        self._scheduled = False

    def _repr_info(self):
        info = super()._repr_info()
        info.insert(2 if self._cancelled else 1, f'when={self._when}')
        return info

    def __hash__(self):
        return hash(self._when)

    def __lt__(self, other):
        if isinstance(other, TimerHandle):
            return (self._when, self._age) < (other._when, other._age)
        return NotImplemented

    def when(self):
        """The time of the loop at which the callback is due."""
        return self._when


class AbstractEventLoop:
    """What an event loop can do."""


class BaseEventLoop(AbstractEventLoop):
    """The loop."""

    def __init__(self):
        self._ready = deque()
        self._timers = []
        self._timer_count = 0
        self._running = False
        self._stopping = False
        self._closed = False
        self._debug = False
        self._exception_handler = None
        self._task_factory = None
        self._asyncgens = []
        # Futures with an exception that nobody has asked for, in order; reported by `close`.
        self._unretrieved = {}
        self.slow_callback_duration = 0.1

    def __repr__(self):
        return f'<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} debug={self.get_debug()}>'

    # Scheduling

    def time(self):
        """Seconds of a clock that never goes back."""
        return time.monotonic()

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError('when cannot be None')
        self._check_closed()
        timer = TimerHandle(when, callback, args, self, context)
        self._timer_count += 1
        timer._age = self._timer_count
        heapq.heappush(self._timers, timer)
        return timer

    # Running

    def _turn(self):
        ready, timers = self._ready, self._timers
        while timers and timers[0]._cancelled:
            heapq.heappop(timers)
        if not ready and not self._stopping:
            if not timers:
                raise RuntimeError('the event loop would wait for ever: nothing is ready and no timer is set')
            wait = timers[0]._when - self.time()
            if wait > 0:
                # In whole milliseconds, as poll waits: timers set just after one another come due together.
                time.sleep(math.ceil(wait * 1000) / 1000)
        if timers:
            now = self.time() + 1e-9
            while timers and timers[0]._when < now:
                timer = heapq.heappop(timers)
                if not timer._cancelled:
                    ready.append(timer)
        for _ in range(len(ready)):
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()

    def run_forever(self):
        """Run until `stop` is called."""
        self._check_closed()
        self._check_running()
        hooks = sys.get_asyncgen_hooks()
        previous = _get_running_loop()
        self._running = True
        try:
            sys.set_asyncgen_hooks(firstiter=self._asyncgens.append, finalizer=self._finalize_asyncgen)
            _set_running_loop(self)
            while True:
                self._turn()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._running = False
            _set_running_loop(previous)
            sys.set_asyncgen_hooks(firstiter=hooks.firstiter, finalizer=hooks.finalizer)

    def run_until_complete(self, future):
        """Run until the future (or coroutine, as a task) is done; return its result."""
        from .futures import isfuture
        from .tasks import ensure_future
        self._check_closed()
        self._check_running()
        is_new = not isfuture(future)
        future = ensure_future(future, loop=self)
        future.add_done_callback(_stop_loop)
        try:
            self.run_forever()
        except:
            if is_new and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(_stop_loop)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def stop(self):
        """Let the loop end after this turn."""
        self._stopping = True

    def close(self):
        if self._running:
            raise RuntimeError('Cannot close a running event loop')
        if self._closed:
            return
        unretrieved, self._unretrieved = self._unretrieved, {}
        for future in unretrieved:
            kind = type(future).__name__
            self.call_exception_handler({
                'message': f'{kind} exception was never retrieved',
                'exception': future._exception,
                'future': future,
            })
        self._closed = True
        self._ready.clear()
        self._timers.clear()

    def is_running(self):
        return self._running

    def is_closed(self):
        return self._closed

    def _check_closed(self):
        if self._closed:
            raise RuntimeError('Event loop is closed')

    def _check_running(self):
        if self._running:
            raise RuntimeError('This event loop is already running')
        if _get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')

    # Tasks and futures

    def create_future(self):
        from .futures import Future
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        from .tasks import Task
        self._check_closed()
        if self._task_factory is None:
            return Task(coro, loop=self, name=name, context=context)
        extra = {} if context is None else {'context': context}
        task = self._task_factory(self, coro, **extra)
        if name is not None and hasattr(task, 'set_name'):
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError('task factory must be a callable or None')
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    def run_in_executor(self, executor, func, *args):
        """A future of the function's result; the function runs in the loop, when its turn comes."""
        self._check_closed()
        future = self.create_future()

        def run():
            if future.cancelled():
                return
            try:
                result = func(*args)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                future.set_exception(exc)
            else:
                future.set_result(result)

        self.call_soon(run)
        return future

    def set_default_executor(self, executor):
        pass

    async def shutdown_default_executor(self, timeout=None):
        pass

    def _finalize_asyncgen(self, agen):
        if not self._closed:
            self.call_soon(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Close the asynchronous generators that have been begun and not ended."""
        from .tasks import gather
        begun, self._asyncgens[:] = list(self._asyncgens), []
        closing = [agen for agen in begun if agen.ag_frame is not None]
        if not closing:
            return
        results = await gather(*[agen.aclose() for agen in closing], return_exceptions=True)
        for result, agen in zip(results, closing):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    'message': f'an error occurred during closing of asynchronous generator {agen!r}',
                    'exception': result,
                    'asyncgen': agen,
                })

    # Errors nobody handles

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Write what happened to standard error."""
        lines = [context.get('message') or 'Unhandled exception in event loop']
        for key in sorted(context):
            if key not in ('message', 'exception'):
                lines.append(f'{key}: {context[key]!r}')
        text = '\n'.join(lines) + '\n'
        exc = context.get('exception')
        if exc is not None:
            import traceback
            text += ''.join(traceback.format_exception(exc))
        sys.stderr.write(text)

    def call_exception_handler(self, context):
        if self._exception_handler is None:
            self.default_exception_handler(context)
            return
        try:
            self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self.default_exception_handler({
                'message': 'Unhandled error in exception handler',
                'exception': exc,
                'context': context,
            })

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled


class SelectorEventLoop(BaseEventLoop):
    """The loop under the name programs know it by."""


SelectorEventLoop.__name__ = SelectorEventLoop.__qualname__ = '_UnixSelectorEventLoop'
SelectorEventLoop.__module__ = 'asyncio.unix_events'
EventLoop = SelectorEventLoop


def _stop_loop(future):
    if not future.cancelled() and isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
        # It goes through `run_forever` by itself.
        return
    future.get_loop().stop()


_running_loop = None


def _get_running_loop():
    return _running_loop


def _set_running_loop(loop):
    global _running_loop
    _running_loop = loop


def get_running_loop():
    """The loop that runs the caller."""
    if _running_loop is None:
        raise RuntimeError('no running event loop')
    return _running_loop


class AbstractEventLoopPolicy:
    """Decides which loop is current."""


class DefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """One current loop."""

    _current = None
    _was_set = False

    def get_event_loop(self):
        if self._current is None and not self._was_set:
            self.set_event_loop(self.new_event_loop())
        if self._current is None:
            raise RuntimeError("There is no current event loop in thread 'MainThread'.")
        return self._current

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'")
        self._was_set = True
        self._current = loop

    def new_event_loop(self):
        return EventLoop()


DefaultEventLoopPolicy.__name__ = DefaultEventLoopPolicy.__qualname__ = '_UnixDefaultEventLoopPolicy'
_policy = None


def get_event_loop_policy():
    global _policy
    if _policy is None:
        _policy = DefaultEventLoopPolicy()
    return _policy


def set_event_loop_policy(policy):
    global _policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError(f"policy must be an instance of AbstractEventLoopPolicy or None, not '{type(policy).__name__}'")
    _policy = policy


def get_event_loop():
    """The running loop, or the current one."""
    return get_event_loop_policy().get_event_loop() if _running_loop is None else _running_loop


def set_event_loop(loop):
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    return get_event_loop_policy().new_event_loop()
