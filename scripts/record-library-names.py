#!/usr/bin/env python3
"""Records the public names of Python's own modules, as this CPython has them.

Writes Sources/PythonSources/Written/names.txt: a line for each module that Lagado has, with all the names that CPython's has. A name
that Lagado lacks says so by its full name; the tests count them.
"""
import importlib
import pathlib
import types

root = pathlib.Path(__file__).resolve().parent.parent
written = root / "Sources" / "PythonSources" / "Written"
modules = sorted({path.stem for path in written.glob("*.py")} | {
    "binascii", "collections", "copy", "dataclasses", "functools", "gc", "hashlib", "itertools", "json", "math", "operator", "os", "os.path", "pickle", "random",
    "re", "string", "struct", "sys", "textwrap", "time", "traceback", "typing", "warnings", "urllib.request"})
lines = []
for name in modules:
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    names = getattr(module, "__all__", None) or [
        key for key, value in vars(module).items() if not key.startswith("_") and not isinstance(value, types.ModuleType)]
    lines.append(f"{name}: {' '.join(sorted(set(names)))}")
(written / "names.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
print(len(lines), "modules")
