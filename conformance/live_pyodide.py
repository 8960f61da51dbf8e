"""The conformance cases under Pyodide: the counterpart of record.py where there are no processes. `live.ts` calls `answer` for each golden.

All cases run in one interpreter. What a case leaves behind is put back as far as it can be: modules, limits, hooks, filters of warnings.
"""

import ast
import contextlib
import dis
import io
import linecache
import re
import sys
import warnings

import settrace_oracle

ADDRESS = re.compile(r"at 0x[0-9a-fA-F]+")
MODULES = set(sys.modules)


@contextlib.contextmanager
def restored():
    kept = sys.stdin, sys.stdout, sys.stderr, sys.argv[:], sys.getrecursionlimit(), sys.excepthook, sys.displayhook, sys.modules["__main__"]
    filters = warnings.filters[:]
    try:
        yield
    finally:
        sys.settrace(None)
        sys.setprofile(None)
        sys.stdin, sys.stdout, sys.stderr, sys.argv[:], limit, sys.excepthook, sys.displayhook, sys.modules["__main__"] = kept
        sys.setrecursionlimit(limit)
        warnings.filters[:] = filters
        warnings._filters_mutated()
        for name in set(sys.modules) - MODULES:
            del sys.modules[name]
        linecache.clearcache()


def out(source, name, given):
    sys.stdin = io.StringIO(given)
    sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    sys.stderr = io.StringIO()
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    main = type(sys)("__main__")
    main.__dict__.update(__builtins__=__builtins__, __file__=name)
    sys.modules["__main__"] = main
    sys.argv[:] = [name]
    # frames of this file do not count towards the limit
    depth, frame = 0, sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back
    sys.setrecursionlimit(1000 + depth)
    stdout, stderr, status = sys.stdout, sys.stderr, 0
    try:
        exec(compile(source, name, "exec", dont_inherit=True), main.__dict__)
    except SystemExit as e:
        status = 0 if e.code is None else e.code & 0xFF if isinstance(e.code, int) else 1
        if status == 1 and not isinstance(e.code, int):
            print(e.code, file=stderr)
    except BaseException as e:
        e = e.with_traceback(e.__traceback__.tb_next)
        sys.stderr = stderr
        sys.excepthook(type(e), e, e.__traceback__)
        status = 1
    text = stdout.buffer.getvalue().decode("utf-8", "backslashreplace")
    if stderr.getvalue():
        text += "--- stderr\n" + stderr.getvalue()
    return text + f"--- exit {status}\n"


def disassembly(source, name, given):
    text = io.StringIO()
    dis.dis(compile(source, name, "exec", dont_inherit=True), file=text)
    return ADDRESS.sub("at 0x…", text.getvalue())


def traced(opcodes):
    def make(source, name, given):
        rows = []
        sys.stdout = sys.stderr = io.StringIO()
        sys.stdin = io.StringIO(given)
        settrace_oracle.trace(source, rows.append, opcodes, 10**12)
        return "".join(rows)

    return make


ASPECTS = {
    "out": out,
    "dis": disassembly,
    "trace": traced(False),
    "opcodes": traced(True),
    "ast": lambda source, name, given: ast.dump(ast.parse(source), include_attributes=True, indent=1) + "\n",
}


def answer(aspect, source, name, given):
    with restored():
        return ASPECTS[aspect](source, name, given)
