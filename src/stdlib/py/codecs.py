"""Encodings by name: lookup, error handlers, incremental and stream forms."""

import builtins
import sys
from _codecs import _canonical, _registered, decode, encode, register_error

__all__ = [
    "register", "lookup", "open", "BOM", "BOM_BE", "BOM_LE", "BOM32_BE", "BOM32_LE", "BOM64_BE", "BOM64_LE", "BOM_UTF8", "BOM_UTF16", "BOM_UTF16_LE", "BOM_UTF16_BE",
    "BOM_UTF32", "BOM_UTF32_LE", "BOM_UTF32_BE", "CodecInfo", "Codec", "IncrementalEncoder", "IncrementalDecoder", "StreamReader", "StreamWriter", "StreamReaderWriter",
    "getencoder", "getdecoder", "getincrementalencoder", "getincrementaldecoder", "getreader", "getwriter", "encode", "decode", "iterencode", "iterdecode", "strict_errors",
    "ignore_errors", "replace_errors", "xmlcharrefreplace_errors", "backslashreplace_errors", "namereplace_errors", "register_error", "lookup_error",
]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = b"\x00\x00\xfe\xff"
BOM = BOM_UTF16 = BOM_UTF16_LE
BOM_UTF32 = BOM_UTF32_LE
BOM32_LE, BOM32_BE, BOM64_LE, BOM64_BE = BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_LE, BOM_UTF32_BE


# Error handlers --------------------------------------------------------------------------------------------------------


def _part(exc):
    return exc.object[exc.start : exc.end]


def strict_errors(exc):
    if isinstance(exc, Exception):
        raise exc
    raise TypeError("codec must pass exception instance")


def ignore_errors(exc):
    return ("", exc.end)


def replace_errors(exc):
    if isinstance(exc, UnicodeEncodeError):
        return "?" * (exc.end - exc.start), exc.end
    return "\ufffd" * (1 if isinstance(exc, UnicodeDecodeError) else exc.end - exc.start), exc.end


def xmlcharrefreplace_errors(exc):
    return "".join(f"&#{ord(c)};" for c in _part(exc)), exc.end


def backslashreplace_errors(exc):
    if isinstance(exc, UnicodeDecodeError):
        return "".join(f"\\x{b:02x}" for b in _part(exc)), exc.end
    return "".join(f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}" if ord(c) < 65536 else f"\\U{ord(c):08x}" for c in _part(exc)), exc.end


def namereplace_errors(exc):
    return _part(exc).encode("ascii", "namereplace").decode(), exc.end


_HANDLERS = {
    "strict": strict_errors, "ignore": ignore_errors, "replace": replace_errors, "xmlcharrefreplace": xmlcharrefreplace_errors, "backslashreplace": backslashreplace_errors,
    "namereplace": namereplace_errors,
}


def lookup_error(name, /):
    found = _registered(name) or _HANDLERS.get(name)
    if found is None:
        raise LookupError(f"unknown error handler name '{name}'")
    return found


# Codecs that are no text encodings -------------------------------------------------------------------------------------


def _rot13(text, errors="strict"):
    upper, lower = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
    table = str.maketrans(upper + lower, upper[13:] + upper[:13] + lower[13:] + lower[:13])
    return text.translate(table), len(text)


def _of_bytes(function):
    return lambda data, errors="strict": (function(bytes(data)), len(data))


def _others(name):
    import binascii

    if name in ("rot13", "rot_13"):
        return "rot13", _rot13, _rot13
    if name in ("hex", "hex_codec"):
        return "hex", _of_bytes(binascii.b2a_hex), _of_bytes(binascii.a2b_hex)
    if name in ("base64", "base_64", "base64_codec"):
        import base64

        return "base64", _of_bytes(base64.encodebytes), _of_bytes(base64.decodebytes)
    if name in ("zlib", "zip", "zlib_codec"):
        import zlib

        return "zlib", _of_bytes(zlib.compress), _of_bytes(zlib.decompress)
    return None


class CodecInfo(tuple):
    """The functions and classes of a codec."""

    _is_text_encoding = True

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None, name=None, *, _is_text_encoding=None):
        self = super().__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode = encode
        self.decode = decode
        self.incrementalencoder = incrementalencoder
        self.incrementaldecoder = incrementaldecoder
        self.streamwriter = streamwriter
        self.streamreader = streamreader
        if _is_text_encoding is not None:
            self._is_text_encoding = _is_text_encoding
        return self

    def __repr__(self):
        return f"<codecs.CodecInfo object for encoding {self.name} at {id(self):#x}>"

    def __getnewargs__(self):
        return tuple(self)


_searches = []
_known = {}


def register(search_function, /):
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _searches.append(search_function)


def unregister(search_function, /):
    if search_function in _searches:
        _searches.remove(search_function)
        _known.clear()


_DASHED = {"utf_8": "utf-8", "utf_8_sig": "utf-8-sig", "latin_1": "iso8859-1", "utf_16": "utf-16", "utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be", "utf_32": "utf-32", "utf_32_le": "utf-32-le",
           "utf_32_be": "utf-32-be", "utf_7": "utf-7", "unicode_escape": "unicode-escape", "raw_unicode_escape": "raw-unicode-escape"}


def _text_codec(canonical):
    name = _DASHED.get(canonical, canonical)

    class Encoder(IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, canonical, self.errors)

    class Decoder(BufferedIncrementalDecoder):
        def _buffer_decode(self, input, errors, final):
            return _decode_prefix(input, canonical, errors, final)

    class Reader(StreamReader):
        def decode(self, input, errors="strict"):
            return _decode_prefix(input, canonical, errors, False)

    class Writer(StreamWriter):
        def encode(self, input, errors="strict"):
            return encode(input, canonical, errors), len(input)

    return CodecInfo(
        lambda text, errors="strict": (encode(text, canonical, errors or "strict"), len(text)),
        lambda data, errors="strict": (decode(data, canonical, errors or "strict"), len(data)),
        Reader, Writer, Encoder, Decoder, name,
    )


def _decode_prefix(data, encoding, errors, final):
    """Decode as much as is complete: (text, bytes used)."""
    data = bytes(data)
    if final:
        return decode(data, encoding, errors), len(data)
    for cut in range(4):
        if cut > len(data):
            break
        head = data[: len(data) - cut]
        try:
            return decode(head, encoding, "strict"), len(head)
        except UnicodeDecodeError as error:
            if error.end < len(head):
                break
    return decode(data, encoding, errors), len(data)


def lookup(encoding, /):
    """The codec of a name."""
    found = _known.get(encoding)
    if found is not None:
        return found
    canonical = _canonical(encoding)
    if canonical is not None:
        found = _text_codec(canonical)
    else:
        normal = encoding.lower().replace("-", "_").replace(" ", "_")
        other = _others(normal)
        if other is not None:
            found = CodecInfo(other[1], other[2], name=other[0], _is_text_encoding=False)
        else:
            for search in _searches:
                found = search(normal)
                if found is not None:
                    if not isinstance(found, tuple) or len(found) != 4:
                        raise TypeError("codec search functions must return 4-tuples")
                    break
            else:
                raise LookupError(f"unknown encoding: {encoding}")
    _known[encoding] = found
    return found


def _encode(obj, encoding, errors):
    return lookup(encoding)[0](obj, errors)[0]


def _decode(obj, encoding, errors):
    return lookup(encoding)[1](obj, errors)[0]


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def _part_of(encoding, name):
    part = getattr(lookup(encoding), name)
    if part is None:
        raise LookupError(encoding)
    return part


def getincrementalencoder(encoding):
    return _part_of(encoding, "incrementalencoder")


def getincrementaldecoder(encoding):
    return _part_of(encoding, "incrementaldecoder")


def getreader(encoding):
    return lookup(encoding).streamreader


def getwriter(encoding):
    return lookup(encoding).streamwriter


# Classes ---------------------------------------------------------------------------------------------------------------


class Codec:
    def encode(self, input, errors="strict"):
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        raise NotImplementedError


class IncrementalEncoder:
    def __init__(self, errors="strict"):
        self.errors = errors
        self.buffer = ""

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class IncrementalDecoder:
    def __init__(self, errors="strict"):
        self.errors = errors

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return b"", 0

    def setstate(self, state):
        pass


class BufferedIncrementalDecoder(IncrementalDecoder):
    """Keeps what is incomplete for the next call."""

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.buffer = b""

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + bytes(input)
        text, used = self._buffer_decode(data, self.errors, final)
        self.buffer = data[used:]
        return text

    def reset(self):
        self.buffer = b""

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer = state[0]


class StreamWriter(Codec):
    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors

    def write(self, object):
        self.stream.write(self.encode(object, self.errors)[0])

    def writelines(self, list):
        self.write("".join(list))

    def reset(self):
        pass

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()


class StreamReader(Codec):
    def __init__(self, stream, errors="strict"):
        self.stream = stream
        self.errors = errors
        self.bytebuffer = b""
        self.charbuffer = ""

    def _fill(self, n=-1):
        new = self.stream.read() if n < 0 else self.stream.read(n)
        data = self.bytebuffer + new
        text, used = self.decode(data, self.errors)
        self.bytebuffer = data[used:]
        self.charbuffer += text
        return new

    def read(self, size=-1, chars=-1, firstline=False):
        wanted = chars if chars >= 0 else -1
        if wanted < 0 and size < 0:
            self._fill()
        elif wanted < 0:
            self._fill(size)
        else:
            while len(self.charbuffer) < wanted and self._fill(72):
                pass
        if wanted < 0:
            wanted = len(self.charbuffer)
        out, self.charbuffer = self.charbuffer[:wanted], self.charbuffer[wanted:]
        return out

    def readline(self, size=None, keepends=True):
        while True:
            lines = self.charbuffer.splitlines(keepends=True)
            if len(lines) > 1 or (lines and lines[0] != lines[0].splitlines()[0] and not lines[0].endswith("\r")) or not self._fill(72):
                break
        lines = self.charbuffer.splitlines(keepends=True)
        if not lines:
            return ""
        self.charbuffer = self.charbuffer[len(lines[0]) :]
        return lines[0] if keepends else lines[0].splitlines()[0]

    def readlines(self, sizehint=None, keepends=True):
        return self.read().splitlines(keepends)

    def reset(self):
        self.bytebuffer = b""
        self.charbuffer = ""

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def __next__(self):
        line = self.readline()
        if line:
            return line
        raise StopIteration

    def __iter__(self):
        return self

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()


class StreamReaderWriter:
    encoding = "unknown"

    def __init__(self, stream, Reader, Writer, errors="strict"):
        self.stream = stream
        self.reader = Reader(stream, errors)
        self.writer = Writer(stream, errors)
        self.errors = errors

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None, keepends=True):
        return self.reader.readline(size, keepends)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def __next__(self):
        return next(self.reader)

    def __iter__(self):
        return self

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reader.reset()

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()


def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    if encoding is not None and "b" not in mode:
        mode += "b"
    file = builtins.open(filename, mode, buffering)
    if encoding is None:
        return file
    info = lookup(encoding)
    srw = StreamReaderWriter(file, info.streamreader, info.streamwriter, errors)
    srw.encoding = encoding
    return srw




def iterencode(iterator, encoding, errors="strict", **kwargs):
    encoder = getincrementalencoder(encoding)(errors, **kwargs)
    for input in iterator:
        if output := encoder.encode(input):
            yield output
    if output := encoder.encode("", True):
        yield output


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    decoder = getincrementaldecoder(encoding)(errors, **kwargs)
    for input in iterator:
        if output := decoder.decode(input):
            yield output
    if output := decoder.decode(b"", True):
        yield output


def escape_decode(data, errors="strict"):
    """Bytes of the inside of a bytes literal."""
    if isinstance(data, str):
        data = data.encode()
    import ast

    return ast.literal_eval("b'" + data.replace(b"'", b"\\'").replace(b"\n", b"\\n").decode("latin-1") + "'"), len(data)


del sys
