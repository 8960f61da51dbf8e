def f(x):
    return g(x) + 1
def g(y):
    raise ValueError(
        "bad",
        y)
try:
    f(1)
except ValueError as e:
    e.add_note("note one")
    raise RuntimeError("outer") from e
