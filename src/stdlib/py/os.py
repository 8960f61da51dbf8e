"""The system as far as a program may see it: its files, its (empty) environment, random bytes."""

import abc
import sys
import time as _time
from _collections_abc import Mapping, MutableMapping
from _files import (
    chdir as _chdir, close, dup, fdsize as _fdsize, fspath, ftruncate, getcwd, kind as _kind, listdir as _listdir, lseek, mkdir as _mkdir, open, read, remove, rename,
    rmdir, seekable as _seekable, size as _size, urandom, write,
)

import posixpath as path
from posixpath import curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull

sys.modules['os.path'] = path

name = 'posix'
linesep = '\n'
error = OSError
F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0, 1, 2, 64, 128, 512, 1024
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
EX_OK = 0

unlink = remove
replace = rename


class PathLike(abc.ABC):
    """What has a file system path."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return any('__fspath__' in c.__dict__ for c in subclass.__mro__) or NotImplemented
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


class _Environ(MutableMapping):
    """The environment: starts empty, lives as long as the program."""

    def __init__(self):
        self._data = {}

    def __getitem__(self, key):
        self._check(key)
        return self._data[key]

    def __setitem__(self, key, value):
        self._check(key)
        self._check(value)
        self._data[key] = value

    def __delitem__(self, key):
        self._check(key)
        del self._data[key]

    def __iter__(self):
        return iter(list(self._data))

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        items = ', '.join(f'{key!r}: {value!r}' for key, value in self._data.items())
        return f'environ({{{items}}})'

    @staticmethod
    def _check(value):
        if not isinstance(value, str):
            raise TypeError('str expected, not %s' % type(value).__name__)

    def copy(self):
        return dict(self)

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**self, **other}

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**other, **self}

    def __ior__(self, other):
        self.update(other)
        return self


_Environ.__name__ = _Environ.__qualname__ = '_Environ'
environ = _Environ()


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(name, value, /):
    pass


def unsetenv(name, /):
    pass


def listdir(path=None):
    """The names in a directory."""
    return _listdir('.' if path is None else path)


def mkdir(path, mode=0o777, *, dir_fd=None):
    """Make a directory."""
    _mkdir(path)


def makedirs(name, mode=0o777, exist_ok=False):
    """Make a directory and those above it that are missing."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        makedirs(head, exist_ok=exist_ok)
        if tail == curdir:
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove a directory and those above it that are empty."""
    rmdir(name)
    head = path.dirname(name)
    while head:
        try:
            rmdir(head)
        except OSError:
            break
        head = path.dirname(head)


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    return _kind(path) is not None


class stat_result(tuple):
    """What is known of a file."""

    st_mode = property(lambda self: self[0])
    st_ino = property(lambda self: self[1])
    st_dev = property(lambda self: self[2])
    st_nlink = property(lambda self: self[3])
    st_uid = property(lambda self: self[4])
    st_gid = property(lambda self: self[5])
    st_size = property(lambda self: self[6])
    st_atime = property(lambda self: float(self[7]))
    st_mtime = property(lambda self: float(self[8]))
    st_ctime = property(lambda self: float(self[9]))


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """What is known of a file: its kind and size."""
    length = _size(path)
    mode = 0o040755 if _kind(path) == 'directory' else 0o100644
    return stat_result((mode, 0, 0, 1, 0, 0, length, 0, 0, 0))


lstat = stat


def fstat(fd):
    """What is known of an open file."""
    length = _fdsize(fd)
    mode = 0o100644 if _seekable(fd) else 0o010600
    return stat_result((mode, 0, 0, 1, 0, 0, length, 0, 0, 0))


def fdopen(fd, mode='r', buffering=-1, encoding=None, *args, **kwargs):
    """A stream over a descriptor."""
    if not isinstance(fd, int):
        raise TypeError('invalid fd type (%s, expected integer)' % type(fd))
    import io
    if 'b' not in mode:
        encoding = io.text_encoding(encoding)
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def isatty(fd, /):
    return False


def fsync(fd):
    """Nothing waits to be written to a disk."""


fdatasync = fsync


def truncate(path, length):
    """Cut a file off."""
    fd = open(path, O_RDWR)
    try:
        ftruncate(fd, length)
    finally:
        close(fd)


def getcwdb():
    return fsencode(getcwd())


class DirEntry:
    """An entry scandir() finds."""

    __slots__ = ('name', 'path')

    def __init__(self, name, path):
        self.name = name
        self.path = path

    def is_dir(self, *, follow_symlinks=True):
        return _kind(self.path) == 'directory'

    def is_file(self, *, follow_symlinks=True):
        return _kind(self.path) == 'file'

    def is_symlink(self):
        return False

    def is_junction(self):
        return False

    def inode(self):
        return 0

    def stat(self, *, follow_symlinks=True):
        return stat(self.path)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f'<DirEntry {self.name!r}>'


class _Scan:

    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path=None):
    """The entries of a directory."""
    where = '.' if path is None else fspath(path)
    return _Scan([DirEntry(n, globals()['path'].join(where, n)) for n in _listdir(where)])


def walk(top, topdown=True, onerror=None, followlinks=False):
    """For each directory below top: its path, the directories and the files in it."""
    top = fspath(top)
    try:
        names = _listdir(top)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    dirs = [n for n in names if path.isdir(path.join(top, n))]
    files = [n for n in names if not path.isdir(path.join(top, n))]
    if topdown:
        yield top, dirs, files
    for n in dirs:
        yield from walk(path.join(top, n), topdown, onerror, followlinks)
    if not topdown:
        yield top, dirs, files


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode('utf-8', 'surrogateescape') if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode('utf-8', 'surrogateescape') if isinstance(filename, bytes) else filename


def getpid():
    return 1


def getppid():
    return 0


def getuid():
    return 0


geteuid = getgid = getegid = getuid


def cpu_count():
    return 1


process_cpu_count = cpu_count


def get_terminal_size(fd=1, /):
    return terminal_size((80, 24))


class terminal_size(tuple):
    """Columns and lines."""

    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])

    def __repr__(self):
        return f'os.terminal_size(columns={self[0]}, lines={self[1]})'


class uname_result(tuple):
    def __repr__(self):
        return f'posix.uname_result({", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self))})'

    _fields = 'sysname', 'nodename', 'release', 'version', 'machine'
    sysname = property(lambda self: self[0])
    nodename = property(lambda self: self[1])
    release = property(lambda self: self[2])
    version = property(lambda self: self[3])
    machine = property(lambda self: self[4])


uname_result.__module__ = 'posix'


def uname():
    return uname_result(('Linux', 'localhost', '6.1.0', '#1 SMP', 'x86_64'))


def strerror(code, /):
    import errno
    return errno.strerror(code) if hasattr(errno, 'strerror') else f'Unknown error {code}'


def _exit(status):
    raise SystemExit(status)


def system(command):
    raise OSError(38, 'Function not implemented')


def chdir(path):
    """Change the working directory."""
    _chdir(fspath(path))
