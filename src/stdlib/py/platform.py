"""What machine this is: as far as can be told, a Linux on x86-64 (nothing of the host shows)."""

import collections
import os
import sys

_uname_result = collections.namedtuple("uname_result_base", "system node release version machine")


class uname_result(_uname_result):
    @property
    def processor(self):
        return ""

    def __iter__(self):
        yield from super().__iter__()
        yield self.processor

    @classmethod
    def _make(cls, iterable):
        return cls(*list(iterable)[:5])

    def __getitem__(self, key):
        return tuple(self)[key]

    def __len__(self):
        return 6

    def __repr__(self):
        names = self._fields + ("processor",)
        return f"uname_result({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"


def uname():
    return uname_result(*os.uname())


def system():
    return uname().system


def node():
    return uname().node


def release():
    return uname().release


def version():
    return uname().version


def machine():
    return uname().machine


def processor():
    return uname().processor


def libc_ver(executable=None, lib="", version="", chunksize=16384):
    return lib or "glibc", version or "2.36"


def architecture(executable=sys.executable, bits="", linkage=""):
    return bits or "64bit", linkage or "ELF"


def platform(aliased=False, terse=False):
    u = uname()
    if terse:
        return f"{u.system}-{u.release}-{u.machine}-with-glibc2.36"
    return f"{u.system}-{u.release}-{u.machine}-with-glibc2.36"


def python_implementation():
    return "CPython"


def python_version():
    return "{}.{}.{}".format(*sys.version_info[:3])


def python_version_tuple():
    return tuple(python_version().split("."))


def python_branch():
    return ""


def python_revision():
    return ""


def python_build():
    return "main", "Oct  7 2024 00:00:00"


def python_compiler():
    return "GCC"


def win32_ver(release="", version="", csd="", ptype=""):
    return release, version, csd, ptype


def win32_edition():
    return None


def win32_is_iot():
    return False


def mac_ver(release="", versioninfo=("", "", ""), machine=""):
    return release, versioninfo, machine


def java_ver(release="", vendor="", vminfo=("", "", ""), osinfo=("", "", "")):
    return release, vendor, vminfo, osinfo


def freedesktop_os_release():
    raise OSError("Unable to read files /etc/os-release, /usr/lib/os-release")
