#: bigram, logits
text = torch.arange(400) * 7919 % 31
class Bigram(nn.Module):
    def __init__(self, V):
        super().__init__()
        self.table = nn.Embedding(V, V)
    def forward(self, idx):
        return self.table(idx)
torch.manual_seed(1)
model = Bigram(31)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
# the loop
losses = []
for step in range(6):
    ix = torch.randint(len(text) - 8, (4,))
    X = torch.stack([text[i:i + 8] for i in ix])
    Y = torch.stack([text[i + 1:i + 9] for i in ix])
    logits = model(X)
    loss = F.cross_entropy(logits.view(-1, 31), Y.view(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# the end
print([f'{loss:.4f}' for loss in losses])
round(sum(p.abs().sum().item() for p in model.parameters()), 2)
#: transformer, logits, two groups, a schedule
text = torch.arange(400) * 7919 % 31
class Head(nn.Module):
    def __init__(self, E, H, T):
        super().__init__()
        self.key = nn.Linear(E, H, bias=False)
        self.query = nn.Linear(E, H, bias=False)
        self.value = nn.Linear(E, H, bias=False)
        self.register_buffer('tril', torch.tril(torch.ones(T, T)))
    def forward(self, x):
        B, T, E = x.shape
        k, q, v = self.key(x), self.query(x), self.value(x)
        wei = q @ k.transpose(-2, -1) * k.shape[-1] ** -0.5
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float('-inf'))
        return F.softmax(wei, dim=-1) @ v
class Block(nn.Module):
    def __init__(self, E, heads, T):
        super().__init__()
        self.heads = nn.ModuleList([Head(E, E // heads, T) for _ in range(heads)])
        self.proj = nn.Linear(E, E)
        self.ffwd = nn.Sequential(nn.Linear(E, 4 * E), nn.ReLU(), nn.Linear(4 * E, E))
        self.ln1, self.ln2 = nn.LayerNorm(E), nn.LayerNorm(E)
    def forward(self, x):
        y = self.ln1(x)
        x = x + self.proj(torch.cat([h(y) for h in self.heads], dim=-1))
        return x + self.ffwd(self.ln2(x))
class Tiny(nn.Module):
    def __init__(self, V, E, T):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(V, E), nn.Embedding(T, E)
        self.blocks = nn.Sequential(Block(E, 2, T), Block(E, 2, T))
        self.ln_f, self.head = nn.LayerNorm(E), nn.Linear(E, V)
    def forward(self, idx):
        x = self.wte(idx) + self.wpe(torch.arange(idx.shape[1]))
        return self.head(self.ln_f(self.blocks(x)))
torch.manual_seed(2)
model = Tiny(31, 16, 8)
decay = [p for p in model.parameters() if p.dim() > 1]
rest = [p for p in model.parameters() if p.dim() == 1]
optimizer = torch.optim.AdamW([{'params': decay, 'weight_decay': 0.1}, {'params': rest, 'weight_decay': 0.0, 'lr': 0.02}], lr=0.01)
schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2, 0.5)
# the loop
losses = []
for step in range(6):
    ix = torch.randint(len(text) - 8, (4,))
    X = torch.stack([text[i:i + 8] for i in ix])
    Y = torch.stack([text[i + 1:i + 9] for i in ix])
    loss = F.cross_entropy(model(X).view(-1, 31), Y.view(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()
    losses.append(loss.item())
# the end
print([f'{loss:.4f}' for loss in losses], [g['lr'] for g in optimizer.param_groups])
round(sum(p.abs().sum().item() for p in model.parameters()), 2)
#: log-probabilities, nll_loss
text = torch.arange(400) * 7919 % 31
class Speller(nn.Module):
    def __init__(self, V, E):
        super().__init__()
        self.embed, self.out = nn.Embedding(V, E), nn.Linear(E, V)
    def forward(self, idx):
        return F.log_softmax(self.out(torch.tanh(self.embed(idx))), dim=-1)
torch.manual_seed(3)
model = Speller(31, 12)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)
# the loop
losses = []
criterion = nn.NLLLoss()
for step in range(6):
    ix = torch.randint(len(text) - 8, (4,))
    X = torch.stack([text[i:i + 8] for i in ix])
    Y = torch.stack([text[i + 1:i + 9] for i in ix])
    loss = criterion(model(X).view(-1, 31), Y.view(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# the end
print([f'{loss:.4f}' for loss in losses])
round(sum(p.abs().sum().item() for p in model.parameters()), 2)
#: logits and loss, as nanoGPT has them
text = torch.arange(400) * 7919 % 31
class Nano(nn.Module):
    def __init__(self, V, E, T):
        super().__init__()
        self.block_size = T
        self.wte, self.wpe, self.head = nn.Embedding(V, E), nn.Embedding(T, E), nn.Linear(E, V)
    def forward(self, idx, targets=None):
        B, T = idx.shape
        logits = self.head(torch.relu(self.wte(idx) + self.wpe(torch.arange(T))))
        if targets is None:
            return logits[:, [-1], :], None
        logits = logits.view(B * T, -1)
        return logits, F.cross_entropy(logits, targets.view(B * T))
torch.manual_seed(4)
model = Nano(31, 12, 8)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05, betas=(0.9, 0.95))
# the loop
losses = []
for step in range(6):
    ix = torch.randint(len(text) - 8, (4,))
    X = torch.stack([text[i:i + 8] for i in ix])
    Y = torch.stack([text[i + 1:i + 9] for i in ix])
    logits, loss = model(X, Y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# the end
print([f'{loss:.4f}' for loss in losses])
round(sum(p.abs().sum().item() for p in model.parameters()), 2)
#: gradients clipped between backward and update, batches added up
text = torch.arange(400) * 7919 % 31
class Bigram(nn.Module):
    def __init__(self, V):
        super().__init__()
        self.table = nn.Embedding(V, V)
    def forward(self, idx):
        return self.table(idx)
torch.manual_seed(5)
model = Bigram(31)
optimizer = torch.optim.SGD(model.parameters(), lr=20.0)
norms = []
# the loop
losses = []
for step in range(4):
    total = 0.0
    optimizer.zero_grad()
    for part in range(3):
        ix = torch.randint(len(text) - 8, (4,))
        X = torch.stack([text[i:i + 8] for i in ix])
        Y = torch.stack([text[i + 1:i + 9] for i in ix])
        loss = F.cross_entropy(model(X).view(-1, 31), Y.view(-1)) / 3
        loss.backward()
        total += loss.item()
    norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), 0.05).item())
    optimizer.step()
    losses.append(total)
# the end
print([f'{loss:.4f}' for loss in losses], [f'{norm:.4f}' for norm in norms])
round(sum(p.abs().sum().item() for p in model.parameters()), 2)
