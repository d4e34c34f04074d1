#!/usr/bin/env python3
"""Records what CPython prints for the language's test cases.

Reads Tests/LanguageTests/Cases/*.py, in which a line `### name` begins a case, runs each case with this Python and writes
Tests/LanguageTests/Cases/expected.json: the output, or for an error its type and message.
"""
import contextlib
import io
import json
import pathlib

folder = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "LanguageTests" / "Cases"
recorded = []
for path in sorted(folder.glob("*.py")):
    name, lines, cases = None, [], []
    for line in path.read_text(encoding="utf-8").splitlines() + ["### end"]:
        if line.startswith("### "):
            if name:
                cases.append((name, "\n".join(lines).strip("\n") + "\n"))
            name, lines = line[4:], []
        else:
            lines.append(line)
    for name, program in cases:
        output, error = io.StringIO(), None
        with contextlib.redirect_stdout(output):
            try:
                exec(compile(program, name, "exec"), {"__name__": "__main__"})
            except Exception as failure:  # noqa: BLE001 - the type is what is recorded
                error = type(failure).__name__
        recorded.append({"name": f"{path.stem}: {name}", "program": program, "output": output.getvalue(), "error": error})
(folder / "expected.json").write_text(json.dumps(recorded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
print(len(recorded), "cases")
