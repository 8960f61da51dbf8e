"""Streams: the classes of _io under their public names, with abstract base classes that other streams may be registered with."""

import abc

import _io
from _io import (
    BlockingIOError, BufferedRandom, BufferedReader, BufferedRWPair, BufferedWriter, BytesIO, DEFAULT_BUFFER_SIZE, FileIO, IncrementalNewlineDecoder,
    StringIO, TextIOWrapper, UnsupportedOperation, open, open_code, text_encoding,
)

__all__ = [
    'BlockingIOError', 'open', 'open_code', 'IOBase', 'RawIOBase', 'FileIO', 'BytesIO', 'StringIO', 'BufferedIOBase', 'BufferedReader', 'BufferedWriter',
    'BufferedRWPair', 'BufferedRandom', 'TextIOBase', 'TextIOWrapper', 'UnsupportedOperation', 'SEEK_SET', 'SEEK_CUR', 'SEEK_END', 'DEFAULT_BUFFER_SIZE',
    'text_encoding', 'IncrementalNewlineDecoder',
]

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class IOBase(_io._IOBase, metaclass=abc.ABCMeta):
    """What every stream has: closing, lines, positions."""


class RawIOBase(_io._RawIOBase, IOBase):
    """Unbuffered binary streams."""


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    """Buffered binary streams."""


class TextIOBase(_io._TextIOBase, IOBase):
    """Text streams."""


RawIOBase.register(FileIO)
for _class in BytesIO, BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair:
    BufferedIOBase.register(_class)
for _class in StringIO, TextIOWrapper:
    TextIOBase.register(_class)
del _class
