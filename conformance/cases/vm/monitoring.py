"""sys.monitoring: events of frames, lines, exceptions and calls, local events, DISABLE."""
import sys

mon = sys.monitoring
E = mon.events
TOOL = 3
mon.use_tool_id(TOOL, "case")
log = []


def watch(*names):
    for name in names:
        def callback(code, *args, name=name):
            # The offset of an exception that comes out of a call lies somewhere inside the call's caches.
            if name == "RAISE":
                args = args[1:]
            log.append((name, code.co_name, *(a if isinstance(a, int) else type(a).__name__ for a in args)))
        mon.register_callback(TOOL, getattr(E, name), callback)


def gen():
    yield 1
    return 2


def f(n):
    total = 0
    for i in range(n):
        total += i
    try:
        g()
    except ValueError:
        total += 1
    return total


def g():
    raise ValueError("x")


def h():
    return sum(gen()), len("ab"), [].append(1)


watch("PY_START", "PY_RETURN", "PY_RESUME", "PY_YIELD", "LINE", "RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "CALL", "C_RETURN", "PY_THROW")
mon.set_events(TOOL, E.PY_START | E.PY_RETURN | E.LINE | E.RAISE | E.EXCEPTION_HANDLED | E.PY_UNWIND)
f(2)
mon.set_events(TOOL, E.PY_START | E.PY_RETURN | E.PY_RESUME | E.PY_YIELD | E.CALL)
h()
mon.set_events(TOOL, E.NO_EVENTS)
for entry in log:
    print(*entry)
log.clear()
mon.set_local_events(TOOL, f.__code__, E.LINE)
f(1)
g_code = g.__code__
mon.set_local_events(TOOL, f.__code__, 0)
print(log)
log.clear()
count = 0


def once(code, line):
    global count
    count += 1
    return mon.DISABLE


mon.register_callback(TOOL, E.LINE, once)
mon.set_local_events(TOOL, f.__code__, E.LINE)
f(3)
f(3)
print(count)
mon.restart_events()
f(3)
print(count)
print(mon.get_tool(TOOL), mon.get_events(TOOL), mon.get_local_events(TOOL, f.__code__) == E.LINE)
mon.free_tool_id(TOOL)
print(mon.get_tool(TOOL))
try:
    mon.use_tool_id(9, "x")
except ValueError as e:
    print(e)
