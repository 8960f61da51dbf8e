"""Exceptions: raising, catching, finally, context managers, lookups that fail."""


class Problem(Exception):
    pass


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is Problem


def risky(i):
    if i % 3 == 0:
        raise Problem(i)
    if i % 5 == 0:
        raise ValueError("five")
    return i


def main(n):
    caught = others = passed = finished = 0
    table = {1: "one"}
    for i in range(n):
        try:
            risky(i)
            passed += 1
        except Problem as e:
            caught += e.args[0] % 2
        except ValueError:
            others += 1
        finally:
            finished += 1
        try:
            table[i]
        except KeyError:
            others += 1
        with Guard():
            risky(i * 3)
        try:
            int("x" if i % 4 == 0 else "7")
        except ValueError:
            caught += 1
    return caught, others, passed, finished


print(main(300000))
