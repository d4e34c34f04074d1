#!/usr/bin/env python3
"""Writes files as PyTorch and NumPy write them into Tests/TorchFiles, with a list of what they hold.

Each row of files.json has the name of a file and what a program prints that loads it; files that are damaged or hostile
are made of sound ones, and have the exception that loading them raises.

    python3 scripts/record-torch-files.py          (needs torch and numpy)
"""
import io
import json
import pathlib
import pickle
import zipfile
from collections import Counter, OrderedDict

import numpy as np
import torch

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "TorchFiles"
cases = []


def show(x):
    """What is compared: types, numbers and how they lie."""
    if isinstance(x, torch.Tensor):
        return (f"{type(x).__name__} {x.dtype} {tuple(x.shape)} {x.stride()} {x.storage_offset()} {x.requires_grad} "
                f"{x.tolist()}")
    if isinstance(x, np.ndarray):
        return f"ndarray {x.dtype.name} {x.shape} {x.tolist()}"
    if isinstance(x, dict):
        return f"{type(x).__name__} {{{', '.join(f'{k!r}: {show(v)}' for k, v in x.items())}}}"
    if isinstance(x, (list, tuple)):
        return f"{type(x).__name__} [{', '.join(show(v) for v in x)}]"
    if isinstance(x, set):
        return f"set {sorted(x)}"
    return f"{type(x).__name__} {x!r}"


def case(name, call):
    torch_call = call.replace("PATH", repr(str(FOLDER / name)))
    try:
        value, error = show(eval(torch_call)), None
    except Exception as exception:
        value, error = None, type(exception).__name__
    cases.append({"file": name, "call": call, "shows": value, "error": error})


def saved(name, value, call="torch.load(PATH)", **options):
    torch.save(value, FOLDER / name, **options)
    case(name, call)


def changed(name, source, change, call="torch.load(PATH)"):
    """A zip file with other contents; `change` gives the bytes of an entry, None to leave it out."""
    with zipfile.ZipFile(FOLDER / source) as old, zipfile.ZipFile(FOLDER / name, "w") as new:
        for entry in old.namelist():
            content = change(entry, old.read(entry))
            if content is not None:
                new.writestr(entry, content)
    case(name, call)


def bytes_of(name, content, call):
    (FOLDER / name).write_bytes(content)
    case(name, call)


class Config:
    pass


def main():
    FOLDER.mkdir(exist_ok=True)
    types = [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
             torch.uint8, torch.bool, torch.uint16, torch.uint32]
    saved("types.pt", {str(t): torch.arange(4).to(t) for t in types})
    x = torch.arange(12.).reshape(3, 4)
    saved("views.pt", {"whole": x, "row": x[1], "turned": x.t(), "part": x[:, 1:3], "one": torch.tensor(3.5),
                       "none": torch.zeros(0, 3), "spread": torch.ones(1, 3).expand(2, 3)})
    saved("plain.pt", {"list": [1, 2.5, "é", None, True, -7, 70000, 2 ** 40, -2 ** 70, 3 ** 50], "tuple": (1, (2,), ()),
                       "ordered": OrderedDict(b=1, a=2), "counted": Counter("aab"), "size": x.shape, "type": torch.float16,
                       "bytes": b"a\xff\0", "array": bytearray(b"xy"), "set": {1, 2}, 3: "int key", (1, 2): "tuple key",
                       "inf": float("inf"), "device": str(torch.device("cpu"))})
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    model(torch.randn(4, 2)).sum().backward()
    optimizer.step()
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2)
    saved("checkpoint.pt", {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": 1,
                            "schedule": schedule.state_dict(), "losses": [1.5, 0.25], "rng": torch.get_rng_state()[:8]})
    saved("parameters.pt", [torch.nn.Parameter(x[0]), torch.nn.Parameter(x[1], requires_grad=False),
                            torch.ones(2, requires_grad=True)])
    saved("array.pt", {"x": np.arange(3.), "y": np.array([[1, 2]], dtype=np.int16).T},
          "torch.load(PATH, weights_only=False)")
    case("array.pt", "torch.load(PATH)")
    saved("frozen.pt", frozenset([1]))
    saved("model.pt", model)
    saved("config.pt", {"config": Config()})
    saved("old.pt", x, _use_new_zipfile_serialization=False)
    cases.pop()
    cases.append({"file": "old.pt", "call": "torch.load(PATH)", "shows": None, "error": "NotImplementedError"})
    saved("complex.pt", torch.ones(2, dtype=torch.complex64))
    cases[-1] |= {"shows": None, "error": "NotImplementedError"}
    saved("row.pt", torch.arange(4.))
    sound = (FOLDER / "row.pt").read_bytes()
    bytes_of("half.pt", sound[:len(sound) // 2], "torch.load(PATH)")
    bytes_of("end.pt", sound[:-30], "torch.load(PATH)")
    bytes_of("empty.pt", b"", "torch.load(PATH)")
    place = sound.index(np.arange(4., dtype=np.float32).tobytes())
    flipped = bytearray(sound)
    flipped[place + 6] ^= 1
    # PyTorch does not look at checksums.
    bytes_of("flipped.pt", bytes(flipped), "torch.load(PATH)")
    cases[-1] |= {"shows": None, "error": "RuntimeError"}
    numbers, pickled = "row/data/0", "row/data.pkl"
    changed("short.pt", "row.pt", lambda n, b: b[:8] if n == numbers else b)
    changed("lost.pt", "row.pt", lambda n, b: None if n == numbers else b)
    changed("unpickled.pt", "row.pt", lambda n, b: None if n == pickled else b)

    def pickle_of(name, change):
        changed(name, "row.pt", lambda n, b: change(b) if n == pickled else b)

    pickle_of("offset.pt", lambda b: b.replace(b"K\x00K\x04\x85", b"K\x09K\x04\x85"))
    pickle_of("huge.pt", lambda b: b.replace(b"K\x00K\x04\x85", b"K\x00J\xff\xff\xff\x7f\x85"))
    pickle_of("negative.pt", lambda b: b.replace(b"K\x00K\x04\x85", b"K\x00J\xff\xff\xff\xff\x85"))
    pickle_of("before.pt", lambda b: b.replace(b"K\x00K\x04\x85", b"J\xff\xff\xff\xffK\x04\x85"))
    pickle_of("system.pt", lambda b: b"\x80\x02cposix\nsystem\nX\x02\x00\x00\x00ls\x85R.")
    pickle_of("eval.pt", lambda b: b"\x80\x02c__builtin__\neval\nX\x02\x00\x00\x00ls\x85R.")
    pickle_of("cut.pt", lambda b: b[:-20])
    changed("bomb.pt", "row.pt", lambda n, b: b)
    cases.pop()
    with zipfile.ZipFile(FOLDER / "bomb.pt", "w", zipfile.ZIP_DEFLATED) as new:
        with zipfile.ZipFile(FOLDER / "row.pt") as old:
            for entry in old.namelist():
                content = old.read(entry)
                new.writestr(entry, b"\x80\x02" + b"(" * 20_000_000 if entry == pickled else content)
    cases.append({"file": "bomb.pt", "call": "torch.load(PATH)", "shows": None, "error": "EOFError"})

    for name, array in [("x", x.numpy()), ("turned", np.asfortranarray(np.arange(6).reshape(2, 3))), ("one", np.array([3.0])),
                        ("swapped", np.arange(3, dtype=">f4")), ("bools", np.array([True, False])),
                        ("small", np.arange(3, dtype=np.uint16)), ("none", np.zeros((0, 2)))]:
        np.save(FOLDER / f"{name}.npy", array)
        case(f"{name}.npy", "np.load(PATH)")
    np.savez(FOLDER / "two.npz", np.ones(2), x=np.arange(3))
    case("two.npz", "dict(np.load(PATH))")
    np.savez_compressed(FOLDER / "packed.npz", x=np.zeros((100, 100)))
    case("packed.npz", "float(np.load(PATH)['x'].sum())")
    plain = (FOLDER / "x.npy").read_bytes()
    bytes_of("cut.npy", plain[:-8], "np.load(PATH)")
    bytes_of("head.npy", plain[:20], "np.load(PATH)")
    bytes_of("shape.npy", plain.replace(b"(3, 4)", b"(9, 9)"), "np.load(PATH)")
    bytes_of("kind.npy", plain.replace(b"<f4", b"<q9"), "np.load(PATH)")
    bytes_of("words.npy", b"hello", "np.load(PATH)")
    np.save(FOLDER / "objects.npy", np.array([{}, 1], dtype=object))
    case("objects.npy", "np.load(PATH)")
    with zipfile.ZipFile(FOLDER / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("x.npy", plain.replace(b"(3, 4)", b"(3000, 4000)") + b"\0" * 20_000_000)
    case("bomb.npz", "np.load(PATH)['x']")
    with open(FOLDER / "arrays.pickle", "wb") as file:
        pickle.dump({"x": np.arange(3.), "y": [1, "a"]}, file)
    case("arrays.pickle", "pickle.load(open(PATH, 'rb'))")
    (FOLDER / "files.json").write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(cases)} cases, torch {torch.__version__}, numpy {np.__version__}")


if __name__ == "__main__":
    main()
