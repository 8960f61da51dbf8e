"""Measuring the time of small bits of code."""

import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter


class Timer:
    """Times a statement (text or callable), after a setup, in a namespace."""

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        self._globals = {} if globals is None else globals
        self._stmt = self._prepare(stmt, 'stmt')
        self._setup = self._prepare(setup, 'setup')

    def _prepare(self, code, what):
        if isinstance(code, str):
            compile(code, '<timeit-src>', 'exec')
            return code
        if callable(code):
            return code
        raise ValueError(f'{what} is neither a string nor callable')

    def _make(self):
        namespace = {'_setup': self._setup, '_stmt': self._stmt}
        lines = ['def inner(_it, _timer, _setup=_setup, _stmt=_stmt):']

        def add(code, call, indent):
            text = code if isinstance(code, str) else call
            lines.extend(' ' * indent + line for line in text.split('\n'))

        add(self._setup, '_setup()', 4)
        lines += ['    _t0 = _timer()', '    for _i in _it:']
        add(self._stmt, '_stmt()', 8)
        lines += ['        pass', '    _t1 = _timer()', '    return _t1 - _t0']
        scope = self._globals
        local = namespace
        exec(compile('\n'.join(lines), '<timeit-src>', 'exec'), scope, local)
        return local['inner']

    def timeit(self, number=default_number):
        """The seconds that `number` executions take."""
        return self._make()(range(number), self.timer)

    def repeat(self, repeat=default_repeat, number=default_number):
        """A list of so many results of timeit()."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """The number of loops that take at least 0.2 seconds, and the time they took."""
        i = 1
        while True:
            for j in 1, 2, 5:
                number = i * j
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            i *= 10

    def print_exc(self, file=None):
        import traceback
        traceback.print_exc(file=file)


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    """Make a Timer and run its timeit()."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    """Make a Timer and run its repeat()."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
