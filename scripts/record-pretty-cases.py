#!/usr/bin/env python3
"""Records how IPython shows the values in Tests/LabTests/PrettyCases/cases.py, as its prompt does: in lines of 79 columns."""
import json
import pathlib

from IPython.lib.pretty import pretty

folder = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "LabTests" / "PrettyCases"
names = {"__name__": "__main__"}
exec((folder / "cases.py").read_text(encoding="utf-8"), names)
shown = [pretty(case, max_width=79) for case in names["cases"]]
(folder / "expected.json").write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
print(len(shown), "cases")
