"""Files and bytes in gzip format."""

import builtins
import io
import os
import struct
import time
import zlib

__all__ = ["BadGzipFile", "GzipFile", "open", "compress", "decompress"]

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16
READ, WRITE = "rb", "wb"
_COMPRESS_LEVEL_FAST, _COMPRESS_LEVEL_TRADEOFF, _COMPRESS_LEVEL_BEST = 1, 6, 9


class BadGzipFile(OSError):
    """The data are no gzip file."""


def open(filename, mode="rb", compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None, newline=None):
    """Open a compressed file, binary or text (`rt`, `wt`)."""
    if "t" in mode:
        if "b" in mode:
            raise ValueError(f"Invalid mode: {mode!r}")
    else:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"Argument '{name}' not supported in binary mode")
    plain = mode.replace("t", "")
    if isinstance(filename, (str, bytes, os.PathLike)):
        file = GzipFile(filename, plain, compresslevel)
    elif hasattr(filename, "read") or hasattr(filename, "write"):
        file = GzipFile(None, plain, compresslevel, filename)
    else:
        raise TypeError("filename must be a str or bytes object, or a file")
    return io.TextIOWrapper(file, encoding, errors, newline) if "t" in mode else file


def _read_exactly(fp, n):
    data = fp.read(n)
    while len(data) < n:
        more = fp.read(n - len(data))
        if not more:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        data += more
    return data


def _read_header(fp):
    """Skip the header of a member; its time, or None at the end of the file."""
    magic = fp.read(2)
    if magic == b"":
        return None
    if magic != b"\x1f\x8b":
        raise BadGzipFile(f"Not a gzipped file ({magic!r})")
    method, flag, mtime = struct.unpack("<BBIxx", _read_exactly(fp, 8))
    if method != 8:
        raise BadGzipFile("Unknown compression method")
    if flag & FEXTRA:
        _read_exactly(fp, struct.unpack("<H", _read_exactly(fp, 2))[0])
    for bit in (FNAME, FCOMMENT):
        if flag & bit:
            while fp.read(1) not in (b"", b"\0"):
                pass
    if flag & FHCRC:
        _read_exactly(fp, 2)
    return mtime


class GzipFile(io.BufferedIOBase):
    """A file that is compressed when written and decompressed when read."""

    myfileobj = None

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None, mtime=None):
        if mode and ("t" in mode or "U" in mode):
            raise ValueError(f"Invalid mode: {mode!r}")
        if mode and "b" not in mode:
            mode += "b"
        if fileobj is None:
            fileobj = self.myfileobj = builtins.open(filename, mode or "rb")
        if filename is None:
            filename = getattr(fileobj, "name", "")
            if not isinstance(filename, (str, bytes)):
                filename = ""
        else:
            filename = os.fspath(filename)
        if mode is None:
            mode = getattr(fileobj, "mode", "rb")
        self.name = filename
        self.fileobj = fileobj
        self._offset = 0
        self._mtime = mtime
        if mode.startswith("r"):
            self.mode = READ
            self._data = None
            self._last_mtime = None
        elif mode.startswith(("w", "a", "x")):
            self.mode = WRITE
            self.crc = zlib.crc32(b"")
            self.size = 0
            self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, 0)
            self._write_header(compresslevel)
        else:
            raise ValueError(f"Invalid mode: {mode!r}")

    def _write_header(self, compresslevel):
        try:
            name = os.path.basename(self.name)
            if not isinstance(name, bytes):
                name = name.encode("latin-1")
            name = name.removesuffix(b".gz")
        except UnicodeEncodeError:
            name = b""
        mtime = time.time() if self._mtime is None else self._mtime
        extra = {_COMPRESS_LEVEL_BEST: b"\002", _COMPRESS_LEVEL_FAST: b"\004"}.get(compresslevel, b"\000")
        self.fileobj.write(b"\037\213\010" + bytes([FNAME if name else 0]) + struct.pack("<L", int(mtime)) + extra + b"\377")
        if name:
            self.fileobj.write(name + b"\000")

    def __repr__(self):
        return f"<gzip {repr(self.fileobj)[1:-1]} {hex(id(self))}>"

    @property
    def mtime(self):
        if self.mode == READ:
            self._load()
            return self._last_mtime
        return self._mtime

    def _check_open(self):
        if self.fileobj is None:
            raise ValueError("I/O operation on closed file.")

    def _load(self):
        """Read and decompress the whole file."""
        self._check_open()
        if self._data is not None:
            return
        parts = []
        fp = self.fileobj
        while (mtime := _read_header(fp)) is not None:
            self._last_mtime = mtime
            rest = fp.read()
            stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
            data = stream.decompress(rest)
            if not stream.eof or len(stream.unused_data) < 8:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            _check_trailer(stream.unused_data, data)
            parts.append(data)
            fp = io.BytesIO(stream.unused_data[8:].lstrip(b"\x00"))
        self._data = io.BytesIO(b"".join(parts))

    def write(self, data):
        self._check_open()
        if self.mode != WRITE:
            import errno

            raise OSError(errno.EBADF, "write() on read-only GzipFile object")
        view = memoryview(data).cast("B") if not isinstance(data, (bytes, bytearray)) else data
        if len(view):
            self.fileobj.write(self.compress.compress(bytes(view)))
            self.size += len(view)
            self.crc = zlib.crc32(bytes(view), self.crc)
            self._offset += len(view)
        return len(view)

    def _reader(self, what):
        self._check_open()
        if self.mode != READ:
            import errno

            raise OSError(errno.EBADF, f"{what}() on write-only GzipFile object")
        self._load()
        return self._data

    def read(self, size=-1):
        return self._reader("read").read(size)

    def read1(self, size=-1):
        return self._reader("read1").read(size)

    def readinto(self, b):
        return self._reader("readinto").readinto(b)

    def peek(self, n):
        data = self._reader("peek")
        at = data.tell()
        out = data.read(max(n, 100))
        data.seek(at)
        return out

    def readline(self, size=-1):
        return self._reader("readline").readline(size)

    @property
    def closed(self):
        return self.fileobj is None

    def close(self):
        fileobj = self.fileobj
        if fileobj is None:
            return
        self.fileobj = None
        try:
            if self.mode == WRITE:
                fileobj.write(self.compress.flush())
                fileobj.write(struct.pack("<LL", self.crc, self.size & 0xFFFFFFFF))
        finally:
            mine, self.myfileobj = self.myfileobj, None
            if mine is not None:
                mine.close()

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        self._check_open()
        if self.mode == WRITE:
            self.fileobj.write(self.compress.flush(zlib_mode))
            self.fileobj.flush()

    def fileno(self):
        return self.fileobj.fileno()

    def rewind(self):
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self._load()
        self._data.seek(0)

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def tell(self):
        return self._offset if self.mode == WRITE else self._reader("tell").tell()

    def seek(self, offset, whence=io.SEEK_SET):
        if self.mode == WRITE:
            if whence != io.SEEK_SET:
                if whence != io.SEEK_CUR:
                    raise ValueError("Seek from end not supported")
                offset += self._offset
            if offset < self._offset:
                raise OSError("Negative seek in write mode")
            self.write(b"\0" * (offset - self._offset))
            return self._offset
        return self._reader("seek").seek(offset, whence)


def _check_trailer(rest, data):
    crc, length = struct.unpack("<II", rest[:8])
    if crc != zlib.crc32(data):
        raise BadGzipFile("CRC check failed")
    if length != len(data) & 0xFFFFFFFF:
        raise BadGzipFile("Incorrect length of data produced")


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=None):
    """Compress bytes in one go."""
    out = zlib.compress(data, level=compresslevel, wbits=31)
    seconds = time.time() if mtime is None else mtime
    return struct.pack("<4sLBB", out, int(seconds), out[8], 255) + out[10:]


def decompress(data):
    """Decompress bytes in one go."""
    parts = []
    while True:
        fp = io.BytesIO(data)
        if _read_header(fp) is None:
            return b"".join(parts)
        stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        out = stream.decompress(data[fp.tell() :])
        if not stream.eof or len(stream.unused_data) < 8:
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        _check_trailer(stream.unused_data, out)
        parts.append(out)
        data = stream.unused_data[8:].lstrip(b"\x00")
