#!/usr/bin/env python3
"""Counts which names of PyTorch, NumPy and matplotlib a built program has: whole, in part (arguments are missing), or not at all.

    python3 scripts/coverage.py [--program .build/release/lagado] [--before OTHER_PROGRAM] [--list torch.nn]

The names and their arguments are those of Tests/SignatureCases/signatures.txt, recorded by scripts/record-signatures.py. With `--before` the
numbers of another build stand beside; with `--list` the names of one module are told. Arguments that are left out on purpose
(Tests/SignatureCases/deviations.txt) do not count as missing; how many there are is told.
"""
import argparse
import collections
import fnmatch
import pathlib
import re
import subprocess
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent
cases = root / "Tests" / "SignatureCases"

# Where the program has the thing whose attributes are asked for.
OWNERS = {
    "matplotlib.axes.Axes": "ax", "matplotlib.figure.Figure": "fig", "numpy.random.Generator": "np.random.default_rng()",
    "torch.optim.lr_scheduler.LRScheduler": "torch.optim.lr_scheduler.LRScheduler"}

PROBE = '''
import inspect
import numpy as np
import numpy
import torch
import matplotlib
import matplotlib.pyplot as plt
fig, ax = plt.subplots()

def tell(thing):
    """What it takes: a class that is written in the language by its signature, all else by its help."""
    if isinstance(thing, type):
        try:
            print(thing.__name__ + str(inspect.signature(thing)))
            return
        except Exception:
            pass
    help(thing)
'''


def split(text):
    parts, depth, quote, word = [], 0, None, ""
    for letter in text:
        if quote:
            quote = None if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        if letter == "," and not depth and not quote:
            parts.append(word.strip())
            word = ""
        else:
            word += letter
    return [part for part in parts + [word.strip()] if part]


def arguments(line):
    """The names of the arguments of a written call; nothing where it has none, None where they are not known."""
    match = re.match(r"^[\w.]+\((.*)\)$", line.strip())
    if not match or match[1] == "...":
        return None
    inner = match[1]
    return [part.lstrip("*").split("=")[0] for part in split(inner) if part not in ("/", "*")], "**" in inner, "*" in inner


def recorded():
    forms = collections.OrderedDict()
    for line in (cases / "signatures.txt").read_text().splitlines():
        forms.setdefault(line.split("(")[0], []).append(line)
    return forms


def deviations():
    rules = []
    for line in (cases / "deviations.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            rule, _, _ = line.partition("  --")
            words = rule.split()
            rules.append((words[0], words[1:]))
    return rules


def module(name):
    if name.startswith("torch.nn.") and name.count(".") == 3 and name.endswith(".forward"):
        return "torch.nn"
    return name.rsplit(".", 1)[0]


def have(program, names):
    """For each name what the program tells of it: its parameters, an empty text where it has none, or nothing where it lacks the name."""
    lines = [PROBE]
    for number, name in enumerate(names):
        owner, last = name.rsplit(".", 1)
        expression = OWNERS.get(owner, owner) + "." + last
        lines.append(f"try:\n    x = {expression}\nexcept Exception:\n    print('@{number} -')\nelse:\n"
                     f"    print('@{number} +')\n    try:\n        tell(x)\n    except Exception:\n        pass")
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        done = subprocess.run([str(pathlib.Path(program).resolve()), file.name], capture_output=True, text=True)
    answers = {}
    # A page of help begins with the call, whose further lines are indented by four; a parameter may have other names.
    for number, mark, page in re.findall(r"^@(\d+) ([+-])\n((?:(?!@\d).*\n?)*)", done.stdout, re.M):
        call = re.match(r"[^\n]*(?:\n    .*)*", page)[0]
        others = re.findall(r"; also called ([\w, ]+)", re.sub(r"\n\s+", " ", page))
        answers[names[int(number)]] = (re.sub(r"\n\s+", " ", call), re.findall(r"\w+", " ".join(others))) if mark == "+" else None
    if len(answers) < len(names):
        raise SystemExit(f"the program told of {len(answers)} names of {len(names)}: {done.stderr[-500:]}")
    return answers


def state(name, forms, answer, rules):
    """'whole', 'part' or 'none', the arguments that are missing, and those that are left out on purpose."""
    if answer is None:
        return "none", [], []
    here = arguments(answer[0])
    wanted = [word for form in forms if (told := arguments(form)) for word in told[0]]
    if here is None:
        return "whole", [], []
    names, takes_any, _ = here
    names = names + answer[1]
    # The receiver, and a row of which PyTorch's stubs name the parts.
    missing = [one for one in dict.fromkeys(wanted) if one not in names and not takes_any and one not in ("args", "kwargs")]
    meant = [one for one in missing if any(
        rule == one and any(fnmatch.fnmatchcase(name, glob) for glob in globs) for rule, globs in rules)]
    missing = [one for one in missing if one not in meant]
    return "part" if missing else "whole", missing, meant


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=root / ".build" / "release" / "lagado")
    parser.add_argument("--before", help="another build of the program, to compare with")
    parser.add_argument("--list", help="a module whose names are told")
    options = parser.parse_args()
    forms, rules = recorded(), deviations()
    tables = []
    for program in [options.before, options.program]:
        if not program:
            continue
        answers = have(program, list(forms))
        counts = collections.OrderedDict()
        meant = 0
        for name, lines in forms.items():
            kind, missing, left = state(name, lines, answers[name], rules)
            counts.setdefault(module(name), collections.Counter())[kind] += 1
            meant += len(left)
            if options.list and program == options.program and module(name) == options.list and kind != "whole":
                print(f"{name}: " + ("not here" if kind == "none" else "without " + ", ".join(missing)))
        tables.append((counts, meant))
    if options.list:
        return
    titles = ["before", "now"][-len(tables):]
    print("| Module | Names |" + "".join(f" {title}: whole | in part | not |" for title in titles))
    print("|---|---:|" + "---:|" * 3 * len(tables))
    total = [collections.Counter() for _ in tables]
    for path in tables[0][0]:
        cells = []
        for number, (counts, _) in enumerate(tables):
            cells += [counts[path][kind] for kind in ("whole", "part", "none")]
            total[number].update(counts[path])
        print(f"| {path} | {sum(tables[0][0][path].values())} | " + " | ".join(map(str, cells)) + " |")
    cells = [counts[kind] for counts in total for kind in ("whole", "part", "none")]
    print(f"| **all** | {sum(total[0].values())} | " + " | ".join(map(str, cells)) + " |")
    print(f"\n{tables[-1][1]} arguments are left out on purpose: Tests/SignatureCases/deviations.txt")


if __name__ == "__main__":
    main()
