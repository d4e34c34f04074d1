#!/usr/bin/env python3
"""Writes Sources/RandomNumbers/ZigguratTables.swift: the layers in which NumPy draws normal and exponential numbers.

    python3 scripts/make-ziggurat-tables.py

A ziggurat (Marsaglia & Tsang, 2000) covers a density by 256 layers of equal area v, stacked from the tail at r up to 1:
x[255] = r and f(x[i]) = f(x[i + 1]) + v / x[i + 1]. A draw in layer i is below the layer above it, and so done,
in k[i] of 2^52 (normal) or 2^53 (exponential) cases.

NumPy's layers of the normal distribution were computed in double precision, and v with some error; those of the
exponential one were computed with more digits, and rounded. Both are computed here in the same way.
"""
import math
import pathlib
import struct
from decimal import Decimal, getcontext

getcontext().prec = 60
LAYERS = 256


def normal():
    """Edges, densities and k of the normal distribution, in double precision."""
    r = 3.6541528853610088
    area = 0.00492867323397465524494
    area -= 4 * math.ulp(area)
    edges, densities = [0.0] * LAYERS, [1.0] * LAYERS
    edges[255], densities[255] = r, math.exp(-0.5 * r * r)
    for i in range(254, 0, -1):
        x = math.sqrt(-2.0 * math.log(area / edges[i + 1] + densities[i + 1]))
        edges[i], densities[i] = x, math.exp(-0.5 * x * x)
        if i == 38:
            # This one came out one unit in the last place higher.
            densities[i] = math.nextafter(densities[i], 1.0)
    edges[0] = area / densities[255]
    inner = [int(r * densities[255] / area * 2.0 ** 52), 0]
    inner += [round(edges[i - 1] / edges[i] * 2.0 ** 52) for i in range(2, LAYERS)]
    return edges, densities, inner


def exponential():
    """The same of the exponential distribution, in 60 digits; k of 52 bits, doubled."""

    def stacked(r):
        area = (r + 1) * (-r).exp()
        edges = [r]
        for _ in range(254):
            edges.append(-(area / edges[-1] + (-edges[-1]).exp()).ln())
        return area, edges

    # r is where the uppermost layer ends at 1.
    low, high = Decimal("7.6971174701310"), Decimal("7.6971174701311")
    for _ in range(160):
        middle = (low + high) / 2
        area, edges = stacked(middle)
        if area / edges[-1] + (-edges[-1]).exp() > 1:
            low = middle
        else:
            high = middle
    area, edges = stacked(high)
    edges = [area / (-high).exp()] + edges[::-1]
    densities = [Decimal(1)] + [(-x).exp() for x in edges[1:]]
    inner = [2 * int(high / edges[0] * 2 ** 52), 0]
    inner += [2 * int(edges[i - 1] / edges[i] * 2 ** 52) for i in range(2, LAYERS)]
    return [float(x) for x in edges], [float(f) for f in densities], inner


def words(values):
    return [struct.unpack("<Q", struct.pack("<d", value))[0] if isinstance(value, float) else value for value in values]


def array(name, help, values):
    rows = words(values)
    lines = [f"    /// {help}", f"    public static let {name}: [UInt64] = ["]
    for start in range(0, len(rows), 5):
        lines.append("        " + ", ".join(f"0x{row:x}" for row in rows[start:start + 5]) + ",")
    return "\n".join(lines + ["    ]"])


def main():
    parts = []
    for name, (edges, densities, inner) in (("normal", normal()), ("exponential", exponential())):
        parts += [
            array(f"{name}Edges", f"Where the layers of the {name} distribution end; the bits of each.", edges),
            array(f"{name}Densities", "The density there.", densities),
            array(f"{name}Inner", "How many draws of a layer are below the one above.", inner)]
    text = ("// Written by scripts/make-ziggurat-tables.py.\n\n"
            "/// The layers in which NumPy draws normal and exponential numbers, 256 each.\n"
            "public enum ZigguratTables {\n" + "\n\n".join(parts) + "\n}\n")
    (pathlib.Path(__file__).resolve().parent.parent / "Sources/RandomNumbers/ZigguratTables.swift").write_text(text)


if __name__ == "__main__":
    main()
