# What doctest finds, runs and reports.
"""Module doc
>>> 1+1
2
>>> f(3)
7
"""
import doctest
def f(n):
    """
    >>> f(2)
    4
    >>> f(5)
    9
    >>> f('a')
    'aa'
    >>> f(None)
    Traceback (most recent call last):
        ...
    TypeError: unsupported operand type(s) for *: 'NoneType' and 'int'
    >>> f(object())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
     ...
    TypeError: unsupported ...
    >>> for i in range(3):
    ...     print(i)
    0
    1
    2
    >>> print("a\\n\\nb")
    a
    <BLANKLINE>
    b
    >>> [1,   2]  # doctest: +NORMALIZE_WHITESPACE
    [1,
     2]
    >>> True
    1
    >>> f(1) # doctest: +SKIP
    99
    >>> print('x')
    >>> 5
    6
    >>> x = 3
    5
    """
    return n*2
class A:
    """class doc

    >>> A().m(1)
    2
    """
    def m(self, x):
        """m
        >>> A().m(2)
        3
        """
        return x+1
    @staticmethod
    def s():
        '''>>> A.s()
        1'''
        return 1
    @property
    def p(self):
        """
        >>> A().p
        5
        """
        return 5
    def empty(self): pass
print(doctest.testmod())
r=doctest.testmod(verbose=True, optionflags=doctest.ELLIPSIS)
print(r)
doctest.run_docstring_examples(f, globals(), name='ff', verbose=True)
print(doctest.script_from_examples(f.__doc__))
print([ (t, len(t.examples)) for t in doctest.DocTestFinder().find(A)])
import unittest
s=doctest.DocTestSuite()
print(s.countTestCases())
print(doctest.DocTestParser().get_examples(A.__doc__)[0].source, doctest.testmod(report=False,raise_on_error=False))
try: doctest.testmod(raise_on_error=True)
except Exception as e: print(type(e),e)
def g():
    """
    >>> 1 / 0
    Traceback (most recent call last):
    ZeroDivisionError: division by zero
    >>> raise ValueError('multi\\nline')
    Traceback (most recent call last):
        ...
    ValueError: multi
    line
    >>> def(
    Traceback (most recent call last):
        ...
    SyntaxError: invalid syntax
    """
