"""Operations on path names with slashes. Links and users do not exist here."""

from _files import getcwd, kind, resolve, size

__all__ = [
    'normcase', 'isabs', 'join', 'splitdrive', 'splitroot', 'split', 'splitext', 'basename', 'dirname', 'commonprefix',
    'getsize', 'getmtime', 'getatime', 'getctime', 'islink', 'exists', 'lexists', 'isdir', 'isfile', 'ismount', 'expanduser',
    'expandvars', 'normpath', 'abspath', 'samefile', 'curdir', 'pardir', 'sep', 'pathsep', 'defpath', 'altsep', 'extsep',
    'devnull', 'realpath', 'supports_unicode_filenames', 'relpath', 'commonpath', 'isjunction', 'isdevdrive', 'isreserved',
]

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = '/bin:/usr/bin'
altsep = None
devnull = '/dev/null'
supports_unicode_filenames = False

import os  # os takes the names above from here


def _parts(path):
    """The separator, dot and empty text of the kind the path is of."""
    return (b'/', b'.', b'') if isinstance(path, bytes) else ('/', '.', '')


def normcase(s):
    return os.fspath(s)


def isabs(s):
    s = os.fspath(s)
    return s.startswith(_parts(s)[0])


def join(a, *p):
    """Join names; an absolute one starts afresh."""
    a = os.fspath(a)
    slash = _parts(a)[0]
    path = a
    for b in map(os.fspath, p):
        if isinstance(b, bytes) != isinstance(a, bytes):
            raise TypeError("Can't mix strings and bytes in path components")
        if b.startswith(slash) or not path:
            path = b
        elif path.endswith(slash):
            path += b
        else:
            path += slash + b
    return path


def split(p):
    """What is before the last slash, and what is behind it."""
    p = os.fspath(p)
    slash = _parts(p)[0]
    i = p.rfind(slash) + 1
    head, tail = p[:i], p[i:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """The name and its extension with the dot."""
    p = os.fspath(p)
    slash, dot, empty = _parts(p)
    base = p.rfind(slash) + 1
    i = p.rfind(dot)
    if i > base:
        j = base
        while j < i:
            if p[j:j + 1] != dot:
                return p[:i], p[i:]
            j += 1
    return p, p[:0]


def splitdrive(p):
    p = os.fspath(p)
    return p[:0], p


def splitroot(p):
    """Drive (empty), root and the rest."""
    p = os.fspath(p)
    slash, _, empty = _parts(p)
    if p[:1] != slash:
        return empty, empty, p
    if p[1:2] != slash or p[2:3] == slash:
        return empty, slash, p[1:]
    return empty, p[:2], p[2:]


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def exists(path):
    """Whether there is such a file or directory."""
    try:
        return kind(path) is not None
    except ValueError:
        return False


lexists = exists


def isfile(path):
    try:
        return kind(path) == 'file'
    except ValueError:
        return False


def isdir(path):
    try:
        return kind(path) == 'directory'
    except ValueError:
        return False


def islink(path):
    return False


def ismount(path):
    return resolve(path) == '/'


def isjunction(path):
    return False


def isdevdrive(path):
    return False


def getsize(filename):
    return size(filename)


def getmtime(filename):
    return os.stat(filename).st_mtime


getatime = getctime = getmtime


def samefile(f1, f2):
    return resolve(f1) == resolve(f2)


def expanduser(path):
    return os.fspath(path)


def expandvars(path):
    """Replace $name and ${name} by what is in os.environ."""
    import re
    path = os.fspath(path)
    return re.sub(r'\$(\w+|\{[^}]*\})', lambda m: os.environ.get(m[1].strip('{}'), m[0]), path)


def normpath(path):
    """The path without double slashes, '.' and '..' where they can be resolved."""
    path = os.fspath(path)
    slash, dot, empty = _parts(path)
    dotdot = dot + dot
    if not path:
        return dot
    _, root, rest = splitroot(path)
    out = []
    for comp in rest.split(slash):
        if not comp or comp == dot:
            continue
        if comp != dotdot or (not root and not out) or (out and out[-1] == dotdot):
            out.append(comp)
        elif out:
            out.pop()
    return root + slash.join(out) or dot


def abspath(path):
    path = os.fspath(path)
    if not isabs(path):
        cwd = getcwd()
        path = join(cwd.encode() if isinstance(path, bytes) else cwd, path)
    return normpath(path)


def realpath(filename, *, strict=False):
    if strict and not exists(filename):
        os.stat(filename)
    return abspath(filename)


def relpath(path, start=None):
    """The way from start to path."""
    path = os.fspath(path)
    if not path:
        raise ValueError('no path specified')
    slash, dot, _ = _parts(path)
    start = dot if start is None else os.fspath(start)
    a = [x for x in abspath(start).split(slash) if x]
    b = [x for x in abspath(path).split(slash) if x]
    i = len(commonprefix([a, b]))
    rel = [dot + dot] * (len(a) - i) + b[i:]
    return slash.join(rel) if rel else dot


def commonprefix(m):
    """The longest common start of texts or lists."""
    if not m:
        return ''
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(os.fspath, m))
    first, last = min(m), max(m)
    for i, c in enumerate(first):
        if c != last[i]:
            return first[:i]
    return first


def commonpath(paths):
    """The longest common directory."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    slash, dot, empty = _parts(paths[0])
    absolute = {p.startswith(slash) for p in paths}
    if len(absolute) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    split_paths = [[c for c in p.split(slash) if c and c != dot] for p in paths]
    common = commonprefix(split_paths)
    return (slash if absolute.pop() else empty) + slash.join(common)
