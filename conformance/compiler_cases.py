"""Records what CPython 3.13 makes of the compiler's cases. Run with PYTHONHASHSEED=0 from the root of the repository.

    python3.13 conformance/compiler_cases.py > conformance/fixtures/compiler_cases.json

Cases are in conformance/cases/compiler, one program a line with `\\n` for line ends (`scopes.py` is one program):

    refused.txt, warned.txt   error and warnings of compiling
    folded.txt                the tree after constant folding
    modes.txt                 mode, flags, program: hash of the code object, or the error
    scopes.py                 the symbol table listing
"""

import ast
import contextlib
import hashlib
import io
import json
import os
import runpy
import symtable
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
OPTIMIZED_AST = 0x8400
dump = runpy.run_path(os.path.join(HERE, "compile_dump.py"), run_name="dump")["dump"]


def lines(name):
    with open(os.path.join(HERE, "cases", "compiler", name), encoding="utf-8") as f:
        for line in f.read().rstrip("\n").split("\n"):
            yield line.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


def facts(make):
    """Result (None if refused), error and warnings of a compilation."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        error = result = None
        try:
            result = make()
        except SyntaxError as e:
            error = [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]
    # The folding of ~True warns without a line of the program.
    warned = [[w.category.__name__, str(w.message), w.lineno if w.filename == "<string>" else None] for w in seen]
    return result, error, warned


def main():
    messages = []
    for source in [*lines("refused.txt"), *lines("warned.txt")]:
        _, error, warned = facts(lambda: compile(source, "<string>", "exec", dont_inherit=True))
        messages.append([source, error, warned])
    folded = []
    for source in lines("folded.txt"):
        tree, _, _ = facts(lambda: compile(source, "<string>", "exec", OPTIMIZED_AST, dont_inherit=True, optimize=0))
        folded.append([source, ast.dump(tree, include_attributes=True)])
    modes = []
    for line in lines("modes.txt"):
        mode, flags, source = line.split(" ", 2)
        code, error, _ = facts(lambda: compile(source, "<string>", mode, int(flags), dont_inherit=True))
        if error is None:
            text = json.dumps(dump(code), ensure_ascii=False, separators=(",", ":"))
            error = hashlib.sha1(text.encode()).hexdigest()[:10]
        modes.append([mode, int(flags), source, error])
    listing = io.StringIO()
    with contextlib.redirect_stdout(listing):
        symtable.main(["conformance/cases/compiler/scopes.py"])
    rows = ",\n".join(
        f"{json.dumps(key)}: [\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
        for key, value in [("messages", messages), ("folded", folded), ("modes", modes)]
    )
    print("{\n" + rows + ",\n" + f'"symtable": {json.dumps(listing.getvalue(), ensure_ascii=False)}' + "\n}")


main()
