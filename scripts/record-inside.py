#!/usr/bin/env python3
"""Computes with PyTorch what looking inside of a model gives, and writes it to Tests/LabTests/Inside/recorded.json.

    python3 scripts/record-inside.py        (needs torch)

The model is the lecture's, small: V = 101, E = 48, H = 4, L = 2, T = 24, drawn with seed 7 after 400 random tokens.
"""
import json
import math
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

V, E, H, L, T, B, SEED = 101, 48, 4, 2, 24, 3, 7
D = E // H


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.QKV, self.W0 = nn.Linear(E, 3 * E), nn.Linear(E, E)
        self.pattern, self.gathered = nn.Identity(), nn.Identity()

    def forward(self, x):
        B, T, _ = x.shape
        q, k, v = (p.view(B, T, H, D).transpose(1, 2) for p in self.QKV(x).split(E, 2))
        scores = (q @ k.transpose(-1, -2)) / math.sqrt(D)
        pattern = self.pattern(scores.masked_fill(torch.ones(T, T).triu(1).bool(), -torch.inf).softmax(-1))
        return self.W0(self.gathered((pattern @ v).transpose(1, 2).reshape(B, T, E)))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.layernorm_1, self.attn = nn.LayerNorm(E), Attention()
        self.layernorm_2, self.mlp_1, self.mlp_2 = nn.LayerNorm(E), nn.Linear(E, 4 * E), nn.Linear(4 * E, E)
        self.before, self.after = nn.Identity(), nn.Identity()

    def forward(self, x):
        x = self.before(x)
        x = x + self.attn(self.layernorm_1(x))
        return self.after(x + self.mlp_2(F.gelu(self.mlp_1(self.layernorm_2(x)))))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(V, E), nn.Embedding(T, E)
        self.embedded = nn.Identity()
        self.blocks = nn.Sequential(*[Block() for _ in range(L)])
        self.layernorm_final, self.final_head = nn.LayerNorm(E), nn.Linear(E, V, bias=False)
        self.final_head.weight = nn.Parameter(self.wte.weight)

    def head(self, x):
        return self.final_head(self.layernorm_final(x)) / math.sqrt(E)

    def forward(self, ids):
        return self.head(self.blocks(self.embedded(self.wte(ids) + self.wpe(torch.arange(ids.shape[1])))))


def hooked(model, hooks, ids):
    """One pass with forward hooks on modules, each of which may replace what its module gives."""
    handles = [module.register_forward_hook(hook) for module, hook in hooks]
    try:
        return model(ids)
    finally:
        for handle in handles:
            handle.remove()


def kept(model, modules, ids):
    found = {}
    hooked(model, [(m, lambda m, x, y: found.__setitem__(m, y.clone())) for m in modules], ids)
    return found


def part(head=None, position=None):
    features = slice(None) if head is None else slice(head * D, (head + 1) * D)
    return slice(None), slice(None) if position is None else slice(position, position + 1), features


def replacing(place, how, clean=None):
    """A hook that puts zero, the mean or what another pass had into a part of a module's output."""
    def hook(module, x, y):
        y = y.clone()
        if how == "zero":
            y[place] = 0
        elif how == "mean":
            y[place] = y.mean((0, 1), keepdim=True).expand_as(y)[place]
        else:
            y[place] = clean[module][place]
        return y
    return hook


def main():
    torch.manual_seed(SEED)
    tokens = torch.randint(V, (400,))
    model = Model()
    places = torch.randint(len(tokens) - T, (B,))[:, None] + torch.arange(T)
    X, Y = tokens[places], tokens[places + 1]
    blocks = list(model.blocks)
    gathered = [b.attn.gathered for b in blocks]
    adds = [[b.attn, b.mlp_2] for b in blocks]

    streams = kept(model, [model.embedded] + [b.after for b in blocks], X)
    lens = [model.head(streams[m])[0, -3:].softmax(-1).tolist() for m in [model.embedded] + [b.after for b in blocks]]
    patterns = kept(model, [blocks[1].attn.pattern], X)[blocks[1].attn.pattern]

    def loss(hooks):
        return F.cross_entropy(hooked(model, hooks, X).view(-1, V), Y.reshape(-1)).item()

    ablated = {"loss": loss([])}
    for how in ("zero", "mean"):
        ablated[how] = {
            "heads": [[loss([(gathered[l], replacing(part(h), how))]) for h in range(H)] for l in range(L)],
            "blocks": [loss([(m, replacing(part(), how)) for m in adds[l]]) for l in range(L)],
            "positions": [loss([(model.embedded, replacing(part(position=p), how))]) for p in (0, 5, 23)],
            "head at 4": loss([(gathered[1], replacing(part(2, 4), how))]),
            "stream before 1 at 7": loss([(blocks[1].before, replacing(part(position=7), how))]),
        }

    clean, corrupted = X[:1], X[1:2]
    right, wrong = (model(ids)[0, -1].argmax().item() for ids in (clean, corrupted))
    values = kept(model, gathered + sum(adds, []) + [b.before for b in blocks] + [model.embedded], clean)

    def difference(hooks, ids=corrupted):
        logits = hooked(model, hooks, ids)[0, -1]
        return (logits[right] - logits[wrong]).item()

    def from_clean(*modules, **where):
        return difference([(m, replacing(part(**where), "clean", values)) for m in modules])

    patched = {
        "right": right, "wrong": wrong, "clean": difference([], clean), "corrupted": difference([]),
        "heads": [[from_clean(gathered[l], head=h) for h in range(H)] for l in range(L)],
        "blocks": [from_clean(*adds[l]) for l in range(L)],
        "positions": [from_clean(model.embedded, position=p) for p in range(T)],
        "stream before 1": [from_clean(blocks[1].before, position=p) for p in range(T)],
        "head at 23": from_clean(gathered[1], head=3, position=23),
    }
    recorded = {
        "torch": torch.__version__, "X": X.tolist(), "lens": lens,
        "attention": patterns[0, 2].tolist(), "next": model(X)[0, -1].softmax(-1).tolist(),
        "losses": F.cross_entropy(model(X).view(-1, V), Y.reshape(-1), reduction="none").view(B, T).tolist(),
        "ablate": ablated, "patch": patched,
    }

    def rounded(value):
        if isinstance(value, dict):
            return {k: rounded(v) for k, v in value.items()}
        if isinstance(value, list):
            return [rounded(v) for v in value]
        return float(f"{value:.8g}") if isinstance(value, float) else value

    path = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "LabTests" / "Inside" / "recorded.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(rounded(recorded)) + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes, torch {torch.__version__}")


with torch.no_grad():
    main()
