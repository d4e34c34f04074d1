"""The same model in PyTorch, as the lecture writes it, and tiktoken: what `scripts/bench` compares Lagado with.

Prints one JSON object. Needs torch and tiktoken; scripts/bench installs them into a throw-away environment.
"""
import argparse, json, math, resource, statistics, time

PRESETS = {  # vocabulary, width, heads, blocks, sequence, batch, timed steps
    "model5": (50257, 768, 12, 12, 256, 16, 3),
    "pocket": (50257, 128, 4, 4, 128, 8, 10),
    "tiny": (256, 64, 4, 2, 64, 16, 100),
}


def step(preset):
    import torch, torch.nn as nn, torch.nn.functional as F

    class Attention(nn.Module):
        def __init__(self, E, H):
            super().__init__()
            self.H, self.QKV, self.W0 = H, nn.Linear(E, 3 * E), nn.Linear(E, E)

        def forward(self, x):
            B, T, E = x.shape
            q, k, v = (z.view(B, T, self.H, E // self.H).transpose(1, 2) for z in torch.split(self.QKV(x), E, dim=2))
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            return self.W0(y.transpose(1, 2).reshape(B, T, E))

    class Block(nn.Module):
        def __init__(self, E, H):
            super().__init__()
            self.layernorm_1, self.attn, self.layernorm_2 = nn.LayerNorm(E), Attention(E, H), nn.LayerNorm(E)
            self.mlp_1, self.gelu, self.mlp_2 = nn.Linear(E, 4 * E), nn.GELU(), nn.Linear(4 * E, E)

        def forward(self, x):
            x = x + self.attn(self.layernorm_1(x))
            return x + self.mlp_2(self.gelu(self.mlp_1(self.layernorm_2(x))))

    class Model5(nn.Module):
        def __init__(self, V, E, H, L, T):
            super().__init__()
            self.E, self.wte, self.wpe = E, nn.Embedding(V, E), nn.Embedding(T, E)
            self.blocks = nn.Sequential(*[Block(E, H) for _ in range(L)])
            self.layernorm_final, self.final_head = nn.LayerNorm(E), nn.Linear(E, V, bias=False)
            self.final_head.weight = nn.Parameter(self.wte.weight)

        def forward(self, idx):
            x = self.wte(idx) + self.wpe(torch.arange(idx.shape[-1]))
            x = self.final_head(self.layernorm_final(self.blocks(x))) / math.sqrt(self.E)
            return F.log_softmax(x, dim=-1)

    V, E, H, L, T, B, timed = PRESETS[preset]
    torch.manual_seed(1)
    data = torch.randint(V, (20000,))
    model, loss_function = Model5(V, E, H, L, T), nn.NLLLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001, weight_decay=0.01)
    times = []
    for i in range(2 + timed):
        start = time.perf_counter()
        ix = torch.randint(len(data) - T, size=(B,))
        X, Y = data[ix[:, None] + torch.arange(T)], data[ix[:, None] + torch.arange(1, T + 1)]
        model.zero_grad(set_to_none=True)
        log_probs = model(X)
        loss = loss_function(log_probs.view(-1, V), Y.view(-1))
        loss.backward()
        optimizer.step()
        times.append(time.perf_counter() - start)
        del log_probs, loss
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    model.zero_grad(set_to_none=True)
    forward = []
    with torch.no_grad():
        for i in range(4):
            start = time.perf_counter()
            model(X)
            forward.append(time.perf_counter() - start)
    return {"benchmark": "step", "preset": preset, "step_seconds": statistics.median(times[2:]),
            "forward_seconds": statistics.median(forward[1:]), "peak_gigabytes": peak, "torch": torch.__version__,
            "threads": torch.get_num_threads()}


def tokenize(merges, book):
    import tiktoken
    printable = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    order = printable + [b for b in range(256) if b not in printable]
    byte_of = {chr(b) if i < len(printable) else chr(256 + i - len(printable)): b for i, b in enumerate(order)}
    ranks = {bytes([b]): i for i, b in enumerate(order)}
    for line in open(merges, encoding="utf-8").read().split("\n")[1:]:
        if line.strip():
            ranks[bytes(byte_of[c] for c in line.replace(" ", ""))] = len(ranks)
    encoding = tiktoken.Encoding(
        name="gpt2", mergeable_ranks=ranks, special_tokens={"<|endoftext|>": 50256},
        pat_str=r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s""")
    text = open(book, "rb").read().decode("utf-8")
    times = []
    for _ in range(21):
        start = time.perf_counter()
        ids = encoding.encode_ordinary(text)
        times.append(time.perf_counter() - start)
    return {"benchmark": "tokenize", "tokens": len(ids), "megabytes_per_second": len(text.encode()) / statistics.median(times[1:]) / 1e6}


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("what", choices=[*PRESETS, "tokenize"])
    arguments.add_argument("files", nargs="*")
    given = arguments.parse_args()
    print(json.dumps(tokenize(*given.files) if given.what == "tokenize" else step(given.what)))
