# Runs inside the machine: the cases of one test module, one at a time, for conformance/trace_suites.ts.
import sys
import unittest


def _flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from _flatten(item)
        else:
            yield item


def load(name):
    __import__(name)
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[name])
    return list(_flatten(suite))


def run_one(case):
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
        return 'failed', problems[0][1]
    if result.unexpectedSuccesses:
        return 'failed', 'unexpected success'
    if result.skipped:
        return 'skipped', result.skipped[0][1]
    return 'passed', ''
