# What tests use of tempfile, in the virtual files.
import os
import shutil

tempdir = None
_count = 0


def gettempdir():
    os.makedirs('/tmp', exist_ok=True)
    return '/tmp'


def mktemp(suffix='', prefix='tmp', dir=None):
    global _count
    _count += 1
    return os.path.join(dir or gettempdir(), f'{prefix}{_count:08}{suffix}')


def mkdtemp(suffix='', prefix='tmp', dir=None):
    name = mktemp(suffix, prefix, dir)
    os.mkdir(name)
    return name


class TemporaryDirectory:
    def __init__(self, suffix='', prefix='tmp', dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix, prefix, dir)

    def __enter__(self):
        return self.name

    def __exit__(self, *exc):
        self.cleanup()

    def cleanup(self):
        if os.path.isdir(self.name):
            shutil.rmtree(self.name)


class _TemporaryFile:
    def __init__(self, file, delete):
        self.file = file
        self.name = file.name
        self._delete = delete

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __iter__(self):
        return iter(self.file)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self.file.close()
        if self._delete and os.path.exists(self.name):
            os.remove(self.name)


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix='', prefix='tmp', dir=None,
                       delete=True, *, errors=None, delete_on_close=True):
    file = open(mktemp(suffix, prefix, dir), mode, encoding=encoding, newline=newline, errors=errors)
    return _TemporaryFile(file, delete)


TemporaryFile = NamedTemporaryFile


class SpooledTemporaryFile:
    pass
