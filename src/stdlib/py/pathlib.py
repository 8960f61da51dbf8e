"""Paths as objects: pure ones, which only compute, and `Path`, which looks at the files the program can see.

The platform is POSIX. A path is kept as its root (`''`, `'/'` or `'//'`) and the list of its names, without `.` and empty ones;
the text is made when it is asked for. Windows paths do not exist.
"""

__all__ = ['PurePath', 'PurePosixPath', 'Path', 'PosixPath', 'UnsupportedOperation']

import io
import os
import posixpath
from errno import EEXIST, ENOENT


class UnsupportedOperation(NotImplementedError):
    """The system has no such operation."""


class _Parents:
    """The paths above a path, nearest first."""

    def __init__(self, path):
        self._type = type(path)
        self._root = path._root
        self._names = path._names

    def __len__(self):
        return len(self._names)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if index >= len(self) or index < -len(self):
            raise IndexError(index)
        if index < 0:
            index += len(self)
        return self._type._of(self._root, self._names[:len(self._names) - 1 - index])

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __reversed__(self):
        return (self[i] for i in range(len(self) - 1, -1, -1))

    def __contains__(self, path):
        return any(path == parent for parent in self)

    def __repr__(self):
        return f'<{self._type.__name__}.parents>'


def _component(pattern, case_sensitive=True):
    """A regular expression for the names one component of a pattern stands for."""
    import re
    out, i = [], 0
    while i < len(pattern):
        char = pattern[i]
        i += 1
        if char == '*':
            out.append('.*')
        elif char == '?':
            out.append('.')
        elif char == '[':
            end = pattern.find(']', i + 2 if pattern[i:i + 1] == '!' else i + 1)
            if end < 0:
                out.append('\\[')
            else:
                inner = pattern[i:end].replace('\\', '\\\\')
                i = end + 1
                if inner[0] == '!':
                    inner = '^' + inner[1:]
                elif inner[0] in '^[':
                    inner = '\\' + inner
                out.append(f'[{inner}]')
        else:
            out.append(re.escape(char))
    return re.compile(f'(?s:{"".join(out)})\\Z', 0 if case_sensitive else re.IGNORECASE).match


class PurePath:
    """A path that only computes."""

    __slots__ = ('_root', '_names', '_text', '_hash')
    parser = posixpath

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        parts = []
        for arg in args:
            if isinstance(arg, PurePath):
                text = str(arg)
            else:
                text = arg.__fspath__() if hasattr(arg, '__fspath__') else arg
                if not isinstance(text, str):
                    raise TypeError('argument should be a str or an os.PathLike object where __fspath__ returns a str, not '
                                    f'{type(text).__name__!r}')
            if text[:1] == '/':
                parts = [text]
            else:
                parts.append(text)
        text = '/'.join(parts) if parts and parts[0] != '' else '/'.join(part for part in parts if part)
        if text[:2] == '//' and text[:3] != '///':
            self._root = '//'
        else:
            self._root = '/' if text[:1] == '/' else ''
        self._names = [name for name in text.split('/') if name and name != '.']

    @classmethod
    def _of(cls, root, names):
        path = object.__new__(cls)
        path._root = root
        path._names = names
        return path

    def with_segments(self, *pathsegments):
        """A path of the same kind."""
        return type(self)(*pathsegments)

    def __str__(self):
        try:
            return self._text
        except AttributeError:
            self._text = self._root + '/'.join(self._names) or '.'
            return self._text

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return str(self).encode()

    def __repr__(self):
        return f'{type(self).__name__}({str(self)!r})'

    def __reduce__(self):
        return type(self), self.parts

    def as_posix(self):
        return str(self)

    def as_uri(self):
        """The path as a `file:` address."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        plain = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/'
        return 'file://' + ''.join(chr(c) if c in plain else f'%{c:02X}' for c in bytes(self))

    # Comparing

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self) == str(other)

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(str(self))
            return self._hash

    def _key(self):
        return str(self).split('/')

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, PurePath) else NotImplemented

    # Parts

    @property
    def drive(self):
        return ''

    @property
    def root(self):
        return self._root

    @property
    def anchor(self):
        return self._root

    @property
    def parts(self):
        return ((self._root,) if self._root else ()) + tuple(self._names)

    @property
    def name(self):
        return self._names[-1] if self._names else ''

    @property
    def stem(self):
        name = self.name
        i = name.rfind('.')
        return name[:i] if 0 < i < len(name) - 1 else name

    @property
    def suffix(self):
        name = self.name
        i = name.rfind('.')
        return name[i:] if 0 < i < len(name) - 1 else ''

    @property
    def suffixes(self):
        name = self.name
        if name.endswith('.'):
            return []
        return ['.' + suffix for suffix in name.lstrip('.').split('.')[1:]]

    @property
    def parent(self):
        return self._of(self._root, self._names[:-1]) if self._names else self

    @property
    def parents(self):
        return _Parents(self)

    # Other paths

    def with_name(self, name):
        if not name or '/' in name or name == '.':
            raise ValueError(f'Invalid name {name!r}')
        if not self._names:
            raise ValueError(f'{self!r} has an empty name')
        return self._of(self._root, [*self._names[:-1], name])

    def with_stem(self, stem):
        suffix = self.suffix
        if not suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f'{self!r} has a non-empty suffix')
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        stem = self.stem
        if not stem:
            raise ValueError(f'{self!r} has an empty name')
        if suffix and not (suffix.startswith('.') and len(suffix) > 1):
            raise ValueError(f'Invalid suffix {suffix!r}')
        return self.with_name(stem + suffix)

    def joinpath(self, *pathsegments):
        return self.with_segments(self, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def relative_to(self, other, *_deprecated, walk_up=False):
        """This path as seen from another."""
        other = self.with_segments(other, *_deprecated)
        for step, path in enumerate([other, *other.parents]):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f'{str(self)!r} is not in the subpath of {str(other)!r}')
            if path.name == '..':
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f'{str(self)!r} and {str(other)!r} have different anchors')
        return self.with_segments(*['..'] * step, *self._names[len(path._names):])

    def is_relative_to(self, other, *_deprecated):
        other = self.with_segments(other, *_deprecated)
        return other == self or other in self.parents

    def is_absolute(self):
        return self._root != ''

    def is_reserved(self):
        return False

    def match(self, path_pattern, *, case_sensitive=None):
        """Whether the end of this path is as the pattern, or the whole path for an absolute pattern."""
        if not isinstance(path_pattern, PurePath):
            path_pattern = self.with_segments(path_pattern)
        mine, wanted = self.parts[::-1], path_pattern.parts[::-1]
        if not wanted:
            raise ValueError('empty pattern')
        if len(mine) < len(wanted) or len(mine) > len(wanted) and path_pattern.anchor:
            return False
        return all(_component('*' if p == '**' else p, case_sensitive is not False)(m) for m, p in zip(mine, wanted))

    def full_match(self, pattern, *, case_sensitive=None):
        """Whether the whole path is as the pattern; `**` stands for any number of names."""
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        return _match_parts(self.parts, pattern.parts, case_sensitive is not False)


def _match_parts(parts, patterns, case_sensitive):
    if not patterns:
        return not parts
    first, rest = patterns[0], patterns[1:]
    if first == '**':
        return any(_match_parts(parts[i:], rest, case_sensitive) for i in range(len(parts) + 1))
    return bool(parts) and bool(_component(first, case_sensitive)(parts[0])) and _match_parts(parts[1:], rest, case_sensitive)


os.PathLike.register(PurePath)


class PurePosixPath(PurePath):
    """A pure path of POSIX systems."""

    __slots__ = ()


class Path(PurePath):
    """A path of the file system."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        return object.__new__(PosixPath if cls is Path else cls)

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls('~').expanduser()

    def absolute(self):
        return self if self._root else self.with_segments(os.getcwd(), self)

    def resolve(self, strict=False):
        """The path from the root without `..`; there are no links."""
        path = self.with_segments(posixpath.normpath(posixpath.join(os.getcwd(), str(self))))
        if strict and not path.exists():
            raise FileNotFoundError(ENOENT, 'No such file or directory', str(path))
        return path

    def expanduser(self):
        if self._root or not self._names or self._names[0][:1] != '~':
            return self
        home = os.environ.get('HOME') if self._names[0] == '~' else None
        if home is None:
            raise RuntimeError('Could not determine home directory.')
        return self.with_segments(home, *self._names[1:])

    # Looking

    def stat(self, *, follow_symlinks=True):
        return os.stat(str(self))

    lstat = stat

    def exists(self, *, follow_symlinks=True):
        return posixpath.exists(self)

    def is_file(self, *, follow_symlinks=True):
        return posixpath.isfile(self)

    def is_dir(self, *, follow_symlinks=True):
        return posixpath.isdir(self)

    def is_symlink(self):
        return False

    is_junction = is_mount = is_socket = is_fifo = is_block_device = is_char_device = is_symlink

    def samefile(self, other_path):
        other = self.with_segments(other_path)
        self.stat()
        other.stat()
        return self.resolve() == other.resolve()

    # Contents

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        return io.open(str(self), mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None, newline=None):
        with self.open('r', encoding=encoding, errors=errors, newline=newline) as file:
            return file.read()

    def read_bytes(self):
        with self.open('rb') as file:
            return file.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError(f'data must be str, not {type(data).__name__}')
        with self.open('w', encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    def write_bytes(self, data):
        with self.open('wb') as file:
            return file.write(memoryview(data))

    def iterdir(self):
        return (self._child(name) for name in os.listdir(str(self)))

    def _child(self, name):
        return self._of(self._root, [*self._names, name])

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """The paths below this one that are as the pattern."""
        pattern = os.fspath(pattern)
        if not pattern:
            raise ValueError(f'Unacceptable pattern: {pattern!r}')
        if pattern[0] == '/':
            raise NotImplementedError('Non-relative patterns are unsupported')
        names = [name for name in pattern.split('/') if name and name != '.']
        if not names:
            raise ValueError(f'Unacceptable pattern: {pattern!r}')
        found = self._glob(names, pattern[-1] == '/', case_sensitive is not False)
        # A path two `**` lead to is given once.
        return iter(dict.fromkeys(found)) if names.count('**') > 1 else found

    def _glob(self, patterns, only_dirs, case_sensitive):
        if not patterns:
            if not only_dirs or self.is_dir():
                yield self
            return
        first, rest = patterns[0], patterns[1:]
        if first == '**':
            if self.is_dir():
                yield from self._glob(rest, only_dirs, case_sensitive)
                for child in self._children():
                    if child.is_dir():
                        yield from child._glob(patterns, only_dirs, case_sensitive)
                    elif not rest and not only_dirs:
                        yield child
        elif first == '..':
            yield from self._child('..')._glob(rest, only_dirs, case_sensitive)
        else:
            matches = _component(first, case_sensitive)
            for child in self._children():
                if matches(child.name) and (not rest or child.is_dir()):
                    yield from child._glob(rest, only_dirs, case_sensitive)

    def _children(self):
        return list(self.iterdir()) if self.is_dir() else []

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """`glob` at any depth."""
        return self.glob('**/' + os.fspath(pattern), case_sensitive=case_sensitive)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """This directory and those below, each with the names of its directories and files."""
        try:
            children = list(self.iterdir())
        except OSError as error:
            if on_error is not None:
                on_error(error)
            return
        dirs = [child.name for child in children if child.is_dir()]
        files = [child.name for child in children if not child.is_dir()]
        if top_down:
            yield self, dirs, files
        for name in dirs:
            yield from self._child(name).walk(top_down, on_error)
        if not top_down:
            yield self, dirs, files

    # Changing

    def touch(self, mode=0o666, exist_ok=True):
        if self.exists():
            if not exist_ok:
                raise FileExistsError(EEXIST, 'File exists', str(self))
            return
        self.open('x').close()

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        try:
            os.mkdir(str(self))
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        os.rmdir(str(self))

    def unlink(self, missing_ok=False):
        try:
            os.unlink(str(self))
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        os.rename(str(self), os.fspath(target))
        return self.with_segments(target)

    def replace(self, target):
        os.replace(str(self), os.fspath(target))
        return self.with_segments(target)

    def _no_such(self, name):
        raise UnsupportedOperation(f'{type(self).__name__}.{name}() is unsupported on this system')

    def symlink_to(self, target, target_is_directory=False):
        self._no_such('symlink_to')

    def hardlink_to(self, target):
        self._no_such('hardlink_to')

    def readlink(self):
        self._no_such('readlink')

    def chmod(self, mode, *, follow_symlinks=True):
        self._no_such('chmod')

    def owner(self, *, follow_symlinks=True):
        self._no_such('owner')

    def group(self, *, follow_symlinks=True):
        self._no_such('group')

    def __enter__(self):
        return self

    def __exit__(self, kind, exc, tb):
        pass


class PosixPath(Path, PurePosixPath):
    """A path of a POSIX file system."""

    __slots__ = ()


for _class in (PurePath, PurePosixPath, Path, PosixPath, UnsupportedOperation):
    # As in CPython, where they are shown so.
    _class.__module__ = 'pathlib._local' if _class is not UnsupportedOperation else 'pathlib._abc'
