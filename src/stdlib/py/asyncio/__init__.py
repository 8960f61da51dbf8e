"""Coroutines run side by side, by one deterministic event loop.

What runs next is decided as in CPython: callbacks in the order they were scheduled, timers by their time and then by age. There
is nothing outside to wait for (no sockets, streams or processes), so a loop in which nothing is ready and no timer is set can
never go on: it raises RuntimeError where CPython would wait for ever. Threads do not run beside the loop either: an executor
runs its function when its turn comes, in the loop itself.
"""

from . import coroutines, events, exceptions, futures, locks, queues, runners, taskgroups, tasks, threads, timeouts
from .coroutines import *
from .events import *
from .exceptions import *
from .futures import *
from .locks import *
from .queues import *
from .runners import *
from .taskgroups import *
from .tasks import *
from .threads import *
from .timeouts import *

__all__ = (coroutines.__all__ + events.__all__ + exceptions.__all__ + futures.__all__ + locks.__all__ + queues.__all__
           + runners.__all__ + taskgroups.__all__ + tasks.__all__ + threads.__all__ + timeouts.__all__)
