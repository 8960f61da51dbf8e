import unittest


def run_test_script(script):
    raise unittest.SkipTest('there are no processes')
