"""Answers questions about source text as CPython's front end does: one JSON job a line in, one JSON answer a line out.

{"syntax": text, "mode": "exec", "flags": 0}  ->  {"error": null | [type, msg, lineno, offset, end_lineno, end_offset, text],
                                                   "warnings": [[category, message, lineno], ...]}
{"tokenize": path}                            ->  {"lines": [...]}    as `python -m tokenize`, with each token's line behind it
{"unparse": path}                             ->  {"text": ...}       ast.unparse(ast.parse(...))
{"display": text}                             ->  {"text": ...}       what traceback.print_exception shows of the SyntaxError
{"dump": base64 of bytes}                     ->  {"text": ...}       ast.dump(ast.parse(...), include_attributes=True), null if
                                                                      refused; with "short": true its hash as "md5"
"hash": true in a job gives a short hash of the answer instead.
"""

import ast
import base64
import hashlib
import io
import json
import sys
import tokenize
import traceback
import warnings

ONLY_AST = 0x400


def describe(error):
    if isinstance(error, SyntaxError):
        place = [error.lineno, error.offset, error.end_lineno, error.end_offset, error.text]
        return [type(error).__name__, error.msg, *place]
    return [type(error).__name__, str(error), None, None, None, None, None]


def syntax(job):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(job["syntax"], "<conformance>", job.get("mode", "exec"), ONLY_AST | job.get("flags", 0))
            error = None
        except Exception as e:
            error = describe(e)
    found = [[w.category.__name__, str(w.message), w.lineno] for w in caught]
    return {"error": error, "warnings": found}


def token_lines(readline, exact=False):
    lines = []
    try:
        for token in tokenize.tokenize(readline):
            span = "%d,%d-%d,%d:" % (token.start + token.end)
            kind = token.exact_type if exact else token.type
            lines.append("%-20s%-15s%-15r%r" % (span, tokenize.tok_name[kind], token.string, token.line))
    except IndentationError as e:
        lines.append("%s %r %r" % (type(e).__name__, e.args[0], e.args[1][1:3]))
    except tokenize.TokenError as e:
        lines.append("TokenError %r %r" % e.args)
    except SyntaxError as e:
        lines.append("SyntaxError %s" % e)
    return lines


def tokens(job):
    with open(job["tokenize"], "rb") as file:
        return {"lines": token_lines(file.readline, job.get("exact"))}


def unparse(job):
    with open(job["unparse"], "rb") as file:
        data = file.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return {"text": ast.unparse(ast.parse(data))}
    except (SyntaxError, ValueError) as e:
        return {"text": None, "error": str(e)}


def dump(job):
    data = base64.b64decode(job["dump"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = ast.dump(ast.parse(data, mode=job.get("mode", "exec")), include_attributes=True)
    except (SyntaxError, ValueError):
        text = None
    if not job.get("short"):
        return {"text": text}
    return {"md5": text and hashlib.md5(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]}


def snippet(job):
    source = job["snippet"]
    answer = syntax({"syntax": source, "mode": job.get("mode", "exec"), "flags": job.get("flags", 0)})
    answer["display"] = answer["unparse"] = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = compile(source, "<conformance>", job.get("mode", "exec"), ONLY_AST | job.get("flags", 0))
            answer["unparse"] = ast.unparse(tree)
        except SyntaxError as e:
            out = io.StringIO()
            traceback.print_exception(type(e), e, None, file=out)
            answer["display"] = out.getvalue()
        lines = token_lines(io.BytesIO(source.encode("utf-8", "replace")).readline, True)
    answer["tokens"] = hashlib.md5("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return answer


JOBS = {"dump": dump, "syntax": syntax, "tokenize": tokens, "unparse": unparse, "snippet": snippet}


def answer(job):
    for name, function in JOBS.items():
        if name in job:
            return function(job)
    return {"failure": "unknown job"}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
