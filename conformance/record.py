"""Writes what CPython 3.13 says about the conformance cases.

    PYTHONHASHSEED=0 python3.13 conformance/record.py [--check | --json] [--aspects out,dis,trace,opcodes,ast] [case …]

A case is cases/<area>/<topic>.py. Its goldens stand beside it: `.out` (stdout, then stderr, then the exit status), and where wanted `.dis` (as `python -m dis`), `.trace` and
`.opcodes` (the settrace format), `.exprs` (values of expressions, see expr_oracle.py), `.ast` (`ast.dump` with positions). A golden that exists is written anew; `.out` always;
others when named in --aspects. With --check nothing is written: differences are listed and the status is 1; with --json the texts are printed, a line {"id", "text"} each. A file
`<topic>.in` is standard input.
"""

import ast
import contextlib
import dis
import io
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE / "cases"
ADDRESS = re.compile(r"at 0x[0-9a-fA-F]+")


def out(case, source):
    given = case.with_suffix(".in")
    run = subprocess.run([sys.executable, case.name], cwd=case.parent, input=given.read_text() if given.exists() else "", capture_output=True, text=True, timeout=60)
    # Python reports the script by its absolute path
    text = run.stdout.replace(f"{case.parent}/", "")
    if run.stderr:
        text += "--- stderr
" + run.stderr.replace(f"{case.parent}/", "")
    # what a shell says of a process that a signal ended (an uncaught KeyboardInterrupt)
    status = run.returncode if run.returncode >= 0 else 128 - run.returncode
    return text + f"--- exit {status}
"


def disassembly(case, source):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        dis.dis(compile(source, case.name, "exec", dont_inherit=True))
    return ADDRESS.sub("at 0x…", text.getvalue())


def traced(flags):
    def make(case, source):
        run = subprocess.run([sys.executable, str(HERE / "settrace_oracle.py"), *flags, str(case)], input="", capture_output=True, text=True, timeout=60)
        return run.stdout

    return make


def expressions(case, source):
    run = subprocess.run([sys.executable, str(HERE / "expr_oracle.py"), str(case)], input="", capture_output=True, text=True, timeout=60)
    return "".join(line + "\n" for line in run.stdout.split("\n") if line.startswith('["'))


ASPECTS = {
    "out": out,
    "dis": disassembly,
    "trace": traced([]),
    "opcodes": traced(["--opcodes"]),
    "exprs": expressions,
    "ast": lambda case, source: ast.dump(ast.parse(source), include_attributes=True, indent=1) + "\n",
}


def main(argv):
    check = "--check" in argv
    wanted = set(argv[argv.index("--aspects") + 1].split(",")) if "--aspects" in argv else set()
    names = [a for i, a in enumerate(argv) if not a.startswith("--") and (i == 0 or argv[i - 1] != "--aspects")]
    cases = [CASES / f"{name.removesuffix('.py')}.py" for name in names] or sorted(CASES.glob("*/*.py"))
    different = 0
    for case in cases:
        source = case.read_text(encoding="utf-8")
        for aspect, make in ASPECTS.items():
            golden = case.with_suffix(f".{aspect}")
            if not (golden.exists() or (aspect == "out" and case.parent.name != "compile") or aspect in wanted):
                continue
            text = make(case, source)
            if "--json" in argv:
                print(json.dumps({"id": f"{case.parent.name}/{case.stem}:{aspect}", "text": text}), flush=True)
                continue
            if golden.exists() and golden.read_text(encoding="utf-8") == text:
                continue
            different += 1
            print(f"{'differs' if check else 'wrote'} {golden.relative_to(CASES)}")
            if not check:
                golden.write_text(text, encoding="utf-8")
    if check:
        print(f"{len(cases)} cases, {different} goldens differ")
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
