#: sgd
x = torch.tensor([1., 2.], requires_grad=True)
o = torch.optim.SGD([x], lr=0.1)
for _ in range(3):
    o.zero_grad()
    (x * x).sum().backward()
    o.step()
x
#: sgd momentum
x = torch.tensor([1., 2.], requires_grad=True)
o = torch.optim.SGD([x], lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)
for _ in range(3):
    o.zero_grad()
    (x * x).sum().backward()
    o.step()
x
#: adam
x = torch.tensor([1., 2.], requires_grad=True)
o = torch.optim.Adam([x], lr=0.1)
for _ in range(3):
    o.zero_grad()
    (x * x).sum().backward()
    o.step()
x
#: adamw
x = torch.tensor([1., 2.], requires_grad=True)
o = torch.optim.AdamW([x], lr=0.1, betas=(0.8, 0.9), weight_decay=0.1)
for _ in range(3):
    o.zero_grad(set_to_none=True)
    (x ** 2).sum().backward()
    o.step()
x
#: no parameters
torch.optim.SGD([], lr=0.1)
#: negative rate
torch.optim.Adam([torch.ones(1, requires_grad=True)], lr=-1)
#: a tensor as parameters
torch.optim.SGD(torch.ones(1, requires_grad=True), lr=0.1)
#: learning rate by hand
x = torch.tensor([1.], requires_grad=True)
o = torch.optim.SGD([x], lr=0.1)
o.param_groups[0]['lr'] = 1.0
(x * 2).sum().backward()
o.step()
x, o.param_groups[0]['lr'], len(o.param_groups)
#: groups
a, b = torch.ones(1, requires_grad=True), torch.ones(1, requires_grad=True)
o = torch.optim.SGD([{'params': [a]}, {'params': [b], 'lr': 1.0}], lr=0.1)
(a + b).sum().backward()
o.step()
a, b, [g['lr'] for g in o.param_groups]
#: lambda schedule
o = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1.0)
s = torch.optim.lr_scheduler.LambdaLR(o, lambda e: 0.5 ** e)
rates = []
for _ in range(3):
    rates.append(o.param_groups[0]['lr'])
    o.step()
    s.step()
rates, s.get_last_lr()
#: step schedule
o = torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1.0)
s = torch.optim.lr_scheduler.StepLR(o, step_size=2, gamma=0.5)
rates = []
for _ in range(5):
    rates.append(s.get_last_lr()[0])
    o.step()
    s.step()
rates
#: cosine schedule
o = torch.optim.AdamW([torch.ones(1, requires_grad=True)], lr=1.0)
s = torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=4, eta_min=0.1)
rates = []
for _ in range(6):
    rates.append(round(s.get_last_lr()[0], 6))
    o.step()
    s.step()
rates
#: linear regression
X = torch.arange(8.).view(8, 1) / 8
y = 3 * X + 1
m = nn.Linear(1, 1)
o = torch.optim.Adam(m.parameters(), lr=0.1)
loss_function = nn.MSELoss()
for i in range(5):
    o.zero_grad()
    loss = loss_function(m(X), y)
    loss.backward()
    o.step()
    print(f'{i} {loss.item():.4f}')
#: xor
X = torch.tensor([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
y = torch.tensor([0, 1, 1, 0])
net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2))
o = torch.optim.AdamW(net.parameters(), lr=0.05)
for i in range(60):
    loss = F.cross_entropy(net(X), y)
    net.zero_grad()
    loss.backward()
    o.step()
    if i % 20 == 0: print(f'{loss.item():.3f}')
net(X).argmax(dim=1), (net(X).argmax(-1) == y).float().mean()
#: the lecture's model
E, T, H, L, V, B = 8, 6, 2, 2, 20, 3
class Head(nn.Module):
  def __init__(self):
    super().__init__()
    self.qkv = nn.Linear(E, 3*E)
    self.out = nn.Linear(E, E)
  def forward(self, x):
    B_, T_, E_ = x.shape
    q, k, v = torch.split(self.qkv(x), E_, dim=2)
    q, k, v = [z.view(B_, T_, H, E_//H).transpose(1, 2) for z in (q, k, v)]
    y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    return self.out(y.transpose(1, 2).reshape(B_, T_, E_))

class Tiny(nn.Module):
  def __init__(self):
    super().__init__()
    self.wte, self.wpe = nn.Embedding(V, E), nn.Embedding(T, E)
    self.heads = nn.Sequential(*[Head() for _ in range(L)])
    self.norm = nn.LayerNorm(E, eps=1e-5)
    self.unembed = nn.Linear(E, V, bias=False)
    self.unembed.weight = nn.Parameter(self.wte.weight)
  def forward(self, idx):
    x = self.wte(idx) + self.wpe(torch.arange(idx.shape[-1], device=device))
    return F.log_softmax(self.unembed(self.norm(self.heads(x))) / np.sqrt(E), dim=-1)
  def generate(self, idx, n=20):
    for _ in range(n):
      p = torch.exp(self(idx[:, -T:])[:, -1, :])
      idx = torch.cat((idx, p.argmax(-1, keepdim=True)), dim=1)
    return idx

device = torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')
torch.manual_seed(3)
data = (torch.arange(200) * 7 + torch.arange(200) // 9) % V
split = int(.9*len(data))
model = Tiny().to(device)
loss_function = nn.NLLLoss().to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=.01, weight_decay=.01)
losses = np.zeros(31)
for i in range(31):
  ix = torch.randint(split-T, size=(B,))
  X, y = data[ix[:,None] + torch.arange(T)], data[ix[:,None] + torch.arange(1, T+1)]
  model.zero_grad(set_to_none=True)
  out = model(X)
  loss = loss_function(out.view(-1, out.shape[-1]), y.view(-1))
  loss.backward()
  optimizer.step()
  losses[i] = loss.item()
  if i % 5 == 0:
    print(f'Step {i:4}, loss: {losses[i]:.4f}')
print(model)
print(model.generate(torch.tensor([[4]]), 8)[0].tolist())
#: attention by hand
E, T, nh = 8, 5, 2
class CausalSelfAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.key = nn.Linear(E, E)
        self.query = nn.Linear(E, E)
        self.value = nn.Linear(E, E)
        self.register_buffer('tril', torch.tril(torch.ones(T, T)))
        self.dropout = nn.Dropout(0.0)
    def forward(self, x):
        B, T, C = x.shape
        k, q = self.key(x), self.query(x)
        wei = q @ k.transpose(-2, -1) * C**-0.5
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float('-inf'))
        wei = F.softmax(wei, dim=-1)
        wei = self.dropout(wei)
        return wei @ self.value(x)
m = CausalSelfAttention()
x = torch.randn(2, T, E)
y = m(x)
y.sum().backward()
y.shape, y[0, 0], m.key.weight.grad.norm(), m.value.bias.grad
#: optimizer state
m = nn.Linear(2, 1)
o = torch.optim.AdamW(m.parameters(), lr=0.1)
m(torch.ones(1, 2)).sum().backward()
o.step()
s = o.state_dict()
list(s), list(s['state']), sorted(s['state'][0]), s['param_groups'][0]['params']
#: going on from a state
def train(m, o, n):
    for _ in range(n):
        o.zero_grad()
        (m(torch.ones(1, 2)) ** 2).sum().backward()
        o.step()
a = nn.Linear(2, 1)
oa = torch.optim.AdamW(a.parameters(), lr=0.1)
train(a, oa, 3)
b = nn.Linear(2, 1)
ob = torch.optim.AdamW(b.parameters(), lr=0.1)
b.load_state_dict(a.state_dict())
ob.load_state_dict(oa.state_dict())
train(a, oa, 2)
train(b, ob, 2)
torch.equal(a.weight, b.weight)
