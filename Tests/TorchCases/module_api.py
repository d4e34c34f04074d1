#: a class of one's own prints as its tree
class Block(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.norm = nn.LayerNorm(n)
        self.mlp = nn.Sequential(nn.Linear(n, 2 * n), nn.GELU(), nn.Linear(2 * n, n))
        self.drop = nn.Dropout(0.2)
    def forward(self, x): return x + self.drop(self.mlp(self.norm(x)))
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(10, 4)
        self.blocks = nn.ModuleList([Block(4) for _ in range(3)])
        self.head = nn.Linear(4, 10, bias=False)
    def forward(self, x): return self.head(self.blocks[0](self.emb(x)))
Net()
#: extra repr
class Scale(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k
    def extra_repr(self): return f'k={self.k}'
    def forward(self, x): return x * self.k
print(Scale(3))
nn.Sequential(Scale(2), nn.ReLU())
#: extra repr with children
class Both(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.ReLU()
    def extra_repr(self): return 'size=3'
Both()
#: parameters by name
class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(2))
        self.lin = nn.Linear(2, 1)
        self.b = nn.Parameter(torch.ones(1), requires_grad=False)
a = A()
for name, p in a.named_parameters(): print(name, tuple(p.shape), p.requires_grad)
sum(p.numel() for p in a.parameters()), [n for n, _ in a.named_parameters(recurse=False)], [n for n, _ in a.named_parameters(prefix='net')]
#: children and modules
m = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.ReLU(), nn.Linear(2, 1)))
print([n for n, _ in m.named_children()], [n for n, _ in m.named_modules()])
[type(x).__name__ for x in m.modules()], [type(x).__name__ for x in m.children()]
#: state dict keys
m = nn.Sequential(nn.Linear(2, 2), nn.LayerNorm(2))
sd = m.state_dict()
list(sd.keys()), sd['1.weight']
#: load state dict
a, b = nn.Linear(2, 2), nn.Linear(2, 2)
print(b.load_state_dict(a.state_dict()))
torch.equal(a.weight, b.weight), a.weight is b.weight
#: load state dict missing
m = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
sd = m.state_dict()
del sd['1.bias']
sd['extra'] = torch.zeros(1)
try:
    m.load_state_dict(sd)
except RuntimeError as e:
    print(e)
#: load state dict not strict
m = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
sd = m.state_dict()
del sd['1.bias']
sd['extra'] = torch.zeros(1)
r = m.load_state_dict(sd, strict=False)
print(r)
r.missing_keys, r.unexpected_keys
#: load state dict of another size
try:
    nn.Linear(2, 2).load_state_dict(nn.Linear(3, 2).state_dict())
except RuntimeError as e:
    print(e)
#: a state dict shares memory
m = nn.Linear(2, 1)
sd = m.state_dict()
with torch.no_grad(): m.weight.fill_(7)
sd['weight']
#: training flag
m = nn.Sequential(nn.Dropout(0.5), nn.Linear(2, 2))
print(m.training, m[0].training)
m.eval()
print(m.training, m[0].training)
m.train()
m.training, m[0].training
#: dropout evaluates to itself
d = nn.Dropout(0.9)
d.eval()
d(torch.ones(5))
#: dropout draws
nn.Dropout(0.5)(torch.ones(8)), F.dropout(torch.ones(4), p=0.25), F.dropout(torch.ones(2), training=False)
#: apply
def init(m):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, 0.5)
        nn.init.zeros_(m.bias)
m = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
m.apply(init)
m[0].weight, m[2].bias
#: freeze
m = nn.Linear(2, 2)
m.requires_grad_(False)
print([p.requires_grad for p in m.parameters()])
for p in m.parameters(): p.requires_grad = True
m.weight.requires_grad
#: zero grad
m = nn.Linear(2, 1)
m(torch.ones(1, 2)).sum().backward()
m.zero_grad(set_to_none=False)
print(m.weight.grad)
m.zero_grad()
m.weight.grad
#: buffers
class Masked(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('mask', torch.tril(torch.ones(3, 3)))
        self.register_buffer('cache', torch.zeros(1), persistent=False)
        self.lin = nn.Linear(3, 3)
m = Masked()
print(m.mask, [n for n, _ in m.named_buffers()], len(list(m.buffers())))
list(m.state_dict().keys())
#: a parameter is registered by assignment
class P(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.ones(2))
        self.b = torch.ones(2)
len(list(P().parameters())), P().a, P().b
#: a tensor for a parameter
m = nn.Linear(2, 2)
m.weight = torch.zeros(2, 2)
#: a parameter replaced
m = nn.Linear(2, 2)
m.weight = nn.Parameter(torch.zeros(2, 2))
m.bias = None
m(torch.ones(1, 2)), len(list(m.parameters())), m
#: before super init
class Bad(nn.Module):
    def __init__(self):
        self.lin = nn.Linear(2, 2)
Bad()
#: no forward
class Empty(nn.Module):
    pass
Empty()(torch.ones(1))
#: shared parameter storage
e = nn.Embedding(4, 2)
h = nn.Linear(2, 4, bias=False)
h.weight = nn.Parameter(e.weight)
print(h.weight is e.weight, h.weight.data_ptr() == e.weight.data_ptr())
with torch.no_grad(): e.weight[0] = 5
h.weight[0]
#: tied parameter
e = nn.Embedding(4, 2)
h = nn.Linear(2, 4, bias=False)
h.weight = e.weight
m = nn.ModuleList([e, h])
h.weight is e.weight, len(list(m.parameters())), len(m.state_dict())
#: forward hook
m = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
seen = {}
def keep(name):
    def hook(module, args, output):
        seen[name] = output.detach()
    return hook
handle = m[0].register_forward_hook(keep('first'))
y = m(torch.ones(1, 2))
print(seen['first'].shape, type(handle).__name__)
handle.remove()
seen.clear()
m(torch.ones(1, 2))
len(seen)
#: a hook changes the result
m = nn.Identity()
m.register_forward_hook(lambda module, args, output: output * 10)
m(torch.tensor([1., 2.]))
#: a pre hook changes the input
m = nn.Identity()
m.register_forward_pre_hook(lambda module, args: (args[0] + 1,))
m(torch.tensor([1., 2.]))
#: hooks with keywords
class K(nn.Module):
    def forward(self, x, scale=1): return x * scale
m = K()
m.register_forward_hook(lambda module, args, kwargs, output: print(args, kwargs, output), with_kwargs=True)
m(torch.ones(1), scale=3)
#: a full backward hook
m = nn.Linear(2, 1)
nn.init.ones_(m.weight)
m.register_full_backward_hook(lambda module, grad_in, grad_out: print(grad_in, grad_out))
x = torch.ones(1, 2, requires_grad=True)
(m(x) * 3).sum().backward()
x.grad
#: a tensor's hook
x = torch.ones(2, requires_grad=True)
h = x.register_hook(lambda g: g * 2)
(x * 3).sum().backward()
print(x.grad)
h.remove()
x.grad = None
(x * 3).sum().backward()
x.grad
#: a hook on what is computed
x = torch.ones(2, requires_grad=True)
y = x * 3
y.register_hook(lambda g: print('grad', g))
(y * y).sum().backward()
x.grad
#: sequential edits
m = nn.Sequential(nn.Linear(2, 2))
m.append(nn.ReLU())
m.insert(0, nn.Flatten())
m.extend([nn.Tanh()])
print(len(m), m[-1], [type(x).__name__ for x in m])
del m[0]
m
#: sequential with names
from collections import OrderedDict
m = nn.Sequential(OrderedDict([('fc', nn.Linear(2, 2)), ('act', nn.ReLU())]))
m.fc.weight.shape, m
#: sequential add_module
m = nn.Sequential()
m.add_module('fc', nn.Linear(2, 2))
m.add_module('act', nn.ReLU())
m
#: sequential plus
nn.Sequential(nn.ReLU()) + nn.Sequential(nn.Tanh())
#: sequential assignment
m = nn.Sequential(nn.ReLU(), nn.ReLU())
m[1] = nn.Sigmoid()
m
#: module list methods
l = nn.ModuleList()
l.append(nn.Linear(1, 1))
l.extend([nn.ReLU(), nn.Tanh()])
l.insert(1, nn.GELU())
print(len(l), l[1], l[-1], l[1:3])
del l[0]
l
#: module list enumerates
class L(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2) for _ in range(2)])
    def forward(self, x):
        for i, layer in enumerate(self.layers): x = layer(x)
        return x
L()(torch.ones(1, 2)).shape, [n for n, _ in L().named_parameters()]
#: module dict methods
d = nn.ModuleDict({'a': nn.Linear(1, 1)})
d['b'] = nn.ReLU()
d.update({'c': nn.Tanh()})
print(list(d), len(d), 'b' in d)
for k, v in d.items(): print(k, type(v).__name__)
d.pop('a')
list(d.keys())
#: module dict key error
nn.ModuleDict({'a': nn.ReLU()})['b']
#: module list of tensors
nn.ModuleList([torch.ones(1)])
#: parameter list
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.ps = nn.ParameterList([nn.Parameter(torch.ones(2)) for _ in range(2)])
    def forward(self, x): return x + self.ps[0] + self.ps[1]
m = M()
m(torch.zeros(2)), [n for n, _ in m.named_parameters()], len(m.ps)
#: inherits from a layer
class MyLinear(nn.Linear):
    def forward(self, x): return super().forward(x) * 2
m = MyLinear(2, 1, bias=False)
nn.init.ones_(m.weight)
m(torch.ones(1, 2)), isinstance(m, nn.Linear), m
#: two levels of classes
class Base(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.lin = nn.Linear(n, n)
    def forward(self, x): return self.act(self.lin(x))
class Relu(Base):
    def __init__(self, n):
        super(Relu, self).__init__(n)
        self.k = 3
    def act(self, x): return torch.relu(x)
m = Relu(2)
m(torch.ones(1, 2)).shape, isinstance(m, Base), m.k, m
#: get submodule and parameter
m = nn.Sequential(nn.Sequential(nn.Linear(2, 2)))
m.get_submodule('0.0'), m.get_parameter('0.0.bias').shape
#: hasattr of modules
m = nn.Linear(2, 2)
hasattr(m, 'weight'), hasattr(m, 'nothing'), getattr(m, 'in_features'), getattr(m, 'nothing', None)
#: a missing attribute
nn.Linear(2, 2).wieght
#: setattr by name
class S(nn.Module):
    def __init__(self):
        super().__init__()
        for i in range(2): setattr(self, f'fc{i}', nn.Linear(1, 1))
S()
#: module attributes through
m = nn.Linear(3, 2)
m.in_features, m.out_features, m.bias.shape, nn.LayerNorm(4).eps, nn.Embedding(3, 2).num_embeddings, nn.Dropout(0.3).p
#: to and float
m = nn.Linear(2, 2).to('cpu')
m = m.to(torch.device('cpu')).float().cpu()
next(m.parameters()).device, next(m.parameters()).dtype
#: a module in float64
m = nn.Linear(2, 1).double()
m.weight.dtype, m(torch.ones(1, 2, dtype=torch.float64)).dtype
#: cuda is refused
nn.Linear(2, 2).cuda()
#: to cuda is refused
nn.Linear(2, 2).to('cuda')
#: calling with too few
nn.Linear(2, 2)()
#: a wrong argument name
nn.Linear(in_feature=2, out_features=3)
#: init functions
w = torch.empty(3, 4)
print(nn.init.normal_(w, 0, 0.02), nn.init.uniform_(w, -1, 1), nn.init.ones_(w[0]))
nn.init.xavier_uniform_(w), nn.init.xavier_normal_(w), nn.init.kaiming_uniform_(w, a=5 ** 0.5), nn.init.kaiming_normal_(w, mode='fan_out', nonlinearity='relu')
#: init eye orthogonal trunc
w = torch.empty(3, 3)
print(nn.init.eye_(w))
nn.init.trunc_normal_(w, std=0.02), nn.init.calculate_gain('relu'), nn.init.calculate_gain('tanh')
#: clip grad norm
m = nn.Linear(2, 1)
nn.init.ones_(m.weight)
(m(torch.ones(1, 2)) * 10).sum().backward()
print(nn.utils.clip_grad_norm_(m.parameters(), 1.0))
m.weight.grad, m.bias.grad
#: clip grad value
m = nn.Linear(2, 1)
(m(torch.ones(1, 2)) * 10).sum().backward()
nn.utils.clip_grad_value_(m.parameters(), 0.5)
m.weight.grad
#: parameters to vector
m = nn.Linear(2, 1)
v = nn.utils.parameters_to_vector(m.parameters())
v.shape
#: no grad decorator
@torch.no_grad()
def evaluate(m, x): return m(x)
evaluate(nn.Linear(1, 1), torch.ones(1, 1)).requires_grad
#: inference mode
with torch.inference_mode():
    y = nn.Linear(1, 1)(torch.ones(1, 1))
y.requires_grad, torch.is_grad_enabled()
#: grad enabled inside
with torch.no_grad():
    with torch.enable_grad():
        y = nn.Linear(1, 1)(torch.ones(1, 1))
    with torch.set_grad_enabled(False):
        z = nn.Linear(1, 1)(torch.ones(1, 1))
y.requires_grad, z.requires_grad
#: batch norm
m = nn.BatchNorm1d(3)
x = torch.arange(12.).view(4, 3)
print(m(x).detach(), m.running_mean, m.running_var, m.num_batches_tracked)
m.eval()
m(x).detach(), m, list(m.state_dict().keys())
#: activations once more
x = torch.tensor([-2., -0.5, 0., 1., 3.])
nn.SiLU()(x), nn.LeakyReLU(0.1)(x), nn.ELU()(x), nn.Softplus()(x), nn.Hardtanh()(x), nn.ReLU6()(x), nn.Softsign()(x), nn.LogSigmoid()(x), nn.Mish()(x)
#: activations print
nn.SiLU(), nn.LeakyReLU(0.1), nn.ELU(), nn.Softplus(), nn.LogSoftmax(dim=1), nn.GELU(approximate='tanh'), nn.ReLU(inplace=True), nn.Unflatten(1, (2, 3)), nn.Sigmoid()
#: flatten and unflatten
x = torch.arange(12).view(2, 6)
nn.Unflatten(1, (2, 3))(x).shape, nn.Flatten()(torch.zeros(2, 3, 4)).shape, x.unflatten(1, (3, 2)).shape
#: losses print
nn.MSELoss(), nn.CrossEntropyLoss(), nn.NLLLoss(), nn.L1Loss(), nn.KLDivLoss(), nn.BCELoss(), nn.BCEWithLogitsLoss(), nn.SmoothL1Loss(), nn.HuberLoss()
#: binary cross entropy
p, y = torch.tensor([0.2, 0.7, 0.9]), torch.tensor([0., 1., 1.])
nn.BCELoss()(p, y), nn.BCEWithLogitsLoss()(p, y), F.binary_cross_entropy(p, y, reduction='none'), F.binary_cross_entropy_with_logits(p, y, pos_weight=torch.tensor(2.))
#: smooth losses
x, y = torch.tensor([0., 1., 5.]), torch.tensor([0.5, 1., 1.])
nn.SmoothL1Loss()(x, y), F.huber_loss(x, y, delta=0.5), F.smooth_l1_loss(x, y, reduction='none'), F.mse_loss(x, y, reduction='sum')
#: weighted and smoothed cross entropy
x, y = torch.tensor([[1., 2., 0.], [0., 0., 3.]]), torch.tensor([1, 2])
w = torch.tensor([1., 2., 0.5])
print(nn.CrossEntropyLoss(weight=w)(x, y), nn.CrossEntropyLoss(label_smoothing=0.1)(x, y))
F.nll_loss(x.log_softmax(-1), y, weight=w), F.cross_entropy(x, torch.tensor([[0., 1., 0.], [0., 0.5, 0.5]]))
#: cosine embedding
nn.CosineSimilarity(dim=-1)(torch.tensor([1., 0.]), torch.tensor([1., 1.])), nn.PairwiseDistance()(torch.tensor([[0., 3.]]), torch.tensor([[4., 0.]]))
#: embedding from pretrained
e = nn.Embedding.from_pretrained(torch.tensor([[1., 2.], [3., 4.]]))
e(torch.tensor([1])), e.weight.requires_grad
#: embedding with padding
e = nn.Embedding(3, 2, padding_idx=0)
e.weight[0], e
#: multihead attention
m = nn.MultiheadAttention(4, 2, batch_first=True)
x = torch.randn(1, 3, 4)
y, w = m(x, x, x)
y.shape, w.shape, [n for n, _ in m.named_parameters()]
#: rms norm
m = nn.RMSNorm(3)
m(torch.tensor([[1., 2., 3.]])), m
