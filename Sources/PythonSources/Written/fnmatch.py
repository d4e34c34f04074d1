"""Names against patterns as shells have them."""
import re

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def translate(pat):
    """The regular expression that a pattern stands for."""
    parts = []
    at = 0
    while at < len(pat):
        c = pat[at]
        at += 1
        if c == "*":
            if not parts or parts[-1] != ".*":
                parts.append(".*")
        elif c == "?":
            parts.append(".")
        elif c == "[":
            end = at + 1 if pat[at:at + 1] in ("!", "]") else at
            if pat[at:at + 2] == "!]":
                end = at + 2
            end = pat.find("]", end)
            if end < 0:
                parts.append("\\[")
                continue
            inner = pat[at:end].replace("\\", "\\\\")
            at = end + 1
            if inner[0] == "!":
                inner = "^" + inner[1:]
            elif inner[0] in ("^", "["):
                inner = "\\" + inner
            parts.append("[" + inner + "]")
        else:
            parts.append(re.escape(c))
    return "(?s:" + "".join(parts) + ")\\Z"


def fnmatchcase(name, pat):
    """Whether a name matches a pattern."""
    return re.compile(translate(pat)).match(name) is not None


def fnmatch(name, pat):
    """Whether a name matches a pattern."""
    return fnmatchcase(name, pat)


def filter(names, pat):
    """The names that match a pattern."""
    wanted = re.compile(translate(pat))
    return [name for name in names if wanted.match(name) is not None]
