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
