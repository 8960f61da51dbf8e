"""TestSuite: tests that are run together."""

import sys

from .case import doModuleCleanups

__all__ = ['BaseTestSuite', 'TestSuite']

__unittest = True


class BaseTestSuite:
    """A collection of tests and suites."""

    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def __repr__(self):
        cls = self.__class__
        return f'<{cls.__module__}.{cls.__qualname__} tests={list(self)}>'

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return list(self) == list(other)

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return sum(test.countTestCases() for test in self)

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f'{test!r} is not callable')
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError('tests must be an iterable of tests, not a string')
        for test in tests:
            self.addTest(test)

    def run(self, result):
        for test in self:
            if result.shouldStop:
                break
            test(result)
        return result

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        for test in self:
            test.debug()


class _ErrorHolder:
    """Stands for a test where a fixture of a class or module failed."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __str__(self):
        return self.description

    def countTestCases(self):
        return 0


_ErrorHolder.failureException = AssertionError


class TestSuite(BaseTestSuite):
    """A suite that sees to the fixtures of classes and modules."""

    def run(self, result, debug=False):
        top = not getattr(result, '_testRunEntered', False)
        result._testRunEntered = True
        for test in self:
            if result.shouldStop:
                break
            if not isinstance(test, BaseTestSuite):
                self._change_class(test.__class__, result)
                if getattr(test.__class__, '_classSetupFailed', False) or result._moduleSetUpFailed:
                    continue
                result._previousTestClass = test.__class__
            test(result)
        if top:
            self._change_class(None, result)
            result._testRunEntered = False
        return result

    def _fixture(self, result, owner, name, function):
        """Run a fixture; false if it failed."""
        from .case import SkipTest, strclass
        try:
            function()
            return True
        except SkipTest as e:
            result.addSkip(_ErrorHolder(f'{name} ({owner})'), str(e))
        except Exception:
            result.addError(_ErrorHolder(f'{name} ({owner})'), sys.exc_info())
        return False

    def _change_class(self, new, result):
        from .case import strclass
        old = result._previousTestClass
        if new is old:
            return
        if old is not None:
            if not old._classSetupFailed and not getattr(old, '__unittest_skip__', False) and not result._moduleSetUpFailed:
                self._fixture(result, strclass(old), 'tearDownClass', old.tearDownClass)
            old.doClassCleanups()
        old_module = old.__module__ if old is not None else None
        new_module = new.__module__ if new is not None else None
        if old_module != new_module:
            if old_module is not None and not result._moduleSetUpFailed:
                module = sys.modules.get(old_module)
                if hasattr(module, 'tearDownModule'):
                    self._fixture(result, old_module, 'tearDownModule', module.tearDownModule)
                self._fixture(result, old_module, 'tearDownModule', doModuleCleanups)
            result._moduleSetUpFailed = False
            module = sys.modules.get(new_module) if new_module is not None else None
            if hasattr(module, 'setUpModule'):
                if not self._fixture(result, new_module, 'setUpModule', module.setUpModule):
                    result._moduleSetUpFailed = True
        result._previousTestClass = None
        if new is not None and not result._moduleSetUpFailed and not getattr(new, '__unittest_skip__', False):
            new._classSetupFailed = False
            if not self._fixture(result, strclass(new), 'setUpClass', new.setUpClass):
                new._classSetupFailed = True
                new.doClassCleanups()
