"""Code World Model traces as a plain CPython writes them through sys.settrace.

Reads lines of JSON {"code", "call"} and writes for each a line of JSON, the text of its trace. The published traces follow CPython 3.10: run it with that (`--binding-order` is for
later versions, whose f_locals does not remember the order in which names were bound).
"""
import json
import re
import sys

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
NAME = "<traced>"


class Tracer:
    def __init__(self, source):
        self.lines = source.splitlines(keepends=True)
        self.frames = []
        self.shown = {}
        self.returned = False
        self.alive = []

    def text(self, value):
        return ADDRESS.sub("", repr(value))

    def variables(self, frame, full):
        now = {name: self.text(value) for name, value in frame.f_locals.items()}
        before = self.shown.get(id(frame), {})
        if "--binding-order" in sys.argv:
            known = [n for n in before if n in now]
            now = {n: now[n] for n in [*known, *(n for n in now if n not in before)]}
        self.shown[id(frame)] = now
        return json.dumps({n: ".." if not full and before.get(n) == t else t for n, t in now.items()})

    def __call__(self, frame, event, arg):
        if frame.f_code.co_filename != NAME:
            return None
        # Frames stay alive so that their ids stay theirs.
        if event == "call":
            self.alive.append(frame)
        source = self.lines[frame.f_lineno - 1]
        if event in ("call", "line"):
            state = self.variables(frame, event == "call" or self.returned)
            self.frames.append(f"<|{event}_sep|>{state}<|action_sep|>{source}<|frame_sep|>")
        else:
            self.frames.append(f"<|{event}_sep|><|action_sep|>{source}<|arg_sep|>{json.dumps(self.text(arg))}<|frame_sep|>")
        self.returned = event == "return"
        return self


def trace(code, call):
    source = f"{code}\ndef main():  # << START_OF_TRACE\n    return {call}\n"
    namespace = {}
    exec(compile(source, NAME, "exec"), namespace)
    tracer = Tracer(source)
    sys.settrace(tracer)
    try:
        namespace["main"]()
    except BaseException:
        pass
    finally:
        sys.settrace(None)
    return f"<|begin_of_text|><|trace_context_start|>{source}<|frame_sep|>{''.join(tracer.frames)}<|end_of_text|>"


for line in sys.stdin:
    program = json.loads(line)
    print(json.dumps(trace(program["code"], program["call"])))
