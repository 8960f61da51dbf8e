"""Source that is typed line by line: is it complete?"""

__all__ = ['compile_command', 'Compile', 'CommandCompiler']

import __future__

_FEATURES = [getattr(__future__, name) for name in __future__.all_feature_names]
# Blocks must be closed by an empty line; input that only lacks its end raises its own subclass of SyntaxError.
PyCF_DONT_IMPLY_DEDENT = 0x200
PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000


def _maybe_compile(compiler, source, filename, symbol):
    if symbol != 'eval' and all(not line.strip() or line.strip()[0] == '#' for line in source.split('\n')):
        source = 'pass'
    try:
        compiler(source, filename, symbol)
    except SyntaxError:
        try:
            compiler(source + '\n', filename, symbol)
            return None
        except SyntaxError as error:
            if type(error).__name__ == '_IncompleteInputError':
                return None
    return compiler(source, filename, symbol, incomplete_input=False)


def _compile(source, filename, symbol, incomplete_input=True):
    flags = PyCF_ALLOW_INCOMPLETE_INPUT | PyCF_DONT_IMPLY_DEDENT if incomplete_input else 0
    return compile(source, filename, symbol, flags)


def compile_command(source, filename='<input>', symbol='single'):
    """The code of a source; None where more must come; SyntaxError where nothing can make it right."""
    return _maybe_compile(_compile, source, filename, symbol)


class Compile:
    """`compile` that remembers the future statements it has seen."""

    def __init__(self):
        self.flags = PyCF_DONT_IMPLY_DEDENT | PyCF_ALLOW_INCOMPLETE_INPUT

    def __call__(self, source, filename, symbol, flags=0, **kwargs):
        flags |= self.flags
        if not kwargs.get('incomplete_input', True):
            flags &= ~(PyCF_DONT_IMPLY_DEDENT | PyCF_ALLOW_INCOMPLETE_INPUT)
        code = compile(source, filename, symbol, flags, True)
        for feature in _FEATURES:
            if code.co_flags & feature.compiler_flag:
                self.flags |= feature.compiler_flag
        return code


class CommandCompiler:
    """`compile_command` that remembers the future statements it has seen."""

    def __init__(self):
        self.compiler = Compile()

    def __call__(self, source, filename='<input>', symbol='single'):
        return _maybe_compile(self.compiler, source, filename, symbol)
