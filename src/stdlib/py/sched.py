"""Events at given times."""

import heapq
import threading
import time
from collections import namedtuple
from itertools import count

__all__ = ["scheduler"]

_Event = namedtuple("Event", "time, priority, sequence, action, argument, kwargs")


class Event(_Event):
    __slots__ = ()

    def __eq__(self, other):
        return (self.time, self.priority, self.sequence) == (other.time, other.priority, other.sequence)

    def __lt__(self, other):
        return (self.time, self.priority, self.sequence) < (other.time, other.priority, other.sequence)

    def __le__(self, other):
        return (self.time, self.priority, self.sequence) <= (other.time, other.priority, other.sequence)

    def __gt__(self, other):
        return other < self

    def __ge__(self, other):
        return other <= self

    __hash__ = None


_missing = object()


class scheduler:
    """A queue of events; run() performs them, waiting in between."""

    def __init__(self, timefunc=time.monotonic, delayfunc=time.sleep):
        self._queue = []
        self._lock = threading.RLock()
        self.timefunc = timefunc
        self.delayfunc = delayfunc
        self._sequence = count()

    def enterabs(self, time, priority, action, argument=(), kwargs=_missing):
        event = Event(time, priority, next(self._sequence), action, argument, {} if kwargs is _missing else kwargs)
        heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_missing):
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        self._queue.remove(event)
        heapq.heapify(self._queue)

    def empty(self):
        return not self._queue

    def run(self, blocking=True):
        q = self._queue
        while q:
            event = q[0]
            now = self.timefunc()
            if event.time > now:
                if not blocking:
                    return event.time - now
                self.delayfunc(event.time - now)
            else:
                heapq.heappop(q)
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)

    @property
    def queue(self):
        return sorted(self._queue)
