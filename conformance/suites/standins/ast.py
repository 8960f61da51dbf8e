# Syntax trees are not values of Python here yet: who makes one is skipped, the flags are there.
import unittest

PyCF_ONLY_AST = 0x400
PyCF_OPTIMIZED_AST = 0x8400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000


def __getattr__(name):
    if name.startswith('__'):
        raise AttributeError(name)
    raise unittest.SkipTest('there are no syntax trees')


def parse(*args, **kwargs):
    raise unittest.SkipTest('there are no syntax trees')


def literal_eval(text):
    return eval(text, {'__builtins__': {}})
