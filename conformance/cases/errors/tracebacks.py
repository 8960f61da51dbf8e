# An uncaught exception: chained causes, carets, notes, groups.
def parse(text):
    return int(text) + len(text) / (len(text) - 3)


class Wrapped(Exception):
    pass


def load(items):
    out = []
    for item in items:
        try:
            out.append(parse(item))
        except ValueError as e:
            e.add_note(f"while reading {item!r}")
            raise Wrapped("bad item") from e
    return out


try:
    load(["12", "1x"])
except Wrapped as first:
    try:
        {"a": 1}["b"]
    except KeyError:
        raise ExceptionGroup("many", [first, ZeroDivisionError("z"), parse.__code__ and TypeError("t")])
