"""Functions that would run in a thread."""

__all__ = ('to_thread',)

import contextvars
import functools

from . import events


async def to_thread(func, /, *args, **kwargs):
    """The result of a function, which runs in the loop when its turn comes."""
    context = contextvars.copy_context()
    return await events.get_running_loop().run_in_executor(None, functools.partial(context.run, func, *args, **kwargs))
