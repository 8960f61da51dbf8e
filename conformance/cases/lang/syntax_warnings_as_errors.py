# Warnings of the front end that a filter makes errors: SyntaxErrors with a place.
import warnings
for src in ["assert (1, 2)", "x is 1", "[1 (2)]", "'\\z'", "b'\\777'", "0x1or 2", "a = 1\n(1)(2)", "if 1:\n   '''a\n\\q'''", "'''\n\n\\z'''", "1if 2else 3", "[1,2][1.0]", "return_ = 'a' is x", "None()", "def f():\n  '\\777 \\z'\n  x is 1","'a' 'b\\z'","f'\\z{1:\\q}'"]:
    for mode in ['error','always']:
        with warnings.catch_warnings(record=True) as w:
            warnings.simplefilter(mode, SyntaxWarning)
            try:
                compile(src, 'fn', 'exec')
            except BaseException as e:
                print(src.encode(), type(e).__name__, e.args)
            print([(str(x.message), x.category.__name__, x.filename, x.lineno) for x in w])
