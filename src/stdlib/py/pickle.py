"""Objects as bytes and back.

A pickle is a program for a small stack machine: constants are pushed, containers built, classes looked up by name and called. What has been pushed once is kept in a memo by
number, so that shared and circular references stay what they are. Protocols 0 to 5 differ in their instructions.
"""

import codecs
import io
import re
import sys
from copyreg import _extension_registry, _inverted_registry, dispatch_table
from functools import partial
from itertools import islice
from struct import pack, unpack
from types import FunctionType

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps", "load", "loads"]

bytes_types = bytes, bytearray, memoryview
format_version = "5.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4

_extension_cache = {}


class PickleError(Exception):
    pass


class PicklingError(PickleError):
    pass


class UnpicklingError(PickleError):
    pass


class _Stop(Exception):
    def __init__(self, value):
        self.value = value


_OPCODES = """MARK ( STOP . POP 0 POP_MARK 1 DUP 2 FLOAT F INT I BININT J BININT1 K LONG L BININT2 M NONE N PERSID P BINPERSID Q REDUCE R STRING S BINSTRING T
SHORT_BINSTRING U UNICODE V BINUNICODE X APPEND a BUILD b GLOBAL c DICT d EMPTY_DICT } APPENDS e GET g BINGET h INST i LONG_BINGET j LIST l EMPTY_LIST ] OBJ o PUT p
BINPUT q LONG_BINPUT r SETITEM s TUPLE t EMPTY_TUPLE ) SETITEMS u BINFLOAT G PROTO \x80 NEWOBJ \x81 EXT1 \x82 EXT2 \x83 EXT4 \x84 TUPLE1 \x85 TUPLE2 \x86 TUPLE3 \x87
NEWTRUE \x88 NEWFALSE \x89 LONG1 \x8a LONG4 \x8b BINBYTES B SHORT_BINBYTES C SHORT_BINUNICODE \x8c BINUNICODE8 \x8d BINBYTES8 \x8e EMPTY_SET \x8f ADDITEMS \x90
FROZENSET \x91 NEWOBJ_EX \x92 STACK_GLOBAL \x93 MEMOIZE \x94 FRAME \x95 BYTEARRAY8 \x96 NEXT_BUFFER \x97 READONLY_BUFFER \x98"""
_words = re.split("[ \n]", _OPCODES)
_opcodes = {name: code.encode("latin-1") for name, code in zip(_words[::2], _words[1::2])}
globals().update(_opcodes)
__all__ += sorted(_opcodes) + ["TRUE", "FALSE", "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL"]
TRUE, FALSE = b"I01\n", b"I00\n"
_tuplesize2code = [EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3]

# Python 2's names, which protocols up to 2 use.
_TO_OLD_MODULE = {
    "builtins": "__builtin__", "copyreg": "copy_reg", "queue": "Queue", "configparser": "ConfigParser", "reprlib": "repr", "_thread": "thread", "collections.abc": "collections",
    "urllib.parse": "urlparse", "html.parser": "HTMLParser", "pickle": "cPickle",
}
_TO_OLD_NAME = {
    ("builtins", "range"): ("__builtin__", "xrange"), ("functools", "reduce"): ("__builtin__", "reduce"), ("builtins", "chr"): ("__builtin__", "unichr"),
    ("builtins", "str"): ("__builtin__", "unicode"), ("builtins", "int"): ("__builtin__", "long"), ("itertools", "filterfalse"): ("itertools", "ifilterfalse"),
    ("itertools", "zip_longest"): ("itertools", "izip_longest"), ("builtins", "map"): ("itertools", "imap"), ("builtins", "zip"): ("itertools", "izip"),
    ("builtins", "filter"): ("itertools", "ifilter"), ("collections", "UserDict"): ("UserDict", "IterableUserDict"), ("collections", "UserList"): ("UserList", "UserList"),
    ("collections", "UserString"): ("UserString", "UserString"),
}
_OLD_EXCEPTIONS = (
    "ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning EOFError EnvironmentError Exception FloatingPointError FutureWarning "
    "GeneratorExit IOError ImportError ImportWarning IndentationError IndexError KeyError KeyboardInterrupt LookupError MemoryError NameError NotImplementedError OSError "
    "OverflowError PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError "
    "UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError"
).split()
_TO_OLD_NAME |= {("builtins", name): ("exceptions", name) for name in _OLD_EXCEPTIONS}
for _name in "BlockingIOError BrokenPipeError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError".split():
    _TO_OLD_NAME["builtins", _name] = "exceptions", "OSError"
_FROM_OLD_MODULE = {old: new for new, old in _TO_OLD_MODULE.items() if new != "collections.abc"} | {"UserDict": "collections", "exceptions": "builtins"}
_FROM_OLD_NAME = {old: new for new, old in reversed(_TO_OLD_NAME.items())} | {("exceptions", "OSError"): ("builtins", "OSError")} | {("__builtin__", "basestring"): ("builtins", "str"), ("UserDict", "UserDict"): ("collections", "UserDict")}


def _getattribute(obj, name):
    top = obj
    parent = None
    for part in name.split("."):
        if part == "<locals>":
            raise AttributeError(f"Can't get local attribute {name!r} on {top!r}")
        try:
            parent, obj = obj, getattr(obj, part)
        except AttributeError:
            raise AttributeError(f"Can't get attribute {name!r} on {top!r}") from None
    return obj, parent


def whichmodule(obj, name):
    """The module an object can be found in."""
    module_name = getattr(obj, "__module__", None)
    if module_name is not None:
        return module_name
    for module_name, module in sys.modules.copy().items():
        if module_name in ("__main__", "__mp_main__") or module is None:
            continue
        try:
            if _getattribute(module, name)[0] is obj:
                return module_name
        except AttributeError:
            pass
    return "__main__"


def encode_long(x):
    if x == 0:
        return b""
    n = (x.bit_length() >> 3) + 1
    result = x.to_bytes(n, "little", signed=True)
    if x < 0 and n > 1 and result[-1] == 0xFF and result[-2] & 0x80:
        result = result[:-1]
    return result


def decode_long(data):
    return int.from_bytes(data, "little", signed=True)


class PickleBuffer:
    """A buffer that may travel beside the pickle."""

    def __init__(self, object, /):
        self._view = memoryview(object)

    def raw(self):
        return self._view.cast("B") if self._view.format != "B" or self._view.ndim != 1 else self._view

    def release(self):
        self._view.release()

    def __buffer__(self, flags):
        return self._view


PickleBuffer.__module__ = "_pickle"
__all__.append("PickleBuffer")


# Pickling --------------------------------------------------------------------------------------------------------------


class _Framer:
    """Collects what is written; from protocol 4 on in frames of about 64 kB."""

    LIMIT = 64 * 1024

    def __init__(self, write):
        self.file_write = write
        self.frame = None

    def start(self):
        self.frame = []
        self.size = 0

    def write(self, data):
        if self.frame is None:
            return self.file_write(data)
        self.frame.append(data)
        self.size += len(data)

    def commit(self, force=False):
        if self.frame and (force or self.size >= self.LIMIT):
            data = b"".join(self.frame)
            if len(data) >= 4:
                self.file_write(FRAME + pack("<Q", len(data)))
            self.file_write(data)
            self.start()

    def end(self):
        if self.frame is not None:
            self.commit(True)
            self.frame = None

    def write_large(self, header, payload):
        """A long text or run of bytes, outside of frames."""
        if self.frame is not None and len(payload) >= self.LIMIT:
            self.commit(True)
            self.file_write(header + payload)
        else:
            self.write(header + payload)


class Pickler:
    """Writes objects to a file."""

    dispatch_table = None

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if protocol is None:
            protocol = DEFAULT_PROTOCOL
        if protocol < 0:
            protocol = HIGHEST_PROTOCOL
        elif not 0 <= protocol <= HIGHEST_PROTOCOL:
            raise ValueError(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
        if buffer_callback is not None and protocol < 5:
            raise ValueError("buffer_callback needs protocol >= 5")
        self._buffer_callback = buffer_callback
        try:
            write = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute") from None
        self.framer = _Framer(write)
        self.write = self.framer.write
        self.memo = {}
        self.proto = int(protocol)
        self.bin = protocol >= 1
        self.fast = 0
        self.fix_imports = fix_imports and protocol < 3

    def clear_memo(self):
        self.memo.clear()

    def dump(self, obj):
        if not hasattr(self, "framer"):
            raise PicklingError(f"Pickler.__init__() was not called by {type(self).__name__}.__init__()")
        if self.proto >= 2:
            self.framer.file_write(PROTO + pack("<B", self.proto))
        if self.proto >= 4:
            self.framer.start()
        self.save(obj)
        self.write(STOP)
        self.framer.end()

    def persistent_id(self, obj):
        return None

    def memoize(self, obj):
        if self.fast:
            return
        at = len(self.memo)
        self.memo[id(obj)] = at, obj
        if self.proto >= 4:
            self.write(MEMOIZE)
        elif not self.bin:
            self.write(PUT + repr(at).encode("ascii") + b"\n")
        elif at < 256:
            self.write(BINPUT + pack("<B", at))
        else:
            self.write(LONG_BINPUT + pack("<I", at))

    def get(self, at):
        if not self.bin:
            return GET + repr(at).encode("ascii") + b"\n"
        return BINGET + pack("<B", at) if at < 256 else LONG_BINGET + pack("<I", at)

    def save(self, obj, save_persistent_id=True):
        self.framer.commit()
        if save_persistent_id:
            pid = self.persistent_id(obj)
            if pid is not None:
                self.save_pers(pid)
                return
        t = type(obj)
        save = self._atoms.get(t)
        if save is not None:
            save(self, obj)
            return
        found = self.memo.get(id(obj))
        if found is not None:
            self.write(self.get(found[0]))
            return
        save = self._containers.get(t)
        if save is not None:
            save(self, obj)
            return
        rv = NotImplemented
        override = getattr(self, "reducer_override", None)
        if override is not None:
            rv = override(obj)
        if rv is NotImplemented:
            if t is type:
                self.save_type(obj)
                return
            if t is FunctionType:
                self.save_global(obj)
                return
            reduce = getattr(self, "dispatch_table", None)
            reduce = (dispatch_table if reduce is None else reduce).get(t)
            if reduce is not None:
                rv = reduce(obj)
            elif issubclass(t, type):
                self.save_global(obj)
                return
            else:
                reduce = getattr(obj, "__reduce_ex__", None)
                if reduce is not None:
                    rv = reduce(self.proto)
                else:
                    reduce = getattr(obj, "__reduce__", None)
                    if reduce is None:
                        raise PicklingError(f"Can't pickle {t.__name__!r} object: {obj!r}")
                    rv = reduce()
        if isinstance(rv, str):
            self.save_global(obj, rv)
            return
        if not isinstance(rv, tuple):
            raise PicklingError("__reduce__ must return a string or tuple")
        if not 2 <= len(rv) <= 6:
            raise PicklingError("tuple returned by __reduce__ must contain 2 through 6 elements")
        self.save_reduce(*rv, obj=obj)

    def save_pers(self, pid):
        if self.bin:
            self.save(pid, save_persistent_id=False)
            self.write(BINPERSID)
        else:
            try:
                self.write(PERSID + str(pid).encode("ascii") + b"\n")
            except UnicodeEncodeError:
                raise PicklingError("persistent IDs in protocol 0 must be ASCII strings")

    def save_reduce(self, func, args, state=None, listitems=None, dictitems=None, state_setter=None, *, obj=None):
        if not callable(func):
            raise PicklingError("first item of the tuple returned by __reduce__ must be callable")
        if not isinstance(args, tuple):
            raise PicklingError("second item of the tuple returned by __reduce__ must be a tuple")
        save, write = self.save, self.write
        name = getattr(func, "__name__", "")
        if self.proto >= 2 and name == "__newobj_ex__":
            cls, args, kwargs = args
            if not hasattr(cls, "__new__"):
                raise PicklingError("first item from __newobj_ex__ arguments must be a class, not " + type(cls).__name__)
            if self.proto >= 4:
                save(cls)
                save(args)
                save(kwargs)
                write(NEWOBJ_EX)
            else:
                save(partial(cls.__new__, cls, *args, **kwargs))
                save(())
                write(REDUCE)
        elif self.proto >= 2 and name == "__newobj__":
            cls = args[0]
            if not hasattr(cls, "__new__"):
                raise PicklingError("args[0] from __newobj__ args has no __new__")
            if obj is not None and cls is not obj.__class__:
                raise PicklingError("args[0] from __newobj__ args has the wrong class")
            save(cls)
            save(args[1:])
            write(NEWOBJ)
        else:
            save(func)
            save(args)
            write(REDUCE)
        if obj is not None:
            found = self.memo.get(id(obj))
            if found is not None:
                write(POP + self.get(found[0]))
            else:
                self.memoize(obj)
        if listitems is not None:
            self._batch_appends(listitems)
        if dictitems is not None:
            self._batch_setitems(dictitems)
        if state is not None:
            if state_setter is None:
                save(state)
                write(BUILD)
            else:
                save(state_setter)
                save(obj)
                save(state)
                write(TUPLE2)
                write(REDUCE)
                write(POP)

    def save_none(self, obj):
        self.write(NONE)

    def save_bool(self, obj):
        self.write((NEWTRUE if obj else NEWFALSE) if self.proto >= 2 else TRUE if obj else FALSE)

    def save_long(self, obj):
        if -0x80000000 <= obj <= 0x7FFFFFFF:
            if not self.bin:
                self.write(INT + repr(obj).encode("ascii") + b"\n")
            elif 0 <= obj <= 0xFF:
                self.write(BININT1 + pack("<B", obj))
            elif 0 <= obj <= 0xFFFF:
                self.write(BININT2 + pack("<H", obj))
            else:
                self.write(BININT + pack("<i", obj))
        elif self.proto >= 2:
            data = encode_long(obj)
            self.write((LONG1 + pack("<B", len(data)) if len(data) < 256 else LONG4 + pack("<i", len(data))) + data)
        else:
            self.write(LONG + repr(obj).encode("ascii") + b"L\n")

    def save_float(self, obj):
        self.write(BINFLOAT + pack(">d", obj) if self.bin else FLOAT + repr(obj).encode("ascii") + b"\n")

    def save_bytes(self, obj):
        if self.proto < 3:
            if not obj:
                self.save_reduce(bytes, (), obj=obj)
            else:
                self.save_reduce(codecs.encode, (str(obj, "latin1"), "latin1"), obj=obj)
            return
        n = len(obj)
        header = SHORT_BINBYTES + pack("<B", n) if n <= 0xFF else BINBYTES8 + pack("<Q", n) if n > 0xFFFFFFFF and self.proto >= 4 else BINBYTES + pack("<I", n)
        self.framer.write_large(header, obj)
        self.memoize(obj)

    def save_bytearray(self, obj):
        if self.proto < 5:
            self.save_reduce(bytearray, (bytes(obj),) if obj else (), obj=obj)
            return
        self.framer.write_large(BYTEARRAY8 + pack("<Q", len(obj)), bytes(obj))
        self.memoize(obj)

    def save_picklebuffer(self, obj):
        if self.proto < 5:
            raise PicklingError("PickleBuffer can only be pickled with protocol >= 5")
        view = obj.raw()
        if self._buffer_callback is not None and not self._buffer_callback(obj):
            self.write(NEXT_BUFFER)
            if view.readonly:
                self.write(READONLY_BUFFER)
        elif view.readonly:
            self.save_bytes(view.tobytes())
        else:
            self.save_bytearray(bytearray(view))

    def save_str(self, obj):
        if not self.bin:
            data = obj.replace("\\", "\\u005c").replace("\0", "\\u0000").replace("\n", "\\u000a").replace("\r", "\\u000d").replace("\x1a", "\\u001a")
            self.write(UNICODE + data.encode("raw-unicode-escape") + b"\n")
        else:
            data = obj.encode("utf-8", "surrogatepass")
            n = len(data)
            short = n <= 0xFF and self.proto >= 4
            header = SHORT_BINUNICODE + pack("<B", n) if short else BINUNICODE8 + pack("<Q", n) if n > 0xFFFFFFFF and self.proto >= 4 else BINUNICODE + pack("<I", n)
            self.framer.write_large(header, data)
        self.memoize(obj)

    def save_tuple(self, obj):
        n = len(obj)
        if not n:
            self.write(EMPTY_TUPLE if self.bin else MARK + TUPLE)
            return
        save, memo = self.save, self.memo
        small = n <= 3 and self.proto >= 2
        if not small:
            self.write(MARK)
        for item in obj:
            save(item)
        found = memo.get(id(obj))
        if found is not None:
            # It holds itself: what was pushed for it goes again.
            self.write((POP * n if small else POP_MARK if self.bin else POP * (n + 1)) + self.get(found[0]))
            return
        self.write(_tuplesize2code[n] if small else TUPLE)
        self.memoize(obj)

    def save_list(self, obj):
        self.write(EMPTY_LIST if self.bin else MARK + LIST)
        self.memoize(obj)
        self._batch_appends(obj)

    _BATCHSIZE = 1000

    def _batches(self, items):
        it = iter(items)
        while batch := list(islice(it, self._BATCHSIZE)):
            yield batch

    def _batch_appends(self, items):
        save, write = self.save, self.write
        if not self.bin:
            for item in items:
                save(item)
                write(APPEND)
            return
        for batch in self._batches(items):
            if len(batch) == 1:
                save(batch[0])
                write(APPEND)
            else:
                write(MARK)
                for item in batch:
                    save(item)
                write(APPENDS)

    def save_dict(self, obj):
        self.write(EMPTY_DICT if self.bin else MARK + DICT)
        self.memoize(obj)
        self._batch_setitems(obj.items())

    def _batch_setitems(self, items):
        save, write = self.save, self.write
        if not self.bin:
            for k, v in items:
                save(k)
                save(v)
                write(SETITEM)
            return
        for batch in self._batches(items):
            many = len(batch) > 1
            if many:
                write(MARK)
            for k, v in batch:
                save(k)
                save(v)
            write(SETITEMS if many else SETITEM)

    def save_set(self, obj):
        if self.proto < 4:
            self.save_reduce(set, (list(obj),), obj=obj)
            return
        self.write(EMPTY_SET)
        self.memoize(obj)
        for batch in self._batches(obj):
            self.write(MARK)
            for item in batch:
                self.save(item)
            self.write(ADDITEMS)

    def save_frozenset(self, obj):
        if self.proto < 4:
            self.save_reduce(frozenset, (list(obj),), obj=obj)
            return
        self.write(MARK)
        for item in obj:
            self.save(item)
        found = self.memo.get(id(obj))
        if found is not None:
            self.write(POP_MARK + self.get(found[0]))
            return
        self.write(FROZENSET)
        self.memoize(obj)

    def save_global(self, obj, name=None):
        if name is None:
            name = getattr(obj, "__qualname__", None)
            if name is None:
                name = obj.__name__
        module_name = whichmodule(obj, name)
        try:
            __import__(module_name, level=0)
            module = sys.modules[module_name]
            found, parent = _getattribute(module, name)
        except ImportError as exc:
            raise PicklingError(f"Can't pickle {obj!r}: import of module {module_name!r} failed") from exc
        except (KeyError, AttributeError) as exc:
            if "<locals>" in name:
                raise AttributeError(f"Can't get local object {name!r}") from None
            raise PicklingError(f"Can't pickle {obj!r}: attribute lookup {name.rpartition('.')[2]} on {module_name} failed") from None
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module_name}.{name}")
        if self.proto >= 2:
            code = _extension_registry.get((module_name, name), 0)
            if code:
                self.write(EXT1 + pack("<B", code) if code <= 0xFF else EXT2 + pack("<H", code) if code <= 0xFFFF else EXT4 + pack("<i", code))
                return
        if self.proto >= 4:
            self.save(module_name)
            self.save(name)
            self.write(STACK_GLOBAL)
        elif "." in name and self.proto < 4 and parent is not module:
            self.save_reduce(getattr, (parent, name.rpartition(".")[2]))
        else:
            if self.fix_imports:
                if (module_name, name) in _TO_OLD_NAME:
                    module_name, name = _TO_OLD_NAME[module_name, name]
                elif module_name in _TO_OLD_MODULE:
                    module_name = _TO_OLD_MODULE[module_name]
            try:
                self.write(GLOBAL + bytes(module_name, "utf-8" if self.proto >= 3 else "ascii") + b"\n" + bytes(name, "utf-8" if self.proto >= 3 else "ascii") + b"\n")
            except UnicodeEncodeError as exc:
                raise PicklingError(f"can't pickle global identifier '{module_name}.{name}' using pickle protocol {self.proto}") from exc
        self.memoize(obj)

    def save_type(self, obj):
        if obj is type(None):
            self.save_reduce(type, (None,), obj=obj)
        elif obj is type(NotImplemented):
            self.save_reduce(type, (NotImplemented,), obj=obj)
        elif obj is type(...):
            self.save_reduce(type, (...,), obj=obj)
        else:
            self.save_global(obj)

    _atoms = {type(None): save_none, bool: save_bool, int: save_long, float: save_float}
    _containers = {
        bytes: save_bytes, str: save_str, tuple: save_tuple, list: save_list, dict: save_dict, set: save_set, frozenset: save_frozenset, bytearray: save_bytearray,
        PickleBuffer: save_picklebuffer,
    }


# Unpickling ------------------------------------------------------------------------------------------------------------

_MARK = object()


class Unpickler:
    """Reads objects from a file."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        self._buffers = iter(buffers) if buffers is not None else None
        try:
            self._file_read, self._file_readline = file.read, file.readline
        except AttributeError:
            raise TypeError("file must have 'read' and 'readline' attributes") from None
        self.memo = {}
        self.encoding = encoding
        self.errors = errors
        self.proto = 0
        self.fix_imports = fix_imports

    def persistent_load(self, pid):
        raise UnpicklingError("unsupported persistent id encountered")

    def read(self, n):
        data = self._file_read(n)
        if len(data) < n:
            raise UnpicklingError("pickle data was truncated") if data else EOFError("Ran out of input")
        return data

    def readline(self):
        data = self._file_readline()
        if not data:
            raise EOFError("Ran out of input")
        if data[-1:] != b"\n":
            raise UnpicklingError("pickle data was truncated")
        return data[:-1]

    def load(self):
        if not hasattr(self, "_file_read"):
            raise UnpicklingError(f"Unpickler.__init__() was not called by {type(self).__name__}.__init__()")
        self.stack = []
        self.metastack = []
        read, dispatch = self._file_read, self._dispatch
        try:
            while True:
                key = read(1)
                if not key:
                    raise EOFError("Ran out of input")
                step = dispatch.get(key)
                if step is None:
                    raise UnpicklingError(f"invalid load key, '{key.decode('latin-1') if 32 < key[0] < 127 else repr(key)[2:-1]}'.")
                step(self)
        except _Stop as stop:
            return stop.value
        except IndexError:
            if not self.stack:
                raise UnpicklingError("unpickling stack underflow") from None
            raise

    def pop_mark(self):
        if not self.metastack:
            raise UnpicklingError("could not find MARK")
        items = self.stack
        self.stack = self.metastack.pop()
        return items

    def find_class(self, module, name):
        sys.audit("pickle.find_class", module, name)
        if self.proto < 3 and self.fix_imports:
            if (module, name) in _FROM_OLD_NAME:
                module, name = _FROM_OLD_NAME[module, name]
            elif module in _FROM_OLD_MODULE:
                module = _FROM_OLD_MODULE[module]
        __import__(module, level=0)
        return _getattribute(sys.modules[module], name)[0] if self.proto >= 4 else getattr(sys.modules[module], name)

    def _unsigned(self, n):
        return int.from_bytes(self.read(n), "little")

    def _push(self, value):
        self.stack.append(value)

    def load_proto(self):
        proto = self.read(1)[0]
        if proto > HIGHEST_PROTOCOL:
            raise ValueError(f"unsupported pickle protocol: {proto}")
        self.proto = proto

    def load_frame(self):
        self._unsigned(8)

    def load_persid(self):
        try:
            pid = self.readline().decode("ascii")
        except UnicodeDecodeError:
            raise UnpicklingError("persistent IDs in protocol 0 must be ASCII strings")
        self._push(self.persistent_load(pid))

    def load_binpersid(self):
        self._push(self.persistent_load(self.stack.pop()))

    def load_int(self):
        data = self.readline()
        self._push(False if data == FALSE[1:-1] else True if data == TRUE[1:-1] else int(data, 0))

    def load_binint(self):
        self._push(unpack("<i", self.read(4))[0])

    def load_long(self):
        self._push(int(self.readline().removesuffix(b"L"), 0))

    def load_long1(self):
        self._push(decode_long(self.read(self._unsigned(1))))

    def load_long4(self):
        n = unpack("<i", self.read(4))[0]
        if n < 0:
            raise UnpicklingError("LONG pickle has negative byte count")
        self._push(decode_long(self.read(n)))

    def load_float(self):
        self._push(float(self.readline()))

    def load_binfloat(self):
        self._push(unpack(">d", self.read(8))[0])

    def _decode_string(self, value):
        return value if self.encoding == "bytes" else value.decode(self.encoding, self.errors)

    def load_string(self):
        data = self.readline()
        if len(data) < 2 or data[0] != data[-1] or data[0] not in b"\"'":
            raise UnpicklingError("the STRING opcode argument must be quoted")
        self._push(self._decode_string(codecs.escape_decode(data[1:-1])[0]))

    def load_binstring(self):
        n = unpack("<i", self.read(4))[0]
        if n < 0:
            raise UnpicklingError("BINSTRING pickle has negative byte count")
        self._push(self._decode_string(self.read(n)))

    def load_short_binstring(self):
        self._push(self._decode_string(self.read(self._unsigned(1))))

    def load_unicode(self):
        self._push(str(self.readline(), "raw-unicode-escape"))

    def _text(self, width):
        self._push(str(self.read(self._unsigned(width)), "utf-8", "surrogatepass"))

    def _bytes(self, width):
        self._push(self.read(self._unsigned(width)))

    def load_bytearray8(self):
        self._push(bytearray(self.read(self._unsigned(8))))

    def load_next_buffer(self):
        if self._buffers is None:
            raise UnpicklingError("pickle stream refers to out-of-band data but no *buffers* argument was given")
        try:
            self._push(next(self._buffers))
        except StopIteration:
            raise UnpicklingError("not enough out-of-band buffers") from None

    def load_readonly_buffer(self):
        buffer = self.stack[-1]
        view = buffer.raw() if isinstance(buffer, PickleBuffer) else memoryview(buffer)
        if not view.readonly:
            self.stack[-1] = view.toreadonly()

    def load_tuple(self):
        items = self.pop_mark()
        self._push(tuple(items))

    def _small_tuple(self, n):
        items = self.stack[-n:]
        if len(items) < n:
            raise UnpicklingError("unpickling stack underflow")
        self.stack[-n:] = [tuple(items)]

    def load_frozenset(self):
        items = self.pop_mark()
        self._push(frozenset(items))

    def load_list(self):
        items = self.pop_mark()
        self._push(items)

    def load_dict(self):
        items = self.pop_mark()
        self._push(dict(zip(items[::2], items[1::2])))

    def _instantiate(self, cls, args):
        if args or not isinstance(cls, type) or hasattr(cls, "__getinitargs__"):
            try:
                value = cls(*args)
            except TypeError as err:
                raise TypeError(f"in constructor for {cls.__name__}: {err}", err.__traceback__)
        else:
            value = cls.__new__(cls)
        self._push(value)

    def load_inst(self):
        module, name = self.readline().decode("ascii"), self.readline().decode("ascii")
        cls = self.find_class(module, name)
        self._instantiate(cls, self.pop_mark())

    def load_obj(self):
        args = self.pop_mark()
        self._instantiate(args.pop(0), args)

    def load_newobj(self):
        args = self.stack.pop()
        cls = self.stack.pop()
        self._push(cls.__new__(cls, *args))

    def load_newobj_ex(self):
        kwargs, args = self.stack.pop(), self.stack.pop()
        cls = self.stack.pop()
        self._push(cls.__new__(cls, *args, **kwargs))

    def load_global(self):
        module, name = self.readline().decode("utf-8"), self.readline().decode("utf-8")
        self._push(self.find_class(module, name))

    def load_stack_global(self):
        name, module = self.stack.pop(), self.stack.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError("STACK_GLOBAL requires str")
        self._push(self.find_class(module, name))

    def _extension(self, width):
        code = self._unsigned(width)
        if code <= 0:
            raise UnpicklingError("EXT specifies code <= 0")
        key = _inverted_registry.get(code)
        if not key:
            raise ValueError(f"unregistered extension code {code}")
        self._push(self.find_class(*key))

    def load_reduce(self):
        args = self.stack.pop()
        self.stack[-1] = self.stack[-1](*args)

    def load_pop(self):
        if self.stack:
            del self.stack[-1]
        else:
            self.pop_mark()

    def _get(self, at):
        try:
            self._push(self.memo[at])
        except KeyError:
            raise UnpicklingError(f"Memo value not found at index {at}") from None

    def _put(self, at):
        if at < 0:
            raise ValueError("negative PUT argument")
        self.memo[at] = self.stack[-1]

    def load_append(self):
        value = self.stack.pop()
        self._extend(self.stack[-1], [value])

    def load_appends(self):
        items = self.pop_mark()
        self._extend(self.stack[-1], items)

    def _extend(self, target, items):
        extend = getattr(target, "extend", None)
        if extend is not None:
            extend(items)
        else:
            for item in items:
                target.append(item)

    def load_setitem(self):
        value, key = self.stack.pop(), self.stack.pop()
        self.stack[-1][key] = value

    def load_setitems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        for i in range(0, len(items), 2):
            target[items[i]] = items[i + 1]

    def load_additems(self):
        items = self.pop_mark()
        target = self.stack[-1]
        if isinstance(target, set):
            target.update(items)
        else:
            for item in items:
                target.add(item)

    def load_build(self):
        state = self.stack.pop()
        inst = self.stack[-1]
        setstate = getattr(inst, "__setstate__", None)
        if setstate is not None:
            setstate(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            d = inst.__dict__
            for k, v in state.items():
                d[sys.intern(k) if type(k) is str else k] = v
        if slots:
            for k, v in slots.items():
                setattr(inst, k, v)

    def load_mark(self):
        self.metastack.append(self.stack)
        self.stack = []

    def load_stop(self):
        raise _Stop(self.stack.pop())

    _dispatch = {
        PROTO: load_proto, FRAME: load_frame, PERSID: load_persid, BINPERSID: load_binpersid, NONE: lambda self: self._push(None), NEWFALSE: lambda self: self._push(False),
        NEWTRUE: lambda self: self._push(True), INT: load_int, BININT: load_binint, BININT1: lambda self: self._push(self._unsigned(1)),
        BININT2: lambda self: self._push(self._unsigned(2)), LONG: load_long, LONG1: load_long1, LONG4: load_long4, FLOAT: load_float, BINFLOAT: load_binfloat,
        STRING: load_string, BINSTRING: load_binstring, SHORT_BINSTRING: load_short_binstring, BINBYTES: lambda self: self._bytes(4), SHORT_BINBYTES: lambda self: self._bytes(1),
        BINBYTES8: lambda self: self._bytes(8), BYTEARRAY8: load_bytearray8, NEXT_BUFFER: load_next_buffer, READONLY_BUFFER: load_readonly_buffer, UNICODE: load_unicode,
        BINUNICODE: lambda self: self._text(4), SHORT_BINUNICODE: lambda self: self._text(1), BINUNICODE8: lambda self: self._text(8), TUPLE: load_tuple,
        EMPTY_TUPLE: lambda self: self._push(()), TUPLE1: lambda self: self._small_tuple(1), TUPLE2: lambda self: self._small_tuple(2), TUPLE3: lambda self: self._small_tuple(3),
        EMPTY_LIST: lambda self: self._push([]), EMPTY_DICT: lambda self: self._push({}), EMPTY_SET: lambda self: self._push(set()), FROZENSET: load_frozenset, LIST: load_list,
        DICT: load_dict, INST: load_inst, OBJ: load_obj, NEWOBJ: load_newobj, NEWOBJ_EX: load_newobj_ex, GLOBAL: load_global, STACK_GLOBAL: load_stack_global,
        EXT1: lambda self: self._extension(1), EXT2: lambda self: self._extension(2), EXT4: lambda self: self._extension(4), REDUCE: load_reduce, POP: load_pop,
        POP_MARK: lambda self: self.pop_mark(), DUP: lambda self: self._push(self.stack[-1]), GET: lambda self: self._get(int(self.readline())),
        BINGET: lambda self: self._get(self._unsigned(1)), LONG_BINGET: lambda self: self._get(self._unsigned(4)), PUT: lambda self: self._put(int(self.readline())),
        BINPUT: lambda self: self._put(self._unsigned(1)), LONG_BINPUT: lambda self: self._put(self._unsigned(4)), MEMOIZE: lambda self: self._put(len(self.memo)),
        APPEND: load_append, APPENDS: load_appends, SETITEM: load_setitem, SETITEMS: load_setitems, ADDITEMS: load_additems, BUILD: load_build, MARK: load_mark, STOP: load_stop,
    }


Pickler.__module__ = Unpickler.__module__ = "_pickle"
for _class in (PickleError, PicklingError, UnpicklingError):
    _class.__module__ = "_pickle"
del _class, _words


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """The object as bytes."""
    f = io.BytesIO()
    Pickler(f, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return f.getvalue()


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The object that was made bytes."""
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return Unpickler(io.BytesIO(data), fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()
