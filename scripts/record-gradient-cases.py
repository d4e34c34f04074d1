#!/usr/bin/env python3
"""Plays the cases of Tests/GradientCases/table.txt with PyTorch and writes the gradients beside them, as JSON.

    python3 scripts/record-gradient-cases.py        (needs torch)
"""
import contextlib
import io
import json
import pathlib
import re
import warnings

import torch

warnings.simplefilter("ignore")
folder = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "GradientCases"
scope = {"__name__": "operands"}
exec((folder / "operands.py").read_text(), scope)
known = list(scope["operands"]())

recorded = {}
for line in (folder / "table.txt").read_text().splitlines():
    if not line.strip() or line.startswith("#"):
        continue
    expression = line.split(": ", 1)[1].split("  #")[0].strip()
    if expression == "-" or expression in recorded:
        continue
    # Words of the expression that name an operand, and are neither an attribute nor a keyword.
    words = re.findall(r"(?<![\w.'])([A-Za-z_]\w*)(?!\w|\s*=[^=])", expression)
    names = [name for name in known if name in words]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        scope["play"](eval(f"lambda {', '.join(names)}: {expression}", scope), names)
    recorded[expression] = {"operands": names, "output": output.getvalue()}
(folder / "recorded.json").write_text(json.dumps(recorded, indent=1) + "\n")
print(f"recorded.json: {len(recorded)} cases, torch {torch.__version__}")
