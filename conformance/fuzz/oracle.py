"""What CPython 3.13 does with a program: one JSON job a line in, one JSON answer a line out, in one long-lived process.

    {"source": text, "ast": true, "run": true, "trace": "line" | "opcode", "limit": events, "seconds": 5}
    {"ast": ast.dump with positions, null if refused,
     "stdout", "stderr", "exit": what a run as `python main.py` leaves; "timeout": true instead if it took too long,
     "trace": the first events in the settrace format, "end": how the traced run ended}

Every run happens in a process of its own, forked from this one, which has the usual modules loaded. A run differs from one of the command line in this: addresses are removed, and
frames of library modules (whose place and lines depend on the installation) are cut out of tracebacks.
"""

import ast
import atexit
import dis  # noqa: F401  warm
import importlib
import json
import linecache
import os
import pathlib
import signal
import sys
import tempfile
import traceback  # noqa: F401  warm
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import settrace_oracle  # noqa: E402

WARM = "bisect collections copy dataclasses datetime enum fractions functools heapq inspect itertools math operator random re statistics string struct textwrap typing".split()
MAX_CHARS = 2_000_000


def dump(source):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.dump(ast.parse(source), include_attributes=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def child(act, seconds):
    """Runs `act` in a forked process with its output in files; (what it returned as an exit status, stdout, stderr)."""
    files = [tempfile.TemporaryFile() for _ in range(3)]
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
        for number, file in zip((0, 1, 2), files):
            os.dup2(file.fileno(), number)
        status = 125
        try:
            status = act()
        finally:
            os._exit(status)
    _, raw = os.waitpid(pid, 0)
    texts = []
    for file in files[1:]:
        file.seek(0)
        texts.append(file.read(MAX_CHARS).decode("utf-8", "backslashreplace"))
        file.close()
    files[0].close()
    status = os.waitstatus_to_exitcode(raw)
    return status, *texts


def run(source):
    """Runs a program as the command line does; the exit status."""
    linecache.cache["main.py"] = (len(source), None, source.splitlines(keepends=True), "main.py")
    main = type(sys)("__main__")
    main.__dict__.update(__builtins__=__builtins__, __file__="main.py")
    sys.modules["__main__"] = main
    sys.argv[:] = ["main.py"]
    status = 0
    # frames of this file do not count towards the limit
    depth = 0
    frame = sys._getframe()
    while frame is not None:
        depth += 1
        frame = frame.f_back
    sys.setrecursionlimit(1000 + depth)
    try:
        exec(compile(source, "main.py", "exec", dont_inherit=True), main.__dict__)
    except SystemExit as e:
        if e.code is None:
            status = 0
        elif isinstance(e.code, int):
            status = e.code & 0xFF
        else:
            print(e.code, file=sys.stderr)
            status = 1
    except BaseException as e:
        flush(sys.stdout)
        # outermost is the frame of this function
        e = e.with_traceback(e.__traceback__.tb_next)
        sys.excepthook(type(e), e, e.__traceback__)
        status = 1
    atexit._run_exitfuncs()
    flush(sys.stdout)
    flush(sys.stderr)
    return status


def flush(stream):
    try:
        stream.flush()
    except Exception:
        pass


def traced(source, opcodes, limit, path):
    """Traces a program into a file."""
    settrace_oracle.MAX_CHARS = MAX_CHARS
    with open(path, "w", encoding="utf-8") as file:
        try:
            _, end = settrace_oracle.trace(source, file.write, opcodes, limit)
        except SyntaxError:
            end = "refused"
        file.write(end)
    return 0


def answer(job):
    source = job["source"]
    seconds = job.get("seconds", 5)
    out = {}
    if job.get("ast"):
        out["ast"] = dump(source)
    if job.get("run"):
        status, stdout, stderr = child(lambda: run(source), seconds)
        if status == -signal.SIGALRM:
            out["timeout"] = True
        out.update(stdout=stdout, stderr=stderr, exit=status)
    if job.get("trace"):
        path = os.path.join(WORK, "trace")
        status, _, _ = child(lambda: traced(source, job["trace"] == "opcode", job["limit"], path), seconds)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        out["end"] = "timeout" if status != 0 else text[text.rfind("\n") + 1 :]
        out["trace"] = text[: text.rfind("\n") + 1]
    return out


WORK = tempfile.mkdtemp(prefix="fuzz-")
os.chdir(WORK)
sys.path[0] = WORK
for name in WARM:
    importlib.import_module(name)
for line in os.fdopen(os.dup(0), encoding="utf-8"):
    sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
    sys.stdout.flush()
