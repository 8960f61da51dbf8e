"""TestResult: what happened to the tests."""

__all__ = ['TestResult']


class TestResult:
    """Collects the outcomes of tests."""

    _previousTestClass = None
    _moduleSetUpFailed = False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failfast = False
        self.failures = []
        self.errors = []
        self.testsRun = 0
        self.skipped = []
        self.expectedFailures = []
        self.unexpectedSuccesses = []
        self.collectedDurations = []
        self.shouldStop = False
        self.buffer = False
        self.tb_locals = False

    def printErrors(self):
        """For subclasses: report at the end."""

    def startTest(self, test):
        self.testsRun += 1

    def startTestRun(self):
        pass

    def stopTest(self, test):
        pass

    def stopTestRun(self):
        pass

    def _stopIfFailfast(self):
        if self.failfast:
            self.stop()

    def addError(self, test, err):
        self.errors.append((test, self._exc_info_to_string(err, test)))
        self._stopIfFailfast()

    def addFailure(self, test, err):
        self.failures.append((test, self._exc_info_to_string(err, test)))
        self._stopIfFailfast()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            where = self.failures if issubclass(err[0], test.failureException) else self.errors
            where.append((subtest, self._exc_info_to_string(err, test)))
            self._stopIfFailfast()

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)
        self._stopIfFailfast()

    def addDuration(self, test, elapsed):
        self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        """Whether all tests went as they should."""
        return not self.failures and not self.errors and not self.unexpectedSuccesses

    def stop(self):
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        """The traceback without the frames of this package."""
        import traceback
        exctype, value, tb = err
        while tb is not None and '__unittest' in tb.tb_frame.f_globals:
            tb = tb.tb_next
        if issubclass(exctype, test.failureException):
            # What raised a failure is an assertion method: it is not shown either.
            kept = []
            while tb is not None and '__unittest' not in tb.tb_frame.f_globals:
                kept.append(tb)
                tb = tb.tb_next
            value = value.with_traceback(None)
            lines = ['Traceback (most recent call last):\n']
            for entry in kept:
                lines += traceback.format_tb(entry, limit=1)
            lines += traceback.format_exception_only(exctype, value)
            return ''.join(lines)
        return ''.join(traceback.format_exception(exctype, value, tb))

    def __repr__(self):
        cls = type(self)
        return (
            f'<{cls.__module__}.{cls.__qualname__} run={self.testsRun} errors={len(self.errors)} '
            f'failures={len(self.failures)}>'
        )


__unittest = True
