"""Write the code objects CPython compiles files to as JSON, one line a job.

Run under CPython 3.13 with PYTHONHASHSEED=0. Standard input has one JSON job a line:
    {"file": path, "optimize": 0, "dis": null | "" | "C" | "O"}          compile a file
    {"source": text, "filename": name, "optimize": 0, "mode": "exec"}    compile a text
The answer is a line {"code": …} (see compile_dump.ts for the form), {"dis": text} or {"error": [type, message, line,
column, end line, end column]}; every answer has "ms", the time compile() took.
"""

import dis
import io
import json
import struct
import sys
import time
import types
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(5000)


def bits(x):
    return struct.pack(">d", x).hex()


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
    job = json.loads(line)
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
            out = io.StringIO()
            dis.dis(code, file=out, show_caches="C" in job["dis"], show_offsets="O" in job["dis"])
            answer = {"dis": out.getvalue(), "ms": ms}
        else:
            answer = {"code": dump(code), "ms": ms}
    except Exception as e:
        answer = {"error": error(e), "ms": 0}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
