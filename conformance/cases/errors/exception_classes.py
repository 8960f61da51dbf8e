"""Every exception class: where it stands, how it shows, what its attributes are."""

import builtins


def tree(cls, depth=0):
    print('  ' * depth + cls.__name__)
    for sub in sorted((c for c in cls.__subclasses__() if c.__module__ == 'builtins'), key=lambda c: c.__name__):
        tree(sub, depth + 1)


tree(BaseException)

SIMPLE = [
    ArithmeticError, AssertionError, AttributeError, BaseException, BlockingIOError, BrokenPipeError, BufferError, BytesWarning, ChildProcessError, ConnectionAbortedError,
    ConnectionError, ConnectionRefusedError, ConnectionResetError, DeprecationWarning, EOFError, EncodingWarning, EnvironmentError, Exception, FileExistsError, FileNotFoundError,
    FloatingPointError, FutureWarning, GeneratorExit, IOError, ImportError, ImportWarning, IndentationError, IndexError, InterruptedError, IsADirectoryError, KeyError,
    KeyboardInterrupt, LookupError, MemoryError, ModuleNotFoundError, NameError, NotADirectoryError, NotImplementedError, OSError, OverflowError, PendingDeprecationWarning,
    PermissionError, ProcessLookupError, PythonFinalizationError, RecursionError, ReferenceError, ResourceWarning, RuntimeError, RuntimeWarning, StopAsyncIteration, StopIteration,
    SyntaxError, SyntaxWarning, SystemError, SystemExit, TabError, TimeoutError, TypeError, UnboundLocalError, UnicodeError, UnicodeWarning, UserWarning, ValueError, Warning,
    ZeroDivisionError,
]
for cls in SIMPLE:
    for args in ((), ('a',), (1, 'b'), ('a', 'b', 'c')):
        try:
            e = cls(*args)
        except TypeError as wrong:
            print(cls.__name__, args, wrong)
            continue
        try:
            raise e
        except BaseException as caught:
            print(repr(caught), '|', str(caught), '|', caught.args)

e = OSError(2, 'message', 'name', None, 'name2')
print(type(e).__name__, e, e.errno, e.strerror, e.filename, e.filename2, e.args)
print(type(OSError(17, 'x')).__name__, type(OSError(110, 'x')).__name__, BlockingIOError(11, 'm', 5).characters_written)
e = ImportError('m', name='n', path='p', name_from='f')
print(e.msg, e.name, e.path, e.name_from, repr(e))
e = SyntaxError('m', ('file', 3, 4, 'text\n', 3, 6))
print(e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.print_file_and_line, e)
for e in (
    UnicodeDecodeError('utf-8', b'a\xffb', 1, 2, 'bad'),
    UnicodeEncodeError('ascii', 'aéb', 1, 2, 'bad'),
    UnicodeTranslateError('aéb', 1, 3, 'bad'),
):
    print(getattr(e, 'encoding', None), e.object, e.start, e.end, e.reason, '|', e, '|', repr(e))
    e.start, e.end, e.reason = 0, 1, 'worse'
    print(e)
e = NameError('m', name='n')
print(e.name, AttributeError('m', name='n', obj=5).obj, StopIteration(1, 2).value, SystemExit(3).code, SystemExit(1, 2).code, SystemExit().code)
e = BaseExceptionGroup('group', [KeyboardInterrupt(), ValueError(1)])
print(e.message, e.exceptions, e, repr(e), e.split(ValueError), e.subgroup(lambda x: isinstance(x, KeyboardInterrupt)))
print(type(BaseExceptionGroup('g', [ValueError()])).__name__)
for act in (
    lambda: ExceptionGroup('g', [KeyboardInterrupt()]),
    lambda: ExceptionGroup('g', []),
    lambda: ExceptionGroup(1, [ValueError()]),
    lambda: BaseExceptionGroup('g', [1]),
    lambda: UnicodeDecodeError('a'),
    lambda: UnicodeEncodeError('a', b'b', 1, 2, 'c'),
    lambda: ImportError(foo=1),
    lambda: builtins._IncompleteInputError('x').msg,
):
    try:
        print(act())
    except Exception as e:
        print(type(e).__name__, e)
try:
    b'\xff'.decode()
except UnicodeDecodeError as e:
    print(e)
try:
    'é'.encode('ascii')
except UnicodeEncodeError as e:
    print(e)
try:
    view = memoryview(bytearray(b'ab'))
    view.obj.append(1)
except BufferError as e:
    print(e)
try:
    2.0 ** 10000
except OverflowError as e:
    print(e)
raise KeyboardInterrupt('at the end')
