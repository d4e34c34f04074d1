#!/usr/bin/env python3
"""Runs the programs of Tests/TorchCases/*.py with PyTorch and writes what they print beside them, as JSON.

A file holds programs of a few lines, each below a line `#: its name`. For each the JSON keeps what it printed and, if it
ended in an exception, the exception's type. The value of a last bare expression is printed as a prompt would.
`scratch` is a folder that a program may write to.

    python3 scripts/record-torch-cases.py [GROUP …]        (needs torch and numpy; all groups where none is named)
"""
import ast
import contextlib
import io
import json
import pathlib
import sys
import tempfile
import warnings

import numpy
import torch


PRELUDE = """
import math
import torch
import torch.nn as nn
import torch.nn.functional as F
import numpy as np
"""


def programs(text):
    name, lines = None, []
    for line in text.splitlines():
        if line.startswith("#: "):
            if name:
                yield name, "\n".join(lines).strip()
            name, lines = line[3:].strip(), []
        else:
            lines.append(line)
    if name:
        yield name, "\n".join(lines).strip()


def run(program, scratch):
    torch.set_printoptions(profile="default")
    torch.manual_seed(0)
    scope = {"__name__": "__main__", "scratch": scratch}
    exec(PRELUDE, scope)
    output, error = io.StringIO(), None
    with contextlib.redirect_stdout(output), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(program)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "case", "exec"), scope)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), "case", "eval"), scope)
                if value is not None:
                    print(repr(value))
        except Exception as exception:
            error = type(exception).__name__
    torch.set_grad_enabled(True)
    return output.getvalue(), error


def main():
    folder = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "TorchCases"
    chosen = sys.argv[1:]
    for path in sorted(folder.glob("*.py")):
        if chosen and path.stem not in chosen:
            continue
        cases = []
        for name, program in programs(path.read_text()):
            with tempfile.TemporaryDirectory() as scratch:
                output, error = run(program, scratch)
            cases.append({"name": name, "program": program, "output": output, "error": error})
        target = path.with_suffix(".json")
        target.write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")
        print(f"{target.name}: {len(cases)} cases, torch {torch.__version__}, numpy {numpy.__version__}")


if __name__ == "__main__":
    main()
