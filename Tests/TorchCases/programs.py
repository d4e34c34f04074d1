#: a gpt of classes, traced by hooks
E, T, H, L, V, B = 8, 6, 2, 2, 20, 3
class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.key, self.query, self.value = nn.Linear(E, E, bias=False), nn.Linear(E, E, bias=False), nn.Linear(E, E, bias=False)
        self.W0 = nn.Linear(E, E)
        self.register_buffer('mask', torch.tril(torch.ones(T, T)))
    def forward(self, x):
        B, T, E = x.shape
        k, q, v = [f(x).view(B, T, H, E // H).transpose(1, 2) for f in (self.key, self.query, self.value)]
        scores = q @ k.transpose(-2, -1) / (E // H) ** .5
        scores = scores.masked_fill(self.mask[:T, :T] == 0, float('-inf'))
        self.pattern = scores.softmax(dim=-1)
        return self.W0((self.pattern @ v).transpose(1, 2).reshape(B, T, E))
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1, self.ln2, self.attn = nn.LayerNorm(E), nn.LayerNorm(E), Attention()
        self.mlp = nn.Sequential(nn.Linear(E, 4 * E), nn.GELU(), nn.Linear(4 * E, E))
    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.mlp(self.ln2(x))
class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(V, E), nn.Embedding(T, E)
        self.blocks = nn.ModuleList(Block() for _ in range(L))
        self.ln, self.head = nn.LayerNorm(E), nn.Linear(E, V, bias=False)
        self.apply(self.init)
    def init(self, m):
        if isinstance(m, (nn.Linear, nn.Embedding)):
            nn.init.normal_(m.weight, std=0.02)
        if isinstance(m, nn.Linear) and m.bias is not None:
            nn.init.zeros_(m.bias)
    def forward(self, idx, targets=None):
        x = self.wte(idx) + self.wpe(torch.arange(idx.shape[1]))
        for block in self.blocks:
            x = block(x)
        logits = self.head(self.ln(x))
        loss = None if targets is None else F.cross_entropy(logits.view(-1, V), targets.view(-1))
        return logits, loss
torch.manual_seed(42)
model = GPT()
print(sum(p.numel() for p in model.parameters()), len(list(model.buffers())))
acts = {}
handles = [b.mlp.register_forward_hook(lambda m, i, o, n=n: acts.update({n: o.detach()})) for n, b in enumerate(model.blocks)]
idx = torch.randint(V, (B, T))
logits, loss = model(idx[:, :-1], idx[:, 1:])
print(logits.shape, f'{loss.item():.4f}', {k: tuple(v.shape) for k, v in acts.items()})
for h in handles: h.remove()
opt = torch.optim.AdamW(model.parameters(), lr=0.05)
for step in range(15):
    _, loss = model(idx[:, :-1], idx[:, 1:])
    opt.zero_grad(set_to_none=True)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    opt.step()
    if step % 5 == 0: print(f'{step:3} {loss.item():.4f} {norm:.3f}')
model.blocks[0].attn.pattern[0, 0].detach()
#: trained from a loader, with a schedule and a test set
from torch.utils.data import TensorDataset, DataLoader, random_split
torch.manual_seed(1)
X = torch.randn(60, 4)
y = (X @ torch.tensor([1., -2., 0.5, 0.]) > 0).long()
train, test = random_split(TensorDataset(X, y), [48, 12], generator=torch.Generator().manual_seed(0))
loader = DataLoader(train, batch_size=16, shuffle=True, drop_last=True)
net = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.1), nn.Linear(16, 2))
opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
sched = torch.optim.lr_scheduler.StepLR(opt, 2, 0.5)
for epoch in range(4):
    net.train()
    losses = []
    for xb, yb in loader:
        loss = F.cross_entropy(net(xb), yb)
        opt.zero_grad(); loss.backward(); opt.step()
        losses.append(loss.item())
    sched.step()
    net.eval()
    with torch.no_grad():
        xt, yt = next(iter(DataLoader(test, batch_size=12)))
        acc = (net(xt).argmax(1) == yt).float().mean()
    print(f'{epoch} {np.mean(losses):.4f} {acc:.3f} {sched.get_last_lr()[0]:.3f}')
#: logit lens by hand
torch.manual_seed(0)
V, E = 12, 6
wte = nn.Embedding(V, E)
layers = nn.ModuleList([nn.Linear(E, E) for _ in range(3)])
ln = nn.LayerNorm(E)
stream = []
x = wte(torch.tensor([3, 5]))
for layer in layers:
    x = x + torch.tanh(layer(x))
    stream.append(x)
for n, h in enumerate(stream):
    p = F.softmax(ln(h) @ wte.weight.T, dim=-1)
    top = torch.topk(p[-1], 3)
    print(n, top.indices.tolist(), [f'{v:.3f}' for v in top.values.tolist()], f'{-(p * p.log()).sum(-1)[-1].item():.3f}')
#: attention maps by hand
torch.manual_seed(3)
q, k = torch.randn(4, 5), torch.randn(4, 5)
att = (q @ k.T / 5 ** .5).masked_fill(torch.triu(torch.ones(4, 4), 1).bool(), -torch.inf).softmax(-1)
a = att.numpy()
print(a.shape, np.round(a.sum(axis=1), 4), np.round(a, 3))
print(np.argmax(a, axis=1), f'{a.max():.4f}', round(float(np.tril(a).sum()), 3))
#: generation with temperature
torch.manual_seed(0)
model = nn.Sequential(nn.Embedding(10, 8), nn.Linear(8, 10))
idx = torch.tensor([[1]])
for _ in range(8):
    logits = model(idx)[:, -1, :] / 0.8
    v, _ = torch.topk(logits, 4)
    logits[logits < v[:, [-1]]] = -float('inf')
    idx = torch.cat((idx, torch.multinomial(F.softmax(logits, dim=-1), num_samples=1)), dim=1)
idx
#: losses kept in numpy
torch.manual_seed(2)
w = torch.randn(3, requires_grad=True)
losses = np.zeros(20)
grads = np.zeros((20, 3))
for i in range(20):
    loss = ((w - torch.tensor([1., 2., 3.])) ** 2).mean()
    loss.backward()
    losses[i] = loss.item()
    grads[i] = w.grad.numpy()
    with torch.no_grad():
        w -= 0.3 * w.grad
    w.grad = None
smooth = np.convolve(losses, np.ones(5) / 5, mode='valid')
print(losses.shape, np.round(losses[:3], 4), f'{losses.min():.6f}', np.round(smooth[-1], 6))
np.round(grads.std(axis=0), 4), np.round(np.corrcoef(losses[:-1], losses[1:])[0, 1], 3)
#: similarity of embeddings
torch.manual_seed(5)
emb = nn.Embedding(6, 4)
E_ = F.normalize(emb.weight.detach(), dim=1)
S = E_ @ E_.T
S.fill_diagonal_(0)
print(S.max().item() <= 1, S.argmax(dim=1), torch.round(S[0], decimals=3))
i, j = divmod(S.argmax().item(), 6)
i, j, torch.allclose(F.cosine_similarity(emb.weight[i], emb.weight[j], dim=0), S[i, j])
#: gradients by hand and by autograd
torch.manual_seed(0)
W = torch.randn(2, 3, requires_grad=True)
x, t = torch.randn(4, 3), torch.tensor([0, 1, 1, 0])
logits = x @ W.T
loss = F.cross_entropy(logits, t)
loss.backward()
p = logits.detach().softmax(1)
p[torch.arange(4), t] -= 1
torch.allclose(W.grad, p.T @ x / 4), f'{loss.item():.4f}', W.grad
#: a training loop with accumulation and early stopping
torch.manual_seed(9)
net = nn.Linear(2, 1)
opt = torch.optim.Adam(net.parameters(), lr=0.1)
best, patience, history = float('inf'), 0, []
X = torch.rand(32, 2)
y = X.sum(1, keepdim=True)
for epoch in range(30):
    opt.zero_grad()
    for chunk_x, chunk_y in zip(X.chunk(4), y.chunk(4)):
        (F.mse_loss(net(chunk_x), chunk_y) / 4).backward()
    opt.step()
    loss = F.mse_loss(net(X), y).item()
    history.append(loss)
    if loss < best - 1e-3: best, patience = loss, 0
    else: patience += 1
    if patience >= 3: break
len(history), round(best, 4)
#: token statistics
ids = torch.tensor([3, 1, 3, 2, 3, 1, 0, 3])
vals, counts = torch.unique(ids, return_counts=True)
order = counts.argsort(descending=True)
print(vals[order].tolist(), counts[order].tolist(), torch.bincount(ids, minlength=5))
freq = counts / counts.sum()
f'{-(freq * freq.log2()).sum():.4f}', (ids[:, None] == ids[None, :]).sum().item(), ids.unfold(0, 2, 1)[:3]
#: windows of tokens
torch.manual_seed(8)
data = torch.arange(50)
T, B = 4, 3
ix = torch.randint(len(data) - T, size=(B,))
X, y = data[ix[:, None] + torch.arange(T)], data[ix[:, None] + torch.arange(1, T + 1)]
X, y, (X[:, 1:] == y[:, :-1]).all()
#: a bigram model over a list of names
import os, random
names = ["emma", "olivia", "ava", "isabella", "sophia", "mia", "amelia", "harper", "evelyn", "abigail"]
path = os.path.join(scratch, "names.txt")
with open(path, "w") as f:
    f.write("\n".join(names))
words = open(path, "r").read().splitlines()
print(len(words), min(len(w) for w in words), max(len(w) for w in words))
N = torch.zeros((27, 27), dtype=torch.int32)
chars = sorted(list(set("".join(words))))
stoi = {s: i + 1 for i, s in enumerate("abcdefghijklmnopqrstuvwxyz")}
stoi["."] = 0
itos = {i: s for s, i in stoi.items()}
for w in words:
    chs = ["."] + list(w) + ["."]
    for ch1, ch2 in zip(chs, chs[1:]):
        N[stoi[ch1], stoi[ch2]] += 1
P = (N + 1).float()
P /= P.sum(1, keepdims=True)
g = torch.Generator().manual_seed(2147483647)
for i in range(3):
    out, ix = [], 0
    while True:
        ix = torch.multinomial(P[ix], num_samples=1, replacement=True, generator=g).item()
        out.append(itos[ix])
        if ix == 0 or len(out) > 12:
            break
    print("".join(out))
log_likelihood, n = 0.0, 0
for w in words:
    chs = ["."] + list(w) + ["."]
    for ch1, ch2 in zip(chs, chs[1:]):
        log_likelihood += torch.log(P[stoi[ch1], stoi[ch2]])
        n += 1
print(f"{log_likelihood=}", f"{-log_likelihood / n}")
xs, ys = [], []
for w in words:
    chs = ["."] + list(w) + ["."]
    for ch1, ch2 in zip(chs, chs[1:]):
        xs.append(stoi[ch1])
        ys.append(stoi[ch2])
xs, ys = torch.tensor(xs), torch.tensor(ys)
num = xs.nelement()
g = torch.Generator().manual_seed(2147483647)
W = torch.randn((27, 27), generator=g, requires_grad=True)
for k in range(5):
    xenc = F.one_hot(xs, num_classes=27).float()
    logits = xenc @ W
    counts = logits.exp()
    probs = counts / counts.sum(1, keepdims=True)
    loss = -probs[torch.arange(num), ys].log().mean() + 0.01 * (W ** 2).mean()
    print(round(loss.item(), 5))
    W.grad = None
    loss.backward()
    W.data += -50 * W.grad
#: an MLP with batch normalisation by hand, and its whole backward pass by hand
words = ["emma", "olivia", "ava", "isabella", "sophia", "mia", "amelia", "harper", "evelyn", "abigail"]
stoi = {s: i for i, s in enumerate("." + "abcdefghijklmnopqrstuvwxyz")}
block_size, vocab_size = 3, 27
X, Y = [], []
for w in words:
    context = [0] * block_size
    for ch in w + ".":
        ix = stoi[ch]
        X.append(context)
        Y.append(ix)
        context = context[1:] + [ix]
Xtr, Ytr = torch.tensor(X), torch.tensor(Y)
n_embd, n_hidden = 4, 8
g = torch.Generator().manual_seed(2147483647)
C = torch.randn((vocab_size, n_embd), generator=g)
W1 = torch.randn((n_embd * block_size, n_hidden), generator=g) * (5 / 3) / ((n_embd * block_size) ** 0.5)
b1 = torch.randn(n_hidden, generator=g) * 0.1
W2 = torch.randn((n_hidden, vocab_size), generator=g) * 0.1
b2 = torch.randn(vocab_size, generator=g) * 0.1
bngain = torch.randn((1, n_hidden), generator=g) * 0.1 + 1.0
bnbias = torch.randn((1, n_hidden), generator=g) * 0.1
parameters = [C, W1, b1, W2, b2, bngain, bnbias]
print(sum(p.nelement() for p in parameters))
for p in parameters:
    p.requires_grad = True
n = batch_size = 16
ix = torch.randint(0, Xtr.shape[0], (batch_size,), generator=g)
Xb, Yb = Xtr[ix], Ytr[ix]
emb = C[Xb]
embcat = emb.view(emb.shape[0], -1)
hprebn = embcat @ W1 + b1
bnmeani = 1 / n * hprebn.sum(0, keepdim=True)
bndiff = hprebn - bnmeani
bndiff2 = bndiff ** 2
bnvar = 1 / (n - 1) * (bndiff2).sum(0, keepdim=True)
bnvar_inv = (bnvar + 1e-5) ** -0.5
bnraw = bndiff * bnvar_inv
hpreact = bngain * bnraw + bnbias
h = torch.tanh(hpreact)
logits = h @ W2 + b2
logit_maxes = logits.max(1, keepdim=True).values
norm_logits = logits - logit_maxes
counts = norm_logits.exp()
counts_sum = counts.sum(1, keepdims=True)
counts_sum_inv = counts_sum ** -1
probs = counts * counts_sum_inv
logprobs = probs.log()
loss = -logprobs[range(n), Yb].mean()
for p in parameters:
    p.grad = None
for t in [logprobs, probs, counts, counts_sum, counts_sum_inv, norm_logits, logit_maxes, logits, h, hpreact, bnraw,
          bnvar_inv, bnvar, bndiff2, bndiff, hprebn, bnmeani, embcat, emb]:
    t.retain_grad()
loss.backward()
print(round(loss.item(), 5))
def cmp(s, dt, t):
    ex = torch.all(dt == t.grad).item()
    app = torch.allclose(dt, t.grad, atol=1e-6)
    maxdiff = (dt - t.grad).abs().max().item()
    print(f"{s:15s} | approximate: {str(app):5s} | maxdiff below 1e-6: {maxdiff < 1e-6}")
dlogprobs = torch.zeros_like(logprobs)
dlogprobs[range(n), Yb] = -1.0 / n
dprobs = (1.0 / probs) * dlogprobs
dcounts_sum_inv = (counts * dprobs).sum(1, keepdim=True)
dcounts = counts_sum_inv * dprobs
dcounts_sum = (-counts_sum ** -2) * dcounts_sum_inv
dcounts += torch.ones_like(counts) * dcounts_sum
dnorm_logits = counts * dcounts
dlogits = dnorm_logits.clone()
dlogit_maxes = (-dnorm_logits).sum(1, keepdim=True)
dlogits += F.one_hot(logits.max(1).indices, num_classes=logits.shape[1]) * dlogit_maxes
dh = dlogits @ W2.T
dW2 = h.T @ dlogits
db2 = dlogits.sum(0)
dhpreact = (1.0 - h ** 2) * dh
dbngain = (bnraw * dhpreact).sum(0, keepdim=True)
dbnraw = bngain * dhpreact
dbnbias = dhpreact.sum(0, keepdim=True)
dbndiff = bnvar_inv * dbnraw
dbnvar_inv = (bndiff * dbnraw).sum(0, keepdim=True)
dbnvar = (-0.5 * (bnvar + 1e-5) ** -1.5) * dbnvar_inv
dbndiff2 = (1.0 / (n - 1)) * torch.ones_like(bndiff2) * dbnvar
dbndiff += (2 * bndiff) * dbndiff2
dhprebn = dbndiff.clone()
dbnmeani = (-dbndiff).sum(0)
dhprebn += 1.0 / n * (torch.ones_like(hprebn) * dbnmeani)
dembcat = dhprebn @ W1.T
dW1 = embcat.T @ dhprebn
db1 = dhprebn.sum(0)
demb = dembcat.view(emb.shape)
dC = torch.zeros_like(C)
for k in range(Xb.shape[0]):
    for j in range(Xb.shape[1]):
        dC[Xb[k, j]] += demb[k, j]
for s, dt, t in [("logprobs", dlogprobs, logprobs), ("probs", dprobs, probs), ("counts_sum", dcounts_sum, counts_sum),
                 ("counts", dcounts, counts), ("norm_logits", dnorm_logits, norm_logits), ("logits", dlogits, logits),
                 ("h", dh, h), ("W2", dW2, W2), ("b2", db2, b2), ("bngain", dbngain, bngain), ("bnvar", dbnvar, bnvar),
                 ("hprebn", dhprebn, hprebn), ("W1", dW1, W1), ("b1", db1, b1), ("emb", demb, emb), ("C", dC, C)]:
    cmp(s, dt, t)
dlogits = F.softmax(logits, 1)
dlogits[range(n), Yb] -= 1
dlogits /= n
cmp("logits", dlogits, logits)
dhprebn = bngain * bnvar_inv / n * (n * dhpreact - dhpreact.sum(0) - n / (n - 1) * bnraw * (dhpreact * bnraw).sum(0))
cmp("hprebn", dhprebn, hprebn)
#: a scalar autograd engine
import math, random
class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label
    def __repr__(self):
        return f"Value(data={self.data})"
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), "+")
        def _backward():
            self.grad += 1.0 * out.grad
            other.grad += 1.0 * out.grad
        out._backward = _backward
        return out
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), "*")
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out
    def __pow__(self, other):
        assert isinstance(other, (int, float)), "only supporting int/float powers for now"
        out = Value(self.data ** other, (self,), f"**{other}")
        def _backward():
            self.grad += other * (self.data ** (other - 1)) * out.grad
        out._backward = _backward
        return out
    def __rmul__(self, other): return self * other
    def __truediv__(self, other): return self * other ** -1
    def __neg__(self): return self * -1
    def __sub__(self, other): return self + (-other)
    def __radd__(self, other): return self + other
    def tanh(self):
        t = (math.exp(2 * self.data) - 1) / (math.exp(2 * self.data) + 1)
        out = Value(t, (self,), "tanh")
        def _backward():
            self.grad += (1 - t ** 2) * out.grad
        out._backward = _backward
        return out
    def backward(self):
        topo, visited = [], set()
        def build_topo(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build_topo(child)
                topo.append(v)
        build_topo(self)
        self.grad = 1.0
        for node in reversed(topo):
            node._backward()
class Neuron:
    def __init__(self, nin):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-1, 1))
    def __call__(self, x):
        return sum((wi * xi for wi, xi in zip(self.w, x)), self.b).tanh()
    def parameters(self):
        return self.w + [self.b]
class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]
    def __call__(self, x):
        outs = [n(x) for n in self.neurons]
        return outs[0] if len(outs) == 1 else outs
    def parameters(self):
        return [p for neuron in self.neurons for p in neuron.parameters()]
class MLP:
    def __init__(self, nin, nouts):
        sz = [nin] + nouts
        self.layers = [Layer(sz[i], sz[i + 1]) for i in range(len(nouts))]
    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]
random.seed(1337)
n = MLP(3, [4, 4, 1])
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
ys = [1.0, -1.0, -1.0, 1.0]
for k in range(5):
    ypred = [n(x) for x in xs]
    loss = sum((yout - ygt) ** 2 for ygt, yout in zip(ys, ypred))
    for p in n.parameters():
        p.grad = 0.0
    loss.backward()
    for p in n.parameters():
        p.data += -0.05 * p.grad
    print(k, round(loss.data, 12))
print(len(n.parameters()), [round(y.data, 12) for y in ypred], Value(0.5))
a, b = Value(2.0, label="a"), Value(-3.0, label="b")
t = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
(2 * a / b - a).tanh().backward()
(2 * t / -3.0 - t).tanh().backward()
round(a.grad, 12), round(t.grad.item(), 12)
#: a character GPT with estimate_loss
from dataclasses import dataclass
text = "the quick brown fox jumps over the lazy dog. pack my box with five dozen liquor jugs. " * 6
chars = sorted(list(set(text)))
vocab_size = len(chars)
stoi = {ch: i for i, ch in enumerate(chars)}
itos = {i: ch for i, ch in enumerate(chars)}
encode = lambda s: [stoi[c] for c in s]
decode = lambda l: "".join([itos[i] for i in l])
data = torch.tensor(encode(text), dtype=torch.long)
n = int(0.9 * len(data))
train_data, val_data = data[:n], data[n:]
batch_size, block_size, max_iters, eval_interval, learning_rate, eval_iters = 4, 8, 12, 6, 1e-2, 3
device = "cuda" if torch.cuda.is_available() and False else "cpu"
n_embd, n_head, n_layer, dropout = 16, 2, 2, 0.1
torch.manual_seed(1337)
def get_batch(split):
    data = train_data if split == "train" else val_data
    ix = torch.randint(len(data) - block_size, (batch_size,))
    x = torch.stack([data[i:i + block_size] for i in ix])
    y = torch.stack([data[i + 1:i + block_size + 1] for i in ix])
    x, y = x.to(device), y.to(device)
    return x, y
@torch.no_grad()
def estimate_loss():
    out = {}
    model.eval()
    for split in ["train", "val"]:
        losses = torch.zeros(eval_iters)
        for k in range(eval_iters):
            X, Y = get_batch(split)
            logits, loss = model(X, Y)
            losses[k] = loss.item()
        out[split] = losses.mean()
    model.train()
    return out
class Head(nn.Module):
    def __init__(self, head_size):
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)
    def forward(self, x):
        B, T, C = x.shape
        k, q = self.key(x), self.query(x)
        wei = q @ k.transpose(-2, -1) * k.shape[-1] ** -0.5
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float("-inf"))
        wei = F.softmax(wei, dim=-1)
        wei = self.dropout(wei)
        return wei @ self.value(x)
class MultiHeadAttention(nn.Module):
    def __init__(self, num_heads, head_size):
        super().__init__()
        self.heads = nn.ModuleList([Head(head_size) for _ in range(num_heads)])
        self.proj = nn.Linear(head_size * num_heads, n_embd)
        self.dropout = nn.Dropout(dropout)
    def forward(self, x):
        out = torch.cat([h(x) for h in self.heads], dim=-1)
        return self.dropout(self.proj(out))
class FeedFoward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(n_embd, 4 * n_embd), nn.ReLU(), nn.Linear(4 * n_embd, n_embd), nn.Dropout(dropout))
    def forward(self, x):
        return self.net(x)
class Block(nn.Module):
    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedFoward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)
    def forward(self, x):
        x = x + self.sa(self.ln1(x))
        x = x + self.ffwd(self.ln2(x))
        return x
class GPTLanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, n_embd)
        self.position_embedding_table = nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(*[Block(n_embd, n_head=n_head) for _ in range(n_layer)])
        self.ln_f = nn.LayerNorm(n_embd)
        self.lm_head = nn.Linear(n_embd, vocab_size)
        self.apply(self._init_weights)
    def _init_weights(self, module):
        if isinstance(module, nn.Linear):
            torch.nn.init.normal_(module.weight, mean=0.0, std=0.02)
            if module.bias is not None:
                torch.nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            torch.nn.init.normal_(module.weight, mean=0.0, std=0.02)
    def forward(self, idx, targets=None):
        B, T = idx.shape
        tok_emb = self.token_embedding_table(idx)
        pos_emb = self.position_embedding_table(torch.arange(T, device=device))
        x = self.blocks(tok_emb + pos_emb)
        logits = self.lm_head(self.ln_f(x))
        if targets is None:
            loss = None
        else:
            B, T, C = logits.shape
            loss = F.cross_entropy(logits.view(B * T, C), targets.view(B * T))
        return logits, loss
    def generate(self, idx, max_new_tokens):
        for _ in range(max_new_tokens):
            logits, loss = self(idx[:, -block_size:])
            probs = F.softmax(logits[:, -1, :], dim=-1)
            idx_next = torch.multinomial(probs, num_samples=1)
            idx = torch.cat((idx, idx_next), dim=1)
        return idx
model = GPTLanguageModel()
m = model.to(device)
print(sum(p.numel() for p in m.parameters()), "parameters")
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
for iter in range(max_iters):
    if iter % eval_interval == 0 or iter == max_iters - 1:
        losses = estimate_loss()
        print(f"step {iter}: train loss {losses['train']:.4f}, val loss {losses['val']:.4f}")
    xb, yb = get_batch("train")
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
context = torch.zeros((1, 1), dtype=torch.long, device=device)
repr(decode(m.generate(context, max_new_tokens=30)[0].tolist()))
#: a GPT with configure_optimizers, accumulation, clipping, a schedule, a checkpoint, and a config
import inspect, json, math, os, sys, time
from contextlib import nullcontext
from dataclasses import dataclass, asdict
with open(os.path.join(scratch, "config.py"), "w") as f:
    f.write("n_layer = 2\nn_embd = 8\nmax_iters = 6\n# a comment\nlearning_rate = 1e-2\n")
n_layer, n_head, n_embd, block_size, dropout, bias = 4, 2, 32, 6, 0.0, False
max_iters, warmup_iters, learning_rate, min_lr, grad_clip, gradient_accumulation_steps = 100, 2, 6e-4, 1e-4, 1.0, 3
config_keys = [k for k, v in globals().items() if not k.startswith("_") and isinstance(v, (int, float, bool, str))]
argv = [os.path.join(scratch, "config.py"), "--dropout=0.0", "--warmup_iters=1"]
for arg in argv:
    if "=" not in arg:
        assert not arg.startswith("--")
        exec(open(arg).read())
    else:
        key, val = arg.split("=")
        key = key[2:]
        if key in globals():
            try:
                attempt = eval(val)
            except (SyntaxError, NameError):
                attempt = val
            assert type(attempt) == type(globals()[key])
            globals()[key] = attempt
            print(f"Overriding: {key} = {attempt}")
        else:
            raise ValueError(f"Unknown config key: {key}")
print(n_layer, n_embd, max_iters, learning_rate, warmup_iters)
class LayerNorm(nn.Module):
    """ LayerNorm but with an optional bias. PyTorch doesn't support simply bias=False """
    def __init__(self, ndim, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(ndim))
        self.bias = nn.Parameter(torch.zeros(ndim)) if bias else None
    def forward(self, input):
        return F.layer_norm(input, self.weight.shape, self.weight, self.bias, 1e-5)
class CausalSelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        assert config.n_embd % config.n_head == 0
        self.c_attn = nn.Linear(config.n_embd, 3 * config.n_embd, bias=config.bias)
        self.c_proj = nn.Linear(config.n_embd, config.n_embd, bias=config.bias)
        self.n_head, self.n_embd, self.dropout = config.n_head, config.n_embd, config.dropout
        self.flash = hasattr(torch.nn.functional, "scaled_dot_product_attention")
    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.c_attn(x).split(self.n_embd, dim=2)
        k = k.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        q = q.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        v = v.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        y = torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=None, dropout_p=self.dropout if self.training else 0, is_causal=True)
        y = y.transpose(1, 2).contiguous().view(B, T, C)
        return self.c_proj(y)
class MLP(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.c_fc = nn.Linear(config.n_embd, 4 * config.n_embd, bias=config.bias)
        self.gelu = nn.GELU()
        self.c_proj = nn.Linear(4 * config.n_embd, config.n_embd, bias=config.bias)
    def forward(self, x):
        return self.c_proj(self.gelu(self.c_fc(x)))
class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.ln_1 = LayerNorm(config.n_embd, bias=config.bias)
        self.attn = CausalSelfAttention(config)
        self.ln_2 = LayerNorm(config.n_embd, bias=config.bias)
        self.mlp = MLP(config)
    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))
@dataclass
class GPTConfig:
    block_size: int = 1024
    vocab_size: int = 50304
    n_layer: int = 12
    n_head: int = 12
    n_embd: int = 768
    dropout: float = 0.0
    bias: bool = True
class GPT(nn.Module):
    def __init__(self, config):
        super().__init__()
        assert config.vocab_size is not None
        self.config = config
        self.transformer = nn.ModuleDict(dict(
            wte=nn.Embedding(config.vocab_size, config.n_embd), wpe=nn.Embedding(config.block_size, config.n_embd),
            drop=nn.Dropout(config.dropout), h=nn.ModuleList([Block(config) for _ in range(config.n_layer)]),
            ln_f=LayerNorm(config.n_embd, bias=config.bias)))
        self.lm_head = nn.Linear(config.n_embd, config.vocab_size, bias=False)
        self.transformer.wte.weight = self.lm_head.weight
        self.apply(self._init_weights)
        for pn, p in self.named_parameters():
            if pn.endswith("c_proj.weight"):
                torch.nn.init.normal_(p, mean=0.0, std=0.02 / math.sqrt(2 * config.n_layer))
        print("number of parameters: %.4fM" % (self.get_num_params() / 1e6,))
    def get_num_params(self, non_embedding=True):
        n_params = sum(p.numel() for p in self.parameters())
        if non_embedding:
            n_params -= self.transformer.wpe.weight.numel()
        return n_params
    def _init_weights(self, module):
        if isinstance(module, nn.Linear):
            torch.nn.init.normal_(module.weight, mean=0.0, std=0.02)
            if module.bias is not None:
                torch.nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            torch.nn.init.normal_(module.weight, mean=0.0, std=0.02)
    def forward(self, idx, targets=None):
        device = idx.device
        b, t = idx.size()
        assert t <= self.config.block_size, f"Cannot forward sequence of length {t}, block size is only {self.config.block_size}"
        pos = torch.arange(0, t, dtype=torch.long, device=device)
        x = self.transformer.drop(self.transformer.wte(idx) + self.transformer.wpe(pos))
        for block in self.transformer.h:
            x = block(x)
        x = self.transformer.ln_f(x)
        if targets is not None:
            logits = self.lm_head(x)
            loss = F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1), ignore_index=-1)
        else:
            logits, loss = self.lm_head(x[:, [-1], :]), None
        return logits, loss
    def configure_optimizers(self, weight_decay, learning_rate, betas, device_type):
        param_dict = {pn: p for pn, p in self.named_parameters()}
        param_dict = {pn: p for pn, p in param_dict.items() if p.requires_grad}
        decay_params = [p for n, p in param_dict.items() if p.dim() >= 2]
        nodecay_params = [p for n, p in param_dict.items() if p.dim() < 2]
        optim_groups = [{"params": decay_params, "weight_decay": weight_decay}, {"params": nodecay_params, "weight_decay": 0.0}]
        print(f"num decayed parameter tensors: {len(decay_params)}, with {sum(p.numel() for p in decay_params):,} parameters")
        fused_available = "fused" in inspect.signature(torch.optim.AdamW).parameters
        use_fused = fused_available and device_type == "cuda"
        extra_args = dict(fused=True) if use_fused else dict()
        return torch.optim.AdamW(optim_groups, lr=learning_rate, betas=betas, **extra_args)
    @torch.no_grad()
    def generate(self, idx, max_new_tokens, temperature=1.0, top_k=None):
        for _ in range(max_new_tokens):
            idx_cond = idx if idx.size(1) <= self.config.block_size else idx[:, -self.config.block_size:]
            logits, _ = self(idx_cond)
            logits = logits[:, -1, :] / temperature
            if top_k is not None:
                v, _ = torch.topk(logits, min(top_k, logits.size(-1)))
                logits[logits < v[:, [-1]]] = -float("Inf")
            probs = F.softmax(logits, dim=-1)
            idx = torch.cat((idx, torch.multinomial(probs, num_samples=1)), dim=1)
        return idx
tokens = np.array([i * i % 11 for i in range(200)], dtype=np.uint16)
tokens.tofile(os.path.join(scratch, "train.bin"))
data = np.fromfile(os.path.join(scratch, "train.bin"), dtype=np.uint16)
torch.manual_seed(1337)
def get_batch():
    ix = torch.randint(len(data) - block_size, (3,))
    x = torch.stack([torch.from_numpy((data[i:i + block_size]).astype(np.int64)) for i in ix])
    y = torch.stack([torch.from_numpy((data[i + 1:i + 1 + block_size]).astype(np.int64)) for i in ix])
    return x, y
def get_lr(it):
    if it < warmup_iters:
        return learning_rate * (it + 1) / (warmup_iters + 1)
    if it > max_iters:
        return min_lr
    decay_ratio = (it - warmup_iters) / (max_iters - warmup_iters)
    assert 0 <= decay_ratio <= 1
    coeff = 0.5 * (1.0 + math.cos(math.pi * decay_ratio))
    return min_lr + coeff * (learning_rate - min_lr)
model_args = dict(n_layer=n_layer, n_head=n_head, n_embd=n_embd, block_size=block_size, bias=bias, vocab_size=11, dropout=dropout)
model = GPT(GPTConfig(**model_args))
ctx = nullcontext()
optimizer = model.configure_optimizers(1e-1, learning_rate, (0.9, 0.95), "cpu")
def train(model, optimizer, first, last):
    X, Y = get_batch()
    for it in range(first, last):
        lr = get_lr(it)
        for param_group in optimizer.param_groups:
            param_group["lr"] = lr
        for micro_step in range(gradient_accumulation_steps):
            with ctx:
                logits, loss = model(X, Y)
                loss = loss / gradient_accumulation_steps
            X, Y = get_batch()
            loss.backward()
        if grad_clip != 0.0:
            norm = torch.nn.utils.clip_grad_norm_(model.parameters(), grad_clip)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        print(f"iter {it}: loss {loss.item() * gradient_accumulation_steps:.4f}, lr {lr:.5f}, norm {norm:.4f}")
train(model, optimizer, 0, 3)
checkpoint = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "model_args": model_args, "iter_num": 3, "config": asdict(model.config)}
torch.save(checkpoint, os.path.join(scratch, "ckpt.pt"))
state = torch.get_rng_state()
train(model, optimizer, 3, max_iters)
loaded = torch.load(os.path.join(scratch, "ckpt.pt"), map_location="cpu")
again = GPT(GPTConfig(**loaded["model_args"]))
state_dict = loaded["model"]
unwanted_prefix = "_orig_mod."
for k, v in list(state_dict.items()):
    if k.startswith(unwanted_prefix):
        state_dict[k[len(unwanted_prefix):]] = state_dict.pop(k)
again.load_state_dict(state_dict)
optimizer2 = again.configure_optimizers(1e-1, learning_rate, (0.9, 0.95), "cpu")
optimizer2.load_state_dict(loaded["optimizer"])
torch.set_rng_state(state)
train(again, optimizer2, loaded["iter_num"], max_iters)
print(all(torch.equal(a, b) for a, b in zip(model.parameters(), again.parameters())))
again.eval()
print(again.generate(torch.zeros((1, 1), dtype=torch.long), 8, temperature=0.8, top_k=5).tolist())
json.dumps(loaded["config"])
#: multi-head attention with a mask buffer and a cache of keys and values
torch.manual_seed(0)
class MultiHeadAttention(nn.Module):
    def __init__(self, d_in, d_out, context_length, num_heads, qkv_bias=False):
        super().__init__()
        assert d_out % num_heads == 0, "d_out must be divisible by num_heads"
        self.d_out, self.num_heads, self.head_dim = d_out, num_heads, d_out // num_heads
        self.W_query = nn.Linear(d_in, d_out, bias=qkv_bias)
        self.W_key = nn.Linear(d_in, d_out, bias=qkv_bias)
        self.W_value = nn.Linear(d_in, d_out, bias=qkv_bias)
        self.out_proj = nn.Linear(d_out, d_out)
        self.register_buffer("mask", torch.triu(torch.ones(context_length, context_length), diagonal=1), persistent=False)
        self.register_buffer("cache_k", None, persistent=False)
        self.register_buffer("cache_v", None, persistent=False)
        self.ptr_current_pos = 0
    def reset_cache(self):
        self.cache_k, self.cache_v = None, None
        self.ptr_current_pos = 0
    def forward(self, x, use_cache=False):
        b, num_tokens, d_in = x.shape
        keys_new = self.W_key(x).view(b, num_tokens, self.num_heads, self.head_dim)
        values_new = self.W_value(x).view(b, num_tokens, self.num_heads, self.head_dim)
        queries = self.W_query(x).view(b, num_tokens, self.num_heads, self.head_dim)
        if use_cache:
            if self.cache_k is None:
                self.cache_k, self.cache_v = keys_new, values_new
            else:
                self.cache_k = torch.cat([self.cache_k, keys_new], dim=1)
                self.cache_v = torch.cat([self.cache_v, values_new], dim=1)
            keys, values = self.cache_k, self.cache_v
        else:
            keys, values = keys_new, values_new
        keys, queries, values = keys.transpose(1, 2), queries.transpose(1, 2), values.transpose(1, 2)
        attn_scores = queries @ keys.transpose(2, 3)
        num_tokens_Q, num_tokens_K = queries.shape[-2], keys.shape[-2]
        if use_cache:
            mask_bool = self.mask.bool()[self.ptr_current_pos:self.ptr_current_pos + num_tokens_Q, :num_tokens_K]
            self.ptr_current_pos += num_tokens_Q
        else:
            mask_bool = self.mask.bool()[:num_tokens_Q, :num_tokens_K]
        attn_scores.masked_fill_(mask_bool, -torch.inf)
        attn_weights = torch.softmax(attn_scores / keys.shape[-1] ** 0.5, dim=-1)
        context_vec = (attn_weights @ values).transpose(1, 2)
        context_vec = context_vec.contiguous().view(b, num_tokens, self.d_out)
        return self.out_proj(context_vec)
mha = MultiHeadAttention(6, 8, 10, 2)
x = torch.randn(2, 7, 6)
whole = mha(x)
parts = []
with torch.no_grad():
    for i in range(0, 7, 2):
        parts.append(mha(x[:, i:i + 2], use_cache=True))
print(torch.allclose(torch.cat(parts, 1), whole, atol=1e-6), mha.cache_k.shape, mha.ptr_current_pos)
mha.reset_cache()
whole.sum().backward()
print(list(mha.state_dict()), [round(p.grad.norm().item(), 4) for p in mha.parameters()])
mha
#: a dataset of sliding windows and its loader
from torch.utils.data import Dataset, DataLoader
class GPTDatasetV1(Dataset):
    def __init__(self, txt, tokenizer, max_length, stride):
        self.input_ids, self.target_ids = [], []
        token_ids = tokenizer(txt)
        assert len(token_ids) > max_length, "Number of tokenized inputs must at least be equal to max_length+1"
        for i in range(0, len(token_ids) - max_length, stride):
            self.input_ids.append(torch.tensor(token_ids[i:i + max_length]))
            self.target_ids.append(torch.tensor(token_ids[i + 1:i + max_length + 1]))
    def __len__(self):
        return len(self.input_ids)
    def __getitem__(self, idx):
        return self.input_ids[idx], self.target_ids[idx]
def create_dataloader_v1(txt, batch_size=4, max_length=256, stride=128, shuffle=True, drop_last=True, num_workers=0):
    dataset = GPTDatasetV1(txt, lambda t: list(t.encode("utf-8")), max_length, stride)
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, drop_last=drop_last, num_workers=num_workers)
raw_text = "In the heart of the city stood the old library, a relic from a bygone era."
torch.manual_seed(123)
dataloader = create_dataloader_v1(raw_text, batch_size=3, max_length=4, stride=4)
data_iter = iter(dataloader)
inputs, targets = next(data_iter)
print(inputs, targets, len(dataloader), len(dataloader.dataset))
torch.manual_seed(123)
token_embedding_layer, pos_embedding_layer = torch.nn.Embedding(256, 5), torch.nn.Embedding(4, 5)
print((token_embedding_layer(inputs) + pos_embedding_layer(torch.arange(4))).shape)
for epoch in range(2):
    print([x[:, 0].tolist() for x, y in dataloader])
[tuple(x.shape) for x, y in create_dataloader_v1(raw_text, 4, 8, 2, shuffle=False, drop_last=False)][-1]
#: byte-pair encoding trained by hand
text = "Ünïcødé! 😀 The very first program: hello hello hello, héllo wörld. low lower lowest newest widest"
tokens = list(text.encode("utf-8"))
def get_stats(ids):
    counts = {}
    for pair in zip(ids, ids[1:]):
        counts[pair] = counts.get(pair, 0) + 1
    return counts
def merge(ids, pair, idx):
    newids, i = [], 0
    while i < len(ids):
        if i < len(ids) - 1 and ids[i] == pair[0] and ids[i + 1] == pair[1]:
            newids.append(idx)
            i += 2
        else:
            newids.append(ids[i])
            i += 1
    return newids
vocab_size, ids, merges = 276, list(tokens), {}
for i in range(vocab_size - 256):
    stats = get_stats(ids)
    pair = max(stats, key=stats.get)
    idx = 256 + i
    if i < 4:
        print(f"merging {pair} into a new token {idx}")
    ids = merge(ids, pair, idx)
    merges[pair] = idx
print("tokens length:", len(tokens), "ids length:", len(ids), f"compression ratio: {len(tokens) / len(ids):.2f}X")
vocab = {idx: bytes([idx]) for idx in range(256)}
for (p0, p1), idx in merges.items():
    vocab[idx] = vocab[p0] + vocab[p1]
def decode(ids):
    return b"".join(vocab[idx] for idx in ids).decode("utf-8", errors="replace")
def encode(text):
    tokens = list(text.encode("utf-8"))
    while len(tokens) >= 2:
        stats = get_stats(tokens)
        pair = min(stats, key=lambda p: merges.get(p, float("inf")))
        if pair not in merges:
            break
        tokens = merge(tokens, pair, merges[pair])
    return tokens
print(encode("hello world"), decode(encode("hello world")) == "hello world", decode(encode(text)) == text)
print(decode([128]), [vocab[i] for i in range(256, 262)])
sorted(((v, k) for k, v in get_stats(tokens).items()), reverse=True)[:3]
#: linear regression from scratch, with a generator for the batches
import random
def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))
torch.manual_seed(42)
random.seed(42)
true_w, true_b = torch.tensor([2, -3.4]), 4.2
features, labels = synthetic_data(true_w, true_b, 100)
print("features:", features[0], "\nlabel:", labels[0])
def data_iter(batch_size, features, labels):
    num_examples = len(features)
    indices = list(range(num_examples))
    random.shuffle(indices)
    for i in range(0, num_examples, batch_size):
        batch_indices = torch.tensor(indices[i:min(i + batch_size, num_examples)])
        yield features[batch_indices], labels[batch_indices]
def linreg(X, w, b): return torch.matmul(X, w) + b
def squared_loss(y_hat, y): return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
w = torch.normal(0, 0.01, size=(2, 1), requires_grad=True)
b = torch.zeros(1, requires_grad=True)
lr, num_epochs, net, loss, batch_size = 0.03, 3, linreg, squared_loss, 10
for epoch in range(num_epochs):
    for X, y in data_iter(batch_size, features, labels):
        l = loss(net(X, w, b), y)
        l.sum().backward()
        sgd([w, b], lr, batch_size)
    with torch.no_grad():
        train_l = loss(net(features, w, b), labels)
        print(f"epoch {epoch + 1}, loss {float(train_l.mean()):.4f}")
print(f"error in estimating w: {true_w - w.reshape(true_w.shape)}")
true_b - b
#: softmax regression from scratch
torch.manual_seed(1)
X = torch.randn(60, 5)
y = (X @ torch.randn(5, 3)).argmax(1)
def softmax(X):
    X_exp = torch.exp(X)
    partition = X_exp.sum(1, keepdim=True)
    return X_exp / partition
W = torch.normal(0, 0.01, size=(5, 3), requires_grad=True)
b = torch.zeros(3, requires_grad=True)
def net(X): return softmax(torch.matmul(X.reshape((-1, W.shape[0])), W) + b)
def cross_entropy(y_hat, y): return -torch.log(y_hat[range(len(y_hat)), y])
def accuracy(y_hat, y):
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    cmp = y_hat.type(y.dtype) == y
    return float(cmp.type(y.dtype).sum())
class Accumulator:
    def __init__(self, n): self.data = [0.0] * n
    def add(self, *args): self.data = [a + float(b) for a, b in zip(self.data, args)]
    def reset(self): self.data = [0.0] * len(self.data)
    def __getitem__(self, idx): return self.data[idx]
updater = torch.optim.SGD([W, b], lr=0.5)
for epoch in range(4):
    metric = Accumulator(3)
    for i in range(0, 60, 20):
        y_hat = net(X[i:i + 20])
        l = cross_entropy(y_hat, y[i:i + 20])
        updater.zero_grad()
        l.mean().backward()
        updater.step()
        metric.add(float(l.sum()), accuracy(y_hat, y[i:i + 20]), y[i:i + 20].numel())
    print(f"epoch {epoch + 1}, loss {metric[0] / metric[2]:.4f}, acc {metric[1] / metric[2]:.3f}")
(W.sum(1), b)
#: an LSTM language model
torch.manual_seed(7)
text = "hello world, hello lstm. " * 5
chars = sorted(set(text))
stoi = {c: i for i, c in enumerate(chars)}
ids = torch.tensor([stoi[c] for c in text])
class CharLSTM(nn.Module):
    def __init__(self, vocab, embed=8, hidden=12, layers=2):
        super().__init__()
        self.embed = nn.Embedding(vocab, embed)
        self.lstm = nn.LSTM(embed, hidden, num_layers=layers, batch_first=True, dropout=0.0)
        self.fc = nn.Linear(hidden, vocab)
    def forward(self, x, hidden=None):
        out, hidden = self.lstm(self.embed(x), hidden)
        return self.fc(out), hidden
    def init_hidden(self, batch):
        weight = next(self.parameters()).data
        return (weight.new_zeros(2, batch, 12), weight.new_zeros(2, batch, 12))
model = CharLSTM(len(chars))
print(model, sum(p.numel() for p in model.parameters()))
opt = torch.optim.Adam(model.parameters(), lr=0.01)
criterion = nn.CrossEntropyLoss()
hidden = model.init_hidden(2)
data = ids[:-1][:120].view(2, 60), ids[1:][:120].view(2, 60)
for start in range(0, 60, 15):
    x, y = (d[:, start:start + 15] for d in data)
    hidden = tuple(h.detach() for h in hidden)
    logits, hidden = model(x, hidden)
    loss = criterion(logits.transpose(1, 2), y)
    opt.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5)
    opt.step()
    print(f"{loss.item():.4f}")
model.eval()
with torch.no_grad():
    x, h, out = torch.tensor([[0]]), None, []
    for _ in range(10):
        logits, h = model(x, h)
        x = torch.multinomial(F.softmax(logits[:, -1] / 0.5, -1), 1)
        out.append(chars[x.item()])
repr("".join(out))
