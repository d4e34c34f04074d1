#: linear
m = nn.Linear(3, 2)
m.weight, m.bias, m
#: linear call
nn.Linear(3, 2)(torch.ones(1, 3))
#: linear wrong input
nn.Linear(2, 3)(torch.zeros(2, 5))
#: linear without bias
m = nn.Linear(2, 2, bias=False)
m.bias, m
#: embedding
m = nn.Embedding(4, 3)
m(torch.tensor([0, 3])), m
#: embedding out of range
nn.Embedding(3, 2)(torch.tensor([5]))
#: layer norm
nn.LayerNorm(4)(torch.tensor([[1., 2., 3., 5.]])), nn.LayerNorm(4), nn.LayerNorm(4).weight
#: activations
x = torch.tensor([-1., 0., 2.])
nn.GELU()(x), nn.ReLU()(x), nn.Tanh()(x), nn.Sigmoid()(x), nn.GELU(approximate='tanh')(x)
#: activation prints
nn.GELU(), nn.ReLU(), nn.Tanh(), nn.Softmax(dim=-1), nn.Dropout(0.1), nn.Identity(), nn.Flatten()
#: softmaxes
nn.Softmax(dim=1)(torch.zeros(1, 4)), nn.LogSoftmax(dim=-1)(torch.zeros(1, 4))
#: sequential
m = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
m, m(torch.ones(1, 2)), len(m), m[0], m[-1], m[:2]
#: sequential out of range
nn.Sequential(nn.ReLU())[3]
#: sequential of something else
nn.Sequential(3)
#: sequential repeats
nn.Sequential(*[nn.Linear(2, 2) for _ in range(3)])
#: module list
layers = nn.ModuleList([nn.Linear(2, 2) for _ in range(2)])
layers.append(nn.ReLU())
layers, len(layers), [type(l).__name__ for l in layers]
#: module dict
m = nn.ModuleDict({'a': nn.Linear(1, 1), 'b': nn.ReLU()})
m, m['a'], list(m.keys()), 'b' in m
#: losses
x = torch.log_softmax(torch.tensor([[1., 2., 3.], [0., 1., 0.]]), -1)
y = torch.tensor([0, 1])
nn.NLLLoss()(x, y), nn.CrossEntropyLoss()(x, y), nn.NLLLoss(reduction='sum')(x, y), F.nll_loss(x, y, reduction='none')
#: loss ignores
F.cross_entropy(torch.zeros(2, 3), torch.tensor([0, -100])), F.cross_entropy(torch.zeros(2, 3), torch.tensor([1, 2]), ignore_index=2)
#: loss of three axes
nn.NLLLoss()(torch.zeros(2, 3, 4), torch.zeros(2, 3).long())
#: loss target out of range
F.cross_entropy(torch.zeros(2, 3), torch.tensor([0, 7]))
#: mse
nn.MSELoss()(torch.tensor([1., 2.]), torch.tensor([0., 4.])), F.mse_loss(torch.tensor([1.]), torch.tensor([3.])), F.l1_loss(torch.tensor([1.]), torch.tensor([3.]))
#: kl
p, q = torch.tensor([[0.2, 0.8]]), torch.tensor([[0.5, 0.5]])
F.kl_div(p.log(), q, reduction='batchmean'), nn.KLDivLoss(reduction='sum')(p.log(), q)
#: one hot
F.one_hot(torch.tensor([0, 2])), F.one_hot(torch.tensor([1]), num_classes=3)
#: similarity
F.cosine_similarity(torch.tensor([[1., 0.]]), torch.tensor([[1., 1.]])), F.normalize(torch.tensor([[3., 4.]]))
#: pad
F.pad(torch.ones(1, 2), (1, 2)), F.pad(torch.ones(1, 2), (0, 0, 1, 0), value=5)
#: attention
q = torch.arange(12.).view(1, 1, 3, 4) / 10
F.scaled_dot_product_attention(q, q, q), F.scaled_dot_product_attention(q, q, q, is_causal=True)
#: attention with a mask
q = torch.arange(6.).view(1, 1, 3, 2) / 10
F.scaled_dot_product_attention(q, q, q, attn_mask=torch.ones(3, 3).tril().bool())
#: parameter
p = nn.Parameter(torch.ones(2))
p.requires_grad, isinstance(p, torch.Tensor), isinstance(p, nn.Parameter), isinstance(torch.ones(1), nn.Parameter), p.is_leaf
#: parameter shares
w = torch.zeros(2)
p = nn.Parameter(w)
with torch.no_grad(): p += 1
w
#: own module
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 3)
        self.scale = nn.Parameter(torch.ones(3))
        self.n = 5
    def forward(self, x):
        return self.fc(x) * self.scale
net = Net()
print(net)
print([n for n, _ in net.named_parameters()], net.n)
net(torch.ones(1, 2)).shape
#: super with arguments
class Net(nn.Module):
    def __init__(self, n):
        super(Net, self).__init__()
        self.fc = nn.Linear(n, n)
    def forward(self, x): return self.fc(x)
list(Net(2).state_dict())
#: forgot super
class Net(nn.Module):
    def __init__(self):
        self.fc = nn.Linear(2, 3)
Net()
#: forgot forward
class Net(nn.Module):
    def __init__(self):
        super().__init__()
Net()(torch.ones(1))
#: nested modules
class Block(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.norm = nn.LayerNorm(n)
        self.ff = nn.Sequential(nn.Linear(n, 2 * n), nn.GELU(), nn.Linear(2 * n, n))
    def forward(self, x): return x + self.ff(self.norm(x))
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(*[Block(2) for _ in range(2)])
        self.layers = nn.ModuleList([nn.Linear(2, 2)])
    def forward(self, x): return self.layers[0](self.blocks(x))
m = Model()
print(m)
print(sum(p.numel() for p in m.parameters()))
print([name for name, _ in m.named_modules()])
m(torch.ones(1, 2))
#: children and apply
m = nn.Sequential(nn.Linear(1, 1), nn.ReLU())
seen = []
m.apply(lambda x: seen.append(type(x).__name__))
seen, [type(c).__name__ for c in m.children()], [n for n, _ in m.named_children()]
#: initialise by apply
def init(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, mean=0.0, std=0.02)
        nn.init.zeros_(m.bias)
m = nn.Sequential(nn.Linear(4, 4))
m.apply(init)
m[0].weight, m[0].bias
#: init functions
w = torch.empty(3, 4)
nn.init.xavier_uniform_(w), nn.init.kaiming_uniform_(w), nn.init.constant_(w, 2), nn.init.ones_(w), nn.init.uniform_(w)
#: train and eval
m = nn.Sequential(nn.Dropout(0.5))
a = m.training
m.eval()
a, m.training, m[0].training, m(torch.ones(3)), m.train()[0].training
#: dropout all
nn.Dropout(1.0)(torch.ones(3)), nn.Dropout(0.)(torch.ones(2))
#: dropout wrong
nn.Dropout(1.5)
#: state dict
m = nn.Linear(2, 1)
s = m.state_dict()
list(s.keys()), s['bias'].shape, s['weight'].requires_grad
#: load state dict
a, b = nn.Linear(2, 2), nn.Linear(2, 2)
print(b.load_state_dict(a.state_dict()))
torch.equal(a.weight, b.weight), a.weight is b.weight
#: load wrong state
nn.Linear(2, 2).load_state_dict({'weight': torch.zeros(2, 2)})
#: load wrong shape
nn.Linear(2, 2).load_state_dict(nn.Linear(3, 2).state_dict())
#: shared parameter
class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(3, 2)
        self.head = nn.Linear(2, 3, bias=False)
        self.head.weight = nn.Parameter(self.wte.weight)
t = Tied()
print([n for n, _ in t.named_parameters()], t.head.weight is t.wte.weight, t.head.weight.data_ptr() == t.wte.weight.data_ptr())
t.head.weight = t.wte.weight
[n for n, _ in t.named_parameters()], list(t.state_dict())
#: tensor for a parameter
m = nn.Linear(2, 2)
m.weight = torch.zeros(2, 2)
#: buffer
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('mask', torch.ones(2, 2).tril())
        self.register_buffer('other', torch.zeros(1), persistent=False)
    def forward(self, x): return x * self.mask
m = M()
list(m.state_dict()), m(torch.ones(2, 2)), list(m.parameters()), [n for n, _ in m.named_buffers()]
#: forward hook
m = nn.Linear(2, 1)
seen = []
h = m.register_forward_hook(lambda mod, args, out: seen.append((type(mod).__name__, tuple(args[0].shape), tuple(out.shape))))
m(torch.ones(3, 2))
h.remove()
m(torch.ones(3, 2))
seen
#: hook changes the result
m = nn.Identity()
m.register_forward_hook(lambda mod, args, out: out * 2)
m(torch.ones(1))
#: pre-hook
m = nn.Identity()
m.register_forward_pre_hook(lambda mod, args: (args[0] + 1,))
m(torch.ones(1))
#: hooks of own modules
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 2)
    def forward(self, x, scale=1): return self.a(x) * scale
n = Net()
cache = {}
def keep(mod, args, out): cache['a'] = out.detach()
n.a.register_forward_hook(keep)
n(torch.ones(1, 2), scale=0)
cache['a'].shape
#: requires_grad_
m = nn.Linear(2, 2)
m.requires_grad_(False)
[p.requires_grad for p in m.parameters()]
#: zero_grad
m = nn.Linear(2, 1)
m(torch.ones(1, 2)).sum().backward()
a = m.weight.grad
m.zero_grad()
a, m.weight.grad
#: isinstance and subclass
class MyLinear(nn.Linear):
    def forward(self, x): return super().forward(x) * 0
m = MyLinear(2, 2)
isinstance(m, nn.Linear), isinstance(m, nn.Module), m(torch.ones(1, 2)), m
#: methods and properties
class Net(nn.Module):
    kind = 'net'
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    @property
    def size(self): return sum(p.numel() for p in self.parameters())
    def __len__(self): return 7
    def forward(self, x): return self.fc(x)
n = Net()
n.size, len(n), n.kind, Net.kind
#: missing attribute
nn.Linear(2, 2).foo
#: to and cpu
m = nn.Linear(2, 2)
m.to('cpu') is m, m.cpu() is m, m.to(torch.device('cpu')) is m
#: to cuda
nn.Linear(2, 2).to('cuda')
#: extra_repr
class Net(nn.Module):
    def extra_repr(self): return 'n=3'
Net()
#: attribute set before module
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = None
        self.a = nn.ReLU()
n = Net()
n, hasattr(n, 'a'), hasattr(n, 'b')
#: delete a module
m = nn.Sequential(nn.ReLU(), nn.Tanh())
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.ReLU()
n = Net()
del n.a
n
#: set parameters by data
m = nn.Linear(1, 1)
m.weight.data.fill_(2.)
m.bias.data = torch.tensor([1.])
m(torch.tensor([[3.]]))
#: clip
m = nn.Linear(2, 1)
(m(torch.ones(1, 2)) * 10).sum().backward()
n = nn.utils.clip_grad_norm_(m.parameters(), 1.0)
n, m.weight.grad
