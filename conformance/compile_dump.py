"""Write the code objects CPython compiles files to as JSON, one line a job.

Run under CPython 3.13 with PYTHONHASHSEED=0. Standard input has one job a line, a dict as a Python literal:
    {"file": path, "optimize": 0, "dis": None | "" | "C" | "O"}          compile a file
    {"source": text, "filename": name, "optimize": 0, "mode": "exec"}    compile a text
The answer is a line {"code": …} (see compile_dump.ts for the form), {"dis": text} or {"error": [type, message, line,
column, end line, end column]}; every answer has "ms", the time compile() took.

No module is imported that a bare interpreter has not loaded anyway, since the strings that modules intern show in the order of
frozenset constants (see src/compile/interned.ts); hence the JSON by hand. `dis` is imported when first asked for.
"""

import sys
import time

sys.warnoptions[:] = ["ignore"]
sys.modules["_warnings"].filters.insert(0, ("ignore", None, Warning, None, 0))
sys.modules["_warnings"]._filters_mutated()
sys.setrecursionlimit(5000)


def to_json(x):
    if x is None:
        return "null"
    if x is True:
        return "true"
    if x is False:
        return "false"
    t = type(x)
    if t is int:
        return str(x)
    if t is float:
        return repr(x)
    if t is str:
        return '"' + "".join(map(escape, x)) + '"'
    if t is list:
        return "[" + ",".join(map(to_json, x)) + "]"
    return "{" + ",".join(to_json(k) + ":" + to_json(v) for k, v in x.items()) + "}"


def escape(c):
    n = ord(c)
    if 32 <= n < 127 and n != 34 and n != 92:
        return c
    if n > 0xFFFF:
        n -= 0x10000
        return "\\u%04x\\u%04x" % (0xD800 + (n >> 10), 0xDC00 + (n & 0x3FF))
    return "\\u%04x" % n


def bits(x):
    """The bits of a float in hex; of the NaNs, which differ in sign only and not to any program of JavaScript, one."""
    if x != x:
        return "7ff8000000000000"
    negative = str(x).startswith("-")
    x = abs(x)
    if x == 0:
        n = 0
    elif x == float("inf"):
        n = 0x7FF << 52
    else:
        sign, _, rest = x.hex().partition("0x")
        digits, _, exponent = rest.partition("p")
        whole, _, fraction = digits.partition(".")
        mantissa = int((fraction or "0").ljust(13, "0"), 16)
        n = mantissa if whole == "0" else ((int(exponent) + 1023) << 52) | mantissa
    return "%016x" % (n | (1 << 63 if negative else 0))


def constant(c):
    if c is None or c is True or c is False:
        return c
    t = type(c)
    if t is str:
        return c
    if t is int:
        return c if abs(c) < 2**53 else {"i": hex(c)}
    if t is float:
        return {"f": bits(c)}
    if t is complex:
        return {"c": bits(c.real) + bits(c.imag)}
    if t is bytes:
        return {"b": c.hex()}
    if t is tuple:
        return {"t": [constant(x) for x in c]}
    if t is frozenset:
        return {"s": [constant(x) for x in c]}
    if c is Ellipsis:
        return {"e": 1}
    return {"k": dump(c)}


def dump(c):
    return {
        "name": c.co_name,
        "qualname": c.co_qualname,
        "args": [c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount],
        "flags": c.co_flags,
        "stacksize": c.co_stacksize,
        "firstlineno": c.co_firstlineno,
        "code": c.co_code.hex(),
        "consts": [constant(x) for x in c.co_consts],
        "names": list(c.co_names),
        "varnames": list(c.co_varnames),
        "cellvars": list(c.co_cellvars),
        "freevars": list(c.co_freevars),
        "linetable": c.co_linetable.hex(),
        "exceptiontable": c.co_exceptiontable.hex(),
    }


def error(e):
    if not isinstance(e, SyntaxError):
        return [type(e).__name__, str(e)]
    return [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]


for line in sys.stdin:
    job = eval(line)
    filename = job.get("filename") or job.get("file")
    try:
        if "file" in job:
            with open(job["file"], "rb") as f:
                source = f.read()
        else:
            source = job["source"]
        start = time.perf_counter()
        code = compile(source, filename, job.get("mode", "exec"), dont_inherit=True, optimize=job.get("optimize", 0))
        ms = (time.perf_counter() - start) * 1000
        if job.get("dis") is not None:
            import dis
            import io

            out = io.StringIO()
            dis.dis(code, file=out, show_caches="C" in job["dis"], show_offsets="O" in job["dis"])
            answer = {"dis": out.getvalue(), "ms": ms}
        else:
            answer = {"code": dump(code), "ms": ms}
    except Exception as e:
        answer = {"error": error(e), "ms": 0}
    sys.stdout.write(to_json(answer) + "\n")
    sys.stdout.flush()
    # The strings of this program must be gone before the next is compiled.
    code = source = answer = job = line = None
