"""What `scripts/bench` compares Lagado with: the same model in PyTorch, as the lecture writes it or as an expert tunes it,
Hugging Face's GPT-2, and tiktoken. Prints one JSON object. Needs torch, transformers and tiktoken.
"""
import argparse, json, math, os, resource, statistics, subprocess, sys, time

PRESETS = {  # vocabulary, width, heads, blocks, sequence, batch, steps: not timed, timed
    "model5": (50257, 768, 12, 12, 256, 16, 1, 3),
    "pocket": (50257, 128, 4, 4, 128, 8, 2, 10),
    "tiny": (256, 64, 4, 2, 64, 16, 2, 100),
}


def model5(V, E, H, L, T, tuned=False):
    """The lecture's model. Its head is a second parameter on the embedding's storage; tuned, it is the same parameter."""
    import torch, torch.nn as nn, torch.nn.functional as F

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.QKV, self.W0 = nn.Linear(E, 3 * E), nn.Linear(E, E)

        def forward(self, x):
            B, T, E = x.shape
            q, k, v = (z.view(B, T, H, E // H).transpose(1, 2) for z in torch.split(self.QKV(x), E, dim=2))
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            return self.W0(y.transpose(1, 2).reshape(B, T, E))

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.layernorm_1, self.attn, self.layernorm_2 = nn.LayerNorm(E), Attention(), nn.LayerNorm(E)
            self.mlp_1, self.gelu, self.mlp_2 = nn.Linear(E, 4 * E), nn.GELU(), nn.Linear(4 * E, E)

        def forward(self, x):
            x = x + self.attn(self.layernorm_1(x))
            return x + self.mlp_2(self.gelu(self.mlp_1(self.layernorm_2(x))))

    class Model5(nn.Module):
        def __init__(self):
            super().__init__()
            self.wte, self.wpe = nn.Embedding(V, E), nn.Embedding(T, E)
            self.blocks = nn.Sequential(*[Block() for _ in range(L)])
            self.layernorm_final, self.final_head = nn.LayerNorm(E), nn.Linear(E, V, bias=False)
            self.final_head.weight = self.wte.weight if tuned else nn.Parameter(self.wte.weight)

        def forward(self, idx):
            x = self.wte(idx) + self.wpe(torch.arange(idx.shape[-1]))
            x = self.final_head(self.layernorm_final(self.blocks(x))) / math.sqrt(E)
            return F.log_softmax(x, dim=-1)

    torch.manual_seed(1)
    return Model5()


def autocast(precision):
    import torch
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16")


def timed(body, warm_up, runs):
    times = []
    for _ in range(warm_up + runs):
        start = time.perf_counter()
        body()
        times.append(time.perf_counter() - start)
    return statistics.median(times[warm_up:])


def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def step(given):
    import torch, torch.nn as nn
    V, E, H, L, T, B, warm_up, runs = PRESETS[given.preset]
    B = given.batch or B
    model, loss_function = model5(V, E, H, L, T, given.tuned), nn.NLLLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.001, weight_decay=0.01, **({"fused": True} if given.tuned else {}))
    data = torch.randint(V, (20000,))

    def one():
        ix = torch.randint(len(data) - T, size=(B,))
        X, Y = data[ix[:, None] + torch.arange(T)], data[ix[:, None] + torch.arange(1, T + 1)]
        model.zero_grad(set_to_none=True)
        with autocast(given.precision):
            log_probs = model(X)
            loss = loss_function(log_probs.view(-1, V), Y.view(-1))
        loss.backward()
        optimizer.step()

    seconds = timed(one, warm_up, given.steps or runs)
    return {"step_seconds": seconds, "peak_gigabytes": peak()}


def forward(given):
    import torch, torch.nn.functional as F
    V, E, H, L, T, B, warm_up, runs = PRESETS[given.preset]
    B = given.batch or B
    model, X = model5(V, E, H, L, T), torch.randint(V, (B, T))
    runs = max(3, runs // 2)
    with torch.no_grad(), autocast(given.precision):
        log_probs = timed(lambda: model(X), 1, runs)
        loss = timed(lambda: F.nll_loss(model(X).view(-1, V), X.view(-1)), 1, runs)
    return {"forward_seconds": log_probs, "forward_loss_seconds": loss, "peak_gigabytes": peak()}


def generate(given):
    """Tokens after a prompt of 11, sampled: Hugging Face with its cache, or the loop of the lecture."""
    import torch
    V, E, H, L, T = PRESETS[given.preset][:5]
    prompt, count = torch.randint(V, (1, 11), generator=torch.Generator().manual_seed(1)), given.tokens or min(100, T - 11)
    if given.lecture:
        model = model5(V, E, H, L, T).eval()

        def one():
            ids = prompt
            with torch.no_grad(), autocast(given.weights):
                for _ in range(count):
                    probs = model(ids[:, -T:])[:, -1, :].exp()
                    ids = torch.cat([ids, torch.multinomial(probs, 1)], dim=1)
            return ids
    else:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from transformers import GPT2Config, GPT2LMHeadModel
        torch.manual_seed(1)
        model = GPT2LMHeadModel(GPT2Config(vocab_size=V, n_embd=E, n_head=H, n_layer=L, n_positions=T)).eval()
        if given.weights == "bf16": model = model.to(torch.bfloat16)

        def one():
            return model.generate(
                prompt, attention_mask=torch.ones_like(prompt), do_sample=True, top_k=0, use_cache=True, min_new_tokens=count,
                max_new_tokens=count, eos_token_id=None, pad_token_id=0)
    assert one().shape[1] == 11 + count
    seconds = timed(one, 0, given.steps or (1 if given.lecture else 3))
    return {"token_seconds": seconds / count, "peak_gigabytes": peak()}


def tokenize(given):
    import tiktoken
    merges, book = given.files
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
    seconds = timed(lambda: encoding.encode_ordinary(text), 1, 20)
    return {"tokens": len(encoding.encode_ordinary(text)), "megabytes_per_second": len(text.encode()) / seconds / 1e6}


def startup(given):
    return {"startup_seconds": timed(lambda: subprocess.run([sys.executable, "-c", "import torch"], check=True), 1, 3)}


def versions(given):
    import tiktoken, torch, transformers
    return f"PyTorch {torch.__version__}, Transformers {transformers.__version__}, tiktoken {tiktoken.__version__}"


if __name__ == "__main__":
    what = {function.__name__: function for function in (step, forward, generate, tokenize, startup, versions)}
    arguments = argparse.ArgumentParser()
    arguments.add_argument("what", choices=what)
    arguments.add_argument("files", nargs="*")
    arguments.add_argument("--preset", choices=PRESETS, default="model5")
    arguments.add_argument("--batch", type=int)
    arguments.add_argument("--steps", type=int)
    arguments.add_argument("--tokens", type=int)
    arguments.add_argument("--precision", choices=["float32", "bf16"], default="float32")
    arguments.add_argument("--weights", choices=["float32", "bf16"], default="float32")
    arguments.add_argument("--tuned", action="store_true")
    arguments.add_argument("--lecture", action="store_true")
    given = arguments.parse_args()
    result = what[given.what](given)
    print(result if isinstance(result, str) else json.dumps(result))
