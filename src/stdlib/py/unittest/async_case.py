"""Test cases whose methods are coroutines."""

import asyncio
import inspect

from .case import TestCase

__all__ = ['IsolatedAsyncioTestCase']


class IsolatedAsyncioTestCase(TestCase):
    """Runs each test in an event loop of its own."""

    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def _callSetUp(self):
        self._runner = asyncio.Runner(debug=True)
        self.setUp()
        self._runner.run(self.asyncSetUp())

    def _callTestMethod(self, method):
        result = method()
        if inspect.iscoroutine(result):
            self._runner.run(result)

    def _callTearDown(self):
        self._runner.run(self.asyncTearDown())
        self.tearDown()
        self._runner.close()
