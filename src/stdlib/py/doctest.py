"""Examples in docstrings, run and compared with what the docstrings say they print.

    if __name__ == "__main__":
        import doctest
        doctest.testmod()

A parser cuts examples out of a text, a finder collects the docstrings of a module, a runner executes the examples of each and reports, a checker compares outputs.
"""

__all__ = [
    "register_optionflag", "DONT_ACCEPT_TRUE_FOR_1", "DONT_ACCEPT_BLANKLINE", "NORMALIZE_WHITESPACE", "ELLIPSIS", "SKIP", "IGNORE_EXCEPTION_DETAIL", "COMPARISON_FLAGS",
    "REPORT_UDIFF", "REPORT_CDIFF", "REPORT_NDIFF", "REPORT_ONLY_FIRST_FAILURE", "REPORTING_FLAGS", "FAIL_FAST", "Example", "DocTest", "DocTestParser", "DocTestFinder",
    "DocTestRunner", "OutputChecker", "DocTestFailure", "UnexpectedException", "DebugRunner", "testmod", "testfile", "run_docstring_examples", "DocTestSuite", "DocFileSuite",
    "set_unittest_reportflags", "script_from_examples", "testsource", "debug_src", "debug",
]

import __future__
import difflib
import inspect
import linecache
import os
import re
import sys
import traceback
import unittest
from collections import namedtuple
from io import StringIO

OPTIONFLAGS_BY_NAME = {}


def register_optionflag(name):
    return OPTIONFLAGS_BY_NAME.setdefault(name, 1 << len(OPTIONFLAGS_BY_NAME))


DONT_ACCEPT_TRUE_FOR_1 = register_optionflag("DONT_ACCEPT_TRUE_FOR_1")
DONT_ACCEPT_BLANKLINE = register_optionflag("DONT_ACCEPT_BLANKLINE")
NORMALIZE_WHITESPACE = register_optionflag("NORMALIZE_WHITESPACE")
ELLIPSIS = register_optionflag("ELLIPSIS")
SKIP = register_optionflag("SKIP")
IGNORE_EXCEPTION_DETAIL = register_optionflag("IGNORE_EXCEPTION_DETAIL")
COMPARISON_FLAGS = DONT_ACCEPT_TRUE_FOR_1 | DONT_ACCEPT_BLANKLINE | NORMALIZE_WHITESPACE | ELLIPSIS | SKIP | IGNORE_EXCEPTION_DETAIL
REPORT_UDIFF = register_optionflag("REPORT_UDIFF")
REPORT_CDIFF = register_optionflag("REPORT_CDIFF")
REPORT_NDIFF = register_optionflag("REPORT_NDIFF")
REPORT_ONLY_FIRST_FAILURE = register_optionflag("REPORT_ONLY_FIRST_FAILURE")
FAIL_FAST = register_optionflag("FAIL_FAST")
REPORTING_FLAGS = REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF | REPORT_ONLY_FIRST_FAILURE | FAIL_FAST

BLANKLINE_MARKER = "<BLANKLINE>"
ELLIPSIS_MARKER = "..."
DIVIDER = "*" * 70


class TestResults(namedtuple("TestResults", "failed attempted")):
    def __new__(cls, failed, attempted, *, skipped=0):
        results = super().__new__(cls, failed, attempted)
        results.skipped = skipped
        return results

    def __repr__(self):
        skipped = f", skipped={self.skipped}" if self.skipped else ""
        return f"TestResults(failed={self.failed}, attempted={self.attempted}{skipped})"


def _indent(text, by=4):
    return re.sub("(?m)^(?!$)", " " * by, text)


# Examples --------------------------------------------------------------------------------------------------------------


class Example:
    """One statement and what it should print or raise. lineno counts from 0 in the docstring."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = source if source.endswith("\n") else source + "\n"
        self.want = want if not want or want.endswith("\n") else want + "\n"
        self.exc_msg = exc_msg if exc_msg is None or exc_msg.endswith("\n") else exc_msg + "\n"
        self.lineno = lineno
        self.indent = indent
        self.options = {} if options is None else options

    def _key(self):
        return self.source, self.want, self.lineno, self.indent, self.exc_msg

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._key() == other._key() and self.options == other.options

    def __hash__(self):
        return hash(self._key())


class DocTest:
    """The examples of one docstring and the namespace they run in."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        self.examples = examples
        self.docstring = docstring
        self.globs = globs.copy()
        self.name = name
        self.filename = filename
        self.lineno = lineno

    def __repr__(self):
        count = len(self.examples)
        shown = "no examples" if not count else f"{count} example{'s' if count > 1 else ''}"
        return f"<{type(self).__name__} {self.name} from {self.filename}:{self.lineno} ({shown})>"

    def _key(self):
        return self.examples, self.docstring, self.globs, self.name, self.filename, self.lineno

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self):
        return hash((self.docstring, self.name, self.filename, self.lineno))

    def __lt__(self, other):
        if not isinstance(other, DocTest):
            return NotImplemented
        return (self.name, self.filename, self.lineno, id(self)) < (other.name, other.filename, other.lineno, id(other))


class DocTestParser:
    """Cuts a text into examples and the words between them."""

    _EXAMPLE = re.compile(
        r"""
        (?P<source> ^(?P<indent> [ ]*) >>> .* (?: \n [ ]* \.\.\. .* )*) \n?
        (?P<want> (?: (?![ ]*$) (?![ ]*>>>) .+ $\n? )*)
        """,
        re.MULTILINE | re.VERBOSE,
    )
    _TRACEBACK = re.compile(
        r"""
        ^(?P<header> Traceback\ \( (?: most\ recent\ call\ last | innermost\ last ) \) : ) \s* $
        (?P<stack> .*?)
        ^(?P<msg> \w+ .*)
        """,
        re.MULTILINE | re.VERBOSE | re.DOTALL,
    )
    _OPTION = re.compile(r"#\s*doctest:\s*([^\n\'\"]*)$", re.MULTILINE)
    _is_comment_or_blank = re.compile(r"^[ ]*(#.*)?$").match

    def parse(self, string, name="<string>"):
        string = string.expandtabs()
        indents = [len(line) - len(line.lstrip(" ")) for line in string.split("\n") if line.strip()]
        margin = min(indents, default=0)
        if margin:
            string = "\n".join(line[margin:] for line in string.split("\n"))
        pieces = []
        at = lineno = 0
        for m in self._EXAMPLE.finditer(string):
            pieces.append(string[at : m.start()])
            lineno += string.count("\n", at, m.start())
            source, options, want, exc_msg = self._cut(m, name, lineno)
            if not self._is_comment_or_blank(source):
                pieces.append(Example(source, want, exc_msg, lineno=lineno, indent=margin + len(m["indent"]), options=options))
            lineno += string.count("\n", m.start(), m.end())
            at = m.end()
        pieces.append(string[at:])
        return pieces

    def get_doctest(self, string, globs, name, filename, lineno):
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)

    def get_examples(self, string, name="<string>"):
        return [piece for piece in self.parse(string, name) if isinstance(piece, Example)]

    def _cut(self, m, name, lineno):
        indent = len(m["indent"])
        lines = m["source"].split("\n")
        for i, line in enumerate(lines):
            if len(line) >= indent + 4 and line[indent + 3] != " ":
                raise ValueError(f"line {lineno + i + 1} of the docstring for {name} lacks blank after {line[indent:indent + 3]}: {line!r}")
        self._check_prefix(lines[1:], " " * indent + ".", name, lineno)
        source = "\n".join(line[indent + 4 :] for line in lines)
        wanted = m["want"].split("\n")
        if len(wanted) > 1 and re.match(r" *$", wanted[-1]):
            del wanted[-1]
        self._check_prefix(wanted, " " * indent, name, lineno + len(lines))
        want = "\n".join(line[indent:] for line in wanted)
        raised = self._TRACEBACK.match(want)
        return source, self._options(source, name, lineno), want, raised["msg"] if raised else None

    def _options(self, source, name, lineno):
        options = {}
        for m in self._OPTION.finditer(source):
            for option in m[1].replace(",", " ").split():
                if option[0] not in "+-" or option[1:] not in OPTIONFLAGS_BY_NAME:
                    raise ValueError(f"line {lineno + 1} of the doctest for {name} has an invalid option: {option!r}")
                options[OPTIONFLAGS_BY_NAME[option[1:]]] = option[0] == "+"
        if options and self._is_comment_or_blank(source):
            raise ValueError(f"line {lineno} of the doctest for {name} has an option directive on a line with no example: {source!r}")
        return options

    def _check_prefix(self, lines, prefix, name, lineno):
        for i, line in enumerate(lines):
            if line and not line.startswith(prefix):
                raise ValueError(f"line {lineno + i + 1} of the docstring for {name} has inconsistent leading whitespace: {line!r}")


# Finding ---------------------------------------------------------------------------------------------------------------


class DocTestFinder:
    """Collects the docstrings of an object and of everything in it."""

    def __init__(self, verbose=False, parser=DocTestParser(), recurse=True, exclude_empty=True):
        self._parser = parser
        self._verbose = verbose
        self._recurse = recurse
        self._exclude_empty = exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        if name is None:
            name = getattr(obj, "__name__", None)
            if name is None:
                raise ValueError(f"DocTestFinder.find: name must be given when obj.__name__ doesn't exist: {type(obj)!r}")
        if module is False:
            module = None
        elif module is None:
            module = inspect.getmodule(obj)
        try:
            file = inspect.getsourcefile(obj)
        except TypeError:
            source_lines = None
        else:
            if not file:
                file = inspect.getfile(obj)
                if not file[0] + file[-2:] == "<]>":
                    file = None
            if file is None:
                source_lines = None
            else:
                source_lines = (linecache.getlines(file) if module is None else linecache.getlines(file, module.__dict__)) or None
        if globs is None:
            globs = {} if module is None else module.__dict__.copy()
        else:
            globs = globs.copy()
        globs.update(extraglobs or {})
        globs.setdefault("__name__", "__main__")
        tests = []
        self._find(tests, obj, name, module, source_lines, globs, set())
        tests.sort()
        return tests

    def _from_module(self, module, obj):
        if module is None:
            return True
        if inspect.getmodule(obj) is not None:
            return module is inspect.getmodule(obj)
        if inspect.isfunction(obj):
            return module.__dict__ is obj.__globals__
        if inspect.ismethoddescriptor(obj) or inspect.ismethodwrapper(obj):
            owner = getattr(obj, "__objclass__", None)
            return module.__name__ == (owner.__module__ if owner is not None else getattr(obj, "__module__", module.__name__))
        if inspect.isclass(obj) or hasattr(obj, "__module__"):
            return module.__name__ == obj.__module__
        if isinstance(obj, property):
            return True
        raise ValueError("object must be a class or function")

    def _is_routine(self, obj):
        try:
            obj = inspect.unwrap(obj)
        except ValueError:
            pass
        return inspect.isroutine(obj)

    def _find(self, tests, obj, name, module, source_lines, globs, seen):
        if self._verbose:
            print(f"Finding tests in {name}")
        if id(obj) in seen:
            return
        seen.add(id(obj))
        test = self._get_test(obj, name, module, globs, source_lines)
        if test is not None:
            tests.append(test)
        if not self._recurse:
            return

        def visit(value, called):
            self._find(tests, value, called, module, source_lines, globs, seen)

        if inspect.ismodule(obj):
            for called, value in obj.__dict__.items():
                if (self._is_routine(value) or inspect.isclass(value)) and self._from_module(module, value):
                    visit(value, f"{name}.{called}")
            for called, value in getattr(obj, "__test__", {}).items():
                if not isinstance(called, str):
                    raise ValueError(f"DocTestFinder.find: __test__ keys must be strings: {type(called)!r}")
                if not (inspect.isroutine(value) or inspect.isclass(value) or inspect.ismodule(value) or isinstance(value, str)):
                    raise ValueError(f"DocTestFinder.find: __test__ values must be strings, functions, methods, classes, or modules: {type(value)!r}")
                visit(value, f"{name}.__test__.{called}")
        elif inspect.isclass(obj):
            for called, value in obj.__dict__.items():
                if isinstance(value, (staticmethod, classmethod)):
                    value = value.__func__
                if (inspect.isroutine(value) or inspect.isclass(value) or isinstance(value, property)) and self._from_module(module, value):
                    visit(value, f"{name}.{called}")

    def _get_test(self, obj, name, module, globs, source_lines):
        doc = obj if isinstance(obj, str) else getattr(obj, "__doc__", None)
        doc = "" if doc is None else doc if isinstance(doc, str) else str(doc)
        if self._exclude_empty and not doc:
            return None
        lineno = self._find_lineno(obj, source_lines)
        if module is None:
            filename = None
        else:
            filename = getattr(module, "__file__", None) or module.__name__
            if filename.endswith(".pyc"):
                filename = filename[:-1]
        return self._parser.get_doctest(doc, globs, name, filename, lineno)

    def _find_lineno(self, obj, source_lines):
        lineno = None
        if inspect.ismodule(obj) and getattr(obj, "__doc__", None) is not None:
            lineno = 0
        if inspect.isclass(obj) and getattr(obj, "__doc__", None) is not None and source_lines is not None:
            header = re.compile(rf"^\s*class\s*{re.escape(getattr(obj, '__name__', '-'))}\b")
            lineno = next((i for i, line in enumerate(source_lines) if header.match(line)), None)
        if inspect.ismethod(obj):
            obj = obj.__func__
        if isinstance(obj, property):
            obj = obj.fget
        if inspect.isroutine(obj) and getattr(obj, "__doc__", None):
            obj = inspect.unwrap(obj)
            code = getattr(obj, "__code__", None)
            if code is not None:
                lineno = code.co_firstlineno - 1
        if lineno is None:
            return None
        if source_lines is None:
            return lineno + 1
        quote = re.compile(r"""(^|.*:)\s*\w*("|')""")
        return next((i for i in range(lineno, len(source_lines)) if quote.match(source_lines[i])), None)


# Comparing -------------------------------------------------------------------------------------------------------------


def _ellipsis_match(want, got):
    if ELLIPSIS_MARKER not in want:
        return want == got
    first, *middle, last = want.split(ELLIPSIS_MARKER)
    if not got.startswith(first) or not got.endswith(last) or len(first) + len(last) > len(got):
        return False
    at, end = len(first), len(got) - len(last)
    for piece in middle:
        at = got.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


class OutputChecker:
    """Whether what was printed is what was wanted, and how to show the difference."""

    def _ascii(self, text):
        return str(text.encode("ASCII", "backslashreplace"), "ASCII")

    def check_output(self, want, got, optionflags):
        got, want = self._ascii(got), self._ascii(want)
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 and (got, want) in (("True\n", "1\n"), ("False\n", "0\n")):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(rf"(?m)^{re.escape(BLANKLINE_MARKER)}\s*?$", "", want)
            got = re.sub(r"(?m)^[^\S\n]+$", "", got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            got, want = " ".join(got.split()), " ".join(want.split())
            if got == want:
                return True
        return bool(optionflags & ELLIPSIS and _ellipsis_match(want, got))

    def _do_a_fancy_diff(self, want, got, optionflags):
        if not optionflags & (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF):
            return False
        return bool(optionflags & REPORT_NDIFF) or (want.count("\n") > 2 and got.count("\n") > 2)

    def output_difference(self, example, got, optionflags):
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub("(?m)^[ ]*(?=\n)", BLANKLINE_MARKER, got)
        if self._do_a_fancy_diff(want, got, optionflags):
            a, b = want.splitlines(keepends=True), got.splitlines(keepends=True)
            if optionflags & REPORT_UDIFF:
                diff, kind = list(difflib.unified_diff(a, b, n=2))[2:], "unified diff with -expected +actual"
            elif optionflags & REPORT_CDIFF:
                diff, kind = list(difflib.context_diff(a, b, n=2))[2:], "context diff with expected followed by actual"
            else:
                diff, kind = list(difflib.Differ(charjunk=difflib.IS_CHARACTER_JUNK).compare(a, b)), "ndiff with -expected +actual"
            return f"Differences ({kind}):\n" + _indent("".join(diff))
        if want and got:
            return f"Expected:\n{_indent(want)}Got:\n{_indent(got)}"
        if want:
            return f"Expected:\n{_indent(want)}Got nothing\n"
        if got:
            return f"Expected nothing\nGot:\n{_indent(got)}"
        return "Expected nothing\nGot nothing\n"


# Running ---------------------------------------------------------------------------------------------------------------


class _SpoofOut(StringIO):
    def getvalue(self):
        text = super().getvalue()
        return text + "\n" if text and not text.endswith("\n") else text

    def truncate(self, size=None):
        self.seek(size)
        super().truncate()


def _exception_head(message):
    """Name of the exception without module and details."""
    start, end = 0, len(message)
    for stop in ("\n", ":"):
        at = message.find(stop, 0, end)
        if at >= 0:
            end = at
    at = message.rfind(".", 0, end)
    if at >= 0:
        start = at + 1
    return message[start:end]


class DocTestRunner:
    """Runs the examples of docstrings, reports, and keeps count."""

    DIVIDER = DIVIDER
    _LINECACHE_NAME = re.compile(r"<doctest (?P<name>.+)\[(?P<index>\d+)\]>$")

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = "-v" in sys.argv if verbose is None else verbose
        self.optionflags = self.original_optionflags = optionflags
        self.tries = self.failures = self.skips = 0
        self._stats = {}
        self._fakeout = _SpoofOut()

    def report_start(self, out, test, example):
        if self._verbose:
            wanted = f"Expecting:\n{_indent(example.want)}" if example.want else "Expecting nothing\n"
            out(f"Trying:\n{_indent(example.source)}{wanted}")

    def report_success(self, out, test, example, got):
        if self._verbose:
            out("ok\n")

    def report_failure(self, out, test, example, got):
        out(self._failure_header(test, example) + self._checker.output_difference(example, got, self.optionflags))

    def report_unexpected_exception(self, out, test, example, exc_info):
        out(f"{self._failure_header(test, example)}Exception raised:\n{_indent(''.join(traceback.format_exception(*exc_info)))}")

    def _failure_header(self, test, example):
        if test.filename:
            lineno = "?" if test.lineno is None else test.lineno + example.lineno + 1
            where = f'File "{test.filename}", line {lineno}, in {test.name}'
        else:
            where = f"Line {example.lineno + 1}, in {test.name}"
        return f"{self.DIVIDER}\n{where}\nFailed example:\n{_indent(example.source)}"

    def _run(self, test, compileflags, out):
        failures = tries = skips = 0
        original = self.optionflags
        check = self._checker.check_output
        for number, example in enumerate(test.examples):
            quiet = self.optionflags & REPORT_ONLY_FIRST_FAILURE and failures > 0
            self.optionflags = original
            for flag, on in example.options.items():
                self.optionflags = self.optionflags | flag if on else self.optionflags & ~flag
            tries += 1
            if self.optionflags & SKIP:
                skips += 1
                continue
            if not quiet:
                self.report_start(out, test, example)
            exc_info = None
            try:
                exec(compile(example.source, f"<doctest {test.name}[{number}]>", "single", compileflags, True), test.globs)
                self.debugger_done()
            except KeyboardInterrupt:
                raise
            except:
                exc_info = sys.exc_info()
                exc_info = exc_info[0], exc_info[1], exc_info[2].tb_next if exc_info[2] is not None else None
            got = self._fakeout.getvalue()
            self._fakeout.truncate(0)
            if exc_info is None:
                outcome = "ok" if check(example.want, got, self.optionflags) else "failure"
            else:
                message = "".join(traceback.format_exception_only(*exc_info[:2])[-1:])
                if issubclass(exc_info[0], SyntaxError):
                    # Only the last line of a syntax error can be compared.
                    message = "".join(line for line in traceback.format_exception_only(*exc_info[:2]) if not line.startswith(" "))
                if not quiet:
                    got += "".join(traceback.format_exception(*exc_info)) if example.exc_msg is not None else ""
                if example.exc_msg is None:
                    outcome = "boom"
                elif check(example.exc_msg, message, self.optionflags):
                    outcome = "ok"
                elif self.optionflags & IGNORE_EXCEPTION_DETAIL and check(_exception_head(example.exc_msg), _exception_head(message), self.optionflags):
                    outcome = "ok"
                else:
                    outcome = "failure"
            if outcome == "ok":
                if not quiet:
                    self.report_success(out, test, example, got)
            elif outcome == "failure":
                if not quiet:
                    self.report_failure(out, test, example, got)
                failures += 1
            else:
                if not quiet:
                    self.report_unexpected_exception(out, test, example, exc_info)
                failures += 1
            if failures and self.optionflags & FAIL_FAST:
                break
        self.optionflags = original
        before = self._stats.get(test.name, (0, 0, 0))
        self._stats[test.name] = tuple(a + b for a, b in zip(before, (failures, tries, skips)))
        self.failures += failures
        self.tries += tries
        self.skips += skips
        return TestResults(failures, tries, skipped=skips)

    def debugger_done(self):
        pass

    def _getlines(self, filename, module_globals=None):
        m = self._LINECACHE_NAME.match(filename)
        if m and m["name"] == self.test.name:
            return self.test.examples[int(m["index"])].source.splitlines(keepends=True)
        return self._saved_getlines(filename, module_globals)

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        self.test = test
        if compileflags is None:
            compileflags = 0
            for name in __future__.all_feature_names:
                feature = test.globs.get(name)
                if feature is not None and feature is getattr(__future__, name):
                    compileflags |= feature.compiler_flag
        saved_stdout = sys.stdout
        if out is None:
            out = saved_stdout.write
        saved_hook, saved_trace = sys.displayhook, sys.gettrace()
        self._saved_getlines = linecache.getlines
        sys.stdout = self._fakeout
        linecache.getlines = self._getlines
        sys.displayhook = sys.__displayhook__
        try:
            return self._run(test, compileflags, out)
        finally:
            sys.stdout = saved_stdout
            sys.displayhook = saved_hook
            if sys.gettrace() is not saved_trace:
                sys.settrace(saved_trace)
            linecache.getlines = self._saved_getlines
            if clear_globs:
                test.globs.clear()
                import builtins

                builtins._ = None

    def summarize(self, verbose=None):
        if verbose is None:
            verbose = self._verbose
        def count(number, what):
            return f"{number} {what}{'' if number == 1 else 's'}"

        untested, passed, failed = [], [], []
        tries = failures = skips = 0
        for name, (f, t, s) in self._stats.items():
            failures += f
            tries += t
            skips += s
            if t == 0:
                untested.append(name)
            elif f == 0:
                passed.append((name, t))
            else:
                failed.append((name, (f, t, s)))
        if verbose:
            if untested:
                print(f"{count(len(untested), 'item')} had no tests:")
                for name in sorted(untested):
                    print(f"    {name}")
            if passed:
                print(f"{count(len(passed), 'item')} passed all tests:")
                for name, t in sorted(passed):
                    print(f" {t:3d} {'test' if t == 1 else 'tests'} in {name}")
        if failed:
            print(self.DIVIDER)
            print(f"{count(len(failed), 'item')} had failures:")
            for name, (f, t, s) in sorted(failed):
                print(f" {f:3d} of {t:3d} in {name}")
        if verbose:
            print(f"{count(tries, 'test')} in {count(len(self._stats), 'item')}.")
            good = tries - failures
            print(f"{good} passed and {failures} failed." if failures else f"{good} passed.")
        if failures:
            print(f"***Test Failed*** {count(failures, 'failure')}", end="")
            print(f" and {count(skips, 'skipped test')}." if skips else ".")
        elif verbose:
            print("Test passed.")
        return TestResults(failures, tries, skipped=skips)

    def merge(self, other):
        for name, counts in other._stats.items():
            self._stats[name] = tuple(a + b for a, b in zip(self._stats.get(name, (0, 0, 0)), counts))


class DocTestFailure(Exception):
    def __init__(self, test, example, got):
        self.test = test
        self.example = example
        self.got = got

    def __str__(self):
        return str(self.test)


class UnexpectedException(Exception):
    def __init__(self, test, example, exc_info):
        self.test = test
        self.example = example
        self.exc_info = exc_info

    def __str__(self):
        return str(self.test)


class DebugRunner(DocTestRunner):
    """Raises at the first failure."""

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        result = super().run(test, compileflags, out, False)
        if clear_globs:
            test.globs.clear()
        return result

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise UnexpectedException(test, example, exc_info)

    def report_failure(self, out, test, example, got):
        raise DocTestFailure(test, example, got)


# Entries ---------------------------------------------------------------------------------------------------------------

master = None


def _collect(runner, tests, report):
    global master
    for test in tests:
        runner.run(test)
    if report:
        runner.summarize()
    if master is None:
        master = runner
    else:
        master.merge(runner)
    return TestResults(runner.failures, runner.tries, skipped=runner.skips)


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0, extraglobs=None, raise_on_error=False, exclude_empty=False):
    """Test the examples in the docstrings of a module (`__main__` if none is given). Returns the numbers of failed and of attempted ones."""
    if m is None:
        m = sys.modules.get("__main__")
    if not inspect.ismodule(m):
        raise TypeError(f"testmod: module required; {m!r}")
    if name is None:
        name = m.__name__
    tests = DocTestFinder(exclude_empty=exclude_empty).find(m, name, globs=globs, extraglobs=extraglobs)
    return _collect((DebugRunner if raise_on_error else DocTestRunner)(verbose=verbose, optionflags=optionflags), tests, report)


def testfile(
    filename, module_relative=True, name=None, package=None, globs=None, verbose=None, report=True, optionflags=0, extraglobs=None, raise_on_error=False,
    parser=DocTestParser(), encoding=None,
):
    """Test the examples in a file of text."""
    if package and not module_relative:
        raise ValueError("Package may only be specified for module-relative paths.")
    path = filename
    if module_relative:
        base = getattr(package or sys.modules["__main__"], "__file__", None)
        path = os.path.join(os.path.dirname(base), filename) if base else filename
    with open(path, encoding=encoding) as file:
        text = file.read()
    globs = {} if globs is None else globs.copy()
    globs.update(extraglobs or {})
    globs.setdefault("__name__", "__main__")
    test = parser.get_doctest(text, globs, name or os.path.basename(filename), path, 0)
    return _collect((DebugRunner if raise_on_error else DocTestRunner)(verbose=verbose, optionflags=optionflags), [test], report)


def run_docstring_examples(f, globs, verbose=False, name="NoName", compileflags=None, optionflags=0):
    finder = DocTestFinder(verbose=verbose, recurse=False)
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in finder.find(f, name, globs=globs):
        runner.run(test, compileflags=compileflags)


_unittest_reportflags = 0


def set_unittest_reportflags(flags):
    global _unittest_reportflags
    if flags & REPORTING_FLAGS != flags:
        raise ValueError("Only reporting flags allowed", flags)
    old, _unittest_reportflags = _unittest_reportflags, flags
    return old


class DocTestCase(unittest.TestCase):
    def __init__(self, test, optionflags=0, setUp=None, tearDown=None, checker=None):
        super().__init__()
        self._dt_optionflags = optionflags
        self._dt_checker = checker
        self._dt_test = test
        self._dt_setUp = setUp
        self._dt_tearDown = tearDown

    def setUp(self):
        self._dt_globs = self._dt_test.globs.copy()
        if self._dt_setUp is not None:
            self._dt_setUp(self._dt_test)

    def tearDown(self):
        if self._dt_tearDown is not None:
            self._dt_tearDown(self._dt_test)
        self._dt_test.globs.clear()
        self._dt_test.globs.update(self._dt_globs)

    def runTest(self):
        new = StringIO()
        flags = self._dt_optionflags
        if not flags & REPORTING_FLAGS:
            flags |= _unittest_reportflags
        runner = DocTestRunner(optionflags=flags, checker=self._dt_checker, verbose=False)
        runner.DIVIDER = "-" * 70
        results = runner.run(self._dt_test, out=new.write, clear_globs=False)
        if results.skipped and results.skipped == len(self._dt_test.examples):
            raise unittest.SkipTest("all examples were skipped")
        if results.failed:
            raise self.failureException(self.format_failure(new.getvalue()))

    def format_failure(self, err):
        test = self._dt_test
        lineno = "unknown line number" if test.lineno is None else f"{test.lineno}"
        return f'Failed doctest test for {test.name}\n  File "{test.filename}", line {lineno}, in {test.name.split(".")[-1]}\n\n{err}'

    def id(self):
        return self._dt_test.name

    def __repr__(self):
        name = self._dt_test.name.split(".")
        return f"{name[-1]} ({'.'.join(name[:-1])})"

    __str__ = __repr__

    def shortDescription(self):
        return f"Doctest: {self._dt_test.name}"


def DocTestSuite(module=None, globs=None, extraglobs=None, test_finder=None, **options):
    """The docstrings of a module as a suite of `unittest`."""
    if isinstance(module, str):
        module = __import__(module, globals(), locals(), ["*"])
    elif module is None:
        module = sys.modules["__main__"]
    suite = unittest.TestSuite()
    for test in sorted((test_finder or DocTestFinder()).find(module, globs=globs, extraglobs=extraglobs)):
        if test.examples:
            if not test.filename:
                test.filename = getattr(module, "__file__", module.__name__)
            suite.addTest(DocTestCase(test, **options))
    return suite


def DocFileSuite(*paths, module_relative=True, package=None, globs=None, parser=DocTestParser(), encoding=None, **options):
    suite = unittest.TestSuite()
    for path in paths:
        with open(path, encoding=encoding) as file:
            suite.addTest(DocTestCase(parser.get_doctest(file.read(), globs or {}, os.path.basename(path), path, 0), **options))
    return suite


def script_from_examples(s):
    """The text with its examples as code and the words as comments."""
    out = []
    for piece in DocTestParser().parse(s):
        if isinstance(piece, Example):
            out.append(piece.source[:-1])
            if piece.want:
                out.append("# Expected:")
                out += [f"## {line}" for line in piece.want.split("\n")[:-1]]
        else:
            out += [f"# {line}" if line else "#" for line in piece.split("\n")[:-1]]
    while out and out[-1] == "#":
        out.pop()
    while out and out[0] == "#":
        out.pop(0)
    return "\n".join(out) + "\n"


def testsource(module, name):
    tests = [test for test in DocTestFinder().find(module) if test.name == name]
    if not tests:
        raise ValueError(name, "not found in tests")
    return script_from_examples(tests[0].docstring)


def debug_src(src, pm=False, globs=None):
    exec(script_from_examples(src), globs or {})


def debug(module, name, pm=False):
    debug_src(testsource(module, name), pm, module.__dict__)
