"""The `settrace` format as CPython 3.13 itself prints it: the oracle of trace conformance.

    PYTHONHASHSEED=0 python3.13 settrace_oracle.py [--opcodes] [--limit N] main.py < stdin > trace.jsonl
    PYTHONHASHSEED=0 python3.13 settrace_oracle.py --batch [--opcodes] [--limit N] < programs.jsonl > hashes.jsonl

In batch mode every input row is {"id", "program", "stdin"?}; every output row {"id", "events", "sha", "end"}: the SHA-256 (first 16 digits) of the first
`limit` events' lines, how many there were, and whether the program ended (`done`), was cut at the limit (`limit`) or ran out of time (`time`). Each program runs in a process
of its own, forked from a warm one, as `__main__` from `main.py`. Origins of modules are cut from their reprs: they depend on the installation.
"""

import hashlib
import io
import json
import linecache
import os
import re
import signal
import sys
import tempfile

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
# where a module comes from depends on the installation
MODULE = re.compile(r"(<module '[\w.]+')(?: from '[^']*'| \((?:built-in|frozen)\))>")
MAX_CHARS = 30_000_000


def text(value):
    try:
        shown = ADDRESS.sub("", repr(value))
        return MODULE.sub(r"\1>", shown) if "<module '" in shown else shown
    except BaseException as error:
        return f"<repr failed: {type(error).__name__}>"


class Limit(BaseException):
    pass


def trace(source, emit, opcodes, limit):
    """Runs `source` as main.py and hands every event's line to `emit`."""
    import dis

    names = {}
    count = 0
    chars = 0

    def instructions(code):
        table = names.get(code)
        if table is None:
            table = names[code] = {i.offset: (i.opname, i.argrepr) for i in dis.get_instructions(code)}
        return table

    def local_texts(frame):
        if frame.f_code.co_name == "<module>":
            table = {k: v for k, v in frame.f_globals.items() if not (k.startswith("__") and k.endswith("__") and len(k) > 4)}
        else:
            table = frame.f_locals
        return {k: text(v) for k, v in table.items()}

    def put(row):
        nonlocal count, chars
        line = json.dumps(row) + "\n"
        chars += len(line)
        count += 1
        emit(line)
        if count >= limit or chars > MAX_CHARS:
            sys.settrace(None)
            raise Limit

    def hook(frame, event, arg):
        if frame.f_code.co_filename != "main.py":
            return None
        if event == "call":
            if opcodes:
                frame.f_trace = hook
                frame.f_trace_opcodes = True
        row = {"event": event, "function": frame.f_code.co_qualname, "line": frame.f_lineno}
        if event == "opcode":
            row["offset"] = frame.f_lasti
            row["opcode"], arg = instructions(frame.f_code)[frame.f_lasti]
            row["arg"] = ADDRESS.sub("", arg)
        else:
            row["locals"] = local_texts(frame)
        if event == "return":
            row["value"] = text(arg)
        elif event == "exception":
            # a StopIteration that the machine itself makes may come as a bare value
            value = arg[1]
            row["exception"] = text(value if isinstance(value, BaseException) else arg[0](*(() if value is None else (value,))))
        put(row)
        return hook

    linecache.cache["main.py"] = (len(source), None, source.splitlines(keepends=True), "main.py")
    code = compile(source, "main.py", "exec", dont_inherit=True)
    main = type(sys)("__main__")
    main.__dict__["__builtins__"] = __builtins__
    main.__dict__["__file__"] = "main.py"
    sys.modules["__main__"] = main
    sys.argv[:] = ["main.py"]
    end = "done"
    sys.settrace(hook)
    try:
        exec(code, main.__dict__)
    except Limit:
        end = "limit"
    except BaseException as error:
        end = "limit" if count >= limit or chars > MAX_CHARS else f"raised {type(error).__name__}"
    finally:
        sys.settrace(None)
    return count, end


def one(row, opcodes, limit, seconds):
    """Runs one program in a child process; returns its result row."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        digest = hashlib.sha256()
        events = 0
        recursion = False

        def emit(line):
            nonlocal events, recursion
            events += 1
            digest.update(line.encode())
            recursion = recursion or '"RecursionError(' in line

        def result(end):
            os.write(write, json.dumps({"id": row["id"], "events": events, "sha": digest.hexdigest()[:16], "end": end}).encode())
            os._exit(0)

        signal.signal(signal.SIGALRM, lambda *_: result("time"))
        signal.alarm(seconds)
        # the standard streams stay the real objects, whose reprs programs may hold
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        given = tempfile.TemporaryFile()
        given.write((row.get("stdin") or "").encode())
        given.flush()
        os.lseek(given.fileno(), 0, os.SEEK_SET)
        os.dup2(given.fileno(), 0)
        sys.setrecursionlimit(1000)
        _, end = trace(row["program"], emit, opcodes, limit)
        # at the recursion limit the hook itself fails: such a trace says nothing
        result("recursion" if recursion else end)
    os.close(write)
    data = b""
    while chunk := os.read(read, 65536):
        data += chunk
    os.close(read)
    os.waitpid(pid, 0)
    return json.loads(data) if data else {"id": row["id"], "events": 0, "sha": "", "end": "died"}


def main(argv):
    opcodes = "--opcodes" in argv
    limit = int(argv[argv.index("--limit") + 1]) if "--limit" in argv else 10**12
    if "--batch" in argv:
        import dis  # noqa: F401  warm

        for line in os.fdopen(os.dup(0), encoding="utf-8"):
            print(json.dumps(one(json.loads(line), opcodes, limit, 60)), flush=True)
        return 0
    with open(argv[-1], encoding="utf-8") as file:
        source = file.read()
    out = sys.stdout
    sys.stdout = io.StringIO()
    trace(source, out.write, opcodes, limit)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
