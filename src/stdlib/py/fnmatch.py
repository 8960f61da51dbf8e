"""Names matched against shell patterns: `*`, `?`, `[seq]`, `[!seq]`."""

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]

import functools
import os
import re


def fnmatch(name, pat):
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


@functools.lru_cache(maxsize=32768)
def _compiled(pat):
    if isinstance(pat, bytes):
        return re.compile(translate(pat.decode("latin-1")).encode("latin-1")).match
    return re.compile(translate(pat)).match


def filter(names, pat):
    match = _compiled(os.path.normcase(pat))
    return [name for name in names if match(os.path.normcase(name))]


def fnmatchcase(name, pat):
    return _compiled(pat)(name) is not None


def _charset(inside):
    """The regular expression of what stands in brackets."""
    if "-" not in inside:
        chunks = [inside.replace("\\", r"\\")]
    else:
        chunks = []
        start, at = 0, 2 if inside[0] == "!" else 1
        while (hyphen := inside.find("-", at)) >= 0:
            chunks.append(inside[start:hyphen])
            start, at = hyphen + 1, hyphen + 3
        if inside[start:]:
            chunks.append(inside[start:])
        else:
            chunks[-1] += "-"
        # Ranges that run backwards hold nothing.
        for k in range(len(chunks) - 1, 0, -1):
            if chunks[k - 1][-1] > chunks[k][0]:
                chunks[k - 1] = chunks[k - 1][:-1] + chunks[k][1:]
                del chunks[k]
        chunks = ["-".join(chunk.replace("\\", r"\\").replace("-", r"\-") for chunk in chunks)]
    text = re.sub(r"([&~|])", r"\\\1", chunks[0])
    if not text:
        return "(?!)"
    if text == "!":
        return "."
    if text[0] == "!":
        text = "^" + text[1:]
    elif text[0] in "^[":
        text = "\\" + text
    return f"[{text}]"


def translate(pat):
    """The regular expression of a pattern."""
    STAR = object()
    parts = []
    i = 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == "*":
            if not parts or parts[-1] is not STAR:
                parts.append(STAR)
        elif c == "?":
            parts.append(".")
        elif c == "[":
            j = i + 1 if pat[i : i + 1] == "!" else i
            if pat[j : j + 1] == "]":
                j += 1
            j = pat.find("]", j)
            if j < 0:
                parts.append(r"\[")
            else:
                parts.append(_charset(pat[i:j]))
                i = j + 1
        else:
            parts.append(re.escape(c))
    # What stands between two stars is found at its first place: no need to try others.
    out = []
    i = 0
    while i < len(parts) and parts[i] is not STAR:
        out.append(parts[i])
        i += 1
    while i < len(parts):
        i += 1
        fixed = []
        while i < len(parts) and parts[i] is not STAR:
            fixed.append(parts[i])
            i += 1
        text = "".join(fixed)
        out.append(f".*{text}" if i == len(parts) else f"(?>.*?{text})")
    return rf"(?s:{''.join(out)})\Z"
