#!/usr/bin/env python3
"""Writes the numbers of matplotlib's colour maps into Sources/TorchSources/Written/_colormaps.py.

    python3 scripts/record-colour-maps.py          (needs matplotlib)
"""
import pathlib

import matplotlib
from matplotlib.colors import LinearSegmentedColormap, ListedColormap

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "TorchSources" / "Written" / "_colormaps.py"
NAMES = """viridis plasma inferno magma cividis turbo Greys Purples Blues Greens Oranges Reds YlOrBr
YlOrRd OrRd PuRd RdPu BuPu GnBu PuBu YlGnBu PuBuGn BuGn YlGn binary gray bone pink spring summer autumn winter cool Wistia
hot afmhot copper PiYG PRGn BrBG PuOr RdGy RdBu RdYlBu RdYlGn Spectral coolwarm bwr seismic hsv jet terrain Pastel1 Pastel2
Paired Accent Dark2 Set1 Set2 Set3 tab10 tab20 tab20b tab20c""".split()


def number(value):
    return f"{float(value):.9g}"


def packed(colours):
    """Five hexadecimal digits for each part of a colour, in millionths."""
    whole = [[round(float(part) * 1e6) for part in colour[:3]] for colour in colours]
    if all(abs(w / 1e6 - float(p)) < 1e-12 for colour, row in zip(colours, whole) for w, p in zip(row, colour)):
        return "".join(f"{part:05x}" for row in whole for part in row)
    return None


def main():
    listed, segmented = [], []
    for name in NAMES:
        map = matplotlib.colormaps[name]
        if isinstance(map, ListedColormap):
            digits = packed(map.colors)
            if digits is None:
                rows = ", ".join("(" + ", ".join(repr(float(p)) for p in colour[:3]) + ")" for colour in map.colors)
                listed.append(f"    {name!r}: [{rows}],")
            else:
                listed.append(f"    {name!r}: {digits!r},")
        elif isinstance(map, LinearSegmentedColormap):
            data = map._segmentdata
            if any(callable(data[part]) for part in ("red", "green", "blue")):
                print("left out:", name)
                continue
            rows = "; ".join(
                " ".join(",".join(repr(float(n)) for n in point) for point in data[part]) for part in ("red", "green", "blue"))
            segmented.append(f"    {name!r}: {rows!r},")
    TARGET.write_text(
        '"""The numbers of matplotlib\'s colour maps, written by scripts/record-colour-maps.py."""\n\n'
        "# Colours in a row: hexadecimal digits, five for each part in millionths, or three parts.\n"
        "LISTED = {\n" + "\n".join(listed) + "\n}\n\n"
        "# Points of red, green and blue: where, the value before it, the value behind it.\n"
        "SEGMENTED = {\n" + "\n".join(segmented) + "\n}\n")
    print(f"{len(listed)} listed, {len(segmented)} segmented, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
