# The few names of CPython's test.support that the three suites use.
import unittest

verbose = False


def cpython_only(test):
    return test


def refcount_test(test):
    return test


def requires_specialization(test):
    return unittest.skip('instructions are not specialised')(test)


def requires_subprocess():
    return unittest.skip('there are no processes')


def requires_resource(name):
    return unittest.skip(f'resource {name!r} is not enabled')


def requires_working_socket(*, module=False):
    pass


def get_c_recursion_limit():
    return 10000


def findfile(name):
    raise unittest.SkipTest('there are no processes')
