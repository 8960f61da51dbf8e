# Runs inside the machine: the cases of one test module, one at a time, for conformance/suites.ts.
import sys
import types
import unittest

sys.setrecursionlimit(1000)

import _script_helper
from test import support

# What the machine does not have; tests that need it skip themselves.
support.has_subprocess_support = False
support.has_fork_support = False
support.requires_specialization = unittest.skip('instructions are not specialised')
support.use_resources = set()
sys.modules['test.support.script_helper'] = support.script_helper = _script_helper

# Modules that cannot be loaded without the C helpers named, although few of their cases use them.
_HELPERS = {
    'test.test_class': {'_testinternalcapi': ['has_inline_values']},
    'test.test_inspect.test_inspect': {'_pickle': []},
    'test.test_monitoring': {'_testcapi': []},
}


def _no_helper(*args):
    raise unittest.SkipTest("needs CPython's C helpers")


def _flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from _flatten(item)
        else:
            yield item


def load(name):
    """The cases of a module, or why all of it is skipped."""
    for helper, functions in _HELPERS.get(name, {}).items():
        module = sys.modules[helper] = types.ModuleType(helper)
        vars(module).update(dict.fromkeys(functions, _no_helper))
    loader = unittest.TestLoader()
    try:
        __import__(name)
        suite = loader.loadTestsFromModule(sys.modules[name])
    except unittest.SkipTest as e:
        return str(e)
    return list(_flatten(suite))


def run_one(case):
    """How a case ended and what there is to say of it."""
    result = unittest.TestResult()
    try:
        unittest.TestSuite([case]).run(result)
    finally:
        sys.settrace(None)
        sys.setprofile(None)
        for tool in range(6):
            sys.monitoring.free_tool_id(tool)
        sys.monitoring.restart_events()
    problems = result.failures + result.errors
    if problems:
        return 'failed', '\n'.join(text for _, text in problems)
    if result.unexpectedSuccesses:
        return 'failed', 'unexpected success'
    if result.skipped:
        return 'skipped', result.skipped[0][1]
    return 'passed', ''
