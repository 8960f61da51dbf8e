"""Threads without concurrency.

There is one thread of execution. `Thread.start()` runs the target at once, to its end, and returns then; what a program
sees is the order in which the threads were started. A thread that waits for something only a later thread would do (a queue
that is empty, an event, a condition, a lock held elsewhere) can never go on: such a wait raises RuntimeError, or, with a
timeout, gives up at once.
"""

import sys as _sys
from time import monotonic as _time, sleep as _sleep

__all__ = [
    'get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread', 'TIMEOUT_MAX', 'Event', 'Lock',
    'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier', 'BrokenBarrierError', 'Timer', 'ThreadError',
    'setprofile', 'settrace', 'local', 'stack_size', 'excepthook', 'ExceptHookArgs', 'get_native_id', 'getprofile', 'gettrace',
]

TIMEOUT_MAX = 9223372036.0
ThreadError = RuntimeError


def _stuck(what):
    raise RuntimeError(f'{what} would wait for ever: threads run one after another, at start()')


class _Lock:
    """A lock that is held by somebody or not."""

    __slots__ = ('_locked',)

    def __init__(self):
        self._locked = False

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError('timeout value must be a non-negative number')
        if not self._locked:
            self._locked = True
            return True
        if not blocking or timeout >= 0:
            return False
        _stuck('Lock.acquire()')

    acquire_lock = acquire

    def release(self):
        if not self._locked:
            raise RuntimeError('release unlocked lock')
        self._locked = False

    release_lock = release

    def locked(self):
        return self._locked

    def __enter__(self):
        self.acquire()
        return True

    def __exit__(self, *exc):
        self.release()

    def __repr__(self):
        state = 'locked' if self._locked else 'unlocked'
        return f'<{state} _thread.lock object at {id(self):#x}>'


_Lock.__name__ = _Lock.__qualname__ = 'lock'
_Lock.__module__ = '_thread'
Lock = _Lock


class _RLock:
    """A lock its owner may take again."""

    def __init__(self):
        self._owner = None
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        me = get_ident()
        if self._owner is None or self._owner == me:
            self._owner = me
            self._count += 1
            return True
        if not blocking or timeout >= 0:
            return False
        _stuck('RLock.acquire()')

    __enter__ = acquire

    def release(self):
        if self._owner != get_ident():
            raise RuntimeError('cannot release un-acquired lock')
        self._count -= 1
        if not self._count:
            self._owner = None

    def __exit__(self, *exc):
        self.release()

    def _is_owned(self):
        return self._owner == get_ident()

    def __repr__(self):
        state = 'locked' if self._count else 'unlocked'
        return f'<{state} _thread.RLock object owner={self._owner or 0} count={self._count} at {id(self):#x}>'


_RLock.__name__ = _RLock.__qualname__ = 'RLock'
_RLock.__module__ = '_thread'
RLock = _RLock


class Condition:
    """A condition variable."""

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._notified = 0

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc):
        return self._lock.__exit__(*exc)

    def _is_owned(self):
        if hasattr(self._lock, '_is_owned'):
            return self._lock._is_owned()
        return self._lock.locked()

    def wait(self, timeout=None):
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        if timeout is not None:
            return False
        _stuck('Condition.wait()')

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        if not result:
            self.wait(timeout)
            result = predicate()
        return result

    def notify(self, n=1):
        if not self._is_owned():
            raise RuntimeError('cannot notify on un-acquired lock')

    def notify_all(self):
        self.notify()

    notifyAll = notify_all


class Semaphore:
    """A counter that acquire() lowers and release() raises."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        if self._value > 0:
            self._value -= 1
            return True
        if not blocking or timeout is not None:
            return False
        _stuck('Semaphore.acquire()')

    __enter__ = acquire

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        self._value += n

    def __exit__(self, *exc):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that cannot be released above its first value."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        if n < 1:
            raise ValueError('n must be one or more')
        if self._value + n > self._initial_value:
            raise ValueError('Semaphore released too many times')
        self._value += n


class Event:
    """A flag to wait for."""

    def __init__(self):
        self._flag = False

    def __repr__(self):
        cls = self.__class__
        status = 'set' if self._flag else 'unset'
        return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {status}>'

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if not self._flag and timeout is None:
            _stuck('Event.wait()')
        return self._flag


class BrokenBarrierError(RuntimeError):
    """The barrier was broken or reset."""


class Barrier:
    """A point that a number of threads must reach; with more than one it cannot be passed here."""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._parties = parties
        self._action = action
        self._broken = False

    def wait(self, timeout=None):
        if self._broken:
            raise BrokenBarrierError
        if self._parties > 1:
            self._broken = True
            raise BrokenBarrierError
        if self._action:
            self._action()
        return 0

    def reset(self):
        self._broken = False

    def abort(self):
        self._broken = True

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return 0

    @property
    def broken(self):
        return self._broken


class ExceptHookArgs(tuple):
    """What excepthook() gets: exc_type, exc_value, exc_traceback, thread."""

    def __new__(cls, args):
        return super().__new__(cls, args)

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


def excepthook(args, /):
    """Report an exception that ended a thread."""
    if args.exc_type is SystemExit:
        return
    name = args.thread.name if args.thread is not None else get_ident()
    print(f'Exception in thread {name}:', file=_sys.stderr)
    import traceback
    traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback, file=_sys.stderr)


__excepthook__ = excepthook

_counter = 0
_ident = 1000


def _newname(template='Thread-{}'):
    global _counter
    _counter += 1
    return template.format(_counter)


class Thread:
    """A target to run; see the module's text for what start() means here."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError('group argument must be None for now')
        if kwargs is None:
            kwargs = {}
        if name:
            name = str(name)
        else:
            name = _newname()
            target_name = getattr(target, '__name__', None)
            if target_name:
                name += f' ({target_name})'
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = kwargs
        self._daemonic = daemon if daemon is not None else current_thread().daemon
        self._ident = None
        self._started = False
        self._finished = False
        self._initialized = True

    def __repr__(self):
        status = 'initial'
        if self._started:
            status = 'started'
        if self._finished:
            status = 'stopped'
        if self._daemonic:
            status += ' daemon'
        if self._ident is not None:
            status += f' {self._ident}'
        return f'<{self.__class__.__name__}({self._name}, {status})>'

    def start(self):
        """Run the thread, to its end."""
        global _ident
        if not self.__dict__.get('_initialized'):
            raise RuntimeError('thread.__init__() not called')
        if self._started:
            raise RuntimeError('threads can only be started once')
        self._started = True
        _ident += 1
        self._ident = _ident
        _running.append(self)
        _alive[self._ident] = self
        try:
            self.run()
        except BaseException as exc:
            excepthook(ExceptHookArgs((type(exc), exc, exc.__traceback__, self)))
        finally:
            self._finished = True
            del _alive[self._ident]
            _running.pop()

    def run(self):
        """What the thread does: calls the target."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def join(self, timeout=None):
        """Wait for the end, which has come."""
        if not self._started:
            raise RuntimeError('cannot join thread before it is started')
        if self is current_thread():
            raise RuntimeError('cannot join current thread')

    def is_alive(self):
        return self._started and not self._finished

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def ident(self):
        return self._ident

    native_id = ident

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if self._started:
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = daemonic

    def isDaemon(self):
        return self._daemonic

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def getName(self):
        return self._name

    def setName(self, name):
        self.name = name


class Timer(Thread):
    """Calls a function after an interval; here start() sleeps and then calls."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        _sleep(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):

    def __init__(self):
        self._name = 'MainThread'
        self._daemonic = False
        self._ident = 1000
        self._started = True
        self._finished = False
        self._initialized = True


_main_thread = _MainThread()
_running = [_main_thread]
_alive = {_main_thread.ident: _main_thread}


class local:
    """Attributes of their own for each thread."""

    def __init__(self, /, *args, **kw):
        object.__setattr__(self, '_local_dicts', {})

    def _values(self):
        return object.__getattribute__(self, '_local_dicts').setdefault(get_ident(), {})

    def __getattribute__(self, name):
        values = object.__getattribute__(self, '_values')()
        if name == '__dict__':
            return values
        if name in values:
            return values[name]
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        object.__getattribute__(self, '_values')()[name] = value

    def __delattr__(self, name):
        try:
            del object.__getattribute__(self, '_values')()[name]
        except KeyError:
            raise AttributeError(name) from None


def current_thread():
    """The thread that is running."""
    return _running[-1]


currentThread = current_thread


def get_ident():
    """The number of the running thread."""
    return _running[-1]._ident


get_native_id = get_ident


def main_thread():
    return _main_thread


def active_count():
    """How many threads are alive."""
    return len(_alive)


activeCount = active_count


def enumerate():
    """The threads that are alive."""
    return list(_alive.values())


def stack_size(size=0, /):
    """The stack of new threads; kept, but nothing depends on it."""
    global _stack_size
    if size and size < 32768:
        raise ValueError(f'size not valid: {size} bytes')
    old, _stack_size = _stack_size, size
    return old


_stack_size = 0


def settrace(func):
    """Set a trace function for threads started from now on."""
    _sys.settrace(func)


def gettrace():
    return _sys.gettrace()


def setprofile(func):
    _sys.setprofile(func)


def getprofile():
    return _sys.getprofile()
