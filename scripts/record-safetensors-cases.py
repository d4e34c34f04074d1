#!/usr/bin/env python3
"""Writes Tests/TorchCases/safetensors-files.json: files that are sound and files that are not, each with what the
safetensors library says of it.

    python3 scripts/record-safetensors-cases.py        (needs safetensors)
"""
import base64
import json
import pathlib
import random
import struct
import tempfile

import safetensors

DATA = bytes(range(64))
GOOD = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'


def entry(dtype, shape, offsets):
    return {"dtype": dtype, "shape": shape, "data_offsets": offsets}


def file(header, data, length=None):
    header = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(header) if length is None else length) + header + data


def cases():
    def of(name, tensors, count):
        return name, file(json.dumps(tensors), DATA[:count])

    f32 = lambda shape, offsets: entry("F32", shape, offsets)
    yield of("two tensors", {"a": f32([2], [0, 8]), "b": entry("I64", [1], [8, 16])}, 16)
    yield of("overlap", {"a": f32([2], [0, 8]), "b": f32([2], [4, 12])}, 12)
    yield of("the same place", {"a": f32([2], [0, 8]), "b": f32([2], [0, 8])}, 8)
    yield of("hole", {"a": f32([2], [0, 8]), "b": f32([2], [12, 20])}, 20)
    yield of("hole at the start", {"a": f32([2], [4, 12])}, 12)
    yield of("trailing bytes", {"a": f32([2], [0, 8])}, 9)
    yield of("truncated", {"a": f32([2], [0, 8])}, 7)
    yield of("no tensors", {}, 0)
    yield of("no tensors and a byte", {}, 1)
    yield of("empty between", {"a": f32([0], [8, 8]), "b": f32([2], [0, 8]), "c": f32([1], [8, 12])}, 12)
    yield of("empty within", {"a": f32([0], [4, 4]), "b": f32([2], [0, 8])}, 8)
    yield of("no axes", {"a": f32([], [0, 4])}, 4)
    yield of("reversed", {"a": f32([2], [8, 0])}, 8)
    yield of("negative offset", {"a": f32([2], [-8, 0])}, 8)
    yield of("negative size", {"a": f32([-2], [0, 8])}, 8)
    yield of("float size", {"a": f32([2.0], [0, 8])}, 8)
    yield of("text size", {"a": f32(["2"], [0, 8])}, 8)
    yield of("bool size", {"a": f32([True, 2], [0, 8])}, 8)
    yield of("no shape", {"a": {"dtype": "F32", "data_offsets": [0, 8]}}, 8)
    yield of("three offsets", {"a": f32([2], [0, 8, 9])}, 8)
    yield of("overflow", {"a": f32([2**62, 4], [0, 8])}, 8)
    yield of("overflow, then zero", {"a": f32([2**62, 4, 0], [0, 0])}, 0)
    yield of("offset past 64 bits", {"a": f32([2], [0, 2**64])}, 8)
    yield of("words", {"__metadata__": {"x": "y"}, "a": f32([2], [0, 8])}, 8)
    for name, words in [("a number", 1), ("null", None), ("nested", {"x": {"y": "z"}}), ("a list", [1])]:
        yield of(f"words: {name}", {"__metadata__": words, "a": f32([2], [0, 8])}, 8)
    yield of("a further field", {"a": dict(f32([2], [0, 8]), foo=[1, {"x": 1.5}])}, 8)
    for dtype in ["BOOL", "U8", "I8", "I16", "U16", "F16", "BF16", "I32", "U32", "F32", "F64", "I64", "U64", "C64",
                  "F8_E4M3", "F8_E5M2", "F4", "F6_E2M3", "F128", "float32", ""]:
        for size in (1, 2, 4):
            yield of(f"{dtype} of {size} in 4 bytes", {"a": entry(dtype, [size], [0, 4])}, 4)
    for name, header in {
        "blanks behind": GOOD + "   ", "blanks before": "  " + GOOD, "a zero behind": GOOD + "\0", "two headers": GOOD + GOOD,
        "cut": GOOD[:-1], "mark of order": "\ufeff" + GOOD, "single quotes": GOOD.replace('"', "'"),
        "a list": "[]", "null": "null", "nothing": "", "blanks": "  ", "comma": GOOD[:-1] + ",}", "comment": "/**/" + GOOD,
        "field twice": GOOD.replace('"dtype"', '"dtype":"F32","dtype"'),
        "half a character": GOOD.replace('"a"', '"\\ud800"'), "a pair": GOOD.replace('"a"', '"\\ud83d\\ude00"'),
        "control character": GOOD.replace('"a"', '"\x01"'), "escape": GOOD.replace('"a"', '"\\x"'),
        "empty name": GOOD.replace('"a"', '""'),
    }.items():
        yield "header: " + name, file(header, DATA[:8])
    yield "header: latin-1", file(GOOD.encode().replace(b'"a"', b'"\xff"'), DATA[:8])
    for number in ["02", "2e0", "+2", "2.", "-0", "0x2", "NaN", "2 "]:
        yield f"number: {number}", file(GOOD.replace("[2]", f"[{number}]"), DATA[:8])
    for depth in (125, 126, 5000):
        yield f"depth {depth}", file(GOOD.replace('"dtype"', '"x":' + "[" * depth + "]" * depth + ',"dtype"'), DATA[:8])
    for length in (0, 7, 55, 1 << 20, 100_000_001, 2**63, 2**64 - 1):
        yield f"length {length}", file(GOOD, DATA[:8], length)
    for count in (0, 7, 8):
        yield f"{count} zeros", b"\0" * count
    draw = random.Random(0)
    sound = [file(GOOD, DATA[:8]), file(json.dumps({"a": f32([2], [0, 8]), "b": entry("I64", [1], [8, 16])}), DATA[:16])]
    for index in range(200):
        damaged = bytearray(draw.choice(sound))
        for _ in range(draw.choice([1, 1, 2])):
            place, kind = draw.randrange(len(damaged)), draw.random()
            if kind < 0.6:
                damaged[place] = draw.choice([draw.randrange(256), *b'0123456789[]{},:"-. '])
            elif kind < 0.8:
                del damaged[place]
            else:
                damaged.insert(place, draw.choice(b'0123456789[]{},:"-. \\e'))
        yield f"damaged {index}", bytes(damaged)


def main():
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "case.safetensors"
        for name, contents in cases():
            path.write_bytes(contents)
            try:
                with safetensors.safe_open(path, "np") as opened:
                    opened.keys()
                error = None
            except safetensors.SafetensorError as exception:
                error = str(exception)
            found.append({"name": name, "file": base64.b64encode(contents).decode(), "error": error})
    target = pathlib.Path(__file__).parent.parent / "Tests" / "TorchCases" / "safetensors-files.json"
    target.write_text(json.dumps(found, indent=1) + "\n")
    print(f"{len(found)} files, {sum(one['error'] is None for one in found)} sound, safetensors {safetensors.__version__}")


if __name__ == "__main__":
    main()
