# Code objects are not written to files here: who wants that is skipped.
import unittest


def dumps(value, version=4, /, *, allow_code=True):
    raise unittest.SkipTest('there is no marshal')


dump = load = loads = dumps
version = 4
