"""Groups of tasks that end together."""

__all__ = ('TaskGroup',)

from . import events, tasks
from .exceptions import CancelledError


class TaskGroup:
    """`async with TaskGroup()`: the block ends when all its tasks have; an error in one cancels the others."""

    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._loop = None
        self._parent = None
        self._parent_cancelled = False
        self._tasks = {}
        self._errors = []
        self._base_error = None
        self._all_done = None

    def __repr__(self):
        info = ['']
        if self._tasks:
            info.append(f'tasks={len(self._tasks)}')
        if self._errors:
            info.append(f'errors={len(self._errors)}')
        if self._aborting:
            info.append('cancelling')
        elif self._entered:
            info.append('entered')
        return f'<TaskGroup{" ".join(info)}>'

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f'TaskGroup {self!r} has already been entered')
        self._entered = True
        self._loop = events.get_running_loop()
        self._parent = tasks.current_task(self._loop)
        if self._parent is None:
            raise RuntimeError(f'TaskGroup {self!r} cannot determine the parent task')
        return self

    async def __aexit__(self, kind, exc, tb):
        self._exiting = True
        if kind is not None and self._is_base_error(exc) and self._base_error is None:
            self._base_error = exc
        cancelled = exc if kind is not None and issubclass(kind, CancelledError) else None
        if kind is not None and not self._aborting:
            self._abort()
        while self._tasks:
            self._all_done = self._loop.create_future()
            try:
                await self._all_done
            except CancelledError as error:
                if not self._aborting:
                    # The task around the group was cancelled from outside.
                    cancelled = error
                    self._abort()
            self._all_done = None
        if self._base_error is not None:
            try:
                raise self._base_error
            finally:
                exc = None
        if self._parent_cancelled and self._parent.uncancel() == 0:
            cancelled = None
        if cancelled is not None and not self._errors:
            try:
                raise cancelled
            finally:
                cancelled = exc = None
        if kind is not None and not issubclass(kind, CancelledError):
            self._errors.append(exc)
        if self._errors:
            if self._parent.cancelling():
                # A request to cancel from outside must not get lost.
                self._parent.uncancel()
                self._parent.cancel()
            errors, self._errors = self._errors, None
            try:
                raise BaseExceptionGroup('unhandled errors in a TaskGroup', errors) from None
            finally:
                errors = exc = None

    def create_task(self, coro, *, name=None, context=None):
        """Make a task of this group."""
        if not self._entered:
            coro.close()
            raise RuntimeError(f'TaskGroup {self!r} has not been entered')
        if self._exiting and not self._tasks:
            coro.close()
            raise RuntimeError(f'TaskGroup {self!r} is finished')
        if self._aborting:
            coro.close()
            raise RuntimeError(f'TaskGroup {self!r} is shutting down')
        extra = {} if context is None else {'context': context}
        task = self._loop.create_task(coro, name=name, **extra)
        if not task.done():
            self._tasks[task] = None
            task.add_done_callback(self._on_done)
        else:
            self._on_done(task)
        return task

    @staticmethod
    def _is_base_error(exc):
        return isinstance(exc, (SystemExit, KeyboardInterrupt))

    def _abort(self):
        self._aborting = True
        for task in list(self._tasks):
            if not task.done():
                task.cancel()

    def _on_done(self, task):
        self._tasks.pop(task, None)
        if self._all_done is not None and not self._tasks and not self._all_done.done():
            self._all_done.set_result(True)
        if task.cancelled():
            return
        exc = task.exception()
        if exc is None:
            return
        self._errors.append(exc)
        if self._is_base_error(exc) and self._base_error is None:
            self._base_error = exc
        if self._parent.done():
            self._loop.call_exception_handler({
                'message': f'Task {task!r} has errored out but its parent task {self._parent} is already completed',
                'exception': exc,
                'task': task,
            })
            return
        if not self._aborting and not self._parent_cancelled:
            self._abort()
            self._parent_cancelled = True
            self._parent.cancel()
