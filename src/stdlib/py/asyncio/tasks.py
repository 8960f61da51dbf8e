"""Tasks, which drive coroutines, and what is built of them: gather, wait, sleep, shield …

A task resumes its coroutine from a callback of the loop. What the coroutine yields is a future the task then waits for, or
None for a turn of the loop. Being cancelled means CancelledError raised where the coroutine waits.
"""

__all__ = ('Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait', 'wait_for', 'as_completed', 'sleep',
           'gather', 'shield', 'ensure_future', 'run_coroutine_threadsafe', 'current_task', 'all_tasks', 'create_eager_task_factory',
           'eager_task_factory', '_register_task', '_unregister_task', '_enter_task', '_leave_task')

import contextvars
import inspect
import itertools
import types

from . import coroutines, events, timeouts
from .exceptions import CancelledError, InvalidStateError
from .futures import Future, _set_result_unless_cancelled, isfuture

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

_names = itertools.count(1).__next__
# The unfinished tasks, in the order they were made, and the running task of each loop.
_unfinished = {}
_current = {}


def current_task(loop=None):
    """The task that runs, None where a callback runs."""
    return _current.get(events.get_running_loop() if loop is None else loop)


def all_tasks(loop=None):
    """The unfinished tasks of a loop."""
    if loop is None:
        loop = events.get_running_loop()
    return {task for task in _unfinished if task._loop is loop and not task.done()}


def _register_task(task):
    _unfinished[task] = None


def _unregister_task(task):
    _unfinished.pop(task, None)


def _enter_task(loop, task):
    current = _current.get(loop)
    if current is not None:
        raise RuntimeError(f'Cannot enter into task {task!r} while another task {current!r} is being executed.')
    _current[loop] = task


def _leave_task(loop, task):
    current = _current.get(loop)
    if current is not task:
        raise RuntimeError(f'Leaving task {task!r} does not match the current task {current!r}.')
    del _current[loop]


class Task(Future):
    """A coroutine on its way, and the future of its result."""

    _coro = None
    _name = None

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        super().__init__(loop=loop)
        if not coroutines.iscoroutine(coro):
            raise TypeError(f'a coroutine was expected, got {coro!r}')
        self._name = f'Task-{_names()}' if name is None else str(name)
        self._must_cancel = False
        self._cancel_requests = 0
        self._waits_for = None
        self._coro = coro
        self._context = contextvars.copy_context() if context is None else context
        if eager_start and self._loop.is_running():
            self._start_eagerly()
        else:
            self._loop.call_soon(self._step, context=self._context)
            _register_task(self)

    def _start_eagerly(self):
        previous = _current.get(self._loop)
        _current[self._loop] = self
        try:
            _register_task(self)
            try:
                self._context.run(self._run_coro, None)
            finally:
                if self.done():
                    _unregister_task(self)
        finally:
            if previous is None:
                del _current[self._loop]
            else:
                _current[self._loop] = previous

    def _repr_info(self):
        info = super()._repr_info()
        if self.cancelling() and not self.done():
            info[0] = 'cancelling'
        info.insert(1, f'name={self._name!r}')
        if self._waits_for is not None:
            info.insert(2, f'wait_for={self._waits_for!r}')
        if self._coro is not None:
            info.insert(2, f'coro=<{coroutines._format_coroutine(self._coro)}>')
        return info

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    def get_stack(self, *, limit=None):
        frame = getattr(self._coro, 'cr_frame', None)
        return [] if frame is None else [frame]

    def print_stack(self, *, limit=None, file=None):
        import sys
        out = sys.stderr if file is None else file
        frames = self.get_stack(limit=limit)
        print(f'Stack for {self!r} (most recent call last):' if frames else f'No stack for {self!r}', file=out)
        for frame in frames:
            code = frame.f_code
            print(f'  File "{code.co_filename}", line {frame.f_lineno}, in {code.co_name}', file=out)

    def cancel(self, msg=None):
        """Ask the coroutine to end: CancelledError is raised in it at the next turn."""
        if self.done():
            return False
        self._cancel_requests += 1
        if self._waits_for is not None and self._waits_for.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        """How many requests to cancel are open."""
        return self._cancel_requests

    def uncancel(self):
        """Take one request to cancel back; return how many are left."""
        if self._cancel_requests > 0:
            self._cancel_requests -= 1
            if self._cancel_requests == 0:
                self._must_cancel = False
        return self._cancel_requests

    def _step(self, exc=None):
        if self.done():
            raise InvalidStateError(f'_step(): already done: {self!r}, {exc!r}')
        if self._must_cancel:
            if not isinstance(exc, CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        self._waits_for = None
        _enter_task(self._loop, self)
        try:
            self._run_coro(exc)
        finally:
            _leave_task(self._loop, self)

    def _run_coro(self, exc):
        coro = self._coro
        try:
            yielded = coro.send(None) if exc is None else coro.throw(exc)
        except StopIteration as stop:
            _unregister_task(self)
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(stop.value)
            return
        except CancelledError as error:
            _unregister_task(self)
            self._cancelled_error = error
            super().cancel(msg=self._cancel_message)
            return
        except (KeyboardInterrupt, SystemExit) as error:
            _unregister_task(self)
            super().set_exception(error)
            raise
        except BaseException as error:
            _unregister_task(self)
            super().set_exception(error)
            return
        self._wait_for(yielded)

    _cancelled_error = None

    def _make_cancelled_error(self):
        # The very exception that ended the coroutine, once.
        error, self._cancelled_error = self._cancelled_error, None
        return super()._make_cancelled_error() if error is None else error

    def _wait_for(self, yielded):
        problem = None
        blocking = getattr(yielded, '_asyncio_future_blocking', None)
        if blocking is not None:
            if yielded.get_loop() is not self._loop:
                problem = f'Task {self!r} got Future {yielded!r} attached to a different loop'
            elif not blocking:
                problem = f'yield was used instead of yield from in task {self!r} with {yielded!r}'
            elif yielded is self:
                problem = f'Task cannot await on itself: {self!r}'
            else:
                yielded._asyncio_future_blocking = False
                yielded.add_done_callback(self._wakeup, context=self._context)
                self._waits_for = yielded
                if self._must_cancel and yielded.cancel(msg=self._cancel_message):
                    self._must_cancel = False
                return
        elif yielded is None:
            self._loop.call_soon(self._step, context=self._context)
            return
        elif inspect.isgenerator(yielded):
            problem = f'yield was used instead of yield from for generator in task {self!r} with {yielded!r}'
        else:
            problem = f'Task got bad yield: {yielded!r}'
        self._loop.call_soon(self._step, RuntimeError(problem), context=self._context)

    def _wakeup(self, future):
        try:
            future.result()
        except BaseException as exc:
            self._step(exc)
        else:
            self._step()


Task.__module__ = '_asyncio'
# What other tasks show of a task's callback.
Task._wakeup.__qualname__ = 'Task.task_wakeup'


def create_task(coro, *, name=None, context=None):
    """Schedule a coroutine; return its task."""
    loop = events.get_running_loop()
    if context is None:
        return loop.create_task(coro, name=name)
    return loop.create_task(coro, name=name, context=context)


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks begin to run when they are made."""

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


eager_task_factory = create_eager_task_factory(Task)


async def _await(awaitable):
    return await awaitable


def ensure_future(coro_or_future, *, loop=None):
    """A future of an awaitable: itself, or a task."""
    if isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return coro_or_future
    if not coroutines.iscoroutine(coro_or_future):
        if not inspect.isawaitable(coro_or_future):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        coro_or_future = _await(coro_or_future)
    if loop is None:
        loop = events.get_event_loop()
    try:
        return loop.create_task(coro_or_future)
    except RuntimeError:
        coro_or_future.close()
        raise


def run_coroutine_threadsafe(coro, loop):
    """Schedule a coroutine on a loop; return its future."""
    if not coroutines.iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    return ensure_future(coro, loop=loop)


@types.coroutine
def _one_turn():
    yield


async def sleep(delay, result=None):
    """Wait for this many seconds; with none, for one turn of the loop."""
    if delay <= 0:
        await _one_turn()
        return result
    if delay != delay:
        raise ValueError('Invalid delay: NaN (not a number)')
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, _set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


async def wait_for(fut, timeout):
    """Wait for an awaitable, for at most `timeout` seconds: then it is cancelled and TimeoutError raised."""
    if fut is not None and not isfuture(fut) and not inspect.isawaitable(fut):
        raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
    if timeout is not None and timeout <= 0:
        future = ensure_future(fut)
        if future.done():
            return future.result()
        await _cancel_and_wait(future)
        try:
            return future.result()
        except CancelledError as exc:
            raise TimeoutError from exc
    async with timeouts.timeout(timeout):
        return await fut


async def _cancel_and_wait(future):
    waiter = events.get_running_loop().create_future()

    def wake(_):
        if not waiter.done():
            waiter.set_result(None)

    future.add_done_callback(wake)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(wake)


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait until all, or the first, of some futures are done; return the sets of done and pending ones."""
    if isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return_when value: {return_when}')
    fs = set(fs)
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    loop = events.get_running_loop()
    waiter = loop.create_future()
    timer = None if timeout is None else loop.call_later(timeout, _release, waiter)
    missing = len(fs)

    def on_done(future):
        nonlocal missing
        missing -= 1
        failed = return_when == FIRST_EXCEPTION and not future.cancelled() and future.exception() is not None
        if missing <= 0 or return_when == FIRST_COMPLETED or failed:
            if timer is not None:
                timer.cancel()
            if not waiter.done():
                waiter.set_result(None)

    for future in fs:
        future.add_done_callback(on_done)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(on_done)
    done, pending = set(), set()
    for future in fs:
        (done if future.done() else pending).add(future)
    return done, pending


def _release(waiter):
    if not waiter.done():
        waiter.set_result(None)


class _AsCompletedIterator:
    """Gives awaitables in the order in which futures get done."""

    def __init__(self, aws, timeout):
        from .queues import Queue
        self._done = Queue()
        loop = events.get_event_loop()
        self._todo = {ensure_future(aw, loop=loop) for aw in set(aws)}
        for future in self._todo:
            future.add_done_callback(self._on_done)
        self._left = len(self._todo)
        self._timer = loop.call_later(timeout, self._on_timeout) if self._todo and timeout is not None else None

    def _on_done(self, future):
        if future not in self._todo:
            return
        self._todo.remove(future)
        self._done.put_nowait(future)
        if not self._todo and self._timer is not None:
            self._timer.cancel()

    def _on_timeout(self):
        for future in self._todo:
            future.remove_done_callback(self._on_done)
            self._done.put_nowait(None)
        self._todo.clear()

    async def _next(self, as_future=False):
        future = await self._done.get()
        if future is None:
            raise TimeoutError
        return future if as_future else future.result()

    def __iter__(self):
        return self

    def __next__(self):
        if not self._left:
            raise StopIteration
        self._left -= 1
        return self._next()

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self._left:
            raise StopAsyncIteration
        self._left -= 1
        return await self._next(as_future=True)


def as_completed(fs, *, timeout=None):
    """Iterate over awaitables in the order in which they get done."""
    if isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect an iterable of futures, not {type(fs).__name__}')
    return _AsCompletedIterator(fs, timeout)


class _GatheringFuture(Future):
    """The future of `gather`: cancelling it cancels what is gathered."""

    def __init__(self, children, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            self._cancel_requested = True
        return cancelled


def gather(*coros_or_futures, return_exceptions=False):
    """A future of the list of all results; the first exception is its exception unless they are wanted as results."""
    if not coros_or_futures:
        outer = events.get_event_loop().create_future()
        outer.set_result([])
        return outer
    futures, children = {}, []
    finished = pending = 0
    loop = outer = None

    def on_done(future):
        nonlocal finished
        finished += 1
        if outer is None or outer.done():
            if not future.cancelled():
                future.exception()
            return
        if not return_exceptions:
            if future.cancelled():
                outer.set_exception(future._make_cancelled_error())
                return
            exc = future.exception()
            if exc is not None:
                outer.set_exception(exc)
                return
        if finished < pending:
            return
        results = []
        for child in children:
            if child.cancelled():
                message = child._cancel_message
                result = CancelledError('' if message is None else message)
            else:
                result = child.exception()
                if result is None:
                    result = child.result()
            results.append(result)
        if outer._cancel_requested:
            outer.set_exception(future._make_cancelled_error())
        else:
            outer.set_result(results)

    already_done = []
    for arg in coros_or_futures:
        future = futures.get(arg)
        if future is None:
            future = ensure_future(arg, loop=loop)
            if loop is None:
                loop = future.get_loop()
            pending += 1
            futures[arg] = future
            if future.done():
                already_done.append(future)
            else:
                future.add_done_callback(on_done)
        children.append(future)
    outer = _GatheringFuture(children, loop=loop)
    for future in already_done:
        on_done(future)
    return outer


def shield(arg):
    """A future of an awaitable that goes on when the waiting for it is cancelled."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def on_inner(_):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
            return
        if inner.cancelled():
            outer.cancel()
        elif (exc := inner.exception()) is not None:
            outer.set_exception(exc)
        else:
            outer.set_result(inner.result())

    def on_outer(_):
        if not inner.done():
            inner.remove_done_callback(on_inner)

    inner.add_done_callback(on_inner)
    outer.add_done_callback(on_outer)
    return outer
